//! Two texts beside each other, and what lies between them.

use crate::common::Office;
use crate::walk::with_suggestions;

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A later text of the same title.
fn later(session: &str, number: u32, own: &str, date: &str, recital: &str) -> String {
    format!(
        "United Nations A/RES/{session}/{number}\n\nGeneral Assembly\n\nDistr.: General\n\n{own} session\nAgenda item 30\n\n\
         Resolution adopted by the General Assembly on {date}\n\n\
         **{session}/{number}. Lighthouses of the northern coast**\n\n*The General Assembly*,\n\n{recital}\n\n\
         1. *Requests* the Secretary-General to submit to the General Assembly at its eighty-first session a report on \
         lighthouses.\n"
    )
}

fn third(recital: &str) -> String {
    later("79", 903, "Seventy-ninth", "5 May 2025", recital)
}

#[test]
fn a_comparison_says_where_the_two_are_no_neighbours() {
    let office = with_suggestions();
    let recital = "*Recalling* its resolutions 75/901 of 3 May 2021 and 77/902 of 4 May 2023,";
    let file = office.file("third.md", third(recital));
    office.ok(&["load", &file]);
    office.ok(&["load", "data/samples"]);
    let diff = |args: &[&str]| words(&office.ok(&[&["diff"], args].concat()));
    assert!(!diff(&["75/901", "77/902"]).contains("Nothing that is loaded"));
    let said = diff(&["77/902", "75/901"]);
    assert!(said.contains("A/RES/75/901 is the earlier of the two"), "{said}");
    assert!(diff(&["75/901", "75/901"]).contains("A/RES/75/901 is compared with itself."));
    assert!(diff(&["75/901", "79/903"]).contains("Between the two stands A/RES/77/902."));
    let said = diff(&["75/276", "77/902"]);
    assert!(said.contains("Nothing that is loaded shows that A/RES/77/902 follows A/RES/75/276"), "{said}");
    for format in ["md", "html", "json", "csv"] {
        assert!(diff(&["75/901", "75/901", "--format", format]).contains("compared with itself"), "{format}");
    }
    let said = words(&office.run(&["--as-of", "2022-01-01", "diff", "75/901", "77/902"]));
    assert!(said.contains("A/RES/77/902 was adopted on 4 May 2023; on 1 January 2022 it was not known"), "{said}");
    let said = office.run(&["--as-of", "2022-01-01", "diff", "75/901"]);
    assert!(said.contains("no resolution that is loaded follows A/RES/75/901"), "{said}");
}

#[test]
fn of_two_that_fit_equally_well_neither_is_taken() {
    let office = Office::new();
    let mut files =
        vec![office.file("1.md", later("75", 901, "Seventy-fifth", "3 May 2021", "*Recalling* the Charter,"))];
    for number in [902, 903] {
        let text =
            later("77", number, "Seventy-seventh", "4 May 2023", "*Recalling* its resolution 75/901 of 3 May 2021,");
        files.push(office.file(&format!("{number}.md"), text));
    }
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    office.ok(&[&["load"], files.as_slice()].concat());
    let said = words(&office.run(&["diff", "75/901"]));
    assert!(
        said.contains("several fit equally well as the next of A/RES/75/901: A/RES/77/902, A/RES/77/903"),
        "{said}"
    );
    let said = words(&office.ok(&["diff", "75/901", "77/902"]));
    assert!(said.contains("Several fit equally well as the next of A/RES/75/901"), "{said}");
}

#[test]
fn a_text_in_between_that_is_not_loaded_is_said_wherever_the_link_is_shown() {
    let with = |recital: &str| {
        let office = with_suggestions();
        let (old, new) = (office.folder().join("old.md"), office.file("third.md", third(recital)));
        let old = old.display().to_string();
        std::fs::remove_file(office.db()).unwrap();
        office.ok(&["load", &old, &new]);
        office
    };
    let office = with("*Recalling* its resolutions 75/901 of 3 May 2021 and 77/902 of 4 May 2023,");
    let named = "ot loaded: A/RES/77/902, which A/RES/79/903 recalls";
    for args in [&["series", "75/901", "--format", "csv"][..], &["diff", "75/901"], &["show", "75/901:1"]] {
        let said = words(&office.ok(args));
        assert!(said.contains(named), "{args:?}: {said}");
    }
    assert!(office.ok(&["series", "75/901"]).contains("1 with something missing or in doubt"));
    let office = with("*Recalling* its resolution 75/901 of 3 May 2021,");
    let said = words(&office.ok(&["show", "75/901:1"]));
    assert!(said.contains("agenda of session 77, of which nothing is loaded"), "{said}");
    // Before the later text was adopted, nothing can be known of what follows.
    let said = words(&office.ok(&["--as-of", "2022-01-01", "series", "75/901"]));
    assert!(said.contains("0 with something missing or in doubt, 1 whose next session is not loaded"), "{said}");
}

#[test]
fn what_is_counted_as_searched_was_known_on_the_day() {
    let office = with_suggestions();
    let list = office.file("l.csv", "symbol,title,published\nA/80/1,Lamps,2025-01-01\n");
    office.ok(&["load", &list]);
    let said = words(&office.ok(&["--as-of", "2022-10-01", "overdue", "--no-record"]));
    assert!(!said.contains("2 texts"), "{said}");
    let said = words(&office.ok(&["--as-of", "2024-10-01", "overdue", "--no-record"]));
    assert!(said.contains("(2 texts, 0 documents)"), "{said}");
    assert!(words(&office.ok(&["overdue", "--no-record"])).contains("(2 texts, 1 document)"));
}

#[test]
fn lists_say_everything_that_is_wrong_with_them_at_once() {
    let office = with_suggestions();
    let load = |name: &str, content: &str| words(&office.run(&["load", &office.file(name, content)]));
    let said = load("o.json", r#"{"symbol": "A/77/1", "title": "Lamps"}"#);
    assert!(said.contains("a list in JSON is an array") && said.contains("exit status 1"), "{said}");
    let said = load("two.csv", "symbol,published\nA/77/1,x\nA/77/2,2022-01-01\n,2022-01-01\n");
    assert!(said.contains("entry 1: `x` is no day; entry 3: no symbol"), "{said}");
    let said = load("titles.csv", "symbol,title\nA/77/1,Lamps\nA/77/1,Ropes\n");
    assert!(said.contains("with two titles stand there A/77/1; the later line counts"), "{said}");
}

#[test]
fn a_plan_from_before_the_adoption_is_remarked() {
    let office = with_suggestions();
    let said = words(&office.ok(&["schedule", "75/901:1", "1900-01-01"]));
    assert!(said.contains("1 January 1900 lies before the adoption of A/RES/75/901 on 3 May 2021"), "{said}");
    assert!(!office.ok(&["schedule", "75/901:1", "2022-09-01"]).contains("to check"));
}
