//! Who gets a contact, and how soon they must answer (4.8).

use uld::syntax::document::{Duration, Route, RouteClause, RouteRow, RouteRowWhen, Target};

use super::cells::Value;
use super::judge::{Judge, Scope};
use super::logic::{Three, Yes};
use super::md5::first_eight_digits;
use super::words::fold;

/// The owner and the deadline, as they are written.
type Answer = (Option<String>, Option<String>);

impl Judge<'_> {
    /// Owner and deadline of the route of the contact's stage; empty where there is none.
    pub fn route(&self, route: &Route) -> (String, String) {
        let rows: Vec<&RouteRow> = route
            .clauses
            .iter()
            .filter_map(|clause| match &clause.kind {
                RouteClause::Row(row) => Some(row),
                RouteClause::RespondWithin { .. } | RouteClause::ShownBy(_) | RouteClause::Prose(_) => None,
            })
            .collect();
        let below = self.deadline_below(route);
        let deadline = |row: &RouteRow| row.respond_within.as_ref().map(written).or_else(|| below.clone());
        let walked = rows.iter().filter(|row| !matches!(row.when, RouteRowWhen::IfUnknown)).map(|row| {
            let answer: Three = match &row.when {
                RouteRowWhen::When(when) => self.chain(&when.chain, &Scope::default()),
                RouteRowWhen::Otherwise | RouteRowWhen::IfUnknown => Yes,
            };
            (answer, (self.owner(&row.target), deadline(row)))
        });
        let candidates: Vec<Option<Answer>> = self.candidates(walked);
        // "one distinct answer left: that; several: `if unknown to …`"; "a missing F in `value of F` or `by F` counts
        // as several answers".
        if let [Some((Some(owner), deadline))] = candidates.as_slice() {
            return (owner.clone(), deadline.clone().unwrap_or_default());
        }
        let fallback = rows.iter().find(|row| matches!(row.when, RouteRowWhen::IfUnknown));
        match fallback.map(|row| (self.owner(&row.target), deadline(row))) {
            Some((Some(owner), deadline)) => (owner, deadline.unwrap_or_default()),
            Some((None, _)) | None => (String::new(), String::new()),
        }
    }

    fn owner(&self, target: &Target) -> Option<String> {
        match target {
            Target::Team(name) => Some(name.text.clone()),
            Target::ValueOf(field) => match self.cell(field).value {
                Some(Value::Text(text)) => Some(text),
                _ => None,
            },
            // "the first eight hex digits of the MD5 of F's text, as compared, modulo the number of names (0 is the
            // first; …)"
            Target::OneOf { teams, by } => match self.cell(by).value {
                Some(Value::Text(text)) => {
                    let number = first_eight_digits(&fold(&text)) as usize;
                    Some(teams[number % teams.len()].text.clone())
                }
                _ => None,
            },
        }
    }

    /// "the deadline of a row without its own is the settled first match of the lines below (none settled: no
    /// deadline)"
    fn deadline_below(&self, route: &Route) -> Option<String> {
        let lines = route.clauses.iter().filter_map(|clause| match &clause.kind {
            RouteClause::RespondWithin { deadline, when } => Some((when.as_ref(), written(deadline))),
            RouteClause::Row(_) | RouteClause::ShownBy(_) | RouteClause::Prose(_) => None,
        });
        match self.first_match(lines).as_slice() {
            [settled] => settled.clone(),
            _ => None,
        }
    }
}

fn written(duration: &Duration) -> String {
    let unit = if duration.count == 1 { duration.unit.singular() } else { duration.unit.plural() };
    format!("{} {unit}", duration.count)
}
