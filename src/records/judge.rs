//! All records of an input, judged: written in order, or added up.

use std::io::Write;
use std::sync::Arc;

use super::cut::ChunkSize;
use super::error::RecordsError;
use super::extent::Watch;
use super::headers::{Match, match_columns, nearest};
use super::input::Input;
use super::output::OutputOptions;
use super::output::sheet::{SayNext, Sheet, id_column};
use super::output::stream::SheetWriter;
use super::related::found::RelatedFound;
use super::related::{BatchRecords, RelatedRecords};
use super::ring::Ring;
use super::rows::Rows;
use super::rows::layout::Layout;
use super::rows::view::Readers;
use super::summary::Summary;
use crate::evaluate::Memory;
use crate::evaluate::cells::InputColumn;
use crate::evaluate::related::Related;
use crate::evaluate::verdicts::Verdicts;
use crate::model::program::Program;

/// Judges a batch, with what is known beside it and what is remembered of earlier ones.
pub type JudgeRows<'a> = &'a (dyn Fn(&Rows, &Related<'_>, &mut Memory) -> Verdicts + Sync);

/// What a run is made of.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The definition.
    pub program: &'a Program,
    /// The columns that it reads: `input_columns(program)`.
    pub columns: &'a [InputColumn],
    /// The records beside the contacts' own, if there are any.
    pub related: Option<&'a RelatedRecords<'a>>,
    /// Judges a batch.
    pub judge: JudgeRows<'a>,
    /// Says what happens next.
    pub say_next: SayNext<'a>,
    /// How the result is to be.
    pub output: &'a OutputOptions,
    /// How many threads judge; 0 for one a core.
    pub threads: usize,
    /// How large batches are; changes no byte of the result.
    pub batch: ChunkSize,
    /// Who is told how far it is, if anybody.
    pub watch: Option<Watch<'a>>,
}

/// What is made of a batch: its rows of the result, and its counts.
#[derive(Default)]
struct Made {
    out: Vec<u8>,
    summary: Summary,
    memory: Memory,
}

impl<'a> Run<'a> {
    /// Judges all records of `input` and writes the result to `out`, which messages call `out_name`.
    ///
    /// # Errors
    /// What is wrong with the input as a whole; or that the result can't be written. Records before the fault are
    /// written by then.
    pub fn judge_all(
        &self,
        input: Input,
        out: &mut dyn Write,
        out_name: &str,
    ) -> Result<Summary, RecordsError> {
        let matches = find_columns(self.program, self.columns, &input)?;
        let layout = Arc::new(layout(&input, self.columns, self.related, &matches, self.output.keep_all));
        let sheet = Sheet::new(self.program, self.columns, &matches, &layout, self.say_next, self.output)?;
        let id = id_column(self.program, self.columns)
            .and_then(|index| layout.columns.get(index).copied().flatten());
        let shows_values = self.output.show_values;
        let blank = Summary::new(self.program, self.columns, &matches, shows_values);
        let name = input.name().to_owned();
        // Workers share this, and nothing of who watches.
        let Run { program, columns, related: beside, judge, .. } = *self;
        let make = |rows: &Rows, made: &mut Made| {
            let memory = &mut made.memory;
            let (verdicts, found) = with_related(beside, rows, |related| judge(rows, related, memory));
            made.out.clear();
            sheet.write_rows(rows, &verdicts, &mut made.out);
            made.summary = blank.part();
            made.summary.count(program, columns, id, rows, &verdicts);
            made.summary.beside = found;
        };
        let mut writer = SheetWriter::begin(&sheet, out, out_name)?;
        let mut summary = blank.clone();
        let mut take = |made: &mut Made| -> Result<(), RecordsError> {
            writer.write(&made.out)?;
            summary.merge(std::mem::take(&mut made.summary));
            tell(self.watch, &summary);
            Ok(())
        };
        let ring = Ring { layout: &layout, threads: self.threads, batch: self.batch, make: &make };
        let ended = ring.run(input, &mut take);
        // What was judged before a fault is part of the result.
        match ended {
            Ok(()) => writer.finish()?,
            Err(error) => {
                if !error.is_of_output() {
                    writer.finish()?;
                }
                return Err(error);
            }
        }
        finished(self.related, &name, summary)
    }
}

/// What a survey is made of: all records judged and added up, none written. `M` is what is made of a batch.
pub struct Survey<'a, M> {
    /// The definition.
    pub program: &'a Program,
    /// The columns that it reads: `input_columns(program)`.
    pub columns: &'a [InputColumn],
    /// The records beside the contacts' own, if there are any.
    pub related: Option<&'a RelatedRecords<'a>>,
    /// Judges a batch, with what is known beside it, and makes of it what the survey is for.
    pub judge: &'a (dyn Fn(&Rows, &Related<'_>) -> (Verdicts, M) + Sync),
    /// Another definition that reads the same records: its columns, and the records beside the contacts' own that it
    /// reads. What is wrong with its cells is not counted.
    pub also: Option<(&'a [InputColumn], &'a RelatedRecords<'a>)>,
    /// Whether the summary may have cells themselves, not only their shapes.
    pub shows_values: bool,
    /// How many threads judge; 0 for one a core.
    pub threads: usize,
    /// How large batches are; changes nothing in the result.
    pub batch: ChunkSize,
    /// Who is told how far it is, if anybody.
    pub watch: Option<Watch<'a>>,
}

impl<M: Send + 'static> Survey<'_, M> {
    /// Judges all records of `input` and hands what is made of each batch to `take`, in the order of the input.
    ///
    /// # Errors
    /// What is wrong with the input as a whole.
    pub fn take_all(&self, input: Input, take: &mut dyn FnMut(M)) -> Result<Summary, RecordsError> {
        let matches = find_columns(self.program, self.columns, &input)?;
        let layout = Arc::new(self.layout(&input, &matches)?);
        let id = id_column(self.program, self.columns)
            .and_then(|index| layout.columns.get(index).copied().flatten());
        let blank = Summary::new(self.program, self.columns, &matches, self.shows_values);
        let name = input.name().to_owned();
        let readers = self.readers();
        let Survey { program, columns, related: files, judge, .. } = *self;
        let make = |rows: &Rows, made: &mut Option<(Summary, M)>| {
            let related = files.map(|related| related.of(&readers.own(rows), |row| rows.number(row)));
            let known = related.as_ref().map(BatchRecords::related).unwrap_or_default();
            let (verdicts, of_batch) = judge(rows, &known);
            let beside = related.as_ref().map(BatchRecords::found).unwrap_or_default();
            let mut summary = blank.part();
            summary.count(program, columns, id, rows, &verdicts);
            summary.beside = beside;
            *made = Some((summary, of_batch));
        };
        let mut summary = blank.clone();
        let mut take = |made: &mut Option<(Summary, M)>| -> Result<(), RecordsError> {
            if let Some((of_batch, made)) = made.take() {
                summary.merge(of_batch);
                take(made);
                tell(self.watch, &summary);
            }
            Ok(())
        };
        let ring = Ring { layout: &layout, threads: self.threads, batch: self.batch, make: &make };
        ring.run(input, &mut take)?;
        finished(self.related, &name, summary)
    }

    /// How the two definitions find their columns among the rows.
    pub fn readers(&self) -> Readers {
        Readers {
            own: self.columns.len(),
            also: self.also.map_or(0, |(columns, _)| columns.len()),
            own_properties: self.related.map_or(0, |related| related.properties().len()),
        }
    }

    /// The columns of both definitions, then the properties of both.
    fn layout(&self, input: &Input, matches: &[Match]) -> Result<Layout, RecordsError> {
        let Some((columns, related)) = self.also else {
            return Ok(layout(input, self.columns, self.related, matches, false));
        };
        let others = match_columns(input.name(), input.headers(), columns, input.is_keyed())?;
        let own = self.related.map_or(&[][..], RelatedRecords::properties);
        let properties = [own, related.properties()].concat();
        let columns = [self.columns, columns].concat();
        Ok(input.layout(&columns, &properties, &[matches, &others].concat(), false))
    }
}

fn layout(
    input: &Input,
    columns: &[InputColumn],
    related: Option<&RelatedRecords<'_>>,
    matches: &[Match],
    keep_all: bool,
) -> Layout {
    let properties = related.map_or(&[][..], RelatedRecords::properties);
    input.layout(columns, properties, matches, keep_all)
}

fn tell(watch: Option<Watch<'_>>, summary: &Summary) {
    if let Some(watch) = watch {
        watch(summary.records);
    }
}

/// What is made of a batch with what is known beside it, and what was found of that.
fn with_related<T>(
    related: Option<&RelatedRecords<'_>>,
    rows: &Rows,
    make: impl FnOnce(&Related<'_>) -> T,
) -> (T, RelatedFound) {
    let beside = related.map(|related| related.of(rows, |row| rows.number(row)));
    let made = make(&beside.as_ref().map(BatchRecords::related).unwrap_or_default());
    (made, beside.as_ref().map(BatchRecords::found).unwrap_or_default())
}

/// The summary of a run, once all batches are added up.
fn finished(
    related: Option<&RelatedRecords<'_>>,
    name: &str,
    mut summary: Summary,
) -> Result<Summary, RecordsError> {
    if let Some(related) = related {
        if let Some(error) = related.twice(&summary.beside, name) {
            return Err(error);
        }
        summary.related = related.summaries(&summary.beside);
    }
    Ok(summary)
}

/// Finds the columns in the input's header; the one that identifies a record must be there.
///
/// # Errors
/// When that column is missing, or two columns have the header of one that is read.
pub fn find_columns(
    program: &Program,
    columns: &[InputColumn],
    input: &Input,
) -> Result<Vec<Match>, RecordsError> {
    let matches = match_columns(input.name(), input.headers(), columns, input.is_keyed())?;
    let Some(index) = id_column(program, columns) else { return Ok(matches) };
    let found = matches.get(index).is_some_and(|matched| matched.found.is_some());
    // An input without a single record has no keys, and nothing to identify.
    if found || (input.is_keyed() && input.headers().is_empty()) {
        return Ok(matches);
    }
    let field = program.header.identified_by.and_then(|id| program.field(id));
    let headers: Vec<&str> = input.headers().iter().map(String::as_str).collect();
    Err(RecordsError::NoIdColumn {
        path: input.name().to_owned(),
        field: field.map(|field| field.name.clone()).unwrap_or_default(),
        nearest: columns.get(index).and_then(|column| nearest(column, &headers)),
    })
}
