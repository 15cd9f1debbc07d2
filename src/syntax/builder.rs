//! From the parser's parts to the tree of what was written.
//!
//! Normalising happens here: `employees at least 50` and `employees is at least 50` give the same tree. Numbers are
//! read exactly. What the grammar lets in only to be refused with a better message is refused here.
//!
//! Every reader gives `None` only when it and the grammar disagree about a rule's parts, which a test rules out for
//! every rule; the piece is then reported as unreadable rather than lost.

mod condition;
mod contract;
mod literal;
mod refused;
mod rules;
mod work;

use super::document::{At, Clause, DefinitionKind, Item, ItemKind, Prose};
use super::parser::{Part, Parts, Rule, words_of};
use super::problem::Problem;
use crate::text::span::{Place, SourceId, Span};

/// Builds the tree of one piece.
pub(super) struct Builder<'p> {
    source: SourceId,
    /// Where the piece starts in the text.
    base: usize,
    /// Parts of conditions so far.
    terms: usize,
    problems: &'p mut Vec<Problem>,
}

impl<'p> Builder<'p> {
    /// For the piece that starts at byte `base` of `source`; problems are added to `problems`.
    pub(super) fn new(source: SourceId, base: usize, problems: &'p mut Vec<Problem>) -> Self {
        Builder { source, base, terms: 0, problems }
    }

    /// The definition that the parser found.
    pub(super) fn item(&mut self, kind: DefinitionKind, part: Part<'_>) -> Option<Item> {
        let at = At(self.span(&part));
        let kind = match kind {
            DefinitionKind::Prose => ItemKind::Prose(self.prose(&part)),
            DefinitionKind::Header => ItemKind::Header(self.header(part)?),
            DefinitionKind::Include => ItemKind::Include(self.include(part)?),
            DefinitionKind::Team => ItemKind::Team(self.team(part)?),
            DefinitionKind::List => ItemKind::List(self.list(part)?),
            DefinitionKind::Rate => ItemKind::Rate(self.rate(part)?),
            DefinitionKind::Field => ItemKind::Field(self.field(part)?),
            DefinitionKind::Lookup => ItemKind::Lookup(self.lookup(part)?),
            DefinitionKind::Events => ItemKind::Events(self.events(part)?),
            DefinitionKind::Lifecycle => ItemKind::Lifecycle(self.lifecycle(part)?),
            DefinitionKind::Profile => ItemKind::Profile(self.profile(part)?),
            DefinitionKind::Criterion => ItemKind::Criterion(self.criterion(part)?),
            DefinitionKind::Stage => ItemKind::Stage(self.stage(part)?),
            DefinitionKind::Source => ItemKind::Source(self.source_rule(part)?),
            DefinitionKind::Score => ItemKind::Score(self.score(part)?),
            DefinitionKind::Route => ItemKind::Route(self.route(part)?),
            DefinitionKind::Duty => ItemKind::Duty(self.duty(part)?),
            DefinitionKind::Example => ItemKind::Example(self.example(part)?),
            DefinitionKind::Table => ItemKind::Table(self.table(part)?),
        };
        Some(Item { at, kind })
    }

    /// The lines below a head; each is a rule with one part, which `read` turns into its kind.
    fn clauses<'i, Kind>(
        &mut self,
        parts: &mut Parts<'i>,
        rule: Rule,
        read: fn(&mut Self, Part<'i>) -> Option<Kind>,
    ) -> Option<Vec<Clause<Kind>>> {
        let mut clauses = Vec::new();
        while let Some(part) = parts.take(rule) {
            let inner = Parts::of(part).any()?;
            let at =
                At(if inner.as_rule() == Rule::prose { self.prose(&inner).at.0 } else { self.span(&inner) });
            clauses.push(Clause { at, kind: read(self, inner)? });
        }
        Some(clauses)
    }

    /// `> published text`
    fn prose(&mut self, part: &Part<'_>) -> Prose {
        let written = part.as_str().trim_end();
        let text = written.strip_prefix('>').unwrap_or(written);
        let text = text.strip_prefix(super::token::is_blank).unwrap_or(text);
        let start = part.as_span().start();
        let at = At(Span::new(start, start + written.len()).shifted(self.base));
        Prose { at, text: text.to_owned() }
    }

    fn span(&self, part: &Part<'_>) -> Span {
        words_of(part).shifted(self.base)
    }

    fn place(&self, part: &Part<'_>) -> Place {
        Place::new(self.source, self.span(part))
    }

    fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}
