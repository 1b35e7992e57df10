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
}
