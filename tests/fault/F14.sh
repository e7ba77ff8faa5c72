#!/usr/bin/env bash
# Frames that no program of ours would send, at the intake door: from strangers before and amid the handshake,
# then from an enrolled key behind it.  Trials are frames.  While only strangers speak, a program that dies when it
# decodes anything of anybody's lives on (I10); then a good office is timed beside the noise.
# The decoders' own fuzz targets are in tests/fuzz.
. "$(dirname "$0")/fault.sh"
rate=100
seconds=1
[ -z "${GH_FULL:-}" ] || seconds=10
alone=()
beside=()
noise() { # noise KIND FRAMES SEED: in the background
	spawn "peer.$1" fault_peer "$1" o1 "$3" "$2"
	noisy=$spawned
}
quiet() { # the noise's end; every connection was closed by the door
	finish "$noisy" 3600
	same "the noise's exit" 0 $status
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
fault_peer squat o1 "$GH_SEED" 1 >/dev/null 2>&1 || true # a good key's question: the program dies of it
wait_until 10 is_gone "${serve_pid[1]}" || fail "the failpoint does not work"
slay "${serve_pid[1]}"

it "a good office goes on beside the noise, and memory and descriptors go back"
serve_start 1
calm_note
paced o0 $rate $seconds
for ((round = 0; round < 3; round++)); do
	paced o0 $rate $seconds
	alone+=("$p99")
	touch "$world/noisy"
	spawn noise bash -c "while [ -e '$world/noisy' ]; do
		fault_peer stranger o1 \$((++n + $round * 1000 + $GH_SEED)) 400 && fault_peer enrolled o1 \$n 100 || exit 1; done"
	noisy=$spawned
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
