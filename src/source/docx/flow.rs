//! The text of a part of a Word file in reading order: runs to words, tables and text boxes to paragraphs, tracked changes
//! as accepted.

use super::numbering::Numbering;
use super::styles::{self, Styles};
use super::xml::{attr, child, children, switch};
use crate::model::Span;
use crate::source::layout::{Start, start};
use crate::source::{Para, SourceError};
use roxmltree::Node;

/// Elements lie no deeper in each other than this.
const DEEPEST: usize = 200;

/// The walk through one part.
pub(super) struct Flow<'s> {
    pub styles: &'s Styles,
    pub numbering: &'s mut Numbering,
    pub paras: Vec<Para>,
    /// Ids of footnotes and endnotes in the order of their marks: kind, id, mark.
    pub marks: Vec<(&'static str, String, String)>,
    /// A paragraph whose mark was deleted: it goes on in the next.
    open: Option<Words>,
    body: bool,
    /// How many marks counted so far.
    counted: u32,
    /// Paragraphs with words so far.
    filled: u32,
    /// Words that are struck out.
    pub struck: Vec<String>,
}

/// A paragraph being gathered.
#[derive(Debug, Default, Clone)]
struct Words {
    text: String,
    italic: Vec<Span>,
    bold: usize,
    marks: Vec<(u32, String)>,
}

impl Words {
    fn push(&mut self, words: &str, italic: bool, bold: bool) {
        let from = self.text.len();
        for c in words.chars() {
            match c {
                '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => {}
                c if c.is_whitespace() || c.is_control() => {
                    if !self.text.is_empty() && !self.text.ends_with(' ') {
                        self.text.push(' ');
                    }
                }
                c => self.text.push(c),
            }
        }
        let end = self.text.len();
        if bold {
            self.bold += end - from;
        }
        if italic && end > from {
            match self.italic.last_mut() {
                Some(last) if last.end as usize == from => last.end = end as u32,
                _ => self.italic.push(Span::new(from, end)),
            }
        }
    }
}

impl<'s> Flow<'s> {
    pub(super) fn new(styles: &'s Styles, numbering: &'s mut Numbering) -> Flow<'s> {
        Flow {
            styles,
            numbering,
            paras: Vec::new(),
            marks: Vec::new(),
            open: None,
            body: false,
            counted: 0,
            filled: 0,
            struck: Vec::new(),
        }
    }

    /// Walks the blocks of an element: paragraphs, tables, and what wraps them.
    pub(super) fn blocks(&mut self, node: Node<'_, '_>, depth: usize) -> Result<(), SourceError> {
        if depth > DEEPEST {
            return Err(SourceError::Limit(format!("elements more than {DEEPEST} deep in each other")));
        }
        for block in node.children().filter(Node::is_element) {
            match block.tag_name().name() {
                "p" => self.paragraph(block, depth)?,
                "tbl" => self.table(block, depth)?,
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => self.blocks(block, depth + 1)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A table: before the body cell by cell (covers are set in tables), in it row by row.
    fn table(&mut self, table: Node<'_, '_>, depth: usize) -> Result<(), SourceError> {
        for row in table.children().filter(|r| r.tag_name().name() == "tr") {
            if child(row, "trPr").is_some_and(|p| child(p, "del").is_some()) {
                continue;
            }
            let from = self.paras.len();
            let mut cells = Vec::new();
            for cell in children(row, "tc") {
                let before = self.paras.len();
                self.blocks(cell, depth + 1)?;
                cells.push(before..self.paras.len());
            }
            cells.retain(|c| !c.is_empty());
            if self.body && cells.len() > 1 {
                let row = self.paras.split_off(from);
                self.paras.push(one_row(row, &cells, from));
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, p: Node<'_, '_>, depth: usize) -> Result<(), SourceError> {
        let properties = child(p, "pPr");
        let style = properties.and_then(|q| child(q, "pStyle")).and_then(|s| attr(s, "val"));
        let mark = properties.and_then(|q| child(q, "rPr"));
        let mark_deleted = mark.is_some_and(|m| child(m, "del").is_some() || child(m, "moveFrom").is_some());
        let mut words = self.open.take().unwrap_or_default();
        self.runs(p, style, &mut words, depth + 1)?;
        if mark_deleted {
            self.open = Some(words);
            return Ok(());
        }
        // Where a mark was deleted, the two are one paragraph with the properties of the second.
        let list = properties.and_then(styles::list).or_else(|| self.styles.list(style));
        let (mut label, mut level) = (String::new(), 0);
        if let Some((id, at)) = list
            && !words.text.trim().is_empty()
        {
            // A paragraph may give the level and leave the list to its style.
            let from_style = self.styles.list(style);
            let id = id.or_else(|| from_style.as_ref().and_then(|(id, _)| id.clone()));
            let at = at.or_else(|| from_style.and_then(|(_, at)| at)).unwrap_or(0);
            level = at;
            if let Some(id) = id.filter(|id| id != "0") {
                label = self.numbering.next(&id, at);
            }
        }
        let framed = properties.is_some_and(|q| child(q, "framePr").is_some());
        let heading = self.styles.heading(style);
        let para = finish(words, &label, level, heading);
        if para.text.is_empty() {
            return Ok(());
        }
        // A footnote of the cover, set in a frame at the foot of the page.
        if framed && para.text.starts_with('*') {
            return Ok(());
        }
        if start(&para.text) == Start::Organ {
            self.body = true;
        }
        self.filled = self.filled.saturating_add(1);
        self.paras.push(Para { origin: Some((0, self.filled)), ..para });
        Ok(())
    }

    /// The runs of a paragraph and of what wraps them.
    fn runs(
        &mut self,
        node: Node<'_, '_>,
        style: Option<&str>,
        words: &mut Words,
        depth: usize,
    ) -> Result<(), SourceError> {
        if depth > DEEPEST {
            return Err(SourceError::Limit(format!("elements more than {DEEPEST} deep in each other")));
        }
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "r" => self.run(part, style, words, depth + 1)?,
                "del" | "moveFrom" | "pPr" | "rPr" | "sdtPr" | "Fallback" | "commentRangeStart" | "commentRangeEnd" => {
                }
                "t" if part.tag_name().namespace().is_some_and(|n| n.contains("math")) => {
                    words.push(part.text().unwrap_or_default(), false, false);
                }
                "txbxContent" => self.blocks(part, depth + 1)?,
                _ => self.runs(part, style, words, depth + 1)?,
            }
        }
        Ok(())
    }

    fn run(
        &mut self,
        run: Node<'_, '_>,
        style: Option<&str>,
        words: &mut Words,
        depth: usize,
    ) -> Result<(), SourceError> {
        let properties = child(run, "rPr");
        let own = properties.and_then(|p| child(p, "rStyle")).and_then(|s| attr(s, "val"));
        let flag = |name: &str, by_style: fn(&Styles, Option<&str>) -> bool| {
            properties
                .and_then(|p| switch(p, name))
                .unwrap_or_else(|| by_style(self.styles, own) || by_style(self.styles, style))
        };
        if properties.and_then(|p| switch(p, "vanish")).unwrap_or(false) {
            return Ok(());
        }
        if flag("strike", Styles::struck) || flag("dstrike", Styles::struck_twice) {
            let words = children(run, "t").filter_map(|t| t.text());
            self.struck.push(words.collect::<String>().chars().take(80).collect());
            return Ok(());
        }
        let (italic, bold) = (flag("i", Styles::italic), flag("b", Styles::bold));
        let raised = properties.and_then(styles::superscript).unwrap_or_else(|| self.styles.superscript(own));
        let mut reference = None;
        for part in run.children().filter(Node::is_element) {
            let name = part.tag_name().name();
            match name {
                "t" => {
                    let text = part.text().unwrap_or_default();
                    let typed = text.trim();
                    let is_mark = !typed.is_empty()
                        && typed.chars().all(|c| c.is_ascii_digit() || c == '*' || c == ',' || c == ' ');
                    if let Some((kind, id)) = reference.take().filter(|_| !typed.is_empty()) {
                        // A mark of the author's own follows the reference.
                        self.mark(kind, id, Some(typed.to_owned()), words);
                    } else if raised && is_mark {
                        for mark in typed.split([',', ' ']).filter(|m| !m.is_empty()) {
                            words.marks.push((words.text.trim_end().len() as u32, mark.to_owned()));
                        }
                    } else {
                        words.push(text, italic, bold);
                    }
                }
                "tab" | "br" | "cr" | "ptab" => words.push(" ", italic, false),
                "noBreakHyphen" => words.push("\u{2011}", italic, bold),
                "footnoteReference" | "endnoteReference" => {
                    let kind = if name == "footnoteReference" { "footnote" } else { "endnote" };
                    let id = attr(part, "id").unwrap_or_default().to_owned();
                    let custom = matches!(attr(part, "customMarkFollows"), Some("1" | "true" | "on"));
                    if custom { reference = Some((kind, id)) } else { self.mark(kind, id, None, words) }
                }
                "drawing" | "pict" | "object" | "AlternateContent" | "Choice" => self.boxes(part, depth + 1)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The paragraphs of text boxes anchored here; their words are no part of the paragraph.
    fn boxes(&mut self, node: Node<'_, '_>, depth: usize) -> Result<(), SourceError> {
        if depth > DEEPEST {
            return Err(SourceError::Limit(format!("elements more than {DEEPEST} deep in each other")));
        }
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "Fallback" => {}
                "txbxContent" => {
                    let open = self.open.take();
                    self.blocks(part, depth + 1)?;
                    self.open = open;
                }
                _ => self.boxes(part, depth + 1)?,
            }
        }
        Ok(())
    }

    fn mark(&mut self, kind: &'static str, id: String, typed: Option<String>, words: &mut Words) {
        let mark = typed.unwrap_or_else(|| {
            self.counted += 1;
            self.counted.to_string()
        });
        words.marks.push((words.text.trim_end().len() as u32, mark.clone()));
        self.marks.push((kind, id, mark));
    }
}

/// The gathered words as a paragraph, with its automatic label before them.
fn finish(words: Words, label: &str, level: usize, styled: bool) -> Para {
    let lead = words.text.len() - words.text.trim_start().len();
    let text = words.text.trim();
    let heading = styled || (!text.is_empty() && words.bold + 2 >= text.len());
    let before = if label.is_empty() || text.is_empty() { String::new() } else { format!("{label} ") };
    let (shift, end) = (before.len(), before.len() + text.len());
    let place = |at: u32| (at as usize).saturating_sub(lead).min(text.len()) + shift;
    let italic = words
        .italic
        .iter()
        .map(|s| (place(s.start), place(s.end)))
        // The blank behind an italic word is often italic, too.
        .map(|(from, to)| (from, from + text.get(from - shift..to - shift).map_or(0, |t| t.trim_end().len())))
        .filter(|(from, to)| from < to && *to <= end)
        .map(|(from, to)| Span::new(from, to))
        .collect();
    let marks = words.marks.into_iter().map(|(at, mark)| (place(at) as u32, mark)).collect();
    Para { text: format!("{before}{text}"), italic, heading, marks, level: level.min(8) as u8, origin: None }
}

/// A row of several cells as one paragraph: a number or letter before its words, else cells between bars.
fn one_row(row: Vec<Para>, cells: &[std::ops::Range<usize>], from: usize) -> Para {
    let labelled = row.first().is_some_and(|p| {
        let core = p.text.trim_end_matches(['.', ')']).trim_start_matches('(');
        core.len() <= 4 && p.text.ends_with(['.', ')']) && core.chars().all(char::is_alphanumeric)
    });
    let mut whole = Para { origin: row.first().and_then(|p| p.origin), ..Para::default() };
    for (i, para) in row.into_iter().enumerate() {
        if !whole.text.is_empty() {
            let new_cell = cells.iter().any(|c| c.start == from + i);
            whole.text.push_str(if new_cell && !(labelled && i == 1) { " | " } else { " " });
        }
        let shift = whole.text.len() as u32;
        whole.italic.extend(para.italic.iter().map(|s| Span { start: s.start + shift, end: s.end + shift }));
        whole.marks.extend(para.marks.into_iter().map(|(at, m)| (at + shift, m)));
        whole.text.push_str(&para.text);
    }
    whole
}
