//! One test, asked of sample values, for whoever reasons about a definition: the evaluator itself is asked.

use super::answers::Answer;
use super::batch::given::given_column;
use super::cell::number::Span;
use super::judge::probe::probed;
use super::masks;
use super::plan::{CompiledTest, Plan};
use crate::model::example::Given;
use crate::model::ids::{EventFieldId, EventId, FieldId, NodeId};

/// The answers of a test of a field for each of the values; of a field that rows decide, without its assumption.
pub(crate) fn of_field(
    plan: &Plan<'_>,
    test: &CompiledTest,
    field: FieldId,
    values: &[Given],
) -> Vec<Answer> {
    let Some(declared) = plan.program().field(field) else { return vec![Answer::Unknown; values.len()] };
    let given: Vec<Option<&Given>> = values.iter().map(Some).collect();
    let column = given_column(declared, plan.reader(field), &given, true);
    let every = masks::every(values.len());
    let answers = probed(test, &column, &every);
    (0..values.len()).map(|row| answers.as_ref().map_or(Answer::Unknown, |answers| answers.at(row))).collect()
}

/// The answers of a test of an event's field for each of the values.
pub(crate) fn of_event_field(
    plan: &Plan<'_>,
    test: &CompiledTest,
    event: EventId,
    field: EventFieldId,
    values: &[Given],
) -> Vec<Answer> {
    let kind = plan.program().events.get(event.index());
    let Some(declared) = kind.and_then(|kind| kind.fields.get(field.index())) else {
        return vec![Answer::Unknown; values.len()];
    };
    let reader = plan.event(event).and_then(|event| event.readers.get(field.index()));
    let given: Vec<Option<&Given>> = values.iter().map(Some).collect();
    let column = given_column(declared, reader, &given, true);
    let every = masks::every(values.len());
    let answers = probed(test, &column, &every);
    (0..values.len()).map(|row| answers.as_ref().map_or(Answer::Unknown, |answers| answers.at(row))).collect()
}

/// The answer for a span of numbers; of scores and counts, whole points and events.
pub(crate) fn of_span(test: &CompiledTest, low: i64, high: i64) -> Answer {
    match test {
        CompiledTest::Numbers(wanted) => wanted.answer(Span { low, high }),
        CompiledTest::Known
        | CompiledTest::YesNo(_)
        | CompiledTest::Money(_)
        | CompiledTest::Days(_)
        | CompiledTest::Choices { .. }
        | CompiledTest::Items { .. }
        | CompiledTest::Texts { .. }
        | CompiledTest::Open => Answer::Unknown,
    }
}

/// The test of a node, made ready.
pub(crate) fn test_of<'p>(plan: &'p Plan<'_>, node: NodeId) -> Option<&'p CompiledTest> {
    plan.probe(node)
}
