//! Documents are tested. In README.md and docs/, a block marked `uld` passes the checker, `uld wrong CODE` has just that
//! problem, `uld part` is read without problems; a `console` block is run and compared. TRYCMD=overwrite renews those.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use uld::check::{FileFault, Files, check, load};

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileFault> {
        Err(FileFault::NotFound)
    }
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("README.md"), root.join("examples/README.md")];
    let mut folders = vec![root.join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // What the program itself publishes there is held by tests/publish.rs.
            if path.ends_with("published") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The fenced blocks of a document: line number, what stands behind the fence, and the text.
fn blocks(document: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String, String)> = None;
    for (number, line) in document.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(mark)) => open = Some((number + 1, mark.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some((_, _, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

#[test]
fn every_definition_in_the_documents_is_as_it_says() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        for (line, mark, block) in blocks(&text) {
            let Some(kind) = mark.strip_prefix("uld") else { continue };
            seen += 1;
            let loaded = load("block.uld", block, &NoFiles);
            let problems = match kind.trim() {
                "part" => loaded.problems.clone(),
                _ => check(&loaded).problems,
            };
            let codes: BTreeSet<&str> = problems.iter().map(|problem| problem.code.0).collect();
            let expected: BTreeSet<&str> = kind.trim().strip_prefix("wrong ").into_iter().collect();
            if codes != expected {
                wrong.push(format!("{}:{line}: has {codes:?}, should have {expected:?}", path.display()));
            }
        }
    }
    assert!(seen > 100, "only {seen} blocks found");
    assert!(wrong.is_empty(), "{} blocks:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_console_block_is_what_happens() {
    trycmd::TestCases::new().case("README.md").case("examples/README.md").case("docs/*.md");
}

#[test]
fn documents_name_no_path_of_a_machine() {
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        for word in ["/home/", "/root/", "/tmp/", "/Users/"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn links_between_documents_land() {
    let mut wrong = Vec::new();
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        for part in text.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            if !path.parent().unwrap().join(target).exists() {
                wrong.push(format!("{} links to {target}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
