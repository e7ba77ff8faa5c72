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

giothong-aggregator verify --state "$world/a1" --json >"$world/verified"
holds "$world/verified" .ok
check_ledger
