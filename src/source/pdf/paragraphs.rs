//! Lines to paragraphs: by the gaps between lines, by indents, labels and sizes, over pages and columns.

use super::columns::Column;
use super::lines::{Line, usual};
use super::notes::{Notes, footnote_mark, ruled};
use crate::model::Span;
use crate::source::{Para, Paras};
use std::collections::HashSet;

/// How this document sets its paragraphs apart.
struct Habits {
    size: f32,
    /// Distance of baselines in a paragraph, as a multiple of the size.
    leading: f32,
    /// Paragraphs stand apart by more than the leading.
    gaps: bool,
    /// Words are divided at line ends.
    hyphenates: bool,
}

/// A paragraph being put together.
struct Open {
    para: Para,
    /// Left edge of its first line; of the lines after it.
    first: f32,
    rest: Option<f32>,
    last: Line,
    bold: bool,
    lines: usize,
    column: (f32, f32),
    page: u32,
    /// A row of a table, or something else that takes no more lines.
    closed: bool,
}

/// Puts the lines of all columns together.
pub(super) fn assemble(columns: &[Column], notes: Notes) -> Paras {
    let habits = habits(columns);
    let words = Words::of(columns, &habits);
    let mut out: Vec<Para> = Vec::new();
    let mut open: Option<Open> = None;
    let mut close = |open: Open| {
        if !open.para.text.is_empty() {
            let mut para = open.para;
            para.heading = open.bold;
            let indent = open.rest.unwrap_or(open.column.0) - open.column.0;
            para.level = (indent / (2.4 * habits.size)).round().clamp(0.0, 6.0) as u8;
            out.push(para);
        }
    };
    for column in columns {
        for (i, line) in column.lines.iter().enumerate() {
            if ruled(&line.text) {
                continue;
            }
            let new_column = i == 0;
            let fresh = match &open {
                None => true,
                Some(o) if o.closed || column.row(i) => true,
                Some(o) => begins(o, line, column, &habits, new_column),
            };
            if fresh {
                open.take().into_iter().for_each(&mut close);
                open = Some(Open {
                    para: Para { origin: Some(line.origin), ..Para::default() },
                    first: line.x0,
                    rest: None,
                    last: Line::default(),
                    bold: true,
                    lines: 0,
                    column: (column.left, column.right),
                    page: line.origin.0,
                    closed: column.row(i),
                });
            }
            if let Some(o) = &mut open {
                add(o, line, &notes, &words);
                if o.lines == 2 {
                    o.rest = Some(line.x0);
                }
                o.column = (column.left, column.right);
                o.page = line.origin.0;
            }
        }
    }
    open.take().into_iter().for_each(&mut close);
    Paras { paras: out, notes: notes.notes }
}

/// Whether a line begins a paragraph.
fn begins(o: &Open, line: &Line, column: &Column, habits: &Habits, new_column: bool) -> bool {
    let em = habits.size;
    let last = &o.last;
    let size = line.size.max(last.size);
    let turned = new_column || last.y <= line.y;
    if (line.size - last.size).abs() > 0.09 * size && line.text.len() > 3 {
        return true;
    }
    if o.bold != line.bold && line.text.chars().filter(|c| c.is_alphabetic()).count() > 2 && (o.bold || !turned) {
        return true;
    }
    // What stands in the right half by itself: date and place, the number of the meeting.
    let half = column.left + 0.5 * (column.right - column.left);
    if last.x0 > half && (o.lines == 1 || line.x0 <= half) || line.x0 > half && last.x0 <= half {
        return true;
    }
    let text = &o.para.text;
    let ended =
        text.trim_end_matches(['”', '"', '’', ')', ' ']).ends_with([';', '.', ':', ',']) || text.ends_with([';', '.']);
    let stop = text.ends_with([';', '.', ':']) || text.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', ';']);
    // Where the lines of this paragraph begin.
    let shift = if turned { column.left - o.column.0 } else { 0.0 };
    let rest = o.rest.map(|x| x + shift);
    let edge = rest.unwrap_or(if o.first + shift > column.left { column.left } else { o.first + shift });
    let at_edge = (line.x0 - edge).abs() < 0.5 * em;
    let labelled = label(&line.text).is_some();
    // Would the first word have fitted on the line before?
    let word = line.text.split(' ').next().unwrap_or_default().chars().count() as f32;
    let fits = last.x1 + shift + (word + 1.0) * 0.55 * em < o.column.1 + shift;
    if turned {
        let indented = line.x0 > column.left + 0.8 * em;
        if o.bold {
            return !(line.bold && !ended);
        }
        if labelled && (!at_edge || stop) {
            return true;
        }
        if rest.is_none() {
            // One line at the foot: it goes on unless it is complete or the next is set like it.
            return if stop {
                indented || fits
            } else {
                indented && (line.x0 - o.first - shift).abs() > 0.5 * em && fits
            };
        }
        if at_edge {
            return stop && fits;
        }
        return ended || indented && starts_upper(&line.text);
    }
    let gap = last.y - line.y;
    let usual = habits.leading * size;
    if gap > 1.24 * usual {
        return true;
    }
    if labelled && (!at_edge || o.lines == 1) && (ended || !habits.gaps) && line.x0 + 0.5 * em >= o.first.min(edge) {
        // A label at the edge of running lines is a word of them.
        let list = (line.x0 - o.first).abs() < 0.5 * em;
        if list || line.x0 > edge + 0.8 * em || line.x0 < edge - 0.8 * em {
            return true;
        }
    }
    if is_line_of_its_own(&last.text) {
        return true;
    }
    if habits.gaps {
        // Gaps tell paragraphs apart; an indent only after a line that is cut short and complete.
        return stop && fits && line.x0 > edge + 0.8 * em;
    }
    match rest {
        Some(_) => !at_edge && (line.x0 > edge + 0.8 * em || stop && fits),
        None if (line.x0 - o.first).abs() < 0.5 * em => {
            // Both begin at one place: two short paragraphs, or a block without indent.
            fits && (ended || starts_upper(&line.text))
                || o.first > column.left + 0.8 * em && ended && starts_upper(&line.text)
        }
        None => line.x0 > o.first + 0.8 * em && o.first < column.left + 0.5 * em && ended,
    }
}

/// `Seventy-ninth session`, `Agenda item 14`, `Distr.: General`: lines of the cover that stand alone.
fn is_line_of_its_own(text: &str) -> bool {
    let short = text.len() < 60;
    short
        && (text.ends_with(" session") || text.starts_with("Agenda item") || text.starts_with("Distr."))
        && !text.ends_with(',')
}

fn starts_upper(s: &str) -> bool {
    s.trim_start_matches(['“', '"', '‘', '(', '['])
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// The typed label at the start: `8.`, `12 bis.`, `(a)`, `(iv)`, `a)`, a bullet, and a gap or blank behind it.
pub(super) fn label(s: &str) -> Option<&str> {
    let end = s.find(' ')?;
    let word = s.get(..end)?;
    let inner = word.trim_start_matches('(').trim_end_matches(['.', ')']);
    let closed = word.ends_with(['.', ')']);
    let figures = (1..=3).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit());
    let letters = (1..=2).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = (1..=7).contains(&inner.len()) && inner.bytes().all(|b| b"ivxlcIVXLC".contains(&b));
    let bullet = matches!(word, "•" | "–" | "—" | "-" | "·" | "◦" | "▪");
    (closed && (figures || letters || roman) || bullet).then_some(word)
}

/// Adds a line's words, without its footnote marks.
fn add(o: &mut Open, line: &Line, notes: &Notes, words: &Words) {
    let before = o.para.text.len();
    let mut piece = Piece::of(line, notes);
    let glue = words.glue(&o.para.text, &piece.text, o.lines > 0 && o.last.blank_end);
    match glue {
        Glue::Blank => o.para.text.push(' '),
        Glue::Nothing => {}
        Glue::Drop => {
            o.para.text.pop();
        }
    }
    let at = o.para.text.len() as u32;
    o.para.text.push_str(&piece.text);
    o.para.marks.extend(piece.marks.drain(..).map(|(b, m)| (b + at, m)));
    for span in piece.italic.drain(..) {
        let span = Span { start: span.start + at, end: span.end + at };
        match o.para.italic.last_mut() {
            Some(last) if last.end as usize >= before.saturating_sub(1) && span.start == at => last.end = span.end,
            _ => o.para.italic.push(span),
        }
    }
    let letters = line.text.chars().any(char::is_alphabetic);
    o.bold &= line.bold || !letters && o.lines > 0;
    o.lines += 1;
    o.last = line.clone();
}

/// A line's text without its marks.
struct Piece {
    text: String,
    italic: Vec<Span>,
    marks: Vec<(u32, String)>,
}

impl Piece {
    fn of(line: &Line, notes: &Notes) -> Piece {
        let mut cut: Vec<(Span, Vec<String>)> = Vec::new();
        for &span in &line.raised {
            let Some(raised) = span.of(&line.text) else { continue };
            let marks: Vec<String> =
                raised.split([',', ' ']).map(str::trim).filter(|m| !m.is_empty()).map(str::to_owned).collect();
            let before = line.text.get(..span.start as usize).unwrap_or_default();
            if !marks.is_empty() && marks.iter().all(|m| called(m, before, notes)) {
                cut.push((span, marks));
            }
        }
        for (mark, span) in on_the_line(&line.text, notes) {
            if !cut.iter().any(|(s, _)| s.start < span.end && span.start < s.end) {
                cut.push((span, vec![mark]));
            }
        }
        cut.sort_by_key(|(s, _)| s.start);
        let mut piece = Piece { text: String::with_capacity(line.text.len()), italic: Vec::new(), marks: Vec::new() };
        let mut moved: Vec<(u32, u32)> = Vec::new();
        let mut from = 0usize;
        for (span, marks) in cut {
            piece.push(line.text.get(from..span.start as usize).unwrap_or_default());
            let rest = line.text.get(span.end as usize..).unwrap_or_default();
            if piece.text.ends_with(' ') && rest.starts_with([' ', ',', ';', '.', ':']) || rest.is_empty() {
                piece.text.truncate(piece.text.trim_end().len());
            }
            piece.marks.extend(marks.into_iter().map(|m| (piece.text.len() as u32, m)));
            from = span.end as usize;
            moved.push((span.end, (from - piece.text.len()) as u32));
        }
        piece.push(line.text.get(from..).unwrap_or_default());
        let place = |b: u32| {
            let by = moved.iter().rev().find(|(end, _)| *end <= b).map_or(0, |(_, by)| *by);
            (b - by).min(piece.text.len() as u32)
        };
        piece.italic = line
            .italic
            .iter()
            .map(|s| Span { start: place(s.start), end: place(s.end) })
            .filter(|s| s.start < s.end && s.of(&piece.text).is_some())
            .collect();
        piece
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// Whether a raised mark calls a footnote, rather than being a power or a part of an ordinal.
fn called(mark: &str, before: &str, notes: &Notes) -> bool {
    if !footnote_mark(mark) {
        return false;
    }
    if notes.known(mark) {
        return true;
    }
    let unit = ["m", "km", "cm", "CO"].iter().any(|u| before.ends_with(u) && matches!(mark, "2" | "3"));
    !unit && !mark.bytes().all(|b| b.is_ascii_lowercase())
}

/// Marks that are not raised: stars behind a word, and `1/` of older documents.
fn on_the_line(text: &str, notes: &Notes) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    if notes.known("*") {
        for (i, run) in text.match_indices('*') {
            let before = text.get(..i).and_then(|s| s.chars().next_back());
            let after = text.get(i + 1..).and_then(|s| s.chars().next());
            if before.is_some_and(|c| !c.is_whitespace() && c != '*')
                && after.is_none_or(|c| c.is_whitespace() || c == ',')
            {
                found.push((run.to_owned(), Span::new(i, i + 1)));
            }
        }
    }
    if notes.slashed {
        for (i, _) in text.match_indices('/') {
            let before = text.get(..i).unwrap_or_default();
            let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
            let start = i - digits;
            let mark = text.get(start..i).unwrap_or_default();
            let apart = text.get(..start).is_some_and(|s| s.ends_with(' '));
            let after = text.get(i + 1..).and_then(|s| s.chars().next());
            if apart && notes.known(mark) && after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';' | '.')) {
                found.push((mark.to_owned(), Span::new(start - 1, i + 1)));
            }
        }
    }
    found
}

/// What comes between two lines.
#[derive(Clone, Copy, PartialEq)]
enum Glue {
    Blank,
    Nothing,
    /// Nothing, and the hyphen at the line end goes.
    Drop,
}

/// Joins a line to a text: as [`Words::glue`], without the knowledge of the document.
pub(super) fn join(text: &mut String, line: &str, blank: bool) {
    match Words::default().glue(text, line, blank) {
        Glue::Blank => text.push(' '),
        Glue::Nothing => {}
        Glue::Drop => {
            text.pop();
        }
    }
    text.push_str(line);
}

/// The words of the document, to tell a hyphen that belongs to a word from one that divides it.
#[derive(Default)]
struct Words {
    known: HashSet<String>,
    hyphenates: bool,
}

impl Words {
    fn of(columns: &[Column], habits: &Habits) -> Words {
        let mut words = Words { known: HashSet::new(), hyphenates: habits.hyphenates };
        if words.hyphenates {
            words.known = known(columns);
        }
        words
    }

    fn glue(&self, text: &str, next: &str, blank: bool) -> Glue {
        let Some(last) = text.chars().next_back() else { return Glue::Nothing };
        if last == '\u{ad}' {
            return Glue::Drop;
        }
        let begins = next.chars().next().unwrap_or(' ');
        let first = next.split(' ').next().unwrap_or_default();
        // `long- and short-term` goes on with a blank, `well-` / `known` has none even if one was drawn.
        let hanging = matches!(first, "and" | "or" | "to" | "as" | "nor" | "but" | "und");
        if blank && !(text.ends_with(['-', '\u{2011}']) && begins.is_lowercase() && !hanging) || last == '-' && hanging
        {
            return Glue::Blank;
        }
        match last {
            '-' | '\u{2010}' | '\u{2011}' if begins.is_alphanumeric() => {
                let whole = text.rsplit(' ').next().unwrap_or_default();
                let stem = whole.trim_end_matches(['-', '\u{2010}', '\u{2011}']);
                if stem.is_empty() {
                    return Glue::Blank;
                }
                let known = |w: &str| self.known.contains(&bare(w));
                let with = known(&format!("{stem}-{first}"));
                let without = known(&format!("{stem}{first}"));
                let halves = known(first) && (prefix(stem) || known(stem.rsplit('-').next().unwrap_or(stem)));
                if self.hyphenates && !with && (without || begins.is_lowercase() && !halves) {
                    Glue::Drop
                } else {
                    Glue::Nothing
                }
            }
            '–' | '—' if begins.is_ascii_digit() && text.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit()) => {
                Glue::Nothing
            }
            '/' if begins.is_alphanumeric() => Glue::Nothing,
            _ => Glue::Blank,
        }
    }
}

fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.replace(['\u{2010}', '\u{2011}'], "-").to_lowercase()
}

/// Prefixes and first halves that keep their hyphen.
fn prefix(stem: &str) -> bool {
    let stem = stem.rsplit('-').next().unwrap_or(stem).to_lowercase();
    [
        "non",
        "self",
        "post",
        "pre",
        "ex",
        "co",
        "inter",
        "well",
        "long",
        "short",
        "multi",
        "anti",
        "vice",
        "under",
        "secretary",
        "so",
        "sub",
        "mid",
        "low",
        "high",
        "decision",
        "cross",
        "follow",
        "capacity",
        "south",
        "north",
    ]
    .contains(&stem.as_str())
}

fn habits(columns: &[Column]) -> Habits {
    let pairs = || {
        columns.iter().flat_map(|c| c.lines.windows(2)).filter_map(|w| match w {
            [a, b] if (a.size - b.size).abs() < 0.05 * a.size && a.text.len() > 20 && a.y > b.y => {
                Some(((a.y - b.y) / a.size, a))
            }
            _ => None,
        })
    };
    let lines = columns.iter().flat_map(|c| &c.lines);
    let size = usual(lines.clone().flat_map(|l| std::iter::repeat_n(l.size, l.text.len() / 8))).unwrap_or(10.0);
    let close = || pairs().filter(|(gap, a)| *gap < 3.5 && (a.size - size).abs() < 0.06 * size);
    let leading = usual(close().map(|(gap, _)| gap * 5.0)).map_or(1.2, |l| l / 5.0);
    let all = close().count();
    let wide = close().filter(|(gap, _)| *gap > 1.24 * leading).count();
    let hyphenates = hyphenates(columns);
    Habits { size, leading, gaps: wide * 14 > all, hyphenates }
}

/// The words that stand within lines, not those that a line end may have cut.
fn known(columns: &[Column]) -> HashSet<String> {
    let mut known = HashSet::new();
    for column in columns {
        for (i, line) in column.lines.iter().enumerate() {
            let cut = i.checked_sub(1).and_then(|i| column.lines.get(i)).is_some_and(|l| l.text.ends_with('-'));
            let words = line.text.split(' ').skip(usize::from(cut)).filter(|w| !w.ends_with('-'));
            known.extend(words.map(bare).filter(|w| w.len() > 2));
        }
    }
    known
}

/// Whether words are divided at line ends: some that are occur whole elsewhere, or halves that are no words are many.
fn hyphenates(columns: &[Column]) -> bool {
    let words = known(columns);
    let (mut sure, mut likely, mut lines) = (0, 0, 0);
    for (line, next) in columns.iter().flat_map(|c| c.lines.iter().zip(c.lines.iter().skip(1))) {
        lines += 1;
        let Some(stem) = line.text.rsplit(' ').next().and_then(|w| w.strip_suffix(['-', '\u{2010}'])) else { continue };
        let tail = next.text.split(' ').next().unwrap_or_default();
        if line.blank_end || stem.is_empty() || !tail.starts_with(char::is_lowercase) {
            continue;
        }
        let whole = words.contains(&bare(&format!("{stem}{tail}")));
        sure += usize::from(whole && !words.contains(&bare(&format!("{stem}-{tail}"))));
        likely += usize::from(!prefix(stem) && !(words.contains(&bare(stem)) && words.contains(&bare(tail))));
    }
    sure > 0 || likely > 2 && likely * 25 > lines
}
