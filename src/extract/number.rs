//! Numbers in words: *seventy-seventh*, *one hundred and first*, *twenty-four*, *90*.

use super::tokens::Tokens;

const UNITS: [(&str, &str); 20] = [
    ("zero", "zeroth"),
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("four", "fourth"),
    ("five", "fifth"),
    ("six", "sixth"),
    ("seven", "seventh"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("ten", "tenth"),
    ("eleven", "eleventh"),
    ("twelve", "twelfth"),
    ("thirteen", "thirteenth"),
    ("fourteen", "fourteenth"),
    ("fifteen", "fifteenth"),
    ("sixteen", "sixteenth"),
    ("seventeen", "seventeenth"),
    ("eighteen", "eighteenth"),
    ("nineteen", "nineteenth"),
];

const TENS: [(&str, &str); 10] = [
    ("", ""),
    ("", ""),
    ("twenty", "twentieth"),
    ("thirty", "thirtieth"),
    ("forty", "fortieth"),
    ("fifty", "fiftieth"),
    ("sixty", "sixtieth"),
    ("seventy", "seventieth"),
    ("eighty", "eightieth"),
    ("ninety", "ninetieth"),
];

fn find(list: &[(&str, &str)], word: &str, ordinal: bool) -> Option<u16> {
    // None is longer than *seventeenth*, none begins with another letter.
    if word.len() > 11 || !word.starts_with(['z', 'o', 't', 'f', 's', 'e', 'n']) {
        return None;
    }
    let at = list.iter().position(|(c, o)| !c.is_empty() && word == if ordinal { *o } else { *c })?;
    u16::try_from(at).ok()
}

/// *seventy-seventh*, *eightieth*, *first*, *77th*: one word below a hundred, or figures.
fn ordinal_word(word: &str) -> Option<u16> {
    if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        return matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten();
    }
    match word.split_once('-') {
        Some((tens, unit)) => Some(find(&TENS, tens, false)? * 10 + find(&UNITS, unit, true).filter(|n| *n < 10)?),
        None => find(&UNITS, word, true).or_else(|| find(&TENS, word, true).map(|n| n * 10)),
    }
}

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

/// *three*, *twenty-four*, *ninety*, *90*, *one*; *a* and *an* are one.
pub(crate) fn cardinal(word: &str) -> Option<u32> {
    if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return word.parse().ok().filter(|n| (1..100_000).contains(n));
    }
    let n = match word.split_once('-') {
        Some((tens, unit)) => find(&TENS, tens, false)? * 10 + find(&UNITS, unit, false).filter(|n| *n < 10)?,
        None if word == "a" || word == "an" => 1,
        None => find(&UNITS, word, false).or_else(|| find(&TENS, word, false).map(|n| n * 10))?,
    };
    Some(u32::from(n)).filter(|n| *n > 0)
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

    #[test]
    fn cardinals_of_periods() {
        let all = ["one", "a", "six", "eleven", "thirty", "forty-five", "90"].map(cardinal);
        assert_eq!(all, [Some(1), Some(1), Some(6), Some(11), Some(30), Some(45), Some(90)]);
        assert_eq!(["days", "zero", "six-month", "0", "1,000"].map(cardinal), [None; 5]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(words in "\\PC*") {
            let _ = read(&words);
            let _ = cardinal(&words);
        }
    }
}
