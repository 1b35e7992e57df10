//! What answered a request: documents that later resolutions note, items that came up, meetings that took place, mandates that
//! were extended or ended, and what a later text asks again. All of it is suggested, nothing decided.

use crate::calendar::Calendar;
use crate::follow::documents::Documents;
use crate::follow::series::Line;
use crate::follow::suggested::{Certainty, Relation, Suggested};
use crate::follow::{items, listed, mandates, meetings, reports, siblings, superseded};
use crate::model::Kind;
use crate::model::day::in_words;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What shows that something was done, in the order of the obligations.
pub fn suggestions(line: &Line<'_>, documents: &Documents) -> Vec<Suggested> {
    let calendar = Calendar::builtin();
    let mut all: Vec<(usize, usize, Suggested)> = Vec::new();
    for (i, text) in line.texts.iter().enumerate() {
        let mut noted = Vec::new();
        for (j, ask) in text.asks.iter().enumerate() {
            let found = match ask.kind {
                Kind::Report => {
                    noted.extend(reports::reports(line, i, ask, calendar).into_iter().map(|(score, s)| (j, score, s)));
                    continue;
                }
                Kind::Agenda => items::came_up(line, i, ask),
                Kind::Meeting => meetings::held(line, i, ask),
                Kind::Mandate => mandates::goes_on(line, i, ask, calendar),
                _ => continue,
            };
            all.extend(found.into_iter().map(|s| (i, j, s)));
        }
        reports::compete(&mut noted);
        all.extend(noted.into_iter().map(|(j, _, s)| (i, j, s)));
    }
    let found: Vec<Suggested> = all.iter().map(|(_, _, s)| s.clone()).collect();
    all.extend(siblings::siblings(line, &found));
    all.extend(listed::listed(line, documents, &found));
    for (i, _, s) in &mut all {
        too_early(line.texts[*i].resolution.adopted, documents, s);
    }
    in_order(all)
}

/// A document that a list dates before the request was adopted is no sure answer to it, and that is said.
fn too_early(asked: Option<NaiveDate>, documents: &Documents, s: &mut Suggested) {
    let published = documents.get(&s.document).and_then(|d| d.published);
    if let (Relation::Answers, Some(asked), Some(published)) = (s.relation, asked, published)
        && published < asked
    {
        s.certainty = Certainty::Probable;
        let day = format!(", published {}", in_words(published));
        if !s.place.ends_with(&day) {
            s.place.push_str(&day);
        }
        s.place.push_str(", before it was asked for");
    }
}

/// What later texts ask again without a time or for the same time, in the order of the obligations.
pub fn asked_again(line: &Line<'_>) -> Vec<Suggested> {
    let texts = 0..line.texts.len();
    in_order(texts.flat_map(|i| superseded::superseded(line, i).into_iter().map(move |(j, s)| (i, j, s))).collect())
}

fn in_order(mut all: Vec<(usize, usize, Suggested)>) -> Vec<Suggested> {
    all.sort_by(|a, b| (a.0, a.1, a.2.certainty, &a.2.document).cmp(&(b.0, b.1, b.2.certainty, &b.2.document)));
    let mut seen = BTreeSet::new();
    all.into_iter().map(|(_, _, s)| s).filter(|s| seen.insert(s.hash())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::Loaded;
    use crate::follow::documents::Document;
    use crate::follow::testing::{ask, at_session, text};
    use crate::model::{Body, Due, Symbol};

    const TITLE: &str = "Lighthouses of the northern coast";

    fn asked(words: &str) -> Loaded {
        text("A/RES/90/1", "2034-12-01", TITLE).asks(vec![at_session(92, ask("requests", Kind::Report, words))])
    }

    fn later(words: &str, document: &str) -> Loaded {
        text("A/RES/92/2", "2036-12-01", TITLE).recalling("90/1").noting(words, document)
    }

    fn of(texts: &[Loaded], lists: Vec<Document>) -> Vec<(String, Certainty, &'static str)> {
        let found = suggestions(&Line::new(texts), &Documents::new(lists));
        found.into_iter().map(|s| (s.document.to_string(), s.certainty, s.rule)).collect()
    }

    const REPORT: &str =
        "requests the Secretary-General to submit a report on the implementation of the present resolution";

    #[test]
    fn a_report_that_the_next_notes_answers_and_one_of_another_author_does_not() {
        let noted = "Having considered the report of the Secretary-General";
        let found = of(&[asked(REPORT), later(noted, "A/92/77\u{2011}S/2036/6")], Vec::new());
        assert_eq!(found, [("A/92/77-S/2036/6".to_owned(), Certainty::Sure, "noted-by-the-next")]);
        assert!(
            of(&[asked(REPORT), later("Having considered the report of the Board of Pilots", "A/92/77")], Vec::new())
                .is_empty()
        );
        // Of a session that was not asked for.
        assert!(of(&[asked(REPORT), later(noted, "A/95/77")], Vec::new()).is_empty());
    }

    #[test]
    fn what_was_published_before_it_was_asked_for_is_no_sure_answer() {
        let texts = [asked(REPORT), later("Having considered the report of the Secretary-General", "A/92/77")];
        let on = |day: &str, answers: Vec<String>| Document {
            symbol: Symbol::parse("A/92/77").unwrap(),
            title: None,
            published: Some(day.parse().unwrap()),
            answers,
        };
        assert_eq!(of(&texts, vec![on("2036-08-01", Vec::new())])[0].1, Certainty::Sure);
        // Noted by the next text, or said by the list itself: either way it came too early.
        for answers in [Vec::new(), vec!["90/1:1".to_owned()]] {
            let found = suggestions(&Line::new(&texts), &Documents::new(vec![on("2001-08-01", answers)]));
            assert!(found.iter().all(|s| s.certainty == Certainty::Probable), "{found:?}");
            assert!(found[0].place.ends_with(", published 1 August 2001, before it was asked for"), "{found:?}");
        }
    }

    #[test]
    fn a_session_and_a_year_are_no_range() {
        let mut request = at_session(92, ask("requests", Kind::Report, REPORT));
        if let Some(d) = &mut request.deadline {
            d.also.push(Due::Session { session: 2037, body: Body::Ecosoc, part: None });
        }
        let first = text("A/RES/90/1", "2034-12-01", TITLE).asks(vec![request]);
        let noted = "Having considered the report of the Secretary-General";
        assert!(of(&[first.clone(), later(noted, "A/95/77-E/2040/53")], Vec::new()).is_empty());
        assert_eq!(of(&[first, later(noted, "A/92/77-E/2037/53")], Vec::new()).len(), 1);
    }

    #[test]
    fn of_two_that_fit_equally_none_is_sure() {
        let two = later("Having considered the report of the Secretary-General on lighthouses", "A/92/77")
            .noting("Noting the report of the Secretary-General on lighthouses", "A/92/78");
        let found = of(&[asked(REPORT), two], Vec::new());
        assert!(found.iter().all(|f| f.1 == Certainty::Probable), "{found:?}");
        let named = later("Having considered the report of the Secretary-General on lighthouses", "A/92/77")
            .noting("Noting the report of the Secretary-General on the implementation of resolution 90/1", "A/92/78");
        let found = of(&[asked(REPORT), named], Vec::new());
        assert_eq!(found[0], ("A/92/78".to_owned(), Certainty::Sure, "names-the-resolution"));
    }

    #[test]
    fn a_text_may_say_without_a_symbol_that_its_one_report_answers() {
        let answer = later("Having considered the report of the Secretary-General", "A/92/77").asks(vec![ask(
            "welcomes",
            Kind::Action,
            "Welcomes the report of the Secretary-General, submitted in full accordance with resolution 90/1",
        )]);
        let found = of(&[asked("requests the Secretary-General to submit proposals on fog horns"), answer], Vec::new());
        assert_eq!(found, [("A/92/77".to_owned(), Certainty::Sure, "names-the-resolution")]);
    }

    #[test]
    fn of_several_requests_the_one_that_a_report_fits_is_answered_surely() {
        let old = text("A/RES/90/1", "2034-12-01", TITLE).asks(vec![
            at_session(92, ask("requests", Kind::Report, REPORT)),
            at_session(
                92,
                ask(
                    "requests",
                    Kind::Report,
                    "requests the Secretary-General to report on lighthouses and on smugglers, wreckers and pirates",
                ),
            ),
        ]);
        let found = suggestions(
            &Line::new(&[
                old,
                later(
                    "Having considered the report of the Secretary-General on lighthouses of the northern coast",
                    "A/92/77",
                ),
            ]),
            &Documents::default(),
        );
        let sure: Vec<_> =
            found.iter().filter(|s| s.certainty == Certainty::Sure).map(|s| s.obligation.as_str()).collect();
        assert!(sure.len() <= 1, "{found:?}");
    }

    #[test]
    fn siblings_of_one_item_are_probably_answered_by_the_same_report() {
        let member = |symbol: &str, title: &str| {
            let mut t =
                text(symbol, "2034-12-01", title).asks(vec![at_session(92, ask("requests", Kind::Report, REPORT))]);
            t.resolution.agenda_items.push("30 (a)".to_owned());
            t
        };
        let next = |symbol: &str, title: &str, recalls: &str| {
            text(symbol, "2036-12-01", title)
                .recalling(recalls)
                .noting("Having considered the report of the Secretary-General", "A/92/77")
        };
        let texts = [
            member("A/RES/90/1", "Cooperation with the Pilots"),
            member("A/RES/90/2", "Cooperation with the Keepers"),
            member("A/RES/90/3", "Cooperation with the Divers"),
            next("A/RES/92/1", "Cooperation with the Pilots", "90/1"),
            next("A/RES/92/2", "Cooperation with the Keepers", "90/2"),
            text("A/RES/92/3", "2036-12-01", "Cooperation with the Divers").recalling("90/3"),
        ];
        let found = of(&texts, Vec::new());
        let sibling = found.iter().find(|f| f.2 == "answers-its-siblings");
        assert_eq!(sibling.map(|s| (s.0.as_str(), s.1)), Some(("A/92/77", Certainty::Probable)), "{found:?}");
    }

    #[test]
    fn a_list_says_what_answers_or_suggests_it_by_its_title() {
        let document = |answers: &[&str], title: &str| Document {
            symbol: Symbol::parse("A/92/55").unwrap(),
            title: Some(title.to_owned()),
            published: None,
            answers: answers.iter().map(|a| (*a).to_owned()).collect(),
        };
        let found = of(&[asked(REPORT)], vec![document(&["A/RES/90/1:1-requests"], "Fog")]);
        assert_eq!(found, [("A/92/55".to_owned(), Certainty::Sure, "the-list-says-so")]);
        let found = of(&[asked(REPORT)], vec![document(&[], TITLE)]);
        assert_eq!(found, [("A/92/55".to_owned(), Certainty::Probable, "title-in-the-list")]);
    }

    #[test]
    fn an_item_came_up_where_its_subject_did() {
        let agenda = |words: &str| {
            text("A/RES/90/1", "2034-12-01", TITLE).asks(vec![at_session(92, ask("decides", Kind::Agenda, words))])
        };
        let mut next = text("A/RES/92/2", "2036-12-01", TITLE);
        next.resolution.agenda_items.push("30".to_owned());
        let certainty = |words: &str| of(&[agenda(words), next.clone()], Vec::new())[0].1;
        assert_eq!(
            certainty("decides to include in the agenda the item entitled \u{201c}Lighthouses\u{201d}"),
            Certainty::Sure
        );
        assert_eq!(certainty("decides to consider the question under the item \u{201c}Seas\u{201d}"), Certainty::Sure);
        let mut group = agenda("decides to consider the question under the item \u{201c}Seas\u{201d}");
        group.asks[0].addressees = vec!["Working Group on Seas".to_owned()];
        assert_eq!(of(&[group, next.clone()], Vec::new())[0].1, Certainty::Probable);
        assert_eq!(certainty("decides to review the salaries of judges at that session"), Certainty::Probable);
    }

    #[test]
    fn only_what_has_no_time_or_the_same_time_is_asked_again() {
        let paint = ask("requests", Kind::Action, "requests keepers to paint every lighthouse white");
        let one = |symbol: &str, day: &str, session: u16| {
            text(symbol, day, TITLE).asks(vec![
                paint.clone(),
                at_session(session, ask("requests", Kind::Report, REPORT)),
                at_session(95, ask("requests2", Kind::Action, "requests pilots to hold a regatta of tall ships")),
            ])
        };
        let texts = [one("A/RES/90/1", "2034-12-01", 92), one("A/RES/92/2", "2036-12-01", 94)];
        let found = asked_again(&Line::new(&texts));
        let rules: Vec<_> = found.iter().map(|s| (s.relation, s.rule)).collect();
        assert_eq!(
            rules,
            [
                (Relation::Supersedes, "asked-again-without-a-time"),
                (Relation::Supersedes, "asked-again-for-the-same-time")
            ]
        );
    }
}
