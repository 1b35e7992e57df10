//! Paths to texts: files, folders with their subfolders, standard input; read and extracted on all cores.

use crate::cli::context::{Context, say, say_json};
use crate::cli::fault::guarded;
use crate::model::EventId;
use crate::source::{self, Reading};
use crate::view::clean;
use rayon::prelude::*;
use std::io::Read;
use std::path::{Path, PathBuf};

/// No document of the United Nations is larger; standard input without an end stops here.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// A file that was opened and read, with what it holds.
pub struct Opened {
    /// As named on the command line or found in a folder; `-` for standard input.
    pub name: String,
    /// Hash of its bytes; `None` where it could not be opened.
    pub file: Option<EventId>,
    /// What it holds, or why not.
    pub content: std::result::Result<Vec<Reading>, String>,
}

/// Every regular file under the paths, in order; links are not followed inside folders. What can't be listed is said.
pub fn files(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<String>) {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(path.clone());
            continue;
        }
        match std::fs::metadata(path) {
            Ok(m) if m.is_dir() => walk(path, &mut found, &mut wrong, 0),
            Ok(m) if m.is_file() => found.push(path.clone()),
            Ok(_) => wrong.push(format!("{}: neither a file nor a folder", path.display())),
            Err(e) => wrong.push(format!("{}: {}", path.display(), plain(&e))),
        }
    }
    (found, wrong)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>, wrong: &mut Vec<String>, depth: usize) {
    if depth > 64 {
        wrong.push(format!("{}: folders are nested too deeply", folder.display()));
        return;
    }
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return wrong.push(format!("{}: {}", folder.display(), plain(&e))),
    };
    let mut entries: Vec<_> = entries.filter_map(std::result::Result::ok).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        match entry.file_type() {
            Ok(t) if t.is_dir() && !hidden => walk(&entry.path(), found, wrong, depth + 1),
            Ok(t) if t.is_file() && !hidden => found.push(entry.path()),
            _ => {}
        }
    }
}

/// What the system says, in words.
fn plain(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => e.to_string(),
    }
}

/// The bytes of a file or of standard input, up to [`LARGEST`].
pub fn bytes(path: &Path) -> std::result::Result<Vec<u8>, String> {
    let mut data = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut data)
    } else {
        std::fs::File::open(path).and_then(|f| f.take(LARGEST + 1).read_to_end(&mut data))
    };
    match read {
        Ok(_) if data.len() as u64 > LARGEST => Err(format!("refused: larger than {} MB", LARGEST / 1024 / 1024)),
        Ok(_) => Ok(data),
        Err(e) => Err(plain(&e)),
    }
}

/// Reads files on all cores, in order. `known` says of a file's hash whether it need not be read again.
pub fn open(paths: &[PathBuf], known: &(dyn Fn(EventId) -> bool + Sync)) -> Vec<Opened> {
    paths
        .par_iter()
        .map(|path| {
            let name = path.display().to_string();
            match bytes(path) {
                Err(e) => Opened { name, file: None, content: Err(e) },
                Ok(data) => {
                    let file = EventId::of(&data);
                    let content = if known(file) { Ok(Vec::new()) } else { guarded(|| source::read(&name, &data)) };
                    Opened { name, file: Some(file), content }
                }
            }
        })
        .collect()
}

/// A progress bar over so many files: on a terminal only.
pub fn bar(context: &Context, files: usize) -> indicatif::ProgressBar {
    if !context.progress() || files < 20 {
        return indicatif::ProgressBar::hidden();
    }
    let bar = indicatif::ProgressBar::new(files as u64);
    if let Ok(style) = indicatif::ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// Says on standard error what of files that were read people should check.
pub fn remark(context: &Context, remarks: &[(String, String)]) {
    for (name, remark) in remarks {
        let (name, remark) = (clean::line(name), clean::line(remark));
        if context.json {
            say_json(&format!("to check: {name}: {remark}"), Some("the text was read"), 0);
        } else {
            say(&format!("to check  {name}: {remark}"));
        }
    }
}

/// Says on standard error which files could not be read, and why.
pub fn complain(context: &Context, wrong: &[(String, String)]) {
    const MOST: usize = 40;
    for (name, reason) in wrong.iter().take(MOST) {
        let (name, reason) = (clean::line(name), clean::line(reason));
        if context.json {
            say_json(&format!("{name} was not read: {reason}"), Some("the rest was read"), 1);
        } else {
            say(&format!("not read  {name}: {reason}"));
        }
    }
    if wrong.len() > MOST {
        let more = format!("{} more files were not read", wrong.len() - MOST);
        if context.json { say_json(&more, Some("the rest was read"), 1) } else { say(&format!("not read  {more}")) }
    }
}
