//! What was decided on suggestions, as ordinary events: evidence and status, with the decision beside them.

use crate::cli::context::{Context, reply};
use crate::cli::error::Result;
use crate::follow::{Documents, Loaded, Relation, Suggested};
use crate::model::event::{Payload, Subject, Suggestion, Turn};
use crate::model::{Status, TurnName};
use crate::store::{NewEvent, Store, TurnOn};
use crate::view::phrase::counted;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What was decided.
pub struct Decisions<'s> {
    /// To be recorded.
    pub accepted: Vec<&'s Suggested>,
    /// Not to come back.
    pub rejected: Vec<&'s Suggested>,
    /// Why they were rejected.
    pub note: Option<String>,
}

/// Writes it as one action.
pub fn record(
    context: &Context,
    mut store: Store,
    texts: &[Loaded],
    documents: &Documents,
    decided: &Decisions<'_>,
) -> Result {
    let days: BTreeMap<&str, NaiveDate> =
        texts.iter().filter_map(|t| Some((t.symbol().as_str(), t.resolution.adopted?))).collect();
    let mut events = Vec::new();
    let mut statuses: BTreeSet<(String, Option<TurnName>)> = BTreeSet::new();
    for s in &decided.accepted {
        // Issued on the day of the list, else known at the latest by the text that notes it.
        let on =
            documents.get(&s.document).and_then(|d| d.published).or_else(|| days.get(s.shown_by.as_str()).copied());
        // Nothing is done before it is asked for, whatever day a list gives.
        let asked = s.obligation.split(':').next().and_then(|text| days.get(text)).copied();
        let on = on.unwrap_or_else(|| context.today()).max(asked.unwrap_or(NaiveDate::MIN)).min(context.today());
        let Some(row) = store.row_of(&s.obligation)? else { continue };
        let turn = turn(&store, row, s, on)?;
        let whole = subject(&store, row, None)?;
        events.push(NewEvent {
            on: None,
            subject: Some(whole),
            payload: Payload::Accept { suggestion: suggestion(s) },
        });
        let about = subject(&store, row, Some(&turn))?;
        let new = |payload| NewEvent { on: Some(on), subject: Some(about.clone()), payload };
        if let Some((status, reason)) = status(s)
            && statuses.insert((s.obligation.clone(), turn.name.clone()))
        {
            events.push(new(Payload::Status { status, closes: status.closes(), reason, actor: None }));
        }
        let what = s.document.to_string();
        events.push(new(Payload::Evidence { what, found: Some(s.place.clone()), actor: None }));
    }
    for s in &decided.rejected {
        let Some(row) = store.row_of(&s.obligation)? else { continue };
        let whole = subject(&store, row, None)?;
        let payload = Payload::Reject { suggestion: suggestion(s), reason: decided.note.clone() };
        events.push(NewEvent { on: None, subject: Some(whole), payload });
    }
    let n = events.len();
    let ids = store.record(&context.author(), events)?;
    let first = ids.first().map(|i| i.short()).unwrap_or_default();
    reply(&format!(
        "accepted {}, rejected {}\n  recorded as {first} ({}, undone as one)\n",
        decided.accepted.len(),
        decided.rejected.len(),
        counted(n as i64, "entry", "entries")
    ))
}

/// The status that an accepted suggestion sets, with its reason; an extension sets none.
fn status(s: &Suggested) -> Option<(Status, Option<String>)> {
    match s.relation {
        Relation::Answers | Relation::CameUp | Relation::Held => Some((Status::Implemented, None)),
        Relation::Ends => Some((Status::Discontinued, Some(format!("ended by {}", s.place)))),
        Relation::Supersedes => Some((Status::Superseded, Some(format!("asked again by {}", s.place)))),
        Relation::Extends => None,
    }
}

/// The turn that a document answers: the one whose session it names, else the one whose window holds the day, else the only one.
fn turn(store: &Store, row: i64, s: &Suggested, on: NaiveDate) -> Result<TurnOn> {
    let turns = store.turns_on(row, on)?;
    let sessions = crate::follow::documents::sessions(&s.document);
    let named = turns.iter().find(|t| matches!(t.name, Some(TurnName::Number(n)) if sessions.contains(&n)));
    let within = turns.iter().find(|t| t.opens.is_none_or(|o| o <= on) && t.closes.is_none_or(|c| on <= c));
    Ok(named.or(within).or(turns.last()).cloned().unwrap_or(TurnOn {
        name: None,
        opens: None,
        closes: None,
        closed: false,
    }))
}

fn subject(store: &Store, row: i64, turn: Option<&TurnOn>) -> Result<Subject> {
    let it = turn.map(|t| Turn { name: t.name.clone(), opens: t.opens, closes: t.closes });
    let none = it.is_none();
    let mut subject = store.subject(row, it.unwrap_or(Turn { name: None, opens: None, closes: None }))?;
    if none {
        subject.turn = None;
    }
    Ok(subject)
}

fn suggestion(s: &Suggested) -> Suggestion {
    Suggestion { hash: s.hash(), relation: s.relation.to_string(), document: s.document.to_string() }
}
