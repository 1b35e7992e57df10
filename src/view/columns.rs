//! The columns of provisions: for people, for `--columns`, and for programs in the order that never changes. What stands in
//! them is made by [`super::cells`].

use super::Format;
use super::report::{Column, Place};
use crate::model::word::words;

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
        /// When the first document among the evidence was issued.
        Issued = "issued",
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
            Field::Issued => ("issued", 14),
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
}

/// The columns for some fields.
pub fn columns(fields: &[Field]) -> Vec<Column> {
    fields.iter().map(|f| f.column()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
