//! Two officers' work: merged in any order and however often, the same state; a stranger's file harms nothing.

use crate::common::Office;
use crate::invented::{Chance, text};
use pursuant::model::event::Moment;
use pursuant::store::{Mode, Other, Store};
use std::path::Path;

fn picture(db: &Path) -> String {
    let store = Store::open(db, Mode::Existing).unwrap();
    let found = store.verify(true, &mut |_, _| {}).unwrap();
    assert!(found.sound(), "{found:?}");
    store.picture().unwrap()
}

fn merge(into: &Path, from: &Path) {
    let mut store = Store::open(into, Mode::Create).unwrap();
    let now = Moment::from_millis(1_795_512_600_000);
    store.merge(&Other::open(from).unwrap(), now, "2026-11-24".parse().unwrap(), &mut |_| Ok(true)).unwrap();
}

/// Three offices that began with one copy and went on alone.
fn three(office: &Office) -> Vec<std::path::PathBuf> {
    (0..3)
        .map(|i| {
            let db = office.folder().join(format!("office{i}.db"));
            let at = db.display().to_string();
            office.ok(&["backup", &at]);
            let by = format!("officer{i}");
            let run = |args: &[&str]| office.ok(&[&["--db", &at, "--by", &by], args].concat());
            let own = office.file(&format!("own{i}.txt"), text(i));
            let shared = office.file("shared.txt", text(50));
            run(&["load", &own]);
            run(&["load", &shared]);
            run(&[
                "log",
                "75/276:8",
                ["implemented", "in-progress", "not-implemented"][i],
                "--on",
                "2022-10-01",
                "--note",
                "seen",
                "--evidence",
                "A/77/277",
            ]);
            run(&["assign", "75/276:8", "--lead", ["DPPA", "OCHA", "UNODA"][i]]);
            run(&["note", "75/276:3", &format!("note of {i}")]);
            if i == 1 {
                run(&["undo"]);
                run(&["sessions", "set", "GA:77", "2022-09-13", "2023-10-01"]);
            }
            db
        })
        .collect()
}

#[test]
fn every_order_and_repetition_gives_the_same_state() {
    let office = Office::with_sample();
    let all = three(&office);
    let exports: Vec<_> = all
        .iter()
        .map(|db| {
            let export = db.with_extension("jsonl");
            office.ok(&["--db", &db.display().to_string(), "export", &export.display().to_string()]);
            export
        })
        .collect();
    let mut pictures = Vec::new();
    for (n, order) in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]].iter().enumerate() {
        let target = office.folder().join(format!("merged{n}.db"));
        for i in order {
            // Databases and exports are the same.
            merge(&target, if (n + i) % 2 == 0 { &all[*i] } else { &exports[*i] });
            if n == 1 {
                merge(&target, &all[*i]);
            }
        }
        pictures.push(picture(&target));
    }
    // And into one of the three, through another.
    merge(&all[0], &all[1]);
    merge(&all[2], &all[0]);
    merge(&all[0], &all[2]);
    pictures.push(picture(&all[0]));
    pictures.push(picture(&all[2]));
    assert!(pictures.windows(2).all(|w| w[0] == w[1]));
    let at = |db: &Path, args: &[&str]| office.ok(&[&["--db", &db.display().to_string()], args].concat());
    assert_eq!(at(&all[0], &["export", "-"]), at(&all[2], &["export", "-"]));
    // Contradictions are listed until somebody who knows both says more.
    let before = at(&all[0], &["review", "--conflicts"]);
    assert!(before.contains("officer0") && before.contains("officer2"), "{before}");
    at(&all[0], &["log", "75/276:8", "implemented", "--on", "2022-10-02", "--evidence", "A/77/277"]);
    at(&all[0], &["assign", "75/276:8", "--lead", "DPPA"]);
    assert_eq!(at(&all[0], &["review", "--conflicts"]), "0 contradictions\n");
}

#[test]
fn what_would_come_in_is_listed_by_author_and_taken_only_with_a_yes() {
    let office = Office::with_sample();
    let theirs = three(&office)[0].display().to_string();
    let before = office.ok(&["export", "-"]);
    insta::assert_snapshot!("merge_dry_run", office.ok(&["merge", &theirs, "--dry-run"]));
    assert!(office.run(&["merge", &theirs]).contains("add --yes"));
    assert_eq!(office.ok(&["export", "-"]), before);
    insta::assert_snapshot!("merge", office.ok(&["merge", &theirs, "--yes"]));
    assert_eq!(office.ok(&["merge", &theirs, "--yes"]), "nothing in it that is not here\n");
    assert!(office.run(&["merge", &office.db().display().to_string(), "--yes"]).contains("this database itself"));
}

#[test]
fn a_stranger_s_file_is_only_read_and_whatever_is_wrong_with_it_is_said() {
    let office = Office::with_sample();
    let theirs = three(&office)[0].clone();
    let bytes = std::fs::read(&theirs).unwrap();
    let names = |folder: &Path| {
        let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
        all.sort();
        all
    };
    let folder = office.folder().join("mail");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("a file with ?, # and %41.db");
    std::fs::write(&file, &bytes).unwrap();
    let before = names(&folder);
    office.ok(&["merge", &file.display().to_string(), "--dry-run"]);
    assert_eq!(names(&folder), before);
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    // Triggers, views, functions in the schema: a table of ours that is none.
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.execute_batch("ALTER TABLE event RENAME TO hidden; CREATE VIEW event AS SELECT * FROM hidden;").unwrap();
    drop(conn);
    assert!(office.run(&["merge", &file.display().to_string(), "--yes"]).contains("exit status 1"));
    // Bytes changed anywhere: refused, or what comes in is sound.
    let mut chance = Chance::new(3);
    let good = office.ok(&["export", "-"]);
    let mut refused = 0;
    for n in 0..120 {
        let mut broken = bytes.clone();
        for _ in 0..1 + n % 5 {
            let at = chance.below(broken.len());
            broken[at] = chance.next() as u8;
        }
        if n % 10 == 0 {
            broken.truncate(chance.below(bytes.len()));
        }
        std::fs::write(&file, &broken).unwrap();
        let mut store = Store::open(&office.db(), Mode::Existing).unwrap();
        let now = Moment::from_millis(1_795_512_600_000);
        let merged =
            Other::open(&file).and_then(|o| store.merge(&o, now, "2026-11-24".parse().unwrap(), &mut |_| Ok(false)));
        refused += usize::from(merged.is_err());
    }
    assert!(refused > 20, "{refused}");
    assert_eq!(office.ok(&["export", "-"]), good);
    crate::report(&format!("120 damaged databases, {refused} refused, nothing taken from them"));
}

#[test]
fn an_export_that_was_changed_or_cut_is_refused() {
    let office = Office::with_sample();
    let theirs = three(&office)[0].display().to_string();
    let export = office.ok(&["--db", &theirs, "export", "-"]);
    let lines: Vec<&str> = export.lines().collect();
    let all: Vec<(&str, String)> = vec![
        ("cut", lines[..lines.len() - 1].join("\n")),
        ("without its head", lines[1..].join("\n")),
        ("another note", export.replace("note of 0", "note of 1")),
        ("another word", export.replace("harbour 0", "harbour 9")),
        ("a newer form", export.replace("\"form\":1", "\"form\":2")),
        ("another id", export.replacen("{\"event\":\"", "{\"event\":\"0", 1)),
        ("no JSON", format!("{export}what")),
        ("nested", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("an object nested", format!("{{\"pursuant\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000))),
    ];
    let before = office.ok(&["export", "-"]);
    for (what, content) in all {
        let file = office.file("changed.jsonl", content);
        let said = office.run(&["merge", &file, "--yes"]);
        assert!(said.contains("exit status 1") && said.contains("hint:"), "{what}: {said}");
        assert_eq!(office.ok(&["export", "-"]), before, "{what}");
    }
    // White space and the order of lines mean nothing.
    let mut turned: Vec<String> = lines[1..].iter().rev().map(|l| l.replace("\":", "\" : ")).collect();
    turned.insert(0, lines[0].to_owned());
    let file = office.file("turned.jsonl", turned.join("\r\n"));
    let _ = office.run(&["merge", &file, "--yes"]);
    let plain =
        office.file("plain.jsonl", [vec![lines[0]], lines[1..].iter().rev().copied().collect()].concat().join("\r\n"));
    office.ok(&["merge", &plain, "--yes"]);
    office.ok(&["verify", "--deep", "--against", &theirs]);
}

#[test]
fn a_draft_that_became_a_resolution_is_derived_the_same_way_again() {
    let office = Office::new();
    let draft = text(60).replace("A/RES/75/960", "A/75/L.60").replace(
        "Resolution adopted by the General Assembly on 28 April 2021",
        "Distr.: Limited\n15 April 2021\n\nDraft resolution",
    );
    let draft = office.file("draft.txt", draft);
    office.run(&["load", &draft]);
    office.run(&["log", "A/75/L.60:1", "in-progress", "--on", "2021-04-20"]);
    let adopted = office.file(
        "adopted.txt",
        text(60).replace("75/960. ", "[without reference to a Main Committee (A/75/L.60)]\n\n75/960. "),
    );
    office.ok(&["load", &adopted]);
    office.ok(&["verify", "--deep"]);
    office.ok(&["undo"]);
    office.ok(&["verify", "--deep"]);
    let copy = office.folder().join("copy.db");
    merge(&copy, &office.db());
    assert_eq!(picture(&copy), picture(&office.db()));
}

/// Random work of three offices on copies of one file, merged in random ways: each ends with the same state, which is that of the
/// log folded from nothing.
fn histories(wanted: usize, seed: u64) {
    let mut chance = Chance::new(seed);
    let (mut commands, mut merges) = (0, 0);
    for n in 0..wanted {
        let office = Office::with_sample();
        let shared = office.file("shared.txt", text(50));
        office.ok(&["load", &shared]);
        let all: Vec<String> = (0..3)
            .map(|i| {
                let db = office.folder().join(format!("office{i}.db")).display().to_string();
                office.ok(&["backup", &db]);
                db
            })
            .collect();
        for step in 0..14 {
            let i = chance.below(3);
            let day = format!("2022-{:02}-{:02}", 1 + chance.below(12), 1 + chance.below(28));
            let id = ["75/276:8", "75/276:3", "75/276:6", "75/950:1", "75/950:2"][chance.below(5)];
            let by = ["amara", "bo", "chen", "amara"][chance.below(4)];
            let own = office.file(&format!("own{}.txt", chance.below(3)), text(51 + chance.below(3)));
            let newer = office.file("newer.txt", text(50).replace("on harbour 50;", "on harbour 50 and its lights;"));
            let moved = office.file(
                "moved.txt",
                text(50)
                    .replace("2. Invites Member States to contribute to the fund for harbour 50;\n\n", "")
                    .replace("3. Decides", "2. Decides"),
            );
            let note = format!("note {n} {step}");
            let args: Vec<&str> = match chance.below(17) {
                0 | 1 => vec!["log", id, "implemented", "--on", &day, "--evidence", "A/77/277"],
                2 | 3 => vec!["log", id, "in-progress", "--on", &day],
                4 => vec!["log", id, "not-implemented", "--on", &day, "--note", &note],
                5 => vec!["note", id, &note],
                6 => vec!["assign", id, "--lead", by],
                7 => vec!["defer", "75/276:8", "--to", "session:79", "--note", &note],
                8 | 9 => vec!["undo"],
                10 => vec!["correct", id, "--addressee", by],
                11 => vec!["correct", id, "--not-an-obligation"],
                12 => vec!["load", &own],
                13 => vec!["load", "--replace", &newer],
                14 => vec!["load", "--replace", &moved],
                15 => vec!["sessions", "set", "GA:77", "2022-09-13", &"2023-10-01"[..10]],
                _ => vec!["merge", &all[chance.below(3)], "--yes"],
            };
            merges += usize::from(args[0] == "merge");
            commands += 1;
            let at = format!("2026-11-24T{:02}:{:02}:00Z", 10 + step / 4 + i, chance.below(60));
            let output = office
                .command(&[&["--db", &all[i], "--by", by], args.as_slice()].concat())
                .env("PURSUANT_NOW", at)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0..=2)) && !said.contains("fault of"), "{args:?}: {said}");
        }
        let at = |db: &str, args: &[&str]| office.ok(&[&["--db", db], args].concat());
        for db in &all {
            at(db, &["verify", "--deep"]);
        }
        // Round and back, once through an export.
        let export = office.folder().join("export.jsonl").display().to_string();
        at(&all[2], &["export", &export]);
        for (into, from) in [(0, 1), (1, 2), (0, 2), (2, 0), (1, 0), (0, 1)] {
            let from = if from == 2 { &export } else { &all[from] };
            at(&all[into], &["merge", from, "--yes"]);
            merges += 1;
        }
        at(&all[1], &["merge", &all[0], "--yes"]);
        at(&all[2], &["merge", &all[0], "--yes"]);
        let pictures: Vec<String> = all.iter().map(|db| picture(Path::new(db))).collect();
        assert!(pictures.windows(2).all(|w| w[0] == w[1]), "seed {seed}, history {n}");
        assert_eq!(at(&all[0], &["export", "-"]), at(&all[1], &["export", "-"]));
        assert_eq!(at(&all[0], &["review"]), at(&all[2], &["review"]));
    }
    crate::report(&format!(
        "{wanted} histories of three offices, {commands} commands, {merges} merges, one state each"
    ));
}

#[test]
fn three_offices_end_with_one_state() {
    histories(2, 4);
}

#[test]
#[ignore = "takes minutes: run with --ignored"]
fn three_offices_end_with_one_state_many_times() {
    let many = std::env::var("TRUST_HISTORIES").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    histories(many, std::env::var("TRUST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(5));
}
