//! The three dates of a report stay apart: due by the text, planned, issued. Lateness counts against the first.

use crate::model::day::in_words;
use crate::model::{Basis, Row, Window};
use crate::view::phrase::days;
use chrono::NaiveDate;

/// When it is planned and when it was issued, each against the window that the text gives.
pub fn planned_and_issued(row: &Row) -> Vec<(&'static str, String)> {
    // A deferral moves what is owed, not what the text says.
    let due = row.deferred.as_ref().map_or(row.window, |(_, own)| *own);
    let against = |on: NaiveDate| due.map(|w| format!(", {}", against(&w, on))).unwrap_or_default();
    let mut lines = Vec::new();
    if let Some(planned) = row.planned {
        lines.push(("planned", format!("{}{}", in_words(planned), against(planned))));
    }
    if let Some(issued) = row.issued {
        let latest = if issued.listed { "" } else { " at the latest, by the evidence" };
        let late = due.is_some_and(|w| issued.on > w.closes);
        // Evidence that was found late does not make the document late.
        let measured =
            if issued.listed || !late { against(issued.on) } else { "; no list says on which day".to_owned() };
        lines.push(("issued", format!("{}{latest}{measured}", in_words(issued.on))));
    }
    lines
}

/// Where a day lies against a window.
fn against(window: &Window, on: NaiveDate) -> String {
    let late = (on - window.closes).num_days();
    if late > 0 {
        return format!("{} late", days(late));
    }
    // A window that begins with the adoption or the turn before has no opening that anybody would name.
    if !matches!(window.opens_basis, Basis::Text) {
        let after = (on - window.opens).num_days();
        return match after {
            0 => "on the day the session opened".to_owned(),
            n if n > 0 => format!("{} after the session opened, in time", days(n)),
            n => format!("{} before the session opened", days(-n)),
        };
    }
    match late {
        0 => "on the last day".to_owned(),
        n => format!("in time, {} before it was due", days(-n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_against_the_window_of_the_text() {
        let day = |s: &str| s.parse::<NaiveDate>().unwrap();
        let session = Window {
            opens: day("2034-09-12"),
            closes: day("2035-09-10"),
            opens_basis: Basis::Announced,
            closes_basis: Basis::Announced,
        };
        assert_eq!(against(&session, day("2034-08-15")), "28 days before the session opened");
        assert_eq!(against(&session, day("2034-09-24")), "12 days after the session opened, in time");
        assert_eq!(against(&session, day("2035-09-20")), "10 days late");
        let by = Window { opens_basis: Basis::Text, closes_basis: Basis::Text, ..session };
        assert_eq!(against(&by, day("2035-09-09")), "in time, 1 day before it was due");
    }
}
