//! Writing entries, and what follows from them in the same transaction.

use crate::calendar::Calendar;
use crate::model::{EventId, Resolution, TurnName};
use crate::store::derive::{self, Deriver};
use crate::store::error::Result;
use crate::store::find::TurnOn;
use crate::store::fold::Folder;
use crate::store::journal::{self, Author, NewEvent};
use crate::store::open::Store;
use crate::store::rebuild;
use chrono::NaiveDate;
use rusqlite::TransactionBehavior;
use std::borrow::Cow;

impl Store {
    /// Writes the events of one command and makes everything that follows from them, in one transaction.
    pub fn record(&mut self, author: &Author, events: Vec<NewEvent>) -> Result<Vec<EventId>> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let written = journal::append(&tx, author, events)?;
        let ids = written.iter().map(|e| e.id).collect();
        Deriver::new(&tx)?.follow(&written)?;
        tx.commit()?;
        Ok(ids)
    }

    /// The calendar with this office's dates over it.
    pub fn calendar(&self) -> Result<Cow<'static, Calendar>> {
        derive::calendar(&self.conn)
    }

    /// The current text of a symbol.
    pub fn text(&self, symbol: &str) -> Result<Resolution> {
        let body: String = self.conn.query_row(
            "SELECT t.body FROM resolution r JOIN text t ON t.hash = r.text WHERE r.symbol = ?1",
            [symbol],
            |r| r.get(0),
        )?;
        Ok(serde_json::from_str(&body)?)
    }

    /// A turn by its name, also where the calendar does not make it on the day asked for.
    pub fn turn_named(&self, obligation: i64, name: &TurnName) -> Result<Option<TurnOn>> {
        let calendar = self.calendar()?;
        let plan = Folder::new(&self.conn, &calendar)?.turn_named(obligation, name)?;
        Ok(plan.map(|p| {
            let window = p.window.ok();
            TurnOn { name: p.name, opens: window.map(|w| w.opens), closes: window.map(|w| w.closes), closed: false }
        }))
    }

    /// Numbers about the database, for `doctor`: no content.
    pub fn health(&self) -> Result<Vec<(String, String)>> {
        let count = |sql: &str| self.conn.query_row(sql, [], |r| r.get::<_, i64>(0));
        let text = |sql: &str| self.conn.query_row(sql, [], |r| r.get::<_, String>(0));
        Ok(vec![
            ("texts".into(), count("SELECT count(*) FROM text")?.to_string()),
            ("events".into(), count("SELECT count(*) FROM event")?.to_string()),
            ("provisions".into(), count("SELECT count(*) FROM obligation")?.to_string()),
            ("journal".into(), text("PRAGMA journal_mode")?),
            ("check".into(), text("PRAGMA quick_check(1)")?),
        ])
    }

    /// The database as it was known on a day: in memory, made from the texts and from what was recorded by then. Neither the
    /// rules nor the built-in calendar are rewound.
    pub fn as_recorded_by(&self, day: NaiveDate) -> Result<Store> {
        let mut scratch = Store::in_memory()?;
        scratch.conn.pragma_update(None, "foreign_keys", false)?;
        {
            let tx = scratch.conn.transaction()?;
            let mut texts =
                self.conn.prepare("SELECT hash, symbol, language, reader, structure, body FROM text ORDER BY rowid")?;
            let mut rows = texts.query([])?;
            let mut keep = tx.prepare(
                "INSERT INTO text (hash, symbol, language, reader, structure, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            while let Some(r) = rows.next()? {
                let text = |i: usize| r.get::<_, String>(i);
                keep.execute(rusqlite::params![text(0)?, text(1)?, text(2)?, text(3)?, r.get::<_, i64>(4)?, text(5)?])?;
            }
            let mut events = self.conn.prepare("SELECT seq, id, bytes FROM event ORDER BY seq")?;
            let mut rows = events.query([])?;
            let mut insert = tx.prepare("INSERT INTO event (seq, id, bytes) VALUES (?1, ?2, ?3)")?;
            while let Some(r) = rows.next()? {
                insert.execute(rusqlite::params![
                    r.get::<_, i64>(0)?,
                    r.get::<_, String>(1)?,
                    r.get::<_, String>(2)?
                ])?;
            }
            drop((insert, keep));
            rebuild::rebuild(&tx, Some(day), &mut |_, _| {})?;
            tx.commit()?;
        }
        scratch.path.clone_from(&self.path);
        Ok(scratch)
    }
}
