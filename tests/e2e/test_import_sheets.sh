#!/usr/bin/env bash
# Sheets as offices save them, and what is no sheet; a large one is one command.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
sheet=$world/results.csv
stored() { sql "SELECT count(*) FROM giothong.submission"; }
import() { # import CODE: the one row is refused with it
	as an-minh import "$sheet" --json >"$world/imported" 2>"$world/said" || true
	same refused 1 "$(jq -r .refused "$world/imported")"
	same code "$1" "$(sed -n '2s/^[^,]*,\([^,]*\),.*/\1/p' "$sheet.rejects.csv")"
}

it "BOM, semicolons, CRLF, sep=, quotes, TAB, remarks, names composed otherwise"
printf '\xef\xbb\xbfngày;đơn vị máu\r\n2026-07-01;1.010\r\n2026-07-02;20\r\n' >"$sheet"
same accepted 2 "$(json .accepted as an-minh import "$sheet")"
printf 'sep=;\r\nngày;đơn vị máu;ghi chú\r\n2026-07-03;30;"nắng; đông"\r\n' >"$sheet"
same accepted 1 "$(json .accepted as an-minh import "$sheet")"
printf '# hai dòng, dấu phẩy\nngày\tđơn vị máu\n# nữa, và nữa\n2026-07-04\t40\n' >"$sheet"
same accepted 1 "$(json .accepted as an-minh import "$sheet")"
printf 'địa phương,ngày,đơn vị máu\nXa\xcc\x83 An Minh,2026-07-05,50\n' >"$sheet"
same accepted 1 "$(json .accepted as an-giang import "$sheet")"
same units 1150 "$(units national VN 2026)"

it "Excel's decimals, a ragged row, other encodings and no sheet at all: nothing is saved"
before=$(stored)
printf 'date;blood_units\n2026-07-06;3,95\n' >"$sheet"
import NUMBER
printf 'date,blood_units\n2026-07-06,2.5\n' >"$sheet"
import NUMBER
printf 'date,blood_units\n2026-07-06,1\n2026-07-07\n' >"$sheet"
expect_code CSV as an-minh import "$sheet"
printf 'date,blood_units\n2026-07-06,"1\n' >"$sheet"
expect_code CSV as an-minh import "$sheet"
printf 'date,blud_units\n2026-07-06,1\n' >"$sheet"
expect_code CSV as an-minh import "$sheet"
printf 'date,blood_units,note\n2026-07-06,1,\xc4\x90\xff\n' >"$sheet"
expect_code TEXT as an-minh import "$sheet"
printf '\xff\xfed\x00a\x00t\x00e\x00' >"$sheet"
expect_code TEXT as an-minh import "$sheet"
printf 'PK\x03\x04' >"$sheet"
expect_code CSV as an-minh import "$sheet"
: >"$sheet"
expect_code CSV as an-minh import "$sheet"
expect_code NOT_FOUND as an-minh import "$world/missing.csv"
expect_code IO as an-minh import "$world"
same stored "$before" "$(stored)"

it "two thousand rows are one command"
{
	echo date,no,blood_units
	for n in {1..2000}; do printf '2026-%02d-%02d,%d,1\n' $((n % 9 + 1)) $((n % 28 + 1)) $((n % 999 + 1)); done
} >"$sheet"
same accepted 2000 "$(json .accepted as an-minh import "$sheet" --wait 120)"
same units 3150 "$(units national VN 2026)"

it "ledger, outboxes and summaries agree"
check_ledger
