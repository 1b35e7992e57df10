//! One invented report with nasty texts, for the tests of every exporter.

use super::cells::lines;
use super::columns::{Field, columns};
use super::report::Report;
use crate::model::{
    Basis, Body, Deadline, Due, Force, Kind, ObligationId, Period, Record, Recurrence, Relation, Row, Status, Timing,
    TurnName, Undated, Window,
};
use chrono::NaiveDate;

pub(crate) fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

pub(crate) fn as_of() -> NaiveDate {
    day(2026, 11, 24)
}

/// A row of an invented resolution.
pub(crate) fn row(id: &str, text: &str) -> Row {
    let (symbol, rest) = id.split_once(':').unwrap();
    let paragraph = rest.split(['-', '.', '@']).next().unwrap().to_owned();
    Row {
        id: ObligationId::stored(id.to_owned()),
        cite: format!("resolution {}, para. {paragraph}", symbol.trim_start_matches("A/RES/")),
        symbol: symbol.to_owned(),
        title: "Safety of lighthouses".to_owned(),
        organ: Some("General Assembly".to_owned()),
        session: Some("77".to_owned()),
        agenda_item: Some("72 (a)".to_owned()),
        committee: Some("Second Committee".to_owned()),
        adopted: Some(day(2022, 12, 14)),
        paragraph,
        part: None,
        verb: "Requests".to_owned(),
        force: Force::Request,
        kind: Kind::Report,
        addressees: vec!["Secretary-General".to_owned()],
        by_addressee: Vec::new(),
        recipient: Some("General Assembly".to_owned()),
        office: None,
        contributing: Vec::new(),
        self_executing: None,
        text: text.to_owned(),
        deadline: None,
        window: None,
        undated: Some(Undated::NoTime),
        recurrence: None,
        occurrence: None,
        open_occurrences: 1,
        timing: Timing::Undated,
        days_overdue: None,
        record: None,
        status: Status::NoEntry,
        status_on: None,
        status_by: None,
        status_entry: None,
        evidence: Vec::new(),
        issued: None,
        planned: None,
        deferred: None,
        next: None,
        note: None,
        added: false,
        doubts: Vec::new(),
    }
}

fn session(number: u16) -> Option<Deadline> {
    Some(Deadline {
        phrase: format!("at its session {number}"),
        due: Due::Session { session: number, body: Body::Ga, part: None },
        relation: Relation::At,
        also: Vec::new(),
    })
}

/// Rows in every timing, with everything in them that has ever broken an exporter.
pub(crate) fn rows() -> Vec<Row> {
    let late = Row {
        deadline: session(79),
        window: Some(Window::new(day(2024, 9, 10), day(2025, 9, 9), Basis::Announced)),
        undated: None,
        timing: Timing::Overdue,
        days_overdue: Some(441),
        record: Some(Record::Outstanding),
        status: Status::InProgress,
        status_on: Some(day(2025, 3, 3)),
        status_by: Some("j.doe".to_owned()),
        status_entry: None,
        note: Some("draft with \"DPPA\";\nsecond line".to_owned()),
        office: Some("DPPA".to_owned()),
        next: Some("A/RES/79/41:9-requests".to_owned()),
        ..row(
            "A/RES/77/13:8-requests",
            "Requests the Secretary-General to submit to the General Assembly at its seventy-ninth session a report on \
             the implementation of the present resolution;",
        )
    };
    let nobody = Row {
        deadline: session(77),
        window: Some(Window::new(day(2022, 9, 13), day(2023, 9, 5), Basis::Announced)),
        undated: None,
        timing: Timing::Overdue,
        days_overdue: Some(1176),
        record: Some(Record::NoRecord),
        addressees: vec![
            "=HYPERLINK(\"http://evil.example\",\"click\")".to_owned(),
            "United Nations Office for the Coordination of Lighthouses".to_owned(),
        ],
        ..row("A/RES/75/301:12.b-requests2", "Requests <script>alert('x')</script> & *not* _markup_ | a `bar`;")
    };
    let done = Row {
        deadline: session(78),
        window: Some(Window::new(day(2023, 9, 5), day(2024, 9, 10), Basis::Announced)),
        undated: None,
        timing: Timing::Closed,
        status: Status::Implemented,
        status_on: Some(day(2024, 7, 30)),
        status_by: Some("@admin".to_owned()),
        status_entry: None,
        occurrence: Some(TurnName::Number(78)),
        recurrence: Some(Recurrence::Every(Period::years(1))),
        evidence: vec![
            "A/78/277-S/2024/606".to_owned(),
            "https://example.org/a b?q=\"1\"".to_owned(),
            "a letter".to_owned(),
        ],
        by_addressee: vec![("Member States".to_owned(), Status::InProgress, day(2024, 1, 2))],
        ..row("A/RES/77/313:14-requests@78", "Requests the Secretary-General to report every year 👩‍🚀🇺🇳;")
    };
    let soon = Row {
        deadline: Some(Deadline {
            phrase: "by 31 December 2026".to_owned(),
            due: Due::Date(day(2026, 12, 31)),
            relation: Relation::By,
            also: Vec::new(),
        }),
        window: Some(Window::new(day(2022, 12, 14), day(2026, 12, 31), Basis::Text)),
        undated: None,
        timing: Timing::Due,
        kind: Kind::Action,
        verb: "Calls upon".to_owned(),
        force: Force::Call,
        addressees: vec!["الأمين العام".to_owned(), "Member States".to_owned()],
        planned: Some(day(2026, 12, 1)),
        deferred: None,
        ..row(
            "A/RES/77/9:VI.6-calls",
            "Calls upon الأمين العام and \u{202e}reversed\u{202c} \x1b[31mred\x1b[0m Member States;",
        )
    };
    let next = Row {
        deadline: session(82),
        window: Some(Window::new(day(2027, 9, 14), day(2028, 9, 12), Basis::Estimated)),
        undated: None,
        timing: Timing::Upcoming,
        open_occurrences: 3,
        contributing: vec!["OCHA".to_owned(), "UNDP".to_owned()],
        ..row(
            "A/RES/77/9:7-requests@82",
            "Requests a Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft report;",
        )
    };
    let undated = Row {
        doubts: vec!["addressees".to_owned()],
        note: Some("+41 22 917 1234".to_owned()),
        addressees: Vec::new(),
        added: true,
        ..row("A/RES/77/9:3-urges", "'Urges -everybody\tto\r\nlook;")
    };
    vec![late, nobody, done, soon, next, undated]
}

/// The columns of a document over them, in two groups.
pub(crate) fn report() -> Report {
    let fields = [
        Field::Id,
        Field::Addressees,
        Field::Kind,
        Field::Due,
        Field::DueTo,
        Field::Today,
        Field::DaysOverdue,
        Field::Evidence,
        Field::Text,
        Field::Note,
    ];
    let rows = rows();
    let mut report = Report::new("Safety of lighthouses: <status> of provisions", as_of(), columns(&fields))
        .group("Outstanding (1)", lines(&fields, &rows[..1], as_of()))
        .group("Other *provisions* (5)", lines(&fields, &rows[1..], as_of()));
    report.subtitle = vec!["A/RES/77/13, agenda item 72 (a)".to_owned()];
    report.filters = vec!["resolution A/RES/77/13".to_owned(), "search “=1+1”".to_owned()];
    report.summary = vec!["1 outstanding, 1 without a record, of 6 provisions.".to_owned()];
    report.notes = vec!["Dates of the 82nd session are estimated.".to_owned()];
    report.sources = vec!["A/RES/77/13, as loaded from lighthouses.xml".to_owned()];
    report
}

/// Every field of every row, for programs.
pub(crate) fn records() -> Report {
    Report::new("", as_of(), columns(Field::record())).group("", lines(Field::record(), &rows(), as_of()))
}

/// What `list` shows.
pub(crate) fn list() -> Report {
    let mut rows = rows();
    rows[1].addressees = vec!["Secretary-General".to_owned(), "specialized agencies".to_owned()];
    Report::new("", as_of(), columns(Field::LIST)).group("", lines(Field::LIST, &rows, as_of()))
}

/// What `overdue` shows.
pub(crate) fn overdue() -> Report {
    let mut rows = rows();
    rows.truncate(2);
    rows[1].addressees = vec!["Secretary-General".to_owned(), "specialized agencies".to_owned()];
    rows[1].text = "Requests the Secretary-General and the specialized agencies to keep every lamp lit;".to_owned();
    let mut report = Report::new("", as_of(), columns(Field::OVERDUE))
        .group("Outstanding (1)", lines(Field::OVERDUE, &rows[..1], as_of()))
        .group("No record (1, from 2023; `--no-record` lists it alone)", lines(Field::OVERDUE, &rows[1..], as_of()));
    report.heads = false;
    report.summary = vec!["1 outstanding, 1 without a record, of 412 provisions with a time.".to_owned()];
    report
}
