//! Another file with texts and events: a colleague's database, a backup, an export, noted heads. It is a stranger's until
//! it has been checked: opened to be read only, with nothing of its schema trusted, and never attached.

use crate::model::EventId;
use crate::store::error::{Result, StoreError};
use crate::store::open::{APPLICATION, KEPT, read_only};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// No text or event is larger.
const LONGEST: u64 = 128 << 20;

/// A text as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptText {
    /// SHA-256 of the body.
    pub hash: EventId,
    /// Printed on the document.
    pub symbol: String,
    /// ISO 639-1.
    pub language: String,
    /// Which reader read it.
    pub reader: String,
    /// Version of the structure of the body.
    pub structure: i64,
    /// The structure, as canonical JSON.
    pub body: String,
}

/// Another file, open.
pub struct Other {
    path: PathBuf,
    what: What,
}

enum What {
    Database(Connection),
    Export(Export),
    /// Hashes that somebody noted down.
    Heads(Vec<EventId>),
}

/// A file of lines: where in it each text and each event begins.
struct Export {
    file: RefCell<BufReader<File>>,
    texts: BTreeMap<EventId, u64>,
    events: BTreeMap<EventId, u64>,
}

impl Export {
    /// The line that begins there.
    fn at(&self, begins: u64) -> std::result::Result<Value, String> {
        let mut file = self.file.try_borrow_mut().map_err(|e| e.to_string())?;
        // Mostly the next one: what was read ahead is kept.
        let here = file.stream_position().map_err(|e| e.to_string())?;
        let way = i64::try_from(begins).unwrap_or(i64::MAX) - i64::try_from(here).unwrap_or(i64::MAX);
        file.seek_relative(way).map_err(|e| e.to_string())?;
        let line = line(&mut *file)?.unwrap_or_default();
        serde_json::from_slice(&line).map_err(|e| e.to_string())
    }

    /// The event whose line begins there.
    fn event(&self, begins: u64) -> std::result::Result<Vec<u8>, String> {
        let value = self.at(begins)?;
        let is = value.get("is").ok_or("it was changed while it was read")?;
        serde_json::to_vec(is).map_err(|e| e.to_string())
    }
}

impl Other {
    /// Opens a file to be read; what it is is found from its content.
    ///
    /// # Errors
    /// [`StoreError::Other`] where it is damaged or something else, [`StoreError::TooNew`] where a newer version wrote it.
    pub fn open(path: &Path) -> Result<Other> {
        let wrong = |why: String| StoreError::Other { path: path.to_owned(), why };
        let mut head = [0_u8; 16];
        // Before it is opened: to open a pipe is to wait for its writer.
        if !std::fs::metadata(path).map_err(|e| wrong(e.to_string()))?.is_file() {
            return Err(wrong("it is no file".into()));
        }
        let mut file = File::open(path).map_err(|e| wrong(e.to_string()))?;
        let n = file.read(&mut head).map_err(|e| wrong(e.to_string()))?;
        let what = if head.starts_with(b"SQLite format 3\0") {
            What::Database(database(path)?)
        } else if let Some(begins) = [b"{".as_slice(), b"\xef\xbb\xbf{"]
            .iter()
            .find(|mark| head.get(..n).unwrap_or_default().starts_with(mark))
            .map(|mark| mark.len() as u64 - 1)
        {
            // Some editors put a mark of the encoding before the first line.
            file.seek(SeekFrom::Start(begins)).map_err(|e| wrong(e.to_string()))?;
            What::Export(export(BufReader::new(file)).map_err(wrong)?)
        } else {
            file.seek(SeekFrom::Start(0)).map_err(|e| wrong(e.to_string()))?;
            let mut text = String::new();
            file.take(LONGEST)
                .read_to_string(&mut text)
                .map_err(|_| wrong("no database, export or list of heads".into()))?;
            let heads: Vec<EventId> = text.split_whitespace().filter_map(|w| w.parse().ok()).collect();
            if heads.is_empty() {
                return Err(wrong("no database, export or list of heads".into()));
            }
            What::Heads(heads)
        };
        Ok(Other { path: path.to_owned(), what })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An error of this file.
    pub fn wrong(&self, why: impl std::fmt::Display) -> StoreError {
        StoreError::Other { path: self.path.clone(), why: why.to_string() }
    }

    /// Gives every event with its bytes, one after the other; of noted heads none. Nothing is checked yet.
    pub fn each_event(&self, take: &mut dyn FnMut(EventId, Vec<u8>) -> Result<()>) -> Result<()> {
        match &self.what {
            What::Export(export) => {
                let mut order: Vec<(u64, EventId)> = export.events.iter().map(|(id, at)| (*at, *id)).collect();
                order.sort();
                order.into_iter().try_for_each(|(at, id)| take(id, export.event(at).map_err(|e| self.wrong(e))?))
            }
            What::Heads(_) => Err(self.wrong("a list of heads has no entries to merge")),
            What::Database(conn) => {
                let mut read = || -> Result<()> {
                    let mut statement = conn.prepare("SELECT id, bytes FROM event ORDER BY seq")?;
                    let mut rows = statement.query([])?;
                    while let Some(r) = rows.next()? {
                        let (id, bytes): (String, String) = (r.get(0)?, r.get(1)?);
                        take(id.parse().map_err(|e| self.wrong(e))?, bytes.into_bytes())?;
                    }
                    Ok(())
                };
                read().map_err(|e| self.own(e))
            }
        }
    }

    /// The bytes of one event, with their hash checked.
    pub fn event(&self, id: EventId) -> Result<Vec<u8>> {
        let bytes = match &self.what {
            What::Export(export) => match export.events.get(&id) {
                Some(at) => Some(export.event(*at).map_err(|e| self.wrong(e))?),
                None => None,
            },
            What::Heads(_) => None,
            What::Database(conn) => conn
                .prepare_cached("SELECT bytes FROM event WHERE id = ?1")
                .and_then(|mut s| s.query_row([id.to_string()], |r| r.get::<_, String>(0)).optional())
                .map_err(|e| self.own(e.into()))?
                .map(String::into_bytes),
        };
        bytes
            .filter(|b| EventId::of(b) == id)
            .ok_or_else(|| self.wrong(format!("the entry {id} is not in it any more")))
    }

    /// The events and texts that whoever has this file had: what `verify --against` looks for.
    pub fn holds(&self) -> Result<(Vec<EventId>, Vec<EventId>)> {
        match &self.what {
            What::Heads(heads) => Ok((heads.clone(), Vec::new())),
            What::Export(e) => Ok((e.events.keys().copied().collect(), e.texts.keys().copied().collect())),
            What::Database(conn) => {
                let ids = |sql: &str| -> Result<Vec<EventId>> {
                    let mut statement = conn.prepare(sql)?;
                    let all: Vec<String> = statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
                    all.iter().map(|id| id.parse().map_err(|e| self.wrong(e))).collect()
                };
                let both =
                    || Ok((ids("SELECT id FROM event ORDER BY seq")?, ids("SELECT hash FROM text ORDER BY hash")?));
                both().map_err(|e| self.own(e))
            }
        }
    }

    /// A text by its hash, with its body checked against it.
    pub fn text(&self, hash: EventId) -> Result<Option<KeptText>> {
        let text = match &self.what {
            What::Heads(_) => None,
            What::Export(export) => match export.texts.get(&hash) {
                None => None,
                Some(at) => {
                    let line = export.at(*at).map_err(|e| self.wrong(e))?;
                    Some(kept(&line).ok_or_else(|| self.wrong(format!("the text {hash} is damaged")))?)
                }
            },
            What::Database(conn) => conn
                .prepare_cached("SELECT symbol, language, reader, structure, body FROM text WHERE hash = ?1")
                .and_then(|mut s| {
                    s.query_row([hash.to_string()], |r| {
                        Ok(KeptText {
                            hash,
                            symbol: r.get(0)?,
                            language: r.get(1)?,
                            reader: r.get(2)?,
                            structure: r.get(3)?,
                            body: r.get(4)?,
                        })
                    })
                    .optional()
                })
                .map_err(|e| self.own(e.into()))?,
        };
        match text {
            Some(t) if EventId::of(t.body.as_bytes()) != hash => {
                Err(self.wrong(format!("the text {hash} ({}) has other words", t.symbol)))
            }
            text => Ok(text),
        }
    }

    /// What SQLite says of this file.
    fn own(&self, e: StoreError) -> StoreError {
        match e {
            other @ StoreError::Other { .. } => other,
            e => self.wrong(e),
        }
    }
}

/// Opens a stranger's database: read only, nothing of its schema trusted, its pages checked, its tables tables.
fn database(path: &Path) -> Result<Connection> {
    let wrong = |why: String| StoreError::Other { path: path.to_owned(), why };
    let full = path.canonicalize().map_err(|e| wrong(e.to_string()))?;
    // Without a journal beside it nobody writes to it: then SQLite need not make files beside it either.
    let mut wal = full.clone().into_os_string();
    wal.push("-wal");
    let quiet = std::fs::metadata(&wal).map_or(true, |m| m.len() == 0);
    let uri = format!("{}{}", read_only(path)?, if quiet { "&immutable=1" } else { "" });
    let run = || -> rusqlite::Result<std::result::Result<Connection, StoreError>> {
        let conn = Connection::open_with_flags(
            &uri,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        conn.busy_timeout(std::time::Duration::from_secs(60))?;
        conn.pragma_update(None, "trusted_schema", false)?;
        conn.pragma_update(None, "cell_size_check", true)?;
        conn.pragma_update(None, "query_only", true)?;
        conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        let longest = i32::try_from(LONGEST).unwrap_or(i32::MAX);
        conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)?;
        let read = |pragma: &str| conn.query_row(&format!("PRAGMA {pragma}"), [], |r| r.get::<_, u32>(0));
        let (application, version) = (read("application_id")?, read("user_version")?);
        if application != APPLICATION {
            return Ok(Err(StoreError::Foreign { path: path.to_owned(), found: application }));
        }
        if version > KEPT {
            return Ok(Err(StoreError::TooNew { path: path.to_owned(), found: version, known: KEPT }));
        }
        // One moment for everything that is read.
        conn.execute_batch("BEGIN")?;
        let tables: i64 = conn.query_row(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('text', 'event') AND sql NOT LIKE 'CREATE VIRTUAL%'",
            [],
            |r| r.get(0),
        )?;
        if tables != 2 {
            return Ok(Err(wrong("it has no texts or no events".into())));
        }
        let check: String = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
        if check != "ok" {
            return Ok(Err(wrong(format!("it is damaged: {check}"))));
        }
        Ok(Ok(conn))
    };
    run().map_err(|e| wrong(e.to_string()))?
}

/// One line without its end; `None` at the end of the file.
fn line(file: &mut impl BufRead) -> std::result::Result<Option<Vec<u8>>, String> {
    let mut line = Vec::new();
    file.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(|e| e.to_string())?;
    if line.len() as u64 >= LONGEST {
        return Err("a line that is longer than any text".into());
    }
    if line.is_empty() {
        return Ok(None);
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Ok(Some(line))
}

/// A text's line.
fn kept(value: &Value) -> Option<KeptText> {
    let text = |name: &str| value.get(name)?.as_str().map(str::to_owned);
    Some(KeptText {
        hash: text("text")?.parse().ok()?,
        symbol: text("symbol")?,
        language: text("language")?,
        reader: text("reader")?,
        structure: value.get("structure")?.as_i64()?,
        body: serde_json::to_string(value.get("body")?).ok()?,
    })
}

/// Reads an export: what its first line says must be there to the last line.
fn export(mut file: BufReader<File>) -> std::result::Result<Export, String> {
    let (mut texts, mut events) = (BTreeMap::new(), BTreeMap::new());
    let (mut at, mut number, mut said) = (0_u64, 0_usize, None);
    loop {
        let begins = at;
        let Some(bytes) = line(&mut file)? else { break };
        at = file.stream_position().map_err(|e| e.to_string())?;
        number += 1;
        if bytes.is_empty() {
            continue;
        }
        let value: Value = serde_json::from_slice(&bytes).map_err(|e| format!("line {number}: {e}"))?;
        if let Some(form) = value.get("pursuant") {
            if form != "export" || value.get("form") != Some(&Value::from(1)) {
                return Err("an export of a newer version; install that".into());
            }
            let count = |name: &str| value.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
            said = count("texts").zip(count("events"));
        } else if value.get("text").is_some() {
            let hash = value.get("text").and_then(Value::as_str).unwrap_or_default();
            texts.insert(hash.parse().map_err(|e| format!("line {number}: {e}"))?, begins);
        } else if let (Some(id), Some(_)) = (value.get("event").and_then(Value::as_str), value.get("is")) {
            if events.insert(id.parse().map_err(|e| format!("line {number}: {e}"))?, begins).is_some() {
                return Err(format!("line {number}: the entry {id} is there twice"));
            }
        } else {
            return Err(format!("line {number} is neither a text nor an entry"));
        }
    }
    match said {
        None => Err("it is no export of pursuant: its first line does not say so".into()),
        Some((t, e)) if texts.len() > t || events.len() > e => Err(format!(
            "it says {t} texts and {e} entries, and has {} and {}: two exports put together by hand or by version control are \
             no export; merge one, then the other",
            texts.len(),
            events.len()
        )),
        Some((t, e)) if (t, e) != (texts.len(), events.len()) => Err(format!(
            "it is cut or changed: it says {t} texts and {e} entries, and has {} and {}",
            texts.len(),
            events.len()
        )),
        Some(_) => Ok(Export { file: RefCell::new(file), texts, events }),
    }
}
