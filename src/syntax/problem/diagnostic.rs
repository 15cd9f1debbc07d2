//! How problems of reading are said: codes, labels, corrections, reasons.

use super::{Limit, NameFault, Problem, WindowFault};
use crate::syntax::document::DefinitionKind;
use crate::syntax::splitter::STARTERS;
use crate::text::diagnostic::{Code, Correction, Diagnostic, Edit};
use crate::text::span::Place;

/// What a limit is, for a sentence.
pub(super) fn limit_phrase(limit: Limit) -> &'static str {
    match limit {
        Limit::Name => "a name has at most 255 bytes",
        Limit::Text => "a text in quotes has at most 64 KiB",
        Limit::Terms => "a rule has at most 10,000 terms",
        Limit::ListEntries => "a list has at most 100,000 values",
        Limit::File => "a definition file has at most 1 MiB",
    }
}

/// What is wrong with a window, in one line.
pub(super) fn window_title(fault: WindowFault) -> &'static str {
    match fault {
        WindowFault::LooksAhead => "`within` looks ahead; the past is `within the last`",
        WindowFault::Past => "The past is `within the last`",
        WindowFault::Ago => "What lies before is `more than … ago`",
        WindowFault::Ahead => "The days ahead are `within`",
        WindowFault::Evidence => "The promise already says by when",
    }
}

/// A kind of definition, for a sentence.
pub(super) fn kind_phrase(kind: DefinitionKind) -> &'static str {
    match kind {
        DefinitionKind::Prose => "A line of prose",
        DefinitionKind::Header => "The header",
        DefinitionKind::Include => "An `include`",
        DefinitionKind::Team => "A team",
        DefinitionKind::List => "A list",
        DefinitionKind::Rate => "A rate",
        DefinitionKind::Field => "A field",
        DefinitionKind::Lookup => "A lookup",
        DefinitionKind::Events => "An events block",
        DefinitionKind::Lifecycle => "The lifecycle",
        DefinitionKind::Profile => "A profile",
        DefinitionKind::Criterion => "A criterion",
        DefinitionKind::Stage => "A stage",
        DefinitionKind::Source => "A source",
        DefinitionKind::Score => "A score",
        DefinitionKind::Route => "A route",
        DefinitionKind::Duty => "A duty",
        DefinitionKind::Example => "An example",
        DefinitionKind::Table => "A table of examples",
    }
}

impl Problem {
    /// The code of its message.
    pub fn code(&self) -> Code {
        Code(match self {
            Problem::Completed { first, .. } => return first.code(),
            Problem::ComparisonNotInWords { .. } => "S101",
            Problem::CriteriaNotJoined { .. } => "S102",
            Problem::NeedsWhen { .. } => "S103",
            Problem::ListWithoutHead { .. } => "S104",
            Problem::LineWithoutBullet { .. } | Problem::RowWithoutBullet { .. } => "S105",
            Problem::ListInList { .. } => "S106",
            Problem::JoinerInList { .. } => "S107",
            Problem::TextNotClosed { .. } => "S108",
            Problem::LineAtMargin { .. } | Problem::NothingAbove { .. } => "S109",
            Problem::UnknownStarter { .. } => "S110",
            Problem::ExtraWord { .. } | Problem::HasEverBeen { .. } => "S111",
            Problem::NoUnless { .. } => "S112",
            Problem::LoneValue { .. } | Problem::NumberedCriterion { .. } => "S113",
            Problem::ValuesJoinedByWord { .. } => "S114",
            Problem::RangeNotBetween { .. } => "S115",
            Problem::ComparedWithTruth { .. } => "S116",
            Problem::SaidTwice { .. } => "S117",
            Problem::UnknownMagnitude { .. } => "S118",
            Problem::WrongGroups { .. } => "S119",
            Problem::UnknownTime { .. } | Problem::NotWholeUnits { .. } | Problem::NotTimeAgo { .. } => {
                "S120"
            }
            Problem::DateOrder { .. } => "S121",
            Problem::QuotedName { .. } => "S122",
            Problem::NotAsked { .. } => "S123",
            Problem::KnownOfRule { .. } => "S124",
            Problem::NotAName { .. } => "S125",
            Problem::NumberNotHeld { .. } => "S126",
            Problem::TooDeep { .. } => "S127",
            Problem::HiddenCharacter { .. } => "S128",
            Problem::WindowBeforeFilter { .. }
            | Problem::BareNotInFilter { .. }
            | Problem::NoColon { .. }
            | Problem::OtherQuotes { .. }
            | Problem::TooMuch { .. }
            | Problem::LeftOut { .. }
            | Problem::OutcomeWithoutVerb { .. }
            | Problem::NumberInWords { .. }
            | Problem::BareCount { .. }
            | Problem::LatestWithoutField { .. }
            | Problem::WhichEvents { .. }
            | Problem::NoPlural { .. }
            | Problem::DeadlineWithoutWhen { .. }
            | Problem::BandsNotFrom { .. }
            | Problem::Unexpected { .. } => "S129",
            Problem::WrongClause { .. } => "S130",
            Problem::OverLimit { .. } => "S131",
            Problem::NotBeforeTest { .. } => "S402",
            Problem::WithinPast { .. } | Problem::DayAgo { .. } => "S602",
            Problem::ReadsClock { .. } => "C601",
        })
    }

    /// As people read it: code, title, underlined words, the corrected line, and why.
    pub fn diagnostic(&self) -> Diagnostic {
        let new = Diagnostic::new(self.code(), self.to_string());
        match self {
            Problem::ComparisonNotInWords { at, written, say, fix } => mend(
                new.label(*at, format!("`{written}` is `{say}`")),
                fix,
                "There is one wording for each comparison, so that everyone reads the same limit.",
            ),
            Problem::CriteriaNotJoined { at, fixes } => mend_ways(
                new.label(*at, "`and` or `or`?"),
                fixes,
                "A sign or a comma can mean both or either; a word cannot. For several criteria, use an `all of:` list.",
            ),
            Problem::NeedsWhen { at, fix, .. } => mend(
                new.label(*at, "write `when` here"),
                fix,
                "A rule is a name, `when`, and a condition; `if no` and `if unknown` say what follows from it.",
            ),
            Problem::ListWithoutHead { at, fixes } => mend_ways(
                new.label(*at, "the list starts here"),
                fixes,
                "All of them and any of them are two different agreements, so the list says which it is.",
            ),
            Problem::LineWithoutBullet { at, fix } => mend(
                new.label(*at, "add `- `"),
                fix,
                "The hyphen and the blank tell a criterion from a line such as `if no: …`.",
            ),
            Problem::ListInList { at, named } => {
                let new = new.label(*at, "the inner list");
                let new = if named.is_empty() { new } else { new.lines(named.clone()) };
                new.why("Give the inner list a name and use the name as one line; the name then also shows in reports.")
            }
            Problem::JoinerInList { at, word, fix } => mend(
                new.label(*at, format!("delete `{word}`")),
                fix,
                "One line is one criterion. For an `or`, use `any of:`, or parentheses in one line.",
            ),
            Problem::TextNotClosed { at, fix } => {
                mend(new.label(*at, "opened here"), fix, "A text closes on its line, with the kind of quote that opened it.")
            }
            Problem::LineAtMargin { at, line } => new
                .label(*at, "not indented")
                .replace(line.before(), "  ")
                .why("A line at the left margin starts a new definition; lines that belong to one are indented."),
            Problem::NothingAbove { at } => new
                .label(*at, "indented")
                .why("A definition starts at the left margin; an indented line belongs to the one above it."),
            Problem::UnknownStarter { at, near, .. } => unknown_starter(new, *at, near.as_ref()),
            Problem::ExtraWord { at, fix, .. } => {
                mend(new.label(*at, "leave this out"), fix, "Every rule is about one contact; there are no articles.")
            }
            Problem::HasEverBeen { at, field, fix } => mend(
                new.label(*at, "no look back"),
                fix,
                &format!("The data holds one row a contact, as it is now; a date field such as `{field}` remembers."),
            ),
            Problem::NoUnless { at, fix, .. } => mend(
                new.label(*at, "an exception"),
                fix,
                "An exception is `and not`: when it is unknown, the answer is unknown, with the question to ask.",
            ),
            Problem::LoneValue { at, value, fix } => mend(
                new.label(*at, format!("what must be {value}?")),
                fix,
                "`or` and `and` join two whole criteria.",
            ),
            Problem::ValuesJoinedByWord { at, list, fix } => match list {
                Some(list) => new
                    .label(*at, format!("put both into the list `{list}`"))
                    .why(format!("A named list is complete; add the value where `{list}` is declared.")),
                None => mend(new.label(*at, "write a comma"), fix, "Commas keep all values of one list together."),
            },
            Problem::RangeNotBetween { at, fix } => mend(
                new.label(*at, "write `between … and …`"),
                fix,
                "Written in words, the range cannot be mistaken for a minus; both ends belong to it.",
            ),
            Problem::ComparedWithTruth { at, written, fix } => mend(
                new.label(*at, format!("delete `{written}`")),
                fix,
                "The name alone means yes, `not` and the name means no.",
            ),
            Problem::SaidTwice { at, fix, .. } => {
                mend(new.label(*at, "delete this"), fix, "Two wordings for one limit invite the question whether they differ.")
            }
            Problem::UnknownMagnitude { at, write } => new
                .label(*at, "not a number")
                .replace(*at, write.clone())
                .why("`K` is a thousand, `M` a million, `B` a billion: capitals, without a blank."),
            Problem::WrongGroups { at, writes } => writes.iter().fold(new.label(*at, "here"), |new, write| {
                new.replace(*at, write.clone())
            }).why("A comma separates thousands, a point the decimals."),
            Problem::UnknownTime { at, write } => {
                let new = new.label(*at, "digits and a unit");
                let new = if write.is_empty() { new } else { new.replace(*at, write.clone()) };
                new.why(UNITS)
            }
            Problem::NotWholeUnits { at, .. } => new.label(*at, "not a whole number").why(UNITS),
            Problem::NotTimeAgo { at, ago } => {
                new.label(*at, "not a length of time").label(*ago, "because of this word").why(UNITS)
            }
            Problem::DateOrder { at, writes } => {
                let label = if writes.len() > 1 { "day first or month first?" } else { "not year-month-day" };
                writes
                    .iter()
                    .fold(new.label(*at, label), |new, write| new.replace(*at, write.clone()))
                    .why("03/04/2026 is 4 March in New York and 3 April in London.")
            }
            Problem::QuotedName { at, write } => {
                let new = new.label(*at, "remove the quotes");
                let new = if write.is_empty() { new } else { new.replace(*at, write.clone()) };
                new.why("Quotes are for values from the data; names of this definition stand without them.")
            }
            Problem::NotAsked { at, say, fix } => mend(
                new.label(*at, format!("not a value: `{say}`")),
                fix,
                "`unknown` is an answer that a rule gives; `missing` is a cell that nobody has filled in.",
            ),
            Problem::KnownOfRule { at, fix, .. } => mend(
                new.label(*at, "a criterion, not a field"),
                fix,
                "Only a field has a cell that can be blank. Ask about it, or say what an unknown answer counts as.",
            ),
            Problem::NotAName { at, fault, write, .. } => not_a_name(new, *at, *fault, write),
            Problem::NumberNotHeld { at, .. } => new
                .label(*at, "too large, or too many places")
                .why("Numbers are exact: at most four places after the point, and up to 922 trillion."),
            Problem::TooDeep { at } => new
                .label(*at, "level 65")
                .why("At most 64 levels are read. Give the inner part a name with `criterion`, and use the name."),
            Problem::HiddenCharacter { at, .. } => new
                .label(*at, "cannot be seen")
                .replace(*at, "")
                .why("Such characters come along when text is copied, and make a line look different from what it is."),
            Problem::WindowBeforeFilter { at, fix, .. } => {
                mend(new.label(*at, "put this first"), fix, "Which ones comes first, then of what time.")
            }
            Problem::BareNotInFilter { at, fix } => mend(
                new.label(*at, "write `(…)`"),
                fix,
                "`where` takes one test, or a parenthesis: it shows how far the `not` and the `where` reach.",
            ),
            Problem::NoColon { at, .. } => new
                .label(*at, "add `:`")
                .replace(at.after(), ":")
                .why("The colon says that a list follows."),
            Problem::OtherQuotes { at, fix } => mend(
                new.label(*at, "write \"…\""),
                fix,
                "A text opens and closes with a double quote; words without quotes are names.",
            ),
            Problem::TooMuch { at, fix, .. } => {
                mend(new.label(*at, "leave this out"), fix, "There is one way to write each line; this sign or word is not in it.")
            }
            Problem::LeftOut { at, missing, fix } => mend(
                new.label(*at, format!("write `{missing}` before this")),
                fix,
                "There is one way to write each line; small words and signs say what each part of it is.",
            ),
            Problem::OutcomeWithoutVerb { at, fixes, .. } => mend_ways(
                new.label(*at, "`recycle to` or `move to`?"),
                fixes,
                "Who is recycled will be looked at again; who is moved will not. `stay` changes nothing.",
            ),
            Problem::NumberedCriterion { at, number } => new
                .label(*at, format!("which criterion is {number}?"))
                .why("In place of `1 AND (2 OR 3)` write the criteria themselves: `fits ICP and (has_need or has_budget)`."),
            Problem::DayAgo { at, fixes, .. } => mend_ways(
                new.label(*at, "since then, or before then?"),
                fixes,
                "`within the last 3 days` are the days up to now; `more than 3 days ago` is all that lies before.",
            ),
            Problem::Completed { first, ways } => {
                let mut first = first.diagnostic();
                first.write = ways.iter().cloned().map(Correction::Edits).collect();
                first
            }
            Problem::Unexpected { at, expected, open, near, .. } => {
                unexpected(new, *at, expected, *open, near.as_ref())
            }
            Problem::WrongClause { at, near, belongs, .. } => wrong_clause(new, *at, near.as_ref(), belongs),
            Problem::OverLimit { at, .. } => new
                .label(*at, "too large")
                .why("A definition of this size is nearly always a slip, such as a whole export pasted into a list."),
            Problem::NotBeforeTest { at, fixes } => mend_ways(
                new.label(*at, "before a comparison"),
                fixes,
                "A comparison has a negative form of its own, which reads as it stands.",
            ),
            Problem::WithinPast { at, fault, fix } => window(new, *at, *fault, fix),
            Problem::NumberInWords { at, digits } => new
                .label(*at, format!("write `{digits}`"))
                .replace(*at, digits)
                .why("A word stands for a name; digits are numbers."),
            Problem::BareCount { at, fix } => mend(
                new.label(*at, "say how many"),
                fix,
                "A count is `any`, `no`, `at least`, `at most`, `more than`, `less than` or `exactly` so many, then the events.",
            ),
            Problem::LatestWithoutField { at, fix } => mend(
                new.label(*at, "which of its fields?"),
                fix,
                "Of one event, a field is asked for: `kind of latest touch is \"Call\"`.",
            ),
            Problem::WhichEvents { at, say, fix } => mend(
                new.label(*at, format!("write `{say}`")),
                fix,
                "After `where` stands a criterion about the fields of the event.",
            ),
            Problem::NoPlural { at, fix } => mend(
                new.label(*at, "and several of them?"),
                fix,
                "Rules then read as they are said: `any touch`, `at least 2 touches`.",
            ),
            Problem::DeadlineWithoutWhen { at, fix } => mend(
                new.label(*at, "for whom?"),
                fix,
                "A deadline holds `when` a criterion does, or `otherwise` for all the rest.",
            ),
            Problem::BandsNotFrom { at, fix } => mend(
                new.label(*at, "write `from`"),
                fix,
                "A band goes up to where the next one starts, so only its lowest score is written.",
            ),
            Problem::RowWithoutBullet { at, fix } => mend(
                new.label(*at, "add `- `"),
                fix,
                "The hyphen and the blank tell a row from the other lines.",
            ),
            Problem::ReadsClock { at, fix } => mend(
                new.label(*at, "no date"),
                fix,
                "Every run has one as-of date, printed with its results: `is in the past`, `is within 30 days`.",
            ),
        }
    }
}

const UNITS: &str = "A length of time is a whole number and minutes, hours, days, weeks, months, years, or working minutes, hours, days.";

fn mend(new: Diagnostic, fix: &[Edit], why: &str) -> Diagnostic {
    let new = if fix.is_empty() { new } else { new.edits(fix.to_vec()) };
    new.why(why)
}

fn window(new: Diagnostic, at: Place, fault: WindowFault, fix: &[Edit]) -> Diagnostic {
    let label = match fault {
        WindowFault::LooksAhead => "looks ahead, or is said otherwise",
        WindowFault::Past => "write `within the last`",
        WindowFault::Ago => "write `more than … ago`",
        WindowFault::Ahead => "write `within`",
        WindowFault::Evidence => "leave this out",
    };
    let why = match fault {
        WindowFault::LooksAhead | WindowFault::Past | WindowFault::Ago | WindowFault::Ahead => {
            "`within 30 days` are the next 30 days; those up to now are `within the last 30 days`."
        }
        WindowFault::Evidence => {
            "What is named here shows that the promise was kept if it happened inside the time of the promise."
        }
    };
    mend(new.label(at, label), fix, why)
}

fn mend_ways(mut new: Diagnostic, fixes: &[Vec<Edit>], why: &str) -> Diagnostic {
    new.write.extend(fixes.iter().cloned().map(Correction::Edits));
    new.why(why)
}

fn unknown_starter(new: Diagnostic, at: Place, near: Option<&(String, Vec<Edit>)>) -> Diagnostic {
    match near {
        Some((meant, fix)) => mend(new.label(at, format!("did you mean `{meant}`?")), fix, &starters()),
        None => new.label(at, "not a word that starts a line").why(starters()),
    }
}

fn starters() -> String {
    let words: Vec<&str> = STARTERS.iter().map(|(word, _)| *word).collect();
    format!(
        "A line at the left margin starts with `NAME when`, `NAME must`, or one of: {}.",
        words.join(", ")
    )
}

fn not_a_name(new: Diagnostic, at: Place, fault: NameFault, write: &str) -> Diagnostic {
    let (label, why) = match fault {
        NameFault::Reserved => (
            "a word of the language",
            "Some words have a meaning in rules; the line `column` keeps the header.",
        ),
        NameFault::Hyphen => ("names have no hyphen", "A name is one word of letters, digits and `_`."),
        NameFault::Blank => {
            ("names have no blanks", "A name is one word of letters, digits and `_`, or stands in brackets.")
        }
        NameFault::Digit => ("names start with a letter", "A name is one word of letters, digits and `_`."),
        NameFault::Empty => ("nothing in it", "A name has at least one letter."),
    };
    let new = new.label(at, label);
    let new = if write.is_empty() { new } else { new.replace(at, write) };
    new.why(why)
}

fn unexpected(
    new: Diagnostic,
    at: Place,
    expected: &[String],
    open: Option<Place>,
    near: Option<&(String, Vec<Edit>)>,
) -> Diagnostic {
    let why = match expected.split_last() {
        None => "Nothing can follow here.".to_owned(),
        Some((only, [])) => format!("Here can stand {only}."),
        Some((last, others)) => format!("Here can stand {} or {last}.", others.join(", ")),
    };
    let mut new = match near {
        Some((meant, _)) => new.label(at, format!("did you mean `{meant}`?")),
        None => new.label(at, "not understood"),
    };
    if let Some(open) = open {
        new = new.label(open, "opened here");
    }
    mend(new, near.map_or(&[], |(_, fix)| fix.as_slice()), &why)
}

fn wrong_clause(
    new: Diagnostic,
    at: Place,
    near: Option<&(String, Vec<Edit>)>,
    belongs: &[DefinitionKind],
) -> Diagnostic {
    if let Some((meant, fix)) = near {
        return mend(
            new.label(at, format!("did you mean `{meant}`?")),
            fix,
            "Each kind of definition has its own lines.",
        );
    }
    let kinds: Vec<&str> = belongs.iter().map(|kind| kind_phrase(*kind)).collect();
    let why = match kinds.split_last() {
        None => "Each kind of definition has its own lines; this is none of them.".to_owned(),
        Some((only, [])) => format!("{only} has such a line."),
        Some((last, others)) => {
            format!("{} and {} have such a line.", others.join(", "), last)
        }
    };
    new.label(at, "not here").why(why)
}
