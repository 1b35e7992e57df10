//! What people said of the reading of a clause: corrections field by field, dismissals, additions.

use crate::model::EventId;
use crate::model::event::{Change, Correction, Payload};
use crate::track::Entry;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What the log says of a clause's reading. It holds from the beginning: only what is known decides, not the day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Said {
    /// The fields that somebody set, each by the last event that did. What was added by hand counts as set by hand, so that a clause
    /// that newer rules read, too, is one obligation, and what a person said of it stays.
    pub correction: Correction,
    /// The event behind each field, by its name in [`Correction`].
    pub by: BTreeMap<&'static str, EventId>,
    /// The event that added the clause by hand: without a reading the obligation is made from it.
    pub added: Option<EventId>,
    /// The event that says that it is no obligation, unless it was added again later.
    pub dismissed: Option<EventId>,
}

/// Folds live entries of one clause, given in any order.
pub fn said<'a>(live: impl IntoIterator<Item = &'a Entry>) -> Said {
    let mut entries: Vec<&Entry> = live.into_iter().collect();
    entries.sort_by_key(|e| (e.time, e.id));
    let mut said = Said::default();
    for e in entries {
        match &e.event.payload {
            Payload::Correct(c) => said.lay(c, e.id),
            Payload::Dismiss { .. } => said.dismissed = Some(e.id),
            Payload::Add { addressees, force, kind, deadline, recurrence, recipient, self_executing, .. } => {
                (said.added, said.dismissed) = (Some(e.id), None);
                let c = Correction {
                    addressees: same(addressees),
                    force: same(force),
                    kind: same(kind),
                    deadline: same(deadline),
                    recurrence: same(recurrence),
                    recipient: same(recipient),
                    self_executing: same(self_executing),
                    kept: false,
                };
                said.lay(&c, e.id);
            }
            _ => {}
        }
    }
    said
}

fn same<T: Clone>(value: &T) -> Option<Change<T>> {
    Some(Change { from: value.clone(), to: value.clone() })
}

impl Said {
    fn lay(&mut self, c: &Correction, id: EventId) {
        macro_rules! fields {
            ($($field:ident),*) => { $(
                if c.$field.is_some() {
                    self.correction.$field = c.$field.clone();
                    self.by.insert(stringify!($field), id);
                }
            )* };
        }
        fields!(addressees, force, kind, deadline, recurrence, recipient, self_executing);
        if c.kept {
            self.correction.kept = true;
            self.by.insert("kept", id);
        }
    }
}

/// The names of the fields that a correction sets.
pub fn fields(c: &Correction) -> Vec<&'static str> {
    let mut names = Vec::new();
    macro_rules! fields {
        ($($field:ident),*) => { $(
            if c.$field.is_some() {
                names.push(stringify!($field));
            }
        )* };
    }
    fields!(addressees, force, kind, deadline, recurrence, recipient, self_executing);
    names
}

/// The names of the fields that two corrections set differently.
pub fn differing(a: &Correction, b: &Correction) -> Vec<&'static str> {
    let mut names = Vec::new();
    macro_rules! fields {
        ($($field:ident),*) => { $(
            if let (Some(x), Some(y)) = (&a.$field, &b.$field) && x.to != y.to {
                names.push(stringify!($field));
            }
        )* };
    }
    fields!(addressees, force, kind, deadline, recurrence, recipient, self_executing);
    names
}

/// The dates that users gave to sessions, from live entries: of each session (or part) the last.
pub fn sessions<'a>(live: impl IntoIterator<Item = &'a Entry>) -> Vec<crate::calendar::SessionDates> {
    let mut entries: Vec<&Entry> = live.into_iter().collect();
    entries.sort_by_key(|e| (e.time, e.id));
    let mut dates = BTreeMap::new();
    for e in entries {
        if let Payload::Session { body, session, part, opens, closes } = &e.event.payload {
            let (opens, closes): (NaiveDate, NaiveDate) = (*opens, *closes);
            let (body, session, part) = (body.clone(), *session, *part);
            dates.insert(
                (body.clone(), session, part),
                crate::calendar::SessionDates { body, session, part, opens, closes },
            );
        }
    }
    dates.into_values().collect()
}
