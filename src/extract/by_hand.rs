//! A clause that a person points at: its key and words, found in the text the same way in which the rules find them, so that
//! what was added by hand and is read later has one key.

use crate::extract::tokens::Tokens;
use crate::model::{ActorKey, ClauseKey, ParagraphId, Place, Resolution, VerbKey};
use std::ops::Range;

/// A clause in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointed {
    /// Its key.
    pub key: ClauseKey,
    /// Bytes of the verb in the chapeau or part.
    pub verb_at: Range<usize>,
    /// Bytes of the actor's phrase, where it is written.
    pub actor_at: Option<Range<usize>>,
    /// The clause's words: from its verb to its end.
    pub words: String,
}

/// Why there is no such clause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotThere {
    /// The paragraph has no such part.
    #[error("the paragraph has no part {0}")]
    Part(String),
    /// The verb does not stand there.
    #[error("the word `{verb}` does not stand in `{text}`")]
    Verb {
        /// The word.
        verb: String,
        /// Where it was looked for.
        text: String,
    },
}

/// Finds the clause of a verb (its `nth` occurrence, from 1) in a paragraph or one of its parts. The addressee is looked for behind
/// the verb, as written.
///
/// # Errors
/// [`NotThere`] says what is not in the text.
pub fn point(
    resolution: &Resolution,
    block: u32,
    id: &ParagraphId,
    part: Option<&str>,
    (verb, nth): (&str, u16),
    addressee: Option<&str>,
) -> Result<Pointed, NotThere> {
    let missing = |part: &str| NotThere::Part(part.to_owned());
    let b = resolution.blocks.get(block as usize).ok_or_else(|| missing(&id.number))?;
    let (text, label) = match part {
        None => (b.body.text.as_str(), None),
        Some(label) => {
            let bare =
                |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
            let found = b.parts.iter().find(|p| bare(&p.label) == bare(label)).ok_or_else(|| missing(label))?;
            (found.body.text.as_str(), Some(found.label.clone()))
        }
    };
    let t = Tokens::new(text);
    let word = verb.split_whitespace().next_back().unwrap_or(verb).to_lowercase();
    let at = (0..t.len()).filter(|i| t.word(*i) == word).nth(usize::from(nth.saturating_sub(1)));
    let at = at.ok_or_else(|| NotThere::Verb { verb: word.clone(), text: text.chars().take(60).collect() })?;
    let actor =
        addressee.and_then(|a| (at + 1..t.len()).find_map(|i| t.matches(i, &a.to_lowercase()).map(|n| (i, i + n))));
    let occurrence = |i: usize| (0..=i).filter(|k| t.word(*k) == t.word(i)).count().min(usize::from(u16::MAX)) as u16;
    let verb_at = t.bytes(at..at + 1);
    Ok(Pointed {
        key: ClauseKey {
            symbol: id.symbol.clone(),
            section: id.section.clone(),
            paragraph: id.number.clone(),
            part: label,
            verb: VerbKey { word, place: if part.is_some() { Place::Part } else { Place::Paragraph }, nth: nth.max(1) },
            actor: actor.map(|(i, _)| ActorKey { word: t.word(i).to_owned(), nth: occurrence(i) }),
        },
        actor_at: actor.map(|(i, end)| t.bytes(i..end)),
        words: text.get(verb_at.start..).unwrap_or_default().trim_end_matches([';', '.', ',', ' ']).to_owned(),
        verb_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Rich, Role};

    #[test]
    fn what_is_pointed_at_has_the_key_that_the_rules_give_it() {
        let mut r = Resolution::new("91/40".parse().unwrap());
        let text = "Welcomes the work of the keepers, and requests the Secretary-General to report;";
        let body = Rich::plain(text);
        r.blocks.push(Block {
            role: Role::Operative,
            section: None,
            number: Some("1".into()),
            body,
            parts: Vec::new(),
        });
        let (block, id) = r.paragraph_ids().remove(0);
        let pointed = point(&r, block, &id, None, ("requests", 1), Some("Secretary-General")).unwrap();
        let read = crate::extract::extract(&r);
        assert_eq!(read[0].obligations[0].key, pointed.key);
        assert_eq!(pointed.words, "requests the Secretary-General to report");
        assert!(matches!(point(&r, block, &id, None, ("urges", 1), None), Err(NotThere::Verb { .. })));
        assert!(matches!(point(&r, block, &id, Some("(b)"), ("requests", 1), None), Err(NotThere::Part(_))));
    }
}
