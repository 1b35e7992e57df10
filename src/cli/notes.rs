//! `note`, `evidence`, `assign`, `defer`, `schedule`: the same writer as `log`, under their own names.

use crate::cli::context::{Context, say};
use crate::cli::entry;
use crate::cli::error::{CliError, Result};
use crate::cli::filters::{self, FilterArgs};
use crate::cli::log::targets;
use crate::model::day::in_words;
use crate::model::event::Payload;
use crate::model::id::Reference;
use crate::model::{Due, Evidence, Symbol};
use crate::store::{Mode, NewEvent};
use chrono::NaiveDate;
use clap::Args;

/// Add words to a provision
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pursuant note 75/276:8 \"focal point: UNODA\"")]
pub struct NoteArgs {
    /// Ids, then the words
    #[arg(value_name = "ID… TEXT", required = true, num_args = 2..)]
    words: Vec<String>,
    /// The day of the note (today)
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
}

/// Add evidence to a provision without changing its status
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pursuant evidence 75/276:8 A/77/277-S/2022/606 --found \"77/13, footnote 1\"")]
pub struct EvidenceArgs {
    /// Ids, then a symbol, a meeting, a letter, an address or words
    #[arg(value_name = "ID… WHAT", required = true, num_args = 2..)]
    words: Vec<String>,
    /// Where that was found
    #[arg(long, value_name = "WHERE")]
    found: Option<String>,
    /// Of this addressee's own status
    #[arg(long = "for", value_name = "ACTOR")]
    actor: Option<String>,
    /// The day on which it became so (today)
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
}

/// Say which office works on a provision
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pursuant assign 75/276:8 --lead DPPA --contributing OCHA,UNODA")]
pub struct AssignArgs {
    /// Ids
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// The office that leads
    #[arg(long, value_name = "OFFICE")]
    lead: Option<String>,
    /// Offices that contribute
    #[arg(long, value_name = "OFFICE", value_delimiter = ',')]
    contributing: Vec<String>,
    /// From this day (today)
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
    /// Do not ask before a filter's provisions are assigned
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

/// Record a decision that moves the time of a provision
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant defer 75/276:8 --to session:78 --evidence 'decision 77/565'
  pursuant defer 77/108:4 --to 2025-06-30 --note \"by silence procedure\"")]
pub struct DeferArgs {
    /// Ids
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// To when: session:78, BODY:SESSION, or a date
    #[arg(long, value_name = "WHEN")]
    to: String,
    /// The decision
    #[arg(long, value_name = "WHAT")]
    evidence: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// From this day (today)
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
}

/// Record when something is planned; lateness still counts against the text
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pursuant schedule 75/276:8 2022-07-15\n  pursuant schedule 75/276:8 none")]
pub struct ScheduleArgs {
    /// Ids, then the planned day, or none
    #[arg(value_name = "ID… DATE", required = true, num_args = 2..)]
    words: Vec<String>,
    /// From this day (today)
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
}

fn write(
    context: &Context,
    ids: &[String],
    filters: &FilterArgs,
    on: Option<NaiveDate>,
    yes: bool,
    payload: &dyn Fn() -> Payload,
) -> Result {
    let mut store = context.write(Mode::Existing)?;
    let on = entry::day(context, on)?;
    let targets = targets(context, &store, ids, filters, on, "this", yes)?;
    let mut events = Vec::new();
    for target in &targets {
        events.push(NewEvent { on: Some(on), subject: Some(target.subject(&store)?), payload: payload() });
    }
    entry::write(context, &mut store, &targets, events)
}

/// Splits `ID… LAST`.
fn last<'a>(words: &'a [String], what: &str) -> Result<(&'a String, &'a [String])> {
    words
        .split_last()
        .filter(|(_, ids)| !ids.is_empty())
        .ok_or_else(|| CliError::usage(format!("an id and {what} are needed")))
}

/// Runs `note`.
pub fn note(context: &Context, args: &NoteArgs) -> Result {
    let (text, ids) = last(&args.words, "the words")?;
    entry::said([text.as_str()], "the note")?;
    write(context, ids, &FilterArgs::default(), args.on, true, &|| Payload::Note { text: text.clone() })
}

/// Runs `evidence`.
pub fn evidence(context: &Context, args: &EvidenceArgs) -> Result {
    let (what, ids) = last(&args.words, "what shows it")?;
    entry::said([what.as_str()], "the evidence")?;
    let what = Evidence::parse(what).to_string();
    write(context, ids, &FilterArgs::default(), args.on, true, &|| Payload::Evidence {
        what: what.clone(),
        found: args.found.clone(),
        actor: args.actor.clone(),
    })
}

/// Runs `assign`.
pub fn assign(context: &Context, args: &AssignArgs) -> Result {
    if args.lead.is_none() && args.contributing.is_empty() {
        return Err(CliError::usage("nobody is named").hint("--lead OFFICE, --contributing OFFICE,OFFICE"));
    }
    entry::said(args.lead.iter().chain(&args.contributing).map(String::as_str), "the office")?;
    write(context, &args.ids, &args.filters, args.on, args.yes, &|| Payload::Assign {
        lead: args.lead.clone(),
        contributing: args.contributing.clone(),
    })
}

/// Runs `defer`.
pub fn defer(context: &Context, args: &DeferArgs) -> Result {
    let to = match args.to.parse::<NaiveDate>() {
        Ok(date) => Due::Date(date),
        Err(_) => {
            let (body, session) = filters::session(&args.to)?;
            Due::Session { session, body, part: None }
        }
    };
    if args.evidence.is_empty() && args.note.is_none() {
        return Err(CliError::usage("a deferral needs the decision, or a reason")
            .hint("--evidence 'decision 77/565', or --note \"…\""));
    }
    write(context, &args.ids, &FilterArgs::default(), args.on, true, &|| Payload::Defer {
        to: to.clone(),
        evidence: args.evidence.clone(),
        reason: args.note.clone(),
    })
}

/// Runs `schedule`.
pub fn schedule(context: &Context, args: &ScheduleArgs) -> Result {
    let (date, ids) = last(&args.words, "the planned day")?;
    let date = match date.as_str() {
        "none" => None,
        day => Some(day.parse::<NaiveDate>().map_err(|_| {
            CliError::usage(format!("`{day}` is no date"))
                .hint("a date looks like 2026-11-24; `none` takes the plan back")
        })?),
    };
    write(context, ids, &FilterArgs::default(), args.on, true, &|| Payload::Schedule { date })?;
    match date {
        Some(date) => early(context, ids, date),
        None => Ok(()),
    }
}

/// Says of a planned day that lies before the adoption that it does.
fn early(context: &Context, ids: &[String], date: NaiveDate) -> Result {
    let store = context.read()?;
    let mut symbols = Vec::new();
    for id in ids {
        symbols.extend(store.texts(&id.parse::<Reference>()?.symbols)?);
    }
    let symbols = symbols.iter().map(|s| s.parse()).collect::<std::result::Result<Vec<Symbol>, _>>()?;
    if symbols.is_empty() {
        return Ok(());
    }
    for text in store.resolutions(&symbols, None)? {
        if let Some(adopted) = text.adopted.filter(|adopted| date < *adopted) {
            say(&format!(
                "to check  {} lies before the adoption of {} on {}; `pursuant undo` takes it back",
                in_words(date),
                text.symbol,
                in_words(adopted)
            ));
        }
    }
    Ok(())
}
