//! What a later text asks again without a time, or for the same time: only that is superseded, and only where somebody says so.

use crate::follow::renewal::Change;
use crate::follow::renewals;
use crate::follow::series::Line;
use crate::follow::suggested::{Certainty, Relation, Suggested};

/// The provisions of a text that the next one takes over, with their places in the text.
pub(crate) fn superseded(line: &Line<'_>, of: usize) -> Vec<(usize, Suggested)> {
    let Some(next) = line.next(of) else { return Vec::new() };
    let (text, next) = (line.texts[of], line.texts[next]);
    let mut out = Vec::new();
    for p in renewals(text, next) {
        let (Some(old), Some(new)) = (p.old, p.new) else { continue };
        // A request with a time of its own, or a rhythm, stays owed beside the later one; a decision is nobody's to carry out.
        if p.stays_owed || old.self_executing.is_some() || old.recurring {
            continue;
        }
        let part = new.part.as_deref().map(|p| format!(" {p}")).unwrap_or_default();
        let timed = old.deadline.is_some();
        let s = Suggested::by_text(
            old,
            Relation::Supersedes,
            next,
            if p.change == Change::Renewed { Certainty::Sure } else { Certainty::Probable },
            format!("{}, para. {}{part}", next.symbol(), new.place),
            new.words.clone(),
            if timed { "asked-again-for-the-same-time" } else { "asked-again-without-a-time" },
        );
        out.extend(text.asks.iter().position(|a| a.id == old.id).map(|nth| (nth, s)));
    }
    out
}
