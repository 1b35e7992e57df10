//! How later texts say that something was done: the phrases of `data/lexicon/following.toml`.

use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

const FILE: &str = include_str!("../../data/lexicon/following.toml");

/// The phrases and word lists; compiled once.
pub static PHRASES: LazyLock<Phrases> = LazyLock::new(|| toml::from_str(FILE).unwrap_or_default());

/// A pattern over words as printed.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Entry")]
pub struct Phrase(Option<Regex>);

/// An entry of the file; its examples are for the tests.
#[derive(Deserialize)]
struct Entry {
    pattern: String,
}

impl From<Entry> for Phrase {
    fn from(entry: Entry) -> Phrase {
        Phrase(Regex::new(&entry.pattern).ok())
    }
}

impl Phrase {
    /// Whether the words have it.
    pub fn is_in(&self, words: &str) -> bool {
        self.0.as_ref().is_some_and(|r| r.is_match(words))
    }

    /// Where its first place begins and ends, in bytes.
    pub fn place_in(&self, words: &str) -> Option<(usize, usize)> {
        self.0.as_ref()?.find(words).map(|m| (m.start(), m.end()))
    }
}

/// What the file holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Phrases {
    /// Words that say nothing about a subject.
    pub boilerplate: Vec<String>,
    /// Words that say nothing about a subject in the reports to a council.
    pub council_boilerplate: Vec<String>,
    /// Names of meetings.
    pub meetings: Vec<String>,
    /// A request for a report without a session.
    pub asks_for_a_report: Phrase,
    /// A noted document says what it answers.
    pub says_what_it_answers: Phrase,
    /// A resolution by its number.
    pub names_a_resolution: Phrase,
    /// Something is asked for anew.
    pub asks_anew: Phrase,
    /// The name of a document.
    pub names_a_document: Phrase,
    /// The subject of the whole resolution, by no name.
    pub names_no_subject: Phrase,
    /// A meeting took place.
    pub was_held: Phrase,
    /// A meeting is still to come.
    pub is_to_be_held: Phrase,
    /// A time that lasts, and is not one within which something is done.
    pub says_how_long: Phrase,
    /// Measures that were imposed.
    pub names_measures: Phrase,
    /// Something holds only if something happens.
    pub on_a_condition: Phrase,
    /// A mandate or measure ends.
    pub ends_a_mandate: Phrase,
    /// A decision goes on with what another one set.
    pub prolongs: Phrase,
    /// It ends that, or excepts from it.
    pub lifts: Phrase,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_in_its_examples_and_in_none_of_the_others() {
        toml::from_str::<Phrases>(FILE).expect("the file is read whole");
        let table: toml::Table = toml::from_str(FILE).unwrap();
        let mut phrases = 0;
        for (name, entry) in table.iter().filter_map(|(n, v)| Some((n, v.as_table()?))) {
            let phrase = Phrase::from(entry.clone().try_into::<Entry>().unwrap());
            let lines = |key: &str| entry[key].as_array().unwrap().iter().filter_map(|l| l.as_str());
            assert!(lines("examples").count() > 0 && lines("not").count() > 0, "{name}");
            lines("examples").for_each(|l| assert!(phrase.is_in(l), "{name} should be in: {l}"));
            lines("not").for_each(|l| assert!(!phrase.is_in(l), "{name} should not be in: {l}"));
            phrases += 1;
        }
        assert_eq!(phrases, 14);
    }
}
