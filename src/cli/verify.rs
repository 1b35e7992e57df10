//! `verify`: is everything what was written, and does everything else follow from it?

use crate::cli::context::{Context, out, say};
use crate::cli::error::{CliError, Result};
use crate::store::{Mode, Other, Store};
use crate::view::clean;
use crate::view::phrase::counted;
use clap::Args;
use std::path::PathBuf;

/// Check that nothing was lost or altered: hashes, parents, texts, schema, search index, spans, intervals
///
/// An event or a text that was changed or deleted behind the program's back is found, except where the whole log was written
/// anew with its hashes or cut off at its end: note down the heads now and then (--heads), and --against finds that, too.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant verify
  pursuant verify --deep                       also read every stored text again by the rules
  pursuant verify --heads > heads.txt          hashes to note down or to send to a colleague
  pursuant verify --against heads.txt          is everything still there that was there then?
  pursuant verify --against backup.db
  pursuant verify --repair                     make everything derived again; texts and events stay as they are")]
pub struct VerifyArgs {
    /// Also extract every stored text again, and compare
    #[arg(long, conflicts_with_all = ["heads", "repair"])]
    deep: bool,
    /// Print the newest events' hashes, to be noted down
    #[arg(long, conflicts_with_all = ["against", "repair"])]
    heads: bool,
    /// Also check that everything in this file is here: a backup, a colleague's copy, an export, noted heads
    #[arg(long, value_name = "FILE", conflicts_with = "repair")]
    against: Option<PathBuf>,
    /// Make everything derived again from texts and events
    #[arg(long)]
    repair: bool,
}

/// What to do where something is lost that can't be made again.
const LOST: &str = "texts or events are lost or altered: go back to a backup, or merge it or the copy of a colleague into a new database";

/// Runs the command.
pub fn run(context: &Context, args: &VerifyArgs) -> Result {
    if args.repair {
        let mut store = Store::open_as_it_is(&context.db)?;
        // What is derived can be in any state; where it still names what is missing, that is all that tells of it.
        let gone = store.gone().unwrap_or_default();
        if let Some(first) = gone.first() {
            return Err(CliError::failed(format!(
                "{}: {}, and what would be made again is all that tells of it: {first}",
                context.db.display(),
                counted(gone.len() as i64, "trace of a lost event", "traces of lost events")
            ))
            .hint(LOST));
        }
        store.rebuild(&mut |_, _| {})?;
        drop(store);
        // Opened as every command opens it.
        let store = context.write(Mode::Existing)?;
        let texts = store.verify(false, &mut |_, _| {})?;
        if texts.sound() {
            return out(b"everything derived is made again; texts and events are as they were\n");
        }
        say("everything derived is made again, and this is left:");
        return tell(context, &texts, false);
    }
    let store = Store::open_as_it_is(&context.db)?;
    if args.heads {
        let heads: String = store.heads()?.iter().map(|h| format!("{h}\n")).collect();
        return out(heads.as_bytes());
    }
    let mut found = store.verify(args.deep, &mut |_, _| {})?;
    if let Some(file) = &args.against {
        against(&store, file, &mut found)?;
    }
    tell(context, &found, args.deep)
}

fn against(store: &Store, file: &std::path::Path, found: &mut crate::store::Verified) -> Result {
    const MOST: usize = 20;
    let other = Other::open(file)?;
    let (events, texts) = other.holds()?;
    found.checks.push(("against", events.len() + texts.len()));
    let (lost, gone) = store.lacking(&events, &texts)?;
    let name = clean::line(&file.display().to_string()).into_owned();
    let lines = lost.iter().map(|id| format!("the event {id} is in {name} and not here"));
    let lines = lines.chain(gone.iter().map(|id| format!("the text {id} is in {name} and not here")));
    for line in lines.take(MOST) {
        found.faults.push(crate::store::Fault { check: "against", what: line });
    }
    found.more += (lost.len() + gone.len()).saturating_sub(MOST);
    Ok(())
}

fn tell(context: &Context, found: &crate::store::Verified, deep: bool) -> Result {
    let mut text = String::new();
    for (check, n) in &found.checks {
        let wrong = found.faults.iter().filter(|f| f.check == *check).count();
        let state = if wrong == 0 { "in order".to_owned() } else { counted(wrong as i64, "fault", "faults") };
        match *check {
            "file" | "foreign keys" => text.push_str(&format!("{check:<13} {state}\n")),
            _ => text.push_str(&format!("{check:<13} {state} ({n})\n")),
        }
    }
    if !deep && found.sound() {
        text.push_str("not checked: what the rules read in the texts (`--deep` reads all of them again)\n");
    }
    if deep && found.older_rules > 0 {
        text.push_str(&format!(
            "{} read by older rules; `pursuant reread` brings them up\n",
            counted(found.older_rules as i64, "text was", "texts were")
        ));
    }
    for fault in &found.faults {
        text.push_str(&format!("\n{}: {}", fault.check, clean::line(&fault.what)));
    }
    if !found.faults.is_empty() {
        text.push('\n');
    }
    if found.more > 0 {
        text.push_str(&format!("and {} more\n", found.more));
    }
    out(text.as_bytes())?;
    if found.sound() {
        return Ok(());
    }
    let kept = found.faults.iter().any(|f| matches!(f.check, "texts" | "events" | "against"))
        || !found.checks.iter().any(|(check, _)| *check == "events");
    // A page of SQLite's own that is wrong need not be one of texts and events.
    let file = found.faults.iter().any(|f| f.check == "file");
    let schema = found.faults.iter().any(|f| f.check == "schema");
    let error = CliError::failed(format!("{} is not as it should be", context.db.display()));
    Err(if kept {
        error.hint(LOST)
    } else if file {
        error.hint(
            "texts and events can be read and have their hashes; try `pursuant verify --repair` on a copy of the file, \
             else go back to a backup",
        )
    } else if schema {
        error.hint(
            "texts and events are sound; `pursuant --db NEW.db merge FILE` takes them into a new database, \
             which has its own tables and triggers",
        )
    } else {
        error.hint("texts and events are sound; `pursuant verify --repair` makes the rest again")
    })
}
