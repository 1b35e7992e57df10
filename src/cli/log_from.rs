//! `log --from`: a whole office's update from a spreadsheet; every line is checked first, all or nothing.
//!
//! Columns by name, in any order: `id` (full), `status`, `on`, `note`, `evidence` (several joined by `; `), `for`, `by_office` …
//! A table exported by this program is taken as it is: what did not change makes no entry, and a row whose first words don't
//! fit its id is refused.

use crate::cli::context::{Context, out};
use crate::cli::entry;
use crate::cli::error::{CliError, Result};
use crate::cli::log::status_events;
use crate::cli::read;
use crate::cli::target::{self, Target};
use crate::model::Status;
use crate::model::event::Payload;
use crate::store::{Mode, NewEvent, Store};
use crate::view::csv::unguard;
use crate::view::phrase::counted;
use chrono::NaiveDate;
use std::path::Path;

/// One line of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Update {
    line: usize,
    id: String,
    status: String,
    on: String,
    note: String,
    evidence: Vec<String>,
    actor: String,
    words: String,
}

/// Runs `log --from FILE`.
pub fn run(context: &Context, file: &Path, dry_run: bool) -> Result {
    let name = file.display().to_string();
    let bytes = read::bytes(file).map_err(|e| CliError::failed(format!("{name}: {e}")))?;
    let updates = parse(&name, &bytes)?;
    let mut store = context.write(Mode::Existing)?;
    let mut targets: Vec<Target> = Vec::new();
    let mut events: Vec<NewEvent> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    let mut same = 0_usize;
    for u in &updates {
        match check(context, &store, u) {
            Ok(None) => same += 1,
            Ok(Some((target, new))) => {
                targets.push(target);
                events.extend(new);
            }
            Err(e) => wrong.push(format!(
                "{name}, line {}: {}{}",
                u.line,
                e.message,
                e.hint.map(|h| format!(" ({h})")).unwrap_or_default()
            )),
        }
    }
    if !wrong.is_empty() {
        let shown: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
        let more = if wrong.len() > 20 { format!("\nand {} more", wrong.len() - 20) } else { String::new() };
        return Err(CliError::failed(format!("{}{more}", shown.join("\n")))
            .hint("nothing was written; mend these lines and run it again"));
    }
    let unchanged =
        if same > 0 { format!("{} without a change\n", counted(same as i64, "line", "lines")) } else { String::new() };
    if events.is_empty() {
        return out(format!("{unchanged}nothing to write\n").as_bytes());
    }
    if dry_run {
        let text = format!(
            "{unchanged}would write {} for {}; nothing was written\n",
            counted(events.len() as i64, "entry", "entries"),
            counted(targets.len() as i64, "line", "lines")
        );
        return out(text.as_bytes());
    }
    out(unchanged.as_bytes())?;
    entry::write(context, &mut store, &targets, events)
}

/// One line to its events; `None` where it changes nothing.
fn check(context: &Context, store: &Store, u: &Update) -> Result<Option<(Target, Vec<NewEvent>)>> {
    let on = match u.on.as_str() {
        "" => context.today(),
        day => day.parse::<NaiveDate>().map_err(|_| CliError::usage(format!("`{day}` is no date like 2026-11-24")))?,
    };
    let on = entry::day(context, Some(on))?;
    if !u.id.contains(':') || !u.id.contains('-') {
        return Err(CliError::usage(format!("`{}` is no full id like A/RES/75/276:8-requests", u.id)));
    }
    let target = target::target(store, &u.id, on)?;
    if !u.words.is_empty() && !words_fit(&u.words, &target.found.words) {
        return Err(CliError::failed(format!(
            "its words do not fit {}: `{}`",
            target.found.name,
            target::first_words(&u.words)
        )));
    }
    let status = if u.status.is_empty() { None } else { Some(status(&u.status)?) };
    let before = entry::row(store, &target, context.today())?;
    // What the file says and the database says already is no change.
    let new_evidence: Vec<String> = u
        .evidence
        .iter()
        .filter(|e| {
            before.as_ref().is_none_or(|r| {
                !r.evidence.contains(&crate::model::Evidence::parse(e).to_string()) && !r.evidence.contains(e)
            })
        })
        .cloned()
        .collect();
    let note = (!u.note.is_empty() && before.as_ref().is_none_or(|r| r.note.as_deref() != Some(u.note.as_str())))
        .then(|| u.note.clone());
    let actor = (!u.actor.is_empty()).then(|| u.actor.clone());
    let changed =
        status.filter(|s| s.can_be_set() && (actor.is_some() || before.as_ref().is_none_or(|r| r.status != *s)));
    let events = match changed {
        Some(status) => {
            let reason = if u.note.is_empty() { None } else { Some(u.note.as_str()) };
            entry::check_status(status, &u.evidence, reason, &target)?;
            status_events(store, &target, status, &new_evidence, reason.map(str::to_owned), actor, on)?
        }
        None => {
            let subject = target.subject(store)?;
            let new = |payload| NewEvent { on: Some(on), subject: Some(subject.clone()), payload };
            let mut events: Vec<NewEvent> = new_evidence
                .into_iter()
                .map(|what| new(Payload::Evidence { what, found: None, actor: actor.clone() }))
                .collect();
            events.extend(note.map(|text| new(Payload::Note { text })));
            events
        }
    };
    Ok((!events.is_empty()).then_some((target, events)))
}

/// A status as stored (`in-progress`) or as papers write it (`in progress`).
fn status(written: &str) -> Result<Status> {
    written.trim().to_lowercase().replace(' ', "-").parse().map_err(CliError::usage)
}

/// Whether the words of a row are the first words of the provision.
fn words_fit(row: &str, own: &str) -> bool {
    let tidy = |s: &str| -> Vec<String> {
        s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (row, own) = (tidy(row), tidy(own));
    let n = row.len().min(own.len()).min(8);
    n > 0 && row[..n] == own[..n]
}

/// Reads CSV, Excel or JSON into updates.
fn parse(name: &str, bytes: &[u8]) -> Result<Vec<Update>> {
    let table = table(name, bytes)?;
    let Some((head, rows)) = table.split_first() else {
        return Err(CliError::failed(format!("{name}: nothing in it")));
    };
    let column = |names: &[&str]| {
        head.iter().position(|h| {
            let h = h.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
            names.contains(&h.as_str())
        })
    };
    let id = column(&["id"]).ok_or_else(|| {
        CliError::failed(format!("{name}: there is no column `id`"))
            .hint("columns are found by their names in the first row: id, status, on, note, evidence, for")
    })?;
    let (status, on, note, evidence) = (
        column(&["status"]),
        column(&["on", "status_on"]),
        column(&["note", "remarks"]),
        column(&["evidence", "reference"]),
    );
    let (actor, words) = (column(&["for"]), column(&["text", "provision"]));
    let mut updates = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let cell = |c: Option<usize>| {
            c.and_then(|c| row.get(c)).map(|s| unguard(s.trim()).trim().to_owned()).unwrap_or_default()
        };
        if row.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        updates.push(Update {
            line: i + 2,
            id: cell(Some(id)),
            status: cell(status),
            on: cell(on),
            note: cell(note),
            evidence: cell(evidence).split("; ").map(str::trim).filter(|e| !e.is_empty()).map(str::to_owned).collect(),
            actor: cell(actor),
            words: cell(words),
        });
    }
    Ok(updates)
}

/// The cells of a CSV, Excel or JSON file, its heading row first.
pub fn table(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    if bytes.starts_with(b"PK") {
        excel(name, bytes)
    } else if bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b'[' | b'{')) {
        json(name, bytes)
    } else {
        comma_separated(name, bytes)
    }
}

fn comma_separated(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |d: u8| first.iter().filter(|b| **b == d).count();
    let delimiter = if count(b';') > count(b',') {
        b';'
    } else if count(b'\t') > count(b',') {
        b'\t'
    } else {
        b','
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    reader
        .records()
        .map(|r| {
            r.map(|r| r.iter().map(str::to_owned).collect())
                .map_err(|e| CliError::failed(format!("{name}: {e}")).hint("save it as UTF-8"))
        })
        .collect()
}

fn excel(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    use calamine::{Data, Reader};
    let failed = |e: &dyn std::fmt::Display| CliError::failed(format!("{name}: no Excel file that can be read: {e}"));
    let mut book = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).map_err(|e| failed(&e))?;
    let Some(sheet) = book.worksheets().into_iter().find(|(_, range)| {
        range.rows().take(8).any(|row| row.iter().any(|c| c.to_string().trim().eq_ignore_ascii_case("id")))
    }) else {
        return Err(CliError::failed(format!("{name}: no sheet has a column `id`")));
    };
    let text = |c: &Data| match c {
        Data::DateTime(d) => {
            let (year, month, day, ..) = d.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    let rows: Vec<Vec<String>> = sheet.1.rows().map(|r| r.iter().map(text).collect()).collect();
    // The heading row may stand below a title.
    let start = rows.iter().position(|r| r.iter().any(|c| c.trim().eq_ignore_ascii_case("id"))).unwrap_or(0);
    Ok(rows.into_iter().skip(start).collect())
}

fn json(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let failed = |e: serde_json::Error| CliError::failed(format!("{name}: {e}"));
    let rows: Vec<serde_json::Map<String, serde_json::Value>> = match serde_json::from_slice(bytes) {
        Ok(rows) => rows,
        Err(_) => serde_json::Deserializer::from_slice(bytes)
            .into_iter()
            .collect::<std::result::Result<_, _>>()
            .map_err(failed)?,
    };
    let head = ["id", "status", "on", "note", "evidence", "for", "text"];
    let text = |v: &serde_json::Value| match v {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Array(a) => a.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>().join("; "),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut table = vec![head.map(str::to_owned).to_vec()];
    table.extend(rows.iter().map(|r| {
        head.iter()
            .map(|h| {
                r.get(*h).or_else(|| (*h == "on").then(|| r.get("status_on")).flatten()).map(text).unwrap_or_default()
            })
            .collect()
    }));
    Ok(table)
}
