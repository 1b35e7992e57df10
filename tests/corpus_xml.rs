//! The whole XML corpus loads; what it gives is compared with counts kept here, and with what the Secretariat's editors
//! recorded. No words of the corpus are kept, only counts and symbols.

use pursuant::model::{Edition, Language, Resolution, Role};
use pursuant::source::akn;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus")
}

/// The resolutions of a folder with their file names, in the order of the names.
fn load(folder: &str) -> Vec<(String, Resolution)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(corpus().join(folder))
        .expect("the corpus")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "xml"))
        .collect();
    files.sort();
    files
        .par_iter()
        .flat_map(|file| {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            let texts = akn::read(&std::fs::read(file).expect("a file"));
            let texts = texts.unwrap_or_else(|e| panic!("{name} is refused: {e}"));
            texts.into_iter().map(|t| (name.clone(), t)).collect::<Vec<_>>()
        })
        .collect()
}

/// What is counted in a folder.
fn counts(texts: &[(String, Resolution)]) -> BTreeMap<&'static str, usize> {
    let blocks = || texts.iter().flat_map(|(_, t)| &t.blocks);
    let of = |role| blocks().filter(move |b| b.role == role);
    BTreeMap::from([
        ("texts", texts.len()),
        ("preambular", of(Role::Preambular).count()),
        ("numbered", of(Role::Operative).filter(|b| b.number.is_some()).count()),
        ("unnumbered", of(Role::Operative).filter(|b| b.number.is_none()).count()),
        ("labelled parts", of(Role::Operative).flat_map(|b| &b.parts).filter(|p| !p.label.is_empty()).count()),
        ("unlabelled parts", of(Role::Operative).flat_map(|b| &b.parts).filter(|p| p.label.is_empty()).count()),
        ("headings", of(Role::Heading).count()),
        ("annex", of(Role::Annex).count()),
        ("footnotes", texts.iter().map(|(_, t)| t.footnotes.len()).sum()),
        ("renames", texts.iter().map(|(_, t)| t.renames.len()).sum()),
        ("reissues", texts.iter().filter(|(_, t)| t.edition != Edition::Original).count()),
    ])
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn every_file_loads_and_gives_what_was_counted() {
    let expected = include_str!("fixtures/akn/counts.csv");
    let mut lines = expected.lines();
    let columns: Vec<_> = lines.next().expect("a header").split(',').skip(1).collect();
    for line in lines {
        let mut fields = line.split(',');
        let folder = fields.next().expect("a folder");
        let found = counts(&load(folder));
        let found: Vec<_> = columns.iter().map(|c| format!("{c} {}", found[c])).collect();
        let kept: Vec<_> = columns.iter().zip(fields).map(|(c, n)| format!("{c} {n}")).collect();
        assert_eq!(found, kept, "{folder}");
    }
}

/// Every text of the corpus.
fn all() -> Vec<(String, Resolution)> {
    ["ga-75", "ga-77", "sc-2000-2002", "pdf-as-xml", "drafts", "languages"].iter().flat_map(|f| load(f)).collect()
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn every_text_is_whole_and_sound() {
    for (name, text) in all() {
        assert!(text.operative().next().is_some(), "{name} has no operative paragraph");
        assert!(text.adopted.is_some_and(|d| d.to_string().as_str() > "1946"), "{name}: {:?}", text.adopted);
        assert!(text.issued.is_some() && text.meeting.is_some() && text.vote.is_some(), "{name}");
        assert!(!text.drafts.is_empty() && !text.agenda_items.is_empty() && text.organ.is_some(), "{name}");
        let council = text.symbol.as_str().starts_with("S/");
        assert_eq!(text.title.is_empty(), council, "{name}");
        assert_eq!(text.session.is_none(), council, "{name}");
        assert!(!text.name().is_empty() && text.name() != text.symbol.as_str(), "{name} has no name");
        for body in text.blocks.iter().flat_map(|b| b.parts.iter().map(|p| &p.body).chain([&b.body])) {
            assert!(body.emphasis.iter().all(|s| s.of(&body.text).is_some()), "{name}: {}", body.text);
            assert!(
                body.marks
                    .iter()
                    .all(|(at, n)| body.text.is_char_boundary(*at as usize) && (*n as usize) < text.footnotes.len()),
                "{name}: {}",
                body.text
            );
            assert!(
                !body.text.contains(['\u{200e}', '\u{ad}', '\t', '\n', '\u{a0}']) && !body.text.contains("  "),
                "{name}"
            );
            assert_eq!(body.text.trim(), body.text, "{name}");
        }
        // An id names one paragraph.
        let ids: Vec<_> = text.paragraph_ids().into_iter().map(|(_, id)| id.to_string()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: {ids:?}");
    }
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn the_six_languages_have_one_structure() {
    let shape = |t: &Resolution| {
        let blocks: Vec<_> =
            t.blocks.iter().map(|b| (b.role, b.number.clone(), b.parts.len(), b.body.marks.len())).collect();
        (blocks, t.drafts.clone(), t.adopted, t.meeting.clone())
    };
    let mut texts: BTreeMap<String, Vec<Resolution>> = BTreeMap::new();
    for (_, text) in load("languages") {
        texts.entry(text.symbol.to_string()).or_default().push(text);
    }
    assert_eq!(texts.len(), 3);
    for (symbol, editions) in texts {
        let languages: BTreeSet<_> = editions.iter().map(|t| t.language).collect();
        assert_eq!(languages.len(), 6, "{symbol}");
        let english = editions.iter().find(|t| t.language == Language::English).expect("English");
        for text in &editions {
            assert_eq!(shape(text).0.len(), shape(english).0.len(), "{symbol} in {}", text.language);
            assert_eq!(shape(text).1, english.drafts, "{symbol} in {}", text.language);
            assert_eq!((text.adopted, &text.meeting), (english.adopted, &english.meeting));
            let numbers = |t: &Resolution| t.blocks.iter().map(|b| (b.role, b.number.clone())).collect::<Vec<_>>();
            assert_eq!(numbers(text), numbers(english), "{symbol} in {}", text.language);
            let marked = |t: &Resolution| t.blocks.iter().map(|b| b.body.marks.len()).sum::<usize>();
            assert_eq!(marked(text), marked(english), "{symbol} in {}", text.language);
            let first = text.blocks.iter().find(|b| b.role == Role::Operative).expect("an operative paragraph");
            assert!(!first.body.emphasis.is_empty(), "{symbol} in {}", text.language);
        }
    }
    let french = load("ga-75").into_iter().find(|(name, _)| name == "75_274_F.xml").expect("the French file").1;
    assert_eq!(french.language, Language::French);
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn sections_keep_their_numerals() {
    let texts: HashMap<String, Resolution> =
        load("ga-77").into_iter().chain(load("sc-2000-2002")).map(|(_, t)| (t.symbol.to_string(), t)).collect();
    let has = |symbol: &str, id: &str| {
        assert!(texts[symbol].paragraph_ids().iter().any(|(_, i)| i.to_string() == id), "{id}");
    };
    has("A/RES/77/263", "A/RES/77/263:VI.6");
    has("A/RES/77/256B", "A/RES/77/256B:II.B.1");
    has("A/RES/77/200", "A/RES/77/200:1");
    has("A/RES/77/108", "A/RES/77/108:12");
    has("S/RES/1355", "S/RES/1355:5");
    let labels: Vec<_> = texts["S/RES/1433"].blocks.iter().flat_map(|b| &b.parts).map(|p| p.label.as_str()).collect();
    assert_eq!(labels[..4], ["(A)", "(A)(1)", "(A)(2)", "(B)"]);
}

/// What the editors recorded, under the symbols of the parts where one entry stands for several.
fn metadata(year: &str) -> BTreeMap<String, serde_json::Value> {
    let lines = std::fs::read_to_string(corpus().join(format!("metadata/{year}.json"))).expect("metadata");
    let mut all = BTreeMap::new();
    for line in lines.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let symbol = entry["symbol"].as_str().expect("a symbol");
        let (base, letters) = symbol.split_once(' ').unwrap_or((symbol, ""));
        let (first, last) = letters.split_once('-').unwrap_or((letters, letters));
        match (first.bytes().next(), last.bytes().next()) {
            (Some(first), Some(last)) => {
                for letter in first..=last {
                    all.insert(format!("{base}{}", char::from(letter)), entry.clone());
                }
            }
            _ => drop(all.insert(base.to_owned(), entry)),
        }
    }
    all
}

/// Every difference between the texts and the metadata, by its kind.
#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn the_metadata_differ_only_where_they_err_themselves() {
    let fold =
        |s: &str| s.replace('\u{2011}', "-").replace('\u{2019}', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for year in ["75", "77"] {
        let texts: BTreeMap<String, Resolution> = load(&format!("ga-{year}"))
            .into_iter()
            .filter(|(_, t)| t.language == Language::English)
            .map(|(_, t)| (t.symbol.to_string(), t))
            .collect();
        let entries = metadata(year);
        let missing: Vec<_> = entries.keys().filter(|s| !texts.contains_key(*s)).collect();
        assert!(missing.is_empty(), "not loaded: {missing:?}");
        for (symbol, text) in &texts {
            let mut differs = |kind| found.entry(kind).or_default().push(symbol.clone());
            let Some(entry) = entries.get(symbol) else {
                differs("no entry");
                continue;
            };
            let field = |name: &str| entry[name].as_str().unwrap_or_default();
            if fold(field("title")) != fold(&text.title) {
                differs("title");
            }
            let day = text.adopted.expect("a day");
            if field("adoption_date") != day.format("%-d %B %Y").to_string() {
                differs("adoption");
            }
            if fold(field("pv")) != text.meeting.as_deref().unwrap_or_default() {
                differs("record of the meeting");
            }
            let number: String = field("adoption_meeting").chars().take_while(char::is_ascii_digit).collect();
            let resumed = if field("adoption_meeting").contains("resumed") { " (Resumption 1)" } else { "" };
            if text.meeting != Some(format!("A/{year}/PV.{number}{resumed}")) {
                differs("meeting");
            }
            let committee = match text.committee.as_deref() {
                None => "Without reference to a Main Committee",
                // The metadata have its short name.
                Some(c) if c.ends_with("(Fourth Committee)") => "Fourth Committee",
                Some(c) => c,
            };
            if committee != field("committee") {
                differs("committee");
            }
            let items = text.agenda_items.join(" and ");
            if field("agenda_item").trim_start_matches("Agenda items ").trim_start_matches("Agenda item ") != items {
                differs("agenda item");
            }
            let documents = pursuant::source::cover::symbols(field("originating_document"));
            if documents.iter().any(|d| !text.drafts.contains(d)) || documents.is_empty() {
                differs("draft");
            }
            let vote = text.vote.as_ref().expect("a vote");
            let count = |name: &str| field(name).parse::<u16>().unwrap_or(u16::MAX);
            if vote.without_vote != (field("adoption_type") == "Without a vote")
                || vote.in_favour != count("MS_in_favour_count")
                || vote.against != count("MS_against_count")
                || vote.abstaining != count("MS_abstaining_count")
            {
                differs("vote");
            }
        }
    }
    let explained: BTreeMap<&str, Vec<String>> = include_str!("fixtures/akn/metadata.txt")
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| {
            let (kind, symbols) = l.split_once(": ").expect("kind: symbols");
            (kind, symbols.split(' ').map(str::to_owned).collect())
        })
        .collect();
    assert_eq!(found, explained);
}
