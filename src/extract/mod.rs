//! A resolution to its obligations: pure, same input, same output. Lexicons and patterns are data (`data/`), compiled in;
//! computations are here. Every value keeps the span that it came from and the name of the rule that read it.

use crate::model::{Obligation, ParagraphId, Trace};

/// Version of the rules; it rises with every change that can change a reading.
pub const RULES: u32 = 1;

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
