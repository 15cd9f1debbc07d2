//! Records in, verdicts out: inputs of every form and every state of repair, and the result's bytes.

mod records {
    pub mod harness;
    mod inputs;
    mod json;
    mod limits;
    mod results;
    mod runs;
}
