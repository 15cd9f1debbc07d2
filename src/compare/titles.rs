//! What people call a thing, and its own name beside it.

use crate::meaning::item::{Item, Kind};
use crate::model::ids::StageId;
use crate::model::program::Program;
use crate::text::span::Place;
use crate::wording::name::{stage_title, title, title_of};
use crate::wording::phrase::capitalised;

/// `Ideal customer profile (ICP)`, `Field Employees`, `Route of lead`.
pub(super) fn title_of_item(program: &Program, item: &Item) -> String {
    let named = |given: Option<&str>| match given {
        Some(given) if !given.eq_ignore_ascii_case(&item.name) => format!("{given} ({})", item.name),
        Some(_) | None => item.name.clone(),
    };
    let stage = || stage_title(program, StageId::at(item.index));
    match item.kind {
        Kind::Setting => capitalised(&item.name),
        Kind::Rate => format!("Rate of {}", item.name),
        Kind::Team => {
            format!("Team {}", named(program.teams.get(item.index).and_then(|team| team.title.as_deref())))
        }
        Kind::List => format!("List {}", item.name),
        Kind::Lookup => format!("Lookup {}", item.name),
        Kind::Events => format!("Events {}", item.name),
        Kind::Field => {
            let said = program.fields.get(item.index).map(title_of);
            let said = said.filter(|said| *said != item.name.replace('_', " "));
            format!("Field {}", named(said.as_deref()))
        }
        Kind::Profile | Kind::Criterion => {
            let rule = program.rules.get(item.index);
            let given = rule.and_then(|rule| rule.title.as_deref());
            let kind = if item.kind == Kind::Profile { "Profile" } else { "Criterion" };
            match given {
                Some(_) => named(given),
                None => format!("{kind} {}", item.name),
            }
        }
        Kind::Lifecycle => "Lifecycle".to_owned(),
        Kind::Stage => format!(
            "Stage {}",
            named(program.stages.get(item.index).and_then(|stage| stage.title.as_deref()))
        ),
        Kind::Ways => format!("What happens to {}", stage()),
        Kind::SourceOrder => "Order of the sources".to_owned(),
        Kind::Source => {
            format!(
                "Source {}",
                named(program.sources.get(item.index).and_then(|source| source.title.as_deref()))
            )
        }
        Kind::Score => format!(
            "Score {}",
            named(program.scores.get(item.index).and_then(|score| score.title.as_deref()))
        ),
        Kind::Route => {
            let route = program.routes.get(item.index);
            format!("Route of {}", route.map(|route| stage_title(program, route.stage)).unwrap_or_default())
        }
        Kind::Duty => {
            let duty = program.duties.get(item.index);
            let who = duty.map(|duty| crate::wording::name::who(program, duty.promise.who).to_string());
            format!("Duty of {}: {}", who.unwrap_or_default(), title(&item.name, None))
        }
    }
}

/// Where a thing is declared.
pub(super) fn place_of_item(program: &Program, item: &Item) -> Option<Place> {
    let index = item.index;
    match item.kind {
        Kind::Setting => program.header.place,
        Kind::Rate | Kind::Lifecycle | Kind::SourceOrder => None,
        Kind::Team => program.teams.get(index).map(|team| team.place),
        Kind::List => program.lists.get(index).map(|list| list.place),
        Kind::Lookup => program.lookups.get(index).map(|lookup| lookup.place),
        Kind::Events => program.events.get(index).map(|event| event.place),
        Kind::Field => program.fields.get(index).map(|field| field.place),
        Kind::Profile | Kind::Criterion => program.rules.get(index).map(|rule| rule.place),
        Kind::Stage | Kind::Ways => program.stages.get(index).map(|stage| stage.place),
        Kind::Source => program.sources.get(index).map(|source| source.place),
        Kind::Score => program.scores.get(index).map(|score| score.place),
        Kind::Route => program.routes.get(index).map(|route| route.place),
        Kind::Duty => program.duties.get(index).map(|duty| duty.promise.place),
    }
}
