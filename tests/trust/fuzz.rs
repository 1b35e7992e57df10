//! Seeded: damaged documents through every reader, damaged words through every parser. No panic, no hang, no flood of memory.

use crate::common::Office;
use crate::invented::{Chance, text};
use pursuant::extract;
use pursuant::model::event::{Event, Moment};
use pursuant::model::id::Reference;
use pursuant::model::{Body, EventId, Evidence, Period, Symbol, TurnName};
use pursuant::source;
use pursuant::store::{Mode, Other, Store};
use std::time::{Duration, Instant};

/// Documents to damage: our own fixtures, and what lies in the shared corpus where it is there.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut folders: Vec<std::path::PathBuf> =
        ["data/samples", "tests/fixtures/formats", "tests/pdf"].iter().map(Into::into).collect();
    folders.extend(
        std::fs::read_dir("../shared/corpus").into_iter().flatten().flatten().map(|e| e.path()).filter(|p| p.is_dir()),
    );
    let mut all = Vec::new();
    for folder in folders {
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.is_file())
            .collect();
        files.sort();
        for file in files.into_iter().step_by(9).take(12) {
            let bytes = std::fs::read(&file).unwrap();
            if bytes.len() < 400_000 {
                all.push((file.display().to_string(), bytes));
            }
        }
    }
    assert!(all.len() >= 5, "{}", all.len());
    all
}

const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "&#0;",
    "&#x10ffff;",
    "<!DOCTYPE x [",
    "]]>",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "(a)",
    "(((",
    "1. ",
    "99999999999999999999",
    "Requests",
    "the Secretary-General",
    "at its seventy-seventh session",
    "annually",
    "until 31 December 9999",
    "29 February 2023",
    "A/RES/",
    "Corr.65536",
    "obj",
    "endobj",
    "stream\n",
    "/Kids[1 0 R]",
    "<<",
    ">>",
    "PK\u{3}\u{4}",
    "e\u{301}",
    "𐍈",
    "’",
    "\u{ad}",
    "—",
    "\t",
    "\r",
    "\n\n",
];

fn damage(chance: &mut Chance, seed: &[u8], other: &[u8]) -> Vec<u8> {
    let mut b = seed.to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(b.len().max(1)).min(b.len());
        match chance.below(7) {
            0 if at < b.len() => b[at] = chance.next() as u8,
            1 => b.truncate(at),
            2 => drop(b.splice(at..at, PIECES[chance.below(PIECES.len())].bytes())),
            3 => {
                let end = (at + chance.below(2000)).min(b.len());
                b.drain(at..end);
            }
            4 => {
                let end = (at + chance.below(300)).min(b.len());
                let piece = b[at..end].repeat(1 + chance.below(20));
                b.splice(at..at, piece);
            }
            5 => {
                let from = chance.below(other.len().max(1));
                let piece = other[from.min(other.len())..(from + 500).min(other.len())].to_vec();
                b.splice(at..at, piece);
            }
            _ if at < b.len() => b[at] ^= 1 << chance.below(8),
            _ => {}
        }
    }
    b
}

/// The most memory that this process ever had, in megabytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}

fn documents(wanted: usize, seed: u64) {
    let seeds = seeds();
    let mut chance = Chance::new(seed);
    let (mut read, mut slowest) = (0, (Duration::ZERO, String::new()));
    for n in 0..wanted {
        let (name, bytes) = &seeds[chance.below(seeds.len())];
        let other = &seeds[chance.below(seeds.len())].1;
        let damaged = damage(&mut chance, bytes, other);
        let begun = Instant::now();
        let done = std::panic::catch_unwind(|| {
            let mut texts = 0;
            for reading in source::read("x", &damaged) {
                for text in reading.texts.unwrap_or_default() {
                    texts += 1;
                    for p in extract::extract(&text) {
                        for o in &p.obligations {
                            let _ = text.words(o.clause_at).unwrap();
                        }
                    }
                    let body = serde_json::to_string(&text).unwrap();
                    let again: pursuant::model::Resolution = serde_json::from_str(&body).unwrap();
                    assert!(again == text);
                }
            }
            texts
        });
        let took = begun.elapsed();
        if took > slowest.0 {
            slowest = (took, format!("{name}, input {n}"));
        }
        match done {
            Ok(texts) => read += usize::from(texts > 0),
            Err(_) => {
                let file = std::env::temp_dir().join(format!("pursuant-fuzz-{seed}-{n}"));
                std::fs::write(&file, &damaged).unwrap();
                panic!("{name}, seed {seed}, input {n}: see {}", file.display());
            }
        }
        if took > Duration::from_secs(20) {
            let file = std::env::temp_dir().join(format!("pursuant-slow-{seed}-{n}"));
            std::fs::write(&file, &damaged).unwrap();
            panic!("{name}, seed {seed}, input {n} took {took:?}: see {}", file.display());
        }
    }
    let peak = peak();
    crate::report(&format!(
        "{wanted} damaged documents, {read} still read; slowest {:?} ({}), peak memory {peak:?} MB",
        slowest.0, slowest.1
    ));
    assert!(peak.is_none_or(|mb| mb < 1024), "{peak:?}");
}

const WORDS: &[&str] = &[
    "A/RES/75/276:8-requests@78",
    "75/276 OP8",
    "1325 (2000), para. 8",
    "A/RES/77/108, para. 12 (b)",
    "A/77/277-S/2022/606",
    "A/HRC/RES/48/13",
    "UNEP/EA.5/Res.1",
    "E/RES/2021/7",
    "A/RES/ES-11/6",
    "2026-02-30",
    "2024-06-30",
    "P3M",
    "within 90 days",
    "every two years",
    "GA:77",
    "HRC",
    "https://x/y",
    "\"climate change\" AND report*",
    "NEAR(a b)",
    "e:3f2a9c01",
    "2026-11-24T09:30:00.000Z",
    "VI.6",
    "annex.II.3",
    "(a)(i)",
];

const DEADLINES: &[&str] = &[
    "to the General Assembly at its seventy-seventh session",
    "by 31 December 2022",
    "within six months of the adoption of the present resolution",
    "every two years",
    "at its eightieth and eighty-fifth sessions",
    "before the end of 2026",
    "no later than 30 days after its first meeting",
    "annually until 2030",
    "at its next regular session",
    "on a biennial basis, starting from the seventy-eighth session",
];

fn words(wanted: usize, seed: u64) {
    let office = Office::with_sample();
    let store = Store::open(&office.db(), Mode::Existing).unwrap();
    let mut chance = Chance::new(seed);
    let mut slowest = Duration::ZERO;
    for n in 0..wanted {
        let seed_word = WORDS[chance.below(WORDS.len())].as_bytes();
        let damaged = damage(&mut chance, seed_word, WORDS[n % WORDS.len()].as_bytes());
        let s = String::from_utf8_lossy(&damaged).into_owned();
        let due = damage(&mut chance, DEADLINES[n % DEADLINES.len()].as_bytes(), s.as_bytes());
        let due = String::from_utf8_lossy(&due).into_owned();
        let begun = Instant::now();
        let done = std::panic::catch_unwind(|| {
            for symbol in Symbol::candidates(&s).into_iter().chain(Symbol::parse(&s).ok()) {
                let _ =
                    (symbol.halves(), symbol.organ(), symbol.session(), symbol.cite(Some(2000)), symbol.number().len());
                assert_eq!(Symbol::parse(symbol.as_str()).as_ref(), Ok(&symbol));
            }
            let _ = s.parse::<Reference>();
            let _ = s.parse::<TurnName>();
            let _ = s.parse::<EventId>();
            let _ = s.parse::<Moment>().map(|m| (m.to_string(), m.day(60)));
            let _ = s.parse::<chrono::NaiveDate>();
            let _ = Period::parse(&s).and_then(|p| p.after(chrono::NaiveDate::MAX));
            let _ = Body::parse(&s).name().len();
            let _ = Evidence::parse(&s).to_string();
            let _ = Event::parse(s.as_bytes());
            let paragraph = text(1).replace("at its seventy-seventh session", &due);
            for reading in source::read("x", paragraph.as_bytes()) {
                for t in reading.texts.unwrap_or_default() {
                    let _ = extract::extract(&t);
                }
            }
        });
        assert!(done.is_ok(), "seed {seed}, input {n}: {s:?} {due:?}");
        if let Err(e) = store.search(&s, 3) {
            let said = e.to_string();
            assert!(!said.starts_with("database:"), "{s:?}: {said}");
        }
        let _ = store.entry(&s).unwrap();
        slowest = slowest.max(begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(20), "seed {seed}, input {n}: {s:?} {due:?}");
    }
    crate::report(&format!("{wanted} damaged words through the parsers and the search, slowest {slowest:?}"));
}

fn exports(wanted: usize, seed: u64) {
    let office = Office::with_sample();
    let other = Office::new().at("2026-11-25T09:30:00Z");
    let file = other.file("one.txt", text(1));
    other.ok(&["load", &file]);
    other.ok(&["log", "75/901:1", "in-progress", "--evidence", "A/77/277"]);
    let good = other.ok(&["export", "-"]).into_bytes();
    let mut store = Store::open(&office.db(), Mode::Existing).unwrap();
    let path = office.folder().join("damaged.jsonl");
    let mut chance = Chance::new(seed);
    let mut taken = 0;
    for _ in 0..wanted {
        std::fs::write(&path, damage(&mut chance, &good, &good)).unwrap();
        let now = Moment::from_millis(1_795_512_600_000);
        let merged =
            Other::open(&path).and_then(|o| store.merge(&o, now, "2026-11-24".parse().unwrap(), &mut |_| Ok(false)));
        taken += usize::from(merged.is_ok());
    }
    crate::report(&format!("{wanted} damaged exports, {taken} taken (changed only in blanks)"));
    assert!(taken * 4 < wanted, "{taken} of {wanted}");
}

#[test]
fn damaged_documents_are_read_or_refused() {
    documents(300, 1);
}

#[test]
fn damaged_words_are_understood_or_refused() {
    words(400, 2);
}

#[test]
fn damaged_exports_are_refused() {
    exports(150, 3);
}

fn count() -> usize {
    std::env::var("TRUST_INPUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000)
}

#[test]
#[ignore = "takes minutes: run with --ignored"]
fn a_hundred_thousand_damaged_inputs() {
    let seed = std::env::var("TRUST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(11);
    words(count() / 2, seed);
    exports(count() / 20, seed);
    documents(count() / 2, seed);
}
