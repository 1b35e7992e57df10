//! The commands, one file each, thin. The only place with a clock, an environment and a terminal.

mod actors;
mod backup;
mod beside;
mod brief;
mod changes;
mod charts;
mod context;
mod correct;
mod dates;
mod diff;
mod entry;
mod error;
mod expiring;
mod extract;
mod fault;
mod filters;
mod history;
mod layouts;
mod list;
mod load;
mod log;
mod log_from;
mod merge;
mod meta;
mod notes;
mod output;
mod read;
mod reconcile;
mod reread;
mod resolutions;
mod review;
mod saved_filters;
mod series;
mod sessions;
mod show;
mod stats;
mod summary;
mod table;
mod target;
mod unsure;
mod updates;
mod verify;

pub use error::{CliError, Exit};

use crate::model::Symbol;
use chrono::NaiveDate;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};
use context::Context;
use error::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// Follows what the United Nations decided: who is asked for what, by when, and what was done
///
/// pursuant reads resolutions (XML, PDF, Word, web pages, pasted text), takes out every obligation of their operative paragraphs,
/// keeps them in SQLite and follows each one until it is done. It works offline.
#[derive(Debug, Parser)]
#[command(
    name = "pursuant",
    version,
    max_term_width = 100,
    propagate_version = true,
    after_help = "First steps:
  pursuant load data/samples        read the bundled resolution
  pursuant list                     what it asks, of whom, by when
  pursuant overdue                  what is late
  pursuant show 75/276:8            one provision: words, window, history
  pursuant log 75/276:8 implemented --on 2022-08-15 --evidence A/77/277-S/2022/606

Groups:
  texts           load extract reread resolutions search show series diff
  what is asked   list overdue expiring actors
  record          log note evidence assign defer schedule correct add review reconcile undo history
  papers          table changes brief stats, and --format and --output on every list
  settings        sessions since layouts filters
  keeping         merge export backup verify doctor completions man

Exit status: 0 done, 1 failed, 2 used wrongly. With --format json, an error is JSON on standard error, too."
)]
pub struct Cli {
    /// The database file (else $PURSUANT_DB, else pursuant.db in the user's data folder)
    #[arg(long, global = true, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Show everything as it stood on this day
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Show only what was recorded by this day
    #[arg(long, global = true, value_name = "DATE")]
    recorded_by: Option<NaiveDate>,
    /// Who writes (else $PURSUANT_BY, else the login name)
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
    /// No progress and no hints
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Load(load::LoadArgs),
    Extract(extract::ExtractArgs),
    Reread(reread::RereadArgs),
    Resolutions(resolutions::ResolutionsArgs),
    Search(resolutions::SearchArgs),
    Show(show::ShowArgs),
    Series(series::SeriesArgs),
    Diff(diff::DiffArgs),
    List(list::ListArgs),
    Overdue(list::OverdueArgs),
    Expiring(expiring::ExpiringArgs),
    Actors(actors::ActorsArgs),
    Table(table::TableArgs),
    Layouts(layouts::LayoutsArgs),
    Changes(changes::ChangesArgs),
    Brief(brief::BriefArgs),
    Stats(stats::StatsArgs),
    Filters(saved_filters::FiltersArgs),
    Log(log::LogArgs),
    Note(notes::NoteArgs),
    Evidence(notes::EvidenceArgs),
    Assign(notes::AssignArgs),
    Defer(notes::DeferArgs),
    Schedule(notes::ScheduleArgs),
    Correct(correct::CorrectArgs),
    Add(correct::AddArgs),
    Reconcile(reconcile::ReconcileArgs),
    Undo(history::UndoArgs),
    History(history::HistoryArgs),
    Sessions(sessions::SessionsArgs),
    Since(sessions::SinceArgs),
    Review(review::ReviewArgs),
    Merge(merge::MergeArgs),
    Export(merge::ExportArgs),
    Backup(backup::BackupArgs),
    Verify(verify::VerifyArgs),
    Doctor(meta::DoctorArgs),
    Completions(meta::CompletionsArgs),
    Man(meta::ManArgs),
}

/// Parses the command line, runs the command, says what went wrong, and returns the exit status.
pub fn main() -> ExitCode {
    // `--format json` wants errors as JSON, too. Arguments need not be Unicode.
    let args: Vec<String> = std::env::args_os().map(|a| a.to_string_lossy().into_owned()).collect();
    let json = args.windows(2).any(|a| matches!(a, [a, b] if a == "--format" && b.starts_with("json")))
        || args.iter().any(|a| a.starts_with("--format=json"));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            if !e.use_stderr() {
                let _ = e.print();
                return ExitCode::SUCCESS;
            }
            unparsed(&e, &args, json);
            return ExitCode::from(2);
        }
    };
    match fault::caught(json, || run(cli, json)) {
        None => ExitCode::from(1),
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(e)) => {
            tell(&e, &args, json);
            ExitCode::from(e.exit.status())
        }
    }
}

/// Says why a command line can't be parsed. What was typed is repeated, so it is made safe to show.
fn unparsed(e: &clap::Error, args: &[String], json: bool) {
    let plain = e.to_string();
    let first = || plain.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    if let Some(symbol) = stray_symbol(e) {
        let hint = format!("for one resolution: `--resolution {symbol}`");
        return tell(&CliError::usage(first()).hint(hint), args, json);
    }
    if e.kind() == ErrorKind::ValueValidation && first().contains("<DATE>") {
        let said = first();
        let what = said.rsplit_once(": ").map_or(said.as_str(), |(what, _)| what);
        return tell(&CliError::usage(what).hint("a day is written 2026-11-24"), args, json);
    }
    if json {
        // Its first paragraph: what is wrong, and the arguments that are missing.
        let said: Vec<&str> = plain.lines().take_while(|l| !l.trim().is_empty()).map(str::trim).collect();
        let message = said.join(" ").trim_start_matches("error: ").to_owned();
        return tell(&CliError::usage(message), args, true);
    }
    match crate::view::clean::lines(&plain) {
        std::borrow::Cow::Borrowed(_) => drop(e.print()),
        std::borrow::Cow::Owned(safe) => context::say(safe.trim_end()),
    }
}

/// A symbol where the command takes none, as in `list 75/276`.
fn stray_symbol(e: &clap::Error) -> Option<Symbol> {
    let ContextValue::String(word) = e.get(ContextKind::InvalidArg)? else { return None };
    (e.kind() == ErrorKind::UnknownArgument).then(|| word.parse().ok())?
}

fn tell(e: &CliError, args: &[String], json: bool) {
    if e.message.is_empty() {
        return;
    }
    let help = || {
        let command = Cli::command();
        let name = args.iter().skip(1).find(|a| command.get_subcommands().any(|c| c.get_name() == a.as_str()));
        format!("`pursuant {} --help` shows what it takes, with examples", name.map_or("COMMAND", |n| n))
    };
    let hint = e.hint.clone().unwrap_or_else(help);
    if json {
        context::say_json(&e.message, Some(&hint), e.exit.status());
        return;
    }
    context::say(&format!("error: {}\nhint: {hint}", e.message));
}

fn run(cli: Cli, json: bool) -> Result {
    if cli.by.as_ref().is_some_and(|by| by.trim().is_empty()) {
        return Err(CliError::usage("--by is empty").hint("give the name of whoever writes, or leave it out"));
    }
    let mut context = Context::new(cli.db)?;
    context.as_of = cli.as_of;
    context.recorded_by = cli.recorded_by;
    context.by = cli.by;
    context.quiet = cli.quiet;
    context.json = json;
    command(&context, &cli.command).map_err(|e| e.in_database(&context.db))
}

fn command(c: &Context, command: &Command) -> Result {
    match command {
        Command::Load(args) => load::run(c, args),
        Command::Extract(args) => extract::run(c, args),
        Command::Resolutions(args) => resolutions::resolutions(c, args),
        Command::Search(args) => resolutions::search(c, args),
        Command::Show(args) => show::run(c, args),
        Command::Series(args) => series::run(c, args),
        Command::Diff(args) => diff::run(c, args),
        Command::List(args) => list::list(c, args),
        Command::Overdue(args) => list::overdue(c, args),
        Command::Expiring(args) => expiring::run(c, args),
        Command::Actors(args) => actors::run(c, args),
        Command::Reread(args) => reread::run(c, args),
        Command::Table(args) => table::run(c, args),
        Command::Layouts(args) => layouts::run(c, args),
        Command::Changes(args) => changes::run(c, args),
        Command::Brief(args) => brief::run(c, args),
        Command::Stats(args) => stats::run(c, args),
        Command::Filters(args) => saved_filters::run(c, args),
        Command::Log(args) => log::run(c, args),
        Command::Note(args) => notes::note(c, args),
        Command::Evidence(args) => notes::evidence(c, args),
        Command::Assign(args) => notes::assign(c, args),
        Command::Defer(args) => notes::defer(c, args),
        Command::Schedule(args) => notes::schedule(c, args),
        Command::Correct(args) => correct::correct(c, args),
        Command::Add(args) => correct::add(c, args),
        Command::Reconcile(args) => reconcile::run(c, args),
        Command::Undo(args) => history::undo(c, args),
        Command::History(args) => history::history(c, args),
        Command::Sessions(args) => sessions::sessions(c, args),
        Command::Since(args) => sessions::since(c, args),
        Command::Review(args) => review::run(c, args),
        Command::Merge(args) => merge::merge(c, args),
        Command::Export(args) => merge::export(c, args),
        Command::Backup(args) => backup::run(c, args),
        Command::Verify(args) => verify::run(c, args),
        Command::Doctor(args) => meta::doctor(c, args),
        Command::Completions(args) => meta::completions(args, &mut Cli::command()),
        Command::Man(args) => meta::man(args, Cli::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed_and_every_command_has_help_with_an_example() {
        let mut cli = Cli::command();
        cli.build();
        cli.clone().debug_assert();
        for command in cli.get_subcommands().filter(|c| c.get_name() != "help") {
            assert!(command.get_about().is_some(), "{} has no help", command.get_name());
            let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(example.contains("pursuant"), "{} has no example", command.get_name());
        }
    }
}
