//! Which file has the records of an `events` or `lookup` block: the one of `--with`, else a neighbour of RECORDS.
//!
//! ```text
//! events touch … file "activities"      exports/contacts.csv  ──►  exports/activities.csv.gz
//! ```
//!
//! A definition may come from a stranger, so what it names is never followed out of the folder: a neighbour is a
//! regular file, not a link.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::found::Block;
use crate::model::program::Program;
use crate::records::error::RecordsError;
use crate::records::form::{InputForm, record_stem};
use crate::records::open::Place;
use crate::text::name::fold;

/// `--with NAME=FILE`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct With {
    /// The name of an `events` or `lookup` block; of events, also of several.
    pub name: String,
    /// The file; `-` is standard input.
    pub path: PathBuf,
    /// The sheet, if the file is a workbook: what stands behind `activities.xlsx#`.
    pub sheet: Option<String>,
}

impl FromStr for With {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let missing = "a name of the definition, `=` and a file, such as touch=activities.csv";
        let (name, path) = text.split_once('=').ok_or(missing)?;
        let (name, path) = (name.trim(), path.trim());
        if name.is_empty() || path.is_empty() {
            return Err(missing);
        }
        let lower = path.to_ascii_lowercase();
        let mark =
            [".xlsx#", ".xlsm#"].iter().find_map(|ending| Some(lower.find(ending)? + ending.len() - 1));
        let (path, sheet) = mark.and_then(|at| path.split_at_checked(at)).unwrap_or((path, ""));
        let sheet = sheet.strip_prefix('#').map(|sheet| sheet.trim().to_owned());
        if sheet.as_deref() == Some("") {
            return Err("a name or number of a sheet behind `#`, such as touch=activities.xlsx#Calls");
        }
        Ok(With { name: name.to_owned(), path: PathBuf::from(path), sheet })
    }
}

/// Where the records of a block are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedFile {
    /// Whose.
    pub block: Block,
    /// Where.
    pub place: Place,
    /// Its form; none: by its name.
    pub form: Option<InputForm>,
    /// The sheet of a workbook; none: the first.
    pub sheet: Option<String>,
    /// Whether `--with` says so.
    pub stated: bool,
}

/// The files beside RECORDS that a definition's blocks have.
///
/// `stdin` is the form of standard input, if one of `with` is that.
///
/// # Errors
/// When `--with` names no block, or one twice; when a block has two files beside RECORDS, or one that is a link.
pub fn find(
    program: &Program,
    with: &[With],
    records: &Place,
    stdin: Option<InputForm>,
) -> Result<Vec<RelatedFile>, RecordsError> {
    let mut files: Vec<RelatedFile> = Vec::new();
    for stated in with {
        let name = stated.name.trim();
        let wanted = fold(name);
        let called = |block: &Block| {
            [block.name(program), block.rows_name(program)].iter().any(|known| fold(known) == wanted)
        };
        let Some(block) = Block::all(program).find(called) else {
            let known = Block::all(program).map(|block| block.name(program).to_owned()).collect();
            let meant = meant(program, name, &stated.path);
            return Err(RecordsError::WithUnknown { name: name.to_owned(), meant, known });
        };
        if files.iter().any(|file| file.block == block) {
            let name = block.name(program).to_owned();
            return Err(RecordsError::WithTwice { name });
        }
        let place = Place::of_argument(&stated.path);
        let form = stdin.filter(|_| place == Place::Stdin);
        files.push(RelatedFile { block, place, form, sheet: stated.sheet.clone(), stated: true });
    }
    let Place::Path(records) = records else { return Ok(files) };
    let open: Vec<Block> =
        Block::all(program).filter(|block| !files.iter().any(|file| file.block == *block)).collect();
    let wanted: Vec<(Block, &str)> =
        open.into_iter().filter_map(|block| Some((block, block.stem(program)?))).collect();
    if wanted.is_empty() {
        return Ok(files);
    }
    let names = neighbours(records)?;
    for (block, stem) in wanted {
        let mut found = names.iter().filter(|name| record_stem(name) == Some(stem));
        let Some(first) = found.next() else { continue };
        let name = block.name(program).to_owned();
        if let Some(second) = found.next() {
            return Err(RecordsError::TwoFiles { name, first: first.clone(), second: second.clone() });
        }
        let path = records.with_file_name(first);
        let shown = path.display().to_string();
        let kind = fs::symlink_metadata(&path)
            .map_err(|source| RecordsError::Open { path: shown.clone(), source })?
            .file_type();
        if !kind.is_file() {
            return Err(RecordsError::NoPlainFile { path: shown, name });
        }
        files.push(RelatedFile { block, place: Place::Path(path), form: None, sheet: None, stated: false });
    }
    Ok(files)
}

/// What a name that no block has probably means: the name of a file, or a block's with a slip of the pen.
fn meant(program: &Program, name: &str, path: &Path) -> Option<String> {
    let wanted = fold(name);
    let path = path.display();
    let of_file = |block: &Block| block.stem(program).is_some_and(|stem| fold(stem) == wanted);
    if let Some(block) = Block::all(program).find(of_file) {
        let block = block.name(program);
        return Some(format!("that is the name of the file of `{block}`: say --with {block}={path}"));
    }
    let likeness = |block: &Block| {
        let names = [block.name(program), block.rows_name(program)];
        let likenesses = names.map(|known| strsim::normalized_damerau_levenshtein(&fold(known), &wanted));
        likenesses.into_iter().fold(0.0, f64::max)
    };
    let nearest = Block::all(program)
        .map(|block| (likeness(&block), block))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    nearest.map(|(_, block)| format!("did you mean --with {}={path}?", block.name(program)))
}

/// The names of the files beside this one, itself left out, in one order wherever the program runs.
pub(super) fn neighbours(records: &Path) -> Result<Vec<String>, RecordsError> {
    let folder = match records.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let failed = |source| RecordsError::Open { path: folder.display().to_string(), source };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        // A name that is no text is no stem of a definition either.
        if let Ok(name) = entry.map_err(failed)?.file_name().into_string()
            && records.file_name().is_none_or(|own| own != name.as_str())
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
