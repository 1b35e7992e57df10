//! What `extract` prints: a resolution a line, in the form that `tools/score.py` reads; and the reading as people read it.

use crate::extract::{ParagraphReading, names};
use crate::model::{Deadline, Obligation, ObligationId, Resolution, Trace};
use serde_json::{Map, Value, json};

/// One resolution as JSON: operative paragraphs only, with their obligations.
pub fn json_line(source: &str, r: &Resolution, readings: &[ParagraphReading]) -> Value {
    let ids = names::names(readings);
    let mut ids = ids.iter();
    let paragraphs: Vec<Value> = readings_or_bare(r, readings)
        .into_iter()
        .map(|(block, id, reading)| {
            let b = &r.blocks[block];
            json!({
                "number": b.number,
                "id": id,
                "section": b.section,
                "text": b.body.text,
                "parts": b.parts.iter().map(|p| json!({"label": p.label, "text": p.body.text})).collect::<Vec<_>>(),
                "obligations": reading.map_or_else(Vec::new, |reading| {
                    reading.obligations.iter().filter_map(|o| Some(obligation(r, o, ids.next()?))).collect()
                }),
            })
        })
        .collect();
    json!({
        "symbol": r.symbol,
        "title": r.title,
        "organ": r.organ,
        "session": r.session,
        "adopted": r.adopted,
        "source": source,
        "paragraphs": paragraphs,
    })
}

/// Every operative paragraph, with its reading where the text was extracted.
fn readings_or_bare<'a>(
    r: &'a Resolution,
    readings: &'a [ParagraphReading],
) -> Vec<(usize, String, Option<&'a ParagraphReading>)> {
    r.paragraph_ids()
        .into_iter()
        .map(|(block, id)| (block as usize, id.to_string(), readings.iter().find(|p| p.block == block)))
        .collect()
}

fn obligation(r: &Resolution, o: &Obligation, id: &ObligationId) -> Value {
    let block = r.blocks.get(o.block as usize);
    let part = o.part.and_then(|i| block?.parts.get(i as usize)).map(|p| p.label.clone()).filter(|l| !l.is_empty());
    json!({
        "id": id,
        "part": part,
        "verb": o.verb,
        "force": o.force,
        "addressees": o.addressees.iter().map(|a| a.name.clone()).collect::<Vec<_>>(),
        "actors": o.addressees.iter().map(|a| a.actor.clone()).collect::<Vec<_>>(),
        "kind": o.kind,
        "deadline": o.deadline.as_ref().map(deadline),
        "recurrence": o.recurrence,
        "recipient": o.recipient.as_ref().map(|x| json!({"name": x.name, "through": x.through})),
        "conditions": o.conditions.iter().map(|c| json!({"kind": c.kind, "phrase": c.phrase})).collect::<Vec<_>>(),
        "self_executing": o.self_executing,
        "doubts": o.doubts,
        "spans": spans(o),
    })
}

/// The deadline as the guide writes it.
fn deadline(d: &Deadline) -> Value {
    json!({"phrase": d.phrase, "due": d.due, "relation": d.relation, "also": d.also})
}

/// Where each value stands: `[part or null, start, end]` by rule.
fn spans(o: &Obligation) -> Value {
    let mut map = Map::new();
    map.insert("clause".into(), place(&o.clause_at));
    map.insert("verb".into(), place(&o.verb_at));
    o.trace.walk(&mut |node: &Trace, depth| {
        // A time that another paragraph sets stands there, not here.
        if let (Some(at), 1..) = (node.at.as_ref().filter(|at| at.block == o.block), depth) {
            map.entry(node.rule.to_string()).or_insert_with(|| place(at));
        }
    });
    Value::Object(map)
}

fn place(at: &crate::model::At) -> Value {
    json!([at.part, at.span.start, at.span.end])
}

/// A reading as people read it: paragraph by paragraph, with the tree of rules where asked.
pub fn text(r: &Resolution, readings: &[ParagraphReading], explain: bool) -> String {
    let ids = names::names(readings);
    let mut ids = ids.iter();
    let mut out = format!("{}  {}\n", r.symbol, r.name());
    for reading in readings {
        let words = r.blocks.get(reading.block as usize).map_or("", |b| b.body.text.as_str());
        out.push_str(&format!("\n  {}. {}\n", reading.id.number, gist(words, 90)));
        for o in &reading.obligations {
            let Some(id) = ids.next() else { break };
            let names: Vec<&str> = o.addressees.iter().map(|a| a.name.as_str()).collect();
            let due = o.deadline.as_ref().map_or(String::new(), |d| format!(", {}", d.phrase));
            let rhythm = o.recurrence.map_or(String::new(), |x| format!(", {x}"));
            let own = o.self_executing.map_or(String::new(), |_| ", carried out by being adopted".to_owned());
            let check =
                if o.doubts.is_empty() { String::new() } else { format!("  (to check: {})", o.doubts.join(", ")) };
            let who = if names.is_empty() { "nobody named".to_owned() } else { names.join("; ") };
            out.push_str(&format!("     {id}\n       {} {who}: {}{due}{rhythm}{own}{check}\n", o.verb, o.kind));
            if explain {
                out.push_str(&tree(&o.trace, r, "       "));
            }
        }
        if reading.obligations.is_empty() {
            out.push_str("     no obligation\n");
        }
        if explain {
            for node in &reading.passed_over {
                out.push_str(&tree(node, r, "       "));
            }
        }
        for symbol in &reading.incorporates {
            out.push_str(&format!("     incorporates {symbol}\n"));
        }
    }
    out.push('\n');
    out
}

/// Directive-looking words that no rule took, one a line; empty where there are none.
pub fn unread(r: &Resolution, readings: &[ParagraphReading]) -> String {
    let mut out = String::new();
    for reading in readings {
        for node in &reading.unread {
            let words = node.at.and_then(|at| r.words(at)).unwrap_or_default();
            out.push_str(&format!("{}\t{}\t{words}\n", reading.id, node.rule));
        }
    }
    out
}

/// A tree of rules with the words that each one matched, as `show --explain` prints it.
pub fn tree(node: &Trace, r: &Resolution, indent: &str) -> String {
    fn go(node: &Trace, r: &Resolution, lead: &str, follow: &str, out: &mut String) {
        let words = node.at.and_then(|at| r.words(at)).map_or(String::new(), |w| format!("  \"{}\"", gist(w, 60)));
        out.push_str(&format!("{lead}{}  {}{words}\n", node.reads, node.rule));
        for (i, child) in node.from.iter().enumerate() {
            let last = i + 1 == node.from.len();
            let (a, b) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            go(child, r, &format!("{follow}{a}"), &format!("{follow}{b}"), out);
        }
    }
    let mut out = String::new();
    go(node, r, indent, indent, &mut out);
    out
}

/// The first words, ended after a whole word.
fn gist(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let cut: String = text.chars().take(width).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}
