#!/usr/bin/env bash
# With the aggregator away a report is saved, says so, and goes by itself later.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
serve_stop 1

it "with the aggregator away submit saves, says so and exits 0"
same state saved "$(json .state as an-minh submit --date 2026-05-08 --units 365 --wait 1)"
as an-minh submit --date 2026-05-09 --units 100 --wait 0 --lang vi >"$world/words"
grep -q 'Đã lưu, chưa gửi' "$world/words" || fail "$(cat "$world/words")"
as an-minh correct 31018/2026-05-09/1 --units 110 --reason "đếm lại" --wait 0 >/dev/null
printf 'date,blood_units\n2026-06-01,10\n2026-06-02,20\n' >"$world/two.csv"
same waiting 2 "$(json .waiting as an-minh import "$world/two.csv" --wait 1)"
same rows 4 "$(waiting an-minh)"

it "questions say that the aggregator is away, and what was saved stays"
expect_code AWAY as an-minh summary
grep -q 'try again when the network is back' <(jq -r .error.next "$world/out") || fail "next: $(cat "$world/out")"
link=0
as an-minh send --wait 1 --json >"$world/out" 2>/dev/null || link=$?
same "exit status of send" 75 $link
same link AWAY "$(jq -r '.send[0].link' "$world/out")"
door=0
as an-minh doctor --json >"$world/out" || door=$?
same "exit status of doctor" 75 $door
same "the closed door" intake "$(jq -r '[.checks[] | select(.ok == false)][0].check' "$world/out")"
same rows 4 "$(waiting an-minh)"

it "the doctor advises the network where that ends, and keys only where the server's machine answers"
ini=$GIOTHONG_HOME/an-minh/profile.ini
cp "$ini" "$world/ini"
findings() { # findings ADDRESS: their codes
	sed "s|^intake *=.*|intake = $1|" "$world/ini" >"$ini"
	as an-minh doctor --json >"$world/out" || true
	cp "$world/ini" "$ini"
	jq -r '[.checks[] | select((.check == "intake" or .check == "server-keys") and .ok == false) | .code] | join(" ")' "$world/out"
}
same "a closed port" "AWAY SERVER_KEYS" "$(findings "${intake[1]}")"
same "no name" AWAY "$(findings tcp://no-such-host.invalid:7431)"
grep -q 'look at the network' "$world/out" || fail "$(cat "$world/out")"
same "no way there" AWAY "$(findings tcp://224.0.0.1:7431)"
grep -q 'look at the network' "$world/out" || fail "$(cat "$world/out")"

it "what was saved survives a kill -9 of the sender"
spawn follower giothong send --profile an-minh --follow
is_sending() { ! flock -n "$GIOTHONG_HOME/an-minh/sender.lock" true; }
wait_until 10 is_sending
slay "$spawned"
same rows 4 "$(waiting an-minh)"

it "when it is back, the background sender delivers all of it"
spawn follower giothong send --profile an-minh --follow
follower=$spawned
serve_start 1
wait_until 60 nothing_waits an-minh
same units 505 "$(units national VN 2026)"

it "what is saved beside a background sender goes by it at once"
same state delivered "$(json .state as an-minh submit --date 2026-07-01 --units 5 --wait 20)"
same units 510 "$(units national VN 2026)"

it "any later command delivers what waits"
kill -TERM "$follower"
finish "$follower" 5
as an-minh submit --date 2026-07-02 --units 5 --wait 0 >/dev/null
same rows 1 "$(waiting an-minh)"
as an-minh outbox list >"$world/list" 2>"$world/err"
nothing_waits an-minh || fail "$(cat "$world/err")"

it "a profile that sends to the door of questions is told so, and what it saved waits"
door=0
at_query() { # at_query ARGUMENTS...: giothong, whose profile takes the query door for the intake
	sed -i "s|^intake *=.*|intake = ${query[1]}|" "$ini"
	door=0
	as an-minh "$@" >"$world/out" 2>&1 || door=$?
	cp "$world/ini" "$ini"
}
at_query submit --date 2026-07-03 --units 5 --json
same "exit status of submit" 78 $door
grep -q DOOR "$world/out" || fail "not told: $(cat "$world/out")"
same rows 1 "$(waiting an-minh)"
at_query doctor --json
same "exit status of doctor" 78 $door
same "what it found" "handshake DOOR" "$(jq -r '[.checks[] | select(.ok == false)][0] | "\(.check) \(.code)"' "$world/out")"
as an-minh send --wait 20 >/dev/null
nothing_waits an-minh || fail "the row did not go"

it "a profile that asks at the door of reports is told so"
sed -i "s|^query *=.*|query = ${intake[1]}|" "$ini"
expect_code DOOR as an-minh summary --org 31018 --period 2026
cp "$world/ini" "$ini"

it "ledger, outboxes and summaries agree"
check_ledger
