//! What stands between names and is none: where a modifier goes on, where it ends, and what resumes the list of names.

use crate::extract::actors::ACTORS;
use crate::extract::clauses::infinitive;
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::{Open, complete, full_name, is_and, is_opener, plural};
use crate::extract::tokens::{Shape, Tokens};
use std::ops::Range;

/// States that a complement alone tells from others: *States bordering the strait*.
pub(crate) fn complement(t: &Tokens<'_>, o: &Open, j: usize) -> bool {
    t.word(o.end - 1) == "states" && t.word(j) == "bordering" && t.shape(j + 1) == Shape::Word
}

/// A title that stands whole in a modifier: one of the lexicon with a comma or *and* in it, or one that names a treaty.
pub(crate) fn title_of_modifier(t: &Tokens<'_>, j: usize) -> Option<Range<usize>> {
    if let Some(n) = ACTORS.longest(t, j) {
        return (j..j + n).any(|i| t.shape(i) == Shape::Comma || is_and(t, i).is_some()).then_some(j..j + n);
    }
    let treaty = (j..j + 3).take_while(|&i| t.capital(i)).any(|i| PHRASE.treaties.contains(t.word(i)));
    if treaty { full_name(t, j).map(|r| j..r.end) } else { None }
}

/// Whether the modifier before token `i` can end there: after a plural, a capital or a place.
pub(crate) fn complete_or_place(t: &Tokens<'_>, i: usize) -> bool {
    let before = i.saturating_sub(1);
    complete(t, before) || matches!(t.word(before), "region" | "country" | "area" | "territory")
}

/// A modifier that goes on over commas.
pub(crate) fn lists(t: &Tokens<'_>, i: usize) -> bool {
    let word = t.word(i);
    // *in close cooperation with*
    let noun = i + 1 + usize::from(matches!(t.word(i + 1), "close" | "full" | "direct" | "active"));
    PHRASE.lists.contains(word)
        || word == "in"
            && matches!(
                t.word(noun),
                "particular"
                    | "partnership"
                    | "cooperation"
                    | "consultation"
                    | "collaboration"
                    | "coordination"
                    | "conjunction"
                    | "accordance"
                    | "line"
                    | "conformity"
                    | "compliance"
                    | "association"
            )
        || word == "not" && t.word(i + 1) == "least"
        || word == "as" && t.word(i + 1) != "appropriate"
}

/// Whether a modifier that says with whom it is done takes in what follows its comma at `next`: the list runs up to the
/// comma before the infinitive (*in cooperation with A and B, C and D, to …*).
pub(crate) fn keeps_company(t: &Tokens<'_>, opener: usize, next: usize, end: usize) -> bool {
    let with = t.word(opener) == "in" && (opener + 2..opener + 4).any(|i| t.word(i) == "with") && lists(t, opener);
    with && !t.capital(next)
        && !PHRASE.determiners.contains(t.word(next))
        && (next..end.min(next + 40))
            .find(|&k| !t.inside(k) && (infinitive(t, k) || t.shape(k) == Shape::Colon))
            .is_some_and(|k| t.before(k) == ",")
}

/// *States that have issued passports to officials and members of their families*: two nouns of one kind inside a relative clause.
pub(crate) fn weakly_joined(t: &Tokens<'_>, last: usize, next: usize) -> bool {
    plural(t.word(last))
        && PHRASE.actor_heads.contains(t.word(last))
        && !PHRASE.determiners.contains(t.word(next))
        && !matches!(t.word(next), "other" | "relevant" | "others")
}

/// After a modifier, the conjunction leads back to the list of actors.
pub(crate) fn resumes(t: &Tokens<'_>, next: usize) -> bool {
    if matches!(t.word(next), "all" | "other" | "relevant") {
        return true;
    }
    let at = next + usize::from(t.word(next) == "the");
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

/// The infinitive belongs to the modifier before it.
pub(crate) fn governs_infinitive(t: &Tokens<'_>, j: usize) -> bool {
    let done = t.before(j) == "so" && j >= 2 && matches!(t.word(j - 2), "do" | "done" | "doing");
    // *organizations with the competence to regulate*, but *within their competence to …*
    let power = PHRASE.powers.contains(t.before(j))
        && !t.capital(j - 1)
        && j > 1
        && !matches!(t.word(j - 2), "its" | "their" | "his" | "her" | "within" | "existing");
    (PHRASE.infinitive_governors.contains(t.before(j)) || power) && !done
}

/// A finite verb or modal where a subject ends.
pub(crate) fn finite(t: &Tokens<'_>, j: usize) -> bool {
    let word = t.word(j);
    if t.capital(j) || t.shape(j) != Shape::Word {
        return false;
    }
    if PHRASE.finite.contains(word) || word.ends_with("ly") || matches!(word, "also" | "therefore") {
        return true;
    }
    if is_opener(t, j) || PHRASE.postposed.contains(word) || matches!(word, "of" | "to" | "the") {
        return false;
    }
    if PHRASE.base_verbs.contains(word)
        && (t.shape(j.saturating_sub(1)) == Shape::Comma || complete(t, j.saturating_sub(1)))
    {
        return true;
    }
    // a present verb after a complete noun: *which remains*
    matches!(word, "remains" | "continues" | "takes" | "forms" | "constitutes") && complete(t, j.saturating_sub(1))
}
