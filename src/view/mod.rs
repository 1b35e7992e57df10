//! Rows to people: one neutral [`Report`], one exporter a format, bytes out. No files, no clock, no terminal.
//!
//! [`cells`] turns the rows of the store into the cells of [`columns`], [`phrase`] says days and times as people write them, and every
//! exporter shows any text through [`clean`], so that nothing in a document reaches a terminal or a spreadsheet as a command.

pub mod cells;
pub mod chart;
pub mod clean;
pub mod columns;
pub mod csv;
pub mod docx;
pub mod extraction;
pub mod fit;
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Read;

    /// One cell with the text in every way that a cell can hold it.
    fn holding(text: &str) -> Report {
        let link = Link { text: text.to_owned(), href: clean::address(&format!("https://example.org/{text}")) };
        let words = Words { text: text.to_owned(), emphasis: vec![crate::model::Span::new(1, 3)] };
        let cells = vec![
            Cell::text(text),
            Value::Text(words).into(),
            Value::Link(link.clone()).into(),
            Value::List(vec![link.clone(), link]).into(),
        ];
        let columns = ["a", "b", "c", "d"].map(|key| Column::new(key, text.to_owned(), 20)).to_vec();
        let mut report = Report::new(text, sample::as_of(), columns).group(text, vec![cells.into()]);
        report.filters = vec![text.to_owned()];
        report.notes = vec![text.to_owned()];
        report
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut text = String::new();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_comes_through_every_format(text in "(_x00[0-9A-F][0-9A-F]_|[=+@'\"<&|_x0-9A-F\\[\\]\\\\]|\\PC|[\u{0}-\u{1f}\u{7f}-\u{9f}\u{202a}-\u{202e}\u{fffe}]){0,40}") {
            let report = holding(&text);
            let write = |format| export(&report, format, look::options()).unwrap();
            let shown = clean::lines(&text).into_owned();

            let table = String::from_utf8(write(Format::Table)).unwrap();
            prop_assert!(!table.chars().any(|c| c != '\n' && c.is_control()));

            let mut rows = ::csv::Reader::from_reader(std::io::Cursor::new(write(Format::Csv)));
            let row = rows.records().next().unwrap().unwrap();
            prop_assert_eq!(csv::unguard(&row[0]) == shown, row[0].starts_with('\'') || row[0] == shown);

            let json: serde_json::Value = serde_json::from_slice(&write(Format::Json)).unwrap();
            if !text.is_empty() {
                prop_assert_eq!(json.pointer("/0/a").and_then(|v| v.as_str()), Some(text.as_str()));
            }

            let page = String::from_utf8(write(Format::Html)).unwrap();
            let page = scraper::Html::parse_document(&page);
            let cell = page.select(&scraper::Selector::parse("tbody td").unwrap()).next().unwrap();
            prop_assert_eq!(cell.text().collect::<String>(), clean::line(&text).into_owned());
            prop_assert_eq!(page.select(&scraper::Selector::parse("script").unwrap()).count(), 1);

            let docx = write(Format::Docx);
            for name in ["word/document.xml", "word/footnotes.xml", "word/_rels/document.xml.rels", "docProps/core.xml"] {
                let xml = part(&docx, name);
                prop_assert!(roxmltree::Document::parse(&xml).is_ok(), "{}: {}", name, xml);
            }

            let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(write(Format::Xlsx))).unwrap();
            let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
            let cell = sheet.get((1, 1)).map(ToString::to_string).unwrap_or_default();
            prop_assert_eq!(cell, shown);
        }
    }
}
