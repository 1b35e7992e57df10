//! A suggestion: what a document would be to an obligation, with the words that it rests on, the rule, and how sure it is.

use crate::follow::cites::Cite;
use crate::follow::{Ask, Loaded};
use crate::model::word::words as closed_list;
use crate::model::{EventId, Kind, Role, Symbol};

closed_list! {
    /// How sure a suggestion is.
    Certainty, "certainty" {
        /// The words leave no other reading.
        Sure = "sure",
        /// Likely, but the words don't say it.
        Probable = "probable",
    }
}

closed_list! {
    /// What a document would be to an obligation.
    Relation, "relation" {
        /// The report that was asked for.
        Answers = "answers",
        /// What was adopted when the item came up.
        CameUp = "came-up",
        /// It tells that the meeting took place.
        Held = "held",
        /// The decision that extends a mandate or measure.
        Extends = "extends",
        /// The decision that ends a mandate or measure.
        Ends = "ends",
        /// The resolution that asks the same again, for the same time or without one.
        Supersedes = "supersedes",
    }
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// The obligation's id.
    pub obligation: String,
    /// What was asked for.
    pub kind: Kind,
    /// What the document would be.
    pub relation: Relation,
    /// The document's symbol.
    pub document: Symbol,
    /// How sure it is.
    pub certainty: Certainty,
    /// The text that shows it.
    pub shown_by: Symbol,
    /// Where: `A/RES/77/13, preambular para. 1, footnote`.
    pub place: String,
    /// The words there.
    pub words: String,
    /// The rule that found it.
    pub rule: &'static str,
}

impl Suggested {
    /// One for what a later text says in one of its own clauses.
    pub(crate) fn by_text(
        ask: &Ask,
        relation: Relation,
        text: &Loaded,
        certainty: Certainty,
        place: String,
        words: String,
        rule: &'static str,
    ) -> Suggested {
        Suggested {
            obligation: ask.id.clone(),
            kind: ask.kind,
            relation,
            document: text.symbol().clone(),
            certainty,
            shown_by: text.symbol().clone(),
            place,
            words,
            rule,
        }
    }

    /// One for a document that a later text names at this place as the answer.
    pub(crate) fn by_document(
        ask: &Ask,
        text: &Loaded,
        cite: &Cite,
        certainty: Certainty,
        words: &str,
        rule: &'static str,
    ) -> Suggested {
        Suggested {
            document: cite.symbol.clone(),
            ..Suggested::by_text(
                ask,
                Relation::Answers,
                text,
                certainty,
                place(text, cite.block, cite.noted),
                words.to_owned(),
                rule,
            )
        }
    }

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

fn hash(obligation: &str, relation: Relation, document: &str) -> EventId {
    EventId::of(format!("{obligation}\n{relation}\n{document}").as_bytes())
}

/// `A/RES/77/13, preambular para. 1, footnote`.
pub(crate) fn place(text: &Loaded, block: usize, note: bool) -> String {
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
