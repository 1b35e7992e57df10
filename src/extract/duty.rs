//! A directive clause to its duties: whom it binds and where what is to be done begins.

use crate::extract::clauses::{Clause, infinitive};
use crate::extract::lexicon::{PHRASE, VERBS};
use crate::extract::nouns::{is_and, plural};
use crate::extract::phrase::{Name, Named, Place, Then, named};
use crate::extract::subject::{definite, subject};
use crate::extract::tokens::{Shape, Tokens};
use crate::extract::who::{is_actor, is_thing, never_actor};
use crate::model::Force;
use std::ops::Range;

/// Whom a duty binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Who {
    /// The adopting organ itself.
    Organ,
    /// The actors that the clause names.
    Names(Vec<Name>),
    /// The actors that it names as those who make the efforts, or as the agents of a passive.
    Agents(Vec<Name>),
    /// Nobody.
    Nobody,
}

/// How the action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// *to submit a report*
    Infinitive,
    /// *that all parties cease*
    Subject,
    /// *increased efforts*
    Noun,
    /// Actors without an action: the next clause has it (*calls upon A, and invites B, to …*).
    Open,
    /// Nothing, or an empty frame: the parts hold what is to be done.
    Frame,
}

/// One duty of a clause.
#[derive(Debug, Clone)]
pub(crate) struct Duty {
    pub(crate) who: Who,
    pub(crate) form: Form,
    /// Tokens of the clause (for a second actor, of its own part of it).
    pub(crate) clause: Range<usize>,
    /// Tokens of the action, with the modifiers and times between actor and infinitive.
    pub(crate) action: Range<usize>,
    /// First token of the verb of the action itself.
    pub(crate) begins: usize,
    /// The rule that found whom it binds.
    pub(crate) rule: &'static str,
    /// Whether that rule is sure.
    pub(crate) sure: bool,
}

/// The duties of a directive clause.
pub(crate) fn duties(t: &Tokens<'_>, clause: &Clause, force: Force) -> Vec<Duty> {
    let mut from = past_links(t, clause.verb_words.end);
    // *reiterates its request in paragraph 5 of resolution 60/1 that X …*
    if clause.rule == "verb.repeated" && matches!(t.word(from), "in" | "contained" | "made" | "as") {
        from = (from..clause.end).find(|&i| t.word(i) == "that" || infinitive(t, i)).unwrap_or(from);
    }
    let whole = clause.verb_words.start..clause.end;
    let mut out = Vec::new();
    let head = named(t, from..clause.end, Place::Object);
    let first = match (force, head.then) {
        (Force::Decide, Then::Infinitive(k)) => decided(t, k, whole.clone()),
        (_, Then::That(k)) if t.capital(k + 1) && infinitive(t, k + 2) => {
            let name = Name { words: k + 1..k + 2, from: k, pointer: Some(k) };
            Duty {
                who: Who::Names(vec![name]),
                form: Form::Infinitive,
                clause: whole.clone(),
                action: k + 2..clause.end,
                begins: k + 2,
                rule: "actor.that-one",
                sure: false,
            }
        }
        // *reiterates its request to the Secretary-General that he continue to …*
        (_, Then::That(k)) if !head.names.is_empty() && matches!(t.word(k + 1), "he" | "she") => Duty {
            who: Who::Names(head.names),
            form: Form::Infinitive,
            clause: whole.clone(),
            action: head.after..clause.end,
            begins: k + 2,
            rule: "actor.object",
            sure: true,
        },
        (_, Then::That(k)) => subject(t, k, whole.clone(), force),
        (Force::Decide, Then::Colon(k)) => Duty {
            who: Who::Organ,
            form: Form::Frame,
            clause: whole.clone(),
            action: from..k,
            begins: from,
            rule: "actor.organ",
            sure: true,
        },
        (Force::Decide, _) => Duty {
            who: Who::Organ,
            form: Form::Noun,
            clause: whole.clone(),
            action: from..clause.end,
            begins: from,
            rule: "actor.organ",
            sure: true,
        },
        (_, then) => object(t, head, then, from, whole.clone()),
    };
    out.push(first);
    further(t, clause, force, &mut out);
    out
}

/// Past *in this regard* between the verb and its object.
fn past_links(t: &Tokens<'_>, from: usize) -> usize {
    match VERBS.links.iter().find_map(|link| t.matches(from, link)) {
        Some(n) => from + n,
        None => from,
    }
}

/// *decides to …*: the organ binds itself, unless it decides to ask somebody.
pub(crate) fn decided(t: &Tokens<'_>, k: usize, whole: Range<usize>) -> Duty {
    let verb = if t.word(k) == "not" { k + 2 } else { k + 1 };
    let asks = matches!(
        t.word(verb),
        "request"
            | "invite"
            | "authorize"
            | "urge"
            | "encourage"
            | "call"
            | "recommend"
            | "mandate"
            | "task"
            | "entrust"
            | "ask"
    );
    if asks {
        let after = if t.word(verb) == "call" { verb + 2 } else { verb + 1 };
        let inner = named(t, after..whole.end, Place::Object);
        match inner.then {
            Then::Infinitive(begins) if inner.names.iter().any(|n| is_actor(t, n)) => {
                let after = inner.after;
                return Duty {
                    who: Who::Names(inner.names),
                    form: Form::Infinitive,
                    action: after..whole.end,
                    begins,
                    clause: whole,
                    rule: "actor.decides-to-ask",
                    sure: true,
                };
            }
            Then::That(k) => {
                let mut duty = subject(t, k, whole, Force::Request);
                duty.rule = "actor.decides-to-ask";
                return duty;
            }
            Then::Colon(k) => {
                return Duty {
                    who: Who::Names(inner.names),
                    form: Form::Frame,
                    action: inner.after..k,
                    begins: k,
                    clause: whole,
                    rule: "actor.decides-to-ask",
                    sure: true,
                };
            }
            _ => {}
        }
    }
    let form = if t.shape(verb) == Shape::Colon { Form::Frame } else { Form::Infinitive };
    Duty { who: Who::Organ, form, action: k..whole.end, begins: k, clause: whole, rule: "actor.organ", sure: true }
}

/// A verb with its object: *requests the Secretary-General to …*, *calls for increased efforts*.
fn object(t: &Tokens<'_>, head: Named, then: Then, from: usize, whole: Range<usize>) -> Duty {
    let Named { mut names, after, resumed, .. } = head;
    drop_apposition(t, &mut names, after);
    let (then, after) = past_modifier(t, then, &mut names, after, whole.end);
    let bound: Vec<Name> = names.iter().filter(|n| is_actor(t, n)).cloned().collect();
    match then {
        Then::Infinitive(begins) => {
            let colon = t.shape(begins + 1) == Shape::Colon;
            let form = if colon { Form::Frame } else { Form::Infinitive };
            // *encourages X to …* takes things as well as actors; *requests X to …* does not
            let loose = t.before(from) == "for";
            let gerund = |n: &Name| PHRASE.gerunds.contains(t.word(n.words.start));
            if names.first().is_none_or(|n| gerund(n) || is_thing(t, n) || loose && !is_actor(t, n)) {
                return nominal(t, whole);
            }
            // what is no actor further on belongs to a modifier
            let kept = names.iter().skip(1).position(|n| !is_actor(t, n)).map_or(names.len(), |k| k + 1);
            names.truncate(kept);
            let sure = bound.len() == names.len() && !resumed;
            Duty {
                who: Who::Names(names),
                form,
                action: after..whole.end,
                begins,
                clause: whole,
                rule: "actor.object",
                sure,
            }
        }
        Then::Colon(k) => {
            let who = if bound.is_empty() { Who::Nobody } else { Who::Names(names) };
            Duty {
                who,
                form: Form::Frame,
                action: after..k,
                begins: k,
                clause: whole,
                rule: "actor.object",
                sure: true,
            }
        }
        _ if !bound.is_empty() && bound.len() == names.len() && !names.is_empty() && all_plain_actors(t, &names) => {
            Duty {
                who: Who::Names(names),
                form: Form::Open,
                action: after..whole.end,
                begins: after,
                clause: whole,
                rule: "actor.object",
                sure: false,
            }
        }
        _ => nominal(t, whole),
    }
}

/// *urges all countries, reaffirming their commitment to use …, and recognizing …: (a) To …*: a modifier between commas is
/// closed by one, and what has no infinitive after its last comma stops at the actors.
fn past_modifier(t: &Tokens<'_>, then: Then, names: &mut Vec<Name>, after: usize, end: usize) -> (Then, usize) {
    let Then::Infinitive(k) = then else { return (then, after) };
    let colon = (end.saturating_sub(2)..=end).find(|&i| t.shape(i) == Shape::Colon);
    let modifier = |i: usize| {
        t.shape(i) == Shape::Comma
            && matches!(t.word(i + 1), "reaffirming" | "recognizing" | "recalling" | "noting" | "reiterating")
    };
    let last = names.iter().position(|n| (n.words.end..n.words.end + 2).any(modifier));
    let (Some(colon), Some(last)) = (colon, last) else { return (then, after) };
    if t.shape(k.saturating_sub(1)) == Shape::Comma {
        return (then, after);
    }
    match (k + 1..colon).find(|&i| t.shape(i - 1) == Shape::Comma && infinitive(t, i)) {
        Some(next) => (Then::Infinitive(next), after),
        None => {
            names.truncate(last + 1);
            (Then::Colon(colon), names.get(last).map_or(after, |n| n.words.end))
        }
    }
}

/// *Israel, the occupying Power, to …*: the second name only describes the first.
fn drop_apposition(t: &Tokens<'_>, names: &mut Vec<Name>, after: usize) {
    let [first, second] = names.as_slice() else { return };
    let joined = (first.words.end..second.from).any(|i| is_and(t, i).is_some());
    if !joined
        && t.shape(first.words.end) == Shape::Comma
        && t.shape(after) == Shape::Comma
        && t.word(second.from) == "the"
        && second.words.len() < 4
    {
        names.truncate(1);
    }
}

fn all_plain_actors(t: &Tokens<'_>, names: &[Name]) -> bool {
    names.iter().all(|n| !never_actor(t, n) && is_actor(t, n))
}

/// *calls for X*, *encourages the efforts of Y*: those who make the efforts, where the clause names them.
pub(crate) fn nominal(t: &Tokens<'_>, whole: Range<usize>) -> Duty {
    let range = whole.clone();
    let means = |i: usize| {
        matches!(t.word(i), "while" | "through" | "including") || t.word(i) == "by" && t.word(i + 1).ends_with("ing")
    };
    let limit =
        range.clone().find(|&i| t.shape(i) == Shape::Comma || infinitive(t, i) || means(i)).unwrap_or(range.end);
    let mut who = Who::Nobody;
    // *encourages their participation in …*
    let owner = (range.start..limit).find(|&i| matches!(t.word(i), "their" | "its"));
    if let Some(i) = owner
        .filter(|&i| (i + 1..i + 4).any(|k| PHRASE.made_by.contains(t.word(k)) && k < limit) && i < range.start + 5)
    {
        let name = Name { words: i..i + 1, from: i, pointer: Some(i) };
        return Duty {
            who: Who::Agents(vec![name]),
            form: Form::Noun,
            action: range.clone(),
            begins: range.start,
            clause: whole,
            rule: "actor.agents",
            sure: false,
        };
    }
    for i in range.clone() {
        let before = t.before(i);
        let noun = (range.start..i).rev().take(4).any(|k| PHRASE.made_by.contains(t.word(k)));
        let makes = match t.word(i) {
            // *calls for support for the efforts of the Service*: they are supported, not asked for
            "of" => i < limit && PHRASE.made_by.contains(before) && !supported(t, range.start, i),
            "by" => i < limit && !t.word(i + 1).ends_with("ing") && !before.ends_with("ed") && !before.ends_with("en"),
            "among" => i < limit,
            "between" => before == "cooperation" || i < limit && noun,
            "from" => i < limit && matches!(t.word(i + 1), "the" | "all") && !matches!(before, "sources"),
            _ => false,
        };
        if makes {
            let inner = named(t, i + 1..whole.end, Place::Object);
            let agents: Vec<Name> =
                contiguous(t, inner.names).into_iter().take_while(|n| is_actor(t, n) && !never_actor(t, n)).collect();
            // *the adoption by States of laws*: what is adopted is no part of their name
            let agents = if t.word(i) == "by" { bare_agents(t, agents) } else { agents };
            if !agents.is_empty() {
                who = Who::Agents(agents);
                break;
            }
        }
    }
    let rule = if matches!(who, Who::Nobody) { "actor.nobody" } else { "actor.agents" };
    let sure = matches!(who, Who::Nobody);
    Duty { who, form: Form::Noun, action: range.clone(), begins: range.start, clause: whole, rule, sure }
}

/// Whether the efforts before token `of` are what support is asked for.
fn supported(t: &Tokens<'_>, start: usize, of: usize) -> bool {
    (start..of)
        .rev()
        .take(6)
        .any(|i| matches!(t.word(i), "for" | "to") && matches!(t.before(i), "support" | "assistance"))
}

/// Agents before *of* and what they do something with: names that are whole before it lose what follows.
fn bare_agents(t: &Tokens<'_>, mut names: Vec<Name>) -> Vec<Name> {
    for k in 0..names.len() {
        let Some(n) = names.get_mut(k) else { break };
        let Some(of) = n.words.clone().rev().find(|&i| t.word(i) == "of") else { continue };
        let owner = matches!(
            t.word(of.saturating_sub(1)),
            "government"
                | "governments"
                | "authorities"
                | "members"
                | "secretariat"
                | "president"
                | "bodies"
                | "organizations"
                | "entities"
                | "agencies"
                | "organization"
        );
        let class = matches!(t.before(of), "states" | "governments" | "countries" | "parties" | "nations");
        let adjective = (n.words.start..of).any(|i| t.capital(i));
        let place = t.word(of + 1) == "the" && matches!(t.word(of + 2), "region" | "area" | "zone" | "united");
        let known = crate::extract::actors::ACTORS.longest(t, n.words.start) == Some(of - n.words.start);
        if !place && (class || !owner && (known || adjective && plural(t.before(of)))) {
            n.words.end = of;
            names.truncate(k + 1);
            break;
        }
    }
    names
}

/// Names with nothing but commas and conjunctions between them.
fn contiguous(t: &Tokens<'_>, mut names: Vec<Name>) -> Vec<Name> {
    let gap = |pair: &[Name]| match pair {
        [a, b] => (a.words.end..b.from)
            .any(|i| t.shape(i) != Shape::Comma && !matches!(t.word(i), "and" | "or" | "as" | "well" | "between")),
        _ => false,
    };
    if let Some(i) = names.windows(2).position(gap) {
        names.truncate(i + 1);
    }
    names
}

/// Further actors of the same verb, each with an action of its own: *…, and that all parties …*, *…, and partners to …*.
fn further(t: &Tokens<'_>, clause: &Clause, force: Force, out: &mut Vec<Duty>) {
    let Some(first) = out.first().map(|d| (d.begins, d.form)) else { return };
    let mut j = first.0 + 1;
    while j < clause.end {
        if t.inside(j) {
            j += 1;
            continue;
        }
        let at_and = is_and(t, j).filter(|_| t.word(j) == "and");
        let comma = j > 0 && matches!(t.shape(j - 1), Shape::Comma | Shape::Semicolon);
        let Some(n) = at_and else {
            j += 1;
            continue;
        };
        let mut next = j + n;
        if matches!(t.word(next), "also" | "further") {
            next += 1;
        }
        let joint = if comma { j - 1 } else { j };
        let new = if t.word(next) == "that"
            && matches!(first.1, Form::Subject | Form::Infinitive)
            && (force == Force::Decide || first.1 == Form::Subject)
        {
            Some(subject(t, next, next..clause.end, force))
                .filter(|d| matches!(&d.who, Who::Names(n) if !n.iter().any(|n| matches!(t.word(n.words.start), "it" | "they"))))
        } else if comma && first.1 == Form::Infinitive && force != Force::Decide {
            let start = if matches!(t.word(next), "upon" | "on") { next + 1 } else { next };
            let inner = named(t, start..clause.end.min(start + 24), Place::Object);
            match inner.then {
                Then::Infinitive(begins)
                    if !inner.names.is_empty()
                        && inner.names.iter().all(|n| is_actor(t, n) && !never_actor(t, n))
                        && inner.names[0].from == start
                        && (definite(t, start) || start != next)
                        && (start != next || inner.after == begins) =>
                {
                    let after = inner.after;
                    Some(Duty {
                        who: Who::Names(inner.names),
                        form: Form::Infinitive,
                        action: after..clause.end,
                        begins,
                        clause: next..clause.end,
                        rule: "actor.own-action",
                        sure: false,
                    })
                }
                _ => None,
            }
        } else {
            None
        };
        if let Some(new) = new {
            if let Some(last) = out.last_mut() {
                last.clause.end = joint;
                last.action.end = last.action.end.min(joint).max(last.action.start);
            }
            j = new.begins + 1;
            out.push(new);
            continue;
        }
        j += 1;
    }
}
