//! Whether a noun phrase names somebody who can be asked.

use crate::extract::actors::ACTORS;
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::{complete, plural};
use crate::extract::phrase::Name;
use crate::extract::tokens::{Shape, Tokens};

/// The noun of a name: its last word before the first preposition.
pub(crate) fn head(t: &Tokens<'_>, name: &Name) -> usize {
    let mut last = name.words.start;
    for i in name.words.clone() {
        if i > name.words.start
            && matches!(
                t.word(i),
                "of" | "on"
                    | "for"
                    | "to"
                    | "in"
                    | "against"
                    | "with"
                    | "at"
                    | "between"
                    | "established"
                    | "concerned"
                    | "involved"
                    | "from"
                    | "responsible"
                    | "regarding"
                    | "into"
                    | "within"
                    | "acting"
                    | "bordering"
                    | "under"
                    | "during"
            )
            && (complete(t, i - 1) || !matches!(t.word(i), "to" | "in"))
        {
            break;
        }
        if !t.inside(i) && t.shape(i) != Shape::Mark {
            last = i;
        }
    }
    last
}

/// Whether a name can be an actor that is asked.
pub(crate) fn is_actor(t: &Tokens<'_>, name: &Name) -> bool {
    let head = head(t, name);
    let word = t.word(head);
    // a treaty asks and is not asked
    if PHRASE.treaties.contains(word) && t.capital(head) {
        return false;
    }
    if ACTORS.longest(t, name.words.start).is_some() {
        return true;
    }
    if matches!(word, "them" | "they" | "it" | "he" | "she" | "him" | "her" | "both" | "themselves" | "others") {
        return true;
    }
    // *those having influence with the parties*
    if t.word(name.words.start) == "those" && name.words.len() > 1 {
        return true;
    }
    // *all concerned*
    if word == "all" && t.word(name.words.end - 1) == "concerned" {
        return true;
    }
    if (PHRASE.never_actor.contains(word)
        || word.ends_with("ing")
        || word.ends_with("tion") && !PHRASE.actor_heads.contains(word))
        && !t.capital(head)
    {
        return false;
    }
    PHRASE.actor_heads.contains(word)
        || t.acronym(head)
        || (name.words.start > 0 && t.capital(name.words.start) && t.capital(head))
}

/// Whether a subject of *shall* can be an actor.
pub(crate) fn is_subject(t: &Tokens<'_>, name: &Name) -> bool {
    let at = head(t, name);
    if PHRASE.no_subjects.contains(t.word(at)) && !t.capital(at) && ACTORS.longest(t, name.words.start).is_none() {
        return false;
    }
    is_actor(t, name)
}

/// Whether the noun names no actor, whatever follows.
pub(crate) fn never_actor(t: &Tokens<'_>, name: &Name) -> bool {
    let head = head(t, name);
    PHRASE.never_actor.contains(t.word(head)) && !t.capital(head)
}

/// Whether the noun names a thing, not an actor.
pub(crate) fn is_thing(t: &Tokens<'_>, name: &Name) -> bool {
    let head = head(t, name);
    never_actor(t, name) || !is_actor(t, name) && !t.capital(head) && !plural(t.word(head))
}
