//! Reading: what the language allows parses, what it does not is answered by name.

use std::fs;
use std::path::Path;

use uld::syntax::{Parsed, parse};
use uld::text::source::{Source, Sources};
use uld::text::span::SourceId;

fn language() -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
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
