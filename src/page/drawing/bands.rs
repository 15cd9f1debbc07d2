//! The bands of a score on one bar, each as wide as its share of the range, and below it what each is called and spans.

use std::fmt::Write;

use super::WIDTH;
use super::label::{At, LABEL, SMALL, width, wrapped, write};
use crate::page::run::shown;
use crate::page::tree::Bands;

const EDGE: f64 = 4.0;
/// How tall the bar is.
const BAR: f64 = 34.0;
/// How wide a band is at least, if there is room for as many.
const NARROWEST: f64 = 26.0;

/// A band of the bar.
struct Part {
    label: String,
    low: i64,
    high: i64,
    wide: f64,
}

/// The height of the drawing, what it shows in words, and its elements.
pub(super) fn draw(bands: &Bands) -> (u32, String, String) {
    let parts = parts(bands);
    let mut body = String::new();
    let labels_fit = parts
        .iter()
        .all(|part| width(&part.label, LABEL) + 6.0 <= part.wide && !part.label.trim().is_empty());
    let numbers_fit = parts.iter().all(|part| {
        width(&part.low.to_string(), SMALL) + width(&part.high.to_string(), SMALL) + 8.0 <= part.wide
    });
    let mut x = EDGE;
    for (number, part) in parts.iter().enumerate() {
        let class = if number % 2 == 0 { "even" } else { "odd" };
        let _ = writeln!(
            body,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{EDGE:.1}\" width=\"{:.1}\" height=\"{BAR:.1}\"/>",
            part.wide
        );
        let place = (number + 1).to_string();
        let inside = if labels_fit { &part.label } else { &place };
        if width(inside, LABEL) <= part.wide {
            let at = At { x: x + part.wide / 2.0, top: EDGE + 8.0, centred: true };
            write(&mut body, std::slice::from_ref(inside), at, LABEL);
        }
        if numbers_fit {
            let at = At { x: x + 1.0, top: EDGE + BAR + 2.0, centred: false };
            write(&mut body, &[part.low.to_string()], at, SMALL);
            if number + 1 == parts.len() {
                let high = part.high.to_string();
                let at = At { x: x + part.wide - width(&high, SMALL), ..at };
                write(&mut body, &[high], at, SMALL);
            }
        }
        x += part.wide;
    }
    let mut top = EDGE + BAR + if numbers_fit { 22.0 } else { 8.0 };
    if !(labels_fit && numbers_fit) {
        for (number, part) in parts.iter().enumerate() {
            let text = format!("{}. {}: {}", number + 1, part.label, span(part));
            let lines = wrapped(&text, f64::from(WIDTH) - 2.0 * EDGE, LABEL);
            write(&mut body, &lines, At { x: EDGE, top, centred: false }, LABEL);
            top += lines.len() as f64 * f64::from(LABEL.line) + 2.0;
        }
    }
    let said: Vec<String> = parts.iter().map(|part| format!("{}: {}", part.label, span(part))).collect();
    ((top + EDGE).ceil() as u32, format!("From low to high: {}.", said.join("; ")), body)
}

fn span(part: &Part) -> String {
    if part.low == part.high { part.low.to_string() } else { format!("{} to {}", part.low, part.high) }
}

fn parts(bands: &Bands) -> Vec<Part> {
    let room = f64::from(WIDTH) - 2.0 * EDGE;
    let next = bands.bands.iter().skip(1).map(|(_, low)| low.saturating_sub(1)).chain([bands.high]);
    let mut parts: Vec<Part> = bands
        .bands
        .iter()
        .zip(next)
        .map(|((label, low), high)| {
            // Ends that are out of order span nothing; the scores of a band are counted wider than they are held.
            let span = (i128::from(high) - i128::from(*low) + 1).max(0);
            Part { label: shown(label), low: *low, high: high.max(*low), wide: span as f64 }
        })
        .collect();
    let total: f64 = parts.iter().map(|part| part.wide).sum();
    let least = NARROWEST.min(room / parts.len().max(1) as f64);
    // What the narrow ones get beyond their share is taken from the others, in proportion.
    let shared = |part: &Part| if total > 0.0 { part.wide / total * room } else { 0.0 };
    let short: f64 = parts.iter().map(|part| (least - shared(part)).max(0.0)).sum();
    let spare: f64 = parts.iter().map(|part| (shared(part) - least).max(0.0)).sum();
    let kept = if spare > 0.0 { 1.0 - short / spare } else { 0.0 };
    let wide: Vec<f64> = parts.iter().map(|part| least + (shared(part) - least).max(0.0) * kept).collect();
    for (part, wide) in parts.iter_mut().zip(wide) {
        part.wide = wide;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(low: i64, high: i64, bands: &[(&str, i64)]) -> Bands {
        Bands { low, high, bands: bands.iter().map(|(name, low)| ((*name).to_owned(), *low)).collect() }
    }

    #[test]
    fn widths_fill_the_bar_in_proportion() {
        let wide = |bands: &Bands| -> Vec<f64> { parts(bands).iter().map(|part| part.wide).collect() };
        let found = wide(&bands(0, 99, &[("cold", 0), ("warm", 50), ("hot", 75)]));
        assert!((found[0] - 176.0).abs() < 0.1 && (found[1] - 88.0).abs() < 0.1, "{found:?}");
        for bands in [
            bands(0, 0, &[("all", 0)]),
            bands(5, 5, &[("a", 5), ("b", 5)]),
            bands(10, 0, &[("a", 10), ("b", 0)]),
            bands(i64::MIN, i64::MAX, &[("a", i64::MIN), ("b", 0), ("c", i64::MAX)]),
            bands(0, 1000, &[("a", 0), ("b", 1), ("c", 2), ("d", 1000)]),
        ] {
            let found = wide(&bands);
            assert!((found.iter().sum::<f64>() - 352.0).abs() < 0.01, "{found:?}");
            assert!(found.iter().all(|wide| *wide >= 25.9), "{found:?}");
            assert!(!draw(&bands).2.contains("NaN"));
        }
        let many: Vec<(String, i64)> = (0..200).map(|number| (format!("b{number}"), number)).collect();
        let (_, _, body) = draw(&Bands { low: 0, high: 199, bands: many });
        assert!(body.contains("200. b199: 199"));
        assert!(draw(&Bands::default()).2.is_empty());
    }
}
