#!/usr/bin/env bash
# V25 by hand: one number of each view is changed in each table that holds it, and `verify` names it.
. "$(dirname "$0")/world.sh"

world_start
cat >"$world/plan.csv" <<'CSV'
type,code,org,name,period,date,units,campaign,plan
campaign,HE-2026,91,Hè 2026,2026-05-01..2026-08-31,,,,
sector,PHUONG,91,Khối xã,,,,,
drive,,31018,Hiến máu hè,,2026-06-20,50,HE-2026,
CSV
as national org add 91.HOI --parent 91 --name "Hội Chữ thập đỏ tỉnh" >/dev/null
same "refused" 0 "$(json .refused as national plan import "$world/plan.csv")"
as national submit --drive 31018/2026-06-20/1 --attended 60 --units 40 --sector PHUONG --executing 91.HOI=40 >/dev/null
as national submit --for 31018 --date 2026-07-01 --units 7 >/dev/null
verify() { giothong-aggregator verify --state "$world/a1" --json; }

it "each view sums once to the nation with what is left over"
for by in "sector 7" "campaign 7" "executing 7"; do
	read -r way rest <<<"$by"
	as national summary --by "$way" --period 2026 --json >"$world/view"
	same "all by $way" 47 "$(jq '[.rows[].counts.blood_units] | add' "$world/view")"
	same "nobody's by $way" "$rest" "$(jq '[.rows[] | select(.kind == "unassigned").counts.blood_units] | add // 0' "$world/view")"
done
serve_stop 1 # the derived tables are written
serve_start 1
verify >"$world/verified" || fail "$(cat "$world/verified")"

# table, then the condition of one row of a view with blood units (20) in it
broken() { # broken TABLE VIEW
	local table=$1 view=$2 result=0 named="view $2(/|\\b)"
	[ "$table" != report ] || named="table report, batch [0-9]+, submission 0, report 0" # as signed
	local one="ctid = (SELECT ctid FROM giothong.$table WHERE view = $view AND 20 = ANY (ind) LIMIT 1)"
	same "a row of $table in view $view" 1 "$(sql "SELECT count(*) FROM giothong.$table WHERE $one")"
	sql "UPDATE giothong.$table SET val[array_position(ind, 20)] = val[array_position(ind, 20)] + 1 WHERE $one"
	verify >"$world/out" 2>"$world/err" || result=$?
	[ $result -ne 0 ] || fail "$table, view $view: not seen: $(cat "$world/out")"
	grep -Eq "$named" "$world/out" "$world/err" || fail "$table, view $view: $(cat "$world/out" "$world/err")"
}
for table in report total cell; do
	it "a changed number of giothong.$table is found, whatever its view"
	sql "CREATE TABLE public.kept AS SELECT * FROM giothong.$table"
	for view in 0 1 2 3; do
		broken $table $view
		sql "TRUNCATE giothong.$table; INSERT INTO giothong.$table SELECT * FROM public.kept"
	done
	sql "DROP TABLE public.kept"
	verify >"$world/verified" || fail "$(cat "$world/verified")"
done
