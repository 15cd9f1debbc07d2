//! Reading takes time in step with length and with nesting: measured at n, 2n and 4n, as ratios within one run.
//!
//! It is a test binary of its own, so that nothing else of the project runs beside the measurement.

use std::hint::black_box;

use uld::page::html::html;
use uld::page::markdown::markdown;
use uld::page::prose::prose;
use uld::page::text::text;
use uld::page::tree::{Block, Page};
use uld::syntax::parse;
use uld::text::span::SourceId;

/// What is measured.
type Work = fn(&str);

fn seconds(work: Work, text: &str) -> f64 {
    let start = std::time::Instant::now();
    work(text);
    start.elapsed().as_secs_f64()
}

fn reading(text: &str) {
    black_box(parse(SourceId(0), text));
}

/// Reads prose, and writes it in every form.
fn publishing(written: &str) {
    let lines: Vec<String> = written.lines().map(str::to_owned).collect();
    let page = Page { opening: vec![Block::Prose(prose(&lines))], ..Page::default() };
    black_box((html(&page), markdown(&page), text(&page, 80)));
}

/// Whether each of the texts, every one twice as long as the one before, takes at most `factor` times as long as it.
/// The least of several measurements counts, since other work on the machine only ever adds.
fn in_step(work: Work, texts: &[String], factor: f64) -> bool {
    let mut least = vec![f64::INFINITY; texts.len()];
    (0..40).any(|_| {
        for (text, least) in texts.iter().zip(&mut least) {
            *least = least.min(seconds(work, text));
        }
        least.iter().zip(least.iter().skip(1)).all(|(one, two)| two / one < factor)
    })
}

#[test]
fn time_grows_in_step() {
    let shapes: [(&str, &dyn Fn(usize) -> String); 14] = [
        ("terms", &|n| format!("lead when a{}", " and a is 1".repeat(n))),
        ("bullets", &|n| format!("lead when all of:{}", "\n  - a is one of \"b\", \"c\"".repeat(n))),
        ("definitions", &|n| "field a: text\n  column \"A\"\n".repeat(n)),
        ("blank lines", &|n| format!("lead when a{}  if no: stay", "\n".repeat(8 * n))),
        ("parentheses", &|n| {
            format!("lead when a{}", format!(" and {}a{}", "(".repeat(60), ")".repeat(60)).repeat(n / 20))
        }),
        ("filters", &|n| {
            format!("lead when a{}", " and no t where (no t where (no t where (b)))".repeat(n / 2))
        }),
        ("list", &|n| format!("list a:{}\"\"", "\"b\",\n  ".repeat(4 * n))),
        ("table", &|n| format!("examples\n{}", "  | a | b | c |\n".repeat(n))),
        ("open brackets", &|n| "lead when ((((a\n".repeat(n / 8)),
        ("mistakes", &|n| "lead when a >= 5\n".repeat(n / 4)),
        ("mistakes in one", &|n| format!("lead when all of:{}", "\n  - a >= 5".repeat(n))),
        ("brackets never closed", &|n| "[ ".repeat(8 * n)),
        ("one long line", &|n| format!("lead when a {}", "( ".repeat(8 * n))),
        ("one long line of nothing", &|n| "the ".repeat(4 * n)),
    ];
    for (name, shape) in shapes {
        let texts: Vec<String> = [200, 400, 800].into_iter().map(shape).collect();
        assert!(in_step(reading, &texts, 2.8), "{name} does not grow in step with its length");
    }
    let nested = |depth: usize| format!("lead when {}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(in_step(reading, &[16, 32, 64].map(nested), 3.0), "nesting costs too much");
    for marks in [
        "> ", ">", "- ", "* ", "1. ", "*", "**a ", "_a", "[", "![", "`", "``a`", "<", "<!--", "<a ", "&",
        "\\", "](", "www.a@",
    ] {
        for end in ["", "\n"] {
            let texts = [2_500, 5_000, 10_000].map(|n| format!("{marks}{end}").repeat(n));
            assert!(
                in_step(publishing, &texts, 2.8),
                "prose of {marks:?} with {end:?} does not grow in step"
            );
        }
    }
}
