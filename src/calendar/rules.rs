//! Rules of procedure and usual times of year: the dates of sessions that nobody has announced.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The year in which session `n` of the General Assembly opens.
pub(super) fn assembly_year(n: u16) -> i32 {
    1945 + i32::from(n)
}

/// The day on which session `n` of the General Assembly opens by the rules of procedure: from the 78th the Tuesday of the
/// second week of September (rule 1 as amended by resolution 75/325, para. 50), from the 58th the Tuesday of the third
/// (resolution 57/301), counting from the first week that has a working day. Before that the rules changed often: the third
/// Tuesday of September is the usual day, and `false` says that it is no rule.
pub(super) fn assembly_opens(n: u16) -> Option<(NaiveDate, bool)> {
    let first = NaiveDate::from_ymd_opt(assembly_year(n), 9, 1)?;
    if n < 58 {
        let third_tuesday = NaiveDate::from_weekday_of_month_opt(first.year(), 9, Weekday::Tue, 3)?;
        return Some((third_tuesday, false));
    }
    let from_monday = u64::from(first.weekday().num_days_from_monday());
    let week_one = match first.weekday() {
        Weekday::Sat | Weekday::Sun => first.checked_add_days(Days::new(7 - from_monday))?,
        _ => first.checked_sub_days(Days::new(from_monday))?,
    };
    let weeks = if n < 78 { 2 } else { 1 };
    Some((week_one.checked_add_days(Days::new(weeks * 7 + 1))?, true))
}

/// The day on which session `n` of the General Assembly closes where the Assembly has fixed none (rule 2): the day before
/// the next opens, from the 77th on that same day, which so belongs to both.
pub(super) fn assembly_closes(n: u16, next_opens: NaiveDate) -> NaiveDate {
    if n < 77 { next_opens.pred_opt().unwrap_or(next_opens) } else { next_opens }
}

/// The usual days of session `n` of the Human Rights Council, three a year from the 7th in 2008.
pub(super) fn human_rights_council(n: u16) -> Option<(NaiveDate, NaiveDate)> {
    let nth = i32::from(n.checked_sub(7)?);
    let year = 2008 + nth / 3;
    let ((m1, d1), (m2, d2)) = match nth % 3 {
        0 => ((2, 15), (4, 15)),
        1 => ((6, 10), (7, 20)),
        _ => ((9, 5), (10, 15)),
    };
    Some((NaiveDate::from_ymd_opt(year, m1, d1)?, NaiveDate::from_ymd_opt(year, m2, d2)?))
}

/// The usual days of the session of the Economic and Social Council of a year (resolution 72/305: it runs from July to July).
pub(super) fn economic_and_social_council(year: u16) -> Option<(NaiveDate, NaiveDate)> {
    let year = i32::from(year);
    (year >= 1946)
        .then(|| Some((NaiveDate::from_ymd_opt(year - 1, 7, 24)?, NaiveDate::from_ymd_opt(year, 7, 23)?)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assembly_opens_by_rule_1() {
        let opens = |n| assembly_opens(n).map(|(d, rule)| (d.to_string(), rule));
        for (n, day) in [
            (58, "2003-09-16"),
            (62, "2007-09-18"),
            (72, "2017-09-12"),
            (76, "2021-09-14"),
            (78, "2023-09-05"),
            (81, "2026-09-08"),
            (82, "2027-09-07"),
            (94, "2039-09-06"),
        ] {
            assert_eq!(opens(n), Some((day.to_owned(), true)), "session {n}");
        }
        assert_eq!(opens(47), Some(("1992-09-15".to_owned(), false)));
    }

    #[test]
    fn the_human_rights_council_meets_three_times_a_year() {
        let year = |n| human_rights_council(n).map(|(d, _)| (d.year(), d.month()));
        assert_eq!(
            [year(7), year(48), year(61), year(62)],
            [Some((2008, 2)), Some((2021, 9)), Some((2026, 2)), Some((2026, 6))]
        );
        assert_eq!(year(6), None);
    }
}
