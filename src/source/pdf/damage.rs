//! Damage: what a PDF says that it holds, and does not. A reader that repairs what it can would pass over lost pages in
//! silence.

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId, Stream};

/// Where the mark that ends a file stands, from its end.
const TAIL: usize = 2048;

/// The content of a page, and whether all of it is there.
///
/// # Errors
/// Where it is larger than `limit`.
pub(super) fn content(doc: &Document, page: ObjectId, limit: usize) -> Result<(Vec<u8>, bool), lopdf::Error> {
    let (mut content, mut whole) = (Vec::new(), true);
    for id in doc.get_page_contents(page) {
        let Ok(stream) = doc.get_object(id).and_then(Object::as_stream) else {
            whole = false;
            continue;
        };
        let rest = limit.saturating_sub(content.len());
        match stream.decompressed_content_with_limit(rest) {
            Ok(data) => {
                whole &= sound(stream, &data);
                content.extend_from_slice(&data);
            }
            Err(_) if !stream.dict.has(b"Filter") && stream.content.len() <= rest => {
                content.extend_from_slice(&stream.content);
            }
            Err(e) => return Err(e),
        }
        content.push(b'\n');
    }
    Ok((content, whole))
}

/// Whether a stream was unpacked to its end: the sum of its bytes stands behind it. Only what is merely deflated has one.
fn sound(stream: &Stream, data: &[u8]) -> bool {
    let deflated = stream.filters().is_ok_and(|f| f == [b"FlateDecode".as_slice()]);
    if !deflated || stream.dict.has(b"DecodeParms") || data.is_empty() && stream.content.len() < 12 {
        return true;
    }
    let sum = adler(data).to_be_bytes();
    let tail = stream.content.len().saturating_sub(8);
    stream.content.get(tail..).unwrap_or_default().windows(4).any(|w| w == sum)
}

/// The checksum of zlib (RFC 1950).
fn adler(data: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    // So many bytes can be summed before the sums may overflow.
    for piece in data.chunks(5552) {
        for byte in piece {
            a += u32::from(*byte);
            b += a;
        }
        (a, b) = (a % 65521, b % 65521);
    }
    b << 16 | a
}

/// What is missing of the file as a whole: its end, pages of its tree, parts that its table names.
pub(super) fn remarks(bytes: &[u8], doc: &Document, pages: usize) -> Vec<String> {
    let mut all = Vec::new();
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    if !tail.windows(5).any(|w| w == b"%%EOF") {
        all.push("the end of the file is missing".to_owned());
    }
    let tree = doc.catalog().and_then(|c| c.get(b"Pages")).and_then(|p| doc.dereference(p));
    let count = tree.ok().and_then(|(_, o)| o.as_dict().ok()?.get(b"Count").ok()?.as_i64().ok());
    if let Some(count) = count.filter(|c| usize::try_from(*c).is_ok_and(|c| c > pages)) {
        all.push(format!("it says that it has {count} pages, and {pages} can be read"));
    }
    let lost = doc.reference_table.entries.iter().filter(|(id, entry)| match entry {
        XrefEntry::Normal { generation, .. } => !doc.objects.contains_key(&(**id, *generation)),
        XrefEntry::Compressed { .. } => !doc.objects.contains_key(&(**id, 0)),
        _ => false,
    });
    // What says how a file was encrypted is taken away once it is open.
    let lost = lost.count().saturating_sub(usize::from(doc.was_encrypted()));
    if lost > 0 {
        all.push(format!("{lost} of its parts can't be read"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_does_not_fit_is_damage() {
        assert_eq!(adler(b"Wikipedia"), 0x11e6_0398);
        let mut stream = Stream::new(lopdf::Dictionary::new(), b"BT (Harbours) Tj ET ".repeat(40));
        stream.compress().unwrap();
        let data = stream.decompressed_content().unwrap();
        assert!(sound(&stream, &data));
        assert!(!sound(&stream, &data[..data.len() - 3]));
    }
}
