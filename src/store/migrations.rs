//! Changes of the two kept tables, one step a version. Derived tables are never migrated: they are made again.

use crate::store::error::{Result, StoreError};
use crate::store::open::Store;
use rusqlite::TransactionBehavior;
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
    fn version(&self) -> Result<u32> {
        Ok(self.conn.query_row("PRAGMA user_version", [], |r| r.get(0))?)
    }

    /// Brings the kept tables up to the last of these steps, each in a transaction of its own, after a backup beside the
    /// database. A step that fails leaves the version before it.
    ///
    /// # Errors
    /// Where the backup or a step fails.
    pub(super) fn migrate(&mut self, steps: &[Step]) -> Result<Option<PathBuf>> {
        let from = self.version()?;
        if !steps.iter().any(|s| s.to > from) {
            return Ok(None);
        }
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".before-{}", steps.last().map_or(from, |s| s.to)));
        let backup = PathBuf::from(name);
        match self.backup(&backup) {
            // From a migration that was broken off before its first step, or another process that is at it, too.
            Err(StoreError::Refused(_)) if backup.exists() => {}
            other => drop(other?),
        }
        for step in steps {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let version: u32 = tx.query_row("PRAGMA user_version", [], |r| r.get(0))?;
            if version + 1 == step.to {
                tx.execute_batch(step.sql)?;
                tx.execute_batch(&format!("PRAGMA user_version = {}", step.to))?;
                tx.commit()?;
            }
        }
        Ok(Some(backup))
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
