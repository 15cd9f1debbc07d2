//! Pages in a real browser: they open without a complaint, ask for nothing else, land every link, can be read on a
//! telephone, with a keyboard, with a screen reader, in the dark and on paper. `tests/browser` holds what opens them.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;
use std::env;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use faults::{FAULTS, Fault};

#[path = "browser/faults.rs"]
mod faults;

/// Pages that the program writes: a name, and the command with `FILE` where the page goes.
const PAGES: &[(&str, &[&str])] = &[
    (
        "audit-universal",
        &[
            "audit",
            "examples/universal/universal.uld",
            "examples/universal/hubspot/contacts.csv",
            "--as-of",
            "2026-11-22",
            "--html",
            "FILE",
        ],
    ),
    ("universal", &["publish", "examples/universal/universal.uld", "-o", "FILE"]),
    ("one-line", &["publish", "examples/one-line/lead-with-fields.uld", "-o", "FILE"]),
    ("duties", &["publish", "examples/duties/duties.uld", "-o", "FILE"]),
    ("whole-language", &["publish", "tests/language/whole/main.uld", "-o", "FILE"]),
];

#[derive(Serialize)]
struct Request {
    chromium: PathBuf,
    pictures: Option<PathBuf>,
    pages: Vec<Page>,
}

#[derive(Serialize)]
struct Page {
    name: String,
    file: PathBuf,
}

#[derive(Deserialize)]
struct Answer {
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    page: String,
    check: String,
    views: Vec<String>,
    r#where: String,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { page, check, views, r#where, what } = self;
        write!(f, "{page} [{check}] {}: {what} ({})", r#where, views.join("; "))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Opens pages in the browser; what is wrong with them.
fn look(pages: Vec<Page>, pictures: Option<PathBuf>) -> Vec<Finding> {
    let folder = root().join("tests/browser");
    let chromium = PathBuf::from(env::var_os("ULD_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into()));
    for (what, there) in [
        ("Chromium", chromium.exists()),
        (
            "Node.js",
            Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success()),
        ),
        ("node_modules", folder.join("node_modules/.package-lock.json").exists()),
    ] {
        assert!(there, "{what} is missing for the browser test: run tests/browser/install.sh");
    }
    let request = Request { chromium, pictures, pages };
    let mut child = Command::new("node")
        .arg(folder.join("look.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&serde_json::to_vec(&request).unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "the browser test itself failed ({}):\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice::<Answer>(&output.stdout).unwrap().findings
}

/// The findings as sentences, at most three of one check on one page.
fn told(findings: &[&Finding]) -> String {
    let mut lines = Vec::new();
    let kinds: BTreeSet<(&str, &str)> =
        findings.iter().map(|one| (one.page.as_str(), one.check.as_str())).collect();
    for kind in kinds {
        let same: Vec<_> =
            findings.iter().filter(|one| (one.page.as_str(), one.check.as_str()) == kind).collect();
        lines.extend(same.iter().take(3).map(ToString::to_string));
        if same.len() > 3 {
            lines.push(format!("{} [{}] and {} more", kind.0, kind.1, same.len() - 3));
        }
    }
    lines.join("\n")
}

#[test]
fn the_program_s_pages_are_sound() {
    let folder = tempfile::tempdir().unwrap();
    let mut pages = Vec::new();
    for (name, command) in PAGES {
        let file = folder.path().join(format!("{name}.html"));
        let output = Command::new(env!("CARGO_BIN_EXE_uld"))
            .args(command.iter().map(|part| if *part == "FILE" { file.as_os_str() } else { part.as_ref() }))
            .current_dir(root())
            .output()
            .unwrap();
        assert!(file.exists(), "{name}: no page:\n{}", String::from_utf8_lossy(&output.stderr));
        pages.push(Page { name: (*name).to_owned(), file });
    }
    let pictures = env::var_os("ULD_PICTURES").map(|path| env::current_dir().unwrap().join(path));
    let findings = look(pages, pictures);
    assert!(findings.is_empty(), "{}", told(&findings.iter().collect::<Vec<_>>()));
}

#[test]
fn every_planted_fault_is_reported_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let sound = fs::read_to_string(root().join("tests/browser/sound.html")).unwrap();
    let names: BTreeSet<&str> = FAULTS.iter().map(|fault| fault.page).collect();
    let mut pages = vec![Page { name: "sound".to_owned(), file: root().join("tests/browser/sound.html") }];
    for name in names {
        let mut html = sound.clone();
        for Fault { from, to, .. } in FAULTS.iter().filter(|fault| fault.page == name) {
            assert_eq!(html.matches(from).count(), 1, "{name}: {from} must stand in the page once");
            html = html.replace(from, to);
        }
        let file = folder.path().join(format!("{name}.html"));
        fs::write(&file, html).unwrap();
        pages.push(Page { name: name.to_owned(), file });
    }
    let findings = look(pages, None);
    let is = |finding: &Finding, page: &str, (check, place): &(&str, &str)| {
        finding.page == page && finding.check.starts_with(check) && finding.r#where.contains(place)
    };
    let explained = |one: &Finding| {
        FAULTS.iter().any(|fault| fault.reported.iter().any(|expected| is(one, fault.page, expected)))
    };
    let unasked: Vec<&Finding> = findings.iter().filter(|one| !explained(one)).collect();
    let mut missed = Vec::new();
    for Fault { page, to, reported, .. } in FAULTS {
        for expected in *reported {
            if !findings.iter().any(|one| is(one, page, expected)) {
                missed.push(format!("{page}: {to} is not reported by {} at {}", expected.0, expected.1));
            }
        }
    }
    assert!(
        missed.is_empty() && unasked.is_empty(),
        "{}\nnot planted:\n{}",
        missed.join("\n"),
        told(&unasked)
    );
}
