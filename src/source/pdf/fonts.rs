//! Fonts: from the bytes of a string to characters, their widths, and whether they are italic or bold.

use super::cmap::CMap;
use super::widths;
use lopdf::{Dictionary, Document, Object};

/// Bytes of a CMap or font program at most.
const LIMIT: usize = 8 << 20;

/// Italic or slanted.
pub(super) const ITALIC: u8 = 1;
/// Bold.
pub(super) const BOLD: u8 = 2;

/// A font as far as text needs it.
pub(super) struct Font {
    /// [`ITALIC`] and [`BOLD`].
    pub style: u8,
    /// Draws bars, not letters.
    pub barcode: bool,
    codes: Codes,
    /// Units of a width: 0.001, but for Type 3 fonts.
    unit: f32,
}

enum Codes {
    /// One byte a character: text and width of each.
    Simple(Vec<(String, f32)>),
    Composite {
        unicode: CMap,
        encoding: Option<CMap>,
        /// The code is UTF-16 itself (`UniGB-UCS2-H`).
        direct: bool,
        /// Widths by glyph.
        widths: Vec<f32>,
        default: f32,
        /// Text by glyph from the font program, for fonts that bring no `ToUnicode`.
        program: Vec<Option<char>>,
    },
}

fn deref<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let object = dict.get(key).ok()?;
    doc.dereference(object).ok().map(|(_, o)| o)
}

fn dict<'a>(doc: &'a Document, of: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    match deref(doc, of, key)? {
        Object::Dictionary(d) => Some(d),
        Object::Stream(s) => Some(&s.dict),
        _ => None,
    }
}

fn number(doc: &Document, of: &Dictionary, key: &[u8]) -> Option<f32> {
    deref(doc, of, key)?.as_float().ok()
}

fn stream(doc: &Document, of: &Dictionary, key: &[u8]) -> Option<Vec<u8>> {
    deref(doc, of, key)?.as_stream().ok()?.get_plain_content_with_limit(LIMIT).ok()
}

impl Font {
    /// Reads a font dictionary; what is missing is taken from the standard fonts.
    pub(super) fn read(doc: &Document, font: &Dictionary) -> Font {
        let kind = font.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let descendant = deref(doc, font, b"DescendantFonts")
            .and_then(|o| o.as_array().ok())
            .and_then(|a| a.first())
            .and_then(|o| doc.dereference(o).ok())
            .and_then(|(_, o)| o.as_dict().ok());
        let described = descendant.unwrap_or(font);
        let descriptor = dict(doc, described, b"FontDescriptor");
        let base = deref(doc, font, b"BaseFont").and_then(|o| o.as_name().ok()).unwrap_or_default();
        let named = descriptor.and_then(|d| deref(doc, d, b"FontName")).and_then(|o| o.as_name().ok());
        let name = format!("{} {}", String::from_utf8_lossy(base), String::from_utf8_lossy(named.unwrap_or_default()));
        let lower = name.to_ascii_lowercase();
        let flags = descriptor.and_then(|d| number(doc, d, b"Flags")).unwrap_or(0.0) as u32;
        let angle = descriptor.and_then(|d| number(doc, d, b"ItalicAngle")).unwrap_or(0.0);
        let weight = descriptor.and_then(|d| number(doc, d, b"FontWeight")).unwrap_or(0.0);
        let italic = lower.contains("italic") || lower.contains("oblique") || flags & 64 != 0 || angle.abs() > 4.0;
        let bold =
            ["bold", "black", "heavy"].iter().any(|w| lower.contains(w)) || flags & 1 << 18 != 0 || weight >= 600.0;
        let style = u8::from(italic) * ITALIC + u8::from(bold) * BOLD;
        let barcode = ["barcode", "3 of 9", "3of9", "code39", "code 39", "code128"].iter().any(|w| lower.contains(w));
        let mut unit = 0.001;
        if kind == b"Type3"
            && let Some(Ok(scale)) =
                deref(doc, font, b"FontMatrix").and_then(|o| o.as_array().ok()?.first().map(Object::as_float))
        {
            unit = scale.abs();
        }
        let unicode = stream(doc, font, b"ToUnicode").map(|s| CMap::parse(&s)).unwrap_or_default();
        let codes = match (kind == b"Type0", descendant) {
            (true, Some(descendant)) => composite(doc, font, descendant, descriptor, unicode),
            _ => {
                let missing = descriptor.and_then(|d| number(doc, d, b"MissingWidth"));
                Codes::Simple(simple(doc, font, &unicode, missing, |c| widths::standard(&lower, bold, italic, c)))
            }
        };
        Font { style, barcode, codes, unit }
    }

    /// Gives each character of `bytes`: its text, its width in units of the font size, and whether it is the one-byte blank
    /// to which word spacing applies.
    pub(super) fn show(&self, bytes: &[u8], mut each: impl FnMut(&str, f32, bool)) {
        match &self.codes {
            Codes::Simple(table) => {
                for &b in bytes {
                    if let Some((text, width)) = table.get(usize::from(b)) {
                        each(text, width * self.unit, b == 32);
                    }
                }
            }
            Codes::Composite { unicode, encoding, direct, widths, default, program } => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let length = match encoding {
                        Some(map) => map.length(rest),
                        None => None,
                    };
                    let (code, tail) = rest.split_at(length.unwrap_or(2).min(rest.len()));
                    let number = code.iter().fold(0u32, |n, &b| n << 8 | u32::from(b));
                    rest = tail;
                    let cid = encoding.as_ref().and_then(|e| e.cid(number)).unwrap_or(number);
                    let width = widths.get(cid as usize).copied().filter(|w| !w.is_nan()).unwrap_or(*default);
                    let blank = code.len() == 1 && number == 32;
                    let mut buffer = [0; 4];
                    let text = match unicode.text(number) {
                        Some(text) => text,
                        None => {
                            let c = match direct {
                                true => char::from_u32(number),
                                false => program.get(cid as usize).copied().flatten(),
                            };
                            c.unwrap_or('\u{fffd}').encode_utf8(&mut buffer)
                        }
                    };
                    each(text, width * self.unit, blank);
                }
            }
        }
    }
}

/// Text and width of the 256 codes of a simple font.
fn simple(
    doc: &Document,
    font: &Dictionary,
    unicode: &CMap,
    missing: Option<f32>,
    standard: impl Fn(char) -> f32,
) -> Vec<(String, f32)> {
    let widths = deref(doc, font, b"Widths").and_then(|o| o.as_array().ok());
    let first = number(doc, font, b"FirstChar").unwrap_or(0.0).clamp(0.0, 255.0) as usize;
    // Without an `Encoding` a font's own would hold; readers take the standard one, or what Windows uses for TrueType.
    let encoding = deref(doc, font, b"Encoding");
    let truetype = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"TrueType");
    let base = match encoding {
        Some(Object::Name(name)) => name.clone(),
        Some(Object::Dictionary(d)) => d.get(b"BaseEncoding").and_then(Object::as_name).unwrap_or_default().to_vec(),
        _ => Vec::new(),
    };
    let base = match base.as_slice() {
        b"" if truetype => b"WinAnsiEncoding".to_vec(),
        b"" => b"StandardEncoding".to_vec(),
        _ => base,
    };
    let mut table: Vec<(String, f32)> = Vec::with_capacity(256);
    let names = named(doc, Object::Name(base));
    for code in 0..=255u8 {
        let text = match unicode.text(code.into()) {
            Some(text) => text.to_owned(),
            None => names(code),
        };
        table.push((text, 0.0));
    }
    if let Some(Object::Dictionary(d)) = encoding
        && let Some(Object::Array(differences)) = deref(doc, d, b"Differences")
    {
        let mut code = 0i64;
        for object in differences {
            match object {
                Object::Integer(n) => code = *n,
                Object::Name(name) => {
                    let mapped = u32::try_from(code).ok().and_then(|c| unicode.text(c)).is_some();
                    if !mapped
                        && let Ok(i) = usize::try_from(code)
                        && let Some(slot) = table.get_mut(i)
                    {
                        slot.0 = glyph(doc, name).unwrap_or_default();
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }
    for (code, slot) in table.iter_mut().enumerate() {
        let given = widths
            .zip(code.checked_sub(first))
            .and_then(|(w, i)| w.get(i))
            .and_then(|o| doc.dereference(o).ok())
            .and_then(|(_, o)| o.as_float().ok());
        slot.1 = match (given, missing) {
            (Some(w), _) => w,
            (None, Some(w)) if widths.is_some() => w,
            (None, _) => slot.0.chars().next().map_or(0.0, &standard),
        };
    }
    table
}

/// The decoder of an encoding that has a name.
fn named(doc: &Document, name: Object) -> impl Fn(u8) -> String {
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", name);
    let all: Vec<String> = match font.get_font_encoding_with_limit(doc, LIMIT) {
        Ok(encoding) => (0..=255u8).map(|b| Document::decode_text(&encoding, &[b]).unwrap_or_default()).collect(),
        Err(_) => Vec::new(),
    };
    move |code| all.get(usize::from(code)).cloned().unwrap_or_default()
}

/// The text of a glyph by its name in Adobe's list, or by its form (`uni0041`, `u1F600`, `f_i`).
fn glyph(doc: &Document, name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|n| !n.is_empty())?;
    if name.contains('_') {
        return name.split('_').map(|n| glyph(doc, n.as_bytes())).collect();
    }
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    let mut encoding = Dictionary::new();
    encoding.set("Differences", Object::Array(vec![Object::Integer(0), Object::Name(name.into())]));
    font.set("Encoding", Object::Dictionary(encoding));
    let listed = font.get_font_encoding_with_limit(doc, LIMIT).ok().and_then(|e| Document::decode_text(&e, &[0]).ok());
    if let Some(text) = listed.filter(|t| !t.is_empty() && t != "\0") {
        return Some(text);
    }
    let hex = |s: &str| u32::from_str_radix(s, 16).ok().and_then(char::from_u32).map(String::from);
    match (name.strip_prefix("uni"), name.strip_prefix('u')) {
        (Some(digits), _) if digits.len() >= 4 && digits.is_ascii() => hex(digits.get(..4)?),
        (_, Some(digits)) if (4..=6).contains(&digits.len()) => hex(digits),
        _ => match name.as_bytes() {
            // `a65`, `c65`, `g65`, `G65`: the code in figures.
            [b'a' | b'c' | b'g' | b'G', ..] => {
                name.get(1..)?.parse().ok().and_then(char::from_u32).filter(|c| !c.is_control()).map(String::from)
            }
            [c] if c.is_ascii_alphanumeric() => Some(name.to_owned()),
            _ => None,
        },
    }
}

fn composite(
    doc: &Document,
    font: &Dictionary,
    descendant: &Dictionary,
    descriptor: Option<&Dictionary>,
    unicode: CMap,
) -> Codes {
    let mut direct = false;
    let encoding = match deref(doc, font, b"Encoding") {
        Some(Object::Stream(s)) => s.get_plain_content_with_limit(LIMIT).ok().map(|s| CMap::parse(&s)),
        Some(Object::Name(name)) => {
            let name = String::from_utf8_lossy(name);
            direct = name.starts_with("Uni") && (name.contains("UCS2") || name.contains("UTF16"));
            None
        }
        _ => None,
    };
    let default = number(doc, descendant, b"DW").unwrap_or(1000.0);
    let mut widths: Vec<f32> = Vec::new();
    let mut put = |cid: i64, width: f32| {
        let Ok(cid) = usize::try_from(cid) else { return };
        if cid > 0xffff {
            return;
        }
        if widths.len() <= cid {
            widths.resize(cid + 1, f32::NAN);
        }
        if let Some(slot) = widths.get_mut(cid) {
            *slot = width;
        }
    };
    if let Some(Object::Array(w)) = deref(doc, descendant, b"W") {
        let get = |i: usize| w.get(i).and_then(|o| doc.dereference(o).ok()).map(|(_, o)| o);
        let mut i = 0;
        while let Some(first) = get(i).and_then(|o| o.as_float().ok()).map(|n| n as i64) {
            match get(i + 1) {
                Some(Object::Array(list)) => {
                    for (k, o) in list.iter().enumerate().take(0x10000) {
                        if let Ok(width) = o.as_float() {
                            put(first.saturating_add(k as i64), width);
                        }
                    }
                    i += 2;
                }
                Some(last) => {
                    let last = last.as_float().map_or(first, |n| n as i64).min(0xffff);
                    if let Some(width) = get(i + 2).and_then(|o| o.as_float().ok()) {
                        (first.max(0)..=last).for_each(|cid| put(cid, width));
                    }
                    i += 3;
                }
                None => break,
            }
        }
    }
    let program = match unicode.text(0x20).is_none() && (3..200).all(|c| unicode.text(c).is_none()) && !direct {
        true => descriptor.and_then(|d| stream(doc, d, b"FontFile2")).map(|f| characters(&f)).unwrap_or_default(),
        false => Vec::new(),
    };
    Codes::Composite { unicode, encoding, direct, widths, default, program }
}

/// The characters of a TrueType font's glyphs, from its `cmap` table (formats 4 and 12).
fn characters(font: &[u8]) -> Vec<Option<char>> {
    let u16_at = |at: usize| Some(u32::from(u16::from_be_bytes(font.get(at..at.checked_add(2)?)?.try_into().ok()?)));
    let u32_at = |at: usize| Some(u32::from_be_bytes(font.get(at..at.checked_add(4)?)?.try_into().ok()?));
    let mut out: Vec<Option<char>> = Vec::new();
    let mut put = |glyph: u32, code: u32| {
        let glyph = glyph as usize;
        if glyph == 0 || glyph > 0xffff {
            return;
        }
        if out.len() <= glyph {
            out.resize(glyph + 1, None);
        }
        if let Some(slot @ None) = out.get_mut(glyph) {
            *slot = char::from_u32(code);
        }
    };
    let mut read = || -> Option<()> {
        let tables = u16_at(4)?;
        let table = (0..tables as usize).map(|i| 12 + i * 16).find(|&at| font.get(at..at + 4) == Some(b"cmap"))?;
        let cmap = u32_at(table + 8)? as usize;
        for i in 0..u16_at(cmap.checked_add(2)?)?.min(64) as usize {
            let at = cmap.checked_add(u32_at(cmap + 4 + i * 8 + 4)? as usize)?;
            match u16_at(at)? {
                4 => {
                    let count = u16_at(at + 6)? as usize / 2;
                    for s in 0..count {
                        let end = u16_at(at + 14 + s * 2)?;
                        let start = u16_at(at + 16 + count * 2 + s * 2)?;
                        let delta = u16_at(at + 16 + count * 4 + s * 2)?;
                        let slot = at + 16 + count * 6 + s * 2;
                        let offset = u16_at(slot)? as usize;
                        for code in start..=end.min(0xfffe) {
                            let glyph = match offset {
                                0 => code + delta,
                                _ => match u16_at(slot + offset + (code - start) as usize * 2) {
                                    Some(g) if g != 0 => g + delta,
                                    _ => continue,
                                },
                            };
                            put(glyph & 0xffff, code);
                        }
                    }
                }
                12 => {
                    for g in 0..u32_at(at + 12)?.min(10_000) as usize {
                        let (start, end) = (u32_at(at + 16 + g * 12)?, u32_at(at + 20 + g * 12)?);
                        let glyph = u32_at(at + 24 + g * 12)?;
                        for code in start..=end.min(start.saturating_add(0xffff)) {
                            put(glyph.saturating_add(code - start), code);
                        }
                    }
                }
                _ => {}
            }
        }
        Some(())
    };
    read();
    out
}
