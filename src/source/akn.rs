//! Akoma Ntoso for the United Nations (AKN4UN): the XML in which the Secretariat publishes resolutions.
//!
//! The markup is read for what it says (preamble and body, numbers, notes, annexes) and mended where editors used it loosely:
//! headings marked up as paragraphs, lettered parts as siblings of their paragraph, numbers typed into the text, the words
//! of a paragraph set apart from its number, papers attached without a heading.

mod body;
mod line;
mod meta;
pub(in crate::source) mod section;
#[cfg(test)]
mod tests;
mod words;

use crate::model::{Edition, Language, Organ, Resolution, Symbol};
use crate::source::{SourceError, remark};
use body::Body;
use meta::{Meta, find, plain};
use roxmltree::{Document, Node, ParsingOptions};
use std::borrow::Cow;
use words::{DEEPEST, Reader};

/// Larger files are no resolution (the largest of the corpus has 0.6 MB).
const LARGEST: usize = 64 << 20;
/// More elements and texts than this are no resolution either.
const MOST_NODES: u32 = 4_000_000;

/// Reads one file; several resolutions where a collection holds A and B, each under its own symbol.
///
/// # Errors
/// [`SourceError::Empty`] without bytes, [`SourceError::Damaged`] where it is no XML or no text, [`SourceError::Limit`] where
/// it is too large or nested too deeply, [`SourceError::NoResolution`] where no resolution or symbol is found in it.
pub fn read(bytes: &[u8]) -> Result<Vec<Resolution>, SourceError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SourceError::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(SourceError::Limit(format!("{} bytes; a resolution has less than {LARGEST}", bytes.len())));
    }
    let text = decode(bytes)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|e| match e {
        roxmltree::Error::NodesLimitReached => SourceError::Limit(format!("more than {MOST_NODES} elements")),
        e => SourceError::Damaged { format: "XML", detail: e.to_string() },
    })?;
    too_deep(document.root_element())?;
    let root = document.root_element();
    if root.tag_name().name() != "akomaNtoso" {
        return Err(SourceError::NoResolution(format!(
            "this is XML of another kind (`{}`, not `akomaNtoso`)",
            root.tag_name().name()
        )));
    }
    let whole = root
        .children()
        .find(|n| matches!(n.tag_name().name(), "statement" | "documentCollection" | "doc" | "act"))
        .ok_or_else(|| SourceError::NoResolution("it has no statement and no collection of them".into()))?;
    let meta = Meta::read(whole);
    let symbol = meta.symbol.clone().or_else(|| symbol_of(whole)).ok_or_else(|| {
        SourceError::NoResolution("its cover has no symbol (`docNumber`) such as A/RES/75/276".into())
    })?;
    if whole.tag_name().name() != "documentCollection" {
        return Ok(vec![one(whole, symbol, None, &meta)]);
    }
    let collection_title = Title::read(whole).of(None);
    let parts: Vec<_> = root
        .descendants()
        .filter(|n| n.tag_name().name() == "statement")
        .enumerate()
        .map(|(i, part)| {
            let letter =
                letter(part).or_else(|| u8::try_from(i).ok().filter(|i| *i < 26).map(|i| char::from(b'A' + i)));
            let symbol = letter.and_then(|l| Symbol::parse(&format!("{symbol}{l}")).ok()).unwrap_or(symbol.clone());
            one(part, symbol, Some(&collection_title), &meta)
        })
        .collect();
    if parts.is_empty() {
        Err(SourceError::NoResolution(format!("the collection {symbol} is empty")))
    } else {
        Ok(parts)
    }
}

/// The bytes as text: UTF-8 with or without its mark, or UTF-16 with it.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SourceError> {
    let damaged = |detail: String| SourceError::Damaged { format: "XML", detail };
    let sixteen = |of: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .map(Cow::Owned)
            .map_err(|_| damaged("it says that it is UTF-16, but is not; save it as UTF-8".into()))
    };
    match bytes {
        [0xff, 0xfe, ..] => sixteen(u16::from_le_bytes),
        [0xfe, 0xff, ..] => sixteen(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, SourceError> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|e| SourceError::Damaged {
        format: "XML",
        detail: format!("byte {} is not UTF-8; save the file as UTF-8", e.valid_up_to()),
    })
}

/// Refuses documents nested deeper than any real one, without recursion.
fn too_deep(root: Node) -> Result<(), SourceError> {
    let (mut node, mut depth) = (root, 0usize);
    loop {
        if depth > DEEPEST {
            return Err(SourceError::Limit(format!("elements nested deeper than {DEEPEST}")));
        }
        if let Some(child) = node.first_element_child() {
            (node, depth) = (child, depth + 1);
            continue;
        }
        loop {
            if node == root {
                return Ok(());
            }
            if let Some(next) = node.next_sibling_element() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return Ok(()) };
            (node, depth) = (parent, depth.saturating_sub(1));
        }
    }
}

/// The symbol of a document whose cover has none, from the number before its title.
fn symbol_of(whole: Node) -> Option<Symbol> {
    let preface = whole.children().find(|n| n.tag_name().name() == "preface")?;
    let number = plain(find(preface, "docNumber")?);
    Symbol::parse(number.trim_end_matches('.')).ok().filter(Symbol::is_resolution)
}

/// The letter of one of several resolutions, as printed before its title, else as the collection names it.
fn letter(part: Node) -> Option<char> {
    let single = |s: &str| match s.trim().as_bytes() {
        [c @ b'A'..=b'Z'] => Some(char::from(*c)),
        _ => None,
    };
    let preface = part.children().find(|n| n.tag_name().name() == "preface");
    preface.and_then(|p| find(p, "docNumber")).and_then(|n| single(&plain(n)))
}

/// The titles of a preface: the document's, and that of the lettered resolution where it has its own.
#[derive(Debug, Default)]
struct Title {
    whole: String,
    own: String,
}

impl Title {
    fn read(part: Node) -> Title {
        let mut title = Title::default();
        let Some(preface) = part.children().find(|n| n.tag_name().name() == "preface") else { return title };
        for line in preface.children().filter(Node::is_element) {
            let lettered = line.children().find(|n| n.tag_name().name() == "docNumber").is_some_and(|n| {
                let number = plain(n);
                number.len() == 1 || n.attribute("refersTo") == Some("#letter")
            });
            let side = if lettered { &mut title.own } else { &mut title.whole };
            for words in line.descendants().filter(|n| n.tag_name().name() == "docTitle").map(plain) {
                let words = words.trim_start_matches(['-', '–', '.', ' ']);
                if !side.is_empty() && !words.is_empty() {
                    side.push_str("; ");
                }
                side.push_str(words);
            }
        }
        title
    }

    /// `Programme budget for 2021: Income estimates for 2021`, as a lettered resolution is cited with the title of the whole.
    fn of(self, collection: Option<&str>) -> String {
        let whole = if self.whole.is_empty() { collection.unwrap_or_default() } else { &self.whole };
        match (whole.is_empty(), self.own.is_empty()) {
            (false, false) => format!("{whole}: {}", self.own),
            (true, _) => self.own,
            _ => whole.to_owned(),
        }
    }
}

/// One statement as a resolution.
fn one(statement: Node, symbol: Symbol, collection_title: Option<&str>, meta: &Meta) -> Resolution {
    let mut text = Resolution::new(symbol);
    let child = |name: &str| statement.children().find(|n| n.tag_name().name() == name);
    meta.fill(&mut text, child("conclusions"));
    if collection_title.is_some()
        && let Some(language) = child("meta").and_then(Meta::language_of)
    {
        text.language = language;
    }
    if text.organ != Some(Organ::SecurityCouncil) {
        text.title = Title::read(statement).of(collection_title);
    }
    let lines = words::line_starts(statement.document().input_text());
    let mut reader = Reader { bold_is_emphasis: text.language == Language::Chinese, notes: Vec::new(), lines };
    let mut body = Body::default();
    let attachments = statement.descendants().filter(|n| n.tag_name().name() == "attachment").count();
    let mut annexes = 0usize;
    for part in statement.children().filter(Node::is_element) {
        match part.tag_name().name() {
            // Only for its footnotes: its words are the title.
            "preface" => drop(reader.words(part)),
            "preamble" => body.preamble(&line::lines(part, &mut reader)),
            "mainBody" | "body" => body.main(&line::lines(part, &mut reader), &mut reader.notes),
            "attachments" | "components" => {
                for annex in part.descendants().filter(|n| n.tag_name().name() == "mainBody") {
                    annexes += 1;
                    let section = match attachments {
                        0 | 1 => "annex".to_owned(),
                        _ => format!("annex.{annexes}"),
                    };
                    body.annex(&line::lines(annex, &mut reader), section);
                }
            }
            _ => {}
        }
    }
    text.blocks = body.blocks;
    text.footnotes = reader.notes;
    text.renames = text.footnotes.iter().filter_map(|n| remark::becomes(&n.text)).collect();
    if text.edition == Edition::Original && text.footnotes.iter().any(|n| remark::reissued(&n.text)) {
        text.edition = Edition::Reissue(1);
    }
    text
}
