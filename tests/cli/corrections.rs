//! Corrections, dismissals, additions: they survive reloads and are taken back like anything else.

use crate::common::Office;

fn row(office: &Office, id: &str) -> serde_json::Value {
    let rows: serde_json::Value = serde_json::from_str(&office.ok(&["list", "--format", "json"])).unwrap();
    rows.as_array().unwrap().iter().find(|r| r["id"].as_str().unwrap().starts_with(id)).cloned().unwrap_or_default()
}

#[test]
fn a_correction_changes_the_window_survives_a_rebuild_and_is_taken_back() {
    let office = Office::with_sample();
    let said = office.ok(&[
        "correct",
        "75/276:8",
        "--deadline",
        "session:78",
        "--addressee",
        "Secretariat",
        "--kind",
        "action",
    ]);
    insta::assert_snapshot!("correct", said);
    let corrected = row(&office, "A/RES/75/276:8");
    assert_eq!(corrected["due_to"], "2024-09-10");
    assert_eq!(corrected["kind"], "action");
    assert_eq!(corrected["addressees"][0], "Secretariat");
    let conn = rusqlite::Connection::open(office.db()).unwrap();
    conn.execute_batch("UPDATE made_by SET value = 'older';").unwrap();
    drop(conn);
    assert_eq!(row(&office, "A/RES/75/276:8"), corrected);
    office.ok(&["undo"]);
    assert_eq!(row(&office, "A/RES/75/276:8")["due_to"], "2023-09-05");
}

#[test]
fn what_is_no_obligation_goes_and_comes_back() {
    let office = Office::with_sample();
    office.ok(&["correct", "75/276:6", "--not-an-obligation", "--note", "asks nobody in particular"]);
    assert!(row(&office, "A/RES/75/276:6").is_null());
    assert!(office.ok(&["show", "75/276:6"]).contains("dismissed"));
    office.ok(&["undo"]);
    assert_eq!(row(&office, "A/RES/75/276:6")["paragraph"], "6");
}

#[test]
fn what_the_rules_missed_is_added_and_followed() {
    let office = Office::with_sample();
    let said = office.ok(&[
        "add",
        "75/276:2",
        "--verb",
        "notes",
        "--addressee",
        "Collective Security Treaty Organization",
        "--kind",
        "report",
        "--deadline",
        "2021-12-31",
        "--recipient",
        "General Assembly",
    ]);
    insta::assert_snapshot!("add", said);
    let added = row(&office, "A/RES/75/276:2");
    assert_eq!(added["due_to"], "2021-12-31");
    assert_eq!(added["timing"], "overdue");
    office.ok(&["log", "75/276:2", "implemented", "--evidence", "A/76/1"]);
    assert_eq!(row(&office, "A/RES/75/276:2")["status"], "implemented");
    office.ok(&["undo"]);
    office.ok(&["undo"]);
    assert!(row(&office, "A/RES/75/276:2").is_null());
    assert!(office.run(&["add", "75/276:2", "--verb", "demands"]).contains("does not stand"));
    assert!(office.run(&["correct", "75/276:8"]).contains("nothing is corrected"));
    assert!(office.run(&["correct", "75/276:8", "--recurrence", "often"]).contains("P1Y"));
}

#[test]
fn readings_to_check_are_walked_in_a_file() {
    // *its secretariat* and a kind that no rule is sure of: whatever is to check here comes from the rules.
    let office = Office::new();
    let text = office.file(
        "harbours.txt",
        "A/RES/91/41\n\nGeneral Assembly\n\nNinety-first session\n\nResolution adopted by the General Assembly on 4 December 2026\n\n\
         91/41. Harbours\n\nThe General Assembly,\n\nRecalling its resolutions on harbours,\n\n\
         1. Requests them to keep the harbours open;\n\n2. Invites Member States to dredge.\n",
    );
    let office = office.at("2026-12-10T10:00:00Z");
    office.ok(&["load", &text]);
    let file = office.folder().join("check.csv").display().to_string();
    let said = office.ok(&["review", "--to", &file]);
    assert!(said.contains("wrote"), "{said}");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("A/RES/91/41:1-requests"), "{written}");
    std::fs::write(&file, written.replace("A/RES/91/41:1-requests,,", "A/RES/91/41:1-requests,keep,")).unwrap();
    assert!(office.ok(&["review", "--from", &file]).contains("1 verdict recorded"));
    assert!(office.ok(&["review", "--readings"]).starts_with("0 readings"));
    office.ok(&["undo"]);
    assert!(office.ok(&["review", "--readings"]).starts_with("1 reading"));
}
