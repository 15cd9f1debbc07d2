//! Two definitions, held against each other.

use jiff::civil::Date;

use super::change::{Change, Detail, What};
use super::details::{details, only};
use super::head::head;
use super::matched::Matched;
use super::reads::{READ_OTHERWISE, ReadOtherwise};
use super::reasons::reasons;
use super::titles::{place_of_item, title_of_item};
use crate::analyse::{Comparer, Comparison, Finding, STEPS};
use crate::meaning::fingerprint::{Fingerprint, fingerprint};
use crate::meaning::item::{Item, Kind};
use crate::meaning::renames::Renames;
use crate::model::ids::{RuleId, ScoreId, StageId};
use crate::model::program::Program;
use crate::text::span::Place;
use crate::wording::name::stage_title;

/// One of the two definitions, by its head.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its title; empty without a header.
    pub title: String,
    /// Its version.
    pub version: Option<u32>,
    /// When it was agreed.
    pub agreed: Option<Date>,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
}

/// What the changes do to who is at a stage.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The stage in the new program.
    pub stage: StageId,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// How its answers differ.
    pub comparison: Comparison,
    /// Where its rule is declared in the new definition.
    pub place: Place,
}

/// What changed.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The definition as it was.
    pub old: Side,
    /// The definition as it is.
    pub new: Side,
    /// What reads otherwise at the head, and in the examples.
    pub head: Vec<Detail>,
    /// The changes, in the order of kinds and of the new definition.
    pub changes: Vec<Change>,
    /// Each stage that both definitions have, if anything changed in meaning.
    pub effects: Vec<Effect>,
    /// Each stage of the new definition, and the one it was.
    pub stages: Vec<Option<StageId>>,
    /// Each score of the new definition, and the one it was.
    pub scores: Vec<Option<ScoreId>>,
    /// Names that changed.
    pub renames: Renames,
    /// Each profile and criterion of the new definition, and the one it was.
    pub rules: Vec<Option<RuleId>>,
}

/// Holds a new version of a definition against an old one.
pub fn compare(old: &Program, new: &Program) -> Difference {
    let matched = Matched::new(old, new);
    let before = |kind: Kind, at: usize| matched.place_before(kind, at);
    let stages = (0..new.stages.len()).map(|at| before(Kind::Stage, at).map(StageId::at)).collect();
    let rules = (0..new.rules.len())
        .map(|at| before(Kind::Profile, at).or_else(|| before(Kind::Criterion, at)).map(RuleId::at))
        .collect();
    let scores = (0..new.scores.len()).map(|at| before(Kind::Score, at).map(ScoreId::at)).collect();
    let mut comparer = Comparer::new(old, new, matched.pairing(old, new), STEPS);
    let changes = changes(&matched, old, new, &mut comparer);
    let side = |program: &Program| Side {
        title: program.header.title.clone(),
        version: program.header.version,
        agreed: program.header.agreed,
        fingerprint: fingerprint(program),
    };
    let mut found = Difference {
        old: side(old),
        new: side(new),
        head: head(old, new),
        changes,
        effects: Vec::new(),
        stages,
        rules,
        scores,
        renames: matched.renames.clone(),
    };
    if found.changes.iter().any(|change| !matches!(change.what, What::Reworded | What::Renamed)) {
        found.effects = effects(&found.stages, old, new, &mut comparer);
        let otherwise = ReadOtherwise::new(&matched, old, new);
        for effect in &mut found.effects {
            if effect.comparison.undecided.is_none() && otherwise.reaches(new, effect.stage) {
                effect.comparison.undecided = Some(READ_OTHERWISE);
            }
        }
    }
    found
}

fn changes(matched: &Matched, old: &Program, new: &Program, comparer: &mut Comparer<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut gone = matched.gone.iter().filter_map(|index| matched.old.get(*index)).peekable();
    let removed = |item: &Item| Change {
        kind: item.kind,
        what: What::Removed,
        name: item.name.clone(),
        was: None,
        title: title_of_item(old, item),
        details: only((old, item)),
        comparison: None,
        place: None,
    };
    for (item, before) in matched.new.iter().zip(&matched.before) {
        while let Some(before) = gone.next_if(|before| before.kind < item.kind) {
            changes.push(removed(before));
        }
        let Some(before) = before.and_then(|index| matched.old.get(index)) else {
            let mut change = removed(item);
            change.what = What::Added;
            change.title = title_of_item(new, item);
            change.details = only((new, item));
            change.place = place_of_item(new, item);
            changes.push(change);
            continue;
        };
        changes.extend(change(matched, (old, before), (new, item), comparer));
    }
    changes.extend(gone.map(removed));
    changes
}

fn change(
    matched: &Matched,
    (old, before): (&Program, &Item),
    (new, item): (&Program, &Item),
    comparer: &mut Comparer<'_>,
) -> Option<Change> {
    let is_renamed = !matches!(item.kind, Kind::Ways | Kind::Route | Kind::Duty)
        && crate::text::name::fold(&before.name) != crate::text::name::fold(&item.name);
    let same = before.meaning == item.meaning;
    // What belongs to a stage is called as the stage is.
    let is_called_so = matches!(item.kind, Kind::Ways | Kind::Route) || before.name == item.name;
    if same && !is_renamed && before.words == item.words && is_called_so {
        return None;
    }
    let mut comparison = None;
    let (what, details) = if !same {
        comparison = match item.kind {
            Kind::Profile | Kind::Criterion => {
                Some(comparer.rule(RuleId::at(before.index), RuleId::at(item.index)))
            }
            Kind::Stage => Some(comparer.stage(StageId::at(before.index), StageId::at(item.index))),
            Kind::Setting
            | Kind::Rate
            | Kind::Team
            | Kind::List
            | Kind::Lookup
            | Kind::Events
            | Kind::Field
            | Kind::Lifecycle
            | Kind::Ways
            | Kind::SourceOrder
            | Kind::Source
            | Kind::Score
            | Kind::Route
            | Kind::Duty => None,
        };
        let what = comparison.as_ref().map_or(What::Changed, What::of);
        let mut said = details((old, before), (new, item), &matched.renames);
        if let Some(reason) = comparison.as_ref().and_then(|comparison| comparison.undecided) {
            said.push(Detail::note(format!("Whether it is looser or stricter was not decided: {reason}")));
        }
        if said.is_empty() {
            said.push(Detail::note("What changed lies inside one of its parts"));
        }
        said.extend(reasons((old, before), (new, item)));
        (what, said)
    } else if is_renamed {
        (What::Renamed, Vec::new())
    } else {
        let (was, is) = (title_of_item(old, before), title_of_item(new, item));
        let said = if was == is { None } else { Some(Detail::changed("It is called", is, was)) };
        let mut said: Vec<Detail> = said.into_iter().chain(reasons((old, before), (new, item))).collect();
        if said.is_empty() {
            said.push(Detail::note("Notes or order read otherwise"));
        }
        (What::Reworded, said)
    };
    Some(Change {
        kind: item.kind,
        what,
        name: item.name.clone(),
        was: is_renamed.then(|| before.name.clone()),
        title: title_of_item(new, item),
        details,
        comparison,
        place: place_of_item(new, item),
    })
}

fn effects(
    stages: &[Option<StageId>],
    old: &Program,
    new: &Program,
    comparer: &mut Comparer<'_>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (index, stage) in new.stages.iter().enumerate() {
        let id = StageId::at(index);
        let Some(before) = stages.get(index).copied().flatten() else { continue };
        // Where both versions take everybody, there is nothing to ask.
        let ruled =
            |program: &Program, id: StageId| program.stage(id).is_some_and(|stage| stage.condition.is_some());
        if !ruled(old, before) && !ruled(new, id) {
            continue;
        }
        effects.push(Effect {
            stage: id,
            name: stage.name.clone(),
            title: stage_title(new, id),
            comparison: comparer.stage(before, id),
            place: stage.place,
        });
    }
    effects
}

impl Difference {
    /// Whether the page says the same.
    pub fn is_same(&self) -> bool {
        self.changes.is_empty()
            && self.head.is_empty()
            && self.old.fingerprint.words == self.new.fingerprint.words
    }

    /// Whether the agreement is another one.
    pub fn is_another(&self) -> bool {
        self.changes.iter().any(Change::counts)
            || self.effects.iter().any(|effect| !effect.comparison.is_same())
    }

    /// What the head should say and does not, when the agreement is another one; none if it does.
    pub fn unagreed(&self) -> Option<Unagreed> {
        if !self.is_another() {
            return None;
        }
        match (self.old.version, self.new.version) {
            (None, None) if self.old.agreed.is_none() && self.new.agreed.is_none() => {
                Some(Unagreed::NoVersion)
            }
            (Some(old), Some(new)) if new < old => Some(Unagreed::LowerVersion(old, new)),
            (Some(old), Some(new)) if new == old => Some(Unagreed::SameVersion(new)),
            (Some(_), None) => Some(Unagreed::NoVersion),
            _ => match (self.old.agreed, self.new.agreed) {
                (Some(old), Some(new)) if new <= old => Some(Unagreed::SameDate(new)),
                (Some(_), None) => Some(Unagreed::NoDate),
                (Some(_), Some(_)) | (None, _) => None,
            },
        }
    }

    /// Stages that somebody reaches, or may reach, who did not before.
    pub fn looser(&self) -> impl Iterator<Item = &Effect> {
        self.effects.iter().filter(|effect| may(&effect.comparison, &effect.comparison.looser))
    }

    /// Stages that somebody no longer reaches, or may not reach, who did before.
    pub fn stricter(&self) -> impl Iterator<Item = &Effect> {
        self.effects.iter().filter(|effect| may(&effect.comparison, &effect.comparison.stricter))
    }
}

/// Whether a direction is, or may be: what was not decided may be either.
fn may(comparison: &Comparison, direction: &Option<Finding>) -> bool {
    direction.is_some() || comparison.undecided.is_some()
}

/// Why an agreement that is another one was not agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unagreed {
    /// There is no version that could say so.
    NoVersion,
    /// The version is still this.
    SameVersion(u32),
    /// The version was the first, and is now the second, which is lower.
    LowerVersion(u32, u32),
    /// The day of the agreement is still this, or earlier than it was.
    SameDate(Date),
    /// The day of the agreement is gone.
    NoDate,
}
