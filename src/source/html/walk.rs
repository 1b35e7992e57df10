//! The walk through a page's elements, in order, without recursion.

use crate::model::Span;
use crate::source::Para;
use crate::source::layout::{Start, start};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};
use std::ops::Deref;

/// Elements whose words are no part of the text.
const LEFT_OUT: [&str; 19] = [
    "script", "style", "noscript", "head", "nav", "header", "footer", "aside", "form", "button", "select", "template",
    "svg", "iframe", "object", "menu", "dialog", "textarea", "title",
];

/// Elements that begin and end paragraphs.
const BLOCKS: [&str; 33] = [
    "p",
    "div",
    "li",
    "ol",
    "ul",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "body",
    "html",
    "section",
    "article",
    "main",
    "blockquote",
    "center",
    "dl",
    "dt",
    "dd",
    "pre",
    "figure",
    "hr",
    "address",
    "caption",
];

/// A list that counts its items.
#[derive(Debug)]
struct List {
    next: i64,
    /// `1`, `a`, `A`, `i`, `I`; `None` for bullets.
    kind: Option<char>,
}

/// What the walk has gathered.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub paras: Vec<Para>,
    now: Para,
    /// Bytes of the paragraph in bold.
    bold_bytes: usize,
    italic: usize,
    bold: usize,
    raised: usize,
    heading: usize,
    lists: Vec<List>,
    /// A label that waits for its words: of a list item, or a cell with a number.
    label: Option<String>,
    /// How deep in elements that are left out.
    left_out: usize,
    /// How deep in elements whose words are struck out.
    struck_depth: usize,
    /// Words that are struck out.
    pub struck: Vec<String>,
    /// Paragraphs so far, those in cells and labels, too.
    count: u32,
    /// The organ line was met: rows of tables are rows, no cover.
    body: bool,
    /// The rows that are open: where each of their cells begins in `paras`.
    rows: Vec<Vec<usize>>,
}

/// One step: an element's end, or a node to go into.
enum Step<'a> {
    Enter(<ElementRef<'a> as Deref>::Target),
    Leave(&'a Element),
}

/// Whether an element's own style makes its words slanted (or fat).
fn styled(element: &Element, property: &str, value: &[&str]) -> bool {
    element.attr("style").is_some_and(|style| {
        style.split(';').any(|rule| {
            rule.split_once(':').is_some_and(|(p, v)| {
                p.trim().eq_ignore_ascii_case(property) && value.iter().any(|x| v.trim().eq_ignore_ascii_case(x))
            })
        })
    })
}

fn italic(e: &Element) -> bool {
    matches!(e.name(), "i" | "em" | "cite" | "dfn") || styled(e, "font-style", &["italic", "oblique"])
}

fn bold(e: &Element) -> bool {
    matches!(e.name(), "b" | "strong") || styled(e, "font-weight", &["bold", "bolder", "600", "700", "800"])
}

fn raised(e: &Element) -> bool {
    e.name() == "sup" || styled(e, "vertical-align", &["super"])
}

/// Links to notes and back, as Word and others write them.
fn note_link(e: &Element) -> bool {
    let target = e.attr("href").unwrap_or_default();
    e.name() == "a"
        && target.starts_with('#')
        && ["#_ftn", "#_edn", "#fn", "#sdfootnote", "#note", "#footnote", "#cite"]
            .iter()
            .any(|p| target.to_lowercase().starts_with(p))
}

/// Whether an element strikes its words out.
fn strikes(e: &Element) -> bool {
    let lined = |rule: &str| {
        rule.split_once(':').is_some_and(|(p, v)| {
            p.trim().to_ascii_lowercase().starts_with("text-decoration")
                && v.to_ascii_lowercase().contains("line-through")
        })
    };
    matches!(e.name(), "s" | "strike" | "del") || e.attr("style").is_some_and(|style| style.split(';').any(lined))
}

fn heading(e: &Element) -> bool {
    matches!(e.name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn left_out(e: &Element) -> bool {
    let role = e.attr("role").unwrap_or_default();
    LEFT_OUT.contains(&e.name())
        || matches!(role, "navigation" | "banner" | "contentinfo" | "search" | "menu")
        || e.attr("hidden").is_some()
        || e.attr("aria-hidden") == Some("true")
        || styled(e, "display", &["none"])
}

impl Walk {
    /// Walks the whole page.
    pub(super) fn page(&mut self, page: &Html) {
        let mut steps = vec![Step::Enter(*page.root_element())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(element) => self.leave(element),
                Step::Enter(node) => match node.value() {
                    Node::Text(text) if self.left_out == 0 && self.struck_depth > 0 => self.strike(text),
                    Node::Text(text) if self.left_out == 0 => self.words(text),
                    Node::Element(element) => {
                        self.enter(element);
                        steps.push(Step::Leave(element));
                        let from = steps.len();
                        steps.extend(node.children().map(Step::Enter));
                        if let Some(children) = steps.get_mut(from..) {
                            children.reverse();
                        }
                    }
                    _ => {}
                },
            }
        }
        self.flush();
    }

    fn enter(&mut self, e: &Element) {
        self.left_out += usize::from(left_out(e));
        if self.left_out > 0 {
            return;
        }
        if strikes(e) {
            self.struck_depth += 1;
            self.struck.push(String::new());
        }
        if BLOCKS.contains(&e.name()) {
            self.flush();
        }
        match e.name() {
            "tr" => self.rows.push(Vec::new()),
            "td" | "th" => {
                let at = self.paras.len();
                self.rows.last_mut().into_iter().for_each(|cells| cells.push(at));
            }
            _ => {}
        }
        self.italic += usize::from(italic(e));
        self.bold += usize::from(bold(e));
        self.raised += usize::from(raised(e) || note_link(e));
        self.heading += usize::from(heading(e));
        match e.name() {
            "br" => self.words(" "),
            "ol" | "ul" => {
                let kind = match (e.name(), e.attr("type")) {
                    ("ul", _) => None,
                    (_, Some(t)) => t.chars().next(),
                    _ if styled(e, "list-style-type", &["lower-alpha", "lower-latin"]) => Some('a'),
                    _ if styled(e, "list-style-type", &["lower-roman"]) => Some('i'),
                    _ if styled(e, "list-style-type", &["none"]) => None,
                    // A list without a kind inside a numbered one letters its parts.
                    _ => Some('1'),
                };
                self.lists.push(List { next: e.attr("start").and_then(|s| s.parse().ok()).unwrap_or(1), kind });
            }
            "li" => {
                if let Some(list) = self.lists.last_mut() {
                    if let Some(value) = e.attr("value").and_then(|v| v.parse().ok()) {
                        list.next = value;
                    }
                    self.label = list.kind.map(|k| label(list.next, k));
                    list.next = list.next.saturating_add(1);
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, e: &Element) {
        if self.left_out == 0 {
            self.italic = self.italic.saturating_sub(usize::from(italic(e)));
            self.bold = self.bold.saturating_sub(usize::from(bold(e)));
            self.raised = self.raised.saturating_sub(usize::from(raised(e) || note_link(e)));
            if BLOCKS.contains(&e.name()) {
                self.flush();
            }
            self.heading = self.heading.saturating_sub(usize::from(heading(e)));
            self.struck_depth = self.struck_depth.saturating_sub(usize::from(strikes(e)));
            if e.name() == "tr"
                && let Some(cells) = self.rows.pop()
            {
                self.row(&cells);
            }
            if matches!(e.name(), "ol" | "ul") {
                self.lists.pop();
            }
        }
        self.left_out -= usize::from(left_out(e)).min(self.left_out);
    }

    /// Keeps words that are struck out apart.
    fn strike(&mut self, text: &str) {
        const LONGEST: usize = 80;
        if let Some(last) = self.struck.last_mut().filter(|s| s.chars().count() < LONGEST) {
            last.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(LONGEST));
        }
    }

    /// Puts the cells of a row together where each holds one short paragraph; other tables only arrange a page.
    fn row(&mut self, cells: &[usize]) {
        const LONGEST: usize = 600;
        let from = cells.first().copied().unwrap_or(usize::MAX);
        let row = self.paras.get(from..).unwrap_or_default();
        let ends = cells.iter().skip(1).copied().chain([self.paras.len()]);
        let single = cells.iter().zip(ends).all(|(from, end)| end.saturating_sub(*from) <= 1);
        let short = row.iter().all(|p| p.text.len() < LONGEST);
        if !self.body || row.len() < 2 || !single || !short {
            return;
        }
        let mut whole = Para { origin: row.first().and_then(|p| p.origin), ..Para::default() };
        for para in self.paras.drain(from..) {
            if !whole.text.is_empty() {
                whole.text.push_str(" | ");
            }
            let shift = whole.text.len() as u32;
            whole.italic.extend(para.italic.iter().map(|s| Span { start: s.start + shift, end: s.end + shift }));
            whole.marks.extend(para.marks.into_iter().map(|(at, m)| (at + shift, m)));
            whole.text.push_str(&para.text);
        }
        self.paras.push(whole);
    }

    fn words(&mut self, text: &str) {
        if self.raised > 0 {
            let mark = text.trim().trim_matches(['[', ']', '(', ')']);
            if !mark.is_empty() && mark.len() <= 4 && mark.chars().all(|c| c.is_ascii_digit() || c == '*') {
                let at = self.now.text.trim_end().len() as u32;
                if !self.now.marks.iter().any(|(a, m)| *a == at && m == mark) {
                    self.now.marks.push((at, mark.to_owned()));
                }
                return;
            }
            // `1,2`, ordinals (`62nd`), brackets around a mark.
            if matches!(text.trim(), "[" | "]" | ",") {
                return;
            }
        }
        let from = self.now.text.len();
        for c in text.chars() {
            match c {
                '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => {}
                c if c.is_whitespace() || c.is_control() => {
                    if !self.now.text.is_empty() && !self.now.text.ends_with(' ') {
                        self.now.text.push(' ');
                    }
                }
                c => self.now.text.push(c),
            }
        }
        let end = self.now.text.len();
        if self.bold > 0 {
            self.bold_bytes += end - from;
        }
        if self.italic > 0 && from < end {
            match self.now.italic.last_mut() {
                Some(last) if last.end as usize == from => last.end = end as u32,
                _ => self.now.italic.push(Span::new(from, end)),
            }
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        let mut para = std::mem::take(&mut self.now);
        let bold = std::mem::take(&mut self.bold_bytes);
        para.text.truncate(para.text.trim_end().len());
        if para.text.is_empty() {
            return;
        }
        self.count = self.count.saturating_add(1);
        para.origin = Some((0, self.count));
        para.heading = self.heading > 0 || bold + 2 >= para.text.len();
        para.level = self.lists.len().saturating_sub(1).min(8) as u8;
        let text = &para.text;
        para.italic.retain_mut(|s| {
            let words = text.get(s.start as usize..(s.end as usize).min(text.len())).unwrap_or_default();
            s.end = s.start + words.trim_end().len() as u32;
            s.start < s.end
        });
        // `1.` alone in a cell or a span of its own labels what follows.
        let core = para.text.trim_end_matches(['.', ')']).trim_start_matches('(');
        let lone = para.text.len() <= 8
            && para.text.ends_with(['.', ')'])
            && !core.is_empty()
            && (core.bytes().all(|b| b.is_ascii_digit()) || core.bytes().all(|b| b.is_ascii_lowercase()))
            && para.marks.is_empty();
        if lone && self.label.is_none() {
            self.label = Some(para.text);
            return;
        }
        if let Some(label) = self.label.take() {
            let shift = label.len() as u32 + 1;
            para.text = format!("{label} {}", para.text);
            para.italic.iter_mut().for_each(|s| *s = Span { start: s.start + shift, end: s.end + shift });
            para.marks.iter_mut().for_each(|(at, _)| *at += shift);
        }
        self.body |= start(&para.text) == Start::Organ;
        self.paras.push(para);
    }
}

/// The label of a list item as resolutions write it: `3.`, `(c)`, `(iii)`.
fn label(n: i64, kind: char) -> String {
    let small = u32::try_from(n).ok().filter(|n| (1..=260).contains(n));
    match (kind, small) {
        ('a' | 'A', Some(n)) => {
            let first = if kind == 'a' { b'a' } else { b'A' };
            let letter = char::from(first + ((n - 1) % 26) as u8).to_string().repeat(((n - 1) / 26 + 1) as usize);
            if kind == 'a' { format!("({letter})") } else { format!("{letter}.") }
        }
        ('i', Some(n)) => format!("({})", crate::source::layout::label::numeral(n)),
        ('I', Some(n)) => format!("{}.", crate::source::layout::label::numeral(n).to_uppercase()),
        _ => format!("{n}."),
    }
}
