//! Sections: the numerals of headings, how they nest (`II`, `II.B`), annexes, and numbers that restart without a numeral.

use crate::model::{Block, Role};
use crate::source::cover::pattern;
use crate::source::layout::label::roman;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The numeral that a heading begins with, and the byte at which its title begins: `VI`, `B.⇥Evolution …`, `Section 29C`.
pub(in crate::source) fn numeral(heading: &str) -> (Option<String>, usize) {
    static ALONE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:(?:Part|Section|Chapter|PART|SECTION)\s+(\d{1,2}[A-Z]?|[IVXL]{1,6}|[A-Z])|([IVXL]{1,6}|[A-Z]))\.?\s*$",
        )
    });
    static BEFORE_TITLE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:Part |Section )?([IVXL]{1,6}|[A-Z])(?:\.\s*|\t\s*)\.?\s*"));
    let heading = heading.trim_end();
    if let Some(c) = ALONE.captures(heading) {
        return (c.get(1).or(c.get(2)).map(|m| m.as_str().to_owned()), heading.len());
    }
    let Some(c) = BEFORE_TITLE.captures(heading) else { return (None, 0) };
    let (whole, numeral) = (c.get(0).map_or(0, |m| m.end()), c[1].to_owned());
    // Where the markup has a number, its text repeats it: `I.⇥I.⇥Organization of work`.
    let rest = &heading[whole..];
    let again = rest.strip_prefix(numeral.as_str()).and_then(|r| r.strip_prefix(['.', '\t']));
    let title = again.map_or(whole, |r| heading.len() - r.trim_start().len());
    (Some(numeral), title)
}

/// What an annex's heading opens, and the byte at which its title begins: `Annex II` is `annex.II`.
pub(in crate::source) fn annex_heading(text: &str) -> Option<(String, usize)> {
    static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:Annex|ANNEX|Annexe|Appendix|APPENDIX|Anexo|Приложение|附件|المرفق)(?:\s+([IVXL]{1,6}|[A-Z]|\d{1,2})\b)?(?:[.:]?\s+|\s*$)",
        )
    });
    let c = ANNEX.captures(text)?;
    let end = c.get(0).map_or(0, |m| m.end());
    // `Annex to the present list` and the like name an annex of something else, but open one all the same.
    let end = if text[end..].starts_with(|c: char| c.is_lowercase()) { 0 } else { end };
    Some((c.get(1).map_or_else(|| "annex".to_owned(), |n| format!("annex.{}", n.as_str())), end))
}

/// How numerals count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Series {
    Roman,
    Letter,
    Arabic,
}

/// The open numerals, the outermost first.
#[derive(Debug, Clone, Default)]
pub(in crate::source) struct Numerals(Vec<(Series, u32, String)>);

impl Numerals {
    /// Takes the next numeral: it goes on with an open series (the innermost first), starts one below, or starts one again.
    pub(in crate::source) fn step(&mut self, numeral: &str) {
        let value = |series| match series {
            Series::Roman => roman(&numeral.to_ascii_lowercase()),
            Series::Letter => match numeral.as_bytes() {
                [c @ b'A'..=b'Z'] => Some(u32::from(c - b'A') + 1),
                _ => None,
            },
            Series::Arabic => numeral.trim_end_matches(|c: char| c.is_ascii_uppercase()).parse().ok(),
        };
        let goes_on = (0..self.0.len()).rev().find(|i| {
            let (series, n, _) = &self.0[*i];
            value(*series) == Some(n + 1)
        });
        if let Some(i) = goes_on {
            self.0.truncate(i + 1);
            if let Some(level) = self.0.last_mut() {
                *level = (level.0, level.1 + 1, numeral.to_owned());
            }
            return;
        }
        let all = [Series::Roman, Series::Letter, Series::Arabic];
        let known = all.into_iter().find_map(|s| value(s).filter(|n| *n == 1 || self.has(s)).map(|n| (s, n)));
        let Some((series, n)) = known.or_else(|| all.into_iter().find_map(|s| value(s).map(|n| (s, n)))) else {
            return;
        };
        if let Some(i) = self.0.iter().position(|l| l.0 == series) {
            self.0.truncate(i);
        }
        self.0.push((series, n, numeral.to_owned()));
    }

    fn has(&self, series: Series) -> bool {
        self.0.iter().any(|l| l.0 == series)
    }

    /// `II.B`; `None` before the first numeral.
    pub(in crate::source) fn path(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.iter().map(|l| l.2.as_str()).collect::<Vec<_>>().join("."))
    }
}

/// Where numbers restart under headings without numerals, the headings count: `1`, `2`, below a numeral `II.1`.
pub(in crate::source) fn tell_restarts_apart(blocks: &mut [Block]) {
    let mut seen = HashSet::new();
    let mut doubled = HashSet::new();
    for block in blocks.iter().filter(|b| b.role == Role::Operative) {
        if let Some(number) = &block.number
            && !seen.insert((block.section.clone(), number.clone()))
        {
            doubled.insert(block.section.clone());
        }
    }
    for base in doubled {
        // A number printed twice is a misprint; only one that starts again at 1 begins a section.
        let ones = |b: &&Block| b.role == Role::Operative && b.section == base && b.number.as_deref() == Some("1");
        if blocks.iter().filter(ones).count() < 2 {
            continue;
        }
        let (mut ordinal, mut fresh, mut ones) = (0u32, false, 0u32);
        for block in blocks.iter_mut().filter(|b| b.section == base && b.role != Role::Annex) {
            match block.role {
                // Two headings in a row are one: a title and its subtitle.
                Role::Heading if !fresh => (ordinal, fresh) = (ordinal + 1, true),
                Role::Heading | Role::Annex => {}
                Role::Operative => {
                    if block.number.as_deref() == Some("1") {
                        ones += 1;
                        if ones > 1 && !fresh {
                            ordinal += 1;
                        }
                    }
                    fresh = false;
                }
                Role::Preambular => {}
            }
            if ordinal > 0 {
                block.section = Some(base.as_ref().map_or_else(|| ordinal.to_string(), |s| format!("{s}.{ordinal}")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_begin_with_numerals() {
        let read = |s: &'static str| {
            let (numeral, at) = numeral(s);
            (numeral, &s[at..])
        };
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(read("VI"), (some("VI"), ""));
        assert_eq!(read("Part IV"), (some("IV"), ""));
        assert_eq!(read("Section 29C"), (some("29C"), ""));
        assert_eq!(read("B.\tEvolution of the margin"), (some("B"), "Evolution of the margin"));
        assert_eq!(read("I.\tI.\tOrganization of work"), (some("I"), "Organization of work"));
        assert_eq!(read("I.\t.\tEstablishment"), (some("I"), "Establishment"));
        assert_eq!(read("A global call"), (None, "A global call"));
        assert_eq!(read("Income section 2"), (None, "Income section 2"));
        assert_eq!(read("Introduction"), (None, "Introduction"));
    }

    #[test]
    fn numerals_nest() {
        let mut numerals = Numerals::default();
        let mut read = |s: &str| {
            numerals.step(s);
            numerals.path().unwrap_or_default()
        };
        for (numeral, path) in [
            ("I", "I"),
            ("II", "II"),
            ("A", "II.A"),
            ("B", "II.B"),
            ("A", "II.A"),
            ("B", "II.B"),
            ("C", "II.C"),
            ("III", "III"),
            ("A", "III.A"),
            ("29C", "III.A.29C"),
            ("34", "III.A.34"),
        ] {
            assert_eq!(read(numeral), path, "{numeral}");
        }
        let mut letters = Numerals::default();
        let read: Vec<_> = ('A'..='J')
            .map(|c| {
                letters.step(&c.to_string());
                letters.path().unwrap_or_default()
            })
            .collect();
        assert_eq!(read.concat(), "ABCDEFGHIJ");
    }

    #[test]
    fn annexes_have_numerals_or_none() {
        for (text, section, title) in [
            ("Annex", "annex", ""),
            ("Annex II", "annex.II", ""),
            ("Annex A", "annex.A", ""),
            ("Annex II Format and procedures", "annex.II", "Format and procedures"),
            ("Annex to Proposed List", "annex", "Annex to Proposed List"),
        ] {
            let (found, at) = annex_heading(text).unwrap();
            assert_eq!((found.as_str(), &text[at..]), (section, title), "{text}");
        }
        assert_eq!(annex_heading("Terms of reference"), None);
        assert_eq!(annex_heading("Annexation"), None);
    }
}
