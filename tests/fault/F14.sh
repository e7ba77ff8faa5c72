#!/usr/bin/env bash
# Frames that no program of ours would send, at both doors at once: from strangers before and amid the handshake,
# then from an enrolled key behind it.  Trials are frames.  While only strangers speak, a program that dies when it
# decodes anything of anybody's lives on (I10); then a good office is timed beside the noise.
# The decoders' own fuzz targets are in tests/fuzz.
. "$(dirname "$0")/fault.sh"
rate=100
seconds=1
[ -z "${GH_FULL:-}" ] || seconds=10
alone=()
beside=()
doors=(intake query)
noise() { # noise KIND FRAMES SEED: in the background, half of them at each door
	local door
	noisy=()
	for door in "${doors[@]}"; do
		spawn "peer.$1.$door" fault_peer "$1" o1 $(($3 + ${#noisy[@]} * 500000)) $(($2 / 2)) "$door"
		noisy+=("$spawned")
	done
}
quiet() { # the noise's end; every connection was closed by the door
	local pid
	for pid in "${noisy[@]}"; do
		finish "$pid" 3600
		same "the noise's exit" 0 $status
	done
}
dies_of_a_question() { # dies_of_a_question DOOR: of one that is decoded, which the strangers' were not
	fault_peer squat o1 "$GH_SEED" 1 "$1" >/dev/null 2>&1 || true
	wait_until 10 is_gone "${serve_pid[1]}" 2>/dev/null || fail "the failpoint does not work at $1"
	slay "${serve_pid[1]}"
}
middle() { printf '%s\n' "$@" | sort -g | awk '{ ms[NR] = $1 } END { print ms[int((NR + 1) / 2)] }'; }
world_start
world_enrol "${communes[0]}" reporter o0
world_enrol "${communes[1]}" reporter o1

it "nothing of a stranger's is decoded"
serve_stop 1
GIOTHONG_FAILPOINT=received:1 serve_start 1
calm_note
noise stranger $((trials / 2)) "$GH_SEED"
quiet
calm_check 100
dies_of_a_question intake
GIOTHONG_FAILPOINT=received:1 serve_start 1
dies_of_a_question query

it "a good office goes on beside the noise, and memory and descriptors go back"
serve_start 1
calm_note
paced o0 $rate $seconds
for ((round = 0; round < 3; round++)); do
	paced o0 $rate $seconds
	alone+=("$p99")
	touch "$world/noisy"
	spawn noise bash -c "while [ -e '$world/noisy' ]; do
		for door in ${doors[*]}; do
			fault_peer stranger o1 \$((++n + $round * 1000 + $GH_SEED)) 200 \$door &&
				fault_peer enrolled o1 \$n 50 \$door || exit 1; done; done"
	noisy=("$spawned")
	paced o0 $rate $seconds
	beside+=("$p99")
	rm "$world/noisy"
	quiet
done
noise enrolled $((trials / 4)) "$GH_SEED"
quiet
noise stranger $((trials / 4)) $((GH_SEED + 1))
quiet
calm_check 100
ratio=$(jq -n "($(middle "${beside[@]}") / $(middle "${alone[@]}") * 100 | round) / 100")
# Held to it where there is time for enough of them: other programs on the machine weigh on a short round.
[ -z "${GH_FULL:-}" ] || jq -en "$ratio < 2" >/dev/null ||
	violated "p99 $ratio times of what it is alone"
fault_check
fault_line F14 "{\"p99_ms\": $(middle "${alone[@]}"), \"p99_under_ms\": $(middle "${beside[@]}"),
	\"p99_ratio\": $ratio, \"memory_mib\": $(memory_mib)}"
