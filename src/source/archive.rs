//! Zip files: archives of documents, and the container of Word files. Everything stays in memory, and in bounds: number and
//! size of members, their total, how far they were compressed, how deep archives lie in archives.

use crate::source::{Reader, Reading, SourceError, read_within};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// No document is larger, unpacked.
pub(super) const LARGEST: u64 = 64 << 20;
/// An archive's members may have so many bytes together.
const TOTAL: u64 = 512 << 20;
/// An archive may have so many members.
const MEMBERS: usize = 10_000;
/// No document is compressed more than so many times; small ones may be.
const RATIO: u64 = 300;
/// Below this size the ratio does not matter.
const SMALL: u64 = 1 << 20;
/// Archives in archives, at most.
const DEPTH: usize = 3;

/// A zip file, opened.
pub(super) struct Zip<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

fn damaged(error: &impl ToString) -> SourceError {
    SourceError::Damaged { format: "zip file", detail: error.to_string() }
}

impl<'a> Zip<'a> {
    /// Reads the directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Zip<'a>, SourceError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
        if archive.len() > MEMBERS {
            return Err(SourceError::Limit(format!("an archive of {} members; {MEMBERS} are read", archive.len())));
        }
        Ok(Zip { archive })
    }

    /// Whether it has a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The bytes of a member by name; `None` where there is none.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, SourceError> {
        match self.archive.index_for_name(name) {
            Some(i) => self.member(i).map(|(_, bytes)| bytes),
            None => Ok(None),
        }
    }

    /// A member's path and bytes; no bytes for a folder.
    fn member(&mut self, index: usize) -> Result<(String, Option<Vec<u8>>), SourceError> {
        let mut file = match self.archive.by_index(index) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(why)) if why.contains("assword") => return Err(encrypted()),
            Err(error) => return Err(damaged(&error)),
        };
        let path = file.name().map(|n| harmless(&n)).unwrap_or_default();
        if file.encrypted() {
            return Err(encrypted());
        }
        if file.is_dir() {
            return Ok((path, None));
        }
        let packed = file.compressed_size().max(1);
        let mut bytes = Vec::new();
        let limit = if LARGEST / packed > RATIO { (packed * RATIO).max(SMALL) } else { LARGEST };
        // What the directory says of the size may be a lie: the bytes themselves are counted.
        let read = file.by_ref().take(limit + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > limit {
            return Err(SourceError::Limit(format!("`{path}` unpacks to more than {limit} bytes")));
        }
        read.map_err(|e| damaged(&e))?;
        Ok((path, Some(bytes)))
    }
}

fn encrypted() -> SourceError {
    SourceError::Unsupported {
        found: "a member protected by a password".into(),
        advice: "unpack it with its password and load the folder".into(),
    }
}

/// A member's path as shown: no way up, no control characters, `/` between folders.
fn harmless(name: &str) -> String {
    let clean: String = name.chars().filter(|c| !c.is_control()).take(400).collect();
    clean.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect::<Vec<_>>().join("/")
}

/// What systems and programs leave in archives beside documents.
fn litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("__MACOSX/") || name.starts_with('.') || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Reads every document of an archive, each under `archive.zip/folder/name`; one that can't be read does not stop the others.
pub(super) fn read(name: &str, bytes: &[u8], depth: usize) -> Vec<Reading> {
    let failed = |name: &str, error| {
        vec![Reading { name: name.to_owned(), reader: Reader::Text, texts: Err(error), remarks: Vec::new() }]
    };
    if depth >= DEPTH {
        return failed(name, SourceError::Limit(format!("archives more than {DEPTH} deep in each other")));
    }
    let mut zip = match Zip::open(bytes) {
        Ok(zip) => zip,
        Err(error) => return failed(name, error),
    };
    let mut readings = Vec::new();
    let mut total = 0u64;
    for index in 0..zip.archive.len() {
        let (path, bytes) = match zip.member(index) {
            Ok((path, Some(bytes))) => (path, bytes),
            Ok((_, None)) => continue,
            Err(error) => {
                let path =
                    zip.archive.name_for_index(index).and_then(Result::ok).map(|n| harmless(&n)).unwrap_or_default();
                readings.extend(failed(&format!("{name}/{path}"), error));
                continue;
            }
        };
        if litter(&path) {
            continue;
        }
        total = total.saturating_add(bytes.len() as u64);
        if total > TOTAL {
            readings.extend(failed(
                name,
                SourceError::Limit(format!("an archive that unpacks to more than {TOTAL} bytes")),
            ));
            break;
        }
        readings.extend(read_within(&format!("{name}/{path}"), &bytes, depth + 1));
    }
    if readings.is_empty() {
        return failed(name, SourceError::Empty);
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const TEXT: &[u8] = b"A/RES/91/15\n\nThe General Assembly,\n\n1. Adopts the plan;\n\n2. Thanks the islands.\n";

    #[test]
    fn members_are_named_by_their_path_and_fail_alone() {
        let inner = zip(&[("b.txt", TEXT)]);
        let outer = zip(&[
            ("one/a.txt", TEXT),
            ("../../etc/c.txt", TEXT),
            ("bad.bin", b"\0\x01\0\x02\0\0\0\0\x05"),
            ("in.zip", &inner),
            ("__MACOSX/._a.txt", b"x"),
        ]);
        let readings = read("all.zip", &outer, 0);
        let seen: Vec<_> = readings.iter().map(|r| (r.name.as_str(), r.texts.is_ok())).collect();
        assert_eq!(
            seen,
            [
                ("all.zip/one/a.txt", true),
                ("all.zip/etc/c.txt", true),
                ("all.zip/bad.bin", false),
                ("all.zip/in.zip/b.txt", true)
            ]
        );
    }

    #[test]
    fn bombs_are_refused() {
        let zeros = vec![b'a'; 40 << 20];
        let readings = read("bomb.zip", &zip(&[("a.txt", &zeros)]), 0);
        assert!(matches!(&readings[0].texts, Err(SourceError::Limit(_))), "{:?}", readings[0].texts);
        let mut nested = zip(&[("a.txt", TEXT)]);
        for _ in 0..5 {
            nested = zip(&[("n.zip", &nested)]);
        }
        let readings = read("deep.zip", &nested, 0);
        assert!(matches!(&readings[0].texts, Err(SourceError::Limit(_))));
        assert!(read("cut.zip", &nested[..nested.len() / 2], 0)[0].texts.is_err());
    }
}
