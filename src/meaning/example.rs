//! Examples: they show a meaning and are none, but a page says them.

use super::values::Of;
use super::writer::{Writer, form, quoted};
use crate::model::example::{Answer, Example, Expectation};
use crate::model::lifecycle::Question;

impl Writer<'_> {
    pub(super) fn example(&self, example: &Example) -> String {
        let mut parts =
            vec![quoted(&example.title), form("as-of", example.as_of.map(|date| date.to_string()))];
        parts.extend(example.given.iter().map(|(field, given)| {
            let of = self.program.field(*field).map(Of::Field);
            form("given", [self.field(*field), self.given(of, given)])
        }));
        for (event, row) in &example.events {
            let kind = self.program.events.get(event.index());
            let cells = row.iter().map(|(field, given)| {
                let field = kind.and_then(|kind| kind.fields.get(field.index()));
                let name = field.map(|field| self.own(field)).unwrap_or_default();
                form("own", [name, self.given(field.map(Of::Field), given)])
            });
            parts.push(form("event", std::iter::once(self.event(*event)).chain(cells)));
        }
        parts.extend(example.expected.iter().map(|expected| self.expected(&expected.what)));
        form("example", parts)
    }

    fn expected(&self, expected: &Expectation) -> String {
        let nothing = || "nothing".to_owned();
        match expected {
            Expectation::Rule(rule, answer) => form("expect", [self.rule(*rule), self.answer(answer)]),
            Expectation::StageRule(stage, answer) => {
                form("expect", [self.stage(*stage), self.answer(answer)])
            }
            Expectation::Stage(stage) => {
                form("expect-stage", [stage.map_or_else(nothing, |stage| self.stage(stage))])
            }
            Expectation::MovedTo(to) => {
                form("expect-moved", [to.map_or_else(nothing, |to| self.destination(to))])
            }
            Expectation::Source(source) => {
                form("expect-source", [source.map_or_else(nothing, |source| self.source(source))])
            }
            Expectation::Score(score, points) => form("expect", [self.score(*score), points.to_string()]),
            Expectation::Band(score, band) => {
                let of = self.program.scores.get(score.index());
                let band = of.and_then(|score| score.bands.get(*band as usize));
                let band = band.map(|band| quoted(&band.name)).unwrap_or_default();
                form("expect-band", [self.score(*score), band])
            }
            Expectation::Route(_, owner) => form("expect-route", [quoted(owner)]),
        }
    }

    fn answer(&self, answer: &Answer) -> String {
        match answer {
            Answer::Yes => "yes".to_owned(),
            Answer::No => "no".to_owned(),
            Answer::Unknown(questions) => form(
                "unknown",
                questions.iter().map(|question| match question {
                    Question::Field(field) => self.field(*field),
                    Question::Event(event) => self.event(*event),
                }),
            ),
        }
    }
}
