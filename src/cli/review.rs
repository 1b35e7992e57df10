//! `review`: what a person has to look at.

use crate::cli::context::{Context, reply};
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::output::OutputArgs;
use crate::cli::{correct, target, unsure};
use crate::model::day::in_words;
use crate::model::payload::{Pair, Payload};
use crate::store::{Detached, Disagreement, HistoryRow, Mode, NewEvent};
use crate::view::phrase::counted;
use crate::view::{Cell, Column, Line, Report, Value, clean};
use clap::Args;
use std::io::IsTerminal;
use std::path::PathBuf;

/// List what needs a person: contradictions, entries that lost their provision, readings to check
///
/// A contradiction stays listed until somebody who has both entries records another one, or takes one back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant review --conflicts
  pursuant review --readings --resolution 77/108               one reading after the other
  pursuant review --to check.csv --addressee SG              as a file to fill in
  pursuant review --from check.csv
  pursuant log 75/276:8 implemented --evidence A/77/277     settles one: whoever writes it has seen both
  pursuant undo e:3f2a9c01                                  or takes one of the two back
  pursuant review --attach e:3f2a9c01 75/276:8              a detached entry belongs to this provision
  pursuant review --format csv --output open.csv            as a file: a row an entry")]
pub struct ReviewArgs {
    /// Only contradictions
    #[arg(long)]
    conflicts: bool,
    /// Readings that the rules are not sure of, one after the other on a terminal, else a list
    #[arg(long, conflicts_with = "conflicts")]
    readings: bool,
    /// Write the readings that are to check into a CSV file to fill in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["conflicts", "readings"])]
    to: Option<PathBuf>,
    /// Read back a file that was filled in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["conflicts", "readings", "to"])]
    from: Option<PathBuf>,
    /// Say that the provision of a detached entry is this one now: its whole log goes on there
    #[arg(long, num_args = 2, value_names = ["ENTRY", "ID"], conflicts_with_all = ["conflicts", "readings", "to", "from"])]
    attach: Option<Vec<String>>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs the command.
pub fn run(context: &Context, args: &ReviewArgs) -> Result {
    if context.as_of.is_some() {
        return Err(CliError::usage("review shows what is open now; it takes no --as-of"));
    }
    if let Some(file) = &args.to {
        return unsure::write(context, &args.filters, file);
    }
    if let Some(file) = &args.from {
        return unsure::read_back(context, file);
    }
    if args.readings {
        let asks = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        return if asks { unsure::walk(context, &args.filters) } else { unsure::list(context, &args.filters) };
    }
    if let Some([entry, id]) = args.attach.as_deref() {
        return attach(context, entry, id);
    }
    let store = context.read()?;
    let (open, mut loose) = store.review()?;
    if args.conflicts {
        loose.clear();
    }
    if args.output.format.is_some() || args.output.output.is_some() {
        return args.output.write(context, &args.output.pick(rows(context, &open, &loose, args.output.limit))?);
    }
    let mut text = format!("{}\n", counted(open.len() as i64, "contradiction", "contradictions"));
    open.iter().for_each(|d| text.push_str(&disagreement(d)));
    if !args.conflicts {
        text.push_str(&format!("{}\n", counted(loose.len() as i64, "detached entry", "detached entries")));
        loose.iter().for_each(|d| text.push_str(&detached(d)));
    }
    reply(&text)
}

/// The same as rows, an entry each.
fn rows(context: &Context, open: &[Disagreement], loose: &[Detached], limit: Option<usize>) -> Report {
    let columns = [
        ("what", "what", 13),
        ("about", "about", 24),
        ("why", "why", 30),
        ("id", "entry", 11),
        ("at", "recorded", 18),
        ("by", "by", 12),
        ("on", "from", 12),
        ("says", "says", 30),
        ("fits", "fits best", 24),
        ("share", "share of words", 8),
    ];
    let line = |what: &str, about: &str, why: &str, h: &HistoryRow, best: Option<&(String, f64)>| {
        Line::from(vec![
            Cell::text(what.to_owned()),
            Cell::text(about.to_owned()),
            Cell::text(why.to_owned()),
            Cell::text(h.id.to_string()),
            Cell::text(h.at.to_string()),
            Cell::text(h.by.clone()),
            h.on.map_or_else(Cell::empty, |day| Cell::from(Value::Day { day, estimated: false })),
            Cell::text(h.says.clone()),
            best.map_or_else(Cell::empty, |b| Cell::text(b.0.clone())),
            best.map_or_else(Cell::empty, |b| Cell::text(format!("{:.2}", b.1))),
        ])
    };
    let mut lines: Vec<Line> = Vec::new();
    for d in open {
        lines.extend(d.entries.iter().map(|h| line("contradiction", &d.about, d.why, h, None)));
    }
    for d in loose {
        let about = d.entry.about.as_deref().unwrap_or_default();
        lines.push(line("detached", about, &d.words, &d.entry, d.best.as_ref()));
    }
    lines.truncate(limit.unwrap_or(usize::MAX));
    let columns = columns.into_iter().map(|(key, head, width)| Column::new(key, head, width)).collect();
    Report::new("To review", context.day(), columns).group("", lines)
}

/// Writes that a detached entry's clause is this one.
fn attach(context: &Context, written: &str, id: &str) -> Result {
    let mut store = context.write(Mode::Existing)?;
    let entry = target::entry(&store, written)?;
    let (_, loose) = store.review()?;
    let Some(d) = loose.into_iter().find(|d| d.entry.id == entry) else {
        return Err(CliError::failed(format!("{written} is not detached")).hint("`pursuant review` lists what is"));
    };
    let (found, _) = target::one(&store, id)?;
    let to = correct::whole(&store, found.row)?.clause.key;
    let Some(from) = d.clause.filter(|from| from.key != to) else {
        return Err(CliError::failed(format!("{written} is about {} already; what it lacks is its turn", found.name))
            .hint(format!("`pursuant show {}` shows the turns; record it again for the right one", found.name)));
    };
    let pairs = vec![Pair { from: from.key, words: from.words, to }];
    let ids = store
        .record(&context.author(), vec![NewEvent { on: None, subject: None, payload: Payload::Same { pairs } }])?;
    let entry = ids.first().map(|i| i.short()).unwrap_or_default();
    reply(&format!(
        "what was recorded about {} goes on with {}\n  recorded as {entry}\n",
        d.entry.about.unwrap_or_default(),
        found.name
    ))
}

fn disagreement(d: &Disagreement) -> String {
    let mut text = format!("\n{}: {}\n", clean::line(&d.about), d.why);
    d.entries.iter().for_each(|h| text.push_str(&entry(h)));
    text
}

fn entry(h: &HistoryRow) -> String {
    let on = h.on.map(|d| format!(" from {}", in_words(d))).unwrap_or_default();
    format!("  {}  {}{on} ({}, {})\n", h.id.short(), clean::line(&h.says), clean::line(&h.by), in_words(h.recorded))
}

fn detached(d: &Detached) -> String {
    let about = d.entry.about.as_deref().unwrap_or_default();
    let mut text = format!("\n{}\n{}  {} …\n", clean::line(about), entry(&d.entry), clean::line(&d.words));
    if let Some((name, share)) = &d.best {
        text.push_str(&format!("  fits {} best ({:.0}% of the words)\n", clean::line(name), share * 100.0));
    }
    text
}
