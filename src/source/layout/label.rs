//! Numbers and letters at the start of a paragraph: `8.`, `(a)`, `(a) (i)`, and the path that nested letters make.

use crate::source::cover::pattern;
use regex::Regex;
use std::sync::LazyLock;

/// What a paragraph starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) enum Label {
    /// Neither number nor letter.
    None,
    /// `8.`; without its dot.
    Number(String),
    /// `8` alone before the words, which is a number only where one is expected.
    Bare(String),
    /// `(a)`, or several on a line, without parentheses.
    Letters(Vec<String>),
}

/// The label of a paragraph and the byte at which its words begin.
pub(in crate::source) fn label(text: &str) -> (Label, usize) {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:(?:OP|PP)\s?)?(\d{1,3}(?: ?(?:bis|ter|quater)\b)?)\s?[.)](?:\s+|$)|^(\d{1,3})\.\p{Lu}|^(?:OP|PP)\s?(\d{1,3})\s*[:.–-]?\s+",
        )
    });
    static BARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,3})\s+\p{Lu}"));
    static LETTER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\(?([a-z]{1,2}|[ivxlc]{1,6}|[A-Z]|\d{1,2})(?: (?:bis|ter))?\)\s*"));
    static DOTTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([a-z])\.\s+"));
    if let Some(c) = NUMBER.captures(text) {
        let (number, end) = match (c.get(1), c.get(2), c.get(3)) {
            (Some(n), _, _) => (n, c.get(0).map_or(0, |m| m.end())),
            (_, Some(n), _) => (n, n.end() + 1),
            (_, _, Some(n)) => (n, c.get(0).map_or(0, |m| m.end())),
            _ => return (Label::None, 0),
        };
        // `1)` is an arabic letter only inside parentheses; a bare one is a number.
        return (Label::Number(number.as_str().to_owned()), end);
    }
    let mut letters = Vec::new();
    let mut at = 0;
    while let Some(c) = LETTER.captures(&text[at..]).filter(|_| letters.len() < 5) {
        let whole = c.get(0).map_or(0, |m| m.end());
        if whole == 0 {
            break;
        }
        letters.push(c[1].to_owned());
        at += whole;
    }
    if !letters.is_empty() {
        return (Label::Letters(letters), at);
    }
    if let Some(c) = DOTTED.captures(text) {
        return (Label::Letters(vec![c[1].to_owned()]), c.get(0).map_or(0, |m| m.end()));
    }
    if let Some(c) = BARE.captures(text) {
        let number = c[1].to_owned();
        let words = text[number.len()..].trim_start();
        return (Label::Bare(number), text.len() - words.len());
    }
    (Label::None, 0)
}

/// The ways in which a label counts: `h` is the eighth letter and no Roman numeral, `i` is both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Series {
    Letter,
    Capital,
    Roman,
    Arabic,
}

fn rank(label: &str, series: Series) -> Option<u32> {
    match series {
        Series::Letter | Series::Capital => {
            let base = if series == Series::Letter { b'a' } else { b'A' };
            let mut bytes = label.bytes();
            let first = bytes.next()?.checked_sub(base).filter(|n| *n < 26)?;
            // `aa` follows `z`.
            let rounds = match bytes.next() {
                None => 0,
                Some(second) if second == first + base && label.len() == 2 => 1,
                Some(_) => return None,
            };
            Some(u32::from(first) + 1 + 26 * rounds)
        }
        Series::Roman => roman(label),
        Series::Arabic => label.parse().ok().filter(|n| *n > 0),
    }
}

/// The value of a Roman numeral in lower case up to 99.
pub(in crate::source) fn roman(s: &str) -> Option<u32> {
    if s.is_empty() || s.len() > 7 {
        return None;
    }
    (1..100).find(|n| numeral(*n) == s)
}

/// The Roman numeral of a number up to 99, in lower case.
pub(in crate::source) fn numeral(n: u32) -> String {
    const TENS: [&str; 10] = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"];
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    format!("{}{}", TENS[(n / 10 % 10) as usize], UNITS[(n % 10) as usize])
}

/// Where one is in nested lists of letters.
#[derive(Debug, Clone, Default)]
pub(in crate::source) struct Path {
    open: Vec<(String, Series, u32)>,
}

/// Deeper lists than these are not lists of a resolution.
const DEEPEST: usize = 6;

impl Path {
    /// Starts anew, at a new paragraph.
    pub(in crate::source) fn clear(&mut self) {
        self.open.clear();
    }

    /// Takes the next label; `next` is the one that follows in the text, which settles whether `(i)` after `(h)` is the
    /// ninth letter or the first numeral of a list below.
    pub(in crate::source) fn step(&mut self, label: &str, next: Option<&str>) {
        let all = [Series::Letter, Series::Roman, Series::Capital, Series::Arabic];
        // It goes on with an open list, the innermost first, unless it opens one below.
        let opens = all.into_iter().find(|s| {
            rank(label, *s) == Some(1) && (*s != Series::Letter || self.open.iter().all(|o| o.1 != Series::Letter))
        });
        let follows = (0..self.open.len()).rev().find(|i| {
            let (_, series, n) = &self.open[*i];
            rank(label, *series) == Some(n + 1)
        });
        let below = match (follows, opens) {
            (Some(_), Some(series)) => next.is_some_and(|next| rank(next, series) == Some(2)),
            (None, Some(_)) => true,
            _ => false,
        };
        if below && self.open.len() < DEEPEST {
            let series = opens.unwrap_or(Series::Letter);
            // A list that starts again at the same level replaces the old one.
            if let Some(i) = self.open.iter().position(|o| o.1 == series) {
                self.open.truncate(i);
            }
            self.open.push((label.to_owned(), series, 1));
        } else if let Some(i) = follows {
            let n = self.open[i].2 + 1;
            self.open.truncate(i + 1);
            self.open[i] = (label.to_owned(), self.open[i].1, n);
        } else {
            // Out of order: it stays at the level of its kind, else at the top.
            let kind = all.into_iter().find(|s| rank(label, *s).is_some() && self.open.iter().any(|o| o.1 == *s));
            let series = kind.or_else(|| all.into_iter().find(|s| rank(label, *s).is_some())).unwrap_or(Series::Letter);
            let at = self.open.iter().position(|o| o.1 == series).unwrap_or(0);
            self.open.truncate(at);
            self.open.push((label.to_owned(), series, rank(label, series).unwrap_or(1)));
        }
    }

    /// The whole label, `(a)(i)`.
    pub(in crate::source) fn label(&self) -> String {
        self.open.iter().map(|(l, _, _)| format!("({l})")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Label, &str) {
        let (label, at) = label(text);
        (label, &text[at..])
    }

    #[test]
    fn labels_at_the_start() {
        assert_eq!(read("8. Requests"), (Label::Number("8".into()), "Requests"));
        assert_eq!(read("8.Requests"), (Label::Number("8".into()), "Requests"));
        assert_eq!(read("3 bis. Requests"), (Label::Number("3 bis".into()), "Requests"));
        assert_eq!(read("OP8. Requests"), (Label::Number("8".into()), "Requests"));
        assert_eq!(read("6 Calls upon"), (Label::Bare("6".into()), "Calls upon"));
        assert_eq!(read("(a) To act;"), (Label::Letters(vec!["a".into()]), "To act;"));
        assert_eq!(read("(a) (i) To act;"), (Label::Letters(vec!["a".into(), "i".into()]), "To act;"));
        assert_eq!(read("a) To act;"), (Label::Letters(vec!["a".into()]), "To act;"));
        assert_eq!(read("10.5 million dollars").0, Label::None);
        assert_eq!(read("(the Programme) decides").0, Label::None);
        assert_eq!(read("2021 was"), (Label::None, "2021 was"));
    }

    fn paths(labels: &[&str]) -> Vec<String> {
        let mut path = Path::default();
        labels
            .iter()
            .enumerate()
            .map(|(i, l)| {
                path.step(l, labels.get(i + 1).copied());
                path.label()
            })
            .collect()
    }

    #[test]
    fn nested_letters_make_a_path() {
        assert_eq!(paths(&["a", "b", "i", "ii", "c"]), ["(a)", "(b)", "(b)(i)", "(b)(ii)", "(c)"]);
        assert_eq!(paths(&["g", "h", "i", "j"]), ["(g)", "(h)", "(i)", "(j)"]);
        assert_eq!(paths(&["h", "i", "ii", "i"])[1..], ["(h)(i)", "(h)(ii)", "(i)"]);
        assert_eq!(paths(&["i", "ii", "iii"]), ["(i)", "(ii)", "(iii)"]);
        assert_eq!(paths(&["a", "i", "a"]), ["(a)", "(a)(i)", "(a)"]);
        assert_eq!(paths(&["a", "i", "ii", "b", "i"]).last().map(String::as_str), Some("(b)(i)"));
        assert_eq!(paths(&["z", "aa", "bb"]), ["(z)", "(aa)", "(bb)"]);
    }
}
