//! One directive clause of an operative paragraph, as `extraction-guide.md` defines it, with the place and rule of every value.

use crate::model::word::words;
use crate::model::{At, Body, ClauseKey, Period, SessionPart, Trace};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

words! {
    /// How strongly it is asked.
    Force, "force" {
        /// decides, resolves, agrees
        Decide = "decide",
        /// demands, directs, instructs, requires
        Demand = "demand",
        /// requests, asks, tasks, entrusts, mandates
        Request = "request",
        /// calls upon, calls on, calls for
        Call = "call",
        /// urges
        Urge = "urge",
        /// recommends
        Recommend = "recommend",
        /// invites
        Invite = "invite",
        /// encourages
        Encourage = "encourage",
        /// appeals to
        Appeal = "appeal",
        /// authorizes
        Authorize = "authorize",
    }
}

words! {
    /// What is asked; the first that fits in the order agenda, report, meeting, mandate, funding, action.
    Kind, "kind" {
        /// Include an item in an agenda, consider, review, remain seized.
        Agenda = "agenda",
        /// Report, brief, inform an intergovernmental organ.
        Report = "report",
        /// Convene, hold, proclaim.
        Meeting = "meeting",
        /// Establish, extend, renew, wind up.
        Mandate = "mandate",
        /// Contribute, finance, appropriate.
        Funding = "funding",
        /// Everything else.
        Action = "action",
    }
}

words! {
    /// How the deadline's words relate to its time.
    Relation, "relation" {
        /// at, during, to, for
        At = "at",
        /// by, no later than
        By = "by",
        /// before, prior to, in advance of
        Before = "before",
        /// until, of a mandate or measure
        Until = "until",
        /// within a period
        Within = "within",
        /// in a year or month
        In = "in",
    }
}

/// When something is due.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Due {
    /// A session of a body, or a part of one.
    Session {
        /// Its number (the year for ECOSOC).
        session: u16,
        /// Whose.
        body: Body,
        /// Which part.
        part: Option<SessionPart>,
    },
    /// The last day on which it is on time.
    Date(NaiveDate),
    /// A period counted from adoption.
    Within(Period),
    /// An event without a date in the text.
    Event(String),
}

/// Serde form of [`Due`], as the guide writes it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum DueForm {
    Session { session: u16, body: Body, part: Option<SessionPart> },
    Date { date: NaiveDate },
    Within { within: Period },
    Event { event: String },
}

impl Serialize for Due {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.clone() {
            Due::Session { session, body, part } => DueForm::Session { session, body, part },
            Due::Date(date) => DueForm::Date { date },
            Due::Within(within) => DueForm::Within { within },
            Due::Event(event) => DueForm::Event { event },
        }
        .serialize(s)
    }
}

impl<'de> Deserialize<'de> for Due {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(match DueForm::deserialize(d)? {
            DueForm::Session { session, body, part } => Due::Session { session, body, part },
            DueForm::Date { date } => Due::Date(date),
            DueForm::Within { within } => Due::Within(within),
            DueForm::Event { event } => Due::Event(event),
        })
    }
}

/// The words that set a time, and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// As written.
    pub phrase: String,
    /// The first time that it names.
    pub due: Due,
    /// How the phrase relates to that time.
    pub relation: Relation,
    /// Further times for the same action.
    #[serde(default)]
    pub also: Vec<Due>,
}

/// A rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recurrence {
    /// An exact interval.
    Every(Period),
    /// *regularly, periodically*: no occurrences can be counted.
    Regular,
}

impl std::fmt::Display for Recurrence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Recurrence::Every(p) => p.fmt(f),
            Recurrence::Regular => f.write_str("regular"),
        }
    }
}

impl Serialize for Recurrence {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Recurrence {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        if s == "regular" {
            return Ok(Recurrence::Regular);
        }
        Period::parse(&s)
            .map(Recurrence::Every)
            .ok_or_else(|| serde::de::Error::custom(format!("`{s}` is no recurrence; an ISO 8601 period or `regular`")))
    }
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The noun phrase that names it, by the guide: without article and quantifier, anaphora resolved.
    pub name: String,
    /// The actor of the lexicon that this names (`secretary-general`), where it knows one.
    pub actor: Option<String>,
    /// Where it is written in the clause; `None` for the adopting organ, which its own decision does not name.
    pub at: Option<At>,
    /// False where a pronoun or a short name could not be resolved and stands as written.
    pub resolved: bool,
}

/// To whom a report goes, or where a matter is taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The organ or person: `General Assembly`.
    pub name: String,
    /// Through whom: `Economic and Social Council`.
    pub through: Option<String>,
    /// Where it is written.
    pub at: Option<At>,
}

/// A condition: *within existing resources*, *as appropriate*, *upon request*, *in consultation with …*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Its stable name in `data/`: `within-existing-resources`.
    pub kind: String,
    /// As written.
    pub phrase: String,
    /// Where.
    pub at: At,
}

words! {
    /// A decision that is carried out by being adopted: nobody can be late with it.
    SelfExecuting, "self-executing decision" {
        /// extends, renews
        Extends = "extends",
        /// establishes, creates, ends, abolishes
        Establishes = "establishes",
        /// appropriates, apportions, assesses
        Finances = "finances",
        /// remains seized
        Seized = "seized",
        /// states a fact, fixes a rule, a theme, a date
        Rules = "rules",
    }
}

/// One obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligation {
    /// What it holds on to; never changes with newer rules.
    pub key: ClauseKey,
    /// Index of the operative block.
    pub block: u32,
    /// Index of its part, `None` where it is the paragraph's.
    pub part: Option<u32>,
    /// The verb as written, lower case, adverbs kept: `also requests`, `reiterates its call upon`.
    pub verb: String,
    /// Its force.
    pub force: Force,
    /// Who is asked; empty where nobody is.
    pub addressees: Vec<Addressee>,
    /// What is asked.
    pub kind: Kind,
    /// By when.
    pub deadline: Option<Deadline>,
    /// How often.
    pub recurrence: Option<Recurrence>,
    /// To whom.
    pub recipient: Option<Recipient>,
    /// On what conditions.
    pub conditions: Vec<Condition>,
    /// Carried out by being adopted.
    pub self_executing: Option<SelfExecuting>,
    /// The finite verb's words (with adverbs), where they stand.
    pub verb_at: At,
    /// The clause: from its verb to its end, within the chapeau or the part.
    pub clause_at: At,
    /// Names of the fields that the rules are not sure of (`addressees`, `deadline`, …); empty: all sure.
    pub doubts: Vec<String>,
    /// The tree of rules, its root the obligation.
    pub trace: Trace,
}
