//! Clauses with a subject of their own: *that X shall …*, *that X do …*, *that Y be done by X*.

use crate::extract::clauses::infinitive;
use crate::extract::duty::{Duty, Form, Who};
use crate::extract::lexicon::PHRASE;
use crate::extract::phrase::{Name, Place, Then, named};
use crate::extract::tokens::{Shape, Tokens};
use crate::extract::who::{is_actor, is_subject};
use crate::model::Force;
use std::ops::Range;

/// *that X shall …*, *that X do …*, *that Y be done by X*.
pub(crate) fn subject(t: &Tokens<'_>, that: usize, whole: Range<usize>, force: Force) -> Duty {
    let duty = subject_of(t, that + 1, whole, force);
    Duty { action: that..duty.action.end, ..duty }
}

/// A clause with a subject of its own, from its first token.
pub(crate) fn subject_of(t: &Tokens<'_>, from: usize, whole: Range<usize>, force: Force) -> Duty {
    let that = from;
    let nobody = || if force == Force::Decide { Who::Organ } else { Who::Nobody };
    if t.shape(from) == Shape::Colon || from >= whole.end {
        return Duty {
            who: nobody(),
            form: Form::Frame,
            action: from.min(whole.end)..whole.end,
            begins: from,
            clause: whole,
            rule: "actor.in-parts",
            sure: true,
        };
    }
    let inner = named(t, from..whole.end, Place::Subject);
    let Then::Finite(k) = inner.then else {
        let form = if matches!(inner.then, Then::Colon(_)) { Form::Frame } else { Form::Subject };
        return Duty {
            who: nobody(),
            form,
            action: that..whole.end,
            begins: inner.after.max(that),
            clause: whole,
            rule: "actor.that",
            sure: false,
        };
    };
    let modal = t.word(k);
    let binds = match modal {
        "shall" | "should" | "must" | "will" | "ought" => true,
        "is" | "are" => {
            t.word(k + 1) == "to"
                || t.word(k + 2) == "to"
                    && matches!(
                        t.word(k + 1),
                        "required" | "requested" | "obliged" | "encouraged" | "invited" | "urged"
                    )
        }
        "may" | "can" | "could" | "would" | "have" | "has" | "was" | "were" => false,
        _ => force != Force::Decide,
    };
    let form = if t.shape(k + 1) == Shape::Colon { Form::Frame } else { Form::Subject };
    let actors = !inner.names.is_empty() && inner.names.iter().all(|n| is_subject(t, n));
    let passive = passive(t, k) && !(binds && matches!(modal, "is" | "are"));
    let base =
        |who, rule, sure| Duty { who, form, action: that..whole.end, begins: k, clause: whole.clone(), rule, sure };
    if passive {
        let stop = (k..whole.end)
            .find(|&i| matches!(t.shape(i), Shape::Semicolon | Shape::Comma) && !t.inside(i) || infinitive(t, i))
            .unwrap_or(whole.end);
        for by in (k..stop).filter(|&i| t.word(i) == "by" && !t.inside(i)) {
            if !definite(t, by + 1) || PHRASE.no_agents.contains(t.before(by)) {
                continue;
            }
            let agents = named(t, by + 1..whole.end, Place::Object);
            let names: Vec<Name> = agents.names.into_iter().take_while(|n| is_actor(t, n)).collect();
            if !names.is_empty() {
                return base(Who::Agents(names), "actor.by-agent", false);
            }
        }
        return base(nobody(), "actor.passive", true);
    }
    // what something consists of binds nobody
    let states = (k..k + 4)
        .find(|&i| !PHRASE.finite.contains(t.word(i)) && !t.word(i).ends_with("ly"))
        .is_some_and(|i| PHRASE.stative.contains(t.word(i)));
    if states && force == Force::Decide && form != Form::Frame {
        return base(Who::Organ, "actor.states-a-fact", true);
    }
    if force == Force::Decide && inner.names.len() == 1 && inner.names.iter().all(|n| t.word(n.words.start) == "it") {
        return base(Who::Organ, "actor.organ-itself", true);
    }
    if actors && (binds || force != Force::Decide) {
        return base(Who::Names(inner.names), "actor.subject", true);
    }
    base(nobody(), "actor.that", force == Force::Decide)
}

/// *the President*, *each State*, a name: not *two representatives*.
pub(crate) fn definite(t: &Tokens<'_>, i: usize) -> bool {
    PHRASE.determiners.contains(t.word(i)) && t.word(i) != "a" && t.word(i) != "an" || t.capital(i)
}

/// *be* (or *is to be*, *shall be*) and a participle.
fn passive(t: &Tokens<'_>, k: usize) -> bool {
    let mut i = k;
    for _ in 0..5 {
        if matches!(t.word(i), "be" | "is" | "are" | "been") {
            let mut p = i + 1;
            while t.word(p).ends_with("ly") || matches!(t.word(p), "not" | "also" | "fully" | "further" | "so") {
                p += 1;
            }
            let w = t.word(p);
            return (w.ends_with("ed")
                || matches!(
                    w,
                    "held"
                        | "made"
                        | "taken"
                        | "given"
                        | "brought"
                        | "met"
                        | "put"
                        | "set"
                        | "kept"
                        | "led"
                        | "drawn"
                        | "done"
                        | "paid"
                        | "borne"
                        | "found"
                        | "undertaken"
                        | "chosen"
                        | "sent"
                        | "written"
                        | "known"
                        | "built"
                        | "shown"
                        | "withdrawn"
                ))
                && !matches!(w, "guided" | "prepared" | "committed" | "need" | "seized");
        }
        if matches!(
            t.word(i),
            "to" | "shall"
                | "should"
                | "must"
                | "will"
                | "may"
                | "can"
                | "not"
                | "also"
                | "therefore"
                | "henceforth"
                | "further"
                | "then"
        ) || t.word(i).ends_with("ly")
        {
            i += 1;
            continue;
        }
        return false;
    }
    false
}
