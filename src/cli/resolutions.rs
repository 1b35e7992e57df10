//! `resolutions` and `search`: what is loaded, and its words.

use crate::cli::context::{Context, out};
use crate::cli::error::Result;
use crate::cli::output::OutputArgs;
use crate::model::Symbol;
use crate::view::phrase::{counted, number};
use crate::view::{Cell, Column, Line, Place, Report, Value, clean, wrap};
use clap::Args;

/// List the texts that are loaded
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant resolutions
  pursuant resolutions --title disarmament
  pursuant resolutions 75/276 77/13 --format json")]
pub struct ResolutionsArgs {
    /// Only these symbols
    #[arg(value_name = "SYMBOL")]
    symbols: Vec<String>,
    /// Only titles with these words
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs `resolutions`.
pub fn resolutions(context: &Context, args: &ResolutionsArgs) -> Result {
    let store = context.read()?;
    let mut symbols = Vec::new();
    for written in &args.symbols {
        Symbol::parse(written)?;
        symbols.extend(Symbol::candidates(written));
    }
    let texts = store.resolutions(&symbols, args.title.as_deref())?;
    let columns = vec![
        Column::new("symbol", "symbol", 16),
        Column::new("adopted", "adopted", 17),
        Column::new("agenda_item", "item", 8),
        Column::new("operative", "paras", 5).right(),
        Column::new("obligations", "provisions", 10).right(),
        Column::new("title", "title", 50),
        Column::new("kind", "kind", 10).place(Place::Below),
        Column::new("organ", "organ", 20).place(Place::Below),
        Column::new("session", "session", 8).place(Place::Below),
        Column::new("meeting", "meeting", 12).place(Place::Below),
        Column::new("committee", "committee", 16).place(Place::Below),
        Column::new("drafts", "drafts", 16).place(Place::Below),
        Column::new("language", "language", 8).place(Place::Below),
        Column::new("reader", "format", 8).place(Place::Below),
        Column::new("file", "file", 20).place(Place::Below),
        Column::new("since", "followed since", 17).place(Place::Below),
    ];
    let day = |d: chrono::NaiveDate| Cell::from(Value::Day { day: d, estimated: false });
    let for_people = args.output.chosen()? == crate::view::Format::Table;
    let total = texts.len();
    let lines = texts
        .into_iter()
        .take(args.output.limit.unwrap_or(usize::MAX))
        .map(|t| {
            let more = |c: Cell| if for_people { Cell::empty() } else { c };
            let opt = |s: Option<String>| Cell::text(s.unwrap_or_default());
            Line::from(vec![
                Cell::text(t.symbol),
                t.adopted.map_or_else(Cell::empty, day),
                opt(t.agenda_item),
                Cell::from(Value::Number(t.operative as i64)),
                Cell::from(Value::Number(t.obligations as i64)),
                Cell::text(t.title),
                more(Cell::text(t.kind)),
                more(opt(t.organ)),
                more(opt(t.session)),
                more(opt(t.meeting)),
                more(opt(t.committee)),
                more(Cell::text(t.drafts)),
                more(Cell::text(t.language)),
                more(Cell::text(t.reader)),
                more(Cell::text(t.file)),
                more(day(t.watched)),
            ])
        })
        .collect();
    let mut report = Report::new("Texts loaded", context.day(), columns).group("", lines);
    report.summary.push(format!("{}.", counted(total as i64, "text", "texts")));
    args.output.write(context, &report)
}

/// Find paragraphs by their words
///
/// Words are joined by AND; OR, NOT and parentheses work; a phrase stands in double quotes; a prefix ends in *.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant search 'sustainable report'
  pursuant search '\"small arms\" OR disarm*'
  pursuant search 'NEAR(plastic pollution, 5)' --limit 5")]
pub struct SearchArgs {
    /// The query
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// At most so many paragraphs
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How to print it
    #[arg(long, value_name = "FORMAT")]
    format: Option<crate::view::Format>,
}

/// Runs `search`.
pub fn search(context: &Context, args: &SearchArgs) -> Result {
    let store = context.read()?;
    let query = args.query.join(" ");
    let (hits, total) = store.search(&query, args.limit)?;
    if let Some(format) = args.format.filter(|f| *f != crate::view::Format::Table) {
        let columns = ["symbol", "role", "paragraph", "title", "words"].map(|k| Column::new(k, k, 20)).to_vec();
        let lines = hits
            .into_iter()
            .map(|h| {
                let words = h.words.replace(['\u{2}', '\u{3}'], "");
                Line::from([h.symbol, h.role, h.place.unwrap_or_default(), h.title, words].map(Cell::text).to_vec())
            })
            .collect();
        let report = Report::new(format!("Paragraphs with {query}"), context.day(), columns).group("", lines);
        let output = OutputArgs { format: Some(format), ..OutputArgs::default() };
        return output.write(context, &report);
    }
    let (width, colour) = (context.width(), context.colour());
    let (bold, plain) = if colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut text = String::new();
    for hit in &hits {
        let place = match (&hit.place, hit.role.as_str()) {
            (Some(p), "operative") => format!(", para. {p}"),
            (Some(p), role) => format!(", {role} {p}"),
            (None, role) => format!(", {role}"),
        };
        let head = format!("{}{place}  {}", hit.symbol, hit.title);
        text.push_str(&wrap::gist(&clean::line(&head), width));
        text.push('\n');
        // The marks of a match become bold; everything else in the words is made safe first.
        let words = hit.words.replace('\u{2}', "⟦").replace('\u{3}', "⟧");
        let safe = wrap::paragraph(&clean::line(&words), width, "  ", "  ").join("\n");
        let (open, close) = if colour { (bold, plain) } else { ("[", "]") };
        text.push_str(&safe.replace('⟦', open).replace('⟧', close));
        text.push_str("\n\n");
    }
    let shown = hits.len();
    text.push_str(&match total {
        0 => format!("No paragraph matches {query}.\n"),
        n if n > shown => format!("{} of {} paragraphs; --limit shows more.\n", number(shown as i64), number(n as i64)),
        n => format!("{}.\n", counted(n as i64, "paragraph", "paragraphs")),
    });
    out(text.as_bytes())
}
