//! Databases of every version that was ever released, made from an invented text: whatever comes later opens each with everything in it.
//!
//! A release adds its own: `cargo test --test trust -- --ignored writes_the_fixture`, then the file is committed and never changed.

use crate::common::Office;
use crate::mutations::every_kind;
use std::path::Path;

const FOLDER: &str = "tests/fixtures/databases";

#[test]
#[ignore = "writes the fixture of this version: once a release"]
fn writes_the_fixture() {
    let office = Office::new();
    let file = office.file("two.txt", crate::invented::text(2));
    office.ok(&["load", &file, "data/samples"]);
    drop(every_kind(&office));
    let to = Path::new(FOLDER).join(format!("v{}.db", env!("CARGO_PKG_VERSION")));
    std::fs::create_dir_all(FOLDER).unwrap();
    assert!(!to.exists(), "a fixture is never changed");
    office.ok(&["backup", &to.display().to_string()]);
    std::fs::write(to.with_extension("jsonl"), office.ok(&["export", "-"])).unwrap();
}

#[test]
fn databases_of_every_version_open_with_everything_in_them() {
    let mut seen = 0;
    for entry in std::fs::read_dir(FOLDER).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "db") {
            continue;
        }
        seen += 1;
        let office = Office::new();
        std::fs::copy(&path, office.db()).unwrap();
        office.ok(&["list"]);
        office.ok(&["verify"]);
        // Every text and event byte for byte, by both ways.
        let export = path.with_extension("jsonl");
        assert_eq!(office.ok(&["export", "-"]), std::fs::read_to_string(&export).unwrap(), "{}", path.display());
        office.ok(&["verify", "--against", &export.display().to_string()]);
        let other = Office::new();
        other.ok(&["merge", &path.display().to_string(), "--yes"]);
        other.ok(&["merge", &export.display().to_string(), "--yes"]);
        other.ok(&["verify", "--against", &path.display().to_string()]);
        assert!(office.ok(&["list", "--resolution", "75/276"]).contains("75/276:8"));
        office.ok(&["note", "75/276:8-requests", "written by a later version"]);
    }
    assert!(seen >= 1);
}
