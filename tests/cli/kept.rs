//! What must not be lost without a word: the database under a file's name, the note of a correction, a date, an event.

use crate::common::Office;

#[test]
fn no_output_replaces_a_database() {
    let office = Office::with_sample();
    let db = office.db().display().to_string();
    let other = office.folder().join("bo.db").display().to_string();
    office.ok(&["backup", &other]);
    let before = std::fs::read(&other).unwrap();
    for args in [
        vec!["history", "--format", "csv", "-o", &db],
        vec!["list", "--format", "csv", "-o", &other],
        vec!["review", "--to", &db],
        vec!["export", &db],
    ] {
        let said = office.run(&args);
        assert!(
            said.contains("is a database, and would be lost") && said.contains("exit status 2"),
            "{args:?}: {said}"
        );
    }
    #[cfg(unix)]
    {
        let link = office.folder().join("link.csv");
        std::os::unix::fs::symlink(&other, &link).unwrap();
        let said = office.run(&["history", "-o", &link.display().to_string()]);
        assert!(said.contains("would be lost"), "{said}");
    }
    assert_eq!(std::fs::read(&other).unwrap(), before);
    assert!(office.ok(&["list"]).contains("75/276"));
}

#[test]
fn why_a_reading_was_corrected_is_kept_and_what_it_was() {
    let office = Office::with_sample();
    office.ok(&["correct", "75/276:8", "--deadline", "session:78", "--note", "as the agenda has it"]);
    let shown = office.ok(&["show", "75/276:8"]);
    assert!(shown.contains("as the agenda has it"), "{shown}");
    let said = office.ok(&["history", "75/276:8"]);
    assert!(said.contains("session 77 of") && said.contains("→ session 78 of"), "{said}");
    // One command, undone as one.
    office.ok(&["undo"]);
    assert!(office.ok(&["history", "--kind", "note"]).contains("taken back"));
    office.ok(&["correct", "75/276:8", "--not-an-obligation", "--note", "cites an earlier request"]);
    assert!(office.ok(&["show", "75/276:8"]).contains("cites an earlier request"));
    assert!(office.run(&["correct", "75/276:8", "--keep", "--note", " "]).contains("--note is empty"));
}

#[test]
fn who_took_what_back_and_why_is_told_and_nothing_before_it_was_done() {
    let office = Office::new().at("2026-11-20T09:30:00Z");
    office.ok(&["load", "data/samples"]);
    office.ok(&["log", "75/276:8", "in-progress", "--note", "draft with DPPA", "--on", "2026-11-10"]);
    let office = office.at("2026-11-22T09:30:00Z");
    office.ok(&["--by", "bo", "note", "75/276:8", "seen"]);
    let office = office.at("2026-11-23T09:30:00Z");
    office.ok(&["undo", "--note", "wrong resolution"]);
    let shown = office.ok(&["show", "75/276:8"]);
    let line = "(taken back by j.doe on 2026-11-23, e:";
    let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(line) && flat.contains("wrong resolution"), "{shown}");
    let rows: serde_json::Value = serde_json::from_str(&office.ok(&["history", "--format", "json"])).unwrap();
    let undo = rows.as_array().unwrap().iter().find(|r| r["kind"] == "retract").unwrap();
    assert!(undo["about"].as_str().unwrap().starts_with("A/RES/75/276:8-requests"), "{undo}");
    let target = rows.as_array().unwrap().iter().find(|r| r["kind"] == "status").unwrap();
    assert_eq!(undo["takes_back"], target["id"]);
    assert!(target["taken_back"].as_str().unwrap().contains("j.doe"));
    // As it was known before, nobody had taken it back, and the note was not there.
    let then = office.ok(&["--recorded-by", "2026-11-21", "show", "75/276:8"]);
    assert!(then.contains("draft with DPPA") && !then.contains("taken back") && !then.contains("note: seen"), "{then}");
    let before = office.ok(&["--as-of", "2026-11-09", "show", "75/276:8"]);
    assert!(!before.contains("draft with DPPA"), "{before}");
}

#[test]
fn a_file_that_says_another_day_of_the_same_status_is_recorded_once() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "implemented", "--note", "done"]);
    let file = office.file(
        "own.csv",
        "id,status,on,note,evidence\nA/RES/75/276:8-requests,implemented,2023-01-01,found late,A/77/277\n",
    );
    let said = office.ok(&["log", "--from", &file]);
    assert!(said.contains("now from 1 January 2023") && !said.contains("does not change"), "{said}");
    assert!(office.ok(&["show", "75/276:8"]).contains("1 January 2023"));
    assert!(office.ok(&["log", "--from", &file]).contains("nothing to write"));
}

#[test]
fn a_verdict_beside_a_changed_column_is_refused_and_one_file_is_recorded_once() {
    let office = Office::with_sample();
    let head = "id,verdict,kind,deadline\n";
    let id = "A/RES/75/276:8-requests";
    let file = office.file("both.csv", format!("{head}{id},keep,meeting,\n"));
    let said = office.run(&["review", "--from", &file]);
    assert!(said.contains("line 2") && said.contains("another than the line says: kind"), "{said}");
    let file = office.file("two.csv", format!("{head}{id},keep,,\n{id},no,,\n"));
    let said = office.run(&["review", "--from", &file]);
    assert!(said.contains("line 3") && said.contains("a verdict in line 2 already"), "{said}");
    let file = office.file("no.csv", format!("{head}{id},no,,\n"));
    assert!(office.ok(&["review", "--from", &file]).contains("1 verdict recorded"));
    assert!(office.ok(&["review", "--from", &file]).contains("1 verdict is recorded already\nnothing to write"));
}

#[test]
fn events_that_were_cut_off_are_told_and_no_repair_hides_it() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "in-progress", "--note", "draft"]);
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    let trigger: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let made: Vec<String> = trigger
        .iter()
        .map(|t| conn.query_row("SELECT sql FROM sqlite_master WHERE name = ?1", [t], |r| r.get(0)).unwrap())
        .collect();
    trigger.iter().for_each(|t| conn.execute_batch(&format!("DROP TRIGGER {t}")).unwrap());
    conn.execute("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", []).unwrap();
    made.iter().for_each(|sql| conn.execute_batch(sql).unwrap());
    drop(conn);
    let said = office.run(&["verify"]);
    assert!(said.contains("is missing: it was the last of the log") && said.contains("go back to a backup"), "{said}");
    let said = office.run(&["verify", "--repair"]);
    assert!(said.contains("lost event") && said.contains("exit status 1"), "{said}");
    assert!(office.run(&["verify"]).contains("is missing"));
}

#[test]
fn a_missing_trigger_is_mended_by_a_new_database() {
    let office = Office::with_sample();
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    let trigger: String = conn
        .query_row("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'", [], |r| r.get(0))
        .unwrap();
    conn.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    drop(conn);
    let said = office.run(&["verify"]);
    assert!(said.contains("is missing") && said.contains("merge FILE") && !said.contains("--repair"), "{said}");
}

#[test]
fn what_takes_everything_takes_no_day_and_names_are_names() {
    let office = Office::with_sample();
    for args in [["--recorded-by", "2026-01-01", "export", "-"], ["--as-of", "2026-01-01", "backup", "/nowhere/x.db"]] {
        let said = office.run(&args);
        assert!(said.contains("takes everything that is there") && said.contains("exit status 2"), "{said}");
    }
    assert!(office.run(&["--by", " ", "list"]).contains("--by is empty"));
    office.ok(&["--by", "anna\n", "note", "75/276:8", "seen"]);
    assert!(office.ok(&["history", "--author", "anna"]).contains("1 entry."));
}

#[test]
fn undo_does_not_unload_what_is_worked_on_unless_it_is_named() {
    let office = Office::with_sample();
    office.ok(&["--by", "bo", "note", "75/276:8", "seen"]);
    let said = office.run(&["undo"]);
    assert!(said.contains("the loading of one text") || said.contains("the loading of 1 text"), "{said}");
    assert!(said.contains("exit status 1") && office.ok(&["list"]).contains("75/276"), "{said}");
}

#[test]
fn an_export_with_a_mark_of_its_encoding_is_merged_and_two_in_one_are_told() {
    let office = Office::with_sample();
    let file = office.folder().join("all.jsonl").display().to_string();
    office.ok(&["export", &file]);
    office.ok(&["note", "75/276:8", "two"]);
    let export = std::fs::read_to_string(&file).unwrap();
    let new = office.folder().join("new.db").display().to_string();
    let marked = office.file("marked.jsonl", format!("\u{feff}{export}"));
    let said = office.ok(&["--db", &new, "merge", &marked, "--yes"]);
    assert!(said.contains("merged: 1 entry, 1 text"), "{said}");
    // A provision is counted once, however many turns it has.
    let listed = office.ok(&["--db", &new, "list", "--format", "json"]);
    let n = serde_json::from_str::<Vec<serde_json::Value>>(&listed).unwrap().len();
    assert!(said.contains(&format!("{n} new provisions")), "{n}: {said}");
    let later = office.folder().join("later.jsonl").display().to_string();
    office.ok(&["export", &later]);
    let last = std::fs::read_to_string(&later).unwrap().lines().last().unwrap().to_owned();
    let union = office.file("union.jsonl", format!("{export}{last}\n"));
    let said = office.run(&["--db", &new, "merge", &union, "--yes"]);
    assert!(said.contains("merge one, then the other"), "{said}");
}

#[test]
fn a_backup_of_an_altered_event_is_not_blamed_on_the_copy() {
    let office = Office::with_sample();
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    let triggers: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    triggers.iter().for_each(|t| conn.execute_batch(&format!("DROP TRIGGER {t}")).unwrap());
    conn.execute("UPDATE event SET bytes = replace(bytes, 'j.doe', 'k.doe')", []).unwrap();
    drop(conn);
    let copy = office.folder().join("copy.db");
    let said = office.run(&["backup", &copy.display().to_string()]);
    assert!(said.contains("here or in the copy") && said.contains("exit status 1") && !copy.exists(), "{said}");
}

#[cfg(unix)]
#[test]
fn a_database_that_may_not_be_read_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::with_sample();
    std::fs::set_permissions(office.db(), std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything is not refused.
    if std::fs::File::open(office.db()).is_err() {
        let said = office.run(&["list"]);
        assert!(said.contains("may not be read") && !said.contains("make space"), "{said}");
    }
}
