//! Random definitions, with words wherever words can stand: reasons, titles, prose, promises, examples.

use uld::check::{FileFault, Files, Loaded, load};
use uld::format::{Spelling, format};
use uld::syntax::document::{
    At, Clause, Date, Document, DutyClause, EventsClause, FieldClause, Header, HeaderClause, ItemKind,
    LifecycleClause, LookupClause, Prose, RouteClause, RuleClause, ScoreClause, SourceClause, StageClause,
    Text, TypeKind,
};
use uld::syntax::parse;
use uld::text::source::Source;
use uld::text::span::SourceId;

use super::reference::dice::Dice;
use super::spots::{Amount, Spot, Thing, walk};

/// Words of which texts are made; marks of Markdown and HTML among them, which must not be read as such.
const WORDS: [&str; 26] = [
    "sales",
    "asked",
    "for it",
    "churn doubles",
    "below this",
    "50%",
    "1 in 3",
    "R&D",
    "a < b",
    "C#",
    "snake_case",
    "*really*",
    "(see above)",
    "\"they\" said",
    "it's so",
    "Q4: ours",
    "[sic]",
    "x|y",
    "+5",
    "-5",
    "e-mail",
    "über",
    "<b>",
    "a.b",
    "#1",
    "~",
];

/// Files of a definition: one with the values of a list.
pub struct OneList;

impl Files for OneList {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        if path.ends_with("rivals.txt") {
            return Ok(b"Firma Eins\nHaus & Hof\nThe *Third*\n".to_vec());
        }
        Err(FileFault::NotFound)
    }
}

/// Loads a definition that stands in one text.
pub fn loaded(text: &str) -> Loaded {
    load("random.uld", text.to_owned(), &OneList)
}

/// A definition with words everywhere, and numbers of which no two are the same; None if it can be built and not written.
pub fn enriched(text: &str, seed: u64, numbers: bool) -> Option<String> {
    let mut writer = Enricher { dice: Dice::new(seed), count: 0 };
    let mut document = parse(SourceId(0), text).document;
    let added = writer.more(&document);
    // Prose stands between the definitions.
    let mut whole = String::new();
    let items = document.items.iter().map(|item| item.at.0);
    let texts: Vec<&str> = items.map(|span| &text[span.start as usize..span.end as usize]).collect();
    for (index, item) in texts.into_iter().map(str::to_owned).chain(added).enumerate() {
        if index > 0 && writer.dice.one_in(6) {
            whole.push_str(&writer.flush_left());
        }
        whole.push_str(&item);
        whole.push('\n');
    }
    whole.push_str(&writer.flush_left());
    document = parse(SourceId(0), &whole).document;
    assert!(document.broken.is_empty(), "{whole}");
    writer.fill(&mut document);
    if numbers {
        writer.renumber(&mut document);
    }
    document.comments.clear();
    let spelling = Spelling::collect(&[&document]);
    format(&document, &Source::new("random.uld", whole.as_str()), &spelling).ok()
}

struct Enricher {
    dice: Dice,
    count: usize,
}

impl Enricher {
    /// A text that no other place has.
    fn words(&mut self, kind: &str) -> String {
        self.count += 1;
        let mut said = format!("{kind} {}", self.count);
        for _ in 0..self.dice.below(4) {
            said.push(' ');
            said.push_str(self.dice.pick::<&str>(&WORDS));
        }
        said
    }

    fn quoted(&mut self, kind: &str) -> String {
        format!("\"{}\"", self.words(kind).replace('"', "\"\""))
    }

    fn text(&mut self, kind: &str) -> Text {
        let value = self.words(kind);
        Text { at: At::default(), value }
    }

    fn plain(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind} {} of those who agreed", self.count)
    }

    fn prose(&mut self) -> Prose {
        let text = match self.dice.below(5) {
            0 => format!("- {}", self.plain("item")),
            1 => format!("**{}** and [{}](https://example.org/a)", self.plain("bold"), self.plain("link")),
            2 => format!("## {}", self.plain("Heading")),
            _ => self.plain("Prose"),
        };
        Prose { at: At::default(), text }
    }

    fn flush_left(&mut self) -> String {
        let count = 1 + self.dice.below(3);
        (0..count).map(|_| format!("> {}\n", self.prose().text)).collect()
    }

    /// Definitions of the kinds that random ones lack.
    fn more(&mut self, document: &Document) -> Vec<String> {
        let mut found = vec!["list rivals from \"rivals.txt\"".to_owned()];
        let promise = self.quoted("promise");
        let otherwise = self.quoted("otherwise");
        found.push(format!("marketing must {promise} within 2 days\n  otherwise {otherwise}"));
        let promise = self.quoted("promise");
        found.push(format!("both must {promise} every 2 weeks"));
        let mut rules = Vec::new();
        let mut givens = Vec::new();
        for item in &document.items {
            match &item.kind {
                ItemKind::Criterion(criterion) if criterion.parameter.is_none() => {
                    rules.push(criterion.name.text.clone())
                }
                ItemKind::Profile(profile) => rules.push(profile.name.text.clone()),
                ItemKind::Field(field) => {
                    let decided =
                        field.clauses.iter().any(|clause| matches!(clause.kind, FieldClause::DecidedBy(_)));
                    let name = &field.name.text;
                    if let Some(value) = self.given(&field.field_type.kind).filter(|_| !decided) {
                        givens.push((name.clone(), value));
                    }
                    if field.field_type.kind == TypeKind::Date && self.dice.one_in(2) {
                        let (count, title) = (self.count, self.quoted("spare"));
                        found.push(format!(
                            "criterion spare_{count} (gap: duration in months) {title} when {name} is within gap"
                        ));
                    }
                }
                ItemKind::Events(events) => {
                    let promise = self.quoted("promise");
                    found.push(format!("sales must {promise}\n  shown by at least 3 {}", events.plural.text));
                }
                _ => {}
            }
        }
        if rules.is_empty() || givens.is_empty() {
            return found;
        }
        for _ in 0..2 {
            let (title, rule) = (self.quoted("case"), self.dice.pick(&rules).clone());
            let given: Vec<String> = givens.iter().map(|(name, value)| format!("{name} {value}")).collect();
            let answer = *self.dice.pick(&["yes", "no", "unknown"]);
            found.push(format!(
                "example {title}, as of 2026-01-15\n  given {}\n  expect {rule} {answer}",
                given.join(",\n    ")
            ));
        }
        let (name, value) = self.dice.pick(&givens).clone();
        let rule = self.dice.pick(&rules);
        found.push(format!(
            "examples, as of 2026-02-16\n  | {name} | {rule} |\n  | {value} | yes |\n  |  | unknown |"
        ));
        found
    }

    fn given(&mut self, kind: &TypeKind) -> Option<String> {
        self.count += 1;
        let number = 7_000 + self.count;
        Some(match kind {
            TypeKind::YesNo => "yes".to_owned(),
            TypeKind::Text => format!("\"given {number}\""),
            TypeKind::Email => format!("\"ann{number}@example.org\""),
            TypeKind::WholeNumber | TypeKind::Number => number.to_string(),
            TypeKind::Money(code) => format!("{number} {}", code.text),
            TypeKind::Percent => format!("{number}%"),
            TypeKind::Date => format!("{}-04-03", 1_900 + self.count % 300),
            TypeKind::OneOf { values, .. } | TypeKind::SomeOf { values, .. } => {
                format!("\"{}\"", values.first()?.value)
            }
            TypeKind::DateTime | TypeKind::Duration(_) => return None,
        })
    }

    /// Reasons, titles and prose wherever they may stand.
    fn fill(&mut self, document: &mut Document) {
        let declared = document.items.iter().any(|item| matches!(item.kind, ItemKind::Lifecycle(_)));
        walk(document, &mut |spot| match spot {
            Spot::Reason(reason @ None) if !self.dice.one_in(4) => *reason = Some(self.text("reason")),
            Spot::Declared(thing, _, Some(title @ None))
                if self.dice.one_in(2) && (thing != Thing::StageRule || !declared) =>
            {
                *title = Some(self.text("title"));
            }
            _ => {}
        });
        for item in &mut document.items {
            let prose: Vec<Prose> = (0..self.dice.below(3)).map(|_| self.prose()).collect();
            add_prose(&mut item.kind, prose);
            if let ItemKind::Header(header) = &mut item.kind {
                self.header(header);
            }
        }
    }

    fn header(&mut self, header: &mut Header) {
        let agreed = Date { at: At::default(), year: 2025, month: 3, day: 9 };
        let owners =
            [HeaderClause::MarketingOwner(self.text("owner")), HeaderClause::SalesOwner(self.text("owner"))];
        let clauses = owners.into_iter().chain([HeaderClause::Agreed(agreed)]);
        header.clauses.extend(clauses.map(|kind| Clause { at: At::default(), kind }));
        header.title = self.text("definition");
    }

    /// Numbers, amounts and days that no other place has, each more than the one before.
    fn renumber(&mut self, document: &mut Document) {
        let mut next = 3_001;
        walk(document, &mut |spot| match spot {
            Spot::Number(Amount::Value, number) => {
                next += 3;
                (number.value, number.written) = (next * 10_000, next.to_string());
            }
            Spot::Money(money) => {
                next += 3;
                (money.amount.value, money.amount.written) = (next * 10_000, next.to_string());
            }
            Spot::Percent(percent) if percent.value != 0 && percent.value > 1_000_000 => {
                next += 3;
                (percent.value, percent.written) = (next * 10_000, next.to_string());
            }
            _ => {}
        });
    }
}

fn add_prose(kind: &mut ItemKind, prose: Vec<Prose>) {
    fn add<K>(clauses: &mut Vec<Clause<K>>, prose: Vec<Prose>, wrap: fn(Prose) -> K) {
        clauses.extend(prose.into_iter().map(|prose| Clause { at: At::default(), kind: wrap(prose) }));
    }
    match kind {
        ItemKind::Header(it) => add(&mut it.clauses, prose, HeaderClause::Prose),
        ItemKind::Field(it) => add(&mut it.clauses, prose, FieldClause::Prose),
        ItemKind::Lookup(it) => add(&mut it.clauses, prose, LookupClause::Prose),
        ItemKind::Events(it) => add(&mut it.clauses, prose, EventsClause::Prose),
        ItemKind::Lifecycle(it) => add(&mut it.clauses, prose, LifecycleClause::Prose),
        ItemKind::Profile(it) => add(&mut it.clauses, prose, RuleClause::Prose),
        ItemKind::Criterion(it) => add(&mut it.clauses, prose, RuleClause::Prose),
        ItemKind::Stage(it) => add(&mut it.clauses, prose, StageClause::Prose),
        ItemKind::Source(it) => add(&mut it.clauses, prose, SourceClause::Prose),
        ItemKind::Score(it) => add(&mut it.clauses, prose, ScoreClause::Prose),
        ItemKind::Route(it) => add(&mut it.clauses, prose, RouteClause::Prose),
        ItemKind::Duty(it) => add(&mut it.clauses, prose, DutyClause::Prose),
        ItemKind::Example(it) => add(&mut it.clauses, prose, uld::syntax::document::ExampleClause::Prose),
        ItemKind::Prose(_)
        | ItemKind::Include(_)
        | ItemKind::Team(_)
        | ItemKind::List(_)
        | ItemKind::Rate(_)
        | ItemKind::Table(_) => {}
    }
}
