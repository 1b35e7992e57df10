//! Errors as people see them: what is wrong, where, and what to do; and the exit status.

use crate::model::id::NoReference;
use crate::model::symbol::NoSymbol;
use crate::store::StoreError;
use std::fmt;

/// How a command ends that does not end well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It failed: exit status 1.
    Failed,
    /// It was used wrongly: exit status 2.
    Usage,
}

/// An error with its hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError {
    /// How it ends.
    pub exit: Exit,
    /// What is wrong, and where. Empty where everything has been said already.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl CliError {
    /// Something failed.
    pub fn failed(message: impl fmt::Display) -> CliError {
        CliError { exit: Exit::Failed, message: message.to_string(), hint: None }
    }

    /// The command was used wrongly.
    pub fn usage(message: impl fmt::Display) -> CliError {
        CliError { exit: Exit::Usage, message: message.to_string(), hint: None }
    }

    /// Everything has been said; only the exit status is left.
    pub fn said() -> CliError {
        CliError { exit: Exit::Failed, message: String::new(), hint: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl fmt::Display) -> CliError {
        self.hint = Some(hint.to_string());
        self
    }
}

/// A result of a command.
pub type Result<T = ()> = std::result::Result<T, CliError>;

impl From<StoreError> for CliError {
    fn from(e: StoreError) -> Self {
        let hint = match &e {
            StoreError::Missing(_) => Some("`pursuant load PATH…` makes it; `--db FILE` or PURSUANT_DB names another"),
            StoreError::NotSqlite(_) | StoreError::Foreign { .. } => {
                Some("name another file with `--db`; nothing was written")
            }
            StoreError::TooNew { .. } => Some("install the newer version; nothing was written"),
            StoreError::Locked(_) => Some("wait until the other command has ended, then run this one again"),
            StoreError::Disk { .. } => Some("make space or choose another place with `--db`; nothing was half written"),
            StoreError::Search { .. } => Some("for example: report AND sustainable, \"climate change\", disarm*"),
            StoreError::Damaged(_) => {
                Some("`pursuant verify` says where; `pursuant verify --repair` makes everything derived again")
            }
            StoreError::Other { .. } => Some("nothing was written; ask for another copy of that file"),
            StoreError::Refused(_) | StoreError::Sqlite(_) => None,
        };
        let exit = if matches!(e, StoreError::Search { .. }) { Exit::Usage } else { Exit::Failed };
        CliError { exit, message: e.to_string(), hint: hint.map(str::to_owned) }
    }
}

impl From<NoReference> for CliError {
    fn from(e: NoReference) -> Self {
        CliError::usage(e)
    }
}

impl From<NoSymbol> for CliError {
    fn from(e: NoSymbol) -> Self {
        CliError::usage(e).hint("symbols look like A/RES/75/276, 75/276, S/RES/1325, E/RES/2021/7 or A/HRC/RES/48/13")
    }
}

impl From<std::io::Error> for CliError {
    fn from(e: std::io::Error) -> Self {
        if e.kind() == std::io::ErrorKind::BrokenPipe { CliError::said() } else { CliError::failed(e) }
    }
}
