//! What the log can say of an obligation, and what proves it.

use crate::model::Symbol;
use crate::model::word::words;
use serde::{Deserialize, Serialize};

words! {
    /// The status of an occurrence.
    Status, "status" {
        /// Nothing is recorded; set by no one.
        NoEntry = "no-entry",
        /// Work has begun.
        InProgress = "in-progress",
        /// Done in part.
        PartlyImplemented = "partly-implemented",
        /// A finding on a day that it was not done; it stays late.
        NotImplemented = "not-implemented",
        /// Done continually, for what has no window.
        Continuing = "continuing",
        /// A self-executing decision; set by no one.
        InEffect = "in-effect",
        /// Done.
        Implemented = "implemented",
        /// Given up by a decision.
        Discontinued = "discontinued",
        /// Replaced by a decision.
        Superseded = "superseded",
        /// Made pointless by events.
        Overtaken = "overtaken",
        /// Does not apply.
        NotApplicable = "not-applicable",
    }
}

impl Status {
    /// Whether it closes the occurrence on which it lies.
    pub fn closes(self) -> bool {
        matches!(
            self,
            Status::Implemented | Status::Discontinued | Status::Superseded | Status::Overtaken | Status::NotApplicable
        )
    }

    /// Whether a person can set it.
    pub fn can_be_set(self) -> bool {
        !matches!(self, Status::NoEntry | Status::InEffect)
    }

    /// Whether it needs a reason in words (`--note`).
    pub fn needs_reason(self) -> bool {
        matches!(
            self,
            Status::NotImplemented
                | Status::Discontinued
                | Status::Superseded
                | Status::Overtaken
                | Status::NotApplicable
        )
    }

    /// Whether it needs the symbol of the decision (`--evidence`).
    pub fn needs_decision(self) -> bool {
        matches!(self, Status::Discontinued | Status::Superseded)
    }
}

/// What shows that something was done: a document, a meeting, a letter, an address, or words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A document or meeting record with a symbol (`A/77/277-S/2022/606`, `A/77/PV.39`).
    Document(Symbol),
    /// An `http` or `https` address.
    Address(String),
    /// A letter, or any other words.
    Words(String),
}

impl Evidence {
    /// Reads what a person gave: a symbol, an address, else words.
    pub fn parse(s: &str) -> Evidence {
        let s = s.trim();
        if s.starts_with("http://") || s.starts_with("https://") {
            return Evidence::Address(s.to_owned());
        }
        match Symbol::parse(s) {
            Ok(symbol) => Evidence::Document(symbol),
            Err(_) => Evidence::Words(s.to_owned()),
        }
    }

    /// As written and stored.
    pub fn as_str(&self) -> &str {
        match self {
            Evidence::Document(s) => s.as_str(),
            Evidence::Address(s) | Evidence::Words(s) => s,
        }
    }
}

impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Evidence {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Evidence::parse(&String::deserialize(d)?))
    }
}
