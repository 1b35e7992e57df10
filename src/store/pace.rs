//! When things were first loaded and last recorded: what a brief and a list of changes go by.

use crate::model::event::Event;
use crate::store::error::{Result, StoreError};
use crate::store::open::Store;
use crate::store::rows::stored;
use chrono::NaiveDate;
use std::collections::BTreeMap;

impl Store {
    /// The day on which each text was first loaded, by symbol.
    pub fn first_loaded(&self) -> Result<BTreeMap<String, NaiveDate>> {
        let mut statement = self.conn.prepare("SELECT symbol, min(day) FROM loaded GROUP BY symbol")?;
        let mut rows = statement.query([])?;
        let mut days = BTreeMap::new();
        while let Some(r) = rows.next()? {
            days.insert(r.get(0)?, stored(&r.get::<_, String>(1)?)?);
        }
        Ok(days)
    }

    /// The day on which the last entry about each obligation was recorded, by its full id and up to a day; those without one
    /// are left out.
    pub fn last_entries(&self, day: NaiveDate) -> Result<BTreeMap<String, NaiveDate>> {
        // Of a group with max(), SQLite takes the other columns from the row that has it.
        let mut statement = self.conn.prepare(
            "SELECT o.name, v.bytes, max(v.at) FROM remark m JOIN obligation o ON o.id = m.obligation
             JOIN event v ON v.id = m.event WHERE v.at < ?1 GROUP BY o.id",
        )?;
        // A writer's own day may end after that of UTC; what is then recorded on a later day is left out below.
        let after = day.checked_add_days(chrono::Days::new(2)).unwrap_or(day);
        let mut rows = statement.query([after.to_string()])?;
        let mut days = BTreeMap::new();
        while let Some(r) = rows.next()? {
            let (name, bytes): (String, String) = (r.get(0)?, r.get(1)?);
            let event =
                Event::parse(bytes.as_bytes()).map_err(|e| StoreError::Damaged(format!("an event on {name}: {e}")))?;
            let recorded = event.recorded_on();
            if recorded <= day {
                days.insert(name, recorded);
            }
        }
        Ok(days)
    }
}
