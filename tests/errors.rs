//! Every message: a fixture in tests/errors gives exactly its code, underlines the guilty words, and is drawn as the
//! snapshot beside it; a page in docs/diagnostics explains it. `cargo insta review`, or INSTA_UPDATE=always, renews the
//! snapshots; read them before you keep them.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use uld::check::{FileFault, Files, Loaded, check, load};
use uld::text::diagnostic::Diagnostic;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files beside a fixture.
struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        fs::read(self.0.join(path)).map_err(|_| FileFault::NotFound)
    }
}

/// The code that a fixture is for, and its main file.
fn fixtures() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/errors")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.insert(name, path.join("main.uld"));
        } else if path.extension().is_some_and(|ending| ending == "uld") {
            found.insert(name, path);
        }
    }
    assert!(found.len() > 100, "fixtures are missing");
    found
}

fn code_of(name: &str) -> &str {
    name.split('-').next().unwrap()
}

/// Whether a problem is of a definition held against another text.
fn is_of_two(code: &str) -> bool {
    ["C805", "C806", "W807"].contains(&code)
}

fn checked(path: &Path) -> (Loaded, Vec<Diagnostic>) {
    let text = fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    let loaded = load(&name, text, &Beside(path.parent().unwrap().to_owned()));
    let checked = check(&loaded);
    let mut problems = checked.problems;
    if let Some(program) = checked.program {
        let tried = uld::review::examples::run(&program, &loaded.sources, |_| true).unwrap();
        problems.extend(tried.cases.into_iter().flat_map(|case| case.failures));
    }
    (loaded, problems)
}

/// The words that the fixture's first line names, and where to look for them.
fn underlined(text: &str) -> Option<String> {
    let words = text.lines().next()?.strip_prefix("# underlined: ")?;
    // A hidden character is named by its number, since it must not stand in a comment.
    let mut plain = words.to_owned();
    for (written, character) in [("\\u{200B}", "\u{200B}"), ("\\u{202E}", "\u{202E}")] {
        plain = plain.replace(written, character);
    }
    Some(plain)
}

#[test]
fn every_fixture_gives_its_code_alone_at_the_guilty_words() {
    let mut wrong = Vec::new();
    for (name, path) in fixtures() {
        let code = code_of(&name);
        if code.starts_with('D') || code == "W708" || is_of_two(code) {
            continue; // found when records are read, and on a day: tests/eval.rs; in two texts: tests/compare.rs
        }
        let text = fs::read_to_string(&path).unwrap();
        let (loaded, problems) = checked(&path);
        let codes: BTreeSet<&str> = problems.iter().map(|problem| problem.code.0).collect();
        if codes != BTreeSet::from([code]) {
            wrong.push(format!("{name}: codes {codes:?}"));
            continue;
        }
        let Some(expected) = underlined(&text) else {
            wrong.push(format!("{name}: its first line does not name the underlined words"));
            continue;
        };
        let Some(place) = problems[0].place() else {
            wrong.push(format!("{name}: no place"));
            continue;
        };
        let words = loaded.sources.words(place);
        if words != expected {
            wrong.push(format!("{name}: underlines `{words}`, expected `{expected}`"));
        }
        if let Some(here) = text.find("\n# here\n")
            && place.source.0 == 0
            && (place.span.start as usize) < here
        {
            wrong.push(format!("{name}: underlines the words before `# here`"));
        }
    }
    assert!(wrong.is_empty(), "{} fixtures:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_message_is_drawn_as_agreed() {
    for (name, path) in fixtures() {
        if code_of(&name).starts_with('D') || is_of_two(code_of(&name)) {
            continue;
        }
        let folder = path.parent().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_uld"))
            .arg(if code_of(&name) == "C801" { "test" } else { "check" })
            .arg(path.file_name().unwrap())
            .args(as_of(&path))
            .current_dir(folder)
            .env_remove("NO_COLOR")
            .output()
            .unwrap();
        if code_of(&name) != "C801" {
            assert!(output.stdout.is_empty(), "{name}: problems belong on standard error");
        }
        let drawn = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code().unwrap();
        // What is over a limit ends as every limit does (reliability.md, promise 2).
        let expected = if code_of(&name) == "S131" { 3 } else { i32::from(!code_of(&name).starts_with('W')) };
        assert_eq!(code, expected, "{name}: exit code");
        insta::with_settings!({snapshot_path => "errors", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(name, drawn);
        });
    }
}

/// A fixture may name the day to check by.
fn as_of(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let day = text.lines().nth(1).and_then(|line| line.strip_prefix("# as of: "));
    day.map(|day| vec!["--as-of".to_owned(), day.to_owned()]).unwrap_or_default()
}

/// The codes that the sources use: texts such as "S113".
fn codes_in_sources() -> BTreeSet<String> {
    let mut folders = vec![root().join("src")];
    let mut codes = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                codes.extend(line.split('"').filter(|word| is_code(word)).map(str::to_owned));
            }
        }
    }
    codes
}

fn is_code(word: &str) -> bool {
    word.len() == 4
        && word.starts_with(['S', 'C', 'W', 'D', 'R'])
        && word[1..].bytes().all(|byte| byte.is_ascii_digit())
}

#[test]
fn every_code_has_a_page_and_a_fixture_and_nothing_else_has() {
    let used = codes_in_sources();
    let known: BTreeSet<String> = uld::commands::PAGES.iter().map(|(code, _)| (*code).to_owned()).collect();
    let pages: BTreeSet<String> = fs::read_dir(root().join("docs/diagnostics"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "README")
        .collect();
    let fixtures: BTreeSet<String> = fixtures().keys().map(|name| code_of(name).to_owned()).collect();
    assert_eq!(used, known, "codes of the sources, and pages that `uld help` knows");
    assert_eq!(used, pages, "codes of the sources, and pages in docs/diagnostics");
    // What is wrong with a file of records as a whole is tested where those are read: tests/records.
    let of_definitions: BTreeSet<String> =
        used.iter().filter(|code| !code.starts_with('R')).cloned().collect();
    assert_eq!(of_definitions, fixtures, "codes of the sources, and fixtures in tests/errors");
    let index = fs::read_to_string(root().join("docs/diagnostics/README.md")).unwrap();
    for code in &used {
        assert!(index.contains(&format!("{code}.md")), "{code} is not in docs/diagnostics/README.md");
    }
    for (code, page) in uld::commands::PAGES {
        assert!(page.starts_with(&format!("# {code}: ")), "the page of {code} begins with its title");
    }
}
