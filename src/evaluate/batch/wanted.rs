//! One column of a batch, read: the usual cells from their bytes or values, all others by their field's reader.

use super::asked::Asker;
use super::column::{Column, Filler, Values};
use super::typed;
use crate::evaluate::cell::quick::{self, Quick};
use crate::evaluate::cell::{Known, Reader, Reading};
use crate::evaluate::cells::{Cells, RawCell};
use crate::evaluate::masks;
use crate::evaluate::plan::shape_of;
use crate::evaluate::verdicts::{CellProblem, Fault};
use crate::model::field::{Field, Origin, Required};
use crate::model::ids::FieldId;

/// A column to be read.
pub(crate) struct Wanted<'w> {
    pub(crate) field: &'w Field,
    pub(crate) id: FieldId,
    pub(crate) reader: &'w Reader,
    /// Which of the input's columns holds its value.
    pub(crate) value: Option<usize>,
    /// Which holds its currency.
    pub(crate) currency: Option<usize>,
    /// Whether a test looks at its text.
    pub(crate) tested: bool,
}

/// What was seen of the records of a column.
pub(super) struct Seen {
    /// Those with a value.
    pub(super) read: Vec<u64>,
    /// Those that its field's reader must see.
    pub(super) rest: Vec<u64>,
}

impl Wanted<'_> {
    /// Reads it. With `asker`, its texts are asked and not kept.
    pub(crate) fn column<C: Cells>(
        &self,
        cells: &C,
        problems: &mut Vec<CellProblem>,
        scratch: &mut String,
        asker: Option<Asker<'_>>,
    ) -> Column {
        let (rows, field, reader) = (cells.rows(), self.field, self.reader);
        let decided = match &field.origin {
            Origin::Decided(_) => true,
            Origin::Column { .. } => false,
        };
        let mut filler = match asker {
            Some(asker) => Filler::asking(rows, asker),
            None => Filler::new(shape_of(&field.field_type), rows, self.tested),
        };
        let mut seen = Seen { read: masks::none(rows), rest: masks::none(rows) };
        let mut unreadable = masks::none(rows);
        if let Some(value_column) = self.value {
            let typed = cells.typed(value_column).filter(|_| self.currency.is_none());
            if !typed.is_some_and(|typed| typed::take(reader, &typed, rows, &mut filler, &mut seen, scratch))
            {
                self.take_usual(cells, value_column, &mut filler, &mut seen);
            }
            let rest = std::mem::take(&mut seen.rest);
            for row in masks::rows_in(&rest) {
                match self.reading(cells, row, value_column, problems, scratch) {
                    Reading::Known(known) => {
                        masks::put(&mut seen.read, row);
                        filler.put(row, &known);
                    }
                    Reading::Missing => {}
                    Reading::Unreadable(_) => masks::put(&mut unreadable, row),
                }
            }
            if field.required == Some(Required::Always) {
                let mut blank = masks::every(rows);
                masks::remove(&mut blank, &seen.read);
                masks::remove(&mut blank, &unreadable);
                let missing = |row| self.problem(row, value_column, Fault::RequiredMissing);
                problems.extend(masks::rows_in(&blank).map(missing));
            }
        }
        // A decided field is assumed once its rows have been tried: see `judge`.
        let assumed = field.assumed.as_ref().filter(|_| !decided);
        Column::new(filler, rows, seen.read, unreadable, assumed, reader.currencies())
    }

    fn problem(&self, row: usize, column: usize, fault: Fault) -> CellProblem {
        CellProblem { row: row as u32, column: column as u32, field: self.id, fault }
    }

    /// Takes the usual cells, a loop for each type.
    fn take_usual<'t, C: Cells>(
        &self,
        cells: &'t C,
        column: usize,
        filler: &mut Filler<'t>,
        seen: &mut Seen,
    ) {
        let reader = self.reader;
        if self.currency.is_some() {
            seen.rest = masks::every(cells.rows());
            return;
        }
        match (reader.quick(), &mut filler.values) {
            (
                Quick::Numbers(numbers),
                Values::Numbers { low: values, .. } | Values::Money { amounts: values, .. },
            ) => {
                sweep(cells, column, seen, |row, text| {
                    let found = numbers.read(text.as_bytes());
                    put(values, row, found.filter(|_| !reader.may_be_missing(text.as_bytes())))
                });
            }
            (Quick::Days(low, high), Values::Days { days, .. }) => {
                sweep(cells, column, seen, |row, text| {
                    let found =
                        quick::day(text.as_bytes()).filter(|_| !reader.may_be_missing(text.as_bytes()));
                    put(days, row, found.filter(|day| (*low..=*high).contains(&i64::from(*day))))
                });
            }
            (Quick::YesNo(words), Values::YesNo(yes)) => {
                sweep(cells, column, seen, |row, text| match quick::word(text.as_bytes(), words) {
                    Some(found) => {
                        if found {
                            masks::put(yes, row);
                        }
                        true
                    }
                    None => false,
                });
            }
            (Quick::Choices(words), Values::Choices { codes, .. }) => {
                sweep(cells, column, seen, |row, text| put(codes, row, quick::word(text.as_bytes(), words)));
            }
            (Quick::Texts { email }, Values::Answers(answers)) => {
                let Some(asker) = &mut filler.asker else { return };
                let asks = asker.asks();
                sweep(cells, column, seen, |row, text| {
                    let known = reader.is_plain_text(text.as_bytes(), *email);
                    if known && asks { put(answers, row, Some(asker.answers(text))) } else { known }
                });
            }
            (Quick::Texts { email }, Values::Texts { .. }) => {
                sweep(cells, column, seen, |row, text| {
                    let known = reader.is_plain_text(text.as_bytes(), *email);
                    if known {
                        filler.put(row, &Known::Text(text));
                    }
                    known
                });
            }
            (
                Quick::Nothing
                | Quick::Numbers(_)
                | Quick::Days(..)
                | Quick::YesNo(_)
                | Quick::Choices(_)
                | Quick::Texts { .. },
                _,
            ) => seen.rest = masks::every(cells.rows()),
        }
    }

    /// What a cell says, and what is wrong with it and its currency.
    fn reading<'t, C: Cells>(
        &self,
        cells: &'t C,
        row: usize,
        value_column: usize,
        problems: &mut Vec<CellProblem>,
        scratch: &mut String,
    ) -> Reading<'t> {
        let reader = self.reader;
        let reading = match cells.cell(row, value_column) {
            RawCell::Absent => Reading::Missing,
            RawCell::NotText => Reading::Unreadable(Fault::NotText),
            RawCell::NotScalar => Reading::Unreadable(Fault::NotScalar),
            RawCell::Text(text) => {
                let currency = match self.currency.map(|column| (column, cells.cell(row, column))) {
                    None | Some((_, RawCell::Absent)) => Ok(0),
                    Some((column, RawCell::Text(code))) => {
                        reader.currency(code, scratch).map_err(|fault| (column, fault))
                    }
                    Some((column, RawCell::NotText)) => Err((column, Fault::NotText)),
                    Some((column, RawCell::NotScalar)) => Err((column, Fault::NotScalar)),
                };
                match currency {
                    Ok(currency) => reader.read_in(text, currency, scratch),
                    Err((column, fault)) => match reader.read(text, scratch) {
                        // An amount that is not there needs no currency.
                        Reading::Missing => Reading::Missing,
                        Reading::Known(_) => {
                            problems.push(self.problem(row, column, fault));
                            return Reading::Unreadable(fault);
                        }
                        Reading::Unreadable(own) => {
                            problems.push(self.problem(row, column, fault));
                            if matches!(own, Fault::OtherCurrency | Fault::OutOfRange) {
                                // Held against the wrong currency.
                                return Reading::Unreadable(fault);
                            }
                            Reading::Unreadable(own)
                        }
                    },
                }
            }
        };
        if let Reading::Unreadable(fault) = reading {
            problems.push(self.problem(row, value_column, fault));
        }
        reading
    }
}

/// Goes through the cells of a column: `take` says whether a text that is not empty has a value, and puts it.
#[inline]
fn sweep<'t, C: Cells>(
    cells: &'t C,
    column: usize,
    seen: &mut Seen,
    mut take: impl FnMut(usize, &'t str) -> bool,
) {
    let rows = cells.rows();
    for (index, (read, rest)) in seen.read.iter_mut().zip(&mut seen.rest).enumerate() {
        let start = index * 64;
        let (mut known, mut left) = (0_u64, 0_u64);
        cells.sweep(column, start..rows.min(start + 64), |row, cell| {
            let bit = 1 << (row - start);
            match cell {
                RawCell::Text("") | RawCell::Absent => {}
                RawCell::Text(text) if take(row, text) => known |= bit,
                RawCell::Text(_) | RawCell::NotText | RawCell::NotScalar => left |= bit,
            }
        });
        *read |= known;
        *rest |= left;
    }
}

/// Puts a value, if there is one.
#[inline]
pub(super) fn put<T>(values: &mut [T], row: usize, found: Option<T>) -> bool {
    match (found, values.get_mut(row)) {
        (Some(found), Some(place)) => {
            *place = found;
            true
        }
        (Some(_) | None, _) => false,
    }
}
