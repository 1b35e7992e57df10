//! JSON: an array of objects, or one object a line, under the keys of the columns; dates ISO, lists as arrays.

use super::ViewError;
use super::report::{Cell, Line, Report, Value};
use serde_json::Value as Json;

/// An array with one object a line.
///
/// # Errors
/// Never for what a text holds.
pub fn json(report: &Report) -> Result<Vec<u8>, ViewError> {
    let mut out = String::from("[");
    for (i, line) in report.lines().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        object(report, line, &mut out)?;
    }
    out.push_str(if out.len() > 1 { "\n]\n" } else { "]\n" });
    Ok(out.into_bytes())
}

/// One object a line.
///
/// # Errors
/// Never for what a text holds.
pub fn jsonl(report: &Report) -> Result<Vec<u8>, ViewError> {
    let mut out = String::new();
    for line in report.lines() {
        object(report, line, &mut out)?;
        out.push('\n');
    }
    Ok(out.into_bytes())
}

/// A line as an object: the form in which `--format json` gives it.
pub fn value(report: &Report, line: &Line) -> serde_json::Map<String, Json> {
    report.columns.iter().enumerate().map(|(i, c)| (c.key.to_string(), cell(line.cell(i)))).collect()
}

fn object(report: &Report, line: &Line, out: &mut String) -> Result<(), ViewError> {
    let text = serde_json::to_string(&value(report, line))?;
    escape(&text, out);
    Ok(())
}

/// JSON escapes what is below U+0020; the other characters that act on a terminal are escaped here. They can only stand
/// inside strings, so that the value stays the same.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{2028}'
            | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
}

fn cell(cell: &Cell) -> Json {
    match &cell.value {
        Value::Empty => Json::Null,
        Value::Text(words) => Json::String(words.text.clone()),
        Value::Term { word, .. } => Json::String((*word).to_owned()),
        Value::Day { day, .. } => Json::String(day.to_string()),
        Value::Number(n) => Json::from(*n),
        Value::Flag(yes) => Json::Bool(*yes),
        Value::Link(link) => Json::String(link.text.clone()),
        Value::List(items) => items.iter().map(|i| Json::String(i.text.clone())).collect(),
        Value::Data { json, .. } => json.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn rows_are_read_back_exactly() {
        let report = sample::report();
        let bytes = json(&report).unwrap();
        let read: Vec<serde_json::Map<String, Json>> = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read.len(), report.lines().count());
        for (object, line) in read.iter().zip(report.lines()) {
            assert_eq!(object, &value(&report, line));
        }
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}']));
        assert_eq!(bytes, json(&report).unwrap());
        let lines = String::from_utf8(jsonl(&report).unwrap()).unwrap();
        assert_eq!(lines.lines().count(), read.len());
    }

    #[test]
    fn no_rows_are_an_empty_array() {
        let mut report = sample::report();
        report.groups.clear();
        assert_eq!(json(&report).unwrap(), b"[]\n");
        assert!(jsonl(&report).unwrap().is_empty());
    }

    #[test]
    fn the_json_of_a_record() {
        insta::assert_snapshot!(String::from_utf8(json(&sample::records()).unwrap()).unwrap());
    }
}
