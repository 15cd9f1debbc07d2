//! Lists of questions that were made before.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::hangs::Hang;
use crate::model::ids::StageId;
use crate::model::lifecycle::Question;

/// How many steps and questions are remembered from batch to batch, a few megabytes of them.
const ROOM: usize = 1 << 16;

/// What is remembered of the questions of earlier batches. Forgetting any of it changes nothing.
///
/// Lists are found by the words of a key, one at a time: from the place of the stage, each word leads to a place, the
/// last one to a list. Records are not to be trusted, so that the hashes have a seed of their own.
#[derive(Debug)]
pub struct QuestionMemory {
    /// How many steps and questions to remember.
    room: usize,
    /// What the list of each stage's rule hangs on, once it was needed.
    hangs: Vec<Option<Arc<[Hang]>>>,
    /// From a place, by a word, to the next place, or by the last word of a key to a list. The places of the stages
    /// come first.
    steps: HashMap<(u32, u64), u32, RandomState>,
    places: u32,
    /// The different lists; the first is empty.
    lists: Vec<Arc<[Question]>>,
    index: HashMap<Arc<[Question]>, u32, RandomState>,
    /// How many questions they have.
    questions: usize,
    /// For each list, its index in this batch; 0 if it was not used, and for the empty list.
    here: Vec<u32>,
}

impl Default for QuestionMemory {
    fn default() -> Self {
        QuestionMemory::with_room(ROOM)
    }
}

impl QuestionMemory {
    /// One that forgets everything at the next batch when it holds more than so many steps and questions.
    pub(crate) fn with_room(room: usize) -> Self {
        QuestionMemory {
            room,
            hangs: Vec::new(),
            steps: HashMap::default(),
            places: 0,
            lists: Vec::new(),
            index: HashMap::default(),
            questions: 0,
            here: Vec::new(),
        }
    }

    /// Begins a batch.
    pub(super) fn begin(&mut self, stages: usize) {
        if self.lists.is_empty() || self.steps.len() + self.questions > self.room {
            self.steps.clear();
            self.places = stages as u32;
            self.lists.clear();
            self.lists.push(Arc::from([]));
            self.index.clear();
            self.index.insert(Arc::from([]), 0);
            self.questions = 0;
        }
        self.hangs.resize(stages, None);
        self.here.clear();
        self.here.resize(self.lists.len(), 0);
    }

    /// What the list of a stage hangs on.
    pub(super) fn hangs(&mut self, stage: StageId, find: impl FnOnce() -> Vec<Hang>) -> Arc<[Hang]> {
        match self.hangs.get_mut(stage.index()) {
            Some(hangs) => Arc::clone(hangs.get_or_insert_with(|| Arc::from(find()))),
            None => Arc::from(find()),
        }
    }

    /// The list for a key of a stage, made if it was not made before: an index into the lists.
    pub(super) fn list(
        &mut self,
        stage: StageId,
        key: impl ExactSizeIterator<Item = u64>,
        make: impl FnOnce() -> Vec<Question>,
    ) -> u32 {
        let mut place = stage.0;
        let mut left = key.len();
        for word in key {
            left -= 1;
            if left == 0 {
                if let Some(list) = self.steps.get(&(place, word)) {
                    return *list;
                }
                let list = self.list_index(make());
                self.steps.insert((place, word), list);
                return list;
            }
            let next = self.places;
            place = *self.steps.entry((place, word)).or_insert(next);
            self.places += u32::from(place == next);
        }
        0
    }

    fn list_index(&mut self, list: Vec<Question>) -> u32 {
        if let Some(index) = self.index.get(list.as_slice()) {
            return *index;
        }
        let next = self.lists.len() as u32;
        self.questions += list.len();
        let list: Arc<[Question]> = Arc::from(list);
        self.lists.push(Arc::clone(&list));
        self.index.insert(list, next);
        self.here.push(0);
        next
    }

    /// The index of a list among those of this batch, which it joins if it is new there.
    pub(super) fn place(&mut self, list: u32, of_batch: &mut Vec<Arc<[Question]>>) -> u32 {
        let (Some(here), Some(questions)) = (self.here.get_mut(list as usize), self.lists.get(list as usize))
        else {
            return 0;
        };
        if *here == 0 && list > 0 {
            *here = of_batch.len() as u32;
            of_batch.push(Arc::clone(questions));
        }
        *here
    }
}
