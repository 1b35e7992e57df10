//! `list` and `overdue`: what is asked, and what is late.

use crate::cli::beside::beside;
use crate::cli::charts;
use crate::cli::context::Context;
use crate::cli::error::Result;
use crate::cli::filters::FilterArgs;
use crate::cli::output::OutputArgs;
use crate::cli::reconcile::waiting;
use crate::model::day::in_words;
use crate::model::{Record, Row};
use crate::store::{Late, Query, Sort, Store};
use crate::view::cells::{line, lines};
use crate::view::columns::{Field, columns};
use crate::view::layouts::texts;
use crate::view::phrase::{counted, number};
use crate::view::{Format, Report};
use chrono::Datelike;
use clap::Args;

/// List what the loaded texts ask, of whom, by when
///
/// A row is a provision: its earliest turn that is not closed, else its last. `--as-of DATE` shows it as it stood that day.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant list --resolution 75/276
  pursuant list --addressee SG --kind report --due-session 78
  pursuant list --timing due,overdue --office DPPA --sort due
  pursuant list --search '\"climate change\" OR drought' --format csv --output climate.csv
  pursuant --as-of 2022-09-12 list --resolution 75/276")]
pub struct ListArgs {
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Every turn of a recurring provision, a row each
    #[arg(long)]
    turns: bool,
}

/// List what is late on the day: outstanding, and without a record
///
/// *Outstanding*: followed before its time ran out, or somebody recorded that it is not done. *No record*: its time ran out
/// before anyone here began to follow it; nobody can say from this database what was done.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant overdue
  pursuant overdue --kind report                       overdue reporting requests
  pursuant overdue --addressee SG --no-record
  pursuant --as-of 2023-09-06 overdue --format csv
  pursuant since 2024-01-01                            from when this office answers for what is loaded")]
pub struct OverdueArgs {
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Only what has no record
    #[arg(long)]
    no_record: bool,
    /// A row for each late turn that is shown on the day: those that the words name, and the last of a rhythm
    #[arg(long)]
    turns: bool,
}

/// Runs `list`.
pub fn list(context: &Context, args: &ListArgs) -> Result {
    let store = context.read()?;
    let day = context.day();
    let query = Query { all_turns: args.turns, ..args.output.query(args.filters.filter(&store)?, Sort::Text) };
    let fields = args.output.fields(Field::LIST)?;
    let columns = columns(&fields);
    if args.output.chosen()? == Format::Csv && args.output.alarm.is_empty() {
        return args.output.rows(
            context,
            &columns,
            |row| line(&fields, row, day),
            |take| store.each_row(&query, day, take),
        );
    }
    let (charted, document) = (args.output.chosen()? == Format::Html, args.output.is_document()?);
    // Where only the lines are shown, a hundred thousand rows are not held beside them.
    let (mut shown, mut rows) = (Vec::new(), Vec::new());
    beside(
        |take| store.each_row(&query, day, take),
        |row| {
            shown.push(line(&fields, &row, day));
            if charted || document {
                rows.push(row);
            }
        },
    )?;
    let mut report = Report::new("Provisions", day, columns);
    report.filters = args.filters.words();
    let n = shown.len();
    report = report.group("", shown);
    if charted {
        report.charts = charts::of(&store, &rows, day)?;
    }
    if document {
        report.sources = texts(&rows);
    }
    let total = if args.output.limit.is_some_and(|l| l <= n) { store.count(&query, day)? } else { n };
    report.summary.push(if total > n {
        format!("{} of {}.", number(n as i64), counted(total as i64, "provision", "provisions"))
    } else if total == 0 {
        args.filters.nothing(&store, day)?
    } else {
        format!("{}.", counted(total as i64, "provision", "provisions"))
    });
    args.output.write(context, &args.output.pick(report)?)
}

/// Runs `overdue`.
pub fn overdue(context: &Context, args: &OverdueArgs) -> Result {
    let store = context.read()?;
    let day = context.day();
    let query = Query { all_turns: args.turns, ..args.output.query(args.filters.filter(&store)?, Sort::Due) };
    let late = store.late(&query.filter, day)?;
    let people = !matches!(args.output.chosen()?, Format::Csv | Format::Json | Format::Jsonl);
    // On a screen the longest lists are cut unless they are asked for.
    let brief = args.output.chosen()? == Format::Table && args.output.output.is_none() && !args.no_record;
    let outstanding = if args.no_record { Vec::new() } else { store.overdue(&query, Record::Outstanding, day)? };
    let rest = query.limit.map(|l| l.saturating_sub(outstanding.len()));
    let limit = if brief { Some(rest.unwrap_or(usize::MAX).min(25)) } else { rest };
    let no_record = store.overdue(&Query { limit, ..query.clone() }, Record::NoRecord, day)?;
    let fields = args.output.fields(Field::OVERDUE)?;
    let mut report = Report::new(if people { "What is past its time" } else { "" }, day, columns(&fields));
    report.filters = args.filters.words();
    let lines = |rows: &[Row]| lines(&fields, rows, day);
    // Where there is none, the sum below says so.
    if !outstanding.is_empty() {
        let turns = more_turns(late.outstanding, late.outstanding_turns);
        report = report.group(format!("Outstanding ({}{turns})", number(late.outstanding as i64)), lines(&outstanding));
    }
    let hint = args.output.chosen()? == Format::Table;
    report = report.group(no_record_heading(&late, no_record.len(), hint), lines(&no_record));
    if args.output.is_document()? {
        report.sources = texts(outstanding.iter().chain(&no_record));
    }
    if args.output.chosen()? == Format::Html {
        report.charts = charts::of(&store, &[outstanding, no_record.clone()].concat(), day)?;
    }
    report.summary.push(sum(&late, &store, day, args)?);
    if !no_record.is_empty() {
        let (texts, documents) = store.extent_on(day)?;
        report.notes.push(format!(
            "No record was found in what is loaded ({}, {}); that is not to say that nothing was done.",
            counted(texts as i64, "text", "texts"),
            counted(documents as i64, "document", "documents")
        ));
        report.notes.extend(waiting::note(&store, day, &no_record)?);
    }
    args.output.write(context, &args.output.pick(report)?)
}

fn more_turns(obligations: usize, turns: usize) -> String {
    if turns > obligations { format!(", {} turns", number(turns as i64)) } else { String::new() }
}

fn no_record_heading(late: &Late, shown: usize, hint: bool) -> String {
    let oldest = late.oldest_no_record.map_or(String::new(), |d| format!(", the oldest from {}", d.year()));
    let turns = more_turns(late.no_record, late.no_record_turns);
    let cut = if shown < late.no_record {
        let hint = if hint { ", `--no-record` lists them all" } else { "" };
        format!("; the first {shown} here{hint}")
    } else {
        String::new()
    };
    format!("No record ({}{turns}{oldest}{cut})", number(late.no_record as i64))
}

fn sum(late: &Late, store: &Store, day: chrono::NaiveDate, args: &OverdueArgs) -> Result<String> {
    if late.dated == 0 {
        return args.filters.nothing(store, day);
    }
    Ok(format!(
        "{} outstanding, {} without a record, of {} with a time, on {}.",
        number(late.outstanding as i64),
        number(late.no_record as i64),
        counted(late.dated as i64, "provision", "provisions"),
        in_words(day)
    ))
}
