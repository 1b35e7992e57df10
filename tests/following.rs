//! From one resolution to the next, as people run it: the worked case, accepting and rejecting, lists of documents.

use assert_cmd::Command;
use std::path::Path;

const CORPUS: &str = "../shared/corpus";

fn run(db: &Path, args: &[&str]) -> (bool, String) {
    let mut command = Command::cargo_bin("pursuant").expect("the program");
    let output = command
        .args(["--db", &db.display().to_string(), "--quiet", "--by", "tester"])
        .args(args)
        .env("PURSUANT_NOW", "2026-11-24T09:30:00Z")
        .env("NO_COLOR", "1")
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

fn json(db: &Path, args: &[&str]) -> Vec<serde_json::Value> {
    let (ok, text) = run(db, &[args, &["--format", "json"]].concat());
    assert!(ok, "{text}");
    serde_json::from_str(&text).expect("rows")
}

/// An invented resolution as Markdown, with its report's symbol in a footnote.
fn invented(session: &str, number: u32, ordinals: (&str, &str), date: &str, recalls: &str, report: &str) -> String {
    let (own, due) = ordinals;
    format!(
        "United Nations A/RES/{session}/{number}\n\nGeneral Assembly\n\nDistr.: General\n\n{own} session\nAgenda item 30\n\n\
         Resolution adopted by the General Assembly on {date}\n\n\
         **{session}/{number}. Cooperation between the United Nations and the Harbour Organization**\n\n\
         *The General Assembly*,\n\n{recalls}\n\n\
         *Having considered* the report of the Secretary-General ({report}),\n\n\
         1. *Requests* the Secretary-General to submit to the General Assembly at its {due} session a report on the \
         implementation of the present resolution.\n\n\
         2. *Encourages* the Harbour Organization to continue to exchange information on lighthouses with the United Nations.\n"
    )
}

fn pair(folder: &Path) -> std::path::PathBuf {
    let old =
        invented("75", 901, ("Seventy-fifth", "seventy-seventh"), "3 May 2021", "*Recalling* the Charter,", "A/75/345");
    let new = invented(
        "77",
        902,
        ("Seventy-seventh", "seventy-ninth"),
        "4 May 2023",
        "*Recalling* its resolution 75/901 of 3 May 2021,",
        "A/77/277\u{2011}S/2022/606",
    );
    std::fs::write(folder.join("old.md"), old).expect("write");
    std::fs::write(folder.join("new.md"), new).expect("write");
    let db = folder.join("p.db");
    let (ok, text) =
        run(&db, &["load", &folder.join("old.md").display().to_string(), &folder.join("new.md").display().to_string()]);
    assert!(ok, "{text}");
    db
}

#[test]
fn what_is_accepted_is_recorded_and_what_is_rejected_does_not_come_back() {
    let folder = tempfile::tempdir().expect("folder");
    let db = pair(folder.path());
    let series = json(&db, &["series", "75/901"]);
    assert_eq!(series[0]["successor"], "A/RES/77/902", "{series:?}");
    let found = json(&db, &["reconcile"]);
    let report = found.iter().find(|r| r["relation"] == "answers").expect("the report");
    assert_eq!(
        (report["document"].as_str(), report["certainty"].as_str()),
        (Some("A/77/277-S/2022/606"), Some("sure"))
    );
    let id = report["suggestion"].as_str().expect("hash").to_owned();
    // Before the later text was adopted nobody knew of the report.
    assert!(json(&db, &["--as-of", "2023-01-01", "reconcile"]).is_empty());
    assert_eq!(
        json(&db, &["--as-of", "2023-10-01", "list", "--resolution", "75/901", "--kind", "report"])[0]["timing"],
        "overdue"
    );

    let (ok, text) = run(&db, &["reconcile", "--reject", &id[..8], "--note", "another report"]);
    assert!(ok, "{text}");
    assert!(json(&db, &["reconcile"]).iter().all(|r| r["suggestion"] != id.as_str()));
    let (ok, text) = run(&db, &["reconcile", "--accept", &id[..8]]);
    assert!(!ok && text.contains("decided already"), "{text}");
    let (ok, text) = run(&db, &["undo"]);
    assert!(ok, "{text}");
    let (ok, text) = run(&db, &["reconcile", "--accept", &id[..8]]);
    assert!(ok, "{text}");
    let rows = json(&db, &["list", "--resolution", "75/901", "--kind", "report"]);
    assert_eq!(
        (rows[0]["status"].as_str(), rows[0]["timing"].as_str()),
        (Some("implemented"), Some("closed")),
        "{rows:?}"
    );
    assert!(rows[0]["evidence"].to_string().contains("A/77/277"), "{rows:?}");
}

#[test]
fn a_list_of_documents_makes_the_day_of_issue_exact() {
    let folder = tempfile::tempdir().expect("folder");
    let db = pair(folder.path());
    let list = folder.path().join("reports.csv");
    std::fs::write(&list, "symbol,title,published\nA/77/277,Cooperation with organizations,2022-08-15\n")
        .expect("write");
    let (ok, text) = run(&db, &["load", &list.display().to_string()]);
    assert!(ok && text.contains(": 1 document; `pursuant reconcile` looks for what it answers"), "{text}");
    let (ok, text) = run(&db, &["load", &list.display().to_string()]);
    assert!(ok && text.contains("unchanged"), "{text}");
    let (ok, text) = run(&db, &["reconcile", "--accept-sure"]);
    assert!(ok, "{text}");
    let rows = json(&db, &["list", "--resolution", "75/901", "--kind", "report"]);
    assert_eq!(rows[0]["status_on"], "2022-08-15", "{rows:?}");
    let (ok, text) = run(&db, &["verify"]);
    assert!(ok, "{text}");
}

#[test]
fn a_list_may_say_what_it_answers_in_any_spelling_and_what_it_names_in_vain_is_told() {
    let folder = tempfile::tempdir().expect("folder");
    let db = pair(folder.path());
    let list = folder.path().join("answers.csv");
    std::fs::write(
        &list,
        "symbol,title,published,answers\nA/77/278,One,2022-08-15,75/901:1\nA/77/279,Two,2022-08-15,75/901\n\
         A/77/280,Three,2022-08-15,\"resolution 75/901, para. 1\"\nA/77/281,Four,2022-08-15,75/999:1\n\
         A/77/281,Four,2022-08-16,\n",
    )
    .expect("write");
    let (ok, text) = run(&db, &["load", &list.display().to_string()]);
    assert!(ok && text.contains("names nothing that is loaded so far: 75/999:1"), "{text}");
    assert!(text.contains("with two days stand there A/77/281;"), "{text}");
    let (ok, late) = run(&db, &["overdue", "--no-record", "--resolution", "75/901"]);
    let late = late.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(ok && late.contains("wait for a decision: `pursuant reconcile --resolution A/RES/75/901`"), "{late}");
    let (ok, shown) = run(&db, &["show", "75/901:1"]);
    assert!(ok && shown.contains("wait for a decision"), "{shown}");
    let found = json(&db, &["reconcile", "--resolution", "75/901"]);
    for symbol in ["A/77/278", "A/77/279", "A/77/280"] {
        assert!(found.iter().any(|r| r["document"] == symbol && r["certainty"] == "sure"), "{symbol}: {found:?}");
    }
    std::fs::write(&list, "foo,bar\n1,2\n").expect("write");
    let (ok, text) = run(&db, &["load", &list.display().to_string()]);
    assert!(!ok && text.contains("a list needs a column `symbol`"), "{text}");
    let (ok, text) = run(&db, &["--as-of", "2022-11-22", "reconcile", "--accept-sure"]);
    assert!(!ok && text.contains("leave --as-of out"), "{text}");
    let (ok, text) = run(&db, &["series", "1289"]);
    assert!(!ok && text.contains("no resolution 1289"), "{text}");
}

#[test]
fn a_renewed_request_stays_owed_and_shows_the_next() {
    let folder = tempfile::tempdir().expect("folder");
    let db = pair(folder.path());
    let rows = json(&db, &["diff", "75/901", "77/902"]);
    assert_eq!(rows[0]["change"], "renewed", "{rows:?}");
    assert_eq!(rows[0]["stays_owed"], true);
    let (ok, html) = run(&db, &["diff", "75/901", "77/902", "--format", "html"]);
    assert!(ok && html.contains("<del>seventy-seventh</del>") && html.contains("<ins>seventy-ninth</ins>"), "{html}");
    let row = &json(&db, &["list", "--resolution", "75/901", "--kind", "report"])[0];
    assert_eq!((row["timing"].as_str(), row["next"].as_str()), (Some("overdue"), Some("A/RES/77/902:1-requests")));
    // On a day before the later text was adopted there is no next.
    let row = &json(&db, &["--as-of", "2022-10-01", "list", "--resolution", "75/901", "--kind", "report"])[0];
    assert!(row["next"].is_null());
}

#[test]
fn what_follows_is_the_same_in_whatever_order_texts_come_and_through_a_merge() {
    let folder = tempfile::tempdir().expect("folder");
    let together = pair(folder.path());
    let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
    let load = |db: &Path, file: &str| {
        let (ok, text) = run(db, &["load", &folder.path().join(file).display().to_string()]);
        assert!(ok, "{text}");
    };
    // The later text first; in another database alone, and brought in by a merge.
    load(&one, "new.md");
    load(&one, "old.md");
    load(&two, "new.md");
    let merged = folder.path().join("merged.db");
    load(&merged, "old.md");
    let (ok, text) = run(&merged, &["merge", "--yes", &two.display().to_string()]);
    assert!(ok, "{text}");
    for db in [&together, &one, &merged] {
        let row = &json(db, &["list", "--resolution", "75/901", "--kind", "report"])[0];
        assert_eq!(row["next"], "A/RES/77/902:1-requests", "{}", db.display());
        let (ok, text) = run(db, &["verify", "--deep"]);
        assert!(ok, "{text}");
    }
    // A load that is taken back takes its links along.
    let (ok, text) = run(&one, &["undo"]);
    assert!(ok, "{text}");
    load(&one, "old.md");
    let (ok, text) = run(&one, &["verify", "--deep"]);
    assert!(ok, "{text}");
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn the_worked_case_through_three_resolutions() {
    let folder = tempfile::tempdir().expect("folder");
    let db = folder.path().join("p.db");
    let file = |name: &str| format!("{CORPUS}/languages/{name}");
    let (ok, text) = run(
        &db,
        &["load", &file("75_276_E.xml"), &file("A_RES_77_13-2226535E.xml"), &file("A_RES_79_10-2421660E.xml")],
    );
    assert!(ok, "{text}");
    let series: Vec<_> = json(&db, &["series", "75/276"]).into_iter().map(|r| r["symbol"].clone()).collect();
    assert_eq!(series, ["A/RES/75/276", "A/RES/77/13", "A/RES/79/10"]);
    let row = &json(&db, &["--as-of", "2023-10-01", "list", "--resolution", "75/276", "--kind", "report"])[0];
    assert_eq!((row["timing"].as_str(), row["next"].as_str()), (Some("overdue"), Some("A/RES/77/13:8-requests")));
    let found = json(&db, &["reconcile", "--resolution", "75/276"]);
    assert!(found.iter().any(|r| r["document"] == "A/77/277-S/2022/606" && r["certainty"] == "sure"), "{found:?}");
    // Nothing is set without being asked for; accepted, both reports are on record, and the last request stays open.
    let (ok, text) = run(&db, &["reconcile", "--accept-sure"]);
    assert!(ok, "{text}");
    let state = |resolution: &str| {
        let row = &json(&db, &["list", "--resolution", resolution, "--kind", "report"])[0];
        (row["timing"].as_str().unwrap_or_default().to_owned(), row["evidence"].to_string())
    };
    let (first, second, last) = (state("75/276"), state("77/13"), state("79/10"));
    assert!(first.0 == "closed" && first.1.contains("A/77/277-S/2022/606"), "{first:?}");
    assert!(second.0 == "closed" && second.1.contains("A/79/302-S/2024/600"), "{second:?}");
    assert_eq!(last.0, "due");
    assert!(json(&db, &["reconcile"]).is_empty());
    // As it stood before the report was noted, and as it was known before anybody recorded it.
    let row = &json(&db, &["--as-of", "2022-10-01", "list", "--resolution", "75/276", "--kind", "report"])[0];
    assert_eq!(row["timing"], "due");
    assert!(json(&db, &["--as-of", "2022-10-01", "reconcile"]).is_empty());
    let (ok, text) = run(&db, &["verify", "--deep"]);
    assert!(ok, "{text}");
}

#[test]
fn what_is_asked_again_is_superseded_only_when_somebody_accepts_it() {
    let folder = tempfile::tempdir().expect("folder");
    let db = pair(folder.path());
    let again = json(&db, &["reconcile", "--superseded"]);
    // The request for a report has a session of its own and stays owed; the encouragement has no time.
    assert_eq!(again.len(), 1, "{again:?}");
    assert_eq!(again[0]["obligation"], "A/RES/75/901:2-encourages");
    assert!(again[0]["document"].is_null() && again[0]["where"] == "A/RES/77/902, para. 2", "{again:?}");
    let id = again[0]["suggestion"].as_str().expect("hash");
    let (ok, text) = run(&db, &["reconcile", "--superseded", "--accept", &id[..8]]);
    assert!(ok, "{text}");
    let row = &json(&db, &["list", "--resolution", "75/901", "--kind", "action"])[0];
    assert_eq!((row["status"].as_str(), row["status_on"].as_str()), (Some("superseded"), Some("2023-05-04")), "{row}");
    assert!(row["note"].to_string().contains("A/RES/77/902, para. 2"), "{row}");
    assert!(json(&db, &["reconcile", "--superseded"]).is_empty());
    // Before the later text was adopted nothing was superseded.
    let row = &json(&db, &["--as-of", "2023-01-01", "list", "--resolution", "75/901", "--kind", "action"])[0];
    assert_eq!(row["status"], "no-entry");
}

#[test]
fn three_dates_stay_apart_and_lateness_is_against_the_first() {
    let folder = tempfile::tempdir().expect("folder");
    let db = pair(folder.path());
    let list = folder.path().join("reports.csv");
    std::fs::write(&list, "symbol,title,published\nA/77/277,Cooperation,2022-09-25\n").expect("write");
    run(&db, &["load", &list.display().to_string()]);
    let (ok, text) = run(&db, &["schedule", "75/901:1", "2023-09-15"]);
    assert!(ok, "{text}");
    let (_, text) = run(&db, &["show", "75/901:1"]);
    assert!(text.contains("planned     15 September 2023, 10 days late"), "{text}");
    run(&db, &["reconcile", "--accept-sure"]);
    let (_, text) = run(&db, &["show", "75/901:1"]);
    assert!(text.contains("issued      25 September 2022, 12 days after the session opened, in time"), "{text}");
    let row = &json(&db, &["list", "--resolution", "75/901", "--kind", "report"])[0];
    assert_eq!((row["issued"].as_str(), row["planned"].as_str()), (Some("2022-09-25"), Some("2023-09-15")));
}

/// Figures over what was read by hand. Floors, a little below what was measured.
#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn successors_and_answers_as_read_by_hand() {
    let folder = tempfile::tempdir().expect("folder");
    let db = folder.path().join("p.db");
    run(&db, &["load", &format!("{CORPUS}/ga-75"), &format!("{CORPUS}/ga-77")]);
    let next: std::collections::HashMap<String, serde_json::Value> = json(&db, &["series", "--all"])
        .into_iter()
        .map(|r| (r["symbol"].as_str().unwrap_or_default().to_owned(), r["successor"].clone()))
        .collect();
    let found = json(&db, &["reconcile"]);
    let lines = |name: &str| -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(format!("../shared/gold/{name}")).expect("the labels");
        text.lines().map(|l| serde_json::from_str(l).expect("a label")).collect()
    };
    let truth = lines("follow-truth.jsonl");
    let all: Vec<_> = truth.iter().cloned().chain(lines("follow-successors.jsonl")).collect();
    let right = all
        .iter()
        .filter(|t| {
            next.get(t["symbol"].as_str().unwrap_or_default()).unwrap_or(&serde_json::Value::Null) == &t["successor"]
        })
        .count();
    assert!(right * 100 >= all.len() * 98, "{right} of {}", all.len());
    let (mut sure, mut sure_right, mut answered, mut hit) = (0, 0, 0, 0);
    for t in &truth {
        for q in t["requests"].as_array().into_iter().flatten().filter(|q| q["is_request"] == true) {
            let halves = |s: &str| s.split("-S/").next().unwrap_or(s).split("-E/").next().unwrap_or(s).to_owned();
            let want: Vec<String> =
                q["answer"].as_array().into_iter().flatten().filter_map(|a| a.as_str()).map(halves).collect();
            let id = format!("{}:", t["symbol"].as_str().unwrap_or_default());
            let number = q["paragraph"].as_str().unwrap_or_default();
            let rows = found.iter().filter(|r| {
                let o = r["obligation"].as_str().unwrap_or_default().strip_prefix(id.as_str()).unwrap_or_default();
                let place =
                    o.split('-').next().unwrap_or_default().rsplit('.').find(|p| p.bytes().all(|b| b.is_ascii_digit()));
                r["kind"] != "agenda" && place == Some(number)
            });
            let said: Vec<_> =
                rows.map(|r| (halves(r["document"].as_str().unwrap_or_default()), r["certainty"] == "sure")).collect();
            sure += said.iter().filter(|s| s.1).count();
            sure_right += said.iter().filter(|s| s.1 && want.contains(&s.0)).count();
            answered += usize::from(!want.is_empty());
            hit += usize::from(said.iter().any(|s| want.contains(&s.0)));
        }
    }
    assert!(sure >= 24 && sure_right * 100 >= sure * 98, "sure {sure_right} of {sure}");
    assert!(hit * 100 >= answered * 85, "found {hit} of {answered}");
}
