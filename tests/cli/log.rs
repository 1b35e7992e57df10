//! Recording: statuses, evidence, undo, history, whole files.

use crate::common::Office;

#[test]
fn an_entry_is_replied_to_shown_and_taken_back() {
    let office = Office::with_sample();
    insta::assert_snapshot!(
        "log_reply",
        office.ok(&["log", "75/276:8", "implemented", "--on", "2022-08-15", "--evidence", "A/77/277"])
    );
    insta::assert_snapshot!("show_logged", office.ok(&["show", "75/276:8"]));
    insta::assert_snapshot!("history", office.ok(&["history"]));
    insta::assert_snapshot!("undo", office.ok(&["undo"]));
    assert!(office.ok(&["overdue", "--kind", "report"]).contains("No record (1"));
    // Undoing the undo restores.
    let undo = office.ok(&["history", "--kind", "retract", "--format", "csv", "--columns", "id"]);
    let id = undo.lines().nth(1).unwrap().split(',').next().unwrap();
    office.ok(&["undo", &id[..12]]);
    assert!(office.ok(&["overdue", "--kind", "report"]).contains("No record (0"));
}

#[test]
fn one_addressee_s_status_leaves_the_overall_one_alone() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:5", "implemented", "--for", "Armenia", "--note", "national plan"]);
    let row = office.ok(&["list", "--resolution", "75/276", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&row).unwrap();
    let five = rows.as_array().unwrap().iter().find(|r| r["paragraph"] == "5").unwrap();
    assert_eq!(five["status"], "no-entry");
    assert!(five["by_addressee"].to_string().contains("Armenia"), "{five}");
}

#[test]
fn notes_assignments_plans_and_deferrals_are_shown() {
    let office = Office::with_sample();
    office.ok(&["note", "75/276:8", "focal point: UNODA"]);
    office.ok(&["assign", "75/276:8", "--lead", "DPPA", "--contributing", "OCHA,UNODA"]);
    office.ok(&["schedule", "75/276:8", "2027-03-01"]);
    office.ok(&["defer", "75/276:8", "--to", "session:78", "--evidence", "decision 77/565"]);
    insta::assert_snapshot!("show_deferred", office.ok(&["show", "75/276:8"]));
    assert!(office.ok(&["list", "--office", "DPPA"]).contains(":8-requests"));
}

#[test]
fn a_whole_file_is_checked_first_and_written_at_once() {
    let office = Office::with_sample();
    let good = office.file(
        "good.csv",
        "id,status,on,note,evidence\n\
         A/RES/75/276:8-requests,implemented,2022-08-15,,A/77/277-S/2022/606\n\
         A/RES/75/276:4-invites,in progress,2026-01-10,consultations held,\n",
    );
    insta::assert_snapshot!("from_dry", office.ok(&["log", "--from", &good, "--dry-run"]));
    insta::assert_snapshot!("from_written", office.ok(&["log", "--from", &good]));
    insta::assert_snapshot!("from_again", office.ok(&["log", "--from", &good]));
    let bad = office.file(
        "bad.csv",
        "id,status,on,note,evidence,text\n\
         A/RES/75/276:5-invites,implemented,2026-01-01,,E/2026/1,\n\
         A/RES/75/276:99-requests,implemented,,,x,\n\
         A/RES/75/276:4-invites,done,,,,\n\
         A/RES/75/276:8-requests,discontinued,,,,\n\
         A/RES/75/276:9-decides,in-progress,,,,Quite other words than those of the provision\n",
    );
    insta::assert_snapshot!("from_bad", office.run(&["log", "--from", &bad]));
    assert!(office.ok(&["list", "--resolution", "75/276", "--status", "no-entry"]).contains(":5-invites"));
}

#[test]
fn a_filter_shows_what_it_is_about_to_settle_and_asks() {
    let office = Office::with_sample();
    insta::assert_snapshot!(
        "log_filter_asks",
        office.run(&["log", "--kind", "agenda", "--due-session", "77", "implemented", "--evidence", "A/77/251"])
    );
    office.ok(&["log", "--kind", "agenda", "--due-session", "77", "implemented", "--evidence", "A/77/251", "--yes"]);
    assert!(office.ok(&["list", "--kind", "agenda"]).contains("implemented"));
}

#[test]
fn either_half_of_a_double_symbol_is_the_same_document() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "implemented", "--evidence", "A/77/277"]);
    office.ok(&["evidence", "75/276:8", "A/77/277-S/2022/606"]);
    office.ok(&["evidence", "75/276:8", "S/2022/606"]);
    let row = office.ok(&["list", "--kind", "report", "--format", "csv", "--columns", "evidence"]);
    assert_eq!(row.lines().nth(1), Some("A/77/277-S/2022/606"));
}

#[test]
fn a_file_can_tell_the_whole_history_of_a_provision() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "implemented", "--on", "2022-08-15", "--evidence", "A/77/277"]);
    let file = office.file(
        "history.csv",
        "id,status,on,note,evidence\n\
         A/RES/75/276:8-requests,not-implemented,2022-08-20,report withdrawn,\n\
         A/RES/75/276:8-requests,implemented,2022-09-25,report reissued,A/77/277/Rev.1\n",
    );
    office.ok(&["log", "--from", &file, "--yes"]);
    let row = office.ok(&["list", "--kind", "report", "--format", "csv", "--columns", "status,status_on"]);
    assert_eq!(row.lines().nth(1), Some("implemented,2022-09-25"));
}

#[test]
fn what_says_nothing_is_refused() {
    let office = Office::with_sample();
    for case in [
        vec!["log", "75/276:8", "implemented", "--evidence", " "],
        vec!["log", "75/276:8", "implemented", "--note", ""],
        vec!["note", "75/276:8", ""],
        vec!["evidence", "75/276:8", " "],
        vec!["assign", "75/276:8", "--lead", ""],
        vec!["list", "--resolution", "75/9999"],
        vec!["since", "2031-01-01"],
        vec!["show", "75/276:8@78"],
    ] {
        assert!(office.run(&case).contains("exit status"), "{case:?}");
    }
}
