//! Titles: what makes two of them the same, though years and numbers go on from session to session.

use crate::follow::words::words;
use crate::model::number;

/// A title without years and numbers: equal for the texts of one series. Empty for a text without a title.
pub fn stem(title: &str) -> String {
    let kept: Vec<String> = words(title)
        .into_iter()
        .filter(|w| !number::counts(w) && !w.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_title_is_the_same_with_another_year_or_number() {
        assert_eq!(stem("Programme budget for 2021"), stem("Programme budget for 2023"));
        assert_eq!(
            stem("Follow-up to the Fourth Conference on Harbours"),
            stem("Follow-up to the Fifth Conference on Harbours")
        );
        assert_ne!(stem("Observer status for the Lake Forum"), stem("Observer status for the River Forum"));
        assert_eq!(stem(""), "");
    }
}
