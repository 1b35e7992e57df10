//! Footnotes that stand between the paragraphs of a pasted text.

use super::inline::superscript;
use super::pages::{Line, rule};
use crate::source::cover::pattern;
use regex::Regex;
use std::sync::LazyLock;

/// A footnote as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub mark: String,
    pub text: String,
}

/// The mark at the start of a footnote, `¹ …`, `[^1]: …`, `<sup>1</sup> …`, and the words behind it.
fn mark(text: &str) -> Option<(String, &str)> {
    static WRITTEN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:\[\^(\w{1,4})\]:?|<sup>(\d{1,3})</sup>|\^(\d{1,3})\^)\s*(\S.*)$"));
    let raised: String = text.chars().map_while(superscript).collect();
    if !raised.is_empty() {
        let at: usize = text.chars().take(raised.len()).map(char::len_utf8).sum();
        let words = text[at..].trim_start();
        return (!words.is_empty()).then_some((raised, words));
    }
    let c = WRITTEN.captures(text)?;
    let mark = c.get(1).or(c.get(2)).or(c.get(3))?;
    Some((mark.as_str().to_owned(), c.get(4)?.as_str()))
}

/// Takes the footnotes out of the lines; a note ends at a blank line or at the next note.
pub(super) fn take(lines: Vec<Line>) -> (Vec<Line>, Vec<Note>) {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,3}|\*{1,3})\.?\s+(\S.*)$"));
    let mut kept = Vec::with_capacity(lines.len());
    let mut notes: Vec<Note> = Vec::new();
    let (mut inside, mut below) = (false, false);
    for mut line in lines {
        if rule(&line.text) {
            (inside, below) = (false, true);
            line.text.clear();
        } else if line.text.is_empty() {
            inside = false;
        } else if let Some((mark, words)) = mark(&line.text) {
            notes.push(Note { mark, text: words.to_owned() });
            inside = true;
            line.text.clear();
        } else if let Some(c) = NUMBERED.captures(&line.text).filter(|_| below) {
            notes.push(Note { mark: c[1].to_owned(), text: c[2].to_owned() });
            inside = true;
            line.text.clear();
        } else if let Some(note) = notes.last_mut().filter(|_| inside) {
            note.text.push(' ');
            note.text.push_str(&line.text);
            line.text.clear();
        } else {
            below = false;
        }
        kept.push(line);
    }
    (kept, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_between_paragraphs() {
        let lines = ["text which", "", "¹ A/91/3.", "", "² See", "annex.", "", "goes on", "[^3]: Third."];
        let lines =
            lines.iter().map(|t| Line { text: (*t).into(), indent: 0, page: 1, line: 1, turned: false }).collect();
        let (kept, notes) = take(lines);
        let kept: Vec<_> = kept.iter().map(|l| l.text.as_str()).filter(|t| !t.is_empty()).collect();
        assert_eq!(kept, ["text which", "goes on"]);
        let notes: Vec<_> = notes.iter().map(|n| (n.mark.as_str(), n.text.as_str())).collect();
        assert_eq!(notes, [("1", "A/91/3."), ("2", "See annex."), ("3", "Third.")]);
    }
}
