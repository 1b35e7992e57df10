//! Duties to obligations: addressees, kind, times and the rest, each with its trace; and the key that events hold on to.

use crate::extract::actors::actor;
use crate::extract::addressee::Context;
use crate::extract::anaphora::Before;
use crate::extract::clauses::Clause;
use crate::extract::duty::{Form, Who};
use crate::extract::frame::Frame;
use crate::extract::kind::{self, Asked};
use crate::extract::mentions::Mentions;
use crate::extract::paragraph::{Aside, Draft, Paragraph, paragraph};
use crate::extract::selfexec::self_executing;
use crate::extract::tokens::Tokens;
use crate::extract::{ParagraphReading, Scope, condition, deadline, recipient, recurrence};
use crate::model::{
    ActorKey, Addressee, At, Block, ClauseKey, Obligation, ParagraphId, Place, Relation, Resolution, Span, Symbol,
    Trace, VerbKey,
};
use std::collections::HashMap;
use std::ops::Range;

/// Reads one operative paragraph.
pub(crate) fn read(
    resolution: &Resolution,
    mentions: &Mentions<'_>,
    index: u32,
    block: &Block,
    id: ParagraphId,
) -> ParagraphReading {
    let p = paragraph(block);
    let context = Context { resolution, mentions, block: index };
    let mut reading = ParagraphReading {
        id,
        block: index,
        obligations: Vec::new(),
        passed_over: Vec::new(),
        unread: Vec::new(),
        incorporates: Vec::new(),
    };
    let mut first = HashMap::new();
    for (i, draft) in p.drafts.iter().enumerate() {
        first.entry((draft.verb_text, draft.clause.verb)).or_insert(i);
    }
    let mut done = Done { names: Vec::new(), first, spoken: vec![None; p.clauses.len()] };
    for draft in &p.drafts {
        let obligation = obligation(&context, &p, draft, block, &reading.id, &mut done);
        done.names.push(obligation.addressees.iter().map(|a| a.name.clone()).collect());
        reading.obligations.push(obligation);
    }
    for (text, clause) in &p.clauses {
        incorporated(resolution, block, &p, *text, clause, &mut reading.incorporates);
    }
    for Aside { text, words, rule } in &p.asides {
        let t = &p.texts[*text];
        let node = Trace::new(*rule, t.raw(words.clone()), Some(at(index, *text, t, words.clone())));
        if *rule == "verb.unknown" { reading.unread.push(node) } else { reading.passed_over.push(node) }
    }
    reading
}

/// What is read of a paragraph so far.
struct Done {
    /// The addressees of its duties, in order.
    names: Vec<Vec<String>>,
    /// The first duty of each clause, by its text and verb.
    first: HashMap<(usize, usize), usize>,
    /// Of whom each clause speaks, once a later one has asked.
    spoken: Vec<Option<Vec<Vec<String>>>>,
}

/// How many clauses back a pronoun can point.
const REACH: usize = 60;

/// The documents whose recommendations a clause endorses: their symbols in the clause or in its footnotes.
fn incorporated(
    resolution: &Resolution,
    block: &Block,
    p: &Paragraph<'_>,
    text: usize,
    clause: &Clause,
    out: &mut Vec<String>,
) {
    let t = &p.texts[text];
    let endorses = matches!(t.word(clause.verb), "endorses" | "approves" | "adopts");
    let range = clause.verb_words.end..clause.end;
    if !endorses || !range.clone().any(|i| matches!(t.word(i), "recommendations" | "recommendation" | "conclusions")) {
        return;
    }
    let rich = match part(text) {
        None => Some(&block.body),
        Some(i) => block.parts.get(i as usize).map(|p| &p.body),
    };
    let bytes = t.bytes(range);
    let noted = rich
        .into_iter()
        .flat_map(|r| &r.marks)
        .filter(|(at, _)| bytes.contains(&(*at as usize)) || *at as usize == bytes.end);
    let notes = noted.filter_map(|(_, note)| resolution.footnotes.get(*note as usize)).map(|n| n.text.as_str());
    let words = t.text.get(bytes.clone()).unwrap_or_default();
    for word in std::iter::once(words).chain(notes).flat_map(|s| s.split([' ', ';', ',', '(', ')'])) {
        let word = word.trim_end_matches('.');
        let looks = word.contains('/') && word.starts_with(|c: char| c.is_ascii_uppercase());
        if let Some(symbol) = looks.then(|| Symbol::parse(word).ok()).flatten() {
            let symbol = symbol.to_string();
            if !out.contains(&symbol) {
                out.push(symbol);
            }
        }
    }
}

/// The part that a text is of.
fn part(text: usize) -> Option<u32> {
    text.checked_sub(1).map(|p| p as u32)
}

fn at(block: u32, text: usize, t: &Tokens<'_>, words: Range<usize>) -> At {
    let bytes = t.bytes(words);
    At { block, part: part(text), span: Span::new(bytes.start, bytes.end) }
}

/// How often the verb's word stands in the parts without a label before this one: together they are one text to a key.
fn before_unlabelled(p: &Paragraph<'_>, block: &Block, draft: &Draft) -> u16 {
    let unlabelled =
        |text: usize| part(text).and_then(|i| block.parts.get(i as usize)).is_some_and(|p| p.label.is_empty());
    if !unlabelled(draft.verb_text) {
        return 0;
    }
    let word = p.texts[draft.verb_text].word(draft.clause.verb);
    let earlier = (1..draft.verb_text).filter(|&text| unlabelled(text)).map(|text| &p.texts[text]);
    earlier.map(|t| (0..t.len()).filter(|&k| t.word(k) == word).count()).sum::<usize>().min(1000) as u16
}

fn obligation(
    context: &Context<'_>,
    p: &Paragraph<'_>,
    draft: &Draft,
    block: &Block,
    id: &ParagraphId,
    done: &mut Done,
) -> Obligation {
    let resolution = context.resolution;
    let t = &p.texts[draft.text];
    let verbs = &p.texts[draft.verb_text];
    let duty = &draft.duty;
    let mut doubts = Vec::new();
    let mut trace =
        Trace::new("obligation", draft.force.as_str(), Some(at(context.block, draft.text, t, duty.clause.clone())));
    let verb_at = at(context.block, draft.verb_text, verbs, draft.clause.verb_words.clone());
    let verb = verbs.raw(draft.clause.verb_words.clone()).to_lowercase();
    trace.from.push(Trace::new(draft.clause.rule, verb.clone(), Some(verb_at)));
    if let Some(frame) = draft.frame {
        let rule = match frame {
            Frame::Bare => "frame.bare",
            Frame::Empty => "frame.empty",
            Frame::Plus => "frame.own-action-and-parts",
            Frame::Tasks => "frame.body-with-tasks",
            Frame::Whole => "frame.contents",
        };
        trace.from.push(Trace::new(rule, "", None));
    }

    // whom
    let names_t = &p.texts[draft.names_text];
    let (addressees, actor_key) = match &duty.who {
        Who::Organ => {
            let name = resolution.organ.map_or("", |o| o.as_str());
            trace.from.push(Trace::new(duty.rule, name, None));
            let organ = Addressee {
                name: name.to_owned(),
                actor: actor(name).map(|a| a.id.clone()),
                at: None,
                resolved: !name.is_empty(),
            };
            (if name.is_empty() { Vec::new() } else { vec![organ] }, None)
        }
        Who::Nobody => {
            trace.from.push(Trace::new(duty.rule, "", None));
            (Vec::new(), None)
        }
        Who::Names(names) | Who::Agents(names) => {
            let before = before(context, p, draft, done);
            let read = context.read(names_t, part(draft.names_text), names, &before);
            if !read.sure || often_misread(&read.addressees) {
                doubts.push("addressees".to_owned());
            }
            let mut node = Trace::new(
                duty.rule,
                read.addressees.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("; "),
                None,
            );
            node.from = read.trace;
            trace.from.push(node);
            let key = names
                .first()
                .map(|n| ActorKey { word: names_t.word(n.words.start).to_owned(), nth: names_t.nth(n.words.start) });
            (read.addressees, key)
        }
    };
    if !duty.sure && !doubts.iter().any(|d| d == "addressees") {
        doubts.push("addressees".to_owned());
    }

    // what
    let names: Vec<String> = addressees.iter().map(|a| a.name.clone()).collect();
    let asked = Asked {
        t,
        action: duty.action.clone(),
        begins: duty.begins,
        form: duty.form,
        force: draft.force,
        organ: duty.who == Who::Organ,
        meets: kind::meets(&names),
        about_meeting: draft
            .inherited
            .clone()
            .filter(|_| draft.text != draft.verb_text)
            .is_some_and(|range| kind::arranges(verbs, range))
            && draft.frame != Some(Frame::Tasks),
        sets_up: draft.frame == Some(Frame::Tasks) && draft.text == draft.verb_text,
    };
    let kind = kind::kind(&asked);
    trace.from.push(Trace::new(
        kind.rule,
        kind.kind.as_str(),
        (kind.at < t.len()).then(|| at(context.block, draft.text, t, kind.at..kind.at + 1)),
    ));
    if !kind.sure {
        doubts.push("kind".to_owned());
    }

    let scope = Scope {
        resolution,
        block: context.block,
        part: part(draft.text),
        text: t.text,
        clause: t.bytes(duty.clause.start..duty.clause.end.max(duty.action.end)),
        action: t.bytes(duty.action.clone()),
        inherited: draft
            .inherited
            .clone()
            .filter(|_| draft.text != draft.verb_text)
            .map(|range| (verbs.text, verbs.bytes(range))),
        contents: draft.contents.iter().filter_map(|&c| Some((part(c)?, p.texts[c].text))).collect(),
        verb: &verb,
        force: draft.force,
        kind: Some(kind.kind),
        addressees: &names,
    };
    let times = times(&scope, &mut trace);
    let until = times.deadline.as_ref().is_some_and(|d| d.relation == Relation::Until);
    let own = self_executing(t, duty, draft.force, kind.kind, until);
    if let Some((value, rule)) = own {
        trace.from.push(Trace::new(rule, value.as_str(), None));
    }

    Obligation {
        key: ClauseKey {
            symbol: id.symbol.clone(),
            section: id.section.clone(),
            paragraph: id.number.clone(),
            part: part(draft.text)
                .and_then(|i| block.parts.get(i as usize))
                .map(|p| p.label.clone())
                .filter(|l| !l.is_empty()),
            verb: VerbKey {
                word: verbs.word(draft.clause.verb).to_owned(),
                place: if draft.verb_text == 0 { Place::Paragraph } else { Place::Part },
                nth: verbs.nth(draft.clause.verb).saturating_add(before_unlabelled(p, block, draft)),
            },
            actor: actor_key,
        },
        block: context.block,
        part: part(draft.text),
        verb,
        force: draft.force,
        addressees,
        kind: kind.kind,
        deadline: times.deadline,
        recurrence: times.recurrence,
        recipient: times.recipient,
        conditions: times.conditions,
        self_executing: own.map(|(value, _)| value),
        verb_at,
        clause_at: at(context.block, draft.text, t, duty.clause.clone()),
        doubts,
        trace,
    }
}

/// Names that are wrong more often than one time in twenty where they were compared with labels: one of three or more, bare
/// *parties*, a long title that the lexicon does not know.
fn often_misread(names: &[Addressee]) -> bool {
    let title = |a: &Addressee| {
        a.actor.is_none() && a.name.starts_with(char::is_uppercase) && a.name.split(' ').nth(2).is_some()
    };
    names.len() > 2 || names.iter().any(|a| a.name == "parties" || title(a))
}

/// What pronouns of a clause can point back to: the actors of the clauses before it in the paragraph.
fn before(context: &Context<'_>, p: &Paragraph<'_>, draft: &Draft, done: &mut Done) -> Before {
    let mut before = Before::default();
    let needs = match &draft.duty.who {
        Who::Names(names) | Who::Agents(names) => names.iter().any(|n| {
            n.pointer.is_some()
                || n.from < n.words.start && !p.texts[draft.names_text].capital(n.words.start)
                || matches!(
                    p.texts[draft.names_text].word(n.words.start),
                    "them" | "it" | "him" | "her" | "both" | "themselves" | "they" | "he" | "she"
                )
        }),
        _ => false,
    };
    if !needs {
        return before;
    }
    let own = draft.verb_text.max(draft.names_text);
    let after = |(text, clause): &(usize, Clause)| {
        (*text, clause.verb) >= (own, draft.clause.verb) && *text == draft.verb_text || *text > draft.text
    };
    let end = p.clauses.iter().position(after).unwrap_or(p.clauses.len());
    for k in end.saturating_sub(REACH)..end {
        let Some((text, clause)) = p.clauses.get(k) else { break };
        if done.spoken.get(k).is_some_and(Option::is_none) {
            let range = clause.verb_words.end..clause.end;
            let spoken = context.spoken_of(&p.texts[*text], part(*text), range, &before);
            if let Some(slot) = done.spoken.get_mut(k) {
                *slot = Some(spoken);
            }
        }
        before.groups.extend(done.spoken.get(k).cloned().flatten().unwrap_or_default());
        let asked = done.first.get(&(*text, clause.verb)).and_then(|&d| done.names.get(d));
        if let Some(names) = asked.filter(|names| !names.is_empty())
            && draft.duty.form != Form::Frame
        {
            before.groups.push(names.clone());
        }
    }
    before
}

struct Times {
    deadline: Option<crate::model::Deadline>,
    recurrence: Option<crate::model::Recurrence>,
    recipient: Option<crate::model::Recipient>,
    conditions: Vec<crate::model::Condition>,
}

/// Deadline, rhythm, recipient and conditions of a clause.
fn times(scope: &Scope<'_>, trace: &mut Trace) -> Times {
    let t = &Tokens::new(scope.clause_words());
    let mut keep = |node: Trace| trace.from.push(node);
    let deadline = deadline::read(scope, t).map(|(value, node)| (keep(node), value).1);
    let recurrence = recurrence::read(scope, t).map(|(value, node)| (keep(node), value).1);
    let due = deadline.as_ref().map(|d| &d.due);
    let recipient = recipient::read(scope, t, due).map(|(value, node)| (keep(node), value).1);
    let conditions = condition::read(scope, t).into_iter().map(|(value, node)| (keep(node), value).1).collect();
    Times { deadline, recurrence, recipient, conditions }
}

#[cfg(test)]
mod tests {
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
        let read: Vec<_> =
            found.iter().map(|o| (o.key.part.as_deref().unwrap_or(""), o.verb.as_str(), names(o))).collect();
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
        let text =
            "Commends the Committee, and encourages it to continue, and requests the Office to help the Committee;";
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
        let read = extract(&invented(
            &[],
            "Notes with interest the request of the Meeting, and insists that talks go on;",
            &[],
        ));
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
}
