//! Sets of texts, compared as texts: spellings of missing, words for yes and no.

use std::collections::HashSet;

use crate::evaluate::fold::{fold_into, folded};

/// A set of texts in compared form.
#[derive(Clone, Debug)]
pub(crate) struct Spellings {
    texts: HashSet<String>,
    /// Whether a text may be in it, by its first byte: most cells need no look.
    first: [bool; 256],
}

impl Spellings {
    /// The set of these texts. Blank ones are dropped.
    pub(crate) fn new<I, S>(texts: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<str>,
    {
        let texts: HashSet<String> =
            texts.into_iter().map(|text| folded(text.as_ref())).filter(|text| !text.is_empty()).collect();
        let mut first = [false; 256];
        for found in texts.iter().filter_map(|text| text.as_bytes().first()) {
            // A character that is not ASCII may be written, or fold, in several ways: an accent may follow its letter.
            let from = if found.is_ascii() { 128 } else { 0 };
            first.iter_mut().skip(from).for_each(|may| *may = true);
            for byte in [*found, found.to_ascii_uppercase()] {
                if let Some(may) = first.get_mut(usize::from(byte)) {
                    *may = true;
                }
            }
        }
        Spellings { texts, first }
    }

    /// The texts, in compared form, in order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let mut texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        texts.sort_unstable();
        texts.into_iter()
    }

    /// Whether it holds this text in compared form.
    pub(crate) fn holds(&self, folded: &str) -> bool {
        self.texts.contains(folded)
    }

    /// Whether a text that starts with this byte may be in it.
    #[inline]
    pub(crate) fn may_start_with(&self, byte: u8) -> bool {
        self.first.get(usize::from(byte)).copied().unwrap_or(false)
    }

    /// Whether it holds the trimmed text; `scratch` is room to work in.
    pub(crate) fn has(&self, text: &str, scratch: &mut String) -> bool {
        if !text.as_bytes().first().is_some_and(|byte| self.may_start_with(*byte)) {
            return false;
        }
        scratch.clear();
        fold_into(text, scratch);
        self.texts.contains(scratch.as_str())
    }
}
