//! One entry of the log, to the letter of `EVENTS.md`: canonical JSON (RFC 8785), whose SHA-256 is its id.
//!
//! What is here can never change once written. A kind or a value that this program does not know is kept as it is
//! ([`Payload::Unknown`]) and shown as *needs a newer version*.

pub use crate::model::payload::{Change, Correction, Holds, Load, Pair, Payload, Subject, Suggestion, Turn, When};
use crate::model::sorted::SortedSubject;
use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Timelike, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::{UnicodeNormalization, is_nfc};

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

    /// The first sixty bits as a number.
    pub fn number(self) -> i64 {
        self.0.iter().take(8).fold(0_u64, |n, b| n << 8 | u64::from(*b)).wrapping_shr(4).cast_signed()
    }

    /// As shown to people: `e:` and the first eight digits.
    pub fn short(self) -> String {
        format!("e:{:.8}", self.to_string())
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (two, byte) in text.chunks_exact_mut(2).zip(self.0) {
            two.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
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
        let digit = |b: u8| match b {
            b'0'..=b'9' => Some(b - b'0'),
            b'a'..=b'f' => Some(b - b'a' + 10),
            _ => None,
        };
        let read = || {
            let mut id = [0; 32];
            for (byte, two) in id.iter_mut().zip(s.as_bytes().chunks_exact(2)) {
                *byte = digit(two[0])? << 4 | digit(two[1])?;
            }
            (s.len() == 64).then_some(EventId(id))
        };
        read().ok_or_else(|| NoHash(s.to_owned()))
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
            // By hand, since every event has one, and formats are read anew each time.
            Some(t) if (0..=9999).contains(&t.year()) => write!(
                f,
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                t.year(),
                t.month(),
                t.day(),
                t.hour(),
                t.minute(),
                t.second(),
                t.timestamp_subsec_millis()
            ),
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

/// The fields as they stand in JSON, in the order of canonical JSON: read with their own values, written from an event's.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form<Name, About> {
    action: Option<EventId>,
    at: Moment,
    by: Name,
    count: Option<u32>,
    kind: Name,
    offset: i32,
    on: Option<NaiveDate>,
    parents: Vec<EventId>,
    payload: Value,
    subject: About,
    v: u32,
}

type Read = Form<String, Option<Subject>>;

/// What every version writes and reads alike, so that an event of a newer one has its place in the graph here.
#[derive(Deserialize)]
struct Envelope {
    v: u32,
    parents: Vec<EventId>,
    action: Option<EventId>,
    count: Option<u32>,
    at: Moment,
    offset: i32,
    by: String,
    on: Option<NaiveDate>,
    kind: String,
}

/// Every string in NFC.
fn nfc(value: Value) -> Value {
    match value {
        Value::String(s) if is_nfc(&s) => Value::String(s),
        Value::String(s) => Value::String(s.nfc().collect()),
        Value::Array(a) => a.into_iter().map(nfc).collect(),
        Value::Object(o) => Value::Object(o.into_iter().map(|(k, v)| (k.nfc().collect(), nfc(v))).collect()),
        other => other,
    }
}

/// Whether every number is an integer that each reader of JSON reads alike (below 2^53).
fn integers(value: &Value) -> bool {
    match value {
        Value::Number(n) => n.as_i64().is_some_and(|n| n.unsigned_abs() < 1 << 53),
        Value::Array(a) => a.iter().all(integers),
        Value::Object(o) => o.values().all(integers),
        _ => true,
    }
}

/// The canonical form of what has plain keys in their order and whole numbers, as all events have that this version knows: then
/// it is how JSON is written anyway.
fn sorted<T: Serialize>(form: &T) -> Vec<u8> {
    match serde_json::to_string(form) {
        Ok(text) if is_nfc(&text) => {
            debug_assert_eq!(text.as_bytes(), canonical(form));
            text.into_bytes()
        }
        _ => canonical(form),
    }
}

/// Canonical JSON with every string in NFC; serialisation of our own types can't fail.
fn canonical(value: &impl Serialize) -> Vec<u8> {
    let bytes = serde_json_canonicalizer::to_vec(value).unwrap_or_default();
    // A piece of text in NFC is in NFC, and nothing composes with the quote before it.
    match std::str::from_utf8(&bytes) {
        Ok(text) if is_nfc(text) => bytes,
        _ => {
            let value = nfc(serde_json::to_value(value).unwrap_or_default());
            serde_json_canonicalizer::to_vec(&value).unwrap_or_default()
        }
    }
}

impl Event {
    /// The bytes that are stored and hashed.
    pub fn bytes(&self) -> Vec<u8> {
        if let Payload::Unknown { event, .. } = &self.payload {
            return canonical(event);
        }
        let mut parents = self.parents.clone();
        parents.sort();
        parents.dedup();
        let mut payload = self.payload.to_value();
        payload.sort_all_objects();
        sorted(&Form {
            action: self.action,
            at: self.at,
            by: self.by.as_str(),
            count: self.count,
            kind: self.payload.kind(),
            offset: self.offset,
            on: self.on,
            parents,
            payload,
            subject: self.subject.as_ref().map(SortedSubject::from),
            v: self.v,
        })
    }

    /// Reads stored bytes; refuses what is not the canonical form of what it parses to. Of an event that a newer version
    /// wrote, with a kind, field or value that is not known here, the envelope and, where it can be read, the subject are read.
    pub fn parse(bytes: &[u8]) -> Result<Event, NoEvent> {
        if let Ok(form) = serde_json::from_slice::<Read>(bytes)
            && form.v == FORM
            && let Some(event) = Event::known(form)
            && event.bytes() == bytes
        {
            return Ok(event);
        }
        let value: Value = serde_json::from_slice(bytes)?;
        if !integers(&value) || canonical(&value) != bytes {
            return Err(NoEvent::NotCanonical);
        }
        let e = Envelope::deserialize(&value)?;
        if !e.parents.is_sorted_by(|a, b| a < b) || value["at"] != e.at.to_string() {
            return Err(NoEvent::NotCanonical);
        }
        Ok(Event {
            v: e.v,
            parents: e.parents,
            action: e.action,
            count: e.count,
            at: e.at,
            offset: e.offset,
            by: e.by,
            on: e.on,
            subject: Subject::deserialize(&value["subject"]).ok(),
            payload: Payload::Unknown { kind: e.kind, event: value },
        })
    }

    fn known(form: Read) -> Option<Event> {
        Some(Event {
            payload: Payload::known(&form.kind, form.payload)?,
            v: form.v,
            parents: form.parents,
            action: form.action,
            count: form.count,
            at: form.at,
            offset: form.offset,
            by: form.by,
            on: form.on,
            subject: form.subject,
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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

    /// The canonical bytes of an event with one member set to something else.
    fn with(event: &Event, member: &str, value: Value) -> Vec<u8> {
        let mut object: Value = serde_json::from_slice(&event.bytes()).unwrap();
        object[member] = value;
        serde_json_canonicalizer::to_vec(&object).unwrap()
    }

    #[test]
    fn what_a_newer_version_wrote_is_kept() {
        for (member, value) in [
            ("kind", json!("seal")),
            ("payload", json!({ "text": "x", "colour": 3 })),
            ("payload", json!({ "text": 7 })),
            ("seal", json!("abc")),
            ("v", json!(2)),
            ("subject", json!({ "treaty": "x" })),
        ] {
            let bytes = with(&note(), member, value);
            let read = Event::parse(&bytes).unwrap();
            assert!(matches!(read.payload, Payload::Unknown { .. }), "{member}");
            assert_eq!(read.bytes(), bytes, "{member}");
            assert_eq!((read.id(), read.by.as_str(), read.count), (EventId::of(&bytes), "j.doe", Some(1)));
        }
    }

    #[test]
    fn what_readers_would_read_differently_is_refused() {
        for (member, value) in [
            ("at", json!("2026-11-24T10:30:00.250+01:00")),
            ("at", json!("2026-11-24T09:30:00Z")),
            ("by", json!("e\u{301}")),
            ("payload", json!({ "text": 1.5 })),
            ("payload", json!({ "text": 9_007_199_254_740_993_i64 })),
            ("parents", json!([EventId::of(b"a"), EventId::of(b"a")])),
            ("parents", json!(["ABC"])),
        ] {
            assert!(Event::parse(&with(&note(), member, value.clone())).is_err(), "{member} {value}");
        }
    }
}
