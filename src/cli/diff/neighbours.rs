//! What is to be said beside a comparison: that a text was not known yet, that the two are no neighbours in a series.

use crate::cli::error::{CliError, Result};
use crate::follow::{Line, Loaded};
use crate::model::TextKind;
use crate::model::day::in_words;
use chrono::NaiveDate;

/// Refuses a text that was adopted after the day that is looked at.
pub fn known(text: &Loaded, day: NaiveDate) -> Result {
    match text.resolution.adopted {
        Some(adopted) if adopted > day && text.resolution.kind != TextKind::Draft => Err(CliError::failed(format!(
            "{} was adopted on {}; on {} it was not known",
            text.symbol(),
            in_words(adopted),
            in_words(day)
        ))
        .hint("leave --as-of out, or name a later day")),
        _ => Ok(()),
    }
}

/// Why there is no next one to compare with.
pub fn no_next(line: &Line<'_>, index: Option<usize>, old: &Loaded) -> CliError {
    let several = index.map_or(&[][..], |i| line.doubtful(i));
    if several.is_empty() {
        return CliError::failed(format!("no resolution that is loaded follows {}", old.symbol()))
            .hint("name the later one, or load it");
    }
    CliError::failed(format!("several fit equally well as the next of {}: {}", old.symbol(), names(line, several)))
        .hint(format!("name the one that is meant: `pursuant diff {} SYMBOL`", old.symbol()))
}

/// What makes the comparison another one than it seems: the same text, the later one first, no link, something in between.
pub fn remarks(line: &Line<'_>, old: &Loaded, new: &Loaded) -> Vec<String> {
    let (Some(a), Some(b)) = (line.index(old.symbol().as_str()), line.index(new.symbol().as_str())) else {
        return Vec::new();
    };
    let (first, second) = (old.symbol(), new.symbol());
    if a == b {
        return vec![format!("{first} is compared with itself.")];
    }
    if leads(line, b, a) {
        return vec![format!(
            "{second} is the earlier of the two: `pursuant diff {second} {first}` shows what became of it."
        )];
    }
    if line.next(a) == Some(b) {
        return line.missing(a).map(|words| sentence(&words)).into_iter().collect();
    }
    if leads(line, a, b) {
        let series = line.series(a);
        let between: Vec<usize> = series.into_iter().skip_while(|i| *i != a).skip(1).take_while(|i| *i != b).collect();
        return vec![format!("Between the two stands {}.", names(line, &between))];
    }
    if line.doubtful(a).contains(&b) {
        return vec![format!("Several fit equally well as the next of {first}: {}.", names(line, line.doubtful(a)))];
    }
    let earlier = if b < a { format!("; {second} is the earlier of the two") } else { String::new() };
    vec![format!("Nothing that is loaded shows that {second} follows {first}{earlier}.")]
}

/// Whether the next ones of a text lead to another.
fn leads(line: &Line<'_>, from: usize, to: usize) -> bool {
    let series = line.series(from);
    let at = |wanted: usize| series.iter().position(|i| *i == wanted);
    matches!((at(from), at(to)), (Some(from), Some(to)) if from < to)
}

fn names(line: &Line<'_>, texts: &[usize]) -> String {
    texts.iter().map(|t| line.texts[*t].symbol().to_string()).collect::<Vec<_>>().join(", ")
}

/// A remark as a line of its own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}
