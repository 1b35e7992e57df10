//! Reading the log: as rows for people.

use crate::model::event::{Event, Moment, Payload};
use crate::model::payload::{Change, Correction, When};
use crate::model::{Due, EventId, Relation};
use crate::store::entries;
use crate::store::error::{Result, StoreError};
use crate::store::fold::Folder;
use crate::store::open::Store;
use chrono::NaiveDate;

/// Which entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryFilter {
    /// About these obligations, and this text.
    pub about: Option<(Vec<i64>, Option<String>)>,
    /// By this name.
    pub author: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Recorded on this day or later.
    pub since: Option<NaiveDate>,
    /// Holding on this day.
    pub by_day: Option<NaiveDate>,
    /// Recorded by this day.
    pub recorded_by: Option<NaiveDate>,
}

/// One entry as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Its hash.
    pub id: EventId,
    /// The writer's clock.
    pub at: Moment,
    /// The writer's day.
    pub recorded: NaiveDate,
    /// Who.
    pub by: String,
    /// From when it holds.
    pub on: Option<NaiveDate>,
    /// Its kind.
    pub kind: String,
    /// The provision or text.
    pub about: Option<String>,
    /// Status, where it sets one.
    pub status: Option<String>,
    /// Words.
    pub note: Option<String>,
    /// What shows it.
    pub evidence: Option<String>,
    /// No live retraction names it.
    pub live: bool,
    /// All of it in one line.
    pub says: String,
    /// Of an undo: the entry that it takes back, or the first of the command.
    pub takes_back: Option<EventId>,
    /// Of what is taken back, by which entry, who wrote that, when and why.
    pub taken_back: Option<String>,
}

/// The columns of a history row.
pub(super) const SELECT: &str = "SELECT v.id, v.bytes, e.live FROM entry e JOIN event v USING (seq)";

impl Store {
    /// The entries that fit, in the order in which they were recorded.
    pub fn history(&self, filter: &HistoryFilter) -> Result<Vec<HistoryRow>> {
        let mut sql = format!("{SELECT} WHERE 1");
        let mut values: Vec<rusqlite::types::Value> = Vec::new();
        if let Some(kind) = &filter.kind {
            values.push(kind.clone().into());
            sql.push_str(&format!(" AND e.kind = ?{}", values.len()));
        }
        if let Some((obligations, text)) = &filter.about {
            let mut seqs = Vec::new();
            for obligation in obligations {
                seqs.extend(self.entries_on(*obligation)?);
            }
            sql.push_str(&format!(" AND (e.seq IN ({})", list(&seqs)));
            if let Some(symbol) = text {
                values.push(symbol.clone().into());
                sql.push_str(&format!(" OR e.symbol = ?{}", values.len()));
            }
            sql.push(')');
        }
        sql.push_str(" ORDER BY e.time, v.id");
        let mut statement = self.conn.prepare(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let row = read(r)?;
            let keep = filter.author.as_ref().is_none_or(|a| *a == row.by)
                && filter.since.is_none_or(|d| row.recorded >= d)
                && filter.by_day.is_none_or(|d| row.on.is_none_or(|on| on <= d))
                && filter.recorded_by.is_none_or(|d| row.recorded <= d);
            if keep {
                all.push(row);
            }
        }
        self.tell_undoing(&mut all, filter.recorded_by)?;
        Ok(all)
    }

    /// Says of each undo what it is about, and of what is taken back by whom. `known`: as was recorded by that day.
    fn tell_undoing(&self, rows: &mut [HistoryRow], known: Option<NaiveDate>) -> Result<()> {
        if rows.iter().all(|h| h.live && h.takes_back.is_none()) {
            return Ok(());
        }
        let retractions = entries::retractions(&self.conn)?;
        let mut statement = self.conn.prepare_cached(&format!("{SELECT} WHERE v.id = ?1"))?;
        let mut row_of = |id: EventId| -> Result<Option<HistoryRow>> {
            let mut found = statement.query([id.to_string()])?;
            found.next()?.map(read).transpose()
        };
        for h in rows {
            if let Some(target) = h.takes_back
                && let Some(of) = row_of(target)?
            {
                h.says.push_str(&format!(
                    " ({}{})",
                    of.about.as_ref().map(|a| format!("{a}: ")).unwrap_or_default(),
                    of.says
                ));
                h.about = of.about;
            }
            if h.live {
                continue;
            }
            let Some(entry) = entries::select(&self.conn, "v.id = ?1", [h.id.to_string()])?.pop() else { continue };
            for id in retractions.standing(&entry) {
                if let Some(undo) = row_of(id)?.filter(|undo| known.is_none_or(|day| undo.recorded <= day)) {
                    let why = undo.note.map(|n| format!(": {n}")).unwrap_or_default();
                    h.taken_back = Some(format!("by {} on {}, {}{why}", undo.by, undo.recorded, undo.id.short()));
                    break;
                }
            }
        }
        Ok(())
    }

    /// The entries on one obligation, with the loads of its text.
    pub fn history_of(&self, obligation: i64) -> Result<Vec<HistoryRow>> {
        let mut seqs = self.entries_on(obligation)?;
        let mut statement = self.conn.prepare_cached(
            "SELECT l.seq FROM loaded l JOIN resolution r ON r.symbol = l.symbol JOIN obligation o ON o.resolution = r.id WHERE o.id = ?1",
        )?;
        for seq in statement.query_map([obligation], |r| r.get::<_, i64>(0))? {
            seqs.push(seq?);
        }
        // That its text was a draft belongs to it; entries on the draft's clause lie on it.
        let mut statement = self.conn.prepare_cached(
            "SELECT e.seq FROM entry e JOIN event v USING (seq) JOIN resolution r
               ON r.symbol = json_extract(v.payload, '$.resolution') JOIN obligation o ON o.resolution = r.id
             WHERE e.kind = 'adopt' AND o.id = ?1",
        )?;
        for seq in statement.query_map([obligation], |r| r.get::<_, i64>(0))? {
            seqs.push(seq?);
        }
        let mut statement = self.conn.prepare(&format!("{SELECT} WHERE e.seq IN ({})", list(&seqs)))?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            all.push(read(r)?);
        }
        self.tell_undoing(&mut all, None)?;
        all.sort_by_key(|h| std::cmp::Reverse((h.on.unwrap_or(h.recorded), h.at, h.id)));
        Ok(all)
    }

    /// The entries on one obligation alone, in the same order, without what undoes what.
    pub fn entries_of(&self, obligation: i64) -> Result<Vec<HistoryRow>> {
        let mut statement = self.conn.prepare_cached(&format!("{SELECT} WHERE e.seq = ?1"))?;
        let mut all = Vec::new();
        for seq in self.entries_on(obligation)? {
            let mut rows = statement.query([seq])?;
            while let Some(r) = rows.next()? {
                all.push(read(r)?);
            }
        }
        all.sort_by_key(|h| std::cmp::Reverse((h.on.unwrap_or(h.recorded), h.at, h.id)));
        Ok(all)
    }

    /// Every kind of entry that the log has.
    pub fn kinds(&self) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached("SELECT DISTINCT kind FROM entry ORDER BY kind")?;
        Ok(statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The seqs of the entries on an obligation: those that lie on it, wherever their writer saw it, and those about it that were
    /// taken back.
    fn entries_on(&self, obligation: i64) -> Result<Vec<i64>> {
        let calendar = self.calendar()?;
        Folder::new(&self.conn, &calendar)?.log_of(obligation)
    }

    /// Entries whose hash begins so: `e:3f2a9c01` or the digits alone.
    pub fn entry(&self, written: &str) -> Result<Vec<EventId>> {
        let digits = written.trim().strip_prefix("e:").unwrap_or(written.trim()).to_ascii_lowercase();
        if digits.len() < 4 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        let mut statement =
            self.conn.prepare_cached("SELECT id FROM event WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 8")?;
        let found: Vec<String> = statement.query_map([digits], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        found.iter().map(|id| id.parse().map_err(|e| StoreError::Damaged(format!("{e}")))).collect()
    }
}

/// When, in words.
fn due(due: &Due) -> String {
    match due {
        Due::Session { session, body, .. } => format!("session {session} of the {}", body.name()),
        Due::Date(day) => day.to_string(),
        Due::Within(period) => format!("within {period}"),
        Due::Event(event) => event.clone(),
    }
}

/// What a correction changes, each with the value that it replaces: `deadline session 77 → session 78`.
fn corrected(c: &Correction) -> Vec<String> {
    fn change<T>(name: &str, change: Option<&Change<T>>, say: impl Fn(&T) -> String) -> Option<String> {
        let (from, to) = (say(&change?.from), say(&change?.to));
        Some(if from == to { format!("{name} stays {to}") } else { format!("{name} {from} → {to}") })
    }
    fn or_none(said: Option<String>) -> String {
        said.unwrap_or_else(|| "none".to_owned())
    }
    let names = |all: &Vec<String>| if all.is_empty() { "nobody".to_owned() } else { all.join("; ") };
    let time = |when: &Option<When>| {
        or_none(when.as_ref().map(|w| match w.relation {
            Relation::At | Relation::Within => due(&w.due),
            other => format!("{other} {}", due(&w.due)),
        }))
    };
    [
        change("addressees", c.addressees.as_ref(), names),
        change("force", c.force.as_ref(), ToString::to_string),
        change("kind", c.kind.as_ref(), ToString::to_string),
        change("deadline", c.deadline.as_ref(), time),
        change("recurrence", c.recurrence.as_ref(), |r| or_none(r.map(|r| r.to_string()))),
        change("recipient", c.recipient.as_ref(), |r| or_none(r.clone())),
        change("effect", c.self_executing.as_ref(), |e| or_none(e.map(|e| e.as_str().to_owned()))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn list(seqs: &[i64]) -> String {
    seqs.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

pub(super) fn read(r: &rusqlite::Row<'_>) -> Result<HistoryRow> {
    let (id, bytes): (String, String) = (r.get(0)?, r.get(1)?);
    let event = Event::parse(bytes.as_bytes()).map_err(|e| StoreError::Damaged(format!("event {id}: {e}")))?;
    Ok(row(&event, r.get(2)?))
}

/// An event as people read it.
pub(super) fn row(event: &Event, live: bool) -> HistoryRow {
    let mut about = event.subject.as_ref().map(|s| {
        let key = &s.clause.key;
        let section = key.section.as_ref().map(|s| format!("{s}.")).unwrap_or_default();
        let part = key.part.as_ref().map(|p| format!(".{}", crate::model::id::part_in_id(p))).unwrap_or_default();
        let turn = s.turn.as_ref().and_then(|t| t.name.as_ref()).map(|n| format!("@{n}")).unwrap_or_default();
        let nth = if key.verb.nth > 1 { key.verb.nth.to_string() } else { String::new() };
        format!("{}:{section}{}{part}-{}{nth}{turn}", key.symbol, key.paragraph, key.verb.word)
    });
    let (mut status, mut note, mut evidence) = (None, None, None);
    let says = match &event.payload {
        Payload::Status { status: s, reason, actor, .. } => {
            status = Some(s.to_string());
            note.clone_from(reason);
            let of = actor.as_ref().map(|a| format!(" for {a}")).unwrap_or_default();
            let why = reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default();
            format!("{}{of}{why}", s.as_str().replace('-', " "))
        }
        Payload::Note { text } => {
            note = Some(text.clone());
            format!("note: {text}")
        }
        Payload::Evidence { what, found, .. } => {
            evidence = Some(what.clone());
            format!("evidence {what}{}", found.as_ref().map(|f| format!(", found in {f}")).unwrap_or_default())
        }
        Payload::Assign { lead, contributing } => {
            let all: Vec<String> =
                lead.iter().map(|l| format!("lead {l}")).chain(contributing.iter().cloned()).collect();
            format!("assigned: {}", all.join(", "))
        }
        Payload::Schedule { date } => {
            date.map_or_else(|| "no longer planned".to_owned(), |d| format!("planned for {d}"))
        }
        Payload::Defer { to, evidence: e, reason } => {
            evidence = (!e.is_empty()).then(|| e.join("; "));
            note.clone_from(reason);
            let by = evidence.as_ref().map(|e| format!(" by {e}")).unwrap_or_default();
            let why = reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default();
            format!("deferred to {}{by}{why}", due(to))
        }
        Payload::Load(load) => {
            about = load.symbol.as_ref().map(ToString::to_string);
            let language = load.language.map(|l| format!(", {l}")).unwrap_or_default();
            let edition = load.edition.said().map(|e| format!(", {e}")).unwrap_or_default();
            format!("loaded {} ({}{language}{edition})", load.name, load.reader)
        }
        Payload::Retract { target, whole, reason } => {
            note.clone_from(reason);
            let what = if *whole { "the command that wrote " } else { "" };
            format!("takes back {what}{}", target.short())
        }
        Payload::Session { body, session, part, opens, closes } => {
            about = Some(format!("{} {session}", body.name()));
            format!(
                "session {session} of {}{}: {opens} to {closes}",
                body.name(),
                part.map(|p| format!(", {p} part")).unwrap_or_default()
            )
        }
        Payload::Since { date, symbols } => {
            about = (symbols.len() == 1).then(|| symbols[0].to_string());
            let texts = if symbols.len() == 1 { "one text".to_owned() } else { format!("{} texts", symbols.len()) };
            format!("answers from {date} for {texts}")
        }
        Payload::Adopt { draft, resolution, .. } => {
            about = Some(resolution.to_string());
            format!("{draft} became {resolution}")
        }
        Payload::Unknown { kind, .. } => format!("{kind}: needs a newer version"),
        Payload::Dismiss { reason } => {
            note.clone_from(reason);
            let why = reason.as_ref().map(|r| format!("; {r}")).unwrap_or_default();
            format!("dismissed: it asks nothing{why}")
        }
        Payload::Add { .. } => "added by hand".to_owned(),
        Payload::Correct(c) => {
            let said = corrected(c);
            match (c.kept, said.is_empty()) {
                (true, true) => "found right".to_owned(),
                (true, false) => format!("corrected: {}; else found right", said.join("; ")),
                (false, _) => format!("corrected: {}", said.join("; ")),
            }
        }
        Payload::Same { pairs } => {
            about = pairs.first().map(|p| format!("{}:{}-{}", p.to.symbol, p.to.paragraph, p.to.verb.word));
            "its log goes on here".to_owned()
        }
        Payload::Accept { suggestion } => format!("accepted: {} {}", suggestion.relation, suggestion.document),
        Payload::Reject { suggestion, reason } => {
            note.clone_from(reason);
            format!("rejected: {} {}", suggestion.relation, suggestion.document)
        }
    };
    HistoryRow {
        id: event.id(),
        at: event.at,
        recorded: event.recorded_on(),
        by: event.by.clone(),
        on: event.on,
        kind: event.payload.kind().to_owned(),
        about,
        status,
        note,
        evidence,
        live,
        says,
        takes_back: match &event.payload {
            Payload::Retract { target, .. } => Some(*target),
            _ => None,
        },
        taken_back: None,
    }
}
