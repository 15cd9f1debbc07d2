//! The bar of a long run, seen from outside: drawn on a terminal, gone at the end, and never anywhere else.
//!
//! The records come through a pipe that stops for a while, so that a run is long on any machine.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

use std::fs;
use std::process::{Command, Output};

const DEFINITION: &str =
    "definition \"Test\" version 1\n  identified by id\nfield id: text\nfield a: yes/no\nlead when a\n";
const ULD: &str = env!("CARGO_BIN_EXE_uld");

/// A folder with a definition, and records in three parts: each is more than one batch.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("lead.uld"), DEFINITION).unwrap();
    for part in 0..3 {
        let mut text = String::from(if part == 0 { "id,a,note\n" } else { "" });
        let note = "Called twice and left a message. ".repeat(6);
        for row in 0..10_000 {
            text.push_str(&format!("{part}-{row},{},{note}\n", if row % 3 == 0 { "yes" } else { "" }));
        }
        fs::write(folder.path().join(format!("part{part}.csv")), text).unwrap();
    }
    folder
}

/// Records that take more than a second to come.
const SLOWLY: &str = "(cat part0.csv; sleep 0.8; cat part1.csv; sleep 0.4; cat part2.csv)";

/// Runs a line of shell in a folder, on a terminal of its own with a width of 100; what came onto its screen.
fn on_a_terminal(folder: &tempfile::TempDir, line: &str) -> String {
    let line = format!("stty cols 100 rows 40; {line}");
    let script = Command::new("script")
        .args(["-q", "-e", "-f", "-c", &line, "/dev/null"])
        .current_dir(folder.path())
        .env("TERM", "xterm")
        .env("NO_COLOR", "1")
        .env("SHELL", "/bin/sh")
        .stdin(std::process::Stdio::null())
        .output();
    let output = script.expect("no `script`: it comes with util-linux (apt-get install bsdutils)");
    assert!(output.status.success(), "{line}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn through_a_pipe(folder: &tempfile::TempDir, line: &str) -> Output {
    let output =
        Command::new("sh").args(["-c", line]).current_dir(folder.path()).env("TERM", "xterm").output();
    output.unwrap()
}

/// What stands on a screen after all that was written to it.
fn screen(written: &str) -> Vec<String> {
    let mut lines: Vec<Vec<char>> = vec![Vec::new()];
    let (mut row, mut column) = (0_usize, 0_usize);
    let mut letters = written.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => {
                row += 1;
                if row == lines.len() {
                    lines.push(Vec::new());
                }
            }
            '\r' => column = 0,
            '\u{1b}' => {
                assert_eq!(letters.next(), Some('['), "{written:?}");
                let mut number = String::new();
                let end = loop {
                    match letters.next().unwrap() {
                        digit if digit.is_ascii_digit() => number.push(digit),
                        end => break end,
                    }
                };
                let count = number.parse::<usize>().unwrap_or(1);
                match end {
                    'K' if number == "2" => lines[row].clear(),
                    'K' => lines[row].truncate(column),
                    'A' => row = row.saturating_sub(count),
                    'B' => row += count,
                    other => panic!("an escape that this screen does not know: {other:?} in {written:?}"),
                }
            }
            letter => {
                let line = &mut lines[row];
                if line.len() <= column {
                    line.resize(column + 1, ' ');
                }
                line[column] = letter;
                column += 1;
            }
        }
    }
    lines.iter().map(|line| line.iter().collect::<String>().trim_end().to_owned()).collect()
}

/// The lines of a run that are the same whoever looks: not the first, which has the speed.
fn but_the_first(lines: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = lines.iter().skip(1).cloned().collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

#[test]
fn a_long_run_shows_a_bar_and_leaves_no_trace_of_it() {
    let folder = folder();
    let line = format!("{SLOWLY} | {ULD} eval lead.uld - --input-format csv -o out.csv --as-of 2026-01-01");
    let written = on_a_terminal(&folder, &line);
    assert!(written.contains(" read, ") && written.contains("records a second"), "{written:?}");
    let told = through_a_pipe(&folder, &line);
    let told: Vec<String> = String::from_utf8(told.stderr).unwrap().lines().map(str::to_owned).collect();
    let seen = screen(&written);
    assert!(seen[0].starts_with("30,000 records of <stdin> judged as of 2026-01-01 in "), "{seen:?}");
    assert!(seen[0].ends_with(" a second)"), "{seen:?}");
    assert_eq!(but_the_first(&seen), but_the_first(&told));
}

#[test]
fn nothing_of_a_bar_comes_through_a_pipe() {
    let folder = folder();
    let line = format!("{SLOWLY} | {ULD} eval lead.uld - --input-format csv -o out.csv --as-of 2026-01-01");
    let output = through_a_pipe(&folder, &line);
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!told.contains(['\r', '\u{1b}']) && !told.contains(" read, "), "{told:?}");
}

#[test]
fn no_bar_where_it_would_be_in_the_way() {
    let folder = folder();
    let file = format!("{SLOWLY} | {ULD} eval lead.uld - --input-format csv --as-of 2026-01-01");
    // The verdicts themselves on the screen; a terminal that can't go back; messages for a program; a short run.
    let lines = [
        file.clone(),
        format!("TERM=dumb; export TERM; {file} -o out.csv"),
        format!("{file} -o out.csv --message-format json"),
        format!("{ULD} eval lead.uld part0.csv -o out.csv --as-of 2026-01-01 --threads 1"),
    ];
    for line in &lines {
        let written = on_a_terminal(&folder, line);
        assert!(!written.contains(" read, ") && !written.contains(" left"), "{line}: {written:?}");
        assert!(!written.replace("\r\n", "\n").contains(['\r', '\u{1b}']), "{line}: {written:?}");
    }
}
