//! `verify`: whether everything that is stored is what was written, and everything derived is what follows from it.

use crate::model::event::{Event, Payload};
use crate::model::{ClauseKey, Deadline, EventId, Resolution, Symbol};
use crate::store::derive::Deriver;
use crate::store::error::{Result, StoreError};
use crate::store::fold::Folder;
use crate::store::open::Store;
use crate::store::picture::{Picture, picture};
use crate::store::rebuild;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

/// So many faults of one check are listed; the rest is counted.
const MOST: usize = 20;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which check found it.
    pub check: &'static str,
    /// Where it is and what is wrong with it.
    pub what: String,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// The checks that were made, with how many things each looked at.
    pub checks: Vec<(&'static str, usize)>,
    /// What is wrong, at most some of each check.
    pub faults: Vec<Fault>,
    /// How many more there are.
    pub more: usize,
    /// Texts that older rules read: no fault, `reread` brings them up.
    pub older_rules: usize,
}

impl Verified {
    fn looked_at(&mut self, check: &'static str, n: usize) {
        self.checks.push((check, n));
    }

    fn fault(&mut self, check: &'static str, what: impl Into<String>) {
        if self.faults.iter().filter(|f| f.check == check).count() < MOST {
            self.faults.push(Fault { check, what: what.into() });
        } else {
            self.more += 1;
        }
    }

    /// Whether everything is as it should be.
    pub fn sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// One check of a copy of the database: what it finds goes into the second argument.
type Check = fn(&Connection, &mut Verified) -> Result<()>;

impl Store {
    /// Checks everything, on a private copy as of one moment; nothing is written and no other process waits. `deep` also reads
    /// every stored text again by the rules.
    ///
    /// # Errors
    /// Where nothing can be read at all; whatever is merely wrong is a [`Fault`].
    pub fn verify(&self, deep: bool, progress: &mut dyn FnMut(usize, usize)) -> Result<Verified> {
        let mut found = Verified::default();
        let pages = self
            .conn
            .prepare("PRAGMA integrity_check(20)")
            .and_then(|mut s| s.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>());
        found.looked_at("file", 1);
        match pages {
            Ok(lines) => lines.iter().filter(|l| *l != "ok").for_each(|l| found.fault("file", l.clone())),
            Err(e) => found.fault("file", e.to_string()),
        }
        let mut copy = Connection::open("")?;
        if let Err(e) = copy_into(&self.conn, &mut copy) {
            found.fault("file", format!("it can't be read whole: {e}"));
            return Ok(found);
        }
        copy.pragma_update(None, "foreign_keys", false)?;
        copy.pragma_update(None, "trusted_schema", false)?;
        let checks: [(&'static str, Check); 6] = [
            ("schema", schema),
            ("foreign keys", foreign_keys),
            ("texts", texts),
            ("events", events),
            ("search index", search_index),
            ("spans", spans),
        ];
        for (name, check) in checks {
            if let Err(e) = check(&copy, &mut found) {
                found.fault(name, e.to_string());
            }
        }
        let done = if deep { all_again(&copy, &mut found, progress) } else { folded_again(&copy, &mut found) };
        if let Err(e) = done {
            found.fault("derived", e.to_string());
        }
        Ok(found)
    }

    /// The events that no other names, sorted: to be noted down, so that a log that was rewritten whole or cut at its end is found.
    pub fn heads(&self) -> Result<Vec<EventId>> {
        let mut parents = BTreeSet::new();
        let mut all = BTreeSet::new();
        let mut statement = self.conn.prepare("SELECT id, bytes FROM event")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (id, bytes): (String, String) = (r.get(0)?, r.get(1)?);
            let damaged = |e: &dyn std::fmt::Display| StoreError::Damaged(format!("event {id}: {e}"));
            let event = Event::parse(bytes.as_bytes()).map_err(|e| damaged(&e))?;
            parents.extend(event.parents);
            all.insert(id.parse::<EventId>().map_err(|e| damaged(&e))?);
        }
        Ok(all.difference(&parents).copied().collect())
    }

    /// Of these events and texts those that are not here.
    pub fn lacking(&self, events: &[EventId], texts: &[EventId]) -> Result<(Vec<EventId>, Vec<EventId>)> {
        let absent = |table: &str, ids: &[EventId]| -> Result<Vec<EventId>> {
            let column = if table == "text" { "hash" } else { "id" };
            let mut statement =
                self.conn.prepare(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = ?1)"))?;
            let mut absent = Vec::new();
            for id in ids {
                if !statement.query_row([id.to_string()], |r| r.get::<_, bool>(0))? {
                    absent.push(*id);
                }
            }
            Ok(absent)
        };
        Ok((absent("event", events)?, absent("text", texts)?))
    }
}

/// Copies a whole database as of one moment, while others write.
pub(super) fn copy_into(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    let backup = Backup::new(from, to)?;
    for _ in 0..600 {
        match backup.step(-1)? {
            StepResult::Done => return Ok(()),
            _ => std::thread::sleep(Duration::from_millis(100)),
        }
    }
    Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None))
}

/// Tables, indexes and triggers are those of this program. Comments and blanks don't count.
fn schema(conn: &Connection, found: &mut Verified) -> Result<()> {
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

fn foreign_keys(conn: &Connection, found: &mut Verified) -> Result<()> {
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
fn texts(conn: &Connection, found: &mut Verified) -> Result<()> {
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
        let names: Vec<(String, String)> = conn
            .prepare_cached(
                "SELECT json_extract(bytes, '$.payload.symbol'), json_extract(bytes, '$.payload.reader') FROM event
                 WHERE kind = 'load' AND json_extract(bytes, '$.payload.text') = ?1",
            )?
            .query_map([&hash], |r| Ok((r.get::<_, Option<String>>(0)?.unwrap_or_default(), r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        if names.is_empty() {
            found.fault("texts", format!("no entry loads the text {hash} ({symbol})"));
        } else if !names.iter().any(|(_, r)| *r == reader) {
            found.fault("texts", format!("the text {hash} ({symbol}) says that {reader} read it, which no entry says"));
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
fn events(conn: &Connection, found: &mut Verified) -> Result<()> {
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
    for (action, (said, is)) in actions {
        if said != Some(is) {
            let said = said.map_or("an unknown number".to_owned(), |n| n.to_string());
            found.fault(CHECK, format!("the command {action} wrote {said} of entries, {is} are there"));
        }
    }
    found.looked_at(CHECK, n);
    Ok(())
}

fn search_index(conn: &Connection, found: &mut Verified) -> Result<()> {
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
fn spans(conn: &Connection, found: &mut Verified) -> Result<()> {
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
        let key: ClauseKey = serde_json::from_str(&key)?;
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

/// Everything derived but what the rules read: from texts and events again, and the log folded over the obligations as they are.
fn folded_again(conn: &Connection, found: &mut Verified) -> Result<()> {
    const LOG: &[&str] = &["entry", "head", "loaded"];
    const STATE: &[&str] = &["state of obligations", "spell", "remark"];
    const TEXTS: &[&str] = &["resolution", "alias", "paragraph"];
    let tx = conn.unchecked_transaction()?;
    let stored = picture(&tx, LOG)?;
    tx.execute_batch("DELETE FROM entry; DELETE FROM head; DELETE FROM loaded;")?;
    rebuild::log(&tx, None)?;
    compare(&stored, &picture(&tx, LOG)?, "log", found);
    let stored = picture(&tx, STATE)?;
    let deriver = Deriver::new(&tx)?;
    let folder = Folder::new(&tx, deriver.calendar()?)?;
    let ids: Vec<i64> = tx
        .prepare("SELECT id FROM obligation ORDER BY id")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    ids.iter().try_for_each(|id| folder.refold(*id))?;
    compare(&stored, &picture(&tx, STATE)?, "intervals", found);
    let stored = picture(&tx, TEXTS)?;
    tx.execute_batch("DELETE FROM paragraph; DELETE FROM alias; DELETE FROM resolution;")?;
    deriver.texts_alone()?;
    compare(&stored, &picture(&tx, TEXTS)?, "paragraphs", found);
    Ok(tx.rollback()?)
}

/// Everything derived, made again and compared; obligations of texts that older rules read are left out.
fn all_again(conn: &Connection, found: &mut Verified, progress: &mut dyn FnMut(usize, usize)) -> Result<()> {
    let older: Vec<String> = conn
        .prepare("SELECT symbol FROM resolution WHERE rules <> ?1")?
        .query_map([crate::extract::RULES], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    found.older_rules = older.len();
    let stored = picture(conn, &[])?;
    let tx = conn.unchecked_transaction()?;
    rebuild::rebuild(&tx, None, progress)?;
    let mut again = picture(&tx, &[])?;
    tx.rollback()?;
    let mut stored = stored;
    for name in ["obligation", "state of obligations", "addressee", "spell", "remark"] {
        for side in [&mut stored, &mut again] {
            if let Some(lines) = side.get_mut(name) {
                lines.retain(|line, _| !older.iter().any(|symbol| line.starts_with(&format!("{symbol}:"))));
            }
        }
    }
    compare(&stored, &again, "derived", found);
    Ok(())
}

/// What stands in one and not in the other.
fn compare(stored: &Picture, again: &Picture, check: &'static str, found: &mut Verified) {
    let empty = BTreeMap::new();
    let mut n = 0;
    for table in stored.keys().chain(again.keys()).collect::<BTreeSet<_>>() {
        let (is, should) = (stored.get(table).unwrap_or(&empty), again.get(table).unwrap_or(&empty));
        n += should.values().sum::<usize>();
        for (line, times) in is {
            if should.get(line) != Some(times) {
                found.fault(check, format!("{table}: `{}` does not follow from texts and events", short(line)));
            }
        }
        for (line, times) in should {
            if is.get(line) != Some(times) {
                found.fault(check, format!("{table}: `{}` is missing", short(line)));
            }
        }
    }
    found.looked_at(check, n);
}

fn short(line: &str) -> String {
    const LONGEST: usize = 240;
    if line.chars().count() <= LONGEST { line.to_owned() } else { line.chars().take(LONGEST).chain(['…']).collect() }
}

impl Deriver<'_> {
    /// The rows of texts and paragraphs, without obligations.
    fn texts_alone(&self) -> Result<()> {
        for symbol in self.symbols()? {
            let symbol: Symbol = symbol.parse().map_err(|e| StoreError::Damaged(format!("{e}")))?;
            if let Some((hash, ..)) = crate::store::texts::current(self.conn, symbol.as_str())? {
                let resolution = self.body(&hash)?;
                let id = self.insert_resolution(&resolution, &hash)?;
                self.insert_paragraphs(id, &resolution)?;
            }
        }
        Ok(())
    }
}
