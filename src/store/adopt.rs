//! A draft becomes a resolution: which one its cover names, and where the log of each clause goes.

use crate::model::event::{Pair, Payload};
use crate::model::{ClauseKey, Language, Symbol, TextKind};
use crate::store::derive::{Deriver, Prepared};
use crate::store::entries;
use crate::store::error::{Result, StoreError};
use crate::store::key;
use crate::store::rows::clause_words;
use crate::store::texts::{current, says};
use crate::track::words::{Words, agree};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// Texts of a load that are not derived yet, by symbol.
pub(super) type Fresh = BTreeMap<Symbol, Option<Prepared>>;

/// A draft and what it became.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Adoption {
    pub(super) draft: Symbol,
    pub(super) resolution: Symbol,
    pub(super) pairs: Vec<Pair>,
}

impl Adoption {
    pub(super) fn payload(&self) -> Payload {
        Payload::Adopt { draft: self.draft.clone(), resolution: self.resolution.clone(), pairs: self.pairs.clone() }
    }
}

/// What a load makes of drafts: resolutions whose cover names a draft that is here or comes with it, and drafts of resolutions
/// that are here. `said`: the draft that the user names for the (only) resolution of this load.
pub(super) fn adoptions(conn: &Connection, fresh: &Fresh, said: Option<&Symbol>) -> Result<Vec<Adoption>> {
    let mut couples: Vec<(Symbol, Symbol)> = Vec::new();
    for (symbol, prepared) in fresh {
        let Some(r) = prepared.as_ref().map(|p| &p.resolution).filter(|r| r.language == Language::English) else {
            continue;
        };
        if r.kind == TextKind::Draft {
            couples.extend(adopted_already(conn, symbol)?.into_iter().map(|resolution| (symbol.clone(), resolution)));
            continue;
        }
        for draft in r.drafts.iter().chain(said) {
            if is_draft(conn, fresh, draft)? {
                couples.push((draft.clone(), symbol.clone()));
            }
        }
    }
    let told = told(conn)?;
    couples.retain(|c| !told.contains(c));
    couples.sort();
    couples.dedup();
    couples
        .into_iter()
        .map(|(draft, resolution)| {
            let mut pairs = pair(clauses(conn, fresh, &draft)?, &clauses(conn, fresh, &resolution)?);
            pairs.extend(by_hand(conn, fresh, &draft, &resolution, &pairs)?);
            Ok(Adoption { draft, resolution, pairs })
        })
        .collect()
}

/// Adoptions that the log tells of.
fn told(conn: &Connection) -> Result<Vec<(Symbol, Symbol)>> {
    let live = entries::select(conn, "e.kind = 'adopt' AND e.live = 1", [])?;
    Ok(live
        .into_iter()
        .filter_map(|e| match e.event.payload {
            Payload::Adopt { draft, resolution, .. } => Some((draft, resolution)),
            _ => None,
        })
        .collect())
}

fn is_draft(conn: &Connection, fresh: &Fresh, symbol: &Symbol) -> Result<bool> {
    if let Some(Some(p)) = fresh.get(symbol) {
        return Ok(p.resolution.kind == TextKind::Draft);
    }
    let kind: Option<String> = conn
        .prepare_cached("SELECT kind FROM resolution WHERE symbol = ?1")?
        .query_row([symbol.as_str()], |r| r.get(0))
        .optional()?;
    Ok(kind.as_deref() == Some(TextKind::Draft.as_str()))
}

/// The resolutions here whose cover names a draft.
fn adopted_already(conn: &Connection, draft: &Symbol) -> Result<Vec<Symbol>> {
    let mut statement = conn.prepare_cached(
        "SELECT symbol FROM resolution WHERE kind <> 'draft' AND instr('; ' || drafts || ';', '; ' || ?1 || ';') > 0",
    )?;
    let found: Vec<String> = statement.query_map([draft.as_str()], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    found.iter().map(|s| s.parse().map_err(|e| StoreError::Damaged(format!("{e}")))).collect()
}

/// The clauses of a text, with their words.
fn clauses(conn: &Connection, fresh: &Fresh, symbol: &Symbol) -> Result<Vec<(ClauseKey, String)>> {
    if let Some(Some(p)) = fresh.get(symbol) {
        let all = p.readings.iter().flat_map(|r| &r.obligations);
        return Ok(all
            .map(|o| (o.key.clone(), p.resolution.words(o.clause_at).unwrap_or_default().to_owned()))
            .collect());
    }
    let mut statement = conn.prepare_cached(
        "SELECT o.key, p.text, o.spans FROM obligation o JOIN resolution r ON r.id = o.resolution
         JOIN paragraph p ON p.id = o.paragraph WHERE r.symbol = ?1 ORDER BY o.nth",
    )?;
    let mut rows = statement.query([symbol.as_str()])?;
    let mut all = Vec::new();
    while let Some(r) = rows.next()? {
        let (text, spans): (String, String) = (r.get(1)?, r.get(2)?);
        all.push((key::of(r, 0)?, clause_words(&text, &spans).to_owned()));
    }
    Ok(all)
}

/// What was added to a draft by hand goes on where the resolution says the same at the same place.
fn by_hand(
    conn: &Connection,
    fresh: &Fresh,
    draft: &Symbol,
    resolution: &Symbol,
    paired: &[Pair],
) -> Result<Vec<Pair>> {
    let added = entries::select(
        conn,
        "e.symbol = ?1 AND e.kind = 'add' AND e.live = 1 ORDER BY e.time, v.id",
        [draft.as_str()],
    )?;
    let stored;
    let text = match fresh.get(resolution) {
        Some(Some(p)) => &p.resolution,
        _ => match current(conn, resolution.as_str())? {
            Some((hash, ..)) => {
                stored = Deriver::new(conn)?.body(&hash)?;
                &stored
            }
            None => return Ok(Vec::new()),
        },
    };
    let clauses = added.into_iter().filter_map(|e| e.event.subject).map(|s| s.clause);
    Ok(clauses
        .filter(|c| !paired.iter().any(|p| p.from == c.key) && says(text, &c.key, &c.words))
        .map(|c| Pair { to: ClauseKey { symbol: resolution.clone(), ..c.key.clone() }, from: c.key, words: c.words })
        .collect())
}

/// Each clause of a draft to the clause of the resolution that says the same: at the same place, else the only one whose words
/// fit as well as those of an edited paragraph do.
fn pair(draft: Vec<(ClauseKey, String)>, resolution: &[(ClauseKey, String)]) -> Vec<Pair> {
    draft
        .into_iter()
        .filter_map(|(from, words)| {
            let same_place = |to: &ClauseKey| ClauseKey { symbol: from.symbol.clone(), ..to.clone() } == from;
            let here = resolution.iter().find(|(to, w)| same_place(to) && agree(w, &words));
            let moved = || {
                let own = Words::new(&words);
                let mut fits = resolution.iter().filter(|(_, w)| Words::new(w).share(&own) >= 0.85);
                fits.next().filter(|_| fits.next().is_none())
            };
            let to = here.or_else(moved)?.0.clone();
            Some(Pair { from, words, to })
        })
        .collect()
}
