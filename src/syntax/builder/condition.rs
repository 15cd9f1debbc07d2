//! Conditions: groups of lines, chains of `and` and `or`, single tests.

use super::Builder;
use super::literal::unit;
use crate::syntax::document::{
    Argument, At, Chain, Comparison, Condition, ContainsQuantifier, Count, CountNumber, Group, GroupLine,
    Joiner, Literal, Name, Operand, OperandKind, Quantifier, Quantity, Relation, RowWhen, Test, Unary, Unit,
    Value, When, Window, WindowKind,
};
use crate::syntax::parser::{Part, Parts, Rule};
use crate::syntax::problem::{Limit, Problem};
use crate::text::diagnostic::Edit;
use crate::text::span::{Place, Span};

/// Most terms in one rule.
const TERM_LIMIT: usize = 10_000;

impl Builder<'_> {
    /// `when CONDITION because "…"`
    pub(super) fn when(&mut self, parts: &mut Parts<'_>) -> Option<When> {
        let mut inner = Parts::of(parts.take(Rule::when)?);
        inner.skip(Rule::kw_when);
        let condition = self.condition(&mut inner)?;
        Some(When { condition, because: self.because(&mut inner) })
    }

    /// `when CHAIN because "…"`
    pub(super) fn row_when(&mut self, parts: &mut Parts<'_>) -> Option<RowWhen> {
        let mut inner = Parts::of(parts.take(Rule::row_when)?);
        inner.skip(Rule::kw_when);
        let chain = self.chain(&mut inner)?;
        Some(RowWhen { chain, because: self.because(&mut inner) })
    }

    /// Groups joined by `and`, or a chain.
    pub(super) fn condition(&mut self, parts: &mut Parts<'_>) -> Option<Condition> {
        let mut inner = Parts::of(parts.take(Rule::condition)?);
        if let Some(chain) = self.chain(&mut inner) {
            return Some(Condition::Chain(chain));
        }
        let mut groups = vec![self.group(&mut inner)?];
        while inner.skip(Rule::kw_and) {
            groups.push(self.group(&mut inner)?);
        }
        Some(Condition::Groups(groups))
    }

    fn group(&mut self, parts: &mut Parts<'_>) -> Option<Group> {
        let mut inner = Parts::of(parts.take(Rule::group)?);
        let head = inner.take(Rule::group_head)?;
        let at = self.span(&head);
        let mut head = Parts::of(head);
        let quantifier = if head.skip(Rule::kw_all_of) {
            Quantifier::AllOf
        } else if head.skip(Rule::kw_any_of) {
            Quantifier::AnyOf
        } else if head.skip(Rule::kw_none_of) {
            Quantifier::NoneOf
        } else {
            head.skip(Rule::kw_at_least);
            Quantifier::AtLeast(self.number(&mut head, Rule::count)?)
        };
        let colon = inner.take(Rule::colon)?;
        let at = At(at.to(self.span(&colon)));
        let mut lines = Vec::new();
        while let Some(line) = inner.take(Rule::group_line) {
            lines.push(self.group_line(line)?);
        }
        Some(Group { at, quantifier, lines })
    }

    fn group_line(&mut self, part: Part<'_>) -> Option<GroupLine> {
        let at = At(self.span(&part));
        let mut inner = Parts::of(part);
        inner.skip(Rule::bullet);
        let chain = self.chain_of(inner.take(Rule::line)?)?;
        Some(GroupLine { at, chain, because: self.because(&mut inner) })
    }

    /// `a and b or c`
    pub(super) fn chain(&mut self, parts: &mut Parts<'_>) -> Option<Chain> {
        let part = parts.take(Rule::chain)?;
        self.chain_of(part)
    }

    fn chain_of(&mut self, part: Part<'_>) -> Option<Chain> {
        let at = At(self.span(&part));
        let mut inner = Parts::of(part);
        let first = Box::new(self.unary(&mut inner)?);
        let mut rest = Vec::new();
        while let Some(word) = inner.any() {
            let joiner = Joiner { at: At(self.span(&word)), or: word.as_rule() == Rule::kw_or };
            rest.push((joiner, self.unary(&mut inner)?));
        }
        Some(Chain { at, first, rest })
    }

    fn unary(&mut self, parts: &mut Parts<'_>) -> Option<Unary> {
        let part = parts.take(Rule::unary)?;
        self.terms += 1;
        if self.terms == TERM_LIMIT + 1 {
            self.report(Problem::OverLimit { at: self.place(&part), limit: Limit::Terms });
        }
        let at = At(self.span(&part));
        let mut inner = Parts::of(part);
        let not = inner.take(Rule::kw_not);
        let written = inner.clone();
        let test = self.test(&mut inner)?;
        let assume = inner.take(Rule::assume);
        if let Some(word) = &not {
            self.refuse_not(word, &written, &test, assume.as_ref());
        }
        self.refuse_value(&test, not.is_some());
        let assume = assume.map(|words| {
            let mut words = Parts::of(words);
            words.skip(Rule::kw_assume);
            words.skip(Rule::kw_yes)
        });
        Some(Unary { at, not: not.is_some(), test, assume })
    }

    fn test(&mut self, parts: &mut Parts<'_>) -> Option<Test> {
        if let Some(part) = parts.take(Rule::paren) {
            return Some(Test::Paren(self.paren(part)?));
        }
        if let Some(part) = parts.take(Rule::fits) {
            let mut inner = Parts::of(part);
            let negated = inner.skip(Rule::kw_does_not_fit) || !inner.skip(Rule::kw_fits);
            return Some(Test::Fits { negated, profile: self.name(&mut inner)? });
        }
        if let Some(part) = parts.take(Rule::quantity) {
            return Some(Test::Quantity(self.quantity(part)?));
        }
        self.named_test(parts.take(Rule::named_test)?)
    }

    fn paren(&mut self, part: Part<'_>) -> Option<Chain> {
        let mut inner = Parts::of(part);
        inner.skip(Rule::open);
        self.chain(&mut inner)
    }

    fn quantity(&mut self, part: Part<'_>) -> Option<Quantity> {
        let mut inner = Parts::of(part);
        let word = inner.any()?;
        let mut at = self.span(&word);
        let rule = word.as_rule();
        let count = if rule == Rule::kw_no {
            Count::No
        } else if rule == Rule::kw_any {
            Count::Any
        } else {
            let number = match self.number(&mut inner, Rule::count) {
                Some(number) => {
                    at = at.to(number.at.0);
                    CountNumber::Number(number)
                }
                None => {
                    let name = self.name(&mut inner)?;
                    at = at.to(name.at.0);
                    CountNumber::Name(name)
                }
            };
            let count: fn(CountNumber) -> Count = if rule == Rule::kw_at_least {
                Count::AtLeast
            } else if rule == Rule::kw_at_most {
                Count::AtMost
            } else if rule == Rule::kw_more_than {
                Count::MoreThan
            } else if rule == Rule::kw_less_than {
                Count::LessThan
            } else {
                Count::Exactly
            };
            count(number)
        };
        let event = self.name(&mut inner)?;
        let filter = self.filter(&mut inner);
        Some(Quantity { at: At(at), count, event, filter, window: self.window(&mut inner) })
    }

    /// `where kind is "Webinar"`
    pub(super) fn filter(&mut self, parts: &mut Parts<'_>) -> Option<Box<Unary>> {
        let mut inner = Parts::of(parts.take(Rule::filter)?);
        inner.skip(Rule::kw_where);
        self.terms += 1;
        let part = inner.any()?;
        let at = At(self.span(&part));
        let test = if part.as_rule() == Rule::paren {
            Test::Paren(self.paren(part)?)
        } else {
            self.named_test(part)?
        };
        Some(Box::new(Unary { at, not: false, test, assume: None }))
    }

    /// `within the last 30 days`, `since recycled_on`
    pub(super) fn window(&mut self, parts: &mut Parts<'_>) -> Option<Window> {
        let part = parts.take(Rule::window)?;
        let at = At(self.span(&part));
        let mut inner = Parts::of(part);
        let kind = if inner.skip(Rule::kw_since) {
            WindowKind::Since(self.name(&mut inner)?)
        } else {
            inner.skip(Rule::kw_within_the_last);
            match self.duration(&mut inner) {
                Some(duration) => WindowKind::Last(duration),
                None => WindowKind::LastName(self.name(&mut inner)?),
            }
        };
        Some(Window { at, kind })
    }

    /// A comparison, or a name with its argument; the test after `where` has the same parts.
    fn named_test(&mut self, part: Part<'_>) -> Option<Test> {
        let start = self.span(&part);
        let mut inner = Parts::of(part);
        let operand = if let Some(domain) = inner.take(Rule::domain_of) {
            let at = At(self.span(&domain));
            let mut domain = Parts::of(domain);
            domain.skip(Rule::kw_domain_of);
            Operand { at, kind: OperandKind::DomainOf(self.name(&mut domain)?) }
        } else {
            let name = self.name(&mut inner)?;
            if let Some(of) = inner.take(Rule::of_event) {
                let at = At(Span { start: start.start, end: self.span(&of).end });
                Operand { at, kind: self.of_event(name, of)? }
            } else if let Some(argument) = inner.take(Rule::argument) {
                return self.reference(name, argument);
            } else if inner.peek().is_none() {
                return Some(Test::Reference { name, argument: None });
            } else {
                Operand { at: name.at, kind: OperandKind::Name(name) }
            }
        };
        Some(Test::Compare(self.comparison(operand, &mut inner)?))
    }

    fn reference(&mut self, name: Name, argument: Part<'_>) -> Option<Test> {
        let mut inner = Parts::of(argument);
        let argument = match self.literal(&mut inner) {
            Some(literal) => Argument::Literal(literal),
            None => Argument::Name(self.name(&mut inner)?),
        };
        if name.key == "the"
            && let Argument::Name(next) = &argument
        {
            let at = Place::new(self.source, name.at.0);
            let gone = Span { start: name.at.0.start, end: next.at.0.start };
            let fix = vec![Edit { place: Place::new(self.source, gone), text: String::new() }];
            self.report(Problem::ExtraWord { at, word: name.text.clone(), fix });
        }
        Some(Test::Reference { name, argument: Some(argument) })
    }

    /// `of latest touch where (…)`
    fn of_event(&mut self, field: Name, part: Part<'_>) -> Option<OperandKind> {
        let mut inner = Parts::of(part);
        inner.skip(Rule::kw_of);
        let first = inner.skip(Rule::kw_first) || !inner.skip(Rule::kw_latest);
        let event = self.name(&mut inner)?;
        let filter = if inner.skip(Rule::kw_where) {
            let part = inner.take(Rule::paren)?;
            Some(Box::new(self.paren(part)?))
        } else {
            None
        };
        Some(OperandKind::OfEvent { field, first, event, filter })
    }

    fn comparison(&mut self, operand: Operand, parts: &mut Parts<'_>) -> Option<Comparison> {
        if let Some(part) = parts.take(Rule::is_relation) {
            let mut inner = Parts::of(part);
            let mut at = self.span(&inner.take(Rule::kw_is)?);
            let not = inner.take(Rule::kw_not);
            if let Some(not) = &not {
                at = at.to(self.span(not));
            }
            let (words, relation) = self.after_is(&mut inner)?;
            let operator_at = At(words.map_or(at, |words| at.to(words)));
            return Some(Comparison { operand, negated: not.is_some(), operator_at, relation });
        }
        if let Some(part) = parts.take(Rule::relation) {
            let (words, relation) = self.relation(part)?;
            return Some(Comparison { operand, negated: false, operator_at: At(words), relation });
        }
        self.words(operand, parts.take(Rule::words)?)
    }

    /// What follows `is` or `is not`: the span of its own operator words, if it has any, and the relation.
    fn after_is(&mut self, inner: &mut Parts<'_>) -> Option<(Option<Span>, Relation)> {
        if let Some(known) = inner.take(Rule::kw_known) {
            return Some((Some(self.span(&known)), Relation::Known));
        }
        if let Some(missing) = inner.take(Rule::kw_missing) {
            return Some((Some(self.span(&missing)), Relation::Missing));
        }
        if let Some(one_of) = inner.take(Rule::kw_one_of) {
            return Some((Some(self.span(&one_of)), Relation::OneOf(self.values(inner)?)));
        }
        if let Some(part) = inner.take(Rule::relation) {
            let (words, relation) = self.relation(part)?;
            return Some((Some(words), relation));
        }
        Some((None, Relation::Is(self.value(inner)?)))
    }

    fn relation(&mut self, part: Part<'_>) -> Option<(Span, Relation)> {
        let mut inner = Parts::of(part);
        let word = inner.any()?;
        let at = self.span(&word);
        let rule = word.as_rule();
        let simple = [
            (Rule::kw_at_least, Relation::AtLeast as fn(Value) -> Relation),
            (Rule::kw_at_most, Relation::AtMost),
            (Rule::kw_less_than, Relation::LessThan),
            (Rule::kw_within_the_last, Relation::WithinLast),
            (Rule::kw_within_the_next, Relation::Within),
            (Rule::kw_within, Relation::Within),
            (Rule::kw_on_or_before, Relation::OnOrBefore),
            (Rule::kw_on_or_after, Relation::OnOrAfter),
            (Rule::kw_before, Relation::Before),
            (Rule::kw_after, Relation::After),
            (Rule::kw_more_than, Relation::MoreThan),
        ];
        if rule == Rule::kw_in_the_past {
            return Some((at, Relation::InThePast));
        }
        if rule == Rule::kw_in_the_future {
            return Some((at, Relation::InTheFuture));
        }
        let value = self.value(&mut inner)?;
        if rule == Rule::kw_between {
            inner.skip(Rule::kw_and);
            return Some((at, Relation::Between(value, self.value(&mut inner)?)));
        }
        if let Some(ago) = inner.take(Rule::kw_ago) {
            return Some((at, self.more_than_ago(value, &ago)));
        }
        let (_, relation) = simple.into_iter().find(|(simple, _)| *simple == rule)?;
        Some((at, relation(value)))
    }

    /// `more than 60 days ago` counts time; anything else before `ago` is reported.
    fn more_than_ago(&mut self, value: Value, ago: &Part<'_>) -> Relation {
        match value {
            Value::Literal(Literal::Duration(duration)) => Relation::MoreThanAgo(duration),
            Value::Yes(_) | Value::No(_) | Value::Name(_) | Value::Literal(_) => {
                let at = Place::new(self.source, value.span());
                self.report(Problem::NotTimeAgo { at, ago: self.place(ago) });
                Relation::MoreThan(value)
            }
        }
    }

    /// `contains any of "a", "b"`, `does not match "*@x"`
    fn words(&mut self, operand: Operand, part: Part<'_>) -> Option<Comparison> {
        let mut inner = Parts::of(part);
        let word = inner.any()?;
        let rule = word.as_rule();
        let mut at = self.span(&word);
        let negated = rule == Rule::kw_does_not_contain || rule == Rule::kw_does_not_match;
        let any_of = inner.take(Rule::kw_any_of);
        let all_of = inner.take(Rule::kw_all_of);
        let substring =
            [inner.take(Rule::kw_the_texts), inner.take(Rule::kw_the_text)].into_iter().flatten().next();
        for words in [&any_of, &all_of, &substring].into_iter().flatten() {
            at = at.to(self.span(words));
        }
        let relation = if rule == Rule::kw_contains || rule == Rule::kw_does_not_contain {
            let quantifier = if any_of.is_some() {
                Some(ContainsQuantifier::Any)
            } else if all_of.is_some() {
                Some(ContainsQuantifier::All)
            } else {
                None
            };
            Relation::Contains {
                quantifier,
                substring: substring.is_some(),
                values: self.values(&mut inner)?,
            }
        } else {
            let any_of = any_of.is_some();
            let texts = self.texts(&mut inner)?;
            if rule == Rule::kw_starts_with {
                Relation::StartsWith { any_of, texts }
            } else if rule == Rule::kw_ends_with {
                Relation::EndsWith { any_of, texts }
            } else {
                Relation::Matches { any_of, texts }
            }
        };
        Some(Comparison { operand, negated, operator_at: At(at), relation })
    }
}

/// `duration in months`: the unit after the keyword.
pub(super) fn unit_after(part: Part<'_>, keyword: Rule) -> Option<Unit> {
    let mut inner = Parts::of(part);
    inner.skip(keyword);
    unit(&mut inner)
}
