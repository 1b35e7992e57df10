//! Meetings: a later text tells of this one that it was held.

use crate::follow::noted::names;
use crate::follow::phrases::PHRASES;
use crate::follow::series::Line;
use crate::follow::subject::subject;
use crate::follow::suggested::{Certainty, Relation, Suggested, place};
use crate::follow::words::words;
use crate::follow::{Ask, weights};
use crate::model::Role;
use crate::model::day::MONTHS;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// The one later paragraph that best tells of the meeting.
pub(crate) fn held(line: &Line<'_>, of: usize, ask: &Ask) -> Vec<Suggested> {
    let wanted = subject(&ask.words);
    let meetings: Vec<&String> = PHRASES.meetings.iter().filter(|m| wanted.contains(m)).collect();
    if wanted.len() < 3 || meetings.is_empty() {
        return Vec::new();
    }
    let adopted = line.texts[of].resolution.adopted;
    let mut texts: BTreeSet<usize> = line.recallers(of).iter().copied().collect();
    texts.extend(line.next(of));
    let mut best: Option<(f64, Suggested)> = None;
    for t in texts {
        for (block, b) in line.texts[t].resolution.blocks.iter().enumerate().filter(|(_, b)| b.role != Role::Annex) {
            let text = b.body.text.as_str();
            if !PHRASES.was_held.is_in(text) || PHRASES.is_to_be_held.is_in(text) || is_older(text, adopted) {
                continue;
            }
            let said = words(text);
            let covered = weights::covered(&wanted, &said);
            if covered < 0.5 || !meetings.iter().any(|m| said.contains(m)) {
                continue;
            }
            let sure = names(line.texts[of].symbol(), text) && covered >= 0.7;
            let certainty = if sure { Certainty::Sure } else { Certainty::Probable };
            if best.as_ref().is_some_and(|(c, s)| (s.certainty, -c) <= (certainty, -covered)) {
                continue;
            }
            let words = text.chars().take(300).collect();
            let place = place(line.texts[t], block, false);
            let s = Suggested::by_text(ask, Relation::Held, line.texts[t], certainty, place, words, "says-it-was-held");
            best = Some((covered, s));
        }
    }
    best.into_iter().map(|(_, s)| s).collect()
}

/// Whether all years (with the month before them, where one is named) that the words name lie before the request was made.
fn is_older(text: &str, adopted: Option<NaiveDate>) -> bool {
    let Some(adopted) = adopted else { return false };
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let before = |i: usize| {
        let year = words[i].parse::<i32>().ok().filter(|n| words[i].len() == 4 && (1946..2100).contains(n))?;
        let month = i.checked_sub(1).and_then(|m| MONTHS.iter().position(|name| name.eq_ignore_ascii_case(words[m])));
        let earlier = month.is_some_and(|m| m + 1 < adopted.month() as usize);
        Some(year < adopted.year() || year == adopted.year() && earlier)
    };
    let mut years = (0..words.len()).filter_map(before).peekable();
    years.peek().is_some() && years.all(|older| older)
}

#[cfg(test)]
mod tests {
    use super::is_older;

    #[test]
    fn a_meeting_of_an_earlier_year_is_not_the_one_that_was_asked_for() {
        let adopted = Some("2034-05-03".parse().unwrap());
        assert!(is_older("the dialogue held in 2031", adopted));
        assert!(is_older("the dialogue held from 27 to 30 January 2034", adopted));
        assert!(!is_older("the dialogue held from 27 to 30 June 2034", adopted));
        assert!(
            !is_older("the dialogue held in 2035, as in 2031", adopted) && !is_older("the dialogue was held", adopted)
        );
    }
}
