//! Time and memory grow in step with the definition: chains, doublings, and many fields.

use uld::evaluate::answers::Answer;
use uld::model::condition::Relation;
use uld::model::field::FieldType;
use uld::model::ids::NodeId;

use crate::builder::Builder;

/// Runs on a stack of one mebibyte.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn ten_thousand_criteria_in_a_chain_need_no_stack() {
    on_a_small_stack(|| {
        let mut builder = Builder::new();
        let first = builder.yes_no("first");
        let other = builder.yes_no("other");
        let mut last = builder.is_yes(first);
        for index in 0..10_000 {
            let rule = builder.rule(&format!("c{index}"), last);
            let used = builder.use_rule(rule);
            let not = builder.not(used);
            let part = builder.is_yes(other);
            last = builder.any(&[not, part]);
        }
        builder.stage("lead", Some(last));
        let verdicts = builder.judge(&[&["", "no"], &["yes", "no"], &["no", "no"], &["", ""]]);
        let answers: Vec<Answer> = (0..4).map(|row| verdicts.stage_answers[0].at(row)).collect();
        assert_eq!(answers, [Answer::Unknown, Answer::Yes, Answer::No, Answer::Unknown]);
        assert_eq!(verdicts.questions_of(0).len(), 1);
        assert_eq!(verdicts.questions_of(3).len(), 2);
    });
}

#[test]
fn sixty_criteria_that_each_use_the_one_before_twice_are_instant() {
    let mut builder = Builder::new();
    let fields: Vec<NodeId> = (0..60)
        .map(|index| {
            let field = builder.yes_no(&format!("f{index}"));
            builder.is_yes(field)
        })
        .collect();
    let mut last = fields[0];
    for (index, own) in fields.iter().enumerate().skip(1) {
        let rule = builder.rule(&format!("c{index}"), last);
        let (left, right) = (builder.use_rule(rule), builder.use_rule(rule));
        let opposite = builder.not(right);
        let first = builder.any(&[left, *own]);
        let second = builder.any(&[opposite, *own]);
        last = builder.at_least(2, &[first, second]);
    }
    builder.stage("lead", Some(last));
    let verdicts = builder.judge(&[&[]]);
    assert_eq!(verdicts.questions_of(0).len(), 60);
}

#[test]
fn a_rule_of_ten_thousand_terms_is_asked_in_step() {
    let mut builder = Builder::new();
    let terms: Vec<NodeId> = (0..10_000)
        .map(|index| {
            let field = builder.yes_no(&format!("f{index}"));
            builder.is_yes(field)
        })
        .collect();
    let all = builder.all(&terms);
    builder.stage("lead", Some(all));
    let verdicts = builder.judge(&[&[]]);
    assert_eq!(verdicts.questions_of(0).len(), 10_000);
}

#[test]
fn thirty_stars_on_a_mebibyte_take_no_time() {
    let text = "a".repeat(1 << 20);
    let patterns: Vec<String> = [2, 9, 30]
        .into_iter()
        .flat_map(|stars| [format!("{}b", "*a".repeat(stars)), format!("{}b*", "*a?a".repeat(stars))])
        .collect();
    let mut builder = Builder::new();
    let field = builder.field("f", FieldType::Text);
    let node = builder.test(field, Relation::Matches(patterns));
    builder.rule("it", node);
    assert_eq!(builder.answer(node, &[&text]), Answer::No);
}
