//! Which entry lies on which clause, and on which turn of it.

use crate::calendar::Plan;
use crate::model::event::{Pair, Payload, Turn};
use crate::model::{ClauseKey, Edition, EventId, Symbol, TurnName};
use crate::track::Entry;
use crate::track::words::Words;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

/// What moves a log from key to key: a text that renumbers an earlier one, a draft that became a resolution, a `same`.
///
/// Two copies that load the same corrigendum tell of one renumbering; it is followed once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// With its pairs: a newer reader may tell of others for the same edition.
    Load(Text, BTreeSet<(ClauseKey, ClauseKey)>),
    Adopt(Symbol, Symbol),
    Same(EventId),
}

/// A text in one edition, whatever its format.
type Text = (Symbol, Edition);

#[derive(Debug, Clone)]
struct Step {
    /// Index of its cause in the order of the log.
    order: usize,
    /// The text that renumbers, of a load.
    text: Option<Text>,
    words: Words,
    to: ClauseKey,
    /// The log of a draft is read on the draft, too, before it was adopted.
    stays: bool,
}

/// The live pairs of the log.
#[derive(Debug, Clone, Default)]
pub struct Moves {
    /// The events that tell of each cause, in the order of the log.
    told: Vec<Vec<EventId>>,
    /// By the key that older events hold; steps in the order of their causes.
    from: BTreeMap<ClauseKey, Vec<Step>>,
    into: BTreeMap<ClauseKey, BTreeSet<ClauseKey>>,
}

impl Moves {
    /// Takes the pairs out of live entries; the others are passed over.
    pub fn new<'a>(live: impl IntoIterator<Item = &'a Entry>) -> Moves {
        let mut told: BTreeMap<Cause, Vec<(&Entry, &[Pair])>> = BTreeMap::new();
        for e in live {
            let (cause, pairs) = match &e.event.payload {
                Payload::Same { pairs } => (Cause::Same(e.id), pairs),
                Payload::Adopt { draft, resolution, pairs } => (Cause::Adopt(draft.clone(), resolution.clone()), pairs),
                Payload::Load(load) => match &load.symbol {
                    Some(symbol) => {
                        let keys = load.pairs.iter().map(|p| (p.from.clone(), p.to.clone())).collect();
                        (Cause::Load((symbol.clone(), load.edition), keys), &load.pairs)
                    }
                    None => continue,
                },
                _ => continue,
            };
            if !pairs.is_empty() {
                told.entry(cause).or_default().push((e, pairs));
            }
        }
        let mut causes: Vec<_> = told.into_iter().collect();
        causes.iter_mut().for_each(|(_, by)| by.sort_by_key(|(e, _)| (e.time, e.id)));
        causes.sort_by_key(|(_, by)| by.first().map(|(e, _)| (e.time, e.id)));
        let mut moves = Moves::default();
        for (order, (cause, by)) in causes.into_iter().enumerate() {
            let stays = matches!(cause, Cause::Adopt(..));
            let text = match cause {
                Cause::Load(text, _) => Some(text),
                _ => None,
            };
            for pair in by.iter().flat_map(|(_, pairs)| pairs.iter()) {
                let step =
                    Step { order, text: text.clone(), words: Words::new(&pair.words), to: pair.to.clone(), stays };
                moves.from.entry(pair.from.clone()).or_default().push(step);
                moves.into.entry(pair.to.clone()).or_default().insert(pair.from.clone());
            }
            moves.told.push(by.iter().map(|(e, _)| e.id).collect());
        }
        moves
    }

    /// Every key whose entries may lie on this clause, itself included: what to look up before [`Moves::place`] decides.
    pub fn sources(&self, key: &ClauseKey) -> BTreeSet<ClauseKey> {
        let mut all = BTreeSet::from([key.clone()]);
        let mut todo = vec![key.clone()];
        while let Some(next) = todo.pop() {
            for from in self.into.get(&next).into_iter().flatten() {
                if all.insert(from.clone()) {
                    todo.push(from.clone());
                }
            }
        }
        all
    }

    /// The clauses on which an entry lies: one, or for what was logged on a draft that was adopted, the resolution's and the
    /// draft's; empty where it is *detached* (or about no clause).
    ///
    /// Pairs are followed in the order of the log, those that the writer of the entry did not know yet; a writer who knew a
    /// renumbering meant the new numbers. `clause` gives the words of a clause that is there, `ancestor(a, b)` whether `b`'s writer
    /// knew `a` ([`crate::track::Graph::is_ancestor`]).
    pub fn place(
        &self,
        entry: &Entry,
        clause: &dyn Fn(&ClauseKey) -> Option<String>,
        ancestor: &dyn Fn(EventId, EventId) -> bool,
    ) -> Vec<ClauseKey> {
        let Some(subject) = &entry.event.subject else { return Vec::new() };
        let words = LazyCell::new(|| Words::new(&subject.clause.words));
        // Mostly the words are the same to the letter.
        let agrees =
            |key: &ClauseKey| clause(key).is_some_and(|w| w == subject.clause.words || Words::new(&w).agree(&words));
        let (mut key, mut on, mut next) = (&subject.clause.key, Vec::new(), 0);
        let mut path: Vec<(&ClauseKey, &Option<Text>)> = Vec::new();
        let mut last: Option<&Words> = None;
        while let Some(step) = self.from.get(key).and_then(|steps| {
            steps.iter().find(|s| {
                s.order >= next
                    // After the first step the pair alone says what is the same; but where a text has come back, its number may be
                    // another clause's.
                    && match last {
                        _ if path.is_empty() => s.words.agree(&words),
                        Some(last) if self.returns(key, &path) => last.share(&s.words) >= KEPT,
                        _ => true,
                    }
                    && !self.told[s.order].iter().any(|told| ancestor(*told, entry.id))
                    && !back(s, &path)
            })
        }) {
            if step.stays && agrees(key) {
                on.push(key.clone());
            }
            path.push((key, &step.text));
            // What a person called the same may have any words.
            last = (step.stays || step.text.is_some()).then_some(&step.words);
            (key, next) = (&step.to, step.order + 1);
        }
        // The text that was renumbered may be the current one again: of the two clauses the words decide, and nothing else.
        if let Some(step) = self
            .from
            .get(key)
            .into_iter()
            .flatten()
            .find(|s| back(s, &path) && last.is_none_or(|w| w.share(&s.words) >= KEPT))
        {
            let fits = |k: &ClauseKey| agrees(k) || clause(k).is_some_and(|w| Words::new(&w).agree(&step.words));
            on.extend([key, &step.to].into_iter().find(|k| fits(k)).cloned());
            on.dedup();
            return on;
        }
        let moved = !path.is_empty();
        let there = if moved { clause(key).is_some() } else { agrees(key) };
        let found = if there { Some(key.clone()) } else { self.anywhere(key, moved, &words, clause) };
        on.extend(found);
        on.dedup();
        on
    }

    /// Whether a text that led away from a clause on the path leads back to it from here.
    fn returns(&self, key: &ClauseKey, path: &[(&ClauseKey, &Option<Text>)]) -> bool {
        self.from.get(key).into_iter().flatten().any(|s| back(s, path))
    }

    /// Where the key that pairs led to is not there, any chain of pairs from it that ends at a clause, the latest first; also
    /// pairs that the writer knew (whose older rules still read the old clause).
    fn anywhere(
        &self,
        key: &ClauseKey,
        moved: bool,
        words: &Words,
        clause: &dyn Fn(&ClauseKey) -> Option<String>,
    ) -> Option<ClauseKey> {
        let mut seen = BTreeSet::from([key]);
        let mut todo = vec![(key, moved)];
        while let Some((at, moved)) = todo.pop() {
            for step in self.from.get(at).into_iter().flatten().filter(|s| moved || s.words.agree(words)) {
                if clause(&step.to).is_some() {
                    return Some(step.to.clone());
                }
                if seen.insert(&step.to) {
                    todo.push((&step.to, true));
                }
            }
        }
        None
    }
}

/// So much of its words a clause keeps from one text to the next where the program told of the pair.
const KEPT: f64 = 0.7;

/// Whether a step leads back to a clause that the same edition of a text has led away from: the same renumbering, told by two
/// formats that differ in some pair.
fn back(step: &Step, path: &[(&ClauseKey, &Option<Text>)]) -> bool {
    step.text.is_some()
        && path.iter().any(|(key, _)| **key == step.to)
        && path.iter().any(|(_, text)| **text == step.text)
}

/// Of some clauses the one whose words fit a detached entry best, with the share of words that agree (0 to 1): what `review` offers. At
/// least half must agree.
pub fn best_fit<'a>(
    words: &str,
    clauses: impl IntoIterator<Item = (&'a ClauseKey, &'a str)>,
) -> Option<(&'a ClauseKey, f64)> {
    let words = Words::new(words);
    clauses
        .into_iter()
        .map(|(key, other)| (key, words.share(&Words::new(other))))
        .filter(|(_, share)| *share >= 0.5)
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0)))
}

/// The entries of one obligation, laid on its turns.
#[derive(Debug, Clone, Default)]
pub struct Placed<'a> {
    /// Each turn with its entries, in the order of the log; entries for all turns among them.
    pub turns: Vec<(Plan, Vec<&'a Entry>)>,
    /// Entries about the clause itself: corrections, dismissals, additions, decisions on suggestions.
    pub clause: Vec<&'a Entry>,
    /// Entries that fit no turn.
    pub detached: Vec<&'a Entry>,
}

/// Lays the live entries of one obligation, in the order of the log, on its turns.
///
/// An entry lies on the turn of its name, else on the only turn whose window holds the last day of the window that the writer
/// saw, else it is detached. A turn with an entry is always made: `named` gives a turn that the plans leave out
/// ([`crate::calendar::turns::turn_named`]), and with it all days of one that they show on some.
pub fn on_turns<'a>(live: &[&'a Entry], plans: Vec<Plan>, named: &dyn Fn(&TurnName) -> Option<Plan>) -> Placed<'a> {
    let mut placed = Placed { turns: plans.into_iter().map(|p| (p, Vec::new())).collect(), ..Placed::default() };
    let names: BTreeSet<&TurnName> =
        live.iter().filter_map(|e| e.event.subject.as_ref()?.turn.as_ref()?.name.as_ref()).collect();
    for name in names {
        let Some(forced) = named(name) else { continue };
        match placed.turns.iter_mut().find(|(p, _)| p.name.as_ref() == Some(name)) {
            Some((plan, _)) => *plan = forced,
            None => placed.turns.push((forced, Vec::new())),
        }
    }
    for entry in live {
        let Some(subject) = &entry.event.subject else { continue };
        if about_clause(&entry.event.payload) {
            placed.clause.push(entry);
            continue;
        }
        let Some(turn) = &subject.turn else {
            placed.turns.iter_mut().for_each(|(_, on)| on.push(entry));
            continue;
        };
        match fitting(turn, &placed.turns) {
            Some(i) => placed.turns[i].1.push(entry),
            None => placed.detached.push(entry),
        }
    }
    placed.turns.sort_by_key(|(p, _)| (p.window.as_ref().map_or(None, |w| Some(w.closes)), p.name.clone()));
    placed
}

fn about_clause(payload: &Payload) -> bool {
    matches!(
        payload,
        Payload::Correct(_)
            | Payload::Dismiss { .. }
            | Payload::Add { .. }
            | Payload::Accept { .. }
            | Payload::Reject { .. }
            | Payload::Same { .. }
    )
}

fn fitting(turn: &Turn, turns: &[(Plan, Vec<&Entry>)]) -> Option<usize> {
    if let Some(i) = turns.iter().position(|(p, _)| p.name == turn.name) {
        return Some(i);
    }
    let day = turn.closes?;
    let mut holding = turns
        .iter()
        .enumerate()
        .filter(|(_, (p, _))| p.window.as_ref().is_ok_and(|w| w.opens <= day && day <= w.closes))
        .map(|(i, _)| i);
    holding.next().filter(|_| holding.next().is_none())
}
