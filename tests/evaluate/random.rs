//! Filling in a blank never flips a yes or a no (4.3), and batches answer as single records do.

use jiff::civil::date;
use uld::evaluate::answers::Answer;
use uld::evaluate::{Batch, Plan, evaluate};
use uld::model::condition::{NodeKind, Operand, Relation, Test, Texts};
use uld::model::field::FieldType;
use uld::model::ids::{FieldId, NodeId};
use uld::model::value::{Duration, Unit, Value};

use crate::builder::{Builder, Dice, Rows, TODAY, choices, one_of, text, texts};

/// Fields of every kind, with cells of few values so that edges are hit often.
pub fn contract(builder: &mut Builder) -> Vec<(FieldId, Vec<&'static str>)> {
    let mut ordered = choices(&["A", "B", "C"]);
    ordered.in_order = true;
    let mut open = choices(&["x", "y"]);
    open.or_other = true;
    let sizes = builder.field("sizes", FieldType::WholeNumber);
    builder.edit(sizes).writing.bands = true;
    builder.edit(sizes).writing.open_bands = true;
    let revenue = builder.field("revenue", FieldType::Money("USD".to_owned()));
    vec![
        (sizes, vec!["1", "2", "3", "1-2", "2-3", "3+"]),
        (revenue, vec!["1", "2", "$3"]),
        (builder.yes_no("flag"), vec!["yes", "no"]),
        (builder.field("day", FieldType::Date), vec!["2026-01-14", "2026-01-15", "2026-02-15", "2026-02-16"]),
        (builder.field("level", FieldType::OneOf(ordered)), vec!["a", "b", "c"]),
        (
            builder.field("tags", FieldType::SomeOf { choices: open, separator: ";".to_owned() }),
            vec!["x", "y", "x;y", "z"],
        ),
        (builder.field("title", FieldType::Text), vec!["vp sales", "vp", "sales director"]),
        (builder.yes_no("other"), vec!["yes", "no"]),
    ]
}

fn random_test(dice: &mut Dice, fields: &[(FieldId, Vec<&'static str>)]) -> Test {
    let index = dice.below(fields.len());
    let small = |dice: &mut Dice| 1 + dice.below(3) as i64;
    let month = Duration { count: 1, unit: Unit::Months };
    let relation = match index {
        0 | 1 => {
            let mut value = || {
                let amount = small(dice) * 10_000;
                if index == 0 { Value::Number(amount) } else { Value::Money(amount, "USD".to_owned()) }
            };
            let (first, second) = (value(), value());
            match dice.below(7) {
                0 => Relation::Is(first),
                1 => Relation::AtLeast(first),
                2 => Relation::AtMost(first),
                3 => Relation::MoreThan(first),
                4 => Relation::LessThan(first),
                5 => Relation::Between(first, second),
                _ => one_of(vec![first, second]),
            }
        }
        2 | 7 => Relation::Is(Value::YesNo(true)),
        3 => match dice.below(6) {
            0 => Relation::Within(month),
            1 => Relation::WithinLast(month),
            2 => Relation::InThePast,
            3 => Relation::MoreThanAgo(month),
            4 => Relation::OnOrAfter(date(2026, 2, 16)),
            _ => Relation::Is(Value::Date(TODAY)),
        },
        4 => {
            let choice = Value::Choice(dice.below(3) as u32);
            match dice.below(3) {
                0 => Relation::Is(choice),
                1 => Relation::AtLeast(choice),
                _ => Relation::LessThan(choice),
            }
        }
        5 => Relation::ContainsItems(Texts {
            values: vec![Value::Choice(0), text("z")],
            all: dice.below(2) == 0,
            list: None,
        }),
        _ => match dice.below(3) {
            0 => Relation::ContainsWords(texts(&["sales"], false)),
            1 => Relation::Matches(vec!["vp*".to_owned()]),
            _ => Relation::Is(text("VP")),
        },
    };
    Test { operand: Operand::Field(fields[index].0), relation }
}

/// A condition of up to `depth` levels.
pub fn random_condition(
    builder: &mut Builder,
    dice: &mut Dice,
    fields: &[(FieldId, Vec<&'static str>)],
    depth: usize,
) -> NodeId {
    if depth == 0 || dice.below(5) == 0 {
        let test = random_test(dice, fields);
        return builder.node(NodeKind::Test(test));
    }
    if dice.below(4) == 0 {
        let part = random_condition(builder, dice, fields, depth - 1);
        return builder.not(part);
    }
    let parts: Vec<NodeId> =
        (0..1 + dice.below(4)).map(|_| random_condition(builder, dice, fields, depth - 1)).collect();
    match dice.below(3) {
        0 => builder.all(&parts),
        1 => builder.any(&parts),
        _ => {
            let count = 1 + dice.below(parts.len()) as u32;
            builder.at_least(count, &parts)
        }
    }
}

pub fn random_row(dice: &mut Dice, fields: &[(FieldId, Vec<&'static str>)]) -> Vec<String> {
    fields
        .iter()
        .map(|(_, cells)| if dice.below(5) < 2 { String::new() } else { (*dice.pick(cells)).to_owned() })
        .collect()
}

#[test]
fn filling_in_a_blank_never_flips() {
    let mut settled = 0;
    for seed in 0..400 {
        let mut dice = Dice::new(seed);
        let mut builder = Builder::new();
        let fields = contract(&mut builder);
        let condition = random_condition(&mut builder, &mut dice, &fields, 3);
        let rule = builder.rule("it", condition);
        let used = builder.use_rule(rule);
        builder.stage("lead", Some(used));
        let plan = Plan::new(&builder.program, TODAY).unwrap();
        for _ in 0..12 {
            let row = random_row(&mut dice, &fields);
            let mut rows = vec![row.clone()];
            for (index, (_, cells)) in fields.iter().enumerate() {
                if row[index].is_empty() {
                    rows.extend(cells.iter().map(|cell| {
                        let mut filled = row.clone();
                        filled[index] = (*cell).to_owned();
                        filled
                    }));
                }
            }
            let filled = rows.len();
            let verdicts = evaluate(&plan, &Batch::read(&plan, &Rows::owned(rows)), false);
            let before = verdicts.rule_answers[0].at(0);
            for row in 1..filled {
                let after = verdicts.rule_answers[0].at(row);
                assert!(
                    before == Answer::Unknown || before == after,
                    "seed {seed}: {before:?} became {after:?}"
                );
                settled += usize::from(before != after);
            }
            // Nothing is asked of a settled record, and something of one that a blank leaves open.
            let open = before == Answer::Unknown;
            assert_eq!(!verdicts.questions_of(0).is_empty(), open, "seed {seed}");
        }
    }
    assert!(settled > 300, "{settled}");
}

#[test]
fn a_batch_answers_as_its_records_do_alone() {
    for (seed, rows) in [(1, 1), (2, 63), (3, 64), (4, 65), (5, 1000)] {
        let mut dice = Dice::new(seed);
        let mut builder = Builder::new();
        let fields = contract(&mut builder);
        let first = random_condition(&mut builder, &mut dice, &fields, 4);
        let second = random_condition(&mut builder, &mut dice, &fields, 4);
        let gate = random_condition(&mut builder, &mut dice, &fields, 2);
        let from = random_condition(&mut builder, &mut dice, &fields, 1);
        builder.program.lifecycle.declared = true;
        let stages = [builder.program.stages.len(), 1, 2].map(uld::model::ids::StageId::at);
        builder.source("s", Some(from), vec![crate::builder::gate(&[stages[1]], Some(gate))]);
        builder.step(uld::model::program::StepKind::Sources);
        builder.stage("inquiry", None);
        builder.stage("lead", Some(first));
        builder.stage("customer", Some(second));
        let plan = Plan::new(&builder.program, TODAY).unwrap();
        let records: Vec<Vec<String>> = (0..rows).map(|_| random_row(&mut dice, &fields)).collect();
        let together = evaluate(&plan, &Batch::read(&plan, &Rows::owned(records.clone())), true);
        for (row, record) in records.into_iter().enumerate() {
            let batch = Batch::read(&plan, &Rows::owned(vec![record]));
            let alone = evaluate(&plan, &batch, true);
            for (all, one) in together.node_answers.iter().zip(&alone.node_answers) {
                assert_eq!(all.at(row), one.at(0));
            }
            for (all, one) in together.stage_answers.iter().zip(&alone.stage_answers) {
                assert_eq!(all.at(row), one.at(0));
            }
            assert_eq!(together.stage[row], alone.stage[0]);
            assert_eq!(together.source[row], alone.source[0]);
            assert_eq!(together.next_step.get(row), alone.next_step.first());
            assert_eq!(together.questions_of(row), alone.questions_of(0));
        }
        // No bit past the last record.
        for answers in &together.node_answers {
            let past = if rows % 64 == 0 { 0 } else { u64::MAX << (rows % 64) };
            assert_eq!((answers.yes.last().unwrap() | answers.no.last().unwrap()) & past, 0);
        }
    }
}
