//! By when: the words that set a time for what is obliged, and what they mean.
//!
//! First every time in the clause that a rule of `data/lexicon/deadlines.toml` can read, with its lead (*at*, *no later than*);
//! then `attach` decides which of them belong to what is obliged. A time with a date or a session comes before an
//! event; the first in the text comes before the others.

use super::attach::{self, Candidate, Value};
use super::scope::Scope;
use super::tokens::Tokens;
use crate::model::day::MONTHS;
use crate::model::{At, Deadline, Due, Force, Kind, Relation, Trace};
use aho_corasick::AhoCorasick;
use candidates::candidates;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The forms of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Form {
    Session,
    Date,
    Period,
    AdoptionPeriod,
    Event,
    NextReport,
    Budget,
    Occasion,
    Condition,
}

/// A rule: words before a time, its form, and how they relate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) id: String,
    leads: Vec<String>,
    time: Form,
    pub(super) relation: Relation,
    #[serde(default)]
    heads: Vec<String>,
    #[serde(default)]
    pub(super) only: Vec<Kind>,
    #[serde(default)]
    never: Vec<Kind>,
    /// Words one of which must stand before a bare length of time.
    #[serde(default)]
    after: Vec<String>,
    /// Only a date that names its month.
    #[serde(default)]
    to_the_month: bool,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the lexicon"))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the lexicon"))]
    not: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    rule: Vec<Rule>,
    guard: Vec<attach::Guard>,
}

pub(super) struct Lexicon {
    pub(super) rules: Vec<Rule>,
    pub(super) guards: Vec<attach::Guard>,
    /// Rules and leads by the lead's first word, longest lead first.
    by_word: HashMap<String, Vec<(usize, String)>>,
    triggers: Option<AhoCorasick>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    // Compiled in; a test reads every entry.
    let file: File = toml::from_str(include_str!("../../data/lexicon/deadlines.toml"))
        .unwrap_or(File { rule: Vec::new(), guard: Vec::new() });
    let mut by_word: HashMap<String, Vec<(usize, String)>> = HashMap::new();
    for (i, rule) in file.rule.iter().enumerate() {
        for lead in &rule.leads {
            let first = lead.split(' ').next().unwrap_or_default();
            by_word.entry(first.to_owned()).or_default().push((i, lead.clone()));
        }
    }
    for leads in by_word.values_mut() {
        leads.sort_by_key(|(rule, lead)| (std::cmp::Reverse(lead.len()), *rule));
    }
    let triggers = AhoCorasick::builder().ascii_case_insensitive(true).build(TRIGGERS.iter().chain(&MONTHS));
    Lexicon { rules: file.rule, guards: file.guard, by_word, triggers: triggers.ok() }
});

/// Without one of these, or a month, no words say a time.
const TRIGGERS: &[&str] = &[
    "session",
    "19",
    "20",
    "hour",
    "day",
    "month",
    "year",
    "week",
    "report",
    "budget",
    "end of",
    "beginning of",
    "start of",
    "upon",
    "after ",
    "before",
    "prior to",
    "when ",
    "conference",
    "congress",
    "summit",
    "meeting",
    "forum",
    "conclusion",
    "completion",
    "date",
    "decade",
    "in advance of",
    "ahead of",
    "forthcoming",
    "upcoming",
    "next ",
    "once ",
    "as soon as",
];

/// The deadline of an obligation, with the rule and the places that it was read by; `None` where none is set.
///
/// A part without a time of its own takes that of its chapeau.
///
/// `clause` are the tokens of the scope's clause.
pub(crate) fn read(scope: &Scope<'_>, clause: &Tokens<'_>) -> Option<(Deadline, Trace)> {
    let own = read_in(scope, clause, scope.clause.start, false);
    own.or_else(|| of_this_report(scope)).or_else(|| {
        let (text, range) =
            scope.inherited.as_ref().filter(|_| !matches!(scope.force, Force::Decide | Force::Authorize))?;
        let start = range.start;
        read_in(scope, &Tokens::new(text.get(range.clone())?), start, true)
    })
}

/// *to include in this report …*: the time that was set for that report in the clause before; *in the aforementioned report*: in
/// the paragraph before; *as part of the report requested in paragraph 83 above*: in that paragraph.
fn of_this_report(scope: &Scope<'_>) -> Option<(Deadline, Trace)> {
    let t = &Tokens::new(scope.clause_words());
    let at = (0..t.len()).find(|i| {
        let said = [
            "this report",
            "that report",
            "the same report",
            "the above-mentioned report",
            "the aforementioned report",
        ];
        let asked =
            ["requested in paragraph", "called for in paragraph", "foreseen in paragraph", "referred to in paragraph"];
        let in_it = matches!(t.before(*i), "in" | "of");
        in_it
            && (said.iter().any(|w| t.matches(*i, w).is_some())
                || t.matches(*i, "the report").is_some_and(|n| asked.iter().any(|w| t.matches(i + n, w).is_some())))
    })?;
    let paragraph = (at..at + 8).find(|i| t.word(*i) == "paragraph").map(|i| t.word(i + 1));
    if paragraph.is_none() {
        let before = Tokens::new(scope.text.get(..scope.clause.start)?);
        if let Some((deadline, trace)) = read_in(scope, &before, 0, false) {
            let outer = Trace::new("deadline.of-this-report", trace.reads.clone(), trace.at);
            return Some((deadline, Trace { from: vec![trace], ..outer }));
        }
    }
    let blocks = &scope.resolution.blocks;
    let before = scope.block.checked_sub(1)?;
    let number = |i: &u32| blocks.get(*i as usize).and_then(|b| b.number.as_deref());
    let asked = match paragraph {
        Some(said) => (0..=before).rev().find(|i| number(i) == Some(said))?,
        None => before,
    };
    let text = &blocks.get(asked as usize)?.body.text;
    let (deadline, trace) =
        read_in(scope, &Tokens::new(text), 0, false).filter(|_| paragraph.is_some() || text.contains("report"))?;
    let at = trace.at.map(|at| At { block: asked, part: None, ..at });
    let outer = Trace::new("deadline.of-this-report", trace.reads.clone(), at);
    Some((deadline, Trace { from: vec![Trace { at, ..trace }], ..outer }))
}

fn read_in(scope: &Scope<'_>, t: &Tokens<'_>, start: usize, inherited: bool) -> Option<(Deadline, Trace)> {
    if LEXICON.triggers.as_ref().is_some_and(|triggers| !triggers.is_match(t.text)) {
        return None;
    }
    let verb = t.text.get(..scope.verb.len()).is_some_and(|v| v.eq_ignore_ascii_case(scope.verb));
    let from = if verb { scope.verb.split(' ').count() } else { 0 };
    let found: Vec<Candidate> =
        candidates(scope, t, from).into_iter().filter(|c| attach::reject(scope, t, c).is_none()).collect();
    let sure = |c: &&Candidate| !matches!(c.due.first(), Some(Due::Event(_)));
    let first = found.iter().find(sure).or(found.first())?;
    // *for a further period of six months, until 31 July 2000*: the date says it to the day.
    let to_the_day = |c: &&Candidate| c.relation == Relation::Until && matches!(c.value, Value::Date(_));
    let first = match first.value {
        Value::Period if first.rule.starts_with("deadline.for-period") => {
            found.iter().find(to_the_day).unwrap_or(first)
        }
        _ => first,
    };
    // *to establish, as of 20 May and for an initial period of 12 months*: it ends that long after that day.
    let then = found.iter().find(|c| {
        t.word(first.lead) == "as"
            && scope.kind == Some(Kind::Mandate)
            && c.value == Value::Period
            && c.lead == first.end + 1
    });
    let ends = then.and_then(|c| match (first.due.first()?, c.due.first()?) {
        (Due::Date(day), Due::Within(period)) => {
            let due = vec![Due::Date(period.after(*day)?)];
            Some(Candidate { due, relation: Relation::Until, lead: first.lead, ..c.clone() })
        }
        _ => None,
    });
    let first = ends.as_ref().unwrap_or(first);
    let mut dues = first.due.iter().cloned();
    let due = dues.next()?;
    let mut also: Vec<Due> = dues.collect();
    for c in found.iter().filter(|c| c.lead > first.lead) {
        also.extend(c.due.iter().filter(|d| attach::further(first, c, scope.kind) && **d != due).cloned());
    }
    also.dedup();
    // The chapeau's time is that of its parts where it stands between actor and action, not after an action of its own.
    if inherited && (from..first.lead).any(|i| t.word(i) == "to") {
        return None;
    }
    let bytes = t.bytes(first.lead..first.end);
    let range = bytes.start + start..bytes.end + start;
    let at = if inherited { scope.at_inherited(range) } else { scope.at(range) };
    let mut trace = Trace::new(first.rule.clone(), describe(&due), Some(at));
    if let Some(how) = first.how {
        trace.from.push(Trace::new(how, describe(&due), None));
    }
    if inherited {
        trace = Trace {
            rule: "deadline.of-the-chapeau".into(),
            reads: trace.reads.clone(),
            at: trace.at,
            from: vec![trace],
        };
    }
    let phrase = t.raw(first.lead..first.end).to_owned();
    Some((Deadline { phrase, due, relation: first.relation, also }, trace))
}

/// What an explanation says of a time.
pub(crate) fn describe(due: &Due) -> String {
    match due {
        Due::Session { session, body, part } => {
            let part = part.map(|p| format!(" {p}")).unwrap_or_default();
            format!("session {session} {body}{part}")
        }
        Due::Date(day) => day.to_string(),
        Due::Within(period) => period.to_string(),
        Due::Event(event) => format!("event {event}"),
    }
}

mod candidates;
mod event;
#[cfg(test)]
mod tests;
