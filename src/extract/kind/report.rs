//! Report: to report, to inform, to give papers to an intergovernmental organ.

use super::words::KINDS;
use super::{Asked, Found};
use crate::extract::clauses::infinitive;
use crate::extract::duty::Form;
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::is_and;
use crate::extract::tokens::Shape;
use crate::model::Kind;

impl Asked<'_, '_> {
    pub(super) fn report(&self, v: usize, word: &str) -> Option<Found> {
        let (t, k) = (self.t, &KINDS.report);
        let found = |rule, sure| Some(Found { kind: Kind::Report, rule, at: v, sure });
        // *provide for a briefing within three months*
        if word == "provide" && t.word(v + 1) == "for" && (v + 2..v + 4).any(|i| k.reports.contains(t.word(i))) {
            return found("kind.report", false);
        }
        let object = self.object(v, 40);
        let to = self.recipient(v);
        if let Some((rule, sure)) = self.in_document(v, word) {
            return found(rule, sure);
        }
        let early =
            (self.action.start..v).any(|i| matches!(t.word(i), "report" | "reports")) && self.form != Form::Subject;
        // *to include recommendations on the following*: in what it submits
        if word == "include"
            && object
                .iter()
                .take(4)
                .any(|&i| k.asked_for.contains(t.word(i)) && matches!(t.word(i + 1), "on" | "about"))
            && !(v + 1..self.action.end.min(v + 30)).any(|i| t.word(i) == "in" && !t.inside(i))
        {
            return found("kind.in-report", false);
        }
        if word == "include" && early && self.find(&object, &k.papers).is_some() {
            return found("kind.in-report", true);
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
        // *provide for a briefing*
        if word == "provide"
            && t.word(v + 1) == "for"
            && object.iter().take(4).any(|&i| t.word(i).starts_with("briefing"))
        {
            return found("kind.report", false);
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
            && (to == Some(true) && (v + 1..self.action.end.min(v + 70)).any(|i| t.word(i) == "consideration")
                || self.for_consideration(v))
        {
            return found("kind.for-consideration", false);
        }
        // *undertake the preparation of the outlook, to be submitted to the Assembly*
        if (k.drafts.contains(word) || k.gives.contains(word) || word == "undertake") && self.to_be_submitted(v) {
            return found("kind.to-be-submitted", false);
        }
        if k.gives.contains(word) {
            let strong = matches!(word, "submit" | "present" | "report" | "circulate" | "transmit");
            // *transmit the resolution to the agencies so that they take measures*
            let ends = |i: usize| i > v + 1 && matches!(t.word(i), "so" | "which" | "that");
            let object: Vec<usize> = object.iter().copied().take_while(|&i| !ends(i)).collect();
            // *information materials* are no information
            let noun = |i: usize| {
                matches!(t.word(i + 1), "materials" | "systems" | "system" | "technology" | "technologies" | "products")
            };
            let papers = object.iter().copied().filter(|&i| k.papers.contains(t.word(i)) && !noun(i));
            let own = papers.clone().find(|&i| self.governed(v, i));
            let Some(paper) = own.or_else(|| papers.clone().next()) else {
                let hands_in = matches!(word, "submit" | "present" | "transmit")
                    || word == "forward" && matches!(t.word(v + 1), "it" | "them")
                    || word == "provide" && t.word(v + 1) == "to" && t.shape(self.action.end) == Shape::Colon
                    || word == "provide" && t.word(v + 1) == "to" && t.before(self.action.end) == ":";
                return if hands_in && to == Some(true) { found("kind.report-to", false) } else { None };
            };
            let public = object.iter().copied().any(|i| matches!(t.word(i), "available" | "accessible" | "public"));
            // *make available to the Committee information on the violations*, but *make the reports available to the public*
            if public && word == "make" {
                return if to == Some(true) { found("kind.report-to", false) } else { None };
            }
            if word == "make" && paper > v + 6 && to != Some(true) {
                return None;
            }
            // *training guidelines …, as well as on the use of women in all measures*: no paper
            let paper_like = matches!(word, "provide" | "give" | "furnish") && t.word(paper) != "measures";
            if own.is_none() && !strong && !paper_like {
                return None;
            }
            let direct = self.governed(v, paper) || to == Some(true);
            // a conference room paper is laid before the organ in session
            let report = k.reports.contains(t.word(paper)) || t.word(paper) == "paper" && t.before(paper) == "room";
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

    /// A report by another name: *indicate in its annual report*, *include in the context of future reports*, *propose in
    /// his next budget submission*.
    fn in_document(&self, v: usize, word: &str) -> Option<(&'static str, bool)> {
        let (t, k) = (self.t, &KINDS.report);
        let end = self.action.end.min(v + 45);
        let tells = k.tells_in.contains(word);
        for i in v + 1..end {
            if t.inside(i) {
                continue;
            }
            // another infinitive takes what follows
            if i > v + 1 && infinitive(t, i) && matches!(t.before(i), "and" | "," | "or") {
                return None;
            }
            if t.word(i) != "in" {
                continue;
            }
            let cited = i > v + 1 && t.before(i).ends_with("ed")
                || matches!(t.before(i), "made" | "out" | "given" | "taken" | "set" | "as" | "forth")
                || t.shape(i.saturating_sub(1)) == Shape::Mark;
            let from = t.matches(i + 1, "the context of").map_or(i + 1, |n| i + 1 + n);
            let own = matches!(t.word(from), "his" | "its" | "her" | "their" | "future" | "subsequent" | "forthcoming");
            // *in a report to be submitted to the Assembly*, *in all reports to the Council*
            let any = matches!(t.word(from), "a" | "any" | "all")
                && (from + 1..from + 4).any(|j| {
                    matches!(t.word(j), "report" | "reports")
                        && t.word(j + 1) == "to"
                        && (t.word(j + 2) == "be" || PHRASE.determiners.contains(t.word(j + 2)))
                });
            let opens = own
                || any
                || matches!(t.word(from), "the" | "this" | "that" | "those" | "reports")
                || from > i + 1 && t.word(from) == "a";
            if !opens {
                continue;
            }
            let noun = (from..end.min(from + 9))
                .find(|&j| k.documents.contains(t.word(j)) && !k.of_documents.contains(t.word(j + 1)));
            let phrase = |j: usize| {
                (from..j).all(|m| {
                    t.shape(m) == Shape::Word && !matches!(t.word(m), "of" | "to" | "on" | "for" | "by" | "in")
                        || t.shape(m) == Shape::Number
                })
            };
            let Some(noun) = noun.filter(|&j| phrase(j)) else { continue };
            let report = matches!(t.word(noun), "report" | "reports" | "reporting");
            let dated = (from..noun).any(|j| {
                matches!(
                    t.word(j),
                    "next" | "annual" | "future" | "forthcoming" | "subsequent" | "regular" | "periodic" | "upcoming"
                )
            });
            // what is yet to come cannot be cited
            let coming = (from..noun)
                .any(|j| matches!(t.word(j), "next" | "future" | "forthcoming" | "subsequent" | "upcoming"));
            if cited && !coming {
                continue;
            }
            match (report, tells) {
                (true, true) => return Some(("kind.in-report", true)),
                (true, false) if own && dated && t.word(from) != "their" => return Some(("kind.in-report", false)),
                (false, true) if (own || dated) && !(from..noun).any(|j| t.word(j) == "national") => {
                    return Some(("kind.in-document", false));
                }
                _ => {}
            }
        }
        None
    }

    /// *measures to enhance the work of the Office for the consideration of the Assembly*
    fn for_consideration(&self, v: usize) -> bool {
        let (t, k) = (self.t, &KINDS.report);
        let end = self.action.end.min(v + 110);
        let other = |i: usize| infinitive(t, i) && matches!(t.before(i), "and" | ",");
        (v + 1..end).take_while(|&i| i == v + 1 || !other(i)).any(|i| {
            t.word(i) == "consideration"
                && matches!(t.before(i), "the" | "for")
                && matches!(t.word(i + 1), "of" | "by")
                && (i + 2..end.min(i + 6))
                    .map(|j| t.word(j))
                    .take_while(|w| !k.offices.contains(*w))
                    .any(|w| k.intergovernmental.contains(w))
        })
    }

    /// *to be submitted to the Council*, *to be presented for endorsement by the Assembly*
    fn to_be_submitted(&self, v: usize) -> bool {
        let (t, k) = (self.t, &KINDS.report);
        let at = (v + 1..self.action.end.min(v + 60)).find(|&i| {
            t.word(i) == "be"
                && t.before(i) == "to"
                && matches!(t.word(i + 1), "submitted" | "presented")
                && !t.inside(i)
        });
        at.is_some_and(|at| {
            (at + 2..self.action.end.min(at + 12))
                .map(|i| t.word(i))
                .take_while(|w| !k.offices.contains(*w) && !matches!(*w, "and" | "," | ";"))
                .any(|w| k.intergovernmental.contains(w))
        })
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
        // *gaps in energy, information and finance*: a list after a preposition
        let listed = |comma: usize| {
            (v + 1..comma).rev().take(6).take_while(|&i| t.shape(i) == Shape::Word).any(preposition)
                && is_and(t, at + 1).is_some()
        };
        for k in (v + 1..at).rev() {
            if PHRASE.determiners.contains(t.word(k)) || matches!(t.word(k), "its" | "his" | "their" | "her") {
                // *propose to the Assembly overall recommendations*
                let to_whom = k == v + 2 && t.word(k - 1) == "to";
                return to_whom || !(k > v + 1 && preposition(k - 1));
            }
            if t.shape(k) == Shape::Number || t.shape(k) == Shape::Comma && (k == v + 1 || !listed(k)) {
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
            // a phrase between commas right after the verb is not whom it goes to
            let with = t.shape(v + 1) != Shape::Comma
                && (v + 2..stop.min(v + 20))
                    .take_while(|&i| !k.papers.contains(t.word(i)))
                    .any(|i| t.word(i) == "with" && !matches!(t.before(i), "accordance" | "line" | "together"));
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
                    | "contribution"
                    | "contributions"
                    | "subvention"
                    | "grant"
                    | "grants"
                    | "addressed"
                    | "updates"
                    | "amendments"
                    | "changes"
                    | "additions"
                    | "improvements"
                    | "adjustments"
            ) || matches!(t.word(i + 1), "this" | "these" | "that");
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
