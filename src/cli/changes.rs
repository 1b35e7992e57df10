//! `changes`: what is different since a day, and who recorded it.

use crate::cli::brief::gist;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::output::OutputArgs;
use crate::model::day::in_words;
use crate::model::{Record, Row, Status};
use crate::store::{Filter, HistoryFilter, HistoryRow, Query, Sort, Store};
use crate::view::columns::Field;
use crate::view::layouts::texts;
use crate::view::phrase;
use crate::view::{Cell, Column, Format, Line, Place, Report, Value};
use chrono::NaiveDate;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};

/// List what changed since a day: new provisions, statuses, what ran out of time, what was answered, what was corrected
///
/// Both days belong to the period. Entries count by the day on which they were recorded.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant changes --since 2026-11-01
  pursuant changes --between 2026-07-01 2026-09-30 --addressee SG --output quarter.docx
  pursuant changes --since 2026-11-17 --filter ours --format md")]
pub struct ChangesArgs {
    /// From this day to today
    #[arg(long, value_name = "DATE", required_unless_present = "between")]
    since: Option<NaiveDate>,
    /// From one day to another
    #[arg(long, value_names = ["DATE", "DATE"], num_args = 2, conflicts_with = "since")]
    between: Vec<NaiveDate>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// What kind of change: the word for programs, the heading for people, and how a sum says it. What people did comes first, the
/// many provisions of new texts last.
const KINDS: [(&str, &str, &str); 7] = [
    ("status", "Status recorded", "with a status recorded"),
    ("answered", "Answered or closed", "answered or closed"),
    ("corrected", "Corrected or taken back", "corrected or taken back"),
    ("noted", "Noted, assigned, planned or deferred", "noted, assigned, planned or deferred"),
    ("past", "Time ran out", "whose time ran out"),
    ("adopted", "Adopted", "adopted"),
    ("loaded", "Newly loaded", "newly loaded"),
];

/// One line.
#[derive(Default)]
struct Change {
    id: String,
    row: Option<Row>,
    what: String,
    recorded: Option<NaiveDate>,
    by: String,
    why: String,
    evidence: Vec<String>,
}

/// Runs the command.
pub fn run(context: &Context, args: &ChangesArgs) -> Result {
    let (from, to) = match (args.since, args.between.as_slice()) {
        (Some(since), _) => (since, context.day()),
        (None, [from, to]) => (*from, *to),
        _ => {
            return Err(
                CliError::usage("no period given").hint("--since 2026-11-01, or --between 2026-07-01 2026-09-30")
            );
        }
    };
    if from > to {
        return Err(CliError::usage(format!("{from} is after {to}")).hint("the earlier day comes first"));
    }
    let store = context.read()?;
    let filter = args.filters.filter(&store)?;
    let mut all: BTreeMap<&str, Vec<Change>> = BTreeMap::new();
    let rows = store.rows(&Query { filter: filter.clone(), all_turns: true, ..Query::default() }, to)?;
    new_texts(&store, &filter, (from, to), &mut all)?;
    past(&store, &filter, (from, to), &mut all)?;
    recorded(&store, &filter, &rows, (from, to), &mut all)?;
    let report = report(args, all, from, to)?;
    args.output.write(context, &args.output.pick(report)?)
}

/// Provisions of texts that were adopted or first loaded in the period.
fn new_texts(
    store: &Store,
    filter: &Filter,
    period: (NaiveDate, NaiveDate),
    all: &mut BTreeMap<&str, Vec<Change>>,
) -> Result {
    let within = |d: NaiveDate| d >= period.0 && d <= period.1;
    let loaded = store.first_loaded()?;
    for row in store.rows(&Query { filter: filter.clone(), ..Query::default() }, period.1)? {
        let first = loaded.get(&row.symbol).copied();
        let (kind, what) = match (row.adopted.filter(|d| within(*d)), first.filter(|d| within(*d))) {
            (Some(day), _) => ("adopted", format!("adopted on {}; {}", in_words(day), phrase::today(&row, period.1))),
            // The day is that on which it was recorded, which has its column.
            (None, Some(_)) => ("loaded", phrase::today(&row, period.1)),
            (None, None) => continue,
        };
        all.entry(kind).or_default().push(Change {
            id: row.id.to_string(),
            what,
            recorded: first,
            row: Some(row),
            ..Change::default()
        });
    }
    Ok(())
}

/// What was on time on the eve and is not at the end.
fn past(
    store: &Store,
    filter: &Filter,
    period: (NaiveDate, NaiveDate),
    all: &mut BTreeMap<&str, Vec<Change>>,
) -> Result {
    let late = |filter: &Filter, record, day| {
        store.overdue(&Query { filter: filter.clone(), sort: Sort::Due, all_turns: true, limit: None }, record, day)
    };
    // On the eve a provision may have had another status than that which is asked for.
    let before = Filter { statuses: Vec::new(), timings: Vec::new(), ..filter.clone() };
    let eve = period.0.pred_opt().unwrap_or(period.0);
    let mut known: BTreeSet<String> = BTreeSet::new();
    for record in [Record::Outstanding, Record::NoRecord] {
        known.extend(late(&before, record, eve)?.iter().map(|r| r.id.to_string()));
    }
    for record in [Record::Outstanding, Record::NoRecord] {
        for row in late(filter, record, period.1)?.into_iter().filter(|r| !known.contains(r.id.as_str())) {
            let what = phrase::today(&row, period.1);
            all.entry("past").or_default().push(Change {
                id: row.id.to_string(),
                what,
                row: Some(row),
                ..Change::default()
            });
        }
    }
    Ok(())
}

/// What was recorded in the period and still holds.
fn recorded(
    store: &Store,
    filter: &Filter,
    rows: &[Row],
    period: (NaiveDate, NaiveDate),
    all: &mut BTreeMap<&str, Vec<Change>>,
) -> Result {
    let by_id: BTreeMap<&str, &Row> = rows.iter().map(|r| (r.id.as_str(), r)).collect();
    let by_name: BTreeMap<&str, &Row> =
        rows.iter().rev().map(|r| (r.id.as_str().split('@').next().unwrap_or_default(), r)).collect();
    let everything = *filter == Filter::default();
    let entries = store.history(&HistoryFilter {
        since: Some(period.0),
        recorded_by: Some(period.1),
        ..HistoryFilter::default()
    })?;
    let live: Vec<&HistoryRow> = entries.iter().filter(|h| h.live && h.kind != "load").collect();
    for h in &live {
        let about = h.about.as_deref().unwrap_or_default();
        let row = by_id.get(about).or_else(|| by_name.get(about)).copied();
        if row.is_none() && !everything {
            continue;
        }
        let together = |o: &&&HistoryRow| o.at == h.at && o.by == h.by && o.about == h.about;
        let status = h.status.as_deref().and_then(|s| s.parse::<Status>().ok());
        let kind = match (h.kind.as_str(), status) {
            (_, Some(s)) if s.closes() && !h.says.contains(" for ") => "answered",
            (_, Some(_)) => "status",
            // The evidence of a status stands in its line.
            ("evidence", _) if live.iter().filter(together).any(|o| o.status.is_some()) => continue,
            ("note" | "evidence" | "assign" | "schedule" | "defer", _) => "noted",
            _ => "corrected",
        };
        let what = match status {
            Some(s) if h.says.contains(" for ") => {
                h.says.split(": ").next().map_or_else(|| s.to_string(), str::to_owned)
            }
            Some(s) => match h.on {
                Some(on) => format!("{} from {}", phrase::status(s), in_words(on)),
                None => phrase::status(s).to_owned(),
            },
            None if h.kind == "note" => "note".to_owned(),
            None => h.says.clone(),
        };
        let evidence = match status {
            Some(_) => live.iter().filter(together).filter_map(|o| o.evidence.clone()).collect(),
            None => Vec::new(),
        };
        all.entry(kind).or_default().push(Change {
            id: about.to_owned(),
            row: row.cloned(),
            what,
            recorded: Some(h.recorded),
            by: h.by.clone(),
            why: h.note.clone().unwrap_or_default(),
            evidence,
        });
    }
    Ok(())
}

fn report(args: &ChangesArgs, mut all: BTreeMap<&str, Vec<Change>>, from: NaiveDate, to: NaiveDate) -> Result<Report> {
    let programs = matches!(args.output.chosen()?, Format::Csv | Format::Json | Format::Jsonl);
    let reads = matches!(args.output.chosen()?, Format::Md | Format::Html | Format::Docx);
    let mut columns = vec![
        Column::new("id", "provision", 26),
        Column::new("addressees", "addressed to", 22),
        Column::new("what", "change", 28).place(Place::Answer),
        Column::new("recorded", "recorded", 16),
        Column::new("by", "by", 12),
        Column::new("why", "remarks", 24).place(Place::Below),
        Column::new("evidence", "evidence", 18).place(Place::Below),
        Field::Gist.column(),
    ];
    if programs {
        columns.insert(0, Column::new("change", "kind of change", 10));
    }
    let title = format!("Changes from {} to {}", in_words(from), in_words(to));
    let mut report = Report::new(title, to, columns);
    report.filters = args.filters.words();
    if args.output.is_document()? {
        report.sources = texts(all.values().flatten().filter_map(|c| c.row.as_ref()));
    }
    let mut said = Vec::new();
    for (kind, heading, saying) in KINDS {
        let changes = all.remove(kind).unwrap_or_default();
        if changes.is_empty() {
            continue;
        }
        let n = changes.len();
        said.push(format!("{} {saying}", phrase::number(n as i64)));
        let most = args.output.limit.unwrap_or(n).min(n);
        let cut = if most < n { format!("; the first {most} here") } else { String::new() };
        let lines = changes.iter().take(most).map(|c| line(c, programs.then_some(kind), reads, to)).collect();
        report = report.group(format!("{heading} ({}{cut})", phrase::number(n as i64)), lines);
    }
    report.summary.push(if said.is_empty() {
        "Nothing changed that fits the filters.".to_owned()
    } else {
        format!("{}.", phrase::and(&said))
    });
    if !args.filters.is_empty() {
        report.notes.push(format!("Filters are those of {}; entries about no provision are left out.", in_words(to)));
    }
    Ok(report)
}

fn line(c: &Change, kind: Option<&'static str>, reads: bool, day: NaiveDate) -> Line {
    let mut cells: Vec<Cell> = kind.map(|k| Cell::term(k, k)).into_iter().collect();
    cells.extend([
        Cell::text(&c.id),
        c.row.as_ref().map_or_else(Cell::empty, |r| Field::Addressees.cell(r, day)),
        Cell::text(&c.what),
        c.recorded.map_or_else(Cell::empty, |day| Value::Day { day, estimated: false }.into()),
        Cell::text(&c.by),
        Cell::text(&c.why),
        Value::List(c.evidence.iter().map(|e| crate::view::cells::evidence(e)).collect()).into(),
        c.row.as_ref().map_or_else(Cell::empty, |r| if reads { gist(r, day) } else { Field::Gist.cell(r, day) }),
    ]);
    cells.into()
}
