//! What the readers of times, rhythms, recipients and conditions are given of one obligation: its words, already cut out
//! of the paragraph.

use crate::model::{At, Force, Kind, Resolution, Span};
use std::ops::Range;

/// One obligation's clause in its text. All ranges are bytes, on character boundaries.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// The resolution it stands in.
    pub resolution: &'a Resolution,
    /// Index of the operative block.
    pub block: u32,
    /// Index of the lettered part that the clause stands in; `None`: the paragraph or its chapeau.
    pub part: Option<u32>,
    /// The text of that chapeau or part.
    pub text: &'a str,
    /// The clause in `text`, its verb included; for a part that takes its verb from the chapeau, the part's own words.
    pub clause: Range<usize>,
    /// What is to be done, in `text`: the clause after verb and addressees. What stands between the addressees and the
    /// infinitive (*the Secretary-General, within 60 days, to …*) belongs to it.
    pub action: Range<usize>,
    /// For a part: the chapeau's text and the chapeau's clause in it, from its verb to its end. A time that stands there
    /// holds for every part that has none of its own.
    pub inherited: Option<(&'a str, Range<usize>)>,
    /// The contents of the action that stand in parts (*including: (a) …*), each with its index: no obligations of their own.
    pub contents: Vec<(u32, &'a str)>,
    /// The verb as written, lower case: `also requests`.
    pub verb: &'a str,
    /// Its force.
    pub force: Force,
    /// What is asked; `None` where it is not read yet.
    pub kind: Option<Kind>,
    /// Names of the addressees, resolved.
    pub addressees: &'a [String],
}

impl Scope<'_> {
    /// The clause's words.
    pub fn clause_words(&self) -> &str {
        self.text.get(self.clause.clone()).unwrap_or_default()
    }

    /// The action's words.
    pub fn action_words(&self) -> &str {
        self.text.get(self.action.clone()).unwrap_or_default()
    }

    /// The chapeau's clause; empty where there is none.
    pub fn inherited_words(&self) -> &str {
        self.inherited.as_ref().and_then(|(text, range)| text.get(range.clone())).unwrap_or_default()
    }

    /// A place in this clause's text.
    pub fn at(&self, range: Range<usize>) -> At {
        At { block: self.block, part: self.part, span: Span::new(range.start, range.end) }
    }

    /// A place in the chapeau's text.
    pub fn at_inherited(&self, range: Range<usize>) -> At {
        At { block: self.block, part: None, span: Span::new(range.start, range.end) }
    }
}
