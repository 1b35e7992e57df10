//! A deadline to its window: *Timing* of the design.

use super::Calendar;
use crate::model::day::MONTHS;
use crate::model::{Basis, Body, Deadline, Due, Organ, Period, Relation, Resolution, Session, Undated, Window};
use crate::track::FOREVER;
use chrono::{Datelike, Months, NaiveDate};

/// By whom, in which session and on which day a text was adopted: what its periods and its *next* are counted from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Adoption {
    /// The day; not known for drafts.
    pub day: Option<NaiveDate>,
    /// The organ.
    pub organ: Option<Organ>,
    /// Its session.
    pub session: Option<Session>,
}

impl From<&Resolution> for Adoption {
    fn from(r: &Resolution) -> Adoption {
        Adoption { day: r.adopted, organ: r.organ, session: r.session.clone() }
    }
}

impl Adoption {
    /// The number of the organ's regular session in which, or last before which, it was adopted; `None` for an organ that
    /// does not meet in sessions.
    pub fn session_number(&self, calendar: &Calendar) -> Option<u16> {
        let body = self.organ.filter(|o| *o != Organ::SecurityCouncil)?.body();
        self.session.as_ref().and_then(Session::regular).or_else(|| {
            let next = calendar.session_after(&body, self.day?)?;
            next.checked_sub(1)
        })
    }
}

impl Calendar {
    /// The window of a deadline's first time.
    ///
    /// # Errors
    /// [`Undated`] says why there is none: an event, an unknown session, a period from an unknown adoption.
    pub fn window(&self, deadline: &Deadline, adoption: &Adoption) -> Result<Window, Undated> {
        self.window_of(&deadline.due, deadline.relation, &deadline.phrase, adoption)
    }

    /// The window of one time of a deadline (`due` or one of `also`), whose words are `phrase`.
    ///
    /// - *at, during, to, for* its Nth session, or a part of it: from its opening to its close;
    /// - *before* it: from adoption to the day before it opens; *by* or *until* it: from adoption to its close;
    /// - *by* or *until* a date, and *before* one (the date of [`Due::Date`] is already the day before): from adoption to it;
    /// - *at* a date: that day; *in* a year, quarter or month: that year, quarter or month;
    /// - a period: from adoption;
    /// - *in his next report*: the session after the adopting one, estimated. Any other event has no window.
    ///
    /// Where the day of adoption is not known, a window that begins with it begins on its last day, estimated.
    ///
    /// # Errors
    /// [`Undated`] says why there is none.
    pub fn window_of(
        &self,
        due: &Due,
        relation: Relation,
        phrase: &str,
        adoption: &Adoption,
    ) -> Result<Window, Undated> {
        let until = |closes: NaiveDate, closes_basis: Basis| match adoption.day {
            Some(day) => Window { opens: day.min(closes), closes, opens_basis: Basis::Text, closes_basis },
            None => Window { opens: closes, closes, opens_basis: Basis::Estimated, closes_basis },
        };
        match due {
            Due::Session { session, body, part } => {
                let unknown = || Undated::UnknownSession { body: body.name().to_owned(), session: *session };
                let of = self.session(body, *session, *part).ok_or_else(unknown)?;
                Ok(match relation {
                    Relation::At | Relation::In => of,
                    Relation::Before => until(of.opens.pred_opt().unwrap_or(of.opens), of.opens_basis),
                    Relation::By | Relation::Until | Relation::Within => until(of.closes, of.closes_basis),
                })
            }
            Due::Date(last) => Ok(match relation {
                Relation::In => Window::new(first_day(*last, phrase), *last, Basis::Text),
                Relation::At => Window::new(*last, last_of_range(*last, phrase), Basis::Text),
                Relation::By | Relation::Before | Relation::Until | Relation::Within => until(*last, Basis::Text),
            }),
            Due::Within(period) => {
                let day = adoption.day.ok_or(Undated::NoAdoption)?;
                let closes = after(*period, day);
                // *after 12 months* is not before them
                let opens = if relation == Relation::At { closes } else { day };
                Ok(Window::new(opens, closes, Basis::Text))
            }
            Due::Event(event) if is_adoption(event) => {
                let day = adoption.day.ok_or(Undated::NoAdoption)?;
                Ok(Window::new(day, day, Basis::Text))
            }
            Due::Event(event) => {
                let undated = || Undated::Event { event: event.clone() };
                let next = is_next_report(event).then(|| self.next_session(adoption)).flatten();
                let (body, session) = next.ok_or_else(undated)?;
                let of = self.session(&body, session, None).ok_or_else(undated)?;
                Ok(Window { opens_basis: Basis::Estimated, closes_basis: Basis::Estimated, ..of })
            }
        }
    }

    /// The session of the adopting organ after the adopting one.
    pub(super) fn next_session(&self, adoption: &Adoption) -> Option<(Body, u16)> {
        let next = adoption.session_number(self)?.checked_add(1)?;
        Some((adoption.organ?.body(), next))
    }
}

/// The day a period after another, at the end of days where it lies beyond.
pub(super) fn after(period: Period, day: NaiveDate) -> NaiveDate {
    period.after(day).map_or(FOREVER, |d| d.min(FOREVER).max(day))
}

/// The last of the days that a meeting sits: *from 16 to 24 February 2021* is due on its first day and on time while it lasts.
fn last_of_range(first: NaiveDate, phrase: &str) -> NaiveDate {
    let words: Vec<&str> = phrase.split([' ', ',', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let date = |w: &[&str]| NaiveDate::parse_from_str(&w.join(" "), "%d %B %Y").ok();
    words
        .windows(3)
        .filter_map(date)
        .max()
        .filter(|last| (0..=60).contains(&(*last - first).num_days()))
        .unwrap_or(first)
}

/// *Upon adoption of this resolution*: that of the text which says so.
fn is_adoption(event: &str) -> bool {
    let event = event.to_lowercase();
    let of = event.strip_prefix("its adoption").or_else(|| {
        let of = event.strip_prefix("adoption of ")?;
        ["this resolution", "the present resolution", "the resolution"].iter().find_map(|w| of.strip_prefix(w))
    });
    of.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && !rest.starts_with(" of"))
}

/// *His next report*, *the next periodic report*: a named report of a series without a date.
pub fn is_next_report(event: &str) -> bool {
    let event = event.to_lowercase();
    let mut words = event.split(|c: char| !c.is_alphanumeric());
    words.any(|w| w == "next") && words.any(|w| w == "report" || w == "reports")
}

/// The first day of the year, quarter or month whose last day is given; which of them, the words say.
fn first_day(last: NaiveDate, phrase: &str) -> NaiveDate {
    let lower = phrase.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let says = |said: &[&str]| words.iter().any(|w| said.contains(w));
    let month_end = last.succ_opt().is_none_or(|next| next.day() == 1);
    let back = |months: u32| {
        let first = last.with_day(1).unwrap_or(last);
        first.checked_sub_months(Months::new(months)).unwrap_or(first)
    };
    let month = words.iter().find_map(|w| MONTHS.iter().position(|m| m == w)).and_then(|m| u32::try_from(m + 1).ok());
    if !month_end {
        // *early November*, *mid-May*: from the first of that month.
        let in_month = month.is_some() && says(&["early", "mid", "beginning", "start", "middle"]);
        return if in_month { back(0) } else { last };
    }
    match month {
        // *June to December 2000*
        Some(first) => back(last.month().saturating_sub(first)),
        None if says(&["quarter", "early", "late"]) => match says(&["or"]) {
            // *the second or third quarter of 2024*
            true => back(5),
            false => back(2),
        },
        None if says(&["half", "part", "mid"]) => back(5),
        // *the biennium 2024–2025*
        None if says(&["biennium"]) => back(23),
        None if last.month() == 12 => back(11),
        None => back(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_year_begins_with_its_first_day() {
        for (phrase, last, first) in [
            ("in 2026", "2026-12-31", "2026-01-01"),
            ("in the second quarter of 2026", "2026-06-30", "2026-04-01"),
            ("in the second or third quarter of 2024", "2024-09-30", "2024-04-01"),
            ("in the first half of 2022", "2022-06-30", "2022-01-01"),
            ("in the second half of 2022", "2022-12-31", "2022-07-01"),
            ("in early 2023", "2023-03-31", "2023-01-01"),
            ("in June 2026", "2026-06-30", "2026-06-01"),
            ("in June/July 2026", "2026-07-31", "2026-06-01"),
            ("in mid-May 2001", "2001-05-15", "2001-05-01"),
            ("during the biennium 2024–2025", "2025-12-31", "2024-01-01"),
            ("at its session in 2023", "2023-12-31", "2023-01-01"),
        ] {
            let last = last.parse().unwrap();
            assert_eq!(first_day(last, phrase).to_string(), first, "{phrase}");
        }
    }
}
