//! Comparisons that do not go with what is compared: what to write instead.

use super::Found;
use crate::check::checker::{Checker, Scope};
use crate::check::names::Thing;
use crate::check::operators::{Kind, Operator};
use crate::check::problem::conditions::{ConditionProblem, Fix};
use crate::check::problem::names::NameProblem;
use crate::syntax::document::{Comparison, Name, Relation as Written, Value as WrittenValue};
use crate::text::span::{Place, Span};

impl Checker<'_> {
    /// A comparison of something that is not compared.
    pub(in crate::check) fn not_comparable(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        name: &Name,
        thing: Thing,
        whole: Span,
    ) {
        let place = scope.place(name.at);
        let rule = matches!(thing, Thing::Criterion(_) | Thing::Stage(_) | Thing::Profile(_));
        let relation = &comparison.relation;
        if rule && matches!(relation, Written::Known | Written::Missing) {
            let words = match thing {
                Thing::Profile(_) => format!("fits {}", name.text),
                Thing::Criterion(_)
                | Thing::Stage(_)
                | Thing::Field(_)
                | Thing::List(_)
                | Thing::Team(_)
                | Thing::Lookup(_)
                | Thing::Event(_)
                | Thing::Aside(_)
                | Thing::Source(_)
                | Thing::Score(_)
                | Thing::Broken => name.text.clone(),
            };
            self.report(ConditionProblem::KnownOfRule {
                place,
                name: name.text.clone(),
                is: thing.words(),
                whole: Place::new(scope.source, whole),
                settled: format!("{words} assume no if unknown"),
            });
            return;
        }
        let yes = match relation {
            Written::Is(WrittenValue::Yes(_)) => Some(true),
            Written::Is(WrittenValue::No(_)) => Some(false),
            Written::Is(WrittenValue::Name(value)) => match value.key.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            Written::Is(WrittenValue::Literal(_))
            | Written::Known
            | Written::Missing
            | Written::OneOf(_)
            | Written::AtLeast(_)
            | Written::AtMost(_)
            | Written::LessThan(_)
            | Written::MoreThan(_)
            | Written::Between(..)
            | Written::Within(_)
            | Written::WithinLast(_)
            | Written::MoreThanAgo(_)
            | Written::Before(_)
            | Written::After(_)
            | Written::OnOrBefore(_)
            | Written::OnOrAfter(_)
            | Written::InThePast
            | Written::InTheFuture
            | Written::Contains { .. }
            | Written::StartsWith { .. }
            | Written::EndsWith { .. }
            | Written::Matches { .. } => None,
        };
        if let (true, Some(yes)) = (rule, yes) {
            self.report(NameProblem::TrueOrFalse {
                place: Place::new(
                    scope.source,
                    Span { start: comparison.operator_at.0.start, end: whole.end },
                ),
                field: if matches!(thing, Thing::Profile(_)) {
                    format!("fits {}", name.text)
                } else {
                    name.text.clone()
                },
                yes: yes != comparison.negated,
                whole: Place::new(scope.source, whole),
            });
            return;
        }
        self.report(ConditionProblem::NotComparable {
            place,
            name: name.text.clone(),
            is: thing.words(),
            rule,
        });
    }

    /// An operator that does not go with the operand's type.
    #[expect(clippy::too_many_arguments, reason = "the facts of one message")]
    pub(in crate::check) fn unfit(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        found: &Found,
        kind: Kind,
        operator: Operator,
        words: &str,
        whole: Span,
    ) {
        let text_after = |start: u32| {
            self.sources.words(Place::new(scope.source, Span { start, end: whole.end })).trim().to_owned()
        };
        let value = text_after(comparison.operator_at.0.end);
        let date = matches!(kind, Kind::Date | Kind::DateTime);
        let not = if comparison.negated { "does not contain" } else { "contains" };
        let fix = match operator {
            Operator::Is if kind == Kind::SomeOf => Fix::Write(format!("{words} {not} {value}")),
            Operator::OneOf if kind == Kind::SomeOf => Fix::Write(format!("{words} {not} any of {value}")),
            Operator::AtLeast if date => Fix::Write(format!("{words} is on or after {value}")),
            Operator::AtMost if date => Fix::Write(format!("{words} is on or before {value}")),
            Operator::MoreThan if date => Fix::Write(format!("{words} is after {value}")),
            Operator::LessThan if date => Fix::Write(format!("{words} is before {value}")),
            Operator::AtLeast
            | Operator::AtMost
            | Operator::MoreThan
            | Operator::LessThan
            | Operator::Between
                if kind == Kind::OneOf =>
            {
                Fix::InOrder
            }
            Operator::Contains | Operator::ContainsText
                if matches!(kind, Kind::OneOf | Kind::OneOfInOrder) =>
            {
                let several = if matches!(operator, Operator::Contains) && value.contains(',')
                    || value.starts_with("any of")
                {
                    "is one of"
                } else {
                    "is"
                };
                let plain = value.trim_start_matches("any of").trim().to_owned();
                Fix::Write(format!("{words} {several} {plain}"))
            }
            Operator::Before | Operator::OnOrBefore if Operator::AtMost.fits(kind) => {
                let better = if operator == Operator::Before { "is less than" } else { "is at most" };
                Fix::Write(format!("{words} {better} {value}"))
            }
            Operator::After | Operator::OnOrAfter if Operator::AtMost.fits(kind) => {
                let better = if operator == Operator::After { "is more than" } else { "is at least" };
                Fix::Write(format!("{words} {better} {value}"))
            }
            Operator::Known
            | Operator::Is
            | Operator::OneOf
            | Operator::AtLeast
            | Operator::AtMost
            | Operator::MoreThan
            | Operator::LessThan
            | Operator::Between
            | Operator::Within
            | Operator::WithinLast
            | Operator::MoreThanAgo
            | Operator::Before
            | Operator::After
            | Operator::OnOrBefore
            | Operator::OnOrAfter
            | Operator::InThePast
            | Operator::InTheFuture
            | Operator::Contains
            | Operator::ContainsText
            | Operator::StartsWith
            | Operator::EndsWith
            | Operator::Matches => Fix::None,
        };
        let declared = found.field.and_then(|id| self.program.field(id)).map(|field| field.place);
        self.report(ConditionProblem::OperatorUnfit {
            place: scope.place(comparison.operator_at),
            operand: words.to_owned(),
            kind,
            operator,
            declared,
            fix,
            whole: Place::new(scope.source, whole),
        });
    }
}
