//! Wrong input: each names the thing and the next step, with nothing half written.

use crate::common::Office;

#[test]
fn every_wrong_input_has_a_message_that_names_the_thing_and_the_next_step() {
    let office = Office::with_sample();
    let empty = office.file("empty.txt", "");
    let junk = office.file("junk.bin", [0_u8, 1, 2, 3, 0, 255, 254]);
    let letter = office.file("letter.txt", "Dear colleague,\n\nplease find the minutes attached.\n");
    let broken = office.file("broken.xml", "<akomaNtoso><statement></akomaNtoso>");
    let cases: Vec<Vec<&str>> = vec![
        vec!["log", "75/276:12", "implemented", "--evidence", "A/77/277"],
        vec!["log", "75/277:1", "implemented", "--evidence", "A/77/277"],
        vec!["log", "75/276", "implemented", "--evidence", "A/77/277"],
        vec!["log", "hello", "implemented"],
        vec!["log", "75/276:8"],
        vec!["log", "75/276:8", "done"],
        vec!["log", "75/276:8", "no-entry"],
        vec!["log", "75/276:8", "implemented"],
        vec!["log", "75/276:8", "superseded", "--note", "renewed"],
        vec!["log", "75/276:8", "continuing"],
        vec!["log", "75/276:8", "in-progress", "--on", "2031-01-01"],
        vec!["log", "75/276:8", "in-progress", "--on", "2020-01-01"],
        vec!["log", "75/276:8@78", "in-progress"],
        vec!["log", "75/276:1", "in-progress"],
        vec!["--as-of", "2022-01-01", "log", "75/276:8", "in-progress"],
        vec!["list", "--kind", "letter"],
        vec!["list", "--due-session", "soon"],
        vec!["list", "--columns", "id,colour"],
        vec!["list", "--addressee", "type:planet"],
        vec!["list", "--due-before", "next week"],
        vec!["show", "75/276:"],
        vec!["search", "a AND"],
        vec!["sessions", "set", "GA:77", "2023-01-01", "2022-01-01"],
        vec!["sessions", "--body", "Galactic Senate"],
        vec!["undo", "e:00000000"],
        vec!["load", &empty],
        vec!["load", &junk],
        vec!["load", &letter],
        vec!["load", &broken],
        vec!["load", "no/such/file.xml"],
        vec!["load"],
        vec!["list", "--output", "paper.odt"],
        vec!["overdue", "--format", "json", "--search", "\"open"],
    ];
    let mut all = String::new();
    for case in &cases {
        let said = office.run(case);
        assert!(said.contains("exit status"), "{case:?} is not refused: {said}");
        let shown: Vec<String> =
            case.iter().map(|a| a.replace(&office.folder().display().to_string(), "FOLDER")).collect();
        all.push_str(&format!("$ pursuant {}\n{said}\n", shown.join(" ")));
    }
    insta::assert_snapshot!("errors", all);
    assert_eq!(office.ok(&["history", "--format", "csv"]).lines().count(), 2, "nothing was written");
}

#[test]
fn a_file_that_is_no_database_of_ours_is_left_alone() {
    let office = Office::new();
    std::fs::write(
        office.db(),
        b"This is a letter, not a database, and longer than a header of a hundred bytes would have to be.....",
    )
    .unwrap();
    let before = std::fs::read(office.db()).unwrap();
    insta::assert_snapshot!("not_a_database", office.run(&["load", "data/samples"]));
    assert_eq!(std::fs::read(office.db()).unwrap(), before);
    let office = Office::new();
    insta::assert_snapshot!("missing_database", office.run(&["list"]));
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.execute_batch("CREATE TABLE recipes (name TEXT); PRAGMA application_id = 77;").unwrap();
    drop(conn);
    insta::assert_snapshot!("foreign_database", office.run(&["load", "data/samples"]));
    let office = Office::with_sample();
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.execute_batch("PRAGMA user_version = 999;").unwrap();
    drop(conn);
    insta::assert_snapshot!("newer_database", office.run(&["list"]));
}

#[test]
fn errors_are_json_where_json_is_asked_for() {
    let office = Office::new();
    let said = office.command(&["list", "--format", "json"]).output().unwrap();
    let error: serde_json::Value = serde_json::from_slice(&said.stderr).unwrap();
    assert!(error["error"].as_str().unwrap().contains("no database"));
    assert!(error["hint"].as_str().unwrap().contains("load"));
}

#[test]
fn a_filter_that_nothing_fits_is_named() {
    let office = Office::with_sample();
    let none = |args: &[&str]| office.run(args);
    assert!(
        none(&["list", "--addressee", "Securty Council", "--kind", "report"])
            .contains("nothing loaded is addressed to Securty Council.")
    );
    assert!(
        none(&["list", "--committee", "C.3", "--office", "X"])
            .replace('\n', " ")
            .contains("nothing loaded is with lead office X, nor reported by the Third Committee.")
    );
    // Each fits something, both together nothing.
    assert!(none(&["list", "--kind", "agenda", "--addressee", "SG"]).contains("No provision fits the filters.\n"));
    assert!(none(&["stats", "--session", "12"]).contains("nothing loaded is adopted in the 12th session."));
    assert!(none(&["table", "--session", "12"]).starts_with("error: No provision fits the filters; nothing loaded is"));
    let organ = none(&["list", "--organ", "foo"]);
    assert!(organ.contains("`foo` is no organ") && organ.contains("exit status 2"), "{organ}");
    assert!(none(&["list", "--organ", "GA"]).contains("7 provisions."));
}

#[test]
fn a_symbol_in_the_wrong_place_is_told_its_place() {
    let stray = Office::with_sample().run(&["list", "75/276"]);
    assert!(stray.contains("`--resolution A/RES/75/276`") && stray.contains("exit status 2"), "{stray}");
}
