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

/// Why a file is no list of documents.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoList {
    /// A line or an entry without a symbol, or with a wrong day.
    #[error(
        "entry {entry}: {problem}; a list has `symbol`, and perhaps `title`, `published` (2023-03-10) and `answers`"
    )]
    Entry {
        /// Which, from 1.
        entry: usize,
        /// What is wrong.
        problem: String,
    },
    /// No column is called `symbol`.
    #[error("a list needs a column `symbol`; this one has {0}")]
    NoSymbol(String),
    /// Neither CSV nor JSON of documents.
    #[error("the list can't be read: {0}")]
    Form(String),
}

/// Whether a file is meant as a list of documents: CSV whose first line names `symbol` beside other columns, or a JSON array of
/// objects with `symbol` and `title` or `published`.
pub fn looks_like_list(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default()).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with('[') {
        let entry = head.get(..head.find('}').unwrap_or(head.len())).unwrap_or_default();
        return entry.contains("\"symbol\"")
            && ["\"title\"", "\"published\"", "\"date\""].iter().any(|k| entry.contains(k))
            && !entry.contains("\"paragraph");
    }
    let first = head.lines().next().unwrap_or_default();
    let columns: Vec<&str> = first.split(char::from(delimiter(first))).map(|c| c.trim().trim_matches('"')).collect();
    if columns.contains(&"symbol") {
        return columns.len() > 1;
    }
    // Names of columns, and a line of as many under them: a list, though none that can be read.
    let word = |c: &&str| (1..=24).contains(&c.len()) && c.chars().all(|l| l.is_alphanumeric() || l == '_' || l == '-');
    let under = head.lines().nth(1).map_or(0, |l| l.matches(char::from(delimiter(first))).count() + 1);
    columns.len() > 1 && columns.iter().all(word) && under == columns.len()
}

/// What stands between the columns: a comma, or where the first line has none a semicolon or a tab.
fn delimiter(first: &str) -> u8 {
    [b',', b';', b'\t'].into_iter().find(|d| first.contains(char::from(*d))).unwrap_or(b',')
}

/// Reads a list of documents from CSV or JSON.
///
/// # Errors
/// [`NoList`] with the entry that is wrong; nothing is taken from such a list.
pub fn read_list(bytes: &[u8]) -> Result<Vec<Document>, NoList> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut raw: Vec<BTreeMap<String, String>> = Vec::new();
    if text.trim_start().starts_with('[') {
        let all: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_str(text).map_err(|e| NoList::Form(e.to_string()))?;
        for entry in all {
            let word = |v: serde_json::Value| match v {
                serde_json::Value::String(s) => s,
                serde_json::Value::Null => String::new(),
                serde_json::Value::Array(a) => {
                    a.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(";")
                }
                other => other.to_string(),
            };
            raw.push(entry.into_iter().map(|(k, v)| (k.to_lowercase(), word(v))).collect());
        }
    } else {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter(text.lines().next().unwrap_or_default()))
            .from_reader(text.as_bytes());
        let heads: Vec<String> = reader
            .headers()
            .map_err(|e| NoList::Form(e.to_string()))?
            .iter()
            .map(|h| h.trim().to_lowercase())
            .collect();
        if !heads.iter().any(|h| h == "symbol") {
            let heads: Vec<String> = heads.iter().take(12).map(|h| format!("`{h}`")).collect();
            return Err(NoList::NoSymbol(heads.join(", ")));
        }
        for line in reader.records() {
            let line = line.map_err(|e| NoList::Form(e.to_string()))?;
            raw.push(heads.iter().cloned().zip(line.iter().map(str::to_owned)).collect());
        }
    }
    raw.into_iter()
        .enumerate()
        .map(|(i, mut entry)| {
            let wrong = |problem: String| NoList::Entry { entry: i + 1, problem };
            let mut take = |key: &str| entry.remove(key).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
            let symbol = take("symbol").ok_or_else(|| wrong("no symbol".to_owned()))?;
            let published = take("published").or_else(|| take("date"));
            Ok(Document {
                symbol: Symbol::parse(&symbol).map_err(|e| wrong(e.to_string()))?,
                title: take("title"),
                published: published.map(|d| d.parse().map_err(|_| wrong(format!("`{d}` is no day")))).transpose()?,
                answers: take("answers").iter().flat_map(|a| a.split(';')).map(|a| a.trim().to_owned()).collect(),
            })
        })
        .collect()
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
    fn a_list_is_read_from_csv_and_json_and_a_wrong_entry_is_named() {
        let csv = b"symbol,title,body,published\nA/89/12,\"Harbours, lakes\",General Assembly,2034-07-01\n";
        let json = br#"[{"symbol": "A/89/12", "title": "Harbours, lakes", "date": "2034-07-01", "answers": null}]"#;
        assert!(looks_like_list(csv) && looks_like_list(json));
        assert!(!looks_like_list(b"# A resolution\n\n1. Requests, symbol"));
        let (a, b) = (read_list(csv).unwrap(), read_list(json).unwrap());
        assert_eq!(a, b);
        assert_eq!(a[0].published.unwrap().to_string(), "2034-07-01");
        let wrong = read_list(b"symbol,published\nA/89/12,2034-07-01\nA/89/13,July\n").unwrap_err();
        assert!(wrong.to_string().starts_with("entry 2: `July` is no day"), "{wrong}");
        assert!(looks_like_list(b"Symbol;Titel;Datum\nA/89/12;x;2034-07-01\n") && looks_like_list(b"foo,bar\n1,2\n"));
        assert!(!looks_like_list(b"The General Assembly,\n\nRecalling its resolution 75/1,\n"));
        let semicolons = read_list("Symbol;Titel;Date\nA/89/12;Häfen;2034-07-01\n".as_bytes()).unwrap();
        assert_eq!(semicolons[0].published, a[0].published);
        let wrong = read_list(b"foo,bar\n1,2\n").unwrap_err();
        assert_eq!(wrong.to_string(), "a list needs a column `symbol`; this one has `foo`, `bar`");
    }

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
