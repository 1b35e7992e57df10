//! What a person typed to the obligations that it names.

use crate::model::clause::{Clause, ClauseKey};
use crate::model::event::{Subject, Turn};
use crate::model::id::Reference;
use crate::model::{Symbol, TurnName};
use crate::store::error::Result;
use crate::store::key;
use crate::store::open::Store;
use crate::store::rows::{clause_words, stored};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// An obligation as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its row.
    pub row: i64,
    /// Its full id.
    pub name: String,
    /// Its verb as written.
    pub verb: String,
    /// The first words of what is asked.
    pub words: String,
    /// Dismissed by a correction.
    pub dismissed: bool,
    /// Carried out by being adopted.
    pub self_executing: bool,
}

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// No text of that symbol; others that are spelt nearly so.
    NoText {
        /// What was meant.
        symbol: Symbol,
        /// Symbols that are loaded and look alike.
        near: Vec<String>,
    },
    /// Two texts fit the spelling.
    SeveralTexts(Vec<String>),
    /// The text has no such paragraph; the places that it has.
    NoPlace {
        /// The text.
        symbol: String,
        /// Its operative paragraphs.
        places: Vec<String>,
    },
    /// The paragraph asks nothing of anybody.
    AsksNothing {
        /// The text.
        symbol: String,
        /// The paragraph.
        place: String,
    },
    /// These obligations (all of them, where only a text or a paragraph was named).
    Obligations(Vec<Found>),
}

/// One turn on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnOn {
    /// Its name; `None` for a one-off obligation.
    pub name: Option<TurnName>,
    /// Its window.
    pub opens: Option<NaiveDate>,
    /// Its last day.
    pub closes: Option<NaiveDate>,
    /// Whether it is closed.
    pub closed: bool,
}

/// The symbol under which a text stands that is called so: its own, or of which this is an alias.
pub(super) fn standing(conn: &Connection, symbol: &Symbol) -> Result<Option<String>> {
    let own: Option<String> = conn
        .prepare_cached("SELECT symbol FROM resolution WHERE symbol = ?1")?
        .query_row([symbol.as_str()], |r| r.get(0))
        .optional()?;
    if own.is_some() {
        return Ok(own);
    }
    Ok(conn
        .prepare_cached("SELECT a.symbol FROM alias a JOIN resolution r ON r.symbol = a.symbol WHERE a.alias = ?1")?
        .query_row([symbol.as_str()], |r| r.get(0))
        .optional()?)
}

impl Store {
    /// The texts of these spellings that are loaded.
    pub fn texts(&self, symbols: &[Symbol]) -> Result<Vec<String>> {
        let mut found: Vec<String> = Vec::new();
        for symbol in symbols {
            if let Some(s) = standing(&self.conn, symbol)?
                && !found.contains(&s)
            {
                found.push(s);
            }
        }
        Ok(found)
    }

    /// What a reference names.
    pub fn find(&self, reference: &Reference) -> Result<Named> {
        let texts = self.texts(&reference.symbols)?;
        let symbol = match texts.as_slice() {
            [] => {
                let Some(symbol) = reference.symbols.first().cloned() else {
                    return Ok(Named::Obligations(Vec::new()));
                };
                return Ok(Named::NoText { near: self.near(&symbol)?, symbol });
            }
            [one] => one.clone(),
            several => return Ok(Named::SeveralTexts(several.to_vec())),
        };
        // A full id is found by itself.
        if let (Some(place), Some(verb)) = (&reference.place, &reference.verb) {
            let named = self.obligations_where("o.name = ?1", &format!("{symbol}:{place}-{verb}"))?;
            if !named.is_empty() {
                return Ok(Named::Obligations(named.into_iter().map(|(_, f)| f).collect()));
            }
        }
        let all = self.obligations_where("r.symbol = ?1", &symbol)?;
        let Some(place) = &reference.place else {
            return Ok(Named::Obligations(all.into_iter().map(|(_, f)| f).collect()));
        };
        let places = self.places(&symbol)?;
        // `12.b` is part (b) of 12, `VI.6` paragraph 6 of section VI: the longest place that fits is the paragraph.
        let fits = |p: &str| {
            let (wanted, p) = (place.to_ascii_lowercase(), p.to_ascii_lowercase());
            wanted == p || wanted.strip_prefix(&p).is_some_and(|rest| rest.starts_with('.'))
        };
        let Some(paragraph) = places.iter().filter(|p| fits(p)).max_by_key(|p| p.len()).cloned() else {
            return Ok(Named::NoPlace { symbol, places });
        };
        let part = place.get(paragraph.len() + 1..).map(str::to_ascii_lowercase);
        let mut here: Vec<Found> = all
            .into_iter()
            .filter(|(at, f)| {
                at.0 == paragraph && part.as_ref().is_none_or(|p| *p == at.1) && verb_fits(f, reference.verb.as_deref())
            })
            .map(|(_, f)| f)
            .collect();
        // An exact id wins over those that only begin alike.
        if let Some(verb) = &reference.verb
            && let Some(i) = here.iter().position(|f| f.name.ends_with(&format!("-{verb}")))
            && here.len() > 1
        {
            here = vec![here.swap_remove(i)];
        }
        if here.is_empty() && reference.verb.is_none() && part.is_none() {
            return Ok(Named::AsksNothing { symbol, place: paragraph });
        }
        Ok(Named::Obligations(here))
    }

    /// The numbers of a text's operative paragraphs, in order.
    pub fn places(&self, symbol: &str) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.place FROM paragraph p JOIN resolution r ON r.id = p.resolution
             WHERE r.symbol = ?1 AND p.role = 'operative' AND p.place IS NOT NULL ORDER BY p.block",
        )?;
        Ok(statement.query_map([symbol], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    fn obligations_where(&self, condition: &str, value: &str) -> Result<Vec<((String, String), Found)>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT o.id, o.name, o.place, o.part, o.verb, p.text, o.spans, o.dismissed, o.self_executing IS NOT NULL
             FROM obligation o JOIN resolution r ON r.id = o.resolution JOIN paragraph p ON p.id = o.paragraph
             WHERE {condition} ORDER BY o.nth"
        ))?;
        let rows = statement.query_map([value], |r| {
            let part: Option<String> = r.get(3)?;
            let (text, spans): (String, String) = (r.get(5)?, r.get(6)?);
            Ok((
                (r.get(2)?, part.map(|p| crate::model::id::part_in_id(&p)).unwrap_or_default()),
                Found {
                    row: r.get(0)?,
                    name: r.get(1)?,
                    verb: r.get(4)?,
                    words: clause_words(&text, &spans).to_owned(),
                    dismissed: r.get(7)?,
                    self_executing: r.get(8)?,
                },
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Symbols that look alike: the same session and a number that begins so, or the same number.
    fn near(&self, symbol: &Symbol) -> Result<Vec<String>> {
        let stem = symbol.as_str().trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let number: String = symbol.number().chars().take_while(char::is_ascii_digit).take(2).collect();
        let mut statement = self.conn.prepare_cached(
            "SELECT symbol FROM resolution WHERE symbol LIKE ?1 OR symbol LIKE ?2 ORDER BY sort LIMIT 4",
        )?;
        let same_number = format!("%/{}", symbol.number());
        Ok(statement
            .query_map(params![format!("{stem}{number}%"), same_number], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// The row of the obligation that has this key now.
    pub fn row_of_key(&self, key: &ClauseKey) -> Result<Option<i64>> {
        let mut statement = self.conn.prepare_cached("SELECT id, key FROM obligation WHERE clause = ?1")?;
        let mut rows = statement.query([crate::store::journal::clause_number(key)])?;
        while let Some(r) = rows.next()? {
            if key::of(r, 1)? == *key {
                return Ok(Some(r.get(0)?));
            }
        }
        Ok(None)
    }

    /// The resolution that a draft became.
    pub fn became(&self, draft: &Symbol) -> Result<Option<Symbol>> {
        let adopted = crate::store::entries::select(&self.conn, "e.kind = 'adopt' AND e.live = 1", [])?;
        Ok(adopted.into_iter().find_map(|e| match e.event.payload {
            crate::model::event::Payload::Adopt { draft: d, resolution, .. } if d == *draft => Some(resolution),
            _ => None,
        }))
    }

    /// What the draft of an obligation became, with the id of what asks the same there, if anything does.
    pub fn went_to(&self, obligation: i64) -> Result<Option<(Symbol, Option<String>)>> {
        let mut at = obligation;
        let mut found = None;
        let adopted =
            crate::store::entries::select(&self.conn, "e.kind = 'adopt' AND e.live = 1 ORDER BY e.time, v.id", [])?;
        // Once for each adoption at most: a merge may bring a circle.
        for _ in 0..adopted.len() {
            let key: String = self.conn.query_row("SELECT key FROM obligation WHERE id = ?1", [at], |r| r.get(0))?;
            let key = key::read(&key)?;
            let Some((resolution, to)) = adopted.iter().find_map(|e| match &e.event.payload {
                crate::model::event::Payload::Adopt { draft, resolution, pairs } if *draft == key.symbol => {
                    Some((resolution, pairs.iter().find(|p| p.from == key).map(|p| &p.to)))
                }
                _ => None,
            }) else {
                break;
            };
            let row = to.map(|to| self.row_of_key(to)).transpose()?.flatten();
            let name = row
                .map(|row| self.conn.query_row("SELECT name FROM obligation WHERE id = ?1", [row], |r| r.get(0)))
                .transpose()?;
            found = Some((resolution.clone(), name));
            match row {
                Some(row) => at = row,
                None => break,
            }
        }
        Ok(found)
    }

    /// The hash of the current text of a symbol.
    pub fn text_hash(&self, symbol: &str) -> Result<crate::model::EventId> {
        let hash: String =
            self.conn.query_row("SELECT text FROM resolution WHERE symbol = ?1", [symbol], |r| r.get(0))?;
        stored(&hash)
    }

    /// The turns of an obligation that are made on a day, in order of their last days.
    pub fn turns_on(&self, obligation: i64, day: NaiveDate) -> Result<Vec<TurnOn>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT turn, opens, closes, closed FROM spell WHERE obligation = ?1 AND since <= ?2 AND until > ?2 ORDER BY closes IS NULL, closes, turn",
        )?;
        let mut rows = statement.query(params![obligation, day.to_string()])?;
        let mut turns = Vec::new();
        while let Some(r) = rows.next()? {
            let read = |d: Option<String>| d.map(|d| stored(&d)).transpose();
            turns.push(TurnOn {
                name: r.get::<_, Option<String>>(0)?.map(|t| stored(&t)).transpose()?,
                opens: read(r.get(1)?)?,
                closes: read(r.get(2)?)?,
                closed: r.get(3)?,
            });
        }
        Ok(turns)
    }

    /// What an event about this obligation and turn holds on to.
    pub fn subject(&self, obligation: i64, turn: Turn) -> Result<Subject> {
        let (key, hash, text, spans): (String, String, String, String) = self
            .conn
            .prepare_cached(
                "SELECT o.key, r.text, p.text, o.spans FROM obligation o JOIN resolution r ON r.id = o.resolution
                 JOIN paragraph p ON p.id = o.paragraph WHERE o.id = ?1",
            )?
            .query_row([obligation], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
        let key = key::read(&key)?;
        let numbers: Vec<Option<u32>> = spans.split(',').map(|n| n.parse().ok()).collect();
        let pair = |i: usize| Some([*numbers.get(i)?.as_ref()?, *numbers.get(i + 1)?.as_ref()?]);
        Ok(Subject {
            clause: Clause {
                key,
                text: stored(&hash)?,
                verb_at: pair(0).unwrap_or_default(),
                actor_at: pair(2),
                words: clause_words(&text, &spans).to_owned(),
            },
            turn: Some(turn),
        })
    }
}

/// Whether the verb (and actor) part of an id names this obligation: `requests`, `requests2`, `demands-rassemblement`.
fn verb_fits(found: &Found, verb: Option<&str>) -> bool {
    let Some(verb) = verb else { return true };
    let own = found.name.rsplit_once(':').and_then(|(_, rest)| rest.split_once('-')).map_or("", |(_, v)| v);
    own == verb || own.strip_prefix(verb).is_some_and(|rest| rest.starts_with('-'))
}
