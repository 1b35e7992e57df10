//! What needs a person, and the log as it is read: end to end.

use crate::common::Office;
use crate::invented::text;
use serde_json::Value;

fn json(said: &str) -> Vec<Value> {
    serde_json::from_str(said).unwrap_or_else(|e| panic!("{e}: {said}"))
}

/// Two copies of one file on which two people said different things of one turn.
fn two(office: &Office) -> [String; 2] {
    [("amara", "implemented"), ("bo", "not-implemented")].map(|(by, status)| {
        let db = office.folder().join(format!("{by}.db")).display().to_string();
        office.ok(&["backup", &db]);
        office.ok(&[
            "--db",
            &db,
            "--by",
            by,
            "log",
            "75/276:8",
            status,
            "--on",
            "2022-10-01",
            "--note",
            "seen",
            "--evidence",
            "A/77/277",
        ]);
        db
    })
}

#[test]
fn a_contradiction_is_listed_until_it_is_settled_by_an_entry_a_file_or_an_undo() {
    for way in ["entry", "file", "undo"] {
        let office = Office::with_sample();
        let all = two(&office);
        all.iter().for_each(|db| drop(office.ok(&["merge", db, "--yes"])));
        let said = office.ok(&["review", "--conflicts"]);
        assert!(said.starts_with("1 contradiction\n") && said.contains("amara") && said.contains("bo"), "{said}");
        let rows = json(&office.ok(&["review", "--conflicts", "--format", "json"]));
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (&rows[0]["what"], &rows[0]["by"], &rows[1]["by"]),
            (&"contradiction".into(), &"amara".into(), &"bo".into())
        );
        match way {
            "entry" => drop(office.ok(&["log", "75/276:8", "implemented", "--evidence", "A/77/277"])),
            "file" => {
                let file = office.file(
                    "settle.csv",
                    "id,status,on,evidence,note\nA/RES/75/276:8-requests,partly-implemented,2026-11-01,,settled\n",
                );
                office.ok(&["log", "--from", &file]);
            }
            _ => {
                let id = rows[1]["id"].as_str().unwrap();
                office.ok(&["undo", &id[..12]]);
            }
        }
        assert_eq!(office.ok(&["review", "--conflicts"]), "0 contradictions\n", "{way}");
        // Both copies hear of it, whichever way they are merged, and agree.
        for db in &all {
            office.ok(&["--db", db, "merge", &office.db().display().to_string(), "--yes"]);
            assert_eq!(office.ok(&["--db", db, "review", "--conflicts"]), "0 contradictions\n", "{way}");
            assert_eq!(office.ok(&["--db", db, "list"]), office.ok(&["list"]), "{way}");
        }
    }
}

/// The text with its first request worded otherwise.
fn reworded(n: usize) -> String {
    text(n)
        .replace(
            "to report to the General Assembly at its seventy-seventh session on harbour",
            "to consult with all partners without delay about",
        )
        .replace("1. Requests", "1. Urges")
        + "\n4. Requests the Secretary-General to report to the General Assembly at its seventy-seventh session on harbour 1;\n"
}

#[test]
fn a_detached_entry_is_listed_with_what_fits_best_and_attached_by_a_new_entry() {
    let office = Office::new();
    let first = office.file("first.txt", text(1));
    office.ok(&["load", &first]);
    office.ok(&["log", "75/901:1", "in-progress", "--note", "asked all ports"]);
    // A corrigendum in which that paragraph asks something else.
    let second =
        office.file("second.txt", reworded(1).replace("on harbour 1;", "on the state of harbour 1 and of its lights;"));
    let refused = office.run(&["load", &second]);
    assert!(refused.contains("--replace") && refused.contains("exit status 1"), "{refused}");
    office.ok(&["load", "--replace", &second]);
    let said = office.ok(&["review"]);
    assert!(said.contains("1 detached entry") && said.contains("75/901:4-requests best"), "{said}");
    let rows = json(&office.ok(&["review", "--format", "json"]));
    assert_eq!(rows[0]["what"], "detached");
    assert_eq!(rows[0]["fits"], "A/RES/75/901:4-requests");
    assert!(!office.ok(&["list"]).contains("in progress"));
    // It is not shown as if it lay where another duty stands now.
    assert!(!office.ok(&["show", "75/901:1"]).contains("asked all ports"));
    let id = rows[0]["id"].as_str().unwrap()[..10].to_owned();
    for (wrong, why) in [(["e:00000000", "75/901:4"], "no entry"), ([id.as_str(), "75/901:9"], "has no paragraph")] {
        let said = office.run(&["review", "--attach", wrong[0], wrong[1]]);
        assert!(said.contains(why) && said.contains("exit status"), "{said}");
    }
    let said = office.ok(&["review", "--attach", &id, "75/901:4"]);
    assert!(said.contains("goes on with A/RES/75/901:4-requests"), "{said}");
    assert!(office.ok(&["review"]).contains("0 detached entries"));
    let shown = office.ok(&["show", "75/901:4"]);
    assert!(shown.contains("in progress") && shown.contains("asked all ports"), "{shown}");
    let history = office.ok(&["history", "75/901:4"]);
    assert!(history.contains("asked all ports"), "{history}");
    assert!(office.run(&["review", "--attach", &id, "75/901:4"]).contains("is not detached"));
    office.ok(&["verify", "--deep"]);
    // Taken back like anything else.
    office.ok(&["undo"]);
    assert!(office.ok(&["review"]).contains("1 detached entry"));
    office.ok(&["verify", "--deep"]);
}

#[test]
fn entries_on_what_was_dismissed_or_unloaded_are_contradictions() {
    let office = Office::with_sample();
    office.ok(&["--by", "amara", "log", "75/276:8", "in-progress"]);
    office.ok(&["--by", "bo", "correct", "75/276:8", "--not-an-obligation", "--note", "cites only"]);
    let said = office.ok(&["review"]);
    assert!(said.contains("1 contradiction") && said.contains("dismissed as no obligation"), "{said}");
    office.ok(&["--by", "bo", "undo"]);
    assert!(office.ok(&["review"]).starts_with("0 contradictions"));
    // A load that is undone under a colleague's entry.
    let rows = json(&office.ok(&["history", "--kind", "load", "--format", "json"]));
    office.ok(&["undo", &rows[0]["id"].as_str().unwrap()[..12]]);
    let said = office.ok(&["review"]);
    assert!(said.contains("1 contradiction") && said.contains("whose loading was undone"), "{said}");
    assert!(office.ok(&["list"]).contains("Nothing is loaded"));
    office.ok(&["verify", "--deep"]);
    office.ok(&[
        "undo",
        &json(&office.ok(&["history", "--kind", "retract", "--format", "json"])).last().unwrap()["id"]
            .as_str()
            .unwrap()[..12],
    ]);
    assert!(office.ok(&["review"]).starts_with("0 contradictions"));
    assert!(office.ok(&["show", "75/276:8"]).contains("in progress"));
    office.ok(&["verify", "--deep"]);
}

/// An office whose log was written on three days by two people.
fn days(office: Office) -> Office {
    let office = office.at("2026-02-01T10:00:00Z");
    office.ok(&["load", "data/samples"]);
    office.ok(&["--by", "amara", "log", "75/276:8", "in-progress", "--on", "2022-01-10", "--note", "asked"]);
    let office = office.at("2026-03-01T10:00:00Z");
    office.ok(&[
        "--by",
        "bo",
        "log",
        "75/276:8",
        "implemented",
        "--on",
        "2022-08-15",
        "--evidence",
        "A/77/277-S/2022/606",
    ]);
    let office = office.at("2026-04-01T10:00:00Z");
    office.ok(&["--by", "amara", "note", "75/276:3", "focal point: DPPA"]);
    office
}

#[test]
fn history_has_a_row_an_event_with_plain_values_and_goes_by_its_filters() {
    let office = days(Office::new());
    let rows = json(&office.ok(&["history", "--format", "json"]));
    assert_eq!(rows.len(), 5);
    for row in &rows {
        for field in ["id", "at", "by", "on", "kind", "about", "status", "note", "evidence"] {
            let value = row.get(field).unwrap_or_else(|| panic!("{field} is missing in {row}"));
            assert!(value.is_string() || value.is_null(), "{field} of {row} is no plain value");
        }
        assert_eq!(row["id"].as_str().unwrap().len(), 64);
    }
    let status = &rows[1];
    assert_eq!(status["at"], "2026-02-01T10:00:00.000Z");
    assert_eq!(
        (&status["by"], &status["on"], &status["kind"]),
        (&"amara".into(), &"2022-01-10".into(), &"status".into())
    );
    assert_eq!((&status["status"], &status["note"]), (&"in-progress".into(), &"asked".into()));
    assert_eq!(status["about"], "A/RES/75/276:8-requests");
    assert_eq!(rows[3]["evidence"], "A/77/277-S/2022/606");
    let count = |args: &[&str]| json(&office.ok(&[args, &["--format", "json"]].concat())).len();
    assert_eq!(count(&["history", "--author", "amara"]), 2);
    assert_eq!(count(&["history", "--author", "amara", "--kind", "note"]), 1);
    assert_eq!(count(&["history", "--kind", "status"]), 2);
    assert_eq!(count(&["history", "--since", "2026-03-01"]), 3);
    assert_eq!(count(&["history", "75/276:8"]), 3);
    assert_eq!(count(&["history", "75/276"]), 5, "everything about a resolution, its loads too");
    assert_eq!(count(&["history", "--limit", "2"]), 2);
    // What held on a day, and what was known on one.
    assert_eq!(count(&["--as-of", "2022-01-09", "history", "--kind", "status"]), 0);
    assert_eq!(count(&["--as-of", "2022-08-14", "history", "--kind", "status"]), 1);
    assert_eq!(count(&["--recorded-by", "2026-02-28", "history"]), 2);
    assert_eq!(count(&["--recorded-by", "2026-03-01", "history"]), 4);
    assert_eq!(count(&["--recorded-by", "2026-02-28", "--as-of", "2022-08-15", "history", "--kind", "status"]), 1);
    let said = office.run(&["history", "--kind", "staus"]);
    assert!(
        said.contains("is no kind of entry") && said.contains("status") && said.contains("exit status 2"),
        "{said}"
    );
    // The same switches on what is shown.
    assert!(office.ok(&["--recorded-by", "2026-02-28", "show", "75/276:8"]).contains("in progress"));
    assert!(office.ok(&["show", "75/276:8"]).contains("implemented"));
}

#[test]
fn undo_takes_back_the_last_action_of_a_name_as_one_and_an_undone_undo_restores() {
    let office = days(Office::new());
    let state = |args: &[&str]| office.ok(&[args, &["list", "--format", "json", "--resolution", "75/276"]].concat());
    let before = state(&[]);
    // Two ids with two pieces of evidence are one action of six entries.
    let said = office.ok(&[
        "--by",
        "bo",
        "log",
        "75/276:3",
        "75/276:5",
        "in-progress",
        "--evidence",
        "A/1/1",
        "--evidence",
        "A/1/2",
    ]);
    assert!(said.contains("6 entries, undone as one"), "{said}");
    let after = state(&[]);
    assert_ne!(before, after);
    // Of another name it is not the last.
    let said = office.ok(&["--by", "amara", "undo"]);
    assert!(said.contains("focal point"), "{said}");
    let said = office.ok(&["--by", "bo", "undo"]);
    assert_eq!(said.matches("in progress").count(), 2, "{said}");
    assert_eq!(said.matches("evidence A/1/").count(), 4, "{said}");
    let undo: String = said.split("recorded as ").nth(1).unwrap().chars().take_while(|c| *c != ';').collect();
    // Without an id it never picks an undo: bo's next is the entry before.
    let said = office.ok(&["--by", "bo", "undo"]);
    assert!(said.contains("implemented"), "{said}");
    let second: String = said.split("recorded as ").nth(1).unwrap().chars().take_while(|c| *c != ';').collect();
    assert!(office.run(&["--by", "bo", "undo"]).contains("nothing that could be taken back"));
    // Undo of an undo, and of that again.
    office.ok(&["undo", &second]);
    let said = office.ok(&["undo", &undo]);
    let third: String = said.split("recorded as ").nth(1).unwrap().chars().take_while(|c| *c != ';').collect();
    let without_note = |s: &str| s.replace("focal point: DPPA", "");
    let mut restored = json(&state(&[]));
    let mut expected = json(&after);
    for row in restored.iter_mut().chain(&mut expected) {
        row["note"] = Value::Null;
    }
    assert_eq!(restored, expected, "{}", without_note(&after));
    office.ok(&["undo", &third]);
    let mut again = json(&state(&[]));
    again.iter_mut().for_each(|r| r["note"] = Value::Null);
    let mut first = json(&before);
    first.iter_mut().for_each(|r| r["note"] = Value::Null);
    assert_eq!(again, first);
    // One entry of an action alone.
    let said = office.ok(&["--by", "bo", "log", "75/276:3", "in-progress", "--evidence", "A/1/9"]);
    assert!(said.contains("2 entries"));
    let rows = json(&office.ok(&["history", "--kind", "evidence", "--format", "json"]));
    let id = rows.iter().find(|r| r["evidence"] == "A/1/9").unwrap()["id"].as_str().unwrap()[..16].to_owned();
    office.ok(&["undo", &id, "--only"]);
    assert!(office.ok(&["show", "75/276:3"]).contains("in progress"));
    assert!(office.run(&["undo", &id, "--only"]).contains("is taken back already"));
    office.ok(&["verify", "--deep"]);
}

#[test]
fn two_copies_written_to_under_one_name_are_asked_which_was_the_last() {
    let office = Office::with_sample();
    let copy = office.folder().join("laptop.db").display().to_string();
    office.ok(&["backup", &copy]);
    office.ok(&["note", "75/276:8", "at the desk"]);
    office.ok(&["--db", &copy, "note", "75/276:8", "on the train"]);
    office.ok(&["merge", &copy, "--yes"]);
    let said = office.run(&["undo"]);
    assert!(said.contains("at the desk") && said.contains("on the train") && said.contains("say which"), "{said}");
    assert!(said.contains("exit status 1"));
    // After many more, whichever is last is meant.
    for n in 0..40 {
        office.ok(&["note", "75/276:4", &format!("note {n}")]);
    }
    assert!(office.ok(&["undo"]).contains("note 39"));
}

#[test]
fn a_file_whose_column_is_misspelt_is_refused_and_columns_that_are_not_read_are_named() {
    let office = Office::with_sample();
    let before = office.ok(&["export", "-"]);
    let from = |content: &str| {
        let file = office.file("from.csv", content);
        office.run(&["log", "--from", &file])
    };
    for (content, near) in [
        ("id,status,evidnce\nA/RES/75/276:8-requests,implemented,A/77/277\n", "evidence"),
        ("id,status,Notes,evidence\nA/RES/75/276:8-requests,implemented,x,A/77/277\n", "note"),
        ("id,status,evidence 2,evidence\nA/RES/75/276:8-requests,implemented,A/1/1,A/77/277\n", "evidence"),
        ("id,stauts,note\nA/RES/75/276:8-requests,in-progress,seen\n", "status"),
    ] {
        let said = from(content);
        assert!(said.contains(&format!("did you mean `{near}`")) && said.contains("exit status 1"), "{said}");
    }
    assert!(
        from("id,status,evidence,evidence\nA/RES/75/276:8-requests,implemented,A/1/1,A/77/277\n")
            .contains("two columns")
    );
    assert_eq!(office.ok(&["export", "-"]), before);
    let said =
        from("id,status,evidence,my remarks to Ana,empty\nA/RES/75/276:8-requests,implemented,A/77/277,call her,\n");
    assert!(
        said.contains("column my remarks to Ana") && !said.contains("empty") && said.contains("recorded as"),
        "{said}"
    );
    // What the program itself exports needs no word.
    for format in ["csv", "json", "xlsx"] {
        let file = office.folder().join(format!("table.{format}")).display().to_string();
        office.ok(&["list", "--output", &file]);
        let said = office.ok(&["log", "--from", &file]);
        assert!(!said.contains("not read") && said.contains("nothing to write"), "{format}: {said}");
    }
    // A workbook heads the provision's own name with *reference*, too: that is no evidence.
    let file = office.folder().join("cite.xlsx").display().to_string();
    office.ok(&["list", "--columns", "id,cite,provision,status,status_entry", "--output", &file]);
    assert!(office.ok(&["log", "--from", &file]).contains("nothing to write"));
}

#[test]
fn the_decision_behind_a_deferral_is_shown() {
    let office = Office::with_sample();
    office.ok(&[
        "defer",
        "75/276:8",
        "--to",
        "session:78",
        "--evidence",
        "decision 77/565",
        "--note",
        "by silence procedure",
    ]);
    let shown = office.ok(&["show", "75/276:8"]);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("by decision 77/565: by silence procedure"), "{shown}");
    let rows = json(&office.ok(&["history", "--kind", "defer", "--format", "json"]));
    assert_eq!(rows[0]["evidence"], "decision 77/565");
}
