//! A paper for Word: real headings and a table style, a heading row on each page, page numbers, footnotes that say where each
//! document is found. The parts are written here and not by a library, because none at hand repeats a heading row or writes
//! the same bytes twice.

mod chart;
mod parts;

use super::chart::Chart;
use super::clean;
use super::fit::Fit;
use super::report::{Align, Cell, Group, Link, Paper, Report, Tone, Value};
use super::wrap::together;
use super::{Options, ViewError};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// Twentieths of a point: the margins of a page, left and right together.
const MARGINS: usize = 2 * 1021;

/// Twentieths of a point: the margins of a cell, left and right together.
const PADDING: usize = 160;

/// Groups with fewer rows than that on average share a table.
const SMALL: usize = 5;

/// Writes a paper.
///
/// # Errors
/// Where the archive can't be written; texts never make it fail.
pub fn docx(report: &Report, options: Options) -> Result<Vec<u8>, ViewError> {
    let mut paper = Writer::new(report);
    let document = paper.document();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The day of an archive's members is no part of what it says: the same report is the same bytes.
    let member = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let charts: Vec<&Chart> = paper.charts().collect();
    let drawn = charts.iter().enumerate().map(|(i, c)| (format!("word/charts/chart{}.xml", i + 1), chart::part(c)));
    for (name, text) in [
        ("[Content_Types].xml", parts::content_types(charts.len())),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core(&report.title, options.now)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", parts::document_relations(&paper.links, charts.len())),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/footnotes.xml", paper.footnotes()),
        ("word/footer1.xml", parts::footer(&report.closing())),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .into_iter()
    .chain(drawn)
    {
        archive.start_file(name, member)?;
        archive.write_all(text.as_bytes()).map_err(zip::result::ZipError::from)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The text as XML, safe to show.
fn xml(text: &str) -> String {
    quick_xml::escape::escape(clean::line(text).as_ref()).into_owned()
}

struct Writer<'a> {
    report: &'a Report,
    landscape: bool,
    /// Half points.
    size: usize,
    widths: Vec<usize>,
    /// Addresses in the order of their first use; the place is the number of the relation.
    links: Vec<String>,
    known: BTreeMap<String, usize>,
    notes: Vec<Link>,
}

impl<'a> Writer<'a> {
    fn new(report: &'a Report) -> Writer<'a> {
        let usual: usize = report.columns.iter().map(|c| usize::from(c.width)).sum();
        let landscape = usual > 115;
        let (size, widths) = widths(report, page(report.paper, landscape).0 - MARGINS);
        Writer { report, landscape, size, widths, links: Vec::new(), known: BTreeMap::new(), notes: Vec::new() }
    }

    fn document(&mut self) -> String {
        let report = self.report;
        let mut out = parts::DOCUMENT_HEAD.to_owned();
        paragraph(&mut out, "Title", &report.title);
        for line in &report.subtitle {
            paragraph(&mut out, "Subtitle", line);
        }
        let mut about = format!("As of {}", crate::model::day::in_words(report.as_of));
        for filter in &report.filters {
            let _ = write!(about, "; {filter}");
        }
        paragraph(&mut out, "About", &about);
        for line in &report.summary {
            paragraph(&mut out, "Normal", line);
        }
        let (w, h) = page(report.paper, self.landscape);
        for (i, bars) in self.charts().enumerate() {
            chart::drawing(bars, i + 1, w - MARGINS, &mut out);
        }
        let groups: Vec<&Group> =
            report.groups.iter().filter(|g| !g.heading.is_empty() || !g.lines.is_empty()).collect();
        // Many small groups are one table with their headings in it: a heading row for every two rows is a page of headings.
        let lines: usize = groups.iter().map(|g| g.lines.len()).sum();
        if groups.len() > 3 && lines < groups.len() * SMALL && groups.iter().all(|g| !g.lines.is_empty()) {
            self.table(&groups, true, &mut out);
        } else {
            for group in groups {
                self.group(group, &mut out);
            }
        }
        for (heading, lines) in [("Notes", &report.notes), ("Texts", &report.sources)] {
            if !lines.is_empty() {
                paragraph(&mut out, "Heading2", heading);
            }
            for line in lines {
                paragraph(&mut out, "Normal", line);
            }
        }
        paragraph(&mut out, "About", &report.closing());
        let orient = if self.landscape { " w:orient=\"landscape\"" } else { "" };
        let _ = write!(
            out,
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/><w:pgSz w:w=\"{w}\" w:h=\"{h}\"{orient}/>\
             <w:pgMar w:top=\"1021\" w:right=\"1021\" w:bottom=\"1021\" w:left=\"1021\" w:header=\"567\" w:footer=\"567\" \
             w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
        );
        out
    }

    /// The charts that Word draws: bars. Lines of time are for the page.
    fn charts(&self) -> impl Iterator<Item = &'a Chart> + use<'a> {
        self.report.charts.iter().filter(|c| !c.categories().is_empty())
    }

    fn group(&mut self, group: &Group, out: &mut String) {
        if !group.heading.is_empty() {
            paragraph(out, "Heading1", &group.heading);
        }
        if !group.lines.is_empty() {
            self.table(&[group], false, out);
        }
    }

    /// A table of groups, `headed`: each under a row with its heading.
    fn table(&mut self, groups: &[&Group], headed: bool, out: &mut String) {
        let report = self.report;
        if report.columns.is_empty() {
            return;
        }
        let all: usize = self.widths.iter().sum();
        let _ = write!(
            out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"StatusTable\"/><w:tblW w:w=\"{all}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" \
             w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>"
        );
        for w in &self.widths {
            let _ = write!(out, "<w:gridCol w:w=\"{w}\"/>");
        }
        out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (i, column) in report.columns.iter().enumerate() {
            self.open_cell(i, "TableHead", column.align, out);
            self.run(&column.title, "", out);
            out.push_str("</w:p></w:tc>");
        }
        out.push_str("</w:tr>");
        for group in groups {
            if headed {
                let _ = write!(
                    out,
                    "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"{all}\" w:type=\"dxa\"/><w:gridSpan \
                     w:val=\"{}\"/></w:tcPr>",
                    report.columns.len()
                );
                paragraph(out, "TableGroup", &group.heading);
                out.push_str("</w:tc></w:tr>");
            }
            for line in &group.lines {
                // A row stays on its page, but for one that may be taller than a page.
                let tall = line.cells.iter().any(|c| c.words().len() > 2000);
                out.push_str(if tall { "<w:tr>" } else { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" });
                for (i, column) in report.columns.iter().enumerate() {
                    self.open_cell(i, "TableText", column.align, out);
                    // Also a value that the row above has: that row may stand on the page before.
                    self.cell(line.cell(i), out);
                    out.push_str("</w:p></w:tc>");
                }
                out.push_str("</w:tr>");
            }
        }
        out.push_str("</w:tbl>");
        paragraph(out, "TableEnd", "");
    }

    fn open_cell(&self, column: usize, style: &str, align: Align, out: &mut String) {
        let w = self.widths.get(column).copied().unwrap_or(1000);
        let align = if align == Align::Right { "<w:jc w:val=\"right\"/>" } else { "" };
        let _ = write!(
            out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{w}\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{align}</w:pPr>"
        );
    }

    fn run(&self, text: &str, look: &str, out: &mut String) {
        if text.is_empty() {
            return;
        }
        let size = self.size;
        let _ = write!(
            out,
            "<w:r><w:rPr>{look}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            xml(&together(text))
        );
    }

    fn cell(&mut self, cell: &Cell, out: &mut String) {
        let look = match cell.tone {
            Tone::Plain => "",
            Tone::Strong => "<w:b/>",
            Tone::Outstanding => "<w:b/><w:color w:val=\"A4001D\"/>",
        };
        match &cell.value {
            Value::Text(words) => {
                for (run, emphasis) in words.runs() {
                    let italic = if emphasis { "<w:i/>" } else { "" };
                    // The order of a run's properties is fixed: bold, italic, colour.
                    let look = match cell.tone {
                        Tone::Plain => italic.to_owned(),
                        Tone::Strong => format!("<w:b/>{italic}"),
                        Tone::Outstanding => format!("<w:b/>{italic}<w:color w:val=\"A4001D\"/>"),
                    };
                    self.run(run, &look, out);
                }
            }
            Value::Link(link) => self.link(link, look, out),
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        self.run("; ", look, out);
                    }
                    self.link(item, look, out);
                }
            }
            _ => self.run(&cell.words(), look, out),
        }
    }

    /// A link, and at the first mention of its document a footnote that says where it is found.
    fn link(&mut self, link: &Link, look: &str, out: &mut String) {
        let Some(href) = &link.href else { return self.run(&link.text, look, out) };
        let first = !self.known.contains_key(href);
        let n = *self.known.entry(href.clone()).or_insert_with(|| {
            self.links.push(href.clone());
            self.links.len()
        });
        let _ = write!(out, "<w:hyperlink r:id=\"rIdLink{n}\" w:history=\"1\">");
        self.run(&link.text, "<w:rStyle w:val=\"Hyperlink\"/>", out);
        out.push_str("</w:hyperlink>");
        if first {
            self.notes.push(link.clone());
            let _ = write!(
                out,
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{}\"/></w:r>",
                self.notes.len()
            );
        }
    }

    fn footnotes(&self) -> String {
        let mut out = parts::FOOTNOTES_HEAD.to_owned();
        for (i, link) in self.notes.iter().enumerate() {
            let href = link.href.as_deref().unwrap_or_default();
            let text = if link.text == href { href.to_owned() } else { format!("{}, {href}", link.text) };
            let _ = write!(
                out,
                "<w:footnote w:id=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr><w:rStyle \
                 w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> {}</w:t></w:r>\
                 </w:p></w:footnote>",
                i + 1,
                xml(&text)
            );
        }
        out.push_str("</w:footnotes>");
        out
    }
}

fn paragraph(out: &mut String, style: &str, text: &str) {
    let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
    if !text.is_empty() {
        let _ = write!(out, "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(text));
    }
    out.push_str("</w:p>");
}

/// Width and height of a page.
fn page(paper: Paper, landscape: bool) -> (usize, usize) {
    let (w, h) = match paper {
        Paper::A4 => (11906, 16838),
        Paper::Letter => (12240, 15840),
    };
    if landscape { (h, w) } else { (w, h) }
}

/// The size of the type, in half points, and the width of each column: the largest type at which no word is cut and rows stay
/// low.
fn widths(report: &Report, room: usize) -> (usize, Vec<usize>) {
    let fit = Fit::of(report);
    let padding = PADDING * report.columns.len();
    // A character is half as wide as high, on average; the margins of a cell take as much as two of them.
    let chars = |size: usize| room.saturating_sub(padding) / (size * 5);
    let least: usize = fit.least.iter().sum();
    let size = [20, 18, 17]
        .into_iter()
        .find(|size| least <= chars(*size) && fit.height(&fit.widths(chars(*size))) <= 40)
        .or_else(|| [16, 15, 14].into_iter().find(|size| least <= chars(*size)))
        .unwrap_or(14);
    let widths = fit.widths(chars(size));
    // Where not even the longest words fit, all columns are narrowed alike.
    let all: usize = widths.iter().sum::<usize>().max(1);
    let most = room.saturating_sub(padding);
    (size, widths.into_iter().map(|w| (w * size * 5).min(w * most / all) + PADDING).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{look, sample};
    use std::io::Read;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// The text of each cell of each row, without its notes.
    fn rows(document: &str) -> Vec<Vec<String>> {
        let tree = roxmltree::Document::parse(document).unwrap();
        let texts = |n: roxmltree::Node<'_, '_>| {
            n.descendants()
                .filter(|t| t.has_tag_name(("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "t")))
                .filter_map(|t| t.text().map(|t| t.replace('\u{a0}', " ")))
                .collect::<String>()
        };
        tree.descendants()
            .filter(|n| n.tag_name().name() == "tr")
            .map(|row| row.children().filter(|n| n.tag_name().name() == "tc").map(texts).collect())
            .collect()
    }

    #[test]
    fn rows_are_read_back_as_they_were() {
        let report = sample::report();
        let bytes = docx(&report, look::options()).unwrap();
        let document = part(&bytes, "word/document.xml");
        let found = rows(&document);
        let titles: Vec<String> = report.columns.iter().map(|c| c.title.to_string()).collect();
        let mut expected = Vec::new();
        for group in &report.groups {
            expected.push(titles.clone());
            for line in &group.lines {
                expected.push(
                    (0..titles.len()).map(|i| clean::line(&line.cell(i).words()).into_owned()).collect::<Vec<_>>(),
                );
            }
        }
        assert_eq!(found, expected);
        assert!(document.contains("<w:i/>") && document.contains("<w:tblHeader/>"));
        assert!(
            part(&bytes, "word/footnotes.xml").contains("A/78/277-S/2024/606, https://undocs.org/A/78/277-S/2024/606")
        );
        for name in [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/styles.xml",
            "word/settings.xml",
            "word/footnotes.xml",
            "word/footer1.xml",
        ] {
            roxmltree::Document::parse(&part(&bytes, name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
        assert_eq!(bytes, docx(&report, look::options()).unwrap());
    }

    #[test]
    fn a_row_on_a_further_page_has_its_subject() {
        let columns = vec![crate::view::Column::new("subject", "subject", 20)];
        let lines = (0..3).map(|_| vec![Cell::text("Lighthouses")].into()).collect();
        let bytes = docx(&Report::new("", sample::as_of(), columns).group("", lines), look::options()).unwrap();
        assert_eq!(part(&bytes, "word/document.xml").matches("Lighthouses").count(), 3);
    }

    #[test]
    fn a_document_is_noted_once() {
        let mut report = sample::report();
        let again = report.groups.clone();
        report.groups.extend(again);
        let bytes = docx(&report, look::options()).unwrap();
        assert_eq!(part(&bytes, "word/footnotes.xml").matches("undocs.org").count(), 1);
        assert_eq!(part(&bytes, "word/_rels/document.xml.rels").matches("undocs.org").count(), 1);
    }

    #[test]
    fn bars_are_drawn_with_their_figures_and_said_in_words() {
        let mut report = sample::report();
        let bars = vec![("<States> & \u{202e}others".to_owned(), 1234), ("Secretary-General".to_owned(), 7)];
        report.charts = crate::view::chart::of_rows(&sample::rows(), sample::as_of());
        report.charts.push(Chart::Counts { title: "Provisions by addressee".to_owned(), bars });
        let bytes = docx(&report, look::options()).unwrap();
        let drawn = part(&bytes, "word/charts/chart2.xml");
        let tree = roxmltree::Document::parse(&drawn).unwrap();
        let values: Vec<&str> =
            tree.descendants().filter(|n| n.tag_name().name() == "v").filter_map(|n| n.text()).collect();
        assert_eq!(values, ["provisions", "<States> & \\u{202e}others", "Secretary-General", "1234", "7"]);
        let document = part(&bytes, "word/document.xml");
        assert!(
            document.contains("descr=\"&lt;States&gt; &amp; \\u{202e}others: 1234; Secretary-General: 7\""),
            "{document}"
        );
        // Lines of time are for the page; each chart that is drawn has its part, its relation and its type.
        for (name, what) in
            [("[Content_Types].xml", "/word/charts/chart"), ("word/_rels/document.xml.rels", "Id=\"rIdChart")]
        {
            assert_eq!(part(&bytes, name).matches(what).count(), 2, "{name}");
        }
        assert!(part(&bytes, "word/charts/chart1.xml").contains("stacked"));
    }
}
