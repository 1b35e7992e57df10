//! Invented texts for the tests of this folder.

use crate::follow::{Ask, Loaded};
use crate::model::{
    Block, Body, Deadline, Due, Footnote, Kind, Organ, Relation, Resolution, Rich, Role, Session, Symbol,
};

/// A text of the organ that its symbol names.
pub fn text(symbol: &str, day: &str, title: &str) -> Loaded {
    let mut r = Resolution::new(Symbol::parse(symbol).unwrap());
    r.organ = r.symbol.organ();
    r.session = r.symbol.session();
    r.adopted = Some(day.parse().unwrap());
    if r.organ == Some(Organ::SecurityCouncil) {
        r.session = Some(Session(day[..4].to_owned()));
        r.keywords.push(title.to_owned());
    } else {
        r.title = title.to_owned();
    }
    Loaded { resolution: r, asks: Vec::new() }
}

impl Loaded {
    /// The same with what it asks, a paragraph each.
    pub fn asks(mut self, asks: Vec<Ask>) -> Loaded {
        for (i, mut a) in asks.into_iter().enumerate() {
            a.place = (i + 1).to_string();
            a.id = format!("{}:{}-{}", self.symbol(), a.place, a.id);
            self.push(Role::Operative, Some(a.place.clone()), &a.words, None);
            self.asks.push(a);
        }
        self
    }

    /// The same, recalling a resolution.
    pub fn recalling(mut self, named: &str) -> Loaded {
        self.push(Role::Preambular, None, &format!("Recalling its resolution {named},"), None);
        self
    }

    /// The same, saying something with a footnote at its end.
    pub fn noting(mut self, words: &str, document: &str) -> Loaded {
        self.push(Role::Preambular, None, words, Some(document));
        self
    }

    fn push(&mut self, role: Role, number: Option<String>, words: &str, note: Option<&str>) {
        let mut body = Rich::plain(words);
        if let Some(document) = note {
            body.marks.push((words.len() as u32, self.resolution.footnotes.len() as u32));
            self.resolution.footnotes.push(Footnote { mark: "1".into(), text: format!("{document}.") });
        }
        self.resolution.blocks.push(Block { role, section: None, number, body, parts: Vec::new() });
    }
}

/// A request of the Secretary-General.
pub fn ask(id: &str, kind: Kind, words: &str) -> Ask {
    Ask {
        id: id.to_owned(),
        place: String::new(),
        part: None,
        verb: "requests".to_owned(),
        kind,
        // Decisions are the organ's own.
        addressees: vec![if id == "decides" { "General Assembly" } else { "Secretary-General" }.to_owned()],
        deadline: None,
        recurring: false,
        self_executing: None,
        words: words.to_owned(),
        paragraph: words.to_owned(),
    }
}

/// The same at a session of the Assembly.
pub fn at_session(session: u16, mut ask: Ask) -> Ask {
    ask.deadline = Some(Deadline {
        phrase: String::new(),
        due: Due::Session { session, body: Body::Ga, part: None },
        relation: Relation::At,
        also: Vec::new(),
    });
    ask
}
