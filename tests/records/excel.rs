//! Workbooks: written by another library, or by hand where no library would write them so.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, FormatPattern, Workbook};
use uld::records::error::RecordsError;
use uld::records::input::{Input, InputOptions};
use uld::records::rows::RowFault;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::records::harness::{Grid, SIZES, grid, grid_of, open, open_with, texts};

const DAY: &str = "yyyy-mm-dd";

/// A workbook of one sheet, as an export has it.
fn export() -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format(DAY);
    let moment = Format::new().set_num_format("m/d/yyyy h:mm AM/PM");
    let percent = Format::new().set_num_format("0%");
    let euros = Format::new().set_num_format("[$€-407] #,##0.00");
    let sheet = book.add_worksheet();
    for (column, header) in
        ["Record ID", "Name", "Employees", "Opted in", "Created", "Seen", "Growth", "Revenue"]
            .into_iter()
            .enumerate()
    {
        sheet.write(2, column as u16, header).unwrap();
    }
    sheet.write(3, 0, 1_234_567_890_123_f64).unwrap();
    sheet.write(3, 1, "Ostermoor, \"Grid\"").unwrap();
    sheet.write(3, 2, 4200).unwrap();
    sheet.write(3, 3, true).unwrap();
    sheet.write_with_format(3, 4, ExcelDateTime::from_ymd(2026, 1, 31).unwrap(), &day).unwrap();
    let seen = ExcelDateTime::from_ymd(2026, 1, 31).unwrap().and_hms(14, 5, 0).unwrap();
    sheet.write_with_format(3, 5, &seen, &moment).unwrap();
    sheet.write_with_format(3, 6, 0.25, &percent).unwrap();
    sheet.write_with_format(3, 7, 1234.5, &euros).unwrap();
    sheet.write(4, 0, 102).unwrap();
    sheet.write(4, 1, "two\nlines & <more> é 😀").unwrap();
    sheet.write(4, 2, 0.1).unwrap();
    sheet.write(4, 3, false).unwrap();
    sheet.write_formula(4, 4, rust_xlsxwriter::Formula::new("=1+1").set_result("#N/A")).unwrap();
    let background = Format::new().set_pattern(FormatPattern::Solid);
    for column in 0..30 {
        sheet.write_blank(5, column, &background).unwrap();
    }
    let bold = Format::new().set_bold();
    sheet.write(7, 0, 103).unwrap();
    sheet.write_rich_string(7, 1, &[(&bold, "rich"), (&Format::default(), " text")]).unwrap();
    sheet.write(7, 9, "beyond").unwrap();
    book.save_to_buffer().unwrap()
}

const CSV: &str = "Record ID,Name,Employees,Opted in,Created,Seen,Growth,Revenue\n\
    1234567890123,\"Ostermoor, \"\"Grid\"\"\",4200,true,2026-01-31,2026-01-31 14:05,25%,€1234.5\n\
    102,\"two\nlines & <more> é 😀\",0.1,false,#N/A,,,\n\
    103,rich text,,,,,,,,beyond\n";

#[test]
fn a_sheet_means_what_its_csv_means() {
    let book = grid("xlsx", &export()).unwrap();
    let csv = grid("csv", CSV.as_bytes()).unwrap();
    assert_eq!(book.headers, csv.headers);
    assert_eq!(texts(&book), texts(&csv));
    let reports = |grid: &Grid| -> Vec<_> {
        grid.reports.iter().map(|(number, report)| (*number, report.line, report.fault.clone())).collect()
    };
    // The line of a record is its row in the sheet.
    assert_eq!(reports(&book), [(3, 8, RowFault::Long { cells: 10 })]);
    assert_eq!(reports(&csv), [(3, 5, RowFault::Long { cells: 10 })]);
}

/// A workbook by hand: its parts, those of one sheet filled in.
struct Book {
    sheet: String,
    texts: String,
    styles: String,
    workbook: String,
    method: CompressionMethod,
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Book {
    fn of_rows(rows: &str) -> Self {
        Book {
            sheet: format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
            texts: "<sst count=\"3\" uniqueCount=\"3\"><si><t>a</t></si><si><t>b</t></si></sst>".to_owned(),
            styles: "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
                .to_owned(),
            workbook: "<workbook><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
                .to_owned(),
            method: CompressionMethod::Deflated,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let links = format!(
            "<Relationships>\
             <Relationship Id=\"a\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
             <Relationship Id=\"b\" Type=\"{RELATIONS}/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>\
             <Relationship Id=\"c\" Type=\"{RELATIONS}/chartsheet\" Target=\"chartsheets/sheet1.xml\"/>\
             <Relationship Id=\"d\" Type=\"{RELATIONS}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
             <Relationship Id=\"e\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>"
        );
        let second = "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>second</t></is></c></row>\
                      <row><c><v>2</v></c></row></sheetData></worksheet>";
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(self.method);
        for (name, content) in [
            ("xl/workbook.xml", self.workbook.as_str()),
            ("xl/_rels/workbook.xml.rels", &links),
            ("xl/sharedStrings.xml", &self.texts),
            ("xl/styles.xml", &self.styles),
            ("xl/worksheets/sheet1.xml", &self.sheet),
            ("xl/worksheets/sheet2.xml", second),
        ] {
            zip.start_file(name, options).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read(&self) -> Result<Vec<Vec<String>>, RecordsError> {
        let grid = grid_of(open("xlsx", &self.bytes())?, SIZES[3])?;
        let mut rows = vec![grid.headers.clone()];
        rows.extend(texts(&grid).into_iter().map(|row| row.into_iter().map(str::to_owned).collect()));
        Ok(rows)
    }
}

#[test]
fn cells_are_found_by_what_they_say_or_in_turn() {
    let rows = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c></row>\
        <row><c t=\"b\"><v>1</v></c><c s=\"1\"><v>45000</v></c><c t=\"str\"><f>A1</f><v>x_x000D_&amp;_x005F_x000D_</v></c></row>\
        <row r=\"9\"><c r=\"C9\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>no</t></rPh></is></c></row>\
        <row r=\"10\"/><row r=\"11\" spans=\"1:3\"><c r=\"B11\" t=\"e\"><v>#REF!</v></c></row>";
    let mut book = Book::of_rows(rows);
    let expected = [
        vec!["a", "", "b"],
        vec!["true", "2023-03-15", "x\r&_x000D_"],
        vec!["", "", "inline"],
        vec!["", "#REF!", ""],
    ];
    assert_eq!(book.read().unwrap(), expected);
    book.method = CompressionMethod::Stored;
    assert_eq!(book.read().unwrap(), expected);
    book.workbook = "<x:workbook><x:workbookPr date1904=\"1\"/><x:sheets><x:sheet name=\"One\" r:id=\"a\"/></x:sheets></x:workbook>".to_owned();
    assert_eq!(book.read().unwrap()[1][1], "2027-03-16");
}

#[test]
fn a_sheet_is_chosen_by_name_or_number() {
    let mut book = Book::of_rows("<row><c t=\"inlineStr\"><is><t>first</t></is></c></row>");
    book.workbook = "<workbook><sheets><sheet name=\"Chart\" r:id=\"c\"/><sheet name=\"Contacts\" r:id=\"a\" state=\"hidden\"/>\
        <sheet name=\"Calls\" r:id=\"b\"/></sheets></workbook>"
        .to_owned();
    let read = |sheet: Option<&str>| {
        let options = InputOptions { sheet: sheet.map(str::to_owned), ..InputOptions::default() };
        open_with("xlsx", &book.bytes(), &options)
    };
    let headers = |input: Input| input.headers().join(",");
    assert_eq!(headers(read(None).unwrap()), "second");
    for (asked, header) in [("Contacts", "first"), (" calls", "second"), ("1", "first"), ("2", "second")] {
        assert_eq!(headers(read(Some(asked)).unwrap()), header, "{asked}");
    }
    assert_eq!(read(Some("1")).unwrap().sheet(), Some("Contacts"));
    let error = read(Some("Contact")).err().unwrap();
    assert_eq!(
        error.to_string(),
        "contacts: no sheet is called \"Contact\"; did you mean \"Contacts\"? it has \"Contacts\" (1), \"Calls\" (2)"
    );
    assert!(matches!(read(Some("3")), Err(RecordsError::NoSheet { .. })));
    assert!(matches!(read(Some("0")), Err(RecordsError::NoSheet { .. })));
}

#[test]
fn what_a_sheet_can_not_be_is_refused() {
    let damaged = |rows: &str| {
        let read = Book::of_rows(rows).read();
        assert!(matches!(read, Err(RecordsError::Excel { .. })), "{rows}: {read:?}");
    };
    let header = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    damaged(&format!("{header}<row r=\"1048577\"><c><v>1</v></c></row>"));
    damaged(&format!("{header}<row r=\"2\"><c r=\"XFE2\"><v>1</v></c></row>"));
    damaged(&format!("{header}<row r=\"2\"><c r=\"AAAAAAAAA2\"><v>1</v></c></row>"));
    damaged(&format!("{header}<row r=\"1\"><c><v>1</v></c></row>"));
    damaged(&format!("{header}<row r=\"2\"><c r=\"A3\"><v>1</v></c></row>"));
    damaged(&format!("{header}<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>"));
    damaged(&format!("{header}<row r=\"2\"><c t=\"s\"><v>2</v></c></row>"));
    damaged(&format!("{header}<row r=\"2\"><c><v>&unknown;</v></c></row>"));
    damaged(&format!("{header}<row r=\"2\"><c><v>1</v></c>"));
    damaged(&"<a>".repeat(100));
    // The last cell that there can be, alone.
    let far = Book::of_rows(&format!("{header}<row r=\"1048576\"><c r=\"XFD1048576\"><v>7</v></c></row>"));
    let grid = grid("xlsx", &far.bytes()).unwrap();
    assert_eq!(grid.rows.len(), 1);
    assert_eq!(grid.reports[0].1.fault, RowFault::Long { cells: 16_384 });
    assert_eq!(grid.reports[0].1.line, 1_048_576);
    let mut entities = Book::of_rows(header);
    entities.texts = "<!DOCTYPE sst [<!ENTITY a \"aaaa\">]><sst><si><t>&a;</t></si></sst>".to_owned();
    assert!(matches!(entities.read(), Err(RecordsError::Excel { .. })));
    let error = |bytes: &[u8]| open("xlsx", bytes).err();
    assert!(matches!(error(b"\xd0\xcf\x11\xe0rest"), Some(RecordsError::OtherForm { .. })));
    assert!(matches!(error(b"a,b\n1,2\n"), Some(RecordsError::OtherForm { .. })));
    assert!(matches!(Book::of_rows("").read(), Err(RecordsError::NoHeader { .. })));
}

#[test]
fn what_a_workbook_states_of_sizes_is_not_believed() {
    let header = "<row><c t=\"s\"><v>0</v></c></row>";
    let mut lying = Book::of_rows(header);
    lying.texts = "<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>a</t></si></sst>".to_owned();
    lying.sheet = lying.sheet.replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>");
    assert_eq!(lying.read().unwrap(), [["a"]]);
    let long = |length: usize| {
        let text = "x".repeat(length);
        Book::of_rows(&format!("{header}<row><c t=\"inlineStr\"><is><t>{text}</t></is></c></row>")).read()
    };
    assert_eq!(long(1 << 20).unwrap()[1][0].len(), 1 << 20);
    for length in [(1 << 20) + 1, 9 << 20] {
        let read = long(length);
        assert!(
            matches!(
                read,
                Err(RecordsError::RecordTooLong { line: 2, .. } | RecordsError::ExcelTooLarge { .. })
            ),
            "{length}"
        );
    }
    // Packed a thousand times smaller: sheets and texts are both stopped.
    let mut texts = Book::of_rows(header);
    texts.texts = format!("<sst>{}</sst>", format!("<si><t>{}</t></si>", "a".repeat(1000)).repeat(30_000));
    let read = texts.read();
    assert!(matches!(read, Err(RecordsError::ExcelTooLarge { .. })), "{read:?}");
    let rows = Book::of_rows(&format!(
        "{header}{}",
        format!("<row><c t=\"str\"><v>{}</v></c></row>", "a".repeat(1000)).repeat(30_000)
    ));
    let read = rows.read();
    assert!(matches!(read, Err(RecordsError::ExcelTooLarge { .. })), "{:?}", read.map(|rows| rows.len()));
}

#[test]
fn a_damaged_workbook_is_an_error_or_a_result() {
    let whole = export();
    for end in (0..whole.len()).step_by(50) {
        let error = open("xlsx", &whole[..end]).and_then(|input| grid_of(input, SIZES[3])).err();
        assert!(error.is_some(), "cut off at {end}");
    }
    let rows = grid("xlsx", &whole).unwrap().rows.len();
    let mut damaged = whole.clone();
    for at in (0..whole.len()).step_by(7) {
        damaged[at] ^= 0x41;
        if let Ok(grid) = open("xlsx", &damaged).and_then(|input| grid_of(input, SIZES[3])) {
            // Check sums see to it: what still reads is unharmed, or a list in which other parts are named.
            assert!(grid.rows.len() <= rows + 1, "byte {at}");
        }
        damaged[at] = whole[at];
    }
}
