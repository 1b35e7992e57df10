//! Web pages, well formed or not: saved pages of document servers, what Word saves as HTML, fragments copied from a browser.
//!
//! Blocks become paragraphs; lists with automatic numbers are numbered, superscripts and links to notes become footnote
//! marks, navigation is left out.

mod walk;

use crate::model::{Footnote, Resolution};
use crate::source::remark::struck_out;
use crate::source::{Paras, SourceError, layout};
use scraper::Html;
use std::collections::BTreeSet;
use walk::Walk;

/// Larger pages are no resolutions.
const LARGEST: usize = 16 << 20;

/// Reads a page.
///
/// # Errors
/// [`SourceError::Limit`] above 16 MB, else what [`layout::assemble`] says.
pub fn read(page: &str) -> Result<Vec<Resolution>, SourceError> {
    layout::assemble(paras(page)?)
}

/// The paragraphs of a page and its footnotes.
pub(in crate::source) fn paras(page: &str) -> Result<Paras, SourceError> {
    if page.len() > LARGEST {
        return Err(SourceError::Limit(format!(
            "a page of {} bytes; the largest that is read has {LARGEST}",
            page.len()
        )));
    }
    if nesting(page) > DEEPEST {
        return Err(SourceError::Limit(format!("elements more than {DEEPEST} deep in each other")));
    }
    let document = Html::parse_document(page);
    let mut walk = Walk::default();
    walk.page(&document);
    let (mut paras, mut notes) = (Vec::new(), Vec::<Footnote>::new());
    let mut known = BTreeSet::new();
    for para in std::mem::take(&mut walk.paras) {
        // A note below the text begins with its mark, and that mark stands in the text before.
        let mark = para.marks.first().filter(|(at, _)| *at == 0).map(|(_, mark)| mark.clone());
        match mark {
            Some(mark) if !para.text.is_empty() && known.insert(mark.clone()) => {
                notes.push(Footnote { mark, text: para.text.trim_start_matches([':', '.', ' ']).to_owned() });
            }
            _ => paras.push(para),
        }
    }
    Ok(Paras { paras, notes, remarks: struck_out(&walk.struck).into_iter().collect() })
}

/// Elements lie no deeper in each other than this in any page that people made.
const DEEPEST: usize = 400;

/// How deep the tags of a page lie in each other at most, roughly: void and unclosed ones count until something closes.
fn nesting(page: &str) -> usize {
    const OPEN_ENDED: [&str; 18] = [
        "br", "hr", "img", "input", "meta", "link", "p", "li", "td", "th", "tr", "dd", "dt", "col", "wbr", "option",
        "area", "base",
    ];
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !name.is_empty() && !OPEN_ENDED.iter().any(|o| o.eq_ignore_ascii_case(name)) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(page: &str) -> Vec<String> {
        paras(page).unwrap().paras.into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn blocks_lists_and_tables() {
        assert_eq!(
            texts(
                "<nav><a href=/>Home</a></nav><p>One<br>line &amp; more<p>Two <ol start=3><li>Third<ol type=a><li>In it</ol><li>Fourth</ol>\
                 <ul><li>Bullet</ul><table><tr><td>5.<td>Fifth<tr><td>a</td></table><script>x</script>tail"
            ),
            ["One line & more", "Two", "3. Third", "(a) In it", "4. Fourth", "Bullet", "5. Fifth", "a", "tail"]
        );
    }

    #[test]
    fn struck_words_are_left_out_and_remarked() {
        let page = paras(
            "<p>Requests <s>a report</s> two <span style='text-decoration:underline line-through'>very</span> <strike>x</strike>reports",
        )
        .unwrap();
        assert_eq!(page.paras[0].text, "Requests two reports");
        assert_eq!(page.remarks, ["words that are struck out are left out as not in force: “a report”, “very”, “x”"]);
    }

    #[test]
    fn a_cell_is_never_a_numbered_paragraph() {
        let page = "<p>The General Assembly,<p>1. Requests it:<table><tr><td>Year<td>Amount<tr><td>2037<td>1. 100<tr><td>2.<td>Requests more</table>";
        assert_eq!(
            texts(page),
            ["The General Assembly,", "1. Requests it:", "Year | Amount", "2037 | 1. 100", "2. Requests more"]
        );
        let places: Vec<_> = paras(page).unwrap().paras.iter().filter_map(|p| p.origin).collect();
        assert_eq!(places, [(0, 1), (0, 2), (0, 3), (0, 5), (0, 8)]);
    }

    #[test]
    fn italics_marks_and_notes() {
        let page = paras(
            "<div><i>Requests</i> the plan,<sup><a href='#n1'>1</a></sup> and <span style='font-style:italic'>also</span> this<a href='#_ftn2'>[2]</a></div>\
             <div><sup>1</sup> A/91/3.</div><div id=ftn2><a href='#_ftnref2'>[2]</a> A/91/4.</div>",
        )
        .unwrap();
        assert_eq!(page.paras.len(), 1);
        let para = &page.paras[0];
        assert_eq!(para.text, "Requests the plan, and also this");
        let words: Vec<_> = para.italic.iter().filter_map(|s| s.of(&para.text)).collect();
        assert_eq!(words, ["Requests", "also"]);
        assert_eq!(para.marks, [(18, "1".into()), (32, "2".into())]);
        let notes: Vec<_> = page.notes.iter().map(|n| (n.mark.as_str(), n.text.as_str())).collect();
        assert_eq!(notes, [("1", "A/91/3."), ("2", "A/91/4.")]);
    }

    #[test]
    fn hostile_depth_is_refused() {
        assert!(matches!(read(&"<div>".repeat(100_000)), Err(SourceError::Limit(_))));
        assert!(read(&"<p>".repeat(100_000)).is_err());
        assert!(read(&"<b><p>".repeat(300)).is_err());
    }
}
