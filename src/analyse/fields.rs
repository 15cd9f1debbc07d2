//! The variables of one field, and what the tests of both programs say in their cells.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{Cell, Kind, given, text_of};
use super::shared::{Both, Side};
use super::values::{KNOWN, named, names_wholes, values};
use super::variable::{About, Asked, Form, InCell, Piece, Says, TestId, Variable, joined};
use super::world::{Fact, Stop};
use crate::evaluate::answers::Answer;
use crate::evaluate::fold::folded;
use crate::evaluate::plan::{CompiledTest, ItemWanted, Plan};
use crate::evaluate::{Quantity, TextTest, sample};
use crate::model::condition::Relation;
use crate::model::example::Given;
use crate::model::field::{Assumed, Field, FieldType};
use crate::model::value::Value;

/// A text that stands for those with nothing in them that a rule names.
pub(super) const PLAIN: &str = "something else";
/// The same for emails.
pub(super) const PLAIN_EMAIL: &str = "someone@elsewhere.example";

/// Pieces of texts of one field that are held against each other at most.
const MOST_PIECES: usize = 400;

/// Answers of the tests of one field in all its values, at most.
const MOST_ANSWERS: usize = 8_000_000;

/// A field of two programs.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Its index among the shared ones.
    pub(super) index: usize,
    pub(super) fields: Both<Option<&'a Field>>,
    pub(super) kind: Kind,
    pub(super) plans: &'a Both<Plan<'a>>,
    pub(super) tests: &'a [Asked<'a>],
    /// Numbers in which a point of a score begins.
    pub(super) points: &'a BTreeSet<i64>,
    /// The number of its first variable.
    pub(super) first: usize,
}

/// What came of a field.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) variables: Vec<Variable>,
    pub(super) forms: Vec<((Side, TestId), Form)>,
    /// For each cell, the numbers that each program counts points by; none: nobody knows.
    pub(super) numbers: Vec<Both<Option<(i64, i64)>>>,
    /// What is always so between them.
    pub(super) facts: Vec<Fact>,
}

impl Wanted<'_> {
    /// Its variables.
    ///
    /// # Errors
    /// When too many tests look at too many values: every test has an answer for each.
    pub(super) fn part(&self) -> Result<Part, Stop> {
        match self.kind {
            Kind::Items => Ok(self.items()),
            Kind::YesNo | Kind::Numbers | Kind::Money | Kind::Days | Kind::Texts => self.plain(),
        }
    }

    fn field(&self, side: Side) -> Option<&Field> {
        *self.fields.of(side)
    }

    fn is_email(&self) -> bool {
        let email = |side| self.field(side).is_some_and(|field| matches!(field.field_type, FieldType::Email));
        Side::BOTH.into_iter().any(email)
    }

    /// What a program reads of the values.
    fn given(&self, side: Side, values: &[InCell]) -> Vec<Given> {
        let Some(field) = self.field(side) else { return vec![Given::Missing; values.len()] };
        let rates = &self.plans.of(side).program().rates;
        values
            .iter()
            .map(|value| match &value.value {
                Cell::SomeText(domain) => {
                    let text = match domain {
                        Some(domain) => format!("someone@{domain}"),
                        None if self.is_email() => PLAIN_EMAIL.to_owned(),
                        None => PLAIN.to_owned(),
                    };
                    given(&Cell::Text(text), field, rates)
                }
                cell @ (Cell::Missing
                | Cell::YesNo(_)
                | Cell::Number(_)
                | Cell::Band(..)
                | Cell::Money(..)
                | Cell::Day(_)
                | Cell::Text(_)
                | Cell::SomeItems
                | Cell::Nothing) => given(cell, field, rates),
            })
            .collect()
    }

    /// What a test says of each value; none: a flag says it.
    fn says(&self, asked: &Asked<'_>, values: &[InCell], given: &[Given]) -> Vec<Option<Answer>> {
        let answers = sample::of(self.plans.of(asked.side), asked.test, asked.source, given);
        let by_name = asked.relation.is_none_or(names_wholes);
        let of = |(value, answer): (&InCell, Answer)| match &value.value {
            Cell::Band(..) if matches!(asked.test, CompiledTest::Known) => Some(Answer::Yes),
            Cell::Band(low, high) => Some(sample::of_span(asked.test, *low, *high)),
            Cell::SomeText(None) if by_name && asked.relation != Some(&Relation::Known) => {
                // No text that a rule names.
                Some(if answer == Answer::Unknown { answer } else { Answer::No })
            }
            Cell::SomeText(None) if by_name => Some(answer),
            Cell::SomeText(Some(_)) if asked.of_domain || asked.relation == Some(&Relation::Known) => {
                Some(answer)
            }
            Cell::SomeText(Some(_)) if by_name => Some(Answer::No),
            Cell::SomeText(_) => None,
            Cell::Missing
            | Cell::YesNo(_)
            | Cell::Number(_)
            | Cell::Money(..)
            | Cell::Day(_)
            | Cell::Text(_)
            | Cell::SomeItems
            | Cell::Nothing => Some(answer),
        };
        values.iter().zip(answers).map(of).collect()
    }

    fn plain(&self) -> Result<Part, Stop> {
        let values = values(self.kind, self.fields, self.plans, self.tests, self.points);
        if values.len().saturating_mul(self.tests.len()) > MOST_ANSWERS {
            return Err(Stop::Because("one field is compared with too many values"));
        }
        let read = Both { old: self.given(Side::Old, &values), new: self.given(Side::New, &values) };
        let said: Vec<Vec<Option<Answer>>> =
            self.tests.iter().map(|asked| self.says(asked, &values, read.of(asked.side))).collect();
        let numbers: Vec<Both<Option<(i64, i64)>>> =
            if self.points.is_empty() { Vec::new() } else { self.numbers(&values, &read) };
        let signatures: Vec<Vec<i64>> = (0..values.len())
            .map(|value| {
                let said = said.iter().map(|said| match said.get(value).copied().flatten() {
                    Some(Answer::No) => 0,
                    Some(Answer::Unknown) => 1,
                    Some(Answer::Yes) => 2,
                    None => 3,
                });
                let steps = numbers.get(value).into_iter().flat_map(|both| [both.old, both.new]);
                let step = |number: i64| self.points.range(..=number).count() as i64;
                let steps =
                    steps.flat_map(|span| span.map_or([-1, -1], |(low, high)| [step(low), step(high)]));
                said.chain(steps).collect()
            })
            .collect();
        let (places, cells) = joined(values, &signatures);
        let mut part = Part::default();
        let mut first_of = vec![0; cells.len()];
        for (value, cell) in places.iter().enumerate().rev() {
            if let Some(place) = first_of.get_mut(*cell) {
                *place = value;
            }
        }
        let mut flags: BTreeMap<String, usize> = BTreeMap::new();
        part.variables.push(Variable { about: About::Field(self.index), cells });
        for (asked, said) in self.tests.iter().zip(&said) {
            let mut says = Vec::with_capacity(first_of.len());
            for value in &first_of {
                says.push(match said.get(*value).copied().flatten() {
                    Some(answer) => Says::Settled(answer),
                    None => self.pieces(asked, &mut flags, &mut part.variables),
                });
            }
            part.forms.push(((asked.side, asked.id), Form { variable: self.first, says }));
        }
        part.facts = self.implied(&part.variables);
        part.numbers = first_of.iter().filter_map(|value| numbers.get(*value).copied()).collect();
        Ok(part)
    }

    /// What a test says of a text that is still to be found: by the flags of its pieces, which tests share.
    fn pieces(
        &self,
        asked: &Asked<'_>,
        flags: &mut BTreeMap<String, usize>,
        variables: &mut Vec<Variable>,
    ) -> Says {
        let CompiledTest::Texts { domain, test, .. } = asked.test else {
            return Says::Settled(Answer::Unknown);
        };
        let written = asked.relation.map_or_else(Vec::new, |known| named(known, &FieldType::Text));
        let (pieces, all) = test.pieces();
        let flag = |(test, written): (TextTest, String)| {
            let test = test.plain(&written);
            *flags.entry(format!("{domain} {}", test.key())).or_insert_with(|| {
                let piece = Piece { test, of_domain: *domain, written };
                variables.push(Variable::flag(About::Flag { field: self.index, piece }, 1));
                self.first + variables.len() - 1
            })
        };
        let wanted = pieces.into_iter().zip(written).map(flag).collect();
        Says::Flags { wanted, all, foreign: Vec::new(), otherwise: Answer::Unknown }
    }

    /// Texts that pass one piece surely pass another.
    fn implied(&self, variables: &[Variable]) -> Vec<Fact> {
        let pieces = || {
            variables.iter().zip(self.first..).filter_map(|(variable, number)| match &variable.about {
                About::Flag { piece, .. } => Some((piece, number)),
                About::Field(_)
                | About::Item { .. }
                | About::Supplied(_)
                | About::Count(_)
                | About::Pick(_)
                | About::Points { .. } => None,
            })
        };
        if variables.len() > MOST_PIECES {
            return Vec::new();
        }
        let pairs = pieces().flat_map(|one| pieces().map(move |other| (one, other)));
        pairs
            .filter(|((one, at), (other, then))| at != then && one.implies(other))
            .map(|((_, at), (_, then))| vec![(at, vec![0]), (then, vec![1])])
            .collect()
    }

    /// The numbers that points are counted by: a blank cell's is what is assumed.
    fn numbers(&self, values: &[InCell], read: &Both<Vec<Given>>) -> Vec<Both<Option<(i64, i64)>>> {
        let of = |side: Side, index: usize, value: &InCell| {
            let field = self.field(side)?;
            let assumed = match &field.assumed {
                Some(Assumed::Value(Value::Number(number) | Value::Percent(number))) => {
                    Some((*number, *number))
                }
                Some(Assumed::Value(_) | Assumed::Never) | None => None,
            };
            match (&value.value, read.of(side).get(index)) {
                (Cell::Band(low, high), _) => Some((*low, *high)),
                (_, Some(Given::Value(Value::Number(number) | Value::Percent(number)))) => {
                    Some((*number, *number))
                }
                (_, Some(Given::Value(_) | Given::Missing | Given::Items(_)) | None) => assumed,
            }
        };
        values
            .iter()
            .enumerate()
            .map(|(index, value)| Both { old: of(Side::Old, index, value), new: of(Side::New, index, value) })
            .collect()
    }

    /// Several items: known or not, and a flag for each item that a test names or that only one program can read.
    fn items(&self) -> Part {
        let mut part = Part::default();
        let lists = |side: Side| self.field(side).and_then(|field| field.field_type.choices());
        let reads = |side: Side, text: &str| {
            lists(side).is_none_or(|list| list.or_other || super::cell::listed(list, text).is_some())
        };
        let mut texts: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut plain = None;
        for side in [Side::New, Side::Old] {
            let Some(field) = self.field(side) else { continue };
            for choice in lists(side).iter().flat_map(|list| &list.values) {
                let readable = Side::BOTH.into_iter().all(|side| reads(side, &choice.text));
                let tested = self.tests.iter().any(|asked| self.names(asked, &choice.text));
                if (!readable || tested) && seen.insert(folded(&choice.text)) {
                    texts.push(choice.text.clone());
                }
                if readable && !tested {
                    plain.get_or_insert_with(|| choice.text.clone());
                }
            }
            for asked in self.tests.iter().filter(|asked| asked.side == side) {
                let relation = asked.relation;
                for text in relation.iter().flat_map(|relation| named(relation, &field.field_type)) {
                    if seen.insert(folded(&text)) {
                        texts.push(text);
                    }
                }
            }
        }
        let open = Side::BOTH.into_iter().any(|side| lists(side).is_some_and(|list| list.or_other));
        let other = open.then(|| PLAIN.to_owned()).filter(|other| !seen.contains(&folded(other)));
        let known = InCell { value: Cell::SomeItems, cost: KNOWN };
        let missing = InCell { value: Cell::Missing, cost: 0 };
        part.variables.push(Variable { about: About::Field(self.index), cells: vec![missing, known] });
        let mut flag_of: BTreeMap<String, usize> = BTreeMap::new();
        // A known cell has an item.
        let mut some = vec![(self.first, vec![0])];
        for text in texts.into_iter().chain(plain).chain(other) {
            flag_of.insert(folded(&text), self.first + part.variables.len());
            some.push((self.first + part.variables.len(), vec![1]));
            part.variables.push(Variable::flag(About::Item { field: self.index, text }, 1));
        }
        part.facts.push(some);
        let foreign = |side: Side| -> Vec<usize> {
            let flags = part.variables.iter().zip(self.first..);
            flags
                .filter_map(|(variable, number)| match &variable.about {
                    About::Item { text, .. } => (!reads(side, text)).then_some(number),
                    About::Field(_)
                    | About::Flag { .. }
                    | About::Supplied(_)
                    | About::Count(_)
                    | About::Pick(_)
                    | About::Points { .. } => None,
                })
                .collect()
        };
        let foreign = Both { old: foreign(Side::Old), new: foreign(Side::New) };
        for asked in self.tests {
            let answers = sample::of(self.plans.of(asked.side), asked.test, asked.source, &[Given::Missing]);
            let otherwise = answers.first().copied().unwrap_or(Answer::Unknown);
            let (wanted, all) = self.wanted(asked, &flag_of);
            let inside = Says::Flags { wanted, all, foreign: foreign.of(asked.side).clone(), otherwise };
            let says = vec![Says::Settled(otherwise), inside];
            part.forms.push(((asked.side, asked.id), Form { variable: self.first, says }));
        }
        part
    }

    /// Whether a test names an item.
    fn names(&self, asked: &Asked<'_>, text: &str) -> bool {
        let Some(field) = self.field(asked.side) else { return false };
        let named = asked.relation.map_or_else(Vec::new, |relation| named(relation, &field.field_type));
        named.iter().any(|named| folded(named) == folded(text))
    }

    /// The flags that a test looks at. Whether it is known asks for all of none.
    fn wanted(&self, asked: &Asked<'_>, flag_of: &BTreeMap<String, usize>) -> (Vec<usize>, bool) {
        let CompiledTest::Items { wanted, quantity } = asked.test else { return (Vec::new(), true) };
        let Some(field) = self.field(asked.side) else { return (Vec::new(), false) };
        let flag = |wanted: &ItemWanted| {
            let text = match wanted {
                ItemWanted::Listed(code) => text_of(&Value::Choice(*code), &field.field_type)?,
                ItemWanted::Other(text) => text.clone(),
            };
            flag_of.get(&folded(&text)).copied()
        };
        let all = *quantity == Quantity::All;
        (wanted.iter().filter_map(flag).collect(), all)
    }
}
