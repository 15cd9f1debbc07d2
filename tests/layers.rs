//! The house: imports run downward only, and files, clock, environment and terminal are touched in few places.
//! docs/architecture.md draws the levels; this test holds the code to them.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each module with its level; a module may import what stands on a lower one, and itself.
const LEVELS: &[(&str, u32)] = &[
    ("text", 0),
    ("syntax", 1),
    ("model", 2),
    ("check", 3),
    ("evaluate", 4),
    ("wording", 4),
    ("format", 4),
    ("meaning", 4),
    ("page", 4),
    ("analyse", 5),
    ("compare", 6),
    ("explain", 6),
    ("publish", 6),
    ("review", 6),
    ("records", 7),
    ("commands", 8),
];

/// What each module may import beside itself: not everything below is its business.
fn may_import(module: &str, imported: &str) -> bool {
    let allowed: &[&str] = match module {
        "text" => &[],
        "syntax" | "model" | "page" => &["text"],
        "check" => &["text", "syntax", "model"],
        "evaluate" | "wording" | "meaning" => &["text", "model"],
        "format" => &["text", "syntax"],
        "analyse" => &["text", "model", "evaluate", "wording", "meaning"],
        "explain" | "review" => &["text", "model", "evaluate", "wording", "page"],
        "publish" => &["text", "model", "evaluate", "wording", "meaning", "page"],
        "compare" => &["text", "model", "evaluate", "wording", "meaning", "page", "analyse"],
        "records" => &["text", "model", "evaluate", "wording"],
        "commands" => &[
            "text", "syntax", "model", "check", "evaluate", "wording", "format", "meaning", "page",
            "analyse", "explain", "publish", "compare", "review", "records",
        ],
        _ => panic!("src/{module} has no level; give it one here and in docs/architecture.md"),
    };
    allowed.contains(&imported)
}

/// What touches the world outside.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "println!",
    "eprintln!",
    "stdout()",
    "stderr()",
    "stdin()",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Every file of src with the module it belongs to.
fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            (first.trim_end_matches(".rs").to_owned(), path.clone(), text)
        })
        .filter(|(module, _, _)| module != "lib" && module != "main")
        .collect()
}

/// The modules that a text imports: `crate::text::…`, `use crate::{text, model}`.
fn imported(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let inside = group.split('}').next().unwrap_or(group);
                for part in inside.split(',') {
                    let name = part.trim().split("::").next().unwrap_or("").to_owned();
                    found.push((number + 1, name));
                }
            } else {
                let name: String =
                    rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
                found.push((number + 1, name));
            }
        }
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

#[test]
fn imports_run_downward() {
    let mut wrong = Vec::new();
    for (module, path, text) in modules() {
        assert!(LEVELS.iter().any(|(name, _)| *name == module), "src/{module} has no level");
        for (line, name) in imported(&text) {
            if name != module && !may_import(&module, &name) {
                wrong.push(format!("{}:{line}: {module} imports {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that run upward or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_of_imports_agrees_with_the_levels() {
    let level = |name: &str| LEVELS.iter().find(|(module, _)| *module == name).unwrap().1;
    for (module, own) in LEVELS {
        for (other, _) in LEVELS {
            assert!(!may_import(module, other) || level(other) < *own, "{module} may not import {other}");
        }
    }
}

#[test]
fn the_core_touches_nothing_outside() {
    let mut wrong = Vec::new();
    for (module, path, text) in modules() {
        if module == "records" || module == "commands" {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for word in WORLD.iter().filter(|word| code.contains(**word)) {
                wrong.push(format!("{}:{}: {word}", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "files, clock, environment or terminal in the core:\n{}", wrong.join("\n"));
}

#[test]
fn this_test_can_see_imports() {
    let text = "use crate::text::span::Span;\nuse crate::{model, check::load};\nlet x = crate::records::y();\n// crate::no\n";
    let names: Vec<String> = imported(text).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["text", "model", "check", "records"]);
}

#[test]
fn main_is_short() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).unwrap();
    assert!(main.lines().count() < 30);
}
