//! The canonical text: nested forms of words, names and texts.

use super::item::{Kind, Part};
use super::renames::Renames;
use crate::model::field::Field;
use crate::model::ids::{AsideId, EventId, FieldId, ListId, RuleId, ScoreId, SourceRuleId, StageId, TeamId};
use crate::model::lifecycle::{Destination, Rule, RuleKind, Who};
use crate::model::program::Program;
use crate::text::name::fold;

/// Writes a program's things, with the names that a newer program has for them.
#[derive(Clone, Copy)]
pub(super) struct Writer<'p> {
    pub(super) program: &'p Program,
    pub(super) renames: &'p Renames,
    /// Whether words count: order, titles, reasons, prose.
    pub(super) words: bool,
}

/// `(all a b)`
pub(super) fn form(head: &str, parts: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("({head}");
    for part in parts {
        text.push(' ');
        text.push_str(&part);
    }
    text.push(')');
    text
}

/// A text in quotes; a quote or backslash inside has a backslash before it, so that no two texts look alike.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}

impl Writer<'_> {
    /// A text that is compared as texts are: case and blanks at its ends do not count.
    pub(super) fn compared(&self, text: &str) -> String {
        if self.words { quoted(text) } else { quoted(&fold(text.trim())) }
    }

    /// Texts to look for inside others: blanks at their ends count.
    pub(super) fn untrimmed(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| if self.words { quoted(text) } else { quoted(&fold(text)) }).collect()
    }

    pub(super) fn texts(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.compared(text)).collect()
    }

    /// Parts whose order is no meaning, each once.
    pub(super) fn set(&self, mut parts: Vec<String>) -> Vec<String> {
        if !self.words {
            parts.sort_unstable();
            parts.dedup();
        }
        parts
    }

    /// Parts whose order is no meaning, but how often they stand there is.
    pub(super) fn bag(&self, mut parts: Vec<String>) -> Vec<String> {
        if !self.words {
            parts.sort_unstable();
        }
        parts
    }

    /// Titles, reasons and prose: only where words count.
    pub(super) fn said<'a>(&self, head: &str, texts: impl IntoIterator<Item = &'a String>) -> Option<String> {
        let texts: Vec<String> = texts.into_iter().map(|text| quoted(text)).collect();
        (self.words && !texts.is_empty()).then(|| form(head, texts))
    }

    /// A thing's name, as the newer program has it.
    pub(super) fn name(&self, kind: Kind, name: &str) -> String {
        quoted(self.renames.of(kind, &fold(name)))
    }

    pub(super) fn part(&self, kind: Kind, index: usize, name: &str, text: String) -> Part {
        let folded = fold(name);
        let key = self.renames.of(kind, &folded).to_owned();
        Part { kind, index, name: name.to_owned(), key, text }
    }

    pub(super) fn field(&self, id: FieldId) -> String {
        self.program.field(id).map(|field| self.name(Kind::Field, &field.name)).unwrap_or_default()
    }

    /// A field of an event, whose names are its own.
    pub(super) fn own(&self, field: &Field) -> String {
        if self.words { quoted(&field.name) } else { quoted(&fold(&field.name)) }
    }

    pub(super) fn list(&self, id: ListId) -> String {
        let list = self.program.lists.get(id.index());
        form("list", list.map(|list| self.name(Kind::List, &list.name)))
    }

    pub(super) fn team(&self, id: TeamId) -> String {
        let team = self.program.teams.get(id.index());
        form("team", team.map(|team| self.name(Kind::Team, &team.name)))
    }

    pub(super) fn event(&self, id: EventId) -> String {
        let event = self.program.events.get(id.index());
        event.map(|event| self.name(Kind::Events, &event.name)).unwrap_or_default()
    }

    pub(super) fn score(&self, id: ScoreId) -> String {
        let score = self.program.scores.get(id.index());
        score.map(|score| self.name(Kind::Score, &score.name)).unwrap_or_default()
    }

    pub(super) fn stage(&self, id: StageId) -> String {
        self.program.stage(id).map(|stage| self.name(Kind::Stage, &stage.name)).unwrap_or_default()
    }

    pub(super) fn source(&self, id: SourceRuleId) -> String {
        let source = self.program.sources.get(id.index());
        source.map(|source| self.name(Kind::Source, &source.name)).unwrap_or_default()
    }

    pub(super) fn aside(&self, id: AsideId) -> String {
        let aside = self.program.asides.get(id.index());
        aside
            .map(|aside| quoted(&if self.words { aside.name.clone() } else { fold(&aside.name) }))
            .unwrap_or_default()
    }

    pub(super) fn destination(&self, to: Destination) -> String {
        match to {
            Destination::Aside(aside) => form("aside", [self.aside(aside)]),
            Destination::Stage(stage) => form("stage", [self.stage(stage)]),
        }
    }

    pub(super) fn who(&self, who: Who) -> String {
        match who {
            Who::Marketing => "marketing".to_owned(),
            Who::Sales => "sales".to_owned(),
            Who::Both => "both".to_owned(),
            Who::Team(team) => self.team(team),
        }
    }

    pub(super) fn rule(&self, id: RuleId) -> String {
        let Some(rule) = self.program.rule(id) else { return String::new() };
        let (kind, argument) = match &rule.kind {
            RuleKind::Profile => (Kind::Profile, None),
            RuleKind::Criterion(argument) => (Kind::Criterion, argument.as_ref()),
        };
        let head = if kind == Kind::Profile { "profile" } else { "criterion" };
        let argument = argument.map(|argument| self.value(None, argument));
        form(head, [self.name(kind, &rule.name)].into_iter().chain(argument))
    }

    /// A rule's name with its argument, as people know it.
    pub(super) fn rule_name(rule: &Rule) -> String {
        match &rule.kind {
            RuleKind::Profile | RuleKind::Criterion(None) => rule.name.clone(),
            RuleKind::Criterion(Some(argument)) => {
                format!("{} {}", rule.name, super::values::plain(argument))
            }
        }
    }
}
