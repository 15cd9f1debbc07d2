//! A score, row by row.

use super::Subject;
use super::tree::{Fact, count_value, fact, facts_below, reasonless};
use crate::evaluate::verdicts::RowPoints;
use crate::model::condition::Operand;
use crate::model::ids::ScoreId;
use crate::model::lifecycle::NumberSource;
use crate::model::score::{Basis, Score, ScoreRow};
use crate::wording::name::title;
use crate::wording::value::number_of;

/// One millionth.
const MILLION: i128 = 1_000_000;

/// How a score was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreExplanation {
    /// Its name.
    pub name: String,
    /// Its title, or its name with blanks.
    pub title: String,
    /// `35`, or `15 to 45`.
    pub points: String,
    /// Its band, once it is settled.
    pub band: Option<String>,
    /// Its rows.
    pub rows: Vec<ScoreLine>,
}

/// A row of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    /// What it adds: `30`, `-20`, `0 to 15`.
    pub points: String,
    /// The row in the words of the definition.
    pub words: String,
    /// What it looked at.
    pub facts: Vec<Fact>,
    /// What cap and decay did to it.
    pub notes: Vec<String>,
    /// The reason beside it.
    pub because: Option<String>,
}

/// All scores of the record.
pub(super) fn scores(subject: Subject<'_>) -> Vec<ScoreExplanation> {
    let all = subject.program.scores.iter().enumerate();
    all.map(|(index, score)| explained(subject, ScoreId::at(index), score)).collect()
}

/// `35 (warm)`, or `15 to 45`.
pub(super) fn score_value(subject: Subject<'_>, id: ScoreId) -> Option<String> {
    let score = subject.program.scores.get(id.index())?;
    let (low, high) = ends(subject, id)?;
    let band = score.band(low, high).and_then(|band| score.bands.get(band));
    let band = band.map(|band| format!(" ({})", band.name)).unwrap_or_default();
    Some(format!("{}{band}", span(low, high)))
}

fn ends(subject: Subject<'_>, id: ScoreId) -> Option<(i64, i64)> {
    let points = subject.verdicts.scores.get(id.index())?;
    Some((*points.low.get(subject.row)?, *points.high.get(subject.row)?))
}

fn span(low: i64, high: i64) -> String {
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}

fn explained(subject: Subject<'_>, id: ScoreId, score: &Score) -> ScoreExplanation {
    let (low, high) = ends(subject, id).unwrap_or((score.low, score.high));
    let rows = score.rows.iter().enumerate().map(|(index, row)| {
        let points = subject.verdicts.scores.get(id.index());
        let points = points.and_then(|points| points.rows.get(index)?.get(subject.row).copied());
        line(subject, id, index, row, points.unwrap_or_default())
    });
    ScoreExplanation {
        name: score.name.clone(),
        title: title(&score.name, score.title.as_deref()),
        points: span(low, high),
        band: score.band(low, high).and_then(|band| score.bands.get(band)).map(|band| band.name.clone()),
        rows: rows.collect(),
    }
}

fn line(subject: Subject<'_>, id: ScoreId, index: usize, row: &ScoreRow, points: RowPoints) -> ScoreLine {
    let mut facts = Vec::new();
    let mut notes = Vec::new();
    match &row.basis {
        Basis::When(node) => facts.extend(facts_below(subject, *node)),
        Basis::Per { of, .. } => {
            let operand = match of {
                NumberSource::Field(field) => Operand::Field(*field),
                NumberSource::Score(score) => Operand::Score(*score),
            };
            facts.extend(fact(subject, operand));
        }
        Basis::ForEach(set) => {
            let plural =
                subject.program.events.get(set.event.index()).map_or("", |event| event.plural.as_str());
            let counted = subject.batch.counted_points(id, index, subject.row);
            facts.push(count_value(plural, counted.map(|counted| (counted.sure, counted.most))));
            if let Some(counted) = counted {
                let size = |count: i128| i128::from(row.points) * count * MILLION;
                let whole = (size(i128::from(counted.sure)), size(i128::from(counted.most)));
                let faded =
                    row.losing.is_some() && counted.low.abs().max(counted.high.abs()) != whole.1.abs();
                if faded {
                    notes.push(format!("faded to {}", millionths(counted.low, counted.high)));
                }
                if (points.low, points.high) != (counted.low, counted.high)
                    && let Some(most) = row.at_most
                {
                    notes.push(format!("at most {}", number_of(most.unsigned_abs())));
                }
            }
        }
    }
    ScoreLine {
        points: if points.is_open_ended() {
            "nobody knows".to_owned()
        } else {
            millionths(points.low, points.high)
        },
        words: reasonless(subject, row.place, row.because.as_deref()),
        facts,
        notes,
        because: row.because.clone(),
    }
}

/// Millionths of a point as a decimal: `12.5`, or `0 to 15`.
fn millionths(low: i128, high: i128) -> String {
    let one = |amount: i128| {
        let size = amount.unsigned_abs();
        let (whole, rest) = (size / MILLION.unsigned_abs(), size % MILLION.unsigned_abs());
        let sign = if amount < 0 { "-" } else { "" };
        let rest = format!("{rest:06}");
        let rest = rest.trim_end_matches('0');
        if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
    };
    if low == high { one(low) } else { format!("{} to {}", one(low), one(high)) }
}
