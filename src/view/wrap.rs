//! Breaks text into lines of a width, by what a terminal shows: wide characters count two, combining ones none.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text with what belongs together kept on one line by no-break blanks: *para. 8*, *12 (b)*, *5 September 2023*, and *…* with the word
/// before it.
pub fn together(text: &str) -> Cow<'_, str> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    if !text.contains(' ') {
        return Cow::Borrowed(text);
    }
    let number = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    let month = |w: &str| MONTHS.contains(&w);
    let part = |w: &str| w.len() <= 6 && w.starts_with('(') && w.trim_end_matches([',', ';', '.', ':']).ends_with(')');
    let mut out = String::with_capacity(text.len() + 4);
    let mut before = "";
    let mut cites = false;
    for (i, word) in text.split(' ').enumerate() {
        let cited = (matches!(before, "para." | "paras." | "item") && number(word))
            || (before == "sect." && word.starts_with(char::is_uppercase));
        let day = number(before) && before.len() <= 2 && month(word);
        let year = month(before) && number(word);
        let parted = cites && part(word);
        if i > 0 {
            out.push(if cited || day || year || parted || word == "…" { '\u{a0}' } else { ' ' });
        }
        out.push_str(word);
        cites = cited || parted;
        before = word;
    }
    Cow::Owned(out)
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The width of the longest word: the narrowest column that cuts none.
pub fn longest_word(text: &str) -> usize {
    text.split(' ').map(width).max().unwrap_or(0)
}

/// Breaks a text at blanks; a word wider than the line is cut after a mark in it (`/`, `-`, `.`), else between characters.
/// Never empty: an empty text is one empty line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let w = width(word);
        if !line.is_empty() && used + 1 + w <= columns {
            line.push(' ');
            line.push_str(word);
            used += 1 + w;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if w <= columns {
            line.push_str(word);
            used = w;
        } else {
            let mut pieces = cut(word, columns);
            line = pieces.pop().unwrap_or_default();
            used = width(&line);
            lines.append(&mut pieces);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Cuts one overlong word into pieces of at most `columns` (a single wide character may exceed it).
fn cut(word: &str, columns: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let (mut piece, mut used, mut after_mark) = (String::new(), 0, 0);
    for g in word.graphemes(true) {
        let w = width(g);
        if used > 0 && used + w > columns {
            // A mark in the first third would leave a ragged line for nothing.
            let rest = if after_mark * 3 > piece.len() { piece.split_off(after_mark) } else { String::new() };
            pieces.push(std::mem::replace(&mut piece, rest));
            (used, after_mark) = (width(&piece), 0);
            if used > 0 && used + w > columns {
                pieces.push(std::mem::take(&mut piece));
                used = 0;
            }
        }
        piece.push_str(g);
        used += w;
        if matches!(g, "/" | "-" | "." | ":" | "_" | "," | "?" | "&" | "=" | ";") {
            after_mark = piece.len();
        }
    }
    pieces.push(piece);
    pieces
}

/// One line of at most `columns`, ended by ` …` after its last whole word where the text is longer.
pub fn gist(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.trim_end().to_owned();
    }
    let mut first = wrap(text, columns.saturating_sub(2)).into_iter().next().unwrap_or_default();
    first.push_str(" …");
    first
}

/// A paragraph with its own indent before the first line and another before the rest.
pub fn paragraph(text: &str, columns: usize, first: &str, rest: &str) -> Vec<String> {
    let room = columns.saturating_sub(width(first).max(width(rest))).max(20);
    wrap(text, room)
        .into_iter()
        .enumerate()
        .map(|(i, line)| format!("{}{line}", if i == 0 { first } else { rest }))
        .collect()
}

/// Shares the room among columns, given the least width that each can do with and the most that it wants: all they want, else narrow ones in full and the rest evenly, but never less than the longest
/// word; `None` where not even that fits.
pub fn share(wanted: &[(usize, usize)], room: usize) -> Option<Vec<usize>> {
    if wanted.iter().map(|(least, _)| least).sum::<usize>() > room {
        return None;
    }
    let mut widths: Vec<Option<usize>> = vec![None; wanted.len()];
    loop {
        let fixed: usize = widths.iter().flatten().sum();
        let open = widths.iter().filter(|w| w.is_none()).count();
        if open == 0 {
            break;
        }
        let fair = room.saturating_sub(fixed) / open;
        // Columns that need more than their share take it first, then those content with less.
        let next =
            (0..wanted.len()).find(|i| widths[*i].is_none() && wanted[*i].0 > fair).map(|i| (i, wanted[i].0)).or_else(
                || (0..wanted.len()).find(|i| widths[*i].is_none() && wanted[*i].1 <= fair).map(|i| (i, wanted[i].1)),
            );
        match next {
            Some((i, w)) => widths[i] = Some(w),
            None => {
                for w in widths.iter_mut().filter(|w| w.is_none()) {
                    *w = Some(fair);
                }
            }
        }
    }
    Some(widths.into_iter().map(|w| w.unwrap_or(1)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_and_paragraphs_stay_together() {
        assert_eq!(
            together("resolution 77/13, para. 12 (b), by 5 September 2023"),
            "resolution 77/13, para.\u{a0}12\u{a0}(b), by 5\u{a0}September\u{a0}2023"
        );
        assert_eq!(together("item 72 (a) of 3 States"), "item\u{a0}72\u{a0}(a) of 3 States");
    }

    #[test]
    fn lines_break_at_blanks_and_overlong_words_at_marks() {
        assert_eq!(
            wrap("the Secretary-General of the United Nations", 20),
            ["the", "Secretary-General of", "the United Nations"]
        );
        assert_eq!(wrap("https://documents.un.org/doc/undoc", 20), ["https://documents.", "un.org/doc/undoc"]);
        assert_eq!(wrap("AΣ,A꒐", 2), ["AΣ", ",", "A", "꒐"]);
        assert_eq!(wrap("", 10), [""]);
        // A mark of no width is a word, too.
        assert_eq!(wrap("\u{11c92} abcdef", 3), ["\u{11c92}", "abc", "def"]);
        assert_eq!(gist("one two three four", 11), "one two …");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(text in "\\PC{0,80}", columns in 2usize..40) {
            let lines = wrap(&text, columns);
            let squeezed = |s: &str| s.replace(' ', "");
            prop_assert_eq!(squeezed(&lines.concat()), squeezed(&text));
            for line in &lines {
                prop_assert!(width(line) <= columns || line.graphemes(true).count() == 1, "{:?}", line);
            }
        }
    }
}
