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
printf '03394;12/09/2026;50\n' >"$sheet" # no header: the one row would be lost as one
expect_code CSV as an-minh import "$sheet" --dry-run
grep -q 'import --template result' "$world/out" || fail "$(cat "$world/out")"
printf 'date,blud_units\n2026-07-06,1\n' >"$sheet"
expect_code CSV as an-minh import "$sheet"
printf 'date,blood_units,note\n2026-07-06,1,\xc4\x90\xff\n' >"$sheet"
expect_code TEXT as an-minh import "$sheet"
printf '\xff\xfed\x00a\x00t\x00e' >"$sheet"
expect_code TEXT as an-minh import "$sheet"
printf 'Ng\xc2\xb5y,\xc2\xae\xc2\xacn v\xc3\x9e m\xc2\xb8u\n2026-07-06,1\n' >"$sheet"
expect_code TEXT as an-minh import "$sheet"
grep -q 'TCVN3' "$world/out" || fail "$(cat "$world/out")"
printf 'ngày,đơn vị máu\n2026-07-06,10\nTổng cộng,11\n' >"$sheet"
expect_code SUMS_DISAGREE as an-minh import "$sheet"
printf '\xd0\xcf\x11\xe0' >"$sheet"
expect_code CSV as an-minh import "$sheet"
printf 'PK\x03\x04' >"$sheet"
expect_code CSV as an-minh import "$sheet"
: >"$sheet"
expect_code CSV as an-minh import "$sheet"
expect_code NOT_FOUND as an-minh import "$world/missing.csv"
expect_code IO as an-minh import "$world"
same stored "$before" "$(stored)"

it "codes that lost their zeros, days as numbers, month and day in the other order"
printf 'org,date,blood_units\n1018,2026-07-06,1\n' >"$sheet"
import ORG_UNKNOWN
grep -q '01018' "$sheet.rejects.csv" || fail "the code that was meant is not named"
printf 'org,date,blood_units\n13,2026-07-06,1\n' >"$sheet"
import ORG_UNKNOWN
grep -q '013 .* 00013' "$sheet.rejects.csv" || fail "$(cat "$sheet.rejects.csv")"
before=$(stored)
printf 'date,blood_units\n46209,1\n' >"$sheet"
import DATE
grep -q '2026-07-06' "$sheet.rejects.csv" || fail "the day that was meant is not named"
printf 'date,blood_units\n7/16/2026,1\n' >"$sheet"
import DATE
grep -q '2026-07-16' "$sheet.rejects.csv" || fail "the day that was meant is not named"
same stored "$before" "$(stored)"

it "letters of Windows-1258, TCVN3 and UTF-16 are read, and the reader is told"
printf '\xd0\xf5n vi\xf2 m\xe1u;Ng\xe0y\n5;2026-10-01\n' >"$sheet"
same accepted 1 "$(json .accepted as an-minh import "$sheet" 2>"$world/said")"
grep -q '1258' "$world/said" || fail "$(cat "$world/said")"
printf 'Ng\xb5y;\xa7\xacn v\xde m\xb8u\n2026-10-02;6\n' >"$sheet"
same accepted 1 "$(json .accepted as an-minh import "$sheet" 2>"$world/said")"
grep -q 'TCVN3' "$world/said" || fail "$(cat "$world/said")"
printf 'Ngày\tĐơn vị máu\r\n2026-10-03\t7\r\n' | iconv -t UTF-16 >"$sheet"
same accepted 1 "$(json .accepted as an-minh import "$sheet" 2>/dev/null)"
same October 18 "$(units national VN 2026-10)"

it "a workbook with titles, merged cells, totals and signatures; what Excel did to it is refused by row"
t() { printf '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' "$1" "$2"; }
n() { printf '<c r="%s" s="%s"><v>%s</v></c>' "$1" "$2" "$3"; }
book=$world/results.xlsx
{
	echo "<row r=\"1\">$(t A1 'KẾT QUẢ HIẾN MÁU THÁNG 11')</row>"
	echo "<row r=\"3\">$(t A3 STT)$(t B3 'Tên địa phương')$(t C3 Ngày)$(t D3 'Kết quả')</row>"
	echo "<row r=\"4\">$(t D4 'Lượt&#10;tham gia')$(t E4 'Số đơn vị máu (đv)')</row>"
	echo "<row r=\"5\">$(n A5 0 1)$(t B5 'Xã An Minh')$(n C5 1 46330)$(n D5 0 1200)$(n E5 0 1000)</row>"
	echo "<row r=\"6\">$(n A6 0 2)$(n C6 1 46331)$(n D6 0 5000)$(n E6 0 3.95)</row>"
	echo "<row r=\"7\">$(n A7 0 3)$(n C7 1 46332)$(n D7 0 120)$(n E7 0 100)</row>"
	echo "<row r=\"8\">$(t B8 'Tổng cộng')$(n D8 0 6320)$(n E8 0 5050)</row>"
	echo "<row r=\"10\">$(t D10 'NGƯỜI LẬP BIỂU')</row>"
} | "$GH_BUILD/tests/e2e/make_xlsx" '<mergeCells><mergeCell ref="A1:E1"/><mergeCell ref="A3:A4"/>
	<mergeCell ref="B3:B4"/><mergeCell ref="C3:C4"/><mergeCell ref="D3:E3"/><mergeCell ref="B5:B7"/>
	</mergeCells>' >"$book"
as an-giang import "$book" --json >"$world/imported" 2>/dev/null || true
same accepted 2 "$(jq -r .accepted "$world/imported")"
same refused 1 "$(jq -r .refused "$world/imported")"
same November 1100 "$(units national VN 2026-11)"
grep -q '^6,NUMBER,.*3950' "$book.rejects.csv" || fail "$(cat "$book.rejects.csv")"
sed -i 's/"3,95"/3.950/' "$book.rejects.csv"
same "mended" 1 "$(json .accepted as an-giang import "$book.rejects.csv")"
same November 5050 "$(units national VN 2026-11)"
as an-giang import "$book" --json >"$world/imported" 2>/dev/null || true
same "the same again" "0 2" "$(jq -r '"\(.accepted) \(.already)"' "$world/imported")"

it "a page that the workbook lacks is refused with those that it has"
expect_code NOT_FOUND as an-giang import "$book" --sheet 'Tháng 12'
grep -q 'KQ' "$world/out" || fail "$(cat "$world/out")"
as an-giang import "$book" --sheet KQ --dry-run >/dev/null || true

it "activities are reports of their own, and a cumulative count that shrinks needs a note"
printf 'Địa phương,Từ ngày,Đến ngày,Lũy kế,Tờ rơi,CLB hiến máu tình nguyện\n31018,2025-12-01,2026-03-31,có,400,1\n' >"$sheet"
same accepted 1 "$(json .accepted as an-minh import "$sheet")"
same "leaflets" 400 "$(json .total.counts.leaflets as national summary --org 31018 --period 2026)"
same accepted 0 "$(json .accepted as an-minh import "$sheet")"
printf 'Địa phương,Từ ngày,Đến ngày,Lũy kế,Tờ rơi\n31018,2025-12-01,2026-06-30,có,399\n' >"$sheet"
import NOTE_MISSING
same "leaflets" 400 "$(json .total.counts.leaflets as national summary --org 31018 --period 2026)"

it "two thousand rows are one command"
{
	echo date,no,blood_units
	for n in {1..2000}; do printf '2026-%02d-%02d,%d,1\n' $((n % 9 + 1)) $((n % 28 + 1)) $((n % 999 + 1)); done
} >"$sheet"
same accepted 2000 "$(json .accepted as an-minh import "$sheet" --wait 120)"
same units $((3150 + 18 + 5050)) "$(units national VN 2026)"

it "ledger, outboxes and summaries agree"
check_ledger
