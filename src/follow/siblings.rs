//! Siblings: one report often answers what all resolutions of one agenda item asked for.

use crate::follow::noted::base;
use crate::follow::series::Line;
use crate::follow::subject::due_sessions;
use crate::follow::suggested::{Certainty, Relation, Suggested};
use crate::model::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// What the siblings of a request were surely answered with, for those that nothing else answers.
pub(crate) fn siblings(line: &Line<'_>, found: &[Suggested]) -> Vec<(usize, usize, Suggested)> {
    let mut answered: BTreeMap<&str, Vec<&Suggested>> = BTreeMap::new();
    for s in found.iter().filter(|s| s.relation == Relation::Answers) {
        answered.entry(s.obligation.as_str()).or_default().push(s);
    }
    // Requests alike: of one session, organ and item, to the same people, for the same session.
    type Group = (String, Option<u16>);
    let mut groups: BTreeMap<Group, Vec<(usize, usize)>> = BTreeMap::new();
    for (i, t) in line.texts.iter().enumerate() {
        let Some(item) = t.resolution.agenda_items.first() else { continue };
        let number = item.split([' ', '(']).next().unwrap_or(item);
        for (j, ask) in t.asks.iter().enumerate().filter(|(_, a)| a.kind == Kind::Report && a.self_executing.is_none())
        {
            if !ask.words.contains("present resolution") || !ask.addressees.iter().any(|a| a == "Secretary-General") {
                continue;
            }
            for key in BTreeSet::from([number, item.as_str()]) {
                let organ = t.resolution.organ.map_or("", |o| o.as_str());
                let key = format!("{organ} {} {key}", line.known[i].order.0);
                groups.entry((key, due_sessions(ask).last().copied())).or_default().push((i, j));
            }
        }
    }
    let mut out = Vec::new();
    for ((_, due), members) in groups {
        let mut votes: BTreeMap<String, Vec<&Suggested>> = BTreeMap::new();
        let mut voters = 0;
        for (i, j) in &members {
            let sure = answered.get(line.texts[*i].asks[*j].id.as_str()).into_iter().flatten();
            let sure: Vec<&&Suggested> = sure.filter(|s| s.certainty == Certainty::Sure).collect();
            voters += usize::from(!sure.is_empty());
            for s in sure {
                votes.entry(base(&s.document)).or_default().push(s);
            }
        }
        let most = votes.values().max_by_key(|v| v.len()).filter(|v| v.len() * 2 > voters && due.is_some());
        let Some((best, first)) = most.and_then(|v| Some((v.len(), *v.first()?))) else { continue };
        for (i, j) in members {
            let ask = &line.texts[i].asks[j];
            // A next one that notes documents of its own, or a text whose single sibling says little, is left alone.
            if answered.contains_key(ask.id.as_str()) || best < 2 && line.next(i).is_some() {
                continue;
            }
            let s = Suggested {
                obligation: ask.id.clone(),
                certainty: Certainty::Probable,
                rule: "answers-its-siblings",
                ..first.clone()
            };
            out.push((i, j, s));
        }
    }
    out
}
