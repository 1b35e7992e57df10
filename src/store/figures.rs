//! Counts over the whole database.

use crate::model::{Kind, Symbol};
use crate::store::error::Result;
use crate::store::filter::{Asked, Filter};
use crate::store::open::Store;
use crate::store::rows::{number, stored};
use chrono::NaiveDate;
use rusqlite::params_from_iter;

/// A text as `resolutions` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    /// Symbol.
    pub symbol: String,
    /// Title, or what stands in for it.
    pub title: String,
    /// Resolution, decision, draft.
    pub kind: String,
    /// Adopting organ.
    pub organ: Option<String>,
    /// Adopting session.
    pub session: Option<String>,
    /// Day of adoption.
    pub adopted: Option<NaiveDate>,
    /// Meeting.
    pub meeting: Option<String>,
    /// Agenda items.
    pub agenda_item: Option<String>,
    /// Committee.
    pub committee: Option<String>,
    /// Drafts that its cover names.
    pub drafts: String,
    /// Language of the current text.
    pub language: String,
    /// Reader of the current text.
    pub reader: String,
    /// Name of the file it was read from.
    pub file: String,
    /// Operative paragraphs.
    pub operative: usize,
    /// Those that ask something of somebody.
    pub asking: usize,
    /// Obligations.
    pub obligations: usize,
    /// From when this office answers for it.
    pub watched: NaiveDate,
}

impl Store {
    /// Whether no text is loaded.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(!self.conn.query_row("SELECT EXISTS (SELECT 1 FROM resolution)", [], |r| r.get::<_, bool>(0))?)
    }

    /// How many texts and how many documents the database knows.
    pub fn extent(&self) -> Result<(usize, usize)> {
        Ok(self.conn.query_row(
            "SELECT (SELECT count(*) FROM resolution), (SELECT count(*) FROM document)",
            [],
            |r| Ok((number(r, 0)?, number(r, 1)?)),
        )?)
    }

    /// How many texts were adopted (drafts: are loaded) and how many documents published by a day, of those that it knows.
    pub fn extent_on(&self, day: NaiveDate) -> Result<(usize, usize)> {
        Ok(self.conn.query_row(
            "SELECT (SELECT count(*) FROM resolution WHERE adopted IS NULL OR adopted <= ?1),
               (SELECT count(*) FROM document WHERE published IS NULL OR published <= ?1)",
            [day.to_string()],
            |r| Ok((number(r, 0)?, number(r, 1)?)),
        )?)
    }

    /// How many obligations with a window (and that somebody must carry out) fit a filter.
    pub(super) fn dated(&self, filter: &Filter, day: NaiveDate) -> Result<usize> {
        let c = filter.conditions(day, Asked::of(&self.conn, filter)?);
        let sql = format!(
            "SELECT count(DISTINCT s.obligation) FROM spell s JOIN obligation o ON o.id = s.obligation
             JOIN resolution r ON r.id = o.resolution WHERE {} AND s.owed = 1 AND s.closes IS NOT NULL",
            c.where_clause()
        );
        Ok(self.conn.prepare(&sql)?.query_row(params_from_iter(c.values.iter()), |r| number(r, 0))?)
    }

    /// The texts that fit: of these symbols (all, where none is named), standing on the day.
    pub fn resolutions(&self, symbols: &[Symbol], search: Option<&str>) -> Result<Vec<TextRow>> {
        let mut statement = self.conn.prepare(
            "SELECT r.symbol, r.title, r.kind, r.organ, r.session, r.adopted, r.meeting, r.agenda_item, r.committee, r.drafts,
               r.language, t.reader,
               coalesce((SELECT l.name FROM loaded l WHERE l.text = r.text AND l.symbol = r.symbol ORDER BY l.seq DESC LIMIT 1), ''),
               (SELECT count(*) FROM paragraph p WHERE p.resolution = r.id AND p.role = 'operative'),
               (SELECT count(DISTINCT o.paragraph) FROM obligation o WHERE o.resolution = r.id AND o.dismissed = 0),
               (SELECT count(*) FROM obligation o WHERE o.resolution = r.id AND o.dismissed = 0), r.watched
             FROM resolution r JOIN text t ON t.hash = r.text
             WHERE (?1 = '' OR instr(?1, ' ' || r.symbol || ' ') > 0) AND (?2 IS NULL OR r.title LIKE ?2 ESCAPE '\\')
             ORDER BY r.sort",
        )?;
        let wanted = symbols.iter().fold(String::new(), |all, s| format!("{all} {s} "));
        let like = search.map(|s| format!("%{}%", s.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")));
        let mut rows = statement.query(rusqlite::params![wanted, like])?;
        let mut texts = Vec::new();
        while let Some(r) = rows.next()? {
            texts.push(TextRow {
                symbol: r.get(0)?,
                title: r.get(1)?,
                kind: r.get(2)?,
                organ: r.get(3)?,
                session: r.get(4)?,
                adopted: r.get::<_, Option<String>>(5)?.map(|d| stored(&d)).transpose()?,
                meeting: r.get(6)?,
                agenda_item: r.get(7)?,
                committee: r.get(8)?,
                drafts: r.get(9)?,
                language: r.get(10)?,
                reader: r.get(11)?,
                file: r.get(12)?,
                operative: number(r, 13)?,
                asking: number(r, 14)?,
                obligations: number(r, 15)?,
                watched: stored(&r.get::<_, String>(16)?)?,
            });
        }
        Ok(texts)
    }

    /// Obligations by kind, over these texts (all, where none is named) as far as they stand on a day: a draft does so until
    /// it is adopted.
    pub fn by_kind(&self, symbols: &[Symbol], day: NaiveDate) -> Result<Vec<(Kind, usize)>> {
        let wanted = symbols.iter().fold(String::new(), |all, s| format!("{all} {s} "));
        let mut statement = self.conn.prepare(
            "SELECT o.kind, count(*) FROM obligation o JOIN resolution r ON r.id = o.resolution
             WHERE o.dismissed = 0 AND r.stands_until > ?2 AND (?1 = '' OR instr(?1, ' ' || r.symbol || ' ') > 0)
             GROUP BY o.kind ORDER BY count(*) DESC, o.kind",
        )?;
        let mut rows = statement.query([wanted, day.to_string()])?;
        let mut kinds = Vec::new();
        while let Some(r) = rows.next()? {
            kinds.push((stored(&r.get::<_, String>(0)?)?, number(r, 1)?));
        }
        Ok(kinds)
    }

    /// Addressees by how often they are asked in texts that stand on a day: name, actor of the lexicon, count; those of the
    /// lexicon under one name.
    pub fn by_addressee(&self, symbols: &[Symbol], day: NaiveDate) -> Result<Vec<(String, Option<String>, usize)>> {
        let wanted = symbols.iter().fold(String::new(), |all, s| format!("{all} {s} "));
        let mut statement = self.conn.prepare(
            "SELECT min(a.name), a.actor, count(DISTINCT a.obligation) FROM addressee a JOIN obligation o ON o.id = a.obligation
             JOIN resolution r ON r.id = o.resolution
             WHERE o.dismissed = 0 AND r.stands_until > ?2 AND (?1 = '' OR instr(?1, ' ' || r.symbol || ' ') > 0)
             GROUP BY coalesce(a.actor, lower(a.name)) ORDER BY 3 DESC, 1",
        )?;
        Ok(statement
            .query_map([wanted, day.to_string()], |r| Ok((r.get(0)?, r.get(1)?, number(r, 2)?)))?
            .collect::<rusqlite::Result<_>>()?)
    }
}
