//! A text, whatever format it came in: one structure for XML, PDF, Word, web pages and pasted text.
//!
//! This structure is what is stored (as canonical JSON); files are not. [`STRUCTURE`] is its version.

use crate::model::word::words;
use crate::model::{Organ, ParagraphId, Session, Span, Symbol};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Version of the structure below.
pub const STRUCTURE: u16 = 1;

words! {
    /// What a text is.
    TextKind, "kind of text" {
        /// A resolution, adopted.
        Resolution = "resolution",
        /// A decision, adopted.
        Decision = "decision",
        /// A draft, not adopted yet.
        Draft = "draft",
    }
}

words! {
    /// The six official languages, by their ISO 639-1 codes.
    Language, "language" {
        /// Arabic.
        Arabic = "ar",
        /// Chinese.
        Chinese = "zh",
        /// English: the only one that is extracted.
        English = "en",
        /// French.
        French = "fr",
        /// Russian.
        Russian = "ru",
        /// Spanish.
        Spanish = "es",
    }
}

/// Which edition of the document: the original, its nth reissue (`*`), its nth corrigendum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edition {
    /// As first issued.
    #[default]
    Original,
    /// Reissued for technical reasons (`*` after the symbol), nth time.
    Reissue(u16),
    /// Corrigendum (`/Corr.n`).
    Corrigendum(u16),
}

impl Edition {
    /// *corrigendum 1*, *reissue 2*; nothing of the original.
    pub fn said(self) -> Option<String> {
        match self {
            Edition::Original => None,
            Edition::Reissue(n) => Some(format!("reissue {n}")),
            Edition::Corrigendum(n) => Some(format!("corrigendum {n}")),
        }
    }
}

words! {
    /// What a block of the text is.
    Role, "role" {
        /// A preambular paragraph (*Recalling …*).
        Preambular = "preambular",
        /// An operative paragraph.
        Operative = "operative",
        /// A heading inside the body; it opens a section.
        Heading = "heading",
        /// A paragraph of an annex: kept and searchable, never operative.
        Annex = "annex",
    }
}

/// How a text was voted on; all zero with `adopted_without_vote`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Vote {
    /// Adopted without a vote.
    pub without_vote: bool,
    /// Votes in favour.
    pub in_favour: u16,
    /// Votes against.
    pub against: u16,
    /// Abstentions.
    pub abstaining: u16,
}

/// A text with its emphasis and the places of its footnote marks. White space is folded to single blanks, footnotes are
/// taken out; hyphens and quotes stay as printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rich {
    /// The words.
    pub text: String,
    /// Italic runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emphasis: Vec<Span>,
    /// Footnote marks: the byte before which each stands and the index of its footnote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(u32, u32)>,
    /// Page and line of the file where the text begins, from 1; 0 where the format has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<(u32, u32)>,
}

impl Rich {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Rich {
        Rich { text: text.into(), ..Rich::default() }
    }
}

/// A lettered part of an operative paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The whole path of labels as written: `(a)`, nested `(a)(i)`. Empty for an unlabelled continuation (a closing line).
    pub label: String,
    /// Its text, without the label.
    #[serde(flatten)]
    pub body: Rich,
}

/// A block of the body, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// The section it stands in: the numeral or letter of the heading (`VI`, `A`); for an annex `annex` or `annex.II`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The number of an operative (or annex) paragraph without its dot; `None` where none is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The text without number, parts and footnotes; of a paragraph with parts, the chapeau.
    #[serde(flatten)]
    pub body: Rich,
    /// Lettered parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

impl Block {
    /// Chapeau and parts with their labels in one line, and the byte at which each part's text begins in it.
    pub fn flat(&self) -> (String, Vec<usize>) {
        let mut text = self.body.text.clone();
        let mut starts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            text.push(' ');
            if !part.label.is_empty() {
                text.push_str(&part.label);
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(&part.body.text);
        }
        (text, starts)
    }

    /// The text of the chapeau or of one part.
    pub fn text(&self, part: Option<u32>) -> Option<&str> {
        match part {
            None => Some(&self.body.text),
            Some(i) => self.parts.get(i as usize).map(|p| p.body.text.as_str()),
        }
    }
}

/// A footnote, apart from the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// As printed: `1`, `*`.
    pub mark: String,
    /// Its text.
    pub text: String,
}

/// A resolution, decision or draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// [`STRUCTURE`] of the writer.
    pub structure: u16,
    /// The symbol printed on the document itself; never the one that it got later.
    pub symbol: Symbol,
    /// What it is called elsewhere: `A/RES/75/253A` where a footnote says *resolution 75/253 becomes resolution 75/253 A*.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Symbol>,
    /// What its footnotes say that other, earlier texts become: old symbol and new (`A/RES/75/253`, `A/RES/75/253A`). It is kept
    /// on the text that says so; the store gives the earlier one its alias.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renames: Vec<(Symbol, Symbol)>,
    /// Resolution, decision or draft.
    pub kind: TextKind,
    /// Its language.
    pub language: Language,
    /// Its edition.
    #[serde(default)]
    pub edition: Edition,
    /// Its title, without symbol; for the Security Council, whose resolutions have none, empty (see [`Resolution::name`]).
    pub title: String,
    /// The organ that adopted it (or is asked to, for a draft).
    pub organ: Option<Organ>,
    /// The session in which it was adopted.
    pub session: Option<Session>,
    /// The day of adoption; never before 1946.
    pub adopted: Option<NaiveDate>,
    /// The day of its distribution (`Distr.`).
    pub issued: Option<NaiveDate>,
    /// The meeting at which it was adopted, by its record's symbol where known (`A/75/PV.62`), else as printed.
    pub meeting: Option<String>,
    /// Agenda items, `130 (t)`.
    pub agenda_items: Vec<String>,
    /// The committee that reported it, or `None` for *without reference to a Main Committee*.
    pub committee: Option<String>,
    /// The drafts, reports or recommendations that its cover names: `A/75/L.78`, `A/75/L.78/Add.1`; behind them the draft of
    /// the committee or council that the metadata of the XML name.
    pub drafts: Vec<Symbol>,
    /// How it was voted on.
    pub vote: Option<Vote>,
    /// Keywords of the catalogue, where the format carries them; of the Security Council first what its resolution is on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// The body in order.
    pub blocks: Vec<Block>,
    /// Footnotes in order of their first mark.
    pub footnotes: Vec<Footnote>,
}

impl Resolution {
    /// An empty English resolution to fill in.
    pub fn new(symbol: Symbol) -> Resolution {
        Resolution {
            structure: STRUCTURE,
            symbol,
            aliases: Vec::new(),
            renames: Vec::new(),
            kind: TextKind::Resolution,
            language: Language::English,
            edition: Edition::Original,
            title: String::new(),
            organ: None,
            session: None,
            adopted: None,
            issued: None,
            meeting: None,
            agenda_items: Vec::new(),
            committee: None,
            drafts: Vec::new(),
            vote: None,
            keywords: Vec::new(),
            blocks: Vec::new(),
            footnotes: Vec::new(),
        }
    }

    /// The operative paragraphs with their indices into `blocks`.
    pub fn operative(&self) -> impl Iterator<Item = (u32, &Block)> {
        self.blocks.iter().enumerate().filter(|(_, b)| b.role == Role::Operative).map(|(i, b)| (i as u32, b))
    }

    /// The id of each operative paragraph: the section is part of it only where numbers restart, a sole unnumbered one is `1`,
    /// an unnumbered one among others is `1a`-like: the number before it and a letter (`0a` before the first).
    pub fn paragraph_ids(&self) -> Vec<(u32, ParagraphId)> {
        let mut seen = std::collections::HashSet::new();
        let restarts = self.operative().filter_map(|(_, b)| b.number.as_deref()).any(|n| !seen.insert(n));
        let several = self.operative().nth(1).is_some();
        let (mut last, mut letter) = ("0".to_owned(), b'a');
        self.operative()
            .map(|(i, b)| {
                let number = match &b.number {
                    Some(n) => {
                        (last, letter) = (n.clone(), b'a');
                        n.clone()
                    }
                    None if !several => "1".to_owned(),
                    None => {
                        let n = format!("{last}{}", char::from(letter));
                        letter = letter.saturating_add(1).min(b'z');
                        n
                    }
                };
                let section = b.section.clone().filter(|_| restarts);
                (i, ParagraphId { symbol: self.symbol.clone(), section, number })
            })
            .collect()
    }

    /// Title, or what stands in for it: for the Security Council the first keyword, which is the catalogue's *on …*, else the
    /// symbol.
    pub fn name(&self) -> String {
        if !self.title.is_empty() {
            self.title.clone()
        } else if let Some(keyword) = self.keywords.first() {
            keyword.clone()
        } else {
            self.symbol.to_string()
        }
    }

    /// The words at a place; `None` where the place is not in this text.
    pub fn words(&self, at: crate::model::At) -> Option<&str> {
        at.span.of(self.blocks.get(at.block as usize)?.text(at.part)?)
    }
}
