//! Styles: what a paragraph or a run is by its style alone, inherited along `basedOn`.

use super::xml::{attr, child, children, switch};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// What a style sets.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    name: String,
    base: Option<String>,
    italic: Option<bool>,
    bold: Option<bool>,
    struck: [Option<bool>; 2],
    superscript: Option<bool>,
    outline: bool,
    /// List and level.
    list: Option<(Option<String>, Option<usize>)>,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

/// `basedOn` goes no deeper in any template; a circle ends here.
const BASES: usize = 12;

/// List and level of a paragraph's properties.
pub(super) fn list(properties: Node<'_, '_>) -> Option<(Option<String>, Option<usize>)> {
    let num = child(properties, "numPr")?;
    let value = |name| child(num, name).and_then(|n| attr(n, "val"));
    Some((value("numId").map(str::to_owned), value("ilvl").and_then(|l| l.parse().ok())))
}

/// Whether run properties raise the text.
pub(super) fn superscript(properties: Node<'_, '_>) -> Option<bool> {
    child(properties, "vertAlign").map(|v| attr(v, "val") == Some("superscript"))
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(document: &Document<'_>) -> Styles {
        let mut styles = BTreeMap::new();
        for node in children(document.root_element(), "style") {
            let Some(id) = attr(node, "styleId") else { continue };
            let value = |name| child(node, name).and_then(|n| attr(n, "val")).map(str::to_owned);
            let run = child(node, "rPr");
            let paragraph = child(node, "pPr");
            let style = Style {
                name: value("name").unwrap_or_default(),
                base: value("basedOn"),
                italic: run.and_then(|r| switch(r, "i")),
                bold: run.and_then(|r| switch(r, "b")),
                struck: ["strike", "dstrike"].map(|name| run.and_then(|r| switch(r, name))),
                superscript: run.and_then(superscript),
                outline: paragraph.and_then(|p| child(p, "outlineLvl")).is_some(),
                list: paragraph.and_then(list),
            };
            styles.insert(id.to_owned(), style);
        }
        Styles(styles)
    }

    /// The style and those that it is based on.
    fn line(&self, id: Option<&str>) -> impl Iterator<Item = &Style> {
        std::iter::successors(id.and_then(|id| self.0.get(id)), |s| self.0.get(s.base.as_deref()?)).take(BASES)
    }

    pub(super) fn italic(&self, id: Option<&str>) -> bool {
        self.line(id).find_map(|s| s.italic).unwrap_or(false)
    }

    pub(super) fn bold(&self, id: Option<&str>) -> bool {
        self.line(id).find_map(|s| s.bold).unwrap_or(false)
    }

    /// Words struck out by one line.
    pub(super) fn struck(&self, id: Option<&str>) -> bool {
        self.line(id).find_map(|s| s.struck[0]).unwrap_or(false)
    }

    /// Words struck out by two lines.
    pub(super) fn struck_twice(&self, id: Option<&str>) -> bool {
        self.line(id).find_map(|s| s.struck[1]).unwrap_or(false)
    }

    pub(super) fn superscript(&self, id: Option<&str>) -> bool {
        self.line(id).find_map(|s| s.superscript).unwrap_or(false)
    }

    /// The list that the style numbers its paragraphs by.
    pub(super) fn list(&self, id: Option<&str>) -> Option<(Option<String>, Option<usize>)> {
        self.line(id).find_map(|s| s.list.clone())
    }

    /// A heading: by outline level, by Word's names, or by those of the United Nations template (`HCh`, `H1`, `H23`, `TitleHCH`).
    pub(super) fn heading(&self, id: Option<&str>) -> bool {
        let named = |s: &str| {
            let s: String = s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            matches!(
                s.as_str(),
                "hch" | "hm" | "h1" | "h23" | "h2" | "h3" | "h4" | "h56" | "titlehch" | "titleh1" | "titleh2"
            ) || s.starts_with("heading")
                || s == "title"
        };
        id.is_some_and(named) || self.line(id).take(2).any(|s| s.outline || named(&s.name))
    }
}
