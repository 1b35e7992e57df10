//! What a footnote says about documents: that one was renamed, that this one was issued again.

use crate::model::Symbol;
use crate::source::cover::pattern;
use regex::Regex;
use std::sync::LazyLock;

/// What a footnote renames: *Resolution 75/253, in section VI of …, becomes resolution 75/253 A.* gives the old symbol and
/// the new one. It stands in the later text (75/253 B); the earlier one gets the alias.
pub fn becomes(footnote: &str) -> Option<(Symbol, Symbol)> {
    static RENAMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(resolution|decision)s?\s+([\w/\u{2010}\u{2011}-]+(?: [A-Z]\b)?)[^;]*?\bbecomes?\s+(?:resolution|decision)s?\s+([\w/\u{2010}\u{2011}-]+(?: [A-Z]\b)?)\s*[.;]?\s*$",
        )
    });
    let c = RENAMED.captures(footnote)?;
    let symbol = |i: usize| Symbol::parse(&format!("{} {}", &c[1], &c[i])).ok();
    let (old, new) = (symbol(2)?, symbol(3)?);
    (old != new && old.organ().is_some() && new.organ().is_some()).then_some((old, new))
}

/// What is said of words that are struck out in the document: they are not in force. `None` without any.
pub(in crate::source) fn struck_out(words: &[String]) -> Option<String> {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> =
        words.iter().map(|w| w.trim()).filter(|w| !w.is_empty()).map(|w| format!("“{w}”")).collect();
    let more = shown.len().saturating_sub(SHOWN);
    shown.truncate(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!shown.is_empty())
        .then(|| format!("words that are struck out are left out as not in force: {}{more}", shown.join(", ")))
}

/// Whether a footnote says that the document was issued again: `* Reissued for technical reasons on 21 June 2021.`
pub fn reissued(footnote: &str) -> bool {
    footnote.trim_start_matches(['*', ' ']).get(..8).is_some_and(|w| w.eq_ignore_ascii_case("reissued"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footnote_renames_an_earlier_text() {
        let read = |s: &str| becomes(s).map(|(old, new)| format!("{old} {new}"));
        assert_eq!(
            read("Resolution 75/253, in section VI of the Official Records (A/75/49), vol. I, becomes resolution 75/253 A.")
                .as_deref(),
            Some("A/RES/75/253 A/RES/75/253A")
        );
        assert_eq!(
            read("Resolution 77/290 of 31 May 2023 becomes resolution 77/290 A.").as_deref(),
            Some("A/RES/77/290 A/RES/77/290A")
        );
        assert_eq!(read("Decision 77/501 becomes decision 77/501 A.").as_deref(), Some("A/DEC/77/501 A/DEC/77/501A"));
        assert_eq!(read("Resolution 60/288."), None);
        assert_eq!(read("Resolution 60/288 notes that the world becomes warmer."), None);
    }

    #[test]
    fn a_footnote_says_that_the_document_was_issued_again() {
        assert!(reissued("* Reissued for technical reasons on 21 June 2021."));
        assert!(!reissued("The list, as reissued on 12 June 2015."));
        assert!(!reissued("*"));
    }
}
