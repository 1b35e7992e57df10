//! A record that can be relied on: what was acknowledged is there after any crash, beside any number of other processes,
//! after any merge; what was altered is found; and nothing that comes from outside stops the program.
//!
//! The long versions are ignored: `cargo test --release --test trust -- --ignored --nocapture` runs and counts them.

#[path = "cli/common.rs"]
mod common;
#[path = "trust/crash.rs"]
mod crash;
#[cfg(unix)]
#[path = "trust/disk.rs"]
mod disk;
#[path = "trust/failing.rs"]
mod failing;
#[path = "trust/fixture.rs"]
mod fixture;
#[path = "trust/fuzz.rs"]
mod fuzz;
#[path = "trust/hostile.rs"]
mod hostile;
#[cfg(unix)]
#[path = "trust/interrupt.rs"]
mod interrupt;
#[path = "trust/invented.rs"]
mod invented;
#[path = "trust/many.rs"]
mod many;
#[path = "trust/merging.rs"]
mod merging;
#[path = "trust/mutations.rs"]
mod mutations;
#[cfg(unix)]
#[path = "trust/readonly.rs"]
mod readonly;
#[path = "trust/reviewing.rs"]
mod reviewing;

/// Prints what a long run counted (`--nocapture` shows it).
fn report(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
