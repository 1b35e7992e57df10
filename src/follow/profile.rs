//! What is known of one text for following it: where it stands in time, its title, what it recalls, and, once it is asked for,
//! its words.

use crate::follow::Loaded;
use crate::follow::cites::{self, Cite};
use crate::follow::matters::{matters, shared};
use crate::follow::titles;
use crate::follow::words::{Run, runs, words};
use crate::model::{Organ, Role, Session, Symbol};
use chrono::{Datelike, NaiveDate};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Where a text stands in the order of its organ: the session (of the Security Council the year), then day and number.
pub type Order = (u32, String);

/// A text, as far as following it needs.
#[derive(Debug)]
pub struct Profile<'a> {
    /// The text.
    pub text: &'a Loaded,
    /// Where it stands.
    pub order: Order,
    /// Its title without years and numbers.
    pub stem: String,
    /// The words of its name.
    pub title: Vec<String>,
    recalls: OnceCell<Vec<Cite>>,
    documents: OnceCell<Vec<Cite>>,
    matters: OnceCell<BTreeSet<String>>,
    wording: OnceCell<Wording>,
}

/// The words of a text: how often each, and in which runs.
#[derive(Debug)]
pub struct Wording {
    /// Words of the whole body with how often they stand there.
    pub counts: BTreeMap<String, u32>,
    /// Runs of the operative paragraphs.
    pub runs: Vec<Run>,
}

impl<'a> Profile<'a> {
    /// Reads a text.
    pub fn new(text: &'a Loaded) -> Profile<'a> {
        let r = &text.resolution;
        Profile {
            text,
            order: order(&r.symbol, r.organ, r.session.as_ref(), r.adopted),
            // The name of a text of the Security Council is made of its keywords.
            stem: titles::stem(&if r.organ == Some(Organ::SecurityCouncil) { r.name() } else { r.title.clone() }),
            title: words(&r.name()),
            recalls: OnceCell::new(),
            documents: OnceCell::new(),
            matters: OnceCell::new(),
            wording: OnceCell::new(),
        }
    }

    /// The resolutions that it names.
    pub fn recalls(&self) -> &[Cite] {
        self.recalls.get_or_init(|| cites::resolutions(&self.text.resolution))
    }

    /// The documents that it names.
    pub fn documents(&self) -> &[Cite] {
        self.documents.get_or_init(|| cites::documents(&self.text.resolution))
    }

    /// The missions and measures that a text of the Security Council is on; empty for other organs.
    pub fn matters(&self) -> &BTreeSet<String> {
        self.matters.get_or_init(|| match self.text.resolution.organ {
            Some(Organ::SecurityCouncil) => matters(self.text),
            _ => BTreeSet::new(),
        })
    }

    /// What this text and a later one are both on.
    pub fn shares<'p>(&self, later: &'p Profile<'_>) -> Vec<&'p str> {
        if later.matters().is_empty() {
            return Vec::new();
        }
        shared(self.text.symbol().number(), self.matters(), later.matters())
    }

    /// Its words.
    pub fn wording(&self) -> &Wording {
        self.wording.get_or_init(|| {
            let mut operative = String::new();
            let mut counts: BTreeMap<String, u32> = BTreeMap::new();
            for b in self.text.resolution.blocks.iter().filter(|b| b.role != Role::Annex) {
                let (flat, _) = b.flat();
                for word in words(&flat) {
                    if word.len() > 3 && word.bytes().all(|c| c.is_ascii_alphabetic()) {
                        *counts.entry(word).or_default() += 1;
                    }
                }
                if b.role == Role::Operative {
                    operative.push_str(&flat);
                    operative.push('\n');
                }
            }
            Wording { counts, runs: runs(&operative) }
        })
    }
}

/// Where a text stands: by the session (or the year of adoption, for an organ without numbered sessions), day and number.
pub fn order(symbol: &Symbol, organ: Option<Organ>, session: Option<&Session>, adopted: Option<NaiveDate>) -> Order {
    let first = if organ == Some(Organ::SecurityCouncil) {
        adopted.map_or(0, |d| d.year().unsigned_abs())
    } else {
        symbol.session().or_else(|| session.cloned()).and_then(|s| s.regular()).map_or(0, u32::from)
    };
    let day = adopted.map(|d| d.to_string()).unwrap_or_default();
    (first, day + &format!("{:>6}", symbol.number()))
}

/// Whether a text of this organ and order can follow another: a later session, in the Security Council a later day.
pub fn later(organ: Option<Organ>, a: &Order, b: &Order) -> bool {
    a < b && (organ == Some(Organ::SecurityCouncil) || a.0 < b.0)
}
