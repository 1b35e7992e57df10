use super::*;
use crate::extract::testing::with_scope;

#[test]
fn every_rule_reads_its_examples_and_nothing_else() {
    assert!(LEXICON.rules.len() > 15 && LEXICON.triggers.is_some(), "deadlines.toml is read");
    let mut wrong = Vec::new();
    for rule in &LEXICON.rules {
        assert!(!rule.examples.is_empty() && !rule.not.is_empty(), "{}", rule.id);
        let kind = rule.only.first().copied();
        for line in &rule.examples {
            let (action, want) = line.split_once(" => ").expect("an example says what it is read as");
            let got = with_scope(action, kind, |scope, t| read(scope, t).map(|(d, t)| (describe(&d.due), t.rule)));
            if got.as_ref().map(|(d, r)| (d.as_str(), r.as_ref())) != Some((want, rule.id.as_str())) {
                wrong.push(format!("{}: {line}: {got:?}", rule.id));
            }
        }
        for action in &rule.not {
            let got = with_scope(action, kind, |scope, t| read(scope, t).map(|(d, t)| (describe(&d.due), t.rule)));
            if let Some((due, by)) = got.filter(|(_, by)| by == rule.id.as_str()) {
                wrong.push(format!("{}: not {action}: {due} by {by}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn several_times_are_kept_and_a_chapeau_hands_its_own_down() {
    let due = |action: &str| {
        with_scope(action, Some(Kind::Report), |scope, t| {
            read(scope, t).map(|(d, _)| (describe(&d.due), d.also.iter().map(describe).collect::<Vec<_>>()))
        })
    };
    let two = due("to report to the General Assembly at its eightieth and eighty-fifth sessions");
    assert_eq!(two, Some(("session 80 GA".into(), vec!["session 85 GA".into()])));
    let bodies = due(
        "to report to the Human Rights Council at its fifty-first session and to the General Assembly at its seventy-seventh session",
    );
    assert_eq!(bodies, Some(("session 51 HRC".into(), vec!["session 77 GA".into()])));
    let period = due("to extend the mandate for a further period of six months, until 31 July 2021");
    assert_eq!(period.map(|(due, _)| due), Some("2021-07-31".into()));
}

#[test]
fn this_date_is_the_last_that_was_said() {
    let found = crate::extract::testing::read_paragraph(
        "Authorizes the observers to watch the border until 15 October 2021, and requests the Secretary-General to report to the \
         Assembly prior to this date;",
        &[],
    );
    let dues: Vec<_> = found.iter().filter_map(|o| o.deadline.as_ref()).map(|d| describe(&d.due)).collect();
    assert_eq!(dues, ["2021-10-15", "2021-10-14"]);
}

#[test]
fn a_report_of_another_paragraph_is_due_when_that_one_says() {
    let mut resolution = crate::extract::testing::invented(
        &[],
        "Requests the Secretary-General to submit a report to the General Assembly at its seventy-seventh session;",
        &[],
    );
    for (number, text) in [
        ("2", "Also requests the Secretary-General to include in the aforementioned report information on roads;"),
        ("3", "Requests him to report thereon as part of the report requested in paragraph 1 above;"),
    ] {
        let mut block = resolution.blocks[0].clone();
        (block.number, block.body) = (Some(number.into()), crate::model::Rich::plain(text));
        resolution.blocks.push(block);
    }
    let read: Vec<_> = crate::extract::extract(&resolution).into_iter().flat_map(|p| p.obligations).collect();
    let dues: Vec<_> = read.iter().filter_map(|o| o.deadline.as_ref()).map(|d| describe(&d.due)).collect();
    assert_eq!(dues, ["session 77 GA"; 3]);
}

#[test]
fn a_meeting_of_several_days_is_due_on_its_first() {
    let due = |action: &str| {
        with_scope(action, Some(Kind::Meeting), |scope, t| read(scope, t).map(|(d, _)| describe(&d.due)))
    };
    let ten = due("to convene the resumed session for 10 working days from 22 February to 5 March 2021");
    assert_eq!(ten.as_deref(), Some("2021-02-22"));
    let week = due("to convene the Process for eight meetings during the week of 14 to 18 June 2021");
    assert_eq!(week.as_deref(), Some("2021-06-14"));
}

#[test]
fn a_body_that_sits_then_acts_then() {
    let due = |text: &str| {
        let found = crate::extract::testing::read_paragraph(text, &[]);
        found.iter().filter_map(|o| o.deadline.as_ref()).map(|d| describe(&d.due)).collect::<Vec<_>>()
    };
    let sits = "Invites the working group of the Sixth Committee, to be established at its seventy-ninth session, to consider roads;";
    assert_eq!(due(sits), ["session 79 GA"]);
    let another = "Calls upon Member States to take part in the Conference on Roads, to be held in Exampletown in 2024, with vigour;";
    assert_eq!(due(another), [""; 0]);
}

#[test]
fn a_meeting_without_a_verb_is_held_then() {
    let found =
        crate::extract::testing::read_paragraph("Authorizes a ceremony to be held in 2023 in Exampletown;", &[]);
    let dues: Vec<_> = found.iter().filter_map(|o| o.deadline.as_ref()).map(|d| describe(&d.due)).collect();
    assert_eq!(dues, ["2023-12-31"]);
}

proptest::proptest! {
    #[test]
    fn any_words_are_read_without_panic_and_with_true_places(
        words in "(at|by|its|the|first|seventy-seventh|part|of|resumed|session|sessions|in|20[0-9]{2}|June|31|within|six|months|days|from|adoption|this|resolution|beginning|on|before|end|until|next|report|that|every|annual|annually|regular|reports|upon|request|in consultation with|General|Assembly|Council|to|and|,|;|\\(|“|é|‑| ){0,40}",
        kind in proptest::sample::select(Kind::ALL),
    ) {
        with_scope(&words, Some(kind), |scope, t| {
            if let Some((d, trace)) = read(scope, t) {
                let at = trace.at.expect("a place");
                assert_eq!(at.span.of(scope.text), Some(d.phrase.as_str()));
            }
            for (c, _) in crate::extract::condition::read(scope, t) {
                assert_eq!(c.at.span.of(scope.text), Some(c.phrase.as_str()));
            }
            let _ = crate::extract::recurrence::read(scope, t);
            let _ = crate::extract::recipient::read(scope, t, None);
        });
    }
}
