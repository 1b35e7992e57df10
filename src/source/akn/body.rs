//! Lines to blocks: paragraphs with their numbers and lettered parts, the sections they stand in, annexes.

use super::line::{Kind, Line};
use super::section::{self, Numerals};
use super::words::Words;
use crate::model::{Block, Footnote, Part, Rich, Role, Span};
use crate::source::cover;
use crate::source::layout::label::{Label, Path, label};
use crate::source::layout::opening::opening;

/// Collects the blocks of one resolution.
#[derive(Default)]
pub(super) struct Body {
    pub blocks: Vec<Block>,
    sections: Numerals,
    /// `annex`, `annex.II` while in an annex.
    annex: Option<String>,
    /// A numeral alone on its line, waiting for its title.
    numeral: Option<Words>,
    path: Path,
    /// The last number had no words of its own; the next paragraph has them.
    awaits_words: bool,
    /// Inside what a chapeau quotes: headings are part of the quotation.
    quoting: bool,
    /// Index of the first block of the operative part.
    operative_from: Option<usize>,
}

/// What a line starts with, and the byte at which its words begin.
enum Start {
    Number(String),
    Letters(Vec<String>),
    /// A label of a kind that has no order (`A.`, `أ`), as written.
    Other(String),
    None,
}

impl Body {
    /// Takes the preamble. The organ that opens it is no paragraph.
    pub(super) fn preamble(&mut self, lines: &[Line]) {
        for (i, line) in lines.iter().enumerate() {
            if line.words.is_blank() || cover::organ_line(&line.words.text).is_some() {
                continue;
            }
            let (start, at) = start(line);
            match start {
                Start::Letters(letters) if !self.blocks.is_empty() => self.letters(line, at, &letters, &lines[i + 1..]),
                Start::None if line.kind == Kind::Heading => self.heading(line),
                Start::None
                    if line.words.text.starts_with(char::is_lowercase)
                        && self.blocks.last().is_some_and(|b| !b.parts.is_empty()) =>
                {
                    self.part(String::new(), line.words.rich(0));
                }
                _ => self.push(Role::Preambular, None, line.words.rich(0)),
            }
        }
    }

    /// Takes the operative part.
    pub(super) fn main(&mut self, lines: &[Line], notes: &mut Vec<Footnote>) {
        self.operative_from = Some(self.blocks.len());
        self.path.clear();
        let attached = attached_from(lines);
        for (i, line) in lines.iter().enumerate() {
            if line.kind == Kind::Section {
                (self.quoting, self.awaits_words) = (false, false);
                continue;
            }
            if line.words.is_blank() && line.num.is_none() {
                continue;
            }
            if self.footnote(line, notes) {
                continue;
            }
            if Some(i) == attached {
                return self.annex(&lines[i..], "annex".into());
            }
            self.operative_line(line, &lines[i + 1..]);
        }
        self.flush();
        section::tell_restarts_apart(&mut self.blocks);
    }

    fn operative_line(&mut self, line: &Line, rest: &[Line]) {
        match line.kind {
            Kind::Preambular => self.push(Role::Preambular, None, line.words.rich(0)),
            Kind::Row | Kind::Continuation | Kind::Footnote => self.continuation(line, false),
            Kind::Heading if self.quoting || self.quotes() || self.follows_lettered(line) => {
                self.quoting = true;
                match line.num.as_deref().and_then(capital) {
                    Some(letter) => self.letters(line, 0, &[letter], rest),
                    None => self.part(String::new(), line.words.rich(0)),
                }
            }
            Kind::Heading => self.heading(line),
            Kind::Section => {}
            Kind::Paragraph => match start(line) {
                (Start::Number(number), at) => self.number(line, at, number, rest),
                (Start::Letters(letters), at) => self.letters(line, at, &letters, rest),
                (Start::Other(label), at) => self.part(label, line.words.rich(at)),
                (Start::None, _) => self.unlabelled(line),
            },
        }
    }

    /// Takes an annex: kept and searchable, never operative.
    pub(super) fn annex(&mut self, lines: &[Line], section: String) {
        self.flush();
        self.sections = Numerals::default();
        self.path.clear();
        self.annex = Some(section);
        for (i, line) in lines.iter().enumerate() {
            if line.kind == Kind::Section || line.words.is_blank() && line.num.is_none() {
                continue;
            }
            if line.kind == Kind::Heading {
                match section::annex_heading(&line.words.plain()) {
                    Some((section, title_at)) if line.num.is_none() => {
                        self.flush();
                        (self.annex, self.sections) = (Some(section), Numerals::default());
                        let title = line.words.rich(title_at);
                        if !title.text.is_empty() {
                            self.push(Role::Annex, None, title);
                        }
                    }
                    _ => self.heading(line),
                }
                continue;
            }
            let (start, at) = start(line);
            let last_is_paragraph = self.blocks.last().is_some_and(|b| b.role == Role::Annex && !is_heading(b));
            match start {
                _ if line.kind == Kind::Row => self.push(Role::Annex, None, line.words.rich(0)),
                Start::Number(number) => self.push(Role::Annex, Some(number), line.words.rich(at)),
                Start::Letters(letters) if last_is_paragraph => self.letters(line, at, &letters, &lines[i + 1..]),
                Start::Other(label) if last_is_paragraph => self.part(label, line.words.rich(at)),
                Start::None if self.awaits_words => self.fill(line),
                Start::None
                    if line.words.text.starts_with(char::is_lowercase)
                        && self.blocks.last().is_some_and(|b| !b.parts.is_empty()) =>
                {
                    self.part(String::new(), line.words.rich(0));
                }
                _ => {
                    // A letter that no paragraph announces stays with its words.
                    let mut words = Words::new(line.num.as_deref().unwrap_or_default());
                    words.append(" ", &line.words);
                    self.push(Role::Annex, None, words.rich(0));
                }
            }
        }
        self.flush();
        self.annex = None;
    }

    fn number(&mut self, line: &Line, at: usize, number: String, rest: &[Line]) {
        self.quoting = false;
        let tail = line.words.text.get(at..).unwrap_or_default();
        let (inner, skip) = label(tail);
        let letters = if let Label::Letters(l) = inner { Some((l, at + skip)) } else { None };
        let body = if letters.is_some() { Rich::default() } else { line.words.rich(at) };
        let empty = body.text.is_empty() && letters.is_none();
        self.push(Role::Operative, Some(number), body);
        self.awaits_words = empty;
        // `3. (a) Decides …`: a number and a letter on one line.
        if let Some((letters, at)) = letters {
            self.letters(line, at, &letters, rest);
        }
    }

    fn letters(&mut self, line: &Line, at: usize, letters: &[String], rest: &[Line]) {
        // The next letter settles what `(i)` is.
        let after = rest.iter().find(|l| l.kind == Kind::Paragraph).and_then(|l| match start(l).0 {
            Start::Letters(mut l) => Some(l.swap_remove(0)),
            _ => None,
        });
        for (i, letter) in letters.iter().enumerate() {
            self.path.step(letter, letters.get(i + 1).or(after.as_ref()).map(String::as_str));
        }
        let label = self.path.label();
        self.part(label, line.words.rich(at));
    }

    fn unlabelled(&mut self, line: &Line) {
        if self.awaits_words {
            return self.fill(line);
        }
        let words = &line.words;
        let lower = words.text.starts_with(char::is_lowercase);
        // `B` above `With regard to the trade in arms,`: the title of a section, set as a paragraph.
        if self.numeral.is_some() && !words.opens_in_emphasis(0) && !words.text.ends_with([';', '.', ':']) {
            self.numeral = None;
            return self.push_heading(words.rich(0));
        }
        let opens = opening(words.text.trim());
        let first = self
            .operative_from
            .is_none_or(|from| self.blocks.get(from..).unwrap_or_default().iter().all(|b| b.role != Role::Operative));
        let after_heading = self.blocks.last().is_none_or(|b| b.role != Role::Operative);
        if opens == Some(Role::Preambular) && words.text.trim_end().ends_with(',') && (first || after_heading) {
            self.push(Role::Preambular, None, words.rich(0));
        } else if first || after_heading || words.opens_in_emphasis(0) && !lower {
            self.quoting = false;
            self.push(Role::Operative, None, words.rich(0));
        } else {
            self.continuation(line, true);
        }
    }

    /// Words that go on with the paragraph before: joined to a chapeau that stops in the middle of a sentence, else a part
    /// without a label.
    fn continuation(&mut self, line: &Line, may_join: bool) {
        self.awaits_words = false;
        let Some(last) = self.blocks.last_mut().filter(|b| b.role != Role::Heading) else {
            let role = if self.annex.is_some() { Role::Annex } else { Role::Operative };
            return self.push(role, None, line.words.rich(0));
        };
        let open = !last.body.text.ends_with([':', ';', '.']) && !last.body.text.is_empty();
        if may_join && last.parts.is_empty() && open {
            join(&mut last.body, " ", line.words.rich(0));
        } else {
            self.part(String::new(), line.words.rich(0));
        }
    }

    fn fill(&mut self, line: &Line) {
        self.awaits_words = false;
        if let Some(last) = self.blocks.last_mut() {
            last.body = line.words.rich(0);
        }
    }

    /// Whether the last numbered paragraph has just announced a quotation or list.
    fn quotes(&self) -> bool {
        self.annex.is_none()
            && self.numeral.is_none()
            && self.blocks.last().is_some_and(|b| {
                b.role == Role::Operative
                    && b.number.is_some()
                    && b.parts.last().map_or(&b.body, |p| &p.body).text.ends_with(':')
            })
    }

    /// Whether a heading with a letter goes on with the lettered headings inside the paragraph before it.
    fn follows_lettered(&self, line: &Line) -> bool {
        let before = line.num.as_deref().and_then(capital).and_then(|l| l.bytes().next()).map(|l| l.saturating_sub(1));
        let Some(before) = before.filter(u8::is_ascii_uppercase) else { return false };
        let label = format!("({})", char::from(before));
        self.blocks.last().is_some_and(|b| b.role == Role::Operative && b.parts.iter().any(|p| p.label == label))
    }

    fn part(&mut self, label: String, body: Rich) {
        self.awaits_words = false;
        match self.blocks.last_mut().filter(|b| b.role != Role::Heading) {
            Some(last) => last.parts.push(Part { label, body }),
            None => {
                let role = if self.operative_from.is_some() { Role::Operative } else { Role::Preambular };
                self.push(role, None, Rich::default());
                if let Some(last) = self.blocks.last_mut() {
                    last.parts.push(Part { label, body });
                }
            }
        }
    }

    /// A heading opens a section if it has a numeral; a numeral alone waits for its title.
    fn heading(&mut self, line: &Line) {
        self.awaits_words = false;
        let mut words = line.words.clone();
        if let Some(num) = line.num.as_deref().filter(|n| !words.text.starts_with(n)) {
            let mut whole = Words::new(num);
            whole.append("\t", &words);
            words = whole;
        }
        let (numeral, title_at) = section::numeral(&words.text);
        let Some(numeral) = numeral else {
            // The title of a numeral that stood alone, or a heading that keeps the section it stands in.
            self.numeral = None;
            return self.push_heading(words.rich(0));
        };
        self.flush();
        self.sections.step(&numeral);
        let title = words.rich(title_at);
        if title.text.is_empty() {
            self.numeral = Some(words);
        } else {
            self.push_heading(title);
        }
    }

    /// A numeral without a title is a heading by itself.
    fn flush(&mut self) {
        if let Some(words) = self.numeral.take() {
            self.push_heading(words.rich(0));
        }
    }

    fn push_heading(&mut self, body: Rich) {
        self.path.clear();
        let role = if self.annex.is_some() { Role::Annex } else { Role::Heading };
        let section = self.section();
        self.blocks.push(Block { role, section, number: None, body, parts: Vec::new() });
    }

    fn push(&mut self, role: Role, number: Option<String>, body: Rich) {
        self.flush();
        self.path.clear();
        self.awaits_words = number.is_some() && body.text.is_empty();
        let section = self.section();
        self.blocks.push(Block { role, section, number, body, parts: Vec::new() });
    }

    fn section(&self) -> Option<String> {
        let numerals = self.sections.path();
        match (&self.annex, numerals) {
            (Some(annex), Some(n)) => Some(format!("{annex}.{n}")),
            (Some(annex), None) => Some(annex.clone()),
            (None, n) => n,
        }
    }

    /// Takes a footnote that was set as a paragraph (`*⇥…`) and marks the place of its star.
    fn footnote(&mut self, line: &Line, notes: &mut Vec<Footnote>) -> bool {
        let text = line.words.plain();
        let stars = text.len() - text.trim_start_matches('*').len();
        let set_apart =
            line.kind == Kind::Footnote || line.words.text.get(stars..).is_some_and(|t| t.starts_with('\t'));
        if stars == 0 || stars > 3 || !set_apart || line.num.is_some() {
            return false;
        }
        let (mark, words) = text.split_at(stars);
        let note = notes.len() as u32;
        notes.push(Footnote { mark: mark.to_owned(), text: words.trim().to_owned() });
        let starred = self.blocks.iter_mut().rev().find_map(|b| {
            b.parts
                .iter_mut()
                .map(|p| &mut p.body)
                .rev()
                .chain([&mut b.body])
                .find(|r| mark_place(&r.text, mark).is_some())
        });
        if let Some(rich) = starred {
            take_out(rich, mark, note);
        }
        true
    }
}

/// A heading of an annex has no number and is short; parts never follow it.
fn is_heading(block: &Block) -> bool {
    block.number.is_none() && block.parts.is_empty() && !block.body.text.ends_with([':', ';', ',', '.'])
}

/// Where a printed mark stands behind a word.
fn mark_place(text: &str, mark: &str) -> Option<usize> {
    text.match_indices(mark).map(|(at, _)| at).find(|at| *at > 0 && !text[..*at].ends_with([' ', '*']))
}

/// Cuts a printed mark out of a text and notes its place.
fn take_out(rich: &mut Rich, mark: &str, note: u32) {
    let Some(at) = mark_place(&rich.text, mark) else { return };
    rich.text.replace_range(at..at + mark.len(), "");
    let (at, gone) = (at as u32, mark.len() as u32);
    let moved = |i: u32| if i > at { i.saturating_sub(gone).max(at) } else { i };
    for span in &mut rich.emphasis {
        *span = Span { start: moved(span.start), end: moved(span.end) };
    }
    rich.emphasis.retain(|s| s.start < s.end);
    for (i, _) in &mut rich.marks {
        *i = moved(*i);
    }
    rich.marks.push((at, note));
    rich.marks.sort_unstable();
}

/// Appends words to others.
fn join(head: &mut Rich, separator: &str, tail: Rich) {
    head.text.push_str(separator);
    let shift = head.text.len() as u32;
    head.text.push_str(&tail.text);
    head.emphasis.extend(tail.emphasis.iter().map(|s| Span { start: s.start + shift, end: s.end + shift }));
    head.marks.extend(tail.marks.iter().map(|(at, note)| (at + shift, *note)));
}

/// Number or letter of a line: the markup's, else what its words start with.
fn start(line: &Line) -> (Start, usize) {
    if let Some(num) = &line.num {
        let digits = num.len() - num.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 && digits <= 4 && num[digits..].chars().all(|c| matches!(c, '.' | ')' | '-' | ' ' | '–')) {
            return (Start::Number(num[..digits].to_owned()), 0);
        }
        if let Some(letter) = capital(num) {
            return (Start::Letters(vec![letter]), 0);
        }
        return match label(num) {
            // A dash or bullet is no label.
            _ if !num.contains(char::is_alphanumeric) => (Start::Other(String::new()), 0),
            (Label::Letters(letters), at) if at == num.len() => (Start::Letters(letters), 0),
            (Label::Number(n), at) if at == num.len() => (Start::Number(n), 0),
            _ => (Start::Other(num.clone()), 0),
        };
    }
    let text = &line.words.text;
    // `6.⇥Reaffirms`, `3⇥Calls upon`, `232⇥.Recognizes`: a number that was typed.
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && digits <= 3 {
        let rest = &text[digits..];
        let gap = rest.len() - rest.trim_start_matches(['.', '-', '\t', ' ']).len();
        if gap > 0 && rest[..gap].contains('\t') {
            return (Start::Number(text[..digits].to_owned()), digits + gap);
        }
    }
    let blanks = text.replace('\t', " ");
    match label(&blanks) {
        (Label::Number(n), at) => (Start::Number(n), at),
        (Label::Letters(letters), at) if text.starts_with('(') || text[..at.min(text.len())].contains('\t') => {
            (Start::Letters(letters), at)
        }
        _ => (Start::None, 0),
    }
}

/// The letter of `A.`
fn capital(num: &str) -> Option<String> {
    num.strip_suffix('.').filter(|l| l.len() == 1 && l.bytes().all(|b| b.is_ascii_uppercase())).map(str::to_owned)
}

/// Where papers begin that are attached to the operative part without a heading: the first plain paragraph or table after
/// the full stop of the last paragraph that the markup or its emphasis shows to be operative.
fn attached_from(lines: &[Line]) -> Option<usize> {
    let shown = |l: &Line| l.kind == Kind::Paragraph && l.words.opens_in_emphasis(0);
    let last = lines
        .iter()
        .rposition(|l| l.num.is_some() && shown(l))
        .or_else(|| lines.iter().rposition(|l| l.num.is_some()))
        .or_else(|| lines.iter().rposition(shown))
        .filter(|i| lines[*i].words.text.trim_end().ends_with('.'))?;
    let next = lines.get(last + 1)?;
    let plain = matches!(next.kind, Kind::Paragraph | Kind::Heading | Kind::Row)
        && matches!(start(next).0, Start::None)
        && !shown(next)
        && !next.words.text.starts_with('*');
    // A line or two below are closing lines.
    (plain && lines.len() - last > 3).then_some(last + 1)
}
