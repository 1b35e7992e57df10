//! One paragraph's marks: Markdown emphasis and links, superscript digits, white space.

use crate::model::Span;

/// A paragraph without its markup.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    pub italic: Vec<Span>,
    pub marks: Vec<(u32, String)>,
    /// Bold from its first word to its last.
    pub bold: bool,
}

/// The digit that a superscript stands for.
pub(super) fn superscript(c: char) -> Option<char> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    DIGITS.iter().position(|d| *d == c).map(|n| char::from(b'0' + n as u8))
}

/// What stands between `open` at the start of `s` and the next `close`, within so many bytes, and the length of all three.
fn inside<'a>(s: &'a str, open: &str, close: &str, longest: usize) -> Option<(&'a str, usize)> {
    let rest = s.strip_prefix(open)?;
    let mut window = rest.len().min(longest);
    while !rest.is_char_boundary(window) {
        window -= 1;
    }
    let end = rest[..window].find(close)?;
    Some((&rest[..end], open.len() + end + close.len()))
}

/// A footnote mark as it is typed, `[^1]`, `<sup>1</sup>`, `^1^`, and its length.
fn mark(s: &str) -> Option<(&str, usize)> {
    if !s.starts_with(['[', '<', '^']) {
        return None;
    }
    [("[^", "]"), ("<sup>", "</sup>"), ("^", "^")]
        .into_iter()
        .filter_map(|(open, close)| inside(s, open, close, 16))
        .find(|(mark, _)| {
            !mark.is_empty() && mark.len() <= 4 && mark.chars().all(|c| c.is_ascii_alphanumeric() || c == '*')
        })
}

/// A footnote mark in brackets as web pages print it, `development;[5]`, behind a word or a stop, and its length.
fn bracketed<'a>(s: &'a str, before: &str) -> Option<(&'a str, usize)> {
    let (mark, len) = inside(s, "[", "]", 5)?;
    let glued = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | ':' | '.' | ')' | '”' | ']'));
    (glued && !mark.is_empty() && mark.bytes().all(|b| b.is_ascii_digit()) && !s[len..].starts_with('('))
        .then_some((mark, len))
}

/// The words of a link, `[59/50](#)`, and its length.
fn link(s: &str) -> Option<(&str, usize)> {
    let (words, len) = inside(s, "[", "](", 400).filter(|(words, _)| !words.contains(['[', '\n']))?;
    let (_, address) = inside(&s[len - 1..], "(", ")", 800)?;
    Some((words, len - 1 + address))
}

/// Removes links, keeping their words; a link in a link's words is kept as it is.
fn without_links(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut rest = s;
    while let Some(i) = rest.find('[') {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        match link(rest) {
            // An image has no words of the text.
            Some((words, len)) => {
                if out.ends_with('!') {
                    out.pop();
                } else {
                    out.push_str(words);
                }
                rest = &rest[len..];
            }
            None => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether an emphasis sign at byte `i` can open (`true`) or close (`false`) emphasis.
fn flanks(s: &str, i: usize, len: usize, opens: bool) -> bool {
    let before = s[..i].chars().next_back();
    let after = s[i + len..].chars().next();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if opens { !blank(after) && !word(before) } else { !blank(before) && !word(after) }
}

/// Reads one paragraph.
pub(super) fn read(raw: &str) -> Line {
    let s = without_links(raw);
    let mut line = Line::default();
    let mut open: Option<(char, usize, u32)> = None;
    let (mut bold, mut bold_bytes) = (None::<u32>, 0usize);
    let mut i = 0;
    while let Some(c) = s[i..].chars().next() {
        let rest = &s[i..];
        let at = line.text.len() as u32;
        if let Some((mark, len)) = mark(rest).or_else(|| bracketed(rest, &line.text)) {
            line.marks.push((at, mark.to_owned()));
            i += len;
            continue;
        }
        if superscript(c).is_some() {
            let digits: String = rest.chars().map_while(superscript).collect();
            i += rest.chars().take(digits.len()).map(char::len_utf8).sum::<usize>();
            if line.text.ends_with(' ') {
                line.text.pop();
            }
            line.marks.push((line.text.len() as u32, digits));
            continue;
        }
        if c == '\\' && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) {
            line.text.push_str(&rest[1..2]);
            i += 2;
            continue;
        }
        if rest.starts_with("**") || rest.starts_with("__") {
            match bold {
                Some(from) if flanks(&s, i, 2, false) => {
                    bold_bytes += (at - from) as usize;
                    bold = None;
                    i += 2;
                    continue;
                }
                None if flanks(&s, i, 2, true) && s[i + 2..].contains(&rest[..2]) => {
                    bold = Some(at);
                    i += 2;
                    continue;
                }
                _ => {}
            }
        }
        if matches!(c, '*' | '_') {
            match open {
                Some((sign, _, from)) if sign == c && flanks(&s, i, 1, false) => {
                    let end = line.text.trim_end().len() as u32;
                    if from < end {
                        line.italic.push(Span { start: from, end });
                    }
                    open = None;
                    i += 1;
                    continue;
                }
                None if flanks(&s, i, 1, true) && closes_later(&s, i + 1, c) => {
                    open = Some((c, i, at));
                    i += 1;
                    continue;
                }
                _ => {}
            }
        }
        i += c.len_utf8();
        match c {
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !line.text.is_empty() && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
            }
            c => line.text.push(c),
        }
    }
    line.text.truncate(line.text.trim_end().len());
    let end = line.text.len() as u32;
    line.italic.retain_mut(|s| {
        s.end = s.end.min(end);
        s.start < s.end
    });
    line.marks.iter_mut().for_each(|(at, _)| *at = (*at).min(end));
    line.bold = bold_bytes > 0 && bold_bytes + 4 >= line.text.len();
    line
}

/// Whether a sign that can close stands later in the paragraph.
fn closes_later(s: &str, from: usize, sign: char) -> bool {
    s[from..].match_indices(sign).take(50).any(|(i, _)| flanks(s, from + i, 1, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_links_and_marks() {
        let line = read("8. *Requests* the report [59/50](#) of 2004,¹ and *also*\nits annex³ ⁴");
        assert_eq!(line.text, "8. Requests the report 59/50 of 2004, and also its annex");
        let words: Vec<_> = line.italic.iter().filter_map(|s| s.of(&line.text)).collect();
        assert_eq!(words, ["Requests", "also"]);
        assert_eq!(line.marks.iter().map(|m| m.1.as_str()).collect::<Vec<_>>(), ["1", "3", "4"]);
    }

    #[test]
    fn a_lone_star_is_no_emphasis_and_brackets_stay() {
        assert_eq!(read("A/91/L.7*").text, "A/91/L.7*");
        assert_eq!(read("3 * 4 * 5").text, "3 * 4 * 5");
        assert_eq!(
            read("[on the report of the Committee ([A/91/1](#))]").text,
            "[on the report of the Committee (A/91/1)]"
        );
        assert_eq!(read("snake_case_word").text, "snake_case_word");
        assert!(read("**Dredging**").bold);
        assert_eq!(read("1\\. Requests[^2]").text, "1. Requests");
        let line = read("the harbours;[5] and [6] more");
        assert_eq!((line.text.as_str(), line.marks), ("the harbours; and [6] more", vec![(13, "5".to_owned())]));
    }
}
