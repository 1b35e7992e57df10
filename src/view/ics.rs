//! A calendar: due windows as events, planning dates as tentative ones. To the letter of RFC 5545, written here because the
//! library at hand leaves lines unfolded and puts the clock and random ids into alarms.

use super::report::{Cell, Line, Report, Value};
use super::{Options, ViewError, clean};
use crate::model::day::in_words;
use chrono::{Days, NaiveDate};

/// What a calendar can't do without.
const NEEDED: [&str; 3] = ["id", "due_from", "due_to"];

/// Documents go to be processed ten weeks before the session, and are issued six weeks before it: the ten- and six-week rules
/// of the slotting system for documentation. A date counted from them is only an estimate.
const PLANNING: [(&str, u64, &str); 2] =
    [("ten-weeks", 70, "due for processing, ten weeks before"), ("six-weeks", 42, "to be issued, six weeks before")];

/// Writes a calendar of the rows that have a window. The report needs the columns of a record ([`super::columns::Field::record`]).
///
/// # Errors
/// Where the report lacks the columns `id`, `due_from` or `due_to`.
pub fn ics(report: &Report, options: Options) -> Result<Vec<u8>, ViewError> {
    if let Some(missing) = NEEDED.into_iter().find(|key| report.column(key).is_none()) {
        return Err(ViewError::Column { format: "a calendar", column: missing });
    }
    let mut out = Vec::new();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//pursuant//due windows//EN"),
        ("CALSCALE", "GREGORIAN"),
    ] {
        put(&mut out, name, value);
    }
    if !report.title.is_empty() {
        put(&mut out, "X-WR-CALNAME", &escape(&report.title));
    }
    for line in report.lines() {
        event(report, line, options, &mut out);
    }
    put(&mut out, "END", "VCALENDAR");
    Ok(out)
}

struct Fields<'a> {
    report: &'a Report,
    line: &'a Line,
}

impl Fields<'_> {
    fn cell(&self, key: &str) -> Option<&Cell> {
        self.report.column(key).map(|i| self.line.cell(i)).filter(|c| !c.is_empty())
    }

    fn words(&self, key: &str) -> Option<String> {
        self.cell(key).map(|c| c.words().into_owned())
    }

    fn term(&self, key: &str) -> &str {
        match self.cell(key).map(|c| &c.value) {
            Some(Value::Term { word, .. }) => word,
            _ => "",
        }
    }

    fn day(&self, key: &str) -> Option<(NaiveDate, bool)> {
        match self.cell(key)?.value {
            Value::Day { day, estimated } => Some((day, estimated)),
            _ => None,
        }
    }

    /// Whether it is due at a session, so that planning dates can be counted from its opening.
    fn at_session(&self) -> bool {
        matches!(self.cell("deadline").map(|c| &c.value),
            Some(Value::Data { json, .. }) if json.pointer("/due/session").is_some())
    }
}

fn event(report: &Report, line: &Line, options: Options, out: &mut Vec<u8>) {
    let fields = Fields { report, line };
    let (Some(id), Some((opens, guess)), Some((closes, guess_too))) =
        (fields.words("id"), fields.day("due_from"), fields.day("due_to"))
    else {
        return;
    };
    let about =
        [fields.words("kind"), fields.words("addressees"), Some(fields.words("cite").unwrap_or_else(|| id.clone()))];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let window = Event {
        uid: format!("due-{id}@pursuant"),
        first: opens,
        last: closes,
        summary: about.clone(),
        description: description(&fields, &id),
        tentative: guess || guess_too,
        symbol: fields.words("symbol"),
        alarms: &report.alarms,
    };
    window.write(options, out);
    let open = !matches!(fields.term("timing"), "closed" | "in-force" | "expired");
    if fields.term("kind") == "report" && fields.at_session() && open {
        for (name, before, said) in PLANNING {
            let Some(day) = opens.checked_sub_days(Days::new(before)).filter(|day| *day >= report.as_of) else {
                continue;
            };
            let planned = Event {
                uid: format!("{name}-{id}@pursuant"),
                first: day,
                last: day,
                summary: format!("{said} {}: {about}", in_words(opens)),
                description: format!("An estimate, counted from the opening of the session.\n{}", window.description),
                tentative: true,
                symbol: None,
                alarms: &[],
            };
            planned.write(options, out);
        }
    }
}

fn description(fields: &Fields<'_>, id: &str) -> String {
    let mut lines = vec![id.to_owned()];
    for (key, before) in [
        ("cite", ""),
        ("title", ""),
        ("text", ""),
        ("deadline", "time in the text: "),
        ("status", "status: "),
        ("evidence", "evidence: "),
        ("office", "lead: "),
        ("note", ""),
    ] {
        if let Some(words) = fields.words(key) {
            lines.push(format!("{before}{words}"));
        }
    }
    lines.push(fields.report.closing());
    lines.join("\n")
}

struct Event<'a> {
    uid: String,
    first: NaiveDate,
    last: NaiveDate,
    summary: String,
    description: String,
    tentative: bool,
    symbol: Option<String>,
    alarms: &'a [u16],
}

impl Event<'_> {
    fn write(&self, options: Options, out: &mut Vec<u8>) {
        // The end of an event of whole days is the day after its last.
        let end = self.last.succ_opt().unwrap_or(self.last);
        put(out, "BEGIN", "VEVENT");
        put(out, "UID", &escape(&self.uid));
        put(out, "DTSTAMP", &options.now.format("%Y%m%dT%H%M%SZ").to_string());
        put(out, "DTSTART;VALUE=DATE", &self.first.format("%Y%m%d").to_string());
        put(out, "DTEND;VALUE=DATE", &end.format("%Y%m%d").to_string());
        put(out, "SUMMARY", &escape(&self.summary));
        put(out, "DESCRIPTION", &escape(&self.description));
        if let Some(symbol) = &self.symbol {
            put(out, "URL", &clean::symbol_address(symbol));
        }
        put(out, "STATUS", if self.tentative { "TENTATIVE" } else { "CONFIRMED" });
        put(out, "TRANSP", "TRANSPARENT");
        for days in self.alarms {
            put(out, "BEGIN", "VALARM");
            put(out, "ACTION", "DISPLAY");
            put(out, "TRIGGER;RELATED=END", &format!("-P{days}D"));
            put(out, "DESCRIPTION", &escape(&self.summary));
            put(out, "END", "VALARM");
        }
        put(out, "END", "VEVENT");
    }
}

/// A value of type TEXT.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in clean::lines(text).chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded so that none is longer than 75 octets.
fn put(out: &mut Vec<u8>, name: &str, value: &str) {
    let line = format!("{name}:{value}");
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > 75 {
            out.extend_from_slice(b"\r\n ");
            used = 1;
        }
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        used += c.len_utf8();
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{look, sample};

    fn unfolded(bytes: &[u8]) -> Vec<String> {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|l| l.len() <= 75));
        text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    fn unescape(text: &str) -> String {
        let mut out = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => match chars.next().unwrap() {
                    'n' => out.push('\n'),
                    c => out.push(c),
                },
                (c, false) => out.push(c),
            }
        }
        out
    }

    #[test]
    fn every_row_with_a_window_is_an_event_that_keeps_the_rules() {
        let mut report = sample::records();
        report.alarms = vec![14];
        let bytes = ics(&report, look::options()).unwrap();
        let lines = unfolded(&bytes);
        let values = |name: &str| -> Vec<String> {
            lines.iter().filter_map(|l| l.strip_prefix(name)?.strip_prefix(':')).map(unescape).collect()
        };
        let rows: Vec<_> = sample::rows().into_iter().filter(|r| r.window.is_some()).collect();
        let due: Vec<String> = values("UID").into_iter().filter(|u| u.starts_with("due-")).collect();
        assert_eq!(due, rows.iter().map(|r| format!("due-{}@pursuant", r.id)).collect::<Vec<_>>());
        let (starts, ends) = (values("DTSTART;VALUE=DATE"), values("DTEND;VALUE=DATE"));
        assert!(starts.iter().zip(&ends).all(|(a, b)| a < b));
        assert_eq!(ends[0], "20250910");
        assert!(values("DTSTAMP").iter().all(|d| d == "20261124T090000Z"));
        for (description, row) in values("DESCRIPTION").iter().filter(|d| d.contains("As of")).zip(&rows) {
            assert!(description.contains(row.id.as_str()));
        }
        // Ten and six weeks before the 82nd session opens, which is not announced.
        assert_eq!(values("UID").iter().filter(|u| u.contains("weeks-A/RES/77/9:7-requests@82")).count(), 2);
        assert!(
            values("SUMMARY").iter().any(|s| s.starts_with("due for processing, ten weeks before 14 September 2027"))
        );
        assert_eq!(values("BEGIN").iter().filter(|b| *b == "VALARM").count(), rows.len());
        assert_eq!(bytes, ics(&report, look::options()).unwrap());
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = ics(&sample::report(), look::options()).unwrap_err();
        assert_eq!(error.to_string(), "a calendar needs the column `due_from`");
    }
}
