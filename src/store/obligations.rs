//! The rows of one text's obligations: what the rules read, with corrections and additions of people laid over it.

use crate::calendar::Adoption;
use crate::extract::{ParagraphReading, names};
use crate::model::event::Payload;
use crate::model::{
    Addressee, ClauseKey, Deadline, Due, Obligation, ObligationId, ParagraphId, Recurrence, Resolution, TextKind,
};
use crate::model::{Force, Kind, SelfExecuting};
use crate::store::derive::{Deriver, place_of};
use crate::store::entries;
use crate::store::error::{Result, StoreError};
use crate::store::fold::{Facts, Folder, Laid};
use crate::store::journal::clause_number;
use crate::store::key;
use crate::store::tally::Tally;
use crate::track::correct::{Said, said};
use crate::track::{Entry, FOREVER};
use chrono::NaiveDate;
use rusqlite::params;
use std::collections::BTreeMap;

/// What is written of one obligation.
struct Written {
    paragraph: i64,
    place: String,
    key: ClauseKey,
    words: String,
    spans: String,
    verb: String,
    force: Force,
    kind: Kind,
    addressees: Vec<Addressee>,
    deadline: Option<Deadline>,
    recurrence: Option<Recurrence>,
    recipient: Option<String>,
    conditions: String,
    self_executing: Option<SelfExecuting>,
    doubts: Vec<String>,
    added: bool,
    entries: Vec<Entry>,
    dismissed: bool,
}

/// Inserts every obligation of a text, lays the log over each, and makes its spells.
pub(super) fn insert(
    deriver: &Deriver<'_>,
    resolution: i64,
    text: &Resolution,
    readings: &[ParagraphReading],
    flats: &[(i64, Vec<usize>)],
) -> Result<()> {
    let conn = deriver.conn;
    let folder = Folder::new(conn, deriver.calendar()?)?;
    let logged: bool = folder.any_moves()
        || conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE symbol = ?1 AND clause IS NOT NULL)")?
            .query_row([text.symbol.as_str()], |r| r.get(0))?;
    let mut all: Vec<(ParagraphId, Written)> = Vec::new();
    for reading in readings {
        for o in &reading.obligations {
            let Some((paragraph, starts)) = flats.get(o.block as usize) else { continue };
            let offset = o.clause_at.part.and_then(|p| starts.get(p as usize)).copied().unwrap_or(0);
            let words = text.words(o.clause_at).unwrap_or_default().to_owned();
            let mut w = read(o, *paragraph, offset, place_of(&reading.id), words);
            if logged {
                w.entries = folder.entries_on(&w.key, &w.words)?;
                let said = said(&w.entries);
                w.lay(&said);
            }
            all.push((reading.id.clone(), w));
        }
    }
    if logged {
        added(deriver, &folder, text, flats, &mut all)?;
    }
    let keys: Vec<(&ParagraphId, &ClauseKey)> = all.iter().map(|(id, w)| (id, &w.key)).collect();
    let ids = names::name_keys(&keys);
    let facts = Shown::of(conn, text)?;
    let mut tally = Tally::default();
    for (nth, ((_, w), name)) in all.iter().zip(&ids).enumerate() {
        let facts = facts.with(w);
        let laid = folder.lay_out(&facts, &w.entries)?;
        let id = row(conn, resolution, nth, name, w, &laid)?;
        folder.write(id, &facts, &laid, &mut tally)?;
    }
    tally.write(conn)
}

/// What the rules read.
fn read(o: &Obligation, paragraph: i64, offset: usize, place: String, words: String) -> Written {
    let actor = o.addressees.iter().find_map(|a| a.at).map(|a| a.span);
    let n = |x: Option<u32>| x.map(|x| x.to_string()).unwrap_or_default();
    let spans = format!(
        "{},{},{},{},{},{}",
        o.verb_at.span.start,
        o.verb_at.span.end,
        n(actor.map(|s| s.start)),
        n(actor.map(|s| s.end)),
        offset + o.clause_at.span.start as usize,
        offset + o.clause_at.span.end as usize
    );
    Written {
        paragraph,
        place,
        key: o.key.clone(),
        words,
        spans,
        verb: o.verb.clone(),
        force: o.force,
        kind: o.kind,
        addressees: o.addressees.clone(),
        deadline: o.deadline.clone(),
        recurrence: o.recurrence,
        recipient: o.recipient.as_ref().map(|r| r.name.clone()),
        conditions: o.conditions.iter().map(|c| c.kind.as_str()).collect::<Vec<_>>().join(" "),
        self_executing: o.self_executing,
        doubts: o.doubts.clone(),
        added: false,
        entries: Vec::new(),
        dismissed: false,
    }
}

impl Written {
    /// Lays over the reading what people said of it.
    fn lay(&mut self, said: &Said) {
        let c = &said.correction;
        let mut settled: Vec<&str> = Vec::new();
        if let Some(change) = &c.addressees {
            let named = |name: &String| self.addressees.iter().find(|a| a.name == *name).cloned();
            self.addressees = change
                .to
                .iter()
                .map(|name| {
                    named(name).unwrap_or_else(|| Addressee {
                        name: name.clone(),
                        actor: crate::extract::actor(name).map(|a| a.id.clone()),
                        at: None,
                        resolved: true,
                    })
                })
                .collect();
            settled.push("addressees");
        }
        if let Some(change) = &c.force {
            self.force = change.to;
            settled.push("force");
        }
        if let Some(change) = &c.kind {
            self.kind = change.to;
            settled.push("kind");
        }
        if let Some(change) = &c.deadline {
            self.deadline = change.to.as_ref().map(|when| Deadline {
                phrase: self.deadline.as_ref().map(|d| d.phrase.clone()).unwrap_or_default(),
                due: when.due.clone(),
                relation: when.relation,
                also: when.also.clone(),
            });
            settled.push("deadline");
        }
        if let Some(change) = &c.recurrence {
            self.recurrence = change.to;
            settled.push("recurrence");
        }
        if let Some(change) = &c.recipient {
            self.recipient.clone_from(&change.to);
            settled.push("recipient");
        }
        if let Some(change) = &c.self_executing {
            self.self_executing = change.to;
            settled.push("self_executing");
        }
        if c.kept {
            self.doubts.clear();
        }
        self.doubts.retain(|d| !settled.contains(&d.as_str()));
        self.dismissed = said.dismissed.is_some();
    }
}

/// Obligations that people added and the rules do not read.
fn added(
    deriver: &Deriver<'_>,
    folder: &Folder<'_>,
    text: &Resolution,
    flats: &[(i64, Vec<usize>)],
    all: &mut Vec<(ParagraphId, Written)>,
) -> Result<()> {
    let ids = text.paragraph_ids();
    let mut adds = entries::select(
        deriver.conn,
        "e.symbol = ?1 AND e.kind = 'add' AND e.live = 1 ORDER BY e.time, v.id",
        [text.symbol.as_str()],
    )?;
    // What was added to the draft that this text was, or to one that was revised into that draft.
    let mut moved = BTreeMap::new();
    let mut became = vec![text.symbol.clone()];
    for e in entries::select(deriver.conn, "e.kind = 'adopt' AND e.live = 1 ORDER BY e.time DESC, v.id DESC", [])? {
        let Payload::Adopt { draft, resolution, pairs } = e.event.payload else { continue };
        if became.contains(&resolution) && !became.contains(&draft) {
            became.push(draft.clone());
            adds.extend(entries::select(
                deriver.conn,
                "e.symbol = ?1 AND e.kind = 'add' AND e.live = 1 ORDER BY e.time, v.id",
                [draft.as_str()],
            )?);
            moved.extend(pairs.into_iter().map(|p| (p.from, p.to)));
        }
    }
    for e in adds {
        let (Some(subject), Payload::Add { verb, force, kind, .. }) = (&e.event.subject, &e.event.payload) else {
            continue;
        };
        let clause = &subject.clause;
        let mut key = &clause.key;
        for _ in 0..became.len() {
            key = moved.get(key).unwrap_or(key);
        }
        if key.symbol != text.symbol || all.iter().any(|(_, w)| w.key == *key) {
            continue;
        }
        let Some((block, id)) = ids.iter().find(|(_, id)| id.section == key.section && id.number == key.paragraph)
        else {
            continue;
        };
        let Some((paragraph, _)) = flats.get(*block as usize) else { continue };
        let (flat, _) = text.blocks.get(*block as usize).map(crate::model::Block::flat).unwrap_or_default();
        let start = flat.find(clause.words.as_str()).unwrap_or(0);
        let end = if flat.get(start..).is_some_and(|t| t.starts_with(&clause.words)) {
            start + clause.words.len()
        } else {
            flat.len()
        };
        let actor = clause.actor_at.map_or_else(|| ",".to_owned(), |[a, b]| format!("{a},{b}"));
        let entries = if *key == clause.key {
            entries::on_keys(deriver.conn, [key])?
        } else {
            folder.entries_on(key, &clause.words)?
        };
        let mut w = Written {
            paragraph: *paragraph,
            place: place_of(id),
            key: key.clone(),
            words: clause.words.clone(),
            spans: format!("{},{},{actor},{start},{end}", clause.verb_at[0], clause.verb_at[1]),
            verb: verb.clone(),
            force: *force,
            kind: *kind,
            addressees: Vec::new(),
            deadline: None,
            recurrence: None,
            recipient: None,
            conditions: String::new(),
            self_executing: None,
            doubts: Vec::new(),
            added: true,
            entries: Vec::new(),
            dismissed: false,
        };
        w.lay(&said(&entries));
        w.entries = entries;
        all.push((id.clone(), w));
    }
    Ok(())
}

/// What all obligations of a text have in common.
struct Shown {
    draft: bool,
    adoption: Adoption,
    shown: (NaiveDate, NaiveDate),
    watched: NaiveDate,
}

impl Shown {
    fn of(conn: &rusqlite::Connection, text: &Resolution) -> Result<Shown> {
        let (from, until, watched): (String, String, String) = conn
            .prepare_cached("SELECT stands_from, stands_until, watched FROM resolution WHERE symbol = ?1")?
            .query_row([text.symbol.as_str()], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let day = |d: &str| d.parse::<NaiveDate>().map_err(|_| StoreError::Damaged(format!("`{d}` is no day")));
        let from = day(&from)?;
        let mut adoption = Adoption::from(text);
        if text.kind == TextKind::Draft {
            adoption.day = adoption.day.or(Some(from));
        }
        Ok(Shown {
            draft: text.kind == TextKind::Draft,
            adoption,
            shown: (from, day(&until)?.min(FOREVER)),
            watched: day(&watched)?,
        })
    }

    fn with(&self, w: &Written) -> Facts {
        Facts {
            key: w.key.clone(),
            words: w.words.clone(),
            deadline: w.deadline.clone(),
            recurrence: w.recurrence,
            recipient: w.recipient.clone(),
            self_executing: w.self_executing,
            dismissed: w.dismissed,
            draft: self.draft,
            adoption: self.adoption.clone(),
            shown: self.shown,
            watched: self.watched,
            mandate: Vec::new(),
        }
    }
}

/// Writes one obligation's row and its addressees.
fn row(
    conn: &rusqlite::Connection,
    resolution: i64,
    nth: usize,
    name: &ObligationId,
    w: &Written,
    laid: &Laid,
) -> Result<i64> {
    let session = match w.deadline.as_ref().map(|d| &d.due) {
        Some(Due::Session { session, body, .. }) => Some((body.as_str(), *session)),
        _ => None,
    };
    conn.prepare_cached(
        "INSERT INTO obligation (name, resolution, paragraph, nth, clause, key, place, part, verb, force, kind, spans, deadline,
           due_body, due_session, recurrence, recipient, conditions, self_executing, undated, doubts, added, dismissed, spells,
           logged, lead, next)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, NULL)",
    )?
    .execute(params![
        name.as_str(),
        resolution,
        w.paragraph,
        nth as i64,
        clause_number(&w.key),
        key::write(&w.key)?,
        w.place,
        w.key.part,
        w.verb,
        w.force.as_str(),
        w.kind.as_str(),
        w.spans,
        w.deadline.as_ref().map(serde_json::to_string).transpose()?,
        session.map(|s| s.0),
        session.map(|s| s.1),
        w.recurrence.map(|r| r.to_string()),
        w.recipient,
        w.conditions,
        w.self_executing.map(|s| s.as_str()),
        laid.undated,
        w.doubts.join(" "),
        w.added,
        w.dismissed,
        laid.turns,
        laid.logged(),
        laid.lead,
    ])?;
    let id = conn.last_insert_rowid();
    let mut insert =
        conn.prepare_cached("INSERT INTO addressee (obligation, nth, name, actor) VALUES (?1, ?2, ?3, ?4)")?;
    for (i, a) in w.addressees.iter().enumerate() {
        insert.execute(params![id, i as i64, a.name, a.actor])?;
    }
    Ok(id)
}
