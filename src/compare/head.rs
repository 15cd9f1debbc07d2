//! What changed at the head of a definition, and in what was agreed beside its rules: owners, review, examples.

use std::collections::BTreeMap;

use super::change::Detail;
use crate::model::example::Example;
use crate::model::program::Program;
use crate::wording::name::every;
use crate::wording::value::number_of;

/// What reads otherwise at the head: no rule, and yet what people agreed on.
pub(super) fn head(old: &Program, new: &Program) -> Vec<Detail> {
    let (was, is) = (&old.header, &new.header);
    let title = |title: &str| (!title.is_empty()).then(|| title.to_owned());
    let lines = [
        ("Title:", title(&was.title), title(&is.title)),
        ("Owner in marketing:", was.marketing_owner.clone(), is.marketing_owner.clone()),
        ("Owner in sales:", was.sales_owner.clone(), is.sales_owner.clone()),
        ("Reviewed:", was.review_every.map(every), is.review_every.map(every)),
    ];
    let mut details: Vec<Detail> =
        lines.into_iter().filter_map(|(lead, was, is)| line(lead, was, is)).collect();
    if was.prose != is.prose {
        details.push(Detail::note("The words at the head read otherwise"));
    }
    details.extend(examples(old, new));
    details
}

fn line(lead: &'static str, was: Option<String>, is: Option<String>) -> Option<Detail> {
    let nothing = || "nothing".to_owned();
    (was != is).then(|| Detail::changed(lead, is.unwrap_or_else(nothing), was.unwrap_or_else(nothing)))
}

/// How many worked examples came, went, or say something else.
fn examples(old: &Program, new: &Program) -> Option<Detail> {
    let said = |example: &Example| {
        let expected: Vec<_> = example.expected.iter().map(|expected| &expected.what).collect();
        format!("{:?} {:?} {:?} {expected:?}", example.as_of, example.given, example.events)
    };
    // Rows of tables have no name of their own to be found by.
    let named = |program: &Program| -> BTreeMap<String, String> {
        let single = program.examples.iter().filter(|example| example.table.is_none());
        single.map(|example| (example.title.clone(), said(example))).collect()
    };
    let (was, is) = (named(old), named(new));
    let come = is.keys().filter(|title| !was.contains_key(*title)).count();
    let gone = was.keys().filter(|title| !is.contains_key(*title)).count();
    let other =
        is.iter().filter(|(title, said)| was.get(*title).is_some_and(|before| before != *said)).count();
    let counted: Vec<String> = [(come, "new"), (gone, "removed"), (other, "changed")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", number_of(count as u64)))
        .collect();
    (!counted.is_empty()).then(|| Detail::note(format!("Worked examples: {}", counted.join(", "))))
}
