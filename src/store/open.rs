//! Opening a database: whose it is and how new, before anything is written; then the derived layout.

use crate::store::error::{Result, StoreError};
use crate::store::migrations::STEPS;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `application_id` of our databases: "purs".
pub const APPLICATION: u32 = 0x7075_7273;
/// `user_version`: of the two kept tables, raised by migrations.
pub const KEPT: u32 = 1;
/// The part of the schema that is derived.
pub(super) fn derived_schema() -> &'static str {
    SCHEMA.find("-- Derived:").and_then(|i| SCHEMA.get(i..)).unwrap_or_default()
}

/// What tells the layout of the derived tables: the hash of their part of the schema. Where a database has another, they are
/// dropped and made again; nobody has to remember to count.
pub fn layout() -> String {
    crate::model::EventId::of(derived_schema().as_bytes()).to_string().chars().take(16).collect()
}

/// The whole schema.
pub const SCHEMA: &str = include_str!("../../schema.sql");

/// An open database.
pub struct Store {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
}

/// How a database is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It must be there.
    Existing,
    /// It is made where there is none.
    Create,
}

impl Store {
    /// Opens the database at `path`. A file of another program or of a newer version is refused before anything is written.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Foreign`], [`StoreError::TooNew`], [`StoreError::NotSqlite`], or what the disk says.
    pub fn open(path: &Path, mode: Mode) -> Result<Store> {
        let there = path.exists() && std::fs::metadata(path).map(|m| m.len() > 0).unwrap_or(false);
        if !there {
            if mode == Mode::Existing {
                return Err(StoreError::Missing(path.to_owned()));
            }
            make_private(path)?;
        }
        let conn = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(|e| StoreError::Disk { path: path.to_owned(), detail: e.to_string() })?;
        conn.busy_timeout(Duration::from_secs(60))?;
        conn.set_prepared_statement_cache_capacity(64);
        let mut store = Store { conn, path: path.to_owned() };
        store.check_owner()?;
        store.set_up()?;
        store.migrate(STEPS)?;
        store.follow_layout()?;
        Ok(store)
    }

    /// Opens a database that is there as it is, whatever state its derived tables are in: for `verify`.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_as_it_is(path: &Path) -> Result<Store> {
        if std::fs::metadata(path).map_or(0, |m| m.len()) == 0 {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let conn =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
                .map_err(|e| StoreError::Disk { path: path.to_owned(), detail: e.to_string() })?;
        conn.busy_timeout(Duration::from_secs(60))?;
        conn.pragma_update(None, "trusted_schema", false)?;
        let store = Store { conn, path: path.to_owned() };
        store.check_owner()?;
        Ok(store)
    }

    /// Everything that is read from now on is of this moment, whatever others write.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn snapshot(&self) -> Result<()> {
        // The first statement takes the moment.
        Ok(self.conn.execute_batch("BEGIN; SELECT count(*) FROM made_by;")?)
    }

    /// An empty database in memory.
    pub(super) fn in_memory() -> Result<Store> {
        let mut store = Store { conn: Connection::open_in_memory()?, path: PathBuf::from(":memory:") };
        store.set_up()?;
        Ok(store)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whose database it is and how new; reads only.
    fn check_owner(&self) -> Result<()> {
        // One moment, also while another process makes the database.
        let tx = self.conn.unchecked_transaction()?;
        let read = |pragma: &str| tx.query_row(&format!("PRAGMA {pragma}"), [], |r| r.get::<_, u32>(0));
        let application = read("application_id").map_err(|e| match StoreError::from(e) {
            StoreError::NotSqlite(_) => StoreError::NotSqlite(self.path.clone()),
            StoreError::Locked(_) => StoreError::Locked(self.path.clone()),
            other => other,
        })?;
        let version = read("user_version")?;
        if application != APPLICATION {
            let tables: u32 = tx.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0))?;
            if application != 0 || version != 0 || tables > 0 {
                return Err(StoreError::Foreign { path: self.path.clone(), found: application });
            }
        } else if version > KEPT {
            return Err(StoreError::TooNew { path: self.path.clone(), found: version, known: KEPT });
        }
        Ok(())
    }

    /// Pragmas, and the schema where it is not there yet. Of several processes that open a new file at once one makes it.
    fn set_up(&mut self) -> Result<()> {
        self.conn.pragma_update(None, "foreign_keys", true)?;
        self.conn.pragma_update(None, "synchronous", "FULL")?;
        self.conn.pragma_update(None, "trusted_schema", false)?;
        self.conn.pragma_update(None, "cache_size", -65_536)?;
        let application: u32 = self.conn.query_row("PRAGMA application_id", [], |r| r.get(0))?;
        if application != APPLICATION {
            self.conn.pragma_update(None, "journal_mode", "WAL")?;
            let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let application: u32 = tx.query_row("PRAGMA application_id", [], |r| r.get(0))?;
            if application != APPLICATION {
                tx.execute_batch(SCHEMA)?;
                tx.execute_batch(&format!(
                    "INSERT INTO made_by VALUES ('layout', '{}');
                     PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {KEPT};",
                    layout()
                ))?;
            }
            tx.commit()?;
        }
        Ok(())
    }
}

/// Makes the file readable by its owner only, before SQLite writes to it (its journal takes the same permissions).
fn make_private(path: &Path) -> Result<()> {
    let disk = |e: std::io::Error| StoreError::Disk { path: path.to_owned(), detail: e.to_string() };
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(disk)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(disk)
}

/// The version of SQLite that is compiled in.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}
