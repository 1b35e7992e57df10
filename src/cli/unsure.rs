//! The readings that are to check: one after the other on a terminal, or as a file to fill in.

use crate::cli::context::{Context, out, reply, say};
use crate::cli::correct::{self, Fields};
use crate::cli::error::{CliError, Result};
use crate::cli::filters::FilterArgs;
use crate::cli::output::write_file;
use crate::cli::target::{self, first_words};
use crate::cli::{read, updates};
use crate::model::Row;
use crate::model::event::Payload;
use crate::model::payload::Correction;
use crate::store::{Mode, NewEvent, Query, Store};
use crate::view::clean;
use crate::view::phrase::counted;
use clap::Parser;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

/// The columns of a file to fill in: what was read, and what the reader says of it.
const COLUMNS: [&str; 9] =
    ["id", "verdict", "to_check", "addressees", "kind", "deadline", "recurrence", "recipient", "text"];

/// The provisions whose reading is to check, within the filters.
fn unsure(store: &Store, filters: &FilterArgs, context: &Context) -> Result<Vec<Row>> {
    let mut filter = filters.filter(store)?;
    filter.unsure = true;
    Ok(store.rows(&Query { filter, ..Query::default() }, context.day())?)
}

/// The deadline as `--deadline` takes it.
fn deadline(row: &Row) -> String {
    use crate::model::Due;
    match row.deadline.as_ref().map(|d| &d.due) {
        None => "none".to_owned(),
        Some(Due::Session { session, body, .. }) => format!("{body}:{session}"),
        Some(Due::Date(day)) => day.to_string(),
        Some(Due::Within(period)) => period.to_string(),
        Some(Due::Event(words)) => words.clone(),
    }
}

fn recurrence(row: &Row) -> String {
    row.recurrence.map_or_else(|| "none".to_owned(), |r| r.to_string())
}

/// Writes the file to fill in.
pub fn write(context: &Context, filters: &FilterArgs, file: &Path) -> Result {
    let rows = unsure(&context.read()?, filters, context)?;
    let failed = |e: csv::Error| CliError::failed(format!("{}: {e}", file.display()));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(failed)?;
    for row in &rows {
        let cells = [
            row.id.to_string(),
            String::new(),
            row.doubts.join(" "),
            row.addressees.join("; "),
            row.kind.to_string(),
            deadline(row),
            recurrence(row),
            row.recipient.clone().unwrap_or_else(|| "none".to_owned()),
            row.text.clone(),
        ];
        let guarded = cells.iter().map(|c| crate::view::csv::guard(c.as_str().into()).into_owned());
        writer.write_record(guarded).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|e| CliError::failed(e.to_string()))?;
    write_file(file, &bytes)?;
    reply(&format!(
        "wrote {} to {}: put keep or no into the column verdict, or change what is wrong; `pursuant review --from {}` reads it\n",
        counted(rows.len() as i64, "reading", "readings"),
        file.display(),
        file.display()
    ))
}

/// Reads the file that was filled in; every line is checked first, all or nothing.
pub fn read_back(context: &Context, file: &Path) -> Result {
    let name = file.display().to_string();
    let bytes = read::bytes(file).map_err(|e| CliError::failed(format!("{name}: {e}")))?;
    let table = updates::table(&name, &bytes)?;
    let Some((head, lines)) = table.split_first() else {
        return Err(CliError::failed(format!("{name}: nothing in it")));
    };
    let column = |wanted: &str| head.iter().position(|h| h.trim().eq_ignore_ascii_case(wanted));
    if column("id").is_none() || column("verdict").is_none() {
        return Err(CliError::failed(format!("{name}: there is no column id or verdict"))
            .hint("`pursuant review --to FILE` writes the file to fill in"));
    }
    let unread = updates::unread(&name, &table, &COLUMNS)?;
    if !unread.is_empty() {
        say(&format!(
            "not read   {name}: {} {}",
            if unread.len() == 1 { "column" } else { "columns" },
            unread.join(", ")
        ));
    }
    let mut store = context.write(Mode::Existing)?;
    let mut events = Vec::new();
    let mut wrong = Vec::new();
    let mut same = 0;
    // A provision has one verdict in a file.
    let mut lines_of: BTreeMap<i64, usize> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate() {
        let cell = |wanted: &str| {
            let text = column(wanted).and_then(|c| line.get(c)).map(String::as_str).unwrap_or_default();
            crate::view::csv::unguard(text.trim()).trim().to_owned()
        };
        let said = one(context, &store, &cell).and_then(|said| {
            let row = match &said {
                Verdict::Nothing => return Ok(said),
                Verdict::Said { row, .. } | Verdict::Same(row) => *row,
            };
            match lines_of.insert(row, i + 2) {
                Some(earlier) => {
                    Err(CliError::usage(format!("{} has a verdict in line {earlier} already", cell("id")))
                        .hint("leave one of the two out"))
                }
                None => Ok(said),
            }
        });
        match said {
            Ok(Verdict::Nothing) => {}
            Ok(Verdict::Same(_)) => same += 1,
            Ok(Verdict::Said { event, .. }) => events.push(*event),
            Err(e) => {
                let hint = e.hint.map(|h| format!(" ({h})")).unwrap_or_default();
                wrong.push(format!("{name}, line {}: {}{hint}", i + 2, e.message));
            }
        }
    }
    if !wrong.is_empty() {
        return Err(CliError::failed(wrong.join("\n")).hint("nothing was written; mend these lines and run it again"));
    }
    let unchanged = if same > 0 {
        format!("{} recorded already\n", counted(same, "verdict is", "verdicts are"))
    } else {
        String::new()
    };
    if events.is_empty() {
        return out(format!("{unchanged}nothing to write\n").as_bytes());
    }
    let n = events.len();
    store.record(&context.author(), events)?;
    reply(&format!("{unchanged}{} recorded, undone as one\n", counted(n as i64, "verdict", "verdicts")))
}

/// What a line of the file says of a provision, by its row.
enum Verdict {
    /// Nothing.
    Nothing,
    /// What is recorded already.
    Same(i64),
    /// This.
    Said { row: i64, event: Box<NewEvent> },
}

/// One line of the file.
fn one(context: &Context, store: &Store, cell: &dyn Fn(&str) -> String) -> Result<Verdict> {
    let id = cell("id");
    if id.is_empty() {
        return Ok(Verdict::Nothing);
    }
    let (found, _) = target::one(store, &id)?;
    let verdict = cell("verdict").to_lowercase();
    let no = matches!(verdict.as_str(), "no" | "none" | "not an obligation");
    if no && found.dismissed {
        return Ok(Verdict::Same(found.row));
    }
    let payload = if no {
        Payload::Dismiss { reason: None }
    } else if matches!(verdict.as_str(), "" | "keep" | "yes" | "right" | "corrected") {
        let row = correct::reading(store, found.row, context.today())?;
        let changed = |name: &str, own: String| Some(cell(name)).filter(|c| !c.is_empty() && *c != own);
        let kind = changed("kind", row.kind.to_string());
        let fields = Fields {
            addressee: changed("addressees", row.addressees.join("; "))
                .map(|a| a.split("; ").map(str::to_owned).collect())
                .unwrap_or_default(),
            kind: kind.map(|k| k.parse()).transpose().map_err(CliError::usage)?,
            deadline: changed("deadline", deadline(&row)),
            recurrence: changed("recurrence", recurrence(&row)),
            recipient: changed("recipient", row.recipient.clone().unwrap_or_else(|| "none".to_owned())),
            keep: !verdict.is_empty(),
            ..Fields::default()
        };
        let mut c = correct::correction(&fields, &row)?;
        let said = crate::track::correct::fields(&c);
        if !said.is_empty() && matches!(verdict.as_str(), "keep" | "yes" | "right") {
            return Err(CliError::usage(format!(
                "the verdict is `{verdict}`, and the reading is another than the line says: {}",
                said.join(", ")
            ))
            .hint("leave the verdict empty to record what the line says, or write the file anew with `review --to`"));
        }
        // Whoever corrects what the line says has looked at it; a field that is set says so.
        c.kept &= said.is_empty();
        if c == Correction::default() {
            return Ok(if verdict.is_empty() { Verdict::Nothing } else { Verdict::Same(found.row) });
        }
        if c.kept && row.doubts.is_empty() {
            return Ok(Verdict::Same(found.row));
        }
        Payload::Correct(c)
    } else {
        return Err(CliError::usage(format!(
            "`{verdict}` is no verdict; keep, no, or nothing where a column was changed"
        )));
    };
    let event = NewEvent { on: None, subject: Some(correct::whole(store, found.row)?), payload };
    Ok(Verdict::Said { row: found.row, event: Box::new(event) })
}

/// A line typed at the walk: the flags of `correct`.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Typed {
    #[command(flatten)]
    fields: Fields,
}

/// Shows one reading after the other and asks.
pub fn walk(context: &Context, filters: &FilterArgs) -> Result {
    let mut store = context.write(Mode::Existing)?;
    let rows = unsure(&store, filters, context)?;
    say(&format!(
        "{} to check. k keep, n no obligation, s skip, w why, q quit, or flags of `correct`",
        counted(rows.len() as i64, "reading", "readings")
    ));
    let mut lines = std::io::stdin().lock().lines();
    for row in &rows {
        reply(&format!(
            "\n{}\n  {}\n  {}; to check: {}\n",
            row.id,
            clean::line(&row.text),
            clean::line(&correct::gist(row)),
            row.doubts.join(", ")
        ))?;
        loop {
            say("k/n/s/w/q >");
            let Some(line) = lines.next().transpose()? else { return Ok(()) };
            let (found, _) = target::one(&store, row.id.as_str())?;
            let payload = match line.trim() {
                "" | "s" | "skip" => break,
                "q" | "quit" => return Ok(()),
                "w" | "why" => {
                    reply(&why(&store, row)?)?;
                    continue;
                }
                "k" | "keep" => Payload::Correct(Correction { kept: true, ..Correction::default() }),
                "n" | "no" => Payload::Dismiss { reason: None },
                flags => match Typed::try_parse_from(words(flags)) {
                    Ok(typed) => Payload::Correct(correct::correction(&typed.fields, row)?),
                    Err(e) => {
                        say(e.to_string().lines().next().unwrap_or_default());
                        continue;
                    }
                },
            };
            let subject = Some(correct::whole(&store, found.row)?);
            let ids = store.record(&context.author(), vec![NewEvent { on: None, subject, payload }])?;
            say(&format!("recorded as {}", ids.first().map(|i| i.short()).unwrap_or_default()));
            break;
        }
    }
    Ok(())
}

/// The tree of rules behind a reading.
fn why(store: &Store, row: &Row) -> Result<String> {
    let resolution = store.text(&row.symbol)?;
    let readings = crate::extract::extract(&resolution);
    let ids = crate::extract::names::names(&readings);
    let all = readings.iter().flat_map(|p| &p.obligations).zip(&ids);
    let name = row.id.as_str().split('@').next().unwrap_or_default();
    let found = all.into_iter().find(|(_, id)| id.as_str() == name);
    Ok(found.map_or_else(
        || "  added by hand\n".to_owned(),
        |(o, _)| crate::view::extraction::tree(&o.trace, &resolution, "  "),
    ))
}

/// Splits at blanks outside quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let (mut quote, mut open) = (None, false);
    for c in line.chars() {
        match (c, quote) {
            ('"' | '\'', None) => {
                (quote, open) = (
                    Some(c),
                    open || {
                        all.push(String::new());
                        true
                    },
                )
            }
            (c, Some(q)) if c == q => quote = None,
            (c, None) if c.is_whitespace() => open = false,
            (c, _) => {
                if !open {
                    all.push(String::new());
                    open = true;
                }
                if let Some(last) = all.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    all
}

/// A list of the readings that are to check, where there is no terminal to ask on.
pub fn list(context: &Context, filters: &FilterArgs) -> Result {
    let rows = unsure(&context.read()?, filters, context)?;
    let mut text = format!("{} to check\n", counted(rows.len() as i64, "reading", "readings"));
    for row in &rows {
        text.push_str(&format!(
            "  {}  {}  {} …\n",
            row.id,
            row.doubts.join(", "),
            clean::line(&first_words(&row.text))
        ));
    }
    reply(&text)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_typed_line_is_split_as_a_shell_would() {
        assert_eq!(
            words("--kind report  --addressee 'Member States'"),
            ["--kind", "report", "--addressee", "Member States"]
        );
        assert_eq!(words("--recipient \"General Assembly\""), ["--recipient", "General Assembly"]);
        assert!(words("  ").is_empty());
    }
}
