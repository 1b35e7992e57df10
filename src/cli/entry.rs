//! Writing entries: the checks, the reply and the summary that all commands of the log share.

use crate::cli::context::{Context, reply};
use crate::cli::error::{CliError, Result};
use crate::cli::target::Target;
use crate::model::day::in_words;
use crate::model::event::{Payload, Subject};
use crate::model::{EventId, Evidence, Row, Status, Timing};
use crate::store::{Filter, NewEvent, Query, Store};
use crate::view::phrase;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The day from which an entry holds: `--on`, else today; not before it happens.
pub fn day(context: &Context, on: Option<NaiveDate>) -> Result<NaiveDate> {
    let today = context.today();
    match on {
        Some(on) if on > today => Err(CliError::usage(format!("--on {on} is in the future"))
            .hint("an entry says what has happened; `pursuant schedule ID DATE` records a plan")),
        Some(on) => Ok(on),
        None => Ok(today),
    }
}

/// Refuses words that are none.
pub fn said<'a>(words: impl IntoIterator<Item = &'a str>, what: &str) -> Result {
    if words.into_iter().any(|w| w.trim().is_empty()) {
        return Err(CliError::usage(format!("{what} is empty")).hint("give words, or leave it out"));
    }
    Ok(())
}

/// What a status needs before it can be written.
pub fn check_status(status: Status, evidence: &[String], note: Option<&str>, target: &Target) -> Result {
    if !status.can_be_set() {
        return Err(CliError::usage(format!("`{status}` is set by no one")).hint(format!(
            "one of {}",
            Status::ALL.iter().filter(|s| s.can_be_set()).map(|s| s.as_str()).collect::<Vec<_>>().join(", ")
        )));
    }
    said(evidence.iter().map(String::as_str), "--evidence")?;
    let has_note = note.is_some_and(|n| !n.trim().is_empty());
    if status.needs_reason() && !has_note {
        return Err(CliError::usage(format!("`{status}` needs a reason")).hint("say why with --note \"…\""));
    }
    if status.needs_decision() && !evidence.iter().any(|e| matches!(Evidence::parse(e), Evidence::Document(_))) {
        return Err(CliError::usage(format!("`{status}` needs the symbol of the decision"))
            .hint("name it with --evidence, for example --evidence 'decision 77/565'"));
    }
    if status == Status::Implemented && evidence.is_empty() && !has_note {
        return Err(CliError::usage("`implemented` needs evidence, or a reason why there is none")
            .hint("--evidence A/77/277 (a symbol, a meeting, a letter, an address, words), or --note \"…\""));
    }
    if status == Status::Continuing && target.turn.closes.is_some() {
        return Err(CliError::usage(format!("`continuing` is for what has no window; {} has one", target.found.name))
            .hint("use in-progress or partly-implemented until it is done, then implemented"));
    }
    Ok(())
}

/// The row of a target on a day, as lists show it.
pub fn row(store: &Store, target: &Target, day: NaiveDate) -> Result<Option<Row>> {
    let query = Query {
        filter: Filter { ids: Some(vec![target.found.row]), ..Filter::default() },
        all_turns: true,
        ..Query::default()
    };
    let rows = store.rows(&query, day)?;
    Ok(rows.into_iter().find(|r| r.occurrence == target.turn.name))
}

/// Writes the events of one command and replies: a line an obligation, what it was, what it is now.
pub fn write(context: &Context, store: &mut Store, targets: &[Target], events: Vec<NewEvent>) -> Result {
    let today = context.today();
    // Of a few it is told what changed.
    let few = if targets.len() > 5 { &[] } else { targets };
    let before: Vec<Option<Row>> = few.iter().map(|t| row(store, t, today)).collect::<Result<_>>()?;
    // What is written can make rows anew, where logs go from clause to clause: a provision is known again by its key.
    let subjects: Vec<Subject> = few.iter().map(|t| t.subject(store)).collect::<Result<_>>()?;
    let what: Vec<(NewEvent, String)> = events.iter().map(|e| (e.clone(), say(e))).collect();
    let ids = store.record(&context.author(), events)?;
    let mut told = String::new();
    let first: Option<&EventId> = ids.first();
    if few.len() < targets.len() {
        let mut by: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, line) in &what {
            *by.entry(line).or_default() += 1;
        }
        for (line, n) in by {
            told.push_str(&format!("{} × {line}\n", phrase::number(n as i64)));
        }
    } else {
        for ((target, before), subject) in few.iter().zip(&before).zip(&subjects) {
            let mut now = target.clone();
            now.found.row = store.row_of_key(&subject.clause.key)?.unwrap_or(target.found.row);
            let after = row(store, &now, today)?;
            told.push_str(&line(target, &what, before.as_ref(), after.as_ref(), subject));
        }
    }
    if let Some(id) = first {
        let n = ids.len();
        told.push_str(&format!(
            "  recorded as {}{}",
            id.short(),
            if n > 1 { format!(" ({n} entries, undone as one)") } else { String::new() }
        ));
        told.push('\n');
    }
    if context.hints() {
        told.push_str("  `pursuant undo` takes it back\n");
    }
    reply(&told)
}

/// `implemented from 15 August 2022: resolution 75/276, para. 8 (report, 77th session)`, and what changed.
fn line(
    target: &Target,
    what: &[(NewEvent, String)],
    before: Option<&Row>,
    after: Option<&Row>,
    subject: &Subject,
) -> String {
    let about =
        |e: &NewEvent| e.subject.as_ref().is_some_and(|s| s.clause.key == subject.clause.key && s.turn == subject.turn);
    let said: Vec<&str> = what.iter().filter(|(e, _)| about(e)).map(|(_, s)| s.as_str()).collect();
    let turn = target.turn.name.as_ref().map(|n| format!(" @{n}")).unwrap_or_default();
    let cite = after.or(before).map_or_else(|| target.found.name.clone(), |r| format!("{}{turn} ({})", r.cite, r.kind));
    let mut text =
        format!("{}: {cite}\n  {} …\n", said.join("; "), crate::cli::target::first_words(&target.found.words));
    if let (Some(before), Some(after)) = (before, after) {
        if before.timing != after.timing || before.status != after.status {
            text.push_str(&format!("  was {}, now {}\n", state(before), state(after)));
        } else if let (Some(was), Some(now)) = (before.status_on, after.status_on)
            && was != now
        {
            text.push_str(&format!("  {}; was from {}, now from {}\n", state(after), in_words(was), in_words(now)));
        } else if what.iter().any(|(e, _)| about(e) && matches!(e.payload, Payload::Status { actor: None, .. })) {
            text.push_str(&format!("  this does not change today's state: {}\n", state(after)));
        }
    }
    text
}

/// Status and timing in words.
fn state(row: &Row) -> String {
    let status = row.status.as_str().replace('-', " ");
    match (row.timing, row.days_overdue) {
        (Timing::Overdue, Some(days)) => format!(
            "{status}, {} late{}",
            phrase::days(days),
            match row.record {
                Some(crate::model::Record::NoRecord) => " without a record",
                _ => "",
            }
        ),
        (Timing::Closed, _) => format!("{status}, closed"),
        (timing, _) => format!("{status}, {}", timing.as_str().replace('-', " ")),
    }
}

/// What an event says, in words.
pub fn say(e: &NewEvent) -> String {
    let from = e.on.map_or(String::new(), |d| format!(" from {}", in_words(d)));
    match &e.payload {
        Payload::Status { status, actor: None, .. } => format!("{}{from}", status.as_str().replace('-', " ")),
        Payload::Status { status, actor: Some(actor), .. } => {
            format!("{} for {actor}{from}; the overall status stays", status.as_str().replace('-', " "))
        }
        Payload::Evidence { what, .. } => format!("evidence {what}"),
        Payload::Note { text } => format!("note: {text}"),
        Payload::Assign { lead, contributing } => {
            let lead = lead.as_ref().map(|l| format!("lead {l}"));
            let others = (!contributing.is_empty()).then(|| format!("contributing {}", contributing.join(", ")));
            format!("assigned: {}", [lead, others].into_iter().flatten().collect::<Vec<_>>().join("; "))
        }
        Payload::Schedule { date: Some(date) } => format!("planned for {}", in_words(*date)),
        Payload::Schedule { date: None } => "no longer planned".to_owned(),
        Payload::Defer { to, .. } => format!("deferred{from} to {}", phrase::due(to, crate::model::Relation::At, None)),
        other => other.kind().to_owned(),
    }
}
