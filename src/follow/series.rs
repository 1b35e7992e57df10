//! Succession: which resolution follows which, from the title, the resolutions that it recalls and its words, with the reasons.
//!
//! Candidates are never all pairs: a text is compared with those of its title's stem and with those that it recalls.

use crate::follow::Loaded;
use crate::follow::cites::{Cite, cites};
use crate::follow::titles;
use crate::follow::words::{Rarity, runs, words};
use crate::model::{Due, Kind, Organ, Role, Symbol, TextKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The next resolution of a series, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Index of the next one.
    pub next: usize,
    /// What shows it, in words.
    pub reasons: Vec<String>,
}

/// What is known of one text for following it.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) order: (u32, String),
    pub(crate) stem: String,
    pub(crate) title: Vec<String>,
    pub(crate) recalls: Vec<Cite>,
    pub(crate) documents: Vec<Cite>,
    pub(crate) counts: BTreeMap<String, u32>,
    runs: Vec<u64>,
}

/// The texts that are loaded, in the order of their adoption, and how they follow one another.
#[derive(Debug)]
pub struct Line<'a> {
    /// The texts.
    pub texts: Vec<&'a Loaded>,
    pub(crate) known: Vec<Known>,
    pub(crate) by_symbol: HashMap<String, usize>,
    pub(crate) rarity: Rarity,
    pub(crate) titles: Rarity,
    run_texts: HashMap<u64, u32>,
    sessions: BTreeSet<(&'static str, u32)>,
    recallers: Vec<Vec<usize>>,
    next: Vec<Option<Link>>,
    previous: Vec<Vec<usize>>,
    /// Equally good candidates, where no one can be told.
    doubtful: Vec<Vec<usize>>,
}

/// A recalled title shares at least so much of its words' weight with the next one's.
const TITLE: f64 = 0.3;
/// A renamed text repeats so much of the words of the one before.
const RENAMED: f64 = 0.3;
/// Two candidates within this are equally good.
const EQUAL: f64 = 0.02;

impl<'a> Line<'a> {
    /// Takes the resolutions among the texts and finds of each the next.
    pub fn new(texts: &'a [Loaded]) -> Line<'a> {
        let mut all: Vec<&Loaded> = texts.iter().filter(|t| t.resolution.kind != TextKind::Draft).collect();
        all.sort_by_cached_key(|t| (session(t), t.resolution.adopted, t.symbol().clone()));
        let mut by_symbol: HashMap<String, usize> =
            all.iter().enumerate().map(|(i, t)| (t.symbol().to_string(), i)).collect();
        for t in &all {
            for (old, new) in &t.resolution.renames {
                if let Some(i) = by_symbol.get(old.as_str()).copied() {
                    by_symbol.entry(new.to_string()).or_insert(i);
                }
            }
        }
        let known: Vec<Known> = all.iter().map(|t| know(t)).collect();
        let rarity = Rarity::of(known.iter().map(|k| &k.counts));
        let title_counts: Vec<BTreeMap<String, u32>> =
            known.iter().map(|k| k.title.iter().map(|w| (w.clone(), 1)).collect()).collect();
        let titles = Rarity::of(title_counts.iter());
        let mut run_texts = HashMap::new();
        for run in known.iter().flat_map(|k| &k.runs) {
            *run_texts.entry(*run).or_insert(0_u32) += 1;
        }
        let n = all.len();
        let sessions = all.iter().map(|t| (t.resolution.organ.map_or("", Organ::as_str), session(t))).collect();
        let mut line = Line {
            texts: all,
            known,
            by_symbol,
            rarity,
            titles,
            run_texts,
            sessions,
            recallers: vec![Vec::new(); n],
            next: vec![None; n],
            previous: vec![Vec::new(); n],
            doubtful: vec![Vec::new(); n],
        };
        line.link();
        line
    }

    /// The index of a text.
    pub fn index(&self, symbol: &str) -> Option<usize> {
        self.by_symbol.get(symbol).copied()
    }

    /// The next one that is loaded, with the reasons.
    pub fn next(&self, text: usize) -> Option<&Link> {
        self.next.get(text)?.as_ref()
    }

    /// Candidates of which none is better than the others.
    pub fn doubtful(&self, text: usize) -> &[usize] {
        self.doubtful.get(text).map_or(&[], Vec::as_slice)
    }

    /// The texts that this one follows.
    pub fn before(&self, text: usize) -> &[usize] {
        self.previous.get(text).map_or(&[], Vec::as_slice)
    }

    /// The whole series through a text, the oldest first: back along the best predecessor, forward along the next.
    pub fn series(&self, text: usize) -> Vec<usize> {
        let mut line = vec![text];
        let mut first = text;
        while let Some(before) = self.before(first).last().copied().filter(|b| !line.contains(b)) {
            line.insert(0, before);
            first = before;
        }
        let mut last = text;
        while let Some(next) = self.next(last).map(|l| l.next).filter(|n| !line.contains(n)) {
            line.push(next);
            last = next;
        }
        line
    }

    /// The texts that recall this one.
    pub(crate) fn recallers(&self, text: usize) -> Vec<usize> {
        self.recallers.get(text).cloned().unwrap_or_default()
    }

    /// Which texts one recalls, by index.
    pub(crate) fn recalled(&self, by: usize) -> BTreeSet<usize> {
        self.known[by].recalls.iter().filter_map(|c| self.index(c.symbol.as_str())).filter(|i| *i != by).collect()
    }

    fn link(&mut self) {
        // Later texts by stem, and which later ones recall each.
        let mut stems: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, k) in self.known.iter().enumerate() {
            if !k.stem.is_empty() {
                stems.entry(k.stem.as_str()).or_default().push(i);
            }
        }
        let mut recalled_by: Vec<Vec<usize>> = vec![Vec::new(); self.texts.len()];
        for b in 0..self.texts.len() {
            for a in self.recalled(b) {
                recalled_by[a].push(b);
            }
        }
        let mut found = Vec::with_capacity(self.texts.len());
        for (a, recallers) in recalled_by.iter().enumerate() {
            // Of a title's stem only the next session's texts matter; buckets are in order.
            let same: Vec<usize> = stems
                .get(self.known[a].stem.as_str())
                .map(|all| {
                    let later: Vec<usize> = all.iter().copied().filter(|b| self.later(a, *b)).collect();
                    let first = later.first().map(|b| self.known[*b].order.0);
                    later.into_iter().filter(|b| Some(self.known[*b].order.0) == first).collect()
                })
                .unwrap_or_default();
            let mut candidates: Vec<(bool, usize, f64, Vec<String>)> = Vec::new();
            for b in recallers.iter().copied().filter(|b| self.later(a, *b)).chain(same).collect::<BTreeSet<_>>() {
                if let Some((strong, score, reasons)) = self.weigh(a, b, recallers.contains(&b)) {
                    candidates.push((strong, b, score, reasons));
                }
            }
            let first = candidates
                .iter()
                .filter(|c| c.0)
                .map(|c| self.known[c.1].order.0)
                .min()
                .or_else(|| candidates.iter().map(|c| self.known[c.1].order.0).min());
            candidates.retain(|c| Some(self.known[c.1].order.0) == first);
            if self.texts[a].resolution.organ == Some(Organ::SecurityCouncil)
                && let Some(earliest) = candidates.iter().map(|c| &self.known[c.1].order).min().cloned()
            {
                // It renews a mandate several times a year: the next is the one adopted next.
                candidates.retain(|c| self.known[c.1].order == earliest);
            }
            candidates.sort_by(|x, y| y.2.total_cmp(&x.2).then(x.1.cmp(&y.1)));
            let mut best = candidates.into_iter();
            found.push(match (best.next(), best.next()) {
                (Some(one), Some(two)) if one.2 - two.2 < EQUAL => (None, vec![one.1, two.1]),
                (Some(one), _) => (Some(Link { next: one.1, reasons: one.3 }), Vec::new()),
                _ => (None, Vec::new()),
            });
        }
        self.recallers = recalled_by;
        (self.next, self.doubtful) = found.into_iter().unzip();
        for (i, link) in self.next.iter().enumerate() {
            if let Some(link) = link {
                self.previous[link.next].push(i);
            }
        }
    }

    /// Whether `b` is of the same organ and of a later session (for the Security Council: adopted later).
    fn later(&self, a: usize, b: usize) -> bool {
        self.texts[a].resolution.organ == self.texts[b].resolution.organ
            && self.known[a].order < self.known[b].order
            && {
                let council = self.texts[a].resolution.organ == Some(Organ::SecurityCouncil);
                council || self.known[a].order.0 < self.known[b].order.0
            }
    }

    /// Whether `b` can be the next of `a`: surely so by its kind of evidence, how much it speaks for it, and why.
    fn weigh(&self, a: usize, b: usize, recalls: bool) -> Option<(bool, f64, Vec<String>)> {
        let (x, y) = (&self.known[a], &self.known[b]);
        let stem = !x.stem.is_empty() && x.stem == y.stem;
        let title = self.titles.overlap(&x.title, &y.title);
        let repeated = self.repeated(a, b);
        let alike = self.rarity.alike(&x.counts, &y.counts);
        let council = self.texts[a].resolution.organ == Some(Organ::SecurityCouncil);
        let fits = if council {
            // Keywords stand in for a title there.
            recalls && (title >= 0.6 && (repeated >= 0.1 || alike >= 0.5))
        } else {
            stem || recalls
                && (title >= TITLE && (alike >= 0.35 || repeated >= 0.05) || repeated >= RENAMED && alike >= 0.5)
        };
        if !fits {
            return None;
        }
        let mut reasons = Vec::new();
        let (own, next) = (&self.texts[a].resolution.title, &self.texts[b].resolution.title);
        if stem {
            reasons.push(if own.eq_ignore_ascii_case(next) {
                "same title".into()
            } else {
                "same title but for a year or number".to_owned()
            });
        } else if !next.is_empty() {
            reasons.push(format!("title changed from \u{201c}{own}\u{201d}"));
        }
        if let Some(cite) = y.recalls.iter().find(|c| self.index(c.symbol.as_str()) == Some(a)) {
            let block = &self.texts[b].resolution.blocks[cite.block];
            let place = match (block.role, &block.number) {
                (Role::Preambular, _) => "in its preamble".to_owned(),
                (_, Some(n)) => format!("in paragraph {n}"),
                _ => "in its text".to_owned(),
            };
            reasons.push(format!("names {} {place}", self.texts[a].symbol().cite(None)));
        }
        if repeated >= 0.05 {
            reasons.push(format!("repeats {:.0} % of its operative words", repeated * 100.0));
        }
        let score = 0.5 * title + 2.0 * alike + 2.0 * repeated + if recalls { 0.5 } else { 0.0 };
        Some((stem || council || repeated >= RENAMED, score, reasons))
    }

    /// How much of the operative words of the shorter of two texts stands in the other, in runs of six, the rare ones counting most.
    fn repeated(&self, a: usize, b: usize) -> f64 {
        let (x, y) = (&self.known[a].runs, &self.known[b].runs);
        let weight = |run: &u64| 1.0 / f64::from(self.run_texts.get(run).copied().unwrap_or(1));
        let total = |runs: &[u64]| runs.iter().map(weight).sum::<f64>();
        let shared: f64 = x.iter().filter(|r| y.binary_search(r).is_ok()).map(weight).sum();
        shared / total(x).min(total(y)).max(1e-9)
    }
}

/// The session, or the year of adoption for an organ without numbered sessions.
fn session(t: &Loaded) -> u32 {
    let r = &t.resolution;
    if r.organ == Some(Organ::SecurityCouncil) {
        return r.adopted.map_or(0, |d| chrono::Datelike::year(&d).unsigned_abs());
    }
    r.symbol.session().or_else(|| r.session.clone()).and_then(|s| s.regular()).map_or(0, u32::from)
}

fn know(t: &Loaded) -> Known {
    let r = &t.resolution;
    let (recalls, documents) = cites(r);
    let mut text = String::new();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for b in r.blocks.iter().filter(|b| b.role != Role::Annex) {
        let (flat, _) = b.flat();
        for word in words(&flat).into_iter().filter(|w| w.len() > 3 && w.bytes().all(|c| c.is_ascii_alphabetic())) {
            *counts.entry(word).or_default() += 1;
        }
        if b.role == Role::Operative {
            text.push_str(&flat);
            text.push('\n');
        }
    }
    let order =
        (session(t), r.adopted.map(|d| d.to_string()).unwrap_or_default() + &format!("{:>6}", r.symbol.number()));
    Known {
        order,
        stem: titles::stem(&r.title),
        title: words(&r.name()),
        recalls,
        documents,
        counts,
        runs: runs(&text),
    }
}

/// The symbol of a text's next one, for those who only need that.
pub fn successor<'l>(line: &'l Line<'_>, symbol: &Symbol) -> Option<&'l Symbol> {
    let i = line.index(symbol.as_str())?;
    Some(line.texts[line.next(i)?.next].symbol())
}

impl Line<'_> {
    /// What is missing after a text that has no next one: the session for which it put its item on the agenda, or that its rhythm
    /// leads to, is loaded, and nothing follows.
    pub fn gap(&self, text: usize) -> Option<String> {
        if self.next(text).is_some() || !self.doubtful(text).is_empty() {
            return None;
        }
        let organ = self.texts[text].resolution.organ;
        if organ == Some(Organ::SecurityCouncil) {
            return None;
        }
        let own = self.known[text].order.0;
        let newest = |session: u32| self.sessions.contains(&(organ.map_or("", Organ::as_str), session));
        for ask in self.texts[text].asks.iter().filter(|a| a.kind == Kind::Agenda) {
            if let Some(Due::Session { session, .. }) = ask.deadline.as_ref().map(|d| &d.due)
                && newest(u32::from(*session))
            {
                return Some(format!(
                    "its item was put on the agenda of session {session}, and nothing of that session follows it"
                ));
            }
        }
        let before = *self.before(text).last()?;
        let step = own.checked_sub(self.known[before].order.0).filter(|s| *s > 0)?;
        let due = own + step;
        newest(due).then(|| format!("it came every {step} sessions; none of session {due} follows it"))
    }
}
