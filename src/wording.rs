//! Level 4: how a definition is said in plain English. The one place that knows; whoever shows a rule to people asks
//! here.
//!
//! `recycle to nurture for 90 days because "Not ready yet is not dead"` is said as
//! "Recycle to "To be nurtured" for 90 days (Not ready yet is not dead)".

pub mod agreement;
pub mod condition;
pub mod example;
pub mod field;
pub mod name;
pub mod outcome;
pub mod outline;
pub mod phrase;
pub mod route;
pub mod score;
pub mod source;
pub mod value;
