//! One field of a batch.

use std::collections::HashMap;

use crate::evaluate::calendar::day_of;
use crate::evaluate::cell::Known;
use crate::evaluate::cell::choice::Item;
use crate::evaluate::fold::fold_into;
use crate::evaluate::masks;
use crate::evaluate::plan::Shape;
use crate::model::value::Value;

/// A field's values; what is at a record that is not known means nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    /// Records whose cell was read.
    pub(crate) read: Vec<u64>,
    /// Records with a value: read or assumed.
    pub(crate) known: Vec<u64>,
    /// Records whose cell could not be read.
    pub(crate) unreadable: Vec<u64>,
    /// Whether the others are assumed.
    pub(crate) assumed: bool,
    /// Whether they are assumed to be a date that never comes.
    pub(crate) never: bool,
    /// The values.
    pub(crate) values: Values,
}

/// Values by type.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    /// Which are yes.
    YesNo(Vec<u64>),
    /// The low ends, and the high ends if any value is a band.
    Numbers { low: Vec<i64>, high: Option<Vec<i64>> },
    /// Amounts, and their currencies if any is not the field's own.
    Money { amounts: Vec<i64>, currencies: Option<Vec<u16>> },
    /// Days, and instants if the field has a time.
    Days { days: Vec<i32>, instants: Option<Vec<i64>> },
    /// Listed values, or [`OTHER`] plus an index into the names.
    Choices { codes: Vec<u32>, others: Names },
    /// The codes of all items, where each record's end, and the names of the others.
    Items { codes: Vec<u32>, ends: Vec<u32>, others: Names },
    /// Indexes into the names.
    Texts { codes: Vec<u32>, names: Names },
}

impl Default for Values {
    fn default() -> Self {
        Values::YesNo(Vec::new())
    }
}

/// Codes from here on are values that are not listed.
pub(crate) const OTHER: u32 = 1 << 31;

/// Distinct texts, as written, and in compared form where a test needs it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    written: Buffer,
    folded: Option<Buffer>,
}

/// Texts in one piece of memory.
#[derive(Clone, Debug, Default)]
struct Buffer {
    text: String,
    ends: Vec<usize>,
}

impl Buffer {
    fn get(&self, index: u32) -> Option<&str> {
        let index = index as usize;
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..*self.ends.get(index)?)
    }
}

impl Names {
    /// The text as first written.
    pub(crate) fn written(&self, index: u32) -> Option<&str> {
        self.written.get(index)
    }

    /// The texts in compared form; none if no test needs them.
    pub(crate) fn folded(&self) -> impl Iterator<Item = &str> {
        let count = self.folded.as_ref().map_or(0, |folded| folded.ends.len()) as u32;
        (0..count).filter_map(|index| self.folded.as_ref()?.get(index))
    }

    fn push(&mut self, text: &str) {
        self.written.text.push_str(text);
        self.written.ends.push(self.written.text.len());
        if let Some(folded) = &mut self.folded {
            fold_into(text, &mut folded.text);
            folded.ends.push(folded.text.len());
        }
    }
}

/// Fills a column.
pub(super) struct Filler<'t> {
    values: Values,
    seen: HashMap<&'t str, u32>,
}

impl<'t> Filler<'t> {
    pub(super) fn new(shape: Shape, rows: usize, tested: bool) -> Self {
        let names = || Names { written: Buffer::default(), folded: tested.then(Buffer::default) };
        let values = match shape {
            Shape::YesNo => Values::YesNo(masks::none(rows)),
            Shape::Numbers => Values::Numbers { low: vec![0; rows], high: None },
            Shape::Money => Values::Money { amounts: vec![0; rows], currencies: None },
            Shape::Days => Values::Days { days: vec![0; rows], instants: None },
            Shape::Choices => Values::Choices { codes: vec![0; rows], others: names() },
            Shape::Items => Values::Items { codes: Vec::new(), ends: vec![0; rows], others: names() },
            Shape::Texts => Values::Texts { codes: vec![0; rows], names: names() },
        };
        Filler { values, seen: HashMap::new() }
    }

    /// Puts a value that was read. Rows come in order.
    pub(super) fn put(&mut self, row: usize, known: &Known<'t>) {
        match (&mut self.values, known) {
            (Values::YesNo(yes), Known::YesNo(value)) => {
                if *value {
                    masks::put(yes, row);
                }
            }
            (Values::Numbers { low, high }, Known::Number(span)) => {
                if span.low != span.high && high.is_none() {
                    *high = Some(low.clone());
                }
                set(low, row, span.low);
                if let Some(high) = high {
                    set(high, row, span.high);
                }
            }
            (Values::Money { amounts, currencies }, Known::Money(amount, currency)) => {
                set(amounts, row, *amount);
                put_currency(currencies, amounts.len(), row, *currency);
            }
            (Values::Days { days, .. }, Known::Date(day)) => set(days, row, *day),
            (Values::Days { days, instants }, Known::DateTime(day, instant)) => {
                set(days, row, *day);
                set(instants.get_or_insert_with(|| vec![0; days.len()]), row, *instant);
            }
            (Values::Choices { codes, others }, Known::Choice(item)) => {
                let code = code_of(*item, others, &mut self.seen);
                set(codes, row, code);
            }
            (Values::Items { codes, ends, others }, Known::Items(items)) => {
                for item in items {
                    let code = code_of(*item, others, &mut self.seen);
                    codes.push(code);
                }
                set(ends, row, codes.len() as u32);
            }
            (Values::Texts { codes, names }, Known::Text(text)) => {
                let code = intern(text, names, &mut self.seen);
                set(codes, row, code);
            }
            // A reader gives values of its field's type only.
            (
                Values::YesNo(_)
                | Values::Numbers { .. }
                | Values::Money { .. }
                | Values::Days { .. }
                | Values::Choices { .. }
                | Values::Items { .. }
                | Values::Texts { .. },
                _,
            ) => {}
        }
    }

    /// Puts the assumed value at the records of `blank`; false if it is no value of the field's type.
    pub(super) fn assume(
        &mut self,
        blank: &[u64],
        value: &'t Value,
        currencies: &[(String, (i64, i64))],
    ) -> bool {
        self.close_items();
        let every = |values: &mut Values, known: Known<'t>, seen: &mut HashMap<&'t str, u32>| {
            let mut filler = Filler { values: std::mem::take(values), seen: std::mem::take(seen) };
            for row in masks::rows_in(blank) {
                filler.put(row, &known);
            }
            *values = filler.values;
            *seen = filler.seen;
        };
        let known = match (&mut self.values, value) {
            (Values::YesNo(_), Value::YesNo(value)) => Known::YesNo(*value),
            (Values::Numbers { .. }, Value::Number(number) | Value::Percent(number)) => {
                Known::Number(crate::evaluate::cell::number::Span { low: *number, high: *number })
            }
            (Values::Money { .. }, Value::Money(amount, code)) => {
                let Some(currency) = currencies.iter().position(|(known, _)| known == code) else {
                    return false;
                };
                Known::Money(*amount, currency as u16)
            }
            (Values::Days { .. }, Value::Date(date)) => Known::Date(day_of(*date)),
            (Values::Choices { .. }, value) => match item(value) {
                Some(item) => Known::Choice(item),
                None => return false,
            },
            (Values::Texts { .. }, Value::Text(text)) => Known::Text(text.trim()),
            (Values::Items { codes, ends, others }, value) => {
                let Some(item) = item(value) else { return false };
                let code = code_of(item, others, &mut self.seen);
                assume_item(codes, ends, blank, code);
                return true;
            }
            (
                Values::YesNo(_)
                | Values::Numbers { .. }
                | Values::Money { .. }
                | Values::Days { .. }
                | Values::Texts { .. },
                _,
            ) => return false,
        };
        every(&mut self.values, known, &mut self.seen);
        true
    }

    /// The column's values.
    pub(super) fn finish(mut self) -> Values {
        self.close_items();
        self.values
    }

    /// Records without items end where the one before them does.
    fn close_items(&mut self) {
        if let Values::Items { ends, .. } = &mut self.values {
            let mut last = 0;
            for end in ends {
                last = last.max(*end);
                *end = last;
            }
        }
    }
}

fn set<T>(values: &mut [T], row: usize, value: T) {
    if let Some(place) = values.get_mut(row) {
        *place = value;
    }
}

fn put_currency(currencies: &mut Option<Vec<u16>>, rows: usize, row: usize, currency: u16) {
    if currency != 0 || currencies.is_some() {
        set(currencies.get_or_insert_with(|| vec![0; rows]), row, currency);
    }
}

fn item(value: &Value) -> Option<Item<'_>> {
    match value {
        Value::Choice(code) => Some(Item::Listed(*code)),
        Value::Text(text) => Some(Item::Other(text.trim())),
        Value::YesNo(_)
        | Value::Number(_)
        | Value::Money(..)
        | Value::Percent(_)
        | Value::Date(_)
        | Value::Duration(_)
        | Value::Band(_) => None,
    }
}

fn code_of<'t>(item: Item<'t>, others: &mut Names, seen: &mut HashMap<&'t str, u32>) -> u32 {
    match item {
        Item::Listed(code) => code,
        Item::Other(text) => OTHER + intern(text, others, seen),
    }
}

fn intern<'t>(text: &'t str, names: &mut Names, seen: &mut HashMap<&'t str, u32>) -> u32 {
    let next = seen.len() as u32;
    *seen.entry(text).or_insert_with(|| {
        names.push(text);
        next
    })
}

/// Gives one item to each of the records, which have none.
fn assume_item(codes: &mut Vec<u32>, ends: &mut [u32], blank: &[u64], code: u32) {
    let before = std::mem::take(codes);
    let (mut start, mut from) = (0, 0);
    for (row, end) in ends.iter_mut().enumerate() {
        if masks::has(blank, row) {
            codes.push(code);
        } else {
            codes.extend(before.get(from..*end as usize).unwrap_or(&[]));
        }
        from = (*end as usize).max(from);
        start = start.max(codes.len());
        *end = start as u32;
    }
}
