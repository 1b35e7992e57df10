//! `doctor`, `completions`, `man`: about the program itself.

use crate::cli::context::{Context, config_folder, out};
use crate::cli::error::{CliError, Result};
use crate::extract::RULES;
use crate::model::resolution::STRUCTURE;
use crate::store::{KEPT, layout};
use clap::{Args, Command};
use clap_complete::Shell;
use std::path::PathBuf;

/// Print versions, paths, settings and the health of the database, and none of its content
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pursuant doctor")]
pub struct DoctorArgs {}

/// Runs `doctor`.
pub fn doctor(context: &Context, _: &DoctorArgs) -> Result {
    let mut lines = vec![
        format!("pursuant      {}", env!("CARGO_PKG_VERSION")),
        format!("rules         {RULES}, structure {STRUCTURE}, kept tables {KEPT}, derived layout {}", layout()),
        format!("sqlite        {}", crate::store::sqlite_version()),
        format!("database      {}", context.db.display()),
        format!("settings      {}", config_folder()?.display()),
        format!("writes as     {}", context.author().by),
        format!("today         {}", context.today()),
    ];
    if context.db.exists() {
        let store = context.read()?;
        for (name, value) in store.health()? {
            lines.push(format!("{name:<13} {value}"));
        }
    } else {
        lines.push("              not there yet; `pursuant load PATH…` makes it".to_owned());
    }
    out((lines.join("\n") + "\n").as_bytes())
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant completions bash > ~/.local/share/bash-completion/completions/pursuant
  pursuant completions fish > ~/.config/fish/completions/pursuant.fish
  pursuant completions zsh > \"${fpath[1]}/_pursuant\"")]
pub struct CompletionsArgs {
    /// bash, elvish, fish, powershell or zsh
    shell: Shell,
}

/// Runs `completions`.
pub fn completions(args: &CompletionsArgs, command: &mut Command) -> Result {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "pursuant", &mut script);
    out(&script)
}

/// Print the manual page, or write one a command into a folder
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant man | man -l -
  pursuant man --to ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Write a page a command into this folder
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

/// Runs `man`.
pub fn man(args: &ManArgs, command: Command) -> Result {
    match &args.to {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            out(&page)
        }
        Some(folder) => {
            let failed = |e| CliError::failed(format!("{}: {e}", folder.display()));
            std::fs::create_dir_all(folder).map_err(failed)?;
            clap_mangen::generate_to(command, folder).map_err(failed)
        }
    }
}
