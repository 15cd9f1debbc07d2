//! What hostile arguments and inputs get, from outside: exit codes of the contract, and nothing that moves a cursor.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn uld(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_uld"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever does not read its input closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn no_message_passes_on_controls_of_an_argument() {
    let name = "\u{1b}[31mx\u{9b}1m\u{202e}\u{7}\r";
    let definition = "field a: yes/no\nlead when a\n";
    for arguments in [
        vec!["check", name],
        vec!["fmt", name],
        vec!["eval", name, "x.csv"],
        vec!["eval", "-", name],
        vec!["eval", "-", "x.csv", "--as-of", name],
        vec!["eval", "-", "x.csv", "--output-format", name],
        vec!["explain", "-", "--set", name],
        vec!["help", name],
        vec![name],
        vec!["check", "--message-format", name, "-"],
    ] {
        let output = uld(&arguments, definition);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(matches!(output.status.code(), Some(2 | 3)), "{arguments:?}: {:?}", output.status);
        assert!(!said.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}', '\r']), "{arguments:?}: {said:?}");
    }
}

#[test]
fn standard_input_is_read_once() {
    for arguments in
        [vec!["eval", "-", "-", "--input-format", "csv"], vec!["check", "-", "-"], vec!["fmt", "-", "-"]]
    {
        let output = uld(&arguments, "field a: yes/no\nlead when a\n");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_definition_over_a_limit_ends_with_3() {
    let long = format!("field {}: yes/no\nlead when a\n", "a".repeat(256));
    for arguments in [vec!["check", "-"], vec!["fmt", "-"], vec!["explain", "-", "--set", "a=yes"]] {
        assert_eq!(uld(&arguments, &long).status.code(), Some(3), "{arguments:?}");
    }
    assert_eq!(uld(&["check", "-"], "lead whn a\n").status.code(), Some(1));
}

#[test]
fn a_text_of_open_escapes_is_read_in_one_go() {
    let text = format!("field a: text\nlead when a is \"{}\"\n", r"\u{".repeat(20_000));
    assert_eq!(uld(&["check", "-"], &text).status.code(), Some(0));
}

/// A container may give fewer threads than there are cores, or none: the result is the same, and the run ends.
#[cfg(target_os = "linux")]
#[test]
fn missing_threads_make_a_run_slower_and_not_wrong() {
    let folder = folder("threads");
    let definition = folder.join("d.uld");
    let records = folder.join("r.csv");
    std::fs::write(&definition, "field n: number\nlead when n is at least 5\n").unwrap();
    let rows: String = (0..20_000).map(|row| format!("{}\n", row % 10)).collect();
    std::fs::write(&records, format!("n\n{rows}")).unwrap();
    let run = |limit: &str, threads: &str| {
        let script = format!("{limit}exec \"$0\" eval \"$1\" \"$2\" --as-of 2026-01-01 --threads {threads}");
        Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_uld")])
            .args([&definition, &records])
            .output()
            .unwrap()
    };
    let all = run("", "1");
    assert_eq!(all.status.code(), Some(0));
    // So little address space that the stacks of a thousand threads do not fit.
    let few = run("ulimit -v 400000; ", "1024");
    assert_eq!(few.status.code(), Some(0), "{}", String::from_utf8_lossy(&few.stderr));
    assert!(few.stdout == all.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    for arguments in [vec!["help"], vec!["--help"], vec!["--version"], vec!["help", "S113"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_uld")).args(&arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn standard_input_is_formatted_alone() {
    let folder = folder("alone");
    std::fs::write(folder.join("part.uld"), "field  b: yes/no\n").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_uld"))
        .args(["fmt", "-"])
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"include \"part.uld\"\nlead when  b\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "include \"part.uld\"\nlead when b\n");
    assert_eq!(std::fs::read_to_string(folder.join("part.uld")).unwrap(), "field  b: yes/no\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_name_is_no_text_is_formatted_in_its_place() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder("names");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("part.uld"), "field  b: yes/no\n").unwrap();
    for name in [b"x\xff.uld".as_slice(), b"a\\b.uld"] {
        let path = folder.join(std::ffi::OsStr::from_bytes(name));
        std::fs::write(&path, "include \"part.uld\"\nlead when  b\n").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_uld")).arg("fmt").arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "include \"part.uld\"\nlead when b\n");
    }
    assert_eq!(std::fs::read_to_string(folder.join("part.uld")).unwrap(), "field b: yes/no\n");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3);
}
