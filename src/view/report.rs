//! The neutral report: what every exporter writes, whatever its format.

use super::chart::Chart;
use crate::model::Span;
use crate::model::day::in_words;
use chrono::NaiveDate;
use std::borrow::Cow;

/// A list, a table or a paper on its way to people.
///
/// Exporters for people (terminal, Markdown, HTML, Word, Excel) write all of it; those for programs (CSV, JSON) write the
/// rows alone, under the keys of the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What it is: *Provisions addressed to the Secretary-General*.
    pub title: String,
    /// Lines below the title: symbol and title of the resolution, agenda item.
    pub subtitle: Vec<String>,
    /// The day as of which it holds.
    pub as_of: NaiveDate,
    /// The filters, as words: *addressed to the Secretary-General*, *due before 1 January 2027*.
    pub filters: Vec<String>,
    /// The columns; every line has one cell for each.
    pub columns: Vec<Column>,
    /// Whether a terminal shows the heads of the columns (documents always do).
    pub heads: bool,
    /// Plain text that is sent: what sums it up comes first, and each row is a paragraph, which a proportional type leaves readable.
    pub mail: bool,
    /// The paper on which documents are printed.
    pub paper: Paper,
    /// Whether a workbook has a sheet for each group.
    pub sheet_per_group: bool,
    /// In a calendar, so many days before a window closes an alarm goes off.
    pub alarms: Vec<u16>,
    /// The rows, in groups.
    pub groups: Vec<Group>,
    /// Charts of the same rows, for formats that draw.
    pub charts: Vec<Chart>,
    /// Sentences that sum the rows up, above them in documents and below them on a terminal: *1 outstanding, 41 without a record*.
    pub summary: Vec<String>,
    /// Notes below that.
    pub notes: Vec<String>,
    /// The texts from which it was made.
    pub sources: Vec<String>,
}

impl Report {
    /// A report without rows.
    pub fn new(title: impl Into<String>, as_of: NaiveDate, columns: Vec<Column>) -> Report {
        Report {
            title: title.into(),
            subtitle: Vec::new(),
            as_of,
            filters: Vec::new(),
            columns,
            heads: true,
            mail: false,
            paper: Paper::A4,
            sheet_per_group: false,
            alarms: Vec::new(),
            groups: Vec::new(),
            charts: Vec::new(),
            summary: Vec::new(),
            notes: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// With one group more. An empty heading is not shown.
    pub fn group(mut self, heading: impl Into<String>, lines: Vec<Line>) -> Report {
        self.groups.push(Group { heading: heading.into(), lines });
        self
    }

    /// Without the columns in which no line has anything, which on paper take room from the others.
    pub fn without_empty_columns(mut self) -> Report {
        let kept: Vec<usize> =
            (0..self.columns.len()).filter(|i| self.lines().any(|line| !line.cell(*i).is_empty())).collect();
        for line in self.groups.iter_mut().flat_map(|g| &mut g.lines) {
            line.cells = kept.iter().map(|i| line.cell(*i).clone()).collect();
        }
        self.columns = kept.iter().filter_map(|i| self.columns.get(*i).cloned()).collect();
        self
    }

    /// With the heading of its group in each row, for programs, which see the rows alone.
    pub fn with_groups(mut self) -> Report {
        self.columns.insert(0, Column::new("group", "group", 28));
        for group in &mut self.groups {
            let name = Cell::text(group.name());
            for line in &mut group.lines {
                line.cells.insert(0, name.clone());
            }
        }
        self
    }

    /// Every line, whatever its group.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.groups.iter().flat_map(|g| &g.lines)
    }

    /// The place of the column with a key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.key == key)
    }

    /// The last line of every paper.
    pub fn closing(&self) -> String {
        format!("As of {}, from the texts loaded; not an official record", in_words(self.as_of))
    }
}

/// Lines under a heading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Its heading, complete (`No record (41, the oldest from 2022)`); empty where the lines need none.
    pub heading: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Group {
    /// Its heading without a count, which sorted or filtered rows make wrong: *Outstanding (7)*.
    pub fn name(&self) -> &str {
        match self.heading.split_once(" (") {
            Some((name, count)) if count.starts_with(|c: char| c.is_ascii_digit()) && count.ends_with(')') => name,
            _ => &self.heading,
        }
    }
}

/// One row: a cell for each column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// The cells, in the order of the columns; a missing one counts as empty.
    pub cells: Vec<Cell>,
}

impl Line {
    /// The cell of a column; empty where it is missing.
    pub fn cell(&self, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell { value: Value::Empty, tone: Tone::Plain, rank: None };
        self.cells.get(column).unwrap_or(EMPTY)
    }
}

impl From<Vec<Cell>> for Line {
    fn from(cells: Vec<Cell>) -> Line {
        Line { cells }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its stable name, for programs: `due_to`.
    pub key: Cow<'static, str>,
    /// Its head, for people: *due until*.
    pub title: Cow<'static, str>,
    /// Where its values stand in the column.
    pub align: Align,
    /// Where a terminal puts it.
    pub place: Place,
    /// Its usual width in characters; documents share out the page by it.
    pub width: u16,
}

impl Column {
    /// A column of words, in the row.
    pub fn new(key: impl Into<Cow<'static, str>>, title: impl Into<Cow<'static, str>>, width: u16) -> Column {
        Column { key: key.into(), title: title.into(), align: Align::Left, place: Place::Row, width }
    }

    /// The same, placed elsewhere on a terminal.
    pub fn place(mut self, place: Place) -> Column {
        self.place = place;
        self
    }

    /// The same, aligned to the right.
    pub fn right(mut self) -> Column {
        self.align = Align::Right;
        self
    }
}

/// The paper on which documents are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// Where values stand in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words and dates.
    Left,
    /// Numbers.
    Right,
}

/// Where a terminal puts a column. Elsewhere every column is a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the row.
    Row,
    /// In the row; where a row becomes a block of lines, beside its first cell.
    Answer,
    /// On lines of its own below the row.
    Below,
    /// On one line below the row, ended by `…` after its last whole word.
    Gist,
}

/// A value and how much it should stand out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// The value.
    pub value: Value,
    /// How it stands out; the words say the same.
    pub tone: Tone,
    /// What it is ordered by, where its words would order it wrongly: days.
    pub rank: Option<i32>,
}

impl Cell {
    /// Nothing.
    pub fn empty() -> Cell {
        Cell::default()
    }

    /// Plain words; empty words are an empty cell.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::empty() } else { Value::Text(Words { text, emphasis: Vec::new() }).into() }
    }

    /// A word of a closed list, with what people read instead.
    pub fn term(word: &'static str, shown: impl Into<Cow<'static, str>>) -> Cell {
        Value::Term { word, shown: shown.into() }.into()
    }

    /// Several texts.
    pub fn list<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Cell {
        let items: Vec<Link> = items.into_iter().map(|s| Link { text: s.into(), href: None }).collect();
        Value::List(items).into()
    }

    /// The same cell in another tone.
    pub fn tone(mut self, tone: Tone) -> Cell {
        self.tone = tone;
        self
    }

    /// The same cell, ordered by a number of days.
    pub fn ranked(mut self, rank: Option<i32>) -> Cell {
        self.rank = rank;
        self
    }

    /// The value as people read it, without line breaks or markup; not yet made safe by [`super::clean`].
    pub fn words(&self) -> Cow<'_, str> {
        match &self.value {
            Value::Empty => Cow::Borrowed(""),
            Value::Text(words) => Cow::Borrowed(&words.text),
            Value::Term { shown, .. } => Cow::Borrowed(shown),
            Value::Data { shown, .. } => Cow::Borrowed(shown),
            Value::Day { day, estimated: false } => Cow::Owned(in_words(*day)),
            Value::Day { day, estimated: true } => Cow::Owned(format!("{} (estimated)", in_words(*day))),
            Value::Number(n) => Cow::Owned(super::phrase::number(*n)),
            Value::Flag(yes) => Cow::Borrowed(if *yes { "yes" } else { "" }),
            Value::Link(link) => Cow::Borrowed(&link.text),
            Value::List(items) => match items.as_slice() {
                [one] => Cow::Borrowed(&one.text),
                _ => Cow::Owned(items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("; ")),
            },
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Empty | Value::Flag(false) => true,
            Value::List(items) => items.is_empty(),
            Value::Text(words) => words.text.is_empty(),
            _ => false,
        }
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Cell {
        Cell { value, tone: Tone::Plain, rank: None }
    }
}

/// A typed value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Words, perhaps with emphasis.
    Text(Words),
    /// A word of a closed list: `word` for programs, `shown` for people.
    Term {
        /// As in JSON: `in-progress`.
        word: &'static str,
        /// As on paper: *in progress*.
        shown: Cow<'static, str>,
    },
    /// A day.
    Day {
        /// Which.
        day: NaiveDate,
        /// Whether it is an estimate, which is said wherever it is shown.
        estimated: bool,
    },
    /// A count.
    Number(i64),
    /// Yes or no; people see only the yes.
    Flag(bool),
    /// A symbol or an address that can be followed.
    Link(Link),
    /// Several texts, each perhaps with an address; an array in JSON, joined by `; ` elsewhere.
    List(Vec<Link>),
    /// A structure for programs and its words for people.
    Data {
        /// As in JSON.
        json: serde_json::Value,
        /// As on paper.
        shown: String,
    },
}

/// Words with emphasis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Italic runs, in order; one that does not fit the text is ignored.
    pub emphasis: Vec<Span>,
}

impl Words {
    /// The text in runs, each with whether it is emphasized.
    pub fn runs(&self) -> Vec<(&str, bool)> {
        let mut runs = Vec::new();
        let mut at = 0;
        for span in &self.emphasis {
            let (start, end) = (span.start as usize, span.end as usize);
            if let (Some(before), Some(inside)) = (self.text.get(at..start), self.text.get(start..end)) {
                runs.push((before, false));
                runs.push((inside, true));
                at = end;
            }
        }
        runs.push((self.text.get(at..).unwrap_or_default(), false));
        runs.retain(|(run, _)| !run.is_empty());
        runs
    }
}

/// A text that may lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is read.
    pub text: String,
    /// Where it leads: `http` or `https`, percent-encoded; `None` for words.
    pub href: Option<String>,
}

/// How a cell stands out. Never the only sign: the words say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// Who and when.
    Strong,
    /// Outstanding.
    Outstanding,
}
