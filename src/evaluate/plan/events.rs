//! Events, made ready: which rows count for what, and how much a row's points are worth by its day.

use super::compile::{Context, Days, Probe};
use crate::evaluate::calendar::{Calendar, FIRST_DAY};
use crate::evaluate::cell::Reader;
use crate::model::condition::NodeKind;
use crate::model::ids::{CountId, EventFieldId, EventId, PickId, ScoreId};
use crate::model::program::Program;
use crate::model::related::{EventSet, Window};
use crate::model::score::Basis;
use crate::model::value::Duration;

/// One millionth: what factors and sums of points are counted in.
pub(crate) const MILLION: i128 = 1_000_000;

/// A kind of event, made ready.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlannedEvent {
    /// What reads its fields.
    pub(crate) readers: Vec<Reader>,
    /// The sets of rows that the definition asks about.
    pub(crate) sets: Vec<PlannedSet>,
}

/// Some of an event's rows, and what they are for.
#[derive(Clone, Debug)]
pub(crate) struct PlannedSet {
    pub(crate) purpose: Purpose,
    /// For each node of the filter that is a test; empty without a filter.
    pub(crate) probes: Vec<Option<Probe>>,
    pub(crate) window: PlannedWindow,
}

/// What a set of rows is for.
#[derive(Clone, Debug)]
pub(crate) enum Purpose {
    /// A count.
    Count(CountId),
    /// The value of the latest or first.
    Pick { pick: PickId, field: EventFieldId, first: bool },
    /// Points for each.
    Sum { score: ScoreId, row: usize, points: i64, decay: Decay },
}

/// When rows must lie.
#[derive(Clone, Debug)]
pub(crate) enum PlannedWindow {
    /// Whenever.
    None,
    /// On one of these days.
    Days(Days),
    /// On or after a day of the contact's own.
    Since,
}

/// What is left of a point after a time, in millionths.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decay {
    /// The last day on which so many periods and one more have passed; it never rises.
    ends: Vec<i32>,
    /// What is left after so many periods and one more.
    factors: Vec<i128>,
}

impl Decay {
    /// `losing` is in ten-thousandths of one per cent.
    fn new(losing: Option<(i64, Duration)>, calendar: &Calendar, today: i32) -> Self {
        let mut decay = Decay::default();
        let Some((loss, period)) = losing else { return decay };
        let kept = MILLION - i128::from(loss);
        let mut factor = MILLION;
        for count in 1..=u32::MAX {
            let Some(count) = period.count.checked_mul(count) else { break };
            let end = calendar.earlier(today, Duration { count, ..period });
            factor = factor * kept / MILLION;
            decay.ends.push(end);
            decay.factors.push(factor);
            if factor == 0 || end <= FIRST_DAY {
                break;
            }
        }
        decay
    }

    /// What is left of a point of this day.
    pub(crate) fn factor(&self, day: i32) -> i128 {
        let periods = self.ends.partition_point(|end| day <= *end);
        periods.checked_sub(1).and_then(|before| self.factors.get(before)).copied().unwrap_or(MILLION)
    }
}

/// All events of a program.
pub(super) fn planned(context: &Context<'_>) -> Vec<PlannedEvent> {
    let program = context.program;
    let mut events: Vec<PlannedEvent> = context
        .event_readers
        .iter()
        .map(|readers| PlannedEvent { readers: readers.clone(), sets: Vec::new() })
        .collect();
    let mut add = |set: &EventSet, purpose: Purpose| {
        if let Some(event) = events.get_mut(set.event.index()) {
            event.sets.push(planned_set(context, set, purpose));
        }
    };
    for (index, set) in program.counts.iter().enumerate() {
        add(set, Purpose::Count(CountId::at(index)));
    }
    for (index, pick) in program.picks.iter().enumerate() {
        let purpose = Purpose::Pick { pick: PickId::at(index), field: pick.field, first: pick.first };
        add(&pick.set, purpose);
    }
    for (index, score) in program.scores.iter().enumerate() {
        for (row, points) in score.rows.iter().enumerate() {
            let Basis::ForEach(set) = &points.basis else { continue };
            let decay = Decay::new(points.losing, context.calendar, context.today);
            let purpose = Purpose::Sum { score: ScoreId::at(index), row, points: points.points, decay };
            add(set, purpose);
        }
    }
    events
}

fn planned_set(context: &Context<'_>, set: &EventSet, purpose: Purpose) -> PlannedSet {
    let nodes = set.filter.as_ref().map_or(&[][..], |filter| filter.nodes.as_slice());
    let probe = |kind: &NodeKind| match kind {
        NodeKind::Test(test) => Some(context.event_probe(set.event, test)),
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::Not(_)
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_) => None,
    };
    let window = match set.window {
        None => PlannedWindow::None,
        Some(Window::Last(duration)) => {
            let first = context.calendar.earlier(context.today, duration);
            PlannedWindow::Days(Days::span(first, context.today))
        }
        Some(Window::Since(_)) => PlannedWindow::Since,
    };
    PlannedSet { purpose, probes: nodes.iter().map(|node| probe(&node.kind)).collect(), window }
}

/// The set of rows that a planned one stands for.
pub(crate) fn set_of<'p>(program: &'p Program, purpose: &Purpose) -> Option<&'p EventSet> {
    match purpose {
        Purpose::Count(count) => program.counts.get(count.index()),
        Purpose::Pick { pick, .. } => program.picks.get(pick.index()).map(|pick| &pick.set),
        Purpose::Sum { score, row, .. } => match &program.scores.get(score.index())?.rows.get(*row)?.basis {
            Basis::ForEach(set) => Some(set),
            Basis::When(_) | Basis::Per { .. } => None,
        },
    }
}

/// What reads the fields of every event.
pub(super) fn readers(program: &Program, zone: &jiff::tz::TimeZone) -> Vec<Vec<Reader>> {
    let of = |event: EventId| {
        let fields = program.events.get(event.index()).map_or(&[][..], |event| event.fields.as_slice());
        fields.iter().map(|field| Reader::new(field, &program.rates, zone)).collect()
    };
    (0..program.events.len()).map(|index| of(EventId::at(index))).collect()
}
