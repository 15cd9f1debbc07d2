//! The columns of the result, and the text of each cell.

use std::collections::HashSet;

use super::super::error::RecordsError;
use super::super::findings::label;
use super::super::form::OutputForm;
use super::super::headers::{Match, distinct};
use super::super::rows::layout::{Layout, Source};
use super::OutputOptions;
use super::fill::{Fill, fills};
use super::shown::{shown, shown_name};
use super::written::Written;
use crate::evaluate::cells::{ColumnRole, InputColumn};
use crate::evaluate::fold::folded;
use crate::evaluate::verdicts::NextStep;
use crate::model::ids::{ScoreId, StageId};
use crate::model::lifecycle::Question;
use crate::model::program::{Program, Shown};

/// Says what happens next, as the published text has it.
pub type SayNext<'a> = &'a (dyn Fn(&NextStep) -> String + Sync);

/// A column of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A column of the input: its slot.
    Kept(u32),
    /// What identifies the record: its slot.
    Id(u32),
    /// The record's number.
    Row,
    /// `stage`
    Stage,
    /// `recorded`
    Recorded,
    /// `moved_to`
    MovedTo,
    /// `could_be`
    CouldBe,
    /// `ask`
    Ask,
    /// `source`
    Source,
    /// `S`: the low end of a score.
    ScoreLow(ScoreId),
    /// `S_high`
    ScoreHigh(ScoreId),
    /// `S_band`
    ScoreBand(ScoreId),
    /// `route`
    Route,
    /// `respond_within`
    RespondWithin,
    /// `next_step`
    NextStep,
    /// `problems`
    Problems,
    /// A rule that is shown.
    Rule(Shown),
}

/// The columns of the result, and all that is needed to fill them.
pub struct Sheet<'a> {
    pub(super) program: &'a Program,
    /// The columns with their names.
    columns: Vec<(Column, String)>,
    pub(super) say_next: SayNext<'a>,
    /// What problems call the input's columns.
    pub(super) labels: Vec<String>,
    /// How many cells the header has.
    pub(super) width: usize,
    /// Whether kept cells are JSON.
    pub(super) kept_json: bool,
    /// How cells are written.
    pub(super) written: Written,
    /// What fills each column.
    pub(super) fills: Vec<Fill>,
}

impl<'a> Sheet<'a> {
    /// Settles the columns.
    ///
    /// # Errors
    /// When something is to be shown that the definition does not have.
    pub fn new(
        program: &'a Program,
        input: &[InputColumn],
        matches: &[Match],
        layout: &Layout,
        say_next: SayNext<'a>,
        options: &OutputOptions,
    ) -> Result<Self, RecordsError> {
        let mut columns: Vec<(Column, String)> = Vec::new();
        let kept_headers: Vec<String> = layout.kept.iter().map(|kept| kept.header.clone()).collect();
        for (kept, header) in layout.kept.iter().zip(distinct(&kept_headers)) {
            columns.push((Column::Kept(kept.slot), header));
        }
        let mut taken: HashSet<String> = columns.iter().map(|(_, name)| folded(name)).collect();
        let mut add = |columns: &mut Vec<(Column, String)>, column: Column, name: &str| {
            let mut name = name.to_owned();
            while !taken.insert(folded(&name)) {
                name.insert_str(0, "uld_");
            }
            columns.push((column, name));
        };
        let id = id_column(program, input);
        let name_of = |index: usize| -> Option<String> {
            Some(label(input.get(index)?, &matches.get(index).cloned().unwrap_or_default()))
        };
        match id.and_then(|index| Some((layout.columns.get(index).copied().flatten()?, name_of(index)?))) {
            Some((slot, name)) => {
                if layout.kept.is_empty() {
                    add(&mut columns, Column::Id(slot), &name);
                }
            }
            None => add(&mut columns, Column::Row, "row"),
        }
        add(&mut columns, Column::Stage, "stage");
        if program.lifecycle.recorded_in.is_some() {
            add(&mut columns, Column::Recorded, "recorded");
        }
        add(&mut columns, Column::MovedTo, "moved_to");
        add(&mut columns, Column::CouldBe, "could_be");
        add(&mut columns, Column::Ask, "ask");
        if !program.sources.is_empty() {
            add(&mut columns, Column::Source, "source");
        }
        for (index, score) in program.scores.iter().enumerate() {
            let id = ScoreId::at(index);
            add(&mut columns, Column::ScoreLow(id), &score.name);
            add(&mut columns, Column::ScoreHigh(id), &format!("{}_high", score.name));
            add(&mut columns, Column::ScoreBand(id), &format!("{}_band", score.name));
        }
        if !program.routes.is_empty() {
            add(&mut columns, Column::Route, "route");
            add(&mut columns, Column::RespondWithin, "respond_within");
        }
        add(&mut columns, Column::NextStep, "next_step");
        add(&mut columns, Column::Problems, "problems");
        for shown in shown(program, &options.show)? {
            add(&mut columns, Column::Rule(shown), shown_name(program, shown));
        }
        let top = |column: &Column| match column {
            Column::Kept(_)
            | Column::Id(_)
            | Column::Row
            | Column::Stage
            | Column::Recorded
            | Column::MovedTo
            | Column::CouldBe
            | Column::Ask
            | Column::Source
            | Column::NextStep
            | Column::Problems => true,
            Column::ScoreLow(_)
            | Column::ScoreHigh(_)
            | Column::ScoreBand(_)
            | Column::Route
            | Column::RespondWithin
            | Column::Rule(_) => false,
        };
        let mut keys: HashSet<String> =
            columns.iter().filter(|(column, _)| top(column)).map(|(_, name)| folded(name)).collect();
        let groups = ["scores", "routes", "rules"].map(|name| {
            let mut name = name.to_owned();
            while !keys.insert(folded(&name)) {
                name.insert_str(0, "uld_");
            }
            name
        });
        let (width, kept_json) = match &layout.source {
            Source::Delimited(dialect) => (dialect.width, false),
            Source::Keyed(_) => (0, true),
            Source::Columns(_) => (0, false),
        };
        let written = Written { form: options.form, escape: !options.no_escape_formulas };
        let fills = fills(program, &columns, &groups, written);
        Ok(Sheet {
            program,
            columns,
            say_next,
            labels: input
                .iter()
                .enumerate()
                .map(|(index, column)| label(column, &matches.get(index).cloned().unwrap_or_default()))
                .collect(),
            width,
            kept_json,
            written,
            fills,
        })
    }

    /// The form of the result.
    pub fn form(&self) -> OutputForm {
        self.written.form
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(_, name)| name.as_str())
    }

    /// The columns: whether each has numbers, and its name.
    #[cfg(feature = "parquet")]
    pub(super) fn typed_columns(&self) -> impl Iterator<Item = (bool, &str)> {
        self.columns.iter().map(|(column, name)| {
            let is_number = match column {
                Column::Row | Column::ScoreLow(_) | Column::ScoreHigh(_) => true,
                Column::Kept(_)
                | Column::Id(_)
                | Column::Stage
                | Column::Recorded
                | Column::MovedTo
                | Column::CouldBe
                | Column::Ask
                | Column::Source
                | Column::ScoreBand(_)
                | Column::Route
                | Column::RespondWithin
                | Column::NextStep
                | Column::Problems
                | Column::Rule(_) => false,
            };
            (is_number, name.as_str())
        })
    }

    pub(super) fn question(&self, question: Question) -> &str {
        match question {
            Question::Field(field) => self.program.field(field).map_or("", |field| field.name.as_str()),
            Question::Event(event) => {
                self.program.events.get(event.index()).map_or("", |event| event.name.as_str())
            }
        }
    }

    pub(super) fn stage_name(&self, stage: StageId) -> &str {
        self.program.stage(stage).map_or("", |stage| stage.name.as_str())
    }
}

/// Which of the input's columns identifies a record.
pub fn id_column(program: &Program, input: &[InputColumn]) -> Option<usize> {
    let id = program.header.identified_by?;
    input.iter().position(|column| column.field == id && column.role == ColumnRole::Value)
}
