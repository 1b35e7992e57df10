//! One suggestion after the other, on a terminal.

use crate::cli::context::{Context, say};
use crate::cli::error::{CliError, Result};
use crate::cli::reconcile::meaning;
use crate::follow::{Loaded, Suggested};
use crate::view::phrase::counted;
use crate::view::{clean, wrap};
use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// What was answered.
#[derive(Default)]
pub struct Answers<'s> {
    /// To be recorded.
    pub accepted: Vec<&'s Suggested>,
    /// Not to come back.
    pub rejected: Vec<&'s Suggested>,
}

/// What comes from whoever sits at the terminal.
enum Heard {
    Line(String),
    End,
    Interrupt,
}

/// Asks about each; what was answered before `q`, the end of input or Ctrl-C counts.
pub fn walk<'s>(context: &Context, texts: &[Loaded], open: &'s [Suggested]) -> Result<Answers<'s>> {
    if !std::io::stdin().is_terminal() {
        return Err(CliError::usage("--walk asks, and there is no terminal to ask on")
            .hint("--accept ID, --accept-sure or --reject ID; nothing was written"));
    }
    let asked: BTreeMap<&str, &str> =
        texts.iter().flat_map(|t| &t.asks).map(|a| (a.id.as_str(), a.words.as_str())).collect();
    let terminal = Terminal::listen()?;
    let mut answers = Answers::default();
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
        match answer(&terminal)? {
            'a' => answers.accepted.push(s),
            'r' => answers.rejected.push(s),
            'q' => break,
            'c' => {
                let n = answers.accepted.len() + answers.rejected.len();
                say(&match n {
                    0 => "\ninterrupted; nothing was answered".to_owned(),
                    n => format!("\ninterrupted; {} so far", counted(n as i64, "answer counts", "answers count")),
                });
                break;
            }
            _ => {}
        }
    }
    Ok(answers)
}

/// The terminal: its lines, and whether Ctrl-C was pressed.
struct Terminal {
    lines: Receiver<std::io::Result<String>>,
    interrupted: Arc<AtomicBool>,
}

impl Terminal {
    /// Listens to lines and to Ctrl-C alike: an interrupt must not take with it what was answered. It stays so until the answers
    /// are recorded.
    fn listen() -> Result<Terminal> {
        let interrupted = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&interrupted))?;
        let (sender, lines) = channel();
        // A read can't be broken off, so it waits on a thread of its own, which ends with the program.
        thread::spawn(move || {
            for line in std::io::stdin().lock().lines() {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Terminal { lines, interrupted })
    }

    fn hear(&self) -> Result<Heard> {
        const SOON: Duration = Duration::from_millis(50);
        loop {
            match self.lines.recv_timeout(SOON) {
                Ok(line) => return Ok(Heard::Line(line?)),
                Err(RecvTimeoutError::Timeout) if self.interrupted.load(Ordering::Relaxed) => {
                    return Ok(Heard::Interrupt);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(Heard::End),
            }
        }
    }
}

/// One of `a`, `r`, `s`, `q`, and `c` of Ctrl-C; anything else is asked again. The end of input is `q`.
fn answer(terminal: &Terminal) -> Result<char> {
    loop {
        say("  accept, reject, skip, or quit and record?  [a/r/S/q]");
        let line = match terminal.hear()? {
            Heard::Line(line) => line,
            Heard::Interrupt => return Ok('c'),
            Heard::End => return Ok('q'),
        };
        match line.trim().to_ascii_lowercase().as_str() {
            "a" | "accept" => return Ok('a'),
            "r" | "reject" => return Ok('r'),
            "q" | "quit" => return Ok('q'),
            "" | "s" | "skip" => return Ok('s'),
            "?" => say(
                "  a records it, r keeps it from coming back, s leaves it open; nothing is written before q, the end or Ctrl-C",
            ),
            other => say(&format!("  `{other}` is none of a, r, s and q")),
        }
    }
}
