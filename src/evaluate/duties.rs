//! Duties: who kept what was promised, who did not, and who still has time (language.md, 4.9).
//!
//! A duty `within D of S` runs from the date on which a contact entered S to D later. Its evidence is asked again with
//! only the events of that time, which is why the days of events must have been kept
//! ([`EventTotals::new`](super::related::EventTotals::new)) and the answers of all nodes too
//! ([`evaluate`](super::evaluate())).
//!
//! The as-of date is a whole day: its events count, and a deadline in hours that ends on it has passed. A deadline in
//! days passes when the as-of date is after the last day.

mod clock;
mod evidence;
mod working_hours;

use jiff::civil::{Date, DateTime};

use super::answers::Answer;
use super::batch::Batch;
use super::masks;
use super::plan::Plan;
use super::related::Related;
use super::verdicts::{Routed, RoutedBy, Verdicts};
use crate::model::ids::{FieldId, NodeId, RouteId, StageId};
use crate::model::lifecycle::{Destination, OutcomeList, OutcomeRef, Term};
use crate::model::program::Program;
use crate::model::route::Route;
use crate::model::value::Duration;
use clock::Clock;
use evidence::{Evidence, Known, Span};

/// Where a duty is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DutyRef {
    /// A duty at the left margin: index into `Program::duties`.
    Duty(u32),
    /// The `respond within` of a route.
    Route(RouteId),
    /// The promise in an outcome line.
    Outcome(OutcomeRef),
}

/// Why a duty is listed and not measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMeasured {
    /// Nothing says what shows that it was kept.
    NoEvidence,
    /// It has no day to count from.
    NoStart,
    /// It comes again and again.
    Repeated,
}

/// How a contact's duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Kept or not.
    pub status: Status,
    /// The end of its time; none for a duty `before` a stage, and where it is not known.
    pub until: Option<Until>,
}

/// Whether a duty was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The evidence is there.
    Met,
    /// It is not there, and the time is over.
    Late,
    /// It is not there yet, and there is time.
    Due,
    /// Nobody can tell.
    Unknown(Why),
}

/// Why nobody can tell whether a duty was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// The date on which the stage was entered is missing.
    StartMissing,
    /// That date has no time of day, and the deadline is in hours.
    StartWithoutTime,
    /// A blank leaves it open which deadline a route sets.
    DeadlineOpen,
    /// The time is over, and a blank leaves the evidence open.
    EvidenceOpen,
}

/// The last moment of a duty, in the definition's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// This whole day.
    Day(Date),
    /// This moment.
    Moment(DateTime),
}

/// How the duties of a batch stand: for each measured duty and each contact; none where it does not concern it.
pub type Standings = Vec<Vec<Option<Standing>>>;

/// The duties of a definition, made ready.
#[derive(Clone, Debug)]
pub struct Duties<'p> {
    program: &'p Program,
    measured: Vec<Measured>,
    /// The others, and why they are not measured.
    pub listed: Vec<(DutyRef, NotMeasured)>,
}

#[derive(Clone, Debug)]
struct Measured {
    duty: DutyRef,
    evidence: Evidence,
    when: Option<NodeId>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// From the date in a field, for those that have it or have come as far as the stage.
    Within { length: Duration, stage: StageId, start: FieldId },
    /// Before a contact is sent there.
    Before(Destination),
    /// From the date in a field, for those with this route, as long as it says.
    Respond { route: RouteId, start: FieldId },
}

impl<'p> Duties<'p> {
    /// All duties of a program: those at the left margin, those of routes, and those in outcome lines.
    pub fn new(program: &'p Program) -> Self {
        let mut duties = Duties { program, measured: Vec::new(), listed: Vec::new() };
        for (index, duty) in (0_u32..).zip(&program.duties) {
            let kind = duties.kind_of(duty.promise.term);
            duties.add(DutyRef::Duty(index), duty.shown_by, duty.promise.when, kind);
        }
        for (index, route) in program.routes.iter().enumerate() {
            if !has_deadline(route) {
                continue;
            }
            let id = RouteId::at(index);
            let start = program.stage(route.stage).and_then(|stage| stage.entered_on);
            let kind = start.map(|start| Kind::Respond { route: id, start }).ok_or(NotMeasured::NoStart);
            duties.add(DutyRef::Route(id), route.shown_by, None, kind);
        }
        for (index, stage) in program.stages.iter().enumerate() {
            let lists = [
                (OutcomeList::Leave, &stage.leave),
                (OutcomeList::IfNo, &stage.if_no),
                (OutcomeList::IfUnknown, &stage.if_unknown),
            ];
            for (list, lines) in lists {
                for (line, outcome) in (0_u32..).zip(lines) {
                    if outcome.promise.is_some() {
                        let line = OutcomeRef { stage: StageId::at(index), list, index: line };
                        duties.listed.push((DutyRef::Outcome(line), NotMeasured::NoEvidence));
                    }
                }
            }
        }
        duties
    }

    fn kind_of(&self, term: Option<Term>) -> Result<Kind, NotMeasured> {
        match term {
            Some(Term::WithinOf(length, stage)) => {
                let start = self.program.stage(stage).and_then(|stage| stage.entered_on);
                start.map(|start| Kind::Within { length, stage, start }).ok_or(NotMeasured::NoStart)
            }
            Some(Term::Before(to)) => Ok(Kind::Before(to)),
            Some(Term::Within(_)) | None => Err(NotMeasured::NoStart),
            Some(Term::Every(_)) => Err(NotMeasured::Repeated),
        }
    }

    fn add(
        &mut self,
        duty: DutyRef,
        shown_by: Option<NodeId>,
        when: Option<NodeId>,
        kind: Result<Kind, NotMeasured>,
    ) {
        match (kind, shown_by) {
            (Ok(kind), Some(root)) => {
                let evidence = Evidence::new(self.program, root);
                self.measured.push(Measured { duty, evidence, when, kind });
            }
            (Err(why), _) => self.listed.push((duty, why)),
            (Ok(_), None) => self.listed.push((duty, NotMeasured::NoEvidence)),
        }
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The duties that are measured.
    pub fn measured(&self) -> impl ExactSizeIterator<Item = DutyRef> + '_ {
        self.measured.iter().map(|measured| measured.duty)
    }

    /// How the measured duties of a batch stand. `verdicts` must have the answers of all nodes, and the totals of
    /// `related` the days of events; events whose days were not kept count as not given.
    pub fn standings(
        &self,
        plan: &Plan<'_>,
        batch: &Batch,
        related: &Related<'_>,
        verdicts: &Verdicts,
    ) -> Standings {
        let known = Known { plan, batch, related, verdicts };
        self.measured.iter().map(|measured| self.standing(measured, known)).collect()
    }

    fn standing(&self, measured: &Measured, known: Known<'_>) -> Vec<Option<Standing>> {
        let rows = known.batch.rows();
        let concerns = |row: usize| {
            let answers = |node: NodeId| known.verdicts.node_answers.get(node.index());
            measured
                .when
                .is_none_or(|when| answers(when).is_some_and(|answers| answers.at(row) == Answer::Yes))
        };
        let (length, start): (&dyn Fn(usize) -> Length, FieldId) = match measured.kind {
            Kind::Before(to) => {
                let evidence = measured.evidence.judged(known.verdicts);
                let standing = |row: usize| {
                    let moved = known.verdicts.moved_to.get(row).copied().flatten() == Some(to);
                    (moved && concerns(row)).then(|| {
                        let status = match evidence.at(row) {
                            Answer::Yes => Status::Met,
                            Answer::No => Status::Late,
                            Answer::Unknown => Status::Unknown(Why::EvidenceOpen),
                        };
                        Standing { status, until: None }
                    })
                };
                return (0..rows).map(standing).collect();
            }
            Kind::Within { length, stage, start } => (
                &move |row: usize| {
                    let entered =
                        known.batch.column(start).is_some_and(|column| masks::has(&column.known, row));
                    let at = known.verdicts.stage.get(row).copied().flatten();
                    if entered || at.is_some_and(|at| at >= stage) {
                        Length::Is(length)
                    } else {
                        Length::None
                    }
                },
                start,
            ),
            Kind::Respond { route, start } => {
                (&move |row: usize| self.route_length(route, known.verdicts, row), start)
            }
        };
        let clock = Clock::new(known, start);
        let mut standings: Vec<Option<Standing>> = vec![None; rows];
        let mut spans: Vec<Option<Span>> = vec![None; rows];
        let unknown = |why: Why| Some(Standing { status: Status::Unknown(why), until: None });
        for (row, (standing, span)) in standings.iter_mut().zip(&mut spans).enumerate() {
            let length = length(row);
            if matches!(length, Length::None) || !concerns(row) {
                continue;
            }
            match (clock.start(row), length) {
                (None, _) => *standing = unknown(Why::StartMissing),
                (Some(_), Length::Open | Length::None) => *standing = unknown(Why::DeadlineOpen),
                (Some(start), Length::Is(length)) => match clock.span(start, length) {
                    Some(found) => *span = Some(found),
                    None => *standing = unknown(Why::StartWithoutTime),
                },
            }
        }
        if spans.iter().all(Option::is_none) {
            return standings;
        }
        let evidence = measured.evidence.within(known, &spans);
        for (row, (standing, span)) in standings.iter_mut().zip(&spans).enumerate() {
            let Some(span) = span else { continue };
            let status = match (evidence.at(row), clock.is_over(*span)) {
                (Answer::Yes, _) => Status::Met,
                (Answer::No, true) => Status::Late,
                (Answer::Unknown, true) => Status::Unknown(Why::EvidenceOpen),
                (Answer::No | Answer::Unknown, false) => Status::Due,
            };
            *standing = Some(Standing { status, until: clock.until(*span) });
        }
        standings
    }

    /// How long the owner of a contact has, by a route.
    fn route_length(&self, id: RouteId, verdicts: &Verdicts, row: usize) -> Length {
        let Some(Routed { route, by, respond_within, .. }) =
            verdicts.routes.routed.get(row).copied().flatten()
        else {
            return Length::None;
        };
        let Some(declared) = self.program.routes.get(id.index()).filter(|_| route == id) else {
            return Length::None;
        };
        if let Some(length) = respond_within {
            return Length::Is(length);
        }
        // No deadline is set where the lines that could set one all say no.
        let no = |condition: Option<NodeId>| {
            let answers = condition.and_then(|node| verdicts.node_answers.get(node.index()));
            answers.is_some_and(|answers| answers.at(row) == Answer::No)
        };
        let none_below = declared.deadlines.iter().all(|(condition, _)| no(*condition));
        match by {
            Some(RoutedBy::Row(_) | RoutedBy::IfUnknown) if none_below => Length::None,
            Some(RoutedBy::Row(_) | RoutedBy::IfUnknown) | None => Length::Open,
        }
    }
}

/// How long a contact's duty may take.
#[derive(Clone, Copy, Debug)]
enum Length {
    /// There is no duty.
    None,
    /// A blank leaves it open.
    Open,
    /// So long.
    Is(Duration),
}

/// Whether a route sets a deadline for anybody.
fn has_deadline(route: &Route) -> bool {
    let rows = route.rows.iter().chain(&route.if_unknown);
    !route.deadlines.is_empty() || rows.into_iter().any(|row| row.respond_within.is_some())
}
