//! Which sheets a workbook has, and in which parts what they need is.

use std::fs::File;

use quick_xml::events::Event;

use super::fault::{ExcelFault, Outcome};
use super::package::Package;
use super::part::Part;
use super::xml::{Xml, attributes};

/// How many sheets, and how many links between parts, are read.
const SHEETS: usize = 4096;
const LINKS: usize = 20_000;
/// How long what they are called may be, in bytes.
const NAME: usize = 1024;

/// A sheet with cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SheetEntry {
    /// As on its tab.
    pub(super) name: String,
    /// Where its cells are.
    pub(super) part: String,
    /// Whether its tab is shown.
    pub(super) visible: bool,
}

/// What a workbook says of itself.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// In the order of the tabs, charts left out.
    pub(super) sheets: Vec<SheetEntry>,
    /// Whether days are counted from 1904, as on old Macs.
    pub(super) from_1904: bool,
    /// The part with the texts that cells share.
    pub(super) texts: Option<String>,
    /// The part with the formats of cells.
    pub(super) styles: Option<String>,
}

/// A link of a part to another.
struct Link {
    id: String,
    /// The last word of its type: `worksheet`.
    kind: String,
    part: String,
}

impl Workbook {
    /// Reads what a package says.
    pub(super) fn read(package: &mut Package) -> Outcome<Self> {
        let links = links(package, "_rels/.rels", "")?;
        let main = links.into_iter().find(|link| link.kind == "officeDocument").map(|link| link.part);
        let main = main.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        if main.ends_with(".bin") {
            return Err(ExcelFault::OtherForm("Excel's binary form (.xlsb)"));
        }
        if !package.has(&main) {
            return Err(ExcelFault::OtherForm("a zip file without a workbook"));
        }
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let links = self::links(package, &joined(folder, &format!("_rels/{file}.rels")), folder)?;
        let of_kind = |kind: &str| links.iter().find(|link| link.kind == kind).map(|link| link.part.clone());
        let mut workbook =
            Workbook { texts: of_kind("sharedStrings"), styles: of_kind("styles"), ..Workbook::default() };
        let mut xml = Xml::new(package.part(&main)?);
        while let Some(event) = xml.next()? {
            if let Event::Start(tag) | Event::Empty(tag) = event {
                match tag.local_name().as_ref() {
                    "workbookPr" => attributes(&tag, |name, value| {
                        if name == "date1904" {
                            workbook.from_1904 = matches!(value, "1" | "true" | "on");
                        }
                        Ok(())
                    })?,
                    "sheet" => workbook.add_sheet(&tag, &links)?,
                    _ => {}
                }
            }
        }
        Ok(workbook)
    }

    fn add_sheet(&mut self, tag: &quick_xml::events::BytesStart<'_>, links: &[Link]) -> Outcome<()> {
        let (mut title, mut id, mut visible) = (String::new(), String::new(), true);
        attributes(tag, |name, value| {
            match name {
                "name" => title = short(value)?,
                "id" => id = short(value)?,
                "state" => visible = value == "visible",
                _ => {}
            }
            Ok(())
        })?;
        // Sheets that are charts or macros have no cells.
        if let Some(link) = links.iter().find(|link| link.id == id && link.kind == "worksheet") {
            self.sheets.push(SheetEntry { name: title, part: link.part.clone(), visible });
        }
        if self.sheets.len() > SHEETS {
            return Err(ExcelFault::TooLarge("it has more than 4,096 sheets"));
        }
        Ok(())
    }
}

/// The links of a part to others; none if it says nothing.
fn links(package: &mut Package, part: &str, folder: &str) -> Outcome<Vec<Link>> {
    let mut links = Vec::new();
    if !package.has(part) {
        return Ok(links);
    }
    let mut xml: Xml<Part<&mut File>> = Xml::new(package.part(part)?);
    while let Some(event) = xml.next()? {
        let (Event::Start(tag) | Event::Empty(tag)) = event else { continue };
        if tag.local_name().as_ref() != "Relationship" {
            continue;
        }
        let (mut id, mut kind, mut part) = (String::new(), String::new(), String::new());
        attributes(&tag, |name, value| {
            match name {
                "Id" => id = short(value)?,
                "Type" => kind = short(value.rsplit('/').next().unwrap_or_default())?,
                "Target" => part = short(value).map(|value| joined(folder, &value)).unwrap_or_default(),
                _ => {}
            }
            Ok(())
        })?;
        links.push(Link { id, kind, part });
        if links.len() > LINKS {
            return Err(ExcelFault::TooLarge("it has more than 20,000 links between its parts"));
        }
    }
    Ok(links)
}

fn short(value: &str) -> Outcome<String> {
    if value.len() > NAME {
        return Err(ExcelFault::Damaged("a name in it is longer than 1,024 bytes"));
    }
    Ok(value.to_owned())
}

/// The part that `target` means in a folder of the package, as parts are looked up.
fn joined(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut steps = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step.to_lowercase()),
        }
    }
    steps.join("/")
}
