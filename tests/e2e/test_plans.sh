#!/usr/bin/env bash
# Plans as data: checks, rounds, completeness, deadlines, reminders and comparison, with the figures of the
# five documents.
demo=$(cd "$(dirname "$0")/../../deploy/demo" && pwd)
export GH_PLACES=$demo/places.csv GH_SUCCESSIONS=$demo/successions.csv
. "$(dirname "$0")/world.sh"

world_start
world_enrol 909 reporter an-minh
summer=2022-05-01..2022-08-31
holds() { # holds FILE FILTER
	[ "$(jq "$2" "$1" 2>&1)" = true ] || fail "not so: $2 in $(head -c 3000 "$1")"
}
check() { # check NAME: a document's file before it is imported
	as national plan check "$demo/$1.csv" --json >"$world/$1.check" || fail "$(cat "$world/$1.check")"
}
finding() { # finding NAME CODE FILTER: some finding of that code is so
	holds "$world/$1.check" "[.findings[] | select(.code == \"$2\")] | length > 0 and any($3)"
}

it "Kiên Giang: the matrix, +11, the 3,5% and Giang Thành, before a line is imported"
check kien-giang-2022
holds "$world/kien-giang-2022.check" '.errors == 0 and .org == "91" and .from == "2022-05-01" and .to == "2022-08-31"'
holds "$world/kien-giang-2022.check" '.matrix.totals == {"2022-05": 1532, "2022-06": 2220, "2022-07": 2172, "2022-08": 1487}'
holds "$world/kien-giang-2022.check" '.matrix | .total == 7411 and (.rows | length) == 23
	and .places == 4475 and .places_n == 14 and .bodies == 2936 and .bodies_n == 9'
holds "$world/kien-giang-2022.check" '.matrix.rows[] | select(.org == "91.VINPEARL") | .total == 345 and .cells == {"2022-05": 345}'
finding kien-giang-2022 SUM_OVER '.stated == 7400 and .computed == 7411 and .severity == "info"'
finding kien-giang-2022 SHARE_IMPLIES '.computed == 211429 and .severity == "warning"'
finding kien-giang-2022 ORG_MISSING '.org == "914" and .name == "Huyện Giang Thành"'
same "missing, only that one" 1 "$(jq '[.findings[] | select(.code == "ORG_MISSING")] | length' "$world/kien-giang-2022.check")"

it "31/6 is refused as an error with its line, and the rest is checked all the same"
sed '/^target,,899/s/2022-06/01\/06\/2022..31\/6\/2022/' "$demo/kien-giang-2022.csv" >"$world/31-6.csv"
code=0
as national plan check "$world/31-6.csv" --json >"$world/31-6.check" || code=$?
[ $code -ne 0 ] || fail "31/6 passed"
finding 31-6 DATE '.severity == "error" and .line > 3'
holds "$world/31-6.check" '.matrix.total == 7061'

it "Phú Quốc is accepted as a city under its old name, as the document writes it"
for name in "BCĐ. huyện Phú Quốc" "Huyện Phú Quốc" "huyen phu quoc" "TP. Phú Quốc" "Thị xã Phú Quốc"; do
	sed "s/^target,,911,/target,,$name,/" "$demo/kien-giang-2022.csv" >"$world/old-name.csv"
	as national plan check "$world/old-name.csv" --json >"$world/old-name.check" || fail "$(cat "$world/old-name.check")"
	holds "$world/old-name.check" '.errors == 0 and (.matrix.total == 7411) and
		(.matrix.rows[] | select(.org == "911") | .total == 350 and .name == "Thành phố Phú Quốc")'
done
same "a total by the old name" 911 "$(json .org as national summary --org "huyện Phú Quốc" --period 2022)"
expect_code ORG_NOT_VALID as national summary --org "huyện Phú Quốc" --period 2026

it "rows of places without their province's own are the province's plan, and all of them are in its sums"
grep -E '^type|^target' "$demo/kien-giang-2022.csv" | grep -v '^target,,91,' >"$world/rows.csv"
as national plan check "$world/rows.csv" --json >"$world/rows.check" || fail "$(cat "$world/rows.check")"
holds "$world/rows.check" '.org == "91" and .errors == 0 and .matrix.total == 7411 and .matrix.totals["2022-06"] == 2220'
as national plan check "$world/rows.csv" --org 91@2022-06-01 --json >"$world/rows-91.check"
same "as with --org" "$(jq . "$world/rows-91.check")" "$(jq . "$world/rows.check")"
expect_code USAGE env GIOTHONG_PROFILE=nobody giothong plan check "$world/rows.csv"

it "a file of which no row can be read says why, and a file without a row that there is none"
printf 'type,org,period,units\ntarget,899,2022-13,350\n' >"$world/none.csv"
expect_code PERIOD as national plan check "$world/none.csv"
[[ "$(jq -r .error.detail "$world/out")" = *"line 2"* ]] || fail "$(cat "$world/out")"
printf 'type,org,period,units\n' >"$world/none.csv"
expect_code CSV as national plan check "$world/none.csv"

it "a row Tổng cộng is the stated total: checked, and never a line"
{
	cat "$demo/kien-giang-2022.csv"
	echo 'target,,Tổng cộng,,,,,,7411,,,,,,'
	echo 'target,,Tổng,,,2022-06,,,2200,,,,,,'
} >"$world/total.csv"
code=0
as national plan check "$world/total.csv" --json >"$world/total.check" || code=$?
[ $code -ne 0 ] || fail "2.200 for 2.220 passed"
finding total TOTAL_EQUAL '.stated == 7411 and .computed == 7411'
finding total TOTAL_DIFFERS '.stated == 2200 and .computed == 2220 and .severity == "error"'
holds "$world/total.check" '.matrix.total == 7411 and .errors == 1'

it "Lai Châu: eighteen drives, 7.260, drive 9 flagged with its twelve executing organisations"
check lai-chau-2021
holds "$world/lai-chau-2021.check" '.matrix.total == 7260 and .errors == 0'
holds "$world/lai-chau-2021.check" '.parts == {places: 7260, places_n: 9, bodies: 0, bodies_n: 0, total: 7260}'
holds "$world/kien-giang-2022.check" '.parts == {places: 4475, places_n: 14, bodies: 2936, bodies_n: 9, total: 7411}'
finding lai-chau-2021 OUTLIER '.stated == 3950 and .computed == 200 and .line > 0 and (.text | test("12"))'
same "flagged" 1 "$(jq '[.findings[] | select(.code == "OUTLIER")] | length' "$world/lai-chau-2021.check")"
holds "$world/lai-chau-2021.check" '.matrix.rows | map(.total) | sort == [200, 400, 400, 400, 400, 400, 400, 400, 4260]'
finding lai-chau-2021 DRAFT '.org == "12"'

it "Ba Đình: four sectors are the year's 3.370, and the rate stays a rate"
check ba-dinh-2022
finding ba-dinh-2022 SUM_EQUAL '.stated == 3370 and .computed == 3370'

it "a sector by its name or an alias is the cell that its code is"
sed -e 's/units,CBCNVC/units,khối cnvc/' -e '$a target,,001,,2022,2475,units,Khối phường,,KH 08/3/2022' \
	"$demo/ba-dinh-2022.csv" >"$world/by-name.csv"
as national plan check "$world/by-name.csv" --json >"$world/by-name.check"
finding by-name SUM_EQUAL '.stated == 3370 and .computed == 3370'
check nam-tu-liem-2020
check tam-duong-2024

for plan in kien-giang-2022 lai-chau-2021 ba-dinh-2022 nam-tu-liem-2020 tam-duong-2024; do
	same "$plan: refused" 0 "$(json .refused as national plan import "$demo/$plan.csv")"
done
for results in nam-tu-liem-2020 tam-duong-2024; do
	same "$results: refused" 0 "$(json .refused as national import "$demo/$results-results.csv")"
done

it "a file that was imported is checked as before: its lines stand for those in force"
for plan in kien-giang-2022 lai-chau-2021 ba-dinh-2022 nam-tu-liem-2020 tam-duong-2024; do
	as national plan check "$demo/$plan.csv" --json >"$world/$plan.again"
	same "$plan: again" "$(jq 'del(.as_of_batch)' "$world/$plan.check")" "$(jq 'del(.as_of_batch)' "$world/$plan.again")"
done

it "what the year's lines give to places and bodies stands in the first line, beside what the months do"
cat >"$world/year.csv" <<'CSV'
type,code,org,name,parent,period,units,plan
target,,105,,,2019,400,9/KH
target,,107,,,2019-05,110,9/KH
body,CAT,,Công an tỉnh,12,,,
target,,12.CAT,,,2019,200,9/KH
CSV
same "refused" 0 "$(json .refused as national plan import "$world/year.csv")"
as national plan check --org 12@2019-06-01 --period 2019 --json >"$world/year.check"
holds "$world/year.check" '.parts == {places: 510, places_n: 2, bodies: 200, bodies_n: 1, total: 710} and .matrix.total == 110'
as national plan check --org 12@2019-06-01 --period 2019 --text --lang vi >"$world/year.txt"
grep -qF 'Địa phương: 510 (2 nơi) · cơ quan: 200 (1 nơi) · cộng: 710 (theo tháng và buổi: 110)' "$world/year.txt" || fail "$(cat "$world/year.txt")"

it "what is in force is checked as the file was"
as national plan check --org 91@2022-06-01 --period campaign:HE-2022 --json >"$world/now.check"
finding now SUM_OVER '.stated == 7400 and .computed == 7411'
finding now ORG_MISSING '.org == "914"'
finding now SHARE_IMPLIES '.stated == 350 and .computed == 211429 and .severity == "warning"'
same "stated" 3.5 "$(json '.targets[] | select(.value == 7400) | .stated_share' as national plan show --org 91@2022-06-01 --period campaign:HE-2022)"
holds "$world/now.check" '.matrix.total == 7411'
as national plan check --org 91@2022-06-01 --period campaign:HE-2022 --matrix -o "$world/matrix.xlsx"
[ -s "$world/matrix.xlsx" ] || fail "no matrix in XLSX"
batch=$(jq .as_of_batch "$world/now.check")
[ "$batch" -gt 1 ] || fail "no batch in $(cat "$world/now.check")"
as national plan check --org 12 --period 2021 --json >"$world/now-lc.check"
finding now-lc OUTLIER '.stated == 3950 and (.text | test("12"))'

it "heads, staff and places: what is done of a target stands in the summary, the plan and its check; unknown is –"
other() { jq -r --arg m "$1" '.total.other_targets[] | select(.measure == $m) | "\(.value) \(.done) \(.whole)"' "$world/kg-other"; }
as national summary --org 91@2022-06-01 --period campaign:HE-2022 --json >"$world/kg-other"
same "volunteers, unknown" "300 null null" "$(other volunteers)"
same "staff, unknown" "3000 null null" "$(other staff_rate)"
finding now NOT_MEASURED '.text | test("volunteers|reserve_donors|staff")'
as national activity --for 91.CDKG --from 2022-06-01 --to 2022-06-30 --set volunteers=120 --set reserve_donors=40 \
	--set staff=200 --set staff_donors=50 --quiet >/dev/null
as national activity --for 904 --from 2022-06-01 --to 2022-06-30 --set volunteers=60 --quiet >/dev/null
as national summary --org 91@2022-06-01 --period campaign:HE-2022 --json >"$world/kg-other"
same "volunteers" "300 180 null" "$(other volunteers)"
same "reserve" "250 40 null" "$(other reserve)"
same "staff" "3000 2500 200" "$(other staff_rate)"
same "coverage" "10000 0 15" "$(other coverage)"
as national summary --org 91@2022-06-01 --period campaign:HE-2022 --lang vi >"$world/kg.txt"
grep -qF 'Chỉ tiêu khác: tình nguyện viên: tối thiểu 300, đã đạt 180 (60%)' "$world/kg.txt" || fail "$(cat "$world/kg.txt")"
as national plan show --org 91@2022-06-01 --period campaign:HE-2022 --json >"$world/show"
holds "$world/show" '.targets[] | select(.measure == "staff_rate") | .done_text == "25% của 200" or .done_text == "25% of 200"'
as national plan check --org 91@2022-06-01 --period campaign:HE-2022 --json >"$world/now.check"
finding now MEASURED '.severity == "info"'

it "a check as of an older batch is what it was then, and says so; as a short text too"
as national plan check --org 91@2022-06-01 --period campaign:HE-2022 --as-of-batch "$batch" --json >"$world/then.check"
finding then NOT_MEASURED '.severity == "info"'
holds "$world/then.check" ".as_of_batch == $batch and .infos > 0 and all(.findings[]; .code != \"MEASURED\" or .stated != 300)"
as national plan check --org 91@2022-06-01 --period campaign:HE-2022 --as-of-batch "$batch" --lang vi >"$world/then.txt"
grep -qF "lần ghi số $batch" "$world/then.txt" || fail "$(cat "$world/then.txt")"
as national plan check --org 91@2022-06-01 --period campaign:HE-2022 --text --lang vi >"$world/check.txt"
grep -qF 'cộng: 7.411.' "$world/check.txt" || fail "$(cat "$world/check.txt")"
grep -qF -- '- cảnh báo, Huyện Giang Thành: ' "$world/check.txt" || fail "$(cat "$world/check.txt")"

it "25/12/2020 lies in plan year 2021 and in no other"
lc() { json ".total.drives.planned" as national summary --org 12 --period "$1" --drafts; }
same "plan year 2021" 18 "$(lc 2021)"
same "plan year 2020" 0 "$(lc 2020)"
same "calendar year 2020" 1 "$(lc cal:2020)"
same "level of the province" 4260 "$(json '.rows[] | select(.kind == "self") | .target_units' as national summary --org 12 --period 2021 --drafts)"

it "Nam Từ Liêm: 121,3% · 78% · 36,7% · 2,5%, together 72,9%; one body of four"
as national summary --org 019 --period 2020 --lang vi >"$world/tu-liem.txt"
for percent in 121,3% 78% 36,7% 2,5% 72,9%; do
	grep -qF "$percent" "$world/tu-liem.txt" || fail "no $percent in $(cat "$world/tu-liem.txt")"
done
same "reached" 1 "$(json '[.rows[] | select((.percent_of_target // 0) >= 100)] | length' as national summary --org 019 --period 2020)"

it "Tam Đường: the round, as --round, as --period and as --to: đạt 130%, vượt 30%, 59,1% of 550, 61,1%"
for words in "--round TD-2024-6T" "--period round:TD-2024-6T" "--to 2024-06-06" "--period 2023-12-01..2024-06-06"; do
	# shellcheck disable=SC2086 # two words
	same "$words" "2023-12-01 2024-06-06 325 250 130" "$(json '"\(.period.from) \(.period.to) \(.total.counts.blood_units) \(.total.target_units) \(.total.percent_of_target)"' \
		as national summary --org 106@2024-06-01 $words)"
done
as national summary --org 106@2024-06-01 --round TD-2024-6T --text --lang vi >"$world/td.txt"
grep -qF 'đạt 130% chỉ tiêu 250, vượt 30%' "$world/td.txt" || fail "$(cat "$world/td.txt")"
same "of the year's 550" 59.0909 "$(json .total.percent_of_target as national summary --org 106@2024-06-01 --period 2024)"
same "yield" 61.1 "$(json '.total.counts | .blood_units * 1000 / .attended | round / 10' as national summary --org 106@2024-06-01 --period 2024)"

it "the office of a district that has ended sees its own machine, and has no say over others"
same "its machine" "909 active" "$(json '.installs[] | select(.org != "") | "\(.org) \(.state)"' as an-minh installs)"
expect_code NOT_FOUND as an-minh revoke "$(json '[.installs[] | select(.role == "national")][0].fingerprint' as national installs)" --reason "x"
expect_code ROLE as an-minh invite --org 909 --role reporter

it "rounds are listed, added and serve as periods; the same again is there already"
as national plan round list --org 106@2024-06-01 --period 2024 --json >"$world/rounds"
holds "$world/rounds" '.rounds | any(.code == "TD-2024-6T" and .cut_off == "2024-06-06")'
round=(plan round add TD-2024-9T --org 106 --from 2023-12-01 --to 2024-09-05 --due 2024-09-10 --name "9 tháng")
same "added" delivered "$(json .state as national "${round[@]}")"
same "again" already "$(json .state as national "${round[@]}")"
same "as a period" 325 "$(json .total.counts.blood_units as national summary --org 106@2024-06-01 --period round:TD-2024-9T)"

it "completeness: planned, held, reported, missing, silent; never over 100%"
as national summary --org 91@2022-06-01 --period $summer --json >"$world/kg"
holds "$world/kg" '.total.orgs == {expected: 23, silent: 23} and .total.drives.missing == 1'
as national summary --org 106@2024-06-01 --period 2024 --json >"$world/td"
holds "$world/td" '.total.drives == {planned: 2, held: 1, reported: 1, late: 0, missing: 1}
	and .total.orgs == {expected: 1, silent: 0}'
as national submit --for 106 --date 2024-07-01 --attended 30 --units 20 --quiet >/dev/null
as national summary --org 106@2024-06-01 --period 2024 --json >"$world/td2"
holds "$world/td2" '.total.drives | .planned == 2 and .held == 2 and .reported == 1'
as national summary --org 106@2024-06-01 --period 2024 --csv >"$world/td.csv"
head -n 1 "$world/td.csv" | grep -q drives_missing || fail "$(head -n 1 "$world/td.csv")"

it "late says who owes what since when, and nobody who was not live is late"
as national late --org 106@2024-06-01 --period 2024 --json >"$world/late"
holds "$world/late" '.late | length == 1 and .[0].drive == "106/2024-11-08/1" and .[0].since == "2024-11-10" and (.[0].live | not)'
as national late --org 91@2022-06-01 --period $summer --lang vi --text >"$world/late.txt"
grep -qF 'Huyện An Minh: buổi 909/2022-05-08/1 (08/05/2022), hạn 09/09/2022' "$world/late.txt" || fail "$(cat "$world/late.txt")"
grep -qF 'Cộng: 1 buổi, 22 nơi chưa báo cáo lần nào.' "$world/late.txt" || fail "$(cat "$world/late.txt")"

it "the ended province is meant by CODE@DATE, not who bears its code today"
printf 'type,code,name,parent,from,to\nbody,BAO,Báo Kiên Giang,%s,2021-01-01,2025-06-30\n' 'Tỉnh Kiên Giang' >"$world/parent.csv"
same "a parent by its name" "1 0" "$(json '"\(.entries) \(.refused)"' as national plan import "$world/parent.csv" --dry-run)"
sed -i 's/Tỉnh Kiên Giang/91@2025-06-30/' "$world/parent.csv"
same "by its code of a day" "1 0" "$(json '"\(.accepted) \(.refused)"' as national plan import "$world/parent.csv")"
same "it stands there" "91 2025-06-30" "$(json '.orgs[] | select(.org == "91.BAO") | "\(.parent) \(.valid_to)"' \
	as national org list --under 91@2025-06-30 --as-of 2025-06-30)"
as national text edit --org 91@2025-06-01 --document year --part III --text "Kiên Giang trước sáp nhập" --quiet >/dev/null
same "of the ended one" "Kiên Giang trước sáp nhập" "$(as national text show --org 91@2025-06-01 --document year --part III)"
! as national text show --org 91 --document year --part III 2>/dev/null | grep -qF 'Kiên Giang' || fail "the text is the new province's"
cat >"$world/ended.csv" <<'CSV'
type,org,period,units,plan
target,91@2025-06-01,2025,20000,1/KH
CSV
as national plan check "$world/ended.csv" --json >"$world/ended.check"
holds "$world/ended.check" '.org == "91" and .errors == 0 and .name == "Tỉnh Kiên Giang"'
same "refused" 0 "$(json .refused as national plan import "$world/ended.csv")"
same "its target" 20000 "$(json .total.target_units as national summary --org 91@2025-06-01 --period 2025 --basis recorded)"
same "in force" "91 20000" "$(json '.targets[] | "\(.org) \(.value)"' as national plan show --org 91@2025-06-01 --period 2025)"
as national plan check --org 91@2025-06-01 --period 2025 --json >"$world/ended.check"
holds "$world/ended.check" '.errors == 0 and .name == "Tỉnh Kiên Giang"'
as national document year --org 91@2025-06-01 --period 2025 -o "$world/ended.html" >/dev/null
grep -qF 'Kiên Giang trước sáp nhập' "$world/ended.html" || fail "$(sed 's/<[^>]*>/ /g' "$world/ended.html")"

it "registrations that the plan asks for are owed from the fifth day before the drive, until they are there"
soon=$(TZ=Asia/Ho_Chi_Minh date -d '+3 days' +%F)
later=$(TZ=Asia/Ho_Chi_Minh date -d '+9 days' +%F)
due=$(date -d "$soon -5 days" +%F)
cat >"$world/soon.csv" <<CSV
type,org,date,period,units,measure,plan
drive,12,$soon,,,,9/KH
drive,12,$later,,,,9/KH
target,12,,$soon..$later,300,registered,9/KH
CSV
same "planned" 0 "$(json .refused as national plan import "$world/soon.csv")"
as national late --org 12 --period "$soon..$later" --json >"$world/late"
holds "$world/late" '[.late[] | select(.what == "registration") | "\(.drive) \(.due)"] == ["12/'"$soon/1 $due"'"]'
as national late --org 12 --period "$soon..$later" --lang vi --text >"$world/late.txt"
grep -qF "số đăng ký của buổi 12/$soon/1" "$world/late.txt" || fail "$(cat "$world/late.txt")"
grep -qF ', 1 buổi thiếu số đăng ký.' "$world/late.txt" || fail "$(cat "$world/late.txt")"
as national remind 12 --period "$soon..$later" >/dev/null
as national text show --org 12 --document remind --part 1 --lang vi >"$world/note.txt"
grep -qE "(số đăng ký của buổi|registrations of drive) 12/$soon/1" "$world/note.txt" || fail "$(cat "$world/note.txt")"
as national registration "12/$soon/1" --registered 320 --quiet >/dev/null
same "there" 0 "$(json '[.late[] | select(.what == "registration")] | length' as national late --org 12 --period "$soon..$later")"

it "a reminder is seen at the office's next connection, once"
same "left" delivered "$(json .state as national remind 909@2022-06-01 --note "Gửi kết quả buổi 8/5")"
as an-minh submit --drive 909/2022-05-08/1 --attended 402 --units 365 --lang vi >"$world/seen" 2>&1
grep -qE 'NHẮC VIỆC #[0-9]+ Gửi kết quả buổi 8/5' "$world/seen" || fail "$(cat "$world/seen")"
as an-minh correct 909/2022-05-08/1 --units 360 --reason "đếm lại" --lang vi >"$world/seen" 2>&1
! grep -q 'NHẮC VIỆC' "$world/seen" || fail "told twice: $(cat "$world/seen")"
as national remind 909@2022-06-01 --note "Nhắc lần một" >/dev/null
as national remind 909@2022-06-01 --note "Nhắc lần hai" >/dev/null
as an-minh correct 909/2022-05-08/1 --units 361 --reason "đếm lại" --lang vi >"$world/seen" 2>&1
grep -qE 'NHẮC VIỆC #[0-9]+ Nhắc lần hai · [0-9/]+: Nhắc lần một' "$world/seen" || fail "the first is hidden: $(cat "$world/seen")"
as an-minh correct 909/2022-05-08/1 --units 360 --reason "đếm lại" --lang vi >"$world/seen" 2>&1
! grep -q 'NHẮC VIỆC' "$world/seen" || fail "told twice: $(cat "$world/seen")"
for command in "drive list --org 909@2022-06-01 --period $summer" doctor "summary --period $summer"; do
	same "left again" delivered "$(json .state as national remind 909@2022-06-01 --note "Trước khi $command")"
	# shellcheck disable=SC2086
	as an-minh $command --lang vi >"$world/seen" 2>&1 || true
	grep -q "NHẮC VIỆC #[0-9]* Trước khi" "$world/seen" || fail "$command: $(cat "$world/seen")"
done
as national remind 909@2022-06-01 --note "Một lần" --lang vi >/dev/null
GIOTHONG_LANG=vi as national outbox list >"$world/sent"
grep -q 'Nhắc 909@2022-06-01: Một lần' "$world/sent" || fail "$(cat "$world/sent")"
expect_code NOTE_MISSING as national remind 91 --note " "
as national remind 91@2025-06-30 --note "Cho Kiên Giang" >/dev/null
as national text show --org 91@2025-06-30 --document remind --part 1 | grep -q 'Cho Kiên Giang' || fail "not to Kiên Giang"
! as national text show --org 91 --document remind --part 1 2>/dev/null | grep -q 'Cho Kiên Giang' || fail "to An Giang"
same "everybody who owes" 22 "$(json .accepted as national remind --all-late --org 91@2022-06-01 --period $summer)"
expect_code ROLE as an-minh plan round add X --org 909 --from 2022-01-01 --to 2022-02-01

it "targets: revisions old to new, given and self-set, what was done"
sed -n '/^type,/p;/^target,,904,/p' "$demo/kien-giang-2022.csv" | sed 's/,350,exact,/,400,exact,/' >"$world/revised.csv"
same "revised" 1 "$(json .accepted as national plan import --replace "$world/revised.csv")"
as national plan show --org 904@2022-06-01 --period 2022-06 --json >"$world/show"
holds "$world/show" '.targets | length == 1 and .[0].value == 400 and .[0].previous == 350 and .[0].revision == 1'
cat >"$world/own.csv" <<'CSV'
type,org,period,units,assigned,plan
target,909,2022-05,400,tự đặt,
CSV
same "self-set" 1 "$(json .accepted as an-minh plan import "$world/own.csv")"
as national plan show --org 909@2022-06-01 --period 2022-05 --json >"$world/show"
holds "$world/show" '[.targets[] | select(.measure == "units") | "\(.assigned) \(.value) \(.done)"] | sort == ["above 350 360", "self 400 360"]'

it "compare previous: difference in units and percent, rank, what is missing; carried-in figures count"
cat >"$world/before.csv" <<'CSV'
org,kind,from,to,units
019.GDDT,carried_in,2018-12-01,2019-10-14,200
019.LDLD,carried_in,2018-12-01,2019-10-14,60
CSV
same "refused" 0 "$(json .refused as national import "$world/before.csv")"
as national summary --org 019 --period 2020 --compare previous --json >"$world/compared"
holds "$world/compared" '.previous_period | .from == "2018-12-01" and .to == "2019-11-30"'
of() { jq -c --arg org "$1" '.rows[] | select(.org == $org) | [.previous_units, .difference_units, .difference_percent, .left_units, .rank]' "$world/compared"; }
same GDDT '[200,-6,-3,0,1]' "$(of 019.GDDT)"
same LDLD '[60,18,30,22,2]' "$(of 019.LDLD)"
same DTN '[null,null,null,95,3]' "$(of 019.DTN)"
holds "$world/compared" '.total | .previous_units == 260 and .difference_units == 68 and .left_units == 122'
as national summary --org 019 --period 2020 --compare previous --csv | head -n 1 | grep -q previous_units || fail "no column in CSV"
as national summary --org 019 --period 2020 --compare previous -o "$world/compared.xlsx"
[ -s "$world/compared.xlsx" ] || fail "no XLSX"
expect_code USAGE as national summary --compare previous --by drive

it "what was given is told of the people who live there, where their number is known"
same "of 1.728.900" null "$(json .total.derived.population_percent as national summary --org 91@2022-06-01 --period 2022)"
as national submit --for 91.VINPEARL --date 2022-05-20 --units 345 --donated 345 >/dev/null
share=$(json .total.derived.population_percent as national summary --org 91@2022-06-01 --period 2022 --indicators population_percent)
given=$(json .total.counts.blood_units as national summary --org 91@2022-06-01 --period 2022)
same "what was given, of the people" "$(jq -n "$given * 1000000 / 1728900 | round / 10000")" "$share"
as national summary --org 91@2022-06-01 --period 2022 --indicators population_percent --text --lang vi >"$world/people.txt" || true
as national summary --org 91@2022-06-01 --period 2022 --indicators population_percent --lang vi >>"$world/people.txt"
shown=$(jq -nr "$given * 10000 / 1728900 | round | \"\(. / 100 | floor),\(. % 100 | if . < 10 then \"0\(.)\" else . end)\"" | sed 's/0*$//; s/,$//')
grep -qF "$shown%" "$world/people.txt" || fail "not $shown%: $(cat "$world/people.txt")"
same "of another place with that code" null "$(json .total.derived.population_percent as national summary --org 91 --period 2026 --indicators L8)"

it "the ledger verifies"
giothong-aggregator verify --state "$world/a1" --json >"$world/verified"
holds "$world/verified" .ok
check_ledger
