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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// The events that are not here, parents first; the same for the same files.
    pub events: Vec<EventId>,
    /// How many of these each author wrote, by author and kind.
    pub by_author: BTreeMap<String, BTreeMap<String, usize>>,
    /// Events whose clock was more than a day ahead of ours: to be told, not refused.
    pub ahead: Vec<(EventId, Moment)>,
}

/// An event that is not here: what its place in the graph depends on. Their words stay in their file until they are taken, since
/// there may be many.
struct New {
    parents: Vec<EventId>,
    action: Option<EventId>,
    count: Option<u32>,
    at: Moment,
}

/// The events of another file on their way in. The union of two files is the same whichever is merged into which, and however
/// often.
pub struct Gate<'a> {
    here: &'a dyn Fn(EventId) -> bool,
    now: Moment,
    new: BTreeMap<EventId, New>,
    incoming: Incoming,
}

impl<'a> Gate<'a> {
    /// `here` says whether an event is here, `now` is our clock.
    pub fn new(here: &'a dyn Fn(EventId) -> bool, now: Moment) -> Gate<'a> {
        Gate { here, now, new: BTreeMap::new(), incoming: Incoming::default() }
    }

    /// Checks one event of the other file, in any order.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn check(&mut self, id: EventId, bytes: &[u8]) -> Result<(), NoMerge> {
        let hash = EventId::of(bytes);
        if hash != id {
            return Err(NoMerge::OtherHash(id, hash));
        }
        // What has the hash of one that is here is that one.
        if (self.here)(id) || self.new.contains_key(&id) {
            return Ok(());
        }
        let event = Event::parse(bytes).map_err(|e| NoMerge::Damaged(id, e))?;
        if event.at.millis().saturating_sub(self.now.millis()) > AHEAD {
            self.incoming.ahead.push((id, event.at));
        }
        let kinds = self.incoming.by_author.entry(event.by).or_default();
        *kinds.entry(event.payload.kind().to_owned()).or_default() += 1;
        let (parents, action, count, at) = (event.parents, event.action, event.count, event.at);
        self.new.insert(id, New { parents, action, count, at });
        Ok(())
    }

    /// What comes in, once every event was checked.
    ///
    /// # Errors
    /// Where that file is incomplete.
    pub fn open(mut self) -> Result<Incoming, NoMerge> {
        whole_actions(&self.new)?;
        self.incoming.events = parents_first(self.new, self.here)?;
        self.incoming.ahead.sort_by_key(|(id, at)| (*at, *id));
        Ok(self.incoming)
    }
}

/// Every action that comes in comes in whole: its first event with the count, and so many events.
fn whole_actions(new: &BTreeMap<EventId, New>) -> Result<(), NoMerge> {
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

fn parents_first(mut new: BTreeMap<EventId, New>, here: &dyn Fn(EventId) -> bool) -> Result<Vec<EventId>, NoMerge> {
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
        events.extend(new.remove(&id).map(|_| id));
    }
    match new.into_keys().next() {
        Some(id) => Err(NoMerge::Circle(id)),
        None => Ok(events),
    }
}
