//! Reports by agenda item, as a list of documents is kept for a session, and in the words of the annotated preliminary list:
//! *Documents: report of the Secretary-General (resolution 75/276, para. 8)*.

use super::grouped;
use crate::model::{Evidence, Kind, Row};
use crate::view::phrase;
use crate::view::report::{Cell, Column, Line, Report, Value};
use crate::view::{cells, columns::Field};
use chrono::NaiveDate;

pub(super) fn report(rows: &[Row], as_of: NaiveDate) -> Report {
    let head = vec![
        Column::new("agenda_item", "agenda item", 9),
        Column::new("title", "title", 40),
        Column::new("mandate", "mandate", 28),
        Column::new("symbol", "symbol", 18),
        Column::new("office", "submitting office", 16),
        Column::new("expected", "expected", 22),
        Column::new("issued", "issued", 16),
        Column::new("remarks", "remarks", 28),
    ];
    let mut report = Report::new("Status of documentation", as_of, head);
    let mut reports: Vec<&Row> = rows.iter().filter(|r| r.kind == Kind::Report).collect();
    reports.sort_by_cached_key(|row| (order(row.session.as_deref()), order(row.agenda_item.as_deref())));
    let sessions = grouped(reports, |row| row.session.clone().unwrap_or_default());
    // An item is one of a session's agenda: where there are several, each has its part.
    let several = sessions.len() > 1;
    for (session, rows) in sessions {
        let agenda = match session.parse() {
            Ok(n) => format!("Mandates under the agenda of the {} session", phrase::ordinal(n)),
            Err(_) if session.is_empty() => "Mandates under no agenda".to_owned(),
            Err(_) => format!("Mandates under the agenda of session {session}"),
        };
        for (item, rows) in grouped(rows.iter().copied(), |row| row.agenda_item.clone().unwrap_or_default()) {
            let item = match (item.is_empty(), several) {
                (true, false) => "No agenda item".to_owned(),
                (true, true) => format!("{agenda}, no item"),
                (false, false) => format!("Agenda item {item}"),
                (false, true) => format!("{agenda}, item {item}"),
            };
            let mut documents: Vec<String> =
                rows.iter().map(|row| format!("{} ({})", document(row), row.cite)).collect();
            documents.dedup();
            report.notes.push(format!("{item}. Documents: {}.", documents.join("; ")));
        }
        let heading = if several { agenda } else { String::new() };
        report = report.group(heading, rows.into_iter().map(|row| line(row, as_of)).collect());
    }
    report
}

/// Sessions and items in the order of an agenda: 9, 72, 103 (a), 103 (z), 103 (aa); what has none comes last.
fn order(name: Option<&str>) -> (u32, usize, String) {
    let Some(name) = name else { return (u32::MAX, 0, String::new()) };
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    let rest = name.get(digits.len()..).unwrap_or_default();
    (digits.parse().unwrap_or(u32::MAX - 1), rest.len(), rest.to_owned())
}

/// *report of the Secretary-General*
fn document(row: &Row) -> String {
    match row.addressees.as_slice() {
        [] => "report".to_owned(),
        who => format!("report of {}", phrase::and(&who.iter().map(|name| articled(name)).collect::<Vec<_>>())),
    }
}

/// *the Secretary-General*, but *Member States*, *UNHCR*.
fn articled(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    let plural = matches!(first, "States" | "Member" | "Governments" | "Parties" | "all" | "other" | "relevant")
        || (first.starts_with(char::is_lowercase) && name.ends_with('s'));
    let acronym = !name.contains(' ') && name.chars().all(|c| c.is_uppercase() || c == '-');
    if plural || acronym || first == "the" { name.to_owned() } else { format!("the {name}") }
}

fn line(row: &Row, as_of: NaiveDate) -> Line {
    let mut title = document(row);
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let (documents, other): (Vec<&String>, Vec<&String>) = row.evidence.iter().partition(|e| is_document(e));
    let mut remarks = phrase::remarks(row);
    // Where the remarks don't name it already.
    for e in other.into_iter().filter(|e| !phrase::remarks(row).contains(e.as_str())) {
        remarks = if remarks.is_empty() { format!("See {e}.") } else { format!("{remarks} See {e}.") };
    }
    let expected = match row.planned {
        Some(day) => Value::Day { day, estimated: false }.into(),
        None => Field::RequestedFor.cell(row, as_of),
    };
    vec![
        Field::AgendaItem.cell(row, as_of),
        Cell::text(format!("{title}: {}", row.title)),
        Cell::text(&row.cite),
        Value::List(documents.into_iter().map(|e| cells::evidence(e)).collect()).into(),
        Field::Office.cell(row, as_of),
        expected,
        // The day on which somebody recorded it is another.
        Field::Issued.cell(row, as_of),
        Cell::text(remarks),
    ]
    .into()
}

/// Whether evidence can be the report itself: a document, but no record of a meeting and no decision.
fn is_document(evidence: &str) -> bool {
    matches!(Evidence::parse(evidence), Evidence::Document(_))
        && !["/PV.", "/SR.", "/RES/", "/DEC/"].iter().any(|part| evidence.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;
    use crate::view::sample;

    #[test]
    fn a_record_of_a_meeting_is_no_report() {
        let mut row = sample::row("A/RES/77/13:8-requests", "Requests …;");
        row.evidence = vec!["A/77/277".to_owned(), "A/77/PV.99".to_owned()];
        (row.status, row.status_on, row.issued) = (Status::Implemented, Some(sample::as_of()), None);
        let line = line(&row, sample::as_of());
        assert_eq!(line.cell(3).words(), "A/77/277");
        assert!(line.cell(6).is_empty() && line.cell(7).words().contains("A/77/PV.99"));
    }
}
