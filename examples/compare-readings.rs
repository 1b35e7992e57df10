//! Compares two extractions of the same texts, so that a change of the rules is reviewed by its effects: gains, losses and
//! changes, paragraph by paragraph.
//!
//! ```console
//! $ git stash; cargo run --release -- extract --format jsonl ../shared/corpus/ga-77 > before.jsonl; git stash pop
//! $ cargo run --release -- extract --format jsonl ../shared/corpus/ga-77 > after.jsonl
//! $ cargo run --example compare-readings -- before.jsonl after.jsonl
//! ```

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

/// The obligations of a file by id, and the words of each paragraph by its id.
type Readings = (BTreeMap<String, Value>, BTreeMap<String, String>);

fn read(file: &str) -> Result<Readings, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    let (mut obligations, mut words) = (BTreeMap::new(), BTreeMap::new());
    for (n, line) in text.lines().enumerate() {
        let resolution: Value = serde_json::from_str(line).map_err(|e| format!("{file}, line {}: {e}", n + 1))?;
        for p in resolution["paragraphs"].as_array().into_iter().flatten() {
            let id = p["id"].as_str().unwrap_or_default().to_owned();
            for o in p["obligations"].as_array().into_iter().flatten() {
                obligations.insert(o["id"].as_str().unwrap_or_default().to_owned(), o.clone());
            }
            words.insert(id, p["text"].as_str().unwrap_or_default().to_owned());
        }
    }
    Ok((obligations, words))
}

/// The fields that are compared.
const FIELDS: [&str; 9] =
    ["part", "verb", "force", "addressees", "kind", "deadline", "recurrence", "recipient", "self_executing"];

fn gist(o: &Value) -> String {
    format!("{} {} {} {}", o["verb"], o["addressees"], o["kind"], o["deadline"]["due"])
}

fn run(before: &str, after: &str) -> Result<String, String> {
    let ((old, old_words), (new, new_words)) = (read(before)?, read(after)?);
    // By paragraph, in order: `A/RES/75/276:8` of `A/RES/75/276:8-requests`.
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut note = |id: &str, line: String| {
        let paragraph = new_words.keys().chain(old_words.keys()).filter(|p| id.starts_with(p.as_str()));
        let paragraph = paragraph.max_by_key(|p| p.len()).cloned().unwrap_or_else(|| id.to_owned());
        found.entry(paragraph).or_default().push(line);
    };
    let (mut gains, mut losses, mut changes) = (0, 0, 0);
    for (id, o) in &new {
        match old.get(id) {
            None => {
                gains += 1;
                note(id, format!("  + {id}  {}", gist(o)));
            }
            Some(was) => {
                let differing: Vec<&str> = FIELDS.into_iter().filter(|f| was[*f] != o[*f]).collect();
                changes += usize::from(!differing.is_empty());
                for f in differing {
                    note(id, format!("  ~ {id}  {f}: {} → {}", was[f], o[f]));
                }
            }
        }
    }
    for (id, o) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        losses += 1;
        note(id, format!("  - {id}  {}", gist(o)));
    }
    let mut out = String::new();
    for (paragraph, lines) in found {
        let words = new_words.get(&paragraph).or_else(|| old_words.get(&paragraph)).map_or("", String::as_str);
        let head: String = words.chars().take(160).collect();
        out.push_str(&format!("{paragraph}  {head}\n{}\n", lines.join("\n")));
    }
    out.push_str(&format!("{gains} gains, {losses} losses, {changes} changes, of {} obligations\n", new.len()));
    Ok(out)
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.as_slice() {
        [before, after] => run(before, after),
        _ => Err("two files are needed: BEFORE.jsonl AFTER.jsonl".to_owned()),
    };
    match result {
        Ok(text) => {
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(e) => {
            let _ = writeln!(std::io::stderr().lock(), "error: {e}");
            ExitCode::FAILURE
        }
    }
}
