#!/usr/bin/env bash
# PostgreSQL dies under load: a backend, the postmaster at once, all of it; the aggregator with it, so that the
# next one adopts the orphaned cluster.
. "$(dirname "$0")/fault.sh"
world_start
offices_start 3
postmaster() { head -n 1 "$world/a1/pg/postmaster.pid"; }
backend_kill() { # one of the aggregator's own
	local pid
	pid=$(sql "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
		ORDER BY random() LIMIT 1") || return 0
	[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
}

it "after each death of the database every report that was saved counts once"
for ((trial = 0; trial < trials; trial++)); do
	read -rt "0.$((RANDOM % 900 + 100))" -u "$never" || true
	case $((trial % 3)) in
	0) backend_kill ;; # PostgreSQL starts its backends again by itself
	1) # at once, and the aggregator finds it again or starts anew
		kill -QUIT "$(postmaster)"
		serve_kill 1
		;;
	2) # the aggregator dies, its cluster lives on and is adopted
		serve_kill 1
		;;
	esac
	start=${EPOCHREALTIME/./}
	[ $((trial % 3)) -eq 0 ] || serve_start 1
	restarted "$start"
	[ $((trial % 50)) -ne 49 ] || { offices_enough && fault_check && offices_start 3; }
done
offices_enough
fault_check
fault_line F3
