//! Days as exports write them.

use super::calendar::Day;
use super::dice::Dice;

pub fn date_cell(dice: &mut Dice, day: Day, form: usize) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "feb", "MAR", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Day { year, month, day: number } = day;
    match form {
        1 if dice.one_in(3) => format!("{month:02}/{number:02}/{year} 23:59"),
        1 if dice.one_in(3) => format!("{month}/{number}/{year}"),
        1 => format!("{month:02}/{number:02}/{year}"),
        2 => format!("{number:02}.{month:02}.{:02}", year % 100),
        3 => format!("{number} {} {year}", MONTHS[month as usize - 1]),
        _ => match dice.below(6) {
            0 => format!("{} 23:59", day.text()),
            1 => format!("{}T00:30:00Z", day.text()),
            2 => format!("{}T23:30:00.000-0500", day.text()),
            _ => day.text(),
        },
    }
}

pub fn moment_cell(dice: &mut Dice, day: Day) -> String {
    let day = day.text();
    match dice.below(12) {
        0 => day,
        1 => format!("{day} 00:00"),
        2 => format!("{day} 23:59"),
        3 => format!("{day}T00:30:00Z"),
        4 => format!("{day}T04:59:00Z"),
        5 => format!("{day}T05:00:00.000+0000"),
        6 => format!("{day}T23:30:00-05:00"),
        // Hours that the clocks skip, or show twice.
        7 => format!("{day} 02:30"),
        8 => format!("{day} 01:30"),
        9 => format!("{day} 03:30"),
        10 => format!("{day}T05:30:00Z"),
        _ => format!("{day}T06:30:00Z"),
    }
}
