//! `extract`: a dry run; what would be read, without a database.

use crate::cli::context::{Context, out};
use crate::cli::error::{CliError, Result};
use crate::cli::read;
use crate::extract::{self, ParagraphReading};
use crate::model::{Language, Resolution};
use crate::view::extraction;
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use std::path::PathBuf;

/// Show what would be extracted from files, without a database
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant extract data/samples                          what is asked of whom by when
  pursuant extract --explain data/samples                the rules behind each value
  pursuant extract --format jsonl ga-77 > ga-77.jsonl    one resolution a line
  pursuant extract --unread ga-77                        directive-looking words that no rule took")]
pub struct ExtractArgs {
    /// Files and folders; - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// text, json (an array) or jsonl (one resolution a line)
    #[arg(long, value_enum, default_value_t = ExtractFormat::Text)]
    format: ExtractFormat,
    /// Print the tree of rules with the words that each matched
    #[arg(long)]
    explain: bool,
    /// List directive-looking words that no rule took
    #[arg(long)]
    unread: bool,
}

/// How `extract` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExtractFormat {
    Text,
    Json,
    Jsonl,
}

/// Runs the command.
pub fn run(context: &Context, args: &ExtractArgs) -> Result {
    let (files, missing) = read::files(&args.paths);
    let mut wrong: Vec<(String, String)> =
        missing.into_iter().filter_map(|m| m.split_once(": ").map(|(a, b)| (a.to_owned(), b.to_owned()))).collect();
    let bar = read::bar(context, files.len());
    let mut all = Vec::new();
    let mut remarks: Vec<(String, String)> = Vec::new();
    for batch in files.chunks(256) {
        let opened = read::open(batch, &|_| false);
        for reading in opened.iter().filter_map(|o| o.content.as_ref().ok()).flatten() {
            remarks.extend(reading.remarks.iter().map(|r| (reading.name.clone(), r.clone())));
        }
        let texts: Vec<(String, std::result::Result<Vec<Resolution>, String>)> = opened
            .into_iter()
            .flat_map(|o| match o.content {
                Err(e) => vec![(o.name, Err(e))],
                Ok(readings) => readings.into_iter().map(|r| (r.name, r.texts.map_err(|e| e.to_string()))).collect(),
            })
            .collect();
        let printed: Vec<std::result::Result<Vec<String>, (String, String)>> = texts
            .into_par_iter()
            .map(|(name, texts)| match texts {
                Err(e) => Err((name, e)),
                Ok(texts) => Ok(texts.iter().map(|r| print(args, &name, r, &extract::extract(r))).collect()),
            })
            .collect();
        bar.inc(batch.len() as u64);
        for p in printed {
            match p {
                Ok(lines) if args.format == ExtractFormat::Json => all.extend(lines),
                Ok(lines) => lines.iter().try_for_each(|l| out(l.as_bytes()))?,
                Err(e) => wrong.push(e),
            }
        }
    }
    bar.finish_and_clear();
    if args.format == ExtractFormat::Json {
        let lines: Vec<&str> = all.iter().map(|l| l.trim_end()).collect();
        out(format!("[{}]\n", lines.join(",\n")).as_bytes())?;
    }
    read::remark(context, &remarks);
    read::complain(context, &wrong);
    if wrong.is_empty() { Ok(()) } else { Err(CliError::said()) }
}

fn print(args: &ExtractArgs, name: &str, r: &Resolution, readings: &[ParagraphReading]) -> String {
    if args.format != ExtractFormat::Text {
        return format!("{}\n", extraction::json_line(name, r, readings));
    }
    if r.language != Language::English {
        return format!(
            "{}  {}: a text in another language ({}) is kept but not extracted\n\n",
            r.symbol, r.title, r.language
        );
    }
    if args.unread { extraction::unread(r, readings) } else { extraction::text(r, readings, args.explain) }
}
