//! What two people said differently, and entries that lie on no clause: what `review` lists.

use crate::model::{Clause, ClauseKey, EventId};
use crate::store::derive::Deriver;
use crate::store::entries;
use crate::store::error::Result;
use crate::store::fold::Folder;
use crate::store::history::{HistoryRow, row};
use crate::store::key;
use crate::store::open::Store;
use crate::store::rows::clause_words;
use crate::track::attach::best_fit;
use crate::track::conflict::{Conflict, conflicts, dismissed, unloaded};
use crate::track::correct::said;
use crate::track::{Entry, Graph};
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// Two things that people said and that do not go together, until somebody who knows both says more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The provision, with its turn; a text, where it was unloaded.
    pub about: String,
    /// Why they do not go together, in words.
    pub why: &'static str,
    /// The two entries, the earlier first.
    pub entries: Vec<HistoryRow>,
}

/// A live entry that lies on no clause of the current texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Detached {
    /// The entry.
    pub entry: HistoryRow,
    /// The first words that its writer saw.
    pub words: String,
    /// The clause that its writer saw.
    pub clause: Option<Clause>,
    /// The provision whose words fit best, with the share of words that agree.
    pub best: Option<(String, f64)>,
}

impl Store {
    /// Every contradiction that nobody has settled, and every detached entry, in the order of provisions and of the log.
    pub fn review(&self) -> Result<(Vec<Disagreement>, Vec<Detached>)> {
        let tx = &self.conn;
        let all = entries::select(tx, "e.live = 1 AND e.clause IS NOT NULL ORDER BY e.time, v.id", [])?;
        let by_id: BTreeMap<EventId, &Entry> = all.iter().map(|e| (e.id, e)).collect();
        let retractions = entries::retractions(tx)?;
        let undoing = entries::select(tx, "e.kind = 'retract' AND e.live = 1 ORDER BY e.time, v.id", [])?;
        let undoing: Vec<&Entry> = undoing.iter().collect();
        let graph: Graph = entries::graph(tx)?;
        let ancestor = |a: EventId, b: EventId| graph.is_ancestor(a, b);
        let deriver = Deriver::new(tx)?;
        let folder = Folder::new(tx, deriver.calendar()?)?;
        let mut found: Vec<(String, Conflict)> = Vec::new();
        let mut placed_entries: BTreeSet<EventId> = BTreeSet::new();
        let mut reached: BTreeSet<EventId> = BTreeSet::new();
        // Where logs go from clause to clause, any obligation may have entries; else those of whose clause some entry speaks.
        let some = if folder.any_moves() {
            ""
        } else {
            "WHERE o.clause IN (SELECT clause FROM entry WHERE clause IS NOT NULL)"
        };
        // By symbol: the numbers of rows differ from copy to copy.
        let sql = format!(
            "SELECT o.id, o.name FROM obligation o JOIN resolution r ON r.id = o.resolution {some} ORDER BY r.sort, o.nth"
        );
        let mut statement = tx.prepare(&sql)?;
        let obligations: Vec<(i64, String)> =
            statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        // What was written about a draft lies on the resolution that it became, or nowhere.
        let adopted: BTreeMap<_, _> = entries::adoptions(tx)?.into_iter().collect();
        for (id, name) in obligations {
            let over = name.split_once(':').is_some_and(|(symbol, _)| adopted.keys().any(|d| d.as_str() == symbol));
            folder.placed(id, |_, on, placed| {
                let said = said(on);
                let mut seen: BTreeSet<Conflict> = BTreeSet::new();
                let mut add = |about: String, all: Vec<Conflict>| {
                    for c in all {
                        if seen.insert(c.clone()) {
                            found.push((about.clone(), c));
                        }
                    }
                };
                for (plan, on) in &placed.turns {
                    let turn = plan.name.as_ref().map(|n| format!("@{n}")).unwrap_or_default();
                    placed_entries.extend(on.iter().map(|e| e.id).filter(|_| !over));
                    add(format!("{name}{turn}"), conflicts(on, &undoing, &retractions, &ancestor));
                }
                placed_entries.extend(placed.clause.iter().map(|e| e.id).filter(|_| !over));
                reached.extend(on.iter().map(|e| e.id).filter(|_| !over));
                add(name.clone(), conflicts(&placed.clause, &undoing, &retractions, &ancestor));
                if said.dismissed.is_some() {
                    // Without turns everything but what is about the clause lies nowhere.
                    placed_entries.extend(placed.detached.iter().map(|e| e.id).filter(|_| !over));
                    add(name.clone(), dismissed(&placed.detached, &said));
                }
            })?;
        }
        let gone = self.unloaded(tx, &all, &undoing)?;
        for (symbol, conflict) in gone {
            if let Conflict::Unloaded { entry, .. } = &conflict {
                placed_entries.insert(*entry);
            }
            found.push((symbol, conflict));
        }
        let known = |id: EventId| {
            let entry = by_id.get(&id).or_else(|| undoing.iter().find(|e| e.id == id))?;
            Some(row(&entry.event, true))
        };
        let disagreements = found
            .into_iter()
            .map(|(about, conflict)| {
                let (why, ids) = match conflict {
                    Conflict::Entries(a, b) => ("two entries differ, and neither writer knew of the other's", [a, b]),
                    Conflict::Dismissed { entry, by } => {
                        ("an entry on what was dismissed as no obligation", [entry, by])
                    }
                    Conflict::Unloaded { entry, by } => ("an entry on a text whose loading was undone", [entry, by]),
                };
                let mut entries: Vec<HistoryRow> = ids.into_iter().filter_map(known).collect();
                entries.sort_by_key(|h| (h.at, h.id));
                Disagreement { about, why, entries }
            })
            .collect();
        let mut loose = Vec::new();
        for e in all.iter().filter(|e| !placed_entries.contains(&e.id)) {
            loose.push(self.detached(tx, e, reached.contains(&e.id))?);
        }
        Ok((disagreements, loose))
    }

    /// The entries of others on texts that are not there any more, because their loads were undone.
    fn unloaded(
        &self,
        conn: &rusqlite::Connection,
        all: &[Entry],
        undoing: &[&Entry],
    ) -> Result<Vec<(String, Conflict)>> {
        let mut found = Vec::new();
        let mut statement = conn.prepare(
            "SELECT e.symbol, group_concat(v.id), group_concat(a.id), max(e.live) FROM entry e JOIN event v USING (seq)
             JOIN event a ON a.seq = e.action WHERE e.kind = 'load' AND e.symbol IS NOT NULL GROUP BY e.symbol ORDER BY e.symbol",
        )?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (symbol, loads, actions, live): (String, String, String, bool) =
                (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
            if live {
                continue;
            }
            let of = |e: &Entry| e.event.subject.as_ref().is_some_and(|s| s.clause.key.symbol.as_str() == symbol);
            let on: Vec<&Entry> = all.iter().filter(|e| of(e)).collect();
            let by: Vec<&Entry> = undoing
                .iter()
                .filter(|r| match &r.event.payload {
                    crate::model::event::Payload::Retract { target, .. } => {
                        let target = target.to_string();
                        loads.split(',').chain(actions.split(',')).any(|id| id == target)
                    }
                    _ => false,
                })
                .copied()
                .collect();
            found.extend(unloaded(&on, &by).into_iter().map(|c| (symbol.clone(), c)));
        }
        Ok(found)
    }

    /// A detached entry with the clause of its text whose words fit best.
    fn detached(&self, conn: &rusqlite::Connection, e: &Entry, reached: bool) -> Result<Detached> {
        let entry = row(&e.event, true);
        let Some(subject) = &e.event.subject else {
            return Ok(Detached { entry, words: String::new(), clause: None, best: None });
        };
        let words = &subject.clause.words;
        let mut statement = conn.prepare_cached(
            "SELECT o.name, o.key, p.text, o.spans FROM obligation o JOIN resolution r ON r.id = o.resolution
             JOIN paragraph p ON p.id = o.paragraph WHERE r.symbol = ?1 ORDER BY o.nth",
        )?;
        let mut symbol = &subject.clause.key.symbol;
        let adopted: BTreeMap<_, _> = entries::adoptions(conn)?.into_iter().collect();
        // Adoptions that lead in a circle are nobody's work but a merge can bring them.
        for _ in 0..adopted.len() {
            symbol = adopted.get(symbol).unwrap_or(symbol);
        }
        let mut rows = statement.query(params![symbol.as_str()])?;
        let mut clauses: Vec<(String, ClauseKey, String)> = Vec::new();
        while let Some(r) = rows.next()? {
            let (text, spans): (String, String) = (r.get(2)?, r.get(3)?);
            clauses.push((r.get(0)?, key::of(r, 1)?, clause_words(&text, &spans).to_owned()));
        }
        // Where the clause is there and only the turn is not, the clause itself is what fits.
        let best = if reached {
            clauses.iter().find(|(_, key, _)| *key == subject.clause.key).map(|(name, ..)| (name.clone(), 1.0))
        } else {
            best_fit(words, clauses.iter().map(|(_, key, words)| (key, words.as_str()))).and_then(|(key, share)| {
                clauses.iter().find(|(_, k, _)| k == key).map(|(name, ..)| (name.clone(), share))
            })
        };
        Ok(Detached { entry, words: words.chars().take(160).collect(), clause: Some(subject.clause.clone()), best })
    }
}
