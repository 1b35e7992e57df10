//! How wide columns are on a page: none cuts a word, and together they make the rows as low as the page allows.

use super::report::{Report, Value};
use super::wrap::{together, width};

/// Rows that are looked at; more tell no more.
const SAMPLE: usize = 400;

/// What the columns of a report hold, in characters.
pub struct Fit {
    /// The longest word of each column, heads included.
    pub least: Vec<usize>,
    /// What each column takes where there is room for it: two thirds of what it usually takes.
    easy: Vec<usize>,
    /// The longest text of each column.
    most: Vec<usize>,
    /// The texts of some rows.
    rows: Vec<Vec<usize>>,
}

impl Fit {
    /// Measures a report.
    pub fn of(report: &Report) -> Fit {
        Fit::breaking(report, 26)
    }

    /// The same, where words of more than so many characters may be broken, so that one address does not take the room of the
    /// words; days never are.
    pub fn breaking(report: &Report, longer: usize) -> Fit {
        let columns = report.columns.len();
        let (mut least, mut most): (Vec<usize>, Vec<usize>) =
            report.columns.iter().map(|c| (longest(&c.title), width(&c.title))).unzip();
        let every = report.lines().count().div_ceil(SAMPLE).max(1);
        let mut rows = Vec::new();
        for (n, line) in report.lines().enumerate() {
            let mut row = Vec::new();
            for i in 0..columns {
                let cell = line.cell(i);
                let words = cell.words();
                let w = width(&words);
                let word = match cell.value {
                    // A day that is broken over lines is no day at a glance.
                    Value::Day { estimated: false, .. } => (w + 1).min(26),
                    _ => longest(&together(&words)).min(longer),
                };
                if let (Some(l), Some(m)) = (least.get_mut(i), most.get_mut(i)) {
                    *l = (*l).max(word);
                    *m = (*m).max(w);
                }
                row.push(w);
            }
            if n % every == 0 {
                rows.push(row);
            }
        }
        let usual = report.columns.iter().map(|c| usize::from(c.width) * 2 / 3);
        let easy = usual.zip(&most).zip(&least).map(|((usual, most), least)| usual.min(*most).max(*least)).collect();
        Fit { least, easy, most, rows }
    }

    /// The width of each column in so many characters: its longest word, and what is left goes, bit by bit, to the column that
    /// makes the most rows high.
    pub fn widths(&self, room: usize) -> Vec<usize> {
        let mut widths = self.least.clone();
        // As far as that leaves something to share, each first comes nearer to what it usually takes.
        let wish =
            |i: usize| self.easy.get(i).copied().unwrap_or(0).saturating_sub(self.least.get(i).copied().unwrap_or(0));
        let wishes = (0..widths.len()).map(wish).sum::<usize>().max(1);
        let granted = (room * 5 / 6).saturating_sub(widths.iter().sum()).min(wishes);
        for (i, w) in widths.iter_mut().enumerate() {
            *w += wish(i) * granted / wishes;
        }
        let mut left = room.saturating_sub(widths.iter().sum());
        let step = (left / 60).max(1);
        while left > 0 {
            let mut pressure = vec![0_usize; widths.len()];
            for row in &self.rows {
                // The tallest cell of the row, and how much lower a little more width would make it; in thousandths of a line.
                let tallest = (0..widths.len()).max_by_key(|i| row.get(*i).map_or(0, |w| tall(*w, &widths, *i)));
                if let Some(i) = tallest
                    && let (Some(w), Some(p), Some(own)) = (row.get(i), pressure.get_mut(i), widths.get(i))
                    && *w > *own
                {
                    *p += w * 1000 / (own * own).max(1);
                }
            }
            let Some((most, at)) =
                pressure.iter().enumerate().map(|(i, p)| (*p, i)).max_by_key(|(p, i)| (*p, usize::MAX - i))
            else {
                return widths;
            };
            if most == 0 {
                break;
            }
            let more = step.min(left);
            if let Some(w) = widths.get_mut(at) {
                *w += more;
            }
            left -= more;
        }
        // Where everything stands on one line, the rest is shared by what columns may still want, then evenly.
        for i in 0..widths.len() {
            if let (Some(w), Some(most)) = (widths.get_mut(i), self.most.get(i)) {
                let more = most.saturating_sub(*w).min(left);
                *w += more;
                left -= more;
            }
        }
        let all: usize = widths.iter().sum::<usize>().max(1);
        for w in &mut widths {
            *w += left * *w / all;
        }
        widths
    }

    /// Lines of an average row at these widths, in tenths.
    pub fn height(&self, widths: &[usize]) -> usize {
        let heights =
            self.rows.iter().map(|row| (0..widths.len()).map(|i| lines(row.get(i).copied(), widths, i)).max());
        heights.map(|h| h.unwrap_or(1) * 10).sum::<usize>() / self.rows.len().max(1)
    }
}

fn lines(w: Option<usize>, widths: &[usize], i: usize) -> usize {
    w.unwrap_or(0).div_ceil(filled(widths, i)).max(1)
}

/// In thousandths of a line.
fn tall(w: usize, widths: &[usize], i: usize) -> usize {
    w * 1000 / filled(widths, i)
}

/// What a line of a column holds: words end it early, which costs a narrow column the most.
fn filled(widths: &[usize], i: usize) -> usize {
    widths.get(i).copied().unwrap_or(1).saturating_sub(3).max(4)
}

/// The longest word in average characters: capitals are wide. A hyphen may end a line in an id, but *Secretary-General* is one
/// word.
fn longest(text: &str) -> usize {
    let wide = |w: &str| width(w) + 1 + w.chars().filter(|c| c.is_uppercase()).count() / 2;
    let word = |w: &str| if w.len() > 20 { w.split('-').map(wide).max().unwrap_or(0) } else { wide(w) };
    text.split([' ', '\n']).map(word).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::report::{Cell, Column};
    use crate::view::sample;

    #[test]
    fn a_column_of_long_words_gets_the_room_that_an_empty_one_leaves() {
        let columns = ["a", "b", "c"].map(|key| Column::new(key, key, 20)).to_vec();
        let lines = (0..20).map(|_| vec![Cell::text("8"), Cell::empty(), Cell::text("words ".repeat(60))].into());
        let report = Report::new("", sample::as_of(), columns).group("", lines.collect());
        let widths = Fit::of(&report).widths(100);
        assert_eq!(widths.iter().sum::<usize>(), 100);
        assert!(widths[0] < 5 && widths[1] < 5, "{widths:?}");
    }

    #[test]
    fn one_address_does_not_take_the_room_of_the_words() {
        let columns = ["a", "b"].map(|key| Column::new(key, key, 20)).to_vec();
        let address = Cell::text("https://example.org/".repeat(4));
        let mut lines = vec![vec![address, Cell::text("short")].into()];
        lines.extend((0..20).map(|_| vec![Cell::empty(), Cell::text("words ".repeat(60))].into()));
        let report = Report::new("", sample::as_of(), columns).group("", lines);
        let (own, breaking) = (Fit::of(&report).widths(100), Fit::breaking(&report, 14).widths(100));
        assert!(breaking[0] < own[0] && breaking[1] > own[1], "{own:?} {breaking:?}");
    }

    #[test]
    fn no_column_is_narrower_than_its_longest_word() {
        let fit = Fit::of(&sample::report());
        for room in [10, 80, 120, 400] {
            assert!(fit.widths(room).iter().zip(&fit.least).all(|(w, least)| w >= least), "{room}");
        }
    }
}
