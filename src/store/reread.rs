//! Texts that older rules read, read by the present ones.

use crate::extract::{self, RULES, names};
use crate::model::{Obligation, Symbol};
use crate::store::derive::Deriver;
use crate::store::error::{Result, StoreError};
use crate::store::open::Store;
use rusqlite::TransactionBehavior;
use std::collections::BTreeMap;

/// What the present rules would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reread {
    /// How many texts other rules read.
    pub texts: usize,
    /// Obligations that would come.
    pub gained: Vec<String>,
    /// Obligations that would go.
    pub lost: Vec<String>,
    /// Obligations that would be read otherwise.
    pub changed: Vec<String>,
}

impl Store {
    /// The texts that other rules read.
    fn stale(&self) -> Result<Vec<Symbol>> {
        let mut statement = self.conn.prepare("SELECT symbol FROM resolution WHERE rules <> ?1 ORDER BY sort")?;
        let symbols: Vec<String> = statement.query_map([RULES], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        symbols.iter().map(|s| s.parse().map_err(|e| StoreError::Damaged(format!("{e}")))).collect()
    }

    /// What reading them again would change; writes nothing.
    pub fn would_change(&self) -> Result<Reread> {
        let stale = self.stale()?;
        let mut found = Reread { texts: stale.len(), ..Reread::default() };
        for symbol in &stale {
            let readings = extract::extract(&self.text(symbol.as_str())?);
            let ids = names::names(&readings);
            let fresh: BTreeMap<&str, String> =
                readings.iter().flat_map(|p| &p.obligations).zip(&ids).map(|(o, id)| (id.as_str(), gist(o))).collect();
            let stored = self.gists(symbol)?;
            found.gained.extend(fresh.keys().filter(|id| !stored.contains_key(**id)).map(|id| (*id).to_owned()));
            found.lost.extend(stored.keys().filter(|id| !fresh.contains_key(id.as_str())).cloned());
            found.changed.extend(
                stored
                    .iter()
                    .filter(|(id, g)| fresh.get(id.as_str()).is_some_and(|f| f != *g))
                    .map(|(id, _)| id.clone()),
            );
        }
        Ok(found)
    }

    /// Reads them again, in one transaction.
    pub fn reread(&mut self) -> Result<()> {
        let stale = self.stale()?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let deriver = Deriver::new(&tx)?;
        for symbol in &stale {
            deriver.symbol(symbol, None)?;
        }
        deriver.settle()?;
        tx.commit()?;
        Ok(())
    }

    /// The stored reading of each obligation of a text that no person added.
    fn gists(&self, symbol: &Symbol) -> Result<BTreeMap<String, String>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT o.name, o.force || '|' || o.kind || '|' || coalesce(o.deadline, '') || '|' || coalesce(o.recurrence, '') || '|' ||
               coalesce((SELECT group_concat(name, ';') FROM (SELECT name FROM addressee WHERE obligation = o.id ORDER BY nth)), '')
             FROM obligation o JOIN resolution r ON r.id = o.resolution WHERE r.symbol = ?1 AND o.added = 0",
        )?;
        Ok(statement.query_map([symbol.as_str()], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }
}

/// A reading in one line, as [`Store::gists`] makes it of a row.
fn gist(o: &Obligation) -> String {
    let names: Vec<&str> = o.addressees.iter().map(|a| a.name.as_str()).collect();
    format!(
        "{}|{}|{}|{}|{}",
        o.force,
        o.kind,
        o.deadline.as_ref().map(|d| serde_json::to_string(d).unwrap_or_default()).unwrap_or_default(),
        o.recurrence.map(|r| r.to_string()).unwrap_or_default(),
        names.join(";")
    )
}
