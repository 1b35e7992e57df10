//! Rows of lists: one occurrence of each obligation on a day, read by comparing days with the derived spells.

use crate::model::word::UnknownWord;
use crate::model::{Record, Row, Timing};
use crate::store::error::{Result, StoreError};
use crate::store::filter::{Asked, Conditions, Filter, timing_sql};
use crate::store::open::Store;
use crate::store::reader::{COLUMNS, Reader};
use crate::store::tally;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// In which order rows come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// As in the texts.
    #[default]
    Text,
    /// By the last day of the window, undated ones last.
    Due,
    /// By when the status was set, latest first.
    Status,
}

/// Which rows, in which order, how many.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Which.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// At most so many.
    pub limit: Option<usize>,
    /// Every turn of an obligation, not only the one that lists show.
    pub all_turns: bool,
}

/// How much is late on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Late {
    /// Obligations that are outstanding.
    pub outstanding: usize,
    /// Their turns.
    pub outstanding_turns: usize,
    /// Obligations without a record.
    pub no_record: usize,
    /// Their turns.
    pub no_record_turns: usize,
    /// The earliest last day among those without a record.
    pub oldest_no_record: Option<NaiveDate>,
    /// Obligations that have a window at all.
    pub dated: usize,
}

const FROM: &str = "FROM spell s JOIN obligation o ON o.id = s.obligation JOIN resolution r ON r.id = o.resolution \
                    JOIN paragraph p ON p.id = o.paragraph";

/// The same, walked in the order of the texts.
const IN_ORDER: &str = "FROM resolution r CROSS JOIN obligation o ON o.resolution = r.id CROSS JOIN spell s ON s.obligation = o.id \
                        CROSS JOIN paragraph p ON p.id = o.paragraph";

/// Of several turns the earliest that is not closed, else the last: what lists show of an obligation.
const SHOWN: &str = "(o.spells = 1 OR s.id = (SELECT t.id FROM spell t WHERE t.obligation = o.id AND t.since <= ?1 AND t.until > ?1 \
                     ORDER BY t.closed, CASE WHEN t.closed = 0 THEN coalesce(t.closes, '9999-12-31') END, t.closes DESC LIMIT 1))";

impl Store {
    /// The rows of a list on a day.
    pub fn rows(&self, query: &Query, day: NaiveDate) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        self.each_row(query, day, &mut |row| rows.push(row))?;
        Ok(rows)
    }

    /// The same, one after the other.
    pub fn each_row(&self, query: &Query, day: NaiveDate, take: &mut dyn FnMut(Row)) -> Result<()> {
        self.select(&list_sql(query, Asked::of(&self.conn, &query.filter)?, day), query, day, take)
            .map_err(|e| searched(e, &query.filter))
    }

    /// How many rows [`Store::rows`] gives without its limit.
    pub fn count(&self, query: &Query, day: NaiveDate) -> Result<usize> {
        let mut c = query.filter.conditions(day, Asked::of(&self.conn, &query.filter)?);
        let sql = if query.filter == Filter::default() && !query.all_turns {
            // Of each one turn is shown.
            format!("SELECT count(DISTINCT s.obligation) FROM spell s WHERE {}", c.where_clause())
        } else {
            if !query.all_turns {
                c.sql.push(SHOWN.to_owned());
            }
            format!(
                "SELECT count(*) FROM spell s JOIN obligation o ON o.id = s.obligation JOIN resolution r ON r.id = o.resolution
                 WHERE {}",
                c.where_clause()
            )
        };
        explain_search(
            self.conn.prepare(&sql)?.query_row(params_from_iter(c.values.iter()), |r| number(r, 0)),
            &query.filter,
        )
    }

    /// What is late on a day, outstanding or without a record, the longest overdue first; one row a turn.
    pub fn overdue(&self, query: &Query, record: Record, day: NaiveDate) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        let sql = overdue_sql(query, record, Asked::of(&self.conn, &query.filter)?, day);
        self.select(&sql, query, day, &mut |row| rows.push(row)).map_err(|e| searched(e, &query.filter))?;
        Ok(rows)
    }

    /// How much is late on a day.
    pub fn late(&self, filter: &Filter, day: NaiveDate) -> Result<Late> {
        if *filter == Filter::default() {
            let mut late = tally::on(&self.conn, day)?;
            if late.no_record > 0 {
                late.oldest_no_record = self.oldest_no_record(day)?;
            }
            return Ok(late);
        }
        let mut late = Late { dated: self.dated(filter, day).map_err(|e| searched(e, filter))?, ..Late::default() };
        let asked = Asked::of(&self.conn, filter)?;
        for record in [Record::Outstanding, Record::NoRecord] {
            let mut c = filter.conditions(day, asked);
            c.sql.push(timing_sql(Timing::Overdue).to_owned());
            c.sql.push(record_sql(record).to_owned());
            let sql = format!(
                "SELECT count(*), count(DISTINCT s.obligation), min(s.closes) {FROM} WHERE {}",
                c.where_clause()
            );
            let read = self.conn.prepare(&sql)?.query_row(params_from_iter(c.values.iter()), |r| {
                Ok((number(r, 0)?, number(r, 1)?, r.get::<_, Option<String>>(2)?))
            });
            let (turns, obligations, oldest) = explain_search(read, filter)?;
            match record {
                Record::Outstanding => (late.outstanding_turns, late.outstanding) = (turns, obligations),
                Record::NoRecord => {
                    (late.no_record_turns, late.no_record) = (turns, obligations);
                    late.oldest_no_record = oldest.map(|d| stored(&d)).transpose()?;
                }
            }
        }
        Ok(late)
    }

    /// The earliest last day among what is late without a record, from the index over what is late.
    fn oldest_no_record(&self, day: NaiveDate) -> Result<Option<NaiveDate>> {
        let oldest: Option<String> = self
            .conn
            .prepare_cached(&format!(
                "SELECT s.closes FROM spell s WHERE s.since <= ?1 AND s.until > ?1 AND {} AND {} ORDER BY s.closes LIMIT 1",
                timing_sql(Timing::Overdue),
                record_sql(Record::NoRecord)
            ))?
            .query_row([day.to_string()], |r| r.get(0))
            .optional()?;
        oldest.map(|d| stored(&d)).transpose()
    }

    fn select(
        &self,
        (sql, values): &(String, Vec<Value>),
        query: &Query,
        day: NaiveDate,
        take: &mut dyn FnMut(Row),
    ) -> Result<()> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut reader = Reader::new(&self.conn, day)?;
        let mut found = statement.query(params_from_iter(values.iter()))?;
        while let Some(r) = explain_search(found.next(), &query.filter)? {
            take(reader.row(r)?);
        }
        Ok(())
    }
}

/// The SQL of a list, with its values.
pub(super) fn list_sql(query: &Query, asked: Asked, day: NaiveDate) -> (String, Vec<Value>) {
    let c = query.filter.conditions(day, asked);
    // Where there is little to seek by, the first rows come fastest in the order in which they are shown.
    // So do all of them: nothing is left to sort.
    let all = query.filter == Filter::default();
    let in_order = query.sort == Sort::Text && (all || query.limit.is_some() && query.filter.is_broad(asked));
    let from = if in_order { IN_ORDER } else { FROM };
    let order = match query.sort {
        Sort::Text if query.all_turns => "r.sort, o.nth, s.closes",
        Sort::Text => "r.sort, o.nth",
        Sort::Due => "s.closes IS NULL, s.closes, r.sort, o.nth",
        Sort::Status => "s.status_on DESC, r.sort, o.nth",
    };
    sql(c, from, order, query)
}

/// The SQL of what is late, with its values.
pub(super) fn overdue_sql(query: &Query, record: Record, asked: Asked, day: NaiveDate) -> (String, Vec<Value>) {
    let mut c = query.filter.conditions(day, asked);
    c.sql.push(timing_sql(Timing::Overdue).to_owned());
    c.sql.push(record_sql(record).to_owned());
    sql(c, FROM, "s.closes, r.sort, o.nth", query)
}

fn sql(mut c: Conditions, from: &str, order: &str, query: &Query) -> (String, Vec<Value>) {
    if !query.all_turns {
        c.sql.push(SHOWN.to_owned());
    }
    let limit = query.limit.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
    let limit = c.value(limit);
    (format!("SELECT {COLUMNS} {from} WHERE {} ORDER BY {order} LIMIT {limit}", c.where_clause()), c.values)
}

/// A count.
pub(super) fn number(r: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<usize> {
    Ok(r.get::<_, u32>(column)? as usize)
}

/// The SQL that tells outstanding from no record.
pub(super) fn record_sql(record: Record) -> &'static str {
    match record {
        Record::Outstanding => "s.outstanding = 1",
        Record::NoRecord => "s.outstanding = 0",
    }
}

/// Turns what SQLite says of a malformed full-text query into words.
fn explain_search<T>(result: rusqlite::Result<T>, filter: &Filter) -> Result<T> {
    result.map_err(|e| match &filter.search {
        Some(query) => crate::store::search::explain(query, e),
        None => e.into(),
    })
}

/// The same of an error that came while rows were read.
fn searched(e: StoreError, filter: &Filter) -> StoreError {
    match (e, &filter.search) {
        (StoreError::Sqlite(e), Some(query)) => crate::store::search::explain(query, e),
        (e, _) => e,
    }
}

/// A value as this program stored it.
pub(super) fn stored<T: FromStr>(s: &str) -> Result<T> {
    s.parse().map_err(|_| StoreError::Damaged(format!("`{s}` is not what this program stores there")))
}

pub(super) fn stored_json<T: DeserializeOwned>(s: Option<String>) -> Result<Option<T>> {
    Ok(s.map(|s| serde_json::from_str(&s)).transpose()?)
}

impl From<UnknownWord> for StoreError {
    fn from(e: UnknownWord) -> Self {
        StoreError::Damaged(e.to_string())
    }
}

/// The bytes of the clause in its paragraph's text, from `spans`.
pub(super) fn clause_words<'a>(text: &'a str, spans: &str) -> &'a str {
    let mut numbers = spans.rsplit(',').map_while(|n| n.parse::<usize>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(end), Some(start)) => text.get(start..end).unwrap_or(text),
        _ => text,
    }
}
