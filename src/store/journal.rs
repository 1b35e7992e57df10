//! Writing the log: the events of one command, chained, in the transaction that reads the heads.

use crate::model::ClauseKey;
use crate::model::event::{Event, EventId, FORM, Moment, Payload, Subject};
use crate::store::error::{Result, StoreError};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// Who writes, and what the clock says: once a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// A name, claimed.
    pub by: String,
    /// The clock.
    pub at: Moment,
    /// Minutes from UTC.
    pub offset: i32,
}

impl Author {
    /// The writer's own day.
    pub fn today(&self) -> NaiveDate {
        self.at.day(self.offset)
    }
}

/// An event before it has parents.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// The first day on which it holds.
    pub on: Option<NaiveDate>,
    /// The clause.
    pub subject: Option<Subject>,
    /// What it says.
    pub payload: Payload,
}

/// The first 8 bytes of a key's hash: what `obligation.clause` and `entry.clause` hold. Equal keys have equal numbers; that
/// the keys themselves are equal is checked where it matters.
pub fn clause_number(key: &ClauseKey) -> i64 {
    let hash = EventId::of(serde_json::to_string(key).unwrap_or_default().as_bytes()).to_string();
    i64::from_str_radix(&hash[..15], 16).unwrap_or_default()
}

/// Appends the events of one command, in the order of their days; returns their ids in that order.
pub(super) fn append(conn: &Connection, author: &Author, mut events: Vec<NewEvent>) -> Result<Vec<EventId>> {
    events.sort_by_key(|e| e.on);
    let count =
        u32::try_from(events.len()).map_err(|_| StoreError::Refused("too many entries in one command".into()))?;
    let mut parents: Vec<EventId> = conn
        .prepare_cached("SELECT id FROM head ORDER BY id")?
        .query_map([], |r| r.get::<_, String>(0))?
        .map(|id| {
            id.map_err(StoreError::from).and_then(|id| id.parse().map_err(|e| StoreError::Damaged(format!("{e}"))))
        })
        .collect::<Result<_>>()?;
    let mut ids: Vec<EventId> = Vec::with_capacity(events.len());
    for new in events {
        let event = Event {
            v: FORM,
            parents: std::mem::take(&mut parents),
            action: ids.first().copied(),
            count: ids.is_empty().then_some(count),
            at: author.at,
            offset: author.offset,
            by: author.by.clone(),
            on: new.on,
            subject: new.subject,
            payload: new.payload,
        };
        let id = insert(conn, &event, &event.bytes())?;
        ids.push(id);
        parents = vec![id];
    }
    Ok(ids)
}

/// Stores one event whose parents are here, and what is computed of it: time, action, clause, heads.
pub(super) fn insert(conn: &Connection, event: &Event, bytes: &[u8]) -> Result<EventId> {
    let id = EventId::of(bytes);
    let name = id.to_string();
    let text = std::str::from_utf8(bytes).map_err(|e| StoreError::Damaged(e.to_string()))?;
    conn.prepare_cached("INSERT INTO event (id, bytes) VALUES (?1, ?2)")?.execute(params![name, text])?;
    let seq = conn.last_insert_rowid();
    index(conn, seq, &name, event)?;
    Ok(id)
}

/// The derived row of an event, and the heads.
pub(super) fn index(conn: &Connection, seq: i64, name: &str, event: &Event) -> Result<()> {
    let mut time = event.at.millis();
    for parent in &event.parents {
        let of_parent: Option<i64> = conn
            .prepare_cached("SELECT time FROM entry JOIN event USING (seq) WHERE id = ?1")?
            .query_row([parent.to_string()], |r| r.get(0))
            .optional()?;
        let of_parent =
            of_parent.ok_or_else(|| StoreError::Damaged(format!("the parent {parent} of {name} is missing")))?;
        time = time.max(of_parent.saturating_add(1));
        conn.prepare_cached("DELETE FROM head WHERE id = ?1")?.execute([parent.to_string()])?;
    }
    conn.prepare_cached("INSERT INTO head (id) VALUES (?1)")?.execute([name])?;
    let action: i64 = match event.action {
        None => seq,
        Some(first) => conn
            .prepare_cached("SELECT seq FROM event WHERE id = ?1")?
            .query_row([first.to_string()], |r| r.get(0))
            .optional()?
            .ok_or_else(|| {
                StoreError::Damaged(format!("the first event {first} of the action of {name} is missing"))
            })?,
    };
    if let Payload::Load(load) = &event.payload {
        crate::store::texts::index_load(conn, seq, load, event.at, event.offset)?;
    }
    let key = event.subject.as_ref().map(|s| &s.clause.key);
    let symbol = match &event.payload {
        Payload::Load(load) => load.symbol.as_ref().map(|s| s.as_str()),
        _ => key.map(|k| k.symbol.as_str()),
    };
    let target = match &event.payload {
        Payload::Retract { target, .. } => Some(target.to_string()),
        _ => None,
    };
    let moves = match &event.payload {
        Payload::Load(load) => !load.pairs.is_empty(),
        Payload::Same { .. } | Payload::Adopt { .. } => true,
        _ => false,
    };
    conn.prepare_cached(
        "INSERT INTO entry (seq, time, action, live, kind, symbol, clause, target, moves) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![seq, time, action, event.payload.kind(), symbol, key.map(clause_number), target, moves])?;
    Ok(())
}
