//! Words as they are compared: lower case, letters and digits alone.

use crate::follow::weights::weight;

/// Words that say nothing about a subject.
const EMPTY: &[&str] = &[
    "of", "the", "and", "in", "on", "for", "to", "a", "an", "its", "with", "by", "from", "at", "as", "or", "that",
    "this", "which", "their", "all", "his", "her", "it", "be", "is", "are", "was", "were", "has", "have", "been",
];

/// The words of a text in order, without those that say nothing.
pub fn words(text: &str) -> Vec<String> {
    let mut all = every_word(text);
    all.retain(|w| !EMPTY.contains(&w.as_str()));
    all
}

/// Every word of a text in order.
fn every_word(text: &str) -> Vec<String> {
    let plain = text.to_lowercase().replace(['\u{2019}', '\''], "");
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// A run of six words: its hash, and how much it says.
pub type Run = (u64, f64);

/// Every run of six words, by hash and without repeats.
pub fn runs(text: &str) -> Vec<Run> {
    let all: Vec<(u64, f64)> =
        every_word(text).iter().map(|w| (fnv(w), if EMPTY.contains(&w.as_str()) { 0.0 } else { weight(w) })).collect();
    let mut runs: Vec<Run> = all
        .windows(6)
        .map(|run| {
            let hash = run.iter().fold(0_u64, |h, (w, _)| (h ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23));
            // Squared: six words of every resolution say next to nothing together.
            (hash, run.iter().map(|(_, weight)| weight).sum::<f64>().powi(2))
        })
        .collect();
    runs.sort_by_key(|r| r.0);
    runs.dedup_by_key(|r| r.0);
    runs
}

/// Fowler, Noll and Vo's hash: the same on every machine.
fn fnv(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// How much of the shorter of two texts stands in the other, in runs of six words, those that say most counting most.
pub fn repeated(a: &[Run], b: &[Run]) -> f64 {
    let total = |runs: &[Run]| runs.iter().map(|r| r.1).sum::<f64>();
    let shared: f64 = a.iter().filter(|r| b.binary_search_by_key(&r.0, |o| o.0).is_ok()).map(|r| r.1).sum();
    shared / total(a).min(total(b)).max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_is_told_in_runs_of_six_words() {
        let a =
            runs("Requests the harbour master to paint every lighthouse of the northern coast white before the winter");
        let b = runs("Invites the pilots to paint every lighthouse of the northern coast white before the spring");
        let c = runs("Paint the lighthouse; every white harbour of the master before");
        assert!(repeated(&a, &b) > 0.5 && repeated(&a, &b) < 1.0);
        assert!(repeated(&a, &c) < 1e-9 && (repeated(&a, &a) - 1.0).abs() < 1e-9);
        assert!(repeated(&a, &[]) < 1e-9);
    }
}
