//! What is asked: the kind, told from the verbs of the action and their objects.

use crate::extract::clauses::infinitive;
use crate::extract::duty::{Duty, Form};
use crate::extract::lexicon::read;
use crate::extract::tokens::{Shape, Tokens};
use crate::model::{Force, Kind};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Kinds {
    agenda: Agenda,
    report: Report,
    meeting: Meeting,
    mandate: Mandate,
    funding: Funding,
}
#[derive(Deserialize)]
struct Agenda {
    consider: HashSet<String>,
    consideration: HashSet<String>,
    organs: HashSet<String>,
}
#[derive(Deserialize)]
struct Report {
    verbs: HashSet<String>,
    gives: HashSet<String>,
    papers: HashSet<String>,
    intergovernmental: HashSet<String>,
    offices: HashSet<String>,
}
#[derive(Deserialize)]
struct Meeting {
    verbs: HashSet<String>,
    proclaims: HashSet<String>,
    nouns: HashSet<String>,
    periods: HashSet<String>,
}
#[derive(Deserialize)]
struct Mandate {
    verbs: HashSet<String>,
    objects: HashSet<String>,
}
#[derive(Deserialize)]
struct Funding {
    verbs: HashSet<String>,
    nouns: HashSet<String>,
    provides: HashSet<String>,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| read("kinds.toml", include_str!("../../data/lexicon/kinds.toml")));

/// A kind, the rule, the token that it goes by, and whether it is sure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) rule: &'static str,
    pub(crate) at: usize,
    pub(crate) sure: bool,
}

/// What the kind is read from.
pub(crate) struct Asked<'t, 'a> {
    pub(crate) t: &'t Tokens<'a>,
    pub(crate) action: Range<usize>,
    pub(crate) begins: usize,
    pub(crate) form: Form,
    pub(crate) force: Force,
    /// The organ binds itself.
    pub(crate) organ: bool,
    /// Somebody is addressed that meets and considers.
    pub(crate) meets: bool,
}

/// Whether an addressee is an organ that meets.
pub(crate) fn meets(names: &[String]) -> bool {
    !names.is_empty()
        && names.iter().all(|n| {
            let lower = n.to_lowercase();
            let head = lower
                .split([' ', ','])
                .take_while(|w| !matches!(*w, "of" | "on" | "for" | "established"))
                .last()
                .unwrap_or_default();
            KINDS.agenda.organs.contains(head)
                && !lower.starts_with("secretariat")
                && !lower.starts_with("president")
                && !lower.contains("advisory committee on administrative")
        })
}

/// The kind of a duty.
pub(crate) fn kind(asked: &Asked<'_, '_>) -> Found {
    let mut best = Found { kind: Kind::Action, rule: "kind.action", at: asked.begins, sure: true };
    for v in verbs(asked) {
        if let Some(found) = of_verb(asked, v) {
            if found.kind < best.kind {
                best = found;
            }
        }
    }
    best
}

/// Tokens of the verbs of the action: the first, and those that are coordinated with it.
fn verbs(a: &Asked<'_, '_>) -> Vec<usize> {
    let t = a.t;
    let mut out = Vec::new();
    match a.form {
        Form::Noun | Form::Open => out.push(a.begins),
        _ => out.push(verb_at(t, a.begins, a.action.end)),
    }
    let mut i = a.begins + 1;
    while i < a.action.end {
        let joined = matches!(t.before(i), "and" | "," | ";" | "or")
            || t.word(i - 1) == "also"
            || t.matches_before(i, "as well as").is_some();
        if t.word(i) == "to" && infinitive(t, i) && joined {
            out.push(verb_at(t, i, a.action.end));
        } else if t.before(i) == "and" && !t.inside(i) {
            out.push(i);
        }
        i += 1;
    }
    out
}

/// The verb after *to*, adverbs passed.
fn verb_at(t: &Tokens<'_>, mut i: usize, end: usize) -> usize {
    while i < end
        && (matches!(
            t.word(i),
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
                | "closely"
                | "then"
                | "therefore"
                | "urgently"
                | "actively"
                | "to,"
                | "henceforth"
        ) || t.word(i).ends_with("ly") && !matches!(t.word(i), "apply" | "supply" | "comply" | "rely" | "reply"))
    {
        i += 1;
    }
    if t.shape(i) == Shape::Comma {
        if let Some(k) = (i + 1..end.min(i + 40)).find(|&k| t.shape(k) == Shape::Comma) {
            return k + 1;
        }
    }
    i
}

fn lemma(word: &str) -> String {
    match word {
        "held" => return "hold".into(),
        "submitted" => return "submit".into(),
        "made" => return "make".into(),
        "given" => return "give".into(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("ied") {
        return format!("{stem}y");
    }
    for verb in [
        "convene",
        "schedule",
        "include",
        "prepare",
        "provide",
        "issue",
        "finance",
        "appropriate",
        "reduce",
        "terminate",
        "create",
        "circulate",
        "examine",
        "produce",
        "continue",
        "conclude",
    ] {
        if word == format!("{verb}d") {
            return verb.into();
        }
    }
    word.strip_suffix("ed").unwrap_or(word).to_owned()
}

/// The kind of one verb with what follows it.
fn of_verb(a: &Asked<'_, '_>, v: usize) -> Option<Found> {
    let t = a.t;
    let k = &*KINDS;
    let end = a.action.end;
    let word = lemma(t.word(v));
    let word = word.as_str();
    let found = |kind, rule, sure| Some(Found { kind, rule, at: v, sure });
    let near = |n: usize| v + 1..end.min(v + 1 + n);
    let has = |range: Range<usize>, set: &HashSet<String>| range.into_iter().find(|&i| set.contains(t.word(i)));
    // consider doing X takes the kind of X
    if (word == "consider" || word == "continue")
        && (t.word(v + 1).ends_with("ing") || t.word(v + 1) == "to")
        && v + 1 < end
    {
        let next = if t.word(v + 1) == "to" { v + 2 } else { v + 1 };
        let gerund = t.word(next);
        if k.agenda.consideration.contains(gerund) || a.meets && k.agenda.consider.contains(gerund) {
            return (a.organ || a.meets).then_some(Found {
                kind: Kind::Agenda,
                rule: "kind.consider",
                at: v,
                sure: true,
            });
        }
        let base = gerund.strip_suffix("ing").map(str::to_owned);
        if next == v + 2 {
            return of_verb(a, next);
        }
        if let Some(base) = base {
            for candidate in [
                base.clone(),
                format!("{base}e"),
                base.get(..base.len().saturating_sub(1)).unwrap_or_default().to_owned(),
            ] {
                if let Some(f) = verb_kind(a, v + 1, &candidate) {
                    return Some(f);
                }
            }
            return None;
        }
    }
    // agenda
    if matches!(word, "include" | "place" | "inscribe" | "keep" | "retain") {
        if let Some(at) = near(60).find(|&i| t.word(i) == "agenda") {
            let _ = at;
            return found(Kind::Agenda, "kind.agenda", true);
        }
    }
    if word == "remain" && near(4).any(|i| t.word(i) == "seized") || word == "seized" {
        return found(Kind::Agenda, "kind.seized", true);
    }
    if a.organ || a.meets {
        if k.agenda.consider.contains(word)
            && !(t.word(v + 1) == "into" || near(3).any(|i| t.word(i) == "account"))
            && word != "address"
        {
            return found(Kind::Agenda, "kind.consider", true);
        }
        if matches!(
            word,
            "continue"
                | "resume"
                | "conclude"
                | "defer"
                | "keep"
                | "give"
                | "undertake"
                | "conduct"
                | "begin"
                | "complete"
                | "take"
                | "hold"
                | "carry"
                | "postpone"
        ) && has(near(8), &k.agenda.consideration).is_some()
            && !near(2).any(|i| t.word(i) == "into")
        {
            return found(Kind::Agenda, "kind.consideration", true);
        }
    }
    verb_kind(a, v, word)
}

fn verb_kind(a: &Asked<'_, '_>, v: usize, word: &str) -> Option<Found> {
    let t = a.t;
    let k = &*KINDS;
    let end = a.action.end;
    let found = |kind, rule, sure| Some(Found { kind, rule, at: v, sure });
    let near = |n: usize| v + 1..end.min(v + 1 + n);
    let has = |range: Range<usize>, set: &HashSet<String>| range.into_iter().find(|&i| set.contains(t.word(i)));
    // report
    if k.report.verbs.contains(word) && to_organ(a, v) != Some(false) {
        let direct = matches!(word, "inform" | "brief" | "update" | "notify" | "apprise");
        if !direct || object_is_organ(a, v) {
            return found(Kind::Report, "kind.report", true);
        }
    }
    if word == "keep"
        && near(14).any(|i| matches!(t.word(i), "informed" | "apprised" | "abreast"))
        && object_is_organ(a, v)
    {
        return found(Kind::Report, "kind.keep-informed", true);
    }
    if k.report.gives.contains(word) {
        let limit = if word == "include" { 40 } else { 14 };
        let paper = if word == "include" {
            near(limit).find(|&i| {
                t.word(i) == "in" && (i + 1..(i + 10).min(end)).any(|j| matches!(t.word(j), "report" | "reports"))
            })
        } else {
            has(near(limit), &k.report.papers)
        };
        if paper.is_some() && to_organ(a, v) != Some(false) {
            return found(Kind::Report, "kind.report", true);
        }
        if matches!(word, "submit" | "present") && to_organ(a, v) == Some(true) {
            return found(Kind::Report, "kind.report", true);
        }
    }
    // meeting
    if k.meeting.verbs.contains(word) && has(near(16), &k.meeting.nouns).is_some() {
        return found(Kind::Meeting, "kind.meeting", true);
    }
    if k.meeting.proclaims.contains(word) && has(near(20), &k.meeting.periods).is_some() {
        return found(Kind::Meeting, "kind.proclaim", true);
    }
    // mandate
    if a.organ && k.mandate.verbs.contains(word) && has(near(14), &k.mandate.objects).is_some() {
        return found(Kind::Mandate, "kind.mandate", true);
    }
    // funding
    if k.funding.verbs.contains(word)
        && (word != "contribute"
            || near(30).any(|i| {
                k.funding.nouns.contains(t.word(i))
                    || matches!(t.word(i), "fund" | "funds" | "generously" | "financially" | "voluntarily")
            }))
    {
        return found(Kind::Funding, "kind.funding", true);
    }
    if k.funding.provides.contains(word) && has(near(7), &k.funding.nouns).is_some() {
        return found(Kind::Funding, "kind.funding", false);
    }
    None
}

/// Whether the verb's object is an organ (*inform the Council*) or nobody in particular.
fn object_is_organ(a: &Asked<'_, '_>, v: usize) -> bool {
    let t = a.t;
    let k = &*KINDS;
    for i in v + 1..a.action.end.min(v + 14) {
        let w = t.word(i);
        if k.report.offices.contains(w) {
            return false;
        }
        if k.report.intergovernmental.contains(w) {
            return true;
        }
        if matches!(w, "on" | "of" | "that" | "about" | ",") {
            return matches!(w, ",");
        }
    }
    false
}

/// To whom it goes: an organ (true), an office (false), nobody named.
fn to_organ(a: &Asked<'_, '_>, v: usize) -> Option<bool> {
    let t = a.t;
    let k = &*KINDS;
    let stop = (v + 1..a.action.end).find(|&i| i > v + 1 && infinitive(t, i)).unwrap_or(a.action.end);
    for i in v + 1..stop.min(v + 60) {
        let w = t.word(i);
        if matches!(w, "to" | "provide" | "through") || i == v + 1 && matches!(w, "the" | "it" | "its") {
            for j in i + 1..stop.min(i + 6) {
                let w = t.word(j);
                if k.report.offices.contains(w) {
                    return Some(false);
                }
                if k.report.intergovernmental.contains(w) || w == "it" {
                    return Some(true);
                }
                if matches!(w, "of" | "on" | ",") {
                    break;
                }
            }
        }
    }
    None
}
