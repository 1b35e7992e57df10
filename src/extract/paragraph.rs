//! One operative paragraph with its parts to duties: which clause hands down what, in the order of the text.

use crate::extract::clauses::{Clause, Mood, Passed, clauses};
use crate::extract::duty::{Duty, Form, Who, decided, duties, nominal};
use crate::extract::frame::{Frame, Start, by_gerunds, frame, start};
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::plural;
use crate::extract::phrase::{Name, Place, Then, named};
use crate::extract::subject::subject_of;
use crate::extract::tokens::{Shape, Tokens};
use crate::extract::who::is_actor;
use crate::model::{Block, Force};
use std::ops::Range;

/// A duty before its values are read. Texts are numbered: 0 the chapeau, `i + 1` the part `i`.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) clause: Clause,
    pub(crate) force: Force,
    /// The text that the verb stands in.
    pub(crate) verb_text: usize,
    /// The text that the names stand in.
    pub(crate) names_text: usize,
    /// The text that the action stands in.
    pub(crate) text: usize,
    pub(crate) duty: Duty,
    /// The chapeau's clause, for a part that takes its verb from there.
    pub(crate) inherited: Option<Range<usize>>,
    /// Texts of parts that are contents of the action.
    pub(crate) contents: Vec<usize>,
    /// Rule of the frame.
    pub(crate) frame: Option<Frame>,
}

/// A clause that obliges nobody, or a word that opens none, with its text.
#[derive(Debug, Clone)]
pub(crate) struct Aside {
    pub(crate) text: usize,
    pub(crate) words: Range<usize>,
    pub(crate) rule: &'static str,
}

/// What a clause hands down.
#[derive(Debug, Clone)]
struct Handed {
    frame: Frame,
    clause: Clause,
    force: Force,
    verb_text: usize,
    names_text: usize,
    who: Who,
    /// The clause's tokens in `verb_text`.
    range: Range<usize>,
    /// It ends in *that*: each part is a sentence.
    that: bool,
    /// Most of its parts begin with a verb.
    verbs: bool,
    /// Its parts are gerunds that count.
    gerunds: bool,
}

/// The paragraph cut into texts, clauses and duties.
#[derive(Debug)]
pub(crate) struct Paragraph<'a> {
    pub(crate) texts: Vec<Tokens<'a>>,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) asides: Vec<Aside>,
    /// Every main clause in order, with its text: what pronouns can point back to.
    pub(crate) clauses: Vec<(usize, Clause)>,
}

/// Reads a block.
pub(crate) fn paragraph(block: &Block) -> Paragraph<'_> {
    let mut texts = vec![Tokens::new(&block.body.text)];
    texts.extend(block.parts.iter().map(|p| Tokens::new(&p.body.text)));
    let depth: Vec<usize> = std::iter::once(0).chain(block.parts.iter().map(|p| depth_of(&p.label))).collect();
    let parent: Vec<usize> = (0..texts.len())
        .map(|i| (0..i).rev().find(|&j| j == 0 || depth[j] > 0 && depth[j] < depth[i]).unwrap_or(0))
        .collect();
    let mut p = Paragraph { texts, drafts: Vec::new(), asides: Vec::new(), clauses: Vec::new() };
    let mut handed: Vec<Vec<Handed>> = vec![Vec::new(); p.texts.len()];
    for i in 0..p.texts.len() {
        let children: Vec<usize> = (i + 1..p.texts.len()).filter(|&c| parent[c] == i && depth[c] > 0).collect();
        let from = if i == 0 || depth[i] == 0 { Vec::new() } else { handed[parent[i]].clone() };
        handed[i] = p.text(i, &from, &children);
    }
    p
}

/// `(a)` 1, `(a)(i)` 2, a dash 1; 0 for a continuation.
fn depth_of(label: &str) -> usize {
    let n = crate::model::id::part_in_id(label).split('.').filter(|s| !s.is_empty()).count();
    n.max(usize::from(!label.is_empty()))
}

impl Paragraph<'_> {
    /// Reads one text; what it hands down to its children: two verbs can share them (*requests A, and invites B, to: (a) …*).
    fn text(&mut self, i: usize, from: &[Handed], children: &[usize]) -> Vec<Handed> {
        let (found, passed) = clauses(&self.texts[i]);
        for Passed { token, rule } in passed {
            self.asides.push(Aside { text: i, words: token..token + 1, rule });
        }
        let mut down = Vec::new();
        let opens_itself = found.first().is_some_and(|c| c.joint == 0);
        if !opens_itself {
            let end = found.first().map_or(self.texts[i].len(), |c| c.joint);
            for handed in from {
                down.extend(self.part(i, handed, end, children));
            }
        }
        let last = found.len().saturating_sub(1);
        let mut shared = false;
        for (n, clause) in found.iter().enumerate() {
            match clause.mood {
                Mood::Passed => {
                    self.asides.push(Aside { text: i, words: clause.verb_words.clone(), rule: clause.rule });
                    self.clauses.push((i, clause.clone()));
                }
                Mood::Directive(force) => {
                    self.clauses.push((i, clause.clone()));
                    let next = found.get(n + 1);
                    let shares = n + 1 == last && !children.is_empty() && self.shares_action(i, clause, force, next);
                    let below = if n == last || shares { children } else { &[] };
                    let handed = self.clause(i, clause, force, next, below);
                    if handed.is_some() && !shared {
                        down.clear();
                    }
                    down.extend(handed);
                    shared = shares;
                }
            }
        }
        down
    }

    /// Whether a clause names actors only and the next has what they are to do: *requests A, and invites B, to …*.
    fn shares_action(&self, i: usize, clause: &Clause, force: Force, next: Option<&Clause>) -> bool {
        let t = &self.texts[i];
        let joined = next.is_some_and(|n| matches!(n.mood, Mood::Directive(_)) && n.joint <= clause.end + 1);
        joined && duties(t, clause, force).last().is_some_and(|d| d.form == Form::Open)
    }

    /// A directive clause of a text.
    fn clause(
        &mut self,
        i: usize,
        clause: &Clause,
        force: Force,
        next: Option<&Clause>,
        children: &[usize],
    ) -> Option<Handed> {
        let mut all = duties(&self.texts[i], clause, force);
        let mut down = None;
        let count = all.len();
        for (n, duty) in all.iter_mut().enumerate() {
            // *calls upon A, and invites B, to support …*: the action stands in the next clause
            let mut end = duty.clause.end;
            if duty.form == Form::Open {
                match next {
                    Some(next) if matches!(next.mood, Mood::Directive(_)) && (next.joint <= clause.end + 1) => {
                        if let Mood::Directive(f) = next.mood
                            && let Some(other) =
                                duties(&self.texts[i], next, f).first().filter(|d| matches!(d.form, Form::Infinitive))
                        {
                            duty.action = other.action.clone();
                            duty.begins = other.begins;
                            duty.form = other.form;
                            end = other.clause.end;
                            if matches!(&duty.who, Who::Names(n) if n.is_empty()) {
                                duty.who = other.who.clone();
                            }
                        }
                    }
                    _ if !matches!(clause.verb_words.len(), 0) => {
                        duty.form = Form::Noun;
                    }
                    _ => {}
                }
            }
            // *requests and encourages States to …*
            if duty.clause.end <= clause.verb_words.end + 1
                && matches!(duty.who, Who::Nobody)
                && children.is_empty()
                && let Some(Mood::Directive(f)) = next.map(|n| n.mood)
            {
                let other = next.and_then(|next| duties(&self.texts[i], next, f).into_iter().next());
                if let Some(other) = other {
                    duty.who = other.who;
                    duty.action = other.action;
                    duty.begins = other.begins;
                    duty.form = other.form;
                }
            }
            let mut kind = Frame::Whole;
            let (mut verbs, mut gerunds) = (false, false);
            let shared = Duty { clause: duty.clause.start..end, ..duty.clone() };
            let ends_open = n + 1 == count && !children.is_empty() && self.ends_in_colon(i, &shared);
            if ends_open {
                kind = frame(&self.texts[i], &shared);
                let verbal = children.iter().filter(|&&c| self.is_verbal(c)).count();
                verbs = 2 * verbal >= children.len();
                gerunds = kind == Frame::Empty && by_gerunds(&self.texts[i], &shared);
                let live = verbs || gerunds;
                if !live && kind != Frame::Bare {
                    kind = Frame::Whole;
                }
                if !live
                    && kind == Frame::Bare
                    && !(matches!(duty.who, Who::Nobody) && duty.clause.end <= clause.verb_words.end + 1)
                {
                    kind = Frame::Whole;
                }
            }
            if kind != Frame::Whole {
                let who = if kind == Frame::Tasks { self.set_up(i, duty) } else { self.frame_who(i, duty) };
                down = Some(Handed {
                    frame: kind,
                    clause: clause.clone(),
                    force,
                    verb_text: i,
                    names_text: i,
                    who,
                    range: duty.clause.clone(),
                    verbs,
                    gerunds,
                    that: duty.rule == "actor.in-parts" || duty.rule == "actor.that",
                });
            }
            if matches!(kind, Frame::Whole | Frame::Plus | Frame::Tasks) {
                let contents = if ends_open && kind == Frame::Whole { children.to_vec() } else { Vec::new() };
                self.drafts.push(Draft {
                    clause: clause.clone(),
                    force,
                    verb_text: i,
                    names_text: i,
                    text: i,
                    duty: duty.clone(),
                    inherited: None,
                    contents,
                    frame: ends_open.then_some(kind),
                });
            }
        }
        down
    }

    /// Whether a part begins with a verb, with actors, with a sentence, or with a directive verb of its own.
    fn is_verbal(&self, i: usize) -> bool {
        let t = &self.texts[i];
        let own = clauses(t).0.first().is_some_and(|c| c.joint == 0 && matches!(c.mood, Mood::Directive(_)));
        own || start(t, t.len()) != Start::Noun
    }

    fn ends_in_colon(&self, i: usize, duty: &Duty) -> bool {
        let t = &self.texts[i];
        let end = duty.clause.end;
        (end.saturating_sub(2)..=end).any(|k| t.shape(k) == Shape::Colon)
            || t.text.trim_end().ends_with([':', ';', ',']) && duty.form == Form::Frame
            || t.text.trim_end().ends_with(['–', '—'])
            || {
                // a semicolon misprinted for the colon: *to undertake the following tasks …;*
                i == 0
                    && self.texts.len() > 1
                    && t.text.trim_end().ends_with(';')
                    && (duty.action.start..end).any(|k| {
                        t.word(k) == "following" && matches!(t.word(k + 1), "tasks" | "measures" | "steps" | "actions")
                    })
            }
    }

    /// Whom an empty frame binds where its subject is no actor: *the mandate of the Mission shall be to:*.
    fn frame_who(&self, i: usize, duty: &Duty) -> Who {
        let t = &self.texts[i];
        if duty.who == Who::Organ && duty.form != Form::Infinitive {
            let mandate = (duty.action.start..duty.action.end)
                .find(|&k| matches!(t.word(k), "mandate" | "tasks") && t.word(k + 1) == "of");
            if let Some(m) = mandate {
                let inner = named(t, m + 2..duty.action.end, Place::Subject);
                if let Some(n) = inner.names.first().filter(|n| is_actor(t, n)) {
                    return Who::Names(vec![n.clone()]);
                }
            }
        }
        duty.who.clone()
    }

    /// The body or the post that a decision sets up.
    fn set_up(&self, i: usize, duty: &Duty) -> Who {
        let t = &self.texts[i];
        let mut k = duty.begins + 2;
        while k < duty.action.end {
            let inner = named(t, k..duty.action.end, Place::Object);
            if let Some(n) = inner.names.iter().find(|n| is_actor(t, n)) {
                return Who::Names(vec![Name { pointer: None, ..n.clone() }]);
            }
            k = inner.names.first().map_or(k + 1, |n| n.words.end).max(k + 1);
        }
        duty.who.clone()
    }

    /// A part that takes its verb from above.
    fn part(&mut self, i: usize, handed: &Handed, end: usize, children: &[usize]) -> Option<Handed> {
        let t = &self.texts[i];
        let mut how = start(t, end);
        let first = t.word(0);
        // among parts that begin with verbs, a word that can be one is one
        let odd = PHRASE.determiners.contains(first)
            || first.ends_with("ing")
            || plural(first)
            || matches!(t.word(1), "of" | "for");
        if how == Start::Noun && handed.that {
            how = Start::Subject;
        } else if how == Start::Noun && (handed.gerunds || handed.verbs && !odd) {
            how = Start::Verb;
        }
        let bare_nouns = handed.frame == Frame::Bare && matches!(handed.who, Who::Nobody);
        let mut names_text = handed.names_text;
        let base = Duty {
            who: handed.who.clone(),
            form: Form::Infinitive,
            clause: 0..end,
            action: 0..end,
            begins: 0,
            rule: "actor.chapeau",
            sure: true,
        };
        let duties: Vec<Duty> = match how {
            // *decides: (a) To request the Secretary-General …*
            Start::Verb if handed.force == Force::Decide && handed.who == Who::Organ && t.word(0) == "to" => {
                names_text = i;
                vec![decided(t, 0, 0..end)]
            }
            Start::Verb => vec![Duty { begins: first_verb(t, end), ..base }],
            Start::Actors => {
                names_text = i;
                let pseudo = Clause { verb: 0, verb_words: 0..0, end, ..handed.clause.clone() };
                let force = if handed.force == Force::Decide { Force::Request } else { handed.force };
                duties(t, &pseudo, force)
            }
            Start::Subject => {
                names_text = i;
                let from = usize::from(t.word(0) == "that");
                let mut out = Vec::new();
                for (s, e) in sentences(t, from, end) {
                    let duty = subject_of(t, s, s..e, handed.force);
                    let duty =
                        if matches!(duty.who, Who::Nobody) && matches!(handed.who, Who::Names(_)) && out.is_empty() {
                            Duty { who: Who::Nobody, ..duty }
                        } else {
                            duty
                        };
                    if out.is_empty() || matches!(duty.who, Who::Names(_)) {
                        out.push(duty);
                    } else if let Some(last) = out.last_mut() {
                        let last: &mut Duty = last;
                        last.clause.end = e;
                        last.action.end = e;
                    }
                }
                out
            }
            Start::Noun if bare_nouns => {
                names_text = i;
                vec![nominal(t, 0..end)]
            }
            Start::Noun => Vec::new(),
        };
        let mut down = None;
        for duty in duties {
            let own_names = matches!(duty.who, Who::Names(_) | Who::Agents(_)) && names_text == i;
            let mut draft = Draft {
                clause: handed.clause.clone(),
                force: handed.force,
                verb_text: handed.verb_text,
                names_text: if own_names { names_text } else { handed.names_text },
                text: i,
                duty,
                inherited: Some(handed.range.clone()),
                contents: Vec::new(),
                frame: Some(handed.frame),
            };
            if !children.is_empty() && self.ends_in_colon(i, &draft.duty) {
                let kind = frame(&self.texts[i], &draft.duty);
                let live = children.iter().all(|&c| start(&self.texts[c], self.texts[c].len()) == Start::Verb);
                if live && matches!(kind, Frame::Bare | Frame::Empty) {
                    down = Some(Handed {
                        frame: kind,
                        who: draft.duty.who.clone(),
                        names_text: draft.names_text,
                        ..handed.clone()
                    });
                    continue;
                }
                draft.contents = children.to_vec();
            }
            self.drafts.push(draft);
        }
        down
    }
}

/// The verb that a part begins with.
fn first_verb(t: &Tokens<'_>, end: usize) -> usize {
    let object = named(t, 0..end, Place::Object);
    match object.then {
        Then::Infinitive(k) if object.names.is_empty() => k,
        _ => 0,
    }
}

/// Sentences of a part: at semicolons.
fn sentences(t: &Tokens<'_>, from: usize, end: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut s = from;
    for k in from..end {
        if t.shape(k) == Shape::Semicolon && !t.inside(k) && k + 1 < end {
            out.push((s, k));
            s = k + 1;
        }
    }
    out.push((s, end));
    // *Eritrea must …, and Ethiopia must …*
    let mut split = Vec::new();
    for (s, e) in out {
        let mut s = s;
        let modals: Vec<usize> = (s..e).filter(|&k| matches!(t.word(k), "must" | "shall") && !t.inside(k)).collect();
        for pair in modals.windows(2) {
            let (Some(&a), Some(&b)) = (pair.first(), pair.get(1)) else { continue };
            if let Some(and) = (a..b).rev().find(|&k| t.word(k) == "and") {
                let inner = named(t, and + 1..e, Place::Subject);
                if b - and < 10
                    && inner.then == Then::Finite(b)
                    && !inner.names.is_empty()
                    && inner.names.iter().all(|n| is_actor(t, n))
                {
                    split.push((s, and));
                    s = and + 1;
                }
            }
        }
        split.push((s, e));
    }
    split
}
