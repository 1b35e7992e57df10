//! The state of one turn on a day, from its live entries.

use crate::model::event::Payload;
use crate::model::{EventId, Status};
use crate::track::Entry;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A status that holds, and since when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing<'a> {
    /// The status.
    pub status: Status,
    /// Whether it closes, as the entry says for good.
    pub closes: bool,
    /// The first day of the unbroken run: of closing entries, or of entries with this status. `None`: nothing is recorded.
    pub since: Option<NaiveDate>,
    /// The entry that set it.
    pub entry: Option<&'a Entry>,
}

/// What the log says of one turn, as the live entries pushed so far make it.
#[derive(Debug, Clone, PartialEq)]
pub struct State<'a> {
    /// The overall status.
    pub overall: Standing<'a>,
    /// Statuses of single addressees (`--for`), by name as first written; they never change the overall one.
    pub by_actor: BTreeMap<String, Standing<'a>>,
    /// Evidence, oldest first: entries of this kind.
    pub evidence: Vec<&'a Entry>,
    /// Notes, oldest first.
    pub notes: Vec<&'a Entry>,
    /// The assignment.
    pub assign: Option<&'a Entry>,
    /// The plan; an entry without a date takes it back.
    pub schedule: Option<&'a Entry>,
    /// The deferral that moved the window.
    pub defer: Option<&'a Entry>,
    /// Somebody said that it is not done: not-implemented, in-progress or partly-implemented, closing or lifted since or not.
    pub said_undone: bool,
    /// An entry that needs a newer version.
    pub newer: Option<&'a Entry>,
}

impl<'a> State<'a> {
    /// Nothing recorded; `unset` is `no-entry`, or `in-effect` for a self-executing decision.
    pub fn new(unset: Status) -> State<'a> {
        State {
            overall: Standing { status: unset, closes: false, since: None, entry: None },
            by_actor: BTreeMap::new(),
            evidence: Vec::new(),
            notes: Vec::new(),
            assign: None,
            schedule: None,
            defer: None,
            said_undone: false,
            newer: None,
        }
    }

    /// The state on a day. `live` are the live entries of the turn (and those for all turns) in the order of the log, as
    /// [`crate::track::Retractions::live`] gives them, which also is where what was known on a day is decided.
    pub fn on(live: &[&'a Entry], day: NaiveDate, unset: Status) -> State<'a> {
        let mut state = State::new(unset);
        live.iter().take_while(|e| e.on() <= day).for_each(|e| state.push(e));
        state
    }

    /// Lays the next entry over the state; entries come in the order of the log.
    pub fn push(&mut self, entry: &'a Entry) {
        match &entry.event.payload {
            Payload::Status { status, closes, actor: None, .. } => {
                self.overall.follow(entry, *status, *closes);
                self.said_undone |= says_undone(*status, *closes);
            }
            Payload::Status { status, closes, actor: Some(actor), .. } => {
                let unset = Standing { status: Status::NoEntry, closes: false, since: None, entry: None };
                let name = self.by_actor.keys().find(|known| same_actor(known, actor)).unwrap_or(actor).clone();
                self.by_actor.entry(name).or_insert(unset).follow(entry, *status, *closes);
            }
            Payload::Evidence { .. } => self.evidence.push(entry),
            Payload::Note { .. } => self.notes.push(entry),
            Payload::Assign { .. } => self.assign = Some(entry),
            Payload::Schedule { .. } => self.schedule = Some(entry),
            Payload::Defer { .. } => self.defer = Some(entry),
            Payload::Unknown { .. } => self.newer = Some(entry),
            _ => {}
        }
    }
}

/// Whether a status says that it is not done.
fn says_undone(status: Status, closes: bool) -> bool {
    !closes && matches!(status, Status::NotImplemented | Status::InProgress | Status::PartlyImplemented)
}

/// Whether two names given with `--for` are one actor: case and spaces made alike.
pub fn same_actor(a: &str, b: &str) -> bool {
    let tidy = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    tidy(a) == tidy(b)
}

impl<'a> Standing<'a> {
    /// Each entry follows the one before it in order, but a status that closes is lifted only by an entry that holds on the same
    /// or a later day (which the order gives) and was recorded after it: a report found late is not undone by an earlier *in
    /// progress*.
    fn follow(&mut self, entry: &'a Entry, status: Status, closes: bool) {
        if self.closes && self.entry.is_some_and(|before| entry.time <= before.time) {
            return;
        }
        let run = if closes { self.closes } else { !self.closes && self.status == status };
        let since = self.since.filter(|_| run).unwrap_or(entry.on());
        *self = Standing { status, closes, since: Some(since), entry: Some(entry) };
    }
}

/// Why an entry that was just written changes nothing today; shown in the reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unchanged {
    /// It holds only from a later day.
    #[error("changes nothing today: it holds from {0}")]
    Later(NaiveDate),
    /// A later entry stands over it.
    #[error("changes nothing today: {status} from {on} ({}) stands over it", .entry.short())]
    Over {
        /// The status that stands.
        status: Status,
        /// Its day.
        on: NaiveDate,
        /// Its entry.
        entry: EventId,
    },
    /// It says what was said before.
    #[error("changes nothing today: it already was {0}")]
    Same(Status),
    /// It is about one addressee.
    #[error("changes the status of {0} alone, not the overall one")]
    OneActor(String),
    /// A retraction stands over it.
    #[error("changes nothing: {} has taken it back", .0.short())]
    Retracted(EventId),
}

/// Whether the status entry `id` changes the state of its turn on `day`; `Some` says why not. `live` as in [`State::on`], the entry
/// included. Entries of other kinds always change what is shown once they hold.
pub fn unchanged(live: &[&Entry], id: EventId, day: NaiveDate, unset: Status) -> Option<Unchanged> {
    let entry = live.iter().find(|e| e.id == id)?;
    if entry.on() > day {
        return Some(Unchanged::Later(entry.on()));
    }
    let Payload::Status { actor, .. } = &entry.event.payload else { return None };
    let without: Vec<&Entry> = live.iter().filter(|e| e.id != id).copied().collect();
    let (before, after) = (State::on(&without, day, unset), State::on(live, day, unset));
    let seen = |s: &State| match actor {
        None => Some((s.overall.status, s.overall.since)),
        Some(a) => s.by_actor.iter().find(|(n, _)| same_actor(n, a)).map(|(_, s)| (s.status, s.since)),
    };
    if seen(&before) != seen(&after) {
        return actor.clone().map(Unchanged::OneActor);
    }
    let stands = match actor {
        None => Some(after.overall),
        Some(a) => after.by_actor.iter().find(|(n, _)| same_actor(n, a)).map(|(_, s)| *s),
    }?;
    match stands.entry {
        Some(over) if over.id != id => Some(Unchanged::Over { status: stands.status, on: over.on(), entry: over.id }),
        _ => Some(Unchanged::Same(stands.status)),
    }
}
