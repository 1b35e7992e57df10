//! What comes from outside: bombs, loops, escapes, syntax of others' languages. Nothing of it acts, hangs or is believed.

use crate::common::Office;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Loads a file whose content is hostile; what is said. It must end in time, without a signal or a fault of the program.
fn load(office: &Office, name: &str, content: &[u8]) -> String {
    let file = office.file(name, content);
    let begun = Instant::now();
    let output = office.command(&["load", &file]).timeout(Duration::from_secs(60)).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned();
    assert!(matches!(output.status.code(), Some(0..=2)), "{name}: {:?} {said}", output.status);
    assert!(!said.contains("fault of pursuant"), "{name}: {said}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{name}: {:?}", begun.elapsed());
    said
}

fn akn(doctype: &str, words: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>{doctype}<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"><statement name=\"r\">\
         <meta/><preface><p>A/RES/75/999</p></preface><mainBody><paragraph><num>1.</num><content><p>Requests {words}</p></content></paragraph></mainBody>\
         </statement></akomaNtoso>"
    )
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn documents_that_explode_loop_or_reach_out_are_refused() {
    let office = Office::with_sample();
    let secret = office.file("secret.txt", "the secret words");
    let bomb: String = (1..10).map(|i| format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10))).collect();
    let deep = |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    let text = crate::invented::text(77);
    let loops = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9/Parent 2 0 R>>endobj\n\
                 3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 3 0 R>>endobj\n4 0 obj 4 0 R endobj\n\
                 xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 0/Size 5>>\nstartxref\n0\n%%EOF";
    let zeros = vec![b' '; 80 << 20];
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("bomb.xml", akn(&format!("<!DOCTYPE x [<!ENTITY a0 \"lol\">{bomb}]>"), "&a9;").into()),
        ("outside.xml", akn(&format!("<!DOCTYPE x [<!ENTITY f SYSTEM \"file://{secret}\">]>"), "&f;").into()),
        ("include.xml", akn(&format!("<!DOCTYPE x SYSTEM \"file://{secret}\">"), "words").into()),
        ("deep.xml", akn("", &deep("<b>", "</b>", 200_000)).into()),
        ("open.xml", akn("", &"<b>".repeat(200_000)).into()),
        ("deep.html", format!("<html><body>{text}{}</body></html>", deep("<div>", "</div>", 100_000)).into()),
        ("attributes.html", format!("<html><body {}>{text}</body></html>", "a=b ".repeat(200_000)).into()),
        ("loops.pdf", loops.into()),
        ("bomb.zip", zip(&[("a.txt", &zeros)])),
        ("up.zip", zip(&[("../../../up.txt", text.as_bytes()), ("/tmp/root.txt", text.as_bytes())])),
        ("bomb.docx", zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &zeros)])),
        (
            "deep.docx",
            zip(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", deep("<w:p>", "</w:p>", 100_000).as_bytes()),
            ]),
        ),
        ("brackets.txt", format!("{text}\n4. Requests {}", deep("(", ")", 100_000)).into()),
        (
            "long-line.txt",
            format!("{text}\n4. Requests the Secretary-General {}", "to report and to submit and ".repeat(20_000))
                .into(),
        ),
        (
            "paragraphs.txt",
            (4..2000)
                .fold(text.clone(), |t, i| format!("{t}{i}. Requests the Secretary-General to report;\n\n"))
                .into(),
        ),
        ("labels.txt", (0..8000).fold(format!("{text}\n4. Requests:\n"), |t, i| format!("{t}({i}) To act;\n")).into()),
        ("commas.txt", format!("{text}\n4. Requests the Secretary-General{};", ", the Fund".repeat(20_000)).into()),
        ("blanks.txt", format!("{text}{}", " \n".repeat(500_000)).into()),
        ("combining.txt", format!("{text}\n4. Requests e{}", "\u{301}".repeat(200_000)).into()),
        ("nul.txt", format!("{text}\0\0\0").into()),
    ];
    let n = cases.len();
    for (name, content) in cases {
        let said = load(&office, name, &content);
        assert!(!said.contains("secret words"), "{name}: {said}");
    }
    assert!(!office.ok(&["export", "-"]).contains("the secret words"));
    assert!(!office.folder().join("up.txt").exists() && !Path::new("/tmp/root.txt").exists());
    office.ok(&["verify", "--deep"]);
    crate::report(&format!("{n} hostile documents"));
}

#[cfg(unix)]
#[test]
fn folders_in_circles_pipes_and_endless_input_end() {
    let office = Office::with_sample();
    let folder = office.folder().join("tree");
    std::fs::create_dir_all(folder.join("a/b")).unwrap();
    std::os::unix::fs::symlink(&folder, folder.join("a/b/up")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.join("a/endless.txt")).unwrap();
    std::fs::write(folder.join("a/one.txt"), crate::invented::text(1)).unwrap();
    let pipe = folder.join("a/pipe.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let ends = |args: &[&str], zero: bool| {
        let input = if zero { Stdio::from(std::fs::File::open("/dev/zero").unwrap()) } else { Stdio::null() };
        let mut child = Command::new(env!("CARGO_BIN_EXE_pursuant"))
            .args(args)
            .env("PURSUANT_DB", office.db())
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if begun.elapsed() > Duration::from_secs(40) {
                child.kill().unwrap();
                panic!("{args:?} does not end");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned())
    };
    let path = |p: &Path| p.display().to_string();
    let (code, said) = ends(&["load", &path(&folder)], false);
    assert!(code == Some(0) && said.contains("901"), "{said}");
    assert_eq!(ends(&["load", &path(&pipe)], false).0, Some(1));
    assert_eq!(ends(&["merge", &path(&pipe), "--yes"], false).0, Some(1));
    assert_eq!(ends(&["verify", "--against", &path(&pipe)], false).0, Some(1));
    assert_eq!(ends(&["merge", "/dev/zero", "--yes"], false).0, Some(1));
    let (code, said) = ends(&["load", "-"], true);
    assert!(code == Some(1) && said.contains("larger than"), "{said}");
    let (code, said) = ends(&["log", "--from", "/dev/zero"], false);
    assert!(code == Some(1) && said.contains("larger than"), "{said}");
    office.ok(&["verify"]);
}

/// Commands that take text from outside, with this text in each place.
fn everywhere(office: &Office, text: &str) -> Vec<(Vec<String>, Option<i32>, String)> {
    let places: Vec<Vec<&str>> = vec![
        vec!["list", "--addressee", text],
        vec!["list", "--office", text],
        vec!["list", "--recipient", text],
        vec!["list", "--search", text],
        vec!["list", "--agenda-item", text],
        vec!["list", "--committee", text],
        vec!["list", "--resolution", text],
        vec!["list", "--session", text],
        vec!["list", "--due-session", text],
        vec!["list", "--columns", text],
        vec!["list", "--kind", text],
        vec!["list", "--force", text],
        vec!["list", "--status", text],
        vec!["list", "--due-before", text],
        vec!["overdue", "--search", text],
        vec!["search", text],
        vec!["search", "--limit", "3", "--", text],
        vec!["show", text],
        vec!["actors", text],
        vec!["history", text],
        vec!["history", "--author", text],
        vec!["history", "--kind", text],
        vec!["undo", text],
        vec!["note", "75/276:3", text],
        vec!["evidence", "75/276:3", text],
        vec!["assign", "75/276:3", "--lead", text],
        vec!["log", "75/276:3", "in-progress", "--note", text, "--evidence", text, "--for", text],
        vec!["--by", text, "note", "75/276:4", "by"],
        vec!["log", text, "in-progress"],
        vec!["log", "75/276:3", text],
        vec!["sessions", "--body", text],
        vec!["sessions", "set", text, "2022-01-01", "2022-02-01"],
        vec!["since", "2022-01-01", text],
        vec!["merge", text],
        vec!["load", text],
        vec!["table", "--layout", text],
        vec!["verify", "--against", text],
        vec!["--as-of", text, "list"],
        vec!["series", text],
        vec!["diff", text, text],
    ];
    let mut all = Vec::new();
    for args in places {
        let output = office.command(&args).timeout(Duration::from_secs(60)).output().unwrap();
        let said = String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned();
        all.push((args.iter().map(|s| (*s).to_owned()).collect(), output.status.code(), said));
    }
    for args in [
        vec!["list"],
        vec!["history"],
        vec!["show", "75/276:3"],
        vec!["review"],
        vec!["resolutions"],
        vec!["list", "--format", "md"],
    ] {
        let output = office.command(&args).output().unwrap();
        let said = String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned();
        all.push((args.iter().map(|s| (*s).to_owned()).collect(), output.status.code(), said));
    }
    all
}

#[test]
fn syntax_of_other_languages_in_any_argument_is_only_text() {
    let office = Office::with_sample();
    let mut n = 0;
    for text in [
        "'; DROP TABLE event; --",
        "\" OR 1=1 --",
        "%' UNION SELECT bytes FROM event --",
        "NEAR(a b, 3",
        "symbol : x",
        "a* OR -b AND (",
        "{a b} : c",
        "^\"",
        "\\",
        "",
        " ",
        "𝔘𝔫\u{301}",
        "-1",
        "99999999999999999999999999",
        "=1+1",
        "../../etc/passwd",
    ] {
        for (args, code, said) in everywhere(&office, text) {
            assert!(matches!(code, Some(0..=2)), "{args:?}: {code:?} {said}");
            assert!(!said.contains("fault of pursuant") && !said.contains("error: database:"), "{args:?}: {said}");
            n += 1;
        }
    }
    office.ok(&["verify", "--deep"]);
    crate::report(&format!("{n} commands with others' syntax"));
}

#[test]
fn nothing_that_is_shown_moves_a_cursor_or_turns_a_line_around() {
    let office = Office::with_sample();
    let evil = "\u{1b}]0;title\u{7}\u{1b}[2J\u{202e}gnp.exe\u{2066}\u{9b}31m";
    let title = crate::invented::text(3).replace("Harbours", &format!("Harbours {evil}"));
    let file = office.file(&format!("name{}.txt", evil.replace('/', "")), title);
    let said = office.run(&["load", &file]);
    let mut all = everywhere(&office, evil);
    all.push((vec!["load".into()], Some(0), said));
    all.push((vec!["show".into()], Some(0), office.run(&["show", "75/903:1"])));
    all.push((vec!["search".into()], Some(0), office.run(&["search", "harbours"])));
    for (args, code, said) in &all {
        assert!(matches!(code, Some(0..=2)), "{args:?}: {code:?} {said}");
        // Clap repeats arguments in its own words.
        for bad in ['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}', '\u{9b}'] {
            assert!(!said.contains(bad), "{args:?} shows {bad:?}: {said:?}");
        }
    }
    crate::report(&format!("{} commands with escapes", all.len()));
}

#[test]
fn formulas_and_markup_in_notes_are_words() {
    let office = Office::with_sample();
    for evil in [
        "=HYPERLINK(\"http://x\",\"y\")",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "<script>alert(1)</script>",
        "| a | b |\n\n# h",
    ] {
        office.ok(&["note", "75/276:8", "--", evil]);
        for args in [vec!["list", "--columns", "id,note", "--format", "csv"], vec!["history", "--format", "csv"]] {
            let csv = office.ok(&args);
            let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(csv.as_bytes());
            for cell in reader.records().flat_map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
                assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{cell}");
            }
        }
        let page = office.ok(&["list", "--columns", "id,note", "--format", "html"]);
        assert!(!page.contains("<script>alert"), "{page}");
    }
}

/// A workbook with this sheet.
fn workbook(rows: &str) -> Vec<u8> {
    let part = |body: &str| format!("<?xml version=\"1.0\"?>{body}").into_bytes();
    let types = part(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>",
    );
    let relation = |kind: &str, target: &str| {
        part(&format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        ))
    };
    let book = part(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
    );
    let sheet = part(&format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    ));
    zip(&[
        ("[Content_Types].xml", &types),
        ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

#[test]
fn spreadsheets_that_explode_are_refused() {
    let office = Office::with_sample();
    let before = office.ok(&["export", "-"]);
    let cell = |at: &str, words: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{words}</t></is></c>");
    let head = format!("<row r=\"1\">{}{}{}</row>", cell("A1", "id"), cell("B1", "status"), cell("C1", "verdict"));
    let line = format!("<row r=\"2\">{}{}</row>", cell("A2", "A/RES/75/276:8-requests"), cell("B2", "in-progress"));
    let good = office.file("good.xlsx", workbook(&format!("{head}{line}")));
    assert!(office.ok(&["log", "--from", &good, "--dry-run"]).contains("would write 1 entry"));
    let far = format!("<row r=\"1048576\">{}</row>", cell("XFD1048576", "x"));
    let wide: String = (2..90_000).map(|r| format!("<row r=\"{r}\">{}</row>", cell(&format!("ALL{r}"), "x"))).collect();
    let full = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(16_000)).repeat(300);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("far.xlsx", workbook(&format!("{head}{far}"))),
        ("wide.xlsx", workbook(&format!("{head}{wide}"))),
        ("full.xlsx", workbook(&format!("{head}{full}"))),
        ("long.xlsx", workbook(&format!("{head}{}", cell("A2", &" ".repeat(200 << 20))))),
        ("deep.xlsx", workbook(&format!("{head}{}", "<row>".repeat(100_000)))),
        (
            "entities.xlsx",
            workbook(
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><row r=\"1\"><c><v>&b;</v></c></row>",
            ),
        ),
        ("commas.csv", [b"id,verdict\n".to_vec(), vec![b','; 30 << 20]].concat()),
        ("lines.csv", [b"id,verdict\n".to_vec(), b",,,\n".repeat(6 << 20)].concat()),
        ("large.csv", [b"id,verdict\n".to_vec(), vec![b'x'; 40 << 20]].concat()),
        ("deep.json", vec![b'['; 10 << 20]),
        ("nested.json", [b"[{\"id\":".to_vec(), vec![b'['; 1 << 20]].concat()),
    ];
    for (name, content) in &cases {
        let file = office.file(name, content);
        for args in [vec!["log", "--from", &file], vec!["review", "--from", &file]] {
            // With less than a gigabyte of memory.
            let begun = Instant::now();
            let output = Command::new("sh")
                .args(["-c", "ulimit -v 1500000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_pursuant")])
                .args(&args)
                .env("PURSUANT_DB", office.db())
                .env("PURSUANT_BY", "j.doe")
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned();
            assert!(matches!(output.status.code(), Some(0..=2)), "{name} {args:?}: {:?} {said}", output.status);
            assert!(!said.contains("fault of pursuant"), "{name}: {said}");
            assert!(begun.elapsed() < Duration::from_secs(60), "{name}: {:?}", begun.elapsed());
        }
    }
    assert_eq!(office.ok(&["export", "-"]), before);
    crate::report(&format!("{} spreadsheets that explode", cases.len()));
}

#[test]
fn only_web_addresses_become_links_and_those_percent_encoded() {
    let office = Office::with_sample();
    for evil in [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "\\\\server\\share",
        "https://un.org/a b\"><script>alert(2)</script>",
        "https://un.org/\u{202e}gnp.exe",
    ] {
        office.ok(&["evidence", "75/276:8", "--", evil]);
    }
    for format in ["html", "md", "docx", "xlsx", "ics", "csv"] {
        let file = office.folder().join(format!("paper.{format}"));
        let columns = if format == "ics" { vec![] } else { vec!["--columns", "id,text,evidence,note"] };
        let at = file.display().to_string();
        office.ok(&[vec!["list", "--output", &at], columns].concat());
        let bytes = std::fs::read(&file).unwrap();
        let mut all = Vec::new();
        if bytes.starts_with(b"PK") {
            let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            for i in 0..zip.len() {
                std::io::copy(&mut zip.by_index(i).unwrap(), &mut all).unwrap();
            }
        } else {
            all = bytes;
        }
        let text = String::from_utf8_lossy(&all).into_owned();
        for bad in [
            "href=\"javascript",
            "href=\"data:",
            "href=\"file:",
            "Target=\"javascript",
            "Target=\"file:",
            "Target=\"data:",
            "](javascript",
            "](file:",
            "<script>alert",
            "\u{202e}",
        ] {
            // A calendar and CSV hold words, no markup.
            let words = matches!(format, "ics" | "csv") && bad.starts_with('<');
            assert!(words || !text.contains(bad), "{format} holds {bad}");
        }
        for link in text.split("https://un.org/").skip(1) {
            let address: String = link.chars().take_while(|c| !c.is_whitespace() && *c != '<').collect();
            let is_link = format == "html"
                && text.contains(&format!("href=\"https://un.org/{}", address.split('"').next().unwrap()));
            assert!(!is_link || !address.split('"').next().unwrap().contains(['<', '>', ' ']), "{format}: {address}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_somebody_laid_where_a_file_is_written_is_not_followed() {
    let office = Office::with_sample();
    let target = office.file("target.txt", "precious");
    // Names of parts hold the number of the process: all near ones are taken by links.
    let output = office.folder().join("out");
    std::fs::create_dir(&output).unwrap();
    let near = std::process::id();
    for pid in near..near + 3000 {
        for ending in ["pursuant-part", "pursuant-lock"] {
            std::os::unix::fs::symlink(&target, output.join(format!(".l.csv.{pid}.{ending}"))).unwrap();
        }
    }
    let said = office.run(&["list", "--output", &output.join("l.csv").display().to_string()]);
    assert!(!said.contains("fault of"), "{said}");
    assert_eq!(std::fs::read(&target).unwrap(), b"precious");
}

#[cfg(unix)]
#[test]
fn new_files_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::with_sample();
    let path = |name: &str| office.folder().join(name).display().to_string();
    office.ok(&["backup", &path("b.db")]);
    office.ok(&["export", &path("e.jsonl")]);
    office.ok(&["list", "--output", &path("l.csv")]);
    office.ok(&["list", "--output", &path("l.xlsx")]);
    office.ok(&["list", "--output", &path("l.html")]);
    // While somebody has it open, its journal lies beside it.
    let store = pursuant::store::Store::open(&office.db(), pursuant::store::Mode::Existing).unwrap();
    store.snapshot().unwrap();
    office.ok(&["note", "75/276:8", "x"]);
    let mut seen = 0;
    for entry in std::fs::read_dir(office.folder()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
        seen += 1;
    }
    assert!(seen >= 8, "{seen}");
    drop(store);
    // A device stays a device; a link stays a link.
    let target = office.file("target.csv", "old");
    std::os::unix::fs::symlink(&target, office.folder().join("link.csv")).unwrap();
    office.ok(&["list", "--output", &path("link.csv")]);
    assert!(std::fs::symlink_metadata(path("link.csv")).unwrap().is_symlink());
    assert_ne!(std::fs::read(&target).unwrap(), b"old");
    office.ok(&["list", "--format", "csv", "--output", "/dev/null"]);
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}
