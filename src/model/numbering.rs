//! What the numbers of the operative paragraphs tell of a text: whether one is missing or stands twice.

use crate::model::Resolution;
use std::fmt;

/// A place at which the numbers do not go on as numbers do: a page may be missing, a line read wrongly, a number mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// The first paragraph has another number than 1.
    Start(u32),
    /// After the first number comes the second, and at least one between them is missing.
    Gap(u32, u32),
    /// A number stands twice in a row, or one that came before comes again (1 may: sections restart).
    Repeat(u32, u32),
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Break::Start(n) => write!(f, "the first paragraph is {n}"),
            Break::Gap(a, b) => write!(f, "after {a} comes {b}"),
            Break::Repeat(a, b) if a == b => write!(f, "{a} stands twice"),
            Break::Repeat(a, b) => write!(f, "{b} comes again after {a}"),
        }
    }
}

impl Resolution {
    /// Where the numbers of the operative paragraphs break off. They restart at 1 in a new section, and in the annexed texts that some
    /// resolutions hold; where nothing is numbered, nothing is missing.
    pub fn breaks(&self) -> Vec<Break> {
        let mut found = Vec::new();
        let mut last: Option<(u32, Option<&str>)> = None;
        for (_, block) in self.operative() {
            // `12 bis` and the like stand between numbers.
            let Some(n) = block.number.as_deref().and_then(|n| n.parse::<u32>().ok()) else { continue };
            let section = block.section.as_deref();
            match last {
                None if n > 1 => found.push(Break::Start(n)),
                Some((before, _)) if n > before.saturating_add(1) => found.push(Break::Gap(before, n)),
                Some((before, old)) if n <= before && (n != 1 || before == 1 && old == section) => {
                    found.push(Break::Repeat(before, n));
                }
                _ => {}
            }
            last = Some((n, section));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Rich, Role};

    fn numbered(numbers: &[(&str, &str)]) -> Vec<String> {
        let mut text = Resolution::new("A/RES/91/40".parse().unwrap());
        text.blocks = numbers
            .iter()
            .map(|(section, number)| Block {
                role: Role::Operative,
                section: (!section.is_empty()).then(|| (*section).to_owned()),
                number: (!number.is_empty()).then(|| (*number).to_owned()),
                body: Rich::plain("Decides so;"),
                parts: Vec::new(),
            })
            .collect();
        text.breaks().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn gaps_repeats_and_late_starts_are_told_and_sections_restart() {
        let none: [&str; 0] = [];
        let plain = |numbers: &[&str]| numbered(&numbers.iter().map(|n| ("", *n)).collect::<Vec<_>>());
        assert_eq!(plain(&["1", "2", "3"]), none);
        assert_eq!(plain(&["1", "3"]), ["after 1 comes 3"]);
        assert_eq!(plain(&["1", "1", "2"]), ["1 stands twice"]);
        assert_eq!(plain(&["1", "2", "2", "3"]), ["2 stands twice"]);
        assert_eq!(plain(&["5", "6"]), ["the first paragraph is 5"]);
        assert_eq!(plain(&["1", "2", "3", "2", "3"]), ["2 comes again after 3"]);
        assert_eq!(plain(&["1", "2", "1", "2"]), none);
        assert_eq!(plain(&["", ""]), none);
        assert_eq!(plain(&["1", "", "2", "2 bis", "3"]), none);
        assert_eq!(numbered(&[("I", "1"), ("II", "1"), ("II", "2"), ("III", "3")]), none);
        assert_eq!(numbered(&[("I", "1"), ("I", "1")]), ["1 stands twice"]);
    }
}
