//! Names to addressees: pronouns and short names resolved from the resolution, or marked as unresolved.

use crate::extract::actors::actor;
use crate::extract::mentions::{Mentions, is_short, organ_short};
use crate::extract::nouns::plural;
use crate::extract::phrase::{Name, Place, named};
use crate::extract::tokens::{Shape, Tokens};
use crate::extract::who::{head, is_actor, never_actor};
use crate::model::{Addressee, At, Organ, Resolution, Span, Trace};

/// Where names are resolved.
pub(crate) struct Context<'a> {
    pub(crate) resolution: &'a Resolution,
    pub(crate) mentions: &'a Mentions<'a>,
    pub(crate) block: u32,
}

/// What stands before a clause in its paragraph, for pronouns: the latest last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Before {
    /// Names that a clause addressed or spoke of.
    pub(crate) groups: Vec<Vec<String>>,
}

/// An addressee with the trace of how it was read.
pub(crate) struct Read {
    pub(crate) addressees: Vec<Addressee>,
    pub(crate) trace: Vec<Trace>,
    pub(crate) sure: bool,
}

impl Context<'_> {
    /// Resolves names of one text.
    pub(crate) fn read(&self, t: &Tokens<'_>, part: Option<u32>, names: &[Name], before: &Before) -> Read {
        let mut out = Read { addressees: Vec::new(), trace: Vec::new(), sure: true };
        for name in names {
            let bytes = t.bytes(name.words.clone());
            let at = At { block: self.block, part, span: Span::new(bytes.start, bytes.end) };
            let (mut found, rule, resolved) = self.one(t, part, name, before);
            out.sure &= resolved;
            // *the Task Force and its members*
            let own = name.pointer.is_some_and(|p| matches!(t.word(p), "its" | "their")) && rule == "actor.as-written";
            if let Some(owner) = out.addressees.last().filter(|_| own).map(|a| a.name.clone()) {
                found = found.iter().map(|f| format!("{f} of the {owner}")).collect();
            }
            for text in found {
                out.trace.push(Trace::new(rule, text.clone(), Some(at)));
                out.addressees.push(Addressee {
                    actor: actor(&text).map(|a| a.id.clone()),
                    // XML breaks no line at `Inter‑Agency`, PDF does: the body is one.
                    name: text.replace('\u{2011}', "-"),
                    at: Some(at),
                    resolved,
                });
            }
        }
        let mut seen = std::collections::HashSet::new();
        out.addressees.retain(|a| seen.insert(a.name.clone()));
        out
    }

    fn one(
        &self,
        t: &Tokens<'_>,
        part: Option<u32>,
        name: &Name,
        before: &Before,
    ) -> (Vec<String>, &'static str, bool) {
        let raw = clean(t.raw(name.words.clone()));
        let first = t.word(name.words.start);
        if matches!(first, "them" | "themselves" | "both" | "they" | "their") && name.words.len() <= 1 {
            return match before.plural() {
                Some(group) => (group.clone(), "actor.anaphora-them", true),
                None => (vec![raw], "actor.unresolved", false),
            };
        }
        if matches!(first, "it" | "its" | "him" | "her" | "he" | "she") && name.words.len() == 1 {
            let found = if matches!(first, "it" | "its") { before.single().cloned() } else { before.person() };
            return match found {
                Some(group) => (group, "actor.anaphora-it", true),
                None => (vec![raw], "actor.unresolved", false),
            };
        }
        let head_at = head(t, name);
        let head_word = t.word(head_at);
        let pointer = name.pointer.map(|p| t.word(p)).unwrap_or_default();
        if matches!(pointer, "both" | "two")
            && head_word == "organizations"
            && let Some(two) = self.two_organizations()
        {
            return (two, "actor.anaphora-both", true);
        }
        if matches!(pointer, "both" | "two")
            && head_word == "secretariats"
            && let Some(two) = self.two_organizations()
        {
            return (two.iter().map(|o| format!("secretariat of the {o}")).collect(), "actor.anaphora-both", true);
        }
        // *those countries*: the countries spoken of before
        let demonstrative = matches!(pointer, "those" | "these" | "such") && !modified(t, name);
        if demonstrative
            && name.words.len() == 1
            && let Some(group) = before.with_head(head_word)
        {
            return (vec![group], "actor.anaphora-those", true);
        }
        // *all parties*, *the regional centres*: named more fully before
        if pointer.is_empty()
            && !t.capital(name.words.start)
            && (name.words.len() > 1 || matches!(head_word, "parties" | "sides"))
            && name.from < name.words.start
            && let Some(full) = before.fuller(&raw)
        {
            return (vec![full], "actor.named-before", true);
        }
        if (pointer == "its" || pointer == "their")
            && let Some(owner) = before.single().and_then(|g| g.last()).filter(|_| {
                name.words.len() == 1
                    && matches!(head_word, "members" | "secretariat" | "bureau" | "president" | "chair" | "parties")
            })
        {
            return (vec![format!("{raw} of the {owner}")], "actor.anaphora-its", true);
        }
        let at = t.start(name.words.start) + self.offset(part);
        // a short name, whole: *the Committee*
        if let Some(full) = organ_short(&raw.to_lowercase(), self.resolution.organ) {
            return (vec![full.to_owned()], "actor.organ-short", true);
        }
        // UNEP's assembly speaks of one executive director
        if raw == "Executive Director" && self.resolution.organ == Some(Organ::EnvironmentAssembly) {
            let full = "Executive Director of the United Nations Environment Programme";
            return (vec![full.to_owned()], "actor.short-name", true);
        }
        if is_short(t, name.words.clone()) {
            let words: Vec<&str> = name.words.clone().map(|i| t.word(i)).collect();
            if words == ["council"] {
                return (vec!["Security Council".to_owned()], "actor.organ-short", true);
            }
            if let Some(full) = self.mentions.full(&words, self.block as usize, at) {
                return (vec![clean(full)], "actor.short-name", true);
            }
            if words == ["high", "commissioner"] {
                return (
                    vec!["United Nations High Commissioner for Human Rights".to_owned()],
                    "actor.short-name",
                    true,
                );
            }
            let complete = actor(&raw).is_some();
            return (vec![raw], "actor.as-written", complete);
        }
        let all: Vec<&str> = name.words.clone().map(|i| t.word(i)).collect();
        if all.len() > 2
            && t.capital(name.words.start)
            && let Some(full) = self.mentions.longer(&all, self.block as usize, at)
        {
            return (vec![clean(full)], "actor.short-name", true);
        }
        // a short name inside: *members of the Committee*, *Office of the High Commissioner*
        if let Some(full) = self.inside(t, name, at) {
            return (vec![full], "actor.short-name", true);
        }
        // *the parties*, *the above-mentioned bodies*: definite, and nobody says which
        let definite = t.before(name.words.start) == "the"
            || matches!(pointer, "both" | "those" | "these" | "such" | "this" | "that");
        let vague = definite
            && !t.capital(name.words.start)
            && actor(&raw).is_none()
            && !name.words.clone().any(|i| t.word(i) == "of" || t.capital(i));
        (vec![raw], "actor.as-written", !vague)
    }

    /// The name with the short title after its last *of the* written in full.
    fn inside(&self, t: &Tokens<'_>, name: &Name, at: usize) -> Option<String> {
        let of = name.words.clone().rev().find(|&i| matches!(t.word(i), "of" | "to") && t.word(i + 1) == "the")?;
        if of == name.words.start {
            return None;
        }
        let tail = of + 2..name.words.end;
        let all: Vec<&str> = name.words.clone().map(|i| t.word(i)).collect();
        let raw = t.raw(name.words.start..of + 2);
        let short = tail.clone().map(|i| t.word(i)).collect::<Vec<_>>();
        if let Some(full) = organ_short(&short.join(" "), self.resolution.organ) {
            return Some(clean(&format!("{raw} {full}")));
        }
        if t.capital(name.words.start) {
            let whole = clean(t.raw(name.words.clone()));
            if let Some(full) = self.mentions.full(&all, self.block as usize, at).map(clean).filter(|f| *f != whole) {
                return Some(full);
            }
            if short == ["high", "commissioner"] && t.word(name.words.start) == "office" {
                return Some("Office of the United Nations High Commissioner for Human Rights".to_owned());
            }
        }
        if short == ["council"] {
            return Some(clean(&format!("{raw} Security Council")));
        }
        if short.len() > 3
            && t.capital(of + 2)
            && let Some(full) = self.mentions.longer(&short, self.block as usize, at)
        {
            return Some(clean(&format!("{raw} {full}")));
        }
        if !tail.is_empty() && is_short(t, tail) {
            let full = self.mentions.full(&short, self.block as usize, at)?;
            return Some(clean(&format!("{raw} {full}")));
        }
        None
    }

    fn offset(&self, part: Option<u32>) -> usize {
        let Some(part) = part else { return 0 };
        self.resolution.blocks.get(self.block as usize).map_or(0, |b| {
            b.body.text.len() + b.parts.iter().take(part as usize).map(|p| p.body.text.len()).sum::<usize>()
        })
    }

    /// The two organizations of *Cooperation between the United Nations and …*.
    fn two_organizations(&self) -> Option<Vec<String>> {
        let title = &self.resolution.title;
        let (_, pair) = title.split_once("between the ")?;
        let (a, b) = pair.split_once(" and the ").or_else(|| pair.split_once(" and "))?;
        Some(vec![a.trim().to_owned(), b.trim().to_owned()])
    }

    /// The actors that a clause speaks of, for the pronouns of the next: who makes the efforts that it welcomes, else the
    /// first that it names.
    pub(crate) fn spoken_of(
        &self,
        t: &Tokens<'_>,
        part: Option<u32>,
        range: std::ops::Range<usize>,
        before: &Before,
    ) -> Vec<Vec<String>> {
        let mut groups = Vec::new();
        let mut i = range.start;
        while i < range.end {
            // *the Secretary-General’s policy*
            if t.capital(i) && t.word(i).ends_with("'s") && !t.inside(i) {
                let from = (range.start..i).rev().take_while(|&k| t.capital(k)).last().unwrap_or(i);
                let raw = t.raw(from..i + 1);
                let owner = raw.trim_end_matches('s').trim_end_matches(['\'', '’']);
                if actor(owner).is_some() || owner.len() > 2 && owner.chars().all(|c| c.is_ascii_uppercase()) {
                    groups.push(vec![owner.to_owned()]);
                }
                i += 1;
                continue;
            }
            let starts = matches!(
                t.before(i),
                "of" | "by"
                    | "to"
                    | "that"
                    | "the"
                    | "among"
                    | "for"
                    | "with"
                    | "from"
                    | "between"
                    | "on"
                    | "upon"
                    | "against"
            ) || i == range.start
                || t.capital(i) && !t.capital(i.saturating_sub(1))
                || t.word(i) == "the";
            if !starts
                || crate::extract::lexicon::PHRASE.base_verbs.contains(t.word(i))
                || t.inside(i)
                || t.shape(i) != Shape::Word
                || matches!(t.before(i), "the" | "all") && i > range.start + 1
            {
                i += 1;
                continue;
            }
            let inner = named(t, i..range.end.min(i + 40), Place::Object);
            let names: Vec<Name> =
                inner.names.into_iter().take_while(|n| is_actor(t, n) && !never_actor(t, n)).collect();
            if names.first().is_some_and(|n| n.from == i) {
                let split = expand(t, &names);
                let to = names.last().map_or(i + 1, |n| n.words.end);
                let read = self.read(t, part, &names, before);
                let mut group: Vec<String> = read.addressees.into_iter().map(|a| a.name).collect();
                if let Some(split) = split {
                    group = split;
                }
                if !group.is_empty() {
                    groups.push(group);
                }
                i = to.max(i + 1);
                continue;
            }
            i += 1;
        }
        groups
    }
}

/// *secretariats of the United Nations and the …*: one secretariat each.
fn expand(t: &Tokens<'_>, names: &[Name]) -> Option<Vec<String>> {
    let first = names.first()?;
    if t.word(first.words.start) != "secretariats" || t.word(first.words.start + 1) != "of" || names.len() < 2 {
        return None;
    }
    let owner = clean(t.raw(first.words.start + 2..first.words.end));
    let owner = owner.strip_prefix("the ").unwrap_or(&owner).to_owned();
    let mut out = vec![format!("secretariat of the {owner}")];
    out.extend(names.iter().skip(1).map(|n| format!("secretariat of the {}", clean(t.raw(n.words.clone())))));
    Some(out)
}

/// Whether more than the bare noun tells who is meant.
fn modified(t: &Tokens<'_>, name: &Name) -> bool {
    matches!(t.word(name.words.end), "that" | "which" | "who" | "in" | "with" | "concerned" | "of")
        || name.words.len() > 2
}

/// Offices that one person holds.
const PERSONS: [&str; 13] = [
    "Secretary-General",
    "Secretary‑General",
    "President",
    "Representative",
    "Rapporteur",
    "Envoy",
    "Chair",
    "Director",
    "Commissioner",
    "Coordinator",
    "Expert",
    "Adviser",
    "Prosecutor",
];

impl Before {
    /// The latest group of several, or a plural.
    fn plural(&self) -> Option<&Vec<String>> {
        self.groups
            .iter()
            .rev()
            .find(|g| {
                g.len() > 1
                    || g.iter().any(|n| {
                        n.ends_with('s') || n.contains("s of ") || n.contains("community") || n.ends_with("system")
                    })
            })
            .or(self.groups.last())
    }

    /// The latest that is one body.
    fn single(&self) -> Option<&Vec<String>> {
        let one = |g: &&Vec<String>| g.len() == 1 && g.iter().all(|n| !is_plural(n));
        let named = |g: &&Vec<String>| one(g) && g.iter().all(|n| n.starts_with(char::is_uppercase));
        self.groups.iter().rev().find(named).or_else(|| self.groups.iter().rev().find(one)).or(self.groups.last())
    }

    /// The latest who is one person.
    fn person(&self) -> Option<Vec<String>> {
        let is_person =
            |n: &&String| PERSONS.iter().any(|p| n.contains(p)) && !is_plural(n) && !n.starts_with("Office");
        self.groups.iter().rev().flatten().find(is_person).map(|n| vec![n.clone()])
    }

    /// The latest name that begins with these words and goes on.
    fn fuller(&self, raw: &str) -> Option<String> {
        self.groups
            .iter()
            .rev()
            .flatten()
            .find(|n| n.strip_prefix(raw).is_some_and(|rest| rest.starts_with(" for ") || rest.starts_with(" to ")))
            .cloned()
    }

    /// The latest name with this noun and more words.
    fn with_head(&self, head: &str) -> Option<String> {
        self.groups.iter().rev().flatten().find(|n| n.to_lowercase().ends_with(head) && n.contains(' ')).cloned()
    }
}

/// Whether a name means several.
fn is_plural(name: &str) -> bool {
    let head = name
        .split([' ', ','])
        .take_while(|w| !matches!(*w, "of" | "on" | "for" | "to" | "in"))
        .last()
        .unwrap_or_default();
    plural(head) && !name.ends_with("United Nations") || name.starts_with("States")
}

/// White space folded, no brackets, no possessive at the end.
fn clean(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut depth = 0_u32;
    let numbers = raw.contains("resolution");
    for c in raw.chars() {
        match c {
            '(' if !numbers => depth += 1,
            ')' if !numbers && depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.trim().trim_end_matches([',', ';']).trim().to_owned()
}
