//! What is remembered from batch to batch changes nothing; and short ways of adding up scores say what the long way says.

use uld::evaluate::related::Related;
use uld::evaluate::verdicts::Verdicts;
use uld::evaluate::{Batch, Memory, Plan, evaluate, judged};
use uld::model::condition::{NodeKind, Operand, Relation, Test};
use uld::model::field::FieldType;
use uld::model::ids::{FieldId, NodeId, ScoreId, StageId};
use uld::model::lifecycle::{NumberSource, Rest};
use uld::model::program::StepKind;
use uld::model::score::{Basis, Score, ScoreRow};
use uld::model::value::{Duration, Unit, Value};
use uld::text::span::Place;

use crate::builder::{Builder, Dice, Rows, TODAY, gate};
use crate::random::{contract, random_condition, random_row};

type Fields = Vec<(FieldId, Vec<&'static str>)>;

/// A score of rows of every kind but events, with caps, steps and points that are small, large, and too large to add up in
/// 64 bits.
fn random_score(builder: &mut Builder, dice: &mut Dice, fields: &Fields, before: Option<ScoreId>) -> ScoreId {
    const POINTS: [i64; 10] = [0, 1, -1, 5, -20, 100, -100, 1 << 40, -(1 << 61), i64::MIN];
    const CAPS: [i64; 6] = [0, 1, 30, 1_000_000, 1 << 62, i64::MAX];
    let small = dice.below(3) > 0;
    let rows = (0..1 + dice.below(5)).map(|_| {
        let basis = match (dice.below(4), before) {
            (0, Some(other)) => Basis::Per { step: 1 + dice.below(4) as i64, of: NumberSource::Score(other) },
            (1, _) => Basis::Per { step: 1 + dice.below(3) as i64, of: NumberSource::Field(fields[0].0) },
            (2, _) => {
                let last = fields.last().unwrap().0;
                Basis::Per { step: *dice.pick(&[1, 10, 1 << 50]), of: NumberSource::Field(last) }
            }
            (_, _) => Basis::When(random_condition(builder, dice, fields, 1)),
        };
        let few = if small { 5 } else { POINTS.len() };
        let points = *dice.pick(&POINTS[..few]);
        let at_most = (dice.below(2) == 0).then(|| *dice.pick(&CAPS[..if small { 3 } else { 6 }]));
        ScoreRow { points, basis, at_most, losing: None, because: None, place: Place::default() }
    });
    let rows = rows.collect();
    let (low, high) =
        *dice.pick(&[(0, 100), (-100, 100), (-5, 20), (10, 25), (i64::MIN, i64::MAX), (0, 1 << 61)]);
    let id = ScoreId::at(builder.program.scores.len());
    builder.program.scores.push(Score {
        name: format!("s{}", id.index()),
        title: None,
        place: Place::default(),
        low,
        high,
        rows,
        if_unknown: (dice.below(4) == 0).then_some(false),
        bands: Vec::new(),
        prose: Vec::new(),
    });
    builder.step(StepKind::Score(id));
    id
}

fn at_least(builder: &mut Builder, dice: &mut Dice, score: ScoreId) -> NodeId {
    let value = |dice: &mut Dice| Value::Number((dice.below(40) as i64 - 10) * 10_000);
    let relation = match dice.below(4) {
        0 => Relation::AtLeast(value(dice)),
        1 => Relation::LessThan(value(dice)),
        2 => Relation::Between(value(dice), value(dice)),
        _ => Relation::Is(value(dice)),
    };
    builder.node(NodeKind::Test(Test { operand: Operand::Score(score), relation }))
}

/// A definition with decided fields, sources with gates, scores, and stages that use earlier ones.
fn random_definition(dice: &mut Dice) -> (Builder, Fields) {
    let mut builder = Builder::new();
    let mut fields = contract(&mut builder);
    fields.push((
        builder.field("views", FieldType::Number),
        vec!["0", "-3", "9.9", "10", "500", "900000000000000"],
    ));
    let decided_by = (0..3).map(|index| {
        let condition = random_condition(&mut builder, dice, &fields, 1);
        (Value::Text(format!("v{}", index % 2)), Some(condition))
    });
    let rows = decided_by.collect();
    let decided = builder.decided("kind", FieldType::Text, rows);
    let first = random_score(&mut builder, dice, &fields, None);
    let second = random_score(&mut builder, dice, &fields, Some(first));
    let stages = [0, 1, 2, 3].map(StageId::at);
    for index in 0..dice.below(4) {
        let from = random_condition(&mut builder, dice, &fields, 1);
        let condition = random_condition(&mut builder, dice, &fields, 1);
        let gates = match dice.below(4) {
            0 => Vec::new(),
            1 => vec![gate(&[stages[1 + dice.below(3)]], None)],
            _ => vec![gate(&[stages[1 + dice.below(3)]], Some(condition))],
        };
        builder.source(&format!("source{index}"), Some(from), gates);
    }
    builder.step(StepKind::Sources);
    if dice.below(3) == 0 {
        let unless = (dice.below(2) == 0).then(|| random_condition(&mut builder, dice, &fields, 1));
        let duration = Duration { count: 1, unit: Unit::Months };
        let (aside, from) = (builder.aside("nurture"), fields[3].0);
        builder.program.lifecycle.rest =
            Some(Rest { aside, duration, from, unless, place: Place::default() });
        builder.step(StepKind::Rest);
    }
    builder.program.lifecycle.declared = dice.below(5) > 0;
    for index in 0..4 {
        let mut parts = vec![random_condition(&mut builder, dice, &fields, 2)];
        if dice.below(2) == 0 {
            parts.push(builder.test(decided, Relation::Is(Value::Text("v1".to_owned()))));
        }
        if dice.below(2) == 0 {
            let score = *dice.pick(&[first, second]);
            parts.push(at_least(&mut builder, dice, score));
        }
        if index > 0 && dice.below(3) == 0 {
            parts.push(builder.node(NodeKind::Stage(stages[dice.below(index)])));
        }
        let condition = match dice.below(3) {
            0 => builder.any(&parts),
            1 => builder.all(&parts),
            _ => builder.at_least(1 + dice.below(parts.len()) as u32, &parts),
        };
        builder.stage(&format!("stage{index}"), (index > 0 || dice.below(3) > 0).then_some(condition));
    }
    (builder, fields)
}

fn same(seed: u64, one: &Verdicts, other: &Verdicts, rows: usize) {
    for row in 0..rows {
        assert_eq!(one.questions_of(row), other.questions_of(row), "seed {seed}, record {row}");
    }
    for (one, other) in one.scores.iter().zip(&other.scores) {
        assert_eq!((&one.low, &one.high), (&other.low, &other.high), "seed {seed}");
    }
    assert_eq!((&one.stage, &one.stage_answers), (&other.stage, &other.stage_answers), "seed {seed}");
}

#[test]
fn forgetting_changes_nothing() {
    let mut asked = 0;
    for seed in 0..25 {
        let mut dice = Dice::new(seed);
        let (builder, fields) = random_definition(&mut dice);
        let plan = Plan::new(&builder.program, TODAY).unwrap();
        let mut memories =
            [Memory::default(), Memory::with_room_for_questions(0), Memory::with_room_for_questions(9)];
        for size in [1, 64, 130, 7, 70] {
            let records: Vec<Vec<String>> = (0..size).map(|_| random_row(&mut dice, &fields)).collect();
            let rows = Rows::owned(records.clone());
            // The long way, one record at a time: nothing can be taken for anything else.
            let together = evaluate(&plan, &Batch::read(&plan, &rows), true);
            for memory in &mut memories {
                let verdicts = judged(&plan, &rows, &Related::default(), memory);
                same(seed, &verdicts, &together, size);
                assert!(verdicts.questions[0].is_empty());
                for (index, list) in verdicts.questions.iter().enumerate() {
                    assert!(!verdicts.questions[..index].contains(list), "seed {seed}: a list twice");
                    assert!(index == 0 || verdicts.ask.contains(&(index as u32)), "seed {seed}: for nobody");
                }
            }
            for (row, record) in records.into_iter().enumerate() {
                let alone =
                    judged(&plan, &Rows::owned(vec![record]), &Related::default(), &mut Memory::default());
                assert_eq!(alone.questions_of(0), together.questions_of(row), "seed {seed}, record {row}");
                asked += usize::from(!alone.questions_of(0).is_empty());
            }
        }
    }
    assert!(asked > 500, "{asked}");
}

/// More masks than bits of a word.
#[test]
fn a_wide_rule_is_told_apart_by_all_of_its_parts() {
    let mut builder = Builder::new();
    let fields: Vec<FieldId> = (0..150).map(|index| builder.yes_no(&format!("f{index}"))).collect();
    let tests: Vec<NodeId> = fields.iter().map(|field| builder.is_yes(*field)).collect();
    let (left, right) = tests.split_at(70);
    let parts = [builder.at_least(60, left), builder.any(right)];
    let condition = builder.all(&parts);
    builder.stage("lead", Some(condition));
    let plan = Plan::new(&builder.program, TODAY).unwrap();
    let mut dice = Dice::new(7);
    let mut memory = Memory::default();
    for _ in 0..3 {
        // Records that differ in few cells, some past the first 64.
        let record = |dice: &mut Dice| {
            let mut cells = vec!["yes".to_owned(); 70];
            cells.resize(150, "no".to_owned());
            for _ in 0..15 + dice.below(3) {
                let cell = dice.below(150);
                cells[cell] = (*dice.pick(&["", "", "no"])).to_owned();
            }
            cells
        };
        let records: Vec<Vec<String>> = (0..200).map(|_| record(&mut dice)).collect();
        let verdicts = judged(&plan, &Rows::owned(records.clone()), &Related::default(), &mut memory);
        assert!(verdicts.questions.len() > 50);
        for (row, record) in records.into_iter().enumerate() {
            let alone = evaluate(&plan, &Batch::read(&plan, &Rows::owned(vec![record])), true);
            assert_eq!(verdicts.questions_of(row), alone.questions_of(0), "record {row}");
        }
    }
}
