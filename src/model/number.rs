//! Numbers in words: *seventy-seventh*, *twenty-four*, *90*.

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
pub fn ordinal_word(word: &str) -> Option<u16> {
    if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        return matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten();
    }
    match word.split_once('-') {
        Some((tens, unit)) => Some(find(&TENS, tens, false)? * 10 + find(&UNITS, unit, true).filter(|n| *n < 10)?),
        None => find(&UNITS, word, true).or_else(|| find(&TENS, word, true).map(|n| n * 10)),
    }
}

/// *three*, *twenty-four*, *ninety*, *90*, *one*; *a* and *an* are one.
pub fn cardinal(word: &str) -> Option<u32> {
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

/// Whether a word is a number, or the last word of one: *fourth*, *twenty*, *hundredth*; *one* and *two* are not.
pub fn counts(word: &str) -> bool {
    ordinal_word(word).is_some_and(|n| n > 0) || word == "hundredth" || find(&TENS, word, false).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_figures() {
        assert_eq!(
            ["first", "twelfth", "seventy-seventh", "26th"].map(ordinal_word),
            [Some(1), Some(12), Some(77), Some(26)]
        );
        assert_eq!(["seventy", "26", "seventy-eleventh", "th", ""].map(ordinal_word), [None; 5]);
        let all = ["one", "a", "six", "eleven", "thirty", "forty-five", "90"].map(cardinal);
        assert_eq!(all, [Some(1), Some(1), Some(6), Some(11), Some(30), Some(45), Some(90)]);
        assert_eq!(["days", "zero", "six-month", "0", "1,000"].map(cardinal), [None; 5]);
        assert!(["fourth", "twenty", "hundredth"].iter().all(|w| counts(w)));
        assert!(["two", "conference", ""].iter().all(|w| !counts(w)));
    }
}
