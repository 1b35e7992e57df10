//! Times as they are written, before anyone asks what they belong to: sessions, dates, periods.
//!
//! A date keeps its grain, as an interval of days: *by* takes its end, *before* its beginning.

pub(crate) mod date;
pub(crate) mod period;
pub(crate) mod session;

pub(crate) use date::Grain;
pub(crate) use session::{SessionTime, Which, Whose};

use super::tokens::Tokens;

/// Something read at a token, and the token after it.
pub(crate) type Read<T> = Option<(T, usize)>;

/// Skips one of these words where it stands at `i`.
pub(crate) fn skip(t: &Tokens<'_>, i: usize, words: &[&str]) -> usize {
    if words.contains(&t.word(i)) { i + 1 } else { i }
}
