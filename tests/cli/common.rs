//! One office: a folder of its own, a fixed clock, a fixed name.

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with a database, and the program run in it.
pub struct Office {
    folder: TempDir,
    now: String,
    by: String,
}

impl Office {
    /// An office on 24 November 2026.
    pub fn new() -> Office {
        Office { folder: TempDir::new().unwrap(), now: "2026-11-24T09:30:00Z".into(), by: "j.doe".into() }
    }

    /// With the bundled resolution loaded.
    pub fn with_sample() -> Office {
        let office = Office::new();
        office.ok(&["load", "data/samples"]);
        office
    }

    /// The same office at another moment.
    pub fn at(mut self, now: &str) -> Office {
        self.now = now.into();
        self
    }

    /// The database file.
    pub fn db(&self) -> PathBuf {
        self.folder.path().join("office.db")
    }

    /// Writes a file into the office's folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program with these arguments.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("pursuant").unwrap();
        command
            .env_clear()
            .env("PURSUANT_DB", self.db())
            .env("PURSUANT_NOW", &self.now)
            .env("PURSUANT_BY", &self.by)
            .env("HOME", self.folder.path())
            .env("COLUMNS", "100")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(args);
        command
    }

    /// Runs it; what it prints, with messages first, and its exit status where that is not 0.
    pub fn run(&self, args: &[&str]) -> String {
        let output = self.command(args).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let mut all = text(&output.stderr) + &text(&output.stdout);
        if !output.status.success() {
            all.push_str(&format!("exit status {}\n", output.status.code().unwrap_or(-1)));
        }
        all.replace(&self.folder.path().display().to_string(), "FOLDER")
    }

    /// Runs what must succeed; what it prints.
    pub fn ok(&self, args: &[&str]) -> String {
        let all = self.run(args);
        assert!(!all.contains("exit status"), "{args:?}: {all}");
        all
    }
}
