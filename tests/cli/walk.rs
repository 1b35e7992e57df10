//! The walk through suggestions, on a terminal that `script` lends.

use crate::common::Office;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A resolution with requests for reports at the session after next, and the next one that notes them.
pub fn with_suggestions() -> Office {
    let office = Office::new();
    let text = |session: &str, number: u32, own: &str, due: &str, date: &str, recital: &str| {
        format!(
            "United Nations A/RES/{session}/{number}\n\nGeneral Assembly\n\nDistr.: General\n\n{own} session\nAgenda item 30\n\n\
             Resolution adopted by the General Assembly on {date}\n\n\
             **{session}/{number}. Lighthouses of the northern coast**\n\n*The General Assembly*,\n\n{recital}\n\n\
             1. *Requests* the Secretary-General to submit to the General Assembly at its {due} session a report on \
             lighthouses.\n\n\
             2. *Decides* to include in the provisional agenda of its {due} session the item entitled \u{201c}Lighthouses of \
             the northern coast\u{201d}.\n"
        )
    };
    let old =
        text("75", 901, "Seventy-fifth", "seventy-seventh", "3 May 2021", "*Recalling* the Charter of the Harbours,");
    let new = text(
        "77",
        902,
        "Seventy-seventh",
        "seventy-ninth",
        "4 May 2023",
        "*Recalling* its resolution 75/901 of 3 May 2021,\n\n\
         *Having considered* the report of the Secretary-General on lighthouses (A/77/277),",
    );
    let (old, new) = (office.file("old.md", old), office.file("new.md", new));
    office.ok(&["load", &old, &new]);
    office
}

/// Walks with these keys, each typed when its question has been asked; what was shown.
fn typed(office: &Office, keys: &[&str]) -> Option<String> {
    let db = office.db().display().to_string();
    let mut child = Command::new("script")
        .args(["-qefc", &format!("'{}' reconcile --walk", env!("CARGO_BIN_EXE_pursuant")), "/dev/null"])
        .env("PURSUANT_DB", db)
        .env("PURSUANT_NOW", "2026-11-24T09:30:00Z")
        .env("SHELL", "/bin/sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let (mut keyboard, mut screen) = (child.stdin.take()?, child.stdout.take()?);
    let (sender, shown) = std::sync::mpsc::channel::<Vec<u8>>();
    std::thread::spawn(move || {
        use std::io::Read;
        let mut piece = [0; 4096];
        while let Ok(n @ 1..) = screen.read(&mut piece) {
            if sender.send(piece[..n].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut all = String::new();
    for (i, key) in keys.iter().enumerate() {
        while all.matches("[a/r/S/q]").count() <= i {
            let piece = shown.recv_timeout(Duration::from_secs(30)).ok()?;
            all.push_str(&String::from_utf8_lossy(&piece));
        }
        keyboard.write_all(key.as_bytes()).ok()?;
        keyboard.flush().ok()?;
    }
    while let Ok(piece) = shown.recv_timeout(Duration::from_secs(30)) {
        all.push_str(&String::from_utf8_lossy(&piece));
    }
    child.wait().ok()?;
    Some(all)
}

#[test]
fn what_was_answered_before_an_interrupt_is_recorded_and_said() {
    if Command::new("script").arg("--version").output().is_err() {
        return;
    }
    const INTERRUPT: &str = "\u{3}";
    let office = with_suggestions();
    let said = typed(&office, &[INTERRUPT]).unwrap();
    assert!(said.contains("interrupted; nothing was answered") && said.contains("nothing to record"), "{said}");
    assert!(!office.ok(&["history", "--format", "csv"]).contains("accept"));
    let said = typed(&office, &["a\n", INTERRUPT]).unwrap();
    assert!(said.contains("interrupted; 1 answer counts so far"), "{said}");
    assert!(said.contains("accepted 1, rejected 0"), "{said}");
    assert!(office.ok(&["list", "--resolution", "75/901", "--kind", "report"]).contains("implemented"));
}

#[test]
fn one_suggestion_is_not_both_accepted_and_rejected() {
    let office = with_suggestions();
    let found = office.ok(&["reconcile", "--format", "csv"]);
    let id = found.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let before = office.ok(&["history", "--format", "csv"]);
    let said = office.run(&["reconcile", "--accept", &id[..8], "--reject", &id[..10]]);
    assert!(said.contains("is both accepted and rejected") && said.contains("exit status 2"), "{said}");
    assert_eq!(office.ok(&["history", "--format", "csv"]), before);
    let said = office.ok(&["reconcile", "--accept", &id[..8], &id[..8]]);
    assert!(said.contains("accepted 1, rejected 0"), "{said}");
}

#[test]
fn a_document_from_before_the_request_is_never_recorded_as_sure() {
    let office = with_suggestions();
    let list = office.file("old.csv", "symbol,title,published,answers\nA/77/1,Lamps,1990-01-01,75/901:1\n");
    office.ok(&["load", &list]);
    let found = office.ok(&["reconcile", "--resolution", "75/901"]);
    let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(found.contains("before it was asked for"), "{found}");
    office.ok(&["reconcile", "--accept-sure"]);
    let log = office.ok(&["history", "--format", "csv"]);
    assert!(!log.contains("1990") && !log.contains("A/77/1,"), "{log}");
}

#[test]
fn a_bare_number_names_a_resolution_of_the_security_council_in_a_filter_too() {
    let said = with_suggestions().run(&["list", "--resolution", "1300"]);
    assert!(said.contains("no resolution S/RES/1300"), "{said}");
}
