#!/usr/bin/env bash
# Clocks that are three days off either way, jump back between two commands, or stand in 1970, on an office's machine
# and on the aggregator's: order and totals are unharmed, and the clerk is told.
. "$(dirname "$0")/fault.sh"
clocks_can_be_off || fail "libfaketime does not work here"
world_start
world_enrol "${communes[0]}" reporter o0
offsets=(+3d -3d +0 1970 -3d +3d)
noticed=0
warned=0
units=0
last=0
newest() { sql 'SELECT max(n) FROM giothong.batch'; }
clock_of() { # clock_of OFFSET: libfaketime's word
	if [ "$1" = 1970 ]; then echo '@1970-01-02 00:00:00'; else echo "$1"; fi
}

for ((trial = 0; trial < trials; trial++)); do
	offset=$(clock_of "${offsets[trial % ${#offsets[@]}]}")
	it "trial $trial: an office's clock: $offset"
	units=$((units + 7))
	at_clock "$offset" as o0 submit --date 2026-03-01 --no $((trial + 1)) --units 7 --wait 20 >"$world/out" 2>"$world/err" ||
		fail "$(cat "$world/err")"
	nothing_waits o0 || fail "it waits: $(cat "$world/out" "$world/err")"
	if [ "$offset" != +0 ]; then
		warned=$((warned + 1))
		! grep -q CLOCK "$world/err" || noticed=$((noticed + 1))
		at_clock "$offset" as o0 doctor --json >"$world/out" 2>&1 || true
		jq -e 'any(.. | strings; . == "CLOCK")' "$world/out" >/dev/null || fail "doctor: $(cat "$world/out")"
	fi
	now=$(newest)
	[ "$now" -gt "$last" ] || fail "batch $now after $last"
	last=$now
done
same "told of a clock that is off" $warned $noticed

it "the aggregator's clock jumps: batch numbers go on, and what was counted stays"
for offset in +3d -3d; do
	serve_stop 1
	at_clock "$offset" serve_start 1
	units=$((units + 11))
	as o0 submit --date 2026-04-01 --no $units --units 11 --wait 20 >"$world/out" 2>&1 || fail "$(cat "$world/out")"
	nothing_waits o0 || fail "it waits with the aggregator at $offset"
	now=$(newest)
	[ "$now" -gt "$last" ] || fail "batch $now after $last"
	last=$now
	same "units at $offset" $units "$(units national VN 2026)"
done
serve_stop 1
serve_start 1
same "units by the right clock" $units "$(units national VN 2026)"
fault_check
fault_line F11 "{\"warned\": $noticed}"
