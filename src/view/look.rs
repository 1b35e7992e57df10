//! Writes a paper of each kind to `target/look`, for a person to look at: `cargo test --lib view::look -- --ignored`.

use super::cells::lines;
use super::columns::{Field, columns};
use super::layouts::{self, About, Layout};
use super::report::Report;
use super::{Format, Options, chart, export, sample};
use crate::model::Row;
use chrono::{Days, NaiveDate};

pub(crate) fn options() -> Options {
    Options { width: 100, colour: false, now: sample::as_of().and_hms_opt(9, 0, 0).unwrap() }
}

/// A list as long as one officer follows, in every state.
pub(crate) fn many(n: usize) -> Vec<Row> {
    let actors = [
        "Secretary-General",
        "Member States",
        "United Nations Office on Drugs and Crime",
        "specialized agencies, funds and programmes of the United Nations system",
        "Special Rapporteur on the safety of lighthouses",
    ];
    let asks = [
        "to submit to the General Assembly at its next session a report on the implementation of the present resolution, \
         including on the difficulties met and on lessons learned;",
        "to strengthen cooperation with regional organizations in keeping lamps lit, in accordance with their mandates;",
        "to take all measures needed to protect keepers of lighthouses and their families;",
        "to convene a high-level meeting on the occasion of the anniversary of the lantern, within existing resources;",
    ];
    let base = sample::rows();
    (0..n)
        .map(|i| {
            let mut row = base[i % base.len()].clone();
            let actor = actors[(i * 7 / 3) % actors.len()];
            let verb = ["Requests", "Calls upon", "Also requests", "Encourages"][i % 4];
            let symbol = format!("A/RES/{}/{}", 75 + i % 5, 11 + i / 3);
            let word = verb.rsplit(' ').next().unwrap().to_lowercase();
            row.id = crate::model::ObligationId::stored(format!("{symbol}:{}-{word}", 3 + i % 17));
            row.cite = format!("resolution {}/{}, para. {}", 75 + i % 5, 11 + i / 3, 3 + i % 17);
            row.symbol = symbol;
            row.paragraph = (3 + i % 17).to_string();
            row.verb = verb.to_lowercase();
            row.addressees = vec![actor.to_owned()];
            row.text = format!("{verb} the {actor} {}", asks[(i * 5 / 2) % asks.len()]);
            row.note = (i % 4 == 0).then(|| "Draft with the office; awaiting the views of Member States.".to_owned());
            if let Some(w) = &mut row.window {
                let shift = Days::new((i as u64 * 37) % 400);
                let later = |d: NaiveDate| d.checked_add_days(shift).unwrap();
                (w.opens, w.closes) = (later(w.opens), later(w.closes));
            }
            row
        })
        .collect()
}

fn document(fields: &[Field]) -> Report {
    let rows = many(40);
    let (outstanding, others): (Vec<Row>, Vec<Row>) =
        rows.iter().cloned().partition(|r| r.record == Some(crate::model::Record::Outstanding));
    let mut report = Report::new("Provisions on the safety of lighthouses", sample::as_of(), columns(fields))
        .group(format!("Outstanding ({})", outstanding.len()), lines(fields, &outstanding, sample::as_of()))
        .group(format!("Other provisions ({})", others.len()), lines(fields, &others, sample::as_of()));
    report.subtitle = vec!["General Assembly, seventy-fifth to seventy-ninth sessions; agenda item 72 (a)".to_owned()];
    report.filters = vec!["adopted from the 75th to the 79th session".to_owned()];
    report.summary = vec!["7 outstanding, 7 without a record, of 40 provisions.".to_owned()];
    report.notes = vec!["Dates of sessions that are not announced are estimated.".to_owned()];
    report.sources = vec!["A/RES/75/11 to A/RES/79/24, as loaded from XML on 3 March 2026".to_owned()];
    report.charts = chart::of_rows(&rows, sample::as_of());
    report.charts.extend(chart::of_turns("Report under resolution 77/313, para. 14", &turns(), sample::as_of()));
    report
}

fn turns() -> Vec<Row> {
    (0..6u16)
        .map(|i| {
            let mut row = sample::rows().remove(if i < 3 { 2 } else { 4 });
            row.occurrence = Some(crate::model::TurnName::Number(78 + i));
            let year = 2023 + i32::from(i);
            row.window = Some(crate::model::Window::new(
                sample::day(year, 9, 10),
                sample::day(year + 1, 9, 8),
                if i < 4 { crate::model::Basis::Announced } else { crate::model::Basis::Estimated },
            ));
            row.status_on = (i < 3).then(|| sample::day(year + 1, 7, 20));
            row
        })
        .collect()
}

#[test]
#[ignore = "writes files for a person to look at"]
fn look() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/look");
    std::fs::create_dir_all(&folder).unwrap();
    for format in Format::ALL {
        let bytes = export(&document(Field::default_for(*format, Field::LIST)), *format, options()).unwrap();
        std::fs::write(folder.join(format!("document.{format}")), bytes).unwrap();
    }
    let rows = many(14);
    for layout in Layout::ALL {
        let report = layouts::report(*layout, &rows, &About::default(), sample::as_of());
        let bytes = export(&report, Format::Docx, options()).unwrap();
        std::fs::write(folder.join(format!("{layout}.docx")), bytes).unwrap();
    }
}
