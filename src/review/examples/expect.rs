//! One expectation held against what came out.

use super::decide::{At, Decider, answer, decider, rule_answer, stage_answer};
use super::{Subject, fact};
use crate::evaluate::answers::Answer;
use crate::evaluate::fold::folded;
use crate::evaluate::verdicts::{RoutedBy, RowPoints};
use crate::model::example::{Answer as Wanted, Example, Expectation, Expected};
use crate::model::ids::{ScoreId, SourceRuleId, StageId, TeamId};
use crate::model::lifecycle::{Destination, Question};
use crate::model::route::{RouteRow, Target};
use crate::model::score::Score;
use crate::text::diagnostic::{Code, Diagnostic};
use crate::text::span::Place;
use crate::wording::outcome::outcome_line;
use crate::wording::value::{list, number as number_text};

/// How many rows of a score are shown as what decided.
const ROWS: usize = 6;

/// What came out instead, and why.
#[derive(Clone, Debug, Default)]
struct Got {
    expected: String,
    got: String,
    /// What the criterion that decided looked at.
    fact: String,
    /// The criterion that decided, and what to say there.
    deciders: Vec<(Place, String)>,
}

impl Got {
    fn new(expected: impl Into<String>, got: impl Into<String>) -> Self {
        Got { expected: expected.into(), got: got.into(), ..Got::default() }
    }

    fn because(mut self, decider: Option<Decider>) -> Self {
        if let Some(decider) = decider {
            self.fact = decider.fact;
            self.deciders.push((decider.place, decider.note));
        }
        self
    }

    fn at(mut self, place: Option<Place>, note: &str) -> Self {
        self.deciders.extend(place.map(|place| (place, note.to_owned())));
        self
    }
}

/// The message of an expectation that is not met. `questions` are those of the rule that is expected.
pub(super) fn failure(
    subject: Subject<'_>,
    example: &Example,
    expected: &Expected,
    questions: &[Question],
) -> Option<Diagnostic> {
    let got = match &expected.what {
        Expectation::Rule(rule, wanted) => {
            let name = subject.program.rule(*rule).map_or("", |rule| rule.name.as_str());
            answered(subject, name, At::Rule(*rule), rule_answer(subject, *rule), wanted, questions)
        }
        Expectation::StageRule(stage, wanted) => {
            let name = stage_name(subject, Some(*stage));
            answered(subject, &name, At::Stage(*stage), stage_answer(subject, *stage), wanted, questions)
        }
        Expectation::Stage(stage) => at_stage(subject, *stage),
        Expectation::MovedTo(destination) => moved(subject, *destination),
        Expectation::Source(source) => from_source(subject, *source),
        Expectation::Score(score, points) => scored(subject, *score, *points),
        Expectation::Band(score, band) => banded(subject, *score, *band as usize),
        Expectation::Route(_, owner) => routed(subject, owner),
    }?;
    let title = format!("Expected {}, got {}", got.expected, got.got);
    let fact = if got.fact.is_empty() { format!("got {}", got.got) } else { got.fact };
    let mut problem = Diagnostic::new(Code("C801"), title).label(expected.place, fact);
    for (place, note) in got.deciders {
        problem = problem.label(place, note);
    }
    if example.table.is_none() {
        problem = problem.label(example.place, "in this example");
    }
    let why = "An example is a case that everybody agreed on: either the rule is wrong, or the agreement has changed and the example is.";
    Some(problem.why(why))
}

fn answered(
    subject: Subject<'_>,
    name: &str,
    at: At,
    got: Answer,
    wanted: &Wanted,
    questions: &[Question],
) -> Option<Got> {
    let asking = |questions: &[Question]| {
        let names: Vec<String> =
            questions.iter().map(|question| fact::question_name(subject, *question)).collect();
        list(&names, "and")
    };
    let word = match wanted {
        Wanted::Yes => Answer::Yes,
        Wanted::No => Answer::No,
        Wanted::Unknown(_) => Answer::Unknown,
    };
    let mut found = match wanted {
        Wanted::Unknown(named) if got == Answer::Unknown => {
            if named.is_empty() || named == questions {
                return None;
            }
            Got::new(
                format!("{name} unknown asking {}", asking(named)),
                format!("asking {}", asking(questions)),
            )
        }
        Wanted::Yes | Wanted::No | Wanted::Unknown(_) => {
            if got == word {
                return None;
            }
            Got::new(format!("{name} {}", word.word()), got.word())
        }
    };
    found = found.because(decider(subject, at));
    if !questions.is_empty() {
        found.fact = fact::of_questions(subject, questions);
    }
    Some(found)
}

fn at_stage(subject: Subject<'_>, wanted: Option<StageId>) -> Option<Got> {
    let got = subject.verdicts.stage.get(subject.row).copied().flatten();
    if got == wanted {
        return None;
    }
    let found = Got::new(format!("stage {}", stage_name(subject, wanted)), stage_name(subject, got));
    // Either the wanted stage is not reached, or a later one is.
    let missed = wanted.filter(|stage| stage_answer(subject, *stage) != Answer::Yes);
    let deciding = missed.or(got).map(|stage| decider(subject, At::Stage(stage)));
    Some(found.because(deciding.flatten()))
}

fn moved(subject: Subject<'_>, wanted: Option<Destination>) -> Option<Got> {
    let verdicts = subject.verdicts;
    let got = verdicts.moved_to.get(subject.row).copied().flatten();
    if got == wanted {
        return None;
    }
    let found =
        Got::new(format!("moved_to {}", destination_name(subject, wanted)), destination_name(subject, got));
    let next = verdicts.next_step.get(subject.row).cloned().unwrap_or_default();
    let rest = subject.program.lifecycle.rest.as_ref();
    if verdicts.rests.at(subject.row) == Answer::Yes {
        let fact = rest.map(|rest| fact::of_field(subject, rest.from)).unwrap_or_default();
        return Some(Got { fact, ..found.at(rest.map(|rest| rest.place), "the contact rests") });
    }
    let line = |line| outcome_line(subject.program, line).map(|line| line.place);
    let applies = next.applies.and_then(|line| outcome_line(subject.program, line));
    let condition = applies.and_then(|line| line.condition);
    let mut found = found
        .at(applies.map(|line| line.place), "this line applies")
        .because(condition.and_then(|node| decider(subject, At::Node(node))));
    for open in &next.passed_over {
        found = found.at(line(*open), "passed over: its condition is unknown");
    }
    if found.deciders.is_empty() {
        "no line says where it goes".clone_into(&mut found.fact);
    }
    Some(found)
}

fn from_source(subject: Subject<'_>, wanted: Option<SourceRuleId>) -> Option<Got> {
    let got = subject.verdicts.source.get(subject.row).copied().flatten();
    let candidates: Vec<Option<SourceRuleId>> = subject.verdicts.source_candidates(subject.row).collect();
    let settled = candidates.len() < 2;
    if got == wanted && settled {
        return None;
    }
    let sources = &subject.program.sources;
    let rule = |source: Option<SourceRuleId>| source.and_then(|source| sources.get(source.index()));
    let name = |source: Option<SourceRuleId>| rule(source).map_or("none", |source| source.name.as_str());
    if !settled {
        let names: Vec<String> = candidates.iter().map(|source| name(*source).to_owned()).collect();
        let open = rule(candidates.first().copied().flatten()).and_then(|source| source.condition);
        let found = Got::new(format!("source {}", name(wanted)), list(&names, "or"));
        return Some(found.because(open.and_then(|node| decider(subject, At::Node(node)))));
    }
    let found = Got::new(format!("source {}", name(wanted)), name(got));
    // The first of the two that are compared: the one that should not match, or the one that should.
    let matched = got.filter(|got| wanted.is_none_or(|wanted| *got < wanted));
    let deciding = rule(matched.or(wanted));
    let reason =
        deciding.and_then(|source| source.condition).and_then(|node| decider(subject, At::Node(node)));
    let found = found.because(reason);
    Some(found.at(rule(matched).map(|source| source.place), "this source matches first"))
}

fn scored(subject: Subject<'_>, id: ScoreId, wanted: i64) -> Option<Got> {
    let score = subject.program.scores.get(id.index())?;
    let (low, high) = ends(subject, id)?;
    if low == wanted && high == wanted {
        return None;
    }
    let got = if low == high { low.to_string() } else { format!("between {low} and {high}") };
    Some(adding_up(subject, id, score, Got::new(format!("{} {wanted}", score.name), got)))
}

fn banded(subject: Subject<'_>, id: ScoreId, wanted: usize) -> Option<Got> {
    let score = subject.program.scores.get(id.index())?;
    let (low, high) = ends(subject, id)?;
    if score.band(low, high) == Some(wanted) {
        return None;
    }
    let name = |band: Option<usize>| {
        band.and_then(|band| score.bands.get(band)).map_or("none", |band| band.name.as_str())
    };
    let got = match score.band(low, high) {
        Some(band) => name(Some(band)).to_owned(),
        None => format!("between {} and {}", name(score.band(low, low)), name(score.band(high, high))),
    };
    let found = Got::new(format!("{} {}", score.name, name(Some(wanted))), got);
    Some(adding_up(subject, id, score, found))
}

/// Shows the rows of a score that add to it.
fn adding_up(subject: Subject<'_>, id: ScoreId, score: &Score, mut found: Got) -> Got {
    found.fact = fact::of_score(subject, id);
    let rows = subject.verdicts.scores.get(id.index()).map_or(&[][..], |points| points.rows.as_slice());
    let points = |row: &RowPoints| {
        let whole = |millionths: i128| {
            let number = i64::try_from(millionths / 100).unwrap_or(i64::MAX);
            number_text(number)
        };
        match row {
            row if row.is_open_ended() => "open".to_owned(),
            row if row.low == row.high => whole(row.low),
            row => format!("between {} and {}", whole(row.low), whole(row.high)),
        }
    };
    for (row, declared) in rows.iter().zip(&score.rows) {
        let Some(row) = row.get(subject.row).filter(|row| row.low != 0 || row.high != 0) else { continue };
        if found.deciders.len() < ROWS {
            found.deciders.push((declared.place, format!("adds {}", points(row))));
        }
    }
    found
}

fn routed(subject: Subject<'_>, wanted: &str) -> Option<Got> {
    let routes = &subject.verdicts.routes;
    let owner = routes.owner(subject.row);
    if owner.is_some_and(|owner| folded(owner) == folded(wanted)) {
        return None;
    }
    let found = Got::new(format!("route to {wanted}"), owner.unwrap_or("no owner"));
    let Some(routed) = routes.routed.get(subject.row).copied().flatten() else {
        let stage = subject.verdicts.stage.get(subject.row).copied().flatten();
        let fact = match stage {
            Some(_) => format!("its stage is {}, which has no route", stage_name(subject, stage)),
            None => "it is at no stage".to_owned(),
        };
        return Some(Got { fact, ..found });
    };
    let route = subject.program.routes.get(routed.route.index())?;
    let (applied, row) = match routed.by {
        Some(RoutedBy::Row(row)) => (row as usize, route.rows.get(row as usize)),
        Some(RoutedBy::IfUnknown) | None => (route.rows.len(), route.if_unknown.as_ref()),
    };
    // What kept the contact from a row of the wanted owner above the one that applies; without one, what made that
    // apply; while the rows are open, the first that is.
    let missed = route.rows.iter().take(applied).find(|row| leads_to(subject, row, wanted));
    let conditions = || route.rows.iter().filter_map(|row| row.condition);
    let open = || conditions().find(|node| answer(subject, *node) == Answer::Unknown);
    let deciding = match missed {
        Some(missed) => missed.condition,
        None => row.and_then(|row| row.condition).or_else(open),
    };
    let found = found.because(deciding.and_then(|node| decider(subject, At::Node(node))));
    Some(found.at(row.map(|row| row.place), "this row applies"))
}

/// Whether a row names this owner.
fn leads_to(subject: Subject<'_>, row: &RouteRow, owner: &str) -> bool {
    let is = |team: &TeamId| {
        let team = subject.program.teams.get(team.index());
        team.is_some_and(|team| folded(&team.name) == folded(owner))
    };
    match &row.target {
        Target::Team(team) => is(team),
        Target::OneOf(teams, _) => teams.iter().any(is),
        Target::ValueOf(_) => false,
    }
}

fn ends(subject: Subject<'_>, id: ScoreId) -> Option<(i64, i64)> {
    let points = subject.verdicts.scores.get(id.index())?;
    Some((*points.low.get(subject.row)?, *points.high.get(subject.row)?))
}

fn stage_name(subject: Subject<'_>, stage: Option<StageId>) -> String {
    let stage = stage.and_then(|stage| subject.program.stage(stage));
    stage.map_or("none", |stage| stage.name.as_str()).to_owned()
}

fn destination_name(subject: Subject<'_>, destination: Option<Destination>) -> String {
    match destination {
        None => "none".to_owned(),
        Some(Destination::Stage(stage)) => stage_name(subject, Some(stage)),
        Some(Destination::Aside(aside)) => {
            subject.program.asides.get(aside.index()).map(|aside| aside.name.clone()).unwrap_or_default()
        }
    }
}
