//! Agenda: to include an item, to consider, to remain seized.

use super::words::KINDS;
use super::{Asked, Found};
use crate::extract::lexicon::PHRASE;
use crate::model::Kind;

impl Asked<'_, '_> {
    pub(super) fn agenda(&self, v: usize, word: &str) -> Option<Found> {
        let (t, k) = (self.t, &KINDS.agenda);
        let found = |rule| Some(Found { kind: Kind::Agenda, rule, at: v, sure: true });
        let object = self.object(v, 60);
        if matches!(word, "include" | "place" | "inscribe" | "keep" | "retain" | "add" | "maintain")
            && (v + 1..self.action.end.min(v + 60)).any(|i| {
                // not *under the agenda item entitled*
                let under = t.word(i + 1) == "item" && (i.saturating_sub(3)..i).any(|k| t.word(k) == "under");
                t.word(i) == "agenda" && !under && !t.inside(i) && !t.capital(i)
            })
            && (self.organ || self.meets || word == "include" || word == "place")
        {
            return found("kind.agenda");
        }
        if word == "seized" || word == "remain" && object.iter().copied().take(4).any(|i| t.word(i) == "seized") {
            return found("kind.seized");
        }
        if !(self.organ || self.meets) {
            return None;
        }
        let into = matches!(t.word(v + 1), "into") || object.iter().copied().take(3).any(|i| t.word(i) == "account");
        if k.consider.contains(word) && !into {
            let what = object
                .iter()
                .copied()
                .skip_while(|&i| PHRASE.determiners.contains(t.word(i)) || matches!(t.word(i), "," | "its"))
                .take(3)
                .find(|&i| k.no_items.contains(t.word(i)));
            let visit = (v + 1..self.action.end.min(v + 12)).any(|i| t.word(i) == "visit");
            if what.is_none() && !visit {
                return found("kind.consider");
            }
        }
        // *the Conference should assess the progress made*
        if matches!(word, "assess" | "evaluate" | "appraise") && object.iter().take(3).any(|&i| t.word(i) == "progress")
        {
            return Some(Found { kind: Kind::Agenda, rule: "kind.consider", at: v, sure: false });
        }
        if word == "keep"
            && object
                .iter()
                .any(|&i| t.before(i) == "under" && matches!(t.word(i), "review" | "consideration" | "examination"))
        {
            return found("kind.under-review");
        }
        let topic = (v + 1..self.action.end.min(v + 22)).any(|i| k.topics.contains(t.word(i)));
        if topic && matches!(word, "adopt" | "decide" | "establish" | "approve") {
            return found("kind.topics");
        }
        if k.carries.contains(word)
            && self
                .find(object.get(..9.min(object.len())).unwrap_or_default(), &k.consideration)
                .is_some_and(|i| t.word(i) != "reviews" || self.organ)
            && !object.iter().copied().take(2).any(|i| t.word(i) == "into")
        {
            return found("kind.consideration");
        }
        if matches!(word, "identify" | "approve" | "decide" | "select" | "determine" | "adopt" | "choose" | "agree")
            && object.iter().copied().take(14).any(|i| k.topics.contains(t.word(i)) || t.word(i) == "agenda")
        {
            return found("kind.topics");
        }
        None
    }
}
