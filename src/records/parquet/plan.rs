//! Which rows of which group make up which batch; and whether the file keeps to its limits.

use parquet::arrow::ProjectionMask;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::Length;

use super::bytes_at::BytesAt;
use super::footer::{Footer, unknown_packing, unreadable};
use super::pages::{PageFault, Pages};
use super::{damaged, too_much};
use crate::records::error::RecordsError;
use crate::records::limits::Limits;

/// The batches of a group of rows.
#[derive(Clone, Debug)]
pub(super) struct GroupPlan {
    /// Which one, from 0.
    pub group: usize,
    /// Its first record's number in the file, from 0.
    pub first_record: u64,
    pub rows: u64,
    /// The number of its first batch in the file.
    pub first_batch: u64,
    /// Rows of a batch; the last may have fewer.
    pub size: usize,
    /// Which columns are read with their dictionary.
    pub dictionaries: Vec<bool>,
}

impl GroupPlan {
    pub fn batches(&self) -> u64 {
        self.rows.div_ceil(self.size.max(1) as u64)
    }
}

/// How a file is read.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub groups: Vec<GroupPlan>,
    /// The columns that are read, in the order of the file.
    pub kept: Vec<usize>,
    /// How many groups may be decoded at a time.
    pub open: usize,
    /// What all pages unpack to.
    pub unpacked: u64,
}

/// Bytes of pages that a batch may lie in before it gets fewer rows.
const BATCH: u64 = 32 << 20;
/// Bytes that the decoders of a file may hold.
const DECODERS: u64 = 96 << 20;
/// Bytes that one decoder may hold.
const DECODER: u64 = 256 << 20;
/// Items of lists in a group of rows.
const ITEMS: u64 = 1 << 24;

impl Plan {
    /// Plans batches of at most `records` rows of the columns at `kept`.
    pub fn new(
        name: &str,
        bytes: &BytesAt,
        footer: &Footer,
        kept: Vec<usize>,
        records: usize,
        limits: Limits,
    ) -> Result<Plan, RecordsError> {
        let mut plan = Plan { groups: Vec::new(), kept, open: usize::MAX, unpacked: 0 };
        let described = footer.metadata.file_metadata().schema_descr_ptr();
        let mask = ProjectionMask::roots(&described, plan.kept.iter().copied());
        let leaves: Vec<usize> =
            (0..described.num_columns()).filter(|leaf| mask.leaf_included(*leaf)).collect();
        let (mut first_record, mut first_batch) = (0_u64, 0_u64);
        for (number, group) in footer.metadata.row_groups().iter().enumerate() {
            let rows = u64::try_from(group.num_rows())
                .map_err(|_| damaged(name, format!("row group {}", number + 1)))?;
            // A value takes a byte at least, as a blank cell takes its comma.
            let cells = rows.saturating_mul(plan.kept.len().max(1) as u64);
            plan.unpacked = plan.unpacked.saturating_add(cells);
            within(name, plan.unpacked, bytes, limits)?;
            let mut walked = Walked {
                name,
                bytes,
                number,
                rows,
                unpacked: 0,
                held: 0,
                fixed: 0,
                pages: Vec::new(),
                dictionaries: vec![false; footer.uuids.len()],
            };
            for leaf in &leaves {
                walked.column(group, *leaf, described.get_column_root_idx(*leaf))?;
            }
            plan.unpacked = plan.unpacked.saturating_add(walked.unpacked.saturating_sub(cells));
            within(name, plan.unpacked, bytes, limits)?;
            if rows == 0 {
                continue;
            }
            if walked.held > DECODER {
                return Err(too_much(
                    name,
                    format!(
                        "the pages of row group {} are too large; export it with pages of 1 MiB, or fewer columns",
                        number + 1
                    ),
                ));
            }
            plan.open =
                plan.open.min(usize::try_from(DECODERS / walked.held.max(1)).unwrap_or(usize::MAX)).max(1);
            let mut size = records.max(1);
            while size > 64 && walked.window(size) > BATCH {
                size /= 2;
            }
            size = size.min(usize::try_from((16 << 20) / walked.fixed.max(1)).unwrap_or(1)).max(1);
            let of_group = GroupPlan {
                group: number,
                first_record,
                rows,
                first_batch,
                size,
                dictionaries: walked.dictionaries,
            };
            first_record = first_record.saturating_add(rows);
            first_batch = first_batch.saturating_add(of_group.batches());
            plan.groups.push(of_group);
        }
        Ok(plan)
    }

    /// How many batches there are.
    pub fn batches(&self) -> u64 {
        self.groups.last().map_or(0, |group| group.first_batch + group.batches())
    }
}

/// Whether so many bytes may come out of the file.
pub(super) fn within(name: &str, unpacked: u64, bytes: &BytesAt, limits: Limits) -> Result<(), RecordsError> {
    if unpacked > limits.total {
        let what = format!("unpacks to more than {} GiB; split it", limits.total >> 30);
        return Err(too_much(name, what));
    }
    if unpacked > limits.free && unpacked > bytes.len().saturating_mul(limits.ratio) {
        let what = format!(
            "unpacks to more than {} times its size; if you trust it, export it as CSV",
            limits.ratio
        );
        return Err(too_much(name, what));
    }
    Ok(())
}

/// What the columns of a group come to.
struct Walked<'w> {
    name: &'w str,
    bytes: &'w BytesAt,
    number: usize,
    rows: u64,
    unpacked: u64,
    /// What a decoder holds: a dictionary and two pages a column.
    held: u64,
    /// Bytes of a row in columns of values of one length.
    fixed: u64,
    /// The pages of each column.
    pages: Vec<Pages>,
    dictionaries: Vec<bool>,
}

impl Walked<'_> {
    fn column(&mut self, group: &RowGroupMetaData, leaf: usize, root: usize) -> Result<(), RecordsError> {
        let Some(column) = group.columns().get(leaf) else {
            return Err(damaged(self.name, format!("row group {}", self.number + 1)));
        };
        let described = column.column_descr();
        let place = || format!("row group {}, column {:?}", self.number + 1, described.name());
        if let Some(what) = unknown_packing(column.compression()) {
            return Err(unreadable(self.name, what));
        }
        let pages = Pages::walk(self.bytes, column).map_err(|fault| match fault {
            PageFault::Damaged => damaged(self.name, place()),
            PageFault::Large => too_much(
                self.name,
                format!("{}: a page of more than 64 MiB; export it with pages of 1 MiB", place()),
            ),
        })?;
        let is_flat = described.max_rep_level() == 0;
        if pages.values != u64::try_from(column.num_values()).unwrap_or(u64::MAX)
            || (is_flat && pages.values != self.rows)
            || pages.values < self.rows
        {
            return Err(damaged(self.name, place()));
        }
        if !is_flat && pages.values > ITEMS {
            return Err(too_much(
                self.name,
                format!("{}: more than {ITEMS} items; export it in smaller groups of rows", place()),
            ));
        }
        let length = u64::try_from(described.type_length()).unwrap_or(0);
        self.fixed = self.fixed.saturating_add(length);
        self.unpacked = self.unpacked.saturating_add(pages.unpacked);
        self.held = self.held.saturating_add(pages.dictionary_bytes + 2 * pages.largest);
        // A dictionary as long as a batch saves nothing.
        if let Some(is_kept) = self.dictionaries.get_mut(root) {
            *is_kept = is_flat && pages.dictionary.is_some_and(|values| values <= 2048);
        }
        self.pages.push(pages);
        Ok(())
    }

    /// The most bytes of pages in which `size` rows that follow each other lie.
    fn window(&self, size: usize) -> u64 {
        self.pages.iter().map(|pages| pages.window(size as u64)).sum()
    }
}
