//! Duties over all records: how many were met, are late, are still due or unknown, by duty and owner, and who is late.
//!
//! Of records that are late the ids are kept, all of them, since they are what the audit is for; of others only counts.
//! An owner whose name stands in a field of the record is told by that field alone, unless values may be shown.

pub mod page;
pub mod report;

use std::collections::BTreeMap;

use crate::evaluate::duties::{Duties, DutyRef, Standing, Standings, Status, Until, Why};
use crate::evaluate::verdicts::{RoutedBy, Verdicts};
use crate::model::ids::{FieldId, RouteId, TeamId};
use crate::model::program::Program;
use crate::model::route::Target;

/// The duties of a run, by measured duty: [`Duties::measured`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// The counts of each.
    pub duties: Vec<BTreeMap<Owner, Tally>>,
}

/// Who owes a duty for some of its contacts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Whoever promised it.
    Promised,
    /// A team that a route names.
    Team(TeamId),
    /// Whom a field of the record names, and the name if values may be shown.
    Named(FieldId, Option<String>),
    /// Nobody: the rows of a route leave it open.
    Nobody,
}

/// How a duty stands for some contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// For how many it was met.
    pub met: u64,
    /// For how many there is still time.
    pub due: u64,
    /// For how many nobody can tell, by the reason.
    pub unknown: BTreeMap<Why, u64>,
    /// Those for whom it is late, in the order of the input.
    pub late: Vec<Late>,
}

/// A contact for whom a duty is late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// Which.
    pub contact: ContactId,
    /// When the time was over; none for a duty `before` a stage.
    pub until: Option<Until>,
}

/// What identifies a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactId {
    /// Its id, trimmed.
    Id(String),
    /// The number of its record, from 1, where it has none.
    Row(u64),
}

impl Tally {
    /// How many unknown ones there are.
    pub fn unknown(&self) -> u64 {
        self.unknown.values().sum()
    }

    /// How many are late.
    pub fn late(&self) -> u64 {
        self.late.len() as u64
    }

    /// How many contacts it concerns.
    pub fn concerned(&self) -> u64 {
        self.met + self.late() + self.due + self.unknown()
    }

    fn merge(&mut self, later: Tally) {
        self.met += later.met;
        self.due += later.due;
        for (why, count) in later.unknown {
            *self.unknown.entry(why).or_default() += count;
        }
        self.late.extend(later.late);
    }
}

impl Audit {
    /// Counts a batch. `contact` says what identifies a record of it.
    pub fn of_batch(
        duties: &Duties<'_>,
        standings: &Standings,
        verdicts: &Verdicts,
        contact: impl Fn(usize) -> ContactId,
        shows_values: bool,
    ) -> Self {
        let mut audit = Audit::default();
        for (duty, standings) in duties.measured().zip(standings) {
            let mut owners: BTreeMap<Owner, Tally> = BTreeMap::new();
            for (row, standing) in standings.iter().enumerate() {
                let Some(Standing { status, until }) = *standing else { continue };
                let owner = match duty {
                    DutyRef::Duty(_) | DutyRef::Outcome(_) => Owner::Promised,
                    DutyRef::Route(route) => owner(duties.program(), route, verdicts, row, shows_values),
                };
                let tally = owners.entry(owner).or_default();
                match status {
                    Status::Met => tally.met += 1,
                    Status::Due => tally.due += 1,
                    Status::Unknown(why) => *tally.unknown.entry(why).or_default() += 1,
                    Status::Late => tally.late.push(Late { contact: contact(row), until }),
                }
            }
            audit.duties.push(owners);
        }
        audit
    }

    /// Adds what a later batch counted.
    pub fn merge(&mut self, later: Audit) {
        if self.duties.len() < later.duties.len() {
            self.duties.resize_with(later.duties.len(), BTreeMap::new);
        }
        for (owners, later) in self.duties.iter_mut().zip(later.duties) {
            for (owner, tally) in later {
                owners.entry(owner).or_default().merge(tally);
            }
        }
    }

    /// Whether anything is late.
    pub fn is_late(&self) -> bool {
        self.duties.iter().flat_map(BTreeMap::values).any(|tally| !tally.late.is_empty())
    }
}

/// Whom a route gives a record to.
fn owner(program: &Program, route: RouteId, verdicts: &Verdicts, row: usize, shows_values: bool) -> Owner {
    let routed = verdicts.routes.routed.get(row).and_then(Option::as_ref);
    let name = verdicts.routes.owner(row);
    let route = program.routes.get(route.index());
    let by = match (routed.and_then(|routed| routed.by), route) {
        (Some(RoutedBy::Row(index)), Some(route)) => route.rows.get(index as usize),
        (Some(RoutedBy::IfUnknown), Some(route)) => route.if_unknown.as_ref(),
        (None, _) | (_, None) => None,
    };
    match (by.map(|row| &row.target), name) {
        (Some(Target::Team(team)), _) => Owner::Team(*team),
        (Some(Target::OneOf(teams, _)), Some(name)) => {
            let named =
                |team: &&TeamId| program.teams.get(team.index()).is_some_and(|team| team.name == name);
            teams.iter().find(named).map_or(Owner::Nobody, |team| Owner::Team(*team))
        }
        (Some(Target::ValueOf(field)), Some(name)) => {
            Owner::Named(*field, shows_values.then(|| name.to_owned()))
        }
        (Some(Target::OneOf(..) | Target::ValueOf(_)), None) | (None, _) => Owner::Nobody,
    }
}
