//! CMaps: which Unicode text (`ToUnicode`) and which glyph (`Encoding` of a composite font) a code stands for.

use super::lexer::{Lexer, Token};

/// Codes above this are not kept: no real font has longer ones.
const LAST: u32 = 0xffff;
/// Ranges and characters read at most.
const ENTRIES: usize = 200_000;

/// What a CMap says; codes of one and of two bytes.
#[derive(Default)]
pub(super) struct CMap {
    /// Text by code.
    text: Vec<Option<Box<str>>>,
    /// Glyph number by code, from `cidrange` and `cidchar`.
    cids: Vec<(u32, u32, u32)>,
    /// Code space: first and last code, and bytes of a code.
    spaces: Vec<(u32, u32, u8)>,
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |n, &b| n << 8 | u32::from(b))
}

/// UTF-16BE to text.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(&[0xfe, 0xff]).unwrap_or(bytes);
    if let [b] = bytes {
        return char::from(*b).to_string();
    }
    let units = bytes.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).filter(|&c| c != '\0').collect()
}

impl CMap {
    /// Reads what can be read of it.
    pub(super) fn parse(data: &[u8]) -> CMap {
        let mut map = CMap::default();
        let mut lexer = Lexer::new(data);
        // Operands since the last operator: strings by value, arrays by their strings.
        enum Item {
            Bytes(Vec<u8>),
            Number(u32),
            List(Vec<Vec<u8>>),
        }
        let (mut items, mut list): (Vec<Item>, Option<Vec<Vec<u8>>>) = (Vec::new(), None);
        let mut left = ENTRIES;
        while let Some(token) = lexer.token() {
            match token {
                Token::Text(a, b) => {
                    let bytes = lexer.strings.get(a..b).unwrap_or_default().to_vec();
                    match &mut list {
                        Some(list) => list.push(bytes),
                        None => items.push(Item::Bytes(bytes)),
                    }
                    lexer.forget();
                }
                Token::Number(n) if list.is_none() => items.push(Item::Number(n.max(0.0) as u32)),
                Token::Open => list = Some(Vec::new()),
                Token::Close => items.extend(list.take().map(Item::List)),
                Token::Operator(op) => {
                    let step = match op {
                        b"endcodespacerange" | b"endbfchar" | b"endcidchar" => 2,
                        b"endbfrange" | b"endcidrange" => 3,
                        _ => 0,
                    };
                    for entry in items.chunks_exact(step.max(1)) {
                        if step == 0 || left == 0 {
                            break;
                        }
                        left -= 1;
                        match (op, entry) {
                            (b"endcodespacerange", [Item::Bytes(lo), Item::Bytes(hi)]) => {
                                map.spaces.push((number(lo), number(hi), lo.len().clamp(1, 4) as u8));
                            }
                            (b"endbfchar", [Item::Bytes(code), Item::Bytes(text)]) => {
                                map.put(number(code), utf16(text));
                            }
                            (b"endbfrange", [Item::Bytes(lo), Item::Bytes(hi), Item::Bytes(text)]) => {
                                let (lo, hi) = (number(lo), number(hi).min(LAST));
                                let mut text = text.clone();
                                for code in lo..=hi {
                                    if left == 0 {
                                        break;
                                    }
                                    left -= 1;
                                    map.put(code, utf16(&text));
                                    if let [.., high, low] = text.as_mut_slice() {
                                        let (next, carry) = low.overflowing_add(1);
                                        *low = next;
                                        *high = high.wrapping_add(carry.into());
                                    } else if let [low] = text.as_mut_slice() {
                                        *low = low.wrapping_add(1);
                                    }
                                }
                            }
                            (b"endbfrange", [Item::Bytes(lo), _, Item::List(texts)]) => {
                                for (code, text) in (number(lo)..=LAST).zip(texts) {
                                    map.put(code, utf16(text));
                                }
                            }
                            (b"endcidchar", [Item::Bytes(code), Item::Number(cid)]) => {
                                map.cids.push((number(code), number(code), *cid));
                            }
                            (b"endcidrange", [Item::Bytes(lo), Item::Bytes(hi), Item::Number(cid)]) => {
                                map.cids.push((number(lo), number(hi), *cid));
                            }
                            _ => {}
                        }
                    }
                    items.clear();
                }
                _ => {}
            }
        }
        map.cids.sort_unstable();
        map
    }

    fn put(&mut self, code: u32, text: String) {
        if code > LAST || text.is_empty() {
            return;
        }
        let code = code as usize;
        if self.text.len() <= code {
            self.text.resize(code + 1, None);
        }
        if let Some(slot) = self.text.get_mut(code) {
            *slot = Some(text.into());
        }
    }

    /// The text of a code.
    pub(super) fn text(&self, code: u32) -> Option<&str> {
        self.text.get(code as usize)?.as_deref()
    }

    /// The glyph of a code.
    pub(super) fn cid(&self, code: u32) -> Option<u32> {
        let i = self.cids.partition_point(|&(lo, _, _)| lo <= code).checked_sub(1)?;
        let &(lo, hi, cid) = self.cids.get(i)?;
        (code <= hi).then(|| cid.saturating_add(code - lo))
    }

    /// How many bytes the code at the start of `bytes` has, by the code space; `None` where none is given.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=bytes.len().min(4))
            .find(|&n| {
                let code = number(bytes.get(..n).unwrap_or_default());
                self.spaces.iter().any(|&(lo, hi, len)| usize::from(len) == n && (lo..=hi).contains(&code))
            })
            .or_else(|| self.spaces.iter().map(|&(_, _, n)| usize::from(n)).min())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lists_are_read() {
        let map = CMap::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange
            2 beginbfchar <0003> <0020> <0101> <00660069> endbfchar
            2 beginbfrange <0024> <0026> <0041> <0030><0031>[<0061> <D83DDE00>] endbfrange
            1 begincidrange <0000> <00ff> 10 endcidrange",
        );
        assert_eq!(
            [0x24, 0x26, 0x101, 0x31, 3].map(|c| map.text(c)),
            [Some("A"), Some("C"), Some("fi"), Some("\u{1f600}"), Some(" ")]
        );
        assert_eq!((map.text(0x27), map.cid(5), map.cid(0x100)), (None, Some(15), None));
        assert_eq!(map.length(&[0, 3, 0]), Some(2));
    }

    #[test]
    fn a_range_over_everything_ends() {
        let map = CMap::parse(b"<00000000> <FFFFFFFF> <0041> endbfrange <0000> <ffff> <0041> endbfrange");
        assert!(map.text(0).is_some());
    }
}
