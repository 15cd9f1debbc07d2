//! Decision diagrams: sets of contacts, as far as rules can tell contacts apart.
//!
//! A variable is what a rule can ask of a contact, cut into cells: `employees` below 500, 500 to 50,000, above, missing.
//! A diagram asks variables in one order, each at most once, and ends in *in* or *out*. Equal sets are one diagram, so
//! that to compare two is to compare their numbers.
//!
//! Every operation is a step, counted by its work and never by time, so that the same question is given up at the same
//! place on every machine. Nothing here calls itself: ten thousand variables need no deeper stack than one.

use std::collections::{BTreeSet, HashMap, HashSet};

/// A set: a number of the table that it was made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Set(u32);

impl Set {
    /// Nobody.
    pub(super) const NOBODY: Set = Set(0);
    /// Everybody.
    pub(super) const EVERYBODY: Set = Set(1);

    fn is_leaf(self) -> bool {
        self.0 <= 1
    }
}

/// The steps that were allowed are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spent;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Operation {
    Both,
    Either,
    /// The first without the second.
    Without,
}

impl Operation {
    /// What it comes to without a look inside, if it does.
    fn at_once(self, left: Set, right: Set) -> Option<Set> {
        match self {
            Operation::Both if left == Set::NOBODY || right == Set::NOBODY => Some(Set::NOBODY),
            Operation::Both if left == Set::EVERYBODY || left == right => Some(right),
            Operation::Both if right == Set::EVERYBODY => Some(left),
            Operation::Either if left == Set::EVERYBODY || right == Set::EVERYBODY => Some(Set::EVERYBODY),
            Operation::Either if left == Set::NOBODY || left == right => Some(right),
            Operation::Either if right == Set::NOBODY => Some(left),
            Operation::Without if left == Set::NOBODY || right == Set::EVERYBODY || left == right => {
                Some(Set::NOBODY)
            }
            Operation::Without if right == Set::NOBODY => Some(left),
            Operation::Both | Operation::Either | Operation::Without => None,
        }
    }

    /// The same question in one order.
    fn ordered(self, left: Set, right: Set) -> (Set, Set) {
        match self {
            Operation::Both | Operation::Either if right < left => (right, left),
            Operation::Both | Operation::Either | Operation::Without => (left, right),
        }
    }
}

/// A node: its variable, and where its branches stand.
#[derive(Clone, Copy, Debug)]
struct Node {
    variable: u32,
    start: u32,
    cells: u32,
}

/// Above every variable: where leaves stand.
const BOTTOM: u32 = u32::MAX;

/// All diagrams of one question.
#[derive(Debug)]
pub(super) struct Diagrams {
    /// How many cells each variable has.
    cells: Vec<u32>,
    /// By number.
    nodes: Vec<Node>,
    branches: Vec<Set>,
    /// Nodes by their hash-free content: variable and branches.
    known: HashMap<(u32, Box<[Set]>), Set>,
    done: HashMap<(Operation, Set, Set), Set>,
    /// Steps that are left.
    pub(super) left: u64,
}

/// An operation under way.
struct Frame {
    left: Set,
    right: Set,
    variable: u32,
    branches: Vec<Set>,
}

impl Diagrams {
    /// No diagrams yet; `cells` says how many cells each variable has, in the order that they are asked in.
    pub(super) fn new(cells: Vec<u32>) -> Self {
        let leaf = Node { variable: BOTTOM, start: 0, cells: 0 };
        Diagrams {
            cells,
            nodes: vec![leaf, leaf],
            branches: Vec::new(),
            known: HashMap::new(),
            done: HashMap::new(),
            left: 0,
        }
    }

    /// Takes steps away.
    pub(super) fn spend(&mut self, steps: u64) -> Result<(), Spent> {
        self.left = self.left.checked_sub(steps).ok_or(Spent)?;
        Ok(())
    }

    fn node(&self, set: Set) -> Node {
        let leaf = Node { variable: BOTTOM, start: 0, cells: 0 };
        self.nodes.get(set.0 as usize).copied().unwrap_or(leaf)
    }

    /// The variable that a set asks first; leaves ask none, and say the largest number.
    pub(super) fn variable(&self, set: Set) -> u32 {
        self.node(set).variable
    }

    /// What is left of a set in each cell of its first variable.
    pub(super) fn branches(&self, set: Set) -> &[Set] {
        let Node { start, cells, .. } = self.node(set);
        self.branches.get(start as usize..(start + cells) as usize).unwrap_or(&[])
    }

    /// The set that asks this variable, with a branch for each of its cells.
    pub(super) fn make(&mut self, variable: usize, branches: Vec<Set>) -> Result<Set, Spent> {
        let Some(first) = branches.first().copied() else { return Ok(Set::NOBODY) };
        if branches.iter().all(|branch| *branch == first) {
            return Ok(first);
        }
        self.spend(1 + branches.len() as u64 / 16)?;
        let variable = variable as u32;
        let key = (variable, branches.into_boxed_slice());
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let set = Set(self.nodes.len() as u32);
        let (start, cells) = (self.branches.len() as u32, key.1.len() as u32);
        self.nodes.push(Node { variable, start, cells });
        self.branches.extend_from_slice(&key.1);
        self.known.insert(key, set);
        Ok(set)
    }

    /// Those for whom the variable is in one of the cells that are wanted.
    pub(super) fn cells(&mut self, variable: usize, wanted: impl Fn(usize) -> bool) -> Result<Set, Spent> {
        let count = self.cells.get(variable).copied().unwrap_or(0) as usize;
        let leaf = |cell| if wanted(cell) { Set::EVERYBODY } else { Set::NOBODY };
        self.make(variable, (0..count).map(leaf).collect())
    }

    /// Those in both.
    pub(super) fn both(&mut self, left: Set, right: Set) -> Result<Set, Spent> {
        self.apply(Operation::Both, left, right)
    }

    /// Those in either.
    pub(super) fn either(&mut self, left: Set, right: Set) -> Result<Set, Spent> {
        self.apply(Operation::Either, left, right)
    }

    /// Those in the first but not the second.
    pub(super) fn without(&mut self, left: Set, right: Set) -> Result<Set, Spent> {
        self.apply(Operation::Without, left, right)
    }

    /// Those who are not in it.
    pub(super) fn others(&mut self, set: Set) -> Result<Set, Spent> {
        self.without(Set::EVERYBODY, set)
    }

    /// Those in all; those that ask deep variables are joined first, so that each part is put on top of what is there.
    pub(super) fn all(&mut self, mut parts: Vec<Set>) -> Result<Set, Spent> {
        self.deepest_first(&mut parts);
        let mut found = Set::EVERYBODY;
        for part in parts {
            found = self.both(found, part)?;
        }
        Ok(found)
    }

    /// Those in any.
    pub(super) fn any(&mut self, mut parts: Vec<Set>) -> Result<Set, Spent> {
        self.deepest_first(&mut parts);
        let mut found = Set::NOBODY;
        for part in parts {
            found = self.either(found, part)?;
        }
        Ok(found)
    }

    fn deepest_first(&self, parts: &mut Vec<Set>) {
        parts.sort_by_key(|part| (std::cmp::Reverse(self.variable(*part)), *part));
        parts.dedup();
    }

    /// Those in at least so many: the parts are gone through once, with the sets of those in at least 1, 2, 3 … so far.
    pub(super) fn at_least(&mut self, count: usize, mut parts: Vec<Set>) -> Result<Set, Spent> {
        if count == 0 {
            return Ok(Set::EVERYBODY);
        }
        if count > parts.len() {
            return Ok(Set::NOBODY);
        }
        parts.sort_by_key(|part| std::cmp::Reverse(self.variable(*part)));
        self.spend(parts.len() as u64)?;
        let mut so_far = vec![Set::NOBODY; count];
        let total = parts.len();
        for (index, part) in parts.into_iter().enumerate() {
            // Fewer than `needed` can no longer become enough.
            let needed = count.saturating_sub(total - index);
            for level in (needed..count).rev() {
                let one_less = match level.checked_sub(1) {
                    Some(below) => so_far.get(below).copied().unwrap_or(Set::NOBODY),
                    None => Set::EVERYBODY,
                };
                let more = self.both(one_less, part)?;
                self.spend(1)?;
                if let Some(place) = so_far.get(level).copied() {
                    let joined = self.either(place, more)?;
                    if let Some(place) = so_far.get_mut(level) {
                        *place = joined;
                    }
                }
            }
        }
        Ok(so_far.last().copied().unwrap_or(Set::NOBODY))
    }

    fn apply(&mut self, operation: Operation, left: Set, right: Set) -> Result<Set, Spent> {
        let mut frames: Vec<Frame> = Vec::new();
        let mut question = Some((left, right));
        let mut answer = Set::NOBODY;
        loop {
            if let Some((left, right)) = question.take() {
                let (left, right) = operation.ordered(left, right);
                let at_once = operation.at_once(left, right);
                match at_once.or_else(|| self.done.get(&(operation, left, right)).copied()) {
                    Some(found) => answer = found,
                    None => {
                        self.spend(1)?;
                        let variable = self.variable(left).min(self.variable(right));
                        let cells = self.cells.get(variable as usize).copied().unwrap_or(0) as usize;
                        frames.push(Frame { left, right, variable, branches: Vec::with_capacity(cells) });
                        question = Some(self.inside(left, right, variable, 0));
                        continue;
                    }
                }
            }
            let Some(frame) = frames.last_mut() else { return Ok(answer) };
            frame.branches.push(answer);
            let cells = self.cells.get(frame.variable as usize).copied().unwrap_or(0) as usize;
            let (left, right, variable, next) =
                (frame.left, frame.right, frame.variable, frame.branches.len());
            if next < cells {
                question = Some(self.inside(left, right, variable, next));
                continue;
            }
            let branches = std::mem::take(&mut frame.branches);
            frames.pop();
            answer = self.make(variable as usize, branches)?;
            self.done.insert((operation, left, right), answer);
        }
    }

    /// Both sets in one cell of a variable that neither asks later than first.
    fn inside(&self, left: Set, right: Set, variable: u32, cell: usize) -> (Set, Set) {
        let of = |set: Set| {
            if set.is_leaf() || self.variable(set) != variable {
                return set;
            }
            self.branches(set).get(cell).copied().unwrap_or(Set::NOBODY)
        };
        (of(left), of(right))
    }

    /// The variables that a set asks.
    pub(super) fn support(&self, set: Set) -> BTreeSet<usize> {
        let mut seen: HashSet<Set> = HashSet::from([set]);
        let mut open = vec![set];
        let mut found = BTreeSet::new();
        while let Some(set) = open.pop().filter(|_| !set.is_leaf()) {
            found.insert(self.variable(set) as usize);
            open.extend(
                self.branches(set).iter().filter(|branch| !branch.is_leaf() && seen.insert(**branch)),
            );
        }
        found
    }

    /// Somebody in the set, as cheaply as can be: the cells that matter, by variable. A variable that is not named may
    /// be in its first cell. `cost` says what a cell costs; the first costs nothing, where nothing is asked.
    pub(super) fn cheapest(
        &self,
        set: Set,
        cost: impl Fn(usize, usize) -> u64,
    ) -> Result<Option<Vec<(usize, usize)>>, Spent> {
        if set == Set::NOBODY {
            return Ok(None);
        }
        // What is below a node was made before it: numbers only fall on the way down.
        let mut needed: Vec<Set> = vec![set];
        let mut seen: HashMap<Set, Option<(u64, usize)>> = HashMap::from([(set, None)]);
        let mut at = 0;
        while let Some(next) = needed.get(at).copied() {
            at += 1;
            for branch in self.branches(next) {
                if !branch.is_leaf() && !seen.contains_key(branch) {
                    seen.insert(*branch, None);
                    needed.push(*branch);
                }
            }
        }
        needed.sort_unstable();
        for node in needed {
            let variable = self.variable(node) as usize;
            let mut best: Option<(u64, usize)> = None;
            for (cell, branch) in self.branches(node).iter().enumerate() {
                let below = match *branch {
                    Set::NOBODY => continue,
                    Set::EVERYBODY => 0,
                    branch => match seen.get(&branch).copied().flatten() {
                        Some((below, _)) => below,
                        None => continue,
                    },
                };
                let whole = below.saturating_add(cost(variable, cell));
                if best.is_none_or(|(least, _)| whole < least) {
                    best = Some((whole, cell));
                }
            }
            seen.insert(node, best);
        }
        let mut path = Vec::new();
        let mut node = set;
        while let Some((_, cell)) = seen.get(&node).copied().flatten() {
            path.push((self.variable(node) as usize, cell));
            node = self.branches(node).get(cell).copied().unwrap_or(Set::NOBODY);
        }
        Ok(Some(path))
    }

    /// Those who are in all these cells.
    pub(super) fn cube(&mut self, cells: &[(usize, usize)]) -> Result<Set, Spent> {
        let mut parts = Vec::with_capacity(cells.len());
        for (variable, cell) in cells {
            parts.push(self.cells(*variable, |own| own == *cell)?);
        }
        self.all(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagrams, Set, Spent};

    fn three() -> Result<(Diagrams, Vec<Set>), Spent> {
        let mut diagrams = Diagrams::new(vec![3, 2, 2]);
        diagrams.left = 1_000;
        let sets =
            (0..3).map(|variable| diagrams.cells(variable, |cell| cell == 1)).collect::<Result<_, _>>()?;
        Ok((diagrams, sets))
    }

    #[test]
    fn equal_sets_are_one_diagram() -> Result<(), Spent> {
        let (mut diagrams, sets) = three()?;
        let [a, b, c] = sets[..] else { panic!("three sets") };
        let left = diagrams.either(a, b)?;
        let left = diagrams.both(left, c)?;
        let (ac, bc) = (diagrams.both(a, c)?, diagrams.both(c, b)?);
        assert_eq!(left, diagrams.either(bc, ac)?);
        let nor = diagrams.others(left)?;
        assert_eq!(diagrams.others(nor)?, left);
        assert_eq!(diagrams.without(left, ac)?, diagrams.without(bc, a)?);
        assert_eq!(diagrams.at_least(2, vec![a, b, c])?, {
            let ab = diagrams.both(a, b)?;
            diagrams.any(vec![ab, ac, bc])?
        });
        assert_eq!(diagrams.at_least(3, vec![a, b, c])?, diagrams.all(vec![a, b, c])?);
        assert_eq!(diagrams.at_least(4, vec![a, b, c])?, Set::NOBODY);
        Ok(())
    }

    #[test]
    fn the_cheapest_way_is_found() -> Result<(), Spent> {
        let (mut diagrams, sets) = three()?;
        let [a, b, c] = sets[..] else { panic!("three sets") };
        let (ab, nc) = (diagrams.both(a, b)?, diagrams.others(c)?);
        let set = diagrams.either(ab, nc)?;
        let path = diagrams.cheapest(set, |_, cell| cell as u64)?;
        assert_eq!(path, Some(vec![(0, 0), (2, 0)]));
        let path = diagrams.cheapest(set, |variable, cell| if variable == 2 { 9 } else { cell as u64 })?;
        assert_eq!(path, Some(vec![(0, 1), (1, 1)]));
        assert_eq!(diagrams.cheapest(Set::NOBODY, |_, _| 0)?, None);
        Ok(())
    }

    #[test]
    fn steps_run_out() -> Result<(), Spent> {
        let (mut diagrams, sets) = three()?;
        diagrams.left = 1;
        assert_eq!(diagrams.all(sets), Err(Spent));
        Ok(())
    }
}
