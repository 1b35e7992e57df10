//! The checks of `verify` that make what is derived again, on a copy, and compare.

use crate::model::Symbol;
use crate::store::derive::Deriver;
use crate::store::error::{Result, StoreError};
use crate::store::fold::Folder;
use crate::store::picture::{Picture, picture};
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
    tx.execute_batch("DELETE FROM tally;")?;
    let mut tally = Tally::default();
    ids.into_iter().try_for_each(|id| folder.again(id, &mut tally))?;
    tally.write(&tx)?;
    compare(&stored, &picture(&tx, STATE)?, "intervals", found);
    let stored = picture(&tx, TEXTS)?;
    tx.execute_batch("DELETE FROM paragraph; DELETE FROM alias; DELETE FROM recall; DELETE FROM resolution;")?;
    deriver.texts_alone()?;
    compare(&stored, &picture(&tx, TEXTS)?, "paragraphs", found);
    Ok(tx.rollback()?)
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
                self.text_rows(&resolution, &hash)?;
            }
        }
        Ok(())
    }
}
