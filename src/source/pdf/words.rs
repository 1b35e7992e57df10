//! Where a line goes on in the next: with a blank, with none, or with a word that a hyphen divides.

use super::columns::Column;
use std::collections::HashSet;

/// What comes between two lines.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Glue {
    Blank,
    Nothing,
    /// Nothing, and the hyphen at the line end goes.
    Drop,
}

/// Joins a line to a text: as [`Words::glue`], without the knowledge of the document.
pub(super) fn join(text: &mut String, line: &str, blank: bool) {
    match Words::default().glue(text, line, blank) {
        Glue::Blank => text.push(' '),
        Glue::Nothing => {}
        Glue::Drop => {
            text.pop();
        }
    }
    text.push_str(line);
}

/// The words of the document, to tell a hyphen that belongs to a word from one that divides it.
#[derive(Default)]
pub(super) struct Words {
    known: HashSet<String>,
    hyphenates: bool,
}

impl Words {
    pub(super) fn of(columns: &[Column]) -> Words {
        let mut words = Words { known: HashSet::new(), hyphenates: hyphenates(columns) };
        if words.hyphenates {
            words.known = known(columns);
        }
        words
    }

    /// What comes between a text and the line that follows; `blank` where one was drawn at the end of the text.
    pub(super) fn glue(&self, text: &str, next: &str, blank: bool) -> Glue {
        let Some(last) = text.chars().next_back() else { return Glue::Nothing };
        if last == '\u{ad}' {
            return Glue::Drop;
        }
        let begins = next.chars().next().unwrap_or(' ');
        let first = next.split(' ').next().unwrap_or_default();
        // `long- and short-term` goes on with a blank, `well-` / `known` has none even if one was drawn.
        let hanging = matches!(first, "and" | "or" | "to" | "as" | "nor" | "but");
        if blank && !(text.ends_with(['-', '\u{2011}']) && begins.is_lowercase() && !hanging) || last == '-' && hanging
        {
            return Glue::Blank;
        }
        match last {
            '-' | '\u{2010}' | '\u{2011}' if begins.is_alphanumeric() => {
                let whole = text.rsplit(' ').next().unwrap_or_default();
                let stem = whole.trim_end_matches(['-', '\u{2010}', '\u{2011}']);
                if stem.is_empty() {
                    return Glue::Blank;
                }
                let known = |w: &str| self.known.contains(&bare(w));
                let with = known(&format!("{stem}-{first}"));
                let without = known(&format!("{stem}{first}"));
                let halves = known(first) && (prefix(stem) || known(stem.rsplit('-').next().unwrap_or(stem)));
                if self.hyphenates && !with && (without || begins.is_lowercase() && !halves) {
                    Glue::Drop
                } else {
                    Glue::Nothing
                }
            }
            '–' | '—' if begins.is_ascii_digit() && text.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit()) => {
                Glue::Nothing
            }
            '/' if begins.is_alphanumeric() => Glue::Nothing,
            _ => Glue::Blank,
        }
    }
}

fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.replace(['\u{2010}', '\u{2011}'], "-").to_lowercase()
}

/// Prefixes and first halves that keep their hyphen.
const PREFIXES: &[&str] = &[
    "non",
    "self",
    "post",
    "pre",
    "ex",
    "co",
    "inter",
    "well",
    "long",
    "short",
    "multi",
    "anti",
    "vice",
    "under",
    "secretary",
    "so",
    "sub",
    "mid",
    "low",
    "high",
    "decision",
    "cross",
    "follow",
    "capacity",
    "south",
    "north",
];

fn prefix(stem: &str) -> bool {
    let stem = stem.rsplit('-').next().unwrap_or(stem).to_lowercase();
    PREFIXES.contains(&stem.as_str())
}

/// The words that stand within lines, not those that a line end may have cut.
fn known(columns: &[Column]) -> HashSet<String> {
    let mut known = HashSet::new();
    for column in columns {
        for (i, line) in column.lines.iter().enumerate() {
            let cut = i.checked_sub(1).and_then(|i| column.lines.get(i)).is_some_and(|l| l.text.ends_with('-'));
            let words = line.text.split(' ').skip(usize::from(cut)).filter(|w| !w.ends_with('-'));
            known.extend(words.map(bare).filter(|w| w.len() > 2));
        }
    }
    known
}

/// Whether words are divided at line ends: some that are occur whole elsewhere, or halves that are no words are many.
fn hyphenates(columns: &[Column]) -> bool {
    let words = known(columns);
    let (mut sure, mut likely, mut lines) = (0, 0, 0);
    for (line, next) in columns.iter().flat_map(|c| c.lines.iter().zip(c.lines.iter().skip(1))) {
        lines += 1;
        let Some(stem) = line.text.rsplit(' ').next().and_then(|w| w.strip_suffix(['-', '\u{2010}'])) else { continue };
        let tail = next.text.split(' ').next().unwrap_or_default();
        if line.blank_end || stem.is_empty() || !tail.starts_with(char::is_lowercase) {
            continue;
        }
        let whole = words.contains(&bare(&format!("{stem}{tail}")));
        sure += usize::from(whole && !words.contains(&bare(&format!("{stem}-{tail}"))));
        let halves = words.contains(&bare(stem)) && words.contains(&bare(tail));
        likely += usize::from(!prefix(stem) && !halves);
    }
    sure > 0 || likely > 2 && likely * 25 > lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(words: &Words, a: &str, b: &str, blank: bool) -> String {
        let mut text = a.to_owned();
        match words.glue(a, b, blank) {
            Glue::Blank => text.push(' '),
            Glue::Nothing => {}
            Glue::Drop => {
                text.pop();
            }
        }
        text + b
    }

    #[test]
    fn a_hyphen_at_the_line_end_stays_where_words_are_not_divided() {
        let words = Words::default();
        for (a, b, whole) in [
            ("non-", "governmental bodies", "non-governmental bodies"),
            ("long-", "and short-term costs", "long- and short-term costs"),
            ("from 2021\u{2013}", "2025", "from 2021\u{2013}2025"),
            ("A/RES/", "91/15", "A/RES/91/15"),
            ("har\u{ad}", "bours", "harbours"),
            ("the", "islands", "the islands"),
            ("the plan \u{2013}", "all of it", "the plan \u{2013} all of it"),
        ] {
            assert_eq!(joined(&words, a, b, false), whole);
        }
        assert_eq!(joined(&words, "a well-", "known harbour", true), "a well-known harbour");
        assert_eq!(joined(&words, "the Secretary-", "General", false), "the Secretary-General");
    }

    #[test]
    fn where_words_are_divided_the_documents_own_words_decide() {
        let known = ["harbours", "short-term", "well", "being"].map(str::to_owned).into_iter().collect();
        let words = Words { known, hyphenates: true };
        for (a, b, whole) in [
            ("the har-", "bours of", "the harbours of"),
            ("dredg-", "ing", "dredging"),
            ("short-", "term costs", "short-term costs"),
            ("well-", "being", "well-being"),
            ("Secretary-", "General", "Secretary-General"),
        ] {
            assert_eq!(joined(&words, a, b, false), whole);
        }
    }
}
