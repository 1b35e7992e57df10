//! The filters that everything that lists takes, from the command line to [`Filter`].

use crate::calendar::bodies;
use crate::cli::error::{CliError, Result};
use crate::cli::saved_filters;
use crate::extract::actor;
use crate::model::id::Reference;
use crate::model::{Body, Force, Kind, Organ, Status, Symbol, Timing};
use crate::store::{AddresseeFilter, Filter, Query, Store};
use crate::view::phrase;
use chrono::NaiveDate;
use clap::Args;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Which provisions. Serialized, it is the file of a saved filter.
#[derive(Debug, Clone, Args, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Of this resolution, in any spelling (repeatable)
    #[arg(long, value_name = "SYMBOL", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resolution: Vec<String>,
    /// Asked of: an actor in any spelling, an acronym, `type:agency`, or words of the name
    #[arg(long, value_name = "ACTOR")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addressee: Vec<String>,
    /// With this lead office
    #[arg(long, value_name = "OFFICE")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub office: Vec<String>,
    /// Reported to, or taken up by
    #[arg(long, value_name = "ORGAN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipient: Vec<String>,
    /// report, agenda, meeting, mandate, funding or action
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<Kind>,
    /// decide, demand, request, call, urge, recommend, invite, encourage, appeal or authorize
    #[arg(long, value_name = "FORCE", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub force: Vec<Force>,
    /// Status on the day
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Status>,
    /// upcoming, due, overdue, closed, in-force, expired, undated or draft
    #[arg(long, value_name = "TIMING", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub timing: Vec<Timing>,
    /// Adopted in this session (75, S-32, 2022)
    #[arg(long, value_name = "SESSION", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub session: Vec<String>,
    /// Adopted by this organ, in any spelling (GA, SC, ECOSOC, HRC, UNEA)
    #[arg(long, value_name = "ORGAN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organ: Vec<String>,
    /// Due at this session: 78, or BODY:SESSION (HRC:51, ECOSOC:2024)
    #[arg(long, value_name = "SESSION", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub due_session: Vec<String>,
    /// Adopted under this agenda item (130 is 130 with all sub-items)
    #[arg(long, value_name = "ITEM")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agenda_item: Vec<String>,
    /// Reported by this committee (3, Third, C.3, or words of the name)
    #[arg(long, value_name = "COMMITTEE")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub committee: Vec<String>,
    /// Window closes before this day
    #[arg(long, value_name = "DATE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_before: Option<NaiveDate>,
    /// Window closes after this day
    #[arg(long, value_name = "DATE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_after: Option<NaiveDate>,
    /// Paragraph matches this full-text query: words, "a phrase", OR, prefix*
    #[arg(long, value_name = "QUERY")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Under this condition (within-existing-resources, as-appropriate, …)
    #[arg(long, value_name = "CONDITION")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub condition: Vec<String>,
    /// Only readings that are to check
    #[arg(long)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// As saved under this name (`pursuant filters`); a flag given beside it takes the place of the saved one
    #[arg(long = "filter", value_name = "NAME")]
    #[serde(skip)]
    pub saved: Vec<String>,
}

/// `78`, `GA:78`, `ECOSOC:2024`, `session:78`.
pub fn session(s: &str) -> Result<(Body, u16)> {
    let wrong = || {
        CliError::usage(format!("`{s}` is no session"))
            .hint("a session is a number (78: of the General Assembly) or BODY:NUMBER (HRC:51, ECOSOC:2024)")
    };
    let s = s.strip_prefix("session:").unwrap_or(s);
    let (body, number) = match s.rsplit_once(':') {
        Some((body, number)) => (bodies::named(body.trim()), number),
        None => (Body::Ga, s),
    };
    number.trim().parse().map(|n| (body, n)).map_err(|_| wrong())
}

/// What a symbol may mean; a bare number is a resolution of the Security Council, as everywhere an id is typed.
fn spelt(written: &str) -> Vec<Symbol> {
    let all = Symbol::candidates(written);
    if !all.is_empty() {
        return all;
    }
    written.parse::<Reference>().ok().filter(|r| r.place.is_none()).map_or_else(Vec::new, |r| r.symbols)
}

impl FilterArgs {
    /// The filter over a database. A resolution that is not loaded is refused: an empty list would look like an answer.
    pub fn filter(&self, store: &Store) -> Result<Filter> {
        let all = self.merged()?;
        for written in &all.resolution {
            let all = spelt(written);
            if let Some(first) = all.first()
                && store.texts(&all)?.is_empty()
            {
                return Err(CliError::failed(format!("no resolution {first} in {}", store.path().display()))
                    .hint("`pursuant resolutions` shows what is loaded; `pursuant load PATH` adds a text"));
            }
        }
        all.parsed()
    }

    /// What to say where nothing fits: which of the filters nothing fits by itself, so that a slip of the pen shows.
    pub fn nothing(&self, store: &Store, day: NaiveDate) -> Result<String> {
        if store.is_empty()? {
            return Ok("Nothing is loaded; `pursuant load PATH` reads resolutions.".to_owned());
        }
        let mut barren = Vec::new();
        for single in self.merged()?.singles() {
            if store.count(&Query { filter: single.parsed()?, all_turns: true, ..Query::default() }, day)? == 0 {
                barren.extend(single.words());
            }
        }
        Ok(if barren.is_empty() {
            "No provision fits the filters.".to_owned()
        } else {
            format!("No provision fits the filters; nothing loaded is {}.", barren.join(", nor "))
        })
    }

    /// Each thing that is asked for, by itself.
    fn singles(&self) -> Vec<FilterArgs> {
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(self) else { return Vec::new() };
        let alone = |field: (String, serde_json::Value)| {
            serde_json::from_value(serde_json::Value::Object([field].into_iter().collect())).ok()
        };
        fields.into_iter().filter_map(alone).collect()
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == FilterArgs::default()
    }

    /// The saved filters that are named, under what is given beside them.
    pub fn merged(&self) -> Result<FilterArgs> {
        let mut all = FilterArgs::default();
        for name in &self.saved {
            all.lay_over(saved_filters::read(name)?);
        }
        all.lay_over(FilterArgs { saved: Vec::new(), ..self.clone() });
        Ok(all)
    }

    /// Lays other filters over these: what they ask for takes the place of what stood here.
    fn lay_over(&mut self, other: FilterArgs) {
        fn over<T: Default + PartialEq>(own: &mut T, other: T) {
            if other != T::default() {
                *own = other;
            }
        }
        over(&mut self.resolution, other.resolution);
        over(&mut self.addressee, other.addressee);
        over(&mut self.office, other.office);
        over(&mut self.recipient, other.recipient);
        over(&mut self.kind, other.kind);
        over(&mut self.force, other.force);
        over(&mut self.status, other.status);
        over(&mut self.timing, other.timing);
        over(&mut self.session, other.session);
        over(&mut self.organ, other.organ);
        over(&mut self.due_session, other.due_session);
        over(&mut self.agenda_item, other.agenda_item);
        over(&mut self.committee, other.committee);
        over(&mut self.due_before, other.due_before);
        over(&mut self.due_after, other.due_after);
        over(&mut self.search, other.search);
        over(&mut self.condition, other.condition);
        over(&mut self.unsure, other.unsure);
    }

    /// Reads the words into a filter, saved ones aside.
    pub fn parsed(&self) -> Result<Filter> {
        let mut resolutions = Vec::new();
        for written in &self.resolution {
            let all = spelt(written);
            if all.is_empty() {
                return Err(Symbol::from_str(written).map(drop).err().map_or_else(CliError::said, CliError::from));
            }
            resolutions.extend(all);
        }
        Ok(Filter {
            resolutions,
            ids: None,
            addressees: self.addressee.iter().map(|a| addressee(a)).collect::<Result<_>>()?,
            offices: self.office.clone(),
            recipients: self.recipient.iter().map(|r| bodies::named(r).name().to_owned()).collect(),
            kinds: self.kind.clone(),
            forces: self.force.clone(),
            statuses: self.status.clone(),
            timings: self.timing.clone(),
            sessions: self.session.clone(),
            organs: self.organ.iter().map(|o| organ(o)).collect::<Result<_>>()?,
            due_sessions: self.due_session.iter().map(|s| session(s)).collect::<Result<_>>()?,
            agenda_items: self.agenda_item.clone(),
            committees: self.committee.iter().map(|c| committee(c)).collect(),
            conditions: self.condition.clone(),
            due_before: self.due_before,
            due_after: self.due_after,
            search: self.search.clone(),
            unsure: self.unsure,
        })
    }
}

/// The organ that a name or an acronym means.
fn organ(written: &str) -> Result<String> {
    let name = actor(written).map_or_else(|| bodies::named(written).name().to_owned(), |a| a.name.clone());
    match name.parse::<Organ>() {
        Ok(organ) => Ok(organ.as_str().to_owned()),
        Err(_) => {
            let known: Vec<&str> = Organ::ALL.iter().map(|o| o.as_str()).collect();
            Err(CliError::usage(format!("`{written}` is no organ that adopts resolutions here"))
                .hint(format!("one of {}, or GA, SC, ECOSOC, HRC, UNEA", known.join(", "))))
        }
    }
}

/// `3` and `C.3` are the Third Committee, as in its documents' symbols; else words of the name.
fn committee(written: &str) -> String {
    const MAIN: [&str; 6] = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"];
    let number = written.trim().trim_start_matches("C.").parse::<usize>().ok();
    match number.and_then(|n| MAIN.get(n.checked_sub(1)?)) {
        Some(ordinal) => format!("{ordinal} Committee"),
        None => written.to_owned(),
    }
}

/// The name of who is asked, as the head of a list says it.
fn whom(written: &str) -> String {
    actor(written).map_or_else(|| written.to_owned(), |a| a.name.clone())
}

/// *the 75th session*, *session S-32*.
fn session_words(written: &str) -> String {
    match session(written) {
        Ok((body, n)) => format!("the {}", phrase::session(n, &body, None, None)),
        Err(_) => format!("session {written}"),
    }
}

/// `type:agency`, an actor of the lexicon in any spelling, else words of the name.
fn addressee(written: &str) -> Result<AddresseeFilter> {
    use crate::extract::actors;
    if let Some(kind) = written.strip_prefix("type:") {
        let ids: Vec<String> = actors().iter().filter(|a| a.kind == kind).map(|a| a.id.clone()).collect();
        if ids.is_empty() {
            let mut kinds: Vec<&str> = actors().iter().map(|a| a.kind.as_str()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            return Err(
                CliError::usage(format!("`{kind}` is no type of actor")).hint(format!("one of {}", kinds.join(", ")))
            );
        }
        return Ok(AddresseeFilter::Actors(ids));
    }
    Ok(match actor(written) {
        Some(a) => AddresseeFilter::Actors(vec![a.id.clone()]),
        None => AddresseeFilter::Words(written.to_owned()),
    })
}

impl FilterArgs {
    /// The filters in words, for the head of a list.
    pub fn words(&self) -> Vec<String> {
        if let (false, Ok(all)) = (self.saved.is_empty(), self.merged()) {
            return all.words();
        }
        let list = |name: &str, values: &[String]| match values {
            [] => None,
            [one] => Some(format!("{name} {one}")),
            [head @ .., last] => Some(format!("{name} {} or {last}", head.join(", "))),
        };
        let words = |name: &str, values: Vec<&str>| {
            let shown: Vec<String> = values.into_iter().map(|v| v.replace('-', " ")).collect();
            list(name, &shown)
        };
        [
            list("of resolution", &self.resolution),
            list("addressed to", &self.addressee.iter().map(|a| whom(a)).collect::<Vec<_>>()),
            list("with lead office", &self.office),
            list("reported to", &self.recipient),
            words("of kind", self.kind.iter().map(|k| k.as_str()).collect()),
            words("of force", self.force.iter().map(|k| k.as_str()).collect()),
            words("status", self.status.iter().map(|k| phrase::status(*k)).collect()),
            words("timing", self.timing.iter().map(|k| phrase::timing(*k)).collect()),
            list("adopted in", &self.session.iter().map(|s| session_words(s)).collect::<Vec<_>>()),
            list("adopted by", &self.organ.iter().map(|o| organ(o).unwrap_or_else(|_| o.clone())).collect::<Vec<_>>()),
            list("due at", &self.due_session.iter().map(|s| session_words(s)).collect::<Vec<_>>()),
            list("agenda item", &self.agenda_item),
            list("reported by the", &self.committee.iter().map(|c| committee(c)).collect::<Vec<_>>()),
            self.due_before.map(|d| format!("due before {}", crate::model::day::in_words(d))),
            self.due_after.map(|d| format!("due after {}", crate::model::day::in_words(d))),
            self.search.as_ref().map(|s| format!("matching {s}")),
            list("condition", &self.condition),
            self.unsure.then(|| "readings to check".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organs_and_committees_are_known_by_name_number_and_acronym() {
        for (written, name) in
            [("SC", "Security Council"), ("ga", "General Assembly"), ("UNEA", "United Nations Environment Assembly")]
        {
            assert_eq!(organ(written).as_deref(), Ok(name));
        }
        assert!(organ("FAO").is_err(), "an actor that adopts no resolutions here");
        assert_eq!(committee("3"), "Third Committee");
        assert_eq!(committee("C.6"), "Sixth Committee");
        for other in ["0", "7", "Third", "Special Political"] {
            assert_eq!(committee(other), other);
        }
    }
}
