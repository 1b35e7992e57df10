//! Names to addressees: pronouns and short names resolved from the resolution, or marked as unresolved.

use crate::extract::actors::actor;
use crate::extract::anaphora::Before;
use crate::extract::lexicon::PHRASE;
use crate::extract::mentions::{Mentions, is_short, organ_short};
use crate::extract::phrase::Name;
use crate::extract::tokens::{Shape, Tokens};
use crate::extract::who::head;
use crate::model::{Addressee, At, Organ, Resolution, Span, Trace};

/// Where names are resolved.
pub(crate) struct Context<'a> {
    pub(crate) resolution: &'a Resolution,
    pub(crate) mentions: &'a Mentions<'a>,
    pub(crate) block: u32,
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
        let offices = offices(t, names);
        for (i, name) in names.iter().enumerate() {
            let bytes = t.bytes(name.words.clone());
            let at = At { block: self.block, part, span: Span::new(bytes.start, bytes.end) };
            let (found, rule, resolved) = match offices.get(i) {
                Some(office) => (vec![office.clone()], "actor.each-office", true),
                None => self.one(t, part, name, before),
            };
            out.sure &= resolved;
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
            return (group, "actor.anaphora-those", true);
        }
        // *the above-mentioned entities*: those of several kinds that were named before
        if matches!(first, "above-mentioned" | "aforementioned" | "abovementioned")
            && name.words.len() == 2
            && matches!(head_word, "entities" | "bodies" | "actors" | "stakeholders" | "organizations" | "institutions")
            && let Some(group) = before.several()
        {
            // *the above-mentioned entities to support the Government*: not the one that they support
            let rest = t.raw(name.words.end..t.len());
            let group = group.iter().filter(|n| !rest.contains(n.as_str())).cloned().collect();
            return (group, "actor.anaphora-those", true);
        }
        // *the secretariat*: of the body that has one
        if raw == "secretariat"
            && t.before(name.words.start) == "the"
            && !matches!(t.word(name.words.end), "of" | "and" | "or" | "as")
            && let Some(body) = self.has_secretariat(t.start(name.words.start), part)
        {
            return (vec![format!("secretariat of the {body}")], "actor.short-name", true);
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
        if pointer == "its"
            && name.words.len() == 1
            && head_word == "parties"
            && let Some(treaty) = before.treaty()
        {
            return (vec![format!("{raw} to the {treaty}")], "actor.anaphora-its", true);
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
                return (vec![self.in_full(clean(full), at)], "actor.short-name", true);
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

    /// A name that is itself short for a longer one: *Office* for *Office of the High Commissioner*, that for one with its subject.
    fn in_full(&self, name: String, at: usize) -> String {
        if actor(&name).is_some() {
            return name;
        }
        let t = Tokens::new(&name);
        let words: Vec<&str> = (0..t.len()).map(|i| t.word(i)).collect();
        let longer = self.mentions.longer(&words, self.block as usize, at).map(clean);
        let full = || {
            let office = words.ends_with(&["high", "commissioner"]) && words.first() == Some(&"office");
            let full = office.then(|| self.mentions.full(&words, self.block as usize, at)).flatten().map(clean);
            full.filter(|f| f.len() > name.len())
        };
        longer.or_else(full).unwrap_or_else(|| name.clone())
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
        // *between the United Nations, national parliaments and the Inter-Parliamentary Union*
        let a = a.split_once(", ").map_or(a, |(first, _)| first);
        Some(vec![a.trim().to_owned(), b.trim().to_owned()])
    }
}

/// *secretariats of the United Nations and the …*, *Governments of A and B*: one office each.
fn offices(t: &Tokens<'_>, names: &[Name]) -> Vec<String> {
    let Some(first) = names.first() else { return Vec::new() };
    let office = match t.word(first.words.start) {
        "secretariats" => "secretariat",
        "governments" => "Government",
        "presidents" => "President",
        "secretaries-general" => "Secretary-General",
        _ => return Vec::new(),
    };
    let start = first.words.start + 2;
    if t.word(start - 1) != "of" || start >= first.words.end {
        return Vec::new();
    }
    // those who have no office of their own
    let others = names.iter().skip(1).take_while(|n| {
        let joined = (first.words.end..n.from).all(|i| {
            t.shape(i) == Shape::Comma
                || matches!(t.word(i), "and" | "the")
                || names.iter().any(|m| m.words.contains(&i))
        });
        let bodies = [
            "council",
            "union",
            "nations",
            "organization",
            "assembly",
            "community",
            "league",
            "republic",
            "conference",
        ];
        let own = n.words.clone().any(|i| PHRASE.actor_heads.contains(t.word(i)) && !bodies.contains(&t.word(i)));
        joined && t.capital(n.words.start) && !own
    });
    let owners: Vec<String> = others.map(|n| owner(t, n.from..n.words.end)).collect();
    if owners.is_empty() {
        return Vec::new();
    }
    let first = owner(t, start..first.words.end);
    std::iter::once(&first).chain(&owners).map(|o| format!("{office} of {o}")).collect()
}

/// A name with the article that it has.
fn owner(t: &Tokens<'_>, words: std::ops::Range<usize>) -> String {
    clean(t.raw(words))
}

/// Whether more than the bare noun tells who is meant.
fn modified(t: &Tokens<'_>, name: &Name) -> bool {
    matches!(t.word(name.words.end), "that" | "which" | "who" | "in" | "with" | "concerned" | "of")
        || name.words.len() > 2
}

/// White space folded, no brackets, no possessive at the end.
pub(super) fn clean(raw: &str) -> String {
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

#[cfg(test)]
mod tests {
    use crate::extract::extract;
    use crate::extract::testing::invented;

    #[test]
    fn names_end_where_they_end() {
        let preamble = [
            "Recalling the work of the Residual Special Court for Ruritania and of the Chair of the Salt Process,",
            "Recalling also the Geneva Conventions of 12 August 1949 and the memorandum of the Central Salt Initiative in Budva,",
        ];
        let cases: [(&str, &[&str]); 31] = [
            ("Encourages the Court to go on;", &["Residual Special Court for Ruritania"]),
            ("Encourages the Special Court to go on;", &["Residual Special Court for Ruritania"]),
            (
                "Encourages States, the Fund and international, regional and other organizations with salt to act;",
                &["States", "Fund", "international, regional and other organizations"],
            ),
            ("Urges the Western European and other States to act;", &["Western European and other States"]),
            ("Urges all parties directly concerned to act;", &["parties directly concerned"]),
            (
                "Urges all Ruritanian, regional and international parties to act;",
                &["Ruritanian, regional and international parties"],
            ),
            (
                "Urges States, subregional and regional organizations to act;",
                &["States", "subregional and regional organizations"],
            ),
            (
                "Requests the Fund, in close cooperation with Member States and other Funds, regional organizations and civil society, to act;",
                &["Fund"],
            ),
            (
                "Demands that Ruritanian and Bretonian forces and all other foreign forces withdraw, and urges these forces to hurry;",
                &[
                    "Ruritanian and Bretonian forces",
                    "other foreign forces",
                    "Ruritanian and Bretonian forces",
                    "other foreign forces",
                ],
            ),
            ("Demands the withdrawal of the Ruritanian occupying forces;", &["Ruritanian occupying forces"]),
            ("Calls upon all parties in Ruritania to act;", &["parties in Ruritania"]),
            (
                "Urges States that have not signed the Convention on the Use, Stockpiling, Production and Transfer of Salt to accede to it;",
                &["States"],
            ),
            (
                "Calls upon States that have issued passports to officials and adult members of their families to cancel them;",
                &["States"],
            ),
            (
                "Invites States parties to the Convention on Salt and the International Covenant on Bread to act;",
                &["States parties to the Convention on Salt"],
            ),
            (
                "Calls upon all States parties to the Geneva Conventions to act;",
                &["States parties to the Geneva Conventions"],
            ),
            (
                "Encourages the experts of the Harmony with Nature Knowledge Network to act;",
                &["experts of the Harmony with Nature Knowledge Network"],
            ),
            (
                "Encourages States parties to the Trade in Salt Protocol to act;",
                &["States parties to the Trade in Salt Protocol"],
            ),
            (
                "Encourages organizations of persons with disabilities to act;",
                &["organizations of persons with disabilities"],
            ),
            ("Encourages the task force on salt for persons to act;", &["task force on salt for persons"]),
            ("Calls upon all Member States neither to sell salt nor to buy it;", &["Member States"]),
            ("Calls upon the entirety of the United Nations system to act;", &["United Nations system"]),
            ("Recommends exploring options to sell salt;", &[]),
            ("Encourages the adoption by States of laws on salt;", &["States"]),
            (
                "Encourages sustained communication between the Salt Tribunal and the Bread Tribunal;",
                &["Salt Tribunal", "Bread Tribunal"],
            ),
            ("Calls for support for the efforts of the Salt Service;", &[]),
            ("Encourages cooperation while ensuring the full participation of women;", &[]),
            (
                "Requests the Governments of Eritrea and Ethiopia to act;",
                &["Government of Eritrea", "Government of Ethiopia"],
            ),
            ("Invites the United Nations and its partners to act;", &["United Nations", "partners"]),
            ("Recalls the Salt Agreement, and encourages all its parties to act;", &["parties to the Salt Agreement"]),
            (
                "Supports the role of UNAMSIL, welcomes its deployment to Kisangani and Kindu, and encourages it to move;",
                &["UNAMSIL"],
            ),
            (
                "Reiterates its request to the Secretary-General that he continue to buy from many countries and field offices;",
                &["Secretary-General"],
            ),
        ];
        let mut wrong = Vec::new();
        for (text, who) in cases {
            let read = extract(&invented(&preamble, text, &[]));
            let found: Vec<_> = read.iter().flat_map(|p| &p.obligations).flat_map(|o| &o.addressees).collect();
            let found: Vec<_> = found.iter().map(|a| a.name.as_str()).collect();
            if found != who {
                wrong.push(format!("{text}: {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
