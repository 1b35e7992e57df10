//! Documents: the session that a symbol names, and lists of issued documents with their dates.

use crate::model::Symbol;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A document of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its symbol.
    pub symbol: Symbol,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// The day on which it was issued.
    #[serde(default, alias = "date")]
    pub published: Option<NaiveDate>,
    /// What it answers, if the list says so: ids of obligations or symbols of resolutions.
    #[serde(default)]
    pub answers: Vec<String>,
}

/// The documents of every list that is loaded, found by either half of a symbol.
#[derive(Debug, Default)]
pub struct Documents {
    all: Vec<Document>,
    halves: BTreeMap<Symbol, usize>,
}

impl Documents {
    /// Takes the documents of the lists; of one that two lists name, the first with a date counts.
    pub fn new(mut all: Vec<Document>) -> Documents {
        all.sort_by(|a, b| (&a.symbol, a.published.is_none()).cmp(&(&b.symbol, b.published.is_none())));
        all.dedup_by(|b, a| a.symbol == b.symbol);
        let mut halves = BTreeMap::new();
        for (i, d) in all.iter().enumerate() {
            for half in d.symbol.halves() {
                halves.entry(half).or_insert(i);
            }
        }
        Documents { all, halves }
    }

    /// The document of a symbol, by either half.
    pub fn get(&self, symbol: &Symbol) -> Option<&Document> {
        symbol.halves().iter().find_map(|h| self.all.get(*self.halves.get(h)?))
    }

    /// All of them, by symbol.
    pub fn all(&self) -> &[Document] {
        &self.all
    }
}

/// The session (or the year) that the symbols of a document name: `77` of `A/77/98` and `A/C.5/77/L.9`, `2022` of `E/2022/4`, `49`
/// of `A/HRC/49/2`.
pub fn sessions(symbol: &Symbol) -> Vec<u16> {
    let number = |p: &str| p.bytes().all(|b| b.is_ascii_digit()).then(|| p.parse().ok()).flatten();
    symbol.halves().iter().filter_map(|h| h.as_str().split('/').skip(1).find_map(number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_found_by_either_half() {
        let symbol = Symbol::parse("A/89/277-S/2034/606").unwrap();
        let d = Document { symbol: symbol.clone(), title: None, published: None, answers: Vec::new() };
        let all = Documents::new(vec![d]);
        assert!(all.get(&Symbol::parse("S/2034/606").unwrap()).is_some());
        assert!(all.get(&Symbol::parse("S/2034/60").unwrap()).is_none());
        assert_eq!(sessions(&symbol), [89, 2034]);
    }
}
