//! What kind of value the number of a cell is, by the format that it is shown in.

use std::collections::HashMap;
use std::io::Read;

use quick_xml::events::Event;

use super::fault::{ExcelFault, Outcome};
use super::xml::{Xml, attributes};

/// How many formats are read; Excel has at most 65,490.
const MOST: usize = 100_000;
/// The longest sign of a currency, in bytes.
const SIGN: usize = 12;

/// How a number is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// As a number.
    #[default]
    Number,
    /// 0.25 as 25%.
    Percent,
    /// In the currency of this sign or code.
    Money(Box<str>),
    /// Days since the beginning of 1900 or 1904.
    Moment,
    /// A length of time, in days.
    Elapsed,
}

/// The formats of cells, by the number that cells give.
pub(super) fn read(part: impl Read) -> Outcome<Vec<Format>> {
    let mut own: HashMap<u32, Format> = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    let mut xml = Xml::new(part);
    while let Some(event) = xml.next()? {
        let tag = match &event {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::End(tag) => {
                in_cells &= tag.local_name().as_ref() != "cellXfs";
                continue;
            }
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_)
            | Event::Eof => continue,
        };
        let (mut number, mut format) = (0, Format::Number);
        match tag.local_name().as_ref() {
            "cellXfs" => in_cells = matches!(event, Event::Start(_)),
            "numFmt" => {
                attributes(tag, |name, value| {
                    match name {
                        "numFmtId" => number = value.parse().unwrap_or(0),
                        "formatCode" => format = of_code(value),
                        _ => {}
                    }
                    Ok(())
                })?;
                own.insert(number, format);
            }
            "xf" if in_cells => {
                attributes(tag, |name, value| {
                    if name == "numFmtId" {
                        number = value.parse().unwrap_or(0);
                    }
                    Ok(())
                })?;
                formats.push(own.get(&number).cloned().unwrap_or_else(|| built_in(number)));
            }
            _ => {}
        }
        if own.len().max(formats.len()) > MOST {
            return Err(ExcelFault::TooLarge("it has more than 100,000 formats"));
        }
    }
    Ok(formats)
}

/// The formats that have a number and no code. Those of money are in whatever currency the reader's Excel is set to.
fn built_in(number: u32) -> Format {
    match number {
        9 | 10 => Format::Percent,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Format::Moment,
        46 => Format::Elapsed,
        _ => Format::Number,
    }
}

/// What a code such as `yyyy-mm-dd`, `0.0%` or `[$€-407] #,##0` shows; its section for positive numbers decides.
fn of_code(code: &str) -> Format {
    let (mut moment, mut elapsed, mut percent, mut sign) = (false, false, false, String::new());
    let code = code.replace("General", "").replace("GENERAL", "");
    let mut letters = code.chars();
    let mut is_exponent = false;
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => {
                let words: String = letters.by_ref().take_while(|letter| *letter != '"').collect();
                note_sign(&words, &mut sign);
            }
            '\\' => {
                if let Some(letter) = letters.next() {
                    note_sign(letter.encode_utf8(&mut [0; 4]), &mut sign);
                }
            }
            '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                let inside = inside.to_lowercase();
                if let Some(currency) = inside.strip_prefix('$') {
                    let currency = currency.split('-').next().unwrap_or_default().trim();
                    if sign.is_empty() && currency.len() <= SIGN {
                        sign = currency.to_uppercase();
                    }
                } else if !inside.is_empty()
                    && ['h', 'm', 's'].iter().any(|unit| inside.chars().all(|letter| letter == *unit))
                {
                    elapsed = true;
                }
            }
            '%' => percent = true,
            'E' if matches!(letters.as_str().chars().next(), Some('+' | '-')) => is_exponent = true,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' | 'E' => moment = true,
            other => note_sign(other.encode_utf8(&mut [0; 4]), &mut sign),
        }
    }
    if elapsed {
        Format::Elapsed
    } else if moment && !is_exponent {
        Format::Moment
    } else if percent {
        Format::Percent
    } else if sign.is_empty() {
        Format::Number
    } else {
        Format::Money(sign.into())
    }
}

/// Takes a sign that is known to be one of a currency.
fn note_sign(text: &str, sign: &mut String) {
    if sign.is_empty()
        && let Some(found) = text.chars().find(|letter| matches!(letter, '$' | '€' | '£' | '¥'))
    {
        sign.push(found);
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, of_code};

    #[test]
    fn codes_are_understood() {
        let money = |sign: &str| Format::Money(sign.into());
        for (code, format) in [
            ("General", Format::Number),
            ("General\\ \"units\"", Format::Number),
            ("#,##0.00", Format::Number),
            ("0.00E+00", Format::Number),
            ("0 \"days\"", Format::Number),
            ("_-* #,##0_-;-* #,##0_-", Format::Number),
            ("[Red]0;[Blue]-0", Format::Number),
            ("0.0%", Format::Percent),
            ("yyyy-mm-dd", Format::Moment),
            ("[$-409]d-mmm-yy;@", Format::Moment),
            ("m/d/yyyy h:mm AM/PM", Format::Moment),
            ("hh:mm", Format::Moment),
            ("[h]:mm:ss", Format::Elapsed),
            ("\"$\"#,##0", money("$")),
            ("$#,##0_);($#,##0)", money("$")),
            ("#,##0.00\\ \"€\"", money("€")),
            ("[$€-407] #,##0", money("€")),
            ("#,##0 [$CHF]", money("CHF")),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
    }
}
