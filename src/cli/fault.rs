//! A fault of the program itself: said in words, with where to report it.

use crate::cli::context::{say, say_json};
use std::panic::{PanicHookInfo, UnwindSafe, catch_unwind};

/// What is said of a fault: what happened, that nothing was lost, what to do.
fn message(what: &str, place: &str) -> (String, &'static str) {
    (
        format!(
            "a fault of pursuant itself, at {place}: {what}. Nothing that was recorded is lost: what this command had begun to write was taken back"
        ),
        "report it at the project's issue tracker, with these lines, the command and the output of `pursuant doctor`",
    )
}

fn tell(info: &PanicHookInfo<'_>, json: bool) {
    let payload = info.payload();
    let what = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = what.unwrap_or("no message");
    let place = info.location().map_or_else(|| "an unknown place".to_owned(), |l| format!("{}:{}", l.file(), l.line()));
    let (error, hint) = message(&crate::view::clean::line(what), &place);
    if json {
        say_json(&error, Some(hint), 1);
    } else {
        say(&format!("error: {error}\nhint: {hint}"));
    }
}

/// Runs a command; of a panic it says what a person needs to know, and gives `None`.
pub fn caught<T>(json: bool, run: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    std::panic::set_hook(Box::new(move |info| tell(info, json)));
    catch_unwind(run).ok()
}

/// Runs what reads one document; a panic in it is that document's alone.
pub fn guarded<T>(run: impl FnOnce() -> T + UnwindSafe) -> std::result::Result<T, String> {
    catch_unwind(run).map_err(|_| "a fault of pursuant itself, told above; the rest goes on".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_to_report_it_and_that_nothing_is_lost() {
        let (error, hint) = message("index out of bounds", "src/x.rs:7");
        assert!(error.contains("src/x.rs:7") && error.contains("index out of bounds") && error.contains("Nothing"));
        assert!(hint.contains("issue tracker") && hint.contains("doctor"));
    }

    #[test]
    #[ignore = "run by the next test in a process of its own"]
    fn breaks() {
        let Some(path) = std::env::var_os("PURSUANT_TEST_BREAK") else { return };
        let json = std::env::var_os("PURSUANT_TEST_JSON").is_some();
        let done: Option<u8> = caught(json, || {
            let conn = rusqlite::Connection::open(path).unwrap();
            conn.execute_batch("BEGIN IMMEDIATE; INSERT INTO kept VALUES (2)").unwrap();
            std::panic::panic_any("a thing that is always there\u{1b}[2J")
        });
        assert_eq!(done, None);
    }

    #[test]
    fn a_fault_in_the_middle_of_writing_is_told_and_what_was_begun_is_taken_back() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("kept.db");
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute_batch("CREATE TABLE kept (n INTEGER); INSERT INTO kept VALUES (1)").unwrap();
        for json in [false, true] {
            let mut command = std::process::Command::new(std::env::current_exe().unwrap());
            command.args(["--exact", "cli::fault::tests::breaks", "--ignored"]).env("PURSUANT_TEST_BREAK", &path);
            if json {
                command.env("PURSUANT_TEST_JSON", "1");
            }
            let output = command.output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.success(), "{said}");
            assert!(
                said.contains("a fault of pursuant itself, at src/cli/fault.rs")
                    && said.contains("Nothing that was recorded is lost")
            );
            assert!(
                said.contains("always there") && !said.contains('\u{1b}') && said.contains("issue tracker"),
                "{said}"
            );
            if json {
                let error: serde_json::Value = serde_json::from_str(said.trim()).unwrap();
                assert_eq!(error["status"], 1);
            }
            let n: u32 = conn.query_row("SELECT count(*) FROM kept", [], |r| r.get(0)).unwrap();
            assert_eq!(n, 1);
        }
    }
}
