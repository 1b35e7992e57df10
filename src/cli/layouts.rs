//! `layouts`: the forms of papers, those that are built in and those of the user.

use crate::cli::context::{Context, config_folder, out};
use crate::cli::error::{CliError, Result};
use crate::view::clean;
use crate::view::layouts::{self, About, EXAMPLE, Layout, Own};
use clap::Args;
use std::path::{Path, PathBuf};

fn folder() -> Result<PathBuf> {
    Ok(config_folder()?.join("layouts"))
}

/// A user's own layout, by its name or its file, and the text of that.
pub fn own(name: &str) -> Result<(Own, String)> {
    let path = if name.ends_with(".toml") { PathBuf::from(name) } else { folder()?.join(format!("{name}.toml")) };
    let text = std::fs::read_to_string(&path).map_err(|e| {
        if e.kind() != std::io::ErrorKind::NotFound {
            return CliError::failed(format!("{}: {e}", path.display()));
        }
        let known = Layout::WORDS.join(", ");
        let near = Layout::WORDS.iter().find(|w| similar::TextDiff::from_chars(name, **w).ratio() >= 0.75);
        let meant = near.map_or(String::new(), |w| format!("did you mean `{w}`? "));
        CliError::usage(format!("there is no layout `{name}`, and no file {}", path.display()))
            .hint(format!("{meant}Built in are {known}; `pursuant layouts --example` shows how to write one"))
    })?;
    let own = Own::parse(name, &text).map_err(CliError::failed)?;
    Ok((own, text))
}

/// List the layouts of papers, or show how to write one
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant layouts
  pursuant layouts --example > ~/.config/pursuant/layouts/desk.toml
  pursuant layouts desk                     checks and shows it
  pursuant layouts matrix                   the columns of one that is built in")]
pub struct LayoutsArgs {
    /// Show this layout; one of yours is checked
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Print a layout to start from
    #[arg(long)]
    example: bool,
}

/// Runs `layouts`.
pub fn run(_: &Context, args: &LayoutsArgs) -> Result {
    if args.example {
        return out(EXAMPLE.as_bytes());
    }
    if let Some(name) = &args.name {
        if let Ok(layout) = name.parse::<Layout>() {
            return out(built_in(layout).as_bytes());
        }
        let (_, text) = own(name)?;
        return out(format!("{name} is well formed\n\n{}", clean::lines(&text)).as_bytes());
    }
    let mut text = String::new();
    for layout in Layout::ALL {
        text.push_str(&format!("{:<10} {}\n", layout.as_str(), about(*layout)));
    }
    let folder = folder()?;
    for name in own_names(&folder) {
        text.push_str(&format!("{name:<10} your own, {}\n", folder.join(format!("{name}.toml")).display()));
    }
    out(text.as_bytes())
}

/// The names of a user's layouts, in order.
fn own_names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(std::result::Result::ok)
        .filter_map(|e| e.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// What a layout is for.
fn about(layout: Layout) -> &'static str {
    match layout {
        Layout::Matrix => "para., provision, addressed to, lead, requested for, due, status, reference, remarks",
        Layout::Inventory => "not yet implemented; implemented, once or on a continuing basis; by clusters of yours",
        Layout::Mandates => "completed, in progress, not implemented, not applicable, no indication",
        Layout::Cycle => "mandates and reporting requirements, then month by month for a year",
        Layout::Documents => "status of preparedness of documentation, and the annotated list",
        Layout::Sheet => "one page for one resolution: what it asks, what was done, what is late, what comes next",
    }
}

/// Title and columns of a layout that is built in.
fn built_in(layout: Layout) -> String {
    let report = layouts::report(layout, &[], &About::default(), chrono::NaiveDate::MIN);
    let columns: Vec<String> = report.columns.iter().map(|c| format!("  {:<14} {}\n", c.key, c.title)).collect();
    let groups: Vec<String> =
        report.groups.iter().filter(|g| !g.heading.is_empty()).map(|g| format!("  {}\n", g.heading)).collect();
    let parts = if groups.is_empty() || layout == Layout::Cycle {
        String::new()
    } else {
        format!("\nparts:\n{}", groups.concat())
    };
    format!("{layout}: {}\n{}\n\ncolumns:\n{}{parts}", report.title, about(layout), columns.concat())
}
