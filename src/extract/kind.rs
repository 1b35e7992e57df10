//! What is asked: the kind, told from the verbs of the action and what they govern.

mod agenda;
mod matters;
mod nouns;
mod report;
mod verbs;
mod words;

use crate::extract::clauses::infinitive;
use crate::extract::duty::Form;
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::{is_and, is_opener};
use crate::extract::tokens::{Shape, Tokens};
use crate::model::{Force, Kind};
use std::ops::Range;
use verbs::{lemma, verb_at, verbs};
use words::{KINDS, Set};

/// A kind, the rule, the token that it goes by, and whether it is sure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) rule: &'static str,
    pub(crate) at: usize,
    pub(crate) sure: bool,
}

/// What the kind is read from.
pub(crate) struct Asked<'t, 'a> {
    pub(crate) t: &'t Tokens<'a>,
    pub(crate) action: Range<usize>,
    pub(crate) begins: usize,
    pub(crate) form: Form,
    pub(crate) force: Force,
    /// The organ binds itself.
    pub(crate) organ: bool,
    /// Somebody is addressed that meets and considers.
    pub(crate) meets: bool,
    /// The chapeau sets out the arrangements of a meeting.
    pub(crate) about_meeting: bool,
    /// It sets up a body with a list of tasks: *establish a committee, to undertake the following tasks and to report*.
    pub(crate) sets_up: bool,
}

/// Whether all addressees are organs that meet.
pub(crate) fn meets(names: &[String]) -> bool {
    !names.is_empty()
        && names.iter().all(|n| {
            let lower = n.to_lowercase();
            let head = lower
                .split([' ', ','])
                .take_while(|w| !matches!(*w, "of" | "on" | "for" | "established"))
                .last()
                .unwrap_or_default()
                .to_owned();
            let office = [
                "secretariat",
                "president",
                "advisory committee on administrative",
                "international law commission",
                "international civil service",
            ];
            let group = ["open-ended", "ad hoc", "informal", "of the whole"].iter().any(|w| lower.contains(w))
                && lower.contains("working group");
            group || KINDS.agenda.organs.contains(&head) && !office.iter().any(|o| lower.starts_with(o))
        })
}

/// Whether a chapeau sets out how a meeting is arranged.
pub(crate) fn arranges(t: &Tokens<'_>, range: Range<usize>) -> bool {
    let arrangements =
        range.clone().any(|i| matches!(t.word(i), "arrangements" | "format" | "modalities" | "limitations"));
    arrangements && range.clone().any(|i| KINDS.meeting.nouns.contains(t.word(i)))
}

/// The kind of a duty.
pub(crate) fn kind(asked: &Asked<'_, '_>) -> Found {
    let mut best = Found { kind: Kind::Action, rule: "kind.action", at: asked.begins, sure: true };
    let found: Vec<Found> = match asked.form {
        Form::Noun | Form::Open => nouns::nominal(asked).into_iter().collect(),
        Form::Subject => {
            nouns::subject(asked).into_iter().chain(verbs(asked).into_iter().filter_map(|v| asked.verb(v))).collect()
        }
        // *appeals to States for contributions, to …*
        _ if asked.force == Force::Appeal => {
            nouns::nominal(asked).into_iter().chain(verbs(asked).into_iter().filter_map(|v| asked.verb(v))).collect()
        }
        _ => verbs(asked).into_iter().filter_map(|v| asked.verb(v)).collect(),
    };
    for f in found {
        if asked.sets_up && f.kind == Kind::Mandate {
            return f;
        }
        if f.kind < best.kind {
            best = f;
        }
    }
    // what an organ decides of itself, permits, or asks of one that meets is seldom a mere action: no rule took it
    if best.kind == Kind::Action && (asked.organ || asked.meets || asked.force == Force::Authorize) {
        best.sure = false;
    }
    // words of another kind, which no rule took
    if best.kind == Kind::Action && asked.action.clone().take(30).any(|i| KINDS.doubt.words.contains(asked.t.word(i))) {
        best.sure = false;
    }
    // *authorizes the observers to continue monitoring the peninsula until 15 July*
    if best.kind == Kind::Action
        && asked.force == Force::Authorize
        && !asked.organ
        && asked.t.word(verb_at(asked.t, asked.begins, asked.action.end)) == "continue"
        && asked.action.clone().any(|i| asked.t.word(i) == "until")
    {
        return Found { kind: Kind::Mandate, rule: "kind.mandate", sure: false, ..best };
    }
    // *the Panel shall consist of five members*
    if best.kind == Kind::Action
        && asked.force == Force::Decide
        && asked.form == Form::Subject
        && (asked.begins..asked.action.end.min(asked.begins + 14))
            .any(|i| matches!(asked.t.word(i), "consist" | "comprise") || asked.t.matches(i, "be composed").is_some())
    {
        return Found { kind: Kind::Mandate, rule: "kind.composition", sure: false, ..best };
    }
    if best.kind == Kind::Action && asked.about_meeting && asked.force == Force::Decide {
        return Found { kind: Kind::Meeting, rule: "kind.arrangements", sure: false, ..best };
    }
    if matches!(best.kind, Kind::Action | Kind::Mandate)
        && asked.organ
        && best.rule != "kind.mandate"
        && asked.action.clone().any(|i| matches!(asked.t.word(i), "dollars" | "escrow" | "$"))
    {
        return Found { kind: Kind::Funding, rule: "kind.dollars", sure: true, ..best };
    }
    best
}

impl Asked<'_, '_> {
    /// What the verb at `v` governs: up to another infinitive or the end; what stands between commas is passed over.
    fn object(&self, v: usize, limit: usize) -> Vec<usize> {
        let t = self.t;
        let mut out = Vec::new();
        let mut i = v + 1;
        while i < self.action.end && out.len() < limit {
            if matches!(t.shape(i), Shape::Semicolon | Shape::Colon) || i > v + 1 && infinitive(t, i) {
                break;
            }
            if t.shape(i) == Shape::Comma && is_and(t, i + 1).is_none() && is_opener(t, i + 1) {
                match (i + 2..self.action.end.min(i + 90)).find(|&k| {
                    t.shape(k) == Shape::Comma && !t.inside(k) && !(is_and(t, k + 1).is_some() && is_opener(t, k + 2))
                }) {
                    Some(k) if !is_opener(t, k + 1) || is_and(t, k + 1).is_some() => i = k + 1,
                    Some(k) => i = k,
                    None => break,
                }
                continue;
            }
            if !t.inside(i) {
                out.push(i);
            }
            i += 1;
        }
        out
    }

    fn find(&self, tokens: &[usize], set: &Set) -> Option<usize> {
        tokens.iter().copied().find(|&i| set.contains(self.t.word(i)))
    }

    /// The kind of one verb with what follows it.
    fn verb(&self, v: usize) -> Option<Found> {
        let t = self.t;
        let word = lemma(t.word(v));
        // *consider doing X*, *continue to do X* take the kind of X
        let next = t.word(v + 1);
        let goes_on = matches!(word.as_str(), "consider" | "continue" | "begin" | "start" | "resume" | "undertake");
        if goes_on && v + 1 < self.action.end {
            if next == "to" && infinitive(t, v + 1) {
                return self.verb(verb_at(t, v + 1, self.action.end));
            }
            if next.ends_with("ing")
                && next.len() > 5
                && !PHRASE.openers.contains(next)
                && !KINDS.agenda.consideration.contains(next)
            {
                return self.of(v + 1, &lemma(next));
            }
            // *continue the practice of convening informal meetings*
            if let Some(of) = (v + 2..v + 5).find(|&i| t.word(i) == "of" && t.before(i) == "practice")
                && t.word(of + 1).ends_with("ing")
            {
                return self.of(of + 1, &lemma(t.word(of + 1)));
            }
            if matches!(next, ",") {
                let after = verb_at(t, v + 1, self.action.end);
                if t.before(after) == "to" || t.word(after).ends_with("ing") {
                    return self.of(after, &lemma(t.word(after)));
                }
            }
        }
        // *decide whether to extend the measures*
        if word == "decide" && next == "whether" && t.word(v + 2) == "to" {
            return self.verb(verb_at(t, v + 2, self.action.end));
        }
        self.of(v, &word)
    }

    fn of(&self, v: usize, word: &str) -> Option<Found> {
        self.agenda(v, word)
            .or_else(|| self.report(v, word))
            .or_else(|| self.meeting(v, word))
            .or_else(|| self.mandate(v, word))
            .or_else(|| self.funding(v, word))
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::read_paragraph;

    #[test]
    fn every_table_of_words_reads_its_examples_and_none_of_its_counterexamples() {
        let file: toml::Table =
            crate::extract::lexicon::read("kinds.toml", include_str!("../../data/lexicon/kinds.toml"));
        let mut wrong = Vec::new();
        for (table, lists) in &file {
            let texts = |key: &str| {
                let list = lists.get(key).and_then(|l| l.as_array()).cloned().unwrap_or_default();
                list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect::<Vec<_>>()
            };
            let (examples, not) = (texts("examples"), texts("not"));
            assert!(!examples.is_empty() && !not.is_empty(), "{table}");
            let is = |text: &String| {
                let found = read_paragraph(text, &[]);
                let kind = found.first().map(|o| o.kind.as_str()).unwrap_or_default();
                match table.as_str() {
                    "only_verbs" | "efforts" => kind == "funding",
                    "doubt" => found.iter().any(|o| o.doubts.iter().any(|d| d == "kind")),
                    _ => kind == table,
                }
            };
            wrong.extend(examples.iter().filter(|t| !is(t)).map(|t| format!("{table}: {t}")));
            wrong.extend(not.iter().filter(|t| is(t)).map(|t| format!("{table}: not {t}")));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn kinds_are_told_from_what_the_verbs_govern() {
        let cases = [
            ("Resolves to decide whether to extend the mandate of the Mission;", "mandate"),
            ("Encourages States to fully honour their financial obligations;", "funding"),
            ("Calls upon donors to expedite the delivery of pledged assistance;", "funding"),
            ("Urges States to ensure the most effective use of resources;", "action"),
            ("Requests the Secretary-General to provide for a briefing on the progress of the talks;", "report"),
            ("Requests the Division to prepare information materials on salt;", "action"),
            ("Encourages States to integrate in their reports the advances made;", "report"),
            ("Decides to continue to use the salt account for expenditures of the plan;", "funding"),
            ("Requests the Secretary-General to include in his next budget submission the costs of salt;", "report"),
            (
                "Requests the Secretary-General to include information on the measures taken in his next report;",
                "report",
            ),
            ("Requests the Commission to pay attention to indicating in its annual report what is open;", "report"),
            ("Invites States to make food a priority and to reflect this in their national budgets;", "action"),
            ("Requests the Secretary-General when doing so to provide information on the roads;", "report"),
            ("Calls upon States to provide the Secretary-General, by 30 April, with a report on salt;", "action"),
            (
                "Invites States to submit, in the context of the 2031 budget, a proposal for a subvention to the Centre;",
                "report",
            ),
            ("Requests an update on the state of the bridges;", "report"),
            (
                "Requests the Director to prepare the eighth outlook, to be submitted for endorsement by the Assembly;",
                "report",
            ),
            ("Urges States to identify and allocate sufficient resources for the work of the Centre;", "funding"),
            ("Urges States to fulfil their previous pledges;", "funding"),
            ("Urges the rapid disbursement of donor pledges;", "funding"),
            ("Encourages States to provide voluntary support for the Chambers;", "funding"),
            ("Requests States to ensure that adequate funding is provided to their museums;", "funding"),
            ("Urges States to ensure that the measures taken are reviewed and resources are used well;", "action"),
            (
                "Invites the treaty bodies to make contributions to the implementation of the present resolution;",
                "action",
            ),
            ("Urges States to increase efforts to provide and fund schools;", "funding"),
            ("Authorizes the Observers to continue monitoring the valley until 15 May 2031;", "mandate"),
            (
                "Authorizes, as agreed by the parties, the establishment for six months of a Stabilization Force;",
                "mandate",
            ),
            ("Invites Governments to extend their cooperation to the Committee;", "action"),
            ("Decides to formally conclude the mandate of the Working Group;", "mandate"),
            ("Decides that the proceedings of the high-level meeting shall be webcast;", "meeting"),
            ("Decides that the high-level meeting shall provide for the participation of all States;", "meeting"),
            ("Decides that the high-level meeting shall adopt a declaration;", "action"),
            ("Decides that the Permanent Forum shall consist of 10 members;", "mandate"),
            ("Decides that the Conference should assess the progress made;", "agenda"),
            ("Requests the Secretary-General to resume the Review Conference;", "meeting"),
            ("Requests the Director to include data on salt in a report to be submitted to the Assembly;", "report"),
            ("Invites the Expert to include advice on salt in all reports to the Council;", "report"),
            (
                "Requests the Director to propose measures to enhance the work of the Unit for the consideration of the General Assembly;",
                "report",
            ),
            ("Urges the Government to complete its inquiry and to forward it to the Council;", "report"),
            ("Urges States to make available to the Committee information on the sale of salt;", "report"),
            ("Urges States to make information on the sale of salt available to the public;", "action"),
            ("Decides that the Police Force shall continue to be entrusted with the tasks of the annex;", "mandate"),
            (
                "Decides that the Council hereby establishes the following powers, which shall bind all States;",
                "mandate",
            ),
            ("Decides to amend article 9 of the statute of the Tribunal;", "mandate"),
            ("Decides to amend rule 9 of its rules of procedure;", "action"),
            ("Resolves to meet again within 72 hours of the adoption of this resolution;", "meeting"),
            ("Calls for the convening, as soon as possible, of an international conference on salt;", "meeting"),
            ("Recommends the provisional agenda set out in the annex for adoption by the Conference;", "agenda"),
            (
                "Requests the Conference on Salt, without prejudice to further overview of its agenda, to keep the matter under review;",
                "agenda",
            ),
            ("Decides that two additional judges shall be elected;", "mandate"),
            (
                "Decides that from the sum produced from the sale of salt, the amounts recommended by the Secretary-General for health should continue to be allocated on a priority basis;",
                "funding",
            ),
            ("Demands that the parties surrender them without delay to appropriate authorities;", "action"),
            (
                "Takes note of the pledge of the parties to withdraw from the valley, and calls upon them to implement this pledge;",
                "action",
            ),
            (
                "Urges States to ensure that neither these funds nor other financial resources are made available to them;",
                "action",
            ),
        ];
        for (text, kind) in cases {
            let found = read_paragraph(text, &[]);
            assert_eq!(found.iter().map(|o| o.kind.as_str()).collect::<Vec<_>>(), [kind], "{text}");
        }
    }
}
