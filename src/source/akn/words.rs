//! The words of one element: white space folded, footnotes set apart, emphasis and marks as bytes of the text.

use crate::model::{Footnote, Rich, Span};
use roxmltree::Node;

/// Elements nested deeper than this are no document of the United Nations (real ones reach twelve).
pub(super) const DEEPEST: usize = 100;

/// The words of an element before its label is taken off: a tab that separates a label from its words is still one.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// Folded text; where the white space held a tab it is a tab, else a blank.
    pub text: String,
    emphasis: Vec<Span>,
    marks: Vec<(u32, u32)>,
    /// Characters in bold, and all of them.
    bold: (usize, usize),
    /// Line of the file, from 1.
    line: Option<u32>,
}

impl Words {
    /// Plain words.
    pub(super) fn new(text: &str) -> Words {
        Words { text: text.to_owned(), ..Words::default() }
    }

    /// The words from a byte on.
    pub(super) fn rich(&self, at: usize) -> Rich {
        let tail = self.text.get(at..).unwrap_or_default();
        let from = at + (tail.len() - tail.trim_start().len());
        let text = tail.trim().replace('\t', " ");
        let (from, end) = (from as u32, (from + text.len()) as u32);
        let emphasis = self
            .emphasis
            .iter()
            .map(|s| Span { start: s.start.clamp(from, end) - from, end: s.end.clamp(from, end) - from })
            .filter(|s| s.start < s.end)
            .collect();
        let marks = self.marks.iter().map(|(at, note)| ((*at).clamp(from, end) - from, *note)).collect();
        Rich { text, emphasis, marks, origin: self.line.map(|line| (0, line)) }
    }

    /// The text with blanks only.
    pub(super) fn plain(&self) -> String {
        self.text.trim().replace('\t', " ")
    }

    /// Whether it holds anything to read: `* * *` does not.
    pub(super) fn is_blank(&self) -> bool {
        !self.text.chars().any(char::is_alphanumeric)
    }

    /// Whether it opens in emphasis from this byte on, as preambular and operative paragraphs do.
    pub(super) fn opens_in_emphasis(&self, at: usize) -> bool {
        let letters = self.text.get(at..).and_then(|t| t.find(char::is_alphanumeric)).map_or(at, |i| at + i) as u32;
        self.emphasis.iter().any(|s| s.start <= letters && letters < s.end)
    }

    /// Whether all of it is bold, as headings are that carry no style.
    pub(super) fn is_bold(&self) -> bool {
        self.bold.1 > 0 && self.bold.0 == self.bold.1
    }

    /// Appends other words after a separator.
    pub(super) fn append(&mut self, separator: &str, other: &Words) {
        if !self.text.is_empty() && !other.text.is_empty() {
            self.text.push_str(separator);
        }
        self.line = self.line.or(other.line);
        let shift = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.emphasis.extend(other.emphasis.iter().map(|s| Span { start: s.start + shift, end: s.end + shift }));
        self.marks.extend(other.marks.iter().map(|(at, note)| (at + shift, *note)));
        self.bold = (self.bold.0 + other.bold.0, self.bold.1 + other.bold.1);
    }
}

/// Reads words, and the footnotes that it meets on the way, in their order.
pub(super) struct Reader {
    /// Bold is emphasis, as Chinese texts print it.
    pub bold_is_emphasis: bool,
    /// The footnotes so far.
    pub notes: Vec<Footnote>,
    /// The bytes at which the lines of the file begin, but for the first.
    pub lines: Vec<usize>,
}

/// The bytes at which lines begin, but for the first.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1).collect()
}

/// White space that waits for the next word.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    Blank,
    Tab,
}

/// What one element's words are built from.
struct Builder {
    words: Words,
    gap: Gap,
    emphasis: usize,
    bold: usize,
    /// Where the open run of emphasis began, once it has a letter.
    open: Option<u32>,
}

impl Reader {
    /// The words of a node and all that is in it.
    pub(super) fn words(&mut self, node: Node) -> Words {
        let mut builder = Builder { words: Words::default(), gap: Gap::None, emphasis: 0, bold: 0, open: None };
        self.take(node, &mut builder, 0);
        let mut words = builder.words;
        let first = node.descendants().find(|n| n.is_text() && n.text().is_some_and(|t| !t.trim().is_empty()));
        let at = first.unwrap_or(node).range().start;
        // Where the words begin behind a line break, their own line is meant.
        let blank = first.and_then(|n| n.text()).map_or(0, |t| t.len() - t.trim_start().len());
        let line = self.lines.partition_point(|start| *start <= at + blank) + 1;
        words.line = u32::try_from(line).ok();
        whole_words(&mut words);
        words
    }

    fn take(&mut self, node: Node, builder: &mut Builder, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for child in node.children() {
            if child.is_text() {
                builder.text(child.text().unwrap_or_default());
                continue;
            }
            if !child.is_element() {
                continue;
            }
            match child.tag_name().name() {
                "authorialNote" => self.note(child, builder),
                "eol" | "br" | "img" => builder.blank(),
                _ => {
                    let class = child.attribute("class").unwrap_or_default();
                    let bold = class.contains("bold");
                    let emphasis = class.contains("italic")
                        || class.contains("underline")
                        || bold && self.bold_is_emphasis
                        || matches!(child.tag_name().name(), "i" | "u");
                    builder.enter(emphasis, bold);
                    self.take(child, builder, depth + 1);
                    builder.leave(emphasis, bold);
                    // Blocks inside blocks (paragraphs of a cell) are separate words.
                    if matches!(child.tag_name().name(), "p" | "num") {
                        builder.blank();
                    }
                }
            }
        }
    }

    fn note(&mut self, node: Node, builder: &mut Builder) {
        let mut inner = Reader { bold_is_emphasis: self.bold_is_emphasis, notes: Vec::new(), lines: Vec::new() };
        let text = inner.words(node).plain();
        let mark = node.attribute("marker").unwrap_or("*").trim().to_owned();
        builder.words.marks.push((builder.words.text.len() as u32, self.notes.len() as u32));
        self.notes.push(Footnote { mark, text });
    }
}

impl Builder {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\t' => self.gap = Gap::Tab,
                c if c.is_whitespace() => self.blank(),
                '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => {}
                c => self.letter(c),
            }
        }
    }

    fn blank(&mut self) {
        if self.gap == Gap::None {
            self.gap = Gap::Blank;
        }
    }

    fn letter(&mut self, c: char) {
        if !self.words.text.is_empty() {
            match self.gap {
                Gap::None => {}
                Gap::Blank => self.words.text.push(' '),
                Gap::Tab => self.words.text.push('\t'),
            }
        }
        self.gap = Gap::None;
        if self.emphasis > 0 && self.open.is_none() {
            self.open = Some(self.words.text.len() as u32);
        }
        self.words.text.push(c);
        if c.is_alphanumeric() {
            self.words.bold.1 += 1;
            self.words.bold.0 += usize::from(self.bold > 0);
        }
    }

    fn enter(&mut self, emphasis: bool, bold: bool) {
        self.emphasis += usize::from(emphasis);
        self.bold += usize::from(bold);
    }

    fn leave(&mut self, emphasis: bool, bold: bool) {
        self.bold -= usize::from(bold);
        if !emphasis {
            return;
        }
        self.emphasis -= 1;
        if self.emphasis == 0
            && let Some(start) = self.open.take()
        {
            let end = self.words.text.len() as u32;
            match self.words.emphasis.last_mut() {
                // Two runs with nothing between are one.
                Some(last) if last.end == start => last.end = end,
                _ => self.words.emphasis.push(Span { start, end }),
            }
        }
    }
}

/// Widens emphasis that was set from the second letter of a word on (`W` + *elcoming*) to whole words.
fn whole_words(words: &mut Words) {
    let text = &words.text;
    for span in &mut words.emphasis {
        let (start, end) = (span.start as usize, span.end as usize);
        let inside = |i: usize| {
            text[..i].chars().next_back().is_some_and(char::is_alphabetic)
                && text[i..].chars().next().is_some_and(char::is_alphabetic)
                && text[i..].chars().next().is_some_and(|c| (c as u32) < 0x2e80)
        };
        if inside(start) {
            span.start = text[..start]
                .rfind(|c: char| !c.is_alphabetic())
                .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8)) as u32;
        }
        if inside(end) {
            span.end = text[end..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |i| end + i) as u32;
        }
    }
}
