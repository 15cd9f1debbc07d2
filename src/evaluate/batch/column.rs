//! One field of a batch.

use std::collections::HashMap;

use super::asked::Asker;
use crate::evaluate::calendar::day_of;
use crate::evaluate::cell::Known;
use crate::evaluate::cell::choice::Item;
use crate::evaluate::cell::number::Span;
use crate::evaluate::fold::fold_into;
use crate::evaluate::masks;
use crate::evaluate::plan::Shape;
use crate::model::field::Assumed;
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
    /// Records whose value, or lack of one, was given outright, whatever decides the field; empty when cells were read.
    pub(crate) given: Vec<u64>,
    /// The values.
    pub(crate) values: Values,
}

impl Column {
    /// A column of what was put into `filler` at the records of `read`; the others have what is assumed.
    pub(crate) fn new<'t>(
        mut filler: Filler<'t>,
        rows: usize,
        read: Vec<u64>,
        unreadable: Vec<u64>,
        assumed: Option<&'t Assumed>,
        currencies: &[(String, (i64, i64))],
    ) -> Self {
        let mut known = read.clone();
        let mut never = false;
        match assumed {
            Some(Assumed::Value(value)) => {
                let blank = masks::without(&masks::every(rows), &read);
                if filler.assume(&blank, value, currencies) {
                    masks::add(&mut known, &blank);
                }
            }
            Some(Assumed::Never) => never = true,
            None => {}
        }
        let given = Vec::new();
        Column { read, known, unreadable, assumed: assumed.is_some(), never, given, values: filler.finish() }
    }

    /// The value of a record, read or assumed.
    pub(crate) fn known_at(&self, row: usize) -> Option<Known<'_>> {
        if !masks::has(&self.known, row) {
            return None;
        }
        Some(match &self.values {
            Values::YesNo(yes) => Known::YesNo(masks::has(yes, row)),
            Values::Numbers { low, high } => {
                let low = *low.get(row)?;
                let high = high.as_ref().and_then(|high| high.get(row)).copied().unwrap_or(low);
                Known::Number(Span { low, high })
            }
            Values::Money { amounts, currencies } => {
                let currency = currencies.as_ref().and_then(|codes| codes.get(row)).copied().unwrap_or(0);
                Known::Money(*amounts.get(row)?, currency)
            }
            Values::Days { days, instants: None } => Known::Date(*days.get(row)?),
            Values::Days { days, instants: Some(instants) } => {
                Known::DateTime(*days.get(row)?, *instants.get(row)?)
            }
            Values::Choices { codes, others } => Known::Choice(item_of(*codes.get(row)?, others)?),
            Values::Items { codes, ends, others } => {
                let start = row.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
                let codes = codes.get(start as usize..*ends.get(row)? as usize)?;
                Known::Items(codes.iter().map(|code| item_of(*code, others)).collect::<Option<_>>()?)
            }
            Values::Texts { codes, names } => Known::Text(names.written(*codes.get(row)?)?),
            Values::Answers(_) => return None,
        })
    }

    /// The day of a record's date.
    pub(crate) fn day_at(&self, row: usize) -> Option<i32> {
        match &self.values {
            Values::Days { days, .. } if masks::has(&self.known, row) => days.get(row).copied(),
            Values::YesNo(_)
            | Values::Numbers { .. }
            | Values::Money { .. }
            | Values::Days { .. }
            | Values::Choices { .. }
            | Values::Items { .. }
            | Values::Texts { .. }
            | Values::Answers(_) => None,
        }
    }

    /// The instant of a record's date and time, in microseconds since 1970; of a date, its day: only to be compared
    /// with others of its column.
    pub(crate) fn stamp_at(&self, row: usize) -> Option<i64> {
        match &self.values {
            Values::Days { instants: Some(instants), .. } if masks::has(&self.known, row) => {
                instants.get(row).copied()
            }
            Values::YesNo(_)
            | Values::Numbers { .. }
            | Values::Money { .. }
            | Values::Days { .. }
            | Values::Choices { .. }
            | Values::Items { .. }
            | Values::Texts { .. }
            | Values::Answers(_) => self.day_at(row).map(i64::from),
        }
    }
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
    /// Of texts that are not kept, what they answer to the tests of their field: a bit for each.
    Answers(Vec<u64>),
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
pub(crate) struct Filler<'t> {
    pub(super) values: Values,
    seen: HashMap<&'t str, u32>,
    pub(super) asker: Option<Asker<'t>>,
}

impl<'t> Filler<'t> {
    pub(crate) fn new(shape: Shape, rows: usize, tested: bool) -> Self {
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
        Filler { values, seen: HashMap::new(), asker: None }
    }

    /// Of texts that are asked, and not kept.
    pub(super) fn asking(rows: usize, asker: Asker<'t>) -> Self {
        Filler { values: Values::Answers(vec![0; rows]), seen: HashMap::new(), asker: Some(asker) }
    }

    /// Puts a value that was read. Rows come in order.
    pub(crate) fn put(&mut self, row: usize, known: &Known<'t>) {
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
            (Values::Answers(answers), Known::Text(text)) => {
                if let Some(asker) = &mut self.asker {
                    set(answers, row, asker.answers(text));
                }
            }
            // A reader gives values of its field's type only.
            (
                Values::YesNo(_)
                | Values::Numbers { .. }
                | Values::Money { .. }
                | Values::Days { .. }
                | Values::Choices { .. }
                | Values::Items { .. }
                | Values::Texts { .. }
                | Values::Answers(_),
                _,
            ) => {}
        }
    }

    /// Puts the assumed value at the records of `blank`; false if it is no value of the field's type.
    fn assume(&mut self, blank: &[u64], value: &'t Value, currencies: &[(String, (i64, i64))]) -> bool {
        self.close_items();
        let known = match (&mut self.values, value) {
            (Values::YesNo(_), Value::YesNo(value)) => Known::YesNo(*value),
            (Values::Numbers { .. }, Value::Number(number) | Value::Percent(number)) => {
                Known::Number(Span { low: *number, high: *number })
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
            (Values::Texts { .. } | Values::Answers(_), Value::Text(text)) => Known::Text(text.trim()),
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
                | Values::Texts { .. }
                | Values::Answers(_),
                _,
            ) => return false,
        };
        masks::rows_in(blank).for_each(|row| self.put(row, &known));
        true
    }

    /// The column's values.
    fn finish(mut self) -> Values {
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

/// The item that a value of the definition is, if it is one.
pub(super) fn item(value: &Value) -> Option<Item<'_>> {
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

fn item_of(code: u32, others: &Names) -> Option<Item<'_>> {
    match code.checked_sub(OTHER) {
        Some(other) => others.written(other).map(Item::Other),
        None => Some(Item::Listed(code)),
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
