//! Of a council that renews mandates: the missions that a text is on, and the resolutions whose measures it prolongs.
//!
//! Its texts rarely bear a title that stays, and often recall *all previous resolutions*; the mission is what goes on.

use crate::follow::Loaded;
use crate::follow::phrases::PHRASES;
use crate::model::Kind;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The name of a mission as printed, perhaps with its acronym behind it.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:UN|United Nations) ((?:[A-Z][A-Za-z-]+(?: (?:of|in|for|the|and|to|on))* ?)+)(?:\(([A-Z]{4,12})\))?")
        .ok()
});
/// A mission by its acronym, where a text decides on its mandate or its size.
static ACRONYM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:mandate of|component of|expansion of|deployment within|deployment of) (?:the )?([A-Z]{4,12})(?-u:\b)")
        .ok()
});
static RESOLUTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)resolution ([0-9]{3,4}) \([0-9]{4}\)").ok());
/// Words of which the name of a mission has one.
const KINDS: &[&str] = &["mission", "force", "operation", "administration", "office", "team", "observer", "mechanism"];

/// The missions that a text is on by its name and its decisions on mandates (name and acronym), and the numbers of the resolutions
/// whose measures or provisions it prolongs.
pub(crate) fn matters(text: &Loaded) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    names(&text.resolution.name(), &mut all);
    for ask in text.asks.iter().filter(|a| a.kind == Kind::Mandate) {
        let words = ask.words.as_str();
        if words.contains("andate of") || words.contains("stablish") {
            names(words, &mut all);
        }
        all.extend(
            ACRONYM.iter().flat_map(|r| r.captures_iter(words)).filter_map(|c| Some(c.get(1)?.as_str().to_owned())),
        );
        if PHRASES.prolongs.is_in(words) && !PHRASES.lifts.is_in(words) {
            let named = RESOLUTION.iter().flat_map(|r| r.captures_iter(words));
            all.extend(named.filter_map(|c| Some(c.get(1)?.as_str().to_owned())));
        }
    }
    all
}

/// What two texts are both on: a mission, or measures that the later one prolongs, of the earlier one itself or of a third.
pub(crate) fn shared<'m>(number: &str, a: &BTreeSet<String>, b: &'m BTreeSet<String>) -> Vec<&'m str> {
    b.iter().filter(|key| a.contains(*key) || key.as_str() == number).map(String::as_str).collect()
}

fn names(words: &str, all: &mut BTreeSet<String>) {
    for c in NAME.iter().flat_map(|r| r.captures_iter(words)) {
        let name = c.get(1).map_or("", |m| m.as_str()).to_lowercase();
        let mut name: Vec<&str> = name.split_whitespace().collect();
        while name.last().is_some_and(|w| ["of", "in", "for", "the", "and", "to", "on"].contains(w)) {
            name.pop();
        }
        if name.len() < 3 || !name.iter().any(|w| KINDS.contains(w)) {
            continue;
        }
        all.insert(name.join(" "));
        all.extend(c.get(2).map(|m| m.as_str().to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::testing::{ask, text};
    use crate::follow::{Line, Next};
    use crate::model::{Deadline, Due, Relation, SelfExecuting};

    fn on(symbol: &str, day: &str, title: &str, decides: &str) -> Loaded {
        text(symbol, day, title).asks(vec![ask("decides", Kind::Mandate, decides)])
    }

    #[test]
    fn a_text_is_on_the_missions_and_measures_that_it_decides_on() {
        let of = |title: &str, decides: &str| {
            matters(&on("S/RES/9300", "2034-01-01", title, decides)).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(
            of("on extension of the mandate of the UN Mission for the Northern Coast (UNLIGHT)", "decides to meet"),
            ["UNLIGHT", "mission for the northern coast"]
        );
        assert_eq!(of("on the coast", "Decides that the mandate of UNLIGHT shall be extended"), ["UNLIGHT"]);
        assert_eq!(
            of("on the coast", "Decides to extend the measures imposed by paragraph 3 of resolution 9281 (2033)"),
            ["9281"]
        );
        assert!(of("on sanctions against the Union of Wreckers (WRECK)", "decides to meet").is_empty());
        let except = "Decides that the measures of resolution 9281 (2033) shall not apply to oil";
        assert!(of("on the coast", except).is_empty());
    }

    #[test]
    fn a_line_follows_the_mission_whatever_the_titles_say_and_whatever_is_recalled() {
        let texts = [
            on(
                "S/RES/9300",
                "2034-01-01",
                "on the UN Mission for the Northern Coast (UNLIGHT)",
                "decides to paint towers",
            ),
            on(
                "S/RES/9310",
                "2034-03-01",
                "on fog",
                "Decides that the mandate of UNLIGHT shall be extended for six months",
            ),
            on("S/RES/9311", "2034-03-02", "on fog", "Decides to extend the mandate of UNFERRY for six months"),
            on("S/RES/9320", "2034-09-01", "on oil and rope", "Authorizes the expansion of UNLIGHT to 40 keepers"),
            on(
                "S/RES/9330",
                "2035-09-01",
                "on whales",
                "Decides to lift the measures imposed by resolution 9300 (2034)",
            ),
        ];
        let line = Line::new(&texts);
        assert_eq!(line.series(0), [0, 1, 3]);
        assert!(line.reasons(0).contains(&"on the same mission: UNLIGHT".to_owned()), "{:?}", line.reasons(0));
        assert_eq!(crate::follow::succession::next(&line.known[4], &[]), Next::Nothing);
    }

    #[test]
    fn a_mandate_is_extended_behind_a_text_that_says_nothing_of_its_end_and_a_gap_is_said() {
        let until = |symbol: &str, day: &str, end: &str| {
            let words = format!("Decides to extend the mandate of UNLIGHT on the northern coast until {end}");
            let mut mandate = ask("decides", Kind::Mandate, &words);
            mandate.self_executing = Some(SelfExecuting::Extends);
            let due = Due::Date(end.parse().unwrap());
            mandate.deadline =
                Some(Deadline { phrase: format!("until {end}"), due, relation: Relation::Until, also: Vec::new() });
            text(symbol, day, "on the coast").asks(vec![mandate])
        };
        let mut texts = vec![
            until("S/RES/9300", "2034-01-01", "2034-07-01"),
            on("S/RES/9310", "2034-03-01", "on oil", "Authorizes the expansion of UNLIGHT to 40 keepers"),
            until("S/RES/9320", "2034-06-28", "2035-01-01"),
        ];
        let line = Line::new(&texts);
        assert_eq!(line.series(0), [0, 1, 2]);
        let found = crate::follow::suggestions(&line, &crate::follow::Documents::default());
        assert_eq!(found.iter().map(|s| s.document.to_string()).collect::<Vec<_>>(), ["S/RES/9320"]);
        assert!(line.gap(2).is_none(), "nothing later is loaded");
        texts.push(text("S/RES/9400", "2035-03-01", "on whales"));
        let line = Line::new(&texts);
        assert!(line.gap(2).is_some_and(|g| g.contains("until 1 January 2035")), "{:?}", line.gap(2));
    }
}
