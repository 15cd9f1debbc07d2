//! What changed about a thing, in sentences.

use super::change::Detail;
use super::conditions::parts;
use super::lines::{changed, lines, values};
use crate::meaning::item::{Item, Kind};
use crate::meaning::renames::Renames;
use crate::model::field::{Field, Origin};
use crate::model::ids::{NodeId, SourceRuleId};
use crate::model::lifecycle::{Outcome, Question, SourceRule, Stage};
use crate::model::program::Program;
use crate::model::related::{EventKind, Lookup};
use crate::model::route::Route;
use crate::model::score::Score;
use crate::text::name::fold;
use crate::wording::condition::{clause, condition};
use crate::wording::name::{aside, event, field_title, source, stage, title_of};
use crate::wording::outcome::{promised, what_happens};
use crate::wording::score::{bands, whole};
use crate::wording::value::{duration, list};
use crate::wording::{field, route, score, source as gates};

/// A thing in the program that it is of.
pub(super) type In<'a> = (&'a Program, &'a Item);

const NOW: (&str, &str) = ("Now also:", "No longer:");

/// What changed about a thing that both definitions have.
pub(super) fn details((old, before): In<'_>, (new, after): In<'_>, renames: &Renames) -> Vec<Detail> {
    let (was, is) = (before.index, after.index);
    let conditions = |was: Option<NodeId>, is: Option<NodeId>| parts((old, was), (new, is), renames);
    match after.kind {
        Kind::Setting => changed("", Some(setting(old, was)), Some(setting(new, is))).into_iter().collect(),
        Kind::Rate => changed("", rate(old, &before.name), rate(new, &after.name)).into_iter().collect(),
        Kind::Team => {
            let of = |program: &Program, index: usize| {
                let team = program.teams.get(index)?;
                Some(if team.in_sales { "in sales" } else { "in marketing" }.to_owned())
            };
            changed("", of(old, was), of(new, is)).into_iter().collect()
        }
        Kind::List => {
            let of = |program: &Program, index: usize| {
                program.lists.get(index).map(|list| list.values.clone()).unwrap_or_default()
            };
            values(&of(old, was), &of(new, is), |value| fold(value.trim()))
        }
        Kind::Lookup => match (old.lookups.get(was), new.lookups.get(is)) {
            (Some(before), Some(after)) => lines(NOW, &lookup(old, before), &lookup(new, after), false),
            (None, _) | (_, None) => Vec::new(),
        },
        Kind::Events => match (old.events.get(was), new.events.get(is)) {
            (Some(before), Some(after)) => {
                let mut details = lines(NOW, &kept(old, before), &kept(new, after), false);
                for field in &after.fields {
                    let same = |other: &&Field| fold(&other.name) == fold(&field.name);
                    if let Some(before) = before.fields.iter().find(same) {
                        details.extend(contract((old, before), (new, field)));
                    }
                }
                details
            }
            (None, _) | (_, None) => Vec::new(),
        },
        Kind::Field => match (old.fields.get(was), new.fields.get(is)) {
            (Some(before), Some(after)) => contract((old, before), (new, after)),
            (None, _) | (_, None) => Vec::new(),
        },
        Kind::Profile | Kind::Criterion => match (old.rules.get(was), new.rules.get(is)) {
            (Some(before), Some(after)) => {
                let mut details = conditions(Some(before.condition), Some(after.condition));
                let assumed = |answer: Option<bool>| match answer {
                    Some(true) => "counts as yes".to_owned(),
                    Some(false) => "counts as no".to_owned(),
                    None => "stays unknown".to_owned(),
                };
                let said = changed(
                    "While unknown, it",
                    Some(assumed(before.if_unknown)),
                    Some(assumed(after.if_unknown)),
                );
                details.extend(said);
                details
            }
            (None, _) | (_, None) => Vec::new(),
        },
        Kind::Lifecycle => lifecycle(old, new),
        Kind::Stage => {
            let of =
                |program: &Program, index: usize| program.stages.get(index).and_then(|stage| stage.condition);
            conditions(of(old, was), of(new, is))
        }
        Kind::Ways => {
            let of = |program: &Program, index: usize| {
                program.stages.get(index).map(|stage| ways(program, stage)).unwrap_or_default()
            };
            let (before, after) = (of(old, was), of(new, is));
            lines(NOW, &before, &after, true)
        }
        Kind::SourceOrder => {
            let of = |program: &Program| {
                let ids = (0..program.sources.len()).map(SourceRuleId::at);
                list(&ids.map(|id| source(program, id).to_string()).collect::<Vec<_>>(), "then")
            };
            changed("", Some(of(new)), Some(of(old)))
                .map(|_| Detail::changed("", of(new), of(old)))
                .into_iter()
                .collect()
        }
        Kind::Source => match (old.sources.get(was), new.sources.get(is)) {
            (Some(before), Some(after)) => {
                let mut details = conditions(before.condition, after.condition);
                details.extend(lines(NOW, &gates_of(old, before), &gates_of(new, after), false));
                details
            }
            (None, _) | (_, None) => Vec::new(),
        },
        Kind::Score => match (old.scores.get(was), new.scores.get(is)) {
            (Some(before), Some(after)) => points((old, before), (new, after)),
            (None, _) | (_, None) => Vec::new(),
        },
        Kind::Route => match (old.routes.get(was), new.routes.get(is)) {
            (Some(before), Some(after)) => {
                let mut details = lines(NOW, &rows(old, before), &rows(new, after), true);
                let shown = |program: &Program, route: &Route| {
                    route.shown_by.map(|node| condition(program, node).to_string())
                };
                details.extend(changed("Shown by", shown(old, before), shown(new, after)));
                details
            }
            (None, _) | (_, None) => Vec::new(),
        },
        Kind::Duty => match (old.duties.get(was), new.duties.get(is)) {
            (Some(before), Some(after)) => {
                let said = |program: &Program, duty: &crate::model::lifecycle::Duty| {
                    Some(promised(program, &duty.promise).to_string())
                };
                let shown = |program: &Program, duty: &crate::model::lifecycle::Duty| {
                    duty.shown_by.map(|node| condition(program, node).to_string())
                };
                let mut details: Vec<Detail> =
                    changed("", said(old, before), said(new, after)).into_iter().collect();
                details.extend(changed("Shown by", shown(old, before), shown(new, after)));
                details.extend(changed("Otherwise", before.otherwise.clone(), after.otherwise.clone()));
                details
            }
            (None, _) | (_, None) => Vec::new(),
        },
    }
}

/// What a thing says that only one definition has.
pub(super) fn only((program, item): In<'_>) -> Vec<Detail> {
    let note = |text: String| vec![Detail::note(text)];
    let index = item.index;
    match item.kind {
        Kind::Profile | Kind::Criterion => {
            let rule = program.rules.get(index);
            rule.map(|rule| note(condition(program, rule.condition).capitalised().to_string()))
                .unwrap_or_default()
        }
        Kind::Stage => {
            let node = program.stages.get(index).and_then(|stage| stage.condition);
            node.map(|node| note(condition(program, node).capitalised().to_string())).unwrap_or_default()
        }
        Kind::Ways => {
            let said = program.stages.get(index).map(|stage| ways(program, stage)).unwrap_or_default();
            said.into_iter().map(Detail::note).collect()
        }
        Kind::Source => {
            let Some(of) = program.sources.get(index) else { return Vec::new() };
            let node = of.condition.map(|node| condition(program, node).capitalised().to_string());
            node.into_iter().chain(gates_of(program, of)).map(Detail::note).collect()
        }
        Kind::Score => {
            let of = program.scores.get(index);
            let rows = of.iter().flat_map(|of| &of.rows);
            rows.map(|row| Detail::note(score::row(program, row).to_string())).collect()
        }
        Kind::Route => {
            let of = program.routes.get(index);
            of.map(|of| rows(program, of).into_iter().map(Detail::note).collect()).unwrap_or_default()
        }
        Kind::Duty => {
            let duty = program.duties.get(index);
            duty.map(|duty| note(promised(program, &duty.promise).capitalised().to_string()))
                .unwrap_or_default()
        }
        Kind::Field => {
            let Some(of) = program.fields.get(index) else { return Vec::new() };
            note(format!("{}, from {}", field::kind(&of.field_type), field::origin(program, of)))
        }
        Kind::List => {
            let of = program.lists.get(index);
            let count = of.map_or(0, |list| list.values.len());
            note(if count == 1 { "1 value".to_owned() } else { format!("{} values", whole_of(count)) })
        }
        Kind::Rate => rate(program, &item.name).map(note).unwrap_or_default(),
        Kind::Lookup => {
            let of = program.lookups.get(index).map(|of| lookup(program, of));
            of.unwrap_or_default().into_iter().map(Detail::note).collect()
        }
        Kind::Events => {
            let of = program.events.get(index).map(|of| kept(program, of));
            of.unwrap_or_default().into_iter().map(Detail::note).collect()
        }
        Kind::Setting | Kind::Team | Kind::Lifecycle | Kind::SourceOrder => Vec::new(),
    }
}

fn whole_of(count: usize) -> String {
    whole(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A line of the header, by its place among the settings.
fn setting(program: &Program, index: usize) -> String {
    let header = &program.header;
    let texts = |texts: Vec<String>| if texts.is_empty() { "none".to_owned() } else { list(&texts, "and") };
    match index {
        0 => header.identified_by.map_or_else(|| "nothing".to_owned(), |id| field_title(program, id)),
        1 => header.time_zone.clone().unwrap_or_else(|| "UTC".to_owned()),
        2 => {
            const DAYS: [&str; 7] =
                ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
            let day = |day: u8| DAYS.get(usize::from(day).wrapping_sub(1)).copied().unwrap_or("");
            let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            let week = header.working_week;
            format!("{} to {}, {} to {}", day(week.first), day(week.last), time(week.start), time(week.end))
        }
        3 => texts(header.holidays.iter().map(ToString::to_string).collect()),
        4 => header.currency.clone().unwrap_or_else(|| "none".to_owned()),
        _ => texts(header.missing_also.iter().map(|text| format!("\"{text}\"")).collect()),
    }
}

fn rate(program: &Program, name: &str) -> Option<String> {
    let (from, to) = name.split_once(" to ")?;
    let (many, one) = program.rates.between(from, to)?;
    Some(format!("{} {from} = {} {to}", whole(one), whole(many)))
}

fn lookup(program: &Program, lookup: &Lookup) -> Vec<String> {
    let of = if lookup.domain_of { "the domain of " } else { "" };
    let mut said: Vec<String> = lookup.file.iter().map(|file| format!("file \"{file}\"")).collect();
    said.push(format!("matched by {of}{} to \"{}\"", field_title(program, lookup.key), lookup.to));
    said
}

fn kept(program: &Program, event: &EventKind) -> Vec<String> {
    let mut said: Vec<String> = event.file.iter().map(|file| format!("file \"{file}\"")).collect();
    if let Some(key) = event.key {
        let to = event.to.as_ref().map(|to| format!(" to \"{to}\"")).unwrap_or_default();
        said.push(format!("matched by {}{to}", field_title(program, key)));
    }
    said.extend(
        event
            .separator
            .iter()
            .map(|separator| format!("several keys in a cell, separated by \"{separator}\"")),
    );
    let dated = event.dated_by.and_then(|id| event.fields.get(id.index()));
    said.extend(dated.map(|field| format!("dated by {}", title_of(field))));
    said.extend(event.fields.iter().map(|field| format!("a field {}", field.name)));
    said
}

/// What changed about a field of a contact or an event.
fn contract((old, before): (&Program, &Field), (new, after): (&Program, &Field)) -> Vec<Detail> {
    let mut details: Vec<Detail> =
        changed("It is", Some(field::kind(&before.field_type)), Some(field::kind(&after.field_type)))
            .into_iter()
            .collect();
    let choices = |of: &Field| -> Vec<String> {
        let choices = of.field_type.choices();
        choices
            .map(|choices| choices.values.iter().map(|choice| choice.text.clone()).collect())
            .unwrap_or_default()
    };
    let of_values = values(&choices(before), &choices(after), |value| fold(value.trim()));
    if of_values.is_empty() {
        details.extend(changed("Its values:", field::values(before), field::values(after)));
    }
    details.extend(of_values);
    let decided = |program: &Program, of: &Field| -> Vec<String> {
        field::decided(program, of).into_iter().map(|(said, _)| said.to_string()).collect()
    };
    let is_decided = |of: &Field| matches!(of.origin, Origin::Decided(_));
    if is_decided(before) && is_decided(after) {
        details.extend(lines(NOW, &decided(old, before), &decided(new, after), true));
    } else {
        details.extend(changed(
            "It comes from",
            Some(field::origin(old, before)),
            Some(field::origin(new, after)),
        ));
    }
    let blank = |program: &Program, of: &Field| Some(field::blank(program, of).to_string());
    details.extend(changed("A blank cell:", blank(old, before), blank(new, after)));
    details.extend(lines(NOW, &field::writing(before), &field::writing(after), false));
    details
}

fn lifecycle(old: &Program, new: &Program) -> Vec<Detail> {
    let stages = |program: &Program| {
        let ids = (0..program.stages.len()).map(crate::model::ids::StageId::at);
        list(&ids.map(|id| stage(program, id).to_string()).collect::<Vec<_>>(), "and")
    };
    let asides = |program: &Program| -> Vec<String> {
        let ids = (0..program.asides.len()).map(crate::model::ids::AsideId::at);
        ids.map(|id| format!("aside {}", aside(program, id))).collect()
    };
    let recorded = |program: &Program| program.lifecycle.recorded_in.map(|id| field_title(program, id));
    let rest = |program: &Program| {
        program.lifecycle.rest.as_ref().map(|rest| {
            let unless =
                rest.unless.map(|node| format!(", unless {}", clause(program, node))).unwrap_or_default();
            format!(
                "in {} for {} from {}{unless}",
                aside(program, rest.aside),
                duration(rest.duration),
                field_title(program, rest.from)
            )
        })
    };
    let mut details: Vec<Detail> =
        changed("The stages are", Some(stages(old)), Some(stages(new))).into_iter().collect();
    details.extend(lines(NOW, &asides(old), &asides(new), false));
    details.extend(changed("The CRM's own stage:", recorded(old), recorded(new)));
    details.extend(changed("Contacts rest", rest(old), rest(new)));
    details
}

fn ways(program: &Program, stage: &Stage) -> Vec<String> {
    let line = |head: &str, outcome: &Outcome| {
        let condition = outcome.condition.map(|node| clause(program, node).to_string());
        let head = match (head, condition) {
            ("leave", Some(condition)) => format!("leaves if {condition}"),
            (head, Some(condition)) => format!("{head} and {condition}"),
            (head, None) => head.to_owned(),
        };
        format!("{head}: {}", what_happens(program, outcome))
    };
    let asked = |question: &Question| match question {
        Question::Field(id) => field_title(program, *id),
        Question::Event(id) => event(program, *id, true).to_string(),
    };
    let mut said: Vec<String> =
        stage.entered_on.iter().map(|id| format!("entered on {}", field_title(program, *id))).collect();
    if !stage.ask.is_empty() {
        said.push(format!("asked first: {}", list(&stage.ask.iter().map(asked).collect::<Vec<_>>(), "and")));
    }
    said.extend(stage.leave.iter().map(|outcome| line("leave", outcome)));
    said.extend(stage.if_no.iter().map(|outcome| line("if no", outcome)));
    said.extend(stage.if_unknown.iter().map(|outcome| line("if unknown", outcome)));
    said
}

fn gates_of(program: &Program, source: &SourceRule) -> Vec<String> {
    source.gates.iter().map(|gate| gates::gate(program, gate).to_string()).collect()
}

fn points((old, before): (&Program, &Score), (new, after): (&Program, &Score)) -> Vec<Detail> {
    let range = |score: &Score| Some(format!("{} to {}", whole(score.low), whole(score.high)));
    let mut details: Vec<Detail> = changed("It goes from", range(before), range(after)).into_iter().collect();
    let rows = |program: &Program, of: &Score| -> Vec<(String, String)> {
        let said = of.rows.iter();
        said.map(|row| (score::basis(program, row).to_string(), score::row(program, row).to_string()))
            .collect()
    };
    let (was, is) = (rows(old, before), rows(new, after));
    let (mut gone, mut fresh) = super::lines::leftovers(&was, &is, |row| row.1.clone());
    fresh.retain(|(basis, said)| {
        let Some(at) = gone.iter().position(|(before, _)| before == basis) else { return true };
        details.push(Detail::changed("", said.as_str(), gone.remove(at).1.as_str()));
        false
    });
    details.extend(fresh.iter().map(|row| Detail::added("Now also:", row.1.as_str())));
    details.extend(gone.iter().map(|row| Detail::removed("No longer:", row.1.as_str())));
    let said =
        |of: &Score| Some(bands(of)).filter(|bands| !bands.is_empty()).map(|bands| list(&bands, "and"));
    details.extend(changed("Its bands:", said(before), said(after)));
    if before.if_unknown != after.if_unknown {
        let counts =
            |answer: Option<bool>| if answer.is_some() { "gives no points" } else { "leaves the score open" };
        details.extend(changed(
            "A row that is unknown",
            Some(counts(before.if_unknown).to_owned()),
            Some(counts(after.if_unknown).to_owned()),
        ));
    }
    details
}

fn rows(program: &Program, of: &Route) -> Vec<String> {
    let mut said: Vec<String> = of.rows.iter().map(|row| route::row(program, row).to_string()).collect();
    said.extend(of.if_unknown.iter().map(|row| format!("{} while unknown", route::row(program, row))));
    said.extend(
        of.deadlines.iter().map(|(node, length)| route::deadline(program, *node, *length).to_string()),
    );
    said
}
