//! How often: the words that give the rhythm of what is obliged (`data/lexicon/recurrences.toml`).
//!
//! An exact interval comes before *regularly*; the first in the text comes before the others.

use super::number::cardinal;
use super::scope::Scope;
use super::time::period;
use super::tokens::{Shape, Tokens};
use crate::model::{Period, Recurrence, Trace};
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rhythm {
    id: String,
    every: Option<Period>,
    adverbs: Vec<String>,
    adjectives: Vec<String>,
    /// Nouns before which the adjective says something else: *regular budget*.
    #[serde(default)]
    but: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the lexicon"))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the lexicon"))]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    nouns: Vec<String>,
    other: Vec<String>,
    through: Vec<String>,
    with: Vec<String>,
    heads: Vec<String>,
    rhythm: Vec<Rhythm>,
}

static LEXICON: LazyLock<File> = LazyLock::new(|| {
    // Compiled in; a test reads every entry.
    toml::from_str(include_str!("../../data/lexicon/recurrences.toml")).unwrap_or(File {
        nouns: Vec::new(),
        other: Vec::new(),
        through: Vec::new(),
        with: Vec::new(),
        heads: Vec::new(),
        rhythm: Vec::new(),
    })
});

/// Rhythms by the first words of their adverbs and adjectives, in the order of the file.
static BY_WORD: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut all: HashMap<_, Vec<usize>> = HashMap::new();
    for (i, rhythm) in LEXICON.rhythm.iter().enumerate() {
        for words in rhythm.adverbs.iter().chain(&rhythm.adjectives) {
            let rhythms = all.entry(words.split(' ').next().unwrap_or_default()).or_default();
            if rhythms.last() != Some(&i) {
                rhythms.push(i);
            }
        }
    }
    all
});

static TRIGGERS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = LEXICON.rhythm.iter().flat_map(|r| r.adverbs.iter().chain(&r.adjectives)).map(String::as_str);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(words.chain(["every ", "interval", "monthly", "a year", "per year"]))
        .ok()
});

/// The rhythm of an obligation, with the rule and the place that it was read by; `None` where it has none.
///
/// `t` are the tokens of the scope's clause.
pub(crate) fn read(scope: &Scope<'_>, t: &Tokens<'_>) -> Option<(Recurrence, Trace)> {
    if TRIGGERS.as_ref().is_some_and(|triggers| !triggers.is_match(t.text)) {
        return None;
    }
    let mut found: Option<(Recurrence, &str, Range<usize>)> = None;
    let mut i = 0;
    while i < t.len() {
        let here = if t.inside(i) { None } else { exact(t, i).or_else(|| listed(t, i)) };
        let Some((recurrence, rule, end)) = here else {
            i += 1;
            continue;
        };
        let better = match &found {
            None => true,
            Some((Recurrence::Regular, ..)) => recurrence != Recurrence::Regular,
            Some(_) => false,
        };
        if better && !is_means(t, i) {
            found = Some((recurrence, rule, i..end));
        }
        i += 1;
    }
    let (recurrence, rule, range) = found?;
    let bytes = t.bytes(range);
    let at = scope.at(bytes.start + scope.clause.start..bytes.end + scope.clause.start);
    Some((recurrence, Trace::new(rule.to_owned(), recurrence.to_string(), Some(at))))
}

/// *every 90 days*, *every two years*, *at 6-month intervals*, *at intervals of three months*, *three-monthly*.
fn exact(t: &Tokens<'_>, i: usize) -> Option<(Recurrence, &'static str, usize)> {
    let every = |p: Period, end: usize| Some((Recurrence::Every(p), "recurrence.every-period", end));
    if t.word(i) == "every" && cardinal(t.word(i + 1)).is_some() {
        let (p, end) = period::period(t, i + 1)?;
        return every(p, end);
    }
    if t.word(i) == "intervals" && t.word(i + 1) == "of" {
        let (p, end) = period::period(t, i + 2)?;
        return every(p, end);
    }
    // *at least one visiting mission a year*, *21 weeks per year*
    if matches!(t.word(i), "a" | "per")
        && t.word(i + 1) == "year"
        && ((i.saturating_sub(5)..i.saturating_sub(1)).any(|j| matches!(t.word(j), "one" | "1"))
            || (matches!(t.before(i), "weeks" | "days") && cardinal(t.word(i.saturating_sub(2))).is_some()))
    {
        return Some((Recurrence::Every(Period::years(1)), "recurrence.annual", i + 2));
    }
    if matches!(t.word(i + 1), "intervals" | "interval")
        && let Some((p, _)) = period::period(t, i)
    {
        return every(p, i + 2);
    }
    // *three-monthly reports*, *at six-monthly intervals*, *to meet three-monthly*
    let n = t.word(i).strip_suffix("-monthly").and_then(cardinal)?;
    let interval = matches!(t.word(i + 1), "intervals" | "basis");
    let alone = t.shape(i + 1) != Shape::Word || follows_adverb(t.word(i + 1));
    if !interval && !alone && (noun_after(t, i + 1).is_none() || is_of_another(t, i)) {
        return None;
    }
    every(Period::months(n), i + 1)
}

fn listed(t: &Tokens<'_>, i: usize) -> Option<(Recurrence, &'static str, usize)> {
    BY_WORD.get(t.word(i))?.iter().filter_map(|r| LEXICON.rhythm.get(*r)).find_map(|r| {
        let recurrence = r.every.map_or(Recurrence::Regular, Recurrence::Every);
        let attributive = r.adjectives.iter().any(|a| a == t.word(i));
        if attributive && let Some(noun) = noun_after(t, i + 1) {
            if r.but.iter().any(|w| w == t.word(noun)) {
                return None;
            }
            return (!is_of_another(t, i) && !is_name(t, i)).then_some((recurrence, r.id.as_str(), noun + 1));
        }
        let n = r.adverbs.iter().filter_map(|a| t.matches(i, a)).max()?;
        // *monthly* before a noun that is none of ours is that noun's: *a monthly rate*.
        let bare = n == 1 && attributive && t.shape(i + 1) == Shape::Word && !follows_adverb(t.word(i + 1));
        // *a regularly updated roster*
        let attribute = n == 1 && matches!(t.before(i), "a" | "an" | "the" | "its" | "their");
        (!bare && !attribute).then_some((recurrence, r.id.as_str(), i + n))
    })
}

fn follows_adverb(word: &str) -> bool {
    matches!(
        word,
        "to" | "on"
            | "and"
            | "in"
            | "at"
            | "the"
            | "of"
            | "with"
            | "by"
            | "or"
            | "as"
            | "through"
            | "for"
            | "about"
            | "during"
            | "a"
            | "an"
            | "its"
            | "their"
            | "his"
            | "her"
    )
}

/// The noun that an adjective stands before, with at most three words between: *regular, inclusive and interactive dialogue*.
fn noun_after(t: &Tokens<'_>, from: usize) -> Option<usize> {
    (from..from + 6)
        .take_while(|i| {
            let joins = matches!(t.word(*i), "," | "and");
            joins || (t.shape(*i) == Shape::Word && !follows_adverb(t.word(*i)))
        })
        .find(|i| LEXICON.nouns.iter().any(|n| n == t.word(*i)))
        // *the regular data collection instrument* is no collecting.
        .filter(|noun| {
            !(noun + 1..noun + 4)
                .take_while(|i| t.shape(*i) == Shape::Word && !follows_adverb(t.word(*i)))
                .any(|i| LEXICON.heads.iter().any(|h| h == t.word(i)))
        })
}

/// Whether the phrase that an adjective stands in belongs to another phrase: *the subtopics of the annual debate*.
fn is_of_another(t: &Tokens<'_>, adjective: usize) -> bool {
    let determiner = |w: &str| {
        matches!(w, "a" | "an" | "the" | "its" | "his" | "her" | "their" | "any" | "such" | "future" | "more")
    };
    let start = (adjective.saturating_sub(3)..adjective)
        .rev()
        .take_while(|i| !LEXICON.other.iter().any(|w| w == t.word(*i)))
        .find(|i| determiner(t.word(*i)))
        .unwrap_or(adjective);
    let mut before = t.before(start);
    // One more of a list (*the Summit and the annual forum*) is not what is asked.
    if t.word(start) == "the" && start < adjective && matches!(before, "and" | ",") {
        return true;
    }
    // *opportunities for voluntary, constructive and regular interaction*
    let mut first = start;
    while first > 2 && matches!(t.before(first), "and" | ",") && t.shape(first - 2) == Shape::Word && start == adjective
    {
        first -= 2;
        before = t.before(first);
    }
    let before = if before == "for" { before } else { t.before(start) };
    let start = if before == "for" { first } else { start };
    if matches!(before, "forthcoming" | "upcoming") || (start < adjective && t.before(adjective) == "forthcoming") {
        return true;
    }
    let beyond = start.checked_sub(2).map_or("", |i| t.word(i));
    let with = before == "with" && LEXICON.with.iter().any(|w| w == beyond);
    with || (LEXICON.other.iter().any(|w| w == before) && !LEXICON.through.iter().any(|w| w == beyond))
}

/// A part of a name: *Universal Periodic Review*, *universal periodic review*.
fn is_name(t: &Tokens<'_>, i: usize) -> bool {
    (t.capital(i) && i > 0) || t.before(i) == "universal"
}

/// Whether it stands in the means and not in what is asked: *by requiring that vessels regularly report*.
fn is_means(t: &Tokens<'_>, i: usize) -> bool {
    let start = (0..i).rev().find(|j| t.shape(*j) == Shape::Comma).unwrap_or(0);
    (start..i).any(|j| matches!(t.word(j), "by" | "while") && t.word(j + 1).ends_with("ing"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::with_scope;

    #[test]
    fn every_rhythm_reads_its_examples_and_nothing_else() {
        assert!(LEXICON.rhythm.len() > 8 && TRIGGERS.is_some(), "recurrences.toml is read");
        let mut wrong = Vec::new();
        let of = |action: &str| with_scope(action, None, |s, t| read(s, t).map(|(r, t)| (r.to_string(), t.rule)));
        for rhythm in &LEXICON.rhythm {
            assert!(!rhythm.examples.is_empty() && !rhythm.not.is_empty(), "{}", rhythm.id);
            for line in &rhythm.examples {
                let (action, want) = line.split_once(" => ").expect("an example says what it is read as");
                let got = of(action);
                if got.as_ref().map(|(d, r)| (d.as_str(), r.as_ref())) != Some((want, rhythm.id.as_str())) {
                    wrong.push(format!("{}: {line}: {got:?}", rhythm.id));
                }
            }
            wrong.extend(rhythm.not.iter().filter_map(|a| Some(format!("{}: not {a}: {:?}", rhythm.id, of(a)?))));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn exact_intervals_are_computed() {
        for (action, want) in [
            ("to report every 90 days", "P90D"),
            ("to review it at least every four months", "P4M"),
            ("to report by 30 April and thereafter at 6-month intervals", "P6M"),
            ("to report at intervals of three months", "P3M"),
            ("to report at six-monthly intervals", "P6M"),
            ("to submit three-monthly reports", "P3M"),
            ("to meet at least at monthly intervals", "P1M"),
            ("to continue its regular contacts and to report every two years", "P2Y"),
        ] {
            let got = with_scope(action, None, |s, t| read(s, t).map(|(r, _)| r.to_string()));
            assert_eq!(got.as_deref(), Some(want), "{action}");
        }
    }
}
