//! `backup`: a copy as of one moment, while others write; checked before it gets its name.

use crate::model::EventId;
use crate::store::error::{Result, StoreError};
use crate::store::open::Store;
use crate::store::other::Other;
use crate::store::part::Part;
use crate::store::verify::copy_into;
use rusqlite::Connection;
use std::fs::File;
use std::path::Path;

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Texts.
    pub texts: usize,
    /// Events.
    pub events: usize,
    /// Bytes.
    pub bytes: u64,
}

impl Store {
    /// Copies the whole database into a new file, readable by its owner only: a database like any other. It is written under
    /// another name, read back and checked, and then gets its own.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the file is there, [`StoreError::Disk`] where it can't be written, [`StoreError::Damaged`]
    /// where the copy is not what it should be.
    pub fn backup(&self, to: &Path) -> Result<Copied> {
        let there = || StoreError::Refused(format!("{} is there already; a backup replaces nothing", to.display()));
        if to.symlink_metadata().is_ok() {
            return Err(there());
        }
        let (part, made) = Part::beside(to).map_err(|e| disk(to, &e))?;
        let copied = self.copy_checked(part.path(), &made)?;
        drop(made);
        part.give_new(to)
            .map_err(|e| if e.kind() == std::io::ErrorKind::AlreadyExists { there() } else { disk(to, &e) })?;
        Ok(copied)
    }

    fn copy_checked(&self, file: &Path, made: &File) -> Result<Copied> {
        {
            let mut copy = Connection::open(file).map_err(|e| disk(file, &e))?;
            copy_into(&self.conn, &mut copy).map_err(|e| disk(file, &e))?;
        }
        made.sync_all().map_err(|e| disk(file, &e))?;
        let copy = Other::open(file)?;
        let damaged = |what: String| StoreError::Damaged(format!("no copy was kept: {what}"));
        let (events, texts) = copy.holds()?;
        copy.each_event(&mut |id, bytes| {
            if EventId::of(&bytes) == id {
                Ok(())
            } else {
                Err(damaged(format!(
                    "event {id} does not have its hash, here or in the copy; `pursuant verify` says which"
                )))
            }
        })?;
        for hash in &texts {
            copy.text(*hash)?;
        }
        let bytes = std::fs::metadata(file).map_err(|e| disk(file, &e))?.len();
        Ok(Copied { texts: texts.len(), events: events.len(), bytes })
    }
}

fn disk(path: &Path, e: &dyn std::fmt::Display) -> StoreError {
    StoreError::Disk { path: path.to_owned(), detail: e.to_string() }
}
