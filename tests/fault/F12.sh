#!/usr/bin/env bash
# Each report a hundred times, by twenty senders: an office's rows carried by hand to twenty machines, each of
# which sends them five times, while the office sends them itself.
. "$(dirname "$0")/fault.sh"
senders=20
times=5
reports=10
world_start
world_enrol "${communes[0]}" reporter o0
for ((k = 1; k <= senders; k++)); do
	world_enrol "${communes[k % ${#communes[@]}]}" reporter "o$k"
done
for ((trial = 0; trial < trials; trial++)); do
	it "a report sent a hundred times counts once"
	before=$(sql "SELECT count(*) FROM giothong.submission")
	for ((i = 1; i <= reports; i++)); do
		as o0 submit --date 2026-04-02 --no $((trial * reports + i)) --units 10 --wait 0 --quiet >/dev/null 2>&1 || true
	done
	as o0 outbox export "$world/rows.$trial" 2>/dev/null
	pids_of=()
	for ((k = 1; k <= senders; k++)); do
		cp "$world/rows.$trial" "$world/rows.$trial.$k"
		spawn "carry.o$k" bash -c "for ((n = 0; n < $times; n++)); do
			giothong send '$world/rows.$trial.$k' --profile o$k --quiet || exit 1; done"
		pids_of+=("$spawned")
	done
	for pid in "${pids_of[@]}"; do
		finish "$pid" 120
		same "a carrier's exit" 0 $status
	done
	as o0 send --wait 60 >/dev/null 2>&1
	same "new submissions" $reports $(($(sql "SELECT count(*) FROM giothong.submission") - before))
	same "units" $(((trial + 1) * reports * 10)) "$(units national "${communes[0]}" 2026)"
done
fault_check
fault_line F12 "{\"sent\": $((trials * reports * senders * times)), \"unique\": $((trials * reports))}"
