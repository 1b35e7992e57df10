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

/// The paragraphs of a text.
fn paras(text: &str) -> Result<Paras, SourceError> {
    if text.len() > LONGEST {
        return Err(SourceError::Limit(format!(
            "a text of {} bytes; the longest that is read has {LONGEST}",
            text.len()
        )));
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{85}'], "\n");
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
    Ok(Paras { paras, notes })
}
