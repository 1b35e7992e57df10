//! Eight processes write and read at once: nobody is told of a lock, nothing is lost, readers see one moment.

use crate::common::Office;
use crate::invented::text;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn at_once(length: Duration) {
    // Also the first moment, when there is no database yet.
    let office = Office::new();
    let first: Vec<_> = (0..8)
        .map(|_| {
            Command::new(env!("CARGO_BIN_EXE_pursuant"))
                .args(["load", "data/samples"])
                .env("PURSUANT_DB", office.db())
                .env("PURSUANT_BY", "j.doe")
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in first {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let until = Instant::now() + length;
    let (commands, reads) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let acknowledged: Vec<String> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..8_usize)
            .map(|who| {
                let (office, commands, reads) = (&office, &commands, &reads);
                scope.spawn(move || {
                    let mut own = Vec::new();
                    let mut n = 0;
                    while Instant::now() < until {
                        n += 1;
                        let by = format!("officer{who}");
                        let note = format!("note {n}");
                        let file = office.folder().join(format!("{who}-{n}.txt"));
                        let args: Vec<String> = match (who + n) % 4 {
                            0 => {
                                std::fs::write(&file, text(who * 10_000 + n)).unwrap();
                                vec!["load".into(), file.display().to_string()]
                            }
                            1 => vec!["log".into(), "75/276:8".into(), "in-progress".into(), "--evidence".into(), note],
                            2 => vec!["history".into(), "--format".into(), "json".into()],
                            _ => vec!["overdue".into(), "--format".into(), "json".into()],
                        };
                        let output = Command::new(env!("CARGO_BIN_EXE_pursuant"))
                            .args(&args)
                            .env("PURSUANT_DB", office.db())
                            .env("PURSUANT_BY", by)
                            .env_remove("PURSUANT_NOW")
                            .stdin(Stdio::null())
                            .output()
                            .unwrap();
                        let (out, err) =
                            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
                        assert!(output.status.success(), "{args:?}: {err}");
                        assert!(!err.contains("locked") && !err.contains("in use"), "{args:?}: {err}");
                        commands.fetch_add(1, Ordering::Relaxed);
                        match args[0].as_str() {
                            "log" => {
                                let id = out.split("recorded as e:").nth(1).unwrap();
                                own.push(id.chars().take_while(char::is_ascii_hexdigit).collect::<String>());
                            }
                            "history" => {
                                // A status and its evidence are one command: nobody sees one without the other.
                                let rows: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
                                let count = |kind: &str| rows.iter().filter(|r| r["kind"] == kind).count();
                                assert_eq!(count("status"), count("evidence"));
                                reads.fetch_add(1, Ordering::Relaxed);
                            }
                            _ => {}
                        }
                    }
                    own
                })
            })
            .collect();
        handles.into_iter().flat_map(|h| h.join().unwrap()).collect()
    });
    office.ok(&["verify", "--deep"]);
    let log = office.ok(&["history", "--format", "jsonl"]);
    for id in &acknowledged {
        assert!(log.contains(&format!("\"id\":\"{id}")), "{id} was acknowledged and is not there");
    }
    crate::report(&format!(
        "8 processes for {} s: {} commands, {} entries acknowledged, {} consistent readings",
        length.as_secs(),
        commands.into_inner(),
        acknowledged.len(),
        reads.into_inner()
    ));
}

#[test]
fn eight_processes_at_once_get_along() {
    at_once(Duration::from_secs(4));
}

#[test]
#[ignore = "takes minutes: run with --ignored"]
fn eight_processes_at_once_for_a_minute_get_along() {
    at_once(Duration::from_secs(60));
}
