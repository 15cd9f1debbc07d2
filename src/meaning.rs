//! Level 4: what a definition means, as a text that two definitions have in common when they mean the same.
//!
//! Each thing of a program (a field, a criterion, a stage, a route) is an [`Item`](item::Item) with a canonical text:
//! names instead of ids, no titles, reasons, prose, places or version; parts whose order is no meaning are sorted, and
//! rules are named, never expanded, so that sixty criteria that use each other stay sixty lines.
//!
//! ```text
//! lead when budget and fits ICP because "…"     (all (criterion "budget") (profile "icp"))
//! lead when fits ICP and budget                 (all (criterion "budget") (profile "icp"))
//! ```
//!
//! A second text of each item, its words, keeps order, titles, reasons and prose. The SHA-256 of both is the
//! [`Fingerprint`](fingerprint::Fingerprint) that a published page carries.

pub mod condition;
mod example;
pub mod fingerprint;
pub mod item;
mod record;
mod related;
pub mod renames;
mod rules;
mod values;
mod writer;
