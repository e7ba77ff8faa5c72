#!/usr/bin/env bash
# A country's worth of idle connections from two processes, a good office timed beside them, and then the aggregator
# killed, so that all of them come back at once.  Trials are connections.  States memory, the crowd's CPU at rest,
# p99 with and without it, and how long it takes until all are back.
. "$(dirname "$0")/fault.sh"
rate=50
seconds=2
back_max_s=300
[ -z "${GH_FULL:-}" ] || seconds=20
each=$((trials / 2))
crowds=(a b)
world_start
world_enrol "${communes[0]}" reporter o0
world_enrol "${communes[1]}" reporter o1
hard=$(prlimit --pid "${serve_pid[1]}" --nofile --noheadings --output HARD | tr -d ' ')
[ "$hard" = unlimited ] || [ "$hard" -gt $((trials + 500)) ] || skip "$hard descriptors are not enough for $trials connections"
all_in() { # all_in TIMES: each crowd has been whole so often
	local name
	for name in "${crowds[@]}"; do
		[ "$(grep -c '"in"' "$world/crowd.$name.log" 2>/dev/null)" -ge "$1" ] || return 1
	done
}
cpu_ticks() { awk '{ print $14 + $15 }' "/proc/${serve_pid[1]}/stat"; }

paced o0 $rate $seconds
alone=$p99
calm_note
empty_mib=$(memory_mib)

it "idle connections cost memory, and no one waits for them"
mkfifo "$world/crowd"
exec {crowd}<>"$world/crowd"
for name in "${crowds[@]}"; do
	spawn "crowd.$name" bash -c 'exec fault_crowd o1 "$1" <"$GH_WORLD/crowd"' crowd $each
done
wait_until $back_max_s all_in 1 || fail "not all came in: $(cat "$world"/crowd.?.log)"
in_ms=$(cat "$world"/crowd.?.log | jq -s 'map(.ms) | max')
ticks=$(cpu_ticks)
read -rt $seconds -u "$never" || true
idle_cpu=$(jq -n "($(cpu_ticks) - $ticks) / $(getconf CLK_TCK) / $seconds * 100 | round")
paced o0 $rate $seconds
beside=$p99
full_mib=$(memory_mib)
[ "$full_mib" -lt $((100 + trials / 10)) ] || violated "I9 $full_mib MiB for $trials connections"

it "after a kill all of them are back"
serve_kill 1
start=${EPOCHREALTIME/./}
serve_start 1
restarted "$start"
paced o0 $rate $seconds
coming=$p99
wait_until $back_max_s all_in 2 || violated "not all are back after $back_max_s s"
back_ms=$(for name in "${crowds[@]}"; do jq -s '.[1].ms // 0' "$world/crowd.$name.log"; done | sort -n | tail -n 1)
calm_pid=${serve_pid[1]}
echo >&$crowd # nobody reads it, both see it, and go
wait_until 30 is_calm || violated "I9 $(descriptors) descriptors, $calm_fds at first"
fault_check
fault_line F15 "{\"in_ms\": $in_ms, \"back_ms\": $back_ms, \"memory_mib\": [$empty_mib, $full_mib, $(memory_mib)],
	\"idle_cpu_percent\": $idle_cpu, \"p99_ms\": $alone, \"p99_idle_ms\": $beside, \"p99_back_ms\": $coming}"
