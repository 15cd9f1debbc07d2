//! How the text is to be read: what unknown means, how days and words are counted, what blank cells are.

use super::inline::paragraph;
use super::{Publisher, part};
use crate::page::tree::{Block, Section};
use crate::wording::agreement::{rate, working_week};
use crate::wording::field::blanks;
use crate::wording::value::{day, list};

impl Publisher<'_> {
    /// The small print.
    pub(super) fn reading(&self) -> Option<Section> {
        let program = self.program;
        let header = &program.header;
        let mut said = vec![
            "Every answer is yes, no or unknown. A blank cell is unknown, not no; filling it in settles the answer, and \
             never turns a yes into a no, except where this text asks whether something is known, or assumes something."
                .to_owned(),
            "Today is the day on which contacts are judged. A month is a calendar month: three months from 30 November \
             are the last day of February. Within a time includes its first and last day; before and after leave the \
             day itself out."
                .to_owned(),
            "Texts are compared without regard to capitals. A word is looked for as a whole word; in \"is like\", * \
             stands for any text and ? for one character."
                .to_owned(),
        ];
        said.extend(blanks(header));
        said.push(working_week(header));
        if !header.holidays.is_empty() {
            let days: Vec<String> = header.holidays.iter().map(|date| day(*date)).collect();
            said.push(format!("Days off: {}.", list(&days, "and")));
        }
        if let Some(zone) = &header.time_zone {
            said.push(format!("Days begin and end as in {zone}."));
        }
        if let Some(currency) = &header.currency {
            said.push(format!("Amounts with only a sign are in {currency}."));
        }
        said.extend(program.rates.written.iter().map(rate));
        if let Some(field) = header.identified_by {
            let title = crate::wording::name::field_title(program, field);
            said.push(format!("A contact is known by its {title}."));
        }
        let items = said.into_iter().map(|line| vec![paragraph(line)]).collect();
        Some(part("reading", "How to read this", vec![Block::List { ordered: false, items }]))
    }
}
