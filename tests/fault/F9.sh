#!/usr/bin/env bash
# The client's power is cut at every operation on its files, and after commands that ended well: what was shown as
# saved is there, under the name that it had, and goes out under it.  GH_CONTRAST=1: the outbox at synchronous =
# NORMAL, of which the check has to find that it loses some.
. "$(dirname "$0")/fault.sh"
world_start
world_enrol "${communes[0]}" reporter o0
box=$GIOTHONG_HOME/o0
mkdir "$world/disk"

at_cut() { # at_cut K COMMAND...: the power fails at operation K
	local k=$1
	shift
	LD_PRELOAD=$GH_BUILD/tests/fault/libpowercut.so POWERCUT_FOLDER=$box POWERCUT_IMAGE=$world/disk \
		POWERCUT_AT=$k POWERCUT_SEED=$RANDOM POWERCUT_NORMAL=${GH_CONTRAST:-} "$@"
}
names() { # of all that the outbox holds: stream/seq, and the bytes
	outbox o0 "SELECT hex(s.id) || '/' || e.seq || ' ' || hex(e.body || e.signature)
		FROM entry AS e JOIN stream AS s ON s.no = e.stream" | sort
}
killed=137
shown=$world/shown # what a command that ended well left behind
day() { date -u -d "2026-01-01 + $(($1 % 300)) days" +%F; }
commands=(submit delivered import correct)
run_one() { # run_one KIND N
	case $1 in
	submit) as o0 submit --date "$(day "$2")" --no $(($2 / 300 + 1)) --units 10 --wait 0 --quiet ;;
	delivered) as o0 submit --date "$(day "$2")" --no $(($2 / 300 + 1)) --units 10 --wait 5 --quiet ;;
	correct) as o0 correct "$last" --units $(($2 % 90 + 11)) --reason "đếm lại" --wait 5 --quiet ;;
	import) as o0 import "$world/sheet.csv" --wait 0 --quiet ;;
	esac
}
run_one delivered 9000 >/dev/null
last=${communes[0]}/$(day 9000)/31
names >"$shown"

it "what was shown as saved is there after the power came back"
declare -A next=()
stride=$((trials < 1000 ? 9 : 1)) # few trials: not every operation
ended=0
for ((trial = 0; trial < trials; trial++)); do
	kind=${commands[trial % ${#commands[@]}]}
	k=$((${next[$kind]:-0} + 1 + RANDOM % stride))
	{
		echo date,no,blood_units
		for ((row = 1; row <= 3; row++)); do echo "$(day "$trial"),$((trial / 300 + 500 + row)),$row"; done
	} >"$world/sheet.csv"
	code=0
	at_cut $k run_one "$kind" "$trial" >"$world/out" 2>&1 || code=$?
	if [ $code -ne $killed ]; then # it ended before that operation: the power fails now
		[ $code -eq 0 ] || fail "operation $k of $kind: status $code: $(cat "$world/out")"
		ended=$((ended + 1))
		names >"$shown"
		at_cut 0 /bin/true >/dev/null 2>&1 || true
		k=0
	fi
	next[$kind]=$k
	names >"$world/names" || fail "cut $k of $kind: the outbox cannot be read"
	missing=$(comm -23 "$shown" "$world/names" | wc -l)
	lost=$((lost + missing))
	[ "$missing" -eq 0 ] || echo "$kind, operation $k: $missing lost" >&2
	as o0 outbox list >/dev/null 2>"$world/err" || fail "cut $k of $kind: $(cat "$world/err")"
	# What was cut off may be there too: from here on it is as good as shown.
	cp "$world/names" "$shown"
	[ -z "${GH_CONTRAST:-}" ] || ! seen_enough $lost || trials=$((trial + 1))
done
[ $ended -gt 0 ] || [ "$trials" -lt 60 ] || fail "no command ever ended"

it "and goes out under its name, once"
as o0 send --wait 60 >/dev/null 2>&1 || [ -n "${GH_CONTRAST:-}" ] || fail "something still waits"
found=$lost
fault_check
if [ -n "${GH_CONTRAST:-}" ]; then
	contrast_line C9 $found "{\"commands_that_ended\": $ended}"
else
	violations=$((violations + found))
	fault_line F9 "{\"commands_that_ended\": $ended}"
fi
