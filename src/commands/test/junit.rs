//! The results as JUnit XML, as CI servers read it: a suite for each definition, a case for each example.
//!
//! The same examples give the same bytes: no time is written, neither of the day nor taken.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::commands::report::{MessageFormat, render};
use crate::commands::terminal::Pen;
use crate::records::error::RecordsError;
use crate::records::output::file::Target;
use crate::review::examples::Tried;
use crate::text::source::Sources;
use crate::text::visible::visible;

/// The examples of a definition.
#[derive(Clone, Debug)]
pub struct Suite {
    name: String,
    cases: Vec<Case>,
}

#[derive(Clone, Debug)]
struct Case {
    name: String,
    file: String,
    line: Option<usize>,
    outcome: Outcome,
}

#[derive(Clone, Debug)]
enum Outcome {
    Passed,
    /// What is wrong in one line, and at length.
    Failed(String, String),
    /// The same of a definition whose examples could not be run.
    Broken(String, String),
}

impl Suite {
    /// A definition whose examples could not be run.
    pub fn broken(path: &Path, message: &str, text: &str) -> Self {
        let name = path.display().to_string();
        let outcome = Outcome::Broken(message.to_owned(), text.to_owned());
        let case = Case { name: "definition".to_owned(), file: name.clone(), line: None, outcome };
        Suite { name, cases: vec![case] }
    }

    /// The examples of a definition that were run.
    pub fn of(path: &Path, tried: &Tried<'_>, sources: &Sources) -> Self {
        let mut seen = BTreeSet::new();
        let cases = tried.cases.iter().map(|case| {
            let place = case.example.place;
            let source = sources.get(place.source);
            let line = source.map_or(0, |source| source.line_of(place.span.start));
            let file = source.map_or("", |source| source.name.as_str()).to_owned();
            // Two examples may share a title, and programs tell cases apart by their names.
            let mut name = case.name.clone();
            if seen.contains(&name) {
                name = format!("{name}, line {line}");
            }
            if seen.contains(&name) {
                name = format!("{name} of {file}");
            }
            seen.insert(name.clone());
            let outcome = match case.failures.as_slice() {
                [] => Outcome::Passed,
                [first, more @ ..] => {
                    let titles = std::iter::once(first).chain(more).map(|problem| problem.title.as_str());
                    let text = render(&case.failures, sources, MessageFormat::Human, Pen::plain());
                    Outcome::Failed(titles.collect::<Vec<_>>().join("; "), text)
                }
            };
            Case { name, file, line: Some(line), outcome }
        });
        Suite { name: path.display().to_string(), cases: cases.collect() }
    }

    /// How many cases failed, and how many could not be run.
    fn counts(&self) -> (usize, usize) {
        let count = |test: fn(&Outcome) -> bool| self.cases.iter().filter(|case| test(&case.outcome)).count();
        (
            count(|outcome| matches!(outcome, Outcome::Failed(..))),
            count(|outcome| matches!(outcome, Outcome::Broken(..))),
        )
    }
}

/// Writes the suites, all or nothing.
///
/// # Errors
/// When the file can't be written; it is then as it was.
pub fn write(path: &Path, suites: &[Suite]) -> Result<(), RecordsError> {
    let mut target = Target::create(path)?;
    let failed = |source| RecordsError::Write { path: path.display().to_string(), source };
    let written = document(suites).map_err(failed)?;
    target.write_all(&written).map_err(failed)?;
    target.finish()
}

fn document(suites: &[Suite]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let totals = suites.iter().map(Suite::counts).fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let attributes = counted("uld test", tests, totals);
    let start = writer.create_element("testsuites").with_attributes(borrowed(&attributes));
    start.write_inner_content(|writer| suites.iter().try_for_each(|suite| write_suite(writer, suite)))?;
    let mut written = writer.into_inner();
    written.push(b'\n');
    Ok(written)
}

fn counted(name: &str, tests: usize, (failures, errors): (usize, usize)) -> Vec<(&'static str, String)> {
    vec![
        ("name", plain(name)),
        ("tests", tests.to_string()),
        ("failures", failures.to_string()),
        ("errors", errors.to_string()),
        ("skipped", "0".to_owned()),
    ]
}

fn write_suite(writer: &mut Writer<Vec<u8>>, suite: &Suite) -> io::Result<()> {
    let attributes = counted(&suite.name, suite.cases.len(), suite.counts());
    let start = writer.create_element("testsuite").with_attributes(borrowed(&attributes));
    if suite.cases.is_empty() {
        start.write_empty()?;
        return Ok(());
    }
    start.write_inner_content(|writer| {
        suite.cases.iter().try_for_each(|case| write_case(writer, &suite.name, case))
    })?;
    Ok(())
}

fn write_case(writer: &mut Writer<Vec<u8>>, class: &str, case: &Case) -> io::Result<()> {
    let mut attributes =
        vec![("name", plain(&case.name)), ("classname", plain(class)), ("file", plain(&case.file))];
    attributes.extend(case.line.map(|line| ("line", line.to_string())));
    let start = writer.create_element("testcase").with_attributes(borrowed(&attributes));
    let (element, kind, message, text) = match &case.outcome {
        Outcome::Passed => {
            start.write_empty()?;
            return Ok(());
        }
        Outcome::Failed(message, text) => ("failure", "C801", message, text),
        Outcome::Broken(message, text) => ("error", "definition", message, text),
    };
    start.write_inner_content(|writer| {
        let lines: Vec<String> = text.lines().map(plain).collect();
        writer
            .create_element(element)
            .with_attributes([("message", plain(message).as_str()), ("type", kind)])
            .write_text_content(BytesText::new(&lines.join("\n")))?;
        Ok(())
    })?;
    Ok(())
}

fn borrowed<'a>(attributes: &'a [(&'static str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str()))
}

/// A line of text as XML may hold it: what a screen does not show is written with its number, and the two characters
/// that are none are replaced.
fn plain(text: &str) -> String {
    visible(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
