//! What to ask next, and which answers would help (language.md, 4.7).
//!
//! The evaluator tries every value that a field could have. Those that lead furthest help: to a yes, or else to the
//! fewest further questions.

use super::Subject;
use super::open::open_events;
use super::question_name;
use crate::evaluate::answers::Answer;
use crate::evaluate::trial::{Part, Tried, tries};
use crate::model::field::{Field, FieldType};
use crate::model::ids::{FieldId, StageId};
use crate::model::lifecycle::Question;
use crate::model::value::{SCALE, number};
use crate::wording::condition::condition;
use crate::wording::name::stage_title;
use crate::wording::value::{Beside, list, number_of, value};

/// Questions beyond these are named, and no answer to them is tried: each costs a judgement of the record.
const MOST: usize = 40;
/// Values beyond these are counted, not listed.
const LISTED: usize = 8;

/// Something to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The field's name, or the event's.
    pub name: String,
    /// Which answers would help: `2026-01-15 to 2026-04-15`. Empty if nothing is known of that.
    pub helps: String,
    /// The stage that such an answer leads to by itself; none while more must be asked.
    pub makes: Option<String>,
}

/// The questions of the record, in order, for the first stage that it could be.
pub(super) fn asked(subject: Subject<'_>) -> Vec<Asked> {
    let Subject { program, verdicts, row, .. } = subject;
    let Some(stage) = verdicts.could_be(row).next() else { return Vec::new() };
    let events = open_events(subject, stage);
    let all = verdicts.questions_of(row).iter().enumerate();
    all.map(|(index, question)| {
        let name = question_name(program, *question);
        match question {
            Question::Field(field) if index < MOST => {
                let (helps, answer) = helping(subject, *field, stage);
                let makes = (answer == Answer::Yes).then(|| stage_title(program, stage));
                Asked { name, helps, makes }
            }
            Question::Field(_) => Asked { name, helps: String::new(), makes: None },
            Question::Event(event) => {
                let mut words: Vec<&str> = Vec::new();
                for (_, open) in events.iter().filter(|(own, _)| own == event) {
                    if !words.contains(&open.as_str()) {
                        words.push(open);
                    }
                }
                Asked { name, helps: words.join("; "), makes: None }
            }
        }
    })
    .collect()
}

/// The answers that lead furthest, in words, and how far that is.
pub(super) fn helping(subject: Subject<'_>, field: FieldId, stage: StageId) -> (String, Answer) {
    let tried = tries(subject.plan, subject.related, subject.batch, subject.row, field, stage);
    let rank = |tried: &Tried| (tried.answer, std::cmp::Reverse(tried.open.len()));
    let Some(best) = tried.iter().map(rank).max() else { return (String::new(), Answer::Unknown) };
    if best.0 == Answer::No {
        return (String::new(), Answer::No);
    }
    let Some(declared) = subject.program.field(field) else { return (String::new(), best.0) };
    let helps: Vec<bool> = tried.iter().map(|tried| rank(tried) == best).collect();
    if helps.iter().all(|helps| *helps) {
        return ("any answer".to_owned(), best.0);
    }
    (words(subject, declared, &tried, &helps), best.0)
}

/// The helping parts in words; those that touch are one.
fn words(subject: Subject<'_>, field: &Field, tried: &[Tried], helps: &[bool]) -> String {
    if let Some(said) = all_but(field, tried, helps) {
        return said;
    }
    let mut said: Vec<String> = Vec::new();
    let mut span: Option<(Part, Part)> = None;
    let mut listed = 0;
    for (tried, helps) in tried.iter().zip(helps) {
        match (&tried.part, *helps) {
            (Part::Numbers(..) | Part::Days(..), true) => {
                span = Some(match span.take() {
                    Some((first, _)) => (first, tried.part.clone()),
                    None => (tried.part.clone(), tried.part.clone()),
                });
            }
            (Part::Numbers(..) | Part::Days(..), false) => {
                said.extend(span.take().map(|(first, last)| span_words(field, &first, &last)));
            }
            (Part::YesNo(yes), true) => said.push(if *yes { "yes" } else { "no" }.to_owned()),
            (Part::Value(own), true) => {
                listed += 1;
                if listed <= LISTED {
                    said.push(value(Beside::Field(field), own));
                }
            }
            (Part::Items(items), true) => {
                let items: Vec<String> = items.iter().map(|item| value(Beside::Field(field), item)).collect();
                said.push(format!("{} together", list(&items, "and")));
            }
            (Part::Passes(node), true) => {
                said.push(format!("such that {}", condition(subject.program, *node)))
            }
            (Part::Other, true) => said.push("anything else".to_owned()),
            (Part::YesNo(_) | Part::Value(_) | Part::Items(_) | Part::Passes(_) | Part::Other, false) => {}
        }
    }
    said.extend(span.map(|(first, last)| span_words(field, &first, &last)));
    if listed > LISTED {
        said.push(format!("{} more values", number_of((listed - LISTED) as u64)));
    }
    list(&said, "or")
}

/// `anything but "List purchase"`, where all other values help and few do not; none otherwise.
fn all_but(field: &Field, tried: &[Tried], helps: &[bool]) -> Option<String> {
    let other = tried.iter().zip(helps).any(|(tried, helps)| tried.part == Part::Other && *helps);
    let mut excepted = Vec::new();
    for (tried, _) in tried.iter().zip(helps).filter(|(_, helps)| !**helps) {
        match &tried.part {
            Part::Value(own) => excepted.push(value(Beside::Field(field), own)),
            Part::YesNo(_)
            | Part::Numbers(..)
            | Part::Days(..)
            | Part::Items(_)
            | Part::Passes(_)
            | Part::Other => return None,
        }
    }
    (other && !excepted.is_empty() && excepted.len() <= LISTED)
        .then(|| format!("anything but {}", list(&excepted, "or")))
}

/// From the first part to the last: `500 to 50,000`, `2026-01-15 or later`.
fn span_words(field: &Field, first: &Part, last: &Part) -> String {
    match (first, last) {
        (Part::Days(first, _), Part::Days(_, last)) => match (first, last) {
            (Some(first), Some(last)) if first == last => first.to_string(),
            (Some(first), Some(last)) => format!("{first} to {last}"),
            (Some(first), None) => format!("{first} or later"),
            (None, Some(last)) => format!("{last} or earlier"),
            (None, None) => "any date".to_owned(),
        },
        (Part::Numbers(low, _), Part::Numbers(_, high)) => numbers(field, *low, *high),
        (
            Part::Days(..)
            | Part::Numbers(..)
            | Part::YesNo(_)
            | Part::Value(_)
            | Part::Items(_)
            | Part::Passes(_)
            | Part::Other,
            _,
        ) => String::new(),
    }
}

fn numbers(field: &Field, low: Option<i64>, high: Option<i64>) -> String {
    let whole = matches!(field.field_type, FieldType::WholeNumber);
    let said = |amount: i64| match &field.field_type {
        FieldType::Money(code) => format!("{} {code}", number(amount)),
        FieldType::Percent => format!("{}%", number(amount)),
        FieldType::YesNo
        | FieldType::Text
        | FieldType::Email
        | FieldType::WholeNumber
        | FieldType::Number
        | FieldType::Date
        | FieldType::DateTime
        | FieldType::OneOf(_)
        | FieldType::SomeOf { .. } => number(amount),
    };
    let low = low.map(|low| {
        if whole {
            low.div_euclid(SCALE) * SCALE + if low.rem_euclid(SCALE) == 0 { 0 } else { SCALE }
        } else {
            low
        }
    });
    let high = high.map(|high| if whole { high.div_euclid(SCALE) * SCALE } else { high });
    // Ends that no person would write stand next to one that somebody wrote: `less than 50`.
    let below = high.filter(|high| high.rem_euclid(SCALE) == SCALE - 1).map(|high| high + 1);
    let above = low.filter(|low| low.rem_euclid(SCALE) == 1).map(|low| low - 1);
    match (low, high) {
        (Some(low), Some(high)) if low == high => said(low),
        (Some(low), Some(high)) => match (above, below) {
            (None, None) => format!("{} to {}", said(low), said(high)),
            (Some(above), None) => format!("more than {} up to {}", said(above), said(high)),
            (None, Some(below)) => format!("{} up to less than {}", said(low), said(below)),
            (Some(above), Some(below)) => {
                format!("more than {} up to less than {}", said(above), said(below))
            }
        },
        (Some(low), None) => match above {
            Some(above) => format!("more than {}", said(above)),
            None => format!("{} or more", said(low)),
        },
        (None, Some(high)) => match below {
            Some(below) => format!("less than {}", said(below)),
            None => format!("{} or less", said(high)),
        },
        (None, None) => "any number".to_owned(),
    }
}
