//! Agenda decisions: the item came up where the next resolution was adopted at the session for whose agenda it was asked.

use crate::follow::noted::without_quotes;
use crate::follow::phrases::PHRASES;
use crate::follow::series::Line;
use crate::follow::subject::{due_sessions, quoted, subject};
use crate::follow::suggested::{Certainty, Relation, Suggested};
use crate::follow::{Ask, weights};
use crate::model::day::in_words;

/// What was adopted when the item came up.
pub(crate) fn came_up(line: &Line<'_>, of: usize, ask: &Ask) -> Vec<Suggested> {
    let Some(next) = line.next(of) else { return Vec::new() };
    if !due_sessions(ask).iter().any(|s| u32::from(*s) == line.known[next].order.0) {
        return Vec::new();
    }
    let text = line.texts[next];
    let item = text.resolution.agenda_items.join("; ");
    // What a working group is to go on with is its own work, not that of the organ that adopted the next text.
    let own = ask.addressees.iter().all(|a| a.ends_with("Assembly") || a.ends_with("Council"));
    let same = line.known[of].stem == line.known[next].stem && !item.is_empty() && own;
    let day = text.resolution.adopted.map(|d| format!(" on {}", in_words(d))).unwrap_or_default();
    vec![Suggested::by_text(
        ask,
        Relation::CameUp,
        text,
        if same && is_of_the_whole(line, of, next, ask) { Certainty::Sure } else { Certainty::Probable },
        format!("{}, cover", text.symbol()),
        format!("\u{201c}{}\u{201d}, adopted{day} under agenda item {item}", text.resolution.title),
        "adopted-under-the-item",
    )]
}

/// Whether what is put on the agenda is what the two resolutions are about: of a resolution on many matters (*special subjects
/// relating to the budget*) the next one need not take up each.
fn is_of_the_whole(line: &Line<'_>, of: usize, next: usize, ask: &Ask) -> bool {
    let titles = |i: usize| subject(&line.texts[i].resolution.title);
    let mut title = titles(of);
    title.extend(titles(next));
    let names = quoted(&ask.words);
    let in_title = |words: &[String]| !words.is_empty() && weights::covered(words, &title) >= 0.3;
    // *its consideration of the question, under the item entitled “…”* names no subject beside the item.
    let outside = subject(&without_quotes(&ask.words));
    let named = names.iter().any(|name| in_title(&subject(name))) || in_title(&outside);
    let operative = || line.texts[next].asks.iter().map(|a| a.paragraph.as_str()).collect::<Vec<_>>().join(" ");
    named
        || outside.is_empty() && PHRASES.names_no_subject.is_in(&ask.words)
        || names.is_empty() && weights::covered(&outside, &subject(&operative())) >= 0.85
}
