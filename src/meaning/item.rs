//! The things that a definition is made of.

use std::collections::BTreeMap;

use super::renames::Renames;
use super::writer::Writer;
use crate::model::program::Program;

/// What kind of thing an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A line of the header that verdicts depend on.
    Setting,
    /// An exchange rate.
    Rate,
    /// A team.
    Team,
    /// A list.
    List,
    /// A lookup.
    Lookup,
    /// A kind of event.
    Events,
    /// A field.
    Field,
    /// A profile.
    Profile,
    /// A criterion, with its argument.
    Criterion,
    /// The stages and asides, and rest.
    Lifecycle,
    /// A stage's rule.
    Stage,
    /// What happens to a stage's contacts: `leave if`, `if no`, `if unknown`, the questions, and when it was entered.
    Ways,
    /// The order in which sources are tried.
    SourceOrder,
    /// A source and its gates.
    Source,
    /// A score.
    Score,
    /// A route.
    Route,
    /// A duty.
    Duty,
}

/// A thing of a definition.
#[derive(Clone, Debug)]
pub struct Item {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Where it stands in the program's list of such things; the stage for [`Kind::Ways`], 0 where there is one.
    pub index: usize,
    /// Its name as declared; for a criterion with an argument, both: `evaluate_within 3 months`.
    pub name: String,
    /// By what it is found in another definition: its folded name, or the newer one.
    pub key: String,
    /// What it means.
    pub meaning: String,
    /// The same with its words: order, titles, reasons, prose, names as declared.
    pub words: String,
}

/// The things of a definition, in its order; `renames` are names that a newer definition gives to them.
pub fn items(program: &Program, renames: &Renames) -> Vec<Item> {
    let meanings = parts(&Writer { program, renames, words: false });
    let words = parts(&Writer { program, renames, words: true });
    let mut seen: BTreeMap<(Kind, String), u32> = BTreeMap::new();
    meanings
        .into_iter()
        .zip(words)
        .map(|(part, words)| {
            // Two duties may be said in the same words; each is an item.
            let times = seen.entry((part.kind, part.key.clone())).or_default();
            *times += 1;
            let key = if *times == 1 { part.key } else { format!("{} #{times}", part.key) };
            let (kind, index, name) = (part.kind, part.index, part.name);
            Item { kind, index, name, key, meaning: part.text, words: words.text }
        })
        .collect()
}

/// An item with one of its texts.
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) key: String,
    pub(super) text: String,
}

/// Every part, in the same order in both ways of writing.
fn parts(writer: &Writer<'_>) -> Vec<Part> {
    let mut parts = writer.settings();
    parts.extend(writer.rates());
    parts.extend(writer.teams());
    parts.extend(writer.lists());
    parts.extend(writer.lookups());
    parts.extend(writer.event_kinds());
    parts.extend(writer.fields());
    parts.extend(writer.rules());
    parts.push(writer.lifecycle());
    parts.extend(writer.stages());
    parts.extend(writer.sources());
    parts.extend(writer.scores());
    parts.extend(writer.routes());
    parts.extend(writer.duties());
    parts
}
