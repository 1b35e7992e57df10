//! `sessions` and `since`: the calendar, and from when this office answers.

use crate::calendar::SessionRow;
use crate::cli::context::{Context, reply};
use crate::cli::error::{CliError, Result};
use crate::cli::filters;
use crate::cli::output::OutputArgs;
use crate::cli::read;
use crate::model::day::in_words;
use crate::model::event::Payload;
use crate::model::{Basis, Symbol};
use crate::store::{Mode, NewEvent};
use crate::view::phrase::counted;
use crate::view::{Cell, Column, Line, Report, Value};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// List sessions with their dates, or give dates of your own
///
/// A date is announced, computed by a rule of procedure, estimated, or given by a user; every window follows at once.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  pursuant sessions --body HRC
  pursuant sessions set GA:81 2026-09-15 2027-09-13
  pursuant sessions import dates.csv        body,session,part,opens,closes"
)]
pub struct SessionsArgs {
    #[command(subcommand)]
    command: Option<SessionsCommand>,
    /// Only of this body
    #[arg(long, value_name = "BODY")]
    body: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum SessionsCommand {
    /// Give a session dates of your own
    Set {
        /// 81, or BODY:SESSION
        session: String,
        /// First day
        opens: NaiveDate,
        /// Last day
        closes: NaiveDate,
        /// A part of it: main, resumed, 'first resumed', 'second resumed'
        #[arg(long)]
        part: Option<crate::model::SessionPart>,
    },
    /// Read dates from a CSV file: body,session,part,opens,closes
    Import {
        /// The file
        file: PathBuf,
    },
}

/// Runs `sessions`.
pub fn sessions(context: &Context, args: &SessionsArgs) -> Result {
    match &args.command {
        Some(SessionsCommand::Set { session, opens, closes, part }) => {
            let (body, session) = filters::session(session)?;
            if closes < opens {
                return Err(CliError::usage(format!(
                    "the session would close on {closes}, before it opens on {opens}"
                )));
            }
            let payload = Payload::Session { body: body.clone(), session, part: *part, opens: *opens, closes: *closes };
            write(context, vec![payload])
        }
        Some(SessionsCommand::Import { file }) => {
            let bytes = read::bytes(file).map_err(|e| CliError::failed(format!("{}: {e}", file.display())))?;
            write(context, import(&file.display().to_string(), &bytes)?)
        }
        None => show(context, args),
    }
}

fn show(context: &Context, args: &SessionsArgs) -> Result {
    let calendar = match context.read() {
        Ok(store) => store.calendar()?,
        Err(_) if !context.db.exists() => std::borrow::Cow::Borrowed(crate::calendar::Calendar::builtin()),
        Err(e) => return Err(e),
    };
    let wanted = args.body.as_deref().map(crate::calendar::bodies::named);
    let all: Vec<SessionRow> =
        calendar.list().into_iter().filter(|r| wanted.as_ref().is_none_or(|b| r.body == *b)).collect();
    if let (Some(body), true) = (&wanted, all.is_empty()) {
        return Err(CliError::failed(format!("no sessions of {} are known", body.name()))
            .hint("`pursuant sessions set BODY:SESSION OPENS CLOSES` gives one dates"));
    }
    let columns = vec![
        Column::new("body", "body", 24),
        Column::new("session", "session", 8).right(),
        Column::new("part", "part", 10),
        Column::new("opens", "opens", 18),
        Column::new("opens_basis", "basis", 10),
        Column::new("closes", "closes", 18),
        Column::new("closes_basis", "basis", 10),
    ];
    let basis = |b: Basis| Cell::term(b.as_str(), b.as_str());
    let day = |d: NaiveDate| Cell::from(Value::Day { day: d, estimated: false });
    let lines = all
        .iter()
        .map(|r| {
            Line::from(vec![
                Cell::text(r.body.name()),
                Cell::from(Value::Number(i64::from(r.session))),
                Cell::text(r.part.map(|p| p.as_str()).unwrap_or_default()),
                day(r.window.opens),
                basis(r.window.opens_basis),
                day(r.window.closes),
                basis(r.window.closes_basis),
            ])
        })
        .collect();
    let report = Report::new("Sessions", context.day(), columns).group("", lines);
    args.output.write(context, &report)
}

/// Reads `body,session,part,opens,closes`; every line is checked first.
fn import(name: &str, bytes: &[u8]) -> Result<Vec<Payload>> {
    #[derive(serde::Deserialize)]
    struct Record {
        body: String,
        session: u16,
        part: Option<crate::model::SessionPart>,
        opens: NaiveDate,
        closes: NaiveDate,
    }
    let mut payloads = Vec::new();
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(bytes);
    for (i, record) in reader.deserialize::<Record>().enumerate() {
        let wrong = |what: String| {
            CliError::failed(format!("{name}, line {}: {what}", i + 2))
                .hint("the columns are body,session,part,opens,closes; dates look like 2026-09-15; nothing was written")
        };
        let r = record.map_err(|e| wrong(e.to_string()))?;
        if r.closes < r.opens {
            return Err(wrong(format!("it closes on {}, before it opens on {}", r.closes, r.opens)));
        }
        let body = crate::calendar::bodies::named(&r.body);
        payloads.push(Payload::Session { body, session: r.session, part: r.part, opens: r.opens, closes: r.closes });
    }
    if payloads.is_empty() {
        return Err(CliError::failed(format!("{name}: no sessions in it"))
            .hint("the columns are body,session,part,opens,closes"));
    }
    Ok(payloads)
}

fn write(context: &Context, payloads: Vec<Payload>) -> Result {
    let mut store = context.write(Mode::Create)?;
    let mut told = String::new();
    for p in payloads.iter().take(20) {
        if let Payload::Session { body, session, part, opens, closes } = p {
            let part = part.map(|p| format!(", {p} part")).unwrap_or_default();
            told.push_str(&format!("{} {session}{part}: {} to {}\n", body.name(), in_words(*opens), in_words(*closes)));
        }
    }
    let n = payloads.len();
    let events = payloads.into_iter().map(|payload| NewEvent { on: None, subject: None, payload }).collect();
    let ids = store.record(&context.author(), events)?;
    if n > 20 {
        told.push_str(&format!("and {} more\n", n - 20));
    }
    if let Some(id) = ids.first() {
        told.push_str(&format!("  every window follows; recorded as {}\n", id.short()));
    }
    reply(&told)
}

/// Say from which day this office answers for what is loaded
///
/// What was late before is told as *no record*; what ran out from that day on is *outstanding* until somebody logs it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant since 2024-01-01                 for all that is loaded
  pursuant since 2022-09-13 75/276 77/13    for these")]
pub struct SinceArgs {
    /// The day
    date: NaiveDate,
    /// For these symbols; without any, for all that is loaded now
    #[arg(value_name = "SYMBOL")]
    symbols: Vec<String>,
}

/// Runs `since`.
pub fn since(context: &Context, args: &SinceArgs) -> Result {
    if args.date > context.today() {
        return Err(CliError::usage(format!("{} is in the future", args.date))
            .hint("name the day from which this office answers"));
    }
    let mut store = context.write(Mode::Existing)?;
    let mut symbols: Vec<Symbol> = Vec::new();
    if args.symbols.is_empty() {
        symbols = store.resolutions(&[], None)?.iter().filter_map(|t| t.symbol.parse().ok()).collect();
    } else {
        for written in &args.symbols {
            let candidates = Symbol::candidates(written);
            let first = Symbol::parse(written)?;
            match store.texts(&candidates)?.as_slice() {
                [one] => symbols.push(one.parse()?),
                [] => {
                    return Err(CliError::failed(format!("no resolution {first} in {}", store.path().display()))
                        .hint("`pursuant resolutions` shows what is loaded"));
                }
                several => {
                    return Err(CliError::failed(format!("`{written}` fits several texts: {}", several.join(", ")))
                        .hint("write the whole symbol"));
                }
            }
        }
    }
    if symbols.is_empty() {
        return Err(CliError::failed("nothing is loaded").hint("`pursuant load PATH` first"));
    }
    let n = symbols.len();
    let payload = Payload::Since { date: args.date, symbols };
    let ids = store.record(&context.author(), vec![NewEvent { on: None, subject: None, payload }])?;
    let id = ids.first().map(|i| i.short()).unwrap_or_default();
    reply(&format!(
        "from {} this office answers for {}   {id}\n",
        in_words(args.date),
        counted(n as i64, "text", "texts")
    ))
}
