//! One row of a list out of the database: what its columns hold, its addressees, and what the log says beside the status.

use crate::model::{
    Basis, Deadline, EventId, Evidence, Issued, ObligationId, Record, Recurrence, Row, Status, Symbol, Timing, Undated,
    Window,
};
use crate::store::error::Result;
use crate::store::rows::{clause_words, stored};
use chrono::NaiveDate;
use rusqlite::{CachedStatement, Connection};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;

/// What [`Reader::row`] reads.
pub(super) const COLUMNS: &str = "o.id, o.name, s.turn, r.id, r.symbol, r.title, r.organ, r.session, r.agenda_item, r.committee, r.adopted, \
     o.place, o.part, o.verb, o.force, o.kind, o.recipient, p.text, o.spans, o.deadline, s.opens, s.closes, s.opens_basis, \
     s.closes_basis, o.undated, o.recurrence, o.spells, s.owed, s.closed, s.status, s.status_on, s.outstanding, \
     (SELECT n.name FROM obligation n JOIN resolution nr ON nr.id = n.resolution WHERE n.name = o.next AND nr.stands_from <= ?1), \
     o.added, o.doubts, o.logged, s.status_event, r.kind = 'draft', o.self_executing";

/// What the rows of one text have in common; they mostly come one after the other.
struct Head {
    id: i64,
    symbol: String,
    title: String,
    organ: Option<String>,
    session: Option<String>,
    agenda_item: Option<String>,
    committee: Option<String>,
    adopted: Option<NaiveDate>,
    draft: bool,
    /// How papers cite it.
    cite: String,
}

/// Reads the rows of one list.
pub(super) struct Reader<'c> {
    conn: &'c Connection,
    day: NaiveDate,
    /// The same, as it is stored.
    today: String,
    head: Option<Head>,
    addressees: CachedStatement<'c>,
    open_turns: CachedStatement<'c>,
}

/// The words in a column, where it has any.
fn words<'r>(r: &'r rusqlite::Row<'_>, column: usize) -> Result<Option<&'r str>> {
    Ok(r.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?)
}

fn day(r: &rusqlite::Row<'_>, column: usize) -> Result<Option<NaiveDate>> {
    words(r, column)?.map(stored).transpose()
}

fn recurrence(word: &str) -> Result<Recurrence> {
    Ok(Recurrence::deserialize(StrDeserializer::<serde_json::Error>::new(word))?)
}

fn json<T: DeserializeOwned>(r: &rusqlite::Row<'_>, column: usize) -> Result<Option<T>> {
    Ok(words(r, column)?.map(serde_json::from_str).transpose()?)
}

impl<'c> Reader<'c> {
    /// Reads the rows of a day.
    pub(super) fn new(conn: &'c Connection, day: NaiveDate) -> Result<Reader<'c>> {
        Ok(Reader {
            conn,
            day,
            today: day.to_string(),
            head: None,
            addressees: conn.prepare_cached("SELECT name FROM addressee WHERE obligation = ?1 ORDER BY nth")?,
            open_turns: conn.prepare_cached(
                "SELECT count(*) FROM spell
                 WHERE obligation = ?1 AND since <= ?2 AND until > ?2 AND closed = 0 AND opens <= ?2",
            )?,
        })
    }

    /// A row of [`COLUMNS`].
    pub(super) fn row(&mut self, r: &rusqlite::Row<'_>) -> Result<Row> {
        let head = match self.head.take() {
            Some(head) if head.id == r.get::<_, i64>(3)? => head,
            _ => Head::read(r)?,
        };
        let row = self.under(&head, r);
        self.head = Some(head);
        row
    }

    /// A row of the text with this head.
    fn under(&mut self, head: &Head, r: &rusqlite::Row<'_>) -> Result<Row> {
        let id: i64 = r.get(0)?;
        let name = words(r, 1)?.unwrap_or_default();
        let turn = words(r, 2)?;
        let place = words(r, 11)?.unwrap_or_default();
        let part = words(r, 12)?;
        let basis =
            |i: usize| -> Result<Basis> { Ok(words(r, i)?.and_then(|b| b.parse().ok()).unwrap_or(Basis::Text)) };
        // A draft's windows only tell turns apart: they count from a day of adoption that nobody knows.
        let window = match (day(r, 20)?, day(r, 21)?) {
            (Some(opens), Some(closes)) if !head.draft => {
                Some(Window { opens, closes, opens_basis: basis(22)?, closes_basis: basis(23)? })
            }
            _ => None,
        };
        let (owed, closed, outstanding): (bool, bool, bool) = (r.get(27)?, r.get(28)?, r.get(31)?);
        let timing = match head.draft {
            true => Timing::Draft,
            false => crate::track::timing::timing(window, closed, !owed, self.day),
        };
        let late = timing == Timing::Overdue;
        let open_occurrences = match r.get::<_, i64>(26)? > 1 {
            true => self.open_turns.query_row(rusqlite::params![id, self.today], |r| r.get(0))?,
            false => u32::from(!closed),
        };
        let mut addressees = Vec::new();
        let mut found = self.addressees.query([id])?;
        while let Some(a) = found.next()? {
            addressees.push(a.get(0)?);
        }
        let mut row = Row {
            cite: place_cited(&head.cite, place, part),
            id: ObligationId::stored(match turn {
                Some(turn) => format!("{name}@{turn}"),
                None => name.to_owned(),
            }),
            symbol: head.symbol.clone(),
            title: head.title.clone(),
            organ: head.organ.clone(),
            session: head.session.clone(),
            agenda_item: head.agenda_item.clone(),
            committee: head.committee.clone(),
            adopted: head.adopted,
            paragraph: place.to_owned(),
            part: part.map(str::to_owned),
            verb: r.get(13)?,
            force: stored(words(r, 14)?.unwrap_or_default())?,
            kind: stored(words(r, 15)?.unwrap_or_default())?,
            addressees,
            by_addressee: Vec::new(),
            recipient: r.get(16)?,
            office: None,
            contributing: Vec::new(),
            self_executing: words(r, 38)?.map(stored).transpose()?,
            text: clause_words(words(r, 17)?.unwrap_or_default(), words(r, 18)?.unwrap_or_default()).to_owned(),
            deadline: json::<Deadline>(r, 19)?,
            window,
            undated: if window.is_some() || head.draft { None } else { json::<Undated>(r, 24)? },
            recurrence: words(r, 25)?.map(recurrence).transpose()?,
            occurrence: turn.map(stored).transpose()?,
            open_occurrences,
            timing,
            days_overdue: window.filter(|_| late).map(|w| (self.day - w.closes).num_days()),
            record: late.then_some(if outstanding { Record::Outstanding } else { Record::NoRecord }),
            status: stored::<Status>(words(r, 29)?.unwrap_or_default())?,
            status_on: day(r, 30)?,
            status_by: None,
            status_entry: words(r, 36)?.map(stored::<EventId>).transpose()?.map(EventId::short),
            evidence: Vec::new(),
            issued: None,
            planned: None,
            deferred: None,
            next: r.get(32)?,
            note: None,
            added: r.get(33)?,
            doubts: words(r, 34)?.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        };
        if r.get::<_, bool>(35)? {
            read_remarks(self.conn, id, turn, self.day, &mut row)?;
        }
        Ok(row)
    }
}

impl Head {
    fn read(r: &rusqlite::Row<'_>) -> Result<Head> {
        let (symbol, adopted): (String, _) = (r.get(4)?, day(r, 10)?);
        Ok(Head {
            id: r.get(3)?,
            title: r.get(5)?,
            organ: r.get(6)?,
            session: r.get(7)?,
            agenda_item: r.get(8)?,
            committee: r.get(9)?,
            adopted,
            draft: r.get(37)?,
            cite: text_cited(&symbol, adopted),
            symbol,
        })
    }
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
    place_cited(&text_cited(symbol, adopted), place, part)
}

/// As papers cite a text.
fn text_cited(symbol: &str, adopted: Option<NaiveDate>) -> String {
    match symbol.parse::<Symbol>() {
        Ok(s) => s.cite(adopted.map(|d| chrono::Datelike::year(&d))),
        Err(_) => symbol.to_owned(),
    }
}

/// The same with a place in it.
fn place_cited(text: &str, place: &str, part: Option<&str>) -> String {
    let mut cite = text.to_owned();
    let (section, number) = match place.rsplit_once('.') {
        Some((section, number)) => (Some(section), number),
        None => (None, place),
    };
    for (what, step) in [(", sect. ", section), (", para. ", Some(number))] {
        if let Some(step) = step {
            cite.push_str(what);
            cite.push_str(step);
        }
    }
    if let Some(part) = part {
        cite.push(' ');
        cite.push_str(&part.replace(")(", ") ("));
    }
    cite
}
