//! The only place with SQL. `schema.sql` is the whole current schema; `text` and `event` are what can't be made again.

mod adopt;
mod derive;
mod entries;
mod error;
mod figures;
mod filter;
mod find;
mod fold;
mod history;
mod journal;
mod obligations;
mod open;
mod rebuild;
mod record;
mod reread;
mod rows;
mod search;
mod texts;

pub use error::{Result, StoreError};
pub use figures::TextRow;
pub use filter::{AddresseeFilter, Filter};
pub use find::{Found, Named, TurnOn};
pub use history::{Action, HistoryFilter, HistoryRow, Undoable};
pub use journal::{Author, NewEvent};
pub use open::{KEPT, LAYOUT, Mode, Store, sqlite_version};
pub use reread::Reread;
pub use rows::{Late, Query, Sort, cite};
pub use search::Hit;
pub use texts::{How, Incoming, LoadedText, Outcome};
