#!/usr/bin/env bash
# Results from a spreadsheet: checked, saved, counted once, what is wrong told by its line.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 91 committee an-giang
world_enrol 31018 reporter an-minh
tally() { # tally COMMAND...: "rows new already refused", whatever the exit status
	"$@" --json >"$world/tally" 2>"$world/err" || true
	jq -r '"\(.rows) \(.accepted) \(.already) \(.refused)"' "$world/tally"
}

it "the template's own columns are read, and its first line has them all"
giothong import --template results >"$world/template.csv"
header=$(head -n 1 "$world/template.csv" | tr -d '\r')
same header org,date,drive,kind,from,to,registered,attended,donated,blood_units,units_250,units_350,sector,campaign,source,note "$header"
file=$world/filled.csv
cat >"$file" <<END
$header
31018,2026-05-08,,,,,420,402,365,365,,,,,,
Xã An Minh,15/7/2026,,,,,,210,190,190,40,150,,,telephone,báo qua điện thoại
31018,,,fixed_site,2026-06-01,2026-06-30,,,,3.950,,,,,,
END

it "--dry-run saves nothing"
same tally "3 0 0 0" "$(tally as an-minh import "$file" --dry-run)"
same "rows of the outbox" 1 "$(outbox an-minh 'SELECT count(*) FROM entry')" # the enrolment
same units 0 "$(units national VN 2026)"

it "every row is counted"
same tally "3 3 0 0" "$(tally as an-minh import "$file")"
same units 4505 "$(units national VN 2026)"
same "June" 3950 "$(units national VN 2026-06)"

it "the same file again changes nothing"
stored=$(sql "SELECT count(*) FROM giothong.submission")
same tally "3 0 3 0" "$(tally as an-minh import "$file")"
same units 4505 "$(units national VN 2026)"
same stored "$stored" "$(sql "SELECT count(*) FROM giothong.submission")"

it "nor does it when the office above imports it"
same tally "3 0 3 0" "$(tally as an-giang import "$file")"
same units 4505 "$(units national VN 2026)"

it "a wrong row does not stop the others, and is told by line and reason"
cat >"$world/mixed.csv" <<END
$header
31018,2026-08-01,,,,,,,,100,,,,,,
31018,31/6/2026,,,,,,,,100,,,,,,
31018,2026-08-03,,,,,,,,"3,95",,,,,,
Xã Không Có,2026-08-04,,,,,,,,100,,,,,,
04795,2026-08-05,,,,,,,,100,,,,,,
31018,2026-08-06,,,,,,,,200,,,,,,
31018,2026-08-06,,,,,,,,201,,,,,,
END
same tally "7 2 0 5" "$(tally as an-minh import "$world/mixed.csv")"
same "where they are" "$world/mixed.csv.rejects.csv" "$(jq -r .rejects "$world/tally")"
same units 4805 "$(units national VN 2026)"
rejected() { tail -n +2 "$world/mixed.csv.rejects.csv" | cut -d, -f 1,2 | tr '\n' ' '; }
same "lines and codes" "3,DATE 4,NUMBER 5,ORG_UNKNOWN 6,NOT_YOURS 8,DUPLICATE " "$(rejected)"
grep -q '31/6/2026' "$world/mixed.csv.rejects.csv" || fail "the row itself is not there"
grep -q '3950' "$world/mixed.csv.rejects.csv" || fail "the cure of 3,95 is not there"
got=0
as an-minh import "$world/mixed.csv" >/dev/null 2>&1 || got=$?
same "exit status" 65 $got

it "the rejects, mended, are a file to import"
sed -e 's|31/6/2026|30/6/2026|g' -e 's/3,95/3950/g' -e 's/Xã Không Có/Xã An Minh/g' \
	-e 's/,04795,/,31018,/' -e '/DUPLICATE/d' "$world/mixed.csv.rejects.csv" >"$world/mended.csv"
same tally "4 4 0 0" "$(tally as an-minh import "$world/mended.csv")"
same units $((4805 + 100 + 3950 + 100 + 100)) "$(units national VN 2026)"

it "what differs from what is there is refused, and corrected with --replace"
printf 'org,date,blood_units\n31018,2026-08-01,110\n' >"$world/other.csv"
same tally "1 0 0 1" "$(tally as an-minh import "$world/other.csv")"
same code REVISION_CONFLICT "$(sed -n 2p "$world/other.csv.rejects.csv" | cut -d, -f 2)"
same tally "1 1 0 0" "$(tally as an-minh import "$world/other.csv" --replace)"
same August 4460 "$(units national VN 2026-08)"

it "headers and words may be Vietnamese"
printf 'Địa phương;Ngày hiến máu;Lượt tham gia;Đơn vị máu;Ghi chú\r\nXã An Minh;9/9/2026;100;80;ngày hội\r\n' \
	>"$world/viet.csv"
same tally "1 1 0 0" "$(tally as an-minh import "$world/viet.csv")"
same September 80 "$(units national VN 2026-09)"

it "a sector is named by its code, its name or another name of it: in a plan, in a sheet and by hand"
cat >"$world/sectors.csv" <<'CSV'
type,code,org,name,aliases,period,units,sector
sector,CA,91,Công an,Khối lực lượng vũ trang|Khối A,,,
sector,YTE,91,Ngành y tế,,,,
target,,31018,,,2026,70,Khối A
CSV
same refused 0 "$(json .refused as national plan import "$world/sectors.csv")"
same "the plan's" CA "$(json '.targets[] | select(.org == "31018") | .sector' as national plan show --org 91 --period 2026)"
as an-minh submit --date 2026-04-01 --units 31 --sector "công an" >/dev/null
printf 'Ngày,Số đơn vị,Khối\n2026-04-02,32,Khối lực lượng vũ trang\n2026-04-03,33,CA\n' >"$world/sector.csv"
same tally "2 2 0 0" "$(tally as an-minh import "$world/sector.csv")"
same units 96 "$(json '.rows[] | select(.key == "CA") | .counts.blood_units' as national summary --org 91 --period 2026-04 --by sector)"
expect_code INVALID as an-minh submit --date 2026-04-04 --units 31 --sector "Khối B"
grep -q 'CA Công an; YTE Ngành y tế' "$world/out" || fail "$(cat "$world/out")"
printf 'type,code,org,name\nsector,CA2,31018,Công an\n' >"$world/sectors.csv"
same refused 0 "$(json .refused as national plan import "$world/sectors.csv")"
expect_code INVALID as an-minh submit --date 2026-04-04 --units 31 --sector "Công an"
grep -q 'CA Công an; CA2 Công an' "$world/out" || fail "$(cat "$world/out")"
next_says "mend it"

it "a summary goes into a workbook"
as national summary --org VN --period 2026 --by child -o "$world/out.xlsx"
unzip -t "$world/out.xlsx" >/dev/null || fail "no zip"
unzip -l "$world/out.xlsx" >"$world/listed"
grep -q 'xl/worksheets/sheet1.xml' "$world/listed" || fail "$(cat "$world/listed")"

it "a workbook that is no table of results is refused by its column, with what there is"
expect_code CSV as an-minh import "$world/out.xlsx"
grep -q 'Code.*put #' "$world/out" || fail "$(cat "$world/out")"

it "each kind of template is a workbook and a CSV file that reads back, without its examples"
for kind in result collection activity; do
	giothong import --template $kind -o "$world/$kind.xlsx"
	giothong import --template $kind -o "$world/$kind.csv"
	for ending in xlsx csv; do
		giothong import "$world/$kind.$ending" --dry-run --json >"$world/dry" || fail "$kind.$ending"
		same "$kind.$ending" "0 0" "$(jq -r '"\(.entries) \(.refused)"' "$world/dry")"
	done
done
same "Excel's mark" efbbbf "$(head -c 3 "$world/result.csv" | od -An -tx1 | tr -d ' ')"
giothong import --template plan -o "$world/plan.xlsx"
giothong plan import "$world/plan.xlsx" --dry-run >/dev/null
expect_code USAGE giothong import --template money

it "ledger, outboxes and summaries agree"
check_ledger
