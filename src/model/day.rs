//! Days, windows of days, and where a date is from.

use crate::model::word::words;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

words! {
    /// What a date rests on.
    Basis, "basis" {
        /// The words of the resolution give the day.
        Text = "text",
        /// Announced: the date at which a session was called or closed.
        Announced = "announced",
        /// Computed by a rule of procedure.
        Rule = "rule",
        /// The usual time of year; shown as an estimate wherever it is shown.
        Estimated = "estimated",
        /// Said by a user (`sessions set`, `defer`).
        User = "user",
    }
}

/// The first and the last day on which something is on time, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Window {
    /// First day on which it is on time.
    pub opens: NaiveDate,
    /// Last day on which it is on time; overdue from the day after.
    pub closes: NaiveDate,
    /// What the first day rests on.
    pub opens_basis: Basis,
    /// What the last day rests on.
    pub closes_basis: Basis,
}

impl Window {
    /// A window of one basis.
    pub fn new(opens: NaiveDate, closes: NaiveDate, basis: Basis) -> Window {
        Window { opens, closes, opens_basis: basis, closes_basis: basis }
    }

    /// Whether either date is an estimate.
    pub fn estimated(&self) -> bool {
        self.opens_basis == Basis::Estimated || self.closes_basis == Basis::Estimated
    }
}

/// Why an obligation has no window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Undated {
    /// The text sets no time.
    #[error("no time in the text")]
    NoTime,
    /// The time is an event that has no date in the text.
    #[error("no date for `{event}`")]
    Event {
        /// The event, as written.
        event: String,
    },
    /// A body whose sessions nobody here knows.
    #[error("no dates known for session {session} of {body}; `pursuant sessions set` gives them")]
    UnknownSession {
        /// The body.
        body: String,
        /// Its session.
        session: u16,
    },
    /// A period counted from an adoption whose date is not known.
    #[error("the date of adoption is not known")]
    NoAdoption,
}

/// An ISO 8601 period of one unit or several: `P90D`, `P6M`, `P1Y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Period {
    /// Years.
    pub years: u32,
    /// Months.
    pub months: u32,
    /// Days (weeks are seven).
    pub days: u32,
}

impl Period {
    /// So many days.
    pub const fn days(days: u32) -> Period {
        Period { years: 0, months: 0, days }
    }
    /// So many months.
    pub const fn months(months: u32) -> Period {
        Period { years: 0, months, days: 0 }
    }
    /// So many years.
    pub const fn years(years: u32) -> Period {
        Period { years, months: 0, days: 0 }
    }

    /// Reads `P90D`, `P2W`, `P1Y6M`; `None` for anything else, for a period of nothing and for one above 1,000 years.
    pub fn parse(s: &str) -> Option<Period> {
        let mut rest = s.strip_prefix('P')?;
        let mut period = Period::default();
        while !rest.is_empty() {
            let unit = rest.find(|c: char| !c.is_ascii_digit())?;
            let n: u32 = rest.get(..unit)?.parse().ok().filter(|n| *n < 400_000)?;
            match rest.as_bytes().get(unit)? {
                b'Y' => period.years = n,
                b'M' => period.months = n,
                b'W' => period.days = n.checked_mul(7)?,
                b'D' => period.days = n,
                _ => return None,
            }
            rest = rest.get(unit + 1..)?;
        }
        (period != Period::default() && period.years <= 1000).then_some(period)
    }

    /// The day that lies the period after `from`; a month's missing day becomes its last.
    pub fn after(self, from: NaiveDate) -> Option<NaiveDate> {
        from.checked_add_months(Months::new(self.years.checked_mul(12)?.checked_add(self.months)?))?
            .checked_add_days(Days::new(u64::from(self.days)))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        for (n, unit) in [(self.years, 'Y'), (self.months, 'M'), (self.days, 'D')] {
            if n > 0 {
                write!(f, "{n}{unit}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        Period::parse(&s).ok_or_else(|| serde::de::Error::custom(format!("`{s}` is no ISO 8601 period")))
    }
}

/// The months in order, in lower case, as a text names them.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A day as papers print it: *5 September 2023*.
pub fn in_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
