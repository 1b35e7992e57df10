//! What is written is what is stored: many rows and nasty texts in every format, read back by other readers.

use crate::common::Office;
use calamine::Reader;
use std::io::Read;

/// What must not be a formula, a tag, an escape or a turn of the line anywhere.
const NASTY: &str = "=HYPERLINK(\"http://x\") <script>alert('1')</script> \u{202e}drawkcab\u{202c} 🚢 ميناء \u{1b}[31mred; \"quoted\", 'single' & |pipe|";
/// As people see it.
const SEEN: &str = "=HYPERLINK(\"http://x\") <script>alert('1')</script> \\u{202e}drawkcab\\u{202c} 🚢 ميناء \\u{1b}[31mred; \"quoted\", 'single' & |pipe|";
const ROWS: usize = 300;

fn office() -> Office {
    let office = Office::new().at("2038-01-10T09:00:00Z");
    let mut text = "United Nations A/RES/91/41\nGeneral Assembly\nDistr.: General\n3 December 2036\n\nNinety-first session\nAgenda item 12\n\n\
         Resolution adopted by the General Assembly on 3 December 2036\n\n\
         91/41. Lights =HYPERLINK(\"http://x\") <script>alert('1')</script> 🚢 ميناء of harbours\n\n\
         The General Assembly,\n\nRecalling the lights of all harbours,\n\n"
        .to_owned();
    for n in 1..=ROWS {
        let end = if n == ROWS { '.' } else { ';' };
        text.push_str(&format!(
            "{n}. Requests the Secretary-General to submit to the General Assembly, by 1 March 2037, a report on the harbour called \
             “=No. {n}” & <u>its</u> lights{end}\n\n"
        ));
    }
    let file = office.file("lights.txt", text);
    office.ok(&["load", &file]);
    office.ok(&["note", "91/41:7", NASTY]);
    office
}

const COLUMNS: [&str; 5] = ["id", "days_overdue", "status", "note", "text"];

/// The rows in a format, as cells.
fn rows(office: &Office, format: &str) -> Vec<Vec<String>> {
    let path = office.folder().join(format!("list.{format}"));
    let name = path.display().to_string();
    office.ok(&["list", "--columns", &COLUMNS.join(","), "--output", &name]);
    let bytes = std::fs::read(&path).unwrap();
    match format {
        "csv" => csv::Reader::from_reader(bytes.as_slice())
            .records()
            .map(|r| r.unwrap().iter().map(str::to_owned).collect())
            .collect(),
        "json" => {
            let read: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_slice(&bytes).unwrap();
            let text = |v: &serde_json::Value| match v {
                serde_json::Value::String(s) => s.clone(),
                serde_json::Value::Null => String::new(),
                other => other.to_string(),
            };
            read.iter().map(|r| r.values().map(text).collect()).collect()
        }
        "xlsx" => {
            let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
            assert!(book.worksheet_formula("Provisions").unwrap().is_empty());
            let range = book.worksheet_range_at(0).unwrap().unwrap();
            range.rows().skip(1).map(|r| r.iter().map(ToString::to_string).collect()).collect()
        }
        "docx" => docx(&bytes),
        "html" => {
            let page = scraper::Html::parse_document(std::str::from_utf8(&bytes).unwrap());
            let all = |s: &str| scraper::Selector::parse(s).unwrap();
            assert!(page.select(&all("script")).all(|s| !s.text().collect::<String>().contains("alert")));
            assert_eq!(page.select(&all("main u")).count(), 0);
            page.select(&all("main tbody tr"))
                .map(|tr| tr.select(&all("td, th")).map(|td| td.text().collect::<String>().trim().to_owned()).collect())
                .collect()
        }
        other => panic!("{other}"),
    }
}

/// The rows of the tables of a Word file.
fn docx(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let named = |name: &'static str| move |n: &roxmltree::Node<'_, '_>| n.tag_name().name() == name;
    tree.descendants()
        .filter(named("tr"))
        .map(|tr| {
            tr.descendants()
                .filter(named("tc"))
                .map(|tc| {
                    tc.descendants()
                        .filter(named("t"))
                        .filter_map(|t| t.text())
                        .collect::<String>()
                        .replace('\u{a0}', " ")
                })
                .collect()
        })
        .skip(1)
        .collect()
}

#[test]
fn every_format_holds_the_same_rows_and_numbers() {
    let office = office();
    let json = rows(&office, "json");
    assert_eq!(json.len(), ROWS);
    assert!(json.iter().all(|r| r[1] == "315" && r[2] == "no-entry"), "{:?}", json.first());
    assert_eq!(json[6][3], NASTY);
    for format in ["csv", "xlsx", "docx", "html"] {
        let read = rows(&office, format);
        assert_eq!(read.len(), ROWS, "{format}");
        for (own, other) in json.iter().zip(&read) {
            assert_eq!(own[0], other[0], "{format}");
            assert_eq!(own[1], other[1], "{format}");
            assert_eq!(own[2], other[2].replace(' ', "-"), "{format}");
            assert_eq!(own[4], other[4], "{format}");
        }
        let note = read[6][3].trim_start_matches('\'');
        assert_eq!(note, SEEN, "{format}");
        assert!(read.iter().enumerate().all(|(i, r)| i == 6 || r[3].is_empty()), "{format}");
    }
}

#[test]
fn nasty_texts_act_nowhere() {
    let office = office();
    for args in [
        &["list", "--columns", "id,title,note"][..],
        &["list", "--format", "md"],
        &["changes", "--since", "2038-01-01"],
        &["changes", "--since", "2038-01-01", "--format", "csv"],
        &["brief", "--since", "2037-01-01", "--by", "addressee"],
        &["brief", "--since", "2037-01-01", "--format", "html"],
        &["stats", "--by", "addressee,office"],
        &["history"],
        &["table"],
        &["table", "--format", "html"],
        &["list", "--format", "jsonl"],
    ] {
        let text = office.ok(args);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{args:?}");
        if args.contains(&"html") {
            assert!(!text.contains("<script>alert"), "{args:?}");
        }
        if args.contains(&"csv") {
            let cells = csv::Reader::from_reader(text.as_bytes())
                .into_records()
                .flat_map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
            for cell in cells {
                assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
            }
        }
    }
    let file = office.folder().join("round.xlsx").display().to_string();
    for name in [file.as_str(), &file.replace("xlsx", "csv"), &file.replace("xlsx", "json")] {
        office.ok(&["list", "--output", name]);
        assert!(office.ok(&["log", "--from", name]).ends_with("nothing to write\n"), "{name}");
    }
    for layout in ["matrix", "inventory", "mandates", "cycle", "documents", "sheet"] {
        let name = office.folder().join(format!("{layout}.docx"));
        office.ok(&["table", "--layout", layout, "--resolution", "91/41", "--output", &name.display().to_string()]);
        assert!(!docx(&std::fs::read(&name).unwrap()).is_empty(), "{layout}");
    }
}

/// What a table shows, whatever the format: its rows as words, those of a heading and repeated heads left out.
fn shown(office: &Office, args: &[&str], format: &str) -> Vec<Vec<String>> {
    let path = office.folder().join(format!("shown.{format}"));
    let name = path.display().to_string();
    office.ok(&[args, &["--output", &name]].concat());
    let bytes = std::fs::read(&path).unwrap();
    let words = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    match format {
        "xlsx" => {
            let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
            let range = book.worksheet_range_at(0).unwrap().unwrap();
            let text = |c: &calamine::Data| match c {
                calamine::Data::DateTime(d) => {
                    let (year, month, day, ..) = d.to_ymd_hms_milli();
                    chrono::NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
                        .map(|d| d.format("%-d %B %Y").to_string())
                        .unwrap()
                }
                other => words(&other.to_string()),
            };
            let grouped = range.rows().next().is_some_and(|r| r[0] == *"group");
            range.rows().skip(1).map(|r| r.iter().skip(usize::from(grouped)).map(text).collect()).collect()
        }
        "docx" => {
            let rows = docx_rows(&bytes);
            let head = rows.first().cloned().unwrap_or_default();
            rows.into_iter().filter(|r| *r != head && r.len() == head.len()).collect()
        }
        "html" => {
            let page = scraper::Html::parse_document(std::str::from_utf8(&bytes).unwrap());
            let all = |s: &str| scraper::Selector::parse(s).unwrap();
            page.select(&all("main tbody tr"))
                .map(|tr| tr.select(&all("td, th")).map(|td| words(&td.text().collect::<String>())).collect())
                .collect()
        }
        other => panic!("{other}"),
    }
}

/// Every row of the tables of a Word file, heads and headings included.
fn docx_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let named = |name: &'static str| move |n: &roxmltree::Node<'_, '_>| n.tag_name().name() == name;
    let words = |s: String| s.split_whitespace().collect::<Vec<_>>().join(" ");
    tree.descendants()
        .filter(named("tr"))
        .map(|tr| {
            tr.descendants()
                .filter(named("tc"))
                .map(|tc| words(tc.descendants().filter(named("t")).filter_map(|t| t.text()).collect()))
                .collect()
        })
        .collect()
}

#[test]
fn every_paper_and_list_shows_the_same_rows_in_every_format() {
    let office = office();
    let numbered = |rows: &[Vec<String>]| rows.iter().map(Vec::len).collect::<Vec<_>>();
    for args in [
        &["table", "--layout", "matrix"][..],
        &["table", "--layout", "inventory"],
        &["table", "--layout", "mandates"],
        &["table", "--layout", "cycle"],
        &["table", "--layout", "documents"],
        &["table", "--layout", "sheet", "--resolution", "91/41"],
        &["list", "--columns", "id,provision,addressees,due,due_to,today,note"],
        &["overdue", "--columns", "id,provision,due_to,days_overdue,record"],
        &["stats", "--by", "addressee,kind,status"],
    ] {
        let html = shown(&office, args, "html");
        assert!(!html.is_empty(), "{args:?}");
        for format in ["docx", "xlsx"] {
            let other = shown(&office, args, format);
            assert_eq!(numbered(&other).len(), numbered(&html).len(), "{args:?} {format}");
            for (a, b) in html.iter().zip(&other) {
                for (i, (x, y)) in a.iter().zip(b).enumerate() {
                    // A value that stands in the row above is printed once on paper; a workbook has counts without marks.
                    let once = format == "docx" && y.is_empty();
                    assert!(
                        once || x.replace(',', "") == y.replace(',', "") || args[0] == "stats",
                        "{args:?} {format} {i}: {x} / {y}"
                    );
                }
            }
        }
        let said = office.ok(&[args, &["--format", "html"]].concat());
        assert!(said.contains("not an official record") && said.contains("A/RES/91/41"), "{args:?}");
        let head = said.split("<tbody").next().unwrap_or_default().to_lowercase();
        assert!(!head.contains(">overdue") && !head.contains("obligation"), "{args:?}");
    }
}

#[test]
fn alarms_are_set_in_a_calendar_and_nowhere_else() {
    let office = Office::with_sample();
    let ics = office.ok(&["--as-of", "2022-09-20", "list", "--format", "ics", "--alarm", "14,7"]);
    assert_eq!(ics.matches("BEGIN:VALARM").count(), 4, "{ics}");
    assert!(ics.contains("TRIGGER;RELATED=END:-P14D") && ics.contains("TRIGGER;RELATED=END:-P7D"));
    assert!(office.run(&["list", "--alarm", "7"]).contains("exit status 2"));
}

#[test]
fn a_brief_that_is_sent_is_narrow_and_has_no_columns() {
    let office = office();
    let text = office.ok(&["brief", "--since", "2037-01-01"]);
    assert!(text.lines().all(|l| l.chars().count() <= 72 || !l.contains(' ')), "{text}");
    assert!(text.lines().skip(2).all(|l| !l.trim_start().contains("  ")), "{text}");
    assert!(text.contains("- resolution 91/41, para. 1: 315 days late"), "{text}");
}
