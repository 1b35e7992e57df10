//! The words of `data/lexicon/kinds.toml`.

use crate::extract::lexicon::{WordSet, read};
use serde::Deserialize;
use std::sync::LazyLock;

/// A word list.
pub(super) type Set = WordSet;

/// All lists, a table a kind.
#[derive(Deserialize)]
pub(super) struct Kinds {
    pub(super) doubt: Doubt,
    pub(super) only_verbs: Doubt,
    pub(super) efforts: Doubt,
    pub(super) agenda: Agenda,
    pub(super) report: Report,
    pub(super) meeting: Meeting,
    pub(super) mandate: Mandate,
    pub(super) funding: Funding,
}

/// A list of words.
#[derive(Deserialize)]
pub(super) struct Doubt {
    pub(super) words: Set,
}

/// Words of consideration.
#[derive(Deserialize)]
pub(super) struct Agenda {
    pub(super) consider: Set,
    pub(super) consideration: Set,
    pub(super) carries: Set,
    pub(super) topics: Set,
    pub(super) no_items: Set,
    pub(super) organs: Set,
}

/// Words of reporting.
#[derive(Deserialize)]
pub(super) struct Report {
    pub(super) verbs: Set,
    pub(super) tells: Set,
    pub(super) drafts: Set,
    pub(super) gives: Set,
    pub(super) papers: Set,
    pub(super) reports: Set,
    pub(super) tells_in: Set,
    pub(super) documents: Set,
    pub(super) of_documents: Set,
    pub(super) asked_for: Set,
    pub(super) intergovernmental: Set,
    pub(super) offices: Set,
}

/// Words of meetings.
#[derive(Deserialize)]
pub(super) struct Meeting {
    pub(super) verbs: Set,
    pub(super) nominal: Set,
    pub(super) proclaims: Set,
    pub(super) nouns: Set,
    pub(super) periods: Set,
}

/// Words of bodies and measures.
#[derive(Deserialize)]
pub(super) struct Mandate {
    pub(super) verbs: Set,
    pub(super) nominal: Set,
    pub(super) objects: Set,
    pub(super) weak: Set,
    pub(super) bodies: Set,
}

/// Words of money.
#[derive(Deserialize)]
pub(super) struct Funding {
    pub(super) verbs: Set,
    pub(super) moneys: Set,
    pub(super) provides: Set,
    pub(super) nouns: Set,
    pub(super) financial: Set,
    pub(super) no_money: Set,
    pub(super) payments: Set,
    pub(super) no_gifts: Set,
}

/// The lists.
pub(super) static KINDS: LazyLock<Kinds> =
    LazyLock::new(|| read("kinds.toml", include_str!("../../../data/lexicon/kinds.toml")));
