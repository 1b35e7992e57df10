//! `reconcile`: what the loaded texts and lists of documents show to have been done; nothing is set without being asked for.

use crate::cli::context::{Context, out, reply, say};
use crate::cli::error::{CliError, Result};
use crate::cli::output::OutputArgs;
use crate::follow::{Certainty, Documents, Line as Succession, Loaded, Suggested, suggestions};
use crate::model::event::{Payload, Subject, Suggestion, Turn};
use crate::model::{EventId, Status, TurnName};
use crate::store::{Decided, Mode, NewEvent, Store, TurnOn};
use crate::view::phrase::counted;
use crate::view::{Cell, Column, Format, Line, Report};
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};

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
  pursuant reconcile --walk                 one after the other, on a terminal")]
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
    let mut open = suggestions(&Succession::new(&texts), &documents);
    open.retain(|s| !s.hashes().iter().any(|h| decided.contains_key(h)));
    if let Some(written) = &args.resolution {
        let wanted = store.texts(&crate::model::Symbol::candidates(written))?;
        open.retain(|s| wanted.iter().any(|w| s.obligation.split(':').next() == Some(w)));
    }
    if !writes {
        return show(context, args, &open);
    }
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    if args.accept_sure {
        accepted = open.iter().filter(|s| s.certainty == Certainty::Sure).collect();
    } else if args.walk {
        (accepted, rejected) = walk(&open)?;
    } else {
        for id in &args.accept {
            accepted.push(called(&open, id, &decided)?);
        }
        for id in &args.reject {
            rejected.push(called(&open, id, &decided)?);
        }
    }
    if accepted.is_empty() && rejected.is_empty() {
        return out(b"nothing to record\n");
    }
    record(context, store, &texts, &documents, &accepted, &rejected, args.note.clone())
}

fn record(
    context: &Context,
    mut store: Store,
    texts: &[Loaded],
    documents: &Documents,
    accepted: &[&Suggested],
    rejected: &[&Suggested],
    note: Option<String>,
) -> Result {
    let days: BTreeMap<&str, NaiveDate> =
        texts.iter().filter_map(|t| Some((t.symbol().as_str(), t.resolution.adopted?))).collect();
    let mut events = Vec::new();
    let mut statuses: std::collections::BTreeSet<(String, Option<TurnName>)> = std::collections::BTreeSet::new();
    for s in accepted {
        // Issued on the day of the list, else known at the latest by the text that notes it.
        let on =
            documents.get(&s.document).and_then(|d| d.published).or_else(|| days.get(s.shown_by.as_str()).copied());
        let on = on.unwrap_or_else(|| context.today()).min(context.today());
        let Some(row) = store.row_of(&s.obligation)? else { continue };
        let turn = turn(&store, row, s, on)?;
        let whole = subject(&store, row, None)?;
        events.push(NewEvent {
            on: None,
            subject: Some(whole),
            payload: Payload::Accept { suggestion: suggestion(s) },
        });
        let about = subject(&store, row, Some(&turn))?;
        let new = |payload| NewEvent { on: Some(on), subject: Some(about.clone()), payload };
        if s.relation != "extends" && statuses.insert((s.obligation.clone(), turn.name.clone())) {
            let status = Status::Implemented;
            events.push(new(Payload::Status { status, closes: status.closes(), reason: None, actor: None }));
        }
        let what = s.document.to_string();
        events.push(new(Payload::Evidence { what, found: Some(s.place.clone()), actor: None }));
    }
    for s in rejected {
        let Some(row) = store.row_of(&s.obligation)? else { continue };
        let whole = subject(&store, row, None)?;
        let payload = Payload::Reject { suggestion: suggestion(s), reason: note.clone() };
        events.push(NewEvent { on: None, subject: Some(whole), payload });
    }
    let n = events.len();
    let ids = store.record(&context.author(), events)?;
    let first = ids.first().map(|i| i.short()).unwrap_or_default();
    reply(&format!(
        "accepted {}, rejected {}\n  recorded as {first} ({}, undone as one)\n",
        accepted.len(),
        rejected.len(),
        counted(n as i64, "entry", "entries")
    ))
}

/// The turn that a document answers: the one whose session it names, else the one whose window holds the day, else the only one.
fn turn(store: &Store, row: i64, s: &Suggested, on: NaiveDate) -> Result<TurnOn> {
    let turns = store.turns_on(row, on)?;
    let sessions = crate::follow::documents::sessions(&s.document);
    let named = turns.iter().find(|t| matches!(t.name, Some(TurnName::Number(n)) if sessions.contains(&n)));
    let within = turns.iter().find(|t| t.opens.is_none_or(|o| o <= on) && t.closes.is_none_or(|c| on <= c));
    Ok(named.or(within).or(turns.last()).cloned().unwrap_or(TurnOn {
        name: None,
        opens: None,
        closes: None,
        closed: false,
    }))
}

fn subject(store: &Store, row: i64, turn: Option<&TurnOn>) -> Result<Subject> {
    let it = turn.map(|t| Turn { name: t.name.clone(), opens: t.opens, closes: t.closes });
    let none = it.is_none();
    let mut subject = store.subject(row, it.unwrap_or(Turn { name: None, opens: None, closes: None }))?;
    if none {
        subject.turn = None;
    }
    Ok(subject)
}

fn suggestion(s: &Suggested) -> Suggestion {
    Suggestion { hash: s.hash(), relation: s.relation.to_owned(), document: s.document.to_string() }
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

/// Asks about each on a terminal.
fn walk(open: &[Suggested]) -> Result<(Vec<&Suggested>, Vec<&Suggested>)> {
    if !std::io::stdin().is_terminal() {
        return Err(CliError::usage("--walk asks, and there is no terminal to ask on")
            .hint("--accept ID, --accept-sure or --reject ID; nothing was written"));
    }
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    for s in open {
        say(&format!(
            "{} ({}): {} {}\n  {}\n  {}",
            s.obligation,
            s.certainty,
            s.relation,
            s.document,
            s.place,
            crate::view::clean::line(&s.words)
        ));
        say("  accept, reject, skip, quit? [a/r/S/q]");
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        match answer.trim() {
            "a" => accepted.push(s),
            "r" => rejected.push(s),
            "q" => break,
            _ => {}
        }
    }
    Ok((accepted, rejected))
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
                Cell::text(s.relation),
                Cell::text(s.document.to_string()),
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
