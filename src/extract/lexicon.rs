//! The words that the grammar knows, read once from `data/lexicon/`.

use crate::model::Force;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// FNV-1a: words are short, and the lists are ours.
#[derive(Debug)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

/// A word list.
pub(crate) type WordSet = HashSet<String, BuildHasherDefault<Fnv>>;
/// Something by its word.
pub(crate) type WordMap<T> = HashMap<String, T, BuildHasherDefault<Fnv>>;

/// A verb that obliges.
#[derive(Debug, Deserialize)]
pub(crate) struct Directive {
    pub(crate) word: String,
    pub(crate) force: Force,
    #[serde(default)]
    pub(crate) particle: Vec<String>,
    #[serde(default)]
    pub(crate) noun: bool,
}

/// A verb that says an earlier act again.
#[derive(Debug, Deserialize)]
struct Repeated {
    word: String,
}

#[derive(Debug, Deserialize)]
struct Act {
    word: String,
    force: Force,
}

#[derive(Deserialize)]
struct VerbsFile {
    directive: Vec<Directive>,
    repeated: Vec<Repeated>,
    act: Vec<Act>,
    passed: HashMap<String, Vec<String>>,
    adverbs: Words,
    links: Phrases,
    nouns: Nouns,
    unread: Words,
}

#[derive(Deserialize)]
struct Nouns {
    before: Vec<String>,
    after: Vec<String>,
    too: Vec<String>,
    objects: Vec<String>,
}

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Phrases {
    phrases: Vec<String>,
}

/// The verbs of `verbs.toml`.
#[derive(Debug)]
pub(crate) struct Verbs {
    pub(crate) directive: WordMap<Directive>,
    pub(crate) repeated: WordSet,
    pub(crate) act: WordMap<Force>,
    pub(crate) passed: WordSet,
    pub(crate) adverbs: WordSet,
    /// Longest first.
    pub(crate) links: Vec<String>,
    pub(crate) link_ends: WordSet,
    pub(crate) before_nouns: WordSet,
    pub(crate) after_nouns: WordSet,
    pub(crate) nouns_too: WordSet,
    pub(crate) objects: WordSet,
    pub(crate) unread: WordSet,
}

/// The verbs.
pub(crate) static VERBS: LazyLock<Verbs> = LazyLock::new(|| {
    let file: VerbsFile = read("verbs.toml", include_str!("../../data/lexicon/verbs.toml"));
    let mut links = file.links.phrases;
    links.sort_by_key(|l| std::cmp::Reverse(l.len()));
    Verbs {
        directive: file.directive.into_iter().map(|d| (d.word.clone(), d)).collect(),
        repeated: file.repeated.into_iter().map(|r| r.word).collect(),
        act: file.act.into_iter().map(|a| (a.word, a.force)).collect(),
        passed: file.passed.into_values().flatten().collect(),
        adverbs: file.adverbs.words.into_iter().collect(),
        link_ends: links.iter().filter_map(|l| l.rsplit(' ').next().map(str::to_owned)).collect(),
        links,
        before_nouns: file.nouns.before.into_iter().collect(),
        after_nouns: file.nouns.after.into_iter().collect(),
        nouns_too: file.nouns.too.into_iter().collect(),
        objects: file.nouns.objects.into_iter().collect(),
        unread: file.unread.words.into_iter().collect(),
    }
});

/// The word lists of `phrase.toml`.
#[derive(Debug, Deserialize)]
pub(crate) struct PhraseWords {
    pub(crate) determiners: WordSet,
    pub(crate) to_governors: WordSet,
    pub(crate) never_infinitive: WordSet,
    pub(crate) actor_heads: WordSet,
    pub(crate) thing_heads: WordSet,
    pub(crate) collective_heads: WordSet,
    pub(crate) never_actor: WordSet,
    pub(crate) postposed: WordSet,
    pub(crate) openers: WordSet,
    pub(crate) lists: WordSet,
    pub(crate) treaties: WordSet,
    pub(crate) base_verbs: WordSet,
    pub(crate) countable: WordSet,
    pub(crate) participles: WordSet,
    pub(crate) no_participles: WordSet,
    pub(crate) takes_topic: WordSet,
    pub(crate) ends_topic: WordSet,
    pub(crate) infinitive_governors: WordSet,
    pub(crate) made_by: WordSet,
    pub(crate) no_agents: WordSet,
    pub(crate) no_subjects: WordSet,
    pub(crate) foreign: WordSet,
    pub(crate) finite: WordSet,
    pub(crate) no_adverbs: WordSet,
    pub(crate) no_place: WordSet,
    pub(crate) titles: WordSet,
    pub(crate) officers: WordSet,
    pub(crate) powers: WordSet,
    pub(crate) ever_verbs: WordSet,
    pub(crate) weak_governors: WordSet,
    pub(crate) gerunds: WordSet,
    pub(crate) stative: WordSet,
    pub(crate) light: WordSet,
    pub(crate) listed: WordSet,
    pub(crate) sets_up: WordSet,
}

/// The word lists for noun phrases.
pub(crate) static PHRASE: LazyLock<PhraseWords> =
    LazyLock::new(|| read("phrase.toml", include_str!("../../data/lexicon/phrase.toml")));

/// Parses a data file that is compiled in; a broken one fails every test.
pub(crate) fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> T {
    match toml::from_str(text) {
        Ok(value) => value,
        Err(e) => panic!("data/lexicon/{name}: {e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::read_paragraph;

    #[derive(Deserialize)]
    struct Example {
        word: String,
        #[serde(default)]
        force: Option<Force>,
        examples: Vec<String>,
        #[serde(default)]
        not: Vec<String>,
    }

    #[derive(Deserialize)]
    struct Examples {
        directive: Vec<Example>,
        repeated: Vec<Example>,
    }

    #[test]
    fn every_verb_reads_its_examples_and_none_of_its_counterexamples() {
        let file: Examples = read("verbs.toml", include_str!("../../data/lexicon/verbs.toml"));
        for e in file.directive.iter().chain(&file.repeated) {
            for text in &e.examples {
                let found = read_paragraph(text, &[]);
                assert_eq!(found.len(), 1, "{text}");
                assert_eq!(found[0].key.verb.word, e.word, "{text}");
                if let Some(force) = e.force {
                    assert_eq!(found[0].force, force, "{text}");
                }
            }
            for text in &e.not {
                assert!(read_paragraph(text, &[]).is_empty(), "{text}");
            }
        }
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Check {
        list: String,
        examples: Vec<Sentence>,
        not: Vec<Sentence>,
    }

    /// A sentence with its addressees, or with how many duties it gives above two parts that begin with verbs.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sentence {
        text: String,
        who: Option<String>,
        duties: Option<usize>,
    }

    #[test]
    fn every_list_of_words_has_sentences_that_show_what_it_does_and_what_not() {
        #[derive(Deserialize)]
        struct Checks {
            check: Vec<Check>,
        }
        let text = include_str!("../../data/lexicon/phrase.toml");
        let all: toml::Table = read("phrase.toml", text);
        let checks: Checks = read("phrase.toml", text);
        let mut wrong = Vec::new();
        for list in all.iter().filter(|(k, _)| *k != "check").map(|(k, _)| k) {
            let has = |c: &Check| c.list == *list && !c.examples.is_empty() && !c.not.is_empty();
            if !checks.check.iter().any(has) {
                wrong.push(format!("{list} has no check"));
            }
        }
        for check in &checks.check {
            for s in check.examples.iter().chain(&check.not) {
                let parts: &[(&str, &str)] = if s.text.ends_with(':') {
                    &[("(a)", "To train staff;"), ("(b)", "To build bridges;")]
                } else {
                    &[]
                };
                let found = read_paragraph(&s.text, parts);
                let names: Vec<_> = found.iter().flat_map(|o| &o.addressees).map(|a| a.name.as_str()).collect();
                let as_said =
                    s.who.as_ref().is_none_or(|w| *w == names.join("; ")) && s.duties.is_none_or(|n| n == found.len());
                if !as_said {
                    wrong.push(format!("{}: {} reads {names:?}, {} duties", check.list, s.text, found.len()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_file_parses() {
        assert!(VERBS.directive.contains_key("requests"));
        assert!(PHRASE.base_verbs.contains("submit"));
    }
}
