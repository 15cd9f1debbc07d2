//! Packs: fields and lists that come with the tool, under `include "uld:NAME"`.
//!
//! They are definitions like any other, kept in the program. A pack's field or list counts as declared only when some
//! other file uses its name, and gives way to one that is declared there.

use std::collections::BTreeSet;

use crate::syntax::document::{Document, Item, ItemKind};
use crate::syntax::words;
use crate::text::name::fold;

/// What the path of a pack begins with.
pub(super) const PREFIX: &str = "uld:";

/// The packs, by name.
const PACKS: [(&str, &str); 4] = [
    ("hubspot-contacts", include_str!("packs/hubspot-contacts.uld")),
    ("salesforce-leads", include_str!("packs/salesforce-leads.uld")),
    ("us-states", include_str!("packs/us-states.uld")),
    ("free-mail", include_str!("packs/free-mail.uld")),
];

/// The text of a pack, by its name without `uld:`.
pub fn pack(name: &str) -> Option<&'static str> {
    PACKS.iter().find(|(own, _)| *own == name).map(|(_, text)| *text)
}

/// The names of all packs.
pub fn pack_names() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|(name, _)| *name)
}

/// The packs without what nobody uses, and what was declared again.
pub(super) fn used<'t>(
    packs: Vec<Document>,
    documents: &[Document],
    texts: impl Iterator<Item = &'t str>,
) -> Vec<Document> {
    if packs.is_empty() {
        return packs;
    }
    let spoken: BTreeSet<String> = texts.flat_map(words).map(|word| fold(&word)).collect();
    let declared: BTreeSet<String> =
        documents.iter().flat_map(|document| &document.items).flat_map(names).collect();
    let broken = documents.iter().flat_map(|document| &document.broken).flat_map(|broken| &broken.declares);
    let declared: BTreeSet<String> = broken.map(|name| name.key.clone()).chain(declared).collect();
    let mut taken = BTreeSet::new();
    packs
        .into_iter()
        .map(|mut document| {
            document.items.retain(|item| {
                // Of two packs with one name, the first included has it.
                names(item)
                    .into_iter()
                    .all(|name| spoken.contains(&name) && !declared.contains(&name) && taken.insert(name))
                    && !matches!(item.kind, ItemKind::Prose(_))
            });
            document
        })
        .collect()
}

/// The names that an item declares, in compared form.
fn names(item: &Item) -> Vec<String> {
    let one = |name: &crate::syntax::document::Name| vec![name.key.clone()];
    match &item.kind {
        ItemKind::Team(it) => one(&it.name),
        ItemKind::List(it) => one(&it.name),
        ItemKind::Field(it) => one(&it.name),
        ItemKind::Lookup(it) => one(&it.name),
        ItemKind::Events(it) => vec![it.name.key.clone(), it.plural.key.clone()],
        ItemKind::Profile(it) => one(&it.name),
        ItemKind::Criterion(it) => one(&it.name),
        ItemKind::Source(it) => one(&it.name),
        ItemKind::Score(it) => one(&it.name),
        ItemKind::Stage(it) => one(&it.name),
        ItemKind::Prose(_)
        | ItemKind::Header(_)
        | ItemKind::Include(_)
        | ItemKind::Rate(_)
        | ItemKind::Lifecycle(_)
        | ItemKind::Route(_)
        | ItemKind::Duty(_)
        | ItemKind::Example(_)
        | ItemKind::Table(_) => Vec::new(),
    }
}
