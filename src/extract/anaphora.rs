//! What pronouns point back to: the actors of the clauses before, the latest last.

use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::plural;

/// What stands before a clause in its paragraph, for pronouns: the latest last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Before {
    /// Names that a clause addressed or spoke of.
    pub(crate) groups: Vec<Vec<String>>,
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
    /// The latest treaty.
    pub(crate) fn treaty(&self) -> Option<&String> {
        self.groups.iter().rev().flatten().find(|n| treaty(n))
    }

    /// The groups of those who can be asked, the latest first.
    fn actors(&self) -> impl Iterator<Item = &Vec<String>> {
        self.groups.iter().rev().filter(|g| !g.iter().any(|n| treaty(n)))
    }

    /// The latest group of several, or a plural.
    pub(crate) fn plural(&self) -> Option<&Vec<String>> {
        self.actors()
            .find(|g| g.len() > 1 || g.iter().any(|n| is_plural(n) || n.contains("community") || n.ends_with("system")))
            .or(self.actors().next())
    }

    /// The latest that is one body.
    pub(crate) fn single(&self) -> Option<&Vec<String>> {
        let one = |g: &&Vec<String>| g.len() == 1 && g.iter().all(|n| !is_plural(n));
        let named = |g: &&Vec<String>| one(g) && g.iter().all(|n| n.starts_with(char::is_uppercase));
        self.actors().find(named).or_else(|| self.actors().find(one)).or(self.actors().next())
    }

    /// The latest who is one person.
    pub(crate) fn person(&self) -> Option<Vec<String>> {
        let is_person =
            |n: &&String| PERSONS.iter().any(|p| n.contains(p)) && !is_plural(n) && !n.starts_with("Office");
        self.groups.iter().rev().flatten().find(is_person).map(|n| vec![n.clone()])
    }

    /// The latest name that begins with these words and goes on.
    pub(crate) fn fuller(&self, raw: &str) -> Option<String> {
        self.groups
            .iter()
            .rev()
            .flatten()
            .find(|n| n.strip_prefix(raw).is_some_and(|rest| rest.starts_with(" for ") || rest.starts_with(" to ")))
            .cloned()
    }

    /// The names with this noun and more words in the latest group that has any.
    pub(crate) fn with_head(&self, head: &str) -> Option<Vec<String>> {
        let fits = |n: &&String| n.to_lowercase().ends_with(head) && n.contains(' ');
        self.groups.iter().rev().map(|g| g.iter().filter(fits).cloned().collect()).find(|g: &Vec<_>| !g.is_empty())
    }

    /// The latest group of several.
    pub(crate) fn several(&self) -> Option<&Vec<String>> {
        self.actors().find(|g| g.len() > 1)
    }
}

/// Whether a name is a treaty's: its noun before the first preposition.
fn treaty(name: &str) -> bool {
    let head =
        name.split([' ', ',']).take_while(|w| !matches!(*w, "of" | "on" | "for" | "to" | "in" | "against" | "between"));
    name.starts_with(char::is_uppercase)
        && head.last().is_some_and(|w| PHRASE.treaties.contains(w.to_lowercase().as_str()))
}

/// Whether a name means several.
fn is_plural(name: &str) -> bool {
    let head = name
        .split([' ', ','])
        .take_while(|w| !matches!(*w, "of" | "on" | "for" | "to" | "in"))
        .last()
        .unwrap_or_default();
    plural(head) && name != "United Nations" || name.starts_with("States")
}
