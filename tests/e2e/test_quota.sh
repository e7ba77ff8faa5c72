#!/usr/bin/env bash
# So many submissions a minute of an organisation, handshakes of an address, and questions of a machine and of an
# address: who asks for more waits, the others do not notice, nothing is lost.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
world_enrol 31891 reporter hoa-binh
serve_stop 1
# All at once, however slow the machine is.
for ((n = 1; n <= 36; n++)); do
	as an-minh submit --date 2026-05-01 --no $n --units 10 --wait 0 >/dev/null 2>&1
done
export GIOTHONG_AGGREGATOR_QUOTA_ORG=30
serve_start 1

it "beyond its minute an office waits, with everything saved"
as an-minh send --wait 3 >"$world/out" 2>"$world/err" || true
grep -q 'more submissions a minute' "$world/out" "$world/err" || fail "not told: $(cat "$world/out" "$world/err")"
[ "$(waiting an-minh)" -gt 0 ] || fail "36 submissions went through a quota of 30"
[ "$(units national 31018 2026)" -le 350 ] || fail "more than its quota counts"
same "rows kept" 37 "$(outbox an-minh 'SELECT count(*) FROM entry')"

it "another office is not held up by it"
as hoa-binh submit --date 2026-05-02 --units 7 --wait 10 >/dev/null 2>&1
same "rows that wait" 0 "$(waiting hoa-binh)"

it "what waited goes by itself once the minute is over"
spawn follow giothong send --profile an-minh --follow
wait_until 120 nothing_waits an-minh || fail "still waiting: $(tail -n 3 "$world/follow.log")"
kill -TERM "$spawned"
finish "$spawned" 5
same "units" 360 "$(units national 31018 2026)"

it "an address that asks for too many handshakes waits, and then gets in"
serve_stop 1
unset GIOTHONG_AGGREGATOR_QUOTA_ORG
export GIOTHONG_AGGREGATOR_QUOTA_ADDRESS=6
serve_start 1
for n in 1 2 3 4; do
	as an-minh submit --date 2026-05-03 --no $n --units 1 --wait 0 >/dev/null 2>&1
	as an-minh send --wait 1 >/dev/null 2>&1 || true
done
spawn follow giothong send --profile an-minh --follow
wait_until 120 units_are national 31018 2026 364 2>/dev/null || fail "$(units national 31018 2026)"

it "a machine that asks too much waits, and is answered"
serve_stop 1
unset GIOTHONG_AGGREGATOR_QUOTA_ADDRESS
GIOTHONG_AGGREGATOR_QUOTA_QUESTIONS=4 serve_start 1 # a command asks twice: it greets, too
for n in 1 2 3; do
	same "units, question $n" 364 "$(units national 31018 2026)"
done

it "what an address asks is counted, too; who goes on is told QUOTA"
serve_stop 1
GIOTHONG_AGGREGATOR_QUOTA_QUESTIONS_ADDRESS=1 serve_start 1
result=0
as national summary --org 31018 --period 2026 --json >"$world/asked" 2>"$world/asked.err" || result=$?
same "exit" 75 $result
same "code" QUOTA "$(jq -r .error.code "$world/asked")"
grep -q 'one network address' "$world/asked" || fail "$(cat "$world/asked")"
