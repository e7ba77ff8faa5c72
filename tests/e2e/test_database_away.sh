#!/usr/bin/env bash
# PostgreSQL is stopped, killed, frozen, and comes back: nothing is lost, nobody is told what is not so.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
postmaster() { head -n 1 "$world/a1/pg/postmaster.pid"; }
all_went() {
	as an-minh send --wait 5 >/dev/null 2>&1
	nothing_waits an-minh
}
total=0
report() { # report DAY UNITS: saved in any case
	local state
	state=$(json .state as an-minh submit --date "2026-05-$1" --units "$2" --wait 1)
	[[ $state = saved || $state = delivered ]] || fail "submit: $state"
	total=$((total + $2))
}
comes_back() {
	wait_until 90 all_went || fail "$(waiting an-minh) rows still wait"
	wait_until 30 units_are national VN 2026 $total || fail "$(units national VN 2026) of $total"
	is_gone "${serve_pid[1]}" && fail "the aggregator ended"
	return 0
}
report 01 1

it "backends killed under the aggregator"
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL" >/dev/null
report 02 10
comes_back

it "the database frozen: saved, not delivered, until it thaws"
frozen=$(pgrep -P "$(postmaster)"; postmaster)
# shellcheck disable=SC2086
kill -STOP $frozen
same state saved "$(json .state as an-minh submit --date 2026-05-03 --units 100 --wait 2)"
total=$((total + 100))
# shellcheck disable=SC2086
kill -CONT $frozen
comes_back

it "PostgreSQL stopped: saved, not delivered, and questions are answered or refused by name"
kill -INT "$(postmaster)"
wait_until 20 postmaster_is_gone
report 04 1000
comes_back

it "PostgreSQL killed with everything it had in memory"
kill -QUIT "$(postmaster)"
report 05 10000
comes_back

it "ledger, outboxes and summaries agree"
check_ledger
