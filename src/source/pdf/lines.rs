//! Characters to lines: by baseline, whatever the order in which they were drawn; blanks from gaps where none are drawn.

use super::fonts::{BOLD, ITALIC};
use super::operators::{Glyph, Rule};
use crate::model::Span;
use std::collections::BTreeMap;

/// A line, or what a column holds of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Words with single blanks between them.
    pub text: String,
    /// Ink from `x0` to `x1`, on the baseline `y`.
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    /// The size of most characters.
    pub size: f32,
    /// Italic runs, bytes of `text`.
    pub italic: Vec<Span>,
    /// Raised small characters, bytes of `text`.
    pub raised: Vec<Span>,
    /// Every letter is bold.
    pub bold: bool,
    /// Its words.
    pub words: Vec<Word>,
    /// A blank was drawn behind the last word.
    pub blank_end: bool,
    /// A soft hyphen is drawn within the line, as a hyphen.
    pub soft: bool,
    /// A row of a table, cells joined.
    pub row: bool,
    /// Page and line, from 1.
    pub origin: (u32, u32),
}

/// What stands between two gaps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub at: Span,
    pub x0: f32,
    pub x1: f32,
    size: f32,
    /// Whether its letters are bold; `None` without letters.
    bold: Option<bool>,
    /// The gap before it is wider than those between the words of a sentence.
    far: bool,
}

/// Words without a wide gap between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a> {
    pub text: &'a str,
    pub x0: f32,
    pub x1: f32,
    /// Index of its first word.
    pub first: usize,
}

impl Line {
    /// The line in runs of words with wide gaps between them; one where there is no such gap.
    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        let mut out: Vec<Cell> = Vec::new();
        for (i, word) in self.words.iter().enumerate() {
            match out.last_mut() {
                Some(cell) if !word.far => {
                    let start = self.words.get(cell.first).map_or(0, |w| w.at.start);
                    cell.text = Span { start, end: word.at.end }.of(&self.text).unwrap_or_default();
                    cell.x1 = word.x1;
                }
                _ => {
                    let text = word.at.of(&self.text).unwrap_or_default();
                    out.push(Cell { text, x0: word.x0, x1: word.x1, first: i });
                }
            }
        }
        out
    }

    /// Whether the first word stands apart like a number before a tab: by more than any blank of the line.
    pub(super) fn tabbed(&self) -> bool {
        let mut gaps = self.words.windows(2).filter_map(|w| Some(w.get(1)?.x0 - w.first()?.x1));
        let first = gaps.next().unwrap_or(0.0);
        first > 0.7 * self.size && first > 1.25 * gaps.fold(0.0, f32::max)
    }

    /// Makes a soft hyphen at the end a hyphen.
    pub(super) fn harden(&mut self) {
        if !self.text.ends_with('\u{ad}') {
            return;
        }
        self.text.pop();
        self.text.push('-');
        let end = self.text.len() as u32;
        let last = self.words.last_mut().map(|w| &mut w.at);
        for span in last.into_iter().chain(&mut self.italic).chain(&mut self.raised) {
            span.end = span.end.min(end);
        }
    }

    /// The words `from..to` as a line of their own.
    pub(super) fn part(&self, from: usize, to: usize) -> Line {
        let words = self.words.get(from..to).unwrap_or_default();
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return Line::default() };
        let whole = Span { start: first.at.start, end: last.at.end };
        let shift = |s: &Span| -> Option<Span> {
            let (start, end) = (s.start.max(whole.start), s.end.min(whole.end));
            (start < end).then(|| Span { start: start - whole.start, end: end - whole.start })
        };
        let letters = || words.iter().filter_map(|w| w.bold);
        Line {
            text: whole.of(&self.text).unwrap_or_default().to_owned(),
            x0: first.x0,
            x1: last.x1,
            y: self.y,
            size: usual(words.iter().map(|w| w.size)).unwrap_or(self.size),
            italic: self.italic.iter().filter_map(shift).collect(),
            raised: self.raised.iter().filter_map(shift).collect(),
            bold: letters().next().is_some() && letters().all(|b| b),
            words: words.iter().filter_map(|w| Some(Word { at: shift(&w.at)?, ..*w })).collect(),
            blank_end: self.blank_end && to == self.words.len(),
            soft: self.soft,
            row: self.row,
            origin: self.origin,
        }
    }
}

/// A page as lines from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub number: u32,
    pub height: f32,
    pub lines: Vec<Line>,
    pub rules: Vec<Rule>,
}

/// Characters drawn one after another on one baseline.
struct Chunk {
    first: usize,
    end: usize,
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
    blank: bool,
}

/// A line in the making: its chunks and whether each is raised.
struct Row {
    y: f32,
    size: f32,
    chunks: Vec<(usize, bool)>,
}

/// Lines above and below that a word can belong to; more stand close together on no real page.
const NEAR: usize = 100;
/// Words of a page that are looked at to find those at which raised marks stand.
const EFFORT: usize = 2_000_000;

/// Makes the lines of a page.
pub(super) fn lines(number: u32, glyphs: &[Glyph]) -> Vec<Line> {
    let chunks = chunks(glyphs);
    let mut order: Vec<usize> = (0..chunks.len()).collect();
    // Large before small, so that a raised mark finds the word that it stands at.
    // Blanks come last and make no line of their own.
    order.sort_by(|&a, &b| {
        let (x, y) = (&chunks[a], &chunks[b]);
        x.blank.cmp(&y.blank).then(by(y.size, x.size)).then(a.cmp(&b))
    });
    let mut rows: Vec<Row> = Vec::new();
    let mut at: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    let key = |y: f32| (y * 2.0) as i32;
    let mut effort = EFFORT;
    let reach = (0.7 * chunks.iter().map(|c| c.size).fold(0.0, f32::max)).min(30.0) + 0.5;
    for i in order {
        let c = &chunks[i];
        // The row where it stands, those first at whose words a mark stands: beside it another column may have a baseline there.
        let mut found: Option<(bool, f32, usize, bool)> = None;
        let sign = mark(glyphs, c);
        for &r in at.range(key(c.y - reach)..=key(c.y + reach)).flat_map(|(_, rows)| rows).take(NEAR) {
            let row = &rows[r];
            let up = c.y - row.y;
            let level = up.abs() <= 0.2 * c.size.min(row.size);
            // Raised or lowered: smaller, and touching a word of the line.
            let small = c.size <= 0.85 * row.size;
            let near = !level
                && (-0.35 * row.size..=0.62 * row.size).contains(&up)
                && (small || sign && up > 0.0 && up < 0.5 * row.size);
            let touches = (near || level && sign)
                && effort > 0
                && row.chunks.iter().rev().take(500).any(|&(o, _)| {
                    effort = effort.saturating_sub(1);
                    let o = &chunks[o];
                    !o.blank && c.x0 <= o.x1 + 0.7 * row.size && c.x1 >= o.x0 - 0.7 * row.size
                });
            let raised = near && touches;
            let apart = sign && !touches;
            if (level || raised) && found.is_none_or(|(other, best, ..)| (apart, up.abs()) < (other, best)) {
                found = Some((apart, up.abs(), r, raised && up > 0.0));
            }
        }
        match found {
            Some((_, _, r, raised)) => rows[r].chunks.push((i, raised)),
            None if c.blank => {}
            None => {
                at.entry(key(c.y)).or_default().push(rows.len());
                rows.push(Row { y: c.y, size: c.size, chunks: vec![(i, false)] });
            }
        }
    }
    rows.sort_by(|a, b| by(b.y, a.y));
    let drawn = glyphs.iter().filter(|g| g.c == ' ').count();
    let spaced = drawn * 14 > glyphs.len();
    let mut out: Vec<Line> = rows.iter().filter_map(|row| line(row, &chunks, glyphs, spaced)).collect();
    for (i, line) in out.iter_mut().enumerate() {
        line.origin = (number, i as u32 + 1);
    }
    out
}

fn by(a: f32, b: f32) -> std::cmp::Ordering {
    a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)
}

/// Whether a chunk can be a footnote mark by its characters.
fn mark(glyphs: &[Glyph], c: &Chunk) -> bool {
    let all = glyphs.get(c.first..c.end).unwrap_or_default();
    all.len() <= 4 && all.iter().all(|g| g.c.is_ascii_digit() || matches!(g.c, '*' | '†' | '‡' | ',' | ' '))
}

fn chunks(glyphs: &[Glyph]) -> Vec<Chunk> {
    let mut out: Vec<Chunk> = Vec::new();
    for (i, g) in glyphs.iter().enumerate() {
        let blank = g.c.is_whitespace();
        match out.last_mut() {
            Some(c)
                if (c.y - g.y).abs() < 0.05 * g.size
                    && (c.size - g.size).abs() < 0.05 * g.size
                    && g.x0 >= c.x1 - 0.5 * g.size
                    && g.x0 <= c.x1 + 3.0 * g.size
                    && c.blank == blank =>
            {
                c.end = i + 1;
                c.x1 = c.x1.max(g.x1);
            }
            _ => out.push(Chunk { first: i, end: i + 1, x0: g.x0, x1: g.x1, y: g.y, size: g.size, blank }),
        }
    }
    out
}

/// Builds a line; `None` where it has no ink.
fn line(row: &Row, chunks: &[Chunk], glyphs: &[Glyph], spaced: bool) -> Option<Line> {
    let mut all: Vec<(Glyph, bool)> = Vec::new();
    for &(i, raised) in &row.chunks {
        let c = &chunks[i];
        all.extend(glyphs.get(c.first..c.end)?.iter().map(|&g| (g, raised)));
    }
    all.sort_by(|a, b| by(a.0.x0, b.0.x0));
    // Letters drawn twice to look bold.
    all.dedup_by(|b, a| {
        a.0.c == b.0.c && !b.0.c.is_whitespace() && (a.0.x0 - b.0.x0).abs() < 0.12 * b.0.size && a.1 == b.1
    });
    // Some fonts name the hyphen a soft one; within a line it can be none.
    let mut soft = false;
    for i in 0..all.len() {
        let next = all.get(i + 1).map(|(g, _)| (g.c, g.x0));
        let goes_on = |end: f32| next.is_some_and(|(c, x0)| !c.is_whitespace() && x0 - end < 0.3 * row.size);
        if let Some((g, _)) = all.get_mut(i).filter(|(g, _)| g.c == '\u{ad}' && goes_on(g.x1)) {
            (g.c, soft) = ('-', true);
        }
    }
    let ink = || all.iter().filter(|(g, _)| !g.c.is_whitespace());
    let (first, last) = (ink().next()?.0, ink().map(|(g, _)| g.x1).fold(f32::MIN, f32::max));
    let size = usual(ink().filter(|(_, raised)| !raised).map(|(g, _)| g.size)).unwrap_or(row.size);
    let blanks = all.iter().filter(|(g, _)| g.c.is_whitespace()).count();
    let spaced = if all.len() >= 24 { blanks * 14 > all.len() } else { spaced };
    let wide = wide_gap(&all, size);
    // Where blanks are drawn a gap is one only if it is as wide; a mark stands away from its word by its own right.
    let apart = |raised: bool| match (raised, spaced) {
        (true, _) => 0.8,
        (false, true) => 0.21,
        (false, false) => 0.17,
    };
    let mut line = Line { x0: first.x0, x1: last, y: row.y, size, soft, ..Line::default() };
    let (mut end, mut blank) = (f32::MIN, false);
    // Where the last blank ends; one that lies under the next letter of a word is none.
    let mut blank_to = f32::MIN;
    for (g, raised) in &all {
        if g.c.is_whitespace() || matches!(g.c, '\u{200b}' | '\u{feff}') {
            (blank, blank_to) = (true, g.x1);
            continue;
        }
        blank &= blank_to < g.x0 + 0.1 * size || g.x0 > end + 0.1 * size;
        if g.c.is_control() {
            continue;
        }
        let gap = g.x0 - end;
        let far = gap > wide && !line.text.is_empty();
        if line.text.is_empty() || blank || far || gap > size * apart(*raised) {
            if !line.text.is_empty() {
                line.text.push(' ');
            }
            let at = Span::new(line.text.len(), line.text.len());
            line.words.push(Word { at, x0: g.x0, x1: g.x1, size: g.size, bold: None, far });
        }
        blank = false;
        let start = line.text.len();
        match ligature(g.c) {
            Some(letters) => line.text.push_str(letters),
            None => line.text.push(g.c),
        }
        let span = Span::new(start, line.text.len());
        if g.style & ITALIC != 0 {
            extend(&mut line.italic, span, &line.text);
        }
        if *raised {
            extend(&mut line.raised, span, &line.text);
        }
        end = end.max(g.x1);
        if let Some(word) = line.words.last_mut() {
            word.at.end = span.end;
            word.x1 = end;
            if !raised && g.c.is_alphanumeric() {
                word.bold = Some(word.bold.unwrap_or(true) && g.style & BOLD != 0);
            }
        }
    }
    line.blank_end = blank;
    let mut letters = line.words.iter().filter_map(|w| w.bold).peekable();
    line.bold = letters.peek().is_some() && letters.all(|b| b);
    (!line.text.is_empty()).then_some(line)
}

/// Adds a run to the last one, if only blanks lie between them.
pub(super) fn extend(runs: &mut Vec<Span>, span: Span, text: &str) {
    match runs.last_mut() {
        Some(last) if text.get(last.end as usize..span.start as usize).is_some_and(|s| s.trim().is_empty()) => {
            last.end = span.end;
        }
        _ => runs.push(span),
    }
}

fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// From which gap on words of a line stand apart: wider than any blank between its words, for a justified line has wide ones.
fn wide_gap(all: &[(Glyph, bool)], size: f32) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    let mut end = f32::MAX;
    for (g, _) in all.iter().filter(|(g, _)| !g.c.is_whitespace()) {
        if g.x0 - end > 0.15 * size {
            gaps.push(g.x0 - end);
        }
        end = g.x1;
    }
    gaps.sort_by(|a, b| by(*a, *b));
    let middle = if gaps.len() >= 4 { gaps.get(gaps.len() / 2).copied().unwrap_or(0.0) } else { 0.0 };
    (1.6 * size).max(2.2 * middle).min(4.0 * size)
}

/// The value that occurs most, to a tenth.
pub(super) fn usual(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut count: BTreeMap<i64, usize> = BTreeMap::new();
    for v in values {
        *count.entry((f64::from(v) * 10.0).round() as i64).or_default() += 1;
    }
    count.into_iter().max_by_key(|&(v, n)| (n, std::cmp::Reverse(v))).map(|(v, _)| v as f32 / 10.0)
}
