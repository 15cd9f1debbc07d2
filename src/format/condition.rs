//! How conditions are written: chains, groups, tests, and the words around them.

use super::layout::Line;
use super::words::Writer;
use crate::syntax::document::{
    Argument, Chain, Comparison, Condition, ContainsQuantifier, Count, CountNumber, Group, Name, Operand,
    OperandKind, Quantifier, Quantity, Relation, RowWhen, Test, Text, Unary, Value, Values, When, Window,
    WindowKind,
};

impl Writer<'_> {
    /// `when a and b because "…"` at the end of a head; the lines of a group follow it at `indent`.
    pub fn when(&self, lines: &mut Vec<Line>, line: Line, indent: usize, when: &When) {
        let mut line = line;
        match &when.condition {
            Condition::Chain(chain) => {
                self.when_chain(&mut line, chain);
                self.because(&mut line, when.because.as_ref());
                lines.push(line);
            }
            Condition::Groups(_) => {
                line.word("when");
                self.condition(lines, line, indent, &when.condition, when.because.as_ref());
            }
        }
    }

    /// A chain at the end of a line, or groups on the lines below it.
    pub fn condition(
        &self,
        lines: &mut Vec<Line>,
        line: Line,
        indent: usize,
        condition: &Condition,
        because: Option<&Text>,
    ) {
        let mut line = line;
        match condition {
            Condition::Chain(chain) => self.chain(&mut line, chain, true),
            Condition::Groups(groups) => {
                for (index, group) in groups.iter().enumerate() {
                    if index > 0 {
                        lines.push(std::mem::replace(&mut line, Line::new(indent, group.at.0)));
                        line.word("and");
                    }
                    line = self.group(lines, line, indent, group);
                }
            }
        }
        self.because(&mut line, because);
        lines.push(line);
    }

    /// Writes the head on `line` and all lines but the last, which it returns.
    fn group(&self, lines: &mut Vec<Line>, line: Line, indent: usize, group: &Group) -> Line {
        let mut line = line;
        match &group.quantifier {
            Quantifier::AllOf => line.placed("all of".to_owned(), group.at.0),
            Quantifier::AnyOf => line.placed("any of".to_owned(), group.at.0),
            Quantifier::NoneOf => line.placed("none of".to_owned(), group.at.0),
            Quantifier::AtLeast(number) => {
                line.placed("at least".to_owned(), group.at.0);
                self.number(&mut line, number);
                line.word("of")
            }
        };
        line.mark(":");
        for part in &group.lines {
            lines.push(std::mem::replace(&mut line, Line::new(indent, part.at.0)));
            self.chain(line.word("-"), &part.chain, false);
            self.because(&mut line, part.because.as_ref());
        }
        line
    }

    /// `when a and b because "…"` of a row, or `otherwise`.
    pub fn row_when(&self, line: &mut Line, when: Option<&RowWhen>) {
        let Some(when) = when else {
            line.word("otherwise");
            return;
        };
        self.when_chain(line, &when.chain);
        self.because(line, when.because.as_ref());
    }

    /// `when a and b`. A chain that does not fit breaks before its words, but if its first test would have to break
    /// inside, it starts on the next line.
    pub fn when_chain(&self, line: &mut Line, chain: &Chain) {
        line.word("when").break_ahead();
        self.chain(line, chain, true);
    }

    /// `a and b`; a chain that `breaks` goes on one line for each part if it does not fit.
    pub fn chain(&self, line: &mut Line, chain: &Chain, breaks: bool) {
        let breaks = breaks && !chain.rest.is_empty();
        if breaks {
            line.open();
        }
        line.open_loose();
        self.unary(line, &chain.first);
        line.close_loose();
        for (joiner, part) in &chain.rest {
            if breaks {
                line.break_together();
            }
            line.placed(if joiner.or { "or" } else { "and" }.to_owned(), joiner.at.0);
            self.unary(line, part);
        }
        if breaks {
            line.close();
        }
    }

    fn paren(&self, line: &mut Line, chain: &Chain) {
        self.chain(line.opening("("), chain, true);
        line.mark(")");
    }

    fn unary(&self, line: &mut Line, unary: &Unary) {
        if unary.not {
            line.word("not");
        }
        match &unary.test {
            Test::Paren(chain) => self.paren(line, chain),
            Test::Fits { negated, profile } => {
                self.name(line.word(if *negated { "does not fit" } else { "fits" }), profile);
            }
            Test::Quantity(quantity) => self.quantity(line, quantity),
            Test::Compare(comparison) => self.comparison(line, comparison),
            Test::Reference { name, argument } => {
                self.name(line, name);
                match argument {
                    Some(Argument::Literal(literal)) => self.literal(line, literal),
                    Some(Argument::Name(name)) => self.name(line, name),
                    None => {}
                }
            }
        }
        match unary.assume {
            Some(true) => line.word("assume yes if unknown"),
            Some(false) => line.word("assume no if unknown"),
            None => line,
        };
    }

    fn quantity(&self, line: &mut Line, quantity: &Quantity) {
        match &quantity.count {
            Count::No => line.word("no"),
            Count::Any => line.word("any"),
            Count::AtLeast(number) => self.count(line, "at least", number),
            Count::AtMost(number) => self.count(line, "at most", number),
            Count::MoreThan(number) => self.count(line, "more than", number),
            Count::LessThan(number) => self.count(line, "less than", number),
            Count::Exactly(number) => self.count(line, "exactly", number),
        };
        self.rows(line, &quantity.event, quantity.filter.as_deref(), quantity.window.as_ref());
    }

    fn count<'line>(&self, line: &'line mut Line, words: &str, number: &CountNumber) -> &'line mut Line {
        line.word(words);
        match number {
            CountNumber::Number(number) => self.number(line, number),
            CountNumber::Name(name) => self.name(line, name),
        }
        line
    }

    /// `touches where … within the last 30 days`
    pub fn rows(&self, line: &mut Line, event: &Name, filter: Option<&Unary>, window: Option<&Window>) {
        self.name(line, event);
        if let Some(filter) = filter {
            self.unary(line.word("where"), filter);
        }
        match window.map(|window| &window.kind) {
            Some(WindowKind::Last(duration)) => self.duration(line.word("within the last"), duration),
            Some(WindowKind::LastName(name)) => self.name(line.word("within the last"), name),
            Some(WindowKind::Since(name)) => self.name(line.word("since"), name),
            None => {}
        }
    }

    fn operand(&self, line: &mut Line, operand: &Operand) {
        match &operand.kind {
            OperandKind::Name(name) => self.name(line, name),
            OperandKind::DomainOf(name) => self.name(line.word("domain of"), name),
            OperandKind::OfEvent { field, first, event, filter } => {
                self.name(line, field);
                self.name(line.word(if *first { "of first" } else { "of latest" }), event);
                if let Some(chain) = filter {
                    self.paren(line.word("where"), chain);
                }
            }
        }
    }

    fn comparison(&self, line: &mut Line, comparison: &Comparison) {
        self.operand(line, &comparison.operand);
        let is = if comparison.negated { "is not" } else { "is" };
        let word = |plain: &str, negated: &str| {
            if comparison.negated { negated.to_owned() } else { plain.to_owned() }
        };
        let operator = match &comparison.relation {
            Relation::Known => format!("{is} known"),
            Relation::Missing => format!("{is} missing"),
            Relation::Is(_) => is.to_owned(),
            Relation::OneOf(_) => format!("{is} one of"),
            Relation::AtLeast(_) => format!("{is} at least"),
            Relation::AtMost(_) => format!("{is} at most"),
            Relation::LessThan(_) => format!("{is} less than"),
            Relation::MoreThan(_) | Relation::MoreThanAgo(_) => format!("{is} more than"),
            Relation::Between(..) => format!("{is} between"),
            Relation::Within(_) => format!("{is} within"),
            Relation::WithinLast(_) => format!("{is} within the last"),
            Relation::Before(_) => format!("{is} before"),
            Relation::After(_) => format!("{is} after"),
            Relation::OnOrBefore(_) => format!("{is} on or before"),
            Relation::OnOrAfter(_) => format!("{is} on or after"),
            Relation::InThePast => format!("{is} in the past"),
            Relation::InTheFuture => format!("{is} in the future"),
            Relation::Contains { .. } => word("contains", "does not contain"),
            Relation::StartsWith { .. } => word("starts with", "does not start with"),
            Relation::EndsWith { .. } => word("ends with", "does not end with"),
            Relation::Matches { .. } => word("matches", "does not match"),
        };
        line.placed(operator, comparison.operator_at.0);
        self.right_side(line, &comparison.relation);
    }

    fn right_side(&self, line: &mut Line, relation: &Relation) {
        match relation {
            Relation::Known | Relation::Missing | Relation::InThePast | Relation::InTheFuture => {}
            Relation::Is(value)
            | Relation::AtLeast(value)
            | Relation::AtMost(value)
            | Relation::LessThan(value)
            | Relation::MoreThan(value)
            | Relation::Within(value)
            | Relation::WithinLast(value)
            | Relation::Before(value)
            | Relation::After(value)
            | Relation::OnOrBefore(value)
            | Relation::OnOrAfter(value) => self.value(line, value),
            Relation::OneOf(values) => self.values(line, values),
            Relation::Between(low, high) => self.between(line, low, high),
            Relation::MoreThanAgo(duration) => {
                self.duration(line, duration);
                line.word("ago");
            }
            Relation::Contains { quantifier, substring, values } => {
                match quantifier {
                    Some(ContainsQuantifier::Any) => line.word("any of"),
                    Some(ContainsQuantifier::All) => line.word("all of"),
                    None => line,
                };
                if *substring {
                    line.word(if is_single(values) { "the text" } else { "the texts" });
                }
                self.values(line, values);
            }
            Relation::StartsWith { any_of, texts }
            | Relation::EndsWith { any_of, texts }
            | Relation::Matches { any_of, texts } => {
                if *any_of {
                    line.word("any of");
                }
                self.texts(line, texts);
            }
        }
    }

    fn between(&self, line: &mut Line, low: &Value, high: &Value) {
        self.value(line, low);
        self.value(line.word("and"), high);
    }
}

/// One text; a list by its name counts as several.
fn is_single(values: &Values) -> bool {
    match values {
        Values::Literals(literals) => literals.len() == 1,
        Values::List(_) => false,
    }
}
