//! The audit in sentences, by whoever owes the duty.

use std::collections::BTreeMap;

use super::{Audit, ContactId, Owner, Tally};
use crate::evaluate::duties::{Duties, DutyRef, NotMeasured, Until, Why};
use crate::model::ids::FieldId;
use crate::model::lifecycle::{Promise, Term, Who};
use crate::model::program::Program;
use crate::model::route::{RouteRow, Target};
use crate::wording::name::{field_title, title, who};
use crate::wording::outcome::{outcome_line, promise, respond};

/// What an audit says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The measured duties, by whoever owes them: marketing, sales, both, then teams and others.
    pub groups: Vec<Group>,
    /// The others.
    pub listed: Vec<Listed>,
}

/// The duties of one side, team or kind of owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Who.
    pub who: String,
    /// The duties.
    pub lines: Vec<Line>,
}

/// One duty of one owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `sales must make first contact within 2 working days of becoming lead`
    pub sentence: String,
    /// What happens to those that are late, as agreed.
    pub otherwise: Option<String>,
    /// For how many it was met.
    pub met: u64,
    /// For how many it is late.
    pub late: u64,
    /// For how many there is time.
    pub due: u64,
    /// For how many nobody can tell.
    pub unknown: u64,
    /// Why not.
    pub reasons: Vec<Reason>,
    /// Those that are late, with the last day or moment they had.
    pub late_contacts: Vec<(String, Option<String>)>,
}

/// Why nobody can tell how a duty stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// For programs: `start_missing`.
    pub key: &'static str,
    /// For people.
    pub sentence: String,
    /// For how many contacts.
    pub count: u64,
}

/// A duty that is not measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who owes it.
    pub who: String,
    /// The duty.
    pub sentence: String,
    /// Why it is not measured.
    pub why: &'static str,
}

impl Line {
    /// How many of a hundred were met in time, of those of which that is settled: met or late.
    pub fn kept(&self) -> Option<f64> {
        let settled = self.met + self.late;
        (settled > 0).then(|| self.met as f64 * 100.0 / settled as f64)
    }

    /// The same in words, or a dash.
    pub fn kept_share(&self) -> String {
        self.kept().map_or_else(|| "-".to_owned(), |share| format!("{share:.1}%"))
    }
}

/// Where a group stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Marketing,
    Sales,
    Both,
    Team(u32),
    Named(FieldId, Option<String>),
    Nobody,
}

impl Report {
    /// Says what was counted.
    pub fn new(duties: &Duties<'_>, audit: &Audit) -> Self {
        let program = duties.program();
        let mut groups: BTreeMap<Place, Vec<Line>> = BTreeMap::new();
        let nothing = BTreeMap::new();
        for (index, duty) in duties.measured().enumerate() {
            let owners = audit.duties.get(index).unwrap_or(&nothing);
            let mut add = |owner: &Owner, tally: &Tally| {
                groups
                    .entry(place(program, duty, owner))
                    .or_default()
                    .push(line(program, duty, owner, tally));
            };
            match (duty, owners.is_empty()) {
                (DutyRef::Duty(_) | DutyRef::Outcome(_), true) => add(&Owner::Promised, &Tally::default()),
                (DutyRef::Route(_), true) => add(&Owner::Nobody, &Tally::default()),
                (DutyRef::Duty(_) | DutyRef::Outcome(_) | DutyRef::Route(_), false) => {
                    owners.iter().for_each(|(owner, tally)| add(owner, tally));
                }
            }
        }
        let groups = groups.into_iter().map(|(place, lines)| Group { who: name(program, &place), lines });
        let listed = duties.listed.iter().map(|(duty, why)| Listed {
            who: promised(program, *duty)
                .map_or_else(owners_name, |promise| who(program, promise.who).to_string()),
            sentence: sentence(program, *duty, None),
            why: why_not(program, *duty, *why),
        });
        Report { groups: groups.collect(), listed: listed.collect() }
    }
}

/// The promise that a duty is; a route's is none.
fn promised(program: &Program, duty: DutyRef) -> Option<&Promise> {
    match duty {
        DutyRef::Duty(index) => program.duties.get(index as usize).map(|duty| &duty.promise),
        DutyRef::Outcome(line) => outcome_line(program, line).and_then(|line| line.promise.as_ref()),
        DutyRef::Route(_) => None,
    }
}

fn place(program: &Program, duty: DutyRef, owner: &Owner) -> Place {
    match owner {
        Owner::Promised => match promised(program, duty).map(|promise| promise.who) {
            Some(Who::Marketing) => Place::Marketing,
            Some(Who::Sales) => Place::Sales,
            Some(Who::Both) => Place::Both,
            Some(Who::Team(team)) => Place::Team(team.0),
            None => Place::Nobody,
        },
        Owner::Team(team) => Place::Team(team.0),
        Owner::Named(field, name) => Place::Named(*field, name.clone()),
        Owner::Nobody => Place::Nobody,
    }
}

fn owners_name() -> String {
    "whoever owns the contact".to_owned()
}

fn name(program: &Program, place: &Place) -> String {
    match place {
        Place::Marketing => who(program, Who::Marketing).to_string(),
        Place::Sales => who(program, Who::Sales).to_string(),
        Place::Both => who(program, Who::Both).to_string(),
        Place::Team(team) => program
            .teams
            .get(*team as usize)
            .map(|team| title(&team.name, team.title.as_deref()))
            .unwrap_or_default(),
        Place::Named(_, Some(name)) => name.clone(),
        Place::Named(field, None) => format!("the owner in \"{}\"", field_title(program, *field)),
        Place::Nobody => owners_name(),
    }
}

fn sentence(program: &Program, duty: DutyRef, owner: Option<&Owner>) -> String {
    match (promised(program, duty), duty) {
        (Some(said), _) => promise(program, said).to_string(),
        (None, DutyRef::Route(route)) => {
            let Some(route) = program.routes.get(route.index()) else { return String::new() };
            let theirs = |row: &RouteRow| match (owner, &row.target) {
                (Some(Owner::Team(team)), Target::Team(other)) => team == other,
                (Some(Owner::Team(team)), Target::OneOf(teams, _)) => teams.contains(team),
                (Some(Owner::Named(field, _)), Target::ValueOf(other)) => field == other,
                (Some(Owner::Team(_)), Target::ValueOf(_)) => false,
                (Some(Owner::Named(..)), Target::Team(_) | Target::OneOf(..)) => false,
                (Some(Owner::Promised | Owner::Nobody) | None, _) => true,
            };
            let name = owner.map_or_else(owners_name, |owner| name(program, &place(program, duty, owner)));
            format!("{name} must {}", respond(program, route, theirs))
        }
        (None, DutyRef::Duty(_) | DutyRef::Outcome(_)) => String::new(),
    }
}

fn line(program: &Program, duty: DutyRef, owner: &Owner, tally: &Tally) -> Line {
    let otherwise = match duty {
        DutyRef::Duty(index) => program.duties.get(index as usize).and_then(|duty| duty.otherwise.clone()),
        DutyRef::Route(_) | DutyRef::Outcome(_) => None,
    };
    let late = tally.late.iter().map(|late| {
        let contact = match &late.contact {
            ContactId::Id(id) => id.clone(),
            ContactId::Row(row) => format!("row {row}"),
        };
        (contact, late.until.map(until))
    });
    Line {
        sentence: sentence(program, duty, Some(owner)),
        otherwise,
        met: tally.met,
        late: tally.late(),
        due: tally.due,
        unknown: tally.unknown(),
        reasons: tally.unknown.iter().map(|(why, count)| reason(program, duty, *why, *count)).collect(),
        late_contacts: late.collect(),
    }
}

/// `2026-01-12`, `2026-01-12 09:30`
fn until(until: Until) -> String {
    match until {
        Until::Day(day) => day.to_string(),
        Until::Moment(moment) => moment.strftime("%Y-%m-%d %H:%M").to_string(),
    }
}

/// The date that a duty counts from.
fn start(program: &Program, duty: DutyRef) -> Option<FieldId> {
    let stage = match (duty, promised(program, duty).and_then(|promise| promise.term)) {
        (DutyRef::Route(route), _) => program.routes.get(route.index())?.stage,
        (_, Some(Term::WithinOf(_, stage))) => stage,
        (_, Some(Term::Within(_) | Term::Before(_) | Term::Every(_)) | None) => return None,
    };
    program.stage(stage)?.entered_on
}

fn reason(program: &Program, duty: DutyRef, why: Why, count: u64) -> Reason {
    let start = start(program, duty).map(|field| field_title(program, field)).unwrap_or_default();
    let (key, sentence) = match why {
        Why::StartMissing => ("start_missing", format!("\"{start}\", which it counts from, is missing")),
        Why::StartWithoutTime => {
            ("start_without_time", format!("\"{start}\" has no time of day, and the deadline is in hours"))
        }
        Why::DeadlineOpen => ("deadline_open", "a blank leaves the deadline open".to_owned()),
        Why::EvidenceOpen => {
            ("evidence_open", "a blank, or events that were not given, leave it open".to_owned())
        }
    };
    Reason { key, sentence, count }
}

fn why_not(program: &Program, duty: DutyRef, why: NotMeasured) -> &'static str {
    match (why, duty) {
        (NotMeasured::NoEvidence, DutyRef::Outcome(_)) => "a promise in an outcome is not measured",
        (NotMeasured::NoEvidence, DutyRef::Duty(_) | DutyRef::Route(_)) => "no `shown by` says what shows it",
        (NotMeasured::Repeated, _) => "it comes again and again",
        (NotMeasured::NoStart, DutyRef::Route(_)) => "the stage has no `entered on` to count from",
        (NotMeasured::NoStart, DutyRef::Duty(_) | DutyRef::Outcome(_)) => {
            match promised(program, duty).and_then(|promise| promise.term) {
                Some(Term::Within(_)) => "no `of STAGE` says what it counts from",
                Some(Term::WithinOf(..) | Term::Before(_) | Term::Every(_)) | None => "it has no deadline",
            }
        }
    }
}
