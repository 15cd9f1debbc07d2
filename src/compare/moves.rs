//! Records judged by both versions: how many move from which stage to which, and what did it. Counts; ids only where
//! they are asked for, and no other value of a record ever.

use std::collections::BTreeMap;

use serde::Serialize;

use super::difference::Difference;
use super::watch::{Part, culprits, parts};
use crate::evaluate::answers::Answer;
use crate::evaluate::verdicts::Verdicts;
use crate::model::ids::{ScoreId, StageId};
use crate::model::lifecycle::Destination;
use crate::model::program::Program;
use crate::model::score::Score;
use crate::page::tree::{Block, Column, Inline, Section, Table};
use crate::text::name::fold;
use crate::wording::name::stage_title;
use crate::wording::score::whole;

/// How many ids of one move are kept.
const IDS: usize = 1_000;
/// How many of what did it are shown.
const SHOWN: usize = 20;
/// How many different things that did it are kept apart.
const KEPT: usize = 10_000;

/// What is asked of each record.
#[derive(Debug)]
pub struct Movement<'p> {
    old: &'p Program,
    new: &'p Program,
    /// For each new stage, the old one, and the parts of their rules.
    stages: Vec<(Option<StageId>, Vec<Part>)>,
    scores: Vec<Option<ScoreId>>,
    /// The names of old stages as the new definition has them, folded.
    was: Vec<String>,
    /// Whether ids are kept.
    ids: bool,
}

/// What the records say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// Records.
    pub records: u64,
    /// By old and new stage: how many, and who.
    pub pairs: BTreeMap<(Option<StageId>, Option<StageId>), Pair>,
    /// By new stage that was there before: how many gain it, and lose it.
    pub stages: BTreeMap<StageId, (u64, u64)>,
    /// What did it, for how many.
    pub culprits: BTreeMap<String, u64>,
    /// How many are moved elsewhere than before.
    pub moved_to: u64,
    /// How many get another owner.
    pub owners: u64,
    /// How many must be answered in another time.
    pub deadlines: u64,
    /// By new score: how many are in another band.
    pub bands: BTreeMap<ScoreId, u64>,
}

/// The records that go from one stage to one stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// How many.
    pub count: u64,
    /// The ids of the first of them, if they move and ids are asked for.
    pub ids: Vec<String>,
}

impl<'p> Movement<'p> {
    /// What is asked of each record, with their ids or without.
    pub fn new(difference: &Difference, old: &'p Program, new: &'p Program, ids: bool) -> Self {
        let stages = difference.stages.iter().enumerate().map(|(index, before)| {
            let watched = before
                .map_or_else(Vec::new, |before| parts(difference, (old, before), (new, StageId::at(index))));
            (*before, watched)
        });
        let mut was: Vec<String> =
            old.stages.iter().map(|stage| format!("{} (before)", fold(&stage.name))).collect();
        for (stage, before) in new.stages.iter().zip(&difference.stages) {
            if let Some(name) = before.and_then(|before| was.get_mut(before.index())) {
                *name = fold(&stage.name);
            }
        }
        Movement { old, new, stages: stages.collect(), scores: difference.scores.clone(), was, ids }
    }

    /// Counts a batch that both versions judged, with the answers of their nodes.
    pub fn of_batch(&self, old: &Verdicts, new: &Verdicts, id: impl Fn(usize) -> String) -> Moves {
        let mut moves = Moves { records: new.rows as u64, ..Moves::default() };
        for row in 0..new.rows {
            self.of_record(old, new, row, &id, &mut moves);
        }
        moves
    }

    fn of_record(
        &self,
        old: &Verdicts,
        new: &Verdicts,
        row: usize,
        id: &impl Fn(usize) -> String,
        moves: &mut Moves,
    ) {
        let at = |verdicts: &Verdicts| verdicts.stage.get(row).copied().flatten();
        let (was, is) = (at(old), at(new));
        let pair = moves.pairs.entry((was, is)).or_default();
        pair.count += 1;
        let moved = self.moves(was, is);
        if moved && self.ids && pair.ids.len() < IDS {
            pair.ids.push(id(row));
        }
        let mut found = Vec::new();
        for (index, (before, watched)) in self.stages.iter().enumerate() {
            let Some(before) = before else { continue };
            let yes = |verdicts: &Verdicts, stage: usize| {
                verdicts.stage_answers.get(stage).is_some_and(|answers| answers.at(row) == Answer::Yes)
            };
            let (was, is) = (yes(old, before.index()), yes(new, index));
            if was == is {
                continue;
            }
            let (gained, lost) = moves.stages.entry(StageId::at(index)).or_default();
            *if is { gained } else { lost } += 1;
            if moved {
                culprits(watched, old, new, row, &mut found);
            }
        }
        // A profile that two stages ask about did it once.
        found.sort_unstable();
        found.dedup();
        for culprit in found {
            add(&mut moves.culprits, culprit, 1);
        }
        moves.moved_to += u64::from(self.aside(self.old, old, row) != self.aside(self.new, new, row));
        moves.owners += u64::from(old.routes.owner(row) != new.routes.owner(row));
        moves.deadlines += u64::from(old.routes.respond_within(row) != new.routes.respond_within(row));
        for (index, before) in self.scores.iter().enumerate() {
            let Some(before) = before else { continue };
            let (was, is) = (self.old.scores.get(before.index()), self.new.scores.get(index));
            if band(was, old, before.index(), row) != band(is, new, index, row) {
                *moves.bands.entry(ScoreId::at(index)).or_default() += 1;
            }
        }
    }

    /// Whether a stage is another than before.
    fn moves(&self, was: Option<StageId>, is: Option<StageId>) -> bool {
        match (was, is) {
            (Some(was), Some(is)) => self.stages.get(is.index()).and_then(|(before, _)| *before) != Some(was),
            (None, None) => false,
            (Some(_), None) | (None, Some(_)) => true,
        }
    }

    /// The name of where an outcome moves a record, as both versions have it.
    fn aside(&self, program: &Program, verdicts: &Verdicts, row: usize) -> Option<String> {
        let to = verdicts.moved_to.get(row).copied().flatten()?;
        match to {
            Destination::Aside(aside) => program.asides.get(aside.index()).map(|aside| fold(&aside.name)),
            Destination::Stage(stage) if std::ptr::eq(program, self.old) => {
                self.was.get(stage.index()).cloned()
            }
            Destination::Stage(stage) => program.stage(stage).map(|stage| fold(&stage.name)),
        }
    }
}

/// The name of a band, if the score is settled in one.
fn band(score: Option<&Score>, verdicts: &Verdicts, index: usize, row: usize) -> Option<String> {
    let (score, points) = (score?, verdicts.scores.get(index)?);
    let band = score.band(*points.low.get(row)?, *points.high.get(row)?)?;
    score.bands.get(band).map(|band| fold(&band.name))
}

/// Counts something that did it; of very many, the later ones together.
fn add(culprits: &mut BTreeMap<String, u64>, culprit: String, count: u64) {
    if culprits.len() < KEPT || culprits.contains_key(&culprit) {
        *culprits.entry(culprit).or_default() += count;
    } else {
        *culprits.entry("others".to_owned()).or_default() += count;
    }
}

impl Moves {
    /// Adds the next batch.
    pub fn merge(&mut self, next: Moves) {
        self.records += next.records;
        for (key, pair) in next.pairs {
            let known = self.pairs.entry(key).or_default();
            known.count += pair.count;
            let room = IDS.saturating_sub(known.ids.len());
            known.ids.extend(pair.ids.into_iter().take(room));
        }
        for (stage, (gained, lost)) in next.stages {
            let known = self.stages.entry(stage).or_default();
            known.0 += gained;
            known.1 += lost;
        }
        for (culprit, count) in next.culprits {
            add(&mut self.culprits, culprit, count);
        }
        self.moved_to += next.moved_to;
        self.owners += next.owners;
        self.deadlines += next.deadlines;
        for (score, count) in next.bands {
            *self.bands.entry(score).or_default() += count;
        }
    }

    /// What did it, most often first.
    fn top(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<(&str, u64)> =
            self.culprits.iter().map(|(text, count)| (text.as_str(), *count)).collect();
        all.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        all
    }

    /// How many are at another stage than before.
    pub fn moved(&self, movement: &Movement<'_>) -> u64 {
        self.pairs.iter().filter(|((was, is), _)| movement.moves(*was, *is)).map(|(_, pair)| pair.count).sum()
    }

    /// The section of the page.
    pub fn section(&self, movement: &Movement<'_>) -> Section {
        let moved = self.moved(movement);
        let mut blocks = vec![paragraph(format!(
            "{} of {} {} at another stage.",
            counted(moved),
            if self.records == 1 {
                "1 record".to_owned()
            } else {
                format!("{} records", counted(self.records))
            },
            if moved == 1 { "is" } else { "are" },
        ))];
        if self.records > 0 {
            blocks.push(self.table(movement));
        }
        blocks.extend(self.counts(movement));
        let top = self.top();
        if !top.is_empty() {
            let mut rows: Vec<Vec<Vec<Inline>>> = top
                .iter()
                .take(SHOWN)
                .map(|(text, count)| vec![cell((*text).to_owned()), cell(counted(*count))])
                .collect();
            if top.len() > SHOWN {
                let rest = top.iter().skip(SHOWN).map(|(_, count)| count).sum();
                rows.push(vec![
                    cell(format!("{} others", counted((top.len() - SHOWN) as u64))),
                    cell(counted(rest)),
                ]);
            }
            let head = vec![column("Answered otherwise, or no longer asked", false), column("Records", true)];
            blocks.push(Block::Table(Table { caption: "What did it".to_owned(), head, rows }));
        }
        for ((was, is), pair) in self.pairs.iter().filter(|(_, pair)| !pair.ids.is_empty()) {
            let more = pair.count - pair.ids.len() as u64;
            let more = if more == 0 { String::new() } else { format!(", and {} more", counted(more)) };
            let ways = format!("{} to {}: ", stage(movement.old, *was), stage(movement.new, *is));
            let mut said = vec![Inline::Text(ways)];
            for (index, id) in pair.ids.iter().enumerate() {
                said.extend((index > 0).then(|| Inline::Text(", ".to_owned())));
                said.push(Inline::Code(id.clone()));
            }
            said.push(Inline::Text(more));
            blocks.push(Block::Paragraph(said));
        }
        Section { title: "Records".to_owned(), blocks, ..Section::default() }
    }

    fn table(&self, movement: &Movement<'_>) -> Block {
        let mut rows: Vec<Vec<Vec<Inline>>> = self
            .pairs
            .iter()
            .map(|((was, is), pair)| {
                let count = if movement.moves(*was, *is) {
                    vec![Inline::Strong(cell(counted(pair.count)))]
                } else {
                    cell(counted(pair.count))
                };
                vec![cell(stage(movement.old, *was)), cell(stage(movement.new, *is)), count]
            })
            .collect();
        rows.push(vec![cell("all".to_owned()), cell(String::new()), cell(counted(self.records))]);
        let head = vec![column("Stage before", false), column("Stage now", false), column("Records", true)];
        Block::Table(Table { caption: String::new(), head, rows })
    }

    fn counts(&self, movement: &Movement<'_>) -> Option<Block> {
        let mut said = Vec::new();
        for (id, (gained, lost)) in &self.stages {
            let name = stage_title(movement.new, *id);
            said.push(format!("{name}: {} newly yes, {} no longer.", counted(*gained), counted(*lost)));
        }
        for (count, what) in [
            (self.moved_to, "moved elsewhere than before"),
            (self.owners, "given to another owner"),
            (self.deadlines, "to be answered in another time"),
        ] {
            if count > 0 {
                said.push(format!("{} {what}.", counted(count)));
            }
        }
        for (id, count) in &self.bands {
            let name = movement.new.scores.get(id.index()).map_or("", |score| score.name.as_str());
            said.push(format!("{} in another band of {name}.", counted(*count)));
        }
        let items = said.into_iter().map(|said| vec![paragraph(said)]).collect::<Vec<_>>();
        (!items.is_empty()).then_some(Block::List { ordered: false, items })
    }
}

/// What the records say, as programs read it.
#[derive(Debug, Serialize)]
pub struct MovesReport {
    records: u64,
    moved: u64,
    as_of: String,
    transitions: Vec<Transition>,
    stages: Vec<Gain>,
    criteria: Vec<Culprit>,
    moved_to: u64,
    owners: u64,
    deadlines: u64,
    bands: BTreeMap<String, u64>,
}

#[derive(Debug, Serialize)]
struct Transition {
    from: Option<String>,
    to: Option<String>,
    moved: bool,
    records: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ids: Option<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct Gain {
    stage: String,
    gained: u64,
    lost: u64,
}

#[derive(Debug, Serialize)]
struct Culprit {
    criterion: String,
    records: u64,
}

impl MovesReport {
    /// The report of all records.
    pub fn new(moves: &Moves, movement: &Movement<'_>, as_of: jiff::civil::Date) -> Self {
        let name = |program: &Program, id: Option<StageId>| {
            id.and_then(|id| program.stage(id)).map(|stage| stage.name.clone())
        };
        MovesReport {
            records: moves.records,
            moved: moves.moved(movement),
            as_of: as_of.to_string(),
            transitions: moves
                .pairs
                .iter()
                .map(|((was, is), pair)| Transition {
                    from: name(movement.old, *was),
                    to: name(movement.new, *is),
                    moved: movement.moves(*was, *is),
                    records: pair.count,
                    ids: (movement.ids && movement.moves(*was, *is)).then(|| pair.ids.clone()),
                })
                .collect(),
            stages: moves
                .stages
                .iter()
                .map(|(id, (gained, lost))| Gain {
                    stage: name(movement.new, Some(*id)).unwrap_or_default(),
                    gained: *gained,
                    lost: *lost,
                })
                .collect(),
            criteria: moves
                .top()
                .into_iter()
                .map(|(criterion, records)| Culprit { criterion: criterion.to_owned(), records })
                .collect(),
            moved_to: moves.moved_to,
            owners: moves.owners,
            deadlines: moves.deadlines,
            bands: moves
                .bands
                .iter()
                .filter_map(|(id, count)| Some((movement.new.scores.get(id.index())?.name.clone(), *count)))
                .collect(),
        }
    }
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(cell(text))
}

fn cell(text: String) -> Vec<Inline> {
    vec![Inline::Text(text)]
}

fn column(title: &str, numbers: bool) -> Column {
    Column { title: title.to_owned(), numbers }
}

fn counted(count: u64) -> String {
    whole(i64::try_from(count).unwrap_or(i64::MAX))
}

fn stage(program: &Program, id: Option<StageId>) -> String {
    id.map_or_else(|| "none".to_owned(), |id| stage_title(program, id))
}
