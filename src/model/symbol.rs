//! Symbols of documents, in their canonical spelling.
//!
//! `A/RES/75/276`, `A/RES/75/101A`, `A/RES/S-32/1`, `A/RES/ES-11/6`, `S/RES/1300` (the year is shown, not part of it),
//! `E/RES/2021/7`, `A/HRC/RES/48/13`, `UNEP/EA.5/Res.1`; decisions `A/DEC/77/565`; drafts `A/75/L.78`; any other document as printed.

use crate::model::{Organ, Session};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A symbol. One value, one spelling: hyphens are U+002D, no blanks, the part letter behind the number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Symbol(String);

/// What was written is no symbol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no symbol of a United Nations document")]
pub struct NoSymbol(pub String);

/// Makes hyphens, blanks and case alike and drops what readers put around a symbol.
fn tidy(s: &str) -> String {
    let s: String = s
        .chars()
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{200b}' | '\u{ad}' | '\u{feff}' | '*'))
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{a0}' | '\u{202f}' | '\t' | '\n' | '\r' => ' ',
            c => c,
        })
        .collect();
    s.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Takes `prefix` off in any case.
fn strip_ci<'a>(s: &'a str, prefix: &str) -> Option<&'a str> {
    let head = s.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &s[prefix.len()..])
}

/// `276`, `101A`, `101 A`, `250 B`: number and part letter, without blanks; `None` for anything else.
fn number_and_letter(s: &str) -> Option<String> {
    let s = s.trim();
    let digits = s.find(|c: char| !c.is_ascii_digit()).unwrap_or(s.len());
    let letter = s[digits..].trim();
    let ok = digits > 0 && digits <= 4 && letter.len() <= 1 && letter.chars().all(|c| c.is_ascii_alphabetic());
    ok.then(|| format!("{}{}", &s[..digits], letter.to_ascii_uppercase()))
}

/// `75`, `S-32`, `ES-11`: how the General Assembly names a session.
fn assembly_session(s: &str) -> Option<String> {
    let s = s.trim().to_ascii_uppercase();
    let digits = s.strip_prefix("ES-").or_else(|| s.strip_prefix("S-")).unwrap_or(&s);
    (!digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(s)
}

impl Symbol {
    /// Reads a symbol as printed on a document or written by people; where a bare `48/13` could be of several organs, the
    /// General Assembly's is meant (see [`Symbol::candidates`]).
    pub fn parse(s: &str) -> Result<Symbol, NoSymbol> {
        Symbol::candidates(s).into_iter().next().ok_or_else(|| NoSymbol(s.to_owned()))
    }

    /// Every symbol that the spelling can mean, the likeliest first; empty where it is none.
    pub fn candidates(s: &str) -> Vec<Symbol> {
        let tidy = tidy(s);
        let mut s = tidy.trim_end_matches(['.', ',', ';', ':']).trim();
        let mut hint = None;
        for (words, organ) in [
            ("general assembly ", Organ::GeneralAssembly),
            ("security council ", Organ::SecurityCouncil),
            ("economic and social council ", Organ::EconomicAndSocialCouncil),
            ("human rights council ", Organ::HumanRightsCouncil),
            ("council ", Organ::EconomicAndSocialCouncil),
        ] {
            if let Some(rest) = strip_ci(s, words) {
                (s, hint) = (rest, Some(organ));
                break;
            }
        }
        let mut decision = false;
        for word in ["resolutions ", "resolution ", "res. ", "decisions ", "decision "] {
            if let Some(rest) = strip_ci(s, word) {
                (s, decision) = (rest, word.starts_with('d'));
                break;
            }
        }
        let one = |text: String| vec![Symbol(text)];
        // Full symbols of resolutions, however spelt.
        for (prefix, canonical) in [
            ("A/RES/", "A/RES/"),
            ("A/DEC/", "A/DEC/"),
            ("A/HRC/RES/", "A/HRC/RES/"),
            ("A/HRC/DEC/", "A/HRC/DEC/"),
            ("E/RES/", "E/RES/"),
            ("E/DEC/", "E/DEC/"),
        ] {
            if let Some(rest) = strip_ci(s, prefix) {
                let Some((session, number)) = rest.split_once('/') else { return Vec::new() };
                let (Some(session), Some(number)) = (assembly_session_or_year(session), number_and_letter(number))
                else {
                    return as_printed(s);
                };
                return one(format!("{canonical}{session}/{number}"));
            }
        }
        if let Some(rest) = strip_ci(s, "S/RES/") {
            let number = rest.split('(').next().unwrap_or_default().trim();
            return match number_and_letter(number) {
                Some(n) => one(format!("S/RES/{n}")),
                None => as_printed(s),
            };
        }
        if let Some(rest) = strip_ci(s, "UNEP/EA.") {
            if let Some((session, number)) = rest.split_once('/')
                && let Some(n) = strip_ci(number, "Res.").map(str::trim)
                && !session.is_empty()
                && session.bytes().chain(n.bytes()).all(|b| b.is_ascii_digit())
                && !n.is_empty()
            {
                return one(format!("UNEP/EA.{session}/Res.{n}"));
            }
            return as_printed(s);
        }
        // `1325 (2000)`, and a bare number from the organ's own mouth.
        if let Some((number, year)) = s.split_once('(') {
            let year = year.trim_end_matches(')').trim();
            if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) {
                return number_and_letter(number).map(|n| one(format!("S/RES/{n}"))).unwrap_or_default();
            }
        }
        // `75/276`, `S-32/1`, `48/13`, `2021/7`.
        if let Some((session, number)) = s.split_once('/')
            && let Some(number) = number_and_letter(number)
        {
            let year = session.len() == 4 && session.bytes().all(|b| b.is_ascii_digit());
            let kind = if decision { "DEC" } else { "RES" };
            if year && matches!(session.get(..2), Some("19" | "20")) {
                return one(format!("E/{kind}/{session}/{number}"));
            }
            if let Some(session) = assembly_session(session) {
                let assembly = Symbol(format!("A/{kind}/{session}/{number}"));
                let council = Symbol(format!("A/HRC/{kind}/{session}/{number}"));
                if hint == Some(Organ::HumanRightsCouncil) {
                    return vec![council];
                }
                if hint == Some(Organ::GeneralAssembly) || decision || session.contains('-') {
                    return vec![assembly];
                }
                let mut all = vec![assembly, council];
                if session.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()) {
                    all.push(Symbol(format!("UNEP/EA.{session}/Res.{number}")));
                }
                return all;
            }
        }
        if hint == Some(Organ::SecurityCouncil)
            && let Some(n) = number_and_letter(s)
        {
            return one(format!("S/RES/{n}"));
        }
        as_printed(s)
    }

    /// The canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The halves of a double symbol (`A/77/277-S/2022/606`), else the symbol alone.
    pub fn halves(&self) -> Vec<Symbol> {
        let mut halves = Vec::new();
        let mut start = 0;
        for (i, _) in self.0.match_indices('-') {
            let rest = &self.0[i + 1..];
            let letters = rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(0);
            if letters > 0 && rest[letters..].starts_with('/') && i > start {
                halves.push(Symbol(self.0[start..i].to_owned()));
                start = i + 1;
            }
        }
        halves.push(Symbol(self.0[start..].to_owned()));
        halves
    }

    /// Whether both name one document: the same symbol, or one half of a double one.
    pub fn same_document(&self, other: &Symbol) -> bool {
        let theirs = other.halves();
        self.halves().iter().any(|h| theirs.contains(h))
    }

    /// Whether it is that of a resolution.
    pub fn is_resolution(&self) -> bool {
        self.organ().is_some() && (self.0.contains("/RES/") || self.0.contains("/Res."))
    }

    /// Whether it is that of a draft resolution or decision (`A/75/L.78`, `A/C.5/77/L.9`).
    pub fn is_draft(&self) -> bool {
        !self.is_resolution()
            && self
                .0
                .split('/')
                .any(|p| p.strip_prefix("L.").is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())))
    }

    /// The organ whose resolution or decision it is; `None` for other documents.
    pub fn organ(&self) -> Option<Organ> {
        let s = &self.0;
        [
            ("A/RES/", Organ::GeneralAssembly),
            ("A/DEC/", Organ::GeneralAssembly),
            ("A/HRC/RES/", Organ::HumanRightsCouncil),
            ("A/HRC/DEC/", Organ::HumanRightsCouncil),
            ("S/RES/", Organ::SecurityCouncil),
            ("E/RES/", Organ::EconomicAndSocialCouncil),
            ("E/DEC/", Organ::EconomicAndSocialCouncil),
        ]
        .into_iter()
        .find(|(p, _)| s.starts_with(p))
        .map(|(_, o)| o)
        .or_else(|| (s.starts_with("UNEP/EA.") && s.contains("/Res.")).then_some(Organ::EnvironmentAssembly))
    }

    /// The session that a resolution's symbol names.
    pub fn session(&self) -> Option<Session> {
        let s = match self.organ()? {
            Organ::SecurityCouncil => return None,
            Organ::EnvironmentAssembly => self.0.strip_prefix("UNEP/EA.")?.split('/').next()?,
            _ => self.0.rsplit('/').nth(1)?,
        };
        Some(Session(s.to_owned()))
    }

    /// The number after the session (`276`, `101A`), or the whole of a Security Council number.
    pub fn number(&self) -> &str {
        let last = self.0.rsplit('/').next().unwrap_or(&self.0);
        last.strip_prefix("Res.").unwrap_or(last)
    }

    /// As papers cite it: `resolution 77/263`, `resolution 75/101 A`, `resolution 1325 (2000)`; other documents by their symbol.
    pub fn cite(&self, year: Option<i32>) -> String {
        let number = match self.number() {
            n if n.ends_with(|c: char| c.is_ascii_alphabetic()) => {
                format!("{} {}", &n[..n.len() - 1], &n[n.len() - 1..])
            }
            n => n.to_owned(),
        };
        match self.organ() {
            Some(Organ::SecurityCouncil) => match year {
                Some(y) => format!("resolution {number} ({y})"),
                None => format!("resolution {number}"),
            },
            Some(_) if self.0.contains("/DEC/") => {
                format!("decision {}/{number}", self.session().unwrap_or(Session(String::new())))
            }
            Some(Organ::HumanRightsCouncil) => {
                format!("Human Rights Council resolution {}/{number}", self.session().unwrap_or(Session(String::new())))
            }
            Some(_) => format!("resolution {}/{number}", self.session().unwrap_or(Session(String::new()))),
            None => self.0.clone(),
        }
    }
}

/// The session of an Assembly or Council symbol: `75`, `ES-11`, or a year for ECOSOC.
fn assembly_session_or_year(s: &str) -> Option<String> {
    let year = s.len() == 4 && s.bytes().all(|b| b.is_ascii_digit());
    if year { Some(s.to_owned()) } else { assembly_session(s) }
}

/// Any other symbol as printed, if it looks like one: letters, a slash, no blanks but before a part letter.
fn as_printed(s: &str) -> Vec<Symbol> {
    let written = s;
    let s = s.replace(' ', "");
    let s = s.trim_end_matches('.');
    let shape = s.len() <= 80
        && s.starts_with(|c: char| c.is_ascii_alphabetic())
        && s.contains('/')
        && !s.ends_with('/')
        && !s.contains("//")
        && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '(' | ')'))
        && s.bytes().any(|b| b.is_ascii_digit())
        && s.split('/').next().is_some_and(|p| {
            p.len() <= 12 && p.chars().all(|c| c.is_ascii_uppercase() || c == '.' || c.is_ascii_digit())
        });
    match shape {
        false => Vec::new(),
        // Without its blanks it may read as something else: what is kept must read as itself.
        true if s != written => Symbol::candidates(s),
        true => vec![Symbol(s.to_owned())],
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Symbol {
    type Err = NoSymbol;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Symbol::parse(s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_as_itself() {
        for written in ["A/R ES/DS01---", "A/77/L.1. .", "A/RES/75 /1", "A/ RES/75/1", "S /RES/9x", "A/7 7/1"] {
            for symbol in Symbol::candidates(written) {
                assert_eq!(Symbol::parse(symbol.as_str()).as_ref(), Ok(&symbol), "{written}");
            }
        }
    }

    #[test]
    fn every_spelling_of_a_symbol_becomes_the_canonical_one() {
        for (written, canonical) in [
            ("75/276", "A/RES/75/276"),
            ("A/RES/75/276", "A/RES/75/276"),
            ("a/res/75/276", "A/RES/75/276"),
            ("resolution 75/276", "A/RES/75/276"),
            ("A/RES/75/101 A", "A/RES/75/101A"),
            ("75/101 A", "A/RES/75/101A"),
            ("A/RES/S\u{2011}32/1", "A/RES/S-32/1"),
            ("ES-11/6", "A/RES/ES-11/6"),
            ("S/RES/1300 (2000)", "S/RES/1300"),
            ("1325 (2000)", "S/RES/1325"),
            ("Security Council resolution 1325 (2000)", "S/RES/1325"),
            ("E/RES/2021/7", "E/RES/2021/7"),
            ("2021/7", "E/RES/2021/7"),
            ("A/HRC/RES/48/13", "A/HRC/RES/48/13"),
            ("UNEP/EA.5/Res.1", "UNEP/EA.5/Res.1"),
            ("A/75/L.78", "A/75/L.78"),
            ("A/77/277\u{2011}S/2022/606", "A/77/277-S/2022/606"),
            ("decision 77/565", "A/DEC/77/565"),
        ] {
            assert_eq!(Symbol::parse(written).map(|s| s.to_string()), Ok(canonical.to_owned()), "{written}");
        }
        for wrong in ["", "75", "hello", "75/", "/276", "a b/c", "1325 (twenty)", "=HYPERLINK(1/2)"] {
            assert!(Symbol::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_bare_number_that_two_organs_use_has_two_readings() {
        let all: Vec<_> = Symbol::candidates("48/13").iter().map(Symbol::to_string).collect();
        assert_eq!(all, ["A/RES/48/13", "A/HRC/RES/48/13"]);
    }

    #[test]
    fn a_double_symbol_is_found_by_either_half() {
        let double = Symbol::parse("A/77/277-S/2022/606").unwrap();
        for half in ["A/77/277", "S/2022/606", "A/77/277-S/2022/606"] {
            assert!(double.same_document(&Symbol::parse(half).unwrap()), "{half}");
        }
        assert!(!double.same_document(&Symbol::parse("A/77/27").unwrap()));
        assert_eq!(Symbol::parse("A/RES/ES-11/6").unwrap().halves().len(), 1);
    }
}
