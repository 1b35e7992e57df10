//! A resolution to its obligations: pure, same input, same output. Lexicons and patterns are data (`data/`), compiled in;
//! computations are here. Every value keeps the span that it came from and the name of the rule that read it.
//!
//! The way of a paragraph: `tokens` cut its texts, `clauses` finds the main clauses and their verbs, `phrase` the noun
//! phrases after a verb, `duty` whom a clause binds, `frame` what a chapeau hands down to its parts, `paragraph` puts these
//! together; then `addressee` resolves names, `kind` tells what is asked, and `assemble` makes the obligations.

pub mod actors;
mod addressee;
mod anaphora;
mod assemble;
mod attach;
pub mod by_hand;
mod clauses;
mod condition;
mod deadline;
mod duty;
mod frame;
mod kind;
mod lexicon;
mod mentions;
mod modifier;
pub mod names;
mod nouns;
mod number;
mod paragraph;
mod phrase;
mod recipient;
mod recurrence;
pub mod scope;
mod selfexec;
mod spoken;
mod subject;
#[cfg(test)]
mod testing;
mod time;
pub(crate) mod tokens;
mod who;
mod whose;

pub use actors::{Actor, actor, actors};
pub use scope::Scope;

use crate::model::{Language, Obligation, ParagraphId, Resolution, Trace};

/// Version of the rules; it rises with every change that can change a reading.
pub const RULES: u32 = 2;

/// What was read in one operative paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct ParagraphReading {
    /// Which paragraph.
    pub id: ParagraphId,
    /// Index of its block.
    pub block: u32,
    /// Its obligations in the order of the text.
    pub obligations: Vec<Obligation>,
    /// Why there is none (or why a directive-looking word obliges nobody): one node a word.
    pub passed_over: Vec<Trace>,
    /// Directive-looking words that no rule took (`extract --unread`).
    pub unread: Vec<Trace>,
    /// Symbols of documents whose recommendations the paragraph endorses (`incorporates A/…`).
    pub incorporates: Vec<String>,
}

/// Reads every operative paragraph; empty for a text that is not English.
pub fn extract(resolution: &Resolution) -> Vec<ParagraphReading> {
    if resolution.language != Language::English {
        return Vec::new();
    }
    let mentions = mentions::Mentions::of(resolution);
    resolution
        .paragraph_ids()
        .into_iter()
        .filter_map(|(block, id)| {
            Some(assemble::read(resolution, &mentions, block, resolution.blocks.get(block as usize)?, id))
        })
        .collect()
}
