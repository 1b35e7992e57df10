//! The verbs of an action: the first, and those that are coordinated with it.

use super::Asked;
use super::words::KINDS;
use crate::extract::clauses::infinitive;
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::is_opener;
use crate::extract::tokens::{Shape, Tokens};

/// Tokens of the verbs of the action: the first, and those that are coordinated with it.
pub(super) fn verbs(a: &Asked<'_, '_>) -> Vec<usize> {
    let t = a.t;
    let first = verb_at(t, a.begins, a.action.end);
    let mut out = vec![first];
    // bare verbs in a row: *collect, analyse and disseminate*
    let mut i = first + 1;
    while i < a.action.end {
        if t.inside(i) {
            i += 1;
            continue;
        }
        let before = t.before(i);
        let joined = matches!(before, "and" | "," | ";" | "or" | "also")
            || t.matches_before(i, "as well as").is_some()
            || before == "further" && t.word(i.saturating_sub(2)) == "and";
        // *make every effort to do X*, *continue its efforts to do X*
        let effort =
            matches!(before, "effort" | "efforts") && i < first + 8 && KINDS.efforts.words.contains(t.word(first));
        let purpose =
            before == "," && !(i + 1..a.action.end).any(|k| infinitive(t, k) && matches!(t.before(k), "and" | ","));
        if (joined && !purpose || effort)
            && infinitive(t, i)
            && !matches!(t.word(i + 1), "be" | "that" | "this" | "which")
        {
            out.push(verb_at(t, i, a.action.end));
        } else if matches!(before, "and")
            && PHRASE.base_verbs.contains(t.word(i))
            && !t.capital(i)
            && !t.word(i).ends_with('s')
            && (governs(t, i) || out.last() == Some(&i.saturating_sub(2)) || plain_verb(t, i, first))
        {
            out.push(i);
        }
        i += 1;
    }
    out
}

/// A word that is only ever a verb, or has a verb's object, and is not joined to the verb of a relative clause.
fn plain_verb(t: &Tokens<'_>, i: usize, first: usize) -> bool {
    if !KINDS.only_verbs.words.contains(t.word(i)) {
        return false;
    }
    let relative = |k: usize| {
        matches!(t.word(k), "that" | "which" | "who") && !matches!(t.before(k), "ensure" | "guarantee" | "," | "so")
    };
    !(first..i).any(|k| relative(k) && !t.inside(k))
}

/// A bare verb after *and* has an object: an article, a pronoun, a plural, a preposition.
fn governs(t: &Tokens<'_>, i: usize) -> bool {
    let next = t.word(i + 1);
    t.word(i) == "report"
        || t.shape(i + 1) == Shape::Comma
        || PHRASE.determiners.contains(next)
        || matches!(
            next,
            "to" | "its"
                | "their"
                | "his"
                | "upon"
                | "on"
                | "further"
                | "appropriate"
                | "relevant"
                | "recommendations"
                | "with"
        )
}

/// The verb after *to* or a modal, adverbs and phrases between commas passed.
pub(super) fn verb_at(t: &Tokens<'_>, mut i: usize, end: usize) -> usize {
    for _ in 0..12 {
        let word = t.word(i);
        let skips = matches!(
            word,
            "to" | "not"
                | "also"
                | "further"
                | "shall"
                | "should"
                | "must"
                | "will"
                | "be"
                | "is"
                | "are"
                | "have"
                | "that"
                | "then"
                | "therefore"
                | "henceforth"
                | "may"
                | "can"
                | "to,"
                | "once"
                | "again"
                | "better"
                | "now"
                | "–"
        ) || word.ends_with("ly") && !matches!(word, "apply" | "supply" | "comply" | "rely" | "reply");
        if t.shape(i) == Shape::Comma {
            match (i + 1..end.min(i + 45)).find(|&k| t.shape(k) == Shape::Comma && !t.inside(k)) {
                Some(k) => i = k + 1,
                None => return i,
            }
        } else if skips && i < end {
            i += 1;
        } else if is_opener(t, i) && i < end && !PHRASE.base_verbs.contains(word) {
            // *within existing resources, to …*
            match (i + 1..end.min(i + 45)).find(|&k| t.shape(k) == Shape::Comma && !t.inside(k)) {
                Some(k) => i = k + 1,
                None => return i,
            }
        } else {
            break;
        }
    }
    i
}

/// The base form of a participle or a gerund.
pub(super) fn lemma(word: &str) -> String {
    match word {
        "held" | "holding" => return "hold".into(),
        "made" | "making" => return "make".into(),
        "given" | "giving" => return "give".into(),
        "set" | "setting" => return "set".into(),
        _ => {}
    }
    if PHRASE.base_verbs.contains(word) {
        return word.to_owned();
    }
    let stem = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed"));
    if let Some(stem) = stem {
        let short = stem.get(..stem.len().saturating_sub(1)).unwrap_or_default();
        for candidate in [
            stem.to_owned(),
            format!("{stem}e"),
            short.to_owned(),
            format!("{}y", stem.strip_suffix('i').unwrap_or(stem)),
        ] {
            if PHRASE.base_verbs.contains(&candidate) {
                return candidate;
            }
        }
    }
    word.to_owned()
}
