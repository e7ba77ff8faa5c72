#!/usr/bin/env bash
# A watcher that is stopped for long (SIGSTOP) while offices report, and others that come and go: nobody else
# waits, and once it goes on it takes a new snapshot and says what the summary says.  Trials are watchers that come and
# go.  The sockets' buffers are small in this room, so that a stopped reader's fill within seconds.
. "$(dirname "$0")/fault.sh"
in_a_room
stopped_s=8
rate=100
[ -z "${GH_FULL:-}" ] || stopped_s=300
at_a_time=$((trials < 100 ? (trials + 1) / 2 : 100))
ip_sys=/proc/sys/net/ipv4
if ! { echo 4096 4096 4096 >$ip_sys/tcp_wmem && echo 4096 4096 4096 >$ip_sys/tcp_rmem; } 2>/dev/null; then
	skip "the sockets' buffers cannot be made small here"
fi
ip link set lo up
world_start
for name in watched slow passing; do
	world_enrol VN watcher $name
done
world_enrol "${communes[-1]}" reporter o90
offices_start 3
watch() { # watch PROFILE NAME OPTION...: its lines in ${world}/NAME.log
	local profile=$1 name=$2
	shift 2
	spawn "$name" giothong watch --profile "$profile" --org VN --period 2026 --by child --json "$@"
}
batches() { jq -s '[.[].as_of_batch // empty] | unique | length' "$world/$1.log"; }
newest() { jq -s '[.[].as_of_batch // empty] | max // 0' "$world/$1.log"; }
total_seen() { jq -rs '[.[] | select(.event == "total")][-1] | .counts.blood_units // 0' "$world/$1.log"; }
is_caught_up() { [ "$(total_seen "$1")" = "$(units national VN 2026)" ]; }
has_begun() { [ "$(batches "$1" 2>/dev/null || echo 0)" -gt 3 ]; }
come_and_go() { # until the time is over, so many at once, each for a second or two
	local until=$((${EPOCHREALTIME/./} + stopped_s * 1000000)) one k passing
	for ((one = 0; one < trials || ${EPOCHREALTIME/./} < until; one += at_a_time)); do
		passing=()
		for ((k = 0; k < at_a_time; k++)); do
			watch passing "passing.$k" --seconds $((k % 2 + 1))
			passing+=("$spawned")
		done
		for pid in "${passing[@]}"; do
			finish "$pid" 60
		done
	done
	passed=$one
}

watch watched watched
others=$spawned
watch slow slow
slow=$spawned
wait_until 30 has_begun watched && wait_until 30 has_begun slow || fail "no watch begins"
paced o90 $rate 2
alone=$p99
calm_note

it "a stopped watcher and a hundred that come and go hold nobody up"
kill -STOP "$slow"
before=$(batches watched)
spawn beside fault_pace o90 $rate $stopped_s $drives
beside=$spawned
come_and_go
finish "$beside" 300
same "the good office's exit" 0 $status
seen_meanwhile=$(($(batches watched) - before))
[ $seen_meanwhile -gt $stopped_s ] || violated "the other watcher saw $seen_meanwhile batches in $stopped_s s"

it "it goes on with a new snapshot, and says what the summary says"
slow_before=$(batches slow)
kill -CONT "$slow"
start=${EPOCHREALTIME/./}
offices_enough
wait_until 60 is_caught_up slow || violated "I8 the stopped watcher says $(total_seen slow) units"
recovery_ms=$(((${EPOCHREALTIME/./} - start) / 1000))
wait_until 30 is_caught_up watched || violated "I8 the other watcher says $(total_seen watched) units"
missed=$(($(batches watched) - $(batches slow)))
[ $missed -gt 0 ] || violated "the stopped watcher was told every batch: nothing was held up"
for pid in "$slow" "$others"; do
	kill -TERM "$pid"
	finish "$pid" 10
done
calm_check 150
fault_check --watched "$world/slow.log"
fault_check --watched "$world/watched.log"
fault_line F18 "{\"passed\": $passed, \"missed_batches\": $missed, \"slow_batches\": [$slow_before, $(batches slow)],
	\"p99_ms\": $alone, \"p99_under_ms\": $(jq .p99 "$world/beside.log")}"
