//! Sessions to dates: the built-in calendar (`data/calendar/sessions.csv`, rules of procedure, estimates), a user's own
//! dates over it, and a deadline's words to a window of days.
//!
//! - [`Calendar::session`]: when a session opens and closes, each date with what it rests on.
//! - [`Calendar::window`]: a deadline to its window, by *Timing* of the design.
//! - [`turns`]: an obligation to its occurrences.
//! - [`bodies`]: the names of bodies.

pub mod bodies;
mod rules;
pub mod turns;
mod window;

pub use turns::{Asked, MandateEnd, Plan};
pub use window::Adoption;

use crate::model::{Basis, Body, SessionPart, Window};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Dates that a user gives a session (`pursuant sessions set`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDates {
    /// Whose session.
    pub body: Body,
    /// Its number (the year for ECOSOC).
    pub session: u16,
    /// A part of it, or the whole.
    pub part: Option<SessionPart>,
    /// First day.
    pub opens: NaiveDate,
    /// Last day.
    pub closes: NaiveDate,
}

/// A line of `pursuant sessions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose session.
    pub body: Body,
    /// Its number (the year for ECOSOC).
    pub session: u16,
    /// A part of it, or the whole.
    pub part: Option<SessionPart>,
    /// Its first and last day.
    pub window: Window,
}

/// When sessions open and close.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Whole sessions, ascending, of every body: told, else by rule, else estimated.
    sessions: BTreeMap<Body, BTreeMap<u16, Window>>,
    /// Parts that a user has given dates.
    parts: BTreeMap<(Body, u16, SessionPart), Window>,
}

/// The last year for which sessions are computed.
const LAST_YEAR: i32 = 2120;

#[derive(Deserialize)]
struct Line {
    body: String,
    session: u16,
    opens: NaiveDate,
    closes: NaiveDate,
    opens_basis: Basis,
    closes_basis: Basis,
}

static FILE: LazyLock<Vec<Line>> = LazyLock::new(|| {
    // The file is compiled in; a test counts its lines.
    csv::Reader::from_reader(include_bytes!("../../data/calendar/sessions.csv").as_slice())
        .into_deserialize()
        .filter_map(Result::ok)
        .collect()
});

static BUILTIN: LazyLock<Calendar> = LazyLock::new(|| Calendar::with([]));

impl Calendar {
    /// The built-in calendar.
    pub fn builtin() -> &'static Calendar {
        &BUILTIN
    }

    /// The built-in calendar with a user's dates over it, the later of two for the same session. A close of the Assembly that
    /// follows from the next opening follows a user's opening, too.
    pub fn with(overrides: impl IntoIterator<Item = SessionDates>) -> Calendar {
        let mut told: BTreeMap<Body, BTreeMap<u16, Window>> = BTreeMap::new();
        let mut parts = BTreeMap::new();
        for line in FILE.iter() {
            let window = Window {
                opens: line.opens,
                closes: line.closes,
                opens_basis: line.opens_basis,
                closes_basis: line.closes_basis,
            };
            told.entry(bodies::named(&line.body)).or_default().insert(line.session, window);
        }
        for o in overrides {
            let window = Window::new(o.opens.min(o.closes), o.opens.max(o.closes), Basis::User);
            let body = bodies::named(o.body.name());
            match o.part {
                None => {
                    told.entry(body).or_default().insert(o.session, window);
                }
                Some(part) => {
                    parts.insert((body, o.session, part), window);
                }
            }
        }
        let mut sessions = BTreeMap::new();
        for known in bodies::BODIES.iter() {
            let body = Body::parse(&known.name);
            let mut all = told.remove(&body).unwrap_or_default();
            match body {
                Body::Ga => all = assembly(&all),
                Body::Hrc => fill(&mut all, 7..=u16::MAX, rules::human_rights_council),
                Body::Ecosoc => fill(&mut all, 1946..=u16::MAX, rules::economic_and_social_council),
                Body::Other(_) => fill(&mut all, 1..=u16::MAX, |n| known.usual(n)),
            }
            sessions.insert(body, all);
        }
        sessions.append(&mut told);
        Calendar { sessions, parts }
    }

    /// When a session, or a part of one, opens and closes, both days included; `None` for a session that nobody has dates for.
    ///
    /// The Assembly's main part runs to the end of December, the resumed session from January to the close; the two parts of
    /// the Fifth Committee's resumed session are estimates (March; May and June). A part of another body's session is the
    /// whole session unless a user has given it dates.
    pub fn session(&self, body: &Body, number: u16, part: Option<SessionPart>) -> Option<Window> {
        let body = canonical(body);
        if let Some(part) = part
            && let Some(window) = self.parts.get(&(body.clone(), number, part))
        {
            return Some(*window);
        }
        let whole = *self.sessions.get(&body)?.get(&number)?;
        match part {
            Some(part) if body == Body::Ga => part_of_assembly(whole, part),
            _ => Some(whole),
        }
    }

    /// The session in which a day falls. The day that two sessions of the Assembly share belongs to both: the later is
    /// returned. `None` between sessions.
    pub fn session_on(&self, body: &Body, day: NaiveDate) -> Option<u16> {
        let sessions = self.sessions.get(&canonical(body))?;
        sessions.iter().rev().find(|(_, w)| w.opens <= day && day <= w.closes).map(|(n, _)| *n)
    }

    /// The first session that opens after a day.
    pub fn session_after(&self, body: &Body, day: NaiveDate) -> Option<u16> {
        self.sessions.get(&canonical(body))?.iter().find(|(_, w)| day < w.opens).map(|(n, _)| *n)
    }

    /// How many sessions a body holds in a year by rule; `None` for one without a yearly rule.
    pub fn sessions_a_year(&self, body: &Body) -> Option<u16> {
        match body {
            Body::Ga | Body::Ecosoc => Some(1),
            Body::Hrc => Some(3),
            Body::Other(name) => bodies::entry(name).filter(|b| b.yearly()).map(|_| 1),
        }
    }

    /// The last day up to which recurring obligations are laid out: the close of the last session of the Assembly in the file.
    pub fn horizon(&self) -> NaiveDate {
        let last = FILE.iter().filter(|l| l.body == "GA").map(|l| l.session).max().unwrap_or(94);
        self.session(&Body::Ga, last, None).map_or(crate::track::FOREVER, |w| w.closes)
    }

    /// Every session that opens from 1995 to the horizon and every part that a user has dated, by body and number.
    pub fn list(&self) -> Vec<SessionRow> {
        let horizon = self.horizon();
        let whole = self.sessions.iter().flat_map(|(body, all)| {
            all.iter().map(|(n, w)| SessionRow { body: body.clone(), session: *n, part: None, window: *w })
        });
        let parts = self.parts.iter().map(|((body, n, part), w)| SessionRow {
            body: body.clone(),
            session: *n,
            part: Some(*part),
            window: *w,
        });
        let shown = |w: &Window| w.opens_basis == Basis::User || (w.opens.year() >= 1995 && w.opens <= horizon);
        let mut rows: Vec<SessionRow> = whole.chain(parts).filter(|r| shown(&r.window)).collect();
        rows.sort_by(|a, b| (&a.body, a.session, a.part).cmp(&(&b.body, b.session, b.part)));
        rows
    }
}

/// The name under which a body's sessions are kept.
fn canonical(body: &Body) -> Body {
    match body {
        Body::Other(name) => bodies::named(name),
        own => own.clone(),
    }
}

/// Estimated sessions where none is told, up to the last year.
fn fill(
    all: &mut BTreeMap<u16, Window>,
    numbers: std::ops::RangeInclusive<u16>,
    usual: impl Fn(u16) -> Option<(NaiveDate, NaiveDate)>,
) {
    let mut begun = false;
    for n in numbers {
        match usual(n) {
            Some((opens, _)) if opens.year() > LAST_YEAR => break,
            Some((opens, closes)) => {
                begun = true;
                all.entry(n).or_insert_with(|| Window::new(opens, closes, Basis::Estimated));
            }
            // Before its first session by the rule, or a body without one.
            None if begun || n > 2000 => break,
            None => {}
        }
    }
}

/// The sessions of the Assembly: openings told, else by rule 1; closes told, else by the next opening.
fn assembly(told: &BTreeMap<u16, Window>) -> BTreeMap<u16, Window> {
    let opens = |n: u16| match told.get(&n) {
        Some(w) => Some((w.opens, w.opens_basis)),
        None => rules::assembly_opens(n).map(|(d, rule)| (d, if rule { Basis::Rule } else { Basis::Estimated })),
    };
    let last = u16::try_from(LAST_YEAR - 1945).unwrap_or(u16::MAX);
    let mut all = told.clone();
    for n in 2..=last {
        let (Some((first, first_basis)), Some((next, next_basis))) = (opens(n), opens(n + 1)) else { continue };
        let (closes, closes_basis) = match told.get(&n) {
            Some(w) if w.closes_basis != Basis::Rule => (w.closes, w.closes_basis),
            _ if next_basis == Basis::Estimated => (rules::assembly_closes(n, next), Basis::Estimated),
            _ => (rules::assembly_closes(n, next), Basis::Rule),
        };
        let closes = closes.max(first);
        all.insert(n, Window { opens: first, closes, opens_basis: first_basis, closes_basis });
    }
    all
}

fn part_of_assembly(whole: Window, part: SessionPart) -> Option<Window> {
    let year = whole.opens.year();
    let new_year = NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?;
    let window = match part {
        SessionPart::Main => {
            Window { closes: new_year.pred_opt()?.min(whole.closes), closes_basis: Basis::Rule, ..whole }
        }
        SessionPart::Resumed => {
            Window { opens: new_year.clamp(whole.opens, whole.closes), opens_basis: Basis::Rule, ..whole }
        }
        SessionPart::FirstResumed => Window::new(
            NaiveDate::from_ymd_opt(year + 1, 3, 1)?,
            NaiveDate::from_ymd_opt(year + 1, 3, 31)?,
            Basis::Estimated,
        ),
        SessionPart::SecondResumed => Window::new(
            NaiveDate::from_ymd_opt(year + 1, 5, 1)?,
            NaiveDate::from_ymd_opt(year + 1, 6, 30)?,
            Basis::Estimated,
        ),
    };
    Some(window)
}

#[cfg(test)]
mod tests;
