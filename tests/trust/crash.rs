//! The program is killed at any moment: nothing that it acknowledged is lost, nothing is half done, and the next command just
//! works.

use crate::common::Office;
use crate::invented::{Chance, symbol, text};
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What the output of a command acknowledges.
type Acknowledges = Box<dyn Fn(&str, &mut Said)>;

/// What the program said that it had done.
#[derive(Default)]
struct Said {
    /// First digits of events.
    entries: BTreeSet<String>,
    /// Symbols that were loaded.
    symbols: BTreeSet<String>,
    /// Colleagues whose files were merged.
    merged: BTreeSet<usize>,
    /// Backups that were made.
    backups: BTreeSet<String>,
}

struct Run {
    office: Office,
    chance: Chance,
    said: Said,
    next: usize,
    kills: usize,
    finished: usize,
    lives: BTreeMap<String, Duration>,
    /// How often each command was killed.
    killed: BTreeMap<String, usize>,
}

const COLLEAGUES: usize = 6;

impl Run {
    fn new(seed: u64) -> Run {
        let office = Office::with_sample();
        // Colleagues who began with a copy of this file.
        for c in 0..COLLEAGUES {
            let theirs = office.folder().join(format!("colleague{c}.db")).display().to_string();
            office.ok(&["backup", &theirs]);
            let own = office.file(&format!("their{c}.txt"), text(5000 + c));
            office.ok(&["--db", &theirs, "--by", &format!("colleague{c}"), "load", &own]);
            let note = format!("seen by colleague {c}");
            for place in ["75/276:3", "75/276:8"] {
                office.ok(&["--db", &theirs, "--by", &format!("colleague{c}"), "note", place, &note]);
            }
        }
        Run {
            office,
            chance: Chance::new(seed),
            said: Said::default(),
            next: 0,
            kills: 0,
            finished: 0,
            lives: BTreeMap::new(),
            killed: BTreeMap::new(),
        }
    }

    /// One command of a mixed run, and what its success acknowledges.
    fn command(&mut self) -> (Vec<String>, Acknowledges) {
        self.next += 1;
        let n = self.next;
        let path = |name: &str, content: String| self.office.file(name, content);
        let words = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let recorded = |out: &str, said: &mut Said| {
            for line in out.lines() {
                if let Some(rest) = line.trim().strip_prefix("recorded as e:") {
                    said.entries.insert(rest.chars().take_while(char::is_ascii_hexdigit).collect());
                }
            }
        };
        match self.chance.below(30) % 20 {
            0 => {
                let file = path(&format!("one{n}.txt"), text(n));
                let loaded = move |out: &str, said: &mut Said| {
                    if out.starts_with("loaded") {
                        said.symbols.insert(symbol(n));
                    }
                };
                (words(&["load", &file]), Box::new(loaded))
            }
            1 => {
                let folder = self.office.folder().join(format!("many{n}"));
                std::fs::create_dir_all(&folder).unwrap();
                let all: Vec<usize> = (0..6).map(|i| 10_000 + n * 6 + i).collect();
                for i in &all {
                    std::fs::write(folder.join(format!("{i}.txt")), text(*i)).unwrap();
                }
                let loaded = move |out: &str, said: &mut Said| {
                    if !out.is_empty() {
                        said.symbols.extend(all.iter().map(|i| symbol(*i)));
                    }
                };
                (words(&["load", &folder.display().to_string()]), Box::new(loaded))
            }
            2 | 3 | 11 => {
                let day = format!("2026-{:02}-{:02}", 1 + n % 10, 1 + n % 28);
                (
                    words(&["log", "75/276:8", "in-progress", "--on", &day, "--evidence", &format!("A/77/{n}")]),
                    Box::new(recorded),
                )
            }
            4 => {
                let lines: String = (0..30)
                    .map(|i| format!("A/RES/75/276:8-requests,in-progress,2026-02-{:02},visit {n} {i},\n", 1 + i % 28))
                    .collect();
                let file = path(&format!("from{n}.csv"), format!("id,status,on,note,evidence\n{lines}"));
                (words(&["log", "--from", &file]), Box::new(recorded))
            }
            5 | 13 | 14 => (words(&["note", "75/276:4", &format!("note {n}")]), Box::new(recorded)),
            6 => (words(&["undo"]), Box::new(recorded)),
            7 => {
                let c = self.chance.below(COLLEAGUES);
                let file = self.office.folder().join(format!("colleague{c}.db")).display().to_string();
                let merged = move |out: &str, said: &mut Said| {
                    if out.contains("merged:") {
                        said.merged.insert(c);
                    }
                };
                (words(&["merge", &file, "--yes"]), Box::new(merged))
            }
            8 => {
                let file = self.office.folder().join(format!("backup{n}.db")).display().to_string();
                let name = file.clone();
                let made = move |out: &str, said: &mut Said| {
                    if out.contains("checked") {
                        said.backups.insert(name.clone());
                    }
                };
                (words(&["backup", &file]), Box::new(made))
            }
            9 => {
                // Another layout made the derived tables: the next command makes them again.
                let conn = rusqlite::Connection::open(self.office.db()).unwrap();
                conn.busy_timeout(Duration::from_secs(10)).unwrap();
                conn.execute("UPDATE made_by SET value = '0' WHERE name = 'layout'", []).unwrap();
                (words(&["overdue"]), Box::new(|_, _| {}))
            }
            10 => (words(&["verify", "--repair"]), Box::new(|_, _| {})),
            12 | 15 => {
                // Older rules read every text.
                let conn = rusqlite::Connection::open(self.office.db()).unwrap();
                conn.busy_timeout(Duration::from_secs(10)).unwrap();
                conn.execute("UPDATE resolution SET rules = 0", []).unwrap();
                (words(&["reread", "--yes"]), Box::new(|_, _| {}))
            }
            16 => {
                let file = self.office.folder().join("export.jsonl").display().to_string();
                (words(&["export", &file]), Box::new(|_, _| {}))
            }
            17 => {
                let file = self.office.folder().join("paper.xlsx").display().to_string();
                (words(&["list", "--output", &file]), Box::new(|_, _| {}))
            }
            18 => {
                // The log is written out and read back by a new office.
                let c = self.chance.below(COLLEAGUES);
                let theirs = self.office.folder().join(format!("colleague{c}.db")).display().to_string();
                let file = self.office.folder().join(format!("colleague{c}.jsonl")).display().to_string();
                self.office.ok(&["--db", &theirs, "export", &file]);
                let merged = move |out: &str, said: &mut Said| {
                    if out.contains("merged:") {
                        said.merged.insert(c);
                    }
                };
                (words(&["merge", &file, "--yes"]), Box::new(merged))
            }
            _ => (
                words(&["correct", "75/276:6", "--addressee", &format!("office {n}"), "--addressee", "Member States"]),
                Box::new(recorded),
            ),
        }
    }

    /// Starts a command and kills it after so long; whether it was killed before it ended.
    fn run(&mut self, kill: bool) -> bool {
        let (args, acknowledge) = self.command();
        // At any moment of the life that such a command had the last time.
        let long = self.lives.get(&args[0]).copied().unwrap_or(Duration::from_millis(60));
        let after = Duration::from_micros(self.chance.next() % (long.as_micros() as u64 + 1));
        let out = self.office.folder().join("out.txt");
        let err = self.office.folder().join("err.txt");
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pursuant"));
        command
            .env_clear()
            .env("PURSUANT_DB", self.office.db())
            .env("PURSUANT_NOW", "2026-11-24T09:30:00Z")
            .env("PURSUANT_BY", if args[0] == "load" { "j.doe" } else { "desk" })
            .env("HOME", self.office.folder())
            .args(&args)
            .stdin(Stdio::null())
            .stdout(std::fs::File::create(&out).unwrap())
            .stderr(std::fs::File::create(&err).unwrap());
        let mut child = command.spawn().unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if kill && begun.elapsed() >= after {
                let _ = child.kill();
                break;
            }
            std::thread::sleep(Duration::from_micros(200));
        }
        let status = child.wait().unwrap();
        let killed = status.code().is_none();
        if !killed {
            self.lives.insert(args[0].to_owned(), begun.elapsed());
        } else {
            *self.killed.entry(args[0].to_owned()).or_default() += 1;
        }
        let (out, err) = (std::fs::read_to_string(out).unwrap(), std::fs::read_to_string(err).unwrap());
        let nothing_to_undo =
            args == ["undo"] && (err.contains("nothing that could be taken back") || err.contains("which"));
        assert!(killed || status.success() || nothing_to_undo, "{args:?} after {} kills: {err}{out}", self.kills);
        acknowledge(&out, &mut self.said);
        self.finished += usize::from(!killed);
        killed
    }

    /// Everything that was acknowledged is there, everything is in order, and the next file that is written sweeps away what was
    /// left half written.
    fn check(&self) {
        let office = &self.office;
        office.ok(&["list", "--output", &office.folder().join("paper.xlsx").display().to_string()]);
        let litter: Vec<_> = std::fs::read_dir(office.folder())
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains(".pursuant-"))
            .collect();
        assert!(litter.is_empty(), "{litter:?}");
        office.ok(&["verify", "--deep"]);
        let log = office.ok(&["history", "--format", "jsonl"]);
        let rows: Vec<serde_json::Value> = log.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let ids: Vec<&str> = rows.iter().map(|r| r["id"].as_str().unwrap()).collect();
        for entry in &self.said.entries {
            assert!(ids.iter().any(|id| id.starts_with(entry.as_str())), "{entry} was acknowledged and is not there");
        }
        let loaded: BTreeSet<&str> =
            rows.iter().filter(|r| r["kind"] == "load").map(|r| r["about"].as_str().unwrap_or_default()).collect();
        for symbol in &self.said.symbols {
            assert!(loaded.contains(symbol.as_str()), "{symbol} was acknowledged and is not there");
        }
        for c in &self.said.merged {
            let theirs = office.folder().join(format!("colleague{c}.db")).display().to_string();
            office.ok(&["verify", "--against", &theirs]);
        }
        for backup in &self.said.backups {
            office.ok(&["--db", backup, "verify"]);
            office.ok(&["verify", "--against", backup]);
        }
    }
}

/// Kills so many commands; how many entries, texts, merges and backups were acknowledged.
fn kills(wanted: usize, seed: u64) {
    let mut run = Run::new(seed);
    while run.kills < wanted {
        if run.run(true) {
            run.kills += 1;
            if run.kills.is_multiple_of(100) {
                crate::report(&format!("{} kills", run.kills));
                run.check();
            }
        }
        // And one that is let alone now and then: it must just work.
        if run.chance.below(6) == 0 {
            assert!(!run.run(false));
        }
    }
    run.check();
    crate::report(&format!(
        "{} kills ({}), {} commands finished; acknowledged {} entries, {} texts, {} merges, {} backups; all there",
        run.kills,
        run.killed.iter().map(|(c, n)| format!("{c} {n}")).collect::<Vec<_>>().join(", "),
        run.finished,
        run.said.entries.len(),
        run.said.symbols.len(),
        run.said.merged.len(),
        run.said.backups.len()
    ));
}

#[test]
fn nothing_acknowledged_is_lost_by_kills_at_random_moments() {
    kills(25, 1);
}

#[test]
#[ignore = "takes minutes: run with --ignored"]
fn nothing_acknowledged_is_lost_by_five_hundred_kills() {
    kills(500, std::env::var("TRUST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(7));
}
