//! Whom a clause speaks of without asking anything of them, for the pronouns of the clause after it.

use crate::extract::actors::actor;
use crate::extract::addressee::{Context, clean};
use crate::extract::anaphora::Before;
use crate::extract::lexicon::PHRASE;
use crate::extract::mentions::is_short;
use crate::extract::nouns::full_name;
use crate::extract::phrase::{Name, Place, named};
use crate::extract::tokens::{Shape, Tokens};
use crate::extract::who::{head, is_actor, never_actor};

impl Context<'_> {
    /// Whose secretariat the text speaks of last before byte `at` of this block: *the secretariat of the Scientific Committee*.
    pub(crate) fn has_secretariat(&self, at: usize, part: Option<u32>) -> Option<String> {
        const OF: &str = "secretariat of the ";
        let here = self.block as usize;
        for (i, block) in self.resolution.blocks.iter().enumerate().take(here + 1).rev() {
            let text = block.body.text.as_str();
            let text = if i == here && part.is_none() { text.get(..at).unwrap_or_default() } else { text };
            let Some(from) = text.rfind(OF) else { continue };
            let rest = text.get(from + OF.len()..).unwrap_or_default();
            let t = Tokens::new(rest);
            if !t.capital(0) {
                continue;
            }
            let name = full_name(&t, 0)?;
            let raw = clean(t.raw(name.clone()));
            if !is_short(&t, name.clone()) {
                return Some(raw);
            }
            let words: Vec<&str> = name.map(|k| t.word(k)).collect();
            let full = self.mentions.full(&words, i, from).map(clean);
            return Some(full.unwrap_or(raw));
        }
        None
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
                || PHRASE.base_verbs.contains(t.word(i))
                || PHRASE.gerunds.contains(t.word(i))
                || t.inside(i)
                || t.shape(i) != Shape::Word
                || matches!(t.before(i), "the" | "all") && i > range.start + 1
            {
                i += 1;
                continue;
            }
            let inner = named(t, i..range.end.min(i + 40), Place::Object);
            let names: Vec<Name> = inner
                .names
                .into_iter()
                .take_while(|n| is_actor(t, n) && !never_actor(t, n) && speaks(t, n) || is_treaty(t, n))
                .collect();
            if names.first().is_some_and(|n| n.from == i) {
                let to = names.last().map_or(i + 1, |n| n.words.end);
                let read = self.read(t, part, &names, before);
                let group: Vec<String> = read.addressees.into_iter().map(|a| a.name).collect();
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

/// Whether a name is surely somebody's, not a place's or a document's.
fn speaks(t: &Tokens<'_>, name: &Name) -> bool {
    let at = head(t, name);
    crate::extract::actors::ACTORS.longest(t, name.words.start).is_some()
        || !t.capital(at)
        || t.acronym(at)
        || PHRASE.actor_heads.contains(t.word(at))
        || (name.words.start..at).any(|i| t.capital(i) && PHRASE.actor_heads.contains(t.word(i)))
}

/// A treaty by its title: nobody that is asked, but *its parties* are.
fn is_treaty(t: &Tokens<'_>, name: &Name) -> bool {
    let at = head(t, name);
    t.capital(at) && PHRASE.treaties.contains(t.word(at))
}
