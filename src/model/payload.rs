//! What an event is about and what it says: subjects and payloads, one a kind.
//!
//! These forms are stored for good. Fields may be added only together with a new [`crate::model::event::FORM`].

use crate::model::word::words;
use crate::model::{Body, Clause, ClauseKey, Due, Edition, EventId, Force, Kind, Language, Recurrence, Relation};
use crate::model::{SelfExecuting, SessionPart, Status, Symbol, TurnName, Window};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The turn that an event is about, with its window as the writer's program computed it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Turn {
    /// Its name; `None` for a one-off obligation.
    pub name: Option<TurnName>,
    /// First day of the window, if it has one.
    pub opens: Option<NaiveDate>,
    /// Last day of the window, if it has one.
    pub closes: Option<NaiveDate>,
}

impl Turn {
    /// The turn of this name and window.
    pub fn new(name: Option<TurnName>, window: Option<Window>) -> Turn {
        Turn { name, opens: window.map(|w| w.opens), closes: window.map(|w| w.closes) }
    }
}

/// What an event is about: a clause, and one turn of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The clause as the writer saw it.
    pub clause: Clause,
    /// The turn; `None` for what concerns the clause whatever the turn (`correct`, `dismiss`, `add`, `accept`, `reject`, and a
    /// `note` or an `assign` for all turns).
    pub turn: Option<Turn>,
}

/// A pair of keys: this clause is that clause.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pair {
    /// The key that older events hold.
    pub from: ClauseKey,
    /// The words that they hold beside it: where one key has had two duties, only this one's log goes with the pair.
    pub words: String,
    /// The clause on which they lie from now on.
    pub to: ClauseKey,
}

/// A field that a correction sets, and the value that it replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<T> {
    /// As the program read it.
    pub from: T,
    /// As it is.
    pub to: T,
}

/// When something is due, as a person says it (a correction, or what was added by hand).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The first time.
    pub due: Due,
    /// How the words relate to it; the window depends on it.
    pub relation: Relation,
    /// Further times for the same action.
    pub also: Vec<Due>,
}

/// The fields that a correction says; the others stay as read. A reading that somebody found right is said as a change from
/// a value to the same value, so that newer rules don't take it back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Addressees, as the reading names them.
    pub addressees: Option<Change<Vec<String>>>,
    /// Force.
    pub force: Option<Change<Force>>,
    /// Kind.
    pub kind: Option<Change<Kind>>,
    /// Deadline, or none.
    pub deadline: Option<Change<Option<When>>>,
    /// Recurrence, or none.
    pub recurrence: Option<Change<Option<Recurrence>>>,
    /// Recipient, or none.
    pub recipient: Option<Change<Option<String>>>,
    /// Carried out by being adopted, or not.
    pub self_executing: Option<Change<Option<SelfExecuting>>>,
    /// A person has looked and found the reading right.
    pub kept: bool,
}

/// What one event says.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// A status, from the event's day on.
    Status {
        /// The status.
        status: Status,
        /// Whether it closes: said by the writer's version, for good.
        closes: bool,
        /// Why.
        reason: Option<String>,
        /// One addressee's own status; never the overall one.
        actor: Option<String>,
    },
    /// Words about it.
    Note {
        /// The words.
        text: String,
    },
    /// What shows it: a document, a meeting, a letter, an address or words.
    Evidence {
        /// As written ([`crate::model::Evidence::parse`] reads it).
        what: String,
        /// Where that was found.
        found: Option<String>,
        /// Of one addressee's own status.
        actor: Option<String>,
    },
    /// Who works on it: the whole assignment, in place of the one before.
    Assign {
        /// The lead office; `None`: nobody leads.
        lead: Option<String>,
        /// Every contributing office.
        contributing: Vec<String>,
    },
    /// When it is planned.
    Schedule {
        /// The planned day; `None` takes the plan back.
        date: Option<NaiveDate>,
    },
    /// Moves the window from the event's day on.
    Defer {
        /// To when: a session or a date.
        to: Due,
        /// What decided it; evidence of the deferral, never of the thing deferred.
        evidence: Vec<String>,
        /// Why.
        reason: Option<String>,
    },
    /// Corrects the reading.
    Correct(Correction),
    /// It is no obligation.
    Dismiss {
        /// Why.
        reason: Option<String>,
    },
    /// An obligation that the program missed; the subject's clause is its place and words.
    Add {
        /// The verb as written, adverbs kept: `also requests`.
        verb: String,
        /// How strongly.
        force: Force,
        /// Who is asked.
        addressees: Vec<String>,
        /// What.
        kind: Kind,
        /// By when.
        deadline: Option<When>,
        /// How often.
        recurrence: Option<Recurrence>,
        /// To whom.
        recipient: Option<String>,
        /// Carried out by being adopted.
        self_executing: Option<SelfExecuting>,
    },
    /// This key is that key.
    Same {
        /// The pairs.
        pairs: Vec<Pair>,
    },
    /// Takes back one event, or one action whole.
    Retract {
        /// The event, or the first event of the action.
        target: EventId,
        /// Whether the whole action is meant.
        whole: bool,
        /// Why.
        reason: Option<String>,
    },
    /// A user's own dates of a session.
    Session {
        /// The body.
        body: Body,
        /// Its session.
        session: u16,
        /// Which part.
        part: Option<SessionPart>,
        /// First day.
        opens: NaiveDate,
        /// Last day.
        closes: NaiveDate,
    },
    /// From when this office answers for these resolutions.
    Since {
        /// The day.
        date: NaiveDate,
        /// The symbols that it covers, always named.
        symbols: Vec<Symbol>,
    },
    /// A text was loaded.
    Load(Load),
    /// A draft became a resolution.
    Adopt {
        /// The draft.
        draft: Symbol,
        /// What it became.
        resolution: Symbol,
        /// Whose log goes where.
        pairs: Vec<Pair>,
    },
    /// A suggestion was accepted; what follows from it is written as ordinary events of the same action.
    Accept {
        /// Which.
        suggestion: Suggestion,
    },
    /// A suggestion was rejected and does not come back.
    Reject {
        /// Which.
        suggestion: Suggestion,
        /// Why.
        reason: Option<String>,
    },
    /// What a newer version wrote: some kind, field or value of it is not known here. It is kept, merged and shown, and its row
    /// says *needs a newer version*; nothing is folded from it.
    Unknown {
        /// Its kind.
        kind: String,
        /// The whole event as it stands, envelope included: its bytes are the canonical form of this.
        event: Value,
    },
}

/// A suggestion that somebody decided on. Beside its hash stands what the hash is over, so that `history` can say it and a
/// document is known again by either half of its symbol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Hash over obligation, relation and document: what people call it by.
    pub hash: EventId,
    /// What the document would be to the obligation.
    pub relation: String,
    /// The document's symbol, or an obligation's id.
    pub document: String,
}

words! {
    /// What a loaded text holds.
    Holds, "content of a text" {
        /// A resolution, decision or draft.
        Resolution = "resolution",
        /// A list of issued documents.
        Documents = "documents",
    }
}

/// The payload of a `load`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// What the text holds.
    pub holds: Holds,
    /// The text's symbol; `None` for a list of documents.
    pub symbol: Option<Symbol>,
    /// Its language; `None` for a list of documents.
    pub language: Option<Language>,
    /// Its edition.
    pub edition: Edition,
    /// Hash of the stored text.
    pub text: EventId,
    /// Hash of the file.
    pub file: EventId,
    /// Name of the file, without its folders.
    pub name: String,
    /// The reader: `akn`, `pdf`, `text` …
    pub reader: String,
    /// The reader's version.
    pub reader_version: u32,
    /// Version of the structure.
    pub structure: u16,
    /// Where it renumbers an earlier text: whose log goes where.
    pub pairs: Vec<Pair>,
}

macro_rules! object {
    ($($name:literal : $value:expr),* $(,)?) => {{
        let mut map = Map::new();
        $( map.insert($name.to_owned(), serde_json::to_value($value).unwrap_or_default()); )*
        Value::Object(map)
    }};
}

/// Takes one member out of an object.
fn take<T: for<'de> Deserialize<'de>>(map: &mut Map<String, Value>, name: &str) -> Option<T> {
    serde_json::from_value(map.remove(name)?).ok()
}

impl Payload {
    /// The words of all kinds that are known here.
    pub const KINDS: [&str; 17] = [
        "status", "note", "evidence", "assign", "schedule", "defer", "correct", "dismiss", "add", "same", "retract",
        "session", "since", "load", "adopt", "accept", "reject",
    ];

    /// The word of its kind.
    pub fn kind(&self) -> &str {
        match self {
            Payload::Status { .. } => "status",
            Payload::Note { .. } => "note",
            Payload::Evidence { .. } => "evidence",
            Payload::Assign { .. } => "assign",
            Payload::Schedule { .. } => "schedule",
            Payload::Defer { .. } => "defer",
            Payload::Correct(_) => "correct",
            Payload::Dismiss { .. } => "dismiss",
            Payload::Add { .. } => "add",
            Payload::Same { .. } => "same",
            Payload::Retract { .. } => "retract",
            Payload::Session { .. } => "session",
            Payload::Since { .. } => "since",
            Payload::Load(_) => "load",
            Payload::Adopt { .. } => "adopt",
            Payload::Accept { .. } => "accept",
            Payload::Reject { .. } => "reject",
            Payload::Unknown { kind, .. } => kind,
        }
    }

    pub(super) fn to_value(&self) -> Value {
        match self {
            Payload::Status { status, closes, reason, actor } => {
                object! { "status": status, "closes": closes, "reason": reason, "for": actor }
            }
            Payload::Note { text } => object! { "text": text },
            Payload::Evidence { what, found, actor } => object! { "what": what, "found": found, "for": actor },
            Payload::Assign { lead, contributing } => object! { "lead": lead, "contributing": contributing },
            Payload::Schedule { date } => object! { "date": date },
            Payload::Defer { to, evidence, reason } => object! { "to": to, "evidence": evidence, "reason": reason },
            Payload::Correct(c) => serde_json::to_value(c).unwrap_or_default(),
            Payload::Dismiss { reason } => object! { "reason": reason },
            Payload::Add { verb, force, addressees, kind, deadline, recurrence, recipient, self_executing } => {
                object! {
                    "verb": verb, "force": force, "addressees": addressees, "kind": kind, "deadline": deadline,
                    "recurrence": recurrence, "recipient": recipient, "self_executing": self_executing,
                }
            }
            Payload::Same { pairs } => object! { "pairs": pairs },
            Payload::Retract { target, whole, reason } => {
                object! { "target": target, "whole": whole, "reason": reason }
            }
            Payload::Session { body, session, part, opens, closes } => object! {
                "body": body, "session": session, "part": part, "opens": opens, "closes": closes,
            },
            Payload::Since { date, symbols } => object! { "date": date, "symbols": symbols },
            Payload::Load(load) => serde_json::to_value(load).unwrap_or_default(),
            Payload::Adopt { draft, resolution, pairs } => {
                object! { "draft": draft, "resolution": resolution, "pairs": pairs }
            }
            Payload::Accept { suggestion } => object! { "suggestion": suggestion },
            Payload::Reject { suggestion, reason } => object! { "suggestion": suggestion, "reason": reason },
            Payload::Unknown { event, .. } => event.get("payload").cloned().unwrap_or_default(),
        }
    }

    /// The payload of a kind; `None` where this program does not know the kind or a value. Unknown members are dropped: the
    /// caller compares bytes.
    pub(super) fn known(kind: &str, value: Value) -> Option<Payload> {
        let Value::Object(mut map) = value else { return None };
        let m = &mut map;
        Some(match kind {
            "status" => Payload::Status {
                status: take(m, "status")?,
                closes: take(m, "closes")?,
                reason: take(m, "reason")?,
                actor: take(m, "for")?,
            },
            "note" => Payload::Note { text: take(m, "text")? },
            "evidence" => {
                Payload::Evidence { what: take(m, "what")?, found: take(m, "found")?, actor: take(m, "for")? }
            }
            "assign" => Payload::Assign { lead: take(m, "lead")?, contributing: take(m, "contributing")? },
            "schedule" => Payload::Schedule { date: take(m, "date")? },
            "defer" => {
                Payload::Defer { to: take(m, "to")?, evidence: take(m, "evidence")?, reason: take(m, "reason")? }
            }
            "correct" => Payload::Correct(serde_json::from_value(Value::Object(map)).ok()?),
            "dismiss" => Payload::Dismiss { reason: take(m, "reason")? },
            "add" => Payload::Add {
                verb: take(m, "verb")?,
                force: take(m, "force")?,
                addressees: take(m, "addressees")?,
                kind: take(m, "kind")?,
                deadline: take(m, "deadline")?,
                recurrence: take(m, "recurrence")?,
                recipient: take(m, "recipient")?,
                self_executing: take(m, "self_executing")?,
            },
            "same" => Payload::Same { pairs: take(m, "pairs")? },
            "retract" => {
                Payload::Retract { target: take(m, "target")?, whole: take(m, "whole")?, reason: take(m, "reason")? }
            }
            "session" => Payload::Session {
                body: take(m, "body")?,
                session: take(m, "session")?,
                part: take(m, "part")?,
                opens: take(m, "opens")?,
                closes: take(m, "closes")?,
            },
            "since" => Payload::Since { date: take(m, "date")?, symbols: take(m, "symbols")? },
            "load" => Payload::Load(serde_json::from_value(Value::Object(map)).ok()?),
            "adopt" => Payload::Adopt {
                draft: take(m, "draft")?,
                resolution: take(m, "resolution")?,
                pairs: take(m, "pairs")?,
            },
            "accept" => Payload::Accept { suggestion: take(m, "suggestion")? },
            "reject" => Payload::Reject { suggestion: take(m, "suggestion")?, reason: take(m, "reason")? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests;
