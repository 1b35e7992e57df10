//! Errors as people see them: what is wrong, where, and what to do; and the exit status.

use crate::model::id::NoReference;
use crate::model::symbol::NoSymbol;
use crate::store::{StoreError, UNNAMED};
use std::fmt;
use std::path::Path;

/// How a command ends that does not end well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It failed: exit status 1.
    Failed,
    /// It was used wrongly: exit status 2.
    Usage,
}

impl Exit {
    /// The exit status.
    pub fn status(self) -> u8 {
        match self {
            Exit::Failed => 1,
            Exit::Usage => 2,
        }
    }
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
    /// The message begins with [`UNNAMED`].
    unnamed: bool,
}

impl CliError {
    /// Something failed.
    pub fn failed(message: impl fmt::Display) -> CliError {
        CliError { exit: Exit::Failed, message: message.to_string(), hint: None, unnamed: false }
    }

    /// The command was used wrongly.
    pub fn usage(message: impl fmt::Display) -> CliError {
        CliError { exit: Exit::Usage, message: message.to_string(), hint: None, unnamed: false }
    }

    /// Everything has been said; only the exit status is left.
    pub fn said() -> CliError {
        CliError { exit: Exit::Failed, message: String::new(), hint: None, unnamed: false }
    }

    /// Puts the name of the database where the message speaks of it without one.
    #[must_use]
    pub fn in_database(mut self, path: &Path) -> CliError {
        if self.unnamed {
            self.message = self.message.replacen(UNNAMED, &path.display().to_string(), 1);
        }
        self
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
            StoreError::ReadOnly(_) => Some(
                "it can be read as it is; to write, ask for permission, or work on a copy: `pursuant backup FILE`, then `--db FILE`",
            ),
            StoreError::Disk { .. } => Some("make space, or name another place; nothing was half written"),
            StoreError::Search { .. } => Some("for example: report AND sustainable, \"climate change\", disarm*"),
            StoreError::Damaged(_) => {
                Some("`pursuant verify` says where; `pursuant verify --repair` makes everything derived again")
            }
            StoreError::Other { .. } => Some("nothing was written; name another file, or ask for another copy of it"),
            StoreError::Sqlite(_) => Some("`pursuant doctor` and `pursuant verify` say in what state the database is"),
            StoreError::Refused(_) => None,
        };
        let exit = if matches!(e, StoreError::Search { .. }) { Exit::Usage } else { Exit::Failed };
        let message = e.to_string();
        let unnamed = message.starts_with(UNNAMED);
        CliError { exit, message, hint: hint.map(str::to_owned), unnamed }
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
