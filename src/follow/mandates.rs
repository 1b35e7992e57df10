//! Mandates and measures with an end: what extends them, what ends them, and until when the requests run that belong to them.

use crate::calendar::{Calendar, MandateEnd};
use crate::follow::missions::{self, end};
use crate::follow::phrases::PHRASES;
use crate::follow::series::Line;
use crate::follow::subject::subject;
use crate::follow::suggested::{Certainty, Relation, Suggested};
use crate::follow::{Ask, Loaded, weights};
use crate::model::{Deadline, Kind, Organ, Relation as Due, SelfExecuting};
use chrono::{Days, NaiveDate};

/// A mandate that ran out longer ago than this was extended by another text in between.
const BETWEEN: Days = Days::new(31);
/// So many texts of a line are looked at for the extension of a mandate.
const BETWEEN_TWO: usize = 4;
/// So much of their words two decisions on one mandate share, and from here on surely.
const ALIKE: (f64, f64) = (0.4, 0.7);

/// The decision of the next text that extends or ends this mandate.
pub(crate) fn goes_on(line: &Line<'_>, of: usize, ask: &Ask, calendar: &Calendar) -> Vec<Suggested> {
    if !runs_out(ask) {
        return Vec::new();
    }
    let (text, wanted) = (line.texts[of], end(line.texts[of], ask, calendar));
    let council = text.resolution.organ == Some(Organ::SecurityCouncil);
    // What a council decides on a mission between two extensions, and says nothing of its end, is passed over.
    let texts = std::iter::successors(line.next(of), |at| line.next(*at)).take(if council { BETWEEN_TWO } else { 1 });
    let in_time = |day: Option<NaiveDate>| match (wanted, day) {
        (Some(end), Some(day)) => end.checked_add_days(BETWEEN).is_none_or(|last| day <= last),
        _ => true,
    };
    let decided = texts.map(|at| line.texts[at]).take_while(|t| in_time(t.resolution.adopted)).find_map(|next| {
        let (share, a) = decision_on(ask, next)?;
        let ends = !runs_out(a) && PHRASES.ends_a_mandate.is_in(&a.words);
        (runs_out(a) || ends).then_some((next, share, a, ends))
    });
    let Some((next, share, a, ends)) = decided else { return Vec::new() };
    vec![Suggested::by_text(
        ask,
        if ends { Relation::Ends } else { Relation::Extends },
        next,
        if share >= ALIKE.1 && !ends { Certainty::Sure } else { Certainty::Probable },
        format!("{}, para. {}", next.symbol(), a.place),
        a.words.clone(),
        if ends { "ended-by-the-next" } else { "extended-by-the-next" },
    )]
}

/// Whether a decision is on a mandate or measure that runs until a time of its own, whichever words set it: *until 31 July 2034*,
/// *for a period of twelve months*. What is put off until then, and money, run out with nothing.
pub fn has_an_end(kind: Kind, effect: Option<SelfExecuting>, deadline: Option<&Deadline>) -> bool {
    let lasts = |d: &Deadline| match d.relation {
        Due::Until => true,
        Due::Within | Due::By => PHRASES.says_how_long.is_in(&d.phrase),
        _ => false,
    };
    let mandate = match effect {
        Some(SelfExecuting::Extends | SelfExecuting::Establishes) => true,
        Some(SelfExecuting::Rules) => matches!(kind, Kind::Mandate | Kind::Action),
        // *Shall remain in force*.
        Some(SelfExecuting::Seized) | None => kind == Kind::Mandate,
        Some(SelfExecuting::Finances) => false,
    };
    mandate && deadline.is_some_and(lasts)
}

/// The same of a loaded one.
pub(crate) fn runs_out(a: &Ask) -> bool {
    has_an_end(a.kind, a.self_executing, a.deadline.as_ref())
}

/// What a text decides on the mandate that this decision is about.
fn decision_on<'t>(ask: &Ask, text: &'t Loaded) -> Option<(f64, &'t Ask)> {
    let wanted = subject(&ask.words);
    text.asks
        .iter()
        .filter(|a| a.kind == Kind::Mandate || PHRASES.ends_a_mandate.is_in(&a.words) && a.self_executing.is_some())
        .map(|a| (weights::overlap(&wanted, &subject(&a.words)), a))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.id.cmp(&a.1.id)))
        .filter(|(share, _)| *share >= ALIKE.0)
}

/// The last end of the mandates that a text sets or extends.
pub(crate) fn last_end(text: &Loaded, calendar: &Calendar) -> Option<NaiveDate> {
    text.asks.iter().filter(|a| runs_out(a)).filter_map(|a| end(text, a, calendar)).max()
}

/// Until when a recurring request of the first text runs: to the end of the mandate that it reports on, as all texts `about` that
/// set, extend or end it by its name; where it has none, to the end of the mandate that this text sets, as the texts behind it in
/// the series go on with it. Until one of them asks the same anew. Empty where that is unknown.
pub fn ends(ask: &Ask, series: &[&Loaded], about: &[&Loaded], calendar: &Calendar) -> Vec<MandateEnd> {
    let Some((first, later)) = series.split_first() else { return Vec::new() };
    let named = missions::ends(ask, first, about, calendar);
    if !named.is_empty() {
        return named;
    }
    let Some((from, on)) = first.resolution.adopted.zip(last_end(first, calendar)) else { return Vec::new() };
    let mut all = vec![MandateEnd::new(from, on)];
    let mut before = *first;
    for text in later {
        let repeated = missions::asks_anew(ask, first, text);
        // What ran out long before was not extended, whatever follows.
        let open = all.last().and_then(|m| m.on.checked_add_days(BETWEEN));
        let from = text.resolution.adopted.filter(|day| !repeated && open.is_none_or(|last| *day <= last));
        let Some(from) = from else { break };
        let mandates = || before.asks.iter().filter(|a| runs_out(a)).filter_map(|a| decision_on(a, text));
        let on = match last_end(text, calendar) {
            Some(on) if mandates().next().is_some() => on,
            None if mandates().any(|(_, a)| PHRASES.ends_a_mandate.is_in(&a.words)) => from,
            // It is on something else of the mission.
            _ => continue,
        };
        all.push(MandateEnd::new(from, on));
        before = text;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::testing::{self, ask};
    use crate::model::Due;

    fn mandate(id: &str, until: &str) -> Ask {
        let words =
            format!("decides to extend the mandate of the Lighthouse Mission on the northern coast until {until}");
        let mut a = ask(id, Kind::Mandate, &words);
        a.self_executing = Some(SelfExecuting::Extends);
        a.deadline = Some(crate::model::Deadline {
            phrase: format!("until {until}"),
            due: Due::Date(until.parse().unwrap()),
            relation: crate::model::Relation::Until,
            also: Vec::new(),
        });
        a
    }

    fn text(symbol: &str, day: &str, asks: Vec<Ask>) -> Loaded {
        testing::text(symbol, day, "on extension of the mandate of the Lighthouse Mission").asks(asks)
    }

    #[test]
    fn a_recurring_request_runs_to_the_end_of_the_mandate_as_later_texts_set_it() {
        let mut report = ask("report", Kind::Report, "requests the Keeper to report every 60 days on the lamps");
        report.recurring = true;
        let first = text("S/RES/9001", "2034-01-10", vec![mandate("m1", "2034-07-10"), report.clone()]);
        let second = text("S/RES/9002", "2034-07-08", vec![mandate("m2", "2035-01-10")]);
        let ended = ask(
            "m3",
            Kind::Mandate,
            "decides to terminate the mandate of the Lighthouse Mission on the northern coast",
        );
        let third =
            text("S/RES/9003", "2034-10-01", vec![Ask { self_executing: Some(SelfExecuting::Establishes), ..ended }]);
        let calendar = Calendar::builtin();
        let said = |series: &[&Loaded]| {
            ends(&first.asks[1], series, &[], calendar)
                .iter()
                .map(|m| format!("{} {}", m.from, m.on))
                .collect::<Vec<_>>()
        };
        assert_eq!(said(&[&first]), ["2034-01-10 2034-07-10"]);
        assert_eq!(said(&[&first, &second]), ["2034-01-10 2034-07-10", "2034-07-08 2035-01-10"]);
        assert_eq!(said(&[&first, &second, &third])[2..], ["2034-10-01 2034-10-01"]);
        // A text that asks the same anew takes over; one that comes long after the end extends nothing.
        let again = text("S/RES/9004", "2034-07-08", vec![mandate("m4", "2035-01-10"), report.clone()]);
        assert_eq!(said(&[&first, &again]).len(), 1);
        let late = text("S/RES/9005", "2035-07-08", vec![mandate("m5", "2036-01-10")]);
        assert_eq!(said(&[&first, &late]).len(), 1);
        // Where no text sets a mandate its end is unknown.
        let alone = text("S/RES/9006", "2034-01-10", vec![report.clone()]);
        assert!(ends(&alone.asks[0], &[&alone, &second], &[], calendar).is_empty());
    }

    #[test]
    fn a_mandate_or_measure_has_an_end_whichever_words_set_it() {
        let due = |relation, phrase: &str| crate::model::Deadline {
            phrase: phrase.to_owned(),
            due: Due::Within(crate::model::Period { months: 12, ..Default::default() }),
            relation,
            also: Vec::new(),
        };
        use crate::model::Relation::{By, Until, Within};
        let of = |kind, effect, relation, phrase: &str| has_an_end(kind, effect, Some(&due(relation, phrase)));
        let rules = Some(SelfExecuting::Rules);
        assert!(of(Kind::Mandate, rules, Within, "for an initial period of 12 months"));
        assert!(of(Kind::Report, Some(SelfExecuting::Extends), Within, "for one year"));
        assert!(of(Kind::Action, rules, By, "until the end of its ninety-second session"));
        assert!(of(Kind::Agenda, Some(SelfExecuting::Extends), Until, "terminating on 31 July 2034"));
        assert!(of(Kind::Mandate, None, Until, "until 31 July 2034"));
        // What is to be done within a time, put off until one, or paid does not run out.
        assert!(!of(Kind::Mandate, None, Within, "within 30 days of the adoption of this resolution"));
        assert!(!of(Kind::Mandate, rules, Within, "two months after the adoption of this resolution"));
        assert!(!of(Kind::Agenda, rules, Until, "until 2034"));
        assert!(!of(Kind::Agenda, Some(SelfExecuting::Seized), By, "until its fifty-first session"));
        assert!(!of(Kind::Funding, Some(SelfExecuting::Finances), Until, "until 31 July 2034"));
        assert!(!has_an_end(Kind::Mandate, rules, None));
    }

    #[test]
    fn a_mandate_is_extended_by_the_next_text_in_time_and_ended_by_its_words() {
        let first = text("S/RES/9001", "2034-01-10", vec![mandate("m1", "2034-07-10")]);
        let found = |later: Loaded| {
            let texts = [first.clone(), later.recalling("9001 (2034)")];
            let line = Line::new(&texts);
            goes_on(&line, 0, &texts[0].asks[0], Calendar::builtin())
        };
        let one = found(text("S/RES/9002", "2034-07-08", vec![mandate("m2", "2035-01-10")]));
        assert_eq!((one[0].relation, one[0].certainty), (Relation::Extends, Certainty::Sure));
        assert!(found(text("S/RES/9002", "2035-07-08", vec![mandate("m2", "2036-01-10")])).is_empty());
        let ended = ask(
            "m3",
            Kind::Mandate,
            "decides to terminate the mandate of the Lighthouse Mission on the northern coast",
        );
        let one = found(text(
            "S/RES/9003",
            "2034-07-01",
            vec![Ask { self_executing: Some(SelfExecuting::Establishes), ..ended }],
        ));
        assert_eq!((one[0].relation, one[0].certainty), (Relation::Ends, Certainty::Probable));
    }
}
