//! One resolution to the next: which follows which, what answered a request, what was renewed, amended, not repeated.
//!
//! [`Line`] is the way in: it takes the texts that are loaded, and finds of each the next one and why ([`series`]). [`renewal`]
//! lays two texts of a series beside each other, [`revision`] a draft and what it became; [`answers`] finds the evidence for what was asked. All of it is proposed with
//! the words that it rests on; nothing here decides anything.

pub mod answers;
pub mod between;
pub mod cites;
mod council;
pub mod documents;
mod items;
mod listed;
pub mod mandates;
mod matters;
mod meetings;
pub mod missions;
mod noted;
mod phrases;
pub mod profile;
pub mod renewal;
mod reports;
pub mod revision;
pub mod series;
mod siblings;
pub mod subject;
pub mod succession;
pub mod suggested;
mod superseded;
#[cfg(test)]
mod testing;
pub mod titles;
pub mod weights;
pub mod words;

pub use answers::{asked_again, suggestions};
pub use documents::{Document, Documents};
pub use renewal::{Change, Provision, renewals};
pub use series::Line;
pub use succession::Next;
pub use suggested::{Certainty, Relation, Suggested};

use crate::model::{Deadline, Kind, Resolution, SelfExecuting, Symbol};

/// A text that is loaded, with what it asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The text.
    pub resolution: Resolution,
    /// What it asks, in the order of the text.
    pub asks: Vec<Ask>,
}

/// An obligation, as far as following it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Its full id.
    pub id: String,
    /// Its paragraph, with the section where numbers restart: `VI.6`.
    pub place: String,
    /// Its part, `(a)`.
    pub part: Option<String>,
    /// The verb as written.
    pub verb: String,
    /// What is asked.
    pub kind: Kind,
    /// Who is asked.
    pub addressees: Vec<String>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Whether it comes back.
    pub recurring: bool,
    /// How it is carried out by being adopted, if so.
    pub self_executing: Option<SelfExecuting>,
    /// The words of the clause.
    pub words: String,
    /// The words of its whole paragraph.
    pub paragraph: String,
}

impl Loaded {
    /// Its symbol.
    pub fn symbol(&self) -> &Symbol {
        &self.resolution.symbol
    }
}
