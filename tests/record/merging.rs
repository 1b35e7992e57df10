//! What is let in from another file, what people said differently, and what `undo` means.

use crate::office::{New, Office, about, clause, day, incoming, status};
use crate::{undoable, whole};
use pursuant::model::event::{Change, Correction, Payload, Subject};
use pursuant::model::{EventId, Kind, Status};
use pursuant::track::Retractions;
use pursuant::track::conflict::{Conflict, unloaded};
use pursuant::track::fold::{Unchanged, unchanged};
use pursuant::track::merge::NoMerge;
use pursuant::track::undo::Pick;

fn pair() -> (Office, Office) {
    let mut a = Office::new("amara", 0, 60);
    a.write(0, vec![about(2, 76, day(1), Payload::Note { text: "begun".into() })]);
    let mut b = Office::new("bo", -500, -300);
    b.merge(&a, 0);
    (a, b)
}

fn say(o: &mut Office, now: u64, on: u64, s: Status) -> EventId {
    o.write(now, vec![about(2, 76, day(on), status(s))])
}

#[test]
fn what_is_damaged_or_incomplete_is_refused_with_its_name() {
    let (mut a, b) = pair();
    let action = a.write(1, (1..4).map(|d| about(2, 76, day(d), status(Status::InProgress))).collect());
    let all: Vec<(EventId, Vec<u8>)> = a.log.iter().map(|(id, e)| (*id, e.bytes())).collect();
    let take = |events: Vec<(EventId, Vec<u8>)>| incoming(events, &|id| b.log.contains_key(&id), b.clock(0));
    let new = take(all.clone()).unwrap();
    assert_eq!((new.events.len(), &new.by_author["amara"]["status"]), (3, &3));
    assert_eq!(take(all.iter().rev().cloned().collect()).unwrap(), new);
    let last = new.events[2];
    let part: Vec<_> = all.iter().filter(|(id, _)| *id != last).cloned().collect();
    assert!(matches!(take(part), Err(NoMerge::ActionBroken { action: a, said: 3, found: 2 }) if a == action));
    let mut other = all.clone();
    other[0].1.push(b' ');
    assert!(matches!(take(other.clone()), Err(NoMerge::OtherHash(..))));
    other[0].0 = EventId::of(&other[0].1);
    assert!(matches!(take(other), Err(NoMerge::Damaged(..))));
    let empty =
        incoming(all.into_iter().filter(|(id, _)| a.log[id].action.is_none() && *id == action), &|_| false, a.clock(0));
    assert!(empty.is_err());
}

#[test]
fn a_clock_more_than_a_day_ahead_is_told() {
    let (_, b) = pair();
    let mut c = Office::new("chen", 27_000, 480);
    c.merge(&b, 0);
    let id = say(&mut c, 1, 5, Status::InProgress);
    let theirs = c.log.iter().map(|(id, e)| (*id, e.bytes()));
    let new = incoming(theirs, &|id| b.log.contains_key(&id), b.clock(1)).unwrap();
    assert_eq!(new.ahead, [(id, c.clock(1))]);
}

#[test]
fn two_who_did_not_know_of_each_other_differ_until_one_who_knew_both_says_more() {
    let (mut a, mut b) = pair();
    say(&mut a, 1, 20, Status::InProgress);
    let mine = say(&mut a, 2, 30, Status::Implemented);
    let theirs = say(&mut b, 3, 40, Status::NotImplemented);
    a.merge(&b, 4);
    // What amara's line said before no longer stands.
    let both = [Conflict::Entries(mine.min(theirs), mine.max(theirs))];
    assert_eq!(a.picture(None).conflicts, both);
    let mut settled = a.clone();
    say(&mut settled, 5, 10, Status::PartlyImplemented);
    assert_eq!(settled.picture(None).conflicts, []);
    let mut settled = a.clone();
    settled.retract(5, theirs);
    assert_eq!(settled.picture(None).conflicts, []);
    // Notes add to each other; the same said twice is no conflict.
    let (mut a, mut b) = pair();
    for o in [&mut a, &mut b] {
        say(o, 1, 20, Status::Implemented);
        o.write(2, vec![about(2, 76, day(5), Payload::Note { text: o.name.into() })]);
    }
    a.merge(&b, 4);
    assert_eq!(a.picture(None).conflicts, []);
}

#[test]
fn corrections_of_different_fields_stand_beside_each_other() {
    let (mut a, mut b) = pair();
    let kind = |to| Correction { kind: Some(Change { from: Kind::Action, to }), ..Correction::default() };
    let to = Correction {
        recipient: Some(Change { from: None, to: Some("General Assembly".into()) }),
        ..Correction::default()
    };
    let first = a.write(1, vec![whole(2, Payload::Correct(kind(Kind::Report)))]);
    b.write(1, vec![whole(2, Payload::Correct(to))]);
    a.merge(&b, 2);
    let p = a.picture(None);
    assert_eq!(p.conflicts, []);
    assert_eq!(p.said[1].by.keys().copied().collect::<Vec<_>>(), ["kind", "recipient"]);
    let second = b.write(3, vec![whole(2, Payload::Correct(kind(Kind::Meeting)))]);
    a.merge(&b, 4);
    assert_eq!(a.picture(None).conflicts, [Conflict::Entries(first.min(second), first.max(second))]);
    b.merge(&a, 5);
    b.write(6, vec![whole(2, Payload::Correct(kind(Kind::Meeting)))]);
    assert_eq!(b.picture(None).conflicts, []);
}

#[test]
fn entries_on_a_dismissed_clause_are_listed_and_what_was_added_by_hand_is_one_with_what_is_read() {
    let (mut a, mut b) = pair();
    let by = a.write(1, vec![whole(2, Payload::Dismiss { reason: Some("only cites".into()) })]);
    let entry = say(&mut b, 1, 3, Status::InProgress);
    a.merge(&b, 2);
    assert!(a.picture(None).conflicts.contains(&Conflict::Dismissed { entry, by }));
    let add = Payload::Add {
        verb: "also requests".into(),
        force: pursuant::model::Force::Request,
        addressees: vec!["Secretary-General".into()],
        kind: Kind::Report,
        deadline: None,
        recurrence: None,
        recipient: None,
        self_executing: None,
    };
    let added =
        a.write(3, vec![New { on: None, subject: Some(Subject { clause: clause(2), turn: None }), payload: add }]);
    let said = &a.picture(None).said[1];
    assert_eq!((said.added, said.dismissed), (Some(added), None));
    assert_eq!(said.correction.kind.as_ref().map(|c| c.to), Some(Kind::Report));
}

#[test]
fn undo_takes_the_last_own_action_that_is_no_undo_and_asks_where_two_copies_wrote() {
    let (mut a, mut b) = pair();
    assert_eq!(undoable(&b), Pick::Nothing);
    let first = say(&mut b, 1, 3, Status::InProgress);
    let second = b.write(2, (1..3).map(|d| about(2, 76, day(d), status(Status::Implemented))).collect());
    assert_eq!(undoable(&b), Pick::Action(second));
    let undo = b.retract(3, second);
    assert_eq!(undoable(&b), Pick::Action(first));
    b.retract(4, undo);
    assert_eq!(undoable(&b), Pick::Action(second));
    // The same name on another copy.
    let mut laptop = Office { log: a.log.clone(), ..Office::new("bo", 0, 0) };
    let third = say(&mut laptop, 5, 9, Status::Continuing);
    b.merge(&laptop, 6);
    a.merge(&b, 6);
    assert!(matches!(undoable(&b), Pick::Which(x, y) if [x, y].contains(&third) && [x, y].contains(&second)));
}

#[test]
fn an_entry_that_changes_nothing_today_says_why() {
    let mut o = Office::new("amara", 0, 60);
    let early = say(&mut o, 0, 400, Status::InProgress);
    let done = say(&mut o, 1, 300, Status::Implemented);
    let again = say(&mut o, 2, 350, Status::Implemented);
    let later = say(&mut o, 3, 900, Status::InProgress);
    let entries = o.entries();
    let live = Retractions::new(&entries).live(&entries, None);
    let why = |id| unchanged(&live, id, day(500), Status::NoEntry);
    assert_eq!(why(later), Some(Unchanged::Later(day(900))));
    assert_eq!(why(early), Some(Unchanged::Over { status: Status::Implemented, on: day(350), entry: again }));
    assert_eq!(why(again), Some(Unchanged::Same(Status::Implemented)));
    assert_eq!(why(done), None);
}

#[test]
fn a_load_undone_under_the_entries_of_others_is_listed() {
    let mut a = Office::new("amara", 0, 60);
    let load = Payload::Load(crate::load(pursuant::model::Edition::Original, "a.xml"));
    let load = a.write(0, vec![New { on: None, subject: None, payload: load }]);
    let mine = say(&mut a, 1, 3, Status::InProgress);
    let mut b = Office::new("bo", -500, -300);
    b.merge(&a, 2);
    let theirs = say(&mut b, 3, 5, Status::Implemented);
    let by = a.retract(4, load);
    a.merge(&b, 5);
    let entries = a.entries();
    let live = Retractions::new(&entries).live(&entries, None);
    let named = |id: &EventId| *id == mine || *id == theirs;
    let on: Vec<_> = live.iter().copied().filter(|e| named(&e.id)).collect();
    let undone: Vec<_> = live.iter().copied().filter(|e| e.id == by).collect();
    assert_eq!(unloaded(&on, &undone), [Conflict::Unloaded { entry: theirs, by }]);
    assert_eq!(a.picture(None).watched, None);
}
