//! PDF: characters with their places and fonts, put together to lines, and these to paragraphs.
//!
//! A PDF says where each character stands, no more; what a paragraph, a running head or a footnote is has to be concluded:
//! [`operators`] and [`fonts`] give characters, [`lines`] lines, [`furniture`] and [`notes`] take away what is no text,
//! [`columns`] gives the order of reading, [`tables`] rows and [`paragraphs`] the paragraphs. All measures are relative to the size and the
//! leading of the document's own text. Tags of tagged PDFs are not used: the places alone read the same, and older PDFs
//! have none.

mod cmap;
mod columns;
mod damage;
mod fonts;
mod furniture;
mod lexer;
mod lines;
mod marks;
mod notes;
mod operators;
mod paragraphs;
mod tables;
mod underline;
mod widths;
mod words;

use crate::model::Resolution;
use crate::source::{Assembled, Paras, SourceError, assembled};
use lopdf::{Document, LoadOptions, Object, ObjectId};
use notes::Notes;
use operators::Interpreter;

/// Bytes of a single stream, decompressed, as the file is opened.
const STREAM_BYTES: usize = 64 << 20;
/// Pages of a document at most.
const PAGES: usize = 3_000;
/// Characters of a document at most.
const CHARACTERS: usize = 6_000_000;

/// Reads the resolutions of a PDF.
///
/// # Errors
/// Those of [`paras`] and of [`assemble`](crate::source::layout::assemble).
pub fn read(bytes: &[u8]) -> Result<Vec<Resolution>, SourceError> {
    read_with_remarks(bytes).0
}

/// Reads the resolutions of a PDF, and says what of it is damaged.
pub(in crate::source) fn read_with_remarks(bytes: &[u8]) -> Assembled {
    let (read, remarks) = assembled(paras(bytes));
    match read {
        Err(SourceError::NoResolution(_)) if !remarks.is_empty() => {
            let detail = remarks.join("; ");
            let detail = detail.strip_prefix("the PDF is damaged: ").unwrap_or(&detail).to_owned();
            (Err(SourceError::Damaged { format: "PDF", detail }), Vec::new())
        }
        read => (read, remarks),
    }
}

/// Reads a PDF into paragraphs: the first step of [`read`].
///
/// # Errors
/// [`SourceError::Unsupported`] for encrypted files and for scans without a text layer, [`SourceError::Damaged`] where the
/// file can't be opened, [`SourceError::Limit`] where it is larger than any real document.
pub fn paras(bytes: &[u8]) -> Result<Paras, SourceError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SourceError::Empty);
    }
    let doc = open(bytes)?;
    let ids: Vec<ObjectId> = doc.page_iter().take(PAGES + 1).collect();
    if ids.len() > PAGES {
        return Err(SourceError::Limit(format!("the PDF has more than {PAGES} pages")));
    }
    let mut interpreter = Interpreter::new(&doc);
    let (mut pages, mut characters, mut unknown) = (Vec::new(), 0, 0);
    let (mut images, mut broken) = (false, None);
    let mut damage = damage::remarks(bytes, &doc, ids.len());
    let mut lost: Vec<String> = Vec::new();
    for (i, id) in ids.iter().enumerate() {
        let (base, width, height) = frame(&doc, *id);
        let canvas = match interpreter.page(*id, base) {
            Ok(canvas) => canvas,
            Err(e) => {
                broken.get_or_insert(format!("page {}: {e}", i + 1));
                lost.push((i + 1).to_string());
                continue;
            }
        };
        if canvas.damaged {
            lost.push((i + 1).to_string());
        }
        let inside = |x: f32, y: f32| (-1.0..=width + 1.0).contains(&x) && (-1.0..=height + 1.0).contains(&y);
        let glyphs: Vec<_> = canvas.glyphs.into_iter().filter(|g| inside(g.x0, g.y)).collect();
        characters += glyphs.len();
        unknown += glyphs.iter().filter(|g| g.c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&g.c)).count();
        images |= canvas.images;
        if characters > CHARACTERS {
            return Err(SourceError::Limit(format!("the PDF has more than {CHARACTERS} characters")));
        }
        let number = i as u32 + 1;
        pages.push(lines::Page { number, height, lines: lines::lines(number, &glyphs), rules: canvas.rules });
    }
    if let Some(detail) = broken.filter(|_| characters == 0) {
        return Err(SourceError::Damaged { format: "PDF", detail });
    }
    if !lost.is_empty() {
        let pages = if lost.len() == 1 { "page" } else { "pages" };
        damage.push(format!("{pages} {} can't be read whole", lost.join(", ")));
    }
    if characters < 20 * pages.len().max(1) && !damage.is_empty() {
        let detail = format!("{}; get the file again", damage.join(", "));
        return Err(SourceError::Damaged { format: "PDF", detail });
    }
    if characters < 20 * pages.len().max(1) && (images || characters == 0) {
        let found = match images {
            true => "a PDF of scanned pages without a text layer",
            false => "a PDF without text",
        };
        return Err(no_text(found));
    }
    if unknown * 3 > characters {
        return Err(no_text("a PDF whose fonts do not say which letters they draw"));
    }
    underline::underlined(&mut pages);
    // A font that names its hyphen a soft one does so at line ends, too.
    if pages.iter().flat_map(|p| &p.lines).any(|l| l.soft) {
        pages.iter_mut().flat_map(|p| &mut p.lines).for_each(lines::Line::harden);
    }
    let mut remarks = Vec::new();
    if !damage.is_empty() {
        let damage = damage.join(", ");
        remarks.push(format!(
            "the PDF is damaged: {damage}; get the file again, or compare its words with the printed ones"
        ));
    }
    if unknown > 0 {
        remarks.push(format!(
            "{unknown} of its {characters} characters can't be told: compare the words with the printed ones"
        ));
    }
    remarks.extend(furniture::missing(&pages));
    furniture::strip(&mut pages);
    let body = furniture::body_size(&pages);
    let mut notes = Notes::default();
    let columns = columns::columns(pages, body, &mut notes);
    Ok(Paras { remarks, ..paragraphs::assemble(&columns, notes) })
}

fn no_text(found: &str) -> SourceError {
    SourceError::Unsupported {
        found: found.to_owned(),
        advice: "run text recognition (OCR) over it first, or load the Word or XML version".to_owned(),
    }
}

/// Opens the file, with the empty password where it is encrypted.
fn open(bytes: &[u8]) -> Result<Document, SourceError> {
    let damaged = |detail: String| SourceError::Damaged { format: "PDF", detail };
    let options = LoadOptions::with_max_decompressed_size(STREAM_BYTES);
    let loaded = std::panic::catch_unwind(|| Document::load_mem_with_options(bytes, options));
    let locked = || SourceError::Unsupported {
        found: "a PDF that is locked by a password".to_owned(),
        advice: "save an unlocked copy and load that".to_owned(),
    };
    match loaded {
        Ok(Ok(doc)) if doc.is_encrypted() && !doc.was_encrypted() => Err(locked()),
        Ok(Ok(doc)) => Ok(doc),
        Ok(Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_))) => Err(locked()),
        Ok(Err(e)) => Err(damaged(e.to_string())),
        Err(_) => Err(damaged("its structure makes no sense".to_owned())),
    }
}

/// What turns the coordinates of a page upright with the origin at the lower left, and its width and height.
fn frame(doc: &Document, page: ObjectId) -> ([f32; 6], f32, f32) {
    let inherited = |key: &[u8]| -> Option<&Object> {
        let mut id = page;
        for _ in 0..64 {
            let dict = doc.get_dictionary(id).ok()?;
            if let Ok(found) = dict.get(key) {
                return doc.dereference(found).ok().map(|(_, o)| o);
            }
            id = dict.get(b"Parent").and_then(Object::as_reference).ok()?;
        }
        None
    };
    let mut sides = [0.0, 0.0, 612.0, 792.0];
    let boxed = inherited(b"CropBox").or_else(|| inherited(b"MediaBox")).and_then(|o| o.as_array().ok());
    if let Some(array) = boxed.filter(|a| a.len() == 4) {
        for (side, o) in sides.iter_mut().zip(array) {
            let value = doc.dereference(o).ok().and_then(|(_, o)| o.as_float().ok());
            *side = value.filter(|v| v.is_finite() && v.abs() < 1e5).unwrap_or(*side);
        }
    }
    let (x0, x1) = (sides[0].min(sides[2]), sides[0].max(sides[2]));
    let (y0, y1) = (sides[1].min(sides[3]), sides[1].max(sides[3]));
    let (width, height) = ((x1 - x0).max(10.0), (y1 - y0).max(10.0));
    let turn = inherited(b"Rotate").and_then(|o| o.as_i64().ok()).unwrap_or(0).rem_euclid(360);
    match turn {
        90 => ([0.0, -1.0, 1.0, 0.0, -y0, x1], height, width),
        180 => ([-1.0, 0.0, 0.0, -1.0, x1, y1], width, height),
        270 => ([0.0, 1.0, -1.0, 0.0, y1, -x0], height, width),
        _ => ([1.0, 0.0, 0.0, 1.0, -x0, -y0], width, height),
    }
}

/// A string of the document, in UTF-16 or in the encoding of PDF.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, ..] => cmap::utf16(bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}
