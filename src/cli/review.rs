//! `review`: what a person has to look at.

use crate::cli::context::{Context, reply};
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::unsure;
use crate::model::day::in_words;
use crate::store::{Detached, Disagreement, HistoryRow};
use crate::view::clean;
use crate::view::phrase::counted;
use clap::Args;
use std::io::IsTerminal;
use std::path::PathBuf;

/// List what needs a person: contradictions, entries that lost their provision, readings to check
///
/// A contradiction stays listed until somebody who has both entries records another one, or takes one back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant review --conflicts
  pursuant review --readings --resolution 77/108               one reading after the other
  pursuant review --to check.csv --addressee SG              as a file to fill in
  pursuant review --from check.csv
  pursuant log 75/276:8 implemented --evidence A/77/277     settles one: whoever writes it has seen both
  pursuant undo e:3f2a9c01                                  or takes one of the two back")]
pub struct ReviewArgs {
    /// Only contradictions
    #[arg(long)]
    conflicts: bool,
    /// Readings that the rules are not sure of, one after the other on a terminal, else a list
    #[arg(long, conflicts_with = "conflicts")]
    readings: bool,
    /// Write the readings that are to check into a CSV file to fill in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["conflicts", "readings"])]
    to: Option<PathBuf>,
    /// Read back a file that was filled in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["conflicts", "readings", "to"])]
    from: Option<PathBuf>,
    #[command(flatten)]
    filters: FilterArgs,
}

/// Runs the command.
pub fn run(context: &Context, args: &ReviewArgs) -> Result {
    if context.as_of.is_some() {
        return Err(CliError::usage("review shows what is open now; it takes no --as-of"));
    }
    if let Some(file) = &args.to {
        return unsure::write(context, &args.filters, file);
    }
    if let Some(file) = &args.from {
        return unsure::read_back(context, file);
    }
    if args.readings {
        let asks = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        return if asks { unsure::walk(context, &args.filters) } else { unsure::list(context, &args.filters) };
    }
    let store = context.read()?;
    let (open, loose) = store.review()?;
    let mut text = format!("{}\n", counted(open.len() as i64, "contradiction", "contradictions"));
    open.iter().for_each(|d| text.push_str(&disagreement(d)));
    if !args.conflicts {
        text.push_str(&format!("{}\n", counted(loose.len() as i64, "detached entry", "detached entries")));
        loose.iter().for_each(|d| text.push_str(&detached(d)));
    }
    reply(&text)
}

fn disagreement(d: &Disagreement) -> String {
    let mut text = format!("\n{}: {}\n", clean::line(&d.about), d.why);
    d.entries.iter().for_each(|h| text.push_str(&entry(h)));
    text
}

fn entry(h: &HistoryRow) -> String {
    let on = h.on.map(|d| format!(" from {}", in_words(d))).unwrap_or_default();
    format!("  {}  {}{on} ({}, {})\n", h.id.short(), clean::line(&h.says), clean::line(&h.by), in_words(h.recorded))
}

fn detached(d: &Detached) -> String {
    let about = d.entry.about.as_deref().unwrap_or_default();
    let mut text = format!("\n{}\n{}  {} …\n", clean::line(about), entry(&d.entry), clean::line(&d.words));
    if let Some((name, share)) = &d.best {
        text.push_str(&format!("  fits {} best ({:.0}% of the words)\n", clean::line(name), share * 100.0));
    }
    text
}
