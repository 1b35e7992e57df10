//! Lines to paragraphs: wrapped lines are joined, over page breaks, too; a hyphen at the end of a line is kept unless the
//! text writes the word without it elsewhere.

use super::pages::Line;
use crate::source::cover::pattern;
use crate::source::layout::{Start, start};
use regex::Regex;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// A paragraph with its markup still in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub text: String,
    /// A Markdown heading.
    pub heading: bool,
    pub page: u32,
    pub line: u32,
    /// The title below a numeral alone on its line; a number ends it.
    title: bool,
}

/// A Roman numeral or a capital alone on its line, as it opens a section.
fn numeral(text: &str) -> bool {
    !text.is_empty()
        && (text.len() == 1 && text.chars().all(|c| c.is_ascii_uppercase())
            || text.len() < 6 && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L')))
}

/// Shorter lines than this may end a paragraph without a stop: organ lines, headings, titles.
const SHORT: usize = 60;

/// A line without what Markdown puts around it, for telling what it starts.
fn bare(text: &str) -> &str {
    text.trim_matches(|c| matches!(c, '*' | '_' | ' '))
}

/// Whether a line ends a clause. Footnote marks and emphasis behind the stop do not matter.
fn stops(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        super::inline::superscript(c).is_some() || matches!(c, '*' | '_' | ' ' | '”' | '"' | '’' | ']')
    });
    // `… 2015–2030;3`: the mark of a footnote, set as a figure.
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let text = if text.len() - bare.len() <= 2 && bare.ends_with([';', '”']) { bare } else { text };
    let text = text.strip_suffix(" and").or_else(|| text.strip_suffix(" or")).unwrap_or(text);
    text.ends_with(['.', ',', ';', ':'])
}

/// A number or letter alone on its line, whose words follow on the next.
fn lone_label(text: &str) -> bool {
    let core = text.trim_end_matches('.').trim_start_matches('(').trim_end_matches(')');
    text.len() <= 8
        && text.ends_with(['.', ')'])
        && (core.bytes().all(|b| b.is_ascii_digit()) || core.len() <= 4 && core.bytes().all(|b| b.is_ascii_lowercase()))
        && !core.is_empty()
}

struct Joiner<'a> {
    words: HashSet<&'a str>,
    done: Vec<Raw>,
    body: bool,
}

/// The indent that most lines of a page have.
fn margins(lines: &[Line]) -> BTreeMap<u32, usize> {
    let mut counts: BTreeMap<u32, BTreeMap<usize, u32>> = BTreeMap::new();
    for line in lines.iter().filter(|l| !l.text.is_empty()) {
        *counts.entry(line.page).or_default().entry(line.indent).or_default() += 1;
    }
    let usual = |c: BTreeMap<usize, u32>| {
        c.into_iter().max_by_key(|(indent, n)| (*n, usize::MAX - indent)).map_or(0, |(i, _)| i)
    };
    counts.into_iter().map(|(page, c)| (page, usual(c))).collect()
}

/// Joins lines to paragraphs.
pub(super) fn join(lines: &[Line]) -> Vec<Raw> {
    let words = lines.iter().flat_map(|l| l.text.split(|c: char| !c.is_alphanumeric() && c != '-')).collect();
    let mut joiner = Joiner { words, done: Vec::new(), body: false };
    let mut blank = true;
    let full: Vec<&Line> = lines.iter().collect();
    let margins = margins(lines);
    for (i, line) in full.iter().enumerate() {
        if line.text.is_empty() {
            blank = true;
            continue;
        }
        let next = full[i + 1..].iter().find(|l| !l.text.is_empty());
        let margin = margins.get(&line.page).copied().unwrap_or(0);
        let new = joiner.begins(line, blank, next.map(|l| l.text.as_str()), margin);
        let heading = line.text.starts_with('#') && line.text.trim_start_matches('#').starts_with(' ');
        let text = if heading { line.text.trim_start_matches('#') } else { line.text.as_str() };
        let text = text.trim().trim_start_matches("> ");
        if start(bare(text)) == Start::Organ {
            joiner.body = true;
        }
        if new || heading {
            let title = joiner.done.last().is_some_and(|last| joiner.body && numeral(bare(&last.text)));
            joiner.done.push(Raw { text: text.to_owned(), heading, page: line.page, line: line.line, title });
        } else {
            joiner.append(text);
        }
        blank = false;
    }
    for raw in &mut joiner.done {
        // `*62nd plenary meeting` and `28 April 2021*`: emphasis over two lines.
        if start(bare(&raw.text)) == Start::Closing {
            raw.text = bare(&raw.text).to_owned();
        }
    }
    joiner.done
}

impl Joiner<'_> {
    /// Whether a line begins a paragraph.
    fn begins(&self, line: &Line, blank: bool, next: Option<&str>, margin: usize) -> bool {
        let Some(last) = self.done.last() else { return true };
        let text = bare(&line.text);
        let here = start(text);
        let before = start(bare(&last.text));
        if last.heading || here == Start::Organ || before == Start::Organ {
            return true;
        }
        if lone_label(&last.text) {
            return false;
        }
        if !self.body {
            return self.cover(&last.text, text, blank);
        }
        let stopped = stops(&last.text);
        if numeral(bare(&last.text)) || numeral(text) && (stopped || blank || before == Start::Organ) {
            return true;
        }
        // A wrapped line can be a day: `… held on` / `7 October 2022` / `in New York`.
        let apart = blank || stopped;
        if matches!(before, Start::Closing | Start::Annex) || (matches!(here, Start::Closing | Start::Annex) && apart) {
            return true;
        }
        let lower = text.starts_with(char::is_lowercase);
        // A comma ends preambular paragraphs, and the next begins with a capital; numbered ones end with more than that.
        let comma = last.text.trim_end_matches(|c| super::inline::superscript(c).is_some()).ends_with(',');
        let labelled = matches!(before, Start::Number | Start::Letter);
        if blank || line.turned {
            // A footnote block or a page break in the middle of a sentence: a paragraph of some length without a stop goes on.
            let goes_on = !stopped && (lower || (last.text.len() > 2 * SHORT && here == Start::Other))
                || lower && (comma || line.turned)
                || line.turned && labelled && comma && here == Start::Other;
            return !goes_on;
        }
        let short = last.text.len() < SHORT && before == Start::Other;
        match here {
            // Below a heading, however long.
            Start::Number if before == Start::Other && last.text.len() < 200 => true,
            Start::Number | Start::Letter => stopped || short || last.title,
            Start::Preambular | Start::Operative => stopped || (short && !lower && last.line + 1 == line.line),
            // A heading squeezed between paragraphs: what comes next begins one.
            _ if stopped && !lower && text.len() < SHORT + 20 && !stops(text) => {
                next.is_some_and(|n| matches!(start(bare(n)), Start::Number | Start::Preambular | Start::Operative))
            }
            // `pdftotext -layout` sets the first line of a paragraph in.
            _ => line.indent >= margin + 3 && stopped && !lower && !(labelled && comma),
        }
    }

    /// On the cover each line stands for itself, except what visibly goes on.
    fn cover(&self, last: &str, text: &str, blank: bool) -> bool {
        static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:ES-|S-)?\d{1,4}/\d{1,3}(?: ?[A-Z])?\.\s*\S"));
        // A title that was wrapped, and a word that was.
        if !blank && (TITLE.is_match(bare(last)) || last.ends_with('-')) {
            return false;
        }
        let open = |s: &str| s.starts_with('[') && s.matches('[').count() > s.matches(']').count();
        if open(last) {
            return false;
        }
        let adopted = bare(last).starts_with("Resolution")
            && bare(last).contains("adopted by")
            && !last.ends_with(|c: char| c.is_ascii_digit());
        if adopted {
            return text.starts_with('[')
                || !(text.starts_with("on ") || text.starts_with(char::is_lowercase) || !blank && text.len() < SHORT);
        }
        blank || !text.starts_with(char::is_lowercase)
    }

    fn append(&mut self, text: &str) {
        let words = &self.words;
        let Some(last) = self.done.last_mut() else { return };
        let broken = last.text.strip_suffix(['-', '\u{2011}']).filter(|_| text.starts_with(char::is_alphabetic));
        match broken.map(str::trim_end) {
            Some(head) => {
                let left = head.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
                let right = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
                let (whole, hyphened) = (format!("{left}{right}"), format!("{left}-{right}"));
                let glue = words.contains(whole.as_str()) && !words.contains(hyphened.as_str());
                let at = head.len();
                last.text.truncate(at);
                last.text.push_str(if glue { "" } else { "-" });
            }
            None => last.text.push(' '),
        }
        last.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        let lines: Vec<Line> = text
            .lines()
            .enumerate()
            .map(|(i, raw)| {
                let text = raw.trim_start();
                Line { text: text.into(), indent: raw.len() - text.len(), page: 1, line: i as u32 + 1, turned: false }
            })
            .collect();
        join(&lines).into_iter().map(|r| r.text).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_and_paragraphs_told_apart() {
        assert_eq!(
            joined(
                "The General Assembly,\nRecalling its resolution 90/11 on the imple-\nmentation of the plan, and\nBeijing, and the implementation,\nNoting well -\nmeant help,\n1.\nRequests the Secretary-General:\n(a) To survey\nthe harbours;\nDredging\n2. Decides to end.\n62nd plenary meeting\n3 March 2037"
            ),
            [
                "The General Assembly,",
                "Recalling its resolution 90/11 on the implementation of the plan, and Beijing, and the implementation,",
                "Noting well-meant help,",
                "1. Requests the Secretary-General:",
                "(a) To survey the harbours;",
                "Dredging",
                "2. Decides to end.",
                "62nd plenary meeting",
                "3 March 2037",
            ]
        );
    }

    #[test]
    fn a_cover_line_by_line() {
        assert_eq!(
            joined(
                "Resolution adopted by the General Assembly\non 3 March 2037\n[on the report of the\nFifth Committee (A/91/1)]\n91/15.\nHarbours\nThe General Assembly,"
            ),
            [
                "Resolution adopted by the General Assembly on 3 March 2037",
                "[on the report of the Fifth Committee (A/91/1)]",
                "91/15.",
                "Harbours",
                "The General Assembly,",
            ]
        );
    }
}
