//! The one place where the format of a file is found: from its content, never from its name.

use crate::source::archive::Zip;
use crate::source::{SourceError, docx};

/// A format that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Akoma Ntoso.
    Akn,
    /// PDF.
    Pdf,
    /// Word, `.docx`.
    Docx,
    /// A zip archive of documents.
    Zip,
    /// A web page, well formed or not, decoded.
    Html(String),
    /// Plain text or Markdown, decoded.
    Text(String),
}

/// How far the beginning is searched for signs of a format.
const HEAD: usize = 4096;

/// Formats that are known and not read: how they begin, what they are, what to do.
const UNREAD: &[(&[u8], &str, &str)] = &[
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document (.doc)", "save it as .docx and load that"),
    (b"{\\rtf", "Rich Text (.rtf)", "save it as .docx and load that"),
    (b"\x89PNG\r\n", "an image (PNG)", SCAN),
    (b"\xFF\xD8\xFF", "an image (JPEG)", SCAN),
    (b"II*\0", "an image (TIFF)", SCAN),
    (b"MM\0*", "an image (TIFF)", SCAN),
    (b"GIF8", "an image (GIF)", SCAN),
    (b"\x1F\x8B", "a file compressed with gzip", "unpack it and load what is inside"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", "unpack it and load the folder"),
    (b"Rar!", "a RAR archive", "unpack it and load the folder"),
    (b"SQLite format 3\0", "a SQLite database", "name it with --db, or use `merge` for its log"),
    (b"%!PS", "PostScript", "convert it to PDF and load that"),
];

const SCAN: &str = "a scan has no text; run it through OCR first and load the PDF or the text";

/// Finds the format.
///
/// # Errors
/// [`SourceError::Empty`] for nothing, [`SourceError::Unsupported`] for what is not read, with what to do instead.
pub fn detect(bytes: &[u8]) -> Result<Format, SourceError> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SourceError::Empty);
    }
    if head.get(..1024).unwrap_or(head).windows(5).any(|w| w == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zipped(bytes);
    }
    if let Some((_, found, advice)) = UNREAD.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(unsupported(found, advice));
    }
    if head.get(4..8) == Some(b"ftyp") || head.starts_with(b"RIFF") || head.starts_with(b"BM") && head.contains(&0) {
        return Err(unsupported("an image, sound or film", SCAN));
    }
    if head.get(257..262) == Some(b"ustar") {
        return Err(unsupported("a tar archive", "unpack it and load the folder"));
    }
    let Some(text) = decode(bytes) else {
        return Err(unsupported("a binary file of an unknown format", "load XML, PDF, .docx, HTML or text"));
    };
    if text.trim().is_empty() {
        return Err(SourceError::Empty);
    }
    let start: String = text.trim_start().chars().take(HEAD).collect::<String>().to_lowercase();
    if start.starts_with('<') {
        if start.contains("akomantoso") {
            return Ok(Format::Akn);
        }
        let page = [
            "<html",
            "<!doctype html",
            "<body",
            "<head",
            "<p>",
            "<p ",
            "<div",
            "<table",
            "<span",
            "<meta",
            "<br",
            "<h1",
        ];
        if page.iter().any(|tag| start.contains(tag)) {
            return Ok(Format::Html(text));
        }
        if start.starts_with("<?xml") || start.starts_with("<!doctype") {
            return Err(unsupported("XML that is not Akoma Ntoso", "load the AKN4UN XML, the PDF or the .docx"));
        }
    }
    if start.starts_with("mime-version:") || start.contains("content-type: multipart/related") {
        return Err(unsupported("a web archive (.mht)", "save the page as `Web page, HTML only` and load that"));
    }
    Ok(Format::Text(text))
}

/// What a zip file holds: a Word file, another office document, or documents.
fn zipped(bytes: &[u8]) -> Result<Format, SourceError> {
    let zip = Zip::open(bytes)?;
    if zip.has(docx::DOCUMENT) {
        return Ok(Format::Docx);
    }
    if zip.has("content.xml") && zip.has("META-INF/manifest.xml") {
        return Err(unsupported("an OpenDocument file (.odt)", "save it as .docx and load that"));
    }
    if zip.has("xl/workbook.xml") || zip.has("ppt/presentation.xml") {
        return Err(unsupported("a spreadsheet or a presentation", "load the document itself"));
    }
    Ok(Format::Zip)
}

fn unsupported(found: &str, advice: &str) -> SourceError {
    SourceError::Unsupported { found: found.to_owned(), advice: advice.to_owned() }
}

/// The bytes as text: UTF-8, UTF-16 (by its mark or by its zero bytes), else Windows-1252; `None` for what is no text.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8], big: bool| {
        let units = bytes.chunks_exact(2).map(|c| match c {
            [a, b] if big => u16::from_be_bytes([*a, *b]),
            [a, b] => u16::from_le_bytes([*a, *b]),
            _ => 0,
        });
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
        let lost = text.chars().filter(|c| *c == '\u{fffd}' || *c == '\0').count();
        (lost * 50 <= text.chars().count()).then_some(text)
    };
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return wide(rest, false);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return wide(rest, true);
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count() * 2;
    if head.len() >= 8 && zeros(1) * 10 > head.len() * 7 && zeros(0) * 10 < head.len() {
        return wide(bytes, false);
    }
    if head.len() >= 8 && zeros(0) * 10 > head.len() * 7 && zeros(1) * 10 < head.len() {
        return wide(bytes, true);
    }
    if head.contains(&0) {
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|b| windows_1252(*b)).collect(),
    };
    let control =
        text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}')).count();
    (control * 20 <= text.chars().count()).then_some(text)
}

/// A byte of Windows-1252, as old editors save texts.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        b => char::from(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_their_content() {
        let utf16: Vec<u8> = "\u{feff}A/RES/91/15".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let unmarked: Vec<u8> = "A/RES/91/15 and more".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(detect(b"junk\n%PDF-1.7\n"), Ok(Format::Pdf));
        assert!(matches!(detect(b"PK\x03\x04rest"), Err(SourceError::Damaged { .. })));
        assert_eq!(detect(b"<?xml version='1.0'?><akomaNtoso xmlns='x'>"), Ok(Format::Akn));
        assert!(matches!(detect(b"<!DOCTYPE html><p>x"), Ok(Format::Html(_))));
        assert!(matches!(detect(b"<P>A/RES/91/15<BR>"), Ok(Format::Html(_))));
        assert_eq!(detect(b"A/RES/91/15"), Ok(Format::Text("A/RES/91/15".into())));
        assert_eq!(detect(&utf16), Ok(Format::Text("A/RES/91/15".into())));
        assert_eq!(detect(&unmarked), Ok(Format::Text("A/RES/91/15 and more".into())));
        assert_eq!(detect(b"\x93Kanal\x94 \x96 x"), Ok(Format::Text("“Kanal” – x".into())));
        assert_eq!(detect(b" \n "), Err(SourceError::Empty));
        for (bytes, what) in [
            (&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."[..], ".docx"),
            (b"{\\rtf1", ".docx"),
            (b"\xFF\xD8\xFF\xE0", "OCR"),
            (b"\x00\x01\x02\x03\x00\x00\x07binary", "binary"),
            (b"<?xml version='1.0'?><rss/>", "Akoma"),
        ] {
            let said = detect(bytes).unwrap_err().to_string();
            assert!(said.contains(what), "{said}");
        }
    }
}
