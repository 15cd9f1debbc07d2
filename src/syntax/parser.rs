//! The pest parser. `Rule` and `Pair` never leave `syntax`.

use pest::Parser;
use pest::iterators::{Pair, Pairs};

use super::document::DefinitionKind;
use crate::text::span::Span;

/// The derive makes a public enum of every rule; in a module of its own it stays inside.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/uld.pest"]
    pub struct Grammar;
}

pub(super) use grammar::{Grammar, Rule};

/// One parsed rule.
pub(super) type Part<'i> = Pair<'i, Rule>;

/// Where and why a piece could not be parsed, in bytes of the piece.
pub(super) struct Failure {
    /// The furthest position that was reached.
    pub at: usize,
    /// What could have stood there.
    pub expected: Vec<Rule>,
}

/// Parses one piece as a definition of this kind; gives the definition itself.
pub(super) fn parse_piece(kind: DefinitionKind, text: &str) -> Result<Option<Part<'_>>, Failure> {
    match Grammar::parse(start_rule(kind), text) {
        Ok(mut pairs) => Ok(pairs.next()),
        Err(error) => {
            let at = match error.location {
                pest::error::InputLocation::Pos(at) => at,
                pest::error::InputLocation::Span((at, _)) => at,
            };
            let expected = match error.variant {
                pest::error::ErrorVariant::ParsingError { positives, .. } => positives,
                pest::error::ErrorVariant::CustomError { .. } => Vec::new(),
            };
            Err(Failure { at, expected })
        }
    }
}

fn start_rule(kind: DefinitionKind) -> Rule {
    match kind {
        DefinitionKind::Prose => Rule::start_prose,
        DefinitionKind::Header => Rule::start_header,
        DefinitionKind::Include => Rule::start_include,
        DefinitionKind::Team => Rule::start_team,
        DefinitionKind::List => Rule::start_list,
        DefinitionKind::Rate => Rule::start_rate,
        DefinitionKind::Field => Rule::start_field,
        DefinitionKind::Lookup => Rule::start_lookup,
        DefinitionKind::Events => Rule::start_events,
        DefinitionKind::Lifecycle => Rule::start_lifecycle,
        DefinitionKind::Profile => Rule::start_profile,
        DefinitionKind::Criterion => Rule::start_criterion,
        DefinitionKind::Stage => Rule::start_stage,
        DefinitionKind::Source => Rule::start_source,
        DefinitionKind::Score => Rule::start_score,
        DefinitionKind::Route => Rule::start_route,
        DefinitionKind::Duty => Rule::start_duty,
        DefinitionKind::Example => Rule::start_example,
        DefinitionKind::Table => Rule::start_table,
    }
}

/// The parts of a rule, read from left to right.
///
/// A rule's reader asks for what may come next; what it does not ask for stays. Keywords are parts like any other.
#[derive(Clone)]
pub(super) struct Parts<'i> {
    pairs: Pairs<'i, Rule>,
}

impl<'i> Parts<'i> {
    /// The parts of `part`.
    pub(super) fn of(part: Part<'i>) -> Self {
        Parts { pairs: part.into_inner() }
    }

    /// The next part, if it is of this rule.
    pub(super) fn take(&mut self, rule: Rule) -> Option<Part<'i>> {
        if self.pairs.peek()?.as_rule() == rule { self.pairs.next() } else { None }
    }

    /// Passes over the next part if it is of this rule, and says whether it was.
    pub(super) fn skip(&mut self, rule: Rule) -> bool {
        self.take(rule).is_some()
    }

    /// The next part, whatever it is.
    pub(super) fn any(&mut self) -> Option<Part<'i>> {
        self.pairs.next()
    }

    /// The next part, without taking it.
    pub(super) fn peek(&self) -> Option<Part<'i>> {
        self.pairs.peek()
    }
}

/// From the first to the last word of a part, in bytes of the piece.
///
/// Pest counts the blanks and comments before an absent optional part as the rule's own, so the end is that of the last
/// word inside: every visible word is a rule.
pub(super) fn words_of(part: &Part<'_>) -> Span {
    let mut last = part.clone();
    while let Some(inner) = last.clone().into_inner().next_back() {
        last = inner;
    }
    Span::new(part.as_span().start(), last.as_span().end())
}
