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

/// A list as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Its documents, in its order.
    pub documents: Vec<Document>,
    /// What in it was not read.
    pub remarks: Vec<String>,
}

/// Why a file is no list of documents.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoList {
    /// Lines or entries without a symbol, or with a wrong day.
    #[error("{}; a list has `symbol`, and perhaps `title`, `published` (2023-03-10) and `answers`", broken(.0))]
    Entries(Vec<(usize, String)>),
    /// No column is called `symbol`.
    #[error("a list needs a column `symbol`; this one has {0}")]
    NoSymbol(String),
    /// Neither CSV nor JSON of documents.
    #[error("the list can't be read: {0}")]
    Form(String),
    /// One object where the entries of a list should stand.
    #[error(
        "a list in JSON is an array of its entries, `[{{\"symbol\": …}}, …]`; this is an object: put `[` and `]` around the entries"
    )]
    Object,
    /// There is no entry.
    #[error("the list is empty")]
    Empty,
}

/// The entries that are wrong, from 1, the first ten of them in words.
fn broken(all: &[(usize, String)]) -> String {
    const MOST: usize = 10;
    let mut said: Vec<String> = all.iter().take(MOST).map(|(i, problem)| format!("entry {i}: {problem}")).collect();
    if all.len() > MOST {
        said.push(format!("and {} more entries", all.len() - MOST));
    }
    said.join("; ")
}

/// Whether a file is meant as a list of documents: CSV whose first line names `symbol` beside other columns, or JSON
/// with `symbol` and `title` or `published` (an object is no list yet, but meant as one).
pub fn looks_like_list(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default()).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with(['[', '{']) {
        let entry = head.get(..head.find('}').unwrap_or(head.len())).unwrap_or_default();
        let fields = ["\"title\"", "\"published\"", "\"date\"", "\"answers\"", "\"documents\""];
        return entry.trim_start_matches('[').trim() == "]"
            || entry.contains("\"symbol\"")
                && fields.iter().any(|k| entry.contains(k))
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
/// [`NoList`] with the entries that are wrong; nothing is taken from such a list.
pub fn read_list(bytes: &[u8]) -> Result<List, NoList> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut list = List::default();
    let raw = match text.trim_start().chars().next() {
        Some('[') => json(text)?,
        Some('{') => return Err(NoList::Object),
        _ => table(text, &mut list.remarks)?,
    };
    if raw.is_empty() {
        return Err(NoList::Empty);
    }
    let mut wrong = Vec::new();
    for (i, entry) in raw.into_iter().enumerate() {
        match document(entry) {
            Ok(document) => list.documents.push(document),
            Err(problem) => wrong.push((i + 1, problem)),
        }
    }
    if wrong.is_empty() { Ok(list) } else { Err(NoList::Entries(wrong)) }
}

/// An entry as its columns and their words.
type Entry = BTreeMap<String, String>;

fn document(mut entry: Entry) -> Result<Document, String> {
    let mut take = |key: &str| entry.remove(key).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let symbol = take("symbol").ok_or("no symbol")?;
    let published = take("published").or_else(|| take("date"));
    Ok(Document {
        symbol: Symbol::parse(&symbol).map_err(|e| e.to_string())?,
        title: take("title"),
        published: published.map(|d| d.parse().map_err(|_| format!("`{d}` is no day"))).transpose()?,
        answers: take("answers").iter().flat_map(|a| a.split(';')).map(|a| a.trim().to_owned()).collect(),
    })
}

fn json(text: &str) -> Result<Vec<Entry>, NoList> {
    let all: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(text).map_err(|e| NoList::Form(e.to_string()))?;
    let word = |v: serde_json::Value| match v {
        serde_json::Value::String(s) => s,
        serde_json::Value::Null => String::new(),
        serde_json::Value::Array(a) => a.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    };
    Ok(all.into_iter().map(|entry| entry.into_iter().map(|(k, v)| (k.to_lowercase(), word(v))).collect()).collect())
}

fn table(text: &str, remarks: &mut Vec<String>) -> Result<Vec<Entry>, NoList> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(text.lines().next().unwrap_or_default()))
        .from_reader(text.as_bytes());
    let written: Vec<String> =
        reader.headers().map_err(|e| NoList::Form(e.to_string()))?.iter().map(|h| h.trim().to_owned()).collect();
    let heads: Vec<String> = written.iter().map(|h| h.to_lowercase()).collect();
    let few =
        |all: &mut dyn Iterator<Item = &String>| all.take(12).map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ");
    if !heads.iter().any(|h| h == "symbol") {
        return Err(NoList::NoSymbol(few(&mut heads.iter())));
    }
    if let Some((_, twice)) = heads.iter().enumerate().find(|(i, h)| heads.iter().take(*i).any(|other| other == *h)) {
        remarks.push(format!("the column `{twice}` stands there twice; the last is read"));
    }
    // Whose day stands under another name would wait for it in vain.
    if !heads.iter().any(|h| h == "published" || h == "date") {
        let known = ["symbol", "title", "answers"];
        let other = few(&mut written.iter().filter(|h| !known.contains(&h.to_lowercase().as_str())));
        if !other.is_empty() {
            remarks.push(format!("no column is called `published`, so no day is known; not read: {other}"));
        }
    }
    let (mut raw, mut surplus) = (Vec::new(), Vec::new());
    for (i, line) in reader.records().enumerate() {
        let line = line.map_err(|e| NoList::Form(e.to_string()))?;
        if line.len() > heads.len() {
            surplus.push((i + 1).to_string());
        }
        raw.push(heads.iter().cloned().zip(line.iter().map(str::to_owned)).collect());
    }
    if !surplus.is_empty() {
        let more = if surplus.len() > 10 { format!(", and {} more", surplus.len() - 10) } else { String::new() };
        surplus.truncate(10);
        remarks.push(format!(
            "more cells than columns, of which the last are not read, in entry {}{more}",
            surplus.join(", ")
        ));
    }
    Ok(raw)
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
        let (a, b) = (read_list(csv).unwrap().documents, read_list(json).unwrap().documents);
        assert_eq!(a, b);
        assert_eq!(a[0].published.unwrap().to_string(), "2034-07-01");
        let wrong = read_list(b"symbol,published\nA/89/12,2034-07-01\nA/89/13,July\n,2034-07-01\n").unwrap_err();
        assert!(wrong.to_string().starts_with("entry 2: `July` is no day; entry 3: no symbol; a list"), "{wrong}");
        let wrong = read_list(("symbol,published\n".to_owned() + &"A/89/13,July\n".repeat(12)).as_bytes()).unwrap_err();
        assert!(wrong.to_string().contains("entry 10: `July` is no day; and 2 more entries; a list"), "{wrong}");
        assert!(looks_like_list(b"Symbol;Titel;Datum\nA/89/12;x;2034-07-01\n") && looks_like_list(b"foo,bar\n1,2\n"));
        assert!(!looks_like_list(b"The General Assembly,\n\nRecalling its resolution 75/1,\n"));
        let semicolons = read_list("Symbol;Titel;Date\nA/89/12;Häfen;2034-07-01\n".as_bytes()).unwrap();
        assert_eq!(semicolons.documents[0].published, a[0].published);
        let wrong = read_list(b"foo,bar\n1,2\n").unwrap_err();
        assert_eq!(wrong.to_string(), "a list needs a column `symbol`; this one has `foo`, `bar`");
    }

    #[test]
    fn what_is_meant_as_a_list_and_is_none_says_why_and_what_is_not_read_is_told() {
        for object in [&br#"{"symbol": "A/89/12", "title": "Lamps"}"#[..], br#"{"documents": [{"symbol": "A/89/12"}]}"#]
        {
            assert!(looks_like_list(object));
            assert_eq!(read_list(object), Err(NoList::Object));
        }
        assert!(looks_like_list(b"[]") && looks_like_list(b"[ ]\n"));
        assert_eq!(read_list(b"[]"), Err(NoList::Empty));
        assert_eq!(read_list(b"symbol,title\n"), Err(NoList::Empty));
        assert!(!looks_like_list(br#"{"symbol": "A/RES/90/1", "title": "x", "paragraphs": []}"#));
        let broken = br#"[{"symbol": "A/89/12", "title": "Lam"#;
        assert!(looks_like_list(broken) && matches!(read_list(broken), Err(NoList::Form(_))));
        let list = read_list(b"symbol,title,Publication date\nA/89/12,Lamps,2034-07-01,more\n").unwrap();
        assert!(list.remarks[0].ends_with("not read: `Publication date`"), "{:?}", list.remarks);
        assert!(list.remarks[1].ends_with("in entry 1"), "{:?}", list.remarks);
        let list = read_list(b"symbol,title,symbol\nA/89/12,Lamps,A/89/13\n").unwrap();
        assert_eq!(list.documents[0].symbol.as_str(), "A/89/13");
        assert!(list.remarks[0].contains("`symbol` stands there twice"), "{:?}", list.remarks);
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
