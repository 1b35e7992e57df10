//! `stats`: how many provisions, by addressee, kind, organ, session, year, status or office.

use crate::cli::brief::addressees;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::output::OutputArgs;
use crate::model::word::words;
use crate::model::{Record, Row};
use crate::store::{Query, Sort};
use crate::view::chart::Chart;
use crate::view::layouts::texts;
use crate::view::phrase::{self, counted};
use crate::view::{Cell, Column, Format, Line, Report, Value};
use chrono::Datelike;
use clap::Args;
use std::collections::BTreeMap;

/// Count provisions by addressee, kind, organ, session, year, status or office
///
/// Shares are of the provisions that fit the filters; a provision with several addressees counts for each. What is late is
/// counted with --late only.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant stats
  pursuant stats --by addressee --limit 20
  pursuant stats --by year,organ --kind report --output counts.html
  pursuant stats --by office --late --filter ours")]
pub struct StatsArgs {
    // It has the name of the global `--by NAME`, which a command that only reads does not need.
    /// What to count by, with commas between
    #[arg(long, id = "by", value_name = "addressee|kind|organ|session|year|status|office")]
    by: Option<String>,
    /// Also how many are outstanding and without a record
    #[arg(long)]
    late: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

words! {
    /// What provisions are counted by.
    By, "figure" {
        /// Who is asked.
        Addressee = "addressee",
        /// Kind of action.
        Kind = "kind",
        /// Adopting organ.
        Organ = "organ",
        /// Adopting session.
        Session = "session",
        /// Year of adoption.
        Year = "year",
        /// Status on the day.
        Status = "status",
        /// Lead office.
        Office = "office",
    }
}

impl By {
    /// What a row counts for.
    fn of(self, row: &Row) -> Vec<String> {
        let one = |s: Option<String>| vec![s.unwrap_or_else(|| "not known".to_owned())];
        match self {
            By::Addressee if row.addressees.is_empty() => one(Some("nobody by name".to_owned())),
            By::Addressee => addressees(row),
            By::Kind => one(Some(row.kind.to_string())),
            By::Organ => one(row.organ.clone()),
            By::Session => one(row.session.clone()),
            By::Year => one(row.adopted.map(|d| d.year().to_string())),
            By::Status => one(Some(phrase::status(row.status).to_owned())),
            By::Office => one(Some(row.office.clone().unwrap_or_else(|| "no lead office".to_owned()))),
        }
    }

    /// Whether it has an order of its own, other than by count.
    fn in_order(self) -> bool {
        matches!(self, By::Session | By::Year)
    }
}

/// One line.
#[derive(Default, Clone)]
struct Count {
    all: u32,
    outstanding: u32,
    no_record: u32,
}

fn people(format: Format) -> bool {
    matches!(format, Format::Table | Format::Md | Format::Docx | Format::Html)
}

/// How many blocks the longest bar has, where bars are letters: pages and Word files have their charts.
fn bar(format: Format) -> Option<u32> {
    matches!(format, Format::Table | Format::Md).then_some(24)
}

/// Runs the command.
pub fn run(context: &Context, args: &StatsArgs) -> Result {
    let by: Vec<By> = args
        .by
        .as_deref()
        .unwrap_or("addressee,kind,status")
        .split(',')
        .map(|b| b.parse().map_err(CliError::usage))
        .collect::<Result<_>>()?;
    let store = context.read()?;
    let day = context.day();
    let query = Query { filter: args.filters.filter(&store)?, sort: Sort::Text, limit: None, all_turns: false };
    let rows = store.rows(&query, day)?;
    let format = args.output.chosen()?;
    let programs = !people(format);
    let mut columns = vec![
        Column::new("name", if let [one] = by.as_slice() { one.as_str() } else { "" }, 40),
        Column::new("count", "provisions", 10).right(),
        Column::new("share", "share", 8).right(),
    ];
    if programs {
        columns.insert(0, Column::new("by", "by", 10));
    }
    if bar(format).is_some() {
        columns.push(Column::new("bar", "", 28));
    }
    if args.late {
        columns.push(Column::new("outstanding", "outstanding", 11).right());
        columns.push(Column::new("no_record", "no record", 10).right());
    }
    let mut report = Report::new("Provisions in figures", day, columns);
    report.filters = args.filters.words();
    if args.output.is_document()? {
        report.sources = texts(&rows);
    }
    // On a screen and on paper the long tail is one line.
    let limit = args.output.limit.or_else(|| (!programs).then_some(15));
    for by in by.iter().filter(|_| !rows.is_empty()) {
        let counts = counts(*by, &rows);
        let kept = limit.unwrap_or(counts.len()).min(counts.len());
        let most = counts.iter().map(|(_, c)| c.all).max().unwrap_or(1).max(1);
        let lines = counts.iter().take(kept).map(|(name, c)| line(*by, name, c, rows.len(), most, format, args.late));
        report = report.group(format!("By {by}"), lines.collect());
        let left = counts.len() - kept;
        if left > 0 {
            let how = match format {
                Format::Table => format!("; `--limit {}` lists them", counts.len()),
                _ => String::new(),
            };
            report.notes.push(format!("By {by}: {} further{how}.", phrase::number(left as i64)));
        }
        if matches!(format, Format::Html | Format::Docx) {
            let bars = counts.into_iter().take(kept).map(|(name, c)| (name, c.all)).collect();
            report.charts.push(Chart::Counts { title: format!("Provisions by {by}"), bars });
        }
    }
    report.summary.push(if rows.is_empty() {
        args.filters.nothing(&store, day)?
    } else {
        format!("{}.", counted(rows.len() as i64, "provision", "provisions"))
    });
    if by.contains(&By::Addressee) && !rows.is_empty() {
        report.notes.push("A provision with several addressees counts for each of them.".to_owned());
    }
    args.output.write(context, &args.output.pick(report)?)
}

fn counts(by: By, rows: &[Row]) -> Vec<(String, Count)> {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for row in rows {
        for name in by.of(row) {
            let c = counts.entry(name).or_default();
            c.all += 1;
            c.outstanding += u32::from(row.record == Some(Record::Outstanding));
            c.no_record += u32::from(row.record == Some(Record::NoRecord));
        }
    }
    let mut counts: Vec<(String, Count)> = counts.into_iter().collect();
    if by.in_order() {
        // Sessions by number: 9 before 75; special sessions (S-32) after them.
        counts.sort_by_key(|(name, _)| (name.parse::<u32>().unwrap_or(u32::MAX), name.clone()));
    } else {
        counts.sort_by_key(|(name, c)| (std::cmp::Reverse(c.all), name.clone()));
    }
    counts
}

fn line(by: By, name: &str, c: &Count, all: usize, most: u32, format: Format, late: bool) -> Line {
    let number = |n: u32| -> Cell { Value::Number(i64::from(n)).into() };
    // In tenths of a percent, rounded.
    let tenths = (u64::from(c.all) * 2000 + all.max(1) as u64) / (2 * all.max(1) as u64);
    let share = format!("{}.{}", tenths / 10, tenths % 10);
    let json = serde_json::from_str(&share).unwrap_or(serde_json::Value::Null);
    let programs = !people(format);
    let shown = if programs { share } else { format!("{share}%") };
    let mut cells = vec![Cell::text(name), number(c.all), Value::Data { json, shown }.into()];
    if programs {
        cells.insert(0, Cell::term(by.as_str(), by.as_str()));
    }
    if let Some(longest) = bar(format) {
        cells.push(Cell::text("█".repeat((c.all * longest).div_ceil(most) as usize)));
    }
    if late {
        cells.extend([number(c.outstanding), number(c.no_record)]);
    }
    cells.into()
}
