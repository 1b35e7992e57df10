//! What `load` says at its end: what came in, what it asks of whom, what is late today, what to type next.

use crate::cli::context::Context;
use crate::cli::error::Result;
use crate::extract::actors::by_id;
use crate::model::day::in_words;
use crate::model::{Record, Row, Symbol, Timing};
use crate::store::{Filter, Query, Store, TextRow};
use crate::view::phrase::{self, counted, number};
use crate::view::{Cell, Column, Line, Report, Tone, terminal, wrap};
use std::collections::BTreeSet;

/// How many texts did what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// New symbols.
    pub new: usize,
    /// Newer or better texts.
    pub updated: usize,
    /// The same texts.
    pub unchanged: usize,
    /// Kept beside the current text.
    pub beside: usize,
    /// Files that could not be read, texts that were not loaded.
    pub wrong: usize,
}

/// So many texts are shown one by one.
const ONE_BY_ONE: usize = 3;

/// The summary of a load.
pub fn after_load(context: &Context, store: &Store, fresh: &[Symbol], counts: Counts) -> Result<String> {
    let day = context.today();
    let width = context.width();
    let mut out = String::new();
    let total = store.extent()?.0;
    let shown: Vec<Symbol> = if fresh.is_empty() && total <= ONE_BY_ONE {
        store.resolutions(&[], None)?.iter().filter_map(|t| t.symbol.parse().ok()).collect()
    } else {
        fresh.to_vec()
    };
    if shown.len() <= ONE_BY_ONE {
        for symbol in &shown {
            let word = match (fresh.contains(symbol), counts.updated > 0) {
                (true, true) => "updated",
                (true, false) => "loaded",
                (false, _) => "unchanged",
            };
            for text in store.resolutions(std::slice::from_ref(symbol), None)? {
                one(context, store, word, symbol, &text, width, &mut out)?;
            }
        }
    }
    if shown.len() > ONE_BY_ONE || counts.new + counts.updated + counts.unchanged + counts.beside + counts.wrong != 1 {
        out.push_str(&line(counts));
    }
    if total > shown.len() || shown.len() > ONE_BY_ONE {
        out.push_str(&whole(store, total, day, width)?);
    }
    out.push_str(&late(store, day, &shown, width)?);
    if context.hints() {
        out.push_str(&next(store, day, &shown)?);
    }
    Ok(out)
}

/// `339 files: 338 new, 1 kept beside`.
fn line(c: Counts) -> String {
    let parts = [
        (c.new, "new"),
        (c.updated, "updated"),
        (c.unchanged, "unchanged"),
        (c.beside, "kept beside the current text"),
        (c.wrong, "not loaded"),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", number(*n as i64))).collect();
    if said.is_empty() { "nothing to load\n".to_owned() } else { format!("texts     {}\n", said.join(", ")) }
}

/// One text: what it is, and a line an obligation.
fn one(
    context: &Context,
    store: &Store,
    word: &str,
    symbol: &Symbol,
    t: &TextRow,
    width: usize,
    out: &mut String,
) -> Result {
    let day = context.today();
    let lead = format!("{word:<9} {}  ", t.symbol);
    let indent = " ".repeat(10);
    out.push_str(
        &wrap::paragraph(&crate::view::clean::line(&t.title), width, &lead, &" ".repeat(lead.len())).join("\n"),
    );
    out.push('\n');
    let facts = [
        t.organ.clone(),
        t.session.as_ref().map(|s| session(s)),
        t.adopted.map(|d| format!("adopted {}", in_words(d))),
        t.agenda_item.as_ref().map(|i| format!("item {i}")),
        (t.language != "en").then(|| format!("in another language ({}): kept, not extracted", t.language)),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    out.push_str(&format!("{indent}{}\n", facts.join(", ")));
    if t.language != "en" {
        out.push('\n');
        return Ok(());
    }
    let rows = store.rows(
        &Query { filter: Filter { resolutions: vec![symbol.clone()], ..Filter::default() }, ..Query::default() },
        day,
    )?;
    if let Some(resolution) = store.became(symbol)? {
        out.push_str(&format!("{indent}it became {resolution}: `pursuant show {resolution}`\n\n"));
        return Ok(());
    }
    let asking: BTreeSet<&str> = rows.iter().map(|r| r.paragraph.as_str()).collect();
    let silent: Vec<String> = store.places(&t.symbol)?.into_iter().filter(|p| !asking.contains(p.as_str())).collect();
    let mut sentence = counted(t.operative as i64, "operative paragraph", "operative paragraphs");
    sentence.push_str(&format!(
        ": {} {} something of somebody",
        asking.len(),
        if asking.len() == 1 { "asks" } else { "ask" }
    ));
    if !silent.is_empty() {
        let named = if silent.len() <= 12 { format!(" ({})", silent.join(", ")) } else { String::new() };
        sentence.push_str(&format!(", {} {} not{named}", silent.len(), if silent.len() == 1 { "does" } else { "do" }));
    }
    out.push_str(&wrap::paragraph(&sentence, width, &indent, &indent).join("\n"));
    out.push_str("\n\n");
    if !rows.is_empty() {
        out.push_str(&provisions(&rows, day, width, context.colour()));
        out.push('\n');
        out.push_str(&kinds(&rows));
    }
    Ok(())
}

/// The provisions of one text, a line each where they fit.
pub fn provisions(rows: &[Row], day: chrono::NaiveDate, width: usize, colour: bool) -> String {
    let columns = vec![
        Column::new("paragraph", "para.", 6),
        Column::new("addressees", "asked of", 30),
        Column::new("kind", "what", 8),
        Column::new("due", "due", 12),
        Column::new("today", "today", 26),
    ];
    let lines = rows
        .iter()
        .map(|r| {
            let part = r.part.as_deref().map(|p| format!(" {p}")).unwrap_or_default();
            let due = phrase::time(r).unwrap_or_else(|| "–".to_owned());
            Line::from(vec![
                Cell::text(format!("{}{part}", r.paragraph)),
                Cell::text(r.addressees.join(", ")),
                Cell::text(r.kind.as_str()),
                Cell::text(due),
                Cell::text(phrase::today(r, day)).tone(if r.timing == Timing::Overdue {
                    Tone::Strong
                } else {
                    Tone::Plain
                }),
            ])
        })
        .collect();
    let report = Report::new("", day, columns).group("", lines);
    terminal::table(&report, width, colour)
}

/// `75th session`, `2022 session`, `32nd special session`.
fn session(s: &str) -> String {
    let plain = |n: &str| {
        n.parse::<u16>().map_or_else(
            |_| format!("session {n}"),
            |n| if n > 1900 { format!("{n} session") } else { format!("{} session", phrase::ordinal(n)) },
        )
    };
    match (s.strip_prefix("ES-"), s.strip_prefix("S-")) {
        (Some(n), _) => plain(n).replace(" session", " emergency special session"),
        (_, Some(n)) => plain(n).replace(" session", " special session"),
        _ => plain(s),
    }
}

fn kinds(rows: &[Row]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(k, _)| *k == row.kind.as_str()) {
            Some((_, n)) => *n += 1,
            None => counts.push((row.kind.as_str(), 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let said: Vec<String> = counts.iter().map(|(k, n)| format!("{n} {k}")).collect();
    format!("by kind   {}\n", said.join(", "))
}

/// All that is loaded, by kind and by addressee.
fn whole(store: &Store, total: usize, day: chrono::NaiveDate, width: usize) -> Result<String> {
    let kinds = store.by_kind(&[], day)?;
    let obligations: usize = kinds.iter().map(|(_, n)| n).sum();
    let mut out = format!(
        "in all    {}, {}\n",
        counted(total as i64, "text", "texts"),
        counted(obligations as i64, "provision", "provisions")
    );
    let said: Vec<String> = kinds.iter().map(|(k, n)| format!("{} {k}", number(*n as i64))).collect();
    out.push_str(&wrapped("by kind", &said.join(", "), width));
    let who: Vec<String> = store
        .by_addressee(&[], day)?
        .into_iter()
        .take(8)
        .map(|(name, id, n)| {
            let known = id.as_deref().and_then(by_id).map_or(name, |a| a.name.clone());
            format!("{known} {}", number(n as i64))
        })
        .collect();
    out.push_str(&wrapped("asked of", &who.join(", "), width));
    Ok(out)
}

fn wrapped(lead: &str, text: &str, width: usize) -> String {
    let lead = format!("{lead:<9} ");
    format!("{}\n", wrap::paragraph(&crate::view::clean::line(text), width, &lead, &" ".repeat(10)).join("\n"))
}

/// What is late today, and what this database can say of it.
fn late(store: &Store, day: chrono::NaiveDate, shown: &[Symbol], width: usize) -> Result<String> {
    let filter = if !shown.is_empty() && shown.len() <= ONE_BY_ONE {
        Filter { resolutions: shown.to_vec(), ..Filter::default() }
    } else {
        Filter::default()
    };
    let late = store.late(&filter, day)?;
    if late.outstanding + late.no_record == 0 {
        return Ok(wrapped("late", &format!("nothing on {}", in_words(day)), width));
    }
    let mut said = Vec::new();
    if late.outstanding > 0 {
        said.push(format!("{} outstanding", number(late.outstanding as i64)));
    }
    if late.no_record > 0 {
        let oldest = late.oldest_no_record.map_or(String::new(), |d| format!(", the oldest since {}", in_words(d)));
        said.push(format!("{} without a record{oldest}", number(late.no_record as i64)));
    }
    let mut out = wrapped("late", &said.join("; "), width);
    if late.no_record > 0 {
        let one = late.no_record == 1;
        out.push_str(&wrapped(
            "",
            &format!(
                "{} ran out before this database began to follow {}, so it cannot say what was done",
                if one { "its time" } else { "their time" },
                if one { "it" } else { "them" }
            ),
            width,
        ));
    }
    Ok(out)
}

/// What to type next, with real ids.
fn next(store: &Store, day: chrono::NaiveDate, shown: &[Symbol]) -> Result<String> {
    let filter = if !shown.is_empty() && shown.len() <= ONE_BY_ONE {
        Filter { resolutions: shown.to_vec(), ..Filter::default() }
    } else {
        Filter::default()
    };
    let query = Query { filter, limit: Some(1), ..Query::default() };
    let mut rows = store.overdue(&query, Record::Outstanding, day)?;
    if rows.is_empty() {
        rows = store.overdue(&query, Record::NoRecord, day)?;
    }
    if rows.is_empty() {
        rows = store.rows(&query, day)?;
    }
    let Some(row) = rows.first() else { return Ok("\nnext  pursuant load PATH\n".to_owned()) };
    let id = row.id.to_string();
    let id = id.strip_prefix("A/RES/").unwrap_or(&id);
    let short = id.split_once('-').filter(|_| !id.contains('@')).map_or(id, |(head, _)| head);
    let third = if row.timing == Timing::Overdue {
        "pursuant overdue --kind report   what is late"
    } else {
        "pursuant list --sort due           what comes next"
    };
    Ok(format!(
        "\nnext  pursuant show {short}    the words, the window, and why\n      pursuant log {short} implemented --evidence SYMBOL\n      {third}\n"
    ))
}
