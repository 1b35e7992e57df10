//! What lists of issued documents say or suggest: by the ids that they name, else by the title of the resolution.

use crate::follow::series::Line;
use crate::follow::subject::{due_sessions, subject};
use crate::follow::suggested::{Certainty, Relation, Suggested};
use crate::follow::{Ask, Document, Documents, documents, weights};
use crate::model::Kind;
use crate::model::day::in_words;
use crate::model::id::Reference;
use std::collections::{BTreeMap, BTreeSet};

/// A title in a list and that of a resolution share at least so much of their words' weight.
const TITLES: f64 = 0.6;
/// A word of more documents than these leads nowhere.
const COMMON: usize = 20;

/// What the lists answer that nothing else surely does.
pub(crate) fn listed(line: &Line<'_>, lists: &Documents, found: &[Suggested]) -> Vec<(usize, usize, Suggested)> {
    let all = lists.all();
    let mut out = Vec::new();
    let answered: BTreeSet<&str> =
        found.iter().filter(|s| s.certainty == Certainty::Sure).map(|s| s.obligation.as_str()).collect();
    let mut by_ask: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let titles: Vec<Vec<String>> = all.iter().map(|d| subject(d.title.as_deref().unwrap_or_default())).collect();
    for (i, (d, title)) in all.iter().zip(&titles).enumerate() {
        for ask in d.answers.iter().flat_map(|a| named(line, a)).collect::<BTreeSet<_>>() {
            by_ask.entry(ask).or_default().push(i);
        }
        title.iter().for_each(|w| by_word.entry(w.as_str()).or_default().push(i));
    }
    for (i, t) in line.texts.iter().enumerate() {
        let title = subject(&t.resolution.title);
        // The rarest word of the title leads to the documents; never all against all.
        let rarest = title.iter().filter_map(|w| by_word.get(w.as_str())).min_by_key(|d| d.len());
        for (j, ask) in t.asks.iter().enumerate() {
            for d in by_ask.get(&(i, j)).into_iter().flatten() {
                out.push((i, j, suggest(ask, &all[*d], Certainty::Sure, "the-list-says-so")));
            }
            if ask.kind != Kind::Report || ask.self_executing.is_some() || answered.contains(ask.id.as_str()) {
                continue;
            }
            let due = due_sessions(ask);
            let mut fits: Vec<(f64, usize)> = rarest
                .into_iter()
                .filter(|d| d.len() <= COMMON)
                .flatten()
                .filter(|d| documents::sessions(&all[**d].symbol).iter().any(|s| due.contains(s)))
                .map(|d| (weights::overlap(&title, &titles[*d]), *d))
                .filter(|(share, _)| *share >= TITLES)
                .collect();
            fits.sort_by(|a, b| b.0.total_cmp(&a.0));
            if let Some((_, d)) = fits.first() {
                out.push((i, j, suggest(ask, &all[*d], Certainty::Probable, "title-in-the-list")));
            }
        }
    }
    out
}

/// What a list means by `75/12`, `75/12:33`, `resolution 75/12, para. 33 (b)` or a full id: of a whole resolution its reporting
/// requests, of a paragraph those in it, or what it asks else. Empty where no text or several texts are meant.
fn named(line: &Line<'_>, written: &str) -> Vec<(usize, usize)> {
    let Ok(reference) = written.parse::<Reference>() else { return Vec::new() };
    let texts: BTreeSet<usize> = reference.symbols.iter().filter_map(|s| line.index(s.as_str())).collect();
    let (Some(text), 1) = (texts.first().copied(), texts.len()) else { return Vec::new() };
    let fits = |ask: &Ask| {
        let part = ask.part.as_deref().map(|p| format!("{}.{}", ask.place, p.trim_matches(['(', ')'])));
        reference.place.as_ref().is_none_or(|p| {
            p.eq_ignore_ascii_case(&ask.place)
                || part.is_some_and(|part| p.eq_ignore_ascii_case(&part))
                || ask.id.ends_with(&format!(":{p}-{}", reference.verb.as_deref().unwrap_or_default()))
        }) && reference.verb.as_ref().is_none_or(|v| ask.id.ends_with(&format!("-{v}")))
    };
    let here: Vec<(usize, &Ask)> = line.texts[text].asks.iter().enumerate().filter(|(_, a)| fits(a)).collect();
    let reports = here.iter().any(|(_, a)| a.kind == Kind::Report);
    let meant = |a: &Ask| match (&reference.verb, &reference.place) {
        (Some(_), _) => true,
        (None, Some(_)) => !reports || a.kind == Kind::Report,
        (None, None) => a.kind == Kind::Report,
    };
    here.into_iter().filter(|(_, a)| meant(a)).map(|(j, _)| (text, j)).collect()
}

fn suggest(ask: &Ask, d: &Document, certainty: Certainty, rule: &'static str) -> Suggested {
    Suggested {
        obligation: ask.id.clone(),
        kind: ask.kind,
        relation: Relation::Answers,
        document: d.symbol.clone(),
        certainty,
        shown_by: d.symbol.clone(),
        place: match d.published {
            Some(day) => format!("list of documents, published {}", in_words(day)),
            None => "list of documents".to_owned(),
        },
        words: d.title.clone().unwrap_or_default(),
        rule,
    }
}
