//! Since when anyone here follows a text.

use crate::model::event::Payload;
use crate::model::{EventId, Symbol};
use crate::track::Entry;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Which texts are there, and from when this office answers for them, from live entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watching {
    loaded: BTreeMap<Symbol, NaiveDate>,
    since: BTreeMap<Symbol, (NaiveDate, EventId)>,
}

impl Watching {
    /// Takes `load` and `since` out of live entries, given in any order.
    pub fn new<'a>(live: impl IntoIterator<Item = &'a Entry>) -> Watching {
        let mut entries: Vec<&Entry> = live.into_iter().collect();
        entries.sort_by_key(|e| (e.time, e.id));
        let mut w = Watching::default();
        for e in entries {
            match &e.event.payload {
                Payload::Load(load) => {
                    if let Some(symbol) = &load.symbol {
                        let day = e.event.recorded_on();
                        w.loaded.entry(symbol.clone()).and_modify(|d| *d = day.min(*d)).or_insert(day);
                    }
                }
                Payload::Since { date, symbols } => {
                    w.since.extend(symbols.iter().map(|s| (s.clone(), (*date, e.id))));
                }
                _ => {}
            }
        }
        w
    }

    /// The day from which this office answers for a text: that of the last `since` that covers it, else that on which it was
    /// first loaded by the loader's own clock; `None` where no live `load` names it.
    pub fn since(&self, symbol: &Symbol) -> Option<NaiveDate> {
        self.since.get(symbol).map(|(d, _)| *d).or_else(|| self.loaded(symbol))
    }

    /// The day on which a text was first loaded; `None` where it is not there.
    pub fn loaded(&self, symbol: &Symbol) -> Option<NaiveDate> {
        self.loaded.get(symbol).copied()
    }

    /// The texts that are there.
    pub fn texts(&self) -> impl Iterator<Item = &Symbol> {
        self.loaded.keys()
    }
}
