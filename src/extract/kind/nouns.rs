//! The kind told from nouns: the subject of a decision, the object of a call for something.

use super::words::{KINDS, Set};
use super::{Asked, Found};
use crate::extract::clauses::infinitive;
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::participle;
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
            || participle(t, i)
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
    let about = (a.action.start..a.begins).find(|&i| k.meeting.nouns.contains(t.word(i)) && !t.capital(i));
    if k.meeting.nouns.contains(word) && (a.organ || !t.capital(head))
        || about.is_some()
            && matches!(
                word,
                "arrangements"
                    | "format"
                    | "opening"
                    | "closing"
                    | "list"
                    | "modalities"
                    | "procedures"
                    | "organizational"
            )
    {
        return found(Kind::Meeting, "kind.meeting", head);
    }
    if a.organ && k.mandate.objects.contains(word) {
        return found(Kind::Mandate, "kind.mandate", head);
    }
    if matches!(
        word,
        "requirements"
            | "resources"
            | "amount"
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
    ) {
        return found(Kind::Funding, "kind.funding", head);
    }
    None
}

/// *calls for increased funding*, *encourages the holding of meetings*.
pub(super) fn nominal(a: &Asked<'_, '_>) -> Option<Found> {
    let (t, k) = (a.t, &*KINDS);
    let stop = (a.action.start..a.action.end)
        .find(|&i| t.shape(i) == Shape::Comma || infinitive(t, i))
        .unwrap_or(a.action.end);
    let range = a.action.start..stop;
    let found = |kind, rule, at| Some(Found { kind, rule, at, sure: false });
    let first = |set: &Set, n: usize| range.clone().take(n).find(|&i| set.contains(t.word(i)));
    if let (Some(_), Some(at)) = (first(&k.meeting.nominal, 6), first(&k.meeting.nouns, 12)) {
        return found(Kind::Meeting, "kind.meeting", at);
    }
    if let Some(at) = first(&k.report.reports, 9).filter(|&at| !matches!(t.before(at), "of" | "the")) {
        return found(Kind::Report, "kind.report", at);
    }
    if matches!(a.force, Force::Authorize | Force::Decide)
        && let (Some(at), Some(_)) = (first(&k.mandate.nominal, 5), first(&k.mandate.objects, 16))
    {
        return found(Kind::Mandate, "kind.mandate", at);
    }
    if a.force == Force::Decide
        && let Some(at) = first(&k.mandate.nominal, 6)
    {
        return found(Kind::Mandate, "kind.mandate", at);
    }
    let money = range.clone().take(16).find(|&i| {
        k.funding.nouns.contains(t.word(i)) && !matches!(t.word(i), "commitments" | "means" | "balance" | "amount")
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
