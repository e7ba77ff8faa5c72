#!/usr/bin/env bash
# Somebody puts an older state of the server back, head file and all, and lets it go on as if nothing had been: the
# first office that has seen what is gone says so, however far the other history has come, and goes on saying so until
# a person has restored the true one.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
world_enrol 31891 reporter hoa-binh
world_enrol 31891 reporter newcomer
units() { same state delivered "$(json .state as "$1" submit --date "$2" --units "$3")"; }
alarms() { outbox "$1" "SELECT count(*) FROM alarm WHERE code = 18"; }
units an-minh 2026-05-01 100
serve_stop 1
cp -a "$world/a1" "$world/before"
serve_start 1
units an-minh 2026-05-02 10

it "an office that only hears of more is not alarmed"
units hoa-binh 2026-05-01 7
as an-minh doctor >/dev/null
units an-minh 2026-05-03 1
row=$(outbox an-minh "SELECT max(id) FROM entry")
same alarms 0 "$(($(alarms an-minh) + $(alarms hoa-binh)))"

it "the other history goes on beyond what the office has seen"
serve_stop 1
mv "$world/a1" "$world/true"
cp -a "$world/before" "$world/a1"
serve_start 1
for day in 11 12 13 14 15 16; do units newcomer "2026-05-$day" 3; done

it "the office that comes back finds it at its first word"
as an-minh doctor --json >"$world/doctor" || true
grep -q HISTORY_WENT_BACK "$world/doctor" || fail "the doctor finds nothing: $(cat "$world/doctor")"
as an-minh send --wait 20 >/dev/null 2>&1 || true
[ "$(alarms an-minh)" -ge 1 ] || fail "no alarm in the outbox"

it "the alarm says what to do, and stands: no figure and no receipt is called good, whatever is delivered"
as an-minh submit --date 2026-05-20 --units 2 >"$world/out" 2>&1 || true
grep -q 'ALARM HISTORY_WENT_BACK' "$world/out" || fail "no alarm: $(cat "$world/out")"
grep -q 'Next: call the committee above' "$world/out" || fail "no next step: $(cat "$world/out")"
same "what waits" 0 "$(outbox an-minh "SELECT count(*) FROM entry WHERE state IN (0, 1)")"
as an-minh send >/dev/null 2>&1 || true
believes_nothing() {
	as an-minh doctor --json >"$world/out" && fail "the doctor is content"
	same "the doctor's finding" HISTORY_WENT_BACK \
		"$(jq -r '.checks[] | select(.check == "history") | .code' "$world/out")"
	expect_code HISTORY_WENT_BACK as an-minh summary --period 2026
	expect_code HISTORY_WENT_BACK as an-minh watch --period 2026 --seconds 60
	expect_code HISTORY_WENT_BACK as an-minh verify "$row"
	expect_code HISTORY_WENT_BACK as an-minh verify --org 31018 --period 2026
}
believes_nothing
giothong-aggregator export --state "$world/a1" "$world/other.ghl" >/dev/null
expect_code HISTORY_WENT_BACK as an-minh verify --org 31018 --period 2026 --full "$world/other.ghl"

it "after the server's restart too, and while it is away"
serve_stop 1
serve_start 1
as an-minh send >/dev/null 2>&1 || true
believes_nothing
serve_stop 1
as an-minh doctor --json >"$world/out" && fail "the doctor is content"
same "the doctor's finding" HISTORY_WENT_BACK \
	"$(jq -r '.checks[] | select(.check == "history") | .code' "$world/out")"

it "it ends when the true history is restored, and what the other one took is offered again in the new epoch"
rm -rf "$world/a1"
mv "$world/true" "$world/a1"
giothong-aggregator recover --state "$world/a1" --anyway >/dev/null
serve_start 1
as an-minh send --wait 60 >/dev/null 2>&1
same units 113 "$(json ".total.counts.blood_units" as an-minh summary --period 2026)"
as an-minh doctor --json >"$world/out" || fail "the doctor finds: $(cat "$world/out")"
as an-minh verify "$row" >"$world/out" 2>&1 || fail "verify: $(cat "$world/out")"
