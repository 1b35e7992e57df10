//! The subject of an event with its members in the order of canonical JSON (RFC 8785: by name), so that it is written as it is
//! stored in one pass.

use crate::model::event::{Subject, Turn};
use crate::model::{ActorKey, ClauseKey, EventId, Place, Symbol, TurnName, VerbKey};
use chrono::NaiveDate;
use serde::Serialize;

/// A [`Subject`].
#[derive(Serialize)]
pub(super) struct SortedSubject<'a> {
    clause: SortedClause<'a>,
    turn: Option<SortedTurn<'a>>,
}

#[derive(Serialize)]
struct SortedClause<'a> {
    actor_at: Option<[u32; 2]>,
    key: SortedKey<'a>,
    text: EventId,
    verb_at: [u32; 2],
    words: &'a str,
}

#[derive(Serialize)]
struct SortedKey<'a> {
    actor: Option<SortedActor<'a>>,
    paragraph: &'a str,
    part: Option<&'a str>,
    section: Option<&'a str>,
    symbol: &'a Symbol,
    verb: SortedVerb<'a>,
}

#[derive(Serialize)]
struct SortedActor<'a> {
    nth: u16,
    word: &'a str,
}

#[derive(Serialize)]
struct SortedVerb<'a> {
    nth: u16,
    place: Place,
    word: &'a str,
}

#[derive(Serialize)]
struct SortedTurn<'a> {
    closes: Option<NaiveDate>,
    name: Option<&'a TurnName>,
    opens: Option<NaiveDate>,
}

impl<'a> From<&'a Subject> for SortedSubject<'a> {
    fn from(subject: &'a Subject) -> SortedSubject<'a> {
        // Taken apart whole, so that no field can be forgotten.
        let Subject { clause, turn } = subject;
        let ClauseKey { symbol, section, paragraph, part, verb, actor } = &clause.key;
        let VerbKey { word, place, nth } = verb;
        let actor = actor.as_ref().map(|ActorKey { word, nth }| SortedActor { nth: *nth, word });
        SortedSubject {
            clause: SortedClause {
                actor_at: clause.actor_at,
                key: SortedKey {
                    actor,
                    paragraph,
                    part: part.as_deref(),
                    section: section.as_deref(),
                    symbol,
                    verb: SortedVerb { nth: *nth, place: *place, word },
                },
                text: clause.text,
                verb_at: clause.verb_at,
                words: &clause.words,
            },
            turn: turn.as_ref().map(|Turn { name, opens, closes }| SortedTurn {
                closes: *closes,
                name: name.as_ref(),
                opens: *opens,
            }),
        }
    }
}
