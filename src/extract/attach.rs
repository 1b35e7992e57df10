//! Whose time it is: whether a time in a clause belongs to what is obliged, or to something else that the clause mentions.

use super::deadline::LEXICON;
use super::scope::Scope;
use super::time::Grain;
use super::tokens::{Shape, Tokens};
use crate::calendar::Calendar;
use crate::model::{Due, Kind, Relation};
use chrono::Datelike;
use serde::Deserialize;

/// A time that a rule has read in a clause.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The rule.
    pub(super) rule: String,
    /// How its words relate to the time.
    pub(super) relation: Relation,
    /// First token of the lead.
    pub(super) lead: usize,
    /// The token after it.
    pub(super) end: usize,
    /// What it means; several where it lists several.
    pub(super) due: Vec<Due>,
    /// Its form.
    pub(super) value: Value,
    /// Whether its words say from when a period is counted.
    pub(super) anchored: bool,
    /// How its body was found.
    pub(super) how: Option<&'static str>,
}

/// The form of a time, with what the decision needs of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Session,
    Date(Grain),
    Period,
    Event,
}

/// Words before a lead that show that the time is another's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guard {
    id: String,
    before: Vec<String>,
    /// Only before these leads; all where it names none.
    #[serde(default)]
    leads: Vec<String>,
    /// Not for these kinds.
    #[serde(default)]
    unless: Vec<Kind>,
}

/// Whether a further time of the clause is one more time for the same action, as in *at its eightieth session, and to the
/// Assembly at its seventy-seventh session*.
pub(super) fn further(first: &Candidate, other: &Candidate, kind: Option<Kind>) -> bool {
    first.value == Value::Session
        && other.value == Value::Session
        && first.relation == Relation::At
        && other.relation == Relation::At
        && kind == Some(Kind::Report)
}

/// Why a time is not that of what is obliged (the name of the rule); `None` where it is.
pub(super) fn reject(scope: &Scope<'_>, t: &Tokens<'_>, c: &Candidate) -> Option<&'static str> {
    let meets = (0..c.lead).any(|i| MEETS.contains(&t.word(i))) || opens_with_a_meeting(scope, t);
    let kind = if meets { Kind::Meeting } else { scope.kind.unwrap_or(Kind::Action) };
    if t.inside(c.lead) {
        return Some("deadline.in-brackets");
    }
    if c.due.first().is_some_and(|d| is_past(scope, d)) {
        return Some("deadline.before-adoption");
    }
    if let Some(guard) = LEXICON.guards.iter().find(|g| holds(g, t, c, kind)) {
        return Some(guard.id.as_str());
    }
    if named_occasion(t, c) && kind != Kind::Meeting {
        return Some("deadline.of-an-occasion");
    }
    if handed_in_before(t, c) {
        return Some("deadline.of-a-past-report");
    }
    if in_relative_clause(t, c) && kind != Kind::Meeting {
        return Some("deadline.of-a-relative-clause");
    }
    if then_past(scope, t, c) {
        return Some("deadline.before-adoption");
    }
    if spent_then(t, c) {
        return Some("deadline.of-an-amount");
    }
    if taken_part_in(t, c) {
        return Some("deadline.of-an-occasion");
    }
    if runs_through(t, c) || prepared_for(t, c) {
        return Some("deadline.of-an-occasion");
    }
    if in_this_session(scope, c) && considered(t, c) {
        return Some("deadline.of-a-past-act");
    }
    if refers_back(t, c) {
        return Some("deadline.as-decided");
    }
    if let Some(be) = passive(t, c).filter(|be| !held_meanwhile(t, *be)) {
        let done = t.word(be + 1);
        let handed_in = SUBMITTED.contains(&done) && (matches!(kind, Kind::Report | Kind::Agenda) || is_told_in(t, be));
        // *decides that the theme of the panel discussion, to be held …, will be …*: it is taken up there.
        let theme = kind == Kind::Agenda && (0..be).any(|i| t.word(i) == "theme");
        let met = (kind == Kind::Meeting || theme) && HELD.contains(&done);
        let done_otherwise = !SUBMITTED.contains(&done) && !HELD.contains(&done) && !is_of_a_noun(scope, t, be);
        // *decides that the summary shall be prepared …* is what is asked.
        let asked = t.before(be) != "to";
        if !(handed_in || met || done_otherwise || asked || addressee_sits_then(scope, t, c, be)) {
            return Some("deadline.of-what-is-to-be-done");
        }
    }
    None
}

/// *Invites the working group, to be established at its seventy-ninth session, to consider …*: those addressed act then.
fn addressee_sits_then(scope: &Scope<'_>, t: &Tokens<'_>, c: &Candidate, be: usize) -> bool {
    let action = t.at_byte(scope.action.start.saturating_sub(scope.clause.start));
    let aside = be.checked_sub(2).is_some_and(|i| t.shape(i) == Shape::Comma) && t.shape(c.end) == Shape::Comma;
    aside && be <= action + 2 && t.word(c.end + 1) == "to"
}

/// *to focus their comments during the debate, to be held …*: the time of the debate is that of the comments.
fn held_meanwhile(t: &Tokens<'_>, be: usize) -> bool {
    let comma = be.saturating_sub(2);
    t.shape(comma) == Shape::Comma
        && (comma.saturating_sub(6)..comma).any(|i| t.word(i) == "during" && matches!(t.word(i + 1), "the" | "its"))
}

/// *to include it in a report to be submitted …*, *to prepare an assessment, to be submitted …*: what is told is told there.
fn is_told_in(t: &Tokens<'_>, be: usize) -> bool {
    let Some(to) = be.checked_sub(1) else { return false };
    let near = to.saturating_sub(6);
    let in_paper = PAPERS.contains(&t.before(to)) && (near..to).any(|i| matches!(t.word(i), "in" | "through" | "with"));
    let made = t.shape(to.saturating_sub(1)) == Shape::Comma && (0..to).any(|i| MAKES.contains(&t.word(i)));
    in_paper || made
}

const PAPERS: [&str; 6] = ["report", "reports", "study", "assessment", "proposal", "document"];
const MAKES: [&str; 7] = ["prepare", "preparation", "develop", "draft", "elaborate", "produce", "compile"];

/// *the 2025 review to be undertaken by the Commission …*: an infinitive that describes a noun of the action.
fn is_of_a_noun(scope: &Scope<'_>, t: &Tokens<'_>, be: usize) -> bool {
    let action = t.at_byte(scope.action.start.saturating_sub(scope.clause.start));
    let before = be.saturating_sub(2);
    t.before(be) == "to"
        && be > action + 3
        && t.shape(before) == Shape::Word
        && !t.word(before).ends_with("ing")
        && matches!(t.word(be + 2), "by" | "at" | "in" | "on" | "during")
}

/// *Authorizes a ceremony …, to be held in 2023*: a meeting without a verb.
fn opens_with_a_meeting(scope: &Scope<'_>, t: &Tokens<'_>) -> bool {
    let from = scope.verb.split(' ').count();
    matches!(t.word(from), "a" | "an")
        && (from..from + 4).any(|i| matches!(t.word(i), "ceremony" | "meeting" | "conference" | "event"))
}

/// Verbs of meetings: the time after them is the meeting's.
pub(super) const MEETS: [&str; 8] =
    ["convene", "hold", "organize", "host", "convening", "holding", "organizing", "celebrate"];

const SUBMITTED: [&str; 21] = [
    "submitted",
    "presented",
    "prepared",
    "issued",
    "considered",
    "included",
    "provided",
    "reported",
    "published",
    "updated",
    "completed",
    "compiled",
    "delivered",
    "circulated",
    "discussed",
    "examined",
    "reviewed",
    "adopted",
    "taken",
    "agreed",
    "finalized",
];

const HELD: [&str; 13] = [
    "held",
    "negotiated",
    "convened",
    "organized",
    "hosted",
    "scheduled",
    "celebrated",
    "observed",
    "launched",
    "established",
    "constituted",
    "elected",
    "appointed",
];

/// The *be* of *to be held …*, *to be submitted …*, *that will be held …* whose time this is.
fn passive(t: &Tokens<'_>, c: &Candidate) -> Option<usize> {
    let first = c.lead.saturating_sub(14);
    let be = (first..c.lead).rev().find(|i| t.word(*i) == "be" && matches!(t.before(*i), "to" | "will" | "shall"))?;
    // Another infinitive, or another clause, between them takes the time.
    let taken = (be + 2..c.lead).any(|i| {
        matches!(t.shape(i), Shape::Semicolon | Shape::Colon) || (t.word(i) == "and" && t.word(i + 1) == "to")
    });
    (!taken).then_some(be)
}

fn holds(guard: &Guard, t: &Tokens<'_>, c: &Candidate, kind: Kind) -> bool {
    if guard.unless.contains(&kind) {
        return false;
    }
    // *progress made in his next report*: it is told there
    if c.rule == "deadline.next-report" && kind == Kind::Report && matches!(t.before(c.lead), "made" | "taken") {
        return false;
    }
    // *report to the Forum at its eighteenth session*, *present during a dialogue at its fiftieth session*
    if guard.id == "deadline.of-an-occasion" && c.value == Value::Session {
        let its = t.word(c.lead + 1) == "its"
            && (kind == Kind::Report || t.matches_before(c.lead.saturating_sub(1), "to the").is_some());
        // *participate by way of a dialogue in the seventy-sixth session*
        let by_way_of = t.before(c.lead) == "dialogue"
            && (c.lead.saturating_sub(6)..c.lead).any(|i| matches!(t.word(i), "way" | "through"));
        if its || by_way_of {
            return false;
        }
    }
    // *the measures are established for twelve months*
    if c.value == Value::Period && c.lead > 1 && matches!(t.word(c.lead - 2), "are" | "is" | "be") {
        return false;
    }
    if !guard.leads.is_empty() && !guard.leads.iter().any(|l| l == t.word(c.lead)) {
        return false;
    }
    // A comma may stand between: *the second Global Refugee Forum, in 2023*.
    let comma = usize::from(t.shape(c.lead.wrapping_sub(1)) == Shape::Comma && c.lead > 0);
    let before = c.lead.saturating_sub(comma);
    // *to be submitted at* is decided by what is obliged, see `passive`.
    if before > 1 && t.word(before - 2) == "be" {
        return false;
    }
    guard.before.iter().any(|words| match words.chars().next() {
        Some(first) if first.is_uppercase() => t.raw(before.saturating_sub(1)..before) == words,
        _ if comma == 1 => false,
        _ => t.matches_before(before, words).is_some(),
    })
}

/// *the International Year of Sustainable Mountain Development, in 2022*, but not *the General Assembly, in 2022*.
///
/// So is *the thirtieth anniversary of the International Year of the Family in 2024*, and the year within a name: *the
/// Joint Programme to End Hunger by 2030 of the United Nations Fund*.
fn named_occasion(t: &Tokens<'_>, c: &Candidate) -> bool {
    let dated = matches!(c.value, Value::Date(_)) && matches!(t.word(c.lead), "in" | "on" | "from");
    let name_goes_on =
        matches!(c.value, Value::Date(Grain::Year)) && t.word(c.end) == "of" && t.capital(c.lead.wrapping_sub(1));
    let in_name = (c.lead.saturating_sub(12)..c.lead)
        .rev()
        .take_while(|i| t.capital(*i) || matches!(t.word(*i), "of" | "the" | "for" | "on" | "and"))
        .any(|i| matches!(t.raw(i..i + 1), "Year" | "Decade"));
    if name_goes_on || (dated && in_name) {
        return true;
    }
    let Some(name) = c.lead.checked_sub(2).filter(|i| t.shape(i + 1) == Shape::Comma) else { return false };
    dated && t.capital(name) && name > 2 && !super::whose::HEADS.contains(&t.raw(name..name + 1))
}

/// *the report submitted to the Commission at its sixtieth session*
fn handed_in_before(t: &Tokens<'_>, c: &Candidate) -> bool {
    (c.lead.saturating_sub(12)..c.lead)
        .rev()
        .take_while(|i| matches!(t.shape(*i), Shape::Word | Shape::Number))
        // Another infinitive ends it: *the timeline approved by the Assembly and to include in his next report*.
        .take_while(|i| !(t.word(*i) == "and" && t.word(*i + 1) == "to"))
        // So does the clause's own verb: *the measures imposed by paragraph 5 are established for 14 months*.
        .take_while(|i| !matches!(t.word(*i), "are" | "is" | "shall" | "will"))
        .find(|i| {
            let done = t.word(*i).ends_with("ed") || matches!(t.word(*i), "made" | "taken" | "set");
            matches!(t.word(*i), "submitted" | "presented" | "transmitted") && (*i..c.lead).any(|j| t.word(j) == "to")
                || done
                    && t.word(i + 1) == "by"
                    && !matches!(t.word(*i), "established" | "created")
                    // *the measures imposed by paragraph 1 above*
                    && !matches!(t.word(i + 2), "paragraph" | "paragraphs" | "resolution" | "section")
        })
        .is_some_and(|i| !matches!(t.before(i), "be" | "is" | "are" | "been"))
}

/// *at its twenty-second session, in 2003*, of a body whose sessions nobody knows.
fn then_past(scope: &Scope<'_>, t: &Tokens<'_>, c: &Candidate) -> bool {
    let at = c.end + usize::from(t.shape(c.end) == Shape::Comma);
    let year = t.word(at + 1).parse::<i32>().ok().filter(|y| t.word(at) == "in" && *y > 1945);
    let adopted = scope.resolution.adopted.map(|day| day.year());
    c.value == Value::Session && year.zip(adopted).is_some_and(|(year, adopted)| year < adopted)
}

/// *a cycle of five years, from 2026 to 2030*
fn runs_through(t: &Tokens<'_>, c: &Candidate) -> bool {
    c.value == Value::Date(Grain::Year) && t.word(c.lead) == "from" && t.word(c.end) == "to"
}

/// *to use the account for expenditures related to the plan in 2023*: the year of the money.
fn spent_then(t: &Tokens<'_>, c: &Candidate) -> bool {
    c.value == Value::Date(Grain::Year)
        && t.word(c.lead) == "in"
        && (c.lead.saturating_sub(12)..c.lead)
            .rev()
            .take_while(|i| t.shape(*i) == Shape::Word && !(t.word(*i) == "and" && t.word(i + 1) == "to"))
            .any(|i| t.before(i) == "for" && matches!(t.word(i), "expenditures" | "expenditure" | "expenses"))
}

/// *to facilitate the participation of the experts in the twenty-third session*: the session is what they take part in.
fn taken_part_in(t: &Tokens<'_>, c: &Candidate) -> bool {
    c.value == Value::Session
        && t.word(c.lead) == "in"
        && (c.lead.saturating_sub(9)..c.lead)
            .rev()
            .take_while(|i| t.shape(*i) == Shape::Word && t.word(*i) != "to")
            .any(|i| t.word(i) == "participation")
}

/// *in preparation for holding such elections in 2025*
fn prepared_for(t: &Tokens<'_>, c: &Candidate) -> bool {
    let words = |i: usize| matches!(t.shape(i), Shape::Word | Shape::Number);
    matches!(c.value, Value::Date(_))
        && (c.lead.saturating_sub(12)..c.lead)
            .rev()
            .take_while(|i| words(*i))
            .any(|i| t.matches(i, "in preparation for").is_some())
}

/// *as decided at its seventy-fifth session*, *as contained in …*
fn refers_back(t: &Tokens<'_>, c: &Candidate) -> bool {
    let start =
        (0..c.lead).rev().find(|i| t.shape(*i) != Shape::Word && t.shape(*i) != Shape::Number).map_or(0, |i| i + 1);
    (start..c.lead).any(|i| {
        t.word(i) == "as"
            && !matches!(t.before(i), "well" | "such")
            && (t.word(i + 1).ends_with("ed") || matches!(t.word(i + 1), "set" | "was" | "were" | "has"))
    })
}

/// *the Conference, which will be hosted by both countries in June 2025*
fn in_relative_clause(t: &Tokens<'_>, c: &Candidate) -> bool {
    // Another infinitive ends it: *missions that are closing and to report in 2023*.
    // So does the one after *that have not yet done so to ratify it by 2025*.
    let ends = |i: usize| {
        !matches!(t.shape(i), Shape::Word | Shape::Number)
            || (matches!(t.word(i), "and" | "so") && t.word(i + 1) == "to")
    };
    (c.lead.saturating_sub(20)..c.lead).rev().take_while(|i| !ends(*i)).any(|i| {
        let relative =
            matches!(t.word(i), "which" | "who") || (t.word(i) == "that" && i > 0 && t.shape(i - 1) == Shape::Word);
        relative
            && (matches!(t.word(i + 1), "will" | "is" | "are" | "was" | "were" | "has" | "have" | "runs")
                || t.word(i) == "who" && t.word(i + 1).ends_with("ed"))
    })
}

/// *the consideration of this item by the Assembly at its seventy-fifth session*, in a text of that session.
fn considered(t: &Tokens<'_>, c: &Candidate) -> bool {
    let by = (c.lead.saturating_sub(5)..c.lead).rev().find(|i| matches!(t.word(*i), "by" | "to" | "of"));
    by.is_some_and(|i| {
        t.word(i) == "by"
            && (i.saturating_sub(8)..i)
                .any(|j| t.before(j) == "the" && matches!(t.word(j), "consideration" | "adoption" | "review"))
    })
}

fn in_this_session(scope: &Scope<'_>, c: &Candidate) -> bool {
    let adopting = scope.resolution.session.as_ref().and_then(crate::model::Session::regular);
    let own = scope.resolution.organ.map(crate::model::Organ::body);
    matches!(c.due.first(), Some(Due::Session { session, body, .. }) if Some(*session) == adopting && Some(body) == own.as_ref())
}

/// Whether a time lies before the adoption.
fn is_past(scope: &Scope<'_>, due: &Due) -> bool {
    let Some(adopted) = scope.resolution.adopted else { return false };
    match due {
        Due::Date(day) => *day < adopted,
        Due::Session { session, body, part } => {
            let own = scope.resolution.organ.is_some_and(|o| o.body() == *body);
            let adopting = scope.resolution.session.as_ref().and_then(crate::model::Session::regular);
            match (own, adopting) {
                (true, Some(n)) => *session < n,
                _ => Calendar::builtin().session(body, *session, *part).is_some_and(|w| w.closes < adopted),
            }
        }
        Due::Within(_) | Due::Event(_) => false,
    }
}
