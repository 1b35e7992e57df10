//! The texts that set, extend or end a mission or measures, by its name: what recurring requests report on, and what renewed a
//! mandate that runs out.

use crate::follow::missions::{self, Mission};
use crate::follow::{Ask, Loaded};
use crate::model::{Organ, Symbol};
use crate::store::error::Result;
use crate::store::follow;
use crate::store::open::Store;
use crate::store::rows::stored;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// Which provision of a text that stands on the day extended each of these mandates: by name, whatever its words.
    pub fn extended(&self, day: NaiveDate, names: &[&str]) -> Result<BTreeMap<String, String>> {
        let calendar = self.calendar()?;
        let mut texts: BTreeMap<i64, Loaded> = BTreeMap::new();
        let mut all = BTreeMap::new();
        let mut of = self.conn.prepare_cached("SELECT resolution FROM obligation WHERE name = ?1")?;
        let mut stands =
            self.conn.prepare_cached("SELECT stands_from <= ?2 AND stands_until > ?2 FROM resolution WHERE id = ?1")?;
        for name in names {
            let Some(id) = of.query_row([name], |r| r.get(0)).optional()? else { continue };
            read(&self.conn, &mut texts, id)?;
            let ask = |t: &Loaded| -> Option<Ask> { t.asks.iter().find(|a| a.id == *name).cloned() };
            let Some(ask) = texts.get(&id).and_then(ask) else { continue };
            let wanted = texts.get(&id).map(|t| missions::of(&ask, t)).unwrap_or_default();
            let mut about = Vec::new();
            for other in about_these(&self.conn, &wanted)? {
                if stands.query_row(params![other, day.to_string()], |r| r.get(0))? {
                    read(&self.conn, &mut texts, other)?;
                    about.push(other);
                }
            }
            let about: Vec<&Loaded> = about.iter().filter_map(|id| texts.get(id)).collect();
            let by = texts.get(&id).and_then(|t| missions::extended(&ask, t, &about, &calendar));
            if let Some(by) = by {
                all.insert((*name).to_owned(), by.id.clone());
            }
        }
        Ok(all)
    }
}

/// A text by its row, read once.
pub(super) fn read(conn: &Connection, texts: &mut BTreeMap<i64, Loaded>, id: i64) -> Result<()> {
    if let std::collections::btree_map::Entry::Vacant(slot) = texts.entry(id) {
        slot.insert(follow::text(conn, id)?);
    }
    Ok(())
}

/// The texts that may decide on one of these.
pub(super) fn about_these(conn: &Connection, wanted: &BTreeSet<Mission>) -> Result<BTreeSet<i64>> {
    let mut called = conn.prepare_cached(
        "SELECT DISTINCT o.resolution FROM obligation o JOIN resolution r ON r.id = o.resolution JOIN paragraph p ON p.id = o.paragraph
         WHERE (o.kind = 'mandate' OR o.self_executing IN ('extends', 'establishes')) AND r.language = 'en' AND r.kind <> 'draft'
           AND (instr(p.text, ?1) > 0 OR instr(r.title, ?1) > 0)",
    )?;
    let mut measures = conn.prepare_cached(
        "SELECT c.resolution FROM recall c JOIN resolution r ON r.id = c.resolution
           WHERE c.symbol = ?1 AND r.language = 'en' AND r.kind <> 'draft'
         UNION SELECT id FROM resolution WHERE symbol = ?1",
    )?;
    let mut all = BTreeSet::new();
    for mission in wanted {
        let (statement, name) = match mission {
            Mission::Called(name) => (&mut called, name.as_str()),
            Mission::Measures(symbol) => (&mut measures, symbol.as_str()),
        };
        for id in statement.query_map([name], |r| r.get(0))? {
            all.insert(id?);
        }
    }
    Ok(all)
}

/// What a text may set, extend or end: every short name beside its mandates, and of the Security Council every resolution that
/// it names, since their measures may be meant.
pub(super) fn touched_by(conn: &Connection, symbol: &str) -> Result<BTreeSet<Mission>> {
    let mut decisions = conn.prepare_cached(
        "SELECT p.text, r.title FROM resolution r JOIN obligation o ON o.resolution = r.id JOIN paragraph p ON p.id = o.paragraph
         WHERE r.symbol = ?1 AND (o.kind = 'mandate' OR o.self_executing IN ('extends', 'establishes'))",
    )?;
    let mut all = BTreeSet::new();
    let mut rows = decisions.query([symbol])?;
    while let Some(r) = rows.next()? {
        let (words, title): (String, String) = (r.get(0)?, r.get(1)?);
        all.extend(missions::short_names(&words).map(|n| Mission::Called(n.to_owned())));
        all.extend(missions::titled(&title).into_iter().map(|n| Mission::Called(n.to_owned())));
    }
    let mut imposed = conn.prepare_cached(
        "SELECT c.symbol FROM recall c JOIN resolution r ON r.id = c.resolution WHERE r.symbol = ?1 AND r.organ = ?2
         UNION SELECT symbol FROM resolution WHERE symbol = ?1 AND organ = ?2",
    )?;
    let found = imposed.query_map([symbol, Organ::SecurityCouncil.as_str()], |r| r.get::<_, String>(0))?;
    for symbol in found {
        all.insert(Mission::Measures(stored::<Symbol>(&symbol?)?));
    }
    Ok(all)
}

/// The texts with recurring requests that may report on one of these.
pub(super) fn reporting_on(conn: &Connection, touched: &BTreeSet<Mission>) -> Result<BTreeMap<i64, String>> {
    let mut called = conn.prepare_cached(
        "SELECT r.id, r.symbol FROM resolution r WHERE r.id IN (SELECT resolution FROM obligation WHERE recurrence IS NOT NULL)
           AND (instr(r.title, ?1) > 0 OR EXISTS (SELECT 1 FROM paragraph p WHERE p.resolution = r.id AND instr(p.text, ?1) > 0))",
    )?;
    let mut measures = conn.prepare_cached(
        "SELECT r.id, r.symbol FROM resolution r WHERE (r.symbol = ?1 OR r.id IN (SELECT resolution FROM recall WHERE symbol = ?1))
           AND EXISTS (SELECT 1 FROM obligation o WHERE o.resolution = r.id AND o.recurrence IS NOT NULL)",
    )?;
    let mut all = BTreeMap::new();
    for mission in touched {
        let (statement, name) = match mission {
            Mission::Called(name) => (&mut called, name.as_str()),
            Mission::Measures(symbol) => (&mut measures, symbol.as_str()),
        };
        for found in statement.query_map([name], |r| Ok((r.get(0)?, r.get(1)?)))? {
            let (id, symbol) = found?;
            all.insert(id, symbol);
        }
    }
    Ok(all)
}
