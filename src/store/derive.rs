//! Everything derived from texts and events: made again for one symbol, for one clause, or as a whole. Equal texts, events,
//! rules and calendar give equal rows, whichever way they came.

use crate::calendar::{Calendar, SessionDates};
use crate::extract::{self, ParagraphReading, RULES};
use crate::follow::missions::Mission;
use crate::model::event::Payload;
use crate::model::{EventId, Language, Resolution, Symbol};
use crate::store::entries;
use crate::store::error::{Result, StoreError};
use crate::store::fold;
use crate::store::journal::clause_number;
use crate::store::obligations;
use crate::store::tally::Tally;
use crate::store::texts;
use crate::track::Entry;
use rusqlite::{Connection, OptionalExtension, params};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

/// A text that has been read and extracted already.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub(super) hash: EventId,
    pub(super) resolution: Resolution,
    pub(super) readings: Vec<ParagraphReading>,
    /// Its rows where they are written already: of the resolution and its paragraphs.
    pub(super) rows: Option<TextRows>,
}

/// After so many texts what lies between them is made, so that not all have to be held at once.
const SETTLE: usize = 1000;

/// The row of a resolution; of each of its blocks the row and where its parts begin in the row's text.
pub(super) type TextRows = (i64, Vec<(i64, Vec<usize>)>);

/// Makes derived rows inside the caller's transaction.
pub(super) struct Deriver<'a> {
    pub(super) conn: &'a Connection,
    calendar: OnceCell<Cow<'static, Calendar>>,
    /// Resolutions whose paragraphs are not in the full-text index yet.
    unindexed: RefCell<BTreeSet<i64>>,
    /// Symbols whose next ones are to be looked for again.
    pub(super) touched: RefCell<BTreeSet<String>>,
    /// What these texts may set, extend or end.
    pub(super) missions: RefCell<BTreeSet<Mission>>,
}

impl<'a> Deriver<'a> {
    pub(super) fn new(conn: &'a Connection) -> Result<Deriver<'a>> {
        Ok(Deriver {
            conn,
            calendar: OnceCell::new(),
            unindexed: RefCell::default(),
            touched: RefCell::default(),
            missions: RefCell::default(),
        })
    }

    /// The calendar with this office's dates over it.
    pub(super) fn calendar(&self) -> Result<&Calendar> {
        if let Some(calendar) = self.calendar.get() {
            return Ok(calendar);
        }
        let calendar = calendar(self.conn)?;
        Ok(self.calendar.get_or_init(|| calendar))
    }

    /// Makes everything of one symbol again: its current text, paragraphs, obligations, their spells. When all are made,
    /// [`Deriver::settle`] sees to what lies between texts.
    pub(super) fn symbol(&self, symbol: &Symbol, prepared: Option<Prepared>) -> Result<()> {
        let current = texts::current(self.conn, symbol.as_str())?.map(|(hash, ..)| hash);
        let mut prepared = prepared.filter(|p| current.as_deref() == Some(p.hash.to_string().as_str()));
        let written = prepared.as_mut().and_then(|p| p.rows.take());
        if written.is_none() {
            self.touch(symbol.as_str())?;
            self.clear(symbol)?;
        }
        let Some(hash) = current else { return Ok(()) };
        let prepared = match prepared {
            Some(prepared) => prepared,
            None => self.stored(&hash)?,
        };
        let resolution = &prepared.resolution;
        let (id, flats) = match written {
            Some(rows) => {
                self.date_resolution(rows.0, resolution)?;
                rows
            }
            None => self.text_rows(resolution, &hash)?,
        };
        if resolution.language == Language::English {
            obligations::insert(self, id, resolution, &prepared.readings, &flats)?;
        }
        self.touch(symbol.as_str())
    }

    /// A stored text.
    pub(super) fn body(&self, hash: &str) -> Result<Resolution> {
        let body: String = self
            .conn
            .prepare_cached("SELECT body FROM text WHERE hash = ?1")?
            .query_row([hash], |r| r.get(0))
            .optional()?
            .ok_or_else(|| StoreError::Damaged(format!("the text {hash} is missing")))?;
        Ok(serde_json::from_str(&body)?)
    }

    /// Reads a stored text and extracts it.
    fn stored(&self, hash: &str) -> Result<Prepared> {
        let resolution = self.body(hash)?;
        let readings = extract::extract(&resolution);
        let hash = hash.parse().map_err(|e| StoreError::Damaged(format!("{e}")))?;
        Ok(Prepared { hash, resolution, readings, rows: None })
    }

    fn clear(&self, symbol: &Symbol) -> Result<()> {
        let id: Option<i64> = self
            .conn
            .prepare_cached("SELECT id FROM resolution WHERE symbol = ?1")?
            .query_row([symbol.as_str()], |r| r.get(0))
            .optional()?;
        if let Some(id) = id {
            let mut tally = Tally::default();
            let mut obligations = self.conn.prepare_cached("SELECT id FROM obligation WHERE resolution = ?1")?;
            let mut rows = obligations.query([id])?;
            while let Some(r) = rows.next()? {
                tally.stored(self.conn, r.get(0)?, -1)?;
            }
            tally.write(self.conn)?;
            if !self.unindexed.borrow_mut().remove(&id) {
                self.conn
                    .prepare_cached(
                        "INSERT INTO paragraph_search (paragraph_search, rowid, text)
                         SELECT 'delete', id, text FROM paragraph WHERE resolution = ?1",
                    )?
                    .execute([id])?;
            }
            self.conn.prepare_cached("DELETE FROM resolution WHERE id = ?1")?.execute([id])?;
            self.conn.prepare_cached("DELETE FROM alias WHERE said_by = ?1")?.execute([symbol.as_str()])?;
        }
        Ok(())
    }

    /// Writes the rows of a text without its obligations.
    pub(super) fn text_rows(&self, r: &Resolution, hash: &str) -> Result<TextRows> {
        let id = self.insert_resolution(r, hash)?;
        Ok((id, self.insert_paragraphs(id, r)?))
    }

    /// From when to when a text stands, and from when this office answers for it: what the log says of it.
    fn days(&self, r: &Resolution) -> Result<(String, String, String)> {
        let watched = fold::watched(self.conn, &r.symbol)?;
        let from = r.adopted.or(r.issued).map_or_else(|| watched.clone(), |d| d.to_string());
        Ok((from, fold::stands_until(self.conn, &r.symbol, r.kind)?, watched))
    }

    /// Writes these days anew.
    fn date_resolution(&self, id: i64, r: &Resolution) -> Result<()> {
        let (from, until, watched) = self.days(r)?;
        self.conn
            .prepare_cached("UPDATE resolution SET stands_from = ?2, stands_until = ?3, watched = ?4 WHERE id = ?1")?
            .execute(params![id, from, until, watched])?;
        Ok(())
    }

    fn insert_resolution(&self, r: &Resolution, hash: &str) -> Result<i64> {
        let (from, until, watched) = self.days(r)?;
        self.conn
            .prepare_cached(
                "INSERT INTO resolution (symbol, text, rules, kind, language, title, organ, session, adopted, issued, meeting,
                   agenda_item, committee, drafts, stands_from, stands_until, watched, sort, stem)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                r.symbol.as_str(),
                hash,
                RULES,
                r.kind.as_str(),
                r.language.as_str(),
                r.name(),
                r.organ.map(|o| o.as_str()),
                r.session.as_ref().map(|s| s.0.as_str()),
                r.adopted.map(|d| d.to_string()),
                r.issued.map(|d| d.to_string()),
                r.meeting,
                (!r.agenda_items.is_empty()).then(|| r.agenda_items.join("; ")),
                r.committee,
                r.drafts.iter().map(Symbol::as_str).collect::<Vec<_>>().join("; "),
                from,
                until,
                watched,
                sort_key(r.symbol.as_str()),
                crate::follow::titles::stem(&r.title),
            ])?;
        let id = self.conn.last_insert_rowid();
        crate::store::follow_links::insert_recalls(self.conn, id, r)?;
        let own = r.aliases.iter().map(|alias| (alias, &r.symbol));
        let told = r.renames.iter().map(|(old, new)| (new, old));
        let mut insert =
            self.conn.prepare_cached("INSERT OR IGNORE INTO alias (alias, symbol, said_by) VALUES (?1, ?2, ?3)")?;
        for (alias, symbol) in own.chain(told) {
            insert.execute([alias.as_str(), symbol.as_str(), r.symbol.as_str()])?;
        }
        Ok(id)
    }

    /// Inserts every paragraph; the row of each block and where its parts begin in the row's text.
    fn insert_paragraphs(&self, id: i64, r: &Resolution) -> Result<Vec<(i64, Vec<usize>)>> {
        let places: std::collections::BTreeMap<u32, String> =
            r.paragraph_ids().into_iter().map(|(block, id)| (block, place_of(&id))).collect();
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO paragraph (resolution, block, role, place, text) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        self.unindexed.borrow_mut().insert(id);
        let mut flats = Vec::with_capacity(r.blocks.len());
        for (block, b) in r.blocks.iter().enumerate() {
            let (text, starts) = b.flat();
            let place = places.get(&(block as u32)).cloned().or_else(|| {
                let number = b.number.as_deref()?;
                Some(b.section.as_ref().map_or_else(|| number.to_owned(), |s| format!("{s}.{number}")))
            });
            insert.execute(params![id, block as i64, b.role.as_str(), place, text])?;
            let row = self.conn.last_insert_rowid();
            flats.push((row, starts));
        }
        Ok(flats)
    }

    /// Puts what was written into the full-text index, all at once: the index keeps what it has taken in memory only until another
    /// statement begins that could fail half done.
    pub(super) fn index_words(&self) -> Result<()> {
        let new = self.unindexed.take();
        if !new.is_empty() {
            self.conn
                .prepare_cached(
                    "INSERT INTO paragraph_search (rowid, text) SELECT p.id, p.text FROM json_each(?1) j
                     CROSS JOIN paragraph p ON p.resolution = j.value",
                )?
                .execute([serde_json::to_string(&new)?])?;
        }
        Ok(())
    }

    /// Every symbol of which a text was ever loaded.
    pub(super) fn symbols(&self) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare("SELECT DISTINCT symbol FROM loaded ORDER BY symbol")?;
        Ok(statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Makes everything derived again, from texts and events alone.
    pub(super) fn everything(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<()> {
        let symbols = self.symbols()?;
        for (i, symbol) in symbols.iter().enumerate() {
            let symbol: Symbol = symbol.parse().map_err(|e| StoreError::Damaged(format!("{e}")))?;
            self.symbol(&symbol, None)?;
            if i % SETTLE == 0 {
                self.settle()?;
            }
            progress(i + 1, symbols.len());
        }
        crate::store::follow::derive_documents(self.conn)?;
        self.settle()
    }
}

/// `VI.6`.
pub(super) fn place_of(id: &crate::model::ParagraphId) -> String {
    id.section.as_ref().map_or_else(|| id.number.clone(), |s| format!("{s}.{}", id.number))
}

/// The symbol with its numbers padded, so that 75/9 comes before 75/10.
pub(super) fn sort_key(symbol: &str) -> String {
    let mut key = String::with_capacity(symbol.len() + 12);
    let mut digits = String::new();
    for c in symbol.chars().chain(['\u{0}']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>6}"));
            digits.clear();
        }
        if c != '\u{0}' {
            key.push(c);
        }
    }
    key
}

/// The user's session dates that hold.
pub(super) fn session_dates(conn: &Connection) -> Result<Vec<SessionDates>> {
    Ok(crate::track::correct::sessions(&entries::select(conn, "e.kind = 'session' AND e.live = 1", [])?))
}

/// The calendar with the user's dates over it.
pub(super) fn calendar(conn: &Connection) -> Result<Cow<'static, Calendar>> {
    let dates = session_dates(conn)?;
    Ok(if dates.is_empty() { Cow::Borrowed(Calendar::builtin()) } else { Cow::Owned(Calendar::with(dates)) })
}

/// What entries are about: what is made again because of them.
#[derive(Default)]
struct About {
    symbols: BTreeSet<Symbol>,
    clauses: BTreeSet<i64>,
    calendar: bool,
    moved: bool,
    lists: bool,
}

impl About {
    fn add(&mut self, e: &Entry) {
        let key = e.event.subject.as_ref().map(|s| &s.clause.key);
        match &e.event.payload {
            Payload::Load(load) if load.symbol.is_none() => self.lists = true,
            Payload::Load(load) => {
                self.symbols.extend(load.symbol.clone());
                self.moved |= !load.pairs.is_empty();
            }
            Payload::Since { symbols: all, .. } => self.symbols.extend(all.iter().cloned()),
            Payload::Adopt { draft, resolution, .. } => {
                self.symbols.extend([draft.clone(), resolution.clone()]);
                self.moved = true;
            }
            Payload::Same { pairs } => {
                self.symbols.extend(pairs.iter().flat_map(|p| [p.from.symbol.clone(), p.to.symbol.clone()]));
                self.moved = true;
            }
            // What is read changes, so the text is read again.
            Payload::Correct(_) | Payload::Dismiss { .. } | Payload::Add { .. } => {
                self.symbols.extend(key.map(|k| k.symbol.clone()));
            }
            Payload::Session { .. } => self.calendar = true,
            _ => self.clauses.extend(key.map(clause_number)),
        }
    }
}

impl Deriver<'_> {
    /// What follows from events that were just written: what they retract, then whatever they or those are about.
    pub(super) fn follow(&self, news: &[Entry]) -> Result<()> {
        let mut about = About::default();
        news.iter().for_each(|e| about.add(e));
        if news.iter().any(|e| matches!(e.event.payload, Payload::Retract { .. })) {
            let touched = self.retracted(news)?;
            let changed = entries::judge(self.conn, &entries::retractions(self.conn)?, &touched, None)?;
            touched.iter().filter(|e| changed.contains(&e.id)).for_each(|e| about.add(e));
        }
        self.consequences(about)
    }

    /// What follows from events of another file, which may be retracted by each other or by what is here. There may be many: they
    /// are looked at some at a time.
    pub(super) fn follow_merged(&self, ids: &[EventId]) -> Result<()> {
        let retractions = entries::retractions(self.conn)?;
        let mut about = About::default();
        for some in ids.chunks(1000) {
            let news = self.entries(some)?;
            news.iter().for_each(|e| about.add(e));
            entries::judge(self.conn, &retractions, &news, None)?;
            let touched = self.retracted(&news)?;
            let changed = entries::judge(self.conn, &retractions, &touched, None)?;
            touched.iter().filter(|e| changed.contains(&e.id)).for_each(|e| about.add(e));
        }
        self.consequences(about)
    }

    fn entries(&self, ids: &[EventId]) -> Result<Vec<Entry>> {
        let mut all = Vec::with_capacity(ids.len());
        for id in ids {
            all.extend(entries::select(self.conn, "v.id = ?1", [id.to_string()])?);
        }
        Ok(all)
    }

    /// The entries that new retractions are about, directly and through other retractions.
    fn retracted(&self, news: &[Entry]) -> Result<Vec<Entry>> {
        let mut found: Vec<Entry> = Vec::new();
        let mut todo: Vec<EventId> = news
            .iter()
            .filter_map(|e| match e.event.payload {
                Payload::Retract { target, .. } => Some(target),
                _ => None,
            })
            .collect();
        while let Some(target) = todo.pop() {
            let action = "e.action = (SELECT x.action FROM entry x JOIN event y USING (seq) WHERE y.id = ?1)";
            for e in entries::select(self.conn, action, [target.to_string()])? {
                if found.iter().any(|f| f.id == e.id) {
                    continue;
                }
                if let Payload::Retract { target, .. } = e.event.payload {
                    todo.push(target);
                }
                found.push(e);
            }
        }
        Ok(found)
    }

    /// Makes again what entries are about, each thing once.
    fn consequences(&self, about: About) -> Result<()> {
        let About { mut symbols, clauses, calendar, moved, lists } = about;
        if lists {
            crate::store::follow::derive_documents(self.conn)?;
        }
        if moved || !clauses.is_empty() && self.any_moves()? {
            // Where logs go from clause to clause, every text that they can reach is made again.
            for e in entries::select(self.conn, "e.moves = 1", [])? {
                symbols.extend(match &e.event.payload {
                    Payload::Same { pairs } => pairs.iter().map(|p| p.to.symbol.clone()).collect(),
                    Payload::Adopt { draft, resolution, .. } => vec![draft.clone(), resolution.clone()],
                    Payload::Load(load) => load.symbol.iter().cloned().collect(),
                    _ => Vec::new(),
                });
            }
        }
        for symbol in &symbols {
            self.symbol(symbol, None)?;
        }
        self.settle()?;
        let folder = fold::Folder::new(self.conn, self.calendar()?)?;
        let ids: Vec<i64> = if calendar {
            self.conn
                .prepare("SELECT id FROM obligation ORDER BY id")?
                .query_map([], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?
        } else {
            let mut ids = BTreeSet::new();
            let mut statement = self.conn.prepare_cached("SELECT id FROM obligation WHERE clause = ?1")?;
            for clause in clauses {
                for id in statement.query_map([clause], |r| r.get::<_, i64>(0))? {
                    ids.insert(id?);
                }
            }
            ids.into_iter().collect()
        };
        folder.refold(ids)
    }

    fn any_moves(&self) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE moves = 1)")?
            .query_row([], |r| r.get(0))?)
    }
}
