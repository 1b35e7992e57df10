//! Ctrl-C stops a long command at once, and what it had not committed is as if it had never begun.

use crate::common::Office;
use crate::invented::text;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const INTERRUPT: i32 = 2;

/// Starts a command, interrupts it as soon as it writes, and says how long it took to end after that; `None` where it was done first.
fn interrupted(office: &Office, args: &[&str]) -> Option<Duration> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pursuant"))
        .args(args)
        .env("PURSUANT_DB", office.db())
        .env("HOME", office.folder())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let wal = office.db().with_extension("db-wal");
    let began = Instant::now();
    while !wal.exists() && began.elapsed() < Duration::from_secs(20) && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(30));
    let sent = Instant::now();
    Command::new("kill").args([format!("-{INTERRUPT}"), child.id().to_string()]).status().unwrap();
    let status = child.wait().unwrap();
    (status.signal() == Some(INTERRUPT)).then(|| sent.elapsed())
}

#[test]
fn an_interrupt_stops_a_long_command_at_once_and_leaves_nothing_half_done() {
    let office = Office::new();
    std::fs::create_dir(office.folder().join("texts")).unwrap();
    for n in 0..120 {
        office.file(&format!("texts/{n}.txt"), text(n));
    }
    let texts = office.folder().join("texts").display().to_string();
    let mut stopped = 0;
    if let Some(took) = interrupted(&office, &["load", &texts]) {
        assert!(took < Duration::from_secs(5), "{took:?}");
        stopped += 1;
        // One action: nothing, or all of it.
        let rows = office.run(&["resolutions", "--format", "csv"]).lines().count();
        assert!(rows <= 1 || rows == 121, "{rows}");
    }
    office.ok(&["load", &texts]);
    office.ok(&["verify"]);
    let lines: Vec<String> =
        (0..120).map(|n| format!("A/RES/75/{}:1-requests,in-progress,2026-11-01,told", 900 + n)).collect();
    let file = office.file("updates.csv", format!("id,status,on,note\n{}\n", lines.join("\n")));
    let before = office.ok(&["history", "--format", "csv"]);
    if let Some(took) = interrupted(&office, &["log", "--from", &file, "--yes"]) {
        assert!(took < Duration::from_secs(5), "{took:?}");
        stopped += 1;
        let (rows, had) = (office.ok(&["history", "--format", "csv"]).lines().count(), before.lines().count());
        assert!(rows == had || rows == had + 120, "{rows}");
    }
    assert!(stopped > 0, "neither was interrupted in time");
    office.ok(&["log", "--from", &file, "--yes"]);
    office.ok(&["verify"]);
}
