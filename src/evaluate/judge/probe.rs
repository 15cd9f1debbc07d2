//! One test, asked of a column.

use std::collections::HashSet;

use super::Judge;
use super::decide::Decided;
use crate::evaluate::answers::{Answer, Answers};
use crate::evaluate::batch::column::{Column, Names, OTHER, Values};
use crate::evaluate::cell::number::Span;
use crate::evaluate::fold::folded;
use crate::evaluate::intervals::Intervals;
use crate::evaluate::masks;
use crate::evaluate::plan::{CompiledTest, ItemWanted};
use crate::evaluate::related::totals::CountRange;
use crate::evaluate::text_test::{Quantity, TextTest, domain};
use crate::model::condition::Operand;
use crate::model::ids::FieldId;
use crate::model::value::Value;

impl Judge<'_> {
    /// The answers of a test.
    pub(super) fn test(&self, operand: Operand, probe: &CompiledTest) -> Answers {
        let answers = match operand {
            Operand::Field(field) | Operand::DomainOf(field) => self.field_test(field, probe),
            Operand::Pick(pick) => {
                let pick = self.batch.gathered.picks.get(pick.index());
                pick.and_then(|pick| {
                    let mut answers = probed(probe, &pick.column, &self.every)?;
                    // Of no row at all, nothing holds.
                    masks::add(&mut answers.no, &pick.nothing);
                    Some(answers)
                })
            }
            Operand::Count(count) => {
                let column = self.batch.gathered.counts.get(count.index());
                column.map(|column| counts(&column.ranges, probe, self.every.len()))
            }
            Operand::Score(score) => match (self.scores.get(score.index()), probe) {
                (Some(points), CompiledTest::Numbers(wanted)) => {
                    Some(bands(&points.low, &points.high, wanted, &self.every))
                }
                (Some(_) | None, _) => None,
            },
            Operand::EventField(_) => None,
        };
        answers.unwrap_or_else(|| Answers::unknown(self.every.len()))
    }

    /// The answers of a test of a field.
    pub(super) fn field_test(&self, field: FieldId, probe: &CompiledTest) -> Option<Answers> {
        match self.decided_field(field) {
            Some(decided) => Some(decided.probe(probe, &self.every)),
            None => probed(probe, self.batch.column(field)?, &self.every),
        }
    }
}

/// The answers of a test of how many rows there are.
pub(in crate::evaluate) fn counts(
    ranges: &[Option<CountRange>],
    probe: &CompiledTest,
    words: usize,
) -> Answers {
    let mut answers = Answers::unknown(words);
    let CompiledTest::Numbers(wanted) = probe else { return answers };
    for (row, range) in ranges.iter().enumerate() {
        let Some(CountRange { sure, maybe }) = range else { continue };
        let low = i64::from(*sure);
        match wanted.answer(Span { low, high: low + i64::from(*maybe) }) {
            Answer::Yes => masks::put(&mut answers.yes, row),
            Answer::No => masks::put(&mut answers.no, row),
            Answer::Unknown => {}
        }
    }
    answers
}

/// The answers of a test of a column; none if the column is not of the test's type, which the checker does not let
/// through.
pub(in crate::evaluate) fn probed(probe: &CompiledTest, column: &Column, every: &[u64]) -> Option<Answers> {
    let passing = match (probe, &column.values) {
        (CompiledTest::Known, _) => {
            return Some(Answers { yes: column.read.clone(), no: masks::without(every, &column.read) });
        }
        (CompiledTest::YesNo(true), Values::YesNo(yes)) => yes.clone(),
        (CompiledTest::YesNo(false), Values::YesNo(yes)) => masks::without(every, yes),
        (CompiledTest::Numbers(wanted), Values::Numbers { low, high: None }) => numbers(low, wanted),
        (CompiledTest::Numbers(wanted), Values::Numbers { low, high: Some(high) }) => {
            return Some(bands(low, high, wanted, &column.known));
        }
        (CompiledTest::Money(wanted), Values::Money { amounts, currencies: None }) => {
            numbers(amounts, wanted.first()?)
        }
        (CompiledTest::Money(wanted), Values::Money { amounts, currencies: Some(currencies) }) => {
            let pairs: Vec<(i64, u16)> = amounts.iter().copied().zip(currencies.iter().copied()).collect();
            masks::pack(&pairs, |(amount, currency)| {
                wanted.get(usize::from(currency)).is_some_and(|wanted| wanted.has(amount))
            })
        }
        (CompiledTest::Days(wanted), Values::Days { days, .. }) => match wanted.single() {
            Some((low, high)) if low <= high => {
                let width = high.wrapping_sub(low) as u32;
                masks::pack(days, |day| day.wrapping_sub(low) as u32 <= width)
            }
            Some(_) => masks::none(days.len()),
            None => masks::pack(days, |day| wanted.has(day)),
        },
        (CompiledTest::Choices { listed, others: wanted }, Values::Choices { codes, others }) => {
            let others: Vec<bool> = others.folded().map(|other| wanted.contains(other)).collect();
            masks::pack(codes, |code| {
                let found = match code.checked_sub(OTHER) {
                    Some(other) => others.get(other as usize),
                    None => listed.get(code as usize),
                };
                found.copied().unwrap_or(false)
            })
        }
        (CompiledTest::Items { wanted, quantity }, Values::Items { codes, ends, others }) => {
            items(codes, ends, others, wanted, *quantity)
        }
        (CompiledTest::Texts { bit: Some(bit), .. }, Values::Answers(answers)) => {
            masks::pack(answers, |answers| answers >> bit & 1 == 1)
        }
        (CompiledTest::Texts { test, .. }, Values::Answers(_)) if test.passes_all() => column.known.clone(),
        (CompiledTest::Texts { test, domain, .. }, Values::Texts { codes, names }) => {
            let passing = texts(test, *domain, names);
            masks::pack(codes, |code| passing.get(code as usize).copied().unwrap_or(false))
        }
        (
            CompiledTest::YesNo(_)
            | CompiledTest::Numbers(_)
            | CompiledTest::Money(_)
            | CompiledTest::Days(_)
            | CompiledTest::Choices { .. }
            | CompiledTest::Items { .. }
            | CompiledTest::Texts { .. }
            | CompiledTest::Open,
            _,
        ) => return None,
    };
    let mut answers =
        Answers { yes: masks::both(&passing, &column.known), no: masks::without(&column.known, &passing) };
    if column.never {
        // A date that never comes: every test of it is no.
        let blank = masks::without(every, &column.read);
        masks::add(&mut answers.no, &blank);
    }
    Some(answers)
}

fn numbers(values: &[i64], wanted: &Intervals) -> Vec<u64> {
    match wanted.single() {
        // One comparison instead of two: below the low end, the difference wraps around to a large one.
        Some((low, high)) if low <= high => {
            let width = high.wrapping_sub(low) as u64;
            masks::pack(values, |value| value.wrapping_sub(low) as u64 <= width)
        }
        Some(_) => masks::none(values.len()),
        None => masks::pack(values, |value| wanted.has(value)),
    }
}

/// The answers for spans of numbers, at the records of `known`.
fn bands(low: &[i64], high: &[i64], wanted: &Intervals, known: &[u64]) -> Answers {
    if let Some((from, to)) = wanted.single().filter(|(from, to)| from <= to) {
        let inside = masks::pack_pairs(low, high, |low, high| (from <= low) & (high <= to));
        let touching = masks::pack_pairs(low, high, |low, high| (from <= high) & (low <= to));
        return Answers { yes: masks::both(known, &inside), no: masks::without(known, &touching) };
    }
    let mut answers = Answers::unknown(known.len());
    for (row, (low, high)) in low.iter().zip(high).enumerate() {
        if masks::has(known, row) {
            match wanted.answer(Span { low: *low, high: *high }) {
                Answer::Yes => masks::put(&mut answers.yes, row),
                Answer::No => masks::put(&mut answers.no, row),
                Answer::Unknown => {}
            }
        }
    }
    answers
}

/// The test of each distinct text of a batch, once.
fn texts(test: &TextTest, of_domain: bool, names: &Names) -> Vec<bool> {
    let mut scratch = String::new();
    names
        .folded()
        .map(|text| test.passes(if of_domain { domain(text) } else { text }, &mut scratch))
        .collect()
}

fn items(codes: &[u32], ends: &[u32], others: &Names, wanted: &[ItemWanted], quantity: Quantity) -> Vec<u64> {
    // For each wanted item, the codes that are it: several spellings of another one may have a code each.
    let wanted: Vec<HashSet<u32>> = wanted
        .iter()
        .map(|wanted| match wanted {
            ItemWanted::Listed(code) => HashSet::from([*code]),
            ItemWanted::Other(text) => (OTHER..)
                .zip(others.folded())
                .filter(|(_, other)| other == text)
                .map(|(code, _)| code)
                .collect(),
        })
        .collect();
    let mut passing = masks::none(ends.len());
    let mut start = 0;
    for (row, end) in ends.iter().enumerate() {
        let found = codes.get(start..*end as usize).unwrap_or(&[]);
        start = *end as usize;
        if quantity.holds(&wanted, |wanted| found.iter().any(|code| wanted.contains(code))) {
            masks::put(&mut passing, row);
        }
    }
    passing
}

impl Decided {
    /// The answers of a test of a decided field: that of each value, for the records that have it.
    fn probe(&self, probe: &CompiledTest, every: &[u64]) -> Answers {
        let mut answers = Answers::unknown(every.len());
        if matches!(probe, CompiledTest::Known) {
            answers.no = masks::without(every, &self.read);
            answers.yes.clone_from(&self.read);
            return answers;
        }
        for (value, having) in self.values.iter().zip(&self.having) {
            match passes(probe, value) {
                Some(true) => masks::add(&mut answers.yes, having),
                Some(false) => masks::add(&mut answers.no, having),
                None => {}
            }
        }
        answers
    }
}

/// Whether a value of the definition passes a test; none if it is of another type.
fn passes(probe: &CompiledTest, value: &Value) -> Option<bool> {
    match (probe, value) {
        (CompiledTest::Choices { listed, .. }, Value::Choice(code)) => listed.get(*code as usize).copied(),
        (CompiledTest::Choices { others, .. }, Value::Text(text)) => Some(others.contains(&folded(text))),
        (CompiledTest::Texts { test, domain: of_domain, .. }, Value::Text(text)) => {
            let text = folded(text);
            Some(test.passes(if *of_domain { domain(&text) } else { &text }, &mut String::new()))
        }
        (CompiledTest::Items { wanted, quantity }, value) => {
            let item = ItemWanted::new(value)?;
            Some(quantity.holds(wanted, |wanted| *wanted == item))
        }
        (
            CompiledTest::Known
            | CompiledTest::YesNo(_)
            | CompiledTest::Numbers(_)
            | CompiledTest::Money(_)
            | CompiledTest::Days(_)
            | CompiledTest::Choices { .. }
            | CompiledTest::Texts { .. }
            | CompiledTest::Open,
            _,
        ) => None,
    }
}
