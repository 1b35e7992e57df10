//! Events: the words that name them, to the end of their phrase.

use crate::extract::number::ordinal;
use crate::extract::time::{self, Grain};
use crate::extract::tokens::{Shape, Tokens};
use crate::model::Due;
use crate::model::day::MONTHS;
use chrono::NaiveDate;

/// What takes place on a day.
const OCCASIONS: [&str; 13] = [
    "conference",
    "congress",
    "summit",
    "meeting",
    "meetings",
    "forum",
    "cycle",
    "round",
    "debate",
    "dialogue",
    "hearing",
    "assembly",
    "consultations",
];

/// Words that a noun phrase goes on after.
pub(super) const LINKS: [&str; 21] = [
    "of",
    "in",
    "by",
    "to",
    "on",
    "with",
    "from",
    "for",
    "and",
    "at",
    "under",
    "referred",
    "submitting",
    "preparing",
    "reporting",
    "evaluation",
    "into",
    "before",
    "after",
    "following",
    "which",
];

/// An event from token `from`, through at least `through`, to the end of its phrase.
pub(super) fn event_from(t: &Tokens<'_>, from: usize, through: usize) -> Option<(Due, usize)> {
    let mut end = through;
    while end < t.len() && end < from + 25 && !matches!(t.shape(end), Shape::Comma | Shape::Semicolon | Shape::Colon) {
        let joins = t.word(end) == "and"
            && (matches!(
                t.word(end + 1),
                "to" | "in" | "report" | "before" | "at" | "by" | "no" | "within" | "again" | "prior" | "thereafter"
            ) || t.word(end + 1).ends_with("ing"));
        // Another noun phrase, the object of the verb before: *before the end of the mandate a report on …*.
        let object = end > through
            && matches!(t.word(end), "the" | "a" | "an" | "on" | "that" | "its" | "for")
            && !LINKS.contains(&t.before(end));
        if object {
            break;
        }
        if matches!(t.word(end), "." | "so")
            || joins
            || (t.word(end) == "to" && end > through + 1 && t.word(end + 1) == "the")
        {
            break;
        }
        end += 1;
    }
    let words = t.raw(from..end);
    (!words.is_empty()).then(|| (Due::Event(words.to_owned()), end))
}

/// *his next report*, *the forthcoming annual report of the Secretary-General*: the report without what follows.
pub(super) fn next_report(t: &Tokens<'_>, at: usize) -> Option<(Due, usize)> {
    let from = time::skip(t, at, &["his", "her", "its", "their", "the", "any"]);
    let nth = matches!(t.word(from), "next" | "forthcoming" | "upcoming" | "final");
    // *in his September report*
    // *to report thereon in the context of the performance reports*: of this very period
    let paper_of_the_period = from > at
        && at > 1
        && t.word(at - 2) == "context"
        && ["performance report", "performance reports", "financial performance report"]
            .iter()
            .any(|w| t.matches(from, w).is_some());
    (nth || paper_of_the_period || (t.capital(from) && MONTHS.contains(&t.word(from)))).then_some(())?;
    let paper = |i: usize| {
        matches!(
            t.word(i),
            "report"
                | "reports"
                | "budget"
                | "submission"
                | "proposal"
                | "iteration"
                | "edition"
                | "update"
                | "plan"
                | "study"
        )
    };
    let first = (from + 1..from + 7).find(|i| paper(*i))?;
    let report = (first..first + 2).take_while(|i| paper(*i)).last().unwrap_or(first);
    let plain = (from + 1..report).all(|i| t.shape(i) == Shape::Word && !matches!(t.word(i), "to" | "and" | "of"));
    plain.then(|| (Due::Event(t.raw(from..report + 1).to_owned()), report + 1))
}

/// *the fourth Review Conference*, *the upcoming Fourteenth Congress on …, to be held in Kyoto from 7 to 12 March 2021*.
pub(super) fn occasion(
    t: &Tokens<'_>,
    lead: usize,
    at: usize,
    adopted: Option<NaiveDate>,
    meets: bool,
) -> Option<(Due, Option<Grain>, usize)> {
    let from = time::skip(t, at, &["the", "its", "their"]);
    let mut i = from;
    // *at its annual forum on financing for development*
    let mut nth = t.word(lead) == "at" && matches!(t.word(at), "its" | "their") && t.word(from) == "annual";
    i += usize::from(nth);
    loop {
        if matches!(t.word(i), "upcoming" | "forthcoming" | "next")
            || (t.shape(i) == Shape::Number && t.word(i).len() == 4)
        {
            (i, nth) = (i + 1, true);
        } else if let Some((_, n)) = ordinal(t, i) {
            (i, nth) = (i + n, true);
        } else {
            break;
        }
    }
    // *Review Conference*, but also *high-level political forum on sustainable development*, *meeting of the Group*
    let is_occasion = |name: &str| name.split(' ').any(|w| OCCASIONS.iter().any(|o| w.eq_ignore_ascii_case(o)));
    let end = match time::session::name(t, i).filter(|(name, _)| is_occasion(name)) {
        Some((_, end)) => end,
        None => {
            let head = (i..i + 6)
                .take_while(|j| t.shape(*j) == Shape::Word && !LINKS.contains(&t.word(*j)))
                .find(|j| OCCASIONS.contains(&t.word(*j)))?;
            let mut end = head + 1;
            while matches!(t.word(end), "of" | "on")
                && let Some((_, name_end)) = time::session::name(t, end + 1)
            {
                end = name_end;
            }
            end
        }
    };
    // *the decision of the Ministers at their ninth meeting* was taken there; *as suggested during the third Panel*.
    let theirs = matches!(t.word(at), "its" | "their") && ordinal(t, from).is_some();
    let was_said = t.before(lead).ends_with("ed") && lead > 1 && t.word(lead - 2) != "be";
    // *the decision adopted on 17 December 2021 by the thirteenth meeting*: who has done it, not by when.
    let agent = t.word(lead) == "by"
        && (lead.saturating_sub(9)..lead)
            .rev()
            .take_while(|i| matches!(t.shape(*i), Shape::Word | Shape::Number) && t.word(*i) != "to")
            .any(|i| t.word(i).ends_with("ed") || matches!(t.word(i), "taken" | "made" | "given"));
    let takes_part = (lead.saturating_sub(9)..lead).any(|i| matches!(t.word(i), "participation" | "participate"));
    let meanwhile = t.word(lead) == "during" && t.capital(i) && meets;
    if !(nth || meanwhile) || was_said || agent || takes_part {
        return None;
    }
    let held = time::skip(t, end, &[","]);
    if t.matches(held, "to be held").is_some() || matches!(t.word(held), "scheduled" | "in" | "on" | "from") {
        let dated = (held..(held + 16).min(t.len()))
            .filter(|i| matches!(t.before(*i), "on" | "from" | "in" | "for"))
            .find_map(|i| time::date::date(t, i, adopted));
        if let Some((date, end)) = dated {
            let due = if date.grain == Grain::Day { date.first } else { date.last };
            return Some((Due::Date(due), Some(date.grain), end));
        }
    }
    (!theirs).then(|| (Due::Event(t.raw(from..end).to_owned()), None, end))
}

/// *once all necessary information has been provided by the parties*, between commas: when something has been done.
pub(super) fn when_done(t: &Tokens<'_>, lead: usize, at: usize) -> Option<(Due, usize)> {
    let aside = lead == 0 || t.shape(lead - 1) == Shape::Comma;
    let far = (at + 40).min(t.len());
    let end = (at..far).find(|i| matches!(t.shape(*i), Shape::Comma | Shape::Semicolon)).unwrap_or(far);
    // *to report when his Special Representative confirms that …*
    if t.word(lead) == "when" {
        let clause = matches!(t.word(at), "the" | "his" | "her" | "its" | "their" | "it" | "they" | "all" | "such");
        return clause.then(|| (Due::Event(t.raw(at..end).to_owned()), end));
    }
    let done = (at..end).any(|i| {
        (matches!(t.word(i), "has" | "have") && matches!(t.word(i + 1), "been" | "taken" | "begun"))
            // *once the Mission determines that …*, *as soon as it is available*
            || (matches!(t.word(i), "determines" | "confirms" | "decides") && t.word(i + 1) == "that")
            || (matches!(t.word(i), "is" | "are" | "becomes" | "become") && t.word(i + 1) == "available")
    });
    (aside && done).then(|| (Due::Event(t.raw(at..end).to_owned()), end))
}
