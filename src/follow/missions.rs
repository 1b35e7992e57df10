//! Missions and measures by name: which decisions of all loaded texts set, extend or end one and the same, though no text in
//! between is loaded and none repeats the words of another.

use crate::calendar::{Adoption, Calendar, MandateEnd};
use crate::follow::mandates::runs_out;
use crate::follow::phrases::PHRASES;
use crate::follow::subject::subject;
use crate::follow::words::words;
use crate::follow::{Ask, Loaded, Provision, cites, renewals};
use crate::model::{Organ, Symbol};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What has a mandate or is in force until some day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mission {
    /// By its short name: `UNAMSIL`.
    Called(String),
    /// The measures that a resolution of the Security Council imposed.
    Measures(Symbol),
}

/// So many letters at least has the short name of a mission; shorter ones are mostly of other bodies.
const SHORT: usize = 4;
/// So many words of its full name in the title stand in a decision on it that does not use the short one.
const SHARED: usize = 2;

/// The short names in a text, in order.
pub fn short_names(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.len() >= SHORT && w.chars().all(|c| c.is_ascii_uppercase()))
}

/// The short names that a title has behind the full ones: *UN Mission in Sierra Leone (UNAMSIL)*.
pub fn titled(title: &str) -> BTreeSet<&str> {
    title.split('(').skip(1).filter_map(|rest| rest.split(')').next()).flat_map(short_names).collect()
}

/// What a decision is about; empty where it has no name.
fn decided_on(text: &Loaded, a: &Ask) -> Option<Mission> {
    let r = &text.resolution;
    let title = r.name();
    let titled = titled(&title);
    let all: Vec<&str> = short_names(&a.words).collect();
    let called = all.iter().find(|n| titled.contains(*n)).or(all.first());
    let measures = PHRASES.names_measures.place_in(&a.words).filter(|_| r.organ == Some(Organ::SecurityCouncil));
    if let Some((at, _)) = measures
        && called.and_then(|n| a.words.find(n)).is_none_or(|n| at < n)
    {
        let imposed = cites::named(a.words.get(at..)?, r.organ).next();
        return imposed.or_else(|| a.words.contains("paragraph").then(|| r.symbol.clone())).map(Mission::Measures);
    }
    if let Some(name) = called {
        return Some(Mission::Called((*name).to_owned()));
    }
    let full = words(&title);
    let shared = subject(&a.words).iter().filter(|w| full.contains(w)).count();
    let only = titled.first().filter(|_| titled.len() == 1 && shared >= SHARED)?;
    Some(Mission::Called((*only).to_owned()))
}

/// What a request of a text reports on: the mandates that the text itself sets; where it sets none, what its title
/// names. Of several those that the request names.
pub fn reported_on(ask: &Ask, text: &Loaded) -> BTreeSet<Mission> {
    let said: BTreeSet<&str> = short_names(&ask.words).collect();
    let those_said = |all: BTreeSet<Mission>| -> BTreeSet<Mission> {
        let is_said = |m: &&Mission| matches!(m, Mission::Called(n) if said.contains(n.as_str()));
        let named: BTreeSet<Mission> = all.iter().filter(is_said).cloned().collect();
        if named.is_empty() { all } else { named }
    };
    let mut own = text.asks.iter().filter(|a| runs_out(a)).peekable();
    if own.peek().is_none() {
        let title = text.resolution.name();
        return those_said(titled(&title).into_iter().map(|n| Mission::Called(n.to_owned())).collect());
    }
    those_said(own.filter_map(|a| decided_on(text, a)).collect())
}

/// What a decision that has an end is about.
pub fn of(ask: &Ask, text: &Loaded) -> BTreeSet<Mission> {
    decided_on(text, ask).filter(|_| runs_out(ask)).into_iter().collect()
}

/// The first later text of these that sets a later end for what this decision is about: its decision.
pub fn extended<'t>(ask: &Ask, text: &Loaded, about: &[&'t Loaded], calendar: &Calendar) -> Option<&'t Ask> {
    let wanted = of(ask, text);
    let was = end(text, ask, calendar)?;
    let mut later: Vec<(NaiveDate, &Loaded)> = about.iter().filter_map(|t| Some((t.resolution.adopted?, *t))).collect();
    later.retain(|(day, _)| text.resolution.adopted.is_some_and(|own| own < *day));
    later.sort_by(|a, b| (a.0, a.1.symbol()).cmp(&(b.0, b.1.symbol())));
    later.into_iter().flat_map(|(_, t)| t.asks.iter().map(move |a| (t, a))).find_map(|(t, a)| {
        let same = runs_out(a) && decided_on(t, a).is_some_and(|m| wanted.contains(&m));
        (same && end(t, a, calendar).is_some_and(|on| on > was)).then_some(a)
    })
}

/// Until when a recurring request runs by the names of what it reports on: as texts before and after it set, extend or end that,
/// until one asks the same anew. `about`: the texts that name it, in any order. Empty where no loaded text knows an end.
pub(crate) fn ends(ask: &Ask, text: &Loaded, about: &[&Loaded], calendar: &Calendar) -> Vec<MandateEnd> {
    let wanted = reported_on(ask, text);
    let Some(asked) = text.resolution.adopted.filter(|_| !wanted.is_empty()) else { return Vec::new() };
    let mut set: Vec<(MandateEnd, &Loaded)> = about
        .iter()
        .filter_map(|t| Some((MandateEnd::new(t.resolution.adopted?, set_by(t, &wanted, calendar)?), *t)))
        .collect();
    set.sort_by(|a, b| (a.0.from, a.1.symbol()).cmp(&(b.0.from, b.1.symbol())));
    let (before, after): (Vec<_>, Vec<_>) = set.into_iter().partition(|(m, _)| m.from <= asked);
    let running = before.last().map(|(m, _)| m.on).filter(|on| *on >= asked);
    let mut all: Vec<MandateEnd> = running.map(|on| MandateEnd::new(asked, on)).into_iter().collect();
    for (m, by) in after {
        if all.is_empty() {
            // Who extends it says that it runs.
            all.push(MandateEnd::new(asked, m.from));
        }
        if asks_anew(ask, text, by) {
            break;
        }
        all.push(m);
    }
    all
}

/// Whether a later text asks for the same again, with a rhythm of its own: it takes over.
pub(crate) fn asks_anew(ask: &Ask, text: &Loaded, later: &Loaded) -> bool {
    let again = |p: &Provision<'_>| p.old.is_some_and(|a| a.id == ask.id) && p.new.is_some_and(|n| n.recurring);
    later.asks.iter().any(|a| a.recurring) && renewals(text, later).iter().any(again)
}

/// The last day that a text sets for one of these.
fn set_by(text: &Loaded, wanted: &BTreeSet<Mission>, calendar: &Calendar) -> Option<NaiveDate> {
    let on_it = |a: &&Ask| decided_on(text, a).is_some_and(|m| wanted.contains(&m));
    let extended = text.asks.iter().filter(|a| runs_out(a)).filter(on_it).filter_map(|a| end(text, a, calendar)).max();
    let ended = || {
        let ends = |a: &&Ask| {
            a.self_executing.is_some()
                && PHRASES.ends_a_mandate.is_in(&a.words)
                && !PHRASES.on_a_condition.is_in(&a.words)
        };
        let a = text.asks.iter().filter(ends).find(on_it)?;
        end(text, a, calendar).or(text.resolution.adopted)
    };
    extended.or_else(ended)
}

/// The last day of the window of a decision.
pub(crate) fn end(text: &Loaded, ask: &Ask, calendar: &Calendar) -> Option<NaiveDate> {
    let r = &text.resolution;
    let adoption = Adoption { day: r.adopted, organ: r.organ, session: r.session.clone() };
    calendar.window(ask.deadline.as_ref()?, &adoption).ok().map(|w| w.closes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::testing::{self, ask};
    use crate::model::{Deadline, Due, Kind, Relation, SelfExecuting};

    fn until(day: &str, words: &str) -> Ask {
        let mut a = ask("decides", Kind::Mandate, words);
        a.self_executing = Some(SelfExecuting::Extends);
        a.deadline = Some(Deadline {
            phrase: format!("until {day}"),
            due: Due::Date(day.parse().unwrap()),
            relation: Relation::Until,
            also: Vec::new(),
        });
        a
    }

    fn report() -> Ask {
        Ask { recurring: true, ..ask("requests", Kind::Report, "requests the Keeper to report every 45 days") }
    }

    fn text(symbol: &str, day: &str, title: &str, asks: Vec<Ask>) -> Loaded {
        testing::text(symbol, day, title).asks(asks)
    }

    fn said(first: &Loaded, about: &[&Loaded]) -> Vec<String> {
        let request = first.asks.iter().find(|a| a.recurring).unwrap();
        ends(request, first, about, Calendar::builtin()).iter().map(|m| format!("{} {}", m.from, m.on)).collect()
    }

    const TITLE: &str = "on extension of the mandate of the UN Mission for Lighthouses (UNMILI)";

    #[test]
    fn a_mission_is_followed_by_its_name_through_every_text() {
        let short = "decides to extend the mandate of UNMILI";
        let full = "decides to renew the mandate of the United Nations Mission for Lighthouses";
        let first = text("S/RES/9001", "2034-01-10", TITLE, vec![until("2034-07-10", short), report()]);
        let second = text("S/RES/9002", "2034-07-08", TITLE, vec![until("2035-01-10", full)]);
        // Two texts in between are not loaded.
        let third = text("S/RES/9009", "2036-01-08", "on the situation at sea", vec![until("2036-07-10", short)]);
        let other = "decides to extend the mandate of UNHARB, which works with UNMILI";
        let other = text("S/RES/9010", "2036-02-08", "on harbours", vec![until("2039-07-10", other)]);
        let about = [&third, &first, &other, &second];
        assert_eq!(said(&first, &about), ["2034-01-10 2034-07-10", "2034-07-08 2035-01-10", "2036-01-08 2036-07-10"]);
        let by = |a: &Loaded| extended(&a.asks[0], a, &about, Calendar::builtin()).map(|a| a.id.clone());
        assert_eq!(by(&first).as_deref(), Some("S/RES/9002:1-decides"));
        assert_eq!(by(&third), None);
    }

    #[test]
    fn a_text_that_sets_no_mandate_reports_on_what_others_set() {
        let short = "decides to extend the mandate of UNMILI";
        let before = text("S/RES/9001", "2034-01-10", TITLE, vec![until("2034-07-10", short)]);
        let asking =
            text("S/RES/9002", "2034-03-10", "on expansion of UN Mission for Lighthouses (UNMILI)", vec![report()]);
        let after = text("S/RES/9003", "2034-07-08", TITLE, vec![until("2035-01-10", short)]);
        assert_eq!(said(&asking, &[&before, &after]), ["2034-03-10 2034-07-10", "2034-07-08 2035-01-10"]);
        // Who extends it says that it ran; where nobody does, nobody knows.
        assert_eq!(said(&asking, &[&after]), ["2034-03-10 2034-07-08", "2034-07-08 2035-01-10"]);
        assert!(said(&asking, &[]).is_empty());
        // Who asks the same anew takes over.
        let anew = text("S/RES/9003", "2034-07-08", TITLE, vec![until("2035-01-10", short), report()]);
        assert_eq!(said(&asking, &[&before, &anew]), ["2034-03-10 2034-07-10"]);
    }

    #[test]
    fn measures_are_those_of_the_resolution_that_imposed_them() {
        let imposed =
            until("2035-01-10", "decides that the measures imposed by paragraph 1 above are established for a year");
        let first = text("S/RES/901", "2034-01-10", "on lamps", vec![imposed, report()]);
        let goes_on = "decides that the measures imposed by paragraph 1 of resolution 901 (2034) shall remain in force";
        let second = text("S/RES/907", "2035-01-08", "on oil", vec![until("2035-07-10", goes_on)]);
        let lifted = |words: &str| {
            let mut a = ask("decides", Kind::Mandate, words);
            a.self_executing = Some(SelfExecuting::Rules);
            text("S/RES/909", "2035-03-08", "on oil", vec![a])
        };
        let at_once = lifted("decides to terminate the measures imposed by paragraph 1 of resolution 901 (2034)");
        let perhaps =
            lifted("decides that the measures imposed by resolution 901 (2034) shall be terminated if the lamps burn");
        let two = ["2034-01-10 2035-01-10", "2035-01-08 2035-07-10"];
        assert_eq!(said(&first, &[&first, &second, &perhaps]), two);
        assert_eq!(said(&first, &[&first, &second, &at_once])[2], "2035-03-08 2035-03-08");
    }
}
