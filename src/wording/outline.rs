//! A condition as people write it down: a head and lines below it, each with its reasons.
//!
//! ```text
//! all of these hold:
//!   Industry is "Software" or "Insurance"
//!   Annual Revenue is at least 50,000,000 USD        because Below this, churn doubles
//!   none of these holds:
//!     fits "Sales never calls these"
//! ```

use super::condition::{clause, condition};
use super::phrase::Phrase;
use crate::model::condition::NodeKind;
use crate::model::ids::NodeId;
use crate::model::program::Program;

/// A condition, laid out.
#[derive(Clone, Debug)]
pub enum Outline {
    /// One line.
    Line {
        /// What it says.
        said: Phrase,
        /// What a criterion that it names asks, where that is one test.
        gist: Option<Phrase>,
        /// The reasons beside it.
        because: Vec<String>,
    },
    /// Several lines.
    Group {
        /// How many of them must hold: `all of these hold`.
        head: String,
        /// The reasons beside the group itself.
        because: Vec<String>,
        /// The lines.
        parts: Vec<Outline>,
    },
}

/// Lays a condition out. Nesting is bounded by the language, so this may call itself.
pub fn outline(program: &Program, node: NodeId) -> Outline {
    laid_out(program, node, true)
}

fn laid_out(program: &Program, id: NodeId, outermost: bool) -> Outline {
    let line = || Outline::Line {
        said: condition(program, id),
        gist: gist(program, id),
        because: reasons(program, id),
    };
    let Some(node) = program.node(id) else { return line() };
    let (head, parts) = match &node.kind {
        NodeKind::All(parts) => ("all of these hold".to_owned(), parts.clone()),
        NodeKind::Any(parts) => ("at least one of these holds".to_owned(), parts.clone()),
        NodeKind::AtLeast { count, parts } => (format!("at least {count} of these hold"), parts.clone()),
        NodeKind::Not(inner) => match program.node(*inner).map(|node| &node.kind) {
            Some(NodeKind::Any(parts)) => ("none of these holds".to_owned(), parts.clone()),
            Some(NodeKind::All(parts)) => ("not all of these hold".to_owned(), parts.clone()),
            Some(NodeKind::AtLeast { count, parts }) => {
                (format!("fewer than {count} of these hold"), parts.clone())
            }
            Some(
                NodeKind::Not(_)
                | NodeKind::AssumeIfUnknown { .. }
                | NodeKind::Rule(_)
                | NodeKind::Stage(_)
                | NodeKind::Test(_),
            )
            | None => return line(),
        },
        NodeKind::AssumeIfUnknown { .. } | NodeKind::Rule(_) | NodeKind::Stage(_) | NodeKind::Test(_) => {
            return line();
        }
    };
    // Two short parts inside a line read better on it, unless one of them has a reason of its own.
    let is_joined = |part: &NodeId| program.node(*part).is_some_and(|part| part.kind.parts().len() > 1);
    let is_short = parts.len() < 2 || (!outermost && parts.len() == 2 && !parts.iter().any(is_joined));
    let has_reason = parts.iter().any(|part| !reasons(program, *part).is_empty());
    if is_short && !(has_reason && parts.len() > 1) {
        return line();
    }
    // `none of these` is two nodes, and either may have a reason.
    let inner = match &node.kind {
        NodeKind::Not(inner) => program.node(*inner).and_then(|inner| inner.because.clone()),
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_)
        | NodeKind::Test(_) => None,
    };
    Outline::Group {
        head,
        because: node.because.iter().cloned().chain(inner).collect(),
        parts: parts.iter().map(|part| laid_out(program, *part, false)).collect(),
    }
}

/// All reasons in a condition, without those of the rules that it names.
pub fn reasons(program: &Program, id: NodeId) -> Vec<String> {
    let mut found = Vec::new();
    let mut stack = vec![id];
    while let Some(node) = stack.pop().and_then(|id| program.node(id)) {
        found.extend(node.because.iter().cloned());
        stack.extend(node.kind.parts().iter().rev());
    }
    found
}

/// What a criterion asks where that is a single test: `Evaluation date is within the next 3 months`.
fn gist(program: &Program, id: NodeId) -> Option<Phrase> {
    let NodeKind::Rule(rule) = program.node(id)?.kind else { return None };
    let condition = program.rule(rule)?.condition;
    let is_test = match &program.node(condition)?.kind {
        NodeKind::Test(_) => true,
        NodeKind::Not(inner) => matches!(program.node(*inner)?.kind, NodeKind::Test(_)),
        NodeKind::All(_)
        | NodeKind::Any(_)
        | NodeKind::AtLeast { .. }
        | NodeKind::AssumeIfUnknown { .. }
        | NodeKind::Rule(_)
        | NodeKind::Stage(_) => false,
    };
    is_test.then(|| clause(program, condition))
}
