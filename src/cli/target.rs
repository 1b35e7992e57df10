//! What was typed to the obligations and turns that are meant, with errors that list what there is.

use crate::cli::error::{CliError, Result};
use crate::model::EventId;
use crate::model::day::in_words;
use crate::model::event::{Subject, Turn};
use crate::model::id::Reference;
use crate::store::{Found, Named, Store, TurnOn};
use chrono::NaiveDate;

/// One obligation, and the turn that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The obligation.
    pub found: Found,
    /// Its turn.
    pub turn: TurnOn,
}

impl Target {
    /// What an event about it holds on to.
    pub fn subject(&self, store: &Store) -> Result<Subject> {
        let turn = Turn { name: self.turn.name.clone(), opens: self.turn.opens, closes: self.turn.closes };
        Ok(store.subject(self.found.row, turn)?)
    }
}

/// The obligations that a reference names; at least one.
pub fn obligations(store: &Store, written: &str) -> Result<(Vec<Found>, Reference)> {
    let reference: Reference = written.parse()?;
    match store.find(&reference)? {
        Named::Obligations(found) if !found.is_empty() => Ok((found, reference)),
        Named::Obligations(_) => {
            let text = reference.symbols.first().map(ToString::to_string).unwrap_or_default();
            Err(CliError::failed(format!("`{written}` names no obligation"))
                .hint(format!("`pursuant list --resolution {text}` shows what it asks")))
        }
        Named::NoText { symbol, near } => {
            let error = CliError::failed(format!("no resolution {symbol} in {}", store.path().display()));
            Err(match near.as_slice() {
                [] => error.hint("`pursuant resolutions` shows what is loaded; `pursuant load PATH` adds a text"),
                near => {
                    error.hint(format!("did you mean {}? `pursuant resolutions` shows what is loaded", near.join(", ")))
                }
            })
        }
        Named::SeveralTexts(all) => {
            Err(CliError::failed(format!("`{written}` fits several texts: {}", all.join(", ")))
                .hint("write the whole symbol"))
        }
        Named::NoPlace { symbol, places } => {
            let place = reference.place.clone().unwrap_or_default();
            Err(CliError::failed(format!("{symbol} has no paragraph {place}")).hint(match places.as_slice() {
                [] => "it has no operative paragraphs".to_owned(),
                [one] => {
                    format!("it has one paragraph, {one}; `pursuant list --resolution {symbol}` shows what it asks")
                }
                [first, .., last] => format!(
                    "it has paragraphs {first} to {last}; `pursuant list --resolution {symbol}` shows what they ask"
                ),
            }))
        }
        Named::AsksNothing { symbol, place } => {
            Err(CliError::failed(format!("{symbol}, para. {place}, asks nothing of anybody")).hint(format!(
                "`pursuant show {symbol}:{place}` shows its words and why; `pursuant add` records what the rules missed"
            )))
        }
    }
}

/// The one obligation that a reference names.
pub fn one(store: &Store, written: &str) -> Result<(Found, Reference)> {
    let (mut found, reference) = obligations(store, written)?;
    if found.len() == 1 {
        return Ok((found.swap_remove(0), reference));
    }
    let list: Vec<String> =
        found.iter().take(12).map(|f| format!("{} ({} …)", f.name, first_words(&f.words))).collect();
    let more = if found.len() > 12 { format!("\n  and {} more", found.len() - 12) } else { String::new() };
    Err(CliError::failed(format!("`{written}` fits {} obligations:\n  {}{more}", found.len(), list.join("\n  ")))
        .hint("write the id with its verb"))
}

/// The one entry that is meant: `e:3f2a9c01`, or the digits alone.
pub fn entry(store: &Store, written: &str) -> Result<EventId> {
    match store.entry(written)?.as_slice() {
        [] => Err(CliError::failed(format!("no entry {written}"))
            .hint("`pursuant history` lists them; at least four digits are needed")),
        [one] => Ok(*one),
        several => {
            let list: Vec<String> =
                several.iter().map(|i| format!("e:{}", i.to_string().chars().take(16).collect::<String>())).collect();
            Err(CliError::failed(format!("{written} fits several entries: {}", list.join(", ")))
                .hint("write more digits"))
        }
    }
}

/// The obligation and the turn that are meant, seen from a day.
pub fn target(store: &Store, written: &str, on: NaiveDate) -> Result<Target> {
    let (found, reference) = one(store, written)?;
    let turns = store.turns_on(found.row, on)?;
    if turns.is_empty() && !found.dismissed {
        if let Some((resolution, name)) = store.went_to(found.row)? {
            let hint = match name {
                Some(name) => format!("what it asks is asked there by {name}: name that one"),
                None => format!("nothing there says the same; `pursuant show {resolution}` shows what it asks"),
            };
            return Err(CliError::usage(format!("the draft of {} became {resolution}", found.name)).hint(hint));
        }
        return Err(CliError::usage(format!("{} was not adopted yet on {}", found.name, in_words(on)))
            .hint("`--on` is the first day on which the entry holds, at the earliest the day of adoption"));
    }
    let turn = match reference.turn {
        Some(name) => match turns.iter().find(|t| t.name.as_ref() == Some(&name)) {
            Some(turn) => turn.clone(),
            None => store.turn_named(found.row, &name)?.ok_or_else(|| {
                let have: Vec<String> = turns.iter().filter_map(|t| t.name.as_ref()).map(|n| format!("@{n}")).collect();
                let hint = if have.is_empty() {
                    "it has no turns; leave the @ out".to_owned()
                } else {
                    format!("its turns are {}", have.join(", "))
                };
                CliError::failed(format!("{} has no turn @{name}", found.name)).hint(hint)
            })?,
        },
        None => meant(&found, turns, on)?,
    };
    Ok(Target { found, turn })
}

/// Without `@`: the only open turn that has begun, else the one that comes next; where an earlier one is open too, an error.
fn meant(found: &Found, turns: Vec<TurnOn>, on: NaiveDate) -> Result<TurnOn> {
    if turns.len() <= 1 {
        return Ok(turns.into_iter().next().unwrap_or(TurnOn { name: None, opens: None, closes: None, closed: false }));
    }
    let open: Vec<&TurnOn> = turns.iter().filter(|t| !t.closed).collect();
    let begun: Vec<&&TurnOn> = open.iter().filter(|t| t.opens.is_none_or(|o| o <= on)).collect();
    match begun.as_slice() {
        [one] => Ok((**one).clone()),
        [] => Ok(open.first().map_or_else(|| turns[turns.len() - 1].clone(), |t| (*t).clone())),
        several => {
            let list: Vec<String> = several
                .iter()
                .map(|t| {
                    let name = t.name.as_ref().map(ToString::to_string).unwrap_or_default();
                    let closes = t.closes.map_or(String::new(), |c| format!(" (until {})", in_words(c)));
                    format!("{}@{name}{closes}", found.name)
                })
                .collect();
            Err(CliError::failed(format!("{} has {} open turns:\n  {}", found.name, several.len(), list.join("\n  ")))
                .hint("say which with @; nothing was written"))
        }
    }
}

/// The first words of a clause, whole.
pub fn first_words(words: &str) -> String {
    words.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}
