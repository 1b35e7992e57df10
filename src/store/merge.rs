//! `merge` and `export`: the union of two files' events with the texts that they load, and all of one file as lines.

use crate::model::event::{Event, Holds, Moment, Payload};
use crate::model::resolution::STRUCTURE;
use crate::model::{EventId, Resolution};
use crate::store::derive::{Deriver, sort_key};
use crate::store::error::{Result, StoreError};
use crate::store::journal::Chain;
use crate::store::open::Store;
use crate::store::other::{KeptText, Other};
use crate::track::merge::{Gate, NoMerge};
use chrono::NaiveDate;
use rusqlite::{Connection, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Write;

/// A provision whose state today is another after a merge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moved {
    /// Whose entry decides it now; `None` where none does.
    pub by: Option<String>,
    /// Its id, with the turn.
    pub id: String,
    /// What it was; `None` where it was not there.
    pub was: Option<String>,
    /// What it is; `None` where it is gone.
    pub is: Option<String>,
}

/// What a merge took or would take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// How many entries came in.
    pub events: usize,
    /// How many texts came in.
    pub texts: usize,
    /// The entries by author and kind.
    pub by_author: BTreeMap<String, BTreeMap<String, usize>>,
    /// Provisions that have another status on the day asked for; those that are new are only counted.
    pub moved: Vec<Moved>,
    /// How many provisions are new.
    pub new: usize,
    /// Entries whose clock was more than a day ahead of ours.
    pub ahead: Vec<(EventId, Moment)>,
}

impl Store {
    /// Takes the events that another file has and this one has not, with their texts: all or nothing. `keep` is told what that is
    /// before it is kept, and says whether it shall be.
    ///
    /// # Errors
    /// [`StoreError::Other`] where anything of that file is damaged or incomplete; what `keep` says.
    pub fn merge(
        &mut self,
        other: &Other,
        now: Moment,
        day: NaiveDate,
        keep: &mut dyn FnMut(&Merged) -> Result<bool>,
    ) -> Result<Merged> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let here = known(&tx)?;
        let here = |id| here.contains(&id);
        let mut gate = Gate::new(&here, now);
        other.each_event(&mut |id, bytes| gate.check(id, &bytes).map_err(|e: NoMerge| other.wrong(e)))?;
        let new = gate.open().map_err(|e| other.wrong(e))?;
        let mut merged =
            Merged { events: new.events.len(), by_author: new.by_author, ahead: new.ahead, ..Merged::default() };
        if new.events.is_empty() {
            keep(&merged)?;
            return Ok(merged);
        }
        let before = states(&tx, day)?;
        let mut chain = Chain::new(&tx)?;
        for id in &new.events {
            let bytes = other.event(*id)?;
            let event = Event::parse(&bytes).map_err(|e| other.wrong(e))?;
            if let Payload::Load(load) = &event.payload
                && !has_text(&tx, load.text)?
            {
                let text = other.text(load.text)?.ok_or_else(|| {
                    other.wrong(format!("the text {} that the entry {} loads is not in it", load.text, id.short()))
                })?;
                check_text(&text, load.holds, load.symbol.as_ref().map(|s| s.as_str())).map_err(|e| other.wrong(e))?;
                insert_text(&tx, &text)?;
                merged.texts += 1;
            }
            chain.insert(event)?;
        }
        chain.finish()?;
        Deriver::new(&tx)?.follow_merged(&new.events)?;
        let after = states(&tx, day)?;
        let came: HashSet<EventId> = new.events.into_iter().collect();
        // A provision has a state for each of its turns.
        let name = |id: &str| id.split('@').next().unwrap_or(id).to_owned();
        let there: BTreeSet<String> = before.keys().map(|id| name(id)).collect();
        let mut new_ones: BTreeSet<String> = BTreeSet::new();
        for id in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
            let (was, is) = (before.get(id), after.get(id));
            if was.map(|s| &s.0) == is.map(|s| &s.0) {
                continue;
            }
            if was.is_none() && is.is_some_and(|s| s.1.is_none()) {
                new_ones.extend(Some(name(id)).filter(|n| !there.contains(n)));
            } else {
                let event = is.or(was).and_then(|s| s.1.as_ref()).and_then(|e| e.parse().ok());
                let by = event.filter(|e| came.contains(e)).map(|e| author(&tx, e)).transpose()?;
                let (id, was, is) = (id.clone(), was.map(|s| s.0.clone()), is.map(|s| s.0.clone()));
                merged.moved.push(Moved { by, id, was, is });
            }
        }
        merged.new = new_ones.len();
        merged.moved.sort();
        if keep(&merged)? {
            tx.commit()?;
        } else {
            tx.rollback()?;
        }
        Ok(merged)
    }

    /// Writes texts and events as lines, each kind sorted, so that two exports differ where the databases do; how many of each.
    ///
    /// # Errors
    /// What the writer or the database says. The caller has taken the moment ([`Store::snapshot`]).
    pub fn export(&self, out: &mut dyn Write) -> Result<(usize, usize)> {
        let tx = &self.conn;
        let count = |sql: &str| tx.query_row(sql, [], |r| r.get::<_, u32>(0)).map(|n| n as usize);
        let (texts, events) = (count("SELECT count(*) FROM text")?, count("SELECT count(*) FROM event")?);
        let mut write = |line: String| {
            out.write_all(line.as_bytes())
                .map_err(|e| StoreError::Disk { path: "the export".into(), detail: e.to_string() })
        };
        write(format!("{{\"pursuant\":\"export\",\"form\":1,\"texts\":{texts},\"events\":{events}}}\n"))?;
        let mut order: Vec<(String, String)> = tx
            .prepare("SELECT symbol, hash FROM text")?
            .query_map([], |r| Ok((sort_key(&r.get::<_, String>(0)?), r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        order.sort();
        let json = |s: &str| serde_json::to_string(s);
        for (_, hash) in order {
            let mut statement =
                tx.prepare_cached("SELECT symbol, language, reader, structure, body FROM text WHERE hash = ?1")?;
            let (symbol, language, reader, structure, body): (String, String, String, i64, String) =
                statement.query_row([&hash], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?;
            write(format!(
                "{{\"text\":{},\"symbol\":{},\"language\":{},\"reader\":{},\"structure\":{structure},\"body\":{body}}}\n",
                json(&hash)?,
                json(&symbol)?,
                json(&language)?,
                json(&reader)?,
            ))?;
        }
        let mut statement =
            tx.prepare("SELECT v.id, v.bytes FROM event v JOIN entry e USING (seq) ORDER BY e.time, v.id")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (id, bytes): (String, String) = (r.get(0)?, r.get(1)?);
            write(format!("{{\"event\":\"{id}\",\"is\":{bytes}}}\n"))?;
        }
        Ok((texts, events))
    }
}

fn known(conn: &Connection) -> Result<HashSet<EventId>> {
    let mut statement = conn.prepare("SELECT id FROM event")?;
    let mut rows = statement.query([])?;
    let mut ids = HashSet::new();
    while let Some(r) = rows.next()? {
        let id: String = r.get(0)?;
        ids.insert(id.parse().map_err(|e| StoreError::Damaged(format!("{e}")))?);
    }
    Ok(ids)
}

/// The status of every turn on a day, and the entry behind it.
fn states(conn: &Connection, day: NaiveDate) -> Result<BTreeMap<String, (String, Option<String>)>> {
    let mut statement = conn.prepare(
        "SELECT o.name || coalesce('@' || s.turn, ''), s.status, s.status_event FROM spell s JOIN obligation o ON o.id = s.obligation
         WHERE s.since <= ?1 AND s.until > ?1",
    )?;
    let all = statement.query_map([day.to_string()], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
    Ok(all.collect::<rusqlite::Result<_>>()?)
}

fn author(conn: &Connection, id: EventId) -> Result<String> {
    Ok(conn.prepare_cached("SELECT author FROM event WHERE id = ?1")?.query_row([id.to_string()], |r| r.get(0))?)
}

fn has_text(conn: &Connection, hash: EventId) -> Result<bool> {
    Ok(conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM text WHERE hash = ?1)")?
        .query_row([hash.to_string()], |r| r.get(0))?)
}

fn insert_text(conn: &Connection, t: &KeptText) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO text (hash, symbol, language, reader, structure, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![t.hash.to_string(), t.symbol, t.language, t.reader, t.structure, t.body])?;
    Ok(())
}

/// A stranger's text: what its row and its entry say stands in it, and its spans lie in its words.
fn check_text(t: &KeptText, holds: Holds, symbol: Option<&str>) -> std::result::Result<(), String> {
    if holds != Holds::Resolution {
        return Ok(());
    }
    if t.structure > i64::from(STRUCTURE) {
        return Err(format!("the text of {} was read by a newer version; install that", t.symbol));
    }
    let r: Resolution =
        serde_json::from_str(&t.body).map_err(|e| format!("the text of {} is damaged: {e}", t.symbol))?;
    if r.symbol.as_str() != t.symbol || symbol != Some(r.symbol.as_str()) || r.language.as_str() != t.language {
        return Err(format!("the text {} is that of {}, not of {}", t.hash, r.symbol, symbol.unwrap_or(&t.symbol)));
    }
    let whole =
        r.blocks.iter().flat_map(|b| std::iter::once(&b.body).chain(b.parts.iter().map(|p| &p.body))).all(|rich| {
            rich.emphasis.iter().all(|s| s.of(&rich.text).is_some())
                && rich.marks.iter().all(|(at, _)| rich.text.is_char_boundary(*at as usize))
        });
    if whole { Ok(()) } else { Err(format!("the text of {} names places that it does not have", t.symbol)) }
}
