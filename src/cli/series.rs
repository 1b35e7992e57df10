//! `series`: the line of resolutions on one subject through the years.

use crate::cli::context::Context;
use crate::cli::error::{CliError, Result};
use crate::cli::output::OutputArgs;
use crate::follow::Line as Succession;
use crate::model::Symbol;
use crate::model::id::Reference;
use crate::view::phrase::counted;
use crate::view::{Cell, Column, Line, Report, Value};
use clap::Args;

/// Show which resolution follows which, and why
///
/// The next one is found from the title, the resolutions that it recalls and its words. Where the next one is not loaded, or two
/// fit equally well, that is said. With --as-of, texts adopted later do not count.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant series 75/276
  pursuant series --all --gaps          those that should have come back and did not
  pursuant series --all --format json")]
pub struct SeriesArgs {
    /// A resolution of the series
    #[arg(value_name = "SYMBOL", required_unless_present = "all")]
    symbol: Option<String>,
    /// Every text with its next one
    #[arg(long, conflicts_with = "symbol")]
    all: bool,
    /// Only where something is missing or in doubt
    #[arg(long, requires = "all")]
    gaps: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs the command.
pub fn run(context: &Context, args: &SeriesArgs) -> Result {
    let store = context.read()?;
    let day = context.day();
    let texts = store.loaded(day)?;
    let line = Succession::new(&texts);
    let mut shown: Vec<usize> = match &args.symbol {
        Some(written) => line.series(one(&store, &line, written)?),
        None => (0..line.texts.len()).collect(),
    };
    if args.gaps {
        shown.retain(|i| line.gap(*i).is_some() || line.missing(*i).is_some() || !line.doubtful(*i).is_empty());
    }
    let columns = vec![
        Column::new("symbol", "symbol", 16),
        Column::new("adopted", "adopted", 17),
        Column::new("title", "title", 44),
        Column::new("successor", "next", 16),
        Column::new("reasons", "why", 50),
        Column::new("remark", "remark", 40),
    ];
    let (mut followed, mut gaps, mut unknown) = (0, 0, 0);
    let total = shown.len();
    let lines: Vec<Line> = shown
        .into_iter()
        .take(args.output.limit.unwrap_or(usize::MAX))
        .map(|i| {
            let r = &line.texts[i].resolution;
            let link = line.next(i);
            let symbol = |t: usize| line.texts[t].symbol().to_string();
            let remark = match line.doubtful(i) {
                [] => line.missing(i).or_else(|| line.gap(i)),
                several => Some(format!(
                    "several fit equally well: {}",
                    several.iter().map(|t| symbol(*t)).collect::<Vec<_>>().join(", ")
                )),
            };
            followed += i64::from(link.is_some());
            gaps += i64::from(remark.is_some());
            // What nobody can know here is no gap, but it is said.
            let remark = remark.or_else(|| {
                let session = line.unknown(i)?;
                unknown += 1;
                Some(format!("its item was put on the agenda of session {session}, of which nothing is loaded"))
            });
            Line::from(vec![
                Cell::text(r.symbol.to_string()),
                r.adopted.map_or_else(Cell::empty, |day| Value::Day { day, estimated: false }.into()),
                Cell::text(r.name()),
                link.map_or_else(Cell::empty, |l| Cell::text(symbol(l))),
                Cell::list(line.reasons(i)),
                remark.map_or_else(Cell::empty, Cell::text),
            ])
        })
        .collect();
    let title = match &args.symbol {
        Some(_) => "The series through the years".to_owned(),
        None => "Which resolution follows which".to_owned(),
    };
    let mut report = Report::new(title, day, columns).group("", lines);
    let beyond = match unknown {
        0 => String::new(),
        n => format!(", {n} whose next session is not loaded"),
    };
    report.summary.push(format!(
        "{}; {followed} with a next one that is loaded, {gaps} with something missing or in doubt{beyond}.",
        counted(total as i64, "text", "texts")
    ));
    args.output.write(context, &report)
}

/// What a resolution that was typed can mean; a bare number is one of the Security Council.
pub fn symbols(written: &str) -> Result<Vec<Symbol>> {
    let reference: Reference = written.parse()?;
    if reference.place.is_some() {
        return Err(CliError::usage(format!("`{written}` is a paragraph; this needs a resolution")));
    }
    Ok(reference.symbols)
}

/// The text that was typed, as a place in the line.
pub fn one(store: &crate::store::Store, line: &Succession<'_>, written: &str) -> Result<usize> {
    let found = store.texts(&symbols(written)?)?;
    match found.iter().filter_map(|s| line.index(s)).collect::<Vec<_>>().as_slice() {
        [one] => Ok(*one),
        [] => Err(CliError::failed(format!(
            "no resolution {written} that stood on that day in {}",
            store.path().display()
        ))
        .hint("`pursuant resolutions` shows what is loaded")),
        _ => Err(CliError::failed(format!("`{written}` fits several texts: {}", found.join(", ")))
            .hint("write the whole symbol")),
    }
}
