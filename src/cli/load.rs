//! `load`: files, folders, standard input into the database.

use crate::cli::context::{Context, out, say, say_json};
use crate::cli::error::{CliError, Result};
use crate::cli::{read, summary};
use crate::follow::documents;
use crate::model::id::Reference;
use crate::model::{EventId, Symbol, TextKind};
use crate::source::Reading;
use crate::store::{How, Incoming, LoadedText, Mode, Named, Outcome, Store, StoreError};
use crate::view::clean;
use crate::view::phrase::counted;
use clap::Args;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;

/// So many files are read, extracted and committed together: one action of the log.
const BATCH: usize = 1000;
/// So many are read and extracted while those before them are stored.
const PIECE: usize = 32;

/// Load resolutions, decisions and drafts from files, folders, archives or standard input
///
/// The format is found from the content, never from the name. Loading again is harmless: what is the same is unchanged, what
/// is newer updates the text and keeps ids and log. Each document goes in whole or not at all; a file that can't be read is
/// named with the reason, and the rest is loaded (exit status 1).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant load data/samples
  pursuant load ~/Downloads/A_RES_77_13.xml ~/resolutions
  pdftotext -layout N2124567.pdf - | pursuant load -
  pursuant load reports.csv                     a list of issued documents: symbol, title, published, answers
  pursuant load --replace A_RES_75_276.md       even where an obligation with a log is not in the new text")]
pub struct LoadArgs {
    /// Files and folders; - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Load a text even where an obligation with a log is not in it any more
    #[arg(long)]
    replace: bool,
    /// The text adopts this draft, where its cover does not say so: ids, log and corrections go on
    #[arg(long, value_name = "DRAFT")]
    adopts: Option<String>,
}

#[derive(Default)]
struct Tally {
    loaded: Vec<LoadedText>,
    wrong: Vec<(String, String)>,
    unchanged: usize,
    /// What people should check, by file.
    remarks: Vec<(String, String)>,
}

/// Runs the command.
pub fn run(context: &Context, args: &LoadArgs) -> Result {
    let (files, missing) = read::files(&args.paths);
    let mut tally = Tally::default();
    tally
        .wrong
        .extend(missing.into_iter().filter_map(|m| m.split_once(": ").map(|(a, b)| (a.to_owned(), b.to_owned()))));
    if files.is_empty() && tally.wrong.is_empty() {
        return Err(
            CliError::failed("there is no file in what was named").hint("name a file or a folder that holds one")
        );
    }
    if files.is_empty() {
        read::complain(context, &tally.wrong);
        return Err(CliError::said());
    }
    let how = How { replace: args.replace, adopts: args.adopts.as_deref().map(Symbol::parse).transpose()? };
    if how.adopts.is_some() && files.len() > 1 {
        return Err(CliError::usage("--adopts is for one text").hint("name the one file that holds the resolution"));
    }
    let mut store = context.write(Mode::Create)?;
    if let Some(draft) = &how.adopts {
        match store.resolutions(std::slice::from_ref(draft), None)?.first() {
            None => {
                return Err(CliError::failed(format!("no draft {draft} in {}", store.path().display()))
                    .hint("load the draft first; `pursuant resolutions` shows what is loaded"));
            }
            Some(text) if text.kind != TextKind::Draft.as_str() => {
                return Err(CliError::failed(format!("{draft} is no draft but a {}", text.kind)));
            }
            Some(_) => {}
        }
    }
    let (lists, files): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|f| is_list(f));
    let listed = load_lists(context, &mut store, &lists, &mut tally)?;
    if files.is_empty() && listed {
        read::complain(context, &tally.wrong);
        return if tally.wrong.is_empty() { Ok(()) } else { Err(CliError::said()) };
    }
    let bar = read::bar(context, files.len());
    load_texts(context, &mut store, &files, &how, &mut tally, &bar)?;
    bar.finish_and_clear();
    report(context, &store, &tally)?;
    let refused = tally.loaded.iter().any(|l| matches!(l.outcome, Outcome::WouldLose(_)));
    if tally.wrong.is_empty() && !refused { Ok(()) } else { Err(CliError::said()) }
}

/// Whether a file holds a list of issued documents, by its first bytes; standard input never does.
fn is_list(path: &std::path::Path) -> bool {
    use std::io::Read;
    let mut head = Vec::new();
    path.as_os_str() != "-"
        && std::fs::File::open(path).and_then(|f| f.take(4096).read_to_end(&mut head)).is_ok()
        && documents::looks_like_list(&head)
}

/// Loads lists of documents and says of each what it brought; whether there was any.
fn load_lists(context: &Context, store: &mut Store, lists: &[PathBuf], tally: &mut Tally) -> Result<bool> {
    for path in lists {
        let name = path.display().to_string();
        let list = read::bytes(path)
            .and_then(|bytes| Ok((EventId::of(&bytes), documents::read_list(&bytes).map_err(|e| e.to_string())?)));
        match list {
            Err(e) => tally.wrong.push((name, e)),
            Ok((file, list)) => {
                let text = match store.load_list(&context.author(), &name, file, &list.documents)? {
                    Some(n) => format!(
                        "list      {name}: {}; `pursuant reconcile` looks for what {}\n",
                        counted(n as i64, "document", "documents"),
                        if n == 1 { "it answers" } else { "they answer" }
                    ),
                    None => format!("list      {name}: unchanged\n"),
                };
                out(text.as_bytes())?;
                for remark in list.remarks.into_iter().chain(remarks_on(store, &list.documents)?) {
                    say(&format!("to check  {name}: {}", clean::line(&remark)));
                }
            }
        }
    }
    Ok(!lists.is_empty())
}

/// What in a list should be looked at: documents that stand there with two days or titles, answers to what is not loaded.
fn remarks_on(store: &Store, list: &[documents::Document]) -> Result<Vec<String>> {
    const MOST: usize = 6;
    let few = |all: &[String]| {
        let more = if all.len() > MOST { format!(", and {} more", all.len() - MOST) } else { String::new() };
        format!("{}{more}", all.get(..all.len().min(MOST)).unwrap_or_default().join(", "))
    };
    let mut days: BTreeMap<&Symbol, BTreeSet<chrono::NaiveDate>> = BTreeMap::new();
    let mut titles: BTreeMap<&Symbol, BTreeSet<&str>> = BTreeMap::new();
    let mut unknown: Vec<String> = Vec::new();
    for d in list {
        days.entry(&d.symbol).or_default().extend(d.published);
        titles.entry(&d.symbol).or_default().extend(d.title.as_deref());
        for written in &d.answers {
            let found = written.parse::<Reference>().ok().map(|r| store.find(&r)).transpose()?;
            if !matches!(found, Some(Named::Obligations(all)) if !all.is_empty()) && !unknown.contains(written) {
                unknown.push(written.clone());
            }
        }
    }
    let twice: Vec<String> = days.iter().filter(|(_, d)| d.len() > 1).map(|(s, _)| s.to_string()).collect();
    let mut remarks = Vec::new();
    if !twice.is_empty() {
        remarks.push(format!("with two days stand there {}; the later line counts", few(&twice)));
    }
    let named: Vec<String> = titles.iter().filter(|(_, t)| t.len() > 1).map(|(s, _)| s.to_string()).collect();
    if !named.is_empty() {
        remarks.push(format!("with two titles stand there {}; the later line counts", few(&named)));
    }
    if !unknown.is_empty() {
        remarks.push(format!("`answers` names nothing that is loaded so far: {}", few(&unknown)));
    }
    Ok(remarks)
}

/// Reads and extracts on all cores, while one writer stores what is ready; a batch is one action of the log.
fn load_texts(
    context: &Context,
    store: &mut Store,
    files: &[PathBuf],
    how: &How,
    tally: &mut Tally,
    bar: &indicatif::ProgressBar,
) -> Result {
    if how.adopts.is_some() {
        // There is something new to say of the one file even if it is loaded.
        let piece = prepare(files, &BTreeSet::new());
        if piece.texts.len() > 1 {
            return Err(CliError::usage(format!(
                "--adopts is for one text, and there are {} in what was named",
                piece.texts.len()
            ))
            .hint("name the one file that holds the resolution"));
        }
        tally.wrong.extend(piece.wrong);
        tally.remarks.extend(piece.remarks);
        if !piece.texts.is_empty() {
            tally.loaded.extend(store.load(&context.author(), piece.texts.into_iter().map(Ok), how)?);
        }
        return Ok(());
    }
    // A file that is loaded already is not read again.
    let known = store.known_files()?;
    std::thread::scope(|scope| {
        let (sender, pieces) = sync_channel(2);
        scope.spawn(move || {
            for batch in files.chunks(BATCH) {
                for piece in batch.chunks(PIECE) {
                    if sender.send(Some(prepare(piece, &known))).is_err() {
                        return;
                    }
                    bar.inc(piece.len() as u64);
                }
                if sender.send(None).is_err() {
                    return;
                }
            }
        });
        for _ in files.chunks(BATCH) {
            let (mut wrong, mut unchanged, mut remarks) = (Vec::new(), 0, Vec::new());
            let mut texts = std::iter::from_fn(|| match pieces.recv() {
                Ok(Some(piece)) => {
                    wrong.extend(piece.wrong);
                    remarks.extend(piece.remarks);
                    unchanged += piece.unchanged;
                    Some(piece.texts.into_iter().map(Ok).collect())
                }
                Ok(None) => None,
                // Whoever reads has stopped in the middle of a batch: of this none goes in.
                Err(_) => Some(vec![Err(StoreError::Refused("reading the files broke off".into()))]),
            })
            .flat_map(|texts: Vec<_>| texts)
            .peekable();
            if texts.peek().is_some() {
                tally.loaded.extend(store.load(&context.author(), &mut texts, how)?);
            }
            drop(texts);
            tally.wrong.extend(wrong);
            tally.remarks.extend(remarks);
            tally.unchanged += unchanged;
        }
        Ok(())
    })
}

/// Some files, read and extracted.
#[derive(Default)]
struct Piece {
    texts: Vec<Incoming>,
    wrong: Vec<(String, String)>,
    unchanged: usize,
    remarks: Vec<(String, String)>,
}

/// Reads and extracts some files on all cores; what is unchanged is only counted.
fn prepare(files: &[PathBuf], known: &BTreeSet<EventId>) -> Piece {
    let opened = read::open(files, &|file| known.contains(&file));
    let mut piece = Piece::default();
    let mut readings: Vec<(EventId, Reading)> = Vec::new();
    for o in opened {
        match (o.content, o.file) {
            (Err(reason), _) => piece.wrong.push((o.name, reason)),
            (Ok(all), Some(file)) if all.is_empty() => piece.unchanged += usize::from(known.contains(&file)),
            (Ok(all), Some(file)) => readings.extend(all.into_iter().map(|r| (file, r))),
            (Ok(_), None) => {}
        }
    }
    for (_, r) in &readings {
        piece.remarks.extend(r.remarks.iter().map(|remark| (r.name.clone(), remark.clone())));
    }
    let prepared: Vec<_> = readings
        .into_par_iter()
        .flat_map_iter(|(file, reading)| {
            let Reading { name, reader, texts, .. } = reading;
            match texts {
                Err(e) => vec![Err((name, e.to_string()))],
                Ok(all) => all
                    .into_iter()
                    .map(|r| Incoming::new(name.clone(), file, reader, r).map_err(|e| (name.clone(), e.to_string())))
                    .collect(),
            }
        })
        .collect();
    for p in prepared {
        match p {
            Ok(text) => piece.texts.push(text),
            Err(wrong) => piece.wrong.push(wrong),
        }
    }
    piece
}

/// What in a text should be looked at before it is relied on: numbers that break off, paragraphs that the former text had.
fn warn(context: &Context, l: &LoadedText) {
    let about = format!("{} ({})", l.symbol, clean::line(&l.name));
    let check = |remark: String| {
        if context.json {
            say_json(&format!("to check: {about}: {remark}"), Some("the text was loaded"), 0);
        } else {
            say(&format!("to check  {about}: {remark}"));
        }
    };
    const MOST: usize = 6;
    if !l.breaks.is_empty() {
        let said: Vec<String> = l.breaks.iter().take(MOST).map(ToString::to_string).collect();
        let more = if l.breaks.len() > MOST { format!(", and {} more", l.breaks.len() - MOST) } else { String::new() };
        check(format!("the numbers of its paragraphs break off: {}{more}; is the file whole?", said.join(", ")));
    }
    if !l.gone.is_empty() {
        check(format!(
            "{} {} of the former text {} not in this one; the former one is current again when its file is loaded again",
            if l.gone.len() == 1 { "paragraph" } else { "paragraphs" },
            l.gone.join(", "),
            if l.gone.len() == 1 { "is" } else { "are" }
        ));
    }
}

fn report(context: &Context, store: &Store, tally: &Tally) -> Result {
    let fresh: Vec<&LoadedText> =
        tally.loaded.iter().filter(|l| matches!(l.outcome, Outcome::New | Outcome::Updated | Outcome::Again)).collect();
    read::remark(context, &tally.remarks);
    let mut beside: Vec<String> = Vec::new();
    for l in &tally.loaded {
        match &l.outcome {
            Outcome::WouldLose(ids) => {
                say(&format!(
                    "not loaded {} ({}): {} with a log would not be in the new text: {}",
                    l.symbol,
                    l.name,
                    if ids.len() == 1 { "an obligation" } else { "obligations" },
                    ids.join(", ")
                ));
                say("hint: load it with --replace; the log is kept and `pursuant review` lists it as detached");
            }
            Outcome::KeptBeside { current } => {
                beside.push(format!("kept      {} ({}) beside {current}", l.symbol, l.name))
            }
            Outcome::Again => say(&format!("current   {} ({}) is the current text again", l.symbol, l.name)),
            Outcome::Updated => {
                if let Some(edition) = l.edition.said() {
                    say(&format!("current   {} is read from its {edition} ({}); the log goes on", l.symbol, l.name));
                }
            }
            Outcome::New | Outcome::Unchanged => {}
        }
        warn(context, l);
        if let Some(draft) = &l.adopts {
            say(&format!("adopted   {draft} became {}: its ids, log and corrections go on", l.symbol));
            if !l.left.is_empty() {
                say(&format!(
                    "to check  {} has nothing like {}, about which something is recorded: `pursuant review` lists it",
                    l.symbol,
                    l.left.join(", ")
                ));
            }
        }
        if let Some(resolution) = &l.became {
            say(&format!("adopted   {} became {resolution}, which is loaded already", l.symbol));
        }
    }
    let more = beside.len().saturating_sub(20);
    beside.iter().take(20).for_each(|line| say(line));
    if more > 0 {
        say(&format!("kept      {more} more beside the current text"));
    }
    read::complain(context, &tally.wrong);
    let count = |wanted: fn(&Outcome) -> bool| tally.loaded.iter().filter(|l| wanted(&l.outcome)).count();
    let counts = summary::Counts {
        new: count(|o| matches!(o, Outcome::New)),
        updated: count(|o| matches!(o, Outcome::Updated | Outcome::Again)),
        unchanged: count(|o| matches!(o, Outcome::Unchanged)) + tally.unchanged,
        beside: count(|o| matches!(o, Outcome::KeptBeside { .. })),
        wrong: tally.wrong.len() + count(|o| matches!(o, Outcome::WouldLose(_))),
    };
    if tally.unchanged == 0 && tally.loaded.iter().all(|l| matches!(l.outcome, Outcome::WouldLose(_))) {
        return Ok(());
    }
    let symbols: Vec<_> = fresh.iter().map(|l| l.symbol.clone()).collect();
    out(summary::after_load(context, store, &symbols, counts)?.as_bytes())
}
