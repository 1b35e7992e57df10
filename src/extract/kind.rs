//! What is asked: the kind, told from the verbs of the action and what they govern.

use crate::extract::clauses::infinitive;
use crate::extract::duty::Form;
use crate::extract::lexicon::{PHRASE, read};
use crate::extract::nouns::{is_and, is_opener, participle};
use crate::extract::tokens::{Shape, Tokens};
use crate::model::{Force, Kind};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

type Set = HashSet<String>;

#[derive(Deserialize)]
struct Kinds {
    doubt: Doubt,
    agenda: Agenda,
    report: Report,
    meeting: Meeting,
    mandate: Mandate,
    funding: Funding,
}
#[derive(Deserialize)]
struct Doubt {
    words: Set,
}
#[derive(Deserialize)]
struct Agenda {
    consider: Set,
    consideration: Set,
    carries: Set,
    topics: Set,
    no_items: Set,
    organs: Set,
}
#[derive(Deserialize)]
struct Report {
    verbs: Set,
    tells: Set,
    drafts: Set,
    gives: Set,
    papers: Set,
    reports: Set,
    intergovernmental: Set,
    offices: Set,
}
#[derive(Deserialize)]
struct Meeting {
    verbs: Set,
    nominal: Set,
    proclaims: Set,
    nouns: Set,
    periods: Set,
}
#[derive(Deserialize)]
struct Mandate {
    verbs: Set,
    nominal: Set,
    objects: Set,
    bodies: Set,
}
#[derive(Deserialize)]
struct Funding {
    verbs: Set,
    moneys: Set,
    provides: Set,
    nouns: Set,
    financial: Set,
    no_money: Set,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| read("kinds.toml", include_str!("../../data/lexicon/kinds.toml")));

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
        Form::Noun | Form::Open => nominal(asked).into_iter().collect(),
        Form::Subject => {
            subject(asked).into_iter().chain(verbs(asked).into_iter().filter_map(|v| asked.verb(v))).collect()
        }
        // *appeals to States for contributions, to …*
        _ if asked.force == Force::Appeal => {
            nominal(asked).into_iter().chain(verbs(asked).into_iter().filter_map(|v| asked.verb(v))).collect()
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
    // words of another kind, which no rule took
    if best.kind == Kind::Action && asked.action.clone().take(30).any(|i| KINDS.doubt.words.contains(asked.t.word(i))) {
        best.sure = false;
    }
    if best.kind == Kind::Action && asked.about_meeting && asked.force == Force::Decide {
        return Found { kind: Kind::Meeting, rule: "kind.arrangements", sure: false, ..best };
    }
    if matches!(best.kind, Kind::Action | Kind::Mandate)
        && asked.organ
        && best.rule != "kind.mandate"
        && asked.action.clone().any(|i| asked.t.word(i) == "dollars")
    {
        return Found { kind: Kind::Funding, rule: "kind.dollars", sure: true, ..best };
    }
    best
}

/// The subject of a decision tells what it is about: *the measures … shall remain in force*, *the meeting shall consist of*.
fn subject(a: &Asked<'_, '_>) -> Option<Found> {
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
fn nominal(a: &Asked<'_, '_>) -> Option<Found> {
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
    if matches!(a.force, Force::Authorize | Force::Decide) {
        if let (Some(at), Some(_)) = (first(&k.mandate.nominal, 5), first(&k.mandate.objects, 16)) {
            return found(Kind::Mandate, "kind.mandate", at);
        }
    }
    if a.force == Force::Decide {
        if let Some(at) = first(&k.mandate.nominal, 6) {
            return found(Kind::Mandate, "kind.mandate", at);
        }
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

/// Tokens of the verbs of the action: the first, and those that are coordinated with it.
fn verbs(a: &Asked<'_, '_>) -> Vec<usize> {
    let t = a.t;
    let first = verb_at(t, a.begins, a.action.end);
    let mut out = vec![first];
    // bare verbs in a row: *collect, analyse and disseminate*
    let mut i = first + 1;
    while i < a.action.end {
        if t.inside(i) {
            i += 1;
            continue;
        }
        let before = t.before(i);
        let joined = matches!(before, "and" | "," | ";" | "or" | "also")
            || t.matches_before(i, "as well as").is_some()
            || before == "further" && t.word(i.saturating_sub(2)) == "and";
        let purpose =
            before == "," && !(i + 1..a.action.end).any(|k| infinitive(t, k) && matches!(t.before(k), "and" | ","));
        if joined && !purpose && infinitive(t, i) && !matches!(t.word(i + 1), "be" | "that" | "this" | "which") {
            out.push(verb_at(t, i, a.action.end));
        } else if matches!(before, "and")
            && PHRASE.base_verbs.contains(t.word(i))
            && !t.capital(i)
            && !t.word(i).ends_with('s')
            && governs(t, i)
        {
            out.push(i);
        }
        i += 1;
    }
    out
}

/// A bare verb after *and* has an object: an article, a pronoun, a plural, a preposition.
fn governs(t: &Tokens<'_>, i: usize) -> bool {
    let next = t.word(i + 1);
    t.word(i) == "report"
        || t.shape(i + 1) == Shape::Comma
        || PHRASE.determiners.contains(next)
        || matches!(
            next,
            "to" | "its"
                | "their"
                | "his"
                | "upon"
                | "on"
                | "further"
                | "appropriate"
                | "relevant"
                | "recommendations"
                | "with"
        )
}

/// The verb after *to* or a modal, adverbs and phrases between commas passed.
fn verb_at(t: &Tokens<'_>, mut i: usize, end: usize) -> usize {
    for _ in 0..12 {
        let word = t.word(i);
        let skips = matches!(
            word,
            "to" | "not"
                | "also"
                | "further"
                | "shall"
                | "should"
                | "must"
                | "will"
                | "be"
                | "is"
                | "are"
                | "have"
                | "that"
                | "then"
                | "therefore"
                | "henceforth"
                | "may"
                | "can"
                | "to,"
                | "once"
                | "again"
                | "better"
                | "now"
                | "–"
        ) || word.ends_with("ly") && !matches!(word, "apply" | "supply" | "comply" | "rely" | "reply");
        if t.shape(i) == Shape::Comma {
            match (i + 1..end.min(i + 45)).find(|&k| t.shape(k) == Shape::Comma && !t.inside(k)) {
                Some(k) => i = k + 1,
                None => return i,
            }
        } else if skips && i < end {
            i += 1;
        } else if is_opener(t, i) && i < end && !PHRASE.base_verbs.contains(word) {
            // *within existing resources, to …*
            match (i + 1..end.min(i + 45)).find(|&k| t.shape(k) == Shape::Comma && !t.inside(k)) {
                Some(k) => i = k + 1,
                None => return i,
            }
        } else {
            break;
        }
    }
    i
}

/// The base form of a participle or a gerund.
fn lemma(word: &str) -> String {
    match word {
        "held" | "holding" => return "hold".into(),
        "made" | "making" => return "make".into(),
        "given" | "giving" => return "give".into(),
        "set" | "setting" => return "set".into(),
        _ => {}
    }
    if PHRASE.base_verbs.contains(word) {
        return word.to_owned();
    }
    let stem = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed"));
    if let Some(stem) = stem {
        let short = stem.get(..stem.len().saturating_sub(1)).unwrap_or_default();
        for candidate in [
            stem.to_owned(),
            format!("{stem}e"),
            short.to_owned(),
            format!("{}y", stem.strip_suffix('i').unwrap_or(stem)),
        ] {
            if PHRASE.base_verbs.contains(&candidate) {
                return candidate;
            }
        }
    }
    word.to_owned()
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
            if matches!(next, ",") {
                let after = verb_at(t, v + 1, self.action.end);
                if t.before(after) == "to" || t.word(after).ends_with("ing") {
                    return self.of(after, &lemma(t.word(after)));
                }
            }
        }
        // *make every effort to do X*, *continue its efforts to do X*
        if matches!(word.as_str(), "make" | "continue" | "intensify" | "undertake") {
            let effort = (v + 1..v + 6).find(|&i| matches!(t.word(i), "effort" | "efforts") && infinitive(t, i + 1));
            if let Some(effort) = effort.filter(|&e| e < self.action.end) {
                return self.verb(verb_at(t, effort + 1, self.action.end));
            }
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

    fn agenda(&self, v: usize, word: &str) -> Option<Found> {
        let (t, k) = (self.t, &KINDS.agenda);
        let found = |rule| Some(Found { kind: Kind::Agenda, rule, at: v, sure: true });
        let object = self.object(v, 60);
        if matches!(word, "include" | "place" | "inscribe" | "keep" | "retain" | "add" | "maintain")
            && (v + 1..self.action.end.min(v + 60)).any(|i| {
                t.word(i) == "agenda"
                    && !(t.word(i + 1) == "item" && (i.saturating_sub(3)..i).any(|k| t.word(k) == "under"))
                    && !t.inside(i)
                    && !t.capital(i)
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
            && self.find(object.get(..9.min(object.len())).unwrap_or_default(), &k.consideration).is_some()
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

    fn report(&self, v: usize, word: &str) -> Option<Found> {
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

    fn meeting(&self, v: usize, word: &str) -> Option<Found> {
        let k = &KINDS.meeting;
        let object = self.object(v, 18);
        let before: Vec<usize> = (self.action.start..v).collect();
        let found = |rule| Some(Found { kind: Kind::Meeting, rule, at: v, sure: true });
        if k.verbs.contains(word)
            && (self.find(&object, &k.nouns).is_some()
                || self.form == Form::Subject && self.find(&before, &k.nouns).is_some())
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
        if word == "include" && object.iter().any(|&i| self.t.word(i) == "calendar") {
            return found("kind.calendar");
        }
        if k.proclaims.contains(word) && self.find(&object, &k.periods).is_some() {
            return found("kind.proclaim");
        }
        None
    }

    fn mandate(&self, v: usize, word: &str) -> Option<Found> {
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
        if !k.verbs.contains(word) {
            return None;
        }
        let object = self.object(v, 16);
        let before: Vec<usize> = (self.action.start..v).collect();
        if object.iter().any(|&i| t.word(i) == "funding") {
            return None;
        }
        if self.organ || self.force == Force::Authorize {
            let at = self.find(&object, &k.objects);
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
                .take_while(|&i| !matches!(t.word(i), "of" | "for" | "in" | "with" | "on"))
                .collect();
            if self.find(&head, &k.bodies).is_some() {
                return Some(Found { kind: Kind::Mandate, rule: "kind.sets-up", at: v, sure: false });
            }
        }
        None
    }

    fn funding(&self, v: usize, word: &str) -> Option<Found> {
        let (t, k) = (self.t, &KINDS.funding);
        let found = |rule, sure| Some(Found { kind: Kind::Funding, rule, at: v, sure });
        if k.verbs.contains(word) {
            return found("kind.funding", true);
        }
        let object = self.object(v, 16);
        let money = object.iter().copied().any(|i| {
            matches!(t.word(i), "dollars" | "assessed" | "arrears")
                || t.word(i) == "in" && t.word(i + 1) == "full" && word == "pay"
        });
        if k.moneys.contains(word)
            && (money
                || word == "contribute"
                    && (self.find(&object, &k.nouns).is_some()
                        || object.iter().copied().any(|i| {
                            matches!(t.word(i), "generously" | "financially" | "voluntarily")
                                || t.word(i) == "trust" && t.word(i + 1) == "fund"
                                || t.word(i) == "fund"
                        })))
        {
            return found("kind.money", true);
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
        if k.provides.contains(word) {
            let stop = object
                .iter()
                .position(|&i| i > v + 1 && matches!(t.word(i), "for" | "to" | "in" | "through" | "on" | "with" | "by"))
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
