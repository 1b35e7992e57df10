//! Markdown: a heading, a table a group, notes. Every text is escaped, so that it shows as it is.

use super::clean;
use super::report::{Align, Cell, Link, Report, Value};
use std::fmt::Write;

/// Writes a report.
pub fn md(report: &Report) -> String {
    let mut out = format!("# {}\n", escape(&report.title));
    for line in &report.subtitle {
        let _ = write!(out, "\n{}\n", escape(line));
    }
    let mut about = format!("As of {}", crate::model::day::in_words(report.as_of));
    for filter in &report.filters {
        let _ = write!(about, "; {filter}");
    }
    let _ = write!(out, "\n*{}*\n", escape(&about));
    for line in &report.summary {
        let _ = write!(out, "\n{}\n", escape(line));
    }
    for group in &report.groups {
        if !group.heading.is_empty() {
            let _ = write!(out, "\n## {}\n", escape(&group.heading));
        }
        if group.lines.is_empty() {
            continue;
        }
        out.push_str("\n|");
        for column in &report.columns {
            let _ = write!(out, " {} |", escape(&column.title));
        }
        out.push_str("\n|");
        for column in &report.columns {
            out.push_str(if column.align == Align::Right { " ---: |" } else { " --- |" });
        }
        for line in &group.lines {
            out.push_str("\n|");
            for i in 0..report.columns.len() {
                let _ = write!(out, " {} |", cell(line.cell(i)));
            }
        }
        out.push('\n');
    }
    for (heading, lines) in [("Notes", &report.notes), ("Texts", &report.sources)] {
        if !lines.is_empty() {
            let _ = write!(out, "\n## {heading}\n");
        }
        for line in lines {
            let _ = write!(out, "\n- {}\n", escape(line));
        }
    }
    let _ = write!(out, "\n{}\n", escape(&report.closing()));
    out
}

fn cell(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(words) => words
            .runs()
            .into_iter()
            .map(|(run, emphasis)| {
                let text = escape(run);
                if emphasis && !text.trim().is_empty() { format!("*{}*", text.trim()) } else { text }
            })
            .collect(),
        Value::Link(one) => link(one),
        Value::List(items) => items.iter().map(link).collect::<Vec<_>>().join("; "),
        _ => escape(&cell.words()),
    }
}

fn link(link: &Link) -> String {
    match &link.href {
        Some(href) => format!("[{}](<{href}>)", escape(&link.text)),
        None => escape(&link.text),
    }
}

/// Escapes what Markdown or HTML in it would read as markup; line breaks become blanks.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let clean = clean::line(text);
    for (i, c) in clean.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // Only at the start of a line do these make a heading or a list.
            '#' | '-' | '+' | '=' | '!' if i == 0 => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn a_report_in_markdown() {
        insta::assert_snapshot!(md(&sample::report()));
    }

    #[test]
    fn every_row_is_one_line_with_all_its_cells() {
        let report = sample::report();
        let text = md(&report);
        let rows: Vec<&str> = text.lines().filter(|l| l.starts_with('|')).collect();
        let tables = report.groups.iter().filter(|g| !g.lines.is_empty()).count();
        assert_eq!(rows.len(), report.lines().count() + 2 * tables);
        for row in rows {
            let bars = row.replace("\\\\", "").replace("\\|", "").matches('|').count();
            assert_eq!(bars, report.columns.len() + 1, "{row}");
        }
        assert!(!text.contains("<script>"));
    }
}
