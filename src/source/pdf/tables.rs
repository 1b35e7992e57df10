//! Tables: lines whose words stand in cells, one under another, become rows.

use super::lines::Line;
use super::paragraphs::label;
use crate::model::Span;

/// What stands between the cells of a row, as in the XML.
const BETWEEN: &str = " | ";

/// Cells of a row.
const MOST: usize = 60;

/// Puts the lines of each row of a table together; other lines stay as they are.
pub(super) fn rows(lines: Vec<Line>, left: f32, right: f32, body: f32) -> Vec<Line> {
    let many: Vec<bool> = lines.iter().map(|l| several(l, left, right, body)).collect();
    let is_row = |i: usize| {
        many.get(i) == Some(&true)
            && lines.get(i).is_some_and(|line| {
                let before = i.checked_sub(1).and_then(|i| lines.get(i));
                [before, lines.get(i + 1), lines.get(i + 2)].into_iter().flatten().any(|n| aligned(line, n, body))
            })
    };
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        i += 1;
        if !is_row(i - 1) {
            out.push(line.clone());
            continue;
        }
        let starts: Vec<f32> = line.cells().iter().map(|c| c.x0).collect();
        let mut cells: Vec<Vec<Line>> = pieces(line).into_iter().map(|(_, piece)| vec![piece]).collect();
        let mut last = line;
        while let Some(next) = lines.get(i).filter(|next| continues(last, next, &starts, body)) {
            for (x0, piece) in pieces(next) {
                let at = starts.iter().position(|s| (s - x0).abs() < 0.5 * body);
                at.and_then(|at| cells.get_mut(at)).into_iter().for_each(|c| c.push(piece.clone()));
            }
            (last, i) = (next, i + 1);
        }
        out.push(row(line, &cells));
    }
    out
}

/// Whether words of a line stand in several cells; a number and its paragraph are none, nor a few words stretched over the
/// whole line with gaps that are alike.
fn several(l: &Line, left: f32, right: f32, body: f32) -> bool {
    let cells = l.cells();
    let labelled = cells
        .first()
        .is_some_and(|c| label(&format!("{} ", c.text)).is_some() || c.text.ends_with('.') && c.text.len() < 12);
    let gaps: Vec<f32> = cells.windows(2).filter_map(|w| Some(w.get(1)?.x0 - w.first()?.x1)).collect();
    let (low, high) = gaps.iter().fold((f32::MAX, 0.0f32), |(lo, hi), &g| (lo.min(g), hi.max(g)));
    let stretched = l.x1 > right - body
        && l.x0 < left + 3.0 * body
        && cells.iter().all(|c| c.x1 - c.x0 < 0.5 * (right - left))
        && high < 1.4 * low;
    (2 + usize::from(labelled)..=MOST).contains(&cells.len()) && !stretched
}

/// Whether a cell of one line stands under one of the other.
fn aligned(a: &Line, b: &Line, body: f32) -> bool {
    let near = |x: f32, y: f32| (x - y).abs() < 0.5 * body;
    let (a, b) = (a.cells(), b.cells());
    a.iter().take(MOST).skip(1).any(|a| b.iter().take(MOST).skip(1).any(|b| near(a.x0, b.x0) || near(a.x1, b.x1)))
}

/// Whether a line goes on with the cells of the row above it.
fn continues(last: &Line, next: &Line, starts: &[f32], body: f32) -> bool {
    let cells = next.cells();
    let under = |x: f32| starts.iter().position(|s| (s - x).abs() < 0.5 * body);
    let close = last.y > next.y && last.y - next.y < 1.45 * next.size.max(last.size);
    let fits = cells.iter().all(|c| under(c.x0).is_some()) && cells.len() < starts.len();
    // A new row has something in its first cell; a word there that begins small goes on.
    let first = cells.first().is_some_and(|c| under(c.x0) == Some(0));
    // `31. Takes note of …` below a narrow table is the next paragraph, however its indent falls under a column.
    let paragraph = label(&next.text).is_some() && next.x1 > last.x1 + next.size;
    close && fits && !paragraph && (!first || next.text.starts_with(char::is_lowercase))
}

/// The cells of a line as lines, with their left edges.
fn pieces(line: &Line) -> Vec<(f32, Line)> {
    let cells = line.cells();
    let ends = cells.iter().skip(1).map(|c| c.first).chain([line.words.len()]);
    cells.iter().zip(ends).map(|(c, end)| (c.x0, line.part(c.first, end))).collect()
}

/// One line out of the cells of a row.
fn row(first: &Line, cells: &[Vec<Line>]) -> Line {
    let mut row = Line { row: true, x1: first.x1, ..first.part(0, 1) };
    (row.text, row.italic, row.raised) = (String::new(), Vec::new(), Vec::new());
    row.words.clear();
    for (i, cell) in cells.iter().enumerate() {
        for (k, piece) in cell.iter().enumerate() {
            row.text.push_str(match (i, k) {
                (0, 0) => "",
                (_, 0) => BETWEEN,
                _ => " ",
            });
            let at = row.text.len() as u32;
            let shift = |s: &Span| Span { start: s.start + at, end: s.end + at };
            row.italic.extend(piece.italic.iter().map(shift));
            row.raised.extend(piece.raised.iter().map(shift));
            row.text.push_str(&piece.text);
            row.bold &= piece.bold;
        }
    }
    row
}
