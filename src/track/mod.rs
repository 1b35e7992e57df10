//! Events to state: the fold of the log, turns, and the spells that SQL compares days with. To the letter of `EVENTS.md`.

use crate::model::{EventId, Status, TurnName, Window};
use chrono::NaiveDate;

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
