//! What belongs to a name: where it may end, which prepositions and conjunctions join more words to it.

use crate::extract::actors::ACTORS;
use crate::extract::clauses::infinitive;
use crate::extract::lexicon::PHRASE;
use crate::extract::modifier::complement;
use crate::extract::tokens::{Shape, Tokens};
use std::ops::Range;

/// A name while it is read.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    /// First token, determiners included.
    pub(crate) from: usize,
    /// First token of the name.
    pub(crate) start: usize,
    /// One past its last token.
    pub(crate) end: usize,
    /// Where a name of the lexicon ends in it.
    pub(crate) known: usize,
    /// Has a title that goes on over prepositions: *Committee on*.
    pub(crate) title: bool,
    /// A preposition has joined words to it.
    pub(crate) extended: bool,
    /// Nothing more can join it: its topic is complete.
    pub(crate) closed: bool,
    /// A pronoun or quantifier that points back.
    pub(crate) pointer: Option<usize>,
}

impl Open {
    /// A name that begins at token `i`, with the name of the lexicon that stands there, if any.
    pub(crate) fn at(t: &Tokens<'_>, i: usize, end: usize) -> Open {
        let known = ACTORS.longest(t, i).unwrap_or(0);
        let end = (i + known.max(1)).min(end);
        let title = is_title(t, i..end);
        Open {
            from: i,
            start: i,
            end,
            known: if known > 0 { end } else { i },
            title,
            extended: false,
            closed: false,
            pointer: None,
        }
    }

    /// Whether the name may end here.
    pub(crate) fn whole(&self, t: &Tokens<'_>) -> bool {
        self.known == self.end || complete(t, self.end - 1)
    }
}

/// A noun phrase may end with this token: a plural, a name, or a word for many.
pub(crate) fn complete(t: &Tokens<'_>, i: usize) -> bool {
    let word = t.word(i);
    t.capital(i)
        || t.shape(i) == Shape::Number
        || t.inside(i)
        || plural(word)
        || PHRASE.collective_heads.contains(word)
        || PHRASE.postposed.contains(word)
        || PHRASE.actor_heads.contains(word) && !PHRASE.countable.contains(word)
}

/// Looks like a plural.
pub(crate) fn plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
}

/// Titles whose prepositional phrases belong to the name: *Committee on …*.
pub(crate) fn is_title(t: &Tokens<'_>, words: Range<usize>) -> bool {
    words.into_iter().any(|i| {
        let word = t.word(i);
        t.capital(i)
            && (PHRASE.actor_heads.contains(word) || PHRASE.treaties.contains(word) || PHRASE.titles.contains(word))
            && !matches!(
                word,
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

/// Officials and groups whose subject is in lower case: *Special Rapporteur on the right to food*.
fn takes_topic(t: &Tokens<'_>, words: Range<usize>) -> bool {
    // *the task force on accessibility*, *the working group on salt*
    let group = |i: usize| {
        matches!((t.word(i), t.before(i)), ("force", "task") | ("group", "working" | "expert")) && i + 1 == words.end
    };
    words.clone().any(|i| t.capital(i) && PHRASE.takes_topic.contains(t.word(i)) || group(i))
}

/// A preposition inside a name whose noun comes last: *Harmony with Nature Network*, *Trafficking in Persons Protocol*.
fn ends_in_title(t: &Tokens<'_>, j: usize) -> bool {
    let last = (j + 1..j + 8).take_while(|&i| t.capital(i)).last();
    last.is_some_and(|i| {
        let word = t.word(i);
        i > j + 1
            && (PHRASE.treaties.contains(word)
                || matches!(
                    word,
                    "network" | "programme" | "initiative" | "fund" | "partnership" | "alliance" | "facility"
                ))
    })
}

/// A singular *State* whose relative clause alone tells which: *State in which the violation took place*.
fn bare_state(t: &Tokens<'_>, o: &Open) -> bool {
    t.word(o.start) == "state" && o.end == o.start + 1
}

/// Whether the word at `j` joins more words to the name.
pub(crate) fn extends(t: &Tokens<'_>, o: &Open, j: usize, end: usize) -> bool {
    let head = t.word(o.end - 1);
    let next = if matches!(t.word(j + 1), "the" | "a" | "an") { j + 2 } else { j + 1 };
    if next >= end || !matches!(t.shape(next), Shape::Word | Shape::Number) {
        return false;
    }
    // a name of the lexicon is whole; only what it belongs to may follow
    let topical =
        takes_topic(t, o.start..o.end) && (head != "group" || matches!(t.before(o.end - 1), "working" | "expert"));
    let whole = o.known == o.end && o.end > o.start + 1 && !topical;
    if o.closed
        || whole
            && !(t.word(j) == "of" && t.capital(next))
            && !matches!(head, "parties" | "states" | "committee" | "conference")
            && !(t.word(j) == "in" && t.word(o.start) == "parties" && head == "conflict")
    {
        return false;
    }
    let organ = PHRASE.no_place.contains(t.word(next)) && t.capital(next);
    match t.word(j) {
        "with" | "in" | "for" if t.capital(j - 1) && ends_in_title(t, j) => true,
        // *parties in Ruritania*, *parties to the conflict in Ruritania*
        "in" if t.capital(next)
            && t.word(o.start) == "parties"
            && (matches!(head, "parties" | "conflict" | "dispute"))
            && !organ
            && t.shape(next) == Shape::Word =>
        {
            true
        }
        "of" => {
            o.whole(t)
                && !matches!(
                    t.word(j + 1),
                    "each" | "every" | "any" | "which" | "whom" | "their" | "its" | "such" | "up"
                )
        }
        "to" if infinitive(t, j) => false,
        "to" => {
            matches!(head, "parties" | "party" | "signatories" | "contributors" | "signatory" | "contributor")
                || o.title
                    && t.capital(next)
                    && (PHRASE.base_verbs.contains(t.word(next)) || !PHRASE.actor_heads.contains(head))
        }
        "on" if takes_topic(t, o.start..o.end) && !t.capital(o.start) => {
            !matches!(t.word(j + 1), "its" | "their" | "his" | "this" | "that" | "these")
        }
        "on" | "for" | "against" if o.title => {
            t.capital(next)
                || t.word(j) != "for"
                    && takes_topic(t, o.start..o.end)
                    && !matches!(t.word(j + 1), "its" | "their" | "his")
        }
        "in" if bare_state(t, o) => t.word(j + 1) == "which",
        "where" | "whose" => bare_state(t, o),
        // *Special Rapporteur in the field of cultural rights*
        "in" if takes_topic(t, o.start..o.end) && t.word(next) == "field" => true,
        "in" if o.title && t.capital(next) => !organ,
        "with" | "at" | "between" | "concerning" | "regarding" | "relating" | "from" if o.extended => {
            o.title && t.capital(next) && !organ
        }
        "established" => {
            o.title
                && matches!(t.word(j + 1), "pursuant" | "by" | "under")
                && matches!(head, "committee" | "commission" | "group" | "panel" | "mechanism" | "team" | "tribunal")
        }
        "responsible" => t.word(j + 1) == "for" && head == "bodies",
        // *bodies within the United Nations system*: the bare noun would not tell which
        "within" => head == "bodies" && t.matches(j + 1, "the United Nations").is_some(),
        _ if complement(t, o, j) => true,
        word => {
            PHRASE.foreign.contains(word)
                && t.capital(j - 1)
                && (t.capital(j + 1) || PHRASE.foreign.contains(t.word(j + 1)))
        }
    }
}

/// Adds the words that the word at `j` joins: names of the lexicon and topics whole, else the next.
pub(crate) fn extend(t: &Tokens<'_>, o: &mut Open, j: usize, end: usize) {
    let mut k = j + 1;
    o.extended = true;
    if t.word(j) == "established" {
        // *established pursuant to resolution 1267 (1999)*
        while k < end && !matches!(t.shape(k), Shape::Comma | Shape::Semicolon) && t.shape(k) != Shape::Number {
            k += 1;
        }
        k += 1;
        // *paragraph 14 of resolution 1343 (2001)*
        if t.word(k) == "of"
            && let Some(n) = (k + 1..k + 6).find(|&i| t.shape(i) == Shape::Number)
        {
            k = n + 1;
        }
        // its year in brackets, but not what it is called from there on
        if t.word(k) == "(" && t.shape(k + 1) == Shape::Number {
            k += 3;
        }
        o.title = true;
        o.end = k.min(end);
        return;
    }
    let all_of_it = complement(t, o, j);
    if all_of_it || bare_state(t, o) && t.word(j) != "of" && t.word(j) != "to" {
        let next = |k: usize| all_of_it && is_and(t, k) == Some(1) && t.word(k) == "and";
        while k < end && matches!(t.shape(k), Shape::Word | Shape::Number) && !infinitive(t, k) && !next(k) {
            k += 1;
        }
        o.end = k;
        o.closed = all_of_it;
        return;
    }
    if PHRASE.foreign.contains(t.word(j)) {
        while k < end && (t.capital(k) || PHRASE.foreign.contains(t.word(k))) {
            k += 1;
        }
        o.end = k;
        return;
    }
    while k < end && (PHRASE.determiners.contains(t.word(k)) || matches!(t.word(k), "its" | "their" | "issue")) {
        k += 1;
    }
    if takes_topic(t, o.start..o.end) && matches!(t.word(j), "on" | "against" | "in" | "for") && !t.capital(k) {
        let topic = (j + 1..k + 4).find_map(|s| ACTORS.topic(t, s).map(|n| s + n));
        o.end = topic.unwrap_or_else(|| topic_end(t, k, end)).min(end);
        o.closed = topic.is_some();
        return;
    }
    if let Some(n) = ACTORS.longest(t, k) {
        o.end = (k + n).min(end);
        o.known = o.end;
    } else {
        o.end = (k + 1).min(end);
        if t.word(j) == "to" && t.capital(k) && t.word(k + 1) == "the" && t.capital(k + 2) {
            // *to Support the Participation*
            o.end = (k + 3).min(end);
        }
    }
    while o.end < end && t.capital(o.end) && !t.inside(o.end) {
        o.end += 1;
    }
    o.title |= is_title(t, k..o.end);
}

/// Where the topic of a special procedure ends that the lexicon does not know.
fn topic_end(t: &Tokens<'_>, from: usize, end: usize) -> usize {
    let mut k = from;
    while k < end && matches!(t.shape(k), Shape::Word | Shape::Number) && !infinitive(t, k) {
        let other = is_and(t, k).is_some() && (PHRASE.determiners.contains(t.word(k + 1)) || t.capital(k + 1));
        let of_people = t.word(k) == "for" && matches!(t.word(k + 1), "persons" | "women" | "children");
        if k > from && (PHRASE.ends_topic.contains(t.word(k)) && !of_people || other) {
            break;
        }
        k += 1;
    }
    k
}

/// Whether the comma before `next` stands inside a title: *to Prevent, Deter and Eliminate*.
pub(crate) fn goes_on(t: &Tokens<'_>, o: &Open, next: usize) -> bool {
    if !(o.title && o.extended && t.capital(o.end - 1) && t.capital(next)) || ACTORS.longest(t, next).is_some() {
        return false;
    }
    let mut k = next;
    while t.capital(k) || t.shape(k) == Shape::Comma {
        if PHRASE.actor_heads.contains(t.word(k)) {
            return false;
        }
        k += 1;
    }
    k > next && is_and(t, k) == Some(1) && t.capital(k + 1) && ACTORS.longest(t, k + 1).is_none()
}

/// Whether the conjunction before `next` stands inside the name.
pub(crate) fn joins(t: &Tokens<'_>, o: &Open, next: usize) -> bool {
    let last = o.end - 1;
    let word = t.word(next);
    let determined = PHRASE.determiners.contains(word) || word == "other";
    // *international, regional and other organizations*: adjectives are no name
    let adjectives = word == "other" && !o.extended && !t.capital(last) && !PHRASE.actor_heads.contains(t.word(last));
    // *the host country and States*
    let named = o.from < o.start && t.capital(next) && PHRASE.actor_heads.contains(t.word(last));
    if !o.whole(t) && !named && (!determined || adjectives) {
        return true;
    }
    // the organization has its article; without it the name is an adjective: *United Nations and humanitarian organizations*
    if o.from == o.start
        && o.end == o.start + 2
        && t.word(o.start) == "united"
        && t.word(last) == "nations"
        && !t.capital(next)
        && !determined
        && !is_opener(t, next)
        && t.word(next) != "its"
    {
        return true;
    }
    // in small letters but for a title: *… of Least Developed Countries and Small Island Developing States in the Work of …*
    if o.title && o.extended && t.capital(last) && matches!(word, "small" | "landlocked" | "least") && t.capital(next) {
        return true;
    }
    // a countable singular cannot stand without an article: *Ombudsman and mediator institutions*
    let countable = PHRASE.actor_heads.contains(t.word(last))
        && !plural(t.word(last))
        && !PHRASE.collective_heads.contains(t.word(last));
    let described = (o.start..last).all(|i| !t.capital(i) && !PHRASE.actor_heads.contains(t.word(i)));
    if o.from == o.start
        && (o.end == o.start + 1 || t.word(last) == "ombudsman" && described)
        && countable
        && !t.capital(next)
        && !determined
    {
        return true;
    }
    if determined || is_opener(t, next) {
        // *Special Committee on … and on the Strengthening of …*
        let again = o.title && o.extended && is_opener(t, next) && (t.capital(next + 1) || t.capital(next + 2));
        return again && (o.start..o.end).any(|i| t.word(i) == word);
    }
    let head = PHRASE.actor_heads.contains(word) && plural(word);
    if !t.capital(next) || t.acronym(next) || head || ACTORS.longest(t, next).is_some() {
        return false;
    }
    if o.extended {
        return o.title;
    }
    // capital and capital: *Economic and Social Council*, but not *Governments and Parties*
    let alone = !PHRASE.actor_heads.contains(t.word(last))
        && !t.acronym(last)
        && ACTORS.longest(t, o.start) != Some(o.end - o.start);
    alone && (o.start..o.end).all(|i| t.capital(i))
}

/// *and*, *or*, *as well as*, *together with* at `i`: how many tokens.
pub(crate) fn is_and(t: &Tokens<'_>, i: usize) -> Option<usize> {
    match t.word(i) {
        "and" | "or" | "and/or" => Some(1),
        "as" => t.matches(i, "as well as"),
        "together" => t.matches(i, "together with"),
        _ => None,
    }
}

/// Opens a modifier: a preposition, a participle, or an adverb that stands alone (*directly or through …*, *individually,*).
pub(crate) fn is_opener(t: &Tokens<'_>, i: usize) -> bool {
    if t.shape(i) != Shape::Word || t.capital(i) && i > 0 || is_and(t, i).is_some() {
        return false;
    }
    let word = t.word(i);
    let adverb = word.len() > 5 && word.ends_with("ly") && !PHRASE.no_adverbs.contains(word);
    let alone = || {
        let next = i + 1;
        t.shape(next) == Shape::Comma
            || is_and(t, next).is_some()
            || infinitive(t, next)
            || PHRASE.openers.contains(t.word(next))
    };
    PHRASE.openers.contains(word) || adverb && alone()
}

/// Opens a relative clause.
pub(crate) fn is_relative(t: &Tokens<'_>, i: usize) -> bool {
    matches!(t.word(i), "which" | "that" | "who" | "whose" | "whom" | "where")
}

/// Present and past participles after a complete noun open a modifier.
pub(crate) fn participle(t: &Tokens<'_>, i: usize) -> bool {
    let word = t.word(i);
    let form =
        (word.ends_with("ing") || word.ends_with("ed")) && word.len() > 4 && !PHRASE.no_participles.contains(word);
    form || PHRASE.participles.contains(word)
}

/// A title with all that belongs to it, beginning at a capital word: *Committee on the Rights of the Child*.
pub(crate) fn full_name(t: &Tokens<'_>, i: usize) -> Option<Range<usize>> {
    let mut o = Open::at(t, i, t.len());
    let known = o.known > i;
    while t.capital(o.end) && !t.inside(o.end)
        || is_and(t, o.end) == Some(1) && t.capital(o.end + 1) && !known && !o.title
    {
        o.end += 1;
        o.title |= is_title(t, o.end - 1..o.end);
    }
    // *Government of Angola*
    o.title |= t.word(i) == "government" && t.word(i + 1) == "of";
    if !o.title {
        return known.then_some(i..o.end);
    }
    for _ in 0..12 {
        let j = o.end;
        // *inform the Committee of the steps taken*: what goes on in small letters is no name, save an officer's
        let content = (j + 1..j + 4).find(|&k| !PHRASE.determiners.contains(t.word(k))).unwrap_or(j + 1);
        let small = t.word(j) == "of" && !t.capital(content) && t.shape(content) == Shape::Word;
        let officer = (o.start..o.end).any(|k| PHRASE.officers.contains(t.word(k))) && !o.extended;
        let document = t.word(j) == "of" && o.extended && matches!(t.word(content), "declaration" | "report");
        if small && !officer || document {
            break;
        }
        if extends(t, &o, j, t.len()) && t.word(j) != "responsible" {
            extend(t, &mut o, j, t.len());
        } else if t.shape(j) == Shape::Comma && goes_on(t, &o, j + 1) {
            o.end += 1;
            while t.capital(o.end) {
                o.end += 1;
            }
        } else if is_and(t, j) == Some(1)
            && o.extended
            && joins(t, &o, j + 1)
            && (t.capital(j + 1) || is_opener(t, j + 1))
        {
            o.end += 2;
            while t.capital(o.end) && !t.inside(o.end) {
                o.end += 1;
            }
        } else {
            break;
        }
        // *Bureau of the preparatory committee*
        if small {
            while o.end < t.len() && !complete(t, o.end - 1) && t.shape(o.end) == Shape::Word && !is_opener(t, o.end) {
                o.end += 1;
            }
        }
    }
    let before = t.before(i);
    let ordinal = ["th", "first", "second", "third"].iter().any(|s| before.ends_with(s))
        && before != "both"
        && before != "with"
        && i > 0
        && !t.capital(i - 1);
    Some(i - usize::from(ordinal)..o.end)
}
