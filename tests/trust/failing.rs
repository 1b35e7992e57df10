//! How commands fail: an exit status, a message, a hint; as JSON where JSON is asked for; and nothing of the content in `doctor`.

use crate::common::Office;
use serde_json::Value;

/// Runs what must fail; the exit status and the lines on standard error.
fn fails(office: &Office, args: &[&str]) -> (i32, String) {
    let output = office.command(args).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let code = output.status.code().unwrap();
    assert_ne!(code, 0, "{args:?} did not fail: {}", String::from_utf8_lossy(&output.stdout));
    (code, said)
}

/// Every command used wrongly, or failing: with the exit status that it must have.
fn wrong(office: &Office) -> Vec<(i32, Vec<String>)> {
    let letter = office.file("letter.txt", "Dear colleague,\n");
    let broken = office.file("broken.jsonl", "{\"pursuant\":\"export\",\"form\":1,\"texts\":9,\"events\":9}\n");
    let none = office.folder().join("no such folder/file.csv").display().to_string();
    let there = office.db().display().to_string();
    let folder = office.folder().display().to_string();
    let cases: Vec<(i32, Vec<&str>)> = vec![
        (1, vec!["load", &letter]),
        (2, vec!["load"]),
        (1, vec!["extract", &letter]),
        (1, vec!["resolutions", "--output", &none]),
        (2, vec!["search", "a AND"]),
        (1, vec!["show", "75/277:1"]),
        (1, vec!["series", "75/277"]),
        (1, vec!["diff", "75/277", "75/276"]),
        (2, vec!["list", "--kind", "letter"]),
        (2, vec!["list", "--colour"]),
        (2, vec!["overdue", "--due-before", "soon"]),
        (2, vec!["expiring", "--within", "soon"]),
        (2, vec!["actors", "--colour"]),
        (2, vec!["table", "--layout"]),
        (2, vec!["changes", "--since", "soon"]),
        (2, vec!["brief", "--colour"]),
        (2, vec!["stats", "--by", "a", "--colour"]),
        (2, vec!["filters", "--colour"]),
        (2, vec!["log", "75/276:8", "done"]),
        (1, vec!["log", "--from", &none]),
        (2, vec!["note", "75/276:8"]),
        (1, vec!["note", "75/276:99", "x"]),
        (1, vec!["evidence", "75/276:99", "x"]),
        (2, vec!["assign", "75/276:8"]),
        (2, vec!["defer", "75/276:8", "--to", "soon", "--note", "x"]),
        (2, vec!["schedule", "75/276:8", "soon"]),
        (2, vec!["correct", "75/276:8"]),
        (1, vec!["add", "75/276:99"]),
        (1, vec!["reconcile", "--accept", "00000000"]),
        (1, vec!["undo", "e:00000000"]),
        (2, vec!["history", "--kind", "colour"]),
        (2, vec!["sessions", "set", "GA:77", "2023-01-01", "2022-01-01"]),
        (2, vec!["since", "soon", "75/276"]),
        (1, vec!["review", "--attach", "e:00000000", "75/276:8"]),
        (1, vec!["merge", &broken]),
        (1, vec!["export", &none]),
        (1, vec!["backup", &there]),
        (1, vec!["verify", "--against", &letter]),
        (2, vec!["doctor", "--colour"]),
        (2, vec!["completions", "cmd"]),
        (1, vec!["man", "--to", &letter]),
        (2, vec!["colour"]),
        (2, vec![]),
        (1, vec!["--db", &none, "list"]),
        (1, vec!["--db", &folder, "list"]),
        (1, vec!["--db", &folder, "load", "data/samples"]),
        (2, vec!["--as-of", "soon", "list"]),
        (2, vec!["--as-of", "2022-01-01", "note", "75/276:8", "x"]),
        (2, vec!["--recorded-by", "2022-01-01", "undo"]),
    ];
    cases.into_iter().map(|(code, args)| (code, args.into_iter().map(str::to_owned).collect())).collect()
}

#[test]
fn every_error_has_an_exit_status_a_message_and_a_hint() {
    let office = Office::with_sample();
    let before = office.ok(&["export", "-"]);
    let all = wrong(&office);
    for (code, args) in &all {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (is, said) = fails(&office, &args);
        assert_eq!(is, *code, "{args:?}: {said}");
        let told = said.contains("error: ") || said.contains("not read") || args.is_empty();
        let helped = ["hint: ", "tip: ", "--help", "Usage: ", "not read"].iter().any(|h| said.contains(h));
        assert!(told && helped, "{args:?}: {said}");
        assert!(!said.contains("fault of pursuant") && !said.contains("panicked"), "{args:?}: {said}");
    }
    assert_eq!(office.ok(&["export", "-"]), before);
    crate::report(&format!("{} ways to fail", all.len()));
}

#[test]
fn errors_are_json_on_standard_error_where_json_is_asked_for() {
    let office = Office::with_sample();
    let mut n = 0;
    for form in [&["--format", "json"][..], &["--format=json"], &["--format", "jsonl"]] {
        for (_, args) in wrong(&office) {
            let args: Vec<&str> = args.iter().map(String::as_str).chain(form.iter().copied()).collect();
            let (code, said) = fails(&office, &args);
            assert!(!said.trim().is_empty(), "{args:?} says nothing");
            for line in said.lines() {
                let error: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{args:?}: {e}: {said}"));
                assert!(!error["error"].as_str().unwrap().is_empty(), "{args:?}: {line}");
                assert!(!error["hint"].as_str().unwrap_or_default().is_empty(), "{args:?}: {line}");
                assert_eq!(error["status"], code, "{args:?}: {line}");
                n += 1;
            }
        }
    }
    crate::report(&format!("{n} errors as JSON"));
}

#[test]
fn doctor_prints_the_state_and_no_content() {
    let office = Office::with_sample();
    office.ok(&["--by", "Amara Okafor", "note", "75/276:8", "strictly confidential"]);
    office.ok(&["--by", "Amara Okafor", "log", "75/276:3", "in-progress", "--note", "the minister objects"]);
    let said = office.ok(&["doctor"]);
    for there in
        ["pursuant", "sqlite", "FOLDER/office.db", "texts", "events", "journal", "check         ok", "settings"]
    {
        assert!(said.contains(there), "{there} is not in {said}");
    }
    for content in ["75/276", "confidential", "minister", "Amara", "Secretary-General", "Treaty"] {
        assert!(!said.contains(content), "{content} is in {said}");
    }
    // Without a database, and with one that is damaged.
    assert!(Office::new().ok(&["doctor"]).contains("not there yet"));
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.execute_batch("PRAGMA journal_mode = DELETE; DROP TABLE entry").unwrap();
    drop(conn);
    let said = office.run(&["doctor"]);
    assert!(said.contains("pursuant") && !said.contains("fault of"), "{said}");
}

#[test]
fn a_file_that_was_cut_is_found() {
    let office = Office::with_sample();
    let text = office.file("one.txt", crate::invented::text(1));
    office.ok(&["load", &text]);
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA journal_mode = WAL").unwrap();
    drop(conn);
    let whole = std::fs::read(office.db()).unwrap();
    let copy = office.folder().join("cut.db");
    let mut n = 0;
    for keep in
        (0..40).map(|i| whole.len() * i / 40).chain([1, 100, 4095, 4096, 4097, whole.len() - 4096, whole.len() - 1])
    {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", copy.display()));
        }
        std::fs::write(&copy, &whole[..keep]).unwrap();
        let (code, said) = fails(&office, &["--db", &copy.display().to_string(), "verify"]);
        assert!(code == 1 && !said.contains("fault of"), "{keep} of {}: {said}", whole.len());
        let (code, said) = fails(&office, &["merge", &copy.display().to_string(), "--yes"]);
        assert!(code == 1 && said.contains("cut.db") && !said.contains("fault of"), "{keep}: {said}");
        n += 1;
    }
    office.ok(&["verify"]);
    crate::report(&format!("{n} databases cut, all found"));
}

#[test]
fn what_sqlite_says_names_the_file() {
    let office = Office::with_sample();
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.execute_batch("DROP TABLE head").unwrap();
    drop(conn);
    let (code, said) = fails(&office, &["note", "75/276:8", "x"]);
    assert_eq!(code, 1);
    assert!(said.contains("office.db: no such table: head") && said.contains("hint: "), "{said}");
    office.ok(&["verify", "--repair"]);
    office.ok(&["note", "75/276:8", "x"]);
}

#[test]
#[ignore = "waits for a minute: run with --ignored"]
fn who_does_not_let_go_is_told_with_the_file() {
    let office = Office::with_sample();
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (code, said) = fails(&office, &["note", "75/276:8", "x"]);
    assert_eq!(code, 1);
    assert!(said.contains("office.db is in use by another process") && said.contains("hint: "), "{said}");
    conn.execute_batch("ROLLBACK").unwrap();
    office.ok(&["note", "75/276:8", "x"]);
}
