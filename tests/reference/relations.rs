//! What a comparison of a value says (4.1, 4.2, 4.5, 4.8).

use uld::syntax::document::{
    ContainsQuantifier, Duration, Literal, Relation, Text, TypeKind, Value as Written, Values,
};

use super::calendar::Day;
use super::cells::{Exact, Value};
use super::conditions::{bound, is_known};
use super::definition::text_of;
use super::judge::{Cell, Judge, Scope};
use super::logic::{Bug, No, Three, Unknown, Yes, or};
use super::words::{contains_words, fold, lower, matches};

impl Judge<'_> {
    /// A comparison of a cell, or its negated form.
    pub fn of_cell(
        &self,
        kind: &TypeKind,
        cell: &Cell,
        relation: &Relation,
        negated: bool,
        scope: &Scope<'_>,
    ) -> Three {
        let answer = match (relation, &cell.value) {
            // "they ask about the cell as it was read, before any assumption"
            (Relation::Known, _) => is_known(cell),
            (Relation::Missing, _) => is_known(cell).not(),
            (Relation::OneOf(_), None) if negated && self.bug == Some(Bug::NotInBlankIsYes) => No,
            (_, None) if self.bug == Some(Bug::BlankAsNo) => return No,
            (_, None) => Unknown,
            // "on a date, `assume never`: every test of it is *no*, negated *yes*"
            (_, Some(Value::Never)) => No,
            (_, Some(value)) => self.of_value(kind, value, relation, scope),
        };
        if negated { answer.not() } else { answer }
    }

    fn of_value(&self, kind: &TypeKind, value: &Value, relation: &Relation, scope: &Scope<'_>) -> Three {
        match value {
            Value::YesNo(answer) => match relation {
                Relation::Is(Written::Yes(_)) => Three::of(*answer),
                Relation::Is(Written::No(_)) => Three::of(!*answer),
                _ => panic!("no relation of yes/no: {relation:?}"),
            },
            Value::Number(low, high) => self.of_number(kind, (*low, *high), relation, scope),
            Value::Text(text) => self.of_text(text, relation, scope),
            Value::Choice(choice) => self.of_choice(kind, choice, relation, scope),
            Value::Items(items) => match relation {
                Relation::Contains { quantifier, values, .. } => {
                    let has = |text: &str| items.contains(&fold(text));
                    Three::of(any_or_all(*quantifier, &self.texts(values), has))
                }
                _ => panic!("no relation of several values: {relation:?}"),
            },
            Value::Day(day) => self.of_day(*day, relation, scope),
            Value::Moment(minute) => self.of_day(self.definition.zone.day(*minute), relation, scope),
            Value::Never => No,
        }
    }

    /// "the value is a range, a comparison is yes when all of it satisfies, no when none of it does, else unknown"
    fn of_number(
        &self,
        kind: &TypeKind,
        (low, high): (Exact, Option<Exact>),
        relation: &Relation,
        scope: &Scope<'_>,
    ) -> Three {
        let number = |value: &Written| match self.definition.written(kind, &bound(value, scope)) {
            Value::Number(number, _) => number,
            other => panic!("{other:?} is no number"),
        };
        let included = self.bug == Some(Bug::BoundIncluded);
        // All of it is v or more; some of it is.
        let at_least =
            |v: Exact| all_some(low.compare(v).is_ge(), high.is_none_or(|high| high.compare(v).is_ge()));
        let at_most =
            |v: Exact| all_some(high.is_some_and(|high| high.compare(v).is_le()), low.compare(v).is_le());
        let is_one_of = |values: &[Exact]| {
            let inside =
                |v: &Exact| low.compare(*v).is_le() && high.is_none_or(|high| v.compare(high).is_le());
            all_some(covers(kind, low, high, values), values.iter().any(inside))
        };
        match relation {
            Relation::Is(value) => is_one_of(&[number(value)]),
            Relation::OneOf(Values::Literals(literals)) => {
                let values: Vec<Exact> =
                    literals.iter().map(|literal| number(&Written::Literal(literal.clone()))).collect();
                is_one_of(&values)
            }
            Relation::AtLeast(value) => at_least(number(value)),
            Relation::AtMost(value) => at_most(number(value)),
            Relation::LessThan(value) if included => at_most(number(value)),
            Relation::MoreThan(value) if included => at_least(number(value)),
            Relation::LessThan(value) => at_least(number(value)).not(),
            Relation::MoreThan(value) => at_most(number(value)).not(),
            Relation::Between(from, to) => {
                let (from, to) = (number(from), number(to));
                let all = low.compare(from).is_ge() && high.is_some_and(|high| high.compare(to).is_le());
                let some = low.compare(to).is_le() && high.is_none_or(|high| high.compare(from).is_ge());
                all_some(all, some)
            }
            _ => panic!("no relation of numbers: {relation:?}"),
        }
    }

    fn texts(&self, values: &Values) -> Vec<String> {
        match values {
            Values::Literals(literals) => {
                literals.iter().map(|literal| text_of(literal).to_owned()).collect()
            }
            Values::List(name) => {
                let list = self.definition.lists.get(name.key.as_str());
                let list = list.unwrap_or_else(|| panic!("no list {}", name.text));
                list.iter().map(|text| text.value.clone()).collect()
            }
        }
    }

    fn of_text(&self, text: &str, relation: &Relation, scope: &Scope<'_>) -> Three {
        let any = |texts: &[Text], is: &dyn Fn(&str) -> bool| {
            or(&texts.iter().map(|text| Three::of(is(&text.value))).collect::<Vec<_>>())
        };
        match relation {
            Relation::Is(value) => match bound(value, scope) {
                Written::Literal(Literal::Text(wanted)) => Three::of(fold(text) == fold(&wanted.value)),
                other => panic!("{other:?} is no text"),
            },
            Relation::OneOf(values) => {
                Three::of(self.texts(values).iter().any(|wanted| fold(text) == fold(wanted)))
            }
            // "`contains` compares words …; `contains the text` compares substrings"
            Relation::Contains { quantifier, substring, values } => {
                let has = |wanted: &str| {
                    if *substring {
                        fold(text).contains(&lower(wanted))
                    } else {
                        contains_words(text, wanted)
                    }
                };
                Three::of(any_or_all(*quantifier, &self.texts(values), has))
            }
            Relation::StartsWith { texts, .. } => {
                any(texts, &|wanted| fold(text).starts_with(&lower(wanted)))
            }
            Relation::EndsWith { texts, .. } => any(texts, &|wanted| fold(text).ends_with(&lower(wanted))),
            Relation::Matches { texts, .. } => any(texts, &|pattern| matches(text, pattern)),
            _ => panic!("no relation of texts: {relation:?}"),
        }
    }

    /// "`in order` gives it `at least`"; "another value is known and equals none of the listed".
    fn of_choice(&self, kind: &TypeKind, choice: &str, relation: &Relation, scope: &Scope<'_>) -> Three {
        let TypeKind::OneOf { values, .. } = kind else { panic!("no list of values") };
        let place = |text: &str| values.iter().position(|value| fold(&value.value) == text);
        let wanted = |value: &Written| match self.definition.written(kind, &bound(value, scope)) {
            Value::Choice(text) => text,
            other => panic!("{other:?} is no listed value"),
        };
        let own = place(choice);
        let included = self.bug == Some(Bug::BoundIncluded);
        Three::of(match relation {
            Relation::Is(value) => choice == wanted(value),
            Relation::OneOf(values) => self.texts(values).iter().any(|text| fold(text) == choice),
            Relation::AtLeast(value) => own >= place(&wanted(value)),
            Relation::AtMost(value) => own <= place(&wanted(value)),
            Relation::MoreThan(value) => {
                own > place(&wanted(value)) || (included && own == place(&wanted(value)))
            }
            Relation::LessThan(value) => {
                own < place(&wanted(value)) || (included && own == place(&wanted(value)))
            }
            Relation::Between(from, to) => own >= place(&wanted(from)) && own <= place(&wanted(to)),
            _ => panic!("no relation of listed values: {relation:?}"),
        })
    }

    /// "All bounds are inclusive except `before`, `after`, `more than … ago`, `in the past`, `in the future`."
    fn of_day(&self, day: Day, relation: &Relation, scope: &Scope<'_>) -> Three {
        let date = |value: &Written| match self.definition.written(&TypeKind::Date, &bound(value, scope)) {
            Value::Day(day) => day,
            other => panic!("{other:?} is no date"),
        };
        let included = self.bug == Some(Bug::BoundIncluded);
        let now = self.as_of;
        Three::of(match relation {
            Relation::Is(value) => day == date(value),
            Relation::OneOf(Values::Literals(literals)) => {
                literals.iter().any(|literal| day == date(&Written::Literal(literal.clone())))
            }
            Relation::Between(from, to) => date(from) <= day && day <= date(to),
            // "`within D`: A ≤ d ≤ A+D."
            Relation::Within(value) => now <= day && day <= self.away(&duration_of(value, scope), 1),
            // "`within the last D`: A−D ≤ d ≤ A."
            Relation::WithinLast(value) => self.away(&duration_of(value, scope), -1) <= day && day <= now,
            Relation::MoreThanAgo(length) => {
                day < self.away(length, -1) || (included && day == self.away(length, -1))
            }
            Relation::Before(value) => day < date(value) || (included && day == date(value)),
            Relation::After(value) => day > date(value) || (included && day == date(value)),
            Relation::OnOrBefore(value) => day <= date(value),
            Relation::OnOrAfter(value) => day >= date(value),
            Relation::InThePast => day < now || (included && day == now),
            Relation::InTheFuture => day > now || (included && day == now),
            _ => panic!("no relation of dates: {relation:?}"),
        })
    }

    /// So many lengths of time after the as-of date.
    pub fn away(&self, length: &Duration, times: i64) -> Day {
        let key = (length.count, length.unit, times);
        if let Some(known) = self.away.borrow().get(&key) {
            return *known;
        }
        let day = self.definition.week.plus(self.as_of, length, times, self.bug);
        self.away.borrow_mut().insert(key, day);
        day
    }
}

pub fn duration_of(value: &Written, scope: &Scope<'_>) -> Duration {
    match bound(value, scope) {
        Written::Literal(Literal::Duration(duration)) => duration,
        other => panic!("{other:?} is no length of time"),
    }
}

fn all_some(all: bool, some: bool) -> Three {
    match (all, some) {
        (true, _) => Yes,
        (false, true) => Unknown,
        (false, false) => No,
    }
}

/// Whether every number of the range is one of these: of whole numbers, each; of others, only a single one.
fn covers(kind: &TypeKind, low: Exact, high: Option<Exact>, values: &[Exact]) -> bool {
    let Some(high) = high else { return false };
    let has = |number: Exact| values.iter().any(|value| value.compare(number).is_eq());
    if low.compare(high).is_eq() {
        return has(low);
    }
    if !matches!(kind, TypeKind::WholeNumber) {
        return false;
    }
    (low.top / 10_000..=high.top / 10_000).all(|number| has(Exact::whole(number * 10_000)))
}

fn any_or_all(quantifier: Option<ContainsQuantifier>, texts: &[String], has: impl Fn(&str) -> bool) -> bool {
    match quantifier {
        Some(ContainsQuantifier::Any) | None => texts.iter().any(|text| has(text)),
        Some(ContainsQuantifier::All) => texts.iter().all(|text| has(text)),
    }
}
