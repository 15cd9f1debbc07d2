//! Texts as answers to the tests of their field.

use crate::evaluate::cell::short::ShortText;
use crate::evaluate::plan::texts::{Quickly, Room, TextTests};

/// The answers of earlier texts of a field, as many as fit.
#[derive(Debug, Default)]
pub(crate) struct TextMemory {
    /// A text stands at its hash, or beside it where another has come since. None before the first is put in.
    slots: Vec<(ShortText, u64)>,
    room: Room,
}

/// How many are remembered: a power of two; 48 bytes each.
const SLOTS: usize = 1024;

impl TextMemory {
    fn get(&self, text: ShortText) -> Option<u64> {
        let at = text.hash() as usize % SLOTS;
        let found =
            |at: usize| self.slots.get(at).filter(|(known, _)| *known == text).map(|(_, found)| *found);
        found(at).or_else(|| found(at ^ 1))
    }

    fn put(&mut self, text: ShortText, answers: u64) {
        if self.slots.is_empty() {
            self.slots = vec![(ShortText::default(), 0); SLOTS];
        }
        let at = text.hash() as usize % SLOTS;
        let before = self.slots.get_mut(at).map(|slot| std::mem::replace(slot, (text, answers)));
        if let (Some(before), Some(beside)) = (before, self.slots.get_mut(at ^ 1)) {
            *beside = before;
        }
    }
}

/// Asks the texts of a field.
pub(crate) struct Asker<'a> {
    pub(crate) tests: &'a TextTests,
    pub(crate) memory: &'a mut TextMemory,
}

impl Asker<'_> {
    /// Whether there is anything to ask.
    pub(crate) fn asks(&self) -> bool {
        !self.tests.is_empty()
    }

    /// The answers of a trimmed text.
    #[inline]
    pub(crate) fn answers(&mut self, text: &str) -> u64 {
        match self.tests.quickly(text.as_bytes()) {
            Quickly::Answers(answers) => answers,
            Quickly::Ask(key) => match key.and_then(|key| self.memory.get(key)) {
                Some(answers) => answers,
                None => self.ask(text, key),
            },
        }
    }

    fn ask(&mut self, text: &str, key: Option<ShortText>) -> u64 {
        let answers = self.tests.ask(text, &mut self.memory.room);
        if let Some(key) = key {
            self.memory.put(key, answers);
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::TextMemory;
    use crate::evaluate::cell::short::ShortText;

    #[test]
    fn what_is_remembered_was_put_in() {
        let mut memory = TextMemory::default();
        let text = |number: u64| ShortText::new(format!("text {number}").as_bytes()).unwrap();
        let mut found = 0;
        for number in 0..5000 {
            assert_eq!(memory.get(text(number)), None);
            memory.put(text(number), number);
            for earlier in number.saturating_sub(300)..=number {
                let remembered = memory.get(text(earlier));
                assert!(remembered.is_none_or(|answers| answers == earlier));
                found += usize::from(remembered.is_some());
            }
            assert_eq!(memory.get(text(number)), Some(number));
        }
        assert!(found > 5000 * 200);
    }
}
