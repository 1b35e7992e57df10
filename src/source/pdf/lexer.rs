//! Tokens of content streams and of CMaps: PostScript's syntax, read leniently, without recursion and without allocation
//! but for strings.

use std::borrow::Cow;

/// A token; of a string, the place in [`Lexer::strings`].
#[derive(Debug, PartialEq)]
pub(super) enum Token<'a> {
    Number(f32),
    Name(Cow<'a, [u8]>),
    Text(usize, usize),
    /// `[`; dictionaries come as their keys and values, one after another.
    Open,
    /// `]`
    Close,
    Operator(&'a [u8]),
}

/// Reads tokens from bytes.
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
    /// The bytes of the strings read since the last [`Lexer::forget`].
    pub strings: Vec<u8>,
}

fn space(b: u8) -> bool {
    matches!(b, 0 | 9 | 10 | 12 | 13 | 32)
}

fn delimiter(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Lexer<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Lexer { data, at: 0, strings: Vec::new() }
    }

    /// Drops the strings read so far.
    pub(super) fn forget(&mut self) {
        self.strings.clear();
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    /// The next token; `None` at the end.
    pub(super) fn token(&mut self) -> Option<Token<'a>> {
        loop {
            let b = self.peek()?;
            match b {
                _ if space(b) => self.at += 1,
                b'%' => {
                    while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                        self.at += 1;
                    }
                }
                b'[' => return self.one(Token::Open),
                b']' => return self.one(Token::Close),
                b'(' => return Some(self.literal()),
                b'<' => {
                    if self.data.get(self.at + 1) == Some(&b'<') {
                        self.at += 2;
                    } else {
                        return Some(self.hex());
                    }
                }
                b'>' | b')' | b'{' | b'}' => self.at += 1,
                b'/' => {
                    self.at += 1;
                    return Some(Token::Name(unescape(self.word())));
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => return Some(self.number()),
                _ => return Some(Token::Operator(self.word())),
            }
        }
    }

    fn one(&mut self, t: Token<'a>) -> Option<Token<'a>> {
        self.at += 1;
        Some(t)
    }

    fn word(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(|b| !space(b) && !delimiter(b)) {
            self.at += 1;
        }
        self.data.get(start..self.at).unwrap_or_default()
    }

    fn number(&mut self) -> Token<'a> {
        let word = self.word();
        let (mut whole, mut fraction, mut scale, mut negative, mut point) = (0f64, 0f64, 1f64, false, false);
        for (i, &b) in word.iter().enumerate() {
            match b {
                b'-' if i == 0 || word.get(i - 1) == Some(&b'-') => negative = true,
                b'+' if i == 0 => {}
                b'.' if !point => point = true,
                b'0'..=b'9' if point => {
                    scale *= 10.0;
                    fraction = fraction * 10.0 + f64::from(b - b'0');
                }
                b'0'..=b'9' => whole = whole * 10.0 + f64::from(b - b'0'),
                // `0.00-35`, as faulty writers have it: what follows is noise.
                _ => break,
            }
            if scale > 1e15 || whole > 1e15 {
                break;
            }
        }
        let value = whole + fraction / scale;
        Token::Number(if negative { -value } else { value } as f32)
    }

    fn literal(&mut self) -> Token<'a> {
        let start = self.strings.len();
        self.at += 1;
        let mut depth = 1usize;
        while let Some(b) = self.peek() {
            self.at += 1;
            match b {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape();
                    continue;
                }
                _ => {}
            }
            self.strings.push(b);
        }
        Token::Text(start, self.strings.len())
    }

    fn escape(&mut self) {
        let Some(b) = self.peek() else { return };
        self.at += 1;
        let plain = match b {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                return;
            }
            b'\n' => return,
            b'0'..=b'7' => {
                let mut value = u32::from(b - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(d @ b'0'..=b'7') => {
                            value = value * 8 + u32::from(d - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                (value & 0xff) as u8
            }
            other => other,
        };
        self.strings.push(plain);
    }

    fn hex(&mut self) -> Token<'a> {
        let start = self.strings.len();
        self.at += 1;
        let mut half: Option<u8> = None;
        while let Some(b) = self.peek() {
            self.at += 1;
            if b == b'>' {
                break;
            }
            let Some(digit) = char::from(b).to_digit(16) else { continue };
            match half.take() {
                None => half = Some(digit as u8),
                Some(high) => self.strings.push(high << 4 | digit as u8),
            }
        }
        if let Some(high) = half {
            self.strings.push(high << 4);
        }
        Token::Text(start, self.strings.len())
    }

    /// Passes over the data of an inline image, up to behind its `EI`.
    pub(super) fn skip_image(&mut self) {
        while let Some(token) = self.token() {
            if token == Token::Operator(b"ID") {
                break;
            }
        }
        let rest = self.data.get(self.at..).unwrap_or_default();
        let end = rest.windows(2).enumerate().position(|(i, w)| {
            w == b"EI"
                && i.checked_sub(1).and_then(|i| rest.get(i)).is_some_and(|&b| space(b))
                && rest.get(i + 2).is_none_or(|&b| space(b))
        });
        self.at = end.map_or(self.data.len(), |i| self.at + i + 2);
    }
}

/// `#20` in names.
fn unescape(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let hex = |i: usize| name.get(i).and_then(|&b| char::from(b).to_digit(16));
    let (mut out, mut i) = (Vec::with_capacity(name.len()), 0);
    while let Some(&b) = name.get(i) {
        match (b, hex(i + 1), hex(i + 2)) {
            (b'#', Some(high), Some(low)) => {
                out.push((high << 4 | low) as u8);
                i += 3;
            }
            _ => {
                out.push(b);
                i += 1;
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(s: &str) -> Vec<String> {
        let mut lexer = Lexer::new(s.as_bytes());
        let mut out = Vec::new();
        while let Some(t) = lexer.token() {
            out.push(match t {
                Token::Number(n) => n.to_string(),
                Token::Name(n) => format!("/{}", String::from_utf8_lossy(&n)),
                Token::Text(a, b) => format!("({})", String::from_utf8_lossy(&lexer.strings[a..b])),
                Token::Open => "[".into(),
                Token::Close => "]".into(),
                Token::Operator(o) => String::from_utf8_lossy(o).into_owned(),
            });
        }
        out
    }

    #[test]
    fn every_kind_of_token_is_read() {
        assert_eq!(
            tokens("/F1 -9.96 Tf [(a\\(b\\051\\n)-.5<4142 4>]TJ % note\nT* /A#20B"),
            ["/F1", "-9.96", "Tf", "[", "(a(b)\n)", "-0.5", "(AB@)", "]", "TJ", "T*", "/A B"]
        );
        assert_eq!(tokens("/Span <</MCID 0/ActualText(x)>> BDC"), ["/Span", "/MCID", "0", "/ActualText", "(x)", "BDC"]);
    }

    #[test]
    fn an_inline_image_is_passed_over() {
        let mut lexer = Lexer::new(b"/W 1 /H 1 ID \x01EI\x02 EI\nQ");
        lexer.skip_image();
        assert_eq!(lexer.token(), Some(Token::Operator(b"Q")));
    }

    #[test]
    fn what_is_cut_off_ends_quietly() {
        for s in ["(", "<", "<4", "(\\", "/", "[(a", "(\\0", "-", "<<", "BI ID"] {
            tokens(s);
            Lexer::new(s.as_bytes()).skip_image();
        }
    }
}
