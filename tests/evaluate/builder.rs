//! Programs built by hand, and records as rows of texts.

use jiff::civil::{Date, date};
use uld::evaluate::answers::Answer;
use uld::evaluate::cells::{Cells, RawCell};
use uld::evaluate::verdicts::Verdicts;
use uld::evaluate::{Batch, Plan, evaluate};
use uld::model::condition::{Node, NodeKind, Operand, Relation, Test, Texts, ValueList};
use uld::model::field::{Choice, Choices, DecidedRow, Field, FieldType, Origin};
use uld::model::ids::{AsideId, FieldId, NodeId, RuleId, SourceRuleId, StageId};
use uld::model::lifecycle::{Aside, Gate, Outcome, Rule, RuleKind, SourceRule, Stage};
use uld::model::program::{Program, Step, StepKind};
use uld::model::value::Value;
use uld::model::writing::Writing;
use uld::text::span::Place;

/// The as-of date of tests that name none.
pub const TODAY: Date = date(2026, 1, 15);

#[derive(Default)]
pub struct Builder {
    pub program: Program,
    done: u32,
}

impl Builder {
    pub fn new() -> Self {
        Builder::default()
    }

    pub fn field(&mut self, name: &str, field_type: FieldType) -> FieldId {
        self.program.fields.push(plain_field(name, field_type));
        FieldId::at(self.program.fields.len() - 1)
    }

    pub fn yes_no(&mut self, name: &str) -> FieldId {
        self.field(name, FieldType::YesNo)
    }

    pub fn edit(&mut self, field: FieldId) -> &mut Field {
        &mut self.program.fields[field.index()]
    }

    pub fn node(&mut self, kind: NodeKind) -> NodeId {
        self.program.nodes.push(Node { kind, place: Place::default(), because: None });
        NodeId::at(self.program.nodes.len() - 1)
    }

    pub fn test(&mut self, field: FieldId, relation: Relation) -> NodeId {
        self.node(NodeKind::Test(Test { operand: Operand::Field(field), relation }))
    }

    pub fn is_yes(&mut self, field: FieldId) -> NodeId {
        self.test(field, Relation::Is(Value::YesNo(true)))
    }

    pub fn all(&mut self, parts: &[NodeId]) -> NodeId {
        self.node(NodeKind::All(parts.to_vec()))
    }

    pub fn any(&mut self, parts: &[NodeId]) -> NodeId {
        self.node(NodeKind::Any(parts.to_vec()))
    }

    pub fn not(&mut self, part: NodeId) -> NodeId {
        self.node(NodeKind::Not(part))
    }

    pub fn at_least(&mut self, count: u32, parts: &[NodeId]) -> NodeId {
        self.node(NodeKind::AtLeast { count, parts: parts.to_vec() })
    }

    pub fn step(&mut self, kind: StepKind) {
        let end = self.program.nodes.len() as u32;
        self.program.steps.push(Step { nodes: self.done..end, kind });
        self.done = end;
    }

    pub fn rule(&mut self, name: &str, condition: NodeId) -> RuleId {
        let id = RuleId::at(self.program.rules.len());
        self.program.rules.push(Rule {
            name: name.to_owned(),
            title: None,
            place: Place::default(),
            kind: RuleKind::Criterion(None),
            condition,
            if_unknown: None,
            because: None,
            prose: Vec::new(),
        });
        self.step(StepKind::Rule(id));
        id
    }

    pub fn use_rule(&mut self, rule: RuleId) -> NodeId {
        self.node(NodeKind::Rule(rule))
    }

    pub fn stage(&mut self, name: &str, condition: Option<NodeId>) -> StageId {
        let id = StageId::at(self.program.stages.len());
        self.program.stages.push(Stage {
            name: name.to_owned(),
            title: None,
            place: Place::default(),
            condition,
            because: None,
            entered_on: None,
            may_skip: Vec::new(),
            ask: Vec::new(),
            leave: Vec::new(),
            if_no: Vec::new(),
            if_unknown: Vec::new(),
            prose: Vec::new(),
        });
        self.step(StepKind::Stage(id));
        id
    }

    pub fn edit_stage(&mut self, stage: StageId) -> &mut Stage {
        &mut self.program.stages[stage.index()]
    }

    pub fn aside(&mut self, name: &str) -> AsideId {
        self.program.asides.push(Aside { name: name.to_owned(), title: None, place: Place::default() });
        AsideId::at(self.program.asides.len() - 1)
    }

    pub fn source(&mut self, name: &str, condition: Option<NodeId>, gates: Vec<Gate>) -> SourceRuleId {
        self.program.sources.push(SourceRule {
            name: name.to_owned(),
            title: None,
            place: Place::default(),
            condition,
            because: None,
            gates,
            open: None,
            prose: Vec::new(),
        });
        SourceRuleId::at(self.program.sources.len() - 1)
    }

    /// A field that is decided by rows.
    pub fn decided(
        &mut self,
        name: &str,
        field_type: FieldType,
        rows: Vec<(Value, Option<NodeId>)>,
    ) -> FieldId {
        let id = self.field(name, field_type);
        let rows = rows.into_iter().map(|(value, condition)| DecidedRow {
            value,
            condition,
            because: None,
            place: Place::default(),
        });
        self.edit(id).origin = Origin::Decided(rows.collect());
        self.step(StepKind::Decided(id));
        id
    }

    pub fn judge(&self, rows: &[&[&str]]) -> Verdicts {
        self.judge_as_of(TODAY, rows)
    }

    pub fn judge_as_of(&self, as_of: Date, rows: &[&[&str]]) -> Verdicts {
        let plan = Plan::new(&self.program, as_of).unwrap();
        evaluate(&plan, &Batch::read(&plan, &Rows::of(rows)), true)
    }

    /// The answer of a node for one record.
    pub fn answer(&self, node: NodeId, row: &[&str]) -> Answer {
        self.judge(&[row]).node_answers[node.index()].at(0)
    }
}

pub fn plain_field(name: &str, field_type: FieldType) -> Field {
    Field {
        name: name.to_owned(),
        place: Place::default(),
        field_type,
        origin: Origin::Column { headers: vec![name.to_owned()], declared: false, lookup: None },
        currency_column: None,
        required: None,
        range: None,
        writing: Writing::default(),
        missing_also: Vec::new(),
        yes_no: None,
        assumed: None,
        formerly: None,
        prose: Vec::new(),
    }
}

pub fn choices(values: &[&str]) -> Choices {
    let values = values.iter().map(|text| Choice { text: (*text).to_owned(), also: Vec::new() });
    Choices { values: values.collect(), in_order: false, or_other: false }
}

pub fn one_of(values: Vec<Value>) -> Relation {
    Relation::OneOf(ValueList { values, list: None })
}

pub fn texts(values: &[&str], all: bool) -> Texts {
    Texts { values: values.iter().map(|text| Value::Text((*text).to_owned())).collect(), all, list: None }
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn gate(stages: &[StageId], condition: Option<NodeId>) -> Gate {
    Gate { stages: stages.to_vec(), condition, because: None, place: Place::default() }
}

pub fn outcome(condition: Option<NodeId>, action: Option<uld::model::lifecycle::Action>) -> Outcome {
    Outcome { condition, action, promise: None, because: None, place: Place::default() }
}

/// Records as rows of texts, one for each input column. `absent` is a cell that is not there.
pub struct Rows {
    rows: Vec<Vec<String>>,
}

impl Rows {
    pub fn of(rows: &[&[&str]]) -> Self {
        Rows { rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect() }
    }

    pub fn owned(rows: Vec<Vec<String>>) -> Self {
        Rows { rows }
    }
}

impl Cells for Rows {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> RawCell<'_> {
        match self.rows[row].get(column).map(String::as_str) {
            None => RawCell::Absent,
            Some("\u{1}bytes") => RawCell::NotText,
            Some("\u{1}object") => RawCell::NotScalar,
            Some(text) => RawCell::Text(text),
        }
    }
}

/// A generator of numbers that look random and never change.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % sides as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
