//! Plain text and Markdown as people paste it, and what `pdftotext` writes (with and without `-layout`).
//!
//! Lines become paragraphs: running heads and feet, page breaks and footnotes are taken out, wrapped lines joined.
//! Emphasis comes from Markdown where there is any; footnote marks from superscript digits, `[^1]` and `<sup>`.

mod glued;
mod inline;
mod notes;
mod pages;
mod wrap;

use crate::model::{Footnote, Resolution};
use crate::source::{Para, Paras, SourceError, layout};

/// Longer texts than this are no resolutions; the longest printed one has about a million characters.
const LONGEST: usize = 16 << 20;

/// Reads a text.
///
/// # Errors
/// [`SourceError::Limit`] above 16 MB, else what [`layout::assemble`] says.
pub fn read(text: &str) -> Result<Vec<Resolution>, SourceError> {
    layout::assemble(paras(text)?)
}

/// The text of a message that quotes a document, `> ` before each line, without these marks.
fn unquoted(text: &str) -> std::borrow::Cow<'_, str> {
    let filled = || text.lines().map(str::trim_start).filter(|l| !l.is_empty());
    if filled().filter(|l| l.starts_with('>')).count() * 10 < filled().count() * 6 {
        return text.into();
    }
    let lines = text.lines().map(|line| {
        let mut rest = line;
        while let Some(quoted) = rest.trim_start().strip_prefix('>') {
            rest = quoted.strip_prefix(' ').unwrap_or(quoted);
        }
        rest
    });
    lines.collect::<Vec<_>>().join("\n").into()
}

/// The paragraphs of a text.
pub(in crate::source) fn paras(text: &str) -> Result<Paras, SourceError> {
    if text.len() > LONGEST {
        return Err(SourceError::Limit(format!(
            "a text of {} bytes; the longest that is read has {LONGEST}",
            text.len()
        )));
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{85}'], "\n");
    let text = unquoted(&text);
    let (lines, mut found) = pages::lines(&text);
    let (mut lines, below) = notes::take(lines);
    found.extend(below);
    if found.is_empty() {
        glued::raise(&mut lines);
    }
    let mut paras = Vec::new();
    for raw in wrap::join(&lines) {
        let line = inline::read(&raw.text);
        if line.text.is_empty() {
            continue;
        }
        paras.push(Para {
            text: line.text,
            italic: line.italic,
            heading: raw.heading || line.bold,
            marks: line.marks,
            level: 0,
            origin: Some((raw.page, raw.line)),
        });
    }
    let notes = found
        .into_iter()
        .map(|n| Footnote { mark: n.mark, text: inline::read(&n.text).text })
        .filter(|n| !n.text.is_empty())
        .collect();
    Ok(Paras { paras, notes, remarks: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "A/RES/91/15\n\n91/15. Harbours\n\nThe General Assembly,\n\n1. Adopts the plan;\n\n2. Requests the \
        Secretary-General\nto report;\n";

    #[test]
    fn a_quoted_text_is_read_without_the_marks() {
        let quoted: String = TEXT.lines().map(|l| format!("> {l}\n")).collect();
        let twice: String = TEXT.lines().map(|l| format!(">> {l}\n")).collect();
        let texts = |s: &str| read(s).unwrap().remove(0).blocks;
        assert_eq!(texts(&format!("On Monday A. wrote:\n{quoted}")).len(), 2);
        assert_eq!(texts(&quoted), texts(TEXT));
        assert_eq!(texts(&twice), texts(TEXT));
    }
}
