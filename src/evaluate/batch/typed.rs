//! Columns whose cells the input has as values: what is read of them is what is read of them as text.

use super::column::{Filler, Values};
use super::wanted::{Seen, put};
use crate::evaluate::calendar::{FIRST_DAY, LAST_DAY};
use crate::evaluate::cell::quick::Quick;
use crate::evaluate::cell::{Known, Reader, Reading};
use crate::evaluate::cells::{TypedColumn, TypedValues};
use crate::evaluate::masks;

/// Takes the values of a column; false if its cells are better read as texts. Records whose text must be read are left
/// in the rest.
pub(super) fn take<'t>(
    reader: &Reader,
    typed: &TypedColumn<'t>,
    rows: usize,
    filler: &mut Filler<'t>,
    seen: &mut Seen,
    scratch: &mut String,
) -> bool {
    let is_items = matches!(filler.values, Values::Items { .. });
    match (typed.values, reader.quick(), &mut filler.values) {
        (
            TypedValues::Integers(found),
            Quick::Numbers(numbers),
            Values::Numbers { low: values, .. } | Values::Money { amounts: values, .. },
        ) if reader.digits_are_values() => {
            sweep(typed.present, rows, seen, |row| {
                let found = found.get(row).and_then(|number| numbers.of_whole(*number));
                if put(values, row, found) { Found::Value } else { Found::Unsure }
            });
        }
        (TypedValues::Days(found), Quick::Days(low, high), Values::Days { days, .. })
            if reader.digits_are_values() =>
        {
            let (low, high) = ((*low).max(i64::from(FIRST_DAY)), (*high).min(i64::from(LAST_DAY)));
            sweep(typed.present, rows, seen, |row| {
                let found = found.get(row).copied().filter(|day| (low..=high).contains(&i64::from(*day)));
                if put(days, row, found) { Found::Value } else { Found::Unsure }
            });
        }
        (TypedValues::YesNo(found), _, _) if !is_items => {
            let texts = |place: usize| if place == 0 { "false" } else { "true" };
            let place = |row: usize| found.get(row).map(|yes| usize::from(*yes));
            Coded { reader, texts, entries: vec![None; 2] }.take(
                typed.present,
                rows,
                place,
                filler,
                seen,
                scratch,
            );
        }
        // The items of a column are read in order. A dictionary that is larger than the batch is not worth a table.
        (TypedValues::Texts { codes, dictionary }, _, _) if !is_items && dictionary.count() <= rows => {
            let texts = |place: usize| dictionary.text(place);
            let place = |row: usize| codes.get(row).and_then(|code| usize::try_from(*code).ok());
            Coded { reader, texts, entries: vec![None; dictionary.count()] }.take(
                typed.present,
                rows,
                place,
                filler,
                seen,
                scratch,
            );
        }
        (
            TypedValues::Integers(_)
            | TypedValues::Days(_)
            | TypedValues::YesNo(_)
            | TypedValues::Texts { .. },
            _,
            _,
        ) => return false,
    }
    true
}

/// What a cell turned out to be.
#[derive(Clone, Copy)]
enum Found {
    Value,
    Missing,
    Unsure,
}

/// A column of few different texts.
struct Coded<'r, 't, T> {
    reader: &'r Reader,
    texts: T,
    /// What was read of those that were met, with their answers if they are asked.
    entries: Vec<Option<(Reading<'t>, u64)>>,
}

impl<'t, T: Fn(usize) -> &'t str> Coded<'_, 't, T> {
    fn take(
        mut self,
        present: &[u64],
        rows: usize,
        place: impl Fn(usize) -> Option<usize>,
        filler: &mut Filler<'t>,
        seen: &mut Seen,
        scratch: &mut String,
    ) {
        sweep(present, rows, seen, |row| {
            let Some(place) = place(row) else { return Found::Unsure };
            let Some(entry) = self.entries.get_mut(place) else { return Found::Unsure };
            let (reading, answers) = entry.get_or_insert_with(|| {
                let reading = self.reader.read((self.texts)(place), scratch);
                let answers = match (&reading, &mut filler.asker) {
                    (Reading::Known(Known::Text(text)), Some(asker)) => asker.answers(text),
                    (Reading::Known(_) | Reading::Missing | Reading::Unreadable(_), _) => 0,
                };
                (reading, answers)
            });
            match reading {
                Reading::Known(known) => {
                    match &mut filler.values {
                        Values::Answers(places) => {
                            put(places, row, Some(*answers));
                        }
                        Values::YesNo(_)
                        | Values::Numbers { .. }
                        | Values::Money { .. }
                        | Values::Days { .. }
                        | Values::Choices { .. }
                        | Values::Items { .. }
                        | Values::Texts { .. } => filler.put(row, known),
                    }
                    Found::Value
                }
                Reading::Missing => Found::Missing,
                Reading::Unreadable(_) => Found::Unsure,
            }
        });
    }
}

/// Goes through the records that have a value.
fn sweep(present: &[u64], rows: usize, seen: &mut Seen, mut take: impl FnMut(usize) -> Found) {
    for row in masks::rows_in(present).take_while(|row| *row < rows) {
        match take(row) {
            Found::Value => masks::put(&mut seen.read, row),
            Found::Missing => {}
            Found::Unsure => masks::put(&mut seen.rest, row),
        }
    }
}
