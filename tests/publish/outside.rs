//! `uld publish` from outside: its exit codes, what it writes and what it leaves alone; the same bytes everywhere; and
//! the published examples of docs/published/.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const DEFINITION: &str = "definition \"D\"\nfield a: yes/no\nlead when a\n  if no: stay\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn uld(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_uld")).args(arguments).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn each_ending_has_its_form() {
    let folder = folder(&[("d.uld", DEFINITION)]);
    for (name, start) in [
        ("a.html", "<!doctype html>"),
        ("a.HTM", "<!doctype html>"),
        ("a.md", "# D\n"),
        ("a.markdown", "# D\n"),
        ("a.txt", "D\n=\n"),
    ] {
        let output = uld(folder.path(), &["publish", "d.uld", "-o", name]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert_eq!(said(&output), format!("{name}: written\n"));
        assert!(output.stdout.is_empty());
        assert!(fs::read_to_string(folder.path().join(name)).unwrap().starts_with(start), "{name}");
    }
}

#[test]
fn a_wrong_ending_is_wrong_usage() {
    let folder = folder(&[("d.uld", DEFINITION)]);
    for name in ["a.pdf", "a", "html", ".md", "a.html.bak"] {
        let output = uld(folder.path(), &["publish", "d.uld", "-o", name]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output));
        assert!(said(&output).contains(".html, .md or .txt"), "{}", said(&output));
        assert!(!folder.path().join(name).exists());
    }
    assert_eq!(uld(folder.path(), &["publish", "d.uld"]).status.code(), Some(2));
}

#[test]
fn a_definition_with_errors_is_not_published() {
    let folder = folder(&[("d.uld", "lead when b\n"), ("old.md", "old")]);
    for name in ["new.md", "old.md"] {
        let output = uld(folder.path(), &["publish", "d.uld", "-o", name]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("`b`"), "{}", said(&output));
    }
    assert!(!folder.path().join("new.md").exists());
    assert_eq!(fs::read_to_string(folder.path().join("old.md")).unwrap(), "old");
    assert_eq!(uld(folder.path(), &["publish", "none.uld", "-o", "a.md"]).status.code(), Some(3));
}

#[test]
fn a_failing_example_is_published_and_said() {
    let text = format!(
        "{DEFINITION}example \"One\"\n  given a no\n  expect lead yes\nexample \"Two\"\n  given a yes\n  expect lead yes\n"
    );
    let folder = folder(&[("d.uld", &text)]);
    let output = uld(folder.path(), &["publish", "d.uld", "-o", "a.md"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output).contains("1 example of it comes out otherwise than agreed"), "{}", said(&output));
    let page = fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert_eq!(page.matches("It does not come out as agreed.").count(), 1);
    assert_eq!(page.matches("It comes out as agreed.").count(), 1);
}

#[test]
fn no_file_that_is_read_is_replaced() {
    let main =
        "definition \"D\"\nlist l from \"l.txt\"\nfield a: text\nlead when a is one of l\n  if no: stay\n";
    let files = [("d.uld", main), ("l.txt", "x\n"), ("main.md", DEFINITION)];
    let folder = folder(&files);
    for (definition, output) in
        [("d.uld", "l.txt"), ("d.uld", "./l.txt"), ("main.md", "main.md"), ("main.md", "./main.md")]
    {
        let done = uld(folder.path(), &["publish", definition, "-o", output]);
        assert_eq!(done.status.code(), Some(2), "{definition} {output}: {}", said(&done));
    }
    for (name, text) in files {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text, "{name}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let folder = folder(&[("d.uld", DEFINITION)]);
    for name in ["none/a.md", "d.uld/a.md"] {
        let output = uld(folder.path(), &["publish", "d.uld", "-o", name]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    }
    // Nothing else is left behind.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn standard_input_is_a_definition() {
    let folder = folder(&[]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_uld"))
        .args(["publish", "-", "-o", "a.md"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(DEFINITION.as_bytes()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let page = fs::read_to_string(folder.path().join("a.md")).unwrap();
    fs::write(folder.path().join("d.uld"), DEFINITION).unwrap();
    uld(folder.path(), &["publish", "d.uld", "-o", "b.md"]);
    assert_eq!(page, fs::read_to_string(folder.path().join("b.md")).unwrap());
}

#[test]
fn no_place_time_or_language_changes_a_byte() {
    let definition = root().join("examples/universal/universal.uld");
    let from = definition.parent().unwrap();
    let out = folder(&[]);
    for form in ["html", "md", "txt"] {
        let mut pages = Vec::new();
        for (index, (zone, language, folder, name)) in [
            ("UTC", "C", from, "universal.uld"),
            ("Asia/Kathmandu", "de_DE.UTF-8", root(), "examples/universal/universal.uld"),
            ("America/Los_Angeles", "tr_TR.UTF-8", out.path(), definition.to_str().unwrap()),
        ]
        .into_iter()
        .enumerate()
        {
            let page = out.path().join(format!("{index}.{form}"));
            let status = Command::new(env!("CARGO_BIN_EXE_uld"))
                .args(["publish", name, "-o"])
                .arg(&page)
                .current_dir(folder)
                .envs([("TZ", zone), ("LC_ALL", language), ("LANG", language), ("COLUMNS", "33")])
                .stderr(Stdio::null())
                .status()
                .unwrap();
            assert_eq!(status.code(), Some(0));
            pages.push(fs::read(page).unwrap());
        }
        assert!(pages.windows(2).all(|two| two[0] == two[1]), "{form}");
    }
}

/// The published examples: definition, and the name of its pages.
const PUBLISHED: [(&str, &str); 3] = [
    ("examples/universal/universal.uld", "universal"),
    ("examples/one-line/lead-with-fields.uld", "one-line"),
    ("examples/duties/duties.uld", "duties"),
];

#[test]
fn links_of_published_examples_land() {
    for (_, name) in PUBLISHED {
        let page = fs::read_to_string(root().join(format!("docs/published/{name}.md"))).unwrap();
        let mut links =
            page.split("](").skip(1).filter_map(|rest| rest.trim_start_matches('<').strip_prefix('#'));
        assert!(links.all(|rest| {
            let anchor = rest.split([')', '>']).next().unwrap();
            page.contains(&format!("<a id=\"{anchor}\"></a>"))
        }));
        for word in ["/home/", "/root/", "/tmp/", "/Users/"] {
            assert!(!page.contains(word), "{name} names {word}");
        }
    }
}

#[test]
fn published_examples_are_up_to_date() {
    let renew = std::env::var_os("ULD_RENEW").is_some();
    let docs = root().join("docs/published");
    let fresh: PathBuf = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("published");
    fs::create_dir_all(if renew { &docs } else { &fresh }).unwrap();
    let mut stale = Vec::new();
    for (definition, name) in PUBLISHED {
        for form in ["html", "md"] {
            let name = format!("{name}.{form}");
            let page = if renew { docs.join(&name) } else { fresh.join(&name) };
            let output = uld(root(), &["publish", definition, "-o", page.to_str().unwrap()]);
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            if fs::read(docs.join(&name)).ok() != fs::read(&page).ok() {
                stale.push(format!("docs/published/{name}"));
            }
        }
    }
    assert!(
        stale.is_empty(),
        "no longer what is published: {stale:?}; renew them with `ULD_RENEW=1 cargo test --test publish`, and read what changed"
    );
}
