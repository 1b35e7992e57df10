//! What can go wrong with a database, in words that name the next step.

use std::path::PathBuf;

/// What a message begins with where SQLite does not say of which file it speaks: the database that was opened.
pub const UNNAMED: &str = "the database";

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing there yet.
    #[error("no database at {}", .0.display())]
    Missing(PathBuf),
    /// A file that is no SQLite database.
    #[error("{} is no database of pursuant: it is no SQLite file", .0.display())]
    NotSqlite(PathBuf),
    /// Another program's database.
    #[error("{} is a database of another program (application id {found:#x})", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Its application id.
        found: u32,
    },
    /// Written by a newer version.
    #[error("{} was written by a newer version of pursuant (layout {found}; this one knows up to {known})", path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The newest that is known.
        known: u32,
    },
    /// Another process holds it longer than anyone waits.
    #[error("{} is in use by another process that does not let go of it", .0.display())]
    Locked(PathBuf),
    /// A file or folder that may only be read.
    #[error("{} can only be read: it or its folder may not be written to", .0.display())]
    ReadOnly(PathBuf),
    /// No space, no permission, a failing disk.
    #[error("{} can't be written: {detail}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// A full-text query that FTS5 does not understand.
    #[error("the search `{query}` can't be understood: {detail}")]
    Search {
        /// As typed.
        query: String,
        /// What is wrong with it.
        detail: String,
    },
    /// What is stored does not fit what the program stores.
    #[error("{UNNAMED} is damaged: {0}")]
    Damaged(String),
    /// Another file that can't be used: a colleague's, an export, noted heads.
    #[error("{}: {why}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// An event that can't be written.
    #[error("{0}")]
    Refused(String),
    /// Anything else that SQLite says.
    #[error("{UNNAMED}: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, PermissionDenied,
            ReadOnly, SystemIoFailure,
        };
        let path = PathBuf::from(UNNAMED);
        match e.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => StoreError::Locked(path),
            Some(ReadOnly | CannotOpen | PermissionDenied) => StoreError::ReadOnly(path),
            Some(DiskFull | SystemIoFailure) => StoreError::Disk { path, detail: e.to_string() },
            Some(DatabaseCorrupt) => StoreError::Damaged(e.to_string()),
            Some(NotADatabase) => StoreError::NotSqlite(path),
            _ => StoreError::Sqlite(e),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(e: serde_json::Error) -> Self {
        StoreError::Damaged(format!("a stored value can't be read: {e}"))
    }
}

/// A result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;
