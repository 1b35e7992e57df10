//! Meetings, mandates and money.

use super::words::KINDS;
use super::{Asked, Found};
use crate::extract::duty::Form;
use crate::extract::nouns::is_and;
use crate::extract::tokens::Shape;
use crate::model::{Force, Kind};

impl Asked<'_, '_> {
    pub(super) fn meeting(&self, v: usize, word: &str) -> Option<Found> {
        let k = &KINDS.meeting;
        let object = self.object(v, 18);
        let before = || (self.action.start..v).collect::<Vec<_>>();
        let found = |rule| Some(Found { kind: Kind::Meeting, rule, at: v, sure: true });
        if k.verbs.contains(word)
            && (self.find(&object, &k.nouns).is_some()
                || self.form == Form::Subject && self.find(&before(), &k.nouns).is_some())
        {
            return found("kind.meeting");
        }
        // *resolves to meet again within 72 hours*, *decides to convene upon receipt of the report*: the organ itself
        if self.organ
            && matches!(word, "meet" | "convene" | "reconvene")
            && (matches!(self.t.word(v + 1), "again" | "immediately" | "within" | "on" | "at" | "in" | "upon" | "as")
                || v + 1 >= self.action.end)
        {
            return found("kind.meeting");
        }
        // *resume the Review Conference*
        if matches!(word, "resume" | "suspend" | "adjourn" | "commence" | "postpone")
            && object.iter().take(5).any(|&i| matches!(self.t.word(i), "conference" | "session" | "meeting"))
        {
            return found("kind.meeting");
        }
        if matches!(word, "finalize" | "make" | "determine" | "decide") {
            let arranges = object.iter().any(|&i| {
                matches!(self.t.word(i), "arrangements" | "preparations" | "preparatory" | "modalities" | "dates")
            });
            if arranges && self.find(&object, &k.nouns).is_some() {
                return found("kind.arrangements");
            }
        }
        if word == "include"
            && (object.iter().any(|&i| self.t.word(i) == "calendar")
                || (v + 1..self.action.end.min(v + 14))
                    .any(|i| self.t.word(i) == "calendar" && matches!(self.t.before(i), "the" | "nations" | "revised")))
        {
            return found("kind.calendar");
        }
        if k.proclaims.contains(word) && self.find(&object, &k.periods).is_some() {
            return found("kind.proclaim");
        }
        None
    }

    pub(super) fn mandate(&self, v: usize, word: &str) -> Option<Found> {
        let (t, k) = (self.t, &KINDS.mandate);
        if word == "become"
            && self.force == Force::Decide
            && self.object(v, 8).iter().any(|&i| matches!(t.word(i), "members" | "member"))
        {
            return Some(Found { kind: Kind::Mandate, rule: "kind.membership", at: v, sure: false });
        }
        if word == "consider" {
            let object = self.object(v, 14);
            if object.iter().take(3).any(|&i| matches!(t.word(i), "creation" | "establishment"))
                && self.find(&object, &k.bodies).is_some()
            {
                return Some(Found { kind: Kind::Mandate, rule: "kind.sets-up", at: v, sure: false });
            }
        }
        // *decides that the Force shall continue to be entrusted with the tasks*, *that the Council hereby establishes authorities*
        if self.force == Force::Decide && self.form == Form::Subject {
            let entrusted = (v..self.action.end.min(v + 5)).find(|&i| t.matches(i, "entrusted with").is_some());
            let hereby = (self.action.start..v + 1).find(|&i| {
                t.word(i) == "hereby" && t.word(i + 1).strip_suffix('s').is_some_and(|stem| self.sets(stem))
                    || t.word(i) == "hereby" && t.word(i + 1).strip_suffix("es").is_some_and(|stem| self.sets(stem))
            });
            if let Some(at) = entrusted.or(hereby) {
                return Some(Found { kind: Kind::Mandate, rule: "kind.mandate", at, sure: false });
            }
        }
        // *to amend article 12 of the Statute of the Tribunal*, *the terms of reference of the fund*
        if self.organ && self.force == Force::Decide && matches!(word, "amend" | "revise") {
            let ruled = |i: usize| t.word(i) == "statute" || t.matches(i, "terms of reference").is_some();
            if let Some(&at) = self.object(v, 24).iter().find(|&&i| ruled(i)) {
                return Some(Found { kind: Kind::Mandate, rule: "kind.mandate", at, sure: false });
            }
        }
        // *to formally conclude the mandate of the Group*, *to return the personnel of the Force to …*
        if self.organ && matches!(word, "conclude" | "complete" | "return") {
            let object = self.object(v, 8);
            let at = object.iter().find(|&&i| {
                t.word(i) == "mandate" || word == "return" && matches!(t.word(i), "personnel" | "troops" | "strength")
            });
            if at.is_some() {
                return Some(Found { kind: Kind::Mandate, rule: "kind.mandate", at: v, sure: false });
            }
        }
        if !k.verbs.contains(word) {
            return None;
        }
        let object = self.object(v, 16);
        let before: Vec<usize> = (self.action.start..v).collect();
        if object.iter().any(|&i| t.word(i) == "funding") {
            return None;
        }
        if self.organ || self.force == Force::Authorize {
            let own = match object.iter().position(|&i| t.word(i) == "of") {
                Some(of) if k.weak.contains(word) => object.get(..of).unwrap_or_default(),
                _ => object.as_slice(),
            };
            let at = self.find(own, &k.objects);
            let at = at.or_else(|| if self.form == Form::Subject { self.find(&before, &k.objects) } else { None });
            let money = object.iter().any(|&i| matches!(t.word(i), "appropriation" | "amount"))
                || self.action.clone().any(|i| t.word(i) == "dollars");
            if at.is_some() && !money {
                return Some(Found { kind: Kind::Mandate, rule: "kind.mandate", at: v, sure: true });
            }
            return None;
        }
        if matches!(word, "establish" | "create" | "deploy" | "appoint" | "re-establish" | "extend" | "reappoint") {
            let head: Vec<usize> = object
                .iter()
                .copied()
                .take_while(|&i| {
                    !matches!(t.word(i), "of" | "for" | "in" | "with" | "on" | "to" | "between" | "under" | "by")
                })
                .collect();
            if self.find(&head, &k.bodies).is_some() {
                return Some(Found { kind: Kind::Mandate, rule: "kind.sets-up", at: v, sure: false });
            }
        }
        None
    }

    /// Whether the verb sets up or changes what lasts.
    fn sets(&self, stem: &str) -> bool {
        matches!(stem, "establish" | "create" | "extend" | "renew" | "expand" | "impose" | "terminate")
    }

    pub(super) fn funding(&self, v: usize, word: &str) -> Option<Found> {
        let (t, k) = (self.t, &KINDS.funding);
        let found = |rule, sure| Some(Found { kind: Kind::Funding, rule, at: v, sure });
        let mut object = self.object(v, 16);
        // *surrender them to appropriate authorities*: no verb
        let adjective = word == "appropriate"
            && !self.organ
            && !object.iter().any(|&i| {
                matches!(t.word(i), "dollars" | "amount" | "amounts" | "sum" | "sums" | "funds" | "resources" | "money")
            });
        if adjective {
            return None;
        }
        if k.verbs.contains(word) {
            return found("kind.funding", true);
        }
        if word == "contribute"
            && let Some(means) = object.iter().position(|&i| {
                matches!(t.word(i), "including" | "that" | "which")
                    || matches!(t.word(i), "through" | "by") && !(i..i + 6).any(|k| t.word(k) == "contributions")
            })
        {
            object.truncate(means);
        }
        let money = object.iter().copied().any(|i| {
            matches!(t.word(i), "dollars" | "assessed" | "arrears")
                || t.word(i) == "in" && t.word(i + 1) == "full" && word == "pay"
        });
        if k.moneys.contains(word)
            && (money
                || word == "contribute"
                    && (self.find(&object, &k.nouns).is_some()
                        || object.iter().copied().any(|i| {
                            matches!(
                                t.word(i),
                                "generously" | "financially" | "voluntarily" | "fund" | "budget" | "budgets"
                            )
                        })))
        {
            return found("kind.money", true);
        }
        // *authorizes the Secretary-General to roll over the balance of 900 dollars*
        if self.force == Force::Authorize
            && matches!(word, "roll" | "use" | "utilize" | "transfer" | "draw" | "carry" | "reimburse")
            && self.action.clone().any(|i| t.word(i) == "dollars")
        {
            return found("kind.dollars", true);
        }
        // *provide the Special Rapporteur with adequate human and financial resources*
        let with = object.iter().position(|&i| t.word(i) == "with");
        if word == "provide"
            && with.is_some_and(|w| {
                object.get(w..).unwrap_or_default().iter().any(|&i| {
                    t.word(i) == "resources"
                        && (i.saturating_sub(5)..i + 3).any(|k| {
                            matches!(t.word(k), "financial" | "adequate" | "sufficient" | "necessary" | "budgetary")
                        })
                })
            })
        {
            return found("kind.provides-money", false);
        }
        // *make the necessary financial arrangements*
        if word == "make" && object.iter().take(5).any(|&i| t.word(i) == "financial" && t.word(i + 1) == "arrangements")
        {
            return found("kind.money", false);
        }
        // *come forward with contributions*, *reduce resources for travel*
        if word == "come"
            && object.iter().take(3).any(|&i| matches!(t.word(i), "contributions" | "funding" | "pledges"))
            || self.force == Force::Decide
                && self.organ
                && matches!(word, "reduce" | "increase" | "approve" | "decrease")
                && object.iter().take(3).any(|&i| matches!(t.word(i), "resources" | "requirements"))
        {
            return found("kind.money", false);
        }
        // *fulfil their previous pledges*, *provide voluntary support*
        let pledges = object
            .iter()
            .take_while(|&&i| !matches!(t.word(i), "to" | "in" | "under" | "for" | "by"))
            .any(|&i| matches!(t.word(i), "pledges" | "pledge"));
        if pledges && matches!(word, "fulfil" | "honour" | "meet" | "disburse" | "deliver")
            || word == "implement" && object.iter().any(|&i| t.word(i) == "pledges")
            || matches!(word, "provide" | "continue" | "give" | "extend")
                && object.iter().take(6).any(|&i| t.word(i) == "voluntary" && t.word(i + 1) == "support")
        {
            return found("kind.pledges", false);
        }
        // *honour their financial obligations*, *expedite the delivery of pledged assistance*
        let owed = object.iter().take(5).any(|&i| t.word(i) == "financial" && t.word(i + 1) == "obligations");
        let promised = object.iter().take(6).any(|&i| t.word(i) == "pledged");
        if owed && matches!(word, "fulfil" | "honour" | "meet" | "discharge" | "settle")
            || promised && matches!(word, "deliver" | "disburse" | "expedite" | "accelerate" | "provide" | "release")
        {
            return found("kind.pledges", false);
        }
        // *to continue to use the account for expenditures*
        if self.organ
            && self.force == Force::Decide
            && matches!(word, "use" | "utilize" | "charge")
            && object.iter().any(|&i| matches!(t.word(i), "account" | "appropriation"))
            && self.action.clone().any(|i| matches!(t.word(i), "expenditures" | "expenditure" | "costs" | "expenses"))
        {
            return found("kind.money", false);
        }
        if word == "enter" && object.iter().any(|&i| t.word(i) == "commitments") {
            return found("kind.commitments", true);
        }
        let oda =
            object.iter().any(|&i| t.word(i) == "oda" || t.matches(i, "official development assistance").is_some());
        if oda
            && matches!(word, "fulfil" | "deliver" | "meet" | "achieve" | "honour" | "increase" | "implement" | "scale")
        {
            return found("kind.oda", false);
        }
        // *ensure that adequate funding is provided*, *that the expert receives the necessary resources*
        if word == "ensure" && t.word(v + 1) == "that" {
            let end = self.action.end.min(v + 14);
            let money =
                (v + 2..end).find(|&i| matches!(t.word(i), "funding" | "resources" | "contributions" | "financing"));
            let given = |at: usize| {
                let denied = (v + 2..at).any(|i| matches!(t.word(i), "neither" | "no" | "nor"));
                !denied
                    && ((v + 2..at).any(|i| matches!(t.word(i), "receives" | "receive"))
                        || matches!(t.word(at + 1), "is" | "are" | "be")
                            && matches!(
                                t.word(at + 2),
                                "provided" | "made" | "allocated" | "mobilized" | "available" | "secured"
                            ))
            };
            return if money.is_some_and(given) { found("kind.provides-money", false) } else { None };
        }
        if k.provides.contains(word) {
            let stop = object
                .iter()
                .position(|&i| {
                    t.word(i) == "that"
                        // *ensure the most effective use of resources*
                        || word == "ensure" && t.word(i) == "of" && t.before(i) == "use"
                        || i > v + 1
                            && matches!(
                                t.word(i),
                                "including"
                                    | "for"
                                    | "to"
                                    | "in"
                                    | "through"
                                    | "on"
                                    | "with"
                                    | "by"
                                    | "over"
                                    | "about"
                                    | "from"
                            )
                })
                .unwrap_or(object.len());
            for &i in object.get(..stop).unwrap_or_default() {
                let w = t.word(i);
                if w == "financial" {
                    let coordinated = is_and(t, i + 1).is_some()
                        || matches!(t.before(i), "and" | "or" | ",")
                        || t.shape(i + 1) == Shape::Comma;
                    if k.financial.contains(t.word(i + 1)) && (!coordinated || t.word(i + 1) == "resources") {
                        return found("kind.provides-money", false);
                    }
                }
                if k.nouns.contains(w) && !t.capital(i) {
                    let other = word == "ensure" && matches!(w, "funds" | "means" | "commitments")
                        || w == "means" && t.word(i + 2) != "implementation"
                        || w == "commitments" && t.before(i) != "financial" && t.before(i) != "oda"
                        || w == "funds" && (is_and(t, i + 1).is_some() || t.before(i) == "," || t.before(i) == "and")
                        || k.no_money.contains(t.before(i))
                            && !(w == "resources" && t.word(i.saturating_sub(2)) == "and")
                        || matches!(w, "contributions" | "contribution")
                            && matches!(t.word(i + 1), "to" | "towards")
                            && (i + 2..i + 5).any(|n| k.no_gifts.contains(t.word(n)))
                        || w == "funding"
                            && !self.organ
                            && matches!(t.word(i + 1), "mechanism" | "mechanisms" | "model" | "models" | "options")
                        || w == "amount"
                        || w == "balance";
                    if !other {
                        return found("kind.provides-money", false);
                    }
                }
            }
        }
        None
    }
}
