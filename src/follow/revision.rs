//! Paragraph by paragraph: what changed in a text on its way from draft to resolution, whether or not it asks something.

use crate::follow::renewal::words_alike;
use crate::model::word::words as closed_list;
use crate::model::{Resolution, Role};
use crate::track::words::Words;
use similar::{Algorithm, DiffTag, capture_diff_slices};

closed_list! {
    /// What became of a paragraph of a draft.
    Fate, "fate" {
        /// The same words.
        Same = "same",
        /// Other words.
        Changed = "changed",
        /// The later text does not have it.
        LeftOut = "left-out",
        /// The earlier text does not have it.
        New = "new",
    }
}

/// A paragraph of either text: where it stands, and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// `title`, `preamble 3`, `para. 5`, `para. II.5`, `heading`, `annex`.
    pub place: String,
    /// Chapeau and parts.
    pub text: String,
}

/// One paragraph laid beside the other text's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// The earlier text's.
    pub old: Option<Paragraph>,
    /// The later text's.
    pub new: Option<Paragraph>,
    /// What became of it.
    pub fate: Fate,
}

/// So much of the words must agree for two paragraphs to be one.
const SAME: f64 = 0.5;
/// In a stretch where nothing is the same, so many paragraphs of either side are compared with each other.
const STRETCH: usize = 60;

/// Lays all paragraphs of two texts beside each other, in the order of the texts.
pub fn revisions(old: &Resolution, new: &Resolution) -> Vec<Revised> {
    let (ours, theirs) = (paragraphs(old), paragraphs(new));
    let keys = |all: &[Paragraph]| all.iter().map(|p| words_alike(&p.text)).collect::<Vec<_>>();
    let mut rows = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(&ours), &keys(&theirs)) {
        let (a, b) = (&ours[op.old_range()], &theirs[op.new_range()]);
        if op.tag() == DiffTag::Equal {
            rows.extend(a.iter().zip(b).map(|(a, b)| row(Some(a), Some(b), Fate::Same)));
        } else {
            stretch(a, b, &mut rows);
        }
    }
    rows
}

fn row(old: Option<&Paragraph>, new: Option<&Paragraph>, fate: Fate) -> Revised {
    Revised { old: old.cloned(), new: new.cloned(), fate }
}

/// Paragraphs between those that are the same: each to the next that is like it, in order.
fn stretch(old: &[Paragraph], new: &[Paragraph], rows: &mut Vec<Revised>) {
    let theirs: Vec<Words> = new.iter().map(|p| Words::new(&p.text)).collect();
    let mut at = 0;
    for a in old {
        let own = Words::new(&a.text);
        let near = theirs.iter().enumerate().skip(at).take(STRETCH);
        let like = near.map(|(j, w)| (own.share(w), j)).filter(|(s, _)| *s >= SAME);
        match like.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1))) {
            Some((_, j)) => {
                rows.extend(new[at..j].iter().map(|b| row(None, Some(b), Fate::New)));
                rows.push(row(Some(a), Some(&new[j]), Fate::Changed));
                at = j + 1;
            }
            None => rows.push(row(Some(a), None, Fate::LeftOut)),
        }
    }
    rows.extend(new[at..].iter().map(|b| row(None, Some(b), Fate::New)));
}

/// The title and all paragraphs of a text.
fn paragraphs(r: &Resolution) -> Vec<Paragraph> {
    let title = Paragraph { place: "title".to_owned(), text: r.title.clone() };
    let mut preamble = 0;
    let body = r.blocks.iter().map(|b| {
        let (text, _) = b.flat();
        let numbered = |number: &str| match &b.section {
            Some(section) => format!("para. {section}.{number}"),
            None => format!("para. {number}"),
        };
        let place = match (b.role, &b.number) {
            (Role::Heading, _) => "heading".to_owned(),
            (_, Some(number)) => numbered(number),
            (Role::Preambular, None) => {
                preamble += 1;
                format!("preamble {preamble}")
            }
            (Role::Operative, None) => "para.".to_owned(),
            (role, None) => role.as_str().to_owned(),
        };
        Paragraph { place, text }
    });
    std::iter::once(title).filter(|t| !t.text.is_empty()).chain(body).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Rich, Symbol};

    fn text(lines: &[(Role, Option<&str>, &str)]) -> Resolution {
        let mut r = Resolution::new(Symbol::parse("A/RES/91/15").unwrap());
        r.title = "Harbours".to_owned();
        r.blocks = lines
            .iter()
            .map(|(role, number, words)| Block {
                role: *role,
                number: number.map(str::to_owned),
                section: None,
                body: Rich { text: (*words).to_owned(), ..Rich::default() },
                parts: Vec::new(),
            })
            .collect();
        r
    }

    #[test]
    fn every_paragraph_is_the_same_changed_left_out_or_new() {
        use Role::{Operative, Preambular};
        let draft = text(&[
            (Preambular, None, "Recalling the well-known plan for harbours,"),
            (Preambular, None, "Alarmed by silt,"),
            (Operative, Some("1"), "Takes note of the report on harbours and lighthouses;"),
            (Operative, Some("2"), "Thanks the islands."),
        ]);
        let adopted = text(&[
            (Preambular, None, "Recalling the well\u{2011}known plan for harbours,"),
            (Operative, Some("1"), "Welcomes the report on harbours and lighthouses;"),
            (Operative, Some("2"), "Calls for lamps;"),
            (Operative, Some("3"), "Thanks the islands."),
        ]);
        let rows: Vec<(Fate, Option<String>, Option<String>)> = revisions(&draft, &adopted)
            .into_iter()
            .map(|r| (r.fate, r.old.map(|p| p.place), r.new.map(|p| p.place)))
            .collect();
        let place = |p: &str| Some(p.to_owned());
        assert_eq!(
            rows,
            [
                (Fate::Same, place("title"), place("title")),
                (Fate::Same, place("preamble 1"), place("preamble 1")),
                (Fate::LeftOut, place("preamble 2"), None),
                (Fate::Changed, place("para. 1"), place("para. 1")),
                (Fate::New, None, place("para. 2")),
                (Fate::Same, place("para. 2"), place("para. 3")),
            ]
        );
    }
}
