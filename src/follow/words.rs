//! Words as they are compared: lower case, letters and digits alone, and how rare each is among the texts.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words that say nothing about a subject.
const EMPTY: &[&str] = &[
    "of", "the", "and", "in", "on", "for", "to", "a", "an", "its", "with", "by", "from", "at", "as", "or", "that",
    "this", "which", "their", "all", "his", "her", "it", "be", "is", "are", "was", "were", "has", "have", "been",
];

/// The words of a text in order, without those that say nothing.
pub fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace(['\u{2019}', '\''], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !EMPTY.contains(w))
        .map(str::to_owned)
        .collect()
}

/// How often a word stands in a text, and in how many texts of all.
#[derive(Debug, Default)]
pub struct Rarity {
    texts: f64,
    of: HashMap<String, f64>,
}

impl Rarity {
    /// Counts the words of many texts.
    pub fn of<'a>(texts: impl Iterator<Item = &'a BTreeMap<String, u32>>) -> Rarity {
        let mut rarity = Rarity::default();
        for words in texts {
            rarity.texts += 1.0;
            for word in words.keys() {
                *rarity.of.entry(word.clone()).or_default() += 1.0;
            }
        }
        rarity
    }

    /// The weight of a word: nothing for one that stands everywhere.
    pub fn weight(&self, word: &str) -> f64 {
        ((1.0 + self.texts) / (1.0 + self.of.get(word).copied().unwrap_or(0.0))).ln() + 0.01
    }

    /// How much of the weight of all words of two texts is shared, from 0 to 1.
    pub fn overlap(&self, a: &[String], b: &[String]) -> f64 {
        let weight = |words: &mut dyn Iterator<Item = &String>| words.map(|w| self.weight(w)).sum::<f64>();
        let (a, b): (std::collections::BTreeSet<_>, std::collections::BTreeSet<_>) =
            (a.iter().collect(), b.iter().collect());
        weight(&mut a.intersection(&b).copied()) / weight(&mut a.union(&b).copied()).max(1e-9)
    }

    /// How much of the weight of the words of `of` stands in `text`, from 0 to 1.
    pub fn covered(&self, of: &[String], text: &[String]) -> f64 {
        let all: f64 = of.iter().map(|w| self.weight(w)).sum();
        let there: f64 = of.iter().filter(|w| text.contains(w)).map(|w| self.weight(w)).sum();
        there / all.max(1e-9)
    }

    /// How alike two texts are in the words that they use, from 0 to 1 (the cosine of their weighted counts).
    pub fn alike(&self, a: &BTreeMap<String, u32>, b: &BTreeMap<String, u32>) -> f64 {
        let value = |word: &str, n: u32| (1.0 + f64::from(n).ln()) * self.weight(word);
        let length = |t: &BTreeMap<String, u32>| t.iter().map(|(w, n)| value(w, *n).powi(2)).sum::<f64>().sqrt();
        let shared: f64 = a.iter().filter_map(|(w, n)| Some(value(w, *n) * value(w, *b.get(w)?))).sum();
        shared / (length(a) * length(b)).max(1e-9)
    }
}

/// Hashes of every run of six words, sorted and without repeats.
pub fn runs(text: &str) -> Vec<u64> {
    let all: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let mut runs: Vec<u64> = all
        .windows(6)
        .map(|run| {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}
