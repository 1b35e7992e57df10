//! Lines to paragraphs: by the gaps between lines, by indents, labels and sizes, over pages and columns.

use super::columns::Column;
use super::lines::{Line, usual};
use super::marks::Piece;
use super::notes::{Notes, ruled};
use super::words::{Glue, Words};
use crate::model::Span;
use crate::source::cover::date;
use crate::source::layout::{Start, start};
use crate::source::{Para, Paras};

/// How this document sets its paragraphs apart.
struct Habits {
    size: f32,
    /// Distance of baselines in a paragraph, as a multiple of the size.
    leading: f32,
    /// Paragraphs stand apart by more than the leading.
    gaps: bool,
}

/// A gap that sets paragraphs apart, as a multiple of the leading.
const WIDE: f32 = 1.2;

/// A line with a raised mark stands no farther from the one above it.
const PUSHED: f32 = 1.5;

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
    let words = Words::of(columns);
    let mut out: Vec<Para> = Vec::new();
    let mut open: Option<Open> = None;
    let mut cover = true;
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
                Some(o) if o.closed || line.row => true,
                Some(o) => {
                    begins(o, line, column, &habits, new_column)
                        || organ_line(&line.text)
                        || organ_line(&o.para.text)
                        || cover && (opens_cover_line(&line.text) || date(&o.para.text).is_some())
                }
            };
            cover &= line.origin.0 == 1 && !organ_line(&line.text);
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
                    closed: line.row,
                });
            }
            if let Some(o) = &mut open {
                if new_column && o.lines > 0 {
                    let shift = shift(o, line, column, habits.size);
                    (o.first, o.rest) = (o.first + shift, o.rest.map(|x| x + shift));
                }
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
    Paras { paras: out, notes: notes.notes, remarks: Vec::new() }
}

/// How far a column lies beside that in which a paragraph began. Pages of one width may be measured a little differently: where
/// lines begin at one place nothing has shifted.
fn shift(o: &Open, line: &Line, column: &Column, em: f32) -> f32 {
    let apart = column.left - o.column.0;
    let same = |x: f32| (line.x0 - x).abs() < 0.3 * em;
    let stays = apart.abs() < 6.0 * em && (same(o.first) || o.rest.is_some_and(same));
    if stays { 0.0 } else { apart }
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
    let shift = if turned { shift(o, line, column, em) } else { 0.0 };
    let before = last.x0 + shift;
    if before > half && (o.lines == 1 || line.x0 <= half) || line.x0 > half && before <= half {
        return true;
    }
    let text = &o.para.text;
    let ended =
        text.trim_end_matches(['”', '"', '’', ')', ' ']).ends_with([';', '.', ':', ',']) || text.ends_with([';', '.']);
    let stop = text.ends_with([';', '.', ':']) || text.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', ';']);
    // Where the lines of this paragraph begin.
    let rest = o.rest.map(|x| x + shift);
    let edge = rest.unwrap_or(if o.first + shift > column.left { column.left } else { o.first + shift });
    let at_edge = (line.x0 - edge).abs() < 0.5 * em;
    // `… resolution 335 (S-` is not followed by a label `VI)`.
    let bracket = text.rfind('(').is_some_and(|i| !text.get(i..).unwrap_or_default().contains(')'));
    let labelled = label(&line.text).is_some_and(|l| l.starts_with('(') || !bracket);
    let numbered = labelled && line.text.starts_with(|c: char| c.is_ascii_digit());
    // How a paragraph opens: *Recalling*, *Requests*.
    let opening = starts_upper(&line.text)
        && (line.italic.first().is_some_and(|s| s.start == 0)
            || matches!(start(&line.text), Start::Preambular | Start::Operative));
    // Would the first word have fitted on the line before?
    let word = line.text.split(' ').next().unwrap_or_default().chars().count() as f32;
    let fits = last.x1 + shift + (word + 1.0) * 0.55 * em < o.column.1 + shift;
    if turned {
        let indented = line.x0 > column.left + 0.8 * em;
        if o.bold {
            return !line.bold || ended;
        }
        if labelled && (!at_edge || stop) || numbered && ended {
            return true;
        }
        if rest.is_none() {
            // One line at the foot: it goes on unless it is complete, or the next is set like the first of a paragraph.
            let alike = (line.x0 - o.first - shift).abs() < 0.5 * em;
            return match indented {
                true if alike => ended && (fits || starts_upper(&line.text)),
                true => fits,
                false => stop && fits || ended && opening && o.first - column.left < 0.8 * em,
            };
        }
        if at_edge {
            return stop && fits || ended && opening && (o.first + shift - edge).abs() < 0.8 * em;
        }
        return ended || indented && starts_upper(&line.text);
    }
    let gap = last.y - line.y;
    let usual = habits.leading * size;
    // A raised mark can push its line down.
    let complete = stop || ended && starts_upper(&line.text);
    let pushed = !line.raised.is_empty() && gap < PUSHED * usual && !complete;
    if gap > WIDE * usual && !pushed {
        return true;
    }
    if labelled && (!at_edge || o.lines == 1) && (ended || !habits.gaps) && line.x0 + 0.5 * em >= o.first.min(edge) {
        // A label at the edge of running lines is a word of them.
        let list = (line.x0 - o.first).abs() < 0.5 * em;
        if list || line.x0 > edge + 0.8 * em || line.x0 < edge - 0.8 * em {
            return true;
        }
    }
    // `31. Takes note …` set in below a table or a heading begins a paragraph, though nothing before it ended.
    let words = label(&line.text).and_then(|l| line.text.get(l.len()..)).unwrap_or_default();
    if numbered && !bracket && !at_edge && start(words.trim_start()) == Start::Operative {
        return true;
    }
    if is_line_of_its_own(&last.text) || labelled && ended && (line.tabbed() || stop && fits) {
        return true;
    }
    if habits.gaps {
        // Gaps tell paragraphs apart; an indent only after a line that is cut short and complete.
        return (stop || ended && opening) && fits && line.x0 > edge + 0.8 * em;
    }
    // Where first lines are not indented either, a paragraph is told by its emphasized opening or by the short line before.
    let flush = (o.first - column.left).abs() < 0.5 * em;
    match rest {
        Some(_) if at_edge => flush && (ended && opening || stop && fits),
        Some(_) => line.x0 > edge + 0.8 * em || stop && fits,
        None if (line.x0 - o.first).abs() < 0.5 * em => {
            // Both begin at one place: two short paragraphs, or a block without indent.
            fits && (ended || starts_upper(&line.text))
                || o.first > column.left + 0.8 * em && ended && starts_upper(&line.text)
        }
        None => line.x0 > o.first + 0.8 * em && o.first < column.left + 0.5 * em && ended,
    }
}

/// Lines that stand alone: `Seventy-ninth session`, `Agenda item 14`, `Distr.: General` on the cover, the numeral above a
/// heading.
fn is_line_of_its_own(text: &str) -> bool {
    let short = text.len() < 60;
    let numeral = text.trim_end_matches('.');
    let roman = (1..=5).contains(&numeral.len()) && numeral.bytes().all(|b| b"IVXLC".contains(&b));
    let letter = numeral.len() == 1 && numeral.bytes().all(|b| b.is_ascii_uppercase());
    if roman || letter {
        return true;
    }
    short
        && (text.ends_with(" session") || text.starts_with("Agenda item") || text.starts_with("Distr."))
        && !text.ends_with(',')
}

/// `The General Assembly,` alone on its line.
fn organ_line(text: &str) -> bool {
    text.len() < 60 && text.starts_with("The ") && text.ends_with(',') && start(text) == Start::Organ
}

/// Lines of a cover that begin something new, however close they stand: `[on the report of …`, `Resolution adopted by …`,
/// `75/276. Cooperation …`, the day of issue.
fn opens_cover_line(text: &str) -> bool {
    let begins = [
        "[on ",
        "[without ",
        "Resolution",
        "Decision",
        "RESOLUTION",
        "Adopted by the ",
        "Agenda item",
        "Distr",
        "Original:",
    ];
    let number = text.split([' ', '.']).next().unwrap_or_default();
    let numbered = number.split_once('/').is_some_and(|(a, b)| {
        (1..=4).contains(&a.trim_start_matches("S-").len())
            && b.starts_with(|c: char| c.is_ascii_digit())
            && b.len() <= 4
    });
    begins.iter().any(|b| text.starts_with(b))
        || numbered && number.starts_with(|c: char| c.is_ascii_digit() || c == 'S')
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
    // Most gaps to a twentieth, and the mean of those: a short text has few that are alike to the hundredth.
    let rough = usual(close().map(|(gap, _)| gap * 2.0)).map_or(1.2, |l| l / 2.0);
    let (sum, n) =
        close().filter(|(g, _)| (g - rough).abs() < 0.04).fold((0.0, 0.0), |(s, n), (g, _)| (s + g, n + 1.0));
    let leading = if n > 0.0 { sum / n } else { rough };
    let all = close().count();
    let wide = close().filter(|(gap, _)| *gap > WIDE * leading).count();
    Habits { size, leading, gaps: wide * 14 > all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_words_and_numbers() {
        for s in ["8. Requests", "(a) To", "(iv) The", "a) To", "IV. Costs", "\u{2022} Ships", "(bb) Nets"] {
            assert!(label(s).is_some(), "{s}");
        }
        for s in ["2036. The", "harbour. It", "8 ships", "(see below)", "A/RES/91/15", "alone."] {
            assert_eq!(label(s), None, "{s}");
        }
    }
}
