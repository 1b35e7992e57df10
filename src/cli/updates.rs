//! The lines of a file for `log --from`: CSV, Excel or JSON, columns found by their names.

use crate::cli::error::{CliError, Result};
use crate::view::columns::Field;
use crate::view::csv::unguard;
use std::io::Read;

/// One line of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update {
    /// Where it stands.
    pub line: usize,
    /// The full id.
    pub id: String,
    /// Its status.
    pub status: String,
    /// From when that holds, where the file says so.
    pub on: String,
    /// In an exported table: since when the status held, which a colleague may have changed.
    pub since: Option<String>,
    /// In an exported table: the entry that had set the status; empty where none had.
    pub entry: Option<String>,
    /// Words.
    pub note: String,
    /// What shows it.
    pub evidence: Vec<String>,
    /// The addressee whose own status it is.
    pub actor: String,
    /// First words of the provision.
    pub words: String,
    /// Which of `status`, `remarks` and `words` have a column and nothing in it here.
    pub emptied: Vec<&'static str>,
}

/// Where the columns stand.
struct Columns {
    id: usize,
    status: Option<usize>,
    on: Option<usize>,
    since: Option<usize>,
    entry: Option<usize>,
    note: Option<usize>,
    evidence: Option<usize>,
    actor: Option<usize>,
    words: Option<usize>,
}

impl Columns {
    /// The columns of a heading row, by the keys of CSV and JSON or by the heads of a workbook.
    fn of(head: &[String]) -> Option<Columns> {
        let tidy = |h: &String| h.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
        let heads: Vec<String> = head.iter().map(tidy).collect();
        let find = |names: &[&str]| names.iter().find_map(|n| heads.iter().position(|h| h == n));
        // A workbook heads the ids with *provision*, and the words with *action requested*.
        let id = find(&["id"]).or_else(|| find(&["provision"]).filter(|_| find(&["action_requested"]).is_some()))?;
        Some(Columns {
            id,
            status: find(&["status"]),
            on: find(&["on"]),
            since: find(&["status_on", "since"]),
            entry: find(&["status_entry", "entry"]),
            note: find(&["note", "remarks"]),
            evidence: find(&["evidence", "reference"]),
            actor: find(&["for"]),
            words: find(&["text", "action_requested", "provision"]).filter(|w| *w != id),
        })
    }
}

/// What a cell says, without the `'` that keeps a spreadsheet from reading it as a formula.
fn own_words(cell: &str) -> &str {
    let cell = cell.trim();
    let bare = unguard(cell).trim();
    let guarded = bare.starts_with(['=', '+', '-', '@', '\'', '＝', '＋', '－', '＠']);
    if guarded { bare } else { cell }
}

/// The columns of a file that nothing reads: they are named to whoever wrote it. One that is nearly spelt like a column that is
/// read, or the second of one name, would lose what stands in it: that is refused.
pub fn unread<'a>(name: &str, table: &'a [Vec<String>], read: &[&str]) -> Result<Vec<&'a str>> {
    let Some((head, rows)) = table.split_first() else { return Ok(Vec::new()) };
    let tidy = |h: &str| h.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
    let heads: Vec<String> = head.iter().map(|h| tidy(h)).collect();
    // Heads of tables that are made otherwise than from the fields of provisions.
    let made = ["group", "section", "change", "kind_of_change", "last_entry", "what", "recorded", "by", "why"];
    let exported =
        |h: &str| made.contains(&h) || Field::ALL.iter().any(|f| f.as_str() == h || tidy(&f.column().title) == h);
    let mut unread = Vec::new();
    for (i, h) in heads.iter().enumerate() {
        let written = head.get(i).map_or("", |h| h.trim());
        let full = rows.iter().any(|r| r.get(i).is_some_and(|c| !c.trim().is_empty()));
        if read.contains(&h.as_str()) {
            if full && heads.iter().take(i).any(|other| other == h) {
                return Err(CliError::failed(format!("{name}: there are two columns `{written}`"))
                    .hint("nothing was written; put everything into one of them"));
            }
        } else if full && !exported(h) {
            let near = |r: &&&str| r.len() > 3 && similar::TextDiff::from_chars(h.as_str(), **r).ratio() >= 0.75;
            if let Some(near) = read.iter().find(near) {
                return Err(CliError::failed(format!("{name}: there is no column `{written}`"))
                    .hint(format!("nothing was written; did you mean `{near}`? Name it so, or leave the column out")));
            }
            unread.push(if written.is_empty() { "(without a name)" } else { written });
        }
    }
    Ok(unread)
}

/// The names of the columns that are read.
const READ: [&str; 12] = [
    "id",
    "status",
    "on",
    "status_on",
    "since",
    "status_entry",
    "entry",
    "note",
    "remarks",
    "evidence",
    "reference",
    "for",
];

/// Reads CSV, Excel or JSON into updates, and names the columns that are not read.
pub fn parse(name: &str, bytes: &[u8]) -> Result<(Vec<Update>, Vec<String>)> {
    let table = table(name, bytes)?;
    let Some((head, rows)) = table.split_first() else {
        return Err(CliError::failed(format!("{name}: nothing in it")));
    };
    let fields = Columns::of(head).ok_or_else(|| {
        CliError::failed(format!("{name}: there is no column `id`")).hint(
            "columns are found by their names in the first row: id, status, on, note, evidence, for; \
                 `pursuant list --output FILE.xlsx` writes a table to fill in",
        )
    })?;
    let unread = unread(name, &table, &READ)?.into_iter().map(str::to_owned).collect();
    let mut updates = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let cell = |c: Option<usize>| c.and_then(|c| row.get(c)).map(|s| own_words(s).to_owned()).unwrap_or_default();
        if row.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        updates.push(Update {
            line: i + 2,
            id: cell(Some(fields.id)),
            status: cell(fields.status),
            on: cell(fields.on),
            since: fields.since.map(|c| cell(Some(c))),
            entry: fields.entry.map(|c| cell(Some(c))),
            note: cell(fields.note),
            evidence: cell(fields.evidence)
                .split("; ")
                .map(str::trim)
                .filter(|e| !e.is_empty())
                .map(str::to_owned)
                .collect(),
            actor: cell(fields.actor),
            words: cell(fields.words),
            emptied: [("status", fields.status), ("remarks", fields.note), ("words", fields.words)]
                .into_iter()
                .filter(|(_, c)| c.is_some() && cell(*c).is_empty())
                .map(|(name, _)| name)
                .collect(),
        });
    }
    Ok((updates, unread))
}

/// No table of this kind has more bytes, cells or columns; what has is refused before it fills the memory.
const LARGEST: usize = 32 << 20;
const MOST_CELLS: usize = 4_000_000;
const MOST_COLUMNS: usize = 1000;

/// The cells of a CSV, Excel or JSON file, its heading row first.
pub fn table(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    if bytes.len() > LARGEST {
        return Err(too_large(name));
    }
    if bytes.starts_with(b"PK") {
        excel(name, bytes)
    } else if bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b'[' | b'{')) {
        json(name, bytes)
    } else {
        comma_separated(name, bytes)
    }
}

fn too_large(name: &str) -> CliError {
    CliError::failed(format!("{name}: it is larger than any table of provisions"))
        .hint("nothing was written; save the rows that are meant in a file of their own")
}

fn comma_separated(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |d: u8| first.iter().filter(|b| **b == d).count();
    let delimiter = if count(b';') > count(b',') {
        b';'
    } else if count(b'\t') > count(b',') {
        b'\t'
    } else {
        b','
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    let (mut rows, mut cells): (Vec<Vec<String>>, usize) = (Vec::new(), 0);
    for row in reader.records() {
        let row = row.map_err(|e| CliError::failed(format!("{name}: {e}")).hint("save it as UTF-8"))?;
        cells += row.len();
        if cells > MOST_CELLS {
            return Err(too_large(name));
        }
        rows.push(row.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}

fn excel(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    use calamine::Reader;
    let failed = |e: &dyn std::fmt::Display| {
        CliError::failed(format!("{name}: no Excel file that can be read: {e}")).hint("save it as .xlsx or .csv")
    };
    // A few bytes can be packed so that they unpack to many; and one cell at the far end makes a grid of billions.
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|e| failed(&e))?;
    let mut unpacked = 0;
    for i in 0..zip.len() {
        let member = zip.by_index(i).map_err(|e| failed(&e))?;
        let mut member = member.take(4 * LARGEST as u64 + 1 - unpacked);
        unpacked += std::io::copy(&mut member, &mut std::io::sink()).map_err(|e| failed(&e))?;
        if unpacked > 4 * LARGEST as u64 {
            return Err(too_large(name));
        }
    }
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).map_err(|e| failed(&e))?;
    for sheet in book.sheet_names() {
        // A chart has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&sheet) else { continue };
        let (mut rows, mut room): (Vec<Vec<String>>, usize) = (Vec::new(), MOST_CELLS);
        while let Some(cell) = cells.next_cell().map_err(|e| failed(&e))? {
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value());
            if text.is_empty() {
                continue;
            }
            let (row, column) = (row as usize, column as usize);
            if row > MOST_CELLS || column > MOST_COLUMNS {
                return Err(too_large(name));
            }
            if rows.len() <= row {
                rows.resize_with(row + 1, Vec::new);
            }
            let Some(cells) = rows.get_mut(row) else { continue };
            let more = (column + 1).saturating_sub(cells.len());
            room = room.checked_sub(more).ok_or_else(|| too_large(name))?;
            cells.resize_with(cells.len() + more, String::new);
            cells[column] = text;
        }
        // The heading row may stand below a title.
        if let Some(start) = rows.iter().take(16).position(|r| Columns::of(r).is_some()) {
            return Ok(rows.into_iter().skip(start).collect());
        }
    }
    Err(CliError::failed(format!("{name}: no sheet has a column `id`"))
        .hint("`pursuant list --output FILE.xlsx` writes a table to fill in; the papers of `table` have no ids"))
}

/// A cell of a workbook in words.
fn text_of(value: &calamine::DataRef<'_>) -> String {
    match calamine::Data::from(value.clone()) {
        calamine::Data::DateTime(d) => {
            let (year, month, day, ..) = d.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        calamine::Data::Empty => String::new(),
        other => other.to_string(),
    }
}

fn json(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let failed = |e: serde_json::Error| CliError::failed(format!("{name}: {e}"));
    let rows: Vec<serde_json::Map<String, serde_json::Value>> = match serde_json::from_slice(bytes) {
        Ok(rows) => rows,
        Err(_) => serde_json::Deserializer::from_slice(bytes)
            .into_iter()
            .collect::<std::result::Result<_, _>>()
            .map_err(failed)?,
    };
    // Every key of any row, in order: a key that stands nowhere is a column that the file does not have.
    let mut head: Vec<&str> = Vec::new();
    for key in rows.iter().flat_map(serde_json::Map::keys) {
        if !head.contains(&key.as_str()) {
            head.push(key);
        }
    }
    let text = |v: &serde_json::Value| match v {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Array(a) => a.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>().join("; "),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut table = vec![head.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>()];
    table.extend(rows.iter().map(|r| head.iter().map(|h| r.get(*h).map(text).unwrap_or_default()).collect()));
    Ok(table)
}
