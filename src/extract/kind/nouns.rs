//! The kind told from nouns: the subject of a decision, the object of a call for something.

use super::words::{KINDS, Set};
use super::{Asked, Found, verb_at};
use crate::extract::clauses::infinitive;
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::{is_opener, participle};
use crate::extract::tokens::Shape;
use crate::model::{Force, Kind};

/// The subject of a decision tells what it is about: *the measures … shall remain in force*, *the meeting shall consist of*.
pub(super) fn subject(a: &Asked<'_, '_>) -> Option<Found> {
    if a.force != Force::Decide {
        return None;
    }
    let (t, k) = (a.t, &*KINDS);
    let found = |kind, rule, at| Some(Found { kind, rule, at, sure: false });
    // the noun before its first preposition or participle
    let ends = |i: usize| {
        matches!(
            t.word(i),
            "of" | "for"
                | "in"
                | "on"
                | "to"
                | "at"
                | "from"
                | "with"
                | "by"
                | "as"
                | "under"
                | "set"
                | "which"
                | "that"
        ) || t.shape(i) != Shape::Word
            || participle(t, i) && !k.meeting.nouns.contains(t.word(i))
    };
    let noun = |i: &usize| t.shape(*i) == Shape::Word && !PHRASE.determiners.contains(t.word(*i)) && !ends(*i);
    let start = (a.action.start..a.begins).find(noun)?;
    let head = (start..a.begins).take_while(noun).last()?;
    let word = t.word(head);
    if a.organ && matches!(word, "consideration" | "review" | "reviews" | "examination") {
        return found(Kind::Agenda, "kind.consideration", head);
    }
    if k.agenda.topics.contains(word) || word == "agenda" {
        return found(Kind::Agenda, "kind.topics", head);
    }
    // *the meeting shall adopt a declaration*: what it does, not how it is held
    let verb = verb_at(t, a.begins, a.action.end);
    let does = matches!(t.word(verb), "adopt" | "approve") && !a.action.clone().any(|i| t.word(i) == "agenda");
    let about = (a.action.start..a.begins).find(|&i| k.meeting.nouns.contains(t.word(i)) && !t.capital(i));
    // *the Permanent Forum shall consist of ten members*: a body
    let body = t.capital(head) && !matches!(word, "conference" | "meeting" | "session" | "summit");
    if k.meeting.nouns.contains(word) && (a.organ && !body || !t.capital(head)) && !does
        || about.is_some()
            && matches!(
                word,
                "arrangements"
                    | "format"
                    | "opening"
                    | "closing"
                    | "list"
                    | "schedule"
                    | "modalities"
                    | "procedures"
                    | "organizational"
                    | "proceedings"
                    | "period"
                    | "duration"
                    | "date"
                    | "dates"
                    | "venue"
            )
    {
        return found(Kind::Meeting, "kind.meeting", head);
    }
    // *the contingency fund shall be set at the level of 0.75 per cent*
    let rated = word == "fund" && (a.begins..a.action.end).any(|i| t.matches(i, "per cent").is_some());
    if rated {
        return found(Kind::Funding, "kind.funding", head);
    }
    // *from the sum produced, the amounts recommended … should continue to be allocated*
    let sum = (a.action.start..a.begins)
        .find(|&i| t.word(i) == "from" && (i + 1..i + 4).any(|k| matches!(t.word(k), "sum" | "funds" | "amount")));
    let spent = (verb..a.action.end.min(verb + 6)).any(|i| matches!(t.word(i), "allocated" | "used" | "transferred"));
    if let Some(at) = sum.filter(|_| a.organ && spent) {
        return found(Kind::Funding, "kind.funding", at);
    }
    // *two additional judges shall be elected*
    if a.organ && word == "judges" && !(a.action.start..head).any(|i| t.shape(i) == Shape::Comma) {
        return found(Kind::Mandate, "kind.mandate", head);
    }
    if a.organ && k.mandate.objects.contains(word) {
        return found(Kind::Mandate, "kind.mandate", head);
    }
    if matches!(
        word,
        "requirements"
            | "resources"
            | "amount"
            | "amounts"
            | "sums"
            | "balance"
            | "contributions"
            | "contribution"
            | "costs"
            | "expenses"
            | "appropriation"
            | "appropriations"
            | "rate"
            | "rates"
            | "credit"
            | "credits"
            | "scale"
            | "assessment"
            | "budget"
            | "funds"
            | "proceeds"
    ) {
        return found(Kind::Funding, "kind.funding", head);
    }
    None
}

/// *calls for increased funding*, *encourages the holding of meetings*.
pub(super) fn nominal(a: &Asked<'_, '_>) -> Option<Found> {
    let (t, k) = (a.t, &*KINDS);
    // *authorizes, as envisaged in the agreement, the establishment …*
    let mut start = a.action.start;
    let found = |kind, rule, at| Some(Found { kind, rule, at, sure: false });
    // *recommends the provisional agenda of the Conference for adoption*
    if let Some(at) = (start..a.action.end.min(start + 3)).find(|&i| t.matches(i, "provisional agenda").is_some()) {
        return found(Kind::Agenda, "kind.topics", at);
    }
    // *calls for the convening, as soon as possible, of a conference*
    if let Some(comma) = (start..a.action.end.min(start + 5)).find(|&i| t.shape(i) == Shape::Comma)
        && (start..comma).any(|i| k.meeting.nominal.contains(t.word(i)))
        && let Some(close) = (comma + 1..a.action.end.min(comma + 12)).find(|&i| t.shape(i) == Shape::Comma)
        && t.word(close + 1) == "of"
        && let Some(at) = (close + 2..a.action.end.min(close + 12)).find(|&i| k.meeting.nouns.contains(t.word(i)))
    {
        return found(Kind::Meeting, "kind.meeting", at);
    }
    if let Some(comma) = (start..a.action.end.min(start + 4)).find(|&i| t.shape(i) == Shape::Comma && i > start)
        && is_opener(t, comma + 1)
        && let Some(close) = (comma + 1..a.action.end.min(comma + 30)).find(|&i| t.shape(i) == Shape::Comma)
    {
        start = close + 1;
    }
    let stop = (start..a.action.end).find(|&i| t.shape(i) == Shape::Comma || infinitive(t, i)).unwrap_or(a.action.end);
    let range = start..stop;
    let first = |set: &Set, n: usize| range.clone().take(n).find(|&i| set.contains(t.word(i)));
    if let (Some(_), Some(at)) = (first(&k.meeting.nominal, 6), first(&k.meeting.nouns, 12)) {
        return found(Kind::Meeting, "kind.meeting", at);
    }
    if let Some(at) = first(&k.report.reports, 9).filter(|&at| !matches!(t.before(at), "of" | "the")) {
        return found(Kind::Report, "kind.report", at);
    }
    // *reiterates its request to the Secretary-General for an updated proposal*
    if a.force == Force::Request
        && let Some(at) = first(&k.report.asked_for, 12)
            .filter(|&at| range.clone().any(|i| i < at && t.word(i) == "for") || at < range.start + 4)
    {
        return found(Kind::Report, "kind.report", at);
    }
    if let Some(at) = range.clone().take(6).find(|&i| {
        t.word(i) == "disbursement"
            || matches!(t.word(i), "fulfilment" | "honouring") && t.word(i + 2).ends_with("pledges")
    }) {
        return found(Kind::Funding, "kind.pledges", at);
    }
    if matches!(a.force, Force::Authorize | Force::Decide)
        && let Some(at) = first(&k.mandate.nominal, 6)
        && (at..a.action.end.min(at + 20)).any(|i| k.mandate.objects.contains(t.word(i)))
    {
        return found(Kind::Mandate, "kind.mandate", at);
    }
    // *decides on the following distribution: one P-3 post …*
    let posts = || (start..a.action.end.min(start + 30)).find(|&i| matches!(t.word(i), "post" | "posts" | "positions"));
    if a.force == Force::Decide
        && let Some(at) = first(&k.mandate.nominal, 6).or_else(posts)
    {
        return found(Kind::Mandate, "kind.mandate", at);
    }
    let money = range.clone().take(16).filter(|&i| governs_money(a, start, i)).find(|&i| {
        let made = t.word(i).starts_with("contribution")
            && t.word(i + 1) == "of"
            && !matches!(t.before(i), "voluntary" | "financial" | "assessed");
        let given = !made && !matches!(t.word(i), "commitments" | "means" | "balance" | "amount");
        (k.funding.nouns.contains(t.word(i)) || t.word(i) == "pledges") && given
            || t.word(i) == "financial" && k.funding.financial.contains(t.word(i + 1))
            || t.word(i) == "means" && t.word(i + 2) == "implementation"
    });
    if let Some(at) = money {
        let own = |i: usize| {
            matches!(t.word(i), "human" | "technical" | "natural" | "genetic" | "water" | "marine")
                && t.word(at) == "resources"
        };
        if !own(at.saturating_sub(1)) {
            return found(Kind::Funding, "kind.funding", at);
        }
    }
    None
}

/// Whether the money at `at` is what is called for: its noun, or what a payment, an increase or a flow is of.
fn governs_money(a: &Asked<'_, '_>, start: usize, at: usize) -> bool {
    let t = a.t;
    let preposition = (start + 1..at).rev().find(|&i| {
        matches!(t.word(i), "of" | "to" | "in" | "on" | "through")
            || t.word(i) == "for" && !matches!(t.before(i), "calls" | "appeals" | "call" | "appeal")
    });
    match preposition {
        Some(of) => {
            matches!(t.word(of), "of" | "in") && (start..of).any(|i| KINDS.funding.payments.contains(t.word(i)))
        }
        None => true,
    }
}
