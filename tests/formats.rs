//! The same resolution gives the same structure, whatever the format: one invented text in every format that is read
//! (`tests/fixtures/formats/make.py` writes them), one set of assertions. And no reader panics or hangs on damaged input.

use pursuant::model::{Organ, Resolution, Role, TextKind};
use pursuant::source::{self, Reader};
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

/// File, reader, and what the format cannot carry: italics, footnotes.
const FORMATS: &[(&str, Reader, bool, bool)] = &[
    ("resolution.xml", Reader::Akn, true, true),
    ("template.docx", Reader::Docx, true, true),
    ("automatic.docx", Reader::Docx, true, true),
    ("resolution.pdf", Reader::Pdf, true, true),
    ("saved.html", Reader::Html, true, true),
    ("fragment.html", Reader::Html, true, true),
    ("resolution.md", Reader::Text, true, true),
    ("pasted.txt", Reader::Text, false, false),
    ("pasted-utf16.txt", Reader::Text, false, false),
    ("wrapped.txt", Reader::Text, false, false),
    ("pdftotext.txt", Reader::Text, false, true),
];

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/formats/{name}")).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn read(name: &str) -> (Reader, Resolution) {
    // The name says nothing: the content does.
    let mut readings = source::read("upload", &bytes(name));
    assert_eq!(readings.len(), 1, "{name}");
    let reading = readings.remove(0);
    let mut texts = reading.texts.unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(texts.len(), 1, "{name}");
    (reading.reader, texts.remove(0))
}

const OUTLINE: &str = "\
preambular Recalling its resolution 90/11 of 2 March 2036, in which it called upon the Secretary-General to survey the harbours of small islands and to keep them under review,
preambular Deeply concerned about the silting of harbours,
heading [I] Dredging
operative [I] 1. Takes note with appreciation of the report of the Secretary-General;
operative [I] 2. Requests the Secretary-General:
  (a) To survey the harbours of small islands, beginning with those that storms have damaged, and to record the depth of each of them;
  (b) To report on the survey:
  (b)(i) To the General Assembly at its ninety-second session;
  (b)(ii) To the Harbours Forum in 2038;
operative [I] 3. Invites Member States to contribute to the Harbours Fund;
heading [II] Lighthouses
operative [II] 1. Decides to remain seized of the matter.
annex [annex] Guidelines for harbours
annex [annex] 1. Keep harbours deep.
annex [annex] 2. Keep lights lit.
";

fn outline(text: &Resolution) -> String {
    let mut out = String::new();
    for block in &text.blocks {
        let section = block.section.as_deref().map(|s| format!("[{s}] ")).unwrap_or_default();
        let number = block.number.as_deref().map(|n| format!("{n}. ")).unwrap_or_default();
        writeln!(out, "{} {section}{number}{}", block.role, block.body.text).unwrap();
        for part in &block.parts {
            writeln!(out, "  {} {}", part.label, part.body.text).unwrap();
        }
    }
    out
}

#[test]
fn every_format_gives_the_same_structure() {
    for (name, reader, italics, notes) in FORMATS {
        let (by, text) = read(name);
        assert_eq!(by, *reader, "{name}");
        assert_eq!(outline(&text), OUTLINE, "{name}");
        assert_eq!(text.symbol.as_str(), "A/RES/91/15", "{name}");
        assert_eq!(text.kind, TextKind::Resolution, "{name}");
        assert_eq!(text.title, "Harbours of small islands", "{name}");
        assert_eq!(text.organ, Some(Organ::GeneralAssembly), "{name}");
        assert_eq!(text.session.as_ref().map(|s| s.0.as_str()), Some("91"), "{name}");
        assert_eq!(text.adopted.map(|d| d.to_string()).as_deref(), Some("2037-03-03"), "{name}");
        assert_eq!(text.issued.map(|d| d.to_string()).as_deref(), Some("2037-03-04"), "{name} {by}");
        assert_eq!(text.meeting.as_deref(), Some("A/91/PV.62"), "{name}");
        assert_eq!(text.agenda_items, ["12 (c)"], "{name}");
        assert_eq!(text.committee, None, "{name}");
        assert_eq!(
            text.drafts.iter().map(|s| s.as_str()).collect::<Vec<_>>(),
            ["A/91/L.7", "A/91/L.7/Add.1"],
            "{name}"
        );
        let ids: Vec<String> = text.paragraph_ids().into_iter().map(|(_, id)| id.to_string()).collect();
        assert_eq!(ids, ["A/RES/91/15:I.1", "A/RES/91/15:I.2", "A/RES/91/15:I.3", "A/RES/91/15:II.1"], "{name}");
        if *italics {
            let verbs: Vec<&str> = text
                .operative()
                .map(|(_, b)| b.body.emphasis.first().and_then(|s| s.of(&b.body.text)).unwrap_or("none"))
                .collect();
            assert_eq!(verbs, ["Takes note with appreciation", "Requests", "Invites", "Decides"], "{name}");
        }
        if *notes {
            let found: Vec<(&str, &str)> = text.footnotes.iter().map(|n| (n.mark.as_str(), n.text.as_str())).collect();
            assert_eq!(
                found,
                [
                    ("1", "A/91/3."),
                    ("2", "See Official Records of the Harbours Forum, 2036, Supplement No. 8 (A/91/28), chap. I.")
                ],
                "{name}"
            );
            let marks: Vec<(u32, u32)> = text.blocks.iter().flat_map(|b| b.body.marks.iter().copied()).collect();
            assert_eq!(marks, [(47, 0), (68, 1)], "{name}");
            assert!(text.blocks.iter().all(|b| b.role != Role::Heading || b.body.marks.is_empty()), "{name}");
        }
    }
}

/// A small generator of numbers, the same on every machine.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Cuts, flips, repeats and mixes.
fn damage(bytes: &[u8], seed: &mut Seeded) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=seed.next(3) {
        if out.is_empty() {
            break;
        }
        let at = seed.next(out.len());
        match seed.next(6) {
            0 => out.truncate(at),
            1 => out[at] ^= 1 << seed.next(8),
            2 => out.drain(at..(at + seed.next(64)).min(bytes.len()).min(out.len()).max(at)).for_each(drop),
            3 => {
                let piece: Vec<u8> = out[at..(at + seed.next(200)).min(out.len())].to_vec();
                let to = seed.next(out.len());
                out.splice(to..to, piece);
            }
            4 => out[at] = [0, 0xff, b'<', b'(', b'*', 0xc2, b'\n', 0x0c][seed.next(8)],
            _ => (0..20).for_each(|_| {
                let i = seed.next(out.len());
                out[i] = seed.next(256) as u8;
            }),
        }
    }
    out
}

/// A Word file whose parts are damaged, but which still unpacks.
fn hurt_inside(bytes: &[u8], seed: &mut Seeded) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let swapped = if seed.next(3) == 0 { (seed.next(from.len()), seed.next(from.len())) } else { (0, 0) };
    for i in 0..from.len() {
        // Two members in each other's place.
        let other = if i == swapped.0 { swapped.1 } else { swapped.0 };
        let own = from.by_index(i).unwrap().name().unwrap().into_owned();
        let i = if i == swapped.0 || i == swapped.1 { other } else { i };
        let mut part = Vec::new();
        let mut file = from.by_index(i).unwrap();
        file.read_to_end(&mut part).unwrap();
        if seed.next(3) == 0 {
            part = damage(&part, seed);
        }
        to.start_file(own, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&part).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        to.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn damaged_input_is_an_error_or_a_text_but_never_a_panic() {
    let started = std::time::Instant::now();
    for (name, ..) in FORMATS {
        let whole = bytes(name);
        let mut seed = Seeded(0x9E37_79B9_7F4A_7C15);
        for _ in 0..300 {
            let hurt = damage(&whole, &mut seed);
            for reading in source::read("hurt", &hurt) {
                for text in reading.texts.into_iter().flatten() {
                    // What is read holds together: every span lies in its text.
                    for block in &text.blocks {
                        let parts = block.parts.iter().map(|p| &p.body);
                        for rich in std::iter::once(&block.body).chain(parts) {
                            assert!(rich.emphasis.iter().all(|s| s.of(&rich.text).is_some()), "{name}");
                            assert!(
                                rich.marks.iter().all(|(at, _)| rich.text.is_char_boundary(*at as usize)),
                                "{name}"
                            );
                            assert!(rich.marks.iter().all(|(_, n)| (*n as usize) < text.footnotes.len()), "{name}");
                        }
                    }
                }
            }
        }
        if name.ends_with(".docx") {
            for _ in 0..150 {
                source::read("hurt", &hurt_inside(&whole, &mut seed));
            }
        }
        let archive = zipped(&[(name, &whole), ("folder/sample.md", &bytes("resolution.md"))]);
        for _ in 0..50 {
            source::read("hurt.zip", &damage(&archive, &mut seed));
        }
        if name.ends_with(".xml") || name.ends_with(".html") {
            for depth in [100, 10_000] {
                let deep = format!("{}{}", String::from_utf8_lossy(&whole[..whole.len() / 2]), "<p><i>".repeat(depth));
                source::read("deep", deep.as_bytes());
            }
        }
    }
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}
