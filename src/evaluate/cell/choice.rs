//! Listed values: `one of` and the items of `some of`.

use std::collections::HashMap;

use crate::evaluate::fold::{fold_into, folded};
use crate::evaluate::verdicts::Fault;
use crate::model::field::Choices;

/// One value of a cell of listed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'t> {
    /// The listed value with this index.
    Listed(u32),
    /// Another one, of an open list: as written, trimmed.
    Other(&'t str),
}

/// The spellings of listed values.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceMap {
    codes: HashMap<String, u32>,
    or_other: bool,
}

impl ChoiceMap {
    /// Every value under its declared text and its other spellings; the first that claims a spelling has it.
    pub(crate) fn new(choices: &Choices) -> Self {
        let mut codes = HashMap::new();
        for (code, choice) in (0_u32..).zip(&choices.values) {
            codes.entry(folded(&choice.text)).or_insert(code);
        }
        for (code, choice) in (0_u32..).zip(&choices.values) {
            for spelling in &choice.also {
                codes.entry(folded(spelling)).or_insert(code);
            }
        }
        ChoiceMap { codes, or_other: choices.or_other }
    }

    /// The spellings in compared form, each with the index of its value.
    pub(crate) fn codes(&self) -> impl Iterator<Item = (&str, u32)> {
        self.codes.iter().map(|(text, code)| (text.as_str(), *code))
    }

    /// The value that a trimmed text is.
    pub(crate) fn read<'t>(&self, text: &'t str, scratch: &mut String) -> Result<Item<'t>, Fault> {
        scratch.clear();
        fold_into(text, scratch);
        match self.codes.get(scratch.as_str()) {
            Some(code) => Ok(Item::Listed(*code)),
            None if self.or_other => Ok(Item::Other(text)),
            None => Err(Fault::NotInList),
        }
    }

    /// The items of a cell; none if there are only blank ones.
    pub(crate) fn items<'t>(
        &self,
        text: &'t str,
        separator: &str,
        scratch: &mut String,
    ) -> Result<Option<Vec<Item<'t>>>, Fault> {
        let mut items = Vec::new();
        let mut take = |item: &'t str| {
            let item = item.trim();
            if !item.is_empty() {
                items.push(self.read(item, scratch)?);
            }
            Ok(())
        };
        if separator.is_empty() {
            take(text)?;
        } else {
            text.split(separator).try_for_each(take)?;
        }
        Ok((!items.is_empty()).then_some(items))
    }
}
