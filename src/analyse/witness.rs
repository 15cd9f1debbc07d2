//! A contact that shows a difference: made from a way through a diagram, then judged by the evaluator itself.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::cell::{Cell, given, items_given};
use super::diagram::{Set, Spent};
use super::fields::{PLAIN, PLAIN_EMAIL};
use super::rows::{Demand, Style};
use super::shared::{Both, Shared, Side};
use super::values::{named, names_wholes};
use super::variable::{About, Piece};
use super::world::{Root, World, is_decided};
use crate::evaluate::answers::Answer;
use crate::evaluate::fold::folded;
use crate::evaluate::plan::Plan;
use crate::evaluate::related::{BatchEvents, EventRows, EventTotals, Group};
use crate::evaluate::{Batch, Related, TextTest, evaluate};
use crate::model::condition::{NodeKind, Operand};
use crate::model::example::Given;
use crate::model::field::FieldType;
use crate::model::ids::{EventFieldId, EventId, FieldId};

/// Ways through a diagram that are tried before a difference is only said to be possible.
const TRIES: usize = 32;

/// Steps that a contact with events costs: rows that make its counts are looked for.
const ROWS: u64 = 5_000;

/// A contact as a program reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Its known fields, in order of declaration.
    pub given: Vec<(FieldId, Given)>,
    /// Its events: of the kinds that are not here, it surely has none.
    pub events: Vec<(EventId, Vec<(EventFieldId, Given)>)>,
    /// Kinds of events that nobody knows about: no file of them is given. No example can say so.
    pub unsupplied: Vec<EventId>,
}

/// A contact that two programs judge differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The as-of date.
    pub as_of: Date,
    /// The contact, in the old program's fields.
    pub old: Contact,
    /// The same contact, in the new program's fields.
    pub new: Contact,
    /// What the old program says of it, and the new one.
    pub answers: (Answer, Answer),
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether the contact was judged by both programs and shows it; if not, it may be that no contact does.
    pub certain: bool,
    /// A contact that shows it.
    pub witness: Option<Witness>,
}

impl World<'_> {
    /// A contact of a set for whom the two programs' answers are as wanted.
    pub(super) fn finding(
        &mut self,
        shared: &Shared,
        mut set: Set,
        roots: Both<Root>,
        wanted: impl Fn(Answer, Answer) -> bool,
    ) -> Result<Option<Finding>, Spent> {
        if set == Set::NOBODY {
            return Ok(None);
        }
        for _ in 0..TRIES {
            let cost = |variable: usize, cell: usize| {
                let cells =
                    self.variables.get(variable).map_or(&[][..], |variable| variable.cells.as_slice());
                cells.get(cell).map_or(0, |cell| cell.cost)
            };
            let Some(path) = self.diagrams.cheapest(set, cost)? else { break };
            let asks_events = path.iter().any(|(variable, _)| self.is_of_events(*variable));
            let styles = if asks_events { &Style::ALL[..] } else { &[Style::Latest] };
            for style in styles {
                if asks_events {
                    self.diagrams.spend(ROWS)?;
                }
                if let Some(witness) = self.judged(shared, &path, roots, *style)
                    && wanted(witness.answers.0, witness.answers.1)
                {
                    let certain = !self.is_retyped(shared, &path);
                    return Ok(Some(Finding { certain, witness: Some(witness) }));
                }
            }
            let tried = self.diagrams.cube(&path)?;
            set = self.diagrams.without(set, tried)?;
        }
        Ok(Some(Finding { certain: false, witness: None }))
    }

    fn is_of_events(&self, variable: usize) -> bool {
        self.variables.get(variable).is_some_and(|variable| match variable.about {
            About::Count(_) | About::Pick(_) | About::Points { .. } => true,
            About::Field(_) | About::Flag { .. } | About::Item { .. } | About::Supplied(_) => false,
        })
    }

    /// Whether a way asks a field that was of another type before.
    fn is_retyped(&self, shared: &Shared, path: &[(usize, usize)]) -> bool {
        path.iter().any(|(variable, _)| match self.variables.get(*variable).map(|variable| &variable.about) {
            Some(About::Field(field) | About::Flag { field, .. } | About::Item { field, .. }) => {
                shared.retyped.get(*field) == Some(&true)
            }
            Some(About::Supplied(_) | About::Count(_) | About::Pick(_) | About::Points { .. }) | None => {
                false
            }
        })
    }

    /// The contact of a way, and what both programs say of it; none if there is none to be found.
    fn judged(
        &self,
        shared: &Shared,
        path: &[(usize, usize)],
        roots: Both<Root>,
        style: Style,
    ) -> Option<Witness> {
        let old = self.contact(shared, path, Side::Old, style)?;
        let new = self.contact(shared, path, Side::New, style)?;
        let answers = (answer(&self.plans.old, &old, roots.old)?, answer(&self.plans.new, &new, roots.new)?);
        Some(Witness { as_of: self.plans.new.as_of(), old, new, answers })
    }

    /// The events of a program that are not supplied.
    fn events_of(&self, shared: &Shared, events: &[usize], side: Side) -> Vec<EventId> {
        events.iter().filter_map(|event| *shared.events.get(*event)?.of(side)).collect()
    }

    fn contact(&self, shared: &Shared, path: &[(usize, usize)], side: Side, style: Style) -> Option<Contact> {
        let program = self.program(side);
        let mut cells: BTreeMap<usize, &Cell> = BTreeMap::new();
        let mut flags: BTreeMap<usize, Vec<(&Piece, bool)>> = BTreeMap::new();
        let mut items: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut unsupplied: Vec<usize> = Vec::new();
        let mut rows = Demand { style, ..Demand::default() };
        for (variable, cell) in path {
            let variable = self.variables.get(*variable)?;
            match &variable.about {
                About::Field(field) => {
                    cells.insert(*field, &variable.cells.get(*cell)?.value);
                }
                About::Flag { field, piece } => flags.entry(*field).or_default().push((piece, *cell == 1)),
                About::Item { field, text } if *cell == 1 => {
                    items.entry(*field).or_default().push(text.clone());
                }
                About::Item { .. } => {}
                About::Supplied(event) => unsupplied.extend((*cell == 1).then_some(*event)),
                About::Count(set) => {
                    if let Cell::Number(count) = variable.cells.get(*cell)?.value {
                        rows.counts.push((*set, count));
                    }
                }
                About::Points { set, each } => {
                    if let Cell::Number(points) = variable.cells.get(*cell)?.value {
                        rows.counts.push((*set, (points + each - 1) / each));
                    }
                }
                About::Pick(pick) => {
                    cells.insert(shared.fields.len() + pick, &variable.cells.get(*cell)?.value);
                }
            }
        }
        let mut contact =
            Contact { unsupplied: self.events_of(shared, &unsupplied, side), ..Contact::default() };
        for (index, cell) in cells {
            if let Some(pick) = index.checked_sub(shared.fields.len()) {
                let flags = flags.get(&index).map_or(&[][..], Vec::as_slice);
                let cell = match cell {
                    Cell::SomeText(domain) => {
                        let wholes = BTreeSet::new();
                        Cell::Text(self.text(flags, domain.as_deref(), false, &wholes)?)
                    }
                    cell @ (Cell::Missing
                    | Cell::YesNo(_)
                    | Cell::Number(_)
                    | Cell::Band(..)
                    | Cell::Money(..)
                    | Cell::Day(_)
                    | Cell::Text(_)
                    | Cell::SomeItems
                    | Cell::Nothing) => (*cell).clone(),
                };
                rows.picks.push((pick, cell, items.get(&index).cloned().unwrap_or_default()));
                continue;
            }
            let Some(id) = shared.field(index, side).filter(|id| !is_decided(program, *id)) else { continue };
            let field = program.field(id)?;
            let read = match cell {
                Cell::SomeItems => items_given(items.get(&index).map_or(&[], Vec::as_slice), field),
                Cell::SomeText(domain) => {
                    let flags = flags.get(&index).map_or(&[][..], Vec::as_slice);
                    let wholes = self.wholes(shared, index);
                    let is_email = matches!(field.field_type, FieldType::Email);
                    let text = self.text(flags, domain.as_deref(), is_email, &wholes)?;
                    given(&Cell::Text(text), field, &program.rates)
                }
                Cell::Band(..) => return None,
                cell @ (Cell::Missing
                | Cell::YesNo(_)
                | Cell::Number(_)
                | Cell::Money(..)
                | Cell::Day(_)
                | Cell::Text(_)
                | Cell::Nothing) => given(cell, field, &program.rates),
            };
            if read != Given::Missing {
                contact.given.push((id, read));
            }
        }
        contact.given.sort_by_key(|(field, _)| *field);
        contact.events = self.rows(shared, side, &rows, &contact.given)?;
        Some(contact)
    }

    /// A text that passes the tests that it must pass and no other: pieces of them, put together.
    fn text(
        &self,
        flags: &[(&Piece, bool)],
        domain: Option<&str>,
        is_email: bool,
        wholes: &BTreeSet<String>,
    ) -> Option<String> {
        let whole = |local: &str, own: Option<&str>| match (domain.or(own), is_email) {
            (Some(domain), true) => format!("{}@{domain}", if local.is_empty() { "someone" } else { local }),
            (_, true) if local.contains('@') => local.to_owned(),
            (_, true) if local.is_empty() => PLAIN_EMAIL.to_owned(),
            (_, true) => format!("{local}@elsewhere.example"),
            (_, false) if local.is_empty() => PLAIN.to_owned(),
            (_, false) => local.to_owned(),
        };
        let mut starts: Vec<String> = Vec::new();
        let mut middles: Vec<String> = Vec::new();
        let mut ends: Vec<String> = Vec::new();
        let mut domains: Vec<String> = Vec::new();
        for (piece, _) in flags.iter().filter(|(_, yes)| *yes) {
            let place = match &piece.test {
                _ if piece.of_domain => &mut domains,
                TextTest::Starts(_) => &mut starts,
                TextTest::Ends(_) => &mut ends,
                TextTest::OneOf(_) | TextTest::Words(..) | TextTest::Inside(..) | TextTest::Matches(_) => {
                    &mut middles
                }
            };
            place.push(piece.written.replace('*', "").replace('?', "x"));
        }
        let own = domains.first().map(|domain| {
            let domain = domain.trim_start_matches('.');
            if domain.contains('.') { domain.to_owned() } else { format!("{domain}.example") }
        });
        let pieces = || starts.iter().chain(&middles).chain(&ends).map(|piece| piece.trim().to_owned());
        let together: Vec<String> = pieces().collect();
        let more = |text: String| [format!("{text} and more"), text];
        let mut tried: Vec<String> = vec![together.join(" "), together.concat()];
        tried.extend(pieces());
        tried.extend(more(together.join(" ")));
        if is_email {
            let local: String =
                starts.iter().chain(&middles).map(|piece| piece.trim_end_matches('@')).collect();
            let local = if local.is_empty() { "someone" } else { &local };
            tried.push(format!("{local}@elsewhere{}", ends.concat()));
            tried.push(format!("someone{}", together.concat()));
            tried.push(format!("{}someone{}", starts.concat(), ends.concat()));
        }
        tried.push(format!("{}s", together.join(" ")));
        tried.push(format!("x{}x", together.join(" ")));
        let turned: Vec<String> = starts.iter().chain(middles.iter().rev()).chain(&ends).cloned().collect();
        tried.extend(more(turned.join(" ")));
        let candidates = tried.iter().map(|local| whole(local, own.as_deref()));
        candidates.chain(tried.iter().cloned()).filter(|text| !is_email || text.contains('@')).find(|text| {
            !wholes.contains(&folded(text)) && flags.iter().all(|(piece, yes)| piece.passes(text) == *yes)
        })
    }

    /// The texts that tests of a field name as a whole, in compared form.
    fn wholes(&self, shared: &Shared, index: usize) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for side in Side::BOTH {
            for node in &self.program(side).nodes {
                if let NodeKind::Test(test) = &node.kind
                    && let Operand::Field(field) = test.operand
                    && shared.index_of(side, field) == Some(index)
                    && names_wholes(&test.relation)
                {
                    found.extend(named(&test.relation, &FieldType::Text).iter().map(|text| folded(text)));
                }
            }
        }
        found
    }
}

/// What a program says of a contact.
fn answer(plan: &Plan<'_>, contact: &Contact, root: Root) -> Option<Answer> {
    let totals: Vec<Option<(EventTotals, Group)>> = (0..plan.program().events.len())
        .map(|index| {
            let event = EventId::at(index);
            if contact.unsupplied.contains(&event) {
                return None;
            }
            let own = contact.events.iter().filter(|(kind, _)| *kind == event);
            let rows: Vec<&[(EventFieldId, Given)]> = own.map(|(_, fields)| fields.as_slice()).collect();
            let owners: Vec<(u32, u32)> = (0..rows.len() as u32).map(|row| (row, 0)).collect();
            let mut totals = EventTotals::new(plan, event, false);
            totals.add(plan, EventRows::given(plan, event, &rows), &owners);
            totals.finish(usize::from(!rows.is_empty()));
            Some((totals, if rows.is_empty() { Group::Empty } else { Group::At(0) }))
        })
        .collect();
    let events = totals
        .iter()
        .map(|found| found.as_ref().map(|(totals, group)| BatchEvents { totals, groups: vec![*group] }));
    let related = Related { events: events.collect(), lookups: Vec::new() };
    let batch = Batch::given(plan, &[&contact.given], &related);
    let verdicts = evaluate(plan, &batch, true);
    let answers = match root {
        Root::Rule(rule) => verdicts.rule_answers.get(rule.index()),
        Root::Stage(stage) => verdicts.stage_answers.get(stage.index()),
        Root::Node(node) => verdicts.node_answers.get(node.index()),
    };
    answers.map(|answers| answers.at(0))
}
