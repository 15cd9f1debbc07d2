//! Cells by type: what is known, missing and unreadable (4.2).

use jiff::civil::date;
use jiff::tz::TimeZone;
use uld::evaluate::calendar::day_of;
use uld::evaluate::cell::choice::Item;
use uld::evaluate::cell::number::Span;
use uld::evaluate::cell::{Known, Reader, Reading};
use uld::evaluate::plan::zone_named;
use uld::evaluate::verdicts::Fault;
use uld::model::field::{Field, FieldType, NoWords, Range, Rates, YesNoWords};
use uld::model::value::number as shown;
use uld::model::writing::{DateForm, DatePart, NumberForm};

use crate::builder::{choices, plain_field};

const ONE: i64 = 10_000;

fn field(field_type: FieldType) -> Field {
    plain_field("f", field_type)
}

fn reader(field: &Field) -> Reader {
    Reader::new(field, &Rates::default(), &TimeZone::UTC)
}

fn known<'t>(reader: &Reader, cell: &'t str) -> Known<'t> {
    match reader.read(cell, &mut String::new()) {
        Reading::Known(known) => known,
        other @ (Reading::Missing | Reading::Unreadable(_)) => panic!("{cell:?} is {other:?}"),
    }
}

fn fault(reader: &Reader, cell: &str) -> Fault {
    match reader.read(cell, &mut String::new()) {
        Reading::Unreadable(fault) => fault,
        other @ (Reading::Missing | Reading::Known(_)) => panic!("{cell:?} is {other:?}"),
    }
}

fn is_missing(reader: &Reader, cell: &str) -> bool {
    reader.read(cell, &mut String::new()) == Reading::Missing
}

#[test]
fn blank_cells_and_spellings_of_missing_are_missing_for_every_type() {
    let types = [
        FieldType::YesNo,
        FieldType::Text,
        FieldType::Email,
        FieldType::WholeNumber,
        FieldType::Number,
        FieldType::Money("USD".to_owned()),
        FieldType::Percent,
        FieldType::Date,
        FieldType::DateTime,
        FieldType::OneOf(choices(&["A"])),
        FieldType::SomeOf { choices: choices(&["A"]), separator: ";".to_owned() },
    ];
    for field_type in types {
        let mut field = field(field_type);
        field.missing_also = ["N/A", "-", "Não informado", "not set"].map(str::to_owned).to_vec();
        let reader = reader(&field);
        let spellings = [
            "",
            " ",
            "\t\u{a0}\u{3000}",
            "n/a",
            " N/A\u{a0}",
            "-",
            "NÃO INFORMADO",
            "na\u{303}o informado",
            "Not Set",
        ];
        for cell in spellings {
            assert!(is_missing(&reader, cell), "{cell:?}");
        }
    }
    let text = reader(&field(FieldType::Text));
    for cell in ["0", "no", "false", "N/A", "\u{200b}"] {
        assert_eq!(known(&text, cell), Known::Text(cell));
    }
    assert_eq!(known(&text, " \u{a0}Ana "), Known::Text("Ana"));
    assert_eq!(fault(&text, &"x".repeat((1 << 20) + 1)), Fault::TooLong);
}

#[test]
fn yes_and_no_are_the_usual_words_or_the_listed_ones() {
    let usual = reader(&field(FieldType::YesNo));
    for cell in ["yes", "Yes", "TRUE", "y", "T", "1", " yes "] {
        assert_eq!(known(&usual, cell), Known::YesNo(true));
    }
    for cell in ["no", "False", "N", "f", "0"] {
        assert_eq!(known(&usual, cell), Known::YesNo(false));
    }
    for cell in ["x", "2", "on", "ja", "yes.", "1.0"] {
        assert_eq!(fault(&usual, cell), Fault::NotYesNo);
    }
    let mut listed = field(FieldType::YesNo);
    let yes = vec!["Decision maker".to_owned()];
    listed.yes_no = Some(YesNoWords { yes: yes.clone(), no: NoWords::These(vec!["Other".to_owned()]) });
    let reader_of_words = reader(&listed);
    assert_eq!(known(&reader_of_words, "DECISION MAKER"), Known::YesNo(true));
    assert_eq!(known(&reader_of_words, "other"), Known::YesNo(false));
    assert_eq!(fault(&reader_of_words, "yes"), Fault::NotYesNo);
    listed.yes_no = Some(YesNoWords { yes, no: NoWords::AnyOther });
    assert_eq!(known(&reader(&listed), "yes"), Known::YesNo(false));
    assert!(is_missing(&reader(&listed), ""));
}

#[test]
fn numbers_are_exact_and_read_in_one_form() {
    let number = reader(&field(FieldType::Number));
    let cases = [
        ("4200", 4200 * ONE),
        ("4,200", 4200 * ONE),
        ("-1,234,567.5", -1_234_567 * ONE - 5000),
        ("0", 0),
        ("-0", 0),
        ("007", 7 * ONE),
        ("1.5", 15_000),
        ("0.00005", 0),
        ("0.00015", 2),
        ("0.00025", 2),
        ("0.000250", 2),
        ("0.0002500001", 3),
        ("0.00035", 4),
        ("-0.00015", -2),
        ("1.00005", ONE),
        ("922337203685477.5806", i64::MAX - 1),
    ];
    for (cell, value) in cases {
        assert_eq!(known(&number, cell), Known::Number(Span { low: value, high: value }), "{cell}");
    }
    let wrong = [
        "10,00", "1,0000", "1000,000", ",100", "1,", "1.", ".5", "+5", "1e3", "1 000", "0x10", "NaN", "inf",
        "٣", "5%", "--5", "-", "1.2.3", "12a", "$5", "1-2", "5+", "½", "１２",
    ];
    for cell in wrong {
        assert_eq!(fault(&number, cell), Fault::NotANumber, "{cell}");
    }
    for cell in ["922337203685477.5808", "1000000000000000", &"9".repeat(100_000)] {
        assert_eq!(fault(&number, cell), Fault::NumberTooLarge);
    }
    let whole = reader(&field(FieldType::WholeNumber));
    assert_eq!(known(&whole, "12.0"), Known::Number(Span { low: 12 * ONE, high: 12 * ONE }));
    assert_eq!(known(&whole, "12.000000"), Known::Number(Span { low: 12 * ONE, high: 12 * ONE }));
    for cell in ["12.5", "12.00001"] {
        assert_eq!(fault(&whole, cell), Fault::NotWhole);
    }
}

#[test]
fn written_numbers_follow_their_sample() {
    let mut european = field(FieldType::Number);
    european.writing.numbers = vec![NumberForm { decimal: ',', group: Some('.'), fraction: false }];
    let european = reader(&european);
    assert_eq!(known(&european, "1.234,56"), Known::Number(Span { low: 12_345_600, high: 12_345_600 }));
    assert_eq!(known(&european, "1.234"), Known::Number(Span { low: 1234 * ONE, high: 1234 * ONE }));
    assert_eq!(fault(&european, "1,234.56"), Fault::NotANumber);
    for (mark, cells) in
        [(' ', ["1 234,5", "1\u{a0}234,5", "1\u{202f}234,5"]), ('\'', ["1'234,5", "1’234,5", "1234,5"])]
    {
        let mut spaced = field(FieldType::Number);
        spaced.writing.numbers = vec![NumberForm { decimal: ',', group: Some(mark), fraction: false }];
        for cell in cells {
            assert_eq!(
                known(&reader(&spaced), cell),
                Known::Number(Span { low: 12_345_000, high: 12_345_000 })
            );
        }
    }
    let mut bare = field(FieldType::Number);
    bare.writing.numbers = vec![NumberForm { decimal: '.', group: None, fraction: false }];
    assert_eq!(fault(&reader(&bare), "1,234"), Fault::NotANumber);
}

#[test]
fn bands_are_ranges_where_the_export_writes_them() {
    let mut sizes = field(FieldType::WholeNumber);
    assert_eq!(fault(&reader(&sizes), "51-200"), Fault::NotANumber);
    sizes.writing.bands = true;
    assert_eq!(fault(&reader(&sizes), "5001+"), Fault::NotANumber);
    sizes.writing.open_bands = true;
    let bands = reader(&sizes);
    let cases = [
        ("51-200", 51, 200),
        ("51 – 200", 51, 200),
        ("1,001-5,000", 1001, 5000),
        ("-5-5", -5, 5),
        ("7", 7, 7),
        ("7-7", 7, 7),
    ];
    for (cell, low, high) in cases {
        assert_eq!(known(&bands, cell), Known::Number(Span { low: low * ONE, high: high * ONE }), "{cell}");
    }
    assert_eq!(known(&bands, "5,001+"), Known::Number(Span { low: 5001 * ONE, high: i64::MAX }));
    for cell in ["200-51", "51-", "-", "+", "51--200", "a-b", "5+1"] {
        assert!(matches!(bands.read(cell, &mut String::new()), Reading::Unreadable(_)), "{cell}");
    }
    sizes.range = Some(Range::Numbers(ONE, 1000 * ONE));
    let ranged = reader(&sizes);
    assert_eq!(fault(&ranged, "0-10"), Fault::OutOfRange);
    assert_eq!(fault(&ranged, "501-5000"), Fault::OutOfRange);
    assert_eq!(fault(&ranged, "0"), Fault::OutOfRange);
    assert_eq!(known(&ranged, "1000"), Known::Number(Span { low: 1000 * ONE, high: 1000 * ONE }));
    assert_eq!(known(&ranged, "501+"), Known::Number(Span { low: 501 * ONE, high: i64::MAX }));
}

#[test]
fn percentages_come_with_and_without_their_sign_or_as_fractions() {
    let mut growth = field(FieldType::Percent);
    let span = |value| Known::Number(Span { low: value, high: value });
    for cell in ["25", "25%", "25 %", "25.0%"] {
        assert_eq!(known(&reader(&growth), cell), span(25 * ONE));
    }
    assert_eq!(known(&reader(&growth), "0.25"), span(2500));
    growth.writing.numbers = vec![NumberForm { decimal: '.', group: None, fraction: true }];
    let fractions = reader(&growth);
    assert_eq!(known(&fractions, "0.25"), span(25 * ONE));
    assert_eq!(known(&fractions, "1"), span(100 * ONE));
    assert_eq!(known(&fractions, "0.123456"), span(123_456));
    assert_eq!(known(&fractions, "0.1234565"), span(123_456));
    assert_eq!(known(&fractions, "25%"), span(25 * ONE));
    assert_eq!(fault(&fractions, "%"), Fault::NotANumber);
}

#[test]
fn money_comes_with_its_own_sign_or_code_only() {
    let dollars = reader(&field(FieldType::Money("USD".to_owned())));
    for cell in ["1,234.5", "$1,234.5", "$ 1,234.5", "1,234.5 USD", "usd 1234.5", "1234.5$", "USD1,234.5"] {
        assert_eq!(known(&dollars, cell), Known::Money(12_345_000, 0), "{cell}");
    }
    for cell in ["-$5", "$-5", "-5 USD", "-5"] {
        assert_eq!(known(&dollars, cell), Known::Money(-5 * ONE, 0), "{cell}");
    }
    for cell in ["€5", "5 EUR", "CHF 5", "5£"] {
        assert_eq!(fault(&dollars, cell), Fault::OtherCurrency, "{cell}");
    }
    for cell in ["5M USD", "$", "USD", "-$-5", "$5$", "five", "(5)"] {
        assert_eq!(fault(&dollars, cell), Fault::NotANumber, "{cell}");
    }
    let mut rates = Rates::default();
    rates.pairs.insert(("EUR".to_owned(), "USD".to_owned()), (27, 25));
    let mut field = field(FieldType::Money("USD".to_owned()));
    field.range = Some(Range::Numbers(0, 108 * ONE));
    let both = Reader::new(&field, &rates, &TimeZone::UTC);
    let mut scratch = String::new();
    assert_eq!(both.currency(" eur ", &mut scratch), Ok(1));
    assert_eq!(both.currency("", &mut scratch), Ok(0));
    assert_eq!(both.currency("GBP", &mut scratch), Err(Fault::NoRate));
    assert_eq!(both.read_in("€100", 1, &mut scratch), Reading::Known(Known::Money(100 * ONE, 1)));
    assert_eq!(both.read_in("$100", 1, &mut scratch), Reading::Unreadable(Fault::OtherCurrency));
    assert_eq!(both.read_in("100.0001", 1, &mut scratch), Reading::Unreadable(Fault::OutOfRange));
}

#[test]
fn dates_are_iso_unless_their_form_is_written() {
    let dates = reader(&field(FieldType::Date));
    let day = Known::Date(day_of(date(2026, 1, 31)));
    let iso = [
        "2026-01-31",
        " 2026-01-31 ",
        "2026-01-31 14:05",
        "2026-01-31T14:05:00Z",
        "2026-01-31T23:59:59.999+0000",
        "2026-01-31T00:30:00-08:00",
        "2026-01-31T14:05",
    ];
    for cell in iso {
        assert_eq!(known(&dates, cell), day, "{cell}");
    }
    for cell in [
        "2026-02-30",
        "2023-02-29",
        "0000-01-01",
        "2026-13-01",
        "2026-00-10",
        "2026-01-31 24:00",
        "2026-01-31 10:60",
    ] {
        assert_eq!(fault(&dates, cell), Fault::NoSuchDay, "{cell}");
    }
    for cell in ["03/04/2026", "3.4.2026", "03-04-26", "03/04/2026 10:00"] {
        assert_eq!(fault(&dates, cell), Fault::TwoReadings, "{cell}");
    }
    let wrong = [
        "31/12/2026",
        "04/04/2026",
        "2026-1-31",
        "20260131",
        "2026/01/31",
        "2026-01-31T",
        "2026-01-31 14",
        "2026-01-31  14:05",
        "2026-01-31T14:05:00+1",
        "46054",
        "today",
        "-2026-01-31",
        "2026-01-31T14:05:00.Z",
        "２026-01-31",
    ];
    for cell in wrong {
        assert_eq!(fault(&dates, cell), Fault::NotADate, "{cell}");
    }
    let mut ranged = field(FieldType::Date);
    ranged.range = Some(Range::Dates(date(2020, 1, 1), date(2030, 12, 31)));
    assert_eq!(fault(&reader(&ranged), "2019-12-31"), Fault::OutOfRange);
}

fn form(written: &str, parts: Vec<DatePart>) -> DateForm {
    DateForm { written: written.to_owned(), parts }
}

fn literal(text: &str) -> DatePart {
    DatePart::Literal(text.to_owned())
}

#[test]
fn written_forms_are_tried_in_order() {
    let mut field = field(FieldType::DateTime);
    let slash = || literal("/");
    let american = vec![DatePart::Month, slash(), DatePart::Day, slash(), DatePart::Year];
    let mut with_time = american.clone();
    with_time.extend([
        literal(" "),
        DatePart::HalfDayHour,
        literal(":"),
        DatePart::Minute,
        literal(" "),
        DatePart::HalfDay,
    ]);
    field.writing.dates = vec![
        form("MM/DD/YYYY", american),
        form("MM/DD/YYYY hh:mm AM", with_time),
        form(
            "DD MMM YY",
            vec![DatePart::Day, literal(" "), DatePart::MonthName, literal(" "), DatePart::ShortYear],
        ),
        form(
            "YYYYMMDDTHHmmssZ",
            vec![
                DatePart::Year,
                DatePart::Month,
                DatePart::Day,
                literal("T"),
                DatePart::Hour,
                DatePart::Minute,
                DatePart::Second,
                DatePart::Offset,
            ],
        ),
    ];
    let reader = reader(&field);
    let at = |day, minutes: i64| {
        let day = day_of(day);
        Known::DateTime(day, (i64::from(day) * 1440 + minutes) * 60_000_000)
    };
    let cases = [
        ("04/03/2026", at(date(2026, 4, 3), 0)),
        ("4/3/2026", at(date(2026, 4, 3), 0)),
        ("4/3/2026 2:05 pm", at(date(2026, 4, 3), 14 * 60 + 5)),
        ("4/3/2026 12:05 AM", at(date(2026, 4, 3), 5)),
        ("4/3/2026\u{202f}12:05\u{202f}PM", at(date(2026, 4, 3), 12 * 60 + 5)),
        ("3 APR 26", at(date(2026, 4, 3), 0)),
        ("3 april 69", at(date(2069, 4, 3), 0)),
        ("3 Apr 70", at(date(1970, 4, 3), 0)),
        ("20260403T140500+0200", at(date(2026, 4, 3), 12 * 60 + 5)),
    ];
    for (cell, wanted) in cases {
        assert_eq!(known(&reader, cell), wanted, "{cell}");
    }
    for cell in ["13/01/2026", "2/30/2026", "4/3/2026 13:05 pm", "4/3/2026 0:05 am", "31 Feb 26"] {
        assert_eq!(fault(&reader, cell), Fault::NoSuchDay, "{cell}");
    }
    for cell in ["2026-04-03", "4/3/26", "4/3/2026 2:5 pm", "3 Aprl 26", "4-3-2026", "4/3/2026x"] {
        assert_eq!(fault(&reader, cell), Fault::NotADate, "{cell}");
    }
    assert_eq!(
        fault(&reader, "x").sentence(&field),
        "is not a date and time (it should be written MM/DD/YYYY or MM/DD/YYYY hh:mm AM or DD MMM YY or YYYYMMDDTHHmmssZ)"
    );
}

#[test]
fn times_become_dates_in_the_definitions_zone() {
    let zone = zone_named("America/New_York").unwrap();
    let field = field(FieldType::DateTime);
    let reader = Reader::new(&field, &Rates::default(), &zone);
    let hour = 3_600_000_000_i64;
    let midnight = |day| i64::from(day_of(day)) * 24 * hour;
    let cases = [
        // Winter: five hours behind. 02:00 UTC is 21:00 on the day before.
        ("2026-01-31T02:00:00Z", date(2026, 1, 30), midnight(date(2026, 1, 31)) + 2 * hour),
        ("2026-01-31T02:00:00+02:00", date(2026, 1, 30), midnight(date(2026, 1, 31))),
        ("2026-01-31 23:30", date(2026, 1, 31), midnight(date(2026, 2, 1)) + 4 * hour + hour / 2),
        ("2026-01-31", date(2026, 1, 31), midnight(date(2026, 1, 31)) + 5 * hour),
        // 02:30 is skipped on 8 March: forward to 03:30, which is 07:30 UTC.
        ("2026-03-08 02:30", date(2026, 3, 8), midnight(date(2026, 3, 8)) + 7 * hour + hour / 2),
        // 01:30 is repeated on 1 November: the first, 05:30 UTC.
        ("2026-11-01 01:30", date(2026, 11, 1), midnight(date(2026, 11, 1)) + 5 * hour + hour / 2),
    ];
    for (cell, day, instant) in cases {
        assert_eq!(known(&reader, cell), Known::DateTime(day_of(day), instant), "{cell}");
    }
    assert_eq!(fault(&reader, "0001-01-01T00:00:00Z"), Fault::NoSuchDay);
    for name in ["america/new_york", "Mars/Base", "../../etc/passwd", ""] {
        assert!(zone_named(name).is_none(), "{name}");
    }
}

#[test]
fn listed_values_have_other_spellings_and_may_be_open() {
    let mut listed = choices(&["Software", "Insurance"]);
    listed.values[0].also = vec!["SaaS".to_owned()];
    let closed = reader(&field(FieldType::OneOf(listed.clone())));
    assert_eq!(known(&closed, " saas "), Known::Choice(Item::Listed(0)));
    assert_eq!(known(&closed, "INSURANCE"), Known::Choice(Item::Listed(1)));
    assert_eq!(fault(&closed, "Steel"), Fault::NotInList);
    let some = |listed: &uld::model::field::Choices, separator: &str| {
        reader(&field(FieldType::SomeOf { choices: listed.clone(), separator: separator.to_owned() }))
    };
    assert_eq!(fault(&some(&listed, ";"), "Software;Steel"), Fault::NotInList);
    listed.or_other = true;
    assert_eq!(
        known(&reader(&field(FieldType::OneOf(listed.clone()))), " Steel "),
        Known::Choice(Item::Other("Steel"))
    );
    let items = some(&listed, ";");
    assert_eq!(known(&items, ";SaaS; ;Steel;"), Known::Items(vec![Item::Listed(0), Item::Other("Steel")]));
    assert!(is_missing(&items, " ; ;"));
    assert_eq!(
        known(&some(&listed, " | "), "SaaS | Insurance"),
        Known::Items(vec![Item::Listed(0), Item::Listed(1)])
    );
}

#[test]
fn an_email_has_an_at_sign() {
    let email = reader(&field(FieldType::Email));
    assert_eq!(known(&email, " Ana@X.org"), Known::Text("Ana@X.org"));
    assert_eq!(fault(&email, "ana"), Fault::NotAnEmail);
}

#[test]
fn faults_are_said_in_plain_words_without_data() {
    let mut dates = field(FieldType::Date);
    assert_eq!(Fault::NotADate.sentence(&dates), "is not a date (it should be written YYYY-MM-DD)");
    dates.writing.dates = vec![form("MM/DD/YYYY", Vec::new())];
    assert_eq!(Fault::NotADate.sentence(&dates), "is not a date (it should be written MM/DD/YYYY)");
    assert_eq!(Fault::NotInList.sentence(&dates), "is not one of the allowed values");
    let money = field(FieldType::Money("USD".to_owned()));
    assert_eq!(
        Fault::NotANumber.sentence(&money),
        "is not an amount of money (it should be written like 1,234.56 or 1,234.56 USD)"
    );
}

#[test]
fn numbers_are_shown_as_people_write_them() {
    for (value, text) in
        [(42_000_000, "4,200"), (15_000, "1.5"), (-12_345_678, "-1,234.5678"), (0, "0"), (1, "0.0001")]
    {
        assert_eq!(shown(value), text);
    }
    assert_eq!(shown(i64::MIN), "-922,337,203,685,477.5808");
}
