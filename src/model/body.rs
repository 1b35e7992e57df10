//! Bodies that meet in sessions, the organs that adopt, and how their sessions are named.

use crate::model::word::words;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

words! {
    /// The organ that adopted a text.
    Organ, "organ" {
        /// The General Assembly.
        GeneralAssembly = "General Assembly",
        /// The Security Council.
        SecurityCouncil = "Security Council",
        /// The Economic and Social Council.
        EconomicAndSocialCouncil = "Economic and Social Council",
        /// The Human Rights Council.
        HumanRightsCouncil = "Human Rights Council",
        /// The Environment Assembly of UNEP.
        EnvironmentAssembly = "United Nations Environment Assembly",
    }
}

impl Organ {
    /// The body as which its sessions are counted.
    pub fn body(self) -> Body {
        match self {
            Organ::GeneralAssembly => Body::Ga,
            Organ::HumanRightsCouncil => Body::Hrc,
            Organ::EconomicAndSocialCouncil => Body::Ecosoc,
            other => Body::Other(other.as_str().to_owned()),
        }
    }
}

/// A body whose sessions set deadlines. Written `GA`, `HRC`, `ECOSOC`, or the full name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Body {
    /// General Assembly.
    Ga,
    /// Human Rights Council.
    Hrc,
    /// Economic and Social Council; its sessions are named by year.
    Ecosoc,
    /// Any other, by its full name as the resolution gives it.
    Other(String),
}

impl Body {
    /// Reads the short code or the full name, in any case.
    pub fn parse(s: &str) -> Body {
        let s = s.trim();
        match s.to_ascii_lowercase().as_str() {
            "ga" | "general assembly" | "assembly" => Body::Ga,
            "hrc" | "human rights council" => Body::Hrc,
            "ecosoc" | "economic and social council" => Body::Ecosoc,
            _ => Body::Other(s.to_owned()),
        }
    }

    /// The code or name that is stored and written to JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Body::Ga => "GA",
            Body::Hrc => "HRC",
            Body::Ecosoc => "ECOSOC",
            Body::Other(name) => name,
        }
    }

    /// The name for people.
    pub fn name(&self) -> &str {
        match self {
            Body::Ga => "General Assembly",
            Body::Hrc => "Human Rights Council",
            Body::Ecosoc => "Economic and Social Council",
            Body::Other(name) => name,
        }
    }
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Body::parse(&String::deserialize(d)?))
    }
}

/// The session in which a text was adopted, as its symbol or its cover names it: `75`, `ES-11`, `S-32`, `2022`, `5`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Session(pub String);

impl Session {
    /// The number of a regular session (the year for ECOSOC); `None` for special and emergency sessions.
    pub fn regular(&self) -> Option<u16> {
        self.0.parse().ok()
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

words! {
    /// A part of a session of the General Assembly.
    SessionPart, "part of a session" {
        /// From the opening to the end of December.
        Main = "main",
        /// From January to the close.
        Resumed = "resumed",
        /// The Fifth Committee's first part, about March.
        FirstResumed = "first resumed",
        /// The Fifth Committee's second part, about May and June.
        SecondResumed = "second resumed",
    }
}
