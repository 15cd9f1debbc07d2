//! Two versions of a condition, part by part.

use super::change::Detail;
use super::lines::leftovers;
use crate::meaning::condition::{Join, RulePart, rule_parts};
use crate::meaning::renames::Renames;
use crate::model::ids::NodeId;
use crate::model::program::Program;
use crate::wording::condition::condition;

/// What is new, gone and otherwise at the top of a condition.
pub(super) fn parts(
    old: (&Program, Option<NodeId>),
    new: (&Program, Option<NodeId>),
    renames: &Renames,
) -> Vec<Detail> {
    let ((old_program, old_node), (new_program, new_node)) = (old, new);
    let (Some(old_node), Some(new_node)) = (old_node, new_node) else {
        return match (old_node, new_node) {
            (None, Some(node)) => {
                vec![Detail::added("Now required:", condition(new_program, node).to_string())]
            }
            (Some(node), None) => {
                vec![Detail::removed("No longer required:", condition(old_program, node).to_string())]
            }
            (None, None) | (Some(_), Some(_)) => Vec::new(),
        };
    };
    let (mut was, old_parts) = rule_parts(old_program, renames, old_node);
    let (mut is, new_parts) = rule_parts(new_program, &Renames::default(), new_node);
    // One part alone is both all of them and any of them.
    if old_parts.len() == 1 && was == Join::All {
        was = is;
    } else if new_parts.len() == 1 && is == Join::All {
        is = was;
    }
    let mut details = Vec::new();
    if was != is {
        details.push(Detail::changed("It takes", takes(is), takes(was)));
    }
    let (mut gone, mut fresh) = leftovers(&old_parts, &new_parts, |part: &&RulePart| part.meaning.clone());
    let (more, less) = leads(is);
    let said = |program: &Program, part: &RulePart| condition(program, part.node).to_string();
    // A part that asks about the same thing as a vanished one is that one, changed.
    fresh.retain(|part| {
        let before = gone.iter().position(|old| part.about.is_some() && old.about == part.about);
        let Some(before) = before else { return true };
        let before = gone.remove(before);
        details.push(Detail::changed("", said(new_program, part), said(old_program, before)));
        false
    });
    details.extend(fresh.iter().map(|part| Detail::added(more, said(new_program, part))));
    details.extend(gone.iter().map(|part| Detail::removed(less, said(old_program, part))));
    details
}

fn takes(join: Join) -> String {
    match join {
        Join::All => "all of its criteria".to_owned(),
        Join::Any => "any of its criteria".to_owned(),
        Join::AtLeast(count) => format!("at least {count} of its criteria"),
    }
}

fn leads(join: Join) -> (&'static str, &'static str) {
    match join {
        Join::All => ("Now also required:", "No longer required:"),
        Join::Any => ("Now also enough:", "No longer enough:"),
        Join::AtLeast(_) => ("Now one of its criteria:", "No longer one of its criteria:"),
    }
}
