//! How definitions go together: the lifecycle, routes, scores, duties, circles.

use thiserror::Error;

use super::{listed, shown as shown_as};
use crate::check::operators::Kind;
use crate::text::diagnostic::{Code, Diagnostic, Edit};
use crate::text::span::Place;

/// A member of a circle.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Its name.
    pub name: String,
    /// Where the member before it names it.
    pub used: Place,
}

/// What of the header is unknown, with the nearest that is known.
#[derive(Clone, Debug)]
pub(crate) enum HeaderWord {
    /// A time zone.
    Zone(Option<String>),
    /// A day of the week.
    Day(Option<String>),
    /// A time of day.
    Time,
}

/// What a duty's deadline lacks to be measured, with where it goes and a stage that says when it was entered.
#[derive(Clone, Debug)]
pub(crate) enum MissingDeadline {
    /// The duty has no deadline.
    Whole { after: Place, stage: Option<String> },
    /// `within D` without `of STAGE`.
    Start { after: Place, stage: Option<String> },
    /// `every D`.
    Repeated,
}

/// What can be wrong between definitions.
#[derive(Clone, Debug, Error)]
pub(crate) enum StructureProblem {
    /// C207
    #[error("These define each other: {}", ring_words(.ring))]
    Circle { ring: Vec<Link> },
    /// C209
    #[error("This file is a part, not a whole definition")]
    Part { place: Place },
    /// C210
    #[error("Only the main file has a header, and only one")]
    SecondHeader { place: Place, first: Option<Place>, included: bool },
    /// C702
    #[error("`{name}` has a rule but no place in the lifecycle")]
    NotInLifecycle { place: Place, name: String, insert: Place, text: String },
    /// C702
    #[error("`{name}` has a place in the lifecycle but no rule")]
    StageWithoutRule { place: Place, name: String },
    /// C702
    #[error("Which of these stages comes first?")]
    NoLifecycle { place: Place, first: Place, names: Vec<String>, line: Place },
    /// C702
    #[error("`{name}` is an aside, which has no rule")]
    AsideWithRule { place: Place, name: String },
    /// C703
    #[error("There is no stage or aside `{name}`")]
    NoSuchDestination {
        place: Place,
        name: String,
        is: Option<&'static str>,
        near: Option<String>,
        lifecycle: Option<Place>,
    },
    /// C703
    #[error("A contact does not go on to `{name}`, it goes back")]
    NotBack { place: Place, name: String },
    /// C703
    #[error("A contact rests in an aside, and `{name}` is a stage")]
    NotAnAside { place: Place, name: String },
    /// C703
    #[error("`{name}` does not come before `{stage}`")]
    SkipsLater { place: Place, name: String, stage: String },
    /// C703
    #[error("`entered on` needs a date field")]
    EnteredOnNoDate { place: Place, name: String, kind: Kind },
    /// C703
    #[error("A contact that is not `{stage}` never meets this")]
    OnlyOnceReached { place: Place, stage: String, rest: String, no: bool },
    /// W701
    #[error("What happens to a contact that is not `{name}`?")]
    NoWayBack { place: Place, insert: Place, name: String, aside: Option<String> },
    /// C704
    #[error("{}", owner_title(.stage, *.otherwise))]
    NoOwner {
        place: Place,
        stage: String,
        otherwise: bool,
        unknown: bool,
        after: Place,
        team: Option<String>,
    },
    /// C706
    #[error("The first band of `{score}` starts at {low}")]
    FirstBand { place: Place, number: Place, score: String, low: i64 },
    /// C706
    #[error("Bands rise from one to the next")]
    BandsNotRising { place: Place, before: i64, whole: Place, sorted: String },
    /// C706
    #[error("`{score}` ends at {high}")]
    BandAboveRange { place: Place, score: String, high: i64 },
    /// C710
    #[error("Nothing says when a contact became `{stage}`")]
    NoStart { place: Place, stage: String, declared: Place },
    /// W711
    #[error("Nobody can measure this duty")]
    NotMeasured { place: Place, shown: Place, term: MissingDeadline },
    /// W711
    #[error("Nobody can measure this deadline")]
    HoursFromDay { place: Place, dated: String, declared: Place },
    /// C709
    #[error("This {what} is never reached")]
    AfterOtherwise { place: Place, otherwise: Place, what: &'static str },
    /// C212
    #[error("`{name}` is open, and has a gate")]
    OpenAndGated { place: Place, gate: Place, name: String },
    /// C212
    #[error("`{stage}` has two gates here")]
    GatedTwice { place: Place, first: Place, stage: String },
    /// C604
    #[error("{}", zone_title(.what, .written))]
    UnknownInHeader { place: Place, written: String, what: HeaderWord },
    /// C206
    #[error("`{name}` is one of the two sides")]
    TeamIsSide { place: Place, name: String },
    /// C313
    #[error("`{team}` is in marketing or in sales")]
    NoSuchSide { place: Place, written: String, team: String },
    /// C201
    #[error("Nobody is called `{name}`")]
    NobodyMust { place: Place, name: String, near: Option<String> },
    /// C213
    #[error("Which contact does a row of `{name}` belong to?")]
    NotMatched { place: Place, name: String, lookup: bool },
    /// C214
    #[error("\"{written}\" is not the bare name of a file")]
    NotAStem { place: Place, written: String, stem: String },
    /// C313
    #[error("A rate is between two currencies, and more than 0")]
    RateUnusable { place: Place, same: bool },
    /// S126
    #[error("ULD cannot hold this rate exactly")]
    RateTooFine { place: Place },
    /// S126
    #[error("These are more than {most} points")]
    TooManyPoints { place: Place, most: i64 },
    /// C310
    #[error("A step is at least 1")]
    StepOfNothing { place: Place },
    /// C310
    #[error("A loss is more than 0% and at most 100%")]
    LossOutOfRange { place: Place, written: String },
    /// C313
    #[error("Only points for events are lost with time")]
    LosingWithoutEvents { place: Place },
    /// S131
    #[error("These are more than {} {what}", grouped(*.most))]
    TooMuchRepeated { place: Place, most: usize, what: &'static str },
}

/// `200,000`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn ring_words(ring: &[Link]) -> String {
    let mut names: Vec<&str> = ring.last().map(|link| link.name.as_str()).into_iter().collect();
    if ring.len() > 12 {
        names.extend(ring.iter().take(10).map(|link| link.name.as_str()));
        names.push("…");
        names.extend(ring.last().map(|link| link.name.as_str()));
    } else {
        names.extend(ring.iter().map(|link| link.name.as_str()));
    }
    names.join(" → ")
}

fn owner_title(stage: &str, otherwise: bool) -> String {
    if otherwise {
        format!("A contact at `{stage}` that no row takes would have no owner")
    } else {
        format!("A contact at `{stage}` of whom a fact is missing would have no owner")
    }
}

fn zone_title(what: &HeaderWord, written: &str) -> String {
    match what {
        HeaderWord::Zone(_) => format!("I do not know the time zone \"{written}\""),
        HeaderWord::Day(_) => format!("`{written}` is no day of the week"),
        HeaderWord::Time => format!("{written} is no time of day"),
    }
}

impl StructureProblem {
    /// As people read it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let new = |code| Diagnostic::new(Code(code), self.to_string());
        match self {
            StructureProblem::Circle { ring } => circle(new("C207"), ring),
            StructureProblem::Part { place } => new("C209")
                .label(*place, "no header, and no stage's rule")
                .why("Check the main file: its parts are checked with it. If this is the main file, it needs a rule that says who is a lead."),
            StructureProblem::SecondHeader { place, first, included } => {
                let found = new("C210");
                let found = if *included {
                    found.label(*place, "in an included file")
                } else {
                    found.label(*place, "a second one")
                };
                match first {
                    Some(first) => found.label(*first, "the header"),
                    None => found,
                }
                .why("The header holds what the whole agreement shares: version, owners, currency, time zone. Delete this one with its lines.")
            }
            StructureProblem::NotInLifecycle { place, insert, text, .. } => new("C702")
                .label(*place, "not in the lifecycle")
                .edits(vec![Edit { place: *insert, text: text.clone() }])
                .why("A contact is at the last stage whose rule says yes, so each stage with a rule has its place in the order."),
            StructureProblem::StageWithoutRule { place, name } => new("C702")
                .label(*place, "no rule for it")
                .lines(format!("{name} when …"))
                .why("Only the first stage can do without a rule: everybody is there. Add the rule, or take the stage out."),
            StructureProblem::NoLifecycle { place, first, names, line } => new("C702")
                .label(*place, "a second stage")
                .label(*first, "a first one")
                .edits(vec![Edit { place: line.before(), text: format!("lifecycle {}\n", names.join(", ")) }])
                .why("A contact is at the last stage whose rule says yes; the `lifecycle` line gives the order."),
            StructureProblem::AsideWithRule { place, name } => new("C702")
                .label(*place, "an aside")
                .why(format!("Contacts come to `{name}` by an `if no` line. For a rule of its own, move it to the stages of the lifecycle.")),
            StructureProblem::NoSuchDestination { place, name, is, near, lifecycle } => {
                let found = new("C703");
                let found = match (is, near) {
                    (Some(is), _) => found.label(*place, *is),
                    (None, Some(near)) => {
                        found.label(*place, format!("did you mean `{near}`?")).replace(*place, near.clone())
                    }
                    (None, None) => found.label(*place, "nowhere"),
                };
                let found = match (is, lifecycle) {
                    (None, Some(lifecycle)) => {
                        found.edits(vec![Edit { place: *lifecycle, text: format!("\n  aside {name}") }])
                    }
                    (_, Some(_) | None) => found,
                };
                found.why("Contacts go to an earlier stage, or to an `aside` of the lifecycle; elsewhere nobody would find them.")
            }
            StructureProblem::NotBack { place, .. } => new("C703")
                .label(*place, "not an earlier stage")
                .why("`if no` and `leave if` lead back, or to an aside. A later stage is reached by its rule."),
            StructureProblem::NotAnAside { place, .. } => new("C703")
                .label(*place, "a stage")
                .why("Name one of the `aside` stages of the lifecycle."),
            StructureProblem::SkipsLater { place, name, stage } => new("C703")
                .label(*place, "not an earlier stage")
                .why(format!("`may skip` under `{stage}` names stages before it. If `{name}` may be reached without `{stage}`, write `may skip {stage}` under `{name}`.")),
            StructureProblem::EnteredOnNoDate { place, kind, .. } => new("C703")
                .label(*place, kind.words())
                .why("Name the date field that says when a contact reached this stage."),
            StructureProblem::OnlyOnceReached { place, stage, rest, no } => {
                let found = new("C703").label(*place, format!("holds only for a `{stage}`"));
                let rest = if rest.is_empty() { "…" } else { rest.as_str() };
                let word = if *no { "`if no`" } else { "`if unknown`" };
                found
                    .lines(format!("  leave if {rest}: …"))
                    .why(format!("{word} lines are for contacts that are not at this stage. What makes one leave it is a `leave if` line."))
            }
            StructureProblem::NoWayBack { place, insert, name, aside } => {
                let found = new("W701").label(*place, "the rule ends here");
                let found = match aside {
                    Some(aside) => found.edits(vec![Edit {
                        place: *insert,
                        text: format!("\n  if no: recycle to {aside}"),
                    }]),
                    None => found,
                };
                found
                    .edits(vec![Edit { place: *insert, text: "\n  if no: stay".to_owned() }])
                    .why(format!("Most contacts are not `{name}` yet, and most are not dead either: say where they go."))
            }
            StructureProblem::NoOwner { place, otherwise, unknown, after, team, .. } => {
                let team = team.as_deref().unwrap_or("…");
                let mut lines = String::new();
                if *otherwise {
                    lines.push_str(&format!("\n  - otherwise to {team}"));
                }
                if *unknown {
                    lines.push_str(&format!("\n  - if unknown to {team}"));
                }
                let missing: Vec<String> = [(*otherwise, "`otherwise to`"), (*unknown, "`if unknown to`")]
                    .into_iter()
                    .filter(|(missing, _)| *missing)
                    .map(|(_, words)| words.to_owned())
                    .collect();
                new("C704")
                    .label(*place, format!("no {}", listed(&missing, "and no")))
                    .edits(vec![Edit { place: *after, text: lines }])
                    .why("A contact that nobody owns is called by nobody. With both rows, each has exactly one owner.")
            }
            StructureProblem::FirstBand { place, number, low, .. } => new("C706")
                .label(*place, format!("scores from {low} up to here are in no band"))
                .replace(*number, low.to_string())
                .why("The first band starts where the score's range starts."),
            StructureProblem::BandsNotRising { place, before, whole, sorted } => new("C706")
                .label(*place, format!("not above {before}"))
                .replace(*whole, sorted.clone())
                .why("Each band starts above the one before it."),
            StructureProblem::BandAboveRange { place, high, .. } => new("C706")
                .label(*place, "never reached")
                .why(format!("No score is above {high}.")),
            StructureProblem::NoStart { place, stage, declared } => new("C710")
                .label(*place, "since when?")
                .label(*declared, "without `entered on`")
                .lines(format!("  entered on became_{stage}_on"))
                .why("The time starts on the day the contact reached the stage: name its date field below the stage's rule."),
            StructureProblem::HoursFromDay { place, dated, declared } => new("W711")
                .label(*place, "needs a time of day")
                .label(*declared, "only a day")
                .why(format!("The time runs from `{dated}`. Declare it as `date and time`, or count days.")),
            StructureProblem::NotMeasured { place, shown, term } => {
                let label = match term {
                    MissingDeadline::Whole { .. } => "no deadline",
                    MissingDeadline::Start { .. } => "starts when?",
                    MissingDeadline::Repeated => "again and again",
                };
                let found = new("W711").label(*place, label).label(*shown, "is never asked");
                let found = match term {
                    MissingDeadline::Whole { after, stage: Some(stage) } => found.edits(vec![Edit {
                        place: *after,
                        text: format!(" within 2 working days of {}", shown_as(stage)),
                    }]),
                    MissingDeadline::Start { after, stage: Some(stage) } => {
                        found.edits(vec![Edit { place: *after, text: format!(" of {}", shown_as(stage)) }])
                    }
                    MissingDeadline::Whole { stage: None, .. }
                    | MissingDeadline::Start { stage: None, .. }
                    | MissingDeadline::Repeated => found,
                };
                found.why(
                    "A duty is measured `within … of STAGE` or `before STAGE`. Without one it is listed, and what `shown by` says has no effect.",
                )
            }
            StructureProblem::AfterOtherwise { place, otherwise, what } => new("C709")
                .label(*place, "after the last")
                .label(*otherwise, "takes all that are left")
                .why(format!("Rows are read from the top. Move this {what} up.")),
            StructureProblem::OpenAndGated { place, gate, .. } => new("C212")
                .label(*place, "no gate")
                .label(*gate, "a gate")
                .why("`open` says that there is no extra condition: delete one of the two."),
            StructureProblem::GatedTwice { place, first, .. } => new("C212")
                .label(*place, "again here")
                .label(*first, "first here")
                .why("A source has one gate for a stage; join the conditions with `and`."),
            StructureProblem::UnknownInHeader { place, what, .. } => {
                let found = new("C604");
                let (near, why) = match what {
                    HeaderWord::Zone(near) => (
                        near.as_ref().map(|near| format!("\"{near}\"")),
                        "Time zones are written as continent and city, with these capitals: \"America/New_York\", \"Europe/Berlin\", or \"UTC\".",
                    ),
                    HeaderWord::Day(near) => {
                        (near.clone(), "Days are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday.")
                    }
                    HeaderWord::Time => (None, "Times are written from 00:00 to 24:00."),
                };
                match near {
                    Some(near) => found.label(*place, format!("did you mean {near}?")).replace(*place, near),
                    None => found.label(*place, "unknown"),
                }
                .why(why)
            }
            StructureProblem::TeamIsSide { place, name } => new("C206")
                .label(*place, "choose another name")
                .why(format!("`{name} must …` speaks of the whole side; a team in it has a name of its own.")),
            StructureProblem::NoSuchSide { place, .. } => new("C313")
                .label(*place, "neither `marketing` nor `sales`")
                .replace(*place, "sales")
                .replace(*place, "marketing")
                .why("Each team belongs to one of the two sides of the agreement."),
            StructureProblem::NobodyMust { place, name, near } => {
                let found = new("C201");
                match near {
                    Some(near) => found.label(*place, format!("did you mean `{near}`?")).replace(*place, near.clone()),
                    None => found.label(*place, "not declared").lines(format!("team {name} in sales")),
                }
                .why("`marketing`, `sales`, `both` or a declared team must do it.")
            }
            StructureProblem::NotMatched { place, lookup, .. } => {
                let line = if *lookup { "  matched by company_id to \"Record ID\"" } else { "  matched by contact_id" };
                new("C213")
                    .label(*place, "no `matched by`")
                    .lines(line)
                    .why("`matched by` names the contact's field that holds the key.")
            }
            StructureProblem::NotAStem { place, stem, .. } => {
                let found = new("C214").label(*place, "no folder, no ending");
                let found =
                    if stem.is_empty() { found } else { found.replace(*place, format!("\"{stem}\"")) };
                found.why("Records lie beside each other and come as CSV, Excel or Parquet: name the file without folder and ending.")
            }
            StructureProblem::RateUnusable { place, same } => {
                let label = if *same { "the same currency twice" } else { "nothing" };
                new("C313").label(*place, label).why("A rate says what an amount of one currency is worth in another: `rate 1 EUR = 1.08 USD as of 2026-01-02`.")
            }
            StructureProblem::RateTooFine { place } => new("S126")
                .label(*place, "too many digits")
                .why("Comparisons are exact and never round: write the rate with fewer digits."),
            StructureProblem::TooManyPoints { place, .. } => new("S126").label(*place, "too many"),
            StructureProblem::StepOfNothing { place } => {
                new("C310").label(*place, "nothing").why("`per 10 of` counts tens, `per 1 of` ones; a loss comes every day or more.")
            }
            StructureProblem::LossOutOfRange { place, .. } => {
                new("C310").label(*place, "not in between").why("`losing 50% every 30 days` halves the points each 30 days.")
            }
            StructureProblem::LosingWithoutEvents { place } => new("C313")
                .label(*place, "no event, so no date")
                .why("Points fade with the age of an event: `5 points for each touch, losing 50% every 30 days`."),
            StructureProblem::TooMuchRepeated { place, .. } => new("S131")
                .label(*place, "too much from here on")
                .why("A criterion with a value is kept once for each value, a list once for each rule that compares with it. Use fewer different values, or shorter lists."),
        }
    }
}

fn circle(mut found: Diagnostic, ring: &[Link]) -> Diagnostic {
    for (index, link) in ring.iter().take(12).enumerate() {
        let before = if index == 0 { ring.last() } else { ring.get(index - 1) };
        let before = before.map_or("", |link| link.name.as_str());
        let label = if link.name == before {
            format!("`{before}` needs itself")
        } else {
            format!("`{before}` needs `{}`", link.name)
        };
        found = found.label(link.used, label);
    }
    found.why("Neither has a meaning before the other has. Say for one of them which facts about the contact count.")
}
