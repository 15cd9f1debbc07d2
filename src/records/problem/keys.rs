//! What to do about a file whose keys are none of the contacts'.

use crate::records::related::mismatch::Mismatch;

/// Why no row belongs to a contact, and what mends it; none: the keys are blank.
pub(super) fn reason(mismatch: Option<&Mismatch>) -> String {
    let exactly = "Keys are compared exactly";
    match mismatch {
        Some(Mismatch::PointZero(of_contacts)) => {
            let whose = if *of_contacts { "the contacts" } else { "this file" };
            format!(
                "{exactly}, and those of {whose} end in `.0`: a program took them for numbers. Export them again as text, without it."
            )
        }
        Some(Mismatch::LeadingZeros(of_contacts)) => {
            let (whose, other) =
                if *of_contacts { ("the contacts", "this file") } else { ("this file", "the contacts") };
            format!(
                "{exactly}. Those of {whose} begin with zeros, those of {other} do not: a program took them for numbers. Export them again as text."
            )
        }
        Some(Mismatch::Several(mark)) => format!(
            "{exactly}, and a cell of this file holds several, with `{mark}` between them. For events, `separated by \"{mark}\"` at the end of `matched by` says so."
        ),
        Some(Mismatch::Prefix(prefix)) => format!(
            "{exactly}, and those of this file have `{prefix}` in front. Export them again without it."
        ),
        Some(Mismatch::SameForm) => format!(
            "{exactly}. These have the same form and are other ids: perhaps those of the rows themselves. Name the column with the contacts' ids after `to`; or the files are of different contacts."
        ),
        None => "The key's column is there, and empty. Export the file again with the ids of the contacts, or name their column after `to`.".to_owned(),
        Some(Mismatch::OtherForm) => format!(
            "{exactly}, so these are probably ids of another kind, or of another system. Export the id that the contacts have, or name its column after `to`."
        ),
    }
}
