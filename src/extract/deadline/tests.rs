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
