//! The pictures of a page: status by addressee, due windows against the day, the lines of recurring reports.

use crate::cli::brief::addressees;
use crate::cli::error::Result;
use crate::model::{Kind, Row, Symbol};
use crate::store::{Filter, Query, Sort, Store};
use crate::view::chart::{self, Chart};
use crate::view::phrase;
use chrono::NaiveDate;

/// Recurring reports that have a line of their own.
const LINES: usize = 3;

/// The charts of rows on a day.
pub fn of(store: &Store, rows: &[Row], day: NaiveDate) -> Result<Vec<Chart>> {
    // One body under one name, however the texts call it.
    let named: Vec<Row> = rows.iter().map(|row| Row { addressees: addressees(row), ..row.clone() }).collect();
    let mut charts = chart::of_rows(&named, day);
    let recurring = rows.iter().filter(|r| r.kind == Kind::Report && r.recurrence.is_some());
    let mut drawn = Vec::new();
    for row in recurring.take(LINES * 4) {
        let name = whole(row);
        if drawn.len() >= LINES || drawn.contains(&name) {
            continue;
        }
        let Ok(symbol) = row.symbol.parse::<Symbol>() else { continue };
        let filter = Filter { resolutions: vec![symbol], kinds: vec![Kind::Report], ..Filter::default() };
        let mut turns = store.rows(&Query { filter, sort: Sort::Due, limit: None, all_turns: true }, day)?;
        turns.retain(|turn| whole(turn) == name);
        if turns.iter().filter(|t| t.window.is_some()).count() > 1 {
            let title =
                format!("Report {} under {}", row.recurrence.map(phrase::recurrence).unwrap_or_default(), row.cite);
            charts.extend(chart::of_turns(&title, &turns, day));
            drawn.push(name);
        }
    }
    Ok(charts)
}

/// The provision of a turn.
fn whole(row: &Row) -> &str {
    row.id.as_str().split('@').next().unwrap_or_default()
}
