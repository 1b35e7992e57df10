//! Reports: documents that the next resolution notes, or another one that says of them that they answer this one.

use crate::calendar::Calendar;
use crate::follow::cites::Cite;
use crate::follow::noted::{Noted, base, is_no_answer, names};
use crate::follow::phrases::PHRASES;
use crate::follow::series::Line;
use crate::follow::subject::{due_sessions, subject};
use crate::follow::suggested::{Certainty, Suggested};
use crate::follow::{Ask, council, documents, weights};
use crate::model::{Organ, Role, Symbol};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The rule of what the next resolution notes without saying what it answers.
pub(crate) const NOTED: &str = "noted-by-the-next";
/// Numbers from here on are years; sessions are below.
const YEARS: u32 = 1000;

/// A document that a later text names, as it may answer a request.
struct Found<'l> {
    text: usize,
    cite: &'l Cite,
    noted: Noted,
    /// The words say that it answers this very resolution.
    names: bool,
    score: f64,
    /// The clause says nothing against it, or all for it.
    fits: bool,
    /// It rests on being the only one of its author.
    hint: bool,
    /// Only the paragraph's words speak for it.
    weak: bool,
    /// The words say that it answers another resolution, or ask for it anew.
    elsewhere: bool,
    /// It is of the last session that the request names.
    last: bool,
}

/// A request, with what is compared of it.
struct Wanted {
    words: Vec<String>,
    with_title: Vec<String>,
    paragraph: Vec<String>,
    /// It asks about the subject of the whole resolution.
    of_the_whole: bool,
    /// The sessions, or years of an organ without sessions, of which a document can answer it.
    sessions: Vec<RangeInclusive<u32>>,
}

impl Wanted {
    fn new(line: &Line<'_>, of: usize, ask: &Ask, due: &[u16]) -> Wanted {
        let title = subject(&line.texts[of].resolution.title);
        let words = subject(&ask.words);
        let of_the_whole = words.is_empty()
            || ask.words.contains("present resolution")
            || weights::covered(&title, &words) >= 0.25
            || words.iter().all(|w| title.contains(w));
        let own = line.known[of].order.0;
        // *At its seventy-eighth session, through the Council at its 2023 session*: sessions and years are two ranges.
        let (numbers, years): (Vec<u32>, Vec<u32>) = due.iter().map(|s| u32::from(*s)).partition(|s| *s < YEARS);
        let mut sessions: Vec<RangeInclusive<u32>> =
            [numbers, years].iter().filter_map(|all| Some(*all.iter().min()?..=*all.iter().max()?)).collect();
        if sessions.is_empty() {
            sessions.push(own + 1..=line.next(of).map_or(own + 4, |n| line.known[n].order.0));
        }
        let mut with_title = words.clone();
        with_title.extend(title);
        Wanted { words, with_title, paragraph: subject(&ask.paragraph), of_the_whole, sessions }
    }

    fn holds(&self, session: u16) -> bool {
        self.sessions.iter().any(|r| r.contains(&u32::from(session)))
    }

    /// Whether one of these is the last that the request names.
    fn holds_last(&self, sessions: &[u16]) -> bool {
        self.sessions.iter().any(|r| {
            let held = sessions.iter().map(|s| u32::from(*s)).filter(|s| r.contains(s));
            held.max() == Some(*r.end())
        })
    }
}

/// What later texts note that may be the report that was asked for, and how well it fits.
pub(crate) fn reports(line: &Line<'_>, of: usize, ask: &Ask, calendar: &Calendar) -> Vec<(f64, Suggested)> {
    // Its documents bear years, and several of one year answer several texts: days decide there.
    if line.texts[of].resolution.organ == Some(Organ::SecurityCouncil) {
        return council::noted(line, of, ask, calendar);
    }
    let due = due_sessions(ask);
    if due.is_empty() && !PHRASES.asks_for_a_report.is_in(&ask.words) {
        return Vec::new();
    }
    let wanted = Wanted::new(line, of, ask, &due);
    let mut found = found(line, of, ask, &wanted);
    found.sort_by(|a, b| b.last.cmp(&a.last).then(b.score.total_cmp(&a.score)).then(a.text.cmp(&b.text)));
    // A text on many matters notes many reports: where nothing tells them apart, nothing is said.
    if due.is_empty() {
        found.retain(|f| f.names || !f.hint);
    }
    let documents = found.iter().map(|f| base(&f.cite.symbol)).collect::<BTreeSet<_>>().len();
    if documents > 3 && !found.iter().any(|f| f.names) {
        let top = found.first().map_or(0.0, |f| f.score);
        found.retain(|f| !f.weak && f.score >= top - 0.05);
        if found.len() > 2 {
            return Vec::new();
        }
    }
    let Some(best) = found.first() else { return Vec::new() };
    let (best_score, best_document) = (best.score, base(&best.cite.symbol));
    let mut out: Vec<(f64, Suggested)> = Vec::new();
    for f in &found {
        if out.iter().any(|(_, s)| s.document == f.cite.symbol) {
            continue;
        }
        let own = base(&f.cite.symbol);
        let rival = found.iter().any(|o| base(&o.cite.symbol) != own && o.last == f.last && o.score >= f.score - 0.15);
        // Without a session of its own, or where the text says that it answers another one, a request is never surely answered.
        let told = f.names || !due.is_empty();
        let sure = f.last && own == best_document && !rival && !f.weak && told && !f.elsewhere;
        if sure || f.score >= best_score - 0.35 {
            out.push((f.score, suggest(line, ask, f, if sure { Certainty::Sure } else { Certainty::Probable })));
        }
    }
    out
}

fn found<'l>(line: &'l Line<'_>, of: usize, ask: &Ask, wanted: &Wanted) -> Vec<Found<'l>> {
    let own = line.texts[of].symbol();
    let next = line.next(of);
    // Documents of the author who was asked, by text: where there is one alone, it is the one.
    let mut authored: BTreeSet<(usize, String, bool)> = BTreeSet::new();
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut texts: BTreeSet<usize> = line.recallers(of).iter().copied().collect();
    texts.extend(next);
    for t in texts {
        for cite in line.known[t].documents() {
            let sessions = documents::sessions(&cite.symbol);
            if !sessions.iter().any(|s| wanted.holds(*s)) || is_no_answer(&cite.symbol) {
                continue;
            }
            let noted = Noted::read(&line.texts[t].resolution, cite);
            let says = PHRASES.says_what_it_answers.is_in(&noted.words);
            let names = says && names(own, &noted.words);
            if !names && Some(t) != next || !noted.is_of(&ask.addressees) {
                continue;
            }
            let elsewhere = says && !names && PHRASES.names_a_resolution.is_in(&noted.words)
                || PHRASES.asks_anew.is_in(&noted.words);
            let said = subject(&noted.words);
            let on = if said.is_empty() { 0.35 } else { weights::covered(&said, &wanted.with_title) };
            let specific = weights::covered(&wanted.words, &said);
            let early = line.texts[t].resolution.blocks.get(cite.block).is_some_and(|b| {
                b.role == Role::Preambular || b.number.as_deref().is_some_and(|n| n.len() == 1 && n < "4")
            });
            let in_paragraph = !said.is_empty() && weights::covered(&said, &wanted.paragraph) >= 0.4;
            let whole = wanted.of_the_whole;
            let subject_fits = if whole { on >= 0.3 } else { specific >= 0.25 && on >= 0.3 };
            // What only hints, or says nothing of the subject, holds where no other document of the same author is noted.
            let hint = !names && if whole { on < 0.3 } else { said.is_empty() || specific < 0.25 };
            let last = wanted.holds_last(&sessions);
            authored.insert((t, base(&cite.symbol), last));
            found.push(Found {
                text: t,
                cite,
                names,
                score: if names { 2.0 } else { 0.0 } + on + specific + if early { 0.2 } else { 0.0 },
                fits: names || said.is_empty() || subject_fits || in_paragraph || whole && early,
                hint,
                weak: hint && in_paragraph && !whole && !said.is_empty(),
                elsewhere,
                last,
                noted,
            });
        }
    }
    let alone = |f: &Found<'_>| authored.iter().filter(|(t, _, last)| *t == f.text && *last == f.last).count() == 1;
    // *Welcomes the report …, submitted in accordance with resolution 75/245 B*, without a symbol: the one that the text notes.
    for f in found.iter_mut().filter(|f| !f.names && alone(f) && says_so_elsewhere(line, f.text, of, ask)) {
        (f.names, f.fits, f.hint, f.weak, f.elsewhere) = (true, true, false, false, false);
        f.score += 2.0;
    }
    found.retain(|f| f.fits && (!f.hint || f.weak || alone(f)));
    found
}

/// Whether a clause of the text that names no document says that the one asked answered this resolution.
fn says_so_elsewhere(line: &Line<'_>, text: usize, of: usize, ask: &Ask) -> bool {
    let own = line.texts[of].symbol();
    line.texts[text].resolution.blocks.iter().filter(|b| b.role != Role::Annex && b.body.marks.is_empty()).any(|b| {
        let words = b.body.text.as_str();
        PHRASES.says_what_it_answers.is_in(words)
            && names(own, words)
            && !PHRASES.asks_anew.is_in(words)
            && Noted::of(words).is_of(&ask.addressees)
    })
}

fn suggest(line: &Line<'_>, ask: &Ask, found: &Found<'_>, certainty: Certainty) -> Suggested {
    let rule = if found.names { "names-the-resolution" } else { NOTED };
    Suggested::by_document(ask, line.texts[found.text], found.cite, certainty, found.noted.words.trim(), rule)
}

/// Of several requests of one resolution to which one document would be the sure answer, those that it fits worse are only
/// probable: *a report on the implementation* and *a report on xenophobia* are rarely the same.
pub(crate) fn compete(all: &mut [(usize, f64, Suggested)]) {
    let sure = |s: &Suggested| s.certainty == Certainty::Sure && s.rule == NOTED;
    let mut best: BTreeMap<Symbol, f64> = BTreeMap::new();
    for (_, score, s) in all.iter().filter(|(_, _, s)| sure(s)) {
        let slot = best.entry(s.document.clone()).or_insert(*score);
        *slot = slot.max(*score);
    }
    for (_, score, s) in all.iter_mut().filter(|(_, _, s)| sure(s)) {
        if best.get(&s.document).is_some_and(|b| *score < b - 0.1) {
            s.certainty = Certainty::Probable;
        }
    }
}
