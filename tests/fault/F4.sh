#!/usr/bin/env bash
# COMMIT's answer is lost, COMMIT itself, or it comes late, between two aggregators that race for each number and
# their database (pg_proxy).
. "$(dirname "$0")/fault.sh"
hows=(swallow drop late stall)
for k in 2 3; do
	mkdir "$world/proxy$k"
	spawn "proxy$k" fault_pg_proxy "$world/proxy$k/.s.PGSQL.5432" "$world/a1/pg/.s.PGSQL.5432" "$RANDOM" 12 \
		swallow,drop,late,swallow,drop,late,swallow,stall
	database[k]="host=$world/proxy$k port=5432 user=postgres dbname=giothong"
done
world_start 3
offices=4
offices_go() {
	local k
	offices_start $offices
	for ((k = 0; k < offices; k++)); do
		world_move "o$k" $((k % 2 + 2))
	done
}
offices_go
first=$(sql 'SELECT max(n) FROM giothong.batch') # from here on those two write alone
met() { cat "$world"/proxy?.log | grep -c "^${1:-}" || true; }
met_more() { [ "$(met)" -gt "$before" ]; }

it "mine, nobody's or another's: every report that was saved counts once"
for ((trial = 0; trial < trials; trial++)); do
	before=$(met)
	wait_until 120 met_more || fail "no COMMIT met the proxy"
	restarted "${EPOCHREALTIME/./}"
	[ $((trial % 50)) -ne 49 ] || { offices_enough && fault_check && offices_go; }
done
offices_enough
writers=$(sql "SELECT count(DISTINCT writer) FROM giothong.batch WHERE n > $first")
[ "$writers" -ge 2 ] || violated "nobody raced"
[ -z "${GH_FULL:-}" ] || for how in "${hows[@]}"; do
	[ "$(met "$how")" -gt 0 ] || violated "no COMMIT met $how"
done
fault_check
fault_line F4 "{$(for how in "${hows[@]}"; do printf '"%s": %s, ' "$how" "$(met "$how")"; done)\"writers\": $writers}"
