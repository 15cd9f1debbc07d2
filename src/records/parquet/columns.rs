//! The cells of a batch, in the columns as they were decoded.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "Arrow has many types, and those not named are alike to us"
)]

use std::sync::OnceLock;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type,
};
use arrow_array::{Array, ArrayRef, Int32Array, RecordBatch, StringArray, StringViewArray};
use arrow_schema::DataType;

use super::render::{Rendered, item_lengths};
use super::too_much;
use crate::evaluate::cells::{Dictionary, RawCell, TypedColumn, TypedValues};
use crate::records::error::RecordsError;
use crate::records::limits::Limits;

/// Bytes of text that a batch may have. Its pages have fewer; only a dictionary makes more of them.
const TEXT: u64 = 128 << 20;

/// The columns of a batch.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Each with its place in the file.
    columns: Vec<(usize, Column)>,
    rows: usize,
    /// The number of its first record in the file, from 0.
    pub first_record: u64,
    /// How many bytes its texts have.
    pub text: u64,
}

/// A column of a batch.
#[derive(Clone, Debug)]
pub struct Column {
    array: ArrayRef,
    words: Words,
    is_uuid: bool,
    /// What items of lists are joined with.
    separator: Option<String>,
    /// Its cells as text, once somebody asks for them.
    rendered: OnceLock<Rendered>,
    typed: OnceLock<Option<Typed>>,
}

/// The array of a column of text.
#[derive(Clone, Debug)]
enum Words {
    View(StringViewArray),
    /// Places in a dictionary, and the dictionary.
    Chosen(Int32Array, StringArray),
    /// It has other values.
    None,
}

impl Words {
    fn of(array: &ArrayRef) -> Self {
        if let Some(texts) = array.as_string_view_opt() {
            return Words::View(texts.clone());
        }
        let chosen = array.as_dictionary_opt::<Int32Type>();
        match chosen
            .and_then(|texts| Some((texts.keys().clone(), texts.values().as_string_opt::<i32>()?.clone())))
        {
            Some((keys, values)) => Words::Chosen(keys, values),
            None => Words::None,
        }
    }
}

/// A column as values.
#[derive(Clone, Debug)]
struct Typed {
    present: Vec<u64>,
    values: Values,
}

#[derive(Clone, Debug)]
enum Values {
    /// Those of the array itself.
    Integers,
    Widened(Vec<i64>),
    Days,
    YesNo(Vec<bool>),
    Texts(Texts),
}

#[derive(Clone, Debug)]
struct Texts(StringArray);

impl Dictionary for Texts {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn text(&self, place: usize) -> &str {
        if place < self.0.len() && self.0.is_valid(place) { self.0.value(place) } else { "" }
    }
}

impl Columns {
    /// The columns of `batch`, which stand at `kept` in the file.
    pub(super) fn new(kept: &[usize], uuids: &[bool], batch: RecordBatch, first_record: u64) -> Self {
        let rows = batch.num_rows();
        let columns = kept.iter().zip(batch.columns()).map(|(place, array)| {
            let is_uuid = uuids.get(*place).copied().unwrap_or_default();
            let column = Column {
                array: array.clone(),
                words: Words::of(array),
                is_uuid,
                separator: None,
                rendered: OnceLock::new(),
                typed: OnceLock::new(),
            };
            (*place, column)
        });
        Columns { columns: columns.collect(), rows, first_record, text: 0 }
    }

    /// Itself, if no record is longer than one may be.
    pub(super) fn within(mut self, name: &str, limits: Limits) -> Result<Self, RecordsError> {
        let mut lengths = vec![0_u64; self.rows];
        let mut longest = 0_u64;
        for (_, column) in &self.columns {
            longest = longest.saturating_add(item_lengths(&column.array, &mut lengths));
        }
        self.text = lengths.iter().sum();
        let is_over = |length: &u64| *length > limits.record as u64;
        if is_over(&longest)
            && let Some(row) = lengths.iter().position(is_over)
        {
            let record = self.first_record + row as u64 + 1;
            let what =
                format!("record {record} is longer than {} bytes; leave out the long column", limits.record);
            return Err(too_much(name, what));
        }
        if self.text > TEXT {
            let what = format!(
                "records {} to {} have more than {} MiB of text; leave out the long column",
                self.first_record + 1,
                self.first_record + self.rows as u64,
                TEXT >> 20
            );
            return Err(too_much(name, what));
        }
        Ok(self)
    }

    /// How many records.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The column at a place in the file, its lists joined with `separator`.
    pub fn at(&self, place: usize, separator: Option<&str>) -> Option<Column> {
        let (_, column) = self.columns.iter().find(|(own, _)| *own == place)?;
        Some(Column { separator: separator.map(str::to_owned), ..column.clone() })
    }
}

impl Column {
    /// A cell as a record in text would have it.
    pub fn cell(&self, row: usize) -> RawCell<'_> {
        match self.text(row) {
            Some(text) if memchr::memchr(0, text.as_bytes()).is_none() => RawCell::Text(text),
            Some(_) => RawCell::NotText,
            None => self.rendered().cell(row),
        }
    }

    /// A cell as well as it can be shown.
    pub fn shown(&self, row: usize) -> &str {
        self.text(row).unwrap_or_else(|| self.rendered().shown(row))
    }

    /// The text of a cell, if the column has text.
    fn text(&self, row: usize) -> Option<&str> {
        match &self.words {
            Words::View(texts) => {
                Some(if row < texts.len() && texts.is_valid(row) { texts.value(row) } else { "" })
            }
            Words::Chosen(keys, values) => {
                if row >= keys.len() || keys.is_null(row) {
                    return Some("");
                }
                let key = usize::try_from(keys.value(row)).unwrap_or(usize::MAX);
                Some(if key < values.len() && values.is_valid(key) { values.value(key) } else { "" })
            }
            Words::None => None,
        }
    }

    fn rendered(&self) -> &Rendered {
        self.rendered.get_or_init(|| {
            Rendered::new(self.array.as_ref(), self.is_uuid, self.separator.as_deref().unwrap_or(";"))
        })
    }

    /// Its cells as values.
    pub fn typed(&self) -> Option<TypedColumn<'_>> {
        let typed = self.typed.get_or_init(|| self.make_typed()).as_ref()?;
        let values = match &typed.values {
            Values::Integers => TypedValues::Integers(self.array.as_primitive_opt::<Int64Type>()?.values()),
            Values::Widened(values) => TypedValues::Integers(values),
            Values::Days => TypedValues::Days(self.array.as_primitive_opt::<Date32Type>()?.values()),
            Values::YesNo(values) => TypedValues::YesNo(values),
            Values::Texts(texts) => TypedValues::Texts {
                codes: self.array.as_dictionary_opt::<Int32Type>()?.keys().values(),
                dictionary: texts,
            },
        };
        Some(TypedColumn { present: &typed.present, values })
    }

    fn make_typed(&self) -> Option<Typed> {
        let array = self.array.as_ref();
        let mut present = present(array);
        let values = match array.data_type() {
            DataType::Int64 => Values::Integers,
            DataType::Int32 => Values::Widened(widened::<Int32Type>(array)?),
            DataType::Int16 => Values::Widened(widened::<Int16Type>(array)?),
            DataType::Int8 => Values::Widened(widened::<Int8Type>(array)?),
            DataType::UInt32 => Values::Widened(widened::<UInt32Type>(array)?),
            DataType::UInt16 => Values::Widened(widened::<UInt16Type>(array)?),
            DataType::UInt8 => Values::Widened(widened::<UInt8Type>(array)?),
            DataType::Float64 => Values::Widened(wholes(array.as_primitive_opt::<Float64Type>()?.iter())?),
            DataType::Float32 => {
                let values = array.as_primitive_opt::<Float32Type>()?.iter();
                Values::Widened(wholes(values.map(|value| value.map(f64::from)))?)
            }
            DataType::Date32 => {
                // Days of other years are no dates, and are shown as they are.
                let days = array.as_primitive_opt::<Date32Type>()?;
                let is_date = |day: Option<i32>| day.is_none_or(|day| (-719_162..=2_932_896).contains(&day));
                if !days.iter().all(is_date) {
                    return None;
                }
                Values::Days
            }
            DataType::Boolean => {
                let values = array.as_boolean_opt()?.values();
                Values::YesNo(values.iter().collect())
            }
            DataType::Dictionary(_, _) => {
                let texts = array.as_dictionary_opt::<Int32Type>()?;
                let values = texts.values().as_string_opt::<i32>()?;
                let is_odd = |text: &str| text.is_empty() || memchr::memchr(0, text.as_bytes()).is_some();
                if values.iter().flatten().any(is_odd) || values.null_count() > 0 {
                    return None;
                }
                let count = i32::try_from(values.len()).ok()?;
                let keys = texts.keys();
                if !(0..keys.len()).all(|row| keys.is_null(row) || (0..count).contains(&keys.value(row))) {
                    return None;
                }
                if values.is_empty() {
                    present.fill(0);
                }
                Values::Texts(Texts(values.clone()))
            }
            _ => return None,
        };
        Some(Typed { present, values })
    }
}

fn widened<T>(array: &dyn Array) -> Option<Vec<i64>>
where
    T: arrow_array::ArrowPrimitiveType,
    i64: From<T::Native>,
{
    Some(array.as_primitive_opt::<T>()?.values().iter().map(|value| i64::from(*value)).collect())
}

/// Floating point numbers that are all whole, as many exports hold counts and amounts; a null is 0.
fn wholes(values: impl Iterator<Item = Option<f64>>) -> Option<Vec<i64>> {
    // Beyond, neighbours are further than one apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = |value: Option<f64>| match value {
        None => Some(0),
        Some(value) if value.abs() < EXACT && value.fract() == 0.0 => Some(value as i64),
        Some(_) => None,
    };
    values.map(whole).collect()
}

/// The rows that have a value, a bit each.
fn present(array: &dyn Array) -> Vec<u64> {
    let rows = array.len();
    let mut words = match array.nulls() {
        Some(nulls) => nulls.inner().bit_chunks().iter_padded().take(rows.div_ceil(64)).collect(),
        None => vec![u64::MAX; rows.div_ceil(64)],
    };
    if let Some(last) = words.last_mut()
        && !rows.is_multiple_of(64)
    {
        *last &= (1 << (rows % 64)) - 1;
    }
    words
}
