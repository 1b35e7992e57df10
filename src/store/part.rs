//! Files that are there whole or not at all: written under another name beside their place, then given their own. What a
//! process that was killed has left of such a file is swept away when the next one is written into that folder.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// What ends the name of a file that is being written, and of the lock that says that its writer lives.
const PART: &str = ".pursuant-part";
const LOCK: &str = ".pursuant-lock";
/// What SQLite puts beside a database.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// A file that is being written, readable by its owner only; gone when this is dropped, unless it was given its name.
pub struct Part {
    path: PathBuf,
    lock: PathBuf,
    /// Held as long as its writer lives.
    _held: File,
}

impl Part {
    /// A new file in the folder of `target`, with a handle to write to it.
    ///
    /// # Errors
    /// What the system says.
    pub fn beside(target: &Path) -> io::Result<(Part, File)> {
        let name =
            target.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it is no file name"))?;
        let folder = folder_of(target);
        sweep(folder);
        let mut stem = OsString::from(".");
        stem.push(name);
        stem.push(format!(".{}", std::process::id()));
        let path = folder.join(ended(&stem, PART));
        let lock = folder.join(ended(&stem, LOCK));
        let held = loop {
            let held = private().create_new(true).open(&lock)?;
            // Where it can't be taken, or is gone once it is, somebody swept it between the two lines. Not every file system has
            // locks; there nothing is swept.
            if !matches!(held.try_lock(), Err(TryLockError::WouldBlock)) && lock.exists() {
                break held;
            }
        };
        let part = Part { path, lock, _held: held };
        let file = private().create_new(true).open(&part.path)?;
        Ok((part, file))
    }

    /// Where it is written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name, in the place of what had it.
    ///
    /// # Errors
    /// What the system says.
    pub fn replace(self, target: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, target)?;
        settle(target);
        Ok(())
    }

    /// Gives it its name, unless something has that.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`], or what else the system says.
    pub fn give_new(self, target: &Path) -> io::Result<()> {
        // Unlike a renaming this never replaces what somebody else has made meanwhile; not every file system has links.
        match std::fs::hard_link(&self.path, target) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(e),
            Err(_) => std::fs::rename(&self.path, target)?,
            Ok(()) => {}
        }
        settle(target);
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        remove(&self.path);
        let _ = std::fs::remove_file(&self.lock);
    }
}

/// The new name outlasts a loss of power, too.
fn settle(target: &Path) {
    let _ = File::open(folder_of(target)).and_then(|f| f.sync_all());
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn ended(stem: &OsString, ending: &str) -> OsString {
    let mut name = stem.clone();
    name.push(ending);
    name
}

fn remove(part: &Path) {
    for ending in BESIDE {
        let _ = std::fs::remove_file(ended(&part.as_os_str().to_owned(), ending));
    }
}

/// Removes what writers that live no more have left in a folder: whose lock can be taken.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        let Some(stem) = name.strip_suffix(LOCK).filter(|s| s.starts_with('.')) else { continue };
        let Ok(lock) = OpenOptions::new().write(true).open(&path) else { continue };
        if lock.try_lock().is_ok() {
            remove(&folder.join(format!("{stem}{PART}")));
            let _ = std::fs::remove_file(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut all: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        all.sort();
        all
    }

    #[test]
    fn what_is_not_given_its_name_goes_and_what_the_dead_left_is_swept_but_not_what_the_living_write() {
        let folder = tempfile::TempDir::new().unwrap();
        let paper = folder.path().join("paper.csv");
        for dead in [".paper.csv.1.pursuant-part", ".old.db.2.pursuant-part", ".old.db.2.pursuant-part-wal"] {
            std::fs::write(folder.path().join(dead), "half").unwrap();
        }
        for lock in [".paper.csv.1.pursuant-lock", ".old.db.2.pursuant-lock"] {
            std::fs::write(folder.path().join(lock), "").unwrap();
        }
        std::fs::write(folder.path().join(".other.part"), "not ours").unwrap();
        let (first, _) = Part::beside(&folder.path().join("first.csv")).unwrap();
        assert_eq!(names(folder.path()).len(), 3);
        let (part, file) = Part::beside(&paper).unwrap();
        drop(file);
        assert!(first.path().exists(), "its writer lives");
        drop(part);
        drop(first);
        assert_eq!(names(folder.path()), [".other.part"]);
        let (part, _) = Part::beside(&paper).unwrap();
        part.give_new(&paper).unwrap();
        let (part, _) = Part::beside(&paper).unwrap();
        assert_eq!(part.give_new(&paper).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let (part, _) = Part::beside(&paper).unwrap();
        part.replace(&paper).unwrap();
        assert_eq!(names(folder.path()), [".other.part", "paper.csv"]);
    }
}
