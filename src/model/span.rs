//! Where in a text a value stands, and which rule read it there.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Bytes `start..end` of one text (of a block or of a part), end exclusive, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The words at the span, or `None` where it does not lie on character boundaries inside `text`.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start as usize..self.end as usize)
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A span in a resolution: which block, which of its parts (`None`: the chapeau, or the whole of a paragraph without parts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct At {
    /// Index into [`crate::model::Resolution::blocks`].
    pub block: u32,
    /// Index into [`crate::model::Block::parts`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    /// The bytes.
    #[serde(flatten)]
    pub span: Span,
}

/// One node of an explanation: the rule, the words it matched, and what it was built from.
///
/// The tree is what `show --explain` prints and where each value's provenance is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Stable name of the rule, such as `deadline.at-session`. Retired names are never used again.
    pub rule: Cow<'static, str>,
    /// What the rule made of the words: `session 77, GA`, `General Assembly`.
    pub reads: String,
    /// Where the words stand; `None` for a rule that concludes from what is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// What it was built from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Trace>,
}

impl Trace {
    /// A leaf.
    pub fn new(rule: impl Into<Cow<'static, str>>, reads: impl Into<String>, at: Option<At>) -> Trace {
        Trace { rule: rule.into(), reads: reads.into(), at, from: Vec::new() }
    }

    /// Every node, depth first.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Trace, usize)) {
        fn go<'a>(node: &'a Trace, depth: usize, visit: &mut dyn FnMut(&'a Trace, usize)) {
            visit(node, depth);
            for child in &node.from {
                go(child, depth + 1, visit);
            }
        }
        go(self, 0, visit);
    }
}
