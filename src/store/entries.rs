//! Entries of the log out of the database: live ones of a clause, pairs of keys, retractions.

use crate::model::event::{Event, Moment, Payload};
use crate::model::{ClauseKey, EventId, Symbol};
use crate::store::error::{Result, StoreError};
use crate::store::journal::clause_number;
use crate::track::attach::Moves;
use crate::track::graph::Node;
use crate::track::{Entry, Graph, Retractions};
use chrono::NaiveDate;
use rusqlite::{Connection, Params, Row};
use std::collections::BTreeSet;

/// Reads an entry from `v.id, v.bytes, e.time`.
pub(super) fn read(r: &Row<'_>) -> Result<Entry> {
    let (id, bytes, time): (String, String, i64) = (r.get(0)?, r.get(1)?, r.get(2)?);
    let event = Event::parse(bytes.as_bytes()).map_err(|e| StoreError::Damaged(format!("event {id}: {e}")))?;
    let id = id.parse().map_err(|e| StoreError::Damaged(format!("{e}")))?;
    Ok(Entry { id, time: Moment::from_millis(time), event })
}

/// The entries that a condition over `entry e` and `event v` selects.
pub(super) fn select(conn: &Connection, condition: &str, params: impl Params) -> Result<Vec<Entry>> {
    let sql = format!("SELECT v.id, v.bytes, e.time FROM entry e JOIN event v USING (seq) WHERE {condition}");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params)?;
    let mut entries = Vec::new();
    while let Some(r) = rows.next()? {
        entries.push(read(r)?);
    }
    Ok(entries)
}

/// The same, each with its seq and whether it is live.
pub(super) fn with_seq(conn: &Connection, condition: &str, params: impl Params) -> Result<Vec<(i64, bool, Entry)>> {
    let sql =
        format!("SELECT v.id, v.bytes, e.time, e.seq, e.live FROM entry e JOIN event v USING (seq) WHERE {condition}");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params)?;
    let mut entries = Vec::new();
    while let Some(r) = rows.next()? {
        entries.push((r.get(3)?, r.get(4)?, read(r)?));
    }
    Ok(entries)
}

/// Every retraction.
pub(super) fn retractions(conn: &Connection) -> Result<Retractions> {
    Ok(Retractions::new(&select(conn, "e.kind = 'retract'", [])?))
}

/// The live pairs of keys.
pub(super) fn moves(conn: &Connection) -> Result<Moves> {
    Ok(Moves::new(&select(conn, "e.moves = 1 AND e.live = 1", [])?))
}

/// The adoptions that the log tells of, draft and resolution, in the order of the log; the last of a draft holds.
pub(super) fn adoptions(conn: &Connection) -> Result<Vec<(Symbol, Symbol)>> {
    let live = select(conn, "e.kind = 'adopt' AND e.live = 1 ORDER BY e.time, v.id", [])?;
    Ok(live
        .into_iter()
        .filter_map(|e| match e.event.payload {
            Payload::Adopt { draft, resolution, .. } => Some((draft, resolution)),
            _ => None,
        })
        .collect())
}

/// The whole graph, for the few questions that need ancestors.
pub(super) fn graph(conn: &Connection) -> Result<Graph> {
    let mut statement = conn.prepare("SELECT v.id, v.bytes, 0 FROM event v ORDER BY v.seq")?;
    let mut rows = statement.query([])?;
    let mut nodes = Vec::new();
    while let Some(r) = rows.next()? {
        let e = read(r)?;
        nodes.push(Node { id: e.id, parents: e.event.parents, at: e.event.at });
    }
    Graph::new(&nodes).map_err(|e| StoreError::Damaged(e.to_string()))
}

/// The live entries whose subject is one of these keys, in the order of the log.
pub(super) fn on_keys<'k>(conn: &Connection, keys: impl IntoIterator<Item = &'k ClauseKey>) -> Result<Vec<Entry>> {
    let mut all: Vec<Entry> = Vec::new();
    for key in keys {
        let found = select(conn, "e.clause = ?1 AND e.live = 1", [clause_number(key)])?;
        all.extend(found.into_iter().filter(|e| e.event.subject.as_ref().is_some_and(|s| s.clause.key == *key)));
    }
    all.sort_by_key(Entry::order);
    Ok(all)
}

/// Writes anew whether these entries are live (of those recorded by a day, where one is given); those of which it changed.
pub(super) fn judge(
    conn: &Connection,
    retractions: &Retractions,
    entries: &[Entry],
    known: Option<NaiveDate>,
) -> Result<Vec<EventId>> {
    let mut changed = Vec::new();
    let mut update = conn.prepare_cached(
        "UPDATE entry SET live = ?2 WHERE live <> ?2 AND seq = (SELECT seq FROM event WHERE id = ?1)",
    )?;
    let live: BTreeSet<EventId> = retractions.live(entries, known).iter().map(|e| e.id).collect();
    for e in entries {
        if update.execute(rusqlite::params![e.id.to_string(), live.contains(&e.id)])? > 0 {
            changed.push(e.id);
        }
    }
    Ok(changed)
}
