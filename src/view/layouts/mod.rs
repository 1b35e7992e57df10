//! Papers in the forms that delegations know. Each is made from the same rows and says, like every paper, as of when, from
//! which texts, and that it is no official record.
//!
//! In a paper an obligation is a *provision*, since the Assembly recommends; who is asked is *addressed to*, and what is late
//! is *outstanding*.

mod clusters;
mod cycle;
mod documents;
mod inventory;
mod mandates;
mod own;
mod sheet;
mod texts;

pub use clusters::{ClusterError, clusters};
pub use own::{EXAMPLE, LayoutError, Own};
pub use texts::texts;

use super::Format;
use super::cells::lines;
use super::columns::{Field, columns};
use super::phrase;
use super::report::{Column, Paper, Report};
use crate::model::word::words;
use crate::model::{Record, Row, Status, Timing};
use chrono::NaiveDate;
use std::collections::BTreeMap;

words! {
    /// The forms of papers.
    Layout, "layout" {
        /// One provision a row: whom it is addressed to, requested for when, its status and what shows it.
        Matrix = "matrix",
        /// The chart of the Assembly on its own revitalization: not yet implemented; implemented, once or on a continuing basis.
        Inventory = "inventory",
        /// The five states of a registry of mandates.
        Mandates = "mandates",
        /// Mandates and reporting requirements, then month by month.
        Cycle = "cycle",
        /// Reports by agenda item: mandate, symbol, submitting office, expected, issued.
        Documents = "documents",
        /// One page for one resolution.
        Sheet = "sheet",
    }
}

/// What a layout has to be told beside the rows.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The title; `None` for the layout's own.
    pub title: Option<String>,
    /// Lines below it: symbol and title of the resolution, agenda item.
    pub subtitle: Vec<String>,
    /// The filters, as words.
    pub filters: Vec<String>,
    /// The texts from which it is made.
    pub sources: Vec<String>,
    /// A user's clusters for the inventory, see [`clusters()`].
    pub clusters: BTreeMap<String, String>,
    /// The paper it is printed on.
    pub paper: Paper,
    /// Whether programs read the rows: each then has its group and its citation, and no words are cut.
    pub programs: bool,
}

/// Lays rows out as a paper.
pub fn report(layout: Layout, rows: &[Row], about: &About, as_of: NaiveDate) -> Report {
    let mut report = match layout {
        Layout::Matrix => matrix(rows, about.programs, as_of),
        Layout::Inventory => inventory::report(rows, about, as_of),
        Layout::Mandates => mandates::report(rows, as_of),
        Layout::Cycle => cycle::report(rows, as_of),
        Layout::Documents => documents::report(rows, as_of),
        Layout::Sheet => sheet::report(rows, about.programs, as_of),
    };
    // The sheet says at its head what there is to say of its resolution.
    let subtitle = std::mem::take(&mut report.subtitle);
    finish(&mut report, about, rows);
    if layout == Layout::Sheet && about.title.is_none() {
        report.subtitle = subtitle;
    }
    // Of one resolution, the lines below the title name it already.
    if let (Layout::Matrix, [group]) = (layout, report.groups.as_mut_slice())
        && !report.subtitle.is_empty()
        && !about.programs
    {
        group.heading.clear();
    }
    if about.programs { report.with_groups() } else { report }
}

/// What every paper has: title, sources, and a remark where dates are estimates.
fn finish(report: &mut Report, about: &About, rows: &[Row]) {
    if let Some(title) = &about.title {
        report.title.clone_from(title);
    }
    if !about.subtitle.is_empty() {
        report.subtitle.clone_from(&about.subtitle);
    }
    report.filters.clone_from(&about.filters);
    report.paper = about.paper;
    report.sources = if about.sources.is_empty() { texts(rows) } else { about.sources.clone() };
    if rows.iter().filter_map(|r| r.window).any(|w| w.estimated()) {
        report
            .notes
            .push("A date marked as estimated is the usual time of year; the session is not announced.".to_owned());
    }
    if rows.iter().any(|r| r.record == Some(Record::NoRecord)) {
        report.notes.push(
            "No record: the time had passed before it was followed here; what was done is not known from these texts."
                .to_owned(),
        );
    }
}

/// A column with another head and width.
fn column(field: Field, title: &'static str, width: u16) -> Column {
    let mut column = field.column();
    (column.title, column.width) = (title.into(), width);
    column
}

/// Rows by a heading, in the order in which the headings first occur.
fn grouped<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    heading: impl Fn(&Row) -> String,
) -> Vec<(String, Vec<&'a Row>)> {
    let mut groups: Vec<(String, Vec<&Row>)> = Vec::new();
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let heading = heading(row);
        let i = *place.entry(heading.clone()).or_insert_with(|| {
            groups.push((heading, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, rows)) = groups.get_mut(i) {
            rows.push(row);
        }
    }
    groups
}

/// *Resolution 75/276: Cooperation between …*
fn resolution(row: &Row) -> String {
    let cited = row.cite.split(", para").next().and_then(|c| c.split(", sect").next()).unwrap_or(&row.symbol);
    let mut chars = cited.chars();
    let cited: String = chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default();
    if row.title.is_empty() || row.title == row.symbol { cited } else { format!("{cited}: {}", row.title) }
}

fn matrix(rows: &[Row], programs: bool, as_of: NaiveDate) -> Report {
    const FIELDS: [Field; 9] = [
        Field::Para,
        Field::Provision,
        Field::Addressees,
        Field::Office,
        Field::RequestedFor,
        Field::DueTo,
        Field::State,
        Field::Evidence,
        Field::Remarks,
    ];
    const TITLES: [&str; 9] =
        ["para.", "provision", "addressed to", "lead", "requested for", "due", "status", "reference", "remarks"];
    let mut head = columns(&FIELDS);
    for (column, title) in head.iter_mut().zip(TITLES) {
        column.title = title.into();
    }
    let mut fields = FIELDS.to_vec();
    if programs {
        fields.insert(0, Field::Cite);
        head.insert(0, Field::Cite.column());
    }
    let mut report = Report::new("Status of provisions", as_of, head);
    for (heading, rows) in grouped(rows, resolution) {
        report = report.group(heading, lines(&fields, rows, as_of));
    }
    report.summary = vec![tally(rows)];
    report.summary.extend(recorded(rows));
    report
}

fn standing(row: &Row) -> &'static str {
    match (row.timing, row.record) {
        (Timing::Overdue, Some(Record::NoRecord)) => "No record",
        (Timing::Overdue, _) => "Outstanding",
        (Timing::Upcoming | Timing::Due, _) => "Due or to come",
        (Timing::Undated, _) => "Without a date",
        (Timing::Draft, _) => "Draft, not adopted",
        (Timing::Closed | Timing::InForce | Timing::Expired, _) => "Closed or in force",
    }
}

/// *6 provisions: 1 outstanding, 1 without a record, 2 due or to come, 1 closed or in force and 1 without a date.*
fn tally(rows: &[Row]) -> String {
    let count = |state| rows.iter().filter(|r| standing(r) == state).count() as i64;
    let parts: Vec<String> = [
        ("Outstanding", "outstanding"),
        ("No record", "without a record"),
        ("Due or to come", "due or to come"),
        ("Closed or in force", "closed or in force"),
        ("Without a date", "without a date"),
        ("Draft, not adopted", "of drafts that are not adopted"),
    ]
    .into_iter()
    .map(|(state, said)| (count(state), said))
    .filter(|(n, _)| *n > 0)
    .map(|(n, said)| format!("{} {said}", phrase::number(n)))
    .collect();
    let all = phrase::counted(rows.len() as i64, "provision", "provisions");
    if parts.is_empty() { format!("{all}.") } else { format!("{all}: {}.", phrase::and(&parts)) }
}

/// *Recorded: 2 in progress and 1 not implemented.* What has no date may have a status, too.
fn recorded(rows: &[Row]) -> Option<String> {
    let parts: Vec<String> = Status::ALL
        .iter()
        .filter(|status| status.can_be_set())
        .map(|status| (rows.iter().filter(|r| r.status == *status).count() as i64, phrase::status(*status)))
        .filter(|(n, _)| *n > 0)
        .map(|(n, said)| format!("{} {said}", phrase::number(n)))
        .collect();
    (!parts.is_empty()).then(|| format!("Recorded: {}.", phrase::and(&parts)))
}

/// The formats in which a paper is handed out; the others give its rows.
pub fn is_paper(format: Format) -> bool {
    matches!(format, Format::Docx | Format::Html | Format::Xlsx | Format::Md)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{look, md::md, sample};

    fn all() -> Vec<(Layout, Report)> {
        let rows = sample::rows();
        Layout::ALL.iter().map(|l| (*l, report(*l, &rows, &About::default(), sample::as_of()))).collect()
    }

    #[test]
    fn the_papers() {
        for (layout, report) in all() {
            insta::assert_snapshot!(layout.as_str(), md(&report));
        }
    }

    #[test]
    fn nothing_handed_out_is_headed_obligations_or_overdue() {
        for (layout, report) in all() {
            let heads = report.columns.iter().map(|c| c.title.to_lowercase());
            let heads = heads.chain(report.groups.iter().map(|g| g.heading.to_lowercase()));
            for head in heads.chain([report.title.to_lowercase()]) {
                assert!(!head.contains("obligation") && !head.contains("overdue"), "{layout}: {head}");
            }
            assert!(!report.sources.is_empty() && report.closing().contains("not an official record"));
            assert!(report.lines().all(|l| l.cells.len() == report.columns.len()), "{layout}");
        }
    }

    #[test]
    fn programs_see_in_each_row_its_group_and_its_citation() {
        let rows = sample::rows();
        let about = About { programs: true, ..About::default() };
        for layout in Layout::ALL {
            let report = report(*layout, &rows, &about, sample::as_of());
            let cite = ["cite", "mandate"].iter().find_map(|key| report.column(key)).unwrap();
            assert_eq!(report.column("group"), Some(0), "{layout}");
            for group in &report.groups {
                assert!(group.lines.iter().all(|l| l.cell(0).words() == group.name() && !l.cell(cite).is_empty()));
            }
            assert!(report.lines().all(|l| l.cells.len() == report.columns.len()), "{layout}");
        }
        let of = |layout| report(layout, &rows, &about, sample::as_of());
        assert!(of(Layout::Matrix).lines().all(|l| !l.cell(0).is_empty()));
        assert!(of(Layout::Mandates).lines().all(|l| !l.cell(0).words().contains('(')));
    }

    #[test]
    fn papers_are_read_back_in_every_format() {
        for (layout, report) in all() {
            for format in Format::ALL.iter().filter(|f| **f != Format::Ics) {
                let bytes = crate::view::export(&report, *format, look::options()).unwrap();
                assert!(!bytes.is_empty(), "{layout} {format}");
                assert_eq!(bytes, crate::view::export(&report, *format, look::options()).unwrap());
            }
        }
    }
}
