//! Stages, sources and gates, rest, outcomes, and fields that are decided by rows (4.6, 4.8).

use jiff::civil::date;
use uld::evaluate::answers::Answer::{self, No, Unknown, Yes};
use uld::evaluate::verdicts::{Fault, OutcomeList, OutcomeRef, Recorded, Verdicts};
use uld::model::condition::{NodeKind, Relation};
use uld::model::field::{Assumed, FieldType, Required};
use uld::model::ids::{FieldId, NodeId, SourceRuleId, StageId};
use uld::model::lifecycle::{Action, Destination, Rest};
use uld::model::program::StepKind;
use uld::model::value::{Duration, Unit, Value};
use uld::text::span::Place;

use crate::builder::{Builder, choices, gate, outcome, text};

const INQUIRY: StageId = StageId(0);
const LEAD: StageId = StageId(1);
const CUSTOMER: StageId = StageId(2);

/// `lifecycle inquiry, lead, customer`, with a yes/no field for the rules of the last two.
fn lifecycle() -> Builder {
    let mut builder = Builder::new();
    builder.program.lifecycle.declared = true;
    builder.yes_no("a");
    builder.yes_no("b");
    builder
}

fn finish(builder: &mut Builder) {
    builder.stage("inquiry", None);
    for (name, field) in [("lead", 0), ("customer", 1)] {
        let rule = builder.is_yes(FieldId(field));
        builder.stage(name, Some(rule));
    }
}

fn could_be(verdicts: &Verdicts, row: usize) -> Vec<StageId> {
    verdicts.could_be(row).collect()
}

#[test]
fn a_contact_is_at_the_last_stage_that_says_yes() {
    let mut builder = lifecycle();
    finish(&mut builder);
    let verdicts = builder.judge(&[
        &["no", "no"],
        &["yes", "no"],
        &["no", "yes"],
        &["", ""],
        &["yes", ""],
        &["", "yes"],
    ]);
    let stages = [INQUIRY, LEAD, CUSTOMER, INQUIRY, LEAD, CUSTOMER];
    assert_eq!(verdicts.stage, stages.map(Some));
    assert_eq!(could_be(&verdicts, 3), [LEAD, CUSTOMER]);
    assert_eq!(could_be(&verdicts, 4), [CUSTOMER]);
    assert_eq!(could_be(&verdicts, 5), []);
}

#[test]
fn without_a_lifecycle_a_contact_is_a_lead_or_nothing() {
    let mut builder = Builder::new();
    let field = builder.yes_no("a");
    let rule = builder.is_yes(field);
    builder.stage("lead", Some(rule));
    builder.edit_stage(StageId(0)).if_no = vec![outcome(None, Some(Action::Stay))];
    let verdicts = builder.judge(&[&["yes"], &["no"], &[""]]);
    assert_eq!(verdicts.stage, [Some(StageId(0)), None, None]);
    assert_eq!(could_be(&verdicts, 2), [StageId(0)]);
    assert!(verdicts.next_step[1].applies.is_some());
    assert!(verdicts.next_step[2].applies.is_none());
}

#[test]
fn a_definition_without_stages_judges_its_rules() {
    let mut builder = Builder::new();
    let field = builder.yes_no("a");
    let rule = builder.is_yes(field);
    builder.rule("r", rule);
    let verdicts = builder.judge(&[&["yes"]]);
    assert_eq!(verdicts.stage, [None]);
    assert_eq!(verdicts.rule_answers[0].at(0), Yes);
}

/// Sources: `first` when c (gate for lead: d), `second` when e (closed for lead), then none.
fn with_sources(second_gate: Option<bool>) -> Builder {
    let mut builder = lifecycle();
    let fields: Vec<FieldId> = ["c", "d", "e"].iter().map(|name| builder.yes_no(name)).collect();
    let nodes: Vec<NodeId> = fields.iter().map(|field| builder.is_yes(*field)).collect();
    builder.source("first", Some(nodes[0]), vec![gate(&[LEAD], Some(nodes[1]))]);
    let second = match second_gate {
        None => Vec::new(),
        Some(true) => vec![gate(&[LEAD], Some(nodes[1]))],
        Some(false) => vec![gate(&[LEAD, CUSTOMER], None)],
    };
    builder.source("second", Some(nodes[2]), second);
    builder.step(StepKind::Sources);
    finish(&mut builder);
    builder
}

/// The answer of `lead` for cells of a, b, c, d, e.
fn lead(builder: &Builder, row: [&str; 5]) -> Answer {
    builder.judge(&[&row]).stage_answers[1].at(0)
}

#[test]
fn a_gate_is_an_extra_condition_of_its_source() {
    let builder = with_sources(Some(false));
    assert_eq!(lead(&builder, ["yes", "", "yes", "yes", ""]), Yes);
    assert_eq!(lead(&builder, ["yes", "", "yes", "no", ""]), No);
    assert_eq!(lead(&builder, ["yes", "", "yes", "", ""]), Unknown);
    assert_eq!(lead(&builder, ["no", "", "yes", "", ""]), No);
    assert_eq!(lead(&builder, ["yes", "", "no", "", "yes"]), No);
    assert_eq!(lead(&builder, ["yes", "", "no", "", "no"]), Yes);
    let verdicts = builder.judge(&[
        &["", "yes", "no", "", "yes"],
        &["", "yes", "yes", "", ""],
        &["", "yes", "", "", "no"],
        &["", "", "no", "", "no"],
    ]);
    assert_eq!(verdicts.stage_answers[2].at(0), No);
    assert_eq!(verdicts.stage_answers[2].at(1), Yes);
    assert_eq!(verdicts.source, [Some(SourceRuleId(1)), Some(SourceRuleId(0)), None, None]);
    let candidates: Vec<_> = verdicts.source_candidates(2).collect();
    assert_eq!(candidates, [Some(SourceRuleId(0)), None]);
    assert_eq!(verdicts.source_candidates(3).collect::<Vec<_>>(), [None]);
}

#[test]
fn while_the_source_is_open_the_gate_is_unknown_unless_all_agree() {
    let closed = with_sources(Some(false));
    assert_eq!(lead(&closed, ["yes", "", "", "no", "yes"]), No);
    assert_eq!(lead(&closed, ["yes", "", "", "yes", "yes"]), Unknown);
    assert_eq!(lead(&closed, ["yes", "", "", "yes", "no"]), Yes);
    assert_eq!(lead(&closed, ["yes", "", "", "yes", ""]), Unknown);
    let shared = with_sources(Some(true));
    assert_eq!(lead(&shared, ["yes", "", "", "yes", "yes"]), Yes);
    assert_eq!(lead(&shared, ["yes", "", "", "no", "yes"]), No);
    assert_eq!(lead(&shared, ["yes", "", "", "no", ""]), Unknown);
    let open = with_sources(None);
    assert_eq!(lead(&open, ["yes", "", "", "no", "yes"]), Unknown);
    assert_eq!(lead(&open, ["yes", "", "", "yes", ""]), Yes);
}

#[test]
fn a_stage_used_as_a_criterion_includes_its_gate() {
    let mut builder = lifecycle();
    let c = builder.yes_no("c");
    let c_yes = builder.is_yes(c);
    builder.source("closed", Some(c_yes), vec![gate(&[LEAD], None)]);
    builder.step(StepKind::Sources);
    builder.stage("inquiry", None);
    let a = builder.is_yes(FieldId(0));
    builder.stage("lead", Some(a));
    let is_lead = builder.node(NodeKind::Stage(LEAD));
    let b = builder.is_yes(FieldId(1));
    let both = builder.all(&[is_lead, b]);
    builder.stage("customer", Some(both));
    let verdicts = builder.judge(&[&["yes", "yes", "no"], &["yes", "yes", "yes"], &["yes", "yes", ""]]);
    assert_eq!(verdicts.stage, [Some(CUSTOMER), Some(INQUIRY), Some(INQUIRY)]);
    assert_eq!(could_be(&verdicts, 2), [LEAD, CUSTOMER]);
}

#[test]
fn a_contact_rests_until_its_time_is_over_or_something_ends_it() {
    let mut builder = lifecycle();
    let from = builder.field("recycled_on", FieldType::Date);
    let ends = builder.yes_no("demo");
    let unless = builder.is_yes(ends);
    let nurture = builder.aside("nurture");
    let duration = Duration { count: 1, unit: Unit::Months };
    builder.program.lifecycle.rest =
        Some(Rest { aside: nurture, duration, from, unless: Some(unless), place: Place::default() });
    builder.step(StepKind::Rest);
    finish(&mut builder);
    // F ≤ A < F + 1 month, as of 15 January: from 16 December to 15 January.
    let rows: [&[&str]; 7] = [
        &["yes", "yes", "2025-12-15", "no"],
        &["yes", "yes", "2025-12-16", "no"],
        &["yes", "yes", "2026-01-15", "no"],
        &["yes", "yes", "2026-01-16", "no"],
        &["yes", "yes", "2026-01-15", "yes"],
        &["yes", "yes", "2026-01-15", ""],
        &["yes", "no", "", "no"],
    ];
    let verdicts = builder.judge(&rows);
    let stages = [CUSTOMER, INQUIRY, INQUIRY, CUSTOMER, CUSTOMER, INQUIRY, INQUIRY];
    assert_eq!(verdicts.stage, stages.map(Some));
    for (row, resting) in [false, true, true, false, false, false, false].into_iter().enumerate() {
        assert_eq!(verdicts.moved_to[row], resting.then_some(Destination::Aside(nurture)), "row {row}");
    }
    assert_eq!(verdicts.next_step[1].rests_until, Some(date(2026, 1, 16)));
    assert_eq!(verdicts.next_step[2].rests_until, Some(date(2026, 2, 15)));
    assert_eq!(could_be(&verdicts, 5), [LEAD, CUSTOMER]);
    assert_eq!(could_be(&verdicts, 6), [LEAD]);
    assert_eq!(verdicts.questions_of(6), [uld::model::lifecycle::Question::Field(from)]);
    builder.edit(from).assumed = Some(Assumed::Never);
    assert_eq!(builder.judge(&rows).stage[6], Some(LEAD));
}

#[test]
fn leave_lines_come_first_then_those_of_the_next_stage() {
    let mut builder = lifecycle();
    let nurture = builder.aside("nurture");
    let lost = builder.aside("lost");
    let c = builder.yes_no("c");
    let d = builder.yes_no("d");
    finish(&mut builder);
    let c = builder.is_yes(c);
    let d = builder.is_yes(d);
    builder.step(StepKind::Outcomes);
    let to = |aside| Some(Action::MoveTo(Destination::Aside(aside), None));
    builder.edit_stage(LEAD).leave = vec![outcome(Some(d), to(lost))];
    builder.edit_stage(LEAD).if_no = vec![outcome(Some(c), to(lost)), outcome(None, to(nurture))];
    builder.edit_stage(LEAD).if_unknown = vec![outcome(None, Some(Action::Stay))];
    builder.edit_stage(CUSTOMER).if_no =
        vec![outcome(Some(c), Some(Action::RecycleTo(Destination::Stage(INQUIRY), None)))];
    let line = |stage, list, index| Some(OutcomeRef { stage, list, index });
    let verdicts = builder.judge(&[
        &["no", "no", "no", ""],
        &["no", "no", "yes", ""],
        &["no", "no", "", ""],
        &["", "no", "yes", ""],
        &["yes", "no", "yes", "yes"],
        &["yes", "no", "yes", ""],
        &["yes", "no", "no", "no"],
        &["yes", "yes", "yes", "yes"],
    ]);
    let moved = [Some(nurture), Some(lost), Some(nurture), None, Some(lost)];
    for (row, moved) in moved.into_iter().enumerate() {
        assert_eq!(verdicts.moved_to[row], moved.map(Destination::Aside), "row {row}");
    }
    assert_eq!(verdicts.moved_to[5], Some(Destination::Stage(INQUIRY)));
    assert_eq!(verdicts.moved_to[6], None);
    assert_eq!(verdicts.moved_to[7], None);
    assert_eq!(verdicts.next_step[2].applies, line(LEAD, OutcomeList::IfNo, 1));
    assert_eq!(verdicts.next_step[2].passed_over, [line(LEAD, OutcomeList::IfNo, 0).unwrap()]);
    assert_eq!(verdicts.next_step[3].applies, line(LEAD, OutcomeList::IfUnknown, 0));
    assert_eq!(verdicts.next_step[4].applies, line(LEAD, OutcomeList::Leave, 0));
    assert_eq!(verdicts.next_step[5].applies, line(CUSTOMER, OutcomeList::IfNo, 0));
    assert_eq!(verdicts.next_step[5].passed_over, [line(LEAD, OutcomeList::Leave, 0).unwrap()]);
    assert_eq!(verdicts.next_step[7].applies, None);
}

#[test]
fn the_recorded_stage_is_matched_by_name_and_title() {
    let mut builder = lifecycle();
    let recorded = builder.field("crm_stage", FieldType::Text);
    let nurture = builder.aside("nurture");
    builder.program.asides[0].title = Some("To be nurtured".to_owned());
    finish(&mut builder);
    builder.edit_stage(LEAD).title = Some("Sales Lead".to_owned());
    builder.program.lifecycle.recorded_in = Some(recorded);
    let verdicts = builder.judge(&[
        &["", "", " LEAD "],
        &["", "", "sales lead"],
        &["", "", "to be Nurtured"],
        &["", "", " Evangelist "],
        &["", "", ""],
    ]);
    let lead = Some(Recorded::Known(Destination::Stage(LEAD)));
    assert_eq!(
        verdicts.recorded,
        [
            lead.clone(),
            lead,
            Some(Recorded::Known(Destination::Aside(nurture))),
            Some(Recorded::Other("Evangelist".to_owned())),
            None
        ]
    );
}

#[test]
fn a_field_required_from_a_stage_is_reported_from_there_on() {
    let mut builder = lifecycle();
    let day = builder.field("day", FieldType::Date);
    builder.edit(day).required = Some(Required::From(LEAD));
    finish(&mut builder);
    let verdicts = builder.judge(&[
        &["no", "no", ""],
        &["yes", "no", ""],
        &["no", "yes", ""],
        &["yes", "no", "2026-01-01"],
        &["yes", "no", "2026-99-99"],
    ]);
    let found: Vec<(u32, Fault)> =
        verdicts.problems.iter().map(|problem| (problem.row, problem.fault)).collect();
    assert_eq!(found, [(1, Fault::RequiredMissing), (2, Fault::RequiredMissing), (4, Fault::NoSuchDay)]);
}

#[test]
fn a_decided_field_takes_the_first_match_and_lists_its_candidates() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a");
    let b = builder.yes_no("b");
    let (a, b) = (builder.is_yes(a), builder.is_yes(b));
    let segments = FieldType::OneOf(choices(&["SMB", "Enterprise", "None"]));
    let segment = builder.decided(
        "segment",
        segments,
        vec![(Value::Choice(1), Some(a)), (Value::Choice(0), Some(b)), (Value::Choice(1), None)],
    );
    let enterprise = builder.test(segment, Relation::Is(Value::Choice(1)));
    let known = builder.test(segment, Relation::Known);
    builder.rule("it", enterprise);
    // a, b: the answer, whether it is decided, how many candidates.
    let cases = [
        (["yes", ""], Yes, Yes, 1),
        (["no", "yes"], No, Yes, 1),
        (["no", "no"], Yes, Yes, 1),
        (["", "no"], Yes, Yes, 1),
        (["", "yes"], Unknown, No, 2),
        (["", ""], Unknown, No, 2),
        (["no", ""], Unknown, No, 2),
    ];
    for (row, answer, decided, candidates) in cases {
        let verdicts = builder.judge(&[&row]);
        assert_eq!(verdicts.node_answers[enterprise.index()].at(0), answer, "{row:?}");
        assert_eq!(verdicts.node_answers[known.index()].at(0), decided, "{row:?}");
        assert_eq!(verdicts.decided(segment).unwrap().candidates(0).count(), candidates, "{row:?}");
    }
    builder.edit(segment).assumed = Some(Assumed::Value(Value::Choice(2)));
    assert_eq!(builder.answer(enterprise, &["", ""]), No);
    assert_eq!(builder.answer(known, &["", ""]), No);
    let plan = uld::evaluate::Plan::new(&builder.program, crate::builder::TODAY).unwrap();
    let verdicts = builder.judge(&[&["", ""], &["yes", ""]]);
    let decided = verdicts.decided(segment).unwrap();
    assert_eq!(decided.value_text(&plan, 0).as_deref(), Some("None"));
    assert!(!decided.is_decided(0));
    assert_eq!(decided.value_text(&plan, 1).as_deref(), Some("Enterprise"));
}

#[test]
fn falling_off_the_end_is_a_candidate_after_an_unknown_row() {
    let mut builder = Builder::new();
    let a = builder.yes_no("a");
    let a = builder.is_yes(a);
    let region = builder.decided("region", FieldType::Text, vec![(text("EMEA"), Some(a))]);
    let emea = builder.test(region, Relation::Is(text("emea")));
    let negated = builder.not(emea);
    builder.rule("it", negated);
    for (cell, answer, candidates) in [("yes", Yes, 1), ("no", Unknown, 1), ("", Unknown, 2)] {
        let verdicts = builder.judge(&[&[cell]]);
        assert_eq!(verdicts.node_answers[emea.index()].at(0), answer);
        assert_eq!(verdicts.decided(region).unwrap().candidates(0).count(), candidates);
    }
}
