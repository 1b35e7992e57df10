//! The full names that a resolution gives: what *the Committee*, *the Office*, *the Council* stand for in it.

use crate::extract::actors::{actor, plain};
use crate::extract::lexicon::PHRASE;
use crate::extract::nouns::full_name;
use crate::extract::tokens::Tokens;
use crate::model::{Organ, Resolution, Role};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

/// A full name and where it stands.
#[derive(Debug, Clone)]
struct Mention {
    name: String,
    words: Vec<String>,
    /// Index of its block; the title is before all.
    block: Option<usize>,
    /// Byte in the block, parts counted on.
    at: usize,
    /// What the text says that it is called from there on: (*“the Convention”*).
    called: Vec<String>,
}

/// The full names of one resolution, collected when the first short one asks for them.
#[derive(Debug)]
pub(crate) struct Mentions<'a> {
    resolution: &'a Resolution,
    found: OnceCell<Found>,
}

#[derive(Debug, Default)]
struct Found {
    /// In the order of the text.
    all: Vec<Mention>,
    /// How often each name stands.
    counts: HashMap<String, usize>,
    /// What the text says something is called from there on, whether or not its full name was read.
    defined: BTreeSet<String>,
    /// What was asked before, so that many short names in a long text cost one look through it.
    fits: RefCell<HashMap<String, Rc<Fits>>>,
    longer: RefCell<HashMap<String, Rc<Vec<usize>>>>,
}

/// The mentions that a short name can stand for, in the order of the text.
#[derive(Debug, Default)]
struct Fits {
    all: Vec<usize>,
    /// For each, which of those up to it stands most often.
    best: Vec<usize>,
    /// What the text says is called so.
    called: Option<usize>,
}

impl<'a> Mentions<'a> {
    /// Of one resolution.
    pub(crate) fn of(resolution: &'a Resolution) -> Mentions<'a> {
        Mentions { resolution, found: OnceCell::new() }
    }

    fn found(&self) -> &Found {
        self.found.get_or_init(|| Found::of(self.resolution))
    }

    /// See [`Found::full`].
    pub(crate) fn full(&self, short: &[&str], block: usize, at: usize) -> Option<&str> {
        self.found().full(short, block, at)
    }

    /// See [`Found::longer`].
    pub(crate) fn longer(&self, name: &[&str], block: usize, at: usize) -> Option<&str> {
        self.found().longer(name, block, at)
    }
}

impl Found {
    /// Collects them from title, preamble, operative paragraphs and parts.
    fn of(resolution: &Resolution) -> Found {
        let mut out = Found::default();
        out.collect(&Tokens::new(&resolution.title), None, 0);
        for (i, block) in resolution.blocks.iter().enumerate() {
            if block.role == Role::Annex {
                continue;
            }
            out.collect(&Tokens::new(&block.body.text), Some(i), 0);
            let mut offset = block.body.text.len();
            for part in &block.parts {
                out.collect(&Tokens::new(&part.body.text), Some(i), offset);
                offset += part.body.text.len();
            }
        }
        out
    }

    fn collect(&mut self, t: &Tokens<'_>, block: Option<usize>, offset: usize) {
        for open in (0..t.len()).filter(|&i| t.word(i) == "(") {
            let name = called(t, open);
            if name.len() == 1 {
                self.defined.extend(name);
            }
        }
        let mut i = 0;
        while i < t.len() {
            if !t.capital(i) || i > 1 && t.capital(i - 1) && !matches!(t.before(i), ",") {
                i += 1;
                continue;
            }
            if i == 0
                && (t.word(0).ends_with("ing")
                    || crate::extract::lexicon::VERBS.directive.contains_key(t.word(0))
                    || crate::extract::lexicon::VERBS.passed.contains(t.word(0)))
            {
                i += 1;
                continue;
            }
            let Some(range) = full_name(t, i) else {
                i += 1;
                continue;
            };
            i = range.end.max(i + 1);
            let range = undated(t, range);
            if range.len() < 2 {
                continue;
            }
            let words: Vec<String> = range.clone().map(|k| t.word(k).to_owned()).collect();
            let name = t.raw(range.clone()).to_owned();
            *self.counts.entry(plain(&name)).or_default() += 1;
            let called = called(t, range.end);
            self.all.push(Mention { name, words, block, at: offset + t.start(range.start), called });
        }
    }

    /// A name with a topic that this one leaves out: *Group of Independent Eminent Experts* on ….
    fn longer(&self, name: &[&str], block: usize, at: usize) -> Option<&str> {
        let key = name.join(" ");
        let known = self.longer.borrow().get(&key).cloned();
        let fits = known.unwrap_or_else(|| {
            let topic = |m: &Mention| {
                m.words.get(name.len()).is_some_and(|w| matches!(w.as_str(), "on" | "for" | "established"))
            };
            let prefix = |m: &Mention| m.words.len() > name.len() && m.words.iter().zip(name).all(|(a, b)| a == b);
            let found = self.all.iter().enumerate().filter(|(_, m)| prefix(m) && topic(m)).map(|(i, _)| i).collect();
            let found = Rc::new(found);
            self.longer.borrow_mut().insert(key, Rc::clone(&found));
            found
        });
        let before = fits
            .partition_point(|&i| self.all.get(i).is_some_and(|m| m.block.is_none_or(|b| (b, m.at) <= (block, at))));
        fits.get(before.checked_sub(1)?).and_then(|&i| self.all.get(i)).map(|m| m.name.as_str())
    }

    /// Which mentions a short name can stand for.
    fn fits(&self, short: &[&str]) -> Rc<Fits> {
        let key = short.join(" ");
        if let Some(known) = self.fits.borrow().get(&key) {
            return Rc::clone(known);
        }
        // *the Committee* is never the Red Cross
        let outside = |m: &Mention| actor(&m.name).is_some_and(|a| a.kind == "organization");
        let count = |m: &Mention| self.counts.get(&plain(&m.name)).copied().unwrap_or(0);
        let mut fits = Fits::default();
        let mut most = (0, 0);
        for (i, m) in self.all.iter().enumerate() {
            if !m.called.is_empty() && m.called == short && m.words.len() > 1 {
                fits.called = Some(i);
            }
            if stands_for(short, &m.words) && !outside(m) {
                if count(m) > most.1 {
                    most = (i, count(m));
                }
                fits.all.push(i);
                fits.best.push(most.0);
            }
        }
        let fits = Rc::new(fits);
        self.fits.borrow_mut().insert(key, Rc::clone(&fits));
        fits
    }

    /// The full name that a short one stands for at a place: the nearest before it in the same paragraph, else the one that
    /// the resolution gives most often before, else after.
    fn full(&self, short: &[&str], block: usize, at: usize) -> Option<&str> {
        let fits = self.fits(short);
        let name = |i: usize| self.all.get(i).map(|m| m.name.as_str());
        if let Some(i) = fits.called {
            return name(i);
        }
        // *(“the Agreement”)* of a name that could not be read whole: no other treaty is meant
        if let [one] = short
            && self.defined.contains(*one)
            && PHRASE.treaties.contains(*one)
        {
            return None;
        }
        let before = |place: (usize, usize)| {
            fits.all.partition_point(|&i| self.all.get(i).is_some_and(|m| m.block.is_none_or(|b| (b, m.at) <= place)))
        };
        let here = before((block, at)).checked_sub(1).and_then(|k| fits.all.get(k)).copied();
        if let Some(i) = here.filter(|&i| self.all.get(i).is_some_and(|m| m.block == Some(block))) {
            return name(i);
        }
        let earlier = fits.all.partition_point(|&i| self.all.get(i).is_some_and(|m| m.block.is_none_or(|b| b < block)));
        let best = earlier.checked_sub(1).and_then(|k| fits.best.get(k));
        best.or(fits.all.first()).and_then(|&i| name(i))
    }
}

/// A name without *established pursuant to paragraph 4*, which names nothing outside its resolution.
fn undated(t: &Tokens<'_>, range: Range<usize>) -> Range<usize> {
    match range.clone().find(|&k| t.word(k) == "established") {
        Some(k) if !(k..range.end).any(|w| t.word(w) == "resolution") => range.start..k,
        _ => range,
    }
}

/// The short name in quotation marks inside brackets after a full one.
fn called(t: &Tokens<'_>, from: usize) -> Vec<String> {
    let Some(open) = (from..from + 4).find(|&i| t.word(i) == "(") else { return Vec::new() };
    let quote = (open + 1..open + 8).find(|&i| t.word(i) == "“").unwrap_or(open);
    let the = t.word(quote + 1) == "the";
    if quote == open && !the {
        return Vec::new();
    }
    let start = quote + 1 + usize::from(the);
    (start..start + 6)
        .map(|i| t.word(i))
        .take_while(|w| !matches!(*w, "”" | ")") && !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// *Committee* for *Committee on …* and for *… Committee*; *Office of the High Commissioner* for *Office of the United
/// Nations High Commissioner for Human Rights*.
fn stands_for(short: &[&str], full: &[String]) -> bool {
    if full.len() <= short.len() || short.is_empty() {
        return false;
    }
    // a year or a place is no fuller name: *Geneva Conventions of 1949*, *Central European Initiative in Budva*
    let goes_on = full.get(short.len()..).unwrap_or_default();
    if full.iter().zip(short).all(|(a, b)| a == b)
        && match goes_on {
            // *Geneva Conventions of 12 August 1949*, but *Group of 20*
            [of, year, ..] if of == "of" && year.starts_with(|c: char| c.is_ascii_digit()) => {
                year.len() == 4 || goes_on.len() > 2
            }
            [at, the, ..] => (at == "in" || at == "at") && the != "the",
            _ => false,
        }
    {
        return false;
    }
    let head_end = full
        .iter()
        .enumerate()
        .position(|(i, w)| {
            i > 0
                && matches!(w.as_str(), "of" | "on" | "for" | "to" | "in" | "against" | "established" | "with" | "from")
        })
        .unwrap_or(full.len());
    let head = full.get(..head_end).unwrap_or_default();
    if short.len() <= head.len() {
        // prefix or suffix of the head, or inside (*High Commissioner* in *United Nations High Commissioner*)
        let ends = head.iter().rev().zip(short.iter().rev()).all(|(a, b)| a == b);
        let starts = head.len() == short.len() && ends;
        if ends || starts {
            return true;
        }
    }
    // without its topic: *Group of Independent Eminent Experts* on …
    if full.len() > short.len()
        && full.iter().zip(short).all(|(a, b)| a == b)
        && full.get(short.len()).is_some_and(|w| matches!(w.as_str(), "on" | "for" | "established"))
    {
        return true;
    }
    // a shorter form of the same title: its words in order, the first alike
    if short.len() > 1 && full.first().is_some_and(|f| f == short[0]) {
        let mut rest = full.iter();
        return short.iter().all(|s| rest.any(|w| w == s)) && short.iter().any(|s| matches!(*s, "of" | "on" | "for"));
    }
    false
}

/// What the short name of an organ means in a text of `organ`.
pub(crate) fn organ_short(word: &str, organ: Option<Organ>) -> Option<&'static str> {
    match word {
        "assembly" => Some("General Assembly"),
        "general assembly" => Some("General Assembly"),
        "council" => match organ {
            Some(Organ::SecurityCouncil) => Some("Security Council"),
            Some(Organ::HumanRightsCouncil) => Some("Human Rights Council"),
            Some(Organ::EconomicAndSocialCouncil) => Some("Economic and Social Council"),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a run of words is only a title that a resolution shortens: *Committee*, *Special Rapporteur*.
pub(crate) fn is_short(t: &Tokens<'_>, words: Range<usize>) -> bool {
    words.len() <= 3
        && words.clone().all(|i| t.capital(i) && !t.acronym(i))
        && words.clone().any(|i| {
            PHRASE.actor_heads.contains(t.word(i))
                || PHRASE.treaties.contains(t.word(i))
                || PHRASE.titles.contains(t.word(i))
        })
        && crate::extract::actors::actor(t.raw(words.clone())).is_none_or(|a| a.name != t.raw(words.clone()))
}
