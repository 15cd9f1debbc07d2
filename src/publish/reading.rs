//! How the text is to be read: what unknown means, how days and words are counted, what blank cells are.

use super::inline::paragraph;
use super::{Publisher, part};
use crate::model::field::FieldType;
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
            "Every answer is yes, no or unknown. A blank cell makes an answer unknown, not no. Filling it in can turn \
             unknown into yes or no, but never a yes into a no or a no into a yes, except where this text asks whether \
             something is known, or assumes something."
                .to_owned(),
            "Today is the day on which contacts are judged. A month is a calendar month: three months from 30 November \
             is the last day of February. \"Within\" includes the first and the last day; \"before\" and \"after\" do not \
             include the day itself."
                .to_owned(),
            "Texts are compared without regard to capitals. \"Has the word\" looks for whole words, \"contains\" for \
             letters anywhere, even inside a word; in \"is like\", * stands for any text and ? for one character."
                .to_owned(),
        ];
        said.extend(blanks(header));
        said.push(working_week(header));
        if !header.holidays.is_empty() {
            let days: Vec<String> = header.holidays.iter().map(|date| day(*date)).collect();
            said.push(format!("Days off: {}.", list(&days, "and")));
        }
        let zone = header.time_zone.as_deref().unwrap_or("UTC");
        said.push(format!("Days begin and end as in {zone}."));
        let has_money = program.fields.iter().any(|field| matches!(field.field_type, FieldType::Money(_)));
        if let Some(currency) = header.currency.as_ref().filter(|_| has_money) {
            said.push(format!("An amount written with a sign and no code is in {currency}."));
        }
        said.extend(program.rates.written.iter().map(rate));
        if let Some(field) = header.identified_by {
            let title = crate::wording::name::field_title(program, field);
            said.push(format!("Contacts are told apart by their {title}."));
        }
        let items = said.into_iter().map(|line| vec![paragraph(line)]).collect();
        Some(part("reading", "How to read this", vec![Block::List { ordered: false, items }]))
    }
}
