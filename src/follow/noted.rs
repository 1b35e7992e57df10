//! What a text says of a document that it notes: the clause around its symbol or footnote mark, whose it is, what it answers.

use crate::follow::cites::{Cite, before};
use crate::follow::phrases::PHRASES;
use crate::follow::words::words;
use crate::model::{Resolution, Symbol};

/// What a text says of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The whole of it.
    pub words: String,
    /// The part that names the document: of one that shares its verb with the one before, that one's words, too.
    named: String,
}

impl Noted {
    /// From the footnote mark before the document's own to the end of its clause.
    pub fn read(r: &Resolution, cite: &Cite) -> Noted {
        let Some(body) = cite.body(r) else { return Noted { words: String::new(), named: String::new() } };
        let text = body.text.as_str();
        let head = before(text, cite.at);
        let start = cite.at.saturating_sub(head.len());
        let marks = || body.marks.iter().map(|m| m.0 as usize);
        let from = marks().filter(|m| *m < cite.at && *m > start).max().unwrap_or(start);
        let after = text.get(cite.at..).unwrap_or_default();
        let next = marks().filter(|m| *m > cite.at).min().map(|m| m - cite.at);
        let stop = after.char_indices().skip(1).find(|(_, c)| matches!(c, ',' | ';')).map_or(after.len(), |(i, _)| i);
        let end = next.map_or(stop, |n| n.min(stop));
        let own = text.get(from..cite.at).unwrap_or(head);
        let tail = after.get(..end).unwrap_or_default();
        // *… on harbours¹ and on lighthouses²*: the second one's author stands before the first mark.
        let shared = own.trim_start().starts_with("and on ") || own.trim_start().starts_with("on ");
        let head = if shared { text.get(start..cite.at).unwrap_or(own) } else { own };
        // *the report¹ of the Board*: the mark may stand before the author.
        let behind = PHRASES.names_a_document.place_in(head).and_then(|(_, end)| head.get(end..));
        let tail_counts = behind.is_none_or(|rest| rest.trim().is_empty());
        Noted { words: format!("{own}{tail}"), named: format!("{head}{}", if tail_counts { tail } else { "" }) }
    }

    /// A clause that names its document without a symbol.
    pub fn of(words: &str) -> Noted {
        Noted { words: words.to_owned(), named: words.to_owned() }
    }

    /// Whether the document is of one of those who were asked: *the report of the Secretary-General*, *the Secretary-General's
    /// report*, *the report entitled “…”, submitted by the Secretary-General*. Of another's report (*the related report of the
    /// Advisory Committee*) the asked one's name is missing.
    pub fn is_of(&self, addressees: &[String]) -> bool {
        let plain = without_quotes(&self.named).replace("\u{2019}s ", " ").replace("'s ", " ");
        // *requests the Secretary-General to report* names no document.
        let plain = plain.replace("to report ", "");
        let Some((start, end)) = PHRASES.names_a_document.place_in(&plain) else { return false };
        let (before, after) = (plain.get(..start).unwrap_or_default(), plain.get(end..).unwrap_or_default());
        // A note that passes on another's report names both; else a second document has an author of its own.
        let passes_on = plain.contains("transmitting");
        let own =
            PHRASES.names_a_document.place_in(after).filter(|_| !passes_on).map_or(after.len(), |(start, _)| start);
        let mut said = words(after.get(..own).unwrap_or(after));
        said.truncate(if passes_on { 40 } else { 16 });
        let ahead = words(before);
        said.extend(ahead.iter().skip(ahead.len().saturating_sub(5)).cloned());
        addressees.iter().any(|name| {
            let own: Vec<String> =
                words(name).into_iter().filter(|w| !["united", "nations"].contains(&w.as_str())).collect();
            let there = own.iter().filter(|w| said.contains(w)).count();
            !own.is_empty() && there * 10 >= own.len() * 6
        })
    }
}

/// The words without what stands between quotation marks: a title names others than its author.
pub(crate) fn without_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '\u{201c}' => depth += 1,
            '\u{201d}' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    if out.trim().is_empty() { text.to_owned() } else { out }
}

/// Whether the words name this very resolution: *on the implementation of resolution 75/307*.
pub fn names(symbol: &Symbol, words: &str) -> bool {
    let (Some(session), number) = (symbol.session(), symbol.number()) else { return false };
    let (digits, letter) = number.split_at(number.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
    let written = format!("{session}/{digits}");
    words.match_indices(&written).any(|(i, _)| {
        let rest = words.get(i + written.len()..).unwrap_or_default();
        let whole = !rest.starts_with(|c: char| c.is_ascii_digit());
        let begins = !words.get(..i).unwrap_or_default().ends_with(['/', '-'])
            && !words.get(..i).unwrap_or_default().ends_with(|c: char| c.is_ascii_digit());
        whole && begins && (letter.is_empty() || rest.trim_start().starts_with(letter))
    })
}

/// Drafts, records and resolutions are no answers.
pub fn is_no_answer(symbol: &Symbol) -> bool {
    let s = symbol.as_str();
    symbol.is_draft() || s.contains("/PV.") || s.contains("/SR.") || s.contains("/RES/") || s.contains("PRST")
}

/// A document without its corrigenda and addenda.
pub fn base(symbol: &Symbol) -> String {
    let s = symbol.as_str();
    let end = [s.find("/Corr."), s.find("/Add."), s.find("/Rev.")].into_iter().flatten().min().unwrap_or(s.len());
    s.get(..end).unwrap_or(s).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::cites;
    use crate::model::{Block, Footnote, Rich, Role};

    /// What an invented preambular paragraph says of each document that its footnotes name; `^` stands for a mark.
    fn noted(marked: &str) -> Vec<Noted> {
        let mut r = Resolution::new(Symbol::parse("A/RES/92/2").unwrap());
        let mut body = Rich::default();
        for (i, piece) in marked.split('^').enumerate() {
            if i > 0 {
                body.marks.push((body.text.len() as u32, i as u32 - 1));
                r.footnotes.push(Footnote { mark: i.to_string(), text: format!("A/92/{i}.") });
            }
            body.text.push_str(piece);
        }
        r.blocks.push(Block { role: Role::Preambular, section: None, number: None, body, parts: Vec::new() });
        cites::documents(&r).iter().map(|c| Noted::read(&r, c)).collect()
    }

    #[test]
    fn each_of_several_documents_has_its_own_author() {
        let (chief, board) = (vec!["Secretary-General".to_owned()], vec!["Board of Pilots".to_owned()]);
        let all = noted(
            "Having considered the report of the Board of Pilots for 2034^ and the relevant report of the Secretary-General,^",
        );
        assert!(all[0].is_of(&board) && !all[0].is_of(&chief));
        assert!(all[1].is_of(&chief) && !all[1].is_of(&board));
        let all = noted(
            "Having considered the reports of the Secretary-General on harbours^ and on the costs arising from the report of the \
             Board of Pilots^",
        );
        assert!(all[1].is_of(&chief) && !all[1].is_of(&board), "{all:?}");
    }

    #[test]
    fn an_author_may_stand_before_the_title_or_after_it() {
        let chief = vec!["Secretary-General".to_owned()];
        for text in [
            "Takes note of the report entitled \u{201c}Lights of the coast\u{201d},^ submitted by the Secretary-General;",
            "Takes note of the Secretary-General\u{2019}s report on lights;^",
            "Takes note of the report^ of the Secretary-General on lights",
        ] {
            let all = noted(text);
            assert!(all[0].is_of(&chief) || text.contains("submitted by"), "{text}");
        }
        assert!(!noted("Takes note of the report of the Advisory Committee^")[0].is_of(&chief));
        assert!(!noted("Takes note of the letter of the Secretary-General^")[0].is_of(&chief));
        assert!(!noted("Requests the Secretary-General to report on what was decided^")[0].is_of(&chief));
    }

    #[test]
    fn a_resolution_is_named_whole() {
        let symbol = |s: &str| Symbol::parse(s).unwrap();
        assert!(names(&symbol("A/RES/90/12"), "pursuant to resolution 90/12 of 3 May 2035"));
        assert!(!names(&symbol("A/RES/90/12"), "pursuant to resolution 90/123"));
        assert!(!names(&symbol("A/RES/90/12"), "the report A/90/12"));
        assert!(
            names(&symbol("A/RES/90/12B"), "resolution 90/12 B")
                && !names(&symbol("A/RES/90/12B"), "resolution 90/12 A")
        );
        assert_eq!(base(&symbol("A/92/3/Add.1")), "A/92/3");
    }
}
