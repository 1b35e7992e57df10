//! A text cut once into words and marks, with their normal forms, so that every later rule compares words only.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters (with inner hyphens, apostrophes and slashes): a word.
    Word,
    /// Begins with a digit.
    Number,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// Any other mark.
    Mark,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    start: u32,
    end: u32,
    norm: (u32, u32),
    shape: Shape,
    /// How deep in brackets and quotation marks.
    depth: u8,
    capital: bool,
}

/// A text and its tokens.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    pub(crate) text: &'a str,
    norms: String,
    tokens: Vec<Token>,
    /// For each token, how often its word stands up to there; of long texts only.
    counts: OnceCell<Vec<u16>>,
}

impl<'a> Tokens<'a> {
    /// Cuts the text.
    pub(crate) fn new(text: &'a str) -> Tokens<'a> {
        let mut out = Tokens {
            text,
            norms: String::with_capacity(text.len()),
            tokens: Vec::with_capacity(text.len() / 5),
            counts: OnceCell::new(),
        };
        let mut depth = 0_u8;
        let mut quoted = 0_u8;
        let mut chars = text.char_indices().peekable();
        while let Some(&(start, c)) = chars.peek() {
            if c.is_whitespace() {
                chars.next();
                continue;
            }
            let from = out.norms.len();
            let mut end = start;
            if c.is_alphanumeric() {
                while let Some(&(at, c)) = chars.peek() {
                    let inner = joins(c) && {
                        let mut ahead = chars.clone();
                        ahead.next();
                        let next = ahead.peek().map(|&(_, n)| n);
                        let last_digit = out.norms.as_bytes().last().is_some_and(u8::is_ascii_digit);
                        next.is_some_and(|n| match c {
                            ',' | '.' => last_digit && n.is_ascii_digit(),
                            '–' | '—' => false,
                            _ => n.is_alphanumeric(),
                        })
                    };
                    if !c.is_ascii_alphanumeric() && !c.is_alphanumeric() && !inner {
                        break;
                    }
                    match c {
                        '\u{2010}' | '\u{2011}' => out.norms.push('-'),
                        '’' | '‘' => out.norms.push('\''),
                        c if c.is_ascii() => out.norms.push(c.to_ascii_lowercase()),
                        c => out.norms.extend(c.to_lowercase()),
                    }
                    end = at + c.len_utf8();
                    chars.next();
                }
                let shape = if c.is_ascii_digit() { Shape::Number } else { Shape::Word };
                out.push(start, end, from, shape, depth.saturating_add(quoted), c.is_uppercase());
                continue;
            }
            chars.next();
            out.norms.push(c);
            let shape = match c {
                ',' => Shape::Comma,
                ';' => Shape::Semicolon,
                ':' => Shape::Colon,
                _ => Shape::Mark,
            };
            match c {
                ')' | ']' => depth = depth.saturating_sub(1),
                '”' | '»' => quoted = quoted.saturating_sub(1),
                '"' if quoted > 0 => quoted -= 1,
                _ => {}
            }
            out.push(start, start + c.len_utf8(), from, shape, depth.saturating_add(quoted), false);
            match c {
                '(' | '[' => depth = depth.saturating_add(1),
                '“' | '«' => quoted = quoted.saturating_add(1),
                '"' if text.get(start + 1..).is_some_and(|t| t.starts_with(char::is_alphanumeric)) => quoted += 1,
                _ => {}
            }
        }
        out
    }

    fn push(&mut self, start: usize, end: usize, from: usize, shape: Shape, depth: u8, capital: bool) {
        let norm = (from as u32, self.norms.len() as u32);
        self.tokens.push(Token { start: start as u32, end: end as u32, norm, shape, depth, capital });
    }

    /// How many tokens.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token's word in lower case, hyphens and apostrophes made alike; empty beyond the ends.
    pub(crate) fn word(&self, i: usize) -> &str {
        self.tokens.get(i).and_then(|t| self.norms.get(t.norm.0 as usize..t.norm.1 as usize)).unwrap_or_default()
    }

    /// How often the word of token `i` stands up to there, itself included.
    pub(crate) fn nth(&self, i: usize) -> u16 {
        // one look through a short text is cheaper than a table of its words
        if self.len() < 512 {
            let word = self.word(i);
            return (0..=i).filter(|&k| self.word(k) == word).count() as u16;
        }
        let counts = self.counts.get_or_init(|| {
            let mut seen: HashMap<&str, u16> = HashMap::new();
            (0..self.len())
                .map(|k| {
                    let n = seen.entry(self.word(k)).or_default();
                    *n = n.saturating_add(1);
                    *n
                })
                .collect()
        });
        counts.get(i).copied().unwrap_or(1)
    }

    /// The word before, empty at the start.
    pub(crate) fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |i| self.word(i))
    }

    /// Its shape; a mark beyond the end.
    pub(crate) fn shape(&self, i: usize) -> Shape {
        self.tokens.get(i).map_or(Shape::Mark, |t| t.shape)
    }

    /// Whether it begins with a capital letter.
    pub(crate) fn capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.capital)
    }

    /// Whether it stands in brackets or quotation marks.
    pub(crate) fn inside(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.depth > 0)
    }

    /// Whether all its letters are capitals, or it carries a digit: `UNAMSIL`, `RCD-Goma`.
    pub(crate) fn acronym(&self, i: usize) -> bool {
        let word = self.raw(i..i + 1);
        word.chars().filter(|c| c.is_uppercase()).count() > 1 && word.chars().take(2).all(|c| !c.is_lowercase())
    }

    /// First byte of token `i`; the end of the text beyond the end.
    pub(crate) fn start(&self, i: usize) -> usize {
        self.tokens.get(i).map_or(self.text.len(), |t| t.start as usize)
    }

    /// One past the last byte of the token before `i`; 0 at the start.
    pub(crate) fn end_before(&self, i: usize) -> usize {
        i.min(self.tokens.len()).checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(0, |t| t.end as usize)
    }

    /// The bytes of a run of tokens.
    pub(crate) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let at = self.start(range.start);
            return at..at;
        }
        self.start(range.start)..self.end_before(range.end)
    }

    /// The words of a run of tokens, as written.
    pub(crate) fn raw(&self, range: Range<usize>) -> &'a str {
        self.text.get(self.bytes(range)).unwrap_or_default()
    }

    /// The first token that starts at or after a byte.
    pub(crate) fn at_byte(&self, byte: usize) -> usize {
        self.tokens.partition_point(|t| (t.start as usize) < byte)
    }

    /// Whether these words (separated by one blank) stand at `i`; how many tokens.
    pub(crate) fn matches(&self, i: usize, phrase: &str) -> Option<usize> {
        let (mut rest, mut n) = (phrase, 0);
        loop {
            let word = self.word(i + n);
            rest = rest.strip_prefix(word).filter(|_| !word.is_empty())?;
            n += 1;
            if rest.is_empty() {
                return Some(n);
            }
            rest = rest.strip_prefix(' ')?;
        }
    }

    /// Whether these words end just before `i`; how many tokens.
    pub(crate) fn matches_before(&self, i: usize, phrase: &str) -> Option<usize> {
        let n = phrase.split(' ').count();
        self.matches(i.checked_sub(n)?, phrase)
    }
}

/// Marks that may stand inside a word.
fn joins(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '/' | ',' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_hyphens_apostrophes_and_numbers() {
        let t = Tokens::new("Requests the Secretary‑General’s staff, by 1,000 (not “9”) in 77/263;");
        let words: Vec<_> = (0..t.len()).map(|i| t.word(i)).collect();
        assert_eq!(
            words,
            [
                "requests",
                "the",
                "secretary-general's",
                "staff",
                ",",
                "by",
                "1,000",
                "(",
                "not",
                "“",
                "9",
                "”",
                ")",
                "in",
                "77/263",
                ";"
            ]
        );
        assert!(t.inside(8) && t.inside(10) && !t.inside(13));
        assert_eq!(t.raw(2..4), "Secretary‑General’s staff");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_on_character_boundaries(text in "\\PC*") {
            let t = Tokens::new(&text);
            for i in 0..t.len() {
                let _ = t.raw(i..t.len());
                proptest::prop_assert!(!t.raw(i..i + 1).is_empty());
            }
        }
    }
}
