//! The words that the grammar knows, read once from `data/lexicon/`.

use crate::model::Force;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A verb that obliges.
#[derive(Debug, Deserialize)]
pub(crate) struct Directive {
    pub(crate) word: String,
    pub(crate) force: Force,
    #[serde(default)]
    pub(crate) particle: Vec<String>,
    #[serde(default)]
    pub(crate) noun: bool,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    pub(crate) examples: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    pub(crate) not: Vec<String>,
}

/// A verb that says an earlier act again.
#[derive(Debug, Deserialize)]
pub(crate) struct Repeated {
    pub(crate) word: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    pub(crate) examples: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    pub(crate) not: Vec<String>,
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
    pub(crate) directive: HashMap<String, Directive>,
    pub(crate) repeated: HashMap<String, Repeated>,
    pub(crate) act: HashMap<String, Force>,
    pub(crate) passed: HashSet<String>,
    pub(crate) adverbs: HashSet<String>,
    /// Longest first.
    pub(crate) links: Vec<String>,
    pub(crate) link_ends: HashSet<String>,
}

/// The verbs.
pub(crate) static VERBS: LazyLock<Verbs> = LazyLock::new(|| {
    let file: VerbsFile = read("verbs.toml", include_str!("../../data/lexicon/verbs.toml"));
    let mut links = file.links.phrases;
    links.sort_by_key(|l| std::cmp::Reverse(l.len()));
    Verbs {
        directive: file.directive.into_iter().map(|d| (d.word.clone(), d)).collect(),
        repeated: file.repeated.into_iter().map(|d| (d.word.clone(), d)).collect(),
        act: file.act.into_iter().map(|a| (a.word, a.force)).collect(),
        passed: file.passed.into_values().flatten().collect(),
        adverbs: file.adverbs.words.into_iter().collect(),
        link_ends: links.iter().filter_map(|l| l.rsplit(' ').next().map(str::to_owned)).collect(),
        links,
    }
});

/// The word lists of `phrase.toml`.
#[derive(Debug, Deserialize)]
pub(crate) struct PhraseWords {
    pub(crate) determiners: HashSet<String>,
    pub(crate) to_governors: HashSet<String>,
    pub(crate) never_infinitive: HashSet<String>,
    pub(crate) actor_heads: HashSet<String>,
    pub(crate) thing_heads: HashSet<String>,
    pub(crate) collective_heads: HashSet<String>,
    pub(crate) never_actor: HashSet<String>,
    pub(crate) postposed: HashSet<String>,
    pub(crate) openers: HashSet<String>,
    pub(crate) lists: HashSet<String>,
    pub(crate) treaties: HashSet<String>,
    pub(crate) base_verbs: HashSet<String>,
    pub(crate) countable: HashSet<String>,
    pub(crate) participles: HashSet<String>,
    pub(crate) no_participles: HashSet<String>,
    pub(crate) takes_topic: HashSet<String>,
    pub(crate) ends_topic: HashSet<String>,
    pub(crate) infinitive_governors: HashSet<String>,
    pub(crate) made_by: HashSet<String>,
    pub(crate) no_agents: HashSet<String>,
    pub(crate) no_subjects: HashSet<String>,
    pub(crate) foreign: HashSet<String>,
    pub(crate) finite: HashSet<String>,
    pub(crate) no_adverbs: HashSet<String>,
    pub(crate) no_place: HashSet<String>,
    pub(crate) titles: HashSet<String>,
    pub(crate) stative: HashSet<String>,
    pub(crate) light: HashSet<String>,
    pub(crate) listed: HashSet<String>,
    pub(crate) sets_up: HashSet<String>,
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
