//! The filters that everything that lists takes, and their SQL. Days are compared, nothing is folded.

use crate::model::{Body, Force, Kind, Status, Symbol, Timing};
use crate::store::error::Result;
use chrono::NaiveDate;
use rusqlite::Connection;
use rusqlite::types::Value;

/// What to list; empty: everything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Of these texts.
    pub resolutions: Vec<Symbol>,
    /// These obligations, by row.
    pub ids: Option<Vec<i64>>,
    /// Asked of one of these: actors of the lexicon, or words of the name.
    pub addressees: Vec<AddresseeFilter>,
    /// With this lead office.
    pub offices: Vec<String>,
    /// Reported to.
    pub recipients: Vec<String>,
    /// Of these kinds.
    pub kinds: Vec<Kind>,
    /// Of these forces.
    pub forces: Vec<Force>,
    /// With these statuses on the day.
    pub statuses: Vec<Status>,
    /// With these timings on the day.
    pub timings: Vec<Timing>,
    /// Adopted in these sessions.
    pub sessions: Vec<String>,
    /// Adopted by these organs.
    pub organs: Vec<String>,
    /// Due at these sessions.
    pub due_sessions: Vec<(Body, u16)>,
    /// Under these agenda items.
    pub agenda_items: Vec<String>,
    /// Reported by these committees.
    pub committees: Vec<String>,
    /// With these conditions.
    pub conditions: Vec<String>,
    /// Window closes before this day.
    pub due_before: Option<NaiveDate>,
    /// Window closes after this day.
    pub due_after: Option<NaiveDate>,
    /// Its paragraph matches this full-text query.
    pub search: Option<String>,
    /// Only what is to check.
    pub unsure: bool,
}

/// One `--addressee`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddresseeFilter {
    /// Any of these actors of the lexicon.
    Actors(Vec<String>),
    /// Words of the name, for what the lexicon does not know.
    Words(String),
}

/// How often the addressees of a filter are asked: of few provisions the rest is looked up, else each provision is asked for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// By so few provisions that these are where to begin.
    Seldom,
    /// By many.
    Often,
}

impl Asked {
    /// What stands between the two.
    const MANY: usize = 2000;

    /// Counts as far as it matters.
    pub(super) fn of(conn: &Connection, filter: &Filter) -> Result<Asked> {
        let mut rest = Asked::MANY;
        for actor in filter.addressees.iter().flat_map(|a| match a {
            AddresseeFilter::Actors(actors) => actors.as_slice(),
            AddresseeFilter::Words(_) => &[],
        }) {
            let n = conn
                .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM addressee WHERE actor = ?1 LIMIT ?2)")?
                .query_row(rusqlite::params![actor, Asked::MANY as i64], |r| crate::store::rows::number(r, 0))?;
            rest = rest.saturating_sub(n);
        }
        Ok(if rest == 0 { Asked::Often } else { Asked::Seldom })
    }
}

/// Conditions joined by AND, with their values.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    pub(super) sql: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Conditions {
    fn add(&mut self, sql: impl Into<String>) {
        self.sql.push(sql.into());
    }

    pub(super) fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    /// `column IN (…)`, where any is given.
    fn any(&mut self, column: &str, values: impl IntoIterator<Item = String>) {
        let marks: Vec<String> = values.into_iter().map(|v| self.value(v)).collect();
        if !marks.is_empty() {
            self.add(format!("{column} IN ({})", marks.join(", ")));
        }
    }

    /// One of the alternatives, each built from its value.
    fn either(&mut self, alternatives: Vec<String>) {
        if !alternatives.is_empty() {
            self.add(format!("({})", alternatives.join(" OR ")));
        }
    }

    pub(super) fn where_clause(&self) -> String {
        self.sql.join(" AND ")
    }
}

/// The SQL of a timing on the day `?1`, over `spell s` (what is not owed also over `resolution r`).
pub(super) fn timing_sql(timing: Timing) -> &'static str {
    match timing {
        Timing::Upcoming => "(s.owed = 1 AND s.closed = 0 AND s.opens > ?1)",
        Timing::Due => "(s.owed = 1 AND s.closed = 0 AND s.opens <= ?1 AND s.closes >= ?1)",
        Timing::Overdue => "(s.owed = 1 AND s.closed = 0 AND s.closes < ?1)",
        Timing::Closed => "(s.owed = 1 AND s.closed = 1)",
        Timing::InForce => "(s.owed = 0 AND r.kind <> 'draft' AND (s.closes IS NULL OR s.closes >= ?1))",
        Timing::Expired => "(s.owed = 0 AND r.kind <> 'draft' AND s.closes < ?1)",
        Timing::Draft => "(r.kind = 'draft')",
        Timing::Undated => "(s.owed = 1 AND s.closed = 0 AND s.closes IS NULL)",
    }
}

/// Text for `LIKE`, with its wildcards taken as they are.
fn like(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

impl Filter {
    /// Whether it names nothing that few provisions have: a text, an office, a session, words.
    pub(super) fn is_broad(&self, asked: Asked) -> bool {
        let Filter { resolutions, ids, offices, sessions, due_sessions, search, statuses, addressees, .. } = self;
        let dated = self.due_before.is_some() || self.due_after.is_some();
        let recorded = !statuses.is_empty() && statuses.iter().all(|s| s.can_be_set());
        resolutions.is_empty()
            && ids.is_none()
            && offices.is_empty()
            && sessions.is_empty()
            && due_sessions.is_empty()
            && (addressees.is_empty() || asked == Asked::Often)
            && search.is_none()
            && !recorded
            && !dated
    }

    /// The conditions over `spell s`, `obligation o`, `resolution r` on a day; the first value is the day.
    pub(super) fn conditions(&self, day: NaiveDate, asked: Asked) -> Conditions {
        let mut c = Conditions::default();
        let d = c.value(day.to_string());
        c.add(format!("s.since <= {d} AND s.until > {d}"));
        if let Some(ids) = &self.ids {
            // One is bound, so that its statement is prepared once.
            let list: Vec<String> = match ids.as_slice() {
                [one] => vec![c.value(*one)],
                several => several.iter().map(i64::to_string).collect(),
            };
            c.add(format!("o.id IN ({})", list.join(", ")));
        }
        c.any("r.symbol", self.resolutions.iter().map(|s| s.to_string()));
        c.any("o.kind", self.kinds.iter().map(|k| k.to_string()));
        c.any("o.force", self.forces.iter().map(|k| k.to_string()));
        c.any("s.status", self.statuses.iter().map(|k| k.to_string()));
        if !self.statuses.is_empty() && self.statuses.iter().all(|s| s.can_be_set()) {
            // Somebody recorded it, so the index over what is recorded has it.
            c.add("s.status_event IS NOT NULL");
        }
        // The Security Council counts no sessions; its year stands for one.
        let sessions = self
            .sessions
            .iter()
            .map(|session| {
                let mark = c.value(session.clone());
                format!("(r.session = {mark} OR r.session IS NULL AND substr(r.adopted, 1, 4) = {mark})")
            })
            .collect();
        c.either(sessions);
        c.any("r.organ", self.organs.iter().cloned());
        c.any("o.lead", self.offices.iter().cloned());
        let mut alternatives = Vec::new();
        for a in &self.addressees {
            alternatives.push(match a {
                AddresseeFilter::Actors(actors) => {
                    let marks: Vec<String> = actors.iter().map(|a| c.value(a.clone())).collect();
                    let actors = format!("actor IN ({})", marks.join(", "));
                    match asked {
                        Asked::Seldom => format!("o.id IN (SELECT obligation FROM addressee WHERE {actors})"),
                        Asked::Often => {
                            format!("EXISTS (SELECT 1 FROM addressee a WHERE a.obligation = o.id AND a.{actors})")
                        }
                    }
                }
                AddresseeFilter::Words(words) => {
                    let mark = c.value(like(words));
                    format!("o.id IN (SELECT obligation FROM addressee WHERE name LIKE {mark} ESCAPE '\\')")
                }
            });
        }
        c.either(alternatives);
        for (column, words) in
            [("o.recipient", &self.recipients), ("r.committee", &self.committees), ("o.conditions", &self.conditions)]
        {
            let alternatives = words
                .iter()
                .map(|w| {
                    let mark = c.value(like(w));
                    format!("{column} LIKE {mark} ESCAPE '\\'")
                })
                .collect();
            c.either(alternatives);
        }
        // `130` is item 130 with all its sub-items, `130 (t)` that one; never item 1301.
        let items = self
            .agenda_items
            .iter()
            .map(|w| {
                let (whole, sub) = (c.value(format!("%; {w};%")), c.value(format!("%; {w} (%")));
                format!("('; ' || r.agenda_item || ';' LIKE {whole} OR '; ' || r.agenda_item || ';' LIKE {sub})")
            })
            .collect();
        c.either(items);
        let sessions = self
            .due_sessions
            .iter()
            .map(|(body, session)| {
                let session = c.value(i64::from(*session));
                let body = c.value(body.as_str().to_owned());
                format!("(o.due_session = {session} AND o.due_body = {body})")
            })
            .collect();
        c.either(sessions);
        c.either(self.timings.iter().map(|t| timing_sql(*t).to_owned()).collect());
        if self.due_before.is_some() || self.due_after.is_some() {
            // Nothing of a draft is due.
            c.add("r.kind <> 'draft'");
        }
        if let Some(day) = self.due_before {
            let mark = c.value(day.to_string());
            c.add(format!("s.closes < {mark}"));
        }
        if let Some(day) = self.due_after {
            let mark = c.value(day.to_string());
            c.add(format!("s.closes > {mark}"));
        }
        if let Some(query) = &self.search {
            let mark = c.value(query.clone());
            c.add(format!("o.paragraph IN (SELECT rowid FROM paragraph_search WHERE paragraph_search MATCH {mark})"));
        }
        if self.unsure {
            c.add("o.doubts <> ''");
        }
        c
    }
}
