//! A report for a terminal: the answer first, nothing wider than the screen, nothing cut in the middle of a name.

use super::clean;
use super::report::{Align, Cell, Column, Group, Line, Place, Report, Tone, Value};
use super::wrap::{gist, longest_word, paragraph, share, together, width, wrap};
use crate::model::day::in_words;

/// Blanks between columns.
const GAP: usize = 2;
/// Blanks before a line of a table.
const INDENT: usize = 2;
/// The longest line of a text that is sent.
const MAIL: usize = 72;

/// Lays a report out for a terminal so many columns wide (at least 20), with bold and colour only if asked for.
pub fn terminal(report: &Report, columns: usize, colour: bool) -> String {
    let columns = columns.max(20);
    let mut out = Vec::new();
    let plain = |out: &mut Vec<String>, text: &str| out.extend(wrap(&clean::line(text), columns));
    if !report.title.is_empty() {
        out.extend(wrap(&clean::line(&report.title), columns).into_iter().map(|l| paint(&l, Tone::Strong, colour)));
    }
    for line in &report.subtitle {
        plain(&mut out, line);
    }
    let mut about = format!("as of {}", in_words(report.as_of));
    for filter in &report.filters {
        about.push_str("; ");
        about.push_str(&clean::line(filter));
    }
    plain(&mut out, &about);
    if report.mail {
        return printed(mail(report, columns.min(MAIL), out));
    }

    let plan = Plan::of(report, columns, false);
    for group in report.groups.iter().filter(|g| !g.heading.is_empty() || !g.lines.is_empty()) {
        out.push(String::new());
        plan.group(group, colour, &mut out);
    }
    for lines in [&report.summary, &report.notes, &report.sources] {
        if !lines.is_empty() {
            out.push(String::new());
        }
        for line in lines {
            plain(&mut out, line);
        }
    }
    // A paper says on a screen, too, what it is not.
    if !report.sources.is_empty() {
        plain(&mut out, &report.closing());
    }
    printed(out)
}

/// What follows the head of a text that is sent: the sum, then each row as a paragraph of its own.
fn mail(report: &Report, columns: usize, mut out: Vec<String>) -> Vec<String> {
    let plan = Plan::of(report, columns, false);
    out.push(String::new());
    out.extend(report.summary.iter().flat_map(|line| wrap(&clean::line(line), columns)));
    for group in report.groups.iter().filter(|g| !g.heading.is_empty() || !g.lines.is_empty()) {
        out.push(String::new());
        out.extend(wrap(&clean::line(&group.heading), columns));
        for line in &group.lines {
            out.extend(plan.bullet(line));
        }
    }
    for lines in [&report.notes, &report.sources, &vec![report.closing()]] {
        if !lines.is_empty() {
            out.push(String::new());
        }
        out.extend(lines.iter().flat_map(|line| wrap(&clean::line(line), columns)));
    }
    out
}

/// Lines as they are written: what was kept together by no-break blanks has plain ones again, so that it is found and copied.
fn printed(lines: Vec<String>) -> String {
    lines.iter().map(|line| format!("{}\n", line.trim_end().replace('\u{a0}', " "))).collect()
}

/// The rows alone, without title, day and notes: for a screen that says these in its own words.
pub fn table(report: &Report, columns: usize, colour: bool) -> String {
    let columns = columns.max(20);
    let plan = Plan::of(report, columns, true);
    let mut out = Vec::new();
    for group in &report.groups {
        plan.group(group, colour, &mut out);
    }
    printed(out)
}

/// Which columns stand in the row, how wide, and which below it.
struct Plan<'a> {
    report: &'a Report,
    columns: usize,
    row: Vec<(usize, usize)>,
    below: Vec<usize>,
    /// The columns do not fit beside each other, or only as a thicket of short lines: each row is a block of lines.
    flows: bool,
    /// The first cells are numbers, which alone say little at the head of a block: `para. 8`.
    short: bool,
    /// Dates are broken over lines, because otherwise the columns do not fit.
    breaks: bool,
}

impl<'a> Plan<'a> {
    /// `thicket`: beside each other wherever it can be, however short the lines get.
    fn of(report: &'a Report, columns: usize, thicket: bool) -> Plan<'a> {
        let (row, below): (Vec<usize>, Vec<usize>) = (0..report.columns.len())
            .partition(|i| report.columns.get(*i).is_some_and(|c| matches!(c.place, Place::Row | Place::Answer)));
        let room = columns.saturating_sub(INDENT + GAP * row.len().saturating_sub(1));
        let beside = |text: fn(&Cell) -> String| {
            let wanted: Vec<(usize, usize)> = row.iter().map(|i| wanted(report, *i, text)).collect();
            share(&wanted, room).filter(|widths| thicket || easy(report, &row, widths, text))
        };
        let kept = beside(whole);
        let breaks = kept.is_none();
        let widths = kept.or_else(|| beside(shown));
        Plan {
            report,
            columns,
            flows: widths.is_none(),
            row: row.iter().copied().zip(widths.unwrap_or_else(|| vec![0; row.len()])).collect(),
            below,
            breaks,
            short: report.lines().all(|line| {
                let words = line.cell(0).words();
                width(&words) <= 12 && words.starts_with(|c: char| c.is_ascii_digit())
            }),
        }
    }

    fn group(&self, group: &Group, colour: bool, out: &mut Vec<String>) {
        if !group.heading.is_empty() {
            let heading = wrap(&clean::line(&group.heading), self.columns);
            out.extend(heading.into_iter().map(|l| paint(&l, Tone::Strong, colour)));
        }
        if self.report.heads && !self.flows && !group.lines.is_empty() {
            let heads: Vec<(Vec<String>, Tone)> =
                (self.row.iter()).map(|(i, w)| (wrap(&self.title(*i), *w), Tone::Plain)).collect();
            self.side_by_side(&heads, false, out);
        }
        for line in &group.lines {
            if self.flows { self.flow(line, colour, out) } else { self.lay(line, colour, out) }
        }
    }

    fn title(&self, i: usize) -> std::borrow::Cow<'a, str> {
        clean::line(self.report.columns.get(i).map_or("", |c| c.title.as_ref()))
    }

    fn text(&self, cell: &Cell) -> String {
        if self.breaks && !self.flows { shown(cell) } else { whole(cell) }
    }

    fn column(&self, i: usize) -> Option<&Column> {
        self.report.columns.get(i)
    }

    fn lay(&self, line: &Line, colour: bool, out: &mut Vec<String>) {
        let cells: Vec<(Vec<String>, Tone)> =
            (self.row.iter()).map(|(i, w)| (wrap(&self.text(line.cell(*i)), *w), line.cell(*i).tone)).collect();
        self.side_by_side(&cells, colour, out);
        // What lies below starts under the second column, if that leaves it half the screen.
        let indent = match self.row.as_slice() {
            [(_, first), _, ..] if INDENT + first + GAP <= self.columns / 2 => INDENT + first + GAP,
            _ => INDENT * 2,
        };
        self.lay_below(line, indent, colour, out);
    }

    fn lay_below(&self, line: &Line, indent: usize, colour: bool, out: &mut Vec<String>) {
        let blanks = " ".repeat(indent);
        for i in &self.below {
            let cell = line.cell(*i);
            if cell.is_empty() {
                continue;
            }
            let (text, room) = (whole(cell), self.columns.saturating_sub(indent).max(10));
            let lines = match self.column(*i).map(|c| c.place) {
                Some(Place::Gist) => vec![gist(&text, room)],
                _ => wrap(&text, room),
            };
            out.extend(lines.into_iter().map(|l| format!("{blanks}{}", paint(&l, cell.tone, colour))));
        }
    }

    /// Cells beside each other, each in as many lines as it needs.
    fn side_by_side(&self, cells: &[(Vec<String>, Tone)], colour: bool, out: &mut Vec<String>) {
        let height = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
        for n in 0..height {
            let mut text = " ".repeat(INDENT);
            for ((lines, tone), (i, w)) in cells.iter().zip(&self.row) {
                let piece = lines.get(n).map_or("", String::as_str);
                let pad = " ".repeat(w.saturating_sub(width(piece)));
                let right = self.column(*i).is_some_and(|c| c.align == Align::Right);
                let piece = paint(piece, *tone, colour);
                text.push_str(&if right { format!("{pad}{piece}") } else { format!("{piece}{pad}") });
                text.push_str(&" ".repeat(GAP));
            }
            out.push(text);
        }
    }

    /// A line as a block: its first cell with what the day makes of it, below them the others one after the other.
    fn flow(&self, line: &Line, colour: bool, out: &mut Vec<String>) {
        let room = self.columns.saturating_sub(INDENT);
        let mut cells: Vec<(usize, &Cell)> = (self.row.iter())
            .map(|(i, _)| (*i, line.cell(*i)))
            .filter(|(_, cell)| !cell.is_empty() && cell.words() != "–")
            .collect();
        if cells.is_empty() {
            return;
        }
        let (first, cell) = cells.remove(0);
        let mut said = self.said(first, cell);
        if self.short && first == 0 {
            said = format!("{} {said}", self.title(first));
        }
        let mut head = wrap(&said, room);
        let used = head.first().map_or(0, |l| width(l));
        if let Some(line) = head.first_mut() {
            *line = paint(line, cell.tone, colour);
        }
        let answer = cells.iter().position(|(i, _)| self.column(*i).is_some_and(|c| c.place == Place::Answer));
        if let (Some(answer), [line]) = (answer, head.as_mut_slice())
            && let Some((i, cell)) = cells.get(answer)
        {
            let text = self.said(*i, cell);
            if used + 3 + width(&text) <= room {
                line.push_str(&format!("   {}", paint(&text, cell.tone, colour)));
                cells.remove(answer);
            }
        }
        let rest: Vec<String> = cells.iter().map(|(i, cell)| self.said(*i, cell)).collect();
        out.extend(head.into_iter().map(|l| format!("{}{l}", " ".repeat(INDENT))));
        if !rest.is_empty() {
            let blanks = " ".repeat(INDENT * 2);
            out.extend(paragraph(&rest.join(" · "), self.columns, &blanks, &blanks));
        }
        self.lay_below(line, INDENT * 2, colour, out);
    }

    /// A line as a paragraph: *- resolution 77/13, para. 8: outstanding, 441 days late; Secretary-General; …*, and below it the
    /// words.
    fn bullet(&self, line: &Line) -> Vec<String> {
        let at = |i: usize| Some(line.cell(i)).filter(|c| !c.is_empty() && c.words() != "–");
        let answers = |i: &usize| self.column(*i).is_some_and(|c| c.place == Place::Answer);
        let row: Vec<usize> = self.row.iter().map(|(i, _)| *i).collect();
        let first = row.first().into_iter();
        let rest = row.iter().skip(1);
        let order = first.chain(rest.clone().filter(|i| answers(i))).chain(rest.filter(|i| !answers(i)));
        let mut said = String::new();
        for (i, cell) in order.filter_map(|i| Some((*i, at(*i)?))) {
            said.push_str(match said.is_empty() {
                true => "",
                false if answers(&i) => ": ",
                false => "; ",
            });
            // A date alone does not say what happens then.
            let bare = self.column(i).is_some_and(|c| c.key == "due") && !cell.words().starts_with("until");
            said.push_str(if bare { "due " } else { "" });
            said.push_str(&self.said(i, cell));
        }
        let mut out = paragraph(&said, self.columns, "- ", "  ");
        for (i, cell) in self.below.iter().filter_map(|i| Some((*i, at(*i)?))) {
            let text = match self.column(i).map(|c| c.place) {
                Some(Place::Gist) => gist(&whole(cell), self.columns * 2),
                _ => whole(cell),
            };
            out.extend(paragraph(&text, self.columns, "  ", "  "));
        }
        out
    }

    /// A value that says by itself what it is: numbers, days and marks get the head of their column.
    fn said(&self, column: usize, cell: &Cell) -> String {
        let title = self.title(column);
        match cell.value {
            Value::Number(_) | Value::Day { .. } if column > 0 => format!("{title} {}", whole(cell)),
            Value::Flag(_) => title.into_owned(),
            _ => whole(cell),
        }
    }
}

fn shown(cell: &Cell) -> String {
    clean::line(&cell.words()).into_owned()
}

/// The same with its dates and paragraphs kept together.
fn whole(cell: &Cell) -> String {
    together(&clean::line(&cell.words())).into_owned()
}

/// Whether rows are easily read at these widths: two lines a row on average, and few of more than three.
fn easy(report: &Report, row: &[usize], widths: &[usize], text: fn(&Cell) -> String) -> bool {
    let (mut rows, mut lines, mut tall) = (0, 0, 0);
    for line in report.lines().take(200) {
        let cells = row.iter().zip(widths).map(|(i, w)| wrap(&text(line.cell(*i)), *w).len());
        let height = cells.max().unwrap_or(0);
        (rows, lines, tall) = (rows + 1, lines + height, tall + usize::from(height > 3));
    }
    lines <= 2 * rows && tall * 10 <= rows
}

/// How little width a column can do with, and how much it would like.
fn wanted(report: &Report, column: usize, text: fn(&Cell) -> String) -> (usize, usize) {
    let head = clean::line(report.columns.get(column).map_or("", |c| c.title.as_ref()));
    let (mut least, mut most) = if report.heads { (longest_word(&head), width(&head)) } else { (1, 1) };
    for line in report.lines() {
        let text = text(line.cell(column));
        least = least.max(longest_word(&text));
        most = most.max(width(&text));
    }
    // A word as long as that is no name; it may be cut. An id, in the first column, may be longer.
    (least.min(if column == 0 { 40 } else { 24 }), most)
}

/// Bold for who and when, bold red for what is outstanding; nothing without colour.
pub fn paint(text: &str, tone: Tone, colour: bool) -> String {
    match tone {
        _ if !colour || text.is_empty() => text.to_owned(),
        Tone::Plain => text.to_owned(),
        Tone::Strong => format!("\x1b[1m{text}\x1b[0m"),
        Tone::Outstanding => format!("\x1b[1;31m{text}\x1b[0m"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn at_80_columns() {
        insta::assert_snapshot!(terminal(&sample::report(), 80, false));
    }

    #[test]
    fn at_160_columns() {
        insta::assert_snapshot!(terminal(&sample::report(), 160, false));
    }

    #[test]
    fn at_40_columns() {
        insta::assert_snapshot!(terminal(&sample::report(), 40, false));
    }

    #[test]
    fn a_list() {
        insta::assert_snapshot!(terminal(&sample::list(), 80, false));
    }

    #[test]
    fn what_is_late() {
        insta::assert_snapshot!(terminal(&sample::overdue(), 80, false));
    }

    #[test]
    fn no_line_is_too_wide_and_no_control_comes_through() {
        for columns in [20, 40, 60, 80, 100, 160, 400] {
            let text = terminal(&sample::report(), columns, false);
            for line in text.lines() {
                assert!(width(line) <= columns.max(40), "{columns}: {line}");
            }
            assert!(!text.chars().any(|c| c != '\n' && c.is_control()));
            assert!(!text.contains('\u{202e}'));
        }
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let (with, without) = (terminal(&sample::report(), 80, true), terminal(&sample::report(), 80, false));
        let mut stripped = with.replace("\x1b[1;31m", "").replace("\x1b[1m", "").replace("\x1b[0m", "");
        stripped = stripped.lines().map(|l| format!("{}\n", l.trim_end())).collect();
        assert_eq!(stripped, without);
        assert!(with.contains("\x1b[1;31m"));
    }
}
