//! In which order a column of dates such as `13/04/2026` has the day and the month, as far as all of its cells tell.
//!
//! ```text
//! 03/04/2026   either          ┐
//! 13/04/2026   the day first   ┴──►  "DD/MM/YYYY"
//! ```

use std::collections::BTreeSet;

/// With more ways of writing in one column, nobody would copy the list.
const MOST: usize = 3;

/// What the cells of a column allow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayOrder {
    /// Whether a cell cannot have the month first.
    day_first: bool,
    /// Whether a cell cannot have the day first.
    month_first: bool,
    /// Whether an ISO date stands among them, and whether one has a time.
    iso: (bool, bool),
    /// The ways in which the cells are written, but for the order.
    ways: BTreeSet<Way>,
}

/// How a date is written, but for the order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    mark: char,
    short_year: bool,
    time: &'static str,
}

impl DayOrder {
    /// Takes a cell into account; what is no such date is left out, since no form would read it.
    pub fn add(&mut self, cell: &str) {
        let Some((first, second, way)) = parts(cell.trim()) else { return };
        let fits = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
        match (fits(first, second), fits(second, first)) {
            (false, false) => return,
            (true, false) => self.day_first = true,
            (false, true) => self.month_first = true,
            (true, true) => {}
        }
        if self.ways.len() <= MOST {
            self.ways.insert(way);
        }
    }

    /// Takes a cell in ISO form into account.
    pub fn add_iso(&mut self, cell: &str) {
        if self.iso.0 && cell.len() <= 10 {
            // It would change nothing.
            return;
        }
        let cell = cell.trim();
        if cell.split_once('-').is_some_and(|(year, _)| year.len() == 4) {
            self.iso.0 = true;
            self.iso.1 |= cell.len() > 10;
        }
    }

    /// Adds what later cells allow.
    pub fn merge(&mut self, later: DayOrder) {
        self.day_first |= later.day_first;
        self.month_first |= later.month_first;
        self.iso.0 |= later.iso.0;
        self.iso.1 |= later.iso.1;
        self.ways.extend(later.ways);
    }

    /// Whether some cell settles the order.
    pub fn is_settled(&self) -> bool {
        self.day_first || self.month_first
    }

    /// What may stand after `written as`, each of it enough for all cells of the column; the month first, then the day.
    /// None if no forms read them all.
    pub fn forms(&self) -> Vec<String> {
        if self.ways.is_empty() || self.ways.len() > MOST || self.iso.1 {
            return Vec::new();
        }
        let orders = [(!self.day_first, "MM", "DD"), (!self.month_first, "DD", "MM")];
        let allowed = orders.iter().filter(|(allowed, _, _)| *allowed);
        allowed
            .map(|(_, first, second)| {
                let mut forms: Vec<String> = self.ways.iter().map(|way| way.form(first, second)).collect();
                if self.iso.0 {
                    forms.push("\"YYYY-MM-DD\"".to_owned());
                }
                forms.join(", ")
            })
            .collect()
    }
}

impl Way {
    fn form(self, first: &str, second: &str) -> String {
        let Way { mark, short_year, time } = self;
        let year = if short_year { "YY" } else { "YYYY" };
        format!("\"{first}{mark}{second}{mark}{year}{time}\"")
    }
}

/// The two numbers before the year, and how the cell is written; none for what is no such date.
fn parts(cell: &str) -> Option<(u32, u32, Way)> {
    let (date, time) = cell.split_once(' ').map_or((cell, None), |(date, time)| (date, Some(time)));
    let mark = date.chars().find(|character| !character.is_ascii_digit())?;
    if !['/', '.', '-'].contains(&mark) {
        return None;
    }
    let numbers: Vec<&str> = date.split(mark).collect();
    let [first, second, year] = numbers.as_slice() else { return None };
    let number = |digits: &str, least: usize| {
        let plain = (least..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let short_year = match year.len() {
        2 => true,
        4 => false,
        _ => return None,
    };
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let time = match time {
        None => "",
        Some(time) => time_form(time)?,
    };
    Some((number(first, 1)?, number(second, 1)?, Way { mark, short_year, time }))
}

/// The form of a time of day.
fn time_form(time: &str) -> Option<&'static str> {
    let (clock, half) = time.split_once(' ').map_or((time, None), |(clock, half)| (clock, Some(half)));
    let half_day = match half {
        None => false,
        Some(half) if half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm") => true,
        Some(_) => return None,
    };
    let numbers: Vec<&str> = clock.split(':').collect();
    if !clock.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') {
        return None;
    }
    let lengths: Vec<usize> = numbers.iter().map(|digits| digits.len()).collect();
    match (lengths.as_slice(), half_day) {
        ([1 | 2, 2], false) => Some(" HH:mm"),
        ([1 | 2, 2], true) => Some(" hh:mm AM"),
        ([1 | 2, 2, 2], false) => Some(" HH:mm:ss"),
        ([1 | 2, 2, 2], true) => Some(" hh:mm:ss AM"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::DayOrder;

    fn forms(cells: &[&str]) -> Vec<String> {
        let mut order = DayOrder::default();
        cells.iter().for_each(|cell| order.add(cell));
        order.forms()
    }

    #[test]
    fn only_forms_that_read_every_cell_are_offered() {
        assert_eq!(forms(&["03/04/2026"]), ["\"MM/DD/YYYY\"", "\"DD/MM/YYYY\""]);
        assert_eq!(forms(&["03/04/2026", "13/04/2026"]), ["\"DD/MM/YYYY\""]);
        assert_eq!(forms(&["03/04/2026", "4/13/2026"]), ["\"MM/DD/YYYY\""]);
        assert_eq!(forms(&["13/04/2026", "04/13/2026"]), [""; 0]);
        assert_eq!(forms(&["03.04.26", "unknown", "13/25/26"]), ["\"MM.DD.YY\"", "\"DD.MM.YY\""]);
        assert_eq!(
            forms(&["13.04.2026", "3.4.2026 9:30", "01.01.2026"]),
            ["\"DD.MM.YYYY\", \"DD.MM.YYYY HH:mm\""]
        );
        assert_eq!(forms(&["13-04-2026 09:30:10 PM"]), ["\"DD-MM-YYYY hh:mm:ss AM\""]);
    }

    #[test]
    fn iso_dates_among_them_need_their_own_form() {
        let mut order = DayOrder::default();
        order.add("13/04/2026");
        order.add_iso("2026-04-13");
        assert_eq!(order.forms(), ["\"DD/MM/YYYY\", \"YYYY-MM-DD\""]);
        order.add_iso("2026-04-13 10:00");
        assert_eq!(order.forms(), [""; 0]);
    }
}
