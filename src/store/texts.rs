//! Loading texts: each is added, never replaced; the current one of a symbol is chosen, and everything derived from it is
//! made again in the same transaction.

use crate::extract::{self, ParagraphReading, RULES};
use crate::follow::renewal::words_alike;
use crate::model::event::{Moment, Payload};
use crate::model::payload::{Holds, Load, Pair};
use crate::model::{Break, ClauseKey, Edition, EventId, Language, Resolution, Symbol};
use crate::source::Reader;
use crate::store::adopt;
use crate::store::derive::{Deriver, Prepared};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{self, Author, NewEvent};
use crate::store::key;
use crate::store::open::Store;
use crate::store::rows::clause_words;
use crate::track::words::{Words, agree};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

/// A text to load, read and extracted by the caller (on all cores).
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Name of the file or archive member, for messages.
    pub name: String,
    /// Hash of the file.
    pub file: EventId,
    /// Which reader read it.
    pub reader: Reader,
    /// The text.
    pub resolution: Resolution,
    /// Canonical JSON of the text.
    pub body: String,
    /// Its hash.
    pub hash: EventId,
    /// What was extracted.
    pub readings: Vec<ParagraphReading>,
}

impl Incoming {
    /// Prepares a text: its canonical form, hash and extraction. Pure, to be run on all cores.
    pub fn new(name: String, file: EventId, reader: Reader, resolution: Resolution) -> Result<Incoming> {
        let body = serde_json::to_string(&resolution)?;
        let hash = EventId::of(body.as_bytes());
        let readings = extract::extract(&resolution);
        Ok(Incoming { name, file, reader, resolution, body, hash, readings })
    }
}

/// What a load is allowed and told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct How {
    /// A text goes in even where it takes an obligation with a log away.
    pub replace: bool,
    /// The draft that the text adopts, where its cover does not say so.
    pub adopts: Option<Symbol>,
}

/// What loading one text did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A symbol that was not there.
    New,
    /// A newer or better text of a symbol that was there; ids and log stay.
    Updated,
    /// A text that was there, has not been the current one since another was loaded, and is it again.
    Again,
    /// The same text, read by the present rules.
    Unchanged,
    /// Kept, but another text of this symbol stays the current one (another language, an older edition, a lesser format).
    KeptBeside {
        /// What it stands beside: `English`, `the XML`.
        current: String,
    },
    /// Not loaded: these obligations have a log and are not in the new text.
    WouldLose(Vec<String>),
}

/// One text of a load, for the reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedText {
    /// Name of the file.
    pub name: String,
    /// Its symbol.
    pub symbol: Symbol,
    /// Hash of the text.
    pub hash: EventId,
    /// Its edition.
    pub edition: Edition,
    /// What happened.
    pub outcome: Outcome,
    /// Where the numbers of its operative paragraphs break off.
    pub breaks: Vec<Break>,
    /// Operative paragraphs of the text that was current before which this one does not have.
    pub gone: Vec<String>,
    /// Of a draft that it adopts: obligations with a log that it does not have.
    pub left: Vec<String>,
    /// The draft whose log it took over, if any.
    pub adopts: Option<Symbol>,
    /// Of a draft that came after its resolution: that resolution.
    pub became: Option<Symbol>,
}

/// Editions in order: original, reissues, corrigenda.
pub(super) fn edition_rank(edition: Edition) -> i64 {
    match edition {
        Edition::Original => 0,
        Edition::Reissue(n) => i64::from(n),
        Edition::Corrigendum(n) => 1000 + i64::from(n),
    }
}

/// Formats in order: XML best, then Word, PDF, HTML, text.
pub(super) fn reader_rank(reader: &str) -> i64 {
    Reader::ALL.iter().position(|r| r.as_str() == reader).map_or(99, |i| i as i64)
}

/// Writes the `loaded` row of a load event.
pub(super) fn index_load(conn: &Connection, seq: i64, load: &Load, at: Moment, offset: i32) -> Result<()> {
    let (Some(symbol), Some(language)) = (&load.symbol, load.language) else { return Ok(()) };
    conn.prepare_cached(
        "INSERT OR REPLACE INTO loaded (seq, symbol, text, file, name, language, edition, reader, reader_rank, reader_version, structure, day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        seq,
        symbol.as_str(),
        load.text.to_string(),
        load.file.to_string(),
        load.name,
        language.as_str(),
        edition_rank(load.edition),
        load.reader,
        reader_rank(&load.reader),
        load.reader_version,
        load.structure,
        at.day(offset).to_string(),
    ])?;
    Ok(())
}

/// The official languages in the order in which a text is shown: English is the only one that is extracted, French the other
/// working language of the Secretariat.
const LANGUAGES: &str = "en fr es ru zh ar";

/// The current text of a symbol: hash, language and reader. Of the first language the latest edition, of it the best format, read
/// by the newest reader; of several such texts the one loaded last. So a text that is loaded again is the current one again.
pub(super) fn current(conn: &Connection, symbol: &str) -> Result<Option<(String, String, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT l.text, l.language, l.reader FROM loaded l JOIN entry e USING (seq)
         WHERE l.symbol = ?1 AND e.live = 1
         ORDER BY instr(?2, l.language), l.edition DESC, l.reader_rank, l.reader_version DESC, e.time DESC, l.text LIMIT 1",
    )?;
    Ok(statement.query_row([symbol, LANGUAGES], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?)
}

impl Store {
    /// The files whose texts are loaded, read by the present readers and rules: nothing in them needs to be read again. A text
    /// that stands beside another of its kind is read again: the one loaded last is current.
    pub fn known_files(&self) -> Result<BTreeSet<EventId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT l.file, l.reader, l.reader_version, l.structure, r.rules, EXISTS (
               SELECT 1 FROM loaded o JOIN entry f USING (seq) WHERE o.symbol = l.symbol AND o.text <> l.text AND f.live = 1
                 AND o.language = l.language AND o.edition = l.edition AND o.reader = l.reader
                 AND o.reader_version = l.reader_version)
             FROM loaded l JOIN entry e USING (seq)
             LEFT JOIN resolution r ON r.symbol = l.symbol WHERE e.live = 1",
        )?;
        let mut rows = statement.query([])?;
        let (mut known, mut stale) = (BTreeSet::new(), BTreeSet::new());
        while let Some(r) = rows.next()? {
            let file: String = r.get(0)?;
            let file: EventId = file.parse().map_err(|e| StoreError::Damaged(format!("{e}")))?;
            let version = r.get::<_, String>(1)?.parse::<Reader>().map(Reader::version).unwrap_or(0);
            let same = r.get::<_, u32>(2)? == version
                && r.get::<_, u16>(3)? == crate::model::resolution::STRUCTURE
                && r.get::<_, Option<u32>>(4)? == Some(RULES)
                && !r.get::<_, bool>(5)?;
            if same {
                known.insert(file)
            } else {
                stale.insert(file)
            };
        }
        Ok(&known - &stale)
    }

    /// Loads texts in one transaction and as one action of the log: each whole or not at all. A draft that one of
    /// them adopts hands its log on.
    ///
    /// Texts come while others are still being read; what can be written of a new one before the log is, is written at once.
    pub fn load(
        &mut self,
        author: &Author,
        texts: impl IntoIterator<Item = Result<Incoming>>,
        how: &How,
    ) -> Result<Vec<LoadedText>> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let deriver = Deriver::new(&tx)?;
        let mut done: Vec<LoadedText> = Vec::new();
        let mut events = Vec::new();
        let mut to_derive: BTreeMap<Symbol, Option<Prepared>> = BTreeMap::new();
        for text in texts {
            let text = text?;
            let again =
                done.iter().any(|d: &LoadedText| d.hash == text.hash && !matches!(d.outcome, Outcome::WouldLose(_)));
            let (settled, pairs) =
                if again { (Some(Outcome::Unchanged), Vec::new()) } else { settled(&tx, &text, how.replace)? };
            let mut rows = None;
            let outcome = if let Some(outcome) = settled {
                if outcome == Outcome::Unchanged && is_current(&tx, &text)? {
                    // Of several texts in one load the last counts: those before it need not be current for a moment.
                    events.retain(|e| !again_of(e, &text.resolution.symbol, &done));
                    for d in
                        done.iter_mut().filter(|d| d.outcome == Outcome::Again && d.symbol == text.resolution.symbol)
                    {
                        d.outcome = Outcome::Unchanged;
                    }
                }
                outcome
            } else if is_loaded(&tx, &text)? {
                events.push(load_event(&text, pairs));
                Outcome::Again
            } else {
                let was_there = current(&tx, text.resolution.symbol.as_str())?.is_some()
                    || to_derive.contains_key(&text.resolution.symbol);
                keep(&tx, &text)?;
                events.push(load_event(&text, pairs));
                if was_there {
                    Outcome::Updated
                } else {
                    rows = Some(deriver.text_rows(&text.resolution, &text.hash.to_string())?);
                    Outcome::New
                }
            };
            let breaks = if matches!(outcome, Outcome::Unchanged) { Vec::new() } else { text.resolution.breaks() };
            done.push(LoadedText {
                name: text.name,
                edition: text.resolution.edition,
                breaks,
                gone: Vec::new(),
                left: Vec::new(),
                symbol: text.resolution.symbol.clone(),
                hash: text.hash,
                outcome: outcome.clone(),
                adopts: None,
                became: None,
            });
            let unchanged = matches!(outcome, Outcome::Unchanged) && how.adopts.is_none();
            if !unchanged && !matches!(outcome, Outcome::WouldLose(_)) {
                let prepared = Prepared { hash: text.hash, resolution: text.resolution, readings: text.readings, rows };
                // English last, so that what was prepared is most likely what becomes current.
                let slot = to_derive.entry(prepared.resolution.symbol.clone()).or_default();
                if slot.is_none() || prepared.resolution.language == Language::English {
                    *slot = Some(prepared);
                }
            }
        }
        let adoptions = adopt::adoptions(&tx, &to_derive, how.adopts.as_ref())?;
        for a in &adoptions {
            events.push(NewEvent { on: None, subject: None, payload: a.payload() });
            if let Some(d) = done.iter_mut().find(|d| d.symbol == a.resolution) {
                d.adopts = Some(a.draft.clone());
                d.left.extend(a.left.iter().cloned());
            } else if let Some(d) = done.iter_mut().find(|d| d.symbol == a.draft) {
                d.became = Some(a.resolution.clone());
            }
        }
        if !events.is_empty() {
            journal::append(&tx, author, events)?;
        }
        for (symbol, prepared) in to_derive {
            let before = if prepared.as_ref().is_some_and(|p| p.rows.is_some()) {
                Vec::new()
            } else {
                paragraphs(&tx, &symbol)?
            };
            deriver.symbol(&symbol, prepared)?;
            let Some((hash, language, reader)) = current(&tx, symbol.as_str())? else { continue };
            let gone = if before.is_empty() { before } else { fallen_away(before, &paragraphs(&tx, &symbol)?) };
            if let Some(d) = done.iter_mut().rfind(|d| d.symbol == symbol && d.hash.to_string() == hash) {
                d.gone = gone.into_iter().map(|(place, _)| place).collect();
            }
            let beside = if language == Language::English.as_str() {
                format!("the text read from {reader}")
            } else {
                format!("the text in {language}")
            };
            let settled = |o: &Outcome| matches!(o, Outcome::Unchanged | Outcome::WouldLose(_));
            for d in
                done.iter_mut().filter(|d| d.symbol == symbol && !settled(&d.outcome) && d.hash.to_string() != hash)
            {
                d.outcome = Outcome::KeptBeside { current: beside.clone() };
            }
        }
        for a in &adoptions {
            // The draft stands until its resolution's adoption, so that comes first; each then knows of the other.
            for symbol in [&a.resolution, &a.draft, &a.resolution] {
                deriver.symbol(symbol, None)?;
            }
        }
        deriver.settle()?;
        tx.commit()?;
        Ok(done)
    }
}

/// What is known of a text before anything is written: unchanged, or that it would take a log away; and where the log of
/// clauses that it renumbers goes.
fn settled(conn: &Connection, text: &Incoming, replace: bool) -> Result<(Option<Outcome>, Vec<Pair>)> {
    let symbol = text.resolution.symbol.as_str();
    let same: Option<Option<u32>> = conn
        .prepare_cached(
            "SELECT r.rules FROM loaded l JOIN entry e USING (seq) LEFT JOIN resolution r ON r.symbol = l.symbol
             WHERE l.symbol = ?1 AND l.text = ?2 AND l.reader = ?3 AND l.reader_version = ?4 AND e.live = 1 LIMIT 1",
        )?
        .query_row(params![symbol, text.hash.to_string(), text.reader.as_str(), text.reader.version()], |r| r.get(0))
        .optional()?;
    if same == Some(Some(RULES)) && (is_current(conn, text)? || !becomes_current(conn, text)?) {
        return Ok((Some(Outcome::Unchanged), Vec::new()));
    }
    if !becomes_current(conn, text)? {
        return Ok((None, Vec::new()));
    }
    let (lost, pairs) = lost_and_moved(conn, symbol, &text.resolution, &text.readings)?;
    if !lost.is_empty() && !replace {
        return Ok((Some(Outcome::WouldLose(lost)), Vec::new()));
    }
    Ok((None, pairs))
}

/// Whether a text would be the current one of its symbol.
fn becomes_current(conn: &Connection, text: &Incoming) -> Result<bool> {
    let Some((hash, language, _)) = current(conn, text.resolution.symbol.as_str())? else { return Ok(true) };
    let (edition, rank): (i64, i64) = conn
        .prepare_cached("SELECT edition, reader_rank FROM loaded l JOIN entry e USING (seq) WHERE l.text = ?1 AND e.live = 1 LIMIT 1")?
        .query_row([hash], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let order = |language: &str, edition: i64, rank: i64| (LANGUAGES.find(language), -edition, rank);
    let own = order(
        text.resolution.language.as_str(),
        edition_rank(text.resolution.edition),
        reader_rank(text.reader.as_str()),
    );
    Ok(own <= order(&language, edition, rank))
}

/// Whether it is the current text of its symbol.
fn is_current(conn: &Connection, text: &Incoming) -> Result<bool> {
    Ok(current(conn, text.resolution.symbol.as_str())?.is_some_and(|(hash, ..)| hash == text.hash.to_string()))
}

/// Whether this text is there, read by this very reader.
fn is_loaded(conn: &Connection, text: &Incoming) -> Result<bool> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM loaded l JOIN entry e USING (seq) JOIN resolution r ON r.symbol = l.symbol
             WHERE l.symbol = ?1 AND l.text = ?2 AND r.text <> ?2 AND l.reader = ?3 AND l.reader_version = ?4 AND e.live = 1)",
        )?
        .query_row(
            params![
                text.resolution.symbol.as_str(),
                text.hash.to_string(),
                text.reader.as_str(),
                text.reader.version()
            ],
            |r| r.get(0),
        )?)
}

/// Whether an event of this load only makes a text of this symbol current again.
fn again_of(event: &NewEvent, symbol: &Symbol, done: &[LoadedText]) -> bool {
    let Payload::Load(load) = &event.payload else { return false };
    load.symbol.as_ref() == Some(symbol)
        && done.iter().any(|d| d.outcome == Outcome::Again && d.symbol == *symbol && d.hash == load.text)
}

/// The operative paragraphs of the current text, as they are derived: place and words.
fn paragraphs(conn: &Connection, symbol: &Symbol) -> Result<Vec<(String, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT p.place, p.text FROM paragraph p JOIN resolution r ON r.id = p.resolution
         WHERE r.symbol = ?1 AND p.role = 'operative' AND p.place IS NOT NULL ORDER BY p.block",
    )?;
    Ok(statement.query_map([symbol.as_str()], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// Those whose words stand nowhere in a later text, and whose place holds nothing like them either.
fn fallen_away(before: Vec<(String, String)>, after: &[(String, String)]) -> Vec<(String, String)> {
    let there: BTreeSet<String> = after.iter().map(|(_, text)| words_alike(text)).collect();
    before
        .into_iter()
        .filter(|(place, text)| {
            let like_it = |other: &str| Words::new(other).share(&Words::new(text)) >= 0.5;
            !there.contains(&words_alike(text)) && !after.iter().any(|(p, t)| p == place && like_it(t))
        })
        .collect()
}

/// Of the obligations that have a log: those that a new text no longer has, and those that it only numbers otherwise.
fn lost_and_moved(
    conn: &Connection,
    symbol: &str,
    resolution: &Resolution,
    readings: &[ParagraphReading],
) -> Result<(Vec<String>, Vec<Pair>)> {
    let mut statement = conn.prepare_cached(
        "SELECT o.name, o.key, p.text, o.spans, o.added FROM obligation o JOIN resolution r ON r.id = o.resolution
         JOIN paragraph p ON p.id = o.paragraph WHERE r.symbol = ?1 AND (o.logged = 1 OR o.added = 1 OR o.dismissed = 1) ORDER BY o.nth",
    )?;
    let mut rows = statement.query([symbol])?;
    let (mut lost, mut pairs) = (Vec::new(), Vec::new());
    let fresh: Vec<(&ClauseKey, &str)> = readings
        .iter()
        .flat_map(|p| &p.obligations)
        .map(|o| (&o.key, resolution.words(o.clause_at).unwrap_or_default()))
        .collect();
    while let Some(r) = rows.next()? {
        let key = key::of(r, 1)?;
        let (text, spans): (String, String) = (r.get(2)?, r.get(3)?);
        let words = clause_words(&text, &spans);
        if fresh.iter().any(|(k, w)| **k == key && agree(w, words)) || r.get(4)? && says(resolution, &key, words) {
            continue;
        }
        // The same words under another number: a renumbering, where nothing else fits as well.
        let same: Vec<_> = fresh.iter().filter(|(_, w)| Words::new(w).share(&Words::new(words)) >= 0.95).collect();
        match same.as_slice() {
            [(to, _)] => pairs.push(Pair { from: key, words: words.to_owned(), to: (*to).clone() }),
            _ => lost.push(r.get(0)?),
        }
    }
    Ok((lost, pairs))
}

/// Whether a text says, at the place of a clause that the rules do not read, what was added there by hand.
pub(super) fn says(resolution: &Resolution, key: &ClauseKey, words: &str) -> bool {
    let ids = resolution.paragraph_ids();
    let at = ids.iter().find(|(_, id)| id.section == key.section && id.number == key.paragraph);
    at.and_then(|(block, _)| resolution.blocks.get(*block as usize))
        .is_some_and(|block| words_alike(&block.flat().0).contains(&words_alike(words)))
}

/// Adds the text, where these very words are not kept yet.
fn keep(conn: &Connection, text: &Incoming) -> Result<()> {
    let hash = text.hash.to_string();
    let there: bool =
        conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM text WHERE hash = ?1)")?.query_row([&hash], |r| r.get(0))?;
    if !there {
        conn.prepare_cached(
            "INSERT INTO text (hash, symbol, language, reader, structure, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            hash,
            text.resolution.symbol.as_str(),
            text.resolution.language.as_str(),
            text.reader.as_str(),
            text.resolution.structure,
            text.body
        ])?;
    }
    Ok(())
}

fn load_event(text: &Incoming, pairs: Vec<Pair>) -> NewEvent {
    let name = crate::source::shown_name(&text.name).to_owned();
    NewEvent {
        on: None,
        subject: None,
        payload: Payload::Load(Load {
            holds: Holds::Resolution,
            symbol: Some(text.resolution.symbol.clone()),
            language: Some(text.resolution.language),
            edition: text.resolution.edition,
            text: text.hash,
            file: text.file,
            name,
            reader: text.reader.to_string(),
            reader_version: text.reader.version(),
            structure: text.resolution.structure,
            pairs,
        }),
    }
}
