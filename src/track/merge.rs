//! Letting in the events of another file: checked, an action whole or not at all, parents first.

use crate::model::EventId;
use crate::model::event::{Event, Moment, NoEvent};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A clock so far ahead of ours is named in the reply: a day.
const AHEAD: i64 = 24 * 60 * 60 * 1000;

/// Why the events of a file are not taken; nothing of it is.
#[derive(Debug, thiserror::Error)]
pub enum NoMerge {
    /// An event that can't be read, or whose bytes are not canonical.
    #[error("the event {0} is damaged: {1}; take another copy of that file")]
    Damaged(EventId, NoEvent),
    /// The id is not the hash of the bytes.
    #[error("the event stored as {0} has other bytes (their hash is {1}); take another copy of that file")]
    OtherHash(EventId, EventId),
    /// A parent is in neither file.
    #[error("the event {event} follows {parent}, which is in neither file; merge the whole database instead of a part")]
    ParentMissing {
        /// The event.
        event: EventId,
        /// Its parent.
        parent: EventId,
    },
    /// Events of one command are missing, or more are there than it wrote.
    #[error(
        "of the {said} entries of the command {action} {found} are there; merge the whole database instead of a part"
    )]
    ActionBroken {
        /// The command, by its first event.
        action: EventId,
        /// How many it wrote.
        said: u32,
        /// How many are there.
        found: usize,
    },
    /// Events that name each other as parents.
    #[error("the events around {0} name each other as parents; take another copy of that file")]
    Circle(EventId),
}

/// What comes in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Incoming {
    /// The events that are not here, parents first; the same for the same files.
    pub events: Vec<(EventId, Event)>,
    /// How many of these each author wrote, by author and kind.
    pub by_author: BTreeMap<String, BTreeMap<String, usize>>,
    /// Events whose clock was more than a day ahead of ours: to be told, not refused.
    pub ahead: Vec<(EventId, Moment)>,
}

/// Checks the events of another file and orders those that are not here. `here` says whether an event is, `now` is our clock.
/// The union of two files is the same whichever is merged into which, and however often.
///
/// # Errors
/// Where anything of that file is damaged or incomplete.
pub fn incoming(
    theirs: impl IntoIterator<Item = (EventId, Vec<u8>)>,
    here: &dyn Fn(EventId) -> bool,
    now: Moment,
) -> Result<Incoming, NoMerge> {
    let mut new: BTreeMap<EventId, Event> = BTreeMap::new();
    for (id, bytes) in theirs {
        let hash = EventId::of(&bytes);
        if hash != id {
            return Err(NoMerge::OtherHash(id, hash));
        }
        let event = Event::parse(&bytes).map_err(|e| NoMerge::Damaged(id, e))?;
        if !here(id) {
            new.insert(id, event);
        }
    }
    whole_actions(&new)?;
    let events = parents_first(new, here)?;
    let mut incoming = Incoming::default();
    for (id, event) in &events {
        let kinds = incoming.by_author.entry(event.by.clone()).or_default();
        *kinds.entry(event.payload.kind().to_owned()).or_default() += 1;
        if event.at.millis().saturating_sub(now.millis()) > AHEAD {
            incoming.ahead.push((*id, event.at));
        }
    }
    incoming.events = events;
    Ok(incoming)
}

/// Every action that comes in comes in whole: its first event with the count, and so many events.
fn whole_actions(new: &BTreeMap<EventId, Event>) -> Result<(), NoMerge> {
    let mut found: BTreeMap<EventId, usize> = BTreeMap::new();
    for (id, event) in new {
        *found.entry(event.action.unwrap_or(*id)).or_default() += 1;
    }
    for (action, found) in found {
        let said = new.get(&action).filter(|first| first.action.is_none()).and_then(|first| first.count).unwrap_or(0);
        if usize::try_from(said) != Ok(found) {
            return Err(NoMerge::ActionBroken { action, said, found });
        }
    }
    Ok(())
}

fn parents_first(
    mut new: BTreeMap<EventId, Event>,
    here: &dyn Fn(EventId) -> bool,
) -> Result<Vec<(EventId, Event)>, NoMerge> {
    let mut waits: HashMap<EventId, usize> = HashMap::new();
    let mut children: HashMap<EventId, Vec<EventId>> = HashMap::new();
    let mut ready: BTreeSet<(Moment, EventId)> = BTreeSet::new();
    for (id, event) in &new {
        let mut open = 0;
        for parent in &event.parents {
            if new.contains_key(parent) {
                children.entry(*parent).or_default().push(*id);
                open += 1;
            } else if !here(*parent) {
                return Err(NoMerge::ParentMissing { event: *id, parent: *parent });
            }
        }
        waits.insert(*id, open);
        if open == 0 {
            ready.insert((event.at, *id));
        }
    }
    let mut events = Vec::with_capacity(new.len());
    while let Some((_, id)) = ready.pop_first() {
        for child in children.remove(&id).unwrap_or_default() {
            let open = waits.entry(child).or_default();
            *open = open.saturating_sub(1);
            if *open == 0
                && let Some(event) = new.get(&child)
            {
                ready.insert((event.at, child));
            }
        }
        events.extend(new.remove(&id).map(|event| (id, event)));
    }
    match new.into_keys().next() {
        Some(id) => Err(NoMerge::Circle(id)),
        None => Ok(events),
    }
}
