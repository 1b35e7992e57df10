//! `verify`: whether everything that is stored is what was written, and everything derived is what follows from it.

use crate::model::EventId;
use crate::model::event::Event;
use crate::store::error::{Result, StoreError};
use crate::store::open::{Store, steady};
use crate::store::{again, checks};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::collections::BTreeSet;
use std::time::Duration;

/// So many faults of one check are listed; the rest is counted.
const MOST: usize = 20;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which check found it.
    pub check: &'static str,
    /// Where it is and what is wrong with it.
    pub what: String,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// The checks that were made, with how many things each looked at.
    pub checks: Vec<(&'static str, usize)>,
    /// What is wrong, at most some of each check.
    pub faults: Vec<Fault>,
    /// How many more there are.
    pub more: usize,
    /// Texts that older rules read: no fault, `reread` brings them up.
    pub older_rules: usize,
}

impl Verified {
    pub(super) fn looked_at(&mut self, check: &'static str, n: usize) {
        self.checks.push((check, n));
    }

    pub(super) fn fault(&mut self, check: &'static str, what: impl Into<String>) {
        if self.faults.iter().filter(|f| f.check == check).count() < MOST {
            self.faults.push(Fault { check, what: what.into() });
        } else {
            self.more += 1;
        }
    }

    /// Whether everything is as it should be.
    pub fn sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// One check of a copy of the database: what it finds goes into the second argument.
type Check = fn(&Connection, &mut Verified) -> Result<()>;

impl Store {
    /// Checks everything, on a private copy as of one moment; nothing is written and no other process waits. `deep` also reads
    /// every stored text again by the rules.
    ///
    /// # Errors
    /// Where nothing can be read at all; whatever is merely wrong is a [`Fault`].
    pub fn verify(&self, deep: bool, progress: &mut dyn FnMut(usize, usize)) -> Result<Verified> {
        let mut found = Verified::default();
        let pages = self
            .conn
            .prepare("PRAGMA integrity_check(20)")
            .and_then(|mut s| s.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>());
        found.looked_at("file", 1);
        match pages {
            Ok(lines) => lines.iter().filter(|l| *l != "ok").for_each(|l| found.fault("file", l.clone())),
            Err(e) => found.fault("file", e.to_string()),
        }
        let mut copy = Connection::open("")?;
        if let Err(e) = copy_into(&self.conn, &mut copy) {
            found.fault("file", format!("it can't be read whole: {e}"));
            return Ok(found);
        }
        steady(&copy)?;
        copy.pragma_update(None, "cache_size", -65_536)?;
        copy.pragma_update(None, "foreign_keys", false)?;
        copy.pragma_update(None, "trusted_schema", false)?;
        let all: [(&'static str, Check); 6] = [
            ("schema", checks::schema),
            ("foreign keys", checks::foreign_keys),
            ("texts", checks::texts),
            ("events", checks::events),
            ("search index", checks::search_index),
            ("spans", checks::spans),
        ];
        for (name, check) in all {
            if let Err(e) = check(&copy, &mut found) {
                found.fault(name, e.to_string());
            }
        }
        let done =
            if deep { again::all_again(&copy, &mut found, progress) } else { again::folded_again(&copy, &mut found) };
        if let Err(e) = done {
            found.fault("derived", e.to_string());
        }
        Ok(found)
    }

    /// Events that are missing though what is derived still tells of them, each in words. Making the derived anew would lose
    /// that trace.
    ///
    /// # Errors
    /// Where what is derived of the log can't be read.
    pub fn gone(&self) -> Result<Vec<String>> {
        checks::gone(&self.conn)
    }

    /// The events that no other names, sorted: to be noted down, so that a log that was rewritten whole or cut at its end is found.
    pub fn heads(&self) -> Result<Vec<EventId>> {
        let mut parents = BTreeSet::new();
        let mut all = BTreeSet::new();
        let mut statement = self.conn.prepare("SELECT id, bytes FROM event")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (id, bytes): (String, String) = (r.get(0)?, r.get(1)?);
            let damaged = |e: &dyn std::fmt::Display| StoreError::Damaged(format!("event {id}: {e}"));
            let event = Event::parse(bytes.as_bytes()).map_err(|e| damaged(&e))?;
            parents.extend(event.parents);
            all.insert(id.parse::<EventId>().map_err(|e| damaged(&e))?);
        }
        Ok(all.difference(&parents).copied().collect())
    }

    /// Of these events and texts those that are not here.
    pub fn lacking(&self, events: &[EventId], texts: &[EventId]) -> Result<(Vec<EventId>, Vec<EventId>)> {
        let absent = |table: &str, ids: &[EventId]| -> Result<Vec<EventId>> {
            let column = if table == "text" { "hash" } else { "id" };
            let mut statement =
                self.conn.prepare(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = ?1)"))?;
            let mut absent = Vec::new();
            for id in ids {
                if !statement.query_row([id.to_string()], |r| r.get::<_, bool>(0))? {
                    absent.push(*id);
                }
            }
            Ok(absent)
        };
        Ok((absent("event", events)?, absent("text", texts)?))
    }
}

/// Copies a whole database as of one moment, while others write.
pub(super) fn copy_into(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    let backup = Backup::new(from, to)?;
    for _ in 0..600 {
        match backup.step(-1)? {
            StepResult::Done => return Ok(()),
            _ => std::thread::sleep(Duration::from_millis(100)),
        }
    }
    Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None))
}
