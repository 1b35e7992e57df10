//! A database that may only be read is read, and whoever wants to write is told why that does not go.

use crate::common::Office;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

/// The program as somebody for whom permissions count: as root it is run as nobody.
fn run(db: &Path, args: &[&str]) -> Option<Output> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0\n"));
    let mut command = if root {
        let mut nobody = Command::new("setpriv");
        nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_pursuant")]);
        nobody
    } else {
        Command::new(env!("CARGO_BIN_EXE_pursuant"))
    };
    command
        .args(args)
        .env("PURSUANT_DB", db)
        .env("PURSUANT_NOW", "2026-11-24T09:30:00Z")
        .env("PURSUANT_BY", "j.doe")
        .env("HOME", db.parent().unwrap());
    command.output().ok()
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

const READ: [&[&str]; 12] = [
    &["list"],
    &["list", "--format", "json"],
    &["show", "75/276:8"],
    &["overdue"],
    &["history"],
    &["review"],
    &["search", "climate OR treaty"],
    &["verify"],
    &["verify", "--deep"],
    &["verify", "--heads"],
    &["export", "-"],
    &["--recorded-by", "2026-12-01", "list"],
];
const WRITE: [&[&str]; 8] = [
    &["note", "75/276:8", "x"],
    &["log", "75/276:8", "in-progress"],
    &["undo"],
    &["load", "data/samples"],
    &["since", "2026-01-01", "75/276"],
    &["sessions", "set", "GA:77", "2022-09-13", "2023-10-01"],
    &["verify", "--repair"],
    &["correct", "75/276:8", "--keep"],
];

fn read_but_not_written(db: &Path, what: &str) {
    let before = std::fs::read(db).unwrap();
    for args in READ {
        let o = run(db, args).unwrap();
        assert!(o.status.success(), "{what}, {args:?}: {}", String::from_utf8_lossy(&o.stderr));
        assert!(!o.stdout.is_empty());
    }
    for args in WRITE {
        let o = run(db, args).unwrap();
        let said = String::from_utf8_lossy(&o.stderr);
        assert_eq!(o.status.code(), Some(1), "{what}, {args:?}: {said}");
        assert!(said.contains(&format!("error: {} can only be read", db.display())), "{what}, {args:?}: {said}");
        assert!(said.contains("hint: it can be read as it is"), "{what}, {args:?}: {said}");
    }
    assert_eq!(std::fs::read(db).unwrap(), before, "{what}");
}

#[test]
fn a_file_or_folder_that_may_only_be_read_is_read() {
    let office = Office::with_sample();
    office.ok(&["log", "75/276:8", "in-progress"]);
    mode(office.folder(), 0o755);
    if run(&office.db(), &["--version"]).is_none_or(|o| !o.status.success()) {
        return crate::report("skipped: permissions don't count here");
    }
    let all = office.folder().join("shelf");
    std::fs::create_dir(&all).unwrap();
    let db = all.join("office.db");
    let shelve = |from: &Path| {
        mode(&all, 0o755);
        std::fs::copy(from, &db).unwrap();
        mode(&db, 0o644);
        mode(&all, 0o555);
    };
    shelve(&office.db());
    read_but_not_written(&db, "a folder");
    // Made by another version of the derived tables: read from a private copy.
    let older = office.folder().join("older.db").display().to_string();
    office.ok(&["backup", &older]);
    let conn = rusqlite::Connection::open(&older).unwrap();
    conn.execute_batch("UPDATE made_by SET value = 'older' WHERE name = 'layout'; DROP TABLE remark").unwrap();
    drop(conn);
    shelve(Path::new(&older));
    for args in [&["list"][..], &["show", "75/276:8"], &["history"]] {
        let o = run(&db, args).unwrap();
        assert!(o.status.success(), "an older layout, {args:?}: {}", String::from_utf8_lossy(&o.stderr));
    }
    // A file that is marked as to be read only, in a folder that may be written to.
    mode(&all, 0o777);
    std::fs::copy(office.db(), &db).unwrap();
    mode(&db, 0o444);
    read_but_not_written(&db, "a file");
    // With a journal that a colleague has open.
    mode(&db, 0o644);
    mode(&all, 0o755);
    let store = pursuant::store::Store::open(&db, pursuant::store::Mode::Existing).unwrap();
    store.snapshot().unwrap();
    office.ok(&["--db", &db.display().to_string(), "note", "75/276:8", "beside"]);
    for entry in std::fs::read_dir(&all).unwrap() {
        mode(&entry.unwrap().path(), 0o644);
    }
    mode(&all, 0o555);
    let o = run(&db, &["history"]).unwrap();
    assert!(String::from_utf8_lossy(&o.stdout).contains("beside"), "{}", String::from_utf8_lossy(&o.stderr));
    drop(store);
    mode(&all, 0o755);
    // Nothing that may be read at all.
    mode(&db, 0o600);
    let owner_reads = run(&db, &["list"]).unwrap();
    if !owner_reads.status.success() {
        let said = String::from_utf8_lossy(&owner_reads.stderr).into_owned();
        assert!(said.contains("office.db") && said.contains("ermission denied"), "{said}");
    }
}
