//! An obligation to its occurrences: which turns it has, when each is on time, and on which days each is made.

use super::window::after;
use super::{Adoption, Calendar, bodies};
use crate::model::{
    Basis, Body, Deadline, Due, Organ, Period, Recurrence, Relation, SelfExecuting, TurnName, Undated, Window,
};
use crate::track::FOREVER;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the turns of an obligation depend on.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// By when.
    pub deadline: Option<&'a Deadline>,
    /// How often.
    pub recurrence: Option<Recurrence>,
    /// Whether it is carried out by being adopted.
    pub self_executing: Option<SelfExecuting>,
    /// To whom it reports, as the recipient is named.
    pub recipient: Option<&'a str>,
    /// Where its text comes from.
    pub adoption: &'a Adoption,
    /// Until when the mandate runs that a recurring one belongs to, as texts say one after the other; empty where that is unknown.
    pub mandate: &'a [MandateEnd],
}

/// Until when a mandate runs, as one text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MandateEnd {
    /// Adoption of the text: from this day on it is known.
    pub from: NaiveDate,
    /// The last day.
    pub on: NaiveDate,
    /// Nothing ended: a later text asks for the same again with a rhythm of its own, which takes over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewed: bool,
}

impl MandateEnd {
    /// A mandate that a text of one day lets run to another.
    pub fn new(from: NaiveDate, on: NaiveDate) -> MandateEnd {
        MandateEnd { from, on, renewed: false }
    }

    /// A later text takes the rhythm over.
    pub fn renewed(from: NaiveDate) -> MandateEnd {
        MandateEnd { from, on: from, renewed: true }
    }
}

/// One occurrence as the calendar lays it out.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its name; `None` for the only occurrence of a one-off obligation.
    pub name: Option<TurnName>,
    /// When it is on time, or why nobody can say.
    pub window: Result<Window, Undated>,
    /// The first day on which it is made.
    pub shown_from: NaiveDate,
    /// The first day on which it is no longer made; [`FOREVER`] where it stays.
    pub shown_until: NaiveDate,
}

/// No text is older.
const BEGINNING: NaiveDate = match NaiveDate::from_ymd_opt(1946, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// So many turns at most of one obligation (daily ones over 27 years).
const MOST: usize = 10_000;

/// The occurrences of an obligation, in order.
///
/// - A self-executing decision has one: from adoption to its end, undated where it has none.
/// - A one-off obligation has one without a name; one with several times (*at its eightieth and eighty-fifth sessions*) one for
///   each, named by session, year or last day.
/// - A recurring one has turns from its first deadline, else from the first turn after adoption, to the end of its mandate. A
///   rhythm of a body that meets in sessions counts in that body's sessions, any other in days and months from adoption (or
///   from its first date). Where the end is not known, on any day only the last turn and the next are made (and the one
///   that the words name, which stays owed): a turn is made from the day after the one before it closes until the day after
///   the one behind it closes; up to the calendar's horizon. Where a later text asks for the same again, no turn begins after it:
///   the turns from there on are its own. What began before stays owed.
/// - `regular` has none: one undated, or that of its deadline.
pub fn turns(asked: Asked<'_>, calendar: &Calendar) -> Vec<Plan> {
    let from = asked.adoption.day.unwrap_or(BEGINNING);
    let always = |name, window| Plan { name, window, shown_from: from, shown_until: FOREVER };
    if asked.self_executing.is_some() {
        return vec![always(None, in_effect(asked, calendar))];
    }
    let several = asked.deadline.is_some_and(|d| !d.also.is_empty());
    let dated = |d: &Deadline| calendar.window(d, asked.adoption);
    match (asked.recurrence.filter(|_| !lists_its_turns(asked.deadline)), asked.deadline) {
        (Some(Recurrence::Every(period)), deadline) => {
            let first = deadline.filter(|d| d.relation != Relation::Until).map(dated);
            match first {
                Some(Err(undated)) => vec![always(None, Err(undated))],
                _ => recurring(asked, period, calendar),
            }
        }
        (_, Some(d)) if several => named(listed(d, asked.adoption, calendar))
            .into_iter()
            .map(|(name, window)| always(Some(name), window))
            .collect(),
        (_, Some(d)) => vec![always(None, dated(d))],
        (_, None) => vec![always(None, Err(Undated::NoTime))],
    }
}

/// The turn of a name, also where [`turns`] does not make it on some days (or lies beyond the horizon): an event that lies on
/// it forces it to exist. `None` where the rhythm has no such turn.
pub fn turn_named(asked: Asked<'_>, name: &TurnName, calendar: &Calendar) -> Option<Plan> {
    let from = asked.adoption.day.unwrap_or(BEGINNING);
    let made = turns(asked, calendar).into_iter().find(|p| p.name.as_ref() == Some(name));
    let beyond = || match (name, asked.recurrence?) {
        (TurnName::Number(n), Recurrence::Every(period)) => {
            let (body, first, step, relation) = in_sessions(asked, period, calendar)?;
            let on_beat = *n >= first && (n - first).is_multiple_of(step);
            let due = Due::Session { session: *n, body, part: None };
            let window = on_beat.then(|| calendar.window_of(&due, relation, "", asked.adoption))?;
            Some(Plan { name: Some(name.clone()), window, shown_from: from, shown_until: FOREVER })
        }
        _ => None,
    };
    let unended =
        || turns(Asked { mandate: &[], ..asked }, calendar).into_iter().find(|p| p.name.as_ref() == Some(name));
    made.or_else(unended).map(|p| Plan { shown_from: from, shown_until: FOREVER, ..p }).or_else(beyond)
}

/// Whether the words name every turn, so that a rhythm adds none: *an annual report … at its seventy-sixth and seventy-seventh
/// sessions*, *triennial reports in 2026, 2029 and 2032*. One session each of two bodies is the beginning of two rhythms.
fn lists_its_turns(deadline: Option<&Deadline>) -> bool {
    deadline.is_some_and(|d| {
        d.also.iter().any(|other| match (&d.due, other) {
            (Due::Session { body: a, .. }, Due::Session { body: b, .. }) => a == b,
            (Due::Date(_), Due::Date(_)) => true,
            _ => false,
        })
    })
}

fn in_effect(asked: Asked<'_>, calendar: &Calendar) -> Result<Window, Undated> {
    let d = asked.deadline.ok_or(Undated::NoTime)?;
    let until = if matches!(d.due, Due::Session { .. }) { d.relation } else { Relation::Until };
    let end = calendar.window_of(&d.due, until, &d.phrase, asked.adoption)?;
    Ok(match asked.adoption.day {
        Some(day) => Window { opens: day.min(end.closes), opens_basis: Basis::Text, ..end },
        None => end,
    })
}

/// Each time that a deadline lists.
fn listed<'a>(
    d: &'a Deadline,
    adoption: &'a Adoption,
    calendar: &'a Calendar,
) -> impl Iterator<Item = (&'a Due, Result<Window, Undated>)> {
    std::iter::once(&d.due)
        .chain(&d.also)
        .map(move |due| (due, calendar.window_of(due, d.relation, &d.phrase, adoption)))
}

/// Names by session, by year, by last day; where that would name two alike, by last day.
fn named<'a>(
    times: impl Iterator<Item = (&'a Due, Result<Window, Undated>)>,
) -> Vec<(TurnName, Result<Window, Undated>)> {
    let mut taken = BTreeSet::new();
    times
        .enumerate()
        .filter_map(|(i, (due, window))| {
            let day = window.as_ref().ok().map(|w| TurnName::Day(w.closes));
            let own = match (due, &window) {
                (Due::Session { session, .. }, _) => TurnName::Number(*session),
                (_, Ok(w)) if whole_year(w) => TurnName::Number(u16::try_from(w.closes.year()).ok()?),
                (_, Ok(w)) => TurnName::Day(w.closes),
                (_, Err(_)) => TurnName::Number(u16::try_from(i + 1).ok()?),
            };
            let name = std::iter::once(own).chain(day).find(|n| !taken.contains(n))?;
            taken.insert(name.clone());
            Some((name, window))
        })
        .collect()
}

fn whole_year(w: &Window) -> bool {
    let (a, b) = (w.opens, w.closes);
    (a.month(), a.day(), b.month(), b.day()) == (1, 1, 12, 31) && a.year() == b.year()
}

fn recurring(asked: Asked<'_>, period: Period, calendar: &Calendar) -> Vec<Plan> {
    let until = asked.deadline.filter(|d| d.relation == Relation::Until);
    let own = until.and_then(|d| calendar.window(d, asked.adoption).ok()).map(|w| w.closes);
    let mandate = || asked.mandate.iter().filter(|m| !m.renewed);
    let renewed = asked.mandate.iter().find(|m| m.renewed).map(|m| m.from);
    let end = mandate().map(|m| m.on).max().into_iter().chain(own).min();
    let last = end.unwrap_or_else(|| calendar.horizon());
    let beat = in_sessions(asked, period, calendar);
    let in_sessions = beat.is_some();
    let all = match beat {
        Some(beat) => by_session(asked, beat, calendar, last),
        None => match by_days(asked, period, calendar, last) {
            Ok(all) => all,
            Err(undated) => vec![(None, Err(undated))],
        },
    };
    let from = asked.adoption.day.unwrap_or(BEGINNING);
    let mut plans = shown(all, from, end.is_some());
    let known = |plan: &mut Plan| {
        let Ok(window) = plan.window else { return };
        let day = if in_sessions { window.opens } else { window.closes };
        let mut ends = mandate().skip_while(|m| m.on < day);
        if let Some(first) = ends.next() {
            // A turn beyond the end that was known first is made from the day on which the mandate was extended.
            plan.shown_from = plan.shown_from.max(first.from);
        }
        if let Some(ended) = ends.find(|m| m.on < day) {
            plan.shown_until = ended.from.max(plan.shown_from);
        }
    };
    plans.iter_mut().for_each(known);
    taken_over(&mut plans, renewed);
    plans.retain(|p| p.shown_from < p.shown_until);
    // The turn that the words name is owed whatever comes after it.
    let named = asked
        .deadline
        .is_some_and(|d| d.relation != Relation::Until && matches!(d.due, Due::Session { .. } | Due::Date(_)));
    if let Some(first) = plans.first_mut().filter(|_| named) {
        first.shown_until = FOREVER;
    }
    for beat in other_beats(asked, period, calendar) {
        // Named by their last days: the numbers of two bodies may be the same.
        let named = by_session(asked, beat, calendar, last).into_iter().map(|(_, window)| {
            let day = window.as_ref().ok().map(|w| TurnName::Day(w.closes));
            (day, window)
        });
        let taken: BTreeSet<_> = plans.iter().filter_map(|p| p.name.clone()).collect();
        let free = named.filter(|(name, _)| name.as_ref().is_some_and(|n| !taken.contains(n))).collect();
        let mut others = shown(free, from, end.is_some());
        taken_over(&mut others, renewed);
        plans.extend(others.into_iter().filter(|p| p.shown_from < p.shown_until));
    }
    plans
}

/// From the day on which a later text asks for the same again no turn begins: the last one that began stays, those after it are
/// made up to that day. One that has not begun stays where it is the first.
fn taken_over(plans: &mut [Plan], renewed: Option<NaiveDate>) {
    let Some(day) = renewed else { return };
    let began = |p: &Plan| p.window.as_ref().is_ok_and(|w| w.opens <= day);
    let last = plans.iter().rposition(began).unwrap_or_default();
    for (i, plan) in plans.iter_mut().enumerate().skip(last) {
        plan.shown_until = match i == last {
            // Unless its mandate had ended by then.
            true if plan.shown_until > day => FOREVER,
            true => plan.shown_until,
            false => plan.shown_until.min(day),
        };
    }
}

/// The rhythms of further bodies that a deadline names: *annually to the Human Rights Council, from its fiftieth session, and to
/// the General Assembly, from its seventy-seventh session*.
fn other_beats(asked: Asked<'_>, period: Period, calendar: &Calendar) -> Vec<(Body, u16, u16, Relation)> {
    let mut beats: Vec<(Body, u16, u16, Relation)> = Vec::new();
    let Some((Deadline { relation, also, .. }, main)) = asked.deadline.zip(in_sessions(asked, period, calendar)) else {
        return beats;
    };
    for due in also {
        if let Due::Session { session, body, .. } = due
            && *body != main.0
            && beats.iter().all(|(b, ..)| b != body)
        {
            let step =
                calendar.sessions_a_year(body).unwrap_or(1).saturating_mul(whole_years(period).unwrap_or(1)).max(1);
            beats.push((body.clone(), *session, step, *relation));
        }
    }
    beats
}

/// A period of whole years.
fn whole_years(period: Period) -> Option<u16> {
    match period {
        Period { years, months, days: 0 } if months % 12 == 0 => u16::try_from(years.checked_add(months / 12)?).ok(),
        _ => None,
    }
}

/// Whose sessions a rhythm counts in, the first of them, how many a turn, and how they relate to the turn; `None` for a rhythm
/// of days and months.
fn in_sessions(asked: Asked<'_>, period: Period, calendar: &Calendar) -> Option<(Body, u16, u16, Relation)> {
    let years = whole_years(period)?;
    let deadline = asked.deadline.filter(|d| d.relation != Relation::Until);
    if let Some(Deadline { due: Due::Session { session, body, .. }, relation, .. }) = deadline {
        let step = calendar.sessions_a_year(body).map_or(1, |n| n.saturating_mul(years)).max(1);
        return Some((body.clone(), *session, step, *relation));
    }
    match deadline.map(|d| &d.due) {
        None | Some(Due::Event(_)) => {}
        Some(_) => return None,
    }
    let of_recipient = asked.recipient.and_then(bodies::known);
    let organ = asked.adoption.organ?;
    if organ == Organ::SecurityCouncil {
        return None;
    }
    let body = of_recipient.unwrap_or_else(|| organ.body());
    let a_year = calendar.sessions_a_year(&body)?;
    let adopting = if body == organ.body() {
        asked.adoption.session_number(calendar)?
    } else {
        calendar.session_after(&body, asked.adoption.day?)?.checked_sub(1)?
    };
    // Of a body that meets once a year the next session; of one that meets oftener the same session of the next year.
    let first = adopting.checked_add(a_year)?;
    Some((body, first, a_year.saturating_mul(years).max(1), Relation::At))
}

type Turn = (Option<TurnName>, Result<Window, Undated>);

fn by_session(
    asked: Asked<'_>,
    (body, first, step, relation): (Body, u16, u16, Relation),
    calendar: &Calendar,
    last: NaiveDate,
) -> Vec<Turn> {
    let part = match asked.deadline.map(|d| &d.due) {
        Some(Due::Session { part, body: b, .. }) if *b == body => *part,
        _ => None,
    };
    let mut turns: Vec<Turn> = Vec::new();
    let mut opens: Option<NaiveDate> = None;
    for n in (first..=u16::MAX).step_by(usize::from(step)) {
        let due = Due::Session { session: n, body: body.clone(), part };
        let Ok(mut window) = calendar.window_of(&due, relation, "", asked.adoption) else { break };
        if window.opens > last && !turns.is_empty() {
            break;
        }
        // A turn that may be done from adoption on begins when the one before it is over.
        if !matches!(relation, Relation::At | Relation::In)
            && let Some(day) = opens
        {
            window = Window { opens: day.min(window.closes), opens_basis: window.closes_basis, ..window };
        }
        opens = window.closes.succ_opt();
        turns.push((Some(TurnName::Number(n)), Ok(window)));
    }
    turns
}

/// Turns of days and months: the nth is due the nth period after adoption, or after the first date; its window begins the day
/// after the one before it.
fn by_days(asked: Asked<'_>, period: Period, calendar: &Calendar, last: NaiveDate) -> Result<Vec<Turn>, Undated> {
    let first = match asked.deadline.filter(|d| d.relation != Relation::Until) {
        Some(d) => calendar.window(d, asked.adoption)?,
        None => {
            let day = asked.adoption.day.ok_or(Undated::NoAdoption)?;
            Window::new(day, after(period, day), Basis::Text)
        }
    };
    let year = asked.deadline.is_some_and(|d| d.relation == Relation::In) && whole_year(&first);
    let name = |w: &Window| match u16::try_from(w.closes.year()) {
        Ok(n) if year => TurnName::Number(n),
        _ => TurnName::Day(w.closes),
    };
    let anchor = match asked.deadline {
        Some(d) if d.relation != Relation::Until => first.closes,
        _ => first.opens,
    };
    let mut turns: Vec<Turn> = vec![(Some(name(&first)), Ok(first))];
    let mut previous = first.closes;
    let done = u32::from(anchor != first.closes);
    for nth in (1 + done..).take(MOST) {
        // Counted from the anchor, so that the 31st stays the 31st after a short month.
        let Some(due) = times(period, nth).map(|p| after(p, anchor)) else { break };
        if due > last || due <= previous {
            break;
        }
        let on_the_day = asked.deadline.is_some_and(|d| d.relation == Relation::At && matches!(d.due, Due::Date(_)));
        let opens = if on_the_day { due } else { previous.succ_opt().unwrap_or(due) };
        let window = Window { opens, closes: due, opens_basis: first.closes_basis, closes_basis: first.closes_basis };
        turns.push((Some(name(&window)), Ok(window)));
        previous = due;
    }
    Ok(turns)
}

fn times(period: Period, n: u32) -> Option<Period> {
    Some(Period {
        years: period.years.checked_mul(n)?,
        months: period.months.checked_mul(n)?,
        days: period.days.checked_mul(n)?,
    })
}

/// On which days each turn is made.
fn shown(turns: Vec<Turn>, from: NaiveDate, all: bool) -> Vec<Plan> {
    let closes: Vec<Option<NaiveDate>> =
        turns.iter().map(|(_, w)| w.as_ref().ok().and_then(|w| w.closes.succ_opt())).collect();
    let day_after = |i: Option<usize>| i.and_then(|i| closes.get(i).copied().flatten());
    turns
        .into_iter()
        .enumerate()
        .map(|(i, (name, window))| {
            let (shown_from, shown_until) = if all {
                (from, FOREVER)
            } else {
                (
                    day_after(i.checked_sub(1)).map_or(from, |d| d.max(from)),
                    day_after(i.checked_add(1)).unwrap_or(FOREVER),
                )
            };
            Plan { name, window, shown_from, shown_until }
        })
        // A turn that was over before the text was adopted is never made.
        .filter(|p| p.shown_from < p.shown_until)
        .collect()
}
