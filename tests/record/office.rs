//! A tiny office: copies of one database in memory, with a writer that does what commands do.

use chrono::{Days, NaiveDate};
use pursuant::calendar::Plan;
use pursuant::model::event::{Event, FORM, Moment, Payload, Subject, Turn};
use pursuant::model::{ActorKey, Basis, Clause, ClauseKey, EventId, Place, Status, Symbol, TurnName, VerbKey, Window};
use pursuant::track::attach::{Moves, on_turns};
use pursuant::track::conflict::{self, Conflict, conflicts};
use pursuant::track::correct::{Said, said};
use pursuant::track::graph::Node;
use pursuant::track::merge::{Gate, Incoming, NoMerge};
use pursuant::track::watch::Watching;
use pursuant::track::{Entry, FOREVER, Graph, Retractions, Spell, State, spells};
use std::collections::BTreeMap;

pub fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + Days::new(n)
}

pub fn symbol() -> Symbol {
    Symbol::parse("A/RES/90/1").unwrap()
}

pub fn key(paragraph: u32) -> ClauseKey {
    ClauseKey {
        symbol: symbol(),
        section: None,
        paragraph: paragraph.to_string(),
        part: None,
        verb: VerbKey { word: "requests".into(), place: Place::Paragraph, nth: 1 },
        actor: Some(ActorKey { word: "secretary-general".into(), nth: 1 }),
    }
}

pub fn words(paragraph: u32) -> String {
    match paragraph {
        1 => {
            "Requests the Secretary-General to submit a report on lighthouses to the General Assembly every year".into()
        }
        2 => "Requests the Secretary-General to appoint a special envoy for harbours without delay".into(),
        n => format!("Requests the Secretary-General to publish chart {n} of all known reefs in six languages"),
    }
}

pub fn clause(paragraph: u32) -> Clause {
    let text = EventId::of(b"text");
    Clause { key: key(paragraph), text, verb_at: [0, 8], actor_at: Some([13, 30]), words: words(paragraph) }
}

/// Clause 1 has a turn a year (75 is 2020), of which only the last and the next are shown; every other has one, in 2021.
pub fn turn(paragraph: u32, n: u16) -> Turn {
    match paragraph {
        1 => Turn::new(Some(TurnName::Number(n)), Some(year(n))),
        _ => Turn::new(None, Some(year(76))),
    }
}

fn year(n: u16) -> Window {
    let y = 1945 + i32::from(n);
    let (opens, closes) = (NaiveDate::from_ymd_opt(y, 1, 1).unwrap(), NaiveDate::from_ymd_opt(y, 12, 31).unwrap());
    Window::new(opens, closes, Basis::Text)
}

fn plan(n: u16, shown: bool) -> Plan {
    let (w, from) = (year(n), day(0));
    let shown_from = if shown { from } else { w.opens.max(from) };
    let shown_until = if shown { FOREVER } else { w.closes + Days::new(366) };
    Plan { name: Some(TurnName::Number(n)), window: Ok(w), shown_from, shown_until }
}

pub fn plans(paragraph: u32) -> Vec<Plan> {
    match paragraph {
        1 => (75..79).map(|n| plan(n, false)).collect(),
        _ => vec![Plan { name: None, ..plan(76, true) }],
    }
}

/// What a command wants written.
#[derive(Debug, Clone)]
pub struct New {
    pub on: Option<NaiveDate>,
    pub subject: Option<Subject>,
    pub payload: Payload,
}

pub fn about(paragraph: u32, n: u16, on: NaiveDate, payload: Payload) -> New {
    let subject = Subject { clause: clause(paragraph), turn: Some(turn(paragraph, n)) };
    New { on: Some(on), subject: Some(subject), payload }
}

pub fn status(status: Status) -> Payload {
    Payload::Status { status, closes: status.closes(), reason: None, actor: None }
}

/// One copy of the database and the person who writes in it.
#[derive(Debug, Clone)]
pub struct Office {
    pub name: &'static str,
    /// How far the clock is ahead, in days.
    pub skew: i64,
    pub offset: i32,
    pub log: BTreeMap<EventId, Event>,
}

impl Office {
    pub fn new(name: &'static str, skew: i64, offset: i32) -> Office {
        Office { name, skew, offset, log: BTreeMap::new() }
    }

    pub fn clock(&self, now: u64) -> Moment {
        // 1 January 2021, a day a command.
        Moment::from_millis(1_609_459_200_000 + 86_400_000 * (now as i64 + self.skew))
    }

    pub fn graph(&self) -> Graph {
        let nodes: Vec<Node> =
            self.log.iter().map(|(id, e)| Node { id: *id, parents: e.parents.clone(), at: e.at }).collect();
        Graph::new(&nodes).unwrap()
    }

    pub fn entries(&self) -> Vec<Entry> {
        let graph = self.graph();
        let entry = |(id, e): (&EventId, &Event)| Entry { id: *id, time: graph.time(*id).unwrap(), event: e.clone() };
        self.log.iter().map(entry).collect()
    }

    /// Writes a command's events, chained by their days; the id of the action.
    pub fn write(&mut self, now: u64, mut new: Vec<New>) -> EventId {
        new.sort_by_key(|n| n.on);
        let (mut parents, mut first, count) = (self.graph().heads().to_vec(), None, new.len() as u32);
        for n in new {
            let event = Event {
                v: FORM,
                parents,
                action: first,
                count: first.is_none().then_some(count),
                at: self.clock(now),
                offset: self.offset,
                by: self.name.into(),
                on: n.on,
                subject: n.subject,
                payload: n.payload,
            };
            let id = event.id();
            first = first.or(Some(id));
            parents = vec![id];
            self.log.insert(id, event);
        }
        first.unwrap()
    }

    pub fn retract(&mut self, now: u64, target: EventId) -> EventId {
        let payload = Payload::Retract { target, whole: true, reason: None };
        self.write(now, vec![New { on: None, subject: None, payload }])
    }

    pub fn merge(&mut self, other: &Office, now: u64) {
        let theirs = other.log.iter().map(|(id, e)| (*id, e.bytes()));
        let incoming = incoming(theirs, &|id| self.log.contains_key(&id), self.clock(now)).unwrap();
        for id in incoming.events {
            let event = other.log[&id].clone();
            assert!(event.parents.iter().all(|p| self.log.contains_key(p)), "parents first");
            self.log.insert(id, event);
        }
    }

    pub fn picture(&self, known: Option<NaiveDate>) -> Picture {
        let (graph, entries) = (self.graph(), self.entries());
        let retractions = Retractions::new(&entries);
        picture(&graph, &entries, &retractions, known)
    }
}

/// What comes in of another log.
pub fn incoming(
    theirs: impl IntoIterator<Item = (EventId, Vec<u8>)>,
    here: &dyn Fn(EventId) -> bool,
    now: Moment,
) -> Result<Incoming, NoMerge> {
    let mut gate = Gate::new(here, now);
    theirs.into_iter().try_for_each(|(id, bytes)| gate.check(id, &bytes))?;
    gate.open()
}

/// Everything that is shown of a database.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    pub spells: Vec<(u32, Vec<Spell>)>,
    pub said: Vec<Said>,
    pub beside: Vec<String>,
    pub conflicts: Vec<Conflict>,
    pub detached: Vec<EventId>,
    pub watched: Option<NaiveDate>,
}

pub fn picture(graph: &Graph, entries: &[Entry], retractions: &Retractions, known: Option<NaiveDate>) -> Picture {
    let live = retractions.live(entries, known);
    let moves = Moves::new(live.iter().copied());
    let ancestor = |a, b| graph.is_ancestor(a, b);
    let undoing: Vec<&Entry> =
        live.iter().copied().filter(|e| matches!(e.event.payload, Payload::Retract { .. })).collect();
    let there = |k: &ClauseKey| (1..4).find(|n| key(*n) == *k).map(words);
    let mut p = Picture {
        spells: Vec::new(),
        said: Vec::new(),
        beside: Vec::new(),
        conflicts: Vec::new(),
        detached: Vec::new(),
        watched: Watching::new(live.iter().copied()).since(&symbol()),
    };
    for n in 1..4 {
        let own: Vec<&Entry> =
            live.iter().copied().filter(|e| moves.place(e, &there, &ancestor).contains(&key(n))).collect();
        let placed = on_turns(&own, plans(n), &|name| match name {
            TurnName::Number(t) if n == 1 => Some(plan(*t, true)),
            _ => None,
        });
        let s = spells(&placed, (day(0), FOREVER), Status::NoEntry, &|_| None);
        let said = said(placed.clause.iter().copied());
        for (plan, on_turn) in &placed.turns {
            let of: Vec<&Spell> = s.iter().filter(|s| s.turn == plan.name).collect();
            every_day_is_covered_and_equals_its_fold(plan, on_turn, &of);
            let state = State::on(on_turn, FOREVER, Status::NoEntry);
            let ids = |es: &[&Entry]| es.iter().map(|e| e.id).collect::<Vec<_>>();
            p.beside.push(format!(
                "{:?} {:?} {:?} {:?} {:?}",
                plan.name,
                ids(&state.evidence),
                ids(&state.notes),
                state.assign.map(|e| e.id),
                state.by_actor.iter().map(|(n, s)| (n, s.status, s.since)).collect::<Vec<_>>()
            ));
            p.conflicts.extend(conflicts(on_turn, &undoing, retractions, &ancestor));
            p.conflicts.extend(conflict::dismissed(on_turn, &said));
        }
        p.conflicts.extend(conflicts(&placed.clause, &undoing, retractions, &ancestor));
        p.detached.extend(placed.detached.iter().map(|e| e.id));
        p.spells.push((n, s));
        p.said.push(said);
    }
    p
}

fn every_day_is_covered_and_equals_its_fold(plan: &Plan, live: &[&Entry], spells: &[&Spell]) {
    for pair in spells.windows(2) {
        assert_eq!(pair[0].until, pair[1].since);
    }
    let days = live.iter().map(|e| e.on()).chain(spells.iter().map(|s| s.since)).filter(|d| *d > NaiveDate::MIN);
    for d in days.flat_map(|d| [d - Days::new(1), d, d + Days::new(1)]) {
        let covering: Vec<_> = spells.iter().filter(|s| s.since <= d && d < s.until).collect();
        let made = plan.shown_from.max(day(0)) <= d && d < plan.shown_until;
        assert_eq!(covering.len(), usize::from(made), "{d}");
        let state = State::on(live, d, Status::NoEntry);
        let window = spells::window(plan.window.as_ref().ok().copied(), &state, &|_| None);
        for s in covering {
            let folded = (state.overall.status, state.overall.closes, state.overall.since, state.said_undone);
            assert_eq!((s.status, s.closed, s.status_on, s.said_undone), folded, "{d}");
            assert_eq!((s.status_event, s.window), (state.overall.entry.map(|e| e.id), window), "{d}");
        }
    }
}
