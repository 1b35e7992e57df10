//! `reread`: the stored texts, read by the present rules; no file is needed.

use crate::cli::context::{Context, out, say};
use crate::cli::error::Result;
use crate::cli::log::confirmed;
use crate::store::{Mode, Reread};
use crate::view::phrase::counted;
use clap::Args;

/// Read the stored texts again by the rules of this version
///
/// Shows first what would change, provision by provision; logs and corrections stay where they are.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant reread --dry-run        what the present rules would change
  pursuant reread --yes")]
pub struct RereadArgs {
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

/// Runs the command.
pub fn run(context: &Context, args: &RereadArgs) -> Result {
    let mut store = context.write(Mode::Existing)?;
    let Reread { texts, gained, lost, changed } = store.would_change()?;
    let mut text = String::new();
    for (sign, ids) in [("+", &gained), ("-", &lost), ("~", &changed)] {
        for id in ids {
            text.push_str(&format!("{sign} {id}\n"));
        }
    }
    text.push_str(&format!(
        "{} read by older rules: {} more, {} fewer, {} read otherwise\n",
        counted(texts as i64, "text", "texts"),
        gained.len(),
        lost.len(),
        changed.len()
    ));
    out(text.as_bytes())?;
    if args.dry_run || texts == 0 {
        return Ok(());
    }
    if !args.yes && !confirmed("Read them again?")? {
        return Ok(());
    }
    store.reread()?;
    say(&format!("{} read again", counted(texts as i64, "text", "texts")));
    Ok(())
}
