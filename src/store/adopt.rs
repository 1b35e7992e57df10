//! A draft becomes a resolution: which one its cover names, and where the log of each clause goes.

use crate::model::event::{Pair, Payload};
use crate::model::{ClauseKey, Language, Resolution, Symbol, TextKind};
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
    /// Obligations of the draft that somebody wrote about and that the resolution does not have.
    pub(super) left: Vec<String>,
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
    let told = entries::adoptions(conn)?;
    for (symbol, prepared) in fresh {
        let Some(r) = prepared.as_ref().map(|p| &p.resolution).filter(|r| r.language == Language::English) else {
            continue;
        };
        if r.kind == TextKind::Draft {
            let adopted = adopted_already(conn, symbol)?;
            if adopted.is_empty()
                && let Some(later) = later(conn, fresh, &told, symbol)?
            {
                couples.push((symbol.clone(), later));
            }
            couples.extend(adopted.into_iter().map(|resolution| (symbol.clone(), resolution)));
            couples.extend(earlier(conn, fresh, symbol)?.map(|old| (old, symbol.clone())));
            continue;
        }
        if let Some(draft) = said {
            check(conn, &told, draft, r)?;
        }
        for draft in r.drafts.iter().chain(said) {
            if is_draft(conn, fresh, draft)? {
                couples.push((draft.clone(), symbol.clone()));
            } else if let Some(old) = earlier(conn, fresh, draft)? {
                // Its revision is not here, but it was the text before it.
                couples.push((old, symbol.clone()));
            }
        }
    }
    couples.retain(|c| !told.contains(c));
    couples.sort();
    couples.dedup();
    let mut before: Vec<(Symbol, Vec<Pair>)> = Vec::new();
    if !couples.is_empty() {
        for e in entries::select(conn, "e.kind = 'adopt' AND e.live = 1 ORDER BY e.time, v.id", [])? {
            if let Payload::Adopt { resolution, pairs, .. } = e.event.payload {
                before.push((resolution, pairs));
            }
        }
    }
    let mut all: Vec<Adoption> = Vec::new();
    for (draft, resolution) in couples {
        let mut pairs = pair(clauses(conn, fresh, &draft)?, &clauses(conn, fresh, &resolution)?);
        let brought = all.iter().map(|a| (&a.resolution, &a.pairs)).chain(before.iter().map(|(r, p)| (r, p)));
        let brought = brought.filter(|(became, _)| **became == draft).flat_map(|(_, pairs)| pairs);
        pairs.extend(by_hand(conn, fresh, &draft, &resolution, &pairs, brought)?);
        let left = left(conn, &draft, &pairs)?;
        all.push(Adoption { draft, resolution, pairs, left });
    }
    Ok(all)
}

/// Whether a draft that the user names can have become this resolution.
///
/// # Errors
/// [`StoreError::Refused`] where another organ is asked to adopt it, it became something else, or the resolution had another draft.
fn check(conn: &Connection, told: &[(Symbol, Symbol)], draft: &Symbol, r: &Resolution) -> Result<()> {
    let resolution = &r.symbol;
    let asked: Option<Option<String>> = conn
        .prepare_cached("SELECT organ FROM resolution WHERE symbol = ?1")?
        .query_row([draft.as_str()], |r| r.get(0))
        .optional()?;
    if let (Some(Some(asked)), Some(adopted)) = (asked, r.organ)
        && asked != adopted.as_str()
    {
        return Err(StoreError::Refused(format!(
            "{draft} is a draft for the {asked}, and {resolution} was adopted by the {}: nothing was loaded",
            adopted.as_str()
        )));
    }
    let other = told.iter().find(|(d, r)| (d == draft) != (r == resolution));
    match other {
        Some((_, became)) if became != resolution => Err(StoreError::Refused(format!(
            "{draft} became {became} and can't become {resolution}, too: nothing was loaded; if that was wrong, \
             `pursuant undo` takes it back"
        ))),
        Some((had, _)) => Err(StoreError::Refused(format!(
            "{resolution} has adopted {had} already and can't adopt {draft}, too: nothing was loaded; if that was wrong, \
             `pursuant undo` takes it back"
        ))),
        None => Ok(()),
    }
}

/// `A/80/L.10` of `A/80/L.10/Rev.2`, and 2; 0 of a draft that is no revision.
fn revision(symbol: &Symbol) -> (&str, u16) {
    let n = symbol.as_str().rsplit_once("/Rev.").and_then(|(base, n)| Some((base, n.parse().ok()?)));
    n.unwrap_or((symbol.as_str(), 0))
}

/// The nth revision of a draft; 0: as first issued.
fn revised(base: &str, n: u16) -> Option<Symbol> {
    if n == 0 { base.parse().ok() } else { format!("{base}/Rev.{n}").parse().ok() }
}

/// The last version of a draft before this revision of it that is here: a revised text replaces the one before it.
fn earlier(conn: &Connection, fresh: &Fresh, symbol: &Symbol) -> Result<Option<Symbol>> {
    let (base, n) = revision(symbol);
    for old in (0..n.min(MOST_REVISIONS)).rev().filter_map(|n| revised(base, n)) {
        if is_draft(conn, fresh, &old)? {
            return Ok(Some(old));
        }
    }
    Ok(None)
}

/// Of a draft that comes after its revision: the revision, or what that became already.
fn later(conn: &Connection, fresh: &Fresh, told: &[(Symbol, Symbol)], symbol: &Symbol) -> Result<Option<Symbol>> {
    let (base, n) = revision(symbol);
    for new in (n.saturating_add(1)..=MOST_REVISIONS).filter_map(|n| revised(base, n)) {
        if fresh.contains_key(&new) {
            // It tells of this one itself.
            return Ok(None);
        }
        if let Some(resolution) = adopted_already(conn, &new)?.into_iter().next() {
            return Ok(Some(resolution));
        }
        if is_draft(conn, fresh, &new)? {
            let became = told.iter().find(|(draft, _)| *draft == new).map(|(_, became)| became.clone());
            return Ok(Some(became.unwrap_or(new)));
        }
    }
    Ok(None)
}

/// No draft is revised more often.
const MOST_REVISIONS: u16 = 12;

/// The obligations of a draft about which there is a live entry and that no pair leads on from.
fn left(conn: &Connection, draft: &Symbol, pairs: &[Pair]) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT o.name, o.key FROM obligation o JOIN resolution r ON r.id = o.resolution
         WHERE r.symbol = ?1 AND EXISTS (SELECT 1 FROM entry e WHERE e.clause = o.clause AND e.live = 1) ORDER BY o.nth",
    )?;
    let mut rows = statement.query([draft.as_str()])?;
    let mut all = Vec::new();
    while let Some(r) = rows.next()? {
        let key = key::of(r, 1)?;
        if !pairs.iter().any(|p| p.from == key) {
            all.push(r.get(0)?);
        }
    }
    Ok(all)
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

/// What was added to a draft by hand (or to the draft whose revision it is: `brought`) goes on where the resolution says the same at the
/// same place.
fn by_hand<'a>(
    conn: &Connection,
    fresh: &Fresh,
    draft: &Symbol,
    resolution: &Symbol,
    paired: &[Pair],
    brought: impl Iterator<Item = &'a Pair>,
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
    let clauses = added.into_iter().filter_map(|e| e.event.subject).map(|s| (s.clause.key, s.clause.words));
    let brought = brought.map(|p| (p.to.clone(), p.words.clone()));
    Ok(clauses
        .chain(brought)
        .filter(|(key, words)| !paired.iter().any(|p| p.from == *key) && says(text, key, words))
        .map(|(key, words)| Pair { to: ClauseKey { symbol: resolution.clone(), ..key.clone() }, from: key, words })
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
