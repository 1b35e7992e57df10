//! Reports to a council without sessions: what the next texts of the line note, by the day that they give for it.

use crate::calendar::Calendar;
use crate::follow::cites::{Cite, before};
use crate::follow::mandates::last_end;
use crate::follow::missions::end;
use crate::follow::noted::{Noted, base, is_no_answer};
use crate::follow::phrases::PHRASES;
use crate::follow::reports::NOTED;
use crate::follow::series::Line;
use crate::follow::subject::subject;
use crate::follow::suggested::{Certainty, Suggested};
use crate::follow::{Ask, Loaded, documents, weights};
use crate::model::Kind;
use chrono::{Datelike, NaiveDate};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// So many days from its time a report is still the one that was asked for: whatever it is on, surely, and at all. A mission is
/// reported on every three or four months, so that what came later answers another request.
const NEAR: (i64, i64, i64) = (7, 45, 60);
/// So many texts of the line behind a request are looked at.
const TEXTS: usize = 4;

static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)[0-9]{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) [0-9]{4}").ok()
});
static PAPER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)(?:(reports?)|letters?|statements?|communiqu|declarations?|agreements?)(?-u:\b)").ok()
});

/// A report that a later text notes.
struct Paper<'l> {
    text: usize,
    cite: &'l Cite,
    /// The day that the words give for it.
    day: Option<NaiveDate>,
    words: String,
}

/// What the next texts of the line note that may be the report that this one asked for.
///
/// One is sure that alone in its text is of the one asked, bears a day after the request and near the time that it set, where the
/// request is the only one of its text, and on the whole of its matter or answered to the week.
pub(crate) fn noted(line: &Line<'_>, of: usize, ask: &Ask, calendar: &Calendar) -> Vec<(f64, Suggested)> {
    let text = line.texts[of];
    let Some(asked) = text.resolution.adopted.filter(|_| PHRASES.asks_for_a_report.is_in(&ask.words)) else {
        return Vec::new();
    };
    let due = due(text, ask, calendar);
    let whole = is_on_the_whole(text, ask);
    // A request without a time that is on one thing among others tells nothing of what answers it.
    if due.is_none() && !whole {
        return Vec::new();
    }
    let alone = !text.asks.iter().any(|o| o.id != ask.id && is_rival(o, ask));
    let mut at = of;
    for _ in 0..TEXTS {
        let Some(next) = line.next(at) else { break };
        at = next;
        let papers: Vec<Paper<'_>> = papers(line, next, ask).filter(|p| fits(p, asked, line.texts[next])).collect();
        let far = |p: &Paper<'_>| match (p.day.or(line.texts[p.text].resolution.adopted), due) {
            (Some(day), Some(due)) => (day - due).num_days().abs(),
            _ => NEAR.1 + 1,
        };
        let one = papers.iter().map(|p| base(&p.cite.symbol)).collect::<BTreeSet<_>>().len() == 1;
        let mut found: Vec<(f64, Suggested)> = Vec::new();
        for p in papers.iter().filter(|p| far(p) <= NEAR.2) {
            let near = if whole { NEAR.1 } else { NEAR.0 };
            let sure = one && alone && !ask.recurring && p.day.is_some() && far(p) <= near;
            if !found.iter().any(|(_, s)| s.document == p.cite.symbol) {
                let certainty = if sure { Certainty::Sure } else { Certainty::Probable };
                let text = line.texts[p.text];
                found.push((1.0, Suggested::by_document(ask, text, p.cite, certainty, &p.words, NOTED)));
            }
        }
        if !found.is_empty() || due.is_none() || far_behind(line, next, due) {
            return found;
        }
    }
    Vec::new()
}

/// Whether a text came so long after the time of a request that none behind it will note its report.
fn far_behind(line: &Line<'_>, text: usize, due: Option<NaiveDate>) -> bool {
    due.zip(line.texts[text].resolution.adopted).is_some_and(|(due, day)| (day - due).num_days() > NEAR.2)
}

/// The last day of the request: its own, or *at the end of this period* that of the mandate of its text.
fn due(text: &Loaded, ask: &Ask, calendar: &Calendar) -> Option<NaiveDate> {
    let deadline = ask.deadline.as_ref()?;
    end(text, ask, calendar).or_else(|| {
        let of_the_mandate = deadline.phrase.contains("end of") || deadline.phrase.contains("expir");
        last_end(text, calendar).filter(|_| of_the_mandate)
    })
}

/// Whether it asks for a report on the matter of the whole text: on *this resolution*, the situation, the mission of its title.
fn is_on_the_whole(text: &Loaded, ask: &Ask) -> bool {
    let mut words = ask.words.clone();
    if let Some(d) = ask.deadline.as_ref().filter(|d| !d.phrase.is_empty()) {
        words = words.replace(&d.phrase, " ");
    }
    let title = subject(&text.resolution.name());
    let mut words = subject(&words);
    words.retain(|w| !PHRASES.council_boilerplate.contains(w));
    ["this resolution", "present resolution"].iter().any(|w| ask.words.contains(w))
        || words.iter().all(|w| title.contains(w))
        || weights::covered(&words, &title) >= 0.4
}

/// Another request of the same text for a report of the same people, that is not for something in that very report.
fn is_rival(other: &Ask, ask: &Ask) -> bool {
    let within = ["in this report", "in that report", "in the report", "in his report"];
    other.kind == Kind::Report
        && PHRASES.asks_for_a_report.is_in(&other.words)
        && other.addressees.iter().any(|a| ask.addressees.contains(a))
        && !within.iter().any(|w| other.words.contains(w))
}

/// Whether it was issued after the request and before the text that notes it.
fn fits(paper: &Paper<'_>, asked: NaiveDate, by: &Loaded) -> bool {
    let years = documents::sessions(&paper.cite.symbol);
    let last = by.resolution.adopted;
    match paper.day {
        Some(day) => {
            let year = |y: &u16| i32::from(*y) == day.year() || i32::from(*y) == day.year() + 1;
            day > asked && last.is_none_or(|last| day <= last) && years.iter().any(year)
        }
        None => years.iter().any(|y| i32::from(*y) > asked.year() && last.is_none_or(|l| i32::from(*y) <= l.year())),
    }
}

/// The reports of those who were asked that a text notes.
fn papers<'l>(line: &'l Line<'_>, text: usize, ask: &Ask) -> impl Iterator<Item = Paper<'l>> {
    let all = line.known[text].documents();
    let r = &line.texts[text].resolution;
    all.iter().filter(|c| !is_no_answer(&c.symbol)).filter_map(move |cite| {
        let body = cite.body(r)?.text.as_str();
        let head = before(body, cite.at);
        let start = cite.at.checked_sub(head.len())?;
        let (own_place, at) = ((cite.block, cite.part), cite.at);
        let last =
            all.iter().filter(|c| (c.block, c.part) == own_place && c.at < at && c.at >= start).map(|c| c.at).max();
        let own = last.and_then(|l| body.get(l..at)).unwrap_or(head);
        let paper = PAPER.as_ref()?;
        // *The reports of 3 May (S/1) and 4 June (S/2)*: the second shares the first one's name and author.
        let part = if paper.is_match(own) { own } else { head };
        let noun = paper.captures_iter(part).last()?.get(1)?;
        let ahead = part.get(..noun.start())?;
        // *The Secretary-General's report* names its author ahead; else it stands behind.
        let from = if ahead.ends_with("\u{2019}s ") || ahead.ends_with("'s ") { 0 } else { noun.start() };
        let day = DAY.as_ref().and_then(|d| d.find_iter(own).last().or_else(|| d.find(own_tail(body, at))));
        let found = Noted::of(part.get(from..)?).is_of(&ask.addressees) && !PHRASES.asks_anew.is_in(part.get(from..)?);
        let words = body.get(start..)?.split(';').next()?.trim().trim_end_matches(',').to_owned();
        let day = day.and_then(|d| NaiveDate::parse_from_str(d.as_str(), "%d %B %Y").ok());
        found.then_some(Paper { text, cite, day, words })
    })
}

/// The few words behind a symbol: *(S/2034/7) of 3 May 2034*.
fn own_tail(body: &str, at: usize) -> &str {
    let tail = body.get(at..).unwrap_or_default();
    let Some((_, rest)) = tail.split_once(") of ") else { return "" };
    if tail.find(") of ").is_some_and(|i| i < 24) { rest.get(..20).unwrap_or(rest) } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::testing::{ask, text};
    use crate::model::{Deadline, Due, Relation as To};

    const TITLE: &str = "on extension of the mandate of the Lighthouse Observer Mission (LIGHTMIS)";
    const BODY: &str = "Decides to extend the mandate of LIGHTMIS on the northern coast, to light every lamp before dusk, to keep \
         a log and to paint every tower white before the winter";

    fn on(day: &str, mut a: Ask, phrase: &str) -> Ask {
        let due = Due::Date(day.parse().unwrap());
        a.deadline = Some(Deadline { phrase: phrase.to_owned(), due, relation: To::By, also: Vec::new() });
        a
    }

    fn request() -> Ask {
        let words = "requests the Secretary-General to submit a report by 1 December 2034 on the implementation of this resolution";
        on("2034-12-01", ask("requests", Kind::Report, words), "by 1 December 2034")
    }

    fn first(more: Vec<Ask>) -> Loaded {
        let mut all = vec![ask("decides", Kind::Mandate, BODY), request()];
        all.extend(more);
        text("S/RES/9300", "2034-06-14", TITLE).asks(all)
    }

    fn second(noted: &str) -> Loaded {
        let mut t = text("S/RES/9331", "2034-12-13", TITLE).recalling("9300 (2034)");
        t.resolution.blocks[0].body.text.push_str(noted);
        t.asks(vec![ask("decides", Kind::Mandate, BODY)])
    }

    fn found(first: Loaded, noted: &str) -> Vec<(String, Certainty)> {
        let texts = [first, second(noted)];
        let line = Line::new(&texts);
        assert_eq!(line.next(0), Some(1));
        let of = super::noted(&line, 0, &line.texts[0].asks[1], Calendar::builtin());
        of.into_iter().map(|(_, s)| (s.document.to_string(), s.certainty)).collect()
    }

    #[test]
    fn a_report_of_the_year_of_the_request_is_told_by_its_day() {
        let sure = |s: &str| vec![(s.to_owned(), Certainty::Sure)];
        assert_eq!(
            found(first(vec![]), " Welcoming the report of the Secretary-General of 1 December 2034 (S/2034/1138),"),
            sure("S/2034/1138")
        );
        assert_eq!(
            found(
                first(vec![]),
                " taking note of the Secretary-General\u{2019}s report (S/2034/1138) of 28 November 2034,"
            ),
            sure("S/2034/1138")
        );
        // Before the request, of another author, or no report.
        for other in [
            " Welcoming the report of the Secretary-General of 1 June 2034 (S/2034/500),",
            " Welcoming the report of the Panel of Pilots of 1 December 2034 (S/2034/1138),",
            " Recalling the report of the Secretary-General, and the letter of the Keeper of 1 December 2034 (S/2034/1138),",
        ] {
            assert_eq!(found(first(vec![]), other), [], "{other}");
        }
    }

    #[test]
    fn of_two_requests_or_reports_none_is_sure() {
        let two = " Welcoming the reports of the Secretary-General of 19 October 2034 (S/2034/900) and 1 December 2034 (S/2034/1138),";
        let probable = |s: &str| (s.to_owned(), Certainty::Probable);
        assert_eq!(found(first(vec![]), two), [probable("S/2034/900"), probable("S/2034/1138")]);
        let one = " Welcoming the report of the Secretary-General of 1 December 2034 (S/2034/1138),";
        let words = "requests the Secretary-General to submit a report on the costs of oil";
        let more = vec![ask("requests2", Kind::Report, words)];
        assert_eq!(found(first(more), one), [probable("S/2034/1138")]);
        // Long before its time.
        assert_eq!(
            found(first(vec![]), " Noting the report of the Secretary-General of 1 July 2034 (S/2034/600),"),
            []
        );
    }
}
