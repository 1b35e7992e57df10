//! The words of a cover page, read alike whatever the format: dates, sessions, agenda items, organs, the line that says
//! how a text was adopted, the bracket that says from where it came.

use crate::model::number::ordinal_word;
use crate::model::{Language, Organ, Session, Symbol, TextKind};
use chrono::{Datelike, NaiveDate};
use regex::Regex;
use std::sync::LazyLock;

/// The United Nations adopted nothing before this year.
const FIRST_YEAR: i32 = 1946;

/// The months as the six languages write them in dates; Arabic has two names for each.
const MONTHS: [&[&str]; 12] = [
    &["january", "janvier", "enero", "января", "كانون الثاني", "يناير"],
    &["february", "février", "febrero", "февраля", "شباط", "فبراير"],
    &["march", "mars", "marzo", "марта", "آذار", "مارس"],
    &["april", "avril", "abril", "апреля", "نيسان", "أبريل"],
    &["may", "mai", "mayo", "мая", "أيار", "مايو"],
    &["june", "juin", "junio", "июня", "حزيران", "يونيه"],
    &["july", "juillet", "julio", "июля", "تموز", "يوليه"],
    &["august", "août", "agosto", "августа", "آب", "أغسطس"],
    &["september", "septembre", "septiembre", "сентября", "أيلول", "سبتمبر"],
    &["october", "octobre", "octubre", "октября", "تشرين الأول", "أكتوبر"],
    &["november", "novembre", "noviembre", "ноября", "تشرين الثاني", "نوفمبر"],
    &["december", "décembre", "diciembre", "декабря", "كانون الأول", "ديسمبر"],
];

/// A pattern of the readers; all are constants, each is compiled once and tested.
pub(crate) fn pattern(re: &str) -> Regex {
    // A constant pattern that does not compile is a mistake of ours that every test would meet.
    Regex::new(re).unwrap_or_else(|e| unreachable!("constant pattern {re}: {e}"))
}

/// The first day written in the words, in any of the six languages: `28 April 2021`, `28 de abril de 2021`,
/// `2021年4月28日`; `None` before 1946 and where there is none.
pub fn date(s: &str) -> Option<NaiveDate> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(\d{1,2})(?:er)?\s+(?:de\s+)?(\p{L}{2,10}(?: ال\p{L}{2,6})?)(?:/\p{L}+)?\.?,?\s+(?:de\s+)?(\d{4})|(\d{4})年(\d{1,2})月(\d{1,2})日",
        )
    });
    DAY.captures_iter(s).find_map(|c| {
        let (year, month, day) = match c.get(2) {
            Some(name) => {
                let name = name.as_str().to_lowercase();
                (&c[3], MONTHS.iter().position(|m| m.contains(&name.as_str()))? as u32 + 1, &c[1])
            }
            None => (&c[4], c[5].parse().ok()?, &c[6]),
        };
        believable(NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)?)
    })
}

/// The day, unless it lies before 1946: forms write `0001-01-01` where they know none.
pub fn believable(day: NaiveDate) -> Option<NaiveDate> {
    (day.year() >= FIRST_YEAR).then_some(day)
}

/// The number of an ordinal in words or digits, `seventy-fifth`, `tenth`, `75th`; up to 999.
pub fn ordinal(s: &str) -> Option<u16> {
    let s = s.trim().to_lowercase().replace(['\u{2010}', '\u{2011}', '\u{2013}', ' '], "-");
    let digits = s.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if let Ok(n) = digits.parse::<u16>() {
        return (n < 1000 && matches!(&s[digits.len()..], "st" | "nd" | "rd" | "th")).then_some(n);
    }
    if let Some(rest) = s.strip_prefix("one-hundred-and-").or_else(|| s.strip_prefix("hundred-and-")) {
        return Some(100 + ordinal(rest).filter(|n| *n < 100)?);
    }
    if s == "one-hundredth" || s == "hundredth" {
        return Some(100);
    }
    ordinal_word(&s).filter(|n| *n > 0)
}

/// The session that a line of a cover names: `Seventy-fifth session`, `Tenth emergency special session`, `2021 session`,
/// `Organizational session for 2024`.
pub fn session(s: &str) -> Option<Session> {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^(\d{4}) (?:\w+ )?session$|^\w+ session for (\d{4})$"));
    static NTH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^([\p{L}\u{2010}-\u{2013} -]+?|\d+(?:st|nd|rd|th))\s+(emergency special |special |resumed |)session$",
        )
    });
    let s = s.trim().trim_end_matches(['.', ',']);
    if let Some(c) = YEAR.captures(s) {
        return c.get(1).or(c.get(2)).map(|y| Session(y.as_str().to_owned()));
    }
    let c = NTH.captures(s)?;
    let n = ordinal(&c[1])?;
    Some(Session(match c[2].to_lowercase().trim() {
        "emergency special" => format!("ES-{n}"),
        "special" => format!("S-{n}"),
        _ => n.to_string(),
    }))
}

/// The agenda items of a line `Agenda item 130 (t)`, `Agenda items 14 and 117 (b)`; empty for any other line.
pub fn agenda_items(s: &str) -> Vec<String> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:provisional )?(?:agenda )?items?\s+(\d+\s*(?:\([a-z]{1,2}\))?(?:\s*(?:,|and|to|–|-)\s*(?:\d+|\([a-z]{1,2}\))\s*(?:\([a-z]{1,2}\))?)*)",
        )
    });
    static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d+)?\s*(\([a-z]{1,2}\))?"));
    let Some(c) = LINE.captures(s.trim()) else { return Vec::new() };
    let mut items: Vec<String> = Vec::new();
    let mut number = String::new();
    for item in ITEM.captures_iter(&c[1]) {
        let letter = item.get(2).map(|l| format!(" {}", l.as_str()));
        match item.get(1) {
            Some(n) => number = n.as_str().to_owned(),
            None if letter.is_none() => continue,
            None => {}
        }
        items.push(format!("{number}{}", letter.unwrap_or_default()));
    }
    items
}

/// The organ that a phrase names, with or without article: `the General Assembly`.
pub fn organ(s: &str) -> Option<Organ> {
    let s = s.trim().to_lowercase();
    let s = s.strip_prefix("the ").unwrap_or(&s);
    [
        ("general assembly", Organ::GeneralAssembly),
        ("security council", Organ::SecurityCouncil),
        ("economic and social council", Organ::EconomicAndSocialCouncil),
        ("human rights council", Organ::HumanRightsCouncil),
        ("united nations environment assembly", Organ::EnvironmentAssembly),
        ("environment assembly", Organ::EnvironmentAssembly),
    ]
    .into_iter()
    .find(|(name, _)| s.starts_with(name))
    .map(|(_, organ)| organ)
}

/// The organ line that opens the body, `The General Assembly,`, in any official language.
pub fn organ_line(s: &str) -> Option<(Organ, Language)> {
    let printed = s.trim();
    let s: String = printed.trim_end_matches([',', '،', '，', ':', '：']).trim().to_lowercase().replace('’', "'");
    // `… of the Economic and Social Council,` can end a wrapped line: the organ line begins with a capital.
    if s.chars().count() > 90 || printed.starts_with(char::is_lowercase) {
        return None;
    }
    let known = |name: &str, organ, language| (s == name).then_some((organ, language));
    if let Some(rest) = s.strip_prefix("the ")
        && let Some(found) = organ(rest)
        && (rest == found.as_str().to_lowercase() || rest.contains(" of the united nations environment programme"))
    {
        return Some((found, Language::English));
    }
    known("l'assemblée générale", Organ::GeneralAssembly, Language::French)
        .or_else(|| known("le conseil de sécurité", Organ::SecurityCouncil, Language::French))
        .or_else(|| known("le conseil économique et social", Organ::EconomicAndSocialCouncil, Language::French))
        .or_else(|| known("le conseil des droits de l'homme", Organ::HumanRightsCouncil, Language::French))
        .or_else(|| known("la asamblea general", Organ::GeneralAssembly, Language::Spanish))
        .or_else(|| known("el consejo de seguridad", Organ::SecurityCouncil, Language::Spanish))
        .or_else(|| known("генеральная ассамблея", Organ::GeneralAssembly, Language::Russian))
        .or_else(|| known("совет безопасности", Organ::SecurityCouncil, Language::Russian))
        .or_else(|| known("大会", Organ::GeneralAssembly, Language::Chinese))
        .or_else(|| known("安全理事会", Organ::SecurityCouncil, Language::Chinese))
        .or_else(|| known("إن الجمعية العامة", Organ::GeneralAssembly, Language::Arabic))
        .or_else(|| known("إن مجلس الأمن", Organ::SecurityCouncil, Language::Arabic))
}

/// What the line *Resolution adopted by the General Assembly on 28 April 2021* says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// Resolution or decision; `None` where the line does not say.
    pub kind: Option<TextKind>,
    /// The organ.
    pub organ: Option<Organ>,
    /// The day.
    pub on: Option<NaiveDate>,
    /// The meeting, as printed (`4213th meeting`).
    pub meeting: Option<String>,
}

/// Reads *Resolution adopted by … on …* and *Adopted by the Security Council at its 4213th meeting, on …*.
pub fn adoption(s: &str) -> Option<Adoption> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(resolution|decision)s?(?: \d[\w/]*(?: [A-Z])?(?: \(\d{4}\))?)? )?adopted by (.+?)(?: at its (\d+\w* (?:\(\w+\) )?(?:plenary )?meeting))?,?\s*(?:on ?(\d{1,2} \w+ \d{4})|$)",
        )
    });
    let c = LINE.captures(s.trim())?;
    let found = organ(&c[2]);
    let kind = c.get(1).map(|k| match k.as_str().to_lowercase().as_str() {
        "decision" => TextKind::Decision,
        _ => TextKind::Resolution,
    });
    found?;
    Some(Adoption {
        kind,
        organ: found,
        on: c.get(4).and_then(|d| date(d.as_str())),
        meeting: c.get(3).map(|m| m.as_str().to_owned()),
    })
}

/// From where a text came: the bracket below the line of adoption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The committee or commission, `None` for *without reference to a Main Committee*.
    pub committee: Option<String>,
    /// Drafts, reports and recommendations.
    pub drafts: Vec<Symbol>,
}

/// Reads `[on the report of the Fifth Committee (A/77/672, para. 68)]` and `[without reference to a Main Committee (A/75/L.78)]`.
pub fn provenance(s: &str) -> Option<Provenance> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\[?\s*(?:on the (?:report|recommendation|proposal) of (?:the )?(?P<body>.+?)|(?:on a proposal )?considered in plenary meeting|on a proposal .+?|without reference to a main committee|as (?:orally )?(?:revised|amended).*?)\s*(?:\((?P<symbols>[A-Z][\w.]*/[^\[\]]*)\))?\s*\]?$",
        )
    });
    let s = s.trim();
    let c = LINE.captures(s)?;
    Some(Provenance {
        committee: c.name("body").map(|b| b.as_str().trim().to_owned()),
        drafts: c.name("symbols").map(|s| symbols(s.as_str())).unwrap_or_default(),
    })
}

/// The symbols of a list, `A/75/L.78 and Add.1`: an addendum named alone belongs to the symbol before it; amendments
/// (`as amended in A/75/L.80`) are left out.
pub fn symbols(s: &str) -> Vec<Symbol> {
    static ONE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"[A-Z][A-Za-z.]*/[A-Za-z0-9./\u{2010}\u{2011}-]*[A-Za-z0-9](?:\([\w.]+\)[\w./]*)?|\b(?:Add|Corr|Rev)\.\d+(?:/(?:Add|Corr|Rev)\.\d+)*",
        )
    });
    let mut found: Vec<Symbol> = Vec::new();
    let mut base = String::new();
    let own = ["as amended", "as orally"].iter().filter_map(|w| s.find(w)).min().unwrap_or(s.len());
    for m in ONE.find_iter(&s[..own]) {
        let text = m.as_str();
        let whole = if text.contains('.') && matches!(text.get(..3), Some("Add" | "Cor" | "Rev")) && !base.is_empty() {
            format!("{base}/{text}")
        } else {
            base = text.to_owned();
            text.to_owned()
        };
        if let Ok(symbol) = Symbol::parse(&whole)
            && !found.contains(&symbol)
        {
            found.push(symbol);
        }
    }
    found
}

/// The meeting by its record's symbol where the organ numbers its plenary meetings through a session (`A/75/PV.62`,
/// `S/PV.4213`; resumed `A/75/PV.48 (Resumption 1)`), else as printed.
pub fn meeting(printed: &str, organ: Option<Organ>, session: Option<&Session>) -> String {
    let number: String = printed.trim().chars().take_while(char::is_ascii_digit).collect();
    let resumption = match printed.split_once('(').map(|(_, rest)| rest.to_lowercase()) {
        None => "",
        Some(rest) if rest.starts_with("resum") => " (Resumption 1)",
        // Private meetings have no record.
        Some(_) => return printed.trim().to_owned(),
    };
    match (organ, session) {
        _ if number.is_empty() => printed.trim().to_owned(),
        (Some(Organ::GeneralAssembly), Some(session)) => format!("A/{session}/PV.{number}{resumption}"),
        (Some(Organ::SecurityCouncil), _) => format!("S/PV.{number}{resumption}"),
        _ => printed.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(y, m, d)
    }

    #[test]
    fn days_and_ordinals_and_sessions() {
        assert_eq!(date("Distr.: General 29 April 2021"), day(2021, 4, 29));
        assert_eq!(date("1 January 0001"), None);
        assert_eq!(date("31 February 2021"), None);
        for written in
            ["28 avril 2021", "28 de abril de 2021", "28 апреля 2021 года", "28 نيسان/أبريل 2021", "2021年4月28日"]
        {
            assert_eq!(date(written), day(2021, 4, 28), "{written}");
        }
        assert_eq!(date("16 تشرين الثاني/نوفمبر 2022"), day(2022, 11, 16));
        for (words, n) in [
            ("seventy-fifth", 75),
            ("Eightieth", 80),
            ("tenth", 10),
            ("twenty\u{2011}first", 21),
            ("one hundred and second", 102),
            ("62nd", 62),
            ("eleventh", 11),
            ("fortieth", 40),
        ] {
            assert_eq!(ordinal(words), Some(n), "{words}");
        }
        for (line, name) in [
            ("Seventy-fifth session", "75"),
            ("Eleventh emergency special session", "ES-11"),
            ("Thirty-second special session", "S-32"),
            ("2021 session", "2021"),
            ("Fifth session", "5"),
        ] {
            assert_eq!(session(line), Some(Session(name.to_owned())), "{line}");
        }
        assert_eq!(session("at its next session"), None);
    }

    #[test]
    fn agenda_items_with_letters_and_several() {
        assert_eq!(agenda_items("Agenda item 130 (t)"), ["130 (t)"]);
        assert_eq!(agenda_items("Agenda items 14 and 117"), ["14", "117"]);
        assert_eq!(agenda_items("Agenda items 15, 18 (b) and (k)"), ["15", "18 (b)", "18 (k)"]);
        assert!(agenda_items("The agenda").is_empty());
    }

    #[test]
    fn lines_of_adoption() {
        let a = adoption("Resolution adopted by the General Assembly on 28 April 2021").unwrap();
        assert_eq!((a.organ, a.on), (Some(Organ::GeneralAssembly), day(2021, 4, 28)));
        let a = adoption("Adopted by the Security Council at its 4213th meeting, on31 October 2000").unwrap();
        assert_eq!(a.organ, Some(Organ::SecurityCouncil));
        assert_eq!(a.on, day(2000, 10, 31));
        assert_eq!(a.meeting.as_deref(), Some("4213th meeting"));
        assert_eq!(adoption("adopted by its members"), None);
    }

    #[test]
    fn brackets() {
        let p = provenance("[without reference to a Main Committee (A/75/L.78 and A/75/L.78/Add.1)]").unwrap();
        assert_eq!(p.committee, None);
        assert_eq!(p.drafts.iter().map(Symbol::as_str).collect::<Vec<_>>(), ["A/75/L.78", "A/75/L.78/Add.1"]);
        let p = provenance("[without reference to a Main Committee (A/75/L.9 (as amended in A/75/L.10))]").unwrap();
        assert_eq!(p.drafts.iter().map(Symbol::as_str).collect::<Vec<_>>(), ["A/75/L.9"]);
        let p = provenance("[without reference to a Main Committee (A/75/L.78 and Add.1)]").unwrap();
        assert_eq!(p.drafts.len(), 2);
        let p = provenance("[on the report of the Special Political and Decolonization Committee (Fourth Committee) (A/75/416, para. 27)]").unwrap();
        assert_eq!(p.committee.as_deref(), Some("Special Political and Decolonization Committee (Fourth Committee)"));
        assert_eq!(p.drafts.len(), 1);
        let p = provenance("[on a proposal considered in plenary meeting (E/2021/L.20)]").unwrap();
        assert_eq!((p.committee, p.drafts.len()), (None, 1));
        assert!(provenance("[Adopted without a vote.]").is_none());
    }

    #[test]
    fn organ_lines_in_six_languages() {
        assert_eq!(organ_line("The General Assembly,"), Some((Organ::GeneralAssembly, Language::English)));
        assert_eq!(organ_line("L’Assemblée générale,"), Some((Organ::GeneralAssembly, Language::French)));
        assert_eq!(organ_line("大会，"), Some((Organ::GeneralAssembly, Language::Chinese)));
        assert_eq!(organ_line("the General Assembly,"), None);
        assert_eq!(organ_line("The General Assembly and the Economic and Social Council,"), None);
    }

    #[test]
    fn meetings() {
        let s = Session("75".into());
        assert_eq!(meeting("62nd plenary meeting", Some(Organ::GeneralAssembly), Some(&s)), "A/75/PV.62");
        assert_eq!(meeting("41st meeting", Some(Organ::HumanRightsCouncil), Some(&s)), "41st meeting");
        assert_eq!(
            meeting("48th (resumed) plenary meeting", Some(Organ::GeneralAssembly), Some(&s)),
            "A/75/PV.48 (Resumption 1)"
        );
        assert_eq!(meeting("4213th meeting", Some(Organ::SecurityCouncil), None), "S/PV.4213");
    }
}
