#!/usr/bin/env bash
# The link between the offices and the aggregator is cut, to it, from it, both ways, for 1 to 600 seconds, under
# load.  What was saved meanwhile is receipted within 180 s of the link's return.  Trials are cuts.
. "$(dirname "$0")/fault.sh"
. "$(dirname "$0")/link.sh"
in_a_room
ways=(both to from)
lengths=(1 3 2)
[ -z "${GH_FULL:-}" ] || lengths=(1 5 20 60 2 150 10 300 40 600)
longest=0
link_start
world_start
world_enrol "${communes[-1]}" reporter o90
offices_start 2
spawn follow "${beyond[@]}" giothong send --profile o90 --follow
saved=0
save() { # a report of the office whose sender never stops
	as o90 submit --date 2026-08-01 --no $((++saved)) --units 1 --wait 0 --quiet >/dev/null 2>&1 || true
}

for ((trial = 0; trial < trials; trial++)); do
	way=${ways[trial % ${#ways[@]}]}
	seconds=${lengths[trial % ${#lengths[@]}]}
	it "after a cut ($way, $seconds s) everything that was saved is receipted"
	save
	wait_until 60 nothing_waits o90 || fail "nothing goes before the cut"
	link cut "$way"
	save
	read -rt "$seconds.$((RANDOM % 10))" -u "$never" || true
	save
	link
	start=${EPOCHREALTIME/./}
	restarted "$start"
	wait_until 180 nothing_waits o90 || violated "I4 the sender that never stops: $(waiting o90) wait"
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	[ $took -le $longest ] || longest=$took
done
offices_enough
fault_check
same "rows kept, with its enrolment" $((saved + 1)) "$(outbox o90 'SELECT count(*) FROM entry WHERE state = 2')"
fault_line F7 "{\"open_connection_ms\": $longest, \"packets\": $(link_stop)}"
