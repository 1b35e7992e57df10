//! Ids for people and shells: `A/RES/75/276:8-requests`, `A/RES/77/108:12.b`, `A/RES/77/263:VI.6`, one turn `ID@78`.

use crate::model::Symbol;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// An operative paragraph: `A/RES/77/263:VI.6`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParagraphId {
    /// Symbol of the text.
    pub symbol: Symbol,
    /// Section, where numbering restarts (`VI`, `annex.II`).
    pub section: Option<String>,
    /// Number; `1` for a sole unnumbered paragraph.
    pub number: String,
}

impl fmt::Display for ParagraphId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.symbol)?;
        if let Some(section) = &self.section {
            write!(f, "{section}.")?;
        }
        f.write_str(&self.number)
    }
}

/// `(a)(i)` → `a.i`.
pub fn part_in_id(label: &str) -> String {
    label.split(['(', ')', '.', ' ']).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(".")
}

/// The full id of an obligation. Files and JSON always carry this; see [`Reference`] for what people may type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObligationId(String);

impl ObligationId {
    /// Builds the id: the paragraph, its part, the verb's word with its number from the second on, and the actor's word where
    /// one verb has several.
    pub fn new(
        paragraph: &ParagraphId,
        part: Option<&str>,
        verb: (&str, u16),
        actor: Option<(&str, u16)>,
    ) -> ObligationId {
        let mut id = paragraph.to_string();
        if let Some(part) = part.map(part_in_id).filter(|p| !p.is_empty()) {
            id.push('.');
            id.push_str(&part);
        }
        for (word, nth) in std::iter::once(verb).chain(actor) {
            id.push('-');
            id.extend(word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
            if nth > 1 {
                id.push_str(&nth.to_string());
            }
        }
        ObligationId(id)
    }

    /// As stored by this program; no check.
    pub fn stored(id: String) -> ObligationId {
        ObligationId(id)
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ObligationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for ObligationId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

/// The name of one turn: a session's number or a year (`78`, `2024`), or the last day of its window (`2024-06-30`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TurnName {
    /// A session, or a year.
    Number(u16),
    /// A last day.
    Day(NaiveDate),
}

impl fmt::Display for TurnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TurnName::Number(n) => n.fmt(f),
            TurnName::Day(d) => d.fmt(f),
        }
    }
}

impl FromStr for TurnName {
    type Err = NoReference;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        s.parse().map(TurnName::Number).or_else(|_| s.parse().map(TurnName::Day)).map_err(|_| NoReference(s.to_owned()))
    }
}

impl Serialize for TurnName {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TurnName {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What was typed is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id; ids look like 75/276:8, A/RES/77/108:12.b or A/RES/75/276:8-requests@78")]
pub struct NoReference(pub String);

/// What a person typed to name obligations: any spelling of the symbol, and as much of the rest as needed.
///
/// `75/276`, `75/276:8`, `75/276 OP8`, `1325 (2000), para. 8`, `A/RES/77/108, para. 12 (b)`, `77/263, sect. VI, para. 6`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What the symbol can mean.
    pub symbols: Vec<Symbol>,
    /// Paragraph with its section and part, as in an id: `8`, `12.b`, `VI.6`; `None`: the whole resolution.
    pub place: Option<String>,
    /// Verb (and actor) as in an id: `requests`, `demands-rassemblement`.
    pub verb: Option<String>,
    /// One turn.
    pub turn: Option<TurnName>,
}

impl FromStr for Reference {
    type Err = NoReference;

    fn from_str(written: &str) -> Result<Reference, NoReference> {
        let wrong = || NoReference(written.to_owned());
        let text: String = written
            .trim()
            .chars()
            .map(|c| match c {
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                '\u{a0}' | '\u{202f}' => ' ',
                c => c,
            })
            .collect();
        let (text, turn) = match text.rsplit_once('@') {
            Some((head, turn)) => (head.to_owned(), Some(turn.trim().parse().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let (symbol, rest) = match text.split_once(':') {
            Some((symbol, rest)) if !rest.trim().is_empty() => (symbol.to_owned(), Some(rest.trim().to_owned())),
            Some(_) => return Err(wrong()),
            None => in_words(&text),
        };
        let mut symbols = Symbol::candidates(&symbol);
        // Only the Security Council numbers its resolutions without a session: `1325:8`.
        if symbols.is_empty()
            && (3..=4).contains(&symbol.trim().len())
            && symbol.trim().bytes().all(|b| b.is_ascii_digit())
        {
            symbols = Symbol::candidates(&format!("S/RES/{}", symbol.trim()));
        }
        if symbols.is_empty() {
            return Err(wrong());
        }
        let (place, verb) = match rest {
            None => (None, None),
            Some(rest) => match rest.split_once('-') {
                Some((place, verb)) => (Some(place.to_owned()), Some(verb.to_ascii_lowercase())),
                None => (Some(rest), None),
            },
        };
        let place =
            place.map(|p| part_in_id(&p)).map(|p| if p.is_empty() { Err(wrong()) } else { Ok(p) }).transpose()?;
        Ok(Reference { symbols, place, verb: verb.filter(|v| !v.is_empty()), turn })
    }
}

/// `A/RES/77/263, sect. VI, para. 6 (b)` and `75/276 OP8` → symbol and place.
fn in_words(text: &str) -> (String, Option<String>) {
    let lower = text.to_ascii_lowercase();
    let (mut cut, mut place) = (text.len(), Vec::new());
    for word in ["section ", "sect. ", "sect "] {
        if let Some(i) = lower.find(word) {
            let section: String = text[i + word.len()..].chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
            place.push(section);
            cut = cut.min(i);
            break;
        }
    }
    for word in ["operative paragraph ", "paragraph ", "para. ", "para ", "op. ", "op "] {
        if let Some(i) = lower.find(word) {
            place.push(text[i + word.len()..].to_owned());
            cut = cut.min(i);
            return (trim(&text[..cut]), Some(place.join(".")));
        }
    }
    // `OP8`, glued.
    if let Some(i) = lower.rfind(" op")
        && lower[i + 3..].starts_with(|c: char| c.is_ascii_digit())
    {
        return (trim(&text[..i]), Some(text[i + 3..].to_owned()));
    }
    (trim(text), None)
}

fn trim(s: &str) -> String {
    s.trim_end_matches([' ', ',', ';']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(s: &str) -> (String, Option<String>, Option<String>, Option<String>) {
        let r: Reference = s.parse().unwrap();
        (r.symbols[0].to_string(), r.place, r.verb, r.turn.map(|t| t.to_string()))
    }

    #[test]
    fn an_id_is_read_however_people_write_it() {
        let some = |s: &str| Some(s.to_owned());
        let own = "A/RES/75/276".to_owned();
        assert_eq!(read("75/276"), (own.clone(), None, None, None));
        for spelt in
            ["75/276:8", "75/276 OP8", "75/276 op 8", "A/RES/75/276, para. 8", "resolution 75/276, paragraph 8"]
        {
            assert_eq!(read(spelt), (own.clone(), some("8"), None, None), "{spelt}");
        }
        assert_eq!(read("1325 (2000), para. 8"), ("S/RES/1325".into(), some("8"), None, None));
        assert_eq!(read("1325:8"), ("S/RES/1325".into(), some("8"), None, None));
        assert_eq!(read("A/RES/77/108, para. 12 (b)"), ("A/RES/77/108".into(), some("12.b"), None, None));
        assert_eq!(read("77/263, sect. VI, para. 6"), ("A/RES/77/263".into(), some("VI.6"), None, None));
        assert_eq!(
            read("A/RES/77/313:14-requests2@78"),
            ("A/RES/77/313".into(), some("14"), some("requests2"), some("78"))
        );
        assert_eq!(read("S/RES/1355:5\u{2011}demands-rassemblement@2024-06-30").3, some("2024-06-30"));
        for wrong in ["", "8", "12:8", "hello:8", "75/276:", "75/276:8@soon", "75/276:-"] {
            assert!(wrong.parse::<Reference>().is_err(), "{wrong}");
        }
    }
}
