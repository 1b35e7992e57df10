//! Ordinals of several words: *one hundred and first*.

use super::tokens::Tokens;
pub(crate) use crate::model::number::cardinal;
use crate::model::number::ordinal_word;

/// The ordinal that begins at token `i`, below two hundred in words, and how many tokens it takes.
pub(crate) fn ordinal(t: &Tokens<'_>, i: usize) -> Option<(u16, usize)> {
    if t.word(i) == "one" && t.word(i + 1) == "hundred" && t.word(i + 2) == "and" {
        return Some((100 + ordinal_word(t.word(i + 3))?, 4));
    }
    if matches!(t.word(i), "hundredth" | "one-hundredth") {
        return Some((100, 1));
    }
    if t.word(i) == "one" && t.word(i + 1) == "hundredth" {
        return Some((100, 2));
    }
    ordinal_word(t.word(i)).filter(|n| *n > 0).map(|n| (n, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Option<u16> {
        ordinal(&Tokens::new(words), 0).map(|(n, _)| n)
    }

    #[test]
    fn ordinals_of_sessions() {
        for (words, n) in [
            ("first", 1),
            ("twelfth", 12),
            ("twentieth", 20),
            ("seventy-seventh", 77),
            ("seventy\u{2011}seventh", 77),
            ("eightieth", 80),
            ("ninety-ninth", 99),
            ("one hundredth", 100),
            ("one hundred and first", 101),
            ("one hundred and twenty-third", 123),
            ("26th", 26),
            ("3rd", 3),
        ] {
            assert_eq!(read(words), Some(n), "{words}");
        }
        for none in ["session", "seventy", "26", "seventy-eleventh", "th", ""] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(words in "\\PC*") {
            let _ = read(&words);
            let _ = cardinal(&words);
        }
    }
}
