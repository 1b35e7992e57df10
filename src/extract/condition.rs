//! On what conditions: *within existing resources*, *as appropriate*, *in consultation with Member States*
//! (`data/lexicon/conditions.toml`).

use super::scope::Scope;
use super::tokens::{Shape, Tokens};
use crate::model::{Condition, Trace};
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: String,
    #[serde(default)]
    open: bool,
    phrases: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the lexicon"))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the lexicon"))]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fillers: Vec<String>,
    condition: Vec<Entry>,
}

static LEXICON: LazyLock<File> = LazyLock::new(|| {
    // Compiled in; a test reads every entry.
    toml::from_str(include_str!("../../data/lexicon/conditions.toml"))
        .unwrap_or(File { fillers: Vec::new(), condition: Vec::new() })
});

/// Entries and phrases by the phrase's first word.
static BY_WORD: LazyLock<HashMap<&'static str, Vec<(usize, &'static str)>>> = LazyLock::new(|| {
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for (i, entry) in LEXICON.condition.iter().enumerate() {
        for phrase in &entry.phrases {
            all.entry(phrase.split(' ').next().unwrap_or_default()).or_default().push((i, phrase.as_str()));
        }
    }
    all
});

/// The words that some phrase can't do without.
static TRIGGERS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let rare = [
        "resources",
        "reporting",
        "reports",
        "subject to",
        "voluntary",
        "mandate",
        "appropriate",
        "applicable",
        "relevant",
        "necessary",
        "required",
        "needed",
        "possible",
        "feasible",
        "position to do so",
        "permit",
        "request",
        "consult",
        "cooperation",
        "coordination",
        "collaboration",
        "partnership",
        "conjunction",
        "jointly",
        "consent",
        "agreement of",
        "concurrence",
        "approval",
        "budget",
        "cost",
        "competence",
        "means",
        "need be",
        "practicable",
        "concert",
        "association",
        "liaison",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(rare).ok()
});

/// The conditions of an obligation in the order of the text, with the rule and the place of each.
///
/// `t` are the tokens of the scope's clause.
pub(crate) fn read(scope: &Scope<'_>, t: &Tokens<'_>) -> Vec<(Condition, Trace)> {
    if TRIGGERS.as_ref().is_some_and(|triggers| !triggers.is_match(t.text)) {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut i = 0;
    while i < t.len() {
        // *as well as relevant partners*
        let well = t.word(i) == "as" && t.before(i) == "well";
        let other = |entry: &Entry| t.inside(i) || well || (entry.open && made_by_others(t, i));
        let found = longest(t, i).filter(|(_, entry)| !other(entry));
        let Some((n, entry)) = found else {
            i += 1;
            continue;
        };
        let end = if entry.open { phrase_end(t, i + n) } else { i + n };
        let bytes = t.bytes(i..end);
        let at = scope.at(bytes.start + scope.clause.start..bytes.end + scope.clause.start);
        let phrase = t.raw(i..end).to_owned();
        let trace = Trace::new(format!("condition.{}", entry.kind), phrase.clone(), Some(at));
        all.push((Condition { kind: entry.kind.clone(), phrase, at }, trace));
        i = end;
    }
    all
}

/// The longest phrase at `i`: how many tokens, and whose it is.
fn longest(t: &Tokens<'_>, i: usize) -> Option<(usize, &'static Entry)> {
    let phrases = BY_WORD.get(t.word(i)).into_iter().flatten();
    phrases.filter_map(|(e, phrase)| Some((matches(t, i, phrase)?, LEXICON.condition.get(*e)?))).max_by_key(|(n, _)| *n)
}

/// *the guidance prepared by the Office, in collaboration with the Fund*: so it was made, not so it is to be used.
fn made_by_others(t: &Tokens<'_>, i: usize) -> bool {
    let end = i - usize::from(i > 0 && t.shape(i - 1) == Shape::Comma);
    (0..end)
        .rev()
        .take_while(|j| matches!(t.shape(*j), Shape::Word | Shape::Number))
        .find(|j| t.word(*j) == "by")
        .and_then(|by| by.checked_sub(1))
        .is_some_and(|j| MADE.contains(&t.word(j)) && !matches!(t.before(j), "be" | "is" | "are" | "being"))
}

const MADE: [&str; 14] = [
    "prepared",
    "developed",
    "elaborated",
    "selected",
    "proposed",
    "organized",
    "published",
    "issued",
    "drafted",
    "compiled",
    "conducted",
    "produced",
    "convened",
    "hosted",
];

/// How many tokens a phrase takes at `i`; `~` up to two fillers.
fn matches(t: &Tokens<'_>, i: usize, phrase: &str) -> Option<usize> {
    let mut at = i;
    // *the progress achieved in their cooperation with the League*
    if phrase.starts_with("in ~") && matches!(t.word(i + 1), "the" | "their" | "its" | "his" | "her") {
        return None;
    }
    for word in phrase.split(' ') {
        if word == "~" {
            let filler = |at: usize| LEXICON.fillers.iter().any(|f| f == t.word(at));
            at += usize::from(filler(at));
            at += usize::from(filler(at));
        } else if t.word(at) == word {
            at += 1;
        } else {
            return None;
        }
    }
    Some(at - i)
}

/// The end of the phrase that begins at `from`: before the next mark, the next infinitive, or one more condition (*in
/// collaboration with the Bank and in coordination with others*).
fn phrase_end(t: &Tokens<'_>, from: usize) -> usize {
    (from..t.len().min(from + 40))
        .find(|i| {
            let mark = matches!(t.shape(*i), Shape::Comma | Shape::Semicolon | Shape::Colon) || t.word(*i) == ".";
            let more = t.word(*i) == "and" && (matches!(t.word(i + 1), "to" | "in") || longest(t, i + 1).is_some());
            mark || more || (t.word(*i) == "to" && *i > from)
        })
        .unwrap_or(t.len().min(from + 40))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::with_scope;

    #[test]
    fn every_condition_is_found_in_its_examples_and_nowhere_else() {
        assert!(LEXICON.condition.len() > 8 && TRIGGERS.is_some(), "conditions.toml is read");
        let mut wrong = Vec::new();
        let kinds = |action: &str| {
            with_scope(action, None, |s, t| read(s, t).into_iter().map(|(c, _)| c.kind).collect::<Vec<_>>())
        };
        for entry in &LEXICON.condition {
            assert!(!entry.examples.is_empty() && !entry.not.is_empty(), "{}", entry.kind);
            let found = |a: &str| kinds(a).contains(&entry.kind);
            wrong.extend(entry.examples.iter().filter(|a| !found(a)).map(|a| format!("{}: {a}", entry.kind)));
            wrong.extend(entry.not.iter().filter(|a| found(a)).map(|a| format!("{}: not {a}", entry.kind)));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn an_open_condition_goes_on_to_the_end_of_its_phrase() {
        let phrases = with_scope(
            "to prepare, in close consultation with Member States and the regional groups, as appropriate, a report",
            None,
            |s, t| read(s, t).into_iter().map(|(c, _)| c.phrase).collect::<Vec<_>>(),
        );
        assert_eq!(phrases, ["in close consultation with Member States and the regional groups", "as appropriate"]);
    }
}
