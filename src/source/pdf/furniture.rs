//! What a page prints around the text: running heads and feet, page and job numbers. They are told by their place, by what
//! they say and by their coming again on other pages.

use super::lines::{Line, Page, usual};
use crate::source::cover::pattern;
use crate::source::layout::{Start, start};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Lines that a running head or foot has at most.
const DEPTH: usize = 7;

/// The size in which most of the text is set.
pub(super) fn body_size(pages: &[Page]) -> f32 {
    let lines = pages.iter().flat_map(|p| &p.lines);
    // A long line counts more than a short one.
    usual(lines.flat_map(|l| std::iter::repeat_n(l.size, l.text.len() / 8))).unwrap_or(10.0)
}

/// Takes heads and feet off every page; the first keeps its masthead.
pub(super) fn strip(pages: &mut [Page]) {
    let again = repeated(pages);
    let body = body_size(pages);
    for (i, page) in pages.iter_mut().enumerate() {
        let feet = feet(page, body, &again);
        page.lines.truncate(page.lines.len() - feet);
        let clock = page.lines.iter().take_while(|l| clock(l)).count();
        page.lines.drain(..clock);
        let heads = if i == 0 || clock > 0 { 0 } else { heads(page, body, &again) };
        page.lines.drain(..heads);
    }
}

/// `11/25/26, 3:52 AM`, and the title of the page behind it: what a browser prints above it.
fn clock(line: &Line) -> bool {
    static CLOCK: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}(?: ?[AaPp]\.?[Mm]\.?)?(?: |$)"));
    CLOCK.is_match(&line.text)
}

/// `https://example.org/harbours 1/4`: the address that a browser prints below a page, with the number of the page.
fn address(text: &str) -> bool {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:(?:https?|file)://|about:)\S+\s+(?:\d{1,3}/\d{1,3}|[Pp]age \d{1,3}(?: of \d{1,3})?)$")
    });
    ADDRESS.is_match(text)
}

/// The pages that are not there, by the numbers that heads and feet print: `2/5`, `4/5`, `5/5` of four pages.
pub(super) fn missing(pages: &[Page]) -> Option<String> {
    let mut printed: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for page in pages {
        let n = page.lines.len();
        let edge = page.lines.iter().enumerate().filter(|(i, _)| *i < 3 || i + 3 >= n).map(|(_, l)| l);
        for (a, b) in edge.flat_map(|l| l.text.split(' ')).filter_map(|w| w.split_once('/')) {
            if let (Ok(a), Ok(b)) = (a.parse(), b.parse()) {
                let _: bool = (1..=b).contains(&a) && b < 1000 && printed.entry(b).or_default().insert(a);
            }
        }
    }
    let (of, seen) = printed.into_iter().max_by_key(|(_, seen)| seen.len())?;
    let here = u32::try_from(pages.len()).ok()?;
    if seen.len() < 2 || of <= here {
        return None;
    }
    // The first page prints no number.
    let lost: Vec<String> = (2..=of).filter(|n| !seen.contains(n)).map(|n| n.to_string()).collect();
    let lost = if lost.is_empty() { "1".to_owned() } else { lost.join(", ") };
    Some(format!("its pages are numbered up to {of}, and {here} are in the file: missing {lost}"))
}

type Again = BTreeMap<(String, i32), usize>;

/// The text of a line without page numbers, and its height on the page.
fn key(line: &Line) -> (String, i32) {
    let cells = line.cells();
    // `/...2` and `/...3`, `Annex – 2` and `Annex – 3` are one.
    let bare = |c: &'_ str| {
        if c.len() <= 12 { c.trim_matches(|d: char| d.is_ascii_digit() || d == ' ').to_owned() } else { c.to_owned() }
    };
    let plain: Vec<String> = cells.iter().map(|c| c.text).filter(|c| !page_number(c)).map(bare).collect();
    (plain.join(" "), (line.y / 4.0).round() as i32)
}

/// Lines near the top and the foot that stand on several pages at one height.
fn repeated(pages: &[Page]) -> Again {
    let mut count = Again::new();
    for page in pages {
        let n = page.lines.len();
        for (_, line) in page.lines.iter().enumerate().filter(|(i, _)| *i < DEPTH || i + DEPTH >= n) {
            *count.entry(key(line)).or_default() += 1;
        }
    }
    // Left and right pages have heads of their own.
    let least = (pages.len() / 3).max(2);
    count.retain(|_, n| *n >= least);
    count
}

fn comes_again(line: &Line, again: &Again) -> bool {
    let (text, y) = key(line);
    (text.chars().any(char::is_alphabetic) || line.text.len() < 8)
        && (y - 1..=y + 1).any(|y| again.contains_key(&(text.clone(), y)))
}

/// How many lines at the foot are no text.
fn feet(page: &Page, body: f32, again: &Again) -> usize {
    let lines = &page.lines;
    let mut feet = 0;
    while feet < DEPTH + 2
        && let Some(line) = lines.len().checked_sub(feet + 1).and_then(|i| lines.get(i))
    {
        if address(&line.text) {
            feet += 1;
            continue;
        }
        let above = lines.len().checked_sub(feet + 2).and_then(|i| lines.get(i));
        let apart = above.is_none_or(|a| a.y - line.y > 1.35 * body);
        let cells = line.cells();
        let cells = || cells.iter().map(|c| c.text);
        let low = line.y < 0.17 * page.height;
        // A symbol alone may end a footnote: it is a foot where it stands on other pages, too.
        let again_here = comes_again(line, again);
        let known = cells().all(|c| job_number(c) || page_number(c) || symbol(c) && again_here || notice(c));
        let strong = cells().any(|c| job_number(c) || c.contains('/') || notice(c));
        let repeated = again_here && low && page.number > 1;
        if !(low && known && (apart || strong || feet > 0) || repeated) {
            break;
        }
        feet += 1;
    }
    feet
}

/// How many lines at the top are no text.
fn heads(page: &Page, body: f32, again: &Again) -> usize {
    let lines = &page.lines;
    let is_head = |l: &Line| {
        l.text.len() < 200 && l.cells().iter().any(|c| symbol(c.text)) || l.cells().iter().all(|c| page_number(c.text))
    };
    // A block of lines close to one another, with a gap or larger letters behind it.
    for (i, line) in lines.iter().enumerate().take(DEPTH) {
        if line.y < 0.78 * page.height || i > 0 && start(&line.text) == Start::Number {
            break;
        }
        let gap = lines.get(i + 1).map(|next| line.y - next.y);
        let ends = gap.is_none_or(|gap| gap > 1.65 * line.size.max(0.85 * body));
        let block = lines.get(..=i).unwrap_or_default();
        if ends && block.iter().any(|l| is_head(l) || comes_again(l, again)) {
            // `A/RES/50/1` and `Page 2` may be set as two blocks.
            let more = lines.iter().skip(i + 1).take_while(|l| is_head(l) && only_head(l)).count();
            return i + 1 + more;
        }
        if ends {
            break;
        }
    }
    lines.iter().take(DEPTH).take_while(|l| is_head(l) && only_head(l) || comes_again(l, again)).count()
}

fn only_head(l: &Line) -> bool {
    l.cells().iter().all(|c| symbol(c.text) || page_number(c.text))
}

/// `3/59`, `- 3 -`, `Page 3`, `/...`.
pub(super) fn page_number(s: &str) -> bool {
    let s = s.trim();
    let bare = s.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '|' | '[' | ']') || c.is_whitespace());
    let figures = |s: &str| (1..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let of = |s: &str| {
        ["/", " of "].iter().any(|m| s.split_once(m).is_some_and(|(a, b)| figures(a.trim()) && figures(b.trim())))
    };
    let named = |s: &str| {
        let lower = s.to_ascii_lowercase();
        lower.strip_prefix("page").or(lower.strip_prefix("p.")).is_some_and(|n| figures(n.trim()) || of(n.trim()))
    };
    figures(bare) || named(s) || of(bare) || matches!(s, "/..." | "/…" | "/. . .")
}

/// `24-21660 (E) 121125`, `GE.20-12345(E)`, `*2421660*`: the number under which the file was processed.
pub(super) fn job_number(s: &str) -> bool {
    let digits = s.bytes().filter(u8::is_ascii_digit).count();
    let letters = s.bytes().filter(u8::is_ascii_alphabetic).count();
    let shape = s
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '*' | '(' | ')' | '.' | '\u{2011}' | '`'));
    let start = s.trim_start_matches(|c: char| c.is_ascii_uppercase() || matches!(c, '.' | '*' | ' '));
    let dashed = start.as_bytes().get(2).is_some_and(|&b| b == b'-') || start.contains('\u{2011}');
    let starred = s.starts_with('*') && s.ends_with('*') && s.len() > 2;
    let sheet = s.split_whitespace().all(|w| w.bytes().all(|b| b.is_ascii_digit()) && w.len() == 6);
    shape
        && (6..=24).contains(&digits)
        && letters <= 8
        && (dashed || starred || sheet || letters == 1 && !s.contains(' '))
}

/// The symbol of a document, alone: `A/RES/79/10`, `S/RES/1300 (2000)`.
pub(super) fn symbol(s: &str) -> bool {
    let s = s.trim().trim_end_matches('*');
    let first = s.split('/').next().unwrap_or_default();
    s.len() <= 40
        && s.contains('/')
        && (1..=5).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_uppercase())
        && s.bytes().any(|b| b.is_ascii_digit())
        && s.split_whitespace().enumerate().all(|(i, w)| {
            i == 0 || w.len() == 1 || w.starts_with('(') && w.ends_with(')') && w.len() == 6 || w.starts_with('/')
        })
        && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '\u{2011}' | '(' | ')' | ' '))
}

fn notice(s: &str) -> bool {
    let s = s.to_ascii_lowercase();
    ["please recycle", "printed on recycled", "litho in united nations", "printed in united nations"]
        .iter()
        .any(|n| s.contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32, texts: &[&str]) -> Page {
        let line = |(i, t): (usize, &&str)| Line {
            text: (*t).to_owned(),
            y: 780.0 - 12.0 * i as f32,
            size: 10.0,
            ..Line::default()
        };
        Page { number, height: 800.0, lines: texts.iter().enumerate().map(line).collect(), rules: Vec::new() }
    }

    #[test]
    fn what_a_browser_prints_around_pages_is_taken_off() {
        let head = "3/4/37, 3:52 AM Harbours";
        let mut pages = vec![
            page(1, &[head, "The General Assembly,", "1. Requests the", "https://example.org/x 1/2"]),
            page(2, &[head, "islands to report;", "2. Decides to end.", "https://example.org/x 2/2"]),
        ];
        strip(&mut pages);
        let kept: Vec<_> = pages.iter().flat_map(|p| p.lines.iter().map(|l| l.text.as_str())).collect();
        assert_eq!(kept, ["The General Assembly,", "1. Requests the", "islands to report;", "2. Decides to end."]);
    }

    #[test]
    fn printed_numbers_show_missing_pages() {
        let pages = [page(1, &["one"]), page(2, &["two", "2/4"]), page(3, &["four", "37-00001 4/4"])];
        assert_eq!(
            missing(&pages).as_deref(),
            Some("its pages are numbered up to 4, and 3 are in the file: missing 3")
        );
        assert_eq!(missing(&pages[..2]), None);
    }

    #[test]
    fn what_stands_around_the_text_is_known() {
        for s in ["3/59", "- 12 -", "Page 2", "7", "/...", "2 of 9"] {
            assert!(page_number(s), "{s}");
        }
        for s in
            ["24-21660 (E)", "24-21660 (E) 121125", "*2421660*", "GE.20-12345(E)", "00-72018 (E)", "25-17857", "121125"]
        {
            assert!(job_number(s), "{s}");
        }
        for s in ["A/RES/79/10", "S/RES/1300 (2000)", "A/RES/75/101 A", "A/C.5/77/L.9", "E/RES/2021/7"] {
            assert!(symbol(s), "{s}");
        }
        for s in ["2022", "12 March", "A/RES/79/10 and", "and/or 3", "61/295", "pp. 12–14", "1999 to 2001"] {
            assert!(!job_number(s) && !symbol(s), "{s}");
        }
    }
}
