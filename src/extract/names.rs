//! The ids of the obligations of one resolution: from words and places, an actor only where one verb has several.

use crate::extract::ParagraphReading;
use crate::model::{ClauseKey, Obligation, ObligationId, ParagraphId};
use std::collections::{BTreeMap, BTreeSet};

/// The ids of all obligations, in their order. Each is unique in the resolution.
pub fn names(readings: &[ParagraphReading]) -> Vec<ObligationId> {
    let all: Vec<(&ParagraphId, &ClauseKey)> =
        readings.iter().flat_map(|p| p.obligations.iter().map(|o: &Obligation| (&p.id, &o.key))).collect();
    name_keys(&all)
}

/// The same for keys of which some were added by hand.
pub fn name_keys(keys: &[(&ParagraphId, &ClauseKey)]) -> Vec<ObligationId> {
    let short = |(paragraph, key): &(&ParagraphId, &ClauseKey), actor: bool| {
        let actor = key.actor.as_ref().filter(|_| actor).map(|a| (a.word.as_str(), a.nth));
        ObligationId::new(paragraph, key.part.as_deref(), (&key.verb.word, key.verb.nth), actor)
    };
    let mut uses: BTreeMap<ObligationId, u32> = BTreeMap::new();
    for key in keys {
        *uses.entry(short(key, false)).or_default() += 1;
    }
    let mut taken: BTreeSet<ObligationId> = BTreeSet::new();
    keys.iter()
        .map(|key| {
            let plain = short(key, false);
            let mut name = if uses.get(&plain).copied().unwrap_or(0) > 1 { short(key, true) } else { plain };
            // A verb of the chapeau and the same word in the part itself: the later one is told apart by a number.
            let base = name.clone();
            let mut n = 2;
            while !taken.insert(name.clone()) {
                name = ObligationId::stored(format!("{base}-{n}"));
                n += 1;
            }
            name
        })
        .collect()
}
