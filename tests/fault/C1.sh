#!/usr/bin/env bash
# Contrast to F1: an office that takes a zmq_send() which succeeded for a delivery, and the aggregator killed under
# it.  The same checker has to find what was lost.
. "$(dirname "$0")/fault.sh"
rate=500
sent=0
world_start
world_enrol "${communes[0]}" reporter o0

it "without an outbox a kill loses reports, and the checker finds them"
for ((trial = 0; trial < trials; trial++)); do
	world_enrol "${communes[trial % ${#communes[@]}]}" reporter "p$trial"
	spawn "plain.$trial" fault_plain "p$trial" $rate 3
	plain=$spawned
	before=$(sql "SELECT max(batch) FROM giothong.submission")
	under_way() { [ "$(sql "SELECT max(batch) FROM giothong.submission")" -gt $((before + RANDOM % 20)) ]; }
	wait_until 30 under_way || fail "nothing arrives"
	serve_kill 1
	start=${EPOCHREALTIME/./}
	serve_start 1
	restarted "$start"
	finish "$plain" 60
	sent=$((sent + $(jq .sent "$world/plain.$trial.log")))
	lost=0 # the checker looks at all of it each time
	fault_check
	! seen_enough $lost || trials=$((trial + 1))
done
contrast_line C1 $lost "{\"sent\": $sent}"
