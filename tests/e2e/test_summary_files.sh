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

it "the total is the last row of a file, which no sum over the rows takes in, with how complete it is"
same "rows named total" 1 "$(grep -c '^total,' "$out.csv")"
tail -n 1 "$out.csv" | grep -q '^total,,VN,[^,]*,total,' || fail "$(tail -n 1 "$out.csv")"
column() { # column NAME: of the total
	head -n 1 "$out.csv" | tr ',' '\n' | grep -nx "$1" | cut -d: -f1
}
same "its units" 365 "$(tail -n 1 "$out.csv" | cut -d, -f"$(column blood_units)")"
[ -n "$(column reported_percent)" ] || fail "no completeness"
unzip -p "$out.xlsx" xl/worksheets/sheet1.xml | grep -o '<row r="[0-9]*"' | tr -dc '0-9\n' | tail -n 2 | {
	read -r last
	read -r total
	same "an empty row above the total" 2 $((total - last))
}
unzip -p "$out.xlsx" xl/sharedStrings.xml | grep -q '<t>Total</t>' || fail "the total has no name"
as national summary --org VN --period 2026 --by indicator --csv | grep '^total' && fail "indicators have no sum"

it "a workbook names its batch and root, keeps its header in sight and says how complete a row is"
unzip -p "$out.xlsx" docProps/custom.xml >"$world/custom.xml"
batch=$(json .as_of_batch as national summary --org VN --period 2026)
root=$(json .root as national summary --org VN --period 2026)
grep -q "name=\"batch\".*>$batch<.*name=\"root\".*>$root<" "$world/custom.xml" || fail "$(cat "$world/custom.xml")"
grep -q 'state="frozen"' "$world/sheet.xml" || fail "the header is not frozen"
unzip -p "$out.xlsx" xl/sharedStrings.xml | grep -q 'Drives reported of planned' || fail "no completeness"

it "what is computed from the sums is shown where it is asked for, and is no mean"
as an-minh submit --date 2026-05-09 --attended 100 --units 60 >/dev/null
json .total.derived as national summary --org VN --period 2026 --indicators yield_percent,units_per_drive >"$world/derived"
same yield 84.6614 "$(jq .yield_percent "$world/derived")"
same "units a drive" 212.5 "$(jq .units_per_drive "$world/derived")"
same "not asked for" null "$(json .total.derived as national summary --org VN --period 2026)"
as national summary --org VN --period 2026 --indicators L4,attended >"$world/people"
grep -q 'Of those who attended, gave' "$world/people" || fail "$(cat "$world/people")"
grep -q '84.7%' "$world/people" || fail "$(cat "$world/people")"
expect_code INDICATOR_UNKNOWN as national summary --indicators litres

it "every indicator and every rule is listed, without a profile"
same additive additive "$(json '.indicators[] | select(.code == "blood_units").class' giothong indicators)"
same stock stock "$(json '.indicators[] | select(.code == "reserve_donors").class' giothong indicators)"
same ratio ratio "$(json '.indicators[] | select(.group == "L4").class' giothong indicators)"
same coverage coverage "$(json '.indicators[] | select(.group == "L12").class' giothong indicators)"
same leaflets leaflets "$(json '.indicators[].code' giothong indicators 'tờ rơi')"
same rules 26 "$(json '[.rules[].rule | select(test("^V([1-9]|1[0-9]|2[0-6])$"))] | length' giothong indicators --rules)"

it "another ending is refused, and nothing is written"
expect_code USAGE as national summary --period 2026 -o "$out.pdf"
[ ! -e "$out.pdf" ] || fail "it wrote something"

it "ledger, outboxes and summaries agree"
check_ledger
