//! How much a word says: nothing where every resolution has it, much where few have.
//!
//! The measure is fixed (`data/lexicon/shares.txt`), so that what is said of two texts is the same whatever else is loaded.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

const SHARES: &str = include_str!("../../data/lexicon/shares.txt");

/// Of a thousand resolutions so many have a word that the list leaves out.
const RARE: f64 = 4.0;

static WEIGHTS: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    let lines = SHARES.lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once(' '))
        .filter_map(|(share, words)| Some((share.parse::<f64>().ok()?, words)))
        .flat_map(|(share, words)| words.split(' ').map(move |w| (w, of_share(share))))
        .collect()
});

fn of_share(in_thousand: f64) -> f64 {
    (1000.0 / in_thousand.clamp(1.0, 1000.0)).ln() + 0.01
}

/// The weight of a word, from 0.01 to about 5.5.
pub fn weight(word: &str) -> f64 {
    WEIGHTS.get(word).copied().unwrap_or_else(|| of_share(RARE))
}

/// How much of the weight of all words of two texts is shared, from 0 to 1.
pub fn overlap(a: &[String], b: &[String]) -> f64 {
    let sum = |words: &mut dyn Iterator<Item = &String>| words.map(|w| weight(w)).sum::<f64>();
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (a.iter().collect(), b.iter().collect());
    sum(&mut a.intersection(&b).copied()) / sum(&mut a.union(&b).copied()).max(1e-9)
}

/// How much of the weight of the words of `of` stands in `text`, from 0 to 1.
pub fn covered(of: &[String], text: &[String]) -> f64 {
    let all: f64 = of.iter().map(|w| weight(w)).sum();
    let there: f64 = of.iter().filter(|w| text.contains(w)).map(|w| weight(w)).sum();
    there / all.max(1e-9)
}

/// How alike two texts are in the words that they use, from 0 to 1 (the cosine of their weighted counts).
pub fn alike(a: &BTreeMap<String, u32>, b: &BTreeMap<String, u32>) -> f64 {
    let value = |word: &str, n: u32| (1.0 + f64::from(n).ln()) * weight(word);
    let length = |t: &BTreeMap<String, u32>| t.iter().map(|(w, n)| value(w, *n).powi(2)).sum::<f64>().sqrt();
    let shared: f64 = a.iter().filter_map(|(w, n)| Some(value(w, *n) * value(w, *b.get(w)?))).sum();
    shared / (length(a) * length(b)).max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_whole_and_rare_words_weigh_most() {
        let lines = SHARES.lines().filter(|l| !l.starts_with('#'));
        assert!(lines.clone().all(|l| l.split(' ').next().is_some_and(|n| n.parse::<u16>().is_ok_and(|n| n <= 1000))));
        assert_eq!(WEIGHTS.len(), lines.flat_map(|l| l.split(' ').skip(1)).count());
        assert!(
            weight("nations") < 0.2 && weight("nations") < weight("human") && weight("human") < weight("lighthouse")
        );
    }

    #[test]
    fn what_is_shared_counts_by_its_weight() {
        let list = |s: &str| s.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (a, b, c) = (list("report lighthouses"), list("lighthouses general"), list("report harbours"));
        assert!(overlap(&a, &b) > 0.8 && overlap(&a, &c) < 0.1);
        assert!(covered(&a, &b) > 0.9 && covered(&[], &b) == 0.0);
    }
}
