//! Invented resolutions, line by line.

use super::*;

fn paras(lines: &[&str]) -> Paras {
    let paras = lines.iter().map(|l| Para { text: (*l).to_owned(), ..Para::default() }).collect();
    Paras { paras, ..Paras::default() }
}

/// Blocks as short lines: role, section, number, text; parts below.
fn outline(text: &Resolution) -> Vec<String> {
    let mut lines = Vec::new();
    for b in &text.blocks {
        let section = b.section.as_deref().map(|s| format!("[{s}] ")).unwrap_or_default();
        let number = b.number.as_deref().map(|n| format!("{n}. ")).unwrap_or_default();
        lines.push(format!("{} {section}{number}{}", &b.role.as_str()[..3], b.body.text).trim_end().to_owned());
        lines.extend(b.parts.iter().map(|p| format!("    {} {}", p.label, p.body.text)));
    }
    lines
}

const COVER: [&str; 9] = [
    "United Nations A/RES/91/15",
    "General Assembly",
    "Distr.: General",
    "4 March 2037",
    "Ninety-first session",
    "Agenda item 12 (c)",
    "Oceans: harbours of small islands",
    "Resolution adopted by the General Assembly on 3 March 2037",
    "[without reference to a Main Committee (A/91/L.7 and Add.1)]",
];

fn with_cover(body: &[&str]) -> Resolution {
    let mut lines = COVER.to_vec();
    lines.extend_from_slice(body);
    let mut texts = assemble(paras(&lines)).unwrap();
    assert_eq!(texts.len(), 1);
    texts.remove(0)
}

#[test]
fn cover_body_parts_and_closing_lines() {
    let text = with_cover(&[
        "91/15. Harbours of small islands",
        "The General Assembly,",
        "Recalling its resolution 90/11 of 2 March 2036,",
        "Deeply concerned about the following:",
        "(a) Silt;",
        "(b) Storms,",
        "1. Requests the Secretary-General:",
        "(a) To survey the harbours;",
        "(b) (i) To report to the General Assembly at its ninety-second session;",
        "(ii) To inform the Harbours Forum;",
        "and to publish both;",
        "2. Decides to remain seized of the matter.",
        "62nd plenary meeting",
        "3 March 2037",
        "Annex",
        "Guidelines for harbours",
        "1. Keep them deep.",
    ]);
    assert_eq!(text.symbol.as_str(), "A/RES/91/15");
    assert_eq!(text.title, "Harbours of small islands");
    assert_eq!(text.session.as_ref().map(|s| s.0.as_str()), Some("91"));
    assert_eq!(text.adopted, chrono::NaiveDate::from_ymd_opt(2037, 3, 3));
    assert_eq!(text.issued, chrono::NaiveDate::from_ymd_opt(2037, 3, 4));
    assert_eq!(text.agenda_items, ["12 (c)"]);
    assert_eq!(text.drafts.iter().map(Symbol::as_str).collect::<Vec<_>>(), ["A/91/L.7", "A/91/L.7/Add.1"]);
    assert_eq!(text.meeting.as_deref(), Some("A/91/PV.62"));
    assert_eq!(
        outline(&text),
        [
            "pre Recalling its resolution 90/11 of 2 March 2036,",
            "pre Deeply concerned about the following:",
            "    (a) Silt;",
            "    (b) Storms,",
            "ope 1. Requests the Secretary-General:",
            "    (a) To survey the harbours;",
            "    (b)(i) To report to the General Assembly at its ninety-second session;",
            "    (b)(ii) To inform the Harbours Forum;",
            "     and to publish both;",
            "ope 2. Decides to remain seized of the matter.",
            "ann [annex] Guidelines for harbours",
            "ann [annex] 1. Keep them deep.",
        ]
    );
}

#[test]
fn sections_restart_numbers_and_have_preambles_of_their_own() {
    let text = with_cover(&[
        "91/15. Harbours of small islands",
        "The General Assembly,",
        "I",
        "Dredging",
        "Having considered the report of the Secretary-General,",
        "1. Takes note of the report;",
        "II",
        "Lighthouses",
        "1. Approves the lighthouses;",
        "A. Lamps",
        "2. Also approves the lamps.",
    ]);
    assert_eq!(
        outline(&text),
        [
            "hea [I] Dredging",
            "pre [I] Having considered the report of the Secretary-General,",
            "ope [I] 1. Takes note of the report;",
            "hea [II] Lighthouses",
            "ope [II] 1. Approves the lighthouses;",
            "hea [II.A] Lamps",
            "ope [II.A] 2. Also approves the lamps.",
        ]
    );
}

#[test]
fn numbers_that_got_lost_are_counted_but_a_sole_paragraph_has_none() {
    let text = with_cover(&[
        "91/15. Harbours of small islands",
        "The General Assembly,",
        "Recalling its resolution 90/11 of 2 March 2036,",
        "Requests the Secretary-General to:",
        "Survey the harbours;",
        "Report on them;",
        "Also invites Member States to help.",
    ]);
    assert_eq!(
        outline(&text)[1..],
        [
            "ope 1. Requests the Secretary-General to:",
            "    (a) Survey the harbours;",
            "    (b) Report on them;",
            "ope 2. Also invites Member States to help.",
        ]
    );
    // A verb that no list knows.
    let forwards = with_cover(&[
        "91/15. Harbours",
        "The General Assembly,",
        "Noting the plan,",
        "* Reissued for technical reasons.",
        "Forwards it to the islands.",
    ]);
    assert_eq!(outline(&forwards), ["pre Noting the plan,", "ope Forwards it to the islands."]);
    assert_eq!(forwards.edition, Edition::Reissue(1));
    let sole = with_cover(&["91/15. Harbours", "The General Assembly,", "Adopts the plan."]);
    assert_eq!(outline(&sole), ["ope Adopts the plan."]);
}

#[test]
fn resolutions_a_and_b_in_one_document() {
    let texts = assemble(paras(&[
        "A/RES/91/15 A–B",
        "Ninety-first session",
        "Resolutions adopted by the General Assembly on 3 March 2037",
        "91/15. Harbours",
        "A",
        "Harbours of small islands",
        "The General Assembly,",
        "1. Adopts the plan;",
        "2. Thanks the islands.",
        "62nd plenary meeting",
        "3 March 2037",
        "B",
        "Harbours of large islands",
        "The General Assembly,",
        "Decides to wait.",
    ]))
    .unwrap();
    let names: Vec<_> = texts.iter().map(|t| (t.symbol.as_str(), t.title.as_str(), t.adopted.is_some())).collect();
    assert_eq!(
        names,
        [
            ("A/RES/91/15A", "Harbours: Harbours of small islands", true),
            ("A/RES/91/15B", "Harbours: Harbours of large islands", true)
        ]
    );
}

#[test]
fn drafts_and_corrigenda_and_the_security_council() {
    let draft = assemble(paras(&[
        "United Nations A/91/L.7*",
        "Distr.: Limited",
        "1 March 2037",
        "Ninety-first session",
        "Agenda item 12",
        "Oceans",
        "Iceland and Malta: draft resolution",
        "Harbours of small islands",
        "The General Assembly,",
        "1. Adopts the plan.",
    ]))
    .unwrap()
    .remove(0);
    assert_eq!(
        (draft.symbol.as_str(), draft.kind, draft.title.as_str()),
        ("A/91/L.7", TextKind::Draft, "Harbours of small islands")
    );
    assert_eq!((draft.edition, draft.adopted), (crate::model::Edition::Reissue(1), None));
    let sc = assemble(paras(&[
        "S/RES/9001 (2037)",
        "Security Council",
        "Distr.: General",
        "5 May 2037",
        "Resolution 9001 (2037)",
        "Adopted by the Security Council at its 9999th meeting, on 5 May 2037",
        "The Security Council,",
        "Acting under Chapter VII of the Charter of the United Nations,",
        "1. Decides to remain seized of the matter.",
    ]))
    .unwrap()
    .remove(0);
    assert_eq!((sc.symbol.as_str(), sc.title.as_str(), sc.meeting.as_deref()), ("S/RES/9001", "", Some("S/PV.9999")));
    assert_eq!(sc.adopted, chrono::NaiveDate::from_ymd_opt(2037, 5, 5));
}

#[test]
fn footnotes_keep_the_order_of_their_marks() {
    let mut doc =
        paras(&["A/RES/91/15", "The General Assembly,", "1. Recalls the plan and the report;", "2. Adopts it."]);
    doc.paras[2].marks = vec![(19, "2".into()), (34, "1".into())];
    doc.notes = ["1", "2"].map(|m| Footnote { mark: m.into(), text: format!("Note {m}.") }).to_vec();
    let text = assemble(doc).unwrap().remove(0);
    assert_eq!(text.footnotes.iter().map(|n| n.mark.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    assert_eq!(text.blocks[0].body.marks, [(16, 0), (31, 1)]);
}

#[test]
fn what_is_no_resolution_says_so() {
    let report = assemble(paras(&["A/91/3", "1. Requests were made.", "2. Decides nothing."]));
    assert_eq!(report, Err(SourceError::NoResolution("A/91/3 is no resolution, decision or draft".into())));
    assert_eq!(assemble(paras(&["", " "])), Err(SourceError::Empty));
    assert!(matches!(assemble(paras(&["Minutes of the harbour board"])), Err(SourceError::NoResolution(_))));
}

#[test]
fn an_organ_line_in_an_annex_opens_no_second_text() {
    let lines = [
        "S/RES/1399 (2037)",
        "The Security Council,",
        "1. Adopts the declaration;",
        "2. Decides to end.",
        "Annex",
        "Declaration on harbours",
        "The Security Council,",
        "Having met in the islands,",
        "1. Pledges to dredge;",
    ];
    let paras = lines.iter().map(|t| Para { text: (*t).to_owned(), ..Para::default() }).collect();
    let texts = assemble(Paras { paras, ..Paras::default() }).unwrap();
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].operative().count(), 2);
    assert!(texts[0].blocks.iter().any(|b| b.role == Role::Annex && b.number.as_deref() == Some("1")));
}

#[test]
fn a_row_of_a_table_is_no_paragraph_of_its_own() {
    let lines = [
        "A/RES/91/15",
        "The General Assembly,",
        "1. Approves the amounts below;",
        "Year | Amount",
        "2. | 1. 100",
        "2. Decides to end.",
    ];
    let paras = lines.iter().map(|t| Para { text: (*t).to_owned(), ..Para::default() }).collect();
    let text = assemble(Paras { paras, ..Paras::default() }).unwrap().remove(0);
    assert_eq!(text.operative().filter_map(|(_, b)| b.number.as_deref()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(text.blocks[0].parts.len(), 2);
}

#[test]
fn a_text_in_another_script_is_said_to_be_one() {
    let text = "Секретариат представляет доклад о гаванях островов и о расходах на них";
    let paras = vec![Para { text: text.to_owned(), ..Para::default() }];
    let error = assemble(Paras { paras, ..Paras::default() }).unwrap_err().to_string();
    assert!(error.contains("Russian") && error.contains("English"), "{error}");
}
