//! What `undo` would take back.

use crate::model::EventId;
use crate::model::event::Payload;
use crate::track::{Entry, Retractions};
use std::collections::BTreeMap;

/// What `undo` without an id means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// This name has written nothing that is live and no undo.
    Nothing,
    /// This action, by its first event.
    Action(EventId),
    /// The last two were written without knowing of each other, on two copies: the reply asks which.
    Which(EventId, EventId),
}

/// Finds what `undo` of a name takes back: its last action that is live and is no undo itself. An action of which a part was
/// taken back is live while one of its events is.
///
/// `entries` are the last actions of that name, or with `all` every one: where that is too few to tell, there is no answer.
/// `ancestor(a, b)`: `b`'s writer knew `a`.
pub fn pick<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    by: &str,
    retractions: &Retractions,
    ancestor: &dyn Fn(EventId, EventId) -> bool,
    all: bool,
) -> Option<Pick> {
    let own: Vec<&Entry> = entries.into_iter().filter(|e| e.event.by == by).collect();
    let undoing: Vec<EventId> =
        own.iter().filter(|e| matches!(e.event.payload, Payload::Retract { .. })).map(|e| e.action()).collect();
    // Of each live action its first and its last event.
    let mut actions: BTreeMap<EventId, &Entry> = BTreeMap::new();
    for e in retractions.live(own, None).into_iter().filter(|e| !undoing.contains(&e.action())) {
        let last = actions.entry(e.action()).or_insert(e);
        if (e.time, e.id) > (last.time, last.id) {
            *last = e;
        }
    }
    let mut last: Vec<(&Entry, EventId)> = actions.into_iter().map(|(action, e)| (e, action)).collect();
    last.sort_by_key(|(e, _)| std::cmp::Reverse((e.time, e.id)));
    match last.as_slice() {
        [] | [_] if !all => None,
        [] => Some(Pick::Nothing),
        [(a, first), (b, second), ..] if !ancestor(b.id, a.id) => Some(Pick::Which(*first, *second)),
        [(_, first), ..] => Some(Pick::Action(*first)),
    }
}
