//! What the calendar makes of a state: `DESIGN.md`, Words and Timing.

use crate::model::{Record, Timing, Window};
use chrono::NaiveDate;

/// The timing of an occurrence on a day, with `window` as it is that day and `closed` by the log that day.
///
/// Overdue from the day after the window closes, with nothing that closes it. A self-executing decision is in force up to and on
/// its last day.
pub fn timing(window: Option<Window>, closed: bool, self_executing: bool, day: NaiveDate) -> Timing {
    match window {
        _ if closed => Timing::Closed,
        Some(w) if self_executing && day > w.closes => Timing::Expired,
        _ if self_executing => Timing::InForce,
        None => Timing::Undated,
        Some(w) if day < w.opens => Timing::Upcoming,
        Some(w) if day <= w.closes => Timing::Due,
        Some(_) => Timing::Overdue,
    }
}

/// Days since the last day of the window, where it is overdue.
pub fn days_overdue(window: Option<Window>, timing: Timing, day: NaiveDate) -> Option<i64> {
    window.filter(|_| timing == Timing::Overdue).map(|w| (day - w.closes).num_days())
}

/// Of what is overdue: outstanding where it was watched before its window closed (its last day included) or somebody
/// recorded that it is not done, else without a record. `watched`: see [`crate::track::watch::Watching::since`].
pub fn record(window: Option<Window>, timing: Timing, watched: Option<NaiveDate>, said_undone: bool) -> Option<Record> {
    let closes = window.filter(|_| timing == Timing::Overdue)?.closes;
    let outstanding = said_undone || watched.is_some_and(|w| w <= closes);
    Some(if outstanding { Record::Outstanding } else { Record::NoRecord })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Basis;

    fn day(s: &str) -> NaiveDate {
        s.parse().unwrap()
    }

    #[test]
    fn overdue_begins_the_day_after_the_window_closes() {
        let w = Some(Window::new(day("2022-09-13"), day("2023-09-05"), Basis::Announced));
        let at = |d: &str| timing(w, false, false, day(d));
        assert_eq!(at("2022-09-12"), Timing::Upcoming);
        assert_eq!(at("2022-09-13"), Timing::Due);
        assert_eq!(at("2023-09-05"), Timing::Due);
        assert_eq!(at("2023-09-06"), Timing::Overdue);
        assert_eq!(days_overdue(w, Timing::Overdue, day("2026-11-24")), Some(1176));
        assert_eq!(days_overdue(w, Timing::Closed, day("2026-11-24")), None);
        assert_eq!(timing(w, true, false, day("2026-11-24")), Timing::Closed);
        assert_eq!(timing(w, false, true, day("2023-09-05")), Timing::InForce);
        assert_eq!(timing(w, false, true, day("2023-09-06")), Timing::Expired);
        assert_eq!(timing(None, false, true, day("2023-09-06")), Timing::InForce);
        assert_eq!(timing(None, false, false, day("2023-09-06")), Timing::Undated);
    }

    #[test]
    fn what_nobody_followed_is_no_accusation() {
        let w = Some(Window::new(day("2022-09-13"), day("2023-09-05"), Basis::Announced));
        let of = |watched: &str, said| record(w, Timing::Overdue, Some(day(watched)), said);
        assert_eq!(of("2023-09-05", false), Some(Record::Outstanding));
        assert_eq!(of("2023-09-06", false), Some(Record::NoRecord));
        assert_eq!(of("2026-11-24", true), Some(Record::Outstanding));
        assert_eq!(record(w, Timing::Due, Some(day("2022-01-01")), true), None);
    }
}
