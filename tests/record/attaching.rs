//! Which entry lies on which clause and turn, when texts and rules change.

use crate::load;
use crate::office::{New, Office, about, clause, day, key, plans, status, turn, words};
use pursuant::model::event::{Load, Pair, Payload, Subject, Turn};
use pursuant::model::{Basis, ClauseKey, Edition, EventId, Status, Symbol, TurnName, Window};
use pursuant::track::attach::{Moves, best_fit, on_turns};
use pursuant::track::{Entry, Retractions};
use std::collections::BTreeMap;

/// The clauses that are there.
type There = BTreeMap<ClauseKey, String>;

fn there(paragraphs: &[u32]) -> There {
    paragraphs.iter().map(|n| (key(*n), words(*n))).collect()
}

/// Where each entry about a clause lies, by its id.
fn lies(office: &Office, there: &There) -> BTreeMap<EventId, Vec<ClauseKey>> {
    let (graph, entries) = (office.graph(), office.entries());
    let live = Retractions::new(&entries).live(&entries, None);
    let moves = Moves::new(live.iter().copied());
    let place = |e: &Entry| moves.place(e, &|k| there.get(k).cloned(), &|a, b| graph.is_ancestor(a, b));
    let on: BTreeMap<_, _> = live.iter().filter(|e| e.event.subject.is_some()).map(|e| (e.id, place(e))).collect();
    for e in live.iter().filter(|e| e.event.subject.is_some()) {
        let from = &e.event.subject.as_ref().unwrap().clause.key;
        assert!(on[&e.id].iter().all(|k| moves.sources(k).contains(from)), "sources give every candidate");
    }
    on
}

fn pair(from: u32, to: u32) -> Pair {
    Pair { from: key(from), words: words(from), to: key(to) }
}

fn renumber(office: &mut Office, now: u64, edition: Edition, name: &str, pairs: Vec<Pair>) -> EventId {
    let load = Load { pairs, ..load(edition, name) };
    office.write(now, vec![New { on: None, subject: None, payload: Payload::Load(load) }])
}

fn note(office: &mut Office, now: u64, paragraph: u32) -> EventId {
    office.write(now, vec![about(paragraph, 76, day(100), Payload::Note { text: "x".into() })])
}

fn same(office: &mut Office, now: u64, pairs: Vec<Pair>) -> EventId {
    office.write(now, vec![New { on: None, subject: None, payload: Payload::Same { pairs } }])
}

#[test]
fn a_clause_found_by_newer_rules_moves_no_log() {
    let mut o = Office::new("amara", 0, 60);
    let ids: Vec<EventId> = (1..4).map(|n| note(&mut o, u64::from(n), n)).collect();
    let before = lies(&o, &there(&[1, 2]));
    assert_eq!(before[&ids[0]], [key(1)]);
    assert!(before[&ids[2]].is_empty(), "detached, not lost");
    // A second *requests* in paragraph 1, read by newer rules, and clause 3.
    let mut more = there(&[1, 2, 3]);
    let mut second = key(1);
    second.verb.nth = 2;
    more.insert(second, words(1));
    let after = lies(&o, &more);
    assert_eq!(after[&ids[0]], [key(1)]);
    assert_eq!(after[&ids[1]], [key(2)]);
    assert_eq!(after[&ids[2]], [key(3)]);
}

#[test]
fn a_clause_worded_otherwise_in_pdf_and_xml_keeps_its_log_and_another_duty_does_not_get_it() {
    let mut o = Office::new("amara", 0, 60);
    let id = note(&mut o, 0, 1);
    let mut pdf = there(&[1, 2]);
    pdf.insert(
        key(1),
        words(1).replace("Secretary-General", "Secretary \u{2011} General").replace("every year", "each year"),
    );
    assert_eq!(lies(&o, &pdf)[&id], [key(1)]);
    pdf.insert(key(1), words(2));
    assert!(lies(&o, &pdf)[&id].is_empty());
    let clauses: Vec<(&ClauseKey, &str)> = pdf.iter().map(|(k, w)| (k, w.as_str())).collect();
    assert_eq!(best_fit(&words(2), clauses.iter().copied()).map(|(k, s)| (k.clone(), s)), Some((key(1), 1.0)));
    assert_eq!(best_fit("Welcomes the tide", clauses), None);
}

#[test]
fn paragraphs_that_change_places_take_their_logs_along_once() {
    let (mut a, mut b) = (Office::new("amara", 0, 60), Office::new("bo", -500, -300));
    let old = note(&mut a, 0, 1);
    b.merge(&a, 0);
    let unaware = note(&mut b, 1, 2);
    // Both load the corrigendum, one as XML, one as PDF: one renumbering, told twice.
    let swap = || vec![pair(1, 2), pair(2, 1)];
    renumber(&mut a, 2, Edition::Corrigendum(1), "corr.xml", swap());
    renumber(&mut b, 3, Edition::Corrigendum(1), "corr.pdf", swap());
    let mut c = Office::new("chen", 27_000, 480);
    c.merge(&a, 3);
    c.log.retain(|_, e| !matches!(e.payload, Payload::Load(_)));
    // A third reads one pair more out of it.
    renumber(&mut c, 3, Edition::Corrigendum(1), "corr.docx", [swap(), vec![pair(3, 4)]].concat());
    let mut now = There::from([(key(1), words(2)), (key(2), words(1))]);
    let subject = Subject { clause: pursuant::model::Clause { words: words(2), ..clause(1) }, turn: Some(turn(2, 76)) };
    let aware =
        a.write(4, vec![New { on: Some(day(100)), subject: Some(subject), payload: status(Status::Implemented) }]);
    a.merge(&b, 5);
    a.merge(&c, 5);
    b.merge(&a, 5);
    for o in [&a, &b] {
        let on = lies(o, &now);
        assert_eq!((&on[&old][..], &on[&unaware][..], &on[&aware][..]), (&[key(2)][..], &[key(1)][..], &[key(1)][..]));
    }
    // A second corrigendum puts them back.
    renumber(
        &mut a,
        6,
        Edition::Corrigendum(2),
        "corr2.xml",
        vec![Pair { words: words(1), ..pair(2, 1) }, Pair { words: words(2), ..pair(1, 2) }],
    );
    now = there(&[1, 2]);
    let on = lies(&a, &now);
    assert_eq!((&on[&old][..], &on[&unaware][..], &on[&aware][..]), (&[key(1)][..], &[key(2)][..], &[key(2)][..]));
}

#[test]
fn a_newer_reader_moves_on_what_an_older_one_moved() {
    let mut o = Office::new("amara", 0, 60);
    let old = note(&mut o, 0, 1);
    renumber(&mut o, 1, Edition::Original, "a.pdf", vec![pair(1, 2)]);
    let between = note(&mut o, 2, 2);
    renumber(&mut o, 3, Edition::Original, "a.pdf", vec![pair(2, 3)]);
    // Another clause has that key by now.
    let mut now = there(&[2, 3]);
    now.insert(key(2), "Decides to adjourn".into());
    let on = lies(&o, &now);
    assert_eq!((&on[&old][..], &on[&between][..]), (&[key(3)][..], &[key(3)][..]));
}

#[test]
fn pairs_are_followed_in_chains_and_never_in_circles() {
    let mut o = Office::new("amara", 0, 60);
    let id = note(&mut o, 0, 1);
    let (first, _) = (same(&mut o, 1, vec![pair(1, 2)]), same(&mut o, 2, vec![pair(2, 3)]));
    assert_eq!(lies(&o, &there(&[3]))[&id], [key(3)]);
    // Undone, the log lies where it lay.
    o.retract(3, first);
    assert_eq!(lies(&o, &there(&[1, 3]))[&id], [key(1)]);
    // A chain told from its end.
    let mut o = Office::new("amara", 0, 60);
    let id = note(&mut o, 0, 1);
    same(&mut o, 1, vec![pair(2, 3)]);
    same(&mut o, 2, vec![pair(1, 2)]);
    assert_eq!(lies(&o, &there(&[3]))[&id], [key(3)]);
    // Two people who say the opposite: the later one's word, and an end.
    let (mut a, mut b) = (Office::new("amara", 0, 60), Office::new("bo", 0, 0));
    let (x, y) = (note(&mut a, 0, 1), note(&mut a, 1, 2));
    b.merge(&a, 1);
    same(&mut a, 2, vec![pair(1, 2)]);
    same(&mut b, 3, vec![pair(2, 1)]);
    a.merge(&b, 4);
    for paragraphs in [vec![1], vec![2], vec![1, 2], vec![]] {
        let on = lies(&a, &there(&paragraphs));
        assert_eq!(on[&x], on[&y], "{paragraphs:?}");
    }
    assert_eq!(lies(&a, &there(&[1, 2]))[&x], [key(1)]);
}

#[test]
fn one_of_two_duties_that_shared_a_key_is_told_by_its_words() {
    let mut o = Office::new("amara", 0, 60);
    let good = note(&mut o, 0, 1);
    let subject = Subject { clause: pursuant::model::Clause { words: words(2), ..clause(1) }, turn: Some(turn(1, 76)) };
    let other =
        o.write(1, vec![New { on: Some(day(9)), subject: Some(subject), payload: Payload::Note { text: "y".into() } }]);
    assert!(lies(&o, &there(&[1, 2]))[&other].is_empty());
    same(&mut o, 2, vec![Pair { words: words(2), ..pair(1, 2) }]);
    let on = lies(&o, &there(&[1, 2]));
    assert_eq!((&on[&good][..], &on[&other][..]), (&[key(1)][..], &[key(2)][..]));
}

#[test]
fn the_log_of_a_draft_lies_on_the_draft_and_on_what_it_became() {
    let mut o = Office::new("amara", 0, 60);
    let id = note(&mut o, 0, 1);
    let resolution = Symbol::parse("A/RES/90/7").unwrap();
    let to = ClauseKey { symbol: resolution.clone(), ..key(1) };
    let pairs = vec![Pair { to: to.clone(), ..pair(1, 1) }];
    let adopt = Payload::Adopt { draft: key(1).symbol, resolution, pairs };
    o.write(1, vec![New { on: None, subject: None, payload: adopt }]);
    let mut both = there(&[1]);
    both.insert(
        to.clone(),
        format!("{}, and to all that sail under no flag, as the General Assembly may decide later", words(1)),
    );
    assert_eq!(lies(&o, &both)[&id], [key(1), to.clone()]);
    both.remove(&key(1));
    assert_eq!(lies(&o, &both)[&id], [to]);
}

#[test]
fn an_entry_finds_its_turn_by_name_else_by_the_only_window_that_holds_its_last_day() {
    let window = |a: u64, b: u64| Some(Window::new(day(a), day(b), Basis::Text));
    let at = |turn: Turn| {
        let mut o = Office::new("amara", 0, 60);
        let subject = Subject { clause: clause(1), turn: Some(turn) };
        let payload = Payload::Note { text: "x".into() };
        o.write(0, vec![New { on: Some(day(100)), subject: Some(subject), payload }]);
        let entries = o.entries();
        let live: Vec<&Entry> = entries.iter().collect();
        let placed = on_turns(&live, plans(1), &|_| None);
        placed.turns.iter().find(|(_, on)| !on.is_empty()).map(|(p, _)| p.name.clone())
    };
    let number = |n| Some(TurnName::Number(n));
    assert_eq!(at(Turn::new(number(76), window(0, 1))), Some(number(76)));
    assert_eq!(at(Turn::new(Some(TurnName::Day(day(400))), window(300, 400))), Some(number(76)));
    assert_eq!(at(Turn::new(None, window(0, 10))), Some(number(75)));
    assert_eq!(at(Turn::new(None, None)), None);
    assert_eq!(at(Turn::new(number(99), window(9000, 9100))), None);
}

#[test]
fn a_turn_with_an_entry_is_always_made_and_an_entry_for_every_turn_lies_on_each() {
    let mut o = Office::new("amara", 0, 60);
    o.write(0, vec![about(1, 99, day(100), status(Status::InProgress))]);
    let subject = Subject { clause: clause(1), turn: None };
    let payload = Payload::Assign { lead: Some("Lights".into()), contributing: vec![] };
    o.write(1, vec![New { on: Some(day(5)), subject: Some(subject), payload }]);
    let entries = o.entries();
    let live = Retractions::new(&entries).live(&entries, None);
    let made = |name: &TurnName| plans(2).pop().map(|p| pursuant::calendar::Plan { name: Some(name.clone()), ..p });
    let placed = on_turns(&live, plans(1), &made);
    assert_eq!(placed.turns.len(), 5);
    assert!(placed.turns.iter().all(|(p, on)| on.len() == if p.name == Some(TurnName::Number(99)) { 2 } else { 1 }));
    assert!(on_turns(&live, plans(1), &|_| None).detached.len() == 1);
}
