//! What the grammar lets in only so that it can be refused with a message of its own.

use super::Builder;
use crate::syntax::document::{Comparison, Name, OperandKind, Relation, Test, Value};
use crate::syntax::parser::{Part, Parts};
use crate::syntax::problem::Problem;
use crate::text::diagnostic::Edit;
use crate::text::span::{Place, Span};

impl Builder<'_> {
    /// `not` goes with a name or parentheses, and without `assume`.
    pub(super) fn refuse_not(
        &mut self,
        not: &Part<'_>,
        rest: &Parts<'_>,
        test: &Test,
        assume: Option<&Part<'_>>,
    ) {
        let at = self.place(not);
        let Some(tested) = rest.peek() else { return };
        let tested = self.place(&tested);
        let edit = |place: Place, text: &str| Edit { place, text: text.to_owned() };
        // `not` with the blanks behind it.
        let word = Place::new(self.source, Span { start: at.span.start, end: tested.span.start });
        if assume.is_some() {
            let close = tested.after();
            self.report(Problem::NotBeforeTest {
                at,
                fixes: vec![vec![edit(at.before(), "("), edit(close, ")")]],
            });
            return;
        }
        let parenthesis = vec![edit(tested.before(), "("), edit(tested.after(), ")")];
        let mut fixes = Vec::new();
        match test {
            Test::Paren(_) | Test::Reference { .. } => return,
            Test::Fits { negated, profile } => {
                let words = Span { start: tested.span.start, end: profile.at.0.start };
                let text = if *negated { "fits " } else { "does not fit " };
                fixes.push(vec![edit(word, ""), edit(Place::new(self.source, words), text)]);
            }
            Test::Compare(comparison) => {
                if let Some((operator, text)) = opposite(comparison) {
                    fixes.push(vec![edit(word, ""), edit(Place::new(self.source, operator), text)]);
                }
            }
            Test::Quantity(_) => {}
        }
        fixes.push(parenthesis);
        self.report(Problem::NotBeforeTest { at, fixes });
    }

    /// `is true`, `is blank`, `is before today`: names that no field, band or parameter has.
    pub(super) fn refuse_value(&mut self, test: &Test, not: bool) {
        let Test::Compare(Comparison { operand, negated, operator_at, relation }) = test else { return };
        let (name, is) = match relation {
            Relation::Is(Value::Name(name)) => (name, true),
            Relation::Before(Value::Name(name))
            | Relation::After(Value::Name(name))
            | Relation::OnOrBefore(Value::Name(name))
            | Relation::OnOrAfter(Value::Name(name))
            | Relation::AtLeast(Value::Name(name))
            | Relation::AtMost(Value::Name(name))
            | Relation::MoreThan(Value::Name(name))
            | Relation::LessThan(Value::Name(name)) => (name, false),
            Relation::Is(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::Before(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::After(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::OnOrBefore(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::OnOrAfter(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::AtLeast(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::AtMost(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::MoreThan(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::LessThan(Value::Yes(_) | Value::No(_) | Value::Literal(_))
            | Relation::Known
            | Relation::Missing
            | Relation::OneOf(_)
            | Relation::Between(..)
            | Relation::Within(_)
            | Relation::WithinLast(_)
            | Relation::MoreThanAgo(_)
            | Relation::InThePast
            | Relation::InTheFuture
            | Relation::Contains { .. }
            | Relation::StartsWith { .. }
            | Relation::EndsWith { .. }
            | Relation::Matches { .. } => return,
        };
        // In brackets it is a name after all.
        if (name.at.0.end - name.at.0.start) as usize != name.text.len() {
            return;
        }
        let plain = matches!(operand.kind, OperandKind::Name(_));
        let whole = Place::new(self.source, operator_at.0.to(name.at.0));
        match name.key.as_str() {
            "true" | "false" if is => {
                let mut fix = vec![Edit { place: self.with_blank(whole), text: String::new() }];
                if *negated != (name.key == "false") && plain && !not {
                    fix.push(Edit {
                        place: Place::new(self.source, operand.at.0).before(),
                        text: "not ".into(),
                    });
                }
                let written =
                    if *negated { format!("is not {}", name.text) } else { format!("is {}", name.text) };
                self.report(Problem::ComparedWithTruth { at: whole, written, fix });
            }
            "blank" | "empty" | "null" | "nil" | "undefined" | "na" if is => {
                let say = if *negated { "is known" } else { "is missing" };
                let at = Place::new(self.source, name.at.0);
                let fix = vec![Edit { place: whole, text: say.to_owned() }];
                self.report(Problem::NotAsked { at, say, fix });
            }
            "today" | "now" | "yesterday" | "tomorrow" => self.refuse_clock(name, whole, relation),
            _ => {}
        }
    }

    fn refuse_clock(&mut self, name: &Name, whole: Place, relation: &Relation) {
        let past = matches!(relation, Relation::Before(_) | Relation::LessThan(_));
        let future = matches!(relation, Relation::After(_) | Relation::MoreThan(_));
        let text = match (name.key.as_str(), past, future) {
            ("today" | "now", true, _) => "is in the past",
            ("today" | "now", _, true) => "is in the future",
            _ => "",
        };
        let fix =
            if text.is_empty() { Vec::new() } else { vec![Edit { place: whole, text: text.to_owned() }] };
        self.report(Problem::ReadsClock { at: Place::new(self.source, name.at.0), fix });
    }

    /// The place with the blank before it.
    fn with_blank(&self, place: Place) -> Place {
        Place { span: Span { start: place.span.start.saturating_sub(1), ..place.span }, ..place }
    }
}

/// The operator's words and those that say the opposite.
fn opposite(comparison: &Comparison) -> Option<(Span, &'static str)> {
    let text = match (&comparison.relation, comparison.negated) {
        (Relation::AtLeast(_), false) => "is less than",
        (Relation::LessThan(_), false) => "is at least",
        (Relation::AtMost(_), false) => "is more than",
        (Relation::MoreThan(_), false) => "is at most",
        (Relation::Known, false) => "is missing",
        (Relation::Missing, false) => "is known",
        (Relation::Is(_), false) => "is not",
        (Relation::Is(_), true) => "is",
        (Relation::OneOf(_), false) => "is not one of",
        (Relation::OneOf(_), true) => "is one of",
        (Relation::Between(..), false) => "is not between",
        (Relation::Before(_), false) => "is on or after",
        (Relation::OnOrAfter(_), false) => "is before",
        (Relation::After(_), false) => "is on or before",
        (Relation::OnOrBefore(_), false) => "is after",
        (
            Relation::AtLeast(_)
            | Relation::LessThan(_)
            | Relation::AtMost(_)
            | Relation::MoreThan(_)
            | Relation::Known
            | Relation::Missing
            | Relation::Between(..)
            | Relation::Before(_)
            | Relation::OnOrAfter(_)
            | Relation::After(_)
            | Relation::OnOrBefore(_),
            true,
        )
        | (
            Relation::Within(_)
            | Relation::WithinLast(_)
            | Relation::MoreThanAgo(_)
            | Relation::InThePast
            | Relation::InTheFuture
            | Relation::Contains { .. }
            | Relation::StartsWith { .. }
            | Relation::EndsWith { .. }
            | Relation::Matches { .. },
            _,
        ) => return None,
    };
    Some((comparison.operator_at.0, text))
}
