//! One test, asked of sample values, for whoever reasons about a definition: the evaluator itself is asked.

use super::answers::Answer;
use super::batch::given::given_column;
use super::cell::Reader;
use super::cell::number::Span;
use super::judge::probe::probed;
use super::masks;
use super::plan::events::set_of;
use super::plan::{CompiledTest, Plan};
use crate::model::example::Given;
use crate::model::ids::{EventFieldId, EventId, FieldId};
use crate::model::related::EventSet;

/// A field of the contact, or of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A field of the contact.
    Field(FieldId),
    /// A field of an event's row.
    Event(EventId, EventFieldId),
}

/// What reads it.
pub(crate) fn reader<'p>(plan: &'p Plan<'_>, source: Source) -> Option<&'p Reader> {
    match source {
        Source::Field(field) => plan.reader(field),
        Source::Event(event, field) => plan.event(event)?.readers.get(field.index()),
    }
}

/// The answers of a test for each of the values; of a field that rows decide, without its assumption.
pub(crate) fn of(plan: &Plan<'_>, test: &CompiledTest, source: Source, values: &[Given]) -> Vec<Answer> {
    let declared = match source {
        Source::Field(field) => plan.program().field(field),
        Source::Event(event, field) => {
            let kind = plan.program().events.get(event.index());
            kind.and_then(|kind| kind.fields.get(field.index()))
        }
    };
    let Some(declared) = declared else { return vec![Answer::Unknown; values.len()] };
    let given: Vec<Option<&Given>> = values.iter().map(Some).collect();
    let column = given_column(declared, reader(plan, source), &given, true);
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

/// The tests of a set's filter, made ready, one for each of its nodes that is a test; empty without a filter.
pub(crate) fn filter_tests<'p>(plan: &'p Plan<'_>, set: &EventSet) -> Option<&'p [Option<CompiledTest>]> {
    let planned = plan.event(set.event)?.sets.iter();
    let mut planned = planned
        .filter(|planned| set_of(plan.program(), &planned.purpose).is_some_and(|own| std::ptr::eq(own, set)));
    planned.next().map(|planned| planned.probes.as_slice())
}
