//! The log as `EVENTS.md` wants it, on random histories of three copies with good, slow and far-ahead clocks.

mod attaching;
mod merging;
mod office;

use chrono::NaiveDate;
use office::{New, Office, Picture, about, clause, day, status, symbol};
use proptest::prelude::*;
use pursuant::model::event::{Change, Correction, Load, Payload, Subject};
use pursuant::model::{Due, Edition, EventId, Kind, Language, Status};
use pursuant::track::undo::{Pick, pick};
use pursuant::track::{Entry, Retractions, graph::time_of};

/// What somebody does on one of three copies.
#[derive(Debug, Clone)]
enum Op {
    Write(Vec<(u32, u16, u64, What)>),
    Undo,
    UndoUndo,
    Correct(u32, bool),
    Dismiss(u32),
    Load,
    Merge(usize),
}

#[derive(Debug, Clone)]
enum What {
    Status(Status),
    For(Status),
    Evidence,
    Note,
    Assign(bool),
    Defer(u64),
}

fn what() -> impl Strategy<Value = What> {
    let settable = || prop::sample::select(Status::ALL.iter().copied().filter(|s| s.can_be_set()).collect::<Vec<_>>());
    prop_oneof![
        6 => settable().prop_map(What::Status),
        1 => settable().prop_map(What::For),
        1 => Just(What::Evidence),
        1 => Just(What::Note),
        1 => any::<bool>().prop_map(What::Assign),
        1 => (0_u64..1200).prop_map(What::Defer),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    let line = (1_u32..4, 74_u16..80, 0_u64..36, what()).prop_map(|(p, n, d, w)| (p, n, d * 30, w));
    prop_oneof![
        8 => prop::collection::vec(line, 1..4).prop_map(Op::Write),
        2 => Just(Op::Undo),
        2 => Just(Op::UndoUndo),
        1 => (1_u32..4, any::<bool>()).prop_map(|(p, b)| Op::Correct(p, b)),
        1 => (1_u32..4).prop_map(Op::Dismiss),
        1 => Just(Op::Load),
        4 => (0_usize..3).prop_map(Op::Merge),
    ]
}

fn history() -> impl Strategy<Value = Vec<(usize, Op)>> {
    prop::collection::vec((0_usize..3, op()), 1..40)
}

fn offices() -> Vec<Office> {
    vec![Office::new("amara", 0, 60), Office::new("bo", -500, -300), Office::new("chen", 27_000, 480)]
}

fn line(paragraph: u32, turn: u16, on: NaiveDate, what: &What) -> New {
    let payload = match what {
        What::Status(s) => status(*s),
        What::For(s) => {
            Payload::Status { status: *s, closes: s.closes(), reason: None, actor: Some("Harbour Office".into()) }
        }
        What::Evidence => Payload::Evidence { what: "A/91/77".into(), found: None, actor: None },
        What::Note => Payload::Note { text: "asked again".into() },
        What::Assign(b) => Payload::Assign { lead: b.then(|| "Lights Branch".into()), contributing: Vec::new() },
        What::Defer(d) => Payload::Defer { to: Due::Date(day(*d)), evidence: Vec::new(), reason: None },
    };
    about(paragraph, turn, on, payload)
}

fn whole(paragraph: u32, payload: Payload) -> New {
    New { on: None, subject: Some(Subject { clause: clause(paragraph), turn: None }), payload }
}

fn load(edition: Edition, name: &str) -> Load {
    Load {
        holds: pursuant::model::event::Holds::Resolution,
        symbol: Some(symbol()),
        language: Some(Language::English),
        edition,
        text: EventId::of(name.as_bytes()),
        file: EventId::of(b"file"),
        name: name.into(),
        reader: "akn".into(),
        reader_version: 1,
        structure: 1,
        pairs: Vec::new(),
    }
}

fn undoable(office: &Office) -> Pick {
    let (graph, entries) = (office.graph(), office.entries());
    let retractions = Retractions::new(&entries);
    pick(&entries, office.name, &retractions, &|a, b| graph.is_ancestor(a, b), true).unwrap()
}

fn last_undo(office: &Office) -> Option<EventId> {
    let entries = office.entries();
    let own =
        entries.iter().filter(|e| matches!(e.event.payload, Payload::Retract { .. }) && e.event.by == office.name);
    own.max_by_key(|e| (e.time, e.id)).map(|e| e.id)
}

fn play(history: &[(usize, Op)]) -> Vec<Office> {
    let mut offices = offices();
    for (now, (who, op)) in history.iter().enumerate() {
        let now = now as u64;
        let kind = |to| Change { from: Kind::Action, to };
        match op {
            Op::Merge(other) => {
                let other = offices[*other].clone();
                offices[*who].merge(&other, now);
            }
            Op::Write(lines) => {
                let new = lines.iter().map(|(p, n, d, w)| line(*p, *n, day(*d), w)).collect();
                offices[*who].write(now, new);
            }
            Op::Undo => {
                if let Pick::Action(a) | Pick::Which(a, _) = undoable(&offices[*who]) {
                    offices[*who].retract(now, a);
                }
            }
            Op::UndoUndo => {
                if let Some(undo) = last_undo(&offices[*who]) {
                    offices[*who].retract(now, undo);
                }
            }
            Op::Correct(p, report) => {
                let to = if *report { Kind::Report } else { Kind::Meeting };
                let correction = Correction { kind: Some(kind(to)), ..Correction::default() };
                offices[*who].write(now, vec![whole(*p, Payload::Correct(correction))]);
            }
            Op::Dismiss(p) => {
                offices[*who].write(now, vec![whole(*p, Payload::Dismiss { reason: None })]);
            }
            Op::Load => {
                let payload = Payload::Load(load(Edition::Original, "a.xml"));
                offices[*who].write(now, vec![New { on: None, subject: None, payload }]);
            }
        }
    }
    offices
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Also: every spell equals the fold of its days (`office::picture` checks it on each day around an entry).
    #[test]
    fn the_state_is_the_same_whichever_way_copies_are_merged_and_however_often(
        history in history(), order in Just([0_usize, 1, 2]).prop_shuffle(), again in prop::collection::vec((0_usize..3, 0_usize..3), 0..6),
    ) {
        let offices = play(&history);
        let mut one = offices[0].clone();
        one.merge(&offices[1], 90);
        one.merge(&offices[2], 90);
        let mut all = offices.clone();
        for (a, b) in again {
            let other = all[b].clone();
            all[a].merge(&other, 91);
        }
        let mut other = all[order[0]].clone();
        for i in [order[1], order[2], order[1], order[0]] {
            other.merge(&all[i], 95);
        }
        prop_assert_eq!(&one.log, &other.log);
        prop_assert_eq!(one.graph().heads().to_vec(), other.graph().heads().to_vec());
        prop_assert_eq!(one.picture(None), other.picture(None));
    }

    #[test]
    fn times_computed_as_events_arrive_are_those_of_the_rebuilt_graph(history in history()) {
        let offices = play(&history);
        let mut times = std::collections::BTreeMap::new();
        let mut one = Office::new("new", 0, 0);
        for office in &offices {
            let theirs = office.log.iter().map(|(id, e)| (*id, e.bytes()));
            let incoming = office::incoming(theirs, &|id| one.log.contains_key(&id), one.clock(0)).unwrap();
            for id in incoming.events {
                let event = office.log[&id].clone();
                let time = time_of(event.at, event.parents.iter().map(|p| times[p]));
                times.insert(id, time);
                one.log.insert(id, event);
            }
        }
        let graph = one.graph();
        for (id, time) in &times {
            prop_assert_eq!(graph.time(*id), Some(*time));
        }
        let entries: Vec<Entry> =
            one.log.iter().map(|(id, e)| Entry { id: *id, time: times[id], event: e.clone() }).collect();
        prop_assert_eq!(
            office::picture(&graph, &entries, &Retractions::new(&entries), None),
            one.picture(None)
        );
    }

    #[test]
    fn an_undone_undo_restores(history in history(), nth in any::<prop::sample::Index>()) {
        let mut offices = play(&history);
        let mut one = offices.swap_remove(0);
        offices.iter().for_each(|o| one.merge(o, 90));
        // Something live, whosever it is and whatever it says.
        let entries = one.entries();
        let live: Vec<EventId> =
            Retractions::new(&entries).live(&entries, None).iter().map(|e| e.action()).collect();
        prop_assume!(!live.is_empty());
        let before = one.picture(None);
        let undo = one.retract(100, live[nth.index(live.len())]);
        let redo = one.retract(101, undo);
        let after = one.picture(None);
        // Who undoes and restores one of two entries in conflict has seen both: that settles it.
        prop_assert!(after.conflicts.iter().all(|c| before.conflicts.contains(c)));
        prop_assert_eq!(&Picture { conflicts: before.conflicts.clone(), ..after }, &before);
        one.retract(102, redo);
        let undone = one.picture(None);
        let last = one.retract(103, redo);
        // Two retractions of one thing: both have to go.
        prop_assert_eq!(&one.picture(None), &undone);
        let entries = one.entries();
        let of_redo = entries.iter().find(|e| e.id == redo).unwrap();
        prop_assert_eq!(Retractions::new(&entries).standing(of_redo).len(), 2);
        one.retract(104, last);
        prop_assert_eq!(&one.picture(None), &undone);
    }

    #[test]
    fn what_was_known_on_a_day_is_the_state_of_what_was_recorded_by_then(history in history(), at in 0_u64..60) {
        let mut offices = play(&history);
        let mut one = offices.swap_remove(0);
        offices.iter().for_each(|o| one.merge(o, 90));
        let known = day(366 + at);
        let entries: Vec<Entry> = one.entries().into_iter().filter(|e| e.event.recorded_on() <= known).collect();
        let then = office::picture(&one.graph(), &entries, &Retractions::new(&entries), None);
        // Conflicts are told as they stand now: `review` has no --recorded-by.
        let mut now = one.picture(Some(known));
        now.conflicts.clone_from(&then.conflicts);
        prop_assert_eq!(now, then);
    }

    #[test]
    fn a_history_written_in_one_command_folds_as_if_typed_day_by_day(
        lines in prop::collection::vec((0_u64..20, what()), 1..12), who in 0_usize..3,
    ) {
        let mut lines: Vec<(u64, What)> = lines.into_iter().map(|(d, w)| (d * 50, w)).collect();
        let (mut typed, mut file) = (offices().swap_remove(who), offices().swap_remove(who));
        file.write(50, lines.iter().map(|(d, w)| line(2, 76, day(*d), w)).collect());
        lines.sort_by_key(|(d, _)| *d);
        for (now, (d, w)) in lines.iter().enumerate() {
            typed.write(now as u64, vec![line(2, 76, day(*d), w)]);
        }
        let days = |o: &Office| {
            let spells = o.picture(None).spells;
            (0..1100).map(|d| at(&spells, day(d))).collect::<Vec<_>>()
        };
        prop_assert_eq!(days(&typed), days(&file));
        prop_assert_eq!(file.picture(None).conflicts, vec![]);
    }

    /// Two things that hold whatever the fold does in between.
    #[test]
    fn a_closing_entry_stands_until_a_later_recorded_one_lifts_it_and_the_last_in_day_and_time_decides(
        lines in prop::collection::vec((0_u64..12, what()), 1..14),
    ) {
        let mut o = Office::new("amara", 0, 60);
        for (now, (d, w)) in lines.iter().enumerate() {
            o.write(now as u64, vec![line(2, 76, day(d * 50), w)]);
        }
        let entries = o.entries();
        let said: Vec<(&Entry, Status, bool)> = entries
            .iter()
            .filter_map(|e| match &e.event.payload {
                Payload::Status { status, closes, actor: None, .. } => Some((e, *status, *closes)),
                _ => None,
            })
            .collect();
        for d in (0..13).map(|d| d * 50 + 1) {
            let holding: Vec<_> = said.iter().filter(|(e, ..)| e.on() <= day(d)).collect();
            let (status, closed, since) = overall(&o, d);
            for (c, _, _) in holding.iter().filter(|(.., closes)| *closes) {
                if !holding.iter().any(|(e, ..)| e.on() >= c.on() && e.time > c.time) {
                    prop_assert!(closed && since.is_some_and(|s| s <= c.on()));
                }
            }
            let last = holding.iter().max_by_key(|(e, ..)| e.order());
            if let Some((e, said, closes)) = last.copied().filter(|(l, ..)| holding.iter().all(|(e, ..)| e.time <= l.time)) {
                prop_assert_eq!((status, closed), (*said, *closes), "{}", e.id);
            }
            prop_assert_eq!(holding.is_empty(), status == Status::NoEntry);
        }
    }
}

/// What is shown of clause 2 on a day.
fn at(spells: &[(u32, Vec<pursuant::track::Spell>)], d: NaiveDate) -> Option<String> {
    let spell = spells.iter().find(|(n, _)| *n == 2)?.1.iter().find(|s| s.since <= d && d < s.until)?;
    Some(format!("{:?} {} {} {:?} {}", spell.window, spell.status, spell.closed, spell.status_on, spell.said_undone))
}

fn overall(office: &Office, on: u64) -> (Status, bool, Option<NaiveDate>) {
    let picture = office.picture(None);
    let spells = &picture.spells[1].1;
    let s = spells.iter().find(|s| s.since <= day(on) && day(on) < s.until).unwrap();
    (s.status, s.closed, s.status_on)
}

#[test]
fn a_report_found_late_is_not_undone_by_an_earlier_in_progress() {
    let mut o = Office::new("amara", 0, 60);
    o.write(0, vec![about(2, 76, day(400), status(Status::InProgress))]);
    o.write(1, vec![about(2, 76, day(300), status(Status::Implemented))]);
    assert_eq!(overall(&o, 299).0, Status::NoEntry);
    assert_eq!(overall(&o, 500), (Status::Implemented, true, Some(day(300))));
    // Recorded after it, and holding on a later day: now it is lifted, and what closes it again begins a new run.
    o.write(2, vec![about(2, 76, day(450), status(Status::PartlyImplemented))]);
    assert_eq!(overall(&o, 449), (Status::Implemented, true, Some(day(300))));
    assert_eq!(overall(&o, 500), (Status::PartlyImplemented, false, Some(day(450))));
    o.write(3, vec![about(2, 76, day(460), status(Status::Superseded))]);
    o.write(4, vec![about(2, 76, day(470), status(Status::Implemented))]);
    assert_eq!(overall(&o, 500), (Status::Implemented, true, Some(day(460))));
}

#[test]
fn a_slow_clock_hides_nothing_and_one_far_ahead_spoils_no_other() {
    let mut all = offices();
    all[2].write(0, vec![about(2, 76, day(300), status(Status::Implemented))]);
    let ahead = all[2].clone();
    all[1].merge(&ahead, 1);
    // Written after it, though the clock says decades before.
    all[1].write(2, vec![about(2, 76, day(310), status(Status::InProgress))]);
    assert_eq!(overall(&all[1], 500).0, Status::InProgress);
    let recorded: Vec<NaiveDate> =
        all[1].entries().iter().filter(|e| e.event.by == "bo").map(|e| e.event.recorded_on()).collect();
    assert!(recorded.iter().all(|d| *d < day(0)), "{recorded:?}");
}
