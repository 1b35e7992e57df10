//! The nouns: what a resolution, an obligation, a deadline, a window, an event and a status are.
//!
//! Nothing here does input or output. Everything is parsed at the edge into these types and printed from them.

pub mod body;
pub mod clause;
pub mod day;
pub mod event;
pub mod id;
pub mod number;
pub mod numbering;
pub mod obligation;
pub mod payload;
pub mod resolution;
pub mod row;
mod sorted;
pub mod span;
pub mod status;
pub mod symbol;
pub mod word;

pub use body::{Body, Organ, Session, SessionPart};
pub use clause::{ActorKey, Clause, ClauseKey, Place, VerbKey};
pub use day::{Basis, Period, Undated, Window};
pub use event::{Event, EventId};
pub use id::{ObligationId, ParagraphId, TurnName};
pub use numbering::Break;
pub use obligation::{
    Addressee, Condition, Deadline, Due, Force, Kind, Obligation, Recipient, Recurrence, Relation, SelfExecuting,
};
pub use resolution::{Block, Edition, Footnote, Language, Part, Resolution, Rich, Role, TextKind, Vote};
pub use row::{Issued, Record, Row, Timing};
pub use span::{At, Span, Trace};
pub use status::{Evidence, Status};
pub use symbol::Symbol;
