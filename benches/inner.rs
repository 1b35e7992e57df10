//! What the inner parts cost: `cargo bench --bench inner`. Whole processes are compared by `benches/compare`.
//!
//! All texts are those of the tests and of the project: no corpus is needed.

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use pursuant::calendar::{Adoption, Asked, Calendar, turns};
use pursuant::model::event::{Event, Moment, Payload, Subject, Turn};
use pursuant::model::{Clause, EventId, Relation, Resolution, Status};
use pursuant::track::attach::on_turns;
use pursuant::track::{Entry, spells};
use pursuant::{extract, source};

fn main() {
    // Rules and calendar are read once a process; that has a figure of its own below.
    drop(extract::extract(&resolution()));
    divan::main();
}

const XML: &[u8] = include_bytes!("../tests/fixtures/formats/resolution.xml");
const MARKDOWN: &[u8] = include_bytes!("../data/samples/A_RES_75_276.md");

fn read(name: &str, bytes: &[u8]) -> Resolution {
    let mut texts: Vec<Resolution> =
        source::read(name, bytes).into_iter().filter_map(|r| r.texts.ok()).flatten().collect();
    assert_eq!(texts.len(), 1, "{name} holds one text");
    texts.remove(0)
}

fn resolution() -> Resolution {
    read("sample.md", MARKDOWN)
}

#[divan::bench(args = ["xml", "md"])]
fn read_one_text(bencher: Bencher, format: &str) {
    let bytes = if format == "xml" { XML } else { MARKDOWN };
    bencher.bench(|| source::read("text", black_box(bytes)));
}

#[divan::bench]
fn extract_one_text(bencher: Bencher) {
    let text = resolution();
    bencher.bench(|| extract::extract(black_box(&text)));
}

#[divan::bench]
fn canonical_text_and_its_hash(bencher: Bencher) {
    let text = resolution();
    bencher.bench(|| EventId::of(serde_json::to_string(black_box(&text)).unwrap_or_default().as_bytes()));
}

#[divan::bench]
fn calendar_from_the_beginning(bencher: Bencher) {
    bencher.bench(|| Calendar::with([]));
}

#[divan::bench]
fn windows_of_one_text(bencher: Bencher) {
    let text = resolution();
    let readings = extract::extract(&text);
    let adoption = Adoption::from(&text);
    let deadlines: Vec<_> =
        readings.iter().flat_map(|r| &r.obligations).filter_map(|o| o.deadline.as_ref().map(|d| &d.due)).collect();
    bencher.bench(|| {
        for due in &deadlines {
            drop(black_box(Calendar::builtin().window_of(due, Relation::At, "", &adoption)));
        }
    });
}

/// The log of one obligation of one turn laid over it: so many entries to spells.
#[divan::bench(args = [0, 1, 10, 100])]
fn fold(bencher: Bencher, entries: u32) {
    let text = resolution();
    let adoption = Adoption::from(&text);
    let readings = extract::extract(&text);
    let Some(o) = readings.iter().flat_map(|r| &r.obligations).find(|o| o.deadline.is_some()) else { return };
    let asked = Asked {
        deadline: o.deadline.as_ref(),
        recurrence: None,
        self_executing: None,
        recipient: None,
        adoption: &adoption,
        mandate: &[],
    };
    let calendar = Calendar::builtin();
    let day =
        |n: u32| NaiveDate::from_ymd_opt(2022, 1, 1).and_then(|d| d.checked_add_days(chrono::Days::new(n.into())));
    let clause = Clause {
        key: o.key.clone(),
        text: EventId::of(b"text"),
        verb_at: [0, 1],
        actor_at: None,
        words: text.words(o.clause_at).unwrap_or_default().to_owned(),
    };
    let log: Vec<Entry> = (0..entries)
        .map(|n| {
            let event = Event {
                v: pursuant::model::event::FORM,
                parents: Vec::new(),
                action: None,
                count: Some(1),
                at: Moment::from_millis(i64::from(n)),
                offset: 0,
                by: "officer".into(),
                on: day(n),
                subject: Some(Subject {
                    clause: clause.clone(),
                    turn: Some(Turn { name: None, opens: None, closes: None }),
                }),
                payload: Payload::Status {
                    status: if n % 2 == 0 { Status::InProgress } else { Status::PartlyImplemented },
                    closes: false,
                    reason: None,
                    actor: None,
                },
            };
            Entry { id: EventId::of(&event.bytes()), time: event.at, event }
        })
        .collect();
    let live: Vec<&Entry> = log.iter().collect();
    let shown = (day(0).unwrap_or_default(), pursuant::track::FOREVER);
    bencher.bench(|| {
        let placed = on_turns(&live, turns::turns(asked, calendar), &|_| None);
        spells(&placed, shown, Status::NoEntry, &|_| None)
    });
}
