# shellcheck shell=bash
# fault.sh - sourced by every F*.sh: a world (tests/e2e/world.sh), its seed, and the line of JSON at the end.
#   GH_TRIALS trials, GH_SEED the seed.
#   offices_start N      N offices that report without end: office K is ${office[K]}, profile oK
#                        older[K]=1: by the programs of the version before
#   as_older COMMAND...  by the programs of the version before: GH_OLDER is the build folder of one, else ours play
#                        it (proto/base/older.h)
#   offices_enough       they stop, and everything that they saved gets its answer
#   fault_check [OPTION...]      the checker over the world; counts what it finds; in F1 to F8, where nobody lies
#                        and nothing goes back, an office that was alarmed too
#   restarted START_US   notes how long the first receipt took
#   fault_line F1        prints the line; false when the checker found anything
#   contrast_line C1 FOUND [KEY=JSON...]   the line of a run that has to lose something; false when it did not
#   seen_enough FOUND    a contrast found that much: need it go on?
#   violated WORDS...    something else than the checker found one
#   calm_note · calm_check MIB   I9: memory at its highest under MIB, descriptors as at calm_note, same process
#   paced NAME RATE SECONDS      an office's receipts timed: ${p99} in ms; its drives are its own each time
#   fault_disk IMAGE FOLDER SIZE · fault_small FOLDER SIZE   a file system of that size there, on a file of its own
#                        or in memory; skipped where mounting is not allowed.  world_after has to unmount it.
#   in_a_room "$@"       the script anew in network namespaces of its own; skipped where that is not allowed
PATH=$GH_BUILD/tests/fault:$PATH
. "$(dirname "${BASH_SOURCE[0]}")/../e2e/world.sh"

trials=${GH_TRIALS:-1}
RANDOM=${GH_SEED:=1}
office=()
older=()
beyond=() # how a program comes to where the offices are
loads=()
recovery_ms=0
violations=0
duplicates=0
lost=0
double_counted=0

# Communes of the test's list that are alive in 2026.
mapfile -t communes < <(awk -F, '$5 == "commune" && $8 == "" { print $1 }' "$here/../e2e/places.csv")

as_older() {
	if [ -n "${GH_OLDER:-}" ]; then
		PATH=$GH_OLDER/aggregator:$GH_OLDER/reporter-client:$PATH "$@"
	else
		GIOTHONG_OLDER=1 "$@"
	fi
}
by_office() { # by_office K COMMAND...
	if [ -n "${older[$1]:-}" ]; then
		as_older "${@:2}"
	else
		"${@:2}"
	fi
}
offices_start() {
	local k
	for ((k = 0; k < $1; k++)); do
		office[k]=${communes[k % ${#communes[@]}]}
		[ -d "$GIOTHONG_HOME/o$k" ] || by_office $k world_enrol "${office[k]}" reporter "o$k"
		by_office $k spawn "load.o$k" "${beyond[@]}" "$here/../e2e/load" "o$k" "${office[k]}" "$RANDOM"
		loads+=("$spawned")
	done
}
offices_enough() {
	local load k
	touch "$world/enough"
	for load in "${loads[@]}"; do
		finish "$load" 90
	done
	loads=()
	rm "$world/enough"
	for ((k = 0; k < ${#office[@]}; k++)); do
		by_office $k as "o$k" send --wait 180 >/dev/null 2>&1 || fail "o$k: something still waits"
	done
}
# KEY_REUSE, HISTORY_WENT_BACK and SIGNATURE of every office, which stay in its outbox.
alarms_raised() {
	local box
	for box in "$GIOTHONG_HOME"/*/outbox.sqlite; do
		sqlite3 -batch -cmd '.timeout 10000' "$box" 'SELECT code, detail FROM alarm WHERE code IN (200, 18, 19)' |
			sed "s|^|${box#"$GIOTHONG_HOME"/}: |"
	done
}
fault_check() {
	local alarms
	"$here/../e2e/check-ledger" --state "$world/a1" --database "$(world_conninfo)" \
		--profiles "$GIOTHONG_HOME" --ask national "$@" >"$world/checked" 2>"$world/found" || true
	duplicates=$((duplicates + $(grep -cE 'a name twice|several streams' "$world/found" || true)))
	lost=$((lost + $(grep -cE 'not once in the ledger|not as it was issued' "$world/found" || true)))
	double_counted=$((double_counted + $(grep -cE 'counts [0-9-]+ times|I3 ' "$world/found" || true)))
	violations=$((violations + $(jq .violations "$world/checked")))
	cat "$world/found" >&2
	[[ ${0##*/} = F[1-8].sh ]] || return 0
	alarms=$(alarms_raised)
	[ "$alarms" = "${alarms_told:-}" ] || violated "an office was alarmed for nothing: $alarms"
	alarms_told=$alarms
}
violated() {
	echo "violation: $*" >&2
	violations=$((violations + 1))
}
descriptors() { find "/proc/${serve_pid[1]}/fd" -type l 2>/dev/null | wc -l; }
memory_mib() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/${serve_pid[1]}/status"; }
calm_note() {
	calm_pid=${serve_pid[1]}
	calm_fds=$(descriptors)
}
is_calm() { [ "$(descriptors)" -le $((calm_fds + 4)) ]; }
calm_check() {
	[ "${serve_pid[1]}" = "$calm_pid" ] && ! is_gone "$calm_pid" || violated "I9 the aggregator ended"
	wait_until 60 is_calm || violated "I9 $(descriptors) descriptors, $calm_fds at first"
	[ "$(memory_mib)" -lt "$1" ] || violated "I9 $(memory_mib) MiB of memory"
}
drives=0
paced() {
	fault_pace "$1" "$2" "$3" $drives >"$world/pace" || violated "I4 $1: $(cat "$world/pace")"
	drives=$((drives + $2 * $3))
	p99=$(jq .p99 "$world/pace")
}
receipted() { # a trial's own report goes through, whatever else the office saves meanwhile
	((++ping))
	as o0 submit --date "2026-09-$((10 + ping / 999))" --no $((ping % 999 + 1)) --units 1 --wait 5 --json >"$world/ping" 2>"$world/ping.log" &&
		[ "$(jq -r .state "$world/ping")" = delivered ]
}
not_receipted() { # what a person would look at
	cat "$world/ping" "$world/ping.log" >&2
	outbox o0 'SELECT state, code, count(*), min(id), max(id) FROM entry GROUP BY 1, 2' >&2
	outbox o0 'SELECT * FROM alarm ORDER BY id DESC LIMIT 5' >&2
	tail -n 12 "$world"/serve*.log >&2
}
ping=0
restarted() {
	wait_until 180 receipted || {
		not_receipted
		fail "no receipt after the restart"
	}
	local took=$(((${EPOCHREALTIME/./} - $1) / 1000))
	[ $took -le $recovery_ms ] || recovery_ms=$took
}
fault_line() { # fault_line F1 [KEY=JSON...]
	jq -cn --arg fault "$1" --argjson trials "$trials" --argjson duplicates $duplicates --argjson lost $lost \
		--argjson double_counted $double_counted --argjson recovery_ms $recovery_ms --argjson seed "$GH_SEED" \
		--argjson ok "$([ $violations -eq 0 ] && echo true || echo false)" --argjson more "${2:-{\}}" \
		'{$fault, $trials, $duplicates, $lost, $double_counted, $recovery_ms, $seed} + $more + {$ok}'
	[ $violations -eq 0 ]
}
# A contrast has shown what it is for; in full it goes on, to say how often.
seen_enough() { # seen_enough FOUND
	[ "$1" -gt 0 ] && [ -z "${GH_FULL:-}" ]
}
contrast_line() {
	violations=$(($2 == 0))
	fault_line "$1" "${3:-{\}}"
}
# What nobody syncs stays in memory: the journal is written by those who sync alone.
fault_disk() {
	truncate -s "$3" "$1"
	mkfs.ext4 -q "$1"
	mkdir -p "$2"
	mount -o loop,commit=300 "$1" "$2" 2>/dev/null || skip "loop devices are not allowed here"
}
fault_small() {
	mkdir -p "$1"
	mount -t tmpfs -o "size=$2,mode=0700" gh-fault-small "$1" 2>/dev/null || skip "mounting is not allowed here"
}
in_a_room() {
	[ -z "${GH_ROOM:-}" ] || return 0
	unshare --net true 2>/dev/null && [ "$(id -u)" -eq 0 ] || skip "network namespaces are not allowed here"
	rm -r "$world" # the script makes another
	exec unshare --net env GH_ROOM=1 "$0" "$@"
}
