# shellcheck shell=bash
# fault.sh - sourced by every F*.sh: a world (tests/e2e/world.sh), its seed, and the line of JSON at the end.
#   GH_TRIALS trials, GH_SEED the seed.
#   offices_start N      N offices that report without end: office K is ${office[K]}, profile oK
#   offices_enough       they stop, and everything that they saved gets its answer
#   fault_check          the checker over the world; counts what it finds
#   restarted START_US   notes how long the first receipt took
#   fault_line F1        prints the line; false when the checker found anything
. "$(dirname "${BASH_SOURCE[0]}")/../e2e/world.sh"

trials=${GH_TRIALS:-1}
RANDOM=${GH_SEED:=1}
office=()
loads=()
recovery_ms=0
violations=0
duplicates=0
lost=0
double_counted=0

# Communes of the test's list that are alive in 2026.
mapfile -t communes < <(awk -F, '$5 == "commune" && $8 == "" { print $1 }' "$here/../e2e/places.csv")

offices_start() {
	local k
	for ((k = 0; k < $1; k++)); do
		office[k]=${communes[k % ${#communes[@]}]}
		[ -d "$GIOTHONG_HOME/o$k" ] || world_enrol "${office[k]}" reporter "o$k"
		spawn "load.o$k" "$here/../e2e/load" "o$k" "${office[k]}" "$RANDOM"
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
		as "o$k" send --wait 180 >/dev/null 2>&1 || fail "o$k: something still waits"
	done
}
fault_check() {
	"$here/../e2e/check-ledger" --state "$world/a1" --database "$(world_conninfo)" \
		--profiles "$GIOTHONG_HOME" --ask national >"$world/checked" 2>"$world/found" || true
	duplicates=$((duplicates + $(grep -cE 'a name twice|several streams' "$world/found" || true)))
	lost=$((lost + $(grep -cE 'not once in the ledger|not as it was issued' "$world/found" || true)))
	double_counted=$((double_counted + $(grep -cE 'counts [0-9-]+ times|I3 ' "$world/found" || true)))
	violations=$((violations + $(jq .violations "$world/checked")))
	cat "$world/found" >&2
}
receipted() { # a trial's own report goes through
	as o0 submit --date 2026-09-01 --no $((++ping)) --units 1 --wait 5 --json >"$world/ping" 2>/dev/null &&
		[ "$(waiting o0)" = 0 ]
}
ping=0
restarted() {
	wait_until 180 receipted || fail "no receipt after the restart"
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
