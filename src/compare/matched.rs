//! Which thing of an old definition a thing of a new one was.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyse::Pairing;
use crate::meaning::item::{Item, Kind, items};
use crate::meaning::renames::Renames;
use crate::model::ids::{EventId, FieldId, ScoreId};
use crate::model::program::Program;
use crate::text::name::fold;

/// How often vanished names are looked for again: a rename can show another one, in what uses it.
const ROUNDS: usize = 8;

/// The things of both definitions, matched.
#[derive(Debug)]
pub(super) struct Matched {
    pub(super) old: Vec<Item>,
    pub(super) new: Vec<Item>,
    pub(super) renames: Renames,
    /// For each new item, by index, the old one.
    pub(super) before: Vec<Option<usize>>,
    /// Old items without a new one.
    pub(super) gone: Vec<usize>,
    /// Where a new thing stood among the old ones of its kind, by where it stands now.
    places: BTreeMap<(Kind, usize), usize>,
}

impl Matched {
    pub(super) fn new(old: &Program, new: &Program) -> Self {
        let mut renames = Renames::default();
        let names: BTreeSet<String> = old.fields.iter().map(|field| fold(&field.name)).collect();
        let still: BTreeSet<String> = new.fields.iter().map(|field| fold(&field.name)).collect();
        for field in &new.fields {
            let name = fold(&field.name);
            if let Some(formerly) = field.formerly.as_deref().map(fold)
                && names.contains(&formerly)
                && !names.contains(&name)
                && !still.contains(&formerly)
            {
                renames.add(Kind::Field, &formerly, &name);
            }
        }
        let new_items = items(new, &Renames::default());
        let mut old_items = items(old, &renames);
        for _ in 0..ROUNDS {
            if !found_again(old, new, &old_items, &new_items, &mut renames) {
                break;
            }
            old_items = items(old, &renames);
        }
        let of_old: BTreeMap<(Kind, &str), usize> = old_items
            .iter()
            .enumerate()
            .map(|(index, item)| ((item.kind, item.key.as_str()), index))
            .collect();
        let before: Vec<Option<usize>> =
            new_items.iter().map(|item| of_old.get(&(item.kind, item.key.as_str())).copied()).collect();
        let known: BTreeSet<usize> = before.iter().flatten().copied().collect();
        let gone = (0..old_items.len()).filter(|index| !known.contains(index)).collect();
        let places = new_items.iter().zip(&before).filter_map(|(item, before)| {
            let before = before.and_then(|index| old_items.get(index))?;
            Some(((item.kind, item.index), before.index))
        });
        let places = places.collect();
        Matched { old: old_items, new: new_items, renames, before, gone, places }
    }

    /// Where a thing of the new program stood in the old one, by its place among those of its kind.
    pub(super) fn place_before(&self, kind: Kind, at: usize) -> Option<usize> {
        self.places.get(&(kind, at)).copied()
    }

    /// The pairs that the analysis asks for.
    pub(super) fn pairing(&self, old: &Program, new: &Program) -> Pairing {
        let mut pairing = Pairing::by_name(old, new);
        let of = |kind: Kind, count: usize| (0..count).map(move |at| self.place_before(kind, at));
        pairing.fields = of(Kind::Field, new.fields.len()).map(|found| found.map(FieldId::at)).collect();
        pairing.events = of(Kind::Events, new.events.len()).map(|found| found.map(EventId::at)).collect();
        pairing.scores = of(Kind::Score, new.scores.len()).map(|found| found.map(ScoreId::at)).collect();
        pairing.pair_event_fields(old, new);
        pairing
    }
}

/// The name by which rules refer to an item: without an argument.
fn base(program: &Program, item: &Item) -> String {
    match item.kind {
        Kind::Criterion => program.rules.get(item.index).map(|rule| fold(&rule.name)).unwrap_or_default(),
        Kind::Setting
        | Kind::Rate
        | Kind::Team
        | Kind::List
        | Kind::Lookup
        | Kind::Events
        | Kind::Field
        | Kind::Profile
        | Kind::Lifecycle
        | Kind::Stage
        | Kind::Ways
        | Kind::SourceOrder
        | Kind::Source
        | Kind::Score
        | Kind::Route
        | Kind::Duty => fold(&item.name),
    }
}

/// Looks for vanished things that mean what a new one means, one each; whether one was found.
fn found_again(
    old: &Program,
    new: &Program,
    old_items: &[Item],
    new_items: &[Item],
    renames: &mut Renames,
) -> bool {
    let has = |items: &[Item]| -> BTreeSet<(Kind, String)> {
        items.iter().map(|item| (item.kind, item.key.clone())).collect()
    };
    let (of_old, of_new) = (has(old_items), has(new_items));
    let mut vanished: BTreeMap<(Kind, &str), Vec<&Item>> = BTreeMap::new();
    for item in old_items.iter().filter(|item| !of_new.contains(&(item.kind, item.key.clone()))) {
        vanished.entry((item.kind, item.meaning.as_str())).or_default().push(item);
    }
    let mut appeared: BTreeMap<(Kind, &str), Vec<&Item>> = BTreeMap::new();
    for item in new_items.iter().filter(|item| !of_old.contains(&(item.kind, item.key.clone()))) {
        appeared.entry((item.kind, item.meaning.as_str())).or_default().push(item);
    }
    let mut found = false;
    for ((kind, meaning), before) in vanished {
        let may = matches!(
            kind,
            Kind::List
                | Kind::Lookup
                | Kind::Events
                | Kind::Profile
                | Kind::Criterion
                | Kind::Stage
                | Kind::Source
                | Kind::Score
        );
        if let (true, [before], Some([after])) =
            (may, before.as_slice(), appeared.get(&(kind, meaning)).map(Vec::as_slice))
        {
            let (from, to) = (base(old, before), base(new, after));
            found |= from != to && renames.add(kind, &from, &to);
        }
    }
    found
}
