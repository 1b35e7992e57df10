//! Days, times and states as people write them.

use crate::model::day::in_words;
use crate::model::{
    Basis, Body, Due, Period, Record, Recurrence, Relation, Row, SessionPart, Status, Symbol, Timing, TurnName, Window,
};
use chrono::NaiveDate;

/// `1,176`.
pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    if n < 0 {
        out.push('-');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `1 day`, `1,176 days`.
pub fn days(n: i64) -> String {
    counted(n, "day", "days")
}

/// `1 provision`, `412 provisions`.
pub fn counted(n: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// `1,176 days late`.
pub fn days_late(n: i64) -> String {
    format!("{} late", days(n))
}

/// `77th`.
pub fn ordinal(n: u16) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// `a, b and c`.
pub fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// *6 months*, *1 year and 6 months*.
pub fn period(p: Period) -> String {
    let parts: Vec<String> = [(p.years, "year", "years"), (p.months, "month", "months"), (p.days, "day", "days")]
        .into_iter()
        .filter(|(n, _, _)| *n > 0)
        .map(|(n, one, many)| counted(i64::from(n), one, many))
        .collect();
    and(&parts)
}

/// *every year*, *every 6 months*, *regularly*.
pub fn recurrence(r: Recurrence) -> String {
    let one = |p: Period| p.years + p.months + p.days == 1;
    match r {
        Recurrence::Regular => "regularly".to_owned(),
        Recurrence::Every(p) if one(p) => format!("every {}", period(p).trim_start_matches("1 ")),
        Recurrence::Every(p) => format!("every {}", period(p)),
    }
}

/// *77th session*; the body is named where it is not the one that adopted (and always but for the General Assembly where
/// that is unknown).
pub fn session(session: u16, body: &Body, part: Option<SessionPart>, adopting: Option<&str>) -> String {
    let named = match body {
        Body::Ecosoc => format!("{session} session"),
        // No body has had so many: a year.
        _ if session >= 1900 => format!("{session} session"),
        _ => format!("{} session", ordinal(session)),
    };
    let named = match part {
        None => named,
        Some(part) => format!("{part} part of the {named}"),
    };
    if body.name() == adopting.unwrap_or(Body::Ga.name()) { named } else { format!("{named} of the {}", body.name()) }
}

/// A time as a deadline names it: *77th session*, *by 31 December 2022*, *6 months from adoption*.
pub fn due(due: &Due, relation: Relation, adopting: Option<&str>) -> String {
    let with = |words: String, article: &str| match relation {
        Relation::At | Relation::In | Relation::Within => words,
        Relation::By => format!("by {article}{words}"),
        Relation::Before => format!("before {article}{words}"),
        Relation::Until => format!("until {article}{words}"),
    };
    match due {
        Due::Session { session: n, body, part } => with(session(*n, body, *part, adopting), "the "),
        // The day kept is the last one on time, so *before* and *by* read alike.
        Due::Date(day) => match relation {
            Relation::Before => format!("by {}", in_words(*day)),
            _ => with(in_words(*day), ""),
        },
        Due::Within(p) => format!("{} from adoption", period(*p)),
        Due::Event(event) => event.clone(),
    }
}

/// *13 September 2022 to 5 September 2023 (both announced)*.
pub fn window(w: &Window) -> String {
    let (from, to) = (in_words(w.opens), in_words(w.closes));
    let basis = |b: Basis| match b {
        Basis::Text => "from the text",
        Basis::Announced => "announced",
        Basis::Rule => "by rule",
        Basis::Estimated => "estimated",
        Basis::User => "set here",
    };
    if w.opens == w.closes {
        format!("{to} ({})", basis(w.closes_basis))
    } else if w.opens_basis == w.closes_basis {
        format!("{from} to {to} (both {})", basis(w.closes_basis))
    } else {
        format!("{from} ({}) to {to} ({})", basis(w.opens_basis), basis(w.closes_basis))
    }
}

/// The turn that a row is about, else the first time of its deadline: *79th session*, *by 30 June 2024*.
pub fn time(row: &Row) -> Option<String> {
    let deadline = row.deadline.as_ref();
    let organ = row.organ.as_deref();
    match (&row.occurrence, deadline.map(|d| &d.due)) {
        (Some(TurnName::Number(n)), Some(Due::Session { body: first, .. })) => {
            // Of several bodies, each has its turn: that of the session whose number it bears.
            let others = deadline.iter().flat_map(|d| &d.also);
            let own = deadline.iter().map(|d| &d.due).chain(others).find_map(|due| match due {
                Due::Session { session, body, .. } if session == n => Some(body),
                _ => None,
            });
            Some(session(*n, own.unwrap_or(first), None, organ))
        }
        (Some(TurnName::Number(n)), _) if *n < 1900 => Some(format!("{} session", ordinal(*n))),
        (Some(turn), _) => Some(match turn {
            TurnName::Number(n) => n.to_string(),
            TurnName::Day(day) => in_words(*day),
        }),
        // An event has no date; the words that tie the time to it say more than its name.
        (None, Some(Due::Event(_))) => deadline.map(|d| d.phrase.clone()),
        (None, _) => deadline.map(|d| due(&d.due, d.relation, organ)),
    }
}

/// When it is due, on the day asked for: *79th session, closed 9 September 2025*, *by 30 June 2027*, *–*.
pub fn due_of(row: &Row, as_of: NaiveDate) -> String {
    let named = time(row);
    let Some(w) = row.window else { return named.unwrap_or_else(|| "–".to_owned()) };
    let mark = if w.closes_basis == Basis::Estimated { " (estimated)" } else { "" };
    let closes = in_words(w.closes);
    let Some(named) = named else { return format!("until {closes}{mark}") };
    // A year is its own window.
    if let Some(year) = named.parse::<i32>().ok().filter(|y| *y == chrono::Datelike::year(&w.closes)) {
        return format!("in {year}{mark}");
    }
    // A date in the words needs no second date.
    if named.contains(&closes) {
        return format!("{named}{mark}");
    }
    if as_of > w.closes {
        format!("{named}, closed {closes}{mark}")
    } else if as_of < w.opens {
        let mark = if w.opens_basis == Basis::Estimated { " (estimated)" } else { "" };
        format!("{named}, opens {}{mark}", in_words(w.opens))
    } else {
        format!("{named}, until {closes}{mark}")
    }
}

/// What the day makes of it: *1,176 days late, no record*, *closes in 12 days*, *implemented on 15 August 2022*.
pub fn today(row: &Row, as_of: NaiveDate) -> String {
    let said = timed(row, as_of);
    let begun = matches!(row.status, Status::InProgress | Status::PartlyImplemented | Status::NotImplemented);
    if begun && matches!(row.timing, Timing::Upcoming | Timing::Due) {
        return format!("{}; {said}", status(row.status));
    }
    said
}

fn timed(row: &Row, as_of: NaiveDate) -> String {
    let until = |day: NaiveDate| (day - as_of).num_days();
    match (row.timing, row.window) {
        (Timing::Overdue, _) => {
            let late = row.days_overdue.map_or_else(|| "late".to_owned(), days_late);
            match row.record {
                Some(Record::NoRecord) => format!("{late}, no record"),
                Some(Record::Outstanding) => format!("outstanding, {late}"),
                None => late,
            }
        }
        (Timing::Upcoming, Some(w)) => format!("opens in {}", days(until(w.opens))),
        (Timing::Upcoming, None) => "upcoming".to_owned(),
        (Timing::Due, Some(w)) if w.closes == as_of => "closes today".to_owned(),
        (Timing::Due, Some(w)) => format!("closes in {}", days(until(w.closes))),
        (Timing::Due, None) => "due".to_owned(),
        (Timing::Closed, _) => match row.status_on {
            Some(on) => format!("{} on {}", status(row.status), in_words(on)),
            None => status(row.status).to_owned(),
        },
        (Timing::InForce, Some(w)) => format!("in force for {}", days(until(w.closes))),
        (Timing::InForce, None) => "in force".to_owned(),
        (Timing::Expired, Some(w)) => format!("expired on {}", in_words(w.closes)),
        (Timing::Expired, None) => "expired".to_owned(),
        (Timing::Draft, _) if row.status != Status::NoEntry => format!("draft; {}", status(row.status)),
        (Timing::Draft, _) => "draft".to_owned(),
        (Timing::Undated, _) if row.status != Status::NoEntry => status(row.status).to_owned(),
        (Timing::Undated, _) => "undated".to_owned(),
    }
}

/// A status as people read it.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::NoEntry => "no entry",
        Status::InProgress => "in progress",
        Status::PartlyImplemented => "partly implemented",
        Status::NotImplemented => "not implemented",
        Status::Continuing => "continuing",
        Status::InEffect => "in effect",
        Status::Implemented => "implemented",
        Status::Discontinued => "discontinued",
        Status::Superseded => "superseded",
        Status::Overtaken => "overtaken by events",
        Status::NotApplicable => "not applicable",
    }
}

/// A timing as people read it; what is late is *outstanding* or has *no record*.
pub fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::Upcoming => "upcoming",
        Timing::Due => "due",
        Timing::Overdue => "past due",
        Timing::Closed => "closed",
        Timing::InForce => "in force",
        Timing::Expired => "expired",
        Timing::Undated => "no date",
        Timing::Draft => "draft",
    }
}

/// A record as people read it.
pub fn record(record: Record) -> &'static str {
    match record {
        Record::Outstanding => "outstanding",
        Record::NoRecord => "no record",
    }
}

/// How the status came about: *in progress since 3 March 2025 (j.doe): draft with DPPA*; empty without an entry.
pub fn how(row: &Row) -> String {
    if matches!(row.status, Status::NoEntry | Status::InEffect) {
        return row.note.clone().unwrap_or_default();
    }
    let mut out = status(row.status).to_owned();
    if let Some(on) = row.status_on {
        let word = if row.status.closes() { "on" } else { "since" };
        out.push_str(&format!(" {word} {}", in_words(on)));
    }
    if let Some(by) = &row.status_by {
        out.push_str(&format!(" ({by})"));
    }
    if let Some(note) = &row.note {
        out.push_str(": ");
        out.push_str(note);
    }
    out
}

/// The time that the words name, of the turn that the row is about: *79th session*, *by 30 June 2024*; empty where none is.
pub fn requested_for(row: &Row) -> String {
    time(row).unwrap_or_default()
}

/// Paragraph and part: *12 (b)*.
pub fn para(row: &Row) -> String {
    match &row.part {
        Some(part) => format!("{} {part}", row.paragraph),
        None => row.paragraph.clone(),
    }
}

/// How it stands, for a paper: *outstanding, in progress*, *no record*, *implemented*, *not yet due*.
pub fn state(row: &Row) -> String {
    let recorded = (row.status != Status::NoEntry).then(|| status(row.status));
    let standing = match (row.timing, row.record) {
        (Timing::Overdue, Some(r)) => Some(record(r)),
        (Timing::Overdue, None) => Some("outstanding"),
        (Timing::Upcoming, _) if recorded.is_none() => Some("not yet due"),
        (Timing::Due, _) if recorded.is_none() => Some("due"),
        (Timing::InForce | Timing::Expired, _) => return timing(row.timing).to_owned(),
        (Timing::Undated, _) if recorded.is_none() => Some("no entry"),
        (Timing::Draft, _) => Some("draft"),
        _ => None,
    };
    standing.into_iter().chain(recorded).collect::<Vec<_>>().join(", ")
}

/// How its status came about, what single addressees have done, what asks again, and what is planned.
pub fn remarks(row: &Row) -> String {
    let mut said = Vec::new();
    let how = how(row);
    if !how.is_empty() {
        said.push(how);
    }
    for (name, by, on) in &row.by_addressee {
        said.push(format!("{name}: {} since {}", status(*by), in_words(*on)));
    }
    if let Some(day) = row.planned {
        said.push(format!("planned for {}", in_words(day)));
    }
    if let Some(next) = &row.next {
        said.push(format!("asked again in {}", cited(next)));
    }
    said.join("; ")
}

/// A provision as papers cite it, from its id: *resolution 77/34, para. 8 (b)*.
pub fn cited(id: &str) -> String {
    let Some((symbol, place)) = id.rsplit_once(':') else { return id.to_owned() };
    let Ok(symbol) = symbol.parse::<Symbol>() else { return id.to_owned() };
    let place = place.split(['-', '@']).next().unwrap_or(place);
    let steps: Vec<&str> = place.split('.').collect();
    let at = steps.iter().position(|s| s.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(0);
    let mut out = symbol.cite(None);
    if at > 0 {
        out.push_str(&format!(", sect. {}", steps.get(..at).unwrap_or_default().join(".")));
    }
    for (i, step) in steps.iter().skip(at).enumerate() {
        out.push_str(&if i == 0 { format!(", para. {step}") } else { format!(" ({step})") });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_read_as_people_write_them() {
        assert_eq!([number(0), number(999), number(1176), number(-1_234_567)], ["0", "999", "1,176", "-1,234,567"]);
        assert_eq!([days_late(1), days_late(1176)], ["1 day late", "1,176 days late"]);
        assert_eq!(
            [1, 2, 3, 11, 12, 21, 77, 112].map(ordinal),
            ["1st", "2nd", "3rd", "11th", "12th", "21st", "77th", "112th"]
        );
        assert_eq!(recurrence(Recurrence::Every(Period::years(1))), "every year");
        assert_eq!(recurrence(Recurrence::Every(Period::days(90))), "every 90 days");
        assert_eq!(session(48, &Body::Hrc, None, Some("General Assembly")), "48th session of the Human Rights Council");
        assert_eq!(session(77, &Body::Ga, Some(SessionPart::Main), None), "main part of the 77th session");
        assert_eq!(session(2021, &Body::Ga, None, None), "2021 session");
        assert_eq!(cited("A/RES/77/34:8-decides"), "resolution 77/34, para. 8");
        assert_eq!(cited("A/RES/77/263:VI.6.b.i-requests2@78"), "resolution 77/263, sect. VI, para. 6 (b) (i)");
        assert_eq!(cited("what"), "what");
        let day = NaiveDate::from_ymd_opt(2022, 6, 30).unwrap();
        assert_eq!(due(&Due::Date(day), Relation::By, None), "by 30 June 2022");
        assert_eq!(due(&Due::Within(Period::months(6)), Relation::Within, None), "6 months from adoption");
    }
}
