//! Scores: points, caps, decay, range and bands.

use std::collections::HashMap;

use super::agreement::LARGEST;
use super::checker::{Checker, Scope, text_of};
use super::items::Placed;
use super::names::Thing;
use super::operators::Kind;
use super::order::Unit;
use super::problem::fields::Line;
use super::problem::names::{Guess, NameProblem};
use super::problem::structure::StructureProblem;
use super::problem::values::ValueProblem;
use super::values::duration;
use crate::model::ids::ScoreId;
use crate::model::lifecycle::NumberSource;
use crate::model::score::{Band, Basis, Score, ScoreRow};
use crate::model::value::SCALE;
use crate::syntax::document::{Name, Points, PointsBasis, Score as Written, ScoreClause};
use crate::text::span::{Place, SourceId, Span};

impl<'a> Checker<'a> {
    /// Declares the scores with their ranges and bands.
    pub(super) fn declare_scores(&mut self) {
        for item in self.items.scores.clone() {
            let id = ScoreId::at(self.program.scores.len());
            if !self.declare(item.source, &item.it.name, Thing::Score(id)) {
                continue;
            }
            let low = self.points_number(item.source, &item.it.low).unwrap_or(0);
            let high = self.points_number(item.source, &item.it.high).unwrap_or(0);
            if low >= high {
                let (one, two) = (item.it.low.at.0, item.it.high.at.0);
                let text = |at: Span| self.sources.words(Place::new(item.source, at)).to_owned();
                let problem = ValueProblem::EmptyRange {
                    place: Place::new(item.source, one.to(two)),
                    low: Place::new(item.source, one),
                    high: Place::new(item.source, two),
                    low_text: text(one),
                    high_text: text(two),
                };
                self.report(problem);
            }
            let mut score = Score {
                name: item.it.name.text.clone(),
                title: text_of(item.it.title.as_ref()),
                place: Place::new(item.source, item.it.name.at.0),
                low,
                high,
                rows: Vec::new(),
                if_unknown: None,
                bands: Vec::new(),
                prose: Vec::new(),
            };
            let mut keys = HashMap::new();
            let (mut bands, mut unknown): (Option<Place>, Option<Place>) = (None, None);
            for clause in &item.it.clauses {
                let place = Place::new(item.source, clause.at.0);
                match &clause.kind {
                    ScoreClause::Points(_) => {}
                    ScoreClause::IfUnknown(answer) => {
                        self.once(&mut unknown, place, Line::IfUnknown, &score.name);
                        score.if_unknown = Some(*answer);
                    }
                    ScoreClause::Bands(written) => {
                        self.once(&mut bands, place, Line::Bands, &score.name);
                        self.bands_line(item.source, written, &mut score, &mut keys);
                    }
                    ScoreClause::Prose(prose) => score.prose.push(prose.text.clone()),
                }
            }
            self.bands.push(keys);
            self.program.scores.push(score);
            self.score_items.push((id, item));
        }
    }

    fn points_number(&mut self, source: SourceId, number: &crate::syntax::document::Number) -> Option<i64> {
        let points = self.whole(source, number, "a number of points")?;
        (points.abs() <= LARGEST / SCALE).then_some(points).or_else(|| {
            self.report(StructureProblem::TooManyPoints {
                place: Place::new(source, number.at.0),
                most: LARGEST / SCALE,
            });
            None
        })
    }

    fn bands_line(
        &mut self,
        source: SourceId,
        written: &[crate::syntax::document::Band],
        score: &mut Score,
        keys: &mut HashMap<String, u32>,
    ) {
        let mut rising: Option<i64> = None;
        let mut wrong = false;
        for band in written {
            let place = Place::new(source, band.name.at.0.to(band.from.at.0));
            let Some(from) = self.points_number(source, &band.from) else { continue };
            if let Some(index) = keys.get(&band.name.key) {
                let first = written.get(*index as usize).unwrap_or(band);
                self.report(NameProblem::DeclaredTwice {
                    name: band.name.text.clone(),
                    place: Place::new(source, band.name.at.0),
                    first: Place::new(source, first.name.at.0),
                    kind: "a band of this score",
                });
                continue;
            }
            keys.insert(band.name.key.clone(), score.bands.len() as u32);
            score.bands.push(Band { name: band.name.text.clone(), from });
            if wrong {
                continue;
            }
            let number = Place::new(source, band.from.at.0);
            match rising {
                None if from != score.low => {
                    wrong = true;
                    self.report(StructureProblem::FirstBand {
                        place,
                        number,
                        score: score.name.clone(),
                        low: score.low,
                    });
                }
                Some(before) if from <= before => {
                    wrong = true;
                    let mut sorted: Vec<(i64, String)> = written
                        .iter()
                        .map(|band| {
                            (
                                band.from.value,
                                self.sources
                                    .words(Place::new(source, band.name.at.0.to(band.from.at.0)))
                                    .to_owned(),
                            )
                        })
                        .collect();
                    sorted.sort();
                    let whole = Span {
                        start: written.first().map_or(0, |band| band.name.at.0.start),
                        end: written.last().map_or(0, |band| band.from.at.0.end),
                    };
                    self.report(StructureProblem::BandsNotRising {
                        place,
                        before,
                        whole: Place::new(source, whole),
                        sorted: sorted.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(", "),
                    });
                }
                Some(_) | None => {
                    if from > score.high {
                        wrong = true;
                        self.report(StructureProblem::BandAboveRange {
                            place,
                            score: score.name.clone(),
                            high: score.high,
                        });
                    }
                }
            }
            rising = Some(from);
        }
    }

    /// Their rows.
    pub(super) fn scores(&mut self) {
        for (id, item) in self.score_items.clone() {
            let start = self.begin_unit();
            let mut rows = Vec::new();
            for clause in &item.it.clauses {
                if let ScoreClause::Points(points) = &clause.kind {
                    let place = Place::new(item.source, clause.at.0);
                    rows.extend(self.score_row(&item, place, points));
                }
            }
            self.end_unit(Unit::Score(id), start);
            if let Some(score) = self.program.scores.get_mut(id.index()) {
                score.rows = rows;
            }
        }
    }

    fn score_row(&mut self, item: &Placed<'a, Written>, place: Place, written: &Points) -> Option<ScoreRow> {
        let source = item.source;
        let scope = Scope::new(source);
        let points = self.points_number(source, &written.points);
        let at_most = match &written.at_most {
            Some(number) => self.points_number(source, number).map(Some),
            None => Some(None),
        };
        let mut because = text_of(written.because.as_ref());
        let basis = match &written.basis {
            PointsBasis::When(when) => {
                let node = self.chain(&scope, &when.chain);
                if because.is_some() {
                    self.give_reason(node, when.because.as_ref());
                } else {
                    because = text_of(when.because.as_ref());
                }
                node.map(Basis::When)
            }
            PointsBasis::Per { step, of } => {
                let step = match step {
                    Some(number) => self.points_number(source, number).and_then(|count| {
                        if count >= 1 {
                            return Some(count);
                        }
                        self.report(StructureProblem::StepOfNothing {
                            place: Place::new(source, number.at.0),
                        });
                        None
                    }),
                    None => Some(1),
                };
                let of = self.number_source(source, of);
                step.zip(of).map(|(step, of)| Basis::Per { step, of })
            }
            PointsBasis::ForEach { event, filter, window } => {
                let found = self.event_named(&scope, event);
                found.and_then(|event| {
                    self.event_set(&scope, event, filter.as_deref(), window.as_ref()).map(Basis::ForEach)
                })
            }
        };
        let losing = match &written.losing {
            Some((percent, period)) => {
                self.losing(source, percent, period, basis.as_ref(), written).map(Some)
            }
            None => Some(None),
        };
        let points = points?;
        Some(ScoreRow {
            points: if written.minus { -points } else { points },
            basis: basis?,
            at_most: at_most?,
            losing: losing?,
            because,
            place,
        })
    }

    fn losing(
        &mut self,
        source: SourceId,
        percent: &crate::syntax::document::Percent,
        period: &crate::syntax::document::Duration,
        basis: Option<&Basis>,
        written: &Points,
    ) -> Option<(i64, crate::model::value::Duration)> {
        let place = Place::new(source, percent.at.0);
        let length = duration(period);
        self.moves(Place::new(source, period.at.0), length.unit)?;
        if length.count == 0 {
            self.report(StructureProblem::StepOfNothing { place: Place::new(source, period.at.0) });
            return None;
        }
        if percent.value <= 0 || percent.value > 100 * SCALE {
            self.report(StructureProblem::LossOutOfRange { place, written: percent.written.clone() });
            return None;
        }
        match (&written.basis, basis) {
            (PointsBasis::ForEach { .. }, Some(Basis::ForEach(set))) => {
                let event = set.event;
                self.dated(event, place, "points that are lost with time").then_some((percent.value, length))
            }
            (PointsBasis::ForEach { .. }, _) => None,
            (PointsBasis::When(_) | PointsBasis::Per { .. }, _) => {
                self.report(StructureProblem::LosingWithoutEvents {
                    place: Place::new(source, percent.at.0.to(period.at.0)),
                });
                None
            }
        }
    }

    fn number_source(&mut self, source: SourceId, name: &Name) -> Option<NumberSource> {
        let place = Place::new(source, name.at.0);
        let thing = self.resolve(source, name, Guess::Field("whole number".to_owned()))?;
        match thing {
            Thing::Field(id) => {
                let kind = self.type_of(id).kind()?;
                if !matches!(kind, Kind::WholeNumber | Kind::Number) {
                    self.report(NameProblem::NotANumber { place, name: name.text.clone(), kind });
                    return None;
                }
                self.need_field(id, place);
                Some(NumberSource::Field(id))
            }
            Thing::Score(score) => {
                self.need(Unit::Score(score), place);
                Some(NumberSource::Score(score))
            }
            Thing::List(_)
            | Thing::Team(_)
            | Thing::Lookup(_)
            | Thing::Event(_)
            | Thing::Stage(_)
            | Thing::Aside(_)
            | Thing::Profile(_)
            | Thing::Criterion(_)
            | Thing::Source(_)
            | Thing::Broken => {
                self.report(NameProblem::WrongThing {
                    name: name.text.clone(),
                    place,
                    is: thing.words(),
                    wanted: "a number field or a score",
                });
                None
            }
        }
    }
}
