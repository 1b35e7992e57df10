//! How a list is printed: format, file, columns, order, length; the same for everything that lists.

use crate::cli::beside::beside;
use crate::cli::context::{Context, say};
use crate::cli::error::{CliError, Result};
use crate::model::Row;
use crate::store::{Filter, Part, Query, Sort};
use crate::view::columns::Field;
use crate::view::{self, Column, Format, Line, Options, Report, ViewError};
use clap::{Args, ValueEnum};
use std::borrow::Cow;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

/// How to print.
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// How to print it; by default a table for people, or what the ending of --output says
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Columns, in order, with commas between
    #[arg(long, value_name = "COLUMNS")]
    pub columns: Option<String>,
    /// text (order of the texts), due (last day first) or status (latest entry first)
    #[arg(long, value_enum, value_name = "ORDER")]
    pub sort: Option<SortArg>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// In a calendar (ics): alarms so many days before a window closes
    #[arg(long, value_name = "DAYS", value_delimiter = ',')]
    pub alarm: Vec<u16>,
}

/// The orders of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// As in the texts.
    Text,
    /// By the last day of the window.
    Due,
    /// By the day of the status, latest first.
    Status,
}

impl From<SortArg> for Sort {
    fn from(s: SortArg) -> Sort {
        match s {
            SortArg::Text => Sort::Text,
            SortArg::Due => Sort::Due,
            SortArg::Status => Sort::Status,
        }
    }
}

impl OutputArgs {
    /// What is asked of the store: these provisions in this order, unless another is named, and as many as are wanted.
    pub fn query(&self, filter: Filter, sort: Sort) -> Query {
        Query { filter, sort: self.sort.map_or(sort, Sort::from), limit: self.limit, all_turns: false }
    }

    /// Whether it is a document to hand out, which says from which texts it was made.
    pub fn is_document(&self) -> Result<bool> {
        Ok(matches!(self.chosen()?, Format::Md | Format::Html | Format::Docx | Format::Xlsx))
    }

    /// Whether it is plain text that goes to a file or to another program, as to a mail.
    pub fn is_mail(&self) -> Result<bool> {
        Ok(self.chosen()? == Format::Table && (self.output.is_some() || !std::io::stdout().is_terminal()))
    }

    /// The format: as said, else from the file's ending, else a table.
    pub fn chosen(&self) -> Result<Format> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(path) = &self.output else { return Ok(Format::Table) };
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "txt" => Ok(Format::Table),
            "markdown" => Ok(Format::Md),
            "htm" => "html".parse().map_err(CliError::usage),
            ending => ending.parse().map_err(|_| {
                CliError::usage(format!("{}: the ending says no format", path.display()))
                    .hint(format!("name one with --format: {}", Format::WORDS.join(", ")))
            }),
        }
    }

    /// The columns: as said, else those of the format.
    pub fn fields(&self, people: &'static [Field]) -> Result<Vec<Field>> {
        if let Some(columns) = &self.columns {
            return Field::parse_list(columns).map_err(CliError::usage);
        }
        Ok(Field::default_for(self.chosen()?, people).to_vec())
    }

    /// Keeps the columns that are named, of a report whose columns are not those of provisions; where none are, people see
    /// those that have something in them.
    pub fn pick(&self, mut report: Report) -> Result<Report> {
        let Some(columns) = &self.columns else {
            let people = matches!(self.chosen()?, Format::Table | Format::Md | Format::Html | Format::Docx);
            return Ok(if people { report.without_empty_columns() } else { report });
        };
        let mut kept = Vec::new();
        for name in columns.split(',').map(|c| c.trim().replace('-', "_")).filter(|c| !c.is_empty()) {
            kept.push(report.column(&name).ok_or_else(|| {
                let known: Vec<&str> = report.columns.iter().map(|c| c.key.as_ref()).collect();
                CliError::usage(format!("`{name}` is no column here; one of {}", known.join(", ")))
            })?);
        }
        for line in report.groups.iter_mut().flat_map(|g| &mut g.lines) {
            line.cells = kept.iter().map(|i| line.cell(*i).clone()).collect();
        }
        report.columns = kept.iter().filter_map(|i| report.columns.get(*i).cloned()).collect();
        Ok(report)
    }

    /// Writes a report to the file or to standard output.
    pub fn write(&self, context: &Context, report: &Report) -> Result {
        let format = self.chosen()?;
        let options = Options {
            width: if self.output.is_some() { 100 } else { context.width() },
            colour: self.output.is_none() && context.colour(),
            now: chrono::DateTime::from_timestamp_millis(context.now.millis()).unwrap_or_default().naive_utc(),
        };
        let mut report = Cow::Borrowed(report);
        match (format, self.alarm.is_empty()) {
            (_, true) => {}
            (Format::Ics, false) => report.to_mut().alarms.clone_from(&self.alarm),
            (other, false) => {
                return Err(CliError::usage(format!("--alarm is for a calendar, and this is written as {other}"))
                    .hint("--format ics, or --output FILE.ics"));
            }
        }
        let bytes = view::export(&report, format, options).map_err(|e| match e {
            ViewError::Column { .. } => CliError::usage("this has no calendar: it has no due windows")
                .hint("`pursuant list --output FILE.ics` with the same filters writes what is due and when"),
            e => CliError::failed(e),
        })?;
        self.file(context, format, |file| file.write_all(&bytes))
    }

    /// Writes rows as comma-separated values, each as it is read, so that no more than some of them have to be there at once.
    pub fn rows(
        &self,
        context: &Context,
        columns: &[Column],
        line: impl Fn(&Row) -> Line + Sync,
        read: impl FnOnce(&mut dyn FnMut(Row)) -> crate::store::Result<()>,
    ) -> Result {
        let mut was_read = Ok(());
        let written = self.file(context, Format::Csv, |file| {
            let mut rows = view::csv::Rows::new(columns, file)?;
            let mut written = Ok(());
            was_read = beside(read, |row| {
                if written.is_ok() {
                    written = rows.line(&line(&row));
                }
            });
            // What is half read is not kept.
            was_read.as_ref().map_err(|_| std::io::ErrorKind::Other)?;
            written.and_then(|()| rows.finish())
        });
        was_read?;
        written
    }

    /// Writes a file whole or not at all, or to standard output.
    fn file(
        &self,
        context: &Context,
        format: Format,
        write: impl FnOnce(&mut (dyn Write + Send)) -> std::io::Result<()>,
    ) -> Result {
        let Some(path) = &self.output else {
            let mut out = std::io::stdout();
            write(&mut out)?;
            return Ok(out.flush()?);
        };
        create(path, write)?;
        if !context.quiet {
            say(&format!("wrote {} ({})", path.display(), format));
        }
        Ok(())
    }
}

/// Whether a path is there and is no file that could be replaced: a device, a pipe.
pub fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir())
}

/// Writes a file whole or not at all, readable by its owner only.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result {
    create(path, |file| file.write_all(bytes))
}

/// The SQLite database that is lost where a file is replaced: the file itself, or the one whose journal it is.
fn database_at(path: &Path) -> Option<PathBuf> {
    let is = |path: &Path| {
        let mut head = [0; 16];
        let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
        read.is_ok() && &head == b"SQLite format 3\0"
    };
    let name = path.file_name()?.to_string_lossy().into_owned();
    let own =
        ["-wal", "-shm", "-journal"].iter().find_map(|end| name.strip_suffix(end)).map(|own| path.with_file_name(own));
    [Some(path.to_owned()), own].into_iter().flatten().find(|p| is(p))
}

/// Makes a file by writing it under another name beside its place, so that it is there whole or as it was before. A link is
/// followed to the file that it names. What is no file (a device, a pipe) is written to as it is.
pub fn create(path: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> std::io::Result<()>) -> Result {
    if is_special(path) {
        let failed = |e: std::io::Error| CliError::failed(format!("{} can't be written: {e}", path.display()));
        let mut file = std::fs::OpenOptions::new().write(true).open(path).map_err(failed)?;
        return write(&mut file).map_err(failed);
    }
    let failed = |e: std::io::Error| {
        CliError::failed(format!("{} can't be written: {e}", path.display())).hint("name another file")
    };
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if target.is_dir() {
        return Err(CliError::usage(format!("{} is a folder", path.display())).hint("name a file in it"));
    }
    if let Some(database) = database_at(&target) {
        return Err(CliError::usage(format!("{} is a database, and would be lost", database.display()))
            .hint("name another file; nothing was written"));
    }
    let written = Part::beside(&target).and_then(|(part, file)| {
        let mut buffered = std::io::BufWriter::new(file);
        write(&mut buffered)?;
        buffered.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        part.replace(&target)
    });
    written.map_err(failed)
}
