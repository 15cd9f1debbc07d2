//! Names of an older definition that a newer one has changed.

use std::collections::BTreeMap;

use super::item::Kind;

/// New names of things by their kind and old name, both folded. Where an old definition's texts are written with them,
/// a rule that uses a renamed field has the same text in both.
#[derive(Clone, Debug, Default)]
pub struct Renames {
    names: BTreeMap<(Kind, String), String>,
}

impl Renames {
    /// Says that a thing is called otherwise now; whether that was news.
    pub fn add(&mut self, kind: Kind, old: &str, new: &str) -> bool {
        self.names.insert((kind, old.to_owned()), new.to_owned()).is_none()
    }

    /// What a thing is called now.
    pub fn of<'a>(&'a self, kind: Kind, old: &'a str) -> &'a str {
        self.names.get(&(kind, old.to_owned())).map_or(old, String::as_str)
    }

    /// Whether nothing was renamed.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
