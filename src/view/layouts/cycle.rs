//! Mandates and reporting requirements of a council, then what falls due month by month for twelve months.

use crate::model::{Kind, Row, Timing};
use crate::view::columns::Field;
use crate::view::phrase;
use crate::view::report::{Cell, Column, Line, Report, Tone, Value};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeMap;

pub(super) fn report(rows: &[Row], as_of: NaiveDate) -> Report {
    let head = vec![
        Column::new("subject", "subject", 34),
        Column::new("cite", "legal basis", 28),
        Column::new("mandate_ends", "mandate ends", 16),
        Column::new("requirement", "reporting requirement", 36),
        Column::new("due_to", "due", 18),
    ];
    // A mandate is a decision of the text, its reports other provisions of the same text.
    let mut ends: BTreeMap<&str, NaiveDate> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.kind == Kind::Mandate) {
        if let Some(w) = row.window {
            let end = ends.entry(&row.symbol).or_insert(w.closes);
            *end = (*end).max(w.closes);
        }
    }
    let mut listed: Vec<&Row> = rows
        .iter()
        .filter(|r| matches!(r.kind, Kind::Report | Kind::Mandate))
        .filter(|r| !matches!(r.timing, Timing::Closed | Timing::Expired))
        .collect();
    // Of one text in the order of its paragraphs, as the rows come.
    listed.sort_by(|a, b| (&a.title, &a.symbol).cmp(&(&b.title, &b.symbol)));
    let reports: std::collections::BTreeSet<&str> =
        listed.iter().filter(|r| r.kind == Kind::Report).map(|r| r.symbol.as_str()).collect();
    let all: Vec<Line> = listed
        .iter()
        .filter(|row| row.kind == Kind::Report || !reports.contains(row.symbol.as_str()))
        .map(|row| line(row, ends.get(row.symbol.as_str()).copied(), as_of))
        .collect();
    let mut report =
        Report::new("Mandate and reporting cycle", as_of, head).group("Mandates and reporting requirements", all);
    let first = as_of.with_day(1).unwrap_or(as_of);
    // Twelve months from the day, so that the first and the last may be parts of months.
    let end = as_of.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
    let mut idle: Vec<String> = Vec::new();
    for month in 0..=12 {
        let Some(month) = first.checked_add_months(Months::new(month)).filter(|month| *month < end) else { break };
        let due: Vec<&Row> = rows
            .iter()
            .filter(|row| {
                row.window.is_some_and(|w| w.closes.year() == month.year() && w.closes.month() == month.month())
                    && row.window.is_some_and(|w| w.closes >= as_of && w.closes < end)
            })
            .collect();
        let mut lines: Vec<(NaiveDate, Line)> = due
            .into_iter()
            .filter_map(|row| Some((row.window?.closes, line(row, ends.get(row.symbol.as_str()).copied(), as_of))))
            .collect();
        lines.sort_by_key(|(day, _)| *day);
        let heading = month.format("%B %Y").to_string();
        if lines.is_empty() {
            idle.push(heading);
            continue;
        }
        report = nothing_due(report, &mut idle);
        report = report.group(heading, lines.into_iter().map(|(_, line)| line).collect());
    }
    nothing_due(report, &mut idle)
}

/// One heading for months in a row in which nothing is due.
fn nothing_due(report: Report, idle: &mut Vec<String>) -> Report {
    let heading = match idle.as_slice() {
        [] => return report,
        [one] => format!("{one}: nothing due"),
        [first, .., last] => format!("{first} to {last}: nothing due"),
    };
    idle.clear();
    report.group(heading, Vec::new())
}

fn line(row: &Row, ends: Option<NaiveDate>, as_of: NaiveDate) -> Line {
    let requirement = match row.kind {
        Kind::Mandate if row.window.is_some() => Cell::text("mandate ends"),
        // Another decision of the text may end, on the day in the column beside; of this one no day is known.
        Kind::Mandate if ends.is_some() => Cell::text("no end of its own set"),
        Kind::Mandate => Cell::text("no end set"),
        Kind::Report => {
            let said = row.recurrence.map_or_else(
                || match phrase::requested_for(row) {
                    time if time.is_empty() => "report, no time set".to_owned(),
                    time => format!("report, {time}"),
                },
                |r| format!("report {}", phrase::recurrence(r)),
            );
            // A day that has passed would look like one to come.
            match row.record.filter(|_| row.timing == Timing::Overdue) {
                Some(record) => Cell::text(format!("{said} ({})", phrase::record(record))),
                None => Cell::text(said),
            }
        }
        _ => Field::Provision.cell(row, as_of),
    };
    vec![
        Cell::text(&row.title),
        Cell::text(&row.cite).tone(Tone::Strong),
        ends.map_or_else(Cell::empty, |day| Value::Day { day, estimated: false }.into()),
        requirement,
        Field::DueTo.cell(row, as_of),
    ]
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn a_mandate_without_a_day_does_not_end() {
        let mut row = sample::row("A/RES/77/13:1-extends", "Extends …;");
        row.kind = Kind::Mandate;
        row.window = None;
        let day = sample::as_of();
        assert_eq!(line(&row, None, day).cell(3).words(), "no end set");
        assert_eq!(line(&row, Some(day), day).cell(3).words(), "no end of its own set");
    }
}
