//! A user's own layout: a small TOML file with columns, groups, order, title and words.
//! [`EXAMPLE`] is one.

use super::{About, finish, grouped};
use crate::model::word::UnknownWord;
use crate::model::{Basis, Force, Kind, Record, Row, Status, Timing};
use crate::view::report::{Column, Paper, Report, Value};
use crate::view::{cells::line, columns::Field};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A layout with everything that one can say, explained.
pub const EXAMPLE: &str = include_str!("../../../data/layouts/example.toml");

/// Why a layout can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// Not TOML, or with a name that no layout has; the message gives line and column.
    #[error("the layout `{name}` can't be read: {message}")]
    Unreadable {
        /// The layout.
        name: String,
        /// What is wrong, and where.
        message: String,
    },
    /// A name of a column that there is not.
    #[error("the layout `{name}`, {at}: {source}")]
    Column {
        /// The layout.
        name: String,
        /// Where in it: `columns`, `group`, `order`.
        at: &'static str,
        /// What was found, and what there is.
        source: UnknownWord,
    },
    /// A word that stands in no closed list.
    #[error(
        "the layout `{name}`, words: `{word}` is no word of a status, timing, record, kind, force or date; one of {known}"
    )]
    Word {
        /// The layout.
        name: String,
        /// The word.
        word: String,
        /// Those that there are.
        known: String,
    },
    /// No columns.
    #[error("the layout `{name}` has no columns; `columns = [\"cite\", \"text\", \"state\"]` gives it three")]
    Empty {
        /// The layout.
        name: String,
    },
}

/// A layout as read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    title: String,
    subtitle: Vec<String>,
    columns: Vec<(Field, Column)>,
    group: Option<Field>,
    order: Vec<Field>,
    words: BTreeMap<String, String>,
    notes: Vec<String>,
    sheet_per_group: bool,
    letter: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    title: String,
    #[serde(default)]
    subtitle: Vec<String>,
    #[serde(default)]
    columns: Vec<ColumnForm>,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    order: Vec<String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    sheet_per_group: bool,
    #[serde(default)]
    letter: bool,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a column is a name, or { field = \"…\", title = \"…\", width = … }")]
enum ColumnForm {
    Name(String),
    Own(OwnColumn),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnColumn {
    field: String,
    title: Option<String>,
    width: Option<u16>,
}

impl Own {
    /// Reads a layout; `name` is what messages call it.
    ///
    /// # Errors
    /// Names what is wrong, where, and what there is instead.
    pub fn parse(name: &str, text: &str) -> Result<Own, LayoutError> {
        let file: File = toml::from_str(text).map_err(|e| LayoutError::Unreadable {
            name: name.to_owned(),
            message: e.to_string().trim_end().to_owned(),
        })?;
        let field = |word: &str, at| -> Result<Field, LayoutError> {
            word.replace('-', "_").parse().map_err(|source| LayoutError::Column { name: name.to_owned(), at, source })
        };
        let mut columns = Vec::new();
        for form in file.columns {
            let (word, title, width) = match form {
                ColumnForm::Name(word) => (word, None, None),
                ColumnForm::Own(own) => (own.field, own.title, own.width),
            };
            let field = field(&word, "columns")?;
            let mut column = field.column();
            if let Some(title) = title {
                column.title = title.into();
            }
            if let Some(width) = width {
                column.width = width.clamp(3, 200);
            }
            columns.push((field, column));
        }
        if columns.is_empty() {
            return Err(LayoutError::Empty { name: name.to_owned() });
        }
        let known: Vec<&str> =
            [Status::WORDS, Timing::WORDS, Record::WORDS, Kind::WORDS, Force::WORDS, Basis::WORDS].concat();
        if let Some(word) = file.words.keys().find(|word| !known.contains(&word.as_str())) {
            return Err(LayoutError::Word { name: name.to_owned(), word: word.clone(), known: known.join(", ") });
        }
        Ok(Own {
            title: file.title,
            subtitle: file.subtitle,
            columns,
            group: file.group.map(|word| field(&word, "group")).transpose()?,
            order: file.order.iter().map(|word| field(word, "order")).collect::<Result<_, _>>()?,
            words: file.words,
            notes: file.notes,
            sheet_per_group: file.sheet_per_group,
            letter: file.letter,
        })
    }

    /// Lays rows out.
    pub fn report(&self, rows: &[Row], about: &About, as_of: NaiveDate) -> Report {
        let title = if self.title.is_empty() { "Status of provisions" } else { &self.title };
        let mut report = Report::new(title, as_of, self.columns.iter().map(|(_, c)| c.clone()).collect());
        report.subtitle.clone_from(&self.subtitle);
        let mut fields: Vec<Field> = self.columns.iter().map(|(f, _)| *f).collect();
        if about.programs && !fields.contains(&Field::Cite) {
            fields.insert(0, Field::Cite);
            report.columns.insert(0, Field::Cite.column());
        }
        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by_cached_key(|row| self.order.iter().map(|f| key(*f, row, as_of)).collect::<Vec<_>>());
        let groups = match self.group {
            None => vec![(String::new(), sorted)],
            Some(field) => grouped(sorted, |row| self.said(field, row, as_of)),
        };
        for (heading, rows) in groups {
            let mut lines: Vec<_> = rows.into_iter().map(|row| line(&fields, row, as_of)).collect();
            for cell in lines.iter_mut().flat_map(|l| &mut l.cells) {
                if let Value::Term { word, shown } = &mut cell.value
                    && let Some(own) = self.words.get(*word)
                {
                    *shown = own.clone().into();
                }
            }
            report = report.group(heading, lines);
        }
        finish(&mut report, about, rows);
        report.notes.splice(0..0, self.notes.iter().cloned());
        report.sheet_per_group = self.sheet_per_group;
        if self.letter {
            report.paper = Paper::Letter;
        }
        if about.programs && report.column("group").is_none() { report.with_groups() } else { report }
    }

    /// The heading of a row's group.
    fn said(&self, field: Field, row: &Row, as_of: NaiveDate) -> String {
        let cell = field.cell(row, as_of);
        let own = match &cell.value {
            Value::Term { word, .. } => self.words.get(*word),
            _ => None,
        };
        let words = own.cloned().unwrap_or_else(|| cell.words().into_owned());
        if words.is_empty() { format!("No {}", field.column().title) } else { words }
    }
}

/// What a row is ordered by: days and numbers as such, empty cells last.
fn key(field: Field, row: &Row, as_of: NaiveDate) -> (bool, i64, String) {
    let cell = field.cell(row, as_of);
    match &cell.value {
        Value::Day { day, .. } => (false, (*day - NaiveDate::MIN).num_days(), String::new()),
        Value::Number(n) => (false, *n, String::new()),
        _ => match cell.rank {
            Some(rank) => (false, i64::from(rank), String::new()),
            None => (cell.is_empty(), i64::MAX, cell.words().to_lowercase()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    fn error(text: &str) -> String {
        Own::parse("mine", text).unwrap_err().to_string()
    }

    #[test]
    fn a_layout_of_ones_own() {
        let text = "title = \"Ours\"\ncolumns = [\"id\", { field = \"status\", title = \"how far\", width = 9 }, \"due_to\"]\n\
                    group = \"office\"\norder = [\"due-to\", \"id\"]\nletter = true\n[words]\nno-entry = \"not reported\"\n";
        let own = Own::parse("mine", text).unwrap();
        let report = own.report(&sample::rows(), &About::default(), sample::as_of());
        assert_eq!(report.title, "Ours");
        assert_eq!(report.columns[1].title, "how far");
        assert_eq!(report.paper, Paper::Letter);
        let groups: Vec<&str> = report.groups.iter().map(|g| g.heading.as_str()).collect();
        assert_eq!(groups, ["No lead", "DPPA"]);
        let days: Vec<String> = report.groups[0].lines.iter().map(|l| l.cell(2).words().into_owned()).collect();
        assert_eq!(
            days,
            ["5 September 2023", "10 September 2024", "31 December 2026", "12 September 2028 (estimated)", ""]
        );
        assert_eq!(report.groups[0].lines[0].cell(1).words(), "not reported");
    }

    #[test]
    fn the_example_is_a_layout() {
        let report =
            Own::parse("example", EXAMPLE).unwrap().report(&sample::rows(), &About::default(), sample::as_of());
        assert_eq!(report.columns.len(), 8);
        assert_eq!(report.notes[0], "“Not reported” means that no entry has been made.");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert!(
            error("columns = [\"id\", \"colour\"]")
                .starts_with("the layout `mine`, columns: `colour` is no column; one of id, ")
        );
        assert!(error("columns = [\"id\"]\ngroup = \"x\"").starts_with("the layout `mine`, group: `x` is no column"));
        assert!(error("title = \"x\"").contains("has no columns"));
        assert!(error("columns = [\"id\"]\n[words]\ndone = \"x\"").contains("`done` is no word of a status"));
        let unknown = error("columns = [\"id\"]\ncolour = 1");
        assert!(unknown.contains("line 2, column 1") && unknown.contains("colour"), "{unknown}");
        assert!(error("columns = [3]").contains("a column is a name"));
        assert!(error("columns = [").contains("line 1"));
    }
}
