//! Conditions that say something that cannot be meant.

use thiserror::Error;

use super::listed;
use crate::check::operators::{Kind, Operator};
use crate::text::diagnostic::{Code, Diagnostic, Edit};
use crate::text::span::{Place, Span};

/// What is written when something alone is no condition.
#[derive(Clone, Debug)]
pub(crate) enum Alone {
    /// An event: `any touch`.
    Event,
    /// A score, with its highest band.
    Score(Option<String>),
    /// Nothing of the kind.
    Other,
}

/// How an operator that does not fit is mended.
#[derive(Clone, Debug)]
pub(crate) enum Fix {
    /// The comparison, written in a way that fits.
    Write(String),
    /// `in order` on the field.
    InOrder,
    /// Unknown.
    None,
}

/// What can be wrong with a condition.
#[derive(Clone, Debug, Error)]
pub(crate) enum ConditionProblem {
    /// C401
    #[error("`and` and `or` are mixed")]
    Mixed { place: Place, first: Place, or: bool, and_first: Vec<Span>, or_first: Vec<Span> },
    /// C403
    #[error("`where` ended before this `and`")]
    WhereEnded { place: Place, name: String, events: String, filter: Place, end: Place },
    /// C406
    #[error("Inside `where` only the fields of `{event}` are seen")]
    OutsideWhere {
        place: Place,
        name: String,
        event: String,
        is: Option<&'static str>,
        near: Option<String>,
        fields: Vec<String>,
    },
    /// C311
    #[error("`{name}` alone is no criterion")]
    FieldAlone { place: Place, name: String, kind: Kind, sample: Option<String>, given: Option<String> },
    /// C311
    #[error("`{name}` is {is}, which is no criterion by itself")]
    NotACondition { place: Place, name: String, is: &'static str, alone: Alone },
    /// C311
    #[error("`{name}` is the value in parentheses")]
    ParameterAlone { place: Place, name: String },
    /// C311
    #[error("`{operand}` is {}, which has no `{}`", .kind.words(), .operator.words())]
    OperatorUnfit {
        place: Place,
        operand: String,
        kind: Kind,
        operator: Operator,
        declared: Option<Place>,
        fix: Fix,
        whole: Place,
    },
    /// C311
    #[error("`{name}` is {is}, and is not compared")]
    NotComparable { place: Place, name: String, is: &'static str, rule: bool },
    /// C311
    #[error("`{name}` has no domain")]
    NoDomain { place: Place, name: String, kind: Kind },
    /// S124
    #[error("`is known` asks about a field, and `{name}` is {is}")]
    KnownOfRule { place: Place, name: String, is: &'static str, whole: Place, settled: String },
    /// C312
    #[error("All of these, or any one of them?")]
    AnyOrAll { place: Place, contains: Place, all: bool },
    /// C313
    #[error("There is no word in \"{text}\"")]
    NoWord { place: Place, text: String, field: String, operator: Place },
    /// W309
    #[error("The letters of \"{text}\" also occur inside other words")]
    LettersInside { place: Place, text: String, operator: Place, whole: String, words: Vec<&'static str> },
    /// C315
    #[error("`{events}` have no date")]
    EventsWithoutDate {
        place: Place,
        events: String,
        declared: Place,
        what: &'static str,
        date: Option<String>,
    },
    /// C316
    #[error("{}", count_title(*.count, *.lines))]
    CountOfLines { place: Place, count: i64, lines: usize },
    /// S602
    #[error("Events are in the past, and this looks ahead")]
    AheadOfEvents { place: Place, operator: Place, length: String },
    /// W502
    #[error("Unknown, not yes, when `{field}` is missing")]
    UnknownWhenBlank { place: Place, field: String },
}

fn count_title(count: i64, lines: usize) -> String {
    if count < 1 {
        "At least none of these always holds".to_owned()
    } else {
        format!("At least {count} of {lines} can never hold")
    }
}

impl ConditionProblem {
    /// As people read it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let new = |code| Diagnostic::new(Code(code), self.to_string());
        match self {
            ConditionProblem::Mixed { place, first, or, and_first, or_first } => {
                let (word, other) = if *or { ("or", "and") } else { ("and", "or") };
                let brackets = |runs: &[Span]| -> Vec<Edit> {
                    runs.iter()
                        .flat_map(|run| {
                            let at = |span| Place::new(place.source, span);
                            [
                                Edit { place: at(run.before()), text: "(".to_owned() },
                                Edit { place: at(run.after()), text: ")".to_owned() },
                            ]
                        })
                        .collect()
                };
                new("C401")
                    .label(*place, format!("`{word}` here"))
                    .label(*first, format!("`{other}` here"))
                    .edits(brackets(and_first))
                    .edits(brackets(or_first))
                    .why("People read such a line in two ways. Parentheses say which one is meant.")
            }
            ConditionProblem::WhereEnded { place, name, events, filter, end } => new("C403")
                .label(*place, format!("`{name}` belongs to {events}"))
                .label(*filter, "`where` ends here")
                .edits(vec![
                    Edit { place: filter.before(), text: "(".to_owned() },
                    Edit { place: end.after(), text: ")".to_owned() },
                ])
                .why(format!(
                    "`where` takes one test. What is about the same one of the {events} goes into parentheses."
                )),
            ConditionProblem::OutsideWhere { place, name, is, near, fields, .. } => {
                let quoted: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
                let found = new("C406");
                let found = match (near, is) {
                    (Some(near), _) => {
                        found.label(*place, format!("did you mean `{near}`?")).replace(*place, near.clone())
                    }
                    (None, Some(is)) => found.label(*place, format!("{is} of the contact")),
                    (None, None) => found.label(*place, "not one of its fields"),
                };
                match is {
                    Some(_) => found.why(format!(
                        "Ask about the contact outside: `… and {name}`. The fields seen here are {}.",
                        listed(&quoted, "and")
                    )),
                    None => found.why(format!("Its fields are {}.", listed(&quoted, "and"))),
                }
            }
            ConditionProblem::FieldAlone { place, name, kind, sample, given } => {
                let found = new("C311").label(*place, kind.words());
                match given {
                    Some(given) => found.replace(*place, format!("{name} is")).why(format!(
                        "A comparison has a word between the field and the value: `{name} is {given}`."
                    )),
                    None => sample
                        .iter()
                        .fold(found, |found, sample| found.replace(*place, sample.clone()))
                        .replace(*place, format!("{name} is known"))
                        .why("Only a yes/no field is a criterion by itself; another field is compared with a value."),
                }
            }
            ConditionProblem::NotACondition { place, name, alone, is } => {
                let found = new("C311").label(*place, *is);
                match alone {
                    Alone::Event => found.replace(*place, format!("any {name}")).why("Say how many: `any`, `no`, `at least 2`."),
                    Alone::Score(Some(band)) => found
                        .replace(*place, format!("{name} is {band}"))
                        .why("A score is compared with a band or with points."),
                    Alone::Score(None) => found
                        .replace(*place, format!("{name} is at least 40"))
                        .why("A score is compared with points."),
                    Alone::Other => found.why("Yes/no fields, criteria and stages are criteria by themselves, profiles with `fits`."),
                }
            }
            ConditionProblem::ParameterAlone { place, name } => new("C311")
                .label(*place, "stands on the right of a comparison")
                .why(format!("Compare a field with it, such as `evaluation_date is within {name}`.")),
            ConditionProblem::OperatorUnfit { place, operand, kind, operator, declared, fix, whole } => {
                let mut found = new("C311").label(*place, format!("not for {}", kind.words()));
                if let Some(declared) = declared {
                    found = found.label(*declared, "declared here");
                }
                let fits: Vec<String> =
                    Operator::of_kind(*kind).into_iter().map(|words| format!("`{words}`")).collect();
                let mut why = format!("What goes with {}: {}.", kind.words(), listed(&fits, "and"));
                match fix {
                    Fix::Write(text) => found = found.replace(*whole, text.clone()),
                    Fix::InOrder => {
                        why = format!(
                            "The values of `{operand}` have no order. If they rise as listed, write `in order` after them on the field; then `{}` works.",
                            operator.words()
                        );
                    }
                    Fix::None => {}
                }
                found.why(why)
            }
            ConditionProblem::NotComparable { place, name, is, rule } => {
                let found = new("C311").label(*place, *is);
                if *rule {
                    found.why(format!("`{name}` is answered with yes, no or unknown: it stands alone, or after `not`."))
                } else {
                    found.why("Fields and scores are compared.")
                }
            }
            ConditionProblem::NoDomain { place, name, kind } => {
                new("C311").label(*place, kind.words()).why(format!("Only a field of type email has a domain: `field {name}: email`."))
            }
            ConditionProblem::KnownOfRule { place, whole, settled, .. } => new("S124")
                .label(*place, "has no cell")
                .replace(*whole, settled.clone())
                .why("Ask about the field behind it, or say what an unknown answer counts as."),
            ConditionProblem::AnyOrAll { place, contains, all } => {
                let mut found = new("C312")
                    .label(*place, "any of, or all of?")
                    .edits(vec![Edit { place: *contains, text: " any of".to_owned() }]);
                if *all {
                    found = found.edits(vec![Edit { place: *contains, text: " all of".to_owned() }]);
                }
                found.why("Filters in different CRMs take opposite sides here, so say which.")
            }
            ConditionProblem::NoWord { place, operator, .. } => new("C313")
                .label(*place, "no letter or digit")
                .edits(vec![Edit { place: operator.after(), text: " the text".to_owned() }])
                .why("`contains` compares whole words; `contains the text` finds any letters and signs."),
            ConditionProblem::LettersInside { place, text, operator, whole, words } => {
                let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                let why = format!(
                    "The letters of \"{text}\" are inside {}. `contains` without `the text` looks for whole words.",
                    listed(&quoted, "and")
                );
                new("W309").label(*place, "substring").replace(*operator, whole.clone()).why(why)
            }
            ConditionProblem::EventsWithoutDate { place, events, declared, what, date } => {
                let found = new("C315").label(*place, format!("{what} needs a date")).label(*declared, "declared here");
                let line = match date {
                    Some(date) => format!("  dated by {date}"),
                    None => "  dated by happened\n  - happened: date".to_owned(),
                };
                found.lines(line).why(format!("Say which field of {events} is their date."))
            }
            ConditionProblem::CountOfLines { place, count, lines } => {
                let found = new("C316").label(*place, format!("there are {lines} lines"));
                let found = if *count < 1 {
                    found.replace(*place, "1")
                } else {
                    found.replace(*place, lines.to_string())
                };
                found.why("The number stands between 1 and the number of lines below.")
            }
            ConditionProblem::AheadOfEvents { place, operator, length } => {
                let found = new("S602").label(*place, "never yes");
                let found = if length.is_empty() {
                    found.replace(*operator, "is in the past")
                } else {
                    found.replace(*place, format!("is within the last {length}"))
                };
                found.why("`within 30 days` means the next 30 days; what a contact did lies in the last ones.")
            }
            ConditionProblem::UnknownWhenBlank { place, field } => new("W502")
                .label(*place, format!("a blank `{field}` may be anything"))
                .edits(vec![Edit { place: place.after(), text: format!(" and {field} is known") }])
                .edits(vec![Edit { place: place.after(), text: " assume yes if unknown".to_owned() }])
                .why("Many CRM filters count a blank as yes here. Say which you mean, or mark the field `required`."),
        }
    }
}
