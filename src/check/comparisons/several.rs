//! Several values in a comparison: written out, or from a list.

use crate::check::checker::{Checker, Scope};
use crate::check::names::Thing;
use crate::check::operators::Kind;
use crate::check::problem::conditions::ConditionProblem;
use crate::check::problem::names::Guess;
use crate::check::problem::values::ValueProblem;
use crate::check::typed::Spelling;
use crate::check::values::Side;
use crate::model::condition::{Texts, ValueList};
use crate::model::ids::ListId;
use crate::model::value::Value;
use crate::syntax::document::{Comparison, ContainsQuantifier, Literal, Name, Text, Values};
use crate::text::span::{Place, Span};

impl Checker<'_> {
    /// The values after `is one of`.
    pub(in crate::check) fn value_list(
        &mut self,
        scope: &Scope,
        side: &Side<'_>,
        kind: Kind,
        values: &Values,
    ) -> Option<ValueList> {
        match values {
            Values::Literals(literals) => {
                self.joined_digits(scope, literals);
                let found: Vec<Option<Value>> =
                    literals.iter().map(|literal| self.literal(scope.source, side, literal)).collect();
                Some(ValueList { values: found.into_iter().collect::<Option<Vec<_>>>()?, list: None })
            }
            Values::List(name) => {
                if kind == Kind::Score
                    && let Some(band) = self.band(side, &name.key)
                {
                    return Some(ValueList { values: vec![band], list: None });
                }
                let (list, values) = self.listed(scope, side, kind, name)?;
                Some(ValueList { values, list: Some(list) })
            }
        }
    }

    /// The values of a named list, as the operand's type has them.
    pub(in crate::check) fn listed(
        &mut self,
        scope: &Scope,
        side: &Side<'_>,
        kind: Kind,
        name: &Name,
    ) -> Option<(ListId, Vec<Value>)> {
        let place = scope.place(name.at);
        if self.is_parameter(scope, name) {
            self.report(ValueProblem::NotAList {
                place,
                name: name.text.clone(),
                is: "the value in parentheses",
            });
            return None;
        }
        let thing = match self.names.get(&name.key).map(|entry| entry.thing) {
            Some(thing) => thing,
            None if side.typed.spelling(&name.text).is_some() => {
                let word = name.text.clone();
                let quoted = format!("\"{word}\"");
                self.report(ValueProblem::NeedsQuotes { place, word, field: side.words.to_owned(), quoted });
                return None;
            }
            None => {
                self.undeclared(scope.source, name, Guess::List);
                return None;
            }
        };
        let Thing::List(id) = thing else {
            if thing != Thing::Broken {
                self.report(ValueProblem::NotAList { place, name: name.text.clone(), is: thing.words() });
            }
            return None;
        };
        let list = self.program.lists.get(id.index())?.values.clone();
        if !self.spend_values(list.len(), place) {
            return None;
        }
        if let Some(choices) = side.typed.choices() {
            let mut values = Vec::new();
            let mut wrong = Vec::new();
            for text in &list {
                match side.typed.spelling(text) {
                    Some(Spelling::Listed(index) | Spelling::Also(index)) => {
                        values.push(Value::Choice(index));
                    }
                    None => wrong.push(text.clone()),
                }
            }
            if !wrong.is_empty() {
                self.report(ValueProblem::ListNotListed {
                    place,
                    list: name.text.clone(),
                    field: side.words.to_owned(),
                    more: wrong.len().saturating_sub(6),
                    wrong: wrong.into_iter().take(6).collect(),
                    open: choices.or_other,
                });
                return None;
            }
            values.dedup();
            return Some((id, values));
        }
        if kind == Kind::Email
            && side.equality
            && !list.is_empty()
            && !list.iter().any(|text| text.contains('@'))
        {
            let domains = list.iter().all(|text| text.contains('.'));
            self.report(ValueProblem::ListOfDomains {
                place,
                list: name.text.clone(),
                field: side.words.to_owned(),
                whole: Place::new(place.source, side.whole),
                domains,
            });
            return None;
        }
        if !matches!(kind, Kind::Text | Kind::Email) {
            self.report(ValueProblem::ListOfTexts {
                place,
                list: name.text.clone(),
                field: side.words.to_owned(),
                kind,
            });
            return None;
        }
        Some((id, list.into_iter().map(Value::Text).collect()))
    }

    /// `100,200` in a list: one number, perhaps meant as two.
    pub(in crate::check) fn joined_digits(&mut self, scope: &Scope, literals: &[Literal]) {
        let mut before = 0_u64;
        for (index, literal) in literals.iter().enumerate() {
            let Literal::Number(number) = literal else { continue };
            let groups: Vec<&str> = number.written.split(',').collect();
            let parts: Vec<u64> = groups.iter().filter_map(|group| group.parse().ok()).collect();
            let whole = number.written.replace(',', "").parse::<u64>().unwrap_or(0);
            let next = literals.get(index + 1).and_then(|literal| match literal {
                Literal::Number(number) => {
                    number.written.split(',').next().and_then(|head| head.parse::<u64>().ok())
                }
                Literal::Date(_)
                | Literal::Duration(_)
                | Literal::Money(_)
                | Literal::Percent(_)
                | Literal::Text(_) => None,
            });
            let rising = groups.len() > 1
                && parts.len() == groups.len()
                && groups.iter().all(|group| !group.starts_with('0'))
                && before < parts.first().copied().unwrap_or(0)
                && parts.iter().zip(parts.iter().skip(1)).all(|(one, two)| one < two)
                && next.is_none_or(|next| parts.last().is_some_and(|last| *last < next) && next < whole);
            if rising {
                self.report(ValueProblem::JoinedDigits {
                    place: Place::new(scope.source, number.at.0),
                    written: number.written.clone(),
                    parts: groups.join(", "),
                });
            }
            before = whole;
        }
    }

    /// The texts or items after `contains`.
    pub(in crate::check) fn contained(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        side: &Side<'_>,
        quantifier: Option<ContainsQuantifier>,
        substring: bool,
        values: &Values,
    ) -> Option<Texts> {
        let kind = side.typed.kind()?;
        let several = match values {
            Values::Literals(literals) => literals.len() > 1,
            Values::List(name) => self.names.get(&name.key).is_some(),
        };
        if several && quantifier.is_none() {
            self.report(ConditionProblem::AnyOrAll {
                place: scope.place(comparison.operator_at),
                contains: self.contains_word(scope, comparison),
                all: true,
            });
        }
        let (values, list) = match values {
            Values::Literals(literals) => {
                let mut found = Vec::new();
                for literal in literals {
                    let value = self.literal(scope.source, side, literal);
                    if let (Literal::Text(text), Some(_)) = (literal, &value)
                        && kind != Kind::SomeOf
                        && !self.searchable(scope, comparison, side, substring, text)
                    {
                        found.push(None);
                        continue;
                    }
                    found.push(value);
                }
                (found.into_iter().collect::<Option<Vec<_>>>()?, None)
            }
            Values::List(name) => {
                let (list, values) = self.listed(scope, side, kind, name)?;
                (values, Some(list))
            }
        };
        if several && quantifier.is_none() {
            return None;
        }
        let all = matches!(quantifier, Some(ContainsQuantifier::All));
        Some(Texts { values, all, list })
    }

    /// Where the word `contains` (or `contain`) ends.
    pub(in crate::check) fn contains_word(&self, scope: &Scope, comparison: &Comparison) -> Place {
        let at = comparison.operator_at.0;
        let words = self.sources.words(Place::new(scope.source, at)).to_ascii_lowercase();
        let end = words.find("contain").map_or(words.len(), |start| {
            start + if words.get(start..).is_some_and(|rest| rest.starts_with("contains")) { 8 } else { 7 }
        });
        let end = at.start + end as u32;
        Place::new(scope.source, Span { start: end, end })
    }

    /// Whether a text can be looked for; warns of letters inside other words.
    pub(in crate::check) fn searchable(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        side: &Side<'_>,
        substring: bool,
        text: &Text,
    ) -> bool {
        let place = scope.place(text.at);
        let value = text.value.trim();
        if substring {
            let words = words_around(value);
            if !words.is_empty() {
                let operator = scope.place(comparison.operator_at);
                let whole = self.sources.words(operator).replace(" the texts", "").replace(" the text", "");
                self.report(ConditionProblem::LettersInside {
                    place,
                    text: text.value.clone(),
                    operator,
                    whole,
                    words,
                });
            }
            return true;
        }
        if value.chars().any(char::is_alphanumeric) {
            return true;
        }
        self.report(ConditionProblem::NoWord {
            place,
            text: text.value.clone(),
            field: side.words.to_owned(),
            operator: scope.place(comparison.operator_at),
        });
        false
    }

    /// The texts after `starts with`, `ends with`, `matches`.
    pub(in crate::check) fn texts(
        &mut self,
        scope: &Scope,
        comparison: &Comparison,
        any_of: bool,
        texts: &[Text],
    ) -> Option<Vec<String>> {
        if texts.len() > 1 && !any_of {
            self.report(ConditionProblem::AnyOrAll {
                place: scope.place(comparison.operator_at),
                contains: scope.place(comparison.operator_at).after(),
                all: false,
            });
            return None;
        }
        for text in texts {
            if text.value.trim().is_empty() {
                self.report(ValueProblem::EmptyText { place: scope.place(text.at) });
                return None;
            }
        }
        Some(texts.iter().map(|text| text.value.clone()).collect())
    }
}

/// Words of job titles and company names, in which short texts are found by accident.
const COMMON_WORDS: [&str; 48] = [
    "director",
    "doctor",
    "contractor",
    "factory",
    "security",
    "digital",
    "recruiter",
    "university",
    "coordinator",
    "cook",
    "president",
    "product",
    "project",
    "production",
    "email",
    "retail",
    "training",
    "development",
    "equipment",
    "segment",
    "review",
    "department",
    "partner",
    "device",
    "executive",
    "marketing",
    "manager",
    "management",
    "engineer",
    "engineering",
    "technician",
    "assistant",
    "accountant",
    "consultant",
    "analyst",
    "architect",
    "scientist",
    "social",
    "special",
    "specialist",
    "operations",
    "supervisor",
    "administrator",
    "representative",
    "international",
    "industrial",
    "chris",
    "charles",
];

/// Up to two common words that have these letters in them and are not the text itself.
fn words_around(text: &str) -> Vec<&'static str> {
    let letters = text.to_lowercase();
    if letters.is_empty() || !letters.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    COMMON_WORDS.into_iter().filter(|word| *word != letters && word.contains(&letters)).take(2).collect()
}
