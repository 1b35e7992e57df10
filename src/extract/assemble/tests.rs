use crate::extract::extract;
use crate::extract::testing::{invented, read_paragraph};
use crate::model::{Footnote, Obligation, Part, Place, Rich};

fn names(o: &Obligation) -> Vec<&str> {
    o.addressees.iter().map(|a| a.name.as_str()).collect()
}

#[test]
fn a_paragraph_of_several_clauses_gives_one_duty_for_each_that_obliges() {
    let found = read_paragraph(
        "Notes the report that the Fund encourages States to pool data, welcomes the progress made, and in this regard invites \
         Member States, as well as other relevant stakeholders, to support the Fund, and requests the Secretary-General to \
         report thereon to the General Assembly;",
        &[],
    );
    let read: Vec<_> = found.iter().map(|o| (o.verb.as_str(), names(o), o.kind.as_str())).collect();
    assert_eq!(
        read,
        [
            ("invites", vec!["Member States", "other relevant stakeholders"], "action"),
            ("requests", vec!["Secretary-General"], "report"),
        ]
    );
}

#[test]
fn a_chapeau_hands_its_verb_and_actors_down() {
    let parts = [("(a)", "To submit a report thereon;"), ("(b)", "Requests the Secretary-General to assist it;")];
    let found = read_paragraph("Calls upon the Panel of Experts, as appropriate:", &parts);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].verb.as_str(), names(&found[0])), ("calls upon", vec!["Panel of Experts"]));
    assert_eq!(found[0].key.part.as_deref(), Some("(a)"));
    assert_eq!((found[0].key.verb.place, found[1].key.verb.place), (Place::Paragraph, Place::Part));
}

#[test]
fn contents_are_no_duties_and_an_empty_frame_is_none() {
    let nouns = [("(a)", "Training of staff;"), ("(b)", "Travel of staff;")];
    assert_eq!(read_paragraph("Requests the Secretary-General to submit a report on:", &nouns).len(), 1);
    let verbs = [("(a)", "To train staff;"), ("(b)", "To report to the Council;")];
    let found = read_paragraph("Decides that the Panel of Experts shall undertake the following tasks:", &verbs);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|o| names(o) == ["Panel of Experts"]));
}

#[test]
fn parts_count_below_modifiers_and_frames_that_say_nothing() {
    let verbs = &[("(a)", "To train staff;"), ("(b)", "To build bridges;")];
    let gerunds = &[("(a)", "Training staff;"), ("(b)", "Building bridges;")];
    let cases = [
        (
            "Urges all States, reaffirming their commitment to ways that help the poor to learn, and recalling the Charter:",
            verbs,
            2,
        ),
        ("Decides that the mandate of the Mission shall consist of the following elements:", verbs, 2),
        ("Requests all States to take action in the following areas:", verbs, 2),
        ("Urges States to take appropriate measures by, inter alia:", gerunds, 2),
        ("Urges States to protect children from harm by:", gerunds, 1),
        ("Requests the Director to convene experts, in order to undertake the following:", verbs, 1),
    ];
    for (text, parts, count) in cases {
        assert_eq!(read_paragraph(text, parts).len(), count, "{text}");
    }
}

#[test]
fn two_verbs_share_the_parts_below_them() {
    let parts = [("(a)", "To train staff;"), ("(b)", "To build bridges;")];
    let text = "Requests all States, and invites relevant organizations, to undertake the following:";
    let found = read_paragraph(text, &parts);
    let read: Vec<_> = found.iter().map(|o| (o.key.part.as_deref().unwrap_or(""), o.verb.as_str(), names(o))).collect();
    assert_eq!(
        read,
        [
            ("(a)", "requests", vec!["States"]),
            ("(a)", "invites", vec!["relevant organizations"]),
            ("(b)", "requests", vec!["States"]),
            ("(b)", "invites", vec!["relevant organizations"]),
        ]
    );
}

#[test]
fn a_subject_ends_at_its_bare_verb() {
    let cases: [(&str, &[&str]); 6] = [
        ("Demands that Israel, the occupying Power, comply with the treaty;", &["Israel"]),
        ("Demands once more that Israel withdraw from the valley;", &["Israel"]),
        ("Demands that all States in the region take action to that end;", &["States"]),
        ("Demands that all States, including the neighbours, cease immediately all fire;", &["States"]),
        (
            "Takes note of the report of the Secretary-General, and requests that he submit another;",
            &["Secretary-General"],
        ),
        ("Calls upon all concerned to work to this end;", &["all concerned"]),
    ];
    for (text, who) in cases {
        let found = read_paragraph(text, &[]);
        assert_eq!(found.iter().map(names).collect::<Vec<_>>(), [who], "{text}");
    }
}

#[test]
fn decisions_bind_the_organ_unless_they_name_somebody() {
    let cases = [
        ("Decides to extend the mandate of the Mission until 31 May 2031;", "General Assembly"),
        ("Decides that the measures shall remain in force;", "General Assembly"),
        ("Decides that all States shall freeze such assets;", "States"),
        ("Decides to request the Secretary-General to appoint a panel;", "Secretary-General"),
    ];
    for (text, who) in cases {
        let found = read_paragraph(text, &[]);
        assert_eq!(found.iter().map(names).collect::<Vec<_>>(), [[who]], "{text}");
    }
}

#[test]
fn passives_and_efforts_name_those_who_act_or_nobody() {
    let cases: [(&str, &[&str]); 4] = [
        ("Urges that the talks be concluded;", &[]),
        ("Calls for increased efforts;", &[]),
        ("Encourages the efforts of the African Union in this field;", &["African Union"]),
        ("Demands that Ruritania and all other parties cease hostilities;", &["Ruritania", "other parties"]),
    ];
    for (text, who) in cases {
        assert_eq!(names(&read_paragraph(text, &[])[0]), who, "{text}");
    }
}

#[test]
fn short_names_and_pronouns_are_resolved_or_marked() {
    let preamble = ["Recalling the work of the Committee on the Uses of Salt and of its secretariat,"];
    let text = "Commends the Committee, and encourages it to continue, and requests the Office to help the Committee;";
    let all = extract(&invented(&preamble, text, &[]));
    let found = &all[0].obligations;
    assert_eq!(names(&found[0]), ["Committee on the Uses of Salt"]);
    assert!(found[0].addressees[0].resolved);
    assert_eq!(names(&found[1]), ["Office"]);
    assert!(!found[1].addressees[0].resolved);
    assert!(found[1].doubts.contains(&"addressees".to_owned()));
}

#[test]
fn a_key_counts_words_of_the_text_only() {
    let text = "Recalls that it requests much, requests the Secretary-General to act, and requests the Secretariat to help the Secretary-General;";
    let found = read_paragraph(text, &[]);
    let keys: Vec<_> =
        found.iter().map(|o| (o.key.verb.nth, o.key.actor.as_ref().map(|a| (a.word.as_str(), a.nth)))).collect();
    assert_eq!(keys, [(2, Some(("secretary-general", 1))), (3, Some(("secretariat", 1)))]);
}

#[test]
fn why_nothing_is_asked_is_told() {
    let read =
        extract(&invented(&[], "Notes with interest the request of the Meeting, and insists that talks go on;", &[]));
    assert!(read[0].obligations.is_empty());
    assert_eq!(read[0].passed_over[0].rule, "verb.not-directive");
    assert_eq!(read[0].unread[0].reads, "insists");
}

#[test]
fn endorsed_recommendations_are_incorporated_by_symbol() {
    let mut r = invented(&[], "", &[]);
    let text = "Endorses the conclusions and recommendations contained in the report of the Panel;";
    r.blocks[0].body = Rich { text: text.into(), marks: vec![(text.len() as u32 - 1, 0)], ..Rich::default() };
    r.blocks[0].parts = Vec::<Part>::new();
    r.footnotes.push(Footnote { mark: "1".into(), text: "A/75/822.".into() });
    assert_eq!(extract(&r)[0].incorporates, ["A/75/822"]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "(Requests|Decides|Calls upon|that|to|the|and|,|:|;|shall|all|States|including|not|be| |[a-z]{1,5}|\\PC){0,60}", part in "\\PC{0,40}") {
        for o in read_paragraph(&text, &[("(a)", &part), ("", &text)]) {
            proptest::prop_assert!(o.clause_at.span.start <= o.clause_at.span.end);
        }
    }
}

#[test]
fn a_directive_that_goes_on_is_one_and_a_reported_subject_keeps_its_verb() {
    let one = |text: &str| {
        let found = read_paragraph(text, &[]);
        found.iter().map(|o| (o.verb.clone(), o.kind.as_str().to_owned())).collect::<Vec<_>>()
    };
    let is = |verb: &str, kind: &str| vec![(verb.to_owned(), kind.to_owned())];
    assert_eq!(
        one("Continues to call upon all States to protect the salt marshes;"),
        is("continues to call upon", "action")
    );
    assert_eq!(
        one("Welcomes the plan, and continues to encourage States to use it;"),
        is("continues to encourage", "action")
    );
    assert_eq!(one("Continues to support the plan;"), []);
    assert_eq!(one("Notes that the Director of the Salt Fund, in her report, invites States to use less salt;"), []);
    assert_eq!(
        one("Notes that the plan is ready, in its final form, invites States to use it;"),
        is("invites", "action")
    );
    // a verb of the clause of *that*, a noun: they end no clause
    assert_eq!(
        one(
            "Requests the Director to ensure that the Unit remains open and maintains good records, and to report thereon to the General Assembly;"
        ),
        is("requests", "report")
    );
    assert_eq!(
        one(
            "Requests the Director to protect salt workers, associates and their families, and to report thereon to the General Assembly;"
        ),
        is("requests", "report")
    );
}

#[test]
fn further_before_a_noun_and_therefore_are_no_part_of_the_verb() {
    for (text, verb) in [
        ("Encourages further cooperation between States in the trade of salt;", "encourages"),
        ("Encourages further all States to trade in salt;", "encourages further"),
        ("Decides further that States shall trade in salt;", "decides further"),
        ("Further encourages States to trade in salt;", "further encourages"),
        ("Notes the plan, and therefore requests States to trade in salt;", "requests"),
    ] {
        let found = read_paragraph(text, &[]);
        assert_eq!(found.iter().map(|o| o.verb.as_str()).collect::<Vec<_>>(), [verb], "{text}");
    }
}

#[test]
fn names_keep_what_tells_who_is_meant() {
    let cases = [
        ("Encourages United Nations and salt organizations to act;", "United Nations and salt organizations"),
        ("Encourages the United Nations and salt organizations to act;", "United Nations; salt organizations"),
        (
            "Calls upon States bordering the Salt Strait and user States to act;",
            "States bordering the Salt Strait; user States",
        ),
        ("Requests Member States acting through or in cooperation with the Salt Organization to act;", "Member States"),
        ("Calls upon all parties to the conflict in Ruritania to act;", "parties to the conflict in Ruritania"),
        (
            "Invites trading partners of graduating and recently graduated countries to act;",
            "trading partners of graduating and recently graduated countries",
        ),
        (
            "Calls upon all Ruritanian, regional and international parties to act;",
            "Ruritanian, regional and international parties",
        ),
        (
            "Requests the Salt Agency, in close cooperation with States and donors, regional organizations and civil society, to act;",
            "Salt Agency",
        ),
        ("Requests the Salt Agency, in cooperation with States, and donors to act;", "Salt Agency; donors"),
        ("Reiterates its request, made to the Secretary-General in its resolution 60/1, to act;", "Secretary-General"),
        ("Encourages States in the region to (a) assist refugees and displaced persons; and (b) act;", "States"),
        (
            "Demands that Ruritanian forces and other foreign forces withdraw, and urges these forces to act;",
            "Ruritanian forces; other foreign forces | Ruritanian forces; other foreign forces",
        ),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, who)| {
            let read = crate::extract::testing::read_paragraph(text, &[]);
            let each = read.iter().map(|o| o.addressees.iter().map(|a| a.name.clone()).collect::<Vec<_>>().join("; "));
            let found = each.collect::<Vec<_>>().join(" | ");
            (found != *who).then(|| format!("{text} {found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
