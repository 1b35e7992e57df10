//! Decisions that are carried out by being adopted.

use crate::extract::duty::{Duty, Form, Who};
use crate::extract::tokens::Tokens;
use crate::model::{Force, Kind, SelfExecuting};

/// Whether a decision of the organ itself is carried out by being adopted, and how. `until`: its time is the day until which it
/// holds.
pub(crate) fn self_executing(
    t: &Tokens<'_>,
    duty: &Duty,
    force: Force,
    kind: Kind,
    until: bool,
) -> Option<(SelfExecuting, &'static str)> {
    // A permission: whoever makes no use of it is not late.
    if force == Force::Authorize {
        return Some((SelfExecuting::Rules, "self.authorizes"));
    }
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
        "extend" | "renew" | "extended" | "prolong" => return Some((SelfExecuting::Extends, "self.extends")),
        // A day, a year or a decade is proclaimed by saying so; observing it is asked of others.
        "proclaim" | "declare" | "designate" => return Some((SelfExecuting::Rules, "self.proclaims")),
        "continue" if kind == Kind::Mandate => {
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
    // A measure of the organ itself that holds until a day ends by itself.
    if until && kind != Kind::Report {
        return Some((SelfExecuting::Rules, "self.until"));
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
