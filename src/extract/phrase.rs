//! Noun phrases after a verb: whom it names, without articles and modifiers, and where the action begins.

use crate::extract::actors::ACTORS;
use crate::extract::clauses::infinitive;
use crate::extract::lexicon::PHRASE;
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

/// What follows the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// An infinitive; its first token.
    Infinitive(usize),
    /// *that*; its token.
    That(usize),
    /// A finite verb or a modal; its token.
    Finite(usize),
    /// A colon, at which parts hang; its token.
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
}

/// Where names are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// After a verb: they end at an infinitive.
    Object,
    /// After *that*: they end at a finite verb.
    Subject,
}

#[derive(Debug, Clone, Copy)]
struct Skip {
    /// Opened by a comma, and so closed by one.
    comma: bool,
    /// Goes on over commas: *including A, B and C*.
    list: bool,
    /// Has had its own *and*.
    joined: bool,
    relative: bool,
}

struct Open {
    from: usize,
    start: usize,
    end: usize,
    /// Has a title that goes on over prepositions: *Committee on*.
    title: bool,
    /// A preposition has joined words to it.
    extended: bool,
    pointer: Option<usize>,
}

const MODALS: [&str; 8] = ["shall", "should", "must", "will", "may", "can", "could", "would"];

/// Reads the names in `range`.
pub(crate) fn named(t: &Tokens<'_>, range: Range<usize>, place: Place) -> Named {
    let mut names: Vec<Name> = Vec::new();
    let mut open: Option<Open> = None;
    let mut skip: Option<Skip> = None;
    let mut determiner: Option<usize> = None;
    let mut pointer: Option<usize> = None;
    let mut after = range.start;
    let mut j = range.start;
    let mut then = Then::End(range.end);
    macro_rules! close {
        () => {
            if let Some(o) = open.take() {
                after = o.end;
                names.push(Name { words: o.start..o.end, from: o.from, pointer: o.pointer });
            }
            determiner = None;
            pointer = None;
        };
    }
    while j < range.end {
        if t.inside(j) || (t.shape(j) == Shape::Mark && matches!(t.word(j), "(" | ")" | "“" | "”" | "[" | "]")) {
            j += 1;
            continue;
        }
        let word = t.word(j);
        match t.shape(j) {
            Shape::Colon => {
                close!();
                then = Then::Colon(j);
                break;
            }
            Shape::Semicolon => {
                close!();
                then = Then::End(j);
                break;
            }
            Shape::Comma => {
                if let Some(o) = &open {
                    // adjectives: *national, regional and international organizations*
                    if !complete(t, o.end - 1)
                        && !t.inside(j + 1)
                        && t.shape(j + 1) == Shape::Word
                        && !is_opener(t, j + 1)
                    {
                        if let Some(o) = &mut open {
                            o.end = j + 1;
                        }
                        j += 1;
                        continue;
                    }
                }
                close!();
                let next = j + 1;
                if is_and(t, next).is_some() {
                    // decided at the conjunction
                } else if is_opener(t, next) && !infinitive(t, next) {
                    let keep = skip.is_some_and(|s| s.list && s.comma);
                    skip = Some(Skip {
                        comma: true,
                        list: PHRASE.lists.contains(t.word(next)) || keep,
                        joined: false,
                        relative: is_relative(t, next),
                    });
                } else if let Some(s) = skip {
                    let stays = s.list && s.comma || s.relative && verb_like(t, next);
                    if !stays || (s.joined && !infinitive(t, next)) {
                        skip = None;
                    }
                }
                j += 1;
                continue;
            }
            _ => {}
        }
        if place == Place::Object && infinitive(t, j) {
            let governed = match (&open, skip) {
                (None, Some(_)) => governs_infinitive(t, j),
                _ => false,
            };
            if !governed {
                close!();
                then = Then::Infinitive(j);
                break;
            }
            j += 1;
            continue;
        }
        if let Some(n) = is_and(t, j) {
            let mut next = j + n;
            let comma = j > range.start && t.shape(j - 1) == Shape::Comma;
            // *and, where applicable, parties …*
            if t.shape(next) == Shape::Comma {
                if let Some(end) = (next + 1..range.end.min(next + 14)).find(|&k| t.shape(k) == Shape::Comma) {
                    next = end + 1;
                }
            }
            if matches!(t.word(next), "also" | "especially" | "particularly" | "in" | "notably")
                && open.is_some()
                && t.word(next) == "also"
            {
                next += 1;
            }
            if let Some(o) = &mut open {
                if joins(t, o, next) {
                    o.end = next;
                    j = next;
                    continue;
                }
                close!();
                if is_opener(t, next) && !infinitive(t, next) && place == Place::Object {
                    skip = Some(Skip { comma: false, list: false, joined: false, relative: is_relative(t, next) });
                }
                j = next;
                continue;
            }
            match &mut skip {
                Some(s) if s.comma && !comma => {
                    s.joined = true;
                    j += n;
                    continue;
                }
                Some(s) if s.comma && s.list && !s.joined && n == 1 && !resumes(t, next) => {
                    s.joined = true;
                    j += n;
                    continue;
                }
                Some(s) if !s.comma && !comma && !(resumes(t, next) && !(s.relative && verb_like(t, next))) => {
                    j += n;
                    continue;
                }
                Some(_) if is_opener(t, next) && !infinitive(t, next) => {
                    j += n;
                    continue;
                }
                _ => skip = None,
            }
            j = next;
            continue;
        }
        if skip.is_some() {
            if place == Place::Subject && skip.is_some_and(|s| !s.comma && !s.relative) && MODALS.contains(&word) {
                then = Then::Finite(j);
                break;
            }
            if place == Place::Subject && names.is_empty() && MODALS.contains(&word) {
                then = Then::Finite(j);
                break;
            }
            j += 1;
            continue;
        }
        match &mut open {
            None => {
                if word == "that" && names.is_empty() && place == Place::Object && determiner.is_none() {
                    then = Then::That(j);
                    break;
                }
                if place == Place::Subject && !names.is_empty() && finite(t, j) {
                    then = Then::Finite(j);
                    break;
                }
                if place == Place::Object
                    && is_opener(t, j)
                    && determiner.is_none()
                    && (!t.capital(j) || j == 0)
                    && !(word == "both" || word == "present" || word == "first")
                {
                    skip = Some(Skip { comma: false, list: false, joined: false, relative: is_relative(t, j) });
                    j += 1;
                    continue;
                }
                if PHRASE.determiners.contains(word) && !(word == "that" && place == Place::Object)
                    || matches!(word, "its" | "their" | "his" | "her" | "two" | "three" | "of")
                {
                    determiner = determiner.or(Some(j));
                    if matches!(
                        word,
                        "both"
                            | "those"
                            | "these"
                            | "such"
                            | "its"
                            | "their"
                            | "his"
                            | "her"
                            | "two"
                            | "three"
                            | "this"
                    ) {
                        pointer = pointer.or(Some(j));
                    }
                    j += 1;
                    continue;
                }
                if matches!(t.shape(j), Shape::Word | Shape::Number) {
                    let known = ACTORS.longest(t, j).filter(|n| *n > 1).unwrap_or(0);
                    let end = (j + known.max(1)).min(range.end);
                    open = Some(Open {
                        from: determiner.unwrap_or(j),
                        start: j,
                        end,
                        title: is_title(t, j..end),
                        extended: false,
                        pointer,
                    });
                    j = end;
                    continue;
                }
                j += 1;
            }
            Some(o) => {
                if place == Place::Subject && complete(t, o.end - 1) && finite(t, j) {
                    close!();
                    then = Then::Finite(j);
                    break;
                }
                if o.end == j && extends(t, o, j, range.end) {
                    let (end, title) = extension(t, o, j, range.end);
                    o.extended = true;
                    o.end = end;
                    o.title |= title;
                    j = end;
                    continue;
                }
                if word == "that" && place == Place::Object && t.shape(j.saturating_sub(1)) == Shape::Comma {
                    close!();
                    then = Then::That(j);
                    break;
                }
                let verb = matches!(
                    word,
                    "have"
                        | "has"
                        | "had"
                        | "is"
                        | "are"
                        | "was"
                        | "were"
                        | "shall"
                        | "should"
                        | "must"
                        | "will"
                        | "may"
                        | "can"
                );
                let ends = (complete(t, o.end - 1) || verb)
                    && !t.capital(j)
                    && (is_opener(t, j)
                        || verb
                        || participle(t, j)
                        || word.ends_with("ly") && participle(t, j + 1)
                        || t.shape(j) == Shape::Mark
                        || PHRASE.determiners.contains(word));
                if ends {
                    if PHRASE.postposed.contains(word) && !is_opener(t, j + 1) {
                        o.end = j + 1;
                        j += 1;
                        continue;
                    }
                    let relative = is_relative(t, j);
                    close!();
                    skip = Some(Skip { comma: false, list: false, joined: false, relative });
                    j += 1;
                    continue;
                }
                if is_opener(t, j)
                    && !t.capital(j)
                    && !matches!(word, "present" | "both" | "first" | "established" | "like" | "able" | "responsible")
                {
                    close!();
                    skip = Some(Skip { comma: false, list: false, joined: false, relative: is_relative(t, j) });
                    j += 1;
                    continue;
                }
                o.end = j + 1;
                o.title |= is_title(t, j..j + 1);
                j += 1;
            }
        }
    }
    if let Some(o) = open.take() {
        after = o.end;
        names.push(Name { words: o.start..o.end, from: o.from, pointer: o.pointer });
    }
    names.retain(|n| !n.words.is_empty());
    Named { names, then, after }
}

/// *and*, *or*, *as well as* at `i`: how many tokens.
pub(crate) fn is_and(t: &Tokens<'_>, i: usize) -> Option<usize> {
    match t.word(i) {
        "and" | "or" | "and/or" => Some(1),
        "as" => t.matches(i, "as well as"),
        "together" => t.matches(i, "together with"),
        _ => None,
    }
}

/// Opens a modifier.
fn is_opener(t: &Tokens<'_>, i: usize) -> bool {
    t.shape(i) == Shape::Word
        && (!t.capital(i) || i == 0)
        && PHRASE.openers.contains(t.word(i))
        && is_and(t, i).is_none()
}

fn is_relative(t: &Tokens<'_>, i: usize) -> bool {
    matches!(t.word(i), "which" | "that" | "who" | "whose" | "whom" | "where")
}

/// Present and past participles after a complete noun open a modifier.
fn participle(t: &Tokens<'_>, i: usize) -> bool {
    let word = t.word(i);
    (word.ends_with("ing")
        || word.ends_with("ed")
        || matches!(
            word,
            "held"
                | "set"
                | "made"
                | "bound"
                | "able"
                | "capable"
                | "eligible"
                | "responsible"
                | "active"
                | "interested"
                | "willing"
                | "party"
                | "taking"
                | "given"
                | "most"
                | "best"
        ))
        && word.len() > 3
        && !matches!(
            word,
            "armed" | "developed" | "united" | "limited" | "advanced" | "need" | "during" | "concerning" | "regarding"
        )
}

/// A noun phrase may end with this token: a plural, a name or a word for many.
pub(crate) fn complete(t: &Tokens<'_>, i: usize) -> bool {
    let word = t.word(i);
    t.capital(i)
        || t.shape(i) == Shape::Number
        || t.inside(i)
        || (word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is"))
        || PHRASE.collective_heads.contains(word)
        || PHRASE.actor_heads.contains(word)
            && !matches!(
                word,
                "expert"
                    | "member"
                    | "donor"
                    | "partner"
                    | "business"
                    | "group"
                    | "task"
                    | "service"
                    | "youth"
                    | "women"
                    | "state"
                    | "party"
                    | "host"
                    | "mandate"
                    | "public"
                    | "police"
                    | "coordination"
                    | "country"
                    | "country"
                    | "programme"
                    | "conference"
                    | "user"
                    | "force"
                    | "power"
                    | "country"
                    | "treaty"
            )
}

/// Titles whose prepositional phrases belong to the name: *Committee on …*.
fn is_title(t: &Tokens<'_>, words: Range<usize>) -> bool {
    words.into_iter().any(|i| {
        t.capital(i)
            && PHRASE.actor_heads.contains(t.word(i))
            && !matches!(
                t.word(i),
                "states"
                    | "governments"
                    | "nations"
                    | "government"
                    | "state"
                    | "members"
                    | "member"
                    | "powers"
                    | "power"
            )
    })
}

/// Whether the preposition at `j` joins more words to the name.
fn extends(t: &Tokens<'_>, o: &Open, j: usize, end: usize) -> bool {
    let head = t.word(o.end - 1);
    let next = if matches!(t.word(j + 1), "the" | "a" | "an") { j + 2 } else { j + 1 };
    if next >= end || t.shape(next) != Shape::Word && t.shape(next) != Shape::Number {
        return false;
    }
    match t.word(j) {
        "of" => complete(t, o.end - 1) && !matches!(t.word(j + 1), "each" | "every" | "any" | "which" | "whom"),
        "to" => {
            matches!(head, "parties" | "party" | "signatories" | "contributors" | "signatory" | "contributor")
                || (o.title && t.capital(next))
        }
        "on" | "for" | "against" | "in" | "with" | "at" | "between" | "concerning" | "regarding" | "relating"
        | "from" => {
            o.title
                && (t.capital(next)
                    || (matches!(t.word(j), "on" | "for" | "against") && takes_topic(t, o.start..o.end)))
        }
        "established" => {
            matches!(t.word(j + 1), "pursuant" | "by" | "under" | "in")
                && matches!(head, "committee" | "commission" | "group" | "panel" | "mechanism" | "team" | "tribunal")
                && o.title
        }
        "in" | "where" | "whose"
            if t.word(o.start) == "state"
                && o.end == o.start + 1
                && (t.word(j) != "in" || t.word(j + 1) == "which") =>
        {
            true
        }
        "responsible" => t.word(j + 1) == "for" && t.word(o.start) == "other" && head == "bodies",
        _ => false,
    }
}

/// Officials and groups whose subject is in lower case: *Special Rapporteur on the right to food*.
fn takes_topic(t: &Tokens<'_>, words: Range<usize>) -> bool {
    words.into_iter().any(|i| {
        matches!(
            t.word(i),
            "rapporteur"
                | "rapporteurs"
                | "expert"
                | "representative"
                | "adviser"
                | "envoy"
                | "group"
                | "panel"
                | "coordinator"
        )
    })
}

/// The words that a preposition joins: to the next comma, conjunction or infinitive; names of the lexicon and topics whole.
fn extension(t: &Tokens<'_>, o: &Open, j: usize, end: usize) -> (usize, bool) {
    let mut k = j + 1;
    if t.word(j) == "established" {
        // *established pursuant to resolution 1267 (1999)*
        while k < end && !matches!(t.shape(k), Shape::Comma | Shape::Semicolon) && !t.word(k).contains(char::is_numeric)
        {
            k += 1;
        }
        k += 1;
        while k < end && (t.inside(k) || t.word(k) == ")" || t.word(k) == "(") {
            k += 1;
        }
        return (k.min(end), true);
    }
    while matches!(t.word(k), "the" | "a" | "an" | "its" | "their" | "all" | "both" | "this" | "that" | "issue")
        && k < end
    {
        k += 1;
    }
    if takes_topic(t, o.start..o.end) && matches!(t.word(j), "on" | "against" | "in" | "for") && !t.capital(k) {
        let topic = (k..k + 4).find_map(|s| ACTORS.topic(t, s).map(|n| s + n));
        return (topic.unwrap_or_else(|| topic_end(t, k, end)).min(end), true);
    }
    if let Some(n) = ACTORS.longest(t, k) {
        return ((k + n).min(end), is_title(t, k..k + n));
    }
    let mut last = k + 1;
    if t.word(j) == "to" && t.capital(k) && t.word(k + 1) == "the" && t.capital(k + 2) {
        last = k + 3;
    }
    (last.min(end), is_title(t, k..k + 1))
}

/// Where the topic of a special procedure ends that the lexicon does not know.
fn topic_end(t: &Tokens<'_>, from: usize, end: usize) -> usize {
    let mut k = from;
    while k < end && matches!(t.shape(k), Shape::Word | Shape::Number) && !infinitive(t, k) {
        let word = t.word(k);
        let stops = matches!(
            word,
            "that"
                | "which"
                | "who"
                | "has"
                | "have"
                | "had"
                | "is"
                | "are"
                | "was"
                | "were"
                | "shall"
                | "should"
                | "will"
                | "as"
                | "by"
                | "on"
                | "contained"
                | "entitled"
                | "for"
                | "during"
                | "within"
                | "submitted"
                | "at"
                | "pursuant"
                | "established"
        );
        if k > from
            && (stops || is_and(t, k).is_some() && (PHRASE.determiners.contains(t.word(k + 1)) || t.capital(k + 1)))
        {
            break;
        }
        k += 1;
    }
    k
}

/// Whether the conjunction before `next` stands inside the name `o`.
fn joins(t: &Tokens<'_>, o: &Open, next: usize) -> bool {
    let last = o.end - 1;
    if !complete(t, last) {
        return true;
    }
    // a countable singular cannot stand without an article: *Ombudsman and mediator institutions*
    let singular = o.from == o.start
        && o.end == o.start + 1
        && PHRASE.actor_heads.contains(t.word(last))
        && !t.word(last).ends_with('s')
        && !PHRASE.collective_heads.contains(t.word(last));
    if singular && !t.capital(next) && !PHRASE.determiners.contains(t.word(next)) && t.word(next) != "other" {
        return true;
    }
    if is_opener(t, next) || PHRASE.determiners.contains(t.word(next)) || t.word(next) == "other" {
        // *Special Committee on … and on the Strengthening of …*
        return o.title
            && o.extended
            && is_opener(t, next)
            && (t.capital(next + 1) || t.capital(next + 2))
            && t.word(next) == t.word(o.start + 2);
    }
    if !t.capital(next) || t.acronym(next) || ACTORS.longest(t, next).is_some() {
        return false;
    }
    if o.extended && o.title {
        return true;
    }
    // capital and capital: *Economic and Social Council*, but *Governments and Parties*
    let all_capital = (o.start..o.end).all(|i| t.capital(i));
    let alone = !PHRASE.actor_heads.contains(t.word(last))
        && !t.acronym(last)
        && ACTORS.longest(t, o.start) != Some(o.end - o.start);
    all_capital && alone && !o.extended
}

/// After a modifier, the conjunction leads back to the list of actors.
fn resumes(t: &Tokens<'_>, next: usize) -> bool {
    if matches!(t.word(next), "all" | "other" | "relevant") {
        return true;
    }
    let at = if matches!(t.word(next), "the") { next + 1 } else { next };
    if ACTORS.longest(t, at).is_some_and(|n| at != next || n > 1 || t.capital(at)) {
        return true;
    }
    if t.capital(at) && at == next {
        return false;
    }
    (at..at + 4)
        .take_while(|&k| t.shape(k) == Shape::Word && !is_opener(t, k))
        .any(|k| PHRASE.actor_heads.contains(t.word(k)) && !PHRASE.thing_heads.contains(t.word(k)))
}

fn verb_like(t: &Tokens<'_>, i: usize) -> bool {
    PHRASE.base_verbs.contains(t.word(i)) && !t.capital(i)
}

/// After these an infinitive belongs to the modifier, not to the verb.
fn governs_infinitive(t: &Tokens<'_>, j: usize) -> bool {
    matches!(
        t.before(j),
        "position"
            | "able"
            | "wish"
            | "wishes"
            | "wishing"
            | "pledged"
            | "order"
            | "as"
            | "view"
            | "need"
            | "needs"
            | "needed"
            | "efforts"
            | "effort"
            | "seek"
            | "seeking"
            | "continue"
            | "continues"
            | "continuing"
            | "continued"
            | "fail"
            | "failed"
            | "required"
            | "ability"
            | "opportunity"
            | "opportunities"
            | "invited"
            | "requested"
            | "authorized"
            | "mandated"
            | "designed"
            | "aimed"
            | "willing"
            | "unable"
            | "intend"
            | "intending"
            | "choose"
            | "decide"
            | "decided"
            | "agreed"
            | "expected"
            | "capacity"
            | "means"
            | "right"
            | "steps"
            | "measures"
            | "action"
            | "actions"
            | "ways"
            | "commitment"
            | "commitments"
            | "obligation"
            | "obligations"
            | "prepared"
            | "ready"
            | "readiness"
            | "willingness"
            | "necessary"
            | "yet"
            | "enabled"
            | "entitled"
            | "made"
            | "how"
            | "called"
            | "encouraged"
            | "urged"
            | "committed"
            | "used"
            | "allow"
            | "work"
            | "working"
            | "desire"
            | "desiring"
            | "progress"
            | "initiatives"
            | "so"
    ) && !(t.before(j) == "so" && j >= 2 && t.word(j - 2) == "do")
}

/// A finite verb or modal where a subject ends.
fn finite(t: &Tokens<'_>, j: usize) -> bool {
    let word = t.word(j);
    if t.capital(j) || t.shape(j) != Shape::Word {
        return false;
    }
    if MODALS.contains(&word)
        || matches!(
            word,
            "be" | "is" | "are" | "have" | "has" | "was" | "were" | "not" | "do" | "cease" | "shall" | "ought"
        )
    {
        return true;
    }
    if word.ends_with("ly") {
        return true;
    }
    // a bare verb after a complete noun
    !is_opener(t, j)
        && !participle(t, j)
        && !PHRASE.postposed.contains(word)
        && !matches!(word, "of" | "and" | "or" | "to" | "concerned" | "the")
        && is_and(t, j).is_none()
        && complete(t, j.saturating_sub(1))
        && (!complete(t, j) || is_present(word))
}

fn is_present(word: &str) -> bool {
    matches!(
        word,
        "does"
            | "remains"
            | "continues"
            | "takes"
            | "focus"
            | "address"
            | "process"
            | "access"
            | "progress"
            | "discuss"
    )
}

/// A title with all that belongs to it, beginning at a capital word: *Committee on the Rights of the Child*.
pub(crate) fn full_name(t: &Tokens<'_>, i: usize) -> Option<Range<usize>> {
    let known = ACTORS.longest(t, i).unwrap_or(0);
    let mut end = i + known.max(1);
    if known == 0 {
        while t.capital(end)
            || is_and(t, end) == Some(1)
                && t.capital(end + 1)
                && !(i..end).any(|k| PHRASE.actor_heads.contains(t.word(k)))
        {
            end += 1;
        }
    }
    let mut o = Open { from: i, start: i, end, title: is_title(t, i..end), extended: false, pointer: None };
    if !o.title {
        return (known > 0).then_some(i..end);
    }
    for _ in 0..12 {
        if extends(t, &o, o.end, t.len()) && t.word(o.end) != "responsible" {
            let (end, title) = extension(t, &o, o.end, t.len());
            o.extended = true;
            o.end = end;
            o.title |= title;
            while t.capital(o.end) && !t.inside(o.end) {
                o.end += 1;
            }
        } else if is_and(t, o.end) == Some(1)
            && o.extended
            && joins(t, &o, o.end + 1)
            && (t.capital(o.end + 1) || is_opener(t, o.end + 1))
        {
            o.end += 2;
            while t.capital(o.end) && !t.inside(o.end) {
                o.end += 1;
            }
        } else {
            break;
        }
    }
    let ordinal = t.before(i).ends_with("th")
        || matches!(t.before(i), "first" | "second" | "third")
        || t.before(i).ends_with("-first")
        || t.before(i).ends_with("-second");
    Some(i - usize::from(ordinal && !t.capital(i.saturating_sub(1)))..o.end)
}
