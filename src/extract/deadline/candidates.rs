//! The times in a clause that a rule can read, each with its lead, its meaning and its form; whose they are is not asked here.

use super::event::{LINKS, event_from, next_report, occasion, when_done};
use super::{Form, LEXICON, Rule};
use crate::extract::attach::{self, Candidate, Value};
use crate::extract::scope::Scope;
use crate::extract::time::{self, Grain, Which};
use crate::extract::tokens::{Shape, Tokens};
use crate::extract::whose;
use crate::model::{Body, Due, Kind, Period, Relation, SessionPart};
use chrono::{Days, NaiveDate};

/// Every time in the clause that a rule can read, in the order of the text.
pub(super) fn candidates(scope: &Scope<'_>, t: &Tokens<'_>, from: usize) -> Vec<Candidate> {
    let mut all = Vec::new();
    let mut i = from;
    while i < t.len() {
        let leads = LEXICON.by_word.get(t.word(i)).into_iter().flatten();
        let counts =
            matches!(t.word(i + 1), "days" | "months" | "month" | "weeks" | "week" | "years" | "year" | "working");
        let following = t.matches(i, "the following year").is_some();
        let bare =
            LEXICON.by_word.get("").into_iter().flatten().filter(|_| counts || following || t.word(i).contains('-'));
        let next = leads.chain(bare).find_map(|(r, lead)| {
            let rule = LEXICON.rules.get(*r)?;
            let n = if lead.is_empty() { 0 } else { t.matches(i, lead)? };
            candidate(scope, t, rule, i, i + n).filter(|c| allowed(scope, rule, c.anchored))
        });
        i = match next {
            Some(c) => {
                let end = c.end.max(i + 1);
                all.push(c);
                end
            }
            None => i + 1,
        };
    }
    all
}

/// The date at `at`. A number of hours may come before it: *beginning at 0001 hours, Eastern Daylight Time, on 30 May 2002*;
/// *prior to this date* is the last date before it; a date without a year is the next of its name.
fn dated(scope: &Scope<'_>, t: &Tokens<'_>, rule: &Rule, lead: usize, at: usize) -> Option<(time::date::Date, usize)> {
    let adopted = scope.resolution.adopted;
    if let Some(date) = time::date::date(t, at, adopted) {
        // *the scheduling of a meeting for September 2023*, but not *the budget for 2023*
        return (!rule.to_the_month || matches!(date.0.grain, Grain::Day | Grain::Month)).then_some(date);
    }
    if t.shape(at) == Shape::Number && t.before(at) == "at" && matches!(t.word(at + 1), "hours" | "." | "eastern") {
        let on = (at + 1..at + 12).find(|i| t.word(*i) == "on")?;
        return time::date::date(t, on + 1, adopted);
    }
    if matches!(t.word(at), "this" | "that") && t.word(at + 1) == "date" {
        let said = scope.text.get(..scope.clause.start + t.start(lead)).unwrap_or_default();
        let said = Tokens::new(said);
        let (mut i, mut last) = (0, None);
        while i < said.len() {
            let read = time::date::date(&said, i, adopted);
            i = read.as_ref().map_or(i + 1, |(_, end)| *end);
            last = read.map(|(date, _)| date).or(last);
        }
        return Some((last?, at + 2));
    }
    let (date, end) = time::date::next_of_its_name(t, at, adopted?)?;
    // The day of a yearly observance is no deadline.
    let every_year = ["every year", "each year", "annually", "annual"];
    let yearly = (0..t.len()).any(|i| every_year.iter().any(|w| t.matches(i, w).is_some()));
    let by = matches!(rule.relation, Relation::By | Relation::Before);
    let observed = (0..t.len()).any(|i| matches!(t.raw(i..i + 1), "Day" | "Week" | "Month" | "Year"));
    (by || !(yearly || observed)).then_some((date, end))
}

/// *within the 14-day period stipulated in the Agreement, starting from 15 March 2001*: to its last day.
fn of_named_period(t: &Tokens<'_>, at: usize, adopted: Option<NaiveDate>) -> Option<(Due, usize)> {
    let (period, after) = time::period::period(t, at).filter(|_| t.word(at) == "the")?;
    let starts = (after..after + 10).find(|i| matches!(t.word(*i), "starting" | "beginning" | "commencing"))?;
    let (date, end) = time::date::date(t, time::skip(t, starts + 1, &["from", "on"]), adopted)?;
    let last = period.after(date.first)?.pred_opt()?;
    (date.grain == Grain::Day).then_some((Due::Date(last), end))
}

/// *the entry into force*, *the date of submission*: an act from which days are counted.
fn begins(t: &Tokens<'_>, at: usize) -> bool {
    let acts =
        ["entry", "receipt", "submission", "commencement", "adoption", "completion", "publication", "notification"];
    let act = t.matches(time::skip(t, at, &["the", "its"]), "date of");
    let at = act.map_or(at, |n| time::skip(t, at, &["the", "its"]) + n);
    acts.contains(&t.word(time::skip(t, at, &["the", "its", "their"])))
}

/// Whether a length of time is that of what is asked: *for a period of two years*, or after a verb that sets up or goes on.
fn sets_a_length(t: &Tokens<'_>, rule: &Rule, lead: usize, at: usize) -> bool {
    let period = (at..at + 4).any(|i| t.word(i) == "period" && t.word(i + 1) == "of");
    period || (0..lead).any(|i| rule.after.iter().any(|w| w == t.word(i)))
}

fn allowed(scope: &Scope<'_>, rule: &Rule, anchored: bool) -> bool {
    let kind = scope.kind.unwrap_or(Kind::Action);
    (anchored || rule.only.is_empty() || rule.only.contains(&kind)) && !rule.never.contains(&kind)
}

fn candidate(scope: &Scope<'_>, t: &Tokens<'_>, rule: &Rule, lead: usize, at: usize) -> Option<Candidate> {
    let adopted = scope.resolution.adopted;
    let made = |due: Vec<Due>, end: usize, value: Value| Candidate {
        rule: rule.id.clone(),
        relation: rule.relation,
        lead,
        end,
        due,
        value,
        how: None,
        anchored: false,
    };
    match rule.time {
        Form::Session => {
            let (session, end) = time::session::session(t, at)?;
            let (due, how) = session_due(scope, t, at, end, &session)?;
            // *at its session in 2023*, of a body whose sessions have no number: in that year.
            let dated = rule.relation == Relation::At && matches!(due.first(), Some(Due::Date(_)));
            let relation = if dated { Relation::In } else { rule.relation };
            Some(Candidate { how: Some(how), relation, ..made(due, end, Value::Session) })
        }
        Form::Date => {
            if rule.leads.iter().all(String::is_empty) && t.word(at + 1) != "following" {
                return None;
            }
            // Last what looks through all the words, since a long clause has many places at which no date stands.
            let (date, end) = dated(scope, t, rule, lead, at)?;
            if !rule.after.is_empty() && !(0..lead).any(|i| rule.after.iter().any(|w| w == t.word(i))) {
                return None;
            }
            // *during the week of 14 to 18 June*: days of a meeting, due on its first.
            let days = rule.relation == Relation::In && date.grain == Grain::Day && date.first < date.last;
            let relation = if days { Relation::At } else { rule.relation };
            let due = match relation {
                Relation::Before => date.first.pred_opt()?,
                Relation::At => date.first,
                _ => date.last,
            };
            let mut due = vec![Due::Date(due)];
            due.extend(date.also.iter().copied().map(Due::Date));
            Some(Candidate { relation, ..made(due, end, Value::Date(date.grain)) })
        }
        Form::Period | Form::AdoptionPeriod => {
            let bare_lead = rule.time == Form::AdoptionPeriod;
            // *in the 180-day period referred to above* names a period and sets none, *every six months after* a rhythm, *of no
            // more than five days* a length.
            let named = t.word(at) == "the"
                || matches!(t.before(lead), "every" | "of")
                || (bare_lead && matches!(t.word(at), "a" | "an" | "period"));
            if named && let Some((due, end)) = of_named_period(t, at, adopted) {
                return Some(Candidate { relation: Relation::By, ..made(vec![due], end, Value::Period) });
            }
            let (period, bare) = time::period::period(t, at).filter(|_| !named)?;
            let anchored = from_anchor(t, period, at, bare, adopted);
            // *the establishment for six months of a force*
            let of_it = t.word(bare) == "of"
                && matches!(t.word(bare + 1), "the" | "a" | "an")
                && rule.id.starts_with("deadline.for-period");
            let (due, relation, end) = anchored.or_else(|| of_it.then_some((Due::Within(period), None, bare)))?;
            // Words for its beginning are what makes it a time; *20 days before the delivery* is an event.
            let before = matches!(t.word(bare), "before" | "prior")
                || (t.word(bare) == "after" && matches!(due, Due::Event(_)) && begins(t, bare + 1));
            if bare_lead && !before && (end == bare || !matches!(due, Due::Within(_))) {
                return None;
            }
            if !rule.after.is_empty() && !sets_a_length(t, rule, lead, at) {
                return None;
            }
            let value = if before { Value::Event } else { Value::Period };
            let relation = relation.unwrap_or(rule.relation);
            let anchored = end > bare && value == Value::Period && !matches!(due, Due::Event(_));
            Some(Candidate { relation, anchored, ..made(vec![due], end, value) })
        }
        Form::Event => {
            let is_head = |i: usize| rule.heads.iter().any(|h| h == t.word(i));
            let from = time::skip(t, at, &["the", "their", "its", "any"]);
            // Up to two words may stand between: *before the fifteenth anniversary*, *prior to the high-level meeting*.
            let between = if from > at { 2 } else { 0 };
            // The end of a part of a meeting is no time of its own: *at the end of the general discussion*.
            if rule.id == "deadline.at-end-of-event"
                && (from + 2..from + 6).any(|i| matches!(t.word(i), "discussion" | "debate" | "dialogue" | "panel"))
            {
                return None;
            }
            let noun = (from..=from + between)
                .take_while(|i| *i == from || t.shape(i - 1) == Shape::Word && !LINKS.contains(&t.before(*i)))
                .find(|i| is_head(*i))?;
            let (due, end) = event_from(t, time::skip(t, at, &["the"]), noun + 1)?;
            Some(made(vec![due], end, Value::Event))
        }
        Form::NextReport => {
            let (due, end) = next_report(t, at)?;
            Some(made(vec![due], end, Value::Event))
        }
        Form::Budget => {
            let from = time::skip(t, at, &["the", "his", "its"]);
            // *in the context of the 2022 programme budget*
            if t.shape(from) == Shape::Number
                && t.word(from).len() == 4
                && t.matches(from + 1, "programme budget").is_some()
            {
                let end = from + 3;
                return Some(made(vec![Due::Event(t.raw(from..end).to_owned())], end, Value::Event));
            }
            let n = [
                "proposed programme budget for",
                "programme budget for",
                "revised budget estimate for",
                "revised budget estimates for",
            ]
            .iter()
            .find_map(|words| t.matches(from, words))?;
            let end = from + time::skip(t, n, &[]);
            let year_at = time::skip(t, time::skip(t, end, &["the"]), &["year", "biennium"]);
            (t.shape(year_at) == Shape::Number).then_some(())?;
            Some(made(vec![Due::Event(t.raw(from..year_at + 1).to_owned())], year_at + 1, Value::Event))
        }
        Form::Condition => {
            // *to report when it is in operation*, but not *remedies when their rights are violated*
            let run = |i: &usize| !matches!(t.shape(*i), Shape::Comma | Shape::Semicolon | Shape::Colon);
            let told = (0..lead).rev().take_while(run).any(|i| rule.after.iter().any(|w| w == t.word(i)));
            if !rule.after.is_empty() && (!told || matches!(t.before(lead), "or" | "and")) {
                return None;
            }
            let (due, end) = when_done(t, lead, at)?;
            Some(made(vec![due], end, Value::Event))
        }
        Form::Occasion => {
            let meets = scope.kind == Some(Kind::Meeting) || (0..lead).any(|i| attach::MEETS.contains(&t.word(i)));
            let (due, grain, end) = occasion(t, lead, at, adopted, meets)?;
            // *at its fifth meeting, to be held in 2022*
            let relation = if grain.is_some_and(|g| g != Grain::Day) { Relation::In } else { rule.relation };
            Some(Candidate { relation, ..made(vec![due], end, grain.map_or(Value::Event, Value::Date)) })
        }
    }
}

/// The sessions that are meant, and how their body was found.
fn session_due(
    scope: &Scope<'_>,
    t: &Tokens<'_>,
    at: usize,
    end: usize,
    s: &time::SessionTime,
) -> Option<(Vec<Due>, &'static str)> {
    let first = match &s.which {
        Which::Numbers(all) => all.first().copied(),
        _ => None,
    };
    let body = whose::body(scope, t, at, &s.whose, first);
    let event = || vec![Due::Event(t.raw(time::skip(t, at, &["the", "its", "a", "their"])..end).to_owned())];
    let adopting = || {
        let number = scope.resolution.session.as_ref()?.regular()?;
        let own = scope.resolution.organ?.body();
        match &body {
            Some((b, how)) if *b == own => Some((own, number, *how)),
            _ => None,
        }
    };
    let due = |n: u16, body: &Body| {
        let part = s.part.map(|(part, bare)| match part {
            SessionPart::FirstResumed if bare && !speaks_of_resumed(scope) => SessionPart::Main,
            part => part,
        });
        Due::Session { session: n, body: body.clone(), part }
    };
    match &s.which {
        Which::Numbers(all) => {
            let (_, how) = body?;
            // Each number for itself: *at their fifty-second and seventy-seventh sessions*.
            let each = all.iter().filter_map(|n| Some(due(*n, &whose::body(scope, t, at, &s.whose, Some(*n))?.0)));
            Some((each.collect(), how))
        }
        Which::Year(y) => match body {
            Some((Body::Ecosoc, how)) => Some((vec![due(*y, &Body::Ecosoc)], how)),
            _ => Some((vec![Due::Date(NaiveDate::from_ymd_opt(i32::from(*y), 12, 31)?)], "session.of-a-year")),
        },
        Which::Next => {
            // Counted from the adopting one; of another body, the first that opens after the adoption.
            let own = adopting().and_then(|(b, n, how)| Some((b, n.checked_add(1)?, how)));
            let other = || {
                let (b, how) = body.clone()?;
                let n = crate::calendar::Calendar::builtin().session_after(&b, scope.resolution.adopted?)?;
                Some((b, n, how))
            };
            Some(match own.or_else(other) {
                Some((b, n, how)) => (vec![due(n, &b)], how),
                None => (event(), "session.unnumbered"),
            })
        }
        Which::Current => {
            let (b, n, how) = adopting()?;
            Some((vec![due(n, &b)], how))
        }
        Which::That => Some((vec![that_session(scope, t, at)?], "session.mentioned")),
        // Who is to tell something at *its future sessions* has an event; a practice to go on at them has none.
        Which::Some if !matches!(scope.kind, Some(Kind::Report | Kind::Agenda)) => None,
        Which::Vague | Which::Some => {
            let clause_end =
                (end..t.len()).find(|i| !matches!(t.shape(*i), Shape::Word | Shape::Number)).unwrap_or(t.len());
            let end = if t.word(end) == "following" { clause_end.min(end + 20) } else { end };
            let words = t.raw(time::skip(t, at, &["the", "its", "a", "their"])..end);
            Some((vec![Due::Event(words.to_owned())], "session.unnumbered"))
        }
    }
}

fn speaks_of_resumed(scope: &Scope<'_>) -> bool {
    let blocks = scope.resolution.blocks.iter();
    blocks.flat_map(|b| std::iter::once(&b.body).chain(b.parts.iter().map(|p| &p.body))).any(|b| {
        let text = &b.text;
        text.contains("resumed session") || (text.contains(" resumed ") && text.contains(" part of "))
    })
}

/// The last session named before: in this clause, this text, its chapeau, or the three blocks before.
fn that_session(scope: &Scope<'_>, t: &Tokens<'_>, at: usize) -> Option<Due> {
    let last = |t: &Tokens<'_>, until: usize| {
        (0..until).rev().find_map(|i| {
            let (s, _) = time::session::session(t, i)?;
            let Which::Numbers(all) = &s.which else { return None };
            let n = *all.last()?;
            let (body, _) = whose::body(scope, t, i, &s.whose, Some(n))?;
            Some(Due::Session { session: n, body, part: None })
        })
    };
    if let Some(due) = last(t, at) {
        return Some(due);
    }
    let block = scope.block as usize;
    let before = scope.text.get(..scope.clause.start).unwrap_or_default();
    let earlier = scope.resolution.blocks.get(block.saturating_sub(3)..=block).unwrap_or_default();
    let texts = earlier.iter().rev().map(|b| b.body.text.as_str());
    std::iter::once(before).chain(texts).find_map(|text| {
        let t = Tokens::new(text);
        last(&t, t.len())
    })
}

/// What a period is counted from: adoption (said or not), a date, or something without one.
fn from_anchor(
    t: &Tokens<'_>,
    period: Period,
    at: usize,
    end: usize,
    adopted: Option<NaiveDate>,
) -> Option<(Due, Option<Relation>, usize)> {
    let counts = [
        "of",
        "from",
        "after",
        "following",
        "beyond",
        "beginning",
        "starting",
        "commencing",
        "as",
        "upon",
        "since",
        "with",
    ];
    if !counts.contains(&t.word(end)) {
        if matches!(t.word(end), "before" | "prior") {
            let (event, end) = event_from(t, at, end)?;
            return Some((event, None, end));
        }
        return Some((Due::Within(period), None, end));
    }
    if matches!(t.word(end + 1), "no" | "not") {
        return None;
    }
    let inclusive = matches!(t.word(end), "beginning" | "starting" | "commencing" | "with");
    let mut from = time::skip(t, time::skip(t, end + 1, &["from", "on", "of"]), &["the"]);
    from = t.matches(from, "date of").map_or(from, |n| time::skip(t, from + n, &["the"]));
    for words in [
        "adoption of this resolution",
        "adoption of the present resolution",
        "adoption of the resolution",
        "adoption hereof",
        "its adoption",
        "adoption",
        "this resolution",
        "the present resolution",
        "present resolution",
    ] {
        if let Some(n) = t.matches(from, words) {
            return Some((Due::Within(period), None, from + n));
        }
    }
    // *beginning at 0001 hours, Eastern Standard Time, on 1 December 2001*, *from 00:01 Eastern Daylight Time on 7 May 2002*
    let hour = t.shape(from) == Shape::Number && matches!(t.word(from + 1), ":" | "hours" | "." | "eastern" | "a.m");
    let far = if inclusive || hour { from + 14 } else { from };
    let date = (from..=far.min(t.len())).find_map(|i| time::date::date(t, i, adopted).map(|(d, e)| (d, e, i)));
    if let Some((date, end, _)) = date {
        let due = period.after(date.first)?;
        let due = if inclusive { due.checked_sub_days(Days::new(1))? } else { due };
        return Some((Due::Date(due), Some(Relation::Until), end));
    }
    let determined = matches!(
        t.word(end + 1),
        "the"
            | "this"
            | "that"
            | "its"
            | "their"
            | "such"
            | "each"
            | "any"
            | "his"
            | "receipt"
            | "receiving"
            | "entry"
            | "notification"
    );
    if inclusive || !determined {
        return None;
    }
    let (event, end) = event_from(t, at, end)?;
    Some((event, None, end))
}
