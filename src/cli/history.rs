//! `history` and `undo`: the log, and taking back by a new entry.

use crate::cli::context::{Context, reply};
use crate::cli::error::{CliError, Result};
use crate::cli::output::OutputArgs;
use crate::cli::target;
use crate::model::EventId;
use crate::model::event::Payload;
use crate::store::{Action, HistoryFilter, HistoryRow, Mode, NewEvent, Undoable};
use crate::view::phrase::counted;
use crate::view::{Cell, Column, Line, Place, Report, Value};
use chrono::NaiveDate;
use clap::Args;

/// Show the log: who recorded what about what, when, and since when it holds
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant history
  pursuant history 75/276:8
  pursuant history --author j.doe --since 2026-01-01 --format csv
  pursuant --recorded-by 2026-06-30 history --kind status")]
pub struct HistoryArgs {
    /// Only about this provision, paragraph or resolution
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Only by this name
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Only entries of this kind: status, note, evidence, load, retract, …
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only recorded on this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<NaiveDate>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs `history`.
pub fn history(context: &Context, args: &HistoryArgs) -> Result {
    let store = context.read()?;
    let about = match &args.id {
        Some(id) => {
            let (found, reference) = target::obligations(&store, id)?;
            let text = found.first().and_then(|f| f.name.split_once(':')).map(|(symbol, _)| symbol.to_owned());
            Some((found.iter().map(|f| f.row).collect(), text.filter(|_| reference.place.is_none())))
        }
        None => None,
    };
    if let Some(kind) = &args.kind {
        let mut known: Vec<String> = Payload::KINDS.iter().map(|k| (*k).to_owned()).chain(store.kinds()?).collect();
        known.sort();
        known.dedup();
        if !known.contains(kind) {
            return Err(
                CliError::usage(format!("`{kind}` is no kind of entry")).hint(format!("one of {}", known.join(", ")))
            );
        }
    }
    let filter = HistoryFilter {
        about,
        author: args.author.clone(),
        kind: args.kind.clone(),
        since: args.since,
        by_day: context.as_of,
        recorded_by: context.recorded_by,
    };
    let mut rows = store.history(&filter)?;
    let total = rows.len();
    if let Some(limit) = args.output.limit {
        rows.truncate(limit);
    }
    let columns = vec![
        Column::new("id", "entry", 11),
        Column::new("at", "recorded", 18),
        Column::new("by", "by", 12),
        Column::new("on", "from", 12),
        Column::new("kind", "kind", 8),
        Column::new("about", "about", 24),
        Column::new("status", "status", 14),
        Column::new("note", "note", 30).place(Place::Below),
        Column::new("evidence", "evidence", 20).place(Place::Below),
        Column::new("live", "", 10),
        Column::new("takes_back", "takes back", 11),
        Column::new("taken_back", "taken back", 24).place(Place::Below),
        Column::new("says", "says", 30).place(Place::Below),
    ];
    let people = args.output.chosen()? == crate::view::Format::Table;
    let lines = rows.iter().map(|h| line(h, people)).collect();
    let mut report = Report::new("History", context.day(), columns).group("", lines);
    report.summary.push(format!("{}.", counted(total as i64, "entry", "entries")));
    args.output.write(context, &args.output.pick(report)?)
}

fn line(h: &HistoryRow, people: bool) -> Line {
    let day = |d: NaiveDate| Cell::from(Value::Day { day: d, estimated: false });
    let id = if people { h.id.short() } else { h.id.to_string() };
    let opt = |s: &Option<String>| Cell::text(s.clone().unwrap_or_default());
    Line::from(vec![
        Cell::text(id),
        if people { day(h.recorded) } else { Cell::text(h.at.to_string()) },
        Cell::text(h.by.clone()),
        h.on.map_or_else(Cell::empty, day),
        Cell::text(h.kind.clone()),
        opt(&h.about),
        opt(&h.status),
        opt(&h.note),
        opt(&h.evidence),
        Cell::text(if h.live { "" } else { "taken back" }),
        h.takes_back.map_or_else(Cell::empty, |id| Cell::text(if people { id.short() } else { id.to_string() })),
        opt(&h.taken_back),
        // People read it only of what the other columns don't tell.
        Cell::text(if people && !tells_more(h) { String::new() } else { h.says.clone() }),
    ])
}

/// Whether the line of an entry says what no column of people's table does.
fn tells_more(h: &HistoryRow) -> bool {
    matches!(h.kind.as_str(), "correct" | "retract" | "same" | "adopt" | "since" | "session" | "accept" | "reject")
}

/// Take back the last thing that you recorded, or a certain entry
///
/// What one command wrote is taken back as one, by a new entry; nothing is deleted. Undoing an undo restores.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant undo
  pursuant undo e:3f2a9c01
  pursuant undo e:3f2a9c01 --note \"wrong resolution\"")]
pub struct UndoArgs {
    /// An entry, as the reply to its command named it
    #[arg(value_name = "ENTRY")]
    entry: Option<String>,
    /// Only this entry, not the whole command that wrote it
    #[arg(long, requires = "entry")]
    only: bool,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Runs `undo`.
pub fn undo(context: &Context, args: &UndoArgs) -> Result {
    let mut store = context.write(Mode::Existing)?;
    let author = context.author();
    let (target, whole, says): (EventId, bool, Vec<String>) = match &args.entry {
        Some(written) => {
            let one = target::entry(&store, written)?;
            let action = store.action_of(one)?;
            let gone = |e: &HistoryRow| !e.live && (e.id == one || !args.only);
            if action.events.iter().all(gone) || (args.only && action.events.iter().any(|e| gone(e) && e.id == one)) {
                return Err(CliError::failed(format!("{written} is taken back already"))
                    .hint("`pursuant history` shows by which entry; undoing that one restores it"));
            }
            if args.only || action.events.len() == 1 {
                (one, false, action.says_of(one))
            } else {
                (action.first, true, action.says())
            }
        }
        None => match store.last_action(&author.by)? {
            Undoable::Nothing => {
                return Err(CliError::failed(format!("{} has recorded nothing that could be taken back", author.by))
                    .hint("`pursuant history` lists the entries; `pursuant undo ENTRY` takes back a certain one"));
            }
            Undoable::OneOf(all) => {
                let gist = |a: &Action| {
                    let says = a.says();
                    let more = if says.len() > 3 { format!("; and {} more", says.len() - 3) } else { String::new() };
                    format!("{}  {}{more}", a.first.short(), says.get(..3).unwrap_or(&says).join("; "))
                };
                let list: Vec<String> = all.iter().map(gist).collect();
                return Err(CliError::failed(format!(
                    "the last two things that {} recorded were not recorded one after the other:\n  {}",
                    author.by,
                    list.join("\n  ")
                ))
                .hint("say which: pursuant undo ENTRY"));
            }
            Undoable::Action(action) => {
                // The last thing may be the loading of everything that others have worked on since.
                let loads = action.events.iter().filter(|e| e.kind == "load").count();
                if loads > 0 {
                    let others = store.recorded_on_loads(&action)?;
                    if others > 0 {
                        return Err(CliError::failed(format!(
                            "the last thing that {} recorded is the loading of {}, about which there {} {}; nothing was taken back",
                            author.by,
                            counted(loads as i64, "text", "texts"),
                            if others == 1 { "is" } else { "are" },
                            counted(others, "entry", "entries")
                        ))
                        .hint(format!("`pursuant undo {}` takes the loading back nevertheless", action.first.short())));
                    }
                }
                (action.first, true, action.says())
            }
        },
    };
    let payload = Payload::Retract { target, whole, reason: args.note.clone() };
    let ids = store.record(&author, vec![NewEvent { on: None, subject: None, payload }])?;
    let mut text = String::from("taken back:\n");
    for line in says.iter().take(12) {
        text.push_str(&format!("  {line}\n"));
    }
    if says.len() > 12 {
        text.push_str(&format!("  and {} more\n", says.len() - 12));
    }
    for (what, other) in store.still_retracted(target)? {
        text.push_str(&format!("  {} stays taken back by {}\n", what.short(), other.short()));
    }
    if let Some(id) = ids.first() {
        text.push_str(&format!("  recorded as {}; `pursuant undo {}` restores it\n", id.short(), id.short()));
    }
    reply(&text)
}
