//! `show`: the words of a provision with what was read in them marked, its window, its history, and why.

use crate::cli::context::{Context, out};
use crate::cli::error::{CliError, Result};
use crate::cli::reconcile::waiting;
use crate::cli::{dates, target};
use crate::extract::{self, ParagraphReading, names};
use crate::model::day::in_words;
use crate::model::id::Reference;
use crate::model::{At, Obligation, Relation, Resolution, Row, Span, Timing};
use crate::store::{Filter, Found, HistoryRow, Named, Query, Store};
use crate::view::marks::{Mark, marked};
use crate::view::{clean, extraction, phrase, wrap};
use clap::Args;

/// Show a provision: its words, its window, its history
///
/// Marks: [verb] {addressee} <time>. A resolution shows all that it asks; a paragraph that asks nothing shows why.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant show 75/276:8
  pursuant show 75/276:8 --explain          the tree of rules with the words that each matched
  pursuant show 75/276 OP1                  a paragraph without a provision says why
  pursuant show 75/276                      everything that it asks
  pursuant --as-of 2022-08-14 show 75/276:8")]
pub struct ShowArgs {
    /// An id in any spelling: 75/276:8, 'A/RES/77/108, para. 12 (b)', 1325:8
    #[arg(value_name = "ID", required = true)]
    id: Vec<String>,
    /// The rules behind each value
    #[arg(long)]
    explain: bool,
    /// Where the words stand in the file: page and line
    #[arg(long)]
    source: bool,
}

/// Runs the command.
pub fn run(context: &Context, args: &ShowArgs) -> Result {
    let store = context.read()?;
    // `75/276 OP1` is one id in two words; several that each name a paragraph are several.
    let full = |id: &String| id.parse::<Reference>().is_ok_and(|r| r.place.is_some() && !r.symbols.is_empty());
    let ids = if args.id.iter().all(full) { args.id.clone() } else { vec![args.id.join(" ")] };
    let mut text = String::new();
    for written in &ids {
        text.push_str(&shown(context, &store, written, args)?);
    }
    out(text.as_bytes())
}

/// What one id names.
fn shown(context: &Context, store: &Store, written: &str, args: &ShowArgs) -> Result<String> {
    let reference: Reference = written.parse()?;
    Ok(match store.find(&reference)? {
        Named::AsksNothing { symbol, place } => silent(context, store, &symbol, &place, args)?,
        Named::Obligations(_) if reference.place.is_none() => whole(context, store, written)?,
        _ => {
            let (found, reference) = target::obligations(store, written)?;
            let mut text = String::new();
            for f in &found {
                text.push_str(&provision(context, store, f, reference.turn.as_ref(), args)?);
                text.push('\n');
            }
            text
        }
    })
}

/// Everything that a resolution asks.
fn whole(context: &Context, store: &Store, written: &str) -> Result<String> {
    let reference: Reference = written.parse()?;
    let texts = store.texts(&reference.symbols)?;
    if texts.len() != 1 {
        target::obligations(store, written)?;
    }
    let symbol: crate::model::Symbol = texts[0].parse()?;
    let day = context.day();
    let rows = store.rows(
        &Query { filter: Filter { resolutions: vec![symbol.clone()], ..Filter::default() }, ..Query::default() },
        day,
    )?;
    let mut text = String::new();
    for t in store.resolutions(std::slice::from_ref(&symbol), None)? {
        let lead = format!("{}  ", t.symbol);
        text.push_str(
            &wrap::paragraph(&clean::line(&t.title), context.width(), &lead, &" ".repeat(lead.len())).join("\n"),
        );
        let facts = [
            t.organ.clone(),
            t.adopted.map(|d| format!("adopted {}", in_words(d))),
            t.meeting.clone(),
            t.agenda_item.as_ref().map(|i| format!("item {i}")),
            t.committee.clone(),
            (!t.drafts.is_empty()).then(|| t.drafts.clone()),
            vote(&store.text(&t.symbol)?),
            Some(format!("read from {} ({})", t.file, t.reader)),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        text.push('\n');
        text.push_str(&wrap::paragraph(&clean::line(&facts.join(", ")), context.width(), "  ", "  ").join("\n"));
        text.push_str("\n\n");
    }
    text.push_str(&crate::cli::summary::provisions(&rows, day, context.width(), context.colour()));
    if rows.is_empty() {
        text.push_str(&match store.became(&symbol)? {
            Some(resolution) => format!("It became {resolution}: `pursuant show {resolution}`.\n"),
            None => "It asks nothing of anybody.\n".to_owned(),
        });
    }
    Ok(text)
}

/// How it was voted on.
fn vote(r: &Resolution) -> Option<String> {
    let v = r.vote.as_ref()?;
    if v.without_vote {
        return Some("adopted without a vote".to_owned());
    }
    (v.in_favour > 0).then(|| format!("adopted by {} to {}, with {} abstentions", v.in_favour, v.against, v.abstaining))
}

/// The reading of one stored obligation, found again by its id in a fresh extraction of the stored text.
struct Reading {
    resolution: Resolution,
    readings: Vec<ParagraphReading>,
}

impl Reading {
    fn of(store: &Store, symbol: &str) -> Result<Reading> {
        let resolution = store.text(symbol)?;
        let readings = extract::extract(&resolution);
        Ok(Reading { resolution, readings })
    }

    fn obligation(&self, name: &str) -> Option<&Obligation> {
        let ids = names::names(&self.readings);
        let all = self.readings.iter().flat_map(|p| &p.obligations);
        all.zip(&ids).find(|(_, id)| id.as_str() == name).map(|(o, _)| o)
    }
}

fn provision(
    context: &Context,
    store: &Store,
    found: &Found,
    turn: Option<&crate::model::TurnName>,
    args: &ShowArgs,
) -> Result<String> {
    let day = context.day();
    let width = context.width();
    let query = Query {
        filter: Filter { ids: Some(vec![found.row]), ..Filter::default() },
        all_turns: true,
        ..Query::default()
    };
    let rows = store.rows(&query, day)?;
    let listed = store.rows(&Query { all_turns: false, ..query }, day)?;
    let symbol = found.name.split_once(':').map_or(found.name.as_str(), |(s, _)| s);
    let reading = Reading::of(store, symbol)?;
    let obligation = reading.obligation(&found.name);
    let row = match turn {
        Some(name) => rows.iter().find(|r| r.occurrence.as_ref() == Some(name)),
        None => listed.first(),
    };
    let mut text = String::new();
    if let Some(row) = row {
        text.push_str(&head(row, width));
        text.push_str(&paragraph(&reading.resolution, obligation, row, width));
        text.push('\n');
        let between = match row.next.as_ref().and_then(|next| next.split(':').next()) {
            Some(next) => store.missing_between(&row.symbol, next)?,
            None => None,
        };
        text.push_str(&facts(row, between.as_deref(), day, width));
        if let Some(found) = waiting::found(store, day, std::slice::from_ref(row))? {
            text.push_str(&wrap::paragraph(&found, width, "  found       ", "              ").join("\n"));
            text.push('\n');
        }
    } else {
        if let Some(name) = turn.filter(|_| !rows.is_empty()) {
            let have: Vec<String> =
                rows.iter().filter_map(|r| r.occurrence.as_ref()).map(|n| format!("@{n}")).collect();
            let hint = if have.is_empty() {
                "it has no turns; leave the @ out".to_owned()
            } else {
                format!("its turns are {}", have.join(", "))
            };
            return Err(CliError::failed(format!("{} has no turn @{name} on that day", found.name)).hint(hint));
        }
        let why = match store.went_to(found.row)? {
            _ if found.dismissed => "dismissed: it is no obligation".to_owned(),
            Some((resolution, Some(name))) => format!("its draft became {resolution}: `pursuant show {name}`"),
            Some((resolution, None)) => format!("its draft became {resolution}, where nothing says the same"),
            None => "not adopted yet on that day".to_owned(),
        };
        text.push_str(&format!("{}\n  {why}\n", found.name));
    }
    if rows.len() > 1 {
        text.push_str(&turns(&rows, day, width));
    }
    let mut history = store.history_of(found.row)?;
    history.retain(|h| {
        context.recorded_by.is_none_or(|d| h.recorded <= d)
            && context.as_of.is_none_or(|d| h.on.is_none_or(|on| on <= d))
    });
    if !history.is_empty() {
        text.push('\n');
        for h in &history {
            text.push_str(&entry(h, width));
        }
    }
    if args.source
        && let Some(o) = obligation
    {
        text.push_str(&format!("\n  source      {}\n", origin(&reading.resolution, o.clause_at, store, symbol)?));
    }
    if args.explain {
        text.push('\n');
        match obligation {
            Some(o) => text.push_str(&extraction::tree(&o.trace, &reading.resolution, "  ")),
            None => text.push_str("  added by hand: no rule read it\n"),
        }
    }
    Ok(text)
}

/// `A/RES/75/276, para. 8 …… report, requested, once`.
fn head(row: &Row, width: usize) -> String {
    let rhythm = row.recurrence.map_or_else(|| "once".to_owned(), phrase::recurrence);
    let right = format!("{}, {}, {rhythm}", row.kind, row.verb);
    let left = row.id.to_string();
    let gap = width.min(110).saturating_sub(wrap::width(&left) + wrap::width(&right)).max(2);
    format!("{left}{}{right}\n", " ".repeat(gap))
}

/// The paragraph with the marks of this obligation: its chapeau, and its part.
fn paragraph(r: &Resolution, o: Option<&Obligation>, row: &Row, width: usize) -> String {
    let number = row.paragraph.rsplit('.').next().unwrap_or(&row.paragraph);
    let Some(o) = o else {
        return format!(
            "{}\n",
            wrap::paragraph(&clean::line(&row.text), width, &format!("  {number}. "), "     ").join("\n")
        );
    };
    let Some(block) = r.blocks.get(o.block as usize) else { return String::new() };
    let mut lines =
        wrap::paragraph(&marked(&block.body.text, &marks(o, None)), width, &format!("  {number}. "), "     ");
    for (i, part) in block.parts.iter().enumerate() {
        let i = i as u32;
        if o.part.is_some_and(|p| p != i) {
            continue;
        }
        let lead = if part.label.is_empty() { "     ".to_owned() } else { format!("     {} ", part.label) };
        lines.extend(wrap::paragraph(&marked(&part.body.text, &marks(o, Some(i))), width, &lead, "         "));
    }
    lines.join("\n") + "\n"
}

/// What was read in the chapeau or in one part.
fn marks(o: &Obligation, part: Option<u32>) -> Vec<(Span, Mark)> {
    let here = |at: &At| at.block == o.block && at.part == part;
    let mut marks = Vec::new();
    if here(&o.verb_at) {
        marks.push((o.verb_at.span, Mark::Verb));
    }
    marks.extend(
        o.addressees.iter().filter_map(|a| a.at.as_ref()).filter(|at| here(at)).map(|at| (at.span, Mark::Addressee)),
    );
    o.trace.walk(&mut |node, _| {
        if let Some(at) = &node.at
            && node.rule.starts_with("deadline.")
            && here(at)
        {
            marks.push((at.span, Mark::Deadline));
        }
    });
    marks
}

fn facts(row: &Row, between: Option<&str>, day: chrono::NaiveDate, width: usize) -> String {
    let mut lines: Vec<(&str, String)> = Vec::new();
    let check = |field: &str| if row.doubts.iter().any(|d| d == field) { " (to check)" } else { "" };
    let who = if row.addressees.is_empty() { "nobody named".to_owned() } else { row.addressees.join("; ") };
    lines.push(("asked of", format!("{who}{}", check("addressees"))));
    if let Some(r) = &row.recipient {
        lines.push(("to", r.clone()));
    }
    let own = row.deferred.as_ref().map_or(row.window, |(_, own)| *own);
    let due = match (&own, &row.undated) {
        (Some(w), _) => {
            let named = phrase::time(row).map(|t| format!("{t}: ")).unwrap_or_default();
            format!("{named}{}{}", phrase::window(w), check("deadline"))
        }
        (None, _) if row.timing == Timing::Draft => {
            let named = phrase::time(row).map(|t| format!("{t}; ")).unwrap_or_default();
            format!("{named}a draft: nothing is due unless it is adopted")
        }
        (None, Some(why)) => format!("undated: {why}{}", check("deadline")),
        (None, None) => "undated".to_owned(),
    };
    lines.push(("due", due));
    if let Some((to, _)) = &row.deferred {
        let window = row.window.as_ref().map(|w| format!(": {}", phrase::window(w))).unwrap_or_default();
        let why = row.note.as_ref().map(|n| format!("; {n}")).unwrap_or_default();
        lines.push(("deferred", format!("to {}{window}{why}", phrase::due(to, Relation::At, row.organ.as_deref()))));
    }
    lines.push(("today", phrase::today(row, day)));
    lines.extend(dates::planned_and_issued(row));
    if let Some(office) = &row.office {
        let others =
            if row.contributing.is_empty() { String::new() } else { format!("; with {}", row.contributing.join(", ")) };
        lines.push(("lead", format!("{office}{others}")));
    }
    for (actor, status, since) in &row.by_addressee {
        lines.push(("for", format!("{actor}: {} since {}", phrase::status(*status), in_words(*since))));
    }
    if let Some(next) = &row.next {
        let between = between.map(|words| format!("; {words}")).unwrap_or_default();
        lines.push(("next", format!("{next} asks again{between}")));
    }
    let mut text = String::new();
    for (name, value) in lines {
        text.push_str(
            &wrap::paragraph(&clean::line(&value), width, &format!("  {name:<10}  "), &" ".repeat(14)).join("\n"),
        );
        text.push('\n');
    }
    text
}

/// The row of past and coming turns.
fn turns(rows: &[Row], day: chrono::NaiveDate, width: usize) -> String {
    let mut text = String::from("\n  turns\n");
    for row in rows {
        let name = row.occurrence.as_ref().map(ToString::to_string).unwrap_or_default();
        let window = row.window.as_ref().map(phrase::window).unwrap_or_default();
        let line = format!("{window}  {}", phrase::today(row, day));
        text.push_str(
            &wrap::paragraph(&clean::line(&line), width, &format!("    @{name:<10} "), &" ".repeat(16)).join("\n"),
        );
        text.push('\n');
    }
    text
}

/// `2022-08-15  implemented   A/77/277-S/2022/606   j.doe   recorded 24 November 2026   e:3f2a9c01`.
fn entry(h: &HistoryRow, width: usize) -> String {
    let on = h.on.map_or_else(|| h.recorded.to_string(), |d| d.to_string());
    let state = match (h.live, &h.taken_back) {
        (true, _) => String::new(),
        (false, None) => " (taken back)".to_owned(),
        (false, Some(by)) => format!(" (taken back {by})"),
    };
    let detail = format!("{}{state}  {}  recorded {}  {}", h.says, h.by, in_words(h.recorded), h.id.short());
    wrap::paragraph(&clean::line(&detail), width, &format!("  {on}  "), &" ".repeat(14)).join("\n") + "\n"
}

/// A paragraph that asks nothing of anybody, and why.
fn silent(context: &Context, store: &Store, symbol: &str, place: &str, args: &ShowArgs) -> Result<String> {
    let reading = Reading::of(store, symbol)?;
    let width = context.width();
    let mut text = format!("{symbol}, para. {place}\n");
    for p in &reading.readings {
        let own = p.id.section.as_ref().map_or_else(|| p.id.number.clone(), |s| format!("{s}.{}", p.id.number));
        if own != place {
            continue;
        }
        if let Some(block) = reading.resolution.blocks.get(p.block as usize) {
            let (flat, _) = block.flat();
            text.push_str(
                &wrap::paragraph(&clean::line(&flat), width, &format!("  {}. ", p.id.number), "     ").join("\n"),
            );
        }
        text.push_str("\n\n  asks nothing of anybody\n");
        for node in &p.passed_over {
            text.push_str(&extraction::tree(node, &reading.resolution, "    "));
        }
        for document in &p.incorporates {
            text.push_str(&format!("  incorporates {document}\n"));
        }
        if args.source {
            let at = At { block: p.block, part: None, span: Span::new(0, 0) };
            text.push_str(&format!("  source      {}\n", origin(&reading.resolution, at, store, symbol)?));
        }
    }
    Ok(text)
}

/// File, page and line.
fn origin(r: &Resolution, at: At, store: &Store, symbol: &str) -> Result<String> {
    let block = r.blocks.get(at.block as usize);
    let place = block.and_then(|b| match at.part {
        Some(p) => b.parts.get(p as usize).and_then(|p| p.body.origin).or(b.body.origin),
        None => b.body.origin,
    });
    let text = store.resolutions(&[symbol.parse()?], None)?.into_iter().next();
    let file = text.as_ref().map_or_else(String::new, |t| format!("{} ({})", t.file, t.reader));
    // Web pages and Word files have no lines of their own.
    let unit = match text.as_ref().map(|t| t.reader.as_str()) {
        Some("docx" | "html") => "paragraph",
        _ => "line",
    };
    Ok(match place {
        Some((0, n)) => format!("{file}, {unit} {n} of the file"),
        Some((page, 0)) => format!("{file}, page {page}"),
        Some((page, line)) => format!("{file}, page {page}, line {line}"),
        // Structure instead: formats without pages or lines are laid out anew by every program that opens them.
        None => match block {
            Some(b) => {
                let number = b.number.as_ref().map_or_else(
                    || format!("block {} of the text", at.block.saturating_add(1)),
                    |n| format!("paragraph {n}, block {} of the text", at.block.saturating_add(1)),
                );
                format!("{file}, {number} (a file without pages and lines)")
            }
            None => file,
        },
    })
}
