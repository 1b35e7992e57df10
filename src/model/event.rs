//! One entry of the log, to the letter of `EVENTS.md`: canonical JSON (RFC 8785), whose SHA-256 is its id.
//!
//! What is here can never change once written. A kind or a value that this program does not know is kept as it is
//! ([`Payload::Unknown`]) and shown as *needs a newer version*.

use crate::model::{Body, Due, Kind, SessionPart};
use crate::model::{Clause, ClauseKey, Edition, Language, Recurrence, Status, Symbol, TurnName, Window};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// The version of the form that this program writes.
pub const FORM: u32 = 1;

/// The SHA-256 of some bytes, as lower-case hexadecimal: of an event, of a text, of a suggestion.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId([u8; 32]);

impl EventId {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> EventId {
        EventId(Sha256::digest(bytes).into())
    }

    /// As shown to people: `e:` and the first eight digits.
    pub fn short(self) -> String {
        format!("e:{}", &self.to_string()[..8])
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

/// Not sixty-four lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no hash")]
pub struct NoHash(pub String);

impl FromStr for EventId {
    type Err = NoHash;
    fn from_str(s: &str) -> Result<Self, NoHash> {
        let wrong = || NoHash(s.to_owned());
        let ok = s.len() == 64 && s.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !ok {
            return Err(wrong());
        }
        let mut id = [0; 32];
        for (i, byte) in id.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&s[2 * i..2 * i + 2], 16).map_err(|_| wrong())?;
        }
        Ok(EventId(id))
    }
}

impl Serialize for EventId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EventId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

/// What the clock said: UTC with milliseconds, `2026-11-24T09:30:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// From milliseconds since 1970.
    pub fn from_millis(millis: i64) -> Moment {
        Moment(millis)
    }
    /// Milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.0
    }
    /// The day it was for a writer so many minutes from UTC.
    pub fn day(self, offset: i32) -> NaiveDate {
        let local = self.0.saturating_add(i64::from(offset) * 60_000);
        Utc.timestamp_millis_opt(local).single().map_or(NaiveDate::MIN, |t| t.date_naive())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Utc.timestamp_millis_opt(self.0).single() {
            Some(t) => write!(f, "{}", t.format("%Y-%m-%dT%H:%M:%S%.3fZ")),
            None => write!(f, "{}", self.0),
        }
    }
}

impl FromStr for Moment {
    type Err = chrono::ParseError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        DateTime::parse_from_rfc3339(s).map(|t| Moment(t.timestamp_millis()))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

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

/// What an event is about: a clause and a turn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The clause as the writer saw it.
    pub clause: Clause,
    /// The turn.
    pub turn: Turn,
}

/// A pair of keys: this clause is that clause.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pair {
    /// The key that older events hold.
    pub from: ClauseKey,
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

/// The fields that a correction says; the others stay as read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Addressees.
    pub addressees: Option<Change<Vec<String>>>,
    /// Kind.
    pub kind: Option<Change<Kind>>,
    /// Deadline: what is due, or none.
    pub deadline: Option<Change<Option<Due>>>,
    /// Recurrence, or none.
    pub recurrence: Option<Change<Option<Recurrence>>>,
    /// Recipient, or none.
    pub recipient: Option<Change<Option<String>>>,
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
    /// Who works on it.
    Assign {
        /// The lead office; `None` leaves it as it is.
        lead: Option<String>,
        /// Contributing offices.
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
        /// The decision, and other evidence.
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
    /// An obligation that the program missed.
    Add {
        /// Who is asked.
        addressees: Vec<String>,
        /// How strongly.
        force: crate::model::Force,
        /// What.
        kind: Kind,
        /// By when.
        deadline: Option<Due>,
        /// How often.
        recurrence: Option<Recurrence>,
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
        /// Hash over obligation, relation and document.
        suggestion: EventId,
    },
    /// A suggestion was rejected and does not come back.
    Reject {
        /// Hash over obligation, relation and document.
        suggestion: EventId,
        /// Why.
        reason: Option<String>,
    },
    /// What a newer version wrote.
    Unknown {
        /// Its kind.
        kind: String,
        /// Its payload.
        payload: Value,
    },
}

/// The payload of a `load`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// The text's symbol.
    pub symbol: Symbol,
    /// Its language.
    pub language: Language,
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

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Version of the form.
    pub v: u32,
    /// Hashes of the events that no other named when this was written: sorted, without repeats.
    pub parents: Vec<EventId>,
    /// The first event of the command that wrote it; `None` in that first one.
    pub action: Option<EventId>,
    /// How many events the command wrote, in its first; else `None`.
    pub count: Option<u32>,
    /// What the clock said, once a command.
    pub at: Moment,
    /// The writer's offset from UTC in minutes.
    pub offset: i32,
    /// A name, claimed.
    pub by: String,
    /// The first day on which it holds; `None` for kinds that have none.
    pub on: Option<NaiveDate>,
    /// The clause, for kinds that have one.
    pub subject: Option<Subject>,
    /// What it says.
    pub payload: Payload,
}

/// Bytes that are no event.
#[derive(Debug, thiserror::Error)]
pub enum NoEvent {
    /// Not JSON, or not the fields of an event.
    #[error("no event: {0}")]
    Form(#[from] serde_json::Error),
    /// Not the canonical form of what it parses to: two members of one name, another order, other white space.
    #[error("not in canonical form")]
    NotCanonical,
}

/// The fields as they stand in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    v: u32,
    parents: Vec<EventId>,
    action: Option<EventId>,
    count: Option<u32>,
    at: Moment,
    offset: i32,
    by: String,
    on: Option<NaiveDate>,
    kind: String,
    subject: Option<Subject>,
    payload: Value,
}

/// Every string in NFC.
fn nfc(value: Value) -> Value {
    match value {
        Value::String(s) => Value::String(s.nfc().collect()),
        Value::Array(a) => a.into_iter().map(nfc).collect(),
        Value::Object(o) => Value::Object(o.into_iter().map(|(k, v)| (k, nfc(v))).collect()),
        other => other,
    }
}

/// Canonical JSON of a value; serialisation of our own types can't fail.
fn canonical(value: &Value) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(value).unwrap_or_default()
}

impl Event {
    /// The bytes that are stored and hashed.
    pub fn bytes(&self) -> Vec<u8> {
        let mut parents = self.parents.clone();
        parents.sort();
        parents.dedup();
        let form = Form {
            v: self.v,
            parents,
            action: self.action,
            count: self.count,
            at: self.at,
            offset: self.offset,
            by: self.by.clone(),
            on: self.on,
            kind: self.payload.kind().to_owned(),
            subject: self.subject.clone(),
            payload: self.payload.to_value(),
        };
        canonical(&nfc(serde_json::to_value(form).unwrap_or_default()))
    }

    /// Reads stored bytes; refuses what is not the canonical form of what it parses to.
    pub fn parse(bytes: &[u8]) -> Result<Event, NoEvent> {
        let value: Value = serde_json::from_slice(bytes)?;
        if canonical(&nfc(value.clone())) != bytes {
            return Err(NoEvent::NotCanonical);
        }
        let form: Form = serde_json::from_value(value)?;
        if !form.parents.is_sorted_by(|a, b| a < b) {
            return Err(NoEvent::NotCanonical);
        }
        Ok(Event {
            v: form.v,
            parents: form.parents,
            action: form.action,
            count: form.count,
            at: form.at,
            offset: form.offset,
            by: form.by,
            on: form.on,
            subject: form.subject,
            payload: Payload::from_value(form.kind, form.payload),
        })
    }

    /// Its id.
    pub fn id(&self) -> EventId {
        EventId::of(&self.bytes())
    }

    /// The day on which it was recorded, by the writer's own offset.
    pub fn recorded_on(&self) -> NaiveDate {
        self.at.day(self.offset)
    }
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

    fn to_value(&self) -> Value {
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
            Payload::Add { addressees, force, kind, deadline, recurrence } => object! {
                "addressees": addressees, "force": force, "kind": kind, "deadline": deadline, "recurrence": recurrence,
            },
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
            Payload::Unknown { payload, .. } => payload.clone(),
        }
    }

    /// The payload of a kind; what does not fit is kept as unknown, so that its bytes stay what they were.
    fn from_value(kind: String, value: Value) -> Payload {
        match Payload::known(&kind, &value) {
            Some(payload) if payload.to_value() == value => payload,
            _ => Payload::Unknown { kind, payload: value },
        }
    }

    fn known(kind: &str, value: &Value) -> Option<Payload> {
        let mut map = value.as_object()?.clone();
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
            "correct" => Payload::Correct(serde_json::from_value(value.clone()).ok()?),
            "dismiss" => Payload::Dismiss { reason: take(m, "reason")? },
            "add" => Payload::Add {
                addressees: take(m, "addressees")?,
                force: take(m, "force")?,
                kind: take(m, "kind")?,
                deadline: take(m, "deadline")?,
                recurrence: take(m, "recurrence")?,
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
            "load" => Payload::Load(serde_json::from_value(value.clone()).ok()?),
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
mod tests {
    use super::*;

    fn note() -> Event {
        Event {
            v: FORM,
            parents: vec![EventId::of(b"b"), EventId::of(b"a"), EventId::of(b"a")],
            action: None,
            count: Some(1),
            at: "2026-11-24T09:30:00.250Z".parse().unwrap(),
            offset: 60,
            by: "j.doe".into(),
            on: NaiveDate::from_ymd_opt(2026, 11, 24),
            subject: None,
            payload: Payload::Note { text: "caf\u{65}\u{301}".into() },
        }
    }

    #[test]
    fn the_bytes_of_an_event_never_change() {
        // Written once; if this fails, every database in the world has other ids.
        insta::assert_snapshot!(String::from_utf8(note().bytes()).unwrap());
        insta::assert_snapshot!(note().id().to_string());
    }

    #[test]
    fn an_event_is_read_back_as_it_was_written_and_nothing_else_is() {
        let bytes = note().bytes();
        let read = Event::parse(&bytes).unwrap();
        assert_eq!(read.bytes(), bytes);
        let text = String::from_utf8(bytes).unwrap();
        for other in [text.replace("\"v\":1", "\"v\":1,\"v\":1"), text.replace("\"v\":1", "\"v\": 1"), "{}".into()] {
            assert!(Event::parse(other.as_bytes()).is_err(), "{other}");
        }
    }

    #[test]
    fn what_a_newer_version_wrote_is_kept() {
        let newer = Event { payload: Payload::Unknown { kind: "seal".into(), payload: object! { "x": 1 } }, ..note() };
        assert_eq!(Event::parse(&newer.bytes()).unwrap().payload, newer.payload);
        let value = object! { "status": "paused", "closes": false, "reason": Value::Null, "for": Value::Null };
        let status = Event { payload: Payload::Unknown { kind: "status".into(), payload: value }, ..note() };
        assert_eq!(Event::parse(&status.bytes()).unwrap().bytes(), status.bytes());
    }
}
