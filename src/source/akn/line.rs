//! The markup of a body flattened to lines in the order of the text: headings, paragraphs, list items, rows of tables.

use super::words::{DEEPEST, Reader, Words};
use roxmltree::Node;

/// What the markup says that a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Marked up as a heading, by element or by style.
    Heading,
    /// Where a `section` element begins; without words.
    Section,
    /// A preambular paragraph inside the body.
    Preambular,
    /// A paragraph or an item of a list.
    Paragraph,
    /// Words that belong to the paragraph before: closing lines, headings inside quoted text.
    Continuation,
    /// A row of a table, its cells joined by ` | `.
    Row,
    /// A footnote that was set as a paragraph.
    Footnote,
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub kind: Kind,
    /// The number or letter that the markup gives, as written without blanks around it.
    pub num: Option<String>,
    pub words: Words,
}

/// The lines of a body or preamble.
pub(super) fn lines(node: Node, reader: &mut Reader) -> Vec<Line> {
    let mut out = Vec::new();
    walk(node, reader, &mut out, 0);
    out
}

fn walk(node: Node, reader: &mut Reader, out: &mut Vec<Line>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let mut push = |kind, words| out.push(Line { kind, num: None, words });
    match node.tag_name().name() {
        "formula" | "meta" | "img" => {}
        "num" | "heading" | "subheading" | "docTitle" => push(Kind::Heading, reader.words(node)),
        "crossHeading" => {
            let preamble = node.attribute("refersTo").is_some_and(|r| r.contains("preamble"));
            push(if preamble { Kind::Preambular } else { Kind::Heading }, reader.words(node));
        }
        "wrapUp" | "listWrapUp" => push(Kind::Continuation, reader.words(node)),
        "p" | "listIntroduction" => {
            let words = reader.words(node);
            let kind = if words.is_bold() { Kind::Heading } else { Kind::Paragraph };
            push(kind, words);
        }
        "tr" => push(Kind::Row, row(node, reader)),
        "paragraph" | "point" | "item" | "subparagraph" | "indent" | "alinea" => numbered(node, reader, out, depth),
        "section" | "part" | "chapter" => {
            push(Kind::Section, Words::default());
            for child in node.children().filter(Node::is_element) {
                walk(child, reader, out, depth + 1);
            }
        }
        _ => {
            for child in node.children().filter(Node::is_element) {
                walk(child, reader, out, depth + 1);
            }
        }
    }
}

/// A paragraph or item: its number goes with its first words.
fn numbered(node: Node, reader: &mut Reader, out: &mut Vec<Line>, depth: usize) {
    let class = node.attribute("class").unwrap_or_default();
    let heading = class.strip_prefix('H').is_some_and(|c| c.starts_with(|c: char| c.is_ascii_digit()) || c == "Ch");
    let children = || node.children().filter(Node::is_element);
    let name = |n: &Node| n.tag_name().name().to_owned();
    let num = children().find(|n| name(n) == "num").map(|n| reader.words(n).plain());
    let content = children().any(|n| !matches!(name(&n).as_str(), "num" | "heading" | "subheading"));
    let start = out.len();
    for child in children() {
        match name(&child).as_str() {
            "num" => {}
            "heading" | "subheading" => {
                // A heading in front of words of the same paragraph is one inside quoted text.
                let kind = if content { Kind::Continuation } else { Kind::Heading };
                out.push(Line { kind, num: None, words: reader.words(child) });
            }
            _ => walk(child, reader, out, depth + 1),
        }
    }
    let quoted = out.get(start).is_some_and(|l| l.kind == Kind::Continuation);
    match out.get_mut(start) {
        Some(first)
            if num.is_some() && first.num.is_none() && matches!(first.kind, Kind::Paragraph | Kind::Heading) =>
        {
            // A point whose words are all bold is still a point.
            if !heading && first.kind == Kind::Heading && content {
                first.kind = Kind::Paragraph;
            }
            first.num = num;
        }
        _ => {
            if let Some(num) = num {
                out.insert(
                    start,
                    match heading {
                        true => Line { kind: Kind::Heading, num: None, words: Words::new(&num) },
                        false => Line { kind: Kind::Paragraph, num: Some(num), words: Words::default() },
                    },
                );
            }
        }
    }
    for line in &mut out[start..] {
        if heading && line.kind == Kind::Paragraph {
            line.kind = Kind::Heading;
        } else if class.contains("Footnote") && line.kind == Kind::Paragraph {
            line.kind = Kind::Footnote;
        } else if quoted && line.kind == Kind::Paragraph {
            line.kind = Kind::Continuation;
        }
    }
}

/// The cells of a row.
fn row(node: Node, reader: &mut Reader) -> Words {
    let mut words = Words::default();
    for cell in node.children().filter(Node::is_element) {
        let cell = reader.words(cell);
        if !cell.text.is_empty() {
            words.append(" | ", &cell);
        }
    }
    words
}
