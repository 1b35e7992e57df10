//! One suggestion after the other, on a terminal.

use crate::cli::context::{Context, say};
use crate::cli::error::{CliError, Result};
use crate::cli::reconcile::meaning;
use crate::follow::{Loaded, Suggested};
use crate::view::{clean, wrap};
use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};

/// What was answered: to be accepted, to be rejected.
pub type Answers<'s> = (Vec<&'s Suggested>, Vec<&'s Suggested>);

/// Asks about each; what was answered before `q` or the end of input counts.
pub fn walk<'s>(context: &Context, texts: &[Loaded], open: &'s [Suggested]) -> Result<Answers<'s>> {
    if !std::io::stdin().is_terminal() {
        return Err(CliError::usage("--walk asks, and there is no terminal to ask on")
            .hint("--accept ID, --accept-sure or --reject ID; nothing was written"));
    }
    let asked: BTreeMap<&str, &str> =
        texts.iter().flat_map(|t| &t.asks).map(|a| (a.id.as_str(), a.words.as_str())).collect();
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    let show = |label: &str, words: &str| {
        let lines = wrap::paragraph(&clean::line(words), context.width(), &format!("  {label:<8}"), "          ");
        say(&lines.join("\n"));
    };
    for (i, s) in open.iter().enumerate() {
        say(&format!("\n{} of {}  {}", i + 1, open.len(), s.obligation));
        show("asked", asked.get(s.obligation.as_str()).copied().unwrap_or_default());
        show("found", &format!("{} {} ({})", s.document, meaning(s.relation), s.certainty));
        show("where", &s.place);
        show("words", &s.words);
        match answer()? {
            'a' => accepted.push(s),
            'r' => rejected.push(s),
            'q' => break,
            _ => {}
        }
    }
    Ok((accepted, rejected))
}

/// One of `a`, `r`, `s`, `q`; anything else is asked again. The end of input is `q`.
fn answer() -> Result<char> {
    loop {
        say("  accept, reject, skip, or quit and record?  [a/r/S/q]");
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok('q');
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "a" | "accept" => return Ok('a'),
            "r" | "reject" => return Ok('r'),
            "q" | "quit" => return Ok('q'),
            "" | "s" | "skip" => return Ok('s'),
            "?" => say(
                "  a records it, r keeps it from coming back, s leaves it open; nothing is written before q or the end",
            ),
            other => say(&format!("  `{other}` is none of a, r, s and q")),
        }
    }
}
