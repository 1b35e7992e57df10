//! Whether two clauses say the same: the measure by which an entry finds its clause in another edition or format.

use unicode_normalization::UnicodeNormalization;

/// Two clauses with one key are one where at least this share of their words agrees, in order.
///
/// Of 8,004 pairs of different paragraphs of one resolution that begin with the same directive verb and actor (the Assembly's 75th
/// session, some of the 79th, the Security Council of 2000 to 2002), 12 share so many; of 1,011 paragraphs of 31 resolutions, as XML and
/// as PDF read crudely with footnotes and page feet left in, 952 do. A detached entry is seen and put right, one on a wrong
/// clause is not: so rather too high than too low.
pub const AGREE: f64 = 0.8;

/// Where rules of another version end a clause elsewhere, one is the beginning of the other: so many words at least, and
/// this share of them, must agree.
const BEGINNING: (usize, f64) = (8, 0.9);

/// So many words of a clause are compared; a longer one is known by its beginning.
const MOST: usize = 400;

/// The words of a clause with hyphens, quotes, spaces, case and invisible characters made alike: letters and digits alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words(Vec<String>);

impl Words {
    /// Takes a clause apart.
    pub fn new(text: &str) -> Words {
        let plain: String = text
            .nfkc()
            // Soft hyphens and marks of direction stand inside words.
            .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
            // An apostrophe, straight or curled, is no gap: `Secretary-General's`.
            .filter(|c| !matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}'))
            .flat_map(char::to_lowercase)
            .collect();
        Words(
            plain
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .take(MOST)
                .map(str::to_owned)
                .collect(),
        )
    }

    /// How much of two clauses agrees, from 0 to 1: twice the words that they share in order, over all their words.
    pub fn share(&self, other: &Words) -> f64 {
        share(&self.0, &other.0)
    }

    /// The words in alphabetical order.
    pub fn sorted(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.0.iter().map(String::as_str).collect();
        all.sort_unstable();
        all
    }

    /// Whether two clauses with one key are the same clause.
    pub fn agree(&self, other: &Words) -> bool {
        let (short, long) = if self.0.len() <= other.0.len() { (&self.0, &other.0) } else { (&other.0, &self.0) };
        short == long
            || share(short, long) >= AGREE
            || (short.len() >= BEGINNING.0 && share(short, &long[..short.len()]) >= BEGINNING.1)
    }
}

fn share(a: &[String], b: &[String]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    // The longest common subsequence, a row at a time.
    let mut row = vec![0_u32; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    2.0 * f64::from(row[b.len()]) / (a.len() + b.len()) as f64
}

/// Whether the words of two clauses with one key agree.
pub fn agree(a: &str, b: &str) -> bool {
    a == b || Words::new(a).agree(&Words::new(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "Requests the Secretary\u{2011}General to submit to the General Assembly at its eighty-first session a \
                          report on the \u{201c}Lighthouse\u{201d} programme";

    #[test]
    fn a_clause_in_another_format_or_with_a_corrected_word_is_the_same() {
        for same in [
            "requests the Secretary - General  to submit to the General Assembly at its eighty\u{2010}first session a report on \
             the \"Lighthouse\" programme;",
            "Requests the Secretary-General to submit to the General Assembly at its eighty-second session a report on the \
             Lighthouse pro\u{ad}gramme",
            // Newer rules end the clause earlier, or later.
            "Requests the Secretary-General to submit to the General Assembly at its eighty-first session",
            &format!(
                "{REPORT}, and in this regard invites Member States to provide all the information that they may hold on it"
            ),
        ] {
            assert!(agree(REPORT, same) && agree(same, REPORT), "{same}");
        }
        assert!(agree("Secretary-General\u{2019}s", "secretary general's"));
    }

    #[test]
    fn another_clause_with_the_same_verb_and_actor_is_not() {
        for other in [
            "Requests the Secretary-General to appoint a special envoy for the question of harbours",
            "Requests the Secretary-General to submit to the Economic and Social Council an analysis of the costs of dredging in \
             all ports",
            "Requests the Secretary-General",
            "",
        ] {
            assert!(!agree(REPORT, other), "{other}");
        }
    }
}
