//! Charts for Word: DrawingML bars with their figures kept in the part itself, so that nothing outside is opened.

use super::xml;
use crate::view::chart::{Chart, State};
use std::fmt::Write as _;

/// English Metric Units in a twentieth of a point.
const EMU: usize = 635;

/// The colour of each state, in the order of [`State::ALL`]; each series has its name beside it, too.
const COLOURS: [&str; 4] = ["7A8B99", "2F6DB5", "C98A1B", "A4001D"];

/// What the document says of a chart: its place, its size and its figures in words. `wide` in twentieths of a point.
pub(super) fn drawing(chart: &Chart, number: usize, wide: usize, out: &mut String) {
    let bars = chart.categories().len();
    let (w, h) = (wide * EMU, (900 + bars * 400) * EMU);
    let (title, said) = (xml(chart.title()), xml(&chart.said().join("; ")));
    let _ = write!(
        out,
        "<w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" \
         distR=\"0\"><wp:extent cx=\"{w}\" cy=\"{h}\"/><wp:docPr id=\"{number}\" name=\"Chart {number}\" title=\"{title}\" \
         descr=\"{said}\"/><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData \
         uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart \
         xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rIdChart{number}\"/></a:graphicData>\
         </a:graphic></wp:inline></w:drawing></w:r></w:p>"
    );
}

/// The part of a chart.
pub(super) fn part(chart: &Chart) -> String {
    let series = chart.series();
    let several = series.len() > 1;
    let names = chart.categories();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<c:chartSpace \
         xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><c:roundedCorners val=\"0\"/><c:chart><c:title><c:tx>\
         <c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"1000\" b=\"1\"/></a:pPr>",
    );
    let _ = write!(
        out,
        "<a:r><a:rPr lang=\"en-GB\" sz=\"1000\" b=\"1\"/><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>\
         <c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"{}\"/>\
         <c:varyColors val=\"0\"/>",
        xml(chart.title()),
        if several { "stacked" } else { "clustered" }
    );
    for (i, (name, figures)) in series.iter().enumerate() {
        let colour = if several { COLOURS[i % COLOURS.len()] } else { COLOURS[State::Open as usize] };
        let _ = write!(
            out,
            "<c:ser><c:idx val=\"{i}\"/><c:order val=\"{i}\"/><c:tx><c:strRef><c:f>s{i}</c:f><c:strCache><c:ptCount val=\"1\"/>\
             <c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr \
             val=\"{colour}\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>",
            xml(name)
        );
        labels(figures, &mut out);
        let _ = write!(out, "<c:cat><c:strRef><c:f>names</c:f><c:strCache><c:ptCount val=\"{}\"/>", names.len());
        for (n, name) in names.iter().enumerate() {
            let _ = write!(out, "<c:pt idx=\"{n}\"><c:v>{}</c:v></c:pt>", xml(name));
        }
        let _ = write!(
            out,
            "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>v{i}</c:f><c:numCache><c:formatCode>#,##0</c:formatCode>\
             <c:ptCount val=\"{}\"/>",
            figures.len()
        );
        for (n, figure) in figures.iter().enumerate() {
            let _ = write!(out, "<c:pt idx=\"{n}\"><c:v>{figure}</c:v></c:pt>");
        }
        out.push_str("</c:numCache></c:numRef></c:val></c:ser>");
    }
    let overlap = if several { "<c:overlap val=\"100\"/>" } else { "" };
    let small =
        "<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"800\"/></a:pPr><a:endParaRPr lang=\"en-GB\"/></a:p></c:txPr>";
    let _ = write!(
        out,
        "<c:gapWidth val=\"40\"/>{overlap}<c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart><c:catAx><c:axId val=\"1\"/>\
         <c:scaling><c:orientation val=\"maxMin\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorTickMark \
         val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{small}<c:crossAx val=\"2\"/><c:crosses \
         val=\"autoZero\"/><c:auto val=\"1\"/><c:lblOffset val=\"100\"/><c:tickLblSkip val=\"1\"/></c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling><c:min val=\"0\"/></c:scaling><c:delete val=\"1\"/>\
         <c:axPos val=\"t\"/><c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/></c:valAx></c:plotArea>{}<c:plotVisOnly \
         val=\"1\"/></c:chart><c:spPr><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>",
        if several { format!("<c:legend><c:legendPos val=\"b\"/>{small}</c:legend>") } else { String::new() }
    );
    out
}

/// Every bar carries its number, but for a part of a bar that is nothing.
fn labels(figures: &[u32], out: &mut String) {
    out.push_str("<c:dLbls>");
    for (n, _) in figures.iter().enumerate().filter(|(_, figure)| **figure == 0) {
        let _ = write!(out, "<c:dLbl><c:idx val=\"{n}\"/><c:delete val=\"1\"/></c:dLbl>");
    }
    out.push_str(
        "<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"800\"/></a:pPr><a:endParaRPr lang=\"en-GB\"/></a:p></c:txPr>\
         <c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/>\
         <c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>",
    );
}
