//! Scopes for the tests of the readers: one invented clause of the General Assembly, 75th session, 23 November 2020.

use super::scope::Scope;
use super::tokens::Tokens;
use crate::model::{Block, Force, Kind, Obligation, Organ, Part, Resolution, Rich, Role, Session, Symbol};

/// Runs `f` on *Requests the Secretary-General* and an action; without a kind the one that its words tell.
pub(crate) fn with_scope<T>(action: &str, kind: Option<Kind>, f: impl FnOnce(&Scope<'_>, &Tokens<'_>) -> T) -> T {
    let text = format!("Requests the Secretary-General {action}");
    let mut resolution = Resolution::new(Symbol::parse("A/RES/75/900").expect("a symbol"));
    resolution.organ = Some(Organ::GeneralAssembly);
    resolution.session = Some(Session("75".into()));
    resolution.adopted = chrono::NaiveDate::from_ymd_opt(2020, 11, 23);
    resolution.blocks.push(Block {
        role: Role::Operative,
        section: None,
        number: Some("1".into()),
        body: Rich::plain(text.clone()),
        parts: Vec::new(),
    });
    let tells = [
        ("report", Kind::Report),
        ("meeting", Kind::Meeting),
        ("conference", Kind::Meeting),
        ("mandate", Kind::Mandate),
        ("agenda", Kind::Agenda),
    ];
    let told = tells.iter().find(|(w, _)| action.contains(w)).map_or(Kind::Action, |(_, k)| *k);
    let start = text.len() - action.len();
    let scope = Scope {
        resolution: &resolution,
        block: 0,
        part: None,
        text: &text,
        clause: 0..text.len(),
        action: start..text.len(),
        inherited: None,
        contents: Vec::new(),
        verb: "requests",
        force: Force::Request,
        kind: Some(kind.unwrap_or(told)),
        addressees: &["Secretary-General".to_owned()],
    };
    f(&scope, &Tokens::new(&text))
}

/// An invented resolution of the General Assembly, 75th session: a preamble and one paragraph with its parts.
pub(crate) fn invented(preamble: &[&str], text: &str, parts: &[(&str, &str)]) -> Resolution {
    let mut resolution = Resolution::new(Symbol::parse("A/RES/75/900").expect("a symbol"));
    resolution.organ = Some(Organ::GeneralAssembly);
    resolution.session = Some(Session("75".into()));
    resolution.adopted = chrono::NaiveDate::from_ymd_opt(2020, 11, 23);
    let block = |role, number: Option<&str>, text: &str| Block {
        role,
        section: None,
        number: number.map(str::to_owned),
        body: Rich::plain(text),
        parts: Vec::new(),
    };
    resolution.blocks.extend(preamble.iter().map(|p| block(Role::Preambular, None, p)));
    let mut operative = block(Role::Operative, Some("1"), text);
    operative.parts =
        parts.iter().map(|(label, text)| Part { label: (*label).into(), body: Rich::plain(*text) }).collect();
    resolution.blocks.push(operative);
    resolution
}

/// The obligations of one invented paragraph.
pub(crate) fn read_paragraph(text: &str, parts: &[(&str, &str)]) -> Vec<Obligation> {
    crate::extract::extract(&invented(&[], text, parts)).into_iter().flat_map(|p| p.obligations).collect()
}
