#!/usr/bin/env bash
# What is asked for may be a file: a workbook, a table, JSON.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
as an-minh submit --date 2026-05-08 --attended 402 --units 365 >/dev/null
out=$world/out

it "a workbook is a real one, with the figures as numbers"
as national summary --org VN --period 2026 --by child -o "$out.xlsx"
unzip -tq "$out.xlsx" >/dev/null || fail "no zip"
unzip -l "$out.xlsx" >"$world/listed"
for part in '\[Content_Types\].xml' xl/workbook.xml xl/worksheets/sheet1.xml; do
	grep -q "$part" "$world/listed" || fail "no $part in $(cat "$world/listed")"
done
unzip -p "$out.xlsx" xl/worksheets/sheet1.xml >"$world/sheet.xml"
grep -q '<v>365</v>' "$world/sheet.xml" || fail "365 is no number of it"

it "JSON and CSV files say what the screen says"
as national summary --org VN --period 2026 --by child -o "$out.json"
same units 365 "$(jq .total.counts.blood_units "$out.json")"
as national summary --org VN --period 2026 --by child --csv >"$world/screen.csv"
as national summary --org VN --period 2026 --by child -o "$out.csv"
cmp "$world/screen.csv" "$out.csv" || fail "they differ"
grep -q '^[0-9]*,,91,.*,365,' "$out.csv" || fail "$(cat "$out.csv")"

it "another ending is refused, and nothing is written"
expect_code USAGE as national summary --period 2026 -o "$out.pdf"
[ ! -e "$out.pdf" ] || fail "it wrote something"

it "ledger, outboxes and summaries agree"
check_ledger
