//! The rows of a batch, written.

use std::mem::take;

use super::super::form::OutputForm;
use super::super::rows::Rows;
use super::batch::Batch;
use super::fill::{Fill, Frame};
use super::json::{cell_of, compact};
use super::piece::Piece;
use super::sheet::Sheet;
use super::sink::Sink;
use crate::evaluate::answers::Answer;
use crate::evaluate::verdicts::{Recorded, Verdicts};
use crate::model::program::Shown;

impl Sheet<'_> {
    /// Adds the header line, for forms that have one.
    pub fn write_header(&self, out: &mut Vec<u8>) {
        match self.written.form {
            OutputForm::Csv | OutputForm::Tsv | OutputForm::Table => {
                let mut header = Sink::after(take(out));
                for (index, name) in self.names().enumerate() {
                    header.extend_from_slice(&self.written.before(index == 0, name));
                    self.written.text(name, &mut header);
                }
                header.push(b'\n');
                *out = header.into_bytes();
            }
            OutputForm::Json | OutputForm::Ndjson | OutputForm::Parquet | OutputForm::Excel => {}
        }
    }

    /// Adds the rows of a batch.
    pub fn write_rows(&self, rows: &Rows, verdicts: &Verdicts, out: &mut Vec<u8>) {
        let mut sink = Sink::after(take(out));
        let mut batch = Batch::new(self, rows, verdicts);
        for row in 0..rows.count() {
            let out = &mut sink;
            match self.written.form {
                OutputForm::Csv | OutputForm::Tsv | OutputForm::Table => {
                    self.write_cells(row, &mut batch, out);
                    out.push(b'\n');
                }
                OutputForm::Parquet | OutputForm::Excel => self.write_cells(row, &mut batch, out),
                OutputForm::Ndjson => {
                    self.write_object(row, &mut batch, out);
                    out.push(b'\n');
                }
                OutputForm::Json => {
                    out.extend_from_slice(b",\n");
                    self.write_object(row, &mut batch, out);
                }
            }
        }
        *out = sink.into_bytes();
    }

    /// Adds the object of a row; its keys are the columns of CSV, but scores, the route, and the rules that are shown
    /// are objects of their own: `scores`, `routes` and `rules`.
    fn write_object(&self, row: usize, batch: &mut Batch<'_>, out: &mut Sink) {
        let start = out.len();
        self.write_cells(row, batch, out);
        // A comma stands before every key; that of the first opens the object.
        out.set(start, b'{');
        out.push(b'}');
    }

    fn write_cells(&self, row: usize, batch: &mut Batch<'_>, out: &mut Sink) {
        let verdicts = batch.verdicts;
        for fill in &self.fills {
            match fill {
                Fill::Kept(slot, frame) => self.write_kept(batch, row, *slot, frame, out),
                Fill::Id(slot, frame) => {
                    frame.before.add(out);
                    self.written.text(trimmed(batch.rows.shown(row, *slot)), out);
                }
                Fill::Row(frame) => {
                    frame.before.add(out);
                    self.written.number(batch.rows.number(row) as i64, out);
                }
                Fill::Stage(places) => {
                    let stage = verdicts.stage.get(row).copied().flatten();
                    places.stage(stage.map(|stage| stage.index())).add(out);
                }
                Fill::Recorded(places, frame) => match verdicts.recorded.get(row).and_then(Option::as_ref) {
                    Some(Recorded::Other(text)) => {
                        frame.before.add(out);
                        self.written.text_or_blank(text, out);
                    }
                    Some(Recorded::Known(destination)) => places.of(Some(*destination)).add(out),
                    None => places.of(None).add(out),
                },
                Fill::MovedTo(places) => {
                    places.of(verdicts.moved_to.get(row).copied().flatten()).add(out);
                }
                Fill::CouldBe(_) => add(listed(&batch.could_be_texts, &batch.could_be, row), out),
                Fill::Ask(_) => add(listed(&batch.asks, &verdicts.ask, row), out),
                Fill::Source(texts) => {
                    let source = verdicts.source.get(row).copied().flatten();
                    texts.of(source.map(|source| source.index())).add(out);
                }
                Fill::ScoreLow(score, frame, none) => {
                    let low = verdicts.scores.get(*score).and_then(|points| points.low.get(row));
                    self.write_points(low.copied(), frame, none, out);
                }
                Fill::ScoreHigh(score, frame, none) => {
                    let high = verdicts.scores.get(*score).and_then(|points| points.high.get(row));
                    self.write_points(high.copied(), frame, none, out);
                }
                Fill::ScoreBand(score, texts) => texts.of(self.band(verdicts, *score, row)).add(out),
                Fill::Route(_) => add(batch.owner(row), out),
                Fill::RespondWithin(frame) => add(batch.within(self, frame, row), out),
                Fill::NextStep(frame) => add(batch.next_step(self, frame, row), out),
                Fill::Problems(_, none) if batch.is_clean(row) => none.add(out),
                Fill::Problems(frame, _) => {
                    frame.before.add(out);
                    self.write_problems(row, batch, out);
                }
                Fill::Rule(shown, [no, unknown, yes]) => match answer(verdicts, *shown, row) {
                    Answer::No => no.add(out),
                    Answer::Unknown => unknown.add(out),
                    Answer::Yes => yes.add(out),
                },
            }
        }
    }

    fn write_kept(&self, batch: &mut Batch<'_>, row: usize, slot: u32, frame: &Frame, out: &mut Sink) {
        let shown = batch.rows.shown(row, slot);
        if !self.kept_json {
            frame.before.add(out);
            self.written.text(shown, out);
        } else if self.written.is_json() {
            // A key that this record does not have is left out.
            if !shown.is_empty() {
                frame.before.add(out);
                batch.scratch.clear();
                compact(shown, &mut batch.scratch);
                out.extend_from_slice(batch.scratch.as_bytes());
            }
        } else {
            frame.before.add(out);
            batch.scratch.clear();
            cell_of(shown, &mut batch.scratch);
            self.written.text(&batch.scratch, out);
        }
    }

    #[inline]
    fn write_points(&self, points: Option<i64>, frame: &Frame, none: &Piece, out: &mut Sink) {
        match points {
            Some(points) => {
                frame.before.add(out);
                self.written.number(points, out);
            }
            None => none.add(out),
        }
    }

    /// The band that both ends of a score are in.
    fn band(&self, verdicts: &Verdicts, score: usize, row: usize) -> Option<usize> {
        let bands = self.program.scores.get(score).filter(|score| !score.bands.is_empty())?;
        let points = verdicts.scores.get(score)?;
        bands.band(*points.low.get(row)?, *points.high.get(row)?)
    }
}

#[inline]
fn add(piece: Option<&Piece>, out: &mut Sink) {
    if let Some(piece) = piece {
        piece.add(out);
    }
}

#[inline]
fn listed<'p>(texts: &'p [Piece], of: &[u32], row: usize) -> Option<&'p Piece> {
    of.get(row).and_then(|list| texts.get(*list as usize)).or(texts.first())
}

/// A text without the blanks around it. Most have none, and begin and end with a letter or digit.
#[inline]
fn trimmed(text: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if plain(text.as_bytes().first()) && plain(text.as_bytes().last()) { text } else { text.trim() }
}

/// The answer of a rule that is shown.
fn answer(verdicts: &Verdicts, shown: Shown, row: usize) -> Answer {
    let answers = match shown {
        Shown::Stage(stage) => verdicts.stage_answers.get(stage.index()),
        Shown::Rule(rule) => verdicts.rule_answers.get(rule.index()),
    };
    answers.map_or(Answer::Unknown, |answers| answers.at(row))
}

#[cfg(test)]
mod tests {
    use super::trimmed;

    #[test]
    fn ids_are_trimmed_as_texts_are() {
        let letters = ["", " ", "\t", "\u{a0}", "a", "\u{2003}", "é", "\0", "7"];
        let pairs = letters.iter().flat_map(|one| letters.map(|other| format!("{one}{other}")));
        for text in pairs.flat_map(|pair| letters.map(|last| format!("{pair}{last}"))) {
            assert_eq!(trimmed(&text), text.trim(), "{text:?}");
        }
    }
}
