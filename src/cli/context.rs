//! What a command is run in: the clock, the database, the terminal. The only place that reads the clock and the environment.

use crate::cli::error::{CliError, Result};
use crate::model::event::Moment;
use crate::store::{Author, Mode, Store};
use chrono::{DateTime, Local, NaiveDate};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// What every command knows.
#[derive(Debug, Clone)]
pub struct Context {
    /// The database file.
    pub db: PathBuf,
    /// What the clock says (`PURSUANT_NOW` fixes it).
    pub now: Moment,
    /// Minutes from UTC.
    pub offset: i32,
    /// The day that lists are made for, where asked (`--as-of`).
    pub as_of: Option<NaiveDate>,
    /// Only what was recorded by this day (`--recorded-by`).
    pub recorded_by: Option<NaiveDate>,
    /// Who writes.
    pub by: Option<String>,
    /// No progress, no hints.
    pub quiet: bool,
    /// JSON was asked for, so errors are JSON, too.
    pub json: bool,
}

impl Context {
    /// Reads clock and environment.
    pub fn new(db: Option<PathBuf>) -> Result<Context> {
        let (now, offset) = match std::env::var("PURSUANT_NOW") {
            Ok(fixed) => {
                let at = DateTime::parse_from_rfc3339(&fixed).map_err(|_| {
                    CliError::usage(format!("PURSUANT_NOW is `{fixed}`, which is no moment"))
                        .hint("write it like 2026-11-24T09:30:00Z")
                })?;
                (at.timestamp_millis(), at.offset().local_minus_utc() / 60)
            }
            Err(_) => {
                let at = Local::now();
                (at.timestamp_millis(), at.offset().local_minus_utc() / 60)
            }
        };
        let db = match db.or_else(|| std::env::var_os("PURSUANT_DB").map(PathBuf::from)) {
            Some(db) => db,
            None => data_folder()?.join("pursuant.db"),
        };
        Ok(Context {
            db,
            now: Moment::from_millis(now),
            offset,
            as_of: None,
            recorded_by: None,
            by: None,
            quiet: false,
            json: false,
        })
    }

    /// The writer's own day.
    pub fn today(&self) -> NaiveDate {
        self.now.day(self.offset)
    }

    /// The day that lists are made for.
    pub fn day(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| self.today())
    }

    /// Who writes: `--by`, else `$PURSUANT_BY`, else the login name.
    pub fn author(&self) -> Author {
        let named = |variable: &str| std::env::var(variable).ok().filter(|v| !v.trim().is_empty());
        let by = self
            .by
            .clone()
            .filter(|by| !by.trim().is_empty())
            .or_else(|| named("PURSUANT_BY"))
            .or_else(|| named("USER"))
            .or_else(|| named("LOGNAME"))
            .or_else(|| named("USERNAME"))
            .map(|by| by.trim().to_owned())
            .unwrap_or_else(|| "unknown".to_owned());
        Author { by, at: self.now, offset: self.offset }
    }

    /// The database, to be read.
    pub fn read(&self) -> Result<Store> {
        let store = self.read_all()?;
        Ok(match self.recorded_by {
            Some(day) => store.as_recorded_by(day)?,
            None => store,
        })
    }

    /// Refuses the days that a command has no use for, since it takes everything that is there.
    pub fn whole(&self, command: &str) -> Result {
        let switch = match (self.as_of, self.recorded_by) {
            (Some(_), _) => "--as-of",
            (None, Some(_)) => "--recorded-by",
            (None, None) => return Ok(()),
        };
        Err(CliError::usage(format!("{command} takes everything that is there; it takes no {switch}"))
            .hint("leave it out; `list` and `history` show a day"))
    }

    /// The database whole, as of one moment, to be read.
    pub fn read_all(&self) -> Result<Store> {
        let store = Store::open(&self.db, Mode::Read)?;
        store.snapshot()?;
        Ok(store)
    }

    /// The database, to be written to. A command that writes has no as-of day.
    pub fn write(&self, mode: Mode) -> Result<Store> {
        if let Some(day) = self.as_of {
            return Err(CliError::usage(format!("--as-of {day} only reads; this command writes"))
                .hint(format!("leave --as-of out; where an entry holds from a day on, `log … --on {day}` says so")));
        }
        if self.recorded_by.is_some() {
            return Err(CliError::usage("--recorded-by only reads; this command writes"));
        }
        Ok(Store::open(&self.db, mode)?)
    }

    /// Width of the terminal, or 100 where standard output is none.
    pub fn width(&self) -> usize {
        if let Some(columns) = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok())
            && columns >= 40
        {
            return columns;
        }
        comfy_table::Table::new().width().map_or(100, usize::from)
    }

    /// Whether colour is wanted: on a terminal, never with `NO_COLOR`.
    pub fn colour(&self) -> bool {
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
    }

    /// Whether progress is shown: on a terminal, never with `NO_COLOR` or `--quiet`.
    pub fn progress(&self) -> bool {
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() && !self.quiet
    }

    /// Whether the last lines say what to type next: only on a terminal.
    pub fn hints(&self) -> bool {
        (std::io::stdout().is_terminal() && !self.quiet) || std::env::var_os("PURSUANT_HINTS").is_some()
    }
}

/// The user's data folder of this program.
fn data_folder() -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy()
        .map_err(|e| CliError::failed(format!("no data folder: {e}")).hint("name the database with `--db FILE`"))?;
    Ok(base.data_dir().join("pursuant"))
}

/// The user's configuration folder of this program.
pub fn config_folder() -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    let base =
        etcetera::choose_base_strategy().map_err(|e| CliError::failed(format!("no configuration folder: {e}")))?;
    Ok(base.config_dir().join("pursuant"))
}

/// Writes to standard output.
pub fn out(bytes: &[u8]) -> Result {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(bytes)?;
    Ok(stdout.flush()?)
}

/// Writes the reply to a command to standard output: words for people, made safe to show.
pub fn reply(text: &str) -> Result {
    out(crate::view::clean::lines(text).as_bytes())
}

/// Writes a message to standard error, made safe to show.
pub fn say(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", crate::view::clean::lines(message));
}

/// Writes an error as JSON to standard error.
pub fn say_json(error: &str, hint: Option<&str>, status: u8) {
    let line = serde_json::json!({"error": error, "hint": hint, "status": status});
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
