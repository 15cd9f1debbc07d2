#!/usr/bin/env bash
# Instructions that a record costs, counted by callgrind: the same on a busy machine, so that a slower part shows.
#
#   benches/instructions.sh           compares with benches/instructions.tsv; ends with 1 when something costs more
#   benches/instructions.sh --renew   writes that table anew
#
# ULD=FILE measures that binary; else one is built with `--profile measure`, which keeps the parts apart.
set -euo pipefail
cd "$(dirname "$0")/.."

# A part may cost so many per cent more before it counts as slower.
tolerance=10
# What starting costs is taken off: the difference of two runs is divided by the difference of their records.
few=2000
many=10000

for tool in valgrind callgrind_annotate awk; do
  if ! command -v "$tool" >/dev/null; then
    echo "$tool is missing: install valgrind (apt-get install valgrind, or dnf install valgrind)" >&2
    exit 2
  fi
done

table=benches/instructions.tsv
if [ -z "${ULD:-}" ]; then
  cargo build --locked --profile measure
  ULD=target/measure/uld
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The forms are written by the program itself, so that all hold the same records.
for records in $few $many; do
  awk -v records=$records -f benches/export.awk >"$work/$records.csv"
  for form in ndjson parquet; do
    "$ULD" eval benches/lead.uld "$work/$records.csv" --as-of 2026-11-22 --keep-all -o "$work/$records.$form" 2>/dev/null
  done
done

# Names of functions, with all that they call: part, form, pattern.
parts="\
cutting	csv	records::cut::Cut::next
cells	csv	records::rows::Rows::read$
cells	ndjson	records::rows::Rows::read$
columns	csv	evaluate::batch::Batch::read_columns
judging	csv	evaluate::judge::settled
writing	csv	::write_rows$
writing	parquet	::write_rows$"

counted() { # records, form: one count of instructions a function, with all that it calls
  local out="$work/$1.$2.callgrind"
  # Without a word: what it says of itself is no result.
  valgrind --tool=callgrind --callgrind-out-file="$out" "$ULD" eval benches/lead.uld "$work/$1.$2" \
    --as-of 2026-11-22 --threads 1 -o "$work/out.csv" 2>/dev/null
  callgrind_annotate --inclusive=yes --threshold=100 "$out" 2>/dev/null |
    awk '$1 ~ /^[0-9,]+$/ { count = $1; gsub(",", "", count); sub(/^[^:]*:/, ""); sub(/ \[.*/, "");
      sub(/ *\([0-9.]+%\) */, ""); print count "\t" $0 }' >"$work/$1.$2.tsv"
}

inclusive() { # records, form, pattern: the largest count of the functions with such a name
  awk -F '\t' -v pattern="$3" '$2 ~ pattern && $1 > most { most = $1 } END { printf "%d", most }' "$work/$1.$2.tsv"
}

measured="$work/measured.tsv"
add() { # name, form, pattern
  local less more
  less=$(inclusive $few "$2" "$3")
  more=$(inclusive $many "$2" "$3")
  printf '%s\t%s\t%d\n' "$1" "$2" $(((more - less) / (many - few))) >>"$measured"
}

printf 'part\tform\tinstructions\n' >"$measured"
for form in csv ndjson parquet; do
  counted $few $form
  counted $many $form
  add all $form 'PROGRAM TOTALS'
done
while IFS=$'\t' read -r name form pattern; do
  add "$name" "$form" "$pattern"
done <<<"$parts"

if [ "${1:-}" = --renew ]; then
  cp "$measured" "$table"
  cat "$table"
  exit 0
fi
awk -F '\t' -v tolerance=$tolerance '
  FNR == 1 { next }
  NR == FNR { before[$1 FS $2] = $3; next }
  {
    known = before[$1 FS $2]
    change = known > 0 ? ($3 - known) * 100 / known : 0
    verdict = !known ? "not in the table" : change > tolerance ? "SLOWER" : change < -tolerance ? "faster: renew the table" : "as before"
    if (change > tolerance || (known > 0 && $3 == 0)) slower = 1
    printf "%-10s %-8s %8d instructions a record, %8d before, %+6.1f%%  %s\n", $1, $2, $3, known, change, verdict
  }
  END { exit slower }' "$table" "$measured"
