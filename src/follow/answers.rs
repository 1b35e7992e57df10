//! What answered a request: documents that later resolutions note, items that came up, meetings that took place, mandates
//! that were extended. Each is a suggestion with the words that it rests on, the rule, and how sure it is.

use crate::follow::cites::{Cite, before};
use crate::follow::documents::{Documents, sessions};
use crate::follow::series::Line;
use crate::follow::weights;
use crate::follow::words::words;
use crate::follow::{Ask, Loaded};
use crate::model::word::words as closed_list;
use crate::model::{Body, Due, EventId, Kind, Relation, Resolution, Role, Symbol};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

closed_list! {
    /// How sure a suggestion is.
    Certainty, "certainty" {
        /// The words leave no other reading.
        Sure = "sure",
        /// Likely, but the words don't say it.
        Probable = "probable",
    }
}

/// A suggestion: what a document would be to an obligation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// The obligation's id.
    pub obligation: String,
    /// What kind of answer.
    pub kind: Kind,
    /// What the document would be: `answers`, `came-up`, `held`, `extends`.
    pub relation: &'static str,
    /// The document's symbol.
    pub document: Symbol,
    /// How sure it is.
    pub certainty: Certainty,
    /// The text that shows it.
    pub shown_by: Symbol,
    /// Where: `A/RES/77/13, preamble, footnote`.
    pub place: String,
    /// The words there.
    pub words: String,
    /// The rule that found it.
    pub rule: &'static str,
}

impl Suggested {
    /// What it is called by: the hash over obligation, relation and document.
    pub fn hash(&self) -> EventId {
        hash(&self.obligation, self.relation, self.document.as_str())
    }

    /// The hashes by which it is known again: that of the whole symbol and of each half.
    pub fn hashes(&self) -> Vec<EventId> {
        let mut all = vec![self.hash()];
        all.extend(self.document.halves().iter().map(|h| hash(&self.obligation, self.relation, h.as_str())));
        all
    }
}

fn hash(obligation: &str, relation: &str, document: &str) -> EventId {
    EventId::of(format!("{obligation}\n{relation}\n{document}").as_bytes())
}

/// Words of requests for reports that say nothing about the subject.
const BOILERPLATE: &[&str] = &[
    "requests",
    "request",
    "also",
    "further",
    "secretary",
    "general",
    "submit",
    "report",
    "reports",
    "assembly",
    "session",
    "implementation",
    "present",
    "resolution",
    "progress",
    "united",
    "nations",
    "note",
    "takes",
    "appreciation",
    "welcomes",
    "having",
    "considered",
    "noting",
    "taking",
    "provide",
    "prepare",
    "comprehensive",
    "including",
    "relevant",
    "made",
    "under",
    "item",
    "entitled",
    "through",
    "within",
    "existing",
    "resources",
    "agenda",
    "provisional",
    "sub",
    "council",
    "recalling",
    "contained",
    "therein",
    "recommendations",
    "pursuant",
    "submitted",
    "prepared",
    "information",
    "on",
    "into",
    "account",
    "related",
    "conclusions",
    "taking",
    "expresses",
    "inform",
    "updated",
    "update",
    "member",
    "states",
    "views",
];

static RESOLUTION_NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"resolutions? \d{2,3}/\d+").ok());

/// A request without a session asks for a report where its words say so (not where they only speak of one).
static SUBMITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:submit|to report|report (?:to|on|thereon)|a(?: \w+){0,3} report|(?:next|annual|progress|(?:his|her|its|their)(?: \w+){0,3}) reports?)\b").ok()
});

fn subject(text: &str) -> Vec<String> {
    let mut all = words(text);
    all.retain(|w| {
        !BOILERPLATE.contains(&w.as_str())
            && !w.starts_with(|c: char| c.is_ascii_digit())
            && !w.ends_with("ieth")
            && !w.ends_with("first")
            && !w.ends_with("second")
            && !w.ends_with("third")
            && !["fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"].contains(&w.as_str())
            && !["seventy", "eighty", "sixty", "ninety", "fifty"].contains(&w.as_str())
    });
    all.sort();
    all.dedup();
    all
}

/// What a clause says of a document: from the footnote mark before it to the end of its clause.
fn described(r: &Resolution, cite: &Cite) -> String {
    let Some(body) = cite.body(r) else { return String::new() };
    let (words, marks) = (&body.text, &body.marks);
    let head = before(words, cite.at);
    let start = cite.at.saturating_sub(head.len());
    let from = marks.iter().map(|m| m.0 as usize).filter(|m| *m < cite.at && *m > start).max().unwrap_or(start);
    let after = words.get(cite.at..).unwrap_or_default();
    let next = marks.iter().map(|m| m.0 as usize).filter(|m| *m > cite.at).min().map(|m| m - cite.at);
    let end = after.char_indices().skip(1).find(|(_, c)| matches!(c, ',' | ';')).map_or(after.len(), |(i, _)| i);
    let end = next.map_or(end, |n| n.min(end));
    format!("{}{}", words.get(from..cite.at).unwrap_or(head), after.get(..end).unwrap_or_default())
}

/// A document that a later text names, as it may answer a request.
struct Found<'l> {
    text: usize,
    cite: &'l Cite,
    described: String,
    names: bool,
    score: f64,
    /// The clause says nothing against it, or all for it.
    fits: bool,
    /// It rests on being the only one of its author.
    hint: bool,
    /// Only the paragraph's words speak for it.
    weak: bool,
    /// The words say that it answers another resolution, or ask for it anew.
    elsewhere: bool,
    /// It is of the last session that the request names.
    last: bool,
}

/// Every suggestion that the texts give, in the order of the obligations.
pub fn suggestions(line: &Line<'_>, documents: &Documents) -> Vec<Suggested> {
    let mut all: Vec<(usize, usize, Suggested)> = Vec::new();
    for (i, text) in line.texts.iter().enumerate() {
        for (j, ask) in text.asks.iter().enumerate() {
            let found = match ask.kind {
                Kind::Report => reports(line, i, ask),
                Kind::Agenda => agenda(line, i, ask),
                Kind::Meeting => meeting(line, i, ask),
                Kind::Mandate => mandate(line, i, ask),
                _ => Vec::new(),
            };
            all.extend(found.into_iter().map(|s| (i, j, s)));
        }
    }
    let found: Vec<Suggested> = all.iter().map(|(_, _, s)| s.clone()).collect();
    all.extend(siblings(line, &found));
    all.extend(listed(line, documents, &found));
    all.sort_by(|a, b| (a.0, a.1, a.2.certainty, &a.2.document).cmp(&(b.0, b.1, b.2.certainty, &b.2.document)));
    let mut seen = BTreeSet::new();
    all.into_iter().map(|(_, _, s)| s).filter(|s| seen.insert(s.hash())).collect()
}

/// The sessions at which it is due; empty where none is named.
fn due_sessions(ask: &Ask) -> Vec<u16> {
    let Some(deadline) = &ask.deadline else { return Vec::new() };
    std::iter::once(&deadline.due)
        .chain(&deadline.also)
        .filter_map(|d| match d {
            Due::Session { session, body: Body::Ga | Body::Hrc | Body::Ecosoc, .. } => Some(*session),
            _ => None,
        })
        .collect()
}

/// Documents that the next resolution notes, or another one that says of them that they answer this one.
fn reports(line: &Line<'_>, of: usize, ask: &Ask) -> Vec<Suggested> {
    let due = due_sessions(ask);
    if due.is_empty() && !SUBMITS.as_ref().is_some_and(|r| r.is_match(&ask.words)) {
        return Vec::new();
    }
    let next = line.next(of);
    let (first, last) = match (due.iter().min(), due.iter().max()) {
        (Some(a), Some(b)) => (u32::from(*a), u32::from(*b)),
        _ => (line.known[of].order.0 + 1, next.map_or(line.known[of].order.0 + 4, |n| line.known[n].order.0)),
    };
    let title = subject(&line.texts[of].resolution.title);
    let wanted = subject(&ask.words);
    let about_title = wanted.is_empty()
        || ask.words.contains("present resolution")
        || weights::covered(&title, &wanted) >= 0.25
        || wanted.iter().all(|w| title.contains(w));
    let mut of_both = wanted.clone();
    of_both.extend(title.iter().cloned());
    let paragraph = subject(&ask.paragraph);
    let last_session = |all: &[u16]| {
        all.iter().copied().map(u32::from).filter(|s| (first..=last).contains(s)).max().unwrap_or_default()
    };
    // Documents of the author who was asked, by text: where there is one alone, it is the one.
    let mut authored: BTreeSet<(usize, String, bool)> = BTreeSet::new();
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut texts: BTreeSet<usize> = next.into_iter().collect();
    texts.extend(line.recallers(of).iter().copied());
    for t in texts {
        let later = line.known[t].order > line.known[of].order;
        if !later {
            continue;
        }
        for cite in line.known[t].documents() {
            let all = sessions(&cite.symbol);
            if !all.iter().any(|s| (first..=last).contains(&u32::from(*s))) || is_no_answer(&cite.symbol) {
                continue;
            }
            let described = described(&line.texts[t].resolution, cite);
            let answers = [
                " implementation of",
                "pursuant to",
                "in accordance with",
                "accordance with",
                "requested in",
                "response to",
            ];
            let says = answers.iter().any(|w| described.contains(w));
            let names = says && names(line, of, &described);
            let another = says && !names;
            let elsewhere = another && RESOLUTION_NAMED.as_ref().is_some_and(|r| r.is_match(&described))
                || described.contains("requests")
                || described.contains("Requests");
            if !names && Some(t) != next {
                continue;
            }
            if !author(ask, &described) {
                continue;
            }
            let said = subject(&described);
            let on = if said.is_empty() { 0.35 } else { weights::covered(&said, &of_both) };
            let specific = weights::covered(&wanted, &said);
            let early = line.texts[t].resolution.blocks.get(cite.block).is_some_and(|b| {
                b.role == Role::Preambular || b.number.as_deref().is_some_and(|n| n.len() == 1 && n < "4")
            });
            let in_paragraph = !said.is_empty() && weights::covered(&said, &paragraph) >= 0.4;
            let fits = names
                || said.is_empty()
                || if about_title { on >= 0.3 } else { specific >= 0.25 && on >= 0.3 }
                || in_paragraph
                || about_title && early;
            let score = if names { 2.0 } else { 0.0 } + on + specific + if early { 0.2 } else { 0.0 };
            // What only hints, or says nothing of the subject, holds where no other document of the same author is noted.
            let hint = !names && if about_title { on < 0.3 } else { said.is_empty() || specific < 0.25 };
            let weak = hint && in_paragraph && !about_title && !said.is_empty();
            authored.insert((t, base(&cite.symbol), last_session(&all) == last));
            found.push(Found {
                text: t,
                cite,
                described,
                names,
                score,
                fits,
                hint,
                weak,
                elsewhere,
                last: last_session(&all) == last,
            });
        }
    }
    let alone = |f: &Found<'_>| authored.iter().filter(|(t, _, last)| *t == f.text && *last == f.last).count() == 1;
    found.retain(|f| f.fits && (!f.hint || f.weak || alone(f)));
    found.sort_by(|a, b| b.last.cmp(&a.last).then(b.score.total_cmp(&a.score)).then(a.text.cmp(&b.text)));
    // A text on many matters notes many reports: where nothing tells them apart, nothing is said.
    if due.is_empty() {
        found.retain(|f| f.names || !f.hint);
    }
    if found.iter().map(|f| base(&f.cite.symbol)).collect::<BTreeSet<_>>().len() > 3 && !found.iter().any(|f| f.names) {
        let top = found.first().map_or(0.0, |f| f.score);
        found.retain(|f| !f.weak && f.score >= top - 0.05);
        if found.len() > 2 {
            return Vec::new();
        }
    }
    let Some(best) = found.first() else { return Vec::new() };
    let (best_score, best_symbol) = (best.score, best.cite.symbol.clone());
    let mut out: Vec<Suggested> = Vec::new();
    for f in &found {
        let same = base(&f.cite.symbol) == base(&best_symbol);
        if out.iter().any(|s| s.document == f.cite.symbol) {
            continue;
        }
        let close = f.score >= best_score - 0.35;
        let rival = found
            .iter()
            .any(|o| base(&o.cite.symbol) != base(&f.cite.symbol) && o.last == f.last && o.score >= f.score - 0.15);
        // Without a session of its own, or where the text says that it answers another one, a request is never surely answered.
        let sure = f.last && same && !rival && !f.weak && (f.names || !due.is_empty()) && !f.elsewhere;
        if !sure && !close {
            continue;
        }
        out.push(suggest(line, ask, f, sure));
    }
    out
}

/// Drafts, records and budgets of fascicles are no answers.
fn is_no_answer(symbol: &Symbol) -> bool {
    let s = symbol.as_str();
    symbol.is_draft() || s.contains("/PV.") || s.contains("/SR.") || s.contains("/RES/") || s.contains("PRST")
}

/// A document without its corrigenda and addenda.
fn base(symbol: &Symbol) -> String {
    let s = symbol.as_str();
    let end = [s.find("/Corr."), s.find("/Add."), s.find("/Rev.")].into_iter().flatten().min().unwrap_or(s.len());
    s.get(..end).unwrap_or(s).to_owned()
}

/// Whether the words name this very resolution: *on the implementation of resolution 75/307*.
fn names(line: &Line<'_>, of: usize, described: &str) -> bool {
    let symbol = line.texts[of].symbol();
    let (Some(session), number) = (symbol.session(), symbol.number()) else { return false };
    let (digits, letter) = number.split_at(number.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
    let written = format!("{session}/{digits}");
    described.match_indices(&written).any(|(i, _)| {
        let rest = described.get(i + written.len()..).unwrap_or_default();
        let whole = !rest.starts_with(|c: char| c.is_ascii_digit());
        let begins = !described.get(..i).unwrap_or_default().ends_with(['/', '-']);
        whole && begins && (letter.is_empty() || rest.trim_start().starts_with(letter))
    })
}

/// Whether the document can be of the one who was asked.
fn author(ask: &Ask, described: &str) -> bool {
    let said = words(described);
    if !said
        .iter()
        .any(|w| matches!(w.as_str(), "report" | "reports" | "note" | "notes" | "review" | "overview" | "study"))
    {
        return false;
    }
    ask.addressees.iter().any(|name| {
        let own: Vec<String> =
            words(name).into_iter().filter(|w| !["united", "nations"].contains(&w.as_str())).collect();
        let there = own.iter().filter(|w| said.contains(w)).count();
        // Of another's report (*the related report of the Advisory Committee*) the asked one's name is missing.
        !own.is_empty() && there * 10 >= own.len() * 6
    })
}

fn suggest(line: &Line<'_>, ask: &Ask, found: &Found<'_>, sure: bool) -> Suggested {
    let text = line.texts[found.text];
    Suggested {
        obligation: ask.id.clone(),
        kind: ask.kind,
        relation: "answers",
        document: found.cite.symbol.clone(),
        certainty: if sure { Certainty::Sure } else { Certainty::Probable },
        shown_by: text.symbol().clone(),
        place: place(text, found.cite.block, found.cite.noted),
        words: found.described.trim().to_owned(),
        rule: if found.names { "names-the-resolution" } else { "noted-by-the-next" },
    }
}

/// `A/RES/77/13, preamble, footnote`.
fn place(text: &Loaded, block: usize, note: bool) -> String {
    let at = match text.resolution.blocks.get(block) {
        Some(b) if b.role == Role::Operative => match &b.number {
            Some(n) => format!("para. {n}"),
            None => "operative part".to_owned(),
        },
        _ => {
            let nth = text.resolution.blocks.iter().take(block + 1).filter(|b| b.role == Role::Preambular).count();
            format!("preambular para. {nth}")
        }
    };
    format!("{}, {at}{}", text.symbol(), if note { ", footnote" } else { "" })
}

/// The item came up: the next resolution was adopted at the session for whose agenda it was asked.
fn agenda(line: &Line<'_>, of: usize, ask: &Ask) -> Vec<Suggested> {
    let Some(link) = line.next(of) else { return Vec::new() };
    let due = due_sessions(ask);
    let next = line.texts[link];
    if due.is_empty() || !due.iter().any(|s| u32::from(*s) == line.known[link].order.0) {
        return Vec::new();
    }
    let same = line.known[of].stem == line.known[link].stem;
    let item = next.resolution.agenda_items.join("; ");
    let day = next.resolution.adopted.map(|d| format!(" on {}", crate::model::day::in_words(d))).unwrap_or_default();
    vec![Suggested {
        obligation: ask.id.clone(),
        kind: ask.kind,
        relation: "came-up",
        document: next.symbol().clone(),
        certainty: if same && !item.is_empty() { Certainty::Sure } else { Certainty::Probable },
        shown_by: next.symbol().clone(),
        place: format!("{}, cover", next.symbol()),
        words: format!("\u{201c}{}\u{201d}, adopted{day} under agenda item {item}", next.resolution.title),
        rule: "adopted-under-the-item",
    }]
}

/// The meeting took place: a later text names this one beside *held*, *convened*, *took place*.
fn meeting(line: &Line<'_>, of: usize, ask: &Ask) -> Vec<Suggested> {
    let wanted = subject(&ask.words);
    let mut texts: BTreeSet<usize> = line.recallers(of).iter().copied().collect();
    texts.extend(line.next(of));
    let mut out: Vec<(f64, Suggested)> = Vec::new();
    for t in texts {
        if line.known[t].order <= line.known[of].order {
            continue;
        }
        for (block, b) in line.texts[t].resolution.blocks.iter().enumerate() {
            let text = &b.body.text;
            let past = [
                "was held",
                "were held",
                "held in ",
                "held at ",
                "held on ",
                "held from ",
                "was convened",
                "took place",
            ];
            let coming = ["be held", "be convened", "will take place", "to convene", "shall "];
            let held = past.iter().any(|w| text.contains(w)) && !coming.iter().any(|w| text.contains(w));
            if b.role == Role::Annex || !held {
                continue;
            }
            let covered = weights::covered(&wanted, &words(text));
            if covered < 0.5 || wanted.len() < 3 {
                continue;
            }
            let sure = names(line, of, text) && covered >= 0.7 && text.contains(" held");
            let said: String = text.chars().take(300).collect();
            out.push((
                covered,
                Suggested {
                    obligation: ask.id.clone(),
                    kind: ask.kind,
                    relation: "held",
                    document: line.texts[t].symbol().clone(),
                    certainty: if sure { Certainty::Sure } else { Certainty::Probable },
                    shown_by: line.texts[t].symbol().clone(),
                    place: place(line.texts[t], block, false),
                    words: said,
                    rule: "says-it-was-held",
                },
            ));
        }
    }
    out.sort_by(|a, b| a.1.certainty.cmp(&b.1.certainty).then(b.0.total_cmp(&a.0)));
    out.into_iter().take(1).map(|(_, s)| s).collect()
}

/// A mandate or measure with an end was extended or ended by the next resolution.
fn mandate(line: &Line<'_>, of: usize, ask: &Ask) -> Vec<Suggested> {
    let until = ask.deadline.as_ref().is_some_and(|d| d.relation == Relation::Until);
    let Some(link) = line.next(of).filter(|_| until) else { return Vec::new() };
    let wanted = subject(&ask.words);
    let next = line.texts[link];
    let best = next
        .asks
        .iter()
        .filter(|a| a.kind == Kind::Mandate)
        .map(|a| (weights::overlap(&wanted, &subject(&a.words)), a))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.id.cmp(&a.1.id)));
    let Some((share, a)) = best.filter(|(share, _)| *share >= 0.4) else { return Vec::new() };
    vec![Suggested {
        obligation: ask.id.clone(),
        kind: ask.kind,
        relation: "extends",
        document: next.symbol().clone(),
        certainty: if share >= 0.7 { Certainty::Sure } else { Certainty::Probable },
        shown_by: next.symbol().clone(),
        place: format!("{}, para. {}", next.symbol(), a.place),
        words: a.words.clone(),
        rule: "extended-by-the-next",
    }]
}

/// What the siblings of one agenda item were answered with: one report often answers all of them.
fn siblings(line: &Line<'_>, found: &[Suggested]) -> Vec<(usize, usize, Suggested)> {
    let mut answered: BTreeMap<&str, Vec<&Suggested>> = BTreeMap::new();
    for s in found.iter().filter(|s| s.relation == "answers") {
        answered.entry(s.obligation.as_str()).or_default().push(s);
    }
    // Requests alike: of one session, organ and item, to the same people, for the same session.
    type Group = (String, Option<u16>);
    let mut groups: BTreeMap<Group, Vec<(usize, usize)>> = BTreeMap::new();
    for (i, t) in line.texts.iter().enumerate() {
        let Some(item) = t.resolution.agenda_items.first() else { continue };
        let number = item.split([' ', '(']).next().unwrap_or(item);
        for (j, ask) in t.asks.iter().enumerate().filter(|(_, a)| a.kind == Kind::Report && !a.self_executing) {
            if !ask.words.contains("present resolution") || !ask.addressees.iter().any(|a| a == "Secretary-General") {
                continue;
            }
            for key in BTreeSet::from([number, item.as_str()]) {
                let organ = t.resolution.organ.map_or("", |o| o.as_str());
                let key = format!("{organ} {} {key}", line.known[i].order.0);
                groups.entry((key, due_sessions(ask).last().copied())).or_default().push((i, j));
            }
        }
    }
    let mut out = Vec::new();
    for ((_, due), members) in groups {
        let mut votes: BTreeMap<String, Vec<&Suggested>> = BTreeMap::new();
        let mut voters = 0;
        for (i, j) in &members {
            let sure = answered.get(line.texts[*i].asks[*j].id.as_str()).into_iter().flatten();
            let sure: Vec<&&Suggested> = sure.filter(|s| s.certainty == Certainty::Sure).collect();
            voters += usize::from(!sure.is_empty());
            for s in sure {
                votes.entry(base(&s.document)).or_default().push(s);
            }
        }
        let Some(best) = votes.values().max_by_key(|v| v.len()).filter(|v| v.len() * 2 > voters && due.is_some())
        else {
            continue;
        };
        for (i, j) in members {
            let ask = &line.texts[i].asks[j];
            // A next one that notes documents of its own, or a text whose single sibling says little, is left alone.
            if answered.contains_key(ask.id.as_str()) || best.len() < 2 && line.next(i).is_some() {
                continue;
            }
            let s = best[0];
            out.push((
                i,
                j,
                Suggested {
                    obligation: ask.id.clone(),
                    certainty: Certainty::Probable,
                    rule: "answers-its-siblings",
                    ..s.clone()
                },
            ));
        }
    }
    out
}

/// What lists of issued documents say or suggest: by the ids that they name, else by the title of the resolution.
fn listed(line: &Line<'_>, documents: &Documents, found: &[Suggested]) -> Vec<(usize, usize, Suggested)> {
    let mut out = Vec::new();
    let answered: BTreeSet<&str> =
        found.iter().filter(|s| s.certainty == Certainty::Sure).map(|s| s.obligation.as_str()).collect();
    let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let titles: Vec<Vec<String>> =
        documents.all().iter().map(|d| subject(d.title.as_deref().unwrap_or_default())).collect();
    for (i, title) in titles.iter().enumerate() {
        for word in title {
            by_word.entry(word.clone()).or_default().push(i);
        }
    }
    let suggest = |ask: &Ask, d: &crate::follow::Document, certainty, rule| Suggested {
        obligation: ask.id.clone(),
        kind: ask.kind,
        relation: "answers",
        document: d.symbol.clone(),
        certainty,
        shown_by: d.symbol.clone(),
        place: match d.published {
            Some(day) => format!("list of documents, published {}", crate::model::day::in_words(day)),
            None => "list of documents".to_owned(),
        },
        words: d.title.clone().unwrap_or_default(),
        rule,
    };
    for (i, t) in line.texts.iter().enumerate() {
        for (j, ask) in t.asks.iter().enumerate() {
            for d in documents.all().iter().filter(|d| !d.answers.is_empty()) {
                if d.answers.iter().any(|a| *a == ask.id || (*a == t.symbol().as_str() && ask.kind == Kind::Report)) {
                    out.push((i, j, suggest(ask, d, Certainty::Sure, "the-list-says-so")));
                }
            }
            if ask.kind != Kind::Report || ask.self_executing || answered.contains(ask.id.as_str()) {
                continue;
            }
            let due = due_sessions(ask);
            let title = subject(&t.resolution.title);
            if title.is_empty() || due.is_empty() {
                continue;
            }
            // The rarest word of the title leads to the documents; never all against all.
            let Some(rarest) =
                title.iter().filter_map(|w| by_word.get(w)).min_by_key(|d| d.len()).filter(|d| d.len() <= 20)
            else {
                continue;
            };
            let mut fits: Vec<(f64, usize)> = rarest
                .iter()
                .filter(|d| sessions(&documents.all()[**d].symbol).iter().any(|s| due.contains(s)))
                .map(|d| (weights::overlap(&title, &titles[*d]), *d))
                .filter(|(share, _)| *share >= 0.6)
                .collect();
            fits.sort_by(|a, b| b.0.total_cmp(&a.0));
            if let Some((_, d)) = fits.first() {
                out.push((i, j, suggest(ask, &documents.all()[*d], Certainty::Probable, "title-in-the-list")));
            }
        }
    }
    out
}
