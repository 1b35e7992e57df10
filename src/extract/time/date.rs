//! *31 December 2025*, *from 26 to 30 July 2021*, *early November 2000*, *the second half of 2022*, *2026, 2029 and 2032*.

use super::{Read, skip};
use crate::extract::tokens::{Shape, Tokens};
use crate::model::day::MONTHS;
use chrono::{Datelike, NaiveDate};

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// A day, or a run of days of one meeting.
    Day,
    /// A month or a part of one.
    Month,
    /// A quarter, a half, a biennium.
    Season,
    /// A year.
    Year,
}

/// A date as an interval of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Date {
    /// First day.
    pub(crate) first: NaiveDate,
    /// Last day.
    pub(crate) last: NaiveDate,
    /// How fine.
    pub(crate) grain: Grain,
    /// The last days of further ones (*2026, 2029 and 2032*).
    pub(crate) also: Vec<NaiveDate>,
}

fn month(t: &Tokens<'_>, i: usize) -> Option<u32> {
    let at = MONTHS.iter().position(|m| t.word(i) == *m)?;
    t.capital(i).then(|| u32::try_from(at + 1).ok()).flatten()
}

fn year(t: &Tokens<'_>, i: usize) -> Option<i32> {
    let word = t.word(i);
    (word.len() == 4 && t.shape(i) == Shape::Number)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|y| (1945..2200).contains(y))
}

fn day_number(t: &Tokens<'_>, i: usize) -> Option<u32> {
    let word = t.word(i);
    (t.shape(i) == Shape::Number && word.len() <= 2)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|d| (1..=31).contains(d))
}

fn month_end(y: i32, m: u32) -> Option<NaiveDate> {
    let (y, m) = if m == 12 { (y + 1, 1) } else { (y, m + 1) };
    NaiveDate::from_ymd_opt(y, m, 1)?.pred_opt()
}

fn interval(first: NaiveDate, last: NaiveDate, grain: Grain) -> Date {
    Date { first, last: last.max(first), grain, also: Vec::new() }
}

/// A date that begins at token `i`. A year that is only meant (*the end of the year*, *the following year*) is counted from
/// `adopted`.
pub(crate) fn date(t: &Tokens<'_>, i: usize, adopted: Option<NaiveDate>) -> Read<Date> {
    // *during the week of 14 to 18 June 2021*
    let of_week = t.matches(skip(t, i, &["the"]), "week of").map_or(i, |n| skip(t, i, &["the"]) + n);
    days(t, of_week)
        .or_else(|| in_month(t, i))
        .or_else(|| season(t, i))
        .or_else(|| years(t, i))
        .or_else(|| meant_year(t, i, adopted?))
}

/// *31 July*, *September*, *the first week of November*, with no year: the first one after `adopted`.
pub(crate) fn next_of_its_name(t: &Tokens<'_>, i: usize, adopted: NaiveDate) -> Read<Date> {
    let at = skip(t, i, &["the"]);
    let week = (t.word(at + 1) == "week" && t.word(at + 2) == "of")
        .then(|| ["first", "second", "third", "fourth", "last"].iter().position(|w| *w == t.word(at)))
        .flatten();
    let (day, month_at) = match (week, day_number(t, at)) {
        (Some(_), _) => (None, at + 3),
        (None, Some(day)) => (Some(day), at + 1),
        (None, None) => (None, skip(t, t.matches(at, "end of").map_or(at, |n| at + n), &["the"])),
    };
    let m = month(t, month_at)?;
    let end = month_at + 1;
    // *1 to 31 July 2021*, *June/July*, *the September report*
    if t.shape(end) == Shape::Number
        || matches!(t.word(end), "to" | "and" | "or" | "–" | "/" | "report" | "session")
        || t.word(end).starts_with('/')
    {
        return None;
    }
    [adopted.year(), adopted.year().checked_add(1)?].into_iter().find_map(|y| {
        let month = (NaiveDate::from_ymd_opt(y, m, 1)?, month_end(y, m)?);
        let (first, last, grain) = match (day, week) {
            (Some(d), _) => {
                let day = NaiveDate::from_ymd_opt(y, m, d)?;
                (day, day, Grain::Day)
            }
            (None, Some(4)) => (month.0, month.1, Grain::Day),
            (None, Some(w)) => (month.0, NaiveDate::from_ymd_opt(y, m, u32::try_from(w).ok()? * 7 + 7)?, Grain::Day),
            (None, None) => (month.0, month.1, Grain::Month),
        };
        (last > adopted).then(|| (interval(first, last, grain), end))
    })
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Past the name of a day: *Monday, 22 November*.
fn past_weekday(t: &Tokens<'_>, i: usize) -> usize {
    if WEEKDAYS.contains(&t.word(i)) { skip(t, i + 1, &[","]) } else { i }
}

/// *5 June 2025*, *18 and 19 May 2023*, *26 to 30 July 2021*, *30 June to 2 July 2021*, *June 5, 2025*.
fn days(t: &Tokens<'_>, i: usize) -> Read<Date> {
    if let Some(m) = month(t, i)
        && let (Some(d), Some(y)) = (day_number(t, i + 1), year(t, skip(t, i + 2, &[","])))
    {
        let day = NaiveDate::from_ymd_opt(y, m, d)?;
        return Some((interval(day, day, Grain::Day), skip(t, i + 2, &[","]) + 1));
    }
    let mut at = past_weekday(t, skip(t, i, &["the"]));
    let first_day = day_number(t, at)?;
    let mut run = vec![(first_day, month(t, at + 1))];
    at += 1 + usize::from(month(t, at + 1).is_some());
    loop {
        if let Some(y) = year(t, at) {
            let month_after = |n: usize| run.iter().skip(n).find_map(|(_, m)| *m);
            let first = NaiveDate::from_ymd_opt(y, month_after(0)?, first_day)?;
            let (d, m) = *run.last()?;
            let last = NaiveDate::from_ymd_opt(y, m?, d)?;
            let on = t.word(at + 1) == "to";
            let end = on.then(|| days(t, at + 2)).flatten().filter(|(d, _)| d.first >= last);
            let (last, at) = end.map_or((last, at + 1), |(d, at)| (d.last, at));
            return Some((interval(first, last, Grain::Day), at));
        }
        let next = skip(t, at, &["to", "and", "–", "—", "-", ","]);
        if next == at || run.len() > 6 {
            return None;
        }
        let next = past_weekday(t, skip(t, next, &["and", "from"]));
        let d = day_number(t, next)?;
        run.push((d, month(t, next + 1)));
        at = next + 1 + usize::from(month(t, next + 1).is_some());
    }
}

/// *June 2026*, *early November 2000*, *mid-May 2001*, *the end of March 2021*, *June to December 2000*, *June/July 2023*.
fn in_month(t: &Tokens<'_>, i: usize) -> Read<Date> {
    let mut at = skip(t, i, &["the"]);
    let mut before_month = at + 1;
    let part = match t.word(at) {
        "early" | "beginning" | "start" => Some(10),
        "mid" | "middle" => Some(15),
        "late" | "end" => None,
        w => {
            if let Some(m) = w.strip_prefix("mid-").and_then(|m| MONTHS.iter().position(|n| *n == m)) {
                let y = year(t, at + 1)?;
                let m = u32::try_from(m + 1).ok()?;
                let last = NaiveDate::from_ymd_opt(y, m, 15)?;
                return Some((interval(NaiveDate::from_ymd_opt(y, m, 1)?, last, Grain::Month), at + 2));
            }
            before_month = at;
            None
        }
    };
    at = skip(t, skip(t, skip(t, before_month, &["of", "in"]), &["the"]), &["month"]);
    at = skip(t, at, &["of"]);
    let m = month(t, at)?;
    at += 1;
    let mut last_month = m;
    if matches!(t.word(at), "to" | "and" | "or" | "–" | "/")
        && let Some(m) = month(t, at + 1)
    {
        last_month = m;
        at += 2;
    }
    let y = year(t, at)?;
    let first = NaiveDate::from_ymd_opt(y, m, 1)?;
    let last = match part {
        Some(d) => NaiveDate::from_ymd_opt(y, m, d)?,
        None => month_end(y, last_month)?,
    };
    Some((interval(first, last, Grain::Month), at + 1))
}

/// *the second quarter of 2024*, *the first half of 2022*, *the biennium 2024–2025*, *mid-2023*, *early 2023*.
fn season(t: &Tokens<'_>, i: usize) -> Read<Date> {
    let mut at = skip(t, i, &["the"]);
    at = t.matches(at, "end of").map_or(at, |n| skip(t, at + n, &["the"]));
    let between = |y: i32, from: u32, to: u32, at: usize| {
        Some((interval(NaiveDate::from_ymd_opt(y, from, 1)?, month_end(y, to)?, Grain::Season), at))
    };
    if let Some(y) = t.word(at).strip_prefix("mid-").and_then(|y| y.parse().ok()).filter(|y| (1945..2200).contains(y)) {
        return between(y, 1, 6, at + 1);
    }
    let nth = match t.word(at) {
        "first" => 0,
        "second" => 1,
        "third" => 2,
        "fourth" | "last" | "final" => 3,
        "early" => return between(year(t, at + 1)?, 1, 3, at + 2),
        "late" => return between(year(t, at + 1)?, 10, 12, at + 2),
        "biennium" => {
            let (a, b) = (year(t, at + 1)?, year(t, at + 3)?);
            let last = NaiveDate::from_ymd_opt(b, 12, 31)?;
            return Some((interval(NaiveDate::from_ymd_opt(a, 1, 1)?, last, Grain::Season), at + 4));
        }
        _ => return None,
    };
    // *the second or third quarter of 2024*
    let later = ["second", "third", "fourth"].iter().position(|w| t.word(at + 1) == "or" && *w == t.word(at + 2));
    let (at, nth) = later.map_or((at, nth), |n| (at + 2, u32::try_from(n + 1).unwrap_or(nth)));
    let year_at = skip(t, skip(t, at + 2, &["of"]), &["the", "year"]);
    let y = year(t, year_at)?;
    match t.word(at + 1) {
        "quarter" => between(y, nth * 3 + 1, nth * 3 + 3, year_at + 1),
        "half" | "part" if nth == 0 => between(y, 1, 6, year_at + 1),
        "half" | "part" => between(y, 7, 12, year_at + 1),
        _ => None,
    }
}

/// *2026*, *the year 2021*, *the end of 2023*, *2026, 2029 and 2032*.
fn years(t: &Tokens<'_>, i: usize) -> Read<Date> {
    let mut at = skip(t, i, &["the", "late"]);
    if t.word(i) == "the" && !matches!(t.word(at), "end" | "year" | "years") {
        return None;
    }
    at = t.matches(at, "end of").map_or(at, |n| skip(t, at + n, &["the"]));
    at = skip(t, at, &["year", "years"]);
    let whole = |y: i32| Some((NaiveDate::from_ymd_opt(y, 1, 1)?, NaiveDate::from_ymd_opt(y, 12, 31)?));
    let (first, last) = whole(year(t, at)?)?;
    let mut date = interval(first, last, Grain::Year);
    at += 1;
    loop {
        let next = skip(t, skip(t, at, &[","]), &["and", "–"]);
        match year(t, next).filter(|y| next > at && *y > date.last.year()).and_then(whole) {
            Some((_, last)) if t.before(next) == "–" => date.last = last,
            Some((_, last)) if date.also.len() < 20 => date.also.push(last),
            _ => return Some((date, at)),
        }
        at = next + 1;
    }
}

/// *the end of the year*, *the following year*.
fn meant_year(t: &Tokens<'_>, i: usize, adopted: NaiveDate) -> Read<Date> {
    let (year, n) = [
        ("the end of the year", 0),
        ("the end of this year", 0),
        ("the end of the current year", 0),
        ("the end of the present year", 0),
        ("later this year", 0),
        ("the current year", 0),
        ("the present year", 0),
        ("this year", 0),
        ("the following year", 1),
        ("the next year", 1),
        ("the end of the following year", 1),
        ("the end of next year", 1),
    ]
    .into_iter()
    .find_map(|(words, later)| t.matches(i, words).map(|n| (adopted.year() + later, n)))?;
    let date = interval(NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?, Grain::Year);
    Some((date, i + n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> String {
        let adopted = NaiveDate::from_ymd_opt(2020, 11, 23);
        match date(&Tokens::new(words), 0, adopted) {
            Some((d, _)) => {
                format!("{}..{}{}", d.first, d.last, d.also.iter().map(|d| format!(" {d}")).collect::<String>())
            }
            None => "none".into(),
        }
    }

    #[test]
    fn dates_as_people_write_them() {
        for (words, want) in [
            ("31 December 2025", "2025-12-31..2025-12-31"),
            ("18 and 19 May 2023", "2023-05-18..2023-05-19"),
            ("26 to 30 July 2021", "2021-07-26..2021-07-30"),
            ("30 June to 2 July 2021", "2021-06-30..2021-07-02"),
            ("5, 6 and 9 June 2023", "2023-06-05..2023-06-09"),
            ("July 5, 2023", "2023-07-05..2023-07-05"),
            ("Monday, 22 November, and Tuesday, 23 November 2021", "2021-11-22..2021-11-23"),
            ("the week of 14 to 18 June 2021", "2021-06-14..2021-06-18"),
            ("the second or third quarter of 2024", "2024-07-01..2024-09-30"),
            ("the first part of 2022", "2022-01-01..2022-06-30"),
            ("September 2023", "2023-09-01..2023-09-30"),
            ("early November 2000", "2000-11-01..2000-11-10"),
            ("mid-May 2001", "2001-05-01..2001-05-15"),
            ("the end of March 2021", "2021-03-01..2021-03-31"),
            ("the second quarter of 2024", "2024-04-01..2024-06-30"),
            ("the second half of 2022", "2022-07-01..2022-12-31"),
            ("the end of the biennium 2024–2025", "2024-01-01..2025-12-31"),
            ("2030", "2030-01-01..2030-12-31"),
            ("the year 2021", "2021-01-01..2021-12-31"),
            ("the end of 2023", "2023-01-01..2023-12-31"),
            ("2026, 2029 and 2032", "2026-01-01..2026-12-31 2029-12-31 2032-12-31"),
            ("the end of the year", "2020-01-01..2020-12-31"),
            ("the following year", "2021-01-01..2021-12-31"),
        ] {
            assert_eq!(read(words), want, "{words}");
        }
        for none in ["31 February 2020", "that may", "15 per cent", "1325 (2000)", "", "the end"] {
            assert_eq!(read(none), "none", "{none}");
        }
    }

    #[test]
    fn a_date_without_a_year_is_the_next_of_its_name() {
        let adopted = NaiveDate::from_ymd_opt(2020, 11, 23).expect("a day");
        for (words, want) in [
            ("31 July", Some("2021-07-31")),
            ("24 November", Some("2020-11-24")),
            ("February a meeting", Some("2021-02-28")),
            ("the end of April", Some("2021-04-30")),
            ("the first week of December", Some("2020-12-07")),
            ("September 2023", None),
            ("July to 31 December 2020", None),
            ("may", None),
        ] {
            let read = next_of_its_name(&Tokens::new(words), 0, adopted).map(|(d, _)| d.last.to_string());
            assert_eq!(read.as_deref(), want, "{words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(words in "(the|end|of|[0-9]{1,5}|May|June|to|and|,|–|mid-|year|quarter|biennium| ){0,30}") {
            let t = Tokens::new(&words);
            for i in 0..t.len() {
                if let Some((d, end)) = date(&t, i, NaiveDate::from_ymd_opt(2020, 11, 23)) {
                    proptest::prop_assert!(d.first <= d.last && end > i && end <= t.len());
                }
                let _ = NaiveDate::from_ymd_opt(2020, 11, 23).and_then(|day| next_of_its_name(&t, i, day));
            }
        }
    }
}
