//! `diff`: what one resolution renews, amends, does not repeat of another.

mod neighbours;

use crate::cli::context::{Context, out, say};
use crate::cli::error::Result;
use crate::cli::output::{OutputArgs, write_file};
use crate::cli::series;
use crate::follow::renewal::{Mark, marked};
use crate::follow::revision::{Fate, Paragraph, revisions};
use crate::follow::{Change, Line as Succession, Loaded, Provision, renewals};
use crate::model::day::in_words;
use crate::model::id::Reference;
use crate::model::{Symbol, TextKind};
use crate::view::{Cell, Column, Format, Line, Report, clean, wrap};
use clap::Args;

/// Compare two resolutions of a series, provision by provision
///
/// Each provision of the first is renewed (the same words or nearly), amended (with what changed), or not repeated; what only the
/// second has is new. Not repeated is a remark: a request with a time of its own stays owed. A draft is compared with what it
/// became paragraph by paragraph, word by word.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant diff 75/276 77/13
  pursuant diff 75/276                            against the next one that is loaded
  pursuant diff A/80/L.27 80/111                  a draft and what it became
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
        named.extend(store.texts(&symbols(written))?);
    }
    // What a draft became, where only the draft is named.
    for symbol in named.clone() {
        named.extend(store.became(&symbol.parse()?)?.map(|s| s.to_string()));
    }
    let texts = store.loaded_also(context.day(), &named)?;
    let line = Succession::new(&texts);
    // A draft stands in no line, but it can be named.
    let find = |written: &str| -> Result<&Loaded> {
        let called = store.texts(&symbols(written))?;
        match (called.as_slice(), texts.iter().find(|t| called.iter().any(|c| c == t.symbol().as_str()))) {
            ([_], Some(text)) => neighbours::known(text, context.day()).map(|()| text),
            _ => Ok(line.texts[series::one(&store, &line, written)?]),
        }
    };
    let old = find(&args.old)?;
    let new = match &args.new {
        Some(new) => find(new)?,
        None => {
            if let Some(became) = store.became(old.symbol())?
                && let Some(text) = texts.iter().find(|t| *t.symbol() == became)
            {
                neighbours::known(text, context.day())?;
                return compare(context, args, old, text, &[]);
            }
            let index = line.index(old.symbol().as_str());
            let next = index.and_then(|i| line.next(i)).ok_or_else(|| neighbours::no_next(&line, index, old))?;
            line.texts[next]
        }
    };
    compare(context, args, old, new, &neighbours::remarks(&line, old, new))
}

/// What a symbol may mean; of a bare number the Security Council's resolution, as everywhere an id is typed.
fn symbols(written: &str) -> Vec<Symbol> {
    written.parse::<Reference>().ok().filter(|r| r.place.is_none()).map_or_else(Vec::new, |r| r.symbols)
}

fn compare(context: &Context, args: &DiffArgs, old: &Loaded, new: &Loaded, remarks: &[String]) -> Result {
    let format = args.output.chosen()?;
    if old.resolution.kind == TextKind::Draft || new.resolution.kind == TextKind::Draft {
        return revised(context, args, format, old, new);
    }
    let rows = renewals(old, new);
    if !matches!(format, Format::Table | Format::Md | Format::Html) {
        let mut report = report(context, old, new, &rows);
        report.notes.extend(remarks.iter().cloned());
        // A file of rows alone has no place for them.
        remarks.iter().for_each(|remark| say(&format!("to check  {remark}")));
        return args.output.write(context, &report);
    }
    let shown: Vec<Shown> = rows.iter().map(|p| Shown { place: places(p), said: said(p), pieces: words(p) }).collect();
    let heads: Vec<String> = std::iter::once(head(old, new)).chain(remarks.iter().cloned()).collect();
    write(context, args, format, new, &heads, &shown, &summary(&rows))
}

/// A paragraph or provision as it is shown.
struct Shown {
    place: String,
    said: String,
    pieces: Vec<(Mark, String)>,
}

fn write(
    context: &Context,
    args: &DiffArgs,
    format: Format,
    new: &Loaded,
    heads: &[String],
    rows: &[Shown],
    summary: &str,
) -> Result {
    let text = match format {
        Format::Md => paper(new, heads, rows, summary, false),
        Format::Html => paper(new, heads, rows, summary, true),
        _ => terminal(context, new, heads, rows, summary),
    };
    match &args.output.output {
        Some(path) => write_file(path, text.as_bytes()),
        None => out(text.as_bytes()),
    }
}

/// A draft and what it became (or another draft): every paragraph, whether or not it asks something; what is the same is
/// counted.
fn revised(context: &Context, args: &DiffArgs, format: Format, old: &Loaded, new: &Loaded) -> Result {
    let rows = revisions(&old.resolution, &new.resolution);
    let place = |p: &Option<Paragraph>| p.as_ref().map(|p| p.place.clone()).unwrap_or_default();
    let text = |p: &Option<Paragraph>| p.as_ref().map(|p| p.text.clone()).unwrap_or_default();
    let count = |f: Fate| rows.iter().filter(|r| r.fate == f).count();
    let summary =
        Fate::ALL.iter().map(|f| format!("{} {}", count(*f), f.as_str().replace('-', " "))).collect::<Vec<_>>();
    let summary = format!("paragraphs: {}", summary.join(", "));
    if !matches!(format, Format::Table | Format::Md | Format::Html) {
        let columns = vec![
            Column::new("change", "change", 12),
            Column::new("old", "earlier", 24),
            Column::new("new", "later", 24),
            Column::new("old_text", "earlier words", 50),
            Column::new("new_text", "later words", 50),
        ];
        let lines = rows.iter().map(|r| {
            Line::from(vec![
                Cell::term(r.fate.as_str(), r.fate.as_str().replace('-', " ")),
                Cell::text(place(&r.old)),
                Cell::text(place(&r.new)),
                Cell::text(text(&r.old)),
                Cell::text(text(&r.new)),
            ])
        });
        let mut report = Report::new(head(old, new), context.day(), columns).group("", lines.collect());
        report.summary.push(format!("{summary}."));
        return args.output.write(context, &report);
    }
    let shown: Vec<Shown> = rows
        .iter()
        .filter(|r| r.fate != Fate::Same)
        .map(|r| Shown {
            place: match (place(&r.old), place(&r.new)) {
                (a, b) if a == b || b.is_empty() => a,
                (a, b) if a.is_empty() => b,
                (a, b) => format!("{a} \u{2192} {b}"),
            },
            said: r.fate.as_str().replace('-', " "),
            pieces: marked(&text(&r.old), &text(&r.new)),
        })
        .collect();
    write(context, args, format, new, &[head(old, new)], &shown, &summary)
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

/// The words with their marks.
fn words(p: &Provision<'_>) -> Vec<(Mark, String)> {
    let old = p.old.map_or("", |a| a.words.as_str());
    let new = p.new.map_or("", |a| a.words.as_str());
    match p.change {
        Change::NotRepeated => vec![(Mark::Out, old.to_owned())],
        Change::New => vec![(Mark::In, new.to_owned())],
        _ => marked(old, new),
    }
}

fn summary(rows: &[Provision<'_>]) -> String {
    let count = |c: Change| rows.iter().filter(|p| p.change == c).count();
    Change::ALL.iter().map(|c| format!("{} {}", count(*c), c.as_str().replace('-', " "))).collect::<Vec<_>>().join(", ")
}

fn terminal(context: &Context, new: &Loaded, heads: &[String], rows: &[Shown], summary: &str) -> String {
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
    let mut text = format!("{}\n", clean::line(&new.resolution.name()));
    for head in heads {
        text.push_str(&wrap::paragraph(&clean::line(head), context.width(), "", "").join("\n"));
        text.push('\n');
    }
    text.push('\n');
    for p in rows {
        text.push_str(&format!("{}  {}\n", clean::line(&p.place), p.said));
        let body: String = p.pieces.iter().map(|(m, t)| show(*m, t)).collect();
        // Escape codes would be counted as width, so coloured text is left to the terminal to wrap.
        if colour {
            text.push_str(&format!("  {body}\n\n"));
        } else {
            text.push_str(&wrap::paragraph(&body, context.width(), "  ", "  ").join("\n"));
            text.push_str("\n\n");
        }
    }
    text.push_str(&format!("{summary}.\n"));
    text
}

/// The blank after a piece, which stays outside its mark.
fn tail(t: &str) -> &str {
    if t.ends_with(char::is_whitespace) { " " } else { "" }
}

fn paper(new: &Loaded, heads: &[String], rows: &[Shown], summary: &str, html: bool) -> String {
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
             <h1>{title}</h1>\n{}",
            heads.iter().map(|h| format!("<p>{}</p>\n", escape(h))).collect::<String>()
        )
    } else {
        format!("# {title}\n{}", heads.iter().map(|h| format!("\n{}\n", escape(h))).collect::<String>())
    };
    for p in rows {
        let (place, said) = (escape(&p.place), escape(&p.said));
        let body: String = p.pieces.iter().map(|(m, t)| show(*m, t)).collect();
        text.push_str(&if html {
            format!("<h3>{place}: {said}</h3>\n<p>{body}</p>\n")
        } else {
            format!("\n### {place}: {said}\n\n{body}\n")
        });
    }
    text.push_str(&if html { format!("<p>{summary}.</p>\n</body></html>\n") } else { format!("\n{summary}.\n") });
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
