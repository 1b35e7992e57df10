//! The checks of `verify` that look at each thing as it is stored: schema, texts, events, search index, spans.

use crate::model::event::{Event, Payload};
use crate::model::{Deadline, EventId, Resolution};
use crate::store::error::Result;
use crate::store::key;
use crate::store::open::Store;
use crate::store::verify::Verified;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, HashMap};

/// Tables, indexes and triggers are those of this program. Comments and blanks don't count.
pub(super) fn schema(conn: &Connection, found: &mut Verified) -> Result<()> {
    let objects = |conn: &Connection| -> Result<BTreeMap<String, String>> {
        let mut statement = conn.prepare(
            "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master
             WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'paragraph_search_%'",
        )?;
        let all = statement.query_map([], |r| Ok((r.get(0)?, bare(&r.get::<_, String>(1)?))))?;
        Ok(all.collect::<rusqlite::Result<_>>()?)
    };
    let (is, should) = (objects(conn)?, objects(&Store::in_memory()?.conn)?);
    found.looked_at("schema", should.len());
    for (name, sql) in &should {
        match is.get(name) {
            None => found.fault("schema", format!("the {name} is missing")),
            Some(other) if other != sql => found.fault("schema", format!("the {name} is another: {other}")),
            Some(_) => {}
        }
    }
    for name in is.keys().filter(|name| !should.contains_key(*name)) {
        found.fault("schema", format!("the {name} is not this program's"));
    }
    Ok(())
}

/// A statement without comments and with single blanks.
fn bare(sql: &str) -> String {
    let lines: Vec<&str> = sql.lines().map(|l| l.split("--").next().unwrap_or(l)).collect();
    lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn foreign_keys(conn: &Connection, found: &mut Verified) -> Result<()> {
    let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    let mut n = 0;
    while let Some(r) = rows.next()? {
        let (table, row, parent): (String, Option<i64>, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let row = row.map(|r| format!(" {r}")).unwrap_or_default();
        found.fault("foreign keys", format!("row{row} of {table} names a row of {parent} that is not there"));
        n += 1;
    }
    found.looked_at("foreign keys", n);
    Ok(())
}

/// Every text has its hash, and what its columns say of it stands in it.
pub(super) fn texts(conn: &Connection, found: &mut Verified) -> Result<()> {
    let mut readers: HashMap<String, Vec<String>> = HashMap::new();
    {
        let mut loads = conn.prepare(
            "SELECT json_extract(bytes, '$.payload.text'), json_extract(bytes, '$.payload.reader') FROM event
             WHERE kind = 'load' AND json_extract(bytes, '$.payload.text') IS NOT NULL",
        )?;
        let mut rows = loads.query([])?;
        while let Some(r) = rows.next()? {
            readers.entry(r.get(0)?).or_default().push(r.get(1)?);
        }
    }
    let mut statement =
        conn.prepare("SELECT hash, symbol, language, structure, body, reader FROM text ORDER BY rowid")?;
    let mut rows = statement.query([])?;
    let mut n = 0;
    while let Some(r) = rows.next()? {
        let (hash, symbol, language): (String, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let (structure, body, reader): (i64, String, String) = (r.get(3)?, r.get(4)?, r.get(5)?);
        n += 1;
        let is = EventId::of(body.as_bytes()).to_string();
        if is != hash {
            found.fault("texts", format!("the text {hash} ({symbol}) has other words: their hash is {is}"));
            continue;
        }
        match readers.get(&hash) {
            None => found.fault("texts", format!("no entry loads the text {hash} ({symbol})")),
            Some(said) if !said.contains(&reader) => {
                found.fault(
                    "texts",
                    format!("the text {hash} ({symbol}) says that {reader} read it, which no entry says"),
                );
            }
            Some(_) => {}
        }
        if reader == "list" {
            if let Err(e) = serde_json::from_str::<Vec<crate::follow::Document>>(&body) {
                found.fault("texts", format!("the list {hash} is no list of documents: {e}"));
            }
            continue;
        }
        match serde_json::from_str::<Resolution>(&body) {
            Ok(t) if t.symbol.as_str() != symbol => {
                found.fault("texts", format!("the text {hash} is {}, its row says {symbol}", t.symbol));
            }
            Ok(t) if t.language.as_str() != language || i64::from(t.structure) != structure => {
                found.fault("texts", format!("the row of {symbol} says another language or structure than its text"));
            }
            _ => {}
        }
    }
    found.looked_at("texts", n);
    Ok(())
}

/// Every event has its hash, its parents, its action whole, and the texts that it loads.
pub(super) fn events(conn: &Connection, found: &mut Verified) -> Result<()> {
    const CHECK: &str = "events";
    let mut statement = conn.prepare("SELECT id, bytes FROM event ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut there: HashMap<EventId, (String, i64)> = HashMap::new();
    let mut actions: HashMap<EventId, (Option<u32>, u32)> = HashMap::new();
    let mut n = 0;
    while let Some(r) = rows.next()? {
        let (name, bytes): (String, String) = (r.get(0)?, r.get(1)?);
        n += 1;
        let is = EventId::of(bytes.as_bytes());
        if is.to_string() != name {
            found.fault(CHECK, format!("the event {name} was changed: the hash of what it says is {is}"));
            continue;
        }
        let event = match Event::parse(bytes.as_bytes()) {
            Ok(event) => event,
            Err(e) => {
                found.fault(CHECK, format!("the event {name}: {e}"));
                continue;
            }
        };
        for parent in &event.parents {
            if !there.contains_key(parent) {
                found.fault(CHECK, format!("the event {name} follows {parent}, which is not before it"));
            }
        }
        let action = event.action.unwrap_or(is);
        let of = actions.entry(action).or_insert((None, 0));
        of.1 += 1;
        match event.action {
            None => of.0 = Some(event.count.unwrap_or(0)),
            Some(first) => match there.get(&first) {
                None => {
                    found.fault(CHECK, format!("the first entry {first} of the command of {name} is not before it"))
                }
                Some((by, at)) if *by != event.by || *at != event.at.millis() => {
                    found.fault(CHECK, format!("the event {name} has another writer or moment than its command"));
                }
                Some(_) => {}
            },
        }
        if let Payload::Load(load) = &event.payload {
            let text: Option<String> = conn
                .prepare_cached("SELECT symbol FROM text WHERE hash = ?1")?
                .query_row([load.text.to_string()], |r| r.get(0))
                .optional()?;
            match text {
                None => found.fault(CHECK, format!("the event {name} loads the text {}, which is missing", load.text)),
                Some(s) if load.symbol.as_ref().is_some_and(|l| l.as_str() != s) => {
                    found.fault(CHECK, format!("the event {name} loads the text of {s} under another symbol"));
                }
                Some(_) => {}
            }
        }
        there.insert(is, (event.by, event.at.millis()));
    }
    for what in gone(conn)? {
        found.fault(CHECK, what);
    }
    for (action, (said, is)) in actions {
        if said != Some(is) {
            let said = said.map_or("an unknown number".to_owned(), |n| n.to_string());
            found.fault(CHECK, format!("the command {action} wrote {said} of entries, {is} are there"));
        }
    }
    found.looked_at(CHECK, n);
    Ok(())
}

/// What is derived of events that are not there any more: the rows that were made when they were written.
pub(super) fn gone(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare(
        "SELECT 'the event ' || h.id || ' is missing: it was the last of the log' FROM head h
           WHERE h.id NOT IN (SELECT id FROM event)
         UNION ALL
         SELECT 'an event of the kind ' || e.kind || ' is missing: it was the ' || e.seq || 'th of the log' FROM entry e
           WHERE e.seq NOT IN (SELECT seq FROM event)",
    )?;
    Ok(statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn search_index(conn: &Connection, found: &mut Verified) -> Result<()> {
    let n: i64 = conn.query_row("SELECT count(*) FROM paragraph", [], |r| r.get(0))?;
    found.looked_at("search index", usize::try_from(n).unwrap_or_default());
    if let Err(e) =
        conn.execute("INSERT INTO paragraph_search (paragraph_search, rank) VALUES ('integrity-check', 1)", [])
    {
        found.fault("search index", format!("it does not fit the paragraphs: {e}"));
    }
    Ok(())
}

/// The text at the span of a verb, an actor, a clause, a deadline is what is stored.
pub(super) fn spans(conn: &Connection, found: &mut Verified) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT o.name, o.key, o.spans, p.text, p.block, r.text, o.deadline FROM obligation o
         JOIN paragraph p ON p.id = o.paragraph JOIN resolution r ON r.id = o.resolution WHERE o.added = 0 ORDER BY r.id, o.nth",
    )?;
    let mut rows = statement.query([])?;
    let (mut n, mut last): (usize, Option<(String, Resolution)>) = (0, None);
    while let Some(r) = rows.next()? {
        let (name, key, at): (String, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let (flat, block, hash): (String, u32, String) = (r.get(3)?, r.get(4)?, r.get(5)?);
        n += 1;
        if last.as_ref().is_none_or(|(h, _)| *h != hash) {
            let body: Option<String> =
                conn.query_row("SELECT body FROM text WHERE hash = ?1", [&hash], |r| r.get(0)).optional()?;
            last = body.and_then(|b| serde_json::from_str(&b).ok()).map(|text| (hash.clone(), text));
        }
        let Some((_, text)) = &last else {
            found.fault("spans", format!("{name}: its text {hash} is missing"));
            continue;
        };
        let Some(block) = text.blocks.get(block as usize) else {
            found.fault("spans", format!("{name}: its text has no such paragraph"));
            continue;
        };
        let key = key::read(&key)?;
        let numbers: Vec<Option<usize>> = at.split(',').map(|n| n.parse().ok()).collect();
        let at = |i: usize| Some(numbers.get(i).copied().flatten()?..numbers.get(i + 1).copied().flatten()?);
        let texts: Vec<&str> =
            std::iter::once(&block.body).chain(block.parts.iter().map(|p| &p.body)).map(|b| b.text.as_str()).collect();
        let says = |i: usize, word: &str| {
            let word = alike(word);
            at(i).is_some_and(|at| {
                texts.iter().any(|t| t.get(at.clone()).is_some_and(|s| alike(&s.to_lowercase()).contains(&word)))
            })
        };
        if !says(0, &key.verb.word) {
            found.fault("spans", format!("{name}: the verb `{}` is not where it was read", key.verb.word));
        }
        if numbers.get(2).copied().flatten().is_some()
            && let Some(actor) = &key.actor
            && !says(2, &actor.word)
        {
            found.fault("spans", format!("{name}: the actor `{}` is not where it was read", actor.word));
        }
        if at(4).is_none_or(|at| flat.get(at).is_none_or(str::is_empty)) {
            found.fault("spans", format!("{name}: its words are not where they were read"));
        }
        if let Some(json) = r.get::<_, Option<String>>(6)? {
            serde_json::from_str::<Deadline>(&json)?;
        }
    }
    found.looked_at("spans", n);
    Ok(())
}

/// Hyphens and apostrophes of all kinds made one, as in the keys.
fn alike(s: &str) -> String {
    let one = |c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        c => c,
    };
    s.chars().filter(|c| *c != '\u{ad}').map(one).collect()
}
