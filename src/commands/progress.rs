//! The bar of a long run: on a terminal, after half a second, and gone without a trace at the end.

use std::cell::Cell;
use std::io::{self, IsTerminal};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::pace::{rate, rough, size, time};
use super::report::MessageFormat;
use super::terminal::is_dumb;
use crate::records::extent::Extent;
use crate::records::input::Input;
use crate::wording::value::number_of;

/// A run that ends sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long it stands before it is drawn anew.
const PACE: Duration = Duration::from_millis(250);

/// The bar of a run; dropping it takes it off the screen.
pub struct Progress {
    extent: Extent,
    started: Instant,
    /// When it is drawn next, counted from the start; none where nobody looks.
    next: Cell<Option<Duration>>,
    bar: ProgressBar,
}

impl Progress {
    /// The bar for reading `input`, not shown yet. `result` says where the result goes while it is read: a screen that
    /// shows it has no place for a bar.
    pub fn of(input: &Input, format: MessageFormat, result: ResultGoes) -> Self {
        let taken = result == ResultGoes::ToOutput && io::stdout().is_terminal();
        let shown = io::stderr().is_terminal() && !is_dumb() && !taken && format == MessageFormat::Human;
        Progress {
            extent: input.extent(),
            started: Instant::now(),
            next: Cell::new(shown.then_some(PATIENCE)),
            bar: ProgressBar::hidden(),
        }
    }

    /// Shows that so many records were judged, if it is time to.
    pub fn show(&self, records: u64) {
        let Some(next) = self.next.get() else { return };
        let took = self.started.elapsed();
        if took < next {
            return;
        }
        self.next.set(Some(took + PACE));
        let reached = Reached::of(&self.extent, records);
        if self.bar.is_hidden() {
            let template = if reached.of.is_some() { "[{bar:20}] {wide_msg}" } else { "{wide_msg}" };
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style.progress_chars("=> "));
            }
            self.bar.set_length(reached.of.unwrap_or(0));
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(reached.done);
        self.bar.set_message(reached.words(records, took));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Where the result goes while records are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultGoes {
    /// To standard output.
    ToOutput,
    /// To a file, or nowhere before all records are read.
    Elsewhere,
}

/// How far a run is: of bytes, or of records.
struct Reached {
    done: u64,
    of: Option<u64>,
    is_bytes: bool,
}

impl Reached {
    fn of(extent: &Extent, records: u64) -> Self {
        match extent {
            Extent::Bytes { read, of } => {
                // A file that grows while it is read is longer than it said.
                let (done, of) = (read.load(Ordering::Relaxed), *of);
                Reached { done: of.map_or(done, |of| done.min(of)), of, is_bytes: true }
            }
            Extent::Records { of } => Reached { done: records.min(*of), of: Some(*of), is_bytes: false },
        }
    }

    /// `41%  1.2 GB of 2.9 GB, 2.6 million records a second, 4 s left`
    fn words(&self, records: u64, took: Duration) -> String {
        let amount = |count| if self.is_bytes { size(count) } else { number_of(count) };
        let (unit, what) = if self.is_bytes { (" read", "records ") } else { (" records", "") };
        let speed = format!("{} {what}a second", rough(rate(records, took)));
        let Some(of) = self.of else { return format!("{}{unit}, {speed}", amount(self.done)) };
        let share = self.done as f64 / of.max(1) as f64;
        let left = if share > 0.0 { took.mul_f64((1.0 - share) / share) } else { Duration::ZERO };
        let unit = if self.is_bytes { "" } else { unit };
        format!(
            "{:.0}%  {} of {}{unit}, {speed}, {} left",
            (share * 100.0).floor(),
            amount(self.done),
            amount(of),
            time(Duration::from_secs(left.as_secs_f64().ceil() as u64)).replace(".0 s", " s"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_how_far_how_fast_and_how_long() {
        let took = Duration::from_secs(2);
        let file = Reached { done: 1_000_000_000, of: Some(3_000_000_000), is_bytes: true };
        let words = file.words(5_200_000, took);
        assert_eq!(words, "33%  1.0 GB of 3.0 GB, 2.6 million records a second, 4 s left");
        let pipe = Reached { done: 1_250_000, of: None, is_bytes: true };
        assert_eq!(pipe.words(40_000, took), "1.2 MB read, 20,000 records a second");
        let columns = Reached { done: 40_000, of: Some(80_000), is_bytes: false };
        assert_eq!(columns.words(40_000, took), "50%  40,000 of 80,000 records, 20,000 a second, 2 s left");
        let nothing = Reached { done: 0, of: Some(80_000), is_bytes: true };
        assert_eq!(nothing.words(0, took), "0%  0 kB of 80 kB, 0 records a second, 0 s left");
    }
}
