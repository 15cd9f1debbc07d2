//! What to ask next, and in which order (4.7).

use uld::model::condition::{NodeKind, Relation};
use uld::model::field::FieldType;
use uld::model::ids::{FieldId, NodeId, StageId};
use uld::model::lifecycle::Question;
use uld::model::program::StepKind;
use uld::model::value::Value;

use crate::builder::{Builder, choices, gate};

/// Yes/no fields a, b, c, … and a test of each.
fn letters(builder: &mut Builder, count: usize) -> Vec<NodeId> {
    let fields: Vec<FieldId> = (0..count).map(|index| builder.yes_no(&letter(index))).collect();
    fields.into_iter().map(|field| builder.is_yes(field)).collect()
}

fn letter(index: usize) -> String {
    char::from(b'a' + index as u8).to_string()
}

/// The questions of a record, as names.
fn asked(builder: &Builder, row: &[&str]) -> String {
    let verdicts = builder.judge(&[row]);
    let names: Vec<&str> = verdicts
        .questions_of(0)
        .iter()
        .map(|question| match question {
            Question::Field(field) => builder.program.fields[field.index()].name.as_str(),
            Question::Event(_) => "event",
        })
        .collect();
    names.join(" ")
}

/// `lead when CONDITION` over six letters.
fn lead(build: impl Fn(&mut Builder, &[NodeId]) -> NodeId) -> Builder {
    let mut builder = Builder::new();
    let parts = letters(&mut builder, 6);
    let condition = build(&mut builder, &parts);
    builder.stage("lead", Some(condition));
    builder
}

#[test]
fn and_needs_each_part_and_or_what_all_have_in_common() {
    let all = lead(|builder, part| builder.all(&[part[2], part[0], part[1]]));
    assert_eq!(asked(&all, &[]), "c a b");
    assert_eq!(asked(&all, &["yes"]), "c b");
    assert_eq!(asked(&all, &["no"]), "");
    let any = lead(|builder, part| {
        let first = builder.all(&[part[0], part[2]]);
        let second = builder.all(&[part[1], part[2]]);
        builder.any(&[first, second])
    });
    // c is needed either way, so it comes first.
    assert_eq!(asked(&any, &[]), "c a b");
    assert_eq!(asked(&any, &["no"]), "b c");
    assert_eq!(asked(&any, &["yes"]), "c b");
    assert_eq!(asked(&any, &["", "", "no"]), "");
}

#[test]
fn needed_fields_come_before_the_rest() {
    let builder = lead(|builder, part| {
        let either = builder.any(&[part[0], part[1]]);
        builder.all(&[either, part[2]])
    });
    assert_eq!(asked(&builder, &[]), "c a b");
    assert_eq!(asked(&builder, &["no"]), "b c");
}

#[test]
fn the_ask_line_comes_first_but_asks_only_what_is_open() {
    let mut builder = lead(|builder, part| builder.all(&part[..4]));
    builder.edit_stage(StageId(0)).ask =
        vec![Question::Field(FieldId(5)), Question::Field(FieldId(2)), Question::Field(FieldId(1))];
    assert_eq!(asked(&builder, &[]), "c b a d");
    assert_eq!(asked(&builder, &["", "", "yes"]), "b a d");
}

#[test]
fn at_least_needs_all_only_when_every_open_part_is_needed() {
    let builder = lead(|builder, part| {
        let some = builder.at_least(2, &[part[0], part[1], part[2]]);
        builder.all(&[some, part[3]])
    });
    assert_eq!(asked(&builder, &[]), "d a b c");
    assert_eq!(asked(&builder, &["no"]), "b c d");
    assert_eq!(asked(&builder, &["yes"]), "d b c");
    assert_eq!(asked(&builder, &["yes", "yes"]), "d");
}

#[test]
fn not_is_pushed_inwards() {
    // not (a and b) is not a or not b: neither is needed. not (a or b) needs both.
    let and = lead(|builder, part| {
        let both = builder.all(&[part[0], part[1]]);
        let not = builder.not(both);
        builder.all(&[not, part[2]])
    });
    assert_eq!(asked(&and, &[]), "c a b");
    let or = lead(|builder, part| {
        let either = builder.any(&[part[0], part[1]]);
        let not = builder.not(either);
        builder.all(&[not, part[2]])
    });
    assert_eq!(asked(&or, &[]), "a b c");
    // not (at least 2 of a, b, c) is at least 2 of their opposites; with a yes, both others are needed.
    let most = lead(|builder, part| {
        let some = builder.at_least(2, &[part[0], part[1], part[2]]);
        let not = builder.not(some);
        builder.all(&[not, part[3]])
    });
    assert_eq!(asked(&most, &[]), "d a b c");
    assert_eq!(asked(&most, &["yes"]), "b c d");
    assert_eq!(asked(&most, &["no"]), "d b c");
    // A double negation is none.
    let twice = lead(|builder, part| {
        let both = builder.all(&[part[0], part[1]]);
        let not = builder.not(both);
        let again = builder.not(not);
        builder.any(&[again, part[0]])
    });
    assert_eq!(asked(&twice, &[]), "a b");
}

#[test]
fn what_is_assumed_is_not_asked() {
    let builder = lead(|builder, part| {
        let assumed = builder.node(NodeKind::AssumeIfUnknown { part: part[0], answer: true });
        builder.all(&[assumed, part[1]])
    });
    assert_eq!(asked(&builder, &[]), "b");
}

#[test]
fn decided_fields_stand_for_their_open_rows() {
    let mut builder = Builder::new();
    let parts = letters(&mut builder, 4);
    let rows = vec![
        (Value::Choice(0), Some(parts[0])),
        (Value::Choice(1), Some(parts[1])),
        (Value::Choice(0), None),
    ];
    let segment = builder.decided("segment", FieldType::OneOf(choices(&["S", "E"])), rows);
    let is_s = builder.test(segment, Relation::Is(Value::Choice(0)));
    let condition = builder.all(&[is_s, parts[2]]);
    builder.stage("lead", Some(condition));
    assert_eq!(asked(&builder, &[]), "c a b");
    assert_eq!(asked(&builder, &["no"]), "b c");
    assert_eq!(asked(&builder, &["", "no"]), "c");
    assert_eq!(asked(&builder, &["", "yes"]), "a c");
}

#[test]
fn an_open_gate_is_part_of_the_rule() {
    let mut builder = Builder::new();
    let parts = letters(&mut builder, 5);
    let lead = StageId(0);
    builder.source("first", Some(parts[1]), vec![gate(&[lead], Some(parts[2]))]);
    builder.source("second", Some(parts[3]), vec![gate(&[lead], None)]);
    builder.step(StepKind::Sources);
    builder.stage("lead", Some(parts[0]));
    // a is the rule; b and d decide the source; c is the gate of the first.
    assert_eq!(asked(&builder, &[]), "a b d c");
    assert_eq!(asked(&builder, &["", "yes"]), "a c");
    assert_eq!(asked(&builder, &["", "no"]), "a d");
    assert_eq!(asked(&builder, &["yes", "", "yes", "no"]), "");
    assert_eq!(asked(&builder, &["yes", "", "yes", ""]), "b d");
    assert_eq!(asked(&builder, &["yes", "", "no", "yes"]), "");
}

#[test]
fn the_first_stage_it_could_be_is_asked_about() {
    let mut builder = Builder::new();
    builder.program.lifecycle.declared = true;
    let parts = letters(&mut builder, 3);
    builder.stage("inquiry", None);
    builder.stage("lead", Some(parts[0]));
    let is_lead = builder.node(NodeKind::Stage(StageId(1)));
    let second = builder.all(&[is_lead, parts[1]]);
    builder.stage("customer", Some(second));
    assert_eq!(asked(&builder, &[]), "a");
    assert_eq!(asked(&builder, &["yes"]), "b");
    assert_eq!(asked(&builder, &["no"]), "");
    assert_eq!(asked(&builder, &["", "no"]), "a");
}

#[test]
fn a_band_that_leaves_a_test_open_is_asked_about() {
    let mut builder = Builder::new();
    let size = builder.field("size", FieldType::WholeNumber);
    builder.edit(size).writing.bands = true;
    let node = builder.test(size, Relation::AtLeast(Value::Number(1_000_000)));
    builder.stage("lead", Some(node));
    assert_eq!(asked(&builder, &["51-200"]), "size");
    assert_eq!(asked(&builder, &["201-500"]), "");
}

#[test]
fn records_with_the_same_gaps_share_a_list() {
    let builder = lead(|builder, part| builder.all(&part[..2]));
    let verdicts = builder.judge(&[&["yes"], &["no"], &["yes", "", "no"], &["", "yes"], &[]]);
    assert_eq!(verdicts.ask, [1, 0, 1, 2, 3]);
    assert_eq!(verdicts.questions.len(), 4);
}
