use super::turns::{turn_named, turns};
use super::*;
use crate::model::{Deadline, Due, Organ, Period, Recurrence, Relation, SelfExecuting, Session, TurnName, Undated};
use crate::track::FOREVER;
use proptest::prelude::*;

fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}

fn adopted(organ: Organ, session: &str, on: &str) -> Adoption {
    Adoption { day: Some(day(on)), organ: Some(organ), session: Some(Session(session.into())) }
}

fn at_session(n: u16, relation: Relation) -> Deadline {
    Deadline {
        phrase: "at its session".into(),
        due: Due::Session { session: n, body: Body::Ga, part: None },
        relation,
        also: vec![],
    }
}

fn dated(phrase: &str, last: &str, relation: Relation) -> Deadline {
    Deadline { phrase: phrase.into(), due: Due::Date(day(last)), relation, also: vec![] }
}

fn asked<'a>(adoption: &'a Adoption, deadline: Option<&'a Deadline>, recurrence: Option<&str>) -> Asked<'a> {
    let recurrence = recurrence.map(|r| match r {
        "regular" => Recurrence::Regular,
        p => Recurrence::Every(Period::parse(p).unwrap()),
    });
    Asked { deadline, recurrence, self_executing: None, recipient: None, adoption, mandate: &[] }
}

fn show(w: Window) -> String {
    format!("{}..{} {}/{}", w.opens, w.closes, w.opens_basis, w.closes_basis)
}

fn names(plans: &[Plan]) -> Vec<String> {
    plans.iter().map(|p| p.name.as_ref().map_or("-".into(), ToString::to_string)).collect()
}

#[test]
fn the_file_is_read_and_its_rules_are_ours() {
    assert_eq!(FILE.len(), 84);
    let calendar = Calendar::builtin();
    for line in FILE.iter() {
        let w = calendar.session(&bodies::named(&line.body), line.session, None).unwrap();
        assert_eq!((w.opens, w.closes), (line.opens, line.closes), "{} {}", line.body, line.session);
        assert_eq!((w.opens_basis, w.closes_basis), (line.opens_basis, line.closes_basis));
        if line.body == "GA" && line.session >= 58 {
            assert_eq!(rules::assembly_opens(line.session), Some((line.opens, true)), "GA {}", line.session);
        }
    }
    assert_eq!(calendar.horizon(), day("2040-09-11"));
}

#[test]
fn sessions_of_every_kind_of_body() {
    let c = Calendar::builtin();
    let of = |body: &str, n, part| c.session(&Body::parse(body), n, part).map_or("unknown".into(), show);
    let lines = [
        of("GA", 77, None),
        of("GA", 77, Some(SessionPart::Main)),
        of("GA", 77, Some(SessionPart::Resumed)),
        of("GA", 77, Some(SessionPart::FirstResumed)),
        of("GA", 77, Some(SessionPart::SecondResumed)),
        of("GA", 97, None),
        of("GA", 40, None),
        of("HRC", 62, None),
        of("ECOSOC", 2025, None),
        of("the Commission on the Status of Women", 70, None),
        of("CSW", 70, None),
        of("International Law Commission", 72, None),
        of("International Law Commission", 77, None),
        of("United Nations Environment Assembly of the United Nations Environment Programme", 6, None),
        of("United Nations Environment Assembly", 9, None),
        of("Trade and Development Board", 70, None),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r"
    2022-09-13..2023-09-05 announced/announced
    2022-09-13..2022-12-31 announced/rule
    2023-01-01..2023-09-05 rule/announced
    2023-03-01..2023-03-31 estimated/estimated
    2023-05-01..2023-06-30 estimated/estimated
    2042-09-09..2043-09-08 rule/rule
    1985-09-17..1986-09-15 estimated/estimated
    2026-06-10..2026-07-20 estimated/estimated
    2024-07-24..2025-07-23 estimated/estimated
    2026-03-01..2026-03-31 estimated/estimated
    2026-03-01..2026-03-31 estimated/estimated
    unknown
    2026-04-01..2026-08-31 estimated/estimated
    2024-02-26..2024-03-01 announced/announced
    unknown
    unknown
    ");
}

#[test]
fn the_day_that_two_sessions_share_is_the_later_ones() {
    let c = Calendar::builtin();
    assert_eq!(c.session_on(&Body::Ga, day("2023-09-04")), Some(77));
    assert_eq!(c.session_on(&Body::Ga, day("2023-09-05")), Some(78));
    assert_eq!(c.session_on(&Body::Hrc, day("2021-08-01")), None);
    assert_eq!(c.session_after(&Body::Hrc, day("2021-08-01")), Some(48));
}

#[test]
fn a_users_dates_win_and_move_the_close_before_them() {
    let own = |body: &str, session, part, opens, closes| SessionDates {
        body: Body::parse(body),
        session,
        part,
        opens: day(opens),
        closes: day(closes),
    };
    let c = Calendar::with([
        own("GA", 82, None, "2027-09-14", "2028-09-04"),
        own("GA", 80, Some(SessionPart::FirstResumed), "2026-03-02", "2026-03-27"),
        own("trade and development board", 70, None, "2027-06-07", "2027-06-11"),
    ]);
    let of = |body: &str, n, part| c.session(&Body::parse(body), n, part).map_or("unknown".into(), show);
    assert_eq!(of("GA", 82, None), "2027-09-14..2028-09-04 user/user");
    assert_eq!(of("GA", 81, None), "2026-09-08..2027-09-14 announced/rule");
    assert_eq!(of("GA", 80, Some(SessionPart::FirstResumed)), "2026-03-02..2026-03-27 user/user");
    assert_eq!(of("trade and development board", 70, None), "2027-06-07..2027-06-11 user/user");
    assert!(c.list().iter().any(|r| r.body.name() == "trade and development board"));
    assert!(c.list().iter().any(|r| r.part == Some(SessionPart::FirstResumed)));
}

#[test]
fn windows_follow_the_words() {
    let c = Calendar::builtin();
    let ga = adopted(Organ::GeneralAssembly, "75", "2020-11-23");
    let of = |d: &Deadline| c.window(d, &ga).map_or_else(|e| e.to_string(), show);
    let event =
        |e: &str| Deadline { phrase: e.into(), due: Due::Event(e.into()), relation: Relation::At, also: vec![] };
    let within = Deadline { due: Due::Within(Period::days(90)), relation: Relation::Within, ..event("within 90 days") };
    let lines = [
        of(&at_session(77, Relation::At)),
        of(&at_session(77, Relation::Before)),
        of(&at_session(77, Relation::By)),
        of(&at_session(75, Relation::Before)),
        of(&dated("by 31 December 2025", "2025-12-31", Relation::By)),
        of(&dated("before 1 May 2026", "2026-04-30", Relation::Before)),
        of(&dated("until 15 March 2024", "2024-03-15", Relation::Until)),
        of(&dated("in 2026", "2026-12-31", Relation::In)),
        of(&dated("in December 2026", "2026-12-31", Relation::In)),
        of(&dated("in the second quarter of 2026", "2026-06-30", Relation::In)),
        of(&dated("in June 2026", "2026-06-30", Relation::In)),
        of(&dated("on 5 June 2026", "2026-06-05", Relation::At)),
        of(&within),
        of(&event("his next report")),
        of(&event("the conclusion of the review")),
        of(&event("adoption of this resolution")),
        of(&event("adoption of the agenda")),
        of(&Deadline { due: Due::Within(Period::months(12)), ..event("after 12 months") }),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r"
    2022-09-13..2023-09-05 announced/announced
    2020-11-23..2022-09-12 text/announced
    2020-11-23..2023-09-05 text/announced
    2020-09-14..2020-09-14 text/announced
    2020-11-23..2025-12-31 text/text
    2020-11-23..2026-04-30 text/text
    2020-11-23..2024-03-15 text/text
    2026-01-01..2026-12-31 text/text
    2026-12-01..2026-12-31 text/text
    2026-04-01..2026-06-30 text/text
    2026-06-01..2026-06-30 text/text
    2026-06-05..2026-06-05 text/text
    2020-11-23..2021-02-21 text/text
    2021-09-14..2022-09-12 estimated/estimated
    no date for `the conclusion of the review`
    2020-11-23..2020-11-23 text/text
    no date for `adoption of the agenda`
    2021-11-23..2021-11-23 text/text
    ");
    let sc = adopted(Organ::SecurityCouncil, "2000", "2000-02-29");
    assert!(matches!(c.window(&event("his next report"), &sc), Err(Undated::Event { .. })));
    assert_eq!(c.window(&within, &Adoption::default()), Err(Undated::NoAdoption));
}

#[test]
fn one_off_and_several_times() {
    let c = Calendar::builtin();
    let ga = adopted(Organ::GeneralAssembly, "75", "2020-11-23");
    let once = at_session(77, Relation::At);
    let plans = turns(asked(&ga, Some(&once), None), c);
    assert_eq!(names(&plans), ["-"]);
    assert_eq!((plans[0].shown_from, plans[0].shown_until), (day("2020-11-23"), FOREVER));

    let eighty_five = Due::Session { session: 85, body: Body::Ga, part: None };
    let several = Deadline { also: vec![eighty_five], ..at_session(80, Relation::At) };
    assert_eq!(names(&turns(asked(&ga, Some(&several), None), c)), ["80", "85"]);

    let years =
        Deadline { also: vec![Due::Date(day("2028-12-31"))], ..dated("in 2026 and 2028", "2026-12-31", Relation::In) };
    assert_eq!(names(&turns(asked(&ga, Some(&years), None), c)), ["2026", "2028"]);

    let part = |part| Due::Session { session: 77, body: Body::Ga, part: Some(part) };
    let parts = Deadline {
        due: part(SessionPart::FirstResumed),
        also: vec![part(SessionPart::SecondResumed)],
        ..at_session(77, Relation::At)
    };
    assert_eq!(names(&turns(asked(&ga, Some(&parts), None), c)), ["77", "2023-06-30"]);
    assert_eq!(turns(asked(&ga, None, None), c)[0].window, Err(Undated::NoTime));
    assert_eq!(turns(asked(&ga, None, Some("regular")), c)[0].window, Err(Undated::NoTime));
}

#[test]
fn a_rhythm_counts_in_the_sessions_of_its_body() {
    let c = Calendar::builtin();
    let ga = adopted(Organ::GeneralAssembly, "75", "2020-11-23");
    let first = |a, d: Option<&Deadline>, r: &str| names(&turns(asked(a, d, Some(r)), c))[..3].to_vec();
    assert_eq!(first(&ga, None, "P1Y"), ["76", "77", "78"]);
    assert_eq!(first(&ga, None, "P2Y"), ["76", "78", "80"]);
    assert_eq!(first(&ga, Some(&at_session(77, Relation::At)), "P2Y"), ["77", "79", "81"]);
    let hrc = adopted(Organ::HumanRightsCouncil, "48", "2021-10-08");
    assert_eq!(first(&hrc, None, "P1Y"), ["51", "54", "57"]);
    let to_ga = Asked { recipient: Some("General Assembly"), ..asked(&hrc, None, Some("P1Y")) };
    assert_eq!(names(&turns(to_ga, c))[..2], ["77", "78"]);
    let ecosoc = adopted(Organ::EconomicAndSocialCouncil, "2021", "2021-06-08");
    assert_eq!(first(&ecosoc, None, "P1Y"), ["2022", "2023", "2024"]);
    assert_eq!(first(&ga, None, "P6M"), ["2021-05-23", "2021-11-23", "2022-05-23"]);
    let by = dated("by 1 March 2022", "2022-03-01", Relation::By);
    assert_eq!(first(&ga, Some(&by), "P1Y"), ["2022-03-01", "2023-03-01", "2024-03-01"]);
}

#[test]
fn turns_that_the_words_list_are_all_there_are_and_two_bodies_have_two_rhythms() {
    let c = Calendar::builtin();
    let ga = adopted(Organ::GeneralAssembly, "75", "2020-11-23");
    let also = |n, body| vec![Due::Session { session: n, body, part: None }];
    let both = Deadline { also: also(77, Body::Ga), ..at_session(76, Relation::At) };
    assert_eq!(names(&turns(asked(&ga, Some(&both), Some("P1Y")), c)), ["76", "77"]);
    let hrc = adopted(Organ::HumanRightsCouncil, "48", "2021-10-08");
    let due = Due::Session { session: 50, body: Body::Hrc, part: None };
    let two = Deadline { due, also: also(77, Body::Ga), ..at_session(50, Relation::At) };
    let plans = turns(asked(&hrc, Some(&two), Some("P1Y")), c);
    assert_eq!(names(&plans)[..2], ["50", "53"]);
    assert!(names(&plans).contains(&"2023-09-05".to_owned()), "the Assembly's 77th session");
    let day = day("2021-12-01");
    assert_eq!(plans.iter().filter(|p| p.shown_from <= day && day < p.shown_until).count(), 2, "the next of each");
    let observed = dated("on 21 March 2021", "2021-03-21", Relation::At);
    let windows: Vec<_> = turns(asked(&ga, Some(&observed), Some("P1Y")), c)
        .iter()
        .take(2)
        .map(|p| p.window.clone().map(show).unwrap())
        .collect();
    assert_eq!(windows, ["2021-03-21..2021-03-21 text/text", "2022-03-21..2022-03-21 text/text"]);
}

#[test]
fn the_security_council_counts_in_days_from_adoption() {
    let c = Calendar::builtin();
    let sc = adopted(Organ::SecurityCouncil, "2000", "2000-02-29");
    let plans = turns(asked(&sc, None, Some("P45D")), c);
    let windows: Vec<_> = plans.iter().take(3).map(|p| p.window.clone().map(show).unwrap()).collect();
    assert_eq!(
        windows,
        ["2000-02-29..2000-04-14 text/text", "2000-04-15..2000-05-29 text/text", "2000-05-30..2000-07-13 text/text"]
    );
    assert_eq!((plans[1].shown_from, plans[1].shown_until), (day("2000-04-15"), day("2000-07-14")));
    let end = |from: &str, on: &str| MandateEnd::new(day(from), day(on));
    let with_end = |mandate| Asked { mandate, ..asked(&sc, None, Some("P45D")) };
    let first = end("2000-02-29", "2000-08-31");
    let mandate = [first];
    assert_eq!(names(&turns(with_end(&mandate), c)), ["2000-04-14", "2000-05-29", "2000-07-13", "2000-08-27"]);
    // Extended in August: the turns behind the first end are made from that day on.
    let mandate = [first, end("2000-08-15", "2000-12-31")];
    let extended = turns(with_end(&mandate), c);
    assert_eq!(names(&extended)[3..], ["2000-08-27", "2000-10-11", "2000-11-25"]);
    assert_eq!((extended[3].shown_from, extended[4].shown_from), (day("2000-02-29"), day("2000-08-15")));
    // Ended in June: the turns behind it are no longer made.
    let mandate = [first, end("2000-06-10", "2000-06-10")];
    let ended = turns(with_end(&mandate), c);
    assert_eq!(ended[1].shown_until, crate::track::FOREVER);
    assert_eq!((ended[2].shown_from, ended[2].shown_until), (day("2000-02-29"), day("2000-06-10")));
    let until = dated("until 31 August 2000", "2000-08-31", Relation::Until);
    assert_eq!(turns(asked(&sc, Some(&until), Some("P45D")), c).len(), 4);
    let monthly = adopted(Organ::SecurityCouncil, "2001", "2001-01-31");
    assert_eq!(names(&turns(asked(&monthly, None, Some("P1M")), c))[..3], ["2001-02-28", "2001-03-31", "2001-04-30"]);
    // A later text asks for the same again: no turn begins after it, the last one that began stays.
    let renewed = [MandateEnd::renewed(day("2000-06-10"))];
    let taken_over = turns(with_end(&renewed), c);
    assert_eq!(names(&taken_over), ["2000-04-14", "2000-05-29", "2000-07-13"]);
    assert_eq!((taken_over[1].shown_until, taken_over[2].shown_until), (day("2000-07-14"), crate::track::FOREVER));
    // What an event lies on can be had all the same.
    let name = TurnName::Day(day("2000-08-27"));
    assert!(turn_named(with_end(&renewed), &name, c).is_some());
    assert!(turn_named(with_end(&[first]), &TurnName::Day(day("2000-10-11")), c).is_some());
}

#[test]
fn a_self_executing_decision_lasts_from_adoption_to_its_end() {
    let c = Calendar::builtin();
    let sc = adopted(Organ::SecurityCouncil, "2000", "2000-02-29");
    let until = dated("until 31 August 2000", "2000-08-31", Relation::Until);
    let extends = Asked { self_executing: Some(SelfExecuting::Extends), ..asked(&sc, Some(&until), None) };
    let plans = turns(extends, c);
    assert_eq!(plans.len(), 1);
    assert_eq!(plans[0].window.clone().map(show).unwrap(), "2000-02-29..2000-08-31 text/text");
    let seized = Asked { self_executing: Some(SelfExecuting::Seized), ..asked(&sc, None, None) };
    assert_eq!(turns(seized, c)[0].window, Err(Undated::NoTime));
}

#[test]
fn a_named_turn_exists_whenever_an_event_needs_it() {
    let c = Calendar::builtin();
    let ga = adopted(Organ::GeneralAssembly, "75", "2020-11-23");
    let yearly = asked(&ga, None, Some("P2Y"));
    let plan = turn_named(yearly, &TurnName::Number(80), c).unwrap();
    assert_eq!((plan.shown_from, plan.shown_until), (day("2020-11-23"), FOREVER));
    assert!(turn_named(yearly, &TurnName::Number(100), c).is_some(), "beyond the horizon");
    assert_eq!(turn_named(yearly, &TurnName::Number(79), c), None);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u32..40_000).prop_map(|n| day("1946-01-01") + chrono::Days::new(u64::from(n)))
}

fn any_due() -> impl Strategy<Value = Due> {
    let part = proptest::option::of(proptest::sample::select(SessionPart::ALL));
    let body = proptest::sample::select(vec!["GA", "HRC", "ECOSOC", "CSW", "Trade and Development Board"]);
    prop_oneof![
        (any::<u16>(), body, part).prop_map(|(session, b, part)| Due::Session { session, body: Body::parse(b), part }),
        (1u16..120, Just(Body::Ga)).prop_map(|(session, body)| Due::Session { session, body, part: None }),
        any_day().prop_map(Due::Date),
        (0u32..100, 0u32..10_000).prop_map(|(months, days)| Due::Within(Period { years: 0, months, days })),
        "[a-z ]{0,20}".prop_map(Due::Event),
        Just(Due::Event("his next report".into())),
    ]
}

proptest! {
    #[test]
    fn windows_open_before_they_close_and_few_turns_are_made(
        due in any_due(),
        also in proptest::collection::vec(any_due(), 0..3),
        relation in proptest::sample::select(Relation::ALL),
        has_deadline in any::<bool>(),
        on in proptest::option::of(any_day()),
        organ in proptest::option::of(proptest::sample::select(Organ::ALL)),
        session in proptest::option::of("[0-9]{1,5}|S-32"),
        period in proptest::option::of((0u32..4, 0u32..30, 0u32..200)),
        end in proptest::option::of(any_day()),
        probe in any_day(),
    ) {
        let c = Calendar::builtin();
        let adoption = Adoption { day: on, organ, session: session.map(Session) };
        let d = Deadline { phrase: "in that time".into(), due, relation, also };
        let recurrence = period.map(|(years, months, days)| Recurrence::Every(Period { years, months, days }));
        let a = Asked {
            deadline: has_deadline.then_some(&d),
            recurrence,
            self_executing: None,
            recipient: None,
            adoption: &adoption,
            mandate: &end.map(|on| MandateEnd::new(on, on)).into_iter().collect::<Vec<_>>(),
        };
        let plans = turns(a, c);
        prop_assert!(!plans.is_empty());
        let mut seen = BTreeMap::new();
        for p in &plans {
            if let Ok(w) = &p.window {
                prop_assert!(w.opens <= w.closes, "{w:?}");
            }
            prop_assert!(p.shown_from <= p.shown_until);
            prop_assert!(seen.insert(p.name.clone(), ()).is_none(), "two turns of one name {:?}", p.name);
        }
        let unbounded = end.is_none() && !(has_deadline && relation == Relation::Until);
        if recurrence.is_some() && unbounded {
            let shown = plans.iter().filter(|p| p.shown_from <= probe && probe < p.shown_until).count();
            // Two of each body that the deadline names, and the one that it names itself.
            let most = if has_deadline { 2 * (1 + d.also.len()) + 1 } else { 2 };
            prop_assert!(shown <= most, "{shown} turns on {probe}, of {}", plans.len());
        }
    }
}
