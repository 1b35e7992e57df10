//! Lines to paragraphs: wrapped lines are joined, over page breaks, too; a hyphen at the end of a line is kept unless the
//! text writes the word without it elsewhere.

use super::pages::Line;
use crate::source::layout::{Start, start};
use std::collections::HashSet;

/// A paragraph with its markup still in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub text: String,
    /// A Markdown heading.
    pub heading: bool,
    pub page: u32,
    pub line: u32,
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

/// Joins lines to paragraphs.
pub(super) fn join(lines: &[Line]) -> Vec<Raw> {
    let words = lines.iter().flat_map(|l| l.text.split(|c: char| !c.is_alphanumeric() && c != '-')).collect();
    let mut joiner = Joiner { words, done: Vec::new(), body: false };
    let mut blank = true;
    let full: Vec<&Line> = lines.iter().collect();
    for (i, line) in full.iter().enumerate() {
        if line.text.is_empty() {
            blank = true;
            continue;
        }
        let next = full[i + 1..].iter().find(|l| !l.text.is_empty());
        let new = joiner.begins(line, blank, next.map(|l| l.text.as_str()));
        let heading = line.text.starts_with('#') && line.text.trim_start_matches('#').starts_with(' ');
        let text = if heading { line.text.trim_start_matches('#') } else { line.text.as_str() };
        let text = text.trim().trim_start_matches("> ");
        if start(bare(text)) == Start::Organ {
            joiner.body = true;
        }
        if new || heading {
            joiner.done.push(Raw { text: text.to_owned(), heading, page: line.page, line: line.line });
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
    fn begins(&self, line: &Line, blank: bool, next: Option<&str>) -> bool {
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
        if here == Start::Closing || before == Start::Closing || here == Start::Annex || before == Start::Annex {
            return true;
        }
        let stopped = stops(&last.text);
        let lower = text.starts_with(char::is_lowercase);
        if blank || line.turned {
            // A footnote block or a page break in the middle of a sentence: a paragraph of some length without a stop goes on.
            let goes_on = !stopped && (lower || (last.text.len() > 2 * SHORT && here == Start::Other));
            return !goes_on;
        }
        let short = last.text.len() < SHORT && before == Start::Other;
        match here {
            Start::Number | Start::Letter => stopped || short,
            Start::Preambular | Start::Operative => stopped || (short && !lower && last.line + 1 == line.line),
            // A heading squeezed between paragraphs: what comes next begins one.
            _ if stopped && !lower && text.len() < SHORT + 20 && !stops(text) => {
                next.is_some_and(|n| matches!(start(bare(n)), Start::Number | Start::Preambular | Start::Operative))
            }
            _ => line.indent >= 4 && stopped && !lower && self.indented(line, last),
        }
    }

    /// Whether a line is set in from the one before, as `pdftotext -layout` shows the first line of a paragraph.
    fn indented(&self, line: &Line, last: &Raw) -> bool {
        line.page > 0 && line.indent >= 16 && !last.text.is_empty() && stops(&last.text)
    }

    /// On the cover each line stands for itself, except what visibly goes on.
    fn cover(&self, last: &str, text: &str, blank: bool) -> bool {
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
