//! Actions of the log, and what `undo` would take back.

use crate::model::EventId;
use crate::model::event::{Event, Payload};
use crate::store::entries;
use crate::store::error::{Result, StoreError};
use crate::store::history::{HistoryRow, SELECT, read};
use crate::store::open::Store;
use crate::track::undo::{Pick, pick};
use rusqlite::{Connection, params};

/// The events of one command.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Its first event.
    pub first: EventId,
    /// All of them.
    pub events: Vec<HistoryRow>,
}

impl Action {
    /// What each event says, a line each.
    pub fn says(&self) -> Vec<String> {
        self.events.iter().map(line).collect()
    }

    /// What one event says.
    pub fn says_of(&self, id: EventId) -> Vec<String> {
        self.events.iter().filter(|e| e.id == id).map(line).collect()
    }
}

fn line(h: &HistoryRow) -> String {
    let about = h.about.as_ref().map(|a| format!("{a}: ")).unwrap_or_default();
    format!("{about}{} ({}, {})", h.says, h.by, h.id.short())
}

/// What `undo` without an entry would take back.
#[derive(Debug, Clone, PartialEq)]
pub enum Undoable {
    /// Nothing.
    Nothing,
    /// The last action of that name.
    Action(Action),
    /// Two that were not recorded one after the other: it has to be said which.
    OneOf(Vec<Action>),
}

impl Store {
    /// The whole action to which an event belongs.
    pub fn action_of(&self, id: EventId) -> Result<Action> {
        let action: i64 = self.conn.query_row(
            "SELECT e.action FROM entry e JOIN event v USING (seq) WHERE v.id = ?1",
            [id.to_string()],
            |r| r.get(0),
        )?;
        let mut statement = self.conn.prepare_cached(&format!("{SELECT} WHERE e.action = ?1 ORDER BY e.seq"))?;
        let mut rows = statement.query([action])?;
        let mut events = Vec::new();
        while let Some(r) = rows.next()? {
            events.push(read(r)?);
        }
        let first =
            events.first().map(|e| e.id).ok_or_else(|| StoreError::Damaged("an action without events".into()))?;
        Ok(Action { first, events })
    }

    /// What `undo` of this name would take back: its last action that holds and is no undo itself.
    pub fn last_action(&self, by: &str) -> Result<Undoable> {
        let retractions = entries::retractions(&self.conn)?;
        let ancestor = |a: EventId, b: EventId| is_ancestor(&self.conn, a, b).unwrap_or(false);
        // Mostly the last few tell.
        for most in [32, 1024, i64::MAX] {
            let own = entries::select(
                &self.conn,
                "e.action IN (SELECT x.action FROM entry x JOIN event y ON y.seq = x.action WHERE y.author = ?1
                   GROUP BY x.action ORDER BY max(x.time) DESC LIMIT ?2)",
                params![by, most],
            )?;
            return Ok(match pick(&own, by, &retractions, &ancestor, most == i64::MAX) {
                None => continue,
                Some(Pick::Nothing) => Undoable::Nothing,
                Some(Pick::Action(first)) => Undoable::Action(self.action_of(first)?),
                // Two copies of one file may both have been written to under one name: then neither is the last.
                Some(Pick::Which(a, b)) => Undoable::OneOf(vec![self.action_of(a)?, self.action_of(b)?]),
            });
        }
        Ok(Undoable::Nothing)
    }

    /// How many live entries there are, by whomever, about the texts that nothing but an action loads.
    pub fn recorded_on_loads(&self, action: &Action) -> Result<i64> {
        let mut n = 0;
        for symbol in action.events.iter().filter(|e| e.kind == "load").filter_map(|e| e.about.as_ref()) {
            n += self
                .conn
                .prepare_cached(
                    "SELECT count(*) FROM entry e WHERE e.live = 1 AND e.clause IN
                       (SELECT o.clause FROM obligation o JOIN resolution r ON r.id = o.resolution WHERE r.symbol = ?1)
                     AND NOT EXISTS (SELECT 1 FROM entry l WHERE l.kind = 'load' AND l.symbol = ?1 AND l.live = 1
                       AND l.action <> (SELECT x.seq FROM event x WHERE x.id = ?2))",
                )?
                .query_row([symbol.clone(), action.first.to_string()], |r| r.get::<_, i64>(0))?;
        }
        Ok(n)
    }

    /// Of an undo that is undone: what it had taken back, with each other live undo that still takes that back.
    pub fn still_retracted(&self, target: EventId) -> Result<Vec<(EventId, EventId)>> {
        // Of an undo that was undone: what the undo had taken back may be named by another.
        let bytes: String =
            self.conn.query_row("SELECT bytes FROM event WHERE id = ?1", [target.to_string()], |r| r.get(0))?;
        let Ok(Event { payload: Payload::Retract { target: restored, .. }, .. }) = Event::parse(bytes.as_bytes())
        else {
            return Ok(Vec::new());
        };
        let entry = entries::select(&self.conn, "v.id = ?1", [restored.to_string()])?.pop();
        Ok(match entry {
            Some(entry) => {
                entries::retractions(&self.conn)?.standing(&entry).into_iter().map(|by| (restored, by)).collect()
            }
            None => Vec::new(),
        })
    }
}

/// Whether the first event is among the ancestors of the second.
fn is_ancestor(conn: &Connection, ancestor: EventId, of: EventId) -> Result<bool> {
    Ok(conn.query_row(
        "WITH RECURSIVE up (id) AS (
           SELECT ?2 UNION SELECT p.value FROM up JOIN event v ON v.id = up.id, json_each(v.bytes, '$.parents') p)
         SELECT EXISTS (SELECT 1 FROM up WHERE id = ?1)",
        [ancestor.to_string(), of.to_string()],
        |r| r.get(0),
    )?)
}
