//! Records in, verdicts out: inputs of every form and every state of repair, and the result's bytes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

mod records {
    mod delimited;
    #[cfg(feature = "excel")]
    mod excel;
    pub mod harness;
    mod inputs;
    mod json;
    mod json_values;
    mod limits;
    mod related;
    mod results;
    mod runs;
    #[cfg(all(feature = "parquet", feature = "excel"))]
    mod typed;
}
