#!/usr/bin/env bash
# The five documents: their targets and results through the real programs, and the JSON that others read.
demo=$(cd "$(dirname "$0")/../../deploy/demo" && pwd)
export GH_PLACES=$demo/places.csv GH_SUCCESSIONS=$demo/successions.csv
. "$(dirname "$0")/world.sh"

world_start
world_enrol 909 reporter an-minh
summer=2022-05-01..2022-08-31

it "every line of the documents is taken"
for plan in kien-giang-2022 lai-chau-2021 ba-dinh-2022 nam-tu-liem-2020 tam-duong-2024; do
	same "$plan: refused" 0 "$(json .refused as national plan import "$demo/$plan.csv")"
done
same "carried in: new" 4 "$(json .accepted as national import "$demo/nam-tu-liem-2020-results.csv")"
same "a drive: new" 1 "$(json .accepted as national import "$demo/tam-duong-2024-results.csv")"
for plan in kien-giang-2022 lai-chau-2021 ba-dinh-2022; do
	"$demo/generate" $plan >"$world/$plan.csv"
	same "$plan: refused, waiting" "0 0" "$(json '"\(.refused) \(.waiting)"' as national import "$world/$plan.csv")"
done

it "the totals are the documents' own"
"$demo/check" "$world/a1" >"$world/check.log" || fail "$(cat "$world/check.log")"
[ "$(grep -c '✓' "$world/check.log")" -ge 18 ] || fail "$(cat "$world/check.log")"

it "percentages are the documents' own"
of() { # of ORG: its percentage within the Nam Từ Liêm table
	jq -r --arg org "$1" '.rows[] | select(.org == $org) | .percent_of_target' "$world/tu-liem"
}
as national summary --org 019 --period 2020 --by child --json >"$world/tu-liem"
same GDDT 121.25 "$(of 019.GDDT)"
same LDLD 78 "$(of 019.LDLD)"
same DTN 36.6667 "$(of 019.DTN)"
same CONGAN 2.5 "$(of 019.CONGAN)"
same total 72.8889 "$(jq -r .total.percent_of_target "$world/tu-liem")"

it "a period that cuts through the carried-in figures says what is not split by day, in the sum or out of it"
unsplit() { # unsplit PERIOD WORDS...: units, inside, outside
	json '.total | "\(.counts.blood_units) \(.unsplit_units) \(.unsplit_outside_units)"' as national summary --org 019 --period "$@"
}
same "the whole plan year" "328 null null" "$(unsplit 2020)"
same "with the last day" "328 328 null" "$(unsplit 2020-Q4)"
same "before it" "null null 328" "$(unsplit 2019-12-01..2020-03-31)"
same "its row" 194 "$(json '.rows[] | select(.org == "019.GDDT") | .unsplit_units' as national summary --org 019 --period 2020-Q4 --by child)"
same "its month" 328 "$(json '.rows[] | select(.key == "2020-10") | .unsplit_units' as national summary --org 019 --period 2020 --by month)"
batch=$(json .as_of_batch as national summary --org 019 --period 2020-Q4)
GIOTHONG_LANG=vi as national summary --org 019 --period 2020-Q4 | grep -q 'Chưa tách theo ngày.*đã tính: 328' || fail "no line"
GIOTHONG_LANG=vi as national summary --org 019 --period 2020-01 | grep -q 'Chưa tách theo ngày.*chưa tính: 328' || fail "no line"
GIOTHONG_LANG=vi as national summary --org 019 --period 2020-Q4 --text | grep -q 'chưa tách theo ngày, đã tính: 328' || fail "no text"
as national summary --org 019 --period 2020-Q4 --by child --csv | grep -q 'unsplit_units' || fail "no column"
as national document year --org 019 --period 2020-Q4 -o "$world/cut.html" 2>"$world/err" || fail "$(cat "$world/err")"
grep -q '328 đơn vị máu mang sang chưa tách theo ngày' "$world/cut.html" || fail "the document says nothing"
as national withdraw 019.GDDT/2019-12-01..2020-10-14/carried_in --reason "nhầm" >/dev/null
same "without one of them" "134 134 null" "$(unsplit 2020-Q4)"
same "as of the batch before" "328 328 null" "$(unsplit 2020-Q4 --as-of-batch "$batch")"
sed -n '1,2p;/019.GDDT/p' "$demo/nam-tu-liem-2020-results.csv" >"$world/again.csv"
as national import "$world/again.csv" >/dev/null || fail "$(cat "$world/again.csv")"
same "again" "328 328 null" "$(unsplit 2020-Q4)"

it "the JSON of a summary has every member that it promises"
as national summary --org VN --by child --period 2022 --json >"$world/nation"
holds() { # holds FILE FILTER
	[ "$(jq "$2" "$1" 2>&1)" = true ] || fail "not so: $2 in $(head -c 2000 "$1")"
}
holds "$world/nation" '.as_of_batch > 0 and (.root | test("^[0-9a-f]{64}$")) and .basis == "2022-11-30"'
holds "$world/nation" '.period | .kind == "plan_year" and .from == "2021-12-01" and .to == "2022-11-30"'
holds "$world/nation" '.org == "VN" and (.rows | length) >= 34'
holds "$world/nation" 'def row: (.counts | type) == "object"
	and (.drives | map_values(type) == {planned: "number", held: "number", reported: "number",
		late: "number", missing: "number"})
	and ([.interim_units, .returned_units, .reports] | map(type) | unique) == ["number"];
	(.total | row) and (.rows | all(row and (.org | type) == "string" and (.name | type) == "string"
	and (.kind | type) == "string"))'
as national summary --org 91 --by child --period $summer --json >"$world/province"
holds "$world/province" '.rows | map(select(.target_units)) | length == 23
	and all(.target_basis == "own" or .target_basis == "allocated")'
holds "$world/province" '.rows | map(select(.target_units and .counts.blood_units)) | length == 22
	and all(.percent_of_target - .counts.blood_units * 100 / .target_units | fabs < 0.00006)'

it "an office that has not reported is absent, not 0, and its drive is planned"
an_minh() { jq -c '.rows[] | select(.org == "909")' "$1"; }
an_minh "$world/province" >"$world/absent"
holds "$world/absent" '.target_units == 350 and .reports == 0 and .drives.planned == 1 and .drives.reported == 0'
holds "$world/absent" '(.counts | has("blood_units") | not) and (has("percent_of_target") | not)'

it "its report is there as soon as it is receipted"
batch=$(json .as_of_batch as national summary --org 91 --period $summer)
as national summary --org 91 --by child --period $summer --as-of-batch "$batch" --json >"$world/before"
units=$(jq .total.counts.blood_units "$world/before")
key=909/2022-05-08/1
same state delivered "$(json .state as an-minh submit --drive $key --attended 402 --units 365)"
as national summary --org 91 --by child --period $summer --json >"$world/after"
an_minh "$world/after" >"$world/there"
holds "$world/there" '.counts.blood_units == 365 and .counts.attended == 402 and .drives.reported == 1
	and .percent_of_target == 104.2857 and .reports == 1'
same total $((units + 365)) "$(jq .total.counts.blood_units "$world/after")"

it "as of the earlier batch everything is as it was, after reports and corrections too"
as an-minh correct $key --units 360 --reason "đếm lại" >/dev/null
as national summary --org 91 --by child --period $summer --as-of-batch "$batch" --json >"$world/again"
same "the answer as of batch $batch" "$(jq -S 'del(.at)' "$world/before")" "$(jq -S 'del(.at)' "$world/again")"
same now $((units + 360)) "$(json .total.counts.blood_units as national summary --org 91 --period $summer)"

it "the ledger verifies, figures and all"
giothong-aggregator verify --state "$world/a1" --json >"$world/verified"
holds "$world/verified" .ok
check_ledger

lists=${GH_ADMIN_UNITS:-}
[ -n "$lists" ] || {
	echo "skipped: the country's whole list (GH_ADMIN_UNITS names no folder)" >&2
	exit 0
}
it "the country's whole list is taken, and a second time changes nothing"
serve_stop 1
mkdir -m 0700 "$world/whole"
spawn whole giothong-aggregator serve --state "$world/whole" --intake 'tcp://127.0.0.1:*' --query 'tcp://127.0.0.1:*'
whole=$spawned
whole_is_up() { [ -s "$world/whole/endpoints" ] || is_gone "$whole"; }
wait_until 60 whole_is_up
giothong-aggregator bootstrap --state "$world/whole" --profile-dir "$GIOTHONG_HOME/whole" >/dev/null
list() { # the answer in JSON
	giothong-aggregator org import --state "$world/whole" --profile-dir "$GIOTHONG_HOME/whole" --json \
		--list "$lists/units_history.csv" --successions "$lists/unit_successions.csv" \
		--aliases "$lists/unit_name_aliases.csv" >"$1" || fail "$(cat "$1")"
}
whole_is_at() { [ "$(json .as_of_batch as whole summary --period 2026)" -ge "$1" ]; }
list "$world/list"
holds "$world/list" '.rows > 20000 and .entered > 20000 and .refused == 0'
list "$world/list-again"
holds "$world/list-again" '.entered == 0 and .already > 20000 and .refused == 0 and .batch == 0'
wait_until 20 whole_is_at "$(jq .batch "$world/list")"
as whole org search "An Minh" --json >"$world/found"
holds "$world/found" 'any(.orgs[]; .org == "31018" and .parent == "91")'
kill -TERM "$whole"
finish "$whole" 10
same "exit status of the aggregator" 0 $status
