//! The line of resolutions through the years: every text that is loaded, the next of each, and what is missing.

use crate::calendar::Calendar;
use crate::follow::Loaded;
use crate::follow::between::{self, Extent};
use crate::follow::mandates;
use crate::follow::profile::{Profile, later};
use crate::follow::subject::due_sessions;
use crate::follow::succession::{self, Candidate, Next};
use crate::model::day::in_words;
use crate::model::{Due, Kind, Organ, Symbol, TextKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

/// The texts that are loaded, in the order of their adoption, and how they follow one another.
#[derive(Debug)]
pub struct Line<'a> {
    /// The texts.
    pub texts: Vec<&'a Loaded>,
    pub(crate) known: Vec<Profile<'a>>,
    by_symbol: HashMap<String, usize>,
    sessions: BTreeMap<(&'static str, u32), usize>,
    recallers: Vec<Vec<usize>>,
    next: Vec<Next>,
    previous: Vec<Vec<usize>>,
}

impl<'a> Line<'a> {
    /// Takes the resolutions among the texts and finds of each the next.
    ///
    /// Candidates are never all pairs: a text is compared with those of its title's stem and with those that recall it.
    pub fn new(texts: &'a [Loaded]) -> Line<'a> {
        let mut known: Vec<Profile<'a>> =
            texts.iter().filter(|t| t.resolution.kind != TextKind::Draft).map(Profile::new).collect();
        known.sort_by(|a, b| (&a.order, a.text.symbol()).cmp(&(&b.order, b.text.symbol())));
        let texts: Vec<&Loaded> = known.iter().map(|k| k.text).collect();
        // A text is called by its own symbol, and by what others say it became, where no text has that symbol itself.
        let own: HashMap<&str, usize> = texts.iter().enumerate().map(|(i, t)| (t.symbol().as_str(), i)).collect();
        let mut by_symbol: HashMap<String, usize> = own.iter().map(|(s, i)| ((*s).to_owned(), *i)).collect();
        let told = texts.iter().flat_map(|t| {
            let aliases = t.resolution.aliases.iter().map(|alias| (t.symbol(), alias));
            t.resolution.renames.iter().map(|(old, new)| (old, new)).chain(aliases)
        });
        for (old, new) in told.collect::<BTreeSet<_>>() {
            if let Some(i) = own.get(old.as_str()) {
                by_symbol.entry(new.to_string()).or_insert(*i);
            }
        }
        let mut sessions = BTreeMap::new();
        known.iter().for_each(|k| *sessions.entry((organ(k), k.order.0)).or_default() += 1);
        let n = texts.len();
        let mut line = Line {
            texts,
            known,
            by_symbol,
            sessions,
            recallers: vec![Vec::new(); n],
            next: vec![Next::Nothing; n],
            previous: vec![Vec::new(); n],
        };
        line.link();
        line
    }

    /// The index of a text.
    pub fn index(&self, symbol: &str) -> Option<usize> {
        self.by_symbol.get(symbol).copied()
    }

    /// The next one that is loaded.
    pub fn next(&self, text: usize) -> Option<usize> {
        match self.next.get(text)? {
            Next::One(next) => Some(*next),
            _ => None,
        }
    }

    /// What shows that the next one is the next, in words.
    pub fn reasons(&self, text: usize) -> Vec<String> {
        let Some((a, b)) = self.known.get(text).zip(self.next(text).and_then(|n| self.known.get(n))) else {
            return Vec::new();
        };
        let named = b.recalls().iter().map(|c| c.symbol.as_str()).find(|s| self.index(s) == Some(text));
        succession::reasons(a, b, named)
    }

    /// Candidates of which none is better than the others.
    pub fn doubtful(&self, text: usize) -> &[usize] {
        match self.next.get(text) {
            Some(Next::Doubtful(all)) => all,
            _ => &[],
        }
    }

    /// The texts that this one follows.
    pub fn before(&self, text: usize) -> &[usize] {
        self.previous.get(text).map_or(&[], Vec::as_slice)
    }

    /// The whole series through a text, the oldest first: back along the best predecessor, forward along the next.
    pub fn series(&self, text: usize) -> Vec<usize> {
        let mut line = vec![text];
        let mut first = text;
        while let Some(before) = self.before(first).last().copied().filter(|b| !line.contains(b)) {
            line.insert(0, before);
            first = before;
        }
        let mut last = text;
        while let Some(next) = self.next(last).filter(|n| !line.contains(n)) {
            line.push(next);
            last = next;
        }
        line
    }

    /// The later texts that recall this one.
    pub(crate) fn recallers(&self, text: usize) -> &[usize] {
        self.recallers.get(text).map_or(&[], Vec::as_slice)
    }

    fn link(&mut self) {
        let mut stems: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, k) in self.known.iter().enumerate().filter(|(_, k)| !k.stem.is_empty()) {
            stems.entry(k.stem.as_str()).or_default().push(i);
        }
        // Of each text the later ones that recall it.
        let mut recalled: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.known.len()];
        for (b, k) in self.known.iter().enumerate() {
            for cite in k.recalls() {
                if let Some(a) = self.index(cite.symbol.as_str())
                    && self.known[a].order < k.order
                {
                    recalled[a].insert(b);
                }
            }
        }
        let mut matters: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, k) in self.known.iter().enumerate() {
            k.matters().iter().for_each(|m| matters.entry(m.as_str()).or_default().push(i));
        }
        let mut next = Vec::with_capacity(self.known.len());
        for (a, k) in self.known.iter().enumerate() {
            let recalls = &recalled[a];
            let same = stems.get(k.stem.as_str()).map_or(&[][..], Vec::as_slice);
            // In the order of adoption: the first later ones of one session are enough.
            let after = same.partition_point(|b| *b <= a);
            let own = k.text.resolution.organ;
            let mut later_ones = same[after..].iter().filter(|b| {
                self.known[**b].text.resolution.organ == own && later(own, &k.order, &self.known[**b].order)
            });
            let first = later_ones.clone().next().map(|b| self.known[*b].order.0);
            let mut among: BTreeSet<usize> = recalls.clone();
            among.extend(later_ones.by_ref().take_while(|b| Some(self.known[**b].order.0) == first));
            // Of a mission, or of measures of the text itself, the first later one.
            if own == Some(Organ::SecurityCouncil) {
                let keys = k.matters().iter().map(String::as_str).chain([k.text.symbol().number()]);
                among.extend(keys.filter_map(|key| {
                    matters.get(key)?.iter().copied().find(|b| later(own, &k.order, &self.known[*b].order))
                }));
            }
            let candidates: Vec<Candidate<'_>> = among
                .into_iter()
                .map(|b| Candidate { index: b, profile: &self.known[b], recalls: recalls.contains(&b) })
                .collect();
            next.push(succession::next(k, &candidates));
        }
        self.recallers = recalled.into_iter().map(|r| r.into_iter().collect()).collect();
        self.next = next;
        for (i, next) in self.next.iter().enumerate() {
            if let Next::One(next) = next {
                self.previous[*next].push(i);
            }
        }
    }

    /// What is missing between a text and its next one, in words: a text of the series that is not loaded.
    pub fn missing(&self, text: usize) -> Option<String> {
        let (a, b) = self.known.get(text).zip(self.next(text).and_then(|n| self.known.get(n)))?;
        between::missing(a, b, self).unwrap_or_else(|never| match never {})
    }

    /// The session for which a text without a next one put its item on the agenda, where nothing of that session is loaded: then
    /// nobody can know here whether it was followed.
    pub fn unknown(&self, text: usize) -> Option<u32> {
        let known = self.known.get(text)?;
        if self.next(text).is_some() || !self.doubtful(text).is_empty() || self.gap(text).is_some() {
            return None;
        }
        let agenda = known.text.asks.iter().filter(|a| a.kind == Kind::Agenda);
        let sessions: BTreeSet<u32> = agenda.flat_map(due_sessions).map(u32::from).collect();
        sessions.into_iter().find(|s| *s > known.order.0 && !self.sessions.contains_key(&(organ(known), *s)))
    }

    /// Of a text of the Security Council whose mandate or measures ran out: none of the later texts that are loaded goes on with
    /// them.
    fn not_extended(&self, text: usize) -> Option<String> {
        let end = mandates::last_end(self.texts[text], Calendar::builtin())?;
        let council = self.known.iter().filter(|k| k.text.resolution.organ == Some(Organ::SecurityCouncil));
        let after = council.filter(|k| k.text.resolution.adopted.is_some_and(|day| day > end)).count();
        (after > 0).then(|| {
            let end = in_words(end);
            format!("what it decided ran until {end}, and no later one that is loaded is seen to go on with it")
        })
    }

    /// What is missing after a text that has no next one: the session for which it put its item on the agenda, or that its rhythm
    /// leads to, is loaded, and nothing follows.
    pub fn gap(&self, text: usize) -> Option<String> {
        if self.next(text).is_some() || !self.doubtful(text).is_empty() {
            return None;
        }
        let known = &self.known[text];
        if known.text.resolution.organ == Some(Organ::SecurityCouncil) {
            return self.not_extended(text);
        }
        // Of a session that is loaded in small part only, what is missing says nothing.
        let texts = |session: u32| self.sessions.get(&(organ(known), session)).copied().unwrap_or_default();
        let loaded = |session: u32| between::is_whole(texts(session), texts(known.order.0));
        let of = |session: u32| format!("of the {} of session {session} that are loaded", texts(session));
        for ask in known.text.asks.iter().filter(|a| a.kind == Kind::Agenda) {
            if let Some(Due::Session { session, .. }) = ask.deadline.as_ref().map(|d| &d.due)
                && u32::from(*session) > known.order.0
                && loaded(u32::from(*session))
            {
                return Some(format!(
                    "its item was put on the agenda of session {session}, and none {} follows it",
                    of(u32::from(*session))
                ));
            }
        }
        let before = *self.before(text).last()?;
        let step = known.order.0.checked_sub(self.known[before].order.0).filter(|s| *s > 0)?;
        let due = known.order.0 + step;
        loaded(due).then(|| format!("it came every {step} sessions; none {} follows it", of(due)))
    }
}

impl Extent for Line<'_> {
    type Error = Infallible;

    fn has(&self, symbol: &Symbol) -> Result<bool, Infallible> {
        Ok(self.index(symbol.as_str()).is_some())
    }

    fn texts(&self, organ: Option<Organ>, session: u32) -> Result<usize, Infallible> {
        Ok(self.sessions.get(&(organ.map_or("", Organ::as_str), session)).copied().unwrap_or_default())
    }
}

fn organ(k: &Profile<'_>) -> &'static str {
    k.text.resolution.organ.map_or("", Organ::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::testing::{ask, at_session, text};

    const COAST: &str =
        "requests pilots of the northern coast to light every lamp of the harbour before dusk and to keep a log";

    fn coast(symbol: &str, day: &str, title: &str) -> Loaded {
        text(symbol, day, title).asks(vec![ask("requests", Kind::Action, COAST)])
    }

    #[test]
    fn a_series_goes_on_under_its_title_and_under_a_new_one() {
        let texts = [
            coast("A/RES/90/1", "2034-12-01", "Lighthouses of the northern coast"),
            coast("A/RES/91/4", "2035-12-01", "Lighthouses of the northern coast").recalling("90/1"),
            // Renamed: it recalls the one before and repeats its words.
            coast("A/RES/92/9", "2036-12-01", "Safety of navigation by night").recalling("91/4"),
            text("A/RES/92/2", "2036-12-01", "Whales").recalling("91/4").asks(vec![ask(
                "invites",
                Kind::Action,
                "invites scholars to publish the songs of whales in an atlas",
            )]),
        ];
        let line = Line::new(&texts);
        let names: Vec<String> = line.series(0).iter().map(|i| line.texts[*i].symbol().to_string()).collect();
        assert_eq!(names, ["A/RES/90/1", "A/RES/91/4", "A/RES/92/9"]);
        assert_eq!(line.reasons(0)[..2], ["same title", "names resolution 90/1 in its preamble"]);
        assert!(line.reasons(1)[0].starts_with("title changed from"), "{:?}", line.reasons(1));
    }

    #[test]
    fn two_series_that_are_merged_go_on_in_one_text() {
        let texts = [
            coast("A/RES/90/1", "2034-12-01", "Lighthouses of the northern coast"),
            text("A/RES/90/2", "2034-12-01", "Harbours of the southern lakes").asks(vec![ask(
                "requests",
                Kind::Action,
                "requests harbour masters of the southern lakes to dredge every basin once in spring and to publish its depth",
            )]),
            text("A/RES/91/3", "2035-12-01", "Lighthouses and harbours").recalling("90/1").recalling("90/2").asks(vec![
                ask("requests", Kind::Action, COAST),
                ask(
                    "requests2",
                    Kind::Action,
                    "requests harbour masters of the southern lakes to dredge every basin once in spring and to publish its depth",
                ),
            ]),
        ];
        let line = Line::new(&texts);
        assert_eq!((line.next(0), line.next(1)), (Some(2), Some(2)));
        assert_eq!(line.before(2), [0, 1]);
    }

    #[test]
    fn a_council_that_renews_a_mandate_need_not_name_the_resolution_before_it() {
        let titled = |symbol: &str, day: &str| {
            let mut t = coast(symbol, day, "");
            t.resolution.title = "On renewal of the mandate of the Lighthouse Observer Force".to_owned();
            t
        };
        let texts = [titled("S/RES/9300", "2034-05-31"), titled("S/RES/9328", "2034-11-27")];
        assert_eq!(Line::new(&texts).next(0), Some(1));
    }

    #[test]
    fn two_equally_good_ones_are_said_and_none_is_taken() {
        let texts = [
            coast("A/RES/90/1", "2034-12-01", "Lighthouses of the northern coast"),
            coast("A/RES/91/4", "2035-12-01", "Lighthouses of the northern coast").recalling("90/1"),
            coast("A/RES/91/5", "2035-12-01", "Lighthouses of the northern coast").recalling("90/1"),
        ];
        let line = Line::new(&texts);
        assert_eq!((line.next(0), line.doubtful(0)), (None, &[1, 2][..]));
        assert!(line.gap(0).is_none());
    }

    #[test]
    fn what_did_not_come_back_is_a_gap_only_where_its_session_is_loaded() {
        let title = "Lighthouses of the northern coast";
        let item = || at_session(94, ask("decides", Kind::Agenda, "decides to consider the question"));
        let mut texts = vec![
            text("A/RES/90/1", "2034-12-01", title),
            text("A/RES/92/1", "2036-12-01", title).recalling("90/1").asks(vec![item()]),
        ];
        let line = Line::new(&texts);
        assert!(line.gap(1).is_none(), "session 94 is not loaded");
        texts.push(text("A/RES/94/7", "2038-12-01", "Whales"));
        let line = Line::new(&texts);
        assert!(line.gap(1).is_some_and(|g| g.contains("agenda of session 94")));
        let small: Vec<Loaded> =
            (2..12).map(|n| text(&format!("A/RES/92/{n}"), "2036-12-01", "Whales")).chain(texts.clone()).collect();
        let line = Line::new(&small);
        let at = line.index("A/RES/92/1").unwrap();
        assert!(line.gap(at).is_none(), "session 94 is loaded in small part");
        // By its rhythm alone.
        texts[1].asks.clear();
        let line = Line::new(&texts);
        assert!(line.gap(1).is_some_and(|g| g.contains("every 2 sessions")), "{:?}", line.gap(1));
    }
}
