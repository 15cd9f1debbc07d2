//! The checker: one message for each mistake, programs whose steps are in order, and time that grows in step.

use std::collections::BTreeMap;
use std::path::Path;

use uld::check::{Checked, FileFault, Files, check, load};
use uld::text::diagnostic::Diagnostic;
use uld::text::source::Sources;

/// Files in memory, by path from the main file's folder.
#[derive(Default)]
struct Memory(BTreeMap<String, Vec<u8>>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        self.0.get(path).cloned().ok_or(FileFault::NotFound)
    }
}

/// The files of a folder.
struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        std::fs::read(self.0.join(path)).map_err(|_| FileFault::NotFound)
    }
}

fn checked(text: &str) -> (Checked, Sources) {
    let loaded = load("main.uld", text.to_owned(), &Memory::default());
    (check(&loaded), loaded.sources)
}

fn checked_file(path: &Path) -> (Checked, Sources) {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let loaded = load(name, text, &Folder(path.parent().unwrap()));
    (check(&loaded), loaded.sources)
}

/// A problem as one line: code, underlined words, title.
fn line(problem: &Diagnostic, sources: &Sources) -> String {
    let words = problem.place().map_or("", |place| sources.words(place));
    format!("{} «{words}» {}", problem.code, problem.title)
}

fn lines(checked: &Checked, sources: &Sources) -> Vec<String> {
    checked.problems.iter().map(|problem| line(problem, sources)).collect()
}

#[test]
fn every_fixture_has_its_own_message() {
    let mut wrong = Vec::new();
    let mut entries: Vec<_> =
        std::fs::read_dir("tests/errors").unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let code = name.split('-').next().unwrap().to_owned();
        let main = if path.is_dir() { path.join("main.uld") } else { path.clone() };
        // What the parser says is tested with it; what the records say, with them.
        let ours = code.starts_with(['C', 'W']) || matches!(name.as_str(), "S116-2" | "S116");
        if !ours || !main.is_file() {
            continue;
        }
        let text = std::fs::read_to_string(&main).unwrap();
        let underlined = text.lines().next().unwrap().strip_prefix("# underlined: ").unwrap_or("").to_owned();
        // The words are meant after a line `# here`, where they also stand before.
        let here = text.find("\n# here\n").unwrap_or(0);
        let (found, sources) = checked_file(&main);
        let [problem] = found.problems.as_slice() else {
            wrong.push(format!("{name}: {:#?}", lines(&found, &sources)));
            continue;
        };
        let Some(place) = problem.place() else {
            wrong.push(format!("{name}: {} has no place", line(problem, &sources)));
            continue;
        };
        let words = sources.words(place).to_owned();
        let after = place.source.0 > 0 || place.span.start as usize >= here;
        if problem.code.0 != code || words != underlined || !after {
            wrong.push(format!("{name}: {} instead of «{underlined}»", line(problem, &sources)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
