//! What lies between texts: `resolution.next`, the text that follows; `obligation.next`, the provision that repeats one; and, from
//! these, until when the mandates run on which recurring requests report.
//!
//! What follows a text depends on that text and on those that recall it or bear its title, on nothing else: so only what a load
//! touched is looked at again, and comes out as if everything had been.

use crate::calendar::{Calendar, MandateEnd};
use crate::follow::missions::reported_on;
use crate::follow::profile::{Order, Profile, later, order};
use crate::follow::succession::{self, Candidate, Next};
use crate::follow::{Loaded, mandates, renewals};
use crate::model::{Organ, Session};
use crate::store::derive::Deriver;
use crate::store::error::Result;
use crate::store::rows::stored;
use crate::store::{fold, missions};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// A text that can stand in a series.
struct Placed {
    id: i64,
    symbol: String,
    organ: Option<Organ>,
    order: Order,
    stem: String,
}

impl Deriver<'_> {
    /// Notes that the text of a symbol is about to be made again or was: it, and all that its coming or going can concern.
    pub(super) fn touch(&self, symbol: &str) -> Result<()> {
        self.missions.borrow_mut().extend(missions::touched_by(self.conn, symbol)?);
        let mut touched = self.touched.borrow_mut();
        touched.insert(symbol.to_owned());
        let mut statement = self.conn.prepare_cached(
            "SELECT c.symbol FROM recall c JOIN resolution r ON r.id = c.resolution WHERE r.symbol = ?1
             UNION SELECT symbol FROM alias WHERE said_by = ?1",
        )?;
        let found = statement.query_map([symbol], |r| r.get::<_, String>(0))?;
        for symbol in found {
            touched.insert(symbol?);
        }
        if let Some(text) = placed(self.conn, symbol)? {
            touched.extend(before(self.conn, &text)?);
        }
        Ok(())
    }

    /// Sees to what lies between the texts that were made since the last time: the full-text index has their words, and everything
    /// that was touched is linked to what follows it.
    pub(super) fn settle(&self) -> Result<()> {
        self.index_words()?;
        let mut all: BTreeMap<i64, Placed> = BTreeMap::new();
        for symbol in self.touched.take() {
            if let Some(text) = placed(self.conn, &symbol)? {
                all.insert(text.id, text);
            }
        }
        let mut bodies: BTreeMap<i64, Loaded> = BTreeMap::new();
        let mut choices: Vec<(i64, Vec<(i64, bool)>)> = Vec::new();
        for text in all.values() {
            let candidates = candidates(self.conn, text)?;
            let ids = std::iter::once(text.id).chain(candidates.iter().map(|c| c.0));
            for id in ids.take(if candidates.is_empty() { 0 } else { usize::MAX }) {
                missions::read(self.conn, &mut bodies, id)?;
            }
            choices.push((text.id, candidates));
        }
        let ids: Vec<i64> = bodies.keys().copied().collect();
        let profiles: BTreeMap<i64, (usize, Profile<'_>)> =
            bodies.iter().enumerate().map(|(i, (id, text))| (*id, (i, Profile::new(text)))).collect();
        let mut clear =
            self.conn.prepare_cached("UPDATE obligation SET next = NULL WHERE resolution = ?1 AND next IS NOT NULL")?;
        let mut write_text = self.conn.prepare_cached("UPDATE resolution SET next = ?2 WHERE id = ?1")?;
        let mut write = self.conn.prepare_cached("UPDATE obligation SET next = ?2 WHERE name = ?1")?;
        for (id, candidates) in choices {
            clear.execute([id])?;
            write_text.execute(params![id, None::<&str>])?;
            let Some((_, profile)) = profiles.get(&id) else { continue };
            let candidates: Vec<Candidate<'_>> = candidates
                .into_iter()
                .filter_map(|(id, recalls)| {
                    profiles.get(&id).map(|(index, profile)| Candidate { index: *index, profile, recalls })
                })
                .collect();
            let Next::One(next) = succession::next(profile, &candidates) else { continue };
            let Some(next) = ids.get(next).and_then(|id| bodies.get(id)) else { continue };
            write_text.execute(params![id, next.symbol().as_str()])?;
            for p in renewals(profile.text, next) {
                if let (Some(old), Some(new)) = (p.old, p.new) {
                    write.execute(params![old.id, new.id])?;
                }
            }
        }
        drop(profiles);
        let mut todo = missions::reporting_on(self.conn, &self.missions.take())?;
        todo.extend(all.into_values().map(|t| (t.id, t.symbol)));
        self.mandates(todo.into_iter().collect(), bodies)
    }

    /// Writes of the recurring requests of these texts, and of those that lead to them, until when their mandates run; where that
    /// changes, their turns are made again.
    fn mandates(&self, mut todo: Vec<(i64, String)>, mut bodies: BTreeMap<i64, Loaded>) -> Result<()> {
        let mut before = self.conn.prepare_cached("SELECT id, symbol FROM resolution WHERE next = ?1")?;
        let mut recurring = self.conn.prepare_cached(
            "SELECT id, name, mandate FROM obligation WHERE resolution = ?1 AND recurrence IS NOT NULL ORDER BY nth",
        )?;
        let mut renewed = self.conn.prepare_cached(
            "SELECT r.adopted FROM obligation o JOIN obligation n ON n.name = o.next JOIN resolution r ON r.id = n.resolution
             WHERE o.id = ?1 AND o.recurrence <> 'regular' AND n.recurrence <> 'regular' AND n.dismissed = 0",
        )?;
        let mut write = self.conn.prepare_cached("UPDATE obligation SET mandate = ?2 WHERE id = ?1")?;
        let mut seen: BTreeSet<i64> = todo.iter().map(|t| t.0).collect();
        let mut changed: Vec<i64> = Vec::new();
        while let Some((id, symbol)) = todo.pop() {
            let mut rows = before.query([symbol.as_str()])?;
            while let Some(r) = rows.next()? {
                if seen.insert(r.get(0)?) {
                    todo.push((r.get(0)?, r.get(1)?));
                }
            }
            let requests: Vec<(i64, String, Option<String>)> = recurring
                .query_map([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            if requests.is_empty() {
                continue;
            }
            let series = self.series_from(id, &mut bodies)?;
            for (row, name, was) in requests {
                let ask = |text: &Loaded| text.asks.iter().find(|a| a.id == name).cloned();
                let first = bodies.get(&id);
                let ask = first.and_then(ask);
                let wanted = ask.as_ref().zip(first).map(|(a, t)| reported_on(a, t)).unwrap_or_default();
                let about = missions::about_these(self.conn, &wanted)?;
                about.iter().try_for_each(|id| missions::read(self.conn, &mut bodies, *id))?;
                let texts =
                    |ids: &mut dyn Iterator<Item = &i64>| ids.filter_map(|id| bodies.get(id)).collect::<Vec<_>>();
                let (series, about) = (texts(&mut series.iter()), texts(&mut about.iter()));
                let mut ends = ask.map_or_else(Vec::new, |a| mandates::ends(&a, &series, &about, Calendar::builtin()));
                let again: Option<String> = renewed.query_row([row], |r| r.get(0)).optional()?.flatten();
                ends.extend(again.map(|day| stored(&day)).transpose()?.map(MandateEnd::renewed));
                let is = (!ends.is_empty()).then(|| serde_json::to_string(&ends)).transpose()?;
                if is != was {
                    write.execute(params![row, is])?;
                    changed.push(row);
                }
            }
        }
        let folder = fold::Folder::new(self.conn, self.calendar()?)?;
        folder.refold(changed)
    }

    /// A text that sets a mandate, and those that follow it one after the other; alone where it sets none.
    fn series_from(&self, id: i64, bodies: &mut BTreeMap<i64, Loaded>) -> Result<Vec<i64>> {
        let mut next = self
            .conn
            .prepare_cached("SELECT n.id FROM resolution r JOIN resolution n ON n.symbol = r.next WHERE r.id = ?1")?;
        let mut series = vec![id];
        let mut last = id;
        loop {
            missions::read(self.conn, bodies, last)?;
            if last == id && !bodies.get(&id).is_some_and(|t| t.asks.iter().any(mandates::runs_out)) {
                return Ok(series);
            }
            match next.query_row([last], |r| r.get(0)).optional()? {
                Some(n) if !series.contains(&n) => {
                    series.push(n);
                    last = n;
                }
                _ => return Ok(series),
            }
        }
    }
}

/// The English resolution or decision that is called so; by its own symbol, else by what another text says that it became.
fn placed(conn: &Connection, symbol: &str) -> Result<Option<Placed>> {
    const OWN: &str = "SELECT id, symbol, organ, session, adopted, stem FROM resolution
         WHERE language = 'en' AND kind <> 'draft' AND symbol = ";
    let own = one(conn, &format!("{OWN} ?1"), symbol)?;
    if own.is_some() {
        return Ok(own);
    }
    let by_alias = format!(
        "{OWN} (SELECT min(a.symbol) FROM alias a JOIN resolution r ON r.symbol = a.symbol
           WHERE a.alias = ?1 AND r.language = 'en' AND r.kind <> 'draft')"
    );
    one(conn, &by_alias, symbol)
}

fn one(conn: &Connection, sql: &str, symbol: &str) -> Result<Option<Placed>> {
    type Row = (i64, String, Option<String>, Option<String>, Option<String>, String);
    let row: Option<Row> = conn
        .prepare_cached(sql)?
        .query_row([symbol], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)))
        .optional()?;
    let Some((id, symbol, organ, session, adopted, stem)) = row else { return Ok(None) };
    let organ = organ.map(|o| stored::<Organ>(&o)).transpose()?;
    let adopted = adopted.map(|d| stored(&d)).transpose()?;
    let order = order(&stored(&symbol)?, organ, session.map(Session).as_ref(), adopted);
    Ok(Some(Placed { id, symbol, organ, order, stem }))
}

/// The texts of its title that this one can follow: those of its own session (of its year, in the Security Council) and of the last
/// one before it that has any. Older ones are followed by these.
fn before(conn: &Connection, text: &Placed) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT symbol, session, adopted FROM resolution
         WHERE stem = ?1 AND stem <> '' AND organ IS ?2 AND language = 'en' AND kind <> 'draft'",
    )?;
    let mut rows = statement.query(params![text.stem, text.organ.map(|o| o.as_str())])?;
    let mut all: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(r) = rows.next()? {
        let (symbol, session): (String, Option<String>) = (r.get(0)?, r.get(1)?);
        let adopted = r.get::<_, Option<String>>(2)?.map(|d| stored(&d)).transpose()?;
        let order = order(&stored(&symbol)?, text.organ, session.map(Session).as_ref(), adopted);
        all.entry(order.0).or_default().push(symbol);
    }
    let own = all.remove(&text.order.0).unwrap_or_default();
    let last =
        all.range_mut(..text.order.0).next_back().map(|(_, symbols)| std::mem::take(symbols)).unwrap_or_default();
    Ok([own, last].concat())
}

/// The later texts that recall this one or bear its title, and whether they recall it.
fn candidates(conn: &Connection, text: &Placed) -> Result<Vec<(i64, bool)>> {
    let mut statement = conn.prepare_cached(
        "SELECT n.symbol, 1 FROM recall c JOIN resolution n ON n.id = c.resolution WHERE c.symbol = ?1
         UNION ALL SELECT n.symbol, 1 FROM alias a JOIN recall c ON c.symbol = a.alias JOIN resolution n ON n.id = c.resolution
           WHERE a.symbol = ?1
             AND NOT EXISTS (SELECT 1 FROM resolution o WHERE o.symbol = a.alias AND o.language = 'en' AND o.kind <> 'draft')
             AND NOT EXISTS (SELECT 1 FROM alias b JOIN resolution o ON o.symbol = b.symbol
               WHERE b.alias = a.alias AND b.symbol < a.symbol AND o.language = 'en' AND o.kind <> 'draft')
         UNION ALL SELECT symbol, 0 FROM resolution WHERE stem = ?2 AND stem <> ''",
    )?;
    let mut found: BTreeMap<String, bool> = BTreeMap::new();
    let mut rows = statement.query(params![text.symbol, text.stem])?;
    while let Some(r) = rows.next()? {
        *found.entry(r.get(0)?).or_default() |= r.get::<_, bool>(1)?;
    }
    let mut all: Vec<(Placed, bool)> = Vec::new();
    for (symbol, recalls) in found {
        // An alias of a text is no text of its own.
        if let Some(other) = placed(conn, &symbol)?
            && other.organ == text.organ
            && later(text.organ, &text.order, &other.order)
        {
            all.push((other, recalls));
        }
    }
    // Of those that only bear its title the first session's are enough.
    let first = all.iter().filter(|(t, _)| t.stem == text.stem && !t.stem.is_empty()).map(|(t, _)| t.order.0).min();
    all.retain(|(t, recalls)| *recalls || Some(t.order.0) == first);
    all.sort_by(|a, b| (&a.0.order, &a.0.symbol).cmp(&(&b.0.order, &b.0.symbol)));
    Ok(all.into_iter().map(|(t, recalls)| (t.id, recalls)).collect())
}

/// The resolutions that a text names, as rows.
pub(super) fn insert_recalls(conn: &Connection, id: i64, r: &crate::model::Resolution) -> Result<()> {
    let named: BTreeSet<_> = crate::follow::cites::resolutions(r).into_iter().map(|c| c.symbol).collect();
    let mut insert = conn.prepare_cached("INSERT OR IGNORE INTO recall (symbol, resolution) VALUES (?1, ?2)")?;
    for symbol in named.iter().filter(|s| **s != r.symbol) {
        insert.execute(params![symbol.as_str(), id])?;
    }
    Ok(())
}
