//! How `obligation.key` holds a clause's key: its fields in order, without their names, since there are many of them.

use crate::model::{ActorKey, ClauseKey, Place, Symbol, VerbKey};
use crate::store::error::Result;
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Serialize, Deserialize)]
struct Fields<'a>(
    Cow<'a, Symbol>,
    #[serde(borrow)] Option<Cow<'a, str>>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Option<Cow<'a, str>>,
    #[serde(borrow)] (Cow<'a, str>, Place, u16),
    #[serde(borrow)] Option<(Cow<'a, str>, u16)>,
);

/// The key as it is stored.
pub(super) fn write(key: &ClauseKey) -> Result<String> {
    Ok(serde_json::to_string(&Fields(
        Cow::Borrowed(&key.symbol),
        key.section.as_deref().map(Cow::from),
        Cow::from(&key.paragraph),
        key.part.as_deref().map(Cow::from),
        (Cow::from(&key.verb.word), key.verb.place, key.verb.nth),
        key.actor.as_ref().map(|a| (Cow::from(&a.word), a.nth)),
    ))?)
}

/// The key in a column of a row.
pub(super) fn of(row: &Row<'_>, column: usize) -> Result<ClauseKey> {
    read(&row.get::<_, String>(column)?)
}

/// A key that is stored.
pub(super) fn read(stored: &str) -> Result<ClauseKey> {
    let Fields(symbol, section, paragraph, part, (word, place, nth), actor) = serde_json::from_str(stored)?;
    Ok(ClauseKey {
        symbol: symbol.into_owned(),
        section: section.map(Cow::into_owned),
        paragraph: paragraph.into_owned(),
        part: part.map(Cow::into_owned),
        verb: VerbKey { word: word.into_owned(), place, nth },
        actor: actor.map(|(word, nth)| ActorKey { word: word.into_owned(), nth }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_as_it_was_written() {
        let mut key = ClauseKey {
            symbol: Symbol::parse("A/RES/77/263").unwrap(),
            section: Some("VI".into()),
            paragraph: "6".into(),
            part: Some("(b)(i)".into()),
            verb: VerbKey { word: "requests".into(), place: Place::Part, nth: 2 },
            actor: Some(ActorKey { word: "l'\"union".into(), nth: 1 }),
        };
        assert_eq!(read(&write(&key).unwrap()).unwrap(), key);
        (key.section, key.part, key.actor) = (None, None, None);
        let stored = write(&key).unwrap();
        assert_eq!(read(&stored).unwrap(), key);
        assert_eq!(stored, r#"["A/RES/77/263",null,"6",null,["requests","part",2],null]"#);
        assert!(read("{}").is_err());
    }
}
