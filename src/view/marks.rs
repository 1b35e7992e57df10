//! A paragraph with what was read in it marked: `[Requests] the {Secretary-General} to submit <at its seventy-seventh session> …`.

use super::clean;
use crate::model::Span;

/// What a mark says of the words it encloses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// `[Requests]`
    Verb,
    /// `{Secretary-General}`
    Addressee,
    /// `<at its seventy-seventh session>`
    Deadline,
}

impl Mark {
    /// The signs before and after the words.
    pub fn signs(self) -> (char, char) {
        match self {
            Mark::Verb => ('[', ']'),
            Mark::Addressee => ('{', '}'),
            Mark::Deadline => ('<', '>'),
        }
    }
}

/// The text, safe to show, with its marks. A span that does not fit the text is left out; one that overlaps an earlier one
/// without lying in it, too.
pub fn marked(text: &str, marks: &[(Span, Mark)]) -> String {
    let mut marks: Vec<_> = marks.iter().filter(|(s, _)| s.start < s.end && s.of(text).is_some()).copied().collect();
    // Outer marks open first.
    marks.sort_by_key(|(s, m)| (s.start, std::cmp::Reverse(s.end), *m));
    marks.dedup();
    let mut out = String::new();
    let mut at = 0;
    let mut open: Vec<(Span, Mark)> = Vec::new();
    let copy = |out: &mut String, at: &mut usize, to: usize| {
        out.push_str(&clean::line(text.get(*at..to).unwrap_or_default()));
        *at = to;
    };
    for (span, mark) in marks {
        while let Some((outer, m)) = open.pop_if(|(outer, _)| outer.end <= span.start) {
            copy(&mut out, &mut at, outer.end as usize);
            out.push(m.signs().1);
        }
        if open.last().is_some_and(|(outer, _)| !outer.contains(span)) {
            continue;
        }
        copy(&mut out, &mut at, span.start as usize);
        out.push(mark.signs().0);
        open.push((span, mark));
    }
    while let Some((outer, m)) = open.pop() {
        copy(&mut out, &mut at, outer.end as usize);
        out.push(m.signs().1);
    }
    copy(&mut out, &mut at, text.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    #[test]
    fn marks_enclose_what_was_read() {
        let text = "Requests the Secretary-General to report at its seventy-seventh session;";
        let marks = [
            (at(text, "at its seventy-seventh session"), Mark::Deadline),
            (at(text, "Requests"), Mark::Verb),
            (at(text, "Secretary-General"), Mark::Addressee),
            (Span::new(3, 900), Mark::Verb),
        ];
        assert_eq!(
            marked(text, &marks),
            "[Requests] the {Secretary-General} to report <at its seventy-seventh session>;"
        );
        assert_eq!(
            marked("a b c", &[(Span::new(0, 5), Mark::Deadline), (Span::new(2, 3), Mark::Addressee)]),
            "<a {b} c>"
        );
        assert_eq!(marked("a b c", &[(Span::new(0, 3), Mark::Verb), (Span::new(2, 5), Mark::Addressee)]), "[a b] c");
    }
}
