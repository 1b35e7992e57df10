//! The lines below a text: the meeting, the day, how it was voted on.

use crate::model::Vote;
use crate::source::cover::{self, pattern};
use chrono::NaiveDate;
use regex::Regex;
use std::sync::LazyLock;

/// What one closing line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Closing {
    /// `62nd plenary meeting`, with the day where it stands on the same line.
    Meeting(String, Option<NaiveDate>),
    /// `28 April 2021`, alone.
    Day(NaiveDate),
    /// `[Adopted by a recorded vote of 28 to 5, with 14 abstentions.`
    Vote(Vote),
}

/// Reads a closing line; `None` for any other.
pub(super) fn closing(text: &str) -> Option<Closing> {
    static MEETING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(\d{1,4}(?:st|nd|rd|th) (?:\([\w ]+\) )?(?:plenary )?meeting),?(?:\s+(?:on )?(\d{1,2} \p{L}+ \d{4}))?\.?$",
        )
    });
    static DAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{1,2} \p{L}+ \d{4}$"));
    static RECORDED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\[?(?:the )?(?:resolution )?(?:was )?adopted by (?:a |an )?(?:recorded |roll-call )?vote of (\d+)(?: (?:votes )?in favour)? to (\d+|none)(?: against)?(?:,? with (\d+|one|no) abstentions?)?",
        )
    });
    static WITHOUT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\[?adopted without a vote"));
    let text = text.trim();
    if text.len() > 300 {
        return None;
    }
    if let Some(c) = MEETING.captures(text) {
        return Some(Closing::Meeting(c[1].to_owned(), c.get(2).and_then(|d| cover::date(d.as_str()))));
    }
    if DAY.is_match(text) {
        return cover::date(text).map(Closing::Day);
    }
    if let Some(c) = RECORDED.captures(text) {
        let count = |i| c.get(i).map_or("0", |m: regex::Match<'_>| m.as_str());
        let number = |s: &str| if s.eq_ignore_ascii_case("one") { 1 } else { s.parse().unwrap_or(0) };
        let (in_favour, against, abstaining) = (number(count(1)), number(count(2)), number(count(3)));
        return Some(Closing::Vote(Vote { without_vote: false, in_favour, against, abstaining }));
    }
    WITHOUT.is_match(text).then(|| Closing::Vote(Vote { without_vote: true, ..Vote::default() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meetings_days_and_votes() {
        let day = NaiveDate::from_ymd_opt(2021, 4, 28);
        assert_eq!(closing("62nd plenary meeting"), Some(Closing::Meeting("62nd plenary meeting".into(), None)));
        assert_eq!(closing("41st meeting 28 April 2021"), Some(Closing::Meeting("41st meeting".into(), day)));
        assert_eq!(
            closing("56th (resumed) plenary meeting"),
            Some(Closing::Meeting("56th (resumed) plenary meeting".into(), None))
        );
        assert_eq!(closing("28 April 2021"), day.map(Closing::Day));
        let Some(Closing::Vote(vote)) =
            closing("[Adopted by a recorded vote of 28 to 5, with 14 abstentions. The voting:")
        else {
            panic!("no vote")
        };
        assert_eq!((vote.in_favour, vote.against, vote.abstaining), (28, 5, 14));
        assert_eq!(closing("The meeting of 28 April 2021 decided"), None);
    }
}
