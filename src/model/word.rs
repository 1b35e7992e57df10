//! Closed lists of words: one macro, so that the word that is stored, shown and typed is written once.

/// What was typed is none of the words of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no {what}; one of {}", known.join(", "))]
pub struct UnknownWord {
    /// What the list is of: `status`, `kind`.
    pub what: &'static str,
    /// What was typed.
    pub found: String,
    /// The words that are known.
    pub known: &'static [&'static str],
}

/// Declares an enum whose variants each have one word, with `ALL`, `WORDS`, `as_str`, `Display`, `FromStr` and serde.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The words of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word that is stored, shown and typed.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::word::UnknownWord;
            fn from_str(s: &str) -> std::result::Result<Self, Self::Err> {
                let word = s.trim();
                match Self::WORDS.iter().position(|w| w.eq_ignore_ascii_case(word)) {
                    Some(i) => Ok(Self::ALL[i]),
                    None => Err($crate::model::word::UnknownWord { what: $what, found: s.to_owned(), known: Self::WORDS }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> { s.serialize_str(self.as_str()) }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
                let s = std::borrow::Cow::<'de, str>::deserialize(d)?;
                s.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use words;
