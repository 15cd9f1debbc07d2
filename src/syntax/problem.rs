//! What can be wrong with a text before anything is known about its names: facts here, wording in `diagnostic`.

mod diagnostic;

use thiserror::Error;

use super::document::DefinitionKind;
use crate::text::diagnostic::Edit;
use crate::text::span::Place;

/// A limit of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// 255 bytes a name.
    Name,
    /// 64 KiB a quoted text.
    Text,
    /// 10,000 terms a rule.
    Terms,
    /// 100,000 values a list.
    ListEntries,
    /// 1 MiB a file.
    File,
}

/// Why something cannot be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It is a word of the language.
    Reserved,
    /// It has a hyphen.
    Hyphen,
    /// It has a blank.
    Blank,
    /// It starts with a digit.
    Digit,
    /// Brackets with nothing in them.
    Empty,
}

/// What is wrong with a window of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowFault {
    /// `touches within 30 days`: those to come.
    LooksAhead,
    /// `in the last 30 days`: said otherwise here.
    Past,
    /// `at least 90 days ago`.
    Ago,
    /// `in the next 30 days`.
    Ahead,
    /// `shown by any touch within 2 days`: the promise gives the time.
    Evidence,
}

/// A problem with what was written, with its facts; [`Problem::diagnostic`] says it to people.
///
/// Each variant names its code first. `fix` and `fixes` are the edits that mend it, one list of edits for each way.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// S101: `>=`, `greater than`, `500 or more`.
    #[error("Comparisons are written in words")]
    ComparisonNotInWords {
        /// The sign or the words.
        at: Place,
        /// As written.
        written: String,
        /// What it is called here.
        say: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S102: `fits ICP & budget`.
    #[error("Criteria are joined with words")]
    CriteriaNotJoined {
        /// The sign, or the place where a word is missing.
        at: Place,
        /// With `and`, with `or`.
        fixes: Vec<Vec<Edit>>,
    },
    /// S103: `lead if fits ICP`.
    #[error("A rule for `{name}` needs `when`")]
    NeedsWhen {
        /// What stands in its place.
        at: Place,
        /// The rule.
        name: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S104: `lead when` and a list.
    #[error("Must all of these hold, or any one?")]
    ListWithoutHead {
        /// The first line of the list.
        at: Place,
        /// `all of:`, `any of:`.
        fixes: Vec<Vec<Edit>>,
    },
    /// S105: a line of a list without `- `.
    #[error("Each criterion in a list starts with `- `")]
    LineWithoutBullet {
        /// The line, or what stands for the bullet.
        at: Place,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S106: a list inside a list.
    #[error("Lists do not nest")]
    ListInList {
        /// The inner list's head.
        at: Place,
        /// The inner list, named.
        named: String,
    },
    /// S107: `- fits ICP and`.
    #[error("The list already joins its criteria")]
    JoinerInList {
        /// The word.
        at: Place,
        /// The word, in small letters.
        word: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S108: a text without its closing quote.
    #[error("This text never ends")]
    TextNotClosed {
        /// The text.
        at: Place,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S109: a line of a definition at the left margin.
    #[error("This line belongs to a rule but starts a new one")]
    LineAtMargin {
        /// Its first words.
        at: Place,
        /// Where the blanks go.
        line: Place,
    },
    /// S109: an indented line with nothing above it.
    #[error("This line is indented, but nothing stands above it")]
    NothingAbove {
        /// Its first word.
        at: Place,
    },
    /// S110: `feild employees: number`.
    #[error("I do not know what `{word}` starts")]
    UnknownStarter {
        /// The word.
        at: Place,
        /// As written.
        word: String,
        /// The edits that mend it, and the starter that was meant; none when there is no guess.
        near: Option<(String, Vec<Edit>)>,
    },
    /// S111: `the contact fits the ICP`.
    #[error("ULD does not use `{word}`")]
    ExtraWord {
        /// The words.
        at: Place,
        /// As written.
        word: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S111: `has ever been customer`.
    #[error("ULD does not look back at earlier stages")]
    HasEverBeen {
        /// The words.
        at: Place,
        /// A date field's name that would answer it.
        field: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S112: `fits ICP unless competitor`.
    #[error("A condition has no `{word}`")]
    NoUnless {
        /// The words.
        at: Place,
        /// As written.
        word: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S113: `industry is "A" or "B"`.
    #[error("{value} alone is not a criterion")]
    LoneValue {
        /// The value.
        at: Place,
        /// As written.
        value: String,
        /// The edits that mend it; empty when there is no guess.
        fix: Vec<Edit>,
    },
    /// S114: `is one of "A" or "B"`.
    #[error("Values in a list are separated by commas")]
    ValuesJoinedByWord {
        /// The word.
        at: Place,
        /// The list's name, for `west_states or "HI"`.
        list: Option<String>,
        /// The edits that mend it; empty for a named list.
        fix: Vec<Edit>,
    },
    /// S115: `between 50-500`.
    #[error("A range is written `between … and …`")]
    RangeNotBetween {
        /// What is wrong with it.
        at: Place,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S116: `decision_maker = true`.
    #[error("A yes/no field is a criterion by itself")]
    ComparedWithTruth {
        /// The comparison.
        at: Place,
        /// As written.
        written: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S117: `at least 500 or more`.
    #[error("`{already}` already says \"{words}\"")]
    SaidTwice {
        /// The words too many.
        at: Place,
        /// As written.
        words: String,
        /// What says it.
        already: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S118: `50MM`, `50m`, `50 million`.
    #[error("The letters for large numbers are K, M and B")]
    UnknownMagnitude {
        /// The number.
        at: Place,
        /// As it should be.
        write: String,
    },
    /// S119: `10,00`.
    #[error("Thousands are in groups of three digits")]
    WrongGroups {
        /// The number.
        at: Place,
        /// What may be meant.
        writes: Vec<String>,
    },
    /// S120: `3 mo`, `90d`, `three months`.
    #[error("I do not know this length of time")]
    UnknownTime {
        /// The words.
        at: Place,
        /// As it should be.
        write: String,
    },
    /// S120: `1.5 months`.
    #[error("A length of time is a whole number of {unit}")]
    NotWholeUnits {
        /// The number.
        at: Place,
        /// Of what.
        unit: &'static str,
    },
    /// S120: `more than 50 USD ago`.
    #[error("Before `ago` stands a length of time")]
    NotTimeAgo {
        /// What stands there.
        at: Place,
        /// The word `ago`.
        ago: Place,
    },
    /// S121: `03/04/2026`.
    #[error("Dates are year-month-day")]
    DateOrder {
        /// The date.
        at: Place,
        /// What may be meant.
        writes: Vec<String>,
    },
    /// S122: `"decision_maker" is yes`.
    #[error("Text in quotes is a value, not a name")]
    QuotedName {
        /// The text.
        at: Place,
        /// The name that may be meant.
        write: String,
    },
    /// S123: `decision_maker is unknown`.
    #[error("Ask whether it is missing")]
    NotAsked {
        /// The word.
        at: Place,
        /// `is missing` or `is known`.
        say: &'static str,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S124: `fits ICP is known`.
    #[error("`is {word}` asks about a field")]
    KnownOfRule {
        /// The criterion.
        at: Place,
        /// `known` or `missing`.
        word: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S125: `field before: date`.
    #[error("`{written}` cannot be a name")]
    NotAName {
        /// The words.
        at: Place,
        /// As written.
        written: String,
        /// Why not.
        fault: NameFault,
        /// A name that can be; empty when there is no guess.
        write: String,
    },
    /// S126: more than four places, or too large.
    #[error("ULD cannot hold this number")]
    NumberNotHeld {
        /// The number.
        at: Place,
        /// As written.
        written: String,
    },
    /// S127: more than 64 parentheses.
    #[error("Parentheses are nested too deeply")]
    TooDeep {
        /// The 65th.
        at: Place,
    },
    /// S128: a character that is not seen.
    #[error("A hidden character: {}", character.escape_unicode().to_string().to_uppercase().replace("\\U", "\\u"))]
    HiddenCharacter {
        /// The character.
        at: Place,
        /// Which.
        character: char,
    },
    /// S129: `any touch within the last 30 days where kind is "Call"`.
    #[error("`where` comes before `{window}`")]
    WindowBeforeFilter {
        /// The word `where`.
        at: Place,
        /// The first words of the window.
        window: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S129: `any touch where not held`.
    #[error("After `where`, `not` needs parentheses")]
    BareNotInFilter {
        /// `not` and the name.
        at: Place,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S129: `all of` without its colon.
    #[error("`{words}` needs a colon")]
    NoColon {
        /// The words before it.
        at: Place,
        /// As written.
        words: String,
    },
    /// S129: `'Software'`.
    #[error("Texts stand in double quotes")]
    OtherQuotes {
        /// The text.
        at: Place,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S129: `column: "A"`, `fits ICP.`
    #[error("`{written}` does not belong here")]
    TooMuch {
        /// The word or sign.
        at: Place,
        /// As written.
        written: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S129: `column "A", "B"`.
    #[error("`{missing}` is missing here")]
    LeftOut {
        /// What stands in its place.
        at: Place,
        /// The word or sign.
        missing: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S129: `if no: nurture`.
    #[error("`{place}` is a place; what happens with it?")]
    OutcomeWithoutVerb {
        /// The place's name.
        at: Place,
        /// As written.
        place: String,
        /// `recycle to`, `move to`.
        fixes: Vec<Vec<Edit>>,
    },
    /// S113: `1 AND (2 OR 3)`.
    #[error("Criteria have no numbers")]
    NumberedCriterion {
        /// The number.
        at: Place,
        /// As written.
        number: String,
    },
    /// S602: `is 3 days ago`.
    #[error("`{written}` is one day; say which side of it")]
    DayAgo {
        /// The words.
        at: Place,
        /// As written.
        written: String,
        /// `within the last`, `more than … ago`.
        fixes: Vec<Vec<Edit>>,
    },
    /// Any of these, with corrections that mend the rest of its line too.
    #[error("{first}")]
    Completed {
        /// The problem.
        first: Box<Problem>,
        /// The edits, one list for each way; empty when none helps.
        ways: Vec<Vec<Edit>>,
    },
    /// S129: anything that cannot stand where it stands.
    #[error("I did not expect {found} here")]
    Unexpected {
        /// What stands there.
        at: Place,
        /// Its name for the message.
        found: String,
        /// What could stand there.
        expected: Vec<String>,
        /// The bracket that is still open.
        open: Option<Place>,
        /// The word that is probably meant, and the edits.
        near: Option<(String, Vec<Edit>)>,
    },
    /// S129: `at least two touches`.
    #[error("Numbers are written in digits")]
    NumberInWords {
        /// The word.
        at: Place,
        /// The number.
        digits: String,
    },
    /// S129: `2 touches`, `touches is at least 3`.
    #[error("Events are counted: `any`, `no`, `at least 3`")]
    BareCount {
        /// The words.
        at: Place,
        /// The edits that mend it; empty when there is no guess.
        fix: Vec<Edit>,
    },
    /// S129: `latest touch is within the last 30 days`.
    #[error("An event is not compared; one of its fields is")]
    LatestWithoutField {
        /// The words.
        at: Place,
        /// The edits that mend it; empty when there is no guess.
        fix: Vec<Edit>,
    },
    /// S129: `2 touches with kind "Call"`.
    #[error("`where` says which events count")]
    WhichEvents {
        /// The words.
        at: Place,
        /// What to write instead.
        say: String,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S129: `events touch`.
    #[error("An events block says the plural too")]
    NoPlural {
        /// The name.
        at: Place,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S129: `respond within 4 hours`.
    #[error("A deadline says when it holds")]
    DeadlineWithoutWhen {
        /// The deadline.
        at: Place,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S129: `bands cold 0-19, hot 40+`.
    #[error("A band says where it starts: `from 20`")]
    BandsNotFrom {
        /// The bands.
        at: Place,
        /// The edits that mend it.
        fix: Vec<Edit>,
    },
    /// S105: rows of a route or a score without `- `.
    #[error("Each row starts with `- `")]
    RowWithoutBullet {
        /// The line.
        at: Place,
        /// The edits that mend it and the rows after it.
        fix: Vec<Edit>,
    },
    /// S130: a line that this kind of definition does not have.
    #[error("{} has no line `{words}`", diagnostic::kind_phrase(*kind))]
    WrongClause {
        /// Its first words.
        at: Place,
        /// As written.
        words: String,
        /// The definition it stands in.
        kind: DefinitionKind,
        /// The line that is probably meant, and the edits.
        near: Option<(String, Vec<Edit>)>,
        /// The kinds that have such a line.
        belongs: Vec<DefinitionKind>,
    },
    /// S131: over a limit.
    #[error("This is over a limit: {}", diagnostic::limit_phrase(*limit))]
    OverLimit {
        /// What is too large.
        at: Place,
        /// Which limit.
        limit: Limit,
    },
    /// S402: `not employees is at least 50`.
    #[error("`not` goes with a name or parentheses")]
    NotBeforeTest {
        /// The word `not`.
        at: Place,
        /// The ways to say it.
        fixes: Vec<Vec<Edit>>,
    },
    /// S602: `touches within 30 days`, `touches in the last 30 days`.
    #[error("{}", diagnostic::window_title(*fault))]
    WithinPast {
        /// The words.
        at: Place,
        /// What is wrong with them.
        fault: WindowFault,
        /// The edits that mend it; empty when there is no guess.
        fix: Vec<Edit>,
    },
    /// C601: `close_date is before today`.
    #[error("Rules do not read the clock")]
    ReadsClock {
        /// The word.
        at: Place,
        /// The edits that mend it; empty when there is no guess.
        fix: Vec<Edit>,
    },
}
