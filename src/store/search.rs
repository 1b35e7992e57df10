//! Full text over paragraphs (SQLite FTS5): phrases, `OR`, prefixes.

use crate::store::error::{Result, StoreError};
use crate::store::open::Store;
use rusqlite::params;

/// A paragraph that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Symbol of its text.
    pub symbol: String,
    /// Title of its text.
    pub title: String,
    /// Preambular, operative, annex.
    pub role: String,
    /// Paragraph, where it has a number.
    pub place: Option<String>,
    /// The words around what matched, which stands between `\u{2}` and `\u{3}`.
    pub words: String,
}

/// Turns what SQLite says of a malformed query into words.
pub(super) fn explain(query: &str, e: rusqlite::Error) -> StoreError {
    let text = e.to_string();
    let detail = if text.contains("unterminated string") {
        "a quotation mark is not closed".to_owned()
    } else if text.contains("no such column") {
        "a colon or a hyphen stands outside quotation marks; put the words into double quotes".to_owned()
    } else if text.contains("unknown special query") {
        "a * ends a prefix; it can't stand alone".to_owned()
    } else if let Some((_, near)) = text.split_once("syntax error near ") {
        let near = near.split(" in ").next().unwrap_or(near);
        let place = if near == "\"\"" { "at its end".to_owned() } else { format!("at {near}") };
        format!(
            "it breaks off {place}; words can be joined by AND, OR, NOT, phrases and words with signs in them (75/276) stand in double quotes, a prefix ends in *"
        )
    } else if text.contains("special query") {
        "a * stands at the end of a word, never at the beginning".to_owned()
    } else if text.contains("fts5") {
        "words can be joined by AND, OR, NOT, phrases and words with signs in them (75/276) stand in double quotes, a prefix ends in *".to_owned()
    } else {
        return e.into();
    };
    StoreError::Search { query: query.to_owned(), detail }
}

impl Store {
    /// Paragraphs that match a full-text query, best first, and how many there are in all.
    pub fn search(&self, query: &str, limit: usize) -> Result<(Vec<Hit>, usize)> {
        let run = || -> rusqlite::Result<(Vec<Hit>, usize)> {
            // All are ranked anyway, and counted with it.
            let mut statement = self.conn.prepare(
                "SELECT r.symbol, r.title, p.role, p.place, snippet(paragraph_search, 0, char(2), char(3), ' … ', 40), m.n
                 FROM (SELECT rowid, rank, count(*) OVER () AS n FROM paragraph_search WHERE paragraph_search MATCH ?1
                       ORDER BY rank LIMIT max(?2, 1)) m
                 JOIN paragraph_search f ON f.rowid = m.rowid JOIN paragraph p ON p.id = m.rowid JOIN resolution r ON r.id = p.resolution
                 WHERE f.paragraph_search MATCH ?1 ORDER BY m.rank",
            )?;
            let mut rows = statement.query(params![query, i64::try_from(limit).unwrap_or(i64::MAX)])?;
            let (mut hits, mut total) = (Vec::new(), 0);
            while let Some(r) = rows.next()? {
                total = crate::store::rows::number(r, 5)?;
                hits.push(Hit {
                    symbol: r.get(0)?,
                    title: r.get(1)?,
                    role: r.get(2)?,
                    place: r.get(3)?,
                    words: r.get(4)?,
                });
            }
            hits.truncate(limit);
            Ok((hits, total))
        };
        run().map_err(|e| explain(query, e))
    }
}
