//! What is wrong with the cells of a lookup's file: told once for the file, however many contacts look a row up.

use crate::evaluate::batch::Wanted;
use crate::evaluate::cells::Cells;
use crate::evaluate::plan::Plan;
use crate::evaluate::verdicts::CellProblem;
use crate::model::field::Origin;
use crate::model::ids::{FieldId, LookupId};

/// What is wrong with rows of a lookup's file, by row and column; columns as in
/// [`lookup_columns`](crate::evaluate::cells::lookup_columns).
pub fn lookup_problems<C: Cells + ?Sized>(plan: &Plan<'_>, lookup: LookupId, cells: &C) -> Vec<CellProblem> {
    let mut problems = Vec::new();
    let mut scratch = String::new();
    for (index, field) in plan.program().fields.iter().enumerate() {
        let id = FieldId::at(index);
        let looked_up = match &field.origin {
            Origin::Column { lookup: of, .. } => *of == Some(lookup),
            Origin::Decided(_) => false,
        };
        let Some(reader) = plan.reader(id).filter(|_| looked_up) else { continue };
        let (value, currency) = plan.columns_of(id);
        Wanted { field, id, reader, value, currency, tested: false }.column(
            &cells,
            &mut problems,
            &mut scratch,
            None,
        );
    }
    problems.sort_by_key(|problem| (problem.row, problem.column));
    problems
}
