//! `diff`: what one resolution renews, amends, does not repeat of another.

use crate::cli::context::{Context, out};
use crate::cli::error::{CliError, Result};
use crate::cli::output::{OutputArgs, write_file};
use crate::cli::series;
use crate::follow::renewal::{Mark, marked};
use crate::follow::{Change, Line as Succession, Loaded, Provision, renewals};
use crate::model::Symbol;
use crate::model::day::in_words;
use crate::view::{Cell, Column, Format, Line, Report, clean, wrap};
use clap::Args;

/// Compare two resolutions of a series, provision by provision
///
/// Each provision of the first is renewed (the same words or nearly), amended (with what changed), or not repeated; what only the
/// second has is new. Not repeated is a remark: a request with a time of its own stays owed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant diff 75/276 77/13
  pursuant diff 75/276                            against the next one that is loaded
  pursuant diff 75/276 77/13 --format html --output changes.html")]
pub struct DiffArgs {
    /// The earlier resolution
    #[arg(value_name = "SYMBOL")]
    old: String,
    /// The later one; without it the next of the series
    #[arg(value_name = "SYMBOL")]
    new: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs the command.
pub fn run(context: &Context, args: &DiffArgs) -> Result {
    let store = context.read()?;
    let mut named = Vec::new();
    for written in std::iter::once(&args.old).chain(&args.new) {
        named.extend(store.texts(&Symbol::candidates(written))?);
    }
    let texts = store.loaded_also(context.day(), &named)?;
    let line = Succession::new(&texts);
    // A draft stands in no line, but it can be named.
    let find = |written: &str| -> Result<&Loaded> {
        let called = store.texts(&Symbol::candidates(written))?;
        match (called.as_slice(), texts.iter().find(|t| called.iter().any(|c| c == t.symbol().as_str()))) {
            ([_], Some(text)) => Ok(text),
            _ => Ok(line.texts[series::one(&store, &line, written)?]),
        }
    };
    let old = find(&args.old)?;
    let new = match &args.new {
        Some(new) => find(new)?,
        None => {
            let next = line.index(old.symbol().as_str()).and_then(|i| line.next(i));
            let next = next.ok_or_else(|| {
                CliError::failed(format!("no resolution that is loaded follows {}", old.symbol()))
                    .hint("name the later one, or load it")
            })?;
            line.texts[next.next]
        }
    };
    let rows = renewals(old, new);
    let format = args.output.chosen()?;
    let text = match format {
        Format::Table => terminal(context, old, new, &rows),
        Format::Md => paper(old, new, &rows, false),
        Format::Html => paper(old, new, &rows, true),
        _ => return args.output.write(context, &report(context, old, new, &rows)),
    };
    match &args.output.output {
        Some(path) => write_file(path, text.as_bytes()),
        None => out(text.as_bytes()),
    }
}

fn head(old: &Loaded, new: &Loaded) -> String {
    let day = |t: &Loaded| t.resolution.adopted.map(|d| format!(" ({})", in_words(d))).unwrap_or_default();
    format!("{}{} and {}{}", old.symbol(), day(old), new.symbol(), day(new))
}

/// What became of a provision, in words.
fn said(p: &Provision<'_>) -> String {
    let what = p.change.as_str().replace('-', " ");
    let differs = if p.differs.is_empty() { String::new() } else { format!(" ({})", p.differs.join(", ")) };
    let owed = match (p.stays_owed, p.change) {
        (true, Change::NotRepeated) => "; the earlier one has a time of its own and stays owed",
        (true, _) => "; the earlier one has a time of its own and stays owed beside it",
        _ => "",
    };
    format!("{what}{differs}{owed}")
}

fn places(p: &Provision<'_>) -> String {
    let place = |a: &crate::follow::Ask| {
        format!("{}{}", a.place, a.part.as_deref().map(|p| format!(" {p}")).unwrap_or_default())
    };
    match (p.old, p.new) {
        (Some(a), Some(b)) => format!("para. {} \u{2192} para. {}", place(a), place(b)),
        (Some(a), None) => format!("para. {}", place(a)),
        (None, Some(b)) => format!("new para. {}", place(b)),
        (None, None) => String::new(),
    }
}

/// The words with their marks, each piece of them made by `show`.
fn words(p: &Provision<'_>, show: &dyn Fn(Mark, &str) -> String) -> String {
    let old = p.old.map_or("", |a| a.words.as_str());
    let new = p.new.map_or("", |a| a.words.as_str());
    match p.change {
        Change::NotRepeated => show(Mark::Out, old),
        Change::New => show(Mark::In, new),
        _ => marked(old, new).iter().map(|(m, t)| show(*m, t)).collect(),
    }
}

fn summary(rows: &[Provision<'_>]) -> String {
    let count = |c: Change| rows.iter().filter(|p| p.change == c).count();
    Change::ALL.iter().map(|c| format!("{} {}", count(*c), c.as_str().replace('-', " "))).collect::<Vec<_>>().join(", ")
}

fn terminal(context: &Context, old: &Loaded, new: &Loaded, rows: &[Provision<'_>]) -> String {
    let colour = context.colour() && context.width() > 0;
    let show = |m: Mark, t: &str| {
        let t = clean::line(t).into_owned();
        match (m, colour) {
            (Mark::Same, _) => t,
            (Mark::Out, false) => format!("[-{}-]{}", t.trim_end(), tail(&t)),
            (Mark::In, false) => format!("{{+{}+}}{}", t.trim_end(), tail(&t)),
            (Mark::Out, true) => format!("\u{1b}[31;9m{t}\u{1b}[0m"),
            (Mark::In, true) => format!("\u{1b}[32m{t}\u{1b}[0m"),
        }
    };
    let mut text = format!("{}\n{}\n\n", clean::line(&new.resolution.name()), head(old, new));
    for p in rows {
        text.push_str(&format!("{}  {}\n", places(p), said(p)));
        let body = words(p, &show);
        // Escape codes would be counted as width, so coloured text is left to the terminal to wrap.
        if colour {
            text.push_str(&format!("  {body}\n\n"));
        } else {
            text.push_str(&wrap::paragraph(&body, context.width(), "  ", "  ").join("\n"));
            text.push_str("\n\n");
        }
    }
    text.push_str(&format!("{}.\n", summary(rows)));
    text
}

/// The blank after a piece, which stays outside its mark.
fn tail(t: &str) -> &str {
    if t.ends_with(char::is_whitespace) { " " } else { "" }
}

fn paper(old: &Loaded, new: &Loaded, rows: &[Provision<'_>], html: bool) -> String {
    let escape = |t: &str| {
        let t = clean::line(t).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        if html { t } else { t.replace('*', "\\*").replace('_', "\\_").replace('~', "\\~").replace('[', "\\[") }
    };
    let show = |m: Mark, t: &str| {
        let (inside, tail) = (escape(t.trim_end()), tail(t));
        match (m, html) {
            (Mark::Same, _) => format!("{inside}{tail}"),
            (Mark::Out, true) => format!("<del>{inside}</del>{tail}"),
            (Mark::In, true) => format!("<ins>{inside}</ins>{tail}"),
            (Mark::Out, false) => format!("~~{inside}~~{tail}"),
            (Mark::In, false) => format!("**{inside}**{tail}"),
        }
    };
    let title = escape(&new.resolution.name());
    let mut text = if html {
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <style>body{{max-width:45em;margin:2em auto;font-family:serif}}del{{color:#a00}}ins{{color:#060}}</style></head><body>\n\
             <h1>{title}</h1>\n<p>{}</p>\n",
            escape(&head(old, new))
        )
    } else {
        format!("# {title}\n\n{}\n", escape(&head(old, new)))
    };
    for p in rows {
        let (place, said, body) = (escape(&places(p)), escape(&said(p)), words(p, &show));
        text.push_str(&if html {
            format!("<h3>{place}: {said}</h3>\n<p>{body}</p>\n")
        } else {
            format!("\n### {place}: {said}\n\n{body}\n")
        });
    }
    text.push_str(&if html {
        format!("<p>{}.</p>\n</body></html>\n", summary(rows))
    } else {
        format!("\n{}.\n", summary(rows))
    });
    text
}

fn report(context: &Context, old: &Loaded, new: &Loaded, rows: &[Provision<'_>]) -> Report {
    let columns = vec![
        Column::new("change", "change", 12),
        Column::new("differs", "what differs", 16),
        Column::new("old", "earlier", 24),
        Column::new("new", "later", 24),
        Column::new("stays_owed", "stays owed", 8),
        Column::new("old_text", "earlier words", 50),
        Column::new("new_text", "later words", 50),
    ];
    let lines = rows
        .iter()
        .map(|p| {
            let id = |a: Option<&crate::follow::Ask>| a.map_or_else(Cell::empty, |a| Cell::text(a.id.clone()));
            let text = |a: Option<&crate::follow::Ask>| a.map_or_else(Cell::empty, |a| Cell::text(a.words.clone()));
            Line::from(vec![
                Cell::term(p.change.as_str(), p.change.as_str().replace('-', " ")),
                Cell::list(p.differs.iter().copied()),
                id(p.old),
                id(p.new),
                crate::view::Value::Flag(p.stays_owed).into(),
                text(p.old),
                text(p.new),
            ])
        })
        .collect();
    let mut report = Report::new(head(old, new), context.day(), columns).group("", lines);
    report.summary.push(format!("{}.", summary(rows)));
    report
}
