//! Comma-separated values: the keys of the columns, ISO dates, lists joined by `; `.

use super::ViewError;
use super::clean;
use super::report::{Cell, Column, Line, Report, Value};
use std::borrow::Cow;
use std::io::Write;

/// Writes the rows of a report.
///
/// # Errors
/// Never for what a text holds; only where the writer itself fails.
pub fn csv(report: &Report) -> Result<Vec<u8>, ViewError> {
    let mut out = Vec::new();
    let write = |out| {
        let mut rows = Rows::new(&report.columns, out)?;
        report.lines().try_for_each(|line| rows.line(line))?;
        rows.finish()
    };
    write(&mut out).map_err(::csv::Error::from)?;
    Ok(out)
}

/// Rows that are written one after the other, so that no more than one of them has to be there.
pub struct Rows<W: Write> {
    writer: ::csv::Writer<W>,
    columns: usize,
}

impl<W: Write> Rows<W> {
    /// Begins with the keys of the columns.
    ///
    /// # Errors
    /// Where the writer fails, as everywhere here.
    pub fn new(columns: &[Column], out: W) -> std::io::Result<Rows<W>> {
        let mut writer = ::csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
        writer.write_record(columns.iter().map(|c| c.key.as_bytes()))?;
        Ok(Rows { writer, columns: columns.len() })
    }

    /// One row.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn line(&mut self, line: &Line) -> std::io::Result<()> {
        for column in 0..self.columns {
            self.writer.write_field(field(line.cell(column)).as_bytes())?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.writer.flush()
    }
}

/// A cell as a field.
fn field(cell: &Cell) -> Cow<'_, str> {
    match &cell.value {
        // Written by this program: a number or a date can't be a formula.
        Value::Day { day, .. } => Cow::Owned(day.to_string()),
        Value::Number(n) => Cow::Owned(n.to_string()),
        Value::Flag(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
        Value::Term { word, .. } => Cow::Borrowed(word),
        _ => match cell.words() {
            Cow::Borrowed(text) => guard(clean::lines(text)),
            Cow::Owned(text) => guard(Cow::Owned(clean::lines(&text).into_owned())),
        },
    }
}

/// Puts a `'` before what a spreadsheet would take for a formula, and before a `'` that stands there already.
pub fn guard(text: Cow<'_, str>) -> Cow<'_, str> {
    let first = text.trim_start().chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\'' | '＝' | '＋' | '－' | '＠') => Cow::Owned(format!("'{text}")),
        _ => text,
    }
}

/// Takes off the `'` that [`guard`] put there.
pub fn unguard(field: &str) -> &str {
    field.strip_prefix('\'').unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn rows_are_read_back_as_they_were() {
        let report = sample::report();
        let bytes = csv(&report).unwrap();
        let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
        assert_eq!(
            reader.headers().unwrap().iter().collect::<Vec<_>>(),
            report.columns.iter().map(|c| c.key.as_ref()).collect::<Vec<_>>()
        );
        let read: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(read.len(), report.lines().count());
        for (record, line) in read.iter().zip(report.lines()) {
            for (i, found) in record.iter().enumerate() {
                let cell = line.cell(i);
                match &cell.value {
                    Value::Day { day, .. } => assert_eq!(found, day.to_string()),
                    Value::Number(n) => assert_eq!(found, n.to_string()),
                    Value::Term { word, .. } => assert_eq!(found, *word),
                    Value::Flag(_) => {}
                    _ => assert_eq!(unguard(found), clean::lines(&cell.words())),
                }
                assert!(!found.starts_with(['=', '+', '@']), "{found}");
            }
        }
        assert_eq!(bytes, csv(&report).unwrap());
    }

    #[test]
    fn formulas_are_guarded_and_the_guard_comes_off() {
        for text in ["=1+1", "+41", "-x", "@SUM(A1)", " =1", "'quoted", "plain", "", "＝1"] {
            let guarded = guard(Cow::Borrowed(text)).into_owned();
            assert_eq!(unguard(&guarded), text);
            assert!(text == guarded || guarded.starts_with('\''));
        }
    }
}
