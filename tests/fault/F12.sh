#!/usr/bin/env bash
# Each report a hundred times, by twenty senders: an office's rows carried by hand to twenty machines, each of
# which sends them five times, while the office sends them itself.  Each of the hundred and one is answered by a
# receipt that its sender believes: all but the first are duplicates.
. "$(dirname "$0")/fault.sh"
senders=20
times=5
reports=10
delivered=0
carried() { # carried FIELD: of all that this trial's carriers printed
	jq -s "map(.courier[0].$1) | add" "$world"/carried."$trial".*
}
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
			giothong send '$world/rows.$trial.$k' --profile o$k --json >>'$world/carried.$trial.$k' || exit 1; done"
		pids_of+=("$spawned")
	done
	same "delivered by the office itself" $reports "$(json '.send[0] | .delivered + .already' as o0 send --wait 60)"
	for pid in "${pids_of[@]}"; do
		finish "$pid" 120
		same "a carrier's exit" 0 $status
	done
	same "rows that were carried" $((senders * times * reports)) "$(carried sent)"
	same "of them refused" 0 "$(carried refused)"
	same "receipts that the carriers took" $((senders * times * reports)) "$(carried delivered)"
	delivered=$((delivered + reports + $(carried delivered)))
	same "new submissions" $reports $(($(sql "SELECT count(*) FROM giothong.submission") - before))
	same "units" $(((trial + 1) * reports * 10)) "$(units national "${communes[0]}" 2026)"
done
fault_check
unique=$((trials * reports))
fault_line F12 "{\"sent\": $((unique * (senders * times + 1))), \"unique\": $unique,
	\"answered_as_duplicates\": $((delivered - unique))}"
