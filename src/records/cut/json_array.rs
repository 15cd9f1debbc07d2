//! JSON: the elements of the top array, or of the one array that the top object has.
//!
//! The elements are cut out by their brackets and strings alone; each is parsed by whoever reads the record. So
//! nothing but one element is ever held.

use super::{Fault, FindRecords, Found, Window};
use crate::records::block::{Block, SIZE};

/// Finds the elements of the array of records.
#[derive(Debug)]
pub struct JsonArray {
    state: State,
    /// Whether the top is an object.
    in_object: bool,
    /// Whether the array was found already.
    had_array: bool,
    depth: u32,
    /// Inside a value: where to look on, the open brackets (a set bit is a brace) and whether a string is open.
    looked: usize,
    brackets: u128,
    open: u32,
    in_string: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Start,
    /// After `{` (true) or a comma (false): a property's name, or after `{` the end.
    Name(bool),
    Colon,
    PropertyValue,
    /// After a property.
    Property,
    /// After `[` (true) or a comma (false): an element, or after `[` the end.
    Element(bool),
    /// After an element.
    Comma,
    End,
}

/// What became of a value that was looked for.
enum Value {
    Ends(usize),
    Unfinished,
}

impl JsonArray {
    /// Finds records that nest no deeper than `depth`, which is at most 128.
    pub fn new(depth: u32) -> Self {
        JsonArray {
            state: State::Start,
            in_object: false,
            had_array: false,
            depth: depth.min(128),
            looked: 0,
            brackets: 0,
            open: 0,
            in_string: false,
        }
    }

    /// The end of the value that begins at `start`.
    fn value(&mut self, window: &Window<'_>, start: usize) -> Result<Value, Fault> {
        let bytes = window.bytes;
        let mut at = self.looked.max(start);
        while let Some(byte) = bytes.get(at).copied() {
            if self.in_string {
                match Block::at(bytes, at).special() {
                    None => at += SIZE,
                    Some(offset) => {
                        at += offset;
                        match bytes.get(at) {
                            None => break,
                            Some(b'"') => {
                                self.in_string = false;
                                at += 1;
                                if self.open == 0 {
                                    self.looked = 0;
                                    return Ok(Value::Ends(at));
                                }
                            }
                            Some(b'\\') if at + 1 >= bytes.len() => return self.unfinished(window, at),
                            Some(b'\\') => at += 2,
                            // A control character, which whoever reads the record reports.
                            Some(_) => at += 1,
                        }
                    }
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    if self.open >= self.depth {
                        return Err(Fault::Json(at, "nested too deeply"));
                    }
                    self.brackets = self.brackets << 1 | u128::from(byte == b'{');
                    self.open += 1;
                }
                b'}' | b']' => {
                    if self.open == 0 {
                        // A bare number or word ends where the array does.
                        self.looked = 0;
                        return Ok(Value::Ends(at));
                    }
                    if (self.brackets & 1 == 1) != (byte == b'}') {
                        return Err(Fault::Json(at, "this bracket does not close the one that is open"));
                    }
                    self.brackets >>= 1;
                    self.open -= 1;
                    if self.open == 0 {
                        self.looked = 0;
                        return Ok(Value::Ends(at + 1));
                    }
                }
                b',' | b' ' | b'\t' | b'\n' | b'\r' if self.open == 0 => {
                    self.looked = 0;
                    return Ok(Value::Ends(at));
                }
                _ => {}
            }
            at += 1;
        }
        self.unfinished(window, bytes.len())
    }

    fn unfinished(&mut self, window: &Window<'_>, at: usize) -> Result<Value, Fault> {
        if window.last {
            return Err(Fault::Json(window.bytes.len(), "the file ends within a value; it was cut off"));
        }
        self.looked = at;
        Ok(Value::Unfinished)
    }
}

const NO_ARRAY: &str = "there is no array of records here; for one object a line, say --input-format ndjson";

impl FindRecords for JsonArray {
    fn find(&mut self, window: &Window<'_>, found: &mut Found<'_>) -> Result<(), Fault> {
        let bytes = window.bytes;
        let mut left = window.at_most;
        while left > 0 {
            let blanks = bytes
                .get(found.consumed..)
                .unwrap_or_default()
                .iter()
                .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
                .count();
            found.consumed += blanks;
            let at = found.consumed;
            let Some(byte) = bytes.get(at).copied() else {
                return match self.state {
                    State::End => Ok(()),
                    _ if !window.last => Ok(()),
                    State::Start => Err(Fault::Json(at, NO_ARRAY)),
                    State::Name(_)
                    | State::Colon
                    | State::PropertyValue
                    | State::Property
                    | State::Element(_)
                    | State::Comma => {
                        Err(Fault::Json(at, "the file ends before the array of records does; it was cut off"))
                    }
                };
            };
            match (self.state, byte) {
                (State::Start, b'[') => {
                    self.state = State::Element(true);
                    self.had_array = true;
                    found.consumed += 1;
                }
                (State::Start, b'{') => {
                    self.state = State::Name(true);
                    self.in_object = true;
                    found.consumed += 1;
                }
                (State::Start, _) => return Err(Fault::Json(at, NO_ARRAY)),
                (State::Name(true), b'}') => return Err(Fault::Json(at, NO_ARRAY)),
                (State::Name(_), b'"') => match self.value(window, at)? {
                    Value::Ends(end) => {
                        found.consumed = end;
                        self.state = State::Colon;
                    }
                    Value::Unfinished => return Ok(()),
                },
                (State::Name(_), _) => {
                    return Err(Fault::Json(at, "a property's name in quotes is due here"));
                }
                (State::Colon, b':') => {
                    found.consumed += 1;
                    self.state = State::PropertyValue;
                }
                (State::Colon, _) => return Err(Fault::Json(at, "a colon is due here")),
                (State::PropertyValue, b'[') => {
                    if self.had_array {
                        let what = "a second array; keep one, or write the records as NDJSON";
                        return Err(Fault::Json(at, what));
                    }
                    self.had_array = true;
                    self.state = State::Element(true);
                    found.consumed += 1;
                }
                (State::PropertyValue, _) => match self.value(window, at)? {
                    Value::Ends(end) if end == at => return Err(Fault::Json(at, "a value is missing here")),
                    Value::Ends(end) => {
                        found.consumed = end;
                        self.state = State::Property;
                    }
                    Value::Unfinished => return Ok(()),
                },
                (State::Property, b',') => {
                    found.consumed += 1;
                    self.state = State::Name(false);
                }
                (State::Property, b'}') => {
                    if !self.had_array {
                        return Err(Fault::Json(at, NO_ARRAY));
                    }
                    found.consumed += 1;
                    self.state = State::End;
                }
                (State::Property, _) => return Err(Fault::Json(at, "a comma or } is due here")),
                (State::Element(true) | State::Comma, b']') => {
                    found.consumed += 1;
                    self.state = if self.in_object { State::Property } else { State::End };
                }
                (State::Element(_), _) => match self.value(window, at)? {
                    Value::Ends(end) if end == at => {
                        return Err(Fault::Json(at, "an element is missing here"));
                    }
                    Value::Ends(end) => {
                        found.records.push(at as u32..end as u32);
                        found.consumed = end;
                        self.state = State::Comma;
                        left -= 1;
                    }
                    Value::Unfinished => return Ok(()),
                },
                (State::Comma, b',') => {
                    found.consumed += 1;
                    self.state = State::Element(false);
                }
                (State::Comma, _) => return Err(Fault::Json(at, "a comma or ] is due here")),
                (State::End, _) => {
                    let what = "something follows the end of the array; for one object a line, say \
                                --input-format ndjson";
                    return Err(Fault::Json(at, what));
                }
            }
        }
        Ok(())
    }

    fn forget(&mut self, consumed: usize) {
        self.looked = self.looked.saturating_sub(consumed);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::JsonArray;
    use crate::records::cut::{FindRecords, Found, Window};

    /// The elements of `json`, of which `step` bytes more are shown at a time.
    fn elements(json: &str, step: usize) -> Vec<&str> {
        let mut finder = JsonArray::new(128);
        let (mut records, mut consumed, mut taken, mut shown) = (Vec::new(), 0, 0, 0);
        let mut found = Vec::new();
        while shown < json.len() {
            shown = (shown + step).min(json.len());
            let bytes = json.as_bytes().get(taken..shown).unwrap();
            let window = Window { bytes, last: shown == json.len(), at_most: usize::MAX };
            let mut some = Found { records: &mut records, consumed, lines: 0 };
            finder.find(&window, &mut some).unwrap();
            consumed = some.consumed;
            if shown % 3 == 0 {
                found.extend(
                    records.drain(..).map(|range| taken + range.start as usize..taken + range.end as usize),
                );
                finder.forget(consumed);
                taken += consumed;
                consumed = 0;
            }
        }
        found.extend(records.drain(..).map(|range| taken + range.start as usize..taken + range.end as usize));
        found.into_iter().map(|range| json.get(range).unwrap()).collect()
    }

    #[test]
    fn elements_are_found_however_much_is_seen_of_them() {
        let strings = [
            "",
            "x",
            "]",
            "}",
            "{[",
            "\\\"",
            "\\\\",
            "\\\\\\\"]",
            "\\u005d",
            "ü]😀",
            "it is thirty-one bytes long, ok",
            "it is thirty-two bytes long, is]",
            "longer than two looks of thirty-two bytes, with a bracket at last ] and \\\" a quote",
        ];
        let mut json = "[".to_owned();
        for one in strings {
            for other in strings {
                let comma = if json.len() > 1 { " ,\n" } else { "" };
                json.push_str(&format!(
                    "{comma}{{\"{one}\": [\"{other}\",{{}}, -1.5e3 ,null]}},\"{one}\", 12 "
                ));
            }
        }
        json.push_str("\n]\n");
        let expected: Vec<&RawValue> = serde_json::from_str(&json).unwrap();
        let expected: Vec<&str> = expected.into_iter().map(RawValue::get).collect();
        for step in [1, 2, 3, 5, 31, 32, 33, 64, 1_000, json.len()] {
            assert_eq!(elements(&json, step), expected, "{step}");
        }
    }
}
