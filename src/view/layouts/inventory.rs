//! The chart of the General Assembly on the revitalization of its work: part I, not yet implemented; part II, implemented, once
//! or on a continuing basis; each by cluster.

use super::{About, column, grouped};
use crate::model::{Row, Status, Timing};
use crate::view::report::Report;
use crate::view::{cells::lines, columns::Field};
use chrono::NaiveDate;

const FIELDS: [Field; 6] =
    [Field::Cite, Field::Provision, Field::Addressees, Field::State, Field::Evidence, Field::Remarks];

pub(super) fn report(rows: &[Row], about: &About, as_of: NaiveDate) -> Report {
    let head = vec![
        column(Field::Cite, "resolution", 28),
        column(Field::Provision, "provision", 56),
        column(Field::Addressees, "addressed to", 20),
        column(Field::State, "status", 16),
        column(Field::Evidence, "reference", 16),
        column(Field::Remarks, "remarks", 28),
    ];
    let mut report = Report::new("Inventory of provisions by status of implementation", as_of, head);
    for part in [
        "Part I. Not yet implemented",
        "Part II.A. Implemented once",
        "Part II.B. Implemented on a continuing basis",
        "No longer applicable",
    ] {
        let rows: Vec<&Row> = rows.iter().filter(|row| part_of(row) == part).collect();
        // The reader of such a chart looks for its parts, also for one that holds nothing.
        if rows.is_empty() && part.starts_with("Part") {
            report = report.group(format!("{part}: none"), Vec::new());
        }
        for (cluster, rows) in grouped(rows, |row| cluster(row, about)) {
            let heading = if cluster.is_empty() { part.to_owned() } else { format!("{part}: {cluster}") };
            report = report.group(heading, lines(&FIELDS, rows, as_of));
        }
    }
    report
}

fn part_of(row: &Row) -> &'static str {
    match row.status {
        Status::InEffect if row.timing == Timing::Expired => "No longer applicable",
        Status::Continuing | Status::InEffect => "Part II.B. Implemented on a continuing basis",
        Status::Implemented if row.recurrence.is_some() => "Part II.B. Implemented on a continuing basis",
        Status::Implemented => "Part II.A. Implemented once",
        Status::Discontinued | Status::Superseded | Status::Overtaken | Status::NotApplicable => "No longer applicable",
        Status::NoEntry if row.timing == Timing::InForce => "Part II.B. Implemented on a continuing basis",
        Status::NoEntry if row.timing == Timing::Expired => "No longer applicable",
        Status::NoEntry | Status::InProgress | Status::PartlyImplemented | Status::NotImplemented => {
            "Part I. Not yet implemented"
        }
    }
}

/// The user's cluster: for the very turn, the provision, its paragraph, or the whole text.
fn cluster(row: &Row, about: &About) -> String {
    let id = row.id.as_str();
    let whole = id.split('@').next().unwrap_or(id);
    let paragraph = match whole.split_once(':') {
        Some((symbol, place)) => format!("{symbol}:{}", place.split('-').next().unwrap_or(place)),
        None => whole.to_owned(),
    };
    [id, whole, paragraph.as_str(), row.symbol.as_str()]
        .into_iter()
        .find_map(|key| about.clusters.get(key))
        .cloned()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn clusters_are_found_by_id_paragraph_or_text() {
        let row = sample::row("A/RES/77/13:8-requests@78", "Requests …;");
        for key in ["A/RES/77/13:8-requests@78", "A/RES/77/13:8-requests", "A/RES/77/13:8", "A/RES/77/13"] {
            let clusters = [(key.to_owned(), "Lamps".to_owned())].into();
            assert_eq!(cluster(&row, &About { clusters, ..About::default() }), "Lamps", "{key}");
        }
        assert_eq!(cluster(&row, &About::default()), "");
    }
}
