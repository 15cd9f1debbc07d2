//! Files beside the records that may be meant for a block whose own is not there: another ending, another name.

use std::path::PathBuf;

use super::find::neighbours;
use super::found::Block;
use crate::model::program::Program;
use crate::records::form::record_stem;
use crate::records::open::Place;
use crate::text::name::fold;

/// A file that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Near {
    /// It can be read.
    Readable(PathBuf),
    /// It has the right name, and a form that this version can't read.
    OtherForm(String),
}

/// The likeliest file beside the records; none if no name comes near.
pub fn near(program: &Program, block: Block, records: &Place) -> Option<Near> {
    let Place::Path(records) = records else { return None };
    let names = neighbours(records).ok()?;
    let wanted: Vec<String> =
        [block.stem(program), Some(block.name(program)), Some(block.rows_name(program))]
            .into_iter()
            .flatten()
            .map(fold)
            .collect();
    let others: Vec<String> = Block::all(program)
        .filter(|other| *other != block)
        .flat_map(|other| [other.stem(program), Some(other.name(program)), Some(other.rows_name(program))])
        .flatten()
        .map(fold)
        .collect();
    let likeness = |stem: &str| {
        let stem = fold(stem);
        let likenesses = wanted.iter().map(|name| strsim::normalized_damerau_levenshtein(name, &stem));
        likenesses.fold(0.0, f64::max)
    };
    let readable = names
        .iter()
        .filter_map(|name| Some((name, record_stem(name)?)))
        .filter(|(_, stem)| !others.contains(&fold(stem)))
        .map(|(name, stem)| (likeness(stem), name))
        .filter(|(likeness, _)| *likeness >= 0.75)
        .fold(None, |best: Option<(f64, &String)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            Some(_) | None => Some(next),
        });
    if let Some((_, name)) = readable {
        return Some(Near::Readable(records.with_file_name(name)));
    }
    let sheet = names.into_iter().find(|name| {
        let parts = name.rsplit_once('.');
        parts.is_some_and(|(stem, ending)| {
            ["xls", "xlsb", "ods"].contains(&ending.to_lowercase().as_str()) && wanted.contains(&fold(stem))
        })
    });
    sheet.map(Near::OtherForm)
}
