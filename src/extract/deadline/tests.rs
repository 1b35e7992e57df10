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
