//! Reading: what the language allows parses, what it does not is answered by name.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::Path;

use uld::syntax::document::{Condition, Item, ItemKind, Test};
use uld::syntax::{Parsed, parse};
use uld::text::diagnostic::{Correction, Edit};
use uld::text::source::{Source, Sources};
use uld::text::span::SourceId;

fn language() -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "uld"))
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn said(text: &str, parsed: &Parsed) -> Vec<String> {
    let mut sources = Sources::new();
    sources.add(Source::new("text", text));
    parsed
        .problems
        .iter()
        .map(|problem| {
            let diagnostic = problem.diagnostic();
            let words = diagnostic.place().map_or("", |place| sources.words(place));
            format!("{} {words} | {}", diagnostic.code, diagnostic.title)
        })
        .collect()
}

#[test]
fn every_example_of_the_language_parses() {
    for (name, text) in language() {
        let parsed = parse(SourceId(0), &text);
        assert_eq!(said(&text, &parsed), Vec::<String>::new(), "{name}");
        assert_eq!(parsed.document.broken, [], "{name}");
    }
}

/// Codes of tests/errors that need types or declarations: the checker's.
const LEFT_TO_THE_CHECKER: [&str; 1] = ["S602-5"];

/// Fixtures whose code is the checker's, but which are found while reading.
const FOUND_WHILE_READING: [&str; 1] = ["C601-2"];

/// `# underlined: words`, and where they stand: after a line `# here`, if there is one.
fn fixture(path: &Path) -> (String, String, usize) {
    let text = fs::read_to_string(path).unwrap();
    let words = text.lines().next().unwrap().strip_prefix("# underlined: ").unwrap().trim().to_owned();
    let here = text.find("# here\n").unwrap_or(0);
    (text, words, here)
}

/// A definition, not the picture of its messages beside it, nor a folder.
fn is_definition(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "uld")
}

#[test]
fn every_mistake_has_its_message() {
    let mut wrong = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut count = 0;
    for path in paths {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let reading = stem.starts_with('S') || FOUND_WHILE_READING.contains(&stem.as_str());
        if !reading || LEFT_TO_THE_CHECKER.contains(&stem.as_str()) || !is_definition(&path) {
            continue;
        }
        count += 1;
        let code = stem.split('-').next().unwrap();
        let (text, words, here) = fixture(&path);
        let parsed = parse(SourceId(0), &text);
        let mut sources = Sources::new();
        sources.add(Source::new(stem.clone(), text.clone()));
        let found: Vec<(String, String, bool)> = parsed
            .problems
            .iter()
            .map(|problem| {
                let diagnostic = problem.diagnostic();
                let place = diagnostic.place().unwrap();
                let words = sources.words(place).replace(['\u{200b}', '\u{202e}'], "");
                let hidden = sources.words(place).chars().next().filter(|_| words.is_empty());
                let words = hidden.map_or(words, |hidden| format!("\\u{{{:X}}}", hidden as u32));
                (diagnostic.code.0.to_owned(), words, place.span.start as usize >= here)
            })
            .collect();
        if found != [(code.to_owned(), words.clone(), true)] {
            wrong.push(format!("{stem} [{words}]: {:?}", said(&text, &parsed)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 80, "only {count} fixtures");
}

/// The text with these edits; they may come in any order.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.place.span));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.place.span.start as usize..edit.place.span.end as usize, &edit.text);
    }
    text
}

#[test]
fn every_correction_is_one() {
    let mut wrong = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut count = 0;
    // There the line belongs further up, which no edit can know.
    let further_up = |path: &Path| path.file_stem().is_some_and(|stem| stem == "S109-2");
    for path in paths.iter().filter(|path| is_definition(path) && !further_up(path)) {
        let text = fs::read_to_string(path).unwrap();
        for problem in parse(SourceId(0), &text).problems {
            let diagnostic = problem.diagnostic();
            for correction in &diagnostic.write {
                let Correction::Edits(edits) = correction else { continue };
                count += 1;
                let mended = edited(&text, edits);
                let parsed = parse(SourceId(0), &mended);
                if !parsed.problems.is_empty() {
                    let stem = path.file_stem().unwrap().to_string_lossy();
                    wrong.push(format!("{stem}: {:?}\n{mended}", said(&mended, &parsed)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 80, "only {count} corrections");
}

/// A small generator of pseudo-random numbers (xorshift), the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Reads the text, and makes the tree, every problem and its wording be built; all places must lie in the text.
fn survives(text: &str) {
    let parsed = parse(SourceId(0), text);
    for problem in &parsed.problems {
        let diagnostic = problem.diagnostic();
        assert!(!diagnostic.title.is_empty() && !diagnostic.labels.is_empty(), "{problem:?}");
        let edits = diagnostic.write.iter().filter_map(|correction| match correction {
            Correction::Edits(edits) => Some(edits),
            Correction::Lines(_) => None,
        });
        let places = diagnostic.labels.iter().map(|label| label.place);
        for place in places.chain(edits.flatten().map(|edit| edit.place)) {
            let span = place.span.start as usize..place.span.end as usize;
            assert!(text.get(span).is_some(), "{problem:?} lies outside of\n{text}");
        }
        assert_ne!(
            diagnostic.title, "I did not expect this definition here",
            "builder and grammar disagree on\n{text}"
        );
    }
    // A hidden character in a comment is a problem that breaks no definition.
    let breaking = parsed.problems.iter().any(|problem| problem.code().0 != "S128");
    assert!(!breaking || !parsed.document.broken.is_empty(), "{text}");
    assert!(parsed.document.broken.is_empty() || !parsed.problems.is_empty(), "{text}");
}

#[test]
fn no_prefix_of_a_definition_panics() {
    for (_, text) in language() {
        let mut piece = String::new();
        for line in text.lines() {
            // Whole prefixes would take time in the square of the length; each cut is tried in its own definition.
            if !line.starts_with([' ', '\t', '#']) {
                piece.clear();
            }
            for (at, _) in line.char_indices().step_by(2) {
                survives(&format!("{piece}{}", &line[..at]));
            }
            piece.push_str(line);
            piece.push('\n');
        }
    }
}

#[test]
fn no_mutation_panics() {
    let pieces = [
        "(",
        ")",
        "\"",
        "“",
        ",",
        ":",
        "-",
        "- ",
        "\n",
        "\n  ",
        "  - ",
        " and ",
        " or ",
        " not ",
        " is ",
        "of ",
        "%",
        "\r",
        "\u{a0}",
        "\u{200b}",
        "é",
        "[",
        "]",
        "|",
        ">",
        "#",
        "50MM",
        "10,00",
        "03/04/2026",
        "when ",
        "at least ",
        "all of:",
        "where ",
        "within the last ",
        "3 mo",
        "$",
        "_",
        "the ",
        "has ever been ",
        "'",
        "1.",
        "unless ",
        "if no: ",
        "\t",
        "0",
    ];
    let mut dice = Dice(0x2026_0115_c0ff_ee11);
    let texts: Vec<String> = language()
        .iter()
        .flat_map(|(_, text)| {
            let mut pieces: Vec<String> = Vec::new();
            for line in text.lines() {
                match pieces.last_mut() {
                    Some(last) if line.starts_with([' ', '\t']) => last.push_str(&format!("{line}\n")),
                    _ => pieces.push(format!("{line}\n")),
                }
            }
            pieces
        })
        .collect();
    for _ in 0..4_000 {
        let mut text: String = texts[dice.roll(texts.len())].clone();
        for _ in 0..=dice.roll(4) {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = boundaries[dice.roll(boundaries.len())];
            let to = boundaries[dice.roll(boundaries.len())].clamp(at, at.saturating_add(30).max(at));
            let to =
                boundaries.iter().copied().filter(|boundary| *boundary <= to).max().unwrap_or(at).max(at);
            match dice.roll(4) {
                0 => text.replace_range(at..to, ""),
                1 => {
                    let copy = text[at..to].to_owned();
                    text.insert_str(boundaries[dice.roll(boundaries.len())].min(at), &copy);
                }
                _ => text.insert_str(at, pieces[dice.roll(pieces.len())]),
            }
        }
        survives(&text);
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    parse(SourceId(0), text).problems.iter().map(|problem| problem.code().0).collect()
}

fn items(text: &str) -> Vec<Item> {
    let parsed = parse(SourceId(0), text);
    assert_eq!(said(text, &parsed), Vec::<String>::new(), "{text}");
    parsed.document.items
}

#[test]
fn typography_and_left_out_words_leave_no_trace() {
    for (one, other) in [
        ("lead when employees at least 50", "lead when employees is at least 50"),
        ("lead when planned within the next 3 months", "lead when planned is within 3 months"),
        ("\u{feff}LEAD WHEN All Of:\r\n\t•\u{a0}kind IS “A”\r\n", "lead when all of:\n  - kind is \"A\"\n"),
        ("lead when\n\n  # why\n  a\n  and b", "lead when a and b"),
        ("[lead] when [a]", "lead when a"),
        ("lead when price is at least $50M", "lead when price is at least 50M USD"),
    ] {
        assert_eq!(items(one), items(other));
    }
}

#[test]
fn places_are_those_of_the_words() {
    let text = "# top\nprofile ICP when all of:   # head\n  - kind is not one of \"A\"  # why\n  > Said.  \n  if unknown, assume no # end\n\n# last\n";
    let parsed = parse(SourceId(0), text);
    let source = Source::new("text", text);
    let ItemKind::Profile(profile) = &parsed.document.items[0].kind else { panic!("no profile") };
    assert!(source.words(parsed.document.items[0].at.0).ends_with("assume no"));
    let said: Vec<&str> = profile.clauses.iter().map(|clause| source.words(clause.at.0)).collect();
    assert_eq!(said, ["> Said.", "if unknown, assume no"]);
    let Condition::Groups(groups) = &profile.when.condition else { panic!("no groups") };
    assert_eq!(source.words(groups[0].at.0), "all of:");
    assert_eq!(source.words(groups[0].lines[0].at.0), "- kind is not one of \"A\"");
    let Test::Compare(comparison) = &groups[0].lines[0].chain.first.test else { panic!("no comparison") };
    assert_eq!(source.words(comparison.operator_at.0), "is not one of");
    assert!(comparison.negated);
    let comments: Vec<(&str, bool)> =
        parsed.document.comments.iter().map(|comment| (comment.text.as_str(), comment.own_line)).collect();
    assert_eq!(
        comments,
        [("# top", true), ("# head", false), ("# why", false), ("# end", false), ("# last", true)]
    );
}

#[test]
fn one_mistake_hides_no_other() {
    let text = "feild employees: number\n  colum \"x\"\nlead when all of:\n  - revenue >= 5\n  - fine\n  - employees over 500\n    and x\n  if no: recycel to nurture\nteam x at sales\nfield y: text\n";
    let parsed = parse(SourceId(0), text);
    assert_eq!(codes(text), ["S110", "S130", "S101", "S101", "S129", "S129"], "{:?}", said(text, &parsed));
    let declared: Vec<&str> = parsed
        .document
        .broken
        .iter()
        .flat_map(|broken| broken.declares.iter().map(|name| name.text.as_str()))
        .collect();
    assert_eq!(declared, ["employees", "lead", "x"]);
    assert_eq!(parsed.document.items.len(), 1);
}

#[test]
fn each_limit_holds_just_below_and_refuses_just_above() {
    let nested = |depth: usize| format!("lead when {}a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(codes(&nested(64)), [""; 0]);
    assert_eq!(codes(&nested(65)), ["S127"]);
    assert_eq!(codes(&nested(300_000)), ["S127"]);
    let terms = |count: usize| format!("lead when a{}", " and a".repeat(count - 1));
    assert_eq!(codes(&terms(10_000)), [""; 0]);
    assert_eq!(codes(&terms(10_001)), ["S131"]);
    let bullets = |count: usize| format!("lead when all of:{}", "\n  - a".repeat(count));
    assert_eq!(codes(&bullets(10_000)), [""; 0]);
    assert_eq!(codes(&bullets(10_001)), ["S131"]);
    let name = |length: usize| format!("{} when a", "x".repeat(length));
    assert_eq!(codes(&name(255)), [""; 0]);
    assert_eq!(codes(&name(256)), ["S131"]);
    let quoted = |length: usize| format!("include \"{}\"", "x".repeat(length));
    assert_eq!(codes(&quoted(64 * 1024)), [""; 0]);
    assert_eq!(codes(&quoted(64 * 1024 + 1)), ["S131"]);
    let list = |length: usize| format!("list a:\n  \"x\"{}", ",\"y\"".repeat(length - 1));
    assert_eq!(codes(&list(100_000)), [""; 0]);
    assert_eq!(codes(&list(100_001)), ["S131"]);
    let comment = |length: usize| format!("#{}", "x".repeat(length - 1));
    assert_eq!(codes(&comment(1024 * 1024)), [""; 0]);
    assert_eq!(codes(&comment(1024 * 1024 + 1)), ["S131"]);
}
