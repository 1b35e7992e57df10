//! What lies between a text and the next one that is loaded, and is not loaded itself: a link that passes over a text is right
//! among what is loaded, and wrong to whoever takes it for the whole series.

use crate::follow::profile::Profile;
use crate::follow::subject::due_sessions;
use crate::model::{Kind, Organ, Role, Symbol};
use std::collections::BTreeSet;

/// What is loaded, as far as it matters here.
pub trait Extent {
    /// An error of asking.
    type Error;
    /// Whether a text is loaded under this symbol.
    ///
    /// # Errors
    /// Where that can't be found out.
    fn has(&self, symbol: &Symbol) -> Result<bool, Self::Error>;
    /// How many texts of a session of an organ are loaded.
    ///
    /// # Errors
    /// Where that can't be found out.
    fn texts(&self, organ: Option<Organ>, session: u32) -> Result<usize, Self::Error>;
}

/// A session with fewer than one in so many texts of another is loaded in small part.
const PART: usize = 4;

/// Whether what is missing of a session says something: it is loaded, and not in small part only.
pub(crate) fn is_whole(texts: usize, beside: usize) -> bool {
    texts > 0 && texts.saturating_mul(PART) >= beside
}

/// What is missing between `a` and the next that was found for it, `b`, in words; `None` where nothing is known to be.
///
/// A text of a session between them that `b` recalls in one breath with `a` is one of the series; so is the only text that it
/// recalls of a session for which `a` asked. Where `a` put its item on the agenda of a session between them of which nothing is
/// loaded, one may be missing.
///
/// # Errors
/// Those of the extent.
pub fn missing<E: Extent>(a: &Profile<'_>, b: &Profile<'_>, loaded: &E) -> Result<Option<String>, E::Error> {
    let organ = a.text.resolution.organ;
    // The Security Council recalls whole lists on one matter, and its sessions are no measure of time.
    if organ == Some(Organ::SecurityCouncil) {
        return Ok(None);
    }
    let between = |session: u32| a.order.0 < session && session < b.order.0;
    let asked = |kind: Kind| -> BTreeSet<u32> {
        a.text.asks.iter().filter(|x| x.kind == kind).flat_map(due_sessions).map(u32::from).collect()
    };
    let (agenda, reports) = (asked(Kind::Agenda), asked(Kind::Report));
    let own: BTreeSet<_> =
        b.recalls().iter().filter(|c| c.symbol == *a.text.symbol()).map(|c| (c.block, c.part)).collect();
    let (mut together, mut asked_for) = (BTreeSet::new(), BTreeSet::new());
    for cite in b.recalls() {
        let preambular = b.text.resolution.blocks.get(cite.block).is_some_and(|x| x.role == Role::Preambular);
        let session = cite.symbol.session().and_then(|s| s.regular()).map(u32::from);
        let Some(session) = session.filter(|s| preambular && cite.symbol.organ() == organ && between(*s)) else {
            continue;
        };
        if loaded.has(&cite.symbol)? {
            continue;
        }
        if own.contains(&(cite.block, cite.part)) {
            together.insert((session, cite.symbol.clone()));
        } else if agenda.contains(&session) || reports.contains(&session) {
            asked_for.insert((session, cite.symbol.clone()));
        }
    }
    let named = match (together.is_empty(), asked_for.len()) {
        (false, _) => together,
        (true, 1) => asked_for,
        _ => BTreeSet::new(),
    };
    if !named.is_empty() {
        let names: Vec<String> = named.into_iter().map(|(_, symbol)| symbol.to_string()).collect();
        return Ok(Some(format!("not loaded: {}, which {} recalls", names.join(", "), b.text.symbol())));
    }
    // What was asked for the session of the next one has come.
    let (what, sessions) = match agenda.is_empty() {
        false => ("its item was put on the agenda of", agenda),
        true => ("it asked for a report at", reports),
    };
    if sessions.contains(&b.order.0) {
        return Ok(None);
    }
    for session in sessions.into_iter().filter(|s| between(*s)) {
        let there = loaded.texts(organ, session)?;
        if !is_whole(there, loaded.texts(organ, a.order.0)?) {
            let how_much = if there == 0 { "nothing" } else { "only a small part" };
            return Ok(Some(format!(
                "not loaded: perhaps one in between, since {what} session {session}, of which {how_much} is loaded"
            )));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use crate::follow::testing::{ask, at_session, text};
    use crate::follow::{Line, Loaded};
    use crate::model::Kind;

    const TITLE: &str = "Lighthouses of the northern coast";

    fn first() -> Loaded {
        let item = "decides to include in the provisional agenda of its ninety-second session the item on lighthouses";
        text("A/RES/90/1", "2034-12-01", TITLE).asks(vec![at_session(92, ask("decides", Kind::Agenda, item))])
    }

    fn said(texts: &[Loaded]) -> Option<String> {
        let line = Line::new(texts);
        line.missing(line.index("A/RES/90/1").unwrap())
    }

    #[test]
    fn one_that_the_next_recalls_and_that_is_not_loaded_is_named() {
        let third = |recalled: &str| text("A/RES/94/3", "2038-12-01", TITLE).recalling(recalled);
        let second = text("A/RES/92/2", "2036-12-01", TITLE).recalling("90/1");
        let named = "not loaded: A/RES/92/2, which A/RES/94/3 recalls";
        let list = "88/7 of 4 May 2032, 90/1 of 1 December 2034 and 92/2 of 1 December 2036";
        assert_eq!(said(&[first(), third(list)]).as_deref(), Some(named));
        assert_eq!(said(&[first(), third("90/1").recalling("92/2")]).as_deref(), Some(named));
        // With it loaded, it is the next itself.
        assert_eq!(said(&[first(), second, third(list)]), None);
    }

    #[test]
    fn a_session_for_which_the_item_was_asked_and_of_which_nothing_is_loaded_is_said() {
        let third = text("A/RES/94/3", "2038-12-01", TITLE).recalling("90/1");
        let found = said(&[first(), third.clone()]).unwrap();
        assert!(found.contains("the agenda of session 92, of which nothing is loaded"), "{found}");
        let other = text("A/RES/92/9", "2036-12-01", "Lamps");
        assert_eq!(said(&[first(), other, third]), None);
        let next = text("A/RES/92/3", "2036-12-01", TITLE).recalling("90/1");
        assert_eq!(said(&[first(), next]), None);
    }
}
