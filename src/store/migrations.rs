//! Changes of the two kept tables, one step a version. Derived tables are never migrated: they are made again.

use crate::model::EventId;
use crate::store::error::{Result, StoreError};
use crate::store::open::Store;
use crate::store::other::Other;
use rusqlite::TransactionBehavior;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A step from the version before to `to`.
pub(super) struct Step {
    /// The version that it makes.
    pub(super) to: u32,
    /// What it does. Texts and events keep their bytes: columns, indexes and triggers change, content never.
    pub(super) sql: &'static str,
}

/// Every step since the first version. The last one's `to` is [`crate::store::KEPT`].
pub(super) const STEPS: &[Step] = &[];

impl Store {
    pub(super) fn version(&self) -> Result<u32> {
        Ok(self.conn.query_row("PRAGMA user_version", [], |r| r.get(0))?)
    }

    /// Brings the kept tables up to the last of these steps, after a backup beside the database; where that is.
    ///
    /// # Errors
    /// Where the backup or a step fails.
    pub(super) fn migrate(&mut self, steps: &[Step]) -> Result<Option<PathBuf>> {
        let from = self.version()?;
        let last = steps.last().map_or(from, |s| s.to);
        if last <= from {
            return Ok(None);
        }
        let backup = self.backed_up(last)?;
        self.step_up(steps)?;
        Ok(Some(backup))
    }

    /// Takes each step in a transaction of its own. One that fails leaves the version before it.
    pub(super) fn step_up(&mut self, steps: &[Step]) -> Result<()> {
        for step in steps {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let version: u32 = tx.query_row("PRAGMA user_version", [], |r| r.get(0))?;
            if version + 1 == step.to {
                tx.execute_batch(step.sql)?;
                tx.execute_batch(&format!("PRAGMA user_version = {}", step.to))?;
                tx.commit()?;
            }
        }
        Ok(())
    }

    /// A backup of this database as it is, beside it: `office.db.before-2`. One that is there already is kept; it is enough where
    /// it has everything that is here, as after a migration that was broken off, or beside another process that is at it, too.
    fn backed_up(&self, to: u32) -> Result<PathBuf> {
        let all = |sql: &str| -> Result<BTreeSet<String>> {
            Ok(self.conn.prepare(sql)?.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        let here = (all("SELECT id FROM event")?, all("SELECT hash FROM text")?);
        let has = |all: Vec<EventId>, wanted: &BTreeSet<String>| {
            let all: BTreeSet<String> = all.iter().map(EventId::to_string).collect();
            wanted.is_subset(&all)
        };
        for n in 1.. {
            let mut name = self.path.clone().into_os_string();
            name.push(if n == 1 { format!(".before-{to}") } else { format!(".before-{to}-{n}") });
            let backup = PathBuf::from(name);
            match self.backup(&backup) {
                Err(StoreError::Refused(_)) if backup.symlink_metadata().is_ok() => {
                    let holds = Other::open(&backup).and_then(|other| other.holds());
                    if holds.is_ok_and(|(events, texts)| has(events, &here.0) && has(texts, &here.1)) {
                        return Ok(backup);
                    }
                }
                other => {
                    other?;
                    return Ok(backup);
                }
            }
        }
        Err(StoreError::Refused("there are too many backups beside the database".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open::{KEPT, Mode};

    fn office(folder: &std::path::Path) -> Store {
        Store::open(&folder.join("office.db"), Mode::Create).unwrap()
    }

    #[test]
    fn the_last_step_makes_the_version_that_new_databases_have() {
        let versions: Vec<u32> = STEPS.iter().map(|s| s.to).collect();
        assert_eq!(versions, (1..KEPT).map(|before| before + 1).collect::<Vec<_>>());
    }

    #[test]
    fn each_step_is_made_once_after_a_backup_and_whole_or_not_at_all() {
        let folder = tempfile::TempDir::new().unwrap();
        let mut store = office(folder.path());
        const GOOD: Step = Step { to: 2, sql: "ALTER TABLE text ADD COLUMN seal TEXT;" };
        const BAD: Step = Step { to: 3, sql: "ALTER TABLE text ADD COLUMN colour TEXT; SELECT * FROM nowhere;" };
        assert!(store.migrate(&[GOOD, BAD]).is_err());
        assert_eq!(store.version().unwrap(), 2);
        let columns = |s: &Store| s.conn.prepare("SELECT * FROM text").unwrap().column_count();
        assert_eq!(columns(&store), 7);
        let backup = folder.path().join("office.db.before-3");
        let before = rusqlite::Connection::open(&backup).unwrap();
        assert_eq!(before.query_row("PRAGMA user_version", [], |r| r.get::<_, u32>(0)).unwrap(), 1);
        const BETTER: Step = Step { to: 3, sql: "ALTER TABLE text ADD COLUMN colour TEXT;" };
        assert_eq!(store.migrate(&[GOOD, BETTER]).unwrap(), Some(backup));
        assert_eq!((store.version().unwrap(), columns(&store)), (3, 8));
        assert_eq!(store.migrate(&[GOOD, BETTER]).unwrap(), None);
    }
}
