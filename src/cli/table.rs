//! `table`: papers for meetings, in the forms that delegations know.

use crate::cli::charts;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::layouts::own;
use crate::cli::output::OutputArgs;
use crate::cli::read;
use crate::model::{Kind, Row, Symbol};
use crate::store::{Sort, Store};
use crate::view::cells::lines;
use crate::view::columns::{Field, columns};
use crate::view::layouts::{self, About, Layout};
use crate::view::{Format, Paper, Report};
use clap::Args;
use std::path::PathBuf;

/// Make a paper for a meeting: a status table in a form that its readers know
///
/// Layouts: matrix, inventory, mandates, cycle, documents, sheet, or one of your own (`pursuant layouts`).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant table --resolution 75/276 --output status.docx
  pursuant table --layout documents --due-session 81 --output documents.docx
  pursuant table --layout sheet --resolution 77/13
  pursuant --as-of 2026-09-01 table --layout mandates --session 77 --output mandates.xlsx
  pursuant table --layout inventory --clusters clusters.csv --resolution 75/325 --format html")]
pub struct TableArgs {
    /// matrix, inventory, mandates, cycle, documents, sheet, or the name of your own
    #[arg(long, value_name = "LAYOUT", default_value = "matrix")]
    layout: String,
    /// The title, instead of the layout's own
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// A CSV of ids and clusters, for the inventory
    #[arg(long, value_name = "FILE")]
    clusters: Option<PathBuf>,
    /// US letter instead of A4
    #[arg(long)]
    letter: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs `table`.
pub fn run(context: &Context, args: &TableArgs) -> Result {
    let store = context.read()?;
    let day = context.day();
    let query = args.output.query(args.filters.filter(&store)?, Sort::Text);
    let rows = store.rows(&query, day)?;
    if rows.is_empty() {
        return Err(CliError::failed(args.filters.nothing(&store, day)?)
            .hint("`pursuant list` with the same filters shows what fits"));
    }
    if args.output.chosen()? == Format::Ics {
        // A calendar has no layout: its entries are the windows.
        let fields = args.output.fields(Field::LIST)?;
        let title = args.title.clone().unwrap_or_else(|| "Provisions".to_owned());
        let report = Report::new(title, day, columns(&fields)).group("", lines(&fields, &rows, day));
        return args.output.write(context, &report);
    }
    let about = about(&store, args, &rows)?;
    let mut report: Report = match args.layout.parse::<Layout>() {
        Ok(Layout::Sheet) if query.filter.resolutions.is_empty() => {
            return Err(CliError::usage("a sheet is for one resolution").hint("name it: --resolution 75/276"));
        }
        Ok(layout) => layouts::report(layout, &rows, &about, day),
        Err(_) => own(&args.layout)?.0.report(&rows, &about, day),
    };
    if args.output.chosen()? == Format::Html {
        let reports = args.layout.parse() == Ok(Layout::Documents);
        let shown: Vec<Row> = rows.iter().filter(|r| !reports || r.kind == Kind::Report).cloned().collect();
        report.charts = charts::of(&store, &shown, day)?;
    }
    // A paper keeps its columns, which are filled in by hand, too; on a screen an empty one only takes room.
    if args.output.columns.is_some() || args.output.chosen()? == Format::Table {
        report = args.output.pick(report)?;
    }
    args.output.write(context, &report)
}

fn about(store: &Store, args: &TableArgs, rows: &[Row]) -> Result<About> {
    let mut symbols: Vec<&str> = rows.iter().map(|r| r.symbol.as_str()).collect();
    symbols.dedup();
    let mut subtitle = Vec::new();
    if let [symbol] = symbols.as_slice() {
        let symbol: Symbol = symbol.parse()?;
        for t in store.resolutions(std::slice::from_ref(&symbol), None)? {
            subtitle.push(format!("{}: {}", t.symbol, t.title));
            subtitle.extend(t.agenda_item.map(|i| format!("Agenda item {i}")));
        }
    }
    let clusters = match &args.clusters {
        None => std::collections::BTreeMap::new(),
        Some(file) => {
            let name = file.display();
            let bytes = read::bytes(file).map_err(|e| CliError::failed(format!("{name}: {e}")))?;
            let text = String::from_utf8(bytes).map_err(|_| CliError::failed(format!("{name}: no UTF-8 text")))?;
            layouts::clusters(&text, "cluster").map_err(|e| CliError::failed(format!("{name}: {e}")))?
        }
    };
    Ok(About {
        title: args.title.clone(),
        subtitle,
        filters: args.filters.words(),
        sources: Vec::new(),
        clusters,
        paper: if args.letter { Paper::Letter } else { Paper::A4 },
        programs: matches!(args.output.chosen()?, Format::Csv | Format::Json | Format::Jsonl),
    })
}
