//! Report: to report, to inform, to give papers to an intergovernmental organ.

use super::words::KINDS;
use super::{Asked, Found};
use crate::extract::clauses::infinitive;
use crate::extract::duty::Form;
use crate::extract::lexicon::PHRASE;
use crate::extract::tokens::Shape;
use crate::model::Kind;

impl Asked<'_, '_> {
    pub(super) fn report(&self, v: usize, word: &str) -> Option<Found> {
        let (t, k) = (self.t, &KINDS.report);
        let found = |rule, sure| Some(Found { kind: Kind::Report, rule, at: v, sure });
        let object = self.object(v, 40);
        let to = self.recipient(v);
        // a report by another name: *indicate in its annual report*, *for inclusion in his report*
        let end = self.action.end.min(v + 45);
        let in_report = (v + 1..end).find(|&i| {
            t.word(i) == "in"
                && !t.inside(i)
                && (matches!(
                    t.word(i + 1),
                    "his" | "its" | "her" | "their" | "the" | "this" | "that" | "those" | "reports"
                ) && (i + 2..i + 7)
                    .take_while(|&j| !matches!(t.word(j), "of" | "to" | "on" | ","))
                    .any(|j| matches!(t.word(j), "report" | "reports")))
        });
        let early =
            (self.action.start..v).any(|i| matches!(t.word(i), "report" | "reports")) && self.form != Form::Subject;
        if matches!(
            word,
            "include"
                | "indicate"
                | "reflect"
                | "suggest"
                | "provide"
                | "address"
                | "elaborate"
                | "highlight"
                | "present"
                | "incorporate"
                | "cover"
                | "indicating"
        ) {
            if let Some(i) = in_report {
                let cited = matches!(
                    t.before(i),
                    "contained" | "made" | "recommended" | "proposed" | "outlined" | "identified" | "described" | "out"
                );
                if !cited {
                    return found("kind.in-report", true);
                }
            }
            if word == "include" && early && self.find(&object, &k.papers).is_some() {
                return found("kind.in-report", true);
            }
        }
        if matches!(word, "bring" | "draw" | "call") {
            let attention = object.iter().copied().find(|&i| t.word(i) == "attention");
            if attention.is_some()
                && (object
                    .iter()
                    .any(|&i| matches!(t.word(i), "assembly" | "council" | "committee" | "conference" | "commission"))
                    || object.iter().copied().any(|i| t.word(i) == "its" && t.word(i + 1) == "attention"))
            {
                return found("kind.attention", false);
            }
            return None;
        }
        if k.verbs.contains(word) && to != Some(false) {
            return found("kind.report", true);
        }
        if k.tells.contains(word) {
            return if self.tells_organ(v) { found("kind.informs", true) } else { None };
        }
        if word == "keep"
            && object.iter().copied().any(|i| matches!(t.word(i), "informed" | "apprised" | "abreast" | "updated"))
            && self.tells_organ(v)
        {
            return found("kind.keeps-informed", true);
        }
        if k.drafts.contains(word)
            && to == Some(true)
            && (v + 1..self.action.end.min(v + 70)).any(|i| t.word(i) == "consideration")
        {
            return found("kind.for-consideration", false);
        }
        if k.gives.contains(word) {
            let strong = matches!(word, "submit" | "present" | "report" | "circulate" | "transmit");
            let Some(paper) = self.find(&object, &k.papers) else {
                return if strong && to == Some(true) { found("kind.report-to", false) } else { None };
            };
            let public = object.iter().copied().any(|i| matches!(t.word(i), "available" | "accessible" | "public"));
            if public && word == "make" {
                return None;
            }
            let direct = self.governed(v, paper) || to == Some(true);
            let report = k.reports.contains(t.word(paper));
            return match (to, report, strong) {
                (Some(false), ..) => None,
                (Some(true), ..) => found("kind.report-to", true),
                (None, true, _) if direct => found("kind.report", true),
                (None, _, true) if direct => found("kind.submits", false),
                (None, ..)
                    if direct
                        && matches!(word, "provide" | "make" | "propose" | "offer" | "give" | "prepare")
                        && matches!(
                            t.word(paper),
                            "information"
                                | "update"
                                | "updates"
                                | "recommendations"
                                | "proposals"
                                | "assessment"
                                | "analysis"
                                | "findings"
                                | "details"
                                | "observations"
                                | "results"
                        ) =>
                {
                    found("kind.gives-information", false)
                }
                _ => None,
            };
        }
        None
    }

    /// Whether the noun at `at` is the verb's own object, not one that a preposition governs.
    fn governed(&self, v: usize, at: usize) -> bool {
        let t = self.t;
        let preposition = |i: usize| {
            matches!(
                t.word(i),
                "of" | "for"
                    | "to"
                    | "on"
                    | "based"
                    | "in"
                    | "containing"
                    | "from"
                    | "with"
                    | "through"
                    | "by"
                    | "about"
            )
        };
        for k in (v + 1..at).rev() {
            if PHRASE.determiners.contains(t.word(k)) || matches!(t.word(k), "its" | "his" | "their" | "her") {
                return !(k > v + 1 && preposition(k - 1));
            }
            if matches!(t.shape(k), Shape::Number | Shape::Comma) {
                return true;
            }
            if preposition(k) {
                return false;
            }
        }
        true
    }

    /// Whether those who are told are an organ or its members.
    fn tells_organ(&self, v: usize) -> bool {
        let (t, k) = (self.t, &KINDS.report);
        for i in v + 1..self.action.end.min(v + 16) {
            let w = t.word(i);
            if w == "working" && t.word(i + 1) == "group" {
                return true;
            }
            if k.offices.contains(w) {
                return false;
            }
            if k.intergovernmental.contains(w) && !(t.word(v) == "notify" && w == "states") || w == "it" && i == v + 1 {
                return true;
            }
            if matches!(w, "on" | "of" | "that" | "about") {
                return false;
            }
        }
        false
    }

    /// To whom it goes: an organ (true), an office or people (false), nobody named.
    fn recipient(&self, v: usize) -> Option<bool> {
        let (t, k) = (self.t, &KINDS.report);
        let stop = (v + 1..self.action.end)
            .find(|&i| i > v + 1 && infinitive(t, i) && !matches!(t.word(i + 1), "be"))
            .unwrap_or(self.action.end)
            .min(v + 60);
        let class = |from: usize| {
            for j in from..stop.min(from + 7) {
                let w = t.word(j);
                if k.offices.contains(w) && !(w == "panel" && t.capital(j)) {
                    return Some(false);
                }
                if k.intergovernmental.contains(w) || w == "it" && j == from || w == "economic" && t.capital(j) {
                    return Some(true);
                }
                if matches!(w, "of" | "on" | "," | "with" | "in" | "and" | "for" | "to" | "that") {
                    return None;
                }
            }
            None
        };
        // *provide the Council with*
        if matches!(t.word(v), "provide" | "furnish" | "supply" | "give") {
            let with = (v + 1..stop.min(v + 20)).any(|i| t.word(i) == "with" && t.shape(i - 1) != Shape::Comma);
            let direct = class(v + 1);
            if with || direct == Some(true) {
                return direct.or(Some(false));
            }
        }
        let mut office = None;
        for i in v + 1..stop {
            let consideration = t.word(i) == "consideration" && matches!(t.word(i + 1), "by" | "of");
            let to = matches!(t.word(i), "to" | "before") || consideration;
            let governed = matches!(
                t.before(i),
                "relevant"
                    | "related"
                    | "relating"
                    | "pursuant"
                    | "regard"
                    | "assistance"
                    | "support"
                    | "according"
                    | "access"
                    | "addition"
                    | "respect"
                    | "response"
                    | "commitments"
                    | "commitment"
            );
            if to && !governed && !t.inside(i) {
                match class(i + 1 + usize::from(consideration)) {
                    Some(true) if office.is_none() || t.before(i) == "and" => return Some(true),
                    Some(false) => office = Some(false),
                    _ => {}
                }
            }
        }
        office
    }
}
