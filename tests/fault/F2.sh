#!/usr/bin/env bash
# kill -9 of the aggregator at random moments under load.
. "$(dirname "$0")/fault.sh"
world_start
offices_start 4

it "after each kill every report that was saved counts once"
for ((trial = 0; trial < trials; trial++)); do
	read -rt "0.$((RANDOM % 900 + 100))" -u "$never" || true
	serve_kill 1
	start=${EPOCHREALTIME/./}
	serve_start 1
	restarted "$start"
	[ $((trial % 50)) -ne 49 ] || { offices_enough && fault_check && offices_start 4; }
done
offices_enough
fault_check
fault_line F2
