//! A workbook: typed dates and numbers, filters, a frozen heading row, links, and a sheet that says as of when and by which
//! filters. Texts are written as texts, so that none becomes a formula.

use super::clean;
use super::report::{Cell, Column, Group, Link, Paper, Report, Tone, Value, Words};
use super::{Options, ViewError};
use crate::model::day::in_words;
use chrono::{Datelike, NaiveDate, Timelike};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeSet;

/// Rows of a sheet below its heading, a little under the limit of 1,048,576.
const ROWS: usize = 1_000_000;
/// Links of a sheet; the format allows 65,530.
const LINKS: u32 = 65_000;
/// Characters of a cell; the format allows 32,767 UTF-16 units.
const CHARS: usize = 32_700;

/// Writes a workbook: one sheet of rows, or one for each group, and the sheet *About*.
///
/// # Errors
/// Where the library refuses; texts never make it fail.
pub fn xlsx(report: &Report, options: Options) -> Result<Vec<u8>, ViewError> {
    let mut book = Workbook::new();
    let now = options.now;
    let year = u16::try_from(now.year()).unwrap_or(1900).clamp(1900, 9999);
    let created = ExcelDateTime::from_ymd(year, now.month() as u8, now.day() as u8)?.and_hms(
        now.hour() as u16,
        now.minute() as u8,
        now.second(),
    )?;
    book.set_properties(&DocProperties::new().set_title(clean::line(&report.title)).set_creation_datetime(&created));
    let looks = Looks::new();
    let mut names = BTreeSet::new();
    let headed: Vec<&Group> = report.groups.iter().filter(|g| !g.lines.is_empty()).collect();
    if report.sheet_per_group && headed.len() > 1 {
        for group in headed {
            let rows: Vec<(&str, &Group)> = vec![("", group)];
            sheets(&mut book, report, &rows, &group.heading, &looks, &mut names)?;
        }
    } else {
        let several = headed.iter().any(|g| !g.heading.is_empty()) && headed.len() > 1;
        let rows: Vec<(&str, &Group)> = headed.into_iter().map(|g| (if several { g.name() } else { "" }, g)).collect();
        sheets(&mut book, report, &rows, "Provisions", &looks, &mut names)?;
    }
    about(&mut book, report, &looks, &mut names)?;
    Ok(book.save_to_buffer()?)
}

struct Looks {
    head: Format,
    plain: Format,
    strong: Format,
    outstanding: Format,
    italic: Format,
    number: Format,
    date: Format,
    estimated: Format,
    link: Format,
    title: Format,
}

impl Looks {
    fn new() -> Looks {
        let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let date = Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Left);
        Looks {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin),
            strong: cell.clone().set_bold(),
            outstanding: cell.clone().set_bold().set_font_color("A4001D"),
            italic: Format::new().set_italic(),
            number: Format::new().set_align(FormatAlign::Top).set_num_format("#,##0"),
            estimated: date.clone().set_num_format("d mmmm yyyy\" (estimated)\""),
            date: date.set_num_format("d mmmm yyyy"),
            link: cell.clone().set_font_color("1B4F8A").set_underline(rust_xlsxwriter::FormatUnderline::Single),
            title: Format::new().set_bold().set_font_size(14),
            plain: cell,
        }
    }
}

/// One sheet with these rows, and further ones where they are more than a sheet holds.
fn sheets(
    book: &mut Workbook,
    report: &Report,
    groups: &[(&str, &Group)],
    name: &str,
    looks: &Looks,
    names: &mut BTreeSet<String>,
) -> Result<(), ViewError> {
    let heads: Option<Column> =
        groups.iter().any(|(heading, _)| !heading.is_empty()).then(|| Column::new("group", "group", 28));
    let columns: Vec<&Column> = heads.iter().chain(&report.columns).collect();
    let lines: Vec<(&str, &super::Line)> =
        groups.iter().flat_map(|(heading, g)| g.lines.iter().map(|l| (*heading, l))).collect();
    let mut chunks: Vec<&[(&str, &super::Line)]> = lines.chunks(ROWS).collect();
    if chunks.is_empty() {
        chunks.push(&[]);
    }
    for chunk in chunks {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(name, names))?;
        sheet
            .set_landscape()
            .set_paper_size(if report.paper == Paper::A4 { 9 } else { 1 })
            .set_print_fit_to_pages(1, 0)
            .set_repeat_rows(0, 0)?;
        sheet.set_footer(format!("&L{}&R&P / &N", report.closing().replace('&', "&&")));
        let first = u16::from(heads.is_some());
        let widths: Vec<usize> =
            (0..columns.len()).map(|i| width_of(columns.get(i), i.checked_sub(usize::from(first)), chunk)).collect();
        for (i, (column, width)) in columns.iter().zip(&widths).enumerate() {
            sheet.set_column_width(i as u16, *width as f64)?;
            sheet.write_string_with_format(0, i as u16, clean::line(&column.title), &looks.head)?;
        }
        sheet.set_freeze_panes(1, if columns.len() > 1 { 1 } else { 0 })?;
        let mut links = 0;
        for (n, (heading, line)) in chunk.iter().enumerate() {
            let row = n as u32 + 1;
            // Spreadsheets do not agree on the height of wrapped rows whose height is not given.
            let mut high = height(line, widths.get(usize::from(first)..).unwrap_or_default());
            if let (true, Some(width)) = (heads.is_some(), widths.first()) {
                high = high.max(lines_of(heading, *width) as f64 * 15.0).min(405.0);
            }
            sheet.set_row_height(row, high)?;
            if heads.is_some() {
                sheet.write_string_with_format(row, 0, limited(heading), &looks.plain)?;
            }
            for i in 0..report.columns.len() {
                write(sheet, row, first + i as u16, line.cell(i), looks, &mut links)?;
            }
        }
        if !columns.is_empty() {
            sheet.autofilter(0, 0, chunk.len() as u32, columns.len() as u16 - 1)?;
        }
    }
    Ok(())
}

/// A column is as wide as it usually is; a date that does not fit would show as `###`, so they widen it.
fn width_of(column: Option<&&Column>, cell: Option<usize>, lines: &[(&str, &super::Line)]) -> usize {
    let usual = column.map_or(10, |c| usize::from(c.width.clamp(6, 60)));
    let dates = lines.iter().filter_map(|(_, line)| match line.cell(cell?) {
        Cell { value: Value::Day { estimated: true, .. }, .. } => Some(29),
        Cell { value: Value::Day { .. }, .. } => Some(18),
        _ => None,
    });
    dates.fold(usual, usize::max)
}

/// How many lines a text takes: words end lines early, so a tenth less than the width is counted.
fn lines_of(text: &str, width: usize) -> usize {
    let room = (width * 9 / 10).max(4);
    text.lines().map(|l| super::wrap::width(l).div_ceil(room).max(1)).sum()
}

/// Points for the tallest cell of a line, at most what the format allows.
fn height(line: &super::Line, widths: &[usize]) -> f64 {
    let lines = widths.iter().enumerate().map(|(i, width)| match &line.cell(i).value {
        Value::Text(_) | Value::List(_) | Value::Data { .. } | Value::Link(_) | Value::Term { .. } => {
            lines_of(&line.cell(i).words(), *width)
        }
        _ => 1,
    });
    (lines.max().unwrap_or(1).max(1) as f64 * 15.0).min(405.0)
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    looks: &Looks,
    links: &mut u32,
) -> Result<(), XlsxError> {
    let look = match cell.tone {
        Tone::Plain => &looks.plain,
        Tone::Strong => &looks.strong,
        Tone::Outstanding => &looks.outstanding,
    };
    match &cell.value {
        Value::Empty => {}
        Value::Day { day, estimated } => match date(*day) {
            Some(at) => {
                let look = if *estimated { &looks.estimated } else { &looks.date };
                sheet.write_datetime_with_format(row, column, &at, look)?;
            }
            // The calendar of spreadsheets begins in 1900.
            None => {
                sheet.write_string_with_format(row, column, in_words(*day), look)?;
            }
        },
        Value::Number(n) => {
            sheet.write_number_with_format(row, column, *n as f64, &looks.number)?;
        }
        Value::Text(words) if !words.emphasis.is_empty() => rich(sheet, row, column, words, looks, look)?,
        Value::Link(link) => one_link(sheet, row, column, link, looks, look, links)?,
        Value::List(items) => match items.as_slice() {
            [link] => one_link(sheet, row, column, link, looks, look, links)?,
            // A cell has one link: it leads to the first that can be followed.
            several if several.iter().any(|l| l.href.is_some()) => {
                let href = several.iter().find_map(|l| l.href.clone());
                one_link(sheet, row, column, &Link { text: cell.words().into_owned(), href }, looks, look, links)?;
            }
            _ => {
                sheet.write_string_with_format(row, column, limited(&cell.words()), look)?;
            }
        },
        _ if cell.is_empty() => {}
        _ => {
            sheet.write_string_with_format(row, column, limited(&cell.words()), look)?;
        }
    }
    Ok(())
}

/// Words with their italics.
fn rich(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    words: &Words,
    looks: &Looks,
    look: &Format,
) -> Result<(), XlsxError> {
    let default = Format::default();
    let runs: Vec<(&Format, String)> = words
        .runs()
        .into_iter()
        .map(|(run, emphasis)| (if emphasis { &looks.italic } else { &default }, clean::lines(run).into_owned()))
        .filter(|(_, run)| !run.is_empty())
        .collect();
    let parts: Vec<(&Format, &str)> = runs.iter().map(|(f, s)| (*f, s.as_str())).collect();
    // The format takes a rich text only of two runs or more; what looks like an escape (`_x0041_`) is escaped in plain ones only.
    if parts.len() < 2 || words.text.contains("_x") || words.text.encode_utf16().count() > CHARS {
        sheet.write_string_with_format(row, column, limited(&words.text), look)?;
    } else {
        sheet.write_rich_string_with_format(row, column, &parts, look)?;
    }
    Ok(())
}

fn one_link(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    link: &Link,
    looks: &Looks,
    look: &Format,
    links: &mut u32,
) -> Result<(), XlsxError> {
    let text = limited(&link.text);
    match &link.href {
        Some(href) if *links < LINKS && href.len() < 2000 && text.chars().count() < 2000 && !text.is_empty() => {
            *links += 1;
            sheet.write_url_with_format(row, column, Url::new(href).set_text(text), &looks.link)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, text, look)?;
        }
    }
    Ok(())
}

fn date(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()
}

/// A text that fits a cell.
fn limited(text: &str) -> String {
    let text = clean::lines(text);
    let mut units = 0;
    match text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CHARS
    }) {
        Some((at, _)) => format!("{} …", text.get(..at).unwrap_or_default()),
        None => text.into_owned(),
    }
}

/// A name that a sheet may have: at most 31 characters, none of `[]:*?/\`, no `'` at its ends, not taken.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    // The count in a heading, `Outstanding (7)`, is no part of the name.
    let wanted = wanted.split(" (").next().unwrap_or(wanted);
    let clean: String = clean::line(wanted).chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
    let base = match clean.trim() {
        "" => "Sheet".to_owned(),
        name if name.eq_ignore_ascii_case("history") => format!("{name} "),
        name => name.to_owned(),
    };
    let cut = |room: usize| {
        let mut units = 0;
        base.chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= room
            })
            .collect::<String>()
            .trim()
            .to_owned()
    };
    let mut name = cut(31);
    let mut n = 1;
    while !taken.insert(name.to_lowercase()) {
        n += 1;
        name = format!("{} ({n})", cut(24));
    }
    name
}

fn about(book: &mut Workbook, report: &Report, looks: &Looks, names: &mut BTreeSet<String>) -> Result<(), ViewError> {
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name("About", names))?;
    sheet.set_column_width(0, 16)?.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, limited(&report.title), &looks.title)?;
    let mut row = 1;
    let mut put = |head: &str, text: &str| -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, 0, head, &looks.strong)?;
        sheet.write_string_with_format(row, 1, limited(text), &looks.plain)?;
        row += 1;
        Ok(())
    };
    for line in &report.subtitle {
        put("", line)?;
    }
    put("as of", &in_words(report.as_of))?;
    let filters = if report.filters.is_empty() { "none".to_owned() } else { report.filters.join("; ") };
    put("filters", &filters)?;
    put("rows", &super::phrase::number(report.lines().count() as i64))?;
    for (head, lines) in [("summary", &report.summary), ("notes", &report.notes), ("texts", &report.sources)] {
        for (i, line) in lines.iter().enumerate() {
            put(if i == 0 { head } else { "" }, line)?;
        }
    }
    put("", &report.closing())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{look, sample};
    use calamine::{Data, Reader, Xlsx};

    fn open(bytes: Vec<u8>) -> Xlsx<std::io::Cursor<Vec<u8>>> {
        Xlsx::new(std::io::Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn rows_are_read_back_as_they_were() {
        let report = sample::report();
        let bytes = xlsx(&report, look::options()).unwrap();
        let mut book = open(bytes.clone());
        assert_eq!(book.sheet_names(), ["Provisions", "About"]);
        let range = book.worksheet_range("Provisions").unwrap();
        assert_eq!(range.height(), report.lines().count() + 1);
        let titles: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(titles[0], "group");
        assert_eq!(titles[1..], report.columns.iter().map(|c| c.title.to_string()).collect::<Vec<_>>());
        for (row, line) in range.rows().skip(1).zip(report.lines()) {
            for (found, i) in row[1..].iter().zip(0..) {
                let cell = line.cell(i);
                match &cell.value {
                    Value::Day { day, .. } => {
                        let Data::DateTime(at) = found else { panic!("{found:?} is no date") };
                        let origin = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
                        assert_eq!(origin + chrono::Days::new(at.as_f64() as u64), *day);
                    }
                    Value::Number(n) => assert_eq!(found, &Data::Float(*n as f64)),
                    _ => assert_eq!(found.to_string(), clean::lines(&cell.words())),
                }
            }
        }
        let formulas = book.worksheet_formula("Provisions").unwrap();
        assert!(formulas.cells().all(|(_, _, f)| f.is_empty()));
        let about: Vec<String> =
            book.worksheet_range("About").unwrap().cells().map(|(_, _, d)| d.to_string()).collect();
        assert!(about.contains(&"24 November 2026".to_owned()) && about.contains(&report.closing()));
        assert_eq!(bytes, xlsx(&report, look::options()).unwrap());
    }

    #[test]
    fn groups_have_sheets_of_their_own_where_asked() {
        let mut report = sample::report();
        report.groups[1].heading = "Outstanding: a/b [c]*? 'long' heading that goes on and on".to_owned();
        report.sheet_per_group = true;
        let book = open(xlsx(&report, look::options()).unwrap());
        assert_eq!(book.sheet_names(), ["Outstanding", "Outstanding ab c long heading t", "About"]);
        let mut taken = BTreeSet::new();
        assert_eq!(sheet_name("Outstanding (7)", &mut taken), "Outstanding");
        assert_eq!(sheet_name("outstanding", &mut taken), "outstanding (2)");
    }

    #[test]
    fn what_no_cell_can_hold_is_cut_and_old_days_are_words() {
        let report = Report::new("x", sample::as_of(), vec![Column::new("a", "a", 9), Column::new("b", "b", 9)]).group(
            "",
            vec![
                vec![
                    Cell::text("🛟".repeat(40_000)),
                    Value::Day { day: NaiveDate::from_ymd_opt(1815, 6, 9).unwrap(), estimated: false }.into(),
                ]
                .into(),
            ],
        );
        let mut book = open(xlsx(&report, look::options()).unwrap());
        let range = book.worksheet_range("Provisions").unwrap();
        assert!(range.get((1, 0)).unwrap().to_string().ends_with(" …"));
        assert_eq!(range.get((1, 1)).unwrap().to_string(), "9 June 1815");
    }

    #[test]
    fn a_cell_with_several_documents_leads_to_the_first() {
        let link = |text: &str, href: Option<&str>| Link { text: text.to_owned(), href: href.map(str::to_owned) };
        let both = Value::List(vec![link("a letter", None), link("A/77/277", Some("https://undocs.org/A/77/277"))]);
        let columns = vec![Column::new("evidence", "reference", 20)];
        let report = Report::new("", crate::view::sample::as_of(), columns).group("", vec![vec![both.into()].into()]);
        let bytes = xlsx(&report, crate::view::look::options()).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut links = String::new();
        let mut member = archive.by_name("xl/worksheets/_rels/sheet1.xml.rels").unwrap();
        std::io::Read::read_to_string(&mut member, &mut links).unwrap();
        assert!(links.contains("https://undocs.org/A/77/277"), "{links}");
    }
}
