//! The texts from which a paper is made, in one line.

use crate::model::Row;
use std::collections::BTreeSet;

/// Symbols that are named one by one; more are told by their first and last.
const NAMED: usize = 60;

/// The texts of the rows in the order of their numbers, those in a row by the first and the last: *A/RES/75/30 to 75/48,
/// A/RES/75/240*. Nothing where there is no row.
pub fn texts<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<String> {
    let symbols: BTreeSet<&str> = rows.into_iter().map(|r| r.symbol.as_str()).collect();
    let mut symbols: Vec<&str> = symbols.into_iter().collect();
    symbols.sort_by_key(|s| (numbers(s), *s));
    let mut runs: Vec<(&str, &str)> = Vec::new();
    for symbol in &symbols {
        match runs.last_mut() {
            Some((_, last)) if follows(last, symbol) => *last = symbol,
            _ => runs.push((symbol, symbol)),
        }
    }
    let said: Vec<String> = runs
        .iter()
        .map(|(first, last)| match (first == last, follows(first, last)) {
            (true, _) => (*first).to_owned(),
            (_, true) => format!("{first}, {last}"),
            _ => format!("{first} to {}", last.trim_start_matches("A/RES/").trim_start_matches("S/RES/")),
        })
        .collect();
    match (said.as_slice(), symbols.as_slice()) {
        ([], _) | (_, []) => Vec::new(),
        (said, [first, .., last]) if said.len() > NAMED => {
            vec![format!("{} texts, {first} to {last}", super::phrase::number(symbols.len() as i64))]
        }
        (said, _) => vec![said.join(", ")],
    }
}

/// The words and the numbers of a symbol, each by its kind: 75/9 stands before 75/30.
fn numbers(symbol: &str) -> Vec<(u32, String)> {
    symbol
        .split(['/', '-', '.'])
        .map(|part| {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            (digits.parse().unwrap_or(0), part.to_owned())
        })
        .collect()
}

/// Whether a symbol is the next after another: the same but for the last number, which is one more.
fn follows(before: &str, after: &str) -> bool {
    let number = |s: &str| {
        let (start, last) = s.rsplit_once('/')?;
        Some((start.to_owned(), last.parse::<u32>().ok()?))
    };
    match (number(before), number(after)) {
        (Some((a, n)), Some((b, m))) => a == b && n.checked_add(1) == Some(m),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::row;

    #[test]
    fn texts_are_told_in_the_order_of_their_numbers() {
        let of =
            |symbols: &[&str]| texts(&symbols.iter().map(|s| row(&format!("{s}:1-requests"), "")).collect::<Vec<_>>());
        assert_eq!(
            of(&["A/RES/75/240", "A/RES/75/30", "A/RES/75/9", "A/RES/75/31", "A/RES/75/32", "A/RES/75/240"]),
            ["A/RES/75/9, A/RES/75/30 to 75/32, A/RES/75/240"]
        );
        assert_eq!(of(&["S/RES/1325", "S/RES/1326"]), ["S/RES/1325, S/RES/1326"]);
        assert!(of(&[]).is_empty());
        let many: Vec<String> = (0..200).map(|n| format!("A/RES/75/{}", n * 2 + 2)).collect();
        assert_eq!(of(&many.iter().map(String::as_str).collect::<Vec<_>>()), ["200 texts, A/RES/75/2 to A/RES/75/400"]);
    }
}
