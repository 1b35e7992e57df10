//! The five states of a registry of mandates: completed; implemented or in progress; not implemented; not applicable, as where
//! States are addressed; no indication, where there is no entry.

use super::column;
use crate::model::{Row, Status, Timing};
use crate::view::report::Report;
use crate::view::{cells::lines, columns::Field};
use chrono::NaiveDate;

const FIELDS: [Field; 6] =
    [Field::Cite, Field::Provision, Field::Addressees, Field::State, Field::Evidence, Field::Remarks];

const STATES: [&str; 5] =
    ["Completed", "Implemented or in progress", "Not implemented", "Not applicable", "No indication"];

pub(super) fn report(rows: &[Row], as_of: NaiveDate) -> Report {
    let head = vec![
        column(Field::Cite, "mandate", 28),
        column(Field::Provision, "provision", 56),
        column(Field::Addressees, "addressed to", 20),
        column(Field::State, "status", 16),
        column(Field::Evidence, "reference", 16),
        column(Field::Remarks, "remarks", 28),
    ];
    let mut report = Report::new("Mandates by status", as_of, head);
    for state in STATES {
        let rows: Vec<&Row> = rows.iter().filter(|row| state_of(row) == state).collect();
        report = report.group(format!("{state} ({})", rows.len()), lines(&FIELDS, rows, as_of));
    }
    report.notes.push(
        "Not applicable: addressed to States, given up or replaced by a later decision, or overtaken by events. No indication: \
         nothing has been recorded."
            .to_owned(),
    );
    report
}

fn state_of(row: &Row) -> &'static str {
    match row.status {
        // What recurs is done again and again, so that one turn completes nothing.
        Status::Implemented if row.recurrence.is_none() => "Completed",
        // A decision whose time has run out has done what it was for.
        Status::InEffect if row.timing == Timing::Expired => "Completed",
        Status::Implemented
        | Status::InProgress
        | Status::PartlyImplemented
        | Status::Continuing
        | Status::InEffect => "Implemented or in progress",
        Status::NotImplemented => "Not implemented",
        Status::Discontinued | Status::Superseded | Status::Overtaken | Status::NotApplicable => "Not applicable",
        Status::NoEntry if states(row) => "Not applicable",
        Status::NoEntry => "No indication",
    }
}

/// Whether only States are asked; a registry follows what the Organization owes.
fn states(row: &Row) -> bool {
    let state = |name: &String| {
        let name = name.to_lowercase();
        ["states", "member states", "all states", "all member states", "governments"].contains(&name.as_str())
            || name.starts_with("member states ")
            || name.starts_with("states ")
    };
    !row.addressees.is_empty() && row.addressees.iter().all(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn what_asks_only_states_is_not_applicable() {
        let mut row = sample::row("A/RES/77/13:8-calls", "Calls upon …;");
        row.addressees = vec!["Member States".to_owned()];
        assert_eq!(state_of(&row), "Not applicable");
        row.addressees.push("Secretary-General".to_owned());
        assert_eq!(state_of(&row), "No indication");
        row.status = Status::Implemented;
        assert_eq!(state_of(&row), "Completed");
    }
}
