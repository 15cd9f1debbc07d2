//! What people call things: a title if somebody wrote one, else the name with blanks; a field's column header.

use super::phrase::{About, Phrase, capitalised};
use super::value::{Beside, duration, value};
use crate::model::field::{Field, Origin};
use crate::model::ids::{
    AsideId, EventFieldId, EventId, FieldId, ListId, RuleId, ScoreId, SourceRuleId, StageId, TeamId,
};
use crate::model::lifecycle::{Destination, RuleKind, Who};
use crate::model::program::Program;
use crate::model::value::Duration;

/// A title, or the name with blanks.
pub fn title(name: &str, title: Option<&str>) -> String {
    title.map_or_else(|| name.replace('_', " "), str::to_owned)
}

fn named(about: About, name: &str, given: Option<&str>) -> Phrase {
    Phrase::name(about, title(name, given), given.is_some())
}

/// What people call a field: its column's header, or its name with blanks and a capital, as headers have it.
pub fn title_of(field: &Field) -> String {
    match &field.origin {
        Origin::Column { headers, declared: true, .. } => {
            headers.first().cloned().unwrap_or_else(|| field.name.clone())
        }
        Origin::Column { .. } | Origin::Decided(_) => capitalised(&field.name.replace('_', " ")),
    }
}

/// What people call a field of a contact.
pub fn field_title(program: &Program, id: FieldId) -> String {
    program.field(id).map(title_of).unwrap_or_default()
}

/// A field of a contact.
pub fn field(program: &Program, id: FieldId) -> Phrase {
    Phrase::name(About::Field(id), field_title(program, id), false)
}

/// A field of an event.
pub fn event_field(program: &Program, event: EventId, id: EventFieldId) -> Phrase {
    let field = program.events.get(event.index()).and_then(|event| event.fields.get(id.index()));
    Phrase::name(About::EventField(event, id), field.map(title_of).unwrap_or_default(), false)
}

/// One event, or several.
pub fn event(program: &Program, id: EventId, several: bool) -> Phrase {
    let kind = program.events.get(id.index());
    let name = kind.map_or("", |kind| if several { &kind.plural } else { &kind.name });
    named(About::Event(id), name, None)
}

/// What people call a stage.
pub fn stage_title(program: &Program, id: StageId) -> String {
    program.stage(id).map(|stage| title(&stage.name, stage.title.as_deref())).unwrap_or_default()
}

/// A stage.
pub fn stage(program: &Program, id: StageId) -> Phrase {
    program
        .stage(id)
        .map_or_else(Phrase::default, |stage| named(About::Stage(id), &stage.name, stage.title.as_deref()))
}

/// A stage that a contact is: `a lead`, `an opportunity`, `an MQL`.
pub fn a_stage(program: &Program, id: StageId) -> Phrase {
    Phrase::words(format!("{} ", article(&stage_title(program, id)))).then(stage(program, id))
}

/// An aside.
pub fn aside(program: &Program, id: AsideId) -> Phrase {
    program
        .asides
        .get(id.index())
        .map_or_else(Phrase::default, |aside| named(About::Aside(id), &aside.name, aside.title.as_deref()))
}

/// A stage or an aside.
pub fn destination(program: &Program, to: Destination) -> Phrase {
    match to {
        Destination::Stage(id) => stage(program, id),
        Destination::Aside(id) => aside(program, id),
    }
}

/// What people call a stage or an aside.
pub fn destination_title(program: &Program, to: Destination) -> String {
    destination(program, to).to_string()
}

/// A profile, or a criterion with its argument: `Plans to evaluate within 3 months`, `Ready to talk (2 weeks)`.
pub fn rule(program: &Program, id: RuleId) -> Phrase {
    let Some(rule) = program.rule(id) else { return Phrase::default() };
    let mut name = title(&rule.name, rule.title.as_deref());
    if let RuleKind::Criterion(Some(argument)) = &rule.kind {
        let argument = value(Beside::Nothing, argument);
        name = if leads_on(&name) { format!("{name} {argument}") } else { format!("{name} ({argument})") };
    }
    Phrase::name(About::Rule(id), capitalised(&name), rule.title.is_some())
}

/// Whether a value reads on from a name, as in `evaluate within 3 months`; else it stands in parentheses.
fn leads_on(name: &str) -> bool {
    const WORDS: [&str; 16] = [
        "within", "in", "of", "at", "least", "most", "than", "for", "by", "to", "after", "before", "over",
        "under", "is", "from",
    ];
    name.rsplit(' ').next().is_some_and(|last| WORDS.contains(&last.to_lowercase().as_str()))
}

/// A source.
pub fn source(program: &Program, id: SourceRuleId) -> Phrase {
    program.sources.get(id.index()).map_or_else(Phrase::default, |source| {
        named(About::Source(id), &source.name, source.title.as_deref())
    })
}

/// A score.
pub fn score(program: &Program, id: ScoreId) -> Phrase {
    program.scores.get(id.index()).map_or_else(Phrase::default, |score| {
        let name = capitalised(&title(&score.name, score.title.as_deref()));
        Phrase::name(About::Score(id), name, score.title.is_some())
    })
}

/// A list.
pub fn list_name(program: &Program, id: ListId) -> Phrase {
    program
        .lists
        .get(id.index())
        .map_or_else(Phrase::default, |list| named(About::List(id), &list.name, None))
}

/// A team.
pub fn team(program: &Program, id: TeamId) -> Phrase {
    program
        .teams
        .get(id.index())
        .map_or_else(Phrase::default, |team| named(About::Team(id), &team.name, team.title.as_deref()))
}

/// A promise's owner.
pub fn who(program: &Program, who: Who) -> Phrase {
    match who {
        Who::Marketing => "marketing".into(),
        Who::Sales => "sales".into(),
        Who::Both => "marketing and sales".into(),
        Who::Team(id) => team(program, id),
    }
}

/// `every 2 weeks`, `every month`
pub fn every(length: Duration) -> String {
    if length.count == 1 {
        return format!("every {}", length.unit.singular());
    }
    format!("every {}", duration(length))
}

/// `a` or `an`, by how the next word is spoken: `a lead`, `an inquiry`, `an MQL`, `a user`.
pub fn article(words: &str) -> &'static str {
    let word: String = words.chars().take_while(|letter| letter.is_alphanumeric()).collect();
    let lower = word.to_lowercase();
    let first = lower.chars().next().unwrap_or(' ');
    let is_vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u');
    // A word that can only be spelt out is spoken letter by letter: MQL, SDR, mql.
    let is_spelt = word.chars().count() > 1
        && (lower.chars().all(|letter| letter.is_ascii_alphabetic() && !is_vowel(letter) && letter != 'y')
            || (word.chars().count() <= 4 && word.chars().all(|letter| letter.is_ascii_uppercase())));
    let sounds_open = if is_spelt {
        matches!(first, 'a' | 'e' | 'f' | 'h' | 'i' | 'l' | 'm' | 'n' | 'o' | 'r' | 's' | 'x')
    } else {
        let begins = |parts: &[&str]| parts.iter().any(|part| lower.starts_with(part));
        (is_vowel(first)
            && !begins(&["unic", "unif", "unio", "uniq", "unit", "univ", "use", "usu", "eu", "one", "once"]))
            || begins(&["hour", "honest", "heir"])
            || first == '8'
    };
    if sounds_open { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn articles_go_by_the_sound() {
        for (word, expected) in [
            ("lead", "a"),
            ("inquiry", "an"),
            ("opportunity", "an"),
            ("customer", "a"),
            ("MQL", "an"),
            ("mql", "an"),
            ("SQL", "an"),
            ("Sales-qualified lead", "a"),
            ("user", "a"),
            ("European lead", "a"),
            ("one-time buyer", "a"),
            ("hour", "an"),
            ("unqualified", "an"),
            ("uninterested", "an"),
            ("", "a"),
        ] {
            assert_eq!(article(word), expected, "{word}");
        }
    }
}
