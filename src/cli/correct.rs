//! `correct` and `add`: what a careful reader knows better than the rules; it survives reloads and newer rules.

use crate::cli::context::{Context, reply};
use crate::cli::entry;
use crate::cli::error::{CliError, Result};
use crate::cli::filters;
use crate::cli::target;
use crate::extract::by_hand;
use crate::model::clause::Clause;
use crate::model::event::{Payload, Subject};
use crate::model::id::Reference;
use crate::model::payload::{Change, Correction, When};
use crate::model::{Due, Force, Kind, Period, Recurrence, Relation, Row};
use crate::store::{Filter, Mode, NewEvent, Query, Store};
use chrono::NaiveDate;
use clap::Args;

/// Correct what was read, field by field, or say that it is no obligation
///
/// A correction is an entry of the log: it holds from the beginning, survives reloads and newer rules, and `undo` takes it back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant correct 75/276:8 --deadline session:78
  pursuant correct 75/276:6 --addressee 'specialized agencies' --addressee 'Collective Security Treaty Organization'
  pursuant correct 77/108:4 --deadline none --recurrence P1Y --kind report
  pursuant correct 77/108:5 --keep                      the reading is right
  pursuant correct 77/108:6 --not-an-obligation --note \"cites an earlier request\"")]
pub struct CorrectArgs {
    /// The provision
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    fields: Fields,
    /// It is no obligation
    #[arg(long)]
    not_an_obligation: bool,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// The fields of a reading, as far as they are said.
#[derive(Debug, Clone, Args, Default)]
pub struct Fields {
    /// Who is asked (repeatable; replaces all)
    #[arg(long, value_name = "NAME")]
    pub addressee: Vec<String>,
    /// How strongly
    #[arg(long)]
    pub force: Option<Force>,
    /// What
    #[arg(long)]
    pub kind: Option<Kind>,
    /// By when: session:78, BODY:SESSION, a date, a period from adoption (P90D), words of an event, or none
    #[arg(long, value_name = "WHEN")]
    pub deadline: Option<String>,
    /// How the words relate to that time: at, by, before, until, within or in
    #[arg(long)]
    pub relation: Option<Relation>,
    /// How often: P1Y, P2Y, P90D, regular, or none
    #[arg(long, value_name = "PERIOD")]
    pub recurrence: Option<String>,
    /// To whom, or none
    #[arg(long, value_name = "ORGAN")]
    pub recipient: Option<String>,
    /// The reading is right as it is
    #[arg(long, conflicts_with_all = ["addressee", "force", "kind", "deadline", "recurrence", "recipient"])]
    pub keep: bool,
}

/// The time that a person names: `session:78`, a date, `P90D`, or the words of an event.
fn when(written: &str, relation: Option<Relation>) -> Result<When> {
    let (due, usual) = if let Ok(day) = written.parse::<NaiveDate>() {
        (Due::Date(day), Relation::By)
    } else if let Some(period) = Period::parse(written) {
        (Due::Within(period), Relation::Within)
    } else if let Ok((body, session)) = filters::session(written) {
        (Due::Session { session, body, part: None }, Relation::At)
    } else if written.trim().is_empty() {
        return Err(CliError::usage("no time is given")
            .hint("session:78, HRC:51, 2026-06-30, P90D, words of an event, or none"));
    } else {
        (Due::Event(written.to_owned()), Relation::At)
    };
    Ok(When { due, relation: relation.unwrap_or(usual), also: Vec::new() })
}

fn recurrence(written: &str) -> Result<Option<Recurrence>> {
    match written {
        "none" => Ok(None),
        "regular" => Ok(Some(Recurrence::Regular)),
        period => Period::parse(period).map(|p| Some(Recurrence::Every(p))).ok_or_else(|| {
            CliError::usage(format!("`{period}` is no rhythm"))
                .hint("an ISO 8601 period such as P1Y, P6M or P90D, regular, or none")
        }),
    }
}

/// The stored reading of an obligation.
pub fn reading(store: &Store, row: i64, day: NaiveDate) -> Result<Row> {
    let query = Query { filter: Filter { ids: Some(vec![row]), ..Filter::default() }, ..Query::default() };
    store.rows(&query, day)?.into_iter().next().ok_or_else(|| {
        CliError::failed("the provision is not shown today")
            .hint("it was dismissed, or its text does not stand; `pursuant undo` takes a dismissal back")
    })
}

/// An obligation as the subject of an event that is about no turn of it.
pub fn whole(store: &Store, row: i64) -> Result<Subject> {
    let mut subject = store.subject(row, crate::model::payload::Turn::new(None, None))?;
    subject.turn = None;
    Ok(subject)
}

/// Runs `correct`.
pub fn correct(context: &Context, args: &CorrectArgs) -> Result {
    let mut store = context.write(Mode::Existing)?;
    entry::said(args.note.as_deref(), "--note")?;
    let (found, _) = target::one(&store, &args.id)?;
    let subject = whole(&store, found.row)?;
    let key = subject.clause.key.clone();
    let payload = if args.not_an_obligation {
        Payload::Dismiss { reason: args.note.clone() }
    } else {
        let row = reading(&store, found.row, context.today())?;
        let c = correction(&args.fields, &row)?;
        if c == Correction::default() {
            return Err(CliError::usage("nothing is corrected")
                .hint("name a field (--addressee, --kind, --deadline …), --keep, or --not-an-obligation"));
        }
        Payload::Correct(c)
    };
    let dismissed = args.not_an_obligation;
    let mut events = vec![NewEvent { on: None, subject: Some(subject.clone()), payload }];
    // A correction holds nothing but fields: why it was made is a note of the same command.
    if let Some(text) = args.note.clone().filter(|_| !dismissed) {
        let payload = Payload::Note { text };
        events.push(NewEvent { on: Some(context.today()), subject: Some(subject), payload });
    }
    let ids = store.record(&context.author(), events)?;
    let id = ids.first().map(|i| i.short()).unwrap_or_default();
    let text = if dismissed {
        format!("{}: no obligation   {id}\n", found.name)
    } else {
        let row = store.row_of_key(&key)?.unwrap_or(found.row);
        let row = reading(&store, row, context.today())?;
        format!("{}: {}\n  recorded as {id}\n", row.id, gist(&row))
    };
    reply(&text)
}

/// `report, addressed to Secretary-General, 78th session`.
pub fn gist(row: &Row) -> String {
    let who = if row.addressees.is_empty() { "nobody named".to_owned() } else { row.addressees.join(", ") };
    let time = crate::view::phrase::time(row).map(|t| format!(", {t}")).unwrap_or_default();
    let rhythm = row.recurrence.map(|r| format!(", {}", crate::view::phrase::recurrence(r))).unwrap_or_default();
    format!("{}, asked of {who}{time}{rhythm}", row.kind)
}

/// What the fields correct in a reading.
pub fn correction(args: &Fields, row: &Row) -> Result<Correction> {
    let deadline = match args.deadline.as_deref() {
        None => None,
        Some(written) => Some(Change {
            from: row.deadline.as_ref().map(|d| When {
                due: d.due.clone(),
                relation: d.relation,
                also: d.also.clone(),
            }),
            to: if written == "none" { None } else { Some(when(written, args.relation)?) },
        }),
    };
    let rhythm = match args.recurrence.as_deref() {
        None => None,
        Some(written) => Some(Change { from: row.recurrence, to: recurrence(written)? }),
    };
    Ok(Correction {
        addressees: (!args.addressee.is_empty())
            .then(|| Change { from: row.addressees.clone(), to: args.addressee.clone() }),
        force: args.force.map(|to| Change { from: row.force, to }),
        kind: args.kind.map(|to| Change { from: row.kind, to }),
        deadline,
        recurrence: rhythm,
        recipient: args
            .recipient
            .as_ref()
            .map(|to| Change { from: row.recipient.clone(), to: (to != "none").then(|| to.clone()) }),
        self_executing: None,
        kept: args.keep,
    })
}

/// Add an obligation that the rules missed
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pursuant add 75/276:2 --verb acknowledges --addressee 'Member States' --kind action
  pursuant add 'A/RES/77/108, para. 12 (b)' --verb to --force request --addressee 'Secretary-General' --kind report --deadline session:79
  pursuant add --under 75/276:1 --words \"publish the list\" --addressee 'Secretary-General'   what an endorsed document asks")]
pub struct AddArgs {
    /// The paragraph, or the part of one
    #[arg(value_name = "ID", required_unless_present = "under")]
    id: Option<String>,
    /// Under this paragraph, which endorses another document's recommendations
    #[arg(long, value_name = "ID", conflicts_with = "id")]
    under: Option<String>,
    /// The word of the paragraph that asks (its first verb, where it is not said)
    #[arg(long)]
    verb: Option<String>,
    /// Which occurrence of that word
    #[arg(long, default_value_t = 1)]
    nth: u16,
    /// The words of what is asked, where they are not the paragraph's own
    #[arg(long, value_name = "TEXT")]
    words: Option<String>,
    /// Who is asked (repeatable)
    #[arg(long, value_name = "NAME")]
    addressee: Vec<String>,
    /// How strongly
    #[arg(long, default_value = "request")]
    force: Force,
    /// What
    #[arg(long, default_value = "action")]
    kind: Kind,
    /// By when
    #[arg(long, value_name = "WHEN")]
    deadline: Option<String>,
    /// How the words relate to that time
    #[arg(long)]
    relation: Option<Relation>,
    /// How often
    #[arg(long, value_name = "PERIOD")]
    recurrence: Option<String>,
    /// To whom
    #[arg(long, value_name = "ORGAN")]
    recipient: Option<String>,
}

/// Runs `add`.
pub fn add(context: &Context, args: &AddArgs) -> Result {
    let mut store = context.write(Mode::Existing)?;
    let written = args.id.as_deref().or(args.under.as_deref()).unwrap_or_default();
    let reference: Reference = written.parse()?;
    let texts = store.texts(&reference.symbols)?;
    let [symbol] = texts.as_slice() else {
        target::obligations(&store, written)?;
        return Err(CliError::failed(format!("`{written}` names no single text")));
    };
    let resolution = store.text(symbol)?;
    let place = reference
        .place
        .clone()
        .ok_or_else(|| CliError::usage("no paragraph is named").hint(format!("name one, as in {symbol}:3")))?;
    let own = |id: &crate::model::ParagraphId| {
        id.section.as_ref().map_or_else(|| id.number.clone(), |s| format!("{s}.{}", id.number))
    };
    let ids = resolution.paragraph_ids();
    let found = ids
        .iter()
        .filter(|(_, id)| place == own(id) || place.starts_with(&format!("{}.", own(id))))
        .max_by_key(|(_, id)| own(id).len());
    let Some((block, id)) = found else {
        return Err(CliError::failed(format!("{symbol} has no paragraph {place}"))
            .hint(format!("`pursuant show {symbol}` shows what it has")));
    };
    let part = place.get(own(id).len() + 1..).filter(|p| !p.is_empty());
    let first = || {
        resolution
            .blocks
            .get(*block as usize)
            .and_then(|b| b.body.text.split_whitespace().next())
            .unwrap_or_default()
            .to_owned()
    };
    let verb = args.verb.clone().unwrap_or_else(first);
    let pointed =
        by_hand::point(&resolution, *block, id, part, (&verb, args.nth), args.addressee.first().map(String::as_str))
            .map_err(|e| {
                CliError::failed(e).hint("--verb names a word of the paragraph, --nth which occurrence of it")
            })?;
    let bytes = |r: &std::ops::Range<usize>| [r.start as u32, r.end as u32];
    let subject = Subject {
        clause: Clause {
            key: pointed.key.clone(),
            text: store.text_hash(symbol)?,
            verb_at: bytes(&pointed.verb_at),
            actor_at: pointed.actor_at.as_ref().map(bytes),
            words: args.words.clone().unwrap_or(pointed.words),
        },
        turn: None,
    };
    let payload = Payload::Add {
        verb: verb.to_lowercase(),
        force: args.force,
        addressees: args.addressee.clone(),
        kind: args.kind,
        deadline: args.deadline.as_deref().map(|w| when(w, args.relation)).transpose()?,
        recurrence: args.recurrence.as_deref().map(recurrence).transpose()?.flatten(),
        recipient: args.recipient.clone(),
        self_executing: None,
    };
    let ids = store.record(&context.author(), vec![NewEvent { on: None, subject: Some(subject), payload }])?;
    let entry = ids.first().map(|i| i.short()).unwrap_or_default();
    let text = match store.row_of_key(&pointed.key)? {
        Some(row) => {
            let row = reading(&store, row, context.today())?;
            format!("added {}: {}\n  recorded as {entry}\n", row.id, gist(&row))
        }
        None => format!("added; recorded as {entry}\n"),
    };
    reply(&text)
}
