//! *the main part of its seventy-ninth session*, *the seventy-sixth and seventy-seventh sessions of the Assembly*,
//! *its 2023 session*, *its next session*.

use super::{Read, skip};
use crate::extract::number::ordinal;
use crate::extract::tokens::{Shape, Tokens};
use crate::model::SessionPart;

/// Whose session it is, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whose {
    /// *its*, *their*
    Its,
    /// *of the Commission on the Status of Women*: the name as written, without its article.
    Named(String),
    /// *the seventy-eighth session*
    Unsaid,
}

/// Which session, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Which {
    /// By number, one or several.
    Numbers(Vec<u16>),
    /// By year.
    Year(u16),
    /// *next*, *forthcoming*
    Next,
    /// *current*, *present*
    Current,
    /// *that session*, *the same session*
    That,
    /// *a future session*, *its upcoming sessions*, *its session following …*
    Vague,
    /// *its future sessions*
    Some,
}

/// A session as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SessionTime {
    /// Which.
    pub(crate) which: Which,
    /// Whose.
    pub(crate) whose: Whose,
    /// A part of it; the `bool` tells that *resumed* was not said, so that *first part* may be the main part.
    pub(crate) part: Option<(SessionPart, bool)>,
}

const ADJECTIVES: [&str; 5] = ["regular", "substantive", "annual", "ordinary", "yearly"];

/// A session that begins at token `i`, articles and parts included.
pub(crate) fn session(t: &Tokens<'_>, i: usize) -> Read<SessionTime> {
    // *during both the seventy-sixth and the seventy-seventh sessions*
    let (part, mut at) = part_of(t, skip(t, i, &["both"]));
    let its = matches!(t.word(at), "its" | "their" | "his" | "her");
    let that = matches!(t.word(at), "that" | "this") || t.matches(at, "the same").is_some();
    let a = t.word(at) == "a";
    if t.word(at).is_empty() {
        return None;
    }
    at += usize::from(t.matches(at, "the same").is_some());
    at = skip(t, at, &["its", "their", "his", "her", "the", "that", "this", "a"]);
    let mut resumed = false;
    let mut vague = a;
    let mut tense = None;
    let mut year = None;
    loop {
        match t.word(at) {
            "resumed" => resumed = true,
            "next" | "forthcoming" | "upcoming" => tense = Some(Which::Next),
            "current" | "present" | "ongoing" => tense = Some(Which::Current),
            "future" | "subsequent" | "following" | "successive" | "coming" if a || its => vague = true,
            w if ADJECTIVES.contains(&w) => {}
            w if w.len() == 4 && t.shape(at) == Shape::Number && year.is_none() => year = Some(w.parse().ok()?),
            _ => break,
        }
        at += 1;
    }
    let (numbers, after) = numbers(t, at);
    at = after;
    loop {
        match t.word(at) {
            "resumed" => resumed = true,
            w if ADJECTIVES.contains(&w) => {}
            _ => break,
        }
        at += 1;
    }
    // *at its 2021 operational activities for development segment*
    if let Some(year) = year.filter(|_| its && numbers.is_empty())
        && let Some(segment) = (at..at + 7).take_while(|i| t.shape(*i) == Shape::Word).find(|i| t.word(*i) == "segment")
    {
        return Some((SessionTime { which: Which::Year(year), whose: Whose::Its, part: None }, segment + 1));
    }
    let plural = t.word(at) == "sessions";
    if !plural && t.word(at) != "session" {
        return None;
    }
    at += 1;
    let timed = tense.is_some();
    let mut which = match (numbers.is_empty(), year, tense) {
        (false, _, _) => Some(Which::Numbers(numbers)),
        (true, Some(year), _) => Some(Which::Year(year)),
        (true, None, _) if plural && vague => Some(Which::Some),
        (true, None, _) if vague || (plural && timed) => Some(Which::Vague),
        (true, None, Some(which)) => Some(which),
        (true, None, None) if that => Some(Which::That),
        (true, None, None) => None,
    };
    let mut whose = if its { Whose::Its } else { Whose::Unsaid };
    if matches!(t.word(at), "in" | "of") && t.shape(at + 1) == Shape::Number && which.is_none() {
        which = Some(Which::Year(t.word(at + 1).parse().ok().filter(|y| (1946..2200).contains(y))?));
        at += 2;
    } else if t.word(at) == "following" && which.is_none() && its {
        which = Some(Which::Vague);
    }
    if t.word(at) == "of"
        && !its
        && let Some((name, end)) = name(t, at + 1)
    {
        whose = Whose::Named(name);
        at = end;
    }
    let part = match (part, resumed) {
        (Some(SessionPart::Main), true) => Some((SessionPart::FirstResumed, false)),
        (Some(part), true) => Some((part, false)),
        (Some(part), false) => Some((part, part != SessionPart::Resumed)),
        (None, true) => Some((SessionPart::Resumed, false)),
        (None, false) => None,
    };
    Some((SessionTime { which: which?, whose, part }, at))
}

/// *the first part of*, *the main part of*: which part, and the token after *of*.
fn part_of(t: &Tokens<'_>, i: usize) -> (Option<SessionPart>, usize) {
    let mut at = skip(t, i, &["the"]);
    let part = match t.word(at) {
        "main" => SessionPart::Main,
        "first" => SessionPart::FirstResumed,
        "second" => SessionPart::SecondResumed,
        "resumed" => SessionPart::Resumed,
        _ => return (None, i),
    };
    at += 1;
    at = skip(t, at, &["resumed"]);
    if t.word(at) == "part" && t.word(at + 1) == "of" { (Some(part), at + 2) } else { (None, i) }
}

/// *seventy-sixth*, *eightieth and eighty-fifth*, *first, second and third*, *seventy-eighth to eightieth*.
fn numbers(t: &Tokens<'_>, i: usize) -> (Vec<u16>, usize) {
    let mut all = Vec::new();
    let mut at = i;
    loop {
        let from = skip(t, skip(t, at, &[","]), &["and", "to"]);
        let to = t.before(from) == "to" && !all.is_empty();
        let from = if all.is_empty() { at } else { skip(t, from, &["its", "the", "their"]) };
        let Some((n, len)) = ordinal(t, from) else { break };
        match all.last() {
            Some(last) if to && *last < n && n - last < 10 => all.extend(last + 1..=n),
            _ => all.push(n),
        }
        at = from + len;
        if all.len() > 20 {
            break;
        }
    }
    // *its seventy-eighth and subsequent sessions*
    if !all.is_empty() && t.word(at) == "and" && matches!(t.word(at + 1), "subsequent" | "future" | "following") {
        at += 2;
    }
    (all, at)
}

/// The name of a body that begins at `i`, article taken off: words with capitals and the small words between them.
pub(crate) fn name(t: &Tokens<'_>, i: usize) -> Read<String> {
    let from = skip(t, i, &["the"]);
    if !t.capital(from) {
        return None;
    }
    let mut end = from + 1;
    let mut at = end;
    loop {
        if t.capital(at) && t.shape(at) == Shape::Word {
            at += 1;
            end = at;
        } else if at < end + 3
            && match t.word(at) {
                "of" | "on" | "for" => true,
                "the" => matches!(t.before(at), "of" | "on" | "for" | "to" | "against"),
                // *Conference of the Parties to the Convention to Combat Desertification*
                "to" => matches!(t.before(at), "parties" | "convention" | "right"),
                "with" => matches!(t.before(at), "persons"),
                "against" => t.before(at) == "convention",
                "and" => !breaks(t, at),
                "/" => true,
                _ => false,
            }
        {
            at += 1;
        } else {
            break;
        }
        if end - from > 24 {
            break;
        }
    }
    Some((t.raw(from..end).to_owned(), end))
}

/// Whether *and* begins another name: *of the Commission and the Council*, *of the Assembly and to …*.
fn breaks(t: &Tokens<'_>, and: usize) -> bool {
    matches!(t.word(and + 1), "the" | "to" | "in" | "for" | "on") || !t.capital(and + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Option<(Which, Whose, Option<SessionPart>)> {
        session(&Tokens::new(words), 0).map(|(s, _)| (s.which, s.whose, s.part.map(|(p, _)| p)))
    }

    #[test]
    fn sessions_as_people_write_them() {
        use SessionPart::*;
        let numbers = |n: &[u16]| Which::Numbers(n.to_vec());
        let named = |n: &str| Whose::Named(n.into());
        for (words, want) in [
            ("its seventy-seventh session", (numbers(&[77]), Whose::Its, None)),
            ("its eightieth and eighty-fifth sessions", (numbers(&[80, 85]), Whose::Its, None)),
            ("its sixth, seventh and eighth regular sessions", (numbers(&[6, 7, 8]), Whose::Its, None)),
            ("the seventy-eighth session of the Assembly", (numbers(&[78]), named("Assembly"), None)),
            (
                "the twentieth session of the Permanent Forum on Indigenous Issues, including",
                (numbers(&[20]), named("Permanent Forum on Indigenous Issues"), None),
            ),
            ("the main part of its seventy-ninth session", (numbers(&[79]), Whose::Its, Some(Main))),
            ("the first part of its resumed seventy-ninth session", (numbers(&[79]), Whose::Its, Some(FirstResumed))),
            (
                "the second part of the resumed seventy-fifth session",
                (numbers(&[75]), Whose::Unsaid, Some(SecondResumed)),
            ),
            ("its resumed seventy-fifth session", (numbers(&[75]), Whose::Its, Some(Resumed))),
            ("its 2023 session", (Which::Year(2023), Whose::Its, None)),
            ("its substantive session of 2023", (Which::Year(2023), Whose::Its, None)),
            ("its session in 2021", (Which::Year(2021), Whose::Its, None)),
            ("its next session", (Which::Next, Whose::Its, None)),
            ("its current session", (Which::Current, Whose::Its, None)),
            ("that session", (Which::That, Whose::Unsaid, None)),
            ("a future session", (Which::Vague, Whose::Unsaid, None)),
            ("its upcoming sessions", (Which::Vague, Whose::Its, None)),
            ("its future sessions", (Which::Some, Whose::Its, None)),
            ("both the seventy-sixth and the seventy-seventh sessions", (numbers(&[76, 77]), Whose::Unsaid, None)),
            ("its 2021 operational activities for development segment", (Which::Year(2021), Whose::Its, None)),
        ] {
            assert_eq!(read(words), Some(want), "{words}");
        }
        for none in ["its thirty-second special session", "its sessions", "the session", "session", "", "its report"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(words in "(its|the|of|and|to|first|session|sessions|2023|resumed|part|,| |[A-Z][a-z]+){0,30}") {
            let t = Tokens::new(&words);
            for i in 0..t.len() {
                let _ = session(&t, i);
            }
        }
    }
}
