//! What a cell could say, and what each value would lead to: the evaluator itself is asked.
//!
//! The values of a field fall into parts between which no test of the definition tells a difference: for
//! `employees is between 500 and 50,000` below 500, 500 to 50,000, and above. One value of each part is put into a copy
//! of the record, and the copies are judged as a batch.

use jiff::civil::Date;

use super::answers::Answer;
use super::batch::Batch;
use super::batch::column::{Column, Filler};
use super::calendar::{FIRST_DAY, LAST_DAY, date_of};
use super::cell::Known;
use super::cell::choice::Item;
use super::cell::number::Span;
use super::judge::evaluate;
use super::masks;
use super::plan::{CompiledTest, Days, Plan, shape_of};
use super::related::Related;
use super::related::gather::Gathered;
use crate::model::condition::{NodeKind, Operand, Relation, Texts};
use crate::model::field::{FieldType, Range};
use crate::model::ids::{FieldId, NodeId, StageId};
use crate::model::lifecycle::{NumberSource, Question};
use crate::model::score::Basis;
use crate::model::value::{SCALE, Value};

/// A text that stands for all those that no rule names.
const NOBODY_WRITES: &str = "qqq";
/// Parts beyond these are not tried.
const MOST: usize = 2_000;

/// Values of a field between which no rule tells a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Yes or no.
    YesNo(bool),
    /// Numbers, percentages or amounts in the field's own currency, in ten-thousandths, both included; an end that is
    /// not there is open.
    Numbers(Option<i64>, Option<i64>),
    /// Days, both included.
    Days(Option<Date>, Option<Date>),
    /// A listed value, or a text.
    Value(Value),
    /// Several items together.
    Items(Vec<Value>),
    /// A text that this test lets through.
    Passes(NodeId),
    /// Any other value.
    Other,
}

/// What a part leads to.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The part.
    pub part: Part,
    /// The answer of the stage's rule.
    pub answer: Answer,
    /// What is still to ask then.
    pub open: Vec<Question>,
}

/// Tries the values of a field for the stage that a record could reach. None for fields that rows decide.
pub fn tries(
    plan: &Plan<'_>,
    related: &Related<'_>,
    batch: &Batch,
    row: usize,
    field: FieldId,
    stage: StageId,
) -> Vec<Tried> {
    let samples = samples(plan, field);
    if samples.is_empty() || plan.is_decided(field) {
        return Vec::new();
    }
    let copies = varied(plan, related, batch, row, field, &samples);
    let verdicts = evaluate(plan, &copies, false);
    samples
        .into_iter()
        .enumerate()
        .map(|(row, sample)| Tried {
            part: sample.part,
            answer: verdicts.stage_answers.get(stage.index()).map_or(Answer::Unknown, |found| found.at(row)),
            open: verdicts.questions_of(row).to_vec(),
        })
        .collect()
}

/// A part, and a value in it.
struct Sample {
    part: Part,
    value: Held,
}

/// A value that owns its texts.
enum Held {
    YesNo(bool),
    Number(i64),
    Money(i64),
    Day(i32),
    Listed(u32),
    /// A value of an open list that it does not name.
    Unlisted,
    Items(Vec<(Option<u32>, String)>),
    Text(String),
}

impl Held {
    fn known(&self) -> Known<'_> {
        match self {
            Held::YesNo(yes) => Known::YesNo(*yes),
            Held::Number(number) => Known::Number(Span { low: *number, high: *number }),
            Held::Money(amount) => Known::Money(*amount, 0),
            Held::Day(day) => Known::Date(*day),
            Held::Listed(code) => Known::Choice(Item::Listed(*code)),
            Held::Unlisted => Known::Choice(Item::Other(NOBODY_WRITES)),
            Held::Items(items) => Known::Items(
                items.iter().map(|(code, text)| code.map_or(Item::Other(text), Item::Listed)).collect(),
            ),
            Held::Text(text) => Known::Text(text),
        }
    }
}

/// Copies of one record, each with another value of the field.
fn varied(
    plan: &Plan<'_>,
    related: &Related<'_>,
    batch: &Batch,
    row: usize,
    field: FieldId,
    samples: &[Sample],
) -> Batch {
    let rows = samples.len();
    let every = masks::every(rows);
    let mut copies = Batch { rows, ..Batch::default() };
    for (index, (column, declared)) in batch.columns.iter().zip(&plan.program().fields).enumerate() {
        let mut filler = Filler::new(shape_of(&declared.field_type), rows, true);
        let of = |mask: &[u64]| if masks::has(mask, row) { every.clone() } else { masks::none(rows) };
        let copy = if FieldId::at(index) == field {
            for (row, sample) in samples.iter().enumerate() {
                filler.put(row, &sample.value.known());
            }
            Column::new(filler, rows, every.clone(), masks::none(rows), None, &[])
        } else {
            if let Some(known) = column.known_at(row) {
                (0..rows).for_each(|row| filler.put(row, &known));
            }
            let copy = Column::new(filler, rows, of(&column.read), of(&column.unreadable), None, &[]);
            let known = of(&column.known);
            Column { known, assumed: column.assumed, never: column.never, given: of(&column.given), ..copy }
        };
        copies.columns.push(copy);
    }
    copies.gathered = Gathered::new(plan, &copies, &related.repeated(row, rows));
    copies
}

/// One value of each part of the field's values.
fn samples(plan: &Plan<'_>, field: FieldId) -> Vec<Sample> {
    let Some(declared) = plan.program().field(field) else { return Vec::new() };
    let listed = |(code, choice): (u32, &crate::model::field::Choice)| Sample {
        part: Part::Value(Value::Choice(code)),
        value: match &declared.field_type {
            FieldType::SomeOf { .. } => Held::Items(vec![(Some(code), choice.text.clone())]),
            FieldType::YesNo
            | FieldType::Text
            | FieldType::Email
            | FieldType::WholeNumber
            | FieldType::Number
            | FieldType::Money(_)
            | FieldType::Percent
            | FieldType::Date
            | FieldType::DateTime
            | FieldType::OneOf(_) => Held::Listed(code),
        },
    };
    let mut found = match &declared.field_type {
        FieldType::YesNo => [true, false]
            .map(|yes| Sample { part: Part::YesNo(yes), value: Held::YesNo(yes) })
            .into_iter()
            .collect(),
        FieldType::OneOf(choices) => {
            let other = Sample { part: Part::Other, value: Held::Unlisted };
            (0..).zip(&choices.values).map(listed).chain(choices.or_other.then_some(other)).collect()
        }
        FieldType::SomeOf { choices, .. } => {
            let mut found: Vec<Sample> = (0..).zip(&choices.values).map(listed).collect();
            found.extend(item_sets(plan, field));
            found
        }
        FieldType::WholeNumber | FieldType::Number | FieldType::Percent | FieldType::Money(_) => {
            numbers(plan, field)
        }
        FieldType::Date | FieldType::DateTime => days(plan, field),
        FieldType::Text | FieldType::Email => texts(plan, field),
    };
    found.truncate(MOST);
    found
}

/// The tests of a field: node, relation, compiled, and whether its domain is meant.
fn tests_of<'p>(
    plan: &'p Plan<'_>,
    field: FieldId,
) -> impl Iterator<Item = (NodeId, &'p Relation, &'p CompiledTest, bool)> {
    plan.program().nodes.iter().enumerate().filter_map(move |(index, node)| {
        let NodeKind::Test(test) = &node.kind else { return None };
        let id = NodeId::at(index);
        match test.operand {
            Operand::Field(own) if own == field => Some((id, &test.relation, plan.probe(id)?, false)),
            Operand::DomainOf(own) if own == field => Some((id, &test.relation, plan.probe(id)?, true)),
            Operand::Field(_)
            | Operand::DomainOf(_)
            | Operand::EventField(_)
            | Operand::Pick(_)
            | Operand::Score(_)
            | Operand::Count(_) => None,
        }
    })
}

/// Parts between cuts: each cut begins a part; `least` and `most` are what can be read.
fn parts(mut cuts: Vec<i64>, least: i64, most: i64) -> Vec<(i64, i64)> {
    cuts.retain(|cut| *cut > least && *cut <= most);
    cuts.push(least);
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().skip(1).map(|next| next - 1).chain([most]);
    cuts.iter().copied().zip(ends).collect()
}

fn numbers(plan: &Plan<'_>, field: FieldId) -> Vec<Sample> {
    let Some(declared) = plan.program().field(field) else { return Vec::new() };
    let is_money = matches!(declared.field_type, FieldType::Money(_));
    let mut cuts: Vec<i64> = Vec::new();
    for (_, _, probe, _) in tests_of(plan, field) {
        match probe {
            CompiledTest::Numbers(wanted) => cuts.extend(wanted.cuts()),
            CompiledTest::Money(wanted) => {
                cuts.extend(wanted.iter().take(1).flat_map(|wanted| wanted.cuts()))
            }
            CompiledTest::Known
            | CompiledTest::YesNo(_)
            | CompiledTest::Days(_)
            | CompiledTest::Choices { .. }
            | CompiledTest::Items { .. }
            | CompiledTest::Texts { .. }
            | CompiledTest::Open => {}
        }
    }
    for score in &plan.program().scores {
        for row in &score.rows {
            let Basis::Per { step, of: NumberSource::Field(own) } = row.basis else { continue };
            if own == field {
                let width = row.at_most.unwrap_or(score.high.saturating_sub(score.low));
                let wholes = width / row.points.abs().max(1) + 1;
                let cut = |count: i64| step.saturating_mul(SCALE).saturating_mul(count);
                cuts.extend((1..=wholes.min(MOST as i64 / 2)).map(cut));
            }
        }
    }
    let (least, most) = match declared.range {
        Some(Range::Numbers(low, high)) => (low, high),
        Some(Range::Dates(..)) | None => (i64::MIN, i64::MAX),
    };
    parts(cuts, least, most)
        .into_iter()
        .map(|(low, high)| {
            // The part's end that is nearest to what is written.
            let value = if low == i64::MIN { high.min(0) } else { low };
            Sample {
                part: Part::Numbers((low != i64::MIN).then_some(low), (high != i64::MAX).then_some(high)),
                value: if is_money { Held::Money(value) } else { Held::Number(value) },
            }
        })
        .collect()
}

fn days(plan: &Plan<'_>, field: FieldId) -> Vec<Sample> {
    let mut cuts: Vec<i64> = Vec::new();
    let mut cut = |days: &Days| match days {
        Days::Span(low, high) if low <= high => cuts.extend([i64::from(*low), i64::from(*high) + 1]),
        Days::Span(..) => {}
        Days::These(days) => {
            cuts.extend(days.iter().flat_map(|day| [i64::from(*day), i64::from(*day) + 1]));
        }
    };
    for (_, _, probe, _) in tests_of(plan, field) {
        if let CompiledTest::Days(days) = probe {
            cut(days);
        }
    }
    if let Some(days) = plan
        .rest_days()
        .filter(|_| plan.program().lifecycle.rest.as_ref().is_some_and(|rest| rest.from == field))
    {
        cut(days);
    }
    let range = plan.program().field(field).and_then(|field| field.range);
    let (least, most) = match range {
        Some(Range::Dates(low, high)) => (super::calendar::day_of(low), super::calendar::day_of(high)),
        Some(Range::Numbers(..)) | None => (FIRST_DAY, LAST_DAY),
    };
    parts(cuts, i64::from(least), i64::from(most))
        .into_iter()
        .filter_map(|(low, high)| {
            let (low, high) = (i32::try_from(low).ok()?, i32::try_from(high).ok()?);
            let first = (low > FIRST_DAY).then(|| date_of(low)).flatten();
            let last = (high < LAST_DAY).then(|| date_of(high)).flatten();
            let day = if first.is_some() { low } else { high };
            Some(Sample { part: Part::Days(first, last), value: Held::Day(day) })
        })
        .collect()
}

/// The sets of items that tests look for together.
fn item_sets(plan: &Plan<'_>, field: FieldId) -> Vec<Sample> {
    let set = |texts: &Texts| {
        let item = |value: &Value| match value {
            Value::Choice(code) => Some((Some(*code), String::new())),
            Value::Text(text) => Some((None, text.clone())),
            Value::YesNo(_)
            | Value::Number(_)
            | Value::Money(..)
            | Value::Percent(_)
            | Value::Date(_)
            | Value::Duration(_)
            | Value::Band(_) => None,
        };
        let items: Vec<_> = texts.values.iter().filter_map(item).collect();
        Sample { part: Part::Items(texts.values.clone()), value: Held::Items(items) }
    };
    let mut found = Vec::new();
    for (_, relation, _, _) in tests_of(plan, field) {
        if let Relation::ContainsItems(texts) = relation
            && texts.all
            && texts.values.len() > 1
        {
            found.push(set(texts));
        }
    }
    found
}

fn texts(plan: &Plan<'_>, field: FieldId) -> Vec<Sample> {
    let is_email =
        plan.program().field(field).is_some_and(|field| matches!(field.field_type, FieldType::Email));
    let mut found = Vec::new();
    for (id, relation, _, of_domain) in tests_of(plan, field) {
        let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
        let sought = |texts: &Texts| {
            let words: Vec<String> = texts.values.iter().filter_map(text).collect();
            if texts.all { Some(words.join(" ")) } else { words.into_iter().next() }
        };
        let one = |sample: Option<String>| {
            sample.map(|sample| (Part::Passes(id), sample)).into_iter().collect::<Vec<_>>()
        };
        let samples: Vec<(Part, String)> = match relation {
            Relation::Is(value) => {
                text(value).map(|text| (Part::Value(value.clone()), text)).into_iter().collect()
            }
            Relation::OneOf(list) if list.list.is_none() && !of_domain => list
                .values
                .iter()
                .filter_map(|value| Some((Part::Value(value.clone()), text(value)?)))
                .collect(),
            Relation::OneOf(list) => one(list.values.iter().find_map(text)),
            Relation::ContainsWords(texts) | Relation::ContainsText(texts) => one(sought(texts)),
            Relation::StartsWith(texts) | Relation::EndsWith(texts) => one(texts.first().cloned()),
            Relation::Matches(texts) => {
                one(texts.first().map(|pattern| pattern.replace('*', "").replace('?', "x")))
            }
            Relation::Known
            | Relation::AtLeast(_)
            | Relation::AtMost(_)
            | Relation::MoreThan(_)
            | Relation::LessThan(_)
            | Relation::Between(..)
            | Relation::Within(_)
            | Relation::WithinLast(_)
            | Relation::MoreThanAgo(_)
            | Relation::Before(_)
            | Relation::After(_)
            | Relation::OnOrBefore(_)
            | Relation::OnOrAfter(_)
            | Relation::InThePast
            | Relation::InTheFuture
            | Relation::ContainsItems(_) => Vec::new(),
        };
        for (part, text) in samples {
            let part = if of_domain { Part::Passes(id) } else { part };
            let text = if of_domain || (is_email && !text.contains('@')) {
                format!("{NOBODY_WRITES}@{text}")
            } else {
                text
            };
            found.push(Sample { part, value: Held::Text(text) });
        }
    }
    let other =
        if is_email { format!("{NOBODY_WRITES}@{NOBODY_WRITES}.example") } else { NOBODY_WRITES.to_owned() };
    found.push(Sample { part: Part::Other, value: Held::Text(other) });
    found
}
