//! Charts as inline SVG, each with its figures in words: colour is never the only sign, and every bar carries its number.

use super::clean;
use super::phrase;
use crate::model::day::in_words;
use crate::model::{Record, Row, Timing, Window};
use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// A chart's data, ready to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// How many provisions of each state: one bar an addressee.
    Bars {
        /// What it shows.
        title: String,
        /// A label and the count of each [`State`], in their order.
        bars: Vec<(String, [u32; 4])>,
        /// Lines left out because they did not fit.
        left_out: usize,
    },
    /// How many provisions: one bar a name.
    Counts {
        /// What it shows.
        title: String,
        /// A label and its count.
        bars: Vec<(String, u32)>,
    },
    /// Windows against the day: one line a provision (or a turn of one).
    Windows {
        /// What it shows.
        title: String,
        /// The day.
        as_of: NaiveDate,
        /// What each line is about.
        lines: Vec<TimeLine>,
        /// Lines left out because they did not fit.
        left_out: usize,
    },
}

/// One line of [`Chart::Windows`].
#[derive(Debug, Clone, PartialEq)]
pub struct TimeLine {
    /// What stands before it: an id, or a turn.
    pub label: String,
    /// When it is on time.
    pub window: Window,
    /// The day on which it was closed.
    pub closed_on: Option<NaiveDate>,
    /// Its state.
    pub state: State,
    /// The state in words.
    pub said: String,
}

/// What a chart tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Closed, or a decision in force or expired.
    Closed,
    /// Not due yet, due, or without a date.
    Open,
    /// Past due without a record.
    NoRecord,
    /// Outstanding.
    Outstanding,
}

impl State {
    /// In the order of a bar.
    pub const ALL: [State; 4] = [State::Closed, State::Open, State::NoRecord, State::Outstanding];

    /// Of a row.
    pub fn of(row: &Row) -> State {
        match (row.timing, row.record) {
            (Timing::Closed | Timing::InForce | Timing::Expired, _) => State::Closed,
            (Timing::Overdue, Some(Record::NoRecord)) => State::NoRecord,
            (Timing::Overdue, _) => State::Outstanding,
            _ => State::Open,
        }
    }

    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Closed => "closed",
            State::Open => "open",
            State::NoRecord => "no record",
            State::Outstanding => "outstanding",
        }
    }

    fn class(self) -> &'static str {
        match self {
            State::Closed => "closed",
            State::Open => "open",
            State::NoRecord => "norecord",
            State::Outstanding => "outstanding",
        }
    }
}

impl Chart {
    /// What it shows.
    pub fn title(&self) -> &str {
        match self {
            Chart::Bars { title, .. } | Chart::Counts { title, .. } | Chart::Windows { title, .. } => title,
        }
    }

    /// Every figure in words, a name or a line each.
    pub fn said(&self) -> Vec<String> {
        match self {
            Chart::Bars { bars, .. } => bars.iter().map(|(label, counts)| said_of_states(label, counts)).collect(),
            Chart::Counts { bars, .. } => bars.iter().map(|(label, n)| format!("{label}: {n}")).collect(),
            Chart::Windows { as_of, lines, .. } => std::iter::once(format!("as of {}", in_words(*as_of)))
                .chain(lines.iter().map(|l| format!("{}: {}, {}", l.label, phrase::window(&l.window), l.said)))
                .collect(),
        }
    }

    /// The names before the bars; none where it has no bars.
    pub fn categories(&self) -> Vec<&str> {
        match self {
            Chart::Bars { bars, .. } => bars.iter().map(|(label, _)| label.as_str()).collect(),
            Chart::Counts { bars, .. } => bars.iter().map(|(label, _)| label.as_str()).collect(),
            Chart::Windows { .. } => Vec::new(),
        }
    }

    /// The figures of the bars, in their order: of each state, or all that there are.
    pub fn series(&self) -> Vec<(&'static str, Vec<u32>)> {
        match self {
            Chart::Bars { bars, .. } => State::ALL
                .into_iter()
                .enumerate()
                .map(|(i, state)| (state.as_str(), bars.iter().map(|(_, n)| n.get(i).copied().unwrap_or(0)).collect()))
                .collect(),
            Chart::Counts { bars, .. } => vec![("provisions", bars.iter().map(|(_, n)| *n).collect())],
            Chart::Windows { .. } => Vec::new(),
        }
    }
}

fn said_of_states(label: &str, counts: &[u32; 4]) -> String {
    let parts: Vec<String> = State::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, n)| **n > 0)
        .map(|(state, n)| format!("{n} {}", state.as_str()))
        .collect();
    format!("{label}: {}", phrase::and(&parts))
}

/// Lines drawn in one chart.
const MOST: usize = 30;

/// Status by addressee and due windows, for the rows of a list.
pub fn of_rows(rows: &[Row], as_of: NaiveDate) -> Vec<Chart> {
    let mut by: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    for row in rows {
        for name in &row.addressees {
            if let Some(n) = by.entry(name).or_default().get_mut(State::of(row) as usize) {
                *n += 1;
            }
        }
    }
    let mut bars: Vec<(String, [u32; 4])> = by.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    bars.sort_by_key(|(_, n)| std::cmp::Reverse(n.iter().sum::<u32>()));
    let mut charts = Vec::new();
    if !bars.is_empty() {
        let left_out = bars.len().saturating_sub(MOST / 2);
        bars.truncate(MOST / 2);
        charts.push(Chart::Bars { title: "Status by addressee".to_owned(), bars, left_out });
    }
    // Those closest to the day say most about it.
    let mut lines: Vec<TimeLine> = rows.iter().filter_map(|row| time_line(row, row.id.to_string(), as_of)).collect();
    lines.sort_by_key(|l| ((l.window.closes - as_of).num_days().abs(), l.label.clone()));
    charts.extend(windows("Due windows, and the day", lines, as_of));
    charts
}

/// The line of one recurring report: each of its turns.
pub fn of_turns(title: &str, turns: &[Row], as_of: NaiveDate) -> Option<Chart> {
    let lines = turns
        .iter()
        .filter_map(|row| {
            let label = row.occurrence.as_ref().map_or_else(|| row.id.to_string(), ToString::to_string);
            time_line(row, label, as_of)
        })
        .collect();
    windows(title, lines, as_of)
}

fn time_line(row: &Row, label: String, as_of: NaiveDate) -> Option<TimeLine> {
    let state = State::of(row);
    let closed_on = row.status_on.filter(|_| row.timing == Timing::Closed);
    Some(TimeLine { label, window: row.window?, closed_on, state, said: phrase::today(row, as_of) })
}

fn windows(title: &str, mut lines: Vec<TimeLine>, as_of: NaiveDate) -> Option<Chart> {
    let left_out = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    lines.sort_by(|a, b| (a.window, &a.label).cmp(&(b.window, &b.label)));
    (!lines.is_empty()).then(|| Chart::Windows { title: title.to_owned(), as_of, lines, left_out })
}

const LABEL: f64 = 230.0;
const WIDE: f64 = 760.0;
const LINE: f64 = 22.0;

/// Draws a chart. Its `desc` says every figure in words.
pub fn svg(chart: &Chart, number: usize) -> Markup {
    let (height, body) = match chart {
        Chart::Bars { bars, .. } => draw_bars(bars),
        Chart::Counts { bars, .. } => draw_counts(bars),
        Chart::Windows { as_of, lines, .. } => draw_windows(lines, *as_of),
    };
    let left_out = match chart {
        Chart::Bars { left_out, .. } | Chart::Windows { left_out, .. } => *left_out,
        Chart::Counts { .. } => 0,
    };
    html! {
        figure.chart {
            figcaption { (clean::line(chart.title())) }
            (frame(chart, height, number, body))
            @if !matches!(chart, Chart::Counts { .. }) {
                p.legend aria-hidden="true" {
                    @for state in State::ALL {
                        span { svg width="14" height="12" { rect.{ "s-" (state.class()) } x="1" y="1" width="12" height="10" {} } " " (state.as_str()) }
                    }
                }
            }
            @if let Chart::Windows { as_of, .. } = chart {
                p.legend { "The upright line is " (in_words(*as_of)) "; a diamond marks the day of closing, a dashed edge an estimated date." }
            }
            @if left_out > 0 {
                @let (one, many) = match chart { Chart::Bars { .. } => ("addressee is", "addressees are"), _ => ("window is", "windows are") };
                p.note { "Further " (phrase::counted(left_out as i64, one, many)) " in the table only." }
            }
        }
    }
}

/// A label that fits before the chart; the whole one is in the description.
fn short(label: &str) -> String {
    super::wrap::gist(&clean::line(label), 30).chars().take(32).collect()
}

fn frame(chart: &Chart, height: f64, number: usize, body: Markup) -> Markup {
    let (t, d) = (format!("chart{number}-title"), format!("chart{number}-words"));
    html! {
        svg role="img" aria-labelledby=(format!("{t} {d}")) viewBox=(format!("0 0 {WIDE} {height}")) {
            title id=(t) { (clean::line(chart.title())) }
            desc id=(d) { (clean::line(&chart.said().join("; "))) }
            (body)
        }
    }
}

fn draw_bars(bars: &[(String, [u32; 4])]) -> (f64, Markup) {
    let most = bars.iter().map(|(_, n)| n.iter().sum::<u32>()).max().unwrap_or(1).max(1);
    let unit = (WIDE - LABEL - 60.0) / f64::from(most);
    let body = html! {
        @for (i, (label, counts)) in bars.iter().enumerate() {
            @let y = i as f64 * LINE;
            text x=(LABEL - 8.0) y=(y + 15.0) text-anchor="end" { (short(label)) }
            @for (j, state) in State::ALL.into_iter().enumerate() {
                @let before: u32 = counts.iter().take(j).sum();
                @let n = counts[j];
                @if n > 0 {
                    @let (x, w) = (LABEL + f64::from(before) * unit, f64::from(n) * unit);
                    rect.{ "s-" (state.class()) } x=(round(x)) y=(y + 3.0) width=(round((w - 1.0).max(1.0))) height=(LINE - 6.0) {}
                    @if w > 18.0 {
                        text.{ "n n-" (state.class()) } x=(round(x + w / 2.0)) y=(y + 15.0) text-anchor="middle" { (n) }
                    }
                }
            }
            @let total: u32 = counts.iter().sum();
            text.total x=(round(LABEL + f64::from(total) * unit + 6.0)) y=(y + 15.0) { (total) }
        }
    };
    (bars.len() as f64 * LINE + 4.0, body)
}

fn draw_counts(bars: &[(String, u32)]) -> (f64, Markup) {
    let most = bars.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let unit = (WIDE - LABEL - 60.0) / f64::from(most);
    let body = html! {
        @for (i, (label, n)) in bars.iter().enumerate() {
            @let y = i as f64 * LINE;
            @let w = round((f64::from(*n) * unit).max(1.0));
            text x=(LABEL - 8.0) y=(y + 15.0) text-anchor="end" { (short(label)) }
            rect.s-open x=(LABEL) y=(y + 3.0) width=(w) height=(LINE - 6.0) {}
            text.total x=(round(LABEL + w + 6.0)) y=(y + 15.0) { (phrase::number(i64::from(*n))) }
        }
    };
    (bars.len() as f64 * LINE + 4.0, body)
}

fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

fn draw_windows(lines: &[TimeLine], as_of: NaiveDate) -> (f64, Markup) {
    let days = lines.iter().flat_map(|l| [Some(l.window.opens), Some(l.window.closes), l.closed_on]).flatten();
    let (mut from, mut to) = (as_of, as_of);
    for day in days {
        (from, to) = (from.min(day), to.max(day));
    }
    // A window from an adoption long ago would press all others into a corner.
    from = from.max(as_of - chrono::Days::new(365 * 8)).min(as_of);
    to = to.min(as_of + chrono::Days::new(365 * 8));
    let span = ((to - from).num_days().max(30)) as f64;
    let room = WIDE - LABEL - 16.0;
    let x = |day: NaiveDate| round(LABEL + (((day - from).num_days() as f64) / span).clamp(0.0, 1.0) * room);
    let height = lines.len() as f64 * LINE + 26.0;
    let step = ((to.year() - from.year()) / 8 + 1).max(1);
    let body = html! {
        @for year in (from.year() + 1..=to.year()).step_by(step as usize) {
            @if let Some(day) = NaiveDate::from_ymd_opt(year, 1, 1) {
                line.grid x1=(x(day)) x2=(x(day)) y1="16" y2=(height) {}
                text.axis x=(x(day)) y="11" text-anchor="middle" { (year) }
            }
        }
        @for (i, line) in lines.iter().enumerate() {
            @let y = i as f64 * LINE + 20.0;
            @let (a, b) = (x(line.window.opens), x(line.window.closes));
            text x=(LABEL - 8.0) y=(y + 14.0) text-anchor="end" { (short(&line.label)) }
            rect.{ "s-" (line.state.class()) @if line.window.estimated() { " estimated" } } x=(a) y=(y + 3.0) width=(round((b - a).max(3.0))) height=(LINE - 8.0) {}
            @if let Some(on) = line.closed_on {
                @let on = x(on);
                path.done d=(format!("M{on} {} l4 5 l-4 5 l-4 -5 z", y + 5.0)) {}
            }
        }
        line.today x1=(x(as_of)) x2=(x(as_of)) y1="14" y2=(height) {}
    };
    (height, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn every_figure_is_said_in_words() {
        let charts = of_rows(&sample::rows(), sample::as_of());
        assert_eq!(charts.len(), 2);
        let text: String = charts.iter().enumerate().map(|(i, c)| svg(c, i).into_string()).collect();
        assert!(text.contains("Secretary-General: 1 closed, 1 open and 1 outstanding"), "{text}");
        assert!(text.contains("outstanding, 441 days late"));
        assert!(!text.contains("NaN") && !text.contains("<script"));
    }

    #[test]
    fn days_at_the_ends_of_time_do_no_harm() {
        let mut row = sample::rows().remove(0);
        row.window = Some(Window::new(NaiveDate::MIN, NaiveDate::MAX, crate::model::Basis::Text));
        let chart = of_turns("Far", &[row], sample::as_of()).unwrap();
        assert!(svg(&chart, 0).into_string().contains("rect"));
    }
}
