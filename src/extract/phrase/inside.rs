//! Between two names and inside one.

use super::{Place, Reader, Then};
use crate::extract::clauses::infinitive;
use crate::extract::lexicon::PHRASE;
use crate::extract::modifier::{finite, governs_infinitive};
use crate::extract::nouns::{Open, extend, extends, is_and, is_opener, is_relative, is_title, participle, plural};
use crate::extract::phrase::Name;
use crate::extract::tokens::{Shape, Tokens};

/// A name so far that is the adjective of a people or a country: *Afghan*, *Israeli*.
fn of_people(t: &Tokens<'_>, o: &Open) -> bool {
    let word = t.word(o.start);
    o.end == o.start + 1
        && t.capital(o.start)
        && o.known <= o.start
        && !PHRASE.actor_heads.contains(word)
        && ["an", "ese", "ish", "i", "ic"].iter().any(|end| word.ends_with(end))
}

impl Reader<'_, '_> {
    /// Between names: determiners, openers, the first word of the next.
    pub(super) fn between(&mut self) -> Option<Then> {
        let (t, j) = (self.t, self.j);
        let word = t.word(j);
        if self.place == Place::Object && word == "that" && self.names.is_empty() && self.determiner.is_none() {
            return Some(Then::That(j));
        }
        if self.place == Place::Subject && !self.names.is_empty() && finite(t, j) {
            if let Some(n) = self.before_skip.filter(|n| *n > 0) {
                self.names.truncate(n);
            }
            return Some(Then::Finite(j));
        }
        let leads = j == 0 && word.ends_with("ing") && self.place == Place::Subject;
        if (is_opener(t, j) || leads)
            && self.determiner.is_none()
            && !matches!(word, "both" | "present" | "first")
            && !(self.place == Place::Subject && word == "that")
        {
            self.pass_over(leads, false);
            self.j += 1;
            return None;
        }
        // *all concerned*
        if word == "concerned" && self.names.is_empty() && self.determiner.is_some() {
            let d = j - 1;
            self.names.push(Name { words: d..j + 1, from: self.determiner.unwrap_or(d), pointer: None });
            self.determiner = None;
            self.pointer = None;
            self.after = j + 1;
            self.j += 1;
            return None;
        }
        // *those who participated*
        let bare = participle(t, j) && (word.ends_with("ing") || is_opener(t, j + 1));
        if (is_relative(t, j) || bare) && self.determiner.is_some() && t.before(j) == "those" {
            // who they are is told by what follows only: *those having influence with the parties*
            let d = j - 1;
            let end = (j..self.end.min(j + 12))
                .find(|&k| infinitive(t, k) || matches!(t.shape(k), Shape::Comma | Shape::Semicolon | Shape::Colon))
                .filter(|&k| infinitive(t, k) && !governs_infinitive(t, k))
                .unwrap_or(d + 1);
            self.names.push(Name { words: d..end, from: self.determiner.unwrap_or(d), pointer: None });
            self.determiner = None;
            self.pointer = None;
            self.after = end;
            self.pass_over(false, false);
            self.j += 1;
            return None;
        }
        if self.place == Place::Object && !self.names.is_empty() && PHRASE.finite.contains(word) && word != "not" {
            self.pass_over(false, false);
            self.j += 1;
            return None;
        }
        let points = matches!(
            word,
            "both" | "those" | "these" | "such" | "its" | "their" | "his" | "her" | "two" | "three" | "this" | "that"
        );
        if PHRASE.determiners.contains(word) || points || word == "of" {
            self.determiner = self.determiner.or(Some(j));
            if points {
                self.pointer = self.pointer.or(Some(j));
            }
            self.j += 1;
            return None;
        }
        match t.shape(j) {
            Shape::Number => {
                self.pass_over(false, false);
                self.j += 1;
            }
            Shape::Word => {
                let mut o = Open::at(t, j, self.end);
                o.from = self.determiner.unwrap_or(j);
                o.pointer = self.pointer;
                self.j = o.end;
                self.open = Some(o);
            }
            _ => self.j += 1,
        }
        None
    }

    /// Inside a name.
    pub(super) fn name(&mut self) -> Option<Then> {
        let (t, j) = (self.t, self.j);
        let word = t.word(j);
        let o = self.open.as_mut()?;
        let whole =
            o.whole(t) || o.extended && o.end == j && !t.word(j - 1).ends_with("ing") && is_and(t, j - 1).is_none();
        if self.place == Place::Subject
            && (PHRASE.finite.contains(word)
                || whole && (finite(t, j) || PHRASE.base_verbs.contains(word) && !t.capital(j)))
        {
            return Some(Then::Finite(j));
        }
        // *that he submit*
        let pronoun = o.end == o.start + 1 && matches!(t.word(o.start), "he" | "she" | "they" | "it");
        if self.place == Place::Subject && pronoun && PHRASE.base_verbs.contains(word) {
            return Some(Then::Finite(j));
        }
        if o.end == j && extends(t, o, j, self.end) {
            extend(t, o, j, self.end);
            self.j = o.end;
            return None;
        }
        // *its request to the Secretary-General that he continue*
        let said = t.shape(j.saturating_sub(1)) == Shape::Comma || matches!(t.word(j + 1), "he" | "she");
        if self.place == Place::Object && word == "that" && said {
            return Some(Then::That(j));
        }
        // *parties directly concerned*, *persons with disabilities*
        let joined = word.ends_with("ly") && PHRASE.postposed.contains(t.word(j + 1))
            || word == "with" && t.word(j + 1) == "disabilities";
        if joined && whole {
            o.end = j + 2;
            self.j += 2;
            return None;
        }
        let verb = PHRASE.finite.contains(word) && word != "not" || matches!(word, "–" | "—");
        let adverb = word.ends_with("ly") && (participle(t, j + 1) || infinitive(t, j + 1) || is_opener(t, j + 1));
        // *of graduating and recently graduated countries*
        let adjective = participle(t, j)
            && o.extended
            && PHRASE.actor_heads.contains(t.word(j + 1))
            && (is_and(t, j - 1).is_some() || t.word(j - 1).ends_with("ly") && is_and(t, j - 2).is_some());
        // *the Israeli occupying forces*
        let of_a_people = o.end == j
            && j == o.start + 1
            && o.from < o.start
            && participle(t, j)
            && plural(t.word(j + 1))
            && PHRASE.actor_heads.contains(t.word(j + 1))
            && of_people(t, o);
        if adjective || of_a_people {
            o.end = j + 1;
            self.j += 1;
            return None;
        }
        let opens = is_opener(t, j)
            || participle(t, j)
            || adverb
            || t.shape(j) == Shape::Mark
            || PHRASE.determiners.contains(word)
            || word == "of";
        if !t.capital(j) && (verb || whole && opens) {
            if PHRASE.postposed.contains(word) && (!is_opener(t, j + 1) || infinitive(t, j + 1)) {
                o.end = j + 1;
                self.j += 1;
                return None;
            }
            self.close();
            self.pass_over(false, false);
            self.j += 1;
            return None;
        }
        if is_opener(t, j)
            && !matches!(word, "present" | "both" | "first" | "established" | "like" | "able" | "responsible")
        {
            self.close();
            self.pass_over(false, false);
            self.j += 1;
            return None;
        }
        o.end = j + 1;
        o.title |= is_title(t, j..j + 1);
        self.j += 1;
        None
    }
}
