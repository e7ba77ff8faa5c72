#!/usr/bin/env bash
# What target lines come to across years, months, drives, sectors and campaigns, the same in a summary, in the
# check of a plan and in a document; drafts and drives outside the plan where they are counted.
demo=$(cd "$(dirname "$0")/../../deploy/demo" && pwd)
export GH_PLACES=$demo/places.csv GH_SUCCESSIONS=$demo/successions.csv
. "$(dirname "$0")/world.sh"

world_start
kg=(--org 91@2022-06-01)
holds() { # holds FILE FILTER
	[ "$(jq "$2" "$1" 2>&1)" = true ] || fail "not so: $2 in $(head -c 3000 "$1")"
}
target() { json '.total.target_units // "–"' as national summary "$@"; }
check_now() { as national plan check "${kg[@]}" --period "$1" --json >"$world/checked"; }

same "refused" 0 "$(json .refused as national plan import "$demo/kien-giang-2022.csv")"
same "before" 7411 "$(target "${kg[@]}" --period campaign:HE-2022)"

it "a drive with a target of its own beside a campaign's lines is added, a drive of the campaign is not"
as national submit --for 904 --date 2022-06-15 --attended 90 --units 70 --quiet >/dev/null
as national drive link 904/2022-06-15/1 --target 60 --quiet >/dev/null
same "904, all" 410 "$(target --org 904@2022-06-01 --period 2022)"
same "904, the campaign" 350 "$(target --org 904@2022-06-01 --period campaign:HE-2022)"
as national submit --for 905 --date 2022-06-16 --attended 90 --units 70 --quiet >/dev/null
as national drive link 905/2022-06-16/1 --target 100 --campaign HE-2022 --quiet >/dev/null
same "905, all" 300 "$(target --org 905@2022-06-01 --period 2022)"
same "the province, all" 7471 "$(target "${kg[@]}" --period 2022)"
same "the province, the campaign" 7411 "$(target "${kg[@]}" --period campaign:HE-2022)"

it "the check of what is in force says the same, and no false total of a matrix"
check_now campaign:HE-2022
holds "$world/checked" '.matrix.total == 7411 and ([.findings[].code] | index("MATRIX_TOTAL") | not)'
check_now 2022-05-01..2022-08-31
holds "$world/checked" '.matrix.total == 7471 and ([.findings[].code] | index("MATRIX_TOTAL") | not)'

it "the campaign's document has the same total and months"
as national document campaign "${kg[@]}" --campaign HE-2022 -o "$world/he.html" >/dev/null
for number in 7.411 1.532 2.220 2.172 1.487; do
	grep -qF "$number" "$world/he.html" || fail "no $number: $(sed 's/<[^>]*>/ /g' "$world/he.html")"
done
! grep -qE '7\.[45][0-9]1' <(sed 's/7\.411//g' "$world/he.html") || fail "another total: $(sed 's/<[^>]*>/ /g' "$world/he.html")"

it "a year's plan counts planned drives, not the reports of others"
same "refused" 0 "$(json .refused as national plan import "$demo/ba-dinh-2022.csv")"
"$demo/generate" ba-dinh-2022 >"$world/ba-dinh.csv"
same "refused" 0 "$(json .refused as national import "$world/ba-dinh.csv")"
as national document plan --org 001 --period 2022 -o "$world/bd.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/bd.html" >"$world/bd.txt"
! grep -qE 'tổ chức +16 +đợt' "$world/bd.txt" || fail "drives nobody planned: $(grep đợt "$world/bd.txt")"
grep -qF 'Lịch các đợt hiến máu được thông báo riêng' "$world/bd.txt" || fail "$(cat "$world/bd.txt")"

it "a draft's drives are planned, held, reported and missing where drafts are asked for"
same "refused" 0 "$(json .refused as national plan import "$demo/lai-chau-2021.csv")"
drives() { json '.total.drives | "\(.planned) \(.held) \(.reported) \(.missing)"' as national summary --org 12 --period 2021 "$@"; }
same "with drafts" "18 0 0 18" "$(drives --drafts)"
same "without" "0 0 0 0" "$(drives)"
same "nobody owes what a draft says" 0 "$(json '.late | length' as national late --org 12 --period 2021)"
"$demo/generate" lai-chau-2021 | head -n 14 >"$world/lai-chau.csv"
same "refused" 0 "$(json .refused as national import "$world/lai-chau.csv")"
reported=$(grep -c ^1 "$world/lai-chau.csv")
same "with drafts, reported" "18 $reported $reported $((18 - reported))" "$(drives --drafts)"
same "without, reported" "0 $reported 0 0" "$(drives)"
for by in child level:district drive; do
	as national summary --org 12 --period 2021 --drafts --by $by --json >"$world/lc"
	holds "$world/lc" "([.rows[].drives.reported] | add) == $reported and ([.rows[].drives.missing] | add) == 18 - $reported
		and all(.rows[]; .drives.reported <= .drives.planned)"
done
as national summary --org 12 --period 2021 --drafts --lang vi >"$world/lc.txt"
grep -qE "$reported/18" "$world/lc.txt" || fail "$(cat "$world/lc.txt")"

it "in every view the rows' targets and what is left of the total's are the total's"
cat >"$world/less.csv" <<'CSV'
type,org,period,units,plan
target,12,2022,500,1/KH
target,105,2022,400,1/KH
target,106,2022,300,1/KH
CSV
same "refused" 0 "$(json .refused as national plan import "$world/less.csv")"
left() { jq -r '[.rows[] | select(.kind == "remainder").target_units] | first // 0' "$world/left"; }
for by in child level:district sector month campaign executing drive; do
	for what in "001 2022" "019 2020" "91@2022-06-01 2022" "12 2022"; do
		read -r org period <<<"$what"
		as national summary --org "$org" --period "$period" --by $by --json >"$world/left"
		[ "$(jq '.rows | length' "$world/left")" = 0 ] || holds "$world/left" '([.rows[].target_units // 0] | add) == (.total.target_units // 0)'
	done
	[ $by != child ] || same "more than the total" -200 "$(left)"
done
as national summary --org 12 --period 2022 --lang vi >"$world/left.txt"
grep -qE '\(phân vượt chỉ tiêu\) .*-200' "$world/left.txt" || fail "$(cat "$world/left.txt")"
as national summary --org 12 --period 2022 --by month --text --lang vi >"$world/left.txt"
grep -qF -- '- (chỉ tiêu chưa phân): 500' "$world/left.txt" || fail "$(cat "$world/left.txt")"
as national summary --org 12 --period 2022 --by month -o "$world/left.csv"
grep -q '^remainder,.*,500,' "$world/left.csv" || fail "$(cat "$world/left.csv")"
as national summary --org 12 --period 2022 --lang vi -o "$world/left.xlsx"
unzip -p "$world/left.xlsx" | grep -caF "phân vượt chỉ tiêu" >/dev/null || fail "not in the sheet"
as national document plan --org 12 --period 2022 -o "$world/left.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/left.html" | grep -qF 'Phân vượt chỉ tiêu' || fail "not in the plan's annex"

it "a range, a minimum and what an office set itself have their words in text, JSON, plan and documents"
cat >"$world/kinds.csv" <<'CSV'
type,org,period,units,units_max,qualifier,assigned,plan
target,107,2022,100,150,range,above,1/KH
target,108,2022,100,,minimum,above,1/KH
target,108,2022,120,,exact,self,1/KH
target,109,2022,90,,exact,self,1/KH
target,019,2022,100,150,range,above,1/KH
CSV
same "refused" 0 "$(json .refused as national plan import "$world/kinds.csv")"
for org in 107 108 109; do
	as national submit --for $org --date 2022-06-15 --attended 150 --units 130 --quiet >/dev/null
done
say() { as national summary --org "$1" --period 2022 --text --lang vi | head -n 1; }
goal() { as national summary --org "$1" --period 2022 --json | jq -c '.total | [.target_units, .target_qualifier, .target_units_max, .target_standing, .self_units, .target_self]'; }
for has in "107:trong khoảng 100–150." "108:đạt 130% chỉ tiêu tối thiểu 100, vượt 30%, tự đặt 120." "109:đạt 144,4% chỉ tiêu 90, vượt 44,4% (tự đặt)."; do
	say "${has%%:*}" | grep -qF "130 đơn vị máu, ${has#*:}" || fail "$(say "${has%%:*}")"
done
same range '[100,"range",150,"within",null,null]' "$(goal 107)"
same minimum '[100,"minimum",null,"over",120,null]' "$(goal 108)"
same "set by itself" '[90,"exact",null,"over",null,true]' "$(goal 109)"
same "a sum with a range in it" '[3470,"range",3520]' "$(goal 01 | jq -c '.[:3]')"
say 01 | grep -qF '3.470–3.520' || fail "$(say 01)"
as national document year --org 01 --period 2022 -o "$world/kinds.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/kinds.html" | grep -F '/3.470–3.520 đơn vị máu' >/dev/null || fail "$(sed 's/<[^>]*>/ /g' "$world/kinds.html")"
as national plan show --org 107 --period 2022 --lang vi >"$world/kinds.txt"
grep -qF '130 (trong khoảng 100–150)' "$world/kinds.txt" || fail "$(cat "$world/kinds.txt")"
for has in "107:130/100–150 đơn vị máu, trong khoảng 100–150" "108:So với chỉ tiêu tự đặt (120 đơn vị máu): đạt 108,3%, vượt 8,3%" "109:chưa có chỉ tiêu cấp trên giao"; do
	as national document year --org "${has%%:*}" --period 2022 -o "$world/kinds.html" >/dev/null
	sed 's/<[^>]*>/ /g' "$world/kinds.html" | grep -F "${has#*:}" >/dev/null || fail "$has: $(sed 's/<[^>]*>/ /g' "$world/kinds.html")"
done
as national document plan --org 108 --period 2022 -o "$world/kinds.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/kinds.html" | grep -F 'Chỉ tiêu tự đặt: 120 đơn vị máu' >/dev/null || fail "not in the plan"

it "what enters a percent is what each target measured, on every map, in views and documents"
cat >"$world/merged.csv" <<'CSV'
type,org,period,units,plan
target,91@2025-06-30,2025,70,1/KH
target,89@2025-06-30,2025,30,1/KH
CSV
same "refused" 0 "$(json .refused as national plan import "$world/merged.csv")"
as national submit --for 909@2025-06-30 --date 2025-03-10 --attended 250 --units 192 --quiet >/dev/null
as national submit --for 89@2025-06-30 --date 2025-03-11 --attended 150 --units 121 --quiet >/dev/null
as national submit --for 12 --date 2025-03-12 --attended 60 --units 50 --quiet >/dev/null
part() { json '.total | "\(.done_units) \(.target_units) \(.percent_of_target) \(.outside_units // 0)"' as national summary "$@"; }
same "on the map of the end" "313 100 313 0" "$(part --org 91 --period 2025)"
for basis in recorded 2025-06-30 end; do
	same "the nation, $basis" "313 100 313 50" "$(part --org VN --period 2025 --basis $basis)"
	for by in child level:province; do
		as national summary --org VN --period 2025 --basis $basis --by $by --json >"$world/part"
		holds "$world/part" '([.rows[].done_units // 0] | add) == 313'
	done
done
as national document year --org 91 --period 2025 -o "$world/merged.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/merged.html" | grep -F '313/100 đơn vị máu, đạt 313%' >/dev/null || fail "$(sed 's/<[^>]*>/ /g' "$world/merged.html")"

it "of a campaign's target in a longer period only what carries the campaign enters"
cat >"$world/campaign.csv" <<'CSV'
type,code,org,name,period,units,campaign,plan
campaign,XH23,12,Xuân hồng,2023-05-01..2023-05-20,,,
target,,12,,campaign:XH23,250,XH23,1/KH
CSV
same "refused" 0 "$(json .refused as national plan import "$world/campaign.csv")"
as national submit --for 107 --date 2023-05-10 --attended 60 --units 45 --campaign XH23 --quiet >/dev/null
as national submit --for 108 --date 2023-05-11 --attended 500 --units 430 --quiet >/dev/null
for by in child campaign sector month drive; do
	same "half a year, by $by" "45 250 18 430" "$(part --org 12 --period 2023-H1 --by $by)"
done
same "the campaign" "45 250 18 0" "$(part --org 12 --period campaign:XH23)"
same "just its days" "475 250 190 0" "$(part --org 12 --period 2023-05-01..2023-05-20)"
as national document half-year --org 12 --period 2023-H1 -o "$world/xh.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/xh.html" | grep -F '45/250 đơn vị máu, đạt 18%' >/dev/null || fail "$(sed 's/<[^>]*>/ /g' "$world/xh.html")"
sed 's/<[^>]*>/ /g' "$world/xh.html" | grep -F '430 đơn vị máu ngoài chỉ tiêu' >/dev/null || fail "nothing outside"

it "a cancelled drive's target leaves its organisation's sum, and the check of the plan names it"
as national drive add --for 110 --date 2024-05-10 --target 40 --quiet >/dev/null
as national drive add --for 110 --date 2024-05-11 --target 60 --quiet >/dev/null
same "planned" 100 "$(target --org 110 --period 2024)"
at=$(json .as_of_batch as national summary --org 110 --period 2024)
as national drive cancel 110/2024-05-10/1 --reason "mưa bão" --quiet >/dev/null
same "after it" 60 "$(target --org 110 --period 2024)"
same "before it" 100 "$(target --org 110 --period 2024 --as-of-batch "$at")"
as national plan check --org 110 --period 2024 --json >"$world/checked"
holds "$world/checked" '[.findings[] | select(.code == "CANCELLED").text] == ["1 cancelled, of 40 units: not among the organisation'"'"'s targets"]'

it "an organisation's own drives' targets stand in its own row, and nothing is left over"
same "refused" 0 "$(json .refused as national plan import "$demo/tam-duong-2024.csv")"
as national drive add --for 12 --date 2024-09-01 --target 30 --quiet >/dev/null
rows() { as national summary --org 12 --period 2024 --json | jq -c '[.rows[] | select(.target_units) | [.kind, .target_units]]'; }
same "the province's" '[["district",550],["district",60],["self",30]]' "$(rows)"
printf 'type,org,period,units,plan\ntarget,12,2024,700,2/KH\n' >"$world/more.csv"
same "refused" 0 "$(json .refused as national plan import "$world/more.csv")"
same "with a target of its own" '[["district",550],["district",60],["self",30],["remainder",60]]' "$(rows)"
as national document drive-result --drive 106/2024-06-03/1 -o "$world/own.html" >/dev/null
! sed 's/<[^>]*>/ /g' "$world/own.html" | grep -F 'Chỉ tiêu chưa phân' || fail "left over"

it "a campaign's result is compared with the campaign of a year before, or with none"
as national document campaign-result --org 12 --campaign XH23 -o "$world/c.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/c.html" | grep -F 'Năm trước không có kết quả của chiến dịch cùng thời gian để so sánh' >/dev/null || fail "$(sed 's/<[^>]*>/ /g' "$world/c.html")"
! sed 's/<[^>]*>/ /g' "$world/c.html" | grep -F 'huyện Sìn Hồ 500' || fail "a drive of no campaign"
! sed 's/<[^>]*>/ /g' "$world/c.html" | grep -F 'chỉ tiêu cả năm' || fail "nothing is known of the year"
printf 'type,code,org,name,period\ncampaign,XH24,12,Xuân hồng 2024,2024-05-02..2024-05-21\n' >"$world/c.csv"
same "refused" 0 "$(json .refused as national plan import "$world/c.csv")"
as national submit --for 107 --date 2024-05-12 --attended 60 --units 56 --campaign XH24 --quiet >/dev/null
as national submit --for 107 --date 2024-05-16 --attended 600 --units 500 --quiet >/dev/null
as national document campaign-result --org 12 --campaign XH24 -o "$world/c.html" >/dev/null
for has in 'So với chiến dịch “Xuân hồng” năm trước (' 'tiếp nhận 45 đơn vị máu)' 'Kết quả của chiến dịch bằng 8% chỉ tiêu cả năm 2024 (56/700 đơn vị máu)'; do
	sed 's/<[^>]*>/ /g' "$world/c.html" | grep -F "$has" >/dev/null || fail "$has: $(sed 's/<[^>]*>/ /g' "$world/c.html")"
done

it "a part that is a draft is named in the plan's document, and in its sum"
cat >"$world/draft.csv" <<'CSV'
type,org,period,units,plan,draft
target,107,2023,100,1/KH,
target,108,2023,70,1/KH,có
CSV
same "refused" 0 "$(json .refused as national plan import "$world/draft.csv")"
as national document plan --org 12 --period 2023 -o "$world/d.html" >/dev/null
sed 's/<[^>]*>/ /g' "$world/d.html" >"$world/d.txt"
grep -F 'Trong chỉ tiêu trên, 70 đơn vị máu là dự thảo, chưa ban hành: huyện Sìn Hồ.' "$world/d.txt" >/dev/null || fail "$(cat "$world/d.txt")"
grep -E 'huyện Sìn Hồ \(Dự thảo\)' "$world/d.txt" >/dev/null || fail "$(cat "$world/d.txt")"

it "the year's and the half-year's documents measure the plan's other targets"
cat >"$world/other.csv" <<'CSV'
type,org,period,units,measure,plan
target,12,2023,300,volunteers,1/KH
target,12,2023,100%,coverage,1/KH
target,12,2023,2000,reserve,1/KH
CSV
same "refused" 0 "$(json .refused as national plan import "$world/other.csv")"
as national activity --for 12 --from 2023-04-01 --to 2023-04-30 --set volunteers=250 --quiet >/dev/null
for kind in year half-year; do
	as national document $kind --org 12 --period 2023$([ $kind = year ] || echo -H1) -o "$world/o.html" >/dev/null
	whose=$([ $kind = year ] || echo ', chỉ tiêu cả năm')
	for has in "Tình nguyện viên$whose: 250/300, đạt 83,3%, còn thiếu 50" "Người hiến máu dự bị$whose: chỉ tiêu 2.000; chưa có số liệu" \
		"Địa phương tổ chức vận động, tiếp nhận máu$whose: 25%/100% (trên tổng số 8), chưa đạt chỉ tiêu"; do
		sed 's/<[^>]*>/ /g' "$world/o.html" | grep -F "$has" >/dev/null || fail "$has: $(sed 's/<[^>]*>/ /g' "$world/o.html")"
	done
done

it "a plan year of one's own leaves no target out without a word, and others hear of its days"
printf 'type,org,period,units,plan\ntarget,11,2026,5000,1/KH\n' >"$world/year.csv"
same "refused" 0 "$(json .refused as national plan import "$world/year.csv")"
printf 'type,org,from\nplan_year,11,2026-01-01\n' >"$world/year.csv"
same "refused" 0 "$(json .refused as national plan import "$world/year.csv")"
as national summary --org 11 --period 2026 --json >"$world/year"
holds "$world/year" '.period.from == "2026-01-01" and (.total | has("target_units") | not)
	and [.total.other_targets[] | [.measure, .value, .from, .to]] == [["units", 5000, "2025-12-01", "2026-11-30"]]'
as national summary --org 11 --period 2026 --lang vi >"$world/year.txt"
grep -qF 'Chỉ tiêu không nằm trọn trong năm kế hoạch nào, không tính: 5.000 (01/12/2025 – 30/11/2026)' "$world/year.txt" || fail "$(cat "$world/year.txt")"
as national plan check --org 11 --period 2026 --json >"$world/checked"
holds "$world/checked" '[.findings[] | select(.code == "OUTSIDE_YEAR").org] == ["11"]'
as national summary --org VN --period 2026 --json >"$world/year"
holds "$world/year" '[.other_days[] | [.org, .from, .to]] == [["11", "2026-01-01", "2026-12-31"]]'
as national summary --org VN --period 2026 --text --lang vi >"$world/year.txt"
grep -qF 'Năm kế hoạch riêng, cùng kỳ là ngày khác: ' "$world/year.txt" || fail "$(cat "$world/year.txt")"
same "the same days" null "$(json .other_days as national summary --org VN --period 2026-03)"

it "two documents that give the same target are named, and only one of them counts"
cat >"$world/twice.csv" <<'CSV'
type,org,period,units,qualifier,plan
target,12,2026,1000,minimum,01/KH
CSV
same "refused" 0 "$(json .refused as national plan import "$world/twice.csv")"
printf 'type,org,period,units,plan\ntarget,12,2026,2000,02/KH\n' >"$world/twice.csv"
same "refused" 0 "$(json .refused as national plan import "$world/twice.csv")"
same "the later one" 2000 "$(target --org 12 --period 2026)"
as national plan check --org 12 --period 2026 --json >"$world/checked"
holds "$world/checked" '[.findings[] | select(.code == "TWO_PLANS").org] == ["12"]'
as national summary --org 12 --period 2026 --lang vi >"$world/year.txt"
grep -qF 'Chỉ tiêu khác của cùng kỳ, không tính: tối thiểu 1.000 (01/KH)' "$world/year.txt" || fail "$(cat "$world/year.txt")"

giothong-aggregator verify --state "$world/a1" --json >"$world/verified"
holds "$world/verified" .ok
check_ledger
