//! The derived tables as lines without row numbers: equal for equal texts and events, whichever way these came.

use crate::model::EventId;
use crate::store::error::Result;
use crate::store::open::Store;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Of each derived table what is compared: the thing that a row is about first, names instead of row numbers.
const TABLES: &[(&str, &str)] = &[
    (
        "entry",
        "SELECT v.id, e.time, a.id, e.live, e.kind, e.symbol, e.clause, e.target, e.moves
         FROM entry e LEFT JOIN event v USING (seq) LEFT JOIN event a ON a.seq = e.action",
    ),
    ("head", "SELECT id FROM head"),
    (
        "loaded",
        "SELECT v.id, l.symbol, l.text, l.file, l.name, l.language, l.edition, l.reader, l.reader_rank, l.reader_version,
           l.structure, l.day FROM loaded l LEFT JOIN event v USING (seq)",
    ),
    (
        "resolution",
        "SELECT symbol, text, kind, language, title, organ, session, adopted, issued, meeting, agenda_item, committee, drafts,
           stands_from, stands_until, watched, sort, stem FROM resolution",
    ),
    ("series", "SELECT symbol, next FROM resolution"),
    ("alias", "SELECT said_by, alias, symbol FROM alias"),
    ("recall", "SELECT r.symbol, c.symbol FROM recall c LEFT JOIN resolution r ON r.id = c.resolution"),
    (
        "paragraph",
        "SELECT r.symbol, p.block, p.role, p.place, p.text FROM paragraph p LEFT JOIN resolution r ON r.id = p.resolution",
    ),
    (
        "obligation",
        "SELECT o.name, r.symbol, p.block, o.nth, o.clause, o.key, o.place, o.part, o.verb, o.force, o.kind, o.spans, o.deadline,
           o.due_body, o.due_session, o.recurrence, o.recipient, o.conditions, o.self_executing, o.doubts, o.added, o.dismissed, o.next,
           o.mandate
         FROM obligation o LEFT JOIN resolution r ON r.id = o.resolution LEFT JOIN paragraph p ON p.id = o.paragraph",
    ),
    ("state of obligations", "SELECT name, undated, spells, logged, lead FROM obligation"),
    (
        "addressee",
        "SELECT o.name, a.nth, a.name, a.actor FROM addressee a LEFT JOIN obligation o ON o.id = a.obligation",
    ),
    (
        "spell",
        "SELECT o.name, s.turn, s.since, s.until, s.opens, s.closes, s.opens_basis, s.closes_basis, s.status, s.closed, s.owed,
           s.status_on, s.status_event, s.said_undone, s.outstanding FROM spell s LEFT JOIN obligation o ON o.id = s.obligation",
    ),
    (
        "tally",
        "SELECT day, dated, outstanding, outstanding_turns, no_record, no_record_turns FROM tally
         WHERE dated <> 0 OR outstanding <> 0 OR outstanding_turns <> 0 OR no_record <> 0 OR no_record_turns <> 0",
    ),
    (
        "remark",
        "SELECT o.name, m.turn, row_number() OVER (PARTITION BY m.obligation, m.turn ORDER BY m.id), m.since, m.kind, m.value,
           m.actor, m.author, m.event FROM remark m LEFT JOIN obligation o ON o.id = m.obligation",
    ),
];

/// A derived table with its lines, and how often each stands there.
pub(super) type Picture = BTreeMap<String, BTreeMap<String, usize>>;

/// What tells two pictures of a table apart without keeping their lines: how many there are, and the sum of their hashes, so
/// that their order does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Digest {
    pub(super) lines: usize,
    sum: i64,
}

/// The digests of these derived tables, in their order.
pub(super) fn digests(conn: &Connection, only: &[&'static str]) -> Result<Vec<(&'static str, Digest)>> {
    let mut all = Vec::new();
    for (name, sql) in TABLES.iter().filter(|(name, _)| only.contains(name)) {
        let mut digest = Digest::default();
        each_line(conn, sql, |line| {
            digest.lines += 1;
            digest.sum = digest.sum.wrapping_add(EventId::of(line.as_bytes()).number());
        })?;
        all.push((*name, digest));
    }
    Ok(all)
}

/// The lines of these derived tables, of all where none is named.
pub(super) fn picture(conn: &Connection, only: &[&str]) -> Result<Picture> {
    let mut all = Picture::new();
    for (name, sql) in TABLES.iter().filter(|(name, _)| only.is_empty() || only.contains(name)) {
        all.insert((*name).to_owned(), lines(conn, sql)?);
    }
    // Tables that this list does not name are compared as they stand.
    if only.is_empty() {
        for table in others(conn)? {
            let sql = format!("SELECT * FROM \"{}\"", table.replace('"', "\"\""));
            all.insert(table, lines(conn, &sql)?);
        }
    }
    Ok(all)
}

fn others(conn: &Connection) -> Result<BTreeSet<String>> {
    let mut statement = conn.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'paragraph_search%'
         AND name NOT IN ('text', 'event', 'made_by')",
    )?;
    let names: BTreeSet<String> = statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names.into_iter().filter(|n| !TABLES.iter().any(|(t, _)| t == n)).collect())
}

fn lines(conn: &Connection, sql: &str) -> Result<BTreeMap<String, usize>> {
    let mut lines = BTreeMap::new();
    each_line(conn, sql, |line| *lines.entry(line.to_owned()).or_default() += 1)?;
    Ok(lines)
}

/// Calls `take` with the line of each row, in the order in which SQLite gives them.
fn each_line(conn: &Connection, sql: &str, mut take: impl FnMut(&str)) -> Result<()> {
    let mut statement = conn.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut line = String::new();
    while let Some(r) = rows.next()? {
        line.clear();
        for i in 0..columns {
            if i > 0 {
                line.push_str(" | ");
            }
            // Writing to a string does not fail.
            let _ = match r.get_ref(i)? {
                ValueRef::Null => line.write_char('–'),
                ValueRef::Integer(n) => write!(line, "{n}"),
                ValueRef::Real(x) => write!(line, "{x}"),
                ValueRef::Text(t) => line.write_str(&String::from_utf8_lossy(t)),
                ValueRef::Blob(b) => write!(line, "{b:?}"),
            };
        }
        take(&line);
    }
    Ok(())
}

impl Store {
    /// Everything derived, as text: two databases with the same texts and events have the same, whichever way these came.
    pub fn picture(&self) -> Result<String> {
        let mut text = String::new();
        for (table, lines) in picture(&self.conn, &[])? {
            for (line, n) in lines {
                for _ in 0..n {
                    text.push_str(&format!("{table}: {line}\n"));
                }
            }
        }
        Ok(text)
    }
}
