#!/usr/bin/env bash
# Bytes at the doors that no program of ours would send, and more than any message may hold.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
greeting='\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00CURVE'
memory() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/${serve_pid[1]}/status"; } # MiB
descriptors() { find "/proc/${serve_pid[1]}/fd" -type l | wc -l; }
has_descriptors() { [ "$(descriptors)" -le "$1" ]; }
raw() { # raw ADDRESS: standard input to a door, until that closes it or five seconds are over
	local at=${1#tcp://}
	timeout 5 bash -c "exec 3<>/dev/tcp/${at%:*}/${at##*:} && { cat >&3; cat <&3 >/dev/null; }" 2>/dev/null || true
}
n=0
works() {
	n=$((n + 1))
	same state delivered "$(json .state as an-minh submit --date 2026-05-01 --no $n --units 1)"
}
works
baseline=$(descriptors)

for door in "${intake[1]}" "${query[1]}"; do
	it "another protocol, noise, and half a handshake at $door"
	printf 'GET / HTTP/1.1\r\n\r\n' | raw "$door" || true
	head -c 100000 /dev/urandom | raw "$door" || true
	printf '%b' "$greeting" | raw "$door" || true
	works

	it "a frame of 4 GiB declared before the handshake"
	{
		printf '%b' "$greeting"
		head -c 47 /dev/zero
		printf '\x06\x00\x00\x00\x01\x00\x00\x00\x00'
		head -c 30000000 /dev/zero
	} | raw "$door" || true
	works

	it "a hundred connections that say nothing"
	at=${door#tcp://}
	silent=()
	for ((i = 0; i < 100; i++)); do
		exec {fd}<>"/dev/tcp/${at%:*}/${at##*:}"
		silent+=("$fd")
	done
	works
	for fd in "${silent[@]}"; do
		exec {fd}>&-
	done
done

it "memory stays small, and descriptors go back to what they were"
[ "$slow" -gt 1 ] || [ "$(memory)" -lt 200 ] || fail "$(memory) MiB"
wait_until 60 has_descriptors $((baseline + 4)) || fail "$(descriptors) descriptors, $baseline at first"

it "what an office may not say is said by name"
expect_code LIMIT as an-minh submit --date 2026-06-01 --units 1 --note "$(printf 'a%.0s' {1..5000})"
expect_code COLLECTION_SPAN as an-minh submit --collection fixed_site --from 2026-05-15 --to 2026-06-15 --units 1
expect_code USAGE as an-minh submit --collection fixed_site --drive 31018/2026-06-01/1 --units 1

it "ledger, outboxes and summaries agree"
check_ledger
same units "$n" "$(units national VN 2026)"
