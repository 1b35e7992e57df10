//! A row of the store as cells: the value of each [`Field`] on a day.

use super::clean;
use super::columns::Field;
use super::phrase;
use super::report::{Cell, Line, Link, Tone, Value, Words};
use crate::model::{Basis, Evidence, Record, Row, Span, Timing};
use chrono::{Datelike, NaiveDate};

impl Field {
    /// Its value in a row on a day.
    pub fn cell(self, row: &Row, as_of: NaiveDate) -> Cell {
        let text = |s: &Option<String>| s.as_deref().map_or_else(Cell::empty, Cell::text);
        let day =
            |d: Option<NaiveDate>, estimated| d.map_or_else(Cell::empty, |day| Value::Day { day, estimated }.into());
        match self {
            Field::Id => Cell::text(row.id.as_str()).tone(Tone::Strong),
            Field::Cite => Cell::text(&row.cite),
            Field::Symbol => Value::Link(symbol(&row.symbol)).into(),
            Field::Title => Cell::text(&row.title),
            Field::AgendaItem => text(&row.agenda_item),
            Field::Committee => text(&row.committee),
            Field::Adopted => day(row.adopted, false),
            Field::Paragraph => Cell::text(&row.paragraph),
            Field::Part => text(&row.part),
            Field::Verb => Cell::text(&row.verb),
            Field::Force => Cell::term(row.force.as_str(), row.force.as_str()),
            Field::Kind => Cell::term(row.kind.as_str(), row.kind.as_str()),
            Field::Addressees => Cell::list(&row.addressees),
            Field::Recipient => text(&row.recipient),
            Field::Office => text(&row.office),
            Field::Text => Value::Text(clause(row)).into(),
            Field::Gist => Cell::text(gist(row)),
            Field::Deadline => row.deadline.as_ref().map_or_else(Cell::empty, |deadline| {
                Value::Data { json: serde_json::to_value(deadline).unwrap_or_default(), shown: deadline.phrase.clone() }
                    .into()
            }),
            Field::DueFrom => {
                day(row.window.map(|w| w.opens), row.window.is_some_and(|w| w.opens_basis == Basis::Estimated))
            }
            Field::DueTo => {
                day(row.window.map(|w| w.closes), row.window.is_some_and(|w| w.closes_basis == Basis::Estimated))
            }
            Field::DueBasis => row.window.map_or_else(Cell::empty, |w| {
                let basis = if w.estimated() { Basis::Estimated } else { w.closes_basis };
                Cell::term(basis.as_str(), basis.as_str())
            }),
            Field::Recurrence => row.recurrence.map_or_else(Cell::empty, |r| {
                Value::Data { json: serde_json::Value::String(r.to_string()), shown: phrase::recurrence(r) }.into()
            }),
            Field::Occurrence => row.occurrence.as_ref().map_or_else(Cell::empty, |t| Cell::text(t.to_string())),
            Field::OpenOccurrences => Value::Number(i64::from(row.open_occurrences)).into(),
            Field::Timing => Cell::term(row.timing.as_str(), phrase::timing(row.timing)),
            Field::DaysOverdue => row.days_overdue.map_or_else(Cell::empty, |n| Value::Number(n).into()),
            Field::Record => row
                .record
                .map_or_else(Cell::empty, |r| Cell::term(r.as_str(), phrase::record(r)).tone(outstanding(row))),
            Field::Status => Cell::term(row.status.as_str(), phrase::status(row.status)),
            Field::StatusOn => day(row.status_on, false),
            Field::Evidence => Value::List(row.evidence.iter().map(|e| evidence(e)).collect()).into(),
            Field::Next => text(&row.next),
            Field::Note => text(&row.note),
            Field::ByAddressee => by_addressee(row),
            Field::StatusBy => text(&row.status_by),
            Field::Organ => text(&row.organ),
            Field::Session => text(&row.session),
            Field::Contributing => Cell::list(&row.contributing),
            Field::Undated => row.undated.as_ref().map_or_else(Cell::empty, |u| {
                Value::Data { json: serde_json::to_value(u).unwrap_or_default(), shown: u.to_string() }.into()
            }),
            Field::Planned => day(row.planned, false),
            Field::Issued => day(row.issued.map(|i| i.on), row.issued.is_some_and(|i| !i.listed)),
            Field::Added => Value::Flag(row.added).into(),
            Field::Doubts => Cell::list(&row.doubts),
            Field::StatusEntry => text(&row.status_entry),
            Field::Due => {
                Cell::text(phrase::due_of(row, as_of)).ranked(row.window.map(|w| w.closes.num_days_from_ce()))
            }
            Field::Today => {
                let turns = match row.open_occurrences {
                    0 | 1 => String::new(),
                    n => format!(" ({n} turns open)"),
                };
                // The longest past its time first, then what closes next.
                let left = row.window.map(|w| w.closes.num_days_from_ce() - as_of.num_days_from_ce());
                let open = !matches!(row.timing, Timing::Closed | Timing::Expired);
                Cell::text(format!("{}{turns}", phrase::today(row, as_of)))
                    .tone(outstanding(row))
                    .ranked(left.filter(|_| open))
            }
            Field::Provision => Value::Text(provision(row)).into(),
            Field::Para => Cell::text(phrase::para(row)).tone(Tone::Strong),
            Field::RequestedFor => Cell::text(phrase::requested_for(row)),
            Field::State => Cell::text(phrase::state(row)).tone(outstanding(row)),
            Field::Remarks => Cell::text(phrase::remarks(row)),
            Field::Late => {
                Cell::text(row.days_overdue.map(phrase::days_late).unwrap_or_default()).tone(outstanding(row))
            }
            Field::How => Cell::text(phrase::how(row)),
        }
    }
}

/// A row as a line with these columns.
pub fn line(fields: &[Field], row: &Row, as_of: NaiveDate) -> Line {
    fields.iter().map(|f| f.cell(row, as_of)).collect::<Vec<_>>().into()
}

/// Rows as lines with these columns.
pub fn lines<'a>(fields: &[Field], rows: impl IntoIterator<Item = &'a Row>, as_of: NaiveDate) -> Vec<Line> {
    rows.into_iter().map(|row| line(fields, row, as_of)).collect()
}

fn outstanding(row: &Row) -> Tone {
    match (row.timing, row.record) {
        (Timing::Overdue, Some(Record::Outstanding)) => Tone::Outstanding,
        _ => Tone::Plain,
    }
}

/// A symbol with the address of its document.
pub fn symbol(symbol: &str) -> Link {
    Link { text: symbol.to_owned(), href: Some(clean::symbol_address(symbol)) }
}

/// Evidence with the address where it is found, if it has one.
pub fn evidence(text: &str) -> Link {
    let href = match Evidence::parse(text) {
        Evidence::Document(symbol) => Some(clean::symbol_address(symbol.as_str())),
        Evidence::Address(address) => clean::address(&address),
        Evidence::Words(_) => None,
    };
    Link { text: text.to_owned(), href }
}

/// The words of the clause with its verb in italics, as the resolution prints it.
pub fn clause(row: &Row) -> Words {
    let starts = row.text.get(..row.verb.len()).is_some_and(|head| head.eq_ignore_ascii_case(&row.verb));
    let emphasis = if starts && !row.verb.is_empty() { vec![Span::new(0, row.verb.len())] } else { Vec::new() };
    Words { text: row.text.clone(), emphasis }
}

/// The same for a paper, where a part stands without its chapeau: *Requests* … (a) To send a note;
fn provision(row: &Row) -> Words {
    let words = clause(row);
    let (Some(part), true) = (&row.part, words.emphasis.is_empty() && !row.verb.is_empty()) else { return words };
    let mut verb = row.verb.clone();
    if let Some(first) = verb.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Words { text: format!("{verb} … {part} {}", words.text), emphasis: vec![Span::new(0, verb.len())] }
}

/// What is asked, in one line: without who is asked (*… the Secretary-General to submit …*), which another column says. Nothing is
/// cut out of the middle: these are words that people answer for.
fn gist(row: &Row) -> &str {
    let after = row.addressees.iter().filter_map(|name| Some(row.text.find(name.as_str())? + name.len())).max();
    let asked = after.and_then(|at| row.text.get(at..)).and_then(|rest| rest.strip_prefix(" to "));
    asked.unwrap_or(&row.text)
}

fn by_addressee(row: &Row) -> Cell {
    if row.by_addressee.is_empty() {
        return Value::List(Vec::new()).into();
    }
    let json = row
        .by_addressee
        .iter()
        .map(|(name, status, on)| serde_json::json!({"addressee": name, "status": status.as_str(), "status_on": on}))
        .collect();
    let shown: Vec<String> = row
        .by_addressee
        .iter()
        .map(|(name, status, on)| {
            let since = crate::model::day::in_words(*on);
            format!("{name}: {} since {since}", phrase::status(*status))
        })
        .collect();
    Value::Data { json: serde_json::Value::Array(json), shown: shown.join("; ") }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn a_part_on_paper_shows_its_verb() {
        let mut row = sample::row("A/RES/77/108:12.a-requests", "To send a note;");
        row.part = Some("(a)".to_owned());
        row.verb = "requests".to_owned();
        assert_eq!(provision(&row).runs(), [("Requests", true), (" … (a) To send a note;", false)]);
        assert_eq!(clause(&row).text, "To send a note;");
        row.text = "Requests him to send a note;".to_owned();
        assert_eq!(provision(&row).text, "Requests him to send a note;");
    }

    #[test]
    fn a_gist_leaves_out_who_is_asked_and_nothing_from_the_middle() {
        let mut row = sample::rows().remove(0);
        row.text = "Requests the Secretary-General to submit, at its seventy-ninth session, a report".to_owned();
        assert_eq!(gist(&row), "submit, at its seventy-ninth session, a report");
        row.text = "Invites a report".to_owned();
        assert_eq!(gist(&row), "Invites a report");
    }
}
