//! Loading: drafts, editions, languages, what would be lost; the store's promises seen from outside.

use crate::common::Office;

const DRAFT: &str = "A/91/L.7

General Assembly

Ninety-first session

Agenda item 12

Lighthouses and the law of the sea

Lighthouses of the world

The General Assembly,

Recalling its earlier resolutions on lighthouses,

1. Welcomes the work of the keepers of lighthouses;

2. Requests the Secretary-General to submit to the General Assembly at its ninety-third session a report on lighthouses;

3. Invites Member States to keep the lights burning.
";

fn resolution(extra: &str, last: &str) -> String {
    format!(
        "A/RES/91/40

General Assembly

Ninety-first session

Agenda item 12

Resolution adopted by the General Assembly on 3 December 2036

[without reference to a Main Committee (A/91/L.7)]

91/40. Lighthouses of the world

The General Assembly,

Recalling its earlier resolutions on lighthouses,

1. Welcomes the work of the keepers of lighthouses;

{extra}2. Requests the Secretary-General to submit to the General Assembly at its ninety-third session a report on lighthouses;

3. Invites Member States to keep the lights burning{last}.

45th plenary meeting
3 December 2036
"
    )
}

#[test]
fn a_draft_s_log_goes_on_in_what_it_became_and_undo_takes_that_back() {
    let office = Office::new().at("2036-12-10T10:00:00Z");
    let draft = office.file("draft.txt", DRAFT);
    let adopted = office.file("adopted.txt", resolution("", " at all hours"));
    office.ok(&["load", &draft]);
    office.ok(&["log", "A/91/L.7:2", "in-progress", "--note", "outline agreed"]);
    let said = office.ok(&["load", &adopted]);
    assert!(said.contains("A/91/L.7 became A/RES/91/40"), "{said}");
    let list = ["list", "--status", "in-progress", "--format", "csv", "--columns", "id"];
    assert_eq!(office.ok(&list).lines().nth(1), Some("A/RES/91/40:2-requests"));
    office.ok(&["undo"]);
    assert_eq!(office.ok(&list).lines().nth(1), Some("A/91/L.7:2-requests"));
}

#[test]
fn a_load_that_would_take_a_log_away_needs_a_word_and_a_renumbering_does_not() {
    let office = Office::new().at("2036-12-10T10:00:00Z");
    let first = office.file("first.txt", resolution("", ""));
    office.ok(&["load", &first]);
    office.ok(&["log", "91/40:3", "continuing"]);
    // Another paragraph has come in, and the old third is the fourth.
    let renumbered = resolution("", "").replace("3. Invites", "3. Urges all ships to look out;\n\n4. Invites");
    let file = office.file("renumbered.txt", renumbered);
    office.ok(&["load", &file]);
    let list = ["list", "--status", "continuing", "--format", "csv", "--columns", "id"];
    assert_eq!(office.ok(&list).lines().nth(1), Some("A/RES/91/40:4-invites"));
    let gone = office.file(
        "gone.txt",
        resolution("", "").replace("Invites Member States to keep the lights burning", "Urges every ship to look out"),
    );
    let said = office.run(&["load", &gone]);
    assert!(said.contains("--replace") && said.contains("exit status 1"), "{said}");
    assert_eq!(office.ok(&list).lines().nth(1), Some("A/RES/91/40:4-invites"));
    office.ok(&["load", "--replace", &gone]);
    assert_eq!(office.ok(&list).lines().count(), 1);
    office.ok(&["undo"]);
    assert_eq!(office.ok(&list).lines().nth(1), Some("A/RES/91/40:4-invites"));
}

/// A resolution of four requests in a row.
fn requests(third: &str) -> String {
    format!(
        "A/RES/91/41\n\nGeneral Assembly\n\nNinety-first session\n\nAgenda item 12\n\n\
         Resolution adopted by the General Assembly on 3 December 2036\n\n91/41. Buoys\n\nThe General Assembly,\n\n\
         1. Requests the Secretary-General to report on buoys by 30 June 2037;\n\n\
         2. Requests the Secretary-General to inspect all foghorns of the northern seas;\n\n{third}"
    )
}

#[test]
fn a_text_that_is_loaded_again_is_the_current_one_again() {
    let office = Office::new().at("2036-12-10T10:00:00Z");
    let good = requests("3. Requests the Secretary-General to publish charts of every harbour.\n");
    let first = office.file("good.txt", &good);
    let wrong = office.file("wrong.txt", good.replace("30 June 2037", "30 June 2073"));
    let due = |office: &Office| {
        let list = office.ok(&["list", "--format", "csv", "--columns", "due_to"]);
        list.lines().nth(1).unwrap_or_default().to_owned()
    };
    office.ok(&["load", &first]);
    office.ok(&["load", &wrong]);
    assert_eq!(due(&office), "2073-06-30");
    let said = office.ok(&["load", &first]);
    assert!(said.contains("is the current text again"), "{said}");
    assert_eq!(due(&office), "2037-06-30");
    // Once more changes nothing, and undo gives back what was.
    assert!(!office.ok(&["load", &first]).contains("again"));
    office.ok(&["undo"]);
    assert_eq!(due(&office), "2073-06-30");
    // Of several in one load the last counts, however often.
    for _ in 0..2 {
        office.ok(&["load", &wrong, &first]);
        assert_eq!(due(&office), "2037-06-30");
    }
    let loads = office.ok(&["history", "--kind", "load", "--format", "csv"]).lines().count();
    office.ok(&["load", &wrong, &first]);
    assert_eq!(office.ok(&["history", "--kind", "load", "--format", "csv"]).lines().count(), loads);
    office.ok(&["verify"]);
}

#[test]
fn a_log_comes_back_to_its_number_with_the_text_that_has_it() {
    let office = Office::new().at("2036-12-10T10:00:00Z");
    let charts = "Requests the Secretary-General to publish charts of every harbour";
    let horns = "Requests the Secretary-General to count the seals on each skerry";
    let first = office.file("first.txt", requests(&format!("3. {charts};\n\n4. {horns}.\n")));
    let moved = requests(&format!(
        "3. Requests the Secretary-General to paint the piers red;\n\n4. {charts};\n\n5. {horns}.\n"
    ));
    let second = office.file("second.txt", moved);
    office.ok(&["load", &first]);
    office.ok(&["log", "91/41:3", "in-progress"]);
    let on = |office: &Office| {
        let list = office.ok(&["list", "--status", "in-progress", "--format", "csv", "--columns", "id"]);
        list.lines().skip(1).collect::<Vec<_>>().join(" ")
    };
    for _ in 0..2 {
        office.ok(&["load", &second]);
        assert_eq!(on(&office), "A/RES/91/41:4-requests");
        office.ok(&["load", &first]);
        assert_eq!(on(&office), "A/RES/91/41:3-requests");
    }
    // So does what somebody who saw the later numbers wrote.
    office.ok(&["load", &second]);
    office.ok(&["log", "91/41:5", "in-progress"]);
    for _ in 0..2 {
        office.ok(&["load", &first]);
        assert_eq!(on(&office), "A/RES/91/41:3-requests A/RES/91/41:4-requests");
        office.ok(&["load", &second]);
        assert_eq!(on(&office), "A/RES/91/41:4-requests A/RES/91/41:5-requests");
    }
    assert!(office.ok(&["verify"]).contains("no fault") || !office.run(&["verify"]).contains("fault"));
}

#[test]
fn numbers_that_break_off_and_paragraphs_that_fall_away_are_said() {
    let office = Office::new().at("2036-12-10T10:00:00Z");
    let first =
        office.file("first.txt", requests("3. Requests the Secretary-General to publish charts of every harbour.\n"));
    assert!(!office.run(&["load", &first]).contains("to check"));
    let gap = requests("3. Requests the Secretary-General to publish charts of every harbour.\n")
        .replace("2. Requests the Secretary-General to inspect all foghorns of the northern seas;\n\n", "");
    let file = office.file("gap.txt", gap);
    let said = office.run(&["load", &file]);
    assert!(
        said.contains("after 1 comes 3") && said.contains("paragraph 2 of the former text is not in this one"),
        "{said}"
    );
}

#[test]
fn events_and_texts_are_proof_against_other_programs() {
    let office = Office::with_sample();
    office.ok(&["note", "75/276:8", "kept"]);
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    for sql in [
        "UPDATE event SET bytes = '{}'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event (seq, id, bytes) SELECT seq, id, '{}' FROM event LIMIT 1",
        "REPLACE INTO event (id, bytes) SELECT id, '{}' FROM event LIMIT 1",
        "UPDATE text SET body = ''",
        "DELETE FROM text",
        "REPLACE INTO text SELECT hash, symbol, language, reader, structure, '' FROM text",
    ] {
        assert!(conn.execute_batch(sql).is_err(), "{sql}");
    }
}

#[test]
fn everything_derived_is_made_again_where_another_layout_made_it() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "implemented", "--on", "2022-08-15", "--evidence", "A/77/277"]);
    office.ok(&["sessions", "set", "GA:78", "2023-09-05", "2024-09-11"]);
    let lists = [
        vec!["list", "--format", "json"],
        vec!["overdue", "--format", "json"],
        vec!["history", "--format", "json"],
        vec!["search", "organ*", "--format", "json"],
        vec!["resolutions", "--format", "json"],
    ];
    let before: Vec<String> = lists.iter().map(|l| office.ok(l)).collect();
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.execute_batch("UPDATE made_by SET value = 'older'; DELETE FROM spell; DROP TABLE remark;").unwrap();
    drop(conn);
    let after: Vec<String> = lists.iter().map(|l| office.ok(l)).collect();
    assert_eq!(before, after);
}

#[test]
fn papers_are_made_in_every_layout_and_format() {
    let office = Office::with_sample();
    for layout in ["matrix", "inventory", "mandates", "cycle", "documents", "sheet"] {
        let text = office.ok(&["table", "--layout", layout, "--resolution", "75/276"]);
        assert!(text.contains("75/276"), "{layout}: {text}");
        assert!(
            !text.to_lowercase().contains("overdue") && !text.to_lowercase().contains("obligation"),
            "{layout}: {text}"
        );
    }
    for format in ["md", "csv", "json", "jsonl", "html", "docx", "xlsx", "ics"] {
        let file = office.folder().join(format!("paper.{format}"));
        office.ok(&["table", "--resolution", "75/276", "--output", &file.display().to_string()]);
        assert!(std::fs::metadata(&file).unwrap().len() > 100, "{format}");
    }
}
