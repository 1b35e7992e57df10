//! `backup`: a checked copy, made while others work.

use crate::cli::context::{Context, out};
use crate::cli::error::{CliError, Result};
use crate::store::StoreError;
use crate::view::phrase::counted;
use clap::Args;
use std::path::PathBuf;

/// Copy the database into a new file, also while others write, and check the copy
///
/// The copy is a database like any other: `--db FILE` opens it, `merge` and `verify --against` take it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant backup ~/backups/office-$(date +%F).db
  pursuant --db ~/backups/office-2026-11-24.db list")]
pub struct BackupArgs {
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the command.
pub fn run(context: &Context, args: &BackupArgs) -> Result {
    context.whole("backup")?;
    let store = context.read_all()?;
    let copied = store.backup(&args.file).map_err(|e| match e {
        StoreError::Refused(_) => CliError::from(e).hint("name a file that is not there yet"),
        e => e.into(),
    })?;
    out(format!(
        "{}: {}, {}, {} bytes, checked\n",
        args.file.display(),
        counted(copied.texts as i64, "text", "texts"),
        counted(copied.events as i64, "entry", "entries"),
        copied.bytes
    )
    .as_bytes())
}
