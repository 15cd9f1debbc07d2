//! What changed, as a page: a summary first, then the changes, what they do, and what only reads otherwise.

use super::change::{Change, Detail, What};
use super::difference::{Difference, Effect, Side};
use super::report::not_agreed;
use crate::analyse::{Finding, Witness};
use crate::evaluate::answers::Answer;
use crate::model::program::Program;
use crate::page::tree::{Block, Inline, Page, Section};
use crate::wording::name::a_stage;
use crate::wording::phrase::capitalised;
use crate::wording::value::day;

/// The page of a difference; more sections (what records say) may follow.
pub fn page(difference: &Difference, new: &Program) -> Page {
    let title = match difference.new.title.as_str() {
        "" => "What changed".to_owned(),
        title => format!("What changed in {title}"),
    };
    let mut page = Page { title, opening: opening(difference), ..Page::default() };
    let (words, meaning): (Vec<&Change>, Vec<&Change>) =
        difference.changes.iter().partition(|change| change.what == What::Reworded);
    if !meaning.is_empty() {
        page.sections.push(section("Changes", vec![list(meaning.iter().map(|one| change(one)).collect())]));
    }
    if difference.effects.iter().any(|effect| !effect.comparison.is_same()) {
        let (same, other): (Vec<&Effect>, Vec<&Effect>) =
            difference.effects.iter().partition(|effect| effect.comparison.is_same());
        let mut blocks: Vec<Block> = other.into_iter().flat_map(|effect| self::effect(effect, new)).collect();
        if !same.is_empty() {
            let titles: Vec<String> = same.iter().map(|effect| effect.title.clone()).collect();
            blocks.push(paragraph(format!("{}.", of_stages(&titles, "is the same"))));
        }
        page.sections.push(section("What it does", blocks));
    }
    if !words.is_empty() || !difference.head.is_empty() {
        let head = difference.head.iter().map(|detail| vec![paragraph(detail.sentence())]);
        let items = head.chain(words.iter().map(|one| change(one))).collect();
        page.sections.push(section("Reads otherwise", vec![list(items)]));
    }
    page
}

fn section(title: &str, blocks: Vec<Block>) -> Section {
    Section { title: title.to_owned(), blocks, ..Section::default() }
}

fn text(text: impl Into<String>) -> Inline {
    Inline::Text(text.into())
}

fn paragraph(words: impl Into<String>) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn list(items: Vec<Vec<Block>>) -> Block {
    Block::List { ordered: false, items }
}

/// The short answer.
fn opening(difference: &Difference) -> Vec<Block> {
    let mut blocks = vec![paragraph(summary(difference))];
    let (old, new) = (&difference.old, &difference.new);
    let said: Vec<String> = [version(old, new), agreed(old, new)].into_iter().flatten().collect();
    if !said.is_empty() && !difference.is_same() {
        blocks.push(paragraph(said.join(" ")));
    }
    if let Some(why) = difference.unagreed() {
        blocks.push(paragraph(format!("The meaning changed, {}.", not_agreed(why))));
    }
    blocks
}

/// One line: how many changes, and what becomes of the stages.
pub fn summary(difference: &Difference) -> String {
    if difference.is_same() {
        return "Nothing changed.".to_owned();
    }
    let words = difference.changes.iter().filter(|change| change.what == What::Reworded).count();
    let meaning = difference.changes.len() - words;
    if meaning == 0 {
        return "Only words changed; the meaning is the same.".to_owned();
    }
    let counted = if meaning == 1 { "1 change".to_owned() } else { format!("{meaning} changes") };
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for effect in difference.effects.iter().filter(|effect| !effect.comparison.is_same()) {
        let said = becomes(effect);
        match groups.iter_mut().find(|(other, _)| *other == said) {
            Some((_, titles)) => titles.push(effect.title.clone()),
            None => groups.push((said, vec![effect.title.clone()])),
        }
    }
    let stages: Vec<String> = groups.iter().map(|(said, titles)| of_stages(titles, said)).collect();
    if stages.is_empty() {
        let nobody = if difference.effects.is_empty() { "" } else { " Nobody changes stage." };
        return format!("{counted}.{nobody}");
    }
    format!("{counted}. {}.", capitalised(&stages.join("; ")))
}

/// `lead and customer are looser`
fn of_stages(titles: &[String], said: &str) -> String {
    let several = match said.strip_prefix("is ") {
        Some(rest) if titles.len() > 1 => format!("are {rest}"),
        Some(_) | None => said.replacen("leaves", if titles.len() > 1 { "leave" } else { "leaves" }, 1),
    };
    format!("{} {several}", crate::wording::value::list(titles, "and"))
}

/// What a stage's rule becomes: `is looser`, `may be stricter`.
pub fn becomes(effect: &Effect) -> String {
    let comparison = &effect.comparison;
    let said = |direction: &Option<Finding>, word: &str| {
        direction.as_ref().map(|finding| match finding.certain {
            true => format!("is {word}"),
            false => format!("may be {word}"),
        })
    };
    let both = [said(&comparison.looser, "looser"), said(&comparison.stricter, "stricter")];
    let found: Vec<String> = both.into_iter().flatten().collect();
    match (found.as_slice(), comparison.undecided) {
        ([], Some(_)) => "may be looser or stricter: not decided".to_owned(),
        (some, Some(_)) => format!("{}; more was not decided", of_both(some)),
        ([], None) if comparison.asks_otherwise.is_some() => "leaves others open than before".to_owned(),
        ([], None) => "is the same".to_owned(),
        ([one], None) => one.clone(),
        (some, None) => of_both(some),
    }
}

/// `is looser for some, stricter for others`: one verb for both.
fn of_both(said: &[String]) -> String {
    match said {
        [one, other] => {
            let other = other.strip_prefix("is ").filter(|_| one.starts_with("is ")).unwrap_or(other);
            format!("{one} for some, {other} for others")
        }
        some => some.concat(),
    }
}

fn version(old: &Side, new: &Side) -> Option<String> {
    match (old.version, new.version) {
        (Some(old), Some(new)) if old == new => Some(format!("Version {new}, as before.")),
        (Some(old), Some(new)) => Some(format!("Version {old} became version {new}.")),
        (None, Some(new)) => Some(format!("It is version {new} now; it had none.")),
        (Some(old), None) => Some(format!("It has no version now; it was version {old}.")),
        (None, None) => None,
    }
}

fn agreed(old: &Side, new: &Side) -> Option<String> {
    match (old.agreed, new.agreed) {
        (Some(old), Some(new)) if old == new => Some(format!("Agreed on {}, as before.", day(new))),
        (Some(old), Some(new)) => Some(format!("Agreed on {}; before, on {}.", day(new), day(old))),
        (None, Some(new)) => Some(format!("Agreed on {}.", day(new))),
        (Some(old), None) => Some(format!("It no longer says when it was agreed; before, on {}.", day(old))),
        (None, None) => None,
    }
}

fn change(change: &Change) -> Vec<Block> {
    let mut head =
        vec![Inline::Strong(vec![text(change.title.clone())]), text(format!(": {}", change.what.said()))];
    match &change.was {
        Some(was) if change.what == What::Renamed => head.push(text(format!("; it was called {was}"))),
        Some(was) => head.push(text(format!(" (it was called {was})"))),
        None => {}
    }
    head.push(text("."));
    if let [detail] = change.details.as_slice() {
        head.push(text(format!(" {}", capitalised(&detail.sentence()))));
        return vec![Block::Paragraph(head)];
    }
    let details: Vec<Vec<Block>> =
        change.details.iter().map(Detail::sentence).map(|said| vec![paragraph(capitalised(&said))]).collect();
    if details.is_empty() {
        vec![Block::Paragraph(head)]
    } else {
        vec![Block::Paragraph(head), list(details)]
    }
}

fn effect(effect: &Effect, new: &Program) -> Vec<Block> {
    let mut head =
        vec![Inline::Strong(vec![text(capitalised(&effect.title))]), text(format!(" {}.", becomes(effect)))];
    if let Some(reason) = effect.comparison.undecided {
        head.push(text(format!(" {}.", capitalised(reason))));
    }
    let mut blocks = vec![Block::Paragraph(head)];
    for (said, example) in findings(effect, new) {
        blocks.push(paragraph(said));
        blocks.extend(example.map(Block::Verbatim));
    }
    blocks
}

/// The contacts that show what became of a stage, as examples.
pub fn examples(effect: &Effect, new: &Program) -> Vec<String> {
    findings(effect, new).into_iter().filter_map(|(_, example)| example).collect()
}

/// Each direction's contact: a sentence and an example; none for a contact whose events nobody gave.
fn findings(effect: &Effect, new: &Program) -> Vec<(String, Option<String>)> {
    let a_stage = a_stage(new, effect.stage).to_string();
    let comparison = &effect.comparison;
    let each = [
        (&comparison.looser, format!("Newly {a_stage}")),
        (&comparison.stricter, format!("No longer {a_stage}")),
        (&comparison.asks_otherwise, "Answered otherwise".to_owned()),
    ];
    each.into_iter()
        .filter_map(|(finding, title)| {
            let witness = finding.as_ref()?.witness.as_ref()?;
            let example = witness.example(new, &title, &effect.name);
            let sentence = match example {
                Some(_) => format!("{title} ({}):", answers(witness)),
                None => format!("{title} ({}): a contact whose events are not supplied.", answers(witness)),
            };
            Some((sentence, example))
        })
        .collect()
}

/// `it was no, it is yes`
fn answers(witness: &Witness) -> String {
    let word = |answer: Answer| answer.word();
    format!("it was {}, it is {}", word(witness.answers.0), word(witness.answers.1))
}
