//! To whom a report goes, through whom, and where a matter is taken up.

use super::nouns::full_name;
use super::scope::Scope;
use super::time::session::name;
use super::tokens::{Shape, Tokens};
use super::whose;
use crate::calendar::bodies;
use crate::model::{Due, Kind, Organ, Recipient, Trace};

/// Verbs whose object is told something: *to inform the Council*, *to keep the Assembly informed*.
const TELLS: [&str; 13] = [
    "inform",
    "brief",
    "update",
    "keep",
    "advise",
    "notify",
    "provide",
    "apprise",
    "informing",
    "briefing",
    "updating",
    "keeping",
    "providing",
];

/// What an organ does with what it is given: *for consideration by the Assembly*, *for the approval of the Board*.
const TAKES_UP: [&str; 8] =
    ["consideration", "endorsement", "approval", "review", "adoption", "decision", "attention", "information"];

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
            // *to bring to its attention*, *to keep it informed*: the adopting organ.
            let own = t.matches(i, "to its attention").is_some()
                || (TELLS.contains(&t.word(i)) && t.word(i + 1) == "it" && t.word(i + 2) != "to")
                || (t.matches(i, "report to it").is_some() || t.matches(i, "reporting to it").is_some());
            if own && let Some(organ) = scope.resolution.organ {
                let at = i + usize::from(t.word(i) != "to");
                return Some((organ.as_str().to_owned(), at, at + 1));
            }
            let takes_up = TAKES_UP.contains(&t.before(i)) && matches!(t.word(i), "by" | "of");
            let to = takes_up || t.word(i) == "to" || (TELLS.contains(&t.word(i)) && t.word(i + 1) == "the");
            let from = i + 1 + usize::from(t.word(i + 1) == "all");
            let (name, end) = to.then(|| organ(t, from)).flatten()?;
            let cites = matches!(t.word(end), "resolution" | "resolutions" | "decision" | "decisions");
            let name = named(scope, &name).filter(|_| !cites && !t.inside(i))?;
            Some((name, from, end))
        })
    } else {
        None
    };
    let found = found.or_else(|| states(t, from).filter(|_| kind == Kind::Report));
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

/// *to circulate to all States the reports received*, where no organ is named.
fn states(t: &Tokens<'_>, from: usize) -> Option<(String, usize, usize)> {
    const SENDS: [&str; 8] =
        ["circulate", "transmit", "send", "distribute", "forward", "communicate", "submit", "report"];
    (from..t.len()).find_map(|i| {
        let at = i + 1 + usize::from(t.word(i + 1) == "all");
        let sends = (i.saturating_sub(4)..i).any(|j| SENDS.contains(&t.word(j)));
        let states = t.word(i) == "to" && t.raw(at..at + 1) == "States" && sends && !t.inside(i);
        states.then(|| ("States".to_owned(), at, at + 1))
    })
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
    if name == "Committee" && scope.resolution.organ == Some(Organ::SecurityCouncil) {
        let of_council = || whose::resolve(scope, name).map(|b| b.name().to_owned());
        let named = sanctions_committee(scope).or_else(|| of_council().filter(|n| n.ends_with("Security Council")));
        return Some(named.unwrap_or_else(|| name.to_owned()));
    }
    whose::is_body(name).then(|| whose::resolve(scope, name)).flatten().map(|b| b.name().to_owned())
}

/// The committee that a resolution of the Security Council speaks of: *the Committee established pursuant to resolution 1267
/// (1999)*; `None` where it names none or several.
fn sanctions_committee(scope: &Scope<'_>) -> Option<String> {
    let mut named: Vec<String> = Vec::new();
    let blocks = scope.resolution.blocks.iter();
    for text in blocks.flat_map(|b| std::iter::once(&b.body).chain(b.parts.iter().map(|p| &p.body))).map(|b| &b.text) {
        if !text.contains("Committee established") {
            continue;
        }
        let t = Tokens::new(text);
        let at = (0..t.len()).filter(|i| t.capital(*i) && t.matches(*i, "committee established").is_some());
        for range in at.filter_map(|i| full_name(&t, i)) {
            let name = t.raw(range);
            if name.contains("resolution") && !named.iter().any(|n| n == name) {
                named.push(name.to_owned());
            }
        }
    }
    named.pop().filter(|_| named.is_empty())
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
        assert_eq!(to("to circulate to all States the reports received"), some("States", None));
        assert_eq!(to("to bring to its attention any matter"), some("General Assembly", None));
        assert_eq!(
            to("to submit proposals for consideration by the Human Rights Council"),
            some("Human Rights Council", None)
        );
        assert_eq!(to("to continue briefing the Security Council"), some("Security Council", None));
        let due = Due::Session { session: 77, body: Body::Ga, part: None };
        assert_eq!(recipient("to submit a report", Kind::Report, Some(&due)), some("General Assembly", None));
        assert_eq!(recipient("to write to the General Assembly", Kind::Action, Some(&due)), None);
    }
}
