//! One self-contained page: readable on a phone and on paper, sorted and filtered by a small script without any network.

use super::chart::{Chart, svg};
use super::clean;
use super::fit::Fit;
use super::phrase;
use super::report::{Align, Cell, Column, Group, Link, Report, Tone, Value};
use super::wrap::together;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Nothing is fetched, whatever a text says.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// Writes a report as a page.
pub fn html(report: &Report) -> String {
    let title = clean::line(&report.title);
    let shares = shares(report);
    // The figures stand before the rows that they sum up, the long lines of time behind them.
    let charts =
        |bars: bool| report.charts.iter().enumerate().filter(move |(_, c)| matches!(c, Chart::Windows { .. }) != bars);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (title) }
                    @for line in &report.subtitle { p.subtitle dir="auto" { (clean::line(line)) } }
                    p.about {
                        "As of " (crate::model::day::in_words(report.as_of))
                        @for filter in &report.filters { "; " (clean::line(filter)) }
                    }
                    @for line in &report.summary { p.summary { (clean::line(line)) } }
                }
                @for (i, chart) in charts(true) { (svg(chart, i)) }
                p.tools hidden {
                    label { "Show only rows with " input type="search" id="filter"; }
                    " " span id="count" role="status" {}
                }
                main {
                    @for group in &report.groups { (section(report, group, &shares)) }
                }
                @for (i, chart) in charts(false) { (svg(chart, i)) }
                footer {
                    @for (heading, lines) in [("Notes", &report.notes), ("Texts", &report.sources)] {
                        @if !lines.is_empty() {
                            h2 { (heading) }
                            ul { @for line in lines { li dir="auto" { (clean::line(line)) } } }
                        }
                    }
                    p.closing { (report.closing()) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

fn section(report: &Report, group: &Group, shares: &[usize]) -> Markup {
    html! {
        section {
            @if !group.heading.is_empty() { h2 { (clean::line(&group.heading)) } }
            @if !group.lines.is_empty() {
                table {
                    colgroup { @for share in shares { col style=(format!("width: {share}%")); } }
                    thead { tr {
                        @for column in &report.columns { th scope="col" class=[class(column)] { (clean::line(&column.title)) } }
                    } }
                    tbody {
                        @for line in &group.lines { tr {
                            @for (i, column) in report.columns.iter().enumerate() { (cell(column, line.cell(i), i == 0)) }
                        } }
                    }
                }
            }
        }
    }
}

/// The part of the page that each column gets, in per cent.
fn shares(report: &Report) -> Vec<usize> {
    // The space between columns takes as much as two letters of each.
    let mut widths = Fit::breaking(report, 14).widths(150_usize.saturating_sub(2 * report.columns.len()));
    widths.iter_mut().for_each(|w| *w += 2);
    let all = widths.iter().sum::<usize>().max(1);
    widths.into_iter().map(|w| w * 100 / all).collect()
}

/// Words with what belongs together on one line; by a style, so that they are found and copied as they are.
fn words_of(text: &str) -> Markup {
    let text = clean::line(text);
    let together = together(&text);
    html! {
        @for (i, word) in together.split(' ').enumerate() {
            @if i > 0 { " " }
            @if word.contains('\u{a0}') && !text.contains('\u{a0}') { span.whole { (word.replace('\u{a0}', " ")) } } @else { (word) }
        }
    }
}

fn class(column: &Column) -> Option<&'static str> {
    match column.align {
        Align::Right => Some("right"),
        Align::Left => None,
    }
}

fn cell(column: &Column, cell: &Cell, head: bool) -> Markup {
    let sort = match &cell.value {
        Value::Day { day, .. } => Some(day.to_string()),
        Value::Number(n) => Some(n.to_string()),
        _ => cell.rank.map(|n| n.to_string()),
    };
    let inner = match cell.tone {
        Tone::Plain => value(&cell.value, cell),
        Tone::Strong => html! { b { (value(&cell.value, cell)) } },
        Tone::Outstanding => html! { strong.outstanding { (value(&cell.value, cell)) } },
    };
    html! {
        @if head {
            th scope="row" dir="auto" data-label=(clean::line(&column.title)) data-sort=[sort] { (inner) }
        } @else {
            td class=[class(column)] dir="auto" data-label=(clean::line(&column.title)) data-sort=[sort] { (inner) }
        }
    }
}

fn value(value: &Value, cell: &Cell) -> Markup {
    html! {
        @match value {
            Value::Text(words) => @for (run, emphasis) in words.runs() {
                @if emphasis { em { (clean::line(run)) } } @else { (words_of(run)) }
            },
            Value::Day { day, .. } => time datetime=(day) { (cell.words()) },
            Value::Number(n) => (phrase::number(*n)),
            Value::Link(one) => (link(one)),
            Value::List(items) => @for (i, item) in items.iter().enumerate() {
                @if i > 0 { "; " }
                (link(item))
            },
            _ => (words_of(&cell.words())),
        }
    }
}

fn link(link: &Link) -> Markup {
    html! {
        @match &link.href {
            Some(href) => a href=(href) rel="noreferrer" { (clean::line(&link.text)) },
            None => (clean::line(&link.text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{chart, sample};
    use scraper::{Html, Selector};

    fn page() -> (Report, String) {
        let mut report = sample::report();
        report.charts = chart::of_rows(&sample::rows(), sample::as_of());
        let text = html(&report);
        (report, text)
    }

    #[test]
    fn rows_are_read_back_as_they_were() {
        let (report, text) = page();
        let page = Html::parse_document(&text);
        let rows: Vec<_> = page.select(&Selector::parse("tbody tr").unwrap()).collect();
        assert_eq!(rows.len(), report.lines().count());
        for (row, line) in rows.iter().zip(report.lines()) {
            let cells: Vec<String> =
                row.select(&Selector::parse("th, td").unwrap()).map(|c| c.text().collect()).collect();
            let expected: Vec<String> =
                (0..report.columns.len()).map(|i| clean::line(&line.cell(i).words()).into_owned()).collect();
            assert_eq!(cells, expected);
        }
        assert_eq!(text, html(&report));
    }

    #[test]
    fn nothing_in_a_text_runs_or_is_fetched() {
        let (_, text) = page();
        let page = Html::parse_document(&text);
        assert_eq!(page.select(&Selector::parse("script").unwrap()).count(), 1);
        for link in page.select(&Selector::parse("a").unwrap()) {
            let href = link.attr("href").unwrap();
            assert!(href.starts_with("https://") || href.starts_with("http://"), "{href}");
            assert!(!href.contains([' ', '"', '<']));
        }
        assert_eq!(page.select(&Selector::parse("link, img, iframe, [src], [onclick]").unwrap()).count(), 0);
        assert!(!text.contains(['\u{202e}', '\u{1b}']));
    }
}
