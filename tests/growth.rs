//! Reading takes time in step with length and with nesting: measured at n, 2n and 4n, as ratios within one run.
//!
//! It is a test binary of its own, so that nothing else of the project runs beside the measurement.

use uld::syntax::parse;
use uld::text::span::SourceId;

fn seconds(text: &str) -> f64 {
    let start = std::time::Instant::now();
    std::hint::black_box(parse(SourceId(0), text));
    start.elapsed().as_secs_f64()
}

/// Whether each of the texts, every one twice as long as the one before, takes at most `factor` times as long as it.
/// The least of several measurements counts, since other work on the machine only ever adds.
fn in_step(texts: &[String], factor: f64) -> bool {
    let mut least = vec![f64::INFINITY; texts.len()];
    (0..40).any(|_| {
        for (text, least) in texts.iter().zip(&mut least) {
            *least = least.min(seconds(text));
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
        assert!(in_step(&texts, 2.8), "{name} does not grow in step with its length");
    }
    let nested = |depth: usize| format!("lead when {}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(in_step(&[16, 32, 64].map(nested), 3.0), "nesting costs too much");
}
