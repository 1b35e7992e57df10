//! Footnote marks that lost their place when a text was pasted: `in 1994,1 which`, with no note below that would name them.
//!
//! They are told by their order alone: 1, 2, 3 … behind words and stops, each once, from the organ line on.

use super::inline::superscript;
use super::pages::Line;
use crate::source::layout::{Start, start};

/// Marks of one text, at most.
const MOST: u32 = 400;

/// Makes the marks superscript, where the text has no marks of another kind.
pub(super) fn raise(lines: &mut [Line]) {
    if lines.iter().any(|l| l.text.chars().any(|c| superscript(c).is_some()) || l.text.contains("[^")) {
        return;
    }
    let first = lines.iter().position(|l| start(&l.text) == Start::Organ).unwrap_or(0);
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    let mut sure = false;
    let (mut next, mut row, mut from) = (1_u32, first, 0);
    while next <= MOST {
        let mark = next.to_string();
        let place = lines.iter().enumerate().skip(row).find_map(|(r, line)| {
            let begin = if r == row { from } else { 0 };
            let text = line.text.as_str();
            text.match_indices(&mark)
                .map(|(i, _)| i)
                .find(|i| *i >= begin && fits(text, *i, mark.len()))
                .map(|i| (r, i))
        });
        let Some((r, i)) = place else { break };
        sure |= lines[r].text[..i].ends_with([',', ';', '.', ':']);
        found.push((r, i, mark.len()));
        (row, from, next) = (r, i + mark.len(), next + 1);
    }
    // One figure behind a word may be part of it.
    if found.len() < 2 && !sure {
        return;
    }
    for (r, i, length) in found.into_iter().rev() {
        let text = &lines[r].text;
        let raised: String =
            text[i..i + length].bytes().map(|b| RAISED[usize::from(b.wrapping_sub(b'0')) % 10]).collect();
        lines[r].text = format!("{}{raised}{}", &text[..i], &text[i + length..]);
    }
}

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Whether figures stand where a mark does: close behind a word, a year or their stop, and before a blank or a stop.
fn fits(text: &str, at: usize, length: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + length..]);
    let ends = after.is_empty() || after.starts_with([' ', ',', ';', '.', ':', ')', '”', '"']);
    let bare = before.trim_end_matches([',', ';', '.', ':', ')', '”', '"', '’']);
    if !ends || before.len() - bare.len() > 8 {
        return false;
    }
    let letters = bare.len() - bare.trim_end_matches(char::is_lowercase).len();
    let digits = bare.len() - bare.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, tail) = bare.split_at(bare.len() - digits);
    let year = digits == 4 && (tail.starts_with("19") || tail.starts_with("20")) && !head.ends_with(['/', '.', '-']);
    let stopped = bare.len() < before.len();
    let symbol = stopped && (1..=3).contains(&digits) && head.ends_with('/');
    // `(XXV),1`, `2014,1`, `areas1`; not `No.1`, `vol.2`, `1,000`.
    // `Corr.1`, `No.1`, `vol.2`: a short word with a stop and its number.
    let word = bare.rsplit([' ', '/', '(']).next().unwrap_or_default();
    let short = ["no", "vol", "chap", "sect", "art", "para", "paras", "arts", "pp", "suppl"].contains(&word);
    let abbreviated = before.ends_with('.') && (short || word.len() <= 5 && word.starts_with(char::is_uppercase));
    let closed = before.ends_with([')', '”', '"', '’', ';']) || stopped && bare.ends_with(|c: char| c.is_alphabetic());
    !abbreviated && (letters >= 3 || year || symbol || closed || stopped && letters >= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raised(lines: &[&str]) -> Vec<String> {
        let mut lines: Vec<Line> =
            lines.iter().map(|t| Line { text: (*t).into(), indent: 0, page: 1, line: 1, turned: false }).collect();
        raise(&mut lines);
        lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn marks_in_their_order_are_raised_and_other_figures_stay() {
        assert_eq!(
            raised(&[
                "A/RES/91/15",
                "The General Assembly,",
                "Recalling resolution 90/1 of 2 March 2036,1 the Plan2 and its goals of 20363 and 2037,",
                "1. Takes note of articles 4 and 5;4",
            ])[2..],
            [
                "Recalling resolution 90/1 of 2 March 2036,¹ the Plan² and its goals of 2036³ and 2037,",
                "1. Takes note of articles 4 and 5;⁴",
            ]
        );
        for kept in [
            "Recalling No.1 and vol.1 of the work,",
            "Noting COVID-1 and target1 of the Plan,",
            "Noting 1,000 ships,",
            "Noting A/91/3 and Corr.1 of the report (A/91/4 and Add.1) and Rev.2,",
        ] {
            assert_eq!(raised(&["The General Assembly,", kept])[1], kept);
        }
    }
}
