//! Two versions of a rule held against each other: agreed with brute force over all contacts, case by case by hand, and
//! hard questions that must end.

#![cfg(test)]

#[path = "analyse/cases.rs"]
mod cases;
#[expect(dead_code, reason = "other tests use all of it")]
#[path = "reference/dice.rs"]
mod dice;
#[path = "analyse/events.rs"]
mod events;
#[path = "analyse/hard.rs"]
mod hard;
#[path = "analyse/harness.rs"]
mod harness;
#[path = "analyse/make.rs"]
mod make;
#[path = "analyse/random.rs"]
mod random;
