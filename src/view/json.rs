//! JSON: an array of objects, or one object a line, under the keys of the columns; dates ISO, lists as arrays.

use super::ViewError;
use super::report::{Cell, Line, Report, Value};

/// An array with one object a line.
///
/// # Errors
/// Never for what a text holds.
pub fn json(report: &Report) -> Result<Vec<u8>, ViewError> {
    let keys = keys(report)?;
    let mut out = String::from("[");
    for (i, line) in report.lines().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        object(&keys, line, &mut out)?;
    }
    out.push_str(if out.len() > 1 { "\n]\n" } else { "]\n" });
    Ok(out.into_bytes())
}

/// One object a line.
///
/// # Errors
/// Never for what a text holds.
pub fn jsonl(report: &Report) -> Result<Vec<u8>, ViewError> {
    let keys = keys(report)?;
    let mut out = String::new();
    for line in report.lines() {
        object(&keys, line, &mut out)?;
        out.push('\n');
    }
    Ok(out.into_bytes())
}

/// The keys as they stand before their values: `"due_to":`.
fn keys(report: &Report) -> Result<Vec<String>, ViewError> {
    report.columns.iter().map(|c| Ok(format!("{}:", serde_json::to_string(&c.key)?))).collect()
}

fn object(keys: &[String], line: &Line, out: &mut String) -> Result<(), ViewError> {
    out.push('{');
    for (i, key) in keys.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(key);
        put(line.cell(i), out)?;
    }
    out.push('}');
    Ok(())
}

fn put(cell: &Cell, out: &mut String) -> Result<(), ViewError> {
    match &cell.value {
        Value::Empty => out.push_str("null"),
        Value::Text(words) => string(&words.text, out)?,
        Value::Term { word, .. } => string(word, out)?,
        Value::Day { day, .. } => string(&day.to_string(), out)?,
        Value::Number(n) => out.push_str(&n.to_string()),
        Value::Flag(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Link(link) => string(&link.text, out)?,
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                string(&item.text, out)?;
            }
            out.push(']');
        }
        Value::Data { json, .. } => escape(&serde_json::to_string(json)?, out),
    }
    Ok(())
}

fn string(text: &str, out: &mut String) -> Result<(), ViewError> {
    escape(&serde_json::to_string(text)?, out);
    Ok(())
}

/// JSON escapes what is below U+0020; the other characters that act on a terminal are escaped here. They can only stand
/// inside strings, so that the value stays the same.
fn escape(json: &str, out: &mut String) {
    let acts = |c: char| {
        matches!(c,
            '\u{7f}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{2028}'
            | '\u{2029}')
    };
    // The first bytes of those characters; most texts have none of them.
    let mut rest = json;
    if !json.bytes().any(|b| matches!(b, 0x7f | 0xc2 | 0xd8 | 0xe2)) {
        return out.push_str(json);
    }
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| acts(*c)) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(&format!("\\u{:04x}", u32::from(c)));
        rest = after.get(c.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn rows_are_read_back_exactly() {
        let report = sample::report();
        let bytes = json(&report).unwrap();
        let read: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read.len(), report.lines().count());
        for (object, line) in read.iter().zip(report.lines()) {
            assert!(object.keys().eq(report.columns.iter().map(|c| c.key.as_ref())));
            for ((_, found), i) in object.iter().zip(0..) {
                match &line.cell(i).value {
                    Value::Empty => assert!(found.is_null()),
                    Value::Text(words) => assert_eq!(found, &words.text),
                    Value::Number(n) => assert_eq!(found, n),
                    Value::Day { day, .. } => assert_eq!(found, &day.to_string()),
                    Value::List(items) => {
                        assert!(found.as_array().unwrap().iter().eq(items.iter().map(|i| &i.text)));
                    }
                    _ => {}
                }
            }
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
