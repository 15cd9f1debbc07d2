//! Nothing is lost and nothing changes, whoever typed it: every definition of the project, retyped, broken up and
//! annotated some thousand times.

use std::fs;
use std::path::Path;

use uld::syntax::document::Document;

use super::{formatted, read};

/// The definition files of the whole project; some of them cannot be read.
fn fixtures() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("tests/language"), root.join("tests/errors"), root.join("examples")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "uld") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.push(("long lines".to_owned(), LONG.to_owned()));
    found.sort();
    found
}

/// Each definition of the fixtures that can be read, on its own.
fn definitions() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (name, text) in fixtures() {
        let (document, _) = read(&text);
        let starts: Vec<usize> = document.items.iter().map(|item| item.at.0.start as usize).collect();
        let ends = starts.iter().copied().skip(1).chain([text.len()]);
        if document.broken.is_empty() {
            for (start, end) in starts.iter().copied().zip(ends) {
                if !found.iter().any(|(_, other)| *other == text[start..end]) {
                    found.push((format!("{name} at {start}"), text[start..end].to_owned()));
                }
            }
        }
    }
    found
}

/// Lines that have to break.
const LONG: &str = r#"
definition "x"
  holidays 2026-05-25, 2026-12-25, 2027-05-25, 2027-12-25, 2028-05-25, 2028-12-25, 2029-05-25, 2029-12-25, 2030-12-25
list a: "a number of words", "another number of words", "", "x", "y and z", "still another number of words", "and more", "end"
field industry: one of "A number of words", "Another number of words", "Still another number of words", "More" in order
  column "Industry", also "A number of words", "Another number of words", "Still another number of words", "Even more"
lifecycle first_stage "A number of words", second_stage "Another number of words", third_stage, fourth_stage "Words"
profile p when all of:
  - industry is one of "A number of words", "Another number of words", "Still another number of words", "Even more"
  - (industry is one of "A number of words", "Another number of words" or (team is "Still another number" and b)) and c
  - at least 3 touches where (kind is one of "A number of words", "Another number of words" and team is "sales") since b
criterion with_a_title "A title" when industry is one of "A number of words", "Another number of words", "Still" or b or c
criterion with_a_long_title "A title that goes on and on and on and on and on and on and on" when a_rather_long_name is "x"
criterion with_a_longer_title "A title that goes on and on and on and on and on and on and on and on and on" when a and b
first_stage when not (a_rather_long_name and another_rather_long_name and (not a_third_rather_long_name or b)) because "x"
  if no and industry is one of "A number of words", "Another number of words", "Still" and b: recycle to x for 1 day
  if unknown: stay, marketing must "find out what is missing" within 5 days when a_rather_long_name and another_long_name
  ask a_rather_long_name, another_rather_long_name, a_third_rather_long_name, a_fourth_rather_long_name, a_fifth
score s from 0 to 1
  - 5 points when industry is one of "A number of words", "Another number of words" and a_name because "A reason for it"
  bands coldest from 0, quite_cold from 10, still_cold from 20, less_cold from 30, warm from 40, hot from 50, hotter from 60
route first_stage
  - to one of east_1, east_2, east_3 by company_id when country is "United States" or b, respond within 1 working day
example "A number of words", as of 2026-01-01
  given industry "A number of words", another "A number of words" and "Another number of words", x missing, a 4 USD
  - touch kind "A number of words", other "Another number of words", x 2026-01-01, y 2026-01-01, z 5 months
  expect industry unknown asking a and b, another_rather_long_name yes, a_third_rather_long_name no, route to somebody
"#;

/// Formats, and compares tree, comments and second formatting.
fn round(name: &str, text: &str) -> Option<String> {
    let (before, _) = read(text);
    if !before.broken.is_empty() {
        return None;
    }
    let once = formatted(text).unwrap_or_else(|error| panic!("{name}: {error:?}\n{text}"));
    let (after, _) = read(&once);
    assert_eq!(before.items, after.items, "{name}");
    let comments = |document: &Document| {
        document.comments.iter().map(|comment| comment.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(comments(&before), comments(&after), "{name}");
    let twice = formatted(&once).unwrap_or_else(|error| panic!("{name}: {error:?}\n{once}"));
    assert!(once == twice, "{name}: formatting twice differs\n--- once ---\n{once}\n--- twice ---\n{twice}");
    Some(once)
}

#[test]
fn every_fixture_keeps_its_tree() {
    assert!(round("long lines", LONG).is_some());
    let formatted = fixtures().iter().filter(|(name, text)| round(name, text).is_some()).count();
    assert!(formatted > 0, "no fixture could be read");
}

/// A small generator of numbers that are always the same (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// Words that are never names.
const RESERVED: [&str; 20] = [
    "after",
    "all",
    "and",
    "any",
    "at",
    "because",
    "between",
    "contains",
    "fits",
    "if",
    "is",
    "latest",
    "least",
    "no",
    "not",
    "of",
    "or",
    "otherwise",
    "when",
    "where",
];

/// A definition as another typist would have written it: the same tree.
fn retyped(text: &str, dice: &mut Dice, rate: u64) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words = line.trim_start();
        if line.len() > words.len() {
            out.push_str(dice.one_of(&["  ", " ", "\t", "\u{a0}", "      "]));
        }
        if words.starts_with(['>', '#', '|']) {
            out.push_str(words);
        } else {
            retype(words, dice, rate, &mut out);
        }
        out.push_str(if dice.below(rate) == 0 { "\r\n" } else { "\n" });
    }
    out
}

fn retype(line: &str, dice: &mut Dice, rate: u64, out: &mut String) {
    let mut rest = line;
    if let Some(after) = rest.strip_prefix("- ") {
        out.push_str(dice.one_of(&["- ", "• ", "– ", "*\t", "—  "]));
        rest = after;
    }
    while let Some(char) = rest.chars().next() {
        if char == '#' {
            break;
        }
        let length = match char {
            '"' => rest[1..].find('"').map_or(rest.len(), |at| at + 2),
            '[' => rest.find(']').map_or(rest.len(), |at| at + 1),
            _ if char.is_alphanumeric() || char == '_' => {
                rest.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(rest.len())
            }
            _ => char.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let changed = dice.below(rate) == 0;
        match char {
            '"' if changed && !after.starts_with('"') && !out.ends_with('"') && !token.contains('”') => {
                out.push_str(&format!("“{}”", token.trim_matches('"')));
            }
            ' ' if changed => out.push_str(dice.one_of(&["  ", "\t", "\u{a0}", " \t "])),
            _ if changed && RESERVED.contains(&token) => out.push_str(&token.to_uppercase()),
            _ => out.push_str(token),
        }
        rest = after;
    }
    out.push_str(rest);
}

/// Puts comments behind lines and between them, and empty lines anywhere.
fn annotated(text: &str, dice: &mut Dice, rate: u64) -> String {
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        let takes =
            !line.contains('#') && !line.trim().is_empty() && !line.trim_start().starts_with(['>', '|']);
        out.push_str(line);
        if takes && dice.below(rate) == 0 {
            out.push_str(&format!(" # behind {number}"));
        }
        out.push('\n');
        match dice.below(rate * 4) {
            0 => out.push('\n'),
            1 => out.push_str(&format!("# flush {number}\n")),
            2 => out.push_str(&format!("   # indented {number}\n")),
            3 => out.push_str("  \t\n\n"),
            _ => {}
        }
    }
    out
}

/// Breaks lines where a condition or list may go on.
fn broken_up(text: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut line = line.to_owned();
        let breakable = !line.trim_start().starts_with(['-', '>', '|', '#']) && !line.contains('#');
        if breakable && dice.below(2) == 0 {
            let comment = dice.one_of(&["", "  # why", "\n # own"]);
            line = match dice.below(4) {
                0 => line.replacen(" and ", &format!("{comment}\n  and "), 1),
                1 => line.replacen(" or ", &format!(" or{comment}\n  "), 1),
                2 => line.replacen("\", \"", &format!("\",{comment}\n      \""), 2),
                _ => line.replacen(" when ", &format!(" when{comment}\n  "), 1),
            };
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// The same with other capitals in names, and brackets around them.
fn renamed(text: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    let mut quoted = false;
    for word in text.split_inclusive(|char: char| !(char.is_alphanumeric() || char == '_')) {
        let name = word.trim_end_matches(|char: char| !(char.is_alphanumeric() || char == '_'));
        let rest = &word[name.len()..];
        let plain =
            !quoted && name.len() > 3 && name.starts_with(char::is_alphabetic) && !RESERVED.contains(&name);
        match dice.below(4) {
            0 if plain => out.push_str(&name.to_uppercase()),
            1 if plain && name.contains('_') => out.push_str(&format!("[{name}]")),
            _ => out.push_str(name),
        }
        quoted ^= rest.contains('"');
        out.push_str(rest);
    }
    out
}

#[test]
fn typing_does_not_matter() {
    let mut dice = Dice(0x1ead_1ead);
    let mut cases = 0;
    for (name, text) in definitions() {
        let Some(wanted) = round(&name, &text) else { continue };
        let tree = read(&text).0;
        for rate in [1, 1, 2, 2, 3, 3, 5, 5, 8, 8, 13, 30] {
            let other = retyped(&text, &mut dice, rate);
            let (document, _) = read(&other);
            assert!(document.broken.is_empty() && document.items == tree.items, "{name} as\n{other}");
            let got = round(&name, &other).unwrap();
            assert!(got == wanted, "{name} as\n{other}\n--- got ---\n{got}\n--- wanted ---\n{wanted}");
            cases += 1;
        }
    }
    assert!(cases > 2_000, "only {cases} cases");
}

#[test]
fn comments_anywhere_survive() {
    let mut dice = Dice(0xc0ffee);
    let mut cases = 0;
    let whole = fixtures().into_iter().filter(|(name, _)| !name.contains("errors"));
    for (name, text) in definitions().into_iter().chain(whole) {
        if round(&name, &text).is_none() {
            continue;
        }
        let tree = read(&text).0;
        for case in 0..12 {
            let mut other = text.clone();
            if case % 2 == 0 {
                other = broken_up(&other, &mut dice);
            }
            if case % 5 == 0 {
                other = renamed(&other, &mut dice);
            }
            other = annotated(&other, &mut dice, 1 + case % 7);
            if case % 3 == 0 {
                other = retyped(&other, &mut dice, 4);
            }
            let (document, _) = read(&other);
            // A line break may have landed where none is allowed.
            if document.broken.is_empty() && document.items == tree.items {
                round(&name, &other).unwrap();
                cases += 1;
            }
        }
    }
    assert!(cases > 2_000, "only {cases} cases");
}

#[test]
fn a_comment_at_every_blank_survives() {
    let mut cases = 0;
    for (name, text) in definitions() {
        let tree = read(&text).0;
        let blanks = text.match_indices([' ', '(', ')', ',', ':']).map(|(at, found)| at + found.len());
        let comments = [" # one\n  ", "\n# one\n # two\n  ", " # one\n\n  # two\n\t"];
        for (at, between) in blanks.zip(comments.into_iter().cycle()) {
            let (before, after) = text.split_at(at);
            let other = format!("{before}{between}{after}");
            let (document, _) = read(&other);
            // Most places take no line break.
            if document.broken.is_empty() && document.items == tree.items {
                round(&name, &other).unwrap();
                cases += 1;
            }
        }
    }
    assert!(cases > 1_000, "only {cases} cases");
}
