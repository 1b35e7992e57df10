//! Bytes to one structure, whatever the format: one reader a file, one place ([`detect`]) that finds the format from the
//! content. Readers are pure: bytes in, [`Resolution`]s out; nothing is unpacked to disk.

pub mod akn;
mod archive;
pub mod cover;
pub mod detect;
pub mod docx;
pub mod html;
pub mod layout;
pub mod pdf;
pub mod remark;
pub mod text;

use crate::model::{Footnote, Resolution, Span};

/// A text as a reader found it, with the name of what it was read from.
#[derive(Debug)]
pub struct Reading {
    /// File name, or `archive.zip/folder/member.pdf`.
    pub name: String,
    /// Which reader read it.
    pub reader: Reader,
    /// The texts that it holds (two where a document holds resolutions A and B), or why it can't be read.
    pub texts: Result<Vec<Resolution>, SourceError>,
    /// What people should check, though the file was read: pages that are damaged, words that were struck out.
    pub remarks: Vec<String>,
}

crate::model::word::words! {
    /// A reader; the order of preference among texts of one edition is XML, Word, PDF, HTML, text.
    Reader, "reader" {
        /// Akoma Ntoso for the United Nations.
        Akn = "akn",
        /// Word, `.docx`.
        Docx = "docx",
        /// PDF.
        Pdf = "pdf",
        /// Web page.
        Html = "html",
        /// Plain text or Markdown.
        Text = "text",
    }
}

impl Reader {
    /// Version of the reader; it rises when the same bytes give another structure.
    pub fn version(self) -> u32 {
        1
    }
}

/// Why a document can't be read, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Nothing in it.
    #[error("the document is empty")]
    Empty,
    /// Bytes of a format that is not read.
    #[error("{found}; {advice}")]
    Unsupported {
        /// What it is: `an old Word document (.doc)`.
        found: String,
        /// What to do: `save it as .docx and load that`.
        advice: String,
    },
    /// Damaged, with where it broke.
    #[error("the {format} is damaged: {detail}")]
    Damaged {
        /// `XML`, `PDF`.
        format: &'static str,
        /// What broke, and where.
        detail: String,
    },
    /// Readable, but no resolution, decision or draft.
    #[error("no resolution found: {0}")]
    NoResolution(String),
    /// Larger, deeper or more numerous than any real document.
    #[error("refused: {0}")]
    Limit(String),
}

/// A paragraph as the formats without structure give it (PDF, Word, HTML, text): one line of thought, already joined over
/// line and page breaks, footnotes taken out. `layout` turns these into resolutions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Para {
    /// Its words, white space folded; a typed number or label (`8.`, `(a)`) stands at the start.
    pub text: String,
    /// Italic runs, as bytes of `text`.
    pub italic: Vec<Span>,
    /// Bold throughout, or styled as a heading.
    pub heading: bool,
    /// Footnote marks: byte and the mark as printed.
    pub marks: Vec<(u32, String)>,
    /// Nesting that the format itself gives (list level, indent), 0 where it gives none.
    pub level: u8,
    /// Page and line, from 1; where the format has no pages 0 and the number of the paragraph.
    pub origin: Option<(u32, u32)>,
}

/// A whole document in that form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paras {
    /// In reading order, running heads and feet taken out.
    pub paras: Vec<Para>,
    /// Footnotes, by mark.
    pub notes: Vec<Footnote>,
    /// What people should check (see [`Reading::remarks`]).
    pub remarks: Vec<String>,
}

/// Reads a file, whatever its format: one reading a document, several for an archive.
pub fn read(name: &str, bytes: &[u8]) -> Vec<Reading> {
    read_within(name, bytes, 0)
}

/// Reads a file that lies so deep in archives.
fn read_within(name: &str, bytes: &[u8], depth: usize) -> Vec<Reading> {
    let reading = |reader, (texts, remarks)| vec![Reading { name: name.to_owned(), reader, texts, remarks }];
    match detect::detect(bytes) {
        Ok(detect::Format::Text(text)) => reading(Reader::Text, assembled(text::paras(&text))),
        Ok(detect::Format::Docx) => reading(Reader::Docx, assembled(docx::paras(bytes))),
        Ok(detect::Format::Zip) => archive::read(name, bytes, depth),
        Ok(detect::Format::Html(page)) => reading(Reader::Html, assembled(html::paras(&page))),
        Ok(detect::Format::Pdf) => reading(Reader::Pdf, pdf::read_with_remarks(bytes)),
        Ok(detect::Format::Akn) => reading(Reader::Akn, (akn::read(bytes), Vec::new())),
        Err(error) => reading(Reader::Text, (Err(error), Vec::new())),
    }
}

/// The name under which a text is kept: of a file its name without folders, of a member of an archive the archive's name and
/// the path inside.
pub fn shown_name(path: &str) -> &str {
    let mut from = 0;
    for part in path.split(['/', '\\']) {
        let archive = part.len() > 4 && part.to_ascii_lowercase().ends_with(".zip");
        if archive && from + part.len() < path.len() {
            return path.get(from..).unwrap_or(path);
        }
        from += part.len() + 1;
    }
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What a reader found, and what it has to say about it.
type Assembled = (Result<Vec<Resolution>, SourceError>, Vec<String>);

/// The resolutions of a document's paragraphs, with what its reader remarks.
fn assembled(paras: Result<Paras, SourceError>) -> Assembled {
    match paras {
        Ok(mut paras) => {
            let remarks = std::mem::take(&mut paras.remarks);
            let texts = layout::assemble(paras);
            let amid = texts.iter().flatten().filter_map(begins_amid);
            let remarks = remarks.into_iter().chain(amid).collect();
            (texts, remarks)
        }
        Err(error) => (Err(error), Vec::new()),
    }
}

/// Paragraphs that begin in the middle of a sentence: the lines of the text may not stand in their order.
fn begins_amid(text: &Resolution) -> Option<String> {
    let amid = text.operative().filter(|(_, b)| b.number.is_some() && b.body.text.starts_with(char::is_lowercase));
    let numbers: Vec<&str> = amid.filter_map(|(_, b)| b.number.as_deref()).take(10).collect();
    let them = if numbers.len() == 1 { "paragraph" } else { "paragraphs" };
    let begin = if numbers.len() == 1 { "begins" } else { "begin" };
    (!numbers.is_empty()).then(|| {
        let list = numbers.join(", ");
        format!("{} {them} {list} {begin} in the middle of a sentence: its lines may be out of order", text.symbol)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_keeps_the_name_of_its_archive() {
        for (path, shown) in [
            ("a/b/91-15.xml", "91-15.xml"),
            ("a/all.ZIP/en/91-15.xml", "all.ZIP/en/91-15.xml"),
            ("all.zip/in.zip/x.txt", "all.zip/in.zip/x.txt"),
            ("a/all.zip", "all.zip"),
            ("-", "-"),
        ] {
            assert_eq!(shown_name(path), shown);
        }
    }

    #[test]
    fn lines_out_of_order_are_remarked() {
        let text = "A/RES/91/15\n\nThe General Assembly,\n\n1. Adopts the plan;\n\n2. session.\n\nDecides to go on\n";
        let reading = read("x.txt", text.as_bytes()).remove(0);
        assert!(reading.remarks[0].contains("paragraph 2 begins in the middle"), "{:?}", reading.remarks);
    }
}
