//! Columns: in which order the lines of a page are read.

use super::furniture::symbol;
use super::lines::{Line, Page, usual};
use super::notes::Notes;
use super::tables;

/// Lines one under another.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub lines: Vec<Line>,
    /// Edges of its running text.
    pub left: f32,
    pub right: f32,
}

/// The columns of all pages in reading order, the footnotes at the foot of each taken out.
pub(super) fn columns(pages: Vec<Page>, body: f32, notes: &mut Notes) -> Vec<Column> {
    let mut whole: Vec<(Page, Vec<Vec<Line>>)> = Vec::new();
    let own: Vec<Option<f32>> = pages.iter().map(|p| gutter(&p.lines, body)).collect();
    // A page of few lines has the gutter of the others, where its lines leave that free.
    let common = usual(own.iter().flatten().copied());
    let free = |page: &Page, x: f32| {
        let crossing = page.lines.iter().filter(|l| crosses(l, x, body)).count();
        crossing * 4 < page.lines.len() && page.lines.iter().any(|l| l.x0 > x || l.words.iter().any(|w| w.x0 > x))
    };
    for (mut page, own) in pages.into_iter().zip(own) {
        let first = page.number == 1;
        let gutter = own.or(common.filter(|x| free(&page, *x)));
        if gutter.is_none() {
            notes.take(&mut page, body, false);
        }
        let mut lines: Vec<Line> = Vec::with_capacity(page.lines.len());
        lines.extend(std::mem::take(&mut page.lines).into_iter().flat_map(|l| masthead(l, first, body)));
        let mut pieces = split(lines, gutter, body, first);
        if pieces.len() > 1 {
            for piece in &mut pieces {
                let left = piece.iter().map(|l| l.x0).fold(f32::MAX, f32::min) - 2.0 * body;
                let right = piece.iter().map(|l| l.x1).fold(f32::MIN, f32::max) + 2.0 * body;
                let rules = page.rules.iter().filter(|r| r.x0 > left && r.x1 < right).copied().collect();
                let lines = std::mem::take(piece);
                let mut column = Page { number: page.number, height: page.height, lines, rules };
                notes.take(&mut column, body, true);
                *piece = column.lines;
            }
        }
        whole.push((page, pieces));
    }
    let usual_edges = edges(whole.iter().flat_map(|(_, p)| p).flatten(), body);
    let mut out = Vec::new();
    for (page, pieces) in whole {
        for lines in pieces {
            let long = lines.iter().filter(|l| l.text.len() > 30).count();
            let (left, right) = match edges(lines.iter(), body) {
                Some(own) if long >= 6 => own,
                own => usual_edges.or(own).unwrap_or((0.0, page.height)),
            };
            let lines = tables::rows(lines, left, right, body);
            out.push(Column { lines, left, right });
        }
    }
    out
}

/// Left and right edge of running text: where most long lines begin and end.
fn edges<'a>(lines: impl Iterator<Item = &'a Line> + Clone, body: f32) -> Option<(f32, f32)> {
    let running = lines.filter(|l| (l.size - body).abs() < 0.1 * body);
    let widest = running.clone().map(|l| l.x1 - l.x0).fold(0.0, f32::max);
    let long = running.filter(|l| l.x1 - l.x0 > 0.7 * widest);
    let most = usual(long.clone().map(|l| l.x0.round()))?;
    // Where paragraphs are short, more lines may begin with an indent than without.
    let count = |x: f32| long.clone().filter(|l| (l.x0.round() - x).abs() < 0.5).count();
    let before = long.clone().map(|l| l.x0.round()).filter(|x| *x < most && *x > most - 5.0 * body);
    let left = before.filter(|x| count(*x) * 3 >= count(most).max(3)).fold(most, f32::min);
    let mut ends: Vec<f32> = long.map(|l| l.x1).collect();
    ends.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let right = ends.get(ends.len() * 9 / 10).or(ends.last()).copied()?;
    Some((left, right))
}

/// On the first page what stands far apart on one line are two things: the organization and the symbol.
fn masthead(line: Line, first: bool, body: f32) -> Vec<Line> {
    let cells = line.cells();
    let far = cells.windows(2).filter_map(|w| match w {
        [a, b] => (b.x0 - a.x1 > 5.0 * body).then_some(b.first),
        _ => None,
    });
    let cuts: Vec<usize> = far.collect();
    if !first || cuts.is_empty() {
        return vec![line];
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    starts.zip(cuts.iter().copied().chain([line.words.len()])).map(|(from, to)| line.part(from, to)).collect()
}

/// The columns of a page: two where a gutter runs through lines on end, else one. What stands on the first page above the
/// first line that fills its column is the cover, however far apart its words are.
fn split(lines: Vec<Line>, gutter: Option<f32>, body: f32, first: bool) -> Vec<Vec<Line>> {
    let Some(gutter) = gutter else { return vec![lines] };
    let left = lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|l| l.x1).fold(f32::MIN, f32::max);
    let fills = |l: &Line| {
        let side = |right_side: bool, width: f32| {
            let mut words = l.words.iter().filter(|w| (w.x0 > gutter) == right_side);
            let first = words.next().map(|w| w.x0);
            let last = words.next_back().map(|w| w.x1);
            matches!((first, last), (Some(a), Some(b)) if b - a > 0.8 * (width - 2.0 * body))
        };
        !crosses(l, gutter, body) && (side(false, gutter - left) || side(true, right - gutter))
    };
    let cover = if first { lines.iter().find(|l| fills(l)).map_or(f32::MIN, |l| l.y) } else { f32::MAX };
    let cover = raised(&lines, cover, gutter, body);
    let mut out: Vec<Vec<Line>> = Vec::new();
    let (mut left, mut right): (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    let mut whole: Vec<Line> = Vec::new();
    let mut flush = |left: &mut Vec<Line>, right: &mut Vec<Line>, whole: &mut Vec<Line>| {
        let columns = [std::mem::take(whole), std::mem::take(left), std::mem::take(right)];
        out.extend(columns.into_iter().filter(|c| !c.is_empty()));
    };
    for line in lines {
        if crosses(&line, gutter, body) || line.y > cover + 0.5 * body {
            if !left.is_empty() || !right.is_empty() {
                flush(&mut left, &mut right, &mut whole);
            }
            whole.push(line);
            continue;
        }
        let cut = line.words.iter().position(|w| w.x0 > gutter).unwrap_or(line.words.len());
        if cut > 0 {
            left.push(line.part(0, cut));
        }
        if cut < line.words.len() {
            right.push(line.part(cut, line.words.len()));
        }
    }
    flush(&mut left, &mut right, &mut whole);
    out
}

/// The height down to which a page is cover, higher where the lines right above it are columns, too: they begin where
/// those of both columns do, and one of the right column is no part of a masthead.
fn raised(lines: &[Line], cover: f32, gutter: f32, body: f32) -> f32 {
    const MOST: usize = 6;
    let edge = |right: bool| {
        let below = lines.iter().filter(|l| l.y <= cover && !crosses(l, gutter, body));
        usual(below.filter_map(|l| l.words.iter().find(|w| (w.x0 > gutter) == right)).map(|w| w.x0.round()))
    };
    let (Some(left), Some(right)) = (edge(false), edge(true)) else { return cover };
    let at = |l: &Line, x: f32| (l.x0 - x).abs() < 1.5;
    let masthead = |l: &Line| {
        symbol(&l.text) || ["Distr", "GENERAL", "ORIGINAL", "Original", "General"].iter().any(|w| l.text.starts_with(w))
    };
    let above: Vec<&Line> = lines.iter().filter(|l| l.y > cover).collect();
    let run = above.iter().rev().take_while(|l| at(l, left) || at(l, right) && !masthead(l)).take(MOST);
    let run: Vec<_> = run.collect();
    if !run.iter().any(|l| at(l, right)) {
        return cover;
    }
    run.iter().map(|l| l.y).fold(cover, f32::max)
}

/// The middle of the gap between two columns of prose, if some lines on end leave one free.
fn gutter(lines: &[Line], body: f32) -> Option<f32> {
    let left = lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|l| l.x1).fold(f32::MIN, f32::max);
    let width = right - left;
    if width < 25.0 * body {
        return None;
    }
    let at = |i: i32| left + width * (0.4 + 0.01 * i as f32);
    let (_, x, band) = (0..=20)
        .map(|i| {
            let band = lines.split(|l| crosses(l, at(i), body)).max_by_key(|run| run.len()).unwrap_or_default();
            // Of equal ones that in the middle.
            (band.len() as i32 * 100 - (i - 10).abs(), at(i), band)
        })
        .max_by_key(|&(score, ..)| score)?;
    // Prose fills its column on both sides.
    let full = |right_side: bool, width: f32| {
        let mut sizes: Vec<f32> = Vec::new();
        for line in band {
            let cut = line.words.iter().position(|w| w.x0 > x).unwrap_or(line.words.len());
            let (before, after) = line.words.split_at_checked(cut).unwrap_or_default();
            let side = if right_side { after } else { before };
            if let (Some(first), Some(last)) = (side.first(), side.last()) {
                sizes.push(last.x1 - first.x0);
            }
        }
        let full = sizes.iter().filter(|&&s| s > 0.7 * (width - 2.0 * body)).count();
        sizes.len() >= 4 && full * 2 >= sizes.len()
    };
    (full(false, x - left) && full(true, right - x)).then_some(x)
}

/// Whether a line leaves no room at a place: a word stands there, or no more than a blank.
fn crosses(line: &Line, x: f32, body: f32) -> bool {
    let before = line.words.iter().rev().find(|w| w.x0 <= x);
    let after = line.words.iter().find(|w| w.x0 > x);
    match (before, after) {
        (Some(b), _) if b.x1 > x => true,
        (Some(b), Some(a)) => a.x0 - b.x1 < 0.9 * body,
        _ => false,
    }
}
