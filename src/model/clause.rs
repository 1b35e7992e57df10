//! The key by which an event holds on to a clause: words and places of the text, never a count of what some rules found.

use crate::model::word::words;
use crate::model::{EventId, Symbol};
use serde::{Deserialize, Serialize};

words! {
    /// Where the verb stands.
    Place, "place of a verb" {
        /// In the paragraph, its chapeau included.
        Paragraph = "paragraph",
        /// In the lettered part itself.
        Part = "part",
    }
}

/// The finite verb's word as written, in lower case (`reiterates` in *reiterates its call*).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VerbKey {
    /// The word.
    pub word: String,
    /// Where it stands.
    pub place: Place,
    /// Which occurrence of that word there, from 1.
    pub nth: u16,
}

/// The first word of the actor's phrase as written, after articles and quantifiers (*the, all, those, both*), in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActorKey {
    /// The word.
    pub word: String,
    /// Which occurrence of that word in that chapeau or part, from 1.
    pub nth: u16,
}

/// What an event is about, without the turn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClauseKey {
    /// The symbol printed on the document.
    pub symbol: Symbol,
    /// The section, where numbering restarts.
    pub section: Option<String>,
    /// The paragraph's number.
    pub paragraph: String,
    /// The part's whole label, `(a)(i)`.
    pub part: Option<String>,
    /// The verb.
    pub verb: VerbKey,
    /// The actor, `None` where nobody is named.
    pub actor: Option<ActorKey>,
}

/// A clause as the writer of an event saw it: the key, and beside it, as insurance, the words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Clause {
    /// What is compared.
    pub key: ClauseKey,
    /// Hash of the text that the writer saw.
    pub text: EventId,
    /// Bytes of the verb in the chapeau or part, `[start, end]`.
    pub verb_at: [u32; 2],
    /// Bytes of the actor.
    pub actor_at: Option<[u32; 2]>,
    /// The clause's words.
    pub words: String,
}
