//! Names that stand for nothing, for something else, or for two things.

use thiserror::Error;

use super::{listed, shown};
use crate::check::operators::Kind;
use crate::text::diagnostic::{Code, Diagnostic, Edit};
use crate::text::span::Place;

/// What an undeclared name probably is, from its use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Guess {
    /// A condition by itself: a yes/no field, most likely.
    Condition,
    /// After `fits`.
    Profile,
    /// With an argument: name and type of its parameter.
    Criterion(Option<(String, String)>),
    /// A field of this type.
    Field(String),
    /// Compared in a condition: a field of this type.
    Compared(String),
    /// A stage.
    Stage,
    /// A team.
    Team,
    /// A list.
    List,
    /// A kind of event.
    Event,
    /// A lookup.
    Lookup,
    /// A source.
    Source,
    /// Behind `expect`.
    Expected,
    /// A value of this.
    Value(String),
}

impl Guess {
    /// Whether a later use may tell more.
    pub(crate) fn is_vague(&self) -> bool {
        matches!(self, Guess::Expected | Guess::Value(_) | Guess::Condition)
    }

    /// The line that declares it.
    fn declaration(&self, name: &str) -> Option<String> {
        let name = shown(name);
        Some(match self {
            Guess::Condition => format!("field {name}: yes/no"),
            Guess::Profile => format!("profile {name} when …"),
            Guess::Criterion(Some((parameter, of))) => format!("criterion {name} ({parameter}: {of}) when …"),
            Guess::Criterion(None) | Guess::Expected => format!("criterion {name} when …"),
            Guess::Field(of) | Guess::Compared(of) => format!("field {name}: {of}"),
            Guess::Stage => format!("{name} when …"),
            Guess::Team => format!("team {name} in sales"),
            Guess::List => format!("list {name}: \"…\", \"…\""),
            Guess::Event => format!("events {name}, plural …"),
            Guess::Lookup => format!("lookup {name}"),
            Guess::Source => format!("source {name} when …"),
            Guess::Value(_) => return None,
        })
    }
}

/// What an undeclared name is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Belongs {
    /// A band of this score.
    Band { score: String },
    /// A field of this event.
    EventField { event: String },
    /// A value of this event's field.
    EventValue { event: String, field: String, value: String },
}

/// What can be wrong with a name.
#[derive(Clone, Debug, Error)]
pub(crate) enum NameProblem {
    /// C201
    #[error("Nothing is called `{name}`")]
    Undeclared {
        place: Place,
        name: String,
        uses: usize,
        guess: Guess,
        near: Option<(String, Place)>,
        renamed: Option<(String, Place)>,
    },
    /// C201
    #[error("{}", belongs_title(.name, .to))]
    BelongsTo { place: Place, name: String, to: Belongs, edits: Vec<Edit> },
    /// C201
    #[error("No field of `{event}` is called `{name}`")]
    NoEventField { place: Place, name: String, event: String, near: Option<String>, fields: Vec<String> },
    /// C202
    #[error("`{name}` is a profile")]
    FitsMissing { place: Place, name: String },
    /// C203
    #[error("Only profiles can be fitted, and `{name}` is {is}")]
    NotAProfile { place: Place, name: String, is: &'static str, condition: bool, whole: Place, negated: bool },
    /// C204
    #[error("Two names in a row: `{first} {second}`")]
    TwoNames {
        place: Place,
        first: String,
        second: String,
        joined: Option<String>,
        filler: bool,
        both: bool,
        second_place: Place,
    },
    /// C206
    #[error("`{name}` is declared twice")]
    DeclaredTwice { place: Place, name: String, first: Place, kind: &'static str },
    /// C211
    #[error("`{name}` mixes letters of several alphabets")]
    MixedScripts { place: Place, name: String, odd: Vec<(char, String)> },
    /// C211
    #[error("`{name}` and `{other}` look alike and are two names")]
    LookAlike { place: Place, name: String, other: String, first: Place },
    /// S116
    #[error("`{field}` is a criterion by itself")]
    TrueOrFalse { place: Place, field: String, yes: bool, whole: Place },
    /// C313
    #[error("`{name}` is {is}, not {wanted}")]
    WrongThing { place: Place, name: String, is: &'static str, wanted: &'static str },
    /// C313
    #[error("`{name}` is no date")]
    NotADate { place: Place, name: String, kind: Kind, why: &'static str },
    /// C313
    #[error("`{name}` is no text")]
    NotAText { place: Place, name: String, kind: Kind, why: &'static str },
    /// C313
    #[error("`{name}` is no number")]
    NotANumber { place: Place, name: String, kind: Kind },
}

impl NameProblem {
    /// As people read it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let new = |code| Diagnostic::new(Code(code), self.to_string());
        match self {
            NameProblem::Undeclared { place, name, uses, guess, near, renamed } => {
                undeclared(new("C201"), *place, name, *uses, guess, near.as_ref(), renamed.as_ref())
            }
            NameProblem::BelongsTo { place, to, edits, .. } => {
                let (label, why) = match to {
                    Belongs::Band { score } => (
                        "a band".to_owned(),
                        format!("Several scores may have a band of this name, so a rule says whose it is: `{score} is …`."),
                    ),
                    Belongs::EventField { event } => (
                        format!("a field of each `{event}`"),
                        "A contact has any number of them: say how many, and ask inside `where`.".to_owned(),
                    ),
                    Belongs::EventValue { event, field, value } => (
                        format!("a value of `{field}`"),
                        format!("What is counted is each `{event}`; `where {field} is \"{value}\"` says which."),
                    ),
                };
                let found = new("C201").label(*place, label).why(why);
                edits.iter().fold(found, |found, edit| found.edits(vec![edit.clone()]))
            }
            NameProblem::NoEventField { place, event, near, fields, .. } => {
                let fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
                let why = format!("The fields of `{event}` are {}.", listed(&fields, "and"));
                match near {
                    Some(near) => new("C201")
                        .label(*place, format!("did you mean `{near}`?"))
                        .replace(*place, shown(near))
                        .why(why),
                    None => new("C201").label(*place, "no such field").why(why),
                }
            }
            NameProblem::FitsMissing { place, name } => new("C202")
                .label(*place, format!("write `fits {name}`"))
                .replace(*place, format!("fits {}", shown(name)))
                .why("`fits` shows at a glance which part of a rule is about the kind of company or person."),
            NameProblem::NotAProfile { place, name, is, condition, whole, negated } => {
                let found = new("C203").label(*place, *is);
                if *condition {
                    let text = if *negated { format!("not {}", shown(name)) } else { shown(name) };
                    found.replace(*whole, text).why(format!("`{name}` is {is}: it stands alone."))
                } else {
                    found.why("`fits` goes with a profile: `profile ICP when …`.")
                }
            }
            NameProblem::TwoNames { place, first, second, joined, filler, both, second_place } => {
                let mut found = new("C204");
                found = if *filler {
                    found.label(*place, "one name")
                } else {
                    found.label(*place, "one name, or a missing `and`?")
                };
                if let Some(joined) = joined {
                    // `fits ICP` is no name that needs brackets.
                    let fits = joined.starts_with("fits ");
                    found = found.replace(*place, if fits { joined.clone() } else { shown(joined) });
                } else if *filler {
                    found = found.replace(*place, shown(second));
                } else {
                    found = found.replace(*place, format!("{first}_{second}"));
                }
                if *both || joined.is_none() && !*filler {
                    found = found.edits(vec![Edit { place: second_place.before(), text: "and ".to_owned() }]);
                }
                found.why("A name has no blanks: words are joined with `_`. Criteria are joined with `and` or `or`.")
            }
            NameProblem::DeclaredTwice { place, name, first, kind } => new("C206")
                .label(*place, "again here")
                .label(*first, format!("first here, as {kind}"))
                .why(format!(
                    "Files add to each other, none overrides another: keep one `{name}`, or give this one another name."
                )),
            NameProblem::MixedScripts { place, name, odd } => {
                let letters: Vec<String> = odd
                    .iter()
                    .take(4)
                    .map(|(letter, script)| format!("`{letter}` ({}) is {script}", letter.escape_unicode()))
                    .collect();
                new("C211")
                    .label(*place, listed(&letters, "and"))
                    .why(format!("`{name}` would look like another name and be none. Type it again by hand."))
            }
            NameProblem::LookAlike { place, first, .. } => new("C211")
                .label(*place, "looks like the other one")
                .label(*first, "the other one")
                .why("Nobody could tell which of the two a rule means. Type one of them again, or rename it."),
            NameProblem::TrueOrFalse { place, field, yes, whole } => {
                let text = match (yes, field.strip_prefix("fits ")) {
                    (true, _) => field.clone(),
                    (false, Some(profile)) => format!("does not fit {profile}"),
                    (false, None) => format!("not {field}"),
                };
                new("S116")
                    .label(*place, "delete this")
                    .replace(*whole, text)
                    .why("The name alone means yes; `not` before it means no.")
            }
            NameProblem::WrongThing { place, name, is, wanted } => new("C313")
                .label(*place, format!("{is}; this needs {wanted}"))
                .why(format!("`{name}` is declared as {is}.")),
            NameProblem::NotADate { place, kind, why, .. } => {
                new("C313").label(*place, kind.words()).why(format!("Name a date field here: {why}."))
            }
            NameProblem::NotAText { place, kind, why, .. } => {
                new("C313").label(*place, kind.words()).why(format!("Name a text field here: {why}."))
            }
            NameProblem::NotANumber { place, kind, .. } => {
                new("C313").label(*place, kind.words()).why("`per` counts whole steps of a number or a score.")
            }
        }
    }
}

fn belongs_title(name: &str, to: &Belongs) -> String {
    match to {
        Belongs::Band { score } => format!("`{name}` is a band of `{score}`"),
        Belongs::EventField { event } => format!("`{name}` is a field of `{event}`, not of the contact"),
        Belongs::EventValue { event, .. } => {
            format!("`{name}` is one kind of `{event}`, not an event of its own")
        }
    }
}

fn undeclared(
    mut found: Diagnostic,
    place: Place,
    name: &str,
    uses: usize,
    guess: &Guess,
    near: Option<&(String, Place)>,
    renamed: Option<&(String, Place)>,
) -> Diagnostic {
    let label = match (near, renamed) {
        (_, Some((renamed, _))) => format!("now called `{renamed}`"),
        (Some((near, _)), None) => format!("did you mean `{near}`?"),
        (None, None) => match guess {
            Guess::Value(of) => format!("no value of {of}"),
            Guess::Condition
            | Guess::Profile
            | Guess::Criterion(_)
            | Guess::Field(_)
            | Guess::Compared(_)
            | Guess::Stage
            | Guess::Team
            | Guess::List
            | Guess::Event
            | Guess::Lookup
            | Guess::Source
            | Guess::Expected => "not declared".to_owned(),
        },
    };
    found = found.label(place, label);
    if let Some((other, declared)) = renamed.or(near) {
        found = found.label(*declared, format!("`{other}` is declared here")).replace(place, shown(other));
    }
    let declaration = guess.declaration(name);
    let mut why =
        "Every name is declared, so that a slip of the pen is never an empty list of leads.".to_owned();
    if let Some(line) = declaration {
        if near.is_none() && renamed.is_none() {
            found = found.lines(line);
        } else {
            why.push_str(&format!(" A new one is a line of its own: `{line}`."));
        }
    }
    if uses > 1 {
        why.push_str(&format!(" It is used {uses} times."));
    }
    found.why(why)
}
