//! Opening a database: whose it is and how new, before anything is written; then the derived layout.

use crate::store::error::{Result, StoreError};
use crate::store::migrations::STEPS;
use crate::store::verify::copy_into;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rusqlite::config::DbConfig;
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
    /// It must be there; where neither the file nor its folder may be written to, it is read as it is.
    Read,
    /// It must be there, and is written to.
    Existing,
    /// It is made where there is none.
    Create,
}

impl Store {
    /// Opens the database at `path`. A file of another program or of a newer version is refused before anything is written.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Foreign`], [`StoreError::TooNew`], [`StoreError::NotSqlite`],
    /// [`StoreError::ReadOnly`] where it is to be written to, or what the disk says.
    pub fn open(path: &Path, mode: Mode) -> Result<Store> {
        if path.is_dir() {
            return Err(StoreError::NotSqlite(path.to_owned()));
        }
        if std::fs::metadata(path).map_or(0, |m| m.len()) == 0 {
            if mode != Mode::Create {
                return Err(StoreError::Missing(path.to_owned()));
            }
            make_private(path)?;
        }
        match Store::to_write(path) {
            Err(StoreError::ReadOnly(_)) if mode == Mode::Read => Store::to_read(path)?.up_to_date(),
            opened => opened,
        }
    }

    /// Opens a database that is there as it is, whatever state its derived tables are in: for `verify`.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_as_it_is(path: &Path) -> Result<Store> {
        if std::fs::metadata(path).map_or(0, |m| m.len()) == 0 {
            return Err(StoreError::Missing(path.to_owned()));
        }
        match Store::connect(path) {
            Err(StoreError::ReadOnly(_)) => Store::to_read(path),
            opened => opened,
        }
    }

    fn to_write(path: &Path) -> Result<Store> {
        let mut store = Store::connect(path)?;
        store.set_up()?;
        store.migrate(STEPS)?;
        store.follow_layout()?;
        Ok(store)
    }

    /// A connection that may write, to a database that is ours or empty.
    fn connect(path: &Path) -> Result<Store> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let store =
            Connection::open_with_flags(path, flags)
                .map_err(StoreError::from)
                .and_then(|conn| Store::of(conn, path))
                .and_then(|store| {
                    if store.conn.is_readonly("main")? { Err(StoreError::ReadOnly(path.into())) } else { Ok(store) }
                });
        store.map_err(|e| match e {
            StoreError::ReadOnly(_) => match std::fs::File::open(path) {
                Ok(_) => StoreError::ReadOnly(path.to_owned()),
                Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
                    StoreError::Other { path: path.to_owned(), why: "it may not be read: permission denied".into() }
                }
                Err(e) => StoreError::Disk { path: path.to_owned(), detail: e.to_string() },
            },
            other => other,
        })
    }

    /// A connection that only reads and makes no file: where it may not.
    fn to_read(path: &Path) -> Result<Store> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // Beside others who write if that is possible; else as a file that nobody writes to.
        let uri = read_only(path)?;
        Connection::open_with_flags(&uri, flags)
            .map_err(StoreError::from)
            .and_then(|conn| Store::of(conn, path))
            .or_else(|_| Store::of(Connection::open_with_flags(format!("{uri}&immutable=1"), flags)?, path))
    }

    fn of(conn: Connection, path: &Path) -> Result<Store> {
        conn.busy_timeout(Duration::from_secs(60))?;
        steady(&conn)?;
        conn.pragma_update(None, "trusted_schema", false)?;
        let store = Store { conn, path: path.to_owned() };
        store.check_owner()?;
        Ok(store)
    }

    /// A database that can't be written to, or a private copy of it with everything derived as this version makes it.
    fn up_to_date(self) -> Result<Store> {
        if self.version()? == KEPT && self.made_by_this_layout() {
            return Ok(self);
        }
        let mut conn = Connection::open("")?;
        copy_into(&self.conn, &mut conn)?;
        let mut copy = Store { conn, path: self.path };
        copy.set_up()?;
        copy.step_up(STEPS)?;
        copy.follow_layout()?;
        Ok(copy)
    }

    /// Everything that is read from now on is of this moment, whatever others write.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn snapshot(&self) -> Result<()> {
        // The first statement takes the moment.
        Ok(self.conn.execute_batch("BEGIN; SELECT count(*) FROM made_by;")?)
    }

    /// Reads many things as of one moment, without asking for a lock each time.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn at_once<T>(&self, read: impl FnOnce() -> T) -> Result<T> {
        let moment = self.conn.unchecked_transaction()?;
        let all = read();
        moment.finish()?;
        Ok(all)
    }

    /// An empty database in memory.
    pub(super) fn in_memory() -> Result<Store> {
        let mut store = Store { conn: Connection::open_in_memory()?, path: PathBuf::from(":memory:") };
        steady(&store.conn)?;
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

/// A statement is planned once: its plan does not depend on the values bound to it, for which SQLite would prepare it again at
/// every new value.
pub(super) fn steady(conn: &Connection) -> Result<()> {
    conn.set_prepared_statement_cache_capacity(256);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// The name under which SQLite opens a file only to be read.
pub(super) fn read_only(path: &Path) -> Result<String> {
    const SET: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');
    let wrong = |why: String| StoreError::Other { path: path.to_owned(), why };
    let full = path.canonicalize().map_err(|e| wrong(e.to_string()))?;
    let name = full.to_str().ok_or_else(|| wrong("its name is no Unicode".into()))?;
    Ok(format!("file:{}?mode=ro", utf8_percent_encode(name, SET)))
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
