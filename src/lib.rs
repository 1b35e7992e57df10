//! `pursuant` reads resolutions of the United Nations, takes every obligation out of their operative paragraphs (who is
//! asked to do what, by when), keeps them in SQLite, and follows each one until it is done.
//!
//! The way through the code is the way of the data:
//!
//! ```text
//! file ─ source ─▶ resolution ─ extract ─▶ obligations ─ store ─▶ SQLite ─ track ─▶ state on a day ─ view ─▶ people
//! ```
//!
//! [`model`], [`source`], [`extract`], [`calendar`], [`track`] and [`follow`] are pure: bytes, texts and events in, values
//! out; no files, no clock, no database, no terminal.

pub mod calendar;
pub mod extract;
pub mod follow;
pub mod model;
pub mod source;
pub mod track;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod store;
#[cfg(feature = "cli")]
pub mod view;
