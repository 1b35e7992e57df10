use super::*;
use crate::model::event::{Event, FORM};
use crate::model::{ActorKey, Body, Period, Place, VerbKey};

fn clause() -> Clause {
    let key = ClauseKey {
        symbol: Symbol::parse("A/RES/90/1").unwrap(),
        section: Some("II".into()),
        paragraph: "8".into(),
        part: Some("(a)(i)".into()),
        verb: VerbKey { word: "requests".into(), place: Place::Part, nth: 1 },
        actor: Some(ActorKey { word: "secretary-general".into(), nth: 2 }),
    };
    let words = "Requests the Secretary-General to report".into();
    Clause { key, text: EventId::of(b"text"), verb_at: [0, 8], actor_at: Some([13, 30]), words }
}

fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}

/// One payload of every kind, with every field that it can have.
fn every_kind() -> Vec<Payload> {
    let when = || When {
        due: Due::Session { session: 91, body: Body::Ga, part: Some(SessionPart::FirstResumed) },
        relation: Relation::Before,
        also: vec![Due::Date(day("2038-01-31")), Due::Within(Period::days(90)), Due::Event("its closure".into())],
    };
    let pair = || Pair { from: clause().key, words: "x".into(), to: ClauseKey { section: None, ..clause().key } };
    let suggestion =
        || Suggestion { hash: EventId::of(b"s"), relation: "answers".into(), document: "A/91/77-S/2036/5".into() };
    let text = |s: &str| Some(s.to_owned());
    vec![
        Payload::Status { status: Status::Overtaken, closes: true, reason: text("r"), actor: text("Office") },
        Payload::Note { text: "n".into() },
        Payload::Evidence { what: "A/91/77".into(), found: text("para. 3"), actor: None },
        Payload::Assign { lead: text("Lights"), contributing: vec!["Harbours".into()] },
        Payload::Schedule { date: Some(day("2036-05-01")) },
        Payload::Defer { to: when().due, evidence: vec!["decision 91/5".into()], reason: None },
        Payload::Correct(Correction {
            addressees: Some(Change { from: vec![], to: vec!["States".into()] }),
            force: Some(Change { from: Force::Call, to: Force::Urge }),
            kind: Some(Change { from: Kind::Action, to: Kind::Report }),
            deadline: Some(Change { from: None, to: Some(when()) }),
            recurrence: Some(Change { from: Some(Recurrence::Regular), to: Some(Recurrence::Every(Period::years(1))) }),
            recipient: Some(Change { from: text("Council"), to: None }),
            self_executing: Some(Change { from: None, to: Some(SelfExecuting::Seized) }),
            kept: true,
        }),
        Payload::Correct(Correction::default()),
        Payload::Dismiss { reason: text("cites") },
        Payload::Add {
            verb: "also requests".into(),
            force: Force::Request,
            addressees: vec!["States".into()],
            kind: Kind::Meeting,
            deadline: Some(when()),
            recurrence: None,
            recipient: text("Assembly"),
            self_executing: None,
        },
        Payload::Same { pairs: vec![pair()] },
        Payload::Retract { target: EventId::of(b"t"), whole: true, reason: text("typo") },
        Payload::Session {
            body: Body::Other("Assembly of Pilots".into()),
            session: 3,
            part: None,
            opens: day("2036-01-01"),
            closes: day("2036-01-09"),
        },
        Payload::Since { date: day("2036-01-01"), symbols: vec![clause().key.symbol] },
        Payload::Load(Load {
            holds: Holds::Resolution,
            symbol: Some(clause().key.symbol),
            language: Some(Language::English),
            edition: Edition::Corrigendum(1),
            text: EventId::of(b"text"),
            file: EventId::of(b"file"),
            name: "a.xml".into(),
            reader: "akn".into(),
            reader_version: 1,
            structure: 1,
            pairs: vec![pair()],
        }),
        Payload::Adopt {
            draft: Symbol::parse("A/90/L.7").unwrap(),
            resolution: clause().key.symbol,
            pairs: vec![pair()],
        },
        Payload::Accept { suggestion: suggestion() },
        Payload::Reject { suggestion: suggestion(), reason: None },
    ]
}

fn event(payload: Payload) -> Event {
    let turn = Turn { name: Some(TurnName::Number(91)), opens: Some(day("2036-09-16")), closes: None };
    Event {
        v: FORM,
        parents: vec![EventId::of(b"p")],
        action: Some(EventId::of(b"p")),
        count: None,
        at: "2036-05-01T10:00:00.001Z".parse().unwrap(),
        offset: -330,
        by: "amara".into(),
        on: Some(day("2036-05-01")),
        subject: Some(Subject { clause: clause(), turn: Some(turn) }),
        payload,
    }
}

#[test]
fn the_form_of_every_kind_never_changes_and_is_read_back() {
    // If this fails, entries that people have written read otherwise: that is no reason to accept the new snapshot.
    let mut forms = String::new();
    for payload in every_kind() {
        let event = event(payload);
        let bytes = event.bytes();
        assert_eq!(Event::parse(&bytes).unwrap(), event);
        forms += &format!("{} {}\n", event.payload.kind(), event.payload.to_value());
    }
    insta::assert_snapshot!(forms);
    let note = event(Payload::Note { text: "n".into() });
    insta::assert_snapshot!(String::from_utf8(note.bytes()).unwrap());
}

#[test]
fn no_byte_can_be_changed_without_being_refused_or_kept() {
    for payload in every_kind() {
        let bytes = event(payload).bytes();
        for i in (0..bytes.len()).step_by(3) {
            for change in [b'"', b'0', b'}', b'x', 0xff] {
                let mut other = bytes.clone();
                other[i] = change;
                if let Ok(read) = Event::parse(&other) {
                    assert_eq!(read.bytes(), other);
                }
            }
        }
    }
}
