//! Problems for other Rust programs: a [`Diagnostic`] speaks miette's protocol, so whoever embeds the checker can show
//! what it found with miette's own reporters. Labels are those in the main label's text; give that text to
//! `miette::Report::with_source_code`.

use std::fmt::{self, Display};

use miette::LabeledSpan;

use super::diagnostic::{Diagnostic, Severity};

impl Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.title)
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match Diagnostic::severity(self) {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        if self.why.is_empty() { None } else { Some(Box::new(&self.why)) }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let main = self.place()?.source;
        let here = self.labels.iter().filter(move |label| label.place.source == main);
        Some(Box::new(here.map(|label| {
            let span = label.place.span;
            let length = span.end.saturating_sub(span.start) as usize;
            LabeledSpan::new(Some(label.text.clone()), span.start as usize, length)
        })))
    }
}

#[cfg(test)]
mod tests {
    use miette::Diagnostic as _;

    use crate::text::diagnostic::{Code, Diagnostic};
    use crate::text::span::{Place, SourceId, Span};

    #[test]
    fn a_problem_is_a_miette_diagnostic() {
        let here = Place::new(SourceId(0), Span::new(5, 9));
        let elsewhere = Place::new(SourceId(1), Span::new(0, 3));
        let problem =
            Diagnostic::new(Code("S113"), "title").label(here, "main").label(elsewhere, "other file").why("reason");
        assert_eq!(problem.code().unwrap().to_string(), "S113");
        let labels: Vec<_> = problem.labels().unwrap().collect();
        assert_eq!(labels.len(), 1);
        assert_eq!((labels[0].offset(), labels[0].len()), (5, 4));
    }
}
