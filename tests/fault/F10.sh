#!/usr/bin/env bash
# An office's folder is copied, and restored from an old copy, at random moments: the same names for other reports
# are noticed, go again in a new stream, clerk and operator are told, and everybody works on.
. "$(dirname "$0")/fault.sh"
world_start
shown=0 # units that were shown as saved
report() { # report PROFILE [WAIT]
	local units=$((RANDOM % 90 + 1))
	as "$1" submit --date "$(date -u -d "2026-01-01 + $((ping % 280)) days" +%F)" --no $((ping / 280 + 1)) \
		--units $units --wait "${2:-5}" --quiet >/dev/null 2>>"$world/said" || fail "$1: $(tail -n 3 "$world/said")"
	ping=$((ping + 1))
	shown=$((shown + units))
}
some() { # some PROFILE MAX [WAIT]
	local n
	for ((n = RANDOM % $2; n >= 0; n--)); do report "$1" "${3:-5}"; done
}
everything() { # PROFILE: all of it gets its answer
	as "$1" send --wait 60 >/dev/null 2>>"$world/said" || true
	nothing_waits "$1" || fail "$1: something still waits: $(tail -n 3 "$world/said")"
}
reused=0
alarms() { outbox "$1" 'SELECT count(*) FROM alarm WHERE code = 200'; }

for ((trial = 0; trial < trials; trial++)); do
	org=${communes[trial % ${#communes[@]}]}
	name=c$trial
	world_enrol "$org" reporter $name
	some $name 3
	it "trial $trial: a clone and its original both report"
	cp -a "$GIOTHONG_HOME/$name" "$GIOTHONG_HOME/$name-2"
	some $name 3
	some $name-2 3 0
	everything $name-2
	# The clone had at least one name that the original had used.
	[ "$(alarms $name-2)" -gt 0 ] || fail "no alarm"
	[ "$(outbox $name-2 'SELECT count(*) FROM stream')" -gt 1 ] || fail "no new stream"

	it "trial $trial: an office is restored from an old copy"
	cp -a "$GIOTHONG_HOME/$name" "$world/old"
	some $name 4
	mv "$GIOTHONG_HOME/$name" "$GIOTHONG_HOME/$name-lost"
	mv "$world/old" "$GIOTHONG_HOME/$name"
	some $name 4 $((RANDOM % 2 * 5))
	everything $name
	[ "$(outbox $name 'SELECT count(*) FROM stream')" -gt 1 ] || fail "no new stream"
	reused=$((reused + $(alarms $name) + $(alarms $name-2)))

	it "trial $trial: all of them work on"
	report $name
	report $name-2
	nothing_waits $name && nothing_waits $name-2 || fail "something waits"
done
grep -q KEY_REUSE "$world/serve1.log" || fail "the operator was not told"
same "units of all that was saved" $shown "$(units national VN 2026)"
fault_check
fault_line F10 "{\"alarms\": $reused}"
