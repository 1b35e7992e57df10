//! Decisions that are carried out by being adopted.

use crate::extract::duty::{Duty, Form, Who};
use crate::extract::tokens::Tokens;
use crate::model::{Force, Kind, SelfExecuting};

/// Whether a decision of the organ itself is carried out by being adopted, and how.
pub(crate) fn self_executing(
    t: &Tokens<'_>,
    duty: &Duty,
    force: Force,
    kind: Kind,
) -> Option<(SelfExecuting, &'static str)> {
    if force != Force::Decide || duty.who != Who::Organ {
        return None;
    }
    let verb = (duty.begins..duty.action.end)
        .find(|&i| {
            !matches!(t.word(i), "to" | "not" | "that" | "shall" | "be" | "also" | "further")
                && !t.word(i).ends_with("ly")
        })
        .map(|i| t.word(i))
        .unwrap_or_default();
    match verb {
        "extend" | "renew" | "extended" | "prolong" | "continue" if kind == Kind::Mandate => {
            return Some((SelfExecuting::Extends, "self.extends"));
        }
        "remain" | "seized" => return Some((SelfExecuting::Seized, "self.seized")),
        "appropriate" | "apportion" | "assess" | "credit" | "set" | "approve" | "reduce" | "appropriated"
            if matches!(kind, Kind::Funding | Kind::Mandate) =>
        {
            return Some((SelfExecuting::Finances, "self.finances"));
        }
        _ => {}
    }
    match kind {
        Kind::Mandate if duty.form == Form::Infinitive => Some((SelfExecuting::Establishes, "self.establishes")),
        Kind::Funding => Some((SelfExecuting::Finances, "self.finances")),
        Kind::Agenda | Kind::Report => None,
        _ if duty.form == Form::Subject => Some((SelfExecuting::Rules, "self.rules")),
        Kind::Mandate => Some((SelfExecuting::Rules, "self.rules")),
        _ => None,
    }
}
