//! Chapeaux: whether a clause that ends in a colon hands its verb and actors down to the parts below it.

use crate::extract::clauses::infinitive;
use crate::extract::duty::{Duty, Form};
use crate::extract::lexicon::PHRASE;
use crate::extract::phrase::{Place, Then, named};
use crate::extract::tokens::{Shape, Tokens};

/// What the parts below a clause are to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// It stops at verb and actor: each part is a duty.
    Bare,
    /// It says only that something follows: each part with a verb of its own is a duty.
    Empty,
    /// It has an action of its own, and then an empty frame.
    Plus,
    /// It sets up a body with a list of tasks: the decision, and each task.
    Tasks,
    /// It holds the whole action: the parts are contents.
    Whole,
}

/// What a duty whose clause ends in a colon is to its parts.
pub(crate) fn frame(t: &Tokens<'_>, duty: &Duty) -> Frame {
    if duty.form == Form::Frame {
        return Frame::Bare;
    }
    // a semicolon misprinted for the colon stands where the clause ends
    let end = duty.clause.end;
    let colon = (duty.action.start..=end).rev().find(|&i| t.shape(i) == Shape::Colon).unwrap_or(end);
    let begins = duty.begins;
    let first = action_verb(t, begins, colon);
    let light = PHRASE.light.contains(t.word(first));
    let last = t.before(colon);
    let mandate = (colon.saturating_sub(16).max(begins)..colon).any(|i| t.word(i) == "mandate");
    let sets_up = (begins..colon).take(9).any(|i| PHRASE.sets_up.contains(t.word(i)));
    if last == "to" {
        if colon - 1 <= begins + 1 {
            return Frame::Bare;
        }
        let before = t.word(colon.saturating_sub(2));
        if mandate || matches!(before, "tasks" | "task" | "functions") {
            return if sets_up { Frame::Tasks } else { Frame::Empty };
        }
        let empty = matches!(before, "measures" | "steps" | "action" | "actions" | "efforts")
            && (light || t.word(first) == "continue");
        if empty || before == "be" {
            return Frame::Empty;
        }
        return if before == "and" { Frame::Plus } else { Frame::Whole };
    }
    let following = (begins..colon).rev().find(|&i| t.word(i) == "following");
    if let Some(f) = following.filter(|&f| {
        f + 1 >= colon || t.shape(f + 1) == Shape::Comma || (f + 1..colon).any(|i| PHRASE.listed.contains(t.word(i)))
    }) {
        let preposition = t.word(f.saturating_sub(2));
        if matches!(preposition, "with" | "including") && sets_up {
            return Frame::Tasks;
        }
        // *the mandate of the Mission shall consist of the following elements*
        if preposition == "of" && matches!(t.word(f.saturating_sub(3)), "consist" | "composed") {
            return Frame::Empty;
        }
        // *to convene consultations, in order to undertake the following*: an action's purpose
        let purpose = (first..f).rev().take(8).any(|i| t.matches(i, "in order to").is_some());
        if purpose && !light && !sets_up {
            return Frame::Whole;
        }
        // *to take action in the following areas*
        if preposition == "in" && light && PHRASE.listed.contains(t.word(f.saturating_sub(3))) && f < first + 7 {
            return Frame::Empty;
        }
        // *recommendations on the following*: a noun's contents
        if matches!(preposition, "on" | "of" | "in" | "with" | "for" | "to" | "including" | "from" | "about" | "under")
        {
            return Frame::Whole;
        }
        if light && (f..colon).any(|i| t.before(i) == "and" && infinitive(t, i)) {
            return Frame::Plus;
        }
        let verb = (f.saturating_sub(8).max(begins)..f)
            .rev()
            .find(|&i| PHRASE.light.contains(t.word(i)) || t.word(i) == "out");
        if mandate && sets_up || verb.is_some_and(|v| sets_up && v > first) {
            return Frame::Tasks;
        }
        match verb {
            Some(verb) => return if light || verb <= first + 3 { Frame::Empty } else { Frame::Plus },
            None if light => return Frame::Empty,
            None => {}
        }
    }
    // *to take appropriate measures by:*
    if light
        && gerunds_follow(t, colon)
        && (first + 1..first + 5).any(|i| PHRASE.listed.contains(t.word(i)) && t.word(i + 1) == "by" && i + 6 > colon)
    {
        return Frame::Empty;
    }
    // *shall take further measures:*
    if light && PHRASE.listed.contains(last) && colon < first + 6 || t.matches_before(colon, "be as follows").is_some()
    {
        return Frame::Empty;
    }
    // *with the tasks:*, *to establish …, a mechanism: (a) to monitor*
    if sets_up && (mandate || last == "tasks" || PHRASE.actor_heads.contains(last)) {
        return Frame::Tasks;
    }
    // *to consider:*
    if first + 1 >= colon
        && PHRASE.base_verbs.contains(t.word(first))
        && !matches!(t.word(first), "prevent" | "prohibit")
    {
        return Frame::Empty;
    }
    // *that all States shall, within 30 days:*
    if duty.form == Form::Subject && first >= colon {
        return Frame::Bare;
    }
    Frame::Whole
}

/// Whether the parts of an empty frame are its gerunds: *to take the following actions, by: (a) Encouraging …*.
pub(crate) fn by_gerunds(t: &Tokens<'_>, duty: &Duty) -> bool {
    (duty.action.start..=duty.clause.end)
        .rev()
        .find(|&i| t.shape(i) == Shape::Colon)
        .is_some_and(|c| gerunds_follow(t, c))
}

/// *by:* or *by, inter alia:*
fn gerunds_follow(t: &Tokens<'_>, colon: usize) -> bool {
    t.before(colon) == "by" || t.matches_before(colon, "by , inter alia").is_some()
}

fn action_verb(t: &Tokens<'_>, begins: usize, end: usize) -> usize {
    let mut i = begins;
    while i < end
        && (matches!(t.word(i), "to" | "not" | "shall" | "should" | "must" | "will" | "also" | "further")
            || t.word(i).ends_with("ly")
            || t.shape(i) == Shape::Comma)
    {
        if t.shape(i) == Shape::Comma {
            match (i + 1..end).find(|&k| t.shape(k) == Shape::Comma) {
                Some(k) => i = k,
                None => return end,
            }
        }
        i += 1;
    }
    i
}

/// How a part begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// With a verb: *To submit*, *Submit*, *Within its mandate, to monitor*.
    Verb,
    /// With actors and an infinitive: *All States to cooperate*.
    Actors,
    /// With a subject and its verb: *The parties must …*, *that X withdraw*.
    Subject,
    /// With a noun, a gerund: mere contents.
    Noun,
}

/// How the text of a part begins.
pub(crate) fn start(t: &Tokens<'_>, end: usize) -> Start {
    let mut i = 0;
    while matches!(t.word(i), "–" | "-" | "—" | "and" | "or") {
        i += 1;
    }
    if infinitive(t, i) {
        return Start::Verb;
    }
    if t.word(i) == "that" {
        return Start::Subject;
    }
    let mut verb = i;
    while t.word(verb).ends_with("ly")
        || matches!(t.word(verb), "not" | "also" | "further") && PHRASE.base_verbs.contains(t.word(verb + 1))
    {
        verb += 1;
    }
    if verb > i && t.shape(verb) == Shape::Comma {
        verb += 1;
    }
    let word = t.word(verb);
    let adverb = t.word(verb + 1) == "and" && t.word(verb + 2).ends_with("ly");
    let noun_follows = matches!(t.word(verb + 1), "of" | "for" | "between" | "by")
        && !matches!(word, "account" | "provide" | "call" | "work" | "search");
    if PHRASE.base_verbs.contains(word)
        && !noun_follows
        && (adverb || t.word(verb + 1) != "and" || PHRASE.base_verbs.contains(t.word(verb + 2)))
    {
        return Start::Verb;
    }
    let object = named(t, i..end.min(i + 60), Place::Object);
    if let Then::Infinitive(k) = object.then {
        let modal = (i..k).any(|m| matches!(t.word(m), "shall" | "should" | "must" | "will" | "may" | "can"));
        return match object.names.first() {
            _ if modal => Start::Subject,
            None => Start::Verb,
            Some(n)
                if n.from == i && crate::extract::who::is_actor(t, n) && !crate::extract::who::never_actor(t, n) =>
            {
                Start::Actors
            }
            Some(_) => subject_or_noun(t, i, end),
        };
    }
    subject_or_noun(t, i, end)
}

fn subject_or_noun(t: &Tokens<'_>, i: usize, end: usize) -> Start {
    let modal = (i..end.min(i + 60))
        .find(|&k| !t.inside(k) && matches!(t.word(k), "shall" | "should" | "must" | "will" | "may"));
    match modal {
        Some(_) => Start::Subject,
        None => Start::Noun,
    }
}
