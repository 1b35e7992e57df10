//! How a paragraph begins: what tells preambular from operative where no number does. The words are data.

use crate::model::Role;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Table {
    lead: Lead,
    opening: Vec<Opening>,
}

#[derive(Deserialize)]
struct Lead {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Opening {
    role: Role,
    words: Vec<String>,
    #[cfg(test)]
    examples: Vec<String>,
    #[cfg(test)]
    not: Vec<String>,
}

/// Words that may come first, and the words that decide.
struct Words {
    lead: Vec<String>,
    deciding: HashMap<String, Role>,
}

fn table() -> Table {
    // Compiled in and read by every test below: a table that does not parse cannot be released.
    toml::from_str(include_str!("../../../data/openings.toml"))
        .unwrap_or_else(|e| unreachable!("data/openings.toml: {e}"))
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let table = table();
    let deciding = table.opening.into_iter().flat_map(|o| o.words.into_iter().map(move |w| (w, o.role))).collect();
    Words { lead: table.lead.words, deciding }
});

/// At most so many words may come before the one that decides.
const LEAD: usize = 5;

/// [`Role::Preambular`] or [`Role::Operative`] where the first words tell; they begin with a capital.
pub(in crate::source) fn opening(text: &str) -> Option<Role> {
    if !text.trim_start().starts_with(char::is_uppercase) {
        return None;
    }
    for word in text.split_whitespace().take(LEAD) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).replace('\u{2011}', "-").to_lowercase();
        if let Some(role) = WORDS.deciding.get(&word) {
            return Some(*role);
        }
        if !word.ends_with("ly") && !WORDS.lead.contains(&word) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_matches_its_examples_and_nothing_that_it_must_not() {
        for row in table().opening {
            for example in row.examples {
                assert_eq!(opening(&example), Some(row.role), "{example}");
            }
            for no in row.not {
                assert_ne!(opening(&no), Some(row.role), "{no}");
            }
        }
    }
}
