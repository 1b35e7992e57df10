//! A text to its main clauses: which finite verbs are the organ's own, and where each clause ends.
//!
//! The subject of every paragraph is the adopting organ, named once before the first. So a finite verb in the third person
//! is the organ's own where a clause can begin: at the head of the text, or after a comma, a semicolon or *and*, with
//! adverbs and linking phrases between. A verb with a subject of its own belongs to a clause that only reports.

use crate::extract::lexicon::{Directive, PHRASE, VERBS};
use crate::extract::tokens::{Shape, Tokens};
use crate::model::Force;
use std::ops::Range;

/// What a main clause does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It obliges, with this force.
    Directive(Force),
    /// It obliges nobody.
    Passed,
}

/// A main clause.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    /// Token of the finite verb.
    pub(crate) verb: usize,
    /// The verb with its adverbs, noun and particle: *also reiterates its call upon*.
    pub(crate) verb_words: Range<usize>,
    /// What it does.
    pub(crate) mood: Mood,
    /// The rule that took the verb.
    pub(crate) rule: &'static str,
    /// First token of what joins it to the clause before (`, and in this regard`).
    pub(crate) joint: usize,
    /// One past its last token.
    pub(crate) end: usize,
}

/// A word that looks like a directive verb and is none.
#[derive(Debug, Clone)]
pub(crate) struct Passed {
    pub(crate) token: usize,
    pub(crate) rule: &'static str,
}

/// How a clause is joined to what stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Start,
    Strong,
    Comma,
    And,
}

/// The main clauses of a text, in order, and the directive-looking words that open none.
pub(crate) fn clauses(t: &Tokens<'_>) -> (Vec<Clause>, Vec<Passed>) {
    let mut found: Vec<Clause> = Vec::new();
    let mut passed = Vec::new();
    // the last verb with a subject of its own: what *and* joins to it is reported, too
    let mut reported: Option<usize> = None;
    for i in 0..t.len() {
        let word = t.word(i);
        if t.shape(i) != Shape::Word || !word.ends_with('s') || t.inside(i) {
            continue;
        }
        let continued = continued(t, i);
        let directive = VERBS.directive.get(word).or(continued);
        let repeated = VERBS.repeated.contains(word);
        if directive.is_none() && !repeated && !VERBS.passed.contains(word) {
            if VERBS.unread.contains(word) && joint(t, i).is_some() {
                passed.push(Passed { token: i, rule: "verb.unknown" });
            }
            if is_reporting(t, i) {
                reported = Some(i);
            }
            continue;
        }
        let opens = joint(t, i);
        if t.capital(i) && !matches!(opens, Some((Joint::Start | Joint::Strong, _))) {
            continue;
        }
        if found.last().is_some_and(|c| i < c.verb_words.end) {
            continue;
        }
        let Some((kind, from)) = opens else {
            if directive.is_some() && !is_noun_here(t, i) {
                passed.push(Passed { token: i, rule: "clause.reported" });
                reported = Some(i);
            } else if directive.is_some_and(|d| !matches!(d.word.as_str(), "tasks" | "mandates")) {
                passed.push(Passed { token: i, rule: "word.noun" });
            } else if is_reporting(t, i) {
                reported = Some(i);
            }
            continue;
        };
        let last = found.last().map_or(0, |c| c.verb_words.end);
        if kind == Joint::Comma && found.last().is_some_and(|c| holds_subject(t, c, i)) {
            passed.push(Passed { token: i, rule: "clause.reported" });
            continue;
        }
        if kind == Joint::And
            && reported.is_some_and(|r| r >= last && !comma_between(t, r, from))
            && !linked(t, from, i)
            && !(organs_own(t, i) && reported.is_some_and(|r| !organs_own(t, r)))
        {
            passed.push(Passed { token: i, rule: "clause.reported" });
            continue;
        }
        let taken = match directive {
            Some(_) if continued.is_some() => continued_verb(t, i),
            Some(d) => directive_verb(t, i, d, kind),
            None if repeated => repeated_verb(t, i).or_else(|| passed_verb(t, i, kind)),
            None => passed_verb(t, i, kind),
        };
        let Some((words, mood, rule)) = taken else {
            if directive.is_some_and(|d| !matches!(d.word.as_str(), "tasks" | "mandates")) {
                passed.push(Passed { token: i, rule: "word.noun" });
            }
            continue;
        };
        if let Some(before) = found.last_mut() {
            before.end = from;
        }
        found.push(Clause { verb: i, verb_words: words, mood, rule, joint: from, end: t.len() });
    }
    for clause in &mut found {
        while clause.end > clause.verb_words.end && is_tail(t, clause.end - 1) {
            clause.end -= 1;
        }
    }
    (found, passed)
}

/// Marks and conjunctions that close a clause without belonging to it. A colon stays: parts hang on it.
fn is_tail(t: &Tokens<'_>, i: usize) -> bool {
    matches!(t.shape(i), Shape::Comma | Shape::Semicolon)
        || matches!(t.word(i), "." | "and" | "or")
        || t.word(i) == "while"
}

/// Where a clause can begin before token `i`: how it is joined, and the first token of the joint.
fn joint(t: &Tokens<'_>, i: usize) -> Option<(Joint, usize)> {
    let mut j = i;
    loop {
        let Some(last) = j.checked_sub(1) else { return Some((Joint::Start, 0)) };
        let word = t.word(last);
        if VERBS.adverbs.contains(word) && !t.inside(last) {
            j = last;
            continue;
        }
        if let Some(n) = link_before(t, j) {
            j -= n;
            continue;
        }
        match t.shape(last) {
            Shape::Semicolon | Shape::Colon => return Some((Joint::Strong, last)),
            Shape::Comma => {
                if let Some(n) = link_before(t, last) {
                    let before = last - n;
                    if before == 0
                        || t.shape(before - 1) != Shape::Word
                        || matches!(t.before(before), "and" | "but" | "while")
                    {
                        j = before;
                        continue;
                    }
                }
                if let Some(open) = parenthesis(t, last) {
                    j = open;
                    continue;
                }
                return Some((if last == 0 { Joint::Start } else { Joint::Comma }, last));
            }
            _ => {}
        }
        return match word {
            "and" | "but" | "while" | "also" => {
                let before = last.checked_sub(1).map(|b| t.shape(b));
                match before {
                    Some(Shape::Comma) => Some((Joint::Comma, last - 1)),
                    Some(Shape::Semicolon) => Some((Joint::Strong, last - 1)),
                    None => Some((Joint::Start, 0)),
                    Some(_) => Some((Joint::And, last)),
                }
            }
            "." | "–" | "—" | "-" if t.shape(last) == Shape::Mark => Some((Joint::Strong, last)),
            _ => None,
        };
    }
}

/// A phrase between commas after *and*: from its closing comma to the token after *and* (`and, in accordance with …, requests`).
fn parenthesis(t: &Tokens<'_>, close: usize) -> Option<usize> {
    let from = close.saturating_sub(40);
    (from + 1..close).rev().find(|&k| t.shape(k) == Shape::Comma && t.word(k - 1) == "and" && !t.inside(k))
}

/// A linking phrase that ends before `j`: its length.
fn link_before(t: &Tokens<'_>, j: usize) -> Option<usize> {
    if !VERBS.link_ends.contains(t.before(j)) {
        return None;
    }
    VERBS.links.iter().find_map(|link| t.matches_before(j, link))
}

/// Whether a linking phrase or an adverb stands between the joint and the verb: then the clause is the organ's own.
fn linked(_: &Tokens<'_>, from: usize, verb: usize) -> bool {
    verb.saturating_sub(from) > 1
}

/// Verbs of which an organ alone is the subject.
fn organs_own(t: &Tokens<'_>, i: usize) -> bool {
    matches!(t.word(i), "requests" | "decides" | "urges" | "invites" | "demands" | "authorizes" | "directs")
        || t.word(i) == "calls" && matches!(t.word(i + 1), "upon" | "on")
}

fn comma_between(t: &Tokens<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| t.shape(i) == Shape::Comma && !t.inside(i))
}

/// A present verb with a subject of its own: after a relative pronoun (*which requires*).
fn is_reporting(t: &Tokens<'_>, i: usize) -> bool {
    matches!(t.before(i), "which" | "that" | "who") && !t.capital(i)
}

/// A determiner or a preposition before the word: it is the noun.
fn is_noun_here(t: &Tokens<'_>, i: usize) -> bool {
    VERBS.before_nouns.contains(t.before(i))
}

/// Takes a directive verb with adverbs and particle.
fn directive_verb(t: &Tokens<'_>, i: usize, d: &Directive, kind: Joint) -> Option<(Range<usize>, Mood, &'static str)> {
    if matches!(d.word.as_str(), "tasks" | "mandates") && !matches!(kind, Joint::Start | Joint::Strong) {
        return None;
    }
    let start = adverbs_before(t, i);
    let mut end = i + 1;
    let mut next = adverbs_after(t, end);
    if !d.particle.is_empty() {
        // *calls in particular on*
        if let Some(n) = VERBS.links.iter().find_map(|link| t.matches(next, link)) {
            next += n;
        }
        // *calls, in this regard, upon*
        if t.shape(next) == Shape::Comma
            && let Some(k) = (next + 1..next + 12).find(|&k| t.shape(k) == Shape::Comma)
        {
            next = k + 1;
        }
        if !d.particle.iter().any(|p| p == t.word(next)) {
            return None;
        }
        end = next + 1;
    } else if next > end {
        end = next;
    }
    let link = VERBS.links.iter().any(|link| t.matches(end, link).is_some());
    if d.noun && kind != Joint::Start && !link && is_noun_after(t, end, d) {
        return None;
    }
    if d.word == "agrees" && !(t.word(end) == "to" || t.word(end) == "that" || t.shape(end) == Shape::Comma) {
        return None;
    }
    Some((start..end, Mood::Directive(d.force), "verb.directive"))
}

/// *continues to call upon them*: the directive that goes on.
fn continued(t: &Tokens<'_>, i: usize) -> Option<&'static Directive> {
    if t.word(i) != "continues" || t.word(i + 1) != "to" {
        return None;
    }
    let word = t.word(i + 2);
    if !matches!(word, "call" | "urge" | "encourage" | "invite" | "request" | "appeal" | "demand" | "recommend") {
        return None;
    }
    VERBS.directive.get(&format!("{word}s"))
}

/// The words of the verb without *further*, where that is the adjective of the noun after it: *encourages further cooperation*.
/// What is asked is still read from behind it.
pub(crate) fn as_written(t: &Tokens<'_>, words: Range<usize>) -> Range<usize> {
    let (start, end) = (words.start, words.end);
    let start = (start..end).find(|&i| t.word(i) != "therefore").unwrap_or(start);
    let adverb =
        matches!(t.word(end), "that" | "to" | "relevant" | "interested" | "both" | "them" | "on" | "in" | "upon");
    let adjective = end > start + 1
        && t.word(end - 1) == "further"
        && t.word(end - 2).ends_with('s')
        && t.shape(end) == Shape::Word
        && !t.capital(end)
        && !PHRASE.determiners.contains(t.word(end))
        && !adverb;
    start..if adjective { end - 1 } else { end }
}

fn continued_verb(t: &Tokens<'_>, i: usize) -> Option<(Range<usize>, Mood, &'static str)> {
    let d = continued(t, i)?;
    let next = adverbs_after(t, i + 3);
    let end = match d.particle.as_slice() {
        [] => i + 3,
        particles => particles.iter().any(|p| p == t.word(next)).then_some(next + 1)?,
    };
    Some((adverbs_before(t, i)..end, Mood::Directive(d.force), "verb.directive"))
}

/// Whether a reported clause still waits for its verb: *Notes that the Director, in his report, invites States*.
fn holds_subject(t: &Tokens<'_>, clause: &Clause, verb: usize) -> bool {
    let that = clause.verb_words.end;
    if clause.mood != Mood::Passed || t.word(that) != "that" || t.shape(verb - 1) != Shape::Comma {
        return false;
    }
    let commas: Vec<usize> = (that..verb).filter(|&i| t.shape(i) == Shape::Comma && !t.inside(i)).collect();
    let [open, _] = commas.as_slice() else { return false };
    crate::extract::nouns::is_opener(t, open + 1)
        && !(that + 1..*open).any(|i| {
            PHRASE.finite.contains(t.word(i)) || t.word(i).ends_with("ed") || t.word(i) == "and" || t.inside(i)
        })
}

/// *requests for*, *demands on*: the noun.
fn is_noun_after(t: &Tokens<'_>, next: usize, d: &Directive) -> bool {
    if !d.particle.is_empty() {
        return false;
    }
    VERBS.after_nouns.contains(t.word(next))
        && !(t.word(next) == "and" && VERBS.directive.contains_key(t.word(next + 1)))
}

/// *reiterates its request to*: its words, and the force of the act that is said again.
fn repeated_verb(t: &Tokens<'_>, i: usize) -> Option<(Range<usize>, Mood, &'static str)> {
    let start = adverbs_before(t, i);
    let mut j = adverbs_after(t, i + 1);
    if t.shape(j) == Shape::Comma {
        // *reiterates, in this regard, its call*
        j = (j + 1..j + 10).find(|&k| t.shape(k) == Shape::Comma).map_or(j, |k| k + 1);
    }
    if !matches!(t.word(j), "its" | "the") {
        return None;
    }
    j += 1;
    let act = (j..j + 3).find(|&k| VERBS.act.contains_key(t.word(k)))?;
    let force = *VERBS.act.get(t.word(act))?;
    let mut end = act + 1;
    while t.word(end) == "and" && VERBS.act.contains_key(t.word(end + 1)) {
        end += 2;
    }
    match t.word(end) {
        "to" if !(force == Force::Decide || infinitive(t, end)) => end += 1,
        "upon" | "on" | "for" if force != Force::Decide => end += 1,
        "to" | "that" => {}
        // an act that is only cited has no content of its own
        _ => {
            let stop = (end..t.len()).find(|&k| t.shape(k) == Shape::Semicolon).unwrap_or(t.len());
            let goes_on = (end..stop).any(|k| t.word(k) == "that" || infinitive(t, k));
            let foreign = matches!(t.word(end), "of" | "by" | "made");
            if !goes_on || foreign {
                return None;
            }
        }
    }
    Some((start..end, Mood::Directive(force), "verb.repeated"))
}

/// A verb that obliges nobody.
fn passed_verb(t: &Tokens<'_>, i: usize, kind: Joint) -> Option<(Range<usize>, Mood, &'static str)> {
    let end = adverbs_after(t, i + 1);
    // *which respects human rights, has a focus on the poorest and protects the planet*
    if matches!(t.word(i), "has" | "is") && matches!(kind, Joint::Comma | Joint::And) && !t.word(end).ends_with("ed") {
        return None;
    }
    let sure = kind == Joint::Start || VERBS.objects.contains(t.word(end)) || !VERBS.nouns_too.contains(t.word(i));
    sure.then(|| (adverbs_before(t, i)..end, Mood::Passed, "verb.not-directive"))
}

fn adverbs_before(t: &Tokens<'_>, i: usize) -> usize {
    let mut start = i;
    while start > 0 && VERBS.adverbs.contains(t.word(start - 1)) {
        start -= 1;
    }
    start
}

fn adverbs_after(t: &Tokens<'_>, mut i: usize) -> usize {
    while VERBS.adverbs.contains(t.word(i)) || t.word(i) == "more" && t.before(i) == "once" {
        i += 1;
    }
    i
}

/// Whether `to` (or `not to`) at `i` opens an infinitive.
pub(crate) fn infinitive(t: &Tokens<'_>, i: usize) -> bool {
    let mut k = match t.word(i) {
        "to" => i + 1,
        "not" if t.word(i + 1) == "to" => i + 2,
        _ => return false,
    };
    // *assistance to States*, but *in need of assistance to consider*
    let governed = PHRASE.to_governors.contains(t.before(i)) && !t.capital(i.saturating_sub(1));
    if t.inside(i)
        || governed && !(PHRASE.ever_verbs.contains(t.word(k)) && PHRASE.weak_governors.contains(t.before(i)))
    {
        return false;
    }
    // *to (a) assist … and (b) …*
    if t.word(k) == "(" && t.word(k + 1).len() == 1 && t.word(k + 2) == ")" {
        k += 3;
    }
    // *to further their efforts*
    if t.word(k) == "further" && matches!(t.word(k + 1), "their" | "the" | "its" | "this" | "these") {
        return true;
    }
    if t.word(k) == "at" && matches!(t.word(k + 1), "least" | "minimum" | "once") {
        k += 2;
    }
    while t.shape(k) == Shape::Word
        && (t.word(k).ends_with("ly")
            && !matches!(t.word(k), "apply" | "supply" | "comply" | "rely" | "multiply" | "reply" | "imply" | "ally"))
        || matches!(t.word(k), "also" | "further" | "not" | "so" | "better" | "continue" | "always" | "once")
        || t.word(k) == "and" && t.before(k).ends_with("ly") && t.word(k + 1).ends_with("ly")
    {
        if t.word(k) == "continue" {
            return true;
        }
        k += 1;
    }
    // `to, within its mandate, submit`
    if t.shape(k) == Shape::Comma {
        return (k + 1..k + 30).any(|c| t.shape(c) == Shape::Comma);
    }
    if t.shape(k) == Shape::Colon {
        return true;
    }
    let word = t.word(k);
    t.shape(k) == Shape::Word
        && !t.capital(k)
        && !t.inside(k)
        && !PHRASE.never_infinitive.contains(word)
        && (PHRASE.base_verbs.contains(word) || !is_nominal(word))
}

/// Endings of nouns.
fn is_nominal(word: &str) -> bool {
    word.ends_with("ing")
        || ["tion", "sion", "ness", "ity", "ism", "ence", "ship", "ties", "ions", "ments"]
            .iter()
            .any(|s| word.ends_with(s))
}
