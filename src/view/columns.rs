//! A row of the store as named columns: for people, for `--columns`, and for programs in the order that never changes.

use super::Format;
use super::clean;
use super::phrase;
use super::report::{Cell, Column, Line, Link, Place, Tone, Value, Words};
use crate::model::word::words;
use crate::model::{Basis, Evidence, Record, Row, Span, Timing};
use chrono::{Datelike, NaiveDate};

words! {
    /// A column of a list of provisions: first the fields of JSON and CSV in their order, then those made for people.
    Field, "column" {
        /// Full id.
        Id = "id",
        /// As papers cite it.
        Cite = "cite",
        /// Symbol of the text.
        Symbol = "symbol",
        /// Title of the text.
        Title = "title",
        /// Agenda items.
        AgendaItem = "agenda_item",
        /// Committee.
        Committee = "committee",
        /// Day of adoption.
        Adopted = "adopted",
        /// Paragraph with its section.
        Paragraph = "paragraph",
        /// Part.
        Part = "part",
        /// The verb as written.
        Verb = "verb",
        /// Its force.
        Force = "force",
        /// Kind of what is asked.
        Kind = "kind",
        /// Who is asked.
        Addressees = "addressees",
        /// To whom.
        Recipient = "recipient",
        /// Lead office.
        Office = "office",
        /// The words.
        Text = "text",
        /// The deadline as read.
        Deadline = "deadline",
        /// First day of the window.
        DueFrom = "due_from",
        /// Last day of the window.
        DueTo = "due_to",
        /// What the window rests on.
        DueBasis = "due_basis",
        /// How often.
        Recurrence = "recurrence",
        /// Which turn.
        Occurrence = "occurrence",
        /// How many turns are open.
        OpenOccurrences = "open_occurrences",
        /// What the calendar makes of it.
        Timing = "timing",
        /// Days since the window closed.
        DaysOverdue = "days_overdue",
        /// Outstanding, or no record.
        Record = "record",
        /// Status.
        Status = "status",
        /// Since when the status holds.
        StatusOn = "status_on",
        /// What proves it.
        Evidence = "evidence",
        /// The request that repeats it.
        Next = "next",
        /// The last note or reason.
        Note = "note",
        /// Statuses of single addressees.
        ByAddressee = "by_addressee",
        /// Who recorded the status.
        StatusBy = "status_by",
        /// Adopting organ.
        Organ = "organ",
        /// Adopting session.
        Session = "session",
        /// Contributing offices.
        Contributing = "contributing",
        /// Why there is no window.
        Undated = "undated",
        /// The planned day.
        Planned = "planned",
        /// Whether a person added it.
        Added = "added",
        /// Fields that the rules are not sure of.
        Doubts = "doubts",
        /// The entry that set the status: by it, `log --from` sees what was recorded since a table was handed out.
        StatusEntry = "status_entry",
        /// For people: when it is due, in words.
        Due = "due",
        /// For people: what the day makes of it, in words.
        Today = "today",
        /// For papers: the words with their verb in italics, and the chapeau's verb before those of a part.
        Provision = "provision",
        /// For papers: paragraph and part, `12 (b)`.
        Para = "para",
        /// For papers: the time that the words name, without its dates.
        RequestedFor = "requested_for",
        /// For papers: how it stands, *outstanding* in words.
        State = "state",
        /// For papers: how its status came about, what asks again, and what is planned.
        Remarks = "remarks",
        /// For people: how late it is, where it is told by a heading whether there is a record.
        Late = "late",
        /// For people: how its status came about, in words.
        How = "how",
        /// For people: what is asked without who is asked, cut to one line on a terminal.
        Gist = "gist",
    }
}

impl Field {
    /// The fields of a row in JSON and CSV, in the order that never changes.
    pub fn record() -> &'static [Field] {
        let people = Field::ALL.iter().position(|f| *f == Field::Due).unwrap_or(Field::ALL.len());
        Field::ALL.get(..people).unwrap_or(Field::ALL)
    }

    /// The columns of `list`.
    pub const LIST: &'static [Field] =
        &[Field::Id, Field::Addressees, Field::Kind, Field::Due, Field::Today, Field::Gist];
    /// The columns of `overdue` where something is outstanding.
    pub const OVERDUE: &'static [Field] =
        &[Field::Id, Field::Addressees, Field::Kind, Field::Due, Field::Late, Field::Gist, Field::How];
    /// The columns of `expiring`.
    pub const EXPIRING: &'static [Field] =
        &[Field::Id, Field::Verb, Field::Kind, Field::DueTo, Field::Today, Field::Gist];
    /// The columns for one resolution, under its own heading.
    pub const RESOLUTION: &'static [Field] =
        &[Field::Id, Field::Paragraph, Field::Addressees, Field::Kind, Field::Due, Field::Today];
    /// The columns of documents (Word, HTML, Markdown) made from a list.
    pub const DOCUMENT: &'static [Field] = &[
        Field::Id,
        Field::Provision,
        Field::Addressees,
        Field::Office,
        Field::Due,
        Field::Today,
        Field::How,
        Field::Evidence,
    ];
    /// The columns of a workbook made from a list: typed, to be sorted and filtered.
    pub const WORKBOOK: &'static [Field] = &[
        Field::Id,
        Field::Provision,
        Field::Addressees,
        Field::Office,
        Field::Kind,
        Field::Due,
        Field::DueFrom,
        Field::DueTo,
        Field::DaysOverdue,
        Field::Timing,
        Field::Record,
        Field::Status,
        Field::StatusOn,
        Field::Evidence,
        Field::Note,
        Field::StatusEntry,
    ];

    /// The columns of a list in a format, where none are named; `people` are those for a terminal.
    pub fn default_for(format: Format, people: &'static [Field]) -> &'static [Field] {
        match format {
            Format::Table => people,
            Format::Csv | Format::Json | Format::Jsonl | Format::Ics => Field::record(),
            Format::Xlsx => Field::WORKBOOK,
            Format::Md | Format::Html | Format::Docx => Field::DOCUMENT,
        }
    }

    /// Reads `--columns`: names with commas between, in any case.
    ///
    /// # Errors
    /// Names the first word that is no column, and those that there are.
    pub fn parse_list(text: &str) -> Result<Vec<Field>, crate::model::word::UnknownWord> {
        text.split(',').map(str::trim).filter(|s| !s.is_empty()).map(|s| s.replace('-', "_").parse()).collect()
    }

    /// The column for it.
    pub fn column(self) -> Column {
        let (title, width) = match self {
            Field::Id => ("provision", 26),
            Field::Cite => ("reference", 28),
            Field::Symbol => ("symbol", 14),
            Field::Title => ("title", 30),
            Field::AgendaItem => ("agenda item", 12),
            Field::Committee => ("committee", 14),
            Field::Adopted => ("adopted", 14),
            Field::Paragraph => ("para.", 6),
            Field::Part => ("part", 6),
            Field::Verb => ("verb", 12),
            Field::Force => ("force", 10),
            Field::Kind => ("kind", 9),
            Field::Addressees => ("addressed to", 22),
            Field::Recipient => ("submitted to", 18),
            Field::Office => ("lead", 12),
            Field::Text => ("action requested", 50),
            Field::Deadline => ("time in the text", 22),
            Field::DueFrom => ("due from", 14),
            Field::DueTo => ("due by", 14),
            Field::DueBasis => ("date", 10),
            Field::Recurrence => ("recurs", 12),
            Field::Occurrence => ("turn", 8),
            Field::OpenOccurrences => ("turns open", 6),
            Field::Timing => ("timing", 10),
            Field::DaysOverdue => ("days late", 7),
            Field::Record => ("record", 11),
            Field::Status => ("status", 14),
            Field::StatusOn => ("since", 14),
            Field::Evidence => ("evidence", 20),
            Field::Next => ("asked again in", 20),
            Field::Note => ("remarks", 28),
            Field::ByAddressee => ("by addressee", 24),
            Field::StatusBy => ("recorded by", 12),
            Field::Organ => ("organ", 16),
            Field::Session => ("session", 8),
            Field::Contributing => ("contributing", 16),
            Field::Undated => ("why no date", 20),
            Field::Planned => ("planned", 14),
            Field::Added => ("added by hand", 6),
            Field::Doubts => ("to be checked", 14),
            Field::StatusEntry => ("entry", 11),
            Field::Due => ("due", 24),
            Field::Today => ("today", 20),
            Field::Provision => ("action requested", 50),
            Field::Para => ("para.", 7),
            Field::RequestedFor => ("requested for", 16),
            Field::State => ("status", 16),
            Field::Remarks => ("remarks", 28),
            Field::Late => ("late", 16),
            Field::How => ("status", 30),
            Field::Gist => ("action requested", 50),
        };
        let column = Column::new(self.as_str(), title, width);
        match self {
            Field::OpenOccurrences | Field::DaysOverdue => column.right(),
            Field::Text | Field::Provision | Field::How | Field::Note | Field::Remarks => column.place(Place::Below),
            Field::Gist => column.place(Place::Gist),
            Field::Today | Field::Late | Field::State => column.place(Place::Answer),
            _ => column,
        }
    }

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

/// The columns for some fields.
pub fn columns(fields: &[Field]) -> Vec<Column> {
    fields.iter().map(|f| f.column()).collect()
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
    fn the_fields_of_a_record_and_their_order_never_change() {
        let fields = Field::record().iter().map(|f| f.as_str()).collect::<Vec<_>>().join(", ");
        assert!(fields.starts_with(
            "id, cite, symbol, title, agenda_item, committee, adopted, paragraph, part, verb, force, kind, addressees, \
             recipient, office, text, deadline, due_from, due_to, due_basis, recurrence, occurrence, open_occurrences, \
             timing, days_overdue, record, status, status_on, evidence, next, note, by_addressee"
        ));
        assert!(!fields.contains("gist"));
    }

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

    #[test]
    fn columns_are_named_by_their_words() {
        assert_eq!(Field::parse_list("id, due-to,Status"), Ok(vec![Field::Id, Field::DueTo, Field::Status]));
        assert!(
            Field::parse_list("id,colour")
                .unwrap_err()
                .to_string()
                .starts_with("`colour` is no column; one of id, cite")
        );
    }
}
