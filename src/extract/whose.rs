//! Whose session: the body that *its seventy-seventh session*, *the Commission* or *the Council* means.

use super::scope::Scope;
use super::time::{Whose, session};
use super::tokens::Tokens;
use crate::calendar::{Calendar, bodies};
use crate::model::{Body, Organ};

/// Heads of the names of bodies that meet in sessions.
pub(super) const HEADS: [&str; 17] = [
    "Assembly",
    "Council",
    "Commission",
    "Committee",
    "Conference",
    "Forum",
    "Board",
    "Congress",
    "Subcommittee",
    "Meeting",
    "Mechanism",
    "Body",
    "Group",
    "Court",
    "Authority",
    "Subcommission",
    "Union",
];

/// The body whose session number `n` is, and how that was found: named, mentioned before, the adopting organ.
///
/// Known bodies come first, the nearest mention before the time first, where session `n` of theirs lies near the adoption:
/// nobody's fifty-first session is the Assembly's in 2021.
pub(crate) fn body(
    scope: &Scope<'_>,
    t: &Tokens<'_>,
    at: usize,
    whose: &Whose,
    n: Option<u16>,
) -> Option<(Body, &'static str)> {
    if let Whose::Named(name) = whose {
        return Some((resolve(scope, name)?, "session.named"));
    }
    // Resolved one after the other, the nearest first: a short name costs a look through the resolution.
    let names = mentions(t, at);
    let addressees = scope.addressees.iter().rev().map(String::as_str).filter(|a| is_body(a));
    let mentioned = names.iter().rev().map(String::as_str).chain(addressees).filter_map(|name| resolve(scope, name));
    let fits = |b: &Body| n.map_or(Some(true), |n| plausible(scope, b, n));
    let mut unknown = None;
    for b in mentioned {
        match fits(&b) {
            Some(true) => return Some((b, "session.mentioned")),
            Some(false) => {}
            None => unknown = unknown.or(Some(b)),
        }
    }
    let own = scope.resolution.organ.filter(|o| *o != Organ::SecurityCouncil).map(Organ::body);
    match own.filter(|b| fits(b) == Some(true)) {
        Some(b) => Some((b, "session.adopting-organ")),
        None => unknown.map(|b| (b, "session.mentioned")),
    }
}

/// Whether session `n` of a body lies near the adoption; `None` for a body whose sessions nobody knows.
fn plausible(scope: &Scope<'_>, body: &Body, n: u16) -> Option<bool> {
    let calendar = Calendar::builtin();
    let adopted = scope.resolution.adopted?;
    if calendar.sessions_a_year(body).is_none() && calendar.session(body, n, None).is_none() {
        return None;
    }
    let window = calendar.session(body, n, None);
    let days = |a: chrono::NaiveDate, b: chrono::NaiveDate| (b - a).num_days();
    // The Assembly asks for reports ten years ahead; nobody else does.
    let years = if *body == Body::Ga { 16 } else { 6 };
    Some(window.is_some_and(|w| days(w.closes, adopted) < 800 && days(adopted, w.opens) < 366 * years))
}

/// The body that a name means in this resolution; `None` for one that does not meet in sessions.
pub(crate) fn resolve(scope: &Scope<'_>, name: &str) -> Option<Body> {
    let name = name.strip_prefix("United Nations General ").map_or(name, |_| "General Assembly");
    // *the Chair of the Legal Subcommittee*, *the President of the Assembly*
    let officer = ["Chair", "President", "Vice-", "Bureau", "Secretary", "Co-", "Rapporteur", "Member"];
    let name = match name.split_once(" of the ") {
        Some((who, body)) if officer.iter().any(|o| who.starts_with(o)) && is_body(body) => body,
        _ => name,
    };
    // A Main Committee meets in the Assembly's sessions.
    let main =
        ["First ", "Second ", "Third ", "Fourth ", "Fifth ", "Sixth "].iter().find_map(|nth| name.strip_prefix(nth));
    if main.is_some_and(|rest| rest == "Committee" || rest.starts_with("Committee of the ")) {
        return Some(Body::Ga);
    }
    match name {
        "Security Council" => return None,
        "Council" => {
            return match scope.resolution.organ {
                Some(Organ::SecurityCouncil) => None,
                Some(Organ::HumanRightsCouncil) => Some(Body::Hrc),
                Some(Organ::EconomicAndSocialCouncil) => Some(Body::Ecosoc),
                _ => full_name(scope, name).and_then(|full| resolve(scope, &full)),
            };
        }
        _ => {}
    }
    if let Some(known) = bodies::known(name) {
        return Some(known);
    }
    let short = name.split_whitespace().count() <= 2
        || (name.starts_with("Conference of ") && !name.contains(" to "))
        || name.ends_with(" of the Committee");
    let full = if short { full_name(scope, name) } else { None };
    Some(bodies::named(full.as_deref().unwrap_or(name)))
}

/// The full name that a short one stands for: the last in the text before, else the first after, that begins or ends with it.
fn full_name(scope: &Scope<'_>, short: &str) -> Option<String> {
    let mut found: Option<String> = None;
    let blocks = &scope.resolution.blocks;
    for (i, block) in blocks.iter().enumerate() {
        if found.is_some() && i > scope.block as usize {
            break;
        }
        let texts = std::iter::once(&block.body).chain(block.parts.iter().map(|p| &p.body));
        for text in texts.map(|b| b.text.as_str()).filter(|text| text.contains(short)) {
            let t = Tokens::new(text);
            for name in mentions(&t, t.len()) {
                let begins = name
                    .strip_prefix(short)
                    .is_some_and(|rest| rest.starts_with(' ') && rest.trim() != "of the Committee");
                // *the Chair of the Legal Subcommittee* is no fuller name of the Subcommittee.
                let ends = name.strip_suffix(short).is_some_and(|rest| {
                    let other = [" of ", " the ", " to ", " and "].iter().any(|w| rest.ends_with(w));
                    // Nor are the *Guidelines of the Inter-Agency Coordination Committee*.
                    rest.ends_with(' ') && !other && !rest.contains(" of the ")
                });
                // *United Nations Forum on Forests*
                let within = name.split_once(&format!(" {short} ")).is_some_and(|(before, rest)| {
                    ["of ", "on ", "for "].iter().any(|w| rest.starts_with(w))
                        && before.split(' ').all(|w| w.starts_with(char::is_uppercase))
                        && before != "International"
                });
                if (begins || ends || within) && is_body(&name) && name.len() < 160 {
                    found = Some(name);
                }
            }
        }
    }
    found
}

/// Names of bodies before token `at`, in order.
fn mentions(t: &Tokens<'_>, at: usize) -> Vec<String> {
    let mut all = Vec::new();
    let mut i = 0;
    while i < at.min(t.len()) {
        if t.capital(i)
            && let Some((name, end)) = session::name(t, i)
        {
            if is_body(&name) {
                all.push(name);
            }
            i = end;
        } else {
            i += 1;
        }
    }
    all
}

pub(super) fn is_body(name: &str) -> bool {
    name.split_whitespace().any(|w| HEADS.contains(&w))
}
