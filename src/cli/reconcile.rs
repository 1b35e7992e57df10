//! `reconcile`: what the loaded texts and lists of documents show to have been done; nothing is set without being asked for.

mod record;
pub mod waiting;
mod walk;

use crate::cli::context::{Context, out};
use crate::cli::error::{CliError, Result};
use crate::cli::output::OutputArgs;
use crate::cli::series::symbols;
use crate::follow::{Certainty, Line as Succession, Relation, Suggested, asked_again, suggestions};
use crate::model::EventId;
use crate::store::{Decided, Mode};
use crate::view::phrase::counted;
use crate::view::{Cell, Column, Format, Line, Report};
use clap::Args;
use record::{Decisions, record};
use std::collections::BTreeMap;

/// Find what answered each request among the loaded texts and lists of documents
///
/// A suggestion names the obligation, the document, the words that show it, the rule, and how sure it is. Nothing is recorded
/// until it is accepted; what was rejected does not come back. Suggestions are called by the first digits of their hash.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant reconcile
  pursuant reconcile --resolution 75/276 --format json
  pursuant reconcile --accept 3f2a9c01 5b77e210
  pursuant reconcile --accept-sure
  pursuant reconcile --reject 3f2a9c01 --note \"another report\"
  pursuant reconcile --walk                 one after the other, on a terminal
  pursuant reconcile --superseded           what later resolutions ask again, without a time or for the same time")]
pub struct ReconcileArgs {
    /// Only for obligations of this resolution
    #[arg(long, value_name = "SYMBOL")]
    resolution: Option<String>,
    /// Record these
    #[arg(long, value_name = "ID", num_args = 1..)]
    accept: Vec<String>,
    /// Record everything that is sure
    #[arg(long, conflicts_with_all = ["accept", "reject", "walk"])]
    accept_sure: bool,
    /// These are wrong and should not come back
    #[arg(long, value_name = "ID", num_args = 1..)]
    reject: Vec<String>,
    /// Ask about each
    #[arg(long, conflicts_with_all = ["accept", "reject"])]
    walk: bool,
    /// Instead, what a later resolution of the series asks again without a time or for the same time
    #[arg(long)]
    superseded: bool,
    /// Why it is rejected
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs the command.
pub fn run(context: &Context, args: &ReconcileArgs) -> Result {
    let writes = args.accept_sure || args.walk || !args.accept.is_empty() || !args.reject.is_empty();
    let store = if writes { context.write(Mode::Existing)? } else { context.read()? };
    let texts = store.loaded(context.day())?;
    let documents = store.documents(context.day())?;
    let decided = store.decided()?;
    let line = Succession::new(&texts);
    let mut open = if args.superseded { asked_again(&line) } else { suggestions(&line, &documents) };
    open.retain(|s| !s.hashes().iter().any(|h| decided.contains_key(h)));
    if let Some(written) = &args.resolution {
        let wanted = store.texts(&symbols(written)?)?;
        if wanted.is_empty() {
            return Err(CliError::failed(format!("no resolution {written} in {}", store.path().display()))
                .hint("`pursuant resolutions` shows what is loaded"));
        }
        open.retain(|s| wanted.iter().any(|w| s.obligation.split(':').next() == Some(w)));
    }
    if !writes {
        return show(context, args, &open);
    }
    let (accepted, rejected) = if args.accept_sure {
        (open.iter().filter(|s| s.certainty == Certainty::Sure).collect(), Vec::new())
    } else if args.walk {
        let answers = walk::walk(context, &texts, &open)?;
        (answers.accepted, answers.rejected)
    } else {
        let accepted = all_called(&open, &args.accept, &decided)?;
        let rejected = all_called(&open, &args.reject, &decided)?;
        if let Some(both) = accepted.iter().find(|a| rejected.iter().any(|r| r.hash() == a.hash())) {
            let id = both.hash().to_string();
            return Err(CliError::usage(format!(
                "{} ({} for {}) is both accepted and rejected",
                id.get(..8).unwrap_or(&id),
                both.document,
                both.obligation
            ))
            .hint("name it once; nothing was written"));
        }
        (accepted, rejected)
    };
    if accepted.is_empty() && rejected.is_empty() {
        return out(b"nothing to record\n");
    }
    record(context, store, &texts, &documents, &Decisions { accepted, rejected, note: args.note.clone() })
}

/// The suggestions that are called so, each once.
fn all_called<'s>(
    open: &'s [Suggested],
    ids: &[String],
    decided: &BTreeMap<EventId, Decided>,
) -> Result<Vec<&'s Suggested>> {
    let mut all: Vec<&Suggested> = Vec::new();
    for id in ids {
        let one = called(open, id, decided)?;
        if !all.iter().any(|s| s.hash() == one.hash()) {
            all.push(one);
        }
    }
    Ok(all)
}

/// The suggestion that is called so.
fn called<'s>(open: &'s [Suggested], id: &str, decided: &BTreeMap<EventId, Decided>) -> Result<&'s Suggested> {
    let digits = id.trim_start_matches("e:").to_ascii_lowercase();
    let found: Vec<&Suggested> = open.iter().filter(|s| s.hash().to_string().starts_with(&digits)).collect();
    match found.as_slice() {
        [one] if digits.len() >= 4 => Ok(one),
        [] if digits.len() >= 4 && decided.keys().any(|h| h.to_string().starts_with(&digits)) => {
            Err(CliError::failed(format!("suggestion {id} was decided already"))
                .hint("`pursuant undo` takes a decision back"))
        }
        [] => Err(CliError::failed(format!("no open suggestion {id}")).hint("`pursuant reconcile` lists them")),
        several => Err(CliError::failed(format!("{id} fits {} suggestions", several.len()))
            .hint("give more digits, at least four")),
    }
}

/// What a document is to the obligation, for people.
fn meaning(relation: Relation) -> &'static str {
    match relation {
        Relation::Answers => "answers it",
        Relation::CameUp => "adopted under the item",
        Relation::Held => "tells that it was held",
        Relation::Extends => "extends it",
        Relation::Ends => "ends it",
        Relation::Supersedes => "asks it again",
    }
}

fn show(context: &Context, args: &ReconcileArgs, open: &[Suggested]) -> Result {
    let people = args.output.chosen()? == Format::Table;
    let columns = vec![
        Column::new("suggestion", "called", 10),
        Column::new("obligation", "obligation", 26),
        Column::new("kind", "kind", 8),
        Column::new("relation", "relation", 9),
        Column::new("document", "document", 22),
        Column::new("certainty", "certainty", 10),
        Column::new("where", "where", 34),
        Column::new("words", "words", 60),
        Column::new("rule", "rule", 20),
    ];
    let lines = open
        .iter()
        .take(args.output.limit.unwrap_or(usize::MAX))
        .map(|s| {
            let hash = s.hash().to_string();
            let shown = if people { hash.get(..8).unwrap_or(&hash).to_owned() } else { hash };
            Line::from(vec![
                Cell::text(shown),
                Cell::text(s.obligation.clone()),
                Cell::text(s.kind.as_str()),
                Cell::term(s.relation.as_str(), meaning(s.relation)),
                // What asks again is no document that answers: it stands in `where`.
                if s.relation == Relation::Supersedes { Cell::empty() } else { Cell::text(s.document.to_string()) },
                Cell::text(s.certainty.as_str()),
                Cell::text(s.place.clone()),
                Cell::text(s.words.clone()),
                Cell::text(s.rule),
            ])
        })
        .collect();
    let mut report = Report::new("What seems to have been done", context.day(), columns).group("", lines);
    let sure = open.iter().filter(|s| s.certainty == Certainty::Sure).count();
    report.summary.push(format!(
        "{}: {sure} sure, {} probable. Nothing is recorded until it is accepted.",
        counted(open.len() as i64, "suggestion", "suggestions"),
        open.len() - sure
    ));
    args.output.write(context, &report)
}
