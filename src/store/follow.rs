//! What following one resolution to the next reads from the database, and the little that it writes: `obligation.next`.

use crate::follow::between;
use crate::follow::profile::Profile;
use crate::follow::{Ask, Document, Documents, Loaded};
use crate::model::event::Payload;
use crate::model::payload::{Holds, Load};
use crate::model::resolution::STRUCTURE;
use crate::model::{Edition, EventId, Organ, Symbol};
use crate::store::entries;
use crate::store::error::{Result, StoreError};
use crate::store::journal::{self, Author, NewEvent};
use crate::store::open::Store;
use crate::store::rows::{clause_words, number, stored, stored_json};
use chrono::NaiveDate;
use rusqlite::{Connection, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

/// A decision on a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// It was accepted.
    Accepted,
    /// It was rejected and does not come back.
    Rejected,
}

impl Store {
    /// The English resolutions and decisions that stand on a day, with what they ask (dismissed ones left out). A text that was
    /// adopted later does not count.
    pub fn loaded(&self, day: NaiveDate) -> Result<Vec<Loaded>> {
        loaded(&self.conn, &day.to_string(), &[])
    }

    /// Of the texts that stand on a day these few, and those that name one of them or bear its title: enough to find what answers
    /// them directly, without reading everything that is loaded.
    pub fn loaded_about(&self, day: NaiveDate, symbols: &[Symbol]) -> Result<Vec<Loaded>> {
        let mut about: BTreeSet<i64> = BTreeSet::new();
        for symbol in symbols {
            // `75/211` of the Assembly, `1289` of the Security Council, as later texts write them.
            let named = symbol
                .session()
                .map_or_else(|| format!("{} (", symbol.number()), |session| format!("{session}/{}", symbol.number()));
            let mut statement = self.conn.prepare_cached(
                "SELECT r.id FROM resolution r JOIN text t ON t.hash = r.text
                 WHERE r.language = 'en' AND r.kind <> 'draft' AND r.stands_from <= ?1 AND r.stands_until > ?1
                   AND (r.symbol = ?2 OR instr(t.body, ?3) > 0
                     OR r.title <> '' AND r.title = (SELECT title FROM resolution WHERE symbol = ?2 LIMIT 1))",
            )?;
            let mut rows = statement.query(params![day.to_string(), symbol.as_str(), named])?;
            while let Some(r) = rows.next()? {
                about.insert(r.get(0)?);
            }
        }
        about.into_iter().map(|id| text(&self.conn, id)).collect()
    }

    /// The same as [`Store::loaded`], and these texts whenever they stand: a draft is compared with what it became.
    pub fn loaded_also(&self, day: NaiveDate, also: &[String]) -> Result<Vec<Loaded>> {
        loaded(&self.conn, &day.to_string(), also)
    }

    /// The documents of every list that is loaded, published by a day.
    pub fn documents(&self, day: NaiveDate) -> Result<Documents> {
        let mut statement = self.conn.prepare(
            "SELECT symbol, title, published, answers FROM document WHERE published IS NULL OR published <= ?1 ORDER BY symbol",
        )?;
        let mut rows = statement.query([day.to_string()])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let answers: Option<String> = r.get(3)?;
            all.push(Document {
                symbol: stored(&r.get::<_, String>(0)?)?,
                title: r.get(1)?,
                published: r.get::<_, Option<String>>(2)?.map(|d| stored(&d)).transpose()?,
                answers: answers.iter().flat_map(|a| a.split("; ")).map(str::to_owned).collect(),
            });
        }
        Ok(Documents::new(all))
    }

    /// What has been decided on suggestions, by their hashes; of two decisions the later one counts.
    pub fn decided(&self) -> Result<BTreeMap<EventId, Decided>> {
        let mut all = BTreeMap::new();
        let found =
            entries::select(&self.conn, "e.kind IN ('accept', 'reject') AND e.live = 1 ORDER BY e.time, v.id", [])?;
        for e in found {
            match &e.event.payload {
                Payload::Accept { suggestion } => all.insert(suggestion.hash, Decided::Accepted),
                Payload::Reject { suggestion, .. } => all.insert(suggestion.hash, Decided::Rejected),
                _ => None,
            };
        }
        Ok(all)
    }

    /// Loads a list of documents: kept as a text by its hash, its rows derived. `None` where this very list is loaded.
    pub fn load_list(
        &mut self,
        author: &Author,
        name: &str,
        file: EventId,
        list: &[Document],
    ) -> Result<Option<usize>> {
        let body = serde_json::to_string(list)?;
        let hash = EventId::of(body.as_bytes());
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let loaded = entries::select(&tx, LISTS, [])?;
        if loaded.iter().any(|e| matches!(&e.event.payload, Payload::Load(l) if l.text == hash)) {
            return Ok(None);
        }
        tx.execute(
            "INSERT INTO text (hash, symbol, language, reader, structure, body)
             SELECT ?1, '', 'en', 'list', ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM text WHERE hash = ?1)",
            params![hash.to_string(), STRUCTURE, body],
        )?;
        let load = Load {
            holds: Holds::Documents,
            symbol: None,
            language: None,
            edition: Edition::Original,
            text: hash,
            file,
            name: name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned(),
            reader: "list".to_owned(),
            reader_version: 1,
            structure: STRUCTURE,
            pairs: Vec::new(),
        };
        journal::append(&tx, author, vec![NewEvent { on: None, subject: None, payload: Payload::Load(load) }])?;
        derive_documents(&tx)?;
        tx.commit()?;
        Ok(Some(list.len()))
    }

    /// What is missing between a text and the one that was found to follow it, in words.
    pub fn missing_between(&self, from: &str, to: &str) -> Result<Option<String>> {
        let texts = loaded(&self.conn, "", &[from.to_owned(), to.to_owned()])?;
        let of = |symbol: &str| texts.iter().find(|t| t.symbol().as_str() == symbol).map(Profile::new);
        match (of(from), of(to)) {
            (Some(a), Some(b)) => between::missing(&a, &b, self),
            _ => Ok(None),
        }
    }

    /// The obligation's row of a full id.
    pub fn row_of(&self, name: &str) -> Result<Option<i64>> {
        use rusqlite::OptionalExtension;
        Ok(self.conn.query_row("SELECT id FROM obligation WHERE name = ?1", [name], |r| r.get(0)).optional()?)
    }
}

impl between::Extent for Store {
    type Error = StoreError;

    fn has(&self, symbol: &Symbol) -> Result<bool> {
        // Only English texts stand in a series.
        Ok(self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM resolution WHERE language = 'en' AND kind <> 'draft'
               AND (symbol = ?1 OR symbol IN (SELECT symbol FROM alias WHERE alias = ?1)))",
            [symbol.as_str()],
            |r| r.get(0),
        )?)
    }

    fn texts(&self, organ: Option<Organ>, session: u32) -> Result<usize> {
        Ok(self.conn.query_row(
            "SELECT count(*) FROM resolution WHERE organ IS ?1 AND session = ?2 AND language = 'en' AND kind <> 'draft'",
            params![organ.map(Organ::as_str), session.to_string()],
            |r| number(r, 0),
        )?)
    }
}

/// The live loads of lists of documents.
const LISTS: &str = "e.kind = 'load' AND e.symbol IS NULL AND e.live = 1 ORDER BY e.time, v.id";

/// Makes the rows of documents again from the lists that are loaded; of two that name one document the later counts.
pub(super) fn derive_documents(conn: &Connection) -> Result<()> {
    conn.execute_batch("DELETE FROM document_half; DELETE FROM document;")?;
    for e in entries::select(conn, LISTS, [])? {
        let Payload::Load(Load { holds: Holds::Documents, text, .. }) = &e.event.payload else { continue };
        let hash = text.to_string();
        let body: String = conn.query_row("SELECT body FROM text WHERE hash = ?1", [&hash], |r| r.get(0))?;
        for d in serde_json::from_str::<Vec<Document>>(&body)? {
            conn.prepare_cached(
                "INSERT OR REPLACE INTO document (symbol, title, published, answers, source) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                d.symbol.as_str(),
                d.title,
                d.published.map(|p| p.to_string()),
                (!d.answers.is_empty()).then(|| d.answers.join("; ")),
                hash,
            ])?;
            for half in d.symbol.halves() {
                conn.prepare_cached("INSERT OR IGNORE INTO document_half (half, symbol) VALUES (?1, ?2)")?
                    .execute([half.as_str(), d.symbol.as_str()])?;
            }
        }
    }
    Ok(())
}

/// The texts that stand on a day, and `also` these (drafts, say), whenever they stand.
fn loaded(conn: &Connection, day: &str, also: &[String]) -> Result<Vec<Loaded>> {
    let also = also.iter().fold(String::new(), |all, s| format!("{all} {s} "));
    let mut statement = conn.prepare(
        "SELECT id FROM resolution WHERE language = 'en' AND (kind <> 'draft' AND stands_from <= ?1 AND stands_until > ?1
           OR instr(?2, ' ' || symbol || ' ') > 0) ORDER BY sort",
    )?;
    let mut rows = statement.query([day, also.as_str()])?;
    let mut texts = Vec::new();
    while let Some(r) = rows.next()? {
        texts.push(text(conn, r.get(0)?)?);
    }
    Ok(texts)
}

/// The text of a row, with what it asks (dismissed ones left out).
pub(super) fn text(conn: &Connection, resolution: i64) -> Result<Loaded> {
    let body: String = conn
        .prepare_cached("SELECT t.body FROM resolution r JOIN text t ON t.hash = r.text WHERE r.id = ?1")?
        .query_row([resolution], |r| r.get(0))?;
    let mut names: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let mut statement = conn.prepare_cached(
        "SELECT a.obligation, a.name FROM obligation o JOIN addressee a ON a.obligation = o.id WHERE o.resolution = ?1
         ORDER BY a.obligation, a.nth",
    )?;
    let mut rows = statement.query([resolution])?;
    while let Some(r) = rows.next()? {
        names.entry(r.get(0)?).or_default().push(r.get(1)?);
    }
    let mut statement = conn.prepare_cached(
        "SELECT o.id, o.name, o.place, o.part, o.verb, o.kind, o.deadline, o.recurrence IS NOT NULL,
           o.self_executing, p.text, o.spans
         FROM obligation o JOIN paragraph p ON p.id = o.paragraph WHERE o.resolution = ?1 AND o.dismissed = 0 ORDER BY o.nth",
    )?;
    let mut rows = statement.query([resolution])?;
    let mut asks = Vec::new();
    while let Some(r) = rows.next()? {
        let (paragraph, spans): (String, String) = (r.get(9)?, r.get(10)?);
        asks.push(Ask {
            id: r.get(1)?,
            place: r.get(2)?,
            part: r.get(3)?,
            verb: r.get(4)?,
            kind: stored(&r.get::<_, String>(5)?)?,
            addressees: names.remove(&r.get(0)?).unwrap_or_default(),
            deadline: stored_json(r.get(6)?)?,
            recurring: r.get(7)?,
            self_executing: r.get::<_, Option<String>>(8)?.map(|s| stored(&s)).transpose()?,
            words: clause_words(&paragraph, &spans).to_owned(),
            paragraph,
        });
    }
    Ok(Loaded { resolution: serde_json::from_str(&body)?, asks })
}
