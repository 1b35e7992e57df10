//! To whom a report goes, through whom, and where a matter is taken up.

use super::nouns::full_name;
use super::scope::Scope;
use super::time::session::name;
use super::tokens::{Shape, Tokens};
use super::whose;
use crate::calendar::bodies;
use crate::model::{Due, Kind, Organ, Recipient, Trace};

/// Verbs whose object is told something: *to inform the Council*, *to keep the Assembly informed*.
const TELLS: [&str; 7] = ["inform", "brief", "update", "keep", "advise", "notify", "provide"];

/// The organ (or its members) to which a report or a matter goes; `None` where the words name none, and for other kinds.
///
/// A report without a named recipient goes to the body at whose session it is due; a matter is taken up by the body whose
/// session or decision it is.
///
/// `t` are the tokens of the scope's clause.
pub(crate) fn read(scope: &Scope<'_>, t: &Tokens<'_>, due: Option<&Due>) -> Option<(Recipient, Trace)> {
    let kind = scope.kind.filter(|k| matches!(k, Kind::Report | Kind::Agenda))?;
    let from = t.at_byte(scope.action.start.saturating_sub(scope.clause.start));
    let found = if kind == Kind::Report {
        (from..t.len()).find_map(|i| {
            let to = t.word(i) == "to" || (TELLS.contains(&t.word(i)) && t.word(i + 1) == "the");
            let (name, end) = to.then(|| organ(t, i + 1)).flatten()?;
            let cites = matches!(t.word(end), "resolution" | "resolutions" | "decision" | "decisions");
            let name = named(scope, &name).filter(|_| !cites && !t.inside(i))?;
            Some((name, i + 1, end))
        })
    } else {
        None
    };
    let through = (from..t.len()).find_map(|i| {
        let (first, end) = (t.word(i) == "through").then(|| organ(t, i + 1)).flatten()?;
        let first = named(scope, &first)?;
        let second = (t.word(end) == "and").then(|| organ(t, end + 1)).flatten();
        let second = second.and_then(|(n, _)| named(scope, &n)).filter(|n| *n != first);
        Some(second.map_or(first.clone(), |n| format!("{first} and {n}")))
    });
    if let Some((name, start, end)) = found {
        let start = start + usize::from(t.word(start) == "the");
        let bytes = t.bytes(start..end);
        let at = scope.at(bytes.start + scope.clause.start..bytes.end + scope.clause.start);
        let trace = Trace::new("recipient.to-whom", name.clone(), Some(at));
        return Some((Recipient { name, through, at: Some(at) }, trace));
    }
    if let Some(Due::Session { body, .. }) = due {
        let name = body.name().to_owned();
        let trace = Trace::new("recipient.at-whose-session", name.clone(), None);
        return Some((Recipient { name, through, at: None }, trace));
    }
    let meets = |name: &&String| name.parse::<Organ>().is_ok() || whose::is_body(name);
    let name = scope.addressees.iter().find(meets).filter(|_| kind == Kind::Agenda)?.clone();
    let trace = Trace::new("recipient.who-considers", name.clone(), None);
    Some((Recipient { name, through, at: None }, trace))
}

/// The name of an organ at token `i`, in full where it is none of the well-known ones: *Conference of the
/// States Parties to the Convention against Corruption*.
fn organ(t: &Tokens<'_>, i: usize) -> Option<(String, usize)> {
    let (short, end) = name(t, i)?;
    let from = i + usize::from(t.word(i) == "the");
    let longer = || {
        full_name(t, from).filter(|r| {
            // *to inform the Committee of the steps taken*: what goes on without a capital is no name.
            r.start == from && (end..r.end).any(|j| t.capital(j) || t.shape(j) == Shape::Number)
        })
    };
    match bodies::known(&short) {
        Some(_) => Some((short, end)),
        None => Some(longer().map_or((short, end), |r| (t.raw(r.clone()).to_owned(), r.end))),
    }
}

/// The full name of an organ or of its members; `None` for anyone else.
fn named(scope: &Scope<'_>, name: &str) -> Option<String> {
    let council = name == "Council" && scope.resolution.organ == Some(Organ::SecurityCouncil);
    if name == "Security Council" || council {
        return Some(Organ::SecurityCouncil.as_str().to_owned());
    }
    if matches!(name, "Member States" | "States Members") {
        return Some(name.to_owned());
    }
    whose::is_body(name).then(|| whose::resolve(scope, name)).flatten().map(|b| b.name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::with_scope;
    use crate::model::Body;

    fn recipient(action: &str, kind: Kind, due: Option<&Due>) -> Option<(String, Option<String>)> {
        with_scope(action, Some(kind), |s, t| read(s, t, due).map(|(r, _)| (r.name, r.through)))
    }

    #[test]
    fn reports_go_where_they_are_sent() {
        let to = |action: &str| recipient(action, Kind::Report, None);
        let some = |name: &str, through: Option<&str>| Some((name.to_owned(), through.map(str::to_owned)));
        assert_eq!(to("to submit to the General Assembly a report"), some("General Assembly", None));
        assert_eq!(to("to report to the Assembly"), some("General Assembly", None));
        assert_eq!(to("to keep the Security Council informed of it"), some("Security Council", None));
        assert_eq!(
            to(
                "to report to the Human Rights Council, through the Commission on the Status of Women and the Economic and Social Council, on it"
            ),
            some("Human Rights Council", Some("Commission on the Status of Women and Economic and Social Council"))
        );
        assert_eq!(to("to give due regard to General Assembly resolution 70/1"), None);
        assert_eq!(to("to report to the Security Council on the situation"), some("Security Council", None));
        let long = "Conference of the States Parties to the United Nations Convention against Corruption";
        assert_eq!(to(&format!("to report to the {long} on its work")), some(long, None));
        assert_eq!(to("to inform the Commission on Roads of the steps taken"), some("Commission on Roads", None));
        assert_eq!(to("to submit a report"), None);
        let due = Due::Session { session: 77, body: Body::Ga, part: None };
        assert_eq!(recipient("to submit a report", Kind::Report, Some(&due)), some("General Assembly", None));
        assert_eq!(recipient("to write to the General Assembly", Kind::Action, Some(&due)), None);
    }
}
