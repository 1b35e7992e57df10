//! Pages to lines: running heads and feet, job numbers and page numbers are taken out; on pages of a PDF also the
//! footnotes below the rule, whose marks in the text become superscript.

use super::notes::Note;
use crate::source::cover::pattern;
use crate::source::layout::{Start, start};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A line with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Without the blanks before it.
    pub text: String,
    /// Blanks before it, a tab as four.
    pub indent: usize,
    /// From 1.
    pub page: u32,
    /// From 1, in the whole text.
    pub line: u32,
    /// Whether it is the first after a page break.
    pub turned: bool,
}

/// Whether a line is the rule above footnotes.
pub(super) fn rule(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 5 && text.chars().all(|c| matches!(c, '_' | '―' | '⎯' | '─'))
}

/// Job numbers, bar codes, page numbers.
fn furniture(text: &str) -> bool {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\d{1,3}/\d{1,3}|\d{1,3}/\d{1,3}\s+\d\d-\d{5}(?:\s?\(E\))?|\d\d-\d{5}(?:\s?\(E\))?(?:\s+\d{1,3}/\d{1,3}|\s+\d{6,8})*|\*\d{7}\*|(?:Page|page) \d{1,3}(?: of \d{1,3})?|Please recycle.*|V\.\d\d-\d{5}.*|GE\.\d\d-\d{5}.*|[-–] ?\d{1,3} ?[-–])$",
        )
    });
    LINE.is_match(text)
}

/// Letters and digits only, for comparing a running head with the title.
fn squeeze(s: &str) -> String {
    s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The lines of a text and the footnotes that stood below rules.
pub(super) fn lines(text: &str) -> (Vec<Line>, Vec<Note>) {
    let paged = text.contains('\u{c}');
    let mut all = Vec::new();
    let mut notes = Vec::new();
    let mut number = 0;
    let mut symbol = None;
    let mut title = String::new();
    for (page, words) in text.split('\u{c}').enumerate() {
        let mut lines: Vec<Line> = words
            .split('\n')
            .map(|raw| {
                number += 1;
                let text = raw.trim_start();
                let indent = raw[..raw.len() - text.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
                Line { text: text.trim_end().to_owned(), indent, page: page as u32 + 1, line: number, turned: false }
            })
            .collect();
        if paged {
            if page == 0 {
                symbol = own_symbol(&lines);
                title = printed_title(&lines);
            } else {
                head(&mut lines, symbol.as_deref(), &title);
            }
            lines.iter_mut().for_each(|l| {
                if furniture(&l.text) {
                    l.text.clear();
                }
            });
            if let Some(at) = lines.iter().position(|l| rule(&l.text)) {
                let below = lines.split_off(at);
                let found = below_rule(&below[1..]);
                raise(&mut lines, &found);
                notes.extend(found);
            } else if let Some(at) = starred(&lines) {
                notes.extend(below_rule(&lines.split_off(at)));
            }
            // The quirk of PDF text: a blank before a hyphen.
            static APART: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\p{L}) ([-‑])(\p{L})|(\d) (–)(\d)"));
            lines.iter_mut().for_each(|l| l.text = APART.replace_all(&l.text, "$1$2$3$4$5$6").into_owned());
            if let Some(first) = lines.iter_mut().find(|l| !l.text.is_empty()) {
                first.turned = page > 0;
            }
        }
        all.extend(lines);
    }
    if paged {
        rehyphen(&mut all);
    }
    (all, notes)
}

/// Where a footnote with a star begins at the foot of a page that has no rule above it.
fn starred(lines: &[Line]) -> Option<usize> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\*{1,3} ?\p{Lu}.*\s"));
    let filled = lines.iter().enumerate().rev().filter(|(_, l)| !l.text.is_empty());
    filled.take(4).find(|(_, l)| NOTE.is_match(&l.text)).map(|(i, _)| i)
}

/// The symbol that the first lines print.
fn own_symbol(lines: &[Line]) -> Option<String> {
    static SYMBOL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|\s)((?:A|S|E|UNEP)/[A-Za-z0-9./()-]*\d)\*?(?:\s|$)"));
    lines.iter().take(12).find_map(|l| SYMBOL.captures(&l.text).map(|c| c[1].to_owned()))
}

/// The title as the first page prints it, squeezed: from its number to the organ line, else the whole page.
fn printed_title(lines: &[Line]) -> String {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:ES-|S-)?\d{1,4}/\d{1,3}(?: [A-Z])?\.(?:\s|$)"));
    let from = lines.iter().position(|l| NUMBER.is_match(&l.text)).unwrap_or(0);
    let until = lines.iter().skip(from).position(|l| start(&l.text) == Start::Organ).unwrap_or(lines.len());
    squeeze(&lines.iter().skip(from).take(until).map(|l| l.text.as_str()).collect::<String>())
}

/// Clears the running head of a later page: among its first lines that with the symbol, and those around it that are pieces of
/// the title.
fn head(lines: &mut [Line], symbol: Option<&str>, title: &str) {
    let Some(symbol) = symbol else { return };
    let first: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].text.is_empty()).take(6).collect();
    let at_symbol = first.iter().position(|i| lines[*i].text.contains(symbol));
    for (n, i) in first.into_iter().enumerate() {
        let words = squeeze(&lines[i].text.replace(symbol, " "));
        let of_title = words.is_empty() || title.contains(&words) && (words.len() > 3 || at_symbol == Some(n));
        // Below the symbol a line of the text could be a short piece of the title, too.
        let above = at_symbol.is_some_and(|s| n <= s);
        let clears = furniture(&lines[i].text)
            || of_title && (above || words.len() > 20 || !lines[i].text.ends_with([',', ';', '.', ':']));
        if clears {
            lines[i].text.clear();
        } else if !above {
            break;
        }
    }
}

/// Puts back the hyphens that `pdftotext` drops at the ends of lines, in words that the text writes with one elsewhere.
fn rehyphen(lines: &mut [Line]) {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\u{2011}');
    let mut whole: BTreeMap<String, String> = BTreeMap::new();
    let mut plain: BTreeSet<String> = BTreeSet::new();
    for token in lines.iter().flat_map(|l| l.text.split(|c| !word(c))) {
        let token = token.trim_matches(['-', '\u{2011}']);
        if token.contains(['-', '\u{2011}']) && token.chars().all(|c| !c.is_ascii_digit()) {
            whole.insert(token.replace(['-', '\u{2011}'], ""), token.to_owned());
        }
    }
    for line in lines {
        plain.extend(line.text.split(|c| !word(c)).filter(|t| whole.contains_key(*t)).map(str::to_owned));
        for token in std::mem::take(&mut plain) {
            if let Some(hyphened) = whole.get(&token) {
                line.text = replace_word(&line.text, &token, hyphened);
            }
        }
    }
}

/// Replaces a word where it stands alone.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(i) = rest.find(word) {
        let (before, after) = (&rest[..i], &rest[i + word.len()..]);
        let alone = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if alone { by } else { word });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The footnotes below a rule: marks alone on their lines (in any order) or before the words.
fn below_rule(lines: &[Line]) -> Vec<Note> {
    static ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,3}|\*{1,3})$"));
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,3}|\*{1,3})\s+(\S.*)$"));
    let mut marks: Vec<String> = Vec::new();
    let mut texts: Vec<(Option<String>, String)> = Vec::new();
    for line in lines.iter().map(|l| l.text.as_str()).filter(|t| !t.is_empty()) {
        if ALONE.is_match(line) {
            marks.push(line.to_owned());
            continue;
        }
        let ended = texts.last().is_none_or(|(_, t)| t.ends_with('.'));
        if let Some(c) = BEFORE.captures(line).filter(|_| ended && marks.is_empty()) {
            texts.push((Some(c[1].to_owned()), c[2].to_owned()));
        } else if ended {
            texts.push((None, line.to_owned()));
        } else if let Some((_, text)) = texts.last_mut() {
            text.push(' ');
            text.push_str(line);
        }
    }
    marks.sort_by_key(|m| m.parse::<u32>().unwrap_or(0));
    // Sentences of one note may have been told apart as two: the surplus belongs to the note before it.
    let mut marks = marks.into_iter();
    let mut notes: Vec<Note> = Vec::new();
    for (mark, text) in texts {
        match mark.or_else(|| marks.next()) {
            Some(mark) => notes.push(Note { mark, text }),
            None => {
                if let Some(last) = notes.last_mut() {
                    last.text.push(' ');
                    last.text.push_str(&text);
                }
            }
        }
    }
    notes
}

/// Makes the marks of a page's footnotes superscript in its text: each once, in order.
fn raise(lines: &mut [Line], notes: &[Note]) {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:paragraphs?|paras?\.|items?|no\.|sections?|sect\.|chapters?|chap\.|resolutions?|annex|articles?|goals?|targets?|of|to|in|by|and|or|from|on|at|for|than|between|least|about|a|the|january|february|march|april|may|june|july|august|september|october|november|december)$",
        )
    });
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s+(?:January|February|March|April|May|June|July|August|September|October|November|December|per cent|million|billion|\(\d{4}\))",
        )
    });
    // The cover has no footnotes with numbers.
    let mut row = lines.iter().position(|l| start(&l.text) == Start::Organ).unwrap_or(0);
    let mut from = 0;
    for note in notes.iter().filter(|n| n.mark.bytes().all(|b| b.is_ascii_digit())) {
        'search: for (r, line) in lines.iter_mut().enumerate().skip(row) {
            let text = line.text.clone();
            let begin = if r == row { from } else { 0 };
            for (i, _) in text.match_indices(&note.mark).filter(|(i, _)| *i >= begin && *i > 0) {
                let end = i + note.mark.len();
                let (before, after) = (&text[..i], &text[end..]);
                let close = before.trim_end();
                let spaced = close.len() < before.len();
                let behind = close.trim_end_matches([',', ';', '.', ')', '”', '’']);
                let glued = !spaced
                    && behind.len() < close.len()
                    && (behind.ends_with(char::is_alphabetic)
                        || behind.ends_with(char::is_numeric) && close.ends_with([';', '”']))
                    && !["No.", "Add.", "Corr.", "Rev.", "Res.", "L."].iter().any(|end| close.ends_with(end));
                // `basis4 and`: set without a blank behind a word.
                let word = close.len() - close.trim_end_matches(char::is_lowercase).len();
                let glued = glued || !spaced && word >= 3;
                let fits = !close.ends_with(|c: char| c.is_ascii_digit()) || spaced && close.len() > 4;
                let stops = after.is_empty() || after.starts_with([' ', ',', ';', '.', ':', ')', '”']);
                if (spaced || glued)
                    && fits
                    && stops
                    && !BEFORE.is_match(close)
                    && !AFTER.is_match(after)
                    && !close.is_empty()
                {
                    let raised: String = note
                        .mark
                        .bytes()
                        .map(|b| ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][usize::from(b - b'0') % 10])
                        .collect();
                    let joined = format!("{close}{raised}");
                    (row, from) = (r, joined.len());
                    line.text = format!("{joined}{after}");
                    break 'search;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_feet_and_footnotes_of_pages_are_taken_out() {
        let text = "A/RES/91/15\nGeneral Assembly\n91/15. Harbours of\nsmall islands\nHaving considered the report, 1\nand the Secretary -General,\n_______________\n1\nA/91/3.\n37-00001 (E)\n*3700001*\n\u{c}A/RES/91/15\n\nHarbours of small islands\n\nThe next page,\n2/2\n37-00001\n";
        let (lines, notes) = lines(text);
        let kept: Vec<_> = lines.iter().map(|l| l.text.as_str()).filter(|t| !t.is_empty()).collect();
        assert_eq!(kept[4..], ["Having considered the report,¹", "and the Secretary-General,", "The next page,"]);
        assert_eq!(notes, [Note { mark: "1".into(), text: "A/91/3.".into() }]);
        assert!(lines.iter().any(|l| l.turned && l.page == 2));
    }
}
