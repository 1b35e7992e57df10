//! What a text names: resolutions that it recalls and documents that it notes, in the words or in a footnote, with the place.

use crate::model::{Organ, Resolution, Role, Symbol};
use regex::Regex;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:A|S|E|ST|UNEP)/[A-Za-z0-9./\-\u{2010}\u{2011}]*[0-9][A-Za-z0-9]*").ok());
static RESOLUTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:S[\-\u{2010}\u{2011}]|ES[\-\u{2010}\u{2011}])?\d{1,4}/\d{1,4}(?: [A-Z]\b)?|\b\d{3,4} (?:[A-Z] )?\((?:19|20)\d\d\)").ok()
});

/// One naming of a document or a resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// What is named.
    pub symbol: Symbol,
    /// Index of the block.
    pub block: usize,
    /// The words of the chapeau or part in which it is named.
    pub words: String,
    /// The byte of these words at which it is named, or at which its footnote's mark stands.
    pub at: usize,
    /// The text of the footnote that names it.
    pub note: Option<String>,
}

/// Everything that the body names, in order.
pub fn cites(r: &Resolution) -> (Vec<Cite>, Vec<Cite>) {
    let (mut resolutions, mut documents) = (Vec::new(), Vec::new());
    for (block, b) in r.blocks.iter().enumerate() {
        if b.role == Role::Annex {
            continue;
        }
        for body in std::iter::once(&b.body).chain(b.parts.iter().map(|p| &p.body)) {
            let text = &body.text;
            for (symbol, at) in symbols(DOCUMENT.as_ref(), text, r.organ) {
                documents.push(Cite { symbol, block, words: text.clone(), at, note: None });
            }
            for (symbol, at) in symbols(RESOLUTION.as_ref(), text, r.organ) {
                resolutions.push(Cite { symbol, block, words: text.clone(), at, note: None });
            }
            for (at, note) in &body.marks {
                let Some(note) = r.footnotes.get(*note as usize).map(|f| &f.text) else { continue };
                let cite =
                    |symbol| Cite { symbol, block, words: text.clone(), at: *at as usize, note: Some(note.clone()) };
                documents.extend(symbols(DOCUMENT.as_ref(), note, r.organ).into_iter().map(|(s, _)| cite(s)));
                if note.starts_with("Resolution") || note.starts_with("See resolution") {
                    resolutions.extend(symbols(RESOLUTION.as_ref(), note, r.organ).into_iter().map(|(s, _)| cite(s)));
                }
            }
        }
    }
    documents.retain(|c| !c.symbol.is_resolution());
    (resolutions, documents)
}

/// The symbols that a pattern finds, with their bytes.
fn symbols(pattern: Option<&Regex>, text: &str, organ: Option<Organ>) -> Vec<(Symbol, usize)> {
    let Some(pattern) = pattern else { return Vec::new() };
    pattern
        .find_iter(text)
        .filter_map(|m| {
            // A bare number inside a symbol (`A/77/98`) is no resolution.
            if m.as_str().starts_with(|c: char| c.is_ascii_digit()) && text.get(..m.start())?.ends_with(['/', '-']) {
                return None;
            }
            let written = m.as_str().trim_end_matches(['.', '-', '/']);
            let all = Symbol::candidates(written);
            // `48/13` is a resolution of the organ that speaks, where it can be.
            let own = all.iter().find(|s| s.organ().is_some() && s.organ() == organ);
            own.or(all.first()).cloned().map(|s| (s, m.start()))
        })
        .collect()
}

/// The clause that leads up to a byte: from the last semicolon, or *and takes note* and the like, to it.
pub fn before(words: &str, at: usize) -> &str {
    let mut at = at.min(words.len());
    while !words.is_char_boundary(at) {
        at -= 1;
    }
    let head = words.get(..at).unwrap_or(words);
    // The mark may stand after the clause's own stop.
    let own = head.trim_end_matches([' ', ';', ',', '.']);
    let start = own.rfind(';').map_or(0, |i| i + 1);
    head.get(start..).unwrap_or(head).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Footnote, Rich};

    #[test]
    fn documents_and_resolutions_are_found_in_words_and_footnotes() {
        let mut r = Resolution::new(Symbol::parse("A/RES/90/5").unwrap());
        r.organ = Some(Organ::GeneralAssembly);
        let mut body = Rich::plain(
            "Recalling its resolutions 86/12 of 3 May 2032 and 88/7 B of 4 May 2034, and the report (A/89/35),",
        );
        body.marks = vec![(20, 0)];
        r.blocks.push(Block { role: Role::Preambular, section: None, number: None, body, parts: Vec::new() });
        r.footnotes.push(Footnote { mark: "1".into(), text: "A/89/277\u{2011}S/2034/606 and A/89/278.".into() });
        let (resolutions, documents) = cites(&r);
        let names = |all: &[Cite]| all.iter().map(|c| c.symbol.to_string()).collect::<Vec<_>>();
        assert_eq!(names(&resolutions), ["A/RES/86/12", "A/RES/88/7B"]);
        assert_eq!(names(&documents), ["A/89/35", "A/89/277-S/2034/606", "A/89/278"]);
    }
}
