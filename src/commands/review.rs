//! Whether the agreement is due for its review.

use crate::evaluate::plan::Plan;
use crate::model::program::Program;
use crate::text::diagnostic::{Code, Diagnostic};
use crate::wording::value::duration;

/// A warning when the review is overdue on the plan's as-of date: it was agreed longer ago than `review every` says.
pub fn overdue(program: &Program, plan: &Plan<'_>) -> Option<Diagnostic> {
    let header = &program.header;
    let (agreed, every, place) = (header.agreed?, header.review_every?, header.place?);
    let due = plan.later(agreed, every)?;
    (due < plan.as_of()).then(|| {
        Diagnostic::new(Code("W708"), format!("The review of this agreement was due on {due}"))
            .label(place, format!("agreed on {agreed}, reviewed every {}", duration(every)))
            .lines(format!("  agreed {}", plan.as_of()))
            .why("An agreement that nobody looks at drifts from what people do. Meet, agree again, and write down the day.")
    })
}
