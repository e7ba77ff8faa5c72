#!/usr/bin/env bash
# More than a door may take, beside offices that report: 4 GiB declared amid the handshake, one byte over the
# limit, 400 connections that say nothing, no descriptor left, a message without end.  Each is closed; only the
# last, which needs an enrolled key, ends the program, at the memory limit that its service has, and it comes back.
. "$(dirname "$0")/fault.sh"
silent=400
spare_fds=100
spare_mib=200
world_start
world_enrol "${communes[-1]}" reporter greedy
offices_start 2
wait_until 60 test -s "$world/o0.shown" || fail "no office works"
limit() { prlimit --pid "${serve_pid[1]}" "$@"; }
too_much() { # too_much WORDS...: a peer whose every connection is closed by the door
	fault_peer "$@" >>"$world/closed" || violated "not closed: $*"
}
endless_mib=0

for ((trial = 0; trial < trials; trial++)); do
	calm_note
	it "what is declared too long is closed before it is read"
	too_much declare greedy 10
	too_much over greedy 10

	it "who says nothing is closed, and nobody waits for him"
	spawn silent fault_peer silent greedy $silent 30
	start=${EPOCHREALTIME/./}
	restarted "$start"
	finish "$spawned" 60
	same "the silent ones' exit" 0 $status
	calm_check 100

	it "without a descriptor those who are in go on, and others come in again once there are some"
	limit --nofile=$(($(descriptors) + spare_fds)):
	spawn many fault_peer silent greedy $silent 2
	finish "$spawned" 60
	limit --nofile="$(limit --nofile --noheadings --output HARD | tr -d ' ')":
	start=${EPOCHREALTIME/./}
	restarted "$start"
	calm_check 100

	it "a message without end stops at the memory limit, and the service recovers"
	grep -q '^MemoryMax=' "$here/../../deploy/giothong-aggregator.service" || fail "the service has no limit"
	limit --as=$((($(awk '/^VmSize/ { print $2 }' "/proc/${serve_pid[1]}/status") + spare_mib * 1024) * 1024)) \
		--core=0
	fault_peer endless greedy $((spare_mib * 8)) >"$world/endless" || true
	jq -e '.closed and .mib < '$((spare_mib * 4)) "$world/endless" >/dev/null ||
		violated "no end: $(cat "$world/endless")"
	endless_mib=$(jq .mib "$world/endless")
	slay "${serve_pid[1]}"
	start=${EPOCHREALTIME/./}
	serve_start 1
	restarted "$start"
done
offices_enough
fault_check
fault_line F16 "{\"endless_mib\": $endless_mib, \"memory_mib\": $(memory_mib)}"
