#!/usr/bin/env bash
# A campaign as a period: what carries it, and nothing else of its days; in every view, on every map, of any
# batch, in the comparison and in its document.
demo=$(cd "$(dirname "$0")/../../deploy/demo" && pwd)
export GH_PLACES=$demo/places.csv GH_SUCCESSIONS=$demo/successions.csv
. "$(dirname "$0")/world.sh"

world_start
kg=(--org 91@2022-06-01)
holds() { # holds FILE FILTER
	[ "$(jq "$2" "$1" 2>&1)" = true ] || fail "not so: $2 in $(head -c 3000 "$1")"
}
total() { # total WORDS...: what people look at first
	json '.total | "\(.counts.blood_units // "–") \(.target_units // "–") \(.percent_of_target // "–") \(.drives.planned) \(.drives.missing) \(.orgs.expected)"' \
		as national summary "${kg[@]}" "$@"
}

same "refused" 0 "$(json .refused as national plan import "$demo/kien-giang-2022.csv")"
"$demo/generate" kien-giang-2022 >"$world/results.csv"
same "refused" 0 "$(json .refused as national import "$world/results.csv")"
alone=$(total --period campaign:HE-2022)
batch=$(json .as_of_batch as national summary)

it "alone in its days the campaign is all that they have"
same "by days" "$alone" "$(total --period 2022-05-01..2022-08-31)"

# A second campaign in the same days, with drives of its own, and a drive of no campaign.
cat >"$world/second.csv" <<'CSV'
type,code,org,name,period,date,units,campaign,plan
campaign,HTD-2022,91,Hành trình đỏ 2022,2022-06-01..2022-07-31,,,,
drive,,904,Hành trình đỏ,,2022-06-20,2000,HTD-2022,
drive,,906,Hành trình đỏ,,2022-07-12,1500,HTD-2022,
drive,,908,Buổi thường kỳ,,2022-07-20,100,,
CSV
same "refused" 0 "$(json .refused as national plan import "$world/second.csv")"
as national submit --drive 904/2022-06-20/1 --attended 2400 --units 2100 --quiet >/dev/null
as national submit --drive 908/2022-07-20/1 --attended 130 --units 110 --quiet >/dev/null

it "another campaign's and nobody's drives of the same days are not its"
same "HE-2022" "$alone" "$(total --period campaign:HE-2022)"
same "HTD-2022" "2100 3500 60 2 1 2" "$(total --period campaign:HTD-2022)"
[ "$(total --period 2022-05-01..2022-08-31)" != "$alone" ] || fail "the days have it all"

it "a drive of two campaigns counts under the first by campaign, and the table says so"
as national summary "${kg[@]}" --period 2022 --by campaign --lang vi >"$world/by.txt"
grep -qF 'tính ở chiến dịch nêu đầu tiên' "$world/by.txt" || fail "$(cat "$world/by.txt")"
! as national summary "${kg[@]}" --period 2022 --lang vi | grep -qF 'nêu đầu tiên' || fail "said where it is not so"

it "its percent is that of its row by campaign"
as national summary "${kg[@]}" --period 2022 --by campaign --json >"$world/rows"
for code in HE-2022 HTD-2022; do
	same "$code" "$(jq -c --arg c $code '.rows[] | select(.key == $c) | [.counts.blood_units, .target_units, .percent_of_target]' "$world/rows")" \
		"$(json '.total | [.counts.blood_units, .target_units, .percent_of_target] | tojson' as national summary "${kg[@]}" --period campaign:$code)"
done

it "on every map and by every kind of row it is the same total"
for basis in recorded end 2022-06-01; do
	same "$basis" "$alone" "$(total --period campaign:HE-2022 --basis $basis)"
done
for by in child sector month campaign executing indicator level:district; do
	same "$by" "$alone" "$(total --period campaign:HE-2022 --by $by)"
done
as national summary "${kg[@]}" --period campaign:HE-2022 --by drive --json >"$world/drives"
holds "$world/drives" 'all(.rows[]; .org != "904" or .key != "904/2022-06-20/1") and
	([.rows[].counts.blood_units // 0] | add) == .total.counts.blood_units'
as national summary --org VN --period campaign:HTD-2022 --json >"$world/nation"
holds "$world/nation" '.total.counts.blood_units == 2100 and .total.target_units == 3500'

it "as of the batch before the second campaign it is the same"
same "then" "$alone" "$(total --period campaign:HE-2022 --as-of-batch "$batch")"

it "a part of its days is a part of it"
months=0
for month in 2022-05 2022-06 2022-07 2022-08; do
	months=$((months + $(json .total.target_units as national summary "${kg[@]}" --period campaign:HE-2022@$month)))
done
same "months" 7411 $months
expect_code PERIOD as national summary "${kg[@]}" --period campaign:HE-2022@2023

it "who is late and which drives are listed are its own"
same "drives" "904/2022-06-20/1 906/2022-07-12/1" \
	"$(json '[.drives[].drive] | sort | join(" ")' as national drive list "${kg[@]}" --period campaign:HTD-2022)"
as national late "${kg[@]}" --period campaign:HTD-2022 --json >"$world/late"
holds "$world/late" '[.late[].drive] == ["906/2022-07-12/1"]'

it "its plan is checked without the other's lines"
as national plan check "${kg[@]}" --period campaign:HE-2022 --json >"$world/checked"
holds "$world/checked" '.matrix.total == 7411 and .errors == 0'
as national plan check "${kg[@]}" --period campaign:HTD-2022 --json >"$world/checked"
holds "$world/checked" '.matrix.total == 3500'

it "the proof of its total is of its reports"
same "sum, total" "2100 2100 true" "$(json '.sums[] | select(.indicator == "blood_units") | "\(.sum) \(.said) \(.holds)"' \
	as national verify "${kg[@]}" --period campaign:HTD-2022)"

it "it is compared with the campaign of the year before, which has another code"
cat >"$world/before.csv" <<'CSV'
type,code,org,name,period,date,units,campaign,plan
campaign,HTD-2021,91,Hành trình đỏ 2021,2021-06-05..2021-07-31,,,,
drive,,904,Hành trình đỏ,,2021-06-20,800,HTD-2021,
drive,,906,Buổi thường kỳ,,2021-06-21,100,,
CSV
batch=$(json .as_of_batch as national summary "${kg[@]}" --period campaign:HTD-2022)
same "refused" 0 "$(json .refused as national plan import "$world/before.csv")"
as national submit --drive 904/2021-06-20/1 --attended 1200 --units 1000 --quiet >/dev/null
as national submit --drive 906/2021-06-21/1 --attended 120 --units 90 --quiet >/dev/null
as national summary "${kg[@]}" --period campaign:HTD-2022 --compare previous --json >"$world/compared"
holds "$world/compared" '.total.previous_units == 1000 and .total.difference_units == 1100 and .total.difference_percent == 110
	and .previous_period.from == "2021-06-05"'
expect_code PERIOD as national summary "${kg[@]}" --period campaign:HE-2022 --compare previous
expect_code PERIOD as national summary "${kg[@]}" --period campaign:HTD-2022 --compare previous --as-of-batch "$batch"
grep -q 'no campaign of the year before had these days' "$world/out" || fail "as of then: $(cat "$world/out")"

it "its document has its own targets, months and drives"
as national document campaign --org 91@2022-06-01 --campaign HTD-2022 -o "$world/htd.html" >/dev/null
grep -qF '3.500' "$world/htd.html" || fail "$(sed 's/<[^>]*>/ /g' "$world/htd.html")"
! grep -qF '7.411' "$world/htd.html" || fail "the other campaign's targets: $(sed 's/<[^>]*>/ /g' "$world/htd.html")"
as national document campaign --org 91@2022-06-01 --campaign HE-2022 -o "$world/he.html" >/dev/null
for number in 7.411 1.532 2.220 2.172 1.487; do
	grep -qF "$number" "$world/he.html" || fail "no $number: $(sed 's/<[^>]*>/ /g' "$world/he.html")"
done

giothong-aggregator verify --state "$world/a1" --json >"$world/verified"
holds "$world/verified" .ok
check_ledger
