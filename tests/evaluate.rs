//! The evaluator against section 4 of the language, on programs that are built by hand.

#[cfg(test)]
#[path = "evaluate/ask.rs"]
mod ask;
#[cfg(test)]
#[path = "evaluate/builder.rs"]
mod builder;
#[cfg(test)]
#[path = "evaluate/cells.rs"]
mod cells;
#[cfg(test)]
#[path = "evaluate/columns.rs"]
mod columns;
#[cfg(test)]
#[path = "evaluate/dates.rs"]
mod dates;
#[cfg(test)]
#[path = "evaluate/duties.rs"]
mod duties;
#[cfg(test)]
#[path = "evaluate/logic.rs"]
mod logic;
#[cfg(test)]
#[path = "evaluate/memory.rs"]
mod memory;
#[cfg(test)]
#[path = "evaluate/money.rs"]
mod money;
#[cfg(test)]
#[path = "evaluate/quick.rs"]
mod quick;
#[cfg(test)]
#[path = "evaluate/random.rs"]
mod random;
#[cfg(test)]
#[path = "evaluate/related.rs"]
mod related;
#[cfg(test)]
#[path = "evaluate/scale.rs"]
mod scale;
#[cfg(test)]
#[path = "evaluate/scores.rs"]
mod scores;
#[cfg(test)]
#[path = "evaluate/stages.rs"]
mod stages;
#[cfg(test)]
#[path = "evaluate/text.rs"]
mod text;
