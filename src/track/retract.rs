//! Undoing: which events are live, today or as known on a day.

use crate::model::EventId;
use crate::model::event::{Moment, Payload};
use crate::track::Entry;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// Every retraction of the log: all that is needed to say of any event whether it is live.
///
/// A retraction acts only on what came before it: whoever wrote it had its target before them. So the latest are judged first,
/// and files made by hand, whose retractions take back each other in a circle, still have one meaning.
#[derive(Debug, Clone, Default)]
pub struct Retractions {
    /// By time and id.
    all: BTreeMap<(Moment, EventId), Retraction>,
    /// By what they name.
    by_target: HashMap<EventId, Vec<(Moment, EventId)>>,
    /// What each one names, by its own id and by that of its action.
    names: HashMap<EventId, EventId>,
}

#[derive(Debug, Clone)]
struct Retraction {
    action: EventId,
    whole: bool,
    recorded: NaiveDate,
}

impl Retractions {
    /// Takes the retractions out of these entries; the others are passed over.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Retractions {
        let mut r = Retractions::default();
        for e in entries {
            if let Payload::Retract { target, whole, .. } = e.event.payload {
                let key = (e.time, e.id);
                let recorded = e.event.recorded_on();
                if r.all.insert(key, Retraction { action: e.action(), whole, recorded }).is_none() {
                    r.by_target.entry(target).or_default().push(key);
                    r.names.extend([(e.action(), target), (e.id, target)]);
                }
            }
        }
        r
    }

    /// Those of the entries that are live and recorded by a day (`None`: all that is recorded), in the order of the log.
    pub fn live<'a>(&self, entries: impl IntoIterator<Item = &'a Entry>, known: Option<NaiveDate>) -> Vec<&'a Entry> {
        let mut judged = HashMap::new();
        let mut live: Vec<&Entry> = entries
            .into_iter()
            .filter(|e| known.is_none_or(|r| e.event.recorded_on() <= r))
            .filter(|e| self.naming(e.id, e.action(), e.time).all(|key| !self.stands(key, known, &mut judged)))
            .collect();
        live.sort_by_key(|e| e.order());
        live
    }

    /// Whether one entry is live as everything is known now.
    pub fn is_live(&self, entry: &Entry) -> bool {
        !self.live([entry], None).is_empty()
    }

    /// The live retractions that keep an entry from being live, in their order; a reply names those that still stand.
    pub fn standing(&self, entry: &Entry) -> Vec<EventId> {
        let mut judged = HashMap::new();
        let mut keys: Vec<_> = self
            .naming(entry.id, entry.action(), entry.time)
            .filter(|key| self.stands(*key, None, &mut judged))
            .collect();
        keys.sort();
        keys.into_iter().map(|(_, id)| id).collect()
    }

    /// What a retraction names, followed through retractions of retractions to the entry or action that it is about in the end.
    pub fn about(&self, retraction: &Entry) -> Option<EventId> {
        let Payload::Retract { mut target, .. } = retraction.event.payload else { return None };
        // Not in a circle, even where files were made by hand.
        for _ in 0..self.all.len() {
            match self.names.get(&target) {
                Some(next) => target = *next,
                None => break,
            }
        }
        Some(target)
    }

    /// The retractions, live or not, that name an event or its action and came after it.
    fn naming(&self, id: EventId, action: EventId, time: Moment) -> impl Iterator<Item = (Moment, EventId)> {
        let of = |target| self.by_target.get(&target).into_iter().flatten().copied();
        let whole = move |key: &(Moment, EventId)| self.all.get(key).is_some_and(|r| r.whole);
        // The first event of an action has the action's id: whether it alone or the whole is meant, it is named.
        of(id).chain(of(action).filter(move |key| action != id && whole(key))).filter(move |key| key.0 > time)
    }

    /// Whether a retraction is live. Judged from the latest back without recursion, since chains of undoing can be long.
    fn stands(
        &self,
        key: (Moment, EventId),
        known: Option<NaiveDate>,
        judged: &mut HashMap<(Moment, EventId), bool>,
    ) -> bool {
        let mut todo = vec![key];
        while let Some(&now) = todo.last() {
            let Some(r) = self.all.get(&now).filter(|_| !judged.contains_key(&now)) else {
                todo.pop();
                continue;
            };
            let over: Vec<_> = self.naming(now.1, r.action, now.0).collect();
            let open: Vec<_> = over.iter().copied().filter(|k| !judged.contains_key(k)).collect();
            if open.is_empty() {
                let live = known.is_none_or(|d| r.recorded <= d) && over.iter().all(|k| judged.get(k) == Some(&false));
                judged.insert(now, live);
                todo.pop();
            } else {
                todo.extend(open);
            }
        }
        judged.get(&key) == Some(&true)
    }
}
