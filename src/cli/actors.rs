//! `actors`: who is addressed, and how often.

use crate::cli::context::Context;
use crate::cli::error::Result;
use crate::cli::output::OutputArgs;
use crate::extract::actors::by_id;
use crate::view::phrase::counted;
use crate::view::{Cell, Column, Format, Line, Report, Value};
use clap::Args;

/// List who is addressed, and how often
///
/// Actors that the lexicon knows stand under one name, however they are spelt; the others as written.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant actors
  pursuant actors --type agency
  pursuant actors --unknown --limit 50       names that the lexicon does not know, by frequency
  pursuant list --addressee type:agency")]
pub struct ActorsArgs {
    /// Only what the lexicon does not know
    #[arg(long)]
    unknown: bool,
    /// Only actors of this type: organ, committee, agency, official, …
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs the command.
pub fn run(context: &Context, args: &ActorsArgs) -> Result {
    let store = context.read()?;
    let mut lines = Vec::new();
    let mut total = 0_usize;
    for (name, id, count) in store.by_addressee(&[], context.day())? {
        let actor = id.as_deref().and_then(by_id);
        if (args.unknown && actor.is_some()) || args.kind.as_ref().is_some_and(|k| actor.is_none_or(|a| a.kind != *k)) {
            continue;
        }
        total += 1;
        if args.output.limit.is_some_and(|l| total > l) {
            continue;
        }
        lines.push(Line::from(vec![
            Cell::text(actor.map_or(name, |a| a.name.clone())),
            Cell::from(Value::Number(count as i64)),
            Cell::text(actor.map(|a| a.kind.clone()).unwrap_or_default()),
            Cell::text(actor.and_then(|a| a.acronyms.first().cloned()).unwrap_or_default()),
            Cell::text(id.unwrap_or_default()),
        ]));
    }
    let mut columns = vec![
        Column::new("name", "addressed to", 40),
        Column::new("provisions", "provisions", 10).right(),
        Column::new("type", "type", 12),
        Column::new("acronym", "acronym", 10),
        Column::new("id", "id", 30),
    ];
    // An id is for programs; people name an actor as they like.
    if args.output.columns.is_none()
        && !matches!(args.output.chosen()?, Format::Csv | Format::Json | Format::Jsonl | Format::Xlsx)
    {
        columns.pop();
    }
    let mut report = Report::new("Who is addressed", context.day(), columns).group("", lines);
    report.summary.push(format!("{}.", counted(total as i64, "actor", "actors")));
    args.output.write(context, &args.output.pick(report)?)
}
