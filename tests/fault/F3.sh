#!/usr/bin/env bash
# PostgreSQL dies under load: a backend and the postmaster by kill -9, all of it by an immediate stop, while the
# aggregator goes on and starts it anew; and the same with the aggregator, so that the next one starts it anew or
# adopts the orphaned cluster.
. "$(dirname "$0")/fault.sh"
world_start
offices_start 3
deaths=(backend postmaster stop aggregator postmaster+aggregator stop+aggregator)
declare -A died=()
postmaster() { head -n 1 "$world/a1/pg/postmaster.pid"; }
backend_kill() { # backend_kill N: one of the aggregator's own; false: it has none now
	local pids
	mapfile -t pids < <(sql "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'giothong-aggregator%'
		ORDER BY backend_start" 2>/dev/null)
	[ ${#pids[@]} -gt 0 ] && kill -KILL "${pids[$1 % ${#pids[@]}]}" 2>/dev/null
}
postmaster_end() { # postmaster_end SIGNAL: and it is gone
	local pid
	pid=$(postmaster)
	kill "-$1" "$pid" || fail "no postmaster to end"
	wait_until 20 is_gone "$pid"
}

it "after each death of the database every report that was saved counts once"
for ((trial = 0; trial < trials; trial++)); do
	read -rt "0.$((RANDOM % 900 + 100))" -u "$never" || true
	death=${deaths[trial % ${#deaths[@]}]}
	aggregator=${serve_pid[1]}
	case $death in
	backend) wait_until 20 backend_kill $RANDOM || fail "no backend to end" ;;
	postmaster*) postmaster_end KILL ;;
	stop*) postmaster_end QUIT ;;
	esac
	[[ $death != *aggregator ]] || serve_kill 1
	start=${EPOCHREALTIME/./}
	[[ $death != *aggregator ]] || serve_start 1
	restarted "$start"
	[[ $death = *aggregator ]] || ! is_gone "$aggregator" || violated "the aggregator ended with $death"
	died[$death]=$((${died[$death]:-0} + 1))
	[ $((trial % 50)) -ne 49 ] || { offices_enough && fault_check && offices_start 3; }
done
offices_enough
fault_check
fault_line F3 "{\"deaths\": {$(for death in "${!died[@]}"; do
	printf '"%s": %s\n' "$death" "${died[$death]}"
done | sort | paste -sd ,)}}"
