//! What is read from real resolutions lies in their texts, twice the same, under keys that are unique.

use pursuant::extract::{ParagraphReading, extract, names::names};
use pursuant::model::Resolution;
use std::collections::HashSet;
use std::path::PathBuf;

fn corpus(folder: &str) -> Vec<Resolution> {
    let dir = PathBuf::from("../shared/corpus").join(folder);
    let Ok(entries) = std::fs::read_dir(&dir) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    let read = |p: &PathBuf| {
        let bytes = std::fs::read(p).expect("a readable file");
        pursuant::source::read(&p.to_string_lossy(), &bytes)
            .into_iter()
            .filter_map(|r| r.texts.ok())
            .flatten()
            .collect::<Vec<_>>()
    };
    paths.iter().flat_map(read).collect()
}

fn check(resolution: &Resolution, readings: &[ParagraphReading]) {
    for p in readings {
        for o in &p.obligations {
            let verb = resolution.words(o.verb_at).map(str::to_lowercase);
            assert_eq!(verb.as_deref(), Some(o.verb.as_str()), "{}", p.id);
            assert!(verb.is_some_and(|v| v.contains(&o.key.verb.word)), "{}", p.id);
            assert!(resolution.words(o.clause_at).is_some_and(|w| !w.is_empty()), "{}", p.id);
            for a in &o.addressees {
                assert!(a.at.is_none_or(|at| resolution.words(at).is_some_and(|w| !w.is_empty())), "{}", p.id);
            }
            assert_eq!(o.block, p.block);
            o.trace.walk(&mut |node, _| {
                assert!(node.at.is_none_or(|at| resolution.words(at).is_some()), "{}: {}", p.id, node.rule);
            });
        }
    }
    let mut keys = HashSet::new();
    for o in readings.iter().flat_map(|p| &p.obligations) {
        assert!(keys.insert(&o.key), "{}: {:?}", resolution.symbol, o.key);
    }
    let ids = names(readings);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{}", resolution.symbol);
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn every_span_slices_its_text_and_every_id_is_unique() {
    let mut count = 0;
    for folder in ["ga-75", "ga-77", "sc-2000-2002", "other-organs"] {
        for resolution in corpus(folder) {
            let readings = extract(&resolution);
            check(&resolution, &readings);
            assert_eq!(readings, extract(&resolution), "{}", resolution.symbol);
            count += readings.iter().map(|p| p.obligations.len()).sum::<usize>();
        }
    }
    assert!(count > 10_000, "{count} obligations");
}

#[test]
#[cfg_attr(not(corpus), ignore = "needs ../shared/corpus")]
fn other_languages_are_kept_but_not_read() {
    for resolution in corpus("languages").iter().filter(|r| r.language != pursuant::model::Language::English) {
        assert!(extract(resolution).is_empty(), "{}", resolution.symbol);
    }
}
