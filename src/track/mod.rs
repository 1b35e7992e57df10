//! Events to state: the fold of the log, turns, and the spells that SQL compares days with. To the letter of `EVENTS.md`.
//!
//! The way of an event through these modules:
//!
//! 1. [`graph`] gives it its time and its place among the others; [`merge`] lets it in from another file.
//! 2. [`retract`] says whether it is live, today or as known on a day; [`undo`] finds what a person would take back.
//! 3. [`attach`] finds the clause and the turn on which it lies.
//! 4. [`fold`] makes the state of one turn on a day, [`spells`] that of all days, [`correct`] that of the clause, [`conflict`]
//!    what two people said differently.
//! 5. [`timing`] and [`watch`] lay calendar and log beside each other.

pub mod attach;
pub mod conflict;
pub mod correct;
pub mod fold;
pub mod graph;
pub mod merge;
pub mod retract;
pub mod spells;
pub mod timing;
pub mod undo;
pub mod watch;
pub mod words;

pub use fold::State;
pub use graph::Graph;
pub use retract::Retractions;
pub use spells::spells;

use crate::model::event::{Event, Moment};
use crate::model::{EventId, Status, TurnName, Window};
use chrono::NaiveDate;

/// An event of the log with what is computed of it once.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: EventId,
    /// When it was recorded for the purposes of order: see [`graph::time_of`].
    pub time: Moment,
    /// What it says.
    pub event: Event,
}

impl Entry {
    /// The first day on which it holds: `on`; for kinds that have none, and hold from the beginning, the first of all days.
    pub fn on(&self) -> NaiveDate {
        self.event.on.unwrap_or(NaiveDate::MIN)
    }

    /// The first event of the command that wrote it.
    pub fn action(&self) -> EventId {
        self.event.action.unwrap_or(self.id)
    }

    /// Order of the log: by the day from which they hold, then by time, then by id.
    pub fn order(&self) -> (NaiveDate, Moment, EventId) {
        (self.on(), self.time, self.id)
    }
}

/// A run of days on which one occurrence has one window and one status: a derived row, made from turns and log.
///
/// For any day there is at most one spell of a turn. SQL compares days: overdue on D is `since <= D < until`, `closes < D`
/// and not `closed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// Which turn; `None` for a one-off obligation.
    pub turn: Option<TurnName>,
    /// First day.
    pub since: NaiveDate,
    /// First day after it; [`FOREVER`] where it is open.
    pub until: NaiveDate,
    /// The window on these days (a deferral moves it).
    pub window: Option<Window>,
    /// The status on these days.
    pub status: Status,
    /// Whether that closes the occurrence.
    pub closed: bool,
    /// Since when the status holds: for a closed one the first day of the unbroken run of closing entries.
    pub status_on: Option<NaiveDate>,
    /// The entry that set it.
    pub status_event: Option<EventId>,
    /// Somebody recorded, by these days, that it is not done (so it is *outstanding* whenever its window closed).
    pub said_undone: bool,
}

/// The day after the last: 31 December 9999.
pub const FOREVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};
