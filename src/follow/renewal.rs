//! Paragraph by paragraph: what a later text of a series renews, amends, does not repeat, and what is new in it.

use crate::follow::{Ask, Loaded};
use crate::model::word::words as closed_list;
use crate::model::{Deadline, Due};
use crate::track::words::Words;
use similar::{Algorithm, DiffTag, capture_diff_slices};

closed_list! {
    /// What became of a provision.
    Change, "change" {
        /// The same words, or nearly.
        Renewed = "renewed",
        /// The same provision with something changed.
        Amended = "amended",
        /// The later text does not have it: a remark, never a closing.
        NotRepeated = "not-repeated",
        /// The earlier text does not have it.
        New = "new",
    }
}

/// A piece of a clause: kept, taken out, put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// In both.
    Same,
    /// Only in the earlier.
    Out,
    /// Only in the later.
    In,
}

/// One provision of the one text laid beside the other's.
#[derive(Debug, Clone, PartialEq)]
pub struct Provision<'a> {
    /// The earlier text's.
    pub old: Option<&'a Ask>,
    /// The later text's.
    pub new: Option<&'a Ask>,
    /// What became of it.
    pub change: Change,
    /// What differs: `deadline`, `addressee`, `verb`, `scope`.
    pub differs: Vec<&'static str>,
    /// The earlier one has a window of its own: it stays owed, and shows the next.
    pub stays_owed: bool,
}

/// So much of the words of two clauses must agree for them to be one provision.
const SAME: f64 = 0.55;
/// From here on it is renewed, where nothing else differs.
const NEARLY: f64 = 0.85;

/// Lays the provisions of two texts beside each other: each of the later one to the one of the earlier that it is most like.
pub fn renewals<'a>(old: &'a Loaded, new: &'a Loaded) -> Vec<Provision<'a>> {
    let ours: Vec<Words> = old.asks.iter().map(|a| Words::new(&timeless(a))).collect();
    let theirs: Vec<Words> = new.asks.iter().map(|a| Words::new(&timeless(a))).collect();
    let our_bags: Vec<_> = ours.iter().map(Words::sorted).collect();
    let their_bags: Vec<_> = theirs.iter().map(Words::sorted).collect();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, a) in ours.iter().enumerate() {
        for (j, b) in theirs.iter().enumerate() {
            // A reporting request is the next one's reporting request, even where its words were recast.
            let floor = if old.asks[i].kind == new.asks[j].kind { SAME } else { SAME + 0.15 };
            // Words in order are never more than words in any order, and these are counted much faster.
            if at_most(&our_bags[i], &their_bags[j]) < floor {
                continue;
            }
            let share = a.share(b);
            if share >= floor {
                pairs.push((share, i, j));
            }
        }
    }
    // The best pairs first; among equals the order of the texts.
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.abs_diff(x.2).cmp(&y.1.abs_diff(y.2))).then(x.1.cmp(&y.1)));
    let mut to: Vec<Option<(usize, f64)>> = vec![None; ours.len()];
    let mut from: Vec<bool> = vec![false; theirs.len()];
    for (share, i, j) in pairs {
        if to[i].is_none() && !from[j] {
            to[i] = Some((j, share));
            from[j] = true;
        }
    }
    let mut all: Vec<(usize, Provision<'a>)> = Vec::new();
    let mut at = 0;
    for (i, a) in old.asks.iter().enumerate() {
        let owed = a.deadline.as_ref().is_some_and(|d| match &d.due {
            Due::Event(event) => comes_again(event),
            _ => true,
        });
        match to[i] {
            Some((j, share)) => {
                at = j;
                let b = &new.asks[j];
                let differs = differs(a, b, share);
                let change = if differs.is_empty() { Change::Renewed } else { Change::Amended };
                let stays_owed = owed && !same_time(a, b);
                all.push((j * 2, Provision { old: Some(a), new: Some(b), change, differs, stays_owed }));
            }
            None => all.push((
                at * 2 + 1,
                Provision {
                    old: Some(a),
                    new: None,
                    change: Change::NotRepeated,
                    differs: Vec::new(),
                    stays_owed: owed,
                },
            )),
        }
    }
    for (j, b) in new.asks.iter().enumerate().filter(|(j, _)| !from[*j]) {
        all.push((
            j * 2,
            Provision { old: None, new: Some(b), change: Change::New, differs: Vec::new(), stays_owed: false },
        ));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, p)| p).collect()
}

/// How much two clauses share where the order of their words does not count, both sorted.
fn at_most(a: &[&str], b: &[&str]) -> f64 {
    let (mut i, mut j, mut same) = (0, 0, 0_u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let order = x.cmp(y);
        same += u32::from(order.is_eq());
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    2.0 * f64::from(same) / (a.len() + b.len()).max(1) as f64
}

/// The words without those that set the time: that goes on from session to session.
fn timeless(a: &Ask) -> String {
    match &a.deadline {
        Some(Deadline { phrase, .. }) if !phrase.is_empty() => a.words.replacen(phrase.as_str(), "", 1),
        _ => a.words.clone(),
    }
}

/// Whether both name one time. What is counted from the adoption, and the next of something, is another time in each text.
fn same_time(a: &Ask, b: &Ask) -> bool {
    let (Some(x), Some(y)) = (&a.deadline, &b.deadline) else { return false };
    let own = match &x.due {
        Due::Within(_) => true,
        Due::Event(event) => comes_again(event),
        Due::Session { .. } | Due::Date(_) => false,
    };
    x.due == y.due && !own
}

/// *next report*, *forthcoming session*, *end of this period*: the same words mean another time in a later text.
fn comes_again(event: &str) -> bool {
    event
        .split(|c: char| !c.is_alphanumeric())
        .any(|w| matches!(w.to_lowercase().as_str(), "next" | "forthcoming" | "upcoming" | "this" | "current"))
}

/// What changed beyond the session or year going on.
fn differs(a: &Ask, b: &Ask, share: f64) -> Vec<&'static str> {
    let mut all = Vec::new();
    let form = |d: &Option<Deadline>| {
        d.as_ref().map(|d| {
            let body = match &d.due {
                Due::Session { body, .. } => body.as_str().to_owned(),
                Due::Date(_) => "date".to_owned(),
                Due::Within(p) => p.to_string(),
                Due::Event(e) => e.clone(),
            };
            (body, d.relation)
        })
    };
    if form(&a.deadline) != form(&b.deadline) || a.recurring != b.recurring {
        all.push("deadline");
    }
    let names = |a: &Ask| a.addressees.iter().map(|n| words_alike(n)).collect::<Vec<_>>();
    if names(a) != names(b) {
        all.push("addressee");
    }
    let verb = |v: &str| {
        v.trim_start_matches("also ").trim_start_matches("further ").trim_start_matches("once again ").to_owned()
    };
    if verb(&a.verb) != verb(&b.verb) {
        all.push("verb");
    }
    if share < NEARLY {
        all.push("scope");
    }
    all
}

/// A text with hyphens, quotes, spaces and invisible characters made alike: what differs in them alone is the same.
pub(crate) fn words_alike(text: &str) -> String {
    let alike = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
    alike
        .map(|c| match c {
            '\u{2010}' | '\u{2011}' => '-',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Words and marks of punctuation, each with the blanks behind it.
fn tokens(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let end = word.trim_end().trim_end_matches([',', ';', '.', ':', ')', '”', '"']).len();
        let (start, tail) = word.split_at(end);
        all.extend([start, tail].iter().filter(|t| !t.trim().is_empty()).map(|t| (*t).to_owned()));
        if tail.trim().is_empty()
            && let Some(last) = all.last_mut()
        {
            last.push_str(tail);
        }
    }
    all
}

/// The words of two clauses with what was taken out and put in; what both have stands as in the later.
pub fn marked(old: &str, new: &str) -> Vec<(Mark, String)> {
    let (ours, theirs) = (tokens(old), tokens(new));
    let keys = |words: &[String]| words.iter().map(|w| words_alike(w)).collect::<Vec<_>>();
    let mut pieces: Vec<(Mark, String)> = Vec::new();
    let mut push = |mark: Mark, words: &[String]| {
        if words.is_empty() {
            return;
        }
        let words = words.concat();
        match pieces.last_mut() {
            Some((last, text)) if *last == mark => text.push_str(&words),
            _ => pieces.push((mark, words)),
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &keys(&ours), &keys(&theirs)) {
        if op.tag() == DiffTag::Equal {
            push(Mark::Same, &theirs[op.new_range()]);
        } else {
            push(Mark::Out, &ours[op.old_range()]);
            push(Mark::In, &theirs[op.new_range()]);
        }
    }
    // A piece at the end of one text lacks the blank that follows it in the other.
    for i in 1..pieces.len() {
        let starts = pieces[i].1.starts_with([',', ';', '.', ':', ')', '”', '"']);
        if !starts && !pieces[i - 1].1.ends_with(char::is_whitespace) {
            pieces[i - 1].1.push(' ');
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Body, Kind, Relation, Resolution, Symbol};

    fn ask(id: &str, words: &str, session: Option<u16>) -> Ask {
        Ask {
            id: id.to_owned(),
            place: "1".to_owned(),
            part: None,
            verb: "requests".to_owned(),
            kind: Kind::Report,
            addressees: vec!["Secretary-General".to_owned()],
            deadline: session.map(|session| Deadline {
                phrase: String::new(),
                due: Due::Session { session, body: Body::Ga, part: None },
                relation: Relation::At,
                also: Vec::new(),
            }),
            recurring: false,
            self_executing: None,
            words: words.to_owned(),
            paragraph: words.to_owned(),
        }
    }

    fn text(symbol: &str, asks: Vec<Ask>) -> Loaded {
        Loaded { resolution: Resolution::new(Symbol::parse(symbol).unwrap()), asks }
    }

    #[test]
    fn provisions_are_renewed_amended_not_repeated_or_new() {
        let old = text(
            "A/RES/90/1",
            vec![
                ask(
                    "a",
                    "requests the Secretary-General to submit a report on lighthouses at its ninety-second session",
                    Some(92),
                ),
                ask("b", "requests the Secretary-General to paint every lighthouse white", None),
            ],
        );
        let mut later = ask(
            "c",
            "requests the Secretary-General to submit a report on lighthouses at its ninety-fourth session",
            Some(94),
        );
        let new = |first: Ask| {
            text("A/RES/92/2", vec![first, ask("d", "requests pilots to hold an annual dinner ashore", None)])
        };
        let changes = |p: &[Provision<'_>]| p.iter().map(|p| p.change).collect::<Vec<_>>();
        let plain = new(later.clone());
        let found = renewals(&old, &plain);
        assert_eq!(changes(&found), [Change::Renewed, Change::NotRepeated, Change::New]);
        // It has a session of its own, so the later request does not take its place.
        assert!(found[0].stays_owed && !found[1].stays_owed);
        later.addressees = vec!["Board of Pilots".to_owned()];
        let amended = new(later);
        assert_eq!(renewals(&old, &amended)[0].differs, ["addressee"]);
    }

    #[test]
    fn the_next_of_something_is_another_time_in_each_text() {
        assert!(comes_again("next report") && comes_again("end of this period"));
        assert!(!comes_again("proposed programme budget for 2022") && !comes_again("fourth Review Conference"));
    }

    #[test]
    fn words_are_marked_and_hyphens_are_alike() {
        let pieces = marked(
            "Requests the Inter-Agency Board to report",
            "Requests the Inter\u{2011}Agency Board to report yearly",
        );
        let said: Vec<(Mark, &str)> = pieces.iter().map(|(m, t)| (*m, t.as_str())).collect();
        assert_eq!(said, [(Mark::Same, "Requests the Inter\u{2011}Agency Board to report "), (Mark::In, "yearly")]);
        let pieces = marked("Takes note of it;", "Welcomes it;");
        let said: Vec<(Mark, &str)> = pieces.iter().map(|(m, t)| (*m, t.as_str())).collect();
        assert_eq!(said, [(Mark::Out, "Takes note of "), (Mark::In, "Welcomes "), (Mark::Same, "it;")]);
    }
}
