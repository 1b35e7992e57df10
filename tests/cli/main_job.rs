//! From file to table with the bundled resolution.

use crate::common::Office;

#[test]
fn a_load_ends_with_a_summary_worth_reading_the_second_time_too() {
    let office = Office::new();
    insta::assert_snapshot!("load_first", office.ok(&["load", "data/samples"]));
    insta::assert_snapshot!("load_again", office.ok(&["load", "data/samples"]));
}

#[test]
fn a_load_stays_readable_at_80_columns() {
    let office = Office::new();
    let output = office.command(&["load", "data/samples"]).env("COLUMNS", "80").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
    insta::assert_snapshot!("load_80", text);
}

#[test]
fn lists_tell_what_is_asked_of_whom_by_when() {
    let office = Office::with_sample();
    insta::assert_snapshot!("list", office.ok(&["list", "--resolution", "75/276"]));
    insta::assert_snapshot!("overdue", office.ok(&["overdue"]));
    insta::assert_snapshot!("overdue_reports", office.ok(&["overdue", "--kind", "report"]));
    insta::assert_snapshot!("show", office.ok(&["show", "75/276:8", "--explain"]));
    insta::assert_snapshot!("show_silent", office.ok(&["show", "75/276 OP1"]));
    insta::assert_snapshot!(
        "list_json",
        office.ok(&["list", "--resolution", "75/276", "--kind", "report", "--format", "json"])
    );
}

#[test]
fn the_bundled_resolution_comes_out_exactly() {
    let office = Office::with_sample();
    let line = office.ok(&["extract", "data/samples", "--format", "jsonl"]);
    let text: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(text["symbol"], "A/RES/75/276");
    assert_eq!(text["adopted"], "2021-04-28");
    let found: Vec<String> = text["paragraphs"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|p| p["obligations"].as_array().unwrap().iter().map(move |o| (p, o)))
        .map(|(p, o)| {
            format!("{} {} {} {} {}", p["number"], o["verb"], o["addressees"], o["kind"], o["deadline"]["due"])
        })
        .collect();
    insta::assert_snapshot!("obligations_of_75_276", found.join("\n"));
}

#[test]
fn any_day_can_be_asked_for() {
    let office = Office::with_sample();
    let on = |day: &str| {
        let args = [
            "--as-of",
            day,
            "list",
            "--resolution",
            "75/276",
            "--kind",
            "report",
            "--format",
            "csv",
            "--columns",
            "timing,days_overdue,status",
        ];
        office.ok(&args).lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(on("2022-09-12"), "upcoming,,no-entry");
    assert_eq!(on("2022-09-13"), "due,,no-entry");
    assert_eq!(on("2023-09-05"), "due,,no-entry");
    assert_eq!(on("2023-09-06"), "overdue,1,no-entry");
    assert_eq!(on("2023-09-07"), "overdue,2,no-entry");
    // In progress was logged the day before the report was found.
    office.ok(&["log", "75/276:8", "in-progress", "--on", "2026-11-23"]);
    office.ok(&["log", "75/276:8", "implemented", "--on", "2022-08-15", "--evidence", "A/77/277-S/2022/606"]);
    assert_eq!(on("2022-08-14"), "upcoming,,no-entry");
    assert_eq!(on("2022-08-15"), "closed,,implemented");
    assert_eq!(on("2026-11-24"), "closed,,implemented");
    // What was known the day before.
    let known = Office::new();
    assert!(known.run(&["--as-of", "2022-08-14", "log", "75/276:8", "implemented"]).contains("--on"));
}

#[test]
fn a_body_whose_sessions_nobody_knows_leaves_it_undated_until_somebody_gives_dates() {
    let office = Office::with_sample();
    let before = office.ok(&["list", "--kind", "report", "--format", "csv", "--columns", "due_to,due_basis"]);
    assert!(before.contains("2023-09-05,announced"), "{before}");
    office.ok(&["sessions", "set", "GA:77", "2022-09-13", "2023-10-01"]);
    let after = office.ok(&["list", "--kind", "report", "--format", "csv", "--columns", "due_to,due_basis"]);
    assert!(after.contains("2023-10-01"), "{after}");
    office.ok(&["undo"]);
    assert_eq!(office.ok(&["list", "--kind", "report", "--format", "csv", "--columns", "due_to,due_basis"]), before);
}

#[test]
fn since_says_from_when_an_office_answers() {
    let office = Office::with_sample();
    assert!(office.ok(&["overdue"]).contains("No record (2"));
    office.ok(&["since", "2022-01-01"]);
    let text = office.ok(&["overdue"]);
    assert!(text.contains("Outstanding (2)"), "{text}");
}

#[test]
fn words_are_found_by_phrase_or_and_prefix() {
    let office = Office::with_sample();
    insta::assert_snapshot!("search", office.ok(&["search", "\"seventy-seventh session\" AND agend*"]));
    assert!(office.ok(&["search", "peacekeeping OR smuggling", "--limit", "2"]).contains("of"));
    insta::assert_snapshot!("search_wrong", office.run(&["search", "\"open phrase"]));
}
