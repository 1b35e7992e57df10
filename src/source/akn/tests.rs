//! Invented resolutions, one for each way in which the markup is used.

use super::read;
use crate::model::{Block, Edition, Language, Organ, Resolution, Role, TextKind};
use crate::source::SourceError;
use proptest::prelude::*;

/// A document of the General Assembly with this preamble, body and what follows it.
fn document(preamble: &str, body: &str, after: &str) -> String {
    format!(
        r##"<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
  <statement name="resolution">
    <meta>
      <identification source="#DGACM">
        <FRBRWork><FRBRdate date="2031-12-10" name="adoption"/></FRBRWork>
        <FRBRExpression><FRBRdate date="2031-12-18" name="publication"/><FRBRlanguage language="eng"/></FRBRExpression>
      </identification>
      <classification source="DHLAUTH">
        <keyword value="RIVERS" showAs="RIVERS" dictionary="UNBIS Thesaurus"/>
        <keyword value="20" showAs="RIVERS" refersTo="agenda" dictionary="A/86/251"/>
      </classification>
      <workflow>
        <step date="2031-11-01" outcome="draftResolution" as="A/C.2/86/L.9/Rev.1"/>
        <step date="2031-12-10" outcome="adopted" as="A/86/PV.50"/>
      </workflow>
      <analysis><parliamentary><voting outcome="adoptedRecordedVote">
        <count value="120" refersTo="inFavour"/><count value="4" refersTo="against"/><count value="007" refersTo="abstaining"/>
      </voting></parliamentary></analysis>
    </meta>
    <coverPage>
      <p><docNumber refersTo="#symbol">A/RES/86/101</docNumber></p>
      <p><docAuthority refersTo="#issuingBody">General Assembly</docAuthority></p>
      <p><docDate date="2031-12-18" refersTo="#dateOfIssuance">18 December 2031</docDate></p>
      <p><session value="86" refersTo="#generalAssembly">Eighty-sixth session</session></p>
      <p><inline name="agenda item">Agenda item 20 (b)</inline></p>
      <p><docTitle>Resolution adopted by the General Assembly on 10 December 2031</docTitle></p>
      <p><docProponent>[on the report of the Second Committee (<inline>A/86/440/Add.2, para. 7</inline>)]</docProponent></p>
    </coverPage>
    <preface><p><docNumber>86/101.</docNumber> <docTitle refersTo="#resolutionTitle"><span class="bold">	Rivers and lakes</span></docTitle></p></preface>
    <preamble><formula name="enactingFormula"><p><span class="italic">The General Assembly</span>,</p></formula>{preamble}</preamble>
    <mainBody>{body}</mainBody>
    <conclusions><p><inline name="adoptionMeeting">50th plenary meeting</inline><eol/><docDate date="2031-12-10" refersTo="#adoptionDate">10 December 2031</docDate></p></conclusions>
    {after}
  </statement>
</akomaNtoso>"##
    )
}

fn one(xml: &str) -> Resolution {
    read(xml.as_bytes()).map(|mut all| all.remove(0)).unwrap_or_else(|e| panic!("{e}"))
}

fn body(paragraphs: &str) -> Vec<Block> {
    one(&document("", paragraphs, "")).blocks
}

/// A paragraph as most files have them.
fn p(num: &str, words: &str) -> String {
    let num = if num.is_empty() { String::new() } else { format!("<num>	{num}</num>") };
    format!(r#"<paragraph class="SingleTxt">{num}<content><p>	{words}</p></content></paragraph>"#)
}

fn it(verb: &str) -> String {
    format!(r#"<span class="italic">{verb}</span>"#)
}

/// Blocks in short: role, section, number, text and parts.
fn short(blocks: &[Block]) -> Vec<String> {
    blocks
        .iter()
        .map(|b| {
            let parts: String = b.parts.iter().map(|p| format!(" {}[{}]", p.label, p.body.text)).collect();
            let section = b.section.as_deref().map(|s| format!("{s}:")).unwrap_or_default();
            let role = &b.role.as_str()[..1];
            format!("{role} {section}{} {}{parts}", b.number.as_deref().unwrap_or("-"), b.body.text)
        })
        .collect()
}

#[test]
fn cover_and_metadata() {
    let preamble = format!("<container><p>	{} rivers,</p></container>", it("Recalling"));
    let text = one(&document(&preamble, &p("1.", &format!("{} all States to act.", it("Invites"))), ""));
    assert_eq!(text.symbol.as_str(), "A/RES/86/101");
    assert_eq!(text.title, "Rivers and lakes");
    assert_eq!((text.kind, text.language), (TextKind::Resolution, Language::English));
    assert_eq!(text.organ, Some(Organ::GeneralAssembly));
    assert_eq!(text.session.unwrap().0, "86");
    assert_eq!(text.adopted.unwrap().to_string(), "2031-12-10");
    assert_eq!(text.issued.unwrap().to_string(), "2031-12-18");
    assert_eq!(text.meeting.as_deref(), Some("A/86/PV.50"));
    assert_eq!(text.agenda_items, ["20 (b)"]);
    assert_eq!(text.committee.as_deref(), Some("Second Committee"));
    assert_eq!(text.drafts.iter().map(|d| d.as_str()).collect::<Vec<_>>(), ["A/86/440/Add.2", "A/C.2/86/L.9/Rev.1"]);
    let vote = text.vote.unwrap();
    assert_eq!((vote.in_favour, vote.against, vote.abstaining, vote.without_vote), (120, 4, 7, false));
    assert_eq!(text.keywords, ["RIVERS"]);
    assert_eq!(short(&text.blocks), ["p - Recalling rivers,", "o 1 Invites all States to act."]);
    let emphasis = &text.blocks[1].body.emphasis;
    assert_eq!(emphasis.iter().map(|s| s.of(&text.blocks[1].body.text).unwrap()).collect::<Vec<_>>(), ["Invites"]);
}

#[test]
fn a_date_before_1946_is_never_believed() {
    let xml = document("", &p("", "Decides."), "");
    let blank = xml.replacen("2031-12-10\" name=\"adoption", "0001-01-01\" name=\"adoption", 1);
    assert_eq!(one(&blank).adopted.unwrap().to_string(), "2031-12-10");
    let only_cover = blank.replace("date=\"2031-12-10\"", "date=\"0001-01-01\"");
    assert_eq!(one(&only_cover).adopted.unwrap().to_string(), "2031-12-10");
    let nowhere = only_cover.replace("10 December 2031", "10 December 0001");
    assert_eq!(one(&nowhere).adopted, None);
}

#[test]
fn what_is_printed_below_tells_the_meeting() {
    let xml = document("", &p("", "Decides."), "").replace("50th plenary", "50th (resumed) plenary");
    assert_eq!(one(&xml).meeting.as_deref(), Some("A/86/PV.50 (Resumption 1)"));
    let xml = xml.replace("A/86/PV.50", "Adopted without vote, 50th plenary meeting");
    assert_eq!(one(&xml).meeting.as_deref(), Some("A/86/PV.50 (Resumption 1)"));
}

#[test]
fn lettered_parts_are_siblings_or_items_of_lists() {
    let siblings = [
        p("1.", "<span class='italic'>Requests</span> all bodies:"),
        p("", "	(a)	To meet;"),
        p("", "	(b)	To write:"),
        p("", "	(i)	Letters;"),
        p("(ii)", "	Books;"),
        p("(c)", "To rest;"),
        p("", "and calls upon them to report;"),
        p("2.", "<span class='italic'>Invites</span> States to listen."),
    ];
    let expected = [
        "o 1 Requests all bodies: (a)[To meet;] (b)[To write:] (b)(i)[Letters;] (b)(ii)[Books;] (c)[To rest;] [and calls upon them to report;]",
        "o 2 Invites States to listen.",
    ];
    assert_eq!(short(&body(&siblings.concat())), expected);
    let item = |n: &str, w: &str| format!("<point><num>{n}</num><content><p>	{w}</p></content></point>");
    let list = format!(
        "<paragraph><num>1.</num><list><intro><p><span class='italic'>Requests</span> all bodies:</p></intro>{}{}<sublist>{}{}</sublist>{}<wrapUp><p>and calls upon them to report;</p></wrapUp></list></paragraph>{}",
        item("(a)", "To meet;"),
        item("(b)", "To write:"),
        item("(i)", "Letters;"),
        item("(ii)", "Books;"),
        item("(c)", "To rest;"),
        siblings[7]
    );
    assert_eq!(short(&body(&list)), expected);
}

#[test]
fn an_i_after_an_h_is_a_letter_unless_ii_follows() {
    let list = |labels: &[&str]| {
        let parts: String = labels.iter().map(|l| p(l, "Act;")).collect();
        let blocks = body(&format!("{}{parts}", p("1.", "Requests:")));
        blocks[0].parts.iter().map(|p| p.label.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(list(&["(g)", "(h)", "(i)", "(j)"]), "(g) (h) (i) (j)");
    assert_eq!(list(&["(h)", "(i)", "(ii)", "(i)"]), "(h) (h)(i) (h)(ii) (i)");
    assert_eq!(list(&["A.", "(1)", "(2)", "B.", "(1)"]), "(A) (A)(1) (A)(2) (B) (B)(1)");
}

#[test]
fn dashes_are_no_labels_and_several_labels_may_share_a_line() {
    let blocks = body(&[p("1.", "	(a)	(i)	Decides;"), p("–", "on rivers;")].concat());
    assert_eq!(short(&blocks), ["o 1  (a)(i)[Decides;] [on rivers;]"]);
}

#[test]
fn numbers_may_be_typed_or_set_apart() {
    let xml = [
        p("1.", ""),
        p("", "<span class='underline'>Notes</span> rivers;"),
        p("", "2\u{200e}	<span class='italic'>Calls upon</span> States;"),
        p("", "3	.<span class='italic'>Decides</span> to act;"),
        p("", "4 -	<span class='italic'>Decides</span> again;"),
        p("5", "Stops"),
        p("", "in the middle of a line;"),
    ];
    assert_eq!(
        short(&body(&xml.concat())),
        [
            "o 1 Notes rivers;",
            "o 2 Calls upon States;",
            "o 3 Decides to act;",
            "o 4 Decides again;",
            "o 5 Stops in the middle of a line;"
        ]
    );
}

#[test]
fn headings_open_sections_however_they_are_marked_up() {
    let numbered = p("1.", "<span class='italic'>Decides</span>;");
    let sections = format!(
        "<section><num>	I</num><subheading>		First</subheading><crossHeading refersTo='#preamble'><span class='italic'>Recalling</span> it,</crossHeading>{numbered}</section>\
         <paragraph class='H23'><subheading>		II</subheading></paragraph><paragraph class='H23'><subheading>		Second</subheading></paragraph>{numbered}\
         <paragraph class='H23'><num>A.</num><content><p><span class='bold'>	Below</span></p></content></paragraph>{numbered}\
         <paragraph class='SingleTxt'><subheading>	B.	Beside</subheading></paragraph>{numbered}\
         <paragraph class='MercuryDocument'><content><p><span class='bold'>III</span></p></content></paragraph>{numbered}"
    );
    assert_eq!(
        short(&body(&sections)),
        [
            "h I:- First",
            "p I:- Recalling it,",
            "o I:1 Decides;",
            "h II:- Second",
            "o II:1 Decides;",
            "h II.A:- Below",
            "o II.A:1 Decides;",
            "h II.B:- Beside",
            "o II.B:1 Decides;",
            "h III:- III",
            "o III:1 Decides;",
        ]
    );
}

#[test]
fn headings_without_numerals_count_where_numbers_restart() {
    let heading = |w: &str| format!("<paragraph class='H23'><subheading>{w}</subheading></paragraph>");
    let (one, two) = (p("1.", "Decides;"), p("2.", "Decides;"));
    let restarting = [&heading("First"), &one, &two, &heading("Second"), &one].map(String::as_str).concat();
    let sections = |xml: &str| body(xml).iter().map(|b| b.section.clone().unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(sections(&restarting), ["1", "1", "1", "2", "2"]);
    let running = [&heading("First"), &one, &heading("Second"), &two].map(String::as_str).concat();
    assert_eq!(sections(&running), ["", "", "", ""]);
}

#[test]
fn unnumbered_paragraphs_are_told_apart_by_how_they_open() {
    let sole = body(&p("", &format!("{} the report.", it("Approves"))));
    assert_eq!(short(&sole), ["o - Approves the report."]);
    let xml = [
        p("", &format!("{} to consider the names,", it("Having decided"))),
        p("", &format!("{} these names:", it("Forwards"))),
        p("", "Ms. Ann <span class='bold'>Example</span> (Norway)"),
        p("", "* * *"),
        p("", "Mr. Bo <span class='bold'>Sample</span> (Peru)"),
    ];
    assert_eq!(
        short(&body(&xml.concat())),
        [
            "p - Having decided to consider the names,",
            "o - Forwards these names: [Ms. Ann Example (Norway)] [Mr. Bo Sample (Peru)]"
        ]
    );
}

#[test]
fn quoted_headings_and_tables_belong_to_their_paragraph() {
    let xml = [
        p("1.", "<span class='italic'>Amends</span> the statute to read as follows:"),
        "<paragraph class='SingleTxt'><subheading>Article 10</subheading><content><p>The body shall decide on:</p></content></paragraph>".into(),
        p("(a)", "Rivers;"),
        "<container><table><tr><th><p>Post</p></th><th><p>Number</p></th></tr><tr><td><p>Chief</p></td><td/><td><p>1</p></td></tr></table></container>".into(),
        "<paragraph class='FootnoteText'><content><p>	*	Large ones.</p></content></paragraph>".into(),
        p("2.", "<span class='italic'>Decides</span>."),
    ];
    assert_eq!(
        short(&body(&xml.concat())),
        [
            "o 1 Amends the statute to read as follows: [Article 10] [The body shall decide on:] (a)[Rivers;] [Post | Number] [Chief | 1]",
            "o 2 Decides."
        ]
    );
}

#[test]
fn footnotes_stand_apart_and_their_marks_are_kept() {
    let note = |n: u32, w: &str| format!("<authorialNote marker='{n}'><p>	{w}</p></authorialNote>");
    let xml = [
        p(
            "1.",
            &format!(
                "<span class='italic'>Notes</span> rivers{} and lakes,{}",
                note(1, "See A/86/1."),
                note(2, "Ibid.")
            ),
        ),
        p("(a)", "Small;*"),
        "<paragraph class='FootnoteText'><content><p>	*	Not <i>too</i> small.</p></content></paragraph>".into(),
    ];
    let text = one(&document("", &xml.concat(), ""));
    let first = &text.blocks[0].body;
    assert_eq!(first.text, "Notes rivers and lakes,");
    assert_eq!(first.marks, [(12, 0), (23, 1)]);
    assert_eq!(&first.text[..first.marks[0].0 as usize], "Notes rivers");
    let part = &text.blocks[0].parts[0].body;
    assert_eq!((part.text.as_str(), &part.marks[..]), ("Small;", &[(6, 2)][..]));
    let notes: Vec<_> = text.footnotes.iter().map(|n| format!("{} {}", n.mark, n.text)).collect();
    assert_eq!(notes, ["1 See A/86/1.", "2 Ibid.", "* Not too small."]);
}

#[test]
fn footnotes_rename_earlier_texts_and_tell_reissues() {
    let xml = document("", &p("", "Decides."), "")
        .replace("A/RES/86/101", "A/RES/86/101 B")
        .replace(
            "</docTitle></p></preface>",
            "</docTitle></p><p><docNumber refersTo='#letter'>B</docNumber><authorialNote marker='1'><p>Resolution <a>86/101</a>, in section VI of the <i>Records</i>, becomes resolution <a>86/101 A</a>.</p></authorialNote></p></preface>",
        );
    let text = one(&xml);
    assert_eq!(text.symbol.as_str(), "A/RES/86/101B");
    assert_eq!(text.title, "Rivers and lakes");
    assert_eq!(text.renames.len(), 1);
    assert_eq!((text.renames[0].0.as_str(), text.renames[0].1.as_str()), ("A/RES/86/101", "A/RES/86/101A"));
    assert!(text.aliases.is_empty());
    assert_eq!(text.edition, Edition::Original);
    let xml = [p("1.", "<span class='italic'>Decides</span>."), p("", "*	Reissued for technical reasons.")].concat();
    let text = one(&document("", &xml, ""));
    assert_eq!((text.edition, text.blocks.len(), text.footnotes.len()), (Edition::Reissue(1), 1, 1));
}

#[test]
fn a_collection_holds_several_resolutions() {
    let part = |letter: &str, title: &str, words: &str| {
        format!(
            "<component><statement><preface><p><docNumber>{letter}</docNumber>{title}</p></preface><preamble><formula><p>The General Assembly,</p></formula></preamble><mainBody>{}</mainBody><conclusions><p>50th plenary meeting</p></conclusions></statement></component>",
            p("1.", words)
        )
    };
    let whole = document("", "", "")
        .replace("statement name", "documentCollection name")
        .replace("A/RES/86/101", "A/RES/86/101 A-B");
    let head = whole.split("<preamble>").next().unwrap();
    let xml = format!(
        "{head}<collectionBody/></documentCollection><components>{}{}</components></akomaNtoso>",
        part("A", "<docTitle refersTo='#resolutionTitle'>Large rivers</docTitle>", "Decides."),
        part("B", "", "Requests.")
    );
    let all = read(xml.as_bytes()).unwrap();
    let names: Vec<_> = all.iter().map(|r| format!("{} {}", r.symbol, r.title)).collect();
    assert_eq!(names, ["A/RES/86/101A Rivers and lakes: Large rivers", "A/RES/86/101B Rivers and lakes"]);
    assert_eq!(all[1].meeting.as_deref(), Some("A/86/PV.50"));
    assert_eq!(short(&all[1].blocks), ["o 1 Requests."]);
}

#[test]
fn annexes_are_kept_and_never_operative() {
    let heading = |w: &str| format!("<paragraph class='H1'><heading>{w}</heading></paragraph>");
    let annex = [
        heading("Annex I"),
        heading("Programme"),
        p("1.", "Opening:"),
        p("(a)", "Speeches;"),
        heading("Annex II"),
        "<paragraph class='H23'><num>	I.</num><subheading>	I.	Rules</subheading></paragraph>".into(),
        p("", "The meeting shall be open."),
    ];
    let after = format!(
        "<attachments><attachment><doc name='annex'><mainBody>{}</mainBody></doc></attachment></attachments>",
        annex.concat()
    );
    let text = one(&document("", &p("1.", "<span class='italic'>Adopts</span> the programme."), &after));
    assert_eq!(
        short(&text.blocks),
        [
            "o 1 Adopts the programme.",
            "a annex.I:- Programme",
            "a annex.I:1 Opening: (a)[Speeches;]",
            "a annex.II.I:- Rules",
            "a annex.II.I:- The meeting shall be open."
        ]
    );
    assert_eq!(text.operative().count(), 1);
}

#[test]
fn papers_attached_without_a_heading_are_an_annex() {
    let xml = [
        p("1.", "<span class='italic'>Adopts</span> the attached form;"),
        p("2.", "<span class='italic'>Decides</span> to remain seized of the matter."),
        p("", "REVISED FORM"),
        p("7.", "GOODS SUBMITTED:"),
        p("", "Name and address"),
        p("", "1)"),
    ];
    let blocks = body(&xml.concat());
    assert_eq!(blocks.iter().filter(|b| b.role == Role::Operative).count(), 2);
    assert!(blocks[2..].iter().all(|b| b.role == Role::Annex && b.section.as_deref() == Some("annex")));
}

#[test]
fn emphasis_is_italic_or_underlined_and_whole_words() {
    let emphasized = |xml: &str| {
        let body = &body(&p("1.", xml))[0].body;
        body.emphasis.iter().map(|s| s.of(&body.text).unwrap().to_owned()).collect::<Vec<_>>().join("|")
    };
    assert_eq!(
        emphasized("<span class='italic'>	Welcomes </span>it and <span class='underline'>notes</span> it"),
        "Welcomes|notes"
    );
    assert_eq!(emphasized("W<span class='italic'>elcomes</span> it"), "Welcomes");
    assert_eq!(emphasized("<span class='bold italic'>Decides</span> and <span class='bold'>not</span>"), "Decides");
    let chinese = document("", &p("1.", "<span class='bold'>欢迎</span>河流；"), "").replace("\"eng\"", "\"zho\"");
    let text = one(&chinese);
    assert_eq!(text.language, Language::Chinese);
    assert_eq!(text.blocks[0].body.emphasis.len(), 1);
}

#[test]
fn white_space_is_folded_and_invisible_marks_are_dropped() {
    let blocks = body(&p(
        "1.",
        "<span class='italic'>Notes</span>\u{a0}non\u{2011}state \n  re\u{ad}ports \u{200e}of\u{202f}2031;",
    ));
    assert_eq!(blocks[0].body.text, "Notes non\u{2011}state reports of 2031;");
}

#[test]
fn the_security_council_has_no_titles_and_no_sessions() {
    let xml = document("", &p("1.", "<span class='underline'>Decides</span>."), "")
        .replace("A/RES/86/101", "S/RES/2999 (2031)")
        .replace(
            "<keyword value=\"20\"",
            "<keyword value=\"X\" dictionary=\"S/\" showAs=\"The situation of rivers.\" refersTo=\"agenda\"/><keyword refersTo=\"title\" showAs=\"Security Council resolution 2999 (2031) [on rivers]\"/><keyword value=\"20\"",
        );
    let text = one(&xml);
    assert_eq!((text.symbol.as_str(), text.title.as_str(), text.session), ("S/RES/2999", "", None));
    assert_eq!(text.keywords, ["on rivers", "RIVERS"]);
}

#[test]
fn what_is_no_resolution_says_so() {
    let error = |bytes: &[u8]| read(bytes).map(|_| ()).unwrap_err();
    assert_eq!(error(b" \n"), SourceError::Empty);
    assert!(matches!(error(b"<a><b></a>"), SourceError::Damaged { .. }));
    assert!(matches!(error(b"<svg/>"), SourceError::NoResolution(_)));
    assert!(matches!(error(b"<akomaNtoso/>"), SourceError::NoResolution(_)));
    assert!(matches!(error(b"<akomaNtoso><statement/></akomaNtoso>"), SourceError::NoResolution(_)));
    assert!(error(b"<akomaNtoso>\xff</akomaNtoso>").to_string().contains("UTF-8"));
    let bomb = b"<!DOCTYPE a [<!ENTITY b 'bb'>]><akomaNtoso>&b;</akomaNtoso>";
    assert!(matches!(error(bomb), SourceError::Damaged { .. }));
    let deep = format!("<akomaNtoso>{}{}</akomaNtoso>", "<p>".repeat(200_000), "</p>".repeat(200_000));
    assert!(matches!(error(deep.as_bytes()), SourceError::Limit(_)));
}

#[test]
fn utf_16_is_read_by_its_mark() {
    let xml = document("", &p("1.", "Decides."), "");
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(xml.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&bytes).unwrap()[0].symbol.as_str(), "A/RES/86/101");
    assert!(read(&[0xff, 0xfe, 0x00, 0xd8]).unwrap_err().to_string().contains("UTF-16"));
    let marked = format!("\u{feff}{xml}");
    assert!(read(marked.as_bytes()).is_ok());
}

/// Every span lies on characters of its text, every mark names a footnote.
fn sound(text: &Resolution) -> bool {
    text.blocks.iter().flat_map(|b| b.parts.iter().map(|p| &p.body).chain([&b.body])).all(|r| {
        r.emphasis.iter().all(|s| s.of(&r.text).is_some_and(|w| !w.is_empty()))
            && r.marks
                .iter()
                .all(|(at, note)| r.text.is_char_boundary(*at as usize) && (*note as usize) < text.footnotes.len())
            && !r.text.starts_with(' ')
            && !r.text.ends_with(' ')
            && !r.text.contains("  ")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_words_make_sound_texts(words in proptest::collection::vec("[ \ta-c(i)1.*;:,é\u{a0}\u{200e}]{0,12}", 1..9), split in 0usize..4) {
        let paragraphs: String = words
            .iter()
            .enumerate()
            .map(|(i, w)| match (i + split) % 4 {
                0 => p("", &format!("<span class='italic'>{w}</span>{w}<authorialNote marker='1'><p>{w}</p></authorialNote>{w}")),
                1 => p("1.", w),
                2 => format!("<paragraph class='H23'><subheading>{w}</subheading></paragraph>"),
                _ => format!("<paragraph class='FootnoteText'><content><p>{w}</p></content></paragraph>"),
            })
            .collect();
        let text = one(&document(&paragraphs.replace("paragraph", "container"), &paragraphs, ""));
        prop_assert!(sound(&text), "{:?}", text.blocks);
    }
}
