//! What is remembered from one batch of a run to the next: it saves work, and changes no verdict.
//!
//! Contacts are alike: most texts were tested before, and most patterns of blanks lead to a list of questions that was
//! made before. A memory belongs to one plan and to one thread at a time.

pub use super::ask::QuestionMemory;
pub use super::batch::BatchMemory;

/// What is remembered.
#[derive(Debug, Default)]
pub struct Memory {
    /// Of the cells that were read.
    pub(crate) batch: BatchMemory,
    /// Of the questions that were asked.
    pub(crate) questions: QuestionMemory,
}

impl Memory {
    /// One that keeps so many of the steps that lead to lists of questions, and of the questions in them, from one batch
    /// to the next: with 0, it begins anew with each batch.
    pub fn with_room_for_questions(room: usize) -> Self {
        Memory { batch: BatchMemory::default(), questions: QuestionMemory::with_room(room) }
    }
}
