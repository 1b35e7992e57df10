//! What the metadata and the cover of a document say.

use crate::model::{Edition, Language, Organ, Resolution, Session, Symbol, TextKind, Vote};
use crate::source::cover::{self, Provenance};
use crate::source::layout::front;
use chrono::NaiveDate;
use roxmltree::Node;

/// What holds for every resolution of a document.
#[derive(Debug, Default)]
pub(super) struct Meta {
    /// Symbol of the whole, without the letters of its parts.
    pub symbol: Option<Symbol>,
    edition: Edition,
    pub language: Option<Language>,
    organ: Option<Organ>,
    session: Option<Session>,
    adopted: Option<NaiveDate>,
    issued: Option<NaiveDate>,
    meeting: Option<String>,
    agenda_items: Vec<String>,
    provenance: Provenance,
    draft: Vec<Symbol>,
    vote: Option<Vote>,
    keywords: Vec<String>,
}

/// Words of an element, folded; footnotes are left out.
pub(super) fn plain(node: Node) -> String {
    let mut out = String::new();
    for text in node.descendants().filter(Node::is_text) {
        if text.ancestors().take_while(|a| *a != node).all(|a| a.tag_name().name() != "authorialNote") {
            out.push_str(text.text().unwrap_or_default());
        }
    }
    let out: String = out.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}')).collect();
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first element of this name inside.
pub(super) fn find<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|n| n.tag_name().name() == name)
}

fn attribute_date(node: Node) -> Option<NaiveDate> {
    node.attribute("date")?.parse().ok().and_then(cover::believable)
}

impl Meta {
    /// Reads the metadata and cover of a statement or collection.
    pub(super) fn read(document: Node) -> Meta {
        let mut meta = Meta::default();
        // The voters, thousands of names, are what makes metadata large; only their counts are read.
        for part in document.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "meta" => meta.metadata(part),
                "coverPage" => meta.cover(part),
                _ => {}
            }
        }
        meta
    }

    /// Language of an `identification`, as the parts of a collection have their own.
    pub(super) fn language_of(node: Node) -> Option<Language> {
        let code = find(node, "FRBRlanguage")?.attribute("language")?.to_ascii_lowercase();
        Some(match code.as_str() {
            "eng" | "en" => Language::English,
            "fra" | "fre" | "fr" => Language::French,
            "spa" | "es" => Language::Spanish,
            "rus" | "ru" => Language::Russian,
            "ara" | "ar" => Language::Arabic,
            "zho" | "chi" | "zh" => Language::Chinese,
            _ => return None,
        })
    }

    fn metadata(&mut self, meta: Node) {
        for part in meta.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "identification" => {
                    self.language = Meta::language_of(part);
                    let work = find(part, "FRBRWork");
                    let day =
                        work.and_then(|w| find(w, "FRBRdate")).filter(|d| d.attribute("name") == Some("adoption"));
                    self.adopted = day.and_then(attribute_date);
                }
                "classification" => self.classification(part),
                "workflow" => self.workflow(part),
                "analysis" => self.vote = find(part, "voting").and_then(vote).or(self.vote.take()),
                _ => {}
            }
        }
    }

    fn classification(&mut self, node: Node) {
        for keyword in node.children().filter(|n| n.tag_name().name() == "keyword") {
            let shown = keyword.attribute("showAs").or(keyword.attribute("value")).unwrap_or_default();
            let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            let dictionary = keyword.attribute("dictionary").unwrap_or_default();
            match keyword.attribute("refersTo") {
                None if node.attribute("source") == Some("DHLAUTH") && !self.keywords.contains(&shown) => {
                    self.keywords.push(shown);
                }
                // The catalogue's own words for what a Security Council resolution is about stand in brackets.
                Some("title") => {
                    if let Some((_, about)) = shown.split_once('[')
                        && let about = about.trim_end_matches([']', '.'])
                        && !about.is_empty()
                    {
                        self.keywords.insert(0, about.to_owned());
                    }
                }
                // Items of the Security Council's agenda have no numbers, only words.
                Some("agenda") if dictionary == "S/" => {
                    let item = shown.trim_end_matches('.').to_owned();
                    if !self.agenda_items.contains(&item) {
                        self.agenda_items.push(item);
                    }
                }
                _ => {}
            }
        }
    }

    fn workflow(&mut self, node: Node) {
        for step in node.children().filter(|n| n.tag_name().name() == "step") {
            let what = step.attribute("as").unwrap_or_default();
            match step.attribute("outcome") {
                Some("draftResolution") => self.draft = cover::symbols(what),
                Some("adopted") => {
                    self.adopted = self.adopted.or_else(|| attribute_date(step));
                    if what.contains("/PV.") {
                        let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
                        self.meeting = Some(what.replace("(resumed)", "(Resumption 1)"));
                    }
                    // `Adopted without vote, 59th plenary meeting`, `Adopted by acclamation, 4337th meeting`.
                    for words in [what, step.attribute("by").unwrap_or_default()] {
                        if words.contains("without vote") || words.contains("acclamation") {
                            self.vote.get_or_insert_default().without_vote = true;
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn cover(&mut self, page: Node) {
        for line in page.children().filter(Node::is_element) {
            for part in line.descendants().filter(Node::is_element) {
                let refers = part.attribute("refersTo").unwrap_or_default();
                match (part.tag_name().name(), part.attribute("name").unwrap_or_default()) {
                    ("docNumber", _) if refers == "#symbol" => {
                        if let Some((symbol, edition)) = front::symbol(&plain(part)) {
                            (self.symbol, self.edition) = (Some(symbol), edition);
                        }
                    }
                    ("docAuthority", _) if refers == "#issuingBody" => self.organ = cover::organ(&plain(part)),
                    ("docDate", _) if refers == "#dateOfIssuance" => {
                        self.issued = attribute_date(part).or_else(|| cover::date(&plain(part)));
                    }
                    ("docDate", _) if refers == "#adoptionDate" => {
                        self.adopted = self.adopted.or_else(|| attribute_date(part));
                    }
                    ("session", _) => {
                        self.session = cover::session(&plain(part)).or_else(|| {
                            part.attribute("value").filter(|v| v.parse::<u16>().is_ok()).map(|v| Session(v.to_owned()))
                        })
                    }
                    ("inline", "agenda item") => self.agenda_items = agenda_items(&plain(part)),
                    ("docTitle", _) => {
                        let printed = plain(part);
                        let said = cover::adoption(&printed);
                        self.adopted =
                            self.adopted.or_else(|| said.as_ref().map_or_else(|| cover::date(&printed), |a| a.on));
                        if let Some(meeting) = said.and_then(|a| a.meeting) {
                            self.meeting.get_or_insert(cover::meeting(&meeting, Some(Organ::SecurityCouncil), None));
                        }
                    }
                    ("docProponent", _) => {
                        let printed = plain(part);
                        self.provenance = cover::provenance(&printed)
                            .unwrap_or_else(|| Provenance { committee: None, drafts: cover::symbols(&printed) });
                    }
                    _ => {}
                }
            }
        }
    }

    /// Writes what it knows into a resolution; `conclusions` are the lines below the text.
    pub(super) fn fill(&self, text: &mut Resolution, conclusions: Option<Node>) {
        text.language = self.language.unwrap_or(text.language);
        text.edition = self.edition;
        text.kind = match text.symbol.as_str() {
            s if s.contains("/DEC/") => TextKind::Decision,
            _ if text.symbol.is_draft() => TextKind::Draft,
            _ => TextKind::Resolution,
        };
        text.organ = text.symbol.organ().or(self.organ);
        text.session = text.symbol.session().or_else(|| self.session.clone());
        if text.organ == Some(Organ::SecurityCouncil) {
            text.session = None;
        }
        let (meeting, day) = conclusions.map_or((None, None), conclusion);
        text.adopted = self.adopted.or(day);
        text.issued = self.issued;
        // What is printed below the text holds, unless the record's symbol only tells its resumption better.
        let printed = meeting.map(|m| cover::meeting(&m, text.organ, text.session.as_ref()));
        text.meeting = match (printed, &self.meeting) {
            (Some(p), Some(m)) if m.starts_with(p.split(' ').next().unwrap_or(&p)) && m.contains('(') => {
                Some(m.clone())
            }
            (Some(p), _) if p.contains("/PV.") => Some(p),
            (p, m) => m.clone().or(p),
        };
        text.agenda_items = self.agenda_items.clone();
        text.committee = self.provenance.committee.clone();
        text.drafts = self.provenance.drafts.clone();
        for draft in &self.draft {
            if !text.drafts.contains(draft) {
                text.drafts.push(draft.clone());
            }
        }
        text.vote = self.vote.clone();
        text.keywords = self.keywords.clone();
    }
}

/// Meeting and day below a text: `62nd plenary meeting⏎28 April 2021`.
fn conclusion(node: Node) -> (Option<String>, Option<NaiveDate>) {
    let words = plain(node);
    let meeting = find(node, "inline").map(plain).or_else(|| {
        let end = words.find("meeting")? + "meeting".len();
        words.get(..end).map(str::to_owned)
    });
    (meeting.filter(|m| !m.is_empty()), find(node, "docDate").and_then(attribute_date).or_else(|| cover::date(&words)))
}

/// Items of a cover line in any language: `Agenda items 14 and 118`, `Point 131 t) de l’ordre du jour`.
fn agenda_items(line: &str) -> Vec<String> {
    let english = cover::agenda_items(line);
    if !english.is_empty() {
        return english;
    }
    let Some(from) = line.find(|c: char| c.is_ascii_digit()) else { return Vec::new() };
    let rest = &line[from..];
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let letter = rest[digits..].trim_start().trim_start_matches('(');
    match letter.split_once(')') {
        Some((l, _)) if !l.is_empty() && l.chars().count() <= 2 => vec![format!("{} ({l})", &rest[..digits])],
        _ => vec![rest[..digits].to_owned()],
    }
}

/// The counts of a `voting`; `None` where it says nothing.
fn vote(node: Node) -> Option<Vote> {
    let outcome = node.attribute("outcome").unwrap_or_default();
    let mut vote = Vote { without_vote: false, ..Vote::default() };
    let mut counted = false;
    for count in node.children().filter(|n| n.tag_name().name() == "count") {
        let Some(n) = count.attribute("value").and_then(|v| v.trim().parse().ok()) else { continue };
        let place = match count.attribute("refersTo") {
            Some(r) if r.ends_with("inFavour") => &mut vote.in_favour,
            Some(r) if r.ends_with("against") => &mut vote.against,
            Some(r) if r.ends_with("abstaining") => &mut vote.abstaining,
            _ => continue,
        };
        (*place, counted) = (n, true);
    }
    let lower = outcome.to_lowercase();
    vote.without_vote =
        !counted && (lower.contains("withoutvote") || lower.contains("without vote") || lower.contains("acclamation"));
    (counted || vote.without_vote).then_some(vote)
}
