//! What a name that nothing declares belongs to: a band of a score, a field of an event, or a value of one.

use super::checker::Checker;
use super::operators::Kind;
use super::problem::names::{Belongs, Guess};
use super::problem::shown;
use super::typed::Spelling;
use super::unresolved::UnresolvedName;
use crate::text::diagnostic::Edit;
use crate::text::span::Place;

impl Checker<'_> {
    /// What the name is part of, with the ways to write it; none if it is part of nothing.
    pub(super) fn belongs(&self, name: &UnresolvedName) -> Option<(Belongs, Vec<Edit>)> {
        match &name.first {
            Guess::Condition | Guess::Expected | Guess::Compared(_) => {
                self.band_alone(name).or_else(|| self.field_of_event(name))
            }
            Guess::Event => self.value_of_event(name),
            Guess::Profile
            | Guess::Criterion(_)
            | Guess::Field(_)
            | Guess::Stage
            | Guess::Team
            | Guess::List
            | Guess::Lookup
            | Guess::Source
            | Guess::Value(_) => None,
        }
    }

    /// `hot`, for `engagement is hot`.
    fn band_alone(&self, name: &UnresolvedName) -> Option<(Belongs, Vec<Edit>)> {
        let mut scores = Vec::new();
        for (bands, score) in self.bands.iter().zip(&self.program.scores) {
            if bands.contains_key(&name.key) {
                scores.push(shown(&score.name));
            }
        }
        let first = scores.first()?.clone();
        let verb = match &name.first {
            Guess::Condition => " is ",
            Guess::Expected => " ",
            Guess::Compared(_)
            | Guess::Profile
            | Guess::Criterion(_)
            | Guess::Field(_)
            | Guess::Stage
            | Guess::Team
            | Guess::List
            | Guess::Event
            | Guess::Lookup
            | Guess::Source
            | Guess::Value(_) => return None,
        };
        let edits = scores
            .iter()
            .map(|score| Edit { place: name.place, text: format!("{score}{verb}{}", shown(&name.text)) })
            .collect();
        Some((Belongs::Band { score: first }, edits))
    }

    /// `kind is "Call"`, for `any touch where kind is "Call"`.
    fn field_of_event(&self, name: &UnresolvedName) -> Option<(Belongs, Vec<Edit>)> {
        if name.first == Guess::Expected {
            return None;
        }
        let mut of = None;
        let mut edits = Vec::new();
        let typed = self.event_typed.iter();
        for ((names, typed), event) in self.event_names.iter().zip(typed).zip(&self.program.events) {
            if let Some(id) = names.get(&name.key) {
                of = of.or(Some(event.name.clone()));
                let kind = typed.get(id.index()).and_then(|typed| typed.kind());
                if name.first == Guess::Condition && kind != Some(Kind::YesNo) {
                    continue;
                }
                let text = format!("any {} where ", shown(&event.name));
                edits.push(Edit { place: name.place.before(), text });
            }
        }
        Some((Belongs::EventField { event: of? }, edits))
    }

    /// `2 calls`, for `2 touches where kind is "Call"`.
    fn value_of_event(&self, name: &UnresolvedName) -> Option<(Belongs, Vec<Edit>)> {
        let words = name.key.replace('_', " ");
        let single = [words.strip_suffix("es"), words.strip_suffix('s')];
        let forms = std::iter::once((words.as_str(), false))
            .chain(single.into_iter().flatten().map(|form| (form, true)));
        for (form, plural) in forms {
            for (typed, event) in self.event_typed.iter().zip(&self.program.events) {
                for (typed, field) in typed.iter().zip(&event.fields) {
                    let Some(Spelling::Listed(index) | Spelling::Also(index)) = typed.spelling(form) else {
                        continue;
                    };
                    let value = typed.choice_text(index)?.to_owned();
                    let is = self.test_of_event(name.place, &event.name, &event.plural, plural, &field.name);
                    let edits =
                        is.map(|start| Edit { place: name.place, text: format!("{start}\"{value}\"") });
                    let belongs =
                        Belongs::EventValue { event: event.name.clone(), field: field.name.clone(), value };
                    return Some((belongs, edits.into_iter().collect()));
                }
            }
        }
        None
    }

    /// The words before the value, in a condition or in an example's list of events; none if the name has a `where`
    /// already, since an event has one.
    fn test_of_event(
        &self,
        place: Place,
        event: &str,
        plural: &str,
        several: bool,
        field: &str,
    ) -> Option<String> {
        let text = self.sources.get(place.source)?.text();
        let before = text.get(..place.span.start as usize)?;
        let after = text.get(place.span.end as usize..)?;
        if after.lines().next().unwrap_or("").split_whitespace().any(|word| word == "where") {
            return None;
        }
        let name = shown(if several { plural } else { event });
        let line = before.rsplit('\n').next().unwrap_or("");
        // Nothing but the mark of the list stands before an event that an example gives; and behind `latest`, the
        // comparison goes on.
        if matches!(line.split_whitespace().next_back(), Some("-" | "latest" | "first")) {
            return None;
        }
        Some(format!("{name} where {} is ", shown(field)))
    }
}
