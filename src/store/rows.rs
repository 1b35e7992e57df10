//! Rows of lists: one occurrence of each obligation on a day, read by comparing days with the derived spells.

use crate::model::word::UnknownWord;
use crate::model::{
    Basis, Deadline, EventId, Evidence, Issued, ObligationId, Record, Recurrence, Row, Status, Symbol, Timing, Undated,
    Window,
};
use crate::store::error::{Result, StoreError};
use crate::store::filter::{Asked, Conditions, Filter, timing_sql};
use crate::store::open::Store;
use crate::store::tally;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
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

const COLUMNS: &str = "o.id, o.name, s.turn, r.symbol, r.title, r.organ, r.session, r.agenda_item, r.committee, r.adopted, \
     o.place, o.part, o.verb, o.force, o.kind, o.recipient, p.text, o.spans, o.deadline, s.opens, s.closes, s.opens_basis, \
     s.closes_basis, o.undated, o.recurrence, o.spells, s.owed, s.closed, s.status, s.status_on, s.outstanding, \
     (SELECT n.name FROM obligation n JOIN resolution nr ON nr.id = n.resolution WHERE n.name = o.next AND nr.stands_from <= ?1), \
     o.added, o.doubts, o.logged, s.id, s.status_event, r.kind = 'draft'";

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
        let mut found = statement.query(params_from_iter(values.iter()))?;
        while let Some(r) = explain_search(found.next(), &query.filter)? {
            take(read_row(&self.conn, r, day)?);
        }
        Ok(())
    }
}

/// The SQL of a list, with its values.
pub(super) fn list_sql(query: &Query, asked: Asked, day: NaiveDate) -> (String, Vec<Value>) {
    let c = query.filter.conditions(day, asked);
    // Where there is little to seek by, the first rows come fastest in the order in which they are shown.
    let from =
        if query.sort == Sort::Text && query.limit.is_some() && query.filter.is_broad(asked) { IN_ORDER } else { FROM };
    let order = match query.sort {
        Sort::Text => "r.sort, o.nth, s.closes",
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

fn read_row(conn: &Connection, r: &rusqlite::Row<'_>, day: NaiveDate) -> Result<Row> {
    let id: i64 = r.get(0)?;
    let turn: Option<String> = r.get(2)?;
    let name: String = r.get(1)?;
    let symbol: String = r.get(3)?;
    let adopted: Option<NaiveDate> = r.get::<_, Option<String>>(9)?.map(|d| stored(&d)).transpose()?;
    let place: String = r.get(10)?;
    let part: Option<String> = r.get(11)?;
    let text: String = r.get(16)?;
    let spans: String = r.get(17)?;
    let opens: Option<String> = r.get(19)?;
    let closes: Option<String> = r.get(20)?;
    let basis = |i: usize| -> Result<Basis> {
        Ok(r.get::<_, Option<String>>(i)?.unwrap_or_default().parse::<Basis>().unwrap_or(Basis::Text))
    };
    let draft: bool = r.get(37)?;
    // Its windows only tell turns apart: they count from a day of adoption that nobody knows.
    let window = match (opens, closes) {
        (Some(opens), Some(closes)) if !draft => Some(Window {
            opens: stored(&opens)?,
            closes: stored(&closes)?,
            opens_basis: basis(21)?,
            closes_basis: basis(22)?,
        }),
        _ => None,
    };
    let (owed, closed, outstanding): (bool, bool, bool) = (r.get(26)?, r.get(27)?, r.get(30)?);
    let timing = if draft { Timing::Draft } else { crate::track::timing::timing(window, closed, !owed, day) };
    let late = timing == Timing::Overdue;
    let several = r.get::<_, i64>(25)? > 1;
    let open_occurrences = if several {
        conn.prepare_cached("SELECT count(*) FROM spell WHERE obligation = ?1 AND since <= ?2 AND until > ?2 AND closed = 0 AND opens <= ?2")?
            .query_row(rusqlite::params![id, day.to_string()], |r| r.get(0))?
    } else {
        u32::from(!closed)
    };
    let mut addressees = Vec::new();
    let mut names = conn.prepare_cached("SELECT name FROM addressee WHERE obligation = ?1 ORDER BY nth")?;
    let mut found = names.query([id])?;
    while let Some(a) = found.next()? {
        addressees.push(a.get(0)?);
    }
    let mut row = Row {
        cite: cite(&symbol, adopted, &place, part.as_deref()),
        id: ObligationId::stored(match &turn {
            Some(turn) => format!("{name}@{turn}"),
            None => name,
        }),
        symbol,
        title: r.get(4)?,
        organ: r.get(5)?,
        session: r.get(6)?,
        agenda_item: r.get(7)?,
        committee: r.get(8)?,
        adopted,
        paragraph: place,
        part,
        verb: r.get(12)?,
        force: stored(&r.get::<_, String>(13)?)?,
        kind: stored(&r.get::<_, String>(14)?)?,
        addressees,
        by_addressee: Vec::new(),
        recipient: r.get(15)?,
        office: None,
        contributing: Vec::new(),
        text: clause_words(&text, &spans).to_owned(),
        deadline: stored_json::<Deadline>(r.get(18)?)?,
        window,
        undated: if window.is_some() || draft { None } else { stored_json::<Undated>(r.get(23)?)? },
        recurrence: stored_json::<Recurrence>(r.get::<_, Option<String>>(24)?.map(|s| format!("\"{s}\"")))?,
        occurrence: turn.as_deref().map(stored).transpose()?,
        open_occurrences,
        timing,
        days_overdue: window.filter(|_| late).map(|w| (day - w.closes).num_days()),
        record: late.then_some(if outstanding { Record::Outstanding } else { Record::NoRecord }),
        status: stored::<Status>(&r.get::<_, String>(28)?)?,
        status_on: r.get::<_, Option<String>>(29)?.map(|d| stored(&d)).transpose()?,
        status_by: None,
        status_entry: r.get::<_, Option<String>>(36)?.map(|e| stored::<EventId>(&e)).transpose()?.map(EventId::short),
        evidence: Vec::new(),
        issued: None,
        planned: None,
        deferred: None,
        next: r.get(31)?,
        note: None,
        added: r.get(32)?,
        doubts: r.get::<_, String>(33)?.split_whitespace().map(str::to_owned).collect(),
    };
    if r.get::<_, bool>(34)? {
        read_remarks(conn, id, turn.as_deref(), day, &mut row)?;
    }
    Ok(row)
}

/// Lays over a row what the log says beside the status, up to the day.
fn read_remarks(conn: &Connection, id: i64, turn: Option<&str>, day: NaiveDate, row: &mut Row) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, value, actor, since, author FROM remark
         WHERE obligation = ?1 AND since <= ?2 AND (turn IS ?3 OR kind = 'assign') ORDER BY since, id",
    )?;
    let mut found = statement.query(rusqlite::params![id, day.to_string(), turn])?;
    while let Some(r) = found.next()? {
        let (kind, value): (String, Option<String>) = (r.get(0)?, r.get(1)?);
        let actor: Option<String> = r.get(2)?;
        let since: NaiveDate = stored(&r.get::<_, String>(3)?)?;
        match (kind.as_str(), actor) {
            ("status", Some(actor)) => {
                let status: Status = stored(&value.unwrap_or_default())?;
                row.by_addressee.retain(|(name, _, _)| *name != actor);
                row.by_addressee.push((actor, status, since));
            }
            ("status", None) => row.status_by = r.get(4)?,
            ("evidence", None) => {
                let issued = value.as_deref().map(|what| issued(conn, what, since, day)).transpose()?.flatten();
                let listed = |i: &Issued| (!i.listed, i.on);
                row.issued = row.issued.into_iter().chain(issued).min_by_key(listed);
                add_evidence(&mut row.evidence, value);
            }
            ("note" | "reason", None) => row.note = value,
            ("assign", _) => {
                let assigned: (Option<String>, Vec<String>) = serde_json::from_str(&value.unwrap_or_default())?;
                if assigned.0.is_some() {
                    row.office = assigned.0;
                }
                if !assigned.1.is_empty() {
                    row.contributing = assigned.1;
                }
            }
            ("defer", _) => row.deferred = Some(serde_json::from_str(&value.unwrap_or_default())?),
            ("plan", _) => row.planned = value.map(|d| stored(&d)).transpose()?,
            _ => {}
        }
    }
    Ok(())
}

/// When a document that is evidence was issued: by a list, else at the latest when it became evidence.
fn issued(conn: &Connection, what: &str, since: NaiveDate, day: NaiveDate) -> Result<Option<Issued>> {
    let Evidence::Document(symbol) = Evidence::parse(what) else { return Ok(None) };
    let mut published = conn.prepare_cached(
        "SELECT min(d.published) FROM document_half h JOIN document d ON d.symbol = h.symbol
         WHERE h.half = ?1 AND d.published <= ?2",
    )?;
    for half in symbol.halves() {
        let on: Option<String> = published.query_row([half.as_str(), &day.to_string()], |r| r.get(0))?;
        if let Some(on) = on {
            return Ok(Some(Issued { on: stored(&on)?, listed: true }));
        }
    }
    Ok((!symbol.is_resolution()).then_some(Issued { on: since, listed: false }))
}

/// Adds evidence that is not there yet. Either half of a double symbol is the same document: the whole symbol stays.
fn add_evidence(all: &mut Vec<String>, what: Option<String>) {
    let Some(what) = what else { return };
    let document = |s: &str| match Evidence::parse(s) {
        Evidence::Document(symbol) => Some(symbol),
        _ => None,
    };
    let same = |a: &str| match (document(a), document(&what)) {
        (Some(a), Some(b)) => a.same_document(&b),
        _ => a == what,
    };
    match all.iter_mut().find(|e| same(e)) {
        Some(there) if there.len() < what.len() => *there = what,
        Some(_) => {}
        None => all.push(what),
    }
}

/// As papers cite a provision: `resolution 77/263, sect. VI, para. 6 (b)`.
pub fn cite(symbol: &str, adopted: Option<NaiveDate>, place: &str, part: Option<&str>) -> String {
    let mut cite = match symbol.parse::<Symbol>() {
        Ok(s) => s.cite(adopted.map(|d| chrono::Datelike::year(&d))),
        Err(_) => symbol.to_owned(),
    };
    let (section, number) = match place.rsplit_once('.') {
        Some((section, number)) => (Some(section), number),
        None => (None, place),
    };
    if let Some(section) = section {
        cite.push_str(&format!(", sect. {section}"));
    }
    cite.push_str(&format!(", para. {number}"));
    if let Some(part) = part {
        cite.push_str(&format!(" {}", part.replace(")(", ") (")));
    }
    cite
}
