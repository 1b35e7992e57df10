//! Which of several later texts is the next one: from the title, the resolutions that it recalls and its words, with the reasons.
//!
//! What is said of two texts rests on these two alone, so that it stays the same whatever else is loaded.

use crate::follow::profile::{Profile, later};
use crate::follow::weights;
use crate::follow::words::repeated;
use crate::model::{Organ, Role};

/// What follows a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Next {
    /// Nothing that is loaded.
    #[default]
    Nothing,
    /// This one.
    One(usize),
    /// Candidates of which none is better than the others.
    Doubtful(Vec<usize>),
}

/// A text that may be the next one.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'p> {
    /// What it is called by in the answer.
    pub index: usize,
    /// The text.
    pub profile: &'p Profile<'p>,
    /// Whether it names the earlier one.
    pub recalls: bool,
}

/// A recalled title shares at least so much of its words' weight with the next one's.
const TITLE: f64 = 0.2;
/// A renamed text repeats so much of the words of the one before.
const RENAMED: f64 = 0.45;
/// A text under a title that is only alike repeats so much, or uses so much the same words.
const SOME: f64 = 0.1;
/// Two candidates within this are equally good.
const EQUAL: f64 = 0.02;

/// A candidate as it was weighed.
struct Weighed<'p> {
    candidate: Candidate<'p>,
    strong: bool,
    /// On the same mission or measures.
    mission: bool,
    score: f64,
}

/// The next one of `a` among later texts that recall it or bear its title.
pub fn next(a: &Profile<'_>, candidates: &[Candidate<'_>]) -> Next {
    let organ = a.text.resolution.organ;
    let mut all: Vec<Candidate<'_>> = candidates
        .iter()
        .filter(|c| c.profile.text.resolution.organ == organ && later(organ, &a.order, &c.profile.order))
        .copied()
        .collect();
    // Of those that only bear its title the first session's matter.
    let first = all.iter().filter(|c| same_stem(a, c.profile)).map(|c| c.profile.order.0).min();
    all.retain(|c| c.recalls || !a.shares(c.profile).is_empty() || Some(c.profile.order.0) == first);
    let mut weighed: Vec<Weighed<'_>> = all.into_iter().filter_map(|c| weigh(a, c)).collect();
    // Those on its mission, whatever else recalls it.
    if weighed.iter().any(|w| w.mission) {
        weighed.retain(|w| w.mission);
    }
    let session = |w: &Weighed<'_>| w.candidate.profile.order.0;
    let first = weighed.iter().filter(|w| w.strong).map(session).min().or_else(|| weighed.iter().map(session).min());
    weighed.retain(|w| Some(session(w)) == first);
    if organ == Some(Organ::SecurityCouncil)
        && let Some(earliest) = weighed.iter().map(|w| &w.candidate.profile.order).min().cloned()
    {
        // It renews a mandate several times a year: the next is the one adopted next.
        weighed.retain(|w| w.candidate.profile.order == earliest);
    }
    weighed.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.candidate.index.cmp(&y.candidate.index)));
    let best = weighed.first().map_or(0.0, |w| w.score);
    let equal: Vec<usize> = weighed.iter().take_while(|w| best - w.score < EQUAL).map(|w| w.candidate.index).collect();
    match (weighed.into_iter().next(), equal.len()) {
        (None, _) => Next::Nothing,
        (Some(best), 1) => Next::One(best.candidate.index),
        _ => Next::Doubtful(equal),
    }
}

fn same_stem(a: &Profile<'_>, b: &Profile<'_>) -> bool {
    !a.stem.is_empty() && a.stem == b.stem
}

/// Whether a text can be the next of `a`: surely so by its kind of evidence, and how much speaks for it.
fn weigh<'p>(a: &Profile<'_>, candidate: Candidate<'p>) -> Option<Weighed<'p>> {
    let b = candidate.profile;
    let stem = same_stem(a, b);
    let title = weights::overlap(&a.title, &b.title);
    let council = a.text.resolution.organ == Some(Organ::SecurityCouncil);
    let recalls = candidate.recalls;
    let mission = !a.shares(b).is_empty();
    // A council that renews a mandate names the resolution before it, or bears its title and says nearly the same.
    if !mission && (!stem && !recalls || council && title < 0.6) {
        return None;
    }
    let repeated = repeated(&a.wording().runs, &b.wording().runs);
    let alike = weights::alike(&a.wording().counts, &b.wording().counts);
    let fits = if council {
        // Keywords stand in for a title there.
        mission
            || recalls && (stem || repeated >= 2.0 * SOME || alike >= 0.5)
            || stem && repeated >= 2.0 * SOME && alike >= 0.5
    } else {
        stem || title >= TITLE && (alike >= 0.35 || repeated >= SOME) || repeated >= RENAMED && alike >= 0.5
    };
    if !fits {
        return None;
    }
    let score = 0.5 * title + 2.0 * alike + 2.0 * repeated + if recalls { 0.5 } else { 0.0 };
    Some(Weighed { candidate, mission, strong: stem || council || repeated >= RENAMED, score })
}

/// What shows that `b` follows `a`, in words; `named`: what `b` calls `a`, where it recalls it.
pub fn reasons(a: &Profile<'_>, b: &Profile<'_>, named: Option<&str>) -> Vec<String> {
    let mut reasons = Vec::new();
    let (own, next) = (&a.text.resolution.title, &b.text.resolution.title);
    if same_stem(a, b) {
        let same = if own.eq_ignore_ascii_case(next) { "same title" } else { "same title but for a year or number" };
        reasons.push(same.to_owned());
    } else if !next.is_empty() {
        reasons.push(format!("title changed from \u{201c}{own}\u{201d}"));
    }
    if let Some(cite) = named.and_then(|name| b.recalls().iter().find(|c| c.symbol.as_str() == name)) {
        let place = match b.text.resolution.blocks.get(cite.block).map(|block| (block.role, &block.number)) {
            Some((Role::Preambular, _)) => "in its preamble".to_owned(),
            Some((_, Some(n))) => format!("in paragraph {n}"),
            _ => "in its text".to_owned(),
        };
        reasons.push(format!("names {} {place}", a.text.symbol().cite(None)));
    }
    let both = a.shares(b);
    // The acronym says it best; a number is that of a resolution whose measures are prolonged, the first of them theirs.
    let number = |k: &str| k.parse::<u32>().unwrap_or(u32::MAX);
    let first = both.iter().min_by_key(|k| (**k != a.text.symbol().number(), number(k)));
    if let Some(key) = both.iter().find(|k| k.starts_with(char::is_uppercase)).or(first) {
        reasons.push(if key.starts_with(|c: char| c.is_ascii_digit()) {
            format!("prolongs what resolution {key} set")
        } else {
            format!("on the same mission: {key}")
        });
    }
    let repeated = repeated(&a.wording().runs, &b.wording().runs);
    if repeated >= SOME {
        reasons.push(format!("repeats {:.0} % of its operative words", repeated * 100.0));
    }
    reasons
}
