//! What fills the cells of each column, with the texts of the definition made ready once a run.

use super::piece::Piece;
use super::sheet::Column;
use super::sink::Sink;
use super::written::{Written, string};
use crate::evaluate::answers::Answer;
use crate::model::lifecycle::Destination;
use crate::model::program::{Program, Shown};

/// What fills the cells of a column. Ready texts have with them what stands before and after a cell.
#[derive(Clone, Debug)]
pub(super) enum Fill {
    /// A column of the input: its slot.
    Kept(u32, Frame),
    /// What identifies the record: its slot.
    Id(u32, Frame),
    /// The record's number.
    Row(Frame),
    /// By stage.
    Stage(Places),
    /// By stage or aside; what is neither is written as it is.
    Recorded(Places, Frame),
    /// By stage or aside.
    MovedTo(Places),
    /// Made ready for each batch.
    CouldBe(Frame),
    /// Made ready for each batch.
    Ask(Frame),
    /// By source.
    Source(Texts),
    /// The low end of a score, by its index; and what stands there if it has none.
    ScoreLow(usize, Frame, Piece),
    /// The high end.
    ScoreHigh(usize, Frame, Piece),
    /// By band of a score.
    ScoreBand(usize, Texts),
    /// Made ready for each batch.
    Route(Frame),
    /// Said when it is met.
    RespondWithin(Frame),
    /// Said when it is met.
    NextStep(Frame),
    /// What is wrong with a record; and what stands there if nothing is.
    Problems(Frame, Piece),
    /// By answer.
    Rule(Shown, [Piece; 3]),
}

/// What stands before and after a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub before: Piece,
    pub after: Piece,
}

impl Frame {
    /// A cell with what stands around it.
    pub(super) fn piece(&self, write: impl FnOnce(&mut Sink)) -> Piece {
        let mut bytes = Sink::default();
        self.before.add(&mut bytes);
        write(&mut bytes);
        self.after.add(&mut bytes);
        Piece::new(bytes.into_bytes())
    }

    /// A text, or that there is none.
    pub(super) fn text(&self, written: Written, text: &str) -> Piece {
        self.piece(|out| written.text_or_blank(text, out))
    }
}

/// Ready cells by index.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    none: Piece,
    texts: Vec<Piece>,
}

impl Texts {
    fn new<'t>(written: Written, frame: &Frame, names: impl Iterator<Item = &'t str>) -> Self {
        Texts { none: frame.text(written, ""), texts: names.map(|name| frame.text(written, name)).collect() }
    }

    #[inline]
    pub(super) fn of(&self, index: Option<usize>) -> &Piece {
        index.and_then(|index| self.texts.get(index)).unwrap_or(&self.none)
    }
}

/// Ready cells by stage and by aside.
#[derive(Clone, Debug)]
pub(super) struct Places {
    stages: Texts,
    asides: Texts,
}

impl Places {
    fn new(written: Written, frame: &Frame, program: &Program) -> Self {
        Places {
            stages: Texts::new(written, frame, program.stages.iter().map(|stage| stage.name.as_str())),
            asides: Texts::new(written, frame, program.asides.iter().map(|aside| aside.name.as_str())),
        }
    }

    #[inline]
    pub(super) fn stage(&self, index: Option<usize>) -> &Piece {
        self.stages.of(index)
    }

    #[inline]
    pub(super) fn of(&self, destination: Option<Destination>) -> &Piece {
        match destination {
            Some(Destination::Stage(stage)) => self.stages.of(Some(stage.index())),
            Some(Destination::Aside(aside)) => self.asides.of(Some(aside.index())),
            None => self.stages.of(None),
        }
    }
}

/// How columns are filled, in order. `groups` are what the objects of JSON are called: scores, routes and rules.
pub(super) fn fills(
    program: &Program,
    columns: &[(Column, String)],
    groups: &[String; 3],
    written: Written,
) -> Vec<Fill> {
    let frames = frames(program, columns, groups, written);
    let fill = |((column, _), frame): (&(Column, String), Frame)| match *column {
        Column::Kept(slot) => Fill::Kept(slot, frame),
        Column::Id(slot) => Fill::Id(slot, frame),
        Column::Row => Fill::Row(frame),
        Column::Stage => Fill::Stage(Places::new(written, &frame, program)),
        Column::Recorded => Fill::Recorded(Places::new(written, &frame, program), frame),
        Column::MovedTo => Fill::MovedTo(Places::new(written, &frame, program)),
        Column::CouldBe => Fill::CouldBe(frame),
        Column::Ask => Fill::Ask(frame),
        Column::Source => {
            let names = program.sources.iter().map(|source| source.name.as_str());
            Fill::Source(Texts::new(written, &frame, names))
        }
        Column::ScoreLow(score) => {
            let none = frame.text(written, "");
            Fill::ScoreLow(score.index(), frame, none)
        }
        Column::ScoreHigh(score) => {
            let none = frame.text(written, "");
            Fill::ScoreHigh(score.index(), frame, none)
        }
        Column::ScoreBand(score) => {
            let bands = program.scores.get(score.index()).map_or(&[][..], |score| &score.bands);
            let names = bands.iter().map(|band| band.name.as_str());
            Fill::ScoreBand(score.index(), Texts::new(written, &frame, names))
        }
        Column::Route => Fill::Route(frame),
        Column::RespondWithin => Fill::RespondWithin(frame),
        Column::NextStep => Fill::NextStep(frame),
        Column::Problems => {
            let none = frame.piece(|out| written.no_problems(out));
            Fill::Problems(frame, none)
        }
        Column::Rule(shown) => {
            let word = |answer: Answer| frame.text(written, answer.word());
            Fill::Rule(shown, [Answer::No, Answer::Unknown, Answer::Yes].map(word))
        }
    };
    columns.iter().zip(frames).map(fill).collect()
}

/// What stands around the cells of each column. In JSON, scores, the route and the rules are objects of their own, so
/// that their first column opens one and their last closes it.
fn frames(
    program: &Program,
    columns: &[(Column, String)],
    groups: &[String; 3],
    written: Written,
) -> Vec<Frame> {
    let [scores, routes, rules] = groups;
    let is_rule = |column: Option<&(Column, String)>| {
        column.is_some_and(|(column, _)| matches!(column, Column::Rule(_)))
    };
    let frame = |(index, (column, name)): (usize, &(Column, String))| {
        if !written.is_json() {
            return Frame { before: Piece::new(written.before(index == 0, name)), after: Piece::default() };
        }
        let opened = |group: &String, first: bool| {
            let mut before = if first { written.before(false, group) } else { vec![b','] };
            if first {
                before.push(b'{');
            }
            before
        };
        let key = |before: Vec<u8>, name: &str| {
            let mut key = Sink::after(before);
            string(name, &mut key);
            key.push(b':');
            key.into_bytes()
        };
        let (before, after): (Vec<u8>, &[u8]) = match *column {
            Column::ScoreLow(score) => {
                let name = program.scores.get(score.index()).map_or("", |score| score.name.as_str());
                let mut before = key(opened(scores, score.index() == 0), name);
                before.extend_from_slice(b"{\"low\":");
                (before, b"")
            }
            Column::ScoreHigh(_) => (written.before(false, "high"), b""),
            Column::ScoreBand(score) if score.index() + 1 == program.scores.len() => {
                (written.before(false, "band"), b"}}")
            }
            Column::ScoreBand(_) => (written.before(false, "band"), b"}"),
            Column::Route => (key(opened(routes, true), "owner"), b""),
            Column::RespondWithin => (written.before(false, "respond_within"), b"}"),
            Column::Rule(_) => {
                let first = !is_rule(index.checked_sub(1).and_then(|before| columns.get(before)));
                let before = key(opened(rules, first), name);
                (before, if is_rule(columns.get(index + 1)) { b"" } else { b"}" })
            }
            Column::Kept(_)
            | Column::Id(_)
            | Column::Row
            | Column::Stage
            | Column::Recorded
            | Column::MovedTo
            | Column::CouldBe
            | Column::Ask
            | Column::Source
            | Column::NextStep
            | Column::Problems => (written.before(false, name), b""),
        };
        Frame { before: Piece::new(before), after: Piece::new(after.to_vec()) }
    };
    columns.iter().enumerate().map(frame).collect()
}
