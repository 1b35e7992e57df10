//! From draft to resolution, and what is issued again: ids, log and corrections go on, it is said, and taken back.

use crate::common::Office;

const BODY: &str = "The General Assembly,

Recalling its earlier resolutions on lighthouses,

1. Welcomes the work of the keepers of lighthouses;

2. Requests the Secretary-General to submit to the General Assembly at its ninety-third session a report on lighthouses;

3. Invites Member States to keep the lights burning;

4. Reaffirms that the Lighthouse Board meets every year;

5. Calls upon the Inter-Agency Lighthouse Group to test the lamps.
";

fn draft(symbol: &str) -> String {
    format!(
        "{symbol}\n\nGeneral Assembly\n\nNinety-first session\n\nAgenda item 12\n\nIceland and Malta: draft resolution\n\n\
         Lighthouses of the world\n\n{BODY}"
    )
}

fn adopted(cover: &str, body: &str) -> String {
    format!(
        "A/RES/91/40\n\nGeneral Assembly\n\nNinety-first session\n\nAgenda item 12\n\n\
         Resolution adopted by the General Assembly on 3 December 2036\n\n{cover}91/40. Lighthouses of the world\n\n{body}\n\
         45th plenary meeting\n3 December 2036\n"
    )
}

/// An office that has worked on the draft: a status, a note, a correction, a dismissal, an addition.
fn at_work() -> Office {
    let office = Office::new().at("2036-12-10T10:00:00Z");
    let file = office.file("draft.txt", draft("A/91/L.7"));
    office.ok(&["load", &file]);
    office.ok(&["log", "A/91/L.7:2", "in-progress", "--note", "outline agreed"]);
    office.ok(&["correct", "A/91/L.7:3", "--addressee", "Secretariat", "--deadline", "2037-06-30"]);
    office.ok(&["correct", "A/91/L.7:5", "--not-an-obligation", "--note", "a courtesy"]);
    office.ok(&[
        "add",
        "A/91/L.7:4",
        "--verb",
        "reaffirms",
        "--kind",
        "meeting",
        "--addressee",
        "Lighthouse Board",
        "--deadline",
        "2037-12-31",
    ]);
    office.ok(&["log", "A/91/L.7:4", "in-progress"]);
    office
}

fn rows(office: &Office) -> Vec<String> {
    let columns = "id,addressees,due_to,status";
    office.ok(&["list", "--format", "csv", "--columns", columns]).lines().skip(1).map(str::to_owned).collect()
}

const ON_THE_DRAFT: [&str; 3] = [
    "A/91/L.7:2-requests,Secretary-General,,in-progress",
    "A/91/L.7:3-invites,Secretariat,,no-entry",
    "A/91/L.7:4-reaffirms,Lighthouse Board,,in-progress",
];

/// The same, and due: nothing of a draft is.
fn on_the_resolution() -> Vec<String> {
    ON_THE_DRAFT
        .iter()
        .zip(["2039-09-06", "2037-06-30", "2037-12-31"])
        .map(|(r, due)| r.replace("A/91/L.7", "A/RES/91/40").replace(",,", &format!(",{due},")))
        .collect()
}

#[test]
fn status_corrections_dismissals_and_additions_go_on_and_come_back() {
    let office = at_work();
    assert_eq!(rows(&office), ON_THE_DRAFT);
    let body = BODY.replace("keep the lights burning", "keep the lights burning at all hours").replace(
        "5. Calls upon the Inter-Agency Lighthouse Group to test the lamps.",
        "5. Calls upon the Inter\u{2011}Agency Lighthouse Group to test the lamps;\n\n6. Thanks all keepers.",
    );
    let file = office
        .file("91_40.txt", adopted("[without reference to a Main Committee (A/91/L.7 and A/91/L.7/Add.1)]\n\n", &body));
    let said = office.ok(&["load", &file]);
    assert!(said.contains("adopted   A/91/L.7 became A/RES/91/40"), "{said}");
    assert_eq!(rows(&office), on_the_resolution());
    // What was recorded on the draft is seen on the resolution, and how it came there.
    let shown = office.ok(&["show", "91/40:2"]);
    assert!(shown.contains("outline agreed") && shown.contains("A/91/L.7 became A/RES/91/40"), "{shown}");
    assert!(office.ok(&["history", "91/40:3"]).contains("1 entry."));
    assert!(office.ok(&["show", "91/40:5"]).contains("dismissed"));
    assert!(office.ok(&["show", "A/91/L.7"]).contains("It became A/RES/91/40"));
    insta::assert_snapshot!("draft_diff", office.ok(&["diff", "A/91/L.7", "91/40"]));
    let json: serde_json::Value =
        serde_json::from_str(&office.ok(&["diff", "A/91/L.7", "91/40", "--format", "json"])).unwrap();
    assert_eq!(json.as_array().unwrap().iter().filter(|r| r["change"] == "same").count(), 5);
    let undone = office.ok(&["undo"]);
    assert!(undone.contains("A/91/L.7 became A/RES/91/40"), "{undone}");
    assert_eq!(rows(&office), ON_THE_DRAFT);
    office.ok(&["undo", last_entry(&undone)]);
    assert_eq!(rows(&office), on_the_resolution());
}

/// The entry that a reply names last.
fn last_entry(said: &str) -> &str {
    said.split(|c: char| c.is_whitespace() || c == '`' || c == ';').rfind(|w| w.starts_with("e:")).unwrap_or_default()
}

#[test]
fn a_text_that_names_no_draft_adopts_the_one_that_is_said() {
    let office = at_work();
    let file = office.file("91_40.txt", adopted("", BODY));
    let wrong = office.run(&["load", "--adopts", "A/91/L.99", &file]);
    assert!(wrong.contains("no draft A/91/L.99") && wrong.contains("exit status"), "{wrong}");
    let said = office.ok(&["load", "--adopts", "A/91/L.7", &file]);
    assert!(said.contains("A/91/L.7 became A/RES/91/40"), "{said}");
    assert_eq!(rows(&office), on_the_resolution());
    office.ok(&["undo"]);
    assert_eq!(rows(&office), ON_THE_DRAFT);
    // Loaded first and proved later: the same text again, with the word that it adopts.
    office.ok(&["load", &file]);
    assert_eq!(rows(&office).len(), 6);
    let said = office.ok(&["load", "--adopts", "A/91/L.7", &file]);
    assert!(said.contains("A/91/L.7 became A/RES/91/40"), "{said}");
    assert_eq!(rows(&office), on_the_resolution());
}

#[test]
fn the_draft_may_come_after_its_resolution_and_a_pasted_text_needs_no_day() {
    let office = Office::new().at("2036-12-10T10:00:00Z");
    let late = office.file("late.txt", adopted("[without reference to a Main Committee (A/91/L.7)]\n\n", BODY));
    office.ok(&["load", &late]);
    let draft_file = office.file("draft.txt", draft("A/91/L.7"));
    let said = office.ok(&["load", &draft_file]);
    assert!(said.contains("A/91/L.7 became A/RES/91/40"), "{said}");
    assert!(rows(&office).iter().all(|r| r.starts_with("A/RES/91/40")), "{:?}", rows(&office));
    // A text without the day of its adoption takes its draft's place all the same.
    let office = at_work();
    let pasted = office.file("pasted.txt", format!("A/RES/91/40\n\n{BODY}"));
    office.ok(&["load", "--adopts", "A/91/L.7", &pasted]);
    assert_eq!(rows(&office).iter().filter(|r| r.starts_with("A/91/L.7")).count(), 0, "{:?}", rows(&office));
}

#[test]
fn corrigenda_and_reissues_become_the_current_text_and_the_log_goes_on() {
    let office = Office::new().at("2036-12-20T10:00:00Z");
    let first = office.file("91_40.txt", adopted("", BODY));
    office.ok(&["load", &first]);
    office.ok(&["log", "91/40:2", "in-progress"]);
    office.ok(&["add", "91/40:4", "--verb", "reaffirms", "--kind", "meeting", "--addressee", "Lighthouse Board"]);
    let reissued = adopted("", &BODY.replace("a report on lighthouses;", "a report on lighthouses and buoys;"))
        .replace("A/RES/91/40\n", "A/RES/91/40*\n")
        + "\n* Reissued for technical reasons on 18 December 2036.\n";
    let file = office.file("91_40_star.txt", reissued);
    let said = office.ok(&["load", &file]);
    assert!(said.contains("updated"), "{said}");
    assert!(office.ok(&["show", "91/40:2"]).contains("lighthouses and buoys"));
    let corrected = adopted("", &BODY.replace("a report on lighthouses;", "a yearly report on lighthouses and buoys;"))
        .replace("A/RES/91/40\n", "A/RES/91/40/Corr.1\n");
    let file = office.file("91_40_corr.txt", corrected);
    office.ok(&["load", &file]);
    let shown = office.ok(&["show", "91/40:2"]);
    assert!(shown.contains("yearly report") && shown.contains("in progress"), "{shown}");
    assert!(office.ok(&["show", "91/40:4"]).contains("Lighthouse Board"));
    // The older one is kept, and does not come back by being loaded again.
    let said = office.ok(&["load", &first]);
    assert!(office.ok(&["show", "91/40:2"]).contains("yearly report"), "{said}");
    assert!(office.ok(&["resolutions", "--format", "csv", "--columns", "symbol"]).lines().count() == 2);
    office.ok(&["undo"]);
    assert!(office.ok(&["show", "91/40:2"]).contains("lighthouses and buoys"));
    // A corrigendum that only lists what is to be read otherwise is no text: it says so.
    let list = office.file(
        "list.txt",
        "A/RES/91/40/Corr.1\n\nGeneral Assembly\n\nNinety-first session\n\nCorrigendum\n\nParagraph 2\n\n\
         For a report read a yearly report\n",
    );
    let said = office.run(&["load", &list]);
    assert!(said.contains("corrigendum") && said.contains("exit status 1"), "{said}");
}

#[test]
fn nothing_of_a_draft_is_due_or_late_before_it_is_adopted() {
    let office = Office::new().at("2046-12-10T10:00:00Z");
    let body = BODY.replace(
        "3. Invites Member States",
        "3. Requests Member States, within 90 days of the adoption of this resolution,",
    );
    let file = office.file("draft.txt", draft("A/91/L.7").replace(BODY, &body));
    let said = office.ok(&["load", &file]);
    assert!(said.contains("draft") && !said.contains("no record"), "{said}");
    let late = office.ok(&["overdue", "--format", "csv"]);
    assert_eq!(late.lines().count(), 1, "{late}");
    let timings = office.ok(&["list", "--format", "csv", "--columns", "timing,due_to"]);
    assert!(timings.lines().skip(1).all(|l| l == "draft,"), "{timings}");
    assert_eq!(office.ok(&["list", "--timing", "draft", "--format", "csv"]).lines().count(), timings.lines().count());
    assert_eq!(office.ok(&["list", "--due-before", "2099-01-01", "--format", "csv"]).lines().count(), 1);
    let shown = office.ok(&["show", "A/91/L.7:3"]);
    assert!(shown.contains("nothing is due unless it is adopted"), "{shown}");
    // Its resolution is late, from the day of adoption that it names.
    let file = office.file("91_40.txt", adopted("[without reference to a Main Committee (A/91/L.7)]\n\n", &body));
    office.ok(&["load", &file]);
    assert!(office.ok(&["overdue", "--format", "csv"]).lines().count() > 1);
    let shown = office.ok(&["show", "A/91/L.7:3"]);
    assert!(shown.contains("became A/RES/91/40") && shown.contains("A/RES/91/40:3-requests"), "{shown}");
    let refused = office.run(&["log", "A/91/L.7:3", "in-progress"]);
    assert!(refused.contains("A/RES/91/40:3-requests") && refused.contains("exit status"), "{refused}");
    assert!(office.ok(&["diff", "A/91/L.7"]).contains("A/RES/91/40"));
}

#[test]
fn what_a_resolution_leaves_out_of_its_draft_is_said_and_reviewed() {
    let office = at_work();
    let body = BODY.replace("2. Requests the Secretary-General to submit to the General Assembly at its ninety-third session a report on lighthouses;", "2. Thanks the keepers;");
    let file = office.file("91_40.txt", adopted("[without reference to a Main Committee (A/91/L.7)]\n\n", &body));
    let said = office.run(&["load", &file]);
    assert!(said.contains("to check") && said.contains("A/91/L.7:2-requests"), "{said}");
    let review = office.ok(&["review"]);
    assert!(review.contains("in progress") && review.contains("A/91/L.7:2"), "{review}");
}

#[test]
fn a_revised_draft_follows_its_draft_and_both_lead_to_the_resolution() {
    let cover = "[without reference to a Main Committee (A/91/L.7/Rev.1)]\n\n";
    let office = at_work();
    let revised = office.file("rev.txt", draft("A/91/L.7/Rev.1"));
    let said = office.ok(&["load", &revised]);
    assert!(said.contains("A/91/L.7 became A/91/L.7/Rev.1"), "{said}");
    let file = office.file("91_40.txt", adopted(cover, BODY));
    let said = office.ok(&["load", &file]);
    assert!(said.contains("A/91/L.7/Rev.1 became A/RES/91/40"), "{said}");
    assert_eq!(rows(&office), on_the_resolution());
    // The revision was never here, or comes with the rest.
    let office = at_work();
    let file = office.file("91_40.txt", adopted(cover, BODY));
    office.ok(&["load", &file]);
    assert_eq!(rows(&office), on_the_resolution());
    let office = at_work();
    let (revised, file) =
        (office.file("rev.txt", draft("A/91/L.7/Rev.1")), office.file("91_40.txt", adopted(cover, BODY)));
    office.ok(&["load", &file, &revised]);
    assert_eq!(rows(&office), on_the_resolution());
    // The draft may come last.
    let office = Office::new().at("2036-12-10T10:00:00Z");
    let names =
        [("91_40.txt", adopted(cover, BODY)), ("rev.txt", draft("A/91/L.7/Rev.1")), ("draft.txt", draft("A/91/L.7"))];
    for (name, text) in names {
        let file = office.file(name, text);
        office.ok(&["load", &file]);
    }
    assert!(rows(&office).iter().all(|r| r.starts_with("A/RES/91/40")), "{:?}", rows(&office));
}

#[test]
fn a_draft_is_adopted_once_and_by_the_organ_that_it_asks() {
    let office = at_work();
    let council = office.file(
        "s.txt",
        "S/RES/2999 (2036)\n\nSecurity Council\n\nAdopted by the Security Council at its 9000th meeting, on 3 December 2036\n\n\
         The Security Council,\n\n1. Requests the Secretary-General to report on lighthouses within 90 days.\n",
    );
    let said = office.run(&["load", "--adopts", "A/91/L.7", &council]);
    assert!(said.contains("draft for the General Assembly") && said.contains("exit status"), "{said}");
    let file = office.file("91_40.txt", adopted("[without reference to a Main Committee (A/91/L.7)]\n\n", BODY));
    office.ok(&["load", &file]);
    let other = office.file("other.txt", draft("A/91/L.8"));
    office.ok(&["load", &other]);
    let said = office.run(&["load", "--adopts", "A/91/L.8", &file]);
    assert!(said.contains("has adopted A/91/L.7 already") && said.contains("exit status"), "{said}");
}

/// The eight drafts of the corpus and what they became.
#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn real_drafts_hand_on_what_was_recorded() {
    let folder = "../shared/corpus/drafts";
    let files = |start: &str, end: &str| -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|n| n.starts_with(start) && n.ends_with(end))
            .map(|n| format!("{folder}/{n}"))
            .collect();
        names.sort();
        names
    };
    for end in [".pdf", ".xml"] {
        let office = Office::new();
        let (drafts, texts) = (files("A_80_L", ".pdf"), files("A_RES", end));
        assert_eq!((drafts.len(), texts.len()), (8, 8));
        office.ok(&[&["load"], &drafts.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat());
        let ids = |office: &Office| -> Vec<String> {
            let list = office.ok(&["list", "--format", "csv", "--columns", "id"]);
            list.lines().skip(1).map(|l| l.split('@').next().unwrap_or(l).to_owned()).collect()
        };
        let before = ids(&office);
        for (i, id) in before.iter().enumerate() {
            match i % 3 {
                0 => office.ok(&["log", id, "in-progress", "--note", &format!("note {i}")]),
                1 => office.ok(&["correct", id, "--addressee", "Secretariat"]),
                _ => office.ok(&["note", id, &format!("note {i}")]),
            };
        }
        let said = office.ok(&[&["load"], &texts.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat());
        assert_eq!(said.matches(" became A/RES/80/").count(), 8, "{said}");
        let after = ids(&office);
        assert_eq!(before.len(), after.len());
        assert!(after.iter().all(|id| id.starts_with("A/RES/80/")), "{after:?}");
        for id in &after {
            assert!(office.ok(&["history", id]).contains("1 entry."), "{id}");
        }
        assert_eq!(
            office.ok(&["list", "--addressee", "Secretariat", "--format", "csv"]).lines().count(),
            1 + before.len().div_ceil(3)
        );
        office.ok(&["undo"]);
        assert_eq!(ids(&office), before);
    }
}
