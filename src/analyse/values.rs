//! Values worth trying of a field: one at least of each part between the constants of both programs.

use std::collections::BTreeSet;

use super::cell::{Cell, Kind, text_of};
use super::shared::{Both, Side};
use super::variable::{Asked, InCell};
use crate::evaluate::calendar::{FIRST_DAY, LAST_DAY, date_of, day_of};
use crate::evaluate::fold::folded;
use crate::evaluate::plan::{CompiledTest, Days, Plan};
use crate::evaluate::sample;
use crate::model::condition::Relation;
use crate::model::field::{Field, FieldType, Range};
use crate::model::value::{SCALE, Value};

/// What a known value costs in a contact that is shown.
pub(super) const KNOWN: u64 = 64;
/// Bands of numbers are tried between so many parts.
const MOST_BANDED: usize = 12;
/// Texts that stand for all that no rule names.
const ELSE: [&str; 4] = ["something else", "another", "qqq", "zzyzx"];

fn known(value: Cell, rank: usize) -> InCell {
    InCell { value, cost: KNOWN + rank.min(30) as u64 }
}

/// The values to try; the first is none at all. `points` are steps of scores: numbers in which a new point begins.
pub(super) fn values(
    kind: Kind,
    fields: Both<Option<&Field>>,
    plans: &Both<Plan<'_>>,
    tests: &[Asked<'_>],
    points: &BTreeSet<i64>,
) -> Vec<InCell> {
    let own: Vec<&Field> = Side::BOTH.iter().filter_map(|side| *fields.of(*side)).collect();
    let mut found = vec![InCell { value: Cell::Missing, cost: 0 }];
    match kind {
        Kind::YesNo => found.extend([true, false].map(|yes| known(Cell::YesNo(yes), 0))),
        Kind::Numbers => found.extend(numbers(&own, tests, points)),
        Kind::Money => found.extend(money(&own, plans, tests)),
        Kind::Days => found.extend(days(&own, tests, plans.new.today())),
        Kind::Texts => found.extend(texts(&own, tests)),
        Kind::Items => found.push(known(Cell::SomeItems, 0)),
    }
    found
}

/// Parts between cuts: each cut begins a part.
fn parts(cuts: &BTreeSet<i64>, least: i64, most: i64) -> Vec<(i64, i64)> {
    let mut starts: Vec<i64> = cuts.iter().copied().filter(|cut| *cut > least && *cut <= most).collect();
    starts.insert(0, least);
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([most]);
    starts.iter().copied().zip(ends).collect()
}

fn range_cuts(fields: &[&Field], cuts: &mut BTreeSet<i64>) {
    for field in fields {
        match field.range {
            Some(Range::Numbers(low, high)) => cuts.extend([low, high.saturating_add(1)]),
            Some(Range::Dates(low, high)) => {
                cuts.extend([i64::from(day_of(low)), i64::from(day_of(high)) + 1]);
            }
            None => {}
        }
    }
}

/// Numbers of a part: the one next to where it is cut, rounded to a whole one if there is one; and one that is not whole,
/// if one program reads those and the other does not.
fn in_part((low, high): (i64, i64), mixed: bool) -> Vec<i64> {
    let up = low.checked_add(SCALE - 1).map(|low| low.div_euclid(SCALE) * SCALE);
    let down = high.div_euclid(SCALE).checked_mul(SCALE);
    let whole = if low == i64::MIN { down.map(|down| down.min(high)) } else { up };
    let whole = whole.filter(|whole| (low..=high).contains(whole));
    let exact = if low == i64::MIN { high } else { low };
    let broken = [exact, low.saturating_add(SCALE / 2), low.saturating_add(1), high.saturating_sub(1)]
        .into_iter()
        .find(|number| mixed && number % SCALE != 0 && (low..=high).contains(number));
    let mut found: Vec<i64> = whole.into_iter().chain([exact]).chain(broken).collect();
    found.dedup();
    found
}

fn numbers(fields: &[&Field], tests: &[Asked<'_>], points: &BTreeSet<i64>) -> Vec<InCell> {
    let mut cuts = points.clone();
    for asked in tests {
        if let CompiledTest::Numbers(wanted) = asked.test {
            cuts.extend(wanted.cuts());
        }
    }
    range_cuts(fields, &mut cuts);
    let parts = parts(&cuts, i64::MIN, i64::MAX);
    let whole = |field: &&Field| matches!(field.field_type, FieldType::WholeNumber);
    let mixed = fields.iter().any(whole) && !fields.iter().all(whole);
    let mut found: Vec<InCell> = Vec::new();
    for part in &parts {
        // A part that is never below zero where it can be helped.
        let rank = if part.1 < 0 { 20 } else { 0 };
        found.extend(
            in_part(*part, mixed)
                .into_iter()
                .zip(0..)
                .map(|(number, extra)| known(Cell::Number(number), rank + extra)),
        );
    }
    let banded = fields.iter().any(|field| field.writing.bands || field.writing.open_bands);
    if banded && parts.len() <= MOST_BANDED {
        for (index, from) in parts.iter().enumerate() {
            for to in parts.iter().skip(index + 1) {
                let (Some(low), Some(high)) =
                    (in_part(*from, false).first().copied(), in_part(*to, false).first().copied())
                else {
                    continue;
                };
                found.push(InCell { value: Cell::Band(low, high), cost: KNOWN * 16 });
            }
        }
    }
    found
}

fn money(fields: &[&Field], plans: &Both<Plan<'_>>, tests: &[Asked<'_>]) -> Vec<InCell> {
    let Some(FieldType::Money(own)) = fields.last().map(|field| &field.field_type) else {
        return Vec::new();
    };
    // Amounts in other currencies come from a currency column alone.
    let several = fields.iter().any(|field| field.currency_column.is_some());
    let mut cuts: std::collections::BTreeMap<String, BTreeSet<i64>> = std::collections::BTreeMap::new();
    cuts.insert(own.clone(), BTreeSet::new());
    for asked in tests {
        let CompiledTest::Money(wanted) = asked.test else { continue };
        let Some(reader) = sample::reader(plans.of(asked.side), asked.source) else { continue };
        for ((code, _), wanted) in reader.currencies().iter().zip(wanted) {
            if code == own || several {
                cuts.entry(code.clone()).or_default().extend(wanted.cuts());
            }
        }
    }
    let mut found = Vec::new();
    for (code, mut cuts) in cuts {
        if code == *own {
            range_cuts(fields, &mut cuts);
        }
        let foreign = if code == *own { 0 } else { 8 };
        for part in parts(&cuts, i64::MIN, i64::MAX) {
            let rank = foreign + if part.1 < 0 { 20 } else { 0 };
            found.extend(
                in_part(part, false)
                    .into_iter()
                    .zip(0..)
                    .map(|(amount, extra)| known(Cell::Money(amount, code.clone()), rank + extra)),
            );
        }
    }
    found
}

/// The first days of the parts that a set of days cuts.
pub(super) fn day_cuts(days: &Days) -> Vec<i64> {
    match days {
        Days::Span(low, high) if low <= high => vec![i64::from(*low), i64::from(*high) + 1],
        Days::Span(..) => Vec::new(),
        Days::These(days) => days.iter().flat_map(|day| [i64::from(*day), i64::from(*day) + 1]).collect(),
    }
}

fn days(fields: &[&Field], tests: &[Asked<'_>], today: i32) -> Vec<InCell> {
    let mut cuts = BTreeSet::new();
    for asked in tests {
        if let CompiledTest::Days(days) = asked.test {
            cuts.extend(day_cuts(days));
        }
    }
    range_cuts(fields, &mut cuts);
    parts(&cuts, i64::from(FIRST_DAY), i64::from(LAST_DAY))
        .into_iter()
        .filter_map(|(low, high)| {
            let day = if low > i64::from(FIRST_DAY) {
                low
            } else if high < i64::from(LAST_DAY) {
                high
            } else {
                // Any day will do: one that lies a month back.
                i64::from(today - 30).clamp(low, high)
            };
            Some(known(Cell::Day(date_of(i32::try_from(day).ok()?)?), 0))
        })
        .collect()
}

/// The texts that a test names.
pub(super) fn named(relation: &Relation, field_type: &FieldType) -> Vec<String> {
    let text = |value: &Value| text_of(value, field_type);
    match relation {
        Relation::Is(value) => text(value).into_iter().collect(),
        Relation::OneOf(list) => list.values.iter().filter_map(text).collect(),
        Relation::ContainsWords(texts) | Relation::ContainsText(texts) | Relation::ContainsItems(texts) => {
            texts.values.iter().filter_map(text).collect()
        }
        Relation::StartsWith(texts) | Relation::EndsWith(texts) | Relation::Matches(texts) => texts.clone(),
        Relation::Known
        | Relation::AtLeast(_)
        | Relation::AtMost(_)
        | Relation::MoreThan(_)
        | Relation::LessThan(_)
        | Relation::Between(..)
        | Relation::Within(_)
        | Relation::WithinLast(_)
        | Relation::MoreThanAgo(_)
        | Relation::Before(_)
        | Relation::After(_)
        | Relation::OnOrBefore(_)
        | Relation::OnOrAfter(_)
        | Relation::InThePast
        | Relation::InTheFuture => Vec::new(),
    }
}

/// Whether a test names whole texts.
pub(super) fn names_wholes(relation: &Relation) -> bool {
    matches!(relation, Relation::Is(_) | Relation::OneOf(_) | Relation::Known)
}

fn texts(fields: &[&Field], tests: &[Asked<'_>]) -> Vec<InCell> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    let is_email = fields.iter().any(|field| matches!(field.field_type, FieldType::Email));
    let mut domains: Vec<String> = Vec::new();
    let mut wholes: Vec<String> = Vec::new();
    for field in fields.iter().rev() {
        if let FieldType::OneOf(choices) = &field.field_type {
            wholes.extend(choices.values.iter().map(|choice| choice.text.clone()));
        }
    }
    // The new program's values first: they are the ones to be shown.
    for side in [Side::New, Side::Old] {
        for asked in tests.iter().filter(|asked| asked.side == side) {
            // Listed values are there already: these are texts.
            let Some(relation) = asked.relation.filter(|relation| names_wholes(relation)) else { continue };
            let values = named(relation, &FieldType::Text);
            if asked.of_domain { domains.extend(values) } else { wholes.extend(values) }
        }
    }
    let taken: BTreeSet<String> = wholes.iter().chain(&domains).map(|text| folded(text)).collect();
    for (rank, text) in wholes.into_iter().enumerate() {
        if seen.insert(folded(&text)) {
            found.push(known(Cell::Text(text), rank));
        }
    }
    let mut seen_domains = BTreeSet::new();
    for (rank, domain) in domains.into_iter().enumerate() {
        if seen_domains.insert(folded(&domain)) {
            found.push(known(Cell::SomeText(Some(domain)), rank));
        }
    }
    let open = fields.iter().any(|field| match &field.field_type {
        FieldType::OneOf(choices) => choices.or_other,
        FieldType::YesNo
        | FieldType::Text
        | FieldType::Email
        | FieldType::WholeNumber
        | FieldType::Number
        | FieldType::Money(_)
        | FieldType::Percent
        | FieldType::Date
        | FieldType::DateTime
        | FieldType::SomeOf { .. } => true,
    });
    if open {
        let patterned = tests.iter().any(|asked| asked.relation.is_some_and(|known| !names_wholes(known)));
        let plain = ELSE.iter().find(|text| !taken.contains(&folded(text))).unwrap_or(&"qqq");
        found.push(if patterned {
            known(Cell::SomeText(None), 31)
        } else if is_email {
            known(Cell::Text("someone@elsewhere.example".to_owned()), 31)
        } else {
            known(Cell::Text((*plain).to_owned()), 31)
        });
    }
    found
}
