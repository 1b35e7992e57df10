//! Everything derived, dropped and made again from texts and events.

use crate::model::event::Event;
use crate::store::derive::Deriver;
use crate::store::entries;
use crate::store::error::{Result, StoreError};
use crate::store::journal;
use crate::store::open::{Store, derived_schema, layout};
use crate::store::rows::stored;
use chrono::NaiveDate;
use rusqlite::{Connection, TransactionBehavior};

impl Store {
    /// Drops every derived table and makes it again, in one transaction; `progress` is told how many texts are done, of how many.
    pub fn rebuild(&mut self, progress: &mut dyn FnMut(usize, usize)) -> Result<()> {
        self.conn.pragma_update(None, "foreign_keys", false)?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = rebuild(&tx, None, progress);
        if done.is_ok() {
            tx.commit()?;
        } else {
            tx.rollback()?;
        }
        self.conn.pragma_update(None, "foreign_keys", true)?;
        done
    }

    pub(super) fn made_by_this_layout(&self) -> bool {
        let made_by: Option<String> =
            self.conn.query_row("SELECT value FROM made_by WHERE name = 'layout'", [], |r| r.get(0)).ok();
        made_by.as_deref() == Some(layout().as_str())
    }

    /// Makes the derived tables again where another layout made them.
    pub(super) fn follow_layout(&mut self) -> Result<()> {
        if self.made_by_this_layout() {
            return Ok(());
        }
        self.rebuild(&mut |_, _| {})
    }
}

/// Makes the derived tables from texts and events; `known`: only from what was recorded by that day.
pub(super) fn rebuild(
    conn: &Connection,
    known: Option<NaiveDate>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<()> {
    let tables: Vec<String> = conn
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('text', 'event')
             AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'paragraph_search_%' ORDER BY name DESC",
        )?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables {
        conn.execute_batch(&format!("DROP TABLE \"{}\"", table.replace('"', "\"\"")))?;
    }
    conn.execute_batch(derived_schema())?;
    conn.execute("INSERT INTO made_by VALUES ('layout', ?1)", [layout()])?;
    log(conn, known)?;
    Deriver::new(conn)?.everything(progress)
}

/// Makes what is derived of the log alone: entries, loads, heads.
pub(super) fn log(conn: &Connection, known: Option<NaiveDate>) -> Result<()> {
    let mut statement = conn.prepare("SELECT seq, id, bytes FROM event ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut chain = journal::Chain::new(conn)?;
    while let Some(r) = rows.next()? {
        let (seq, id, bytes): (i64, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let event = Event::parse(bytes.as_bytes()).map_err(|e| StoreError::Damaged(format!("event {id}: {e}")))?;
        chain.index(seq, stored(&id)?, &event)?;
    }
    chain.finish()?;
    let retractions = entries::retractions(conn)?;
    let all = entries::select(conn, "1", [])?;
    entries::judge(conn, &retractions, &all, known)?;
    Ok(())
}
