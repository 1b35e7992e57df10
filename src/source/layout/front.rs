//! What stands before the organ line: symbol, dates, session, agenda items, origin, title.

use super::label::roman;
use crate::model::{Edition, Organ, Session, Symbol, TextKind};
use crate::source::Para;
use crate::source::cover::{self, Provenance, pattern};
use chrono::NaiveDate;
use regex::Regex;
use std::sync::LazyLock;

/// What a cover says; of a document with resolutions A and B, what all of them share.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub symbol: Option<Symbol>,
    pub edition: Edition,
    pub kind: Option<TextKind>,
    pub organ: Option<Organ>,
    pub session: Option<Session>,
    pub adopted: Option<NaiveDate>,
    pub issued: Option<NaiveDate>,
    pub meeting: Option<String>,
    pub agenda_items: Vec<String>,
    pub provenance: Provenance,
    /// `75/276`, as before the title.
    pub number: Option<String>,
    /// The title without number.
    pub title: String,
    /// The title above the letters, of a document that holds several.
    pub shared_title: String,
    /// `A` where the document holds several.
    pub letter: Option<char>,
}

/// `75/276. Cooperation between …`, `S-32/1. …`, `2021/10. …`: number and title.
pub(super) fn numbered_title(text: &str) -> Option<(String, &str)> {
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^((?:ES[-\u{2010}\u{2011}]|S[-\u{2010}\u{2011}])?\d{1,4}/\d{1,3})(?: ?([A-Z]))?\s?(?:\.|\s)\s*(.*)$")
    });
    let c = TITLE.captures(text)?;
    let title = c.get(3).map_or("", |t| t.as_str()).trim();
    if text.len() > 600 || title.ends_with([',', ';']) || title.starts_with(char::is_lowercase) {
        return None;
    }
    let letter = c.get(2).map_or("", |l| l.as_str());
    Some((format!("{}{letter}", c[1].replace(['\u{2010}', '\u{2011}'], "-")), title))
}

/// The symbol of the document in a line of the cover, with its edition.
pub(in crate::source) fn symbol(text: &str) -> Option<(Symbol, Edition)> {
    static SYMBOL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|\s)((?:A|S|E|T|UNEP)/[A-Za-z0-9./\u{2010}\u{2011}()-]*\d(?: ?[A-Z](?:[-–][A-Z])?\b)?)\s?(\*{0,4})",
        )
    });
    static CORR: LazyLock<Regex> = LazyLock::new(|| pattern(r"/Corr\.(\d{1,3})$"));
    SYMBOL.captures_iter(text).find_map(|c| {
        // `A/RES/75/101 A–B`: the letters belong to the resolutions that the document holds.
        static SEVERAL: LazyLock<Regex> = LazyLock::new(|| pattern(r" ?[A-Z][-–][A-Z]$"));
        let printed = SEVERAL.replace(&c[1], "").into_owned();
        let mut edition = match c[2].len() {
            0 => Edition::Original,
            n => Edition::Reissue(n as u16),
        };
        let mut base = printed.as_str();
        if let Some(corr) = CORR.captures(&printed) {
            edition = Edition::Corrigendum(corr[1].parse().unwrap_or(1));
            base = &printed[..printed.len() - corr[0].len()];
        }
        let symbol = Symbol::parse(base).ok()?;
        Some((symbol, edition))
    })
}

/// The letter of one of several resolutions, alone on its line (`A`) or before its title (`A Information …`).
fn letter(text: &str) -> Option<(char, &str)> {
    let text = text.trim();
    let letter = text.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = text[1..].trim_start_matches('.');
    (rest.is_empty() || rest.starts_with(' ')).then(|| (letter, rest.trim()))
}

/// Lines of a cover that are no title.
fn furniture(text: &str) -> bool {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:united nations\b.{0,80}|(?:the )?(?:general assembly|security council|economic and social council|human rights council)|distr\..*|original: .*|general|limited|restricted|(?:\d{1,2} \p{L}+ \d{4})|original|english|please recycle.*|\d\d-\d{5}.*|(?:main part|resumed session).*)$",
        )
    });
    LINE.is_match(text)
}

/// Reads the paragraphs before an organ line; `several` where the document has more than one.
pub(super) fn front(paras: &[Para], several: bool) -> Front {
    static RESOLUTION: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^(resolution|decision) (\d{1,4}(?: \(\d{4}\))?)$"));
    static DRAFT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)(?:(?:revised |amended )?draft (resolution|decision)(?: [IVX]+| submitted by .*)?)\**$")
    });
    let mut front = Front::default();
    // Where the title may begin: after the last line that is surely cover.
    let mut title_from = 0;
    let mut distr = false;
    for (i, para) in paras.iter().enumerate() {
        let text = para.text.trim();
        let mut known = true;
        if let Some(found) = cover::adoption(text) {
            front.kind = front.kind.or(found.kind);
            front.organ = front.organ.or(found.organ);
            front.adopted = front.adopted.or(found.on);
            front.meeting = front.meeting.take().or(found.meeting);
            // Both on one line, as some PDFs are set.
            if let Some(origin) = text.find('[').and_then(|i| cover::provenance(&text[i..])) {
                front.provenance = origin;
            }
        } else if let Some(session) = cover::session(text) {
            front.session.get_or_insert(session);
        } else if let Some(found) = Some(cover::agenda_items(text)).filter(|f| !f.is_empty()) {
            front.agenda_items.extend(found);
        } else if let Some(found) =
            (text.starts_with('[') && text.len() < 2000).then(|| cover::provenance(text)).flatten()
        {
            front.provenance = found;
        } else if let Some(c) = RESOLUTION.captures(text) {
            if c[2].contains('(') || front.organ == Some(Organ::SecurityCouncil) {
                front.number = Some(c[2].to_owned());
            }
        } else if let Some((number, title)) = numbered_title(text) {
            (front.number, front.title) = (Some(number), title.to_owned());
            title_from = i + 1;
            continue;
        } else if DRAFT.is_match(text) {
            front.kind = Some(TextKind::Draft);
        } else {
            known = furniture(text);
        }
        if front.symbol.is_none()
            && !text.starts_with('[')
            && text.len() < 160
            && let Some((symbol, edition)) = symbol(text)
        {
            (front.symbol, front.edition) = (Some(symbol), edition);
            known = true;
        }
        if text.to_lowercase().contains("distr.") || distr {
            distr = front.issued.is_none();
            front.issued = front.issued.or_else(|| cover::date(text));
        }
        if known && front.number.as_deref().is_none_or(|n| !n.contains('/')) {
            title_from = i + 1;
        }
    }
    let mut rest: Vec<&str> = Vec::new();
    for para in paras.get(title_from..).unwrap_or_default() {
        let text = para.text.trim();
        if cover::adoption(text).is_some() || text.starts_with('[') || text.is_empty() {
            continue;
        }
        match letter(text).filter(|_| several) {
            // Below the letter stands the title of that resolution; what is above belongs to all.
            Some((letter, own)) => {
                front.letter = Some(letter);
                front.shared_title = std::mem::take(&mut front.title);
                rest = if own.is_empty() { Vec::new() } else { vec![own] };
            }
            // A letter alone that the symbol has, too: `B` below the number of 75/253 B.
            None if text.len() > 2 && roman(&text.to_lowercase()).is_none() => rest.push(text),
            None => {}
        }
    }
    if !rest.is_empty() {
        let rest = rest.join(" ");
        front.title = if front.title.is_empty() { rest } else { format!("{} {rest}", front.title) };
    }
    if front.organ == Some(Organ::SecurityCouncil) || front.number.as_deref().is_some_and(|n| n.contains('(')) {
        front.title.clear();
    }
    front.title = front.title.trim_end_matches(['*', ' ']).to_owned();
    front
}

impl Front {
    /// The symbol printed on the document, else the one that number and organ make.
    pub(super) fn own_symbol(&self, organ: Option<Organ>) -> Option<Symbol> {
        if let Some(symbol) = &self.symbol {
            return Some(symbol.clone());
        }
        let number = self.number.as_deref()?;
        let kind = if self.kind == Some(TextKind::Decision) { "DEC" } else { "RES" };
        let printed = match organ? {
            Organ::GeneralAssembly => format!("A/{kind}/{number}"),
            Organ::HumanRightsCouncil => format!("A/HRC/{kind}/{number}"),
            Organ::EconomicAndSocialCouncil => format!("E/{kind}/{number}"),
            Organ::SecurityCouncil => format!("S/RES/{number}"),
            Organ::EnvironmentAssembly => {
                let (session, n) = number.split_once('/')?;
                format!("UNEP/EA.{session}/Res.{n}")
            }
        };
        Symbol::parse(&printed).ok()
    }
}
