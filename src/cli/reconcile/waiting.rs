//! What lists say of suggestions that nobody has decided on, where finding them takes no time.

use crate::cli::error::Result;
use crate::follow::{Certainty, Line, suggestions};
use crate::model::{Row, Symbol};
use crate::store::Store;
use crate::view::phrase::counted;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Suggestions are looked for where so few resolutions are shown, and so few texts have to do with them.
const RESOLUTIONS: usize = 5;
const TEXTS: usize = 120;
/// In a larger database no text is searched for them.
const LOADED: usize = 2000;

/// A line on the open suggestions for these obligations of a list, or that `reconcile` looks for them.
pub fn note(store: &Store, day: NaiveDate, shown: &[Row]) -> Result<Option<String>> {
    if shown.is_empty() {
        return Ok(None);
    }
    Ok(Some(found(store, day, shown)?.unwrap_or_else(|| {
        "`pursuant reconcile` looks for evidence in the loaded texts; what it finds counts here once it is accepted."
            .to_owned()
    })))
}

/// How many suggestions are open for these obligations at least: of what other resolutions of the item show nothing is said
/// here. `None` where there are none, and where looking for them would take time.
pub fn found(store: &Store, day: NaiveDate, shown: &[Row]) -> Result<Option<String>> {
    let symbols: BTreeSet<&str> = shown.iter().map(|r| r.symbol.as_str()).collect();
    if symbols.len() > RESOLUTIONS || store.extent()?.0 > LOADED {
        return Ok(None);
    }
    let ids: BTreeSet<String> = shown.iter().map(|r| r.id.to_string()).collect();
    let shown: BTreeSet<&str> = ids.iter().map(|id| id.split('@').next().unwrap_or(id)).collect();
    let symbols: Vec<Symbol> = symbols.into_iter().filter_map(|s| s.parse().ok()).collect();
    let texts = store.loaded_about(day, &symbols)?;
    if texts.len() > TEXTS {
        return Ok(None);
    }
    let decided = store.decided()?;
    let mut open = suggestions(&Line::new(&texts), &store.documents(day)?);
    open.retain(|s| shown.contains(s.obligation.as_str()) && !s.hashes().iter().any(|h| decided.contains_key(h)));
    if open.is_empty() {
        return Ok(None);
    }
    let sure = open.iter().filter(|s| s.certainty == Certainty::Sure).count();
    let on = match symbols.as_slice() {
        [one] => format!(" --resolution {one}"),
        _ => String::new(),
    };
    let wait = if open.len() == 1 { "waits" } else { "wait" };
    Ok(Some(format!(
        "At least {} ({sure} sure) {wait} for a decision: `pursuant reconcile{on}` shows what was found.",
        counted(open.len() as i64, "suggestion", "suggestions")
    )))
}
