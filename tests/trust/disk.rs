//! The disk is full: whatever writes says so, with nothing lost and nothing half done.

use crate::common::Office;
use crate::invented::text;
use std::process::{Command, Stdio};

/// A disk that takes no more: files can't grow beyond so many blocks of 512 bytes.
fn on_a_full_disk(office: &Office, blocks: usize, args: &[&str]) -> std::process::Output {
    Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"",
            &blocks.to_string(),
            env!("CARGO_BIN_EXE_pursuant"),
        ])
        .args(args)
        .env("PURSUANT_DB", office.db())
        .env("PURSUANT_NOW", "2026-11-24T09:30:00Z")
        .env("PURSUANT_BY", "j.doe")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn a_full_disk_loses_nothing_and_leaves_nothing_half_done() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "in-progress"]);
    let folder = office.folder().join("many");
    std::fs::create_dir_all(&folder).unwrap();
    for i in 0..40 {
        std::fs::write(folder.join(format!("{i}.txt")), text(i)).unwrap();
    }
    let theirs = office.folder().join("theirs.db").display().to_string();
    office.ok(&["--db", &theirs, "load", &folder.display().to_string()]);
    let before = office.ok(&["export", "-"]);
    let (many, paper) = (folder.display().to_string(), office.folder().join("paper.csv").display().to_string());
    let (backup, export) =
        (office.folder().join("b.db").display().to_string(), office.folder().join("e.jsonl").display().to_string());
    let mut refused = 0;
    for blocks in [1, 8, 40, 100, 200, 400] {
        for args in [
            vec!["load", &many],
            vec!["merge", &theirs, "--yes"],
            vec!["verify", "--repair"],
            vec!["backup", &backup],
            vec!["export", &export],
            vec!["list", "--output", &paper],
        ] {
            let output = on_a_full_disk(&office, blocks, &args);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            if output.status.success() {
                for made in [&paper, &backup, &export] {
                    let _ = std::fs::remove_file(made);
                }
                if matches!(args[0], "load" | "merge") {
                    return;
                }
                continue;
            }
            refused += 1;
            assert_eq!(output.status.code(), Some(1), "{args:?} with {blocks}: {said}");
            assert!(said.contains("error: ") && !said.contains("fault of pursuant"), "{args:?} with {blocks}: {said}");
            for made in [&paper, &backup, &export] {
                assert!(!std::path::Path::new(made).exists(), "{args:?} with {blocks} left {made}");
            }
            office.ok(&["verify"]);
            assert_eq!(office.ok(&["export", "-"]), before, "{args:?} with {blocks}");
        }
    }
    assert!(refused > 10, "{refused}");
    office.ok(&["load", &many]);
}

/// Every command that writes to the database, each with what it needs.
fn writing(office: &Office) -> Vec<Vec<String>> {
    let text = office.file("one.txt", text(1));
    let other = office.folder().join("theirs.db").display().to_string();
    office.ok(&["--db", &other, "load", "data/samples"]);
    office.ok(&["--db", &other, "note", "75/276:3", "theirs"]);
    let export = office.folder().join("theirs.jsonl").display().to_string();
    office.ok(&["--db", &other, "export", &export]);
    let lines: String = (0..200)
        .map(|i| format!("A/RES/75/276:8-requests,in-progress,2026-02-{:02},visit {i}\n", 1 + i % 28))
        .collect();
    let from = office.file("from.csv", format!("id,status,on,note\n{lines}"));
    let verdicts = office.file("verdicts.csv", "id,verdict\nA/RES/75/276:6-invites,keep\nA/RES/75/276:8-requests,no\n");
    let sessions = office.file("sessions.csv", "body,session,opens,closes\nGA,77,2022-09-13,2023-10-01\n");
    let list = office.file("documents.csv", "symbol,title,published,answers\nA/77/277,Report,2022-08-15,75/276:8\n");
    let words = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect();
    vec![
        words(&["load", &text]),
        words(&["load", &list]),
        words(&["load", "--replace", &text]),
        words(&["log", "75/276:8", "implemented", "--evidence", "A/77/277"]),
        words(&["log", "--kind", "report", "in-progress", "--yes"]),
        words(&["log", "--from", &from]),
        words(&["note", "75/276:8", "x"]),
        words(&["evidence", "75/276:8", "A/77/277"]),
        words(&["assign", "75/276:8", "--lead", "DPPA"]),
        words(&["defer", "75/276:8", "--to", "session:78", "--note", "x"]),
        words(&["schedule", "75/276:8", "2027-01-01"]),
        words(&["correct", "75/276:8", "--deadline", "session:79"]),
        words(&["correct", "75/276:6", "--not-an-obligation"]),
        words(&["add", "75/276:2", "--verb", "notes"]),
        words(&["review", "--from", &verdicts]),
        words(&["undo"]),
        words(&["sessions", "set", "GA:77", "2022-09-13", "2023-10-01"]),
        words(&["sessions", "import", &sessions]),
        words(&["since", "2026-01-01", "75/276"]),
        words(&["reread", "--yes"]),
        words(&["merge", &other, "--yes"]),
        words(&["merge", &export, "--yes"]),
        words(&["verify", "--repair"]),
    ]
}

/// What cannot be written is not: the same log as before, in order, and the next command just works.
fn refused(office: &Office, before: &str, args: &[String], how: &str, output: &std::process::Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{args:?} on {how}: {:?} {said}", output.status);
    assert!(said.contains("error: ") && said.contains("hint: "), "{args:?} on {how}: {said}");
    assert!(!said.contains("fault of pursuant") && said.contains("office.db"), "{args:?} on {how}: {said}");
    assert_eq!(office.ok(&["export", "-"]), before, "{args:?} on {how}");
}

#[test]
fn every_writing_command_on_a_full_disk_is_refused_whole() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "in-progress"]);
    let commands = writing(&office);
    rusqlite::Connection::open(office.db()).unwrap().execute("UPDATE resolution SET rules = 0", []).unwrap();
    let before = office.ok(&["export", "-"]);
    let (mut tried, mut said_no) = (0, 0);
    for args in &commands {
        let words: Vec<&str> = args.iter().map(String::as_str).collect();
        // No room for the journal, for its index, and for less and less of what is to be written.
        for blocks in [0, 1, 65, 68, 72, 80] {
            let output = on_a_full_disk(&office, blocks, &words);
            tried += 1;
            if output.status.success() {
                break;
            }
            said_no += 1;
            refused(&office, &before, args, &format!("{blocks} blocks"), &output);
        }
        if office.ok(&["export", "-"]) != before || args[0] == "reread" {
            // It fitted: begin again from the same log.
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{ending}", office.db().display()));
            }
            let file = office.file("before.jsonl", &before);
            office.ok(&["merge", &file, "--yes"]);
            rusqlite::Connection::open(office.db()).unwrap().execute("UPDATE resolution SET rules = 0", []).unwrap();
        }
        office.ok(&["verify"]);
    }
    crate::report(&format!(
        "{} commands on full disks, {tried} tries, {said_no} refused, none half done",
        commands.len()
    ));
    assert!(said_no > commands.len(), "{said_no}");
}

/// On a real file system that is full (in a name space of our own, where such are allowed).
#[test]
fn every_writing_command_on_a_file_system_that_is_full_is_refused_whole() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "in-progress"]);
    let commands = writing(&office);
    let before = office.ok(&["export", "-"]);
    let mount = office.folder().join("small");
    std::fs::create_dir(&mount).unwrap();
    // As much room as is said is left beside the database; then the command, then what is there after it.
    let script = "mount -t tmpfs -o size=4m,mode=755 tmpfs \"$1\" || exit 77; cp \"$2\" \"$1/office.db\"; room=$3; pursuant=$4; shift 4; \
                  dd if=/dev/zero of=\"$MOUNT/filler\" bs=1024 2>/dev/null; truncate -s -\"$room\"K \"$MOUNT/filler\"; \
                  \"$pursuant\" \"$@\"; status=$?; rm \"$MOUNT/filler\"; \"$pursuant\" export \"$MOUNT/after.jsonl\" -q && cp \"$MOUNT/after.jsonl\" \"$AFTER\" && \
                  \"$pursuant\" verify >/dev/null || exit 78; exit $status";
    let after = office.folder().join("after.jsonl");
    let (mut tried, mut said_no) = (0, 0);
    for args in &commands {
        for room in [0, 8, 36, 64, 120] {
            let output = Command::new("unshare")
                .args(["--map-root-user", "--mount", "sh", "-c", script, "sh"])
                .args([&mount, &office.db()])
                .args([&room.to_string(), env!("CARGO_BIN_EXE_pursuant")])
                .args(args)
                .env("MOUNT", &mount)
                .env("AFTER", &after)
                .env("PURSUANT_DB", mount.join("office.db"))
                .env("PURSUANT_NOW", "2026-11-24T09:30:00Z")
                .env("PURSUANT_BY", "j.doe")
                .stdin(Stdio::null())
                .output();
            let Ok(output) = output else { return crate::report("skipped: there is no unshare here") };
            let said = String::from_utf8_lossy(&output.stderr);
            if output.status.code() == Some(77) || said.contains("unshare") {
                return crate::report(&format!("skipped: no file system can be mounted here: {said}"));
            }
            tried += 1;
            assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?} with {room} KB: {:?} {said}", output.status);
            if output.status.success() {
                break;
            }
            said_no += 1;
            assert!(said.contains("error: ") && said.contains("office.db"), "{args:?} with {room} KB: {said}");
            assert!(!said.contains("fault of pursuant"), "{args:?} with {room} KB: {said}");
            assert_eq!(std::fs::read_to_string(&after).unwrap(), before, "{args:?} with {room} KB");
        }
    }
    crate::report(&format!(
        "{} commands on a full file system, {tried} tries, {said_no} refused, none half done",
        commands.len()
    ));
    assert!(said_no > commands.len(), "{said_no}");
}
