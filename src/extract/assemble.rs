//! Duties to obligations: addressees, kind, times and the rest, each with its trace; and the key that events hold on to.

use crate::extract::actors::actor;
use crate::extract::addressee::Context;
use crate::extract::anaphora::Before;
use crate::extract::clauses::{Clause, as_written};
use crate::extract::duty::{Form, Who};
use crate::extract::frame::Frame;
use crate::extract::kind::{self, Asked};
use crate::extract::mentions::Mentions;
use crate::extract::paragraph::{Aside, Draft, Paragraph, paragraph};
use crate::extract::selfexec::self_executing;
use crate::extract::tokens::Tokens;
use crate::extract::{ParagraphReading, Scope, condition, deadline, recipient, recurrence};
use crate::model::{
    ActorKey, Addressee, At, Block, ClauseKey, Obligation, ParagraphId, Place, Relation, Resolution, Span, Symbol,
    Trace, VerbKey,
};
use std::collections::HashMap;
use std::ops::Range;

/// Reads one operative paragraph.
pub(crate) fn read(
    resolution: &Resolution,
    mentions: &Mentions<'_>,
    index: u32,
    block: &Block,
    id: ParagraphId,
) -> ParagraphReading {
    let p = paragraph(block);
    let context = Context { resolution, mentions, block: index };
    let mut reading = ParagraphReading {
        id,
        block: index,
        obligations: Vec::new(),
        passed_over: Vec::new(),
        unread: Vec::new(),
        incorporates: Vec::new(),
    };
    let mut first = HashMap::new();
    for (i, draft) in p.drafts.iter().enumerate() {
        first.entry((draft.verb_text, draft.clause.verb)).or_insert(i);
    }
    let mut done = Done { names: Vec::new(), first, spoken: vec![None; p.clauses.len()] };
    for draft in &p.drafts {
        let obligation = obligation(&context, &p, draft, block, &reading.id, &mut done);
        done.names.push(obligation.addressees.iter().map(|a| a.name.clone()).collect());
        reading.obligations.push(obligation);
    }
    for (text, clause) in &p.clauses {
        incorporated(resolution, block, &p, *text, clause, &mut reading.incorporates);
    }
    for Aside { text, words, rule } in &p.asides {
        let t = &p.texts[*text];
        let node = Trace::new(*rule, t.raw(words.clone()), Some(at(index, *text, t, words.clone())));
        if *rule == "verb.unknown" { reading.unread.push(node) } else { reading.passed_over.push(node) }
    }
    reading
}

/// What is read of a paragraph so far.
struct Done {
    /// The addressees of its duties, in order.
    names: Vec<Vec<String>>,
    /// The first duty of each clause, by its text and verb.
    first: HashMap<(usize, usize), usize>,
    /// Of whom each clause speaks, once a later one has asked.
    spoken: Vec<Option<Vec<Vec<String>>>>,
}

/// How many clauses back a pronoun can point.
const REACH: usize = 60;

/// The documents whose recommendations a clause endorses: their symbols in the clause or in its footnotes.
fn incorporated(
    resolution: &Resolution,
    block: &Block,
    p: &Paragraph<'_>,
    text: usize,
    clause: &Clause,
    out: &mut Vec<String>,
) {
    let t = &p.texts[text];
    let endorses = matches!(t.word(clause.verb), "endorses" | "approves" | "adopts");
    let range = clause.verb_words.end..clause.end;
    if !endorses || !range.clone().any(|i| matches!(t.word(i), "recommendations" | "recommendation" | "conclusions")) {
        return;
    }
    let rich = match part(text) {
        None => Some(&block.body),
        Some(i) => block.parts.get(i as usize).map(|p| &p.body),
    };
    let bytes = t.bytes(range);
    let noted = rich
        .into_iter()
        .flat_map(|r| &r.marks)
        .filter(|(at, _)| bytes.contains(&(*at as usize)) || *at as usize == bytes.end);
    let notes = noted.filter_map(|(_, note)| resolution.footnotes.get(*note as usize)).map(|n| n.text.as_str());
    let words = t.text.get(bytes.clone()).unwrap_or_default();
    for word in std::iter::once(words).chain(notes).flat_map(|s| s.split([' ', ';', ',', '(', ')'])) {
        let word = word.trim_end_matches('.');
        let looks = word.contains('/') && word.starts_with(|c: char| c.is_ascii_uppercase());
        if let Some(symbol) = looks.then(|| Symbol::parse(word).ok()).flatten() {
            let symbol = symbol.to_string();
            if !out.contains(&symbol) {
                out.push(symbol);
            }
        }
    }
}

/// The part that a text is of.
fn part(text: usize) -> Option<u32> {
    text.checked_sub(1).map(|p| p as u32)
}

fn at(block: u32, text: usize, t: &Tokens<'_>, words: Range<usize>) -> At {
    let bytes = t.bytes(words);
    At { block, part: part(text), span: Span::new(bytes.start, bytes.end) }
}

/// How often the verb's word stands in the parts without a label before this one: together they are one text to a key.
fn before_unlabelled(p: &Paragraph<'_>, block: &Block, draft: &Draft) -> u16 {
    let unlabelled =
        |text: usize| part(text).and_then(|i| block.parts.get(i as usize)).is_some_and(|p| p.label.is_empty());
    if !unlabelled(draft.verb_text) {
        return 0;
    }
    let word = p.texts[draft.verb_text].word(draft.clause.verb);
    let earlier = (1..draft.verb_text).filter(|&text| unlabelled(text)).map(|text| &p.texts[text]);
    earlier.map(|t| (0..t.len()).filter(|&k| t.word(k) == word).count()).sum::<usize>().min(1000) as u16
}

fn obligation(
    context: &Context<'_>,
    p: &Paragraph<'_>,
    draft: &Draft,
    block: &Block,
    id: &ParagraphId,
    done: &mut Done,
) -> Obligation {
    let resolution = context.resolution;
    let t = &p.texts[draft.text];
    let verbs = &p.texts[draft.verb_text];
    let duty = &draft.duty;
    let mut doubts = Vec::new();
    let mut trace =
        Trace::new("obligation", draft.force.as_str(), Some(at(context.block, draft.text, t, duty.clause.clone())));
    let verb_words = as_written(verbs, draft.clause.verb_words.clone());
    let verb_at = at(context.block, draft.verb_text, verbs, verb_words.clone());
    let verb = verbs.raw(verb_words).to_lowercase();
    trace.from.push(Trace::new(draft.clause.rule, verb.clone(), Some(verb_at)));
    if let Some(frame) = draft.frame {
        let rule = match frame {
            Frame::Bare => "frame.bare",
            Frame::Empty => "frame.empty",
            Frame::Plus => "frame.own-action-and-parts",
            Frame::Tasks => "frame.body-with-tasks",
            Frame::Whole => "frame.contents",
        };
        trace.from.push(Trace::new(rule, "", None));
    }

    // whom
    let names_t = &p.texts[draft.names_text];
    let (addressees, actor_key) = match &duty.who {
        Who::Organ => {
            let name = resolution.organ.map_or("", |o| o.as_str());
            trace.from.push(Trace::new(duty.rule, name, None));
            let organ = Addressee {
                name: name.to_owned(),
                actor: actor(name).map(|a| a.id.clone()),
                at: None,
                resolved: !name.is_empty(),
            };
            (if name.is_empty() { Vec::new() } else { vec![organ] }, None)
        }
        Who::Nobody => {
            trace.from.push(Trace::new(duty.rule, "", None));
            (Vec::new(), None)
        }
        Who::Names(names) | Who::Agents(names) => {
            let before = before(context, p, draft, done);
            let read = context.read(names_t, part(draft.names_text), names, &before);
            if !read.sure || often_misread(&read.addressees) {
                doubts.push("addressees".to_owned());
            }
            let mut node = Trace::new(
                duty.rule,
                read.addressees.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("; "),
                None,
            );
            node.from = read.trace;
            trace.from.push(node);
            let key = names
                .first()
                .map(|n| ActorKey { word: names_t.word(n.words.start).to_owned(), nth: names_t.nth(n.words.start) });
            (read.addressees, key)
        }
    };
    if !duty.sure && !doubts.iter().any(|d| d == "addressees") {
        doubts.push("addressees".to_owned());
    }

    // what
    let names: Vec<String> = addressees.iter().map(|a| a.name.clone()).collect();
    let asked = Asked {
        t,
        action: duty.action.clone(),
        begins: duty.begins,
        form: duty.form,
        force: draft.force,
        organ: duty.who == Who::Organ,
        meets: kind::meets(&names),
        about_meeting: draft
            .inherited
            .clone()
            .filter(|_| draft.text != draft.verb_text)
            .is_some_and(|range| kind::arranges(verbs, range))
            && draft.frame != Some(Frame::Tasks),
        sets_up: draft.frame == Some(Frame::Tasks) && draft.text == draft.verb_text,
    };
    let kind = kind::kind(&asked);
    trace.from.push(Trace::new(
        kind.rule,
        kind.kind.as_str(),
        (kind.at < t.len()).then(|| at(context.block, draft.text, t, kind.at..kind.at + 1)),
    ));
    if !kind.sure {
        doubts.push("kind".to_owned());
    }

    let scope = Scope {
        resolution,
        block: context.block,
        part: part(draft.text),
        text: t.text,
        clause: t.bytes(duty.clause.start..duty.clause.end.max(duty.action.end)),
        action: t.bytes(duty.action.clone()),
        inherited: draft
            .inherited
            .clone()
            .filter(|_| draft.text != draft.verb_text)
            .map(|range| (verbs.text, verbs.bytes(range))),
        contents: draft.contents.iter().filter_map(|&c| Some((part(c)?, p.texts[c].text))).collect(),
        verb: &verb,
        force: draft.force,
        kind: Some(kind.kind),
        addressees: &names,
    };
    let times = times(&scope, &mut trace);
    let until = times.deadline.as_ref().is_some_and(|d| d.relation == Relation::Until);
    let own = self_executing(t, duty, draft.force, kind.kind, until);
    if let Some((value, rule)) = own {
        trace.from.push(Trace::new(rule, value.as_str(), None));
    }

    Obligation {
        key: ClauseKey {
            symbol: id.symbol.clone(),
            section: id.section.clone(),
            paragraph: id.number.clone(),
            part: part(draft.text)
                .and_then(|i| block.parts.get(i as usize))
                .map(|p| p.label.clone())
                .filter(|l| !l.is_empty()),
            verb: VerbKey {
                word: verbs.word(draft.clause.verb).to_owned(),
                place: if draft.verb_text == 0 { Place::Paragraph } else { Place::Part },
                nth: verbs.nth(draft.clause.verb).saturating_add(before_unlabelled(p, block, draft)),
            },
            actor: actor_key,
        },
        block: context.block,
        part: part(draft.text),
        verb,
        force: draft.force,
        addressees,
        kind: kind.kind,
        deadline: times.deadline,
        recurrence: times.recurrence,
        recipient: times.recipient,
        conditions: times.conditions,
        self_executing: own.map(|(value, _)| value),
        verb_at,
        clause_at: at(context.block, draft.text, t, duty.clause.clone()),
        doubts,
        trace,
    }
}

/// Names that are wrong more often than one time in twenty where they were compared with labels: one of three or more, bare
/// *parties*, a long title that the lexicon does not know.
fn often_misread(names: &[Addressee]) -> bool {
    let title = |a: &Addressee| {
        a.actor.is_none() && a.name.starts_with(char::is_uppercase) && a.name.split(' ').nth(2).is_some()
    };
    names.len() > 2 || names.iter().any(|a| a.name == "parties" || title(a))
}

/// What pronouns of a clause can point back to: the actors of the clauses before it in the paragraph.
fn before(context: &Context<'_>, p: &Paragraph<'_>, draft: &Draft, done: &mut Done) -> Before {
    let mut before = Before::default();
    let needs = match &draft.duty.who {
        Who::Names(names) | Who::Agents(names) => names.iter().any(|n| {
            n.pointer.is_some()
                || n.from < n.words.start && !p.texts[draft.names_text].capital(n.words.start)
                || matches!(
                    p.texts[draft.names_text].word(n.words.start),
                    "them" | "it" | "him" | "her" | "both" | "themselves" | "they" | "he" | "she"
                )
        }),
        _ => false,
    };
    if !needs {
        return before;
    }
    let own = draft.verb_text.max(draft.names_text);
    let after = |(text, clause): &(usize, Clause)| {
        (*text, clause.verb) >= (own, draft.clause.verb) && *text == draft.verb_text || *text > draft.text
    };
    let end = p.clauses.iter().position(after).unwrap_or(p.clauses.len());
    for k in end.saturating_sub(REACH)..end {
        let Some((text, clause)) = p.clauses.get(k) else { break };
        if done.spoken.get(k).is_some_and(Option::is_none) {
            let range = clause.verb_words.end..clause.end;
            let spoken = context.spoken_of(&p.texts[*text], part(*text), range, &before);
            if let Some(slot) = done.spoken.get_mut(k) {
                *slot = Some(spoken);
            }
        }
        before.groups.extend(done.spoken.get(k).cloned().flatten().unwrap_or_default());
        let asked = done.first.get(&(*text, clause.verb)).and_then(|&d| done.names.get(d));
        if let Some(names) = asked.filter(|names| !names.is_empty())
            && draft.duty.form != Form::Frame
        {
            before.groups.push(names.clone());
        }
    }
    before
}

struct Times {
    deadline: Option<crate::model::Deadline>,
    recurrence: Option<crate::model::Recurrence>,
    recipient: Option<crate::model::Recipient>,
    conditions: Vec<crate::model::Condition>,
}

/// Deadline, rhythm, recipient and conditions of a clause.
fn times(scope: &Scope<'_>, trace: &mut Trace) -> Times {
    let t = &Tokens::new(scope.clause_words());
    let mut keep = |node: Trace| trace.from.push(node);
    let deadline = deadline::read(scope, t).map(|(value, node)| (keep(node), value).1);
    let recurrence = recurrence::read(scope, t).map(|(value, node)| (keep(node), value).1);
    let due = deadline.as_ref().map(|d| &d.due);
    let recipient = recipient::read(scope, t, due).map(|(value, node)| (keep(node), value).1);
    let conditions = condition::read(scope, t).into_iter().map(|(value, node)| (keep(node), value).1).collect();
    Times { deadline, recurrence, recipient, conditions }
}

#[cfg(test)]
mod tests;
