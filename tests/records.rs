//! Records in, verdicts out: inputs of every form and every state of repair, and the result's bytes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

mod records {
    #[cfg(feature = "excel")]
    mod excel;
    pub mod harness;
    mod inputs;
    mod json;
    mod limits;
    mod related;
    mod results;
    mod runs;
}
