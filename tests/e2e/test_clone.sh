#!/usr/bin/env bash
# An outbox that was copied, or restored from an old copy: noticed, renumbered, and the office works on.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
old=$GIOTHONG_HOME/an-minh
new=$GIOTHONG_HOME/an-minh-2
streams() { outbox "$1" 'SELECT count(*) FROM stream'; }
alarms() { outbox "$1" 'SELECT group_concat(DISTINCT code) FROM alarm'; }

it "a PC cloned with its outbox gives the same names to other reports"
as an-minh submit --date 2026-05-01 --units 100 >/dev/null
cp -a "$old" "$new"
as an-minh submit --date 2026-05-02 --units 10 >/dev/null
as an-minh-2 submit --date 2026-05-03 --units 1 --wait 0 >/dev/null
as an-minh-2 submit --date 2026-05-04 --units 2 --wait 0 >/dev/null
same "the same name" "$(outbox an-minh 'SELECT max(seq) FROM entry')" \
	"$(outbox an-minh-2 'SELECT max(seq) - 1 FROM entry')"

it "the clone's reports go under a new stream, and count once"
as an-minh-2 send --wait 40 >"$world/sent" 2>"$world/said"
same units 113 "$(units national VN 2026)"
same streams 2 "$(streams an-minh-2)"
same "streams of the original" 1 "$(streams an-minh)"

it "clerk and operator are told"
grep -q KEY_REUSE "$world/said" || fail "the sender said: $(cat "$world/said")"
same alarm 200 "$(alarms an-minh-2)"
grep -q KEY_REUSE "$world/serve1.log" || fail "nothing in the aggregator's log"

it "both machines work on"
same state delivered "$(json .state as an-minh submit --date 2026-05-05 --units 1000)"
same state delivered "$(json .state as an-minh-2 submit --date 2026-05-06 --units 2000)"
same units 3113 "$(units national VN 2026)"
same streams 2 "$(streams an-minh-2)"

it "the same report on both machines counts once"
same state already "$(json .state as an-minh-2 submit --date 2026-05-02 --units 10)"
same units 3113 "$(units national VN 2026)"

it "an outbox restored from an old copy is noticed at the next Hello, before anything is lost"
cp -a "$old" "$world/backup"
as an-minh submit --date 2026-05-07 --units 5 >/dev/null
as an-minh submit --date 2026-05-08 --units 6 >/dev/null
mv "$old" "$world/lost"
cp -a "$world/backup" "$old"
before=$(streams an-minh)
same state delivered "$(json .state as an-minh submit --date 2026-05-09 --units 7 --wait 40)"
same units 3131 "$(units national VN 2026)"
same streams $((before + 1)) "$(streams an-minh)"

it "ledger, outboxes and summaries agree"
cp -a "$world/lost" "$GIOTHONG_HOME/an-minh-lost"
check_ledger
