//! What changed, as programs read it. docs/diff.md describes every field.

use serde::Serialize;

use super::change::{Change, Detail, How};
use super::difference::{Difference, Effect, Side, Unagreed};
use super::moves::MovesReport;
use super::page::examples;
use crate::analyse::{Comparison, Finding};
use crate::meaning::item::Kind;
use crate::model::program::Program;

/// The whole report.
#[derive(Debug, Serialize)]
pub struct Report<'d> {
    old: SideReport<'d>,
    new: SideReport<'d>,
    same: bool,
    meaning_changed: bool,
    agreed: bool,
    head: Vec<DetailReport<'d>>,
    changes: Vec<ChangeReport<'d>>,
    stages: Vec<EffectReport<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<MovesReport>,
}

#[derive(Debug, Serialize)]
struct SideReport<'d> {
    title: &'d str,
    version: Option<u32>,
    agreed: Option<String>,
    meaning: String,
    words: String,
}

#[derive(Debug, Serialize)]
struct ChangeReport<'d> {
    kind: &'static str,
    name: &'d str,
    was: Option<&'d str>,
    title: &'d str,
    change: &'static str,
    counts: bool,
    looser: Option<&'static str>,
    stricter: Option<&'static str>,
    details: Vec<DetailReport<'d>>,
}

#[derive(Debug, Serialize)]
struct DetailReport<'d> {
    how: &'static str,
    text: String,
    now: Option<&'d str>,
    was: Option<&'d str>,
}

#[derive(Debug, Serialize)]
struct EffectReport<'d> {
    stage: &'d str,
    title: &'d str,
    looser: &'static str,
    stricter: &'static str,
    not_decided: Option<&'static str>,
    examples: Vec<String>,
}

impl<'d> Report<'d> {
    /// The report of a difference; `new` is the new program, `records` what records say of it.
    pub fn new(difference: &'d Difference, new: &Program, records: Option<MovesReport>) -> Self {
        Report {
            old: side(&difference.old),
            new: side(&difference.new),
            same: difference.is_same(),
            meaning_changed: difference.is_another(),
            agreed: difference.unagreed().is_none(),
            head: difference.head.iter().map(detail).collect(),
            changes: difference.changes.iter().map(change).collect(),
            stages: difference.effects.iter().map(|found| effect(found, new)).collect(),
            records,
        }
    }
}

fn side(side: &Side) -> SideReport<'_> {
    SideReport {
        title: &side.title,
        version: side.version,
        agreed: side.agreed.map(|day| day.to_string()),
        meaning: side.fingerprint.meaning.to_string(),
        words: side.fingerprint.words.to_string(),
    }
}

fn change(change: &Change) -> ChangeReport<'_> {
    let of = |direction: fn(&Comparison) -> &Option<Finding>| {
        change.comparison.as_ref().map(|comparison| sure(comparison, direction(comparison)))
    };
    ChangeReport {
        kind: kind(change.kind),
        name: &change.name,
        was: change.was.as_deref(),
        title: &change.title,
        change: change.what.word(),
        counts: change.counts(),
        looser: of(|comparison| &comparison.looser),
        stricter: of(|comparison| &comparison.stricter),
        details: change.details.iter().map(detail).collect(),
    }
}

fn detail(detail: &Detail) -> DetailReport<'_> {
    DetailReport {
        how: detail.how.word(),
        text: detail.sentence(),
        now: (detail.how != How::Removed).then_some(detail.text.as_str()),
        was: match detail.how {
            How::Removed => Some(detail.text.as_str()),
            How::Added | How::Changed | How::Moved | How::Note => detail.was.as_deref(),
        },
    }
}

fn effect<'d>(effect: &'d Effect, new: &Program) -> EffectReport<'d> {
    let comparison = &effect.comparison;
    EffectReport {
        stage: &effect.name,
        title: &effect.title,
        looser: sure(comparison, &comparison.looser),
        stricter: sure(comparison, &comparison.stricter),
        not_decided: comparison.undecided,
        examples: examples(effect, new),
    }
}

/// How sure a direction is.
fn sure(comparison: &Comparison, direction: &Option<Finding>) -> &'static str {
    match direction {
        Some(finding) if finding.certain => "yes",
        Some(_) => "may",
        None if comparison.undecided.is_some() => "not decided",
        None => "no",
    }
}

/// The word for a kind of thing.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Setting => "setting",
        Kind::Rate => "rate",
        Kind::Team => "team",
        Kind::List => "list",
        Kind::Lookup => "lookup",
        Kind::Events => "events",
        Kind::Field => "field",
        Kind::Profile => "profile",
        Kind::Criterion => "criterion",
        Kind::Lifecycle => "lifecycle",
        Kind::Stage => "stage",
        Kind::Ways => "outcomes",
        Kind::SourceOrder => "order of sources",
        Kind::Source => "source",
        Kind::Score => "score",
        Kind::Route => "route",
        Kind::Duty => "duty",
    }
}

/// Why an agreement was not agreed, in a sentence without a subject: `but is still version 3`.
pub fn not_agreed(why: Unagreed) -> String {
    match why {
        Unagreed::NoVersion => "but has no version that says so".to_owned(),
        Unagreed::SameVersion(version) => format!("but is still version {version}"),
        Unagreed::LowerVersion(old, new) => {
            format!("but its version fell from {old} to {new}")
        }
        Unagreed::SameDate(day) => format!("but is still agreed on {day}"),
        Unagreed::NoDate => "but no longer says when it was agreed".to_owned(),
    }
}
