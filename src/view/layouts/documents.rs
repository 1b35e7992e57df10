//! Reports by agenda item, as a list of documents is kept for a session, and in the words of the annotated preliminary list:
//! *Documents: report of the Secretary-General (resolution 75/276, para. 8)*.

use super::grouped;
use crate::model::{Kind, Row, Status};
use crate::view::columns::{self, Field};
use crate::view::phrase;
use crate::view::report::{Cell, Column, Line, Report, Value};
use chrono::NaiveDate;

pub(super) fn report(rows: &[Row], as_of: NaiveDate) -> Report {
    let head = vec![
        Column::new("agenda_item", "agenda item", 9).once(),
        Column::new("title", "title", 40),
        Column::new("mandate", "mandate", 28),
        Column::new("symbol", "symbol", 18),
        Column::new("office", "submitting office", 16),
        Column::new("expected", "expected", 22),
        Column::new("issued", "issued", 16),
        Column::new("remarks", "remarks", 28),
    ];
    let mut report = Report::new("Status of documentation", as_of, head);
    let reports: Vec<&Row> = rows.iter().filter(|r| r.kind == Kind::Report).collect();
    for (item, rows) in grouped(reports, |row| row.agenda_item.clone().unwrap_or_default()) {
        let heading = if item.is_empty() { "No agenda item".to_owned() } else { format!("Agenda item {item}") };
        let mut documents: Vec<String> = rows.iter().map(|row| format!("{} ({})", document(row), row.cite)).collect();
        documents.dedup();
        report.notes.push(format!("{heading}. Documents: {}.", documents.join("; ")));
        report = report.group(heading, rows.into_iter().map(|row| line(row, as_of)).collect());
    }
    report
}

/// *report of the Secretary-General*
fn document(row: &Row) -> String {
    match row.addressees.as_slice() {
        [] => "report".to_owned(),
        who => format!("report of the {}", phrase::and(who)),
    }
}

fn line(row: &Row, as_of: NaiveDate) -> Line {
    let mut title = document(row);
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let issued = row.status_on.filter(|_| row.status == Status::Implemented);
    let expected = match row.planned {
        Some(day) => Value::Day { day, estimated: false }.into(),
        None => Field::RequestedFor.cell(row, as_of),
    };
    vec![
        Field::AgendaItem.cell(row, as_of),
        Cell::text(format!("{title}: {}", row.title)),
        Cell::text(&row.cite),
        Value::List(row.evidence.iter().map(|e| columns::evidence(e)).collect()).into(),
        Field::Office.cell(row, as_of),
        expected,
        issued.map_or_else(Cell::empty, |day| Value::Day { day, estimated: false }.into()),
        Field::Remarks.cell(row, as_of),
    ]
    .into()
}
