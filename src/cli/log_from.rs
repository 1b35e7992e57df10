//! `log --from`: a whole office's update from a spreadsheet; every line is checked first, all or nothing.
//!
//! Columns by name, in any order: `id` (full), `status`, `on`, `note`, `evidence` (several joined by `; `), `for`.
//! A table exported by this program is taken as it is: what nobody changed in it makes no entry, whatever was recorded since;
//! where both changed the status, it is shown and asked about; and a row whose first words don't fit its id is refused.

use crate::cli::context::{Context, out, say};
use crate::cli::entry;
use crate::cli::error::{CliError, Result};
use crate::cli::log::{confirmed, status_events};
use crate::cli::read;
use crate::cli::target::{self, Target};
use crate::cli::updates::{self, Update};
use crate::model::day::in_words;
use crate::model::event::Payload;
use crate::model::{Evidence, Row, Status, TurnName};
use crate::store::{HistoryRow, Mode, NewEvent, Store};
use crate::view::phrase::{self, counted};
use crate::view::{clean, wrap};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::Path;

/// What comes of one line.
enum Outcome {
    /// It changes nothing.
    Same,
    /// These entries.
    Events(Target, Vec<NewEvent>),
    /// These entries, though somebody else recorded another status since the table was handed out: what is to be asked.
    Conflict(String, Target, Vec<NewEvent>),
}

/// What is done where the file and the database disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// Asked about, line by line; without a terminal nothing is written.
    Ask,
    /// The file is recorded over what was recorded in between.
    File,
    /// What was recorded stays, and the line is left out.
    Keep,
}

/// Runs `log --from FILE`.
pub fn run(context: &Context, file: &Path, dry_run: bool, over: Disagreement) -> Result {
    let name = file.display().to_string();
    let bytes = read::bytes(file).map_err(|e| CliError::failed(format!("{name}: {e}")))?;
    let (lines, unread) = updates::parse(&name, &bytes)?;
    if !unread.is_empty() {
        say(&format!(
            "not read   {name}: {} {}",
            if unread.len() == 1 { "column" } else { "columns" },
            unread.join(", ")
        ));
    }
    let mut store = context.write(Mode::Existing)?;
    let mut targets: Vec<Target> = Vec::new();
    let mut events: Vec<NewEvent> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    let mut conflicts: Vec<(String, Target, Vec<NewEvent>)> = Vec::new();
    let mut same = 0_usize;
    // What the lines above say of the same provision: a file can tell its whole history.
    let mut earlier: BTreeMap<String, Status> = BTreeMap::new();
    // What a line says of one provision, addressee and day, the others may not deny.
    let mut said_by: BTreeMap<(&str, &str, &str), (usize, Status)> = BTreeMap::new();
    let mut remarks: Vec<String> = Vec::new();
    store.at_once(|| {
        for u in &lines {
            if let Ok(status) = status(&u.status) {
                let on = if u.on.is_empty() { u.since.as_deref().unwrap_or_default() } else { &u.on };
                let (line, other) = *said_by.entry((&u.id, &u.actor, on)).or_insert((u.line, status));
                if other != status {
                    wrong.push(format!(
                        "{name}, line {}: {} is {}, which contradicts line {line}: {}",
                        u.line,
                        u.id,
                        phrase::status(status),
                        phrase::status(other)
                    ));
                    continue;
                }
            }
            let said = check(context, &store, u, earlier.get(&u.id).copied(), &mut remarks);
            if let (Ok(Outcome::Events(..) | Outcome::Conflict(..)), Ok(status)) = (&said, status(&u.status)) {
                earlier.insert(u.id.clone(), status);
            }
            match said {
                Ok(Outcome::Same) => same += 1,
                Ok(Outcome::Events(target, new)) => {
                    targets.push(target);
                    events.extend(new);
                }
                Ok(Outcome::Conflict(said, target, new)) => {
                    conflicts.push((format!("{name}, line {}: {said}", u.line), target, new));
                }
                Err(e) => wrong.push(format!(
                    "{name}, line {}: {}{}",
                    u.line,
                    e.message,
                    e.hint.map(|h| format!(" ({h})")).unwrap_or_default()
                )),
            }
        }
    })?;
    if !remarks.is_empty() {
        let said: Vec<String> = remarks.iter().map(|r| format!("not read   {name}, {r}")).collect();
        say(&clean::lines(&format!(
            "{}\n           `pursuant undo ENTRY` takes back what is recorded",
            first_of(&said)
        )));
    }
    if !wrong.is_empty() {
        return Err(CliError::failed(first_of(&wrong)).hint("nothing was written; mend these lines and run it again"));
    }
    let asks = over == Disagreement::Ask && !dry_run;
    if asks && !conflicts.is_empty() && !std::io::stdin().is_terminal() {
        let said: Vec<String> = conflicts.into_iter().map(|(said, _, _)| said).collect();
        return Err(CliError::failed(said.join("\n")).hint(
            "nothing was written; `--keep` leaves these lines out, `--yes` records what the file says over what is recorded; \
             or set the status of a line to what is to hold",
        ));
    }
    let mut asked = 0;
    let mut left_out = 0;
    for (said, target, new) in conflicts {
        say(&clean::lines(&said));
        if over != Disagreement::Keep && (!asks || confirmed("Record what the file says?")?) {
            asked += 1;
            targets.push(target);
            events.extend(new);
        } else {
            left_out += 1;
        }
    }
    let mut unchanged = String::new();
    if same > 0 {
        unchanged.push_str(&format!("{} without a change\n", counted(same as i64, "line", "lines")));
    }
    if left_out > 0 {
        unchanged.push_str(&format!("{} left out\n", counted(left_out, "line", "lines")));
    }
    if events.is_empty() {
        return out(format!("{unchanged}nothing to write\n").as_bytes());
    }
    if dry_run {
        let over = if asked > 0 {
            format!(", {} over what was recorded since the table was handed out", phrase::number(asked as i64))
        } else {
            String::new()
        };
        let text = format!(
            "{unchanged}would write {} for {}{over}; nothing was written\n",
            counted(events.len() as i64, "entry", "entries"),
            counted(targets.len() as i64, "line", "lines")
        );
        return out(text.as_bytes());
    }
    out(unchanged.as_bytes())?;
    entry::write(context, &mut store, &targets, events)
}

/// The first lines of many.
fn first_of(lines: &[String]) -> String {
    let shown: Vec<&str> = lines.iter().take(20).map(String::as_str).collect();
    let more = if lines.len() > 20 { format!("\nand {} more", lines.len() - 20) } else { String::new() };
    format!("{}{more}", shown.join("\n"))
}

/// One line to its events.
fn check(
    context: &Context,
    store: &Store,
    u: &Update,
    earlier: Option<Status>,
    remarks: &mut Vec<String>,
) -> Result<Outcome> {
    let day = |s: &str| -> Result<NaiveDate> {
        s.parse().map_err(|_| CliError::usage(format!("`{s}` is no date like 2026-11-24")))
    };
    let written = (!u.on.is_empty()).then(|| day(&u.on)).transpose()?;
    let on = entry::day(context, written)?;
    if !u.id.contains(':') || !u.id.contains('-') {
        return Err(CliError::usage(format!("`{}` is no full id like A/RES/75/276:8-requests", u.id)));
    }
    let target = target::target(store, &u.id, on)?;
    let exported = u.since.is_some() || u.entry.is_some();
    if exported && u.emptied.contains(&"words") && !(u.status.is_empty() && u.note.is_empty() && u.evidence.is_empty())
    {
        return Err(CliError::failed(format!("the cell with the first words of {} is empty", target.found.name))
            .hint("they show that the row is that of its id: put them back, or leave the whole column out"));
    }
    if !u.words.is_empty() && !words_fit(&u.words, &target.found.words) {
        return Err(CliError::failed(format!(
            "its words do not fit {}: `{}`",
            target.found.name,
            target::first_words(&u.words)
        )));
    }
    let said = if u.status.is_empty() { None } else { Some(status(&u.status)?) };
    let now = entry::row(store, &target, context.today())?;
    let log = if u.since.is_some() || u.entry.is_some() || written.is_some() {
        store.entries_of(target.found.row)?
    } else {
        Vec::new()
    };
    // What the database says already is no change; nor is what an exported table holds only because it held it then.
    let has = |own: &str| now.as_ref().is_some_and(|r| r.evidence.iter().any(|e| same_words(e, own)));
    // A workbook heads both evidence and the provision's own name with *reference*.
    let cited = |own: &str| now.as_ref().is_some_and(|r| same_words(&r.cite, own));
    let had = |own: &str| log.iter().any(|h| h.evidence.as_deref().is_some_and(|e| same_words(e, own)));
    let evidence: Vec<String> = u
        .evidence
        .iter()
        .filter(|e| !cited(e) && !has(e) && !has(&Evidence::parse(e).to_string()) && !had(e))
        .cloned()
        .collect();
    let noted = now.as_ref().and_then(|r| r.note.as_deref()).is_some_and(|n| same_words(n, &u.note))
        || log.iter().any(|h| h.note.as_deref().is_some_and(|n| same_words(n, &u.note)));
    let note = (!u.note.is_empty() && !noted).then(|| u.note.clone());
    let actor = (!u.actor.is_empty()).then(|| u.actor.clone());
    let subject = target.subject(store)?;
    let edit = Edit::of(u, &log, subject.turn.as_ref().and_then(|t| t.name.as_ref()));
    if said == Some(Status::NoEntry)
        && let Some(row) =
            now.as_ref().filter(|r| r.status.can_be_set() && earlier.is_none() && edit.changed(Status::NoEntry))
    {
        let entry = row.status_entry.as_deref().unwrap_or("ENTRY");
        return Err(CliError::failed(format!(
            "{}: nobody records `no entry`, and {} is recorded",
            target.found.name,
            phrase::status(row.status)
        ))
        .hint(format!("`pursuant undo {entry}` takes it back")));
    }
    if let Some(row) = now.as_ref().filter(|r| edit.entry == r.status_entry.as_deref() && edit.entry.is_some()) {
        for (cell, recorded) in [("status", Some(phrase::status(row.status))), ("remarks", row.note.as_deref())] {
            if let Some(recorded) = recorded.filter(|_| u.emptied.contains(&cell)) {
                let recorded = wrap::gist(recorded, 60);
                remarks.push(format!("line {}: its {cell} cell is empty; what is recorded stays: {recorded}", u.line));
            }
        }
    }
    let changed = said.filter(|s| {
        let standing = earlier.or(now.as_ref().map(|r| r.status));
        // The same status from another day, which no entry says yet.
        let dated = standing == Some(*s) && written.is_some_and(|day| !edit.has(*s, day));
        s.can_be_set()
            && (earlier.is_some() || dated || edit.changed(*s))
            && (actor.is_some() || dated || standing != Some(*s))
    });
    let Some(status) = changed else {
        let new = |payload| NewEvent { on: Some(on), subject: Some(subject.clone()), payload };
        let mut events: Vec<NewEvent> = evidence
            .into_iter()
            .map(|what| new(Payload::Evidence { what, found: None, actor: actor.clone() }))
            .collect();
        events.extend(note.map(|text| new(Payload::Note { text })));
        return Ok(if events.is_empty() { Outcome::Same } else { Outcome::Events(target, events) });
    };
    // The day on which the old status began is not the day of the new one, unless a colleague changed it.
    let on = match (written, &u.since) {
        (None, Some(since)) if !since.is_empty() && !edit.keeps(since) => entry::day(context, Some(day(since)?))?,
        _ => on,
    };
    entry::check_status(status, &u.evidence, (!u.note.is_empty()).then_some(u.note.as_str()), &target)?;
    let reason = note.or_else(|| (status.needs_reason() && !u.note.is_empty()).then(|| u.note.clone()));
    let events = status_events(&subject, status, &evidence, reason, actor.clone(), on);
    Ok(match now.filter(|r| earlier.is_none() && actor.is_none() && edit.overtaken(r)) {
        None => Outcome::Events(target, events),
        Some(row) => Outcome::Conflict(conflict(&row, status, &edit), target, events),
    })
}

/// What a table said of the status when it was handed out.
struct Edit<'a> {
    /// The entry that had set it: `None` where the table does not tell, empty where there was none.
    entry: Option<&'a str>,
    /// Since when the status held: `None` where the table does not tell.
    since: Option<&'a str>,
    /// The status then, where it can be told.
    status: Option<Status>,
    /// The days of all statuses that the log has.
    days: Vec<String>,
    /// The statuses that hold, each with the day from which on.
    live: Vec<(Status, NaiveDate)>,
}

impl<'a> Edit<'a> {
    fn of(u: &'a Update, log: &[HistoryRow], turn: Option<&TurnName>) -> Edit<'a> {
        let statuses = || log.iter().filter(|h| h.status.is_some());
        let at = turn.map(|t| format!("@{t}"));
        let here = |h: &&HistoryRow| match (&at, &h.about) {
            (Some(at), Some(about)) => about.ends_with(at.as_str()),
            _ => true,
        };
        let (entry, since) = (u.entry.as_deref(), u.since.as_deref());
        let of = |h: Option<&HistoryRow>| h?.status.as_deref()?.parse().ok();
        let status = match (entry, since) {
            (Some(""), _) | (None, Some("")) => Some(Status::NoEntry),
            (Some(e), _) => of(statuses().find(|h| h.id.short() == e)),
            (None, Some(day)) => of(statuses().filter(here).find(|h| h.on.is_some_and(|d| d.to_string() == day))),
            (None, None) => None,
        };
        let days = statuses().filter(here).filter_map(|h| h.on).map(|d| d.to_string()).collect();
        let live = statuses().filter(here).filter(|h| h.live);
        let live = live.filter_map(|h| Some((h.status.as_deref()?.parse().ok()?, h.on?))).collect();
        Edit { entry, since, status, days, live }
    }

    /// Whether some entry says this status of this day.
    fn has(&self, status: Status, on: NaiveDate) -> bool {
        self.live.contains(&(status, on))
    }

    /// Whether a colleague changed the status; where the table does not tell, whatever differs from today's counts.
    fn changed(&self, said: Status) -> bool {
        self.status != Some(said)
    }

    /// Whether this is the day of a status that the log has.
    fn keeps(&self, since: &str) -> bool {
        self.days.iter().any(|d| d == since)
    }

    /// Whether another status was recorded since the table was handed out.
    fn overtaken(&self, now: &Row) -> bool {
        let on = now.status_on.map(|d| d.to_string()).unwrap_or_default();
        match (self.entry, self.since) {
            (Some(entry), _) => entry != now.status_entry.as_deref().unwrap_or_default(),
            (None, Some(since)) => since != on && (since.is_empty() || self.keeps(since)),
            (None, None) => false,
        }
    }
}

/// *A/RES/75/276:8-requests: the table says implemented (it was handed out with no entry), but j.doe recorded …*
fn conflict(now: &Row, says: Status, edit: &Edit<'_>) -> String {
    let was = edit.status.map(|s| format!(" (handed out as {})", phrase::status(s))).unwrap_or_default();
    let by = now.status_by.as_deref().unwrap_or("somebody");
    let on = now.status_on.map(|d| format!(" from {}", in_words(d))).unwrap_or_default();
    let why = now.note.as_ref().map(|n| format!(": {n}")).unwrap_or_default();
    let since = if now.status_entry.is_some() {
        format!("{by} recorded {}{on} since then{why}", phrase::status(now.status))
    } else {
        "what it then had was taken back".to_owned()
    };
    format!("{}: the table says {}{was}, but {since}", now.id, phrase::status(says))
}

/// The same words, whatever a spreadsheet made of their blanks and of characters that are not shown as they are.
fn same_words(own: &str, cell: &str) -> bool {
    let cleaned = clean::lines(own);
    own.trim() == cell.trim() || cleaned.split_whitespace().eq(cell.split_whitespace())
}

/// A status as stored (`in-progress`) or as papers write it (`in progress`).
fn status(written: &str) -> Result<Status> {
    written.trim().to_lowercase().replace(' ', "-").parse().map_err(CliError::usage)
}

/// Whether the words of a row are the first words of the provision. A paper sets the chapeau's verb before those of a part:
/// *Requests … (a) To send a note;*
fn words_fit(row: &str, own: &str) -> bool {
    let own = clean::lines(own);
    let part = row.split_once(" … ").map(|(_, part)| {
        let mut part = part.trim_start();
        while let Some((_, rest)) = part.strip_prefix('(').and_then(|p| p.split_once(')')) {
            part = rest.trim_start();
        }
        part
    });
    std::iter::once(row).chain(part).any(|row| {
        let (mut row, mut own) = (words_of(row).take(8).peekable(), words_of(&own));
        row.peek().is_some() && own.by_ref().zip(row.by_ref()).all(|(a, b)| a == b)
    })
}

fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}
