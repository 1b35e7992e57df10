//! `filters`: filters under a name, one small file each in the user's configuration folder.

use crate::cli::context::{Context, config_folder, out};
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::output::write_file;
use crate::view::clean;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Save filters under a name, for `--filter NAME` wherever filters are
///
/// A flag given beside `--filter` takes the place of the saved one; the others stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant filters
  pursuant filters save ours --addressee SG --kind report
  pursuant list --filter ours --due-session 78
  pursuant brief --filter ours
  pursuant filters remove ours")]
pub struct FiltersArgs {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Save filters under a name, in place of what stood there
    Save(Box<SaveArgs>),
    /// Remove a saved filter
    Remove {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

#[derive(Debug, Args)]
struct SaveArgs {
    /// Letters, digits, `-` and `_`
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    filters: FilterArgs,
}

/// Runs the command.
pub fn run(_: &Context, args: &FiltersArgs) -> Result {
    match &args.what {
        None => list(),
        Some(What::Save(args)) => save(&args.name, &args.filters),
        Some(What::Remove { name }) => {
            let path = file(name)?;
            std::fs::remove_file(&path).map_err(|e| missing(name, &path, &e))?;
            out(format!("{name} is removed\n").as_bytes())
        }
    }
}

/// Reads a saved filter.
pub fn read(name: &str) -> Result<FilterArgs> {
    let path = file(name)?;
    let text = std::fs::read_to_string(&path).map_err(|e| missing(name, &path, &e))?;
    toml::from_str(&text).map_err(|e| {
        CliError::failed(format!("{}: {}", path.display(), e.message()))
            .hint(format!("write it anew: pursuant filters save {name} --addressee … --kind …"))
    })
}

fn save(name: &str, filters: &FilterArgs) -> Result {
    let filters = filters.merged()?;
    if filters.is_empty() {
        return Err(CliError::usage("no filter given")
            .hint(format!("for example: pursuant filters save {name} --addressee SG --kind report")));
    }
    // What would fail when it is used is refused now.
    filters.parsed()?;
    let path = file(name)?;
    let failed = |e: &dyn std::fmt::Display| CliError::failed(format!("{} can't be written: {e}", path.display()));
    let text = toml::to_string(&filters).map_err(|e| failed(&e))?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| failed(&e))?;
    }
    write_file(&path, text.as_bytes())?;
    out(format!("{name} is saved: {}\n", clean::line(&filters.words().join("; "))).as_bytes())
}

fn list() -> Result {
    let names = names()?;
    if names.is_empty() {
        return out(b"no filter is saved; `pursuant filters save NAME --addressee SG --kind report` saves one\n");
    }
    let wide = names.iter().map(|n| n.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for name in names {
        let said = match read(&name) {
            Ok(filters) => filters.words().join("; "),
            Err(e) => format!("can't be read: {}", e.message),
        };
        text.push_str(&format!("{name:<wide$}  {}\n", clean::line(&said)));
    }
    out(text.as_bytes())
}

fn folder() -> Result<PathBuf> {
    Ok(config_folder()?.join("filters"))
}

/// The file of a name, which has nothing in it that a path could mean.
fn file(name: &str) -> Result<PathBuf> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.chars().count() > 60 || !name.chars().all(fits) {
        return Err(CliError::usage(format!("`{name}` is no name for a filter"))
            .hint("a name has letters, digits, `-` and `_`"));
    }
    Ok(folder()?.join(format!("{name}.toml")))
}

fn names() -> Result<Vec<String>> {
    let Ok(entries) = std::fs::read_dir(folder()?) else { return Ok(Vec::new()) };
    let mut names: Vec<String> = entries
        .filter_map(std::result::Result::ok)
        .filter_map(|e| e.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .filter(|n| file(n).is_ok())
        .collect();
    names.sort();
    Ok(names)
}

fn missing(name: &str, path: &std::path::Path, e: &std::io::Error) -> CliError {
    if e.kind() != std::io::ErrorKind::NotFound {
        return CliError::failed(format!("{}: {e}", path.display()));
    }
    let error = CliError::usage(format!("no filter is saved as `{name}`"));
    match names().unwrap_or_default().as_slice() {
        [] => error.hint(format!("`pursuant filters save {name} --addressee …` saves one")),
        names => error.hint(format!("saved are {}", names.join(", "))),
    }
}
