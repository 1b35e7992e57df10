//! Papers: saved filters, tables that are filled in and read back, what changed, the Monday page, counts.

use crate::common::Office;
use calamine::{Data, Reader};

/// The first sheet of a workbook, as words and ISO dates.
fn sheet(path: &str) -> Vec<Vec<String>> {
    let mut book = calamine::open_workbook_auto(path).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let text = |c: &Data| match c {
        Data::DateTime(d) => {
            let (year, month, day, ..) = d.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    range.rows().map(|r| r.iter().map(text).collect()).collect()
}

/// A workbook as a colleague saves it.
fn save(path: &str, rows: &[Vec<String>]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (i, row) in rows.iter().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            sheet.write_string(i as u32, j as u16, cell).unwrap();
        }
    }
    book.save(path).unwrap();
}

/// Changes the cell under a head, in the row of an id.
fn fill(rows: &mut [Vec<String>], id: &str, head: &str, value: &str) {
    let column = rows[0].iter().position(|h| h == head).unwrap_or_else(|| panic!("no {head} in {:?}", rows[0]));
    let row = rows.iter_mut().find(|r| r.iter().any(|c| c.ends_with(id))).unwrap();
    row[column] = value.to_owned();
}

#[test]
fn filters_are_saved_under_a_name_and_used_everywhere() {
    let office = Office::with_sample();
    insta::assert_snapshot!("filters_none", office.ok(&["filters"]));
    office.ok(&["filters", "save", "reports", "--resolution", "75/276", "--kind", "report"]);
    office.ok(&["filters", "save", "both", "--filter", "reports", "--addressee", "SG"]);
    insta::assert_snapshot!("filters_list", office.ok(&["filters"]));
    let given = office.ok(&["list", "--resolution", "75/276", "--kind", "report"]);
    assert_eq!(office.ok(&["list", "--filter", "reports"]), given);
    // What is given beside it takes the place of what is saved.
    let agenda = office.ok(&["list", "--filter", "reports", "--kind", "agenda"]);
    assert_eq!(agenda, office.ok(&["list", "--resolution", "75/276", "--kind", "agenda"]));
    assert!(office.ok(&["overdue", "--filter", "both"]).contains("No record (1"));
    office.ok(&["log", "--filter", "reports", "in-progress", "--yes"]);
    office.ok(&["filters", "remove", "both"]);
    insta::assert_snapshot!("filters_missing", office.run(&["list", "--filter", "both"]));
    assert!(office.run(&["filters", "save", "../up", "--kind", "report"]).contains("exit status 2"));
    assert!(office.run(&["filters", "save", "nothing"]).contains("exit status 2"));
    assert!(office.run(&["filters", "save", "wrong", "--resolution", "what?"]).contains("exit status"));
}

#[test]
fn a_table_is_handed_out_filled_in_and_read_back() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:4", "in-progress", "--on", "2026-01-10", "--note", "=consultations held"]);
    for name in ["status.xlsx", "status.csv", "status.json"] {
        let file = office.folder().join(name).display().to_string();
        office.ok(&["list", "--output", &file]);
        let read = office.ok(&["log", "--from", &file]);
        assert!(read.contains("without a change") && read.ends_with("nothing to write\n"), "{name}: {read}");
    }
    let file = office.folder().join("status.xlsx").display().to_string();
    let mut rows = sheet(&file);
    fill(&mut rows, ":8-requests", "status", "implemented");
    fill(&mut rows, ":8-requests", "evidence", "A/77/277; letter of 3 May");
    fill(&mut rows, ":4-invites", "status", "partly implemented");
    fill(&mut rows, ":5-invites", "remarks", "asked the missions");
    let filled = office.folder().join("filled.xlsx").display().to_string();
    save(&filled, &rows);
    insta::assert_snapshot!("round_written", office.ok(&["log", "--from", &filled]));
    let log = office.ok(&["history", "--format", "csv", "--columns", "about,on,status,note,evidence"]);
    let mut lines: Vec<&str> = log.lines().collect();
    lines.sort_unstable();
    insta::assert_snapshot!("round_history", lines.join("\n"));
    assert!(office.ok(&["log", "--from", &filled]).ends_with("nothing to write\n"));
    // An old table that nobody filled in undoes nothing of it.
    assert!(office.ok(&["log", "--from", &file]).ends_with("nothing to write\n"));
}

#[test]
fn what_was_recorded_in_between_is_shown_and_not_written_over() {
    let office = Office::with_sample();
    let file = office.folder().join("status.xlsx").display().to_string();
    office.ok(&["list", "--output", &file]);
    let mut rows = sheet(&file);
    fill(&mut rows, ":8-requests", "status", "partly implemented");
    fill(&mut rows, ":5-invites", "status", "in progress");
    save(&file, &rows);
    office.ok(&["log", "75/276:8", "implemented", "--on", "2022-08-15", "--evidence", "A/77/277"]);
    insta::assert_snapshot!("round_conflict", office.run(&["log", "--from", &file]));
    assert!(office.ok(&["list", "--status", "in-progress"]).contains("No provision fits"));
    insta::assert_snapshot!("round_conflict_dry", office.ok(&["log", "--from", &file, "--dry-run"]));
    insta::assert_snapshot!("round_conflict_keep", office.ok(&["log", "--from", &file, "--keep"]));
    assert!(office.ok(&["list", "--status", "implemented"]).contains(":8-requests"));
    assert!(office.ok(&["list", "--status", "in-progress"]).contains(":5-invites"));
    // A line whose status is set to what is recorded is settled by the file.
    fill(&mut rows, ":8-requests", "status", "implemented");
    let settled = office.folder().join("settled.xlsx").display().to_string();
    save(&settled, &rows);
    assert!(office.ok(&["log", "--from", &settled]).ends_with("nothing to write\n"));
    office.ok(&["log", "--from", &file, "--yes"]);
    assert!(office.ok(&["list", "--status", "partly-implemented"]).contains(":8-requests"));
    // Both recorded the same: nothing to ask.
    let office = Office::with_sample();
    office.ok(&["list", "--output", &file]);
    let mut rows = sheet(&file);
    fill(&mut rows, ":8-requests", "status", "in-progress");
    save(&file, &rows);
    office.ok(&["log", "75/276:8", "in-progress"]);
    assert!(office.ok(&["log", "--from", &file]).ends_with("nothing to write\n"));
}

#[test]
fn a_column_that_is_not_read_is_said_and_a_slip_of_the_pen_refused() {
    let office = Office::with_sample();
    let table = |head: &str| format!("id,status,{head}\nA/RES/75/276:8-requests,implemented,A/77/277\n");
    let file = office.file("slip.csv", table("evidnce"));
    insta::assert_snapshot!("columns_slip", office.run(&["log", "--from", &file]));
    let file = office.file("own.csv", table("my comments"));
    let said = office.run(&["log", "--from", &file, "--dry-run"]);
    assert!(said.contains("not read") && said.contains("column my comments"), "{said}");
    // Every table of this program has only columns that are known.
    for format in ["csv", "xlsx", "json"] {
        for args in [&["list"][..], &["changes", "--since", "2026-11-01"], &["brief", "--since", "2020-01-01"]] {
            let file = office.folder().join(format!("own.{format}")).display().to_string();
            office.ok(&[args, &["--output", &file]].concat());
            let said = office.run(&["log", "--from", &file, "--dry-run"]);
            assert!(!said.contains("not read") && !said.contains("no column"), "{args:?} {format}: {said}");
        }
    }
}

#[test]
fn the_day_of_an_old_status_is_not_that_of_a_new_one() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:4", "in-progress", "--on", "2026-01-10"]);
    let file = office.folder().join("status.csv").display().to_string();
    office.ok(&["list", "--output", &file, "--columns", "id,status,status_on,note"]);
    let filled = std::fs::read_to_string(&file).unwrap().replace("in-progress", "partly-implemented");
    std::fs::write(&file, filled).unwrap();
    office.ok(&["log", "--from", &file]);
    let days = office.ok(&["history", "--kind", "status", "--format", "csv", "--columns", "on,status"]);
    assert!(days.ends_with("2026-11-24,partly-implemented\n"), "{days}");
    office.ok(&["undo"]);
    let filled = std::fs::read_to_string(&file).unwrap().replace("2026-01-10", "2026-05-02");
    std::fs::write(&file, filled).unwrap();
    office.ok(&["log", "--from", &file]);
    let days = office.ok(&["history", "--kind", "status", "--format", "csv", "--columns", "on,status"]);
    assert!(days.ends_with("2026-05-02,partly-implemented\n"), "{days}");
}

#[test]
fn changes_tell_what_is_new_recorded_past_answered_and_corrected() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "implemented", "--on", "2022-08-15", "--evidence", "A/77/277"]);
    office.ok(&["log", "75/276:4", "in-progress", "--note", "consultations held"]);
    office.ok(&["note", "75/276:5", "asked the missions"]);
    office.ok(&["correct", "75/276:4", "--kind", "report"]);
    insta::assert_snapshot!("changes", office.ok(&["changes", "--since", "2026-11-20"]));
    insta::assert_snapshot!("changes_past", office.ok(&["changes", "--between", "2023-09-01", "2023-09-30"]));
    let csv = office.ok(&["changes", "--since", "2026-11-20", "--kind", "report", "--format", "csv"]);
    assert!(csv.lines().any(|l| l.starts_with("answered,A/RES/75/276:8-requests,")), "{csv}");
    assert!(!csv.contains("asked the missions"), "{csv}");
    // What was taken back is no change.
    office.ok(&["log", "75/276:5", "in-progress"]);
    office.ok(&["undo"]);
    assert!(!office.ok(&["changes", "--since", "2026-11-20", "--format", "csv"]).contains(":5-invites,in progress"));
    assert!(office.run(&["changes"]).contains("exit status 2"));
    assert!(office.run(&["changes", "--between", "2026-02-01", "2026-01-01"]).contains("exit status 2"));
}

#[test]
fn a_brief_tells_what_is_past_due_to_come_and_stale() {
    let office = Office::with_sample();
    office.ok(&["assign", "75/276:8", "--lead", "DPPA"]);
    insta::assert_snapshot!("brief_eve", office.ok(&["--as-of", "2022-08-20", "brief"]));
    insta::assert_snapshot!("brief_due", office.ok(&["--as-of", "2022-09-19", "brief", "--by", "office"]));
    insta::assert_snapshot!(
        "brief_past",
        office.ok(&["--as-of", "2023-09-11", "brief", "--by", "addressee", "--format", "md"])
    );
    office.ok(&["log", "75/276:4", "in-progress", "--on", "2026-01-10"]);
    assert!(office.ok(&["brief"]).contains("90 days: 0."));
    let later = office.at("2027-03-01T08:00:00Z");
    insta::assert_snapshot!("brief_stale", later.ok(&["brief"]));
    assert!(later.run(&["brief", "--by", "colour"]).contains("one of office, addressee"));
}

#[test]
fn counts_and_shares_tell_of_lateness_only_when_asked() {
    let office = Office::with_sample();
    insta::assert_snapshot!("stats", office.ok(&["stats"]));
    insta::assert_snapshot!("stats_csv", office.ok(&["stats", "--by", "kind,year", "--late", "--format", "csv"]));
    for format in ["table", "md", "csv", "json"] {
        let text = office.ok(&["stats", "--by", "organ,session,office", "--format", format]);
        assert!(!text.contains("outstanding") && !text.contains("no record"), "{format}: {text}");
    }
    let html = office.ok(&["stats", "--format", "html"]);
    assert!(html.contains("<svg role=\"img\"") && !html.contains("class=\"legend\""), "{html}");
    assert!(office.run(&["stats", "--by", "colour"]).contains("exit status 2"));
}

#[test]
fn a_status_that_is_taken_out_of_a_table_is_never_passed_over_in_silence() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "in-progress", "--note", "drafting"]);
    let out = office.folder().join("t.xlsx").display().to_string();
    office.ok(&["list", "--resolution", "75/276", "-o", &out]);
    let exported = sheet(&out);
    let before = office.ok(&["history", "--format", "csv"]);
    for status in ["no-entry", "no entry"] {
        let mut rows = exported.clone();
        fill(&mut rows, ":8-requests", "status", status);
        save(&out, &rows);
        let said = office.run(&["log", "--from", &out]);
        assert!(said.contains("in progress is recorded") && said.contains("undo"), "{said}");
    }
    let mut rows = exported.clone();
    fill(&mut rows, ":8-requests", "status", "");
    fill(&mut rows, ":8-requests", "remarks", "");
    save(&out, &rows);
    let said = office.run(&["log", "--from", &out]);
    assert!(said.contains("its status cell is empty") && said.contains("its remarks cell is empty"), "{said}");
    let mut rows = exported.clone();
    fill(&mut rows, ":8-requests", "status", "implemented");
    fill(&mut rows, ":8-requests", "action requested", "");
    save(&out, &rows);
    let said = office.run(&["log", "--from", &out]);
    assert!(said.contains("first words") && said.contains("nothing was written"), "{said}");
    assert_eq!(office.ok(&["history", "--format", "csv"]), before);
}

#[test]
fn lines_that_contradict_each_other_are_refused() {
    let office = Office::with_sample();
    let id = "A/RES/75/276:8-requests";
    let file = office.file("two.csv", format!("id,status,evidence\n{id},in-progress,\n{id},implemented,A/77/277\n"));
    let said = office.run(&["log", "--from", &file]);
    assert!(said.contains("line 3") && said.contains("contradicts line 2"), "{said}");
    // A history, each status with its day, is none.
    let file = office.file(
        "days.csv",
        format!("id,status,on,evidence\n{id},in-progress,2026-01-05,\n{id},implemented,2026-02-05,A/77/277\n"),
    );
    assert!(!office.run(&["log", "--from", &file, "--dry-run"]).contains("exit status"));
}

#[test]
fn rows_for_programs_name_their_resolution_and_a_paper_without_windows_names_the_calendar() {
    let office = Office::with_sample();
    let csv = office.ok(&["table", "--resolution", "75/276", "--format", "csv"]);
    assert!(csv.starts_with("group,cite,para"), "{csv}");
    assert!(csv.lines().skip(1).all(|l| l.contains("resolution 75/276, para. ")), "{csv}");
    let said = office.run(&["stats", "--format", "ics"]);
    assert!(said.contains("pursuant list --output FILE.ics"), "{said}");
}
