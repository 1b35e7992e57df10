//! Automatic numbers: `numbering.xml` and the counters of its lists.

use super::xml::{attr, child, children};
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

/// The deepest list level of Word.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1.`, `(%2)`.
    pattern: String,
}

/// A list that a paragraph can belong to.
#[derive(Debug, Clone)]
struct List {
    base: String,
    /// Levels that begin anew where this list begins, with their first number.
    restarts: BTreeMap<usize, u32>,
    /// Levels that the list sets otherwise than its base.
    own: BTreeMap<usize, Level>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    bases: BTreeMap<String, BTreeMap<usize, Level>>,
    lists: BTreeMap<String, List>,
    counted: BTreeMap<String, [Option<u32>; LEVELS]>,
    begun: BTreeSet<String>,
}

fn levels(node: Node<'_, '_>) -> BTreeMap<usize, Level> {
    children(node, "lvl")
        .filter_map(|l| {
            let index = attr(l, "ilvl")?.parse::<usize>().ok().filter(|i| *i < LEVELS)?;
            let value = |name| child(l, name).and_then(|n| attr(n, "val"));
            let level = Level {
                start: value("start").and_then(|s| s.parse().ok()).unwrap_or(1),
                format: value("numFmt").unwrap_or("decimal").to_owned(),
                pattern: value("lvlText").unwrap_or_default().to_owned(),
            };
            Some((index, level))
        })
        .collect()
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(document: &Document<'_>) -> Numbering {
        let root = document.root_element();
        let mut numbering = Numbering::default();
        for base in children(root, "abstractNum") {
            if let Some(id) = attr(base, "abstractNumId") {
                numbering.bases.insert(id.to_owned(), levels(base));
            }
        }
        for num in children(root, "num") {
            let (Some(id), Some(base)) = (attr(num, "numId"), child(num, "abstractNumId").and_then(|b| attr(b, "val")))
            else {
                continue;
            };
            let mut list = List { base: base.to_owned(), restarts: BTreeMap::new(), own: BTreeMap::new() };
            for change in children(num, "lvlOverride") {
                let Some(level) = attr(change, "ilvl").and_then(|l| l.parse::<usize>().ok()).filter(|l| *l < LEVELS)
                else {
                    continue;
                };
                if let Some(start) = child(change, "startOverride").and_then(|s| attr(s, "val")?.parse().ok()) {
                    list.restarts.insert(level, start);
                }
                list.own.extend(levels(change));
            }
            numbering.lists.insert(id.to_owned(), list);
        }
        numbering
    }

    /// The label of the next paragraph of a list: `8.`, `(a)`; empty for bullets and unknown lists.
    pub(super) fn next(&mut self, list: &str, level: usize) -> String {
        let level = level.min(LEVELS - 1);
        let Some(found) = self.lists.get(list) else { return String::new() };
        let none = BTreeMap::new();
        let base = self.bases.get(&found.base).unwrap_or(&none);
        let of = |i: usize| found.own.get(&i).or_else(|| base.get(&i)).cloned().unwrap_or_default();
        let counters = self.counted.entry(found.base.clone()).or_default();
        if !self.begun.contains(list) {
            self.begun.insert(list.to_owned());
            for (level, start) in &found.restarts {
                counters[*level] = None;
                // Counting adds one.
                if let Some(before) = start.checked_sub(1) {
                    counters[*level] = Some(before);
                }
            }
        }
        counters[level] = Some(counters[level].map_or(of(level).start, |n| n.saturating_add(1)));
        counters[level + 1..].fill(None);
        let mut label = of(level).pattern;
        if of(level).format == "bullet" || of(level).format == "none" {
            return String::new();
        }
        for (i, counter) in counters.iter().enumerate() {
            let sign = format!("%{}", i + 1);
            if label.contains(&sign) {
                let here = of(i);
                label = label.replace(&sign, &written(counter.unwrap_or(here.start), &here.format));
            }
        }
        label
    }
}

/// A number as its format writes it.
fn written(n: u32, format: &str) -> String {
    match format {
        "lowerLetter" | "upperLetter" => {
            let Some(n) = n.checked_sub(1).filter(|n| *n < 260) else { return n.to_string() };
            let first = if format == "lowerLetter" { b'a' } else { b'A' };
            String::from(char::from(first + (n % 26) as u8)).repeat((n / 26 + 1) as usize)
        }
        "lowerRoman" => roman(n),
        "upperRoman" => roman(n).to_uppercase(),
        _ => n.to_string(),
    }
}

fn roman(mut n: u32) -> String {
    if n == 0 || n > 999 {
        return n.to_string();
    }
    let mut s = String::new();
    for (value, sign) in [
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while n >= value {
            s.push_str(sign);
            n -= value;
        }
    }
    s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_nest_and_restart() {
        let xml = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
            <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
            </w:numbering>"#;
        let document = Document::parse(xml).unwrap();
        let mut n = Numbering::read(&document);
        let labels: Vec<_> =
            [("1", 0), ("1", 1), ("1", 2), ("1", 2), ("1", 1), ("1", 0), ("1", 1), ("2", 0), ("2", 0), ("9", 0)]
                .map(|(list, level)| n.next(list, level))
                .to_vec();
        assert_eq!(labels, ["1.", "(a)", "(i)", "(ii)", "(b)", "2.", "(a)", "1.", "2.", ""]);
        assert_eq!(written(28, "lowerLetter"), "bb");
        assert_eq!(written(14, "upperRoman"), "XIV");
    }
}
