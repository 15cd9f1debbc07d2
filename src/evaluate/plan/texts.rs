//! What verdicts need of texts: mostly what they answer to the tests of their field, and not how they are written.

use std::collections::{BTreeMap, HashMap};

use super::compile::Probe;
use super::{Shape, shape_of};
use crate::evaluate::cell::short::{ShortMap, ShortText};
use crate::evaluate::fold::fold_into;
use crate::evaluate::text_test::{TextTest, domain};
use crate::model::condition::{NodeKind, Operand};
use crate::model::field::Origin;
use crate::model::ids::FieldId;
use crate::model::program::Program;
use crate::model::route::Target;

/// The tests of a field of texts. The answers of a text are one bit each.
#[derive(Clone, Debug)]
pub(crate) struct TextTests {
    /// Whether of the domain, and the test; in order of their bits.
    tests: Vec<(bool, TextTest)>,
    /// Whether all are of the domain.
    of_domain: bool,
    /// The texts and the domains that tests list, if they do nothing else.
    listed: Option<(Listed, Listed)>,
}

/// The most tests of one field: one bit each.
const MOST: usize = 64;

/// Texts that are looked for, with the tests that they pass.
#[derive(Clone, Debug)]
struct Listed {
    answers: ShortMap<u64>,
    /// Whether a text that is too long for the map may be one of them.
    has_long: bool,
    /// Whether there is any.
    is_empty: bool,
}

/// Answers that are found without the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quickly {
    /// These.
    Answers(u64),
    /// They have to be asked; those of all texts with this key are the same.
    Ask(Option<ShortText>),
}

impl TextTests {
    fn new(tests: Vec<(bool, TextTest)>) -> Self {
        let of_domain = !tests.is_empty() && tests.iter().all(|(domain, _)| *domain);
        let listed = Listed::new(&tests, false).zip(Listed::new(&tests, true));
        TextTests { tests, of_domain, listed }
    }

    /// Whether nothing is asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// The answers of a text that starts and ends with a visible ASCII character, if they are near at hand.
    #[inline]
    pub(crate) fn quickly(&self, text: &[u8]) -> Quickly {
        let domain = || {
            let at = memchr::memrchr(b'@', text)?;
            text.get(at + 1..).filter(|domain| matches!(domain, [b'!'..=b'~', ..]))
        };
        let found = self.listed.as_ref().and_then(|(texts, domains)| {
            let of_text = if texts.is_empty { 0 } else { texts.answers(text)? };
            Some(of_text | if domains.is_empty { 0 } else { domains.answers(domain()?)? })
        });
        match found {
            Some(answers) => Quickly::Answers(answers),
            None if self.of_domain => {
                Quickly::Ask(domain().filter(|domain| domain.is_ascii()).and_then(ShortText::new))
            }
            None => Quickly::Ask(ShortText::new(text)),
        }
    }

    /// The answers of a trimmed text.
    pub(crate) fn ask(&self, text: &str, room: &mut Room) -> u64 {
        room.folded.clear();
        fold_into(text, &mut room.folded);
        let mut answers = 0;
        for (bit, (of_domain, test)) in self.tests.iter().enumerate() {
            let text = if *of_domain { domain(&room.folded) } else { &room.folded };
            answers |= u64::from(test.passes(text, &mut room.words)) << bit;
        }
        answers
    }
}

impl Listed {
    /// Of the tests of texts, or of domains; none if one of them asks for more.
    fn new(tests: &[(bool, TextTest)], of_domain: bool) -> Option<Self> {
        let mut answers: BTreeMap<&str, u64> = BTreeMap::new();
        for (bit, (domain, test)) in tests.iter().enumerate() {
            if *domain == of_domain {
                for text in test.listed()? {
                    *answers.entry(text).or_default() |= 1 << bit;
                }
            }
        }
        let has_long = answers.keys().any(|text| ShortText::new(text.as_bytes()).is_none());
        let is_empty = answers.is_empty();
        Some(Listed { answers: ShortMap::new(answers.into_iter()), has_long, is_empty })
    }

    /// The answers of an ASCII text without blanks at its ends.
    #[inline(always)]
    fn answers(&self, text: &[u8]) -> Option<u64> {
        match ShortText::new(text) {
            Some(short) => Some(self.answers.get(short.lowered()?).unwrap_or(0)),
            None => (!self.has_long && text.is_ascii()).then_some(0),
        }
    }
}

/// For each field, the tests that verdicts ask of its texts, if they need no more of them; tests are told their bits.
pub(super) fn planned(program: &Program, probes: &mut [Option<Probe>]) -> Vec<Option<TextTests>> {
    let mut planned: Vec<Option<Vec<(bool, TextTest)>>> = (0..program.fields.len())
        .map(|index| {
            let field = program.fields.get(index)?;
            let is_text = shape_of(&field.field_type) == Shape::Texts;
            let is_read = match field.origin {
                Origin::Column { .. } => true,
                Origin::Decided(_) => false,
            };
            (is_text && is_read && !is_shown(program, FieldId::at(index))).then(Vec::new)
        })
        .collect();
    let mut keys: HashMap<(FieldId, bool, String), u8> = HashMap::new();
    for (node, probe) in program.nodes.iter().zip(probes) {
        let NodeKind::Test(asked) = &node.kind else { continue };
        let (Operand::Field(field) | Operand::DomainOf(field)) = asked.operand else { continue };
        let Some(Probe::Texts { domain, test, bit }) = probe else { continue };
        let Some(place) = planned.get_mut(field.index()) else { continue };
        let Some(tests) = place.as_mut().filter(|_| !test.passes_all()) else { continue };
        *bit = match keys.get(&(field, *domain, test.key())) {
            Some(known) => Some(*known),
            None if tests.len() == MOST => {
                *place = None;
                continue;
            }
            None => {
                let next = tests.len() as u8;
                keys.insert((field, *domain, test.key()), next);
                tests.push((*domain, test.clone()));
                Some(next)
            }
        };
    }
    planned.into_iter().map(|tests| tests.map(TextTests::new)).collect()
}

/// Whether verdicts show how the texts of a field are written: the CRM's own stage, and owners.
fn is_shown(program: &Program, field: FieldId) -> bool {
    let names = |target: &Target| match target {
        Target::Team(_) => false,
        Target::ValueOf(own) | Target::OneOf(_, own) => *own == field,
    };
    let mut rows = program.routes.iter().flat_map(|route| route.rows.iter().chain(&route.if_unknown));
    program.lifecycle.recorded_in == Some(field) || rows.any(|row| names(&row.target))
}

/// Room to work in.
#[derive(Debug, Default)]
pub(crate) struct Room {
    folded: String,
    words: String,
}
