//! PDFs: a resolution made for this test in several forms, files that are hostile or of no use, and (with the corpus)
//! official PDFs against the XML of the same resolutions.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use pursuant::model::{Resolution, Rich};
use pursuant::source::{self, SourceError, pdf};

const PLAIN: &[u8] = include_bytes!("pdf/harbours.pdf");
const TAGGED: &[u8] = include_bytes!("pdf/harbours-tagged.pdf");
const RESTRICTED: &[u8] = include_bytes!("pdf/harbours-restricted.pdf");
const LOCKED: &[u8] = include_bytes!("pdf/harbours-locked.pdf");

fn one(bytes: &[u8]) -> Resolution {
    let mut texts = pdf::read(bytes).unwrap();
    assert_eq!(texts.len(), 1);
    texts.remove(0)
}

/// A text for people: where it begins, and its words with emphasis in `_` and footnotes in `[]`.
fn show(body: &Rich) -> String {
    let mut out = String::new();
    let mut from = 0;
    let mut cuts: Vec<(usize, String)> = Vec::new();
    for span in &body.emphasis {
        cuts.extend([(span.start as usize, "_".to_owned()), (span.end as usize, "_".to_owned())]);
    }
    cuts.extend(body.marks.iter().map(|(at, note)| (*at as usize, format!("[{}]", note + 1))));
    cuts.sort_by_key(|(at, _)| *at);
    for (at, what) in cuts {
        out.push_str(&body.text[from..at]);
        out.push_str(&what);
        from = at;
    }
    out.push_str(&body.text[from..]);
    let (page, line) = body.origin.unwrap_or_default();
    format!("{page}:{line} {out}")
}

fn outline(text: &Resolution) -> String {
    let mut out = vec![format!("{} | {}", text.symbol, text.title)];
    for b in &text.blocks {
        let place = [b.section.as_deref(), b.number.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        out.push(format!("{} {place} @ {}", b.role, show(&b.body)));
        out.extend(b.parts.iter().map(|p| format!("    {} @ {}", p.label, show(&p.body))));
    }
    out.extend(text.footnotes.iter().map(|n| format!("note {} {}", n.mark, n.text)));
    out.join("\n")
}

#[test]
fn a_resolution_is_read_whole() {
    let text = one(PLAIN);
    assert_eq!(text.session.as_ref().map(|s| s.0.as_str()), Some("91"));
    assert_eq!(text.adopted.map(|d| d.to_string()).as_deref(), Some("2037-03-03"));
    assert_eq!(text.issued.map(|d| d.to_string()).as_deref(), Some("2037-03-04"));
    assert_eq!(text.meeting.as_deref(), Some("A/91/PV.62"));
    assert_eq!(text.agenda_items, ["12 (c)"]);
    insta::assert_snapshot!(outline(&text));
}

#[test]
fn tags_and_restrictions_change_nothing() {
    assert_eq!(one(PLAIN), one(TAGGED));
    assert_eq!(one(PLAIN), one(RESTRICTED));
}

#[test]
fn damage_is_said_and_never_passed_over() {
    let remarks = |bytes: &[u8]| source::read("harbours.pdf", bytes).remove(0).remarks;
    assert!(remarks(PLAIN).is_empty() && remarks(TAGGED).is_empty() && remarks(RESTRICTED).is_empty());
    // The content of the first page, which is deflated, with some bytes of nothing.
    let at = PLAIN.windows(7).position(|w| w == b"stream\n" || w == b"stream\r").unwrap();
    let mut holed = PLAIN.to_vec();
    holed[at + 200..at + 260].fill(0);
    let reading = source::read("harbours.pdf", &holed).remove(0);
    let said = match reading.texts {
        Ok(_) => reading.remarks.join(" "),
        Err(e) => e.to_string(),
    };
    assert!(said.contains("damaged") && said.contains("page 1 can't be read whole"), "{said}");
    let cut = source::read("harbours.pdf", &PLAIN[..PLAIN.len() / 2]).remove(0).texts.unwrap_err().to_string();
    assert!(cut.contains("damaged") && !cut.contains("no resolution"), "{cut}");
}

#[test]
fn what_can_not_be_read_says_what_to_do() {
    assert_eq!(pdf::read(b" \n"), Err(SourceError::Empty));
    assert!(matches!(pdf::read(b"%PDF-1.4\nnothing"), Err(SourceError::Damaged { .. })));
    let locked = pdf::read(LOCKED).unwrap_err().to_string();
    assert!(locked.contains("locked") && locked.contains("unlocked copy"), "{locked}");
    let scan = pdf::read(&document(b"q 612 0 0 792 0 0 cm /Im Do Q", |doc| {
        let image = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
        "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray" };
        vec![("Im", doc.add_object(Stream::new(image, vec![0])))]
    }));
    let scan = scan.unwrap_err().to_string();
    assert!(scan.contains("scanned") && scan.contains("OCR"), "{scan}");
}

/// A PDF of one page with the content and the forms that `forms` makes; its font brings no widths.
fn document(content: &[u8], forms: impl Fn(&mut Document) -> Vec<(&'static str, lopdf::ObjectId)>) -> Vec<u8> {
    let mut doc = Document::with_version("1.5");
    let pages = doc.new_object_id();
    let font = doc.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Times-Roman" });
    let forms: Dictionary = forms(&mut doc).into_iter().map(|(n, id)| (n, Object::Reference(id))).collect();
    let mut stream = Stream::new(Dictionary::new(), content.to_vec());
    stream.compress().unwrap();
    let content = doc.add_object(stream);
    let page = doc.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font }, "XObject" => forms },
    });
    doc.objects.insert(
        pages,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }),
    );
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    doc.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    bytes
}

/// Content with a line of text at each of the given places.
fn text(lines: &[(f32, f32, &str)]) -> Vec<u8> {
    let shown: Vec<String> = lines.iter().map(|(x, y, s)| format!("BT /F 10 Tf {x} {y} Td ({s}) Tj ET")).collect();
    shown.join("\n").into_bytes()
}

fn paragraphs(bytes: &[u8]) -> Vec<String> {
    pdf::paras(bytes).unwrap().paras.into_iter().map(|p| p.text).collect()
}

#[test]
fn lines_drawn_in_any_order_words_without_blanks_and_older_marks() {
    let shuffled = text(&[
        (126.0, 664.0, "2."),
        (162.0, 664.0, "Thanks the islands."),
        (92.0, 688.0, "the harbour that lies on the northern shore of the larger island and"),
        (126.0, 700.0, "1."),
        (162.0, 700.0, "Requests the Secretary-General to survey every year, 1/ before the storms,"),
        (92.0, 676.0, "its lighthouse;"),
        (92.0, 120.0, "________"),
        (106.0, 106.0, "1/  Resolution 90/11."),
    ]);
    let read = pdf::paras(&document(&shuffled, |_| Vec::new())).unwrap();
    let texts: Vec<&str> = read.paras.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "1. Requests the Secretary-General to survey every year, before the storms, the harbour that lies on the \
             northern shore of the larger island and its lighthouse;",
            "2. Thanks the islands."
        ]
    );
    assert_eq!((read.notes[0].mark.as_str(), read.notes[0].text.as_str()), ("1", "Resolution 90/11."));
    assert_eq!(read.paras[0].marks, [(55, "1".to_owned())]);
    // Words that are placed one by one.
    let placed = b"BT /F 10 Tf 92 700 Td [(Requests)-250(the)-250(islands)-250(to)-250(keep)] TJ ET";
    assert_eq!(paragraphs(&document(placed, |_| Vec::new())), ["Requests the islands to keep"]);
}

#[test]
fn the_star_of_a_reissue_stays_with_its_symbol() {
    let draft = text(&[
        (450.0, 750.0, "A/91/L.7*"),
        (92.0, 724.0, "Harbours of small islands"),
        (126.0, 700.0, "The General Assembly,"),
        (126.0, 676.0, "1."),
        (162.0, 676.0, "Decides to wait for the report;*"),
        (126.0, 652.0, "2."),
        (162.0, 652.0, "Thanks the islands."),
        (92.0, 120.0, "________"),
        (106.0, 106.0, "* Reissued for technical reasons on 4 March 2037."),
    ]);
    let text = one(&document(&draft, |_| Vec::new()));
    assert_eq!((text.symbol.as_str(), text.edition), ("A/91/L.7", pursuant::model::Edition::Reissue(1)));
    let first = text.operative().next().unwrap().1;
    assert_eq!(first.body.text, "Decides to wait for the report;");
}

#[test]
fn fonts_with_encodings_of_their_own() {
    // Codes that mean other letters: by names of glyphs, by their forms, and by a map to Unicode that comes first.
    let bytes = document(b"BT /F 10 Tf 92 700 Td (abc de fg) Tj /G 10 Tf 0 -12 Td <00010002> Tj ET", |_| Vec::new());
    let mut doc = Document::load_mem(&bytes).unwrap();
    let map = doc.add_object(Stream::new(Dictionary::new(), b"1 beginbfchar <66> <00660069> endbfchar".to_vec()));
    let wide = doc.add_object(Stream::new(
        Dictionary::new(),
        b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0001> <0002> <0391> endbfrange"
            .to_vec(),
    ));
    let names = ["H", "a", "quoteright", "uni00E9", "f_l"].map(|n| Object::Name(n.into()));
    let differences = [vec![97.into()], names.to_vec(), vec![103.into(), Object::Name("emdash".into())]].concat();
    let simple = dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "ABCDEF+Times-Roman", "ToUnicode" => map,
        "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => differences },
    };
    let composite = dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "X", "Encoding" => "Identity-H", "ToUnicode" => wide,
        "DescendantFonts" => vec![Object::Dictionary(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2",
            "BaseFont" => "X", "DW" => 600 })],
    };
    let page = doc.page_iter().next().unwrap();
    let resources = doc.get_object_mut(page).unwrap().as_dict_mut().unwrap().get_mut(b"Resources").unwrap();
    resources.as_dict_mut().unwrap().set("Font", dictionary! { "F" => simple, "G" => composite });
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    assert_eq!(paragraphs(&bytes), ["Ha\u{2019} \u{e9}fl fi\u{2014} \u{391}\u{392}"]);
}

#[test]
fn forms_that_draw_themselves_and_pages_that_hold_themselves_end() {
    let form = |doc: &mut Document, content: &[u8]| {
        let dict = dictionary! { "Type" => "XObject", "Subtype" => "Form" };
        doc.add_object(Stream::new(dict, content.to_vec()))
    };
    let line = text(&[(92.0, 700.0, "The harbours of the islands are open.")]);
    let own = [line.as_slice(), b" /A Do /A Do /B Do"].concat();
    let bytes = document(b"/A Do /B Do", |doc| vec![("A", form(doc, &own)), ("B", form(doc, &own))]);
    assert!(paragraphs(&bytes)[0].starts_with("The harbours of the islands are open."));
    let mut doc = Document::load_mem(PLAIN).unwrap();
    let pages = doc.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let kids = doc.get_object_mut(pages).unwrap().as_dict_mut().unwrap();
    kids.set("Kids", vec![Object::Reference(pages), Object::Reference(pages)]);
    kids.set("Parent", Object::Reference(pages));
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    assert!(pdf::read(&bytes).is_err());
}

#[test]
fn a_small_file_that_unpacks_to_much_is_refused() {
    let bytes = document(&vec![b' '; 80 << 20], |_| Vec::new());
    assert!(bytes.len() < 1 << 20);
    assert!(pdf::read(&bytes).is_err());
}

/// Bytes cut off, turned, overwritten, moved, or with other numbers of objects, by a seed.
fn mutated(bytes: &[u8], mut seed: u64) -> Vec<u8> {
    let mut next = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    let mut out = bytes.to_vec();
    match next(6) {
        0 => out.truncate(next(bytes.len())),
        1 => {
            for _ in 0..1 + next(40) {
                let at = next(out.len());
                out[at] ^= 1 << next(8);
            }
        }
        2 => {
            let (from, len) = (next(out.len()), 1 + next(400));
            out.drain(from..(from + len).min(bytes.len()));
        }
        3 => {
            let (from, to, len) = (next(out.len()), next(out.len()), next(400));
            let piece = bytes[from..(from + len).min(bytes.len())].to_vec();
            out.splice(to..to, piece);
        }
        4 => {
            // Every figure behind a blank, as in `12 0 R`, may become another.
            let places: Vec<usize> =
                (1..out.len()).filter(|&i| out[i].is_ascii_digit() && out[i - 1] == b' ').collect();
            for _ in 0..1 + next(30) {
                let at = places[next(places.len())];
                out[at] = b'0' + next(10) as u8;
            }
        }
        _ => {
            let (at, len) = (next(out.len()), next(60));
            for b in out.iter_mut().skip(at).take(len) {
                *b = next(256) as u8;
            }
        }
    }
    out
}

#[test]
fn damaged_files_never_end_the_program() {
    let mut read = 0;
    for seed in 1..=300u64 {
        let source = if seed % 3 == 0 { TAGGED } else { PLAIN };
        read += usize::from(pdf::read(&mutated(source, seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))).is_ok());
    }
    assert!(read > 50, "{read} of 300 could still be read");
}

mod corpus {
    use super::*;
    use pursuant::model::Role;
    use pursuant::source::akn;
    use sha2::{Digest, Sha256};
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = std::fs::read_dir(format!("../shared/corpus/{folder}"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == extension))
            .collect();
        all.sort();
        all
    }

    /// White space, quotes and hyphens made alike.
    fn alike(s: &str) -> String {
        let s: String = s
            .chars()
            .filter(|c| !matches!(c, '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{200b}'))
            .map(|c| match c {
                '\u{2010}' | '\u{2011}' => '-',
                '\u{2018}' | '\u{2019}' | '\u{201b}' => '\'',
                '\u{201c}' | '\u{201d}' | '\u{201f}' => '"',
                c => c,
            })
            .collect();
        s.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Blocks and parts, one a line, and the footnotes.
    fn lines(text: &Resolution) -> Vec<String> {
        let mut out = Vec::new();
        let rich = |head: String, body: &Rich| {
            let emphasis: Vec<&str> = body.emphasis.iter().filter_map(|s| s.of(&body.text)).collect();
            let marks: Vec<u32> = body.marks.iter().map(|(_, n)| *n).collect();
            format!("{head} {} {} {marks:?}", alike(&body.text), alike(&emphasis.join("_")))
        };
        for b in &text.blocks {
            out.push(rich(format!("{} {:?} {:?}", b.role, b.section, b.number), &b.body));
            out.extend(b.parts.iter().map(|p| rich(format!("part {}", p.label), &p.body)));
        }
        out.extend(text.footnotes.iter().map(|n| format!("note {} {}", n.mark, alike(&n.text))));
        out
    }

    fn cover(text: &Resolution) -> [String; 8] {
        [
            alike(&text.title),
            format!("{:?}", text.organ),
            format!("{:?}", text.session),
            format!("{:?}", text.adopted),
            format!("{:?}", text.issued),
            format!("{:?}", text.meeting),
            format!("{:?}", text.agenda_items),
            format!("{:?}", text.committee),
        ]
    }

    /// The obligations as JSON, without the bytes at which they stand: a non-breaking hyphen has more of them.
    fn obligations(text: &Resolution) -> Vec<String> {
        fn bare(value: serde_json::Value) -> serde_json::Value {
            use serde_json::Value;
            match value {
                Value::Object(map) => {
                    let kept = map.into_iter().filter(|(k, _)| !matches!(k.as_str(), "start" | "end"));
                    Value::Object(kept.map(|(k, v)| (k, bare(v))).collect())
                }
                Value::Array(list) => Value::Array(list.into_iter().map(bare).collect()),
                other => other,
            }
        }
        let readings = pursuant::extract::extract(text);
        let all = readings.iter().flat_map(|p| &p.obligations);
        all.map(|o| alike(&bare(serde_json::to_value(o).unwrap()).to_string())).collect()
    }

    #[test]
    #[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
    fn official_pdfs_give_what_their_xml_gives() {
        let mut seen = 0;
        for folder in [("pdf", "pdf-as-xml"), ("drafts", "drafts")] {
            let xml: BTreeMap<String, Resolution> = files(folder.1, "xml")
                .iter()
                .flat_map(|p| akn::read(&std::fs::read(p).unwrap()).unwrap())
                .map(|t| (t.symbol.to_string(), t))
                .collect();
            for path in files(folder.0, "pdf") {
                let name = path.display();
                let texts = pdf::read(&std::fs::read(&path).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
                for text in texts {
                    assert!(text.operative().next().is_some() && !text.title.is_empty(), "{name}");
                    let Some(truth) = xml.get(text.symbol.as_str()) else {
                        assert!(text.symbol.is_draft(), "{name}");
                        continue;
                    };
                    seen += 1;
                    assert_eq!(cover(&text), cover(truth), "{name}");
                    assert_eq!(lines(&text), lines(truth), "{name}");
                    assert_eq!(obligations(&text), obligations(truth), "{name}");
                }
            }
        }
        assert_eq!(seen, 31 + 8);
    }

    /// A/RES/73/8, whose PDF has no tags; number, verb, words and the digest of the text as a person copied it.
    #[test]
    #[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
    fn an_untagged_pdf_gives_what_is_printed() {
        let text = one(&std::fs::read("../shared/corpus/pdf-older/A_RES_73_8-EN.pdf").unwrap());
        assert_eq!(text.symbol.as_str(), "A/RES/73/8");
        assert_eq!(text.session.as_ref().map(|s| s.0.as_str()), Some("73"));
        assert_eq!(text.adopted.map(|d| d.to_string()).as_deref(), Some("2018-11-01"));
        assert_eq!(text.issued.map(|d| d.to_string()).as_deref(), Some("2018-11-05"));
        assert_eq!(text.agenda_items, ["43"]);
        assert_eq!(text.meeting.as_deref(), Some("A/73/PV.30"));
        assert_eq!(text.drafts.iter().map(|d| d.as_str()).collect::<Vec<_>>(), ["A/73/L.3"]);
        assert_eq!((text.title.split(' ').count(), text.title.ends_with(" against Cuba")), (18, true));
        assert_eq!(text.blocks.iter().filter(|b| b.role == Role::Preambular).count(), 8);
        let notes: Vec<_> = text.footnotes.iter().map(|n| (n.mark.as_str(), n.text.as_str())).collect();
        assert_eq!(notes, [("1", "A/73/85.")]);
        let read: Vec<(String, String, usize, String)> = text
            .operative()
            .map(|(_, b)| {
                let words = alike(&b.body.text);
                let digest = Sha256::digest(words.as_bytes()).iter().take(4).map(|b| format!("{b:02x}")).collect();
                let verb = b.body.emphasis.first().and_then(|s| s.of(&b.body.text)).unwrap_or_default();
                (b.number.clone().unwrap_or_default(), verb.to_owned(), words.split(' ').count(), digest)
            })
            .collect();
        let read: Vec<_> = read.iter().map(|(n, v, w, d)| (n.as_str(), v.as_str(), *w, d.as_str())).collect();
        assert_eq!(read, TRUTH);
    }

    const TRUTH: [(&str, &str, usize, &str); 5] = [
        ("1", "Takes note", 14, "daf2acc7"),
        ("2", "Reiterates its call upon", 52, "bcb60390"),
        ("3", "Once again urges", 34, "f50aad07"),
        ("4", "Requests", 53, "541879d5"),
        ("5", "Decides", 32, "3796eabc"),
    ];
}

/// An invented resolution set in the layouts of other years and programs: two columns with footnotes in each, typewriter
/// lines with underlined verbs and `/...`, paragraphs without indents, hanging numbers.
#[test]
fn other_layouts_read_as_the_word_file_from_which_they_were_printed() {
    let read = |name: &str| {
        let bytes = std::fs::read(format!("tests/pdf/{name}")).unwrap();
        let mut text = pursuant::source::read(name, &bytes).remove(0).texts.unwrap().remove(0);
        let mut places = Vec::new();
        for block in &mut text.blocks {
            places.push(block.body.origin.take());
            block.parts.iter_mut().for_each(|p| p.body.origin = None);
        }
        (text, places)
    };
    let (word, _) = read("layout.docx");
    assert_eq!((word.operative().count(), word.footnotes.len(), word.drafts.len()), (13, 7, 2));
    for name in ["columns", "typewriter", "blocks", "hanging"] {
        let (text, places) = read(&format!("layout-{name}.pdf"));
        let plain = |r: &pursuant::model::Resolution| {
            r.blocks.iter().map(|b| (b.role, b.number.clone(), b.flat().0)).collect::<Vec<_>>()
        };
        assert_eq!(plain(&text), plain(&word), "{name}");
        assert_eq!(text.footnotes, word.footnotes, "{name}");
        assert_eq!(
            (&text.symbol, &text.title, &text.session, text.issued, &text.meeting, &text.agenda_items, &text.drafts),
            (&word.symbol, &word.title, &word.session, word.issued, &word.meeting, &word.agenda_items, &word.drafts),
            "{name}"
        );
        // Every paragraph says on which page and line it begins, in the order of reading.
        let pages: Vec<u32> = places.iter().map(|p| p.unwrap().0).collect();
        assert!(pages.windows(2).all(|w| w[0] <= w[1]) && pages.last() > Some(&1), "{name}: {pages:?}");
    }
}
