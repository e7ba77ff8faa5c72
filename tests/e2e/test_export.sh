#!/usr/bin/env bash
# Every table is a workbook, CSV and JSON alike: the same rows, numbers as numbers, a header that stays in
# sight, and where its figures are from.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
as an-minh submit --date 2026-05-08 --attended 402 --units 365 >/dev/null
as an-minh submit --date 2026-06-08 --attended 120 --units 100 >/dev/null
printf 'type,org,period,units\ntarget,31018,2026-05,350\ntarget,31018,2026-06,150\n' >"$world/plan.csv"
as an-giang plan import "$world/plan.csv" >/dev/null
out=$world/out

rows_of() { # rows_of JSON: the list of it, whatever it is called
	jq 'if type == "array" then length else [.[] | select(type == "array")][0] | length end' "$1"
}
exported() { # exported PROFILE COMMAND...: in every ending, and on the screen for programs
	local profile=$1 ending
	shift
	for ending in json csv xlsx; do
		as "$profile" "$@" -o "$out.$ending" >"$world/silent"
		[ ! -s "$world/silent" ] || fail "$* -o says something: $(cat "$world/silent")"
	done
	as "$profile" "$@" --csv | cmp - "$out.csv" || fail "$* --csv"
	rows=$(rows_of "$out.json")
	[ "$rows" -gt 0 ] || fail "$*: no rows"
	same "rows of $* in CSV" "$rows" "$(($(wc -l <"$out.csv") - 1 - $(grep -c '^total,' "$out.csv")))"
	unzip -tq "$out.xlsx" >/dev/null || fail "$*: no workbook"
	unzip -p "$out.xlsx" xl/worksheets/sheet1.xml >"$world/sheet.xml"
	grep -q 'state="frozen"' "$world/sheet.xml" || fail "$*: the header is not frozen"
}
has_batch() {
	unzip -p "$out.xlsx" docProps/custom.xml | grep -q 'name="batch"' || fail "no batch in the properties"
}

it "what the aggregator knows"
for by in child month sector campaign drive indicator; do
	exported national summary --org VN --period 2026 --by $by
	has_batch
	unzip -p "$out.xlsx" docProps/custom.xml | grep -q 'name="root"' || fail "no root in the properties"
done
exported an-giang plan show --org 91 --period 2026
has_batch
grep -q '<v>350</v>' "$world/sheet.xml" || fail "350 is no number"
exported an-giang plan show --drives --org 91 --period 2026
exported an-giang drive list --org 91 --period 2026
has_batch
exported an-giang org list --under 91
exported an-giang org search 'an minh'
exported an-giang installs

it "what this machine knows"
exported an-minh outbox list
exported an-minh outbox show 2
exported an-minh profile list
exported an-minh indicators
exported an-minh indicators --rules

it "another ending, and a file of what never ends, are refused with what to do"
expect_code USAGE as an-giang plan show --org 91 --period 2026 -o "$out.pdf"
expect_code USAGE as national watch -o "$out.xlsx"
expect_code USAGE as national watch --csv
[ ! -e "$out.pdf" ] || fail "it wrote something"
