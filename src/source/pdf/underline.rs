//! Emphasis by lines under words.

use super::lines::{Line, Page, Word, extend};
use super::operators::Rule;
use crate::model::Span;
use std::collections::BTreeMap;

/// Takes underlined words for italic ones where more are underlined than italic: so emphasis was printed before documents had
/// italic letters.
pub(super) fn underlined(pages: &mut [Page]) {
    let found: Vec<Vec<Span>> = pages.iter().flat_map(under).collect();
    let letters = |spans: &[Span]| spans.iter().map(|s| s.end - s.start).sum::<u32>();
    let lines = || pages.iter().flat_map(|p| &p.lines);
    if found.iter().map(|s| letters(s)).sum::<u32>() <= lines().map(|l| letters(&l.italic)).sum() {
        return;
    }
    for (line, spans) in pages.iter_mut().flat_map(|p| &mut p.lines).zip(found) {
        for span in spans {
            extend(&mut line.italic, span, &line.text);
        }
    }
}

/// For each line of a page the words with a rule under them, outside its italic runs.
fn under(page: &Page) -> Vec<Vec<Span>> {
    let mut rules: BTreeMap<i32, Vec<Rule>> = BTreeMap::new();
    for rule in &page.rules {
        rules.entry(rule.y as i32).or_default().push(*rule);
    }
    let of = |line: &Line| {
        let near: Vec<Rule> = rules
            .range((line.y - 0.35 * line.size) as i32 - 1..=line.y as i32 + 1)
            .flat_map(|(_, r)| r)
            .filter(|r| (-0.35 * line.size..=0.0).contains(&(r.y - line.y)))
            .take(200)
            .copied()
            .collect();
        let ruled = |w: &&Word| {
            let under = near.iter().map(|r| (r.x1.min(w.x1) - r.x0.max(w.x0)).max(0.0)).sum::<f32>();
            under > 0.7 * (w.x1 - w.x0)
        };
        // A run in front of an italic one would break their order.
        let free = line.italic.last().map_or(0, |s| s.end);
        line.words.iter().filter(ruled).map(|w| w.at).filter(|at| at.start >= free).collect()
    };
    page.lines.iter().map(of).collect()
}
