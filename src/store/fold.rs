//! The log laid over what the rules read: spells and remarks of each obligation, as derived rows.

use crate::calendar::{Adoption, Asked, Calendar, MandateEnd, Plan, turns};
use crate::model::event::Payload;
use crate::model::{
    ClauseKey, Deadline, Due, EventId, Organ, Recurrence, Relation, SelfExecuting, Session, Status, Symbol, TextKind,
};
use crate::store::entries;
use crate::store::error::{Result, StoreError};
use crate::store::key;
use crate::store::rows::{clause_words, stored, stored_json};
use crate::store::tally::{Counted, Tally};
use crate::track::attach::{Moves, Placed, on_turns};
use crate::track::{Entry, FOREVER, Graph, Spell, spells};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::OnceCell;

/// From which day this office answers for a text: the last `since` that covers it, else the day of its first load.
pub(super) fn watched(conn: &Connection, symbol: &Symbol) -> Result<String> {
    let mut since = entries::select(conn, "e.kind = 'since' AND e.live = 1 ORDER BY e.time DESC, v.id DESC", [])?;
    since.retain(|e| matches!(&e.event.payload, Payload::Since { symbols, .. } if symbols.contains(symbol)));
    if let Some(Payload::Since { date, .. }) = since.first().map(|e| &e.event.payload) {
        return Ok(date.to_string());
    }
    let first: Option<String> = conn
        .prepare_cached("SELECT min(l.day) FROM loaded l JOIN entry e USING (seq) WHERE l.symbol = ?1 AND e.live = 1")?
        .query_row([symbol.as_str()], |r| r.get(0))
        .optional()?
        .flatten();
    Ok(first.unwrap_or_else(|| FOREVER.to_string()))
}

/// A draft stands until the adoption of the resolution that it became, everything else for good.
pub(super) fn stands_until(conn: &Connection, symbol: &Symbol, kind: TextKind) -> Result<String> {
    if kind == TextKind::Draft {
        for e in entries::select(conn, "e.kind = 'adopt' AND e.live = 1", [])? {
            if let Payload::Adopt { draft, resolution, .. } = &e.event.payload
                && draft == symbol
            {
                // From its text, since its row may be made after this one. A text that names no day was adopted by the time
                // that somebody said so.
                if let Some((hash, ..)) = crate::store::texts::current(conn, resolution.as_str())? {
                    let day: Option<String> = conn
                        .prepare_cached(
                            "SELECT coalesce(json_extract(body, '$.adopted'), json_extract(body, '$.issued')) FROM text
                             WHERE hash = ?1",
                        )?
                        .query_row([hash], |r| r.get(0))
                        .optional()?
                        .flatten();
                    return Ok(day.unwrap_or_else(|| e.event.recorded_on().to_string()));
                }
            }
        }
    }
    Ok(FOREVER.to_string())
}

/// An obligation's row, as far as turns and spells depend on it.
pub(super) struct Facts {
    pub(super) key: ClauseKey,
    pub(super) words: String,
    pub(super) deadline: Option<Deadline>,
    pub(super) recurrence: Option<Recurrence>,
    pub(super) recipient: Option<String>,
    pub(super) self_executing: Option<SelfExecuting>,
    pub(super) dismissed: bool,
    /// Of a draft: nothing of it is owed.
    pub(super) draft: bool,
    pub(super) adoption: Adoption,
    /// The days on which its text stands.
    pub(super) shown: (NaiveDate, NaiveDate),
    /// From when this office answers for it.
    pub(super) watched: NaiveDate,
    pub(super) mandate: Vec<MandateEnd>,
}

impl Facts {
    fn read(conn: &Connection, id: i64) -> Result<Facts> {
        let mut statement = conn.prepare_cached(
            "SELECT o.key, p.text, o.spans, o.deadline, o.recurrence, o.recipient, o.self_executing, o.dismissed, r.adopted,
               r.organ, r.session, r.stands_from, r.stands_until, r.watched, r.kind, o.mandate
             FROM obligation o JOIN resolution r ON r.id = o.resolution JOIN paragraph p ON p.id = o.paragraph WHERE o.id = ?1",
        )?;
        let mut rows = statement.query([id])?;
        let r = rows.next()?.ok_or_else(|| StoreError::Damaged(format!("the obligation {id} is missing")))?;
        let (text, spans): (String, String) = (r.get(1)?, r.get(2)?);
        let text_of = |i: usize| r.get::<_, Option<String>>(i);
        let adopted = text_of(8)?.map(|d| stored(&d)).transpose()?;
        let from: NaiveDate = stored(&r.get::<_, String>(11)?)?;
        let draft = r.get::<_, String>(14)? == TextKind::Draft.as_str();
        Ok(Facts {
            key: key::of(r, 0)?,
            words: clause_words(&text, &spans).to_owned(),
            deadline: stored_json(text_of(3)?)?,
            recurrence: stored_json(text_of(4)?.map(|s| format!("\"{s}\"")))?,
            recipient: text_of(5)?,
            self_executing: text_of(6)?.map(|s| stored::<SelfExecuting>(&s)).transpose()?,
            dismissed: r.get(7)?,
            draft,
            // A draft has none; its date stands in, so that its turns can be told apart.
            adoption: Adoption {
                day: adopted.or(Some(from).filter(|_| draft)),
                organ: text_of(9)?.map(|s| stored::<Organ>(&s)).transpose()?,
                session: text_of(10)?.map(Session),
            },
            shown: (from, stored(&r.get::<_, String>(12)?)?),
            watched: stored(&r.get::<_, String>(13)?)?,
            mandate: stored_json(text_of(15)?)?.unwrap_or_default(),
        })
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            deadline: self.deadline.as_ref(),
            recurrence: self.recurrence,
            self_executing: self.self_executing,
            recipient: self.recipient.as_deref(),
            adoption: &self.adoption,
            mandate: &self.mandate,
        }
    }
}

/// Lays the log over obligations.
pub(super) struct Folder<'a> {
    conn: &'a Connection,
    calendar: &'a Calendar,
    moves: Moves,
    any_moves: bool,
    graph: OnceCell<Graph>,
}

impl<'a> Folder<'a> {
    pub(super) fn new(conn: &'a Connection, calendar: &'a Calendar) -> Result<Folder<'a>> {
        let any_moves: bool = conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE moves = 1 AND live = 1)")?
            .query_row([], |r| r.get(0))?;
        let moves = if any_moves { entries::moves(conn)? } else { Moves::default() };
        Ok(Folder { conn, calendar, moves, any_moves, graph: OnceCell::new() })
    }

    /// Whether logs go from clause to clause anywhere.
    pub(super) fn any_moves(&self) -> bool {
        self.any_moves
    }

    /// The live entries on a clause, in the order of the log.
    pub(super) fn entries_on(&self, key: &ClauseKey, words: &str) -> Result<Vec<Entry>> {
        let found = if self.any_moves {
            entries::on_keys(self.conn, &self.moves.sources(key))?
        } else {
            entries::on_keys(self.conn, [key])?
        };
        let mut on = Vec::with_capacity(found.len());
        for e in found {
            if self.lies_on(&e, key, words)? {
                on.push(e);
            }
        }
        Ok(on)
    }

    /// The seqs of the entries that lie on an obligation, and of those that were taken back and would.
    pub(super) fn log_of(&self, id: i64) -> Result<Vec<i64>> {
        let facts = Facts::read(self.conn, id)?;
        let mut seqs = Vec::new();
        for key in self.moves.sources(&facts.key) {
            let number = crate::store::journal::clause_number(&key);
            for (seq, live, e) in entries::with_seq(self.conn, "e.clause = ?1", [number])? {
                let about = e.event.subject.as_ref().is_some_and(|s| s.clause.key == key);
                if about && (!live || self.lies_on(&e, &facts.key, &facts.words)?) {
                    seqs.push(seq);
                }
            }
        }
        Ok(seqs)
    }

    fn lies_on(&self, e: &Entry, key: &ClauseKey, words: &str) -> Result<bool> {
        let clause = |k: &ClauseKey| if k == key { Some(words.to_owned()) } else { self.words_of(k).ok().flatten() };
        if !self.any_moves {
            return Ok(self.moves.place(e, &clause, &|_, _| false).contains(key));
        }
        if self.graph.get().is_none() {
            let _ = self.graph.set(entries::graph(self.conn)?);
        }
        let ancestor = |a: EventId, b: EventId| self.graph.get().is_some_and(|g| g.is_ancestor(a, b));
        Ok(self.moves.place(e, &clause, &ancestor).contains(key))
    }

    /// The words of the clause that has this key now.
    fn words_of(&self, key: &ClauseKey) -> Result<Option<String>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT o.key, p.text, o.spans FROM obligation o JOIN paragraph p ON p.id = o.paragraph WHERE o.clause = ?1",
        )?;
        let mut rows = statement.query([crate::store::journal::clause_number(key)])?;
        while let Some(r) = rows.next()? {
            if key::of(r, 0)? == *key {
                let (text, spans): (String, String) = (r.get(1)?, r.get(2)?);
                return Ok(Some(clause_words(&text, &spans).to_owned()));
            }
        }
        Ok(None)
    }

    /// Makes the spells and remarks of these obligations again.
    pub(super) fn refold(&self, ids: impl IntoIterator<Item = i64>) -> Result<()> {
        let mut tally = Tally::default();
        for id in ids {
            tally.stored(self.conn, id, -1)?;
            self.again(id, &mut tally)?;
        }
        tally.write(self.conn)
    }

    /// The same of one, whose old spells are not counted, or counted out.
    pub(super) fn again(&self, id: i64, tally: &mut Tally) -> Result<()> {
        let facts = Facts::read(self.conn, id)?;
        self.conn.prepare_cached("DELETE FROM spell WHERE obligation = ?1")?.execute([id])?;
        self.conn.prepare_cached("DELETE FROM remark WHERE obligation = ?1")?.execute([id])?;
        let entries = self.entries_on(&facts.key, &facts.words)?;
        let laid = self.lay_out(&facts, &entries)?;
        self.conn
            .prepare_cached("UPDATE obligation SET undated = ?2, spells = ?3, logged = ?4, lead = ?5 WHERE id = ?1")?
            .execute(params![id, laid.undated, laid.turns, laid.logged(), laid.lead])?;
        self.write(id, &facts, &laid, tally)
    }

    /// The live entries of one obligation and the turns on which they lie.
    pub(super) fn placed<R>(&self, id: i64, with: impl FnOnce(&Facts, &[Entry], &Placed<'_>) -> R) -> Result<R> {
        let facts = Facts::read(self.conn, id)?;
        let entries = self.entries_on(&facts.key, &facts.words)?;
        let live: Vec<&Entry> = entries.iter().collect();
        let plans = if facts.dismissed { Vec::new() } else { turns::turns(facts.asked(), self.calendar) };
        let named = |name: &crate::model::TurnName| turns::turn_named(facts.asked(), name, self.calendar);
        Ok(with(&facts, &entries, &on_turns(&live, plans, &named)))
    }

    /// The spells and remarks of one obligation, and what its row says of them.
    pub(super) fn lay_out(&self, facts: &Facts, entries: &[Entry]) -> Result<Laid> {
        let live: Vec<&Entry> = entries.iter().collect();
        let plans = if facts.dismissed { Vec::new() } else { turns::turns(facts.asked(), self.calendar) };
        let undated = plans.first().and_then(|p| p.window.as_ref().err()).map(serde_json::to_string).transpose()?;
        let named = |name: &crate::model::TurnName| turns::turn_named(facts.asked(), name, self.calendar);
        let placed = on_turns(&live, plans, &named);
        let unset = if facts.self_executing.is_some() && !facts.draft { Status::InEffect } else { Status::NoEntry };
        let resolve = |due: &Due| self.calendar.window_of(due, Relation::At, "", &facts.adoption).ok();
        let spells = spells(&placed, facts.shown, unset, &resolve);
        let lead = placed.turns.iter().flat_map(|(_, on)| on).rev().find_map(|e| match &e.event.payload {
            Payload::Assign { lead, .. } => Some(lead.clone()),
            _ => None,
        });
        let remarks = remarks(&placed)?;
        Ok(Laid { undated, turns: placed.turns.len() as i64, lead: lead.flatten(), spells, remarks })
    }

    /// Writes spells and remarks, and counts the spells.
    pub(super) fn write(&self, id: i64, facts: &Facts, laid: &Laid, tally: &mut Tally) -> Result<()> {
        let owed = facts.self_executing.is_none() && !facts.draft;
        let mut counted = Vec::with_capacity(laid.spells.len());
        for s in &laid.spells {
            let outstanding = s.said_undone || s.window.is_some_and(|w| w.closes >= facts.watched);
            self.spell(id, owed, outstanding, s)?;
            if let Some(window) = s.window.filter(|_| owed) {
                counted.push(Counted {
                    since: s.since,
                    until: s.until,
                    closes: window.closes,
                    closed: s.closed,
                    outstanding,
                });
            }
        }
        tally.count(&counted, 1);
        if laid.remarks.is_empty() {
            return Ok(());
        }
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO remark (obligation, turn, since, kind, value, actor, author, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for r in &laid.remarks {
            insert.execute(params![id, r.turn, r.since.to_string(), r.kind, r.value, r.actor, r.author, r.event])?;
        }
        Ok(())
    }

    fn spell(&self, id: i64, owed: bool, outstanding: bool, s: &Spell) -> Result<()> {
        let day = |d: NaiveDate| d.to_string();
        self.conn
            .prepare_cached(
                "INSERT INTO spell (obligation, turn, since, until, opens, closes, opens_basis, closes_basis, status, closed, owed, status_on,
                   status_event, said_undone, outstanding) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                id,
                s.turn.as_ref().map(ToString::to_string),
                day(s.since),
                day(s.until),
                s.window.map(|w| day(w.opens)),
                s.window.map(|w| day(w.closes)),
                s.window.map(|w| w.opens_basis.as_str()),
                s.window.map(|w| w.closes_basis.as_str()),
                s.status.as_str(),
                s.closed,
                owed,
                s.status_on.map(day),
                s.status_event.map(|e| e.to_string()),
                s.said_undone,
                outstanding,
            ])?;
        Ok(())
    }

    /// A turn by its name, also where the calendar does not make it on the day asked for.
    pub(super) fn turn_named(&self, id: i64, name: &crate::model::TurnName) -> Result<Option<Plan>> {
        let facts = Facts::read(self.conn, id)?;
        Ok(turns::turn_named(facts.asked(), name, self.calendar))
    }
}

/// What is written of one obligation beside what was read.
pub(super) struct Laid {
    /// Why it has no window, as JSON.
    pub(super) undated: Option<String>,
    /// How many turns it has.
    pub(super) turns: i64,
    /// The office that has it now.
    pub(super) lead: Option<String>,
    spells: Vec<Spell>,
    remarks: Vec<Remark>,
}

impl Laid {
    /// Whether the log says anything beside a status.
    pub(super) fn logged(&self) -> bool {
        !self.remarks.is_empty()
    }
}

/// A row of `remark`.
struct Remark {
    turn: Option<String>,
    since: NaiveDate,
    kind: &'static str,
    value: Option<String>,
    actor: Option<String>,
    author: String,
    event: String,
}

/// What the log says beside the status, turn by turn.
fn remarks(placed: &Placed) -> Result<Vec<Remark>> {
    let mut all = Vec::new();
    for (plan, on) in &placed.turns {
        let turn = plan.name.as_ref().map(ToString::to_string);
        for e in on {
            let mut row = |kind: &'static str, value: Option<String>, actor: Option<&String>| {
                all.push(Remark {
                    turn: turn.clone(),
                    since: e.on(),
                    kind,
                    value,
                    actor: actor.cloned(),
                    author: e.event.by.clone(),
                    event: e.id.to_string(),
                });
            };
            match &e.event.payload {
                Payload::Status { status, reason, actor, .. } => {
                    row("status", Some(status.to_string()), actor.as_ref());
                    if let Some(reason) = reason {
                        row("reason", Some(reason.clone()), actor.as_ref());
                    }
                }
                Payload::Note { text } => row("note", Some(text.clone()), None),
                Payload::Evidence { what, actor, .. } => row("evidence", Some(what.clone()), actor.as_ref()),
                Payload::Assign { lead, contributing } => {
                    row("assign", Some(serde_json::to_string(&(lead, contributing))?), None);
                }
                Payload::Schedule { date } => row("plan", date.map(|d| d.to_string()), None),
                Payload::Defer { to, reason, .. } => {
                    row("defer", Some(serde_json::to_string(&(to, plan.window.as_ref().ok()))?), None);
                    if let Some(reason) = reason {
                        row("reason", Some(reason.clone()), None);
                    }
                }
                Payload::Unknown { kind, .. } => row("note", Some(format!("{kind}: needs a newer version")), None),
                _ => {}
            }
        }
    }
    Ok(all)
}
