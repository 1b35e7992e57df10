//! Tests: how SQLite goes about the questions of each list command.

use crate::model::{Body, Force, Kind, Record, Status, Symbol, Timing};
use crate::store::filter::{AddresseeFilter, Asked, Filter};
use crate::store::open::Store;
use crate::store::rows::{Query, Sort, list_sql, overdue_sql};
use chrono::NaiveDate;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn plan(store: &Store, (sql, values): &(String, Vec<Value>)) -> Vec<String> {
    let mut statement = store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    statement
        .query_map(params_from_iter(values.iter()), |r| r.get(3))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap()
}

fn filters() -> Vec<(&'static str, Filter)> {
    let none = Filter::default;
    let actors = |a: &str| vec![AddresseeFilter::Actors(vec![a.to_owned()])];
    vec![
        ("resolution", Filter { resolutions: vec![Symbol::parse("75/276").unwrap()], ..none() }),
        ("id", Filter { ids: Some(vec![7]), ..none() }),
        ("addressee", Filter { addressees: actors("secretary-general"), ..none() }),
        ("words of a name", Filter { addressees: vec![AddresseeFilter::Words("Armenia".into())], ..none() }),
        ("office", Filter { offices: vec!["DPPA".into()], ..none() }),
        ("kind", Filter { kinds: vec![Kind::Report], ..none() }),
        ("status", Filter { statuses: vec![Status::InProgress], ..none() }),
        ("session", Filter { sessions: vec!["75".into()], ..none() }),
        ("due session", Filter { due_sessions: vec![(Body::Ga, 77)], ..none() }),
        ("due before", Filter { due_before: Some(day()), due_after: day().pred_opt(), ..none() }),
        ("due", Filter { timings: vec![Timing::Due], ..none() }),
        ("overdue", Filter { timings: vec![Timing::Overdue], ..none() }),
        ("search", Filter { search: Some("\"climate change\"".into()), ..none() }),
        (
            "three",
            Filter {
                kinds: vec![Kind::Report],
                addressees: actors("sg"),
                due_sessions: vec![(Body::Ga, 77)],
                ..none()
            },
        ),
        (
            "three others",
            Filter { kinds: vec![Kind::Report], sessions: vec!["75".into()], timings: vec![Timing::Overdue], ..none() },
        ),
        ("force and session", Filter { forces: vec![Force::Request], sessions: vec!["75".into()], ..none() }),
    ]
}

/// The tables that are read from one end to the other, and in no order that the answer has.
fn scanned(plan: &[String]) -> Vec<&String> {
    // Names of addressees are compared word by word; the full-text index is asked by its own means.
    let fine = |line: &&String| line.starts_with("SCAN addressee") || line.contains("paragraph_search");
    plan.iter().filter(|line| line.starts_with("SCAN")).filter(|line| !fine(line)).collect()
}

#[test]
fn a_filtered_list_is_found_by_indexes() {
    let store = Store::in_memory().unwrap();
    for (name, filter) in filters() {
        for (asked, sort, limit) in [
            (Asked::Seldom, Sort::Text, None),
            (Asked::Seldom, Sort::Text, Some(50)),
            (Asked::Seldom, Sort::Due, None),
            (Asked::Often, Sort::Text, Some(50)),
        ] {
            let query = Query { filter: filter.clone(), sort, limit, ..Query::default() };
            let plan = plan(&store, &list_sql(&query, asked, day()));
            // What many have, and of which the first are wanted, is found as the texts are walked in their order.
            let walked = "SCAN r USING INDEX sqlite_autoindex_resolution_2";
            let seeks = if filter.is_broad(asked) && limit.is_some() {
                scanned(&plan).iter().all(|line| *line == walked) && !sorts_all(&plan)
            } else {
                scanned(&plan).is_empty()
            };
            assert!(seeks, "{name} {asked:?} {sort:?} {limit:?}:\n{}", plan.join("\n"));
        }
    }
}

/// Whether all rows are sorted before the first is known.
fn sorts_all(plan: &[String]) -> bool {
    plan.last().is_some_and(|line| line == "USE TEMP B-TREE FOR ORDER BY")
}

#[test]
fn what_is_late_comes_from_its_index_in_order_or_from_what_the_filter_names() {
    let store = Store::in_memory().unwrap();
    for (name, filter) in filters() {
        let query = Query { filter, limit: Some(50), ..Query::default() };
        for (asked, record) in [(Asked::Seldom, Record::Outstanding), (Asked::Often, Record::NoRecord)] {
            let plan = plan(&store, &overdue_sql(&query, record, asked, day()));
            assert!(scanned(&plan).is_empty(), "{name} {record:?}:\n{}", plan.join("\n"));
        }
    }
    let query = Query { limit: Some(50), ..Query::default() };
    let plan = plan(&store, &overdue_sql(&query, Record::NoRecord, Asked::Seldom, day()));
    assert!(plan[0].starts_with("SEARCH s USING INDEX spell_late") && !sorts_all(&plan), "{}", plan.join("\n"));
}
