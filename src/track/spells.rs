//! All days of one obligation at once: the runs of days that SQL compares with.

use crate::calendar::Plan;
use crate::model::event::Payload;
use crate::model::{Basis, Due, Status, Window};
use crate::track::attach::Placed;
use crate::track::{Entry, FOREVER, Spell, State};
use chrono::NaiveDate;

/// What a deferral's *to when* means: a session or a period to its window, by the calendar. Dates are not asked for.
pub type Resolve<'a> = &'a dyn Fn(&Due) -> Option<Window>;

/// The window on the day of a state: that of the plan, or where the last deferral moved it. A deferral to a day leaves the first
/// day where it was; one to a session that nobody knows leaves no window.
pub fn window(plan: Option<Window>, state: &State, resolve: Resolve) -> Option<Window> {
    let Some(entry) = state.defer else { return plan };
    let Payload::Defer { to, .. } = &entry.event.payload else { return plan };
    match to {
        Due::Date(day) => Some(Window {
            opens: plan.map_or(entry.on(), |w| w.opens).min(*day),
            closes: *day,
            opens_basis: plan.map_or(Basis::User, |w| w.opens_basis),
            closes_basis: Basis::User,
        }),
        other => resolve(other),
    }
}

/// The spells of an obligation: of each turn, in the order of the turns, from the day on which it is made (or `shown.0`, if that is
/// later: the day from which its text stands) to that from which it no longer is.
///
/// For every day, the spell that covers it equals the fold of that day ([`State::on`]).
pub fn spells(placed: &Placed, shown: (NaiveDate, NaiveDate), unset: Status, resolve: Resolve) -> Vec<Spell> {
    let mut spells = Vec::new();
    for (plan, live) in &placed.turns {
        of_turn(plan, live, shown, unset, resolve, &mut spells);
    }
    spells
}

fn of_turn(
    plan: &Plan,
    live: &[&Entry],
    shown: (NaiveDate, NaiveDate),
    unset: Status,
    resolve: Resolve,
    spells: &mut Vec<Spell>,
) {
    let from = plan.shown_from.max(shown.0);
    let until = plan.shown_until.min(shown.1).min(FOREVER);
    let given = plan.window.as_ref().ok().copied();
    let mut own: Vec<Spell> = Vec::new();
    let mut state = State::new(unset);
    let mut rest = live;
    let mut since = from;
    while since < until {
        while let Some((entry, after)) = rest.split_first().filter(|(e, _)| e.on() <= since) {
            state.push(entry);
            rest = after;
        }
        let next = rest.first().map_or(until, |e| e.on().min(until));
        let spell = Spell {
            turn: plan.name.clone(),
            since,
            until: next,
            window: window(given, &state, resolve),
            status: state.overall.status,
            closed: state.overall.closes,
            status_on: state.overall.since,
            status_event: state.overall.entry.map(|e| e.id),
            said_undone: state.said_undone,
        };
        // Notes and the like change nothing of a spell.
        match own.last_mut() {
            Some(last) if (Spell { since, until: next, ..last.clone() }) == spell => last.until = next,
            _ => own.push(spell),
        }
        since = next;
    }
    spells.append(&mut own);
}
