//! What a rule would answer if one of its criteria had the other answer.
//!
//! A condition is a small tree of links (`and`, `or`, `at least`, `not`) above its criteria. Each link counts its parts'
//! answers, so that one flip costs no more than the links above it: a rule of ten thousand criteria is not answered
//! ten thousand times.

use crate::evaluate::answers::Answer;
use crate::model::condition::NodeKind;
use crate::model::ids::NodeId;
use crate::model::program::Program;
use crate::text::source::Sources;

/// A rule's condition as links above criteria; the first link is the topmost.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    links: Vec<(Link, Option<usize>)>,
    /// Each criterion, and the link that it is a part of.
    pub(super) criteria: Vec<(NodeId, usize)>,
}

#[derive(Clone, Copy, Debug)]
enum Link {
    All,
    Any,
    AtLeast(u32),
    Not,
}

/// How many parts have each answer.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    yes: usize,
    no: usize,
    unknown: usize,
}

impl Tally {
    fn of(&mut self, answer: Answer) -> &mut usize {
        match answer {
            Answer::Yes => &mut self.yes,
            Answer::No => &mut self.no,
            Answer::Unknown => &mut self.unknown,
        }
    }

    /// With one part answered otherwise.
    fn with(mut self, from: Answer, to: Answer) -> Self {
        let before = self.of(from);
        *before = before.saturating_sub(1);
        *self.of(to) += 1;
        self
    }

    /// Strong Kleene (language.md, 4.3).
    fn answer(self, link: Link) -> Answer {
        let all = self.yes + self.no + self.unknown;
        let needed = match link {
            Link::All => all,
            Link::Any => 1,
            Link::AtLeast(count) => count as usize,
            Link::Not if self.yes > 0 => return Answer::No,
            Link::Not if self.no > 0 => return Answer::Yes,
            Link::Not => return Answer::Unknown,
        };
        if self.yes >= needed {
            Answer::Yes
        } else if self.yes + self.unknown < needed {
            Answer::No
        } else {
            Answer::Unknown
        }
    }
}

impl Frame {
    /// The criteria of a condition: its bullets, those of a second list (`and none of:`) among them, or what `and` and
    /// `or` join. What stands in parentheses is one criterion, and so is a condition that joins nothing.
    pub(super) fn new(program: &Program, sources: &Sources, condition: NodeId) -> Self {
        let mut frame = Frame::default();
        let top = frame.link(Link::All, None);
        let mut stack = vec![(condition, top, true)];
        while let Some((id, parent, whole)) = stack.pop() {
            let Some(node) = program.node(id) else { continue };
            let list = || is_list(sources.words(node.place));
            let (link, parts) = match &node.kind {
                NodeKind::All(parts) if whole || list() => (Link::All, parts.as_slice()),
                NodeKind::Any(parts) if whole || list() => (Link::Any, parts.as_slice()),
                NodeKind::AtLeast { count, parts } if whole || list() => {
                    (Link::AtLeast(*count), parts.as_slice())
                }
                NodeKind::Not(part) if list() => (Link::Not, std::slice::from_ref(part)),
                NodeKind::All(_)
                | NodeKind::Any(_)
                | NodeKind::AtLeast { .. }
                | NodeKind::Not(_)
                | NodeKind::AssumeIfUnknown { .. }
                | NodeKind::Rule(_)
                | NodeKind::Stage(_)
                | NodeKind::Test(_) => {
                    frame.criteria.push((id, parent));
                    continue;
                }
            };
            let own = frame.link(link, Some(parent));
            // The `any of` inside of `none of:` is the list itself.
            let inside = matches!(link, Link::Not);
            stack.extend(parts.iter().rev().map(|part| (*part, own, inside)));
        }
        frame
    }

    fn link(&mut self, link: Link, parent: Option<usize>) -> usize {
        self.links.push((link, parent));
        self.links.len() - 1
    }

    /// Which criteria change what the rule answers when they are answered otherwise. `answer` gives the answer of a
    /// criterion; `rule` that of the rule from that of its condition.
    pub(super) fn flipping(
        &self,
        answer: impl Fn(NodeId) -> Answer,
        rule: impl Fn(Answer) -> Answer,
    ) -> Vec<bool> {
        let answers: Vec<Answer> = self.criteria.iter().map(|(node, _)| answer(*node)).collect();
        let mut tallies = vec![Tally::default(); self.links.len()];
        for ((_, parent), answer) in self.criteria.iter().zip(&answers) {
            if let Some(tally) = tallies.get_mut(*parent) {
                *tally.of(*answer) += 1;
            }
        }
        let mut settled = vec![Answer::Unknown; self.links.len()];
        // Parts come after the link above them.
        for (index, (link, parent)) in self.links.iter().enumerate().rev() {
            let own = tallies.get(index).map_or(Answer::Unknown, |tally| tally.answer(*link));
            if let Some(place) = settled.get_mut(index) {
                *place = own;
            }
            if let Some(tally) = parent.and_then(|parent| tallies.get_mut(parent)) {
                *tally.of(own) += 1;
            }
        }
        let now = rule(settled.first().copied().unwrap_or(Answer::Unknown));
        let changed = |from: Answer, to: Answer, parent: usize| {
            let (mut from, mut to, mut at) = (from, to, Some(parent));
            while let Some(index) = at {
                let (Some(tally), Some((link, above))) = (tallies.get(index), self.links.get(index)) else {
                    break;
                };
                to = tally.with(from, to).answer(*link);
                from = settled.get(index).copied().unwrap_or(Answer::Unknown);
                at = *above;
            }
            to
        };
        let flips = |((_, parent), from): (&(NodeId, usize), &Answer)| {
            let others: &[Answer] = match from {
                Answer::Yes => &[Answer::No],
                Answer::No => &[Answer::Yes],
                Answer::Unknown => &[Answer::Yes, Answer::No],
            };
            others.iter().any(|to| rule(changed(*from, *to, *parent)) != now)
        };
        self.criteria.iter().zip(&answers).map(flips).collect()
    }
}

/// Whether a condition is written as a list: its first line is `any of:` or the like.
fn is_list(words: &str) -> bool {
    let first = words.lines().next().unwrap_or_default();
    first.split('#').next().unwrap_or_default().trim_end().ends_with(':')
}
