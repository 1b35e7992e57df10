//! Texts as people paste them, over the shared corpus: each must load with the right symbol, title, organ, session and day,
//! and every paragraph that its lines number.

use pursuant::model::{Resolution, Role, TextKind};
use pursuant::source::{self, Reader};

fn read(name: &str, bytes: &[u8]) -> Resolution {
    let mut readings = source::read(name, bytes);
    assert_eq!(readings.len(), 1, "{name}");
    let reading = readings.remove(0);
    assert_eq!(reading.reader, Reader::Text, "{name}");
    let mut texts = reading.texts.unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(texts.len(), 1, "{name}");
    texts.remove(0)
}

fn numbers(text: &Resolution) -> Vec<&str> {
    text.operative().filter_map(|(_, b)| b.number.as_deref()).collect()
}

#[test]
fn the_sample_loads_whole() {
    let text = read("A_RES_75_276.md", include_bytes!("../data/samples/A_RES_75_276.md"));
    assert_eq!(text.symbol.as_str(), "A/RES/75/276");
    assert_eq!(text.title, "Cooperation between the United Nations and the Collective Security Treaty Organization");
    assert_eq!(text.adopted.map(|d| d.to_string()).as_deref(), Some("2021-04-28"));
    assert_eq!(text.issued.map(|d| d.to_string()).as_deref(), Some("2021-04-29"));
    assert_eq!(text.session.as_ref().map(|s| s.0.as_str()), Some("75"));
    assert_eq!(text.agenda_items, ["130 (t)"]);
    assert_eq!(text.committee, None);
    assert_eq!(text.kind, TextKind::Resolution);
    assert_eq!(text.drafts.iter().map(|s| s.as_str()).collect::<Vec<_>>(), ["A/75/L.78", "A/75/L.78/Add.1"]);
    assert_eq!(text.footnotes.len(), 7);
    assert_eq!(numbers(&text), ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert_eq!(text.blocks.iter().filter(|b| b.role == Role::Preambular).count(), 15);
    // Sentences that a footnote block or a page break cuts in two.
    assert!(text.blocks.iter().any(|b| b.body.text.contains("which underline the importance of developing")));
    assert!(text.blocks.iter().any(|b| b.body.text.contains("the participation of United Nations representatives")));
    for (_, paragraph) in text.operative() {
        let verb = paragraph.body.emphasis[0].of(&paragraph.body.text).unwrap();
        assert!(paragraph.body.text.starts_with(verb), "{verb}");
    }
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn texts_of_other_organs_load_with_cover_and_every_numbered_paragraph() {
    let mut seen = 0;
    for entry in std::fs::read_dir("../shared/corpus/other-organs").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let printed = String::from_utf8(bytes.clone()).unwrap();
        let text = read(&name, &bytes);
        seen += 1;
        assert!(text.symbol.as_str().eq_ignore_ascii_case(printed.lines().next().unwrap()), "{name}");
        assert!(text.organ.is_some() && text.session.is_some(), "{name}");
        let day = text.adopted.unwrap_or_else(|| panic!("{name}: no day")).format("%-d %B %Y").to_string();
        assert!(printed.contains(&format!(" on {day}")), "{name}: {day}");
        // The title, wrapped or not, stands behind its number.
        let words = |s: &str| s.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
        let whole = words(&printed);
        assert!(!text.title.is_empty() && whole.contains(&format!(". {} The ", text.title)), "{name}: {}", text.title);
        // Numbers as the lines before an annex have them.
        let body = printed.split("\nAnnex").next().unwrap();
        let printed_numbers: Vec<&str> = body
            .lines()
            .filter_map(|l| l.split_once(['.', '\t']).filter(|(_, rest)| rest.starts_with([' ', '\t'])).map(|(n, _)| n))
            .filter(|n| !n.is_empty() && n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()))
            .collect();
        if !printed_numbers.is_empty() {
            assert_eq!(numbers(&text), printed_numbers, "{name}");
        } else if name.starts_with("UNEP") {
            // Automatic numbers, lost on the way, are counted.
            let count = text.operative().count();
            assert_eq!(numbers(&text), (1..=count).map(|n| n.to_string()).collect::<Vec<_>>(), "{name}");
        } else {
            assert_eq!(text.operative().count(), 1, "{name}");
        }
    }
    assert_eq!(seen, 82);
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn the_sample_is_the_same_resolution_as_its_xml() {
    let mut sample = read("A_RES_75_276.md", include_bytes!("../data/samples/A_RES_75_276.md"));
    let bytes = std::fs::read("../shared/corpus/ga-75/75_276_E.xml").unwrap();
    let mut readings = source::read("75_276_E.xml", &bytes);
    assert_eq!(readings[0].reader, Reader::Akn);
    let mut xml = readings.remove(0).texts.unwrap().remove(0);
    // What a text cannot carry: keywords and votes are in the XML's metadata, places in a file are the file's own. The
    // sample's preamble has lost its italics.
    (xml.keywords, xml.vote) = (Vec::new(), None);
    for block in sample.blocks.iter_mut().chain(&mut xml.blocks) {
        block.body.origin = None;
        if block.role == Role::Preambular {
            block.body.emphasis.clear();
        }
    }
    assert_eq!(sample, xml);
}
