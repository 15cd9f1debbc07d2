//! A lifecycle from top to bottom: stages as boxes that grow narrower, each way out, back in and back up beside the box
//! where it begins or ends, as an arrow to what it leads to. Only the few lines back up may cross each other.

use std::fmt::Write;

use super::WIDTH;
use super::label::{At, LABEL, SMALL, wrapped, write};
use crate::page::html::escape::escaped;
use crate::page::outline::Outline;
use crate::page::run::shown;
use crate::page::tree::{Funnel, Step};

/// The free edge around the drawing.
const EDGE: f64 = 4.0;
/// Between one box and the next.
const GAP: f64 = 26.0;
/// Between one way and the next beside a box.
const BETWEEN: f64 = 10.0;
/// Where what stands beside the boxes begins.
const BESIDE: f64 = 222.0;
/// How much of the room a label takes: one that leads to a section is set in bold letters.
const BOLD: f64 = 0.9;
/// How many ways back up are also drawn as lines; of more, only the words tell.
const LANES: usize = 4;

/// Which way an arrow beside a box points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Out,
    In,
    Up,
    Nowhere,
}

/// What stands beside a box.
struct Beside<'f> {
    way: Way,
    to: &'f Step,
    label: Vec<String>,
    words: Vec<String>,
}

impl<'f> Beside<'f> {
    fn new(way: Way, to: &'f Step, words: &str) -> Self {
        let room = f64::from(WIDTH) - EDGE - BESIDE;
        let label = shown(&to.label);
        let label = if way == Way::Up { format!("\u{2191} {label}") } else { label };
        let words = shown(words);
        let words = if words.trim().is_empty() { Vec::new() } else { wrapped(&words, room, SMALL) };
        Beside { way, to, label: wrapped(&label, (room - 14.0) * BOLD, LABEL), words }
    }

    fn words_height(&self) -> f64 {
        tall(self.words.len(), SMALL.line) + if self.words.is_empty() { 0.0 } else { 3.0 }
    }

    fn box_height(&self) -> f64 {
        tall(self.label.len(), LABEL.line) + 8.0
    }
}

fn tall(lines: usize, line: u32) -> f64 {
    lines as f64 * f64::from(line)
}

/// The height of the drawing, what it shows in words, and its elements.
pub(super) fn draw(funnel: &Funnel, outline: &Outline<'_>) -> (u32, String, String) {
    let beside = beside(funnel);
    let lanes: Vec<(usize, usize)> = lanes(funnel);
    let left = EDGE + if lanes.is_empty() { 0.0 } else { 8.0 * lanes.len() as f64 + 6.0 };
    let right = if beside.iter().all(Vec::is_empty) { f64::from(WIDTH) - EDGE } else { BESIDE - 26.0 };
    let middle = f64::midpoint(left, right);
    let mut body = String::new();
    let mut top = EDGE;
    let mut boxes: Vec<(f64, f64, f64)> = Vec::new();
    let last = funnel.steps.len().saturating_sub(1).max(1) as f64;
    for (index, stack) in beside.iter().enumerate() {
        let wide = (right - left) * (1.0 - 0.35 * index as f64 / last);
        let step = funnel.steps.get(index);
        let lines =
            step.map(|step| wrapped(&shown(&step.label), (wide - 18.0) * BOLD, LABEL)).unwrap_or_default();
        let needed: f64 = stack.iter().map(|one| one.words_height() + one.box_height() + BETWEEN).sum();
        let height = (tall(lines.len(), LABEL.line) + 18.0).max(needed - BETWEEN);
        if let Some(step) = step {
            if index > 0 {
                let _ = writeln!(
                    body,
                    "<path class=\"way\" d=\"M{middle:.1} {:.1}V{:.1}\"/>",
                    top - GAP,
                    top - 6.0
                );
                tip(&mut body, "tip", (middle, top - 1.0), (0.0, 1.0));
            }
            let x = middle - wide / 2.0;
            let rect = format!(
                "<rect class=\"box\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{height:.1}\" rx=\"6\"/>\n"
            );
            let text_top = top + (height - tall(lines.len(), LABEL.line)) / 2.0;
            let at = At { x: middle, top: text_top, centred: true };
            linked(&mut body, step, outline, &rect, &lines, at);
            boxes.push((x, top, height));
        }
        let mut y = top + ((height - (needed - BETWEEN)) / 2.0).max(0.0);
        for one in stack {
            draw_beside(&mut body, one, y, middle + wide / 2.0, outline);
            y += one.words_height() + one.box_height() + BETWEEN;
        }
        top += height + GAP;
    }
    draw_lanes(&mut body, &lanes, &boxes);
    let height = (top - GAP + EDGE).max(EDGE).ceil();
    (height as u32, description(funnel), body)
}

/// What stands beside each box; an aside that no way leads to or from stands there without an arrow.
fn beside(funnel: &Funnel) -> Vec<Vec<Beside<'_>>> {
    let mut found: Vec<Vec<Beside<'_>>> = Vec::new();
    let rows = funnel.steps.len().max(usize::from(!funnel.asides.is_empty()));
    found.resize_with(rows, Vec::new);
    let mut shown_asides = vec![false; funnel.asides.len()];
    let mut aside = |found: &mut Vec<Vec<Beside<'_>>>, way, step: usize, aside: usize| {
        let known = found.get(step).is_some() && funnel.asides.get(aside).is_some();
        if known
            && way != Way::Nowhere
            && let Some(shown) = shown_asides.get_mut(aside)
        {
            *shown = true;
        }
        known
    };
    for (step, to, words) in &funnel.exits {
        if aside(&mut found, Way::Out, *step, *to)
            && let (Some(row), Some(to)) = (found.get_mut(*step), funnel.asides.get(*to))
        {
            row.push(Beside::new(Way::Out, to, words));
        }
    }
    for (from, step, words) in &funnel.returns {
        if aside(&mut found, Way::In, *step, *from)
            && let (Some(row), Some(from)) = (found.get_mut(*step), funnel.asides.get(*from))
        {
            row.push(Beside::new(Way::In, from, words));
        }
    }
    for (from, to, words) in &funnel.steps_back {
        if let (Some(row), Some(to)) = (found.get_mut(*from), funnel.steps.get(*to)) {
            row.push(Beside::new(Way::Up, to, words));
        }
    }
    let alone = funnel.asides.iter().zip(&shown_asides).filter(|(_, shown)| !**shown);
    for (number, (aside, _)) in alone.enumerate() {
        let row = number % rows.max(1);
        if let Some(row) = found.get_mut(row) {
            row.push(Beside::new(Way::Nowhere, aside, ""));
        }
    }
    found
}

fn draw_beside(body: &mut String, one: &Beside<'_>, top: f64, from: f64, outline: &Outline<'_>) {
    let Beside { way, to, label, words } = one;
    if !words.is_empty() {
        write(body, words, At { x: BESIDE, top, centred: false }, SMALL);
    }
    let top = top + one.words_height();
    let height = one.box_height();
    let middle = top + height / 2.0;
    let wide = f64::from(WIDTH) - EDGE - BESIDE;
    let line = |class: &str, start: f64, end: f64| {
        format!("<path class=\"{class}\" d=\"M{start:.1} {middle:.1}H{end:.1}\"/>\n")
    };
    match way {
        Way::Out => {
            body.push_str(&line("way", from, BESIDE - 6.0));
            tip(body, "tip", (BESIDE - 1.0, middle), (1.0, 0.0));
        }
        Way::In => {
            body.push_str(&line("back", BESIDE, from + 6.0));
            tip(body, "backtip", (from + 1.0, middle), (-1.0, 0.0));
        }
        Way::Up => {
            body.push_str(&line("back", from, BESIDE - 6.0));
            tip(body, "backtip", (BESIDE - 1.0, middle), (1.0, 0.0));
        }
        Way::Nowhere => {}
    }
    let rect = format!(
        "<rect class=\"aside\" x=\"{BESIDE:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{height:.1}\" rx=\"10\"/>\n"
    );
    let at = At { x: BESIDE + wide / 2.0, top: top + 4.0, centred: true };
    linked(body, to, outline, &rect, label, at);
}

/// A box with its label, which leads to its section if there is one.
fn linked(body: &mut String, step: &Step, outline: &Outline<'_>, rect: &str, lines: &[String], at: At) {
    let anchor = step.anchor.as_ref().filter(|anchor| outline.has(anchor));
    if let Some(anchor) = anchor {
        let _ = writeln!(body, "<a href=\"#{}\">", escaped(&anchor.to_string()));
    }
    body.push_str(rect);
    write(body, lines, at, LABEL);
    if anchor.is_some() {
        body.push_str("</a>\n");
    }
}

/// The ways back up that are drawn as lines: the lower step, then the upper.
fn lanes(funnel: &Funnel) -> Vec<(usize, usize)> {
    let ways = funnel.steps_back.iter().map(|(from, to, _)| (*from, *to));
    let mut ways: Vec<(usize, usize)> =
        ways.filter(|(from, to)| to < from && *from < funnel.steps.len()).collect();
    ways.sort_by_key(|(from, to)| (from - to, *to));
    ways.dedup();
    if ways.len() > LANES { Vec::new() } else { ways }
}

fn draw_lanes(body: &mut String, lanes: &[(usize, usize)], boxes: &[(f64, f64, f64)]) {
    let count = lanes.len() as f64;
    for (number, (from, to)) in lanes.iter().enumerate() {
        let (Some((lower_x, lower_top, lower_height)), Some((upper_x, upper_top, upper_height))) =
            (boxes.get(*from), boxes.get(*to))
        else {
            continue;
        };
        // Short ways lie next to the boxes, long ones outside of them; no two begin or end at one point.
        let x = EDGE + 8.0 * (count - 1.0 - number as f64);
        let shift = 5.0 * (number as f64 - (count - 1.0) / 2.0);
        let start = lower_top + lower_height / 2.0 - shift;
        let end = upper_top + upper_height / 2.0 + shift;
        let _ = writeln!(
            body,
            "<path class=\"back\" d=\"M{lower_x:.1} {start:.1}H{x:.1}V{end:.1}H{:.1}\"/>",
            upper_x - 6.0
        );
        tip(body, "backtip", (upper_x - 1.0, end), (1.0, 0.0));
    }
}

/// The tip of an arrow at a point, in a direction.
fn tip(body: &mut String, class: &str, (x, y): (f64, f64), (right, down): (f64, f64)) {
    let (back_x, back_y) = (x - 7.0 * right, y - 7.0 * down);
    let (side_x, side_y) = (4.0 * down, 4.0 * right);
    let _ = writeln!(
        body,
        "<path class=\"{class}\" d=\"M{x:.1} {y:.1}L{:.1} {:.1}L{:.1} {:.1}Z\"/>",
        back_x + side_x,
        back_y + side_y,
        back_x - side_x,
        back_y - side_y
    );
}

fn description(funnel: &Funnel) -> String {
    let labels = |steps: &[Step]| {
        let labels: Vec<String> = steps.iter().map(|step| shown(&step.label)).collect();
        labels.join(", ")
    };
    let mut found = format!("From top to bottom: {}.", labels(&funnel.steps));
    if !funnel.asides.is_empty() {
        let _ = write!(found, " Beside them: {}.", labels(&funnel.asides));
    }
    found
}
