//! Footnotes: the small lines under a short rule at the foot of a page, and the marks in the text that call them.

use super::lines::{Line, Page};
use super::words::join;
use crate::model::Footnote;

/// Rules of a page that are tried.
const RULES: usize = 40;

/// The footnotes of a document.
#[derive(Default)]
pub(super) struct Notes {
    pub notes: Vec<Footnote>,
    /// Marks are printed as `1/` on the line, as it was done until 1997.
    pub slashed: bool,
}

impl Notes {
    pub(super) fn known(&self, mark: &str) -> bool {
        self.notes.iter().any(|n| n.mark == mark)
    }

    /// Takes the footnotes off the foot of a page, or of a column of it (`inner`).
    pub(super) fn take(&mut self, page: &mut Page, body: f32, inner: bool) {
        let Some((rule, first)) = self.start(page, body, inner) else { return };
        let lines = page.lines.split_off(first);
        page.lines.truncate(rule);
        self.read(&lines);
    }

    /// Where the rule and the first line of the notes stand.
    fn start(&self, page: &Page, body: f32, inner: bool) -> Option<(usize, usize)> {
        let lines = &page.lines;
        let noted = |from: usize| {
            let rest = lines.get(from..).unwrap_or_default();
            let small = rest.iter().all(|l| l.size < 0.96 * body);
            let first = self.notes.iter().all(|n| n.mark.parse::<u32>().is_err());
            let marked = rest.first().is_some_and(|l| match self.mark(l, true) {
                // `16 of the Statute` at the beginning of a line is not the first note of a document.
                Some((mark, ..)) => !first || l.size < 0.96 * body || mark.parse::<u32>().map_or(true, |n| n == 1),
                None => false,
            });
            !rest.is_empty()
                && (marked && rest.iter().all(|l| l.size < 1.04 * body) || small && (marked || !self.notes.is_empty()))
        };
        let typed = lines.iter().enumerate().filter(|(_, l)| ruled(&l.text)).map(|(i, _)| i);
        if let Some(i) = typed.take(RULES).find(|i| noted(i + 1)) {
            return Some((i, i + 1));
        }
        let wide = lines.iter().map(|l| l.x1).fold(0.0, f32::max) - lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
        let left = lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
        let mut rules: Vec<(f32, f32, f32)> = Vec::new();
        for r in &page.rules {
            // Word draws a line in pieces.
            match rules.iter_mut().find(|k| (k.2 - r.y).abs() < 1.0 && r.x0 <= k.1 + 1.5 && r.x1 >= k.0 - 1.5) {
                Some(known) => (known.0, known.1) = (known.0.min(r.x0), known.1.max(r.x1)),
                None => rules.push((r.x0, r.x1, r.y)),
            }
        }
        // The line under an underlined word is none.
        rules.retain(|r| {
            !lines.iter().any(|l| {
                (-0.22 * l.size..=0.0).contains(&(r.2 - l.y)) && r.1.min(l.x1) - r.0.max(l.x0) > 0.5 * (r.1 - r.0)
            })
        });
        rules.retain(|r| (2.0 * body..0.6 * wide).contains(&(r.1 - r.0)) && r.0 < left + 0.3 * wide);
        rules.sort_by(|a, b| b.2.partial_cmp(&a.2).unwrap_or(std::cmp::Ordering::Equal));
        for rule in rules.into_iter().take(RULES) {
            let first = lines.iter().position(|l| l.y < rule.2)?;
            if (first > 0 || inner) && noted(first) {
                return Some((first, first));
            }
        }
        // No rule: small lines at the foot that begin with a mark.
        let small = lines.iter().rev().take_while(|l| l.size < 0.93 * body).count();
        let tail = lines.len() - small;
        let first = lines.iter().enumerate().skip(tail).find(|(_, l)| self.mark(l, false).is_some())?.0;
        (first > 0 || page.number > 1 || inner).then_some((first, first))
    }

    fn read(&mut self, lines: &[Line]) {
        let mut blank = false;
        for line in lines {
            let before = std::mem::replace(&mut blank, line.blank_end);
            if ruled(&line.text) {
                continue;
            }
            match self.mark(line, true) {
                Some((mark, at, slashed)) => {
                    self.slashed |= slashed;
                    let text = line.text.get(at..).unwrap_or_default().trim_start().to_owned();
                    self.notes.push(Footnote { mark, text });
                }
                None => {
                    if let Some(last) = self.notes.last_mut() {
                        join(&mut last.text, &line.text, before);
                    }
                }
            }
        }
    }

    /// The mark at the start of a footnote: itself, where the text goes on, and whether a slash follows it.
    fn mark(&self, line: &Line, plain: bool) -> Option<(String, usize, bool)> {
        let text = &line.text;
        if let Some(span) = line.raised.first().filter(|s| s.start == 0) {
            let mark = span.of(text)?.trim();
            if footnote_mark(mark) {
                return Some((mark.to_owned(), span.end as usize, false));
            }
        }
        let stars = text.len() - text.trim_start_matches(['*', '†', '‡']).len();
        if stars > 0 && stars <= 12 {
            return Some((text.get(..stars)?.to_owned(), stars, false));
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = text.get(..digits)?.parse().ok().filter(|_| digits <= 3)?;
        let slashed = text.get(digits..)?.starts_with("/ ");
        let last = self.notes.iter().rev().find_map(|n| n.mark.parse::<u32>().ok());
        let next = last.is_none_or(|n| number == n + 1 || number == 1);
        // `1 A/75/238.`, or `1A/75/238.` where the mark is neither raised nor set apart.
        let apart = text.get(digits..)?.starts_with(|c: char| c == ' ' || c.is_uppercase());
        (slashed || plain && next && apart).then(|| (text[..digits].to_owned(), digits + usize::from(slashed), slashed))
    }
}

/// A line of nothing but strokes.
pub(super) fn ruled(s: &str) -> bool {
    let s = s.trim();
    s.chars().count() >= 5 && s.chars().all(|c| matches!(c, '_' | '-' | '—' | '–' | '─' | '\u{2011}' | ' '))
}

/// Figures, stars or a letter.
pub(super) fn footnote_mark(s: &str) -> bool {
    let digits = (1..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let stars = !s.is_empty() && s.chars().count() <= 4 && s.chars().all(|c| matches!(c, '*' | '†' | '‡'));
    digits || stars || s.len() == 1 && s.bytes().all(|b| b.is_ascii_lowercase())
}
