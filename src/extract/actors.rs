//! Who is addressed: the lexicon of actors, found by any of their names.

use crate::extract::lexicon::{WordMap, read};
use crate::extract::tokens::Tokens;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// An organ, agency, official, group or State that resolutions address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Stable id: `secretary-general`.
    pub id: String,
    /// The form that papers use.
    pub name: String,
    /// Other full forms.
    pub aliases: Vec<String>,
    /// Acronyms: `FAO`.
    pub acronyms: Vec<String>,
    /// The type: `organ`, `committee`, `commission`, `fund`, `programme`, `agency`, `secretariat`, `official`, `system`,
    /// `organization`, `mission`, `group`, `state`.
    pub kind: String,
    /// Id of what it belongs to.
    pub parent: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Name(String),
    Full(Full),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Full {
    name: String,
    id: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    parent: Option<String>,
}

#[derive(Deserialize)]
struct ActorsFile {
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the lexicon"))]
    check: BTreeMap<String, Check>,
    topics: Topics,
    wholes: Topics,
    #[serde(flatten)]
    types: BTreeMap<String, Vec<Entry>>,
}

/// Names by which a test checks a type.
#[derive(Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the lexicon"))]
struct Check {
    examples: Vec<String>,
    not: Vec<String>,
}

#[derive(Deserialize)]
struct Topics {
    list: Vec<String>,
}

/// The lexicon with its indices.
pub(crate) struct Actors {
    all: Vec<Actor>,
    by_name: WordMap<usize>,
    /// First word of a name to the names that begin with it, longest first, in normal form.
    by_first: WordMap<Vec<Vec<String>>>,
    topics: WordMap<Vec<Vec<String>>>,
}

/// The actors of `actors.toml`.
pub(crate) static ACTORS: LazyLock<Actors> = LazyLock::new(|| {
    let file: ActorsFile = read("actors.toml", include_str!("../../data/lexicon/actors.toml"));
    let mut all = Vec::new();
    for (kind, entries) in file.types {
        for entry in entries {
            let full = match entry {
                Entry::Name(name) => Full { name, id: None, aliases: Vec::new(), acronyms: Vec::new(), parent: None },
                Entry::Full(full) => full,
            };
            all.push(Actor {
                id: full.id.unwrap_or_else(|| slug(&full.name)),
                name: full.name,
                aliases: full.aliases,
                acronyms: full.acronyms,
                kind: kind.clone(),
                parent: full.parent,
            });
        }
    }
    let mut by_name: WordMap<usize> = WordMap::default();
    let mut names: Vec<Vec<String>> = file.wholes.list.iter().map(|t| words(t)).collect();
    for (i, actor) in all.iter().enumerate() {
        for name in std::iter::once(&actor.name).chain(&actor.aliases) {
            by_name.entry(plain(name)).or_insert(i);
            names.push(words(name));
        }
        for acronym in &actor.acronyms {
            by_name.entry(plain(acronym)).or_insert(i);
            names.push(words(acronym));
        }
    }
    for (i, actor) in all.iter().enumerate() {
        by_name.entry(actor.id.clone()).or_insert(i);
    }
    Actors { by_first: index(names), topics: index(file.topics.list.iter().map(|t| words(t)).collect()), all, by_name }
});

fn index(names: Vec<Vec<String>>) -> WordMap<Vec<Vec<String>>> {
    let mut out: WordMap<Vec<Vec<String>>> = WordMap::default();
    for name in names {
        if let Some(first) = name.first() {
            out.entry(first.clone()).or_default().push(name);
        }
    }
    for list in out.values_mut() {
        list.sort_by_key(|n| std::cmp::Reverse(n.len()));
    }
    out
}

fn words(name: &str) -> Vec<String> {
    let t = Tokens::new(name);
    (0..t.len()).map(|i| t.word(i).to_owned()).collect()
}

impl Actors {
    /// The longest name of the lexicon that stands at token `i`: how many tokens.
    pub(crate) fn longest(&self, t: &Tokens<'_>, i: usize) -> Option<usize> {
        longest(&self.by_first, t, i)
    }

    /// The longest topic of a special procedure at token `i`.
    pub(crate) fn topic(&self, t: &Tokens<'_>, i: usize) -> Option<usize> {
        longest(&self.topics, t, i)
    }
}

fn longest(index: &WordMap<Vec<Vec<String>>>, t: &Tokens<'_>, i: usize) -> Option<usize> {
    let names = index.get(t.word(i))?;
    names.iter().find(|name| name.iter().enumerate().all(|(n, w)| t.word(i + n) == w)).map(Vec::len)
}

/// The actor that a name, an alias, an acronym or an id names, in any case and with any hyphens, with or without article.
pub fn actor(name: &str) -> Option<&'static Actor> {
    let actors = &*ACTORS;
    let key = plain(name);
    let found = actors.by_name.get(&key).copied().or_else(|| {
        let bare =
            [" the ", "relevant ", "other ", "united nations "].iter().find_map(|p| key.strip_prefix(p.trim_start()));
        bare.and_then(|bare| actors.by_name.get(bare).copied())
    });
    let found = found.or_else(|| {
        // *the Government of Angola* is Angola
        let state = key.strip_prefix("government of ")?;
        let state = state.strip_prefix("the ").unwrap_or(state);
        actors.by_name.get(state).copied()
    });
    found.and_then(|i| actors.all.get(i))
}

/// The actor with this id.
pub fn by_id(id: &str) -> Option<&'static Actor> {
    ACTORS.all.iter().find(|a| a.id == id)
}

/// All actors, by type, then in the order of the file.
pub fn actors() -> &'static [Actor] {
    &ACTORS.all
}

/// Lower case, hyphens and apostrophes alike, no article, no brackets' contents.
pub(crate) fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.trim().chars() {
        match c {
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '’' | '‘' => out.push('\''),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    match out.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => out,
    }
}

fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’') && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn an_actor_is_found_in_all_its_spellings() {
        for name in [
            "Secretary-General",
            "the Secretary‑General",
            "SG",
            "secretary-general",
            "Secretary-General of the United Nations",
        ] {
            assert_eq!(actor(name).map(|a| a.id.as_str()), Some("secretary-general"), "{name}");
        }
        assert_eq!(actor("FAO").map(|a| a.kind.as_str()), Some("agency"));
        assert_eq!(actor("Government of Angola").map(|a| a.kind.as_str()), Some("state"));
        assert_eq!(actor("nobody of the sort"), None);
    }

    #[test]
    fn every_type_has_names_that_are_of_it_and_names_that_are_not() {
        let file: ActorsFile = read("actors.toml", include_str!("../../data/lexicon/actors.toml"));
        let kind = |name: &str| actor(name).map(|a| a.kind.as_str());
        let mut wrong = Vec::new();
        for t in file.types.keys() {
            let Some(check) = file.check.get(t).filter(|c| !c.examples.is_empty() && !c.not.is_empty()) else {
                wrong.push(format!("{t} has no check"));
                continue;
            };
            wrong.extend(
                check.examples.iter().filter(|n| kind(n) != Some(t)).map(|n| format!("{n} is no {t}: {:?}", kind(n))),
            );
            wrong.extend(check.not.iter().filter(|n| kind(n) == Some(t)).map(|n| format!("{n} is a {t}")));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_name_of_the_lexicon_is_read_whole_as_an_addressee() {
        let mut wrong = Vec::new();
        for a in actors().iter().filter(|a| a.kind != "state") {
            for name in std::iter::once(&a.name).chain(&a.aliases).filter(|n| n.starts_with(char::is_uppercase)) {
                let text = format!("Requests the {name} to act;");
                let found = crate::extract::testing::read_paragraph(&text, &[]);
                let names: Vec<_> = found.iter().flat_map(|o| &o.addressees).filter_map(|n| n.actor.as_ref()).collect();
                if names != [&a.id] {
                    wrong.push(format!(
                        "{name}: {:?}",
                        found.iter().flat_map(|o| &o.addressees).map(|n| &n.name).collect::<Vec<_>>()
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn ids_are_unique_and_parents_exist() {
        let mut seen = HashSet::new();
        for a in actors() {
            assert!(seen.insert(&a.id), "{} twice", a.id);
        }
        for a in actors() {
            if let Some(p) = &a.parent {
                assert!(seen.contains(p), "{}: no parent {p}", a.id);
            }
        }
    }
}
