//! One page for one resolution: what it asks, what was done, what is late, what comes next.

use super::{column, grouped, resolution, tally};
use crate::model::{Row, Status, Symbol, Timing};
use crate::view::cells::{line, lines};
use crate::view::columns::Field;
use crate::view::phrase;
use crate::view::report::{Report, Value};
use chrono::NaiveDate;

const FIELDS: [Field; 6] =
    [Field::Para, Field::Provision, Field::Addressees, Field::RequestedFor, Field::State, Field::Evidence];

/// Points of the table that a page has room for, below its head and the four sentences.
const POINTS: usize = 460;
/// Characters of a line of the provision's column, where there is something to refer to.
const CHARS: usize = 46;

pub(super) fn report(rows: &[Row], programs: bool, as_of: NaiveDate) -> Report {
    let mut head = vec![
        Field::Para.column(),
        column(Field::Provision, "provision", 44),
        column(Field::Addressees, "addressed to", 18),
        column(Field::RequestedFor, "requested for", 13),
        column(Field::State, "status", 14),
        column(Field::Evidence, "reference", 13),
    ];
    let mut fields = FIELDS.to_vec();
    if programs {
        fields.insert(0, Field::Cite);
        head.insert(0, Field::Cite.column());
    }
    let mut report = Report::new("Provisions at a glance", as_of, head);
    if let Some(row) = rows.first() {
        report.title = resolution(row);
        let session = row.session.as_deref().and_then(|s| s.parse().ok()).map(phrase::ordinal);
        let parts = [
            Some(row.symbol.clone()),
            row.organ.clone(),
            session.map(|s| format!("{s} session")),
            row.adopted.map(|d| format!("adopted on {}", crate::model::day::in_words(d))),
            row.agenda_item.as_ref().map(|i| format!("agenda item {i}")),
            row.committee.clone(),
        ];
        report.subtitle = vec![parts.into_iter().flatten().collect::<Vec<_>>().join(", ")];
    }
    report.summary = vec![tally(rows)];
    report.summary.extend(done(rows));
    report.summary.extend([late(rows), next(rows, as_of)]);
    if programs {
        return report.group("", lines(&fields, rows, as_of));
    }
    // The sentences name what shows a status: a column of its own would take the room of the words.
    let told = rows.iter().all(|r| r.evidence.is_empty() || r.status.can_be_set());
    if told {
        fields.retain(|f| *f != Field::Evidence);
        report.columns.retain(|c| c.key != Field::Evidence.as_str());
    }
    let sentences: usize = report.summary.iter().map(|s| s.chars().count().div_ceil(110)).sum();
    let points = POINTS.saturating_sub(13 * sentences.saturating_sub(4));
    // A page holds what it holds: the words of each provision are cut before any provision is left out.
    let most = [4000, 600, 400, 300, 200, 150, 100, 46]
        .into_iter()
        .find(|most| height(rows, *most, told) <= points)
        .unwrap_or(46);
    let mut cut = false;
    let lines = rows.iter().map(|row| {
        let mut line = line(&fields, row, as_of);
        for cell in &mut line.cells {
            if let Value::Text(words) = &mut cell.value
                && words.text.chars().count() > most
            {
                words.text = crate::view::wrap::gist(&words.text, most);
                cut = true;
            }
        }
        line
    });
    let shown = lines.collect();
    report = report.group("", shown);
    // A column that nothing stands in takes the room of the words.
    report = report.without_empty_columns();
    if cut {
        report.notes.push("Longer provisions are cut after whole words (…) to keep to the page.".to_owned());
    }
    report
}

/// The points that the table takes where the words of each provision are cut after so many characters.
fn height(rows: &[Row], most: usize, told: bool) -> usize {
    let chars = CHARS + if told { 14 } else { 0 };
    rows.iter()
        .map(|row| {
            let who: usize = row.addressees.iter().map(|a| a.chars().count() + 2).sum();
            let lines = row.text.chars().count().min(most).div_ceil(chars).max(who.div_ceil(20)).max(1);
            lines * 21 / 2 + 6
        })
        .sum()
}

/// *paras. 3 and 8 (a)*
fn paras<'a>(rows: impl IntoIterator<Item = &'a Row>) -> String {
    let mut paras: Vec<String> = rows.into_iter().map(phrase::para).collect();
    paras.dedup();
    let word = if paras.len() == 1 { "para." } else { "paras." };
    format!("{word} {}", phrase::and(&paras))
}

/// *Done: para. 8, implemented on 15 August 2022 (A/77/277).* Then, where there is any, what is under way, what was found not
/// done, and what no longer applies.
fn done(rows: &[Row]) -> Vec<String> {
    let those = |fits: fn(Status) -> bool| -> Vec<String> {
        rows.iter()
            .filter(|r| fits(r.status))
            .map(|row| {
                let on = row.status_on.map_or(String::new(), |d| {
                    let found = row.status.closes() || row.status == Status::NotImplemented;
                    format!(" {} {}", if found { "on" } else { "since" }, crate::model::day::in_words(d))
                });
                let shown =
                    if row.evidence.is_empty() { String::new() } else { format!(" ({})", row.evidence.join(", ")) };
                format!("{}, {}{on}{shown}", paras([row]), phrase::status(row.status))
            })
            .collect()
    };
    let under_way = |s| matches!(s, Status::InProgress | Status::PartlyImplemented | Status::Continuing);
    let groups = [
        ("Done", those(|s| s == Status::Implemented)),
        ("Under way", those(under_way)),
        ("Not done", those(|s| s == Status::NotImplemented)),
        ("Not applicable", those(|s| s.closes() && s != Status::Implemented)),
    ];
    if groups.iter().all(|(_, said)| said.is_empty()) {
        return vec!["Done: nothing is recorded.".to_owned()];
    }
    groups
        .into_iter()
        .filter_map(|(heading, said)| match said.as_slice() {
            [] if heading == "Done" => Some("Done: nothing.".to_owned()),
            [] => None,
            some => Some(format!("{heading}: {}.", some.join("; "))),
        })
        .collect()
}

/// *Outstanding: para. 9, 77th session. No record: para. 8.*
fn late(rows: &[Row]) -> String {
    let of = |outstanding: bool| {
        rows.iter().filter(move |r| {
            r.timing == Timing::Overdue && outstanding == (r.record != Some(crate::model::Record::NoRecord))
        })
    };
    let outstanding: Vec<String> = of(true)
        .map(|row| {
            let late = row.days_overdue.map(|n| format!(" ({})", phrase::days_late(n))).unwrap_or_default();
            format!("{}, {}{late}", paras([row]), phrase::requested_for(row))
        })
        .collect();
    let mut said = match outstanding.as_slice() {
        [] => "Outstanding: nothing.".to_owned(),
        some => format!("Outstanding: {}.", some.join("; ")),
    };
    if of(false).next().is_some() {
        said.push_str(&format!(" Past its time without a record: {}.", paras(of(false))));
    }
    said
}

/// *Next: para. 9, 81st session, until 12 September 2027; para. 8 is asked again in resolution 77/13, para. 8.*
fn next(rows: &[Row], as_of: NaiveDate) -> String {
    let mut open: Vec<&Row> = rows
        .iter()
        .filter(|r| matches!(r.timing, Timing::Due | Timing::Upcoming) && r.window.is_some_and(|w| w.closes >= as_of))
        .collect();
    open.sort_by_key(|r| r.window.map(|w| w.closes));
    let mut said: Vec<String> =
        open.iter().map(|row| format!("{}, {}", paras([*row]), phrase::due_of(row, as_of))).collect();
    let text = |id: &str| id.split(':').next().unwrap_or(id).to_owned();
    for (symbol, again) in
        grouped(rows.iter().filter(|r| r.next.is_some()), |r| text(r.next.as_deref().unwrap_or_default()))
    {
        said.push(match again.as_slice() {
            [row] => {
                let next = row.next.as_deref().unwrap_or_default();
                format!("{} is asked again in {}", paras([*row]), phrase::cited(next))
            }
            rows => {
                let cited = symbol.parse::<Symbol>().map_or_else(|_| symbol.clone(), |s| s.cite(None));
                let which = if rows.len() > 8 {
                    phrase::counted(rows.len() as i64, "provision", "provisions")
                } else {
                    paras(rows.iter().copied())
                };
                format!("{which} are asked again in {cited}")
            }
        });
    }
    match said.as_slice() {
        [] => "Next: nothing has a time to come.".to_owned(),
        some => format!("Next: {}.", some.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn each_status_stands_in_the_sentence_that_says_it() {
        let rows: Vec<Row> = Status::ALL
            .iter()
            .map(|status| {
                let mut row = sample::row("A/RES/77/13:8-requests", "Requests …;");
                row.status = *status;
                row
            })
            .collect();
        let said = done(&rows);
        let starts: Vec<&str> = said.iter().filter_map(|s| s.split(": ").next()).collect();
        assert_eq!(starts, ["Done", "Under way", "Not done", "Not applicable"]);
        assert_eq!(said[0].matches(", ").count(), 1, "{said:?}");
        assert!(
            said[1].contains("in progress") && said[1].contains("partly implemented") && said[1].contains("continuing")
        );
        assert!(said[2].contains("not implemented") && said[3].contains("not applicable"));
    }

    #[test]
    fn a_long_resolution_keeps_every_provision_and_cuts_its_words() {
        let mut rows = sample::rows();
        for row in &mut rows {
            row.text = "Requests the Secretary-General to submit a report ".repeat(60);
        }
        let report = report(&rows, false, sample::as_of());
        assert_eq!(report.lines().count(), rows.len());
        assert!(report.lines().all(|l| l.cell(1).words().ends_with(" …")));
        assert!(report.notes.iter().any(|n| n.contains("cut after whole words")));
    }
}
