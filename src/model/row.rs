//! A row of every list: one occurrence of one obligation, on the day asked for.

use crate::model::word::words;
use crate::model::{
    Deadline, Due, Force, Kind, ObligationId, Recurrence, SelfExecuting, Status, TurnName, Undated, Window,
};
use chrono::NaiveDate;

words! {
    /// What the calendar makes of an occurrence on the day asked for.
    Timing, "timing" {
        /// Before the window.
        Upcoming = "upcoming",
        /// In the window.
        Due = "due",
        /// After the window, with nothing that closes it.
        Overdue = "overdue",
        /// A status that closes it holds.
        Closed = "closed",
        /// A self-executing decision before its end.
        InForce = "in-force",
        /// A self-executing decision after its end.
        Expired = "expired",
        /// No window.
        Undated = "undated",
        /// Of a draft that is not adopted: nothing is owed yet, whatever its words say.
        Draft = "draft",
    }
}

words! {
    /// Why nothing closes an overdue occurrence.
    Record, "record" {
        /// Watched before its window closed, or somebody recorded that it is not done.
        Outstanding = "outstanding",
        /// Its window closed before anyone here began to follow it.
        NoRecord = "no-record",
    }
}

/// When a document was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issued {
    /// The day.
    pub on: NaiveDate,
    /// A list of issued documents says so; else it is known from this day on at the latest, by the evidence.
    pub listed: bool,
}

/// One occurrence on a day, with everything that lists, tables and papers show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Full id, with `@turn` for one of several occurrences.
    pub id: ObligationId,
    /// As papers cite it: `resolution 77/263, sect. VI, para. 6`.
    pub cite: String,
    /// Symbol of the text.
    pub symbol: String,
    /// Title (or what stands in for it).
    pub title: String,
    /// Adopting organ.
    pub organ: Option<String>,
    /// Adopting session.
    pub session: Option<String>,
    /// Agenda items, joined by `; `.
    pub agenda_item: Option<String>,
    /// Committee.
    pub committee: Option<String>,
    /// Day of adoption.
    pub adopted: Option<NaiveDate>,
    /// Paragraph with its section, `VI.6`.
    pub paragraph: String,
    /// Part, `(a)(i)`.
    pub part: Option<String>,
    /// The verb as written.
    pub verb: String,
    /// Its force.
    pub force: Force,
    /// Its kind.
    pub kind: Kind,
    /// Who is asked.
    pub addressees: Vec<String>,
    /// Statuses of single addressees: name, status, since when.
    pub by_addressee: Vec<(String, Status, NaiveDate)>,
    /// To whom.
    pub recipient: Option<String>,
    /// Lead office (`assign`).
    pub office: Option<String>,
    /// Contributing offices.
    pub contributing: Vec<String>,
    /// How it is carried out by being adopted, if so.
    pub self_executing: Option<SelfExecuting>,
    /// The words of the clause.
    pub text: String,
    /// The deadline as read (or corrected).
    pub deadline: Option<Deadline>,
    /// The window on that day.
    pub window: Option<Window>,
    /// Why there is none.
    pub undated: Option<Undated>,
    /// How often.
    pub recurrence: Option<Recurrence>,
    /// Which turn, for one of several.
    pub occurrence: Option<TurnName>,
    /// How many occurrences of this obligation are open that day.
    pub open_occurrences: u32,
    /// What the calendar makes of it.
    pub timing: Timing,
    /// Days since the last day of the window, where overdue.
    pub days_overdue: Option<i64>,
    /// Outstanding or no record, where overdue.
    pub record: Option<Record>,
    /// Its status.
    pub status: Status,
    /// Since when the status holds.
    pub status_on: Option<NaiveDate>,
    /// Who recorded it.
    pub status_by: Option<String>,
    /// The entry that set it, `e:3f2a9c01`; `None` where nobody did.
    pub status_entry: Option<String>,
    /// Evidence, oldest first.
    pub evidence: Vec<String>,
    /// When the first document among its evidence was issued.
    pub issued: Option<Issued>,
    /// The planned day (`schedule`).
    pub planned: Option<NaiveDate>,
    /// To when a decision moved it, and the window that the text gives it.
    pub deferred: Option<(Due, Option<Window>)>,
    /// The request that repeats it: `A/RES/77/13:8-requests`.
    pub next: Option<String>,
    /// The last note or reason.
    pub note: Option<String>,
    /// Whether a person added it by hand.
    pub added: bool,
    /// Fields that the rules are not sure of.
    pub doubts: Vec<String>,
}
