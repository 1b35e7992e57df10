//! A resolution to its obligations: pure, same input, same output. Lexicons and patterns are data (`data/`), compiled in;
//! computations are here. Every value keeps the span that it came from and the name of the rule that read it.

pub mod scope;

pub use scope::Scope;

use crate::model::{
    At, ClauseKey, Force, Kind, Language, Obligation, ParagraphId, Place, Resolution, Span, Trace, VerbKey,
};

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

/// Reads every operative paragraph; empty for a text that is not English.
pub fn extract(resolution: &Resolution) -> Vec<ParagraphReading> {
    if resolution.language != Language::English {
        return Vec::new();
    }
    resolution.paragraph_ids().into_iter().map(|(block, id)| rough(resolution, block, id)).collect()
}

/// First version: only the first word of a paragraph.
fn rough(resolution: &Resolution, block: u32, id: ParagraphId) -> ParagraphReading {
    let mut reading = ParagraphReading {
        id,
        block,
        obligations: Vec::new(),
        passed_over: Vec::new(),
        unread: Vec::new(),
        incorporates: Vec::new(),
    };
    let Some(text) = resolution.blocks.get(block as usize).and_then(|b| b.text(None)) else { return reading };
    let word = text.split([' ', ',']).next().unwrap_or_default();
    let verb = word.to_lowercase();
    let at = At { block, part: None, span: Span::new(0, word.len()) };
    let force = match verb.as_str() {
        "decides" => Force::Decide,
        "requests" => Force::Request,
        "calls" => Force::Call,
        "urges" => Force::Urge,
        "invites" => Force::Invite,
        "encourages" => Force::Encourage,
        _ => {
            reading.passed_over.push(Trace::new("verb.not-directive", word, Some(at)));
            return reading;
        }
    };
    reading.obligations.push(Obligation {
        key: ClauseKey {
            symbol: reading.id.symbol.clone(),
            section: reading.id.section.clone(),
            paragraph: reading.id.number.clone(),
            part: None,
            verb: VerbKey { word: verb.clone(), place: Place::Paragraph, nth: 1 },
            actor: None,
        },
        block,
        part: None,
        verb: verb.clone(),
        force,
        addressees: Vec::new(),
        kind: Kind::Action,
        deadline: None,
        recurrence: None,
        recipient: None,
        conditions: Vec::new(),
        self_executing: None,
        verb_at: at,
        clause_at: At { block, part: None, span: Span::new(0, text.len()) },
        doubts: vec!["kind".into(), "addressees".into()],
        trace: Trace::new("verb.first-word", verb, Some(at)),
    });
    reading
}
