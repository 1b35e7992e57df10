//! What two people said differently without knowing of each other; `review --conflicts` lists it, the fold decides meanwhile.

use crate::model::EventId;
use crate::model::event::Payload;
use crate::track::correct::{Said, differing, fields};
use crate::track::fold::same_actor;
use crate::track::{Entry, Retractions};

/// Something for `review --conflicts`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// Two live entries of one turn (or two corrections of one clause) that differ.
    Entries(EventId, EventId),
    /// A live entry on a clause that somebody dismissed.
    Dismissed {
        /// The entry.
        entry: EventId,
        /// The dismissal.
        by: EventId,
    },
    /// A `load` that was undone under other people's live entries.
    Unloaded {
        /// The entry.
        entry: EventId,
        /// The retraction.
        by: EventId,
    },
}

/// The conflicts among the live entries of one turn, or of one clause's reading: two that say one thing differently, neither of
/// whose writers knew the other's, unless a third entry about that thing, or a retraction around one of the two, knew both.
///
/// An entry that somebody has followed by another on the same thing stands no longer and is compared with nothing: of each writer's
/// line only the last counts. `ancestor(a, b)`: `b`'s writer knew `a` ([`crate::track::Graph::is_ancestor`]); `retractions` are the live
/// ones of the log. Notes and evidence add to each other and never differ.
pub fn conflicts(
    live: &[&Entry],
    retractions: &[&Entry],
    all: &Retractions,
    ancestor: &dyn Fn(EventId, EventId) -> bool,
) -> Vec<Conflict> {
    let last: Vec<&Entry> = live
        .iter()
        .filter(|e| live.iter().all(|later| !follows(e, later) || !ancestor(e.id, later.id)))
        .copied()
        .collect();
    let mut found = Vec::new();
    for (i, a) in last.iter().enumerate() {
        for b in &last[i + 1..] {
            let settled = || {
                retractions.iter().any(|r| {
                    let about = all.about(r);
                    [a.id, a.action(), b.id, b.action()].iter().any(|id| about == Some(*id))
                        && ancestor(a.id, r.id)
                        && ancestor(b.id, r.id)
                })
            };
            if one_thing(a, b) && differ(a, b) && !ancestor(a.id, b.id) && !ancestor(b.id, a.id) && !settled() {
                found.push(Conflict::Entries(a.id.min(b.id), a.id.max(b.id)));
            }
        }
    }
    found.sort();
    found
}

/// Whether two entries speak of the same thing, so that one stands in the place of the other.
fn one_thing(a: &Entry, b: &Entry) -> bool {
    match (&a.event.payload, &b.event.payload) {
        (Payload::Status { actor: x, .. }, Payload::Status { actor: y, .. }) => match (x, y) {
            (None, None) => true,
            (Some(x), Some(y)) => same_actor(x, y),
            _ => false,
        },
        (Payload::Assign { .. }, Payload::Assign { .. })
        | (Payload::Schedule { .. }, Payload::Schedule { .. })
        | (Payload::Defer { .. }, Payload::Defer { .. })
        | (Payload::Correct(_), Payload::Correct(_)) => true,
        _ => false,
    }
}

/// Whether a later entry says everything anew that an earlier one said: a correction, where it sets every field that the other set.
fn follows(earlier: &Entry, later: &Entry) -> bool {
    match (&earlier.event.payload, &later.event.payload) {
        (Payload::Correct(x), Payload::Correct(y)) => fields(x).iter().all(|f| fields(y).contains(f)),
        _ => one_thing(earlier, later),
    }
}

fn differ(a: &Entry, b: &Entry) -> bool {
    match (&a.event.payload, &b.event.payload) {
        (Payload::Status { status: x, closes: c, .. }, Payload::Status { status: y, closes: d, .. }) => {
            (x, c) != (y, d)
        }
        (Payload::Correct(x), Payload::Correct(y)) => !differing(x, y).is_empty(),
        (Payload::Defer { to: x, .. }, Payload::Defer { to: y, .. }) => x != y,
        (x, y) => x != y,
    }
}

/// The live entries of the turns of a clause that somebody dismissed.
pub fn dismissed(live: &[&Entry], said: &Said) -> Vec<Conflict> {
    let Some(by) = said.dismissed else { return Vec::new() };
    live.iter().map(|e| Conflict::Dismissed { entry: e.id, by }).collect()
}

/// The live entries of a text that is no longer there, of other people than those who undid its loads. `undone`: the live
/// retractions that name these loads.
pub fn unloaded(live: &[&Entry], undone: &[&Entry]) -> Vec<Conflict> {
    let of = |e: &Entry| undone.iter().find(|r| r.event.by != e.event.by).map(|r| r.id);
    live.iter().filter_map(|e| Some(Conflict::Unloaded { entry: e.id, by: of(e)? })).collect()
}
