//! Writing the log: the events of one command, chained, in the transaction that reads the heads.

use crate::model::ClauseKey;
use crate::model::event::{Event, EventId, FORM, Moment, Payload, Subject};
use crate::store::error::{Result, StoreError};
use crate::store::rows::stored;
use crate::track::Entry;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeSet, HashMap};

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

/// The first bits of a key's hash: what `obligation.clause` and `entry.clause` hold. Equal keys have equal numbers; that
/// the keys themselves are equal is checked where it matters.
pub fn clause_number(key: &ClauseKey) -> i64 {
    EventId::of(serde_json::to_string(key).unwrap_or_default().as_bytes()).number()
}

/// Appends the events of one command, in the order of their days; returns them in that order.
pub(super) fn append(conn: &Connection, author: &Author, mut events: Vec<NewEvent>) -> Result<Vec<Entry>> {
    events.sort_by_key(|e| e.on);
    let count =
        u32::try_from(events.len()).map_err(|_| StoreError::Refused("too many entries in one command".into()))?;
    let mut chain = Chain::new(conn)?;
    let mut parents: Vec<EventId> = chain.heads.iter().copied().collect();
    let mut entries: Vec<Entry> = Vec::with_capacity(events.len());
    for new in events {
        let event = Event {
            v: FORM,
            parents: std::mem::take(&mut parents),
            action: entries.first().map(|e| e.id),
            count: entries.is_empty().then_some(count),
            at: author.at,
            offset: author.offset,
            by: author.by.clone(),
            on: new.on,
            subject: new.subject,
            payload: new.payload,
        };
        let entry = chain.insert(event)?;
        parents = vec![entry.id];
        entries.push(entry);
    }
    chain.finish()?;
    Ok(entries)
}

/// Adds events to the log, one after the other, and what is computed of each: time, action, clause. What an event says of those
/// before it is mostly about events just added, which are remembered; the heads are written once at the end.
pub(super) struct Chain<'a> {
    conn: &'a Connection,
    /// Seq and time of the events that were added.
    added: HashMap<EventId, (i64, i64)>,
    heads: BTreeSet<EventId>,
    stored: BTreeSet<EventId>,
}

impl<'a> Chain<'a> {
    /// Goes on from the heads that are stored.
    pub(super) fn new(conn: &'a Connection) -> Result<Chain<'a>> {
        let mut heads = BTreeSet::new();
        let mut statement = conn.prepare_cached("SELECT id FROM head")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            heads.insert(stored(&r.get::<_, String>(0)?)?);
        }
        Ok(Chain { conn, added: HashMap::new(), stored: heads.clone(), heads })
    }

    /// Stores one event whose parents are here.
    pub(super) fn insert(&mut self, event: Event) -> Result<Entry> {
        let bytes = event.bytes();
        let id = EventId::of(&bytes);
        let text = std::str::from_utf8(&bytes).map_err(|e| StoreError::Damaged(e.to_string()))?;
        self.conn
            .prepare_cached("INSERT INTO event (id, bytes) VALUES (?1, ?2)")?
            .execute(params![id.to_string(), text])?;
        let time = self.index(self.conn.last_insert_rowid(), id, &event)?;
        Ok(Entry { id, time: Moment::from_millis(time), event })
    }

    /// The derived row of an event that is stored; its time.
    pub(super) fn index(&mut self, seq: i64, id: EventId, event: &Event) -> Result<i64> {
        let missing = |what: &str, of: EventId| StoreError::Damaged(format!("the {what} {of} of {id} is missing"));
        let mut time = event.at.millis();
        for parent in &event.parents {
            let (_, of_parent) = self.seq_and_time(*parent)?.ok_or_else(|| missing("parent", *parent))?;
            time = time.max(of_parent.saturating_add(1));
            self.heads.remove(parent);
        }
        self.heads.insert(id);
        let action = match event.action {
            None => seq,
            Some(first) => self.seq_and_time(first)?.ok_or_else(|| missing("first event of its action", first))?.0,
        };
        self.added.insert(id, (seq, time));
        entry_row(self.conn, seq, time, action, event)?;
        Ok(time)
    }

    fn seq_and_time(&self, id: EventId) -> Result<Option<(i64, i64)>> {
        if let Some(added) = self.added.get(&id) {
            return Ok(Some(*added));
        }
        let mut statement =
            self.conn.prepare_cached("SELECT seq, time FROM entry JOIN event USING (seq) WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
    }

    /// Writes the heads.
    pub(super) fn finish(self) -> Result<()> {
        for gone in self.stored.difference(&self.heads) {
            self.conn.prepare_cached("DELETE FROM head WHERE id = ?1")?.execute([gone.to_string()])?;
        }
        for new in self.heads.difference(&self.stored) {
            self.conn.prepare_cached("INSERT INTO head (id) VALUES (?1)")?.execute([new.to_string()])?;
        }
        Ok(())
    }
}

fn entry_row(conn: &Connection, seq: i64, time: i64, action: i64, event: &Event) -> Result<()> {
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
