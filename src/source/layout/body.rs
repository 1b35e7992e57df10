//! The paragraphs between the organ line and the end: preambular, operative, parts, headings, annexes, closing lines.

use super::Start;
use super::closing::{Closing, closing};
use super::label::{Label, Path, label};
use super::opening::opening;
use crate::model::{Block, Footnote, Part, Rich, Role, Span, Vote};
use crate::source::Para;
use crate::source::akn::section::{self, Numerals, tell_restarts_apart};
use crate::source::cover::pattern;
use crate::source::remark;
use chrono::NaiveDate;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What the body holds beside its blocks.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub blocks: Vec<Block>,
    pub meeting: Option<String>,
    pub day: Option<NaiveDate>,
    pub vote: Option<Vote>,
}

/// Where one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Preamble,
    Operative,
    /// After the closing lines: names of those who voted, until an annex.
    Closed,
    Annex,
}

struct Builder<'a> {
    /// Index of each footnote by its mark.
    notes: BTreeMap<&'a str, u32>,
    body: Body,
    phase: Phase,
    /// The section; in an annex `annex`, `annex.II`, or a section inside it.
    section: Option<String>,
    numerals: Numerals,
    /// `annex` or `annex.II`, without the sections inside.
    annex: String,
    /// A numeral alone on its line, waiting for its title.
    numeral: Option<(String, Para)>,
    last_number: u32,
    path: Path,
}

/// A heading is not longer than this.
const HEADING: usize = 300;

/// Reads the body.
pub(super) fn body(paras: &[Para], notes: &[Footnote]) -> Body {
    let mut builder = Builder {
        notes: notes.iter().enumerate().rev().map(|(i, n)| (n.mark.as_str(), i as u32)).collect(),
        body: Body::default(),
        phase: Phase::Preamble,
        section: None,
        numerals: Numerals::default(),
        annex: String::new(),
        numeral: None,
        last_number: 0,
        path: Path::default(),
    };
    for (i, para) in paras.iter().enumerate() {
        // The next letter settles what `(i)` is.
        let next = paras[i + 1..].iter().take(1).find_map(|p| match label(&p.text).0 {
            Label::Letters(mut l) => Some(l.swap_remove(0)),
            _ => None,
        });
        builder.take(para, next.as_deref());
    }
    builder.finish()
}

impl Builder<'_> {
    fn take(&mut self, para: &Para, next: Option<&str>) {
        let text = para.text.trim();
        // The organ line of a draft that the text recommends is no paragraph, nor is a row of stars or the remark
        // `* Reissued for technical reasons.`
        if text.starts_with('*') && remark::reissued(text) {
            return;
        }
        if !text.contains(char::is_alphanumeric)
            || super::start(text.trim_start_matches(['“', '"', ' '])) == Start::Organ
        {
            return;
        }
        if let Some(found) = closing(text) {
            return self.close(found);
        }
        if let Some((annex, at)) = annex_heading(text) {
            self.phase = Phase::Annex;
            self.annex = annex;
            (self.section, self.numerals) = (Some(self.annex.clone()), Numerals::default());
            (self.last_number, self.numeral) = (0, None);
            self.path.clear();
            let title = self.rich(para, para.text.len() - para.text.trim_start().len() + at);
            if !title.text.is_empty() {
                self.push(Role::Annex, None, title);
            }
            return;
        }
        if self.phase == Phase::Closed {
            return;
        }
        let (label, at) = label(&para.text);
        // A row of a table belongs to what stands above it, whatever its first cell begins with.
        let operative = matches!(label, Label::Number(_)) && opening(&para.text[at..]) == Some(Role::Operative);
        if text.contains(" | ") && !operative {
            self.flush();
            if self.phase == Phase::Annex {
                let body = self.rich(para, 0);
                return self.push(Role::Annex, None, body);
            }
            return self.continuation(para);
        }
        match label {
            Label::Number(n) => self.number(para, at, n),
            Label::Bare(n)
                if n.parse() == Ok(self.last_number + 1) && opening(&para.text[at..]) == Some(Role::Operative) =>
            {
                self.number(para, at, n);
            }
            Label::Letters(letters) if !self.body.blocks.is_empty() => self.letters(para, at, &letters, next),
            _ => self.unlabelled(para),
        }
    }

    fn close(&mut self, found: Closing) {
        match found {
            Closing::Meeting(meeting, day) => {
                self.body.meeting.get_or_insert(meeting);
                self.body.day = self.body.day.or(day);
            }
            Closing::Day(day) => self.body.day = self.body.day.or(Some(day)),
            Closing::Vote(vote) => {
                self.body.vote.get_or_insert(vote);
            }
        }
        // A day alone among the paragraphs of an annex does not end it.
        if self.phase != Phase::Annex {
            self.phase = Phase::Closed;
        }
    }

    fn number(&mut self, para: &Para, at: usize, number: String) {
        self.flush();
        if self.phase == Phase::Preamble {
            self.phase = Phase::Operative;
        }
        let words = para.text[at..].trim();
        // `1. Functions` in an annex is a heading, too, but keeps its number.
        self.last_number = number.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        self.path.clear();
        let (label, inner) = label(words);
        let letters = if let Label::Letters(l) = label {
            Some((l, at + (para.text[at..].len() - para.text[at..].trim_start().len()) + inner))
        } else {
            None
        };
        let body =
            if letters.is_some() { Rich { origin: para.origin, ..Rich::default() } } else { self.rich(para, at) };
        let role = if self.phase == Phase::Annex { Role::Annex } else { Role::Operative };
        self.push(role, Some(number), body);
        // `3. (a) Decides …`: a number and a letter on one line.
        if let Some((letters, at)) = letters {
            self.letters(para, at, &letters, None);
        }
    }

    fn letters(&mut self, para: &Para, at: usize, letters: &[String], next: Option<&str>) {
        self.flush();
        for (i, letter) in letters.iter().enumerate() {
            let next = letters.get(i + 1).map(String::as_str).or(next);
            self.path.step(letter, next);
        }
        let part = Part { label: self.path.label(), body: self.rich(para, at) };
        if let Some(block) = self.body.blocks.last_mut() {
            block.parts.push(part);
        }
    }

    fn unlabelled(&mut self, para: &Para) {
        let text = para.text.trim();
        if self.heading(para) {
            return;
        }
        self.flush();
        let opens = opening(text);
        let ends = text.ends_with(['.', ';', ',', ':', '”', '"']);
        match self.phase {
            Phase::Annex => {
                self.path.clear();
                let body = self.rich(para, 0);
                self.push(Role::Annex, None, body);
            }
            // *Affirms that …,* with a comma among preambular paragraphs is one of them, whatever its verb.
            Phase::Preamble if opens != Some(Role::Operative) || text.ends_with(',') => {
                let continues = text.starts_with(char::is_lowercase);
                if continues && let Some(block) = self.body.blocks.last().filter(|b| b.role == Role::Preambular) {
                    if block.parts.is_empty() {
                        self.join(para)
                    } else {
                        self.continuation(para)
                    }
                    return;
                }
                self.path.clear();
                let body = self.rich(para, 0);
                self.push(Role::Preambular, None, body);
            }
            Phase::Preamble => {
                self.phase = Phase::Operative;
                self.operative(para);
            }
            Phase::Operative => match opens {
                Some(Role::Operative) => self.operative(para),
                Some(_) if text.ends_with(',') => {
                    self.path.clear();
                    let body = self.rich(para, 0);
                    self.push(Role::Preambular, None, body);
                }
                _ if !ends && self.broken() => self.join(para),
                _ if text.starts_with(char::is_lowercase) && self.broken() => self.join(para),
                _ => self.continuation(para),
            },
            Phase::Closed => {}
        }
    }

    fn operative(&mut self, para: &Para) {
        self.path.clear();
        let body = self.rich(para, 0);
        self.push(Role::Operative, None, body);
    }

    /// A line below the parts, or below a chapeau whose list lost its letters.
    fn continuation(&mut self, para: &Para) {
        let body = self.rich(para, 0);
        match self.body.blocks.last_mut() {
            Some(block) if block.role != Role::Heading => block.parts.push(Part { label: String::new(), body }),
            _ => self.push(if self.phase == Phase::Operative { Role::Operative } else { Role::Preambular }, None, body),
        }
    }

    /// Whether the last text stops in the middle of a sentence.
    fn broken(&self) -> bool {
        let last = self.body.blocks.last().filter(|b| b.role != Role::Heading);
        let text = last.map_or("", |b| b.parts.last().map_or(b.body.text.as_str(), |p| p.body.text.as_str()));
        !text.is_empty() && !text.ends_with(['.', ';', ',', ':', '”', '"'])
    }

    /// Appends a paragraph to the text before it.
    fn join(&mut self, para: &Para) {
        let tail = self.rich(para, 0);
        let Some(block) = self.body.blocks.last_mut() else { return };
        let head = block.parts.last_mut().map_or(&mut block.body, |p| &mut p.body);
        head.text.push(' ');
        let shift = head.text.len() as u32;
        head.text.push_str(&tail.text);
        head.emphasis.extend(tail.emphasis.iter().map(|s| Span { start: s.start + shift, end: s.end + shift }));
        head.marks.extend(tail.marks.iter().map(|(at, note)| (at + shift, *note)));
    }

    /// Takes a heading or a numeral that waits for its title; false for any other paragraph.
    fn heading(&mut self, para: &Para) -> bool {
        static NUMBERED: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"^(?:(?:Section|Part|Chapter) )?([IVXL]{1,6}|[A-Z])(?:\.\s*|\s+)(\p{Lu}.*)$"));
        let text = para.text.trim();
        if text.len() > HEADING {
            return false;
        }
        if let (Some(numeral), at) = section::numeral(text)
            && at == text.len()
        {
            self.flush();
            self.numeral = Some((numeral, para.clone()));
            return true;
        }
        let ends = text.ends_with(['.', ';', ',', ':']);
        let capital =
            text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '“' | '"' | '‘'));
        let verbal = match opening(text) {
            Some(Role::Preambular) => self.phase == Phase::Preamble,
            opens => opens.is_some(),
        };
        let shaped = !ends && capital && !verbal && !self.broken();
        if !(para.heading && !ends || shaped || self.numeral.is_some() && !ends && capital && text.len() < HEADING / 2)
        {
            return false;
        }
        if let Some((numeral, _)) = self.numeral.take() {
            self.open(numeral);
            let body = self.rich(para, 0);
            self.push_heading(body);
            return true;
        }
        let numbered = NUMBERED.captures(text).filter(|c| {
            // `A global call …` begins with an article: a letter needs its dot, a Roman numeral does not.
            c[1].len() > 1 || matches!(&c[1], "I" | "V" | "X") || text[c[1].len()..].starts_with('.')
        });
        match numbered {
            Some(c) => {
                let at = para.text.len() - para.text.trim_start().len() + c.get(2).map_or(0, |m| m.start());
                self.open(c[1].to_owned());
                let body = self.rich(para, at);
                self.push_heading(body);
            }
            // A table or list without letters in the middle of a paragraph is no heading.
            None if self.phase == Phase::Operative && self.within_list() && !para.heading => return false,
            None => {
                let body = self.rich(para, 0);
                self.push_heading(body);
            }
        }
        true
    }

    /// Whether the last text announces a list that has no letters.
    fn within_list(&self) -> bool {
        let Some(block) = self.body.blocks.last() else { return false };
        let text = block.parts.last().map_or(block.body.text.as_str(), |p| p.body.text.as_str());
        block.role != Role::Heading && text.ends_with(':')
    }

    fn open(&mut self, numeral: String) {
        self.numerals.step(&numeral);
        let path = self.numerals.path();
        self.section = match (self.phase == Phase::Annex, path) {
            (true, Some(path)) => Some(format!("{}.{path}", self.annex)),
            (true, None) => Some(self.annex.clone()),
            (false, path) => path,
        };
        self.last_number = 0;
    }

    fn push_heading(&mut self, body: Rich) {
        self.path.clear();
        self.push(if self.phase == Phase::Annex { Role::Annex } else { Role::Heading }, None, body);
    }

    /// A numeral whose title never came opens its section without one.
    fn flush(&mut self) {
        if let Some((numeral, para)) = self.numeral.take() {
            self.open(numeral);
            let body = self.rich(&para, 0);
            self.push_heading(body);
        }
    }

    fn push(&mut self, role: Role, number: Option<String>, body: Rich) {
        self.body.blocks.push(Block { role, section: self.section.clone(), number, body, parts: Vec::new() });
    }

    /// The words of a paragraph from a byte on, with emphasis and marks moved along.
    fn rich(&self, para: &Para, at: usize) -> Rich {
        let tail = para.text.get(at..).unwrap_or_default();
        let from = at + (tail.len() - tail.trim_start().len());
        let text = tail.trim();
        let (from, end) = (from as u32, (from + text.len()) as u32);
        let emphasis = para
            .italic
            .iter()
            .map(|s| Span { start: s.start.clamp(from, end) - from, end: s.end.clamp(from, end) - from })
            .filter(|s| s.start < s.end)
            .collect();
        let mut marks: Vec<(u32, u32)> = para
            .marks
            .iter()
            .filter(|(at, _)| *at >= from)
            .filter_map(|(at, mark)| {
                let note = self.notes.get(mark.as_str())?;
                Some(((*at).min(end) - from, *note))
            })
            .collect();
        marks.sort_unstable();
        Rich { text: text.to_owned(), emphasis, marks, origin: para.origin }
    }

    fn finish(mut self) -> Body {
        self.flush();
        sole_operative(&mut self.body.blocks);
        restore(&mut self.body.blocks);
        tell_restarts_apart(&mut self.body.blocks);
        self.body
    }
}

/// The annex that a heading opens, `annex.II`, and the byte at which its title begins: `Annex`, `Annex II`,
/// `Annex Terms of reference of …`, `Annex to resolution 78/2`.
pub(super) fn annex_heading(text: &str) -> Option<(String, usize)> {
    static OF: LazyLock<Regex> = LazyLock::new(|| pattern(r"^Annex to (?:resolution|decision) [\w/() ]+$"));
    let text = text.trim_end_matches('*');
    if text.len() > HEADING || text.ends_with(['.', ';', ',', ':']) {
        return None;
    }
    let (section, at) = section::annex_heading(text)?;
    if at > 0 {
        return Some((section, at));
    }
    OF.is_match(text).then_some((section, text.len()))
}

/// Where no number and no known verb showed an operative paragraph, what follows the last preambular opening is operative
/// (*Forwards the following nominations …*).
fn sole_operative(blocks: &mut [Block]) {
    if blocks.iter().any(|b| b.role == Role::Operative) {
        return;
    }
    let preamble =
        blocks.iter().rposition(|b| b.role == Role::Preambular && opening(&b.body.text) == Some(Role::Preambular));
    for block in blocks.iter_mut().skip(preamble.map_or(0, |p| p + 1)) {
        let whole = block.body.text.ends_with(['.', ':', ';']);
        if block.role == Role::Preambular && whole {
            block.role = Role::Operative;
        }
    }
}

/// Restores numbers that were automatic and got lost on the way (copied from Word as plain text): where no operative
/// paragraph of several has one, they count from 1, and the lines below a chapeau from (a).
fn restore(blocks: &mut [Block]) {
    let operative = |b: &&mut Block| b.role == Role::Operative;
    if blocks.iter().filter(|b| b.role == Role::Operative).count() < 2
        || blocks.iter().any(|b| b.role == Role::Operative && b.number.is_some())
    {
        return;
    }
    for (n, block) in blocks.iter_mut().filter(operative).enumerate() {
        block.number = Some((n + 1).to_string());
        if block.body.text.ends_with(':') && block.parts.iter().all(|p| p.label.is_empty()) {
            for (i, part) in block.parts.iter_mut().enumerate().take(26) {
                part.label = format!("({})", char::from(b'a' + i as u8));
            }
        }
    }
}
