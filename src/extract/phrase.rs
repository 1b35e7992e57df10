//! Noun phrases after a verb: whom it names, without articles and modifiers, and where the action begins.

mod inside;

use crate::extract::clauses::infinitive;
use crate::extract::lexicon::PHRASE;
use crate::extract::modifier::{
    complete_or_place, governs_infinitive, keeps_company, lists, resumes, title_of_modifier, weakly_joined,
};
use crate::extract::nouns::{Open, complete, goes_on, is_and, is_opener, is_relative, joins, participle, plural};
use crate::extract::tokens::{Shape, Tokens};
use std::ops::Range;

/// What names one actor (or one thing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// Tokens of the name: adjectives, noun, and what follows that belongs to it.
    pub(crate) words: Range<usize>,
    /// First token, determiners included.
    pub(crate) from: usize,
    /// A quantifier or pronoun before it that points back: *both*, *those*, *its*.
    pub(crate) pointer: Option<usize>,
}

/// What follows the names; its first token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// An infinitive.
    Infinitive(usize),
    /// *that*.
    That(usize),
    /// A finite verb or a modal.
    Finite(usize),
    /// A colon, at which parts hang.
    Colon(usize),
    /// Nothing.
    End(usize),
}

/// What stands between the verb and the action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) names: Vec<Name>,
    pub(crate) then: Then,
    /// First token after the last name, where modifiers and times may stand before the action.
    pub(crate) after: usize,
    /// A name stands after a modifier, so that it may belong to that.
    pub(crate) resumed: bool,
}

/// Where names are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// After a verb: they end at an infinitive.
    Object,
    /// After *that*: they end at a finite verb.
    Subject,
}

/// A modifier while it is passed over.
#[derive(Debug, Clone, Copy)]
struct Skip {
    /// Opened by a comma, and so closed by one.
    comma: bool,
    /// Goes on over commas: *including A, B and C*.
    list: bool,
    /// Has had its own *and*.
    joined: bool,
    /// Its first token.
    from: usize,
    relative: bool,
}

struct Reader<'t, 'a> {
    t: &'t Tokens<'a>,
    start: usize,
    end: usize,
    place: Place,
    j: usize,
    names: Vec<Name>,
    open: Option<Open>,
    skip: Option<Skip>,
    determiner: Option<usize>,
    pointer: Option<usize>,
    after: usize,
    /// How many names stood before the first modifier between commas.
    before_skip: Option<usize>,
}

/// Reads the names in `range`.
pub(crate) fn named(t: &Tokens<'_>, range: Range<usize>, place: Place) -> Named {
    let mut r = Reader {
        t,
        start: range.start,
        end: range.end,
        place,
        j: range.start,
        names: Vec::new(),
        open: None,
        skip: None,
        determiner: None,
        pointer: None,
        after: range.start,
        before_skip: None,
    };
    let mut then = Then::End(range.end);
    while r.j < r.end {
        if let Some(found) = r.step() {
            then = found;
            break;
        }
    }
    r.close();
    // *Israel, the occupying Power*: the second only describes the first
    let described = |pair: &[Name]| match pair {
        [first, second] => {
            t.capital(first.words.start)
                && t.shape(first.words.end) == Shape::Comma
                && second.from == first.words.end + 1
                && t.word(second.from) == "the"
                && t.word(second.words.end - 1) == "power"
        }
        _ => false,
    };
    if let Some(i) = r.names.windows(2).position(described) {
        r.names.remove(i + 1);
    }
    let resumed = r.before_skip.is_some_and(|n| n < r.names.len());
    Named { names: r.names, then, after: r.after, resumed }
}

/// *in cooperation with*, *in consultation with*
fn with_others(word: &str) -> bool {
    matches!(word, "cooperation" | "consultation" | "collaboration" | "coordination" | "partnership" | "conjunction")
}

impl Reader<'_, '_> {
    fn close(&mut self) {
        if let Some(mut o) = self.open.take() {
            self.after = o.end;
            // *the parties of and*: no name ends in a conjunction
            while o.end > o.start + 1 && matches!(self.t.word(o.end - 1), "and" | "or" | "of") {
                o.end -= 1;
            }
            self.names.push(Name { words: o.start..o.end, from: o.from, pointer: o.pointer });
        }
        self.determiner = None;
        self.pointer = None;
    }

    fn pass_over(&mut self, comma: bool, list: bool) {
        let relative = is_relative(self.t, self.j);
        self.skip = Some(Skip { comma, list, joined: false, from: self.j, relative });
    }

    /// Reads one token or phrase; what follows the names, once it is reached.
    fn step(&mut self) -> Option<Then> {
        let (t, j) = (self.t, self.j);
        if t.inside(j) || matches!(t.word(j), "(" | ")" | "“" | "”" | "[" | "]") {
            self.j += 1;
            return None;
        }
        match t.shape(j) {
            Shape::Colon => return Some(Then::Colon(j)),
            Shape::Semicolon => return Some(Then::End(j)),
            Shape::Comma => return self.comma(),
            _ => {}
        }
        if self.place == Place::Object && infinitive(t, j) {
            let governed = self.open.is_none() && self.skip.is_some() && governs_infinitive(t, j);
            if !governed {
                return Some(Then::Infinitive(j));
            }
            self.j += 1;
            return None;
        }
        if let Some(n) = is_and(t, j) {
            self.conjunction(n);
            return None;
        }
        if self.skip.is_some() {
            return self.modifier();
        }
        if self.open.is_some() { self.name() } else { self.between() }
    }

    fn comma(&mut self) -> Option<Then> {
        let (t, next) = (self.t, self.j + 1);
        // adjectives: *national, regional and international organizations*, not *Israel, the occupying Power, comply*
        let verb = self.place == Place::Subject && self.predicate(next);
        if let Some(o) = &mut self.open
            && !verb
            && (!o.whole(t) || adjectives(t, o, next))
            && !t.inside(next)
            && t.shape(next) == Shape::Word
            && !is_opener(t, next)
        {
            o.end = next;
            self.j = next;
            return None;
        }
        if let Some(o) = self.open.as_mut().filter(|o| o.end == next - 1)
            && goes_on(t, o, next)
        {
            o.end = next;
            self.j = next;
            return None;
        }
        self.close();
        self.j = next;
        if self.place == Place::Subject && PHRASE.finite.contains(t.word(next)) && !self.names.is_empty() {
            if let Some(n) = self.before_skip.filter(|n| *n > 0) {
                self.names.truncate(n);
            }
            return Some(Then::Finite(next));
        }
        if is_and(t, next).is_some() {
            return None;
        }
        // *that all parties, including the Government, cease immediately*
        if self.place == Place::Subject
            && (self.skip.is_some_and(|s| s.comma) || is_opener(t, next))
            && self.predicate(next)
        {
            if let Some(n) = self.before_skip.filter(|n| *n > 0) {
                self.names.truncate(n);
            }
            return Some(Then::Finite(next));
        }
        // *Decides, acting under Chapter VII, that …*
        if self.place == Place::Object && t.word(next) == "that" && self.names.is_empty() {
            return Some(Then::That(next));
        }
        // *reiterates its request, made to the Secretary-General, to …*
        if self.place == Place::Object
            && self.names.is_empty()
            && next == self.start + 1
            && matches!(t.word(next), "made" | "addressed")
            && t.word(next + 1) == "to"
        {
            self.j = next + 2;
            return None;
        }
        if let Some(end) = self.companions(next) {
            self.j = end;
            return None;
        }
        if is_opener(t, next) && (self.place == Place::Subject || !infinitive(t, next)) {
            let keep = self.skip.is_some_and(|s| s.list && s.comma);
            self.before_skip = self.before_skip.or(Some(self.names.len()));
            self.pass_over(true, lists(t, next) || keep);
        } else if let Some(s) = self.skip {
            // *that A and B, which have …, withdraw*
            let main = self.place == Place::Subject && s.relative && s.comma && !self.names.is_empty();
            if main && PHRASE.base_verbs.contains(t.word(next)) && !t.capital(next) {
                return Some(Then::Finite(next));
            }
            let goes_on = s.list && s.comma && (!s.joined || keeps_company(t, s.from, next, self.end));
            let verbs = s.relative
                && !t.capital(next)
                && !PHRASE.determiners.contains(t.word(next))
                && PHRASE.base_verbs.contains(t.word(next));
            if !(goes_on || verbs) {
                self.skip = None;
            }
        }
        None
    }

    /// *in close cooperation with A and B, C and D, and with E, to …*: all that stands between the comma and the infinitive
    /// after another, where nothing in it leads back to the list of names.
    fn companions(&self, i: usize) -> Option<usize> {
        let t = self.t;
        if self.place != Place::Object || self.names.is_empty() || t.word(i) != "in" {
            return None;
        }
        let noun = if with_others(t.word(i + 1)) { i + 1 } else { i + 2 };
        if !with_others(t.word(noun)) || t.word(noun + 1) != "with" {
            return None;
        }
        let stop = |k: usize| matches!(t.shape(k), Shape::Semicolon | Shape::Colon) || infinitive(t, k);
        let end = (noun + 2..self.end.min(noun + 70)).find(|&k| !t.inside(k) && stop(k))?;
        if !infinitive(t, end) || t.shape(end - 1) != Shape::Comma {
            return None;
        }
        let mut k = noun + 2;
        while k + 1 < end {
            // *and, when appropriate, civil society*
            if is_and(t, k) == Some(1) && t.shape(k + 1) == Shape::Comma {
                k = (k + 2..end).find(|&c| t.shape(c) == Shape::Comma)? + 1;
                continue;
            }
            if t.shape(k) == Shape::Comma && (is_and(t, k + 1).is_some() || is_opener(t, k + 1)) {
                return None;
            }
            k += 1;
        }
        Some(end)
    }

    /// *and*, *or*, *as well as*: inside a name, between two, or inside a modifier.
    fn conjunction(&mut self, n: usize) {
        let (t, j) = (self.t, self.j);
        let comma = j > self.start && t.shape(j - 1) == Shape::Comma;
        let mut next = j + n;
        // *and, where applicable, parties …*
        if t.shape(next) == Shape::Comma
            && let Some(end) = (next + 1..self.end.min(next + 14)).find(|&k| t.shape(k) == Shape::Comma)
        {
            next = end + 1;
        }
        if let Some(o) = &mut self.open {
            if joins(t, o, next) {
                o.end = next;
                self.j = next;
                return;
            }
            self.close();
            if t.word(next) == "also" {
                next += 1;
            }
            self.j = self.past_preposition(next);
            if is_opener(t, self.j) && !infinitive(t, self.j) {
                self.pass_over(false, false);
            }
            return;
        }
        self.j += n;
        if let Some(s) = &mut self.skip {
            let names = j > 0 && t.capital(j - 1) && t.capital(next) && n == 1;
            let inside = if s.comma {
                !comma || s.list && !s.joined && n == 1 && !resumes(t, next)
            } else {
                !comma
                    && (!resumes(t, next)
                        || s.relative
                            && !t.capital(next)
                            && (PHRASE.base_verbs.contains(t.word(next))
                                || participle(t, next)
                                || weakly_joined(t, j - 1, next)))
            };
            if inside {
                s.joined |= !names && complete(t, j - 1);
                return;
            }
            if is_opener(t, next) && !infinitive(t, next) && self.past_preposition(next) == next {
                return;
            }
        }
        self.skip = None;
        self.j = self.past_preposition(next);
    }

    /// *as well as to Governments*: the verb's preposition, said again.
    fn past_preposition(&self, next: usize) -> usize {
        let t = self.t;
        let again = matches!(t.word(next), "to" | "upon" | "on")
            && (t.capital(next + 1) || matches!(t.word(next + 1), "the" | "all" | "other" | "its"));
        if again && self.place == Place::Object && !self.names.is_empty() { next + 1 } else { next }
    }

    /// Whether a bare verb stands at `i` that the names read so far can be the subject of.
    fn predicate(&self, i: usize) -> bool {
        let t = self.t;
        let verb = i + usize::from(t.word(i).ends_with("ly") && !PHRASE.base_verbs.contains(t.word(i)));
        !self.names.is_empty()
            && PHRASE.base_verbs.contains(t.word(verb))
            && !t.capital(verb)
            && is_and(t, verb + 1).is_none()
            && !matches!(t.word(verb + 1), "of" | "for" | "by" | "in" | "between")
            && t.shape(verb + 1) != Shape::Comma
    }

    fn modifier(&mut self) -> Option<Then> {
        // a title inside a modifier, commas and all: *States that have not signed the Convention on the Use, Stockpiling and …*
        if self.t.capital(self.j)
            && let Some(title) = title_of_modifier(self.t, self.j)
            && title.end > self.j + 1
            && title.end <= self.end
        {
            self.j = title.end;
            return None;
        }
        let word = self.t.word(self.j);
        let modal = PHRASE.finite.contains(word) && !matches!(word, "not" | "do" | "does" | "had");
        let glued = self.skip.is_some_and(|s| !s.comma && !s.relative);
        // *that all States in the region take action*
        let object = PHRASE.determiners.contains(self.t.word(self.j + 1))
            || plural(self.t.word(self.j + 1))
            || matches!(
                self.t.word(self.j + 1),
                "action" | "measures" | "immediately" | "from" | "fully" | "their" | "its"
            );
        if self.place == Place::Subject
            && glued
            && object
            && complete_or_place(self.t, self.j)
            && self.predicate(self.j)
        {
            return Some(Then::Finite(self.j));
        }
        if self.place == Place::Subject && modal && (glued || self.names.is_empty()) {
            return Some(Then::Finite(self.j));
        }
        self.j += 1;
        None
    }
}

/// *Afghan, regional and international parties*: a lone capital word, and more adjectives of one plural.
fn adjectives(t: &Tokens<'_>, o: &Open, next: usize) -> bool {
    let scope = |i: usize| matches!(t.word(i), "regional" | "international" | "national" | "local" | "subregional");
    o.end == o.start + 1
        && t.capital(o.start)
        && !plural(t.word(o.start))
        && !t.acronym(o.start)
        && scope(next)
        && is_and(t, next + 1).is_some_and(|n| scope(next + 1 + n) && plural(t.word(next + 2 + n)))
}
