//! Paragraphs to resolutions: the step that all formats without structure share (PDF, Word, HTML, text).
//!
//! Numbers are those printed. Only where no operative paragraph of several carries one (they were automatic and got lost
//! when the text was copied) they are counted.

mod body;
mod closing;
pub(in crate::source) mod front;
pub(in crate::source) mod label;
pub(in crate::source) mod opening;

use crate::model::{Edition, Footnote, Language, Organ, Resolution, Role, Symbol, TextKind};
use crate::source::{Para, Paras, SourceError, cover, remark};
use front::Front;
use std::collections::BTreeMap;

/// What the start of a line or paragraph shows; readers that join lines ask it where a paragraph begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// `8.`
    Number,
    /// `(a)`
    Letter,
    /// *Recalling …*
    Preambular,
    /// *Requests …*
    Operative,
    /// `The General Assembly,`
    Organ,
    /// `Annex II`
    Annex,
    /// `62nd plenary meeting`, `28 April 2021`, `[Adopted without a vote.]`
    Closing,
    /// Anything else.
    Other,
}

/// What a line or paragraph starts with, by its words alone.
pub fn start(text: &str) -> Start {
    let text = text.trim();
    if cover::organ_line(text).is_some() && text.ends_with([',', '،', '，']) {
        return Start::Organ;
    }
    if closing::closing(text).is_some() {
        return Start::Closing;
    }
    if body::annex_heading(text).is_some() {
        return Start::Annex;
    }
    match label::label(text).0 {
        label::Label::Number(_) => return Start::Number,
        label::Label::Letters(_) => return Start::Letter,
        label::Label::Bare(_) | label::Label::None => {}
    }
    match opening::opening(text) {
        Some(Role::Preambular) => Start::Preambular,
        Some(_) => Start::Operative,
        None => Start::Other,
    }
}

/// Recognizes cover, body, parts, annexes and closing lines in a document's paragraphs; several resolutions (A, B) where
/// there are several organ lines.
///
/// # Errors
/// [`SourceError::Empty`] without words, [`SourceError::NoResolution`] where no symbol or no operative paragraph is found.
pub fn assemble(document: Paras) -> Result<Vec<Resolution>, SourceError> {
    let corrigendum = document.paras.iter().take(COVER).find_map(|p| match front::symbol(&p.text) {
        Some((symbol, Edition::Corrigendum(n))) => Some(format!("{symbol}/Corr.{n}")),
        _ => None,
    });
    let foreign = foreign(&document.paras);
    read(document).map_err(|error| match (error, corrigendum, foreign) {
        (SourceError::NoResolution(_), _, Some(language)) => SourceError::Unsupported {
            found: format!("a text in {language} whose structure is not recognized"),
            advice: "only English is extracted; load the English text".into(),
        },
        (SourceError::NoResolution(_), Some(name), None) => SourceError::NoResolution(format!(
            "{name} is a corrigendum that lists corrections, without the corrected text; load the text that was issued \
             again, or record what it changes with `pursuant correct`"
        )),
        (error, ..) => error,
    })
}

/// The language of a text that is mostly written in another script.
fn foreign(paras: &[Para]) -> Option<&'static str> {
    let mut counts = [0usize; 4];
    for c in paras.iter().flat_map(|p| p.text.chars()) {
        match c {
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                counts[0] += 1
            }
            '\u{4e00}'..='\u{9fff}' => counts[1] += 1,
            '\u{400}'..='\u{4ff}' => counts[2] += 1,
            c if c.is_ascii_alphabetic() => counts[3] += 1,
            _ => {}
        }
    }
    let [arabic, chinese, russian, latin] = counts;
    [(arabic, "Arabic"), (chinese, "Chinese"), (russian, "Russian")]
        .into_iter()
        .find(|(n, _)| *n > 40 && *n > latin)
        .map(|(_, name)| name)
}

/// So many paragraphs may be those of a cover.
const COVER: usize = 15;

/// `Adopted by the Security Council at its 9999th meeting, on` and its day are one, though they are set in two lines.
fn join_day(paras: &mut Vec<Para>) {
    let apart = |w: &[Para]| match w {
        [a, b] => {
            let a = a.text.trim_end();
            a.contains("dopted") && a.ends_with(" on") && cover::date(b.text.trim_end_matches('*').trim()).is_some()
        }
        _ => false,
    };
    if let Some(i) = paras.windows(2).take(2 * COVER).position(apart) {
        let day = paras.remove(i + 1);
        if let Some(line) = paras.get_mut(i) {
            line.text = format!("{} {}", line.text.trim_end(), day.text.trim_start());
        }
    }
}

fn read(mut document: Paras) -> Result<Vec<Resolution>, SourceError> {
    join_day(&mut document.paras);
    if document.paras.iter().all(|p| p.text.trim().is_empty()) {
        return Err(SourceError::Empty);
    }
    let paras = &document.paras;
    let organs = bodies(paras);
    let Some(first) = organs.first().copied() else {
        let at = body_without_organ(paras).ok_or_else(|| {
            SourceError::NoResolution(
                "no line such as `The General Assembly,` and no paragraph that requests, decides or recalls".into(),
            )
        })?;
        let front = front::front(&paras[..at], false);
        let organ = front.organ;
        return one(&front, None, organ, Language::English, &paras[at..], &document).map(|r| vec![r]);
    };
    let shared = front::front(&paras[..first.0], organs.len() > 1);
    let mut texts = Vec::new();
    let mut heads = Vec::new();
    for (n, (at, organ, language)) in organs.iter().enumerate() {
        let end = match organs.get(n + 1) {
            Some((next, ..)) => title_before(paras, *at + 1, *next),
            None => paras.len(),
        };
        let own = if n == 0 { None } else { heads.pop() };
        texts.push(one(&shared, own, Some(*organ), *language, &paras[*at + 1..end], &document)?);
        if let Some((next, ..)) = organs.get(n + 1) {
            heads.push(front::front(&paras[end..*next], true));
        }
    }
    Ok(texts)
}

/// The organ lines that open resolutions. One in an annex opens a declaration there, unless a heading of its own
/// (`B`, `75/253. Special subjects …`) shows that the next resolution begins.
fn bodies(paras: &[Para]) -> Vec<(usize, Organ, Language)> {
    let mut organs = Vec::new();
    let mut annexed = false;
    for (i, para) in paras.iter().enumerate() {
        annexed |= !organs.is_empty() && body::annex_heading(para.text.trim()).is_some();
        if let Some(found) = opens_body(paras, i).filter(|_| !annexed || headed(paras, i)) {
            organs.push(found);
            annexed = false;
        }
    }
    organs
}

/// Whether the few paragraphs above an organ line head a resolution: a letter, a number, a symbol.
fn headed(paras: &[Para], organ: usize) -> bool {
    paras.iter().take(organ).skip(organ.saturating_sub(4)).map(|p| p.text.trim()).any(|text| {
        let mut chars = text.chars();
        let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase())
            && matches!(chars.next(), None | Some(' ' | '.'))
            && chars.next().is_none_or(|c| c == ' ' || c.is_uppercase());
        letter && text.len() < 160 || front::numbered_title(text).is_some() || front::symbol(text).is_some()
    })
}

/// The organ line at `i`, if it opens a resolution. `General Assembly` on the cover does not: an organ line has an article and a
/// comma, or the words go on below. Nor does that of a draft which a council recommends to the Assembly: it stays in its text.
fn opens_body(paras: &[Para], i: usize) -> Option<(usize, Organ, Language)> {
    let text = paras.get(i)?.text.trim();
    let (organ, language) = cover::organ_line(text)?;
    let comma = text.ends_with([',', '،', '，']);
    let goes_on = || {
        let next = paras.get(i + 1).map_or(Start::Other, |next| start(&next.text));
        matches!(next, Start::Preambular | Start::Operative | Start::Number)
    };
    let quoted = i.checked_sub(1).and_then(|b| paras.get(b)).is_some_and(|before| before.text.trim().ends_with(':'));
    (!quoted && (comma || text.starts_with("The ") && goes_on())).then_some((i, organ, language))
}

/// Where the title of the next resolution begins: after the closing lines, at most four paragraphs above its organ line.
fn title_before(paras: &[Para], from: usize, organ: usize) -> usize {
    let mut at = organ;
    for i in (from.max(organ.saturating_sub(4))..organ).rev() {
        let text = paras[i].text.trim();
        if closing::closing(text).is_some() || text.ends_with(['.', ';', ',', ']']) {
            break;
        }
        at = i;
    }
    at
}

/// The first paragraph that opens like one of a resolution, for texts that were pasted without their organ line.
fn body_without_organ(paras: &[Para]) -> Option<usize> {
    paras.iter().position(|p| {
        let (label, at) = label::label(&p.text);
        let operative = opening::opening(&p.text[at..]);
        matches!(label, label::Label::Number(_)) && operative == Some(Role::Operative)
            || operative.is_some() && p.text.trim().ends_with([',', ';', '.', ':'])
    })
}

/// One resolution of the document.
fn one(
    shared: &Front,
    own: Option<Front>,
    organ: Option<Organ>,
    language: Language,
    paras: &[Para],
    document: &Paras,
) -> Result<Resolution, SourceError> {
    let front = own.as_ref().unwrap_or(shared);
    let mut symbol = front.own_symbol(organ).or_else(|| shared.own_symbol(organ)).ok_or_else(|| {
        SourceError::NoResolution("no symbol such as A/RES/75/276 before the text; add it as the first line".into())
    })?;
    if let Some(letter) = front.letter.filter(|l| !symbol.as_str().ends_with(*l))
        && symbol.is_resolution()
        && let Ok(lettered) = Symbol::parse(&format!("{symbol}{letter}"))
    {
        symbol = lettered;
    }
    let known = symbol.is_resolution() || symbol.is_draft() || symbol.as_str().contains("/DEC/");
    if !known && shared.kind.is_none() {
        return Err(SourceError::NoResolution(format!("{symbol} is no resolution, decision or draft")));
    }
    let body = body::body(paras, &document.notes);
    if language == Language::English && !body.blocks.iter().any(|b| b.role == Role::Operative) {
        return Err(SourceError::NoResolution(format!("{symbol} has no operative paragraph")));
    }
    let mut text = Resolution::new(symbol);
    text.kind = match () {
        () if text.symbol.is_draft() || shared.kind == Some(TextKind::Draft) => TextKind::Draft,
        () if text.symbol.as_str().contains("/DEC/") || shared.kind == Some(TextKind::Decision) => TextKind::Decision,
        () => TextKind::Resolution,
    };
    text.language = language;
    text.edition = shared.edition;
    text.title = match (&front.letter, shared.shared_title.as_str()) {
        (Some(_), all) if front.title.is_empty() => all.to_owned(),
        (Some(_), all) if !all.is_empty() && all != front.title => format!("{all}: {}", front.title),
        _ => front.title.clone(),
    };
    // `75/253. Special subjects … B`: the letter belongs to the symbol.
    if let Some((head, letter)) = text.title.rsplit_once(' ')
        && letter.len() == 1
        && text.symbol.as_str().ends_with(letter)
    {
        text.title = head.to_owned();
    }
    text.organ = organ.or_else(|| text.symbol.organ());
    text.session = shared.session.clone().or_else(|| text.symbol.session());
    if text.organ == Some(Organ::SecurityCouncil) {
        text.title.clear();
        text.session = None;
    }
    text.issued = shared.issued;
    if text.kind != TextKind::Draft {
        text.adopted = shared.adopted.or(body.day);
        text.meeting = body
            .meeting
            .or_else(|| shared.meeting.clone())
            .map(|m| cover::meeting(&m, text.organ, text.session.as_ref()));
    }
    text.agenda_items = shared.agenda_items.clone();
    text.committee = shared.provenance.committee.clone();
    text.drafts = shared.provenance.drafts.clone();
    text.vote = body.vote;
    text.blocks = body.blocks;
    text.footnotes = document.notes.clone();
    keep_own_notes(&mut text);
    text.renames = text.footnotes.iter().filter_map(|n| remark::becomes(&n.text)).collect();
    if text.edition == Edition::Original && says_reissued(&text.footnotes, paras) {
        text.edition = Edition::Reissue(1);
    }
    Ok(text)
}

/// Whether a footnote, or a line between the paragraphs, says that the document was issued again.
fn says_reissued(notes: &[Footnote], paras: &[Para]) -> bool {
    let lines = paras.iter().filter(|p| p.text.starts_with('*')).map(|p| &p.text);
    notes.iter().map(|n| &n.text).chain(lines).any(|text| remark::reissued(text))
}

/// Keeps the footnotes that the text marks (all of them where it marks none) in the order of their marks.
fn keep_own_notes(text: &mut Resolution) {
    let mut order: Vec<u32> = Vec::new();
    let mut places: BTreeMap<u32, u32> = BTreeMap::new();
    let bodies = |text: &mut Resolution, visit: &mut dyn FnMut(&mut (u32, u32))| {
        for block in &mut text.blocks {
            block.body.marks.iter_mut().for_each(&mut *visit);
            for part in &mut block.parts {
                part.body.marks.iter_mut().for_each(&mut *visit);
            }
        }
    };
    bodies(text, &mut |(_, note)| {
        places.entry(*note).or_insert_with(|| {
            order.push(*note);
            order.len() as u32 - 1
        });
    });
    if order.is_empty() {
        return;
    }
    bodies(text, &mut |(_, note)| *note = places.get(note).copied().unwrap_or(0));
    text.footnotes = order.iter().filter_map(|o| text.footnotes.get(*o as usize).cloned()).collect();
}

#[cfg(test)]
mod tests;
