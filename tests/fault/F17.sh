#!/usr/bin/env bash
# Routing ids of a client's own choice: names that others have taken or will take, and libzmq's own numbers,
# which only a raw peer can claim.  Trials are connections.  The program lives on, no squatter hears another's answer,
# and offices that report meanwhile get theirs.
. "$(dirname "$0")/fault.sh"
together=50
world_start
world_enrol "${communes[-1]}" reporter squatter
offices_start 2
calm_note
others=0
answers=0

it "a squatted routing id gets nobody else's answer, and harms nobody"
spawn pace fault_pace squatter 50 $((trials / together + 2)) 0
paced_by=$spawned
for ((trial = 0; trial < trials; trial += together)); do
	fault_peer squat squatter $((GH_SEED + trial)) $together >"$world/squat" || violated "$(cat "$world/squat")"
	others=$((others + $(jq .others "$world/squat")))
	answers=$((answers + $(jq .answers "$world/squat")))
done
finish "$paced_by" 300
same "the good client's exit" 0 $status
offices_enough
calm_check 100
fault_check
fault_line F17 "{\"own_answers\": $answers, \"others_answers\": $others, \"p99_ms\": $(jq .p99 "$world/pace.log")}"
