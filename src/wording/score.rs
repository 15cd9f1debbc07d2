//! How the rows and bands of a score are said.

use super::condition::{clause, which_events};
use super::name::{event, every, field, score as score_name};
use super::phrase::Phrase;
use super::value::{number, number_of};
use crate::model::lifecycle::NumberSource;
use crate::model::program::Program;
use crate::model::score::{Basis, Score, ScoreRow};

/// A row as a sentence: `5 points for each touch whose kind is "Webinar", at most 15, losing 50% every 30 days`.
pub fn row(program: &Program, row: &ScoreRow) -> Phrase {
    let most = row.at_most.map(|most| format!(", at most {}", points(most))).unwrap_or_default();
    let fading = fading(row).map(|fading| format!(", {fading}")).unwrap_or_default();
    Phrase::words(signed(row.points)).and(" ").then(basis(program, row)).and(&most).and(&fading)
}

/// `30 points`, `minus 1 point`
pub fn signed(count: i64) -> String {
    format!("{}{}", if count < 0 { "minus " } else { "" }, points(count.saturating_abs()))
}

/// `1 point`, `15 points`
pub fn points(count: i64) -> String {
    format!("{} {}", whole(count), if count == 1 { "point" } else { "points" })
}

/// A whole number of points with thousands commas; below zero, with a minus.
pub fn whole(count: i64) -> String {
    format!("{}{}", if count < 0 { "-" } else { "" }, number_of(count.unsigned_abs()))
}

/// What a row gives its points for: `when …`, `for each …`.
pub fn basis(program: &Program, row: &ScoreRow) -> Phrase {
    match &row.basis {
        Basis::When(node) => Phrase::words("when ").then(clause(program, *node)),
        Basis::Per { step, of } => {
            let each = match (step, of) {
                (1, NumberSource::Field(_)) => "for each 1 of ".to_owned(),
                (1, NumberSource::Score(_)) => "for each 1 point of ".to_owned(),
                (step, NumberSource::Field(_)) => format!("for every full {} of ", whole(*step)),
                (step, NumberSource::Score(_)) => format!("for every full {} points of ", whole(*step)),
            };
            Phrase::words(each).then(match of {
                NumberSource::Field(id) => field(program, *id),
                NumberSource::Score(id) => score_name(program, *id),
            })
        }
        Basis::ForEach(set) => {
            Phrase::words("for each ").then(event(program, set.event, false)).then(which_events(program, set))
        }
    }
}

/// `losing 50% every 30 days`
pub fn fading(row: &ScoreRow) -> Option<String> {
    let (loss, length) = row.losing?;
    Some(format!("losing {}% {}", number(loss), every(length)))
}

/// The bands in words: `cold from 0 to 19`, `hot from 40 to 100`.
pub fn bands(score: &Score) -> Vec<String> {
    let next = score.bands.iter().skip(1).map(|band| band.from.saturating_sub(1)).chain([score.high]);
    score
        .bands
        .iter()
        .zip(next)
        .map(|(band, last)| {
            let name = band.name.replace('_', " ");
            if band.from >= last {
                format!("{name} at {}", whole(band.from))
            } else {
                format!("{name} from {} to {}", whole(band.from), whole(last))
            }
        })
        .collect()
}
