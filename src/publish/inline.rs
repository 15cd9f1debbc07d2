//! From sentences to running text with links, and from names to what links name.

use crate::model::ids::{EventId, FieldId, ListId, RuleId, ScoreId, SourceRuleId, StageId};
use crate::model::lifecycle::RuleKind;
use crate::model::program::Program;
use crate::page::tree::{Anchor, Block, Inline};
use crate::wording::name;
use crate::wording::phrase::{About, Phrase, Piece};

use super::part_anchor;

/// Text without anything in it.
pub(super) fn text(text: impl Into<String>) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

/// A paragraph of text without anything in it.
pub(super) fn paragraph(words: impl Into<String>) -> Block {
    Block::Paragraph(text(words))
}

/// A sentence with its names as links. A title of several words stands in quotes, as in every other place.
pub(super) fn linked(program: &Program, phrase: &Phrase) -> Vec<Inline> {
    let alone = phrase.pieces().len() == 1;
    let mut found = Vec::new();
    for piece in phrase.pieces() {
        match piece {
            Piece::Words(words) => found.push(Inline::Text(words.clone())),
            Piece::Name { about, text: name, .. } => {
                let quote = (!alone && piece.is_quoted()).then(|| Inline::Text("\"".to_owned()));
                found.extend(quote.clone());
                found.push(match anchor(program, *about) {
                    Some(anchor) => Inline::Reference(anchor, text(name)),
                    None => Inline::Text(name.clone()),
                });
                found.extend(quote);
            }
        }
    }
    found
}

/// A sentence that stands by itself: with a capital at its beginning.
pub(super) fn sentence(program: &Program, phrase: Phrase) -> Vec<Inline> {
    linked(program, &phrase.capitalised())
}

/// The reasons for something, on lines of their own below it.
pub(super) fn reasons<'r>(because: impl IntoIterator<Item = &'r String>) -> Vec<Inline> {
    because
        .into_iter()
        .flat_map(|reason| [Inline::Break, Inline::Emphasis(text(format!("Why: {reason}")))])
        .collect()
}

/// What a link to something names.
pub(super) fn anchor(program: &Program, about: About) -> Option<Anchor> {
    match about {
        About::Field(id) => field(program, id),
        About::EventField(id, _) | About::Event(id) => event(program, id),
        About::Rule(id) => rule(program, id),
        About::Stage(id) => stage(program, id),
        About::Aside(id) => program.asides.get(id.index()).map(|aside| Anchor::of("aside", &aside.name)),
        About::Source(id) => source(program, id),
        About::Score(id) => score(program, id),
        About::List(id) => list(program, id),
        About::Team(_) => Some(part_anchor("routes")),
    }
}

pub(super) fn field(program: &Program, id: FieldId) -> Option<Anchor> {
    program.field(id).map(|field| Anchor::of("field", &field.name))
}

pub(super) fn event(program: &Program, id: EventId) -> Option<Anchor> {
    program.events.get(id.index()).map(|event| Anchor::of("event", &event.name))
}

/// A criterion with two arguments is two things that can be linked.
pub(super) fn rule(program: &Program, id: RuleId) -> Option<Anchor> {
    let rule = program.rule(id)?;
    Some(match &rule.kind {
        RuleKind::Criterion(Some(_)) => {
            Anchor::of("rule", &format!("{} {}", rule.name, name::rule(program, id)))
        }
        RuleKind::Profile | RuleKind::Criterion(None) => Anchor::of("rule", &rule.name),
    })
}

pub(super) fn stage(program: &Program, id: StageId) -> Option<Anchor> {
    program.stage(id).map(|stage| Anchor::of("stage", &stage.name))
}

pub(super) fn source(program: &Program, id: SourceRuleId) -> Option<Anchor> {
    program.sources.get(id.index()).map(|source| Anchor::of("source", &source.name))
}

pub(super) fn score(program: &Program, id: ScoreId) -> Option<Anchor> {
    program.scores.get(id.index()).map(|score| Anchor::of("score", &score.name))
}

pub(super) fn list(program: &Program, id: ListId) -> Option<Anchor> {
    program.lists.get(id.index()).map(|list| Anchor::of("list", &list.name))
}
