//! Rows to people: one neutral [`Report`], one exporter a format, bytes out. No files, no clock, no terminal.
//!
//! [`columns`] turns the rows of the store into cells, [`phrase`] says days and times as people write them, and every
//! exporter shows any text through [`clean`], so that nothing in a document reaches a terminal or a spreadsheet as a command.

pub mod chart;
pub mod clean;
pub mod columns;
pub mod csv;
pub mod docx;
pub mod extraction;
pub mod html;
pub mod ics;
pub mod json;
pub mod layouts;
pub mod marks;
pub mod md;
pub mod phrase;
pub mod report;
pub mod terminal;
pub mod wrap;
pub mod xlsx;

#[cfg(test)]
mod look;
#[cfg(test)]
pub(crate) mod sample;

pub use report::{Align, Cell, Column, Group, Line, Link, Paper, Place, Report, Tone, Value, Words};

use crate::model::word::words;
use chrono::NaiveDateTime;

words! {
    /// How a report is written.
    Format, "format" {
        /// For a terminal.
        Table = "table",
        /// Markdown.
        Md = "md",
        /// Comma-separated values.
        Csv = "csv",
        /// An array of objects.
        Json = "json",
        /// One object a line.
        Jsonl = "jsonl",
        /// A page for a browser.
        Html = "html",
        /// A paper for Word.
        Docx = "docx",
        /// A calendar of due windows.
        Ics = "ics",
        /// A workbook.
        Xlsx = "xlsx",
    }
}

/// What an exporter has to be told beside the report.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Columns of the terminal; at least 20 are used.
    pub width: usize,
    /// Whether colour and bold are wanted.
    pub colour: bool,
    /// The moment written into files that carry one.
    pub now: NaiveDateTime,
}

/// Why a report can't be written.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// The CSV writer failed.
    #[error("the CSV can't be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// A format needs a column that the report lacks.
    #[error("{format} needs the column `{column}`")]
    Column {
        /// What is written: `a calendar`.
        format: &'static str,
        /// The column's key.
        column: &'static str,
    },
    /// The archive of a Word file can't be written.
    #[error("the Word file can't be written: {0}")]
    Docx(#[from] zip::result::ZipError),
    /// The writer of workbooks refused.
    #[error("the workbook can't be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// A value has no JSON form.
    #[error("the JSON can't be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Writes a report in a format.
///
/// # Errors
/// Where the library behind a format refuses; texts never make it fail.
pub fn export(report: &Report, format: Format, options: Options) -> Result<Vec<u8>, ViewError> {
    match format {
        Format::Table => Ok(terminal::terminal(report, options.width, options.colour).into_bytes()),
        Format::Md => Ok(md::md(report).into_bytes()),
        Format::Csv => csv::csv(report),
        Format::Json => json::json(report),
        Format::Jsonl => json::jsonl(report),
        Format::Xlsx => xlsx::xlsx(report, options),
        Format::Docx => docx::docx(report, options),
        Format::Ics => ics::ics(report, options),
        Format::Html => Ok(html::html(report).into_bytes()),
    }
}
