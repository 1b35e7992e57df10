//! Makes any text safe to show: what a document holds must not move a cursor, hide words or turn a line around.

use std::borrow::Cow;

/// Whether a character would act instead of being read.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200e}' | '\u{200f}' | '\u{61c}' // direction marks
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // embeddings, overrides, isolates
            | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn safe(text: &str, keep_breaks: bool) -> Cow<'_, str> {
    // Most texts are ASCII without controls, and bytes are tested faster than characters.
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) || !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(if keep_breaks { '\n' } else { ' ' }),
            '\t' => out.push(' '),
            // Marks and byte order marks are invisible and occur in real documents; they go without a trace.
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' => {}
            c if acts(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The text on one line: breaks and tabs become blanks, direction marks go, and other control characters, terminal escapes and
/// bidirectional controls are spelled out (`\u{1b}`, `\u{202e}`).
pub fn line(text: &str) -> Cow<'_, str> {
    safe(text, false)
}

/// The same, with its line breaks kept as `\n`.
pub fn lines(text: &str) -> Cow<'_, str> {
    safe(text, true)
}

/// Where a symbol's document is found: `https://undocs.org/A/77/277`.
pub fn symbol_address(symbol: &str) -> String {
    format!("https://undocs.org/{}", percent(symbol))
}

/// An `http` or `https` address with everything percent-encoded that has no place in one; `None` for any other scheme.
pub fn address(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") || rest.is_empty() {
        return None;
    }
    Some(format!("{scheme}://{}", percent(rest)))
}

fn percent(text: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const SET: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
    utf8_percent_encode(text, SET).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_spelled_out_and_the_rest_is_left() {
        assert_eq!(line("a\x1b[31mb"), "a\\u{1b}[31mb");
        assert_eq!(line("safe\u{202e}txet"), "safe\\u{202e}txet");
        assert_eq!(line("A/75/\u{200e}L.78\r\nnext\tcell"), "A/75/L.78 next cell");
        assert_eq!(lines("one\r\ntwo\rthree"), "one\ntwo\nthree");
        assert!(matches!(line("التقرير 👩‍🚀 «é»"), Cow::Borrowed(_)));
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(address("HTTPS://un.org/a b\"<x>").as_deref(), Some("https://un.org/a%20b%22%3Cx%3E"));
        assert_eq!(address("https://un.org/%20?q=1&b#c").as_deref(), Some("https://un.org/%20?q=1&b#c"));
        for no in ["javascript:alert(1)", "file:///etc/passwd", "un.org", "https://", "data://x"] {
            assert_eq!(address(no), None, "{no}");
        }
        assert_eq!(symbol_address("A/77/277-S/2022/606"), "https://undocs.org/A/77/277-S/2022/606");
        assert_eq!(symbol_address("A/78/64 (Part I)"), "https://undocs.org/A/78/64%20(Part%20I)");
    }
}
