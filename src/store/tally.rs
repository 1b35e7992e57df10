//! How much has a time and how much is late, day by day: `tally` holds by how much each figure changes on a day, so that the
//! figures of any day are sums over a few thousand rows, however many spells there are. Derived from `spell` alone.

use crate::store::error::Result;
use crate::store::rows::{Late, stored};
use crate::track::FOREVER;
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// A spell as far as it is counted: of a turn that has a window and that somebody must carry out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) since: NaiveDate,
    pub(super) until: NaiveDate,
    pub(super) closes: NaiveDate,
    pub(super) closed: bool,
    pub(super) outstanding: bool,
}

/// Changes on a day: obligations with a time; obligations outstanding and their turns; the same without a record.
type Change = [i64; 5];

/// Changes that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Tally {
    days: BTreeMap<NaiveDate, Change>,
}

impl Tally {
    /// Counts the spells of one obligation in (`sign` 1) or out (-1).
    pub(super) fn count(&mut self, spells: &[Counted], sign: i64) {
        let late = |s: &Counted| {
            let from = s.closes.succ_opt().unwrap_or(FOREVER).max(s.since);
            (!s.closed && from < s.until).then_some((from, s.until))
        };
        self.runs(0, spells.iter().map(|s| (s.since, s.until)).collect(), sign);
        for (outstanding, at) in [(true, 1), (false, 3)] {
            let turns: Vec<_> = spells.iter().filter(|s| s.outstanding == outstanding).filter_map(late).collect();
            for (from, until) in &turns {
                self.add(*from, at + 1, sign);
                self.add(*until, at + 1, -sign);
            }
            self.runs(at, turns, sign);
        }
    }

    /// Counts the days that any of these runs covers.
    fn runs(&mut self, at: usize, mut runs: Vec<(NaiveDate, NaiveDate)>, sign: i64) {
        runs.sort_unstable();
        let mut covered: Option<NaiveDate> = None;
        for (from, until) in runs {
            match covered {
                Some(end) if from <= end => {
                    if until > end {
                        self.add(end, at, sign);
                        self.add(until, at, -sign);
                    }
                }
                _ => {
                    self.add(from, at, sign);
                    self.add(until, at, -sign);
                }
            }
            covered = covered.max(Some(until));
        }
    }

    fn add(&mut self, day: NaiveDate, at: usize, n: i64) {
        // No figure is asked for behind the last day.
        if day < FOREVER
            && let Some(figure) = self.days.entry(day).or_default().get_mut(at)
        {
            *figure += n;
        }
    }

    /// Writes the changes.
    pub(super) fn write(self, conn: &Connection) -> Result<()> {
        let mut add = conn.prepare_cached(
            "INSERT INTO tally (day, dated, outstanding, outstanding_turns, no_record, no_record_turns) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (day) DO UPDATE SET dated = dated + ?2, outstanding = outstanding + ?3,
               outstanding_turns = outstanding_turns + ?4, no_record = no_record + ?5, no_record_turns = no_record_turns + ?6",
        )?;
        for (day, c) in self.days.into_iter().filter(|(_, c)| *c != Change::default()) {
            add.execute(params![day.to_string(), c[0], c[1], c[2], c[3], c[4]])?;
        }
        Ok(())
    }

    /// Counts what is stored of one obligation in or out.
    pub(super) fn stored(&mut self, conn: &Connection, obligation: i64, sign: i64) -> Result<()> {
        let mut statement = conn.prepare_cached(
            "SELECT since, until, closes, closed, outstanding FROM spell
             WHERE obligation = ?1 AND owed = 1 AND closes IS NOT NULL",
        )?;
        let mut rows = statement.query([obligation])?;
        let mut spells = Vec::new();
        while let Some(r) = rows.next()? {
            let day = |i: usize| stored(&r.get::<_, String>(i)?);
            spells.push(Counted {
                since: day(0)?,
                until: day(1)?,
                closes: day(2)?,
                closed: r.get(3)?,
                outstanding: r.get(4)?,
            });
        }
        self.count(&spells, sign);
        Ok(())
    }
}

/// The figures of a day, without filters.
pub(super) fn on(conn: &Connection, day: NaiveDate) -> Result<Late> {
    let figure = |r: &rusqlite::Row<'_>, i: usize| -> rusqlite::Result<usize> {
        Ok(usize::try_from(r.get::<_, Option<i64>>(i)?.unwrap_or_default()).unwrap_or_default())
    };
    Ok(conn
        .prepare_cached(
            "SELECT sum(dated), sum(outstanding), sum(outstanding_turns), sum(no_record), sum(no_record_turns)
             FROM tally WHERE day <= ?1",
        )?
        .query_row([day.to_string()], |r| {
            Ok(Late {
                dated: figure(r, 0)?,
                outstanding: figure(r, 1)?,
                outstanding_turns: figure(r, 2)?,
                no_record: figure(r, 3)?,
                no_record_turns: figure(r, 4)?,
                oldest_no_record: None,
            })
        })?)
}
