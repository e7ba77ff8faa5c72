#!/usr/bin/env bash
# kill -9 of the aggregator at each of twelve named points of a report's way, under load.
. "$(dirname "$0")/fault.sh"
points=(received decoded verified decided claimed copying-submissions copying-postings before-commit commit-sent
	committed receipts checkpoint)
world_start
offices_start 3
# Where an aggregator comes with its opening batch, too, before any report.
declare -A opening=([claimed]=1 [before-commit]=1 [commit-sent]=1 [committed]=1)
is_dead() { is_gone "${serve_pid[1]}"; }
declare -A reached=()

it "after each death every report that was saved counts once"
for ((trial = 0; trial < trials; trial++)); do
	point=${points[trial % ${#points[@]}]}
	nth=$((RANDOM % 5 + 1 + ${opening[$point]:-0}))
	[ "$point" != checkpoint ] || nth=1
	serve_stop 1
	GIOTHONG_FAILPOINT=$point:$nth serve_try 1 || true
	{ # the shell tells of every death
		wait_until 60 is_dead || fail "$point:$nth was not reached"
		finish "${serve_pid[1]}" 1
	} 2>/dev/null
	same "end of the aggregator at $point:$nth" 137 $status
	reached[$point]=$((${reached[$point]:-0} + 1))
	start=${EPOCHREALTIME/./}
	serve_start 1
	restarted "$start"
	[ $((trial % 50)) -ne 49 ] || { offices_enough && fault_check && offices_start 3; }
done
offices_enough
fault_check
fault_line F1 "{\"points\": ${#reached[@]}}"
