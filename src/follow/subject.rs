//! What a request, a title or a noted document is about: its words without those that every such clause has.

use crate::follow::Ask;
use crate::follow::phrases::PHRASES;
use crate::follow::words::words;
use crate::model::{Body, Due};

/// The words of the subject, in alphabetical order and without repeats.
pub fn subject(text: &str) -> Vec<String> {
    let mut all = words(text);
    all.retain(|w| {
        let number = w.starts_with(|c: char| c.is_ascii_digit()) || w.ends_with("ieth");
        !number && !PHRASES.boilerplate.iter().any(|b| b == w)
    });
    all.sort();
    all.dedup();
    all
}

/// The sessions at which something is due; empty where none is named.
pub fn due_sessions(ask: &Ask) -> Vec<u16> {
    let Some(deadline) = &ask.deadline else { return Vec::new() };
    std::iter::once(&deadline.due)
        .chain(&deadline.also)
        .filter_map(|d| match d {
            Due::Session { session, body: Body::Ga | Body::Hrc | Body::Ecosoc, .. } => Some(*session),
            _ => None,
        })
        .collect()
}

/// What stands between quotation marks, the last first: the name of the sub-item before that of the item.
pub fn quoted(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text.split('\u{201c}').skip(1).filter_map(|rest| rest.split('\u{201d}').next()).collect();
    all.reverse();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_what_other_requests_do_not_have() {
        let of = |s: &str| subject(s).join(" ");
        assert_eq!(
            of(
                "Requests the Secretary-General to submit to the General Assembly at its ninety-second session a report on lighthouses"
            ),
            "lighthouses"
        );
        assert_eq!(of("having considered the report of the Secretary-General,"), "");
        assert_eq!(
            quoted("the item entitled \u{201c}Seas\u{201d}, the sub-item \u{201c}Harbours\u{201d}."),
            ["Harbours", "Seas"]
        );
    }
}
