//! `expiring`: mandates and measures that run out unless they are renewed.

use crate::cli::context::Context;
use crate::cli::error::{CliError, Result};
use crate::cli::output::OutputArgs;
use crate::follow::mandates;
use crate::model::{Period, Row, Timing};
use crate::store::{Filter, Query};
use crate::view::phrase::counted;
use crate::view::{Cell, Column, Line, Report, Value};
use chrono::NaiveDate;
use clap::Args;

/// List mandates and measures that run out within a period unless they are renewed
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant expiring                       within ninety days
  pursuant expiring --within P6M
  pursuant expiring --until 2027-06-30 --format md
  pursuant --as-of 2001-01-01 expiring    as it stood then")]
pub struct ExpiringArgs {
    /// So far ahead, as an ISO 8601 period
    #[arg(long, value_name = "PERIOD", default_value = "P90D", conflicts_with = "until")]
    within: String,
    /// Up to this day
    #[arg(long, value_name = "DATE")]
    until: Option<NaiveDate>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs the command.
pub fn run(context: &Context, args: &ExpiringArgs) -> Result {
    let day = context.day();
    let last = match args.until {
        Some(until) => until,
        None => Period::parse(&args.within).and_then(|p| p.after(day)).ok_or_else(|| {
            CliError::usage(format!("`{}` is no ISO 8601 period", args.within)).hint("write it like P90D, P6M or P1Y")
        })?,
    };
    if last < day {
        return Err(CliError::usage(format!("--until {last} lies before the day asked for, {day}")));
    }
    let store = context.read()?;
    let rows = store.rows(&Query { filter: Filter::default(), ..Query::default() }, day)?;
    let mut rows: Vec<Row> = rows
        .into_iter()
        .filter(|r| {
            mandates::has_an_end(r.kind, r.self_executing, r.deadline.as_ref())
                && !matches!(r.timing, Timing::Closed | Timing::Draft)
                && r.window.is_some_and(|w| w.closes >= day && w.closes <= last)
        })
        .collect();
    rows.sort_by_key(|r| r.window.map(|w| w.closes));
    let names: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    let mut extended = store.extended(day, &names)?;
    for r in &mut rows {
        r.next = extended.remove(r.id.as_str()).or(r.next.take());
    }
    let columns = vec![
        Column::new("ends", "ends", 18),
        Column::new("cite", "set by", 30),
        Column::new("title", "title", 40),
        Column::new("text", "words", 60),
        Column::new("id", "id", 24),
        Column::new("symbol", "symbol", 16),
        Column::new("next", "renewed by", 24),
    ];
    let (renewed, open): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|r| r.next.is_some());
    let (open_number, renewed_number) = (open.len(), renewed.len());
    let limit = args.output.limit.unwrap_or(usize::MAX);
    let left = limit.saturating_sub(open_number);
    let lines = |rows: Vec<Row>, limit| rows.into_iter().take(limit).map(line).collect::<Vec<Line>>();
    let by = crate::model::day::in_words(last);
    let mut report = Report::new(format!("Mandates and measures that end by {by}"), day, columns)
        .group("", lines(open, limit))
        .group(if renewed_number > 0 { "Renewed already" } else { "" }, lines(renewed, left));
    report.summary.push(format!("{} by {by}, unless renewed.", counted(open_number as i64, "ends", "end")));
    if renewed_number > 0 {
        let more = counted(renewed_number as i64, "more that ends by then is", "more that end by then are");
        report.summary.push(format!("{more} renewed by a text that is loaded."));
    }
    args.output.write(context, &report)
}

fn line(r: Row) -> Line {
    Line::from(vec![
        r.window.map_or_else(Cell::empty, |w| Value::Day { day: w.closes, estimated: w.estimated() }.into()),
        Cell::text(r.cite),
        Cell::text(r.title),
        Cell::text(r.text),
        Cell::text(r.id.to_string()),
        Cell::text(r.symbol),
        r.next.map_or_else(Cell::empty, Cell::text),
    ])
}
