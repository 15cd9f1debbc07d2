//! The columns of the result, and the text of each cell.

use std::collections::HashSet;

use super::super::error::RecordsError;
use super::super::findings::label;
use super::super::form::OutputForm;
use super::super::headers::{Match, distinct};
use super::super::rows::layout::{Layout, Source};
use super::super::rows::{RowReport, Rows};
use super::formula::is_formula;
use super::problems::{fault_text, row_fault_text};
use super::table::CELL;
use super::{OutputOptions, Show};
use crate::evaluate::answers::Answer;
use crate::evaluate::cells::{ColumnRole, InputColumn};
use crate::evaluate::fold::folded;
use crate::evaluate::verdicts::{CellProblem, Fault, NextStep, Recorded, Verdicts};
use crate::model::ids::{ScoreId, StageId};
use crate::model::lifecycle::{Destination, Question};
use crate::model::program::{Program, Shown};
use crate::text::name::fold;
use crate::text::visible::visible;
use crate::wording::value::duration;

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
    pub(super) columns: Vec<(Column, String)>,
    pub(super) say_next: SayNext<'a>,
    /// What problems call the input's columns.
    pub(super) labels: Vec<String>,
    /// How many cells the header has.
    pub(super) width: usize,
    /// Whether kept cells are JSON.
    pub(super) kept_json: bool,
    /// What the objects of JSON are called: scores, routes and rules.
    pub(super) groups: [String; 3],
    form: OutputForm,
    escape: bool,
}

/// What is wrong with a record: the column, the text, and what is wrong.
pub(super) struct Trouble<'t> {
    pub column: Option<&'t str>,
    pub text: Option<&'t str>,
    pub problem: String,
}

/// What rows of one batch share.
pub(super) struct Shared<'v> {
    pub rows: &'v Rows,
    pub verdicts: &'v Verdicts,
    /// The different lists of questions, in words.
    asks: Vec<String>,
    /// Next steps that were said already.
    said: Vec<(&'v NextStep, String)>,
    /// The problems that are still to come.
    problems: &'v [CellProblem],
    reports: &'v [RowReport],
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
            groups,
            form: options.form,
            escape: !options.no_escape_formulas,
        })
    }

    /// The form of the result.
    pub fn form(&self) -> OutputForm {
        self.form
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(_, name)| name.as_str())
    }

    /// Adds the header line, for forms that have one.
    pub fn write_header(&self, out: &mut Vec<u8>) {
        match self.form {
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Table => {
                for (index, name) in self.names().enumerate() {
                    self.write_cell(index, name, out);
                }
                out.push(b'\n');
            }
            OutputForm::Json | OutputForm::Ndjson => {}
        }
    }

    /// Adds the rows of a batch.
    pub fn write_rows(&self, rows: &Rows, verdicts: &Verdicts, out: &mut Vec<u8>) {
        let mut shared = Shared {
            rows,
            verdicts,
            asks: verdicts.questions.iter().map(|list| self.questions(list)).collect(),
            said: Vec::new(),
            problems: &verdicts.problems,
            reports: rows.reports(),
        };
        let mut cell = String::new();
        for row in 0..rows.count() {
            match self.form {
                OutputForm::Csv | OutputForm::Tsv | OutputForm::Table => {
                    for (index, (column, _)) in self.columns.iter().enumerate() {
                        cell.clear();
                        self.text(*column, row, &mut shared, &mut cell);
                        self.write_cell(index, &cell, out);
                    }
                    out.push(b'\n');
                }
                OutputForm::Ndjson => {
                    self.write_object(row, &mut shared, out);
                    out.push(b'\n');
                }
                OutputForm::Json => {
                    out.extend_from_slice(b",\n");
                    self.write_object(row, &mut shared, out);
                }
            }
        }
    }

    /// Adds a cell of a delimited line, with what stands before it.
    fn write_cell(&self, index: usize, cell: &str, out: &mut Vec<u8>) {
        let delimiter = match self.form {
            OutputForm::Csv | OutputForm::Json | OutputForm::Ndjson => b',',
            OutputForm::Tsv => b'\t',
            OutputForm::Table => {
                if index > 0 {
                    out.push(CELL as u8);
                }
                out.extend_from_slice(visible(cell).as_bytes());
                return;
            }
        };
        if index > 0 {
            out.push(delimiter);
        }
        let escape = self.escape && is_formula(cell);
        let bytes = cell.as_bytes();
        // Quotes, line breaks, commas and tabs, as bits: all of them lie low among the bytes.
        const QUOTED: u64 = 1 << b'"' | 1 << b'\n' | 1 << b'\r' | 1 << b'\t' | 1 << b',';
        let quoted = bytes.iter().any(|byte| *byte <= b',' && QUOTED >> *byte & 1 == 1);
        if !quoted {
            if escape {
                out.push(b'\'');
            }
            out.extend_from_slice(bytes);
            return;
        }
        out.push(b'"');
        if escape {
            out.push(b'\'');
        }
        let mut rest = bytes;
        while let Some(quote) = memchr::memchr(b'"', rest) {
            let (before, after) = rest.split_at(quote);
            out.extend_from_slice(before);
            out.extend_from_slice(b"\"\"");
            rest = after.strip_prefix(b"\"").unwrap_or_default();
        }
        out.extend_from_slice(rest);
        out.push(b'"');
    }

    fn text(&self, column: Column, row: usize, shared: &mut Shared<'_>, cell: &mut String) {
        match column {
            Column::Kept(slot) => {
                let shown = shared.rows.shown(row, slot);
                if self.kept_json {
                    super::json::cell_of(shown, cell);
                } else {
                    cell.push_str(shown);
                }
            }
            Column::Id(slot) => cell.push_str(shared.rows.shown(row, slot).trim()),
            Column::Row => cell.push_str(&shared.rows.number(row).to_string()),
            Column::Stage => cell.push_str(self.stage(shared.verdicts, row).unwrap_or_default()),
            Column::Recorded => cell.push_str(self.recorded(shared.verdicts, row).unwrap_or_default()),
            Column::MovedTo => cell.push_str(self.moved_to(shared.verdicts, row).unwrap_or_default()),
            Column::CouldBe => {
                for (index, stage) in shared.verdicts.could_be(row).enumerate() {
                    if index > 0 {
                        cell.push(';');
                    }
                    cell.push_str(self.stage_name(stage));
                }
            }
            Column::Ask => {
                let list = shared.verdicts.ask.get(row).and_then(|list| shared.asks.get(*list as usize));
                cell.push_str(list.map_or("", String::as_str));
            }
            Column::Source => cell.push_str(self.source(shared.verdicts, row).unwrap_or_default()),
            Column::ScoreLow(score) => {
                cell.push_str(
                    &score_ends(shared.verdicts, score, row)
                        .map_or_else(String::new, |ends| ends.0.to_string()),
                );
            }
            Column::ScoreHigh(score) => {
                cell.push_str(
                    &score_ends(shared.verdicts, score, row)
                        .map_or_else(String::new, |ends| ends.1.to_string()),
                );
            }
            Column::ScoreBand(score) => {
                cell.push_str(self.band(shared.verdicts, score, row).unwrap_or_default());
            }
            Column::Route => cell.push_str(shared.verdicts.routes.owner(row).unwrap_or_default()),
            Column::RespondWithin => {
                let within = shared.verdicts.routes.respond_within(row);
                cell.push_str(&within.map(duration).unwrap_or_default());
            }
            Column::NextStep => cell.push_str(self.next_step(shared, row)),
            Column::Problems => {
                self.troubles(shared, row, |trouble| {
                    if !cell.is_empty() {
                        cell.push_str("; ");
                    }
                    cell.push_str(trouble.column.unwrap_or("record"));
                    cell.push_str(": ");
                    if let Some(text) = trouble.text {
                        cell.push('"');
                        cell.push_str(text);
                        cell.push_str("\" ");
                    }
                    cell.push_str(&trouble.problem);
                });
            }
            Column::Rule(shown) => cell.push_str(answer(shared.verdicts, shown, row).word()),
        }
    }

    /// Calls `each` with what is wrong with the record; rows must come in order.
    pub(super) fn troubles(&self, shared: &mut Shared<'_>, row: usize, mut each: impl FnMut(Trouble<'_>)) {
        while let Some((report, rest)) = shared.reports.split_first() {
            if report.row > row {
                break;
            }
            shared.reports = rest;
            if report.row == row {
                let problem = row_fault_text(&report.fault, self.width);
                each(Trouble { column: None, text: None, problem });
            }
        }
        while let Some((problem, rest)) = shared.problems.split_first() {
            if problem.row as usize > row {
                break;
            }
            shared.problems = rest;
            if problem.row as usize != row {
                continue;
            }
            let column = problem.column as usize;
            let text = match problem.fault {
                Fault::RequiredMissing | Fault::NotScalar | Fault::NotText => None,
                Fault::NotANumber
                | Fault::NumberTooLarge
                | Fault::NotWhole
                | Fault::NotADate
                | Fault::TwoReadings
                | Fault::NoSuchDay
                | Fault::NotYesNo
                | Fault::NotInList
                | Fault::OutOfRange
                | Fault::NotAnEmail
                | Fault::NoRate
                | Fault::OtherCurrency
                | Fault::TooLong => shared.rows.slot_of(column).map(|slot| shared.rows.shown(row, slot)),
            };
            each(Trouble {
                column: Some(self.labels.get(column).map_or("", String::as_str)),
                text,
                problem: fault_text(problem.fault, self.program.field(problem.field)),
            });
        }
    }

    fn questions(&self, list: &[Question]) -> String {
        let names: Vec<&str> = list.iter().map(|question| self.question(*question)).collect();
        names.join(";")
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

    fn destination(&self, destination: Destination) -> &str {
        match destination {
            Destination::Stage(stage) => self.stage_name(stage),
            Destination::Aside(aside) => {
                self.program.asides.get(aside.index()).map_or("", |aside| aside.name.as_str())
            }
        }
    }

    pub(super) fn stage(&self, verdicts: &Verdicts, row: usize) -> Option<&str> {
        verdicts.stage.get(row).copied().flatten().map(|stage| self.stage_name(stage))
    }

    pub(super) fn recorded<'v>(&'v self, verdicts: &'v Verdicts, row: usize) -> Option<&'v str> {
        match verdicts.recorded.get(row)?.as_ref()? {
            Recorded::Known(destination) => Some(self.destination(*destination)),
            Recorded::Other(text) => Some(text),
        }
    }

    pub(super) fn moved_to(&self, verdicts: &Verdicts, row: usize) -> Option<&str> {
        verdicts.moved_to.get(row).copied().flatten().map(|destination| self.destination(destination))
    }

    pub(super) fn source(&self, verdicts: &Verdicts, row: usize) -> Option<&str> {
        let source = verdicts.source.get(row).copied().flatten()?;
        self.program.sources.get(source.index()).map(|source| source.name.as_str())
    }

    /// The name of the band that both ends of a score are in.
    pub(super) fn band(&self, verdicts: &Verdicts, id: ScoreId, row: usize) -> Option<&str> {
        let (low, high) = score_ends(verdicts, id, row)?;
        let score = self.program.scores.get(id.index())?;
        score.bands.get(score.band(low, high)?).map(|band| band.name.as_str())
    }

    /// The sentence for the next step; few differ in a batch.
    pub(super) fn next_step<'s>(&self, shared: &'s mut Shared<'_>, row: usize) -> &'s str {
        const REMEMBERED: usize = 32;
        let Some(next) = shared.verdicts.next_step.get(row) else { return "" };
        if *next == NextStep::default() {
            return "";
        }
        let place = match shared.said.iter().position(|(known, _)| *known == next) {
            Some(place) => place,
            None => {
                if shared.said.len() >= REMEMBERED {
                    shared.said.remove(0);
                }
                shared.said.push((next, (self.say_next)(next)));
                shared.said.len() - 1
            }
        };
        shared.said.get(place).map_or("", |(_, sentence)| sentence)
    }
}

/// The low and the high end of a score, in points.
pub(super) fn score_ends(verdicts: &Verdicts, score: ScoreId, row: usize) -> Option<(i64, i64)> {
    let points = verdicts.scores.get(score.index())?;
    Some((*points.low.get(row)?, *points.high.get(row)?))
}

/// The answer of a rule that is shown.
pub(super) fn answer(verdicts: &Verdicts, shown: Shown, row: usize) -> Answer {
    let answers = match shown {
        Shown::Stage(stage) => verdicts.stage_answers.get(stage.index()),
        Shown::Rule(rule) => verdicts.rule_answers.get(rule.index()),
    };
    answers.map_or(Answer::Unknown, |answers| answers.at(row))
}

/// Which of the input's columns identifies a record.
pub fn id_column(program: &Program, input: &[InputColumn]) -> Option<usize> {
    let id = program.header.identified_by?;
    input.iter().position(|column| column.field == id && column.role == ColumnRole::Value)
}

fn shown_name(program: &Program, shown: Shown) -> &str {
    match shown {
        Shown::Stage(stage) => program.stage(stage).map_or("", |stage| stage.name.as_str()),
        Shown::Rule(rule) => program.rule(rule).map_or("", |rule| rule.name.as_str()),
    }
}

fn shown(program: &Program, show: &Show) -> Result<Vec<Shown>, RecordsError> {
    let names = match show {
        Show::None => return Ok(Vec::new()),
        Show::All => return Ok(program.shown.clone()),
        Show::Names(names) => names,
    };
    let mut found = Vec::new();
    for name in names {
        let wanted = fold(name);
        match program.shown.iter().find(|shown| fold(shown_name(program, **shown)) == wanted) {
            Some(shown) => found.push(*shown),
            None => return Err(nothing_to_show(program, name)),
        }
    }
    Ok(found)
}

/// What is said of a name that can't be shown: the nearest that can, or what has its columns anyway.
fn nothing_to_show(program: &Program, name: &str) -> RecordsError {
    let wanted = fold(name);
    let shown = program.shown.iter().map(|shown| (shown_name(program, *shown), None));
    let scores = program.scores.iter().map(|score| (score.name.as_str(), Some("a score")));
    let stages = program.stages.iter().map(|stage| (stage.name.as_str(), Some("a stage")));
    let nearest = shown
        .chain(scores)
        .chain(stages)
        .map(|(known, what)| (strsim::normalized_damerau_levenshtein(&fold(known), &wanted), known, what))
        .filter(|(likeness, _, _)| *likeness >= 0.6)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    RecordsError::NothingToShow {
        name: name.to_owned(),
        shown_anyway: nearest.and_then(|(_, _, what)| what),
        nearest: nearest.map(|(_, known, _)| known.to_owned()),
    }
}
