//! Word files (`.docx`): text as accepted (insertions kept, deletions dropped), automatic numbers, footnotes, covers in
//! tables, text boxes and page headers; comments left out.

mod flow;
mod numbering;
mod styles;
mod xml;

use crate::model::{Footnote, Resolution};
use crate::source::archive::Zip;
use crate::source::remark::struck_out;
use crate::source::{Para, Paras, SourceError, detect, layout};
use flow::Flow;
use numbering::Numbering;
use roxmltree::Document;
use std::collections::BTreeMap;
use styles::Styles;
use xml::{attr, child, children};

/// The part that makes a zip file a Word file.
pub(super) const DOCUMENT: &str = "word/document.xml";

/// Reads a Word file.
///
/// # Errors
/// [`SourceError::Damaged`] where a part is no XML, [`SourceError::Limit`] for sizes and depths beyond any document, else what
/// [`layout::assemble`] says.
pub fn read(bytes: &[u8]) -> Result<Vec<Resolution>, SourceError> {
    layout::assemble(paras(bytes)?)
}

/// A part as text; empty where there is none.
fn part(zip: &mut Zip<'_>, name: &str) -> Result<String, SourceError> {
    let Some(bytes) = zip.part(name)? else { return Ok(String::new()) };
    detect::decode(&bytes).ok_or_else(|| damaged(name, &"no text"))
}

fn damaged(name: &str, why: &impl ToString) -> SourceError {
    SourceError::Damaged { format: "Word file", detail: format!("{name}: {}", why.to_string()) }
}

/// Parses a part; an empty one gives `None`.
fn parse<'i>(name: &str, text: &'i str) -> Result<Option<Document<'i>>, SourceError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Document::parse(text).map(Some).map_err(|e| damaged(name, &e))
}

/// The paragraphs of a Word file.
pub(in crate::source) fn paras(bytes: &[u8]) -> Result<Paras, SourceError> {
    let mut zip = Zip::open(bytes)?;
    let text = part(&mut zip, DOCUMENT)?;
    let main = parse(DOCUMENT, &text)?.ok_or_else(|| damaged(DOCUMENT, &"missing"))?;
    let styles = {
        let text = part(&mut zip, "word/styles.xml")?;
        parse("word/styles.xml", &text)?.map(|d| Styles::read(&d)).unwrap_or_default()
    };
    let mut numbering = {
        let text = part(&mut zip, "word/numbering.xml")?;
        parse("word/numbering.xml", &text)?.map(|d| Numbering::read(&d)).unwrap_or_default()
    };
    let mut paras = header(&mut zip, &main, &styles)?;
    let mut flow = Flow::new(&styles, &mut numbering);
    if let Some(body) = child(main.root_element(), "body") {
        flow.blocks(body, 0)?;
    }
    let (body, marks, struck) = (flow.paras, flow.marks, flow.struck);
    paras.extend(body);
    let footnotes = notes(&mut zip, "footnote", &styles)?;
    let endnotes = notes(&mut zip, "endnote", &styles)?;
    let notes = marks
        .into_iter()
        .filter_map(|(kind, id, mark)| {
            let all = if kind == "footnote" { &footnotes } else { &endnotes };
            all.get(&id).map(|text| Footnote { mark, text: text.clone() })
        })
        .collect();
    Ok(Paras { paras, notes, remarks: struck_out(&struck).into_iter().collect() })
}

/// Footnotes or endnotes by their ids.
fn notes(zip: &mut Zip<'_>, kind: &str, styles: &Styles) -> Result<BTreeMap<String, String>, SourceError> {
    let name = format!("word/{kind}s.xml");
    let text = part(zip, &name)?;
    let Some(document) = parse(&name, &text)? else { return Ok(BTreeMap::new()) };
    let mut all = BTreeMap::new();
    for note in children(document.root_element(), kind) {
        let Some(id) = attr(note, "id").filter(|_| attr(note, "type").is_none_or(|t| t == "normal")) else { continue };
        let mut none = Numbering::default();
        let mut flow = Flow::new(styles, &mut none);
        flow.blocks(note, 0)?;
        let words: Vec<String> = flow.paras.into_iter().map(|p| p.text).collect();
        let text = words.join(" ");
        // A mark of the author's own is typed at the start of the note.
        let text = text.trim_start_matches(['*', ' ']).trim().to_owned();
        all.insert(id.to_owned(), text);
    }
    Ok(all)
}

/// The header of the first page, which holds organ, symbol and `Distr.` in the United Nations template.
fn header(zip: &mut Zip<'_>, main: &Document<'_>, styles: &Styles) -> Result<Vec<Para>, SourceError> {
    let references = || main.descendants().filter(|n| n.tag_name().name() == "headerReference");
    let Some(id) = references()
        .find(|r| attr(*r, "type") == Some("first"))
        .or_else(|| references().next())
        .and_then(|r| r.attributes().find(|a| a.name() == "id").map(|a| a.value()))
    else {
        return Ok(Vec::new());
    };
    const RELATIONS: &str = "word/_rels/document.xml.rels";
    let text = part(zip, RELATIONS)?;
    let Some(relations) = parse(RELATIONS, &text)? else { return Ok(Vec::new()) };
    let target = relations.descendants().find(|r| attr(*r, "Id") == Some(id)).and_then(|r| attr(r, "Target"));
    let Some(target) = target else { return Ok(Vec::new()) };
    let name = format!("word/{}", target.trim_start_matches("/word/").trim_start_matches("./"));
    let text = part(zip, &name)?;
    let Some(document) = parse(&name, &text)? else { return Ok(Vec::new()) };
    let mut none = Numbering::default();
    let mut flow = Flow::new(styles, &mut none);
    flow.blocks(document.root_element(), 0)?;
    Ok(flow.paras)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::{SimpleFileOptions, ZipWriter};

    #[test]
    fn struck_words_are_left_out_and_paragraphs_have_their_number() {
        let body = "<w:p><w:r><w:t>The General Assembly,</w:t></w:r></w:p><w:p/>\
            <w:p><w:r><w:t xml:space='preserve'>1. Requests it by </w:t></w:r>\
            <w:r><w:rPr><w:strike/></w:rPr><w:t>1 May</w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr><w:t>2 May</w:t></w:r>\
            <w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>3 May 2037.</w:t></w:r></w:p>";
        let xml = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(DOCUMENT, SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
        let read = paras(&writer.finish().unwrap().into_inner()).unwrap();
        assert_eq!(read.paras[1].text, "1. Requests it by 3 May 2037.");
        assert_eq!(read.paras[1].origin, Some((0, 2)));
        assert!(read.remarks[0].contains("“1 May”, “2 May”"), "{:?}", read.remarks);
    }
}
