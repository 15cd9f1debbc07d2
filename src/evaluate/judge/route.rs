//! Who gets a contact, and how soon (language.md, 4.8).
//!
//! First match over the rows of the route of the contact's stage: what two open rows agree on is settled. Otherwise
//! the `if unknown` row has it, so that every contact has exactly one owner.

use std::collections::HashMap;

use md5::{Digest, Md5};

use super::Judge;
use crate::evaluate::answers::Answer;
use crate::evaluate::batch::column::Values;
use crate::evaluate::fold::folded;
use crate::evaluate::masks;
use crate::model::ids::{FieldId, NodeId, RouteId, StageId, TeamId};
use crate::model::route::{Route, RouteRow, Target};
use crate::model::value::Duration;

/// The route of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Routed {
    /// Which route: that of its stage.
    pub route: RouteId,
    /// By which row; none if the rows leave it open and there is no `if unknown`.
    pub by: Option<RoutedBy>,
    /// The owner: index into [`Routes::names`].
    pub owner: Option<u32>,
    /// The deadline; none if there is none, or it is not settled.
    pub respond_within: Option<Duration>,
}

/// The row that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoutedBy {
    /// This row; where several open rows agree, the first.
    Row(u32),
    /// The `if unknown` row.
    IfUnknown,
}

/// The routes of a batch.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    /// One a record; none where its stage has no route. Empty without routes.
    pub routed: Vec<Option<Routed>>,
    /// The owners of this batch, as eval writes them.
    pub names: Vec<String>,
}

impl Routes {
    /// The owner of a record.
    pub fn owner(&self, row: usize) -> Option<&str> {
        let owner = self.routed.get(row)?.as_ref()?.owner?;
        self.names.get(owner as usize).map(String::as_str)
    }

    /// The deadline of a record.
    pub fn respond_within(&self, row: usize) -> Option<Duration> {
        self.routed.get(row)?.as_ref()?.respond_within
    }
}

/// Owners by name. Two that compare as one text are one owner, and each is shown as it is written.
#[derive(Default)]
struct Owners {
    names: Vec<String>,
    /// By name as written, its place among the names.
    seen: HashMap<String, u32>,
    /// By name, the first that compares as the same text.
    same: Vec<u32>,
    folded: HashMap<String, u32>,
}

impl Owners {
    fn index(&mut self, name: &str) -> u32 {
        if let Some(known) = self.seen.get(name) {
            return *known;
        }
        let next = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.seen.insert(name.to_owned(), next);
        self.same.push(*self.folded.entry(folded(name)).or_insert(next));
        next
    }

    fn are_one(&self, one: Option<u32>, other: Option<u32>) -> bool {
        let same = |owner: Option<u32>| owner.and_then(|owner| self.same.get(owner as usize));
        same(one) == same(other)
    }
}

impl Judge<'_> {
    /// The route of every record.
    pub(super) fn routes(&self, stages: &[Option<StageId>]) -> Routes {
        if self.program.routes.is_empty() {
            return Routes::default();
        }
        let mut owners = Owners::default();
        let of_stage = |stage: StageId| {
            let mut routes = self.program.routes.iter().enumerate();
            routes.find(|(_, route)| route.stage == stage).map(|(index, route)| (RouteId::at(index), route))
        };
        let of_stages: Vec<Option<(RouteId, &Route)>> =
            (0..self.program.stages.len()).map(|index| of_stage(StageId::at(index))).collect();
        let routed = stages
            .iter()
            .enumerate()
            .map(|(row, stage)| {
                let (id, route) = of_stages.get((*stage)?.index()).copied().flatten()?;
                Some(self.routed(id, route, row, &mut owners))
            })
            .collect();
        Routes { routed, names: owners.names }
    }

    fn routed(&self, id: RouteId, route: &Route, row: usize, owners: &mut Owners) -> Routed {
        let below = self.deadline_below(route, row);
        // The answer that all candidates so far agree on; none once they differ.
        let mut agreed: Option<(u32, Option<u32>, Option<Duration>)> = None;
        let mut settled = true;
        for (index, candidate) in (0_u32..).zip(&route.rows) {
            let answer = self.answer_of(candidate.condition, row);
            if answer == Answer::No {
                continue;
            }
            let owner = self.owner(candidate, row).map(|name| owners.index(&name));
            let deadline = candidate.respond_within.or(below);
            match agreed {
                // A missing owner stands for several.
                _ if owner.is_none() => settled = false,
                None => agreed = Some((index, owner, deadline)),
                Some((_, first, within)) => {
                    settled &= owners.are_one(first, owner) && within == deadline;
                }
            }
            if answer == Answer::Yes {
                break;
            }
        }
        match (agreed.filter(|_| settled), &route.if_unknown) {
            (Some((index, owner, respond_within)), _) => {
                Routed { route: id, by: Some(RoutedBy::Row(index)), owner, respond_within }
            }
            (None, Some(unknown)) => Routed {
                route: id,
                by: Some(RoutedBy::IfUnknown),
                owner: self.owner(unknown, row).map(|name| owners.index(&name)),
                respond_within: unknown.respond_within.or(below),
            },
            (None, None) => Routed { route: id, by: None, owner: None, respond_within: None },
        }
    }

    /// The deadline for rows without one of their own: first match, none while it is not settled.
    fn deadline_below(&self, route: &Route, row: usize) -> Option<Duration> {
        let mut agreed: Option<Duration> = None;
        for (condition, deadline) in &route.deadlines {
            match (self.answer_of(*condition, row), agreed) {
                (Answer::No, _) => {}
                (Answer::Yes | Answer::Unknown, Some(first)) if first != *deadline => return None,
                (Answer::Unknown, _) => agreed = Some(*deadline),
                (Answer::Yes, _) => return Some(*deadline),
            }
        }
        // Past the last line after one that may apply: no deadline is as likely.
        None
    }

    fn answer_of(&self, condition: Option<NodeId>, row: usize) -> Answer {
        match condition {
            None => Answer::Yes,
            Some(node) => self.node(node).map_or(Answer::Unknown, |answers| answers.at(row)),
        }
    }

    /// The owner that a row names; none if the field that it hangs on is missing.
    fn owner(&self, by: &RouteRow, row: usize) -> Option<String> {
        match &by.target {
            Target::Team(team) => Some(self.team_name(*team)),
            Target::ValueOf(field) => self.text_of(*field, row),
            Target::OneOf(teams, field) => {
                let share = share(&self.text_of(*field, row)?, teams.len())?;
                teams.get(share).map(|team| self.team_name(*team))
            }
        }
    }

    fn team_name(&self, team: TeamId) -> String {
        self.program.teams.get(team.index()).map(|team| team.name.clone()).unwrap_or_default()
    }

    /// The text in a field, as written.
    fn text_of(&self, field: FieldId, row: usize) -> Option<String> {
        if let Some(decided) = self.decided_field(field) {
            return decided.value_text(self.plan, row);
        }
        let column = self.batch.column(field)?;
        match &column.values {
            Values::Texts { codes, names } if masks::has(&column.known, row) => {
                names.written(*codes.get(row)?).map(str::to_owned)
            }
            Values::YesNo(_)
            | Values::Numbers { .. }
            | Values::Money { .. }
            | Values::Days { .. }
            | Values::Choices { .. }
            | Values::Items { .. }
            | Values::Texts { .. }
            | Values::Answers(_) => None,
        }
    }
}

/// Which of `count` shares a text has: the first eight hex digits of its MD5, as compared, modulo `count`. Equal texts
/// share, on every machine.
fn share(text: &str, count: usize) -> Option<usize> {
    let digest = Md5::digest(folded(text).as_bytes());
    let first = digest.first_chunk::<4>()?;
    (u32::from_be_bytes(*first) as usize).checked_rem(count)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_the_first_digits_of_the_md5() {
        let digits = |text: &str| share(text, 1 << 32).unwrap();
        assert_eq!(digits(""), 0xd41d_8cd9);
        assert_eq!(digits("abc"), 0x9001_5098);
        assert_eq!(digits(" ABC "), 0x9001_5098);
        assert_eq!(share("abc", 2), Some(0));
        assert_eq!(share("abc", 0), None);
    }
}
