//! What a run found, in numbers: the same whatever the number of threads and the size of batches.
//!
//! Each batch is counted by itself; the counts are added up in the order of the input, so that "the first three" are
//! the first three of the file. A value of a record is never kept, only its shape.

use std::collections::BTreeMap;

use super::findings::{Findings, Tally, is_blank};
use super::headers::Match;
use super::output::batch::could_be_more;
use super::related::found::{RelatedFound, RelatedSummary};
use super::rows::Rows;
use crate::evaluate::cells::InputColumn;
use crate::evaluate::fold::folded;
use crate::evaluate::verdicts::{Recorded, Routed, RoutedBy, Verdicts};
use crate::model::ids::{AsideId, FieldId, StageId, TeamId};
use crate::model::lifecycle::{Destination, Question};
use crate::model::program::Program;
use crate::model::route::Target;

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records.
    pub records: u64,
    /// Records by stage.
    pub stages: Vec<u64>,
    /// Records at no stage.
    pub no_stage: u64,
    /// Records whose rule for a later stage is unknown.
    pub could_be_more: u64,
    /// By what the CRM has: records by our stage, those at none last.
    pub recorded: BTreeMap<RecordedAs, Vec<u64>>,
    /// How often each question is asked.
    pub asked: BTreeMap<Question, u64>,
    /// By score: records by band, those whose band is not settled last. Empty for a score without bands.
    pub bands: Vec<Vec<u64>>,
    /// How many records each owner gets.
    pub owners: BTreeMap<Owner, u64>,
    /// What is wrong with rows and cells; columns as in `input_columns`.
    pub findings: Findings,
    /// Records without an id, and the first of them.
    pub blank_ids: Tally,
    /// JSON keys that came too late to get a column of their own under `--keep-all`.
    pub unkept: u64,
    /// What was found of the records beside the contacts' own, batch by batch.
    pub beside: RelatedFound,
    /// The same in the end, a line for each block of events, then for each lookup.
    pub related: Vec<RelatedSummary>,
}

/// Who gets a contact. Of a value in a field only the field is told: the value is a record's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A team.
    Team(TeamId),
    /// What a field holds.
    ValueOf(FieldId),
    /// Nobody: the rows leave it open.
    Nobody,
}

/// The stage that the CRM has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordedAs {
    /// A stage of the lifecycle.
    Stage(StageId),
    /// An aside.
    Aside(AsideId),
    /// Something else.
    Other,
    /// Nothing.
    Blank,
}

impl Summary {
    /// Nothing counted yet. `shows_values` keeps cells themselves in place of their shapes.
    pub fn new(program: &Program, columns: &[InputColumn], matches: &[Match], shows_values: bool) -> Self {
        let bands = |score: &crate::model::score::Score| match score.bands.len() {
            0 => Vec::new(),
            some => vec![0; some + 1],
        };
        Summary {
            stages: vec![0; program.stages.len()],
            bands: program.scores.iter().map(bands).collect(),
            findings: Findings::new(columns, matches, shows_values),
            ..Summary::default()
        }
    }

    /// The same without what is known before the first record: for a part of the records, to be merged.
    pub fn part(&self) -> Self {
        Summary {
            stages: vec![0; self.stages.len()],
            bands: self.bands.iter().map(|bands| vec![0; bands.len()]).collect(),
            findings: self.findings.part(),
            ..Summary::default()
        }
    }

    /// Whether something is wrong with the records, so that `--strict` fails.
    pub fn has_problems(&self) -> bool {
        self.findings.has_problems()
            || self.findings.lacks_a_column()
            || self.blank_ids.count > 0
            || self.related.iter().any(RelatedSummary::has_problems)
    }

    /// Counts a batch.
    pub fn count(
        &mut self,
        program: &Program,
        columns: &[InputColumn],
        id: Option<u32>,
        rows: &Rows,
        verdicts: &Verdicts,
    ) {
        self.records += rows.count() as u64;
        self.unkept += rows.unkept();
        self.count_stages(&verdicts.stage);
        self.could_be_more += could_be_more(verdicts);
        self.count_questions(verdicts);
        if program.lifecycle.recorded_in.is_some() {
            self.count_recorded(program, verdicts);
        }
        self.count_bands(program, verdicts);
        self.count_owners(program, verdicts);
        if let Some(slot) = id {
            for row in (0..rows.count()).filter(|row| is_blank(rows.shown(*row, slot))) {
                self.blank_ids.add(rows.number(row));
            }
        }
        self.findings.count(
            columns,
            rows,
            &verdicts.problems,
            |id| program.field(id),
            |row| rows.number(row),
        );
    }

    fn count_stages(&mut self, stages: &[Option<StageId>]) {
        for stage in stages {
            match stage.and_then(|stage| self.stages.get_mut(stage.index())) {
                Some(count) => *count += 1,
                None => self.no_stage += 1,
            }
        }
    }

    fn count_questions(&mut self, verdicts: &Verdicts) {
        let mut asked = vec![0_u64; verdicts.questions.len()];
        for list in &verdicts.ask {
            if let Some(count) = asked.get_mut(*list as usize) {
                *count += 1;
            }
        }
        for (list, count) in verdicts.questions.iter().zip(asked) {
            for question in list.iter().filter(|_| count > 0) {
                *self.asked.entry(*question).or_default() += count;
            }
        }
    }

    fn count_recorded(&mut self, program: &Program, verdicts: &Verdicts) {
        let width = program.stages.len() + 1;
        // A line for each stage and aside, then for what is neither, then for nothing.
        let (asides, other) = (program.stages.len(), program.stages.len() + program.asides.len());
        let mut counts = vec![0_u64; (other + 2) * width];
        for (row, stage) in verdicts.stage.iter().enumerate() {
            let line = match verdicts.recorded.get(row).and_then(Option::as_ref) {
                Some(Recorded::Known(Destination::Stage(stage))) => stage.index(),
                Some(Recorded::Known(Destination::Aside(aside))) => asides + aside.index(),
                Some(Recorded::Other(_)) => other,
                None => other + 1,
            };
            let place = stage.map_or(program.stages.len(), StageId::index);
            if let Some(count) = counts.get_mut(line * width + place) {
                *count += 1;
            }
        }
        for (line, counts) in counts.chunks(width).enumerate().filter(|(_, counts)| *counts != vec![0; width])
        {
            let recorded = match (line.checked_sub(asides), line.checked_sub(other)) {
                (None, _) => RecordedAs::Stage(StageId::at(line)),
                (Some(aside), None) => RecordedAs::Aside(AsideId::at(aside)),
                (_, Some(0)) => RecordedAs::Other,
                (_, Some(_)) => RecordedAs::Blank,
            };
            add_up(self.recorded.entry(recorded).or_default(), counts);
        }
    }

    fn count_bands(&mut self, program: &Program, verdicts: &Verdicts) {
        let scores = program.scores.iter().zip(&verdicts.scores);
        for ((score, points), counts) in scores.zip(&mut self.bands).filter(|(_, counts)| !counts.is_empty())
        {
            for (low, high) in points.low.iter().zip(&points.high) {
                let band = score.band(*low, *high).unwrap_or(score.bands.len());
                if let Some(count) = counts.get_mut(band) {
                    *count += 1;
                }
            }
        }
    }

    fn count_owners(&mut self, program: &Program, verdicts: &Verdicts) {
        let routes = &verdicts.routes;
        // By name, and last for none: by which row so many records have it.
        let mut counts: Vec<Vec<(&Routed, u64)>> = vec![Vec::new(); routes.names.len() + 1];
        for routed in routes.routed.iter().flatten() {
            let name = routed.owner.map_or(routes.names.len(), |owner| owner as usize);
            let Some(counts) = counts.get_mut(name) else { continue };
            match counts.iter_mut().find(|(known, _)| known.route == routed.route && known.by == routed.by) {
                Some((_, count)) => *count += 1,
                None => counts.push((routed, 1)),
            }
        }
        for (routed, count) in counts.into_iter().flatten() {
            let name = routed.owner.and_then(|owner| routes.names.get(owner as usize));
            let owner = owner_of(program, routed, name.map(String::as_str));
            *self.owners.entry(owner).or_default() += count;
        }
    }

    /// Adds what a later batch counted.
    pub fn merge(&mut self, later: Summary) {
        self.records += later.records;
        add_up(&mut self.stages, &later.stages);
        self.no_stage += later.no_stage;
        self.could_be_more += later.could_be_more;
        for (recorded, counts) in later.recorded {
            add_up(self.recorded.entry(recorded).or_default(), &counts);
        }
        for (question, count) in later.asked {
            *self.asked.entry(question).or_default() += count;
        }
        for (bands, later) in self.bands.iter_mut().zip(&later.bands) {
            add_up(bands, later);
        }
        for (owner, count) in later.owners {
            *self.owners.entry(owner).or_default() += count;
        }
        self.findings.merge(later.findings);
        self.blank_ids.merge(later.blank_ids);
        self.unkept += later.unkept;
        self.beside.merge(later.beside);
    }
}

fn add_up(counts: &mut Vec<u64>, later: &[u64]) {
    if counts.len() < later.len() {
        counts.resize(later.len(), 0);
    }
    for (count, more) in counts.iter_mut().zip(later) {
        *count += more;
    }
}

/// Who gets a contact, by the row that decides.
fn owner_of(program: &Program, routed: &Routed, name: Option<&str>) -> Owner {
    let Some((name, route)) = name.zip(program.routes.get(routed.route.index())) else {
        return Owner::Nobody;
    };
    let row = match routed.by {
        Some(RoutedBy::Row(row)) => route.rows.get(row as usize),
        Some(RoutedBy::IfUnknown) => route.if_unknown.as_ref(),
        None => None,
    };
    match row.map(|row| &row.target) {
        None => Owner::Nobody,
        Some(Target::Team(team)) => Owner::Team(*team),
        Some(Target::ValueOf(field)) => Owner::ValueOf(*field),
        Some(Target::OneOf(teams, field)) => {
            let named = |team: &&TeamId| {
                let team = program.teams.get(team.index());
                team.is_some_and(|team| team.name == name || folded(&team.name) == folded(name))
            };
            teams.iter().find(named).map_or(Owner::ValueOf(*field), |team| Owner::Team(*team))
        }
    }
}
