//! `log`: a status, from a day on, with what shows it.

use crate::cli::context::{Context, say};
use crate::cli::entry;
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::log_from::{self, Disagreement};
use crate::cli::target::{self, Target, first_words};
use crate::model::Status;
use crate::model::event::{Payload, Subject};
use crate::store::{Mode, NewEvent, Query, Store};
use crate::view::phrase::counted;
use chrono::NaiveDate;
use clap::Args;
use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

/// Record the status of a provision, with its evidence
///
/// Statuses: in-progress, partly-implemented, not-implemented, continuing, implemented, discontinued, superseded, overtaken,
/// not-applicable. An entry holds from its day (--on) and never changes; `undo` takes it back by a new one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant log 75/276:8 implemented --on 2022-08-15 --evidence A/77/277-S/2022/606
  pursuant log 77/108:12.b 77/108:12.c in-progress --note \"draft with DPPA\"
  pursuant log 77/169:31@78 implemented --evidence A/78/301      one turn of a recurring request
  pursuant log 75/276:5 in-progress --for Armenia                one addressee's own status
  pursuant log --kind agenda --due-session 77 implemented --evidence A/77/251
  pursuant log --from progress.csv --dry-run                     a whole office's update, checked first")]
pub struct LogArgs {
    /// Ids, then the status; with --from neither
    #[arg(value_name = "ID… STATUS")]
    words: Vec<String>,
    /// What shows it: a symbol, a meeting, a letter, an address or words (repeatable)
    #[arg(long, value_name = "WHAT")]
    evidence: Vec<String>,
    /// A reason, or a remark
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The first day on which it holds (today)
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
    /// The status of this addressee alone; the overall one stays
    #[arg(long = "for", value_name = "ACTOR")]
    actor: Option<String>,
    /// Read entries from a CSV, Excel or JSON file: every line is checked first, all or nothing
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Only show what would be written
    #[arg(long)]
    dry_run: bool,
    /// Do not ask: before a filter's provisions are settled, or where a file and the database disagree
    #[arg(long, short)]
    yes: bool,
    /// With --from: where another status was recorded since the table was handed out, keep it and leave the line out
    #[arg(long, requires = "from", conflicts_with = "yes")]
    keep: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

/// Runs the command.
pub fn run(context: &Context, args: &LogArgs) -> Result {
    if let Some(file) = &args.from {
        if !args.words.is_empty() {
            return Err(CliError::usage("--from takes ids and statuses from the file; none are given beside it"));
        }
        let over = match (args.yes, args.keep) {
            (true, _) => Disagreement::File,
            (_, true) => Disagreement::Keep,
            _ => Disagreement::Ask,
        };
        return log_from::run(context, file, args.dry_run, over);
    }
    let Some((status, ids)) = args.words.split_last() else {
        return Err(CliError::usage("no status given")
            .hint("pursuant log ID… STATUS; for example: pursuant log 75/276:8 implemented --evidence A/77/277"));
    };
    let status: Status = status.parse().map_err(|e| {
        let error = CliError::usage(e);
        if ids.is_empty() {
            error.hint("the status comes after the ids: pursuant log 75/276:8 implemented")
        } else {
            error.hint("the last word is the status")
        }
    })?;
    let mut store = context.write(Mode::Existing)?;
    let on = entry::day(context, args.on)?;
    let targets = targets(context, &store, ids, &args.filters, on, &status.to_string(), args.yes || args.dry_run)?;
    let mut events = Vec::new();
    for target in &targets {
        entry::check_status(status, &args.evidence, args.note.as_deref(), target)?;
        let subject = target.subject(&store)?;
        events.extend(status_events(&subject, status, &args.evidence, args.note.clone(), args.actor.clone(), on));
    }
    if args.dry_run {
        for target in &targets {
            say(&format!("would log {status} for {}: {} …", target.found.name, first_words(&target.found.words)));
        }
        return Ok(());
    }
    entry::write(context, &mut store, &targets, events)
}

/// The events of one status with its evidence.
pub fn status_events(
    subject: &Subject,
    status: Status,
    evidence: &[String],
    note: Option<String>,
    actor: Option<String>,
    on: NaiveDate,
) -> Vec<NewEvent> {
    let new = |payload| NewEvent { on: Some(on), subject: Some(subject.clone()), payload };
    let mut events = vec![new(Payload::Status { status, closes: status.closes(), reason: note, actor: actor.clone() })];
    for what in evidence {
        events.push(new(Payload::Evidence { what: what.trim().to_owned(), found: None, actor: actor.clone() }));
    }
    events
}

/// What ids or a filter name; a filter's are shown and asked about first.
pub fn targets(
    context: &Context,
    store: &Store,
    ids: &[String],
    filters: &FilterArgs,
    on: NaiveDate,
    what: &str,
    yes: bool,
) -> Result<Vec<Target>> {
    if !ids.is_empty() {
        if !filters.is_empty() {
            return Err(CliError::usage("give ids or a filter, not both"));
        }
        let mut targets: Vec<Target> = Vec::new();
        for id in ids {
            let target = target::target(store, id, on)?;
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        return Ok(targets);
    }
    if filters.is_empty() {
        return Err(CliError::usage("no id given")
            .hint("name one, as in 75/276:8, or a filter, as in --kind agenda --due-session 77"));
    }
    let rows = store.rows(&Query { filter: filters.filter(store)?, ..Query::default() }, context.today())?;
    if rows.is_empty() {
        return Err(CliError::failed("no provision fits the filter")
            .hint("`pursuant list` with the same filter shows what fits"));
    }
    let targets: Vec<Target> = rows.iter().map(|r| target::target(store, r.id.as_str(), on)).collect::<Result<_>>()?;
    say(&format!("{what} for {}:", counted(rows.len() as i64, "provision", "provisions")));
    for row in rows.iter().take(20) {
        say(&format!("  {}  {} …", row.id, first_words(&row.text)));
    }
    if rows.len() > 20 {
        say(&format!("  and {} more", rows.len() - 20));
    }
    if !yes && !confirmed("Record this?")? {
        return Err(CliError::failed("nothing was written"));
    }
    Ok(targets)
}

/// Asks on a terminal; elsewhere an error that names `--yes`.
pub fn confirmed(question: &str) -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Err(CliError::usage("this needs a yes, and there is no terminal to ask on")
            .hint("add --yes; nothing was written"));
    }
    say(&format!("{question} [y/N]"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
