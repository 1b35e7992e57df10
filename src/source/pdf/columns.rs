//! Columns and rows: in which order the lines of a page are read, and which of them are rows of a table.

use super::lines::{Line, Page, usual};

/// Lines one under another.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub lines: Vec<Line>,
    /// Edges of its running text.
    pub left: f32,
    pub right: f32,
    /// For each line, whether it is a row of a table.
    rows: Vec<bool>,
}

impl Column {
    pub(super) fn row(&self, i: usize) -> bool {
        self.rows.get(i).copied().unwrap_or(false)
    }
}

/// The columns of all pages in reading order.
pub(super) fn columns(pages: Vec<Page>, body: f32) -> Vec<Column> {
    let usual_edges = edges(pages.iter().flat_map(|p| &p.lines), body);
    let mut out = Vec::new();
    for page in pages {
        let first = page.number == 1;
        let lines: Vec<Line> = page.lines.into_iter().flat_map(|l| masthead(l, first, body)).collect();
        for lines in split(lines, body) {
            let long = lines.iter().filter(|l| l.text.len() > 30).count();
            let (left, right) = match edges(lines.iter(), body) {
                Some(own) if long >= 6 => own,
                own => usual_edges.or(own).unwrap_or((0.0, page.height)),
            };
            let rows = rows(&lines, left, right, body);
            out.push(Column { lines, left, right, rows });
        }
    }
    out
}

/// Left and right edge of running text: where most long lines begin and end.
fn edges<'a>(lines: impl Iterator<Item = &'a Line> + Clone, body: f32) -> Option<(f32, f32)> {
    let running = lines.filter(|l| (l.size - body).abs() < 0.1 * body);
    let widest = running.clone().map(|l| l.x1 - l.x0).fold(0.0, f32::max);
    let long = running.filter(|l| l.x1 - l.x0 > 0.7 * widest);
    let left = usual(long.clone().map(|l| l.x0.round()))?;
    let mut ends: Vec<f32> = long.map(|l| l.x1).collect();
    ends.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let right = ends.get(ends.len() * 9 / 10).or(ends.last()).copied()?;
    Some((left, right))
}

/// On the first page what stands far apart on one line are two things: the organization and the symbol.
fn masthead(line: Line, first: bool, body: f32) -> Vec<Line> {
    let far = |i: usize| match line.cells.get(i..i + 2) {
        Some([a, b]) => b.x0 - a.x1 > 5.0 * body,
        _ => false,
    };
    let cuts: Vec<usize> = (0..line.cells.len()).filter(|&i| far(i)).collect();
    if !first || cuts.is_empty() {
        return vec![line];
    }
    let mut from = 0;
    let mut out = Vec::new();
    for cut in cuts.into_iter().map(|i| i + 1).chain([line.cells.len()]) {
        out.push(line.part(from, cut));
        from = cut;
    }
    out
}

/// The columns of a page: two where a gutter runs through most of its lines, else one.
fn split(lines: Vec<Line>, body: f32) -> Vec<Vec<Line>> {
    let Some(gutter) = gutter(&lines, body) else { return vec![lines] };
    let mut out: Vec<Vec<Line>> = Vec::new();
    let (mut left, mut right): (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    let mut whole: Vec<Line> = Vec::new();
    let mut flush = |left: &mut Vec<Line>, right: &mut Vec<Line>, whole: &mut Vec<Line>| {
        out.extend(
            [std::mem::take(whole), std::mem::take(left), std::mem::take(right)].into_iter().filter(|c| !c.is_empty()),
        );
    };
    for line in lines {
        let cut = line.cells.iter().position(|c| c.x0 > gutter).unwrap_or(line.cells.len());
        let crosses = line.cells.iter().any(|c| c.x0 <= gutter && c.x1 > gutter);
        if crosses {
            if !left.is_empty() || !right.is_empty() {
                flush(&mut left, &mut right, &mut whole);
            }
            whole.push(line);
            continue;
        }
        if cut > 0 {
            left.push(line.part(0, cut));
        }
        if cut < line.cells.len() {
            right.push(line.part(cut, line.cells.len()));
        }
    }
    flush(&mut left, &mut right, &mut whole);
    out
}

/// The middle of the gap between two columns of prose.
fn gutter(lines: &[Line], body: f32) -> Option<f32> {
    let left = lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|l| l.x1).fold(f32::MIN, f32::max);
    let width = right - left;
    if lines.len() < 12 || width < 25.0 * body {
        return None;
    }
    let best = (0..=20).map(|i| left + width * (0.4 + 0.01 * i as f32)).min_by_key(|&x| crossing(lines, x))?;
    if crossing(lines, best) * 5 > lines.len() {
        return None;
    }
    // Prose fills its column on both sides.
    let full = |from: f32, to: f32| {
        let cells = lines.iter().flat_map(|l| &l.cells).filter(|c| c.x0 >= from - 1.0 && c.x1 <= to + 1.0);
        let all = cells.clone().count();
        let full = cells.filter(|c| c.x1 - c.x0 > 0.75 * (to - from - 2.0 * body)).count();
        all >= 8 && full * 10 >= all * 6
    };
    (full(left, best) && full(best, right)).then_some(best)
}

fn crossing(lines: &[Line], x: f32) -> usize {
    lines.iter().filter(|l| l.cells.iter().any(|c| c.x0 < x && c.x1 > x)).count()
}

/// Which lines are rows: several cells that stand under those of a neighbour.
fn rows(lines: &[Line], left: f32, right: f32, body: f32) -> Vec<bool> {
    let many = |l: &Line| {
        let labelled = super::paragraphs::label(&format!("{} ", l.cell(0))).is_some()
            || l.cell(0).ends_with('.') && l.cell(0).len() < 12;
        let cells = l.cells.len() - usize::from(labelled);
        // Few words stretched over the whole line are no row.
        let stretched = l.x1 > right - body
            && l.x0 < left + 3.0 * body
            && l.cells.iter().all(|c| c.x1 - c.x0 < 0.5 * (right - left))
            && even(l);
        cells >= 2 && !stretched
    };
    let aligned = |a: &Line, b: &Line| {
        let near = |x: f32, y: f32| (x - y).abs() < 0.5 * body;
        a.cells.iter().skip(1).any(|a| b.cells.iter().skip(1).any(|b| near(a.x0, b.x0) || near(a.x1, b.x1)))
    };
    (0..lines.len())
        .map(|i| {
            let Some(line) = lines.get(i).filter(|l| many(l)) else { return false };
            let before = i.checked_sub(1).and_then(|i| lines.get(i));
            [before, lines.get(i + 1)].into_iter().flatten().any(|n| n.cells.len() >= 2 && aligned(line, n))
        })
        .collect()
}

/// The gaps between the cells are alike.
fn even(l: &Line) -> bool {
    let gaps: Vec<f32> = l.cells.windows(2).filter_map(|w| Some(w.get(1)?.x0 - w.first()?.x1)).collect();
    let (low, high) = gaps.iter().fold((f32::MAX, 0.0f32), |(lo, hi), &g| (lo.min(g), hi.max(g)));
    high < 1.4 * low
}
