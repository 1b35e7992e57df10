//! What a text names: resolutions that it recalls and documents that it notes, in the words or in a footnote, with the place.

use crate::model::{Organ, Resolution, Rich, Role, Symbol};
use regex::Regex;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)(?:A|S|E|ST|UNEP)/[A-Za-z0-9./\-\u{2010}\u{2011}]*[0-9][A-Za-z0-9]*").ok());
static RESOLUTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b)(?:E?S[\-\u{2010}\u{2011}])?[0-9]{1,4}/[0-9]{1,4}(?: [A-Z](?-u:\b))?|(?-u:\b)[0-9]{3,4} (?:[A-Z] )?\((?:19|20)[0-9][0-9]\)",
    )
    .ok()
});

/// One naming of a document or a resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// What is named.
    pub symbol: Symbol,
    /// Index of the block.
    pub block: usize,
    /// Index of the part; `None` for the chapeau.
    pub part: Option<usize>,
    /// The byte of the chapeau or part at which it is named, or at which its footnote's mark stands.
    pub at: usize,
    /// A footnote names it.
    pub noted: bool,
}

impl Cite {
    /// The chapeau or part in which it is named.
    pub fn body<'r>(&self, r: &'r Resolution) -> Option<&'r Rich> {
        let block = r.blocks.get(self.block)?;
        match self.part {
            None => Some(&block.body),
            Some(part) => block.parts.get(part).map(|p| &p.body),
        }
    }
}

/// The resolutions that the body names, in order: in its words, and in footnotes that begin with one.
pub fn resolutions(r: &Resolution) -> Vec<Cite> {
    cited(r, RESOLUTION.as_ref(), |note| note.starts_with("Resolution") || note.starts_with("See resolution"))
}

/// The documents that the body names, in order, in its words and its footnotes.
pub fn documents(r: &Resolution) -> Vec<Cite> {
    let mut all = cited(r, DOCUMENT.as_ref(), |_| true);
    all.retain(|c| !c.symbol.is_resolution());
    all
}

fn cited(r: &Resolution, pattern: Option<&Regex>, read_note: fn(&str) -> bool) -> Vec<Cite> {
    let mut all = Vec::new();
    for (block, b) in r.blocks.iter().enumerate().filter(|(_, b)| b.role != Role::Annex) {
        let parts = b.parts.iter().enumerate().map(|(i, p)| (Some(i), &p.body));
        for (part, body) in std::iter::once((None, &b.body)).chain(parts) {
            let cite = |symbol, at, noted| Cite { symbol, block, part, at, noted };
            all.extend(symbols(pattern, &body.text, r.organ).map(|(symbol, at)| cite(symbol, at, false)));
            for (at, note) in &body.marks {
                let note = r.footnotes.get(*note as usize).map(|f| f.text.as_str()).filter(|n| read_note(n));
                let named = symbols(pattern, note.unwrap_or_default(), r.organ);
                all.extend(named.map(|(symbol, _)| cite(symbol, *at as usize, true)));
            }
        }
    }
    all
}

/// The resolutions that these words of an organ name, in order.
pub fn named(words: &str, organ: Option<Organ>) -> impl Iterator<Item = Symbol> + '_ {
    symbols(RESOLUTION.as_ref(), words, organ).map(|(symbol, _)| symbol)
}

/// The symbols that a pattern finds, with their bytes.
fn symbols<'t>(
    pattern: Option<&'t Regex>,
    text: &'t str,
    organ: Option<Organ>,
) -> impl Iterator<Item = (Symbol, usize)> + 't {
    pattern.into_iter().flat_map(|p| p.find_iter(text)).filter_map(move |m| {
        // A bare number inside a symbol (`A/77/98`) is no resolution.
        if m.as_str().starts_with(|c: char| c.is_ascii_digit()) && text.get(..m.start())?.ends_with(['/', '-']) {
            return None;
        }
        let written = m.as_str().trim_end_matches(['.', '-', '/']);
        let mut all = Symbol::candidates(written);
        // `48/13` is a resolution of the organ that speaks, where it can be.
        let own = all.iter().position(|s| s.organ().is_some() && s.organ() == organ).unwrap_or_default();
        (own < all.len()).then(|| (all.swap_remove(own), m.start()))
    })
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
    use crate::model::{Block, Footnote};

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
        let names = |all: &[Cite]| all.iter().map(|c| c.symbol.to_string()).collect::<Vec<_>>();
        assert_eq!(names(&resolutions(&r)), ["A/RES/86/12", "A/RES/88/7B"]);
        assert_eq!(names(&documents(&r)), ["A/89/35", "A/89/277-S/2034/606", "A/89/278"]);
    }
}
