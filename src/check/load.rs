//! From the main file to all files of a definition: includes and lists, read once each, in the order of the includes.
//!
//! Paths are relative to the folder of the file that names them (see `path`). A list file has one value a line; a byte
//! order mark, line ends of either kind, blanks around a value and empty lines do not count, and a line that starts
//! with `#` is a comment, as in a definition. A value that starts with `#` can be written into the definition itself.

use std::collections::{BTreeMap, BTreeSet};

use super::packs;
use super::path::{DEFINITION, LIST, folder_of, resolve};
use super::problem::files::{FileProblem, PathProblem};
use crate::syntax;
use crate::syntax::document::{Document, ItemKind, ListValues, Text};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Source, Sources};
use crate::text::span::{Place, SourceId};

/// How many files a definition may have, the main one included.
pub const MOST_FILES: usize = 64;
/// How many bytes all included files may have together.
pub const MOST_BYTES: usize = 8 << 20;
/// How many bytes one file may have.
pub const MOST_FILE_BYTES: usize = 1 << 20;
/// How deep includes may nest.
pub const MOST_DEPTH: usize = 8;
/// How many values a list may have.
pub const MOST_LIST_VALUES: usize = 100_000;
/// How many bytes a list's file may have, and all of them together.
pub const MOST_LIST_BYTES: usize = 16 << 20;
/// How many values all lists may have together.
const MOST_ALL_VALUES: usize = 1_000_000;
/// How many bytes a value may have.
const MOST_TEXT_BYTES: usize = 64 << 10;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// There is none.
    NotFound,
    /// It is a folder, a pipe, a device.
    NotAFile,
    /// It is a link, or lies behind one.
    Link,
    /// It is larger than the limit.
    TooLarge,
    /// The system says no; with its words.
    Unreadable(String),
}

/// Reads the files of a definition.
pub trait Files {
    /// The bytes of the file at `path`: parts joined with `/`, from the main file's folder down, lexically checked: it
    /// is not absolute, has no `.`, `..` or empty parts, no `\`, and no names of devices or drives.
    ///
    /// # Errors
    /// Why it cannot be read; links are not followed.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault>;
}

/// The values of a list file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFile {
    /// Its path from the main file's folder.
    pub path: String,
    /// Its values, in order.
    pub values: Vec<String>,
}

/// All files of a definition, read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The texts of the main file and the included ones.
    pub sources: Sources,
    /// Their trees, in the order of the includes, the main file first.
    pub documents: Vec<Document>,
    /// The trees of the packs, with only what the other texts use.
    pub packs: Vec<Document>,
    /// List files, by the place where their path is written.
    pub list_files: BTreeMap<Place, ListFile>,
    /// Places of paths that could not be read.
    pub unread: BTreeSet<Place>,
    /// What is wrong with the texts and the files.
    pub problems: Vec<Diagnostic>,
}

/// Reads the main file's text, which messages call `name`, and all that it includes.
pub fn load(name: &str, text: String, files: &dyn Files) -> Loaded {
    let (folder, base) = match name.rfind(['/', '\\']) {
        Some(at) => (name.get(..=at).unwrap_or(""), name.get(at + 1..).unwrap_or("")),
        None => ("", name),
    };
    let mut loader = Loader {
        files,
        shown_folder: folder.to_owned(),
        loaded: Loaded::default(),
        seen: BTreeSet::from([base.to_owned()]),
        bytes: 0,
        list_bytes: 0,
        values: 0,
        lists: BTreeMap::new(),
    };
    let source = loader.loaded.sources.add(Source::new(name, text));
    loader.file(source, "", &mut vec![base.to_owned()]);
    let mut loaded = loader.loaded;
    let texts = loaded.documents.iter().filter_map(|document| loaded.sources.get(document.source));
    let packs = std::mem::take(&mut loaded.packs);
    loaded.packs = packs::used(packs, &loaded.documents, texts.map(Source::text));
    loaded
}

struct Loader<'a> {
    files: &'a dyn Files,
    shown_folder: String,
    loaded: Loaded,
    seen: BTreeSet<String>,
    bytes: usize,
    list_bytes: usize,
    values: usize,
    lists: BTreeMap<String, Vec<String>>,
}

impl Loader<'_> {
    /// Reads a text and what it includes; recursion is at most [`MOST_DEPTH`] deep.
    fn file(&mut self, source: SourceId, folder: &str, above: &mut Vec<String>) {
        let text = self.loaded.sources.get(source).map(Source::text).unwrap_or("").to_owned();
        let parsed = syntax::parse(source, &text);
        self.loaded.problems.extend(parsed.problems.iter().map(|problem| problem.diagnostic()));
        let mut includes = Vec::new();
        let mut lists = Vec::new();
        for item in &parsed.document.items {
            if let ItemKind::Include(include) = &item.kind {
                includes.push(include.path.clone());
            } else if let ItemKind::List(list) = &item.kind
                && let ListValues::File(path) = &list.values
            {
                lists.push(path.clone());
            }
        }
        self.loaded.documents.push(parsed.document);
        for path in &lists {
            let place = Place::new(source, path.at.0);
            if let Err(problem) = self.list(place, folder, path) {
                self.refuse(place, path, problem);
            }
        }
        for path in &includes {
            let place = Place::new(source, path.at.0);
            if let Err(problem) = self.include(folder, path, above) {
                self.refuse(place, path, problem);
            }
        }
    }

    fn refuse(&mut self, place: Place, path: &Text, why: PathProblem) {
        self.loaded.unread.insert(place);
        self.loaded.problems.push(FileProblem { place, path: path.value.clone(), why }.diagnostic());
    }

    fn include(&mut self, folder: &str, path: &Text, above: &mut Vec<String>) -> Result<(), PathProblem> {
        if let Some(name) = path.value.strip_prefix(packs::PREFIX) {
            let text = packs::pack(name).ok_or(PathProblem::Pack)?;
            if self.seen.insert(path.value.clone()) {
                let source = self.loaded.sources.add(Source::new(&path.value, text.to_owned()));
                self.loaded.packs.push(syntax::parse(source, text).document);
            }
            return Ok(());
        }
        let target = resolve(folder, &path.value, DEFINITION).map_err(PathProblem::Path)?;
        if let Some(from) = above.iter().position(|file| *file == target) {
            return Err(PathProblem::Circle(above.iter().skip(from).chain([&target]).cloned().collect()));
        }
        if self.seen.contains(&target) {
            return Ok(());
        }
        if above.len() > MOST_DEPTH {
            return Err(PathProblem::TooDeep(MOST_DEPTH));
        }
        if self.seen.len() >= MOST_FILES {
            return Err(PathProblem::TooManyFiles(MOST_FILES));
        }
        let text = self.text(&target, MOST_FILE_BYTES)?;
        self.bytes += text.len();
        if self.bytes > MOST_BYTES {
            return Err(PathProblem::TooMuchText(MOST_BYTES >> 20));
        }
        self.seen.insert(target.clone());
        let shown = format!("{}{target}", self.shown_folder);
        let source = self.loaded.sources.add(Source::new(shown, text));
        above.push(target.clone());
        self.file(source, folder_of(&target), above);
        above.pop();
        Ok(())
    }

    fn text(&self, target: &str, most: usize) -> Result<String, PathProblem> {
        let bytes = self.files.read(target).map_err(PathProblem::File)?;
        if bytes.len() > most {
            return Err(PathProblem::File(FileFault::TooLarge));
        }
        String::from_utf8(bytes).map_err(|_| PathProblem::NotText)
    }

    fn list(&mut self, place: Place, folder: &str, path: &Text) -> Result<(), PathProblem> {
        let target = resolve(folder, &path.value, LIST).map_err(PathProblem::Path)?;
        let values = match self.lists.get(&target) {
            Some(values) => values.clone(),
            None => {
                let text = self.text(&target, MOST_LIST_BYTES)?;
                self.list_bytes += text.len();
                if self.list_bytes > MOST_LIST_BYTES {
                    return Err(PathProblem::TooMuchText(MOST_LIST_BYTES >> 20));
                }
                let values = list_values(&text)?;
                self.lists.insert(target.clone(), values.clone());
                values
            }
        };
        self.values += values.len();
        if self.values > MOST_ALL_VALUES {
            return Err(PathProblem::TooManyValues(MOST_ALL_VALUES));
        }
        self.loaded.list_files.insert(place, ListFile { path: target, values });
        Ok(())
    }
}

/// The values of a list's text.
fn list_values(text: &str) -> Result<Vec<String>, PathProblem> {
    let mut values = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let value = line.trim();
        if value.is_empty() || value.starts_with('#') {
            continue;
        }
        if value.len() > MOST_TEXT_BYTES {
            return Err(PathProblem::LongLine(index + 1));
        }
        if let Some(letter) = value.chars().find(|letter| is_hidden(*letter)) {
            return Err(PathProblem::HiddenCharacter(index + 1, letter));
        }
        if values.len() >= MOST_LIST_VALUES {
            return Err(PathProblem::TooManyValues(MOST_LIST_VALUES));
        }
        values.push(value.to_owned());
    }
    if values.is_empty() { Err(PathProblem::NoValues) } else { Ok(values) }
}

/// Whether a character cannot be seen, so that two values could look alike and differ.
fn is_hidden(letter: char) -> bool {
    letter.is_control() && letter != '\t'
        || matches!(
            letter,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}
