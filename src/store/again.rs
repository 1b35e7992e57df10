//! The checks of `verify` that make what is derived again, on a copy, and compare.

use crate::model::Symbol;
use crate::store::derive::Deriver;
use crate::store::error::{Result, StoreError};
use crate::store::fold::Folder;
use crate::store::picture::{Digest, Picture, digests, picture};
use crate::store::rebuild;
use crate::store::tally::Tally;
use crate::store::verify::Verified;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Everything derived but what the rules read: from texts and events again, and the log folded over the obligations as they are.
pub(super) fn folded_again(conn: &Connection, found: &mut Verified) -> Result<()> {
    const LOG: &[&str] = &["entry", "head", "loaded"];
    const STATE: &[&str] = &["state of obligations", "spell", "remark", "tally"];
    const TEXTS: &[&str] = &["resolution", "alias", "recall", "paragraph"];
    let tx = conn.unchecked_transaction()?;
    let stored = digests(&tx, LOG)?;
    tx.execute_batch("DELETE FROM entry; DELETE FROM head; DELETE FROM loaded;")?;
    rebuild::log(&tx, None)?;
    let log = Again::of(&tx, "log", &stored)?;
    let stored = digests(&tx, STATE)?;
    let deriver = Deriver::new(&tx)?;
    let folder = Folder::new(&tx, deriver.calendar()?)?;
    let ids: Vec<i64> = tx
        .prepare("SELECT id FROM obligation ORDER BY id")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    tx.execute_batch("DELETE FROM tally;")?;
    let mut tally = Tally::default();
    ids.into_iter().try_for_each(|id| folder.again(id, &mut tally))?;
    tally.write(&tx)?;
    let intervals = Again::of(&tx, "intervals", &stored)?;
    let stored = digests(&tx, TEXTS)?;
    tx.execute_batch("DELETE FROM paragraph; DELETE FROM alias; DELETE FROM recall; DELETE FROM resolution;")?;
    deriver.texts_alone()?;
    let paragraphs = Again::of(&tx, "paragraphs", &stored)?;
    drop(folder);
    tx.rollback()?;
    [log, intervals, paragraphs].into_iter().try_for_each(|again| again.compared(conn, found))
}

/// Tables that were made again: how many lines they have, and the lines of those that came out otherwise. A sound table is
/// never held in memory.
struct Again {
    check: &'static str,
    lines: usize,
    otherwise: Vec<&'static str>,
    picture: Picture,
}

impl Again {
    /// Looks at tables just made again beside the digests of what was stored.
    fn of(conn: &Connection, check: &'static str, stored: &[(&'static str, Digest)]) -> Result<Again> {
        let names: Vec<&'static str> = stored.iter().map(|(name, _)| *name).collect();
        let made = digests(conn, &names)?;
        let lines = made.iter().map(|(_, digest)| digest.lines).sum();
        let otherwise: Vec<&'static str> =
            made.iter().zip(stored).filter(|(made, stored)| made != stored).map(|(made, _)| made.0).collect();
        let picture = if otherwise.is_empty() { Picture::new() } else { picture(conn, &otherwise)? };
        Ok(Again { check, lines, otherwise, picture })
    }

    /// Says what differs, once `conn` holds what was stored again.
    fn compared(self, conn: &Connection, found: &mut Verified) -> Result<()> {
        if !self.otherwise.is_empty() {
            compare(&picture(conn, &self.otherwise)?, &self.picture, self.check, found);
        }
        found.looked_at(self.check, self.lines);
        Ok(())
    }
}

/// Everything derived, made again and compared; obligations of texts that older rules read are left out.
pub(super) fn all_again(conn: &Connection, found: &mut Verified, progress: &mut dyn FnMut(usize, usize)) -> Result<()> {
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
    found.looked_at("derived", again.values().flat_map(BTreeMap::values).sum());
    Ok(())
}

/// What stands in one and not in the other.
fn compare(stored: &Picture, again: &Picture, check: &'static str, found: &mut Verified) {
    let empty = BTreeMap::new();
    for table in stored.keys().chain(again.keys()).collect::<BTreeSet<_>>() {
        let (is, should) = (stored.get(table).unwrap_or(&empty), again.get(table).unwrap_or(&empty));
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
                self.text_rows(&resolution, &hash)?;
            }
        }
        Ok(())
    }
}
