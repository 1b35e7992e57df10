//! *90 days*, *six months*, *a further period of one year*, *a six-month period*.

use super::{Read, skip};
use crate::extract::number::cardinal;
use crate::extract::tokens::Tokens;
use crate::model::Period;

/// So many of a unit; working days are counted as days.
fn of_unit(n: u32, unit: &str) -> Option<Period> {
    match unit {
        // a day is the smallest unit in which a time is kept
        "hour" | "hours" => Some(Period::days(n.div_ceil(24))),
        "day" | "days" => Some(Period::days(n)),
        "week" | "weeks" => Some(Period::days(n.checked_mul(7)?)),
        "month" | "months" => Some(Period::months(n)),
        "year" | "years" => Some(Period::years(n)),
        "decade" | "decades" => Some(Period::years(n.checked_mul(10)?)),
        _ => None,
    }
    .filter(|p| *p != Period::default())
}

/// A length of time that begins at token `i`.
pub(crate) fn period(t: &Tokens<'_>, i: usize) -> Read<Period> {
    let mut at = i;
    let article = matches!(t.word(at), "a" | "an" | "the");
    at += usize::from(article);
    while matches!(
        t.word(at),
        "further" | "new" | "additional" | "initial" | "final" | "interim" | "maximum" | "planned"
    ) {
        at += 1;
    }
    if t.word(at) == "period" && t.word(at + 1) == "of" {
        at = skip(t, at + 2, &["up"]);
        at = skip(t, at, &["to"]);
    }
    while matches!(t.word(at), "further" | "additional" | "another" | "the") {
        at += 1;
    }
    // *a six-month period*, *the 180-day period*
    if let Some((n, unit)) = t.word(at).rsplit_once('-')
        && let Some(period) = cardinal(n).and_then(|n| of_unit(n, unit))
    {
        return Some((period, skip(t, at + 1, &["period"])));
    }
    let (n, after) = match cardinal(t.word(at)) {
        Some(n) => (n, at + 1),
        // *a month* : the article is the number.
        None if article && t.word(i) != "the" && at == i + 1 => (1, at),
        None => return None,
    };
    let unit_at = skip(t, skip(t, after, &["more"]), &["working", "calendar", "consecutive", "additional"]);
    let period = of_unit(n, t.word(unit_at))?;
    Some((period, unit_at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_as_people_write_them() {
        for (words, want) in [
            ("90 days", "P90D"),
            ("six months", "P6M"),
            ("a period of one year", "P1Y"),
            ("a further period of six months", "P6M"),
            ("a new period of 180 days", "P180D"),
            ("a six-month period", "P6M"),
            ("an additional 30 days", "P30D"),
            ("100 working days", "P100D"),
            ("a month", "P1M"),
            ("two weeks", "P14D"),
            ("72 hours", "P3D"),
            ("a decade", "P10Y"),
            ("a further planned period of 12 months", "P12M"),
        ] {
            let read = period(&Tokens::new(words), 0).map(|(p, _)| p.to_string());
            assert_eq!(read.as_deref(), Some(want), "{words}");
        }
        for none in ["the days", "days", "six", "a period", "0 days", ""] {
            let read = period(&Tokens::new(none), 0);
            assert!(read.is_none(), "{none}");
        }
    }
}
