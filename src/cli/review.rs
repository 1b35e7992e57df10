//! `review`: what a person has to look at.

use crate::cli::context::{Context, out};
use crate::cli::error::{CliError, Result};
use crate::model::day::in_words;
use crate::store::{Detached, Disagreement, HistoryRow};
use crate::view::clean;
use crate::view::phrase::counted;
use clap::Args;

/// List what needs a person: contradictions after a merge, and entries that lost their provision
///
/// A contradiction stays listed until somebody who has both entries records another one, or takes one back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant review --conflicts
  pursuant log 75/276:8 implemented --evidence A/77/277     settles one: whoever writes it has seen both
  pursuant undo e:3f2a9c01                                  or takes one of the two back")]
pub struct ReviewArgs {
    /// Only contradictions
    #[arg(long)]
    conflicts: bool,
}

/// Runs the command.
pub fn run(context: &Context, args: &ReviewArgs) -> Result {
    if context.as_of.is_some() {
        return Err(CliError::usage("review shows what is open now; it takes no --as-of"));
    }
    let store = context.read()?;
    let (open, loose) = store.review()?;
    let mut text = format!("{}\n", counted(open.len() as i64, "contradiction", "contradictions"));
    open.iter().for_each(|d| text.push_str(&disagreement(d)));
    if !args.conflicts {
        text.push_str(&format!("{}\n", counted(loose.len() as i64, "detached entry", "detached entries")));
        loose.iter().for_each(|d| text.push_str(&detached(d)));
    }
    out(text.as_bytes())
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
