//! `table` and `layouts`: papers for meetings, in the forms that delegations know.

use crate::cli::charts;
use crate::cli::context::{Context, config_folder, out};
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::output::OutputArgs;
use crate::cli::read;
use crate::model::{Kind, Row, Symbol};
use crate::store::{Sort, Store};
use crate::view::cells::lines;
use crate::view::columns::{Field, columns};
use crate::view::layouts::{self, About, EXAMPLE, Layout, Own};
use crate::view::{Format, Paper, Report};
use clap::Args;
use std::path::{Path, PathBuf};

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
        Err(_) => own(&args.layout)?.report(&rows, &about, day),
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
    })
}

fn folder() -> Result<PathBuf> {
    Ok(config_folder()?.join("layouts"))
}

/// A user's own layout, by its name or its file.
fn own(name: &str) -> Result<Own> {
    let path = if name.ends_with(".toml") { PathBuf::from(name) } else { folder()?.join(format!("{name}.toml")) };
    let text = std::fs::read_to_string(&path).map_err(|e| {
        let known = Layout::WORDS.join(", ");
        CliError::usage(format!("no layout `{name}`: {} ({e})", path.display()))
            .hint(format!("built in are {known}; `pursuant layouts --example` shows how to write one"))
    })?;
    Own::parse(name, &text).map_err(CliError::failed)
}

/// List the layouts of papers, or show how to write one
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant layouts
  pursuant layouts --example > ~/.config/pursuant/layouts/desk.toml
  pursuant layouts desk                     checks it")]
pub struct LayoutsArgs {
    /// Check and show this layout of yours
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Print a layout to start from
    #[arg(long)]
    example: bool,
}

/// Runs `layouts`.
pub fn layouts(_: &Context, args: &LayoutsArgs) -> Result {
    if args.example {
        return out(EXAMPLE.as_bytes());
    }
    if let Some(name) = &args.name {
        own(name)?;
        let path = folder()?.join(format!("{name}.toml"));
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        return out(format!("{name} is well formed\n\n{text}").as_bytes());
    }
    let said = [
        (Layout::Matrix, "para., provision, addressed to, lead, requested for, due, status, reference, remarks"),
        (Layout::Inventory, "not yet implemented; implemented, once or on a continuing basis; by clusters of yours"),
        (Layout::Mandates, "completed, in progress, not implemented, not applicable, no indication"),
        (Layout::Cycle, "mandates and reporting requirements, then month by month for a year"),
        (Layout::Documents, "status of preparedness of documentation, and the annotated list"),
        (Layout::Sheet, "one page for one resolution"),
    ];
    let mut text = String::new();
    for (layout, what) in said {
        text.push_str(&format!("{:<10} {what}\n", layout.as_str()));
    }
    let folder = folder()?;
    for name in own_names(&folder) {
        text.push_str(&format!("{name:<10} your own, {}\n", folder.join(format!("{name}.toml")).display()));
    }
    out(text.as_bytes())
}

/// The names of a user's layouts, in order.
fn own_names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(std::result::Result::ok)
        .filter_map(|e| e.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    names
}
