//! `merge` and `export`: what colleagues recorded, into one log; and everything as lines.

use crate::cli::context::{Context, reply, say};
use crate::cli::error::{CliError, Result};
use crate::cli::log::confirmed;
use crate::cli::output::{create, is_special};
use crate::store::{Merged, Mode, Other};
use crate::view::clean;
use crate::view::phrase::counted;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Take in what a colleague recorded: from a copy of the database, or from an export
///
/// The result is the union of both logs, in whatever order and however often files are merged; texts come with the entries
/// that load them. What would change is listed by author first. The other file is only read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant merge colleague.db --dry-run        who recorded what, and what it would change
  pursuant merge colleague.db
  pursuant merge office.jsonl --yes            a file that `pursuant export` wrote")]
pub struct MergeArgs {
    /// A database or an export
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only list what would come in
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

/// Runs `merge`.
pub fn merge(context: &Context, args: &MergeArgs) -> Result {
    let other = Other::open(&args.file)?;
    // Two databases may be merged into a new one.
    let mut store = context.write(if args.dry_run { Mode::Existing } else { Mode::Create })?;
    let same = |a: &std::path::Path, b: &std::path::Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if same(&args.file, &context.db) {
        return Err(CliError::usage(format!("{} is this database itself", args.file.display())));
    }
    // Whoever is asked may take a while, in which others shall write: then what was listed is taken in a second go.
    let asks = !args.yes && !args.dry_run;
    let mut told = Ok(());
    let mut tell = |m: &Merged, keep: bool| {
        told = reply(&listing(m));
        Ok(keep && told.is_ok())
    };
    let done = store.merge(&other, context.now, context.today(), &mut |m| tell(m, args.yes && !args.dry_run))?;
    told?;
    if done.events == 0 || args.dry_run {
        return Ok(());
    }
    if asks && !confirmed("Take this in?")? {
        return Err(CliError::failed("nothing was taken in"));
    }
    let done = if asks { store.merge(&other, context.now, context.today(), &mut |_| Ok(true))? } else { done };
    let (open, _) = store.review()?;
    let mut text = format!(
        "merged: {}, {}\n",
        counted(done.events as i64, "entry", "entries"),
        counted(done.texts as i64, "text", "texts")
    );
    if !open.is_empty() {
        text.push_str(&format!(
            "{}; `pursuant review --conflicts` lists them\n",
            counted(open.len() as i64, "contradiction", "contradictions")
        ));
    }
    reply(&text)
}

fn listing(m: &Merged) -> String {
    const MOST: usize = 40;
    if m.events == 0 {
        return "nothing in it that is not here\n".to_owned();
    }
    let mut text = format!(
        "{} and {} that are not here:\n",
        counted(m.events as i64, "entry", "entries"),
        counted(m.texts as i64, "text", "texts")
    );
    for (author, kinds) in &m.by_author {
        let kinds: Vec<String> = kinds.iter().map(|(kind, n)| format!("{n} {}", clean::line(kind))).collect();
        text.push_str(&format!("  {}: {}\n", clean::line(author), kinds.join(", ")));
    }
    if m.new > 0 {
        text.push_str(&format!("{}\n", counted(m.new as i64, "new provision", "new provisions")));
    }
    if !m.moved.is_empty() {
        text.push_str(&format!(
            "{} today:\n",
            counted(m.moved.len() as i64, "status would change", "statuses would change")
        ));
        for moved in m.moved.iter().take(MOST) {
            let said = |s: &Option<String>| s.as_deref().unwrap_or("not there").replace('-', " ");
            let by = moved.by.as_deref().map(|b| format!("{}: ", clean::line(b))).unwrap_or_default();
            text.push_str(&format!("  {by}{}, {} → {}\n", clean::line(&moved.id), said(&moved.was), said(&moved.is)));
        }
        if m.moved.len() > MOST {
            text.push_str(&format!("  and {} more\n", m.moved.len() - MOST));
        }
    }
    for (id, at) in m.ahead.iter().take(5) {
        text.push_str(&format!("  {} was written by a clock more than a day ahead of this one: {at}\n", id.short()));
    }
    text
}

/// Write all texts and entries to a file of lines that people can read and compare
///
/// JSON, one text or entry a line, always in the same order; `merge` takes it in again.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant export office.jsonl
  pursuant export - | grep implemented")]
pub struct ExportArgs {
    /// The file to write; - for standard output
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `export`.
pub fn export(context: &Context, args: &ExportArgs) -> Result {
    context.whole("export")?;
    let store = context.read()?;
    if args.file.as_os_str() == "-" || is_special(&args.file) {
        let mut to: Box<dyn Write> = if args.file.as_os_str() == "-" {
            Box::new(std::io::BufWriter::new(std::io::stdout().lock()))
        } else {
            Box::new(std::io::BufWriter::new(std::fs::OpenOptions::new().write(true).open(&args.file)?))
        };
        let mut broken = Watched { to: &mut to, gone: false };
        let done = store.export(&mut broken);
        if broken.gone {
            return Err(CliError::said());
        }
        done?;
        return Ok(to.flush()?);
    }
    let mut counts = (0, 0);
    create(&args.file, |file| {
        counts = store.export(file).map_err(std::io::Error::other)?;
        Ok(())
    })?;
    if !context.quiet {
        say(&format!(
            "wrote {} ({}, {})",
            args.file.display(),
            counted(counts.0 as i64, "text", "texts"),
            counted(counts.1 as i64, "entry", "entries")
        ));
    }
    Ok(())
}

/// Notes whether whoever reads has gone.
struct Watched<'a> {
    to: &'a mut Box<dyn Write>,
    gone: bool,
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let done = self.to.write(bytes);
        self.gone |= done.as_ref().is_err_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe);
        done
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}
