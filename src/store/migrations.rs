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

    /// Two invented steps that take a while, and a table that says how far they came.
    const SLOW: [Step; 2] = [
        Step {
            to: 2,
            sql: "ALTER TABLE text ADD COLUMN seal TEXT; CREATE TABLE two AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT i FROM n;",
        },
        Step {
            to: 3,
            sql: "ALTER TABLE text ADD COLUMN colour TEXT; CREATE TABLE three AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT i FROM n;",
        },
    ];

    /// A database of a version that this program does not know.
    fn raw(path: &std::path::Path) -> Store {
        Store { conn: rusqlite::Connection::open(path).unwrap(), path: path.to_owned() }
    }

    fn record(store: &mut Store) {
        let at = crate::model::event::Moment::from_millis(0);
        let author = crate::store::Author { by: "j.doe".into(), at, offset: 0 };
        let payload = crate::model::event::Payload::Same { pairs: vec![] };
        store.record(&author, vec![crate::store::NewEvent { on: None, subject: None, payload }]).unwrap();
    }

    #[test]
    #[ignore = "run by the next test in a process of its own, to be killed"]
    fn migrates_what_it_is_told() {
        let Ok(path) = std::env::var("PURSUANT_TEST_MIGRATE") else { return };
        let mut store = raw(path.as_ref());
        store.migrate(&SLOW).unwrap();
    }

    #[test]
    fn a_migration_that_is_killed_at_any_moment_goes_on_with_the_next_opening() {
        let folder = tempfile::TempDir::new().unwrap();
        let made = folder.path().join("made.db");
        record(&mut office(folder.path()));
        std::fs::rename(folder.path().join("office.db"), &made).unwrap();
        let wanted: usize = std::env::var("TRUST_MIGRATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
        let mut versions = [0; 4];
        let mut long = std::time::Duration::from_millis(400);
        for n in 0..wanted {
            let db = folder.path().join(format!("office{n}.db"));
            std::fs::copy(&made, &db).unwrap();
            let begun = std::time::Instant::now();
            let mut child = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "store::migrations::tests::migrates_what_it_is_told", "--ignored"])
                .env("PURSUANT_TEST_MIGRATE", &db)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            // The first one is let alone, to see how long it takes.
            if n > 0 {
                std::thread::sleep(long * (n as u32) / (wanted as u32));
                let _ = child.kill();
            }
            child.wait().unwrap();
            if n == 0 {
                long = begun.elapsed();
            }
            let mut store = raw(&db);
            let version = store.version().unwrap();
            let tables: u32 = store
                .conn
                .query_row("SELECT count(*) FROM sqlite_master WHERE name IN ('two', 'three')", [], |r| r.get(0))
                .unwrap();
            assert_eq!(tables + 1, version, "a step is whole or not at all");
            versions[version as usize] += 1;
            let backup = db.with_extension("db.before-3");
            assert!(version == 1 || backup.exists(), "no step without a backup");
            store.migrate(&SLOW).unwrap();
            assert_eq!(store.version().unwrap(), 3);
            let rows: (u32, u32, u32) = store
                .conn
                .query_row(
                    "SELECT (SELECT count(*) FROM two), (SELECT count(*) FROM three), (SELECT count(*) FROM event)",
                    [],
                    |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
                )
                .unwrap();
            assert_eq!(rows, (60_000, 60_000, 1));
            let before = rusqlite::Connection::open(&backup).unwrap();
            assert_eq!(before.query_row("SELECT count(*) FROM event", [], |r| r.get::<_, u32>(0)).unwrap(), 1);
            assert_eq!(before.query_row("PRAGMA user_version", [], |r| r.get::<_, u32>(0)).unwrap(), 1);
        }
        let litter = std::fs::read_dir(folder.path())
            .unwrap()
            .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().contains(".pursuant-"))
            .count();
        assert_eq!(litter, 0);
        assert!(versions[1] > 0 && versions[3] > 0, "{versions:?}");
    }

    #[test]
    fn a_backup_that_lacks_what_was_recorded_since_is_kept_and_another_made() {
        let folder = tempfile::TempDir::new().unwrap();
        let mut store = office(folder.path());
        let first = folder.path().join("office.db.before-3");
        store.backup(&first).unwrap();
        record(&mut store);
        let bytes = std::fs::read(&first).unwrap();
        let second = folder.path().join("office.db.before-3-2");
        assert_eq!(store.migrate(&SLOW).unwrap(), Some(second.clone()));
        assert_eq!(std::fs::read(&first).unwrap(), bytes);
        let n = rusqlite::Connection::open(&second).unwrap().query_row("SELECT count(*) FROM event", [], |r| r.get(0));
        assert_eq!(n, Ok(1));
    }
}
