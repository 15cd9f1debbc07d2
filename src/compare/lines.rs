//! Two versions of a list of sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Detail, How};

/// How many of many values are named.
const NAMED: usize = 10;

/// What only the old list has, and what only the new one has, each as often as it is there.
pub(super) fn leftovers<'t, T>(
    old: &'t [T],
    new: &'t [T],
    key: impl Fn(&&'t T) -> String,
) -> (Vec<&'t T>, Vec<&'t T>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in old {
        *counts.entry(key(&one)).or_default() += 1;
    }
    let mut fresh = Vec::new();
    for one in new {
        match counts.get_mut(&key(&one)) {
            Some(count) if *count > 0 => *count -= 1,
            Some(_) | None => fresh.push(one),
        }
    }
    // What is left over in the counts stands at the end of the old list as often.
    let mut gone: Vec<&T> = old
        .iter()
        .rev()
        .filter(|one| match counts.get_mut(&key(one)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            Some(_) | None => false,
        })
        .collect();
    gone.reverse();
    (gone, fresh)
}

/// The sentences that came and went; where their order counts, also that it is another.
pub(super) fn lines(
    leads: (&'static str, &'static str),
    old: &[String],
    new: &[String],
    ordered: bool,
) -> Vec<Detail> {
    let (gone, fresh) = leftovers(old, new, |line: &&String| (*line).clone());
    let mut details: Vec<Detail> = fresh.iter().map(|line| Detail::added(leads.0, line.as_str())).collect();
    details.extend(gone.iter().map(|line| Detail::removed(leads.1, line.as_str())));
    if ordered {
        let now: BTreeSet<&String> = new.iter().collect();
        let both: BTreeSet<&String> = old.iter().filter(|line| now.contains(line)).collect();
        let kept =
            |lines: &[String]| lines.iter().filter(|line| both.contains(line)).cloned().collect::<Vec<_>>();
        let (before, after) = (kept(old), kept(new));
        if before != after {
            let moved = after.iter().zip(&before).find(|(after, before)| after != before);
            let text = moved.map(|(line, _)| format!("{line} (comes earlier or later than before)"));
            details.push(Detail {
                how: How::Moved,
                lead: "Another order:",
                text: text.unwrap_or_default(),
                was: None,
            });
        }
    }
    details
}

/// One sentence that is another now.
pub(super) fn changed(lead: &'static str, old: Option<String>, new: Option<String>) -> Option<Detail> {
    match (old, new) {
        (Some(old), Some(new)) if old != new => Some(Detail::changed(lead, new, old)),
        (None, Some(new)) => Some(Detail::added(lead, new)),
        (Some(old), None) => Some(Detail::removed(lead, format!("no longer {old}"))),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// Values that came and went, some named, the others counted.
pub(super) fn values(old: &[String], new: &[String], key: impl Fn(&str) -> String) -> Vec<Detail> {
    let of = |values: &[String]| values.iter().map(|value| key(value)).collect::<BTreeSet<_>>();
    let (before, after) = (of(old), of(new));
    let fresh: Vec<&String> = new.iter().filter(|value| !before.contains(&key(value))).collect();
    let gone: Vec<&String> = old.iter().filter(|value| !after.contains(&key(value))).collect();
    let said = |values: &[&String]| {
        let named: Vec<String> = values.iter().take(NAMED).map(|value| format!("\"{value}\"")).collect();
        match values.len().saturating_sub(NAMED) {
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        }
    };
    let mut details = Vec::new();
    if !fresh.is_empty() {
        details.push(Detail::added("Now also has", said(&fresh)));
    }
    if !gone.is_empty() {
        details.push(Detail::removed("No longer has", said(&gone)));
    }
    details
}
