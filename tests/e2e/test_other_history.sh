#!/usr/bin/env bash
# Somebody puts an older state of the server back, head file and all, and lets it go on as if nothing had been: the
# first office that has seen what is gone says so, however far the other history has come.
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
same alarms 0 "$(($(alarms an-minh) + $(alarms hoa-binh)))"

it "the other history goes on beyond what the office has seen"
serve_stop 1
rm -rf "$world/a1"
cp -a "$world/before" "$world/a1"
serve_start 1
for day in 11 12 13 14 15 16; do units newcomer "2026-05-$day" 3; done

it "the office that comes back finds it at its first word"
as an-minh doctor --json >"$world/doctor" || true
grep -q HISTORY_WENT_BACK "$world/doctor" || fail "the doctor finds nothing: $(cat "$world/doctor")"
as an-minh send --wait 20 >/dev/null 2>&1 || true
[ "$(alarms an-minh)" -ge 1 ] || fail "no alarm in the outbox"
