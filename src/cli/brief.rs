//! `brief`: the page for Monday morning.

use crate::cli::context::Context;
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::output::OutputArgs;
use crate::extract::actor;
use crate::model::day::in_words;
use crate::model::word::words;
use crate::model::{Record, Row, Status, Timing};
use crate::store::{Query, Sort};
use crate::view::chart::{self, Chart};
use crate::view::columns::Field;
use crate::view::layouts::texts;
use crate::view::{Cell, Column, Format, Line, Report, Value, phrase, wrap};
use chrono::{Days, NaiveDate};
use clap::Args;
use std::collections::BTreeMap;

/// Write the page for Monday: what ran out of time or became due, what comes, and what nobody wrote about
///
/// What comes is told by the day on which a window opens or, once it is open, closes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant brief
  pursuant brief --filter ours --by office --format md
  pursuant brief --since 2026-11-10 --stale 60 --output brief.html
  pursuant brief --addressee SG --output brief.txt                text for a mail, as through a pipe")]
pub struct BriefArgs {
    /// Since the last brief (7 days ago)
    #[arg(long, value_name = "DATE")]
    since: Option<NaiveDate>,
    /// Stale is what nobody has written about for so many days
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    stale: u16,
    // It has the name of the global `--by NAME`, which a command that only reads does not need.
    /// A part for each office or each addressee
    #[arg(long, id = "by", value_name = "office|addressee")]
    by: Option<String>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

words! {
    /// What a page is divided by.
    Division, "division of a brief" {
        /// Lead office.
        Office = "office",
        /// Who is asked.
        Addressee = "addressee",
    }
}

words! {
    /// The sections of a brief, in their order.
    Section, "section" {
        /// Its window closed since the last brief.
        Past = "past",
        /// Its window opened since the last brief.
        Due = "due",
        /// Within 30 days.
        Next30 = "next-30",
        /// Within 60 days.
        Next60 = "next-60",
        /// Within 90 days.
        Next90 = "next-90",
        /// Nobody wrote about it.
        Stale = "stale",
    }
}

impl Section {
    fn heading(self, since: NaiveDate, stale: u16) -> String {
        match self {
            Section::Past => format!("Time ran out since {}", in_words(since)),
            Section::Due => format!("Became due since {}", in_words(since)),
            Section::Next30 => "In the next 30 days".to_owned(),
            Section::Next60 => "In 31 to 60 days".to_owned(),
            Section::Next90 => "In 61 to 90 days".to_owned(),
            Section::Stale => format!("Without an entry for {}", phrase::days(i64::from(stale))),
        }
    }
}

/// What the sections are made by.
struct Week {
    day: NaiveDate,
    since: NaiveDate,
    stale: u16,
}

impl Week {
    /// The section of a row, if it has a place on the page; `last` is when somebody last wrote about it.
    fn section(&self, row: &Row, last: Option<NaiveDate>) -> Option<Section> {
        if let Some(w) = row.window {
            match row.timing {
                Timing::Overdue if w.closes >= self.since => return Some(Section::Past),
                Timing::Due if w.opens > self.since => return Some(Section::Due),
                Timing::Upcoming | Timing::Due | Timing::InForce => {
                    let mark = if row.timing == Timing::Upcoming { w.opens } else { w.closes };
                    match (mark - self.day).num_days() {
                        0..=30 => return Some(Section::Next30),
                        31..=60 => return Some(Section::Next60),
                        61..=90 => return Some(Section::Next90),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        let open = match row.timing {
            Timing::Due => true,
            Timing::Overdue => row.record == Some(Record::Outstanding),
            Timing::Upcoming | Timing::Undated => row.status != Status::NoEntry,
            _ => false,
        };
        let old = last.is_none_or(|d| (self.day - d).num_days() >= i64::from(self.stale));
        (open && old).then_some(Section::Stale)
    }
}

/// A row, and when somebody last wrote about it.
type Entry = (Row, Option<NaiveDate>);

/// Runs the command.
pub fn run(context: &Context, args: &BriefArgs) -> Result {
    let by: Option<Division> = args.by.as_deref().map(|b| b.parse().map_err(CliError::usage)).transpose()?;
    let store = context.read()?;
    let day = context.day();
    let since = args.since.or_else(|| day.checked_sub_days(Days::new(7))).unwrap_or(day);
    if since > day {
        return Err(CliError::usage(format!("--since {since} is after {day}")));
    }
    let week = Week { day, since, stale: args.stale };
    let query = Query { filter: args.filters.filter(&store)?, sort: Sort::Due, limit: None, all_turns: true };
    let (last, loaded) = (store.last_entries(day)?, store.first_loaded()?);
    // Group by division, then by section: empty divisions come last.
    let mut parts: BTreeMap<(bool, String, Section), Vec<Entry>> = BTreeMap::new();
    let mut counts: BTreeMap<Section, usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for mut row in store.rows(&query, day)? {
        // Each turn has its row, so how many are open says nothing.
        row.open_occurrences = 1;
        let name = row.id.as_str().split('@').next().unwrap_or_default();
        let entry = last.get(name).copied();
        let Some(section) = week.section(&row, entry.or_else(|| loaded.get(&row.symbol).copied())) else { continue };
        *counts.entry(section).or_default() += 1;
        let keys: Vec<String> = match by {
            None => vec![String::new()],
            Some(Division::Office) => vec![row.office.clone().unwrap_or_default()],
            Some(Division::Addressee) if row.addressees.is_empty() => vec![String::new()],
            Some(Division::Addressee) => addressees(&row),
        };
        for key in keys {
            parts.entry((key.is_empty(), key, section)).or_default().push((row.clone(), entry));
        }
        shown.push(row);
    }
    let late = store.late(&query.filter, day)?;
    let programs = matches!(args.output.chosen()?, Format::Csv | Format::Json | Format::Jsonl);
    let format = args.output.chosen()?;
    let mail = args.output.is_mail()?;
    let reads = mail || matches!(format, Format::Md | Format::Html | Format::Docx);
    let mut fields =
        vec![Field::Id, Field::Cite, Field::Addressees, Field::Office, Field::Due, Field::Today, Field::Gist];
    // Who reads wants the citation, who types the id; programs and workbooks get both.
    if args.output.columns.is_none() && (reads || format == Format::Table) {
        fields.remove(if reads { 0 } else { 1 });
    }
    let before_gist = fields.len() - 1;
    let mut columns: Vec<Column> = fields.iter().map(|f| f.column()).collect();
    columns.insert(before_gist, Column::new("last_entry", "last entry", 16));
    if programs {
        columns.insert(0, Column::new("section", "section", 10));
    }
    let mut report = Report::new(format!("Brief of {}", in_words(day)), day, columns);
    report.filters = args.filters.words();
    report.mail = mail;
    if args.output.is_document()? {
        report.sources = texts(&shown);
    }
    for ((_, key, section), rows) in parts {
        let n = rows.len();
        let most = args.output.limit.unwrap_or(n).min(n);
        let cut = if most < n { format!("; the first {most} here") } else { String::new() };
        let whose = match (by, key.is_empty()) {
            (None, _) => String::new(),
            (Some(Division::Office), true) => "No lead office: ".to_owned(),
            (Some(Division::Addressee), true) => "Addressed to nobody by name: ".to_owned(),
            (Some(_), false) => format!("{key}: "),
        };
        let heading = section.heading(since, args.stale);
        let heading = if whose.is_empty() { heading } else { format!("{whose}{}", lower(&heading)) };
        let lines = rows
            .iter()
            .take(most)
            .map(|(row, entry)| {
                let mut cells: Vec<Cell> = fields.iter().map(|f| f.cell(row, day)).collect();
                if let (true, Some(last)) = (reads, cells.last_mut()) {
                    *last = gist(row, day);
                }
                cells.insert(
                    before_gist,
                    entry.map_or_else(Cell::empty, |day| Value::Day { day, estimated: false }.into()),
                );
                if programs {
                    cells.insert(0, Cell::term(section.as_str(), section.as_str()));
                }
                Line::from(cells)
            })
            .collect();
        report = report.group(format!("{heading} ({}{cut})", phrase::number(n as i64)), lines);
    }
    if format == Format::Html {
        // Bars would count what is on the page only, and look like the whole.
        report.charts =
            chart::of_rows(&shown, day).into_iter().filter(|c| matches!(c, Chart::Windows { .. })).collect();
    }
    let count = |s: Section| counts.get(&s).copied().unwrap_or_default() as i64;
    report.summary.push(format!(
        "Since {}: {} ran out of time, {} became due. In the next 90 days: {} ({} of them in the next 30). Without an entry for {}: {}.",
        in_words(since),
        phrase::number(count(Section::Past)),
        phrase::number(count(Section::Due)),
        phrase::number(count(Section::Next30) + count(Section::Next60) + count(Section::Next90)),
        phrase::number(count(Section::Next30)),
        phrase::days(i64::from(args.stale)),
        phrase::number(count(Section::Stale)),
    ));
    report.summary.push(format!(
        "In all {} outstanding and {} without a record.",
        phrase::number(late.outstanding as i64),
        phrase::number(late.no_record as i64)
    ));
    args.output.write(context, &args.output.pick(report)?)
}

/// What is asked in some lines of a document, where a list on a screen has one.
pub fn gist(row: &Row, day: NaiveDate) -> Cell {
    Cell::text(wrap::gist(&Field::Gist.cell(row, day).words(), 260))
}

/// Who is asked, each under one name however the text calls them.
pub fn addressees(row: &Row) -> Vec<String> {
    let mut names: Vec<String> =
        row.addressees.iter().map(|name| actor(name).map_or_else(|| name.clone(), |a| a.name.clone())).collect();
    names.sort();
    names.dedup();
    names
}

/// With a small first letter.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
