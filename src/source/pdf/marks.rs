//! Footnote marks in the text: which raised characters call a footnote, and the text without them.

use super::furniture::symbol;
use super::lines::Line;
use super::notes::{Notes, footnote_mark};
use crate::model::Span;

/// Marks of one line.
const MOST: usize = 100;

/// A line's text without its marks.
pub(super) struct Piece {
    pub text: String,
    pub italic: Vec<Span>,
    pub marks: Vec<(u32, String)>,
}

impl Piece {
    pub(super) fn of(line: &Line, notes: &Notes) -> Piece {
        let mut cut: Vec<(Span, Vec<String>)> = Vec::new();
        // The star behind a symbol says that the document was reissued.
        let alone = symbol(&line.text);
        for &span in line.raised.iter().filter(|_| !alone).take(MOST) {
            let Some(raised) = span.of(&line.text) else { continue };
            let marks: Vec<String> = raised
                .split([',', ' '])
                .map(|m| m.trim_matches(['[', ']']))
                .filter(|m| !m.is_empty())
                .map(str::to_owned)
                .collect();
            let before = line.text.get(..span.start as usize).unwrap_or_default();
            if !marks.is_empty() && marks.iter().all(|m| called(m, before, notes)) {
                cut.push((span, marks));
            }
        }
        for (mark, span) in on_the_line(&line.text, notes).into_iter().filter(|_| !alone).take(MOST) {
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
    let word = before.rsplit(' ').next().unwrap_or_default();
    if matches!(mark, "2" | "3") && matches!(word, "m" | "km" | "cm" | "mm" | "CO") {
        return false;
    }
    notes.known(mark) || !mark.bytes().all(|b| b.is_ascii_lowercase())
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
    // `development;[5]`, as web pages are printed.
    for (i, _) in text.match_indices('[') {
        let glued = text.get(..i).and_then(|s| s.chars().next_back()).is_some_and(|c| !c.is_whitespace() && c != '(');
        let inner = text.get(i + 1..).and_then(|s| s.split_once(']')).map_or("", |(inner, _)| inner);
        if glued && inner.bytes().all(|b| b.is_ascii_digit()) && footnote_mark(inner) {
            found.push((inner.to_owned(), Span::new(i, i + inner.len() + 2)));
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
