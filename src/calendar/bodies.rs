//! The lexicon of bodies that meet in sessions (`data/calendar/bodies.toml`).

use crate::model::Body;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A body of the lexicon.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownBody {
    /// Its code or full name, as a deadline stores it.
    pub name: String,
    /// Other names and acronyms.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Session N falls in year base + N.
    base: Option<u16>,
    /// The first session of which that is true.
    #[serde(default)]
    from: u16,
    /// First and last day of the usual time of year, `MM-DD`.
    usual: Option<(String, String)>,
}

impl KnownBody {
    /// The usual days of a session by the yearly rule, or `None` where there is none.
    pub(super) fn usual(&self, session: u16) -> Option<(NaiveDate, NaiveDate)> {
        let year = self.base?.checked_add(session)?;
        let (first, last) = self.usual.as_ref().filter(|_| session >= self.from.max(1))?;
        Some((format!("{year:04}-{first}").parse().ok()?, format!("{year:04}-{last}").parse().ok()?))
    }

    /// Whether its sessions are yearly.
    pub(super) fn yearly(&self) -> bool {
        self.base.is_some()
    }
}

/// All bodies of the lexicon.
pub(super) static BODIES: LazyLock<Vec<KnownBody>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        body: Vec<KnownBody>,
    }
    // The file is compiled in; a test reads it.
    toml::from_str::<File>(include_str!("../../data/calendar/bodies.toml")).map(|f| f.body).unwrap_or_default()
});

static NAMES: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| {
    let names = |(i, b): (usize, &'static KnownBody)| {
        std::iter::once(&b.name).chain(&b.aliases).map(move |n| (n.to_lowercase(), i)).collect::<Vec<_>>()
    };
    BODIES.iter().enumerate().flat_map(names).collect()
});

/// The body that a name or acronym of the lexicon means, in any case and with or without its article; `None` for a name
/// that the lexicon does not have.
pub fn known(name: &str) -> Option<Body> {
    entry(name).map(|b| Body::parse(&b.name))
}

/// The body that a name means: one of the lexicon, else the name as it stands.
pub fn named(name: &str) -> Body {
    known(name).unwrap_or_else(|| Body::parse(strip_article(name)))
}

pub(super) fn entry(name: &str) -> Option<&'static KnownBody> {
    let lower = strip_article(name).to_lowercase();
    NAMES.get(&lower).and_then(|i| BODIES.get(*i))
}

fn strip_article(name: &str) -> &str {
    let name = name.trim();
    match name.get(..4) {
        Some(the) if the.eq_ignore_ascii_case("the ") => name.get(4..).unwrap_or(name).trim_start(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_means_one_body() {
        assert!(BODIES.len() > 15, "bodies.toml is read");
        let count: usize = BODIES.iter().map(|b| 1 + b.aliases.len()).sum();
        assert_eq!(NAMES.len(), count, "no name stands for two bodies");
        for b in BODIES.iter().filter(|b| b.base.is_some()) {
            assert!(b.usual(b.from + 1).is_some(), "{}", b.name);
        }
    }

    #[test]
    fn names_are_read_with_article_acronym_and_in_any_case() {
        assert_eq!(named("the General Assembly"), Body::Ga);
        assert_eq!(named("csw"), Body::Other("Commission on the Status of Women".into()));
        assert_eq!(named("Trade and Development Board"), Body::Other("Trade and Development Board".into()));
        assert_eq!(known("Trade and Development Board"), None);
    }
}
